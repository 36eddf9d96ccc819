//! One sheet on its way to facts: its rows told apart, its cells read with findings.

mod amount;
mod day;
mod rows;

use std::collections::BTreeMap;

use vientro_core::{Bilingual, Finding, Language, Location, RowId};
use vientro_vi::nfc;

use crate::codes;
use crate::grid::{CellValue, Grid, GridRow};
use crate::header::{Column, Header};
use crate::reading::SheetSummary;
use crate::{Field, Options, SheetKind, address};

pub(crate) use amount::{ReadAmount, is_dash};
pub(crate) use day::ReadDay;

/// A sheet, its header, what was found in it so far and the rows that hold records.
#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    pub(crate) grid: &'a Grid,
    pub(crate) header: Header,
    pub(crate) options: &'a Options,
    pub(crate) year: Option<i32>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) summary: SheetSummary,
    pub(crate) body: Vec<&'a GridRow>,
    pub(crate) totals: Vec<&'a GridRow>,
    /// Rows that head a group of records.
    pub(crate) headings: Vec<&'a GridRow>,
    /// Amounts by row and column as the checks read them again, each once.
    pub(crate) amounts: BTreeMap<(u32, usize), Option<ReadAmount>>,
}

impl<'a> Sheet<'a> {
    pub(crate) fn new(grid: &'a Grid, options: &'a Options) -> Self {
        let header = Header::find(grid, options);
        let mut sheet = Self {
            summary: SheetSummary::new(grid, header.kind()),
            grid,
            header,
            options,
            year: options.year,
            findings: Vec::new(),
            body: Vec::new(),
            totals: Vec::new(),
            headings: Vec::new(),
            amounts: BTreeMap::new(),
        };
        if grid.is_hidden() {
            sheet.findings.push(codes::HIDDEN_SHEET.at(grid.location()));
        }
        if grid.encoding().is_guessed() {
            let at = grid.location();
            sheet.findings.push(
                codes::ENCODING_GUESSED.at(at).found(grid.encoding().name()).expected("Unicode (CSV UTF-8)"),
            );
        }
        if !sheet.header.absent().is_empty() {
            let at = sheet.header.rows().first().and_then(|number| grid.row(*number));
            let at = at.map_or_else(|| grid.location(), |row| grid.location_of(row, 0));
            let absent = sheet.header.absent().join(" | ");
            sheet.findings.push(codes::MAPPING_INCOMPLETE.at(at).expected(absent));
        }
        if let Some((row, column)) = lost_letters(grid) {
            let at = grid.location_of(row, column);
            sheet.findings.push(codes::LETTERS_LOST.at(at).found(row.text(column)));
        }
        for (row, column) in grid.unclosed() {
            let text = nfc(&row.text(column)).into_owned();
            let finding = codes::UNCLOSED_QUOTE.at(grid.location_of(row, column));
            sheet.findings.push(finding.found(format!("\"{text}")).suggest(text));
        }
        sheet.sort_rows();
        sheet
    }

    pub(crate) fn kind(&self) -> SheetKind {
        self.header.kind()
    }

    pub(crate) fn at(&self, row: &GridRow, column: &Column) -> Location {
        self.grid.location_of(row, column.index())
    }

    /// The place of a field of a row; of its first cell if the sheet has no such column.
    pub(crate) fn at_field(&self, row: &GridRow, field: Field) -> Location {
        self.grid.location_of(row, self.header.column(field).map_or(0, Column::index))
    }

    /// A name of the row for people: its first text that says more than a number.
    pub(crate) fn label(&self, row: &GridRow) -> String {
        let named = [Field::Title, Field::Indicator, Field::Form, Field::Code, Field::Key];
        let named = named.into_iter().find_map(|field| self.text(row, field));
        named.unwrap_or_else(|| {
            let text = row.cells().iter().find(|cell| !cell.value().is_empty());
            text.map_or_else(String::new, |cell| nfc(&cell.value().text()).into_owned())
        })
    }

    /// The header and content of each cell of the row that is not empty.
    pub(crate) fn fields(&self, row: &GridRow) -> Vec<(String, String)> {
        let label = |index: usize| {
            let column = self.header.columns().iter().find(|column| column.index() == index);
            column.map_or_else(|| address(row.number(), index), |column| column.label().to_owned())
        };
        let cells = row.cells().iter().enumerate().filter(|(_, cell)| !cell.value().is_empty());
        cells.map(|(index, cell)| (label(index), nfc(&cell.value().text()).into_owned())).collect()
    }

    /// The id of a row: `file/sheet/row`, or `file/row` for a text file.
    pub(crate) fn row_id(&self, row: &GridRow) -> Option<RowId> {
        let clean = |text: &str| -> String {
            text.chars().map(|letter| if letter.is_control() { '?' } else { letter }).take(180).collect()
        };
        let file = clean(self.grid.file());
        let id = match self.grid.sheet() {
            Some(sheet) => format!("{file}/{}/{}", clean(sheet), row.number()),
            None => format!("{file}/{}", row.number()),
        };
        RowId::try_new(id).ok()
    }

    /// The text of a field in NFC, if the cell is not empty.
    pub(crate) fn text(&self, row: &GridRow, field: Field) -> Option<String> {
        let text = row.text(self.header.column(field)?.index());
        let seen = nfc(&text).replace(INVISIBLE, "");
        let text = seen.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    }
}

/// What `text` says in both languages.
pub(crate) fn in_both(text: impl Fn(Language) -> String) -> Bilingual {
    Bilingual::new(text(Language::Vi), text(Language::En))
}

/// Letters without width that programs leave in texts: no space, joiners, a soft hyphen, a byte order mark.
const INVISIBLE: [char; 6] = ['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{ad}', '\u{feff}'];

/// The first cell with a question mark between two letters, if there are three: "T? ch?c" was "Tổ chức".
fn lost_letters(grid: &Grid) -> Option<(&GridRow, usize)> {
    let is_lost = |text: &str| {
        let mut marks = text.match_indices('?').filter(|(at, _)| {
            let before = text.get(..*at).and_then(|text| text.chars().next_back());
            let after = text.get(at.saturating_add(1)..).and_then(|text| text.chars().next());
            before.zip(after).is_some_and(|(one, other)| one.is_alphabetic() && other.is_alphabetic())
        });
        marks.next().is_some()
    };
    let cells = grid.rows().iter().flat_map(|row| {
        let cells = row.cells().iter().enumerate().filter(|(_, cell)| !cell.is_filled());
        cells
            .filter(|(_, cell)| matches!(cell.value(), CellValue::Text(text) if is_lost(text)))
            .map(move |(at, _)| (row, at))
    });
    let mut first = cells.take(3);
    let found = first.next()?;
    (first.count() == 2).then_some(found)
}

pub(crate) fn count(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}
