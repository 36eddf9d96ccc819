//! The bridge between two totals: every difference named, the steps summing exactly.

use vientro_core::{Bilingual, Figure, Interval, Language, RowId};
use vientro_currency::{Currency, Money, MoneyError};

/// What makes two totals differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum BridgeCause {
    /// Entries that became known later.
    LateEntries,
    /// Something else, said in the label.
    Other,
    /// Other days.
    Period,
    /// Another rate.
    Rate,
    /// Other items, sources, forms or places.
    Scope,
    /// Another territory.
    Territory,
}

impl BridgeCause {
    /// The cause in words.
    pub fn text(self) -> Bilingual {
        match self {
            Self::LateEntries => Bilingual::new("số liệu ghi nhận muộn", "late entries"),
            Self::Other => Bilingual::new("khác", "other"),
            Self::Period => Bilingual::new("khác kỳ", "period"),
            Self::Rate => Bilingual::new("khác tỷ giá", "exchange rate"),
            Self::Scope => Bilingual::new("khác phạm vi", "scope"),
            Self::Territory => Bilingual::new("khác địa giới", "territory"),
        }
    }
}

/// A total as a bridge needs it: its two ends and how many inputs were unknown.
///
/// The ends are kept apart so that steps subtract end from end and sum exactly; an interval subtraction would widen
/// with every step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "PositionParts", into = "PositionParts"))]
pub struct Position {
    low: Money,
    high: Option<Money>,
    unknown: i64,
}

impl Position {
    /// An exact total.
    pub const fn exactly(amount: Money) -> Self {
        Self { low: amount, high: Some(amount), unknown: 0 }
    }

    /// A total from its lower and upper end.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Mixed`] if the ends are in two currencies.
    pub fn try_new(low: Money, high: Option<Money>, unknown: i64) -> Result<Self, MoneyError> {
        match high {
            Some(high) if high.currency() != low.currency() => {
                Err(MoneyError::Mixed { left: low.currency(), right: high.currency() })
            }
            _ => Ok(Self { low, high, unknown }),
        }
    }

    /// Lower end.
    pub const fn low(&self) -> Money {
        self.low
    }

    /// Upper end; `None` if there is none.
    pub const fn high(&self) -> Option<Money> {
        self.high
    }

    /// How many inputs were unknown; in a step, how many more.
    pub const fn unknown(&self) -> i64 {
        self.unknown
    }

    /// Currency of the ends.
    pub const fn currency(&self) -> Currency {
        self.low.currency()
    }

    /// The exact amount, if both ends are one.
    pub fn exact(&self) -> Option<Money> {
        (self.high == Some(self.low)).then_some(self.low)
    }

    fn less(&self, other: &Self) -> Result<Self, MoneyError> {
        let high = match (self.high, other.high) {
            (Some(high), Some(other)) => Some(high.checked_sub(&other)?),
            _ => None,
        };
        Ok(Self {
            low: self.low.checked_sub(&other.low)?,
            high,
            unknown: self.unknown.saturating_sub(other.unknown),
        })
    }

    fn plus(&self, other: &Self) -> Result<Self, MoneyError> {
        let high = match (self.high, other.high) {
            (Some(high), Some(other)) => Some(high.checked_add(&other)?),
            _ => None,
        };
        Ok(Self {
            low: self.low.checked_add(&other.low)?,
            high,
            unknown: self.unknown.saturating_add(other.unknown),
        })
    }
}

/// The serialised form of a position.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PositionParts {
    low: Money,
    high: Option<Money>,
    #[serde(default)]
    unknown: i64,
}

#[cfg(feature = "serde")]
impl From<Position> for PositionParts {
    fn from(position: Position) -> Self {
        Self { low: position.low, high: position.high, unknown: position.unknown }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<PositionParts> for Position {
    type Error = MoneyError;

    fn try_from(parts: PositionParts) -> Result<Self, MoneyError> {
        Self::try_new(parts.low, parts.high, parts.unknown)
    }
}

/// One step: how much, why, and which rows came in or went out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct BridgeStep {
    cause: BridgeCause,
    label: Bilingual,
    change: Position,
    #[cfg_attr(feature = "serde", serde(default))]
    rows_in: Vec<RowId>,
    #[cfg_attr(feature = "serde", serde(default))]
    rows_out: Vec<RowId>,
}

impl BridgeStep {
    /// A step of `change`.
    pub fn new(cause: BridgeCause, label: Bilingual, change: Position) -> Self {
        Self { cause, label, change, rows_in: Vec::new(), rows_out: Vec::new() }
    }

    /// With the rows that came in and those that went out.
    #[must_use]
    pub fn with_rows(mut self, rows_in: Vec<RowId>, rows_out: Vec<RowId>) -> Self {
        self.rows_in = rows_in;
        self.rows_out = rows_out;
        self
    }

    /// Why.
    pub fn cause(&self) -> BridgeCause {
        self.cause
    }

