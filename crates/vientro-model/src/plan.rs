//! Plans: targets by indicator, basis, source and period.

use rust_decimal::Decimal;
use vientro_core::{Bilingual, Figure, Interval, Period, RowId};
use vientro_currency::Currency;

use crate::macros::Checked;
use crate::{AmountKey, Basis, Direction, Modality, ModelError, SourceClass, Standing, TargetId};

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

record! {
    /// One line of a plan.
    ///
    /// A target is keyed by indicator, basis, source and period; the foreign target of a year and the domestic one
    /// are two targets.
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
    text {
        /// Anything else to know.
        note with_note,
        /// Whose plan, as written.
        owner with_owner,
    }
    copy {
        /// Where the aid goes; inward if not stated and the source is foreign, domestic otherwise.
        stated_direction with_direction: Direction,
        /// Kept apart by modality, if it is.
        modality with_modality: Modality,
    }
    maybe {
        /// How the value was inferred; `None` for a stated one.
        inferred with_inference: Inference,
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

    /// The value in whole units.
    pub fn value(&self) -> &Figure<Decimal> {
        &self.value
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
        Ok(())
    }
}
