//! The journal: append-only, double entry, idempotent by the id of what is posted, tied by a hash chain.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use vientro_core::{Bilingual, Figure, Finding, FindingCode, Language, Location, RowId, Severity};
use vientro_currency::{Currency, Money, MoneyError, Policy, RateBook, RateError, format_figure};
use vientro_model::{
    AidItem, AmountKey, Approval, Basis, Facts, Flow, FlowKind, ItemId, Modality, ModelError, Standing,
};

use crate::account::{Account, AccountKind, Side};
use crate::entry::{Entry, EntryDraft, EntryHash, EntrySource, Line, Valued, currency_of, figure_text};

/// What an operation on the journal runs into.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// The entry was reversed before.
    #[error("entry {entry} was reversed already by entry {by}")]
    AlreadyReversed {
        /// The entry.
        entry: u64,
        /// The entry that reversed it.
        by: u64,
    },
    /// The text is not a hash.
    #[error("`{found}` is not a hash, expected 64 hexadecimal digits")]
    Hash {
        /// The text.
        found: String,
    },
    /// A record of the model refused something.
    #[error(transparent)]
    Model(#[from] Box<ModelError>),
    /// Overflow or two currencies.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// There is no such entry.
    #[error("there is no entry {entry}; the newest is {newest}")]
    NoEntry {
        /// The number asked for.
        entry: u64,
        /// The newest number.
        newest: u64,
    },
    /// An entry without lines.
    #[error("the entry of `{fact}` has no lines")]
    NoLines {
        /// What it was made from.
        fact: String,
    },
    /// A journal has one presentation currency.
    #[error("the journal presents in `{journal}`, not in `{asked}`")]
    Presentation {
        /// The journal's.
        journal: Currency,
        /// The one asked for.
        asked: Currency,
    },
    /// The source was posted before.
    #[error("`{fact}` was posted before, as entry {entry}")]
    SameSource {
        /// The source.
        fact: String,
        /// The entry it was posted as.
        entry: u64,
    },
    /// A stored entry or chain does not hold.
    #[error("entry {entry} does not follow from what it says or from the entry before it")]
    Tampered {
        /// The entry.
        entry: u64,
    },
    /// Debit and credit differ.
    #[error("the entry of `{fact}` does not balance in the book `{book}`: debit {debit}, credit {credit}")]
    Unbalanced {
        /// What it was made from.
        fact: String,
        /// The book.
        book: &'static str,
        /// The currency; `None` where unknown amounts do not pair.
        currency: Option<Currency>,
        /// Sum of the debits.
        debit: String,
        /// Sum of the credits.
        credit: String,
    },
}

/// What posting cannot do without: the rates, the rule that picks one, and the currency of the presentation.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PostingContext<'a> {
    /// The rates.
    pub rates: &'a RateBook,
    /// Which of them, and how to round.
    pub policy: &'a Policy,
    /// The currency every amount is also shown in.
    pub presentation: Currency,
}

impl<'a> PostingContext<'a> {
    /// Amounts are converted to `presentation` at the rates of their own day, as `policy` says.
    pub const fn new(rates: &'a RateBook, policy: &'a Policy, presentation: Currency) -> Self {
        Self { rates, policy, presentation }
    }
}

/// What posting did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PostingReport {
    /// Numbers of the new entries.
    pub posted: Vec<u64>,
    /// Sources that were in the journal already; nothing was changed.
    pub skipped_same_id: Vec<String>,
    /// What a person should look at: undated flows, missing rates, facts that changed since they were posted.
    pub findings: Vec<Finding>,
}

impl PostingReport {
    fn take(&mut self, other: Self) {
        self.posted.extend(other.posted);
        self.skipped_same_id.extend(other.skipped_same_id);
        self.findings.extend(other.findings);
    }
}

/// Why a fact is kept aside.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum UnpostedReason {
    /// No rate holds for its day; the text says which are nearest.
    NoRate(Bilingual),
    /// It has no date.
    Undated,
}

