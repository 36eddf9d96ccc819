//! Dates as Vietnamese texts print them.

use chrono::NaiveDate;

use crate::format::ENGLISH_MONTHS;
use crate::number::clip;
use crate::period::month_in_words;
use crate::prelude::*;
use crate::scan::small;
use crate::spoken;
use crate::token::{Kind, Line, Token};
use crate::vocab::{Roles, Word, role, word};

/// What reading a date cannot do without: the year of a date that names none, and the order of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct DateContext {
    /// The year of "Chiều 16.1"; without it such a date is refused.
    pub year: Option<i32>,
    /// Which part comes first where both could be a day.
    pub order: DateOrder,
    /// The text is known to be a date (a date column): `16.1` needs no day word before it.
    pub is_date: bool,
}

impl DateContext {
    /// Day first, no year, a day word needed before `16.1`.
    pub const fn new() -> Self {
        Self { year: None, order: DateOrder::DayFirst, is_date: false }
    }

    /// With the year of dates that name none.
    #[must_use]
    pub const fn in_year(mut self, year: i32) -> Self {
        self.year = Some(year);
        self
    }

    /// With the order of the parts.
    #[must_use]
    pub const fn ordered(mut self, order: DateOrder) -> Self {
        self.order = order;
        self
    }

    /// For a text that is known to be a date.
    #[must_use]
    pub const fn for_date_cells(mut self) -> Self {
        self.is_date = true;
        self
    }
}

impl Default for DateContext {
    fn default() -> Self {
        Self::new()
    }
}

/// Order of day and month in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum DateOrder {
    /// 5/1 is the fifth of January, as everywhere in Viet Nam.
    #[default]
    DayFirst,
    /// 5/1 is the first of May, as in sheets from the United States.
    MonthFirst,
}

/// Part of the day named with a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum Session {
    /// chiều.
    Afternoon,
    /// tối, đêm.
    Evening,
    /// sáng.
    Morning,
    /// trưa.
    Noon,
}

/// A date read from a text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DateReading {
    date: NaiveDate,
    session: Option<Session>,
    year_printed: bool,
    span: core::ops::Range<usize>,
}

impl DateReading {
    /// The day.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// Morning, noon, afternoon or evening, if named.
    pub fn session(&self) -> Option<Session> {
        self.session
    }

    /// Was the year printed, or taken from the context?
    pub fn year_is_printed(&self) -> bool {
        self.year_printed
    }

    /// Bytes of the text the date takes, from its day word on.
    pub fn span(&self) -> core::ops::Range<usize> {
        self.span.clone()
    }
}

/// Why a text is not read as a date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DateError {
    /// No day has this number in this month.
    #[error("`{found}` is no day of the calendar")]
    Impossible {
        /// The date as printed.
        found: String,
    },
    /// Neither the text nor the context names the year.
    #[error("`{found}` names no year, and none was given")]
    NoYear {
        /// The date as printed.
        found: String,
    },
    /// Nothing in the text has the form of a period.
    #[error(
        "no period in `{found}`, expected a form such as `năm 2025`, `quý I/2025` or `6 tháng đầu năm 2025`"
    )]
    NotAPeriod {
        /// The text.
        found: String,
    },
    /// Nothing in the text has the form of a date.
    #[error(
        "no date in `{found}`, expected a form such as `20/01/2022`, `Chiều 16.1` or `ngày 05 tháng 01 năm 2026`"
    )]
    NotADate {
        /// The text.
        found: String,
    },
}

/// Reads the first date of a text: `20/01/2022`, `1.7.2025`, `1-7-2025`, `2025-07-01`, `Chiều 16.1`, `Chiều 22-12`,
/// `sáng 15/2`, `ngày 05 tháng 01 năm 2026`, `5 January 2026`.
///
/// A day and month in figures alone count as a date only after a day word (ngày, sáng, chiều, tối…) or when the context says
/// that the text is a date.
///
/// # Errors
///
/// [`DateError::Impossible`] for a day the calendar does not have, [`DateError::NoYear`] without a year in text and context,
/// [`DateError::NotADate`] otherwise.
///
/// ```
/// use vientro_vi::{DateContext, Session, read_date};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let date = read_date("Chiều 16.1, Liên hiệp tổ chức hội nghị", &DateContext::new().in_year(2026))?;
/// assert_eq!(date.date().to_string(), "2026-01-16");
/// assert_eq!(date.session(), Some(Session::Afternoon));
/// assert!(read_date("16.1", &DateContext::new().in_year(2026)).is_err());
/// assert!(read_date("31/02/2025", &DateContext::new()).is_err());
/// # Ok(()) }
/// ```
pub fn read_date(text: &str, context: &DateContext) -> Result<DateReading, DateError> {
    let line = Line::of(text);
    let mut at = 0;
    let mut error = None;
    while let Some(token) = line.at(at) {
        let start = at;
        at += 1;
        let in_words = token.has(role::NUMBER);
        if !token.is_digits() && !in_words {
            continue;
        }
        match date_at(&line, start, context) {
            Ok(Some(reading)) => return Ok(reading),
            Ok(None) => {}
            Err((found, end)) => {
                error.get_or_insert(found);
                at = end;
            }
        }
    }
    Err(error.unwrap_or_else(|| DateError::NotADate { found: clip(text) }))
}

