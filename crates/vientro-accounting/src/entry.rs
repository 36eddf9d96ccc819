//! Journal entries: lines that balance in each book and currency, and the hash that ties them to the entry before.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use vientro_core::{Figure, RowId};
use vientro_currency::{Conversion, Currency, Money, Rate};
use vientro_model::{AmountKey, FlowId, FlowKind, ItemId};

use crate::account::{Account, Book, Side};
use crate::journal::JournalError;
use crate::sum::FigureSum;

/// An amount as it was and as it is presented, with the rates between the two.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Valued {
    original: Figure<Money>,
    presentation: Figure<Money>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    conversion: Option<Conversion>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    rates: Vec<Rate>,
}

impl Valued {
    /// An amount in the presentation currency, or one that is unknown.
    pub fn as_it_is(amount: Figure<Money>) -> Self {
        Self { presentation: amount.clone(), original: amount, conversion: None, rates: Vec::new() }
    }

    /// An exact amount with its conversion.
    pub fn converted(conversion: Conversion) -> Self {
        Self {
            original: Figure::Known(*conversion.from()),
            presentation: Figure::Known(*conversion.to()),
            rates: conversion.rates().cloned().collect(),
            conversion: Some(conversion),
        }
    }

    /// A hedged amount, both ends converted at `rates`.
    pub fn hedged(original: Figure<Money>, presentation: Figure<Money>, rates: Vec<Rate>) -> Self {
        Self { original, presentation, conversion: None, rates }
    }

    /// The amount in its own currency.
    pub fn original(&self) -> &Figure<Money> {
        &self.original
    }

    /// The amount in the presentation currency of the journal.
    pub fn presentation(&self) -> &Figure<Money> {
        &self.presentation
    }

    /// How an exact amount was converted; `None` if it did not have to be, or is hedged.
    pub fn conversion(&self) -> Option<&Conversion> {
        self.conversion.as_ref()
    }

    /// The rates used.
    pub fn rates(&self) -> &[Rate] {
        &self.rates
    }

    /// Currency of the original amount; an unknown amount has none.
    pub fn currency(&self) -> Option<Currency> {
        currency_of(&self.original)
    }
}

/// The currency of a figure; an unknown one has none.
pub(crate) fn currency_of(figure: &Figure<Money>) -> Option<Currency> {
    figure.low().or_else(|| figure.high()).map(Money::currency)
}

/// One line of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Line {
    account: Account,
    side: Side,
    value: Valued,
    #[cfg_attr(feature = "serde", serde(default))]
    withdrawn: bool,
    #[cfg_attr(feature = "serde", serde(default))]
    principal: bool,
}

impl Line {
    /// A line on one side of an account.
    pub fn new(account: Account, side: Side, value: Valued) -> Self {
        Self { account, side, value, withdrawn: false, principal: false }
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
            Self::Revaluation { closing, account, currency } => {
                write!(f, "revaluation:{closing}:{account}:{currency}")
            }
            Self::Reversal { of } => write!(f, "reversal:{of}"),
        }
    }
}

/// SHA-256 over an entry and the hash of the entry before it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
pub struct EntryHash([u8; 32]);

impl EntryHash {
    /// What stands before the first entry.
    pub const START: Self = Self([0; 32]);
}

impl fmt::Display for EntryHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for EntryHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EntryHash({self})")
    }
}

impl FromStr for EntryHash {
    type Err = JournalError;

    fn from_str(text: &str) -> Result<Self, JournalError> {
        let wrong = || JournalError::Hash { found: text.chars().take(80).collect() };
        let mut bytes = [0; 32];
        if text.len() != 64 {
            return Err(wrong());
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| wrong())?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| wrong())?;
        }
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for EntryHash {
    type Error = JournalError;

    fn try_from(text: String) -> Result<Self, JournalError> {
        text.parse()
    }
}

