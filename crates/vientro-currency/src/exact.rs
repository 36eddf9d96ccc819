//! Products and quotients of decimals without loss, rounded once.

use ethnum::{I256, U256};
use rust_decimal::Decimal;

use crate::{Currency, Money, MoneyError, Rounding};

/// An exact ratio: `numerator / denominator × 10^exponent`, with a sign.
///
/// A decimal rounds a quotient to 28 digits; rounding that again to cents can go the wrong way, and a product of an
/// amount with two rates can leave the range before the result does. 256 bits hold any amount times two rates.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exact {
    negative: bool,
    numerator: U256,
    denominator: U256,
    exponent: i32,
}

impl Exact {
    pub(crate) fn new(value: Decimal) -> Self {
        let (mantissa, exponent) = parts(value);
        Self {
            negative: value.is_sign_negative() && !value.is_zero(),
            numerator: mantissa,
            denominator: U256::ONE,
            exponent,
        }
    }

    /// `self × factor`; the factor is positive. `None` past 256 bits.
    pub(crate) fn mul(self, factor: Decimal) -> Option<Self> {
        if factor == Decimal::ONE {
            return Some(self);
        }
        let (mantissa, exponent) = parts(factor);
        Some(Self {
            numerator: wide_product(self.numerator, mantissa)?,
            exponent: self.exponent.checked_add(exponent)?,
            ..self
        })
    }

    /// `self ÷ divisor`; the divisor is positive. `None` past 256 bits or for a divisor of zero.
    pub(crate) fn div(self, divisor: Decimal) -> Option<Self> {
        if divisor == Decimal::ONE {
            return Some(self);
        }
        let (mantissa, exponent) = parts(divisor);
        if mantissa == U256::ZERO {
            return None;
        }
        Some(Self {
            denominator: wide_product(self.denominator, mantissa)?,
            exponent: self.exponent.checked_sub(exponent)?,
            ..self
        })
    }

    /// An amount of minor units.
    pub(crate) fn of_money(money: &Money) -> Self {
        Self {
            negative: money.is_negative(),
            numerator: U256::from(money.minor().unsigned_abs()),
            denominator: U256::ONE,
            exponent: i32::try_from(money.currency().decimals()).map_or(0, i32::saturating_neg),
        }
    }

    /// Rounded once, to `decimals` decimals. `None` if the result leaves the range of a decimal.
    #[cfg(test)]
    fn round(self, decimals: u32, rounding: Rounding) -> Option<Decimal> {
        Decimal::try_from_i128_with_scale(self.round_to_units(decimals, rounding)?, decimals).ok()
    }

    /// Rounded once, to money.
    pub(crate) fn to_money(
        self,
        currency: Currency,
        rounding: Rounding,
    ) -> Option<Result<Money, MoneyError>> {
        let minor = self.round_to_units(currency.decimals(), rounding)?;
        Some(Money::from_minor(minor, currency))
    }

    /// Rounded once, to units of the last of `decimals` decimals. `None` if the result leaves 128 bits.
    pub(crate) fn round_to_units(self, decimals: u32, rounding: Rounding) -> Option<i128> {
        let (numerator, denominator) = self.scaled(i32::try_from(decimals).ok()?)?;
        let (whole, rest) = divide(numerator, denominator)?;
        let twice = rest.checked_mul(U256::new(2));
        // a rest so large that its double overflows is more than half of a denominator of 256 bits
        let half = twice.map_or(std::cmp::Ordering::Greater, |twice| twice.cmp(&denominator));
        let odd = whole & U256::ONE == U256::ONE;
        let exact = rest == U256::ZERO;
        let up = rounding.takes_up(self.negative, exact, half, odd);
        let whole = if up { whole.checked_add(U256::ONE)? } else { whole };
        self.signed(whole)
    }

    /// Sign, whole units of the last of `decimals` decimals, and what is left of one as numerator and denominator.
    pub(crate) fn parted(self, decimals: u32) -> Option<(bool, U256, U256, U256)> {
        let (numerator, denominator) = self.scaled(i32::try_from(decimals).ok()?)?;
        let (whole, rest) = divide(numerator, denominator)?;
        Some((self.negative, whole, rest, denominator))
    }

    /// As a decimal of up to 28 digits: exact where it fits, else its last digit is rounded half to even.
    pub(crate) fn to_decimal(self) -> Option<Decimal> {
        let (numerator, denominator) = self.scaled(0)?;
        let (mut whole, mut rest) = divide(numerator, denominator)?;
        let limit = U256::from(Decimal::MAX.mantissa().unsigned_abs());
        if whole > limit {
            return None;
        }
        let ten = U256::new(10);
        let mut scale = 0;
        while rest != U256::ZERO && scale < Decimal::MAX_SCALE {
            // a denominator of nearly 256 bits leaves no room for another digit
            let Some(next) = rest.checked_mul(ten) else { break };
            let (digit, next_rest) = divide(next, denominator)?;
            let longer = whole.checked_mul(ten)?.checked_add(digit)?;
            if longer > limit {
                break;
            }
            (whole, rest) = (longer, next_rest);
            scale = scale.saturating_add(1);
        }
        let twice = rest.checked_mul(U256::new(2));
        let half = twice.map_or(std::cmp::Ordering::Greater, |twice| twice.cmp(&denominator));
        let odd = whole & U256::ONE == U256::ONE;
        if (half.is_gt() || (half.is_eq() && odd)) && whole < limit {
            whole = whole.checked_add(U256::ONE)?;
        }
        Decimal::try_from_i128_with_scale(self.signed(whole)?, scale).ok().map(|value| value.normalize())
    }

