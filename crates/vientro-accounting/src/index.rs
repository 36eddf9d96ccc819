//! What a journal finds its entries by: their sources, the accounts of each item, and all lines in one flat list to
//! sum. All of it follows from the entries; nothing here is stored.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;

use chrono::NaiveDate;
use hashbrown::HashTable;
use vientro_core::Figure;
use vientro_currency::{Currency, Money};
use vientro_model::{AccountId, Direction, ItemId};

use crate::account::{Account, AccountKind, Side};
use crate::entry::{Entry, EntrySource, Line, LineView};
use crate::posting::RuleLines;

/// One line as sums need it. It takes 40 bytes: every balance reads all of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Posting {
    /// The exact amount in minor units of its own currency, else zero.
    pub(crate) original: i64,
    /// The exact amount in minor units of the presentation currency, else zero.
    pub(crate) presentation: i64,
    /// Index of its entry.
    pub(crate) entry: u32,
    /// Index of its holding.
    pub(crate) holding: u32,
    pub(crate) date: NaiveDate,
    /// Its number in the entry, from zero.
    pub(crate) line: u32,
    /// Index of the line before it in its holding; [`NO_POSTING`] for the first.
    pub(crate) before: u32,
    pub(crate) told: Told,
    pub(crate) is_debit: bool,
    pub(crate) is_withdrawn: bool,
}

/// Before the first line of a holding.
const NO_POSTING: u32 = u32::MAX;

/// What a posting says of its amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// It has both amounts.
    Exact,
    /// The line has to be opened.
    InLine,
    /// The amount is unknown.
    Unknown,
}

/// What an account has in one currency.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Holding {
    /// Index of its account.
    pub(crate) account: u32,
    /// None for amounts that name none, as unknown ones.
    pub(crate) currency: Option<Currency>,
}

/// The hash of a source, so that an entry is looked for and taken in by one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SourceHash(u32);

/// The hash of an item.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ItemHash(u32);

/// Neither hash order nor its seed are ever seen: tables are asked and never walked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    seed: Seed,
    /// Hash and index of each entry by its source.
    sources: HashTable<(u32, u32)>,
    /// Hash of each item and the index of its holder.
    items: HashTable<(u32, u32)>,
    /// What is held of each item, in the order met; what is of no item stands first.
    holders: Vec<Holder>,
    accounts: Vec<Arc<Account>>,
    holdings: Vec<Holding>,
    postings: Vec<Posting>,
}

#[derive(Clone, Debug, Default)]
struct Holder {
    item: Option<Arc<ItemId>>,
    kept_on: Option<Arc<AccountId>>,
    held: Vec<Held>,
    /// The holders of what is kept of the item at the Treasury or a bank, by the account there.
    kept: BTreeMap<Arc<AccountId>, usize>,
}

impl Holder {
    fn account(&self, kind: AccountKind, direction: Direction) -> Account {
        Account::new(kind, direction)
            .of_shared_item(self.item.clone())
            .on_shared_account(self.kept_on.clone())
    }
}

/// A holding with its account. All that a new line moves lies in one place: flows come in any order, and most of the time
/// that posting takes is the wait for memory.
#[derive(Clone, Debug)]
struct Held {
    account: Arc<Account>,
    currency: Option<Currency>,
    /// Index of the holding.
    holding: u32,
    /// Its newest line.
    newest: u32,
    kind: AccountKind,
    direction: Direction,
}

impl Held {
    fn is_of(&self, kind: AccountKind, direction: Direction) -> bool {
        (self.kind, self.direction) == (kind, direction)
    }
}

/// Where a line goes.
#[derive(Clone, Copy, Debug)]
struct Place {
    entry: u32,
    line: u32,
    date: NaiveDate,
}

/// The seed of the hashes that sources and items are found by.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seed(RandomState);

impl Seed {
    /// The hash that finds `source`.
    pub(crate) fn of_source(&self, source: &EntrySource) -> SourceHash {
        SourceHash(low_bits(match source {
            EntrySource::Commitment { item, version } => self.0.hash_one((0, item, version)),
            EntrySource::Flow { id, .. } => self.0.hash_one((1, id)),
            EntrySource::Manual { id } => self.0.hash_one((2, id)),
            EntrySource::Revaluation { closing, account, currency } => {
                self.0.hash_one((3, closing, account, currency))
            }
            EntrySource::Reversal { of } => self.0.hash_one((4, of)),
            EntrySource::Movement { id, .. } => self.0.hash_one((5, id)),
        }))
    }

    /// The hash that finds `item`.
    pub(crate) fn of_item(&self, item: &ItemId) -> ItemHash {
        ItemHash(low_bits(self.0.hash_one(item)))
    }
}

