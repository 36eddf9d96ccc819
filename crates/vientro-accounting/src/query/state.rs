//! What a measure knows of a group: a value that merges and can be taken back.

use std::collections::BTreeSet;

use vientro_currency::Currency;

use super::cells::{Dated, Ends, Side};
use super::finish::Unrounded;
use super::key::KeyValue;

/// What a measure knows of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub(crate) enum State {
    Amount {
        sum: WideSum,
        side: Side,
        currency: Option<Currency>,
    },
    Count(u64),
    Dated {
        last: bool,
        best: Option<Dated>,
        currency: Option<Currency>,
    },
    Difference,
    Distinct(BTreeSet<KeyValue>),
    Ends {
        max: bool,
        best: Option<Ends>,
        currency: Option<Currency>,
    },
    /// A sum that is rounded once.
    Total {
        sum: Unrounded,
        side: Side,
        currency: Option<Currency>,
    },
}

/// A number of any size: `low + carry × 2^128`, ordered as numbers are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct WideSum {
    carry: i64,
    #[cfg_attr(feature = "serde", serde(with = "super::text"))]
    low: i128,
}

impl WideSum {
    /// Below every number that is met.
    pub(crate) const LEAST: Self = Self { carry: i64::MIN, low: i128::MIN };

    pub(crate) const fn new(low: i128, carry: i64) -> Self {
        Self { carry, low }
    }

    pub(crate) fn add(&mut self, other: Self) {
        let (low, over) = self.low.overflowing_add(other.low);
        let step = match (over, other.low < 0) {
            (false, _) => 0,
            (true, true) => -1,
            (true, false) => 1,
        };
        self.low = low;
        self.carry = self.carry.saturating_add(other.carry).saturating_add(step);
    }

    /// The same of the negative.
    pub(crate) fn negated(self) -> Self {
        let mut sum = Self { low: !self.low, carry: self.carry.saturating_neg() };
        // -x is the complement and one more; the carry of the complement of x is that of -x - 1
        sum.add(Self { low: 1, carry: 0 });
        sum
    }

    /// The sum, if 128 bits hold it.
    pub(crate) fn number(self) -> Option<i128> {
        (self.carry == 0).then_some(self.low)
    }
}

impl State {
    /// Takes what the same measure knows of other rows of the group; two currencies come back as an error.
    pub(crate) fn merge(&mut self, other: &Self) -> Result<(), (Currency, Currency)> {
        match (self, other) {
            (
                Self::Amount { sum, side, currency },
                Self::Amount { sum: more, side: more_side, currency: other },
            ) => {
                one_currency(currency, *other)?;
                sum.add(*more);
                side.merge(more_side);
            }
            (
                Self::Total { sum, side, currency },
                Self::Total { sum: more, side: more_side, currency: other },
            ) => {
                one_currency(currency, *other)?;
                sum.merge(more);
                side.merge(more_side);
            }
            (Self::Count(count), Self::Count(more)) => *count = count.saturating_add(*more),
            (Self::Dated { last, best, currency }, Self::Dated { best: more, currency: other, .. }) => {
                one_currency(currency, *other)?;
                *best = match (*best, *more) {
                    (Some(best), Some(more)) => Some(best.or_other(more, *last)),
                    (best, more) => best.or(more),
                };
            }
            (Self::Distinct(values), Self::Distinct(more)) => values.extend(more.iter().cloned()),
            (Self::Ends { max, best, currency }, Self::Ends { best: more, currency: other, .. }) => {
                one_currency(currency, *other)?;
                *best = match (*best, *more) {
                    (Some(best), Some(more)) => Some(best.or_other(more, *max)),
                    (best, more) => best.or(more),
                };
            }
            // partials of one query have the same measures
            _ => {}
        }
        Ok(())
    }
}

impl State {
    /// The currency of an amount.
    pub(crate) fn currency(&self) -> Option<Currency> {
        match self {
            Self::Amount { currency, .. }
            | Self::Dated { currency, .. }
            | Self::Ends { currency, .. }
            | Self::Total { currency, .. } => *currency,
            Self::Count(_) | Self::Difference | Self::Distinct(_) => None,
        }
    }

    pub(crate) fn set_currency(&mut self, new: Option<Currency>) {
        match self {
            Self::Amount { currency, .. }
            | Self::Dated { currency, .. }
            | Self::Ends { currency, .. }
            | Self::Total { currency, .. } => *currency = new,
            Self::Count(_) | Self::Difference | Self::Distinct(_) => {}
        }
    }

    /// Is nothing left of what was taken back?
    pub(crate) fn is_spent(&self) -> bool {
        match self {
            Self::Amount { sum, side, .. } => *sum == WideSum::default() && *side == Side::default(),
            Self::Total { sum, side, .. } => *sum == Unrounded::default() && *side == Side::default(),
            Self::Count(count) => *count == 0,
            Self::Dated { best, .. } => best.is_none(),
            Self::Difference => true,
            Self::Distinct(values) => values.is_empty(),
            Self::Ends { best, .. } => best.is_none(),
        }
    }

    /// Was at least as much of what is counted merged before?
    pub(crate) fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Amount { side, .. }, Self::Amount { side: less, .. })
            | (Self::Total { side, .. }, Self::Total { side: less, .. }) => {
                let mut side = *side;
                side.take_back(less)
            }
            (Self::Count(count), Self::Count(less)) => count >= less,
            _ => true,
        }
    }

    /// Takes back what was merged before; what a bag decides stays as it is. False for more than there was.
    pub(crate) fn take_back(&mut self, other: &Self) -> bool {
        match (self, other) {
            (Self::Amount { sum, side, .. }, Self::Amount { sum: less, side: less_side, .. }) => {
                sum.add(less.negated());
                side.take_back(less_side)
            }
            (Self::Total { sum, side, .. }, Self::Total { sum: less, side: less_side, .. }) => {
                sum.merge(&less.negated());
                side.take_back(less_side)
            }
            (Self::Count(count), Self::Count(less)) => match count.checked_sub(*less) {
                Some(left) => {
                    *count = left;
                    true
                }
                None => false,
            },
            _ => true,
        }
    }
}

fn one_currency(
    currency: &mut Option<Currency>,
    other: Option<Currency>,
) -> Result<(), (Currency, Currency)> {
    match (*currency, other) {
        (Some(left), Some(right)) if left != right => Err((left.min(right), left.max(right))),
        (left, right) => {
            *currency = left.or(right);
            Ok(())
        }
    }
}
