//! Rounding modes by name.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use vientro_core::Language;

use crate::exact::{self, Exact};

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
    /// All modes, by code.
    pub const ALL: [Self; 6] =
        [Self::Ceiling, Self::Down, Self::Floor, Self::HalfEven, Self::HalfUp, Self::Up];

    /// The code used in files: lower case words joined by hyphens.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ceiling => "ceiling",
            Self::Down => "down",
            Self::Floor => "floor",
            Self::HalfEven => "half-even",
            Self::HalfUp => "half-up",
            Self::Up => "up",
        }
    }

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

    /// Does a magnitude go up to the next whole number? `half` compares what is left with one half.
    #[inline]
    pub(crate) fn takes_up(self, negative: bool, exact: bool, half: Ordering, odd: bool) -> bool {
        !exact
            && match self {
                Self::Ceiling => !negative,
                Self::Floor => negative,
                Self::Down => false,
                Self::Up => true,
                Self::HalfUp => half.is_ge(),
                Self::HalfEven => half.is_gt() || (half.is_eq() && odd),
            }
    }

    /// `numerator ÷ denominator` as a whole number; `None` for a denominator of zero and past 128 bits.
    ///
    /// ```
    /// use vientro_currency::Rounding;
    ///
    /// assert_eq!(Rounding::HalfUp.divide(-5, 2), Some(-3));
    /// assert_eq!(Rounding::HalfEven.divide(-5, 2), Some(-2));
    /// ```
    pub fn divide(self, numerator: i128, denominator: i128) -> Option<i128> {
        let negative = (numerator < 0) != (denominator < 0);
        let (above, below) = (numerator.unsigned_abs(), denominator.unsigned_abs());
        let (whole, rest) = (above.checked_div(below)?, above.checked_rem(below)?);
        // what is left over against what is missing to the next whole number
        let half = rest.cmp(&below.checked_sub(rest)?);
        let up = self.takes_up(negative, rest == 0, half, whole & 1 == 1);
        let whole = whole.checked_add(u128::from(up))?;
        if negative { 0_i128.checked_sub_unsigned(whole) } else { i128::try_from(whole).ok() }
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

    /// `value` to a whole multiple of `unit`, for example to a million đồng. The quotient is exact and rounded once.
    ///
    /// Returns `None` if `unit` is not positive or the result leaves the range of a decimal.
    pub fn round_to(self, value: Decimal, unit: Decimal) -> Option<Decimal> {
        if unit <= Decimal::ZERO {
            return None;
        }
        let steps = Exact::new(value).div(unit)?.round_to_units(0, self)?;
        exact::product(Decimal::try_from_i128_with_scale(steps, 0).ok()?, unit)
    }
}

impl fmt::Display for Rounding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Rounding {
    type Err = RoundingError;

    /// Reads the code of a mode.
    ///
    /// # Errors
    ///
    /// [`RoundingError`] for any other text.
    fn from_str(code: &str) -> Result<Self, RoundingError> {
        Self::ALL
            .into_iter()
            .find(|mode| mode.code() == code)
            .ok_or_else(|| RoundingError { found: code.chars().take(40).collect() })
    }
}

/// The text is no code of a rounding mode.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown rounding `{found}`, expected `ceiling`, `down`, `floor`, `half-even`, `half-up` or `up`")]
#[non_exhaustive]
pub struct RoundingError {
    /// The text as given, cut to 40 characters.
    pub found: String,
}

impl RoundingError {
    /// The error as a sentence.
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Vi => format!(
                "không có cách làm tròn `{}`, cần `ceiling`, `down`, `floor`, `half-even`, `half-up` hoặc `up`",
                self.found
            ),
            Language::En => self.to_string(),
        }
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

    #[test]
    fn a_long_quotient_is_rounded_once() {
        // just below a half of three: 1.4999…, which 28 digits of a quotient would make a half
        let value = decimal("7922816251426433759354395033.4");
        let nearly = decimal("1.4999999999999999999999999999");
        assert_eq!(Rounding::HalfUp.round_to(nearly, decimal("3")), Some(Decimal::ZERO));
        assert_eq!(Rounding::HalfUp.round_to(decimal("1.5"), decimal("3")), Some(decimal("3")));
        assert_eq!(Rounding::Up.round_to(value, Decimal::ONE), Some(decimal("7922816251426433759354395034")));
        assert_eq!(Rounding::Up.round_to(Decimal::MAX, Decimal::TEN), None);
    }

    #[test]
    fn codes_are_read_back() {
        for mode in Rounding::ALL {
            assert_eq!(mode.code().parse(), Ok(mode));
            #[cfg(feature = "serde")]
            assert_eq!(serde_json::to_string(&mode).unwrap(), format!("\"{mode}\""));
        }
        let error = "nearest".parse::<Rounding>().unwrap_err();
        assert!(error.text(Language::Vi).starts_with("không có cách làm tròn `nearest`"));
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
