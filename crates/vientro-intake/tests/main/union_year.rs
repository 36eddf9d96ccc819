//! The sheets of `examples/data/union-2025`: every planted fault is found at its cell, nothing else is called an
//! error, and the facts are those the generator's tables say.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rust_decimal::Decimal;
use vientro_core::{Figure, Language, Severity};
use vientro_intake::{Options, Reading, Source, read_union};
use vientro_model::{FlowKind, Modality};

fn data() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = root.join("examples/data/union-2025");
    if folder.exists() {
        Some(root)
    } else {
        println!("skipped: {} does not exist, as in a published package", folder.display());
        None
    }
}

fn read(root: &Path, union: &str) -> Reading {
    let folder = root.join("examples/data/union-2025").join(union);
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let files: Vec<(String, Vec<u8>)> =
        names.into_iter().map(|name| (name.clone(), fs::read(folder.join(name)).unwrap())).collect();
    let sources: Vec<Source<'_>> = files.iter().map(|(name, bytes)| Source::new(name, bytes)).collect();
    read_union(&sources, &Options::default()).unwrap()
}

fn lines(reading: &Reading) -> Vec<String> {
    reading.findings().iter().map(|finding| finding.line(Language::En)).collect()
}

fn table(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn every_planted_fault_is_found_at_its_cell_and_no_other_error() {
    let Some(root) = data() else { return };
    let reading = read(&root, "an-giang");
    let mut planted = BTreeSet::new();
    let mut missing = Vec::new();
    for row in table(&root.join("testdata/intake/an-giang-messes.csv")) {
        let [file, sheet, cell, mess, code] = row.as_slice() else { panic!("{row:?}") };
        let file = file.strip_prefix("an-giang/").unwrap();
        let here = |finding: &&vientro_core::Finding| {
            let at = finding.location();
            at.file() == Some(file) && at.sheet().unwrap_or("") == sheet && at.cell() == Some(cell)
        };
        planted.insert((file.to_owned(), sheet.clone(), cell.clone(), code.clone()));
        let found: Vec<&str> =
            reading.findings().iter().filter(here).map(|finding| finding.code().as_str()).collect();
        if !code.is_empty() && !found.contains(&code.as_str()) {
            missing.push(format!("{file} [{sheet}] {cell} {code}: {mess}"));
        }
        if code.is_empty() {
            let errors =
                reading.findings().iter().filter(here).filter(|finding| finding.severity() != Severity::Note);
            missing.extend(errors.map(|finding| finding.line(Language::En)));
        }
    }
    for finding in reading.findings().iter().filter(|finding| finding.severity() == Severity::Error) {
        let at = finding.location();
        let text = |part: Option<&str>| part.unwrap_or("").to_owned();
        let key = (text(at.file()), text(at.sheet()), text(at.cell()), finding.code().to_string());
        if !planted.contains(&key) {
            missing.push(format!("not planted: {}", finding.line(Language::En)));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}\n{:#?}", lines(&reading));
    // what nobody planted is not told either
    for code in
        ["amount-missing", "amount-implausible", "currency-assumed", "date-implausible", "unclosed-quote"]
    {
        let found = reading.findings().iter().filter(|finding| finding.code().as_str() == code);
        assert_eq!(found.count(), 0, "{code}");
    }
}

fn amount(figure: &Figure<vientro_currency::Money>) -> Option<(String, Decimal)> {
    figure.known().map(|money| (money.currency().to_string(), money.amount().normalize()))
}

#[test]
fn the_disbursements_are_those_of_the_generator() {
    let Some(root) = data() else { return };
    let reading = read(&root, "an-giang");
    let flows: Vec<_> = reading.facts().flows().collect();
    let expected = table(&root.join("testdata/intake/an-giang-disbursements.csv"));
    assert_eq!(flows.len(), expected.len());
    for row in expected {
        let [number, item, date, currency, value, modality, kind] = row.as_slice() else { panic!("{row:?}") };
        let id = format!("vien-tro-2025.xlsx/Giải ngân/{number}");
        let flow = flows.iter().find(|flow| flow.id().as_str() == id).unwrap_or_else(|| panic!("{id}"));
        assert_eq!(flow.item().unwrap().as_str(), item);
        assert_eq!(flow.date().unwrap().to_string(), *date, "{id}");
        let expected = (!value.is_empty()).then(|| {
            let value = Decimal::from_str_exact(value).unwrap().abs();
            (currency.clone(), value.normalize())
        });
        assert_eq!(amount(flow.amount()), expected, "{id}");
        let in_kind = flow.modality() == Some(Modality::InKind);
        assert_eq!(in_kind, modality == "in-kind", "{id}");
        assert_eq!(flow.kind() == FlowKind::Refund, kind == "refund", "{id}");
    }
}

#[test]
fn the_gifts_are_those_of_the_generator() {
    let Some(root) = data() else { return };
    let reading = read(&root, "an-giang");
    let expected = table(&root.join("testdata/intake/an-giang-gifts.csv"));
    assert_eq!(reading.facts().gifts().count(), expected.len());
    let mut sum = Decimal::ZERO;
    for row in expected {
        let [file, number, date, currency, value] = row.as_slice() else { panic!("{row:?}") };
        let ends = format!("/{number}");
        let gift = reading
            .facts()
            .gifts()
            .find(|gift| gift.id().as_str().starts_with(file.as_str()) && gift.id().as_str().ends_with(&ends))
            .unwrap_or_else(|| panic!("{row:?}"));
        assert_eq!(gift.date().map_or(String::new(), |date| date.to_string()), *date);
        let value = Decimal::from_str_exact(value).unwrap();
        assert_eq!(amount(gift.value()), Some((currency.clone(), value.normalize())), "{row:?}");
        sum += value;
    }
    assert_eq!(sum, Decimal::from(16_552_000_000_i64));
}

#[test]
fn an_giang_has_its_items_targets_and_people() {
    let Some(root) = data() else { return };
    let reading = read(&root, "an-giang");
    let facts = reading.facts();
    assert_eq!(facts.items().count(), 29);
    assert_eq!(facts.targets().count(), 3);
    assert_eq!(facts.activities().count(), 8);
    assert_eq!(facts.delegations().count(), 5);
    assert_eq!(facts.awards().count(), 3);
    assert_eq!(facts.profile().unwrap().name().en(), "An Giang Union of Friendship Organisations");
    let item = |code: &str| facts.items().find(|item| item.id().as_str() == code).unwrap();
    let day = |y, m, d| chrono::NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let amended = item("010");
    assert_eq!(
        amount(amended.commitment_as_known_on(day(2025, 9, 17)).unwrap()).unwrap().1,
        Decimal::from(800_000_000)
    );
    assert_eq!(amount(amended.commitment_now().unwrap()).unwrap().1, Decimal::from(950_000_000));
    assert_eq!(
        amount(item("004").commitment_now().unwrap()).unwrap(),
        ("KRW".to_owned(), Decimal::from(55_000_000))
    );
    let hedged = item("009").commitment_now().unwrap();
    assert_eq!(hedged.interval().unwrap().to_string(), "[300000000 VND, 400000000 VND)");
    assert_eq!(
        item("011").commitment_now().unwrap().interval().unwrap().to_string(),
        "[44500.00 USD, 45500.00 USD]"
    );
    assert_eq!(item("017").title(), "Quỹ quay vòng vốn cho phụ nữ");
    assert_eq!(item("001").unit().unwrap().as_str(), "89");
    assert_eq!(item("003").unit().unwrap().as_str(), "89");
    assert!(item("016").unit().is_none());
    // each record can be opened down to its row
    for row in facts
        .items()
        .flat_map(vientro_model::AidItem::rows)
        .chain(facts.flows().flat_map(vientro_model::Flow::rows))
    {
        assert!(facts.row(row).is_some(), "{row}");
    }
    for sheet in reading.sheets() {
        assert_eq!(sheet.refused(), 0, "{sheet:?}");
    }
}

#[test]
fn hai_phong_and_nghe_an_are_read_without_errors() {
    let Some(root) = data() else { return };
    let hai_phong = read(&root, "hai-phong");
    assert!(!hai_phong.has_errors(), "{:#?}", lines(&hai_phong));
    assert_eq!(hai_phong.facts().items().count(), 10);
    assert_eq!(hai_phong.facts().activities().count(), 3);
    assert_eq!(hai_phong.facts().targets().count(), 0);
    let sum: Decimal = hai_phong.facts().flows().map(|flow| flow.amount().known().unwrap().amount()).sum();
    assert_eq!(sum, Decimal::from(457_832));

    let nghe_an = read(&root, "nghe-an");
    assert!(!nghe_an.has_errors(), "{:#?}", lines(&nghe_an));
    let sum: Decimal =
        nghe_an.facts().items().map(|item| item.commitment_now().unwrap().known().unwrap().amount()).sum();
    assert_eq!(sum, Decimal::from(4_920_000_000_i64));
    assert_eq!(nghe_an.facts().outputs().count(), 3);
    let codes: Vec<&str> = nghe_an.findings().iter().map(|finding| finding.code().as_str()).collect();
    assert_eq!(codes.iter().filter(|code| **code == "duplicate").count(), 1, "{:#?}", lines(&nghe_an));
}

#[test]
fn the_order_of_files_changes_no_fact() {
    let Some(root) = data() else { return };
    let folder = root.join("examples/data/union-2025/an-giang");
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap()))
        .collect();
    files.sort();
    files.reverse();
    let sources: Vec<Source<'_>> = files.iter().map(|(name, bytes)| Source::new(name, bytes)).collect();
    let reversed = read_union(&sources, &Options::default()).unwrap();
    let reading = read(&root, "an-giang");
    assert_eq!(reversed.facts(), reading.facts());
    assert_eq!(reversed.findings().len(), reading.findings().len());
}
