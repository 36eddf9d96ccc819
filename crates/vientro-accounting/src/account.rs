//! The default chart of accounts: which books there are, and which accounts stand in them.

use std::fmt;
use std::sync::Arc;

use vientro_core::Language;
use vientro_model::{AccountId, Direction, ItemId};

/// A book: lines balance inside one book and one currency, and amounts of two books never add.
///
/// | book | what stands in it |
/// |---|---|
/// | counterpart | what the Vietnamese side puts in beside the aid; no aid |
/// | committed | what donors committed, as amended, and how much of it was drawn |
/// | disbursed | what donors disbursed, on its way: receivable, aid account, stock of goods, used |
/// | memo | gifts of member associations, recorded beside the Union's own figures |
/// | mobilised | what bodies say they mobilised, neither committed nor disbursed |
/// | pledged | promises not yet in an agreement |
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Book {
    /// Commitments and their remainder.
    Committed,
    /// Counterpart funds (vốn đối ứng), beside the aid and never added to it.
    Counterpart,
    /// Aid on its way from the donor to its use.
    Disbursed,
    /// Beside the Union's own figures.
    Memo,
    /// Mobilised aid.
    Mobilised,
    /// Pledges.
    Pledged,
    /// Differences of valuation, in the presentation currency alone.
    Valuation,
}

impl Book {
    /// The book as a word of a path.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Committed => "committed",
            Self::Counterpart => "counterpart",
            Self::Disbursed => "disbursed",
            Self::Memo => "memo",
            Self::Mobilised => "mobilised",
            Self::Pledged => "pledged",
            Self::Valuation => "valuation",
        }
    }
}

/// What an account holds.
///
/// # Source
///
/// Our own chart. What is kept at the State Treasury or a bank (aid accounts, counterpart funds, and the contra accounts of
/// advances) stands apart for each account there, where the flow names one: Circular 23/2022/TT-BTC, Article 12 and
/// appendix 3. Aid account, opening + received − used = closing: Circular 23/2022/TT-BTC, appendix 1, forms 01
/// and 02; commitment consumed in tranches: `docs/DESIGN.md`. Counterpart funds: Decree 80/2020/NĐ-CP, articles 3 and 11.
/// No instrument was read that says how an advance stands in the forms: that it is not use before it is settled is our own
/// choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum AccountKind {
    /// Advanced to partners and not settled; still on the aid account as the forms tell it. Debit.
    Advance,
    /// The contra account of advances: how much of the aid account partners hold. Credit.
    AdvanceHeld,
    /// Money on the aid account (tài khoản viện trợ). Debit: received. Credit: used.
    AidAccount,
    /// What the donor committed. Credit.
    Commitment,
    /// How much of the commitment was disbursed. Debit.
    CommitmentDrawn,
    /// The contra account of the commitment: what is still to be disbursed. Debit; a credit balance is an
    /// over-disbursement.
    CommitmentRemainder,
    /// Counterpart funds advanced and not settled. Debit.
    CounterpartAdvance,
    /// The contra account of counterpart funds advanced. Credit.
    CounterpartAdvanceHeld,
    /// Counterpart funds committed (vốn đối ứng). Credit.
    CounterpartCommitment,
    /// The contra account of counterpart funds committed. Debit.
    CounterpartExpected,
    /// Counterpart funds and goods at hand. Debit: received. Credit: used.
    CounterpartFund,
    /// Counterpart funds provided. Credit.
    CounterpartProvided,
    /// Counterpart funds provided and not yet shown as received. Debit.
    CounterpartReceivable,
    /// Counterpart funds spent. Debit.
    CounterpartUsed,
    /// What was given and taken in exchanges between two currencies. Debit: given. Credit: taken; in the presentation
    /// currency a credit balance is a gain.
    CurrencyExchange,
    /// What the donor disbursed (giải ngân). Credit.
    Disbursed,
    /// Disbursed and not yet shown as received. Debit.
    DonorReceivable,
    /// Effect of another rate on what an account holds. Debit, in the presentation currency.
    ExchangeAdjustment,
    /// The other side of exchange adjustments: gain in credit, loss in debit.
    ExchangeDifference,
    /// Goods received and not yet handed on, at their stated value. Debit.
    InKindStock,
    /// Interest on aid accounts (lãi tiền gửi); no aid. Credit.
    Interest,
    /// Those whose gifts are recorded. Credit.
    MemoContributor,
    /// Recorded gifts of member associations. Debit.
    MemoGift,
    /// What was mobilised. Credit.
    Mobilised,
    /// The contra account of what was mobilised. Debit.
    MobilisedExpected,
    /// What was promised. Credit.
    Pledge,
    /// The contra account of the pledge. Debit.
    PledgeOutstanding,
    /// Spent or handed on, by item. Debit.
    Used,
}

