//! Reporting duties: who reports what to whom by which day.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use vientro_core::{Bilingual, Language, Period, PeriodKind};

use super::{Citation, RuleSource, Sureness};
use crate::ModelError;

coded! {
    /// What is reported.
    #[non_exhaustive]
    Duty "reporting duty" {
        /// Aid received, its progress and disbursement.
        Aid = "aid", "tình hình tiếp nhận và thực hiện viện trợ", "aid received and carried out";
        /// Settlement of aid that is no state-budget revenue.
        AidSettlement = "aid-settlement", "quyết toán viện trợ không thuộc ngân sách nhà nước", "settlement of aid outside the state budget";
        /// Files of aid in kind and direct aid for late entry into the budget.
        BudgetEntry = "budget-entry", "hồ sơ ghi thu, ghi chi", "files for budget entry";
        /// The end of an aid item.
        Closing = "closing", "báo cáo kết thúc khoản viện trợ", "closing report of an item";
        /// Finances of aid that is state-budget revenue.
        Finance = "finance", "báo cáo tài chính viện trợ thuộc ngân sách nhà nước", "finances of aid that is budget revenue";
        /// Foreign NGOs and their work.
        Fngo = "fngo", "hoạt động của tổ chức phi chính phủ nước ngoài", "foreign NGOs and their work";
        /// Emergency aid after a disaster.
        Relief = "relief", "sử dụng viện trợ khẩn cấp", "use of emergency aid";
        /// The work of a Union.
        UnionReview = "union-review", "tổng kết công tác của Liên hiệp", "review of a Union's work";
    }
}

coded! {
    /// Who reports.
    #[non_exhaustive]
    Reporter "reporter" {
        /// Chủ khoản viện trợ.
        AidOwner = "aid-owner", "chủ khoản viện trợ", "aid owner";
        /// The commercial bank of an aid account.
        Bank = "bank", "ngân hàng thương mại", "commercial bank";
        /// The Committee for Foreign NGO Affairs.
        Comingo = "comingo", "Ủy ban công tác về các tổ chức phi chính phủ nước ngoài", "Committee for Foreign NGO Affairs";
        /// Sở Tài chính.
        FinanceDepartment = "finance-department", "Sở Tài chính", "Department of Finance";
        /// Bộ Tài chính.
        FinanceMinistry = "finance-ministry", "Bộ Tài chính", "Ministry of Finance";
        /// Bộ Ngoại giao.
        ForeignMinistry = "foreign-ministry", "Bộ Ngoại giao", "Ministry of Foreign Affairs";
        /// A foreign non-governmental organisation.
        ForeignNgo = "foreign-ngo", "tổ chức phi chính phủ nước ngoài", "foreign NGO";
        /// Bộ Nội vụ.
        HomeMinistry = "home-ministry", "Bộ Nội vụ", "Ministry of Home Affairs";
        /// Cơ quan chủ quản; for a province its People's Committee.
        ManagingAgency = "managing-agency", "cơ quan chủ quản", "managing agency";
        /// A ministry or a body of its rank.
        Ministry = "ministry", "bộ, cơ quan ngang bộ", "ministry";
        /// Ban quản lý.
        ProjectBoard = "project-board", "ban quản lý", "project board";
        /// The People's Committee of a province or city.
        Province = "province", "ủy ban nhân dân cấp tỉnh", "provincial People's Committee";
        /// Kho bạc Nhà nước.
        StateTreasury = "state-treasury", "Kho bạc Nhà nước", "State Treasury";
        /// A Union of Friendship Organisations.
        Union = "union", "Liên hiệp các tổ chức hữu nghị", "Union of Friendship Organisations";
        /// The unit that uses emergency aid.
        UserUnit = "user-unit", "đơn vị sử dụng viện trợ", "unit that uses the aid";
    }
}

/// What kind of period a report is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Span {
    AdministrativeYear,
    /// Any period: what counts is its last day.
    Any,
    BudgetYear,
    CalendarYear,
    FirstHalf,
    Month,
    SecondHalf,
}

