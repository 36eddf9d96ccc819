//! Rules as data: instruments with the days they are in force, and deadlines with the row they come from.
//!
//! No text here claims compliance: a row says from which instrument and article a rule was taken, and how sure that
//! is. Where a newer instrument was not read, the older rule is given and its row says so.

use chrono::{Datelike, Months, NaiveDate};
use vientro_core::{Bilingual, Language, Period, PeriodKind};

use crate::{ModelError, Validity};

coded! {
    /// How sure a rule is.
    #[expect(clippy::exhaustive_enums, reason = "the four marks of the tables")]
    Sureness "sureness" {
        /// Read in the full text of the instrument.
        A = "A", "đọc toàn văn", "read in full text";
        /// Read in a text that cites the instrument.
        B = "B", "đọc qua văn bản dẫn chiếu", "read in a text that cites it";
        /// Inferred from A or B.
        C = "C", "suy luận", "inferred";
        /// General knowledge, to be checked.
        D = "D", "hiểu biết chung, cần kiểm tra", "general knowledge, to be checked";
    }
}

/// A decree, resolution, decision or circular.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Instrument {
    number: &'static str,
    vi: &'static str,
    en: &'static str,
    in_force: Validity,
    sureness: Sureness,
    note: &'static str,
}

impl Instrument {
    /// The number, such as `313/2025/NĐ-CP`.
    pub const fn number(&self) -> &'static str {
        self.number
    }

    /// What it is about, in our words.
    pub fn title(&self) -> Bilingual {
        Bilingual::new(self.vi, self.en)
    }

    /// The days it is in force, as far as known.
    pub const fn in_force(&self) -> Validity {
        self.in_force
    }

    /// How sure these days are.
    pub const fn sureness(&self) -> Sureness {
        self.sureness
    }

    /// What a reader must know; empty if nothing.
    pub const fn note(&self) -> &'static str {
        self.note
    }

    /// The number with its kind, such as `Nghị định 313/2025/NĐ-CP`.
    pub fn text(&self, language: Language) -> String {
        let (vi, en) = match self.number.rsplit_once('/').map(|(_, kind)| kind) {
            Some("NĐ-CP") => ("Nghị định", "Decree"),
            Some("TT-BTC" | "TT-BNG" | "TT-BKHĐT") => ("Thông tư", "Circular"),
            Some("QĐ-TTg") => ("Quyết định", "Decision"),
            Some(kind) if kind.starts_with("QH") => ("Nghị quyết", "Resolution"),
            _ => ("Văn bản", "Instrument"),
        };
        match language {
            Language::Vi => format!("{vi} {}", self.number),
            Language::En => format!("{en} {}", self.number),
        }
    }
}

const fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

