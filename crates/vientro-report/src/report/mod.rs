//! The report and its parts.

mod check;
mod provenance;

use std::collections::{BTreeMap, BTreeSet};

use vientro_core::{Bilingual, RowId};

use self::check::check;
pub use self::provenance::{Input, Provenance, SourceNote};
use crate::{AdministrativeForm, Block, Cell, Chart, Paragraph, ReportError, SourceRow, Table};

/// A report that passed all checks: both languages are complete, every table is as wide as its columns, every id
/// stands once, and every figure's source rows are there.
///
/// ```
/// use vientro_core::Bilingual;
/// use vientro_report::{Paragraph, Report, ReportError};
///
/// let half = Report::new("year", Bilingual::new("Báo cáo năm", "")).build();
/// assert!(matches!(half, Err(ReportError::Blank { .. })));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Content", into = "Content"))]
pub struct Report {
    content: Content,
}

/// The parts of a report, checked or not.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Content {
    id: String,
    title: Bilingual,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    subtitle: Option<Bilingual>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    form: Option<AdministrativeForm>,
    blocks: Vec<Block>,
    /// Where the annexes begin among the blocks.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    annexes_from: Option<usize>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    notes: Vec<Bilingual>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    sources: Vec<SourceNote>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    provenance: Option<Provenance>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    rows: Vec<SourceRow>,
}

impl Report {
    /// Starts a report with an id for files and links, and its title.
    #[expect(clippy::new_ret_no_self, reason = "a report exists only after its checks")]
    pub fn new(id: impl Into<String>, title: Bilingual) -> ReportBuilder {
        ReportBuilder {
            content: Content {
                id: id.into(),
                title,
                subtitle: None,
                form: None,
                blocks: Vec::new(),
                annexes_from: None,
                notes: Vec::new(),
                sources: Vec::new(),
                provenance: None,
                rows: Vec::new(),
            },
        }
    }

    /// The id.
    pub fn id(&self) -> &str {
        &self.content.id
    }

    /// The title; under an administrative form it is the abstract.
    pub fn title(&self) -> &Bilingual {
        &self.content.title
    }

    /// The line under the title.
    pub fn subtitle(&self) -> Option<&Bilingual> {
        self.content.subtitle.as_ref()
    }

    /// The administrative form.
    pub fn form(&self) -> Option<&AdministrativeForm> {
        self.content.form.as_ref()
    }

    /// The blocks in reading order.
    pub fn blocks(&self) -> &[Block] {
        &self.content.blocks
    }

    /// The blocks before the signature.
    pub fn body(&self) -> &[Block] {
        self.content.blocks.get(..self.first_annex()).unwrap_or_default()
    }

    /// The blocks behind the signature: annexes, each begun by a heading of level 1 with its title.
    pub fn annexes(&self) -> &[Block] {
        self.content.blocks.get(self.first_annex()..).unwrap_or_default()
    }

    fn first_annex(&self) -> usize {
        self.content.annexes_from.unwrap_or(self.content.blocks.len())
    }

    /// Notes on the whole.
    pub fn notes(&self) -> &[Bilingual] {
        &self.content.notes
    }

    /// Sources of the whole.
    pub fn sources(&self) -> &[SourceNote] {
        &self.content.sources
    }

    /// What it was made from and how.
    pub fn provenance(&self) -> Option<&Provenance> {
        self.content.provenance.as_ref()
    }

    /// The source rows in the order of the appendix.
    pub fn rows(&self) -> &[SourceRow] {
        &self.content.rows
    }

    /// The tables in reading order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.content.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }

    /// The charts in reading order.
    pub fn charts(&self) -> impl Iterator<Item = &Chart> {
        self.content.blocks.iter().filter_map(|block| match block {
            Block::Chart(chart) => Some(chart),
            _ => None,
        })
    }

    /// Where each source row stands in the appendix, counted from one.
    pub(crate) fn row_numbers(&self) -> BTreeMap<&RowId, usize> {
        self.content.rows.iter().zip(1_usize..).map(|(row, number)| (row.id(), number)).collect()
    }
}

/// Collects the parts of a report; [`ReportBuilder::build`] checks them.
#[derive(Clone, Debug)]
#[must_use]
pub struct ReportBuilder {
    content: Content,
}

impl ReportBuilder {
    /// Sets the line under the title: period, place.
    pub fn subtitle(mut self, text: Bilingual) -> Self {
        self.content.subtitle = Some(text);
        self
    }

    /// Sets the administrative form.
    pub fn form(mut self, form: AdministrativeForm) -> Self {
        self.content.form = Some(form);
        self
    }

