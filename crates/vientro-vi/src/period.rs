//! Periods as Vietnamese texts print them: quý I/2025, 6 tháng đầu năm 2025, nhiệm kỳ 2021-2026.

use chrono::NaiveDate;
use vientro_core::{Ending, Period, PeriodError};

use crate::date::{DateContext, DateError, NAM, THANG, printed_at};
use crate::number::clip;
use crate::prelude::*;
use crate::scan::small;
use crate::spoken;
use crate::token::{Line, Token};
use crate::vocab::{Phrase, Roles, Word, phrase_of, role, word};

/// Reads the first period of a text: `năm 2025`, `quý I/2025`, `tháng 3/2025`, `6 tháng đầu năm 2025`, `9 tháng năm 2025`,
/// `nhiệm kỳ 2021-2026`, `giai đoạn 2021-2025`, `từ ngày 15/12/2024 đến ngày 14/6/2025`.
///
/// Months and quarters are those of the calendar; the half-year of administrative reports (15 December to 14 June) is only
/// read where its days are printed. A term or a stage in years runs from 1 January of the first to 31 December of the
/// last. `n tháng` of a year begins in January, as does `n tháng` behind `kết quả`, `lũy kế`, `tính chung`.
///
/// # Errors
///
/// [`DateError::NoYear`] without a year in text and context, [`DateError::Impossible`] for days the calendar does not have
/// or that run backward, [`DateError::NotAPeriod`] otherwise.
///
/// ```
/// use vientro_core::Period;
/// use vientro_vi::{DateContext, read_period};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let quarter = read_period("giải ngân trong quý I/2025", &DateContext::new())?;
/// assert_eq!(quarter.period(), Period::quarter(2025, 1)?);
/// let half = read_period("6 tháng đầu năm", &DateContext::new().in_year(2025))?;
/// assert_eq!(half.period(), Period::half_year(2025, 1)?);
/// assert!(!half.year_is_printed());
/// assert!(read_period("trong 6 tháng", &DateContext::new()).is_err()); // how long, not when
/// # Ok(()) }
/// ```
pub fn read_period(text: &str, context: &DateContext) -> Result<PeriodReading, DateError> {
    let line = Line::of(text);
    let mut at = 0;
    let mut error = None;
    while at < line.tokens.len() {
        let Some(found) = period_at(&line, at) else {
            at += 1;
            continue;
        };
        at = found.end.max(at + 1);
        let Some(printed) = found.period else { continue };
        match printed.on_calendar(context.year) {
            Ok(period) => {
                let year_printed = printed.year_is_printed();
                return Ok(PeriodReading { period, year_printed, span: printed.span });
            }
            Err(found) => {
                error.get_or_insert(found);
            }
        }
    }
    Err(error.unwrap_or_else(|| DateError::NotAPeriod { found: clip(text) }))
}

/// A period read from a text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PeriodReading {
    period: Period,
    year_printed: bool,
    span: core::ops::Range<usize>,
}

impl PeriodReading {
    /// The days.
    pub fn period(&self) -> Period {
        self.period
    }

    /// Was the year printed, or taken from the context?
    pub fn year_is_printed(&self) -> bool {
        self.year_printed
    }

    /// Bytes of the text the period takes.
    pub fn span(&self) -> core::ops::Range<usize> {
        self.span.clone()
    }
}

/// A period as printed, perhaps without its year.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PrintedPeriod {
    first: Edge,
    last: Edge,
    pub(crate) span: core::ops::Range<usize>,
}

impl PrintedPeriod {
    /// Is the year printed?
    pub fn year_is_printed(&self) -> bool {
        self.first.year.is_some() || self.last.year.is_some()
    }

    /// Bytes of the text the period takes.
    pub fn span(&self) -> core::ops::Range<usize> {
        self.span.clone()
    }

