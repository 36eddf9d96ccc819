//! Intervals with open, closed and missing ends.

use core::cmp::Ordering;
use core::fmt;
use core::ops::Bound;

use rust_decimal::Decimal;

use super::{FigureError, Operation, Quantity, Toward, outward};
use crate::prelude::*;
use crate::verdict::{Doubt, Verdict};

/// All values between two ends, each of which belongs to it, does not, or is missing. Never empty.
///
/// Prints as `[18, 19)`; a missing end prints as an infinity sign.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(bound = "T: schemars::JsonSchema", rename = "IntervalOf{T}"))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(
        try_from = "Parts<T>",
        into = "Parts<T>",
        bound(
            serialize = "T: serde::Serialize + Clone",
            deserialize = "T: serde::Deserialize<'de> + PartialOrd + fmt::Debug"
        )
    )
)]
pub struct Interval<T = Decimal> {
    low: Bound<T>,
    high: Bound<T>,
}

impl<T: PartialOrd + fmt::Debug> Interval<T> {
    /// Builds an interval from its ends.
    ///
    /// # Errors
    ///
    /// [`FigureError::EmptyInterval`] if no value lies between the ends, [`FigureError::NotComparable`] if the
    /// ends cannot be compared.
    pub fn try_new(low: Bound<T>, high: Bound<T>) -> Result<Self, FigureError> {
        let fail = |low: &T, high: &T, comparable: bool| {
            let (low, high) = (format!("{low:?}"), format!("{high:?}"));
            Err(if comparable {
                FigureError::EmptyInterval { low, high }
            } else {
                FigureError::NotComparable { low, high }
            })
        };
        match (&low, &high) {
            (Bound::Unbounded, _) | (_, Bound::Unbounded) => {}
            (Bound::Included(a), Bound::Included(b)) => match a.partial_cmp(b) {
                Some(Ordering::Less | Ordering::Equal) => {}
                order => return fail(a, b, order.is_some()),
            },
            (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) => {
                match a.partial_cmp(b) {
                    Some(Ordering::Less) => {}
                    order => return fail(a, b, order.is_some()),
                }
            }
        }
        Ok(Self { low, high })
    }
}

impl<T> Interval<T> {
    /// Every value.
    pub const fn unbounded() -> Self {
        Self { low: Bound::Unbounded, high: Bound::Unbounded }
    }

    /// From `low` upward, `low` included.
    pub const fn at_least(low: T) -> Self {
        Self { low: Bound::Included(low), high: Bound::Unbounded }
    }

    /// Up to `high`, `high` included.
    pub const fn at_most(high: T) -> Self {
        Self { low: Bound::Unbounded, high: Bound::Included(high) }
    }

    /// Lower end.
    pub const fn low(&self) -> &Bound<T> {
        &self.low
    }

    /// Upper end.
    pub const fn high(&self) -> &Bound<T> {
        &self.high
    }

    /// Applies `f` to both ends; `f` must keep their order.
    ///
    /// # Errors
    ///
    /// The first error of `f`.
    pub fn try_map<U, E>(&self, mut f: impl FnMut(&T) -> Result<U, E>) -> Result<Interval<U>, E> {
        let mut end = |bound: &Bound<T>| {
            Ok(match bound {
                Bound::Included(value) => Bound::Included(f(value)?),
                Bound::Excluded(value) => Bound::Excluded(f(value)?),
                Bound::Unbounded => Bound::Unbounded,
            })
        };
        Ok(Interval { low: end(&self.low)?, high: end(&self.high)? })
    }
}

impl<T: PartialOrd> Interval<T> {
    /// Just this value.
    pub fn exactly(value: T) -> Self
    where
        T: Clone,
    {
        Self { low: Bound::Included(value.clone()), high: Bound::Included(value) }
    }

    /// The value, if the interval holds only one.
    pub fn exact(&self) -> Option<&T> {
        match (&self.low, &self.high) {
            (Bound::Included(low), Bound::Included(high)) if low == high => Some(low),
            _ => None,
        }
    }

