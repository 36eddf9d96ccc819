//! One figure at one place of a line: its hedge to the left, its scale and unit to the right.

use rust_decimal::Decimal;
use vientro_core::{Hedge, Printed};

use crate::compare;
use crate::hedge;
use crate::lex::is_mark;
use crate::number::{
    Alternative, Ambiguity, Digits, Numeral, ReadError, ReadOptions, Reading, Shape, numeral,
};
use crate::prelude::*;
use crate::spoken;
use crate::text::nfc;
use crate::token::{Kind, Line, Token};
use crate::unit::{self, Unit, measure_after, noun_after};
use crate::vocab::{Phrase, Roles, Word, phrase_of, role, word};

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
) -> Result<Figure, (Rejection, usize)> {
    let reject = |rejection: Rejection, end: usize| Err((rejection, end));
    let spoken = line.at(start).is_some_and(Token::is_word);

    // 1. what is glued to the left of the digits
    let Left { mut start_all, prefix, minus, hedge } = match left_of(line, start, floor, mode) {
        Ok(left) => left,
        Err(rejection) => return reject(rejection, skip_code(line, start + 1)),
    };

    // 2. days, months, document numbers
    if !spoken
        && hedge.is_none()
        && prefix.is_none()
        && let Some(end) = date_end(line, start)
    {
        return reject(Rejection::Date, end);
    }
    let mut first = if spoken { spoken_part(line, start, floor)? } else { part(line, start, options)? };
    // 3. the currency before the figure stands for the one behind it
    if let Some(unit) = prefix {
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
    if !spoken {
        if mode == Mode::Running && !first.has_money_or_percent() && after_road_mark(line, start_all, floor) {
            return reject(Rejection::Code, skip_code(line, start + 1));
        }
        if let Some(end) = telephone_end(line, start, floor, &first) {
            return reject(Rejection::Code, end);
        }
        if let Some(rejection) = glued_right(line, &first) {
            return reject(rejection, skip_code(line, first.end));
        }
        if first.fraction.is_none()
            && first.of.is_none()
            && first.unit.is_none()
            && line.glued_at(first.end).is_some_and(|after| after.is_symbol('/'))
            && line.glued_at(first.end + 1).is_some_and(Token::is_digits)
        {
            // n/m that is no proper fraction, or a chain of them
            return reject(Rejection::Date, skip_code(line, first.end));
        }
    }

    // "(ĐVT: triệu đồng): 1.245"
    let unit_line = if first.unit.is_none() && first.scale.is_none() && first.fraction.is_none() && !spoken {
        first.take_unit_line(line, start)
    } else {
        false
    };

    // 4. a second number behind makes it a range
    let mut from = from_before(line, start_all, floor);
    // "từ 40 lên 60 hộ", without a verb before it
    if matches!(from, Lead::Range(_)) && line.is_one(first.end, const { &[word("lên"), word("xuống")] }) {
        from = Lead::Change;
    } else if hedge.is_some() {
        from = Lead::None;
    }
    if from == Lead::Change && !first.take_change(line, options) && mode == Mode::Running {
        return reject(Rejection::Bare, first.end);
    }
    // "tăng từ 10-11%" is a range all the same
    let dashed = || line.at(first.end).is_some_and(|dash| dash.symbol().is_some());
    let range = if from == Lead::Change && !dashed() || spoken {
        None
    } else {
        range_after(line, &first, from, options)
    };
    let mut end = range.as_ref().map_or(first.end, |range| range.end);

    // 5. is it a figure at all?
    if range.is_none() {
        let labelled = hedge.is_none() && !first.has_money_or_percent() && !spoken;
        if labelled && let Some(rejection) = label_before(line, start_all, floor, &first, mode) {
            let hours = matches!(&first.unit, Some(Unit::Count(noun)) if noun == "giờ");
            return reject(rejection, if hours { after_minutes(line, first.end) } else { first.end });
        }
        if let Some((rejection, end)) = implausible(line, start, &first, hedge.is_some(), mode) {
            return reject(rejection, end);
        }
        if mode == Mode::Running
            && first.is_bare()
            && hedge.is_none()
            && !after_link_verb(line, start_all, floor)
        {
            return reject(Rejection::Bare, first.end);
        }
    } else if let Some(range) = &range {
        let counts = range.unit.is_some() || range.scale.is_some() || hedge.is_some();
        let bare = first.is_bare() && !counts && mode == Mode::Running;
        let years = first.looks_like_year() && matches!(range.unit, None | Some(Unit::Count(_)));
        let hours = matches!(&range.unit, Some(Unit::Count(noun)) if noun == "giờ");
        // 2021-2026, 12-15, 8 - 11 giờ: years, a score, a time of day
        if bare || years || hours {
            return reject(if years { Rejection::Date } else { Rejection::Bare }, range.end);
        }
    }

    // "nhiều hơn 12 dự án so với năm trước": so many more, no hedge
    let mut hedge = hedge;
    if hedge.is_some_and(|hedge| {
        hedge.word == "hơn" && line.is(hedge.start.wrapping_sub(1), const { word("nhiều") })
    }) && line.begins(end, const { &phrase_of("so với") }).is_some()
    {
        start_all = hedge.map_or(start_all, |hedge| hedge.start + 1);
        hedge = None;
    }

    // "sau 1/7", "Quốc tế 1/6": a day, where nothing says that it is a share
    let slash = line.at(start + 1).is_some_and(|slash| slash.is_symbol('/'));
    let share = mode == Mode::Running && first.fraction.is_some() && slash && hedge.is_none();
    if share && !is_share(line, start, first.end) {
        return reject(Rejection::Date, first.end);
    }

    // 6. the sign, which digits group, and the scale
    let unit = range.as_ref().and_then(|range| range.unit.clone()).or_else(|| first.unit.clone());
    let scale = match (first.scale, &range) {
        (Some(scale), _) => Some(scale),
        (None, Some(range)) => range.scale,
        (None, None) => None,
    };
    let resolved = resolve(&first, scale.is_some(), unit.as_ref());
    let factor = scale
        .or(options.scale.filter(|_| first.fraction.is_none() && first.of.is_none()))
        .unwrap_or(Decimal::ONE);
    let too_long = (Rejection::TooLong, end);
    let (value, place) = if let Some(fraction) = first.fraction {
        fraction
    } else {
        let value = times(resolved.chosen.value, factor).ok_or(too_long)?;
        let value = value.checked_add(first.more).ok_or(too_long)?;
        let place = first.more_place.or_else(|| times(resolved.chosen.place(), factor)).ok_or(too_long)?;
        (value, place)
    };
    let negative = match minus {
        Minus::None => false,
        Minus::Sign => true,
        Minus::Bullet(_) => {
            // nothing but an amount on the line: a cell of a table, not an item of a list
            let rest = line.tokens.get(end..).unwrap_or(&[]);
            let alone = rest.iter().all(|token| token.kind == Kind::Symbol);
            alone && range.is_none() && !matches!(unit, Some(Unit::Count(_)))
        }
        // "âm 5 đến 10 triệu": the word may hold for both ends
        Minus::Word if range.is_none() => true,
        Minus::Unclear | Minus::Word => return reject(Rejection::Sign, end),
    };
    // "5.000.000-" as some ledgers print it
    if mode == Mode::Whole && line.glued_at(end).is_some_and(is_dash) && line.at(end + 1).is_none() {
        return reject(Rejection::Sign, end);
    }
    if let Minus::Bullet(after) = minus
        && !negative
    {
        start_all = after;
    }
    let sign = if negative { Decimal::NEGATIVE_ONE } else { Decimal::ONE };
    let mut note = resolved.other.map(|(_, why)| why);
    let mut alternatives: Vec<Alternative> = resolved
        .other
        .and_then(|(digits, why)| Some(Alternative { value: times(digits.value, factor)? * sign, why }))
        .into_iter()
        .collect();
    if line.slug && scale.is_some() && first.numeral.plain && first.numeral.head >= 2 {
        let lost = times(first.numeral_value(), factor).and_then(|value| value.checked_div(Decimal::TEN));
        alternatives.extend(
            lost.map(|value| Alternative { value: value.normalize() * sign, why: Ambiguity::LostComma }),
        );
        note = note.or(Some(Ambiguity::LostComma));
    }
    if unit_line && factor != Decimal::ONE {
        let why = Ambiguity::UnitLine;
        alternatives.push(Alternative { value: resolved.chosen.value * sign, why });
        note = note.or(Some(why));
    }
    if let Some(without) = first.without_last {
        note = Some(Ambiguity::ShortTail);
        alternatives.push(Alternative { value: without * sign, why: Ambiguity::ShortTail });
    }
    let unit = unit.or_else(|| options.unit.clone());
    if unit.is_none() && scale.is_some() {
        note = note.or(Some(Ambiguity::MissingUnit));
    }
    if let Some(of) = first.of {
        let share = value.checked_div(of).map(|share| share.normalize() * sign);
        let why = Ambiguity::PartOfWhole;
        alternatives.extend(share.map(|value| Alternative { value, why }));
        note = Some(why);
    }

    // 7. the hedge
    let mut word = hedge.map(|hedge| hedge.word);
    let mut meaning = hedge.map(|hedge| hedge.hedge);
    if let Some(found) = hedge {
        if found.word == "trên" && is_place_or_field(unit.as_ref()) {
            note = Some(Ambiguity::Preposition);
            word = None;
            meaning = None;
            start_all = start_all.max(found.start + 1);
        } else {
            start_all = start_all.min(found.start);
            // "học bổng trên 63 tỉnh": more than, or across
            if found.word == "trên" && is_region(unit.as_ref()) {
                note = note.or(Some(Ambiguity::Preposition));
                alternatives.push(Alternative { value: value * sign, why: Ambiguity::Preposition });
            }
        }
    } else if range.is_none()
        && let Some((after, phrase, after_end)) = hedge::after(line, end)
    {
        meaning = Some(after);
        word = Some(phrase);
        end = after_end;
    }
    if meaning.is_none()
        && range.is_none()
        && mode == Mode::Running
        && let Some(found) =
            hedge::exceeding(line, start_all, scale.is_some() || first.has_money_or_percent())
                .filter(|found| found.start >= floor)
        && !compare::names_base(line, found.start, end)
        && unit != Some(Unit::Percent)
        && unit != Some(Unit::Times)
    {
        (meaning, word) = (Some(found.hedge), Some(found.word));
        start_all = found.start;
    }
    let value = value * sign;
    let mut printed = Printed::new(value).to_place(place);
    if let Some(meaning) = meaning {
        printed = printed.hedged(meaning);
    }
    let (mut ends, mut last) = (None, None);
    if let Some(range) = &range {
        printed = printed.up_to(range.value);
        ends = meaning;
        last = range.last;
        word = word.or(Some(if matches!(from, Lead::Range(_)) { "từ" } else { "-" }));
        if let Lead::Range(from) = from {
            start_all = from;
        }
    } else if let Lead::Range(from) = from
        && meaning == Some(Hedge::AtLeast)
    {
        start_all = from;
    }
    let tone = if meaning.is_none() && range.is_none() {
        hedge::tone_before(line, start_all).filter(|(_, at)| *at >= floor).map(|(tone, _)| tone)
    } else {
        None
    };

    // 8. for each of what
    let per = line
        .glued_at(end)
        .filter(|slash| slash.is_symbol('/') && unit.is_some())
        .and_then(|_| line.glued_at(end + 1))
        .filter(|word| word.is_word());
    let per = per.and_then(|_| {
        // "USD/dự án": a noun of two words is taken whole
        let per_end = unit::compound_noun(line, end + 1).unwrap_or(end + 2);
        let text = line.text.get(line.start_of(end + 1)..line.end_before(per_end))?;
        Some((text, per_end))
    });
    end = per.map_or(end, |(_, per_end)| per_end);
    if per.is_some()
        && printed.hedge().is_none()
        && let Some((after, phrase, after_end)) = hedge::after(line, end)
    {
        printed = printed.hedged(after);
        word = Some(phrase);
        end = after_end;
        if let Lead::Range(from) = from {
            start_all = from;
        }
    }
    if options.parentheses_negative
        && line.before(start_all).is_some_and(|open| open.is_symbol('('))
        && line.at(end).is_some_and(|close| close.is_symbol(')'))
        && meaning.is_none()
    {
        // "(-5)" says it twice
        if !negative {
            printed = Printed::new(-value).to_place(place);
            for alternative in &mut alternatives {
                alternative.value = -alternative.value;
            }
        }
        start_all -= 1;
        end += 1;
    }
    let unit = if first.fraction.is_some() && unit.is_none() { Some(Unit::Ratio) } else { unit };
    let reading = Reading {
        printed,
        hedge_word: word,
        ends,
        last,
        tone,
        unit,
        of: first.of,
        per: per.map(|(per, _)| nfc(per).into_owned()),
        span: line.start_of(start_all)..line.end_before(end),
        alternatives,
        note,
        fraction: first.fraction.is_some(),
    };
    Ok(Figure { reading, start: start_all, number: start, end })
}

fn times(value: Decimal, factor: Decimal) -> Option<Decimal> {
    // most numbers fit in a machine word, and then nothing can be lost
    if factor.scale() == 0
        && let (Ok(mantissa), Ok(by)) = (u64::try_from(value.mantissa()), u64::try_from(factor.mantissa()))
        && let Some(mut product) = mantissa.checked_mul(by)
    {
        let mut scale = value.scale();
        while scale > 0 && product.is_multiple_of(10) {
            product /= 10;
            scale -= 1;
        }
        return Decimal::try_from_i128_with_scale(i128::from(product), scale).ok();
    }
    let product = value.checked_mul(factor)?.normalize();
    // what does not fit in 28 digits is refused, not rounded
    (product.checked_div(factor)? == value).then_some(product)
}

struct Left {
    start_all: usize,
    prefix: Option<Unit>,
    minus: Minus,
    hedge: Option<hedge::Before>,
}

/// What a dash or a word before a number says of its sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Minus {
    /// A dash glued to the first figure of a line of running text: a sign if the amount stands alone, else the mark of a
    /// list. Holds the token after it.
    Bullet(usize),
    None,
    Sign,
    Unclear,
    /// "âm", "trừ".
    Word,
}

