//! Which rows count.

use chrono::{Datelike, NaiveDate};
use vientro_currency::Currency;

use super::QueryError;
use super::key::codes_of;
use super::plan::{column_of, wrong_kind};
use crate::frame::{Column, Field, Frame, Kind, at, short};

/// A condition on rows. A row whose value is missing passes no condition but [`Filter::missing`] and those turned round by
/// [`Filter::inverted`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub struct Filter {
    pub(crate) column: String,
    pub(crate) test: Test,
    pub(crate) negated: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Test {
    Between(i64, i64),
    Currencies(Vec<Currency>),
    Days(NaiveDate, NaiveDate),
    Flag(bool),
    Integers(Vec<i64>),
    Missing,
    Names(Vec<String>),
}

impl Filter {
    fn new(column: impl Into<String>, test: Test) -> Self {
        Self { column: column.into(), test, negated: false }
    }

    /// The name is one of `names`.
    pub fn is_in<S: Into<String>>(column: impl Into<String>, names: impl IntoIterator<Item = S>) -> Self {
        Self::new(column, Test::Names(names.into_iter().map(Into::into).collect()))
    }

    /// The day is between `first` and `last`, both included.
    pub fn days(column: impl Into<String>, first: NaiveDate, last: NaiveDate) -> Self {
        Self::new(column, Test::Days(first, last))
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

    /// There is no name, number, day or flag; of money, no currency.
    pub fn missing(column: impl Into<String>) -> Self {
        Self::new(column, Test::Missing)
    }

    /// The rows that do not pass.
    pub fn inverted(mut self) -> Self {
        self.negated = !self.negated;
        self
    }

    pub(crate) fn plan(&self, frame: &Frame) -> Result<FilterPlan, QueryError> {
        let (place, field) = column_of(frame, &self.column)?;
        let count = match &field.kind {
            Kind::Names { dictionary } => dictionary.names().len(),
            Kind::Flags => 2,
            Kind::Money { currencies, .. } => currencies.len(),
            Kind::Dates { .. } | Kind::Integers { .. } => 0,
        };
        let mut allowed = vec![0_u8; count.saturating_add(1)];
        let mut allow = |code: u32| {
            if let Some(entry) = allowed.get_mut(at(code)) {
                *entry = 1;
            }
        };
        let test = match (&self.test, &field.kind) {
            (Test::Names(names), Kind::Names { dictionary }) => {
                names.iter().filter_map(|name| dictionary.code(name)).for_each(allow);
                PlannedTest::Codes(allowed)
            }
            (Test::Flag(flag), Kind::Flags) => {
                allow(if *flag { 2 } else { 1 });
                PlannedTest::Codes(allowed)
            }
            (Test::Currencies(wanted), Kind::Money { currencies, .. }) => {
                for (code, currency) in currencies.iter().enumerate() {
                    if wanted.contains(currency) {
                        allow(short(code.saturating_add(1)));
                    }
                }
                PlannedTest::Codes(allowed)
            }
            (Test::Missing, Kind::Names { .. } | Kind::Flags | Kind::Money { .. }) => {
                allow(0);
                PlannedTest::Codes(allowed)
            }
            (Test::Missing, Kind::Dates { .. } | Kind::Integers { .. }) => PlannedTest::Missing,
            (Test::Days(first, last), Kind::Dates { .. }) => {
                PlannedTest::Range(first.num_days_from_ce().into(), last.num_days_from_ce().into())
            }
            (Test::Between(first, last), Kind::Integers { .. }) => PlannedTest::Range(*first, *last),
            (Test::Integers(numbers), Kind::Integers { .. }) => PlannedTest::Integers(numbers.clone()),
            (test, _) => return Err(wrong_kind(field, test.expected())),
        };
        let test = match test {
            PlannedTest::Codes(allowed) => as_range(allowed),
            other => other,
        };
        Ok(FilterPlan { place, test, negated: self.negated, ascending: field.ascending })
    }
}

impl Test {
    const fn expected(&self) -> &'static str {
        match self {
            Self::Between(..) | Self::Integers(_) => "integers",
            Self::Currencies(_) => "money",
            Self::Days(..) => "dates",
            Self::Flag(_) => "flags",
            Self::Missing | Self::Names(_) => "names",
        }
    }
}

