//! What the checks of the books find fills a letter that sends the sheets back: cell, rule, found, expected, source.

use vientro_accounting::{CheckOptions, ReportOwed, check};
use vientro_core::{Bilingual, Finding, Language, Period, Severity};
use vientro_model::{Duty, FlowKind, Reporter, due};
use vientro_report::template::ReturnLetter;
use vientro_report::{CellValue, Report, Table, TableRow};

use super::{add_flow, books, facts, million, table};

fn letter(findings: &[Finding]) -> Report {
    let facts = facts();
    let addressee = Bilingual::new("Hội minh họa", "Illustrative association");
    ReturnLetter::new(facts.profile().unwrap(), addressee, findings).report().unwrap()
}

fn texts(row: &TableRow, language: Language) -> Vec<String> {
    let text = |value: &CellValue| match value {
        CellValue::Text(text) => text.text(language).to_owned(),
        _ => String::new(),
    };
    row.cells().iter().map(|cell| text(cell.value())).collect()
}

fn rows(table: &Table) -> Vec<&TableRow> {
    table.groups().iter().flat_map(vientro_report::RowGroup::rows).collect()
}

#[test]
fn findings_of_the_checks_fill_a_letter() {
    let mut facts = facts();
    add_flow(&mut facts, "1-x", "1", FlowKind::Disbursement, million(900_000), Some("2025-06-01"));
    add_flow(&mut facts, "1-y", "1", FlowKind::AdvanceSettlement, million(7), Some("2025-06-02"));
    let form = due(Duty::Fngo, Reporter::ForeignNgo, &Period::administrative_year(2025).unwrap()).unwrap();
    let owed = [ReportOwed::new("Hội minh họa", form)];
    let (journal, _) = books(&facts);
    let options = CheckOptions::new().as_of("2025-12-31".parse().unwrap()).with_reports(&owed);
    let found = check(&facts, &journal, &options).unwrap();
    let open: Vec<&Finding> = [Severity::Error, Severity::Warning]
        .into_iter()
        .flat_map(|severity| found.iter().filter(move |it| it.severity() == severity))
        .collect();
    let codes: Vec<&str> = open.iter().map(|it| it.code().as_str()).collect();
    for code in ["over-disbursed", "over-settled", "report-missing", "coverage-partial"] {
        assert!(codes.contains(&code), "{code}: {codes:?}");
    }
    let report = letter(&found);
    let list = table(&report, "cells");
    assert_eq!(rows(list).len(), open.len());
    for language in [Language::Vi, Language::En] {
        for finding in &open {
            let place = finding.location().cell().or(finding.location().record()).unwrap();
            let of_place = rows(list).into_iter().filter(|row| row.label().text(language) == place);
            let told: Vec<Vec<String>> = of_place.map(|row| texts(row, language)).collect();
            let expected = [
                finding.severity().text(language),
                finding.message().text(language),
                finding.found_text(language).unwrap_or_default(),
                finding.expected_text(language).unwrap_or_default(),
                "",
                finding.source().unwrap(),
            ];
            assert!(told.iter().any(|cells| *cells == expected), "{expected:?} is not in {told:?}");
        }
    }
    // the commitment stands in a cell of a sheet, and the letter names both
    let group = list.groups().iter().find(|group| {
        let label = group.label().map(|label| label.text(Language::En).to_owned()).unwrap_or_default();
        label == "so-lieu.xlsx, sheet 1"
    });
    let cells: Vec<&str> = group.unwrap().rows().iter().map(|row| row.label().text(Language::En)).collect();
    assert!(cells.contains(&"B1"), "{cells:?}");
}
