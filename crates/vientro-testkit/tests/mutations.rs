//! One mess in a year without fault, thousands of times: the facts stay right, or a finding points at the mess.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use vientro_core::{Figure, Finding, Language, RowId};
use vientro_currency::Money;
use vientro_intake::{Options, Reading, Source, read_union};
use vientro_model::{AidItem, Facts, Flow, ItemId};
use vientro_testkit::mutation::{CleanYear, Effect, Mutated, Place, kinds};

fn read(files: &[(String, Vec<u8>)]) -> Reading {
    let sources: Vec<Source<'_>> = files.iter().map(|(name, bytes)| Source::new(name, bytes)).collect();
    read_union(&sources, &Options::default()).unwrap()
}

/// How often each record is there, without what says only where it was read.
fn records(facts: &Facts) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    let Value::Object(kinds) = serde_json::to_value(facts).unwrap() else { panic!("facts are an object") };
    for (kind, list) in kinds {
        let list = match list {
            Value::Array(list) => list,
            // the rows of the sources
            Value::Object(_) if kind == "rows" => continue,
            one => vec![one],
        };
        for mut record in list {
            without_places(&mut record, kind == "items");
            *counts.entry(format!("{kind} {record}")).or_insert(0) += 1;
        }
    }
    counts
}

fn without_places(record: &mut Value, keep_id: bool) {
    match record {
        Value::Object(fields) => {
            fields.remove("rows");
            if !keep_id {
                fields.remove("id");
            }
            fields.values_mut().for_each(|field| without_places(field, true));
        }
        Value::Array(list) => list.iter_mut().for_each(|it| without_places(it, true)),
        _ => {}
    }
}

/// Does a finding point at the place of a mess?
///
/// * A mess in a cell or a row: at a cell of that row. Nothing but the mess can have brought it about, since the clean
///   year has no finding; that the whole sheet or file is refused for one row is not enough.
/// * A mess in a column: at a cell of that column, or at the sheet where it says which columns are not there.
/// * A mess in a sheet or file: within it.
///
/// Or it says that two figures do not agree of which one stands there: a total of the same column, or what another row
/// says of the same item.
fn points_at(finding: &Finding, place: &Place, [clean, messy]: [&Facts; 2]) -> bool {
    let (at, code) = (finding.location(), finding.code().as_str());
    let same = |own: &Option<String>, its: Option<&str>| own.as_deref().is_none_or(|own| its == Some(own));
    let here = same(&place.file, at.file()) && same(&place.sheet, at.sheet());
    let (row, column) = place.cell.as_deref().map(row_and_column).unwrap_or_default();
    let (its_row, its_column) = at.cell().map(row_and_column).unwrap_or_default();
    let cell = match (row, column) {
        (None, None) => true,
        (None, column) => its_column == column || matches!(code, "column-missing" | "unknown-sheet"),
        (row, _) => its_row == row,
    };
    let compared = match code {
        "total-mismatch" => here && column.is_none_or(|column| its_column == Some(column)),
        "disbursed-mismatch" | "over-disbursed" | "amendment-mismatch" => {
            // a row that is refused says something of an item in the clean year only
            let items = |file, sheet, row| -> BTreeSet<&ItemId> {
                [clean, messy].into_iter().flat_map(|facts| items_at(facts, file, sheet, row)).collect()
            };
            let own = items(place.file.as_deref(), place.sheet.as_deref(), row);
            !own.is_disjoint(&items(at.file(), at.sheet(), its_row))
        }
        _ => false,
    };
    here && cell || compared
}

