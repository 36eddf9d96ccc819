//! Hedge words as meanings, and the convention that turns a printed figure into bounds.

use core::ops::Bound;

use rust_decimal::Decimal;

use super::{Figure, FigureError, HedgeFault, Hedged, Interval, Operation};
use crate::prelude::*;

/// What a hedge word before a printed figure says.
///
/// The words themselves, Vietnamese and English, belong to `vientro-vi`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Hedge {
    /// khoảng, xấp xỉ: about.
    About,
    /// ít nhất, tối thiểu, không dưới: the printed value or more.
    AtLeast,
    /// tối đa, không quá: the printed value or less.
    AtMost,
    /// từ A đến B, A - B: between two printed values.
    Between,
    /// ước, ước đạt: an estimate, to be confirmed.
    Estimated,
    /// hơn, trên: a little more than the printed value.
    MoreThan,
    /// gần: a little less than the printed value.
    Nearly,
}

/// A figure as printed: value, place of its last digit, hedge, and the upper end of a range.
///
/// ```
/// use rust_decimal::Decimal;
/// use vientro_core::{Hedge, HedgeConvention, Printed};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // "gần 26 triệu USD": the printed unit is a million
/// let printed = Printed::new(Decimal::from(26_000_000)).to_place(Decimal::from(1_000_000)).hedged(Hedge::Nearly);
/// assert_eq!(HedgeConvention::default().interval(&printed)?.to_string(), "(25000000, 26000000)");
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(bound = "T: schemars::JsonSchema", rename = "PrintedOf{T}"))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(
        deny_unknown_fields,
        bound(serialize = "T: serde::Serialize", deserialize = "T: serde::Deserialize<'de>")
    )
)]
pub struct Printed<T = Decimal> {
    value: T,
    #[cfg_attr(feature = "serde", serde(default = "absent", skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(default = "absent::<T>"))]
    place: Option<T>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    hedge: Option<Hedge>,
    #[cfg_attr(feature = "serde", serde(default = "absent", skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(default = "absent::<T>"))]
    to: Option<T>,
}

#[cfg(feature = "serde")]
fn absent<T>() -> Option<T> {
    None
}

impl<T> Printed<T> {
    /// A value as printed, in whole units (đồng, dollars, items).
    pub fn new(value: T) -> Self {
        Self { value, place: None, hedge: None, to: None }
    }

    /// The value of one unit of the last printed digit: 100 million for `594,5 tỷ`.
    #[must_use]
    pub fn to_place(mut self, place: T) -> Self {
        self.place = Some(place);
        self
    }

    /// With a hedge.
    #[must_use]
    pub fn hedged(mut self, hedge: Hedge) -> Self {
        self.hedge = Some(hedge);
        self
    }

    /// A range: from the value to `to`.
    #[must_use]
    pub fn up_to(mut self, to: T) -> Self {
        self.to = Some(to);
        self.hedge = Some(Hedge::Between);
        self
    }

    /// The printed value.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The place of the last printed digit, if it was given.
    pub fn place(&self) -> Option<&T> {
        self.place.as_ref()
    }

    /// The hedge, if one was printed.
    pub fn hedge(&self) -> Option<Hedge> {
        self.hedge
    }

    /// The upper end of a printed range.
    pub fn to(&self) -> Option<&T> {
        self.to.as_ref()
    }

    /// Applies `f` to every value.
    ///
    /// # Errors
    ///
    /// The first error of `f`.
    pub fn try_map<U, E>(&self, mut f: impl FnMut(&T) -> Result<U, E>) -> Result<Printed<U>, E> {
        Ok(Printed {
            value: f(&self.value)?,
            place: self.place.as_ref().map(&mut f).transpose()?,
            hedge: self.hedge,
            to: self.to.as_ref().map(&mut f).transpose()?,
        })
    }
}

/// Which printed digit counts as the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Precision {
    /// The last digit that is not zero: `400 tỷ` is printed to 100 tỷ.
    #[default]
    LastNonZeroDigit,
    /// The last digit of all: `400 tỷ` is printed to 1 tỷ. Falls back to the last non-zero digit where the
    /// place was not given.
    LastPrintedDigit,
}

/// How far "about" reaches to either side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum About {
    /// Half a unit of the last digit.
    #[default]
    HalfUnit,
    /// A whole unit of the last digit.
    OneUnit,
}

/// How far "more than" and "nearly" reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum MoreThan {
    /// Less than one unit of the last digit.
    #[default]
    WithinOneUnit,
    /// Without end: the word is only a bound.
    Unbounded,
}

/// What a figure without a hedge says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Plain {
    /// Exactly what is printed.
    #[default]
    Exact,
    /// Any value that rounds to what is printed, half away from zero.
    Rounded,
}