/// A date as printed, perhaps without its year.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PrintedDate {
    day: u32,
    month: u32,
    year: Option<i32>,
    session: Option<Session>,
    pub(crate) span: core::ops::Range<usize>,
}

impl PrintedDate {
    /// Day of the month, 1 to 31.
    pub fn day(&self) -> u32 {
        self.day
    }

    /// Month, 1 to 12.
    pub fn month(&self) -> u32 {
        self.month
    }

    /// The year, if printed.
    pub fn year(&self) -> Option<i32> {
        self.year
    }

    /// Morning, noon, afternoon or evening, if named.
    pub fn session(&self) -> Option<Session> {
        self.session
    }

    /// Bytes of the text the date takes, from its day word on.
    pub fn span(&self) -> core::ops::Range<usize> {
        self.span.clone()
    }

    /// The day itself; `year` stands in for a year that is not printed.
    ///
    /// # Errors
    ///
    /// [`DateError::NoYear`] without either year, [`DateError::Impossible`] for a day the calendar does not have.
    pub fn on_calendar(&self, year: Option<i32>) -> Result<NaiveDate, DateError> {
        let found = || format!("{}/{}", self.day, self.month);
        let year = self.year.or(year).ok_or_else(|| DateError::NoYear { found: found() })?;
        NaiveDate::from_ymd_opt(year, self.month, self.day)
            .ok_or_else(|| DateError::Impossible { found: format!("{}/{year}", found()) })
    }
}

/// The date whose day or year is the run of digits at `index`; `None` if it has no form of a date.
fn date_at(
    line: &Line<'_>,
    index: usize,
    context: &DateContext,
) -> Result<Option<DateReading>, (DateError, usize)> {
    let Some((printed, end)) = printed_at(line, index, context) else { return Ok(None) };
    let date = printed.on_calendar(context.year).map_err(|error| (error, end))?;
    Ok(Some(DateReading {
        date,
        session: printed.session,
        year_printed: printed.year.is_some(),
        span: printed.span,
    }))
}

/// The form of a date at the run of digits at `index`, before the calendar is asked, and the index after it.
pub(crate) fn printed_at(
    line: &Line<'_>,
    index: usize,
    context: &DateContext,
) -> Option<(PrintedDate, usize)> {
    if line.at(index)?.is_word() {
        return spoken_day(line, index);
    }
    // a date goes on with a sign or with the name of a month
    let next = line.at(index + 1)?;
    if !next.has(role::MONTH) && (next.is_word() || next.spaced && !is_spaced_date(line, index)) {
        return None;
    }
    let opens = |symbol: char| matches!(symbol, '(' | '"' | '“' | '[' | ';' | ',' | '-' | '–');
    if let Some(glued) = line.glued_before(index)
        && (!glued.symbol().is_some_and(opens)
            || glued.is_symbol('-') && line.glued_before(index - 1).is_some_and(Token::is_word))
    {
        return None;
    }
    let (session, day_word) = session_before(line, index);
    let known = context.is_date || day_word.is_some();
    let parts = in_words(line, index).or_else(|| in_figures(line, index, known, context.order))?;
    let start = day_word.unwrap_or(index);
    let printed = PrintedDate {
        day: parts.day,
        month: parts.month,
        year: parts.year,
        session,
        span: line.start_of(start)..line.end_before(parts.end),
    };
    Some((printed, parts.end))
}