    /// What, for a reader.
    pub fn label(&self) -> &Bilingual {
        &self.label
    }

    /// How much, at both ends.
    pub fn change(&self) -> &Position {
        &self.change
    }

    /// Rows in the next total and not in the one before.
    pub fn rows_in(&self) -> &[RowId] {
        &self.rows_in
    }

    /// Rows in the total before and not in the next.
    pub fn rows_out(&self) -> &[RowId] {
        &self.rows_out
    }
}

/// Why a bridge cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BridgeError {
    /// Start and steps do not make the end.
    #[error("the steps leave `{difference}` between the two totals unexplained")]
    DoesNotSum {
        /// End less start less all steps, at the lower end.
        difference: Money,
    },
    /// Overflow or two currencies.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl BridgeError {
    /// The refusal in Vietnamese and in English.
    pub fn message(&self) -> Bilingual {
        let vi = match self {
            Self::DoesNotSum { difference } => {
                format!("các bước còn để lại `{difference}` chưa giải thích giữa hai tổng")
            }
            Self::Money(cause) => cause.text(Language::Vi),
        };
        Bilingual::new(vi, self.to_string())
    }
}

/// Two totals and the steps from one to the other; a bridge that does not sum exactly cannot be built.
///
/// ```
/// use vientro_accounting::{Bridge, BridgeCause, BridgeStep, Position};
/// use vientro_core::Bilingual;
/// use vientro_currency::Money;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let bridge = Bridge::try_new(
///     Position::exactly(Money::vnd(18_048_000_000)),
///     Position::exactly(Money::vnd(18_948_000_000)),
///     vec![BridgeStep::new(
///         BridgeCause::Period,
///         Bilingual::new("15–31/12/2025", "15–31 December 2025"),
///         Position::exactly(Money::vnd(900_000_000)),
///     )],
/// )?;
/// assert_eq!(bridge.steps().len(), 1);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "BridgeParts", into = "BridgeParts"))]
pub struct Bridge {
    start: Position,
    end: Position,
    steps: Vec<BridgeStep>,
    start_rows: Vec<RowId>,
    end_rows: Vec<RowId>,
}

/// A total on the way from one to the other: all changes up to and with this one made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Stage {
    /// What was changed to come here.
    cause: BridgeCause,
    label: Bilingual,
    total: Position,
    rows: Vec<RowId>,
}

impl Stage {
    /// The total after one more change.
    pub fn new(cause: BridgeCause, label: Bilingual, total: Position, rows: Vec<RowId>) -> Self {
        Self { cause, label, total, rows }
    }
}

impl Bridge {
    /// A bridge from its totals and steps.
    ///
    /// # Errors
    ///
    /// [`BridgeError::DoesNotSum`] if the steps do not lead from `start` to `end`, [`BridgeError::Money`].
    pub fn try_new(start: Position, end: Position, steps: Vec<BridgeStep>) -> Result<Self, BridgeError> {
        let reached = steps.iter().try_fold(start, |sum, step| sum.plus(&step.change))?;
        // an end without an upper bound has no difference to check there
        let high_agrees = reached.high.is_none() || reached.high == end.high;
        if reached.low == end.low && reached.unknown == end.unknown && high_agrees {
            Ok(Self { start, end, steps, start_rows: Vec::new(), end_rows: Vec::new() })
        } else {
            Err(BridgeError::DoesNotSum { difference: end.low.checked_sub(&reached.low)? })
        }
    }

    /// A bridge along totals, each with one more change made; every step is the difference of two neighbours.
    /// Steps that change nothing are left out.
    ///
    /// # Errors
    ///
    /// [`BridgeError::Money`] for totals in two currencies.
    pub fn along(start: Position, start_rows: &[RowId], stages: Vec<Stage>) -> Result<Self, BridgeError> {
        let mut here = start;
        let mut rows = start_rows.to_vec();
        rows.sort();
        let mut steps = Vec::new();
        for stage in stages {
            let change = stage.total.less(&here)?;
            let mut next = stage.rows;
            next.sort();
            let only_in = |these: &[RowId], those: &[RowId]| -> Vec<RowId> {
                these.iter().filter(|row| those.binary_search(row).is_err()).cloned().collect()
            };
            let (rows_in, rows_out) = (only_in(&next, &rows), only_in(&rows, &next));
            let nothing = here == stage.total && rows_in.is_empty() && rows_out.is_empty();
            if !nothing {
                steps.push(BridgeStep::new(stage.cause, stage.label, change).with_rows(rows_in, rows_out));
            }
            here = stage.total;
            rows = next;
        }
        Ok(Self::try_new(start, here, steps)?.with_rows(start_rows.to_vec(), rows))
    }

    /// The rows behind its two totals.
    #[must_use]
    pub fn with_rows(mut self, start_rows: Vec<RowId>, end_rows: Vec<RowId>) -> Self {
        self.start_rows = start_rows;
        self.end_rows = end_rows;
        self
    }

