//! Splitting a whole so that the parts sum to it, by a named method.

use core::fmt;
use core::str::FromStr;

use rust_decimal::Decimal;

use crate::language::Language;
use crate::prelude::*;

/// Why a whole cannot be split.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ShareError {
    /// There is nothing to split among.
    #[error("there is no weight to split by")]
    Empty,
    /// No method has this name.
    #[error("no method is called `{found}`, expected one of: {}", Apportioning::names())]
    Method {
        /// The name as given.
        found: String,
    },
    /// A weight is below zero.
    #[error("weight {position} is `{weight}`, expected zero or more")]
    NegativeWeight {
        /// Position of the weight, from one.
        position: usize,
        /// The weight.
        weight: Decimal,
    },
    /// The value is not between 0 and 1.
    #[error("`{value}` is not a share, expected 0 to 1")]
    NotAShare {
        /// The value.
        value: Decimal,
    },
    /// A number is too large or has too many digits.
    #[error("the weights and the whole are too large to split exactly")]
    Overflow,
    /// More decimals than a percentage can be given with.
    #[error("`{decimals}` decimals, expected at most {DECIMALS_MAX}")]
    TooManyDecimals {
        /// The number of decimals asked for.
        decimals: u32,
    },
    /// All weights are zero.
    #[error("all weights are zero")]
    ZeroWeights,
}

impl ShareError {
    /// The error as a sentence.
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::Empty, Language::Vi) => "không có tỷ trọng nào để chia".to_owned(),
            (Self::Method { found }, Language::Vi) => {
                format!("không có phương pháp `{found}`, cần một trong: {}", Apportioning::names())
            }
            (Self::NegativeWeight { position, weight }, Language::Vi) => {
                format!("tỷ trọng thứ {position} là `{weight}`, cần từ 0 trở lên")
            }
            (Self::NotAShare { value }, Language::Vi) => {
                format!("`{value}` không phải một tỷ lệ, cần từ 0 đến 1")
            }
            (Self::Overflow, Language::Vi) => "tỷ trọng và tổng quá lớn để chia chính xác".to_owned(),
            (Self::TooManyDecimals { decimals }, Language::Vi) => {
                format!("`{decimals}` chữ số thập phân, cần không quá {DECIMALS_MAX}")
            }
            (Self::ZeroWeights, Language::Vi) => "mọi tỷ trọng đều bằng 0".to_owned(),
            (_, Language::En) => self.to_string(),
        }
    }
}

/// A part of a whole, 0 to 1, exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Decimal", into = "Decimal"))]
pub struct Share(Decimal);

impl Share {
    /// The whole.
    pub const WHOLE: Self = Self(Decimal::ONE);

    /// A share of `value`, 0 to 1.
    ///
    /// # Errors
    ///
    /// [`ShareError::NotAShare`] outside 0 to 1.
    pub fn try_new(value: Decimal) -> Result<Self, ShareError> {
        if (Decimal::ZERO..=Decimal::ONE).contains(&value) {
            Ok(Self(value))
        } else {
            Err(ShareError::NotAShare { value })
        }
    }

    /// A share of `percent` percent, 0 to 100.
    ///
    /// # Errors
    ///
    /// [`ShareError::NotAShare`] outside 0 to 100.
    pub fn from_percent(percent: Decimal) -> Result<Self, ShareError> {
        let value = percent.checked_div(Decimal::ONE_HUNDRED).ok_or(ShareError::Overflow)?;
        Self::try_new(value)
    }

    /// The share, 0 to 1.
    pub const fn value(self) -> Decimal {
        self.0
    }
}

impl TryFrom<Decimal> for Share {
    type Error = ShareError;

    fn try_from(value: Decimal) -> Result<Self, ShareError> {
        Self::try_new(value)
    }
}

impl From<Share> for Decimal {
    fn from(share: Share) -> Self {
        share.0
    }
}

/// The most decimals [`percentages`] gives.
const DECIMALS_MAX: u32 = 20;

/// How the units that do not divide evenly are given out. The name belongs into the note of the table.
///
/// ```
/// use vientro_core::{Apportioning, Language};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// assert_eq!(Apportioning::HAMILTON, Apportioning::LargestRemainder);
/// assert_eq!("hamilton".parse::<Apportioning>()?.name(), "largest-remainder");
/// assert_eq!(Apportioning::HAMILTON.text(Language::Vi), "phần dư lớn nhất (Hamilton)");
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Apportioning {
    /// The first part with a weight above zero takes all that is left over.
    FirstTakesRest,
    /// One unit each to the parts with the largest remainders, the earlier one first at a tie.
    /// Also known as the method of Hamilton, or of Hare and Niemeyer.
    #[default]
    #[cfg_attr(feature = "serde", serde(alias = "hamilton", alias = "hare-niemeyer"))]
    LargestRemainder,
    /// The last part with a weight above zero takes all that is left over.
    LastTakesRest,
}