    /// The days themselves; `year` stands in for a year that is not printed.
    ///
    /// # Errors
    ///
    /// [`DateError::NoYear`] without either year, [`DateError::Impossible`] for days the calendar does not have or that
    /// run backward.
    pub fn on_calendar(&self, year: Option<i32>) -> Result<Period, DateError> {
        let found = || format!("{} - {}", self.first, self.last);
        let impossible = || DateError::Impossible { found: found() };
        let to_year = self.last.year.or(self.first.year).or(year);
        let to_year = to_year.ok_or_else(|| DateError::NoYear { found: found() })?;
        let from_year = self.first.year.unwrap_or(to_year);
        let from = NaiveDate::from_ymd_opt(from_year, self.first.month, self.first.day.unwrap_or(1));
        let to = match self.last.day {
            Some(day) => NaiveDate::from_ymd_opt(to_year, self.last.month, day),
            None => Period::month(to_year, self.last.month).ok().map(|month| month.last()),
        };
        let (from, to) = from.zip(to).ok_or_else(impossible)?;
        known_kind(from, to, to_year)
            .or_else(|_| Period::try_new(from, to, Ending::Closed))
            .map_err(|_| impossible())
    }
}

/// The period of a kind that has just these days.
fn known_kind(from: NaiveDate, to: NaiveDate, year: i32) -> Result<Period, PeriodError> {
    let candidates = [
        Period::calendar_year(year),
        Period::half_year(year, 1),
        Period::half_year(year, 2),
        Period::quarter(year, 1),
        Period::quarter(year, 2),
        Period::quarter(year, 3),
        Period::quarter(year, 4),
        Period::administrative_year(year),
        Period::administrative_half(year),
    ];
    let same = |period: &Period| period.from() == from && period.last() == to;
    if let Some(period) = candidates.into_iter().flatten().find(same) {
        return Ok(period);
    }
    let months = (1..=12).filter_map(|month| Period::month(year, month).ok()).find(same);
    if let Some(period) = months {
        return Ok(period);
    }
    Period::year_to_date(to, Ending::Closed).ok().filter(same).ok_or(PeriodError::Empty { from, to })
}

/// One end of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
struct Edge {
    year: Option<i32>,
    month: u32,
    day: Option<u32>,
}

impl core::fmt::Display for Edge {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        if let Some(day) = self.day {
            write!(f, "{day}/")?;
        }
        write!(f, "{}", self.month)?;
        self.year.map_or(Ok(()), |year| write!(f, "/{year}"))
    }
}

/// What begins at a place like a period, and the index after it. A school year is none, but its figures are no amounts.
pub(crate) struct Found {
    pub(crate) period: Option<PrintedPeriod>,
    pub(crate) end: usize,
}

/// First month, last month, year, and the index after them.
type Months = (u32, u32, Option<i32>, usize);

static DEN: Phrase = phrase_of("đến hết");
static SCHOOL_YEARS: [Phrase; 3] = [phrase_of("năm học"), phrase_of("niên khóa"), phrase_of("niên độ")];
/// Words before months of a year that is not said.
static RESULTS: [Phrase; 6] = [
    phrase_of("kết quả"),
    phrase_of("công tác"),
    phrase_of("tình hình"),
    phrase_of("lũy kế"),
    phrase_of("tính chung"),
    phrase_of("cộng dồn"),
];
const TU: Word = word("từ");
const QUY: Word = word("quý");
const QUI: Word = word("quí");