/// How printed figures become bounds: a setting, never a constant.
///
/// With `x` the printed value and `g` one unit of its last digit, the default reads
/// "hơn/trên x" as `[x, x+g)`, "gần x" as `(x−g, x)`, "khoảng/ước x" as `[x−g/2, x+g/2]`, and a figure
/// without hedge as exact.
///
/// # Source
///
/// No law fixes the meaning of these words. The default and [`HedgeConvention::one_unit`] are our own proposals;
/// both agree with every printed pair of Vietnamese reports that could be checked (`docs/DESIGN.md`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, rename_all = "kebab-case"))]
#[non_exhaustive]
pub struct HedgeConvention {
    /// Which digit `g` is taken from.
    pub precision: Precision,
    /// How far khoảng, xấp xỉ, ước reach.
    pub about: About,
    /// How far hơn, trên, gần reach.
    pub more_than: MoreThan,
    /// Does "hơn x" exclude x itself? True for counts: "hơn 100 hoạt động" is 101 or more.
    pub more_than_is_strict: bool,
    /// Does "gần x" include x itself?
    pub nearly_reaches: bool,
    /// What a figure without hedge says.
    pub plain: Plain,
}

impl HedgeConvention {
    /// "khoảng" reaches a whole unit, "gần" includes the printed value, a plain figure is a rounded one.
    pub fn one_unit() -> Self {
        Self { about: About::OneUnit, nearly_reaches: true, plain: Plain::Rounded, ..Self::default() }
    }

    /// "hơn" and "gần" are bounds and nothing more.
    pub fn bounds_only() -> Self {
        Self { more_than: MoreThan::Unbounded, ..Self::default() }
    }

    /// For things that are counted: as [`HedgeConvention::bounds_only`], and "hơn x" starts after x.
    pub fn counts() -> Self {
        Self { more_than_is_strict: true, ..Self::bounds_only() }
    }

    /// For checks of ratios and rates: a figure without hedge is a rounded one.
    #[must_use]
    pub fn with_rounded_plain(mut self) -> Self {
        self.plain = Plain::Rounded;
        self
    }

    /// The figure a printed one stands for.
    ///
    /// # Errors
    ///
    /// As [`HedgeConvention::interval`].
    pub fn figure(self, printed: &Printed) -> Result<Figure, FigureError> {
        if printed.hedge().is_none() && self.plain == Plain::Exact {
            return Ok(Figure::Known(*printed.value()));
        }
        Ok(Figure::Hedged(Hedged::from_print(self.interval(printed)?, printed.clone())))
    }

    /// The bounds of a printed figure. A negative figure mirrors its positive twin.
    ///
    /// # Errors
    ///
    /// [`FigureError::Hedge`] for a range without its upper end or a place that is not positive,
    /// [`FigureError::EmptyInterval`] for a range that runs backward, [`FigureError::Overflow`] at the ends of the
    /// decimal range.
    pub fn interval(self, printed: &Printed) -> Result<Interval, FigureError> {
        let x = *printed.value();
        if printed.hedge() == Some(Hedge::Between) {
            let to = printed.to().ok_or_else(|| FigureError::Hedge {
                printed: x.to_string(),
                reason: HedgeFault::NoUpperEnd,
            })?;
            return Interval::try_new(Bound::Included(x), Bound::Included(*to));
        }
        let g = self.unit(printed)?;
        let magnitude = self.magnitude(x.abs(), g, printed.hedge())?;
        if x.is_sign_negative() && !x.is_zero() {
            let minus = Interval::exactly(Decimal::ZERO);
            minus.checked_sub(&magnitude)
        } else {
            Ok(magnitude)
        }
    }

    /// One unit of the digit that counts as last.
    fn unit(self, printed: &Printed) -> Result<Decimal, FigureError> {
        let place = match (self.precision, printed.place()) {
            (Precision::LastPrintedDigit, Some(place)) => *place,
            (_, place) => {
                let value = *printed.value();
                if value.is_zero() {
                    place.copied().unwrap_or(Decimal::ONE)
                } else {
                    place_of_last_nonzero_digit(value)
                }
            }
        };
        if place <= Decimal::ZERO {
            return Err(FigureError::Hedge {
                printed: printed.value().to_string(),
                reason: HedgeFault::PlaceNotPositive,
            });
        }
        Ok(place)
    }

    fn magnitude(self, x: Decimal, g: Decimal, hedge: Option<Hedge>) -> Result<Interval, FigureError> {
        let overflow = FigureError::Overflow { operation: Operation::Add };
        let up = |step: Decimal| x.checked_add(step).map(|end| end.normalize()).ok_or(overflow.clone());
        let down = |step: Decimal| x.checked_sub(step).map(|end| end.normalize()).ok_or(overflow.clone());
        let half =
            g.checked_div(Decimal::TWO).ok_or(FigureError::Overflow { operation: Operation::Divide })?;
        let (low, high) = match hedge {
            None => match self.plain {
                Plain::Exact => (Bound::Included(x), Bound::Included(x)),
                Plain::Rounded => (Bound::Included(down(half)?), Bound::Excluded(up(half)?)),
            },
            Some(Hedge::AtLeast) => (Bound::Included(x), Bound::Unbounded),
            Some(Hedge::AtMost) => (Bound::Unbounded, Bound::Included(x)),
            Some(Hedge::MoreThan) => (
                if self.more_than_is_strict { Bound::Excluded(x) } else { Bound::Included(x) },
                match self.more_than {
                    MoreThan::WithinOneUnit => Bound::Excluded(up(g)?),
                    MoreThan::Unbounded => Bound::Unbounded,
                },
            ),
            Some(Hedge::Nearly) => (
                match self.more_than {
                    MoreThan::WithinOneUnit => Bound::Excluded(down(g)?),
                    MoreThan::Unbounded => Bound::Unbounded,
                },
                if self.nearly_reaches { Bound::Included(x) } else { Bound::Excluded(x) },
            ),
            Some(Hedge::About | Hedge::Estimated) => {
                let reach = match self.about {
                    About::HalfUnit => half,
                    About::OneUnit => g,
                };
                (Bound::Included(down(reach)?), Bound::Included(up(reach)?))
            }
            Some(Hedge::Between) => {
                return Err(FigureError::Hedge { printed: x.to_string(), reason: HedgeFault::NoUpperEnd });
            }
        };
        Interval::try_new(low, high)
    }
}

