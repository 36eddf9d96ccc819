//! One amount by one rate in 128 bits: the way nearly every conversion goes.

use rust_decimal::Decimal;

use crate::exact::POWERS;
use crate::{Direction, Money, Rounding};

/// `amount` by one rate of `value`, in minor units of a currency with `decimals` decimals, rounded once.
///
/// `None` where 128 bits do not hold the numerator or the denominator; [`crate::exact::Exact`] then goes on with 256.
#[inline]
pub(crate) fn by_one_rate(
    amount: &Money,
    value: Decimal,
    direction: Direction,
    decimals: u32,
    rounding: Rounding,
) -> Option<i128> {
    let negative = amount.is_negative();
    let (minor, mantissa) = (amount.minor().unsigned_abs(), value.mantissa().unsigned_abs());
    let from = amount.currency().decimals();
    let whole = match direction {
        Direction::Direct => {
            let product = minor.checked_mul(mantissa)?;
            let below = from.checked_add(value.scale())?;
            match below.checked_sub(decimals) {
                Some(digits) => cut(product, digits, negative, rounding)?,
                None => product.checked_mul(power_of_ten(decimals.checked_sub(below)?)?)?,
            }
        }
        Direction::Inverse => {
            let above = decimals.checked_add(value.scale())?;
            if let Some(digits) = above.checked_sub(from) {
                let numerator = minor.checked_mul(power_of_ten(digits)?)?;
                divide(numerator, mantissa, negative, rounding)?
            } else {
                let denominator = mantissa.checked_mul(power_of_ten(from.checked_sub(above)?)?)?;
                divide(minor, denominator, negative, rounding)?
            }
        }
    };
    let whole = i128::try_from(whole).ok()?;
    if negative { whole.checked_neg() } else { Some(whole) }
}

/// `magnitude` without its last `digits` digits, rounded.
#[inline]
fn cut(magnitude: u128, digits: u32, negative: bool, rounding: Rounding) -> Option<u128> {
    if let Ok(short) = u64::try_from(magnitude) {
        // a divisor the compiler knows is a multiplication; these are the decimals that amounts and rates have
        let unit = match digits {
            0 => return Some(magnitude),
            1 => Some((short / 10, short % 10, 10)),
            2 => Some((short / 100, short % 100, 100)),
            3 => Some((short / 1_000, short % 1_000, 1_000)),
            4 => Some((short / 10_000, short % 10_000, 10_000)),
            5 => Some((short / 100_000, short % 100_000, 100_000)),
            6 => Some((short / 1_000_000, short % 1_000_000, 1_000_000)),
            7 => Some((short / 10_000_000, short % 10_000_000, 10_000_000)),
            8 => Some((short / 100_000_000, short % 100_000_000, 100_000_000)),
            _ => None,
        };
        if let Some((whole, rest, unit)) = unit {
            return round(u128::from(whole), rest, unit, negative, rounding);
        }
    }
    divide(magnitude, power_of_ten(digits)?, negative, rounding)
}

/// The quotient of two magnitudes, rounded.
#[inline]
fn divide(numerator: u128, denominator: u128, negative: bool, rounding: Rounding) -> Option<u128> {
    if let (Ok(numerator), Ok(denominator)) = (u64::try_from(numerator), u64::try_from(denominator)) {
        // the machine's own division is several times faster than one of 128 bits
        let (whole, rest) = (numerator.checked_div(denominator)?, numerator.checked_rem(denominator)?);
        return round(u128::from(whole), rest, denominator, negative, rounding);
    }
    let (whole, rest) = (numerator.checked_div(denominator)?, numerator.checked_rem(denominator)?);
    round(whole, rest, denominator, negative, rounding)
}

/// `whole` and `rest / denominator` to a whole number; `negative` says whose magnitude it is.
#[inline]
fn round<T: Copy + Default + Ord + std::ops::Sub<Output = T>>(
    whole: u128,
    rest: T,
    denominator: T,
    negative: bool,
    rounding: Rounding,
) -> Option<u128> {
    if rest == T::default() {
        return Some(whole);
    }
    // compared without doubling, which could overflow
    #[expect(clippy::arithmetic_side_effects, reason = "a rest is below its denominator")]
    let half = rest.cmp(&(denominator - rest));
    let up = rounding.takes_up(negative, false, half, whole & 1 == 1);
    if up { whole.checked_add(1) } else { Some(whole) }
}

#[inline]
fn power_of_ten(exponent: u32) -> Option<u128> {
    POWERS.get(usize::try_from(exponent).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Currency;
    use crate::exact::Exact;

    fn currency() -> impl Strategy<Value = Currency> {
        proptest::sample::select(vec!["VND", "USD", "KWD", "CLF"]).prop_map(|code| code.parse().unwrap())
    }

    /// Whole numbers of every length, so that all widths are met.
    fn number(bits: u32) -> impl Strategy<Value = i128> {
        (any::<i128>(), 0..bits).prop_map(|(number, length)| number >> (127 - length))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn it_is_what_256_bits_say(minor in number(96), mantissa in number(96), scale in 0u32..28, from in currency(), to in currency(), inverse in any::<bool>()) {
            prop_assume!(mantissa != 0 && mantissa != i128::MIN);
            let Ok(value) = Decimal::try_from_i128_with_scale(mantissa.abs(), scale) else { return Ok(()) };
            let Ok(amount) = Money::from_minor(minor, from) else { return Ok(()) };
            let direction = if inverse { Direction::Inverse } else { Direction::Direct };
            for mode in Rounding::ALL {
                let Some(quick) = by_one_rate(&amount, value, direction, to.decimals(), mode) else { continue };
                let exact = Exact::of_money(&amount);
                let exact = if inverse { exact.div(value) } else { exact.mul(value) };
                let exact = exact.unwrap().to_money(to, mode);
                prop_assert_eq!(exact, Some(Money::from_minor(quick, to)), "{:?}", mode);
            }
        }
    }

    #[test]
    fn halves_are_told_by_their_sign_and_mode() {
        let half = |minor| {
            let amount = Money::from_minor(minor, Currency::USD).unwrap();
            Rounding::ALL.map(|mode| by_one_rate(&amount, Decimal::ONE, Direction::Direct, 0, mode).unwrap())
        };
        assert_eq!(half(250), [3, 2, 2, 2, 3, 3]);
        assert_eq!(half(-250), [-2, -2, -3, -2, -3, -3]);
        assert_eq!(half(350), [4, 3, 3, 4, 4, 4]);
        assert_eq!(half(-100), [-1; 6]);
    }
}
