//! What the columns of a file hold.

use vientro_currency::Currency;

/// Which columns of a CSV file are read, and what they hold. They are found by their names in the header, in any order;
/// others are passed over and not looked into.
///
/// An empty field is a missing name, date, number or answer, and an unknown amount, never zero.
///
/// ```
/// use vientro_accounting::frame::CsvLayout;
/// use vientro_currency::Currency;
///
/// let layout = CsvLayout::new()
///     .dates("date")
///     .listed("kind", ["commitment", "disbursement"])
///     .names("donor")
///     .amounts("amount", "currency");
/// assert_eq!(layout.columns().collect::<Vec<_>>(), ["date", "kind", "donor", "amount"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CsvLayout {
    pub(super) columns: Vec<Described>,
    pub(super) apart: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Described {
    pub(super) name: String,
    pub(super) holds: Holds,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Amounts in the currency that another column names; those that answers list first.
    Amounts {
        currency: String,
        first: Vec<Currency>,
    },
    AmountsIn(Currency),
    /// Amounts between those of two other columns.
    Between {
        low: String,
        high: String,
        unit: Unit,
    },
    Dates,
    Flags,
    Listed(Vec<String>),
    Names,
    Numbers,
}

/// In which currency amounts are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// In that which a column names.
    Named(String),
    One(Currency),
}

impl CsvLayout {
    /// No columns.
    pub const fn new() -> Self {
        Self { columns: Vec::new(), apart: Vec::new() }
    }

    /// Amounts such as `1250.50` or `-3000000`, each in the currency whose ISO 4217 code stands in the column `currency`, with
    /// no more decimals than that has.
    #[must_use]
    pub fn amounts(self, name: impl Into<String>, currency: impl Into<String>) -> Self {
        self.amounts_ordered(name, currency, [])
    }

    /// As [`CsvLayout::amounts`]; answers list the currencies in the order of `first`, and after them others as they come.
    #[must_use]
    pub fn amounts_ordered(
        self,
        name: impl Into<String>,
        currency: impl Into<String>,
        first: impl IntoIterator<Item = Currency>,
    ) -> Self {
        let first = first.into_iter().collect();
        self.with(name, Holds::Amounts { currency: currency.into(), first })
    }

    /// Amounts of one currency.
    #[must_use]
    pub fn amounts_in(self, name: impl Into<String>, currency: Currency) -> Self {
        self.with(name, Holds::AmountsIn(currency))
    }

    /// Hedged amounts, kept under `name`: each lies between the amounts of the columns `low` and `high`, both included, in the currency whose
    /// code stands in the column `currency`. Without a lower end it is at most the upper, without an upper at least the lower, and
    /// without both unknown; of two equal ends it is known.
    ///
    /// ```
    /// use std::ops::Bound;
    /// use vientro_accounting::frame::{CsvLayout, CsvOptions};
    /// use vientro_accounting::query::{Measure, Query};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let text = "from,to,currency\n18000000000,19000000000,VND\n250000000,250000000,VND\n,,VND\n";
    /// let layout = CsvLayout::new().amounts_between("amount", "from", "to", "currency");
    /// let table = Query::new().measure(Measure::sum("amount")).run_csv(text.as_bytes(), &layout, &CsvOptions::default())?;
    /// let sum = table.row(0).and_then(|row| row.amount(0)).ok_or("no sum")?;
    /// assert_eq!(sum.low(), Bound::Included(18_250_000_000));
    /// assert_eq!((sum.high(), sum.unknown()), (Bound::Included(19_250_000_000), 1));
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn amounts_between(
        self,
        name: impl Into<String>,
        low: impl Into<String>,
        high: impl Into<String>,
        currency: impl Into<String>,
    ) -> Self {
        let (low, high, unit) = (low.into(), high.into(), Unit::Named(currency.into()));
        self.with(name, Holds::Between { low, high, unit })
    }

    /// As [`CsvLayout::amounts_between`], all of one currency.
    #[must_use]
    pub fn amounts_between_in(
        self,
        name: impl Into<String>,
        low: impl Into<String>,
        high: impl Into<String>,
        currency: Currency,
    ) -> Self {
        let (low, high, unit) = (low.into(), high.into(), Unit::One(currency));
        self.with(name, Holds::Between { low, high, unit })
    }

    /// Says that amounts of two values of these columns never add, as [`Frame::keep_apart`](super::Frame::keep_apart) does.
    #[must_use]
    pub fn keep_apart<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.apart.extend(names.into_iter().map(Into::into));
        self
    }

    /// Dates `yyyy-mm-dd`.
    #[must_use]
    pub fn dates(self, name: impl Into<String>) -> Self {
        self.with(name, Holds::Dates)
    }

    /// `true` and `false`.
    #[must_use]
    pub fn flags(self, name: impl Into<String>) -> Self {
        self.with(name, Holds::Flags)
    }

    /// Names out of a list, whose order answers keep; any other name is an error.
    #[must_use]
    pub fn listed<S: Into<String>>(
        self,
        name: impl Into<String>,
        names: impl IntoIterator<Item = S>,
    ) -> Self {
        let names = names.into_iter().map(Into::into).collect();
        self.with(name, Holds::Listed(names))
    }

    /// Any names.
    #[must_use]
    pub fn names(self, name: impl Into<String>) -> Self {
        self.with(name, Holds::Names)
    }

    /// Whole numbers of up to 18 digits.
    #[must_use]
    pub fn numbers(self, name: impl Into<String>) -> Self {
        self.with(name, Holds::Numbers)
    }

    /// The names of the columns that are read, in the order they were given.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    fn with(mut self, name: impl Into<String>, holds: Holds) -> Self {
        self.columns.push(Described { name: name.into(), holds });
        self
    }
}
