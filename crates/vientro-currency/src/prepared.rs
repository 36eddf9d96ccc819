//! The rates of one conversion folded into one quotient of whole numbers.

use chrono::NaiveDate;
use ethnum::{I256, U256};

use crate::conversion::unit_ratio;
use crate::exact::divide;
use crate::sum::{Total, common_divisor};
use crate::{Currency, Policy, Rate, RateBook, RateError, Rounding, Step};

/// The way from one currency to another on a day, as one quotient: `minor units × numerator ÷ denominator`, rounded once.
///
/// A cross of several rates, an inverse and a mean are one quotient like a direct rate, so that many amounts can be converted
/// without looking anything up again. It answers exactly what [`RateBook::convert`] answers.
///
/// ```
/// use chrono::NaiveDate;
/// use rust_decimal::Decimal;
/// use vientro_currency::{Currency, Policy, Rate, RateBook, RateKind};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let day = NaiveDate::from_ymd_opt(2025, 12, 18).ok_or("no such day")?;
/// let rate = Rate::builder(Currency::USD, Currency::VND, Decimal::from(25_151), RateKind::Central)
///     .publisher("Ngân hàng Nhà nước Việt Nam")
///     .day(day)
///     .build()?;
/// let book = RateBook::from_rates([rate])?;
/// let rate = book.prepare(Currency::USD, Currency::VND, day, &Policy::central())?;
/// assert_eq!(rate.quotient(), Some((25_151, 100))); // cents to đồng
/// assert_eq!(rate.convert_minor(1_250_000)?, 314_387_500);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PreparedRate {
    from: Currency,
    to: Currency,
    rounding: Rounding,
    numerator: U256,
    denominator: U256,
    steps: Vec<Step>,
}

impl PreparedRate {
    pub(crate) fn of_steps(
        from: Currency,
        to: Currency,
        steps: Vec<Step>,
        rounding: Rounding,
    ) -> Result<Self, RateError> {
        for currency in [from, to] {
            if !currency.has_minor_unit() {
                return Err(crate::MoneyError::NoMinorUnit { currency }.into());
            }
        }
        let overflow = RateError::Overflow { currency: to };
        let (numerator, denominator) = unit_ratio(from, to, &steps).ok_or(overflow)?;
        let common = common_divisor(numerator, denominator);
        let shorter = |value: U256| value.checked_div(common).unwrap_or(value);
        let (numerator, denominator) = (shorter(numerator), shorter(denominator));
        Ok(Self { from, to, rounding, numerator, denominator, steps })
    }

    /// A currency as it is.
    ///
    /// # Errors
    ///
    /// [`RateError::Money`] for a currency without a minor unit.
    pub fn identity(currency: Currency) -> Result<Self, RateError> {
        Self::of_steps(currency, currency, Vec::new(), Rounding::default())
    }

    /// The currency converted from.
    pub fn from(&self) -> Currency {
        self.from
    }

    /// The currency converted to.
    pub fn to(&self) -> Currency {
        self.to
    }

    /// How a result is rounded.
    pub fn rounding(&self) -> Rounding {
        self.rounding
    }

    /// The same rates with another rounding: the bounds of a hedged amount go outward, [`Rounding::Floor`] and
    /// [`Rounding::Ceiling`].
    #[must_use]
    pub fn with_rounding(mut self, rounding: Rounding) -> Self {
        self.rounding = rounding;
        self
    }

    /// Numerator and denominator in lowest terms, if both fit 128 bits: minor units of the result for one minor unit.
    pub fn quotient(&self) -> Option<(u128, u128)> {
        Some((u128::try_from(self.numerator).ok()?, u128::try_from(self.denominator).ok()?))
    }

    /// The legs in the order used; none for a currency as it is.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Every rate used, in order.
    pub fn rates(&self) -> impl Iterator<Item = &Rate> {
        self.steps.iter().flat_map(Step::rates)
    }

