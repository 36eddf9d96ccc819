//! One figure at one place of a line: its hedge to the left, its scale and unit to the right.

use rust_decimal::Decimal;
use vientro_core::{Hedge, Printed};

use crate::hedge;
use crate::lex::{self, Gap, Kind, Token};
use crate::number::{
    Alternative, Ambiguity, Digits, Numeral, ReadError, ReadOptions, Reading, Shape, numeral,
};
use crate::prelude::*;
use crate::text::nfc;
use crate::unit::{self, Unit, measure_after, noun_after, phrase_after, phrase_before};
use crate::words::ALL_WORDS;

/// A line of text with what must be known of it as a whole.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    pub(crate) text: &'a str,
    /// Written without Vietnamese marks, so that "ty" may be "tỷ".
    pub(crate) unmarked: bool,
    /// Neither marks nor capitals nor punctuation: what is left of a title in a web address.
    pub(crate) slug: bool,
}

impl<'a> Line<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let unmarked = !text.chars().any(|c| !c.is_ascii() && (c.is_alphabetic() || lex::is_mark(c)));
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b' ' | b'-' | b'\t');
        let slug = unmarked && text.trim().bytes().all(plain) && text.bytes().any(|b| b.is_ascii_lowercase());
        Self { text, unmarked, slug }
    }
}

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

/// The first byte at or after `at` that is a digit.
pub(crate) fn next_digit(text: &str, at: usize) -> Option<usize> {
    let rest = text.as_bytes().get(at..)?;
    rest.iter().position(u8::is_ascii_digit).map(|index| at + index)
}