/// The items that a row says something of; those of a whole sheet or file where no row or sheet is named.
fn items_at<'a>(
    facts: &'a Facts,
    file: Option<&str>,
    sheet: Option<&str>,
    row: Option<&str>,
) -> BTreeSet<&'a ItemId> {
    let is_there = |id: &RowId| {
        facts.row(id).is_some_and(|source| {
            let at = source.location();
            let its_row = at.cell().and_then(|cell| row_and_column(cell).0);
            at.file() == file && (sheet.is_none() || at.sheet() == sheet) && (row.is_none() || its_row == row)
        })
    };
    let items = facts.items().filter(|item| item.rows().iter().any(is_there)).map(AidItem::id);
    let flows = facts.flows().filter(|flow| flow.rows().iter().any(is_there)).filter_map(Flow::item);
    // an amendment is no record of its own: its row names the item
    let named = facts.rows().filter(|(id, _)| is_there(id)).flat_map(|(_, source)| source.fields());
    let named: BTreeSet<&str> = named.map(|(_, text)| text.as_str()).collect();
    let by_name = facts.items().map(AidItem::id).filter(|id| named.contains(id.as_str()));
    items.chain(flows).chain(by_name).collect()
}

/// `12` and `C` of `C12`; either may be left out.
fn row_and_column(cell: &str) -> (Option<&str>, Option<&str>) {
    let digits = cell.find(|letter: char| letter.is_ascii_digit()).unwrap_or(cell.len());
    let (column, row) = cell.split_at(digits);
    ((!row.is_empty()).then_some(row), (!column.is_empty()).then_some(column))
}

/// Figures that changed from known to hedged, and reach to what they were: "hơn 5 triệu" ends there.
fn only_hedged(clean: &Facts, facts: &Facts) -> bool {
    let figures = |facts: &Facts| -> Vec<Figure<Money>> {
        let gifts = facts.gifts().map(|gift| gift.value().clone());
        let flows = facts.flows().map(|flow| flow.amount().clone());
        let committed = facts
            .items()
            .filter_map(|item| item.commitment())
            .flat_map(|it| it.versions().map(|version| version.value().clone()));
        gifts.chain(flows).chain(committed).collect()
    };
    let (before, after) = (figures(clean), figures(facts));
    let changed: Vec<_> = before.iter().zip(&after).filter(|(before, after)| before != after).collect();
    before.len() == after.len()
        && changed.iter().all(|(before, after)| {
            before.known().is_some_and(|known| {
                **after != Figure::Unknown
                    && after.known().is_none()
                    && after.low().is_none_or(|low| low <= known)
                    && after.high().is_none_or(|high| known <= high)
            })
        })
}

/// What is wrong with the reading of a mess, if anything is.
fn fault(clean: &Reading, mess: &Mutated) -> Option<String> {
    let reading = read(&mess.files);
    let (before, after) = (records(clean.facts()), records(reading.facts()));
    let both = [clean.facts(), reading.facts()];
    let told = reading.findings().iter().any(|finding| points_at(finding, &mess.place, both));
    let right = match mess.effect {
        Effect::Harmless => before == after,
        Effect::Hedged => before == after || told || only_hedged(clean.facts(), reading.facts()),
        _ => before == after || told,
    };
    let mut counted = String::new();
    for sheet in reading.sheets() {
        let parts = [
            sheet.records(),
            sheet.titles(),
            sheet.headers(),
            sheet.totals(),
            sheet.notes(),
            sheet.refused(),
        ];
        if sheet.rows() != parts.iter().sum::<u32>() {
            counted = format!("rows are lost: {sheet:?}\n");
        }
    }
    if right && counted.is_empty() {
        return None;
    }
    let lost = before.iter().filter(|(record, count)| after.get(*record) != Some(count));
    let new = after.iter().filter(|(record, count)| before.get(*record) != Some(count));
    let lines: Vec<String> = reading.findings().iter().map(|finding| finding.line(Language::En)).collect();
    let show =
        |records: Vec<&String>| records.into_iter().take(3).cloned().collect::<Vec<_>>().join("\n    ");
    Some(format!(
        "{}: {:?} at {:?}\n{counted}  lost {}\n  new {}\n  findings {:#?}",
        mess.name,
        mess.effect,
        mess.place,
        show(lost.map(|it| it.0).collect()),
        show(new.map(|it| it.0).collect()),
        lines.into_iter().take(8).collect::<Vec<_>>()
    ))
}