impl Span {
    const fn kind(self) -> PeriodKind {
        match self {
            Self::AdministrativeYear => PeriodKind::AdministrativeYear,
            Self::Any => PeriodKind::Free,
            Self::BudgetYear => PeriodKind::BudgetYear,
            Self::CalendarYear => PeriodKind::CalendarYear,
            Self::FirstHalf | Self::SecondHalf => PeriodKind::HalfYear,
            Self::Month => PeriodKind::Month,
        }
    }

    fn takes(self, period: &Period) -> bool {
        match self {
            Self::Any => true,
            Self::FirstHalf => period.kind() == self.kind() && period.from().month() == 1,
            Self::SecondHalf => period.kind() == self.kind() && period.from().month() == 7,
            _ => period.kind() == self.kind(),
        }
    }

    const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::AdministrativeYear, Language::Vi) => "năm báo cáo, từ 15/12 năm trước đến 14/12",
            (Self::AdministrativeYear, Language::En) => "the year from 15 December to 14 December",
            (Self::Any, Language::Vi) => "kỳ bất kỳ",
            (Self::Any, Language::En) => "any period",
            (Self::BudgetYear, Language::Vi) => "năm ngân sách, từ 01/01 đến 31/01 năm sau",
            (Self::BudgetYear, Language::En) => "the budget year to 31 January of the next year",
            (Self::CalendarYear, Language::Vi) => "năm dương lịch",
            (Self::CalendarYear, Language::En) => "the calendar year",
            (Self::FirstHalf, Language::Vi) => "6 tháng đầu năm",
            (Self::FirstHalf, Language::En) => "the first half-year",
            (Self::Month, Language::Vi) => "tháng",
            (Self::Month, Language::En) => "a month",
            (Self::SecondHalf, Language::Vi) => "6 tháng cuối năm",
            (Self::SecondHalf, Language::En) => "the second half-year",
        }
    }
}

/// The last day of a report, counted from the last day of its period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deadline {
    /// A day of the month after.
    DayOfNextMonth(u32),
    /// A day of the year: years after the last day of the period, month, day.
    DayOfYear(i32, u32, u32),
    /// Months after.
    Months(u32),
    /// No day stands in the instrument.
    NotStated,
    /// Working days after.
    WorkingDays(u32),
}

struct Row {
    duty: Duty,
    who: Reporter,
    whom: (&'static str, &'static str),
    span: Span,
    deadline: Deadline,
    citation: Citation,
    /// The first day of the periods it holds for, where the instrument does not say.
    since: Option<NaiveDate>,
}

const fn row(
    duty: Duty,
    who: Reporter,
    whom: (&'static str, &'static str),
    span: Span,
    deadline: Deadline,
    citation: Citation,
) -> Row {
    Row { duty, who, whom, span, deadline, citation, since: None }
}

const AGENCY: (&str, &str) = ("cơ quan chủ quản", "managing agency");
const AGENCY_SETS: (&str, &str) =
    ("thời hạn do cơ quan chủ quản quy định", "the day is set by the managing agency");
const FINANCE: (&str, &str) = ("Bộ Tài chính hoặc Sở Tài chính", "Ministry or Department of Finance");
const MINISTRY: (&str, &str) = ("Bộ Tài chính", "Ministry of Finance");
const OWNER: (&str, &str) = ("chủ khoản viện trợ", "aid owner");
const PLANNING: (&str, &str) = (
    "Bộ Kế hoạch và Đầu tư (nay là Bộ Tài chính), Bộ Tài chính và cơ quan liên quan",
    "Ministry of Planning and Investment (now Finance), Ministry of Finance and others",
);
const PRIME_MINISTER: (&str, &str) = ("Thủ tướng Chính phủ", "Prime Minister");
const FOREIGN: (&str, &str) = (
    "Bộ Ngoại giao, Ủy ban công tác về các tổ chức phi chính phủ nước ngoài",
    "Foreign Ministry, Committee for Foreign NGO Affairs",
);

const fn of_80(place: &'static str) -> Citation {
    Citation::new("80/2020/NĐ-CP", place, Sureness::A)
}

