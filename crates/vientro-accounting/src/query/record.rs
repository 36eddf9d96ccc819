//! The values of one row.

use std::ops::Bound;

use chrono::{Datelike, NaiveDate};
use vientro_core::Figure;
use vientro_currency::{Currency, Money};

use super::QueryError;
use super::filter::{Condition, Filter, Test, is_year_to, whole_ends};
use super::key::{Key, KeyRule, KeyValue, Part, budget_year};
use super::map::sector_of;
use crate::frame::{Chunk, Column, Frame};

/// The values of one row by the names of their columns, for a [`Cube`](super::Cube) that takes rows as they come.
///
/// ```
/// use vientro_accounting::query::{Cube, Key, KeyValue, Measure, Query, Record};
/// use vientro_core::Figure;
/// use vientro_currency::Money;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut cube = Cube::new(Query::new().group_by(Key::year("date")).measure(Measure::sum("amount")));
/// let gift = Record::new().day("date", Some("2025-09-30".parse()?)).amount("amount", &Figure::Known(Money::vnd(457_800)));
/// cube.append_record(&gift)?;
/// assert_eq!(cube.cell(&[KeyValue::Year(2025)], 0).and_then(|it| it.amount()?.minor()), Some(457_800));
/// cube.reverse_record(&gift)?;
/// assert!(cube.is_empty());
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Record {
    cells: Vec<(String, Held)>,
    apart: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Held {
    Amount(Amount),
    Day(Option<NaiveDate>),
    Flag(Option<bool>),
    Integer(Option<i64>),
    Name(Option<String>),
}

/// A value of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value<'a> {
    Amount(Amount),
    Day(Option<NaiveDate>),
    Flag(Option<bool>),
    Integer(Option<i64>),
    Name(Option<&'a str>),
}

/// Minor units, known or hedged; unknown where neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) currency: Option<Currency>,
    pub(crate) known: Option<i128>,
    pub(crate) hedge: Option<(Bound<i128>, Bound<i128>)>,
}

impl Record {
    /// No values.
    pub fn new() -> Self {
        Self::default()
    }

    fn with(mut self, column: impl Into<String>, held: Held) -> Self {
        self.cells.push((column.into(), held));
        self
    }

    /// With a name, or a missing one.
    pub fn name(self, column: impl Into<String>, name: Option<&str>) -> Self {
        self.with(column, Held::Name(name.map(str::to_owned)))
    }

    /// With a day, or a missing one.
    pub fn day(self, column: impl Into<String>, day: Option<NaiveDate>) -> Self {
        self.with(column, Held::Day(day))
    }

    /// With a number, or a missing one.
    pub fn integer(self, column: impl Into<String>, number: Option<i64>) -> Self {
        self.with(column, Held::Integer(number))
    }

    /// With a flag, or a missing one.
    pub fn flag(self, column: impl Into<String>, flag: Option<bool>) -> Self {
        self.with(column, Held::Flag(flag))
    }

    /// With an amount: known, hedged or unknown.
    pub fn amount(self, column: impl Into<String>, figure: &Figure<Money>) -> Self {
        let interval = match figure {
            Figure::Known(money) => {
                let (currency, known) = (Some(money.currency()), Some(money.minor()));
                return self.with(column, Held::Amount(Amount { currency, known, hedge: None }));
            }
            Figure::Hedged(hedged) => Some(hedged.interval()),
            Figure::Unknown => None,
        };
        let end = |bound: &Bound<Money>| match bound {
            Bound::Included(money) | Bound::Excluded(money) => Some(*money),
            Bound::Unbounded => None,
        };
        let money = interval.and_then(|it| end(it.low()).or_else(|| end(it.high())));
        let minor = |bound: &Bound<Money>| bound.as_ref().map(Money::minor);
        let amount = match (interval, interval.and_then(|it| it.exact().copied()), money) {
            (_, Some(exact), _) => {
                Amount { currency: Some(exact.currency()), known: Some(exact.minor()), hedge: None }
            }
            (Some(interval), None, Some(money)) => Amount {
                currency: Some(money.currency()),
                known: None,
                hedge: Some((minor(interval.low()), minor(interval.high()))),
            },
            // every amount: nothing is known
            _ => Amount { currency: None, known: None, hedge: None },
        };
        self.with(column, Held::Amount(amount))
    }

    /// Says that amounts of two values of these columns never add: [`Frame::keep_apart`].
    pub fn keep_apart<S: Into<String>>(mut self, columns: impl IntoIterator<Item = S>) -> Self {
        self.apart.extend(columns.into_iter().map(Into::into));
        self
    }

