//! Parts of a whole with exact shares that sum to one, or with a rest that is said to be unknown.

use rust_decimal::Decimal;
use vientro_core::{Apportioning, Share};
use vientro_currency::Money;

use crate::ModelError;

coded! {
    /// What is wrong with shares.
    #[non_exhaustive]
    SharesFault "shares fault" {
        /// No part at all.
        Empty = "empty", "chưa có phần nào", "there is no part";
        /// A share of zero or less.
        NotPositive = "not-positive", "mỗi phần phải lớn hơn 0", "every part must be above zero";
        /// More than the whole.
        Over = "over", "cộng lại vượt quá tổng thể", "they sum to more than the whole";
        /// Less than the whole, and nobody says that the rest is unknown.
        Short = "short", "cộng lại chưa đủ tổng thể; hãy bổ sung hoặc ghi rõ phần còn lại chưa biết", "they sum to less than the whole; complete them or say that the rest is unknown";
        /// Some parts have a share and some have none.
        Some = "some", "chỉ một số phần có tỷ lệ", "only some of the parts have a share";
        /// Too many digits to sum exactly.
        TooLong = "too-long", "quá nhiều chữ số để cộng chính xác", "they have too many digits to sum exactly";
        /// A part stands twice.
        Twice = "twice", "một phần được ghi hai lần", "a part stands twice";
        /// Nothing can be divided by shares nobody states.
        Unstated = "unstated", "tỷ lệ chưa được nêu nên không chia được", "no shares are stated, so nothing can be divided by them";
    }
}

/// Parts of a whole, in their order, each with its exact share; or parts whose shares nobody states.
///
/// A share is a weight out of a whole: three equal parts are one of three each, so thirds are exact. The shares sum
/// to the whole, or the rest is unknown and says so.
///
/// ```
/// use rust_decimal::Decimal;
/// use vientro_core::Apportioning;
/// use vientro_currency::Money;
/// use vientro_model::{Sector, Shares};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sectors = Shares::from_percent([(Sector::Health, Decimal::from(60)), (Sector::Education, Decimal::from(40))])?;
/// let parts = sectors.divide(&Money::vnd(1_000_001), Apportioning::LargestRemainder)?;
/// assert_eq!(parts, [(Some(&Sector::Health), Money::vnd(600_001)), (Some(&Sector::Education), Money::vnd(400_000))]);
///
/// let refused = Shares::from_percent([(Sector::Health, Decimal::from(60))]).unwrap_err();
/// assert_eq!(
///     refused.to_string(),
///     "the shares `60` of `100` do not fit: they sum to less than the whole; complete them or say that the rest is unknown"
/// );
/// # Ok(()) }
/// ```
///
/// # Source
///
/// Relation of the model: shares of sectors and places sum to 100% or name an unknown rest.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(
        try_from = "SharesParts<T>",
        into = "SharesParts<T>",
        bound(
            serialize = "T: serde::Serialize + Clone",
            deserialize = "T: serde::Deserialize<'de> + PartialEq"
        )
    )
)]
pub struct Shares<T> {
    parts: Vec<(T, Option<Decimal>)>,
    /// What the weights and the rest sum to.
    whole: Decimal,
    /// The weight of what nobody knows.
    rest: Decimal,
}

impl<T> Shares<T> {
    /// One part that is the whole.
    pub fn one(part: T) -> Self {
        Self { parts: vec![(part, Some(Decimal::ONE))], whole: Decimal::ONE, rest: Decimal::ZERO }
    }

    /// The parts, in their order.
    pub fn parts(&self) -> impl ExactSizeIterator<Item = &T> {
        self.parts.iter().map(|(part, _)| part)
    }

    /// The parts with their weights out of [`Shares::whole`]; `None` where no shares are stated.
    pub fn weights(&self) -> impl ExactSizeIterator<Item = (&T, Option<Decimal>)> {
        self.parts.iter().map(|(part, weight)| (part, *weight))
    }

    /// What the weights are out of: 1, 100, or the number of equal parts.
    pub const fn whole(&self) -> Decimal {
        self.whole
    }

    /// The weight of what nobody knows; zero where the parts are complete or no shares are stated.
    pub const fn rest(&self) -> Decimal {
        self.rest
    }

    /// Are the shares stated?
    pub fn is_stated(&self) -> bool {
        self.parts.iter().all(|(_, weight)| weight.is_some())
    }