const fn of_23(place: &'static str) -> Citation {
    Citation::new("23/2022/TT-BTC", place, Sureness::A)
}

const fn of_58(place: &'static str) -> Citation {
    Citation::new("58/2022/NĐ-CP", place, Sureness::A)
}

const fn practice() -> Citation {
    Citation::new("", "", Sureness::D).noting(
        "theo thực tế các hội nghị tổng kết tháng 12/2025, chưa đọc văn bản nào quy định",
        "practice seen in the reviews of December 2025; no instrument read",
    )
}

#[rustfmt::skip]
static ROWS: &[Row] = &[
    row(Duty::Aid, Reporter::ProjectBoard, OWNER, Span::FirstHalf, Deadline::NotStated, of_80("").noting(AGENCY_SETS.0, AGENCY_SETS.1)),
    row(Duty::Aid, Reporter::ProjectBoard, OWNER, Span::CalendarYear, Deadline::NotStated, of_80("").noting(AGENCY_SETS.0, AGENCY_SETS.1)),
    row(Duty::Aid, Reporter::AidOwner, AGENCY, Span::FirstHalf, Deadline::NotStated, of_80("14(4)").noting(AGENCY_SETS.0, AGENCY_SETS.1)),
    row(Duty::Aid, Reporter::AidOwner, AGENCY, Span::CalendarYear, Deadline::NotStated, of_80("14(4)").noting(AGENCY_SETS.0, AGENCY_SETS.1)),
    row(Duty::Aid, Reporter::ManagingAgency, PLANNING, Span::CalendarYear, Deadline::DayOfYear(1, 1, 15), of_80("13(9)")),
    row(Duty::Aid, Reporter::HomeMinistry, PLANNING, Span::CalendarYear, Deadline::NotStated, of_80("")),
    row(Duty::Aid, Reporter::FinanceMinistry, PRIME_MINISTER, Span::CalendarYear, Deadline::NotStated, of_80("").noting("nhiệm vụ của Bộ Kế hoạch và Đầu tư, nay là Bộ Tài chính", "the duty of Planning and Investment, now Finance")),
    row(Duty::AidSettlement, Reporter::ManagingAgency, FINANCE, Span::CalendarYear, Deadline::DayOfYear(1, 6, 30), of_80("23(9)").noting("viện trợ không thuộc nguồn thu ngân sách nhà nước; cơ quan nhận là suy luận", "aid that is no budget revenue; the receiver is inferred")),
    Row {
        duty: Duty::BudgetEntry,
        who: Reporter::ManagingAgency,
        whom: ("Kho bạc Nhà nước", "State Treasury"),
        span: Span::CalendarYear,
        deadline: Deadline::DayOfYear(1, 1, 30),
        citation: Citation::new("26/2026/TT-BTC", "", Sureness::A).noting("năm đầu áp dụng là suy luận", "the first year it holds for is inferred"),
        since: NaiveDate::from_ymd_opt(2025, 1, 1),
    },
    row(Duty::Closing, Reporter::AidOwner, AGENCY, Span::Any, Deadline::Months(6), of_80("18")),
    row(Duty::Closing, Reporter::ManagingAgency, PLANNING, Span::Any, Deadline::Months(6), of_80("18")),
    row(Duty::Finance, Reporter::ManagingAgency, FINANCE, Span::Month, Deadline::DayOfNextMonth(10), of_23("Phụ lục 1")),
    row(Duty::Finance, Reporter::ManagingAgency, FINANCE, Span::FirstHalf, Deadline::DayOfYear(0, 7, 31), of_23("Phụ lục 1")),
    row(Duty::Finance, Reporter::ManagingAgency, FINANCE, Span::SecondHalf, Deadline::DayOfYear(1, 2, 15), of_23("Phụ lục 1")),
    row(Duty::Finance, Reporter::ManagingAgency, FINANCE, Span::BudgetYear, Deadline::DayOfYear(0, 2, 28), of_23("Phụ lục 1")),
    row(Duty::Finance, Reporter::FinanceDepartment, MINISTRY, Span::FirstHalf, Deadline::DayOfYear(0, 8, 10), of_23("Phụ lục 2")),
    row(Duty::Finance, Reporter::FinanceDepartment, MINISTRY, Span::SecondHalf, Deadline::DayOfYear(1, 2, 15), of_23("Phụ lục 2")),
    row(Duty::Finance, Reporter::FinanceDepartment, MINISTRY, Span::BudgetYear, Deadline::DayOfYear(0, 3, 10), of_23("Phụ lục 2")),
    row(Duty::Finance, Reporter::StateTreasury, FINANCE, Span::Month, Deadline::DayOfNextMonth(5), of_23("")),
    row(Duty::Finance, Reporter::StateTreasury, FINANCE, Span::FirstHalf, Deadline::DayOfYear(0, 7, 15), of_23("")),
    row(Duty::Finance, Reporter::StateTreasury, FINANCE, Span::SecondHalf, Deadline::DayOfYear(1, 2, 15), of_23("")),
    row(Duty::Finance, Reporter::StateTreasury, FINANCE, Span::BudgetYear, Deadline::DayOfYear(0, 2, 28), of_23("")),
    row(Duty::Finance, Reporter::Bank, FINANCE, Span::Month, Deadline::DayOfNextMonth(5), of_23("Phụ lục 3")),
    row(Duty::Fngo, Reporter::Ministry, FOREIGN, Span::AdministrativeYear, Deadline::DayOfYear(0, 12, 18), of_58("Mẫu 04")),
    row(Duty::Fngo, Reporter::Province, FOREIGN, Span::AdministrativeYear, Deadline::DayOfYear(0, 12, 18), of_58("Mẫu 04")),
    row(Duty::Fngo, Reporter::ForeignNgo, ("Bộ Ngoại giao, Bộ Tài chính, bộ chuyên ngành, Ủy ban công tác về các tổ chức phi chính phủ nước ngoài", "Foreign Ministry, Finance, line ministry, Committee for Foreign NGO Affairs"), Span::AdministrativeYear, Deadline::DayOfYear(0, 12, 18), of_58("Mẫu 05")),
    row(Duty::Fngo, Reporter::ForeignMinistry, PRIME_MINISTER, Span::AdministrativeYear, Deadline::DayOfYear(0, 12, 25), of_58("Mẫu 06")),
    row(Duty::Fngo, Reporter::Comingo, PRIME_MINISTER, Span::AdministrativeYear, Deadline::DayOfYear(0, 12, 25), of_58("Mẫu 07")),
    row(Duty::Relief, Reporter::UserUnit, OWNER, Span::Any, Deadline::WorkingDays(5), Citation::new("50/2020/NĐ-CP", "", Sureness::A).noting("tính từ ngày hoàn thành", "from the day of completion")),
    row(Duty::Relief, Reporter::AidOwner, AGENCY, Span::Any, Deadline::WorkingDays(5), Citation::new("50/2020/NĐ-CP", "", Sureness::A)),
    row(Duty::Relief, Reporter::ManagingAgency, ("các bộ", "ministries"), Span::Any, Deadline::WorkingDays(3), Citation::new("50/2020/NĐ-CP", "", Sureness::A).noting("tính từ ngày quyết định tiếp nhận và phân bổ", "from the decision that receives and allocates")),
    row(Duty::UnionReview, Reporter::Union, ("cơ quan nhận báo cáo của Liên hiệp", "the Union's receiving bodies"), Span::AdministrativeYear, Deadline::DayOfYear(0, 12, 14), practice()),
    row(Duty::UnionReview, Reporter::Union, ("cơ quan nhận báo cáo của Liên hiệp", "the Union's receiving bodies"), Span::CalendarYear, Deadline::DayOfYear(0, 12, 31), practice()),
];

