//! Posting of facts: what a rule makes of each is taken in, skipped or kept aside.

use std::sync::Arc;

use vientro_model::{AccountMovement, AidItem, AmountKey, Approval, Basis, Facts, Flow, ItemId};

use super::{ENTRIES_MAX, Journal};
use crate::chain::ENTRY_BYTES;
use crate::entry::{Entry, EntryDraft, EntrySource};
use crate::error::JournalError;
use crate::posting::{
    PostingContext, PostingReport, RuleLines, Unposted, UnpostedReason, changed_finding, commitment_lines,
    evidence_of, in_both, locate, movement_lines, unposted_finding, value,
};
use crate::prepared::{Made, Prepared};
use crate::valued::Valued;

impl Journal {
    /// Posts all facts: commitments of items with their amendments, then flows, then gifts, then movements on accounts.
    ///
    /// Posting is idempotent: what has the id of an entry is skipped, and a finding tells if it changed since. With the feature
    /// `rayon` the threads of the pool it is called in post many flows together; the journal is the same for any number of them.
    ///
    /// # Errors
    ///
    /// [`JournalError::Presentation`], [`JournalError::Money`] for amounts past the range of money, and
    /// [`JournalError::Sealed`] for a fact that would become known on or before the cut-off of a sealed report where
    /// the context has no day of posting. What was posted before the error stays.
    pub fn post(
        &mut self,
        facts: &Facts,
        context: &PostingContext<'_>,
    ) -> Result<PostingReport, JournalError> {
        let mut report = PostingReport::default();
        if self.entries.is_empty() {
            // nearly every flow becomes an entry
            let flows = facts.flows().len();
            self.entries.reserve(flows);
            self.index.reserve(flows);
            report.posted.reserve(flows);
        }
        for item in facts.items() {
            let before = report.findings.len();
            self.take_commitments(item, context, &mut report)?;
            let new = report.findings.get_mut(before..).unwrap_or_default();
            locate(new, item.id().as_str(), item.rows(), facts);
        }
        self.take_flows(facts, context, &mut report)?;
        for gift in facts.gifts() {
            let flow = gift.to_flow().map_err(Box::new)?;
            let mut bytes = Vec::with_capacity(ENTRY_BYTES);
            let made = Made::of_flow(&flow, context, self.index.seed(), &mut bytes);
            self.take_located(&flow, made, &mut bytes, facts, context, &mut report)?;
        }
        for movement in facts.movements() {
            let before = report.findings.len();
            self.take_movement(movement, context, &mut report)?;
            let new = report.findings.get_mut(before..).unwrap_or_default();
            locate(new, movement.id().as_str(), movement.rows(), facts);
        }
        Ok(report)
    }

    pub(super) fn take_located(
        &mut self,
        flow: &Flow,
        made: Made<'_>,
        bytes: &mut [u8],
        facts: &Facts,
        context: &PostingContext<'_>,
        report: &mut PostingReport,
    ) -> Result<(), JournalError> {
        let before = report.findings.len();
        self.take(made, bytes, context, report)?;
        if let Some(new @ [_, ..]) = report.findings.get_mut(before..) {
            locate(new, flow.id().as_str(), flow.rows(), facts);
        }
        Ok(())
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
        let mut report = PostingReport::default();
        let mut bytes = Vec::with_capacity(ENTRY_BYTES);
        let made = Made::of_flow(flow, context, self.index.seed(), &mut bytes);
        self.take(made, &mut bytes, context, &mut report)?;
        Ok(report)
    }

    /// Posts interest on an account, or what went from one account to another.
    ///
    /// # Errors
    ///
    /// As [`Journal::post`].
    pub fn post_movement(
        &mut self,
        movement: &AccountMovement,
        context: &PostingContext<'_>,
    ) -> Result<PostingReport, JournalError> {
        let mut report = PostingReport::default();
        self.take_movement(movement, context, &mut report)?;
        Ok(report)
    }

    fn take_movement(
        &mut self,
        movement: &AccountMovement,
        context: &PostingContext<'_>,
        report: &mut PostingReport,
    ) -> Result<(), JournalError> {
        self.present_in(context)?;
        let source = EntrySource::Movement { id: movement.id().clone(), kind: movement.kind() };
        // no line of it counts in a total; the key says which aid it belongs to
        let key = AmountKey::new(Basis::Received, movement.direction());
        let valued = match movement.date() {
            None => Err(UnpostedReason::Undated),
            Some(date) => value(movement.amount(), date, context)
                .and_then(|arrived| {
                    let sent = movement.sent().map(|sent| value(sent, date, context)).transpose()?;
                    Ok((date, arrived, sent))
                })
                .map_err(|error| UnpostedReason::NoRate(in_both(&error))),
        };
        let (date, arrived, sent) = match valued {
            Ok(valued) => valued,
            Err(reason) => {
                let unposted = Unposted {
                    source,
                    key,
                    item: movement.item().cloned(),
                    amount: movement.amount().clone(),
                    date: movement.date(),
                    recorded_on: movement.recorded_on(),
                    reason,
                    rows: movement.rows().to_vec(),
                    accounts: [Some(movement.account()), movement.from()]
                        .into_iter()
                        .flatten()
                        .cloned()
                        .collect(),
                    settled_on: None,
                };
                return self.keep_aside(unposted, context, report);
            }
        };
        let draft = EntryDraft::new(source, key, date, Vec::new())
            .recorded_on(movement.recorded_on())
            .from_rows(movement.rows().to_vec())
            .with_evidence(movement.evidence().map(str::to_owned));
        self.take_draft(draft, movement.item(), movement_lines(movement, arrived, sent), context, report)
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
        self.take_commitments(item, context, &mut report)?;
        Ok(report)
    }

