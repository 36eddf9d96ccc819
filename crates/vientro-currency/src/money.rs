//! Money: whole minor units of one currency.

use std::cmp::Ordering;
use std::fmt;

use rust_decimal::Decimal;
use vientro_core::{Apportioning, Language, Quantity, ShareError, apportion};

use crate::{Currency, Rounding};

/// Why an operation on money is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// Two currencies in one operation; convert first, with a rate that is named.
    #[error("cannot combine `{left}` with `{right}`")]
    Mixed {
        /// Currency of the first amount.
        left: Currency,
        /// Currency of the second amount.
        right: Currency,
    },
    /// The currency has no minor unit in ISO 4217.
    #[error("`{currency}` has no minor unit, so money cannot be made of it")]
    NoMinorUnit {
        /// The currency.
        currency: Currency,
    },
    /// The result has more than 28 digits.
    #[error("the amount in `{currency}` is outside the range of 96 bits")]
    Overflow {
        /// The currency.
        currency: Currency,
    },
    /// The amount cannot be split.
    #[error("cannot split the amount")]
    Split(#[from] ShareError),
    /// The amount has decimals that the currency does not have.
    #[error("`{amount}` has more decimals than the {decimals} of `{currency}`")]
    TooPrecise {
        /// The amount.
        amount: Decimal,
        /// The currency.
        currency: Currency,
        /// Decimals of the currency.
        decimals: u32,
    },
}

impl MoneyError {
    /// The error as a sentence, its cause included.
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::Mixed { left, right }, Language::Vi) => {
                format!("không gộp được `{left}` với `{right}`; hãy quy đổi theo một tỷ giá nêu rõ trước")
            }
            (Self::NoMinorUnit { currency }, Language::Vi) => {
                format!("`{currency}` không có đơn vị nhỏ nhất nên không lập được số tiền")
            }
            (Self::Overflow { currency }, Language::Vi) => {
                format!("số tiền bằng `{currency}` vượt phạm vi 96 bit")
            }
            (Self::Split(cause), Language::Vi) => {
                format!("không chia được số tiền: {}", cause.text(language))
            }
            (Self::TooPrecise { amount, currency, decimals }, Language::Vi) => {
                format!("`{amount}` có nhiều chữ số thập phân hơn {decimals} chữ số của `{currency}`")
            }
            (Self::Split(cause), Language::En) => format!("{self}: {}", cause.text(language)),
            (_, Language::En) => self.to_string(),
        }
    }
}

/// An amount of one currency, rounded to its minor unit (đồng, cent).
///
/// Arithmetic is checked in every build profile: two currencies and overflow are errors. There are no operators.
///
/// ```
/// use rust_decimal::Decimal;
/// use vientro_currency::{Currency, Money, MoneyError};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let houses = Money::try_new(Decimal::from(4_220_000_000_i64), Currency::VND)?;
/// let each = houses.split(20)?;
/// assert_eq!(each[0], Money::from_minor(211_000_000, Currency::VND)?);
/// let dollars = Money::try_new(Decimal::from(457_800), Currency::USD)?;
/// assert!(matches!(houses.checked_add(&dollars), Err(MoneyError::Mixed { .. })));
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Parts", into = "Parts"))]
pub struct Money {
    minor: i128,
    currency: Currency,
}

impl Money {
    /// The largest magnitude in minor units: 96 bits, so that every amount is a [`Decimal`] too.
    pub const MINOR_MAX: i128 = 79_228_162_514_264_337_593_543_950_335;

    /// `amount` whole units of `currency`, which must not have more decimals than the currency.
    ///
    /// # Errors
    ///
    /// [`MoneyError::TooPrecise`], [`MoneyError::NoMinorUnit`], [`MoneyError::Overflow`].
    pub fn try_new(amount: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        let decimals = currency.decimals();
        let amount = amount.normalize();
        if amount.scale() > decimals {
            return Err(MoneyError::TooPrecise { amount, currency, decimals });
        }
        let factor = 10_i128.checked_pow(decimals.saturating_sub(amount.scale()));
        let minor = factor.and_then(|factor| amount.mantissa().checked_mul(factor));
        Self::from_minor(minor.ok_or(MoneyError::Overflow { currency })?, currency)
    }

    /// `amount` whole units of `currency`, rounded to the minor unit.
    ///
    /// # Errors
    ///
    /// [`MoneyError::NoMinorUnit`], [`MoneyError::Overflow`].
    pub fn rounded(amount: Decimal, currency: Currency, rounding: Rounding) -> Result<Self, MoneyError> {
        Self::try_new(rounding.round(amount, currency.decimals()), currency)
    }