/// What is owed for one period, with the row it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Due {
    duty: Duty,
    who: Reporter,
    whom: Bilingual,
    period: Period,
    on: Option<NaiveDate>,
    counts_working_days: bool,
    source: RuleSource,
}

impl Due {
    /// What is reported.
    pub const fn duty(&self) -> Duty {
        self.duty
    }

    /// Who reports.
    pub const fn who(&self) -> Reporter {
        self.who
    }

    /// To whom.
    pub const fn whom(&self) -> &Bilingual {
        &self.whom
    }

    /// The period its figures are of.
    pub const fn period(&self) -> &Period {
        &self.period
    }

    /// The last day; `None` where the instrument names none and [`Due::source`] says who does.
    pub const fn on(&self) -> Option<NaiveDate> {
        self.on
    }

    /// Is the day counted in working days? Public holidays are in no table here; each moves the day on by one.
    pub const fn counts_working_days(&self) -> bool {
        self.counts_working_days
    }

    /// The source of the row.
    pub const fn source(&self) -> &RuleSource {
        &self.source
    }

    /// By how many days a report sent on `sent` is late; 0 if it is on time, `None` where no day is named.
    pub fn days_late(&self, sent: NaiveDate) -> Option<i64> {
        Some(sent.signed_duration_since(self.on?).num_days().max(0))
    }
}

