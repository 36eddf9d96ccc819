//! Exact sums over a [`Frame`], by any keys.
//!
//! A [`Query`] is a value: what to measure, by what to group, what to leave out, into which currency to convert. Running it makes a
//! plan that fits the frame (dense or hashed cells, rates by position, 64-bit cells with a proven bound), and the plan can be printed.

mod amounts;
mod apart;
mod block;
mod cells;
mod cluster;
mod cube;
mod drill;
mod error;
mod explain;
mod filter;
mod finish;
mod hash_index;
mod hints;
mod key;
mod map;
mod measure;
mod partial;
mod places;
mod plan;
mod rates;
mod record;
mod row;
mod shape;
mod shared;
mod singles;
mod state;
mod stream;
mod table;
#[cfg(test)]
mod tests;
#[cfg(feature = "serde")]
mod text;
mod wide;

pub use cube::Cube;
pub use error::QueryError;
pub use filter::Filter;
pub use key::{Key, KeyValue};
pub use map::NameMap;
pub use measure::Measure;
pub use partial::Partial;
pub use record::Record;
pub use shape::{Pivot, Ranking};
pub use table::{AmountCell, Cell, Row, Table};
use vientro_core::Bilingual;
use vientro_currency::{Currency, Policy, RateBook};

use crate::frame::Frame;

/// What to sum, by what, of which rows, in which currency.
///
/// ```
/// use vientro_accounting::frame::{DateColumn, Frame, MoneyColumn, NameColumn};
/// use vientro_accounting::query::{Filter, Key, Measure, Query};
/// use vientro_currency::Currency;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut kind = NameColumn::new(["disbursement", "refund"]);
/// let (mut date, mut amount) = (DateColumn::new(), MoneyColumn::new());
/// for (name, day, minor) in [
///     ("disbursement", "2024-06-01", 250_000_000),
///     ("disbursement", "2025-03-01", 4_220_000_000),
///     ("refund", "2025-11-20", 20_000_000),
/// ] {
///     kind.push(Some(name));
///     date.push(Some(day.parse()?));
///     amount.push_minor(minor, Currency::VND);
/// }
/// let frame = Frame::from_columns([("kind", kind.into()), ("date", date.into()), ("amount", amount.into())])?;
///
/// let net = Measure::sum("amount").signed("kind", ["disbursement"], ["refund"]).named("net");
/// let table = Query::new().group_by(Key::year("date")).measure(net).measure(Measure::count()).run(&frame)?;
/// let lines: Vec<String> = table
///     .rows()
///     .map(|row| format!("{} {} {}", row.key(0), row.amount(0).and_then(|it| it.minor()).unwrap_or(0), row.count(1).unwrap_or(0)))
///     .collect();
/// assert_eq!(lines, ["2024 250000000 1", "2025 4200000000 2"]);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Query<'a> {
    pub(crate) keys: Vec<Key>,
    pub(crate) measures: Vec<Measure>,
    pub(crate) filters: Vec<Filter>,
    pub(crate) presentation: Option<Presentation<'a>>,
    pub(crate) subtotals: shape::Subtotals,
    /// Names of keys that every subtotal keeps.
    pub(crate) within: Vec<String>,
    /// The label of a sum across what is kept apart.
    pub(crate) across: Option<Bilingual>,
    pub(crate) budget: Budget,
}

/// Into which currency amounts are converted, by what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Presentation<'a> {
    pub(crate) to: Currency,
    pub(crate) rates: &'a RateBook,
    pub(crate) policy: &'a Policy,
    /// Name of the date column, as a position in the texts of the query is not stable.
    pub(crate) date: &'a str,
}

/// How many cells a dense plan may have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    pub(crate) cells_max: u64,
}

impl Default for Budget {
    fn default() -> Self {
        // 64 MiB of cells of 64 bits for each thread
        Self { cells_max: 8 << 20 }
    }
}

impl<'a> Query<'a> {
    /// Measures nothing of all rows.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a measure.
    pub fn measure(mut self, measure: Measure) -> Self {
        self.measures.push(measure);
        self
    }

    /// Adds a key to group by; answers are in the order of the keys as they were added.
    pub fn group_by(mut self, key: Key) -> Self {
        self.keys.push(key);
        self
    }

    /// Only rows that pass; several filters must all be passed.
    pub fn filter(mut self, filter: Filter) -> Self {
        self.filters.push(filter);
        self
    }

    /// Converts every amount into `to` by the rates that `policy` takes for the row's day in column `date`, and rounds it as the policy
    /// says: each row by itself, or each sum once. An amount already in `to` stays as it is and needs no rate.
    pub fn convert_to(
        mut self,
        to: Currency,
        date: &'a str,
        rates: &'a RateBook,
        policy: &'a Policy,
    ) -> Self {
        self.presentation = Some(Presentation { to, rates, policy, date });
        self
    }

    /// With subtotals from the last key to the first and a grand total: for year and province each year and the whole. The keys that are
    /// summed over have [`KeyValue::All`], and a subtotal comes after what it sums.
    pub fn rollup(mut self) -> Self {
        self.subtotals = shape::Subtotals::Rollup;
        self
    }

    /// With subtotals over every set of keys, of at most eight.
    pub fn cube(mut self) -> Self {
        self.subtotals = shape::Subtotals::Cube;
        self
    }

    /// With subtotals only within each value of these keys, by name: of basis and year each year of each basis and each basis, not the
    /// whole.
    pub fn within<S: Into<String>>(mut self, keys: impl IntoIterator<Item = S>) -> Self {
        self.within.extend(keys.into_iter().map(Into::into));
        self
    }

    /// Adds across bases and whatever else the frame keeps apart ([`Frame::keep_apart`]), under a label that says what is added. The
    /// table has the label and a warning for each sum that does.
    pub fn across_bases(mut self, label: Bilingual) -> Self {
        self.across = Some(label);
        self
    }

    /// How many cells of 64 bits a plan may lay out at once before it looks groups up by hash: 8 million by default. More than 65,536
    /// groups, and more than four a row, are always looked up by hash.
    pub fn cells_max(mut self, cells: u64) -> Self {
        self.budget = Budget { cells_max: cells };
        self
    }

    /// Runs the query over all rows of `frame`.
    ///
    /// With the feature `rayon` it uses the pool it is called in; the answer is the same for any number of threads, any chunks and
    /// any order of rows.
    ///
    /// # Errors
    ///
    /// [`QueryError`] for columns that are not there or of another kind, two currencies in one sum without a conversion, two bases in one
    /// sum ([`Frame::keep_apart`]), a missing rate, and a sum that leaves 128 bits, which names its cell.
    pub fn run(&self, frame: &Frame) -> Result<Table, QueryError> {
        // what is wrong with the query is told first, then what the user would mix, then what the data have
        let (plan, apart) = (self.plan(frame)?, apart::Apart::of(self, frame.apart())?);
        let met = apart.met(self, frame)?;
        apart.check(&met)?;
        apart.tell(self.answer(plan, frame)?, &met)
    }

    /// For each kind of subtotal, which keys it keeps.
    fn kept(&self) -> Result<Vec<Vec<bool>>, QueryError> {
        let within: Vec<bool> = self.keys.iter().map(|key| self.within.contains(&key.name)).collect();
        self.subtotals.kept(&within)
    }

    /// Does a measure keep single values?
    fn has_lists(&self) -> bool {
        use measure::What;
        let is_list = |what: &What| {
            matches!(what, What::Distinct(_) | What::First(..) | What::Last(..) | What::Max(_) | What::Min(_))
        };
        self.measures.iter().any(|measure| is_list(&measure.what))
    }
}
