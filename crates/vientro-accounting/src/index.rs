//! What a journal finds its entries by: their sources, the accounts of each item, and all lines in one flat list to
//! sum. All of it follows from the entries; nothing here is stored.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;

use chrono::NaiveDate;
use hashbrown::HashTable;
use vientro_core::Figure;
use vientro_currency::{Currency, Money};
use vientro_model::{AccountId, Direction, ItemId};

use crate::account::{Account, AccountKind, Side};
use crate::entry::{Entry, EntrySource};

/// One line as sums need it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Posting {
    /// The known amounts, in minor units of the two currencies; none for a line that has to be opened.
    pub(crate) exact: Option<Exact>,
    /// Index of its entry.
    pub(crate) entry: u32,
    /// Index of its account.
    pub(crate) account: u32,
    pub(crate) date: NaiveDate,
    /// Its number in the entry, from zero.
    pub(crate) line: u32,
    /// Index of the line before it on its account; [`NO_POSTING`] for the first.
    pub(crate) before: u32,
    pub(crate) is_debit: bool,
    pub(crate) is_withdrawn: bool,
}

/// Before the first line of an account.
const NO_POSTING: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Exact {
    pub(crate) original: i64,
    pub(crate) presentation: i64,
    pub(crate) currency: Currency,
}

/// Neither hash order nor its seed are ever seen: tables are asked and never walked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    hasher: RandomState,
    /// Hash and index of each entry by its source.
    sources: HashTable<(u32, u32)>,
    items: HashMap<Arc<ItemId>, usize>,
    /// The accounts of each item in the order met; those without an item stand first.
    holders: Vec<Holder>,
    accounts: Vec<Arc<Account>>,
    /// The newest line of each account.
    newest: Vec<u32>,
    postings: Vec<Posting>,
}

#[derive(Clone, Debug, Default)]
struct Holder {
    item: Option<Arc<ItemId>>,
    kept_on: Option<Arc<AccountId>>,
    accounts: Vec<(AccountKind, Direction, u32)>,
    /// The holders of what is kept of the item at the Treasury or a bank, by the account there.
    kept: BTreeMap<Arc<AccountId>, usize>,
}

/// The accounts of one item, or of none.
pub(crate) struct Accounts<'a> {
    index: &'a mut Index,
    holder: usize,
    /// Where its money is kept.
    keeper: usize,
}

impl Accounts<'_> {
    /// The item.
    pub(crate) fn item(&self) -> Option<Arc<ItemId>> {
        self.index.holders.get(self.holder)?.item.clone()
    }

    /// What is money is kept on `account` from here on.
    #[must_use]
    pub(crate) fn kept_on(mut self, account: Option<&AccountId>) -> Self {
        self.keep_on(account);
        self
    }

    /// As [`Self::kept_on`].
    pub(crate) fn keep_on(&mut self, account: Option<&AccountId>) {
        self.keeper = match account {
            Some(account) => self.index.keeper_of(self.holder, account, || Arc::new(account.clone())),
            None => self.holder,
        };
    }

    pub(crate) fn account(&mut self, kind: AccountKind, direction: Direction) -> Arc<Account> {
        let holder = if kind.is_kept() { self.keeper } else { self.holder };
        let number = self.index.account_of(holder, kind, direction);
        let known = self.index.accounts.get(index_of(number)).cloned();
        known.unwrap_or_else(|| Arc::new(Account::new(kind, direction).of_shared_item(self.item())))
    }
}

