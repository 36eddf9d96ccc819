//! Every file of `testdata/sheets` gives the facts and the findings that stand beside it, in a file its maker wrote.

use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

use vientro_core::{Figure, Finding, Language, Location};
use vientro_intake::{Options, Reading, Source, read_union};

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/sheets");
    if folder.exists() {
        Some(folder)
    } else {
        println!("skipped: {} does not exist, as in a published package", folder.display());
        None
    }
}

/// The names of the cases, and the names of their files of what is expected.
fn names(folder: &Path) -> (Vec<String>, Vec<String>) {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let files = entries.filter(|entry| entry.file_type().unwrap().is_file());
    let mut names: Vec<String> = files.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names.retain(|name| name != "README.md");
    names.into_iter().partition(|name| !name.ends_with(EXPECTED))
}

const EXPECTED: &str = ".expected.json";

fn text(value: &serde_json::Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_owned()).collect()
}

/// One line for each fact, as the makers write them.
fn facts(reading: &Reading) -> Vec<String> {
    let or_unknown =
        |day: Option<chrono::NaiveDate>| day.map_or_else(|| "?".to_owned(), |day| day.to_string());
    let facts = reading.facts();
    let mut lines = Vec::new();
    for gift in facts.gifts() {
        let quantity = gift.quantity().map_or_else(String::new, |quantity| {
            format!("{} {}", written(quantity.amount()), quantity.unit())
        });
        lines.push(format!(
            "gift | {} | {quantity} | {} | {} | {} | {}",
            gift.content(),
            written(gift.value()),
            gift.donor().unwrap_or_default(),
            or_unknown(gift.date()),
            gift.branch().unwrap_or_default(),
        ));
    }
    for item in facts.items() {
        let approval = item.approval();
        lines.push(format!(
            "item | {} | {} | {} | {} | {} | {}",
            item.id(),
            item.title(),
            item.donor().unwrap_or_default(),
            approval.map_or("", |it| it.number()),
            or_unknown(approval.and_then(vientro_model::Approval::date)),
            item.commitment_now().map_or_else(|| "?".to_owned(), written),
        ));
    }
    for listed in reading.papers().approvals() {
        let values: Vec<String> = listed.values().iter().map(written).collect();
        lines.push(format!(
            "approval | {} | {} | {} | {} | {} | {}",
            listed.approval().number(),
            or_unknown(listed.approval().date()),
            listed.title(),
            listed.donor(),
            listed.owner(),
            values.join("; "),
        ));
    }
    for rate in reading.papers().rates().iter() {
        lines.push(format!(
            "rate | {} | {} | {} | {} | {}",
            rate.base(),
            rate.value().normalize(),
            rate.kind().code(),
            rate.valid_from(),
            rate.valid_to()
        ));
    }
    lines.sort();
    lines
}

/// A known value, the band of a hedged one, or `?`.
fn written<T: Clone + PartialOrd + Display>(figure: &Figure<T>) -> String {
    let band = || figure.interval().map_or_else(|| "?".to_owned(), |band| band.to_string());
    figure.known().map_or_else(band, ToString::to_string)
}

fn place(at: &Location) -> String {
    match (at.sheet(), at.cell()) {
        (Some(sheet), Some(cell)) => format!(" '{sheet}'!{cell}"),
        (Some(sheet), None) => format!(" '{sheet}'"),
        (None, Some(cell)) => format!(" {cell}"),
        (None, None) => String::new(),
    }
}

#[test]
fn every_case_gives_what_stands_beside_it() {
    let Some(folder) = folder() else { return };
    let (cases, _) = names(&folder);
    let mut wrong = Vec::new();
    for name in &cases {
        let bytes = fs::read(folder.join(name)).unwrap();
        let expected = fs::read_to_string(folder.join(format!("{name}{EXPECTED}"))).unwrap_or_else(|error| {
            panic!("{name}{EXPECTED}: {error}");
        });
        let expected: serde_json::Value = serde_json::from_str(&expected).unwrap();
        let reading = read_union(&[Source::new(name, &bytes)], &Options::for_year(2025)).unwrap();
        let mut expected_facts = text(&expected["facts"]);
        expected_facts.sort();
        let found = facts(&reading);
        let line = |finding: &Finding| format!("{}{}", finding.code(), place(finding.location()));
        let findings: Vec<String> = reading.findings().iter().map(line).collect();
        let lost = |from: &[String], of: &[String]| -> Vec<String> {
            from.iter().filter(|line| !of.contains(line)).cloned().collect()
        };
        if found != expected_facts || findings != text(&expected["findings"]) {
            wrong.push(format!(
                "{name}: {}\n  facts not found {:#?}\n  facts not expected {:#?}\n  findings expected {:?}\n  findings {:#?}",
                expected["mess"],
                lost(&expected_facts, &found),
                lost(&found, &expected_facts),
                text(&expected["findings"]),
                reading.findings().iter().map(|it| it.line(Language::En)).collect::<Vec<_>>(),
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn nothing_is_expected_of_a_file_that_is_not_there() {
    let Some(folder) = folder() else { return };
    let (cases, expected) = names(&folder);
    assert_eq!(cases.iter().map(|name| format!("{name}{EXPECTED}")).collect::<Vec<_>>(), expected);
}