/// The files a mess has to do with: the one it was made in, who reports, and the register that outputs name items of.
fn near(files: &[(String, Vec<u8>)], place: &Place) -> Vec<(String, Vec<u8>)> {
    let Some(own) = &place.file else { return files.to_vec() };
    let register = own == "ket-qua.csv";
    let is_near = |name: &str| name == own || name == "union.csv" || register && name == "vien-tro.xlsx";
    files.iter().filter(|(name, _)| is_near(name)).cloned().collect()
}

/// Runs `count` messes, each kind in its turn, from a seed, in two threads; returns what is wrong, one of each kind and
/// sheet. Unless the whole year is asked for, only the files a mess has to do with are read, as long as it is a mess within
/// one file.
fn run(count: u64, seed: u64, whole: bool) -> Vec<String> {
    let year = CleanYear::new().unwrap();
    let clean = read(&year.files());
    let kinds: Vec<_> = kinds().collect();
    let half = |start: u64| {
        let mut faults = Faults::new();
        let mut parts = BTreeMap::new();
        for (number, kind) in (0..count).zip(kinds.iter().cycle()).filter(|(number, _)| number % 2 == start) {
            let seed = seed.wrapping_add(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let mess = year.with(kind, seed).unwrap();
            let mess = mess.unwrap_or_else(|| panic!("{} has no place", kind.name));
            let at = (kind.name, mess.place.file.clone(), mess.place.sheet.clone());
            if let Some(fault) = run_one(&year, &clean, &mut parts, mess, whole) {
                faults.entry(at).or_insert_with(|| format!("seed {seed}: {fault}"));
            }
        }
        faults
    };
    let faults = std::thread::scope(|scope| {
        let other = scope.spawn(|| half(1));
        let mut faults = half(0);
        faults.append(&mut other.join().unwrap());
        faults
    });
    faults.into_values().collect()
}

/// What is wrong, by kind of mess, file and sheet.
type Faults = BTreeMap<(&'static str, Option<String>, Option<String>), String>;

fn run_one(
    year: &CleanYear,
    clean: &Reading,
    parts: &mut BTreeMap<String, Reading>,
    mut mess: Mutated,
    whole: bool,
) -> Option<String> {
    let same_names = mess.files.iter().map(|file| &file.0).eq(year.files().iter().map(|file| &file.0));
    match mess.place.file.clone().filter(|_| same_names && !whole) {
        Some(own) => {
            mess.files = near(&mess.files, &mess.place);
            let part = parts.entry(own).or_insert_with(|| read(&near(&year.files(), &mess.place)));
            fault(part, &mess)
        }
        None => fault(clean, &mess),
    }
}

#[test]
fn the_clean_year_is_clean() {
    let reading = read(&CleanYear::new().unwrap().files());
    let lines: Vec<String> = reading.findings().iter().map(|finding| finding.line(Language::En)).collect();
    assert_eq!(lines, [""; 0]);
    let facts = reading.facts();
    assert_eq!((facts.items().len(), facts.flows().len(), facts.gifts().len()), (6, 10, 13));
    assert_eq!((facts.outputs().len(), facts.activities().len(), facts.delegations().len()), (3, 3, 2));
    assert_eq!((facts.targets().len(), facts.awards().len()), (2, 2));
    assert_eq!(facts.items().map(|item| item.amendments().len()).sum::<usize>(), 2);
}

#[test]
fn there_are_many_kinds_of_messes_each_with_a_name_of_its_own() {
    let names: BTreeSet<&str> = kinds().map(|kind| kind.name).collect();
    assert!(names.len() >= 40 && names.len() == kinds().count(), "{}", names.len());
}

#[test]
fn two_hundred_messes_lose_nothing_in_silence() {
    let faults = run(200, 2025, false);
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n\n"));
}

/// The long run: `cargo test --profile testrelease -p vientro-testkit -- --ignored ten_thousand`.
#[test]
#[ignore = "takes minutes; run with --ignored, optimised"]
fn ten_thousand_messes_lose_nothing_in_silence() {
    let faults = run(10_000, 1, true);
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n\n"));
}
