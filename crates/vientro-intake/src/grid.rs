//! The cells of one sheet with their addresses, before any meaning.

use std::borrow::Cow;
use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::Location;

use crate::{CellText, Encoding};

/// A file as the caller opened it.
///
/// ```
/// let source = vientro_intake::Source::new("qua-tang.csv", b"STT;Ten\n");
/// assert_eq!(source.name(), "qua-tang.csv");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Source<'a> {
    name: &'a str,
    bytes: &'a [u8],
}

impl<'a> Source<'a> {
    /// A file by the name findings shall call it, with all its bytes.
    pub const fn new(name: &'a str, bytes: &'a [u8]) -> Self {
        Self { name, bytes }
    }

    /// The name.
    pub const fn name(&self) -> &'a str {
        self.name
    }

    /// The bytes.
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }
}

impl fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({}, {} bytes)", self.name, self.bytes.len())
    }
}

/// What a cell holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub enum CellValue {
    /// A day, from a serial number with a date format (1900 or 1904 epoch) or an ISO date.
    Date(NaiveDate),
    /// Nothing, or nothing but spaces.
    #[default]
    Empty,
    /// An error value such as `#REF!`.
    Error(CellText),
    /// True or false.
    Logical(bool),
    /// A number; the shortest decimal that stands for the stored binary number.
    Number(Decimal),
    /// Text as written, accents not normalised.
    Text(CellText),
}

impl CellValue {
    /// The value as text: a date as `yyyy-mm-dd`, a number with a point, text without spaces around it.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Date(date) => Cow::Owned(date.to_string()),
            Self::Empty => Cow::Borrowed(""),
            Self::Error(text) => Cow::Borrowed(text),
            Self::Logical(true) => Cow::Borrowed("TRUE"),
            Self::Logical(false) => Cow::Borrowed("FALSE"),
            Self::Number(number) => Cow::Owned(number.normalize().to_string()),
            Self::Text(text) => Cow::Borrowed(text.trim()),
        }
    }

    /// True for [`CellValue::Empty`].
    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Cell {
    pub(crate) value: CellValue,
    pub(crate) formula: bool,
    pub(crate) filled: bool,
}

impl Cell {
    /// What it holds.
    pub const fn value(&self) -> &CellValue {
        &self.value
    }

    /// True if the value is the stored result of a formula; [`CellValue::Empty`] then means that none is stored.
    pub const fn is_formula(&self) -> bool {
        self.formula
    }

    /// True if the value is that of the first cell of a merged region this cell lies in.
    pub const fn is_filled(&self) -> bool {
        self.filled
    }
}

/// One row that has something in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct GridRow {
    pub(crate) number: u32,
    pub(crate) line: Option<u32>,
    pub(crate) hidden: bool,
    pub(crate) cells: Vec<Cell>,
}

impl GridRow {
    /// The row's number as a spreadsheet shows it, from one.
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// The line of the text file the row begins at, from one; a workbook has none.
    pub const fn line(&self) -> Option<u32> {
        self.line
    }

    /// True if the row is hidden in the sheet. It is read all the same.
    pub const fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// The cells from column A to the last that is not empty.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The value in a column, counted from zero; what lies beyond the last cell is empty.
    pub fn value(&self, column: usize) -> &CellValue {
        self.cells.get(column).map_or(&CellValue::Empty, Cell::value)
    }

    /// The text of a column, counted from zero.
    pub fn text(&self, column: usize) -> Cow<'_, str> {
        self.value(column).text()
    }

    /// True if nothing but empty cells and cells filled from a merged region is there.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| (cell.value.is_empty() && !cell.formula) || cell.filled)
    }
}

/// The rows of one sheet, or of a text file.
///
/// Only rows with something in them are kept; each keeps its number, so an address is never lost.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Grid {
    file: String,
    sheet: Option<String>,
    hidden: bool,
    encoding: Encoding,
    rows: Vec<GridRow>,
    /// Line and column, from zero, of quotation marks that are opened and not closed.
    #[cfg_attr(feature = "serde", serde(skip))]
    unclosed: Vec<(u32, usize)>,
}

impl Grid {
    pub(crate) fn new(file: &str, sheet: Option<String>, hidden: bool, rows: Vec<GridRow>) -> Self {
        Self { file: file.to_owned(), sheet, hidden, encoding: Encoding::Unicode, rows, unclosed: Vec::new() }
    }

