//! Journal entries: lines that balance in each book and currency, and the hash that ties them to the entry before.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use vientro_core::RowId;
use vientro_currency::Currency;
use vientro_model::{AccountId, AmountKey, Direction, FlowId, FlowKind, ItemId, MovementId, MovementKind};

use crate::account::{Account, AccountKind, Book, Side};
use crate::chain::{EntryHash, bytes_of};
use crate::error::JournalError;
use crate::posting::RuleLine;
use crate::sum::FigureSum;
use crate::valued::{Valued, currency_of, figure_text};

/// One line of an entry. Lines of one fact share its value, lines of one account the account.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Line {
    account: Arc<Account>,
    side: Side,
    value: Arc<Valued>,
    #[cfg_attr(feature = "serde", serde(default))]
    withdrawn: bool,
    #[cfg_attr(feature = "serde", serde(default))]
    principal: bool,
}

impl Line {
    /// A line on one side of an account.
    pub fn new(account: impl Into<Arc<Account>>, side: Side, value: impl Into<Arc<Valued>>) -> Self {
        Self { account: account.into(), side, value: value.into(), withdrawn: false, principal: false }
    }

    /// A line that takes an earlier one back: the same figure on the same side in red (bút toán đỏ).
    #[must_use]
    pub fn in_red(mut self) -> Self {
        self.withdrawn = !self.withdrawn;
        self
    }

    /// The line that totals count; an entry has one for each amount it enters or takes back.
    #[must_use]
    pub fn as_principal(mut self) -> Self {
        self.principal = true;
        self
    }

    /// The account.
    pub fn account(&self) -> &Account {
        &self.account
    }

    pub(crate) fn shared_account(&self) -> &Arc<Account> {
        &self.account
    }

    pub(crate) fn of_rule(account: Arc<Account>, line: RuleLine<'_>) -> Self {
        let RuleLine { side, value, is_withdrawn: withdrawn, is_principal: principal, .. } = line;
        Self { account, side, value, withdrawn, principal }
    }

    pub(crate) fn view(&self) -> LineView<'_> {
        LineView {
            kind: self.account.kind(),
            direction: self.account.direction(),
            item: self.account.item(),
            kept_on: self.account.kept_on(),
            side: self.side,
            value: &self.value,
            is_withdrawn: self.withdrawn,
            is_principal: self.principal,
        }
    }

    /// Debit or credit.
    pub fn side(&self) -> Side {
        self.side
    }

    /// The amount, in its own and in the presentation currency.
    pub fn value(&self) -> &Valued {
        &self.value
    }

    /// True for a line in red, which takes an earlier one back.
    pub fn is_withdrawn(&self) -> bool {
        self.withdrawn
    }

    /// True for the line totals count.
    pub fn is_principal(&self) -> bool {
        self.principal
    }

    /// Does it count against its account: on the other than its normal side?
    pub fn is_against(&self) -> bool {
        self.side != self.account.kind().normal_side()
    }
}

/// What an entry was made from. Two entries of a journal never have the same source.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum EntrySource {
    /// A version of an item's commitment; 0 is the first, the others are amendments.
    Commitment {
        /// The item.
        item: ItemId,
        /// Which version.
        version: u32,
    },
    /// A flow or gift.
    Flow {
        /// Its id.
        id: FlowId,
        /// What happened.
        kind: FlowKind,
    },
    /// Entered by hand, under an id of the caller's.
    Manual {
        /// The id.
        id: String,
    },
    /// Interest, or money that went from one account to another.
    Movement {
        /// Its id.
        id: MovementId,
        /// What happened.
        kind: MovementKind,
    },
    /// Another rate on a closing day.
    Revaluation {
        /// The closing day.
        closing: NaiveDate,
        /// The account whose holding is valued again.
        account: Account,
        /// Currency of the holding.
        currency: Currency,
    },
    /// The reversal of another entry.
    Reversal {
        /// Number of the entry that is taken back.
        of: u64,
    },
}