/// When the report `what` of `who` for `period` is due, with the row that says so.
///
/// # Errors
///
/// [`ModelError::NoRule`] says what the table has: who owes such a report, of which kind of period, since when.
///
/// # Examples
///
/// ```
/// use vientro_core::{Language, Period};
/// use vientro_model::{Duty, Reporter, due};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let form = due(Duty::Fngo, Reporter::ForeignNgo, &Period::administrative_year(2025)?)?;
/// assert_eq!(form.on().map(|day| day.to_string()).as_deref(), Some("2025-12-18"));
/// assert_eq!(form.source().text(Language::En), "Decree 58/2022/NĐ-CP, Mẫu 05");
/// // its year does not end on 31 December
/// let refused = due(Duty::Fngo, Reporter::ForeignNgo, &Period::calendar_year(2025)?).unwrap_err();
/// assert_eq!(
///     refused.to_string(),
///     "no rule for the report `fngo` of `foreign-ngo`, the year 2025; the table has the year from 15 December to 14 December"
/// );
/// # Ok(()) }
/// ```
pub fn due(what: Duty, who: Reporter, period: &Period) -> Result<Due, ModelError> {
    let last = period.last();
    let found = rows_of(what, who).filter(|row| row.span.takes(period)).find_map(|row| {
        let source = row.citation.on(last)?;
        row.since.is_none_or(|since| since <= period.from()).then_some((row, source))
    });
    let (row, source) = found.ok_or_else(|| no_rule(what, who, period))?;
    Ok(Due {
        duty: what,
        who,
        whom: Bilingual::new(row.whom.0, row.whom.1),
        period: *period,
        on: row.deadline.after(last),
        counts_working_days: matches!(row.deadline, Deadline::WorkingDays(_)),
        source,
    })
}

/// What `who` owes for periods that end as `period` does, one row a duty.
///
/// ```
/// use vientro_core::Period;
/// use vientro_model::{Reporter, duties};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let owed = duties(Reporter::ManagingAgency, &Period::calendar_year(2025)?);
/// let days: Vec<String> = owed.iter().filter_map(|due| Some(format!("{} {}", due.duty(), due.on()?))).collect();
/// assert!(days.contains(&"aid 2026-01-15".to_owned()) && days.contains(&"aid-settlement 2026-06-30".to_owned()));
/// # Ok(()) }
/// ```
pub fn duties(who: Reporter, period: &Period) -> Vec<Due> {
    Duty::ALL.iter().filter_map(|what| due(*what, who, period).ok()).collect()
}

fn rows_of(what: Duty, who: Reporter) -> impl Iterator<Item = &'static Row> {
    ROWS.iter().filter(move |row| row.duty == what && row.who == who)
}