    /// Do the parts make up the whole, without an unknown rest?
    pub fn is_complete(&self) -> bool {
        self.is_stated() && self.rest.is_zero()
    }

    /// Divides an amount by the shares; the parts sum to it, and `method` says who takes what does not divide evenly.
    /// The unknown rest comes last, as the part of `None`.
    ///
    /// # Errors
    ///
    /// [`ModelError::Shares`] with [`SharesFault::Unstated`]; [`ModelError::Money`] past the range of money.
    pub fn divide(
        &self,
        amount: &Money,
        method: Apportioning,
    ) -> Result<Vec<(Option<&T>, Money)>, ModelError> {
        let mut weights: Vec<Decimal> = self.parts.iter().filter_map(|(_, weight)| *weight).collect();
        if weights.len() != self.parts.len() {
            return Err(self.refuse(SharesFault::Unstated));
        }
        let mut names: Vec<Option<&T>> = self.parts().map(Some).collect();
        if !self.rest.is_zero() {
            weights.push(self.rest);
            names.push(None);
        }
        Ok(names.into_iter().zip(amount.allocate(&weights, method)?).collect())
    }

    fn refuse(&self, fault: SharesFault) -> ModelError {
        let weights: Vec<String> =
            self.parts.iter().filter_map(|(_, weight)| *weight).map(|it| it.to_string()).collect();
        ModelError::Shares { fault, weights: weights.join(" + "), whole: self.whole }
    }
}

impl<T: PartialEq> Shares<T> {
    /// Parts with shares that sum to one.
    ///
    /// # Errors
    ///
    /// [`ModelError::Shares`] for no part, a part that stands twice, a share of zero and another sum.
    pub fn try_new(parts: impl IntoIterator<Item = (T, Share)>) -> Result<Self, ModelError> {
        Self::weighted(parts.into_iter().map(|(part, share)| (part, share.value())), Decimal::ONE)
    }

    /// Parts with percentages that sum to 100.
    ///
    /// # Errors
    ///
    /// As [`Shares::try_new`].
    pub fn from_percent(parts: impl IntoIterator<Item = (T, Decimal)>) -> Result<Self, ModelError> {
        Self::weighted(parts, Decimal::ONE_HUNDRED)
    }

    /// Parts of the same size, such as three thirds.
    ///
    /// # Errors
    ///
    /// [`ModelError::Shares`] for no part and a part that stands twice.
    pub fn equal(parts: impl IntoIterator<Item = T>) -> Result<Self, ModelError> {
        let parts: Vec<_> = parts.into_iter().map(|part| (part, Decimal::ONE)).collect();
        let whole = Decimal::from(parts.len());
        Self::weighted(parts, whole)
    }

    /// Parts with weights that sum to `whole`.
    ///
    /// # Errors
    ///
    /// As [`Shares::try_new`].
    pub fn weighted(
        parts: impl IntoIterator<Item = (T, Decimal)>,
        whole: Decimal,
    ) -> Result<Self, ModelError> {
        let parts = parts.into_iter().map(|(part, weight)| (part, Some(weight))).collect();
        Self::checked(parts, whole, Decimal::ZERO)
    }

    /// Parts with weights that sum to less than `whole`, the rest of which is unknown.
    ///
    /// # Errors
    ///
    /// As [`Shares::try_new`]; [`SharesFault::Over`] if nothing is left for the rest.
    pub fn with_unknown_rest(
        parts: impl IntoIterator<Item = (T, Decimal)>,
        whole: Decimal,
    ) -> Result<Self, ModelError> {
        let parts: Vec<_> = parts.into_iter().map(|(part, weight)| (part, Some(weight))).collect();
        let mut shares = Self { parts, whole, rest: Decimal::ZERO };
        let missing = shares.missing()?;
        if missing <= Decimal::ZERO {
            return Err(shares.refuse(SharesFault::Over));
        }
        shares.rest = missing;
        Self::checked(shares.parts, whole, shares.rest)
    }

    /// Parts whose shares nobody states, as in "y tế, giáo dục".
    ///
    /// # Errors
    ///
    /// As [`Shares::equal`].
    pub fn unstated(parts: impl IntoIterator<Item = T>) -> Result<Self, ModelError> {
        Self::checked(parts.into_iter().map(|part| (part, None)).collect(), Decimal::ONE, Decimal::ZERO)
    }

    /// The weight of a part out of [`Shares::whole`]; `None` for what is no part, and where no shares are stated.
    pub fn weight_of(&self, part: &T) -> Option<Decimal> {
        self.parts.iter().find(|(it, _)| it == part)?.1
    }