/// The period that begins with the token at `index`.
pub(crate) fn period_at(line: &Line<'_>, index: usize) -> Option<Found> {
    let token = line.at(index)?;
    // "13 tháng đầu năm" is no period, and its year is none either
    if let Some(end) = impossible(line, index) {
        return Some(Found { period: None, end });
    }
    let found = |first: Edge, last: Edge, start: usize, end: usize| {
        let span = line.start_of(start)..line.end_before(end);
        Some(Found { period: Some(PrintedPeriod { first, last, span }), end })
    };
    let edges = |(first, last, year): (u32, u32, Option<i32>)| {
        (Edge { year, month: first, day: None }, Edge { year, month: last, day: None })
    };
    if token.is_digits() {
        // "2021-2026", "12/2025", "6 tháng đầu năm"
        if line.glued_before(index).is_some_and(|before| {
            before.symbol().is_none_or(|symbol| !matches!(symbol, '(' | '"' | '“' | '[' | ':' | ';' | ','))
        }) {
            return None;
        }
        if let Some((first, last, end)) = years(line, index) {
            // "2000 - 2100 đồng"
            if line.at(end).is_some_and(|next| next.has(role::MEASURE | role::SCALE)) {
                return None;
            }
            let (from, _) = edges((1, 12, Some(first)));
            let (_, to) = edges((1, 12, Some(last)));
            return found(from, to, index, end);
        }
        if let Some((month, year, end)) = month_and_year(line, index) {
            let (from, to) = edges((month, month, Some(year)));
            return found(from, to, index, end);
        }
        let count = small(line, index).filter(|_| token.length() <= 2)?;
        let (first, last, year, end) = months_of_year(line, count, index + 1)?;
        let (from, to) = edges((first, last, year));
        return found(from, to, index, end);
    }
    if !token.has(role::PERIOD | role::NUMBER) {
        return None;
    }
    if token.has(role::NUMBER)
        && let Some(spoken) = spoken::read(line, index)
        && line.is(spoken.end, THANG)
        && let Ok(count) = u32::try_from(spoken.value)
        && let Some((first, last, year, end)) = months_of_year(line, count, spoken.end)
    {
        let (from, to) = edges((first, last, year));
        return found(from, to, index, end);
    }
    if line.says(token, TU) {
        let (from, joint) = edge(line, index + 1).or_else(|| start_of_year(line, index + 1))?;
        let second = line
            .begins(joint, &DEN)
            .or_else(|| line.is_one(joint, const { &[word("đến"), word("tới")] }).then_some(joint + 1))?;
        let (to, end) = edge(line, second)?;
        // "từ tháng 12 đến tháng 3/2025": of which year the first?
        let backward = from.0.year.is_none() && from.0.month > to.1.month;
        if backward || from.0.year.is_some() && to.1.year.is_none() {
            return None;
        }
        return found(from.0, to.1, index, end);
    }
    let (head, at) = if line.is(index, const { word("giai") }) {
        (true, line.begins(index, const { &phrase_of("giai đoạn") })?)
    } else if line.is(index, const { word("nhiệm") }) {
        (true, line.begins(index, const { &phrase_of("nhiệm kỳ") })?)
    } else {
        (false, index + 1)
    };
    if head {
        let at = if line.is(at, NAM) { at + 1 } else { at };
        if line.is(at, TU) || line.is(at, const { word("của") }) {
            return None;
        }
        let (first, last, end) = years(line, at)?;
        let (from, _) = edges((1, 12, Some(first)));
        let (_, to) = edges((1, 12, Some(last)));
        return found(from, to, index, end);
    }
    // "năm học 2024-2025" runs over two calendar years
    if let Some(at) = SCHOOL_YEARS.iter().find_map(|words| line.begins(index, words)) {
        let (_, _, end) = years(line, at)?;
        return Some(Found { period: None, end });
    }
    if line.says(token, NAM) {
        // "hai mươi năm 2.000 đồng" is not met; "5 năm 2021-2025" is a stage
        if let Some((first, last, end)) = years(line, index + 1) {
            let (from, _) = edges((1, 12, Some(first)));
            let (_, to) = edges((1, 12, Some(last)));
            return found(from, to, index, end);
        }
        let year = year_at(line, index + 1)?;
        let (from, to) = edges((1, 12, Some(year)));
        return found(from, to, index, index + 2);
    }
    if line.says(token, const { word("nửa") }) {
        let first = line.is(index + 1, const { word("đầu") });
        if !first && !line.is(index + 1, const { word("cuối") }) || !line.is(index + 2, NAM) {
            return None;
        }
        let (year, end) = year_behind(line, index + 2);
        let end = if year.is_some() { end } else { index + 3 };
        let (from, to) = edges(if first { (1, 6, year) } else { (7, 12, year) });
        return found(from, to, index, end);
    }
    let (from, to, end) = month_or_quarter(line, index).map(|((from, to), end)| (from, to, end))?;
    found(from, to, index, end)
}

