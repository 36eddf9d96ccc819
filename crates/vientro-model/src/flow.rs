//! Flows: each single promise, receipt, payment, hand-over or refund, with its basis and evidence.

use chrono::NaiveDate;
use vientro_core::{Figure, RowId};
use vientro_currency::Money;

use crate::item::not_negative;
use crate::macros::Checked;
use crate::{
    AccountId, AmountKey, Basis, Direction, DirectionMethod, FlowId, ItemId, Modality, ModelError,
    SourceClass, Standing,
};

coded! {
    /// What happened. The kind decides the basis, so that no flow counts on a basis it is not of.
    #[non_exhaustive]
    FlowKind "kind of flow" {
        /// Money is advanced to who carries out the work; it is not yet used.
        Advance = "advance", "tạm ứng", "advance";
        /// Advanced money that was not used comes back.
        AdvanceReturn = "advance-return", "hoàn tạm ứng", "advance returned";
        /// The use of advanced money is settled with documents.
        AdvanceSettlement = "advance-settlement", "thanh toán tạm ứng", "settlement of an advance";
        /// A donor commits itself.
        Commitment = "commitment", "cam kết", "commitment";
        /// Money is paid out to the work.
        Disbursement = "disbursement", "giải ngân", "disbursement";
        /// Money is spent by the one who carries out the work.
        Expenditure = "expenditure", "chi tiêu", "expenditure";
        /// Goods are handed to those they are meant for.
        InKindDistribution = "in-kind-distribution", "bàn giao hiện vật", "in-kind distribution";
        /// Goods arrive.
        InKindReceipt = "in-kind-receipt", "tiếp nhận hiện vật", "in-kind receipt";
        /// A body says that it has mobilised aid.
        Mobilisation = "mobilisation", "vận động", "mobilisation";
        /// A donor promises.
        Pledge = "pledge", "hứa tài trợ", "pledge";
        /// Money arrives on an account.
        Receipt = "receipt", "tiếp nhận", "receipt";
        /// A gift is recorded from a branch or association.
        Recording = "recording", "ghi nhận", "recording";
        /// Disbursed money goes back.
        Refund = "refund", "hoàn trả", "refund";
    }
}

impl FlowKind {
    /// The basis a flow of this kind is counted on.
    pub const fn basis(self) -> Basis {
        match self {
            Self::Advance | Self::AdvanceReturn => Basis::Advanced,
            Self::Commitment => Basis::Committed,
            Self::Disbursement | Self::Refund => Basis::Disbursed,
            Self::AdvanceSettlement | Self::Expenditure => Basis::Spent,
            Self::InKindDistribution => Basis::Given,
            Self::InKindReceipt | Self::Receipt => Basis::Received,
            Self::Mobilisation => Basis::Mobilised,
            Self::Pledge => Basis::Pledged,
            Self::Recording => Basis::Recorded,
        }
    }

    /// Does it move money on the account that it names? A donor's promises and payments do not: what came of them is a
    /// receipt.
    pub const fn moves_account(self) -> bool {
        matches!(
            self,
            Self::Advance
                | Self::AdvanceReturn
                | Self::AdvanceSettlement
                | Self::Expenditure
                | Self::Receipt
                | Self::Refund
        )
    }

    /// Does its amount count against its basis?
    pub const fn is_against(self) -> bool {
        matches!(self, Self::AdvanceReturn | Self::Refund)
    }
}

