//! Dates as Vietnamese texts print them.

use chrono::NaiveDate;

use crate::format::ENGLISH_MONTHS;
use crate::lex::{self, Gap, Kind, Token};
use crate::number::clip;
use crate::prelude::*;
use crate::unit::Place;

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
    let unmarked = text.is_ascii();
    let mut at = 0;
    let mut error = None;
    while let Some(token) = lex::next(text, at) {
        at = token.end;
        if token.kind != Kind::Digits {
            continue;
        }
        match date_at(text, &token, unmarked, context) {
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

/// The date whose day or year is the run of digits `first`; `None` if it has no form of a date.
fn date_at(
    text: &str,
    first: &Token<'_>,
    unmarked: bool,
    context: &DateContext,
) -> Result<Option<DateReading>, (DateError, usize)> {
    let Some(printed) = printed_at(text, first, unmarked, context) else { return Ok(None) };
    let date = printed.on_calendar(context.year).map_err(|error| (error, printed.span.end))?;
    Ok(Some(DateReading {
        date,
        session: printed.session,
        year_printed: printed.year.is_some(),
        span: printed.span,
    }))
}

/// The form of a date at the run of digits `first`, before the calendar is asked.
pub(crate) fn printed_at(
    text: &str,
    first: &Token<'_>,
    unmarked: bool,
    context: &DateContext,
) -> Option<PrintedDate> {
    let glued = lex::prev(text, first.start).filter(|before| before.gap == Gap::None);
    if glued.is_some_and(|before| {
        !matches!(before.kind, Kind::Symbol('(' | '"' | '“' | '[' | ';' | ',' | '-' | '–'))
            || before.is_symbol('-')
                && lex::prev(text, before.start).is_some_and(|word| word.gap == Gap::None && word.is_word())
    }) {
        return None;
    }
    let (session, day_word) = session_before(text, first.start, unmarked);
    let known = context.is_date || day_word.is_some();
    let parts = in_words(text, first, unmarked).or_else(|| in_figures(text, first, known, context.order))?;
    let start = day_word.unwrap_or(first.start);
    Some(PrintedDate {
        day: parts.day,
        month: parts.month,
        year: parts.year,
        session,
        span: start..parts.end,
    })
}

struct Parts {
    year: Option<i32>,
    month: u32,
    day: u32,
    end: usize,
}

/// "05 tháng 01 năm 2026", "5 January 2026".
fn in_words(text: &str, first: &Token<'_>, unmarked: bool) -> Option<Parts> {
    let day = small(first.text, 2)?;
    let word = lex::next(text, first.end).filter(Token::is_word)?;
    let key = lex::key(word.text);
    let english = ENGLISH_MONTHS.iter().position(|name| {
        name.eq_ignore_ascii_case(word.text)
            || name.get(..3).is_some_and(|short| short.eq_ignore_ascii_case(word.text))
    });
    if let Some(index) = english {
        let month = u32::try_from(index).ok()? + 1;
        let year = lex::next(text, word.end).filter(|run| run.kind == Kind::Digits && run.text.len() == 4);
        let end = year.map_or(word.end, |year| year.end);
        let year = year.and_then(|year| year.text.parse().ok());
        return Some(Parts { year, month, day, end });
    }
    if !lex::same(&key, "tháng", unmarked) {
        return None;
    }
    let month = lex::next(text, word.end).filter(|run| run.kind == Kind::Digits)?;
    let month_number = small(month.text, 2)?;
    // "5 tháng 1/2026" and "5 tháng 1 năm 2026"
    let after = lex::next(text, month.end);
    let year = after.and_then(|after| {
        let is_year = after.is_word() && lex::same(&lex::key(after.text), "năm", unmarked);
        let is_slash = after.is_symbol('/') && after.gap == Gap::None;
        (is_year || is_slash).then(|| lex::next(text, after.end)).flatten()
    });
    let year = year.filter(|run| run.kind == Kind::Digits && run.text.len() == 4);
    let end = year.map_or(month.end, |year| year.end);
    let year = year.and_then(|year| year.text.parse().ok());
    Some(Parts { year, month: month_number, day, end })
}

/// Two or three runs of digits with the same sign between them.
fn in_figures(text: &str, first: &Token<'_>, known: bool, order: DateOrder) -> Option<Parts> {
    let sign = lex::next(text, first.end).filter(|sign| sign.gap == Gap::None)?;
    let Kind::Symbol(separator @ ('.' | '/' | '-')) = sign.kind else { return None };
    let second = digits_after(text, sign.end)?;
    let third = lex::next(text, second.end)
        .filter(|sign| sign.gap == Gap::None && sign.is_symbol(separator))
        .and_then(|sign| digits_after(text, sign.end));
    let end = third.map_or(second.end, |third| third.end);
    // what goes on is a code, such as 80/2020/NĐ-CP or an address
    if let Some(glued) = lex::next(text, end).filter(|glued| glued.gap == Gap::None) {
        let goes_on = match glued.kind {
            Kind::Word => !matches!(glued.text, "T" | "t"),
            Kind::Digits | Kind::Symbol('%') => true,
            Kind::Symbol('/' | '-' | '.' | ',') => lex::next(text, glued.end)
                .is_some_and(|next| next.gap == Gap::None && !matches!(next.kind, Kind::Symbol(_))),
            Kind::Symbol(_) => false,
        };
        if goes_on {
            return None;
        }
    }
    let Some(third) = third else {
        // a unit behind makes it a number: "16.1 tỷ" is none of ours, so a day word is asked for
        if !known {
            return None;
        }
        let (day, month) = ordered(small(first.text, 2)?, small(second.text, 2)?, order);
        return Some(Parts { year: None, month, day, end });
    };
    if first.text.len() == 4 {
        let (month, day) = (small(second.text, 2)?, small(third.text, 2)?);
        return Some(Parts { year: first.text.parse().ok(), month, day, end });
    }
    let year: i32 = match third.text.len() {
        4 => third.text.parse().ok()?,
        // two figures of a year only where the text is known to be a date
        2 if known => third.text.parse::<i32>().ok()? + 2000,
        _ => return None,
    };
    let (day, month) = ordered(small(first.text, 2)?, small(second.text, 2)?, order);
    Some(Parts { year: Some(year), month, day, end })
}

fn digits_after(text: &str, at: usize) -> Option<Token<'_>> {
    lex::next(text, at).filter(|run| run.kind == Kind::Digits && run.gap == Gap::None && run.text.len() <= 4)
}

fn ordered(first: u32, second: u32, order: DateOrder) -> (u32, u32) {
    match order {
        DateOrder::DayFirst => (first, second),
        DateOrder::MonthFirst => (second, first),
    }
}

fn small(digits: &str, longest: usize) -> Option<u32> {
    if digits.len() > longest { None } else { digits.parse().ok() }
}

/// The session and the start of the day words before byte `at`.
fn session_before(text: &str, at: usize, unmarked: bool) -> (Option<Session>, Option<usize>) {
    const SESSIONS: [(&str, Session); 8] = [
        ("sáng", Session::Morning),
        ("trưa", Session::Noon),
        ("chiều", Session::Afternoon),
        ("tối", Session::Evening),
        ("đêm", Session::Evening),
        ("morning", Session::Morning),
        ("afternoon", Session::Afternoon),
        ("evening", Session::Evening),
    ];
    const DAY_WORDS: [&str; 6] = ["ngày", "hôm", "mùng", "mồng", "dịp", "lễ"];
    let mut start = at;
    let mut session = None;
    let mut found = false;
    // "chiều ngày 16.1": two words at most
    for _ in 0..2 {
        let place = Place::before(text, start, unmarked);
        if let Some(word_start) = DAY_WORDS.iter().find_map(|word| place.ends(word)) {
            start = word_start;
            found = true;
        } else if let Some((word_start, named)) =
            SESSIONS.iter().find_map(|(word, session)| Some((place.ends(word)?, *session)))
        {
            start = word_start;
            session = Some(named);
            found = true;
        } else {
            break;
        }
    }
    (session, found.then_some(start))
}

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
