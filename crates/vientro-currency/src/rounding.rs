//! Rounding modes by name.

use rust_decimal::{Decimal, RoundingStrategy};
use vientro_core::Language;

/// How a value between two units is brought to one of them. Every rounding names its mode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Rounding {
    /// Toward positive infinity.
    Ceiling,
    /// Toward zero.
    Down,
    /// Toward negative infinity.
    Floor,
    /// To the nearest unit, a half to the even one (bankers' rounding).
    HalfEven,
    /// To the nearest unit, a half away from zero: half-up on the magnitude.
    ///
    /// # Source
    ///
    /// Decree 174/2016/NĐ-CP, Article 4: the digit after the unit kept adds one from 5 on, else it is dropped.
    #[default]
    HalfUp,
    /// Away from zero.
    Up,
}

impl Rounding {
    /// The mode as a phrase.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Ceiling, Language::Vi) => "làm tròn lên",
            (Self::Ceiling, Language::En) => "rounded up to the next unit",
            (Self::Down, Language::Vi) => "bỏ phần lẻ",
            (Self::Down, Language::En) => "rounded toward zero",
            (Self::Floor, Language::Vi) => "làm tròn xuống",
            (Self::Floor, Language::En) => "rounded down to the unit below",
            (Self::HalfEven, Language::Vi) => "làm tròn nửa về số chẵn",
            (Self::HalfEven, Language::En) => "rounded, halves to even",
            (Self::HalfUp, Language::Vi) => "làm tròn nửa lên",
            (Self::HalfUp, Language::En) => "rounded half up",
            (Self::Up, Language::Vi) => "làm tròn ra xa số không",
            (Self::Up, Language::En) => "rounded away from zero",
        }
    }

    /// `value` to `decimals` decimals.
    pub fn round(self, value: Decimal, decimals: u32) -> Decimal {
        let strategy = match self {
            Self::Ceiling => RoundingStrategy::ToPositiveInfinity,
            Self::Down => RoundingStrategy::ToZero,
            Self::Floor => RoundingStrategy::ToNegativeInfinity,
            Self::HalfEven => RoundingStrategy::MidpointNearestEven,
            Self::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            Self::Up => RoundingStrategy::AwayFromZero,
        };
        value.round_dp_with_strategy(decimals, strategy)
    }

    /// `value` to a whole multiple of `unit`, for example to a million đồng.
    ///
    /// Returns `None` if `unit` is not positive or the result leaves the range of a decimal.
    pub fn round_to(self, value: Decimal, unit: Decimal) -> Option<Decimal> {
        if unit <= Decimal::ZERO {
            return None;
        }
        // whole multiples and the rest apart, so that a long quotient is not rounded twice
        let rest = value.checked_rem(unit)?;
        let floor_to_zero = value.checked_sub(rest)?;
        let fraction = rest.checked_div(unit)?;
        let steps = match self {
            Self::HalfEven => {
                let whole = floor_to_zero.checked_div(unit)?;
                let odd = !whole.checked_rem(Decimal::TWO)?.is_zero();
                let half = fraction.abs().cmp(&Decimal::new(5, 1));
                if half.is_gt() || (half.is_eq() && odd) {
                    Self::Up.round(fraction, 0)
                } else {
                    Decimal::ZERO
                }
            }
            mode => mode.round(fraction, 0),
        };
        floor_to_zero.checked_add(steps.checked_mul(unit)?)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn modes_on_halves_and_signs() {
        let modes = [
            (Rounding::Ceiling, ["3", "3", "-2", "-2"]),
            (Rounding::Down, ["2", "2", "-2", "-2"]),
            (Rounding::Floor, ["2", "2", "-3", "-3"]),
            (Rounding::HalfEven, ["2", "2", "-2", "-3"]),
            (Rounding::HalfUp, ["2", "3", "-3", "-3"]),
            (Rounding::Up, ["3", "3", "-3", "-3"]),
        ];
        for (mode, expected) in modes {
            for (value, expected) in ["2.4", "2.5", "-2.5", "-2.6"].into_iter().zip(expected) {
                assert_eq!(mode.round(decimal(value), 0), decimal(expected), "{mode:?} {value}");
            }
        }
    }

    #[test]
    fn to_a_unit() {
        let million = decimal("1000000");
        assert_eq!(Rounding::HalfUp.round_to(decimal("12500000"), million), Some(decimal("13000000")));
        assert_eq!(Rounding::HalfEven.round_to(decimal("12500000"), million), Some(decimal("12000000")));
        assert_eq!(Rounding::HalfUp.round_to(decimal("-12499999"), million), Some(decimal("-12000000")));
        assert_eq!(Rounding::HalfUp.round_to(decimal("1"), Decimal::ZERO), None);
    }

    proptest! {
        #[test]
        fn a_unit_of_one_is_rounding_to_no_decimals(mantissa in -1_000_000i64..1_000_000, scale in 0u32..5) {
            let value = Decimal::new(mantissa, scale);
            for mode in [Rounding::Ceiling, Rounding::Down, Rounding::Floor, Rounding::HalfEven, Rounding::HalfUp, Rounding::Up] {
                prop_assert_eq!(mode.round_to(value, Decimal::ONE), Some(mode.round(value, 0)), "{:?}", mode);
            }
        }
    }
}