impl AccountKind {
    /// The book the account stands in.
    pub const fn book(self) -> Book {
        match self {
            Self::Commitment | Self::CommitmentDrawn | Self::CommitmentRemainder => Book::Committed,
            Self::CounterpartAdvance
            | Self::CounterpartAdvanceHeld
            | Self::CounterpartCommitment
            | Self::CounterpartExpected
            | Self::CounterpartFund
            | Self::CounterpartProvided
            | Self::CounterpartReceivable
            | Self::CounterpartUsed => Book::Counterpart,
            Self::Advance
            | Self::AdvanceHeld
            | Self::AidAccount
            | Self::CurrencyExchange
            | Self::Disbursed
            | Self::DonorReceivable
            | Self::InKindStock
            | Self::Interest
            | Self::Used => Book::Disbursed,
            Self::ExchangeAdjustment | Self::ExchangeDifference => Book::Valuation,
            Self::MemoContributor | Self::MemoGift => Book::Memo,
            Self::Mobilised | Self::MobilisedExpected => Book::Mobilised,
            Self::Pledge | Self::PledgeOutstanding => Book::Pledged,
        }
    }

    /// The side on which the account normally has its balance.
    pub const fn normal_side(self) -> Side {
        match self {
            Self::AdvanceHeld
            | Self::Commitment
            | Self::CounterpartAdvanceHeld
            | Self::CounterpartCommitment
            | Self::CounterpartProvided
            | Self::Disbursed
            | Self::ExchangeDifference
            | Self::Interest
            | Self::MemoContributor
            | Self::Mobilised
            | Self::Pledge => Side::Credit,
            _ => Side::Debit,
        }
    }