/// A fact that could not be posted. It is counted beside every total it would belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Unposted {
    source: EntrySource,
    key: AmountKey,
    item: Option<ItemId>,
    amount: Figure<Money>,
    date: Option<NaiveDate>,
    recorded_on: Option<NaiveDate>,
    reason: UnpostedReason,
    rows: Vec<RowId>,
}

impl Unposted {
    /// What it is.
    pub fn source(&self) -> &EntrySource {
        &self.source
    }

    /// What it would count under.
    pub fn key(&self) -> &AmountKey {
        &self.key
    }

    /// The item.
    pub fn item(&self) -> Option<&ItemId> {
        self.item.as_ref()
    }

    /// The amount in its own currency.
    pub fn amount(&self) -> &Figure<Money> {
        &self.amount
    }

    /// Its date, if it has one.
    pub fn date(&self) -> Option<NaiveDate> {
        self.date
    }

    /// The day it became known, as far as that is known.
    pub fn recorded_on(&self) -> Option<NaiveDate> {
        self.recorded_on.or(self.date)
    }

    /// Why it was not posted.
    pub fn reason(&self) -> &UnpostedReason {
        &self.reason
    }

    /// The rows it was made from.
    pub fn rows(&self) -> &[RowId] {
        &self.rows
    }
}

/// Append-only books of aid.
///
/// Posting rules, with the chart of [`AccountKind`]:
///
/// | fact | debit | credit |
/// |---|---|---|
/// | commitment of an item | commitment remainder | commitment |
/// | amendment | the same lines of the version before in red, then the new version | |
/// | disbursement | donor receivable; commitment drawn | disbursed; commitment remainder |
/// | refund | disbursed; commitment remainder | donor receivable; commitment drawn |
/// | receipt | aid account | donor receivable |
/// | in-kind receipt | in-kind stock | donor receivable |
/// | expenditure | used | aid account |
/// | in-kind distribution | used | in-kind stock |
/// | pledge | pledge outstanding | pledge |
/// | mobilisation | mobilised, expected | mobilised |
/// | recording, and every memo flow | recorded gifts | recorded contributors |
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "JournalParts", into = "JournalParts"))]
pub struct Journal {
    presentation: Option<Currency>,
    entries: Vec<Entry>,
    unposted: BTreeMap<String, Unposted>,
    by_source: BTreeMap<String, usize>,
}

impl Journal {
    /// An empty journal; the first posting fixes its presentation currency.
    pub fn new() -> Self {
        Self::default()
    }

    /// Posts all facts: commitments of items with their amendments, then flows, then gifts.
    ///
    /// Posting is idempotent: what has the id of an entry is skipped, and a finding tells if it changed since.
    ///
    /// # Errors
    ///
    /// [`JournalError::Presentation`], and [`JournalError::Money`] for amounts past the range of money. What was
    /// posted before the error stays.
    pub fn post(
        &mut self,
        facts: &Facts,
        context: &PostingContext<'_>,
    ) -> Result<PostingReport, JournalError> {
        let mut report = PostingReport::default();
        for item in facts.items() {
            report.take(located(
                self.post_commitments(item, context)?,
                item.id().as_str(),
                item.rows(),
                facts,
            ));
        }
        for flow in facts.flows() {
            let told_twice = flow.kind() == FlowKind::Commitment
                && flow.item().and_then(|id| facts.item(id)).is_some_and(|item| item.commitment().is_some());
            if told_twice {
                report.findings.push(told_twice_finding(flow));
            } else {
                report.take(located(self.post_flow(flow, context)?, flow.id().as_str(), flow.rows(), facts));
            }
        }
        for gift in facts.gifts() {
            let flow = gift.to_flow().map_err(Box::new)?;
            report.take(located(self.post_flow(&flow, context)?, flow.id().as_str(), flow.rows(), facts));
        }
        Ok(report)
    }