/// "ngày mười lăm tháng ba năm 2025": the day after its word, in words.
fn spoken_day(line: &Line<'_>, index: usize) -> Option<(PrintedDate, usize)> {
    let (session, day_word) = session_before(line, index);
    let start = day_word?;
    let day = spoken::read(line, index).filter(|day| day.fraction.is_none() && !day.scaled)?;
    if !line.is(day.end, THANG) {
        return None;
    }
    let (month, end) = match small(line, day.end + 1) {
        Some(month) => (month, day.end + 2),
        None => month_in_words(line, day.end + 1)?,
    };
    let year = if line.is(end, NAM) { year_at(line, end + 1) } else { None };
    let end = if year.is_some() { end + 2 } else { end };
    let day = u32::try_from(day.value).ok().filter(|day| (1..=31).contains(day))?;
    if !(1..=12).contains(&month) {
        return None;
    }
    let span = line.start_of(start)..line.end_before(end);
    Some((PrintedDate { day, month, year, session, span }, end))
}

/// "20 / 5 / 2022": three numbers with a space to each side of the same sign, the last a year.
fn is_spaced_date(line: &Line<'_>, index: usize) -> bool {
    let sign = |at: usize| line.at(at).and_then(Token::symbol).filter(|sign| matches!(sign, '/' | '-'));
    sign(index + 1).is_some()
        && sign(index + 1) == sign(index + 3)
        && line.at(index).is_some_and(|run| run.length() <= 2)
        && line.at(index + 2).is_some_and(|run| run.is_digits() && run.length() <= 2)
        && year_at(line, index + 4).is_some_and(|year| (1800..=2200).contains(&year))
        && line.glued_at(index + 5).is_none_or(|next| matches!(next.symbol(), Some('.' | ',' | ';' | ')')))
}

struct Parts {
    year: Option<i32>,
    month: u32,
    day: u32,
    end: usize,
}

pub(crate) const THANG: Word = word("tháng");
pub(crate) const NAM: Word = word("năm");

/// A year of four digits at `index`.
fn year_at(line: &Line<'_>, index: usize) -> Option<i32> {
    let run = line.at(index).filter(|run| run.is_digits() && run.length() == 4)?;
    line.text_of(run).parse().ok()
}

/// "05 tháng 01 năm 2026", "5 January 2026".
fn in_words(line: &Line<'_>, index: usize) -> Option<Parts> {
    let word = line.word_at(index + 1).filter(|word| word.has(role::MONTH))?;
    let day = small(line, index).filter(|_| line.at(index).is_some_and(|day| day.length() <= 2))?;
    if !line.says(word, THANG) {
        let name = line.text_of(word);
        let month = ENGLISH_MONTHS.iter().position(|month| {
            month.eq_ignore_ascii_case(name)
                || month.get(..3).is_some_and(|short| short.eq_ignore_ascii_case(name))
        })?;
        let month = u32::try_from(month).ok()? + 1;
        let year = year_at(line, index + 2);
        // "may" is a word of Vietnamese as well
        if year.is_none() && !word.starts_upper {
            return None;
        }
        let end = index + 2 + usize::from(year.is_some());
        return Some(Parts { year, month, day, end });
    }
    let month = small(line, index + 2).filter(|_| line.at(index + 2).is_some_and(|run| run.length() <= 2))?;
    // "5 tháng 1/2026" and "5 tháng 1 năm 2026"
    let joint = line.is(index + 3, NAM)
        || line.glued_at(index + 3).is_some_and(|slash| slash.is_symbol('/') || slash.is_symbol('-'));
    let year = if joint { year_at(line, index + 4) } else { None };
    let end = index + 3 + if year.is_some() { 2 } else { 0 };
    Some(Parts { year, month, day, end })
}