    /// Does `value` lie in the interval?
    pub fn contains(&self, value: &T) -> bool {
        let above = match &self.low {
            Bound::Included(low) => low <= value,
            Bound::Excluded(low) => low < value,
            Bound::Unbounded => true,
        };
        let below = match &self.high {
            Bound::Included(high) => value <= high,
            Bound::Excluded(high) => value < high,
            Bound::Unbounded => true,
        };
        above && below
    }

    /// Can the two be compared at all? Two currencies cannot.
    pub(super) fn compares_with(&self, other: &Self) -> bool {
        [&self.low, &self.high].into_iter().filter_map(value).all(|left| {
            [&other.low, &other.high]
                .into_iter()
                .filter_map(value)
                .all(|right| left.partial_cmp(right).is_some())
        })
    }

    /// The values in both intervals; `None` if there are none.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Option<Self>
    where
        T: Clone + fmt::Debug,
    {
        let low = tighter(&self.low, &other.low, Ordering::Greater);
        let high = tighter(&self.high, &other.high, Ordering::Less);
        Self::try_new(low, high).ok()
    }

    /// Is every value of this interval below every value of `other`?
    pub fn is_below(&self, other: &Self) -> Verdict {
        if !self.compares_with(other) {
            Verdict::CannotTell(Doubt::NotComparable)
        } else if precedes(&self.high, &other.low) {
            Verdict::Yes
        } else if reaches(&other.high, &self.low) {
            Verdict::No
        } else {
            Verdict::CannotTell(Doubt::Overlap)
        }
    }

    /// Are the two surely the same value?
    pub fn equals(&self, other: &Self) -> Verdict {
        if !self.compares_with(other) {
            return Verdict::CannotTell(Doubt::NotComparable);
        }
        match (self.exact(), other.exact()) {
            (Some(left), Some(right)) => Verdict::from_bool(left == right),
            _ if precedes(&self.high, &other.low) || precedes(&other.high, &self.low) => Verdict::No,
            _ => Verdict::CannotTell(Doubt::Overlap),
        }
    }
}

/// The value of an end that is not missing.
fn value<T>(end: &Bound<T>) -> Option<&T> {
    match end {
        Bound::Included(value) | Bound::Excluded(value) => Some(value),
        Bound::Unbounded => None,
    }
}

/// Every value up to `high` is smaller than every value from `low` on.
fn precedes<T: PartialOrd>(high: &Bound<T>, low: &Bound<T>) -> bool {
    match (high, low) {
        (Bound::Unbounded, _) | (_, Bound::Unbounded) => false,
        (Bound::Included(high), Bound::Included(low)) => high < low,
        (Bound::Included(high) | Bound::Excluded(high), Bound::Included(low) | Bound::Excluded(low)) => {
            high <= low
        }
    }
}

/// Every value up to `high` is at most every value from `low` on, so that "below" is false for all.
fn reaches<T: PartialOrd>(high: &Bound<T>, low: &Bound<T>) -> bool {
    match (high, low) {
        (Bound::Unbounded, _) | (_, Bound::Unbounded) => false,
        (Bound::Included(high) | Bound::Excluded(high), Bound::Included(low) | Bound::Excluded(low)) => {
            high <= low
        }
    }
}

/// The end that leaves fewer values; at the same value the open one.
fn tighter<T: PartialOrd + Clone>(a: &Bound<T>, b: &Bound<T>, wins: Ordering) -> Bound<T> {
    match (a, b) {
        (Bound::Unbounded, end) | (end, Bound::Unbounded) => end.clone(),
        (Bound::Included(x) | Bound::Excluded(x), Bound::Included(y) | Bound::Excluded(y)) => {
            match x.partial_cmp(y) {
                Some(Ordering::Equal) => {
                    if matches!(a, Bound::Excluded(_)) {
                        a.clone()
                    } else {
                        b.clone()
                    }
                }
                Some(order) if order == wins => a.clone(),
                _ => b.clone(),
            }
        }
    }
}

impl<T: Quantity> Interval<T> {
    /// All sums of a value of this interval and one of `other`.
    ///
    /// # Errors
    ///
    /// What `T` refuses.
    pub fn checked_add(&self, other: &Self) -> Result<Self, T::Error> {
        self.check_kind(other)?;
        Ok(Self {
            low: both(&self.low, &other.low, |x, y| x.checked_plus_toward(y, Toward::Down))?,
            high: both(&self.high, &other.high, |x, y| x.checked_plus_toward(y, Toward::Up))?,
        })
    }

