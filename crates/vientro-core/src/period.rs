//! Reporting periods, cut-off dates, and what must be said before two of them are compared.

use core::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::language::{Bilingual, Language};
use crate::prelude::*;

/// The kind of a period: what a reporter means by "the year".
///
/// # Source
///
/// Administrative half-year and year run from 15 December: Decree 09/2019/NĐ-CP, Article 12; the yearly report of
/// Decree 58/2022/NĐ-CP takes the same days. The budget year's reports run to 31 January of the next year:
/// Circular 23/2022/TT-BTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum PeriodKind {
    /// 15 December to 14 June.
    AdministrativeHalf,
    /// 15 December of the year before to 14 December.
    AdministrativeYear,
    /// 1 January to 31 January of the next year.
    BudgetYear,
    /// 1 January to 31 December.
    CalendarYear,
    /// Any two dates.
    Free,
    /// January to June, or July to December.
    HalfYear,
    /// A calendar month.
    Month,
    /// Three calendar months.
    Quarter,
    /// 1 January to a cut-off date.
    YearToDate,
}

/// Does the last date belong to the period?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[expect(clippy::exhaustive_enums, reason = "a day belongs or it does not")]
pub enum Ending {
    /// `[from, to]`: the last date belongs to the period.
    #[default]
    Closed,
    /// `[from, to)`: the period stops at the start of the last date.
    HalfOpen,
}

/// Why a period cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PeriodError {
    /// No day lies in the period.
    #[error("no day lies between {from} and {to}")]
    Empty {
        /// First day.
        from: NaiveDate,
        /// Last date as given.
        to: NaiveDate,
    },
    /// The kind says other dates than were given.
    #[error("{from} to {to} is not a period of kind `{}`", kind.text(Language::En))]
    Kind {
        /// First day.
        from: NaiveDate,
        /// Last date as given.
        to: NaiveDate,
        /// The kind as given.
        kind: PeriodKind,
    },
    /// No such year, half, quarter or month in the calendar.
    #[error("no such {} in the calendar: {value}", what.text(Language::En))]
    NotInCalendar {
        /// What the number names.
        what: CalendarPart,
        /// The number as given.
        value: i64,
    },
    /// A warning of periods that are equal in what it warns of.
    #[error("nothing to warn of in `{}`", warning.message().en())]
    NothingToWarnOf {
        /// The warning as given.
        warning: PeriodWarning,
    },
    /// The warnings of a comparison stand in another order, or one of them twice.
    #[error("period warnings out of order, expected length, kind, overlap, each once")]
    WarningsOutOfOrder,
}

impl PeriodError {
    /// The error as a sentence.
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::Empty { from, to }, Language::Vi) => {
                format!("từ {} đến {} không có ngày nào", date_vi(*from), date_vi(*to))
            }
            (Self::Kind { from, to, kind }, Language::Vi) => format!(
                "từ {} đến {} không phải kỳ loại `{}`",
                date_vi(*from),
                date_vi(*to),
                kind.text(language)
            ),
            (Self::NotInCalendar { what, value }, Language::Vi) => {
                format!("lịch không có {} {value}", what.text(language))
            }
            (Self::NothingToWarnOf { warning }, Language::Vi) => {
                format!("không có gì phải lưu ý trong `{}`", warning.message().vi())
            }
            (Self::WarningsOutOfOrder, Language::Vi) => {
                "các lưu ý về kỳ sai thứ tự, cần độ dài, loại, phần trùng, mỗi lưu ý một lần".to_owned()
            }
            (_, Language::En) => self.to_string(),
        }
    }
}

/// A number that names a part of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum CalendarPart {
    /// Half of a year, 1 or 2.
    Half,
    /// Month, 1 to 12.
    Month,
    /// Quarter, 1 to 4.
    Quarter,
    /// Year, of those the calendar reaches.
    Year,
}