    /// The share of a part in percent, not rounded; `None` as for [`Shares::weight_of`].
    pub fn percent_of(&self, part: &T) -> Option<Decimal> {
        self.weight_of(part)?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(self.whole)
    }

    fn checked(parts: Vec<(T, Option<Decimal>)>, whole: Decimal, rest: Decimal) -> Result<Self, ModelError> {
        let shares = Self { parts, whole, rest };
        let fault = shares.fault()?;
        match fault {
            Some(fault) => Err(shares.refuse(fault)),
            None => Ok(shares),
        }
    }

    fn fault(&self) -> Result<Option<SharesFault>, ModelError> {
        if self.parts.is_empty() {
            return Ok(Some(SharesFault::Empty));
        }
        let twice = (1..).zip(&self.parts).any(|(next, (part, _))| {
            self.parts.get(next..).is_some_and(|later| later.iter().any(|(other, _)| other == part))
        });
        if twice {
            return Ok(Some(SharesFault::Twice));
        }
        let stated = self.parts.iter().filter(|(_, weight)| weight.is_some()).count();
        if stated == 0 {
            let plain = self.whole == Decimal::ONE && self.rest.is_zero();
            return Ok((!plain).then_some(SharesFault::Some));
        }
        if stated != self.parts.len() {
            return Ok(Some(SharesFault::Some));
        }
        if self.rest < Decimal::ZERO
            || self.parts.iter().any(|(_, weight)| weight.is_some_and(|it| it <= Decimal::ZERO))
        {
            return Ok(Some(SharesFault::NotPositive));
        }
        let missing = self.missing()?;
        Ok(if missing.is_zero() {
            None
        } else if missing.is_sign_negative() {
            Some(SharesFault::Over)
        } else {
            Some(SharesFault::Short)
        })
    }

    /// The whole less all weights and the rest, in integers: a decimal sum may have been rounded to the whole.
    fn missing(&self) -> Result<Decimal, ModelError> {
        let numbers = || {
            std::iter::once(self.whole).chain(self.parts.iter().filter_map(|(_, it)| *it)).chain([self.rest])
        };
        let scale = numbers().map(|number| number.normalize().scale()).max().unwrap_or(0);
        let integer = |number: Decimal| {
            let number = number.normalize();
            let factor = 10_i128.checked_pow(scale.saturating_sub(number.scale()))?;
            number.mantissa().checked_mul(factor)
        };
        let mut numbers = numbers();
        let whole = numbers.next().and_then(integer);
        let missing =
            numbers.try_fold(whole, |left, number| Some(left?.checked_sub(integer(number)?))).flatten();
        missing
            .and_then(|missing| Decimal::try_from_i128_with_scale(missing, scale).ok())
            .ok_or_else(|| self.refuse(SharesFault::TooLong))
    }
}

/// The serialised form: the weights, what they are out of if not 1, and the unknown rest if there is one.
#[cfg(feature = "serde")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct SharesParts<T> {
    parts: Vec<SharePart<T>>,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    whole: Decimal,
    #[serde(default, skip_serializing_if = "Decimal::is_zero")]
    rest: Decimal,
}

#[cfg(feature = "serde")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct SharePart<T> {
    of: T,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    weight: Option<Decimal>,
}

#[cfg(feature = "serde")]
const fn one() -> Decimal {
    Decimal::ONE
}

#[cfg(feature = "serde")]
fn is_one(whole: &Decimal) -> bool {
    *whole == Decimal::ONE
}

#[cfg(feature = "serde")]
impl<T> From<Shares<T>> for SharesParts<T> {
    fn from(Shares { parts, whole, rest }: Shares<T>) -> Self {
        let parts = parts.into_iter().map(|(of, weight)| SharePart { of, weight }).collect();
        Self { parts, whole, rest }
    }
}

#[cfg(feature = "serde")]
impl<T: PartialEq> TryFrom<SharesParts<T>> for Shares<T> {
    type Error = ModelError;