    /// Posts one flow.
    ///
    /// # Errors
    ///
    /// As [`Journal::post`].
    pub fn post_flow(
        &mut self,
        flow: &Flow,
        context: &PostingContext<'_>,
    ) -> Result<PostingReport, JournalError> {
        let source = EntrySource::Flow { id: flow.id().clone(), kind: flow.kind() };
        let aside = |reason| Unposted {
            source: source.clone(),
            key: flow.key(),
            item: flow.item().cloned(),
            amount: flow.amount().clone(),
            date: flow.date(),
            recorded_on: flow.recorded_on(),
            reason,
            rows: flow.rows().to_vec(),
        };
        let Some(date) = flow.date() else {
            return self.keep_aside(aside(UnpostedReason::Undated), context);
        };
        let value = match value(flow.amount(), date, context) {
            Ok(value) => value,
            Err(error) => return self.keep_aside(aside(UnpostedReason::NoRate(in_both(&error))), context),
        };
        let draft = EntryDraft::new(source, flow.key(), date, flow_lines(flow, &value))
            .recorded_on(flow.recorded_on())
            .of_item(flow.item().cloned())
            .from_rows(flow.rows().to_vec())
            .with_evidence(flow.evidence().map(str::to_owned));
        self.post_draft(draft, context)
    }

    /// Posts the commitment of an item and its amendments.
    ///
    /// The first version holds for the day of approval, or else for the day it was recorded; an amendment for the
    /// day it takes effect, or else for the day it was recorded.
    ///
    /// # Errors
    ///
    /// As [`Journal::post`].
    pub fn post_commitments(
        &mut self,
        item: &AidItem,
        context: &PostingContext<'_>,
    ) -> Result<PostingReport, JournalError> {
        let mut report = PostingReport::default();
        let Some(history) = item.commitment() else { return Ok(report) };
        let key = AmountKey::new(Basis::Committed, item.direction()).with_source(item.source());
        let mut before: Option<Valued> = None;
        for (number, version) in history.versions().enumerate() {
            let version_number = u32::try_from(number).unwrap_or(u32::MAX);
            let approved = if number == 0 { item.approval().and_then(Approval::date) } else { None };
            let date = version.first_day().or(approved).unwrap_or(version.recorded_on());
            let source = EntrySource::Commitment { item: item.id().clone(), version: version_number };
            let amendment = number.checked_sub(1).and_then(|index| item.amendments().get(index));
            let mut rows = item.rows().to_vec();
            rows.extend(amendment.into_iter().flat_map(|amendment| amendment.rows().to_vec()));
            let value = match value(version.value(), date, context) {
                Ok(value) => value,
                Err(error) => {
                    let unposted = Unposted {
                        source,
                        key,
                        item: Some(item.id().clone()),
                        amount: version.value().clone(),
                        date: Some(date),
                        recorded_on: Some(version.recorded_on()),
                        reason: UnpostedReason::NoRate(in_both(&error)),
                        rows,
                    };
                    report.take(self.keep_aside(unposted, context)?);
                    // later versions cannot take back what is not in the books
                    break;
                }
            };
            let mut lines = Vec::new();
            if let Some(before) = &before {
                let [debit, credit] = commitment_lines(item.id(), key, before);
                lines.extend([credit.in_red(), debit.in_red()]);
            }
            let [debit, credit] = commitment_lines(item.id(), key, &value);
            lines.extend([credit, debit]);
            let draft = EntryDraft::new(source, key, date, lines)
                .recorded_on(Some(version.recorded_on()))
                .of_item(Some(item.id().clone()))
                .from_rows(rows)
                .by(version.actor().map(str::to_owned))
                .because(version.reason().map(str::to_owned))
                .with_evidence(evidence_of(item, number));
            report.take(self.post_draft(draft, context)?);
            before = Some(value);
        }
        Ok(report)
    }