impl Apportioning {
    /// The method of Hamilton, proposed in 1792: another name of the largest remainder.
    pub const HAMILTON: Self = Self::LargestRemainder;

    /// All methods.
    pub const ALL: [Self; 3] = [Self::FirstTakesRest, Self::LargestRemainder, Self::LastTakesRest];

    /// The name in settings and files, such as `largest-remainder`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FirstTakesRest => "first-takes-rest",
            Self::LargestRemainder => "largest-remainder",
            Self::LastTakesRest => "last-takes-rest",
        }
    }

    /// The method as a phrase, for the note of a table.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::FirstTakesRest, Language::Vi) => "phần đầu nhận số còn lại",
            (Self::FirstTakesRest, Language::En) => "the first part takes the rest",
            (Self::LargestRemainder, Language::Vi) => "phần dư lớn nhất (Hamilton)",
            (Self::LargestRemainder, Language::En) => "largest remainder (Hamilton)",
            (Self::LastTakesRest, Language::Vi) => "phần cuối nhận số còn lại",
            (Self::LastTakesRest, Language::En) => "the last part takes the rest",
        }
    }

    fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }
}

impl fmt::Display for Apportioning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Apportioning {
    type Err = ShareError;

    /// Reads a name, `hamilton` and `hare-niemeyer` among them, in any case.
    ///
    /// # Errors
    ///
    /// [`ShareError::Method`] for any other text.
    fn from_str(text: &str) -> Result<Self, ShareError> {
        let is = |name: &str| text.eq_ignore_ascii_case(name);
        if is("hamilton") || is("hare-niemeyer") {
            return Ok(Self::HAMILTON);
        }
        Self::ALL
            .into_iter()
            .find(|method| is(method.name()))
            .ok_or_else(|| ShareError::Method { found: text.chars().take(40).collect() })
    }
}

/// Splits `whole` into one part for each of `weights`, in their order; the parts sum to `whole`.
///
/// * `whole`: minor units (đồng, cents) or any other count; negative wholes mirror positive ones.
/// * `weights`: any non-negative decimals, exact; a weight of zero gets nothing, by any method.
///
/// # Errors
///
/// [`ShareError::Empty`], [`ShareError::NegativeWeight`], [`ShareError::ZeroWeights`], and
/// [`ShareError::Overflow`] when `whole` times a weight has more than 38 digits.
///
/// # Examples
///
/// ```
/// use rust_decimal::Decimal;
/// use vientro_core::{Apportioning, apportion};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let thirds = [Decimal::ONE; 3];
/// assert_eq!(apportion(100, &thirds, Apportioning::LargestRemainder)?, [34, 33, 33]);
/// # Ok(()) }
/// ```
pub fn apportion(whole: i128, weights: &[Decimal], method: Apportioning) -> Result<Vec<i128>, ShareError> {
    let weights = integers(weights)?;
    let sum = weights
        .iter()
        .try_fold(0_i128, |sum, weight| sum.checked_add(*weight))
        .ok_or(ShareError::Overflow)?;
    if sum == 0 {
        return Err(ShareError::ZeroWeights);
    }
    let magnitude = i128::try_from(whole.unsigned_abs()).map_err(|_| ShareError::Overflow)?;
    let mut parts = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    let mut rest = magnitude;
    for (position, weight) in weights.iter().enumerate() {
        let product = magnitude.checked_mul(*weight).ok_or(ShareError::Overflow)?;
        // the sum of the weights is positive, and the quotients sum to no more than the whole
        let part = product.checked_div(sum).ok_or(ShareError::Overflow)?;
        remainders.push((product.checked_rem(sum).ok_or(ShareError::Overflow)?, position));
        rest = rest.checked_sub(part).ok_or(ShareError::Overflow)?;
        parts.push(part);
    }
    let taker = match method {
        Apportioning::FirstTakesRest => weights.iter().position(|weight| *weight > 0),
        Apportioning::LastTakesRest => weights.iter().rposition(|weight| *weight > 0),
        Apportioning::LargestRemainder => None,
    };
    if let Some(part) = taker.and_then(|position| parts.get_mut(position)) {
        *part = part.checked_add(rest).ok_or(ShareError::Overflow)?;
    } else {
        remainders.sort_by(|(a, first), (b, second)| b.cmp(a).then(first.cmp(second)));
        // fewer units are left than there are parts
        for (_, position) in remainders {
            if rest == 0 {
                break;
            }
            if let Some(part) = parts.get_mut(position) {
                *part = part.checked_add(1).ok_or(ShareError::Overflow)?;
                rest = rest.saturating_sub(1);
            }
        }
    }
    if whole < 0 {
        for part in &mut parts {
            *part = part.checked_neg().ok_or(ShareError::Overflow)?;
        }
    }
    Ok(parts)
}