    /// Numerator and denominator of the value times `10^decimals`.
    pub(crate) fn scaled(self, decimals: i32) -> Option<(U256, U256)> {
        let exponent = self.exponent.checked_add(decimals)?;
        let power = power_of_ten(exponent.unsigned_abs())?;
        if exponent >= 0 {
            Some((wide_product(self.numerator, power)?, self.denominator))
        } else {
            Some((self.numerator, wide_product(self.denominator, power)?))
        }
    }

    fn signed(self, magnitude: U256) -> Option<i128> {
        let magnitude = i128::try_from(magnitude).ok()?;
        if self.negative { magnitude.checked_neg() } else { Some(magnitude) }
    }
}

/// `left + right`, exact; `None` if the sum has more digits than a decimal holds.
pub(crate) fn sum(left: Decimal, right: Decimal) -> Option<Decimal> {
    let scale = left.scale().max(right.scale());
    let wide = |value: Decimal| {
        let power = I256::from(10).checked_pow(scale.checked_sub(value.scale())?)?;
        I256::from(value.mantissa()).checked_mul(power)
    };
    fitted(wide(left)?.checked_add(wide(right)?)?, scale)
}

/// `left × right`, exact; `None` if the product has more digits than a decimal holds.
pub(crate) fn product(left: Decimal, right: Decimal) -> Option<Decimal> {
    let wide = I256::from(left.mantissa()).checked_mul(I256::from(right.mantissa()))?;
    fitted(wide, left.scale().checked_add(right.scale())?)
}

/// `left ÷ right` where the quotient ends within a decimal's digits, else `None`.
pub(crate) fn quotient(left: Decimal, right: Decimal) -> Option<Decimal> {
    if right.is_zero() {
        return None;
    }
    // rounded to the last digit a decimal can have it is a candidate, and exact if it multiplies back
    let magnitude = Exact::new(left).div(right.abs())?.to_decimal()?;
    let candidate = if right.is_sign_negative() { negated(magnitude) } else { magnitude };
    (product(candidate, right)? == left).then_some(candidate)
}

/// The value with its sign turned.
pub(crate) fn negated(value: Decimal) -> Decimal {
    let mut value = value;
    value.set_sign_negative(!value.is_sign_negative());
    value
}

/// `mantissa × 10^-scale` as a decimal, if it is one without rounding; trailing zeros go where they must.
fn fitted(mantissa: I256, scale: u32) -> Option<Decimal> {
    let (mut mantissa, mut scale) = (mantissa, scale);
    let ten = I256::from(10);
    let limit = I256::from(Decimal::MAX.mantissa());
    while scale > 0 && (scale > Decimal::MAX_SCALE || mantissa.checked_abs()? > limit) {
        if mantissa.checked_rem(ten)? != I256::ZERO {
            return None;
        }
        mantissa = mantissa.checked_div(ten)?;
        scale = scale.checked_sub(1)?;
    }
    Decimal::try_from_i128_with_scale(i128::try_from(mantissa).ok()?, scale).ok()
}

/// Mantissa without its sign, and its power of ten.
fn parts(value: Decimal) -> (U256, i32) {
    let exponent = i32::try_from(value.scale()).map_or(0, i32::saturating_neg);
    (U256::from(value.mantissa().unsigned_abs()), exponent)
}

/// Quotient and rest.
pub(crate) fn divide(numerator: U256, denominator: U256) -> Option<(U256, U256)> {
    // nearly every amount: one division of the machine's widest integer instead of two of 256 bits
    if *numerator.high() == 0 && *denominator.high() == 0 {
        let (numerator, denominator) = (*numerator.low(), *denominator.low());
        let whole = numerator.checked_div(denominator)?;
        let rest = numerator.checked_sub(whole.checked_mul(denominator)?)?;
        return Some((U256::from(whole), U256::from(rest)));
    }
    let whole = numerator.checked_div(denominator)?;
    let rest = numerator.checked_sub(whole.checked_mul(denominator)?)?;
    Some((whole, rest))
}

/// `left × right` if it fits 256 bits.
fn wide_product(left: U256, right: U256) -> Option<U256> {
    if *left.high() == 0
        && *right.high() == 0
        && let Some(product) = left.low().checked_mul(*right.low())
    {
        return Some(U256::from(product));
    }
    left.checked_mul(right)
}