    /// All differences of a value of this interval and one of `other`.
    ///
    /// # Errors
    ///
    /// What `T` refuses.
    pub fn checked_sub(&self, other: &Self) -> Result<Self, T::Error> {
        self.check_kind(other)?;
        Ok(Self {
            low: both(&self.low, &other.high, |x, y| x.checked_minus_toward(y, Toward::Down))?,
            high: both(&self.high, &other.low, |x, y| x.checked_minus_toward(y, Toward::Up))?,
        })
    }

    /// Refuses ends of two kinds, such as two currencies, also where no two of them meet: "at most 5 USD" and "at least
    /// 3 VND".
    fn check_kind(&self, other: &Self) -> Result<(), T::Error> {
        let end = |interval: &Self| match (&interval.low, &interval.high) {
            (Bound::Included(end) | Bound::Excluded(end), _)
            | (_, Bound::Included(end) | Bound::Excluded(end)) => Some(end.clone()),
            (Bound::Unbounded, Bound::Unbounded) => None,
        };
        match (end(self), end(other)) {
            (Some(x), Some(y)) if x.partial_cmp(&y).is_none() => x.checked_plus(&y).map(drop),
            _ => Ok(()),
        }
    }
}

fn both<T, E>(left: &Bound<T>, right: &Bound<T>, f: impl Fn(&T, &T) -> Result<T, E>) -> Result<Bound<T>, E> {
    Ok(match (left, right) {
        (Bound::Unbounded, _) | (_, Bound::Unbounded) => Bound::Unbounded,
        (Bound::Included(x), Bound::Included(y)) => Bound::Included(f(x, y)?),
        (Bound::Included(x) | Bound::Excluded(x), Bound::Included(y) | Bound::Excluded(y)) => {
            Bound::Excluded(f(x, y)?)
        }
    })
}

impl Interval<Decimal> {
    /// All products of a value of this interval and one of `other`; an end with more than 28 digits is rounded outward.
    ///
    /// # Errors
    ///
    /// [`FigureError::Overflow`] if an end leaves the range of a decimal.
    pub fn checked_mul(&self, other: &Self) -> Result<Self, FigureError> {
        self.corners(other, End::mul)
    }

    /// All quotients of a value of this interval and one of `other`; an end with more than 28 digits is rounded outward.
    ///
    /// # Errors
    ///
    /// [`FigureError::DivisionByZero`] if `other` contains zero or has values on both sides of it,
    /// [`FigureError::Overflow`] if an end leaves the range of a decimal.
    pub fn checked_div(&self, other: &Self) -> Result<Self, FigureError> {
        let zero = Self::exactly(Decimal::ZERO);
        let one_side = zero.is_below(other).is_yes() || other.is_below(&zero).is_yes();
        if !one_side {
            return Err(FigureError::DivisionByZero { divisor: other.to_string() });
        }
        let positive = zero.is_below(other).is_yes();
        self.corners(other, |a, b, toward| a.div(b, positive, toward))
    }

    fn corners(
        &self,
        other: &Self,
        f: impl Fn(End, End, Toward) -> Result<Option<End>, FigureError>,
    ) -> Result<Self, FigureError> {
        let extreme = |toward, wins| {
            let mut outermost: Option<End> = None;
            for a in [End::low(&self.low), End::high(&self.high)] {
                for b in [End::low(&other.low), End::high(&other.high)] {
                    let Some(corner) = f(a, b, toward)? else { continue };
                    outermost = Some(outermost.map_or(corner, |end| end.outer(corner, wins)));
                }
            }
            Ok::<_, FigureError>(outermost.map_or(Bound::Unbounded, End::bound))
        };
        Self::try_new(extreme(Toward::Down, Ordering::Less)?, extreme(Toward::Up, Ordering::Greater)?)
    }
}

/// One end of a decimal interval on the line extended by both infinities.
#[derive(Clone, Copy)]
enum End {
    MinusInfinity,
    At { value: Decimal, attained: bool },
    PlusInfinity,
}

impl End {
    fn low(bound: &Bound<Decimal>) -> Self {
        Self::from_bound(bound, Self::MinusInfinity)
    }