/// The figure whose first digit is at byte `start`. Nothing left of `floor` belongs to it.
pub(crate) fn figure_at(
    line: &Line<'_>,
    start: usize,
    floor: usize,
    mode: Mode,
    options: &ReadOptions,
) -> Result<Reading, (Rejection, usize)> {
    let text = line.text;
    let unmarked = line.unmarked;
    let run_end = lex::next(text, start).map_or(start + 1, |run| run.end);
    let reject = |rejection: Rejection, end: usize| Err((rejection, end));

    // 1. what is glued to the left of the digits
    let Left { mut start_all, prefix, minus, hedge } = match left_of(line, start, floor, mode) {
        Ok(left) => left,
        Err(rejection) => return reject(rejection, skip_code(text, run_end)),
    };

    // 2. days, months, document numbers
    if hedge.is_none()
        && prefix.is_none()
        && let Some(end) = date_end(line, start)
    {
        return reject(Rejection::Date, end);
    }
    let mut first = part(line, start, options)?;
    if let Some(rejection) = glued_right(text, &first) {
        return reject(rejection, skip_code(text, first.end));
    }
    if first.fraction.is_none()
        && let Some(after) =
            lex::next(text, first.end).filter(|after| after.gap == Gap::None && after.is_symbol('/'))
        && lex::next(text, after.end).is_some_and(|next| next.kind == Kind::Digits && next.gap == Gap::None)
        && first.unit.is_none()
    {
        // n/m that is no proper fraction, or a chain of them
        return reject(Rejection::Date, skip_code(text, first.end));
    }

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

    // 4. a second number behind makes it a range
    let from = hedge.is_none().then(|| from_before(line, start_all, floor)).flatten();
    let range = range_after(line, &first, from.is_some(), options);
    let mut end = range.as_ref().map_or(first.end, |range| range.end);

    // 5. is it a figure at all?
    if range.is_none() {
        let labelled = hedge.is_none() && !first.has_money_or_percent();
        if labelled && let Some(rejection) = label_before(line, start_all, floor, &first, mode) {
            return reject(rejection, first.end);
        }
        if let Some(rejection) = implausible(line, &first, hedge.is_some(), mode) {
            return reject(rejection, first.end);
        }
        if mode == Mode::Running
            && first.is_bare()
            && hedge.is_none()
            && !after_link_verb(line, start_all, floor)
        {
            return reject(Rejection::Bare, first.end);
        }
    } else if let Some(range) = &range
        && (first.is_bare() && range.unit.is_none() && mode == Mode::Running
            || first.looks_like_year() && matches!(range.unit, None | Some(Unit::Count(_))))
    {
        // 2021-2026, 12-15: years or a score
        let rejection = if first.looks_like_year() { Rejection::Date } else { Rejection::Bare };
        return reject(rejection, range.end);
    }

    // 6. the sign, which digits group, and the scale
    let unit = range.as_ref().and_then(|range| range.unit.clone()).or_else(|| first.unit.clone());
    let scale = match (first.scale, &range) {
        (Some(scale), _) => Some(scale),
        (None, Some(range)) => range.scale,
        (None, None) => None,
    };
    let resolved = resolve(&first, scale.is_some(), unit.as_ref());
    let factor = scale.or(options.scale.filter(|_| first.fraction.is_none())).unwrap_or(Decimal::ONE);
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
            let alone = text.get(end..).is_some_and(|rest| !rest.contains(char::is_alphanumeric));
            alone && range.is_none() && !matches!(unit, Some(Unit::Count(_)))
        }
        // "âm 5 đến 10 triệu": the word may hold for both ends
        Minus::Word if range.is_none() => true,
        Minus::Unclear | Minus::Word => return reject(Rejection::Sign, end),
    };
    // "5.000.000-" as some ledgers print it
    if mode == Mode::Whole
        && lex::next(text, end).is_some_and(|dash| {
            dash.gap == Gap::None && is_dash(&dash) && lex::next(text, dash.end).is_none()
        })
    {
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
    let unit = unit.or_else(|| options.unit.clone());
    if unit.is_none() && scale.is_some() {
        note = note.or(Some(Ambiguity::MissingUnit));
    }

    // 7. the hedge
    let mut word = hedge.map(|hedge| hedge.word);
    let mut meaning = hedge.map(|hedge| hedge.hedge);
    if let Some(found) = hedge {
        if found.word == "trên" && is_place_or_field(unit.as_ref()) {
            note = Some(Ambiguity::Preposition);
            word = None;
            meaning = None;
        } else {
            start_all = start_all.min(found.start);
        }
    } else if range.is_none()
        && let Some((after, phrase, after_end)) = hedge::after(text, end, unmarked)
    {
        meaning = Some(after);
        word = Some(phrase);
        end = after_end;
    }
    let value = value * sign;
    let mut printed = Printed::new(value).to_place(place);
    if let Some(meaning) = meaning {
        printed = printed.hedged(meaning);
    }
    if let Some(range) = &range {
        printed = printed.up_to(range.value);
        word = Some(if from.is_some() { "từ" } else { "-" });
        start_all = from.unwrap_or(start_all);
    } else if let Some(from) = from.filter(|_| meaning == Some(Hedge::AtLeast)) {
        start_all = from;
    }

    // 8. for each of what
    let per = lex::next(text, end)
        .filter(|slash| slash.is_symbol('/') && slash.gap == Gap::None && unit.is_some())
        .and_then(|slash| lex::next(text, slash.end))
        .filter(|word| word.is_word() && word.gap == Gap::None);
    // "USD/dự án": a noun of two words is taken whole
    let per_end = per.map(|per| unit::compound_noun(text, per.start, unmarked).unwrap_or(per.end));
    let per = per.zip(per_end).and_then(|(per, per_end)| text.get(per.start..per_end));
    end = per_end.unwrap_or(end);
    if options.parentheses_negative
        && let (Some(open), Some(close)) = (lex::prev(text, start_all), lex::next(text, end))
        && open.is_symbol('(')
        && close.is_symbol(')')
        && meaning.is_none()
    {
        // "(-5)" says it twice
        if !negative {
            printed = Printed::new(-value).to_place(place);
            for alternative in &mut alternatives {
                alternative.value = -alternative.value;
            }
        }
        start_all = open.start;
        end = close.end;
    }
    let unit = if first.fraction.is_some() && unit.is_none() { Some(Unit::Ratio) } else { unit };
    Ok(Reading {
        printed,
        hedge_word: word,
        unit,
        per: per.map(|per| nfc(per).into_owned()),
        span: start_all..end,
        alternatives,
        note,
        fraction: first.fraction.is_some(),
    })
}

fn times(value: Decimal, factor: Decimal) -> Option<Decimal> {
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
    /// list. Holds the byte after it.
    Bullet(usize),
    None,
    Sign,
    Unclear,
    /// "âm", "trừ".
    Word,
}