    /// The account as a word of a path.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Advance => "advance",
            Self::AdvanceHeld => "advance-held",
            Self::AidAccount => "aid-account",
            Self::Commitment => "commitment",
            Self::CommitmentDrawn => "commitment-drawn",
            Self::CommitmentRemainder => "commitment-remainder",
            Self::CounterpartAdvance => "counterpart-advance",
            Self::CounterpartAdvanceHeld => "counterpart-advance-held",
            Self::CounterpartCommitment => "counterpart-commitment",
            Self::CounterpartExpected => "counterpart-expected",
            Self::CounterpartFund => "counterpart-fund",
            Self::CounterpartProvided => "counterpart-provided",
            Self::CounterpartReceivable => "counterpart-receivable",
            Self::CounterpartUsed => "counterpart-used",
            Self::CurrencyExchange => "currency-exchange",
            Self::Disbursed => "disbursed",
            Self::DonorReceivable => "donor-receivable",
            Self::ExchangeAdjustment => "exchange-adjustment",
            Self::ExchangeDifference => "exchange-difference",
            Self::InKindStock => "in-kind-stock",
            Self::Interest => "interest",
            Self::MemoContributor => "memo-contributor",
            Self::MemoGift => "memo-gift",
            Self::Mobilised => "mobilised",
            Self::MobilisedExpected => "mobilised-expected",
            Self::Pledge => "pledge",
            Self::PledgeOutstanding => "pledge-outstanding",
            Self::Used => "used",
        }
    }

    /// Its number in the bytes an entry is hashed by. A number is never given to another account.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::AidAccount => 1,
            Self::Commitment => 2,
            Self::CommitmentDrawn => 3,
            Self::CommitmentRemainder => 4,
            Self::Disbursed => 5,
            Self::DonorReceivable => 6,
            Self::ExchangeAdjustment => 7,
            Self::ExchangeDifference => 8,
            Self::InKindStock => 9,
            Self::MemoContributor => 10,
            Self::MemoGift => 11,
            Self::Mobilised => 12,
            Self::MobilisedExpected => 13,
            Self::Pledge => 14,
            Self::PledgeOutstanding => 15,
            Self::Used => 16,
            Self::Advance => 17,
            Self::AdvanceHeld => 18,
            Self::CounterpartAdvance => 19,
            Self::CounterpartAdvanceHeld => 20,
            Self::CounterpartCommitment => 21,
            Self::CounterpartExpected => 22,
            Self::CounterpartFund => 23,
            Self::CounterpartProvided => 24,
            Self::CounterpartReceivable => 25,
            Self::CounterpartUsed => 26,
            Self::CurrencyExchange => 27,
            Self::Interest => 28,
        }
    }

    /// Is it money kept at the State Treasury or a bank, so that each account there stands apart?
    pub const fn is_kept(self) -> bool {
        matches!(
            self,
            Self::AdvanceHeld | Self::AidAccount | Self::CounterpartAdvanceHeld | Self::CounterpartFund
        )
    }

    /// The account that holds of counterpart funds what this one holds of aid.
    pub(crate) const fn of_counterpart(self) -> Self {
        match self {
            Self::Advance => Self::CounterpartAdvance,
            Self::AdvanceHeld => Self::CounterpartAdvanceHeld,
            Self::AidAccount | Self::InKindStock => Self::CounterpartFund,
            Self::Commitment | Self::Mobilised | Self::Pledge => Self::CounterpartCommitment,
            Self::CommitmentRemainder | Self::MobilisedExpected | Self::PledgeOutstanding => {
                Self::CounterpartExpected
            }
            Self::Disbursed => Self::CounterpartProvided,
            Self::DonorReceivable => Self::CounterpartReceivable,
            Self::Used => Self::CounterpartUsed,
            other => other,
        }
    }

    /// The account's name.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Advance, Language::Vi) => "tạm ứng",
            (Self::Advance, Language::En) => "advance",
            (Self::AdvanceHeld, Language::Vi) => "tạm ứng đang giữ",
            (Self::AdvanceHeld, Language::En) => "advances held",
            (Self::AidAccount, Language::Vi) => "tài khoản viện trợ",
            (Self::AidAccount, Language::En) => "aid account",
            (Self::Commitment, Language::Vi) => "cam kết",
            (Self::Commitment, Language::En) => "commitment",
            (Self::CommitmentDrawn, Language::Vi) => "cam kết đã giải ngân",
            (Self::CommitmentDrawn, Language::En) => "commitment drawn",
            (Self::CommitmentRemainder, Language::Vi) => "cam kết còn lại",
            (Self::CommitmentRemainder, Language::En) => "commitment remainder",
            (Self::CounterpartAdvance, Language::Vi) => "tạm ứng vốn đối ứng",
            (Self::CounterpartAdvance, Language::En) => "counterpart advance",
            (Self::CounterpartAdvanceHeld, Language::Vi) => "tạm ứng vốn đối ứng đang giữ",
            (Self::CounterpartAdvanceHeld, Language::En) => "counterpart advances held",
            (Self::CounterpartCommitment, Language::Vi) => "cam kết vốn đối ứng",
            (Self::CounterpartCommitment, Language::En) => "counterpart commitment",
            (Self::CounterpartExpected, Language::Vi) => "vốn đối ứng chờ bố trí",
            (Self::CounterpartExpected, Language::En) => "counterpart funds expected",
            (Self::CounterpartFund, Language::Vi) => "vốn đối ứng hiện có",
            (Self::CounterpartFund, Language::En) => "counterpart fund",
            (Self::CounterpartProvided, Language::Vi) => "vốn đối ứng đã bố trí",
            (Self::CounterpartProvided, Language::En) => "counterpart funds provided",
            (Self::CounterpartReceivable, Language::Vi) => "vốn đối ứng phải thu",
            (Self::CounterpartReceivable, Language::En) => "counterpart receivable",
            (Self::CounterpartUsed, Language::Vi) => "vốn đối ứng đã sử dụng",
            (Self::CounterpartUsed, Language::En) => "counterpart funds used",
            (Self::CurrencyExchange, Language::Vi) => "chuyển đổi ngoại tệ",
            (Self::CurrencyExchange, Language::En) => "currency exchange",
            (Self::Disbursed, Language::Vi) => "viện trợ giải ngân",
            (Self::Disbursed, Language::En) => "aid disbursed",
            (Self::DonorReceivable, Language::Vi) => "phải thu nhà tài trợ",
            (Self::DonorReceivable, Language::En) => "donor receivable",
            (Self::ExchangeAdjustment, Language::Vi) => "điều chỉnh tỷ giá",
            (Self::ExchangeAdjustment, Language::En) => "exchange adjustment",
            (Self::ExchangeDifference, Language::Vi) => "chênh lệch tỷ giá",
            (Self::ExchangeDifference, Language::En) => "exchange difference",
            (Self::InKindStock, Language::Vi) => "hiện vật tồn",
            (Self::InKindStock, Language::En) => "stock in kind",
            (Self::Interest, Language::Vi) => "lãi tiền gửi",
            (Self::Interest, Language::En) => "interest",
            (Self::MemoContributor, Language::Vi) => "bên tặng ghi nhận",
            (Self::MemoContributor, Language::En) => "recorded contributors",
            (Self::MemoGift, Language::Vi) => "quà tặng ghi nhận",
            (Self::MemoGift, Language::En) => "recorded gifts",
            (Self::Mobilised, Language::Vi) => "viện trợ vận động",
            (Self::Mobilised, Language::En) => "aid mobilised",
            (Self::MobilisedExpected, Language::Vi) => "vận động chờ thực hiện",
            (Self::MobilisedExpected, Language::En) => "mobilised, expected",
            (Self::Pledge, Language::Vi) => "hứa tài trợ",
            (Self::Pledge, Language::En) => "pledge",
            (Self::PledgeOutstanding, Language::Vi) => "hứa tài trợ chưa cam kết",
            (Self::PledgeOutstanding, Language::En) => "pledge outstanding",
            (Self::Used, Language::Vi) => "đã sử dụng",
            (Self::Used, Language::En) => "used",
        }
    }
}

