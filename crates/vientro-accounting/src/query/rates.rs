//! The rates of an amount column by position: day and currency.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use vientro_currency::{ColumnConverter, Currency, DateRule, Policy, PreparedRate, RateError};

use super::key::DaySlots;
use super::{Presentation, QueryError};
use crate::frame::{Frame, at, short};

/// The prepared rates of one amount column. Rate `row × width + code` converts an amount of the currency of that code; the row is
/// found by the slot of the day.
#[derive(Clone, Debug)]
pub(crate) struct RatePlan {
    pub(crate) days: DaySlots,
    /// The first rate number of the row of each slot.
    pub(crate) rows: Vec<u32>,
    pub(crate) converter: ColumnConverter,
    /// By rate number, what is wrong with it; empty where all rates are there.
    missing: BTreeMap<u32, Lack>,
    date: String,
}

#[derive(Clone, Debug)]
enum Lack {
    Rate(RateError),
    Day,
}

impl RatePlan {
    pub(crate) fn of(
        frame: &Frame,
        currencies: &[Currency],
        presentation: &Presentation<'_>,
    ) -> Result<Self, QueryError> {
        let Presentation { to, rates, policy, date } = *presentation;
        let days = DaySlots::of(frame, date)?;
        let same = PreparedRate::identity(to)?;
        let mut prepared = Vec::new();
        let mut missing = BTreeMap::new();
        let mut add_row = |day: Option<NaiveDate>| {
            let first = short(prepared.len());
            // code 0 is an unknown amount, which needs no rate
            prepared.push(same.clone());
            for currency in currencies {
                let number = short(prepared.len());
                let rate = if *currency == to {
                    Ok(same.clone())
                } else {
                    match day {
                        Some(day) => rates.prepare(*currency, to, day, policy).map_err(Lack::Rate),
                        None => Err(Lack::Day),
                    }
                };
                prepared.push(rate.unwrap_or_else(|lack| {
                    missing.insert(number, lack);
                    same.clone()
                }));
            }
            first
        };
        // an undated amount can be converted where the policy does not ask for its day
        let undated = frame.fields().get(days.place).is_some_and(|field| field.missing > 0);
        let mut rows = vec![if undated { add_row(any_day(policy)) } else { 0 }];
        let mut known: BTreeMap<i64, u32> = BTreeMap::new();
        for day in days.days() {
            let row = *known.entry(period(policy.date_rule(), day)).or_insert_with(|| add_row(Some(day)));
            rows.push(row);
        }
        if prepared.is_empty() {
            // a frame without rows asks for no rate
            prepared.push(same);
        }
        Ok(Self {
            days,
            rows,
            converter: ColumnConverter::try_new(prepared)?,
            missing,
            date: date.to_owned(),
        })
    }

    /// Is there something wrong with one of the rates?
    pub(crate) fn has_gaps(&self) -> bool {
        !self.missing.is_empty()
    }

    /// The error for a rate that is not there.
    pub(crate) fn gap(&self, number: u32, row: usize) -> Option<QueryError> {
        Some(match self.missing.get(&number)? {
            Lack::Rate(source) => QueryError::Rate { row, source: source.clone() },
            Lack::Day => QueryError::Undated { row, column: self.date.clone() },
        })
    }

    /// Adds to `out`, which holds codes of currencies, the first rate number of each slot.
    #[inline]
    pub(crate) fn add_rows(&self, slots: &[u32], out: &mut [u32]) {
        for (out, slot) in out.iter_mut().zip(slots) {
            *out = out.wrapping_add(self.rows.get(at(*slot)).copied().unwrap_or(0));
        }
    }
}

/// A number shared by the days for which a policy takes the same rates.
pub(crate) fn period(rule: DateRule, day: NaiveDate) -> i64 {
    let (year, month) = (i64::from(day.year()), i64::from(day.month()));
    match rule {
        DateRule::ClosingDay(_) | DateRule::NamedMonth { year: Some(_), .. } => 0,
        DateRule::MonthAverage | DateRule::MonthOf => year.saturating_mul(12).saturating_add(month),
        DateRule::NamedMonth { year: None, .. } | DateRule::YearAverageOfMonths => year,
        // the day itself, for every other rule there may be
        _ => day.num_days_from_ce().into(),
    }
}

/// A day for amounts without one, where it does not matter which.
pub(crate) fn any_day(policy: &Policy) -> Option<NaiveDate> {
    match policy.date_rule() {
        DateRule::ClosingDay(day) => Some(day),
        DateRule::NamedMonth { month, year: Some(year) } => NaiveDate::from_ymd_opt(year, month, 1),
        _ => None,
    }
}