/// Currency, sign and hedge before the digits; letters glued to them make a code.
fn left_of(line: &Line<'_>, start: usize, floor: usize, mode: Mode) -> Result<Left, Rejection> {
    let mut left = Left { start_all: start, prefix: None, minus: Minus::None, hedge: None };
    if start <= floor {
        return Ok(left);
    }
    if let Some((unit, at)) = unit::currency_before(line, start).filter(|(_, at)| *at >= floor) {
        left.prefix = Some(unit);
        left.start_all = at;
    }
    if left.start_all > floor
        && let Some(glued) = line.glued_before(left.start_all)
    {
        let at = left.start_all - 1;
        // the rest of a chain of digits that was given up: 1.1.1.1.1…
        if matches!(glued.symbol(), Some('.' | ',' | '/' | '-'))
            && at == floor
            && line.glued_before(at).is_some_and(Token::is_digits)
        {
            return Err(Rejection::Code);
        }
        let before = || line.glued_before(at).filter(|_| at > floor);
        match glued.symbol() {
            Some('/') if before().is_some() => return Err(Rejection::Code),
            // km156+500, +84
            Some('+') if line.glued_before(at).is_some() => return Err(Rejection::Code),
            Some('_' | '#' | '@' | '=' | '\\' | '№') => return Err(Rejection::Code),
            // ".5", "-.5": a decimal without its zero is not guessed
            Some('.' | ',') if mode == Mode::Whole && line.before(at).is_none_or(is_dash) => {
                return Err(Rejection::Separators);
            }
            // "TP.1", "Q.3": an abbreviation; a sentence may also end so
            Some('.')
                if line.glued_before(at).is_some_and(|before| {
                    before.is_word() && before.starts_upper && line.text_of(before).chars().nth(2).is_none()
                }) =>
            {
                return Err(Rejection::Code);
            }
            Some(':') if line.glued_before(at).is_some_and(Token::is_digits) => return Err(Rejection::Code),
            None if glued.is_word() && hedge::before(line, left.start_all).is_none() => {
                return Err(Rejection::Code);
            }
            _ => {}
        }
    }
    let (minus, at) = minus_before(line, left.start_all, floor, mode)?;
    left.minus = minus;
    if minus == Minus::Sign && left.prefix.is_none() {
        // "$-500", "USD -500"
        let currency = unit::currency_before(line, at).filter(|(_, start)| *start >= floor);
        left.start_all = currency.as_ref().map_or(at, |(_, start)| *start);
        left.prefix = currency.map(|(unit, _)| unit);
    } else {
        left.start_all = at;
    }
    if left.start_all <= floor {
        return Ok(left);
    }
    left.hedge = hedge::before(line, left.start_all).filter(|hedge| hedge.start >= floor);
    let Some(hedge) = left.hedge else { return Ok(left) };
    if left.minus == Minus::None
        && let Ok((minus @ (Minus::Sign | Minus::Unclear | Minus::Word), at)) =
            minus_before(line, hedge.start, floor, mode)
    {
        // "âm khoảng 5 triệu" is -5; "âm hơn 5 triệu" lies below -5, which the hedge of -5 does not say
        let even = matches!(hedge.hedge, Hedge::About | Hedge::Estimated);
        left.minus = if even { minus } else { Minus::Unclear };
        left.start_all = at;
    }
    if left.prefix.is_none()
        && let Some((unit, at)) = unit::currency_before(line, hedge.start).filter(|(_, at)| *at >= floor)
        && line.tokens.get(at..hedge.start).is_some_and(|sign| sign.iter().all(|token| !token.is_word()))
    {
        left.prefix = Some(unit);
        left.start_all = at;
    }
    left.start_all = left.start_all.min(hedge.start);
    Ok(left)
}

