//! Workbooks as an office program saves them: one content in three formats gives one grid; damaged files and bombs are
//! refused. The files are made by `tests/office/make.py`.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use vientro_intake::{CellValue, Grid, IntakeError, Options, Source, read_workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const XLS: &[u8] = include_bytes!("../office/content.xls");
const XLSX: &[u8] = include_bytes!("../office/content.xlsx");
const ODS: &[u8] = include_bytes!("../office/content.ods");

fn grids(bytes: &[u8]) -> Result<Vec<Grid>, IntakeError> {
    read_workbook(&Source::new("a", bytes), &Options::default())
}

/// Every cell with what is known about it, a line each.
fn lines(bytes: &[u8]) -> String {
    let mut lines = Vec::new();
    for grid in grids(bytes).unwrap() {
        lines.push(format!("[{}]{}", grid.sheet().unwrap(), if grid.is_hidden() { " hidden" } else { "" }));
        for row in grid.rows() {
            for (column, cell) in row.cells().iter().enumerate() {
                let kind = match cell.value() {
                    CellValue::Empty if !cell.is_formula() => continue,
                    CellValue::Date(_) => "date",
                    CellValue::Empty => "empty",
                    CellValue::Error(_) => "error",
                    CellValue::Logical(_) => "logical",
                    CellValue::Number(_) => "number",
                    _ => "text",
                };
                let mut line = format!(
                    "{} {kind} {:?}",
                    vientro_intake::address(row.number(), column),
                    row.text(column)
                );
                for (is, word) in [
                    (cell.is_formula(), " formula"),
                    (cell.is_filled(), " filled"),
                    (row.is_hidden(), " hidden"),
                ] {
                    line.push_str(if is { word } else { "" });
                }
                lines.push(line);
            }
        }
    }
    lines.join("\n")
}

#[test]
fn three_formats_give_one_grid() {
    let found = lines(XLSX);
    insta::assert_snapshot!(found, @r##"
    [Danh mục]
    A1 text "DANH MỤC KHOẢN VIỆN TRỢ NĂM 2025"
    B1 text "DANH MỤC KHOẢN VIỆN TRỢ NĂM 2025" filled
    C1 text "DANH MỤC KHOẢN VIỆN TRỢ NĂM 2025" filled
    D1 text "DANH MỤC KHOẢN VIỆN TRỢ NĂM 2025" filled
    E1 text "DANH MỤC KHOẢN VIỆN TRỢ NĂM 2025" filled
    A3 text "STT"
    B3 text "Tên khoản viện trợ"
    C3 text "Nhà tài trợ"
    D3 text "Ngày"
    E3 text "Cam kết (VND)"
    A4 number "1"
    B4 text "Nước sạch"
    C4 text "Tổ chức A & B"
    D4 date "2025-03-05"
    E4 number "1250000000"
    A5 number "2" hidden
    B5 text "Trường học\nxã Vĩnh Lộc" hidden
    C5 text "Tổ chức C" hidden
    D5 date "2025-04-30" hidden
    E5 number "457800.5" hidden
    A6 number "3"
    B6 text "Xe lăn"
    C6 text "Tổ chức <D>"
    D6 date "2024-02-29"
    E6 number "0.1"
    B8 text "Tổng cộng"
    E8 number "1250457800.6" formula
    F8 error "#DIV/0!" formula
    H8 number "0.504"
    C10 text "Gộp dọc"
    C11 text "Gộp dọc" filled
    C12 text "Gộp dọc" filled
    [Ẩn] hidden
    B2 text "trang ẩn"
    "##);
    assert_eq!(lines(ODS), found);
    assert_eq!(lines(XLS), found);
}

fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet>\
         <table:table table:name=\"S\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    package(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
    ])
}

/// The limit that was reached; limits that are reached soon.
fn limit(bytes: &[u8]) -> &'static str {
    let options = Options { unpacked_bytes_max: 8 << 20, cells_max: 100_000, ..Options::default() };
    match read_workbook(&Source::new("a", bytes), &options) {
        Err(IntakeError::Limit { what, .. }) => what,
        other => panic!("{other:?}"),
    }
}

#[test]
fn zip_bombs_are_refused() {
    let sheet = vec![b' '; 2 << 20];
    assert_eq!(limit(&package(&[("xl/worksheets/sheet1.xml", &sheet)])), "times its packed size");
    let many: Vec<(String, Vec<u8>)> =
        (0..9).map(|index| (format!("{index}.bin"), vec![0; 1 << 20])).collect();
    let many: Vec<(&str, &[u8])> =
        many.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    assert_eq!(limit(&package(&many)), "unpacked bytes");
}

#[test]
fn xml_bombs_are_refused() {
    let deep = format!("<a>{}", "<b>".repeat(5_000));
    assert_eq!(limit(&package(&[("xl/workbook.xml", deep.as_bytes())])), "nested elements");
    let laughs = "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;\">]><a>&c;</a>";
    let error = grids(&package(&[("xl/workbook.xml", laughs.as_bytes())])).unwrap_err();
    assert_eq!(error.to_string(), "`a` cannot be read as a workbook: a part declares entities of its own");
}

