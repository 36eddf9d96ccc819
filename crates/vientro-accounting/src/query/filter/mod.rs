//! Which rows count.

mod plan;

use std::ops::{Bound, RangeBounds};

use chrono::{Datelike, NaiveDate};
use vientro_core::Period;
use vientro_currency::{Currency, Money};

use super::QueryError;
use super::key::{Key, KeyValue};
pub(crate) use plan::{FilterPlan, is_year_to, whole_ends};

/// A condition on rows, answered yes, no or cannot tell.
///
/// A row passes where the answer is yes. It cannot be told of a row whose value is missing, of an amount that is unknown, in another
/// currency, or hedged across an end of the range. [`Filter::missing`] alone can always be told. Conditions combine as the three
/// answers do (Kleene's strong logic): [`Filter::all`] is no as soon as one is no, [`Filter::any`] yes as soon as one is yes, and
/// [`Filter::inverted`] turns yes and no and leaves what cannot be told. [`Filter::undecided`] asks for just those rows, so that a
/// condition, its inversion and what is undecided part the rows without rest.
///
/// ```
/// use vientro_accounting::frame::{Frame, NameColumn};
/// use vientro_accounting::query::{Filter, Measure, Query};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (mut province, mut form) = (NameColumn::default(), NameColumn::default());
/// for (code, kind) in [(Some("79"), "project"), (Some("40"), "project"), (None, "relief"), (Some("79"), "relief")] {
///     province.push(code);
///     form.push(Some(kind));
/// }
/// let frame = Frame::from_columns([("province", province.into()), ("form", form.into())])?;
/// let count = |filter: Filter| -> Result<Option<u64>, Box<dyn std::error::Error>> {
///     let table = Query::new().measure(Measure::count()).filter(filter).run(&frame)?;
///     Ok(table.row(0).and_then(|row| row.count(0)))
/// };
/// let here = || Filter::is_in("province", ["79"]);
/// assert_eq!(count(here())?, Some(2));
/// assert_eq!(count(here().inverted())?, Some(1)); // not the row without a province
/// assert_eq!(count(here().undecided())?, Some(1));
/// assert_eq!(count(Filter::any([here(), Filter::is_in("form", ["relief"])]))?, Some(3));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub struct Filter(pub(crate) Condition);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Condition {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Inverted(Box<Filter>),
    /// A derived key.
    Key(Key, Values),
    Test(String, Test),
    Undecided(Box<Filter>),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Test {
    Amounts(Bound<Money>, Bound<Money>),
    Between(i64, i64),
    Currencies(Vec<Currency>),
    Days(NaiveDate, NaiveDate),
    Flag(bool),
    Integers(Vec<i64>),
    Missing,
    Names(Vec<String>),
    /// Days of any year up to this month and day.
    YearTo(u32, u32),
}

/// The values of a key that pass.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Values {
    Between(KeyValue, KeyValue),
    Listed(Vec<KeyValue>),
}

impl Filter {
    fn new(column: impl Into<String>, test: Test) -> Self {
        Self(Condition::Test(column.into(), test))
    }

    /// The name is one of `names`.
    pub fn is_in<S: Into<String>>(column: impl Into<String>, names: impl IntoIterator<Item = S>) -> Self {
        Self::new(column, Test::Names(names.into_iter().map(Into::into).collect()))
    }

    /// The day is between `first` and `last`, both included.
    pub fn days(column: impl Into<String>, first: NaiveDate, last: NaiveDate) -> Self {
        Self::new(column, Test::Days(first, last))
    }

    /// The day is in `period`: two budget years share a January, so that it counts in each of them by name.
    pub fn during(column: impl Into<String>, period: &Period) -> Self {
        Self::days(column, period.from(), period.last())
    }

    /// The day, in whichever year, is not later in the year than `day`: the eleven months of each year that can be compared.
    pub fn year_to_date(column: impl Into<String>, day: NaiveDate) -> Self {
        Self::new(column, Test::YearTo(day.month(), day.day()))
    }

    /// The number is between `first` and `last`, both included.
    pub fn between(column: impl Into<String>, first: i64, last: i64) -> Self {
        Self::new(column, Test::Between(first, last))
    }

