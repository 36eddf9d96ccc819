//! Gifts recorded from member associations and branches, told beside the Union's own aid.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{Bilingual, Figure, Finding, FindingCode, Location, RowId, Severity};
use vientro_currency::Money;

use crate::donor::{foreign_sign, is_viet_nam};
use crate::item::not_negative;
use crate::macros::Checked;
use crate::{
    Direction, DirectionMethod, Flow, FlowId, FlowKind, GiftId, Modality, ModelError, SourceClass, Standing,
};

/// How much of something: a figure with the unit as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "QuantityParts", into = "QuantityParts"))]
pub struct Quantity {
    amount: Figure<Decimal>,
    unit: String,
}

impl Quantity {
    /// `amount` of `unit`.
    ///
    /// # Errors
    ///
    /// [`ModelError::NegativeAmount`], and [`ModelError::Text`] for a blank unit.
    pub fn try_new(amount: Figure<Decimal>, unit: impl Into<String>) -> Result<Self, ModelError> {
        let unit: String = unit.into();
        if unit.trim().is_empty() {
            return Err(ModelError::Text { field: "unit", record: "quantity".to_owned() });
        }
        count_not_negative(&unit, &amount)?;
        Ok(Self { amount, unit })
    }

    /// How much.
    pub fn amount(&self) -> &Figure<Decimal> {
        &self.amount
    }

