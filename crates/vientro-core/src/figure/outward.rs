//! Decimal arithmetic rounded in a named direction, so that a rounded interval still holds every result.
//!
//! A decimal has 28 digits and rounds to the nearest. Each result is compared with the exact one in 256-bit integers, which
//! hold every product of two 96-bit mantissas, and is moved by one unit of its last digit if it lies on the wrong side.

use core::cmp::Ordering;

use ethnum::I256;
use rust_decimal::Decimal;

/// The side of the exact result that a rounded one must not leave.
#[expect(clippy::exhaustive_enums, reason = "an interval has two ends")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Toward {
    /// The largest value that is not above the exact result: the lower end of an interval.
    Down,
    /// The smallest value that is not below the exact result: the upper end of an interval.
    Up,
}

/// `x + y`; `None` outside the range of a decimal.
pub(super) fn sum(x: Decimal, y: Decimal, toward: Toward) -> Option<Decimal> {
    let scale = x.scale().max(y.scale());
    let exact = scaled(x, scale)?.checked_add(scaled(y, scale)?)?;
    directed(x.checked_add(y)?, toward, |value| {
        compare((I256::from(value.mantissa()), value.scale()), (exact, scale))
    })
}

/// `x * y`; `None` outside the range of a decimal.
pub(super) fn product(x: Decimal, y: Decimal, toward: Toward) -> Option<Decimal> {
    let exact = I256::from(x.mantissa()).checked_mul(I256::from(y.mantissa()))?;
    let scale = x.scale().checked_add(y.scale())?;
    directed(x.checked_mul(y)?, toward, |value| {
        compare((I256::from(value.mantissa()), value.scale()), (exact, scale))
    })
}

/// `x / y`; `None` for a zero divisor or outside the range of a decimal.
pub(super) fn quotient(x: Decimal, y: Decimal, toward: Toward) -> Option<Decimal> {
    let (dividend, divisor) = (I256::from(x.mantissa()), I256::from(y.mantissa()));
    directed(x.checked_div(y)?, toward, |value| {
        // value against x / y is value * y against x, turned round for a negative divisor
        let back = I256::from(value.mantissa()).checked_mul(divisor)?;
        let order = compare((back, value.scale().checked_add(y.scale())?), (dividend, x.scale()))?;
        Some(if y.is_sign_negative() { order.reverse() } else { order })
    })
}

/// The value next to `nearest` on the side `toward`, where `order` compares a value with the exact result.
fn directed(
    nearest: Decimal,
    toward: Toward,
    order: impl Fn(Decimal) -> Option<Ordering>,
) -> Option<Decimal> {
    let mut value = nearest;
    // the nearest is off by no more than one unit of its last digit; the third look is for the step between two scales
    for _ in 0..3 {
        match (order(value)?, toward) {
            (Ordering::Greater, Toward::Down) | (Ordering::Less, Toward::Up) => value = step(value, toward)?,
            _ => return Some(value),
        }
    }
    None
}

/// The next value with as many decimals as fit.
fn step(value: Decimal, toward: Toward) -> Option<Decimal> {
    let mut value = value;
    value.rescale(Decimal::MAX_SCALE);
    let unit = Decimal::try_new(1, value.scale()).ok()?;
    match toward {
        Toward::Down => value.checked_sub(unit),
        Toward::Up => value.checked_add(unit),
    }
}

/// Compares two values given as mantissa and number of decimals; `None` if they do not fit 256 bits.
fn compare((left, left_scale): (I256, u32), (right, right_scale): (I256, u32)) -> Option<Ordering> {
    let raise = |value: I256, by: u32| value.checked_mul(I256::from(10).checked_pow(by)?);
    Some(match left_scale.cmp(&right_scale) {
        Ordering::Less => raise(left, right_scale.checked_sub(left_scale)?)?.cmp(&right),
        Ordering::Equal => left.cmp(&right),
        Ordering::Greater => left.cmp(&raise(right, left_scale.checked_sub(right_scale)?)?),
    })
}