impl CalendarPart {
    /// The part as a word.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Half, Language::Vi) => "nửa năm",
            (Self::Half, Language::En) => "half",
            (Self::Month, Language::Vi) => "tháng",
            (Self::Month, Language::En) => "month",
            (Self::Quarter, Language::Vi) => "quý",
            (Self::Quarter, Language::En) => "quarter",
            (Self::Year, Language::Vi) => "năm",
            (Self::Year, Language::En) => "year",
        }
    }
}

/// A day in a Vietnamese sentence: `05/03/2025`.
pub(crate) fn date_vi(day: NaiveDate) -> impl fmt::Display {
    day.format("%d/%m/%Y")
}

/// Days between two dates, with its kind and whether the last date counts.
///
/// ```
/// use chrono::NaiveDate;
/// use vientro_core::{Ending, Period};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).ok_or("no such day");
/// let eleven_months = Period::try_new(day(2021, 1, 1)?, day(2021, 12, 1)?, Ending::HalfOpen)?;
/// let year = Period::calendar_year(2022)?;
/// assert_eq!((eleven_months.days(), year.days()), (334, 365));
/// assert!(eleven_months.compare_with(&year).needs_warning());
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Parts", into = "Parts"))]
pub struct Period {
    from: NaiveDate,
    to: NaiveDate,
    ending: Ending,
    kind: PeriodKind,
}

impl Period {
    /// A free period from `from` to `to`.
    ///
    /// # Errors
    ///
    /// [`PeriodError::Empty`] if no day lies in it.
    pub fn try_new(from: NaiveDate, to: NaiveDate, ending: Ending) -> Result<Self, PeriodError> {
        let holds_a_day = match ending {
            Ending::Closed => from <= to,
            Ending::HalfOpen => from < to,
        };
        if holds_a_day {
            Ok(Self { from, to, ending, kind: PeriodKind::Free })
        } else {
            Err(PeriodError::Empty { from, to })
        }
    }

    /// 1 January to 31 December.
    ///
    /// # Errors
    ///
    /// [`PeriodError::NotInCalendar`] for a year outside the calendar.
    pub fn calendar_year(year: i32) -> Result<Self, PeriodError> {
        Self::closed(day(year, 1, 1)?, day(year, 12, 31)?, PeriodKind::CalendarYear)
    }

    /// 15 December of the year before to 14 December (Decree 09/2019, Article 12).
    ///
    /// # Errors
    ///
    /// [`PeriodError::NotInCalendar`] for a year outside the calendar.
    pub fn administrative_year(year: i32) -> Result<Self, PeriodError> {
        Self::closed(day(before(year)?, 12, 15)?, day(year, 12, 14)?, PeriodKind::AdministrativeYear)
    }

    /// 15 December of the year before to 14 June.
    ///
    /// # Errors
    ///
    /// [`PeriodError::NotInCalendar`] for a year outside the calendar.
    pub fn administrative_half(year: i32) -> Result<Self, PeriodError> {
        Self::closed(day(before(year)?, 12, 15)?, day(year, 6, 14)?, PeriodKind::AdministrativeHalf)
    }

    /// 1 January to 31 January of the next year (Circular 23/2022).
    ///
    /// # Errors
    ///
    /// [`PeriodError::NotInCalendar`] for a year outside the calendar.
    pub fn budget_year(year: i32) -> Result<Self, PeriodError> {
        let next = year
            .checked_add(1)
            .ok_or(PeriodError::NotInCalendar { what: CalendarPart::Year, value: year.into() })?;
        Self::closed(day(year, 1, 1)?, day(next, 1, 31)?, PeriodKind::BudgetYear)
    }

    /// The first (1) or second (2) half of a calendar year.
    ///
    /// # Errors
    ///
    /// [`PeriodError::NotInCalendar`] for another half or a year outside the calendar.
    pub fn half_year(year: i32, half: u32) -> Result<Self, PeriodError> {
        match half {
            1 => Self::closed(day(year, 1, 1)?, day(year, 6, 30)?, PeriodKind::HalfYear),
            2 => Self::closed(day(year, 7, 1)?, day(year, 12, 31)?, PeriodKind::HalfYear),
            _ => Err(PeriodError::NotInCalendar { what: CalendarPart::Half, value: half.into() }),
        }
    }