/// The index after what names months that no year has, or months of the moon: "13 tháng đầu năm 2025", "tháng Giêng năm
/// 2024".
fn impossible(line: &Line<'_>, index: usize) -> Option<usize> {
    const MOON: [Word; 2] = [word("giêng"), word("chạp")];
    const ENDS: [Word; 2] = [word("đầu"), word("cuối")];
    let token = line.at(index)?;
    let at = if line.says(token, THANG) && line.is_one(index + 1, &MOON) {
        index + 2
    } else if token.is_digits()
        && line.is(index + 1, THANG)
        && line.is_one(index + 2, &ENDS)
        && small(line, index).is_none_or(|count| !(1..=12).contains(&count))
    {
        index + 3
    } else {
        return None;
    };
    Some(year_behind(line, at).1.max(at))
}

/// "tháng 3/2025", "quý I năm 2025", "Q1/2025".
fn month_or_quarter(line: &Line<'_>, index: usize) -> Option<((Edge, Edge), usize)> {
    let token = line.at(index)?;
    let (first, last, end) = if line.says(token, THANG) {
        let (month, end) = if line.at(index + 1)?.is_digits() {
            line.at(index + 1).filter(|run| run.length() <= 2)?;
            (small(line, index + 1)?, index + 2)
        } else {
            month_in_words(line, index + 1)?
        };
        if !(1..=12).contains(&month) {
            return None;
        }
        (month, month, end)
    } else if let Some((quarter, end)) = quarter_in_words(line, index) {
        (quarter * 3 - 2, quarter * 3, end)
    } else if line.says_one(token, &[QUY, QUI]) || token.is_upper && line.text_of(token) == "Q" {
        let number = line.at(index + 1)?;
        let quarter = match line.text_of(number) {
            "I" | "1" | "01" => 1,
            "II" | "2" | "02" => 2,
            "III" | "3" | "03" => 3,
            "IV" | "4" | "04" => 4,
            _ => return None,
        };
        if !line.says_one(token, &[QUY, QUI]) && number.spaced {
            return None;
        }
        (quarter * 3 - 2, quarter * 3, index + 2)
    } else {
        return None;
    };
    let (year, end) = year_behind(line, end);
    // "tháng 3.500.000 đồng": an amount for each month; "tháng 3 dự án" is a month all the same
    if year.is_none()
        && line
            .glued_at(end)
            .is_some_and(|glued| glued.symbol().is_none_or(|sign| matches!(sign, '%' | '/' | '-')))
        || year.is_none()
            && line.glued_at(end).is_some_and(|sign| matches!(sign.symbol(), Some('.' | ',')))
            && line.glued_at(end + 1).is_some_and(Token::is_digits)
    {
        return None;
    }
    Some(((Edge { year, month: first, day: None }, Edge { year, month: last, day: None }), end))
}

/// "ba", "tư", "mười hai" behind "tháng"; the lunar months giêng and chạp are none of the calendar.
pub(crate) fn month_in_words(line: &Line<'_>, index: usize) -> Option<(u32, usize)> {
    if line.is(index, const { word("tư") }) {
        return Some((4, index + 1));
    }
    let spoken = spoken::read(line, index).filter(|spoken| spoken.fraction.is_none() && !spoken.scaled)?;
    Some((u32::try_from(spoken.value).ok()?, spoken.end))
}

/// "quý bốn năm 2020": only with a year behind, since quý and năm are other words as well.
fn quarter_in_words(line: &Line<'_>, index: usize) -> Option<(u32, usize)> {
    const NAMES: [(Word, u32); 6] = [
        (word("nhất"), 1),
        (word("một"), 1),
        (word("hai"), 2),
        (word("ba"), 3),
        (word("bốn"), 4),
        (word("tư"), 4),
    ];
    let token = line.at(index + 1)?;
    if !line.is(index, QUY) || !token.is_word() {
        return None;
    }
    let (_, quarter) = NAMES.iter().find(|(name, _)| line.says(token, *name))?;
    year_behind(line, index + 2).0.map(|_| (*quarter, index + 2))
}