    /// `minor` minor units (đồng, cents) of `currency`.
    ///
    /// # Errors
    ///
    /// [`MoneyError::NoMinorUnit`], [`MoneyError::Overflow`] past [`Money::MINOR_MAX`].
    pub fn from_minor(minor: i128, currency: Currency) -> Result<Self, MoneyError> {
        if !currency.has_minor_unit() {
            return Err(MoneyError::NoMinorUnit { currency });
        }
        if !(-Self::MINOR_MAX..=Self::MINOR_MAX).contains(&minor) {
            return Err(MoneyError::Overflow { currency });
        }
        Ok(Self { minor, currency })
    }

    /// No money of `currency`.
    ///
    /// # Errors
    ///
    /// [`MoneyError::NoMinorUnit`].
    pub fn zero(currency: Currency) -> Result<Self, MoneyError> {
        Self::from_minor(0, currency)
    }

    /// `amount` đồng.
    ///
    /// ```
    /// assert_eq!(vientro_currency::Money::vnd(18_048_000_000).to_string(), "18048000000 VND");
    /// ```
    pub const fn vnd(amount: i64) -> Self {
        // every i64 is within 96 bits, and the đồng has a minor unit
        #[expect(clippy::as_conversions, reason = "widening; `From` is not const")]
        Self { minor: amount as i128, currency: Currency::VND }
    }

    /// The amount in whole units, with the decimals of the currency.
    pub fn amount(&self) -> Decimal {
        // within 96 bits by construction
        Decimal::from_i128_with_scale(self.minor, self.currency.decimals())
    }

    /// The amount in minor units.
    pub const fn minor(&self) -> i128 {
        self.minor
    }

    /// The currency.
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// True for no money.
    pub const fn is_zero(&self) -> bool {
        self.minor == 0
    }

    /// True below zero.
    pub const fn is_negative(&self) -> bool {
        self.minor < 0
    }

    /// `self + other`.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Mixed`], [`MoneyError::Overflow`].
    pub fn checked_add(&self, other: &Self) -> Result<Self, MoneyError> {
        self.combine(other, i128::checked_add)
    }

    /// `self - other`.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Mixed`], [`MoneyError::Overflow`].
    pub fn checked_sub(&self, other: &Self) -> Result<Self, MoneyError> {
        self.combine(other, i128::checked_sub)
    }

    /// `self` times a whole number.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`].
    pub fn checked_mul(&self, times: i64) -> Result<Self, MoneyError> {
        let minor = self.minor.checked_mul(times.into());
        Self::from_minor(minor.ok_or(MoneyError::Overflow { currency: self.currency })?, self.currency)
    }

    /// The amount with its sign turned.
    #[must_use]
    pub fn negated(&self) -> Self {
        // the range is symmetric
        Self { minor: self.minor.saturating_neg(), currency: self.currency }
    }

    /// The amount without its sign.
    #[must_use]
    pub fn abs(&self) -> Self {
        Self { minor: self.minor.saturating_abs(), currency: self.currency }
    }

    /// Splits into equal parts; the first ones take the minor units that are left over. The parts sum to the whole.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Split`] for no parts.
    pub fn split(&self, parts: usize) -> Result<Vec<Self>, MoneyError> {
        self.allocate(&vec![Decimal::ONE; parts], Apportioning::LargestRemainder)
    }

    /// Splits by `weights`; the parts sum to the whole, and `method` says who takes what is left over.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Split`] for no weights, negative weights or only zeros.
    pub fn allocate(&self, weights: &[Decimal], method: Apportioning) -> Result<Vec<Self>, MoneyError> {
        apportion(self.minor, weights, method)?
            .into_iter()
            .map(|minor| Self::from_minor(minor, self.currency))
            .collect()
    }

    /// Sums amounts of one currency; no amounts sum to zero of `currency`.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Mixed`] names the first other currency met, [`MoneyError::Overflow`].
    pub fn sum<'a>(
        currency: Currency,
        amounts: impl IntoIterator<Item = &'a Self>,
    ) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::zero(currency)?, |sum, amount| sum.checked_add(amount))
    }

    fn combine(&self, other: &Self, f: impl Fn(i128, i128) -> Option<i128>) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Mixed { left: self.currency, right: other.currency });
        }
        let minor = f(self.minor, other.minor).ok_or(MoneyError::Overflow { currency: self.currency })?;
        Self::from_minor(minor, self.currency)
    }
}

