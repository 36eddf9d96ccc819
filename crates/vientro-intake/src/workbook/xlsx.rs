//! Workbooks of Office Open XML: `.xlsx`, `.xlsm`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx};
use quick_xml::events::Event;

use crate::builder::{GridBuilder, Region, count};
use crate::grid::{CellValue, Grid, Source};
use crate::{IntakeError, Options};

use super::package::{Package, Tag, attribute};
use super::{iso_value, moment_value, number_value, unreadable};

pub(super) fn read(
    source: &Source<'_>,
    options: &Options,
    mut package: Package<'_>,
) -> Result<Vec<Grid>, IntakeError> {
    let mut builder = GridBuilder::new(source, options);
    let mut shapes = shapes(&mut package, options)?;
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(source.bytes())).map_err(|error| unreadable(source, &error))?;
    let sheets: Vec<_> = book.sheets_metadata().to_vec();
    if count(sheets.len()) > options.sheets_max.into() {
        return Err(builder.limit("sheets", options.sheets_max));
    }
    let mut grids = Vec::new();
    for sheet in sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let shape = shapes.remove(&sheet.name).unwrap_or_default();
        let mut reader =
            book.worksheet_cells_reader(&sheet.name).map_err(|error| unreadable(source, &error))?;
        while let Some(found) = reader.next_cell().map_err(|error| unreadable(source, &error))? {
            let (row, column) = found.get_position();
            let formula = shape.formulas.contains(&(row, column));
            let value = match found.get_value() {
                DataRef::Bool(value) => CellValue::Logical(*value),
                DataRef::DateTime(moment) => moment_value(moment),
                DataRef::DateTimeIso(iso) => iso_value(iso),
                DataRef::DurationIso(text) | DataRef::String(text) => {
                    builder.put_text(row, column, text, formula)?;
                    continue;
                }
                DataRef::Empty => CellValue::Empty,
                DataRef::Error(error) => CellValue::Error(error.to_string().into()),
                DataRef::Float(number) => number_value(*number),
                DataRef::Int(number) => CellValue::Number((*number).into()),
                DataRef::SharedString(text) => {
                    builder.put_text(row, column, text, formula)?;
                    continue;
                }
            };
            builder.put_value(row, column, value, formula)?;
        }
        builder.fill(&shape.merges)?;
        let hidden = sheet.visible != SheetVisible::Visible;
        grids.push(builder.finish(Some(sheet.name.clone()), hidden, |row| shape.hidden.contains(&row)));
    }
    Ok(grids)
}

/// What the cell reader does not tell about a sheet. Rows and columns count from zero.
#[derive(Debug, Default)]
struct Shape {
    hidden: BTreeSet<u32>,
    formulas: BTreeSet<(u32, u32)>,
    merges: Vec<Region>,
    /// Where the next row and cell lie that do not say so, and the attributes of the last cell.
    row: u32,
    next_row: u32,
    next_column: u32,
    last_cell: String,
}

impl Shape {
    fn take(&mut self, tag: &Tag<'_>, options: &Options) -> Result<(), String> {
        match tag.name {
            "c" => {
                self.next_column = self.next_column.saturating_add(1);
                self.last_cell.clear();
                self.last_cell.push_str(tag.content);
            }
            "f" => {
                let cell = quick_xml::events::BytesStart::from_content(self.last_cell.as_str(), 1);
                let place = attribute(&cell, "r")?.and_then(|place| cell_place(&place));
                let (row, column) = place.unwrap_or((self.row, self.next_column.saturating_sub(1)));
                let within = row < options.rows_max && column < options.columns_max;
                if within && count(self.formulas.len()) < options.cells_max {
                    self.formulas.insert((row, column));
                }
            }
            "mergeCell" => {
                if let Some(region) = tag.attribute("ref")?
                    && let Some((first, last)) = region.split_once(':')
                    && let (Some(first), Some(last)) = (cell_place(first), cell_place(last))
                {
                    self.merges.push((first, last));
                }
            }
            "row" => {
                let number = tag.attribute("r")?.and_then(|number| number.parse::<u32>().ok());
                self.row = number.map_or(self.next_row, |number| number.saturating_sub(1));
                self.next_row = self.row.saturating_add(1);
                self.next_column = 0;
                let hidden = tag.attribute("hidden")?;
                if matches!(hidden.as_deref(), Some("1" | "true")) && self.row < options.rows_max {
                    self.hidden.insert(self.row);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// The shapes of the sheets by name. Every part of the package is seen through.
fn shapes(package: &mut Package<'_>, options: &Options) -> Result<BTreeMap<String, Shape>, IntakeError> {
    let mut targets = BTreeMap::new();
    package.read("xl/_rels/workbook.xml.rels", |event| {
        if let Event::Start(element) | Event::Empty(element) = event
            && element.local_name().as_ref() == "Relationship"
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
    let mut names = BTreeMap::new();
    package.read("xl/workbook.xml", |event| {
        if let Event::Start(element) | Event::Empty(element) = event
            && element.local_name().as_ref() == "sheet"
            && let (Some(sheet), Some(id)) = (attribute(element, "name")?, attribute(element, "id")?)
            && let Some(path) = targets.get(&id)
        {
            names.insert(path.clone(), sheet);
        }
        Ok(())
    })?;
    let mut shapes: BTreeMap<String, Shape> =
        names.keys().map(|path| (path.clone(), Shape::default())).collect();
    let (mut texts_told, mut texts) = (0_u128, 0_u128);
    package.see_through("", |path, tag| {
        match tag.name {
            "sst" => {
                let told = tag.attribute("uniqueCount")?.and_then(|count| count.parse().ok());
                texts_told = texts_told.max(told.unwrap_or(0));
            }
            "si" => texts = texts.saturating_add(1),
            _ => {}
        }
        shapes.get_mut(path).map_or(Ok(()), |shape| shape.take(tag, options))
    })?;
    // the reader crate takes memory for as many texts as the table says it has
    if texts_told > texts.max(TEXTS_FREE) {
        return Err(unreadable(package.source(), &"it says it has more shared texts than it has"));
    }
    Ok(names.into_iter().filter_map(|(path, name)| Some((name, shapes.remove(&path)?))).collect())
}

/// So many shared texts may be told of, however many there are: counts are wrong in files of some programs.
const TEXTS_FREE: u128 = 1 << 16;

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
    use std::io::Read as _;

    use chrono::NaiveDate;
    use proptest::prelude::*;
    use rust_decimal::Decimal;
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
    use zip::ZipArchive;

    use crate::workbook::read_workbook;

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
        assert!(matches!(grids(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1]), Err(IntakeError::Unreadable { .. })));
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
