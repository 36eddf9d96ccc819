//! Days as cells say them.

use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::Decimal;
use vientro_core::Location;
use vientro_vi::{DateContext, nfc, read_date};

use crate::grid::{CellValue, GridRow};
use crate::header::{Column, words};
use crate::{Field, codes};

use super::{Sheet, is_dash};

/// A day as a cell says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReadDay {
    Day(NaiveDate),
    /// Only a month or a year is written: its first and last day.
    Within(NaiveDate, NaiveDate),
    None,
}

impl ReadDay {
    pub(crate) const fn exact(self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(day),
            Self::Within(..) | Self::None => None,
        }
    }

    pub(crate) const fn latest(self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) | Self::Within(_, day) => Some(day),
            Self::None => None,
        }
    }
}

impl Sheet<'_> {
    /// A year in a column.
    pub(crate) fn year_of(&mut self, row: &GridRow) -> Option<i32> {
        let text = self.text(row, Field::Year)?;
        let year = words(&text)
            .iter()
            .find_map(|word| word.parse::<i32>().ok().filter(|year| (1900..=2200).contains(year)));
        if year.is_none() {
            let at = self.at_field(row, Field::Year);
            self.findings.push(codes::UNKNOWN_DATE.at(at).found(text).expected("2025"));
        }
        year
    }

    /// The day in a column.
    pub(crate) fn day(&mut self, row: &GridRow, field: Field) -> ReadDay {
        let Some(column) = self.header.column(field).cloned() else { return ReadDay::None };
        let at = self.at(row, &column);
        let day = self.day_in(row, &column, at.clone());
        self.doubt(day, &row.text(column.index()), at);
        day
    }

    /// Tells a year before the country's foreign aid of today, or too far ahead of the year of the report.
    pub(crate) fn doubt(&mut self, day: ReadDay, text: &str, at: Location) {
        let latest = self.year.map_or(2100, |year| year.saturating_add(5));
        if day.latest().is_some_and(|day| !(1975..=latest).contains(&day.year())) {
            let finding = codes::DATE_IMPLAUSIBLE.at(at).found(nfc(text));
            self.findings.push(finding.expected(format!("1975 – {latest}")));
        }
    }

    fn day_in(&mut self, row: &GridRow, column: &Column, at: Location) -> ReadDay {
        match row.value(column.index()) {
            CellValue::Empty => ReadDay::None,
            CellValue::Date(date) => ReadDay::Day(*date),
            CellValue::Number(serial) => match serial_date(*serial) {
                Some(date) => {
                    let finding = codes::DATE_AS_NUMBER.at(at).found(serial.to_string());
                    self.findings.push(finding.suggest(date.format("%d/%m/%Y").to_string()));
                    ReadDay::Day(date)
                }
                None => self.within_or_unknown(&serial.normalize().to_string(), at),
            },
            other => {
                let text = nfc(&other.text()).into_owned();
                if is_dash(&text) {
                    return ReadDay::None;
                }
                match read_date(&text, &self.date_context()) {
                    Ok(reading) => ReadDay::Day(reading.date()),
                    Err(_) => self.within_or_unknown(&text, at),
                }
            }
        }
    }

    fn within_or_unknown(&mut self, text: &str, at: Location) -> ReadDay {
        if let Some((first, last)) = month_or_year(text) {
            let finding = codes::DATE_IMPRECISE.at(at).found(text).expected("dd/mm/yyyy");
            self.findings.push(finding.suggest(last.format("%d/%m/%Y").to_string()));
            ReadDay::Within(first, last)
        } else {
            self.findings.push(codes::UNKNOWN_DATE.at(at).found(text).expected("dd/mm/yyyy"));
            ReadDay::None
        }
    }

    pub(crate) fn date_context(&self) -> DateContext {
        let context = DateContext::new().for_date_cells();
        match self.year {
            Some(year) => context.in_year(year),
            None => context,
        }
    }

    /// First and last day of a text such as `02/2025 - 12/2025`, `2025` or two full dates.
    pub(crate) fn days_between(&self, text: &str) -> Option<(NaiveDate, NaiveDate)> {
        let whole = |part: &str| {
            let part = part.trim();
            read_date(part, &self.date_context())
                .map_or_else(|_| month_or_year(part), |found| Some((found.date(), found.date())))
        };
        for separator in [" - ", " – ", " — ", " đến ", "–"] {
            if let Some((from, to)) = text.split_once(separator) {
                let ((first, _), (_, last)) = (whole(from)?, whole(to)?);
                return (first <= last).then_some((first, last));
            }
        }
        whole(text)
    }
}

/// A bare serial number of the 1900 epoch in a date column: only the years 1990 to 2100, so that a year is no serial.
fn serial_date(serial: Decimal) -> Option<NaiveDate> {
    let serial = u64::try_from(serial.trunc()).ok().filter(|serial| (32_874..73_051).contains(serial))?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(serial))
}

/// First and last day of `năm 2025`, `2025`, `3/2025`, `tháng 3 năm 2025`.
pub(crate) fn month_or_year(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let mut numbers = Vec::new();
    for word in words(text) {
        match word.parse::<u32>() {
            Ok(number) => numbers.push(number),
            Err(_) if matches!(word.as_str(), "nam" | "thang" | "year" | "month") => {}
            Err(_) => return None,
        }
    }
    let (year, month) = match *numbers.as_slice() {
        [year] => (year, None),
        [month, year] if (1..=12).contains(&month) => (year, Some(month)),
        _ => return None,
    };
    let year = i32::try_from(year).ok().filter(|year| (1900..=2200).contains(year))?;
    let first = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), 1)?;
    let last_month = NaiveDate::from_ymd_opt(year, month.unwrap_or(12), 1)?;
    let next = if last_month.month() == 12 {
        NaiveDate::from_ymd_opt(year.checked_add(1)?, 1, 1)?
    } else {
        NaiveDate::from_ymd_opt(year, last_month.month().checked_add(1)?, 1)?
    };
    Some((first, next.pred_opt()?))
}