    /// Appends an entry of the caller's.
    ///
    /// # Errors
    ///
    /// [`JournalError::Unbalanced`], [`JournalError::NoLines`], and [`JournalError::SameSource`] if its source was
    /// posted before.
    pub fn append(&mut self, draft: EntryDraft) -> Result<u64, JournalError> {
        let source = draft.source().to_string();
        if let Some(entry) = self.entry_of(&source) {
            return Err(JournalError::SameSource { fact: source, entry: entry.number() });
        }
        let entry = Entry::chain(draft, self.newest().saturating_add(1), self.head())?;
        let number = entry.number();
        self.by_source.insert(source.clone(), self.entries.len());
        self.unposted.remove(&source);
        self.entries.push(entry);
        Ok(number)
    }

    /// Takes an entry back by its lines in red. The entry itself stays as it is.
    ///
    /// * `date`: the day the correction holds for; `recorded_on`: the day it became known.
    ///
    /// # Errors
    ///
    /// [`JournalError::NoEntry`], [`JournalError::AlreadyReversed`].
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
        if let Some(by) = self.entry_of(&source.to_string()) {
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
        self.unposted.values()
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
            let entry = Entry::chain(entry.draft().clone(), entry.number(), known.head())?;
            known.by_source.insert(entry.source().to_string(), known.entries.len());
            known.entries.push(entry);
        }
        known.unposted = self
            .unposted
            .iter()
            .filter(|(_, unposted)| unposted.recorded_on().is_none_or(|known_on| known_on <= day))
            .map(|(source, unposted)| (source.clone(), unposted.clone()))
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
        let mut sources: BTreeMap<String, u64> = BTreeMap::new();
        for entry in &self.entries {
            let number = entry.number();
            let mut add = |code, vi: &str, en: &str| {
                findings.push(
                    Finding::new(FindingCode::new(code), Severity::Error, Bilingual::new(vi, en))
                        .at(Location::new().about(format!("entry {number}")))
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
            if sources.insert(entry.source().to_string(), number).is_some() {
                add("entry-duplicate", "một nguồn được ghi hai lần", "one source was posted twice");
            }
            newest = newest.max(number);
            previous = *entry.hash();
        }
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

    fn entry_of(&self, source: &str) -> Option<&Entry> {
        let index = self.by_source.get(source)?;
        self.entries.get(*index)
    }

    fn present_in(&mut self, context: &PostingContext<'_>) -> Result<(), JournalError> {
        match self.presentation {
            Some(journal) if journal != context.presentation => {
                Err(JournalError::Presentation { journal, asked: context.presentation })
            }
            _ => {
                self.presentation = Some(context.presentation);
                Ok(())
            }
        }
    }

    fn post_draft(
        &mut self,
        draft: EntryDraft,
        context: &PostingContext<'_>,
    ) -> Result<PostingReport, JournalError> {
        self.present_in(context)?;
        let mut report = PostingReport::default();
        let source = draft.source().to_string();
        if let Some(entry) = self.entry_of(&source) {
            if Entry::fingerprint(entry.draft()) != Entry::fingerprint(&draft) {
                report.findings.push(
                    Finding::new(
                        FindingCode::new("changed-since-posted"),
                        Severity::Warning,
                        Bilingual::new(
                            format!(
                                "số liệu khác với bút toán {} đã ghi; sửa bằng bút toán đảo",
                                entry.number()
                            ),
                            format!(
                                "differs from entry {} posted before; correct it by a reversal",
                                entry.number()
                            ),
                        ),
                    )
                    .at(Location::new().about(source.clone())),
                );
            }
            report.skipped_same_id.push(source);
        } else {
            report.posted.push(self.append(draft)?);
        }
        Ok(report)
    }

    fn keep_aside(
        &mut self,
        unposted: Unposted,
        context: &PostingContext<'_>,
    ) -> Result<PostingReport, JournalError> {
        self.present_in(context)?;
        let mut report = PostingReport::default();
        let source = unposted.source.to_string();
        if self.entry_of(&source).is_some() {
            report.skipped_same_id.push(source);
            return Ok(report);
        }
        report.findings.push(unposted_finding(&unposted));
        self.unposted.insert(source, unposted);
        Ok(report)
    }
}

/// The serialised form of a journal: entries with their hashes, and the hash it ends at.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct JournalParts {
    presentation: Option<Currency>,
    entries: Vec<Entry>,
    unposted: Vec<Unposted>,
    head: EntryHash,
}

#[cfg(feature = "serde")]
impl From<Journal> for JournalParts {
    fn from(journal: Journal) -> Self {
        Self {
            presentation: journal.presentation,
            head: journal.head(),
            entries: journal.entries,
            unposted: journal.unposted.into_values().collect(),
        }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<JournalParts> for Journal {
    type Error = JournalError;

    fn try_from(parts: JournalParts) -> Result<Self, JournalError> {
        let by_source = parts
            .entries
            .iter()
            .enumerate()
            .map(|(index, entry)| (entry.source().to_string(), index))
            .collect();
        let unposted = parts.unposted.into_iter().map(|it| (it.source.to_string(), it)).collect();
        let journal = Self { presentation: parts.presentation, entries: parts.entries, unposted, by_source };
        if journal.audit(Some(&parts.head)).is_empty() {
            Ok(journal)
        } else {
            Err(JournalError::Tampered { entry: journal.newest() })
        }
    }
}

/// The amount with its value in the presentation currency, at the rate of `date`.
fn value(amount: &Figure<Money>, date: NaiveDate, context: &PostingContext<'_>) -> Result<Valued, RateError> {
    match amount {
        amount if currency_of(amount).is_none_or(|currency| currency == context.presentation) => {
            Ok(Valued::as_it_is(amount.clone()))
        }
        Figure::Known(money) => {
            context.rates.convert(money, context.presentation, date, context.policy).map(Valued::converted)
        }
        hedged => context
            .rates
            .convert_figure(hedged, context.presentation, date, context.policy)
            .map(|(presentation, rates)| Valued::hedged(hedged.clone(), presentation, rates)),
    }
}

fn in_both(error: &RateError) -> Bilingual {
    Bilingual::new(error.text(Language::Vi), error.text(Language::En))
}

/// Debit and credit line of a commitment; the credit is what totals count.
fn commitment_lines(item: &ItemId, key: AmountKey, value: &Valued) -> [Line; 2] {
    let account = |kind| Account::new(kind, key.direction()).of_item(Some(item.clone()));
    [
        Line::new(account(AccountKind::CommitmentRemainder), Side::Debit, value.clone()),
        Line::new(account(AccountKind::Commitment), Side::Credit, value.clone()).as_principal(),
    ]
}

/// The lines of a flow, the principal one first.
fn flow_lines(flow: &Flow, value: &Valued) -> Vec<Line> {
    use AccountKind as K;
    let item = flow.item();
    let account = |kind| Account::new(kind, flow.direction()).of_item(item.cloned());
    let pair = |principal, principal_side: Side, contra| {
        vec![
            Line::new(account(principal), principal_side, value.clone()).as_principal(),
            Line::new(account(contra), principal_side.other(), value.clone()),
        ]
    };
    if flow.standing() == Standing::Memo {
        let side = if flow.kind().is_against() { Side::Credit } else { Side::Debit };
        return pair(K::MemoGift, side, K::MemoContributor);
    }
    match flow.kind() {
        FlowKind::Commitment => pair(K::Commitment, Side::Credit, K::CommitmentRemainder),
        FlowKind::Disbursement | FlowKind::Refund => {
            let side = if flow.kind().is_against() { Side::Debit } else { Side::Credit };
            let mut lines = pair(K::Disbursed, side, K::DonorReceivable);
            if item.is_some() {
                let drawn = Line::new(account(K::CommitmentDrawn), side.other(), value.clone());
                let remainder = Line::new(account(K::CommitmentRemainder), side, value.clone());
                lines.extend([drawn, remainder]);
            }
            lines
        }
        FlowKind::Expenditure if flow.modality() == Some(Modality::InKind) => {
            pair(K::Used, Side::Debit, K::InKindStock)
        }
        FlowKind::Expenditure => pair(K::Used, Side::Debit, K::AidAccount),
        FlowKind::InKindDistribution => pair(K::Used, Side::Debit, K::InKindStock),
        FlowKind::InKindReceipt => pair(K::InKindStock, Side::Debit, K::DonorReceivable),
        FlowKind::Mobilisation => pair(K::Mobilised, Side::Credit, K::MobilisedExpected),
        FlowKind::Pledge => pair(K::Pledge, Side::Credit, K::PledgeOutstanding),
        FlowKind::Receipt if flow.modality() == Some(Modality::InKind) => {
            pair(K::InKindStock, Side::Debit, K::DonorReceivable)
        }
        FlowKind::Receipt => pair(K::AidAccount, Side::Debit, K::DonorReceivable),
        // a recording that is not memo, and kinds the model may add: beside the Union's own figures
        _ => pair(K::MemoGift, Side::Debit, K::MemoContributor),
    }
}

fn evidence_of(item: &AidItem, version: usize) -> Option<String> {
    match version.checked_sub(1) {
        None => item.approval().map(|approval| approval.number().to_owned()),
        Some(index) => item.amendments().get(index).and_then(|it| it.decision()).map(str::to_owned),
    }
}

fn unposted_finding(unposted: &Unposted) -> Finding {
    let finding = match &unposted.reason {
        UnpostedReason::Undated => Finding::new(
            FindingCode::new("flow-undated"),
            Severity::Warning,
            Bilingual::new(
                "không có ngày: chưa ghi sổ, được đếm riêng bên cạnh mọi tổng",
                "no date: not posted, counted beside every total",
            ),
        )
        .expected("dd/mm/yyyy"),
        UnpostedReason::NoRate(reason) => Finding::new(
            FindingCode::new("flow-no-rate"),
            Severity::Error,
            Bilingual::new(
                format!(
                    "không quy đổi được: chưa ghi sổ, được đếm riêng bên cạnh mọi tổng ({})",
                    reason.vi()
                ),
                format!("cannot be converted: not posted, counted beside every total ({})", reason.en()),
            ),
        ),
    };
    let source = unposted.source.to_string();
    // the id of a flow that intake made is its row already
    let row = unposted.rows.first().filter(|row| !source.ends_with(row.as_str()));
    let record = row.map_or_else(|| source.clone(), |row| format!("{source} {row}"));
    finding.at(Location::new().about(record)).found_in_both(format_figure(&unposted.amount))
}

/// The findings about a record, at the file, sheet and cell of its first row where the facts know them. An id that is
/// the row itself is not said again.
fn located(mut report: PostingReport, id: &str, rows: &[RowId], facts: &Facts) -> PostingReport {
    if let Some((row, known)) = rows.first().and_then(|row| Some((row, facts.row(row)?))) {
        let place = known.location().clone();
        let place = if row.as_str() == id { place } else { place.about(id) };
        report.findings = report.findings.into_iter().map(|it| it.at(place.clone())).collect();
    }
    report
}

fn told_twice_finding(flow: &Flow) -> Finding {
    Finding::new(
        FindingCode::new("commitment-told-twice"),
        Severity::Note,
        Bilingual::new(
            "khoản viện trợ đã có cam kết; dòng cam kết này không ghi thêm",
            "the item has its commitment; this commitment flow is not posted again",
        ),
    )
    .at(Location::new().about(flow.id().as_str()))
    .found(figure_text(flow.amount()))
}

#[cfg(test)]
mod tests {
    use vientro_model::{Direction, FlowId, SourceClass};

    use super::*;

    fn journal() -> Journal {
        let (rates, policy) = (RateBook::new(), Policy::treasury_accounting());
        let context = PostingContext::new(&rates, &policy, Currency::VND);
        let mut journal = Journal::new();
        for number in 1..=4_i64 {
            let id = FlowId::try_new(format!("F-{number}")).unwrap();
            let amount = Figure::Known(Money::vnd(number * 1_000_000));
            let flow =
                Flow::try_new(id, FlowKind::Receipt, amount, Direction::Inward, SourceClass::ForeignNgo)
                    .unwrap();
            journal.post_flow(&flow.with_date("2025-09-30".parse().unwrap()), &context).unwrap();
        }
        journal
    }

    fn codes(journal: &Journal, head: Option<&EntryHash>) -> Vec<String> {
        journal
            .audit(head)
            .iter()
            .map(|it| format!("{} {}", it.code(), it.location().record().unwrap_or("")).trim().to_owned())
            .collect()
    }

    #[test]
    fn the_audit_names_the_entry_that_was_touched() {
        let whole = journal();
        let head = whole.head();
        assert_eq!(codes(&whole, Some(&head)), Vec::<String>::new());

        let mut tampered = whole.clone();
        tampered.entries[1].tamper(|draft| draft.set_date("2025-09-29".parse().unwrap()));
        assert_eq!(codes(&tampered, None), ["entry-tampered entry 2"]);

        let mut taken_out = whole.clone();
        taken_out.entries.remove(1);
        assert_eq!(codes(&taken_out, None), ["entry-chain entry 3"]);

        let mut swapped = whole.clone();
        swapped.entries.swap(1, 2);
        assert!(codes(&swapped, None).contains(&"entry-chain entry 3".to_owned()));
        assert!(codes(&swapped, None).contains(&"entry-order entry 2".to_owned()));

        let mut twice = whole.clone();
        twice.entries.push(whole.entries[3].clone());
        assert!(codes(&twice, None).contains(&"entry-duplicate entry 4".to_owned()));

        let mut cut = whole;
        cut.entries.pop();
        assert_eq!(codes(&cut, None), Vec::<String>::new());
        assert_eq!(codes(&cut, Some(&head)), ["journal-head"]);
    }

    #[test]
    fn an_entry_that_does_not_balance_cannot_be_built() {
        let account = |kind| Account::new(kind, Direction::Inward);
        let value = |amount| Valued::as_it_is(Figure::Known(Money::vnd(amount)));
        let draft = |lines| {
            let key = AmountKey::new(Basis::Received, Direction::Inward);
            let source = EntrySource::Manual { id: "m".to_owned() };
            EntryDraft::new(source, key, "2025-09-30".parse().unwrap(), lines)
        };
        let debit = Line::new(account(AccountKind::AidAccount), Side::Debit, value(5));
        let mut journal = Journal::new();
        // short by one đồng; the same amount in another book; an unknown against nothing
        for wrong in [
            vec![debit.clone(), Line::new(account(AccountKind::DonorReceivable), Side::Credit, value(4))],
            vec![debit.clone(), Line::new(account(AccountKind::Commitment), Side::Credit, value(5))],
            vec![Line::new(account(AccountKind::AidAccount), Side::Debit, Valued::as_it_is(Figure::Unknown))],
        ] {
            assert!(matches!(journal.append(draft(wrong)), Err(JournalError::Unbalanced { .. })));
        }
        assert!(matches!(journal.append(draft(Vec::new())), Err(JournalError::NoLines { .. })));
        let credit = Line::new(account(AccountKind::DonorReceivable), Side::Credit, value(5));
        assert_eq!(journal.append(draft(vec![debit.clone(), credit.clone()])), Ok(1));
        let again = journal.append(draft(vec![debit, credit])).unwrap_err();
        assert_eq!(again.to_string(), "`manual:m` was posted before, as entry 1");
    }
}