/// Currency, sign and hedge before the digits; letters glued to them make a code.
fn left_of(line: &Line<'_>, start: usize, floor: usize, mode: Mode) -> Result<Left, Rejection> {
    let text = line.text;
    let mut left = Left { start_all: start, prefix: None, minus: Minus::None, hedge: None };
    if let Some((unit, at)) = unit::currency_before(text, start).filter(|(_, at)| *at >= floor) {
        left.prefix = Some(unit);
        left.start_all = at;
    }
    if let Some(glued) =
        lex::prev(text, left.start_all).filter(|token| token.gap == Gap::None && token.start >= floor)
    {
        match glued.kind {
            Kind::Symbol('/') => {
                if lex::prev(text, glued.start).is_some_and(|before| before.gap == Gap::None) {
                    return Err(Rejection::Code);
                }
            }
            Kind::Symbol('+') => {
                if lex::prev(text, glued.start)
                    .is_some_and(|before| before.gap == Gap::None && before.is_word())
                {
                    return Err(Rejection::Code);
                }
            }
            Kind::Symbol('_' | '#' | '@' | '=' | '\\' | '№') => return Err(Rejection::Code),
            // ".5", "-.5": a decimal without its zero is not guessed
            Kind::Symbol('.' | ',')
                if mode == Mode::Whole
                    && lex::prev(text, glued.start).is_none_or(|before| is_dash(&before)) =>
            {
                return Err(Rejection::Separators);
            }
            Kind::Symbol('.') => {
                // "TP.1", "Q.3": an abbreviation; a sentence may also end so
                if lex::prev(text, glued.start).is_some_and(|before| {
                    before.gap == Gap::None
                        && before.is_word()
                        && before.text.chars().count() <= 2
                        && before.starts_upper()
                }) {
                    return Err(Rejection::Code);
                }
            }
            Kind::Symbol(':') => {
                if lex::prev(text, glued.start)
                    .is_some_and(|before| before.gap == Gap::None && before.kind == Kind::Digits)
                {
                    return Err(Rejection::Code);
                }
            }
            Kind::Word if hedge::before(text, left.start_all, line.unmarked).is_none() => {
                return Err(Rejection::Code);
            }
            Kind::Symbol(_) | Kind::Word | Kind::Digits => {}
        }
    }
    let (minus, at) = minus_before(line, left.start_all, floor, mode)?;
    left.minus = minus;
    if minus == Minus::Sign && left.prefix.is_none() {
        // "$-500", "USD -500"
        let currency = unit::currency_before(text, at).filter(|(_, start)| *start >= floor);
        left.start_all = currency.as_ref().map_or(at, |(_, start)| *start);
        left.prefix = currency.map(|(unit, _)| unit);
    } else {
        left.start_all = at;
    }
    left.hedge = hedge::before(text, left.start_all, line.unmarked).filter(|hedge| hedge.start >= floor);
    if let Some(hedge) = left.hedge
        && left.minus == Minus::None
        && let Ok((minus @ (Minus::Sign | Minus::Unclear | Minus::Word), at)) =
            minus_before(line, hedge.start, floor, mode)
    {
        // "âm khoảng 5 triệu" is -5; "âm hơn 5 triệu" lies below -5, which the hedge of -5 does not say
        let even = matches!(hedge.hedge, Hedge::About | Hedge::Estimated);
        left.minus = if even { minus } else { Minus::Unclear };
        left.start_all = at;
    }
    if let Some(hedge) = left.hedge
        && left.prefix.is_none()
        && let Some((unit, at)) = unit::currency_before(text, hedge.start).filter(|(_, at)| *at >= floor)
        && text.get(at..hedge.start).is_some_and(|sign| sign.chars().all(|c| !c.is_alphabetic()))
    {
        left.prefix = Some(unit);
        left.start_all = at;
    }
    if let Some(hedge) = left.hedge {
        left.start_all = left.start_all.min(hedge.start);
    }
    Ok(left)
}

/// Dashes that stand for a minus when glued to a number; the long dash never does.
fn is_dash(token: &Token<'_>) -> bool {
    const DASHES: [char; 7] = ['-', '\u{2010}', '\u{2011}', '\u{2212}', '\u{2013}', '\u{fe63}', '\u{ff0d}'];
    matches!(token.kind, Kind::Symbol(symbol) if DASHES.contains(&symbol))
}

/// The sign before byte `at`, and where it starts (`at` if there is none).
fn minus_before(line: &Line<'_>, at: usize, floor: usize, mode: Mode) -> Result<(Minus, usize), Rejection> {
    let text = line.text;
    let whole = mode == Mode::Whole;
    let Some(token) = lex::prev(text, at).filter(|token| token.start >= floor) else {
        return Ok((Minus::None, at));
    };
    if token.is_word() {
        let minus = minus_word(line, &token, mode);
        let doubled =
            whole && lex::prev(text, token.start).is_some_and(|dash| dash.gap == Gap::None && is_dash(&dash));
        return Ok(match minus {
            Minus::None => (minus, at),
            _ if doubled => (Minus::Unclear, token.start),
            _ => (minus, token.start),
        });
    }
    let before = lex::prev(text, token.start);
    if is_dash(&token) && token.gap == Gap::None {
        return Ok((glued_dash(line, &token, before, mode)?, token.start));
    }
    if !whole {
        return Ok((Minus::None, at));
    }
    // "-(5 triệu)", "âm (5 triệu)"
    if token.is_symbol('(') {
        let outside = before.is_some_and(|before| {
            is_dash(&before) || before.is_word() && minus_word(line, &before, mode) != Minus::None
        });
        return Ok(if outside { (Minus::Unclear, token.start) } else { (Minus::None, at) });
    }
    // "- 5 triệu": a sign as spreadsheets print it, or the mark of a list; "Nước sạch - 5 triệu" sets two things apart
    let unclear = (is_dash(&token) || token.is_symbol('\u{2014}'))
        && before.is_none_or(|before| {
            starts_line(text, Some(&before), &token)
                || match before.kind {
                    Kind::Digits => false,
                    Kind::Symbol(symbol) => !")]}”’»%‰²³".contains(symbol) && !behind_number(text, &before),
                    Kind::Word => {
                        unit::currency_before(text, token.start).is_some()
                            || hedge::before(text, token.start, line.unmarked).is_some()
                            || minus_word(line, &before, mode) != Minus::None
                    }
                }
        });
    Ok(if unclear { (Minus::Unclear, token.start) } else { (Minus::None, at) })
}

