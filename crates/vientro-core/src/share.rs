//! Splitting a whole so that the parts sum to it, by a named method.

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
    /// All weights are zero.
    #[error("all weights are zero")]
    ZeroWeights,
}

impl ShareError {
    /// The error as a sentence.
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::Empty, Language::Vi) => "không có tỷ trọng nào để chia".to_owned(),
            (Self::NegativeWeight { position, weight }, Language::Vi) => {
                format!("tỷ trọng thứ {position} là `{weight}`, cần từ 0 trở lên")
            }
            (Self::NotAShare { value }, Language::Vi) => {
                format!("`{value}` không phải một tỷ lệ, cần từ 0 đến 1")
            }
            (Self::Overflow, Language::Vi) => "tỷ trọng và tổng quá lớn để chia chính xác".to_owned(),
            (Self::ZeroWeights, Language::Vi) => "mọi tỷ trọng đều bằng 0".to_owned(),
            (_, Language::En) => self.to_string(),
        }
    }
}

/// A part of a whole, 0 to 1, exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
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

/// How the units that do not divide evenly are given out. The name belongs into the note of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Apportioning {
    /// The first part takes all that is left over.
    FirstTakesRest,
    /// One unit each to the parts with the largest remainders, the earlier one first at a tie.
    /// Also known as the method of Hamilton, or of Hare and Niemeyer.
    #[default]
    LargestRemainder,
    /// The last part takes all that is left over.
    LastTakesRest,
}

/// Splits `whole` into one part for each of `weights`, in their order; the parts sum to `whole`.
///
/// * `whole`: minor units (đồng, cents) or any other count; negative wholes mirror positive ones.
/// * `weights`: any non-negative decimals, exact; a weight of zero gets nothing from its own weight.
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
        Apportioning::FirstTakesRest => parts.first_mut(),
        Apportioning::LastTakesRest => parts.last_mut(),
        Apportioning::LargestRemainder => None,
    };
    if let Some(part) = taker {
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
/// As [`apportion`]; more than 20 decimals are an [`ShareError::Overflow`].
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
    if decimals > 20 {
        return Err(ShareError::Overflow);
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
    fn a_weight_of_zero_gets_nothing() {
        // another library gave 10.01 and -0.01 for ten in the ratio 1 : 0
        let weights = [Decimal::ONE, Decimal::ZERO];
        for method in
            [Apportioning::LargestRemainder, Apportioning::FirstTakesRest, Apportioning::LastTakesRest]
        {
            assert_eq!(apportion(1000, &weights, method), Ok(vec![1000, 0]));
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
            if method == Apportioning::LargestRemainder {
                for (part, weight) in parts.iter().zip(&weights) {
                    let fair = Decimal::from_i128_with_scale(whole, 0) * weight / sum;
                    prop_assert!((Decimal::from_i128_with_scale(*part, 0) - fair).abs() <= Decimal::ONE);
                    prop_assert!(!weight.is_zero() || *part == 0);
                }
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
