//! Goal: every fact of the five source articles is held by a record of the model without loss. Method: each of the 177
//! rows of the table becomes a record with its row as a source; all are written as JSON and read back; then the cells a
//! record holds are asked from the record alone, the others from its source row, and all are compared with the table.
//! What is no fact of a system, and what is only somebody's claim, is listed by id with the reason.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use insta::assert_snapshot;
use vientro_core::{Location, RowId};
use vientro_model::{Facts, FactsFile, SourceRow};

use cells::{cells, statement_cells};
use record::{Record, record};

mod cells;
mod fact;
mod record;

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/model/seed_facts.csv");

type Row = BTreeMap<String, String>;
/// Cells by column, as a record gives them back.
type Cells = Vec<(&'static str, String)>;

/// Why a row is no fact of a system.
fn left_out(row: &Row) -> Option<&'static str> {
    let text = "text around the article, no fact";
    let reading = "how texts are read: vientro-vi";
    let rule = "how figures are compared and summed: vientro-accounting";
    Some(match (row["entity_type"].as_str(), row["field"].as_str()) {
        ("SourceDocument", "published at" | "compiled by" | "source field") => return None,
        ("MediaAsset" | "SourceDocument", _) => text,
        ("DateFormat" | "Hedge" | "NumberFormat", _) => reading,
        ("ComparisonBasis" | "Consolidation", _) => rule,
        ("RateCheck", _) => "the result of a check: vientro-currency",
        ("MeasureBasis", _) => "a rule of the types: AmountKey",
        ("AwardForm", _) => "a list of codes: AwardForm",
        ("Activity", "session") => "a list of codes: Session",
        _ => return None,
    })
}

/// Why a row stays what somebody said and becomes no record of its own.
fn only_claimed(row: &Row) -> &'static str {
    match (row["entity_type"].as_str(), row["id"].as_str()) {
        ("AdministrativeChange", _) => "a rule of the types: a locality of a day is of a tier of that day",
        ("AdministrativeUnit" | "Share", _) => "a measure of a place as an article prints it",
        ("Approval" | "FngoRegistration", _) => "names who decides, no decision and no certificate",
        ("Attainment", _) | (_, "S1-025") => "made of other figures",
        ("BorderLink", _) => "geography, no fact of aid",
        ("ClassificationScheme" | "FundingSource", _) => {
            "a list of codes: OrganisationKind, SourceClass, TargetGroup"
        }
        ("Indicator:AidTotal", _) => "inside or beside another figure: the sentence lets both",
        ("ReportedEquivalent", _) => "another figure in another currency",
        ("StatedFigure", _) => "an absence, which is not zero",
        _ => "no reason is known",
    }
}

#[expect(clippy::print_stderr, reason = "a skipped test says why")]
fn table() -> Option<Vec<Row>> {
    if !std::path::Path::new(TABLE).exists() {
        eprintln!("skipped: a published package does not carry {TABLE}");
        return None;
    }
    Some(csv::Reader::from_path(TABLE).unwrap().deserialize().map(Result::unwrap).collect())
}