/// One end of "từ … đến …" that begins at `index`, as a first and a last edge.
fn edge(line: &Line<'_>, index: usize) -> Option<((Edge, Edge), usize)> {
    let start = if line.at(index)?.has(role::DAY) { index + 1 } else { index };
    if line.at(start)?.is_digits() {
        // "từ 1.5 đến 3.5 triệu" has no day in it
        let slash = line.glued_at(start + 1).is_some_and(|sign| sign.is_symbol('/'));
        let known = start > index || slash;
        let context = if known { DateContext::new().for_date_cells() } else { DateContext::new() };
        if let Some((date, end)) = printed_at(line, start, &context) {
            if !(1..=12).contains(&date.month()) || !(1..=31).contains(&date.day()) {
                return None;
            }
            let edge = Edge { year: date.year(), month: date.month(), day: Some(date.day()) };
            return Some(((edge, edge), end));
        }
        if start > index {
            return None;
        }
        if let Some((month, year, end)) = month_and_year(line, index) {
            let edge = Edge { year: Some(year), month, day: None };
            return Some(((edge, edge), end));
        }
    }
    let year_from = if line.is(index, NAM) { index + 1 } else { index };
    if let Some(year) = year_at(line, year_from) {
        let edge = |month| Edge { year: Some(year), month, day: None };
        return Some(((edge(1), edge(12)), year_from + 1));
    }
    month_or_quarter(line, index)
}

/// "đầu năm", "đầu năm 2025" behind "từ".
fn start_of_year(line: &Line<'_>, index: usize) -> Option<((Edge, Edge), usize)> {
    let at = line.begins(index, &START_OF_YEAR)?;
    let year = year_at(line, at);
    let edge = Edge { year, month: 1, day: None };
    Some(((edge, edge), at + usize::from(year.is_some())))
}

static START_OF_YEAR: Phrase = phrase_of("đầu năm");

/// A year of four digits that stands by itself.
fn year_at(line: &Line<'_>, index: usize) -> Option<i32> {
    let run = line.at(index).filter(|run| run.is_digits() && run.length() == 4)?;
    let year: i32 = line.text_of(run).parse().ok()?;
    if !(1800..=2200).contains(&year) {
        return None;
    }
    let glued = line.glued_at(index + 1);
    let goes_on = glued.is_some_and(|glued| match glued.symbol() {
        None => true,
        Some('.' | ',' | '/' | '-' | ':' | '\u{2013}') => {
            line.glued_at(index + 2).is_some_and(|next| next.symbol().is_none())
        }
        Some(symbol) => matches!(symbol, '%' | '‰'),
    });
    (!goes_on).then_some(year)
}

/// "2021-2026", "2021 - 2026", "2021 đến 2026": first, last, and the index after them.
fn years(line: &Line<'_>, index: usize) -> Option<(i32, i32, usize)> {
    let run = line.at(index).filter(|run| run.is_digits() && run.length() == 4)?;
    let first: i32 = line.text_of(run).parse().ok()?;
    let dash = line.at(index + 1)?;
    let dashed = matches!(dash.symbol(), Some('-' | '\u{2013}' | '\u{2014}'));
    if !dashed && !line.says(dash, const { word("đến") }) {
        return None;
    }
    let at = if line.is(index + 2, NAM) { index + 3 } else { index + 2 };
    let second = line.at(at)?;
    if dashed && dash.spaced != second.spaced {
        return None;
    }
    let last = year_at(line, at)?;
    ((1800..=2200).contains(&first) && first < last).then_some((first, last, at + 1))
}

/// "12/2025".
fn month_and_year(line: &Line<'_>, index: usize) -> Option<(u32, i32, usize)> {
    let month = line.at(index).filter(|run| run.length() <= 2).and_then(|_| small(line, index))?;
    line.glued_at(index + 1).filter(|slash| slash.is_symbol('/'))?;
    line.glued_at(index + 2)?;
    let year = year_at(line, index + 2)?;
    (1..=12).contains(&month).then_some((month, year, index + 3))
}