    fn high(bound: &Bound<Decimal>) -> Self {
        Self::from_bound(bound, Self::PlusInfinity)
    }

    fn from_bound(bound: &Bound<Decimal>, missing: Self) -> Self {
        match bound {
            Bound::Included(value) => Self::At { value: *value, attained: true },
            Bound::Excluded(value) => Self::At { value: *value, attained: false },
            Bound::Unbounded => missing,
        }
    }

    fn bound(self) -> Bound<Decimal> {
        match self {
            Self::At { value, attained: true } => Bound::Included(value.normalize()),
            Self::At { value, attained: false } => Bound::Excluded(value.normalize()),
            Self::MinusInfinity | Self::PlusInfinity => Bound::Unbounded,
        }
    }

    fn sign(self) -> Ordering {
        match self {
            Self::MinusInfinity => Ordering::Less,
            Self::At { value, .. } => value.cmp(&Decimal::ZERO),
            Self::PlusInfinity => Ordering::Greater,
        }
    }

    /// An infinity with the sign of a product of the two signs; `None` for a zero factor.
    fn infinity(a: Ordering, b: Ordering) -> Option<Self> {
        match (a, b) {
            (Ordering::Equal, _) | (_, Ordering::Equal) => None,
            (a, b) if a == b => Some(Self::PlusInfinity),
            _ => Some(Self::MinusInfinity),
        }
    }

    fn mul(self, other: Self, toward: Toward) -> Result<Option<Self>, FigureError> {
        if let (Self::At { value: x, attained: x_attained }, Self::At { value: y, attained: y_attained }) =
            (self, other)
        {
            let value = outward::product(x, y, toward)
                .ok_or(FigureError::Overflow { operation: Operation::Multiply })?;
            let zero_attained = (x_attained && x.is_zero()) || (y_attained && y.is_zero());
            let attained = (x_attained && y_attained) || zero_attained;
            return Ok(Some(Self::At { value, attained }));
        }
        // zero times an infinite end stays zero, attained if the zero is
        let zero = |end: Self| match end {
            Self::At { value, attained } if value.is_zero() => Some(Self::At { value, attained }),
            _ => None,
        };
        Ok(zero(self).or_else(|| zero(other)).or_else(|| Self::infinity(self.sign(), other.sign())))
    }

    /// Quotient of two ends; `other` lies on one side of zero and `positive` says on which.
    /// `None` where the corner is indeterminate and the other corners bound the result.
    fn div(self, other: Self, positive: bool, toward: Toward) -> Result<Option<Self>, FigureError> {
        let side = if positive { Ordering::Greater } else { Ordering::Less };
        Ok(match (self, other) {
            (Self::At { value: x, attained: ax }, Self::At { value: y, attained: ay }) => {
                if y.is_zero() {
                    // an open zero end: the quotient grows without bound, unless the dividend is zero
                    if x.is_zero() {
                        Some(Self::At { value: x, attained: ax })
                    } else {
                        Self::infinity(self.sign(), side)
                    }
                } else {
                    let value = outward::quotient(x, y, toward)
                        .ok_or(FigureError::Overflow { operation: Operation::Divide })?;
                    Some(Self::At { value, attained: ax && (ay || x.is_zero()) })
                }
            }
            (Self::At { value: x, attained }, _) => {
                Some(Self::At { value: Decimal::ZERO, attained: attained && x.is_zero() })
            }
            (_, Self::At { .. }) => Self::infinity(self.sign(), side),
            _ => None,
        })
    }

    /// The one further out in direction `wins`; at the same value the attained one.
    fn outer(self, other: Self, wins: Ordering) -> Self {
        let order = match (self, other) {
            (Self::At { value: x, attained: ax }, Self::At { value: y, .. }) => match x.cmp(&y) {
                Ordering::Equal => return if ax { self } else { other },
                order => order,
            },
            (Self::MinusInfinity, Self::MinusInfinity) | (Self::PlusInfinity, Self::PlusInfinity) => {
                return self;
            }
            (Self::MinusInfinity, _) | (_, Self::PlusInfinity) => Ordering::Less,
            (Self::PlusInfinity, _) | (_, Self::MinusInfinity) => Ordering::Greater,
        };
        if order == wins { self } else { other }
    }
}

