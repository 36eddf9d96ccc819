//! Workbooks of `OpenDocument`: `.ods`.

use std::collections::BTreeSet;

use quick_xml::events::{BytesStart, Event};
use rust_decimal::Decimal;

use crate::builder::{GridBuilder, Region};
use crate::grid::{Cell, CellValue, Grid, Source};
use crate::{IntakeError, Options};

use super::package::{Package, attribute};
use super::{iso_value, text_value};

/// Reads the tables of `content.xml` in one pass.
///
/// The reader crate keeps `.ods` in memory with all repeated cells and rows written out, up to 100 million of them,
/// and tells neither hidden rows nor merged cells; the format is read here, so that a repetition costs nothing where
/// it is empty and meets the limits where it is not.
///
/// # Source
///
/// OASIS `OpenDocument` 1.3, part 3, sections 9 (tables) and 19 (attributes).
pub(super) fn read(
    source: &Source<'_>,
    options: &Options,
    mut package: Package<'_>,
) -> Result<Vec<Grid>, IntakeError> {
    let mut is_encrypted = false;
    package.read("META-INF/manifest.xml", |event| {
        if let Event::Start(element) | Event::Empty(element) = event {
            is_encrypted |= element.local_name().as_ref() == "encryption-data";
        }
        Ok(())
    })?;
    if is_encrypted {
        return Err(IntakeError::Encrypted { file: source.name().to_owned() });
    }
    let mut content = Content::new(source, options);
    let mut fault = None;
    package.see_through("content.xml", |_, _| Ok(()))?;
    let seen = package.read("content.xml", |event| {
        content.take(event).map_err(|found| match found {
            Fault::Intake(error) => {
                let reason = error.to_string();
                fault = Some(error);
                reason
            }
            Fault::Xml(reason) => reason,
        })
    });
    match fault {
        Some(error) => Err(error),
        None => seen.map(|()| content.grids),
    }
}

enum Fault {
    Intake(IntakeError),
    Xml(String),
}

impl From<IntakeError> for Fault {
    fn from(error: IntakeError) -> Self {
        Self::Intake(error)
    }
}

impl From<String> for Fault {
    fn from(reason: String) -> Self {
        Self::Xml(reason)
    }
}

/// The document on its way to grids. Rows and columns count from zero.
struct Content<'a> {
    options: &'a Options,
    builder: GridBuilder<'a>,
    grids: Vec<Grid>,
    /// The style being read, and those that hide their table.
    style: String,
    hiding: BTreeSet<String>,
    /// Elements whose whole content is none of the sheet's: comments, deleted cells, drawings.
    skipped: u32,
    table: Option<Table>,
    cell: Option<OpenCell>,
}

#[derive(Default)]
struct Table {
    name: String,
    is_hidden: bool,
    row: u32,
    rows: u32,
    is_row_hidden: bool,
    column: u32,
    /// The cells of the row that hold something, with the number of columns they stand in.
    cells: Vec<(u32, u32, Cell)>,
    hidden: BTreeSet<u32>,
    merges: Vec<Region>,
}

struct OpenCell {
    kind: String,
    value: Option<String>,
    formula: bool,
    columns: u32,
    spans: (u32, u32),
    paragraphs: u32,
    text: String,
}

impl<'a> Content<'a> {
    fn new(source: &'a Source<'a>, options: &'a Options) -> Self {
        Self {
            options,
            builder: GridBuilder::new(source, options),
            grids: Vec::new(),
            style: String::new(),
            hiding: BTreeSet::new(),
            skipped: 0,
            table: None,
            cell: None,
        }
    }

