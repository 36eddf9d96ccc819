//! What one row adds to its group.

use std::collections::BTreeMap;
use std::ops::Bound;

use chrono::{Datelike, NaiveDate};
use vientro_currency::{Currency, PreparedRate, Rounding, RoundingScope};

use super::apart::Met;
use super::cells::{Dated, Ends, Side};
use super::finish::{Quotient, Unrounded};
use super::key::KeyValue;
use super::measure::{Measure, What};
use super::rates::{any_day, period};
use super::record::{Amount, Value, Values, amount_of, day_of};
use super::state::{State, WideSum};
use super::{Query, QueryError};

/// A group and what is added to it.
#[derive(Clone, Debug)]
pub(crate) struct GroupStates {
    pub(crate) keys: Vec<KeyValue>,
    pub(crate) states: Vec<State>,
}

/// Rates by currency and by the days that share one.
pub(crate) type RateCache = BTreeMap<(Currency, i64), PreparedRate>;

impl Query<'_> {
    /// Does a row count?
    pub(crate) fn passes(&self, row: &impl Values) -> Result<bool, QueryError> {
        for filter in &self.filters {
            if filter.answer(row)? != Some(true) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The group of a row and what it adds to it; `None` for a row that does not count.
    pub(crate) fn states_of(
        &self,
        row: &impl Values,
        rates: &mut RateCache,
    ) -> Result<Option<GroupStates>, QueryError> {
        if !self.passes(row)? {
            return Ok(None);
        }
        let keys = self.keys.iter().map(|key| key.value_of(row)).collect::<Result<_, _>>()?;
        let mut states = Vec::with_capacity(self.measures.len());
        for measure in &self.measures {
            states.push(self.state_of(measure, row, rates)?);
        }
        Ok(Some(GroupStates { keys, states }))
    }

    /// What a row that counts has of the columns that are kept apart.
    pub(crate) fn met_of<'c>(
        &self,
        columns: impl IntoIterator<Item = &'c str>,
        row: &impl Values,
    ) -> Result<Met, QueryError> {
        let columns = columns.into_iter().map(|column| Ok(row.value(column)?.as_key()));
        let columns: Vec<KeyValue> = columns.collect::<Result<_, QueryError>>()?;
        let sums = self.measures.iter().filter(|measure| matches!(measure.what, What::Sum(_)));
        let counts = sums.map(|sum| Ok(u64::from(sum.weight(row)? != 0)));
        let counts: Vec<u64> = counts.collect::<Result<_, QueryError>>()?;
        Ok(if columns.is_empty() || counts.is_empty() { Met::default() } else { Met::one(columns, counts) })
    }

    /// The rate of an amount, where amounts are converted.
    fn rate(
        &self,
        row: &impl Values,
        amount: &Amount,
        rates: &mut RateCache,
    ) -> Result<Option<PreparedRate>, QueryError> {
        let Some(presentation) = &self.presentation else { return Ok(None) };
        let super::Presentation { to, rates: book, policy, date } = *presentation;
        let Some(from) = amount.currency.filter(|_| amount.known.is_some() || amount.hedge.is_some()) else {
            return Ok(None);
        };
        if from == to {
            return Ok(Some(PreparedRate::identity(to)?));
        }
        let position = row.position();
        let day = day_of(row, date)?.or_else(|| any_day(policy));
        let day = day.ok_or_else(|| QueryError::Undated { row: position, column: date.to_owned() })?;
        let slot = (from, period(policy.date_rule(), day));
        if let Some(rate) = rates.get(&slot) {
            return Ok(Some(rate.clone()));
        }
        let rate = book.prepare(from, to, day, policy);
        let rate = rate.map_err(|source| QueryError::Rate { row: position, source })?;
        rates.insert(slot, rate.clone());
        Ok(Some(rate))
    }

    fn state_of(
        &self,
        measure: &Measure,
        row: &impl Values,
        rates: &mut RateCache,
    ) -> Result<State, QueryError> {
        let weight = measure.weight(row)?;
        let counts = weight != 0;
        Ok(match &measure.what {
            What::Count => State::Count(u64::from(counts)),
            What::Difference(..) => State::Difference,
            What::Unknown(column) => {
                let amount = amount_of(row, column)?;
                let unknown = amount.known.is_none() && amount.hedge.is_none();
                State::Count(u64::from(unknown && counts))
            }
            What::Distinct(column) => {
                let value = row.value(column)?.as_key();
                let value = Some(value).filter(|value| counts && *value != KeyValue::Missing);
                State::Distinct(value.into_iter().collect())
            }
            What::Sum(column) => {
                let amount = amount_of(row, column)?;
                let rate = self.rate(row, &amount, rates)?;
                self.sum_of(&amount, rate.as_ref(), weight, row.position())?
            }
            What::Min(column) | What::Max(column) => {
                let max = matches!(measure.what, What::Max(_));
                let amount = amount_of(row, column)?;
                let rate = self.rate(row, &amount, rates)?;
                let ends = if let Some(minor) = amount.known {
                    let minor = WideSum::new(convert(minor, rate.as_ref(), None, row.position())?, 0);
                    Some(Ends { low: Some(minor), high: Some(minor) })
                } else {
                    // a bound that cannot be converted is as good as none
                    let bounds = amount.hedge.map(|hedge| outward(hedge, rate.as_ref(), row.position()));
                    bounds.and_then(Result::ok).map(|(low, high)| Ends { low: value(low), high: value(high) })
                };
                let best = ends.filter(|_| counts).map(|it| if weight < 0 { it.negated() } else { it });
                State::Ends { max, best, currency: self.shown_currency(&amount) }
            }
            What::First(column, date) | What::Last(column, date) => {
                let last = matches!(measure.what, What::Last(..));
                let amount = amount_of(row, column)?;
                let rate = self.rate(row, &amount, rates)?;
                let day = day_of(row, date)?;
                let minor =
                    amount.known.map(|it| convert(it, rate.as_ref(), None, row.position())).transpose()?;
                let minor = minor.map(|it| WideSum::new(it, 0));
                let best = minor.zip(day).filter(|_| counts).map(|(minor, day)| Dated {
                    day: day_number(day),
                    minor: if weight < 0 { minor.negated() } else { minor },
                });
                State::Dated { last, best, currency: self.shown_currency(&amount) }
            }
        })
    }

    /// The currency an amount is shown in.
    fn shown_currency(&self, amount: &Amount) -> Option<Currency> {
        self.presentation.as_ref().map_or(amount.currency, |it| Some(it.to))
    }

    fn sum_of(
        &self,
        amount: &Amount,
        rate: Option<&PreparedRate>,
        weight: i64,
        position: usize,
    ) -> Result<State, QueryError> {
        let currency = self.shown_currency(amount);
        let mut side = Side::default();
        match (amount.known, amount.hedge) {
            _ if weight == 0 => {}
            (Some(_), _) => {}
            (None, Some(hedge)) => {
                let (low, high) = outward(hedge, rate, position)?;
                side.add(low, high, weight < 0);
            }
            (None, None) => side.unknown = 1,
        }
        let known = amount.known.filter(|_| weight != 0);
        let signed = |minor: i128| {
            let sum = WideSum::new(minor, 0);
            if weight < 0 { sum.negated() } else { sum }
        };
        let once = self.presentation.as_ref().map(|it| it.policy.rounding_scope());
        if once != Some(RoundingScope::Total) {
            let minor = known.map(|minor| convert(minor, rate, None, position)).transpose()?;
            return Ok(State::Amount { sum: minor.map(signed).unwrap_or_default(), side, currency });
        }
        let mut sum = Unrounded::default();
        if let (Some(minor), Some(rate)) = (known, rate) {
            sum.add(Quotient::of(rate)?, signed(minor));
        }
        Ok(State::Total { sum, side, currency })
    }
}

