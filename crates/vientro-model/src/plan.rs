//! Plans: targets by indicator, basis, source and period.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{Bilingual, Figure, Interval, Period, RowId};
use vientro_currency::Currency;

use crate::macros::Checked;
use crate::{AmountKey, Basis, Direction, Modality, ModelError, Progress, SourceClass, Standing, TargetId};

/// How a value that nobody states was inferred.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Inference {
    method: Bilingual,
    band: Interval,
}

impl Inference {
    /// By a method, within a band.
    pub fn new(method: Bilingual, band: Interval) -> Self {
        Self { method, band }
    }

    /// How.
    pub fn method(&self) -> &Bilingual {
        &self.method
    }

    /// The values it allows.
    pub fn band(&self) -> &Interval {
        &self.band
    }
}

states! {
    /// Where a target stands.
    TargetState "state of a target" from Draft {
        /// Changed after it was assigned.
        Adjusted = "adjusted", "đã điều chỉnh", "adjusted" => [Closed];
        /// Assigned by whoever decides.
        Assigned = "assigned", "đã giao", "assigned" => [Adjusted, Closed];
        /// The period is over and the figure settled.
        Closed = "closed", "đã khóa", "closed" => [];
        /// Being drawn up.
        Draft = "draft", "dự thảo", "draft" => [Assigned];
    }
}