/// The instruments this crate takes rules from, by field and then by age.
///
/// # Source
///
/// The numbers and days as published; the body of Decree 313/2025/NĐ-CP has not been read beyond a few articles.
static INSTRUMENTS: [Instrument; 11] = [
    Instrument {
        number: "80/2020/NĐ-CP",
        vi: "quản lý và sử dụng viện trợ không hoàn lại không thuộc hỗ trợ phát triển chính thức",
        en: "management and use of grants outside official development assistance",
        in_force: Validity::of(day(2020, 9, 17), day(2025, 12, 7)),
        sureness: Sureness::A,
        note: "items approved under it keep its financial and reporting rules until they end (inferred from the transition of 2020)",
    },
    Instrument {
        number: "313/2025/NĐ-CP",
        vi: "quản lý và sử dụng viện trợ không hoàn lại không thuộc hỗ trợ phát triển chính thức",
        en: "management and use of grants outside official development assistance",
        in_force: Validity::of(day(2025, 12, 8), None),
        sureness: Sureness::A,
        note: "body not read: where its rule is not known, that of 80/2020/NĐ-CP is given",
    },
    Instrument {
        number: "50/2020/NĐ-CP",
        vi: "tiếp nhận, quản lý và sử dụng viện trợ quốc tế khẩn cấp để cứu trợ và khắc phục hậu quả thiên tai",
        en: "emergency international aid for disaster relief and recovery",
        in_force: Validity::of(day(2020, 6, 15), None),
        sureness: Sureness::A,
        note: "",
    },
    Instrument {
        number: "305/2025/NĐ-CP",
        vi: "viện trợ của Việt Nam cho nước ngoài",
        en: "aid of Viet Nam to other countries",
        in_force: Validity::of(day(2025, 11, 25), None),
        sureness: Sureness::B,
        note: "uses the words `chủ khoản viện trợ` for something else",
    },
    Instrument {
        number: "242/2025/NĐ-CP",
        vi: "hỗ trợ phát triển chính thức và vốn vay ưu đãi",
        en: "official development assistance and preferential loans",
        in_force: Validity::of(None, None),
        sureness: Sureness::B,
        note: "first day not read",
    },
    Instrument {
        number: "58/2022/NĐ-CP",
        vi: "đăng ký và quản lý hoạt động của tổ chức phi chính phủ nước ngoài tại Việt Nam",
        en: "registration and activity of foreign non-governmental organisations in Viet Nam",
        in_force: Validity::of(day(2022, 11, 1), None),
        sureness: Sureness::A,
        note: "",
    },
    Instrument {
        number: "23/2022/TT-BTC",
        vi: "quản lý tài chính nhà nước đối với viện trợ thuộc nguồn thu ngân sách nhà nước",
        en: "state financial management of aid that is state-budget revenue",
        in_force: Validity::of(day(2022, 5, 20), None),
        sureness: Sureness::A,
        note: "no successor found up to July 2026",
    },
    Instrument {
        number: "30/2020/NĐ-CP",
        vi: "công tác văn thư",
        en: "clerical work: the form of administrative documents",
        in_force: Validity::of(day(2020, 3, 5), None),
        sureness: Sureness::D,
        note: "form read in full; first day from general knowledge",
    },
    Instrument {
        number: "202/2025/QH15",
        vi: "sắp xếp đơn vị hành chính cấp tỉnh",
        en: "arrangement of administrative units of the province level",
        in_force: Validity::of(day(2025, 7, 1), None),
        sureness: Sureness::D,
        note: "the units are in place since 1 July 2025",
    },
    Instrument {
        number: "19/2025/QĐ-TTg",
        vi: "bảng danh mục và mã số các đơn vị hành chính Việt Nam",
        en: "list and codes of the administrative units of Viet Nam",
        in_force: Validity::of(day(2025, 7, 1), None),
        sureness: Sureness::A,
        note: "",
    },
    Instrument {
        number: "26/2026/TT-BTC",
        vi: "hồ sơ ghi thu, ghi chi ngân sách nhà nước",
        en: "files for entry into the state budget",
        in_force: Validity::of(None, None),
        sureness: Sureness::A,
        note: "first day not read",
    },
];

/// All instruments of the table.
pub fn instruments() -> &'static [Instrument] {
    &INSTRUMENTS
}

/// The instrument of a number, as written in the table.
pub fn instrument(number: &str) -> Option<&'static Instrument> {
    INSTRUMENTS.iter().find(|instrument| instrument.number == number)
}

/// The decree on inward aid outside official development assistance that was in force on `date`: 80/2020/NĐ-CP from
/// 17 September 2020 to 7 December 2025, 313/2025/NĐ-CP since 8 December 2025.
pub fn regime_for_aid(date: NaiveDate) -> Option<&'static Instrument> {
    ["80/2020/NĐ-CP", "313/2025/NĐ-CP"]
        .into_iter()
        .filter_map(instrument)
        .find(|instrument| instrument.in_force.contains(date))
}

