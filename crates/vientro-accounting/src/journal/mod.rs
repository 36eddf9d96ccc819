//! The journal: append-only, double entry, idempotent by the id of what is posted, tied by a hash chain.

mod batch;
mod post;
mod seals;
#[cfg(feature = "serde")]
mod serial;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use vientro_core::{Bilingual, Finding, FindingCode, Location, Period, RowId, Severity};
use vientro_currency::Currency;

use crate::chain::EntryHash;
use crate::closing::Seal;
use crate::entry::{Entry, EntryDraft, EntrySource, Line};
use crate::error::JournalError;
use crate::index::{Index, Posting, SourceHash};
use crate::posting::Unposted;

/// Append-only books of aid.
///
/// Posting rules, with the chart of [`AccountKind`](crate::AccountKind):
///
/// | fact | debit | credit |
/// |---|---|---|
/// | commitment of an item | commitment remainder | commitment |
/// | amendment | the same lines of the version before in red, then the new version | |
/// | disbursement | donor receivable; commitment drawn | disbursed; commitment remainder |
/// | refund | disbursed; commitment remainder | donor receivable; commitment drawn |
/// | refund that names the account it left | disbursed; commitment remainder | aid account; commitment drawn |
/// | receipt | aid account | donor receivable |
/// | in-kind receipt | in-kind stock | donor receivable |
/// | expenditure | used | aid account |
/// | in-kind distribution | used | in-kind stock |
/// | advance | advance | advances held |
/// | settlement of an advance | used; advances held | aid account; advance |
/// | advance returned | advances held | advance |
/// | interest on an account | aid account | interest |
/// | transfer between accounts | aid account (that it came to) | aid account (that it left) |
/// | exchange into another currency | aid account (that it came to); currency exchange | currency exchange; aid account (that it left) |
/// | pledge | pledge outstanding | pledge |
/// | mobilisation | mobilised, expected | mobilised |
/// | recording, and every memo flow | recorded gifts | recorded contributors |
///
/// An advance stays in the aid account until it is settled, so that opening + received − used = closing as the forms tell
/// it; what the bank shows is the aid account less the advances held. Counterpart funds (`Standing::Counterpart`) are posted by the
/// same rules to accounts of a book of their own, and draw no commitment of a donor.
///
/// Where a flow names the account at the Treasury or a bank that its money came to or left, the aid account, the
/// counterpart fund and the advances held are those of that account ([`Account::kept_on`](crate::Account::kept_on)); without one
/// they are those of the item alone.
///
/// A flow that belongs to no item draws no commitment. Every entry balances in each book and currency. Unknown and
/// hedged amounts are posted as the figures they are.
///
/// ```
/// use vientro_accounting::{Journal, PostingContext};
/// use vientro_core::Figure;
/// use vientro_currency::{Currency, Money, Policy, RateBook};
/// use vientro_model::{Direction, Flow, FlowId, FlowKind, SourceClass};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (rates, policy) = (RateBook::new(), Policy::treasury_accounting());
/// let context = PostingContext::new(&rates, &policy, Currency::VND);
/// let amount = Figure::Known(Money::vnd(211_000_000));
/// let flow = Flow::try_new(
///     FlowId::try_new("NA-GN-1")?, FlowKind::Disbursement, amount, Direction::Inward, SourceClass::ForeignNgo,
/// )?
/// .with_date("2025-09-30".parse()?);
///
/// let mut journal = Journal::new();
/// assert_eq!(journal.post_flow(&flow, &context)?.posted, [1]);
/// assert!(journal.post_flow(&flow, &context)?.posted.is_empty()); // once is enough
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "serial::JournalParts", into = "serial::JournalParts"))]
pub struct Journal {
    presentation: Option<Currency>,
    entries: Vec<Entry>,
    unposted: BTreeMap<String, Unposted>,
    /// What was kept aside before it was told anew and kept aside again.
    superseded: Vec<Unposted>,
    cut_offs: Vec<(Period, NaiveDate)>,
    seals: Vec<Seal>,
    index: Index,
}

impl PartialEq for Journal {
    fn eq(&self, other: &Self) -> bool {
        // the index follows from the entries
        (self.presentation, &self.entries, &self.cut_offs, &self.seals)
            == (other.presentation, &other.entries, &other.cut_offs, &other.seals)
            && (&self.unposted, &self.superseded) == (&other.unposted, &other.superseded)
    }
}

impl Eq for Journal {}

