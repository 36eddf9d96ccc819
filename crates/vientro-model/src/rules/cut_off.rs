//! Cut-offs: from which day to which the figures of a report run.

use chrono::NaiveDate;
use vientro_core::{Bilingual, Period, PeriodKind};

use super::{Citation, RuleSource, Sureness};
use crate::ModelError;

/// How an instrument cuts the periods of its reports.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CutOff {
    kind: PeriodKind,
    is_year: bool,
    #[cfg_attr(feature = "serde", serde(skip))]
    citation: Citation,
}

impl CutOff {
    /// The kind of period, which names its days.
    pub const fn kind(&self) -> PeriodKind {
        self.kind
    }

    /// The number of the instrument.
    pub const fn instrument(&self) -> &'static str {
        self.citation.instrument
    }

    /// The source of the row on a day; `None` on a day it does not hold.
    pub fn source_on(&self, day: NaiveDate) -> Option<RuleSource> {
        self.citation.on(day)
    }
}

/// All cut-offs of the table, by instrument. Three different ends of a year stand in it.
pub fn cut_offs() -> &'static [CutOff] {
    CUT_OFFS
}

/// The year `year` as an instrument cuts it, by the number of the instrument.
///
/// # Errors
///
/// [`ModelError::NoRule`] for an instrument that cuts no year, [`ModelError::Period`] for a year outside the calendar.
///
/// ```
/// use vientro_model::rules::reporting_year;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// assert_eq!(reporting_year("58/2022/NĐ-CP", 2025)?.to_string(), "[2024-12-15, 2025-12-14]");
/// assert_eq!(reporting_year("80/2020/NĐ-CP", 2025)?.to_string(), "[2025-01-01, 2025-12-31]");
/// assert_eq!(reporting_year("23/2022/TT-BTC", 2025)?.to_string(), "[2025-01-01, 2026-01-31]");
/// # Ok(()) }
/// ```
pub fn reporting_year(number: &str, year: i32) -> Result<Period, ModelError> {
    let found = CUT_OFFS.iter().find(|row| row.is_year && row.citation.instrument == number);
    Ok(match found.map(CutOff::kind) {
        Some(PeriodKind::AdministrativeYear) => Period::administrative_year(year)?,
        Some(PeriodKind::BudgetYear) => Period::budget_year(year)?,
        Some(PeriodKind::CalendarYear) => Period::calendar_year(year)?,
        _ => {
            let numbers =
                CUT_OFFS.iter().filter(|row| row.is_year).map(|row| format!("`{}`", row.instrument()));
            let found: String = number.chars().take(40).collect();
            return Err(ModelError::NoRule {
                question: Bilingual::new(
                    format!("năm báo cáo của `{found}`"),
                    format!("the year of `{found}`"),
                ),
                known: Bilingual::same(numbers.collect::<Vec<_>>().join(", ")),
            });
        }
    })
}

const fn year(instrument: &'static str, kind: PeriodKind, sureness: Sureness) -> CutOff {
    CutOff { kind, is_year: true, citation: Citation::new(instrument, "", sureness) }
}

const fn part(instrument: &'static str, place: &'static str, kind: PeriodKind, sureness: Sureness) -> CutOff {
    CutOff { kind, is_year: false, citation: Citation::new(instrument, place, sureness) }
}

static CUT_OFFS: &[CutOff] = &[
    year("80/2020/NĐ-CP", PeriodKind::CalendarYear, Sureness::A),
    part("80/2020/NĐ-CP", "", PeriodKind::HalfYear, Sureness::A),
    year("58/2022/NĐ-CP", PeriodKind::AdministrativeYear, Sureness::A),
    year("23/2022/TT-BTC", PeriodKind::BudgetYear, Sureness::A),
    part("23/2022/TT-BTC", "Phụ lục 1", PeriodKind::HalfYear, Sureness::A),
    part("23/2022/TT-BTC", "Phụ lục 1", PeriodKind::Month, Sureness::A),
    year("26/2026/TT-BTC", PeriodKind::CalendarYear, Sureness::C),
    year("09/2019/NĐ-CP", PeriodKind::AdministrativeYear, Sureness::B),
    part("09/2019/NĐ-CP", "12", PeriodKind::AdministrativeHalf, Sureness::B),
];

#[cfg(test)]
pub(super) fn citations() -> impl Iterator<Item = Citation> {
    CUT_OFFS.iter().map(|row| row.citation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Duty, Reporter, due};

    #[test]
    fn an_instrument_has_one_year() {
        for row in CUT_OFFS.iter().filter(|row| row.is_year) {
            let same = |other: &&CutOff| other.is_year && other.instrument() == row.instrument();
            assert_eq!(CUT_OFFS.iter().filter(same).count(), 1, "{}", row.instrument());
            assert_eq!(reporting_year(row.instrument(), 2025).unwrap().kind(), row.kind());
        }
        assert!(matches!(reporting_year("30/2020/NĐ-CP", 2025), Err(ModelError::NoRule { .. })));
        assert!(matches!(reporting_year("80/2020/NĐ-CP", i32::MAX), Err(ModelError::Period(_))));
    }

    /// Every duty that is asked for a year takes the year of its instrument.
    #[test]
    fn duties_are_cut_as_their_instruments_say() {
        let mut asked = 0;
        for what in Duty::ALL.iter().filter(|what| !matches!(what, Duty::Closing | Duty::Relief)) {
            for who in Reporter::ALL {
                for period in [
                    Period::calendar_year(2024),
                    Period::administrative_year(2024),
                    Period::budget_year(2024),
                ] {
                    let period = period.unwrap();
                    let Ok(due) = due(*what, *who, &period) else { continue };
                    let Some(instrument) = due.source().taken_from() else { continue };
                    assert_eq!(reporting_year(instrument.number(), 2024), Ok(period), "{what} {who}");
                    asked += 1;
                }
            }
        }
        assert!(asked > 10, "{asked}");
    }
}