/// Dashes that stand for a minus when glued to a number; the long dash never does.
fn is_dash(token: &Token) -> bool {
    const DASHES: [char; 7] = ['-', '\u{2010}', '\u{2011}', '\u{2212}', '\u{2013}', '\u{fe63}', '\u{ff0d}'];
    token.symbol().is_some_and(|symbol| DASHES.contains(&symbol))
}

/// The sign before the token at `at`, and where it begins (`at` if there is none).
fn minus_before(line: &Line<'_>, at: usize, floor: usize, mode: Mode) -> Result<(Minus, usize), Rejection> {
    let whole = mode == Mode::Whole;
    let Some(token) = line.before(at).filter(|_| at > floor) else {
        return Ok((Minus::None, at));
    };
    let index = at - 1;
    if token.is_word() {
        if !token.has(role::MINUS) {
            return Ok((Minus::None, at));
        }
        let minus = minus_word(line, index, mode);
        let doubled = whole && line.before(index).is_some_and(is_dash) && !token.spaced;
        return Ok(match minus {
            Minus::None => (minus, at),
            _ if doubled => (Minus::Unclear, index),
            _ => (minus, index),
        });
    }
    if is_dash(token) && line.glued_at(at).is_some() {
        return Ok((glued_dash(line, index, mode)?, index));
    }
    if !whole {
        return Ok((Minus::None, at));
    }
    let before = line.before(index);
    let said = |index: usize| line.word_at(index).is_some() && minus_word(line, index, mode) != Minus::None;
    // "-(5 triệu)", "âm (5 triệu)"
    if token.is_symbol('(') {
        let outside = before.is_some_and(is_dash) || index > 0 && said(index - 1);
        return Ok(if outside { (Minus::Unclear, index) } else { (Minus::None, at) });
    }
    // "- 5 triệu": a sign as spreadsheets print it, or the mark of a list; "Nước sạch - 5 triệu" sets two things apart
    let unclear = (is_dash(token) || token.is_symbol('\u{2014}'))
        && before.is_none_or(|before| {
            starts_line(line, index)
                || match before.kind {
                    Kind::Digits => false,
                    Kind::Symbol => {
                        before.symbol().is_some_and(|symbol| !")]}”’»%‰²³".contains(symbol))
                            && !behind_number(line, index - 1)
                    }
                    Kind::Word => {
                        unit::currency_before(line, index).is_some()
                            || hedge::before(line, index).is_some()
                            || said(index - 1)
                    }
                }
        });
    Ok(if unclear { (Minus::Unclear, index) } else { (Minus::None, at) })
}

/// What a dash glued to a number means; the dash stands at `index`.
fn glued_dash(line: &Line<'_>, index: usize, mode: Mode) -> Result<Minus, Rejection> {
    let whole = mode == Mode::Whole;
    let Some(dash) = line.at(index) else { return Ok(Minus::None) };
    let Some(before) = line.before(index) else {
        let bullet = !whole && !dash.is_symbol('\u{2212}');
        return Ok(if bullet { Minus::Bullet(index + 1) } else { Minus::Sign });
    };
    if dash.spaced {
        let doubled =
            whole && is_dash(before) || before.is_word() && minus_word(line, index - 1, mode) != Minus::None;
        return Ok(if doubled { Minus::Unclear } else { Minus::Sign });
    }
    match before.symbol() {
        None | Some('_' | '#' | '@' | '=' | '\\' | '№') => Err(Rejection::Code),
        Some(_) if is_dash(before) => Ok(if whole { Minus::Unclear } else { Minus::None }),
        Some(symbol) => {
            let opens = "([{+“‘«~≈<>≤≥".contains(symbol)
                || unit::currency_before(line, index).is_some() && !behind_number(line, index - 1);
            Ok(if whole || opens { Minus::Sign } else { Minus::None })
        }
    }
}

/// Is there nothing before the token at `index` on its line?
fn starts_line(line: &Line<'_>, index: usize) -> bool {
    index == 0
        || line
            .text
            .get(line.end_before(index)..line.start_of(index))
            .is_some_and(|gap| gap.contains(['\n', '\r']))
}

/// Does the symbol at `index` stand behind a number, as in "5$"?
fn behind_number(line: &Line<'_>, index: usize) -> bool {
    line.before(index).is_some_and(Token::is_digits)
}

/// Is the word at `index`, before a number, "âm" or "trừ", and no end of another word?
fn minus_word(line: &Line<'_>, index: usize, mode: Mode) -> Minus {
    // máy siêu âm, thu âm: sound; khấu trừ, ngoại trừ: to deduct, but for
    const SOUNDS: [Word; 15] = [
        word("siêu"),
        word("thu"),
        word("ghi"),
        word("phát"),
        word("lồng"),
        word("nguyên"),
        word("phụ"),
        word("đa"),
        word("hạ"),
        word("cách"),
        word("chống"),
        word("tạp"),
        word("hòa"),
        word("ngũ"),
        word("bát"),
    ];
    const TAKEN: [Word; 9] = [
        word("khấu"),
        word("ngoại"),
        word("loại"),
        word("bù"),
        word("giảm"),
        word("cấn"),
        word("phòng"),
        word("diệt"),
        word("bài"),
    ];
    // unmarked "am" and "tru" are trusted only where a figure is all there is
    if line.unmarked && mode != Mode::Whole {
        return Minus::None;
    }
    let before = line.word_before(index);
    let ends = |heads: &[Word]| before.is_some_and(|before| line.says_one(before, heads));
    if line.is(index, const { word("âm") }) {
        return if ends(&SOUNDS) { Minus::None } else { Minus::Word };
    }
    if mode == Mode::Whole && line.is(index, const { word("trừ") }) && !ends(&TAKEN) {
        return if before.is_none() { Minus::Word } else { Minus::Unclear };
    }
    Minus::None
}

/// One number with its scale and unit.
struct Part {
    numeral: Numeral,
    fraction: Option<(Decimal, Decimal)>,
    /// The whole it is a part of: 20 in "15/20 dự án".
    of: Option<Decimal>,
    scale: Option<Decimal>,
    /// Smaller scales behind: 200 triệu in "1 tỷ 200 triệu".
    more: Decimal,
    more_place: Option<Decimal>,
    /// The value without the last figure of "10 tỷ 5".
    without_last: Option<Decimal>,
    unit: Option<Unit>,
    unit_is_sure: bool,
    /// The token after the number, before its unit.
    number_end: usize,
    end: usize,
}

impl Part {
    fn is_bare(&self) -> bool {
        self.unit.is_none() && self.scale.is_none() && self.fraction.is_none() && self.numeral.plain
    }

    fn has_money_or_percent(&self) -> bool {
        self.scale.is_some()
            || matches!(
                self.unit,
                Some(Unit::Currency(_) | Unit::Percent | Unit::PercentagePoint | Unit::Permille)
            )
    }

    fn numeral_value(&self) -> Decimal {
        match self.numeral.shape {
            Shape::Fixed(digits) | Shape::Lone { grouped: digits, .. } => digits.value,
        }
    }

    fn looks_like_year(&self) -> bool {
        self.numeral.plain && self.numeral.head == 4 && is_year(self.numeral_value())
    }
}

fn is_year(value: Decimal) -> bool {
    value >= Decimal::from(1800) && value <= Decimal::from(2200)
}