    /// `minor` minor units converted to minor units of the result, rounded once.
    ///
    /// # Errors
    ///
    /// [`RateError::Overflow`] if the product leaves 256 bits or the result 128.
    pub fn convert_minor(&self, minor: i128) -> Result<i128, RateError> {
        self.round_as(minor, self.rounding).ok_or(RateError::Overflow { currency: self.to })
    }

    /// The sum of amounts in minor units, each by its rate, rounded once: [`crate::RoundingScope::Total`].
    ///
    /// # Errors
    ///
    /// [`RateError::Overflow`] if the exact sum leaves 256 bits or the rounded one 128.
    pub fn convert_total<'a>(
        parts: impl IntoIterator<Item = (&'a Self, i128)>,
        to: Currency,
        rounding: Rounding,
    ) -> Result<i128, RateError> {
        let parts = parts.into_iter().map(|(rate, minor)| (rate.numerator, rate.denominator, minor));
        total_of(parts, rounding).ok_or(RateError::Overflow { currency: to })
    }

    /// As [`PreparedRate::convert_total`], of quotients as [`PreparedRate::quotient`] gives them: what was summed by quotient elsewhere is
    /// put together.
    ///
    /// # Errors
    ///
    /// As [`PreparedRate::convert_total`], also for a denominator of zero.
    pub fn round_total(
        parts: impl IntoIterator<Item = ((u128, u128), i128)>,
        to: Currency,
        rounding: Rounding,
    ) -> Result<i128, RateError> {
        let parts = parts.into_iter();
        let parts = parts.map(|((above, below), minor)| (U256::from(above), U256::from(below), minor));
        total_of(parts, rounding).ok_or(RateError::Overflow { currency: to })
    }

    pub(crate) fn round_as(&self, minor: i128, rounding: Rounding) -> Option<i128> {
        let product = U256::from(minor.unsigned_abs()).checked_mul(self.numerator)?;
        let (whole, rest) = divide(product, self.denominator)?;
        let twice = rest.checked_mul(U256::new(2));
        // a rest so large that its double overflows is more than half of a denominator of 256 bits
        let half = twice.map_or(std::cmp::Ordering::Greater, |twice| twice.cmp(&self.denominator));
        let odd = whole & U256::ONE == U256::ONE;
        let up = rounding.takes_up(minor < 0, rest == U256::ZERO, half, odd);
        let whole = if up { whole.checked_add(U256::ONE)? } else { whole };
        let magnitude = u128::try_from(whole).ok()?;
        if minor < 0 { 0_i128.checked_sub_unsigned(magnitude) } else { i128::try_from(magnitude).ok() }
    }
}

impl RateBook {
    /// The rates that [`RateBook::convert`] would take from `from` to `to` on `date`, for many amounts.
    ///
    /// # Errors
    ///
    /// As [`RateBook::convert`]; [`RateError::Overflow`] also for a quotient of more than 256 bits.
    pub fn prepare(
        &self,
        from: Currency,
        to: Currency,
        date: NaiveDate,
        policy: &Policy,
    ) -> Result<PreparedRate, RateError> {
        let steps = self.path(from, to, date, policy)?;
        PreparedRate::of_steps(from, to, steps.into(), policy.rounding())
    }
}

/// The sum of `minor × numerator ÷ denominator`, rounded once.
fn total_of(parts: impl IntoIterator<Item = (U256, U256, i128)>, rounding: Rounding) -> Option<i128> {
    let mut total = Total::default();
    for (numerator, denominator, minor) in parts {
        let product = U256::from(minor.unsigned_abs()).checked_mul(numerator)?;
        let (whole, rest) = divide(product, denominator)?;
        let sign = if minor < 0 { I256::MINUS_ONE } else { I256::ONE };
        let signed = |value: U256| I256::try_from(value).ok()?.checked_mul(sign);
        total.add(signed(whole)?, signed(rest)?, I256::try_from(denominator).ok()?)?;
    }
    i128::try_from(total.rounded(rounding)?).ok()
}
