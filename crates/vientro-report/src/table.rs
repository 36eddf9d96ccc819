//! Tables: spanners over columns, groups of rows, subtotals, a total, memo rows apart.

use std::ops::RangeInclusive;

use vientro_core::Bilingual;

use crate::{Cell, Unit};

/// How a column stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Align {
    /// Days, short codes.
    Centre,
    /// Numbers.
    #[default]
    Right,
    /// Words.
    Left,
}

/// Head of a column. Numbers stand right unless told otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Column {
    label: Bilingual,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    unit: Option<Unit>,
    #[cfg_attr(feature = "serde", serde(default))]
    align: Align,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    footnote: Option<Bilingual>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    added: Vec<usize>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    taken: Vec<usize>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    share: Option<(usize, usize)>,
}

impl Column {
    /// A column by its label.
    pub fn new(label: Bilingual) -> Self {
        Self {
            label,
            unit: None,
            align: Align::default(),
            footnote: None,
            added: Vec::new(),
            taken: Vec::new(),
            share: None,
        }
    }

    /// Its percentages are those of the column `part` in the column `whole`, worked out as [`Column::made_of`] says.
    ///
    /// * `part`, `whole`: columns counted from zero without the stub.
    #[must_use]
    pub fn share_of(mut self, part: usize, whole: usize) -> Self {
        self.share = Some((part, whole));
        self
    }

    /// Its cells are those of the columns `added` together, less those of the columns `taken`: a workbook works them out
    /// by a formula wherever that gives exactly the figure of the report.
    ///
    /// * `added`, `taken`: columns counted from zero without the stub.
    #[must_use]
    pub fn made_of(
        mut self,
        added: impl IntoIterator<Item = usize>,
        taken: impl IntoIterator<Item = usize>,
    ) -> Self {
        self.added = added.into_iter().collect();
        self.taken = taken.into_iter().collect();
        self
    }

    /// The unit of its numbers; it is named in the head and not repeated in cells of that unit.
    #[must_use]
    pub fn unit(mut self, unit: Unit) -> Self {
        self.unit = Some(unit);
        self
    }

    /// How its cells stand.
    #[must_use]
    pub fn align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }

    /// A footnote on the head.
    #[must_use]
    pub fn footnote(mut self, text: Bilingual) -> Self {
        self.footnote = Some(text);
        self
    }

    /// The columns whose cells make up its own, counted from zero without the stub.
    pub fn added(&self) -> &[usize] {
        &self.added
    }

    /// The columns whose cells are taken off.
    pub fn taken(&self) -> &[usize] {
        &self.taken
    }

    /// The columns whose quotient its percentages are: part and whole.
    pub fn share(&self) -> Option<(usize, usize)> {
        self.share
    }

    /// The label.
    pub fn label(&self) -> &Bilingual {
        &self.label
    }

    /// The unit its head names.
    pub fn named_unit(&self) -> Option<&Unit> {
        self.unit.as_ref()
    }

    /// How its cells stand.
    pub fn alignment(&self) -> Align {
        self.align
    }

    /// The footnote on the head.
    pub fn note(&self) -> Option<&Bilingual> {
        self.footnote.as_ref()
    }
}

/// A label over neighbouring columns.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Spanner {
    label: Bilingual,
    first: usize,
    last: usize,
}

impl Spanner {
    /// A label over the columns of `columns`, counted from zero without the stub.
    pub fn new(label: Bilingual, columns: RangeInclusive<usize>) -> Self {
        Self { label, first: *columns.start(), last: *columns.end() }
    }

    /// The label.
    pub fn label(&self) -> &Bilingual {
        &self.label
    }

    /// First and last column, counted from zero without the stub.
    pub fn columns(&self) -> RangeInclusive<usize> {
        self.first..=self.last
    }
}

/// A row: its label in the stub, and one cell for each column.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct TableRow {
    label: Bilingual,
    cells: Vec<Cell>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    footnote: Option<Bilingual>,
}

impl TableRow {
    /// A row of cells.
    pub fn new(label: Bilingual, cells: impl IntoIterator<Item = Cell>) -> Self {
        Self { label, cells: cells.into_iter().collect(), footnote: None }
    }

    /// A footnote on the label.
    #[must_use]
    pub fn footnote(mut self, text: Bilingual) -> Self {
        self.footnote = Some(text);
        self
    }

    /// The label.
    pub fn label(&self) -> &Bilingual {
        &self.label
    }

    /// The cells in the order of the columns.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The footnote on the label.
    pub fn note(&self) -> Option<&Bilingual> {
        self.footnote.as_ref()
    }
}

/// Rows under one heading, with their subtotal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct RowGroup {
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    label: Option<Bilingual>,
    rows: Vec<TableRow>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    subtotal: Option<TableRow>,
}

impl RowGroup {
    /// A group with a heading.
    pub fn new(label: Bilingual) -> Self {
        Self { label: Some(label), rows: Vec::new(), subtotal: None }
    }

    /// Adds a row.
    #[must_use]
    pub fn row(mut self, row: TableRow) -> Self {
        self.rows.push(row);
        self
    }