fn no_rule(what: Duty, who: Reporter, period: &Period) -> ModelError {
    let known = |language: Language| {
        let mut parts: Vec<String> = Vec::new();
        let rows: Vec<&Row> = rows_of(what, who).collect();
        for row in &rows {
            let first = row.since.or(row.citation.days().from());
            let since = first.filter(|_| row.span.takes(period)).map(|first| match language {
                Language::Vi => format!(", áp dụng từ {}", crate::error::date_vi(first)),
                Language::En => format!(" since {first}"),
            });
            parts.push(format!("{}{}", row.span.text(language), since.unwrap_or_default()));
        }
        if !rows.is_empty() {
            return parts.join("; ");
        }
        for row in ROWS.iter().filter(|row| row.duty == what) {
            parts.push(format!("`{}`", row.who));
        }
        parts.dedup();
        let reporters = parts.join(", ");
        match language {
            Language::Vi => format!("báo cáo này của {reporters}"),
            Language::En => format!("that report of {reporters}"),
        }
    };
    ModelError::NoRule {
        question: Bilingual::new(
            format!("báo cáo `{what}` của `{who}`, {}", period.text(Language::Vi)),
            format!("the report `{what}` of `{who}`, {}", period.text(Language::En)),
        ),
        known: Bilingual::new(known(Language::Vi), known(Language::En)),
    }
}

impl Deadline {
    /// The last day, counted from `end`; `None` where none is named or the calendar ends.
    fn after(self, end: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::DayOfNextMonth(day) => end.checked_add_months(Months::new(1))?.with_day(day),
            Self::DayOfYear(years, month, day) => {
                NaiveDate::from_ymd_opt(end.year().checked_add(years)?, month, day)
            }
            Self::Months(months) => end.checked_add_months(Months::new(months)),
            Self::NotStated => None,
            Self::WorkingDays(days) => {
                let mut day = end;
                let mut left = days;
                while left > 0 {
                    day = day.checked_add_days(Days::new(1))?;
                    if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
                        left = left.saturating_sub(1);
                    }
                }
                Some(day)
            }
        }
    }
}

