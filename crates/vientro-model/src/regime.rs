//! Which field of law an aid item falls into, and which decree of it was in force on a day.

use chrono::{Months, NaiveDate};

use crate::Direction;
use crate::rules::{Instrument, instrument};

coded! {
    /// The field of law an aid item falls into.
    #[non_exhaustive]
    AidRegime "legal regime" {
        /// Emergency international aid in and after a disaster.
        Disaster = "disaster", "viện trợ quốc tế khẩn cấp khắc phục thiên tai", "emergency aid in disasters";
        /// Grants outside official development assistance.
        NonOda = "non-oda", "viện trợ không thuộc hỗ trợ phát triển chính thức", "grants outside official development assistance";
        /// Official development assistance.
        Oda = "oda", "hỗ trợ phát triển chính thức", "official development assistance";
        /// Aid of Viet Nam to other countries.
        Outward = "outward", "viện trợ của Việt Nam cho nước ngoài", "aid of Viet Nam to other countries";
    }
}

impl AidRegime {
    /// Relief, as a number of months after a disaster: Decree 50/2020/NĐ-CP.
    const RELIEF_MONTHS: Months = Months::new(3);
    /// Recovery, likewise.
    const RECOVERY_MONTHS: Months = Months::new(9);

    /// The field of an item nobody says more of: what comes in is no official assistance, what goes out is outward
    /// aid; aid inside the country has none here.
    pub const fn of_direction(direction: Direction) -> Option<Self> {
        match direction {
            Direction::Domestic => None,
            Direction::Inward => Some(Self::NonOda),
            Direction::Outward => Some(Self::Outward),
        }
    }

    /// The field of aid after a disaster: emergency aid if relief is given within three months, or recovery aid
    /// within nine, of the last day of the disaster; later it is aid as any other.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use vientro_model::AidRegime;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let day = |month, day| NaiveDate::from_ymd_opt(2025, month, day).ok_or("no such day");
    /// assert_eq!(AidRegime::after_disaster(day(1, 31)?, day(4, 30)?, false), AidRegime::Disaster);
    /// assert_eq!(AidRegime::after_disaster(day(1, 31)?, day(5, 1)?, false), AidRegime::NonOda);
    /// assert_eq!(AidRegime::after_disaster(day(1, 31)?, day(5, 1)?, true), AidRegime::Disaster);
    /// # Ok(()) }
    /// ```
    ///
    /// # Source
    ///
    /// Decree 50/2020/NĐ-CP; Decree 80/2020/NĐ-CP, article 3, for what comes later. That 313/2025/NĐ-CP keeps the nine
    /// months is inferred.
    pub fn after_disaster(ended_on: NaiveDate, given_on: NaiveDate, is_recovery: bool) -> Self {
        let months = if is_recovery { Self::RECOVERY_MONTHS } else { Self::RELIEF_MONTHS };
        let last = ended_on.checked_add_months(months);
        if last.is_some_and(|last| given_on <= last) { Self::Disaster } else { Self::NonOda }
    }

    /// The decree of this field that was in force on `day`; `None` before the oldest of the table, and where its first
    /// day was not read.
    ///
    /// # Source
    ///
    /// The days are those of [`crate::instruments`].
    pub fn instrument_on(self, day: NaiveDate) -> Option<&'static Instrument> {
        let numbers: &[&str] = match self {
            Self::Disaster => &["50/2020/NĐ-CP"],
            Self::NonOda => &["80/2020/NĐ-CP", "313/2025/NĐ-CP"],
            Self::Oda => &["114/2021/NĐ-CP", "242/2025/NĐ-CP"],
            Self::Outward => &["305/2025/NĐ-CP"],
        };
        numbers
            .iter()
            .filter_map(|number| instrument(number))
            .find(|it| it.in_force().from().is_some() && it.in_force().contains(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_has_its_decree_on_its_days() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let number = |regime: AidRegime, on| regime.instrument_on(on).map(Instrument::number);
        for (regime, on, expected) in [
            (AidRegime::NonOda, day(2020, 9, 16), None),
            (AidRegime::NonOda, day(2020, 9, 17), Some("80/2020/NĐ-CP")),
            (AidRegime::NonOda, day(2025, 12, 7), Some("80/2020/NĐ-CP")),
            (AidRegime::NonOda, day(2025, 12, 8), Some("313/2025/NĐ-CP")),
            (AidRegime::Disaster, day(2020, 6, 14), None),
            (AidRegime::Disaster, day(2020, 6, 15), Some("50/2020/NĐ-CP")),
            (AidRegime::Outward, day(2025, 11, 24), None),
            (AidRegime::Outward, day(2025, 11, 25), Some("305/2025/NĐ-CP")),
            (AidRegime::Oda, day(2021, 12, 15), None),
            (AidRegime::Oda, day(2021, 12, 16), Some("114/2021/NĐ-CP")),
            // a decree that changes it does not take its place
            (AidRegime::Oda, day(2023, 5, 4), Some("114/2021/NĐ-CP")),
            (AidRegime::Oda, day(2025, 9, 9), Some("114/2021/NĐ-CP")),
            (AidRegime::Oda, day(2025, 9, 10), Some("242/2025/NĐ-CP")),
        ] {
            assert_eq!(number(regime, on), expected, "{regime} on {on}");
        }
    }
}
