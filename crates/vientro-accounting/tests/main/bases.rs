//! Goal: a query adds across bases, directions, standings or kinds of flow only where it was asked to by name.
//! Method: random programmes of flows and random queries against a loop over the flows; sentences and merges by hand.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use vientro_accounting::frame::{Frame, MoneyColumn, NameColumn};
use vientro_accounting::query::{Cube, Filter, Key, KeyValue, Measure, Query, QueryError, Table};
use vientro_core::{Bilingual, Language};
use vientro_currency::Currency;
use vientro_model::{Flow, FlowKind};

use crate::support::programme;

const APART: [&str; 4] = ["kind", "basis", "direction", "standing"];

fn value(flow: &Flow, column: &str) -> &'static str {
    match column {
        "kind" => flow.kind().as_str(),
        "basis" => flow.basis().as_str(),
        "direction" => flow.direction().as_str(),
        _ => flow.standing().as_str(),
    }
}

/// The first column of which flows that share the keys have more than one value.
fn mixed<'f>(flows: &[&'f Flow], keys: &[&'f str], named: Option<&str>) -> Option<&'static str> {
    APART.into_iter().filter(|column| !keys.contains(column) && named != Some(column)).find(|column| {
        let mut values: BTreeMap<Vec<&str>, BTreeSet<&str>> = BTreeMap::new();
        for flow in flows {
            let group = keys.iter().map(|key| value(flow, key)).collect();
            values.entry(group).or_default().insert(value(flow, column));
        }
        values.values().any(|values| values.len() > 1)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn no_sum_crosses_bases_unless_asked(
        facts in programme(), keys in prop::sample::subsequence(APART.to_vec(), 0..4), kinds in prop::sample::subsequence(FlowKind::ALL.to_vec(), 0..5),
        filtered in any::<bool>(), signed in any::<bool>(), rollup in any::<bool>(),
    ) {
        let frame = Frame::from_flows(&facts).unwrap();
        let names = || kinds.iter().map(|kind| kind.as_str());
        let mut sum = Measure::sum("amount");
        if signed {
            sum = sum.signed("kind", names(), ["refund"]);
        }
        let mut query = Query::new().group_by(Key::currency("amount")).measure(sum).measure(Measure::count());
        query = keys.iter().fold(query, |query, key| query.group_by(Key::column(*key)));
        if filtered {
            query = query.filter(Filter::is_in("kind", names()));
        }
        if rollup {
            query = query.rollup().within(["currency"]);
        }
        let counts = |flow: &&Flow| {
            (!filtered || kinds.contains(&flow.kind()))
                && (!signed || kinds.contains(&flow.kind()) || flow.kind() == FlowKind::Refund)
        };
        let flows: Vec<&Flow> = facts.flows().filter(counts).collect();
        // a subtotal over a key keeps nothing apart by it
        let keyed = if rollup { &[] } else { keys.as_slice() };
        let expected = mixed(&flows, keyed, signed.then_some("kind"));
        match (query.run(&frame), expected) {
            (Err(QueryError::Bases { column, .. }), Some(expected)) => prop_assert_eq!(column, expected),
            (Ok(table), None) => prop_assert!(table.warnings().is_empty()),
            (other, expected) => prop_assert!(false, "{:?} but expected {:?}", other, expected),
        }
        let label = Bilingual::new("mọi khoản", "everything");
        let across = query.across_bases(label.clone()).run(&frame).unwrap();
        prop_assert_eq!(across.label(), Some(&label));
        prop_assert_eq!(!across.warnings().is_empty(), expected.is_some());
    }
}

fn rows(rows: &[(&str, i128)]) -> Frame {
    let (mut basis, mut amount) = (NameColumn::default(), MoneyColumn::new());
    for (name, minor) in rows {
        basis.push(Some(name));
        amount.push_minor(*minor, Currency::VND);
    }
    let mut frame = Frame::from_columns([("basis", basis.into()), ("amount", amount.into())]).unwrap();
    frame.keep_apart(["basis"]).unwrap();
    frame
}

fn sum<'a>() -> Query<'a> {
    Query::new().measure(Measure::sum("amount"))
}

fn minor(table: &Table) -> Vec<Option<i128>> {
    table.rows().map(|row| row.amount(0)?.minor()).collect()
}

#[test]
fn the_error_names_the_bases_and_the_ways_out() {
    let both = rows(&[("committed", 5), ("disbursed", 3)]);
    assert_eq!(
        sum().run(&both).unwrap_err().to_string(),
        "`sum of amount` would add `committed`, `disbursed` of `basis`; filter to one, group by `basis`, or ask for it by `across_bases`"
    );
    let one = sum().filter(Filter::is_in("basis", ["committed"])).run(&both).unwrap();
    let apart = sum().group_by(Key::column("basis")).run(&both).unwrap();
    assert_eq!((minor(&one), minor(&apart)), (vec![Some(5)], vec![Some(5), Some(3)]));
    let across = sum()
        .across_bases(Bilingual::new("cam kết và giải ngân", "committed and disbursed"))
        .run(&both)
        .unwrap();
    let warnings: Vec<String> = across
        .warnings()
        .iter()
        .map(|it| format!("{} {:?}", it.message().en(), it.found_text(Language::En)))
        .collect();
    assert_eq!(minor(&across), [Some(8)]);
    assert_eq!(warnings, ["`sum of amount` adds figures of two bases Some(\"committed + disbursed\")"]);
    let unnamed = sum().across_bases(Bilingual::new(" ", "x")).run(&both);
    assert_eq!(unnamed.unwrap_err(), QueryError::NoLabel);
    // a difference is of two sums, each of one basis
    let of = |name: &'static str| Measure::sum("amount").only(Filter::is_in("basis", [name])).named(name);
    let open = Query::new().measure(of("committed")).measure(of("disbursed"));
    let open = open.measure(Measure::difference("open", "committed", "disbursed")).run(&both).unwrap();
    assert_eq!(open.row(0).unwrap().amount(2).unwrap().minor(), Some(2));
}

#[test]
fn subtotals_stay_within_a_basis() {
    let both = rows(&[("committed", 5), ("disbursed", 3)]);
    let query = || sum().group_by(Key::column("basis")).group_by(Key::currency("amount"));
    assert!(matches!(query().rollup().run(&both), Err(QueryError::Bases { .. })));
    let within = query().rollup().within(["basis"]).run(&both).unwrap();
    let keys: Vec<String> = within
        .rows()
        .map(|row| row.keys().map(|key| key.to_string()).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(keys, ["committed VND", "committed (all)", "disbursed VND", "disbursed (all)"]);
    assert_eq!(minor(&within), [Some(5), Some(5), Some(3), Some(3)]);
}

#[test]
fn parts_and_cubes_keep_apart_what_each_of_them_does_not_mix() {
    let (committed, disbursed) = (rows(&[("committed", 5)]), rows(&[("disbursed", 3)]));
    let (one, other) = (sum().partial(&committed).unwrap(), sum().partial(&disbursed).unwrap());
    assert!(matches!(one.clone().merge(&other), Err(QueryError::Bases { .. })));
    assert!(one.clone().merge(&one).is_ok());
    let mut cube = Cube::new(sum());
    cube.append(&committed).unwrap();
    assert!(matches!(cube.append(&disbursed), Err(QueryError::Bases { .. })));
    assert_eq!(cube.cell(&[], 0).and_then(|cell| cell.amount()).and_then(|it| it.minor()), Some(5));
    cube.reverse(&committed).unwrap();
    cube.append(&disbursed).unwrap();
    assert_eq!(minor(&cube.table().unwrap()), [Some(3)]);
    let keyed = |frame: &Frame| sum().group_by(Key::column("basis")).partial(frame).unwrap();
    let merged = keyed(&committed).merge(&keyed(&disbursed)).unwrap().table().unwrap();
    let named: Vec<KeyValue> = merged.rows().map(|row| row.key(0)).collect();
    assert_eq!(named, [KeyValue::Name("committed".into()), KeyValue::Name("disbursed".into())]);
}
