//! One figure at one place of a line: its hedge to the left, its scale and unit to the right.

mod doubt;
mod part;
mod range;
mod scale;
mod sign;

use rust_decimal::Decimal;
use vientro_core::{Hedge, Printed};

use self::doubt::{
    LABELS, after_link_verb, after_minutes, after_road_mark, date_end, glued_right, implausible, is_share,
    label_before, skip_code, telephone_end,
};
use self::part::{Part, Resolved, half_grouped, part, resolve, spoken_part, times};
use self::range::{Lead, Range, from_before, range_after};
use self::scale::SCALES;
use self::sign::{Left, Minus, is_dash, left_of};
use crate::compare;
use crate::hedge;
use crate::number::{Alternative, Ambiguity, ReadError, ReadOptions, Reading};
use crate::prelude::*;
use crate::text::nfc;
use crate::token::{Kind, Line, Token};
use crate::unit::{self, Unit};
use crate::vocab::{Roles, role, word};

pub(crate) use self::doubt::small;
pub(crate) use self::part::share;
pub(crate) use self::scale::{begins_a_name, scale_of};

/// Is a number anywhere expected, or is the text known to hold one?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Running,
    Whole,
}

/// Why a number is not read as a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rejection {
    /// Nothing says that it counts or measures.
    Bare,
    Code,
    Date,
    LostMarks,
    Separators,
    /// A minus, or what looks like one, that may not belong to the number.
    Sign,
    TooLong,
}

impl Rejection {
    pub(crate) fn into_error(self, found: String, text: String) -> ReadError {
        match self {
            Self::Bare | Self::Code => ReadError::Code { found, text },
            Self::Date => ReadError::Date { found, text },
            Self::LostMarks => ReadError::LostMarks { found, text },
            Self::Separators => ReadError::Separators { found },
            Self::Sign => ReadError::Sign { found: text },
            Self::TooLong => ReadError::TooLong { found },
        }
    }
}

/// A figure and the tokens it takes.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    pub(crate) reading: Reading,
    /// The first token of it, hedge and all.
    pub(crate) start: usize,
    /// The first token of its number.
    pub(crate) number: usize,
    /// The token after it.
    pub(crate) end: usize,
}

impl Figure {
    /// The same figure in a line that begins `count` tokens later; `None` if it began before that.
    pub(crate) fn earlier_by(mut self, count: usize) -> Option<Self> {
        self.start = self.start.checked_sub(count)?;
        self.number = self.number.checked_sub(count)?;
        self.end = self.end.checked_sub(count)?;
        Some(self)
    }
}

/// The figure whose number begins with the token at `start`. No token left of `floor` belongs to it.
pub(crate) fn figure_at(
    line: &Line<'_>,
    start: usize,
    floor: usize,
    mode: Mode,
    options: &ReadOptions,
) -> Result<Figure, Refusal> {
    Scan { line, start, floor, mode, options }.figure()
}

/// Why a number is refused, and the token from which the search may go on.
type Refusal = (Rejection, usize);

/// Where a figure is looked for.
struct Scan<'a, 'text> {
    line: &'a Line<'text>,
    start: usize,
    floor: usize,
    mode: Mode,
    options: &'a ReadOptions,
}

/// A figure on its way: its number is known, its hedge is not.
struct Draft {
    /// The first token, hedge and all.
    start: usize,
    /// The token after it.
    end: usize,
    value: Decimal,
    place: Decimal,
    unit: Option<Unit>,
    alternatives: Vec<Alternative>,
    note: Option<Ambiguity>,
    hedge: Option<Hedge>,
    hedge_word: Option<&'static str>,
}