    /// Sets the subtotal. The caller has summed it: a report adds nothing up.
    #[must_use]
    pub fn subtotal(mut self, row: TableRow) -> Self {
        self.subtotal = Some(row);
        self
    }

    /// The heading; rows added straight to the table have none.
    pub fn label(&self) -> Option<&Bilingual> {
        self.label.as_ref()
    }

    /// The rows.
    pub fn rows(&self) -> &[TableRow] {
        &self.rows
    }

    /// The subtotal.
    pub fn subtotal_row(&self) -> Option<&TableRow> {
        self.subtotal.as_ref()
    }
}

/// A table. Widths, ids and languages are checked when the report is built.
///
/// ```
/// use vientro_core::Bilingual;
/// use vientro_report::{Cell, Column, Table, TableRow};
///
/// let table = Table::new("houses", Bilingual::new("Nhà ở", "Houses"), Bilingual::new("Xã", "Commune"))
///     .column(Column::new(Bilingual::new("Số căn", "Count")))
///     .row(TableRow::new(Bilingual::same("An Phú"), [Cell::integer(20)]))
///     .total(TableRow::new(Bilingual::new("Tổng số", "Total"), [Cell::integer(20)]));
/// assert_eq!(table.body_rows().count(), 2);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Table {
    id: String,
    caption: Bilingual,
    stub: Bilingual,
    columns: Vec<Column>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    spanners: Vec<Spanner>,
    groups: Vec<RowGroup>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    total: Option<TableRow>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    memo: Vec<TableRow>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    notes: Vec<Bilingual>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    rates: Vec<Bilingual>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    sources: Vec<Bilingual>,
}

impl Table {
    /// A table with an id for links, a caption, and the head of its stub.
    pub fn new(id: impl Into<String>, caption: Bilingual, stub: Bilingual) -> Self {
        Self {
            id: id.into(),
            caption,
            stub,
            columns: Vec::new(),
            spanners: Vec::new(),
            groups: Vec::new(),
            total: None,
            memo: Vec::new(),
            notes: Vec::new(),
            rates: Vec::new(),
            sources: Vec::new(),
        }
    }

    /// Adds a column.
    #[must_use]
    pub fn column(mut self, column: Column) -> Self {
        self.columns.push(column);
        self
    }

    /// Adds a label over neighbouring columns.
    #[must_use]
    pub fn spanner(mut self, spanner: Spanner) -> Self {
        self.spanners.push(spanner);
        self
    }

    /// Adds a row that stands under no group heading.
    #[must_use]
    pub fn row(mut self, row: TableRow) -> Self {
        match self.groups.last_mut() {
            Some(group) if group.label.is_none() => group.rows.push(row),
            _ => self.groups.push(RowGroup { rows: vec![row], ..RowGroup::default() }),
        }
        self
    }

    /// Adds a group of rows.
    #[must_use]
    pub fn group(mut self, group: RowGroup) -> Self {
        self.groups.push(group);
        self
    }

    /// Sets the total row. The caller has summed it: a report adds nothing up.
    #[must_use]
    pub fn total(mut self, row: TableRow) -> Self {
        self.total = Some(row);
        self
    }

    /// Adds a memo row: shown after the total, apart, and never part of it.
    #[must_use]
    pub fn memo(mut self, row: TableRow) -> Self {
        self.memo.push(row);
        self
    }

    /// Adds a general note under the table.
    #[must_use]
    pub fn note(mut self, text: Bilingual) -> Self {
        self.notes.push(text);
        self
    }

    /// Adds a line on the exchange rate used.
    #[must_use]
    pub fn rate(mut self, text: Bilingual) -> Self {
        self.rates.push(text);
        self
    }

    /// Adds a line on where the figures come from.
    #[must_use]
    pub fn source(mut self, text: Bilingual) -> Self {
        self.sources.push(text);
        self
    }

    /// The id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The caption.
    pub fn caption(&self) -> &Bilingual {
        &self.caption
    }

    /// Head of the stub.
    pub fn stub(&self) -> &Bilingual {
        &self.stub
    }

    /// The columns, without the stub.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The labels over columns.
    pub fn spanners(&self) -> &[Spanner] {
        &self.spanners
    }

    /// The groups; rows added straight to the table stand in groups without a heading.
    pub fn groups(&self) -> &[RowGroup] {
        &self.groups
    }

    /// The total row.
    pub fn total_row(&self) -> Option<&TableRow> {
        self.total.as_ref()
    }

    /// The memo rows.
    pub fn memo_rows(&self) -> &[TableRow] {
        &self.memo
    }

    /// General notes.
    pub fn notes(&self) -> &[Bilingual] {
        &self.notes
    }

    /// Lines on exchange rates.
    pub fn rates(&self) -> &[Bilingual] {
        &self.rates
    }

    /// Lines on sources.
    pub fn sources(&self) -> &[Bilingual] {
        &self.sources
    }

    /// All rows in reading order: groups with their subtotals, the total, memo rows.
    pub fn body_rows(&self) -> impl Iterator<Item = &TableRow> {
        self.groups
            .iter()
            .flat_map(|group| group.rows.iter().chain(&group.subtotal))
            .chain(&self.total)
            .chain(&self.memo)
    }
}
