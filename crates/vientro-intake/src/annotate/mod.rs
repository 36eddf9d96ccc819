//! Findings brought back to the file they are about: as comments at its cells, or as corrected cells.

mod cells;
mod comments;
mod package;
mod text;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use vientro_core::{Finding, Language, Location};
use vientro_vi::{ReadOptions, Style, read_with};

use self::comments::Comment;
use self::package::Package;
use crate::codes;
use crate::grid::{CellValue, Place, Source, place_of};
use crate::{IntakeError, Options, read_csv, read_workbook};

/// A copy of a file in which each finding stands at its cell.
///
/// * Of a workbook (`.xlsx`) a comment holds the findings of its cell, those about a whole sheet stand at A1. Only
///   the comments with their drawings, the references to them and the list of content types differ; every other
///   part is copied as it was packed, and a sheet gains at most its element `legacyDrawing`. Comments that are there
///   stay. Findings in a sheet that is not in the file are passed over, so are those about other files.
/// * A text file gains a column with the findings of each row. It is written as UTF-8 with a byte order mark.
///
/// # Errors
///
/// [`IntakeError::NotAnnotated`] for a workbook of another format, which `save_as_xlsx` makes one of this (feature
/// `templates`); [`IntakeError::Limit`] and [`IntakeError::Unreadable`] as in reading.
///
/// # Examples
///
/// ```
/// use vientro_core::Language;
/// use vientro_intake::{Options, Source, annotate, read_union};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let text = "Nội dung;Thành tiền;Nhà tài trợ\nGạo;nhiều;TC 1\n";
/// let source = Source::new("qua.csv", text.as_bytes());
/// let options = Options::default();
/// let reading = read_union(&[source], &options)?;
/// let copy = String::from_utf8(annotate(&source, reading.findings(), Language::En, &options)?)?;
/// assert!(copy.starts_with("\u{feff}Nội dung;Thành tiền;Nhà tài trợ;Findings\nGạo;nhiều;TC 1;\"B2 error not-a-number:"));
/// # Ok(()) }
/// ```
pub fn annotate(
    source: &Source<'_>,
    findings: &[Finding],
    language: Language,
    options: &Options,
) -> Result<Vec<u8>, IntakeError> {
    let own = findings.iter().filter(|finding| finding.location().file() == Some(source.name()));
    // the place is told by where the comment stands
    let words = |finding: &Finding| finding.clone().at(Location::new()).line(language);
    if !is_package(source) {
        let mut notes: BTreeMap<u32, String> = BTreeMap::new();
        for finding in own {
            let place = finding.location();
            let cell = place.cell().map(|cell| format!("{cell} ")).unwrap_or_default();
            append(notes.entry(place.line().unwrap_or(1)).or_default(), &format!("{cell}{}", words(finding)));
        }
        let heading = match language {
            Language::En => "Findings",
            Language::Vi => "Phát hiện",
        };
        return text::with_column(source, &notes, heading, options);
    }
    let mut package = Package::open(source, options)?;
    let mut by_sheet: BTreeMap<&str, BTreeMap<Place, Comment>> = BTreeMap::new();
    for finding in own {
        let Some(sheet) = finding.location().sheet() else { continue };
        let cell = finding.location().cell().unwrap_or("A1");
        let Some(place) = place_of(cell) else { continue };
        let comments = by_sheet.entry(sheet).or_default();
        let comment =
            comments.entry(place).or_insert_with(|| Comment { cell: cell.to_owned(), text: String::new() });
        append(&mut comment.text, &words(finding));
    }
    let sheets = package.sheets()?;
    for (sheet, comments) in by_sheet {
        if let Some(path) = sheets.get(sheet) {
            comments::comment(&mut package, path, &comments)?;
        }
    }
    package.write()
}

/// Adds a line; a cell with more to say than a person reads, or a program shows, is cut.
fn append(text: &mut String, line: &str) {
    if text.len() > COMMENT_BYTES_MAX {
        return;
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text.extend(line.chars().take(2_000));
    if text.len() > COMMENT_BYTES_MAX {
        text.push_str("\n…");
    }
}

/// Spreadsheet programs hold 32,767 letters in a comment.
const COMMENT_BYTES_MAX: usize = 8_000;

/// A copy of a file whose cells hold what findings suggest.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Corrected {
    /// The copy.
    pub bytes: Vec<u8>,
    /// The findings whose suggestion was taken.
    pub applied: Vec<Finding>,
}

