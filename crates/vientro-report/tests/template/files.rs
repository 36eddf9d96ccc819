//! Every template in both languages and every format: the same bytes twice. The files stay in the folder of test files, where
//! `.ci/documents` has programs of other authors read them.

use std::fs;
use std::path::Path;

use vientro_core::Language;
use vientro_report::{
    DocxOptions, HtmlOptions, Report, csv, csv_schema, docx, html, json, markdown, sidecar, xlsx,
};

use super::every::{every, plain};

fn files(report: &Report, language: Language) -> Vec<(String, Vec<u8>)> {
    let name = |id: &str| format!("report.{id}.csv");
    let tables = report.tables().map(|table| (name(table.id()), csv(table, language).into_bytes()));
    let schemas: Vec<String> =
        report.tables().map(|table| csv_schema(table, language, &name(table.id())).unwrap()).collect();
    let mut files: Vec<(String, Vec<u8>)> = tables.collect();
    for (name, bytes) in [
        ("report.docx", docx(report, language, &DocxOptions::new()).unwrap()),
        ("report.xlsx", xlsx(report, language).unwrap()),
        ("report.html", html(report, language, &HtmlOptions::new()).unwrap().into_bytes()),
        ("report.md", markdown(report, language).into_bytes()),
        ("report.json", json(report).unwrap().into_bytes()),
        ("report.csv.json", format!("[{}]", schemas.join(",")).into_bytes()),
        ("report.provenance.json", sidecar(report).unwrap().into_bytes()),
    ] {
        files.push((name.to_owned(), bytes));
    }
    #[cfg(feature = "pdf")]
    {
        let bytes = vientro_report::pdf(report, language, &vientro_report::PdfOptions::new()).unwrap();
        files.push(("report.pdf".to_owned(), bytes));
    }
    files
}

#[test]
fn every_file_is_the_same_twice() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("every");
    let (first, second) = (every(&plain), every(&plain));
    for ((name, report), (_, again)) in first.iter().zip(&second) {
        for language in [Language::Vi, Language::En] {
            let folder = root.join(format!("{name}.{}", language.tag()));
            // nothing of an earlier run stays
            if folder.exists() {
                fs::remove_dir_all(&folder).unwrap();
            }
            fs::create_dir_all(&folder).unwrap();
            for ((file, bytes), (_, twice)) in files(report, language).iter().zip(files(again, language)) {
                assert_eq!(*bytes, twice, "{name} {file}");
                fs::write(folder.join(file), bytes).unwrap();
            }
        }
    }
}