fn power_of_ten(exponent: u32) -> Option<U256> {
    match POWERS.get(usize::try_from(exponent).ok()?) {
        Some(power) => Some(U256::from(*power)),
        None => U256::new(10).checked_pow(exponent),
    }
}

/// 10⁰ to 10³⁸, all powers that fit 128 bits.
pub(crate) const POWERS: [u128; 39] = {
    let mut powers = [1; 39];
    let mut exponent = 1;
    while exponent < powers.len() {
        #[expect(clippy::indexing_slicing, reason = "checked by the compiler")]
        {
            powers[exponent] = powers[exponent - 1] * 10;
            exponent += 1;
        }
    }
    powers
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn an_inverse_is_not_rounded_twice() {
        // 594.5 billion đồng in dollars moves by 276.70 USD with an inverse of 8 places
        let exact = Exact::new(decimal("594500000000")).div(decimal("22865")).unwrap();
        assert_eq!(exact.round(2, Rounding::HalfUp), Some(decimal("26000437.35")));
        // 0.005 exactly only after the division: 1 / 200
        let half = Exact::new(Decimal::ONE).div(decimal("200")).unwrap();
        assert_eq!(half.round(2, Rounding::HalfUp), Some(decimal("0.01")));
        assert_eq!(half.round(2, Rounding::HalfEven), Some(decimal("0.00")));
    }

    #[test]
    fn overflow_is_an_answer() {
        let huge = Exact::new(Decimal::MAX).mul(Decimal::MAX).unwrap();
        assert!(huge.round(0, Rounding::Down).is_none() && huge.to_decimal().is_none());
        assert!(huge.div(Decimal::MAX).unwrap().round(0, Rounding::Down).is_some());
        assert!(huge.mul(Decimal::MAX).is_none());
        assert!(huge.div(Decimal::ZERO).is_none());
    }

    #[test]
    fn sums_products_and_quotients_are_exact_or_none() {
        let (most, tenth) = (Decimal::MAX, decimal("0.1"));
        // the decimal's own operators round here: MAX + 0.1 is MAX, and 28 digits of a product are cut
        assert_eq!(most.checked_add(tenth), Some(most));
        assert_eq!(sum(most, tenth), None);
        assert_eq!(sum(most, decimal("0.0")), Some(most));
        assert_eq!(sum(most, Decimal::ONE), None);
        assert_eq!(sum(decimal("-0.1"), tenth), Some(Decimal::ZERO));
        let long = decimal("1.0000000000000000000000000001");
        assert!(long.checked_mul(long).is_some());
        assert_eq!(product(long, long), None);
        assert_eq!(product(decimal("0.5"), decimal("-0.2")), Some(decimal("-0.1")));
        assert_eq!(product(most, most), None);
        assert_eq!(quotient(Decimal::ONE, decimal("3")), None);
        assert_eq!(quotient(decimal("-1"), decimal("-8")), Some(decimal("0.125")));
        assert_eq!(quotient(decimal("1"), decimal("-8")), Some(decimal("-0.125")));
        assert_eq!(quotient(Decimal::ONE, Decimal::ZERO), None);
    }

    proptest! {
        #[test]
        fn agrees_with_decimals_where_they_are_exact(a in -1_000_000_000i64..1_000_000_000, scale in 0u32..6, b in 1i64..100_000, decimals in 0u32..6) {
            let (a, b) = (Decimal::new(a, scale), Decimal::new(b, 3));
            for rounding in [Rounding::Ceiling, Rounding::Down, Rounding::Floor, Rounding::HalfEven, Rounding::HalfUp, Rounding::Up] {
                let exact = Exact::new(a).mul(b).unwrap().round(decimals, rounding).unwrap();
                prop_assert_eq!(exact, rounding.round(a * b, decimals), "{:?}", rounding);
            }
            prop_assert_eq!(Exact::new(a).mul(b).unwrap().to_decimal(), Some(a * b));
        }

        #[test]
        fn dividing_and_multiplying_back_is_the_same(a in -1_000_000_000_000i64..1_000_000_000_000, b in 1i64..1_000_000) {
            let (a, b) = (Decimal::new(a, 2), Decimal::new(b, 4));
            let back = Exact::new(a).div(b).unwrap().mul(b).unwrap();
            prop_assert_eq!(back.to_decimal(), Some(a));
        }

        #[test]
        fn a_quotient_is_within_one_unit_of_its_last_digit(a in 1i64..1_000_000_000, b in 1i64..1_000_000_000) {
            let (a, b) = (Decimal::from(a), Decimal::from(b));
            let quotient = Exact::new(a).div(b).unwrap().to_decimal().unwrap();
            let other = a / b;
            let unit = Decimal::new(1, quotient.scale().min(other.scale()));
            prop_assert!((quotient - other).abs() <= unit, "{} {}", quotient, other);
        }
    }
}