    fn take(&mut self, event: &Event<'_>) -> Result<(), Fault> {
        match event {
            Event::Start(element) => self.start(element, false),
            Event::Empty(element) => {
                self.start(element, true)?;
                if self.skipped == 0 { self.end(element.local_name().as_ref()) } else { Ok(()) }
            }
            Event::End(element) => {
                if self.skipped > 0 {
                    self.skipped = self.skipped.saturating_sub(1);
                    return Ok(());
                }
                self.end(element.local_name().as_ref())
            }
            Event::Text(text) => {
                self.push(text);
                Ok(())
            }
            Event::CData(text) => {
                self.push(text);
                Ok(())
            }
            Event::GeneralRef(reference) => {
                if let Ok(Some(letter)) = reference.resolve_char_ref() {
                    self.push(letter.encode_utf8(&mut [0; 4]));
                } else if let Some(text) = quick_xml::escape::resolve_predefined_entity(reference) {
                    self.push(text);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn start(&mut self, element: &BytesStart<'_>, is_empty: bool) -> Result<(), Fault> {
        let name = element.local_name();
        let name = name.as_ref();
        let is_apart = matches!(name, "annotation" | "dde-links" | "shapes" | "tracked-changes")
            || element.name().as_ref().starts_with("draw:");
        if self.skipped > 0 || is_apart {
            self.skipped = self.skipped.saturating_add(u32::from(!is_empty));
            return Ok(());
        }
        match name {
            "style" => self.style = attribute(element, "name")?.unwrap_or_default(),
            "table-properties" => {
                let display = attribute(element, "display")?;
                if display.as_deref() == Some("false") {
                    self.hiding.insert(self.style.clone());
                }
            }
            // a table within a cell is none of the sheet's
            "table" if self.table.is_some() => self.skipped = u32::from(!is_empty),
            "table" => {
                if self.grids.len() >= usize::try_from(self.options.sheets_max).unwrap_or(usize::MAX) {
                    return Err(self.builder.limit("sheets", self.options.sheets_max).into());
                }
                let style = attribute(element, "style-name")?.unwrap_or_default();
                self.table = Some(Table {
                    name: attribute(element, "name")?.unwrap_or_default(),
                    is_hidden: self.hiding.contains(&style),
                    ..Table::default()
                });
            }
            "table-row" => {
                if let Some(table) = &mut self.table {
                    table.rows = repeated(element, "number-rows-repeated")?;
                    let visible = attribute(element, "visibility")?;
                    table.is_row_hidden = matches!(visible.as_deref(), Some("collapse" | "filter"));
                    table.column = 0;
                }
            }
            "table-cell" | "covered-table-cell" if self.table.is_some() => {
                let mut cell = OpenCell {
                    kind: String::new(),
                    value: None,
                    formula: false,
                    columns: 1,
                    spans: (1, 1),
                    paragraphs: 0,
                    text: String::new(),
                };
                for found in element.attributes() {
                    let found = found.map_err(|error| error.to_string())?;
                    let value = || {
                        found
                            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                            .map_err(|error| error.to_string())
                    };
                    let number = || Ok::<_, String>(value()?.trim().parse::<u32>().unwrap_or(1).max(1));
                    match found.key.local_name().as_ref() {
                        // LibreOffice says "error" in an attribute of the same name after the standard one
                        "value-type" => cell.kind = value()?.into_owned(),
                        "value" | "date-value" | "boolean-value" | "string-value" | "time-value" => {
                            cell.value = Some(value()?.into_owned());
                        }
                        "formula" => cell.formula = true,
                        "number-columns-repeated" => cell.columns = number()?,
                        "number-columns-spanned" => cell.spans.1 = number()?,
                        "number-rows-spanned" => cell.spans.0 = number()?,
                        _ => {}
                    }
                }
                self.cell = Some(cell);
            }
            "p" => {
                if let Some(cell) = &mut self.cell {
                    if cell.paragraphs > 0 {
                        cell.text.push('\n');
                    }
                    cell.paragraphs = cell.paragraphs.saturating_add(1);
                }
            }
            "s" => {
                // the text of a cell has no use for more spaces than a line has
                for _ in 0..repeated(element, "c")?.min(200) {
                    self.push(" ");
                }
            }
            "tab" => self.push("\t"),
            "line-break" => self.push("\n"),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Fault> {
        match name {
            "table" => {
                if let Some(table) = self.table.take() {
                    self.builder.fill(&table.merges)?;
                    let hidden = |row| table.hidden.contains(&row);
                    self.grids.push(self.builder.finish(Some(table.name), table.is_hidden, hidden));
                }
                Ok(())
            }
            "table-row" => self.end_row(),
            "table-cell" | "covered-table-cell" => {
                if let (Some(table), Some(cell)) = (&mut self.table, self.cell.take()) {
                    table.end_cell(cell);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn end_row(&mut self) -> Result<(), Fault> {
        let Some(table) = &mut self.table else { return Ok(()) };
        let cells = std::mem::take(&mut table.cells);
        let rows = std::mem::replace(&mut table.rows, 1);
        if !cells.is_empty() {
            for row in table.row..table.row.saturating_add(rows) {
                for (column, columns, cell) in &cells {
                    for column in *column..column.saturating_add(*columns) {
                        self.builder.put(row, column, cell.clone())?;
                    }
                }
                if table.is_row_hidden {
                    table.hidden.insert(row);
                }
            }
        }
        table.row = table.row.saturating_add(rows);
        Ok(())
    }

    /// Text counts only within a paragraph of a cell.
    fn push(&mut self, text: &str) {
        if self.skipped == 0
            && let Some(cell) = self.cell.as_mut().filter(|cell| cell.paragraphs > 0)
        {
            cell.text.push_str(text);
        }
    }
}

impl Table {
    fn end_cell(&mut self, cell: OpenCell) {
        let column = self.column;
        self.column = column.saturating_add(cell.columns);
        let spans = cell.spans;
        let (columns, formula) = (cell.columns, cell.formula);
        let value = cell.into_value();
        if value.is_empty() && !formula {
            return;
        }
        if spans != (1, 1) {
            let last_row = self.row.saturating_add(spans.0).saturating_sub(1);
            let last_column = column.saturating_add(spans.1).saturating_sub(1);
            self.merges.push(((self.row, column), (last_row, last_column)));
        }
        self.cells.push((column, columns, Cell { value, formula, filled: false }));
    }
}

impl OpenCell {
    fn into_value(self) -> CellValue {
        let text = text_value(&self.text);
        let Some(value) = self.value else { return text };
        match self.kind.as_str() {
            "boolean" => CellValue::Logical(value == "true"),
            "currency" | "float" | "percentage" => decimal(&value).map_or(text, CellValue::Number),
            "date" => iso_value(&value),
            "error" => CellValue::Error(self.text.into()),
            "string" if text.is_empty() => text_value(&value),
            _ => text,
        }
    }
}

/// A number as the file writes it: `1250000000`, `0.5`, `1.25E+15`.
fn decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let number = Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text)).ok()?;
    Some(number.normalize())
}

fn repeated(element: &BytesStart<'_>, name: &str) -> Result<u32, String> {
    Ok(attribute(element, name)?.and_then(|count| count.trim().parse().ok()).unwrap_or(1).max(1))
}