record! {
    /// A change of a target: its next version.
    TargetAdjustment
    need { recorded_on: NaiveDate, value: Figure<Decimal>, }
    text {
        /// Who decided.
        decided_by with_decided_by,
        /// The decision.
        decision with_decision,
        /// Why.
        reason with_reason,
    }
    copy {}
    maybe {}
    list {
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl TargetAdjustment {
    /// To another value, recorded on a day.
    pub fn new(recorded_on: NaiveDate, value: Figure<Decimal>) -> Self {
        Self::bare(recorded_on, value)
    }

    /// The day it became known.
    pub fn recorded_on(&self) -> NaiveDate {
        self.recorded_on
    }

    /// The value after.
    pub fn value(&self) -> &Figure<Decimal> {
        &self.value
    }
}

impl Checked for TargetAdjustment {}

record! {
    /// One line of a plan.
    ///
    /// A target is keyed by owner, indicator, basis, source and period; the foreign target of a year and the domestic
    /// one are two targets. An adjustment makes another version of it; the value before stays readable.
    Target
    need {
        id: TargetId,
        indicator: String,
        basis: Basis,
        source: SourceClass,
        period: Period,
        value: Figure<Decimal>,
        unit: String,
    }
    kept { adjustments: Vec<TargetAdjustment>, }
    text {
        /// Who decided it.
        decided_by with_decided_by,
        /// The decision.
        decision with_decision,
        /// Anything else to know.
        note with_note,
        /// Whose plan, as written.
        owner with_owner,
    }
    copy {
        /// The day it was assigned.
        assigned_on with_assigned_on: NaiveDate,
        /// Where the aid goes; inward if not stated and the source is foreign, domestic otherwise.
        stated_direction with_direction: Direction,
        /// Kept apart by modality, if it is.
        modality with_modality: Modality,
    }
    maybe {
        /// How the value was inferred; `None` for a stated one.
        inferred with_inference: Inference,
        /// The states it went through.
        progress with_progress: Progress<TargetState>,
    }
    list {
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl Target {
    /// `value` of `unit` (`VND`, `USD`, `item`, `activity`, …) for an indicator in a period.
    ///
    /// # Errors
    ///
    /// [`ModelError::Text`] for a blank unit: a target without a unit cannot be compared.
    pub fn try_new(
        id: TargetId,
        indicator: impl Into<String>,
        basis: Basis,
        source: SourceClass,
        period: Period,
        value: Figure<Decimal>,
        unit: impl Into<String>,
    ) -> Result<Self, ModelError> {
        let target = Self::bare(id, indicator.into(), basis, source, period, value, unit.into());
        target.check()?;
        Ok(target)
    }

    /// Changes the value to another one: the next version.
    ///
    /// # Errors
    ///
    /// [`ModelError::Earlier`] for a day before the version in force. The target is then unchanged.
    pub fn adjust(&mut self, adjustment: TargetAdjustment) -> Result<(), ModelError> {
        let last = self.adjustments.last().map(TargetAdjustment::recorded_on).or(self.assigned_on);
        if let Some(last) = last.filter(|last| adjustment.recorded_on < *last) {
            return Err(ModelError::Earlier {
                what: "an adjustment",
                on: adjustment.recorded_on,
                newest: last,
            });
        }
        self.adjustments.push(adjustment);
        Ok(())
    }

    /// The identifier.
    pub fn id(&self) -> &TargetId {
        &self.id
    }

    /// What is planned, as written or by its code.
    pub fn indicator(&self) -> &str {
        &self.indicator
    }

    /// The basis the actual figure must have.
    pub fn basis(&self) -> Basis {
        self.basis
    }

    /// The source the actual figure must have.
    pub fn source(&self) -> SourceClass {
        self.source
    }

    /// The period.
    pub fn period(&self) -> &Period {
        &self.period
    }

    /// The value in force, in whole units: that of the newest version.
    pub fn value(&self) -> &Figure<Decimal> {
        self.adjustments.last().map_or(&self.value, TargetAdjustment::value)
    }

    /// The value as first assigned, in whole units.
    pub fn first_value(&self) -> &Figure<Decimal> {
        &self.value
    }

    /// The value as known at the end of `day`; `None` before it was assigned.
    pub fn value_as_known_on(&self, day: NaiveDate) -> Option<&Figure<Decimal>> {
        let newest = self.adjustments.iter().rev().find(|adjustment| adjustment.recorded_on <= day);
        let first = || self.assigned_on.is_none_or(|assigned| assigned <= day).then_some(&self.value);
        newest.map(TargetAdjustment::value).or_else(first)
    }

    /// Which version is in force: 1 as assigned, one more for each adjustment.
    pub fn version(&self) -> usize {
        self.adjustments.len().saturating_add(1)
    }

    /// The adjustments, oldest first.
    pub fn adjustments(&self) -> &[TargetAdjustment] {
        &self.adjustments
    }

    /// Is the value inferred, not stated?
    pub const fn is_inferred(&self) -> bool {
        self.inferred.is_some()
    }

    /// The unit: a currency code or what is counted.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// The currency, if the unit is one.
    pub fn currency(&self) -> Option<Currency> {
        self.unit.parse().ok()
    }

    /// Where the aid goes.
    pub fn direction(&self) -> Direction {
        self.stated_direction.unwrap_or(match self.source {
            SourceClass::ForeignNgo | SourceClass::OtherForeign | SourceClass::OverseasVietnamese => {
                Direction::Inward
            }
            _ => Direction::Domestic,
        })
    }

    /// The key the actual figure must have. A plan is the Union's own.
    pub fn key(&self) -> AmountKey {
        let key = AmountKey::new(self.basis, self.direction())
            .with_source(self.source)
            .with_standing(Standing::Own);
        match self.modality {
            Some(modality) => key.with_modality(modality),
            None => key,
        }
    }
}

impl Checked for Target {
    fn check(&self) -> Result<(), ModelError> {
        if self.unit.trim().is_empty() {
            return Err(ModelError::Text { field: "unit", record: self.id.to_string() });
        }
        let mut again = Self { adjustments: Vec::new(), ..self.clone() };
        for adjustment in &self.adjustments {
            again.adjust(adjustment.clone())?;
        }
        Ok(())
    }

    /// Adjustments in the order of their days, none before the target was assigned.
    #[cfg(feature = "proptest")]
    fn mend(mut self) -> Self {
        self.adjustments.sort_by_key(TargetAdjustment::recorded_on);
        let assigned = self.assigned_on;
        self.adjustments.retain(|it| assigned.is_none_or(|assigned| assigned <= it.recorded_on));
        self
    }
}
