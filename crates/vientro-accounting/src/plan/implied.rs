//! The plan that a printed attainment implies.

use rust_decimal::Decimal;
use vientro_core::{Figure, FigureError, Interval};

/// The plan that a printed attainment implies.
///
/// A text that prints "disbursed more than 18 billion, 50.4 % over the plan" does not print the plan. What it can
/// be lies in a band; the plan that was decided is most likely the roundest value in that band.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "ImpliedPlanParts", into = "ImpliedPlanParts"))]
pub struct ImpliedPlan {
    band: Interval,
    at_low: Option<Decimal>,
    nearest_round: Option<Decimal>,
}

impl ImpliedPlan {
    /// Every plan that fits both printed figures.
    pub fn band(&self) -> &Interval {
        &self.band
    }

    /// The plan if the actual figure were exactly its lower end, and the percentage exactly as printed.
    pub fn at_low(&self) -> Option<Decimal> {
        self.at_low
    }

    /// The value with the fewest significant digits in the band, the one nearest to [`ImpliedPlan::at_low`] if
    /// there are several. It is a proposal for a reader, never a figure of the plan.
    pub fn nearest_round(&self) -> Option<Decimal> {
        self.nearest_round
    }

    /// The band as a figure, to go on counting with.
    pub fn figure(&self) -> Figure {
        Figure::within(self.band.clone())
    }
}

/// The serialised form; the round value is computed again from the band.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ImpliedPlanParts {
    band: Interval,
    #[serde(default)]
    at_low: Option<Decimal>,
}

