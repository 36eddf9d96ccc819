//! The closing of periods in a journal.

use chrono::NaiveDate;
use vientro_core::{Bilingual, Finding, FindingCode, Location, Period, Severity};
use vientro_model::Facts;

use super::{ENTRY, Journal};
use crate::chain::EntryHash;
use crate::closing::{PeriodState, ReportedFigures, Seal, SealParts};
use crate::entry::{Entry, EntrySource};
use crate::error::{JournalError, PeriodFault, PeriodStep};
use crate::totals::Totals;

impl Journal {
    /// How far the closing of `period` has come. Periods are closed each by itself: the year to 14 December may be
    /// sealed while the calendar year is open.
    pub fn period_state(&self, period: &Period) -> PeriodState<'_> {
        let seal = self.seals.iter().rfind(|seal| seal.period() == period);
        let cut_off = self.cut_offs.iter().find(|(its, _)| its == period).map(|(_, day)| *day);
        match (seal, cut_off) {
            // cut off again, for a corrected report
            (Some(seal), Some(day)) if day > seal.cut_off() => PeriodState::CutOff(day),
            (Some(seal), _) => PeriodState::Sealed(seal),
            (None, Some(day)) => PeriodState::CutOff(day),
            (None, None) => PeriodState::Open,
        }
    }

    /// Cuts a period off: what becomes known after `day` is not in its report.
    ///
    /// Until the report is sealed the day may be set again; after that only to a later day, for a corrected report.
    ///
    /// # Errors
    ///
    /// [`JournalError::Period`].
    pub fn cut_off(&mut self, period: Period, day: NaiveDate) -> Result<(), JournalError> {
        let is_sealed_later = |seal: &Seal| *seal.period() == period && seal.cut_off() >= day;
        if self.seals.iter().any(is_sealed_later) {
            return Err(fault(&period, PeriodStep::CutOff, PeriodFault::SealedLater));
        }
        self.cut_offs.retain(|(its, _)| *its != period);
        self.cut_offs.push((period, day));
        Ok(())
    }

    /// Seals a report: its figures as known on the cut-off of its period, with their rows, and a hash of them.
    ///
    /// From then on nothing may become known on or before the cut-off: late facts are posted with the day of posting
    /// ([`PostingContext::posted_on`](crate::PostingContext::posted_on)), so that both editions can be asked for.
    ///
    /// * `facts`: the items the lines of the report are chosen by.
    ///
    /// # Errors
    ///
    /// [`JournalError::Period`] for a period that was not cut off, or not after the report sealed before;
    /// [`JournalError::Money`].
    ///
    /// # Source
    ///
    /// Story U9; the frozen period as canonical JSON with its hash is our own choice (`docs/DESIGN.md`).
    ///
    /// # Examples
    ///
    /// ```
    /// use vientro_accounting::{Journal, PostingContext, ReportedFigures, Selection, Totals};
    /// use vientro_core::{Bilingual, Figure, Period};
    /// use vientro_currency::{Currency, Money, Policy, RateBook};
    /// use vientro_model::{AmountKey, Basis, Direction, Facts, Flow, FlowId, FlowKind, SourceClass};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let flow = |id: &str, amount, day: &str| -> Result<Flow, Box<dyn std::error::Error>> {
    ///     let (id, amount) = (FlowId::try_new(id)?, Figure::Known(Money::vnd(amount)));
    ///     let flow = Flow::try_new(id, FlowKind::Disbursement, amount, Direction::Inward, SourceClass::ForeignNgo)?;
    ///     Ok(flow.with_date(day.parse()?))
    /// };
    /// let (rates, policy) = (RateBook::new(), Policy::treasury_accounting());
    /// let context = PostingContext::new(&rates, &policy, Currency::VND);
    /// let (mut facts, mut journal) = (Facts::default(), Journal::new());
    /// facts.add_flow(flow("1", 18_048_000_000, "2025-10-02")?)?;
    /// journal.post(&facts, &context)?;
    ///
    /// let year = Period::calendar_year(2025)?;
    /// let disbursed = Selection::new(AmountKey::new(Basis::Disbursed, Direction::Inward));
    /// let report = ReportedFigures::new(Bilingual::new("báo cáo năm 2025", "report of 2025"), year)
    ///     .with_line("disbursed", Bilingual::new("giải ngân", "disbursed"), disbursed);
    /// journal.cut_off(year, "2025-12-31".parse()?)?;
    /// let seal = journal.seal(&report, &facts, "2026-01-05".parse()?, None)?.clone();
    ///
    /// // in January a receipt of November turns up
    /// facts.add_flow(flow("2", 900_000_000, "2025-11-20")?)?;
    /// journal.post(&facts, &context.posted_on("2026-01-20".parse()?))?;
    /// let totals = Totals::new(&journal, &facts);
    /// assert!(seal.not_reproduced(&totals)?.is_empty());
    /// let correction = seal.correction(&totals, None)?;
    /// assert_eq!(correction.changes()[0].difference(), &Figure::Known(Money::vnd(900_000_000)));
    /// # Ok(()) }
    /// ```
    pub fn seal(
        &mut self,
        report: &ReportedFigures,
        facts: &Facts,
        sealed_on: NaiveDate,
        actor: Option<String>,
    ) -> Result<&Seal, JournalError> {
        let period = *report.period();
        let refuse = |why| Err(fault(&period, PeriodStep::Seal, why));
        let cut_off = match self.period_state(&period) {
            PeriodState::CutOff(day) => day,
            PeriodState::Open => return refuse(PeriodFault::Open),
            PeriodState::Sealed(_) => return refuse(PeriodFault::SealedLater),
        };
        let editions = self.seals.iter().filter(|seal| *seal.period() == period).count();
        let parts = SealParts {
            title: report.title().clone(),
            period,
            edition: u32::try_from(editions).unwrap_or(u32::MAX).saturating_add(1),
            cut_off,
            sealed_on,
            actor,
            head: self.head(),
            previous: self.seals.last().map_or(EntryHash::START, |seal| *seal.hash()),
            figures: report.figures(&Totals::new(self, facts), cut_off)?,
            hash: None,
        };
        let seal = Seal::try_from(parts)?;
        self.seals.push(seal);
        self.seals.last().ok_or_else(|| fault(&period, PeriodStep::Seal, PeriodFault::Open))
    }

    /// The sealed reports, in the order they were sealed.
    pub fn seals(&self) -> &[Seal] {
        &self.seals
    }

    /// The last day that is closed to new knowledge.
    fn closed_until(&self) -> Option<NaiveDate> {
        self.seals.iter().map(Seal::cut_off).max()
    }

    /// The day a fact becomes known instead of one that is closed, if it has to.
    pub(super) fn later(
        &self,
        known_on: Option<NaiveDate>,
        posted_on: Option<NaiveDate>,
    ) -> Option<NaiveDate> {
        let closed = self.closed_until()?;
        posted_on.filter(|_| known_on.is_none_or(|day| day <= closed))
    }

    pub(super) fn may_become_known(
        &self,
        source: &EntrySource,
        known_on: Option<NaiveDate>,
    ) -> Result<(), JournalError> {
        match self.closed_until() {
            Some(cut_off) if known_on.is_none_or(|day| day <= cut_off) => Err(JournalError::Sealed {
                fact: source.to_string(),
                known_on: known_on.map_or_else(|| "?".to_owned(), |day| day.to_string()),
                cut_off,
            }),
            _ => Ok(()),
        }
    }

    /// Checks the seals again: each says what it was sealed with and stands on the one before, the books it was made
    /// from are there, and no entry after them became known before its cut-off.
    pub(super) fn audit_seals(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut add = |code, about: String, vi: &str, en: &str| {
            findings.push(
                Finding::new(FindingCode::new(code), Severity::Error, Bilingual::new(vi, en))
                    .at(Location::new().about(about))
                    .by_rule("hash chain over seals"),
            );
        };
        let mut previous = EntryHash::START;
        for seal in &self.seals {
            let about = || format!("seal {}", seal.title().en());
            if EntryHash::of(seal.to_json().as_bytes()) != *seal.hash() || *seal.previous() != previous {
                add("seal-tampered", about(), "bản chốt đã bị thay đổi", "the seal was changed");
            }
            previous = *seal.hash();
            let end = match self.entries.iter().position(|entry| entry.hash() == seal.head()) {
                Some(place) => place.saturating_add(1),
                None if *seal.head() == EntryHash::START => 0,
                None => {
                    add(
                        "seal-head",
                        about(),
                        "sổ không còn bút toán cuối mà bản chốt dựa vào",
                        "the newest entry the seal was made from is not in the journal",
                    );
                    continue;
                }
            };
            let after = self.entries.get(end..).unwrap_or_default();
            for entry in after.iter().filter(|entry| entry.recorded_on() <= seal.cut_off()).map(Entry::number)
            {
                add(
                    "entry-backdated",
                    format!("{ENTRY}{entry}"),
                    "bút toán ghi sau khi chốt nhưng đề ngày biết trước ngày khóa số liệu",
                    "the entry was posted after the seal and claims to have been known before its cut-off",
                );
            }
        }
        findings
    }
}

fn fault(period: &Period, done: PeriodStep, state: PeriodFault) -> JournalError {
    JournalError::Period { period: period.to_string(), done, state }
}