    pub(crate) fn with_encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self
    }

    pub(crate) const fn set_encoding(&mut self, encoding: Encoding) {
        self.encoding = encoding;
    }

    /// Puts other texts into cells; true if any was.
    pub(crate) fn rewrite_texts(&mut self, rewrite: impl Fn(&str) -> Option<String>) -> bool {
        let mut is_any = false;
        for cell in self.rows.iter_mut().flat_map(|row| &mut row.cells) {
            if let CellValue::Text(text) = &mut cell.value
                && let Some(new) = rewrite(text)
            {
                *text = new.into();
                is_any = true;
            }
        }
        is_any
    }

    pub(crate) fn with_unclosed(mut self, unclosed: Vec<(u32, usize)>) -> Self {
        self.unclosed = unclosed;
        self
    }

    /// The cells whose quotation mark is not closed: the row and the column, from zero.
    pub(crate) fn unclosed(&self) -> impl Iterator<Item = (&GridRow, usize)> {
        self.unclosed.iter().filter_map(|(line, column)| {
            let after = self.rows.partition_point(|row| row.line.is_some_and(|begins| begins <= *line));
            Some((self.rows.get(after.checked_sub(1)?)?, *column))
        })
    }

    /// Name of the file.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Name of the sheet; a text file has none.
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// True if the whole sheet is hidden.
    pub const fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// The encoding its text was read in.
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The rows that have something in them, downwards.
    pub fn rows(&self) -> &[GridRow] {
        &self.rows
    }

    /// Number of empty lines between the first row and the last that has something in it.
    pub fn gaps(&self) -> u32 {
        let last = self.rows.last().map_or(0, GridRow::number);
        last.saturating_sub(u32::try_from(self.rows.len()).unwrap_or(u32::MAX))
    }

    /// The place of the sheet.
    pub fn location(&self) -> Location {
        let location = Location::new().in_file(&self.file);
        match &self.sheet {
            Some(sheet) => location.in_sheet(sheet),
            None => location,
        }
    }

    /// The place of a cell; `column` counts from zero.
    pub fn location_of(&self, row: &GridRow, column: usize) -> Location {
        let location = self.location().at_cell(address(row.number, column));
        match row.line {
            Some(line) => location.at_line(line),
            None => location,
        }
    }

    /// The cells of one row, if the sheet has something in it.
    pub fn row(&self, number: u32) -> Option<&GridRow> {
        let index = self.rows.binary_search_by_key(&number, GridRow::number).ok()?;
        self.rows.get(index)
    }
}

/// The A1 style address of a cell: `row` from one, `column` from zero.
///
/// ```
/// assert_eq!(vientro_intake::address(5, 12), "M5");
/// assert_eq!(vientro_intake::address(1, 27), "AB1");
/// ```
pub fn address(row: u32, column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        let letter = u8::try_from(rest % 26).map_or('A', |digit| char::from(b'A'.saturating_add(digit)));
        letters.push(letter);
        if rest < 26 {
            break;
        }
        rest = (rest / 26).saturating_sub(1);
    }
    letters.iter().rev().collect::<String>() + &row.to_string()
}

/// Where a cell stands, rows first; both count from zero, the row of a text file may be its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) row: u32,
    pub(crate) column: u32,
}

/// The place of an address such as `B12`.
pub(crate) fn place_of(address: &str) -> Option<Place> {
    let letters = address.bytes().take_while(u8::is_ascii_uppercase).count();
    let (letters, digits) = (address.get(..letters)?, address.get(letters..)?);
    let mut column = 0_u32;
    for letter in letters.bytes() {
        column = column.checked_mul(26)?.checked_add(u32::from(letter.checked_sub(b'@')?))?;
    }
    Some(Place { row: digits.parse::<u32>().ok()?.checked_sub(1)?, column: column.checked_sub(1)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_count_in_letters() {
        for (column, letters) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (51, "AZ"),
            (52, "BA"),
            (701, "ZZ"),
            (702, "AAA"),
            (16_383, "XFD"),
        ] {
            assert_eq!(address(9, column), format!("{letters}9"));
            let column = u32::try_from(column).unwrap();
            assert_eq!(place_of(&format!("{letters}9")), Some(Place { row: 8, column }));
        }
    }

    #[test]
    fn gaps_are_counted() {
        let row = |number| GridRow { number, ..GridRow::default() };
        let grid = Grid::new("a.csv", None, false, vec![row(1), row(4)]);
        assert_eq!(grid.gaps(), 2);
        assert!(grid.row(4).is_some() && grid.row(3).is_none());
    }
}
