//! Sums of figures that can be taken back: both ends apart, open ends and unknown figures counted.

use std::ops::Bound;

use vientro_core::{Figure, Interval};
use vientro_currency::{Currency, Money, MoneyError};

/// A sum from which an earlier figure can be withdrawn without a trace.
///
/// Subtracting the interval `[18, 19)` from a sum that holds it leaves `(-1, 1)` by interval arithmetic; withdrawing
/// it leaves nothing, because the ends are summed apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FigureSum {
    low: End,
    high: End,
    unknown: i64,
    inputs: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct End {
    value: Money,
    open: i64,
    unbounded: i64,
}

impl End {
    fn take(&mut self, bound: &Bound<Money>, sign: i64) -> Result<(), MoneyError> {
        let (value, open, unbounded) = match bound {
            Bound::Included(value) => (Some(value), 0, 0),
            Bound::Excluded(value) => (Some(value), sign, 0),
            Bound::Unbounded => (None, 0, sign),
        };
        if let Some(value) = value {
            self.value =
                if sign < 0 { self.value.checked_sub(value)? } else { self.value.checked_add(value)? };
        }
        self.open = self.open.saturating_add(open);
        self.unbounded = self.unbounded.saturating_add(unbounded);
        Ok(())
    }

    fn bound(&self) -> Bound<Money> {
        match (self.unbounded, self.open) {
            (0, 0) => Bound::Included(self.value),
            (0, _) => Bound::Excluded(self.value),
            _ => Bound::Unbounded,
        }
    }
}

impl FigureSum {
    pub(crate) fn empty(currency: Currency) -> Result<Self, MoneyError> {
        let end = End { value: Money::zero(currency)?, open: 0, unbounded: 0 };
        Ok(Self { low: end.clone(), high: end, unknown: 0, inputs: 0 })
    }

    /// Adds the figure.
    pub(crate) fn add(&mut self, figure: &Figure<Money>) -> Result<(), MoneyError> {
        self.take(figure, 1)
    }

    /// Takes a figure back that was added before.
    pub(crate) fn withdraw(&mut self, figure: &Figure<Money>) -> Result<(), MoneyError> {
        self.take(figure, -1)
    }

    fn take(&mut self, figure: &Figure<Money>, sign: i64) -> Result<(), MoneyError> {
        match figure.interval() {
            Some(interval) => {
                self.low.take(interval.low(), sign)?;
                self.high.take(interval.high(), sign)?;
            }
            None => self.unknown = self.unknown.saturating_add(sign),
        }
        self.inputs = self.inputs.saturating_add(sign);
        Ok(())
    }

    /// Sum of what was known or hedged.
    pub(crate) fn known_part(&self) -> Figure<Money> {
        // withdrawing a figure wider than what is left turns the ends around: 20 less [18, 19) lies in (1, 2]
        let (low, high) = if self.low.unbounded == 0
            && self.high.unbounded == 0
            && self.low.value.minor() > self.high.value.minor()
        {
            (self.high.bound(), self.low.bound())
        } else {
            (self.low.bound(), self.high.bound())
        };
        Interval::try_new(low, high).map_or(Figure::Unknown, Figure::within)
    }

    pub(crate) fn unknown(&self) -> usize {
        usize::try_from(self.unknown).unwrap_or(0)
    }

    pub(crate) fn is_nothing(&self) -> bool {
        self.inputs == 0 && self.low.value.is_zero() && self.high.value.is_zero()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::*;

    fn figure() -> impl Strategy<Value = Figure<Money>> {
        let money = |value: i64| Money::vnd(value);
        prop_oneof![
            (0i64..1_000_000).prop_map(move |value| Figure::Known(money(value))),
            (0i64..1_000_000, 1i64..1000, any::<bool>(), any::<bool>()).prop_map(
                move |(low, width, a, b)| {
                    let low = if a { Bound::Included(money(low)) } else { Bound::Excluded(money(low)) };
                    let value = match low {
                        Bound::Included(value) | Bound::Excluded(value) => value,
                        Bound::Unbounded => money(0),
                    };
                    let high = value.checked_add(&money(width)).unwrap();
                    let high = if b { Bound::Included(high) } else { Bound::Excluded(high) };
                    Figure::within(Interval::try_new(low, high).unwrap())
                }
            ),
            (0i64..1000).prop_map(move |value| Figure::within(Interval::at_least(money(value)))),
            Just(Figure::Unknown),
        ]
    }

    proptest! {
        #[test]
        fn what_is_withdrawn_leaves_no_trace(
            kept in proptest::collection::vec(figure(), 0..8), taken in proptest::collection::vec(figure(), 0..8),
        ) {
            let mut sum = FigureSum::empty(Currency::VND).unwrap();
            for each in &kept {
                sum.add(each).unwrap();
            }
            let before = sum.clone();
            for each in &taken {
                sum.add(each).unwrap();
            }
            for each in &taken {
                sum.withdraw(each).unwrap();
            }
            prop_assert_eq!(&sum, &before);
            let total = vientro_core::Total::of(Money::vnd(0), &kept).unwrap();
            prop_assert_eq!(sum.known_part(), total.known_part().clone());
            prop_assert_eq!(sum.unknown(), total.unknown());
        }
    }

    #[test]
    fn decimals_are_kept() {
        let cents = Money::try_new(Decimal::new(45_780_050, 2), Currency::USD).unwrap();
        let mut sum = FigureSum::empty(Currency::USD).unwrap();
        sum.add(&Figure::Known(cents)).unwrap();
        assert_eq!(sum.known_part(), Figure::Known(cents));
    }
}