/// The value as a whole number of units of `scale` decimals, of which it has no more.
fn scaled(value: Decimal, scale: u32) -> Option<I256> {
    I256::from(value.mantissa()).checked_mul(I256::from(10).checked_pow(scale.checked_sub(value.scale())?)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn a_third_lies_between_its_two_roundings() {
        let (one, two, three) = (Decimal::ONE, Decimal::TWO, Decimal::from(3));
        assert_eq!(quotient(one, three, Toward::Down), Some(decimal("0.3333333333333333333333333333")));
        assert_eq!(quotient(one, three, Toward::Up), Some(decimal("0.3333333333333333333333333334")));
        assert_eq!(quotient(two, three, Toward::Down), Some(decimal("0.6666666666666666666666666666")));
        assert_eq!(quotient(-two, three, Toward::Up), Some(decimal("-0.6666666666666666666666666666")));
        assert_eq!(quotient(two, -three, Toward::Down), Some(decimal("-0.6666666666666666666666666667")));
        assert_eq!(quotient(one, Decimal::ZERO, Toward::Up), None);
    }

    #[test]
    fn what_is_exact_is_not_moved() {
        for toward in [Toward::Down, Toward::Up] {
            assert_eq!(quotient(Decimal::ONE, Decimal::from(8), toward), Some(decimal("0.125")));
            assert_eq!(
                product(decimal("594.5"), decimal("1000000000"), toward),
                Some(decimal("594500000000"))
            );
            assert_eq!(sum(Decimal::MAX, -Decimal::ONE, toward), Some(Decimal::MAX - Decimal::ONE));
        }
        assert_eq!(sum(Decimal::MAX, Decimal::MAX, Toward::Up), None);
        assert_eq!(product(Decimal::MAX, Decimal::TWO, Toward::Down), None);
    }

    #[test]
    fn what_is_too_small_to_hold_is_not_zero_on_both_sides() {
        let tiny = Decimal::new(1, 28);
        assert_eq!(product(tiny, tiny, Toward::Down), Some(Decimal::ZERO));
        assert_eq!(product(tiny, tiny, Toward::Up), Some(tiny));
        assert_eq!(product(tiny, -tiny, Toward::Down), Some(-tiny));
        let much = decimal("1000000000000000000000000000");
        assert_eq!(sum(much, tiny, Toward::Down), Some(much));
        assert!(sum(much, tiny, Toward::Up).unwrap() > much);
    }

    fn any_decimal() -> impl Strategy<Value = Decimal> {
        (any::<i64>(), 0u32..63, 0u32..=28)
            .prop_map(|(mantissa, shorter, scale)| Decimal::new(mantissa >> shorter, scale))
    }

    /// Is there a value with `scale` decimals strictly between the two? If not, they are neighbours.
    fn apart(low: Decimal, high: Decimal) -> bool {
        step(low, Toward::Up).is_some_and(|next| next < high)
    }

    proptest! {
        /// Each pair of roundings encloses the exact result and is as narrow as two decimals can be.
        #[test]
        fn roundings_enclose(x in any_decimal(), y in any_decimal()) {
            let units = |mantissa: i128, from: u32, to: u32| I256::from(mantissa) * I256::from(10).pow(to - from);
            let of = |value: Decimal, scale: u32| units(value.mantissa(), value.scale(), scale);
            let (down, up) = (sum(x, y, Toward::Down), sum(x, y, Toward::Up));
            if let (Some(low), Some(high)) = (down, up) {
                let exact = of(x, 28) + of(y, 28);
                prop_assert!(of(low, 28) <= exact && exact <= of(high, 28) && !apart(low, high), "{low} {high}");
            }
            let (down, up) = (product(x, y, Toward::Down), product(x, y, Toward::Up));
            if let (Some(low), Some(high)) = (down, up) {
                let scale = (x.scale() + y.scale()).max(low.scale()).max(high.scale());
                let exact = units(x.mantissa() * y.mantissa(), x.scale() + y.scale(), scale);
                prop_assert!(of(low, scale) <= exact && exact <= of(high, scale) && !apart(low, high), "{low} {high}");
            }
            // a quotient is given by its remainder: low * y <= x <= high * y for a positive y
            let y = y.abs();
            let (down, up) = (quotient(x, y, Toward::Down), quotient(x, y, Toward::Up));
            if let (Some(low), Some(high)) = (down, up) {
                let back = |end: Decimal| end.scale() + y.scale();
                let scale = x.scale().max(back(low)).max(back(high));
                let [least, most] = [low, high].map(|end| {
                    I256::from(end.mantissa()) * I256::from(y.mantissa()) * I256::from(10).pow(scale - back(end))
                });
                prop_assert!(least <= of(x, scale) && of(x, scale) <= most && !apart(low, high), "{low} {high}");
            }
        }
    }
}