    /// Changes the administrative form, if there is one.
    #[cfg(feature = "templates")]
    pub(crate) fn issued(mut self, change: impl FnOnce(AdministrativeForm) -> AdministrativeForm) -> Self {
        self.content.form = self.content.form.map(change);
        self
    }

    /// Leaves the administrative form out; its kind of document goes before the title.
    #[cfg(feature = "templates")]
    pub(crate) fn unissued(mut self) -> Self {
        if let Some(form) = self.content.form.take() {
            let (kind, title) = (form.kind(), &self.content.title);
            self.content.title = Bilingual::new(
                format!("{}: {}", kind.vi(), title.vi()),
                format!("{}: {}", kind.en(), title.en()),
            );
        }
        self
    }

    /// Adds a block.
    pub fn block(mut self, block: Block) -> Self {
        self.content.blocks.push(block);
        self
    }

    /// Adds a heading of level 1 to 4.
    pub fn heading(self, level: u8, text: Bilingual) -> Self {
        self.block(Block::Heading { level, text })
    }

    /// Adds a heading of level 1 with the next Roman numeral: the first section is I, whatever was left out.
    ///
    /// # Source
    ///
    /// Decree 30/2020/NĐ-CP, Appendix I: sections are numbered I, II, III and written in capitals.
    pub fn section(self, text: &Bilingual) -> Self {
        let is_section = |block: &&Block| matches!(block, Block::Heading { level: 1, .. });
        let number = roman(self.content.blocks.iter().filter(is_section).count().saturating_add(1));
        let numbered = |text: &str| format!("{number}. {text}");
        self.heading(1, Bilingual::new(numbered(text.vi()), numbered(text.en())))
    }

    /// Begins an annex with this title: the blocks added from here on stand behind the signature.
    ///
    /// # Source
    ///
    /// Decree 30/2020/NĐ-CP, Appendix I: an appendix follows the signed text and has a title of its own.
    pub fn annex(mut self, title: Bilingual) -> Self {
        self.content.annexes_from.get_or_insert(self.content.blocks.len());
        self.heading(1, title)
    }

    /// Adds a paragraph.
    pub fn paragraph(self, paragraph: impl Into<Paragraph>) -> Self {
        self.block(Block::Paragraph(paragraph.into()))
    }

    /// Adds a table.
    pub fn table(self, table: Table) -> Self {
        self.block(Block::Table(table))
    }

    /// Adds a chart.
    pub fn chart(self, chart: Chart) -> Self {
        self.block(Block::Chart(chart))
    }

    /// Adds a note on the whole.
    pub fn note(mut self, text: Bilingual) -> Self {
        self.content.notes.push(text);
        self
    }

    /// Adds sources of the whole.
    pub fn sources(mut self, sources: impl IntoIterator<Item = SourceNote>) -> Self {
        self.content.sources.extend(sources);
        self
    }

    /// Sets what the report was made from and how.
    pub fn provenance(mut self, provenance: Provenance) -> Self {
        self.content.provenance = Some(provenance);
        self
    }

    /// Adds a source row to the appendix.
    pub fn row(mut self, row: SourceRow) -> Self {
        self.content.rows.push(row);
        self
    }

    /// Adds source rows to the appendix.
    pub fn rows(mut self, rows: impl IntoIterator<Item = SourceRow>) -> Self {
        self.content.rows.extend(rows);
        self
    }

    /// Adds those of `rows` that a figure or a list of rows names; the appendix holds no others.
    pub fn rows_named(self, rows: impl IntoIterator<Item = SourceRow>) -> Self {
        let cells = self.content.blocks.iter().flat_map(Block::cells);
        let mut named: BTreeSet<RowId> = cells.flat_map(Cell::source_rows).cloned().collect();
        for block in &self.content.blocks {
            if let Block::Rows(list) = block {
                named.extend(list.rows().iter().cloned());
            }
        }
        self.rows(rows.into_iter().filter(|row| named.contains(row.id())))
    }

    /// Checks the whole.
    ///
    /// # Errors
    ///
    /// The first fault in reading order: head, source rows, then block by block. See [`ReportError`].
    pub fn build(self) -> Result<Report, ReportError> {
        Report::try_from(self.content)
    }
}

/// A Roman numeral; from 4000 on the thousands are so many M.
pub(crate) fn roman(number: usize) -> String {
    let digits = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let (mut rest, mut text) = (number, String::new());
    for (value, letters) in digits {
        while rest >= value {
            text.push_str(letters);
            rest = rest.saturating_sub(value);
        }
    }
    text
}

impl TryFrom<Content> for Report {
    type Error = ReportError;

    fn try_from(content: Content) -> Result<Self, ReportError> {
        check(&content)?;
        Ok(Self { content })
    }
}

impl From<Report> for Content {
    fn from(report: Report) -> Self {
        report.content
    }
}