    /// Quarter 1 to 4 of a calendar year.
    ///
    /// # Errors
    ///
    /// [`PeriodError::NotInCalendar`] for another quarter or a year outside the calendar.
    pub fn quarter(year: i32, quarter: u32) -> Result<Self, PeriodError> {
        let first_month = match quarter {
            1 => 1,
            2 => 4,
            3 => 7,
            4 => 10,
            _ => {
                return Err(PeriodError::NotInCalendar {
                    what: CalendarPart::Quarter,
                    value: quarter.into(),
                });
            }
        };
        let from = day(year, first_month, 1)?;
        Self::closed(from, last_day(from, 3)?, PeriodKind::Quarter)
    }

    /// Month 1 to 12 of a year.
    ///
    /// # Errors
    ///
    /// [`PeriodError::NotInCalendar`] for another month or a year outside the calendar.
    pub fn month(year: i32, month: u32) -> Result<Self, PeriodError> {
        if !(1..=12).contains(&month) {
            return Err(PeriodError::NotInCalendar { what: CalendarPart::Month, value: month.into() });
        }
        let from = day(year, month, 1)?;
        Self::closed(from, last_day(from, 1)?, PeriodKind::Month)
    }

    /// 1 January to `to`, which counts or not by `ending`.
    ///
    /// # Errors
    ///
    /// [`PeriodError::Empty`] for 1 January with a half-open end.
    pub fn year_to_date(to: NaiveDate, ending: Ending) -> Result<Self, PeriodError> {
        let from = day(to.year(), 1, 1)?;
        Ok(Self { kind: PeriodKind::YearToDate, ..Self::try_new(from, to, ending)? })
    }

    fn closed(from: NaiveDate, to: NaiveDate, kind: PeriodKind) -> Result<Self, PeriodError> {
        Ok(Self { kind, ..Self::try_new(from, to, Ending::Closed)? })
    }

    /// First day.
    pub const fn from(&self) -> NaiveDate {
        self.from
    }

    /// Last date as given; it belongs to the period if [`Period::ending`] is closed.
    pub const fn to(&self) -> NaiveDate {
        self.to
    }

    /// Does the last date count?
    pub const fn ending(&self) -> Ending {
        self.ending
    }

    /// What kind of period it is.
    pub const fn kind(&self) -> PeriodKind {
        self.kind
    }

    /// The last day that belongs to the period.
    pub fn last(&self) -> NaiveDate {
        match self.ending {
            Ending::Closed => self.to,
            // a half-open period holds a day before its end, so there is one
            Ending::HalfOpen => self.to.checked_sub_days(Days::new(1)).unwrap_or(self.from),
        }
    }

    /// How many days belong to the period.
    pub fn days(&self) -> i64 {
        self.last().signed_duration_since(self.from).num_days().saturating_add(1)
    }