#[test]
fn all_177_rows_are_held_or_named() {
    let Some(rows) = table() else { return };
    assert_eq!(rows.len(), 177);
    let mut facts = Facts::default();
    let mut records = BTreeMap::new();
    let mut left: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in &rows {
        let id = row["id"].as_str();
        if let Some(reason) = left_out(row) {
            left.entry(reason).or_default().push(id);
            continue;
        }
        records.insert(id.to_owned(), record(row));
        let place = Location::new().in_file(&row["article"]).about(id);
        let cells = row.iter().map(|(column, cell)| (column.clone(), cell.clone()));
        let source = SourceRow::new(place, &row["phrase_vi"]).with_fields(cells);
        facts.add_row(RowId::try_new(id).unwrap(), source).unwrap();
    }
    // there and back
    let written =
        (serde_json::to_string(&FactsFile::new(facts)).unwrap(), serde_json::to_string(&records).unwrap());
    let facts = serde_json::from_str::<FactsFile>(&written.0).unwrap().into_facts();
    let read: BTreeMap<String, Record> = serde_json::from_str(&written.1).unwrap();
    assert_eq!(read, records);

    let mut held: BTreeMap<String, (u32, Vec<&str>)> = BTreeMap::new();
    let mut claimed: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in rows.iter().filter(|row| left_out(row).is_none()) {
        let id = row["id"].as_str();
        let source = facts.row(&RowId::try_new(id).unwrap()).unwrap();
        let source: Row = source.fields().iter().cloned().collect();
        assert_eq!(&source, row);
        let record = &read[id];
        match record {
            Record::Statement(_) => claimed.entry(only_claimed(row)).or_default().push(id),
            Record::Fact(_, evidence) => {
                for (column, cell) in statement_cells(evidence) {
                    assert_eq!(cell, row[column], "{id}: {column} of its statement");
                }
            }
            _ => {}
        }
        // the name of the variant; that of the fact where there is one
        let shown = format!("{record:?}");
        let name = shown.trim_start_matches("Fact(").split('(').next().unwrap_or_default().to_owned();
        let (count, columns) = held.entry(name).or_default();
        *count += 1;
        for (column, cell) in cells(record) {
            assert_eq!(cell, row[column], "{id}: {column}");
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
    }
    let mut report = String::new();
    for (name, (count, columns)) in held {
        writeln!(report, "{name} holds {count}: {}", columns.join(" ")).unwrap();
    }
    for (reason, ids) in claimed {
        writeln!(report, "only claimed ({reason}): {}", ids.join(" ")).unwrap();
    }
    for (reason, ids) in left {
        writeln!(report, "left out ({reason}): {}", ids.join(" ")).unwrap();
    }
    assert_snapshot!(report, @r"
    Activity holds 27: id phrase_vi value_as_written as_of organisation place
    Agreement holds 3: id phrase_vi value_as_written period_start period_end
    Amendment holds 2: value_low value_high phrase_vi period_end
    Anniversary holds 6: value_as_written
    Award holds 6: id phrase_vi value_as_written
    Beneficiaries holds 1: phrase_vi value_low value_high
    Campaign holds 4: id phrase_vi value_as_written organisation period_start period_end
    Change holds 2: as_of
    Clash holds 1: id value_as_written
    Congress holds 4: phrase_vi organisation period_start period_end value_as_written
    Count holds 14: field value_low value_high value_as_written
    Delegation holds 1: id phrase_vi value_as_written organisation period_start period_end
    Directive holds 10: id phrase_vi value_as_written organisation
    Disaster holds 1: id phrase_vi value_as_written period_start period_end
    Document holds 4: id phrase_vi value_as_written as_of
    Flow holds 9: value_low value_high id phrase_vi unit
    Item holds 11: id phrase_vi place value_as_written period_start period_end organisation
    Names holds 1: phrase_vi
    Organisation holds 3: id phrase_vi organisation place
    Organisations holds 1: phrase_vi value_as_written
    Output holds 7: id phrase_vi value_as_written unit place value_low value_high
    Places holds 1: value_as_written place
    Position holds 6: id value_as_written organisation
    Presence holds 2: as_of value_low value_high period_end
    Regions holds 3: value_as_written
    Relations holds 3: value_as_written phrase_vi organisation
    Statement holds 20: id article line phrase_vi entity_type field value_as_written unit organisation place as_of value_low value_high period_start period_end measure_basis
    Target holds 3: id phrase_vi value_as_written measure_basis unit organisation period_start period_end value_low value_high
    When holds 2: as_of period_start period_end
    only claimed (a list of codes: OrganisationKind, SourceClass, TargetGroup): S0-025 S1-014 S1-027 S2-024 S3-014
    only claimed (a measure of a place as an article prints it): S3-008 S3-009 S3-010 S3-011
    only claimed (a rule of the types: a locality of a day is of a tier of that day): S0-011
    only claimed (an absence, which is not zero): S3-016
    only claimed (another figure in another currency): S1-020 S1-023 S2-050
    only claimed (geography, no fact of aid): S2-023
    only claimed (inside or beside another figure: the sentence lets both): S2-014
    only claimed (made of other figures): S1-025 S2-029
    only claimed (names who decides, no decision and no certificate): S1-006 S1-016
    left out (a list of codes: AwardForm): X-012
    left out (a list of codes: Session): X-013
    left out (a rule of the types: AmountKey): X-007
    left out (how figures are compared and summed: vientro-accounting): X-003 X-004 X-005 X-006
    left out (how texts are read: vientro-vi): X-008 X-009 X-011
    left out (text around the article, no fact): S0-009 S1-001 S2-003 S2-043 S2-063 S2-069 S4-001 S4-018
    left out (the result of a check: vientro-currency): S1-024
    ");
}
