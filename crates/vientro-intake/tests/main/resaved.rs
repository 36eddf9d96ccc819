//! Each `.xls` and `.ods` of `testdata/sheets` saved as `.xlsx` holds the same values at the same places, and takes the findings of
//! its reading as comments.

use std::fs;
use std::path::Path;

use vientro_core::Language;
use vientro_intake::{CellValue, Grid, Options, Source, annotate, read_union, read_workbook, save_as_xlsx};

/// Sheets with their cells by row and column; what stands only for a merged region is left out.
fn cells(grids: &[Grid]) -> Vec<String> {
    let mut lines = Vec::new();
    for grid in grids {
        for row in grid.rows() {
            for (column, cell) in row.cells().iter().enumerate() {
                let value = match cell.value() {
                    CellValue::Empty => continue,
                    CellValue::Error(text) => CellValue::Text(text.clone()),
                    value => value.clone(),
                };
                if !cell.is_filled() {
                    let place = (grid.sheet(), row.number(), row.is_hidden(), column);
                    lines.push(format!("{place:?} {:?}", value.text()));
                }
            }
        }
    }
    lines
}

#[test]
fn workbooks_of_other_formats_keep_their_values_and_take_findings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/sheets");
    if !folder.exists() {
        println!("skipped: {} does not exist, as in a published package", folder.display());
        return;
    }
    let (mut saved, mut annotated) = (0, 0);
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if !path.extension().is_some_and(|extension| extension == "xls" || extension == "ods") {
            continue;
        }
        let (name, bytes) = (path.file_name().unwrap().to_str().unwrap(), fs::read(&path).unwrap());
        let options = Options::for_year(2025);
        let source = Source::new(name, &bytes);
        let Ok(before) = read_workbook(&source, &options) else { continue };
        let copy = save_as_xlsx(&source, &options).unwrap();
        assert_eq!(copy, save_as_xlsx(&source, &options).unwrap(), "{name}");
        let copy = Source::new(name, &copy);
        assert_eq!(cells(&read_workbook(&copy, &options).unwrap()), cells(&before), "{name}");
        saved += 1;

        let findings = read_union(&[source], &options).unwrap().findings().to_vec();
        let is_placed = |place: &&vientro_core::Finding| place.location().sheet().is_some();
        let with_comments = annotate(&copy, &findings, Language::Vi, &options).unwrap();
        if findings.iter().any(|finding| is_placed(&finding)) {
            assert_ne!(with_comments, copy.bytes(), "{name}");
            annotated += 1;
        }
        let after = read_workbook(&Source::new(name, &with_comments), &options).unwrap();
        assert_eq!(cells(&after), cells(&before), "{name}");
    }
    assert!(saved > 30 && annotated > 20, "{saved} saved, {annotated} annotated");
}

#[test]
fn what_no_sheet_of_an_xlsx_holds_is_refused() {
    let long = "dài ".repeat(10_000);
    let content = format!(
        r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="A"><table:table-row><table:table-cell office:value-type="string"><text:p>{long}</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let mut package = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (part, text) in
        [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)]
    {
        package.start_file(part, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut package, text.as_bytes()).unwrap();
    }
    let bytes = package.finish().unwrap().into_inner();
    let source = Source::new("a.ods", &bytes);
    assert_eq!(read_workbook(&source, &Options::default()).unwrap()[0].rows().len(), 1);
    let refused = save_as_xlsx(&source, &Options::default());
    assert!(matches!(refused, Err(vientro_intake::IntakeError::NotAnnotated { .. })), "{refused:?}");
}