impl From<EntryHash> for String {
    fn from(hash: EntryHash) -> Self {
        hash.to_string()
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
    item: Option<ItemId>,
    lines: Vec<Line>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    rows: Vec<RowId>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    actor: Option<String>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    reason: Option<String>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    evidence: Option<String>,
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
    pub fn of_item(mut self, item: Option<ItemId>) -> Self {
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
        self.actor = actor;
        self
    }

    /// For a reason.
    #[must_use]
    pub fn because(mut self, reason: Option<String>) -> Self {
        self.reason = reason;
        self
    }

    /// With the paper behind it.
    #[must_use]
    pub fn with_evidence(mut self, evidence: Option<String>) -> Self {
        self.evidence = evidence;
        self
    }

    /// What it was made from.
    pub fn source(&self) -> &EntrySource {
        &self.source
    }

    /// Does the draft balance? Each book and currency by itself, in the original and in the presentation amounts.
    ///
    /// # Errors
    ///
    /// [`JournalError::Unbalanced`] names the book and currency, [`JournalError::NoLines`],
    /// [`JournalError::Money`] on overflow.
    pub fn check_balance(&self) -> Result<(), JournalError> {
        if self.lines.is_empty() {
            return Err(JournalError::NoLines { fact: self.source.to_string() });
        }
        for presented in [false, true] {
            let mut unknown: BTreeMap<Book, i64> = BTreeMap::new();
            let mut sums: BTreeMap<(Book, Currency), (FigureSum, FigureSum)> = BTreeMap::new();
            for line in &self.lines {
                let figure = if presented { &line.value.presentation } else { &line.value.original };
                let book = line.account.book();
                let sign = if (line.side == Side::Debit) == line.withdrawn { -1 } else { 1 };
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
                if line.withdrawn { sum.withdraw(figure)? } else { sum.add(figure)? }
            }
            let refuse = |book: Book, currency: Option<Currency>, debit: String, credit: String| {
                Err(JournalError::Unbalanced {
                    fact: self.source.to_string(),
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
}

/// A figure of money as text that two equal figures share.
pub(crate) fn figure_text(figure: &Figure<Money>) -> String {
    match figure {
        Figure::Known(money) => money.to_string(),
        Figure::Hedged(hedged) => hedged.interval().to_string(),
        Figure::Unknown => "unknown".to_owned(),
    }
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
        let hash = hash_of(number, &previous, &draft);
        Ok(Self { number, draft, previous, hash })
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
        &self.draft.source
    }

    /// What it counts under.
    pub fn key(&self) -> &AmountKey {
        &self.draft.key
    }

    /// The day it holds for.
    pub fn date(&self) -> NaiveDate {
        self.draft.date
    }

    /// The day it became known.
    pub fn recorded_on(&self) -> NaiveDate {
        self.draft.recorded_on.unwrap_or(self.draft.date)
    }

    /// The item.
    pub fn item(&self) -> Option<&ItemId> {
        self.draft.item.as_ref()
    }

    /// Its lines.
    pub fn lines(&self) -> &[Line] {
        &self.draft.lines
    }

    /// The rows it was made from.
    pub fn rows(&self) -> &[RowId] {
        &self.draft.rows
    }

    /// Who entered it.
    pub fn actor(&self) -> Option<&str> {
        self.draft.actor.as_deref()
    }

    /// Why.
    pub fn reason(&self) -> Option<&str> {
        self.draft.reason.as_deref()
    }

    /// The paper behind it.
    pub fn evidence(&self) -> Option<&str> {
        self.draft.evidence.as_deref()
    }

    /// Hash of the entry before.
    pub fn previous(&self) -> &EntryHash {
        &self.previous
    }

    /// Hash of this entry.
    pub fn hash(&self) -> &EntryHash {
        &self.hash
    }

    /// Does the hash follow from what the entry says?
    pub fn hash_holds(&self) -> bool {
        hash_of(self.number, &self.previous, &self.draft) == self.hash
    }

    /// Hash of what the entry says without its place in the chain and without rates: posting the same fact again
    /// finds it unchanged, whatever the rates.
    pub(crate) fn fingerprint(draft: &EntryDraft) -> EntryHash {
        let mut hasher = Sha256::new();
        feed_facts(&mut hasher, draft);
        EntryHash(hasher.finalize().into())
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

fn hash_of(number: u64, previous: &EntryHash, draft: &EntryDraft) -> EntryHash {
    let mut hasher = Sha256::new();
    feed(&mut hasher, &number.to_string());
    hasher.update(previous.0);
    feed_facts(&mut hasher, draft);
    for line in &draft.lines {
        feed(&mut hasher, &figure_text(&line.value.presentation));
        for rate in &line.value.rates {
            feed(&mut hasher, rate.id().as_str());
        }
        if let Some(conversion) = &line.value.conversion {
            feed(&mut hasher, conversion.policy());
            feed(&mut hasher, &conversion.date().to_string());
        }
    }
    EntryHash(hasher.finalize().into())
}

/// Every part of the entry but the rates, each with its length before it, so that no two entries share their bytes.
fn feed_facts(hasher: &mut Sha256, draft: &EntryDraft) {
    feed(hasher, &draft.source.to_string());
    let key = &draft.key;
    feed(hasher, key.basis().as_str());
    feed(hasher, key.direction().as_str());
    feed(hasher, key.standing().as_str());
    feed(hasher, key.source().map_or("", |source| source.as_str()));
    feed(hasher, key.modality().map_or("", |modality| modality.as_str()));
    feed(hasher, &draft.date.to_string());
    feed(hasher, &draft.recorded_on.map_or_else(String::new, |day| day.to_string()));
    feed(hasher, draft.item.as_ref().map_or("", ItemId::as_str));
    for text in [&draft.actor, &draft.reason, &draft.evidence] {
        feed(hasher, text.as_deref().unwrap_or(""));
    }
    feed(hasher, &draft.rows.len().to_string());
    for row in &draft.rows {
        feed(hasher, row.as_str());
    }
    feed(hasher, &draft.lines.len().to_string());
    for line in &draft.lines {
        feed(hasher, &line.account.to_string());
        let marks = (line.side == Side::Debit, line.withdrawn, line.principal);
        feed(hasher, &format!("{marks:?}"));
        feed(hasher, &figure_text(&line.value.original));
        if let Figure::Hedged(hedged) = &line.value.original
            && let Some(printed) = hedged.printed()
        {
            feed(hasher, &format!("{} {:?}", printed.value(), printed.hedge()));
        }
    }
}

fn feed(hasher: &mut Sha256, text: &str) {
    hasher.update(text.len().to_string().as_bytes());
    hasher.update(b":");
    hasher.update(text.as_bytes());
}
