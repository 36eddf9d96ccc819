//! Workbooks: `.xlsx`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Cursor, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx};
use chrono::NaiveDate;
use quick_xml::events::{BytesStart, Event};
use rust_decimal::Decimal;
use zip::ZipArchive;

use crate::grid::{Cell, CellValue, Grid, GridRow, Source};
use crate::{IntakeError, Options};

/// Reads every sheet of a workbook.
///
/// * A number is the shortest decimal that stands for the stored binary number: 15 significant digits are exact.
/// * A serial number with a date format is a day, in the 1900 and the 1904 epoch.
/// * The cells of a merged region hold the value of its first cell and say so.
/// * A formula has its stored value, or none; nothing is computed.
/// * Hidden rows and sheets are read and marked.
///
/// # Errors
///
/// [`IntakeError::Encrypted`], [`IntakeError::Limit`], and [`IntakeError::Unreadable`] for what is no workbook or
/// a damaged one.
pub fn read_workbook(source: &Source<'_>, options: &Options) -> Result<Vec<Grid>, IntakeError> {
    if source.bytes().starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(IntakeError::Encrypted { file: source.name().to_owned() });
    }
    // The reader below us promises nothing about damaged files; a fault of its own must stay a fault of one file.
    catch_unwind(AssertUnwindSafe(|| read(source, options)))
        .unwrap_or_else(|_| Err(unreadable(source, &"the reader failed inside the file")))
}

fn unreadable(source: &Source<'_>, reason: &dyn std::fmt::Display) -> IntakeError {
    IntakeError::Unreadable { file: source.name().to_owned(), reason: reason.to_string() }
}

fn read(source: &Source<'_>, options: &Options) -> Result<Vec<Grid>, IntakeError> {
    let limit = |what, limit: u64| IntakeError::Limit { file: source.name().to_owned(), what, limit };
    if count(source.bytes().len()) > options.bytes_max {
        return Err(limit("bytes", options.bytes_max));
    }
    let mut parts = Parts::unpack(source, options)?;
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(source.bytes())).map_err(|error| unreadable(source, &error))?;
    let sheets: Vec<_> = book.sheets_metadata().to_vec();
    if count(sheets.len()) > options.sheets_max.into() {
        return Err(limit("sheets", options.sheets_max.into()));
    }
    let mut grids = Vec::new();
    let mut cells_read = 0_u64;
    for sheet in sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let shape = parts.shape(&sheet.name).map_err(|error| unreadable(source, &error))?;
        let mut rows: BTreeMap<u32, GridRow> = BTreeMap::new();
        let mut reader =
            book.worksheet_cells_reader(&sheet.name).map_err(|error| unreadable(source, &error))?;
        let mut put = |row: u32, column: u32, cell: Cell| {
            if row >= options.rows_max {
                return Err(limit("rows", options.rows_max.into()));
            }
            if column >= options.columns_max {
                return Err(limit("columns", options.columns_max.into()));
            }
            cells_read = cells_read.saturating_add(1);
            if cells_read > options.cells_max {
                return Err(limit("cells", options.cells_max));
            }
            let entry = rows.entry(row).or_insert_with(|| GridRow {
                number: row.saturating_add(1),
                line: None,
                hidden: shape.hidden.contains(&row),
                cells: Vec::new(),
            });
            let column = usize::try_from(column).unwrap_or(usize::MAX);
            if entry.cells.len() <= column {
                entry.cells.resize(column.saturating_add(1), Cell::default());
            }
            if let Some(place) = entry.cells.get_mut(column) {
                *place = cell;
            }
            Ok(())
        };
        let mut first_cells: BTreeMap<(u32, u32), CellValue> = BTreeMap::new();
        let firsts: BTreeSet<(u32, u32)> = shape.merges.iter().map(|(first, _)| *first).collect();
        while let Some(found) = reader.next_cell().map_err(|error| unreadable(source, &error))? {
            let (row, column) = found.get_position();
            let value = value(found.get_value());
            let formula = shape.formulas.contains(&(row, column));
            if value.is_empty() && !formula {
                continue;
            }
            if firsts.contains(&(row, column)) {
                first_cells.insert((row, column), value.clone());
            }
            put(row, column, Cell { value, formula, filled: false })?;
        }
        for ((top, left), (bottom, right)) in &shape.merges {
            let Some(value) = first_cells.get(&(*top, *left)).filter(|value| !value.is_empty()) else {
                continue;
            };
            // a title may be merged over the whole width of a sheet; past the limit there is nothing to fill
            let right = (*right).min(options.columns_max.saturating_sub(1));
            let bottom = (*bottom).min(options.rows_max.saturating_sub(1));
            for row in *top..=bottom {
                for column in *left..=right {
                    if (row, column) != (*top, *left) {
                        put(row, column, Cell { value: value.clone(), formula: false, filled: true })?;
                    }
                }
            }
        }
        let hidden = sheet.visible != SheetVisible::Visible;
        grids.push(Grid::new(source.name(), Some(sheet.name.clone()), hidden, rows.into_values().collect()));
    }
    Ok(grids)
}

