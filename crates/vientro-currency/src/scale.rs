//! Units of account: nghìn, triệu, tỷ.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use vientro_core::Language;

/// A unit in which amounts are written or to which they are rounded, whatever the currency: nghìn, triệu, tỷ, nghìn tỷ.
///
/// ```
/// use vientro_core::Language;
/// use vientro_currency::{Money, Rounding, Scale};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let aid = Money::vnd(594_512_500_000);
/// assert_eq!(aid.round_to(Scale::Million, Rounding::HalfUp)?, Money::vnd(594_513_000_000));
/// assert_eq!(Scale::for_statement(&aid), Some(Scale::Million));
/// assert_eq!(Scale::Million.word(Language::Vi), "triệu");
/// # Ok(()) }
/// ```
#[expect(clippy::exhaustive_enums, reason = "the scales the law and the newspapers write")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Scale {
    /// 10³: nghìn, thousand.
    Thousand,
    /// 10⁶: triệu, million.
    Million,
    /// 10⁹: tỷ, billion.
    Billion,
    /// 10¹²: nghìn tỷ, trillion.
    Trillion,
}

impl Scale {
    /// All scales, smallest first.
    pub const ALL: [Self; 4] = [Self::Thousand, Self::Million, Self::Billion, Self::Trillion];

    /// How many zeros.
    pub const fn zeros(self) -> u32 {
        match self {
            Self::Thousand => 3,
            Self::Million => 6,
            Self::Billion => 9,
            Self::Trillion => 12,
        }
    }

    /// How many whole units one of this scale is.
    pub fn factor(self) -> Decimal {
        let factor: i64 = match self {
            Self::Thousand => 1_000,
            Self::Million => 1_000_000,
            Self::Billion => 1_000_000_000,
            Self::Trillion => 1_000_000_000_000,
        };
        Decimal::from(factor)
    }

    /// The code used in files: the English word.
    pub const fn code(self) -> &'static str {
        self.word(Language::En)
    }

    /// The word after a number.
    pub const fn word(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Thousand, Language::Vi) => "nghìn",
            (Self::Thousand, Language::En) => "thousand",
            (Self::Million, Language::Vi) => "triệu",
            (Self::Million, Language::En) => "million",
            (Self::Billion, Language::Vi) => "tỷ",
            (Self::Billion, Language::En) => "billion",
            (Self::Trillion, Language::Vi) => "nghìn tỷ",
            (Self::Trillion, Language::En) => "trillion",
        }
    }

    /// The largest unit a summary statement in đồng may be written in when `amount` is its largest figure: nghìn đồng from 9
    /// digits, triệu đồng from 12, tỷ đồng from 15. `None` below, and for other currencies.
    ///
    /// # Source
    ///
    /// Accounting Law 88/2015/QH13, Article 10, and Decree 174/2016/NĐ-CP, Article 4. A figure is rounded to that unit half up
    /// on its magnitude ([`crate::Rounding::HalfUp`]), and totals are summed first and rounded after.
    pub fn for_statement(amount: &crate::Money) -> Option<Self> {
        if amount.currency() != crate::Currency::VND {
            return None;
        }
        match amount.minor().unsigned_abs() {
            0..100_000_000 => None,
            100_000_000..100_000_000_000 => Some(Self::Thousand),
            100_000_000_000..100_000_000_000_000 => Some(Self::Million),
            _ => Some(Self::Billion),
        }
    }
}

impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text is no code of a scale.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown scale `{found}`, expected `thousand`, `million`, `billion` or `trillion`")]
#[non_exhaustive]
pub struct ScaleError {
    /// The text as given, cut to 40 characters.
    pub found: String,
}

impl ScaleError {
    /// The error as a sentence.
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Vi => format!(
                "không có đơn vị `{}`, cần `thousand`, `million`, `billion` hoặc `trillion`",
                self.found
            ),
            Language::En => self.to_string(),
        }
    }
}

impl FromStr for Scale {
    type Err = ScaleError;

    /// Reads the code of a scale.
    ///
    /// # Errors
    ///
    /// [`ScaleError`] for any other text.
    fn from_str(code: &str) -> Result<Self, ScaleError> {
        Self::ALL
            .into_iter()
            .find(|scale| scale.code() == code)
            .ok_or_else(|| ScaleError { found: code.chars().take(40).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Money;

    #[test]
    fn a_scale_is_its_zeros() {
        for scale in Scale::ALL {
            assert_eq!(scale.factor(), Decimal::from(10_i64.pow(scale.zeros())));
            assert_eq!(scale.code().parse(), Ok(scale));
            #[cfg(feature = "serde")]
            assert_eq!(serde_json::to_string(&scale).unwrap(), format!("\"{scale}\""));
        }
        assert!(Scale::ALL.is_sorted());
        assert!("tỷ".parse::<Scale>().unwrap_err().text(Language::Vi).contains("`tỷ`"));
    }

    /// Decree 174/2016: nghìn đồng from 9 digits, triệu đồng from 12, tỷ đồng from 15.
    #[test]
    fn statements_by_number_of_digits() {
        for (digits, scale) in [
            (8, None),
            (9, Some(Scale::Thousand)),
            (11, Some(Scale::Thousand)),
            (12, Some(Scale::Million)),
            (14, Some(Scale::Million)),
            (15, Some(Scale::Billion)),
        ] {
            let least = Money::vnd(10_i64.pow(digits - 1));
            let most = Money::vnd(10_i64.pow(digits) - 1);
            assert_eq!(Scale::for_statement(&least), scale, "{digits} digits");
            assert_eq!(Scale::for_statement(&most.negated()), scale, "{digits} digits");
        }
        let dollars = Money::from_minor(10_i128.pow(14), crate::Currency::USD).unwrap();
        assert_eq!(Scale::for_statement(&dollars), None);
    }
}