impl Journal {
    /// An empty journal; the first posting fixes its presentation currency.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends an entry of the caller's.
    ///
    /// # Errors
    ///
    /// [`JournalError::Unbalanced`], [`JournalError::NoLines`], [`JournalError::SameSource`] if its source was posted
    /// before, and [`JournalError::Sealed`] if it would become known on or before the cut-off of a sealed report.
    pub fn append(&mut self, draft: EntryDraft) -> Result<u64, JournalError> {
        let hash = self.index.seed().of_source(draft.source());
        match self.entry_with(draft.source(), hash) {
            Some(entry) => {
                Err(JournalError::SameSource { fact: draft.source().to_string(), entry: entry.number() })
            }
            None => self.append_new(draft, hash, self.newest().saturating_add(1)),
        }
    }

    /// Appends an entry whose source is not in the journal.
    fn append_new(&mut self, draft: EntryDraft, hash: SourceHash, number: u64) -> Result<u64, JournalError> {
        let index = self.next_index()?;
        self.may_become_known(draft.source(), Some(draft.recorded().unwrap_or(draft.date())))?;
        let entry = Entry::chain(draft, number, self.head())?;
        self.index.take(&entry, index, hash);
        self.push(entry);
        Ok(number)
    }

    /// The index of the entry that comes next.
    fn next_index(&self) -> Result<u32, JournalError> {
        u32::try_from(self.entries.len())
            .ok()
            .filter(|index| *index < ENTRIES_MAX)
            .ok_or(JournalError::Full { most: ENTRIES_MAX.into() })
    }

    /// Takes in an entry that the index has.
    fn push(&mut self, entry: Entry) {
        if !self.unposted.is_empty()
            && let Some(unposted) = self.unposted.get_mut(&entry.source().to_string())
        {
            unposted.settled_on = Some(entry.recorded_on());
        }
        self.entries.push(entry);
    }

    /// Takes an entry back by its lines in red. The entry itself stays as it is.
    ///
    /// * `date`: the day the correction holds for; `recorded_on`: the day it became known.
    ///
    /// # Errors
    ///
    /// [`JournalError::NoEntry`], [`JournalError::AlreadyReversed`], [`JournalError::Sealed`].
    pub fn reverse(
        &mut self,
        entry: u64,
        date: NaiveDate,
        recorded_on: NaiveDate,
        reason: impl Into<String>,
        actor: Option<String>,
    ) -> Result<u64, JournalError> {
        let Some(reversed) = self.entry(entry) else {
            return Err(JournalError::NoEntry { entry, newest: self.newest() });
        };
        let source = EntrySource::Reversal { of: entry };
        if let Some(by) = self.entry_of(&source) {
            return Err(JournalError::AlreadyReversed { entry, by: by.number() });
        }
        let lines = reversed.lines().iter().cloned().map(Line::in_red).collect();
        let draft = EntryDraft::new(source, *reversed.key(), date, lines)
            .recorded_on(Some(recorded_on))
            .of_item(reversed.item().cloned())
            .from_rows(reversed.rows().to_vec())
            .because(Some(reason.into()))
            .by(actor);
        self.append(draft)
    }

    /// The currency every amount is also shown in; đồng until something was posted.
    pub fn presentation(&self) -> Currency {
        self.presentation.unwrap_or(Currency::VND)
    }

    /// All entries, in the order they were posted.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry with a number.
    pub fn entry(&self, number: u64) -> Option<&Entry> {
        let index = self.entries.binary_search_by_key(&number, Entry::number).ok()?;
        self.entries.get(index)
    }

    /// What could not be posted, by source.
    pub fn unposted(&self) -> impl Iterator<Item = &Unposted> {
        self.set_aside(None)
    }

    /// What was kept aside on a day, or is now.
    pub(crate) fn set_aside(&self, day: Option<NaiveDate>) -> impl Iterator<Item = &Unposted> {
        self.unposted.values().chain(&self.superseded).filter(move |unposted| unposted.is_aside(day))
    }

    /// Hash of the newest entry: whoever keeps it can prove later that nothing before it was changed.
    pub fn head(&self) -> EntryHash {
        self.entries.last().map_or(EntryHash::START, |entry| *entry.hash())
    }