impl<T: fmt::Display> fmt::Display for Interval<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.low {
            Bound::Included(low) => write!(f, "[{low}, ")?,
            Bound::Excluded(low) => write!(f, "({low}, ")?,
            Bound::Unbounded => write!(f, "(-∞, ")?,
        }
        match &self.high {
            Bound::Included(high) => write!(f, "{high}]"),
            Bound::Excluded(high) => write!(f, "{high})"),
            Bound::Unbounded => write!(f, "∞)"),
        }
    }
}

/// The serialised form of an interval.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(bound = "T: schemars::JsonSchema"))]
#[serde(deny_unknown_fields)]
struct Parts<T> {
    low: Option<T>,
    low_included: bool,
    high: Option<T>,
    high_included: bool,
}

#[cfg(feature = "serde")]
impl<T> From<Interval<T>> for Parts<T> {
    fn from(interval: Interval<T>) -> Self {
        let split = |bound| match bound {
            Bound::Included(value) => (Some(value), true),
            Bound::Excluded(value) => (Some(value), false),
            Bound::Unbounded => (None, false),
        };
        let (low, low_included) = split(interval.low);
        let (high, high_included) = split(interval.high);
        Self { low, low_included, high, high_included }
    }
}

#[cfg(feature = "serde")]
impl<T: PartialOrd + fmt::Debug> TryFrom<Parts<T>> for Interval<T> {
    type Error = FigureError;

