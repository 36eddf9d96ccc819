//! Who owes a report and is late or silent, and what part of the whole the others cover.

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};
use vientro_core::{Bilingual, Figure, Finding, Language, Location};
use vientro_currency::Money;
use vientro_model::Due;
use vientro_vi::format_decimal;

use super::rules::{COVERAGE, LATE, SILENT};
use crate::consolidate::{ConsolidationError, Coverage};

/// A report a body owes, and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ReportOwed {
    body: String,
    due: Due,
    received: Option<NaiveDate>,
    amount: Figure<Money>,
}

impl ReportOwed {
    /// What `body` owes by a row of the reporting duties ([`vientro_model::due`]); it has not come.
    pub fn new(body: impl Into<String>, due: Due) -> Self {
        Self { body: body.into(), due, received: None, amount: Figure::Unknown }
    }

    /// It came on a day.
    #[must_use]
    pub const fn received(mut self, day: NaiveDate) -> Self {
        self.received = Some(day);
        self
    }

    /// How much the body may be expected to report, such as its total of the year before.
    #[must_use]
    pub fn with_amount(mut self, amount: Figure<Money>) -> Self {
        self.amount = amount;
        self
    }

    /// Who owes it.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The duty: period, last day, instrument.
    pub const fn due(&self) -> &Due {
        &self.due
    }

    /// Had it come by a day?
    pub fn is_in(&self, day: NaiveDate) -> bool {
        self.received.is_some_and(|received| received <= day)
    }

    /// By how many days it was late when it came, or is on `day`; 0 if it is not, or if no day is named.
    pub fn days_late(&self, day: NaiveDate) -> i64 {
        let until = self.received.filter(|received| *received <= day).unwrap_or(day);
        self.due.days_late(until).unwrap_or(0)
    }

    fn finding(&self, day: NaiveDate) -> Option<Finding> {
        let days = self.days_late(day);
        if days == 0 {
            return None;
        }
        let rule = if self.is_in(day) { LATE } else { SILENT };
        let found = match self.received.filter(|received| *received <= day) {
            Some(received) => Bilingual::new(
                format!("{} (chậm {days} ngày)", received.format("%d/%m/%Y")),
                format!("{received} ({days} days late)"),
            ),
            None => Bilingual::new(format!("chậm {days} ngày"), format!("{days} days late")),
        };
        let place = Location::new().about(format!("{}: {}", self.body, self.due.period().text(Language::Vi)));
        let finding = rule.finding(&self.body).at(place).found_in_both(found);
        let finding = finding.by_rule(self.due.source().text(Language::Vi));
        Some(match self.due.on() {
            Some(on) => finding
                .expected_in_both(Bilingual::new(format!("≤ {}", on.format("%d/%m/%Y")), format!("≤ {on}"))),
            None => finding,
        })
    }
}

/// What part of the reports owed had come by a day, by reporters and by value.
///
/// # Errors
///
/// [`ConsolidationError::Money`] for amounts in two currencies or on overflow.
pub fn coverage_of_reports(reports: &[ReportOwed], day: NaiveDate) -> Result<Coverage, ConsolidationError> {
    let bodies: Vec<(bool, Figure<Money>)> =
        reports.iter().map(|report| (report.is_in(day), report.amount.clone())).collect();
    let has_amounts = reports.iter().any(|report| !report.amount.is_unknown());
    Coverage::of(&bodies, has_amounts)
}

/// Who is late or silent on a day, in the order of `reports`, and what part of the whole is there if a report that is due
/// is not. A report that is not due yet, or of which no instrument names the day, is nobody's fault.
///
/// # Errors
///
/// As [`coverage_of_reports`].
///
/// # Source
///
/// The day and the instrument are those of [`vientro_model::due`], in the edition in force on the last day of the period.
///
/// # Examples
///
/// ```
/// use vientro_accounting::{ReportOwed, check_reports};
/// use vientro_core::{Figure, Language, Period};
/// use vientro_currency::Money;
/// use vientro_model::{Duty, Reporter, due};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let form = due(Duty::Fngo, Reporter::ForeignNgo, &Period::administrative_year(2025)?)?;
/// let owed = |body, amount| ReportOwed::new(body, form.clone()).with_amount(Figure::Known(Money::vnd(amount)));
/// let reports = [owed("A", 3_000_000).received("2025-12-20".parse()?), owed("B", 1_000_000)];
/// let findings = check_reports(&reports, "2025-12-31".parse()?)?;
/// let told: Vec<String> = findings.iter().map(|it| format!("{} {}", it.code(), it.found_text(Language::En).unwrap_or(""))).collect();
/// assert_eq!(told, ["report-late 2025-12-20 (2 days late)", "report-missing 13 days late", "coverage-partial 1/2; 75%"]);
/// # Ok(()) }
/// ```
pub fn check_reports(reports: &[ReportOwed], day: NaiveDate) -> Result<Vec<Finding>, ConsolidationError> {
    let mut findings: Vec<Finding> = reports.iter().filter_map(|report| report.finding(day)).collect();
    let is_silent = |report: &ReportOwed| !report.is_in(day) && report.days_late(day) > 0;
    if reports.iter().any(is_silent) {
        let coverage = coverage_of_reports(reports, day)?;
        let bodies = format!("{}/{}", coverage.reported(), coverage.expected());
        let found = match coverage.percent_of_value() {
            Some(percent) => {
                let text = |language| format!("{bodies}; {}", percent_text(percent, language));
                Bilingual::new(text(Language::Vi), text(Language::En))
            }
            None => Bilingual::same(bodies),
        };
        let silent: Vec<&str> = reports.iter().filter(|it| is_silent(it)).map(ReportOwed::body).collect();
        findings.push(COVERAGE.finding(&silent.join("; ")).found_in_both(found));
    }
    Ok(findings)
}

/// A share in percent to one decimal; of a hedged one both ends.
fn percent_text(percent: &Figure, language: Language) -> String {
    let text = |value: &Decimal| {
        let rounded = value.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
        format_decimal(rounded.normalize(), language)
    };
    match (percent.low(), percent.high()) {
        (Some(low), Some(high)) if low == high => format!("{}%", text(low)),
        (Some(low), Some(high)) => format!("{}–{}%", text(low), text(high)),
        _ => "? %".to_owned(),
    }
}
