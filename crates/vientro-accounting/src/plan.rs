//! Plan against actual: implied plans, attainment, growth, and memo lines that stay apart.

use rust_decimal::Decimal;
use vientro_core::{
    Bilingual, Figure, FigureError, Finding, FindingCode, Interval, Language, Location, RowId, Severity,
};
use vientro_currency::MoneyError;
use vientro_model::{AmountKey, Basis, Direction, Facts, Standing};

use crate::selection::Selection;
use crate::totals::Totals;

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

/// A figure shown beside a plan line and never added to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct MemoLine {
    label: Bilingual,
    figure: Figure,
    rows: Vec<RowId>,
}

impl MemoLine {
    /// A memo line, for example "quà của các hội thành viên".
    pub fn new(label: Bilingual, figure: Figure) -> Self {
        Self { label, figure, rows: Vec::new() }
    }

    /// With the rows it was made from.
    #[must_use]
    pub fn from_rows(mut self, rows: Vec<RowId>) -> Self {
        self.rows = rows;
        self
    }

    /// What it is.
    pub fn label(&self) -> &Bilingual {
        &self.label
    }

    /// The figure, in the unit of its plan line.
    pub fn figure(&self) -> &Figure {
        &self.figure
    }

    /// The rows it was made from.
    pub fn rows(&self) -> &[RowId] {
        &self.rows
    }
}

/// A target with what was reached of it, and memo lines apart.
///
/// Attainment uses the line's own actual figure alone: what member associations gave in kind stands in memo lines.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "PlanLineParts", into = "PlanLineParts"))]
pub struct PlanLine {
    label: Bilingual,
    unit: String,
    target: Figure,
    actual: Figure,
    attainment: Figure,
    unknown_inputs: usize,
    inferred: bool,
    rows: Vec<RowId>,
    memo: Vec<MemoLine>,
}

impl PlanLine {
    /// A line from its target and what was reached, both in `unit`.
    ///
    /// # Errors
    ///
    /// [`FigureError::DivisionByZero`] for a target that is or may be zero, [`FigureError::Overflow`].
    pub fn try_new(
        label: Bilingual,
        unit: impl Into<String>,
        target: Figure,
        actual: Figure,
    ) -> Result<Self, FigureError> {
        let attainment = attainment(&actual, &target)?;
        Ok(Self {
            label,
            unit: unit.into(),
            target,
            actual,
            attainment,
            unknown_inputs: 0,
            inferred: false,
            rows: Vec::new(),
            memo: Vec::new(),
        })
    }

    /// Says how many inputs of the actual figure were unknown.
    #[must_use]
    pub fn with_unknown_inputs(mut self, unknown: usize) -> Self {
        self.unknown_inputs = unknown;
        self
    }

    /// Says that the target was not printed but worked out.
    #[must_use]
    pub fn with_inferred_target(mut self) -> Self {
        self.inferred = true;
        self
    }

    /// With the rows of target and actual figure.
    #[must_use]
    pub fn from_rows(mut self, rows: Vec<RowId>) -> Self {
        self.rows = rows;
        self
    }

    /// Adds a memo line.
    #[must_use]
    pub fn with_memo(mut self, memo: MemoLine) -> Self {
        self.memo.push(memo);
        self
    }

    /// What the target is of.
    pub fn label(&self) -> &Bilingual {
        &self.label
    }

    /// Unit of target, actual and memo figures: a currency code, or what is counted.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// The target.
    pub fn target(&self) -> &Figure {
        &self.target
    }

    /// What was reached, without the memo lines.
    pub fn actual(&self) -> &Figure {
        &self.actual
    }

    /// What was reached of the target, in percent.
    pub fn attainment(&self) -> &Figure {
        &self.attainment
    }

    /// Percent over the plan, below zero where it was missed.
    ///
    /// # Errors
    ///
    /// [`FigureError::Overflow`].
    pub fn over_plan(&self) -> Result<Figure, FigureError> {
        self.attainment.checked_sub(&Figure::Known(Decimal::ONE_HUNDRED))
    }

    /// How many inputs of the actual figure were unknown.
    pub fn unknown_inputs(&self) -> usize {
        self.unknown_inputs
    }

    /// True if the target was worked out, not printed.
    pub fn is_inferred(&self) -> bool {
        self.inferred
    }

