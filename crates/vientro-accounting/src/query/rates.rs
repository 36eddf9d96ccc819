//! The rates of an amount column by position: day and currency.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use vientro_currency::{ColumnConverter, Currency, DateRule, Policy, PreparedRate, RateError};

use super::key::DaySlots;
use super::{Presentation, QueryError, shared};
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
    /// * `window`: the first and the last day that count; those of others have any rate.
    pub(crate) fn of(
        frame: &Frame,
        currencies: &[Currency],
        presentation: &Presentation<'_>,
        window: (i64, i64),
    ) -> Result<Self, QueryError> {
        let Presentation { to, rates, policy, date } = *presentation;
        let days = DaySlots::of(frame, date)?;
        let same = PreparedRate::identity(to)?;
        // an undated amount can be converted where the policy does not ask for its day
        let undated = frame.fields().get(days.place).is_some_and(|field| field.missing > 0);
        // code 0 is an unknown amount, which needs no rate
        let width = short(currencies.len()).saturating_add(1);
        let mut days_of_rows = if undated { vec![any_day(policy)] } else { Vec::new() };
        let mut rows = vec![0];
        // days ascend, and so do the periods of those that share a row
        let mut last: Option<(i64, u32)> = None;
        for day in days.days() {
            let number = i64::from(day.num_days_from_ce());
            if number < window.0 || window.1 < number {
                rows.push(0);
                continue;
            }
            let period = period(policy.date_rule(), day);
            let row = match last {
                Some((known, row)) if known == period => row,
                _ => {
                    days_of_rows.push(Some(day));
                    short(days_of_rows.len().saturating_sub(1)).saturating_mul(width)
                }
            };
            last = Some((period, row));
            rows.push(row);
        }
        let prepare = |(day, currency): &(Option<NaiveDate>, Option<Currency>)| match (day, currency) {
            (_, None) => Ok(same.clone()),
            (_, Some(currency)) if *currency == to => Ok(same.clone()),
            (Some(day), Some(currency)) => rates.prepare(*currency, to, *day, policy).map_err(Lack::Rate),
            (None, Some(_)) => Err(Lack::Day),
        };
        let codes = || std::iter::once(None).chain(currencies.iter().copied().map(Some));
        let wanted: Vec<_> =
            days_of_rows.iter().flat_map(|day| codes().map(move |currency| (*day, currency))).collect();
        let (mut prepared, mut missing) = (Vec::with_capacity(wanted.len()), BTreeMap::new());
        for (rate, number) in shared::list(&wanted, 1 << 7, prepare).into_iter().zip(0..) {
            prepared.push(rate.unwrap_or_else(|lack| {
                missing.insert(number, lack);
                same.clone()
            }));
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

    /// Does a rate leave amounts as they are?
    pub(crate) fn is_identity(&self, number: u32) -> bool {
        self.converter.rate(number).is_some_and(|rate| rate.steps().is_empty())
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