fn count(size: usize) -> u64 {
    u64::try_from(size).unwrap_or(u64::MAX)
}

fn value(found: &DataRef<'_>) -> CellValue {
    let text = |text: &str| {
        if text.trim().is_empty() { CellValue::Empty } else { CellValue::Text(text.to_owned()) }
    };
    match found {
        DataRef::Bool(value) => CellValue::Logical(*value),
        DataRef::DateTime(moment) => moment_value(moment),
        DataRef::DateTimeIso(iso) => match iso.get(..10).and_then(|day| day.parse::<NaiveDate>().ok()) {
            Some(date) => CellValue::Date(date),
            None => text(iso),
        },
        DataRef::DurationIso(iso) => text(iso),
        DataRef::Empty => CellValue::Empty,
        DataRef::Error(error) => CellValue::Error(error.to_string()),
        DataRef::Float(number) => number_value(*number),
        DataRef::Int(number) => CellValue::Number(Decimal::from(*number)),
        DataRef::SharedString(found) => text(found),
        DataRef::String(found) => text(found),
    }
}

/// The shortest decimal that reads back as the same binary number.
///
/// A cell of a workbook holds a binary number, but what was typed is the shortest decimal of it, as the program
/// shows it. Past the range of a decimal the text is kept, so that it is reported and not rounded.
fn number_value(number: f64) -> CellValue {
    let text = number.to_string();
    match Decimal::from_str_exact(&text) {
        Ok(decimal) => CellValue::Number(decimal.normalize()),
        Err(_) => CellValue::Text(text),
    }
}

fn moment_value(moment: &ExcelDateTime) -> CellValue {
    // durations and times of day are no days; nor is a serial outside the calendar of the program
    if moment.is_datetime() && (1.0..2_958_466.0).contains(&moment.as_f64()) {
        let (year, month, day, ..) = moment.to_ymd_hms_milli();
        if let Some(date) = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into()) {
            return CellValue::Date(date);
        }
    }
    number_value(moment.as_f64())
}

/// What the cell reader does not tell about a sheet. Rows and columns count from zero.
#[derive(Debug, Default)]
struct Shape {
    hidden: BTreeSet<u32>,
    formulas: BTreeSet<(u32, u32)>,
    merges: Vec<((u32, u32), (u32, u32))>,
}

/// The parts of the package, and where each sheet is.
struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    paths: BTreeMap<String, String>,
    rows_max: u32,
    columns_max: u32,
    cells_max: u64,
}

impl<'a> Parts<'a> {
    /// Opens the package and unpacks it once into nothing, to see that it is whole and within the limit.
    fn unpack(source: &Source<'a>, options: &Options) -> Result<Self, IntakeError> {
        let mut archive = ZipArchive::new(Cursor::new(source.bytes()))
            .map_err(|_| unreadable(source, &crate::error::NO_ZIP))?;
        let mut left = options.unpacked_bytes_max;
        for index in 0..archive.len() {
            let part = archive.by_index(index).map_err(|error| match error {
                zip::result::ZipError::UnsupportedArchive(reason) if reason.contains("assword") => {
                    IntakeError::Encrypted { file: source.name().to_owned() }
                }
                error => unreadable(source, &error),
            })?;
            let mut part = part.take(left.saturating_add(1));
            let size =
                std::io::copy(&mut part, &mut std::io::sink()).map_err(|error| unreadable(source, &error))?;
            left = left.checked_sub(size).ok_or_else(|| IntakeError::Limit {
                file: source.name().to_owned(),
                what: "unpacked bytes",
                limit: options.unpacked_bytes_max,
            })?;
        }
        let mut parts = Self {
            archive,
            paths: BTreeMap::new(),
            rows_max: options.rows_max,
            columns_max: options.columns_max,
            cells_max: options.cells_max,
        };
        parts.paths = parts.sheet_paths().map_err(|error| unreadable(source, &error))?;
        Ok(parts)
    }