    /// Of what, as written.
    pub fn unit(&self) -> &str {
        &self.unit
    }
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct QuantityParts {
    amount: Figure<Decimal>,
    unit: String,
}

#[cfg(feature = "serde")]
impl From<Quantity> for QuantityParts {
    fn from(Quantity { amount, unit }: Quantity) -> Self {
        Self { amount, unit }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<QuantityParts> for Quantity {
    type Error = ModelError;

    fn try_from(parts: QuantityParts) -> Result<Self, ModelError> {
        Self::try_new(parts.amount, parts.unit)
    }
}

/// Refuses a count that is, or may be, below zero.
pub(crate) fn count_not_negative(record: &str, figure: &Figure<Decimal>) -> Result<(), ModelError> {
    match figure.low() {
        Some(low) if low.is_sign_negative() && !low.is_zero() => {
            Err(ModelError::NegativeAmount { record: record.to_owned(), amount: low.to_string() })
        }
        _ => Ok(()),
    }
}

record! {
    /// A gift that a member association or branch gave and the Union recorded.
    ///
    /// # Source
    ///
    /// Invariant 8 of the model: totals of member associations live in memo lines outside the plan's attainment.
    Gift
    need { id: GiftId, content: String, value: Figure<Money>, }
    text {
        /// The association or branch that reports it, as written.
        branch with_branch,
        /// The donor as written.
        donor with_donor,
        /// The donor's country as written.
        donor_country with_donor_country,
        /// Anything else to know.
        note with_note,
        /// The place as written.
        place with_place,
        /// How the value of goods was found, as written.
        valuation with_valuation,
    }
    copy {
        /// The day it was given.
        date with_date: NaiveDate,
        /// Where it went, if said; [`Gift::direction_read`] else reads it from the donor.
        direction with_direction: Direction,
        /// In what it was given.
        modality with_modality: Modality,
    }
    maybe {
        /// How much of what.
        quantity with_quantity: Quantity,
    }
    list {
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl Gift {
    /// A gift with its content and value; an unknown value is [`Figure::Unknown`], not zero.
    ///
    /// # Errors
    ///
    /// [`ModelError::NegativeAmount`].
    pub fn try_new(id: GiftId, content: impl Into<String>, value: Figure<Money>) -> Result<Self, ModelError> {
        let gift = Self::bare(id, content.into(), value);
        gift.check()?;
        Ok(gift)
    }

    /// The identifier.
    pub fn id(&self) -> &GiftId {
        &self.id
    }

    /// What was given, as written.
    pub fn content(&self) -> &str {
        &self.content
    }

    /// Its value in money.
    pub fn value(&self) -> &Figure<Money> {
        &self.value
    }

    /// Where it went and how that was found: as stated, else by the donor's country, else by what the donor's name
    /// plainly says, else assumed to be domestic.
    ///
    /// ```
    /// use vientro_core::Figure;
    /// use vientro_model::{Direction, DirectionMethod, Gift, GiftId};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let gift = |donor| Gift::try_new(GiftId::try_new("1")?, "Xe lăn", Figure::Unknown).map(|it| it.with_donor(donor));
    /// assert_eq!(gift("Quỹ X (Hàn Quốc)")?.direction_read(), (Direction::Inward, DirectionMethod::DonorCountry));
    /// assert_eq!(gift("Nhà hảo tâm")?.direction_read(), (Direction::Domestic, DirectionMethod::Assumed));
    /// # Ok(()) }
    /// ```
    pub fn direction_read(&self) -> (Direction, DirectionMethod) {
        if let Some(direction) = self.direction {
            return (direction, DirectionMethod::Stated);
        }
        if let Some(country) = &self.donor_country {
            let direction = if is_viet_nam(country) { Direction::Domestic } else { Direction::Inward };
            return (direction, DirectionMethod::DonorCountry);
        }
        match self.donor.as_deref().and_then(foreign_sign) {
            Some(method) => (Direction::Inward, method),
            None => (Direction::Domestic, DirectionMethod::Assumed),
        }
    }

    /// A note for the reader where the direction is assumed, neither stated nor read from anything.
    ///
    /// ```
    /// use vientro_core::{Figure, Language};
    /// use vientro_model::{Direction, Gift, GiftId};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let gift = Gift::try_new(GiftId::try_new("AG-7")?, "Xe lăn", Figure::Unknown)?.with_donor("Nhà hảo tâm");
    /// assert_eq!(
    ///     gift.direction_finding().map(|it| it.line(Language::En)).as_deref(),
    ///     Some(
    ///         "note direction-assumed <AG-7>: nothing says where the gift comes from; it is taken to be domestic; \
    ///          found `Nhà hảo tâm`, expected `a direction, or the donor's country`"
    ///     )
    /// );
    /// assert!(gift.with_direction(Direction::Domestic).direction_finding().is_none());
    /// # Ok(()) }
    /// ```
    pub fn direction_finding(&self) -> Option<Finding> {
        let (_, method) = self.direction_read();
        method.is_assumed().then(|| {
            let message = Bilingual::new(
                "không rõ quà tặng từ trong nước hay nước ngoài; coi là trong nước",
                "nothing says where the gift comes from; it is taken to be domestic",
            );
            let expected = Bilingual::new(
                "chiều viện trợ hoặc nước của bên tặng",
                "a direction, or the donor's country",
            );
            let finding = Finding::new(FindingCode::new("direction-assumed"), Severity::Note, message)
                .at(Location::new().about(self.id.as_str()))
                .expected_in_both(expected);
            match self.donor() {
                Some(donor) => finding.found(donor),
                None => finding,
            }
        })
    }

    /// The gift as a flow: recorded, from a member association, memo, in the direction read, which is marked with its
    /// method. Its id is that of the gift.
    ///
    /// # Errors
    ///
    /// None that a gift could cause; the flow asks its own checks again.
    pub fn to_flow(&self) -> Result<Flow, ModelError> {
        let (direction, method) = self.direction_read();
        let mut flow = Flow::try_new(
            FlowId::try_new(self.id.as_str())?,
            FlowKind::Recording,
            self.value.clone(),
            direction,
            SourceClass::MemberAssociation,
        )?
        .with_standing(Standing::Memo)
        .with_direction_method(method)
        .with_rows(self.rows.iter().cloned());
        if let Some(date) = self.date {
            flow = flow.with_date(date);
        }
        if let Some(modality) = self.modality {
            flow = flow.with_modality(modality);
        }
        Ok(flow)
    }
}

impl Checked for Gift {
    fn check(&self) -> Result<(), ModelError> {
        not_negative(self.id.as_str(), &self.value)
    }
}