impl Scan<'_, '_> {
    fn figure(&self) -> Result<Figure, Refusal> {
        let line = self.line;
        let mut left = left_of(line, self.start, self.floor, self.mode)
            .map_err(|rejection| (rejection, skip_code(line, self.start + 1)))?;
        let spoken = line.at(self.start).is_some_and(Token::is_word);
        let mut first = self.first(&mut left, spoken)?;
        // "(ĐVT: triệu đồng): 1.245"
        let unit_line = first.unit.is_none()
            && first.scale.is_none()
            && first.fraction.is_none()
            && !spoken
            && first.take_unit_line(line, self.start);
        let (from, range) = self.second(&mut first, &left, spoken)?;
        match &range {
            None => self.refuse_single(&first, &left, spoken)?,
            Some(range) => self.refuse_range(&first, range, left.hedge.is_some())?,
        }
        let end = range.as_ref().map_or(first.end, |range| range.end);
        left.give_up_comparison(line, end);
        // "sau 1/7", "Quốc tế 1/6": a day, where nothing says that it is a share
        let slash = line.at(self.start + 1).is_some_and(|slash| slash.is_symbol('/'));
        let share = self.mode == Mode::Running && first.fraction.is_some() && slash && left.hedge.is_none();
        if share && !is_share(line, self.start, first.end) {
            return Err((Rejection::Date, first.end));
        }
        let mut draft = self.draft(&first, range.as_ref(), unit_line)?;
        let negative = self.take_sign(&mut draft, &left, range.is_some())?;
        self.take_hedge(&mut draft, &left, &first, range.as_ref());
        self.finish(draft, &first, from, range.as_ref(), negative)
    }

    /// The first number, with the currency before it, unless it is a day, a month or a part of a longer code.
    fn first(&self, left: &mut Left, spoken: bool) -> Result<Part, Refusal> {
        let Self { line, start, .. } = *self;
        if !spoken
            && left.hedge.is_none()
            && left.prefix.is_none()
            && let Some(end) = date_end(line, start)
        {
            return Err((Rejection::Date, end));
        }
        let mut first =
            if spoken { spoken_part(line, start, self.floor)? } else { part(line, start, self.options)? };
        // the currency before the figure stands for the one behind it
        if let Some(unit) = left.prefix.take() {
            match &first.unit {
                None => first.unit = Some(unit),
                Some(Unit::Count(_)) if !first.unit_is_sure => {
                    first.unit = Some(unit);
                    first.end = first.number_end;
                }
                Some(_) => {}
            }
            first.unit_is_sure = true;
        }
        if spoken {
            return Ok(first);
        }
        if self.mode == Mode::Running
            && !first.has_money_or_percent()
            && after_road_mark(line, left.start_all, self.floor)
        {
            return Err((Rejection::Code, skip_code(line, start + 1)));
        }
        if let Some(end) = telephone_end(line, start, self.floor, &first) {
            return Err((Rejection::Code, end));
        }
        if let Some(rejection) = glued_right(line, &first) {
            return Err((rejection, skip_code(line, first.end)));
        }
        if first.fraction.is_none()
            && first.of.is_none()
            && first.unit.is_none()
            && line.glued_at(first.end).is_some_and(|after| after.is_symbol('/'))
            && line.glued_at(first.end + 1).is_some_and(Token::is_digits)
        {
            // n/m that is no proper fraction, or a chain of them
            return Err((Rejection::Date, skip_code(line, first.end)));
        }
        Ok(first)
    }

    /// What leads to the number, and the second number that makes a range of it.
    fn second(&self, first: &mut Part, left: &Left, spoken: bool) -> Result<(Lead, Option<Range>), Refusal> {
        let line = self.line;
        let mut from = from_before(line, left.start_all, self.floor);
        // "từ 40 lên 60 hộ", without a verb before it
        if matches!(from, Lead::Range(_)) && line.is_one(first.end, const { &[word("lên"), word("xuống")] })
        {
            from = Lead::Change;
        } else if left.hedge.is_some() {
            from = Lead::None;
        }
        if from == Lead::Change && !first.take_change(line, self.options) && self.mode == Mode::Running {
            return Err((Rejection::Bare, first.end));
        }
        // "tăng từ 10-11%" is a range all the same
        let dashed = || line.at(first.end).is_some_and(|dash| dash.symbol().is_some());
        let range = if from == Lead::Change && !dashed() || spoken {
            None
        } else {
            range_after(line, first, from, self.options)
        };
        Ok((from, range))
    }