coded! {
    /// A report somebody owes.
    #[non_exhaustive]
    ReportKind "report" {
        /// Settlement of aid that is not state-budget revenue.
        AidSettlement = "aid-settlement", "quyết toán viện trợ không thuộc ngân sách nhà nước", "settlement of aid outside the state budget";
        /// Yearly report of a managing agency on aid.
        AidYear = "aid-year", "báo cáo năm của cơ quan chủ quản về viện trợ", "yearly report of the managing agency on aid";
        /// Files for late entry into the budget.
        BudgetEntry = "budget-entry", "hồ sơ ghi thu, ghi chi", "files for budget entry";
        /// Finance department to the ministry, first half.
        FinanceDepartmentHalf = "finance-department-half", "Sở Tài chính báo cáo 6 tháng đầu năm", "finance department, first half";
        /// Finance department to the ministry, year.
        FinanceDepartmentYear = "finance-department-year", "Sở Tài chính báo cáo năm", "finance department, year";
        /// Finances of budget aid, first half.
        FinanceHalf = "finance-half", "báo cáo tài chính 6 tháng đầu năm", "financial report of the first half";
        /// Finances of budget aid, second half.
        FinanceSecondHalf = "finance-second-half", "báo cáo tài chính 6 tháng cuối năm", "financial report of the second half";
        /// Finances of budget aid, year.
        FinanceYear = "finance-year", "báo cáo tài chính năm", "financial report of the year";
        /// Form 04: a province or ministry on foreign NGOs.
        FngoForm04 = "fngo-form-04", "Mẫu 04: báo cáo của bộ, tỉnh về tổ chức phi chính phủ nước ngoài", "Form 04: ministry or province on foreign NGOs";
        /// Form 05: a foreign NGO on itself.
        FngoForm05 = "fngo-form-05", "Mẫu 05: báo cáo của tổ chức phi chính phủ nước ngoài", "Form 05: a foreign NGO on its work";
        /// Form 06: the Foreign Ministry to the Prime Minister.
        FngoForm06 = "fngo-form-06", "Mẫu 06: báo cáo của Bộ Ngoại giao", "Form 06: the Foreign Ministry";
        /// Form 07: COMINGO to the Prime Minister.
        FngoForm07 = "fngo-form-07", "Mẫu 07: báo cáo của Ủy ban công tác về các tổ chức phi chính phủ nước ngoài", "Form 07: the Committee for Foreign NGO Affairs";
        /// State Treasury, first half.
        TreasuryHalf = "treasury-half", "Kho bạc Nhà nước báo cáo 6 tháng đầu năm", "State Treasury, first half";
        /// State Treasury, year.
        TreasuryYear = "treasury-year", "Kho bạc Nhà nước báo cáo năm", "State Treasury, year";
        /// A Union's yearly review.
        UnionYear = "union-year", "tổng kết năm của Liên hiệp", "a Union's yearly review";
    }
}

/// One row of the table of deadlines.
struct Rule {
    report: ReportKind,
    who: (&'static str, &'static str),
    whom: (&'static str, &'static str),
    period: PeriodKind,
    /// Years after the year of the report, month, day.
    due: (i32, u32, u32),
    /// First and last year of the reports it holds for.
    years: (i32, Option<i32>),
    instrument: &'static str,
    source: &'static str,
    sureness: Sureness,
}

const AGENCY: (&str, &str) = ("cơ quan chủ quản", "managing agency");
const FINANCE: (&str, &str) = ("Bộ Tài chính hoặc Sở Tài chính", "Ministry or Department of Finance");