/// A filter in codes.
#[derive(Clone, Debug)]
pub(crate) struct FilterPlan {
    pub(crate) place: usize,
    pub(crate) test: PlannedTest,
    pub(crate) negated: bool,
    ascending: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum PlannedTest {
    /// The first and the last code that pass.
    CodeRange(u32, u32),
    /// An entry for each code, 1 for those that pass.
    Codes(Vec<u8>),
    Integers(Vec<i64>),
    Missing,
    Range(i64, i64),
}

impl FilterPlan {
    /// The rows of a chunk outside of which none passes.
    pub(crate) fn window(&self, columns: &[Column], rows: usize) -> (usize, usize) {
        let (PlannedTest::Range(first, last), false) = (&self.test, self.negated) else { return (0, rows) };
        let column = match columns.get(self.place) {
            Some(Column::Dates(column)) => &column.0,
            Some(Column::Integers(column)) => column,
            _ => return (0, rows),
        };
        match column.range() {
            Some((min, max)) if *first <= max && min <= *last => {}
            _ => return (0, 0),
        }
        if !self.ascending {
            return (0, rows);
        }
        let below = |limit: i64| {
            let (mut low, mut high) = (0, rows);
            while low < high {
                let middle = low.midpoint(high);
                if column.get(middle).is_some_and(|value| value < limit) {
                    low = middle.saturating_add(1);
                } else {
                    high = middle;
                }
            }
            low
        };
        (below(*first), last.checked_add(1).map_or(rows, below))
    }

    /// Clears the marks of the rows from `from` on that do not pass.
    pub(crate) fn mark(&self, columns: &[Column], from: usize, marks: &mut [u8], spare: &mut Vec<u8>) {
        if self.negated {
            spare.clear();
            spare.resize(marks.len(), 1);
            self.mark_plain(columns, from, spare);
            for (mark, spare) in marks.iter_mut().zip(spare.iter()) {
                *mark &= 1 ^ spare;
            }
        } else {
            self.mark_plain(columns, from, marks);
        }
    }

    fn mark_plain(&self, columns: &[Column], from: usize, marks: &mut [u8]) {
        let Some(column) = columns.get(self.place) else { return };
        match (&self.test, column) {
            (PlannedTest::Codes(allowed), Column::Names(column)) => column.codes.keep(from, allowed, marks),
            (PlannedTest::Codes(allowed), Column::Flags(column)) => column.codes.keep(from, allowed, marks),
            (PlannedTest::Codes(allowed), Column::Money(column)) => column.codes.keep(from, allowed, marks),
            (PlannedTest::CodeRange(first, last), column) => {
                let Some(codes) = codes_of(Some(column)) else { return };
                codes.keep_range(from, *first, *last, marks);
            }
            (PlannedTest::Range(first, last), Column::Dates(column)) => {
                column.0.keep_range(from, *first, *last, marks);
            }
            (PlannedTest::Range(first, last), Column::Integers(column)) => {
                column.keep_range(from, *first, *last, marks);
            }
            (PlannedTest::Integers(numbers), Column::Integers(column)) => {
                for (mark, row) in marks.iter_mut().zip(from..) {
                    let found = column.get(row).is_some_and(|it| numbers.binary_search(&it).is_ok());
                    *mark &= u8::from(found);
                }
            }
            (
                PlannedTest::Missing,
                Column::Integers(column) | Column::Dates(crate::frame::DateColumn(column)),
            ) => {
                for (mark, row) in marks.iter_mut().zip(from..) {
                    *mark &= u8::from(column.get(row).is_none());
                }
            }
            _ => {}
        }
    }

    pub(crate) fn explain(&self, field: &Field) -> String {
        let not = if self.negated { "not " } else { "" };
        match &self.test {
            PlannedTest::Codes(allowed) => {
                let kept: u64 = allowed.iter().map(|it| u64::from(*it)).sum();
                format!("{not}`{}` is one of {kept} of {} codes, by table", field.name, allowed.len())
            }
            PlannedTest::CodeRange(first, last) => {
                let count = last.wrapping_sub(*first).wrapping_add(1);
                format!("{not}`{}` is one of {count} neighbouring codes", field.name)
            }
            PlannedTest::Integers(numbers) => {
                format!("{not}`{}` is one of {} numbers", field.name, numbers.len())
            }
            PlannedTest::Missing => format!("{not}`{}` is missing", field.name),
            PlannedTest::Range(..) if self.ascending && !self.negated => {
                format!("`{}` in a range, found by search in its order", field.name)
            }
            PlannedTest::Range(..) => format!("{not}`{}` in a range, chunks outside skipped", field.name),
        }
    }
}

/// A range instead of a table where the codes that pass are neighbours.
fn as_range(allowed: Vec<u8>) -> PlannedTest {
    let first = allowed.iter().position(|it| *it == 1);
    let last = allowed.iter().rposition(|it| *it == 1);
    match (first, last) {
        (Some(first), Some(last)) if allowed.iter().take(last).skip(first).all(|it| *it == 1) => {
            PlannedTest::CodeRange(short(first), short(last))
        }
        _ => PlannedTest::Codes(allowed),
    }
}