    /// The first total.
    pub fn start(&self) -> &Position {
        &self.start
    }

    /// The second total.
    pub fn end(&self) -> &Position {
        &self.end
    }

    /// The rows behind the first total, as far as they were given.
    pub fn start_rows(&self) -> &[RowId] {
        &self.start_rows
    }

    /// The rows behind the second total, as far as they were given.
    pub fn end_rows(&self) -> &[RowId] {
        &self.end_rows
    }

    /// The steps between them, in order.
    pub fn steps(&self) -> &[BridgeStep] {
        &self.steps
    }

    /// One sentence, such as `differs by period 900000000 VND, by scope -2100000000 VND`.
    pub fn text(&self, language: Language) -> String {
        let parts: Vec<String> = self
            .steps
            .iter()
            .map(|step| format!("{} {}", step.cause.text().text(language), step.change.low))
            .collect();
        match (parts.is_empty(), language) {
            (true, Language::Vi) => "hai tổng bằng nhau".to_owned(),
            (true, Language::En) => "the totals are the same".to_owned(),
            (false, Language::Vi) => format!("chênh lệch do: {}", parts.join("; ")),
            (false, Language::En) => format!("differs by: {}", parts.join("; ")),
        }
    }
}

impl Position {
    /// The position as a figure; unknown inputs make it unknown.
    pub fn figure(&self) -> Figure<Money> {
        match (self.unknown, self.high) {
            (0, Some(high)) if high == self.low => Figure::Known(self.low),
            (0, Some(high)) => {
                Interval::try_new(std::ops::Bound::Included(self.low), std::ops::Bound::Included(high))
                    .map_or(Figure::Unknown, Figure::within)
            }
            (0, None) => Figure::within(Interval::at_least(self.low)),
            _ => Figure::Unknown,
        }
    }
}

/// The serialised form of a bridge.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct BridgeParts {
    start: Position,
    end: Position,
    steps: Vec<BridgeStep>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    start_rows: Vec<RowId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    end_rows: Vec<RowId>,
}

#[cfg(feature = "serde")]
impl From<Bridge> for BridgeParts {
    fn from(bridge: Bridge) -> Self {
        let Bridge { start, end, steps, start_rows, end_rows } = bridge;
        Self { start, end, steps, start_rows, end_rows }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<BridgeParts> for Bridge {
    type Error = BridgeError;

    fn try_from(parts: BridgeParts) -> Result<Self, BridgeError> {
        let bridge = Self::try_new(parts.start, parts.end, parts.steps)?;
        Ok(bridge.with_rows(parts.start_rows, parts.end_rows))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn exactly(amount: i64) -> Position {
        Position::exactly(Money::vnd(amount))
    }

    #[test]
    fn a_bridge_that_leaves_a_rest_cannot_be_built() {
        let step = BridgeStep::new(BridgeCause::Scope, Bilingual::same("x"), exactly(4));
        let error = Bridge::try_new(exactly(10), exactly(15), vec![step.clone()]).unwrap_err();
        assert_eq!(error, BridgeError::DoesNotSum { difference: Money::vnd(1) });
        assert!(Bridge::try_new(exactly(10), exactly(14), vec![step]).is_ok());
    }

    #[test]
    fn an_open_end_stays_open() {
        let open = Position::try_new(Money::vnd(5), None, 0).unwrap();
        let stage = Stage::new(BridgeCause::Period, Bilingual::same("x"), open, Vec::new());
        let bridge = Bridge::along(exactly(3), &[], vec![stage]).unwrap();
        assert_eq!(bridge.steps()[0].change().low(), Money::vnd(2));
        assert_eq!(bridge.steps()[0].change().high(), None);
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_is_summed_again() {
        let step = BridgeStep::new(BridgeCause::Scope, Bilingual::same("x"), exactly(4));
        let bridge = Bridge::try_new(exactly(10), exactly(14), vec![step]).unwrap();
        let text = serde_json::to_string(&bridge).unwrap();
        assert_eq!(serde_json::from_str::<Bridge>(&text).unwrap(), bridge);
        assert!(serde_json::from_str::<Bridge>(&text.replace("\"14\"", "\"15\"")).is_err());
    }

    proptest! {
        #[test]
        fn steps_sum_to_the_difference(start in any::<i32>(), totals in proptest::collection::vec(any::<i32>(), 0..8)) {
            let stages = totals
                .iter()
                .map(|total| Stage::new(BridgeCause::Other, Bilingual::same("x"), exactly((*total).into()), Vec::new()))
                .collect();
            let bridge = Bridge::along(exactly(start.into()), &[], stages).unwrap();
            let sum: i128 = bridge.steps().iter().map(|step| step.change().low().minor()).sum();
            let end = totals.last().copied().unwrap_or(start);
            prop_assert_eq!(i128::from(end) - i128::from(start), sum);
        }
    }
}
