//! Doors of vientro-intake: text files, workbooks, and the XML inside a workbook.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};

use vientro_core::{Finding, Language, RowId};
use vientro_currency::Money;
use vientro_intake::{
    LedgerMapping, LedgerOutcome, MappedColumn, Mapping, MatchOptions, Options, Reading, Source,
    StatementOptions, Told, check_cumulative, find_groups, read_csv, read_ledger, read_statements,
    read_union, review_approvals,
};
use vientro_model::Facts;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::text_of;

/// Small limits, so that a bomb is met soon.
fn options() -> Options {
    Options {
        bytes_max: 1 << 20,
        unpacked_bytes_max: 4 << 20,
        rows_max: 5_000,
        cells_max: 50_000,
        duplicate_pairs_max: 10_000,
        ..Options::for_year(2025)
    }
}

fn check_union(name: &str, data: &[u8]) {
    let reading = read_union(&[Source::new(name, data)], &options()).expect("one file is enough");
    for finding in reading.findings() {
        check_finding(finding, name);
    }
    check_matching(&reading);
    let (facts, findings, sheets) = reading.into_parts();
    // a file that gives nothing says why
    assert!(!findings.is_empty() || !sheets.is_empty(), "silence about {name}");
    let json = serde_json::to_string(&facts).expect("facts can be written");
    let again: vientro_model::Facts = serde_json::from_str(&json)
        .unwrap_or_else(|error| panic!("facts that were read are refused: {error}\n{json}"));
    assert_eq!(serde_json::to_string(&again).expect("facts can be written"), json);
}

/// A file held against itself: every approval and item is told, in a pair or in its list, and every group is of two bodies.
fn check_matching(reading: &Reading) {
    let options = MatchOptions::default();
    if let Ok(review) = review_approvals("A", reading, &[("B", reading)], &options) {
        let left: BTreeSet<&Told> = review.pairs().iter().map(|pair| pair.found().left()).collect();
        let right: BTreeSet<&Told> = review.pairs().iter().map(|pair| pair.found().right()).collect();
        let approvals = reading.papers().approvals().len();
        assert_eq!(left.len() + review.approved_not_reported().len(), approvals);
        assert_eq!(right.len() + review.reported_not_approved().len(), reading.facts().items().len());
        let _ = (review.findings(), review.approved_facts());
    }
    if let Ok(groups) = find_groups(&[("A", reading.facts()), ("B", reading.facts())], &options) {
        assert!(groups.iter().all(|group| group.witnesses().len() == 2 && !group.findings().is_empty()));
    }
    let _ = check_cumulative(reading, reading);
}

fn check_finding(finding: &Finding, file: &str) {
    assert!(finding.location().file().is_none_or(|named| named == file), "{finding:?}");
    for language in [Language::Vi, Language::En] {
        assert!(!finding.message().text(language).is_empty(), "{finding:?}");
        let _ = finding.line(language);
    }
}

pub fn csv(data: &[u8]) {
    check_union("vien-tro.csv", data);
    check_union("union.csv", data);
    let statements = read_statements("figures.csv", data, &StatementOptions::default());
    for finding in &statements.findings {
        check_finding(finding, "figures.csv");
    }
}

pub fn workbook(data: &[u8]) {
    check_union("vien-tro.xlsx", data);
}

const CONTENT_TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const PACKAGE: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const STYLES: &str = r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;

/// A mapping that is read is written and read again as the same, and does no harm to a sheet.
pub fn mapping(data: &[u8]) {
    let Ok(mapping) = Mapping::from_toml(&text_of(data)) else { return };
    let written = mapping.to_toml().expect("what was read can be written");
    assert_eq!(Mapping::from_toml(&written).as_ref(), Ok(&mapping), "{written}");
    let headings: Vec<&str> = mapping.columns().iter().map(MappedColumn::heading).collect();
    let text = format!("{}\n1;2;3\n", headings.join(";"));
    let options = Options { mappings: vec![mapping], ..options() };
    let reading = read_union(&[Source::new("a.csv", text.as_bytes())], &options).expect("one file is enough");
    for finding in reading.findings() {
        check_finding(finding, "a.csv");
    }
}