static RULES: &[Rule] = &[
    Rule {
        report: ReportKind::AidYear,
        who: AGENCY,
        whom: (
            "Bộ Kế hoạch và Đầu tư, Bộ Tài chính",
            "Ministry of Planning and Investment, Ministry of Finance",
        ),
        period: PeriodKind::CalendarYear,
        due: (1, 1, 15),
        years: (2020, Some(2024)),
        instrument: "80/2020/NĐ-CP",
        source: "80/2020/NĐ-CP art. 13(9)",
        sureness: Sureness::A,
    },
    Rule {
        report: ReportKind::AidYear,
        who: AGENCY,
        whom: ("Bộ Tài chính", "Ministry of Finance"),
        period: PeriodKind::CalendarYear,
        due: (1, 1, 15),
        years: (2025, None),
        instrument: "313/2025/NĐ-CP",
        source: "80/2020/NĐ-CP art. 13(9); the article of 313/2025/NĐ-CP was not read",
        sureness: Sureness::C,
    },
    Rule {
        report: ReportKind::AidSettlement,
        who: ("chủ khoản viện trợ", "aid owner"),
        whom: AGENCY,
        period: PeriodKind::CalendarYear,
        due: (1, 6, 30),
        years: (2020, Some(2024)),
        instrument: "80/2020/NĐ-CP",
        source: "80/2020/NĐ-CP art. 23(9)",
        sureness: Sureness::A,
    },
    Rule {
        report: ReportKind::AidSettlement,
        who: ("chủ khoản viện trợ", "aid owner"),
        whom: AGENCY,
        period: PeriodKind::CalendarYear,
        due: (1, 6, 30),
        years: (2025, None),
        instrument: "313/2025/NĐ-CP",
        source: "80/2020/NĐ-CP art. 23(9); the article of 313/2025/NĐ-CP was not read",
        sureness: Sureness::C,
    },
    Rule {
        report: ReportKind::BudgetEntry,
        who: AGENCY,
        whom: ("Kho bạc Nhà nước", "State Treasury"),
        period: PeriodKind::BudgetYear,
        due: (1, 1, 30),
        years: (2025, None),
        instrument: "26/2026/TT-BTC",
        source: "26/2026/TT-BTC; the first year it holds for is inferred",
        sureness: Sureness::C,
    },
    Rule {
        report: ReportKind::FngoForm04,
        who: ("bộ, ủy ban nhân dân cấp tỉnh", "ministries, provincial People's Committees"),
        whom: (
            "Bộ Ngoại giao, Ủy ban công tác về các tổ chức phi chính phủ nước ngoài",
            "Foreign Ministry, COMINGO",
        ),
        period: PeriodKind::AdministrativeYear,
        due: (0, 12, 18),
        years: (2022, None),
        instrument: "58/2022/NĐ-CP",
        source: "58/2022/NĐ-CP, Mẫu 04; figures from 15 December to 14 December",
        sureness: Sureness::A,
    },
    Rule {
        report: ReportKind::FngoForm05,
        who: ("tổ chức phi chính phủ nước ngoài", "foreign NGO"),
        whom: (
            "Bộ Ngoại giao, Bộ Tài chính, bộ chuyên ngành, COMINGO",
            "Foreign Ministry, Finance, line ministry, COMINGO",
        ),
        period: PeriodKind::AdministrativeYear,
        due: (0, 12, 18),
        years: (2022, None),
        instrument: "58/2022/NĐ-CP",
        source: "58/2022/NĐ-CP, Mẫu 05; figures from 15 December to 14 December",
        sureness: Sureness::A,
    },
    Rule {
        report: ReportKind::FngoForm06,
        who: ("Bộ Ngoại giao", "Foreign Ministry"),
        whom: ("Thủ tướng Chính phủ", "Prime Minister"),
        period: PeriodKind::AdministrativeYear,
        due: (0, 12, 25),
        years: (2022, None),
        instrument: "58/2022/NĐ-CP",
        source: "58/2022/NĐ-CP, Mẫu 06",
        sureness: Sureness::A,
    },
    Rule {
        report: ReportKind::FngoForm07,
        who: ("Ủy ban công tác về các tổ chức phi chính phủ nước ngoài", "COMINGO"),
        whom: ("Thủ tướng Chính phủ", "Prime Minister"),
        period: PeriodKind::AdministrativeYear,
        due: (0, 12, 25),
        years: (2022, None),
        instrument: "58/2022/NĐ-CP",
        source: "58/2022/NĐ-CP, Mẫu 07",
        sureness: Sureness::A,
    },
    Rule {
        report: ReportKind::FinanceHalf,
        who: AGENCY,
        whom: FINANCE,
        period: PeriodKind::HalfYear,
        due: (0, 7, 31),
        years: (2022, None),
        instrument: "23/2022/TT-BTC",
        source: "23/2022/TT-BTC, appendix 1; budget aid only",
        sureness: Sureness::A,
    },
    Rule {
        report: ReportKind::FinanceSecondHalf,
        who: AGENCY,
        whom: FINANCE,
        period: PeriodKind::HalfYear,
        due: (1, 2, 15),
        years: (2022, None),
        instrument: "23/2022/TT-BTC",
        source: "23/2022/TT-BTC, appendix 1; budget aid only",
        sureness: Sureness::A,
    },
    Rule {
        report: ReportKind::FinanceYear,
        who: AGENCY,
        whom: FINANCE,
        period: PeriodKind::BudgetYear,
        due: (1, 2, 28),
        years: (2022, None),
        instrument: "23/2022/TT-BTC",
        source: "23/2022/TT-BTC, appendix 1; 1 January to 31 January of the next year; budget aid only",
        sureness: Sureness::A,
    },
    Rule {
        report: ReportKind::FinanceDepartmentHalf,
        who: ("Sở Tài chính", "Department of Finance"),
        whom: ("Bộ Tài chính", "Ministry of Finance"),
        period: PeriodKind::HalfYear,
        due: (0, 8, 10),
        years: (2022, None),
        instrument: "23/2022/TT-BTC",
        source: "23/2022/TT-BTC, appendix 2",
        sureness: Sureness::A,
    },
    Rule {
        report: ReportKind::FinanceDepartmentYear,
        who: ("Sở Tài chính", "Department of Finance"),
        whom: ("Bộ Tài chính", "Ministry of Finance"),
        period: PeriodKind::BudgetYear,
        due: (1, 3, 10),
        years: (2022, None),
        instrument: "23/2022/TT-BTC",
        source: "23/2022/TT-BTC, appendix 2",
        sureness: Sureness::A,
    },
    Rule {
        report: ReportKind::TreasuryHalf,
        who: ("Kho bạc Nhà nước", "State Treasury"),
        whom: ("Bộ Tài chính", "Ministry of Finance"),
        period: PeriodKind::HalfYear,
        due: (0, 7, 15),
        years: (2022, None),
        instrument: "23/2022/TT-BTC",
        source: "23/2022/TT-BTC",
        sureness: Sureness::A,
    },
    Rule {
        report: ReportKind::TreasuryYear,
        who: ("Kho bạc Nhà nước", "State Treasury"),
        whom: ("Bộ Tài chính", "Ministry of Finance"),
        period: PeriodKind::BudgetYear,
        due: (1, 2, 28),
        years: (2022, None),
        instrument: "23/2022/TT-BTC",
        source: "23/2022/TT-BTC",
        sureness: Sureness::A,
    },
    Rule {
        report: ReportKind::UnionYear,
        who: ("Liên hiệp các tổ chức hữu nghị", "Union of Friendship Organisations"),
        whom: ("cơ quan nhận báo cáo của Liên hiệp", "the Union's receiving bodies"),
        period: PeriodKind::CalendarYear,
        due: (0, 12, 31),
        years: (2020, None),
        instrument: "",
        source: "practice seen in the reviews of 30 and 31 December 2025; no instrument read",
        sureness: Sureness::D,
    },
];