fn part(line: &Line<'_>, start: usize, options: &ReadOptions) -> Result<Part, (Rejection, usize)> {
    let numeral = numeral(line, start, options.style)?;
    let mut end = numeral.end;
    let mut number = Part {
        fraction: None,
        of: None,
        scale: None,
        more: Decimal::ZERO,
        more_place: None,
        without_last: None,
        unit: None,
        unit_is_sure: false,
        number_end: end,
        end,
        numeral,
    };
    // "2 phần 3 số hộ"
    if let Some((fraction, fraction_end)) = parts_of(line, &number.numeral) {
        number.fraction = Some(fraction);
        (number.number_end, number.end) = (fraction_end, fraction_end);
        return Ok(number);
    }
    if let Some((top, bottom, fraction_end)) = fraction(line, &number.numeral) {
        number.number_end = fraction_end;
        number.end = fraction_end;
        // 15/20 dự án counts; 1/4 is a share, and so is 2/3 số hộ
        if bottom >= COUNTED_FROM
            && let Some((noun, noun_end)) = unit::known_noun(line, fraction_end)
        {
            number.of = Some(bottom);
            number.unit = Some(Unit::Count(noun.to_owned()));
            number.unit_is_sure = true;
            number.end = noun_end;
            return Ok(number);
        }
        number.fraction = share(top, bottom);
        return Ok(number);
    }
    if let Some(Scale { factor: scale, end: scale_end, unit }) = scale_after(line, end) {
        number.scale = Some(scale);
        end = scale_end;
        if unit.is_some() {
            (number.unit, number.unit_is_sure) = (unit, true);
            (number.number_end, number.end) = (end, end);
            return Ok(number);
        }
        // "1 nghìn 50 tỷ": so many tỷ
        if scale == Decimal::ONE_THOUSAND
            && let Some((more, wider, wider_end)) = thousand_and(line, end, options)
            && let Some(more) = more.checked_mul(wider)
        {
            number.scale = scale.checked_mul(wider);
            number.more = more;
            number.more_place = Some(wider);
            number.number_end = wider_end;
            number.end = wider_end;
            number.take_unit(line);
            return Ok(number);
        }
        let whole = |more: Decimal| times(number.numeral_value(), scale)?.checked_add(more);
        let tail = smaller_scales(line, end, scale, options);
        number.without_last = tail.without_last.and_then(whole);
        (number.more, number.more_place, end) = (tail.more, tail.place, tail.end);
    }
    number.number_end = end;
    number.end = end;
    number.take_unit(line);
    Ok(number)
}

/// With a noun behind, n/m counts from this m on; halves, thirds and quarters are shares.
const COUNTED_FROM: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// A share and how far apart two shares of nearly the same size stand.
pub(crate) fn share(top: Decimal, bottom: Decimal) -> Option<(Decimal, Decimal)> {
    let value = top.checked_div(bottom)?.normalize();
    let place = Decimal::ONE.checked_div(bottom.checked_mul(bottom.checked_add(Decimal::ONE)?)?)?;
    Some((value, place))
}

impl Part {
    /// The unit and scale of a line before the number, as in "(ĐVT: triệu đồng): 1.245". Says whether there was one.
    fn take_unit_line(&mut self, line: &Line<'_>, start: usize) -> bool {
        const TOKENS_MAX: usize = 8;
        let colon = line.before(start).is_some_and(|token| token.is_symbol(':'));
        let close = start.checked_sub(1 + usize::from(colon));
        let Some(close) = close.filter(|at| line.at(*at).is_some_and(|token| token.is_symbol(')'))) else {
            return false;
        };
        let open = (close.saturating_sub(TOKENS_MAX)..close)
            .rev()
            .find(|at| line.at(*at).is_some_and(|token| token.is_symbol('(')));
        let Some(open) = open else { return false };
        let head = UNIT_LINES.iter().find_map(|words| line.begins(open + 1, words));
        let Some(mut at) = head else { return false };
        if line.at(at).is_some_and(|token| token.is_symbol(':')) {
            at += 1;
        }
        let scale = scale_after(line, at);
        let unit_at = scale.as_ref().map_or(at, |scale| scale.end);
        let unit = measure_after(line, unit_at, scale.is_some()).filter(|unit| unit.end == close);
        let Some(unit) = unit else { return false };
        self.scale = scale.map(|scale| scale.factor);
        (self.unit, self.unit_is_sure) = (Some(unit.unit), true);
        true
    }

    /// "tăng từ 48 lên 62 triệu đồng": the first number has the scale and the unit of the second. Says whether the two may
    /// go together: "từ 500 lên 1,2 tỷ" leaves open what 500 is.
    fn take_change(&mut self, line: &Line<'_>, options: &ReadOptions) -> bool {
        const TO: [Word; 6] =
            [word("lên"), word("xuống"), word("đến"), word("tới"), word("còn"), word("thành")];
        let takes_unit = self.unit.is_none() && self.fraction.is_none() && self.of.is_none();
        let mut at = self.end;
        while at < self.end + 2 && line.is_one(at, &TO) {
            at += 1;
        }
        if at == self.end || !takes_unit {
            return true;
        }
        if line.at(at).is_some_and(|word| word.has(role::HEDGE)) {
            at += 1;
        }
        if !line.at(at).is_some_and(Token::is_digits) {
            return true;
        }
        let Ok(second) = part(line, at, options) else { return true };
        if !second.unit_is_sure && second.scale.is_none() || second.fraction.is_some() {
            return true;
        }
        if self.scale.is_some() {
            if second.scale.is_some() {
                (self.unit, self.unit_is_sure) = (second.unit, second.unit_is_sure);
            }
            return true;
        }
        let value =
            |part: &Self, unit: Option<&Unit>| resolve(part, second.scale.is_some(), unit).chosen.value;
        let (from, to) = (value(self, second.unit.as_ref()), value(&second, second.unit.as_ref()));
        let rises = line.is(self.end, const { word("lên") }).then_some(true);
        let falls = line.is_one(self.end, const { &[word("xuống"), word("còn")] }).then_some(false);
        let fits = rises.or(falls).is_none_or(|rises| rises == (from < to));
        (self.scale, self.unit, self.unit_is_sure) = (second.scale, second.unit, second.unit_is_sure);
        fits
    }

    fn take_unit(&mut self, line: &Line<'_>) {
        let scaled = self.scale.is_some();
        // an unknown word behind triệu or tỷ is no noun: the money is left out more often
        let wide = self.scale.is_some_and(|scale| scale > Decimal::from(10_000));
        // "05 (năm) dự án": the number said again in words
        let unit_from = said_again(line, self.end).unwrap_or(self.end);
        // "500 (USD)"
        let bracketed = || {
            line.at(unit_from).filter(|open| open.is_symbol('('))?;
            let found =
                measure_after(line, unit_from + 1, scaled).filter(|found| found.unit.is_currency())?;
            line.at(found.end).filter(|close| close.is_symbol(')'))?;
            Some(unit::Found { end: found.end + 1, ..found })
        };
        let found = measure_after(line, unit_from, scaled)
            .or_else(bracketed)
            .or_else(|| noun_after(line, unit_from).filter(|found| found.sure || !wide));
        if let Some(found) = found {
            self.unit_is_sure = found.sure;
            self.unit = Some(found.unit);
            self.end = found.end;
        }
    }
}

/// A number in words with its unit, where the words beside it leave no doubt that it is one.
fn spoken_part(line: &Line<'_>, start: usize, floor: usize) -> Result<Part, (Rejection, usize)> {
    let bare = (Rejection::Bare, start + 1);
    if line.unmarked {
        return Err(bare);
    }
    let spoken = spoken::read(line, start).ok_or(bare)?;
    let digits = Digits { value: spoken.value, decimals: 0 };
    let numeral =
        Numeral { shape: Shape::Fixed(digits), end: spoken.end, plain: true, head: 1, leading_zero: false };
    let mut part = Part {
        numeral,
        fraction: spoken.fraction,
        of: None,
        scale: spoken.scaled.then_some(Decimal::ONE),
        more: Decimal::ZERO,
        more_place: Some(spoken.place),
        without_last: spoken.literal,
        unit: None,
        unit_is_sure: false,
        number_end: spoken.end,
        end: spoken.end,
    };
    if part.fraction.is_none() {
        part.take_unit(line);
    }
    let unit = part.unit.as_ref().filter(|_| part.unit_is_sure);
    if spoken::is_counted(line, start, floor, &spoken, unit) { Ok(part) } else { Err(bare) }
}

/// "2 phần 3": the share and the index after it.
fn parts_of(line: &Line<'_>, numeral: &Numeral) -> Option<((Decimal, Decimal), usize)> {
    let Shape::Fixed(top) = numeral.shape else { return None };
    if !numeral.plain || !line.is(numeral.end, const { word("phần") }) {
        return None;
    }
    let bottom = small(line, numeral.end + 1).filter(|bottom| (2..=100).contains(bottom))?;
    let bottom = Decimal::from(bottom);
    let end = numeral.end + 2;
    let goes_on =
        line.glued_at(end).is_some_and(|next| !matches!(next.symbol(), Some('.' | ',' | ';' | ')')));
    if goes_on || top.value >= bottom || top.value.is_zero() {
        return None;
    }
    Some((share(top.value, bottom)?, end))
}