impl fmt::Display for EntrySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Commitment { item, version } => write!(f, "commitment:{item}:{version}"),
            Self::Flow { id, .. } => write!(f, "flow:{id}"),
            Self::Manual { id } => write!(f, "manual:{id}"),
            Self::Movement { id, .. } => write!(f, "movement:{id}"),
            Self::Revaluation { closing, account, currency } => {
                write!(f, "revaluation:{closing}:{account}:{currency}")
            }
            Self::Reversal { of } => write!(f, "reversal:{of}"),
        }
    }
}

/// An entry before it has its number and hash.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct EntryDraft {
    source: EntrySource,
    key: AmountKey,
    date: NaiveDate,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    recorded_on: Option<NaiveDate>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    item: Option<Arc<ItemId>>,
    lines: Vec<Line>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    rows: Vec<RowId>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    actor: Option<Box<str>>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    reason: Option<Box<str>>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    evidence: Option<Box<str>>,
}

impl EntryDraft {
    /// An entry of `lines` that counts under `key` on `date`.
    pub fn new(source: EntrySource, key: AmountKey, date: NaiveDate, lines: Vec<Line>) -> Self {
        Self {
            source,
            key,
            date,
            recorded_on: None,
            item: None,
            lines,
            rows: Vec::new(),
            actor: None,
            reason: None,
            evidence: None,
        }
    }

    /// The day it became known, if that is not the day it holds for.
    #[must_use]
    pub fn recorded_on(mut self, day: Option<NaiveDate>) -> Self {
        self.recorded_on = day;
        self
    }

    /// Of an item.
    #[must_use]
    pub fn of_item(self, item: Option<ItemId>) -> Self {
        self.of_shared_item(item.map(Arc::new))
    }

    #[must_use]
    pub(crate) fn of_shared_item(mut self, item: Option<Arc<ItemId>>) -> Self {
        self.item = item;
        self
    }

    /// Made from rows.
    #[must_use]
    pub fn from_rows(mut self, rows: Vec<RowId>) -> Self {
        self.rows = rows;
        self
    }

    /// Entered by somebody.
    #[must_use]
    pub fn by(mut self, actor: Option<String>) -> Self {
        self.actor = actor.map(String::into_boxed_str);
        self
    }

    /// For a reason.
    #[must_use]
    pub fn because(mut self, reason: Option<String>) -> Self {
        self.reason = reason.map(String::into_boxed_str);
        self
    }

    /// With the paper behind it.
    #[must_use]
    pub fn with_evidence(mut self, evidence: Option<String>) -> Self {
        self.evidence = evidence.map(String::into_boxed_str);
        self
    }

    /// What it was made from.
    pub fn source(&self) -> &EntrySource {
        &self.source
    }

    /// What it counts under.
    pub fn key(&self) -> &AmountKey {
        &self.key
    }

    /// The day it holds for.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// The day it became known, if that was said.
    pub(crate) fn recorded(&self) -> Option<NaiveDate> {
        self.recorded_on
    }

    /// The item.
    pub fn item(&self) -> Option<&ItemId> {
        self.item.as_deref()
    }

    /// Its lines.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The rows it was made from.
    pub fn rows(&self) -> &[RowId] {
        &self.rows
    }

    /// Who entered it.
    pub fn actor(&self) -> Option<&str> {
        self.actor.as_deref()
    }

    /// Why.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// The paper behind it.
    pub fn evidence(&self) -> Option<&str> {
        self.evidence.as_deref()
    }

    /// Does the draft balance? Each book and currency by itself, in the original and in the presentation amounts.
    ///
    /// # Errors
    ///
    /// [`JournalError::Unbalanced`] names the book and currency, [`JournalError::NoLines`],
    /// [`JournalError::Money`] on overflow.
    pub fn check_balance(&self) -> Result<(), JournalError> {
        check_balance(&self.source, &self.views())
    }