/// The bytes are a table of a ledger, a line `---`, and the ledger: no line is lost, no amount, and reading it again changes
/// nothing.
pub fn ledger(data: &[u8]) {
    let text = text_of(data);
    let Some((table, export)) = text.split_once("\n---\n") else { return };
    let Ok(mapping) = LedgerMapping::from_toml(table) else { return };
    let written = mapping.to_toml().expect("what was read can be written");
    assert_eq!(LedgerMapping::from_toml(&written).as_ref(), Ok(&mapping), "{written}");
    let Ok(grid) = read_csv(&Source::new("so-cai.csv", export.as_bytes()), &options()) else { return };
    let ledger = read_ledger(&grid, &mapping);
    for finding in ledger.findings() {
        check_finding(finding, "so-cai.csv");
    }
    let of =
        |wanted: fn(&LedgerOutcome) -> bool| ledger.lines().iter().filter(move |it| wanted(it.outcome()));
    let refused = of(|it| *it == LedgerOutcome::Refused).count();
    assert!(refused <= ledger.findings().len(), "a refusal without a reason");
    assert_eq!(of(|it| matches!(it, LedgerOutcome::Flow(_))).count(), ledger.flows().len());
    for sum in ledger.sums() {
        let parts = Money::sum(sum.currency(), [sum.mapped(), sum.ignored(), sum.refused()]);
        assert_eq!(parts.expect("three sums"), sum.file());
        let lines = ledger.lines().iter().filter_map(|line| line.amount());
        let lines = lines.filter(|amount| amount.currency() == sum.currency());
        assert_eq!(Money::sum(sum.currency(), lines).expect("the lines of a file"), sum.file());
    }
    let mut facts = Facts::default();
    assert_eq!(ledger.add_to(&mut facts).expect("ids are distinct"), ledger.flows().len());
    let before = facts.clone();
    assert_eq!(ledger.add_to(&mut facts), Ok(0));
    assert_eq!(facts, before);
    let rows: Vec<&RowId> = facts.flows().flat_map(vientro_model::Flow::rows).collect();
    assert!(rows.iter().all(|row| facts.row(row).is_some()), "a flow without its row");
}

/// The bytes are the content of an `OpenDocument` workbook.
pub fn content(data: &[u8]) {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    zip.start_file("content.xml", stored).expect("names are distinct");
    zip.write_all(data).expect("memory takes every byte");
    check_union("vien-tro.ods", &zip.finish().expect("the archive is closed").into_inner());
}

/// The bytes are a workbook of Excel 97 to 2003, which has no checksums: every change of a byte gets through.
pub fn xls(data: &[u8]) {
    check_union("vien-tro.xls", data);
}

/// The bytes are the XML of the only sheet of a workbook that is otherwise in order.
pub fn sheet(data: &[u8]) {
    workbook_of(data, b"<sst/>");
}

/// The bytes are the shared texts of a workbook that is otherwise in order, whose sheet names the first forty.
pub fn shared(data: &[u8]) {
    let cell = |text: usize| format!("<c t=\"s\"><v>{text}</v></c>");
    let row = |row: usize| format!("<row>{}</row>", (row * 8..row * 8 + 8).map(cell).collect::<String>());
    let rows: String = (0..5).map(row).collect();
    workbook_of(format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").as_bytes(), data);
}

fn workbook_of(sheet: &[u8], shared: &[u8]) {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let parts: [(&str, &[u8]); 7] = [
        ("[Content_Types].xml", CONTENT_TYPES.as_bytes()),
        ("_rels/.rels", PACKAGE.as_bytes()),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
        ("xl/sharedStrings.xml", shared),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    for (name, bytes) in parts {
        zip.start_file(name, stored).expect("names are distinct");
        zip.write_all(bytes).expect("memory takes every byte");
    }
    let bytes = zip.finish().expect("the archive is closed").into_inner();
    check_union("vien-tro.xlsx", &bytes);
}