    /// The rows of target and actual figure.
    pub fn rows(&self) -> &[RowId] {
        &self.rows
    }

    /// The memo lines, in the order they were added.
    pub fn memo(&self) -> &[MemoLine] {
        &self.memo
    }

    /// The actual figure and all memo lines in one sum, under a label that says so.
    ///
    /// No report makes this sum by itself: it mixes what counts toward the plan with what does not.
    ///
    /// # Errors
    ///
    /// [`PlanError::NoLabel`] for an empty label, [`PlanError::Figure`].
    pub fn sum_with_memo(&self, label: Bilingual) -> Result<SumWithMemo, PlanError> {
        if label.vi().trim().is_empty() || label.en().trim().is_empty() {
            return Err(PlanError::NoLabel);
        }
        let figure =
            self.memo.iter().try_fold(self.actual.clone(), |sum, memo| sum.checked_add(&memo.figure))?;
        let warning = Finding::new(
            FindingCode::new("memo-added"),
            Severity::Warning,
            Bilingual::new(
                "tổng này cộng cả số ghi nhận thêm, không phải kết quả thực hiện kế hoạch",
                "this sum adds memo lines and is not the attainment of the plan",
            ),
        )
        .found(label.vi().to_owned());
        Ok(SumWithMemo { label, figure, warning })
    }
}

/// The plan lines of all targets in the presentation currency of the journal, in the order of the targets.
///
/// Each line compares with the total on the target's own basis, source and period. Where member associations recorded
/// gifts in the period, the lines of inward disbursement carry them as memo lines, one for each direction.
///
/// Returns the lines and a finding for each target that is counted in another unit, or is or may be zero.
///
/// # Errors
///
/// [`MoneyError::Overflow`].
pub fn plan_lines(facts: &Facts, totals: &Totals<'_>) -> Result<(Vec<PlanLine>, Vec<Finding>), MoneyError> {
    let (mut lines, mut findings) = (Vec::new(), Vec::new());
    for target in facts.targets() {
        let aside = |vi: &str, en: &str| {
            Finding::new(FindingCode::new("target-not-compared"), Severity::Note, Bilingual::new(vi, en))
                .at(Location::new().about(target.id().as_str()))
                .found(target.unit())
        };
        if target.currency() != Some(totals.presentation()) {
            findings.push(aside(
                "chỉ tiêu không tính bằng đồng tiền của báo cáo",
                "the target is not in the currency of the report",
            ));
            continue;
        }
        let sum = totals.total(&Selection::new(target.key()).during(*target.period()))?;
        let mut rows = target.rows().to_vec();
        rows.extend(sum.rows().iter().cloned());
        let built = PlanLine::try_new(
            Bilingual::same(target.indicator()),
            target.unit(),
            target.value().clone(),
            sum.printable_decimal(),
        );
        let Ok(mut line) = built else {
            findings.push(aside("chỉ tiêu bằng không", "the target is or may be zero"));
            continue;
        };
        line = line.with_unknown_inputs(sum.left_out()).from_rows(rows);
        if target.inferred().is_some() {
            line = line.with_inferred_target();
        }
        if target.basis() == Basis::Disbursed && target.direction() == Direction::Inward {
            for direction in [Direction::Domestic, Direction::Inward] {
                let key = AmountKey::new(Basis::Recorded, direction).with_standing(Standing::Memo);
                let memo = totals.total(&Selection::new(key).during(*target.period()))?;
                if memo.figure().inputs() > 0 || memo.left_out() > 0 {
                    let label = Bilingual::new(
                        format!("quà tặng các hội thành viên ghi nhận ({})", direction.text(Language::Vi)),
                        format!("gifts recorded by member associations ({})", direction.text(Language::En)),
                    );
                    line = line.with_memo(
                        MemoLine::new(label, memo.printable_decimal()).from_rows(memo.rows().to_vec()),
                    );
                }
            }
        }
        lines.push(line);
    }
    Ok((lines, findings))
}

/// The serialised form; attainment is computed again.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanLineParts {
    label: Bilingual,
    unit: String,
    target: Figure,
    actual: Figure,
    #[serde(default)]
    unknown_inputs: usize,
    #[serde(default)]
    inferred: bool,
    #[serde(default)]
    rows: Vec<RowId>,
    #[serde(default)]
    memo: Vec<MemoLine>,
}

