//! Charts with their data and a text that stands for them.

use vientro_core::Bilingual;

use crate::{Cell, Column, Table, TableRow, Unit};

/// How a chart shows its series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum ChartKind {
    /// For each category one bar of each series, side by side.
    GroupedBars,
    /// For each series a line over the categories, which are in an order such as that of months.
    Line,
    /// For each series one bar of full length, cut into the categories by their part of the whole.
    Share,
    /// For each category one bar, the series end to end.
    StackedBars,
}

impl ChartKind {
    /// The stable word of this kind in JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::GroupedBars => "grouped-bars",
            Self::Line => "line",
            Self::Share => "share",
            Self::StackedBars => "stacked-bars",
        }
    }
}

/// One series: its label and one cell for each category.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Series {
    label: Bilingual,
    cells: Vec<Cell>,
}

impl Series {
    /// A series of cells.
    pub fn new(label: Bilingual, cells: impl IntoIterator<Item = Cell>) -> Self {
        Self { label, cells: cells.into_iter().collect() }
    }

    /// The label.
    pub fn label(&self) -> &Bilingual {
        &self.label
    }

    /// The cells in the order of the categories.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }
}

/// A chart of lines, or of horizontal bars: Vietnamese labels are long, and a bar that lies leaves them room.
///
/// A hedged figure is drawn solid up to its lower bound and hatched to its upper one, on a line as a point with a dashed
/// reach; a missing one is named and not drawn, and a line has a gap there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Chart {
    id: String,
    title: Bilingual,
    kind: ChartKind,
    alternative: Bilingual,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    unit: Option<Unit>,
    categories: Vec<Bilingual>,
    series: Vec<Series>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    source: Option<Bilingual>,
}

impl Chart {
    /// A chart with an id for links, a title, and a text that says what it shows to those who do not see it.
    pub fn new(id: impl Into<String>, title: Bilingual, kind: ChartKind, alternative: Bilingual) -> Self {
        Self {
            id: id.into(),
            title,
            kind,
            alternative,
            unit: None,
            categories: Vec::new(),
            series: Vec::new(),
            source: None,
        }
    }

    /// The unit of all its numbers.
    #[must_use]
    pub fn unit(mut self, unit: Unit) -> Self {
        self.unit = Some(unit);
        self
    }

    /// Adds a category.
    #[must_use]
    pub fn category(mut self, label: Bilingual) -> Self {
        self.categories.push(label);
        self
    }

    /// Adds a series.
    #[must_use]
    pub fn series(mut self, series: Series) -> Self {
        self.series.push(series);
        self
    }

    /// Sets the line on where the figures come from.
    #[must_use]
    pub fn source(mut self, text: Bilingual) -> Self {
        self.source = Some(text);
        self
    }

    /// The id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The title.
    pub fn title(&self) -> &Bilingual {
        &self.title
    }

    /// How it shows its series.
    pub fn kind(&self) -> ChartKind {
        self.kind
    }

    /// The text that stands for it.
    pub fn alternative(&self) -> &Bilingual {
        &self.alternative
    }

    /// The unit its axis names.
    pub fn named_unit(&self) -> Option<&Unit> {
        self.unit.as_ref()
    }

    /// The categories.
    pub fn categories(&self) -> &[Bilingual] {
        &self.categories
    }

    /// The series.
    pub fn all_series(&self) -> &[Series] {
        &self.series
    }

    /// The line on where the figures come from.
    pub fn source_text(&self) -> Option<&Bilingual> {
        self.source.as_ref()
    }

    /// Is each figure drawn by itself, from the axis?
    pub(crate) fn is_apart(&self) -> bool {
        matches!(self.kind, ChartKind::GroupedBars | ChartKind::Line)
    }

    /// The unit of all its numbers: the one named, or that of its cells.
    pub(crate) fn common_unit(&self) -> Option<Unit> {
        self.unit.clone().or_else(|| self.series.iter().flat_map(Series::cells).find_map(Cell::unit))
    }

    /// The data as a table: one row for each category, one column for each series. Its id is that of the chart with
    /// `-data` behind it.
    pub fn table(&self) -> Table {
        let mut table = Table::new(
            format!("{}-data", self.id),
            Bilingual::new(
                format!("Số liệu của biểu đồ: {}", self.title.vi()),
                format!("Data of the chart: {}", self.title.en()),
            ),
            Bilingual::new("Mục", "Category"),
        );
        for series in &self.series {
            let column = Column::new(series.label.clone());
            table = table.column(match self.common_unit() {
                Some(unit) => column.unit(unit),
                None => column,
            });
        }
        for (at, category) in self.categories.iter().enumerate() {
            let cells =
                self.series.iter().map(|series| series.cells.get(at).cloned().unwrap_or_else(Cell::empty));
            table = table.row(TableRow::new(category.clone(), cells));
        }
        match &self.source {
            Some(source) => table.source(source.clone()),
            None => table,
        }
    }
}
