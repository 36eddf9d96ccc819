//! Blocks: what a report is a sequence of.

use vientro_core::{Bilingual, Finding, RowId};

use crate::{Cell, Chart, Series, Table, TableRow};

/// One block of a report.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Block {
    /// Figures that should be seen first.
    Cards(Vec<Card>),
    /// A chart with its data.
    Chart(Chart),
    /// Findings as a table.
    Findings(Vec<Finding>),
    /// A heading of level 1 (a part) to 4.
    Heading {
        /// 1 to 4.
        level: u8,
        /// The text, with its number if it has one.
        text: Bilingual,
    },
    /// A list.
    List {
        /// Numbered, or with dashes.
        ordered: bool,
        /// The items.
        items: Vec<Paragraph>,
    },
    /// A paragraph.
    Paragraph(Paragraph),
    /// Source rows listed with their fields.
    Rows(RowTable),
    /// A table.
    Table(Table),
}

impl Block {
    /// Every figure in it, in reading order.
    pub fn cells(&self) -> Vec<&Cell> {
        match self {
            Self::Cards(cards) => cards.iter().map(Card::cell).collect(),
            Self::Chart(chart) => chart.all_series().iter().flat_map(Series::cells).collect(),
            Self::Findings(_) | Self::Heading { .. } | Self::Rows(_) => Vec::new(),
            Self::List { items, .. } => items.iter().flat_map(Paragraph::cells).collect(),
            Self::Paragraph(paragraph) => paragraph.cells().collect(),
            Self::Table(table) => table.body_rows().flat_map(TableRow::cells).collect(),
        }
    }
}

/// A piece of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Run {
    /// A figure in the sentence, with its rows; printed with its unit.
    Cell(Cell),
    /// Words, with the spaces around them.
    Text(Bilingual),
}

/// Sentences with figures in them.
///
/// ```
/// use vientro_core::Bilingual;
/// use vientro_report::{Cell, Paragraph};
///
/// let paragraph = Paragraph::new()
///     .text(Bilingual::new("Đã trao ", "Handed over "))
///     .cell(Cell::integer(20))
///     .text(Bilingual::new(" căn nhà.", " houses."));
/// assert_eq!(paragraph.runs().len(), 3);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Paragraph {
    runs: Vec<Run>,
}

impl Paragraph {
    /// A paragraph without runs.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds words.
    #[must_use]
    pub fn text(mut self, text: Bilingual) -> Self {
        self.runs.push(Run::Text(text));
        self
    }

    /// Adds a figure.
    #[must_use]
    pub fn cell(mut self, cell: Cell) -> Self {
        self.runs.push(Run::Cell(cell));
        self
    }

    /// The runs in reading order.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The figures in it.
    pub fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.runs.iter().filter_map(|run| match run {
            Run::Cell(cell) => Some(cell),
            Run::Text(_) => None,
        })
    }
}

impl From<Bilingual> for Paragraph {
    fn from(text: Bilingual) -> Self {
        Self::new().text(text)
    }
}

/// A figure that should be seen first, with its label.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Card {
    label: Bilingual,
    cell: Cell,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    detail: Option<Bilingual>,
}

impl Card {
    /// A labelled figure.
    pub fn new(label: Bilingual, cell: Cell) -> Self {
        Self { label, cell, detail: None }
    }

    /// A line under the figure: what it is compared with, its basis.
    #[must_use]
    pub fn detail(mut self, text: Bilingual) -> Self {
        self.detail = Some(text);
        self
    }

    /// The label.
    pub fn label(&self) -> &Bilingual {
        &self.label
    }

    /// The figure.
    pub fn cell(&self) -> &Cell {
        &self.cell
    }

    /// The line under the figure.
    pub fn detail_text(&self) -> Option<&Bilingual> {
        self.detail.as_ref()
    }
}

/// Source rows listed in the text, such as a list of goods: one line per row, one column per field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct RowTable {
    id: String,
    caption: Bilingual,
    rows: Vec<RowId>,
}

impl RowTable {
    /// A list of rows of the report, with an id for links and a caption.
    pub fn new(id: impl Into<String>, caption: Bilingual, rows: impl IntoIterator<Item = RowId>) -> Self {
        Self { id: id.into(), caption, rows: rows.into_iter().collect() }
    }

    /// The id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The caption.
    pub fn caption(&self) -> &Bilingual {
        &self.caption
    }

    /// The rows.
    pub fn rows(&self) -> &[RowId] {
        &self.rows
    }
}
