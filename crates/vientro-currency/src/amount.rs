//! Amounts of a currency that are not yet rounded.

use std::fmt;

use rust_decimal::Decimal;

use crate::{Currency, Money, MoneyError, Rounding};

/// An exact amount of a currency with any number of decimals: the result of a conversion before it is rounded.
///
/// It is another type than [`Money`], so that nobody adds what is rounded to what is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Amount {
    value: Decimal,
    currency: Currency,
}

impl Amount {
    /// `value` units of `currency`.
    pub const fn new(value: Decimal, currency: Currency) -> Self {
        Self { value, currency }
    }

    /// The value in whole units.
    pub const fn value(&self) -> Decimal {
        self.value
    }

    /// The currency.
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// Rounds to the minor unit.
    ///
    /// # Errors
    ///
    /// As [`Money::rounded`].
    pub fn round(&self, rounding: Rounding) -> Result<Money, MoneyError> {
        Money::rounded(self.value, self.currency, rounding)
    }
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self { value: money.amount(), currency: money.currency() }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.value, self.currency)
    }
}
