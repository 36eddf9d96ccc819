//! Entries as the posting rules make them: all that follows from a fact and the rates alone, before anything is looked up in
//! a journal.

use chrono::NaiveDate;
use vientro_model::{Direction, Flow, ItemId};

use crate::chain::{facts_of, write};
use crate::entry::{Entry, EntryDraft, EntrySource, LineView, check_balance};
use crate::error::JournalError;
use crate::index::{ItemHash, Seed, SourceHash};
use crate::posting::{
    PostingContext, RuleLines, Unposted, UnpostedReason, flow_lines, in_both, kept_on, value,
};

/// An entry that balances and has neither its number nor its accounts yet.
#[derive(Clone, Debug)]
pub(crate) struct Prepared<'a> {
    /// Without item and lines.
    pub(crate) draft: EntryDraft,
    pub(crate) item: Option<(&'a ItemId, ItemHash)>,
    pub(crate) lines: RuleLines<'a>,
    pub(crate) source: SourceHash,
}

impl<'a> Prepared<'a> {
    /// An entry of `item` with `lines`; its bytes are appended to `bytes`.
    ///
    /// # Errors
    ///
    /// As [`EntryDraft::check_balance`].
    pub(crate) fn try_new(
        draft: EntryDraft,
        item: Option<&'a ItemId>,
        lines: RuleLines<'a>,
        seed: &Seed,
        bytes: &mut Vec<u8>,
    ) -> Result<Self, JournalError> {
        let item = item.map(|item| (item, seed.of_item(item)));
        let source = seed.of_source(draft.source());
        let prepared = Self { draft, item, lines, source };
        check_balance(prepared.draft.source(), &prepared.views())?;
        prepared.write(bytes);
        Ok(prepared)
    }

    /// All its lines are of one direction.
    pub(crate) fn direction(&self) -> Direction {
        self.draft.key().direction()
    }

    /// It becomes known on another day; its bytes anew.
    pub(crate) fn known_on(mut self, day: NaiveDate) -> (Self, Vec<u8>) {
        self.draft = self.draft.recorded_on(Some(day));
        let mut bytes = Vec::new();
        self.write(&mut bytes);
        (self, bytes)
    }

    /// Does `entry` say what it says, whatever the rates? A fact posted after a report was sealed may have become known
    /// later than it says itself.
    pub(crate) fn is_said_by(&self, entry: &Entry) -> bool {
        let known = self.draft.recorded().unwrap_or(self.draft.date());
        let its = entry.draft();
        let recorded = if entry.recorded_on() > known { its.recorded() } else { self.draft.recorded() };
        facts_of(its, its.recorded(), its.item(), its.views())
            == facts_of(&self.draft, recorded, self.item(), self.views())
    }

    fn item(&self) -> Option<&'a ItemId> {
        self.item.map(|(item, _)| item)
    }

    fn views(&self) -> impl Iterator<Item = LineView<'_>> + Clone {
        self.lines.views(self.direction(), self.item())
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        write(bytes, &self.draft, self.item(), self.views());
    }
}

/// What posting makes of a fact.
#[derive(Clone, Debug)]
pub(crate) enum Made<'a> {
    Aside(Unposted),
    Entry(Prepared<'a>),
    Refused(JournalError),
}

impl<'a> Made<'a> {
    /// What posting makes of a flow; the bytes of an entry are appended to `bytes`.
    pub(crate) fn of_flow(
        flow: &'a Flow,
        context: &PostingContext<'_>,
        seed: &Seed,
        bytes: &mut Vec<u8>,
    ) -> Self {
        let source = EntrySource::Flow { id: flow.id().clone(), kind: flow.kind() };
        let valued = match flow.date() {
            None => Err(UnpostedReason::Undated),
            Some(date) => value(flow.amount(), date, context)
                .map(|value| (date, value))
                .map_err(|error| UnpostedReason::NoRate(in_both(&error))),
        };
        let (date, value) = match valued {
            Ok(valued) => valued,
            Err(reason) => {
                return Self::Aside(Unposted {
                    source,
                    key: flow.key(),
                    item: flow.item().cloned(),
                    amount: flow.amount().clone(),
                    date: flow.date(),
                    recorded_on: flow.recorded_on(),
                    reason,
                    rows: flow.rows().to_vec(),
                    accounts: kept_on(flow).into_iter().cloned().collect(),
                    settled_on: None,
                });
            }
        };
        let draft = EntryDraft::new(source, flow.key(), date, Vec::new())
            .recorded_on(flow.recorded_on())
            .from_rows(flow.rows().to_vec())
            .with_evidence(flow.evidence().map(str::to_owned));
        match Prepared::try_new(draft, flow.item(), flow_lines(flow, value), seed, bytes) {
            Ok(prepared) => Self::Entry(prepared),
            Err(error) => Self::Refused(error),
        }
    }
}