/// The number of a day, as a cell keeps it; days of the calendar are counted within 32 bits.
fn day_number(day: NaiveDate) -> u32 {
    u32::try_from(i64::from(day.num_days_from_ce()).saturating_add(1 << 31)).unwrap_or(0)
}

fn value(bound: Bound<i128>) -> Option<WideSum> {
    match bound {
        Bound::Included(it) | Bound::Excluded(it) => Some(WideSum::new(it, 0)),
        Bound::Unbounded => None,
    }
}

fn convert(
    minor: i128,
    rate: Option<&PreparedRate>,
    rounding: Option<Rounding>,
    row: usize,
) -> Result<i128, QueryError> {
    let Some(rate) = rate else { return Ok(minor) };
    let rounded = rounding.map(|rounding| rate.clone().with_rounding(rounding));
    let converted = rounded.as_ref().unwrap_or(rate).convert_minor(minor);
    converted.map_err(|source| QueryError::Rate { row, source })
}

fn outward(
    (low, high): (Bound<i128>, Bound<i128>),
    rate: Option<&PreparedRate>,
    row: usize,
) -> Result<(Bound<i128>, Bound<i128>), QueryError> {
    let end = |bound: Bound<i128>, rounding| {
        Ok::<_, QueryError>(match bound {
            Bound::Included(it) => Bound::Included(convert(it, rate, Some(rounding), row)?),
            Bound::Excluded(it) => Bound::Excluded(convert(it, rate, Some(rounding), row)?),
            Bound::Unbounded => Bound::Unbounded,
        })
    };
    Ok((end(low, Rounding::Floor)?, end(high, Rounding::Ceiling)?))
}

impl Measure {
    /// 1 where a row counts, -1 where it counts against, 0 where it does not.
    pub(crate) fn weight(&self, row: &impl Values) -> Result<i64, QueryError> {
        for filter in &self.only {
            if filter.answer(row)? != Some(true) {
                return Ok(0);
            }
        }
        let Some((column, plus, minus)) = &self.signs else { return Ok(1) };
        let name = match row.value(column)? {
            Value::Name(name) => name,
            other => return Err(other.wrong(column, "names")),
        };
        let is_in = |names: &[String]| name.is_some_and(|name| names.iter().any(|known| known == name));
        Ok(match (is_in(plus), is_in(minus)) {
            (_, true) => -1,
            (true, false) => 1,
            (false, false) => 0,
        })
    }
}