#[cfg(feature = "serde")]
impl From<ImpliedPlan> for ImpliedPlanParts {
    fn from(plan: ImpliedPlan) -> Self {
        Self { band: plan.band, at_low: plan.at_low }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<ImpliedPlanParts> for ImpliedPlan {
    type Error = FigureError;

    fn try_from(parts: ImpliedPlanParts) -> Result<Self, FigureError> {
        if let Some(value) = parts.at_low
            && !parts.band.contains(&value)
        {
            return Err(FigureError::EmptyInterval { low: value.to_string(), high: parts.band.to_string() });
        }
        Ok(Self {
            nearest_round: roundest(&parts.band, parts.at_low),
            band: parts.band,
            at_low: parts.at_low,
        })
    }
}

/// The plan implied by `actual` and by how many percent it is over the plan (`50.4` for "vượt 50,4%").
///
/// * `actual`: in any unit; the band is in the same.
/// * `over_plan_percent`: percent over the plan, below zero for a plan that was missed. Read a printed percentage
///   with [`vientro_core::HedgeConvention::with_rounded_plain`], since it was rounded before it was printed.
///
/// Returns `None` if one of the two is unknown.
///
/// # Errors
///
/// [`FigureError::DivisionByZero`] if the attainment may be zero, [`FigureError::Overflow`].
///
/// # Examples
///
/// ```
/// use rust_decimal::Decimal;
/// use vientro_accounting::implied_plan;
/// use vientro_core::{Hedge, HedgeConvention, Printed};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let rounded = HedgeConvention::default().with_rounded_plain();
/// let actual = rounded.figure(&Printed::new(Decimal::from(18_000_000_000_i64)).hedged(Hedge::MoreThan))?;
/// let over = rounded.figure(&Printed::new(Decimal::new(504, 1)))?;
/// let plan = implied_plan(&actual, &over)?.ok_or("unknown")?;
/// assert_eq!(plan.nearest_round(), Some(Decimal::from(12_000_000_000_i64)));
/// # Ok(()) }
/// ```
pub fn implied_plan(actual: &Figure, over_plan_percent: &Figure) -> Result<Option<ImpliedPlan>, FigureError> {
    let hundred = Figure::Known(Decimal::ONE_HUNDRED);
    let attainment = over_plan_percent.checked_add(&hundred)?;
    let Some(band) = actual.checked_mul(&hundred)?.checked_div(&attainment)?.interval() else {
        return Ok(None);
    };
    let at_low = match (actual.low(), as_printed(over_plan_percent)) {
        (Some(low), Some(percent)) => Figure::Known(*low)
            .checked_mul(&hundred)?
            .checked_div(&Figure::Known(percent).checked_add(&hundred)?)?
            .known()
            .copied()
            .filter(|value| band.contains(value)),
        _ => None,
    };
    let nearest_round = roundest(&band, at_low);
    Ok(Some(ImpliedPlan { band, at_low, nearest_round }))
}

/// What was printed, or the value itself if it is known.
fn as_printed(figure: &Figure) -> Option<Decimal> {
    match figure {
        Figure::Known(value) => Some(*value),
        Figure::Hedged(hedged) => hedged.printed().map(|printed| *printed.value()),
        Figure::Unknown => None,
    }
}

/// The value of the band with the fewest significant digits; of several the one nearest to `near`, then the smallest.
fn roundest(band: &Interval, near: Option<Decimal>) -> Option<Decimal> {
    let figure = Figure::within(band.clone());
    let (low, high) = (*figure.low()?, *figure.high()?);
    let near = near.unwrap_or(low);
    let coarsest = 27_u32;
    let steps = (0..=coarsest)
        .rev()
        .filter_map(|power| Decimal::try_from_i128_with_scale(10_i128.checked_pow(power)?, 0).ok())
        .chain((1..=6).map(|scale| Decimal::new(1, scale)));
    for step in steps {
        let Some(first) = low.checked_div(step).map(|value| value.ceil()) else { continue };
        let mut best: Option<(Decimal, Decimal)> = None;
        // a coarser step found nothing, so fewer than ten multiples and two ends can lie inside
        for offset in 0..12 {
            let Some(value) = first.checked_add(Decimal::from(offset)).and_then(|n| n.checked_mul(step))
            else {
                break;
            };
            if value > high {
                break;
            }
            let distance = value.checked_sub(near).map(|distance| distance.abs());
            if let Some(distance) = distance
                && band.contains(&value)
                && best.is_none_or(|(_, least)| distance < least)
            {
                best = Some((value, distance));
            }
        }
        if let Some((value, _)) = best {
            return Some(value.normalize());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vientro_core::{HedgeConvention, Printed};

    use super::*;
    use crate::plan::tests::{billion, more_than};

    fn percent(text: &str) -> Figure {
        let printed = Printed::new(Decimal::from_str_exact(text).unwrap());
        HedgeConvention::default().with_rounded_plain().figure(&printed).unwrap()
    }

    /// "giải ngân hơn 18 tỷ đồng, vượt 50,4% kế hoạch năm" (An Giang, 2025)
    #[test]
    fn g03_implied_plan_of_an_giang() {
        let plan = implied_plan(&more_than("18"), &percent("50.4")).unwrap().unwrap();
        let figure = plan.figure();
        let (low, high) = (*figure.low().unwrap(), *figure.high().unwrap());
        assert!(low > billion("11.96") && low < billion("11.97"), "{low}");
        assert!(high > billion("12.63") && high < billion("12.64"), "{high}");
        let at_low = plan.at_low().unwrap();
        assert!((at_low - billion("11.968")).abs() < billion("0.0005"), "{at_low}");
        assert_eq!(plan.nearest_round(), Some(billion("12")));
    }

    #[test]
    fn an_unknown_actual_implies_no_plan() {
        assert_eq!(implied_plan(&Figure::Unknown, &percent("50.4")).unwrap(), None);
    }

    #[test]
    fn the_roundest_value_has_the_fewest_digits() {
        let band = |low: &str, high: &str| {
            Interval::try_new(
                std::ops::Bound::Included(Decimal::from_str_exact(low).unwrap()),
                std::ops::Bound::Excluded(Decimal::from_str_exact(high).unwrap()),
            )
            .unwrap()
        };
        let round = |low, high| roundest(&band(low, high), None).map(|value| value.to_string());
        assert_eq!(round("90", "110").as_deref(), Some("100"));
        assert_eq!(round("11.21", "11.9").as_deref(), Some("11.3"));
        assert_eq!(round("11.2", "11.3").as_deref(), Some("11.2"));
        assert_eq!(roundest(&Interval::at_least(Decimal::ONE), None), None);
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_is_checked_again() {
        let plan = implied_plan(&more_than("18"), &percent("50.4")).unwrap().unwrap();
        let text = serde_json::to_string(&plan).unwrap();
        assert_eq!(serde_json::from_str::<ImpliedPlan>(&text).unwrap(), plan);
    }

    proptest! {
        #[test]
        fn the_true_plan_lies_in_the_band(plan in 1i64..1_000_000, actual in 1i64..2_000_000) {
            // print both as a report would, then ask for the plan
            let (plan, actual) = (Decimal::from(plan), Decimal::from(actual));
            let over = (actual * Decimal::ONE_HUNDRED / plan - Decimal::ONE_HUNDRED)
                .round_dp_with_strategy(1, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
            prop_assume!(over > Decimal::from(-99));
            let place = Printed::new(over).to_place(Decimal::new(1, 1));
            let mut convention = HedgeConvention::one_unit();
            convention.precision = vientro_core::figure::Precision::LastPrintedDigit;
            let over = convention.figure(&place).unwrap();
            let band = implied_plan(&Figure::Known(actual), &over).unwrap().unwrap();
            prop_assert!(band.band().contains(&plan), "{} {}", band.band(), plan);
        }
    }
}