/// What a dash glued to a number means.
fn glued_dash(
    line: &Line<'_>,
    dash: &Token<'_>,
    before: Option<Token<'_>>,
    mode: Mode,
) -> Result<Minus, Rejection> {
    let text = line.text;
    let whole = mode == Mode::Whole;
    let Some(before) = before else {
        let bullet = !whole && !dash.is_symbol('\u{2212}');
        return Ok(if bullet { Minus::Bullet(dash.end) } else { Minus::Sign });
    };
    if before.gap == Gap::Space {
        let doubled =
            whole && is_dash(&before) || before.is_word() && minus_word(line, &before, mode) != Minus::None;
        return Ok(if doubled { Minus::Unclear } else { Minus::Sign });
    }
    match before.kind {
        Kind::Word | Kind::Digits | Kind::Symbol('_' | '#' | '@' | '=' | '\\' | '№') => {
            Err(Rejection::Code)
        }
        Kind::Symbol(_) if is_dash(&before) => Ok(if whole { Minus::Unclear } else { Minus::None }),
        Kind::Symbol(symbol) => {
            let opens = "([{+“‘«~≈<>≤≥".contains(symbol)
                || unit::currency_before(text, dash.start).is_some() && !behind_number(text, &before);
            Ok(if whole || opens { Minus::Sign } else { Minus::None })
        }
    }
}

/// Is there nothing before the dash on its line?
fn starts_line(text: &str, before: Option<&Token<'_>>, dash: &Token<'_>) -> bool {
    before.is_none_or(|before| text.get(before.end..dash.start).is_some_and(|gap| gap.contains(['\n', '\r'])))
}

/// Does the symbol stand behind a number, as in "5$"?
fn behind_number(text: &str, symbol: &Token<'_>) -> bool {
    lex::prev(text, symbol.start).is_some_and(|before| before.kind == Kind::Digits)
}

/// Is the word before a number "âm" or "trừ", and no end of another word?
fn minus_word(line: &Line<'_>, word: &Token<'_>, mode: Mode) -> Minus {
    // máy siêu âm, thu âm: sound; khấu trừ, ngoại trừ: to deduct, but for
    const SOUNDS: [&str; 15] = [
        "siêu", "thu", "ghi", "phát", "lồng", "nguyên", "phụ", "đa", "hạ", "cách", "chống", "tạp", "hòa",
        "ngũ", "bát",
    ];
    const TAKEN: [&str; 9] = ["khấu", "ngoại", "loại", "bù", "giảm", "cấn", "phòng", "diệt", "bài"];
    // unmarked "am" and "tru" are trusted only where a figure is all there is
    let unmarked = line.unmarked && mode == Mode::Whole;
    let key = lex::key(word.text);
    let before = lex::prev(line.text, word.start).filter(Token::is_word).map(|before| lex::key(before.text));
    let ends = |heads: &[&str]| {
        before.as_ref().is_some_and(|before| heads.iter().any(|head| lex::same(before, head, line.unmarked)))
    };
    if lex::same(&key, "âm", unmarked) {
        return if ends(&SOUNDS) { Minus::None } else { Minus::Word };
    }
    if mode == Mode::Whole && lex::same(&key, "trừ", unmarked) && !ends(&TAKEN) {
        return if before.is_none() { Minus::Word } else { Minus::Unclear };
    }
    Minus::None
}

/// One number with its scale and unit.
struct Part {
    numeral: Numeral,
    fraction: Option<(Decimal, Decimal)>,
    scale: Option<Decimal>,
    /// Smaller scales behind: 200 triệu in "1 tỷ 200 triệu".
    more: Decimal,
    more_place: Option<Decimal>,
    unit: Option<Unit>,
    unit_is_sure: bool,
    /// End without the unit.
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
        let value = self.numeral_value();
        self.numeral.plain
            && self.numeral.head == 4
            && value >= Decimal::from(1800)
            && value <= Decimal::from(2200)
    }
}