record! {
    /// One flow of money or goods.
    ///
    /// ```
    /// use vientro_core::Figure;
    /// use vientro_currency::Money;
    /// use vientro_model::{Direction, Flow, FlowId, FlowKind, SourceClass};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let amount = Figure::Known(Money::vnd(-5_000_000));
    /// let refused = Flow::try_new(FlowId::try_new("AG-GN-7")?, FlowKind::Disbursement, amount, Direction::Inward, SourceClass::ForeignNgo);
    /// assert_eq!(
    ///     refused.unwrap_err().to_string(),
    ///     "the amount of `AG-GN-7` is `-5000000 VND`; amounts are not negative, money that went back is a flow of kind `refund`"
    /// );
    /// # Ok(()) }
    /// ```
    Flow
    need {
        id: FlowId,
        kind: FlowKind,
        amount: Figure<Money>,
        direction: Direction,
        source: SourceClass,
    }
    kept { standing: Standing, }
    text {
        /// The paper behind it.
        evidence with_evidence,
        /// Anything else to know.
        note with_note,
    }
    copy {
        /// The day it happened.
        date with_date: NaiveDate,
        /// How its direction was found, if that is known.
        direction_method with_direction_method: DirectionMethod,
        /// In what it is given.
        modality with_modality: Modality,
        /// The day it became known, if that is another one.
        recorded_on with_recorded_on: NaiveDate,
    }
    maybe {
        /// The account it came to or left; only what [moves money there](FlowKind::moves_account) names one.
        account with_account: AccountId,
        /// The item it belongs to.
        item with_item: ItemId,
    }
    list {
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl Flow {
    /// A flow of the Union's own; in-kind kinds are in kind, for others the modality is not stated.
    ///
    /// # Errors
    ///
    /// [`ModelError::NegativeAmount`] for an amount that is or may be below zero: money that went back is a refund.
    pub fn try_new(
        id: FlowId,
        kind: FlowKind,
        amount: Figure<Money>,
        direction: Direction,
        source: SourceClass,
    ) -> Result<Self, ModelError> {
        let mut flow = Self::bare(id, kind, amount, direction, source);
        if matches!(kind, FlowKind::InKindDistribution | FlowKind::InKindReceipt) {
            flow.modality = Some(Modality::InKind);
        }
        flow.check()?;
        Ok(flow)
    }

    /// Sets the standing: own, memo or counterpart.
    #[must_use]
    pub fn with_standing(mut self, standing: Standing) -> Self {
        self.standing = standing;
        self
    }

    /// The identifier.
    pub fn id(&self) -> &FlowId {
        &self.id
    }

    /// What happened.
    pub fn kind(&self) -> FlowKind {
        self.kind
    }

    /// The amount, never negative; what goes back counts against its basis.
    pub fn amount(&self) -> &Figure<Money> {
        &self.amount
    }

    /// The amount as it counts on its basis: a refund with its sign turned.
    pub fn amount_signed(&self) -> Figure<Money> {
        if !self.kind.is_against() {
            return self.amount.clone();
        }
        match &self.amount {
            Figure::Known(money) => Figure::Known(money.negated()),
            Figure::Hedged(hedged) => {
                let (low, high) = (hedged.interval().low(), hedged.interval().high());
                let turn = |end: &std::ops::Bound<Money>| end.as_ref().map(Money::negated);
                // the ends of an interval change places and stay in order
                vientro_core::Interval::try_new(turn(high), turn(low)).map_or(Figure::Unknown, Figure::within)
            }
            Figure::Unknown => Figure::Unknown,
        }
    }

    /// Where it goes.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Who gives.
    pub fn source(&self) -> SourceClass {
        self.source
    }

    /// Own, memo or counterpart.
    pub fn standing(&self) -> Standing {
        self.standing
    }

    /// The basis it counts on.
    pub fn basis(&self) -> Basis {
        self.kind.basis()
    }

    /// What it may be added to.
    pub fn key(&self) -> AmountKey {
        let key = AmountKey::new(self.basis(), self.direction)
            .with_source(self.source)
            .with_standing(self.standing);
        match self.modality {
            Some(modality) => key.with_modality(modality),
            None => key,
        }
    }
}

impl Checked for Flow {
    fn check(&self) -> Result<(), ModelError> {
        not_negative(self.id.as_str(), &self.amount)
    }
}