    /// Does `date` belong to the period?
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.from <= date && date <= self.last()
    }

    /// The days in both periods, as a free period.
    pub fn overlap(&self, other: &Self) -> Option<Self> {
        Self::try_new(self.from.max(other.from), self.last().min(other.last()), Ending::Closed).ok()
    }

    /// What has to be said when a figure of this period is set beside one of `other`.
    pub fn compare_with(&self, other: &Self) -> Comparability {
        let mut warnings = Vec::new();
        let (days, other_days) = (self.days(), other.days());
        // leap years differ by their 29 February and are comparable
        let leap = self.kind == other.kind && self.kind != PeriodKind::Free && days.abs_diff(other_days) <= 1;
        if days != other_days && !leap {
            warnings.push(PeriodWarning::Length { days, of: other_days });
        }
        if self.kind != other.kind {
            warnings.push(PeriodWarning::Kind { this: self.kind, other: other.kind });
        }
        if self != other
            && let Some(overlap) = self.overlap(other)
        {
            warnings.push(PeriodWarning::Overlap { days: overlap.days() });
        }
        Comparability { warnings }
    }

    /// The period as a phrase: `năm 2025`, `01/01/2021 - 01/12/2021 (không tính ngày cuối)`.
    pub fn text(&self, language: Language) -> String {
        let year = self.last().year();
        match (self.kind, language) {
            (PeriodKind::CalendarYear, Language::Vi) => format!("năm {year}"),
            (PeriodKind::CalendarYear, Language::En) => format!("the year {year}"),
            (kind, Language::Vi) => {
                let last = if self.ending == Ending::HalfOpen { " (không tính ngày cuối)" } else { "" };
                let dates =
                    format!("từ {} đến {}{last}", self.from.format("%d/%m/%Y"), self.to.format("%d/%m/%Y"));
                match kind {
                    PeriodKind::AdministrativeYear => format!("năm báo cáo {year} ({dates})"),
                    PeriodKind::AdministrativeHalf => format!("6 tháng đầu năm báo cáo {year} ({dates})"),
                    PeriodKind::BudgetYear => format!("năm ngân sách {} ({dates})", self.from.year()),
                    _ => dates,
                }
            }
            (kind, Language::En) => {
                let last = if self.ending == Ending::HalfOpen { " (last day not counted)" } else { "" };
                let dates =
                    format!("{} to {}{last}", self.from.format("%-d %B %Y"), self.to.format("%-d %B %Y"));
                match kind {
                    PeriodKind::AdministrativeYear => format!("the administrative year {year} ({dates})"),
                    PeriodKind::AdministrativeHalf => {
                        format!("the administrative half-year {year} ({dates})")
                    }
                    PeriodKind::BudgetYear => format!("the budget year {} ({dates})", self.from.year()),
                    _ => dates,
                }
            }
        }
    }
}

impl fmt::Display for Period {
    /// ISO 8601 dates with brackets that say whether the last date counts: `[2021-01-01, 2021-12-01)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let close = match self.ending {
            Ending::Closed => ']',
            Ending::HalfOpen => ')',
        };
        write!(f, "[{}, {}{close}", self.from, self.to)
    }
}

fn before(year: i32) -> Result<i32, PeriodError> {
    year.checked_sub(1).ok_or(PeriodError::NotInCalendar { what: CalendarPart::Year, value: year.into() })
}

fn day(year: i32, month: u32, day: u32) -> Result<NaiveDate, PeriodError> {
    NaiveDate::from_ymd_opt(year, month, day)
        .ok_or(PeriodError::NotInCalendar { what: CalendarPart::Year, value: year.into() })
}

/// The last day of the `months` months that begin on `from`, a first of a month.
fn last_day(from: NaiveDate, months: u32) -> Result<NaiveDate, PeriodError> {
    // not the day before the next month: the calendar ends with a December
    from.checked_add_months(Months::new(months.saturating_sub(1)))
        .and_then(|last| last.with_day(last.num_days_in_month().into()))
        .ok_or(PeriodError::NotInCalendar { what: CalendarPart::Year, value: from.year().into() })
}

/// When a figure holds: on a day (a stock) or during a period (a flow).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[expect(clippy::exhaustive_enums, reason = "a figure is a stock or a flow")]
pub enum When {
    /// A stock: as of this date.
    AsOf(NaiveDate),
    /// A flow: during this period.
    During(Period),
}

/// One thing that makes two periods unequal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum PeriodWarning {
    /// The periods are of different kinds.
    Kind {
        /// Kind of the period asked about.
        this: PeriodKind,
        /// Kind of the other.
        other: PeriodKind,
    },
    /// The periods differ in length.
    Length {
        /// Days of the period asked about.
        days: i64,
        /// Days of the other.
        of: i64,
    },
    /// Some days lie in both.
    Overlap {
        /// How many.
        days: i64,
    },
}

