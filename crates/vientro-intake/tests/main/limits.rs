//! Files made to cost more than they weigh: each is refused within the limits, or read at no more cost than what it truly
//! holds. They are put together here byte by byte, since no program writes them.

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use vientro_intake::{Grid, IntakeError, Options, Source, read_workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Limits that are met soon.
fn options() -> Options {
    Options { unpacked_bytes_max: 8 << 20, cells_max: 100_000, sheets_max: 20, ..Options::default() }
}

fn read(bytes: &[u8]) -> Result<Vec<Grid>, IntakeError> {
    read_workbook(&Source::new("a", bytes), &options())
}

fn limit(bytes: &[u8]) -> &'static str {
    match read(bytes) {
        Err(IntakeError::Limit { what, .. }) => what,
        other => panic!("{other:?}"),
    }
}

fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook of sheets with this XML within their `worksheet`, and shared texts.
fn xlsx(sheets: &[&str], shared: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let (mut names, mut targets) = (String::new(), String::new());
    let mut parts = Vec::new();
    for (index, sheet) in sheets.iter().enumerate() {
        write!(names, "<sheet name=\"S{index}\" sheetId=\"{0}\" r:id=\"rId{0}\"/>", index + 1).unwrap();
        write!(
            targets,
            "<Relationship Id=\"rId{0}\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet{0}.xml\"/>",
            index + 1
        )
        .unwrap();
        let path = format!("xl/worksheets/sheet{}.xml", index + 1);
        parts.push((path, format!("<worksheet xmlns=\"{main}\">{sheet}</worksheet>").into_bytes()));
    }
    write!(
        targets,
        "<Relationship Id=\"s\" Type=\"{relations}/sharedStrings\" Target=\"sharedStrings.xml\"/>"
    )
    .unwrap();
    for (path, xml) in [
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"r\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!("<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets>{names}</sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!("<Relationships xmlns=\"{package}\">{targets}</Relationships>"),
        ),
        ("xl/sharedStrings.xml", shared.to_owned()),
    ] {
        parts.push((path.to_owned(), xml.into_bytes()));
    }
    zipped(&parts)
}

fn one_sheet(sheet: &str) -> Vec<u8> {
    xlsx(&[sheet], "<sst/>")
}

fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet>{tables}\
         </office:spreadsheet></office:body></office:document-content>"
    );
    zipped(&[("content.xml".to_owned(), content.into_bytes())])
}

const CELL: &str = "<sheetData><row r=\"1\"><c r=\"A1\"><v>7</v></c></row></sheetData>";

#[test]
fn the_workbooks_of_this_file_are_in_order() {
    let grids = read(&xlsx(&[CELL, CELL], "<sst/>")).unwrap();
    assert_eq!(grids.iter().map(|grid| grid.rows()[0].text(0).into_owned()).collect::<Vec<_>>(), ["7", "7"]);
    let grids = read(&ods("<table:table table:name=\"S\"><table:table-row><table:table-cell><text:p>7</text:p></table:table-cell></table:table-row></table:table>")).unwrap();
    assert_eq!(grids[0].rows()[0].text(0), "7");
}

#[test]
fn many_sheets_are_refused() {
    assert_eq!(limit(&xlsx(&[CELL; 21], "<sst/>")), "sheets");
    assert_eq!(limit(&ods(&"<table:table table:name=\"S\"/>".repeat(21))), "sheets");
}

/// All 16,384 columns, and all 1,048,576 rows, said and empty, cost nothing; one cell in the last of them is refused.
#[test]
fn an_empty_area_costs_nothing() {
    let rows: String = (2..20_000).fold(String::new(), |mut rows, number| {
        write!(rows, "<row r=\"{number}\" spans=\"1:16384\"/>").unwrap();
        rows
    });
    let sheet = format!(
        "<dimension ref=\"A1:XFD1048576\"/><cols><col min=\"1\" max=\"16384\" width=\"9\"/></cols>{}",
        CELL.replace("</sheetData>", &format!("{rows}<row r=\"1048576\" spans=\"1:16384\"/></sheetData>"))
    );
    assert_eq!(read(&one_sheet(&sheet)).unwrap()[0].rows().len(), 1);
    assert_eq!(limit(&one_sheet(&CELL.replace("A1", "XFD1"))), "columns");
    let last = CELL.replace("r=\"1\"", "r=\"1048576\"").replace("A1", "A1048576");
    assert_eq!(limit(&one_sheet(&last)), "rows");
    let wide = (0..16_384).fold(String::new(), |mut cells, _| {
        cells.push_str("<c><v>1</v></c>");
        cells
    });
    assert_eq!(limit(&one_sheet(&format!("<sheetData><row>{wide}</row></sheetData>"))), "columns");
}

