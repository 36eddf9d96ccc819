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
    currency: Currency,
    low: End,
    high: End,
    unknown: i64,
    inputs: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct End {
    minor: i128,
    open: i64,
    unbounded: i64,
}

impl End {
    fn bound(&self, currency: Currency) -> Bound<Money> {
        // the sum was kept within the range of money
        match (self.unbounded, self.open, Money::from_minor(self.minor, currency)) {
            (0, 0, Ok(money)) => Bound::Included(money),
            (0, _, Ok(money)) => Bound::Excluded(money),
            _ => Bound::Unbounded,
        }
    }
}

impl FigureSum {
    pub(crate) fn empty(currency: Currency) -> Result<Self, MoneyError> {
        // a currency without minor units has no sums
        Money::zero(currency)?;
        Ok(Self { currency, low: End::default(), high: End::default(), unknown: 0, inputs: 0 })
    }

    /// Adds the figure.
    pub(crate) fn add(&mut self, figure: &Figure<Money>) -> Result<(), MoneyError> {
        self.take(figure, 1)
    }

    /// Takes a figure back that was added before.
    pub(crate) fn withdraw(&mut self, figure: &Figure<Money>) -> Result<(), MoneyError> {
        self.take(figure, -1)
    }

    /// Adds the sum of `inputs` amounts, exact in minor units of the currency of the sum but for the `unknown` of them.
    pub(crate) fn take_sum(&mut self, minor: i128, inputs: i64, unknown: i64) -> Result<(), MoneyError> {
        self.low.minor = self.moved(self.low.minor, minor, 1)?;
        self.high.minor = self.moved(self.high.minor, minor, 1)?;
        self.inputs = self.inputs.saturating_add(inputs);
        self.unknown = self.unknown.saturating_add(unknown);
        Ok(())
    }

    /// Adds the figure, or takes it back for a sign below zero.
    pub(crate) fn take(&mut self, figure: &Figure<Money>, sign: i64) -> Result<(), MoneyError> {
        match figure {
            Figure::Known(money) => {
                self.same_currency(money)?;
                return self.take_sum(money.minor().wrapping_mul(sign.into()), sign, 0);
            }
            Figure::Hedged(hedged) => {
                self.low = self.end_with(&self.low, hedged.interval().low(), sign)?;
                self.high = self.end_with(&self.high, hedged.interval().high(), sign)?;
            }
            Figure::Unknown => self.unknown = self.unknown.saturating_add(sign),
        }
        self.inputs = self.inputs.saturating_add(sign);
        Ok(())
    }

    fn end_with(&self, end: &End, bound: &Bound<Money>, sign: i64) -> Result<End, MoneyError> {
        let (value, open, unbounded) = match bound {
            Bound::Included(value) => (Some(value), 0, 0),
            Bound::Excluded(value) => (Some(value), sign, 0),
            Bound::Unbounded => (None, 0, sign),
        };
        let minor = match value {
            Some(value) => {
                self.same_currency(value)?;
                self.moved(end.minor, value.minor(), sign)?
            }
            None => end.minor,
        };
        Ok(End {
            minor,
            open: end.open.saturating_add(open),
            unbounded: end.unbounded.saturating_add(unbounded),
        })
    }

    /// `sum` with `minor` added or taken out, within the range of money.
    fn moved(&self, sum: i128, minor: i128, sign: i64) -> Result<i128, MoneyError> {
        let moved = if sign < 0 { sum.checked_sub(minor) } else { sum.checked_add(minor) };
        moved
            .filter(|sum| sum.unsigned_abs() <= Money::MINOR_MAX.unsigned_abs())
            .ok_or(MoneyError::Overflow { currency: self.currency })
    }

    fn same_currency(&self, money: &Money) -> Result<(), MoneyError> {
        if money.currency() == self.currency {
            return Ok(());
        }
        Err(MoneyError::Mixed { left: self.currency, right: money.currency() })
    }

    /// Both sums in one.
    pub(crate) fn with(&self, other: &Self) -> Result<Self, MoneyError> {
        let both = |these: &End, those: &End| {
            Ok::<_, MoneyError>(End {
                minor: self.moved(these.minor, those.minor, 1)?,
                open: these.open.saturating_add(those.open),
                unbounded: these.unbounded.saturating_add(those.unbounded),
            })
        };
        Ok(Self {
            currency: self.currency,
            low: both(&self.low, &other.low)?,
            high: both(&self.high, &other.high)?,
            unknown: self.unknown.saturating_add(other.unknown),
            inputs: self.inputs.saturating_add(other.inputs),
        })
    }

    /// Sum of what was known or hedged.
    pub(crate) fn known_part(&self) -> Figure<Money> {
        // withdrawing a figure wider than what is left turns the ends around: 20 less [18, 19) lies in (1, 2]
        let (low, high) =
            if self.low.unbounded == 0 && self.high.unbounded == 0 && self.low.minor > self.high.minor {
                (self.high.bound(self.currency), self.low.bound(self.currency))
            } else {
                (self.low.bound(self.currency), self.high.bound(self.currency))
            };
        Interval::try_new(low, high).map_or(Figure::Unknown, Figure::within)
    }

    pub(crate) fn unknown(&self) -> usize {
        usize::try_from(self.unknown).unwrap_or(0)
    }

    pub(crate) fn is_nothing(&self) -> bool {
        self.inputs == 0 && self.low.minor == 0 && self.high.minor == 0
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