/// n/m with n up to m, both small, and nothing glued behind: top, bottom, and the index after it.
fn fraction(line: &Line<'_>, numeral: &Numeral) -> Option<(Decimal, Decimal, usize)> {
    if !numeral.plain || numeral.head > 3 || numeral.leading_zero {
        return None;
    }
    let Shape::Fixed(top) = numeral.shape else { return None };
    line.glued_at(numeral.end).filter(|slash| slash.is_symbol('/'))?;
    let bottom = line.glued_at(numeral.end + 1).filter(|run| run.is_digits())?;
    let digits = line.text_of(bottom);
    if digits.len() > 3 || digits.starts_with('0') {
        return None;
    }
    let end = numeral.end + 2;
    if let Some(glued) = line.glued_at(end)
        && (glued.is_word()
            || glued.symbol().is_some_and(|symbol| matches!(symbol, '/' | '-' | '.' | ','))
                && line.glued_at(end + 1).is_some_and(|next| next.kind != Kind::Symbol))
    {
        return None;
    }
    let bottom = Decimal::from(digits.parse::<u32>().ok()?);
    let whole = top.value == bottom && bottom >= COUNTED_FROM && unit::known_noun(line, end).is_some();
    (top.value < bottom && !top.value.is_zero() || whole).then_some((top.value, bottom, end))
}

/// What a line says before the unit of its numbers.
static UNIT_LINES: [Phrase; 4] =
    [phrase_of("đvt"), phrase_of("đv tính"), phrase_of("đơn vị tính"), phrase_of("đơn vị")];

const SCALES: [(Word, i64); 13] = [
    (word("nghìn"), 1_000),
    (word("ngàn"), 1_000),
    (word("vạn"), 10_000),
    (word("triệu"), 1_000_000),
    (word("tỷ"), 1_000_000_000),
    (word("tỉ"), 1_000_000_000),
    (word("thousand"), 1_000),
    (word("million"), 1_000_000),
    (word("billion"), 1_000_000_000),
    (word("trillion"), 1_000_000_000_000),
    (word("tr"), 1_000_000),
    (word("mn"), 1_000_000),
    (word("bn"), 1_000_000_000),
];

/// Words that make tỷ the beginning of another word: tỷ lệ is a ratio, tỷ phú a rich man.
const NOT_AFTER_BILLION: [Word; 6] =
    [word("lệ"), word("trọng"), word("giá"), word("suất"), word("phú"), word("số")];

/// Words that make triệu the beginning of a name or a verb: Triệu Phong is a place, triệu tập is to convene.
const NOT_AFTER_MILLION: [Word; 8] = [
    word("phong"),
    word("sơn"),
    word("vân"),
    word("quang"),
    word("tập"),
    word("hội"),
    word("thọ"),
    word("đại"),
];

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

/// The scale a word of the line says.
pub(crate) fn scale_of(line: &Line<'_>, index: usize) -> Option<Decimal> {
    let token = line.at(index).filter(|token| token.has(role::SCALE))?;
    SCALES.iter().find(|(name, _)| line.says(token, *name)).map(|(_, scale)| Decimal::from(*scale))
}

/// Scale words of a number.
struct Scale {
    factor: Decimal,
    end: usize,
    /// The unit glued to the last of them.
    unit: Option<Unit>,
}

/// Scale words that begin at `index`: `triệu`, `nghìn tỷ`, also glued to the unit as in `triệuUSD`.
fn scale_after(line: &Line<'_>, index: usize) -> Option<Scale> {
    let (mut end, mut scale, mut unit) = (index, None::<Decimal>, None);
    let joined = |before: Option<Decimal>, found: Decimal| match before {
        Some(before) => before.checked_mul(found),
        None => Some(found),
    };
    // three words at most: "trăm nghìn tỷ"
    for step in 0..3 {
        let Some(token) = line.word_at(end) else { break };
        if !token.has(role::SCALE) {
            if step == 0 && !token.spaced && token.length() == 1 && matches!(line.text_of(token), "k" | "K") {
                return Some(Scale { factor: Decimal::ONE_THOUSAND, end: end + 1, unit });
            }
            if token.roles == 0
                && let Some((found, glued)) = glued_scale(line, token)
            {
                scale = Some(joined(scale, found)?);
                unit = Some(glued);
                end += 1;
            }
            break;
        }
        let small = if line.says(token, const { word("trăm") }) {
            Some(Decimal::ONE_HUNDRED)
        } else if line.says(token, const { word("chục") }) {
            Some(Decimal::TEN)
        } else {
            None
        };
        if let Some(small) = small {
            // "3 trăm triệu", but "3 trăm" alone and "phần trăm" are no scale
            if scale.is_some() || scale_of(line, end + 1).is_none() {
                break;
            }
            scale = Some(small);
            end += 1;
            continue;
        }
        let Some(found) = scale_of(line, end).filter(|_| !begins_a_name(line, end)) else { break };
        scale = Some(joined(scale, found)?);
        end += 1;
    }
    scale.map(|factor| Scale { factor, end, unit })
}

/// Is the scale word at `index` the beginning of another word?
pub(crate) fn begins_a_name(line: &Line<'_>, index: usize) -> bool {
    const BILLIONS: [Word; 2] = [word("tỷ"), word("tỉ")];
    let Some(next) = line.word_at(index + 1).filter(|next| next.spaced) else { return false };
    line.is_one(index, &BILLIONS) && line.says_one(next, &NOT_AFTER_BILLION)
        || line.is(index, const { word("triệu") }) && line.says_one(next, &NOT_AFTER_MILLION)
}

/// `triệuUSD`, `tỷđồng`: a scale word with a unit glued to it.
fn glued_scale(line: &Line<'_>, token: &Token) -> Option<(Decimal, Unit)> {
    const LONGEST: usize = 40;
    if token.length() > LONGEST {
        return None;
    }
    let text = line.text_of(token);
    // the longest scale word has five letters, in NFD up to nine characters
    text.char_indices().skip(1).take(9).find_map(|(at, next)| {
        if is_mark(next) {
            return None;
        }
        let (scale, unit) = text.split_at_checked(at)?;
        let mut head = Line::of(scale);
        head.unmarked = line.unmarked;
        let scale = scale_of(&head, 0).filter(|_| head.tokens.len() == 1)?;
        let mut rest = Line::of(unit);
        rest.unmarked = line.unmarked;
        let unit = measure_after(&rest, 0, true).filter(|unit| unit.end == rest.tokens.len())?;
        Some((scale, unit.unit))
    })
}

/// "50 tỷ" behind "1 nghìn": the number, the scale of both, and the index after them.
fn thousand_and(line: &Line<'_>, index: usize, options: &ReadOptions) -> Option<(Decimal, Decimal, usize)> {
    line.at(index).filter(|run| run.is_digits() && run.spaced && run.length() <= 3)?;
    let numeral = numeral(line, index, options.style).ok()?;
    let Shape::Fixed(digits) = numeral.shape else { return None };
    let scale = scale_after(line, numeral.end).filter(|scale| numeral.plain && scale.unit.is_none())?;
    let wider = Decimal::from(1_000_000_000);
    // "1 nghìn 2 trăm tỷ" as well
    let hundreds = scale.factor.checked_div(wider)?;
    let fits = hundreds == Decimal::ONE || hundreds == Decimal::ONE_HUNDRED;
    fits.then_some((digits.value.checked_mul(hundreds)?, wider, scale.end))
}

#[derive(Clone, Copy)]
struct Tail {
    more: Decimal,
    place: Option<Decimal>,
    /// What the tail would add without the last figure of "10 tỷ 5".
    without_last: Option<Decimal>,
    end: usize,
}

/// "200 triệu" behind "1 tỷ", and "rưỡi".
fn smaller_scales(line: &Line<'_>, index: usize, scale: Decimal, options: &ReadOptions) -> Tail {
    let mut tail = Tail { more: Decimal::ZERO, place: None, without_last: None, end: index };
    let mut last = scale;
    for _ in 0..3 {
        let Some(token) = line.at(tail.end) else { break };
        if line.says(token, const { word("rưỡi") }) {
            let half = last.checked_div(Decimal::TWO).unwrap_or_default();
            tail.more = tail.more.checked_add(half).unwrap_or(tail.more);
            tail.place = last.checked_div(Decimal::TEN);
            tail.end += 1;
            break;
        }
        if !token.is_digits() || !token.spaced || token.length() > 3 {
            break;
        }
        let Ok(numeral) = numeral(line, tail.end, options.style) else { break };
        let Some(Scale { factor: smaller, end: smaller_end, unit: None }) = scale_after(line, numeral.end)
        else {
            let Some((value, place, without_last)) = tail_without_scale(line, &numeral, last) else { break };
            tail.without_last = without_last.then_some(tail.more);
            tail.more = tail.more.checked_add(value).unwrap_or(tail.more);
            tail.place = Some(place);
            tail.end = numeral.end;
            break;
        };
        let Shape::Fixed(digits) = numeral.shape else { break };
        if smaller >= last {
            break;
        }
        let (Some(value), Some(unit)) =
            (digits.value.checked_mul(smaller), digits.place().checked_mul(smaller))
        else {
            break;
        };
        if value >= last {
            break;
        }
        tail.more = tail.more.checked_add(value).unwrap_or(tail.more);
        tail.place = Some(unit);
        tail.end = smaller_end;
        last = smaller;
    }
    tail
}

