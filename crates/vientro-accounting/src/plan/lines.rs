//! Plan lines: a target with what was reached of it, and memo lines that are never added.

use rust_decimal::Decimal;
use vientro_core::{
    Bilingual, Figure, FigureError, Finding, FindingCode, Language, Location, RowId, Severity,
};
use vientro_currency::MoneyError;
use vientro_model::{AmountKey, Basis, Direction, Facts, Standing};

use super::attainment;
use crate::selection::Selection;
use crate::totals::Totals;

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

    use super::*;
    use crate::plan::tests::{billion, more_than};

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

    #[cfg(feature = "serde")]
    #[test]
    fn json_is_checked_again() {
        let line =
            PlanLine::try_new(Bilingual::same("x"), "VND", Figure::Known(billion("12")), more_than("18"))
                .unwrap();
        let text = serde_json::to_string(&line).unwrap();
        assert_eq!(serde_json::from_str::<PlanLine>(&text).unwrap(), line);
        assert!(serde_json::from_str::<PlanLine>(&text.replace("12000000000", "0")).is_err());
    }
}