/// "/2025", "năm 2025", "của năm 2025" behind a month, and the index after it.
fn year_behind(line: &Line<'_>, index: usize) -> (Option<i32>, usize) {
    if line.glued_at(index).is_some_and(|sign| matches!(sign.symbol(), Some('/' | '-' | '.' | '\u{2013}')))
        && line.glued_at(index + 1).is_some()
        && let Some(year) = year_at(line, index + 1)
    {
        return (Some(year), index + 2);
    }
    let mut at = index;
    if line.is(at, const { word("của") }) {
        at += 1;
    }
    if line.is(at, NAM) {
        at += 1;
    } else if at > index {
        return (None, index);
    }
    match year_at(line, at) {
        Some(year) => (Some(year), at + 1),
        None => (None, index),
    }
}

/// "tháng đầu năm 2025" behind a number: first and last month, year, and the index after it.
fn months_of_year(line: &Line<'_>, count: u32, index: usize) -> Option<Months> {
    if !line.is(index, THANG) || !(1..=12).contains(&count) {
        return None;
    }
    let at = index + 1;
    let last = line.is(at, const { word("cuối") });
    if last || line.is(at, const { word("đầu") }) {
        let (year, mut end) = year_behind(line, at + 1);
        if year.is_none() && line.is(at + 1, NAM) {
            end = at + 2;
        }
        let months = if last { (13 - count, 12) } else { (1, count) };
        return Some((months.0, months.1, year, end));
    }
    let (year, end) = year_behind(line, at);
    // "kết quả công tác 9 tháng": of the year, though it is not said
    let number = index.checked_sub(1)?;
    let of_year = || RESULTS.iter().any(|words| line.ends(number, words).is_some());
    (year.is_some() || of_year()).then_some((1, count, year, end))
}