    /// The number is one of `numbers`.
    pub fn is_any_of(column: impl Into<String>, numbers: impl IntoIterator<Item = i64>) -> Self {
        let mut numbers: Vec<i64> = numbers.into_iter().collect();
        numbers.sort_unstable();
        Self::new(column, Test::Integers(numbers))
    }

    /// The flag is `flag`.
    pub fn flag(column: impl Into<String>, flag: bool) -> Self {
        Self::new(column, Test::Flag(flag))
    }

    /// The amount is in one of `currencies`.
    pub fn currencies(column: impl Into<String>, currencies: impl IntoIterator<Item = Currency>) -> Self {
        Self::new(column, Test::Currencies(currencies.into_iter().collect()))
    }

    /// The amount, as it was recorded, lies in `range`. A hedged amount does if the whole of its interval does, and does not if none of
    /// it does.
    pub fn amounts(column: impl Into<String>, range: impl RangeBounds<Money>) -> Self {
        Self::new(column, Test::Amounts(range.start_bound().cloned(), range.end_bound().cloned()))
    }

    /// There is no name, number, day or flag; of money, no currency.
    pub fn missing(column: impl Into<String>) -> Self {
        Self::new(column, Test::Missing)
    }

    /// The value of `key` is one of `values`; [`KeyValue::Missing`] among them asks for rows without one.
    pub fn key_is_in(key: Key, values: impl IntoIterator<Item = KeyValue>) -> Self {
        Self(Condition::Key(key, Values::Listed(values.into_iter().collect())))
    }

    /// The value of `key` is between `first` and `last`, both included, which are of one kind.
    pub fn key_between(key: Key, first: KeyValue, last: KeyValue) -> Self {
        Self(Condition::Key(key, Values::Between(first, last)))
    }

    /// All of `filters`; without any, yes.
    pub fn all(filters: impl IntoIterator<Item = Self>) -> Self {
        Self(Condition::All(filters.into_iter().collect()))
    }

    /// One of `filters` at least; without any, no.
    pub fn any(filters: impl IntoIterator<Item = Self>) -> Self {
        Self(Condition::Any(filters.into_iter().collect()))
    }

    /// The opposite: yes where the answer was no. What cannot be told stays so.
    pub fn inverted(self) -> Self {
        match self.0 {
            Condition::Inverted(filter) => *filter,
            condition => Self(Condition::Inverted(Box::new(Self(condition)))),
        }
    }

    /// The rows of which it cannot be told.
    pub fn undecided(self) -> Self {
        Self(Condition::Undecided(Box::new(self)))
    }
}

impl Test {
    /// The currency of a range of amounts, if it has an end.
    pub(crate) fn currency(&self, column: &str) -> Result<Option<Currency>, QueryError> {
        let Self::Amounts(low, high) = self else { return Ok(None) };
        let end = |bound: &Bound<Money>| match bound {
            Bound::Included(money) | Bound::Excluded(money) => Some(money.currency()),
            Bound::Unbounded => None,
        };
        match (end(low), end(high)) {
            (Some(left), Some(right)) if left != right => {
                Err(QueryError::Range { column: column.to_owned(), left, right })
            }
            (left, right) => Ok(left.or(right)),
        }
    }

    pub(crate) const fn expected(&self) -> &'static str {
        match self {
            Self::Between(..) | Self::Integers(_) => "integers",
            Self::Amounts(..) | Self::Currencies(_) => "money",
            Self::Days(..) | Self::YearTo(..) => "dates",
            Self::Flag(_) => "flags",
            Self::Missing | Self::Names(_) => "names",
        }
    }
}

impl Values {
    /// Is a value among them? A missing one only if it is listed.
    pub(crate) fn has(&self, value: &KeyValue) -> bool {
        match self {
            Self::Listed(values) => values.contains(value),
            Self::Between(first, last) => {
                let kind = std::mem::discriminant(value);
                [first, last].iter().all(|end| std::mem::discriminant(*end) == kind)
                    && first <= value
                    && value <= last
            }
        }
    }
}