    fn try_from(parts: Parts<T>) -> Result<Self, FigureError> {
        let join = |value: Option<T>, included| match value {
            Some(value) if included => Bound::Included(value),
            Some(value) => Bound::Excluded(value),
            None => Bound::Unbounded,
        };
        Self::try_new(join(parts.low, parts.low_included), join(parts.high, parts.high_included))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(low: i64, high: i64) -> Interval {
        Interval::try_new(Bound::Included(Decimal::from(low)), Bound::Excluded(Decimal::from(high))).unwrap()
    }

    #[test]
    fn empty_intervals_cannot_be_built() {
        let five = || Decimal::from(5);
        assert!(Interval::try_new(Bound::Included(five()), Bound::Excluded(five())).is_err());
        assert!(Interval::try_new(Bound::Included(five()), Bound::Included(Decimal::from(4))).is_err());
        assert_eq!(Interval::exactly(five()).exact(), Some(&five()));
    }

    #[test]
    fn intersection_takes_the_tighter_ends() {
        let both = at(1, 10).intersect(&Interval::at_least(Decimal::from(3))).unwrap();
        assert_eq!(both.to_string(), "[3, 10)");
        assert_eq!(at(1, 3).intersect(&at(3, 9)), None);
    }

    /// Every kind of interval with ends among `values`.
    fn all_intervals(values: std::ops::RangeInclusive<i64>) -> Vec<Interval> {
        let ends: Vec<Bound<Decimal>> = values
            .map(Decimal::from)
            .flat_map(|end| [Bound::Included(end), Bound::Excluded(end)])
            .chain([Bound::Unbounded])
            .collect();
        let pairs = ends.iter().flat_map(|low| ends.iter().map(move |high| (*low, *high)));
        pairs.filter_map(|(low, high)| Interval::try_new(low, high).ok()).collect()
    }

    /// Points of an interval that show its shape: the ends it has, points very close to them, points far out where it has none.
    fn points(interval: &Interval) -> Vec<Decimal> {
        let (near, far) = (Decimal::new(1, 6), Decimal::from(1_000_000));
        let mut points = vec![Decimal::ZERO, Decimal::new(15, 1), Decimal::new(-15, 1), far, -far];
        for end in [&interval.low, &interval.high].into_iter().filter_map(value) {
            points.extend([*end, end - near, end + near, end - Decimal::new(5, 1), end + Decimal::new(5, 1)]);
        }
        points.retain(|point| interval.contains(point));
        points
    }

    type Exact = fn(Decimal, Decimal) -> Decimal;
    type Whole = fn(&Interval, &Interval) -> Result<Interval, FigureError>;

    /// All pairs of intervals with ends from -2 to 2, each end open, closed or missing: each result holds every pointwise
    /// result; each of its ends is reached if closed, and come close to but never met if open; a missing end is left far behind.
    #[test]
    fn arithmetic_is_sound_and_as_narrow_as_it_can_be() {
        let intervals = all_intervals(-2..=2);
        // 40 between two ends, 5 points, 20 with one end, 1 with none
        assert_eq!(intervals.len(), 66);
        let operations: [(&str, Exact, Whole); 4] = [
            ("+", |x, y| x + y, Interval::checked_add),
            ("-", |x, y| x - y, Interval::checked_sub),
            ("*", |x, y| x * y, Interval::checked_mul),
            ("/", |x, y| x / y, Interval::checked_div),
        ];
        let close = Decimal::new(1, 4);
        let far = Decimal::from(100_000);
        for (sign, exact, whole) in operations {
            for (left, right) in
                intervals.iter().flat_map(|left| intervals.iter().map(move |right| (left, right)))
            {
                let case = format!("{left} {sign} {right}");
                let result = match whole(left, right) {
                    Err(FigureError::DivisionByZero { .. }) => {
                        let signs: Vec<_> =
                            points(right).iter().map(|point| point.cmp(&Decimal::ZERO)).collect();
                        assert!(
                            signs.windows(2).any(|pair| pair[0] != pair[1])
                                || signs.contains(&Ordering::Equal),
                            "{case}"
                        );
                        continue;
                    }
                    result => result.unwrap(),
                };
                let all: Vec<Decimal> = points(left)
                    .into_iter()
                    .flat_map(|x| points(right).into_iter().map(move |y| exact(x, y)))
                    .collect();
                assert!(all.iter().all(|value| result.contains(value)), "{case} = {result}");
                let (lowest, highest) = (*all.iter().min().unwrap(), *all.iter().max().unwrap());
                for (end, extreme, out) in [(&result.low, lowest, -far), (&result.high, highest, far)] {
                    match end {
                        Bound::Included(end) => assert_eq!(*end, extreme, "{case} = {result}"),
                        Bound::Excluded(end) => {
                            assert!(*end != extreme && (end - extreme).abs() < close, "{case} = {result}");
                        }
                        Bound::Unbounded => {
                            assert!((out - extreme) * out <= Decimal::ZERO, "{case} = {result}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn ends_are_rounded_outward() {
        let third =
            Interval::exactly(Decimal::ONE).checked_div(&Interval::exactly(Decimal::from(3))).unwrap();
        assert_eq!(third.to_string(), "[0.3333333333333333333333333333, 0.3333333333333333333333333334]");
        let whole = third.checked_mul(&Interval::exactly(Decimal::from(3))).unwrap();
        assert!(whole.contains(&Decimal::ONE), "{whole}");
    }

    #[test]
    fn products_across_zero_and_infinity() {
        let around = at(-2, 3);
        assert_eq!(around.checked_mul(&around).unwrap().to_string(), "(-6, 9)");
        let up = Interval::at_least(Decimal::from(2));
        assert_eq!(up.checked_mul(&up).unwrap().to_string(), "[4, ∞)");
        assert_eq!(around.checked_mul(&up).unwrap().to_string(), "(-∞, ∞)");
        assert_eq!(up.checked_mul(&Interval::exactly(Decimal::ZERO)).unwrap().to_string(), "[0, 0]");
    }

    #[test]
    fn quotients_with_open_and_missing_ends() {
        let up = Interval::at_least(Decimal::from(4));
        assert_eq!(Interval::exactly(Decimal::from(8)).checked_div(&up).unwrap().to_string(), "(0, 2]");
        assert_eq!(up.checked_div(&up).unwrap().to_string(), "(0, ∞)");
        let positive =
            Interval::try_new(Bound::Excluded(Decimal::ZERO), Bound::Included(Decimal::TWO)).unwrap();
        assert_eq!(Interval::exactly(Decimal::ONE).checked_div(&positive).unwrap().to_string(), "[0.5, ∞)");
        let negative =
            Interval::try_new(Bound::Included(Decimal::from(-2)), Bound::Excluded(Decimal::ZERO)).unwrap();
        assert_eq!(Interval::exactly(Decimal::ONE).checked_div(&negative).unwrap().to_string(), "(-∞, -0.5]");
        assert!(up.checked_div(&at(-1, 1)).is_err());
    }
}