/// Percentages of `weights` with `decimals` decimals that sum to exactly 100.
///
/// # Errors
///
/// As [`apportion`], and [`ShareError::TooManyDecimals`] for more than 20.
///
/// # Examples
///
/// ```
/// use rust_decimal::Decimal;
/// use vientro_core::{Apportioning, percentages};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // foreign NGOs in TP.HCM by home region, 11 November 2021
/// let blocs = [47, 50, 32].map(Decimal::from);
/// let shares = percentages(&blocs, 1, Apportioning::LargestRemainder)?;
/// assert_eq!(shares.iter().map(Decimal::to_string).collect::<Vec<_>>(), ["36.4", "38.8", "24.8"]);
/// # Ok(()) }
/// ```
pub fn percentages(
    weights: &[Decimal],
    decimals: u32,
    method: Apportioning,
) -> Result<Vec<Decimal>, ShareError> {
    if decimals > DECIMALS_MAX {
        return Err(ShareError::TooManyDecimals { decimals });
    }
    let units = 10_i128.checked_pow(decimals.saturating_add(2)).ok_or(ShareError::Overflow)?;
    apportion(units, weights, method)?
        .into_iter()
        .map(|part| Decimal::try_from_i128_with_scale(part, decimals).map_err(|_| ShareError::Overflow))
        .collect()
}