impl Index {
    /// The accounts of `item`, met before or not.
    pub(crate) fn accounts_of(&mut self, item: Option<&ItemId>) -> Accounts<'_> {
        let holder = self.holder_of(item, || item.cloned().map(Arc::new));
        Accounts { index: self, holder, keeper: holder }
    }

    /// All accounts, by their index.
    pub(crate) fn accounts(&self) -> &[Arc<Account>] {
        &self.accounts
    }

    /// All lines of all entries, in their order.
    pub(crate) fn postings(&self) -> &[Posting] {
        &self.postings
    }

    /// The lines of `account`, the newest first.
    pub(crate) fn lines_of(&self, account: &Account) -> impl Iterator<Item = &Posting> {
        let holder = account.item().map_or(Some(0), |item| self.items.get(item).copied());
        let holder = holder.and_then(|holder| self.holders.get(holder));
        let holder = match account.kept_on() {
            Some(kept_on) => holder.and_then(|it| self.holders.get(*it.kept.get(kept_on)?)),
            None => holder,
        };
        let number = holder.and_then(|holder| {
            let is_it = |(kind, to, _): &&(AccountKind, Direction, u32)| {
                (*kind, *to) == (account.kind(), account.direction())
            };
            holder.accounts.iter().find(is_it).map(|(_, _, number)| *number)
        });
        let posting = |place: u32| self.postings.get(index_of(place));
        let newest = number.and_then(|number| self.newest.get(index_of(number)));
        std::iter::successors(newest.and_then(|place| posting(*place)), move |line| posting(line.before))
    }

    /// The index of the entry made from `source`.
    pub(crate) fn find(&self, source: &EntrySource, entries: &[Entry]) -> Option<usize> {
        let hash = self.hash_of(source);
        let is_it = |&(its_hash, index): &(u32, u32)| {
            its_hash == hash
                && entries.get(index_of(index)).is_some_and(|entry| is_same(entry.source(), source))
        };
        self.sources.find(spread(hash), is_it).map(|&(_, index)| index_of(index))
    }

    /// Takes in the entry that stands at `index`.
    pub(crate) fn take(&mut self, entry: &Entry, index: u32) {
        let hash = self.hash_of(entry.source());
        self.sources.insert_unique(spread(hash), (hash, index), |&(hash, _)| spread(hash));
        let mut holder = 0;
        let mut last: Option<Option<&Arc<ItemId>>> = None;
        for (line, number) in entry.lines().iter().zip(0_u32..) {
            let account = line.account();
            let item = account.shared_item();
            let is_last = last.is_some_and(|last| match (last, item) {
                (Some(last), Some(item)) => Arc::ptr_eq(last, item),
                (last, item) => last.is_none() && item.is_none(),
            });
            if !is_last {
                holder = self.holder_of(item.map(AsRef::as_ref), || item.cloned());
                last = Some(item);
            }
            let exact = match (line.value().original(), line.value().presentation()) {
                (Figure::Known(original), Figure::Known(presentation)) => exact(original, presentation),
                _ => None,
            };
            let keeper = match account.shared_kept_on() {
                Some(kept_on) => self.keeper_of(holder, kept_on, || kept_on.clone()),
                None => holder,
            };
            let account = self.account_of(keeper, account.kind(), account.direction());
            let place = u32::try_from(self.postings.len()).unwrap_or(NO_POSTING);
            let before = match self.newest.get_mut(index_of(account)) {
                Some(newest) => std::mem::replace(newest, place),
                None => NO_POSTING,
            };
            self.postings.push(Posting {
                exact,
                entry: index,
                account,
                date: entry.date(),
                line: number,
                before,
                is_debit: line.side() == Side::Debit,
                is_withdrawn: line.is_withdrawn(),
            });
        }
    }

    fn holder_of(&mut self, item: Option<&ItemId>, shared: impl FnOnce() -> Option<Arc<ItemId>>) -> usize {
        if self.holders.is_empty() {
            self.holders.push(Holder::default());
        }
        let Some(item) = item else { return 0 };
        if let Some(holder) = self.items.get(item) {
            return *holder;
        }
        let (holder, item) = (self.holders.len(), shared());
        self.items.extend(item.clone().map(|item| (item, holder)));
        self.holders.push(Holder { item, ..Holder::default() });
        holder
    }

    /// The holder of what `holder` keeps on `account`.
    fn keeper_of(
        &mut self,
        holder: usize,
        account: &AccountId,
        shared: impl FnOnce() -> Arc<AccountId>,
    ) -> usize {
        let next = self.holders.len();
        let Some(of_item) = self.holders.get_mut(holder) else { return holder };
        if let Some(keeper) = of_item.kept.get(account) {
            return *keeper;
        }
        let (item, account) = (of_item.item.clone(), shared());
        of_item.kept.insert(account.clone(), next);
        self.holders.push(Holder { item, kept_on: Some(account), ..Holder::default() });
        next
    }

    fn account_of(&mut self, holder: usize, kind: AccountKind, direction: Direction) -> u32 {
        let Some(holder) = self.holders.get_mut(holder) else { return u32::MAX };
        let known = holder.accounts.iter().find(|(its, to, _)| (*its, *to) == (kind, direction));
        if let Some((_, _, number)) = known {
            return *number;
        }
        // an account has a line, and lines are numbered in 32 bits
        let number = u32::try_from(self.accounts.len()).unwrap_or(u32::MAX);
        holder.accounts.push((kind, direction, number));
        let account = Account::new(kind, direction).of_shared_item(holder.item.clone());
        self.accounts.push(Arc::new(account.on_shared_account(holder.kept_on.clone())));
        self.newest.push(NO_POSTING);
        number
    }

    fn hash_of(&self, source: &EntrySource) -> u32 {
        let hash = match source {
            EntrySource::Commitment { item, version } => self.hasher.hash_one((0, item, version)),
            EntrySource::Flow { id, .. } => self.hasher.hash_one((1, id)),
            EntrySource::Manual { id } => self.hasher.hash_one((2, id)),
            EntrySource::Revaluation { closing, account, currency } => {
                self.hasher.hash_one((3, closing, account, currency))
            }
            EntrySource::Reversal { of } => self.hasher.hash_one((4, of)),
            EntrySource::Movement { id, .. } => self.hasher.hash_one((5, id)),
        };
        let [a, b, c, d, ..] = hash.to_le_bytes();
        u32::from_le_bytes([a, b, c, d])
    }
}

/// One source is never posted twice: a flow or movement is known by its id, whatever its kind.
fn is_same(left: &EntrySource, right: &EntrySource) -> bool {
    match (left, right) {
        (EntrySource::Flow { id: left, .. }, EntrySource::Flow { id: right, .. }) => left == right,
        (EntrySource::Movement { id: left, .. }, EntrySource::Movement { id: right, .. }) => left == right,
        (left, right) => left == right,
    }
}

/// The 64 bits a table wants of the 32 that are kept, so that growing opens no entry. The factor is 2⁶⁴ over the
/// golden ratio.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn index_of(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn exact(original: &Money, presentation: &Money) -> Option<Exact> {
    let original_minor = i64::try_from(original.minor()).ok()?;
    let presentation = i64::try_from(presentation.minor()).ok()?;
    Some(Exact { original: original_minor, presentation, currency: original.currency() })
}
