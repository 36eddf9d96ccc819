//! Columns of days.

use chrono::{Datelike, NaiveDate};

use super::IntegerColumn;

/// A column of days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateColumn(pub(crate) IntegerColumn);

impl DateColumn {
    /// An empty column.
    pub const fn new() -> Self {
        Self(IntegerColumn::new())
    }

    /// Adds a day, or a missing one.
    #[inline]
    pub fn push(&mut self, day: Option<NaiveDate>) {
        self.0.push(day.map(|day| day.num_days_from_ce().into()));
    }

    /// Adds a day by its number, 1 for 1 January of the year 1; false for a number outside the calendar, which is not added.
    #[inline]
    pub fn push_number(&mut self, number: i32) -> bool {
        let number = i64::from(number);
        // the calendar is asked for what the column does not hold yet, which is rare
        if !(self.0.min <= number && number <= self.0.max) && day_of(number).is_none() {
            return false;
        }
        self.0.push(Some(number));
        true
    }

    /// The day of a row.
    pub fn get(&self, row: usize) -> Option<NaiveDate> {
        day_of(self.0.get(row)?)
    }
}

/// The day of a number, 1 for 1 January of the year 1.
pub(crate) fn day_of(number: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(number).ok()?)
}