    fn try_from(SharesParts { parts, whole, rest }: SharesParts<T>) -> Result<Self, ModelError> {
        Self::checked(parts.into_iter().map(|part| (part.of, part.weight)).collect(), whole, rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(result: Result<Shares<&str>, ModelError>) -> SharesFault {
        match result.unwrap_err() {
            ModelError::Shares { fault, .. } => fault,
            other => panic!("{other}"),
        }
    }

    #[test]
    fn shares_sum_to_one_or_name_the_rest() {
        let number = |mantissa| Decimal::new(mantissa, 2);
        let weighted = |parts: &[(&'static str, i64)]| {
            Shares::weighted(parts.iter().map(|(name, weight)| (*name, number(*weight))), Decimal::ONE)
        };
        assert!(weighted(&[("a", 60), ("b", 40)]).unwrap().is_complete());
        assert_eq!(fault(weighted(&[])), SharesFault::Empty);
        assert_eq!(fault(weighted(&[("a", 60), ("b", 39)])), SharesFault::Short);
        assert_eq!(fault(weighted(&[("a", 60), ("b", 41)])), SharesFault::Over);
        assert_eq!(fault(weighted(&[("a", 50), ("a", 50)])), SharesFault::Twice);
        assert_eq!(fault(weighted(&[("a", 100), ("b", 0)])), SharesFault::NotPositive);
        let open = Shares::with_unknown_rest([("a", number(60))], Decimal::ONE).unwrap();
        assert_eq!((open.rest(), open.is_complete()), (number(40), false));
        assert_eq!(fault(Shares::with_unknown_rest([("a", Decimal::ONE)], Decimal::ONE)), SharesFault::Over);
    }

    #[test]
    fn a_rounded_sum_is_not_the_whole() {
        let third = Decimal::ONE / Decimal::from(3);
        let thirds = ["a", "b", "c"].map(|name| (name, third));
        assert_eq!(fault(Shares::weighted(thirds, Decimal::ONE)), SharesFault::Short);
        // one that a decimal sum would round away
        let tiny = Decimal::new(1, 28);
        let long = [("a", Decimal::from(999_999)), ("b", Decimal::ONE), ("c", tiny)];
        assert_eq!(fault(Shares::weighted(long, Decimal::from(1_000_000))), SharesFault::Over);
        let longer = [("a", Decimal::MAX), ("b", tiny)];
        assert_eq!(fault(Shares::weighted(longer, Decimal::MAX)), SharesFault::TooLong);
    }

    #[test]
    fn thirds_are_exact() {
        let thirds = Shares::equal(["a", "b", "c"]).unwrap();
        assert!(thirds.is_complete());
        let parts = thirds.divide(&Money::vnd(100), Apportioning::LargestRemainder).unwrap();
        assert_eq!(parts.iter().map(|(_, money)| *money).collect::<Vec<_>>(), [34, 33, 33].map(Money::vnd));
        assert_eq!(thirds.weight_of(&"b"), Some(Decimal::ONE));
        assert_eq!(thirds.weight_of(&"d"), None);
    }

    #[test]
    fn nothing_is_divided_by_shares_nobody_states() {
        let labels = Shares::unstated(["y tế", "giáo dục"]).unwrap();
        assert!(!labels.is_stated() && !labels.is_complete());
        let refused = labels.divide(&Money::vnd(1), Apportioning::LargestRemainder).unwrap_err();
        assert!(matches!(refused, ModelError::Shares { fault: SharesFault::Unstated, .. }));
        let open = Shares::with_unknown_rest([("a", Decimal::ONE)], Decimal::from(4)).unwrap();
        let parts = open.divide(&Money::vnd(100), Apportioning::LargestRemainder).unwrap();
        assert_eq!(parts, [(Some(&"a"), Money::vnd(25)), (None, Money::vnd(75))]);
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_asks_for_the_sum_again() {
        let shares =
            Shares::from_percent([("a".to_owned(), Decimal::from(60)), ("b".to_owned(), Decimal::from(40))]);
        let text = serde_json::to_string(&shares.unwrap()).unwrap();
        assert_eq!(text, r#"{"parts":[{"of":"a","weight":"60"},{"of":"b","weight":"40"}],"whole":"100"}"#);
        assert!(serde_json::from_str::<Shares<String>>(&text).is_ok());
        for (from, to) in
            [("\"40\"", "\"41\""), ("\"b\"", "\"a\""), (r#","weight":"40""#, ""), ("\"100\"", "\"101\"")]
        {
            assert!(text.contains(from), "{from}");
            assert!(serde_json::from_str::<Shares<String>>(&text.replace(from, to)).is_err(), "{from}");
        }
        let unstated = serde_json::to_string(&Shares::unstated(["a"]).unwrap()).unwrap();
        assert_eq!(unstated, r#"{"parts":[{"of":"a"}]}"#);
    }
}
