//! Periods: open, cut off, sealed; and what changed against a sealed report.

use chrono::NaiveDate;
use vientro_core::{Bilingual, Figure, Finding, FindingCode, Language, Location, Period, RowId, Severity};
use vientro_currency::{Money, MoneyError, format_figure};

use crate::canonical::Json;
use crate::chain::EntryHash;
use crate::error::JournalError;
use crate::selection::Selection;
use crate::totals::{Sum, Totals};
use crate::valued::figure_text;

/// How far the closing of a period has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PeriodState<'a> {
    /// What becomes known on a later day is late.
    CutOff(NaiveDate),
    /// Facts are still awaited.
    Open,
    /// It was reported; what becomes known is a dated correction.
    Sealed(&'a Seal),
}

/// What a report says: a figure for each line, of one period.
///
/// A line whose selection names no period of its own is of the report's.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ReportedFigures {
    title: Bilingual,
    period: Period,
    lines: Vec<ReportedLine>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct ReportedLine {
    id: String,
    label: Bilingual,
    selection: Selection,
}

impl ReportedFigures {
    /// A report of a period, without lines yet.
    pub fn new(title: Bilingual, period: Period) -> Self {
        Self { title, period, lines: Vec::new() }
    }

    /// With a line: its id, what it is called, and what it sums.
    #[must_use]
    pub fn with_line(mut self, id: impl Into<String>, label: Bilingual, selection: Selection) -> Self {
        let selection = if selection.period().is_some() { selection } else { selection.during(self.period) };
        self.lines.push(ReportedLine { id: id.into(), label, selection });
        self
    }

    /// Its period.
    pub fn period(&self) -> &Period {
        &self.period
    }

    /// What the lines are, as known on `cut_off`.
    pub(crate) fn figures(
        &self,
        totals: &Totals<'_>,
        cut_off: NaiveDate,
    ) -> Result<Vec<SealedFigure>, MoneyError> {
        let line = |line: &ReportedLine| {
            let selection = line.selection.clone().as_known_on(cut_off);
            let sum = totals.total(&selection)?;
            Ok(SealedFigure::new(line.id.clone(), line.label.clone(), selection, &sum))
        };
        self.lines.iter().map(line).collect()
    }

    pub(crate) fn title(&self) -> &Bilingual {
        &self.title
    }
}

/// One figure of a sealed report, with what it was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct SealedFigure {
    id: String,
    label: Bilingual,
    selection: Selection,
    figure: Figure<Money>,
    known: Figure<Money>,
    inputs: usize,
    left_out: usize,
    entries: Vec<u64>,
    rows: Vec<RowId>,
}

impl SealedFigure {
    fn new(id: String, label: Bilingual, selection: Selection, sum: &Sum) -> Self {
        Self {
            id,
            label,
            selection,
            figure: sum.printable(),
            known: sum.figure().known_part().clone(),
            inputs: sum.figure().inputs(),
            left_out: sum.left_out(),
            entries: sum.entries().to_vec(),
            rows: sum.rows().to_vec(),
        }
    }

    /// Id of its line.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it is.
    pub fn label(&self) -> &Bilingual {
        &self.label
    }

    /// What it sums, as known on the day of the cut-off.
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// The figure as it was reported.
    pub fn figure(&self) -> &Figure<Money> {
        &self.figure
    }

    /// What of it was known or hedged.
    pub fn known(&self) -> &Figure<Money> {
        &self.known
    }

    /// How many amounts were unknown or kept aside.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// The entries it was made from.
    pub fn entries(&self) -> &[u64] {
        &self.entries
    }

    /// The rows it was made from.
    pub fn rows(&self) -> &[RowId] {
        &self.rows
    }

    fn json(&self) -> Json {
        Json::object([
            ("entries", Json::List(self.entries.iter().map(|number| Json::Number(*number)).collect())),
            ("figure", Json::text(figure_text(&self.figure))),
            ("id", Json::text(&self.id)),
            ("inputs", Json::count(self.inputs)),
            ("known", Json::text(figure_text(&self.known))),
            ("label", Json::texts([self.label.vi(), self.label.en()])),
            ("left_out", Json::count(self.left_out)),
            ("rows", Json::texts(&self.rows)),
            ("selection", self.selection.json()),
        ])
    }
}

/// A report as it was sealed: its figures with their rows, and a hash of them that also binds the books they were made
/// from and the seal before.
///
/// Whatever is posted later, the sealed edition is still in the journal: its figures are those known on the day of the
/// cut-off, and nothing posted after the seal may become known on or before it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "SealParts", into = "SealParts"))]
pub struct Seal {
    parts: SealParts,
    hash: EntryHash,
}