fn low_bits(hash: u64) -> u32 {
    let [a, b, c, d, ..] = hash.to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

impl Index {
    /// Makes room for entries of two lines or more.
    pub(crate) fn reserve(&mut self, entries: usize) {
        self.sources.reserve(entries, |&(hash, _)| spread(hash));
        self.postings.reserve(entries.saturating_mul(2));
    }

    /// The seed of its hashes.
    pub(crate) fn seed(&self) -> &Seed {
        &self.seed
    }

    /// All accounts, by their index.
    pub(crate) fn accounts(&self) -> &[Arc<Account>] {
        &self.accounts
    }

    /// What each account has in each currency.
    pub(crate) fn holdings(&self) -> &[Holding] {
        &self.holdings
    }

    /// The account and currency a line is in.
    pub(crate) fn holding_of(&self, posting: &Posting) -> Option<&Holding> {
        self.holdings.get(index_of(posting.holding))
    }

    /// The account of a line.
    pub(crate) fn account_of(&self, posting: &Posting) -> Option<&Account> {
        let holding = self.holding_of(posting)?;
        self.accounts.get(index_of(holding.account)).map(AsRef::as_ref)
    }

    /// All lines of all entries, in their order.
    pub(crate) fn postings(&self) -> &[Posting] {
        &self.postings
    }

    /// The lines of `account` in the currencies that `admits`, those of one currency together, the newest first.
    pub(crate) fn lines_of(
        &self,
        account: &Account,
        admits: impl Fn(Option<Currency>) -> bool,
    ) -> impl Iterator<Item = &Posting> {
        let holder = account.item().map_or(Some(0), |item| self.find_holder(item, self.seed.of_item(item)));
        let holder = holder.and_then(|holder| self.holders.get(holder));
        let holder = match account.kept_on() {
            Some(kept_on) => holder.and_then(|it| self.holders.get(*it.kept.get(kept_on)?)),
            None => holder,
        };
        let held = holder.into_iter().flat_map(|holder| &holder.held);
        let (kind, direction) = (account.kind(), account.direction());
        let posting = |place: u32| self.postings.get(index_of(place));
        held.filter(move |held| held.is_of(kind, direction) && admits(held.currency)).flat_map(move |held| {
            std::iter::successors(posting(held.newest), move |line| posting(line.before))
        })
    }

    /// The index of the entry made from `source`.
    pub(crate) fn find(
        &self,
        source: &EntrySource,
        SourceHash(hash): SourceHash,
        entries: &[Entry],
    ) -> Option<usize> {
        let is_it = |&(its_hash, index): &(u32, u32)| {
            its_hash == hash
                && entries.get(index_of(index)).is_some_and(|entry| is_same(entry.source(), source))
        };
        self.sources.find(spread(hash), is_it).map(|&(_, index)| index_of(index))
    }

    /// Takes in the entry that stands at `index`, with the hash of its source.
    pub(crate) fn take(&mut self, entry: &Entry, index: u32, hash: SourceHash) {
        self.take_source(index, hash);
        let mut holder = 0;
        let mut last: Option<Option<&Arc<ItemId>>> = None;
        for (line, number) in entry.lines().iter().zip(0_u32..) {
            let account = line.shared_account();
            let item = account.shared_item();
            let is_last = last.is_some_and(|last| match (last, item) {
                (Some(last), Some(item)) => Arc::ptr_eq(last, item),
                (last, item) => last.is_none() && item.is_none(),
            });
            if !is_last {
                let hash = item.map(|item| self.seed.of_item(item));
                holder = self.holder_of(item.map(AsRef::as_ref).zip(hash), || item.cloned());
                last = Some(item);
            }
            let keeper = match account.shared_kept_on() {
                Some(kept_on) => self.keeper_of(holder, kept_on, || kept_on.clone()),
                None => holder,
            };
            let place = Place { entry: index, line: number, date: entry.date() };
            self.take_line(keeper, line.view(), place, |_| account.clone());
        }
    }

    /// Takes in the entry that stands at `index`, of `item` and with the lines that a rule made; its item and lines. None only
    /// where there are more lines or accounts than 32 bits number.
    pub(crate) fn take_prepared(
        &mut self,
        item: Option<(&ItemId, ItemHash)>,
        direction: Direction,
        lines: RuleLines<'_>,
        (index, date, hash): (u32, NaiveDate, SourceHash),
    ) -> Option<(Option<Arc<ItemId>>, Vec<Line>)> {
        self.take_source(index, hash);
        let holder = self.holder_of(item, || item.map(|(item, _)| Arc::new(item.clone())));
        let mut taken = Vec::with_capacity(lines.len());
        for (line, number) in lines.into_iter().zip(0_u32..) {
            let keeper = match line.kept_on {
                Some(account) => self.keeper_of(holder, account, || Arc::new(account.clone())),
                None => holder,
            };
            let place = Place { entry: index, line: number, date };
            let account = self.take_line(keeper, line.view(direction, None), place, |holder| {
                Arc::new(holder.account(line.kind, direction))
            })?;
            let account = account.clone();
            taken.push(Line::of_rule(account, line));
        }
        Some((self.holders.get(holder)?.item.clone(), taken))
    }

    fn take_source(&mut self, index: u32, SourceHash(hash): SourceHash) {
        self.sources.insert_unique(spread(hash), (hash, index), |&(hash, _)| spread(hash));
    }

    /// Takes in a line of what `holder` has; its account, which is made for the first line.
    fn take_line(
        &mut self,
        holder: usize,
        line: LineView<'_>,
        place: Place,
        account: impl FnOnce(&Holder) -> Arc<Account>,
    ) -> Option<&Arc<Account>> {
        let (told, original, presentation) = amounts(line.value.original(), line.value.presentation());
        let number = u32::try_from(self.postings.len()).ok().filter(|number| *number != NO_POSTING)?;
        let currency = line.value.currency();
        let holder = self.holders.get_mut(holder)?;
        let is_its = |held: &&Held| held.is_of(line.kind, line.direction);
        let known = holder.held.iter().position(|it| it.currency == currency && is_its(&it));
        if known.is_none() {
            let (account, number) = if let Some(other) = holder.held.iter().find(is_its) {
                (other.account.clone(), self.holdings.get(index_of(other.holding))?.account)
            } else {
                let account = account(holder);
                self.accounts.push(account.clone());
                (account, u32::try_from(self.accounts.len().checked_sub(1)?).ok()?)
            };
            let holding = u32::try_from(self.holdings.len()).ok()?;
            self.holdings.push(Holding { account: number, currency });
            let (kind, direction) = (line.kind, line.direction);
            holder.held.push(Held { account, currency, holding, newest: NO_POSTING, kind, direction });
        }
        let held = match known {
            Some(place) => holder.held.get_mut(place)?,
            None => holder.held.last_mut()?,
        };
        self.postings.push(Posting {
            original,
            presentation,
            entry: place.entry,
            holding: held.holding,
            date: place.date,
            line: place.line,
            before: std::mem::replace(&mut held.newest, number),
            told,
            is_debit: line.side == Side::Debit,
            is_withdrawn: line.is_withdrawn,
        });
        Some(&held.account)
    }

    /// The holder of what is of `item`, met before or not.
    fn holder_of(
        &mut self,
        item: Option<(&ItemId, ItemHash)>,
        shared: impl FnOnce() -> Option<Arc<ItemId>>,
    ) -> usize {
        if self.holders.is_empty() {
            self.holders.push(Holder::default());
        }
        let Some((item, hash)) = item else { return 0 };
        if let Some(holder) = self.find_holder(item, hash) {
            return holder;
        }
        let holder = self.holders.len();
        let ItemHash(hash) = hash;
        // an item has a line, and lines are numbered in 32 bits
        let number = u32::try_from(holder).unwrap_or(u32::MAX);
        self.items.insert_unique(spread(hash), (hash, number), |&(hash, _)| spread(hash));
        self.holders.push(Holder { item: shared(), ..Holder::default() });
        holder
    }

    fn find_holder(&self, item: &ItemId, ItemHash(hash): ItemHash) -> Option<usize> {
        let is_it = |&(its_hash, holder): &(u32, u32)| {
            its_hash == hash
                && self.holders.get(index_of(holder)).is_some_and(|it| it.item.as_deref() == Some(item))
        };
        self.items.find(spread(hash), is_it).map(|&(_, holder)| index_of(holder))
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

/// What a posting says of an amount, and the amount in minor units of both currencies.
fn amounts(original: &Figure<Money>, presentation: &Figure<Money>) -> (Told, i64, i64) {
    match (original, presentation) {
        (Figure::Unknown, Figure::Unknown) => (Told::Unknown, 0, 0),
        (Figure::Known(original), Figure::Known(presentation)) => {
            match (i64::try_from(original.minor()), i64::try_from(presentation.minor())) {
                (Ok(original), Ok(presentation)) => (Told::Exact, original, presentation),
                _ => (Told::InLine, 0, 0),
            }
        }
        _ => (Told::InLine, 0, 0),
    }
}
