//! Accounts that aid money is kept on, at the State Treasury or a bank, and what moves on them without being aid.

use chrono::NaiveDate;
use vientro_core::{Figure, RowId};
use vientro_currency::{Currency, Money};

use crate::item::{currency_of, not_negative};
use crate::macros::Checked;
use crate::{AccountId, Body, Direction, ItemId, ModelError, MovementId, Validity};

coded! {
    /// Who keeps an account.
    ///
    /// # Source
    ///
    /// Circular 23/2022/TT-BTC, Article 12: an account for each aid item, at the State Treasury or a commercial bank.
    #[non_exhaustive]
    KeeperKind "kind of keeper" {
        /// A commercial bank.
        Bank = "bank", "ngân hàng thương mại", "commercial bank";
        /// An office of the State Treasury.
        Treasury = "treasury", "Kho bạc Nhà nước", "State Treasury";
    }
}

coded! {
    /// What moves on an account without being aid received or used.
    #[non_exhaustive]
    MovementKind "kind of movement" {
        /// The keeper pays interest on what stands there.
        Interest = "interest", "lãi tiền gửi", "interest";
        /// Money goes from one account to another, also into another currency.
        Transfer = "transfer", "chuyển giữa các tài khoản", "transfer";
    }
}

record! {
    /// An account at the State Treasury or a bank. An item may have more than one, and an account without an item serves
    /// several.
    ///
    /// ```
    /// use vientro_currency::Currency;
    /// use vientro_model::{AccountId, AidAccount, Body, ItemId, KeeperKind, Validity};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let bank = Body::try_new("Ngân hàng A, chi nhánh An Giang")?;
    /// let account = AidAccount::new(AccountId::try_new("AG-1-USD")?, KeeperKind::Bank, bank, Currency::USD)
    ///     .with_item(ItemId::try_new("AG-1")?)
    ///     .with_validity(Validity::try_new(Some("2025-03-05".parse()?), None)?);
    /// assert_eq!(account.validity().and_then(|days| days.to()), None);
    /// # Ok(()) }
    /// ```
    AidAccount
    need { id: AccountId, kind: KeeperKind, keeper: Body, currency: Currency, }
    text {
        /// The paper behind it.
        evidence with_evidence,
        /// Anything else to know.
        note with_note,
        /// Its number, as the keeper gave it.
        number with_number,
    }
    copy {
        /// The day its opening was reported.
        reported_on with_reported_on: NaiveDate,
        /// The days it is open: from its opening to its closing.
        validity with_validity: Validity,
    }
    maybe {
        /// Whose account it is: the owner of the item, or who carries out the programme.
        holder with_holder: Body,
        /// The item whose money it keeps.
        item with_item: ItemId,
    }
    list {
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl AidAccount {
    /// An account in one currency.
    pub fn new(id: AccountId, kind: KeeperKind, keeper: Body, currency: Currency) -> Self {
        Self::bare(id, kind, keeper, currency)
    }

    /// The identifier.
    pub fn id(&self) -> &AccountId {
        &self.id
    }

    /// Treasury or bank.
    pub fn kind(&self) -> KeeperKind {
        self.kind
    }

    /// The office of the Treasury, or the bank.
    pub fn keeper(&self) -> &Body {
        &self.keeper
    }

    /// The currency it is kept in.
    pub fn currency(&self) -> Currency {
        self.currency
    }
}

impl Checked for AidAccount {}

record! {
    /// Money that moves on accounts and is no aid by itself: interest, and what goes from one account to another. It counts
    /// on no basis.
    ///
    /// ```
    /// use vientro_core::Figure;
    /// use vientro_currency::Money;
    /// use vientro_model::{AccountId, AccountMovement, Direction, MovementId};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let dollars = AccountId::try_new("AG-1-USD")?;
    /// let amount = Figure::Known(Money::vnd(25_400_000));
    /// let refused = AccountMovement::transfer(MovementId::try_new("C-1")?, dollars.clone(), dollars, amount, Direction::Inward);
    /// assert_eq!(
    ///     refused.unwrap_err().to_string(),
    ///     "the movement `C-1` cannot stand: it goes from an account to another one"
    /// );
    /// # Ok(()) }
    /// ```
    AccountMovement
    need {
        id: MovementId,
        kind: MovementKind,
        account: AccountId,
        amount: Figure<Money>,
        direction: Direction,
    }
    kept { from: Option<AccountId>, sent: Option<Figure<Money>>, }
    text {
        /// The paper behind it.
        evidence with_evidence,
        /// Anything else to know.
        note with_note,
    }
    copy {
        /// The day it happened.
        date with_date: NaiveDate,
        /// The day it became known, if that is another one.
        recorded_on with_recorded_on: NaiveDate,
    }
    maybe {
        /// The item whose money it is.
        item with_item: ItemId,
    }
    list {
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl AccountMovement {
    /// Interest on an account, on aid in `direction`.
    ///
    /// # Errors
    ///
    /// [`ModelError::NegativeAmount`].
    pub fn interest(
        id: MovementId,
        account: AccountId,
        amount: Figure<Money>,
        direction: Direction,
    ) -> Result<Self, ModelError> {
        Self::bare(id, MovementKind::Interest, account, amount, direction).checked()
    }

    /// `amount` from one account to another, of aid in `direction`.
    ///
    /// # Errors
    ///
    /// [`ModelError::NegativeAmount`]; [`ModelError::Movement`] for an account to itself.
    pub fn transfer(
        id: MovementId,
        from: AccountId,
        to: AccountId,
        amount: Figure<Money>,
        direction: Direction,
    ) -> Result<Self, ModelError> {
        Self::bare(id, MovementKind::Transfer, to, amount, direction).out_of(from, None).checked()
    }

    /// `sent` from one account, for which `arrived` in another currency came to another.
    ///
    /// # Errors
    ///
    /// As [`AccountMovement::transfer`]; [`ModelError::Movement`] too for two amounts in one currency: what a keeper
    /// retains is an expenditure of its own.
    pub fn exchange(
        id: MovementId,
        (from, sent): (AccountId, Figure<Money>),
        (to, arrived): (AccountId, Figure<Money>),
        direction: Direction,
    ) -> Result<Self, ModelError> {
        Self::bare(id, MovementKind::Transfer, to, arrived, direction).out_of(from, Some(sent)).checked()
    }

    fn out_of(mut self, from: AccountId, sent: Option<Figure<Money>>) -> Self {
        (self.from, self.sent) = (Some(from), sent);
        self
    }

    fn checked(self) -> Result<Self, ModelError> {
        self.check()?;
        Ok(self)
    }

    /// The identifier.
    pub fn id(&self) -> &MovementId {
        &self.id
    }

    /// Interest or transfer.
    pub fn kind(&self) -> MovementKind {
        self.kind
    }

    /// The account it came to.
    pub fn account(&self) -> &AccountId {
        &self.account
    }

    /// What came, never negative.
    pub fn amount(&self) -> &Figure<Money> {
        &self.amount
    }

    /// The account it left; none for interest.
    pub fn from(&self) -> Option<&AccountId> {
        self.from.as_ref()
    }

    /// What left the other account, where that is in another currency than what arrived.
    pub fn sent(&self) -> Option<&Figure<Money>> {
        self.sent.as_ref()
    }

    /// Of aid in which direction.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    fn fault(&self) -> Option<MovementFault> {
        if self.kind == MovementKind::Interest {
            return (self.from.is_some() || self.sent.is_some()).then_some(MovementFault::InterestFrom);
        }
        if self.from.as_ref().is_none_or(|from| *from == self.account) {
            return Some(MovementFault::Itself);
        }
        let sent = self.sent.as_ref()?;
        let known = currency_of(sent).zip(currency_of(&self.amount));
        known.filter(|(sent, arrived)| sent == arrived).map(|_| MovementFault::SameCurrency)
    }
}

impl Checked for AccountMovement {
    fn check(&self) -> Result<(), ModelError> {
        not_negative(self.id.as_str(), &self.amount)?;
        self.sent.iter().try_for_each(|sent| not_negative(self.id.as_str(), sent))?;
        match self.fault() {
            Some(fault) => Err(ModelError::Movement { movement: self.id.to_string(), fault }),
            None => Ok(()),
        }
    }

    /// Interest comes from no account; a transfer goes to another one, and states two amounts only in two currencies.
    #[cfg(feature = "proptest")]
    fn mend(mut self) -> Self {
        if self.kind == MovementKind::Interest {
            (self.from, self.sent) = (None, None);
            return self;
        }
        if self.from.as_ref().is_none_or(|from| *from == self.account) {
            let other = if self.account.as_str() == "TK-1" { "TK-2" } else { "TK-1" };
            self.from = AccountId::try_new(other).ok();
        }
        let currency = currency_of(&self.amount);
        self.sent = self.sent.filter(|sent| currency.is_none() || currency_of(sent) != currency);
        self
    }
}

coded! {
    /// What is wrong with a movement on accounts.
    #[non_exhaustive]
    MovementFault "movement fault" {
        /// Interest that left an account.
        InterestFrom = "interest-from", "tiền lãi không rời tài khoản nào", "interest leaves no account";
        /// From an account to itself, or from none.
        Itself = "itself", "phải chuyển từ tài khoản này sang tài khoản khác", "it goes from an account to another one";
        /// Two amounts in one currency.
        SameCurrency = "same-currency", "số chuyển đi chỉ ghi riêng khi khác loại tiền; phí là một khoản chi", "what left is stated only in another currency; a charge is an expenditure";
    }
}