/// The serialised form of a seal; the hash is computed again.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(crate) struct SealParts {
    pub(crate) title: Bilingual,
    pub(crate) period: Period,
    pub(crate) edition: u32,
    pub(crate) cut_off: NaiveDate,
    pub(crate) sealed_on: NaiveDate,
    pub(crate) actor: Option<String>,
    /// Hash of the newest entry.
    pub(crate) head: EntryHash,
    /// Hash of the seal before.
    pub(crate) previous: EntryHash,
    pub(crate) figures: Vec<SealedFigure>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) hash: Option<EntryHash>,
}

impl From<Seal> for SealParts {
    fn from(seal: Seal) -> Self {
        Self { hash: Some(seal.hash), ..seal.parts }
    }
}

impl TryFrom<SealParts> for Seal {
    type Error = JournalError;

    fn try_from(mut parts: SealParts) -> Result<Self, JournalError> {
        let said = parts.hash.take();
        let hash = EntryHash::of(parts.json().to_string().as_bytes());
        if said.is_some_and(|said| said != hash) {
            return Err(JournalError::SealTampered { title: parts.title.en().to_owned() });
        }
        Ok(Self { parts, hash })
    }
}

impl SealParts {
    fn json(&self) -> Json {
        Json::object([
            ("actor", Json::maybe(self.actor.as_ref())),
            ("cut_off", Json::text(self.cut_off)),
            ("edition", Json::Number(self.edition.into())),
            ("figures", Json::List(self.figures.iter().map(SealedFigure::json).collect())),
            ("head", Json::text(self.head)),
            ("period", Json::texts([self.period.from(), self.period.last()])),
            ("previous", Json::text(self.previous)),
            ("sealed_on", Json::text(self.sealed_on)),
            ("title", Json::texts([self.title.vi(), self.title.en()])),
        ])
    }
}

impl Seal {
    /// What the report is called.
    pub fn title(&self) -> &Bilingual {
        &self.parts.title
    }

    /// Its period.
    pub fn period(&self) -> &Period {
        &self.parts.period
    }

    /// One for the first report of the period, two for the corrected one, and so on.
    pub fn edition(&self) -> u32 {
        self.parts.edition
    }

    /// The last day whose knowledge is in it.
    pub fn cut_off(&self) -> NaiveDate {
        self.parts.cut_off
    }

    /// The day it was sealed.
    pub fn sealed_on(&self) -> NaiveDate {
        self.parts.sealed_on
    }

    /// Who sealed it.
    pub fn actor(&self) -> Option<&str> {
        self.parts.actor.as_deref()
    }

    /// Hash of the newest entry of the journal at the time.
    pub fn head(&self) -> &EntryHash {
        &self.parts.head
    }

    /// Hash of the seal before, of whatever period.
    pub fn previous(&self) -> &EntryHash {
        &self.parts.previous
    }

    /// Its figures.
    pub fn figures(&self) -> &[SealedFigure] {
        &self.parts.figures
    }

    /// SHA-256 of [`Seal::to_json`].
    pub fn hash(&self) -> &EntryHash {
        &self.hash
    }

    /// What was reported, as canonical JSON.
    ///
    /// # Source
    ///
    /// RFC 8785, JSON Canonicalization Scheme.
    pub fn to_json(&self) -> String {
        self.parts.json().to_string()
    }

    /// The figures that are not what was sealed when they are worked out again as known on the cut-off. There are none
    /// unless the entries, or the facts that say which item an entry belongs to, were changed.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`].
    pub fn not_reproduced(&self, totals: &Totals<'_>) -> Result<Vec<ChangedFigure>, MoneyError> {
        self.compared(totals, Some(self.cut_off()))
    }

    /// The correction note: every figure that is another one by what became known after the cut-off, up to `known_on` or
    /// until now.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`].
    pub fn correction(
        &self,
        totals: &Totals<'_>,
        known_on: Option<NaiveDate>,
    ) -> Result<Correction, MoneyError> {
        Ok(Correction {
            title: self.title().clone(),
            seal: self.hash,
            cut_off: self.cut_off(),
            known_on,
            changes: self.compared(totals, known_on)?,
        })
    }