/// "2 triệu 500.000 đồng", and "10 tỷ 5" for ten and a half: value, place, and whether it may be no part of the number.
fn tail_without_scale(line: &Line<'_>, numeral: &Numeral, last: Decimal) -> Option<(Decimal, Decimal, bool)> {
    let money = measure_after(line, numeral.end, true).is_some_and(|unit| unit.unit.is_currency());
    if !numeral.plain {
        let (Shape::Fixed(digits) | Shape::Lone { grouped: digits, .. }) = numeral.shape;
        let fits = money && digits.decimals == 0 && digits.value < last;
        return fits.then_some((digits.value, Decimal::ONE, false));
    }
    let Shape::Fixed(digits) = numeral.shape else { return None };
    let ends = line.at(numeral.end).is_none_or(|next| matches!(next.symbol(), Some('.' | ',' | ';' | ')')));
    if numeral.head != 1 || digits.value.is_zero() || !(money || ends) {
        return None;
    }
    let place = last.checked_div(Decimal::TEN)?;
    Some((digits.value.checked_mul(place)?, place, true))
}

/// The index after a bracket that says the number again: "(năm)", "(ba mươi)".
fn said_again(line: &Line<'_>, index: usize) -> Option<usize> {
    const LONGEST: usize = 24;
    line.at(index).filter(|open| open.is_symbol('('))?;
    for step in 1..LONGEST {
        let token = line.at(index + step)?;
        if token.is_symbol(')') {
            return (step > 1).then_some(index + step + 1);
        }
        if !token.has(role::DIGIT) {
            return None;
        }
    }
    None
}

struct Resolved {
    chosen: Digits,
    other: Option<(Digits, Ambiguity)>,
}

/// Does a lone separator before three digits group, or begin the decimals?
///
/// A dot groups. A comma groups where decimals make no sense or are not written with three digits (things counted, money
/// without a scale word) and where the last digit is zero; before a scale word, a percent sign or a measure it begins the
/// decimals. The other reading is kept wherever it would make sense.
fn resolve(part: &Part, scaled: bool, unit: Option<&Unit>) -> Resolved {
    let (separator, grouped, decimal) = match part.numeral.shape {
        Shape::Fixed(chosen) => return Resolved { chosen, other: None },
        Shape::Lone { separator, grouped, decimal } => (separator, grouped, decimal),
    };
    let whole_only = !scaled && matches!(unit, Some(Unit::Count(_) | Unit::Currency(_)));
    if whole_only {
        return Resolved { chosen: grouped, other: None };
    }
    if separator == '.' {
        return Resolved { chosen: grouped, other: Some((decimal, Ambiguity::LoneDot)) };
    }
    let ends_in_zero = decimal.value.normalize().scale() < decimal.decimals;
    if ends_in_zero && !scaled && unit != Some(&Unit::Percent) {
        return Resolved { chosen: grouped, other: Some((decimal, Ambiguity::LoneComma)) };
    }
    Resolved { chosen: decimal, other: Some((grouped, Ambiguity::LoneComma)) }
}

/// What is glued to the right of a number and makes it a code or a time.
fn glued_right(line: &Line<'_>, part: &Part) -> Option<Rejection> {
    let token = line.glued_at(part.end)?;
    let next = line.glued_at(part.end + 1);
    let code = match token.symbol() {
        None | Some('_' | '@' | '=') => true,
        Some(':') => next.is_some_and(Token::is_digits),
        Some('/' | '-') => part.unit.is_none() && next.is_some_and(Token::is_word),
        Some(_) => false,
    };
    code.then_some(Rejection::Code)
}

/// The index after a chain of digits, letters and the signs codes are made of.
fn skip_code(line: &Line<'_>, index: usize) -> usize {
    let mut end = index;
    let mut at = index;
    while let Some(token) = line.glued_at(at) {
        match token.symbol() {
            None => end = at + 1,
            Some('/' | '-' | '.' | ',' | ':' | '_') => {}
            Some(_) => break,
        }
        at += 1;
    }
    end
}

/// The index after a telephone or account number that begins at `start`: a leading zero, +84, or a word that says so.
fn telephone_end(line: &Line<'_>, start: usize, floor: usize, part: &Part) -> Option<usize> {
    static HEADS: [Phrase; 12] = [
        phrase_of("điện thoại"),
        phrase_of("đt"),
        phrase_of("sđt"),
        phrase_of("đtdđ"),
        phrase_of("hotline"),
        phrase_of("tel"),
        phrase_of("fax"),
        phrase_of("tài khoản"),
        phrase_of("stk"),
        phrase_of("mst"),
        phrase_of("mã số thuế"),
        phrase_of("đường dây nóng"),
    ];
    const BETWEEN: [Word; 2] = [word("số"), word("là")];
    let first = line.at(start)?;
    let digits = line.text_of(first);
    let plus = digits.starts_with("84") && line.glued_before(start).is_some_and(|sign| sign.is_symbol('+'));
    let zero = digits.starts_with('0') && digits.len() > 2;
    let said = || {
        // "điện thoại: 0…", "số tài khoản là 1…"
        let mut at = start;
        for _ in 0..2 {
            let token = line.before(at)?;
            let between = matches!(token.symbol(), Some(':' | '.' | '(')) || line.says_one(token, &BETWEEN);
            if at <= floor || !between {
                break;
            }
            at -= 1;
        }
        line.word_before(at)?;
        HEADS.iter().find_map(|head| line.ends(at, head)).filter(|at| *at >= floor)
    };
    if !(zero && part.numeral.plain || plus) && (part.has_money_or_percent() || said().is_none()) {
        return None;
    }
    // the groups of the number
    let mut end = start + 1;
    while let Some(token) = line.at(end) {
        let joins =
            matches!(token.symbol(), Some('.' | '-' | ')')) && line.at(end + 1).is_some_and(Token::is_digits);
        // a date or an amount may follow a number set apart by a space
        let group = token.is_digits()
            && (!token.spaced || token.length() > 1)
            && line.glued_at(end + 1).is_none_or(|next| !matches!(next.symbol(), Some('/' | '%' | ',')));
        if !joins && !group {
            break;
        }
        end += 1;
    }
    Some(end)
}

/// The index after a date that begins at `start`, or `None` if it cannot be one.
fn date_end(line: &Line<'_>, start: usize) -> Option<usize> {
    let separator = line.glued_at(start + 1)?.symbol().filter(|sign| matches!(sign, '.' | '/' | '-'))?;
    let day = small(line, start).filter(|_| line.at(start).is_some_and(|day| day.length() <= 2))?;
    let month = line.glued_at(start + 2).filter(|run| run.is_digits())?;
    let month_number = small(line, start + 2)?;
    let after_word = line.word_before(start).is_some_and(|word| word.has(role::DAY))
        && line.at(start).is_some_and(|day| day.spaced);
    let sign = line.glued_at(start + 3).filter(|sign| sign.is_symbol(separator));
    let year = sign
        .and_then(|_| line.glued_at(start + 4))
        .filter(|run| run.is_digits() && matches!(run.length(), 2 | 4));
    let is_day = (1..=31).contains(&day) && (1..=12).contains(&month_number);
    match year {
        Some(year) if year.length() == 4 || after_word => {
            // 30.4.1975, 20/01/2022, 1-7-2025; what is glued behind makes it a document number
            let glued = line.glued_at(start + 5).is_some_and(|glued| {
                glued.is_word() || glued.is_symbol('/') && line.glued_at(start + 6).is_some()
            });
            (!glued && is_day).then_some(start + 5)
        }
        _ if after_word => is_day.then_some(start + 3),
        // 12/2025: month and year
        None if month.length() == 4 && (1..=12).contains(&day) => {
            (separator == '/' && (1800..=2200).contains(&month_number)).then_some(start + 3)
        }
        _ => None,
    }
}

/// A run of at most four digits as a number.
pub(crate) fn small(line: &Line<'_>, index: usize) -> Option<u32> {
    let run = line.at(index).filter(|run| run.is_digits() && run.length() <= 4)?;
    line.text_of(run).parse().ok()
}

/// What stands before a number that may be the first of two.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    None,
    /// "tăng từ": the two numbers are before and after a change.
    Change,
    /// "từ", at this index.
    Range(usize),
}

