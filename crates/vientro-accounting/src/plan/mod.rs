//! Plan against actual: implied plans, attainment, growth, and memo lines that stay apart.

mod implied;
mod lines;

use rust_decimal::Decimal;
use vientro_core::{Figure, FigureError};

pub use implied::{ImpliedPlan, implied_plan};
pub use lines::{MemoLine, PlanError, PlanLine, SumWithMemo, plan_lines};

/// What was reached of a plan, in percent: 150.4 for "vượt 50,4%".
///
/// Both figures in the same unit; unknown if one of them is.
///
/// # Errors
///
/// [`FigureError::DivisionByZero`] for a plan that is or may be zero, [`FigureError::Overflow`].
pub fn attainment(actual: &Figure, plan: &Figure) -> Result<Figure, FigureError> {
    actual.checked_mul(&Figure::Known(Decimal::ONE_HUNDRED))?.checked_div(plan)
}

/// The actual figure that lies `over_plan_percent` percent over `plan`: 12 billion and 50.4 give 18.048 billion.
///
/// # Errors
///
/// [`FigureError::Overflow`].
pub fn actual_from_plan(plan: &Figure, over_plan_percent: &Figure) -> Result<Figure, FigureError> {
    let hundred = Figure::Known(Decimal::ONE_HUNDRED);
    plan.checked_mul(&over_plan_percent.checked_add(&hundred)?)?.checked_div(&hundred)
}

/// Change from `base` to `target`, in percent of `base`: at most 11.1 from "hơn 18" to 20.
///
/// # Errors
///
/// [`FigureError::DivisionByZero`] for a base that is or may be zero, [`FigureError::Overflow`].
pub fn growth(target: &Figure, base: &Figure) -> Result<Figure, FigureError> {
    let hundred = Figure::Known(Decimal::ONE_HUNDRED);
    target.checked_mul(&hundred)?.checked_div(base)?.checked_sub(&hundred)
}

#[cfg(test)]
mod tests {
    use vientro_core::{Hedge, HedgeConvention, Printed, Verdict};

    use super::*;

    pub(super) fn billion(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap() * Decimal::from(1_000_000_000)
    }

    pub(super) fn more_than(text: &str) -> Figure {
        HedgeConvention::default().figure(&Printed::new(billion(text)).hedged(Hedge::MoreThan)).unwrap()
    }

    /// "vượt 50,4% kế hoạch năm", plan 12 tỷ: 18.048 tỷ is what "hơn 18 tỷ" stands for
    #[test]
    fn g04_attainment_of_an_giang() {
        let plan = Figure::Known(billion("12"));
        let actual = actual_from_plan(&plan, &Figure::Known(Decimal::new(504, 1))).unwrap();
        assert_eq!(actual, Figure::Known(billion("18.048").normalize()));
        assert_eq!(attainment(&actual, &plan).unwrap(), Figure::Known(Decimal::new(1504, 1)));
        assert_eq!(more_than("18").allows(actual.known().unwrap()), Verdict::Yes);
        assert_eq!(more_than("19").allows(actual.known().unwrap()), Verdict::No);
    }

    /// "đạt giải ngân 20 tỷ đồng" for 2026, against "hơn 18 tỷ" of 2025 and against the implied plan of 12
    #[test]
    fn g17_growth_of_the_target() {
        let target = Figure::Known(billion("20"));
        let against_actual = growth(&target, &more_than("18")).unwrap();
        let most = *against_actual.high().unwrap();
        assert_eq!(
            most.round_dp_with_strategy(1, rust_decimal::RoundingStrategy::MidpointAwayFromZero),
            Decimal::new(111, 1)
        );
        assert_eq!(against_actual.is_more_than(&Figure::Known(most)), Verdict::No);
        let against_plan = growth(&target, &Figure::Known(billion("12"))).unwrap();
        let exact = *against_plan.known().unwrap();
        assert_eq!(
            exact.round_dp_with_strategy(1, rust_decimal::RoundingStrategy::MidpointAwayFromZero),
            Decimal::new(667, 1)
        );
    }

    #[test]
    fn an_unknown_actual_has_no_attainment() {
        assert_eq!(attainment(&Figure::Unknown, &Figure::Known(Decimal::TEN)), Ok(Figure::Unknown));
        assert!(attainment(&Figure::Known(Decimal::TEN), &Figure::Known(Decimal::ZERO)).is_err());
    }
}