/// A day something is due, with the row it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Due {
    report: ReportKind,
    year: i32,
    on: NaiveDate,
    who: Bilingual,
    whom: Bilingual,
    period: PeriodKind,
    instrument: Option<&'static Instrument>,
    source: &'static str,
    sureness: Sureness,
}

impl Due {
    /// Which report.
    pub fn report(&self) -> ReportKind {
        self.report
    }

    /// Of which year.
    pub fn year(&self) -> i32 {
        self.year
    }

    /// The last day.
    pub fn on(&self) -> NaiveDate {
        self.on
    }

    /// Who owes it.
    pub fn who(&self) -> &Bilingual {
        &self.who
    }

    /// To whom.
    pub fn whom(&self) -> &Bilingual {
        &self.whom
    }

    /// What kind of period its figures are of.
    pub fn period(&self) -> PeriodKind {
        self.period
    }

    /// The period its figures are of: the year, the administrative year from 15 December, the budget year to
    /// 31 January, or the half.
    ///
    /// # Errors
    ///
    /// [`ModelError::Period`] for a year outside the calendar.
    pub fn figures(&self) -> Result<Period, ModelError> {
        Ok(match self.period {
            PeriodKind::AdministrativeYear => Period::administrative_year(self.year)?,
            PeriodKind::BudgetYear => Period::budget_year(self.year)?,
            PeriodKind::HalfYear if self.report == ReportKind::FinanceSecondHalf => {
                Period::half_year(self.year, 2)?
            }
            PeriodKind::HalfYear => Period::half_year(self.year, 1)?,
            _ => Period::calendar_year(self.year)?,
        })
    }