fn from_before(line: &Line<'_>, index: usize, floor: usize) -> Lead {
    const WORDS: [Word; 3] = [word("từ"), word("from"), word("between")];
    const CHANGES: [Word; 9] = [
        word("tăng"),
        word("giảm"),
        word("nâng"),
        word("chỉnh"),
        word("lên"),
        word("hạ"),
        word("rút"),
        word("thêm"),
        word("sụt"),
    ];
    let Some(token) = line.before(index).filter(|_| index > floor) else { return Lead::None };
    if !line.says_one(token, &WORDS) {
        return Lead::None;
    }
    let change = line.word_before(index - 1).is_some_and(|before| line.says_one(before, &CHANGES));
    if change { Lead::Change } else { Lead::Range(index - 1) }
}

struct Range {
    value: Decimal,
    scale: Option<Decimal>,
    unit: Option<Unit>,
    end: usize,
    /// The hedge of its second number.
    last: Option<Hedge>,
}

/// "- 30 triệu USD" or "đến 30 triệu USD" behind a number that leaves room for it.
fn range_after(line: &Line<'_>, first: &Part, from: Lead, options: &ReadOptions) -> Option<Range> {
    const TO: [Word; 4] = [word("đến"), word("tới"), word("to"), word("and")];
    if first.fraction.is_some() || first.of.is_some() {
        return None;
    }
    let joint = line.at(first.end)?;
    let dashed = match joint.symbol() {
        Some('-' | '\u{2013}' | '\u{2014}') => true,
        Some(_) => return None,
        None => false,
    };
    if !dashed && !((matches!(from, Lead::Range(_)) || first.unit.is_none()) && line.says_one(joint, &TO)) {
        return None;
    }
    // "từ 50 đến dưới 100 triệu"
    let last = if dashed {
        None
    } else {
        line.at(first.end + 1)
            .filter(|word| word.has(role::HEDGE))
            .and_then(|_| hedge::before(line, first.end + 2))
            .filter(|hedge| hedge.start == first.end + 1)
    };
    let second_at = first.end + 1 + usize::from(last.is_some());
    let run = line.at(second_at).filter(|run| run.is_digits())?;
    // "129 - 5": a dash glued to one side only is a sign or a list
    if dashed && joint.spaced != run.spaced {
        return None;
    }
    let second = part(line, second_at, options).ok()?;
    if second.fraction.is_some() || second.of.is_some() || glued_right(line, &second).is_some() {
        return None;
    }
    // a unit guessed from an unknown noun does not tie two numbers together
    if let Some(unit) = &first.unit
        && second.unit.as_ref() != Some(unit)
    {
        return None;
    }
    let scale = second.scale;
    let unit = second.unit.clone().or_else(|| first.unit.clone());
    let factor = |own: Option<Decimal>| own.or(scale).or(options.scale).unwrap_or(Decimal::ONE);
    let low = resolve(first, first.scale.or(scale).is_some(), unit.as_ref()).chosen;
    let low = times(low.value, factor(first.scale))?.checked_add(first.more)?;
    let high = resolve(&second, scale.is_some(), unit.as_ref()).chosen;
    let high = times(high.value, factor(None))?.checked_add(second.more)?;
    let last = last.map(|last| last.hedge);
    (low < high).then_some(Range { value: high, scale, unit, end: second.end, last })
}

/// What a word makes of the number behind it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    /// A day, month, year.
    Calendar,
    /// A part of a document: a noun behind changes nothing, as in "Điều 10 khoản 2".
    Document,
    /// A name, unless a noun of the vocabulary is counted.
    Name,
    /// "thứ 3"
    Ordinal,
}

static LABELS: [(Word, Label); 69] = [
    (word("điều"), Label::Document),
    (word("mục"), Label::Document),
    (word("chương"), Label::Document),
    (word("lục"), Label::Document),
    (word("bảng"), Label::Document),
    (word("hình"), Label::Document),
    (word("trang"), Label::Document),
    (word("article"), Label::Document),
    (word("đợt"), Label::Document),
    (word("đoạn"), Label::Document),
    (word("covid"), Label::Document),
    (word("top"), Label::Document),
    (word("lúc"), Label::Calendar),
    (word("hồi"), Label::Calendar),
    (word("năm"), Label::Calendar),
    (word("tháng"), Label::Calendar),
    (word("quý"), Label::Calendar),
    (word("ngày"), Label::Calendar),
    (word("tuần"), Label::Calendar),
    (word("kỳ"), Label::Calendar),
    (word("khóa"), Label::Calendar),
    (word("xuân"), Label::Calendar),
    (word("mùng"), Label::Calendar),
    (word("mồng"), Label::Calendar),
    (word("thứ"), Label::Ordinal),
    (word("khoản"), Label::Name),
    (word("số"), Label::Name),
    (word("phòng"), Label::Name),
    (word("quận"), Label::Name),
    (word("phường"), Label::Name),
    (word("lộ"), Label::Name),
    (word("đường"), Label::Name),
    (word("phố"), Label::Name),
    (word("lớp"), Label::Name),
    (word("hạng"), Label::Name),
    (word("loại"), Label::Name),
    (word("nhóm"), Label::Name),
    (word("vòng"), Label::Name),
    (word("mẫu"), Label::Name),
    (word("biểu"), Label::Name),
    (word("tầng"), Label::Document),
    (word("cấp"), Label::Name),
    (word("lần"), Label::Name),
    (word("tổ"), Label::Name),
    (word("thôn"), Label::Name),
    (word("ấp"), Label::Name),
    (word("xóm"), Label::Name),
    (word("khối"), Label::Name),
    (word("khu"), Label::Name),
    (word("vực"), Label::Name),
    (word("ngõ"), Label::Name),
    (word("hẻm"), Label::Name),
    (word("tập"), Label::Name),
    (word("bài"), Label::Name),
    (word("câu"), Label::Name),
    (word("chặng"), Label::Name),
    (word("bậc"), Label::Name),
    (word("mức"), Label::Name),
    (word("bước"), Label::Name),
    (word("điểm"), Label::Name),
    (word("hệ"), Label::Name),
    (word("mã"), Label::Name),
    (word("id"), Label::Name),
    (word("no"), Label::Name),
    (word("table"), Label::Name),
    (word("section"), Label::Name),
    (word("phase"), Label::Name),
    (word("chapter"), Label::Name),
    (word("page"), Label::Name),
];

/// Words that make the number after them a part of a date or a name.
fn label_before(line: &Line<'_>, index: usize, floor: usize, part: &Part, mode: Mode) -> Option<Rejection> {
    let token = line.word_before(index).filter(|token| index > floor && token.has(role::LABEL))?;
    let (_, label) = LABELS.iter().find(|(word, _)| line.says(token, *word))?;
    // a figure with decimals or groups is no label; "trong năm 129 tổ chức" is not met
    if !part.numeral.plain && *label != Label::Ordinal {
        return None;
    }
    match label {
        Label::Calendar => Some(Rejection::Date),
        Label::Ordinal => Some(Rejection::Code),
        Label::Document if mode == Mode::Running => Some(Rejection::Code),
        // "giấy phép số 12", "Mẫu 05"
        Label::Name if mode == Mode::Running && !(part.unit.is_some() && part.unit_is_sure) => {
            Some(Rejection::Code)
        }
        Label::Document | Label::Name => None,
    }
}

/// "Km 45 quốc lộ 1": a place on a road. "12 km" and "mỗi km" measure.
fn after_road_mark(line: &Line<'_>, index: usize, floor: usize) -> bool {
    const EACH: [Word; 3] = [word("mỗi"), word("một"), word("từng")];
    let Some(mark) = index.checked_sub(1).filter(|mark| *mark >= floor) else { return false };
    line.is(mark, const { word("km") })
        && line.before(mark).is_none_or(|before| !before.is_digits() && !line.says_one(before, &EACH))
}