/// Two or three runs of digits with the same sign between them.
fn in_figures(line: &Line<'_>, index: usize, known: bool, order: DateOrder) -> Option<Parts> {
    if line.at(index + 1).is_some_and(|sign| sign.spaced) {
        // the form was looked at before
        let (day, month) = ordered(small(line, index)?, small(line, index + 2)?, order);
        return Some(Parts { year: year_at(line, index + 4), month, day, end: index + 5 });
    }
    let separator = line.glued_at(index + 1)?.symbol().filter(|sign| matches!(sign, '.' | '/' | '-'))?;
    let short =
        |index: usize| small(line, index).filter(|_| line.at(index).is_some_and(|run| run.length() <= 2));
    let digits = |index: usize| line.glued_at(index).filter(|run| run.is_digits() && run.length() <= 4);
    digits(index + 2)?;
    let third =
        line.glued_at(index + 3).filter(|sign| sign.is_symbol(separator)).and_then(|_| digits(index + 4));
    let end = if third.is_some() { index + 5 } else { index + 3 };
    // what goes on is a code, such as 80/2020/NĐ-CP or an address
    if let Some(glued) = line.glued_at(end) {
        let goes_on = match glued.symbol() {
            None if glued.is_word() => !matches!(line.text_of(glued), "T" | "t"),
            None | Some('%') => true,
            Some('/' | '-' | '.' | ',') => {
                line.glued_at(end + 1).is_some_and(|next| next.kind != Kind::Symbol)
            }
            Some(_) => false,
        };
        if goes_on {
            return None;
        }
    }
    let Some(third) = third else {
        // a unit behind makes it a number: "16.1 tỷ" is none of ours, so a day word is asked for
        let year = year_at(line, end + 1).filter(|_| line.is(end, NAM));
        let of_year =
            separator == '/' && (year.is_some() || line.is(end, NAM) && line.is_one(end + 1, &YEARS));
        // "bằng 2/3 năm trước" is a share
        let share = line.before(index).is_some_and(|before| before.has(role::VERB | role::HEDGE));
        if !known && (!of_year || share) {
            return None;
        }
        let (day, month) = ordered(short(index)?, short(index + 2)?, order);
        let end = if year.is_some() { end + 2 } else { end };
        return Some(Parts { year, month, day, end });
    };
    if line.at(index).is_some_and(|run| run.length() == 4) {
        return Some(Parts {
            year: year_at(line, index),
            month: short(index + 2)?,
            day: short(index + 4)?,
            end,
        });
    }
    let year = match third.length() {
        4 => year_at(line, index + 4)?,
        // two figures of a year only where the text is known to be a date
        2 if known => i32::try_from(small(line, index + 4)?).ok()? + 2000,
        _ => return None,
    };
    let (day, month) = ordered(short(index)?, short(index + 2)?, order);
    Some(Parts { year: Some(year), month, day, end })
}

fn ordered(first: u32, second: u32, order: DateOrder) -> (u32, u32) {
    match order {
        DateOrder::DayFirst => (first, second),
        DateOrder::MonthFirst => (second, first),
    }
}

/// Words behind "năm" that make it the year of the day before: "15/8 năm nay".
const YEARS: [Word; 5] = [word("nay"), word("ngoái"), word("sau"), word("tới"), word("trước")];

const SESSIONS: [(Word, Session); 8] = [
    (word("sáng"), Session::Morning),
    (word("trưa"), Session::Noon),
    (word("chiều"), Session::Afternoon),
    (word("tối"), Session::Evening),
    (word("đêm"), Session::Evening),
    (word("morning"), Session::Morning),
    (word("afternoon"), Session::Afternoon),
    (word("evening"), Session::Evening),
];
const DAY_WORDS: [Word; 6] = [word("ngày"), word("hôm"), word("mùng"), word("mồng"), word("dịp"), word("lễ")];

/// The session and the start of the day words before the token at `index`.
fn session_before(line: &Line<'_>, index: usize) -> (Option<Session>, Option<usize>) {
    let mut start = index;
    let mut session = None;
    let mut found = false;
    // "chiều ngày 16.1": two words at most
    for _ in 0..2 {
        let Some(token) = line.before(start).filter(|token| token.has(role::DAY)) else { break };
        session = SESSIONS
            .iter()
            .find(|(word, _)| line.says(token, *word))
            .map(|(_, session)| *session)
            .or(session);
        start -= 1;
        found = true;
    }
    (session, found.then_some(start))
}

/// Adds the roles of days and months.
#[expect(clippy::indexing_slicing, reason = "runs at compile time")]
pub(crate) const fn add_roles(roles: &mut Roles, unmarked: bool) {
    let mut index = 0;
    while index < SESSIONS.len() {
        roles.add(SESSIONS[index].0, unmarked, role::DAY);
        index += 1;
    }
    index = 0;
    while index < DAY_WORDS.len() {
        roles.add(DAY_WORDS[index], unmarked, role::DAY);
        index += 1;
    }
    roles.add(THANG, unmarked, role::MONTH);
    index = 0;
    while index < MONTH_WORDS.len() {
        roles.add(word(MONTH_WORDS[index]), unmarked, role::MONTH);
        index += 1;
    }
}