    /// Refuses a number that counts and measures nothing.
    fn refuse_single(&self, first: &Part, left: &Left, spoken: bool) -> Result<(), Refusal> {
        let line = self.line;
        let hedged = left.hedge.is_some();
        let labelled = !hedged && !first.has_money_or_percent() && !spoken;
        if labelled && let Some(rejection) = label_before(line, left.start_all, self.floor, first, self.mode)
        {
            let hours = matches!(&first.unit, Some(Unit::Count(noun)) if noun == "giờ");
            return Err((rejection, if hours { after_minutes(line, first.end) } else { first.end }));
        }
        if let Some(refusal) = implausible(line, self.start, first, hedged, self.mode) {
            return Err(refusal);
        }
        if self.mode == Mode::Running
            && first.is_bare()
            && !hedged
            && !after_link_verb(line, left.start_all, self.floor)
        {
            return Err((Rejection::Bare, first.end));
        }
        Ok(())
    }

    /// Refuses years, a score, a time of day: 2021-2026, 12-15, 8 - 11 giờ.
    fn refuse_range(&self, first: &Part, range: &Range, hedged: bool) -> Result<(), Refusal> {
        let counts = range.unit.is_some() || range.scale.is_some() || hedged;
        let bare = first.is_bare() && !counts && self.mode == Mode::Running;
        let years = first.looks_like_year() && matches!(range.unit, None | Some(Unit::Count(_)));
        let hours = matches!(&range.unit, Some(Unit::Count(noun)) if noun == "giờ");
        if bare || years || hours {
            return Err((if years { Rejection::Date } else { Rejection::Bare }, range.end));
        }
        Ok(())
    }

    /// The value without its sign: which digits group, the scale, the unit, and what else the text may mean.
    fn draft(&self, first: &Part, range: Option<&Range>, unit_line: bool) -> Result<Draft, Refusal> {
        let options = self.options;
        let end = range.map_or(first.end, |range| range.end);
        let unit = range.and_then(|range| range.unit.clone()).or_else(|| first.unit.clone());
        let scale = first.scale.or_else(|| range?.scale);
        let Resolved { chosen, other } = resolve(first, scale.is_some(), unit.as_ref());
        let factor = scale
            .or(options.scale.filter(|_| first.fraction.is_none() && first.of.is_none()))
            .unwrap_or(Decimal::ONE);
        let is_money = unit.as_ref().or(options.unit.as_ref()).is_some_and(Unit::is_currency);
        let other = other.or_else(|| half_grouped(first, factor, is_money));
        let too_long = (Rejection::TooLong, end);
        let (value, place) = if let Some(fraction) = first.fraction {
            fraction
        } else {
            let value = times(chosen.value, factor).ok_or(too_long)?;
            let value = value.checked_add(first.more).ok_or(too_long)?;
            let place = first.more_place.or_else(|| times(chosen.place(), factor)).ok_or(too_long)?;
            (value, place)
        };
        let mut note = other.map(|(_, why)| why);
        let mut alternatives: Vec<Alternative> = other
            .and_then(|(digits, why)| Some(Alternative { value: times(digits.value, factor)?, why }))
            .into_iter()
            .collect();
        if self.line.slug && scale.is_some() && first.numeral.plain && first.numeral.head >= 2 {
            let why = Ambiguity::LostComma;
            let lost = times(first.numeral_value(), factor).and_then(|value| value.checked_div(Decimal::TEN));
            alternatives.extend(lost.map(|value| Alternative { value: value.normalize(), why }));
            note = note.or(Some(why));
        }
        if unit_line && factor != Decimal::ONE {
            let why = Ambiguity::UnitLine;
            alternatives.push(Alternative { value: chosen.value, why });
            note = note.or(Some(why));
        }
        if let Some(value) = first.without_last {
            note = Some(Ambiguity::ShortTail);
            alternatives.push(Alternative { value, why: Ambiguity::ShortTail });
        }
        let unit = unit.or_else(|| options.unit.clone());
        if unit.is_none() && scale.is_some() {
            note = note.or(Some(Ambiguity::MissingUnit));
        }
        if let Some(of) = first.of {
            let why = Ambiguity::PartOfWhole;
            let share = value.checked_div(of).map(|share| share.normalize());
            alternatives.extend(share.map(|value| Alternative { value, why }));
            note = Some(why);
        }
        let start = self.start;
        Ok(Draft { start, end, value, place, unit, alternatives, note, hedge: None, hedge_word: None })
    }