    pub(crate) fn views(&self) -> impl Iterator<Item = LineView<'_>> + Clone {
        self.lines.iter().map(Line::view)
    }

    /// With its item and lines, once their accounts are looked up.
    pub(crate) fn of_lines(mut self, item: Option<Arc<ItemId>>, lines: Vec<Line>) -> Self {
        (self.item, self.lines) = (item, lines);
        self
    }
}

/// A line as it is balanced and hashed, whether its account was looked up already or not.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LineView<'a> {
    pub(crate) kind: AccountKind,
    pub(crate) direction: Direction,
    pub(crate) item: Option<&'a ItemId>,
    pub(crate) kept_on: Option<&'a AccountId>,
    pub(crate) side: Side,
    pub(crate) value: &'a Arc<Valued>,
    pub(crate) is_withdrawn: bool,
    pub(crate) is_principal: bool,
}

/// Do the lines of an entry made from `source` balance? See [`EntryDraft::check_balance`].
pub(crate) fn check_balance<'a>(
    source: &EntrySource,
    lines: &(impl Iterator<Item = LineView<'a>> + Clone),
) -> Result<(), JournalError> {
    if lines.clone().next().is_none() {
        return Err(JournalError::NoLines { fact: source.to_string() });
    }
    if pairs_off(lines) {
        return Ok(());
    }
    for presented in [false, true] {
        let mut unknown: BTreeMap<Book, i64> = BTreeMap::new();
        let mut sums: BTreeMap<(Book, Currency), (FigureSum, FigureSum)> = BTreeMap::new();
        for line in lines.clone() {
            let figure = if presented { line.value.presentation() } else { line.value.original() };
            let book = line.kind.book();
            let sign = if (line.side == Side::Debit) == line.is_withdrawn { -1 } else { 1 };
            let Some(currency) = currency_of(figure) else {
                let count = unknown.entry(book).or_default();
                *count = count.saturating_add(sign);
                continue;
            };
            let (debit, credit) = match sums.entry((book, currency)) {
                std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
                std::collections::btree_map::Entry::Vacant(entry) => {
                    let empty = FigureSum::empty(currency)?;
                    entry.insert((empty.clone(), empty))
                }
            };
            let sum = if line.side == Side::Debit { debit } else { credit };
            if line.is_withdrawn { sum.withdraw(figure)? } else { sum.add(figure)? }
        }
        let refuse = |book: Book, currency: Option<Currency>, debit: String, credit: String| {
            Err(JournalError::Unbalanced {
                fact: source.to_string(),
                book: book.as_str(),
                currency,
                debit,
                credit,
            })
        };
        for ((book, currency), (debit, credit)) in sums {
            if debit.known_part() != credit.known_part() {
                let text = |sum: &FigureSum| figure_text(&sum.known_part());
                return refuse(book, Some(currency), text(&debit), text(&credit));
            }
        }
        if let Some((book, more)) = unknown.into_iter().find(|(_, more)| *more != 0) {
            return refuse(book, None, format!("{more} unknown more"), "0".to_owned());
        }
    }
    Ok(())
}

/// Does every line have one on the other side of its book with the very same value? Then nothing has to be
/// summed; entries made by the posting rules are so, those read back or made by hand are summed.
fn pairs_off<'a>(lines: &(impl Iterator<Item = LineView<'a>> + Clone)) -> bool {
    let sign = |line: LineView<'_>| if (line.side == Side::Debit) == line.is_withdrawn { -1 } else { 1_i32 };
    lines.clone().all(|line| {
        let is_partner = |other: &LineView<'_>| {
            Arc::ptr_eq(line.value, other.value) && line.kind.book() == other.kind.book()
        };
        let net = lines.clone().filter(is_partner).try_fold(0_i32, |net, other| net.checked_add(sign(other)));
        net == Some(0)
    })
}