    /// The instrument; `None` for a practice without one.
    pub fn instrument(&self) -> Option<&'static Instrument> {
        self.instrument
    }

    /// Instrument and article, or whose practice it is.
    pub fn source(&self) -> &'static str {
        self.source
    }

    /// How sure the row is.
    pub fn sureness(&self) -> Sureness {
        self.sureness
    }
}

/// The day the report of `year` is due, with the row that says so.
///
/// # Errors
///
/// [`ModelError::NoRule`] for a year before the oldest row.
///
/// # Examples
///
/// ```
/// use vientro_model::{ReportKind, due};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let form = due(ReportKind::FngoForm05, 2025)?;
/// assert_eq!(form.on().to_string(), "2025-12-18");
/// assert_eq!(form.source(), "58/2022/NĐ-CP, Mẫu 05; figures from 15 December to 14 December");
/// # Ok(()) }
/// ```
pub fn due(report: ReportKind, year: i32) -> Result<Due, ModelError> {
    let rows = || RULES.iter().filter(move |rule| rule.report == report);
    let known_from = rows().map(|rule| rule.years.0).min().unwrap_or(i32::MAX);
    let no_rule = || ModelError::NoRule { report: report.as_str(), year, known_from };
    let rule = rows()
        .find(|rule| rule.years.0 <= year && rule.years.1.is_none_or(|last| year <= last))
        .ok_or_else(no_rule)?;
    let (years, month, day) = rule.due;
    let on = year
        .checked_add(years)
        .and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
        .ok_or_else(no_rule)?;
    let both = |(vi, en): (&str, &str)| Bilingual::new(vi, en);
    Ok(Due {
        report,
        year,
        on,
        who: both(rule.who),
        whom: both(rule.whom),
        period: rule.period,
        instrument: instrument(rule.instrument),
        source: rule.source,
        sureness: rule.sureness,
    })
}

/// By how many days a report of `year` that was sent on `sent` is late; 0 if it is on time.
///
/// # Errors
///
/// As [`due`].
pub fn days_late(report: ReportKind, year: i32, sent: NaiveDate) -> Result<i64, ModelError> {
    let on = due(report, year)?.on;
    Ok(i64::from(sent.num_days_from_ce()).saturating_sub(on.num_days_from_ce().into()).max(0))
}

/// The day the closing report of an item is due that ended on `ended`: six months later.
///
/// # Errors
///
/// [`ModelError::NoRule`] at the end of the calendar.
///
/// # Source
///
/// Decree 80/2020/NĐ-CP, articles 14, 15 and 18; the articles of 313/2025/NĐ-CP were not read.
pub fn closing_report_due(ended: NaiveDate) -> Result<NaiveDate, ModelError> {
    six_months_after(ended, "closing-report")
}

/// The day after which the approval of `approved` may be withdrawn if nothing has begun: six months later.
///
/// # Errors
///
/// [`ModelError::NoRule`] at the end of the calendar.
///
/// # Source
///
/// Decree 80/2020/NĐ-CP; the article of 313/2025/NĐ-CP was not read.
pub fn approval_lapses_after(approved: NaiveDate) -> Result<NaiveDate, ModelError> {
    six_months_after(approved, "approval")
}