/// The place of the last digit that is not zero: 100 for 457 800, 0.1 for 594.5. Zero has none and gives one.
pub fn place_of_last_nonzero_digit(value: Decimal) -> Decimal {
    let value = value.normalize();
    if value.is_zero() {
        return Decimal::ONE;
    }
    if value.scale() > 0 {
        return Decimal::new(1, value.scale());
    }
    let mut rest = value.mantissa();
    let mut place = Decimal::ONE;
    while rest.checked_rem(10) == Some(0) {
        rest = rest.checked_div(10).unwrap_or(1);
        // the place never exceeds the value itself, so it stays in range
        place = place.checked_mul(Decimal::TEN).unwrap_or(place);
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(convention: HedgeConvention, hedge: Hedge, value: &str) -> String {
        let printed = Printed::new(Decimal::from_str_exact(value).unwrap()).hedged(hedge);
        convention.interval(&printed).unwrap().to_string()
    }

    #[test]
    fn the_default_convention() {
        let convention = HedgeConvention::default();
        assert_eq!(bounds(convention, Hedge::MoreThan, "457800"), "[457800, 457900)");
        assert_eq!(bounds(convention, Hedge::MoreThan, "400"), "[400, 500)");
        assert_eq!(bounds(convention, Hedge::Nearly, "26"), "(25, 26)");
        assert_eq!(bounds(convention, Hedge::About, "275.7"), "[275.65, 275.75]");
        assert_eq!(bounds(convention, Hedge::Estimated, "120"), "[115, 125]");
        assert_eq!(bounds(convention, Hedge::AtLeast, "7"), "[7, ∞)");
        assert_eq!(bounds(convention, Hedge::AtMost, "7"), "(-∞, 7]");
        assert_eq!(bounds(convention, Hedge::MoreThan, "-18"), "(-19, -18]");
    }

    #[test]
    fn other_conventions() {
        assert_eq!(bounds(HedgeConvention::one_unit(), Hedge::About, "275.7"), "[275.6, 275.8]");
        assert_eq!(bounds(HedgeConvention::one_unit(), Hedge::Nearly, "26"), "(25, 26]");
        assert_eq!(bounds(HedgeConvention::bounds_only(), Hedge::MoreThan, "14"), "[14, ∞)");
        assert_eq!(bounds(HedgeConvention::counts(), Hedge::MoreThan, "100"), "(100, ∞)");
        let last = HedgeConvention { precision: Precision::LastPrintedDigit, ..HedgeConvention::default() };
        let printed = Printed::new(Decimal::from(400)).to_place(Decimal::ONE).hedged(Hedge::MoreThan);
        assert_eq!(last.interval(&printed).unwrap().to_string(), "[400, 401)");
    }

    #[test]
    fn plain_figures() {
        let printed = Printed::new(Decimal::from_str_exact("50.4").unwrap());
        let convention = HedgeConvention::default();
        assert_eq!(convention.figure(&printed), Ok(Figure::Known(*printed.value())));
        assert_eq!(convention.with_rounded_plain().interval(&printed).unwrap().to_string(), "[50.35, 50.45)");
    }

    #[test]
    fn ranges() {
        let convention = HedgeConvention::default();
        let range = Printed::new(Decimal::from(20)).up_to(Decimal::from(120));
        assert_eq!(convention.interval(&range).unwrap().to_string(), "[20, 120]");
        let open = Printed::new(Decimal::from(20)).hedged(Hedge::Between);
        assert!(matches!(convention.interval(&open), Err(FigureError::Hedge { .. })));
        let backward = Printed::new(Decimal::from(20)).up_to(Decimal::from(2));
        assert!(matches!(convention.interval(&backward), Err(FigureError::EmptyInterval { .. })));
    }

    #[test]
    fn places() {
        for (value, place) in
            [("457800", "100"), ("594.5", "0.1"), ("0.250", "0.01"), ("1000", "1000"), ("0", "1")]
        {
            let value = Decimal::from_str_exact(value).unwrap();
            assert_eq!(
                place_of_last_nonzero_digit(value),
                Decimal::from_str_exact(place).unwrap(),
                "{value}"
            );
        }
        assert_eq!(place_of_last_nonzero_digit(Decimal::MAX), Decimal::ONE);
    }
}