#[cfg(feature = "serde")]
impl From<PlanLine> for PlanLineParts {
    fn from(line: PlanLine) -> Self {
        Self {
            label: line.label,
            unit: line.unit,
            target: line.target,
            actual: line.actual,
            unknown_inputs: line.unknown_inputs,
            inferred: line.inferred,
            rows: line.rows,
            memo: line.memo,
        }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<PlanLineParts> for PlanLine {
    type Error = FigureError;

    fn try_from(parts: PlanLineParts) -> Result<Self, FigureError> {
        let line = Self::try_new(parts.label, parts.unit, parts.target, parts.actual)?;
        Ok(Self {
            unknown_inputs: parts.unknown_inputs,
            inferred: parts.inferred,
            rows: parts.rows,
            memo: parts.memo,
            ..line
        })
    }
}

/// Why a sum with memo lines is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// Arithmetic on the figures.
    #[error(transparent)]
    Figure(#[from] FigureError),
    /// A sum across the plan and its memo lines needs a name in both languages.
    #[error("a sum with memo lines needs a label that says what it adds")]
    NoLabel,
}

impl PlanError {
    /// The refusal in Vietnamese and in English.
    pub fn message(&self) -> Bilingual {
        let vi = match self {
            Self::Figure(cause) => cause.text(Language::Vi),
            Self::NoLabel => "tổng cộng cả số ghi nhận thêm phải có tên nói rõ nó cộng gì".to_owned(),
        };
        Bilingual::new(vi, self.to_string())
    }
}

/// An actual figure and its memo lines in one sum, made only when asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SumWithMemo {
    label: Bilingual,
    figure: Figure,
    warning: Finding,
}

impl SumWithMemo {
    /// The label it was asked for under.
    pub fn label(&self) -> &Bilingual {
        &self.label
    }

    /// The sum.
    pub fn figure(&self) -> &Figure {
        &self.figure
    }

    /// The warning that goes with it wherever it is printed.
    pub fn warning(&self) -> &Finding {
        &self.warning
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vientro_core::{Hedge, HedgeConvention, Printed, Verdict};

    use super::*;

    fn billion(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap() * Decimal::from(1_000_000_000)
    }

    fn more_than(text: &str) -> Figure {
        HedgeConvention::default().figure(&Printed::new(billion(text)).hedged(Hedge::MoreThan)).unwrap()
    }

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

    /// "giải ngân hơn 18 tỷ đồng" and, of the members, "giải ngân hơn 16,5 tỷ đồng"
    #[test]
    fn g13_memo_lines_stay_apart() {
        let line = PlanLine::try_new(
            Bilingual::new("giải ngân viện trợ PCPNN", "disbursed foreign non-governmental aid"),
            "VND",
            Figure::Known(billion("12")),
            more_than("18"),
        )
        .unwrap()
        .with_memo(MemoLine::new(
            Bilingual::new("ghi nhận từ các hội thành viên", "recorded by member associations"),
            more_than("16.5"),
        ));
        assert_eq!(line.attainment().low(), Some(&Decimal::from(150)));
        assert_eq!(line.memo()[0].figure().low(), Some(&billion("16.5")));
        assert_eq!(line.sum_with_memo(Bilingual::same(" ")), Err(PlanError::NoLabel));
        let sum =
            line.sum_with_memo(Bilingual::same("Liên hiệp và các hội thành viên, gộp để tham khảo")).unwrap();
        assert_eq!(sum.figure().low(), Some(&billion("34.5")));
        assert_eq!(sum.warning().code().as_str(), "memo-added");
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
        assert_eq!(implied_plan(&Figure::Unknown, &percent("50.4")).unwrap(), None);
        assert_eq!(attainment(&Figure::Unknown, &Figure::Known(Decimal::TEN)), Ok(Figure::Unknown));
        assert!(attainment(&Figure::Known(Decimal::TEN), &Figure::Known(Decimal::ZERO)).is_err());
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
        let line =
            PlanLine::try_new(Bilingual::same("x"), "VND", Figure::Known(billion("12")), more_than("18"))
                .unwrap();
        let text = serde_json::to_string(&line).unwrap();
        assert_eq!(serde_json::from_str::<PlanLine>(&text).unwrap(), line);
        assert!(serde_json::from_str::<PlanLine>(&text.replace("12000000000", "0")).is_err());
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