    /// Gives the draft its sign and tells whether it is a minus.
    fn take_sign(&self, draft: &mut Draft, left: &Left, ranged: bool) -> Result<bool, Refusal> {
        let line = self.line;
        draft.start = left.start_all;
        let negative = match left.minus {
            Minus::None => false,
            Minus::Sign => true,
            Minus::Bullet(after) => {
                // nothing but an amount on the line: a cell of a table, not an item of a list
                let rest = line.tokens.get(draft.end..).unwrap_or(&[]);
                let alone = rest.iter().all(|token| token.kind == Kind::Symbol);
                let amount = alone && !ranged && !matches!(draft.unit, Some(Unit::Count(_)));
                if !amount {
                    draft.start = after;
                }
                amount
            }
            // "âm 5 đến 10 triệu": the word may hold for both ends
            Minus::Word if !ranged => true,
            Minus::Unclear | Minus::Word => return Err((Rejection::Sign, draft.end)),
        };
        // "5.000.000-" as some ledgers print it
        if self.mode == Mode::Whole
            && line.glued_at(draft.end).is_some_and(is_dash)
            && line.at(draft.end + 1).is_none()
        {
            return Err((Rejection::Sign, draft.end));
        }
        if negative {
            draft.turn_sign();
        }
        Ok(negative)
    }

    /// Finds the hedge before or behind the number.
    fn take_hedge(&self, draft: &mut Draft, left: &Left, first: &Part, range: Option<&Range>) {
        let line = self.line;
        if let Some(found) = left.hedge {
            if found.word == "trên" && is_place_or_field(draft.unit.as_ref()) {
                draft.note = Some(Ambiguity::Preposition);
                draft.start = draft.start.max(found.start + 1);
            } else {
                (draft.hedge, draft.hedge_word) = (Some(found.hedge), Some(found.word));
                draft.start = draft.start.min(found.start);
                // "học bổng trên 63 tỉnh": more than, or across
                if found.word == "trên" && is_region(draft.unit.as_ref()) {
                    let why = Ambiguity::Preposition;
                    draft.note = draft.note.or(Some(why));
                    draft.alternatives.push(Alternative { value: draft.value, why });
                }
            }
        } else if range.is_none()
            && let Some((hedge, phrase, end)) = hedge::after(line, draft.end)
        {
            (draft.hedge, draft.hedge_word) = (Some(hedge), Some(phrase));
            draft.end = end;
        }
        if draft.hedge.is_none()
            && range.is_none()
            && self.mode == Mode::Running
            && let Some(found) = hedge::exceeding(line, draft.start, first.has_money_or_percent())
                .filter(|found| found.start >= self.floor)
            && !compare::names_base(line, found.start, draft.end)
            && draft.unit != Some(Unit::Percent)
            && draft.unit != Some(Unit::Times)
        {
            (draft.hedge, draft.hedge_word) = (Some(found.hedge), Some(found.word));
            draft.start = found.start;
        }
    }