#[cfg(test)]
pub(super) fn citations() -> impl Iterator<Item = Citation> {
    ROWS.iter().map(|row| row.citation)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn each_report_of_2025_has_its_day() {
        let (calendar, half) =
            (Period::calendar_year(2025).unwrap(), |half| Period::half_year(2025, half).unwrap());
        let form = Period::administrative_year(2025).unwrap();
        let budget = Period::budget_year(2025).unwrap();
        let november = Period::month(2025, 11).unwrap();
        for (what, who, period, day) in [
            (Duty::Aid, Reporter::ManagingAgency, calendar, on(2026, 1, 15)),
            (Duty::AidSettlement, Reporter::ManagingAgency, calendar, on(2026, 6, 30)),
            (Duty::BudgetEntry, Reporter::ManagingAgency, calendar, on(2026, 1, 30)),
            (Duty::Fngo, Reporter::Ministry, form, on(2025, 12, 18)),
            (Duty::Fngo, Reporter::Province, form, on(2025, 12, 18)),
            (Duty::Fngo, Reporter::ForeignNgo, form, on(2025, 12, 18)),
            (Duty::Fngo, Reporter::ForeignMinistry, form, on(2025, 12, 25)),
            (Duty::Fngo, Reporter::Comingo, form, on(2025, 12, 25)),
            (Duty::Finance, Reporter::ManagingAgency, november, on(2025, 12, 10)),
            (Duty::Finance, Reporter::ManagingAgency, half(1), on(2025, 7, 31)),
            (Duty::Finance, Reporter::ManagingAgency, half(2), on(2026, 2, 15)),
            (Duty::Finance, Reporter::ManagingAgency, budget, on(2026, 2, 28)),
            (Duty::Finance, Reporter::FinanceDepartment, half(1), on(2025, 8, 10)),
            (Duty::Finance, Reporter::FinanceDepartment, half(2), on(2026, 2, 15)),
            (Duty::Finance, Reporter::FinanceDepartment, budget, on(2026, 3, 10)),
            (Duty::Finance, Reporter::StateTreasury, november, on(2025, 12, 5)),
            (Duty::Finance, Reporter::StateTreasury, half(1), on(2025, 7, 15)),
            (Duty::Finance, Reporter::StateTreasury, half(2), on(2026, 2, 15)),
            (Duty::Finance, Reporter::StateTreasury, budget, on(2026, 2, 28)),
            (Duty::Finance, Reporter::Bank, november, on(2025, 12, 5)),
            (Duty::Closing, Reporter::AidOwner, half(1), on(2025, 12, 30)),
            (Duty::Relief, Reporter::UserUnit, november, on(2025, 12, 5)),
            (Duty::UnionReview, Reporter::Union, form, on(2025, 12, 14)),
            (Duty::UnionReview, Reporter::Union, calendar, on(2025, 12, 31)),
        ] {
            let due = due(what, who, &period).unwrap();
            assert_eq!((due.on(), due.duty(), due.who()), (Some(day), what, who), "{what} {who} {period}");
            assert!(day >= period.last(), "{what} {who} {period}");
            assert!(due.source().instrument().is_none_or(|it| it.in_force().contains(period.last())));
        }
    }

    /// For no question and no day do two rows answer; what is answered for a day stays answered later.
    #[test]
    fn no_two_rows_answer_one_question() {
        for row in ROWS {
            for other in rows_of(row.duty, row.who).filter(|other| !std::ptr::eq(*other, row)) {
                assert!(row.span != other.span, "{} {} {:?} twice", row.duty, row.who, row.span);
                assert!(row.span != Span::Any && other.span != Span::Any, "{} {}", row.duty, row.who);
            }
        }
        for what in Duty::ALL {
            for who in Reporter::ALL {
                let answered: Vec<bool> = (2015..2040)
                    .map(|year| due(*what, *who, &Period::calendar_year(year).unwrap()).is_ok())
                    .collect();
                assert!(answered.is_sorted(), "{what} {who}");
            }
        }
        assert!(Reporter::ALL.iter().all(|who| ROWS.iter().any(|row| row.who == *who)));
        assert!(Duty::ALL.iter().all(|what| ROWS.iter().any(|row| row.duty == *what)));
    }

    #[test]
    fn a_report_of_the_new_decree_says_what_it_rests_on() {
        let year =
            |year| due(Duty::Aid, Reporter::ManagingAgency, &Period::calendar_year(year).unwrap()).unwrap();
        assert_eq!(year(2024).source().sureness(), Sureness::A);
        assert_eq!(year(2025).source().sureness(), Sureness::C);
        assert!(year(2025).source().is_carried_over());
        assert!(due(Duty::Aid, Reporter::ManagingAgency, &Period::calendar_year(2019).unwrap()).is_err());
    }

    #[test]
    fn a_day_nobody_names_is_none() {
        let owner = due(Duty::Aid, Reporter::AidOwner, &Period::calendar_year(2025).unwrap()).unwrap();
        assert_eq!((owner.on(), owner.days_late(on(2026, 12, 31))), (None, None));
        assert!(owner.source().text(Language::Vi).contains("cơ quan chủ quản quy định"));
        let form =
            due(Duty::Fngo, Reporter::ForeignNgo, &Period::administrative_year(2025).unwrap()).unwrap();
        assert_eq!(form.days_late(on(2025, 12, 18)), Some(0));
        assert_eq!(form.days_late(on(2026, 1, 2)), Some(15));
    }

    #[test]
    fn months_end_in_the_calendar_and_weekends_do_not_count() {
        let ended = |from, to| Period::try_new(from, to, vientro_core::Ending::Closed).unwrap();
        let august = ended(on(2025, 1, 1), on(2025, 8, 31));
        assert_eq!(due(Duty::Closing, Reporter::AidOwner, &august).unwrap().on(), Some(on(2026, 2, 28)));
        // Friday to Wednesday
        let friday = ended(on(2025, 11, 1), on(2025, 11, 21));
        let relief = due(Duty::Relief, Reporter::ManagingAgency, &friday).unwrap();
        assert_eq!((relief.on(), relief.counts_working_days()), (Some(on(2025, 11, 26)), true));
        let last = ended(NaiveDate::MAX, NaiveDate::MAX);
        assert_eq!(due(Duty::Closing, Reporter::AidOwner, &last).unwrap().on(), None);
    }
}