/// Numbers that are years, times of day, items of a list, or what is left of a decimal in a web address; with the index
/// after what is refused.
fn implausible(
    line: &Line<'_>,
    start: usize,
    part: &Part,
    hedged: bool,
    mode: Mode,
) -> Option<(Rejection, usize)> {
    const DAY_PARTS: [Word; 7] =
        [word("ngày"), word("sáng"), word("chiều"), word("tối"), word("trưa"), word("đêm"), word("cùng")];
    const IN_YEAR: [Word; 5] = [word("trong"), word("từ"), word("đến"), word("trước"), word("sau")];
    const MONTHS_OF: [Word; 4] = [word("đầu"), word("cuối"), word("năm"), word("của")];
    let numeral = &part.numeral;
    if line.slug && part.scale.is_some() && numeral.plain && numeral.head >= 4 {
        return Some((Rejection::LostMarks, part.end));
    }
    if numeral.leading_zero && numeral.plain && numeral.head > 2 {
        return Some((Rejection::Code, part.end));
    }
    if numeral.leading_zero && !numeral.plain {
        return Some((Rejection::Separators, part.end));
    }
    // "3 trieu" in a text that has its marks elsewhere
    if part.scale.is_none()
        && !line.unmarked
        && part.unit.as_ref().is_none_or(|_| !part.unit_is_sure)
        && line.word_at(part.number_end).is_some_and(|next| is_scale_without_marks(line, next))
    {
        return Some((Rejection::LostMarks, part.number_end + 1));
    }
    let noun = match &part.unit {
        Some(Unit::Count(noun)) => noun.as_str(),
        _ => "",
    };
    // "8 giờ 30", "8 giờ sáng": a time of day
    if noun == "giờ" {
        if line.at(part.end).is_some_and(Token::is_digits) {
            return Some((Rejection::Code, after_minutes(line, part.end)));
        }
        if line.is_one(part.end, &DAY_PARTS) {
            return Some((Rejection::Code, part.end));
        }
    }
    // "6 tháng đầu năm", "10 tháng năm 2025"
    if noun == "tháng" && line.is_one(part.end, &MONTHS_OF) {
        return Some((Rejection::Date, part.end));
    }
    if mode == Mode::Whole {
        return None;
    }
    if noun == "tháng" && !hedged && may_begin_the_year(line, start, part) {
        return Some((Rejection::Date, part.end));
    }
    let counts = part.unit.is_some() && part.unit_is_sure;
    if part.looks_like_year() && !part.has_money_or_percent() && (!hedged || part.is_bare()) {
        // "trong 2022 tỉnh nhận được"
        let in_year = line.word_before(start).is_some_and(|before| line.says_one(before, &IN_YEAR));
        if !counts || in_year && line.at(start).is_some_and(|year| line.text_of(year).starts_with("20")) {
            return Some((Rejection::Date, part.number_end));
        }
    }
    // "khóa XI": the number belongs to what stands before
    if !noun.is_empty()
        && line.at(part.end).is_some_and(|next| {
            next.is_upper && line.text_of(next).bytes().all(|letter| matches!(letter, b'I' | b'V' | b'X'))
        })
    {
        return Some((Rejection::Code, part.number_end));
    }
    // "báo cáo: 1. Công tác", "2.1 Công tác": an item of a list
    if part.unit.is_none()
        && part.scale.is_none()
        && part.fraction.is_none()
        && !hedged
        && (starts_line(line, start) || line.before(start).is_some_and(|before| before.is_symbol(':')))
    {
        let stop = line.glued_at(part.end).is_some_and(|stop| matches!(stop.symbol(), Some('.' | ')')));
        let item = if stop { part.end + 1 } else { part.end };
        let heading = line.word_at(item).is_some_and(|next| next.starts_upper && next.spaced);
        if heading && (stop || starts_line(line, start)) {
            return Some((Rejection::Code, part.end));
        }
    }
    // a long row of digits before a word that only might be a noun
    if numeral.plain && numeral.head >= 7 && !part.has_money_or_percent() && !counts {
        return Some((Rejection::Code, part.end));
    }
    // "2.1 Dự án": an item of a list
    if !noun.is_empty()
        && !hedged
        && starts_line(line, start)
        && line.at(part.number_end).is_some_and(|first| first.starts_upper && !first.is_upper)
    {
        return Some((Rejection::Code, part.number_end));
    }
    None
}

/// "trong 9 tháng", "qua 9 tháng", "9 tháng, tỉnh đã …": the first months of the year as well as a length of time.
fn may_begin_the_year(line: &Line<'_>, start: usize, part: &Part) -> bool {
    const LEADS: [Word; 3] = [word("trong"), word("qua"), word("hết")];
    static AGAINST: Phrase = phrase_of("so với");
    /// "thời hạn: 6 tháng", "bảo hành (6 tháng)"
    const LENGTHS: [Word; 5] = [word("hạn"), word("hành"), word("gian"), word("dài"), word("lượng")];
    const LASTS: [Word; 11] = [
        word("tuổi"),
        word("qua"),
        word("liền"),
        word("liên"),
        word("nữa"),
        word("sau"),
        word("tới"),
        word("trước"),
        word("kể"),
        word("gần"),
        word("lương"),
    ];
    let months = part.numeral_value();
    if !part.numeral.plain || months < Decimal::from(3) || months > Decimal::from(11) {
        return false;
    }
    let opens = starts_line(line, start)
        || line.before(start).is_some_and(|before| match before.symbol() {
            Some('.' | ';' | '"' | '“') => true,
            Some(':' | '(') => !line.is_one(start.wrapping_sub(2), &LENGTHS),
            _ => line.says_one(before, &LEADS) || line.ends(start, &AGAINST).is_some(),
        });
    (opens || results_follow(line, start, part.end))
        && !line.is_one(part.end, &LASTS)
        && line.glued_at(part.end).is_none_or(|glued| !glued.is_symbol('/'))
}

/// "xuất khẩu 8 tháng đạt 5 tỷ", "bình quân 10 tháng tăng 3%": behind the months of the tokens from `start` to `end` stands
/// what they came to. "Sau 8 tháng đạt 5 tỷ" says how long it took.
fn results_follow(line: &Line<'_>, start: usize, end: usize) -> bool {
    const RESULTS: [Word; 5] = [word("là"), word("đạt"), word("ước"), word("tăng"), word("giảm")];
    const LENGTHS: [Word; 9] = [
        word("sau"),
        word("vòng"),
        word("hạn"),
        word("gian"),
        word("dài"),
        word("được"),
        word("đủ"),
        word("tròn"),
        word("thêm"),
    ];
    /// "ước đạt trên 5 tỷ"
    const WORDS_MAX: usize = 3;
    line.is_one(end, &RESULTS)
        && line.before(start).is_some_and(|before| before.is_word() && !line.says_one(before, &LENGTHS))
        && (end + 1..=end + WORDS_MAX)
            .map_while(|at| line.at(at).filter(|token| token.is_word() || token.is_digits()))
            .any(Token::is_digits)
}

/// The index after the minutes of "9 giờ 15 phút", whose hours end before `end`; `end` if what follows is no minutes.
fn after_minutes(line: &Line<'_>, end: usize) -> usize {
    let after = end + 1;
    let grouped = || {
        line.glued_at(after).is_some_and(|sign| sign.symbol().is_some())
            && line.glued_at(after + 1).is_some_and(Token::is_digits)
    };
    let minutes = line.at(end).is_some_and(|run| run.is_digits() && run.length() <= 2)
        && !grouped()
        && !line.word_at(after).is_some_and(|next| next.has(role::SCALE));
    if !minutes {
        return end;
    }
    if line.is(after, const { word("phút") }) { after + 1 } else { after }
}

/// "trieu", "ty", "nghin": a scale word that has lost its marks.
fn is_scale_without_marks(line: &Line<'_>, token: &Token) -> bool {
    matches!(line.text_of(token), "trieu" | "ty" | "ti" | "nghin" | "ngan")
}

/// "là 129", "đạt 47": a number that ends its sentence still counts.
fn after_link_verb(line: &Line<'_>, index: usize, floor: usize) -> bool {
    const VERBS: [Word; 13] = [
        word("là"),
        word("đạt"),
        word("được"),
        word("gồm"),
        word("có"),
        word("còn"),
        word("bằng"),
        word("tổng"),
        word("cộng"),
        word("nhận"),
        word("is"),
        word("was"),
        word("total"),
    ];
    if index <= floor {
        return false;
    }
    // "nâng số khoản trong năm lên 21"
    if line.is(index - 1, const { word("lên") }) {
        const RAISES: [Word; 3] = [word("nâng"), word("đưa"), word("tăng")];
        return (index.saturating_sub(RAISE_WORDS)..index - 1).any(|at| line.is_one(at, &RAISES));
    }
    line.before(index).is_some_and(|token| token.is_symbol(':') || line.says_one(token, &VERBS))
}

/// How far before its number "nâng" is looked for.
const RAISE_WORDS: usize = 12;

/// Does something beside n/m say that it is a share: a verb before it, or what it is a share of behind it?
fn is_share(line: &Line<'_>, start: usize, end: usize) -> bool {
    const DAYS: [Word; 9] = [
        word("sau"),
        word("trước"),
        word("từ"),
        word("đến"),
        word("tới"),
        word("tế"),
        word("dịp"),
        word("lễ"),
        word("và"),
    ];
    const OF: [Word; 6] = [word("số"), word("tổng"), word("của"), word("so"), word("trong"), word("các")];
    let before = line.before(start);
    if before.is_some_and(|before| before.has(role::VERB | role::HEDGE)) {
        return true;
    }
    let day = small(line, start).is_some_and(|day| (1..=31).contains(&day))
        && small(line, start + 2).is_some_and(|month| (1..=12).contains(&month));
    if !day {
        return true;
    }
    !before.is_some_and(|before| line.says_one(before, &DAYS))
        && line
            .word_at(end)
            .is_some_and(|next| !next.has(role::STOP) && next.spaced || line.says_one(next, &OF))
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