impl PeriodWarning {
    /// The warning as a sentence in both languages.
    pub fn message(&self) -> Bilingual {
        match self {
            Self::Kind { this, other } => Bilingual::new(
                format!("hai kỳ khác loại ({} và {})", this.text(Language::Vi), other.text(Language::Vi)),
                format!(
                    "the periods are of different kinds ({} and {})",
                    this.text(Language::En),
                    other.text(Language::En)
                ),
            ),
            Self::Length { days, of } => Bilingual::new(
                format!("hai kỳ dài khác nhau: {days} so với {of} ngày"),
                format!("{days} of {of} days"),
            ),
            Self::Overlap { days } => Bilingual::new(
                format!("hai kỳ trùng nhau {days} ngày"),
                format!("the periods share {days} days"),
            ),
        }
    }
}

impl PeriodKind {
    /// The kind as a phrase.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::AdministrativeHalf, Language::Vi) => "nửa năm báo cáo hành chính",
            (Self::AdministrativeHalf, Language::En) => "administrative half-year",
            (Self::AdministrativeYear, Language::Vi) => "năm báo cáo hành chính",
            (Self::AdministrativeYear, Language::En) => "administrative year",
            (Self::BudgetYear, Language::Vi) => "năm ngân sách",
            (Self::BudgetYear, Language::En) => "budget year",
            (Self::CalendarYear, Language::Vi) => "năm dương lịch",
            (Self::CalendarYear, Language::En) => "calendar year",
            (Self::Free, Language::Vi) => "khoảng thời gian tự chọn",
            (Self::Free, Language::En) => "free period",
            (Self::HalfYear, Language::Vi) => "nửa năm dương lịch",
            (Self::HalfYear, Language::En) => "calendar half-year",
            (Self::Month, Language::Vi) => "tháng",
            (Self::Month, Language::En) => "month",
            (Self::Quarter, Language::Vi) => "quý",
            (Self::Quarter, Language::En) => "quarter",
            (Self::YearToDate, Language::Vi) => "lũy kế từ đầu năm",
            (Self::YearToDate, Language::En) => "year to date",
        }
    }
}

/// Whether figures of two periods may stand side by side as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "ComparabilityParts"))]
pub struct Comparability {
    warnings: Vec<PeriodWarning>,
}

impl Comparability {
    /// True if something has to be said beside the comparison.
    pub fn needs_warning(&self) -> bool {
        !self.warnings.is_empty()
    }

    /// What has to be said: length, kind, overlap, in this order.
    pub fn warnings(&self) -> &[PeriodWarning] {
        &self.warnings
    }
}

/// The serialised form of a comparability.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ComparabilityParts {
    warnings: Vec<PeriodWarning>,
}

#[cfg(feature = "serde")]
impl TryFrom<ComparabilityParts> for Comparability {
    type Error = PeriodError;

    /// Each warning once, in the order they are given, and each of something unequal or shared.
    fn try_from(parts: ComparabilityParts) -> Result<Self, PeriodError> {
        let rank = |warning: &PeriodWarning| match warning {
            PeriodWarning::Length { .. } => 0,
            PeriodWarning::Kind { .. } => 1,
            PeriodWarning::Overlap { .. } => 2,
        };
        let ordered = parts.warnings.is_sorted_by(|a, b| rank(a) < rank(b));
        if !ordered {
            return Err(PeriodError::WarningsOutOfOrder);
        }
        let says_nothing = |warning: &&PeriodWarning| match **warning {
            PeriodWarning::Kind { this, other } => this == other,
            PeriodWarning::Length { days, of } => days == of,
            PeriodWarning::Overlap { days } => days < 1,
        };
        match parts.warnings.iter().find(says_nothing) {
            Some(warning) => Err(PeriodError::NothingToWarnOf { warning: *warning }),
            None => Ok(Self { warnings: parts.warnings }),
        }
    }
}

