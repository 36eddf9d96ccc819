//! Amounts of a currency that are not yet rounded.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;

use rust_decimal::Decimal;

use crate::{Currency, Money, MoneyError, Rounding, Scale, exact, money};

/// An exact amount of a currency with any number of decimals: the result of a conversion before it is rounded.
///
/// It is another type than [`Money`], so that nobody adds what is rounded to what is not. Its arithmetic never rounds: what has
/// more than 28 digits is an error. Only [`Amount::round`] makes money of it, by a mode that is named.
///
/// ```
/// use rust_decimal::Decimal;
/// use vientro_currency::{Amount, Currency, Money, Rounding};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // 300 notebooks at 4,350.5 đồng
/// let price = Amount::new(Decimal::new(43_505, 1), Currency::VND);
/// let all = price.checked_mul(Decimal::from(300))?;
/// assert_eq!(all.round(Rounding::HalfUp)?, Money::vnd(1_305_150));
/// assert!(price.checked_div(Decimal::from(9)).is_err()); // never ends
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Amount {
    #[cfg_attr(feature = "serde", serde(with = "crate::serial::decimal"))]
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

    /// `self + other`.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Mixed`]; [`MoneyError::Inexact`] if the sum has more digits than a decimal holds.
    pub fn checked_add(&self, other: &Self) -> Result<Self, MoneyError> {
        money::same(self.currency, other.currency)?;
        self.of(exact::sum(self.value, other.value))
    }

    /// `self - other`.
    ///
    /// # Errors
    ///
    /// As [`Amount::checked_add`].
    pub fn checked_sub(&self, other: &Self) -> Result<Self, MoneyError> {
        self.checked_add(&other.negated())
    }

    /// `self` times a number.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Inexact`] if the product has more digits than a decimal holds.
    pub fn checked_mul(&self, factor: Decimal) -> Result<Self, MoneyError> {
        self.of(exact::product(self.value, factor))
    }

    /// `self` divided by a number, where the quotient ends.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Inexact`] if the quotient has more digits than a decimal holds, or `divisor` is zero. To split an amount
    /// use [`Money::allocate`].
    pub fn checked_div(&self, divisor: Decimal) -> Result<Self, MoneyError> {
        self.of(exact::quotient(self.value, divisor))
    }

    /// The amount with its sign turned.
    #[must_use]
    pub fn negated(&self) -> Self {
        Self { value: exact::negated(self.value), currency: self.currency }
    }

    /// Rounds to the minor unit.
    ///
    /// # Errors
    ///
    /// As [`Money::rounded`].
    pub fn round(&self, rounding: Rounding) -> Result<Money, MoneyError> {
        Money::rounded(self.value, self.currency, rounding)
    }

    /// Rounds once to whole thousands, millions or billions.
    ///
    /// # Errors
    ///
    /// [`MoneyError::NoMinorUnit`], [`MoneyError::Overflow`].
    pub fn round_to(&self, scale: Scale, rounding: Rounding) -> Result<Money, MoneyError> {
        let rounded = rounding.round_to(self.value, scale.factor());
        Money::try_new(rounded.ok_or(MoneyError::Overflow { currency: self.currency })?, self.currency)
    }

    /// Sums amounts of one currency without rounding; no amounts sum to zero of `currency`.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Sum`] names the first amount that does not fit and why.
    pub fn sum<A: Borrow<Self>>(
        currency: Currency,
        amounts: impl IntoIterator<Item = A>,
    ) -> Result<Self, MoneyError> {
        let zero = Self::new(Decimal::ZERO, currency);
        money::sum_of(zero, amounts, |sum, amount: &Self| sum.checked_add(amount))
    }

    fn of(self, value: Option<Decimal>) -> Result<Self, MoneyError> {
        let value = value.ok_or(MoneyError::Inexact { currency: self.currency })?;
        Ok(Self { value, currency: self.currency })
    }
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self { value: money.amount(), currency: money.currency() }
    }
}

impl PartialOrd for Amount {
    /// Amounts of two currencies do not compare.
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self.currency == other.currency).then(|| self.value.cmp(&other.value))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.value, self.currency)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn dong(text: &str) -> Amount {
        Amount::new(Decimal::from_str_exact(text).unwrap(), Currency::VND)
    }

    #[test]
    fn nothing_is_rounded_in_silence() {
        let most = Amount::new(Decimal::MAX, Currency::VND);
        assert_eq!(most.checked_add(&dong("0.1")), Err(MoneyError::Inexact { currency: Currency::VND }));
        assert_eq!(most.checked_add(&dong("0.00")), Ok(most));
        assert!(dong("1").checked_div(Decimal::from(3)).is_err());
        assert!(dong("1").checked_div(Decimal::ZERO).is_err());
        assert_eq!(dong("1").checked_div(Decimal::from(-8)), Ok(dong("-0.125")));
        let dollar = Amount::new(Decimal::ONE, Currency::USD);
        assert!(matches!(most.checked_add(&dollar), Err(MoneyError::Mixed { .. })));
        assert_eq!(most.partial_cmp(&dollar), None);
        assert!(dong("0.5") < dong("1"));
    }

    #[test]
    fn a_sum_is_rounded_once() {
        let thirds = [dong("0.4"), dong("0.4"), dong("0.4")];
        let sum = Amount::sum(Currency::VND, thirds).unwrap();
        assert_eq!(sum.round(Rounding::HalfUp), Ok(Money::vnd(1)));
        // 499,999.5 is no million, though it is half of one once rounded to đồng
        assert_eq!(dong("499999.5").round_to(Scale::Million, Rounding::HalfUp), Ok(Money::vnd(0)));
        assert_eq!(dong("500000").round_to(Scale::Million, Rounding::HalfUp), Ok(Money::vnd(1_000_000)));
    }

    proptest! {
        #[test]
        fn adding_and_taking_away_again(a in any::<i64>(), b in any::<i64>(), scale in 0u32..9) {
            let (a, b) = (dong(&Decimal::new(a, scale).to_string()), dong(&Decimal::new(b, 4).to_string()));
            prop_assert_eq!(a.checked_add(&b).unwrap().checked_sub(&b), Ok(a));
        }

        #[test]
        fn a_product_divides_back(a in any::<i64>(), b in 1i64..1_000_000_000, scale in 0u32..5) {
            let (a, b) = (dong(&a.to_string()), Decimal::new(b, scale));
            prop_assert_eq!(a.checked_mul(b).unwrap().checked_div(b), Ok(a));
        }
    }
}