fn part(line: &Line<'_>, start: usize, options: &ReadOptions) -> Result<Part, (Rejection, usize)> {
    let text = line.text;
    let numeral = numeral(text, start, options.style)?;
    let mut end = numeral.end;
    let mut number = Part {
        fraction: None,
        scale: None,
        more: Decimal::ZERO,
        more_place: None,
        unit: None,
        unit_is_sure: false,
        number_end: end,
        end,
        numeral,
    };
    if let Some((fraction, fraction_end)) = fraction(text, &number.numeral) {
        number.fraction = Some(fraction);
        number.number_end = fraction_end;
        number.end = fraction_end;
        return Ok(number);
    }
    if let Some((scale, scale_end)) = scale_after(line, end) {
        number.scale = Some(scale);
        end = scale_end;
        (number.more, number.more_place, end) = smaller_scales(line, end, scale, options);
    }
    number.number_end = end;
    number.end = end;
    let scaled = number.scale.is_some();
    // "05 (năm) dự án": the number said again in words
    let unit_from = said_again(line, end).unwrap_or(end);
    let found = measure_after(text, unit_from, line.unmarked, scaled)
        .or_else(|| noun_after(text, unit_from, line.unmarked).filter(|found| found.sure || !scaled));
    if let Some(found) = found {
        // a fraction of a thing that is counted is a time or a date, such as 16.1
        number.unit_is_sure = found.sure;
        number.unit = Some(found.unit);
        number.end = found.end;
    }
    Ok(number)
}

/// n/m with n < m, both small, and nothing glued behind.
fn fraction(text: &str, numeral: &Numeral) -> Option<((Decimal, Decimal), usize)> {
    if !numeral.plain || numeral.head > 3 || numeral.leading_zero {
        return None;
    }
    let Shape::Fixed(top) = numeral.shape else { return None };
    let slash =
        lex::next(text, numeral.end).filter(|slash| slash.is_symbol('/') && slash.gap == Gap::None)?;
    let bottom = lex::next(text, slash.end).filter(|run| run.kind == Kind::Digits && run.gap == Gap::None)?;
    if bottom.text.len() > 3 || bottom.text.starts_with('0') {
        return None;
    }
    if let Some(glued) = lex::next(text, bottom.end).filter(|glued| glued.gap == Gap::None)
        && (glued.is_word()
            || (matches!(glued.kind, Kind::Symbol('/' | '-'))
                && lex::next(text, glued.end)
                    .is_some_and(|next| next.gap == Gap::None && !matches!(next.kind, Kind::Symbol(_)))))
    {
        return None;
    }
    let m = Decimal::from_str_exact(bottom.text).ok()?;
    if top.value >= m || top.value.is_zero() {
        return None;
    }
    let value = top.value.checked_div(m)?;
    let place = Decimal::ONE.checked_div(m.checked_mul(m.checked_add(Decimal::ONE)?)?)?;
    Some(((value, place), bottom.end))
}

const SCALES: [(&str, i64); 13] = [
    ("nghìn", 1_000),
    ("ngàn", 1_000),
    ("vạn", 10_000),
    ("triệu", 1_000_000),
    ("tỷ", 1_000_000_000),
    ("tỉ", 1_000_000_000),
    ("thousand", 1_000),
    ("million", 1_000_000),
    ("billion", 1_000_000_000),
    ("trillion", 1_000_000_000_000),
    ("tr", 1_000_000),
    ("mn", 1_000_000),
    ("bn", 1_000_000_000),
];

/// Words that make a scale word the beginning of another: tỷ lệ is a ratio, Triệu Phong a place.
const NOT_AFTER_SCALE: [&str; 13] =
    ["lệ", "trọng", "giá", "suất", "phú", "phong", "sơn", "vân", "quang", "tập", "hội", "thọ", "đại"];

fn scale_of(word: &str, unmarked: bool) -> Option<Decimal> {
    let key = lex::key(word);
    SCALES.iter().find(|(name, _)| lex::same(&key, name, unmarked)).map(|(_, scale)| Decimal::from(*scale))
}

