//! Frames made of facts and of books.

use vientro_core::Figure;
use vientro_currency::Money;
use vientro_model::{AidForm, AidItem, AmountKey, Facts, ItemId, Modality, SourceClass, UnitCode};

use super::{Column, DateColumn, Frame, FrameError, IntegerColumn, MoneyColumn, NameColumn};
use crate::totals::{Totals, negated};

/// What the rows of flows and of entries have in common.
#[derive(Debug, Default)]
struct Common {
    basis: NameColumn,
    direction: NameColumn,
    source: NameColumn,
    standing: NameColumn,
    modality: NameColumn,
    item: NameColumn,
    donor: NameColumn,
    country: NameColumn,
    form: NameColumn,
    province: NameColumn,
    sector: NameColumn,
}

impl Common {
    fn push(&mut self, key: AmountKey, item: Option<&ItemId>, facts: &Facts) {
        let found = item.and_then(|id| facts.item(id));
        self.basis.push(Some(key.basis().as_str()));
        self.direction.push(Some(key.direction().as_str()));
        self.source.push(key.source().map(SourceClass::as_str));
        self.standing.push(Some(key.standing().as_str()));
        self.modality.push(key.modality().map(Modality::as_str));
        self.item.push(item.map(ItemId::as_str));
        self.donor.push(found.and_then(AidItem::donor));
        self.country.push(found.and_then(AidItem::donor_country));
        self.form.push(found.and_then(AidItem::form).map(AidForm::as_str));
        self.province.push(found.and_then(AidItem::unit).map(UnitCode::as_str));
        // several sectors of one item are one name, as in totals
        let sectors = found.map(|item| item.sectors().join("; ")).filter(|sectors| !sectors.is_empty());
        let sector = found.and_then(AidItem::sector).map(|sector| sector.as_str().to_owned());
        self.sector.push(sectors.or(sector).as_deref());
    }

    fn into_columns(self) -> impl Iterator<Item = (&'static str, Column)> {
        [
            ("basis", self.basis),
            ("direction", self.direction),
            ("source", self.source),
            ("standing", self.standing),
            ("modality", self.modality),
            ("item", self.item),
            ("donor", self.donor),
            ("country", self.country),
            ("form", self.form),
            ("province", self.province),
            ("sector", self.sector),
        ]
        .into_iter()
        .map(|(name, column)| (name, column.into()))
    }
}

impl Frame {
    /// A row for each flow of `facts`, in their order.
    ///
    /// Columns: `flow` (its id), `kind`, `date`, `recorded`, `amount` (as stated, a refund positive), and `basis`, `direction`, `source`,
    /// `standing`, `modality`, `item`, `donor`, `country` (the donor's, as written), `form`, `province` (the unit code of the item), `sector`. Kinds, bases, directions and standings are
    /// kept apart ([`Frame::keep_apart`]): a refund is as positive as a disbursement.
    ///
    /// # Errors
    ///
    /// [`FrameError::Long`] for more flows than 32 bits count.
    pub fn from_flows(facts: &Facts) -> Result<Self, FrameError> {
        let (mut flow_id, mut kind) = (NameColumn::default(), NameColumn::default());
        let (mut date, mut recorded, mut amount) = (DateColumn::new(), DateColumn::new(), MoneyColumn::new());
        let mut common = Common::default();
        for flow in facts.flows() {
            flow_id.push(Some(flow.id().as_str()));
            kind.push(Some(flow.kind().as_str()));
            date.push(flow.date());
            recorded.push(flow.recorded_on().or(flow.date()));
            amount.push(flow.amount());
            common.push(flow.key(), flow.item(), facts);
        }
        let own = [
            ("flow", flow_id.into()),
            ("kind", kind.into()),
            ("date", date.into()),
            ("recorded", recorded.into()),
            ("amount", amount.into()),
        ];
        let mut frame = Self::from_columns(own.into_iter().chain(common.into_columns()))?;
        frame.keep_apart(["kind"].into_iter().chain(KEPT_APART))?;
        Ok(frame)
    }

    /// A row for each amount of the journal of `totals` that counts, in the order of the entries. An amount that was taken back is not
    /// there, nor is the line that took it back; what counts against its basis is negative.
    ///
    /// Columns: `entry` (its number), `date`, `recorded`, `amount` (in its own currency), `presented` (in the presentation currency of the
    /// journal), and the others of [`Frame::from_flows`] but `flow` and `kind`. Bases, directions and standings are kept apart, as in a
    /// [`Selection`](crate::Selection).
    ///
    /// # Errors
    ///
    /// [`FrameError::Long`] for more amounts than 32 bits count.
    pub fn from_journal(totals: &Totals<'_>) -> Result<Self, FrameError> {
        let (mut number, mut date, mut recorded) =
            (IntegerColumn::new(), DateColumn::new(), DateColumn::new());
        let (mut amount, mut presented) = (MoneyColumn::new(), MoneyColumn::new());
        let mut common = Common::default();
        for (entry, value, against) in totals.amounts() {
            let signed = |figure: &Figure<Money>| if against { negated(figure) } else { figure.clone() };
            number.push(i64::try_from(entry.number()).ok());
            date.push(Some(entry.date()));
            recorded.push(Some(entry.recorded_on()));
            amount.push(&signed(value.original()));
            presented.push(&signed(value.presentation()));
            common.push(*entry.key(), entry.item(), totals.facts());
        }
        let own = [
            ("entry", number.into()),
            ("date", date.into()),
            ("recorded", recorded.into()),
            ("amount", amount.into()),
            ("presented", presented.into()),
        ];
        let mut frame = Self::from_columns(own.into_iter().chain(common.into_columns()))?;
        frame.keep_apart(KEPT_APART)?;
        Ok(frame)
    }
}

/// What a [`Selection`](crate::Selection) always decides; sources and modalities it may leave open.
const KEPT_APART: [&str; 3] = ["basis", "direction", "standing"];
