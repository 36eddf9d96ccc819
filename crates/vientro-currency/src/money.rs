//! Money: whole minor units of one currency.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;

use rust_decimal::Decimal;
use vientro_core::{Language, Quantity, ShareError};

use crate::{Currency, Rounding, Scale};

/// Why an operation on money is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// The exact result has more digits than a decimal holds, or never ends.
    #[error("the exact result in `{currency}` has more digits than the 28 a decimal holds")]
    Inexact {
        /// The currency.
        currency: Currency,
    },
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
    /// More parts than one amount is split into.
    #[error("cannot split into {parts} parts, at most {max}")]
    Parts {
        /// Parts asked for.
        parts: usize,
        /// Parts at most.
        max: usize,
    },
    /// The amount cannot be split.
    #[error("cannot split the amount")]
    Split(#[from] ShareError),
    /// An amount of a sum does not fit those before it.
    #[error("amount {position} of the sum, `{amount}`")]
    Sum {
        /// Position of the amount, from one.
        position: usize,
        /// The amount, as [`Money`] or [`crate::Amount`] prints it.
        amount: String,
        /// Why it does not fit: [`MoneyError::Mixed`], [`MoneyError::Overflow`] or [`MoneyError::Inexact`].
        #[source]
        cause: Box<Self>,
    },
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
            (Self::Inexact { currency }, Language::Vi) => {
                format!("kết quả chính xác bằng `{currency}` có nhiều hơn 28 chữ số mà số thập phân giữ được")
            }
            (Self::Mixed { left, right }, Language::Vi) => {
                format!("không gộp được `{left}` với `{right}`; hãy quy đổi theo một tỷ giá nêu rõ trước")
            }
            (Self::NoMinorUnit { currency }, Language::Vi) => {
                format!("`{currency}` không có đơn vị nhỏ nhất nên không lập được số tiền")
            }
            (Self::Overflow { currency }, Language::Vi) => {
                format!("số tiền bằng `{currency}` vượt phạm vi 96 bit")
            }
            (Self::Parts { parts, max }, Language::Vi) => {
                format!("không chia được thành {parts} phần, nhiều nhất {max}")
            }
            (Self::Split(cause), Language::Vi) => {
                format!("không chia được số tiền: {}", cause.text(language))
            }
            (Self::Sum { position, amount, cause }, Language::Vi) => {
                format!("số thứ {position} của tổng, `{amount}`: {}", cause.text(language))
            }
            (Self::TooPrecise { amount, currency, decimals }, Language::Vi) => {
                format!("`{amount}` có nhiều chữ số thập phân hơn {decimals} chữ số của `{currency}`")
            }
            (Self::Split(cause), Language::En) => format!("{self}: {}", cause.text(language)),
            (Self::Sum { cause, .. }, Language::En) => format!("{self}: {}", cause.text(language)),
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

    /// True without cents.
    pub(crate) fn is_whole(&self) -> bool {
        let unit = 10_i128.checked_pow(self.currency.decimals());
        unit.and_then(|unit| self.minor.checked_rem(unit)) == Some(0)
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

    /// Rounds to whole thousands, millions or billions.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`].
    ///
    /// # Source
    ///
    /// With [`Rounding::HalfUp`] the rule of Decree 174/2016/NĐ-CP, Article 4: only the digit after the unit kept decides.
    pub fn round_to(&self, scale: Scale, rounding: Rounding) -> Result<Self, MoneyError> {
        let rounded = rounding.round_to(self.amount(), scale.factor());
        Self::try_new(rounded.ok_or(MoneyError::Overflow { currency: self.currency })?, self.currency)
    }

    /// Sums amounts of one currency; no amounts sum to zero of `currency`.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Sum`] names the first amount of another currency, or the one at which the sum leaves the range;
    /// [`MoneyError::NoMinorUnit`].
    pub fn sum<M: Borrow<Self>>(
        currency: Currency,
        amounts: impl IntoIterator<Item = M>,
    ) -> Result<Self, MoneyError> {
        sum_of(Self::zero(currency)?, amounts, |sum, amount: &Self| sum.checked_add(amount))
    }

    fn combine(&self, other: &Self, f: impl Fn(i128, i128) -> Option<i128>) -> Result<Self, MoneyError> {
        same(self.currency, other.currency)?;
        let minor = f(self.minor, other.minor).ok_or(MoneyError::Overflow { currency: self.currency })?;
        Self::from_minor(minor, self.currency)
    }
}

/// Two currencies are an error.
pub(crate) fn same(left: Currency, right: Currency) -> Result<(), MoneyError> {
    if left == right { Ok(()) } else { Err(MoneyError::Mixed { left, right }) }
}

/// The sum from `zero` on, or the first amount that does not fit.
pub(crate) fn sum_of<T: fmt::Display, B: Borrow<T>>(
    zero: T,
    amounts: impl IntoIterator<Item = B>,
    add: impl Fn(&T, &T) -> Result<T, MoneyError>,
) -> Result<T, MoneyError> {
    amounts.into_iter().enumerate().try_fold(zero, |sum, (index, amount)| {
        let amount = amount.borrow();
        add(&sum, amount).map_err(|cause| MoneyError::Sum {
            position: index.saturating_add(1),
            amount: amount.to_string(),
            cause: Box::new(cause),
        })
    })
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Parts {
    #[serde(with = "crate::serial::decimal")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "String", extend("pattern" = r"^-?[0-9]+(\.[0-9]+)?$"))
    )]
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
        let error = Money::sum(Currency::VND, [Money::vnd(5), usd("3"), usd("4")]).unwrap_err();
        let mixed = MoneyError::Mixed { left: Currency::VND, right: Currency::USD };
        let amount = "3.00 USD".to_owned();
        assert_eq!(error, MoneyError::Sum { position: 2, amount, cause: Box::new(mixed) });
        assert_eq!(
            error.text(Language::En),
            "amount 2 of the sum, `3.00 USD`: cannot combine `VND` with `USD`"
        );
        assert!(error.text(Language::Vi).starts_with("số thứ 2 của tổng, `3.00 USD`: không gộp được"));
        let most = Money::from_minor(Money::MINOR_MAX, Currency::VND).unwrap();
        let error =
            Money::sum(Currency::VND, [Money::vnd(-1), most, Money::vnd(1), Money::vnd(1)]).unwrap_err();
        assert!(matches!(error, MoneyError::Sum { position: 4, .. }), "{error:?}");
        assert_eq!(Money::sum::<Money>(Currency::USD, []), Money::zero(Currency::USD));
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
        // a reader that rounds at 28 digits would take these
        for tampered in
            ["0.00000000000000000000000000001", "5.00000000000000000000000000000004", "5e3", "5 ", ""]
        {
            let text = format!(r#"{{"amount":"{tampered}","currency":"USD"}}"#);
            assert!(serde_json::from_str::<Money>(&text).is_err(), "{text}");
            assert!(serde_json::from_str::<crate::Amount>(&text).is_err(), "{text}");
        }
        assert!(
            serde_json::from_str::<Money>(r#"{"amount":5.5,"currency":"USD"}"#).is_err(),
            "a binary float"
        );
    }

    proptest! {
        #[test]
        fn amount_and_minor_units_are_the_same_money(minor in any::<i64>(), code in prop_oneof![Just("VND"), Just("USD"), Just("KWD")]) {
            let money = Money::from_minor(minor.into(), code.parse().unwrap()).unwrap();
            prop_assert_eq!(Money::try_new(money.amount(), money.currency()), Ok(money));
        }
    }
}
