//! The committed files and the list of what is wrong in them.

use std::{collections::BTreeSet, fs};

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use unicode_normalization::UnicodeNormalization as _;

use crate::{root, table, text};

const FOLDER: &str = "examples/data/union-2025";

#[test]
fn committed_files_are_what_the_texts_make() {
    let files = vientro_testkit::union_files().unwrap();
    let mut made = BTreeSet::new();
    for file in &files {
        let committed = fs::read(root(FOLDER).join(file.path)).unwrap();
        assert!(committed == file.bytes, "{} differs: run `cargo run -p vientro-testkit`", file.path);
        made.insert(file.path.to_owned());
    }
    let mut found = BTreeSet::new();
    for union in ["an-giang", "hai-phong", "nghe-an"] {
        for entry in fs::read_dir(root(FOLDER).join(union)).unwrap() {
            found.insert(format!("{union}/{}", entry.unwrap().file_name().into_string().unwrap()));
        }
    }
    assert_eq!(found, made);
}

#[test]
fn every_listed_mess_stands_in_its_cell() {
    let messes = table("testdata/intake/an-giang-messes.csv");
    assert!(messes.len() > 50);
    for mess in &messes {
        let [file, sheet, cell, what, code] = mess.as_slice() else { panic!("five columns") };
        let found = cell_text(file, sheet, cell);
        let blank = what.starts_with("an empty line") || code == "formula-without-value";
        assert_eq!(found.is_empty(), blank, "{file} {sheet} {cell}: `{found}`");
        if let Some(quoted) = what.split('`').nth(1).filter(|_| !what.starts_with("date as")) {
            assert_eq!(found, quoted, "{file} {sheet} {cell}");
        }
        let composed: String = found.nfc().collect();
        assert_eq!(composed != found, code == "nfd-normalised", "{file} {sheet} {cell}");
    }
}

#[test]
fn every_finding_the_contract_names_is_planted() {
    let codes: BTreeSet<_> =
        table("testdata/intake/an-giang-messes.csv").into_iter().map(|mess| mess[4].clone()).collect();
    for code in [
        "currency-in-cell",
        "duplicate",
        "formula-without-value",
        "header-repeated",
        "hidden-row",
        "nfd-normalised",
        "not-a-number",
        "over-disbursed",
        "total-mismatch",
        "unit-code-outdated",
        "unit-error-suspected",
        "unknown-date",
        "unknown-unit-code",
    ] {
        assert!(codes.contains(code), "{code}");
    }
    assert_eq!(codes.len(), 14, "with the empty one for what is read without a finding: {codes:?}");
}

#[test]
fn the_readme_lists_the_same_messes() {
    let readme = text("examples/data/union-2025/README.md");
    let (_, section) = readme.split_once("| file | sheet | cell | mess | finding |\n").unwrap();
    let listed: Vec<_> = section.lines().skip(1).take_while(|line| line.starts_with('|')).collect();
    let contract: Vec<_> = table("testdata/intake/an-giang-messes.csv")
        .into_iter()
        .map(|mess| {
            let file = mess[0].trim_start_matches("an-giang/");
            format!("| {file} | {} | {} | {} | {} |", mess[1], mess[2], mess[3], mess[4])
        })
        .collect();
    assert_eq!(listed, contract);
}

#[test]
fn only_one_row_is_hidden_and_it_is_listed() {
    let source = text("crates/vientro-testkit/sheets/an-giang/qua-tang-hoi-thanh-vien.txt");
    let source = vientro_testkit::Source::parse("qua-tang-hoi-thanh-vien.xlsx", &source).unwrap();
    let hidden: Vec<_> =
        (1..).zip(&source.sheets[0].rows).filter(|(_, row)| row.hidden).map(|(row, _)| row).collect();
    assert_eq!(hidden, [14]);
}

/// The text of a cell such as `C7`, with the number or the date as another library reads it.
fn cell_text(file: &str, sheet: &str, cell: &str) -> String {
    let column = usize::from(cell.as_bytes()[0] - b'A');
    let row: usize = cell[1..].parse().unwrap();
    let path = root(FOLDER).join(file);
    if sheet.is_empty() {
        let content = fs::read_to_string(path).unwrap();
        let line = content.lines().nth(row - 1).unwrap();
        return line.split(';').nth(column).unwrap().to_owned();
    }
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let page = book.worksheet_range(sheet).unwrap();
    let position = (u32::try_from(row - 1).unwrap(), u32::try_from(column).unwrap());
    match page.get_value(position) {
        None | Some(Data::Empty) => String::new(),
        Some(value) => value.to_string(),
    }
}