    /// Calls `f` with each start of an element of a part; a part that is not there has none.
    fn elements(
        &mut self,
        path: &str,
        mut f: impl FnMut(&str, &BytesStart<'_>) -> Result<(), String>,
    ) -> Result<(), String> {
        let Ok(part) = self.archive.by_name(path) else { return Ok(()) };
        let mut reader = quick_xml::Reader::from_reader(BufReader::new(part));
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(|error| error.to_string())? {
                Event::Start(element) | Event::Empty(element) => {
                    let name = element.local_name();
                    f(name.as_ref(), &element)?;
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn sheet_paths(&mut self) -> Result<BTreeMap<String, String>, String> {
        let mut targets = BTreeMap::new();
        self.elements("xl/_rels/workbook.xml.rels", |name, element| {
            if name == "Relationship"
                && let (Some(id), Some(target)) = (attribute(element, "Id")?, attribute(element, "Target")?)
            {
                let path = match target.strip_prefix('/') {
                    Some(absolute) => absolute.to_owned(),
                    None => format!("xl/{target}"),
                };
                targets.insert(id, path);
            }
            Ok(())
        })?;
        let mut paths = BTreeMap::new();
        self.elements("xl/workbook.xml", |name, element| {
            if name == "sheet"
                && let (Some(sheet), Some(id)) = (attribute(element, "name")?, attribute(element, "id")?)
                && let Some(path) = targets.get(&id)
            {
                paths.insert(sheet, path.clone());
            }
            Ok(())
        })?;
        Ok(paths)
    }

    fn shape(&mut self, sheet: &str) -> Result<Shape, String> {
        let mut shape = Shape::default();
        let Some(path) = self.paths.get(sheet).cloned() else { return Ok(shape) };
        let (rows_max, columns_max, cells_max) = (self.rows_max, self.columns_max, self.cells_max);
        let (mut row, mut column) = (0_u32, 0_u32);
        let mut next_row = 0_u32;
        let mut next_column = 0_u32;
        self.elements(&path, |name, element| {
            match name {
                "row" => {
                    let number = attribute(element, "r")?.and_then(|number| number.parse::<u32>().ok());
                    row = number.map_or(next_row, |number| number.saturating_sub(1));
                    next_row = row.saturating_add(1);
                    next_column = 0;
                    let hidden = attribute(element, "hidden")?;
                    if matches!(hidden.as_deref(), Some("1" | "true")) && row < rows_max {
                        shape.hidden.insert(row);
                    }
                }
                "c" => {
                    let place = attribute(element, "r")?.and_then(|place| cell_place(&place));
                    (row, column) = place.unwrap_or((row, next_column));
                    next_column = column.saturating_add(1);
                }
                "f" if row < rows_max && column < columns_max && count(shape.formulas.len()) < cells_max => {
                    shape.formulas.insert((row, column));
                }
                "mergeCell" => {
                    if let Some(region) = attribute(element, "ref")?
                        && let Some((first, last)) = region.split_once(':')
                        && let (Some(first), Some(last)) = (cell_place(first), cell_place(last))
                    {
                        shape.merges.push((first, last));
                    }
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(shape)
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, String> {
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_err(|error| error.to_string())?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

/// Row and column of an address such as `B12`, from zero.
fn cell_place(address: &str) -> Option<(u32, u32)> {
    let mut column = 0_u32;
    let mut row = 0_u32;
    for letter in address.bytes().filter(|letter| *letter != b'$') {
        match letter {
            b'A'..=b'Z' if row == 0 => {
                column = column.checked_mul(26)?.checked_add(u32::from(letter.checked_sub(b'@')?))?;
            }
            b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u32::from(letter.checked_sub(b'0')?))?,
            _ => return None,
        }
    }
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

    use super::*;

    fn grids(bytes: &[u8]) -> Result<Vec<Grid>, IntakeError> {
        read_workbook(&Source::new("a.xlsx", bytes), &Options::default())
    }

    fn book(write: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
        let mut book = Workbook::new();
        write(book.add_worksheet());
        book.save_to_buffer().unwrap()
    }

    fn small_book() -> Vec<u8> {
        book(|page| {
            page.set_formula_result_default("");
            let plain = Format::new();
            page.merge_range(0, 0, 0, 2, "Phụ lục", &plain).unwrap();
            page.write_number(2, 0, 15_750.5).unwrap();
            page.write_number(2, 1, 0.1 + 0.2).unwrap();
            let day = ExcelDateTime::from_ymd(2025, 3, 5).unwrap();
            page.write_datetime_with_format(2, 2, &day, &Format::new().set_num_format("dd/mm/yyyy")).unwrap();
            page.set_row_hidden(3).unwrap();
            page.write_string(3, 0, "  ").unwrap();
            page.write_string(3, 1, "ẩn").unwrap();
            page.write_formula(4, 0, Formula::new("=A3*2").set_result("31501")).unwrap();
            page.write_formula(4, 1, Formula::new("=A3*3").set_result("")).unwrap();
            page.write_boolean(4, 2, true).unwrap();
        })
    }

    #[test]
    fn cells_keep_their_kind_and_place() {
        let grids = grids(&small_book()).unwrap();
        let grid = &grids[0];
        assert_eq!((grid.file(), grid.sheet()), ("a.xlsx", Some("Sheet1")));
        let title = grid.row(1).unwrap();
        assert_eq!(title.text(2), "Phụ lục");
        assert!(title.cells()[2].is_filled() && !title.cells()[0].is_filled());
        let row = grid.row(3).unwrap();
        assert_eq!(*row.value(0), CellValue::Number(Decimal::new(157_505, 1)));
        assert_eq!(row.text(1), "0.30000000000000004");
        assert_eq!(*row.value(2), CellValue::Date(NaiveDate::from_ymd_opt(2025, 3, 5).unwrap()));
        assert_eq!(grid.location_of(row, 2).to_string(), "a.xlsx [Sheet1] C3");
        let hidden = grid.row(4).unwrap();
        assert!(hidden.is_hidden() && hidden.value(0).is_empty() && hidden.text(1) == "ẩn");
        let formulas = grid.row(5).unwrap();
        assert_eq!(formulas.text(0), "31501");
        assert!(formulas.cells()[0].is_formula() && formulas.cells()[1].is_formula());
        assert_eq!(*formulas.value(1), CellValue::Empty);
        assert_eq!(*formulas.value(2), CellValue::Logical(true));
    }

    /// Replaces one part of a package; the writer cannot write the 1904 epoch itself.
    fn with_part(bytes: &[u8], path: &str, change: impl Fn(String) -> String) -> Vec<u8> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            let name = part.name().unwrap().into_owned();
            let mut text = Vec::new();
            part.read_to_end(&mut text).unwrap();
            if name == path {
                text = change(String::from_utf8(text).unwrap()).into_bytes();
            }
            writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut writer, &text).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn both_epochs_are_read() {
        let bytes = with_part(&small_book(), "xl/workbook.xml", |xml| {
            xml.replace("<workbookPr ", "<workbookPr date1904=\"1\" ")
        });
        let grids = grids(&bytes).unwrap();
        // 1,462 days lie between the two epochs
        assert_eq!(grids[0].row(3).unwrap().text(2), "2029-03-06");
    }

    #[test]
    fn what_is_no_workbook_is_refused_with_a_reason() {
        let bytes = small_book();
        for wrong in [&b"STT;Ten"[..], &bytes[..bytes.len() / 2], &[]] {
            assert!(matches!(grids(wrong), Err(IntakeError::Unreadable { .. })));
        }
        assert!(matches!(grids(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1]), Err(IntakeError::Encrypted { .. })));
    }

    #[test]
    fn limits_are_errors() {
        let bytes = small_book();
        let source = Source::new("a.xlsx", &bytes);
        for (options, counted) in [
            (Options { bytes_max: 100, ..Options::default() }, "bytes"),
            (Options { unpacked_bytes_max: 3_000, ..Options::default() }, "unpacked bytes"),
            (Options { rows_max: 4, ..Options::default() }, "rows"),
            (Options { columns_max: 2, ..Options::default() }, "columns"),
            (Options { cells_max: 5, ..Options::default() }, "cells"),
            (Options { sheets_max: 0, ..Options::default() }, "sheets"),
        ] {
            match read_workbook(&source, &options) {
                Err(IntakeError::Limit { what, .. }) => assert_eq!(what, counted),
                other => panic!("{counted}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_cell_far_away_costs_nothing() {
        let far = book(|page| {
            page.write_string(1_048_575, 16_383, "x").unwrap();
        });
        assert!(matches!(grids(&far), Err(IntakeError::Limit { .. })));
        let merged = with_part(&small_book(), "xl/worksheets/sheet1.xml", |xml| {
            xml.replace("ref=\"A1:C1\"", "ref=\"A1:XFD1048576\"")
        });
        assert!(matches!(grids(&merged), Err(IntakeError::Limit { .. })));
        let shared = with_part(&small_book(), "xl/worksheets/sheet1.xml", |xml| {
            xml.replace("<f>A3*2</f>", "<f t=\"shared\" si=\"18446744073709551614\">A3*2</f>")
        });
        assert_eq!(grids(&shared).unwrap()[0].row(5).unwrap().text(0), "31501");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(grids(&bytes).is_err());
        }

        #[test]
        fn no_damage_panics(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
            let mut bytes = small_book();
            let index = at.index(bytes.len());
            bytes[index] = byte;
            let _ = grids(&bytes);
            bytes.truncate(cut.index(bytes.len()));
            let _ = grids(&bytes);
        }

        #[test]
        fn no_sheet_text_panics(from in any::<prop::sample::Index>(), text in "[<>/a-z\"= 0-9]{0,12}") {
            let bytes = with_part(&small_book(), "xl/worksheets/sheet1.xml", |mut xml| {
                let places: Vec<usize> = xml.char_indices().map(|(index, _)| index).collect();
                xml.insert_str(places[from.index(places.len())], &text);
                xml
            });
            let _ = grids(&bytes);
        }
    }
}