    fn take_commitments(
        &mut self,
        item: &AidItem,
        context: &PostingContext<'_>,
        report: &mut PostingReport,
    ) -> Result<(), JournalError> {
        let Some(history) = item.commitment() else { return Ok(()) };
        self.present_in(context)?;
        let key = AmountKey::new(Basis::Committed, item.direction()).with_source(item.source());
        let mut before: Option<Arc<Valued>> = None;
        for (number, version) in history.versions().enumerate() {
            let version_number = u32::try_from(number).unwrap_or(u32::MAX);
            let approved = if number == 0 { item.approval().and_then(Approval::date) } else { None };
            let date = version.first_day().or(approved).unwrap_or(version.recorded_on());
            let source = EntrySource::Commitment { item: item.id().clone(), version: version_number };
            let amendment = number.checked_sub(1).and_then(|index| item.amendments().get(index));
            let mut rows = item.rows().to_vec();
            rows.extend(amendment.into_iter().flat_map(|amendment| amendment.rows().to_vec()));
            let value = match value(version.value(), date, context) {
                Ok(value) => Arc::new(value),
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
                        accounts: Vec::new(),
                        settled_on: None,
                    };
                    self.keep_aside(unposted, context, report)?;
                    // later versions cannot take back what is not in the books
                    break;
                }
            };
            let draft = EntryDraft::new(source, key, date, Vec::new())
                .recorded_on(Some(version.recorded_on()))
                .from_rows(rows)
                .by(version.actor().map(str::to_owned))
                .because(version.reason().map(str::to_owned))
                .with_evidence(evidence_of(item, number));
            let lines = commitment_lines(before.as_ref(), &value);
            self.take_draft(draft, Some(item.id()), lines, context, report)?;
            before = Some(value);
        }
        Ok(())
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

    fn take_draft(
        &mut self,
        draft: EntryDraft,
        item: Option<&ItemId>,
        lines: RuleLines<'_>,
        context: &PostingContext<'_>,
        report: &mut PostingReport,
    ) -> Result<(), JournalError> {
        let mut bytes = Vec::with_capacity(ENTRY_BYTES);
        let prepared = Prepared::try_new(draft, item, lines, self.index.seed(), &mut bytes)?;
        self.take_prepared(prepared, &mut bytes, context, report)
    }

    fn take(
        &mut self,
        made: Made<'_>,
        bytes: &mut [u8],
        context: &PostingContext<'_>,
        report: &mut PostingReport,
    ) -> Result<(), JournalError> {
        self.present_in(context)?;
        match made {
            Made::Aside(unposted) => self.keep_aside(unposted, context, report),
            Made::Entry(prepared) => self.take_prepared(prepared, bytes, context, report),
            Made::Refused(error) => Err(error),
        }
    }

    /// Takes in what a rule made, with its bytes, unless its source is in the journal.
    fn take_prepared(
        &mut self,
        prepared: Prepared<'_>,
        bytes: &mut [u8],
        context: &PostingContext<'_>,
        report: &mut PostingReport,
    ) -> Result<(), JournalError> {
        let source = prepared.draft.source();
        if let Some(entry) = self.entry_with(source, prepared.source) {
            if !prepared.is_said_by(entry) {
                report.findings.push(changed_finding(entry.number(), source));
            }
            report.skipped_same_id.push(source.to_string());
            return Ok(());
        }
        let known_on = prepared.draft.recorded().unwrap_or(prepared.draft.date());
        let number = match self.later(Some(known_on), context.posted_on) {
            Some(day) => {
                let (prepared, mut bytes) = prepared.known_on(day);
                self.append_prepared(prepared, &mut bytes)?
            }
            None => self.append_prepared(prepared, bytes)?,
        };
        report.posted.push(number);
        Ok(())
    }

    /// Appends an entry whose source is not in the journal.
    fn append_prepared(&mut self, prepared: Prepared<'_>, bytes: &mut [u8]) -> Result<u64, JournalError> {
        let index = self.next_index()?;
        let direction = prepared.direction();
        let Prepared { draft, item, lines, source } = prepared;
        self.may_become_known(draft.source(), Some(draft.recorded().unwrap_or(draft.date())))?;
        let (item, lines) = self
            .index
            .take_prepared(item, direction, lines, (index, draft.date(), source))
            .ok_or(JournalError::Full { most: ENTRIES_MAX.into() })?;
        let number = self.newest().saturating_add(1);
        let entry = Entry::tie(draft.of_lines(item, lines), number, self.head(), bytes);
        self.push(entry);
        Ok(number)
    }

    fn keep_aside(
        &mut self,
        mut unposted: Unposted,
        context: &PostingContext<'_>,
        report: &mut PostingReport,
    ) -> Result<(), JournalError> {
        let source = unposted.source().to_string();
        if self.entry_of(unposted.source()).is_some() {
            report.skipped_same_id.push(source);
            return Ok(());
        }
        let known_on = self.later(unposted.recorded_on(), context.posted_on).or(unposted.recorded_on);
        if let Some(before) = self.unposted.get(&source) {
            unposted.recorded_on = before.recorded_on;
            if *before == unposted {
                // it was known then, and nothing new is said of it
                report.findings.push(unposted_finding(&unposted));
                return Ok(());
            }
        }
        unposted.recorded_on = known_on;
        self.may_become_known(unposted.source(), unposted.recorded_on())?;
        if let (Some(before), Some(day)) = (self.unposted.remove(&source), unposted.recorded_on()) {
            self.superseded.push(Unposted { settled_on: Some(day), ..before });
        }
        report.findings.push(unposted_finding(&unposted));
        self.unposted.insert(source, unposted);
        Ok(())
    }
}
