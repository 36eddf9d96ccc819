//! Why a query cannot be answered.

use vientro_currency::{Currency, MoneyError, RateError};

use crate::frame::CsvError;

/// Why a query cannot be answered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// A sum would add what is kept apart: two bases, directions, kinds of flow.
    #[error(
        "`{measure}` would add {} of `{column}`; filter to one, group by `{column}`, or ask for it by `across_bases`",
        listed(values)
    )]
    Bases {
        /// The sum.
        measure: String,
        /// The column that is kept apart.
        column: String,
        /// The values met.
        values: Vec<String>,
    },
    /// The frame has no such column.
    #[error("the frame has no column `{name}`")]
    Column {
        /// Its name.
        name: String,
    },
    /// The file cannot be read.
    #[error("the file cannot be read")]
    Csv(#[from] CsvError),
    /// A partial answer was written in another format.
    #[error(
        "a partial answer is of the format `{found}`, expected `{}`; ask the worker that wrote it with this version",
        super::Partial::FORMAT
    )]
    Format {
        /// The format it names, or its beginning.
        found: String,
    },
    /// A column is of another kind than the query needs.
    #[error("column `{name}` is of {found}, expected {expected}")]
    Kind {
        /// The column.
        name: String,
        /// Its kind.
        found: &'static str,
        /// The kind needed.
        expected: &'static str,
    },
    /// A frame has more rows than can be put in another order.
    #[error(
        "a frame has {rows} rows, expected fewer than 2^32 - 1 to put them in another order; do so in parts"
    )]
    Long {
        /// Its number of rows.
        rows: usize,
    },
    /// Two currencies would be added.
    #[error("`{column}` of {cell} is in `{left}` and `{right}`; group by its currency or convert")]
    Mixed {
        /// The column.
        column: String,
        /// The keys of the cell.
        cell: String,
        /// The first currency in the order of the column.
        left: Currency,
        /// The second.
        right: Currency,
    },
    /// An amount of an answer cannot be money.
    #[error("`{measure}` of {cell} cannot be money")]
    Money {
        /// The measure.
        measure: String,
        /// The keys of the cell.
        cell: String,
        /// Why.
        source: MoneyError,
    },
    /// Two measures have one name, or a measure names one that is not there.
    #[error("no measure, or more than one, is named `{name}`")]
    Name {
        /// The name.
        name: String,
    },
    /// Rows are taken back from a cube that were not appended to it.
    #[error("rows are taken back that were not appended")]
    NotAppended,
    /// A sum across bases needs a label in both languages.
    #[error("a sum across bases needs a label that says what it adds")]
    NoLabel,
    /// The query measures nothing.
    #[error("the query has no measure")]
    NoMeasure,
    /// Partial answers of two queries, or by the rates of two books.
    #[error("the partial answers are of two queries or two rate books, or not whole")]
    OtherQuery,
    /// A rate whose quotient does not fit 128 bits cannot be summed before it is rounded.
    #[error(
        "a rate has a quotient of more than 128 bits and cannot be rounded on the total; round row by row"
    )]
    OnTotal,
    /// A name is in two groups of one key.
    #[error(
        "`{name}` is in `{left}` and in `{right}`; groups that overlap are counted by themselves, each under its name"
    )]
    Overlap {
        /// The name.
        name: String,
        /// The first group.
        left: String,
        /// The second.
        right: String,
    },
    /// A sum leaves 128 bits.
    #[error("`{measure}` of {cell} is outside the range of 128 bits")]
    Overflow {
        /// The measure.
        measure: String,
        /// The keys of the cell.
        cell: String,
    },
    /// A range of amounts has its ends in two currencies.
    #[error("the range of `{column}` is from `{left}` to `{right}`; give both ends in one currency")]
    Range {
        /// The column.
        column: String,
        /// Currency of the lower end.
        left: Currency,
        /// Currency of the upper end.
        right: Currency,
    },
    /// The amount of a row cannot be converted.
    #[error("the amount of row {row} cannot be converted")]
    Rate {
        /// Position of the row in the frame as it was given, from zero; of several rows the first in the order they stand in.
        row: usize,
        /// Why.
        source: RateError,
    },
    /// The rates cannot be prepared.
    #[error("the rates cannot be prepared")]
    Rates(#[from] RateError),
    /// There are more groups than 32 bits count.
    #[error("there are more groups than 32 bits count; filter, or group by fewer keys")]
    TooManyGroups,
    /// A cube would have a subtotal for every set of too many keys.
    #[error("a cube has subtotals over every set of its keys, of at most {max}; found {found}")]
    TooManyKeys {
        /// How many keys there are.
        found: usize,
        /// How many there may be.
        max: usize,
    },
    /// An amount has no date to choose a rate by.
    #[error("the amount of row {row} has no date in `{column}`, so that no rate can be chosen")]
    Undated {
        /// Position of the row in the frame as it was given, from zero; of several rows the first in the order they stand in.
        row: usize,
        /// The date column.
        column: String,
    },
}

impl QueryError {
    /// The row it names, if any.
    pub(crate) fn row(&self) -> Option<usize> {
        match self {
            Self::Rate { row, .. } | Self::Undated { row, .. } => Some(*row),
            _ => None,
        }
    }

    /// Of rows counted from `rows` further down.
    pub(crate) fn below(mut self, rows: usize) -> Self {
        if let Self::Rate { row, .. } | Self::Undated { row, .. } = &mut self {
            *row = row.saturating_add(rows);
        }
        self
    }
}

fn listed(values: &[String]) -> String {
    values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
}