/// The weights as integers in the same proportion.
fn integers(weights: &[Decimal]) -> Result<Vec<i128>, ShareError> {
    if weights.is_empty() {
        return Err(ShareError::Empty);
    }
    let scale = weights.iter().map(|weight| weight.normalize().scale()).max().unwrap_or(0);
    weights
        .iter()
        .enumerate()
        .map(|(position, weight)| {
            if weight.is_sign_negative() && !weight.is_zero() {
                return Err(ShareError::NegativeWeight {
                    position: position.saturating_add(1),
                    weight: *weight,
                });
            }
            let weight = weight.normalize();
            10_i128
                .checked_pow(scale.saturating_sub(weight.scale()))
                .and_then(|factor| weight.mantissa().checked_mul(factor))
                .ok_or(ShareError::Overflow)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn refusals() {
        let one = Decimal::ONE;
        assert_eq!(apportion(10, &[], Apportioning::default()), Err(ShareError::Empty));
        assert_eq!(apportion(10, &[Decimal::ZERO; 2], Apportioning::default()), Err(ShareError::ZeroWeights));
        assert_eq!(
            apportion(10, &[one, -one], Apportioning::default()),
            Err(ShareError::NegativeWeight { position: 2, weight: -one })
        );
        assert_eq!(
            apportion(i128::MAX, &[one, one + one], Apportioning::default()),
            Err(ShareError::Overflow)
        );
        assert!(Share::try_new(Decimal::TWO).is_err());
        assert_eq!(Share::from_percent(Decimal::ONE_HUNDRED), Ok(Share::WHOLE));
    }

    #[test]
    fn errors_speak_both_languages() {
        let one = Decimal::ONE;
        let method = Apportioning::default();
        for (error, vi) in [
            (apportion(1, &[], method).unwrap_err(), "không có tỷ trọng nào để chia"),
            (apportion(1, &[-one], method).unwrap_err(), "tỷ trọng thứ 1 là `-1`, cần từ 0 trở lên"),
            (apportion(1, &[Decimal::ZERO], method).unwrap_err(), "mọi tỷ trọng đều bằng 0"),
            (
                apportion(i128::MAX, &[one, Decimal::TWO], method).unwrap_err(),
                "tỷ trọng và tổng quá lớn để chia chính xác",
            ),
            (Share::try_new(Decimal::TWO).unwrap_err(), "`2` không phải một tỷ lệ, cần từ 0 đến 1"),
        ] {
            assert_eq!(error.text(Language::Vi), vi);
            assert_eq!(error.text(Language::En), error.to_string());
        }
    }

    #[test]
    fn methods_are_read_by_name() {
        for method in Apportioning::ALL {
            assert_eq!(method.to_string().parse(), Ok(method));
            #[cfg(feature = "serde")]
            assert_eq!(serde_json::to_string(&method).unwrap(), format!("\"{}\"", method.name()));
        }
        for name in ["hamilton", "Hamilton", "hare-niemeyer", "largest-remainder"] {
            assert_eq!(name.parse(), Ok(Apportioning::HAMILTON));
        }
        #[cfg(feature = "serde")]
        assert_eq!(serde_json::from_str::<Apportioning>("\"hamilton\"").unwrap(), Apportioning::HAMILTON);
        let error = "webster".parse::<Apportioning>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "no method is called `webster`, expected one of: first-takes-rest, largest-remainder, last-takes-rest"
        );
        assert!(error.text(Language::Vi).starts_with("không có phương pháp `webster`"));
    }

    #[test]
    fn percentages_are_refused_as_weights_are() {
        let method = Apportioning::default();
        let one = Decimal::ONE;
        assert_eq!(percentages(&[], 1, method), Err(ShareError::Empty));
        assert_eq!(percentages(&[Decimal::ZERO], 1, method), Err(ShareError::ZeroWeights));
        assert!(matches!(
            percentages(&[one, -one], 1, method),
            Err(ShareError::NegativeWeight { position: 2, .. })
        ));
        assert_eq!(percentages(&[one], 21, method), Err(ShareError::TooManyDecimals { decimals: 21 }));
        let thirds = percentages(&[one; 3], 20, method).unwrap();
        assert_eq!(thirds.iter().sum::<Decimal>(), Decimal::ONE_HUNDRED);
        assert_eq!(percentages(&[one; 3], 0, method).unwrap(), [34, 33, 33].map(Decimal::from));
    }

    #[test]
    fn a_weight_of_zero_gets_nothing() {
        // another library gave 10.01 and -0.01 for ten in the ratio 1 : 0
        let weights = [Decimal::ONE, Decimal::ZERO];
        for method in
            [Apportioning::LargestRemainder, Apportioning::FirstTakesRest, Apportioning::LastTakesRest]
        {
            assert_eq!(apportion(1000, &weights, method), Ok(vec![1000, 0]));
        }
        // nor does it take what is left over
        let zero = Decimal::ZERO;
        let thirds = [zero, Decimal::ONE, Decimal::ONE, Decimal::ONE, zero];
        for (method, parts) in [
            (Apportioning::FirstTakesRest, [0, 34, 33, 33, 0]),
            (Apportioning::LargestRemainder, [0, 34, 33, 33, 0]),
            (Apportioning::LastTakesRest, [0, 33, 33, 34, 0]),
        ] {
            assert_eq!(apportion(100, &thirds, method), Ok(parts.to_vec()));
        }
    }

    #[test]
    fn methods_differ_only_in_the_rest() {
        let weights = [Decimal::ONE; 3];
        assert_eq!(apportion(101, &weights, Apportioning::LargestRemainder), Ok(vec![34, 34, 33]));
        assert_eq!(apportion(101, &weights, Apportioning::FirstTakesRest), Ok(vec![35, 33, 33]));
        assert_eq!(apportion(101, &weights, Apportioning::LastTakesRest), Ok(vec![33, 33, 35]));
        assert_eq!(apportion(-101, &weights, Apportioning::LargestRemainder), Ok(vec![-34, -34, -33]));
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_whole_and_stay_within_one_unit(
            whole in -1_000_000_000_000i128..1_000_000_000_000,
            weights in proptest::collection::vec((0i64..1_000_000, 0u32..4), 1..20),
            method in prop_oneof![
                Just(Apportioning::LargestRemainder), Just(Apportioning::FirstTakesRest), Just(Apportioning::LastTakesRest)
            ],
        ) {
            let weights: Vec<Decimal> = weights.into_iter().map(|(n, scale)| Decimal::new(n, scale)).collect();
            let sum: Decimal = weights.iter().sum();
            prop_assume!(!sum.is_zero());
            let parts = apportion(whole, &weights, method).unwrap();
            prop_assert_eq!(parts.iter().sum::<i128>(), whole);
            for (part, weight) in parts.iter().zip(&weights) {
                prop_assert!(!weight.is_zero() || *part == 0);
                let fair = Decimal::from_i128_with_scale(whole, 0) * weight / sum;
                let off = (Decimal::from_i128_with_scale(*part, 0) - fair).abs();
                prop_assert!(method != Apportioning::LargestRemainder || off <= Decimal::ONE);
            }
        }

        #[test]
        fn percentages_sum_to_a_hundred(
            weights in proptest::collection::vec(0i64..100_000, 1..30), decimals in 0u32..6,
        ) {
            prop_assume!(weights.iter().any(|weight| *weight > 0));
            let weights: Vec<Decimal> = weights.into_iter().map(Decimal::from).collect();
            let shares = percentages(&weights, decimals, Apportioning::default()).unwrap();
            prop_assert_eq!(shares.iter().sum::<Decimal>(), Decimal::ONE_HUNDRED);
        }
    }
}