/// The English names and their first three letters.
const MONTH_WORDS: [&str; 23] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vientro_core::Language;

    use super::*;
    use crate::format::{DateStyle, format_date};

    fn read(text: &str) -> Result<String, DateError> {
        read_date(text, &DateContext::new().in_year(2026)).map(|reading| reading.date().to_string())
    }

    #[test]
    fn the_styles_of_the_articles() {
        for (text, date) in [
            ("Chiều 16.1, Liên hiệp", "2026-01-16"),
            ("Sáng 20/01/2022; Liên hiệp", "2022-01-20"),
            ("Chiều 22-12, Sở Ngoại vụ", "2026-12-22"),
            ("diễn ra sáng 15/2.", "2026-02-15"),
            ("cấp từ 1.7.2025, công tác", "2025-07-01"),
            ("từ ngày 1-7-2025, TPHCM", "2025-07-01"),
            ("ngày 05 tháng 01 năm 2026", "2026-01-05"),
            ("Hà Nội, ngày 5 tháng 3 năm 2026", "2026-03-05"),
            ("2025-07-01", "2025-07-01"),
            ("20 / 5 / 2022", "2022-05-20"),
            ("20 - 5 - 2022", "2022-05-20"),
            ("ngày mười lăm tháng ba năm 2025", "2025-03-15"),
            ("ngày hai mươi tháng mười hai", "2026-12-20"),
            ("5 January 2026", "2026-01-05"),
            ("chiều ngày 30/12", "2026-12-30"),
            ("Chieu 31/12", "2026-12-31"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(date), "{text}");
        }
        assert_eq!(
            read_date("tối 3/2", &DateContext::new().in_year(2026)).unwrap().session(),
            Some(Session::Evening)
        );
    }

    /// "Chiều 16.1" (000) is a day; 16.1 without a day word is not.
    #[test]
    fn g27_a_day_after_a_day_word() {
        assert_eq!(read("Chiều 16.1").as_deref(), Ok("2026-01-16"));
        assert!(matches!(read("16.1"), Err(DateError::NotADate { .. })));
        assert!(matches!(read("đạt 16.1 tỷ"), Err(DateError::NotADate { .. })));
        let cell = DateContext::new().in_year(2026).for_date_cells();
        assert_eq!(read_date("16.1", &cell).unwrap().date().to_string(), "2026-01-16");
    }

    #[test]
    fn refusals() {
        for text in ["31/02/2025", "32.1.2025", "ngày 31/4", "0/0/2025", "29/02/2025"] {
            assert!(matches!(read(text), Err(DateError::Impossible { .. })), "{text}");
        }
        for text in
            ["", "80/2020/NĐ-CP", "1225/QĐ-TTg", "Covid-19", "12:22", "594,5 tỷ", "192.168.1.1", "1/4 GDP"]
        {
            assert!(matches!(read(text), Err(DateError::NotADate { .. })), "{text}");
        }
        assert!(matches!(read_date("Chiều 16.1", &DateContext::new()), Err(DateError::NoYear { .. })));
    }

    #[test]
    fn order_and_year() {
        let american = DateContext::new().ordered(DateOrder::MonthFirst);
        assert_eq!(read_date("5/1/2025", &american).unwrap().date().to_string(), "2025-05-01");
        let cell = DateContext::new().for_date_cells();
        assert_eq!(read_date("05/01/25", &cell).unwrap().date().to_string(), "2025-01-05");
        assert!(read_date("20/01/2022", &cell).unwrap().year_is_printed());
    }

    /// Every day from 1900 to 2100 in each style.
    #[test]
    fn every_day_reads_back() {
        let mut day = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap();
        let last = NaiveDate::from_ymd_opt(2100, 12, 31).unwrap();
        let context = DateContext::new();
        while day <= last {
            for language in [Language::Vi, Language::En] {
                for style in [DateStyle::Iso, DateStyle::Long, DateStyle::Short] {
                    let text = format_date(day, language, style);
                    assert_eq!(read_date(&text, &context).map(|read| read.date()), Ok(day), "{text}");
                }
            }
            day = day.succ_opt().unwrap();
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,60}") {
            let _ = read_date(&text, &DateContext::new().in_year(2026).for_date_cells());
        }

        #[test]
        fn any_figures_are_read_or_refused(text in "[0-9./ -]{0,40}") {
            let _ = read_date(&text, &DateContext::new().in_year(2026).for_date_cells());
        }
    }
}
