//! Money split so that the parts sum to the whole.

use rust_decimal::Decimal;
use vientro_core::{Apportioning, ShareError, apportion};

use crate::{Money, MoneyError};

impl Money {
    /// The most parts [`Money::split`] makes.
    pub const PARTS_MAX: usize = 1_000_000;

    /// Splits into equal parts that sum to the whole; the first ones are one minor unit larger where it does not divide evenly
    /// (one unit smaller for a negative whole, so that a refund mirrors its payment).
    ///
    /// # Errors
    ///
    /// [`MoneyError::Split`] for no parts, [`MoneyError::Parts`] for more than [`Money::PARTS_MAX`].
    ///
    /// ```
    /// use vientro_currency::Money;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// assert_eq!(Money::vnd(100).split(3)?, [34, 33, 33].map(Money::vnd));
    /// # Ok(()) }
    /// ```
    pub fn split(&self, parts: usize) -> Result<Vec<Self>, MoneyError> {
        if parts > Self::PARTS_MAX {
            return Err(MoneyError::Parts { parts, max: Self::PARTS_MAX });
        }
        let count = i128::try_from(parts).map_err(|_| ShareError::Overflow)?;
        let (Some(part), Some(rest)) = (self.minor().checked_div(count), self.minor().checked_rem(count))
        else {
            return Err(ShareError::Empty.into());
        };
        (0..count)
            .map(|position| {
                let extra = if position < rest.abs() { rest.signum() } else { 0 };
                Self::from_minor(part.saturating_add(extra), self.currency())
            })
            .collect()
    }

    /// Splits by `weights`; the parts stand in the order of the weights and sum to the whole, and `method` says who takes what
    /// is left over.
    ///
    /// With [`Apportioning::LargestRemainder`] each part is less than one minor unit from its exact share, and the order of
    /// the weights matters only where two remainders are equal: then the earlier part takes the unit.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Split`] for no weights, negative weights or only zeros.
    ///
    /// ```
    /// use rust_decimal::Decimal;
    /// use vientro_core::Apportioning;
    /// use vientro_currency::Money;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// // one gift for three districts by their households
    /// let households = [47, 50, 32].map(Decimal::from);
    /// let parts = Money::vnd(1_000).allocate(&households, Apportioning::LargestRemainder)?;
    /// assert_eq!(parts, [364, 388, 248].map(Money::vnd));
    /// # Ok(()) }
    /// ```
    pub fn allocate(&self, weights: &[Decimal], method: Apportioning) -> Result<Vec<Self>, MoneyError> {
        apportion(self.minor(), weights, method)?
            .into_iter()
            .map(|minor| Self::from_minor(minor, self.currency()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Currency;

    const METHODS: [Apportioning; 3] =
        [Apportioning::FirstTakesRest, Apportioning::LargestRemainder, Apportioning::LastTakesRest];

    fn decimals(weights: &[u32]) -> Vec<Decimal> {
        weights.iter().copied().map(Decimal::from).collect()
    }

    #[test]
    fn no_parts_and_too_many_are_errors() {
        assert_eq!(Money::vnd(5).split(0), Err(MoneyError::Split(ShareError::Empty)));
        let error = Money::vnd(5).split(usize::MAX).unwrap_err();
        assert!(matches!(error, MoneyError::Parts { max: Money::PARTS_MAX, .. }), "{error}");
        assert_eq!(Money::vnd(-5).split(3).unwrap(), [-2, -2, -1].map(Money::vnd));
        for method in METHODS {
            assert!(Money::vnd(5).allocate(&[], method).is_err());
            assert!(Money::vnd(5).allocate(&decimals(&[0, 0]), method).is_err());
            assert!(Money::vnd(5).allocate(&[Decimal::ONE, Decimal::NEGATIVE_ONE], method).is_err());
        }
    }

    proptest! {
        #[test]
        fn equal_parts_sum_to_the_whole_and_differ_by_one(minor in any::<i64>(), parts in 1usize..50) {
            let whole = Money::from_minor(minor.into(), Currency::USD).unwrap();
            let parts = whole.split(parts).unwrap();
            prop_assert_eq!(Money::sum(Currency::USD, &parts), Ok(whole));
            let by_weight = whole.allocate(&vec![Decimal::ONE; parts.len()], Apportioning::LargestRemainder);
            prop_assert_eq!(by_weight.as_ref(), Ok(&parts));
            let most = parts.iter().map(Money::minor).max().unwrap();
            let least = parts.iter().map(Money::minor).min().unwrap();
            prop_assert!(most - least <= 1);
        }

        #[test]
        fn parts_sum_to_the_whole(minor in any::<i64>(), weights in prop::collection::vec(0u32..1000, 1..12)) {
            prop_assume!(weights.iter().any(|weight| *weight > 0));
            let whole = Money::from_minor(minor.into(), Currency::VND).unwrap();
            let total: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
            for method in METHODS {
                let parts = whole.allocate(&decimals(&weights), method).unwrap();
                prop_assert_eq!(Money::sum(Currency::VND, &parts), Ok(whole), "{:?}", method);
                let mirrored = whole.negated().allocate(&decimals(&weights), method).unwrap();
                for ((part, mirrored), weight) in parts.iter().zip(&mirrored).zip(&weights) {
                    prop_assert_eq!(part.negated(), *mirrored);
                    // |part − whole × weight ÷ total| < 1 minor unit, multiplied out
                    let off = (part.minor() * total - i128::from(minor) * i128::from(*weight)).abs();
                    prop_assert!(method != Apportioning::LargestRemainder || off < total);
                }
            }
        }

        /// A part depends on its weight alone where no two remainders are equal.
        #[test]
        fn the_order_of_the_weights_does_not_matter(minor in 0i64..1_000_000_000_000, weights in prop::collection::vec(1u32..1000, 1..8), turn in 0usize..8) {
            let whole = Money::from_minor(minor.into(), Currency::VND).unwrap();
            let total: i64 = weights.iter().copied().map(i64::from).sum();
            let mut remainders: Vec<i64> =
                weights.iter().map(|weight| i64::try_from(i128::from(minor) * i128::from(*weight) % i128::from(total)).unwrap()).collect();
            remainders.sort_unstable();
            prop_assume!(remainders.windows(2).all(|pair| pair[0] != pair[1]));
            let mut turned = weights.clone();
            turned.rotate_left(turn % weights.len());
            let method = Apportioning::LargestRemainder;
            let mut parts = whole.allocate(&decimals(&weights), method).unwrap();
            parts.rotate_left(turn % weights.len());
            prop_assert_eq!(whole.allocate(&decimals(&turned), method), Ok(parts));
        }
    }
}