/// Adds the roles of periods.
#[expect(clippy::indexing_slicing, reason = "runs at compile time")]
pub(crate) const fn add_roles(roles: &mut Roles, unmarked: bool) {
    const HEADS: [Word; 10] =
        [NAM, THANG, QUY, QUI, TU, word("giai"), word("nhiệm"), word("nửa"), word("niên"), word("q")];
    let mut index = 0;
    while index < HEADS.len() {
        roles.add(HEADS[index], unmarked, role::PERIOD);
        index += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vientro_core::PeriodKind;

    use super::*;

    fn read(text: &str) -> Result<String, DateError> {
        read_period(text, &DateContext::new()).map(|reading| {
            let period = reading.period();
            format!("{} {} {:?}", period.from(), period.last(), period.kind())
        })
    }

    #[test]
    fn periods_of_reports() {
        for (text, expected) in [
            ("năm 2025", "2025-01-01 2025-12-31 CalendarYear"),
            ("quý I/2025", "2025-01-01 2025-03-31 Quarter"),
            ("Quý 4 năm 2024", "2024-10-01 2024-12-31 Quarter"),
            ("Q2/2025", "2025-04-01 2025-06-30 Quarter"),
            ("tháng 3/2025", "2025-03-01 2025-03-31 Month"),
            ("tháng 02 năm 2024", "2024-02-01 2024-02-29 Month"),
            ("tháng mười hai năm 2021", "2021-12-01 2021-12-31 Month"),
            ("tháng tư năm 2021", "2021-04-01 2021-04-30 Month"),
            ("tháng năm năm 2021", "2021-05-01 2021-05-31 Month"),
            ("quý bốn năm 2020", "2020-10-01 2020-12-31 Quarter"),
            ("quí I/2021", "2021-01-01 2021-03-31 Quarter"),
            ("từ đầu năm 2025 đến hết ngày 30/9/2025", "2025-01-01 2025-09-30 YearToDate"),
            ("12/2025", "2025-12-01 2025-12-31 Month"),
            ("6 tháng đầu năm 2025", "2025-01-01 2025-06-30 HalfYear"),
            ("sáu tháng đầu năm 2025", "2025-01-01 2025-06-30 HalfYear"),
            ("6 tháng cuối năm 2025", "2025-07-01 2025-12-31 HalfYear"),
            ("nửa đầu năm 2025", "2025-01-01 2025-06-30 HalfYear"),
            ("9 tháng năm 2025", "2025-01-01 2025-09-30 YearToDate"),
            ("9 tháng đầu năm 2025", "2025-01-01 2025-09-30 YearToDate"),
            ("11 tháng của năm 2024", "2024-01-01 2024-11-30 YearToDate"),
            ("3 tháng đầu năm 2025", "2025-01-01 2025-03-31 Quarter"),
            ("nhiệm kỳ 2021-2026", "2021-01-01 2026-12-31 Free"),
            ("giai đoạn 2021 - 2025", "2021-01-01 2025-12-31 Free"),
            ("(1950 – 2025)", "1950-01-01 2025-12-31 Free"),
            ("từ năm 2021 đến năm 2025", "2021-01-01 2025-12-31 Free"),
            ("giai đoạn từ 2021 đến 2025", "2021-01-01 2025-12-31 Free"),
            ("từ ngày 15/12/2024 đến ngày 14/6/2025", "2024-12-15 2025-06-14 AdministrativeHalf"),
            ("từ 15/12/2024 đến hết 14/12/2025", "2024-12-15 2025-12-14 AdministrativeYear"),
            ("từ ngày 1/1 đến ngày 30/9/2025", "2025-01-01 2025-09-30 YearToDate"),
            ("từ tháng 4 đến tháng 6/2025", "2025-04-01 2025-06-30 Quarter"),
            ("từ quý I đến quý III năm 2025", "2025-01-01 2025-09-30 YearToDate"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_period() {
        for text in [
            "",
            "6 tháng",
            "trong 9 tháng qua",
            "năm học 2024-2025",
            "tháng 3.500.000 đồng",
            "2025",
            "quý vị",
            "80/2020/NĐ-CP",
            "1225/QĐ-TTg",
            "năm 20255",
            "2025-2021",
            "nửa năm",
            "tháng Giêng năm 2024",
            "tháng Chạp năm 2024",
            "13 tháng đầu năm 2025",
        ] {
            assert!(matches!(read(text), Err(DateError::NotAPeriod { .. })), "{text}: {:?}", read(text));
        }
        for text in ["tháng 3", "quý II", "6 tháng đầu năm"] {
            assert!(matches!(read(text), Err(DateError::NoYear { .. })), "{text}");
        }
        for text in ["từ ngày 31/2/2025 đến ngày 5/3/2025", "từ 5/3/2025 đến 4/3/2025"] {
            assert!(matches!(read(text), Err(DateError::Impossible { .. })), "{text}: {:?}", read(text));
        }
    }

    /// Every year, half, quarter and month from 1900 to 2100, as an office prints it.
    #[test]
    fn every_period_reads_back() {
        for year in 1900..=2100 {
            let same = |text: &str, period: Period| {
                let read = read_period(text, &DateContext::new()).map(|reading| reading.period());
                assert_eq!(read, Ok(period), "{text}");
            };
            same(&format!("năm {year}"), Period::calendar_year(year).unwrap());
            for (half, name) in [(1, "đầu"), (2, "cuối")] {
                same(&format!("6 tháng {name} năm {year}"), Period::half_year(year, half).unwrap());
            }
            for (quarter, roman) in (1..).zip(["I", "II", "III", "IV"]) {
                for text in [format!("quý {roman}/{year}"), format!("quý {quarter} năm {year}")] {
                    same(&text, Period::quarter(year, quarter).unwrap());
                }
            }
            for month in 1..=12 {
                for text in [format!("tháng {month}/{year}"), format!("tháng {month:02} năm {year}")] {
                    same(&text, Period::month(year, month).unwrap());
                }
            }
        }
        let free = read_period("nhiệm kỳ 2021-2026", &DateContext::new()).unwrap().period();
        assert_eq!(free.kind(), PeriodKind::Free);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(pieces in proptest::collection::vec(prop_oneof![
            Just("từ "), Just("đến "), Just("ngày "), Just("tháng "), Just("năm "), Just("quý "), Just("6 "), Just("I"),
            Just("/"), Just("-"), Just("2025"), Just("2021"), Just("31/12"), Just(" "), Just("đầu "), Just("giai đoạn ")
        ], 0..12)) {
            let _ = read_period(&pieces.concat(), &DateContext::new().in_year(2025));
        }
    }
}