impl PartialOrd for Money {
    /// Amounts of two currencies do not compare.
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self.currency == other.currency).then(|| self.minor.cmp(&other.minor))
    }
}

impl Quantity for Money {
    type Error = MoneyError;

    fn checked_plus(&self, other: &Self) -> Result<Self, MoneyError> {
        self.checked_add(other)
    }

    fn checked_minus(&self, other: &Self) -> Result<Self, MoneyError> {
        self.checked_sub(other)
    }
}

impl fmt::Display for Money {
    /// Plain and unambiguous, for logs and files: `457800.00 USD`. Text for people is made by language.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount(), self.currency)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Money({self})")
    }
}

/// The serialised form of money: the amount as text in whole units.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    amount: Decimal,
    currency: Currency,
}

#[cfg(feature = "serde")]
impl From<Money> for Parts {
    fn from(money: Money) -> Self {
        Self { amount: money.amount(), currency: money.currency }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Parts> for Money {
    type Error = MoneyError;

    fn try_from(parts: Parts) -> Result<Self, MoneyError> {
        Self::try_new(parts.amount, parts.currency)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn usd(text: &str) -> Money {
        Money::try_new(Decimal::from_str_exact(text).unwrap(), Currency::USD).unwrap()
    }

    #[test]
    fn more_decimals_than_the_currency_has_are_refused() {
        let half = Decimal::new(5, 1);
        let error = Money::try_new(half, Currency::VND).unwrap_err();
        assert_eq!(error.to_string(), "`0.5` has more decimals than the 0 of `VND`");
        assert_eq!(Money::rounded(half, Currency::VND, Rounding::HalfUp), Ok(Money::vnd(1)));
        assert_eq!(Money::rounded(half, Currency::VND, Rounding::HalfEven), Ok(Money::vnd(0)));
        assert_eq!(usd("1.50"), usd("1.5"));
    }

    #[test]
    fn overflow_is_an_error_in_every_profile() {
        let most = Money::from_minor(Money::MINOR_MAX, Currency::VND).unwrap();
        assert_eq!(most.amount(), Decimal::MAX);
        assert!(matches!(most.checked_add(&Money::vnd(1)), Err(MoneyError::Overflow { .. })));
        assert!(matches!(most.checked_mul(i64::MAX), Err(MoneyError::Overflow { .. })));
        assert!(matches!(Money::try_new(Decimal::MAX, Currency::USD), Err(MoneyError::Overflow { .. })));
        assert!(Money::from_minor(i128::MIN, Currency::VND).is_err());
    }

    #[test]
    fn currencies_do_not_mix() {
        let error = Money::sum(Currency::VND, &[Money::vnd(5), usd("3")]).unwrap_err();
        assert_eq!(error, MoneyError::Mixed { left: Currency::VND, right: Currency::USD });
        assert_eq!(Money::vnd(5).partial_cmp(&usd("5")), None);
        let rights: Currency = "XDR".parse().unwrap();
        assert_eq!(Money::zero(rights), Err(MoneyError::NoMinorUnit { currency: rights }));
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_goes_through_the_checks() {
        let text = serde_json::to_string(&usd("457800")).unwrap();
        assert_eq!(text, r#"{"amount":"457800.00","currency":"USD"}"#);
        assert_eq!(serde_json::from_str::<Money>(&text).unwrap(), usd("457800"));
        assert!(serde_json::from_str::<Money>(r#"{"amount":"0.5","currency":"VND"}"#).is_err());
        assert!(serde_json::from_str::<Money>(r#"{"amount":"5","currency":"ABC"}"#).is_err());
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_whole(minor in -1_000_000_000_000i128..1_000_000_000_000, parts in 1usize..50) {
            let whole = Money::from_minor(minor, Currency::VND).unwrap();
            let parts = whole.split(parts).unwrap();
            prop_assert_eq!(Money::sum(Currency::VND, &parts), Ok(whole));
        }

        #[test]
        fn amount_and_minor_units_are_the_same_money(minor in any::<i64>(), code in prop_oneof![Just("VND"), Just("USD"), Just("KWD")]) {
            let money = Money::from_minor(minor.into(), code.parse().unwrap()).unwrap();
            prop_assert_eq!(Money::try_new(money.amount(), money.currency()), Ok(money));
        }
    }
}