/// A balanced entry with its number and hash. It is never edited; corrections are further entries.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "EntryParts", into = "EntryParts"))]
pub struct Entry {
    number: u64,
    draft: EntryDraft,
    previous: EntryHash,
    hash: EntryHash,
}

impl Entry {
    pub(crate) fn chain(draft: EntryDraft, number: u64, previous: EntryHash) -> Result<Self, JournalError> {
        draft.check_balance()?;
        let hash = EntryHash::of(&bytes_of(number, &previous, &draft));
        Ok(Self { number, draft, previous, hash })
    }

    /// The entry of a draft that was found to balance, tied to the one before by `bytes`, which were written of it.
    pub(crate) fn tie(draft: EntryDraft, number: u64, previous: EntryHash, bytes: &mut [u8]) -> Self {
        let hash = EntryHash::tie(bytes, number, &previous);
        Self { number, draft, previous, hash }
    }

    pub(crate) fn draft(&self) -> &EntryDraft {
        &self.draft
    }

    /// Its number in the journal, from one, ascending.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// What it was made from.
    pub fn source(&self) -> &EntrySource {
        self.draft.source()
    }

    /// What it counts under.
    pub fn key(&self) -> &AmountKey {
        self.draft.key()
    }

    /// The day it holds for.
    pub fn date(&self) -> NaiveDate {
        self.draft.date()
    }

    /// The day it became known.
    pub fn recorded_on(&self) -> NaiveDate {
        self.draft.recorded_on.unwrap_or(self.draft.date)
    }

    /// The item.
    pub fn item(&self) -> Option<&ItemId> {
        self.draft.item()
    }

    /// Its lines.
    pub fn lines(&self) -> &[Line] {
        self.draft.lines()
    }

    /// The rows it was made from.
    pub fn rows(&self) -> &[RowId] {
        self.draft.rows()
    }

    /// Who entered it.
    pub fn actor(&self) -> Option<&str> {
        self.draft.actor()
    }

    /// Why.
    pub fn reason(&self) -> Option<&str> {
        self.draft.reason()
    }

    /// The paper behind it.
    pub fn evidence(&self) -> Option<&str> {
        self.draft.evidence()
    }

    /// Hash of the entry before.
    pub fn previous(&self) -> &EntryHash {
        &self.previous
    }

    /// Hash of this entry.
    pub fn hash(&self) -> &EntryHash {
        &self.hash
    }

    /// The bytes its hash is of: number, hash of the entry before, all it says, and the values it is presented at
    /// with the ids of their rates.
    pub fn to_bytes(&self) -> Vec<u8> {
        bytes_of(self.number, &self.previous, &self.draft)
    }

    /// Does the hash follow from what the entry says?
    pub fn hash_holds(&self) -> bool {
        EntryHash::of(&self.to_bytes()) == self.hash
    }

    #[cfg(test)]
    pub(crate) fn tamper(&mut self, change: impl FnOnce(&mut EntryDraft)) {
        change(&mut self.draft);
    }
}

#[cfg(test)]
impl EntryDraft {
    pub(crate) fn set_date(&mut self, date: NaiveDate) {
        self.date = date;
    }
}

/// The serialised form of an entry.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryParts {
    number: u64,
    entry: EntryDraft,
    previous: EntryHash,
    hash: EntryHash,
}

#[cfg(feature = "serde")]
impl From<Entry> for EntryParts {
    fn from(entry: Entry) -> Self {
        Self { number: entry.number, entry: entry.draft, previous: entry.previous, hash: entry.hash }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<EntryParts> for Entry {
    type Error = JournalError;

    fn try_from(parts: EntryParts) -> Result<Self, JournalError> {
        let entry = Self::chain(parts.entry, parts.number, parts.previous)?;
        if entry.hash == parts.hash { Ok(entry) } else { Err(JournalError::Tampered { entry: entry.number }) }
    }
}