    fn compared(
        &self,
        totals: &Totals<'_>,
        known_on: Option<NaiveDate>,
    ) -> Result<Vec<ChangedFigure>, MoneyError> {
        let mut changes = Vec::new();
        for before in self.figures() {
            let selection = before.selection.clone().known_until(known_on);
            let after = totals.total(&selection)?;
            let after = SealedFigure::new(before.id.clone(), before.label.clone(), selection, &after);
            let is_same = (&after.figure, &after.known) == (&before.figure, &before.known)
                && (after.inputs, after.left_out) == (before.inputs, before.left_out)
                && after.rows == before.rows;
            if is_same {
                continue;
            }
            let only_in = |these: &[RowId], those: &[RowId]| -> Vec<RowId> {
                these.iter().filter(|row| !those.contains(row)).cloned().collect()
            };
            changes.push(ChangedFigure {
                difference: after.known.checked_sub(&before.known)?,
                entries: totals.entries_since(&after.selection, self.cut_off()),
                rows_in: only_in(&after.rows, &before.rows),
                rows_out: only_in(&before.rows, &after.rows),
                before: before.clone(),
                after,
            });
        }
        Ok(changes)
    }
}

/// A figure of a sealed report that is another one now.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ChangedFigure {
    before: SealedFigure,
    after: SealedFigure,
    difference: Figure<Money>,
    entries: Vec<u64>,
    rows_in: Vec<RowId>,
    rows_out: Vec<RowId>,
}

impl ChangedFigure {
    /// As sealed.
    pub fn before(&self) -> &SealedFigure {
        &self.before
    }

    /// As it is now.
    pub fn after(&self) -> &SealedFigure {
        &self.after
    }

    /// Now less sealed, of what is known of both.
    pub fn difference(&self) -> &Figure<Money> {
        &self.difference
    }

    /// The entries that became known after the cut-off and belong to the figure.
    pub fn entries(&self) -> &[u64] {
        &self.entries
    }

    /// Rows that are in it now and were not.
    pub fn rows_in(&self) -> &[RowId] {
        &self.rows_in
    }

    /// Rows that were in it and are not now.
    pub fn rows_out(&self) -> &[RowId] {
        &self.rows_out
    }

    /// The change as a finding about the line.
    pub fn finding(&self) -> Finding {
        Finding::new(
            FindingCode::new("changed-since-sealed"),
            Severity::Warning,
            Bilingual::new("số đã báo cáo nay thay đổi", "a reported figure has changed"),
        )
        .at(Location::new().about(&self.before.id))
        .found_in_both(format_figure(&self.after.figure))
        .expected_in_both(format_figure(&self.before.figure))
    }
}

/// What a correction note says: the sealed report, and every figure that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Correction {
    title: Bilingual,
    seal: EntryHash,
    cut_off: NaiveDate,
    known_on: Option<NaiveDate>,
    changes: Vec<ChangedFigure>,
}

impl Correction {
    /// Hash of the seal it corrects.
    pub fn seal(&self) -> &EntryHash {
        &self.seal
    }

    /// The figures that changed, in the order of the report.
    pub fn changes(&self) -> &[ChangedFigure] {
        &self.changes
    }

    /// The note: a line on the report, then a line for each figure.
    pub fn text(&self, language: Language) -> String {
        let day = |day: NaiveDate| match language {
            Language::Vi => day.format("%d/%m/%Y").to_string(),
            Language::En => day.to_string(),
        };
        let (title, cut_off) = (self.title.text(language), day(self.cut_off));
        let mut lines = vec![match (language, self.changes.is_empty()) {
            (Language::Vi, true) => format!("{title} (số liệu đến {cut_off}): không thay đổi"),
            (Language::Vi, false) => format!("Đính chính {title} (số liệu đến {cut_off}):"),
            (Language::En, true) => format!("{title} (as known on {cut_off}): unchanged"),
            (Language::En, false) => format!("Correction of {title} (as known on {cut_off}):"),
        }];
        lines.extend(self.changes.iter().map(|change| {
            let figure = |figure: &Figure<Money>| format_figure(figure).text(language).to_owned();
            let (before, after) = (figure(&change.before.figure), figure(&change.after.figure));
            let label = change.before.label.text(language);
            let entries: Vec<String> = change.entries.iter().map(u64::to_string).collect();
            let entries = entries.join(", ");
            match language {
                Language::Vi => {
                    format!("- {label}: đã báo cáo {before}, nay là {after} (bút toán {entries})")
                }
                Language::En => format!("- {label}: reported {before}, now {after} (entries {entries})"),
            }
        }));
        lines.join("\n")
    }
}