/// The serialised form of a period.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Parts {
    from: NaiveDate,
    to: NaiveDate,
    #[serde(default)]
    ending: Ending,
    kind: PeriodKind,
}

#[cfg(feature = "serde")]
impl From<Period> for Parts {
    fn from(period: Period) -> Self {
        Self { from: period.from, to: period.to, ending: period.ending, kind: period.kind }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Parts> for Period {
    type Error = PeriodError;

    /// A kind that names its dates is taken only with those dates.
    fn try_from(parts: Parts) -> Result<Self, PeriodError> {
        let Parts { from, to, ending, kind } = parts;
        let year = to.year();
        let named = match kind {
            PeriodKind::AdministrativeHalf => Self::administrative_half(year)?,
            PeriodKind::AdministrativeYear => Self::administrative_year(year)?,
            PeriodKind::BudgetYear => Self::budget_year(from.year())?,
            PeriodKind::CalendarYear => Self::calendar_year(year)?,
            PeriodKind::HalfYear => Self::half_year(year, if from.month() == 1 { 1 } else { 2 })?,
            PeriodKind::Month => Self::month(from.year(), from.month())?,
            PeriodKind::Quarter => Self::quarter(from.year(), from.month0().div_euclid(3).saturating_add(1))?,
            PeriodKind::YearToDate => Self::year_to_date(to, ending)?,
            PeriodKind::Free => Self::try_new(from, to, ending)?,
        };
        if (named.from, named.to, named.ending) == (from, to, ending) {
            Ok(named)
        } else {
            Err(PeriodError::Kind { from, to, kind })
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn named_periods_have_their_days() {
        let spans = [
            (Period::calendar_year(2024), "[2024-01-01, 2024-12-31]", 366),
            (Period::administrative_year(2025), "[2024-12-15, 2025-12-14]", 365),
            (Period::administrative_half(2025), "[2024-12-15, 2025-06-14]", 182),
            (Period::budget_year(2025), "[2025-01-01, 2026-01-31]", 396),
            (Period::half_year(2025, 2), "[2025-07-01, 2025-12-31]", 184),
            (Period::quarter(2025, 4), "[2025-10-01, 2025-12-31]", 92),
            (Period::month(2024, 2), "[2024-02-01, 2024-02-29]", 29),
        ];
        for (period, text, days) in spans {
            let period = period.unwrap();
            assert_eq!((period.to_string().as_str(), period.days()), (text, days));
        }
        assert!(Period::quarter(2025, 5).is_err());
        assert!(Period::month(2025, 13).is_err());
        assert!(Period::half_year(2025, 0).is_err());
    }

    #[test]
    fn the_last_day_counts_or_not() {
        let (from, to) = (date(2021, 1, 1), date(2021, 12, 1));
        let closed = Period::try_new(from, to, Ending::Closed).unwrap();
        let half_open = Period::try_new(from, to, Ending::HalfOpen).unwrap();
        assert_eq!((closed.days(), half_open.days()), (335, 334));
        assert!(closed.contains(to) && !half_open.contains(to));
        assert!(Period::try_new(from, from, Ending::HalfOpen).is_err());
    }

    #[test]
    fn leap_years_compare_without_a_warning() {
        let (leap, common) = (Period::calendar_year(2024).unwrap(), Period::calendar_year(2025).unwrap());
        assert!(!common.compare_with(&leap).needs_warning());
        let administrative = Period::administrative_year(2025).unwrap();
        let warnings = administrative.compare_with(&common);
        assert_eq!(
            warnings.warnings(),
            [
                PeriodWarning::Kind { this: PeriodKind::AdministrativeYear, other: PeriodKind::CalendarYear },
                PeriodWarning::Overlap { days: 348 },
            ]
        );
    }

    #[test]
    fn errors_speak_both_languages() {
        let (from, to) = (date(2025, 3, 5), date(2025, 3, 4));
        let kind = PeriodError::Kind { from, to, kind: PeriodKind::Quarter };
        assert_eq!(kind.to_string(), "2025-03-05 to 2025-03-04 is not a period of kind `quarter`");
        for (error, vi) in [
            (
                Period::try_new(from, to, Ending::Closed).unwrap_err(),
                "từ 05/03/2025 đến 04/03/2025 không có ngày nào",
            ),
            (kind, "từ 05/03/2025 đến 04/03/2025 không phải kỳ loại `quý`"),
            (Period::half_year(2025, 3).unwrap_err(), "lịch không có nửa năm 3"),
            (Period::month(2025, 13).unwrap_err(), "lịch không có tháng 13"),
            (Period::month(300_000, 1).unwrap_err(), "lịch không có năm 300000"),
            (Period::quarter(2025, 0).unwrap_err(), "lịch không có quý 0"),
        ] {
            assert_eq!(error.text(Language::Vi), vi);
            assert_eq!(error.text(Language::En), error.to_string());
        }
    }

    #[test]
    fn years_at_the_ends_of_the_calendar_are_refused() {
        for year in [i32::MIN, i32::MAX, -300_000, 300_000] {
            assert!(Period::calendar_year(year).is_err());
            assert!(Period::administrative_year(year).is_err());
            assert!(Period::administrative_half(year).is_err());
            assert!(Period::budget_year(year).is_err());
            assert!(Period::quarter(year, 4).is_err());
            assert!(Period::half_year(year, 2).is_err());
        }
        let last = NaiveDate::MAX.year();
        assert!(Period::calendar_year(last).is_ok());
        assert!(Period::budget_year(last).is_err());
        assert!(Period::month(last, 12).is_ok());
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_refuses_a_kind_with_other_dates() {
        let year = Period::calendar_year(2025).unwrap();
        let text = serde_json::to_string(&year).unwrap();
        assert_eq!(serde_json::from_str::<Period>(&text).unwrap(), year);
        let wrong = text.replace("2025-12-31", "2025-12-30");
        assert!(serde_json::from_str::<Period>(&wrong).is_err());
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_refuses_warnings_of_nothing() {
        let calendar = Period::calendar_year(2025).unwrap();
        let two = calendar.compare_with(&Period::half_year(2025, 1).unwrap());
        assert_eq!(two.warnings().len(), 3);
        for value in [two.clone(), calendar.compare_with(&calendar)] {
            let text = serde_json::to_string(&value).unwrap();
            assert_eq!(serde_json::from_str::<Comparability>(&text).unwrap(), value, "{text}");
        }
        let text = serde_json::to_string(&two).unwrap();
        let equal = text.replace(r#""of":181"#, r#""of":365"#);
        assert_ne!(equal, text);
        for (tampered, words) in [
            (equal.as_str(), "nothing to warn of"),
            (r#"{"warnings":[{"overlap":{"days":0}}]}"#, "nothing to warn of"),
            (r#"{"warnings":[{"overlap":{"days":1}},{"length":{"days":1,"of":2}}]}"#, "out of order"),
            (r#"{"warnings":[{"overlap":{"days":1}},{"overlap":{"days":1}}]}"#, "out of order"),
        ] {
            let error = serde_json::from_str::<Comparability>(tampered).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
    }

    proptest! {
        #[test]
        fn overlap_is_symmetric_and_inside_both(a in 0u64..3000, b in 0u64..800, c in 0u64..3000, d in 0u64..800) {
            let start = date(2019, 1, 1);
            let period = |from: u64, length: u64| {
                let from = start + Days::new(from);
                Period::try_new(from, from + Days::new(length), Ending::Closed).unwrap()
            };
            let (left, right) = (period(a, b), period(c, d));
            prop_assert_eq!(left.overlap(&right), right.overlap(&left));
            let shared = (0..=800u64).filter(|n| {
                let day = left.from() + Days::new(*n);
                left.contains(day) && right.contains(day)
            }).count();
            prop_assert_eq!(left.overlap(&right).map_or(0, |p| p.days()), i64::try_from(shared).unwrap());
        }
    }
}
