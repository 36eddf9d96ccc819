//! What is measured.

use super::Filter;

/// A figure of each group.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub struct Measure {
    pub(crate) name: String,
    pub(crate) what: What,
    /// Rows that fail one do not count here.
    pub(crate) only: Vec<Filter>,
    pub(crate) signs: Option<Signs>,
}

/// Column, names that count, names that count against.
pub(crate) type Signs = (String, Vec<String>, Vec<String>);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum What {
    Count,
    /// Of two measures by name.
    Difference(String, String),
    Distinct(String),
    /// Amount and date columns.
    First(String, String),
    Last(String, String),
    Max(String),
    Min(String),
    Sum(String),
    Unknown(String),
}

impl Measure {
    fn new(name: String, what: What) -> Self {
        Self { name, what, only: Vec::new(), signs: None }
    }

    /// The sum of an amount column; how many of its amounts were unknown, and both ends where some were hedged.
    pub fn sum(column: impl Into<String>) -> Self {
        let column = column.into();
        Self::new(format!("sum of {column}"), What::Sum(column))
    }

    /// The number of rows.
    pub fn count() -> Self {
        Self::new("count".to_owned(), What::Count)
    }

    /// The number of rows whose amount is unknown.
    pub fn unknown(column: impl Into<String>) -> Self {
        let column = column.into();
        Self::new(format!("unknown {column}"), What::Unknown(column))
    }

    /// The smallest known amount; of hedged amounts the smallest of their ends.
    pub fn min(column: impl Into<String>) -> Self {
        let column = column.into();
        Self::new(format!("min of {column}"), What::Min(column))
    }

    /// The largest known amount; of hedged amounts the largest of their ends.
    pub fn max(column: impl Into<String>) -> Self {
        let column = column.into();
        Self::new(format!("max of {column}"), What::Max(column))
    }

    /// The known amount of the earliest day in column `date`; of several on one day the smallest.
    pub fn first(column: impl Into<String>, date: impl Into<String>) -> Self {
        let column = column.into();
        Self::new(format!("first {column}"), What::First(column, date.into()))
    }

    /// The known amount of the latest day in column `date`; of several on one day the largest.
    pub fn last(column: impl Into<String>, date: impl Into<String>) -> Self {
        let column = column.into();
        Self::new(format!("last {column}"), What::Last(column, date.into()))
    }

    /// How many different values a column of names, numbers or days has; missing ones do not count.
    pub fn distinct(column: impl Into<String>) -> Self {
        let column = column.into();
        Self::new(format!("distinct {column}"), What::Distinct(column))
    }

    /// A sum less another sum, both by name: commitment less disbursement.
    pub fn difference(name: impl Into<String>, of: impl Into<String>, less: impl Into<String>) -> Self {
        Self::new(name.into(), What::Difference(of.into(), less.into()))
    }

    /// Under another name.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Only of rows that pass; a group without such rows is there all the same.
    pub fn only(mut self, filter: Filter) -> Self {
        self.only.push(filter);
        self
    }

    /// Rows whose name in `column` is one of `plus` count, those of `minus` count against, others not: net disbursement is
    /// disbursement less refund.
    pub fn signed<P: Into<String>, M: Into<String>>(
        mut self,
        column: impl Into<String>,
        plus: impl IntoIterator<Item = P>,
        minus: impl IntoIterator<Item = M>,
    ) -> Self {
        let plus = plus.into_iter().map(Into::into).collect();
        let minus = minus.into_iter().map(Into::into).collect();
        self.signs = Some((column.into(), plus, minus));
        self
    }

    /// The name it has in answers.
    pub fn name(&self) -> &str {
        &self.name
    }
}