    /// The journal as it was known on `day`: entries that became known later are left out, and the chain is tied
    /// anew. Numbers stay.
    ///
    /// # Errors
    ///
    /// None that a journal with a good chain can meet; [`JournalError::Tampered`] for one without.
    pub fn as_known_on(&self, day: NaiveDate) -> Result<Self, JournalError> {
        let mut known = Self { presentation: self.presentation, ..Self::default() };
        for entry in self.entries.iter().filter(|entry| entry.recorded_on() <= day) {
            let hash = known.index.seed().of_source(entry.source());
            known.append_new(entry.draft().clone(), hash, entry.number())?;
        }
        known.unposted = self
            .set_aside(Some(day))
            .map(|it| (it.source().to_string(), Unposted { settled_on: None, ..it.clone() }))
            .collect();
        Ok(known)
    }

    /// Checks every entry and the chain again. An empty list means that the journal is what was posted.
    ///
    /// `head` is a hash kept elsewhere: with it also a journal that was cut short at its end is found out.
    pub fn audit(&self, head: Option<&EntryHash>) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut previous = EntryHash::START;
        let mut newest = 0;
        // made anew, so that nothing is taken on trust
        let mut index = Index::default();
        for (entry, place) in self.entries.iter().zip(0_u32..) {
            let number = entry.number();
            let mut add = |code, vi: &str, en: &str| {
                findings.push(
                    Finding::new(FindingCode::new(code), Severity::Error, Bilingual::new(vi, en))
                        .at(Location::new().about(format!("{ENTRY}{number}")))
                        .by_rule("hash chain over entries"),
                );
            };
            if number <= newest {
                add("entry-order", "số bút toán không tăng dần", "entry numbers do not ascend");
            }
            if !entry.hash_holds() {
                add("entry-tampered", "nội dung bút toán đã bị thay đổi", "the entry was changed");
            }
            if *entry.previous() != previous {
                add(
                    "entry-chain",
                    "bút toán không nối với bút toán trước",
                    "the chain is broken before this entry",
                );
            }
            if entry.draft().check_balance().is_err() {
                add("entry-unbalanced", "bút toán không cân", "the entry does not balance");
            }
            if let EntrySource::Reversal { of } = entry.source()
                && *of >= number
            {
                add("entry-reversal", "bút toán đảo không có bút toán gốc", "a reversal without its entry");
            }
            let hash = index.seed().of_source(entry.source());
            if index.find(entry.source(), hash, &self.entries).is_some() {
                add("entry-duplicate", "một nguồn được ghi hai lần", "one source was posted twice");
            }
            index.take(entry, place, hash);
            newest = newest.max(number);
            previous = *entry.hash();
        }
        findings.extend(self.audit_seals());
        if let Some(head) = head
            && *head != self.head()
        {
            findings.push(
                Finding::new(
                    FindingCode::new("journal-head"),
                    Severity::Error,
                    Bilingual::new(
                        "sổ không kết thúc ở mã băm đã lưu",
                        "the journal does not end at the hash kept",
                    ),
                )
                .found(self.head().to_string())
                .expected(head.to_string()),
            );
        }
        findings
    }

    fn newest(&self) -> u64 {
        self.entries.last().map_or(0, Entry::number)
    }

    /// The rows the entries with these numbers were made from, each once, in order. A number without an entry has none.
    pub fn rows_of(&self, entries: &[u64]) -> Vec<RowId> {
        let rows: BTreeSet<&RowId> =
            entries.iter().filter_map(|number| self.entry(*number)).flat_map(Entry::rows).collect();
        rows.into_iter().cloned().collect()
    }

    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    pub(crate) fn line_of(&self, posting: &Posting) -> Option<&Line> {
        let entry = self.entries.get(usize::try_from(posting.entry).ok()?)?;
        entry.lines().get(usize::try_from(posting.line).ok()?)
    }

    /// The numbers of entries by their index.
    pub(crate) fn numbers_of(&self, entries: &[u32]) -> Vec<u64> {
        if self.newest() == u64::try_from(self.entries.len()).unwrap_or(0) {
            // numbers ascend from one, so none is missing
            return entries.iter().map(|index| u64::from(*index).saturating_add(1)).collect();
        }
        let number = |index: &u32| Some(self.entries.get(usize::try_from(*index).ok()?)?.number());
        entries.iter().filter_map(number).collect()
    }

    fn entry_of(&self, source: &EntrySource) -> Option<&Entry> {
        self.entry_with(source, self.index.seed().of_source(source))
    }

    fn entry_with(&self, source: &EntrySource, hash: SourceHash) -> Option<&Entry> {
        self.entries.get(self.index.find(source, hash, &self.entries)?)
    }
}

/// What the audit calls an entry by, before its number.
const ENTRY: &str = "entry ";

/// Lines are numbered by entry in 32 bits, and an entry has few lines.
const ENTRIES_MAX: u32 = 1 << 29;
