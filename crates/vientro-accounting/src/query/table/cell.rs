//! An amount or a count of an answer.

use std::ops::Bound;

use vientro_core::{Figure, Interval};
use vientro_currency::{Currency, Money, MoneyError};

use super::Table;
use crate::query::cells::Side;
use crate::query::partial::Shape;
use crate::query::state::State;

/// An amount of the answer: a sum, or one of the amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmountCell {
    pub(super) known: i128,
    pub(super) side: Side,
    pub(super) currency: Option<Currency>,
}

impl AmountCell {
    /// Both together, or the first less the second; `None` for two currencies and past 128 bits.
    pub(crate) fn with(&self, other: &Self, less: bool) -> Option<Self> {
        let currency = match (self.currency, other.currency) {
            (Some(left), Some(right)) if left != right => return None,
            (left, right) => left.or(right),
        };
        let known =
            if less { self.known.checked_sub(other.known) } else { self.known.checked_add(other.known) };
        let mut side = self.side;
        side.merge(&if less { other.side.negated() } else { other.side });
        (!side.overflow).then_some(Self { known: known?, side, currency })
    }

    /// The minor units of what is known, if nothing in it is hedged; [`AmountCell::unknown`] says how many inputs are not in it.
    pub fn minor(&self) -> Option<i128> {
        let Side { low, high, low_unbounded, high_unbounded, low_open, high_open, .. } = self.side;
        let exact =
            low == high && low_unbounded == 0 && high_unbounded == 0 && low_open == 0 && high_open == 0;
        if exact { self.known.checked_add(low) } else { None }
    }

    pub(crate) fn low_value(&self) -> Option<i128> {
        match self.low() {
            Bound::Included(value) | Bound::Excluded(value) => Some(value),
            Bound::Unbounded => None,
        }
    }

    pub(crate) fn high_value(&self) -> Option<i128> {
        match self.high() {
            Bound::Included(value) | Bound::Excluded(value) => Some(value),
            Bound::Unbounded => None,
        }
    }

    /// The lower end in minor units of what is known or hedged.
    pub fn low(&self) -> Bound<i128> {
        self.end(self.side.low, self.side.low_open, self.side.low_unbounded)
    }

    /// The upper end in minor units of what is known or hedged.
    pub fn high(&self) -> Bound<i128> {
        self.end(self.side.high, self.side.high_open, self.side.high_unbounded)
    }

    fn end(&self, value: i128, open: u64, unbounded: u64) -> Bound<i128> {
        match (self.known.checked_add(value), open, unbounded) {
            (Some(value), 0, 0) => Bound::Included(value),
            (Some(value), _, 0) => Bound::Excluded(value),
            // an end past 128 bits is none; a sum that is known past them is an error of the query
            _ => Bound::Unbounded,
        }
    }

    /// How many inputs were unknown.
    pub fn unknown(&self) -> u64 {
        self.side.unknown
    }

    /// The currency; `None` where no input had one.
    pub fn currency(&self) -> Option<Currency> {
        self.currency
    }

    /// What is known or hedged as money.
    ///
    /// # Errors
    ///
    /// [`MoneyError`] for more than 96 bits.
    pub fn known_part(&self) -> Result<Figure<Money>, MoneyError> {
        let Some(currency) = self.currency else { return Ok(Figure::Unknown) };
        if let Some(minor) = self.minor() {
            return Ok(Figure::Known(Money::from_minor(minor, currency)?));
        }
        let money = |bound: Bound<i128>| {
            Ok::<_, MoneyError>(match bound {
                Bound::Included(minor) => Bound::Included(Money::from_minor(minor, currency)?),
                Bound::Excluded(minor) => Bound::Excluded(Money::from_minor(minor, currency)?),
                Bound::Unbounded => Bound::Unbounded,
            })
        };
        Ok(Interval::try_new(money(self.low())?, money(self.high())?).map_or(Figure::Unknown, Figure::within))
    }

    /// The whole as money: unknown as soon as an input was.
    ///
    /// # Errors
    ///
    /// As [`AmountCell::known_part`].
    pub fn complete(&self) -> Result<Figure<Money>, MoneyError> {
        if self.side.unknown > 0 { Ok(Figure::Unknown) } else { self.known_part() }
    }
}

/// What a measure answers for one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cell {
    /// An amount; `None` for a smallest, largest, first or last amount that is not there, and a sum past 128 bits.
    Amount(Option<AmountCell>),
    /// A number of rows or values.
    Count(u64),
}

impl Cell {
    /// The amount, if it is one and there.
    pub fn amount(&self) -> Option<AmountCell> {
        match self {
            Self::Amount(amount) => *amount,
            Self::Count(_) => None,
        }
    }

    /// The count, if it is one.
    pub fn count(&self) -> Option<u64> {
        match self {
            Self::Amount(_) => None,
            Self::Count(count) => Some(*count),
        }
    }

    pub(crate) fn of_state(shape: &Shape, states: &[State], measure: usize) -> Option<Self> {
        // the way of a table of one row
        let one = (&Vec::new(), &states.to_vec());
        shape.measures.get(measure)?;
        let Ok(table) = Table::of_states(shape, &[one]) else { return Some(Self::Amount(None)) };
        let row = table.row(0)?;
        Some(row.count(measure).map_or_else(|| Self::Amount(row.amount(measure)), Self::Count))
    }
}