#[test]
fn a_repetition_costs_nothing_where_it_is_empty() {
    let cell = "<table:table-cell office:value-type=\"float\" office:value=\"0.1\"><text:p>0,1</text:p></table:table-cell>";
    let far = "<table:table-cell table:number-columns-repeated=\"300\"/>";
    let gap = "<table:table-row table:number-rows-repeated=\"100000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let found = grids(&ods(&format!("{gap}<table:table-row>{far}{cell}</table:table-row>{gap}"))).unwrap();
    assert_eq!(found[0].rows().len(), 1);
    assert_eq!((found[0].rows()[0].number(), found[0].rows()[0].text(300).as_ref()), (100_001, "0.1"));

    let rows = format!("<table:table-row table:number-rows-repeated=\"1048576\">{cell}</table:table-row>");
    let options = Options { cells_max: u64::MAX, ..Options::default() };
    let found = read_workbook(&Source::new("a", &ods(&rows)), &options);
    assert!(matches!(found, Err(IntakeError::Limit { what: "rows", .. })), "{found:?}");
    let columns =
        cell.replace("office:value-type", "table:number-columns-repeated=\"4000000000\" office:value-type");
    assert_eq!(limit(&ods(&format!("<table:table-row>{columns}</table:table-row>"))), "columns");
    let wide = cell.replace("office:value-type", "table:number-columns-repeated=\"500\" office:value-type");
    let rows = format!("<table:table-row table:number-rows-repeated=\"100000\">{wide}</table:table-row>");
    assert_eq!(limit(&ods(&rows)), "cells");
    let text = "a".repeat(60_000);
    let long = format!(
        "<table:table-row table:number-rows-repeated=\"100000\"><table:table-cell><text:p>{text}</text:p></table:table-cell></table:table-row>"
    );
    assert_eq!(limit(&ods(&long)), "unpacked bytes");
}

/// A comment and a drawing are none of the cell's text; spaces, tabs and line ends are.
#[test]
fn the_text_of_a_cell_is_what_is_shown() {
    let row = "<table:table-row><table:table-cell><office:annotation><text:p>ghi chú</text:p></office:annotation>\
        <text:p>Gạo<text:s text:c=\"2\"/>&amp; <text:span>mu&#x1ed1;i</text:span></text:p><text:p>hai<text:tab/>dòng</text:p>\
        <draw:frame><text:p>hình</text:p></draw:frame></table:table-cell></table:table-row>";
    let found = grids(&ods(row)).unwrap();
    assert_eq!(found[0].rows()[0].text(0), "Gạo  & muối\nhai\tdòng");
}

/// A size or a cell far away in an .xls would make its reader take memory for all between.
#[test]
fn an_area_of_an_xls_is_limited() {
    let record =
        |bytes: &[u8], start: &[u8]| bytes.windows(start.len()).position(|found| found == start).unwrap();
    let size = record(XLS, &[0x00, 0x02, 0x0e, 0x00]);
    let mut bytes = XLS.to_vec();
    bytes[size + 8..size + 12].copy_from_slice(&0x00ff_ffff_u32.to_le_bytes());
    assert_eq!(limit(&bytes), "cells");
    // its last row before its first
    bytes[size + 4..size + 8].copy_from_slice(&9_u32.to_le_bytes());
    bytes[size + 8..size + 12].copy_from_slice(&2_u32.to_le_bytes());
    assert!(matches!(grids(&bytes), Err(IntakeError::Unreadable { .. })));
    let mut bytes = XLS.to_vec();
    let text = record(XLS, &[0xfd, 0x00, 0x0a, 0x00]);
    bytes[text + 4..text + 6].copy_from_slice(&0xffff_u16.to_le_bytes());
    assert_eq!(limit(&bytes), "cells");
}

#[test]
fn a_password_is_told() {
    let manifest = "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let bytes = package(&[("META-INF/manifest.xml", manifest.as_bytes()), ("content.xml", b"\x93\x01")]);
    assert!(matches!(grids(&bytes), Err(IntakeError::Encrypted { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_damage_panics(
        which in 0..3_usize,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in proptest::option::weighted(0.2, any::<prop::sample::Index>()),
    ) {
        let mut bytes = [XLS, XLSX, ODS][which].to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let _ = grids(&bytes);
    }

    #[test]
    fn no_content_panics(rows in "(<table:(table-row|table-cell|table)( table:number-(rows|columns)-(repeated|spanned)=\"[0-9]{0,9}\")?/?>|</table:(table-row|table-cell|table)>|<text:p>|</text:p>|&[a-z#0-9]{1,5};|[a-z]){0,30}") {
        let _ = grids(&ods(&rows));
    }
}