/// Puts what findings suggest into the cells of a copy. It is for the caller to pass only those a person agreed to.
///
/// Taken are findings about this file that have a suggestion and a cell: see [`apply`]. Of two for one cell the first
/// is taken. A cell with a formula is left alone; every other cell and part of the file stays as it is.
///
/// # Errors
///
/// As [`annotate`].
pub fn correct(
    source: &Source<'_>,
    findings: &[Finding],
    options: &Options,
) -> Result<Corrected, IntakeError> {
    let own = || findings.iter().filter(|finding| finding.location().file() == Some(source.name()));
    let grids =
        if is_package(source) { read_workbook(source, options)? } else { vec![read_csv(source, options)?] };
    let mut by_sheet: BTreeMap<Option<&str>, Wanted<'_>> = BTreeMap::new();
    for finding in own() {
        let at = finding.location();
        let Some(place) = at.cell().and_then(place_of) else { continue };
        let grid = grids.iter().find(|grid| grid.sheet() == at.sheet());
        let Some(row) = grid.and_then(|grid| grid.row(place.row.saturating_add(1))) else { continue };
        let index = usize::try_from(place.column).unwrap_or(usize::MAX);
        let Some(value) = apply(finding, row.value(index)) else { continue };
        let place = Place { row: row.line().unwrap_or(place.row), ..place };
        let wanted = by_sheet.entry(at.sheet()).or_default();
        if let Entry::Vacant(free) = wanted.values.entry(place) {
            free.insert(value);
            wanted.findings.insert(place, finding);
        }
    }
    let mut applied = Vec::new();
    if !is_package(source) {
        let wanted = by_sheet.remove(&None).unwrap_or_default();
        let (bytes, changed) = text::replaced(source, &wanted.values, options)?;
        wanted.keep(&changed, &mut applied);
        return Ok(Corrected { bytes, applied });
    }
    let mut package = Package::open(source, options)?;
    let sheets = package.sheets()?;
    for (sheet, wanted) in &by_sheet {
        let Some(path) = sheet.and_then(|sheet| sheets.get(sheet)) else { continue };
        let Some(text) = package.text(path)? else { continue };
        let (text, changed) = cells::replaced(&package, path, &text, &wanted.values)?;
        package.set(path.clone(), text);
        wanted.keep(&changed, &mut applied);
    }
    Ok(Corrected { bytes: package.write()?, applied })
}

/// What the cells of a sheet are to hold, and the findings that say so.
#[derive(Default)]
struct Wanted<'a> {
    values: BTreeMap<Place, CellValue>,
    findings: BTreeMap<Place, &'a Finding>,
}

impl Wanted<'_> {
    fn keep(&self, changed: &[Place], applied: &mut Vec<Finding>) {
        applied.extend(changed.iter().filter_map(|place| self.findings.get(place)).copied().cloned());
    }
}

/// What a cell holds once the suggestion of a finding about it is taken: `None` if it suggests nothing.
///
/// An amount suggested for a cell that holds a number becomes a number; all else is text, so that a code keeps its
/// zeros.
///
/// ```
/// use vientro_core::{Bilingual, Finding, FindingCode, Severity};
/// use vientro_intake::{CellValue, apply};
///
/// let finding = |code| Finding::new(FindingCode::new(code), Severity::Warning, Bilingual::same("…"));
/// let meant = finding("unit-error-suspected").suggest("350.000.000");
/// assert_eq!(apply(&meant, &CellValue::Number(350_000.into())), Some(CellValue::Number(350_000_000.into())));
/// let item = finding("unknown-item").suggest("001");
/// assert_eq!(apply(&item, &CellValue::Number(1.into())), Some(CellValue::Text("001".into())));
/// assert_eq!(apply(&finding("amount-missing"), &CellValue::Empty), None);
/// ```
pub fn apply(finding: &Finding, cell: &CellValue) -> Option<CellValue> {
    let text = finding.suggestion()?;
    let is_amount = AMOUNTS.iter().any(|code| code.as_str() == finding.code().as_str());
    if let (true, CellValue::Number(_)) = (is_amount, cell)
        && let Ok(reading) = read_with(text, &ReadOptions::default().with_style(Style::Vietnamese))
    {
        return Some(CellValue::Number(reading.value()));
    }
    Some(CellValue::Text(text.into()))
}

