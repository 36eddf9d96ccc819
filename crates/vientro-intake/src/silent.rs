//! Who has not sent what they should have, by the duties of the model.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use vientro_core::{Bilingual, Finding, Language};
use vientro_model::{Due, Facts};
use vientro_vi::fold;

use crate::codes;

/// A report that arrived: whose and when.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Received {
    sender: String,
    on: NaiveDate,
}

impl Received {
    /// A report of `sender`, received on a day.
    pub fn new(sender: impl Into<String>, on: NaiveDate) -> Self {
        Self { sender: sender.into(), on }
    }

    /// Who sent it, as written.
    pub fn sender(&self) -> &str {
        &self.sender
    }

    /// The day it arrived.
    pub const fn on(&self) -> NaiveDate {
        self.on
    }
}

/// How a body stands with a report it owes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Standing {
    sender: String,
    due: Due,
    received: Option<NaiveDate>,
    days_late: i64,
}

impl Standing {
    /// Who owes the report.
    pub fn sender(&self) -> &str {
        &self.sender
    }

    /// The duty, with the day and the rule it comes from.
    pub const fn due(&self) -> &Due {
        &self.due
    }

    /// The day the first report arrived; `None` if none has.
    pub const fn received(&self) -> Option<NaiveDate> {
        self.received
    }

    /// By how many days it was late when it arrived, or is late today; 0 if it is not.
    pub const fn days_late(&self) -> i64 {
        self.days_late
    }

    /// The standing as a finding, for one who is late or has sent nothing; `None` for one who sent in time, or still
    /// has time.
    pub fn finding(&self) -> Option<Finding> {
        if self.days_late == 0 {
            return None;
        }
        let (sender, days) = (&self.sender, self.days_late);
        let (code, message) = match self.received {
            Some(_) => (
                codes::REPORT_LATE,
                Bilingual::new(
                    format!("{sender} gửi báo cáo chậm {days} ngày"),
                    format!("{sender} sent the report {days} days late"),
                ),
            ),
            None => (
                codes::REPORT_MISSING,
                Bilingual::new(
                    format!("{sender} chưa gửi báo cáo, chậm {days} ngày"),
                    format!("{sender} has not sent the report, {days} days late"),
                ),
            ),
        };
        let day = |day: NaiveDate| Bilingual::new(day.format("%d/%m/%Y").to_string(), day.to_string());
        let mut finding = code
            .says(message, vientro_core::Location::new().about(sender.as_str()))
            .by_rule(self.due.source().text(Language::Vi));
        if let Some(on) = self.due.on() {
            finding = finding.expected_in_both(day(on));
        }
        if let Some(on) = self.received {
            finding = finding.found_in_both(day(on));
        }
        Some(finding)
    }
}

/// How each of `senders` stands on a day with a report they all owe, in the order of `senders`.
///
/// `received` are the reports of this duty and period. A sender is known by its name without marks and case; a report
/// that arrived after `on` is not known yet. Where the rule names no day, nobody is late.
///
/// # Source
///
/// The day is that of [`vientro_model::due`], with its instrument and article.
///
/// # Examples
///
/// ```
/// use vientro_core::{Language, Period};
/// use vientro_intake::{Received, who_has_sent};
/// use vientro_model::{Duty, Reporter, due};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let form = due(Duty::Fngo, Reporter::ForeignNgo, &Period::administrative_year(2025)?)?;
/// let received = [Received::new("tổ chức minh họa 01", "2025-12-20".parse()?)];
/// let senders = ["Tổ chức minh họa 01", "Tổ chức minh họa 02"];
/// let standings = who_has_sent(&senders, &form, &received, "2025-12-31".parse()?);
/// assert_eq!(standings[0].days_late(), 2);
/// let finding = standings[1].finding().ok_or("in time")?;
/// assert_eq!(finding.message().text(Language::Vi), "Tổ chức minh họa 02 chưa gửi báo cáo, chậm 13 ngày");
/// # Ok(()) }
/// ```
pub fn who_has_sent(senders: &[&str], due: &Due, received: &[Received], on: NaiveDate) -> Vec<Standing> {
    let standing = |sender: &&str| {
        let own = received.iter().filter(|it| it.on <= on && key(&it.sender) == key(sender));
        let received = own.map(|it| it.on).min();
        let days_late = due.days_late(received.unwrap_or(on)).unwrap_or(0);
        Standing { sender: (*sender).to_owned(), due: due.clone(), received, days_late }
    };
    senders.iter().map(standing).collect()
}

/// Those of `branches` whose gifts are not among the facts, in the order of `branches`.
///
/// A member association or branch is known by its name without marks and case, as it stands with its gifts. Whether it
/// had anything to report nobody knows: it is asked.
pub fn branches_not_heard<'a>(branches: &[&'a str], facts: &Facts) -> Vec<&'a str> {
    let heard: BTreeSet<String> = facts.gifts().filter_map(|gift| gift.branch()).map(key).collect();
    branches.iter().copied().filter(|branch| !heard.contains(&key(branch))).collect()
}

fn key(name: &str) -> String {
    fold(name)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use vientro_core::Period;
    use vientro_model::{Duty, Reporter, due};

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn in_time_late_silent_and_not_due_are_told_apart() {
        let year = Period::administrative_year(2025).unwrap();
        let form = due(Duty::Fngo, Reporter::ForeignNgo, &year).unwrap();
        let received = [
            Received::new("A (Việt Nam)", day("2025-12-18")),
            Received::new("B", day("2026-01-02")),
            Received::new("B", day("2025-12-28")),
            Received::new("D", day("2026-02-01")),
        ];
        let senders = ["a viet nam", "B", "C", "D"];
        let standings = who_has_sent(&senders, &form, &received, day("2026-01-17"));
        let late: Vec<(i64, bool)> =
            standings.iter().map(|it| (it.days_late(), it.received().is_some())).collect();
        assert_eq!(late, [(0, true), (10, true), (30, false), (30, false)]);
        let codes: Vec<Option<String>> =
            standings.iter().map(|it| it.finding().map(|it| it.code().to_string())).collect();
        let some = |code: &str| Some(code.to_owned());
        assert_eq!(codes, [None, some("report-late"), some("report-missing"), some("report-missing")]);
        let finding = standings[1].finding().unwrap();
        assert!(finding.source().unwrap().contains("58/2022/NĐ-CP"));
        let early = who_has_sent(&senders, &form, &[], day("2025-12-01"));
        assert!(early.iter().all(|standing| standing.finding().is_none()));
    }
}