    pub(crate) fn apart(&self) -> impl Iterator<Item = &str> {
        self.apart.iter().map(String::as_str)
    }
}

/// A row whose values are found by name.
pub(crate) trait Values {
    fn value(&self, column: &str) -> Result<Value<'_>, QueryError>;

    /// Its position, for errors.
    fn position(&self) -> usize {
        0
    }
}

impl Values for Record {
    fn value(&self, column: &str) -> Result<Value<'_>, QueryError> {
        let found = self.cells.iter().find(|(name, _)| name == column);
        let (_, held) = found.ok_or_else(|| QueryError::Column { name: column.to_owned() })?;
        Ok(match held {
            Held::Amount(amount) => Value::Amount(*amount),
            Held::Day(day) => Value::Day(*day),
            Held::Flag(flag) => Value::Flag(*flag),
            Held::Integer(number) => Value::Integer(*number),
            Held::Name(name) => Value::Name(name.as_deref()),
        })
    }
}

/// A row of a frame.
pub(crate) struct FrameRow<'f> {
    pub(crate) frame: &'f Frame,
    pub(crate) chunk: &'f Chunk,
    pub(crate) row: usize,
}

impl Values for FrameRow<'_> {
    fn value(&self, column: &str) -> Result<Value<'_>, QueryError> {
        let missing = || QueryError::Column { name: column.to_owned() };
        let place = self.frame.position(column).ok_or_else(missing)?;
        let row = self.row;
        Ok(match self.chunk.columns.get(place).ok_or_else(missing)? {
            Column::Dates(column) => Value::Day(column.get(row)),
            // codes of flags are 1 for no and 2 for yes
            Column::Flags(column) => {
                Value::Flag(column.codes.get(row).and_then(|code| Some(code.checked_sub(1)? == 1)))
            }
            Column::Integers(column) => Value::Integer(column.get(row)),
            Column::Money(column) => {
                let currency = self.frame.currency(place, column.codes.get(row).unwrap_or(0));
                let (known, hedge) = if column.is_inexact(row) {
                    (None, column.hedge(row))
                } else {
                    (column.minor.get(row), None)
                };
                Value::Amount(Amount { currency, known, hedge })
            }
            Column::Names(column) => Value::Name(self.frame.name(place, column.codes.get(row).unwrap_or(0))),
        })
    }

    fn position(&self) -> usize {
        self.chunk.given_row(self.row)
    }
}

impl Value<'_> {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Amount(_) => "money",
            Self::Day(_) => "dates",
            Self::Flag(_) => "flags",
            Self::Integer(_) => "integers",
            Self::Name(_) => "names",
        }
    }

    pub(crate) fn wrong(&self, column: &str, expected: &'static str) -> QueryError {
        QueryError::Kind { name: column.to_owned(), found: self.kind(), expected }
    }

    pub(crate) fn as_key(&self) -> KeyValue {
        let value = match self {
            Self::Amount(amount) => amount.currency.map(KeyValue::Currency),
            Self::Day(day) => day.map(KeyValue::Day),
            Self::Flag(flag) => flag.map(KeyValue::Flag),
            Self::Integer(number) => number.map(KeyValue::Integer),
            Self::Name(name) => name.map(|name| KeyValue::Name(name.into())),
        };
        value.unwrap_or(KeyValue::Missing)
    }
}

pub(crate) fn day_of(row: &impl Values, column: &str) -> Result<Option<NaiveDate>, QueryError> {
    match row.value(column)? {
        Value::Day(day) => Ok(day),
        other => Err(other.wrong(column, "dates")),
    }
}

pub(crate) fn amount_of(row: &impl Values, column: &str) -> Result<Amount, QueryError> {
    match row.value(column)? {
        Value::Amount(amount) => Ok(amount),
        other => Err(other.wrong(column, "money")),
    }
}