/// Debit or credit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "double entry has two sides")]
pub enum Side {
    /// Nợ.
    Debit,
    /// Có.
    Credit,
}

impl Side {
    /// The other side.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Debit => Self::Credit,
            Self::Credit => Self::Debit,
        }
    }
}

/// An account: what it holds, for which direction of aid, of which item, and kept on which account at the Treasury or a bank.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Account {
    kind: AccountKind,
    direction: Direction,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    item: Option<Arc<ItemId>>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    kept_on: Option<Arc<AccountId>>,
}

impl Account {
    /// The account of `kind` for aid in `direction`, tied to no item.
    pub const fn new(kind: AccountKind, direction: Direction) -> Self {
        Self { kind, direction, item: None, kept_on: None }
    }

    /// Of one item.
    #[must_use]
    pub fn of_item(self, item: Option<ItemId>) -> Self {
        self.of_shared_item(item.map(Arc::new))
    }

    #[must_use]
    pub(crate) fn of_shared_item(mut self, item: Option<Arc<ItemId>>) -> Self {
        self.item = item;
        self
    }

    /// Kept on one account at the Treasury or a bank.
    #[must_use]
    pub fn on_account(self, account: Option<AccountId>) -> Self {
        self.on_shared_account(account.map(Arc::new))
    }

    #[must_use]
    pub(crate) fn on_shared_account(mut self, account: Option<Arc<AccountId>>) -> Self {
        self.kept_on = account;
        self
    }

    /// What it holds.
    pub const fn kind(&self) -> AccountKind {
        self.kind
    }

    /// For aid in which direction.
    pub const fn direction(&self) -> Direction {
        self.direction
    }

    /// Of which item.
    pub fn item(&self) -> Option<&ItemId> {
        self.item.as_deref()
    }

    /// On which account at the Treasury or a bank it is kept, if a flow said so.
    pub fn kept_on(&self) -> Option<&AccountId> {
        self.kept_on.as_deref()
    }

    pub(crate) const fn shared_kept_on(&self) -> Option<&Arc<AccountId>> {
        self.kept_on.as_ref()
    }

    pub(crate) const fn shared_item(&self) -> Option<&Arc<ItemId>> {
        self.item.as_ref()
    }

    /// The book it stands in.
    pub const fn book(&self) -> Book {
        self.kind.book()
    }
}

impl fmt::Display for Account {
    /// A path such as `committed:inward:commitment:AG-2025-01`; the account at the Treasury or a bank comes last, as in
    /// `disbursed:inward:aid-account:AG-2025-01:@AG-1-USD`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.book().as_str(), self.direction.as_str(), self.kind.as_str())?;
        if let Some(item) = &self.item {
            write!(f, ":{item}")?;
        }
        self.kept_on.iter().try_for_each(|account| write!(f, ":@{account}"))
    }
}
