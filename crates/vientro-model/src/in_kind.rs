//! Goods: how much of what, and what they are worth by whose valuation.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{Figure, RowId};
use vientro_currency::Money;

use crate::item::not_negative;
use crate::macros::Checked;
use crate::{InKindId, ItemId, ModelError, Progress, Quantity};

coded! {
    /// How the value of goods was found.
    ///
    /// # Source
    ///
    /// Decree 80/2020/NĐ-CP, article 24(4) and (5), and Circular 23/2022/TT-BTC, articles 3(8) and 13(2): invoice, bill
    /// of lading, import declaration, VAT invoice, hand-over minutes. The others are met in papers.
    #[non_exhaustive]
    Valuation "valuation" {
        /// Bill of lading (vận đơn).
        BillOfLading = "bill-of-lading", "vận đơn", "bill of lading";
        /// Import declaration, without duties, taxes and fees.
        Customs = "customs", "tờ khai nhập khẩu", "import declaration";
        /// What the donor says.
        Donor = "donor", "theo nhà tài trợ", "as the donor states";
        /// Somebody's estimate.
        Estimate = "estimate", "ước tính", "estimate";
        /// Minutes of the hand-over (biên bản bàn giao).
        Handover = "handover", "biên bản bàn giao", "hand-over minutes";
        /// Invoice of the seller.
        Invoice = "invoice", "hóa đơn", "invoice";
        /// Price on the local market.
        Market = "market", "giá thị trường", "market price";
        /// VAT invoice of goods bought at home.
        VatInvoice = "vat-invoice", "hóa đơn giá trị gia tăng", "VAT invoice";
    }
}

coded! {
    /// In what condition goods are.
    #[non_exhaustive]
    Condition "condition" {
        /// New.
        New = "new", "mới", "new";
        /// Used: never auctioned (Decree 80/2020/NĐ-CP, article 17).
        Used = "used", "đã qua sử dụng", "used";
    }
}

states! {
    /// Where goods stand.
    InKindState "state of goods" from Pledged {
        /// Counted and found right at those who got them.
        Checked = "checked", "đã kiểm tra", "checked" => [];
        /// Handed to those they are meant for.
        Distributed = "distributed", "đã bàn giao", "distributed" => [Checked];
        /// Promised.
        Pledged = "pledged", "được hứa tặng", "pledged" => [Received, Withdrawn];
        /// Arrived.
        Received = "received", "đã tiếp nhận", "received" => [Distributed];
        /// The promise was taken back.
        Withdrawn = "withdrawn", "rút lại", "withdrawn" => [];
    }
}

record! {
    /// One line of goods. Quantity, price and value are checked against each other where all three are exact.
    ///
    /// ```
    /// use rust_decimal::Decimal;
    /// use vientro_core::Figure;
    /// use vientro_currency::Money;
    /// use vientro_model::{InKindId, InKindLine, Quantity, Valuation};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let quantity = Quantity::try_new(Figure::Known(Decimal::from(75)), "suất quà")?;
    /// let gifts = InKindLine::new(InKindId::try_new("hv-1")?, "Quà Tết", quantity)
    ///     .valued(Figure::Known(Money::vnd(37_500_000)), Valuation::Invoice)?
    ///     .priced(Money::vnd(500_000))?
    ///     .with_valued_by("Hội hữu nghị Việt Nam - Lào");
    /// let wrong = gifts.clone().priced(Money::vnd(50_000)).unwrap_err();
    /// assert_eq!(
    ///     wrong.to_string(),
    ///     "`hv-1` is valued at `37500000 VND`, but quantity and price make `3750000`; correct one of the three"
    /// );
    /// # Ok(()) }
    /// ```
    InKindLine
    need { id: InKindId, goods: String, quantity: Quantity, value: Figure<Money>, }
    kept { valuation: Option<Valuation>, unit_price: Option<Money>, }
    text {
        /// The paper of the valuation.
        evidence with_evidence,
        /// Anything else to know.
        note with_note,
        /// Who valued them, as written.
        valued_by with_valued_by,
    }
    copy {
        /// New or used.
        condition with_condition: Condition,
        /// The value declared at customs.
        customs_value with_customs_value: Money,
        /// The day they were valued.
        valued_on with_valued_on: NaiveDate,
    }
    maybe {
        /// The item they belong to.
        item with_item: ItemId,
        /// The states they went through.
        progress with_progress: Progress<InKindState>,
    }
    list {
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl InKindLine {
    /// Goods whose value nobody says.
    pub fn new(id: InKindId, goods: impl Into<String>, quantity: Quantity) -> Self {
        Self::bare(id, goods.into(), quantity, Figure::Unknown)
    }

    /// Sets the value of all of it and how it was found.
    ///
    /// # Errors
    ///
    /// [`ModelError::NegativeAmount`], and [`ModelError::Valuation`] if price and quantity make another value.
    pub fn valued(mut self, value: Figure<Money>, method: Valuation) -> Result<Self, ModelError> {
        (self.value, self.valuation) = (value, Some(method));
        self.check()?;
        Ok(self)
    }

    /// Sets the price of one.
    ///
    /// # Errors
    ///
    /// As [`InKindLine::valued`].
    pub fn priced(mut self, unit_price: Money) -> Result<Self, ModelError> {
        self.unit_price = Some(unit_price);
        self.check()?;
        Ok(self)
    }

    /// The identifier.
    pub fn id(&self) -> &InKindId {
        &self.id
    }

    /// What, as written.
    pub fn goods(&self) -> &str {
        &self.goods
    }

    /// How much of it.
    pub fn quantity(&self) -> &Quantity {
        &self.quantity
    }

    /// The value of all of it; unknown where nobody says.
    pub fn value(&self) -> &Figure<Money> {
        &self.value
    }

    /// How the value was found, if said.
    pub const fn valuation(&self) -> Option<Valuation> {
        self.valuation
    }

    /// The price of one, if said.
    pub const fn unit_price(&self) -> Option<Money> {
        self.unit_price
    }
}

impl Checked for InKindLine {
    fn check(&self) -> Result<(), ModelError> {
        not_negative(self.id.as_str(), &self.value)?;
        let Some(price) = self.unit_price else { return Ok(()) };
        not_negative(self.id.as_str(), &Figure::Known(price))?;
        let (Some(value), Some(count)) = (self.value.known(), self.quantity.amount().known()) else {
            return Ok(());
        };
        let product = price.amount().checked_mul(*count);
        // a price is in whole minor units, so the product may miss the value by less than one for each piece
        let slack = Money::from_minor(1, price.currency())
            .map(|unit| unit.amount())
            .unwrap_or_default()
            .checked_mul(*count)
            .and_then(|slack| slack.checked_div(Decimal::TWO));
        let is_equal = match (product, slack) {
            (Some(product), Some(slack)) => value
                .amount()
                .checked_sub(product)
                .is_some_and(|difference| difference.is_zero() || difference.abs() < slack),
            _ => false,
        };
        if value.currency() == price.currency() && is_equal {
            return Ok(());
        }
        Err(ModelError::Valuation {
            record: self.id.to_string(),
            value: value.to_string(),
            product: product.map_or_else(|| "…".to_owned(), |product| product.normalize().to_string()),
        })
    }

    /// A price only where it makes the value.
    #[cfg(feature = "proptest")]
    fn mend(mut self) -> Self {
        if self.check().is_err() {
            self.unit_price = None;
        }
        self
    }
}