impl Key {
    /// The value of a row.
    pub(crate) fn value_of(&self, row: &impl Values) -> Result<KeyValue, QueryError> {
        let column = self.column.as_str();
        Ok(match &self.rule {
            KeyRule::AsItIs => row.value(column)?.as_key(),
            KeyRule::Currency => {
                amount_of(row, column)?.currency.map_or(KeyValue::Missing, KeyValue::Currency)
            }
            KeyRule::Budget(budget) => {
                let settled = match row.value(budget)? {
                    Value::Integer(number) => number,
                    other => return Err(other.wrong(budget, "integers")),
                };
                let year = day_of(row, column)?
                    .and_then(|day| budget_year(day.year().into(), day.month() == 1, settled));
                year.map_or(KeyValue::Missing, |year| Part::BudgetYear.value(year))
            }
            KeyRule::Day(part) => {
                day_of(row, column)?.map_or(KeyValue::Missing, |day| part.value(part.number(day)))
            }
            KeyRule::Sector => match row.value(column)? {
                Value::Name(name) => name
                    .and_then(sector_of)
                    .map_or(KeyValue::Missing, |sector| KeyValue::Name(sector.as_str().into())),
                other => return Err(other.wrong(column, "names")),
            },
            KeyRule::Mapped(map, date) => {
                let name = match row.value(column)? {
                    Value::Name(name) => name,
                    other => return Err(other.wrong(column, "names")),
                };
                let mapped = match (name, date) {
                    (None, _) => None,
                    (Some(name), None) => map.name_first(name),
                    (Some(name), Some(date)) => map.name_on(name, day_of(row, date)?),
                };
                mapped.map_or(KeyValue::Missing, |name| KeyValue::Name(name.into()))
            }
        })
    }
}

impl Filter {
    /// Yes, no or cannot tell.
    pub(crate) fn answer(&self, row: &impl Values) -> Result<Option<bool>, QueryError> {
        Ok(match &self.0 {
            // every part is asked, so that a column that is not there is an error whatever the others answer
            Condition::All(filters) => {
                let answers = filters.iter().map(|it| it.answer(row)).collect::<Result<Vec<_>, _>>()?;
                if answers.contains(&Some(false)) {
                    Some(false)
                } else if answers.contains(&None) {
                    None
                } else {
                    Some(true)
                }
            }
            Condition::Any(filters) => {
                let answers = filters.iter().map(|it| it.answer(row)).collect::<Result<Vec<_>, _>>()?;
                if answers.contains(&Some(true)) {
                    Some(true)
                } else if answers.contains(&None) {
                    None
                } else {
                    Some(false)
                }
            }
            Condition::Inverted(filter) => filter.answer(row)?.map(|answer| !answer),
            Condition::Undecided(filter) => Some(filter.answer(row)?.is_none()),
            Condition::Key(key, values) => {
                let value = key.value_of(row)?;
                if values.has(&value) {
                    Some(true)
                } else if value == KeyValue::Missing {
                    None
                } else {
                    Some(false)
                }
            }
            Condition::Test(column, test) => test.answer(column, row)?,
        })
    }
}

impl Test {
    fn answer(&self, column: &str, row: &impl Values) -> Result<Option<bool>, QueryError> {
        let value = row.value(column)?;
        Ok(match (self, &value) {
            (Self::Missing, value) => Some(value.as_key() == KeyValue::Missing),
            (Self::Names(names), Value::Name(name)) => {
                name.map(|name| names.iter().any(|known| known == name))
            }
            (Self::Flag(wanted), Value::Flag(flag)) => flag.map(|flag| flag == *wanted),
            (Self::Between(first, last), Value::Integer(number)) => {
                number.map(|number| *first <= number && number <= *last)
            }
            (Self::Integers(numbers), Value::Integer(number)) => {
                number.map(|number| numbers.binary_search(&number).is_ok())
            }
            (Self::Days(first, last), Value::Day(day)) => day.map(|day| *first <= day && day <= *last),
            (Self::YearTo(month, last), Value::Day(day)) => day.map(|day| is_year_to(day, *month, *last)),
            (Self::Currencies(currencies), Value::Amount(amount)) => {
                amount.currency.map(|currency| currencies.contains(&currency))
            }
            (Self::Amounts(low, high), Value::Amount(amount)) => {
                let currency = self.currency(column)?;
                let minor = |bound: &Bound<Money>| bound.as_ref().map(Money::minor);
                let (low, high) = whole_ends(minor(low), minor(high));
                let ends = match (amount.known, amount.hedge) {
                    _ if currency.is_some() && amount.currency != currency => None,
                    (Some(minor), _) => Some((minor, minor)),
                    (None, hedge) => hedge.map(|(low, high)| whole_ends(low, high)),
                };
                ends.and_then(|(least, most)| {
                    if low <= least && most <= high {
                        Some(true)
                    } else if high < least || most < low || high < low {
                        Some(false)
                    } else {
                        None
                    }
                })
            }
            (test, value) => return Err(value.wrong(column, test.expected())),
        })
    }
}