/// The reader crate takes memory for as many shared texts as are told of: a hundred gigabytes here.
#[test]
fn counts_that_lie_take_no_memory() {
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData><mergeCells count=\"4294967295\"/>";
    let shared =
        |count: &str| format!("<sst count=\"{count}\" uniqueCount=\"{count}\"><si><t>x</t></si></sst>");
    assert_eq!(read(&xlsx(&[sheet], &shared("50"))).unwrap()[0].rows()[0].text(0), "x");
    for count in ["4294967295", "18446744073709551615"] {
        match read(&xlsx(&[sheet], &shared(count))) {
            Err(IntakeError::Unreadable { reason, .. }) => {
                assert!(reason.contains("shared texts"), "{reason}");
            }
            other => panic!("{other:?}"),
        }
    }
    // a text that is not there
    let missing = sheet.replace("<v>0</v>", "<v>4294967295</v>");
    assert!(read(&xlsx(&[&missing], &shared("1"))).is_err());
}

/// Entities of its own, in every part that is read, and elements within one another.
#[test]
fn xml_bombs_are_refused_in_every_part() {
    let declared = "<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
    let shared = xlsx(&[CELL], &format!("{declared}<sst><si><t>&c;</t></si></sst>"));
    let mut parts = vec![("content.xml".to_owned(), format!("{declared}<a>&c;</a>").into_bytes())];
    let content = zipped(&parts);
    parts.insert(0, ("styles.xml".to_owned(), format!("{declared}<a/>").into_bytes()));
    parts[1].1 = b"<a/>".to_vec();
    for bytes in [shared, content, zipped(&parts)] {
        match read(&bytes) {
            Err(IntakeError::Unreadable { reason, .. }) => assert!(reason.contains("entities"), "{reason}"),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(limit(&one_sheet(&format!("<sheetData>{}", "<row>".repeat(200)))), "nested elements");
    assert_eq!(limit(&ods(&"<table:table>".repeat(200))), "nested elements");
    assert_eq!(limit(&xlsx(&[CELL], &"<r>".repeat(200))), "nested elements");
}

/// Where the central directory of a package begins.
fn directory(bytes: &[u8]) -> usize {
    bytes.windows(4).position(|found| found == b"PK\x01\x02").unwrap()
}

/// A thousand names for one part that grows to a megabyte: each is counted as often as it would be unpacked.
#[test]
fn parts_that_overlap_are_counted_each() {
    let bytes = zipped(&[("xl/media/0000.bin".to_owned(), vec![0; 1 << 20])]);
    let (start, end) =
        (directory(&bytes), bytes.windows(4).position(|found| found == b"PK\x05\x06").unwrap());
    let entry = &bytes[start..end];
    let name = entry.windows(4).position(|found| found == b"0000").unwrap();
    let mut bomb = bytes[..start].to_vec();
    for number in 0..1_000_u32 {
        let mut entry = entry.to_vec();
        entry[name..name + 4].copy_from_slice(format!("{number:04}").as_bytes());
        bomb.extend(entry);
    }
    let size = u32::try_from(bomb.len() - start).unwrap();
    let mut tail = bytes[end..].to_vec();
    tail[8..10].copy_from_slice(&1_000_u16.to_le_bytes());
    tail[10..12].copy_from_slice(&1_000_u16.to_le_bytes());
    tail[12..16].copy_from_slice(&size.to_le_bytes());
    bomb.extend(tail);
    match read(&bomb) {
        Err(IntakeError::Limit { what: "unpacked bytes", .. } | IntakeError::Unreadable { .. }) => {}
        other => panic!("{other:?}"),
    }
}

/// What the package says about a size is not believed, in either direction.
#[test]
fn sizes_that_lie_are_found_out() {
    let sheet = vec![b' '; 4 << 20];
    let bytes = zipped(&[("xl/worksheets/sheet1.xml".to_owned(), sheet)]);
    let start = directory(&bytes);
    // after unpacking: ten bytes; nearly four gigabytes
    for size in [10_u32, 0xffff_fff0] {
        let mut lie = bytes.clone();
        lie[start + 24..start + 28].copy_from_slice(&size.to_le_bytes());
        lie[22..26].copy_from_slice(&size.to_le_bytes());
        match read(&lie) {
            Err(IntakeError::Limit { .. } | IntakeError::Unreadable { .. }) => {}
            other => panic!("{size}: {other:?}"),
        }
    }
    // packed: four gigabytes, which would allow any expansion
    let mut lie = bytes.clone();
    lie[start + 20..start + 24].copy_from_slice(&0xffff_fff0_u32.to_le_bytes());
    assert_eq!(limit(&lie), "times its packed size");
    // and with a truthful size it is refused for its expansion
    assert_eq!(limit(&bytes), "times its packed size");
}