/// The findings that suggest amounts.
const AMOUNTS: [codes::Code; 4] =
    [codes::AMBIGUOUS_NUMBER, codes::ROUNDED, codes::TOTAL_MISMATCH, codes::UNIT_ERROR_SUSPECTED];

fn is_package(source: &Source<'_>) -> bool {
    source.bytes().starts_with(b"PK\x03\x04") || source.bytes().starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::io::{Cursor, Read as _};

    use rust_xlsxwriter::{Note, Workbook};
    use zip::ZipArchive;

    use super::*;
    use crate::{Reading, read_union};

    /// The parts of a package as they were packed.
    fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        (0..archive.len())
            .map(|index| {
                let mut part = archive.by_index_raw(index).unwrap();
                let name = part.name().unwrap().into_owned();
                let mut packed = Vec::new();
                part.read_to_end(&mut packed).unwrap();
                (name, packed)
            })
            .collect()
    }

    fn part(bytes: &[u8], name: &str) -> String {
        let mut text = String::new();
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    fn book(noted: bool) -> Vec<u8> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("Quà & tặng").unwrap();
        for (column, text) in (0_u16..).zip(["Nội dung", "Thành tiền", "Nhà tài trợ", "Ngày", "Chi hội"])
        {
            sheet.write_string(0, column, text).unwrap();
        }
        for row in 1..8_u32 {
            sheet.write_string(row, 0, format!("Gạo <{row}>")).unwrap();
            sheet.write_number(row, 1, f64::from(row + 10) * 1e7).unwrap();
            sheet.write_string(row, 2, format!("TC {row} (Lào)")).unwrap();
            sheet.write_string(row, 3, "05/6/2025").unwrap();
            sheet.write_string(row, 4, "Chi hội 1").unwrap();
        }
        sheet.write_number(3, 1, 15e4).unwrap();
        sheet.write_string(4, 1, "chưa có <số>").unwrap();
        sheet.write_string(5, 3, "tháng 6/2025").unwrap();
        if noted {
            sheet.insert_note(4, 1, &Note::new("xin xem lại")).unwrap();
            sheet.insert_note(9, 0, &Note::new("ghi chú khác")).unwrap();
        }
        book.add_worksheet().set_name("Trống").unwrap();
        book.save_to_buffer().unwrap()
    }

    fn read(source: Source<'_>) -> Reading {
        read_union(&[source], &Options::for_year(2025)).unwrap()
    }

    fn lines(reading: &Reading) -> Vec<String> {
        reading.findings().iter().map(|finding| finding.line(Language::En)).collect()
    }

    #[test]
    fn comments_change_nothing_else() {
        for noted in [false, true] {
            let bytes = book(noted);
            let source = Source::new("qua.xlsx", &bytes);
            let reading = read(source);
            assert_eq!(reading.findings().len(), 3, "{:#?}", lines(&reading));
            let options = Options::for_year(2025);
            let copy = annotate(&source, reading.findings(), Language::Vi, &options).unwrap();
            assert_eq!(copy, annotate(&source, reading.findings(), Language::Vi, &options).unwrap());
            let (old, new) = (parts(&bytes), parts(&copy));
            let changed: Vec<&str> = new
                .iter()
                .filter(|(name, packed)| old.get(*name) != Some(packed))
                .map(|(name, _)| name.as_str())
                .collect();
            let expected: &[&str] = if noted {
                &["xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"]
            } else {
                &[
                    "[Content_Types].xml",
                    "xl/comments1.xml",
                    "xl/drawings/vmlDrawing1.vml",
                    "xl/worksheets/_rels/sheet1.xml.rels",
                    "xl/worksheets/sheet1.xml",
                ]
            };
            assert_eq!(changed, expected);
            assert!(old.keys().all(|name| new.contains_key(name)));
            let sheet = part(&copy, "xl/worksheets/sheet1.xml");
            let (start, end) = (sheet.find("<legacyDrawing").unwrap(), sheet.rfind("</worksheet>").unwrap());
            if !noted {
                let without = [&sheet[..start], &sheet[end..]].concat();
                assert_eq!(without, part(&bytes, "xl/worksheets/sheet1.xml"));
            }
            // three cells, one of which may have had a note before; each is there once
            let comments = part(&copy, "xl/comments1.xml");
            for cell in ["B4", "B5", "D6"] {
                assert_eq!(comments.matches(&format!("ref=\"{cell}\"")).count(), 1, "{comments}");
            }
            assert!(comments.contains("lỗi not-a-number: "), "{comments}");
            assert!(comments.contains("gợi ý `150.000.000`"), "{comments}");
            assert!(!comments.contains("chưa có <số>") && comments.contains("chưa có &lt;số&gt;"));
            assert_eq!(comments.contains("xin xem lại"), noted);
            let shapes = part(&copy, "xl/drawings/vmlDrawing1.vml");
            assert_eq!(shapes.matches("<v:shape ").count(), if noted { 4 } else { 3 });
            let again = read(Source::new("qua.xlsx", &copy));
            assert_eq!((again.facts(), again.findings()), (reading.facts(), reading.findings()));
        }
    }

    #[test]
    fn corrected_cells_are_read_without_their_findings() {
        let bytes = book(true);
        let source = Source::new("qua.xlsx", &bytes);
        let reading = read(source);
        let options = Options::for_year(2025);
        let corrected = correct(&source, reading.findings(), &options).unwrap();
        let applied: BTreeSet<&str> =
            corrected.applied.iter().map(|finding| finding.location().cell().unwrap()).collect();
        assert_eq!(applied, BTreeSet::from(["B4", "D6"]));
        let again = read(Source::new("qua.xlsx", &corrected.bytes));
        let left: Vec<&str> = again.findings().iter().map(|finding| finding.code().as_str()).collect();
        assert_eq!(left, ["not-a-number"], "{:#?}", lines(&again));
        let changed: Vec<String> = parts(&corrected.bytes)
            .into_iter()
            .filter(|(name, packed)| parts(&bytes).get(name) != Some(packed))
            .map(|(name, _)| name)
            .collect();
        assert_eq!(changed, ["xl/worksheets/sheet1.xml"]);
    }

    #[test]
    fn rows_of_a_text_file_stay_as_they_are() {
        let text = "\u{feff}BIỂU 1\r\nNội dung;Thành tiền;Nhà tài trợ;Chi hội;Ngày;Loại tiền\r\n\r\n\"Gạo\";5.000.000;TC (Lào);C1;6/2025;\r\nÁo;7.000.000;\"TC; 2 (Lào)\";C2;07/6/2025;VND";
        let source = Source::new("qua.csv", text.as_bytes());
        let reading = read(source);
        let codes: Vec<&str> = reading.findings().iter().map(|finding| finding.code().as_str()).collect();
        assert_eq!(codes, ["currency-assumed", "date-imprecise"]);
        let options = Options::for_year(2025);
        let corrected = correct(&source, reading.findings(), &options).unwrap();
        assert_eq!(
            String::from_utf8(corrected.bytes).unwrap(),
            text.replace(
                "\"Gạo\";5.000.000;TC (Lào);C1;6/2025;\r",
                "Gạo;5.000.000;TC (Lào);C1;30/06/2025;VND\r"
            )
        );
        assert_eq!(corrected.applied.len(), 2);
        let copy = annotate(&source, reading.findings(), Language::Vi, &options).unwrap();
        let copy = String::from_utf8(copy).unwrap();
        assert!(copy.starts_with(
            "\u{feff}BIỂU 1\r\nNội dung;Thành tiền;Nhà tài trợ;Chi hội;Ngày;Loại tiền;Phát hiện\r\n\r\n"
        ));
        assert!(
            copy.contains("\r\nGạo;5.000.000;TC (Lào);C1;6/2025;;\"F4 ghi chú currency-assumed: "),
            "{copy}"
        );
        assert!(copy.ends_with("\r\nÁo;7.000.000;\"TC; 2 (Lào)\";C2;07/6/2025;VND"));
    }

    #[test]
    fn what_cannot_be_annotated_is_refused() {
        let options = Options::default();
        for bytes in [&b"PK\x03\x04 no package"[..], &[0xd0, 0xcf, 0x11, 0xe0, 0xa1]] {
            let refused = annotate(&Source::new("a.xls", bytes), &[], Language::En, &options);
            assert!(matches!(refused, Err(IntakeError::NotAnnotated { .. })), "{refused:?}");
        }
        let bytes = book(false);
        let small = Options { unpacked_bytes_max: 100, ..Options::default() };
        let source = Source::new("qua.xlsx", &bytes);
        assert!(matches!(annotate(&source, &[], Language::En, &small), Err(IntakeError::Limit { .. })));
    }
}