    /// The reading of a draft: its second number, its tone, "for each", and brackets that say minus.
    fn finish(
        &self,
        mut draft: Draft,
        first: &Part,
        from: Lead,
        range: Option<&Range>,
        negative: bool,
    ) -> Result<Figure, Refusal> {
        let line = self.line;
        let hedge = draft.hedge;
        let mut hedge_after = None;
        if let Lead::Range(from) = from
            && (range.is_some() || hedge == Some(Hedge::AtLeast))
        {
            draft.start = from;
        }
        if range.is_some() {
            let joint = if matches!(from, Lead::Range(_)) { "từ" } else { "-" };
            draft.hedge_word = draft.hedge_word.or(Some(joint));
        }
        let tone = if hedge.is_none() && range.is_none() {
            let before = hedge::tone_before(line, draft.start).filter(|(_, at)| *at >= self.floor);
            before.map(|(tone, _)| tone)
        } else {
            None
        };
        let per = self.per(&draft);
        draft.end = per.map_or(draft.end, |(_, end)| end);
        if per.is_some()
            && hedge.is_none()
            && range.is_none()
            && let Some((after, phrase, end)) = hedge::after(line, draft.end)
        {
            hedge_after = Some(after);
            draft.hedge_word = Some(phrase);
            draft.end = end;
            if let Lead::Range(from) = from {
                draft.start = from;
            }
        }
        let hedge = draft.hedge.or(hedge_after);
        if self.options.parentheses_negative
            && line.before(draft.start).is_some_and(|open| open.is_symbol('('))
            && line.at(draft.end).is_some_and(|close| close.is_symbol(')'))
        {
            // of "(khoảng 5)" the minus is sure; "(hơn 5)" and "(5-10)" do not say what they bound
            let even = hedge.is_none_or(|hedge| matches!(hedge, Hedge::About | Hedge::Estimated));
            let alone = draft.start == 1 && line.at(draft.end + 1).is_none();
            if even && range.is_none() {
                // "(-5)" says it twice
                if !negative {
                    draft.turn_sign();
                }
                draft.start -= 1;
                draft.end += 1;
            } else if alone {
                return Err((Rejection::Sign, draft.end));
            }
        }
        let mut printed = Printed::new(draft.value).to_place(draft.place);
        if let Some(hedge) = hedge {
            printed = printed.hedged(hedge);
        }
        if let Some(range) = range {
            printed = printed.up_to(range.value);
        }
        let reading = Reading {
            printed,
            hedge_word: draft.hedge_word,
            ends: range.and(hedge),
            last: range.and_then(|range| range.last),
            tone,
            unit: draft.unit.or_else(|| first.fraction.map(|_| Unit::Ratio)),
            of: first.of,
            per: per.map(|(per, _)| nfc(per).into_owned()),
            span: line.start_of(draft.start)..line.end_before(draft.end),
            alternatives: draft.alternatives,
            note: draft.note,
            fraction: first.fraction.is_some(),
        };
        Ok(Figure { reading, start: draft.start, number: self.start, end: draft.end })
    }

    /// "/hộ", "/dự án" glued behind a unit: for each of what, and the token after it. A noun of two words is taken whole.
    fn per(&self, draft: &Draft) -> Option<(&str, usize)> {
        let line = self.line;
        line.glued_at(draft.end).filter(|slash| slash.is_symbol('/') && draft.unit.is_some())?;
        line.glued_at(draft.end + 1).filter(|word| word.is_word())?;
        let end = unit::compound_noun(line, draft.end + 1).unwrap_or(draft.end + 2);
        let text = line.text.get(line.start_of(draft.end + 1)..line.end_before(end))?;
        Some((text, end))
    }
}

impl Draft {
    fn turn_sign(&mut self) {
        self.value *= Decimal::NEGATIVE_ONE;
        for alternative in &mut self.alternatives {
            alternative.value *= Decimal::NEGATIVE_ONE;
        }
    }
}

/// Adds the roles of scales, labels and signs.
#[expect(clippy::indexing_slicing, reason = "runs at compile time")]
pub(crate) const fn add_roles(roles: &mut Roles, unmarked: bool) {
    let mut index = 0;
    while index < SCALES.len() {
        roles.add(SCALES[index].0, unmarked, role::SCALE);
        index += 1;
    }
    roles.add(word("trăm"), unmarked, role::SCALE);
    roles.add(word("chục"), unmarked, role::SCALE);
    roles.add(word("âm"), unmarked, role::MINUS);
    roles.add(word("trừ"), unmarked, role::MINUS);
    index = 0;
    while index < LABELS.len() {
        roles.add(LABELS[index].0, unmarked, role::LABEL);
        index += 1;
    }
}

/// "trên 63 tỉnh": more than 63 provinces, or across them.
fn is_region(unit: Option<&Unit>) -> bool {
    const REGIONS: [&str; 12] = [
        "tỉnh",
        "thành phố",
        "huyện",
        "quận",
        "xã",
        "phường",
        "địa phương",
        "tỉnh thành",
        "quốc gia",
        "nước",
        "thôn",
        "ấp",
    ];
    matches!(unit, Some(Unit::Count(noun)) if REGIONS.contains(&noun.as_str()))
}

/// "trên 3 lĩnh vực": in three fields, not more than three.
fn is_place_or_field(unit: Option<&Unit>) -> bool {
    const PLACES: [&str; 12] = [
        "lĩnh vực",
        "địa bàn",
        "phương diện",
        "mặt",
        "mặt trận",
        "kênh",
        "nền tảng",
        "khía cạnh",
        "tuyến",
        "trụ cột",
        "tuyến đường",
        "đảo",
    ];
    matches!(unit, Some(Unit::Count(noun)) if PLACES.contains(&noun.as_str()))
}