/// Scale words right after byte `at`: `triệu`, `nghìn tỷ`, also glued to the unit as in `triệuUSD`.
fn scale_after(line: &Line<'_>, at: usize) -> Option<(Decimal, usize)> {
    let text = line.text;
    let mut end = at;
    let mut scale: Option<Decimal> = None;
    // three words at most: "trăm nghìn tỷ"
    for index in 0..3 {
        let Some(token) = lex::next(text, end).filter(Token::is_word) else { break };
        let key = lex::key(token.text);
        let small = match &*key {
            "trăm" | "tram" if key == "trăm" || line.unmarked => Some(Decimal::ONE_HUNDRED),
            "chục" | "chuc" if key == "chục" || line.unmarked => Some(Decimal::TEN),
            _ => None,
        };
        if let Some(small) = small {
            // "3 trăm triệu", but "3 trăm" alone and "phần trăm" are no scale
            let next = lex::next(text, token.end).filter(Token::is_word);
            if scale.is_some() || next.is_none_or(|next| scale_of(next.text, line.unmarked).is_none()) {
                break;
            }
            scale = Some(small);
            end = token.end;
            continue;
        }
        if let Some(found) = scale_of(token.text, line.unmarked) {
            if begins_a_name(text, &token, line.unmarked) {
                break;
            }
            scale = Some(match scale {
                Some(before) => before.checked_mul(found)?,
                None => found,
            });
            end = token.end;
            continue;
        }
        if index == 0 && token.gap == Gap::None && matches!(token.text, "k" | "K") {
            return Some((Decimal::ONE_THOUSAND, token.end));
        }
        if let Some((found, glued_end)) = glued_scale(text, &token, line.unmarked) {
            scale = Some(match scale {
                Some(before) => before.checked_mul(found)?,
                None => found,
            });
            end = glued_end;
        }
        break;
    }
    scale.map(|scale| (scale, end))
}

fn begins_a_name(text: &str, token: &Token<'_>, unmarked: bool) -> bool {
    let Some(next) = lex::next(text, token.end).filter(|next| next.is_word() && next.gap == Gap::Space)
    else {
        return false;
    };
    let key = lex::key(next.text);
    NOT_AFTER_SCALE.iter().any(|word| lex::same(&key, word, unmarked))
}

/// `triệuUSD`, `tỷđồng`: a scale word with a unit glued to it.
fn glued_scale(text: &str, token: &Token<'_>, unmarked: bool) -> Option<(Decimal, usize)> {
    const LONGEST: usize = 40;
    if token.text.len() > LONGEST {
        return None;
    }
    // the longest scale word has five letters, in NFD up to nine characters
    token.text.char_indices().skip(1).take(9).find_map(|(index, next)| {
        if lex::is_mark(next) {
            return None;
        }
        let scale = scale_of(token.text.get(..index)?, unmarked)?;
        let end = token.start + index;
        let unit = measure_after(text, end, unmarked, true)?;
        (unit.end >= token.end).then_some((scale, end))
    })
}

/// "200 triệu" behind "1 tỷ", and "rưỡi".
fn smaller_scales(
    line: &Line<'_>,
    at: usize,
    scale: Decimal,
    options: &ReadOptions,
) -> (Decimal, Option<Decimal>, usize) {
    let text = line.text;
    let (mut more, mut place, mut end, mut last) = (Decimal::ZERO, None, at, scale);
    for _ in 0..3 {
        let Some(token) = lex::next(text, end) else { break };
        if token.is_word() && lex::same(&lex::key(token.text), "rưỡi", line.unmarked) {
            let half = last.checked_div(Decimal::TWO).unwrap_or_default();
            more = more.checked_add(half).unwrap_or(more);
            place = last.checked_div(Decimal::TEN);
            end = token.end;
            break;
        }
        if token.kind != Kind::Digits || token.gap != Gap::Space || token.text.len() > 3 {
            break;
        }
        let Ok(numeral) = numeral(text, token.start, options.style) else { break };
        let Shape::Fixed(digits) = numeral.shape else { break };
        let Some((smaller, smaller_end)) = scale_after(line, numeral.end) else { break };
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
        more = more.checked_add(value).unwrap_or(more);
        place = Some(unit);
        end = smaller_end;
        last = smaller;
    }
    (more, place, end)
}