fn six_months_after(day: NaiveDate, report: &'static str) -> Result<NaiveDate, ModelError> {
    let no_rule = || ModelError::NoRule { report, year: day.year(), known_from: 2020 };
    day.checked_add_months(Months::new(6)).ok_or_else(no_rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn each_report_of_2025_has_its_day() {
        let expected = [
            (ReportKind::AidYear, on(2026, 1, 15)),
            (ReportKind::AidSettlement, on(2026, 6, 30)),
            (ReportKind::BudgetEntry, on(2026, 1, 30)),
            (ReportKind::FngoForm04, on(2025, 12, 18)),
            (ReportKind::FngoForm05, on(2025, 12, 18)),
            (ReportKind::FngoForm06, on(2025, 12, 25)),
            (ReportKind::FngoForm07, on(2025, 12, 25)),
            (ReportKind::FinanceHalf, on(2025, 7, 31)),
            (ReportKind::FinanceSecondHalf, on(2026, 2, 15)),
            (ReportKind::FinanceYear, on(2026, 2, 28)),
            (ReportKind::FinanceDepartmentHalf, on(2025, 8, 10)),
            (ReportKind::FinanceDepartmentYear, on(2026, 3, 10)),
            (ReportKind::TreasuryHalf, on(2025, 7, 15)),
            (ReportKind::TreasuryYear, on(2026, 2, 28)),
            (ReportKind::UnionYear, on(2025, 12, 31)),
        ];
        assert_eq!(expected.len(), ReportKind::ALL.len());
        for (report, day) in expected {
            let due = due(report, 2025).unwrap();
            assert_eq!((due.on(), due.report(), due.year()), (day, report, 2025), "{report}");
            assert!(due.on() > due.figures().unwrap().from(), "{report}");
        }
    }

    #[test]
    fn one_row_a_report_and_year_with_an_instrument_in_force() {
        for report in ReportKind::ALL {
            for year in 2015..2040 {
                let rows = RULES
                    .iter()
                    .filter(|rule| rule.report == *report)
                    .filter(|rule| rule.years.0 <= year && rule.years.1.is_none_or(|last| year <= last))
                    .count();
                assert!(rows <= 1, "{report} {year}");
                let Ok(due) = due(*report, year) else {
                    assert_eq!(rows, 0);
                    continue;
                };
                let cited = RULES.iter().any(|rule| rule.report == *report && rule.instrument.is_empty());
                assert!(due.instrument().is_some() || cited, "{report}");
                assert!(
                    due.instrument().is_none_or(|it| it.in_force().contains(due.on())),
                    "{report} {year}"
                );
                assert!(
                    !due.source().is_empty() && !due.who().vi().is_empty() && !due.whom().en().is_empty()
                );
            }
        }
    }

    #[test]
    fn instruments_are_named_once_and_end_after_they_begin() {
        for (position, instrument) in INSTRUMENTS.iter().enumerate() {
            let twins = INSTRUMENTS.iter().filter(|other| other.number == instrument.number).count();
            assert_eq!(twins, 1, "{}", instrument.number);
            let days = instrument.in_force;
            assert!(Validity::try_new(days.from(), days.to()).is_ok());
            assert!(!instrument.text(Language::En).starts_with("Instrument"), "{position}");
        }
    }

    #[test]
    fn no_day_has_two_regimes() {
        let mut seen = Vec::new();
        let mut day = on(2020, 1, 1);
        while day < on(2026, 12, 31) {
            let number = regime_for_aid(day).map(Instrument::number);
            if seen.last() != Some(&number) {
                seen.push(number);
            }
            day = day.succ_opt().unwrap();
        }
        assert_eq!(seen, [None, Some("80/2020/NĐ-CP"), Some("313/2025/NĐ-CP")]);
    }

    #[test]
    fn figures_of_a_form_end_before_it_is_due() {
        let form = due(ReportKind::FngoForm05, 2025).unwrap();
        let figures = form.figures().unwrap();
        assert_eq!((figures.from(), figures.to()), (on(2024, 12, 15), on(2025, 12, 14)));
        let half = due(ReportKind::FinanceSecondHalf, 2025).unwrap().figures().unwrap();
        assert_eq!((half.from(), half.to()), (on(2025, 7, 1), on(2025, 12, 31)));
        assert_eq!(days_late(ReportKind::FngoForm05, 2025, on(2025, 12, 18)), Ok(0));
        assert_eq!(days_late(ReportKind::FngoForm05, 2025, on(2026, 1, 2)), Ok(15));
    }

    #[test]
    fn six_months_end_in_the_calendar() {
        assert_eq!(closing_report_due(on(2025, 8, 31)), Ok(on(2026, 2, 28)));
        assert_eq!(approval_lapses_after(on(2025, 3, 5)), Ok(on(2025, 9, 5)));
        assert!(closing_report_due(NaiveDate::MAX).is_err());
        assert!(due(ReportKind::AidYear, i32::MAX).is_err());
    }
}
