//! Outputs: houses, scholarships, gifts; counted, never valued here.

use rust_decimal::Decimal;
use vientro_core::{Figure, RowId};
use vientro_currency::Money;

use crate::gift::count_not_negative;
use crate::macros::Checked;
use crate::{ItemId, ModelError, OutputId};

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
    text {
        /// Anything else to know.
        note with_note,
        /// The place as written.
        place with_place,
        /// The unit as written.
        unit with_unit,
    }
    copy {}
    maybe {
        /// The item it belongs to.
        item with_item: ItemId,
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
}

impl Checked for Output {
    fn check(&self) -> Result<(), ModelError> {
        count_not_negative(self.id.as_str(), &self.quantity)
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