/// The byte after a bracket that says the number again: "(năm)", "(ba mươi)".
fn said_again(line: &Line<'_>, at: usize) -> Option<usize> {
    const LONGEST: usize = 24;
    let open = lex::next(line.text, at).filter(|open| open.is_symbol('('))?;
    let mut end = open.end;
    for index in 0..LONGEST {
        let token = lex::next(line.text, end)?;
        if token.is_symbol(')') {
            return (index > 0).then_some(token.end);
        }
        let key = lex::key(token.text);
        if !token.is_word() || !ALL_WORDS.iter().any(|word| lex::same(&key, word, line.unmarked)) {
            return None;
        }
        end = token.end;
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
fn glued_right(text: &str, part: &Part) -> Option<Rejection> {
    let token = lex::next(text, part.end).filter(|token| token.gap == Gap::None)?;
    let next = lex::next(text, token.end).filter(|next| next.gap == Gap::None);
    let joins_word = part.unit.is_none() && next.is_some_and(|next| next.is_word());
    let joins_digits = next.is_some_and(|next| next.kind == Kind::Digits);
    let code = match token.kind {
        Kind::Word | Kind::Digits | Kind::Symbol('_' | '@' | '=') => true,
        Kind::Symbol(':') => joins_digits,
        Kind::Symbol('/' | '-') => joins_word,
        Kind::Symbol(_) => false,
    };
    code.then_some(Rejection::Code)
}

/// The byte after a chain of digits, letters and the signs codes are made of.
fn skip_code(text: &str, at: usize) -> usize {
    let Some(rest) = text.get(at..) else { return at };
    let inside =
        |c: char| c.is_alphanumeric() || lex::is_mark(c) || matches!(c, '/' | '-' | '.' | ',' | ':' | '_');
    let chain = rest.find(|c| !inside(c)).unwrap_or(rest.len());
    let chain = rest.get(..chain).unwrap_or("");
    at + chain.trim_end_matches(['.', ',', ':', '-', '/']).len()
}

/// Words after which a number is a day, month or year.
const DATE_WORDS: [&str; 14] = [
    "ngày",
    "sáng",
    "chiều",
    "tối",
    "trưa",
    "đêm",
    "hôm",
    "mùng",
    "mồng",
    "dịp",
    "lễ",
    "morning",
    "afternoon",
    "evening",
];

/// The byte after a date that starts at `start`, or `None` if it cannot be one.
fn date_end(line: &Line<'_>, start: usize) -> Option<usize> {
    let text = line.text;
    let (day, separator, mut end) = day_and_separator(text, start)?;
    let month = lex::next(text, end).filter(|run| run.kind == Kind::Digits && run.gap == Gap::None)?;
    let month_number = small(month.text)?;
    end = month.end;
    let after_word = lex::prev(text, start).is_some_and(|word| {
        word.is_word() && word.gap == Gap::Space && {
            let key = lex::key(word.text);
            DATE_WORDS.iter().any(|name| lex::same(&key, name, line.unmarked))
        }
    });
    let sign = lex::next(text, end).filter(|sign| sign.gap == Gap::None && sign.is_symbol(separator));
    let year = sign
        .and_then(|sign| lex::next(text, sign.end))
        .filter(|run| run.kind == Kind::Digits && run.gap == Gap::None && matches!(run.text.len(), 2 | 4));
    match year {
        Some(year) if year.text.len() == 4 || after_word => {
            // 30.4.1975, 20/01/2022, 1-7-2025; what is glued behind makes it a document number
            let glued = lex::next(text, year.end).filter(|glued| {
                glued.gap == Gap::None
                    && (glued.is_word()
                        || (matches!(glued.kind, Kind::Symbol('/'))
                            && lex::next(text, glued.end).is_some_and(|next| next.gap == Gap::None)))
            });
            (glued.is_none() && (1..=31).contains(&day) && (1..=12).contains(&month_number))
                .then_some(year.end)
        }
        _ if after_word => ((1..=31).contains(&day) && (1..=12).contains(&month_number)).then_some(end),
        // 12/2025: month and year
        None if month.text.len() == 4 && (1..=12).contains(&day) && matches!(separator, '/' | '.') => {
            let year = month_number;
            (separator == '/' && (1800..=2200).contains(&year)).then_some(end)
        }
        _ => None,
    }
}

fn day_and_separator(text: &str, start: usize) -> Option<(u32, char, usize)> {
    let day = lex::next(text, start).filter(|run| run.kind == Kind::Digits && run.text.len() <= 2)?;
    let sign = lex::next(text, day.end).filter(|sign| sign.gap == Gap::None)?;
    let Kind::Symbol(separator @ ('.' | '/' | '-')) = sign.kind else { return None };
    Some((small(day.text)?, separator, sign.end))
}

fn small(digits: &str) -> Option<u32> {
    if digits.len() > 4 { None } else { digits.parse().ok() }
}

/// The start of "từ" before a range, unless it tells of a change.
fn from_before(line: &Line<'_>, at: usize, floor: usize) -> Option<usize> {
    let start = ["từ", "from", "between"]
        .iter()
        .find_map(|word| phrase_before(line.text, at, word, line.unmarked))
        .filter(|start| *start >= floor)?;
    let before = lex::prev(line.text, start).filter(Token::is_word);
    let change = before.is_some_and(|before| {
        let key = lex::key(before.text);
        ["tăng", "giảm", "nâng", "chỉnh", "lên", "hạ"].iter().any(|word| lex::same(&key, word, line.unmarked))
    });
    (!change).then_some(start)
}

struct Range {
    value: Decimal,
    scale: Option<Decimal>,
    unit: Option<Unit>,
    end: usize,
}

/// "- 30 triệu USD" or "đến 30 triệu USD" behind a number that leaves room for it.
fn range_after(line: &Line<'_>, first: &Part, from: bool, options: &ReadOptions) -> Option<Range> {
    if first.fraction.is_some() {
        return None;
    }
    let text = line.text;
    let dash = lex::next(text, first.end)?;
    let second_at = match dash.kind {
        Kind::Symbol('-' | '\u{2013}' | '\u{2014}') => dash.end,
        Kind::Word if from || (first.unit.is_none() && first.scale.is_none()) => ["đến", "tới", "to", "and"]
            .iter()
            .find_map(|word| phrase_after(text, first.end, word, line.unmarked))?,
        _ => return None,
    };
    let run = lex::next(text, second_at).filter(|run| run.kind == Kind::Digits)?;
    let dashed = dash.kind != Kind::Word;
    // "129 - 5": a dash glued to one side only is a sign or a list
    if dashed && (dash.gap == Gap::None) != (run.gap == Gap::None) {
        return None;
    }
    let second = part(line, run.start, options).ok()?;
    if second.fraction.is_some() || glued_right(text, &second).is_some() {
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
    (low < high).then_some(Range { value: high, scale, unit, end: second.end })
}

/// Words that make the number after them a part of a date or a name.
fn label_before(line: &Line<'_>, at: usize, floor: usize, part: &Part, mode: Mode) -> Option<Rejection> {
    const DOCUMENTS: [&str; 8] = ["điều", "mục", "chương", "lục", "bảng", "hình", "trang", "article"];
    const CALENDAR: [&str; 10] = ["lúc", "năm", "tháng", "quý", "ngày", "thứ", "tuần", "kỳ", "khóa", "xuân"];
    const LABELS: [&str; 18] = [
        "khoản",
        "số",
        "phòng",
        "quận",
        "phường",
        "lộ",
        "đường",
        "lớp",
        "hạng",
        "loại",
        "nhóm",
        "vòng",
        "mẫu",
        "biểu",
        "tầng",
        "no",
        "table",
        "section",
    ];
    let word = lex::prev(line.text, at).filter(|word| word.is_word() && word.start >= floor)?;
    let key = lex::key(word.text);
    let is = |names: &[&str]| names.iter().any(|name| lex::same(&key, name, line.unmarked));
    // a figure with decimals or groups is no label; "trong năm 129 tổ chức" is not met
    if !part.numeral.plain {
        return None;
    }
    if is(&CALENDAR) {
        return Some(if key == "thứ" { Rejection::Code } else { Rejection::Date });
    }
    // "Điều 10 khoản 2": a noun behind changes nothing
    if is(&DOCUMENTS) && mode == Mode::Running {
        return Some(Rejection::Code);
    }
    // "giấy phép số 12", "Mẫu 05"
    if is(&LABELS) && !(part.unit.is_some() && part.unit_is_sure) && mode == Mode::Running {
        return Some(Rejection::Code);
    }
    None
}

/// Numbers that are years, telephone numbers, or what is left of a decimal in a web address.
fn implausible(line: &Line<'_>, part: &Part, hedged: bool, mode: Mode) -> Option<Rejection> {
    let numeral = &part.numeral;
    if line.slug && part.scale.is_some() && numeral.plain && numeral.head >= 4 {
        return Some(Rejection::LostMarks);
    }
    if numeral.leading_zero && numeral.plain && numeral.head > 2 {
        return Some(Rejection::Code);
    }
    if numeral.leading_zero && !numeral.plain {
        return Some(Rejection::Separators);
    }
    // "8 giờ 30": a time of day
    if matches!(&part.unit, Some(Unit::Count(noun)) if noun == "giờ")
        && lex::next(line.text, part.end).is_some_and(|next| next.kind == Kind::Digits)
    {
        return Some(Rejection::Code);
    }
    // "6 tháng đầu năm", "10 tháng năm 2025"
    if let Some(Unit::Count(noun)) = &part.unit
        && matches!(noun.as_str(), "tháng" | "thang")
        && lex::next(line.text, part.end).is_some_and(|next| {
            let key = lex::key(next.text);
            next.is_word()
                && ["đầu", "cuối", "năm", "của"].iter().any(|word| lex::same(&key, word, line.unmarked))
        })
    {
        return Some(Rejection::Date);
    }
    if mode == Mode::Running
        && !hedged
        && part.looks_like_year()
        && !part.has_money_or_percent()
        && !(part.unit_is_sure && part.unit.is_some())
    {
        return Some(Rejection::Date);
    }
    None
}

/// "là 129", "đạt 47": a number that ends its sentence still counts.
fn after_link_verb(line: &Line<'_>, at: usize, floor: usize) -> bool {
    const VERBS: [&str; 13] =
        ["là", "đạt", "được", "gồm", "có", "còn", "bằng", "tổng", "cộng", "nhận", "is", "was", "total"];
    lex::prev(line.text, at).is_some_and(|word| {
        word.start >= floor
            && (word.is_symbol(':') || {
                let key = lex::key(word.text);
                word.is_word() && VERBS.iter().any(|verb| lex::same(&key, verb, line.unmarked))
            })
    })
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
