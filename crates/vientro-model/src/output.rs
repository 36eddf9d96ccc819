//! Outputs: houses, scholarships, gifts; counted, never valued here.

use rust_decimal::Decimal;
use vientro_core::{Figure, RowId};
use vientro_currency::Money;

use crate::gift::count_not_negative;
use crate::item::not_negative;
use crate::macros::Checked;
use crate::{ItemId, ModelError, OutputId, Progress};

states! {
    /// Where an output stands.
    OutputState "state of an output" from Planned {
        /// Given up.
        Cancelled = "cancelled", "không thực hiện", "cancelled" => [];
        /// Delivered.
        Done = "done", "đã hoàn thành", "done" => [Verified];
        /// Planned.
        Planned = "planned", "theo kế hoạch", "planned" => [Cancelled, Done];
        /// Seen by somebody who checks.
        Verified = "verified", "đã kiểm tra", "verified" => [];
    }
}

coded! {
    /// What was delivered.
    ///
    /// The codes are those after `output:` in `examples/data/published/figures.csv`.
    #[non_exhaustive]
    OutputKind "kind of output" {
        /// Units of blood; they have no money value.
        BloodUnit = "blood-unit", "đơn vị máu", "blood unit";
        /// A class, course or training.
        Course = "course", "lớp học", "course";
        /// Equipment.
        Equipment = "equipment", "thiết bị", "equipment";
        /// A gift parcel (suất quà).
        Gift = "gift", "suất quà", "gift parcel";
        /// Goods, counted or not.
        Goods = "goods", "hàng hóa, nhu yếu phẩm", "goods";
        /// A house.
        House = "house", "căn nhà", "house";
        /// Anything else.
        Other = "other", "khác", "other";
        /// A scholarship (suất học bổng).
        Scholarship = "scholarship", "suất học bổng", "scholarship";
        /// A school, clinic, bridge, well or other works.
        Works = "works", "công trình", "works";
    }
}

record! {
    /// One line of outputs.
    Output
    need { id: OutputId, content: String, kind: OutputKind, quantity: Figure<Decimal>, }
    kept { target: Option<Figure<Decimal>>, cost: Option<Figure<Money>>, }
    text {
        /// Anything else to know.
        note with_note,
        /// The occasion, such as Tết.
        occasion with_occasion,
        /// The place as written.
        place with_place,
        /// The unit as written.
        unit with_unit,
    }
    copy {}
    maybe {
        /// The item it belongs to.
        item with_item: ItemId,
        /// The states it went through.
        progress with_progress: Progress<OutputState>,
    }
    list {
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl Output {
    /// A quantity of a kind; `nhiều` (many) is [`Figure::Unknown`].
    ///
    /// # Errors
    ///
    /// [`ModelError::NegativeAmount`].
    pub fn try_new(
        id: OutputId,
        content: impl Into<String>,
        kind: OutputKind,
        quantity: Figure<Decimal>,
    ) -> Result<Self, ModelError> {
        let output = Self::bare(id, content.into(), kind, quantity);
        output.check()?;
        Ok(output)
    }

    /// Sets how many were to be delivered.
    ///
    /// # Errors
    ///
    /// [`ModelError::NegativeAmount`].
    pub fn with_target(mut self, target: Figure<Decimal>) -> Result<Self, ModelError> {
        self.target = Some(target);
        self.check()?;
        Ok(self)
    }

    /// Sets what all of them cost.
    ///
    /// # Errors
    ///
    /// [`ModelError::NegativeAmount`].
    pub fn with_cost(mut self, cost: Figure<Money>) -> Result<Self, ModelError> {
        self.cost = Some(cost);
        self.check()?;
        Ok(self)
    }

    /// The identifier.
    pub fn id(&self) -> &OutputId {
        &self.id
    }

    /// What was delivered, as written.
    pub fn content(&self) -> &str {
        &self.content
    }

    /// What kind of thing.
    pub fn kind(&self) -> OutputKind {
        self.kind
    }

    /// How many.
    pub fn quantity(&self) -> &Figure<Decimal> {
        &self.quantity
    }

    /// How many were to be delivered, if stated.
    pub const fn target(&self) -> Option<&Figure<Decimal>> {
        self.target.as_ref()
    }

    /// What all of them cost, if stated.
    pub const fn cost(&self) -> Option<&Figure<Money>> {
        self.cost.as_ref()
    }

    /// Money for each, in whole units of its currency, not rounded; `None` without a cost.
    ///
    /// # Errors
    ///
    /// [`ModelError::Figure`] if the quantity is or may be zero.
    pub fn cost_each(&self) -> Result<Option<Figure<Decimal>>, ModelError> {
        let Some(cost) = &self.cost else { return Ok(None) };
        let amount = cost.try_map(|money| Ok::<_, ModelError>(money.amount()))?;
        Ok(Some(amount.checked_div(&self.quantity)?))
    }

    /// Percent of the target delivered, not rounded; `None` without a target.
    ///
    /// # Errors
    ///
    /// [`ModelError::Figure`] if the target is or may be zero.
    pub fn attainment(&self) -> Result<Option<Figure<Decimal>>, ModelError> {
        self.target.as_ref().map(|target| Ok(self.quantity.percent_of(target)?)).transpose()
    }
}

impl Checked for Output {
    fn check(&self) -> Result<(), ModelError> {
        count_not_negative(self.id.as_str(), &self.quantity)?;
        if let Some(target) = &self.target {
            count_not_negative(self.id.as_str(), target)?;
        }
        match &self.cost {
            Some(cost) => not_negative(self.id.as_str(), cost),
            None => Ok(()),
        }
    }
}

/// Money for each unit of `quantity`, in whole units of its currency, not rounded.
///
/// # Errors
///
/// [`ModelError::Figure`] if the quantity is or may be zero.
///
/// # Examples
///
/// ```
/// use rust_decimal::Decimal;
/// use vientro_core::Figure;
/// use vientro_currency::Money;
/// use vientro_model::unit_cost;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let each = unit_cost(&Money::vnd(4_220_000_000), &Figure::Known(Decimal::from(20)))?;
/// assert_eq!(each, Figure::Known(Decimal::from(211_000_000)));
/// # Ok(()) }
/// ```
pub fn unit_cost(money: &Money, quantity: &Figure<Decimal>) -> Result<Figure<Decimal>, ModelError> {
    Ok(Figure::Known(money.amount()).checked_div(quantity)?)
}
