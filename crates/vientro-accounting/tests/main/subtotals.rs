//! Goal: subtotals are what a loop over the rows they cover finds, and a sum rounded on its total is rounded once there too, in one run,
//! in parts merged in any order and in a maintained cube.
//! Method: random rows and keys; the loop groups anew for each set of keys.

use std::collections::BTreeMap;

use proptest::prelude::*;
use vientro_accounting::frame::Frame;
use vientro_accounting::query::{Cube, Key, KeyValue, Measure, Partial, Query, Table};
use vientro_currency::{Currency, PreparedRate, Rounding, RoundingScope};

use crate::frames::{
    Cell, Keyed, book, by_hand, cells_max, conditions, dimensions, grouped, lines, policy, run,
};
use crate::rows::{Amount, CURRENCIES, Row, Size, amounts, chunks, frame};

/// Which keys each row of the answer keeps, the rows without subtotal first.
fn masks(keys: usize, cube: bool) -> Vec<Vec<bool>> {
    let all = (1_usize << keys) - 1;
    let rollup = (0..=keys).map(|kept| (1 << kept) - 1);
    let masks: Vec<usize> = if cube { (0..=all).collect() } else { rollup.collect() };
    masks.into_iter().map(|mask| (0..keys).map(|key| (mask >> key) & 1 == 1).collect()).collect()
}

/// The keys of a group with those in place that a subtotal does not keep.
fn spread(group: &[KeyValue], kept: &[bool]) -> Vec<KeyValue> {
    let mut values = group.iter().cloned();
    let mut keys: Vec<KeyValue> =
        kept.iter().map(|kept| if *kept { values.next().unwrap() } else { KeyValue::All }).collect();
    keys.extend(values);
    keys
}

fn kept_keys(keys: &[Keyed], kept: &[bool]) -> Vec<Keyed> {
    keys.iter().zip(kept).filter(|(_, kept)| **kept).map(|(key, _)| key.clone()).collect()
}

/// The parts of each chunk, merged from both ends inwards.
fn merged(query: &Query<'_>, rows: &[Vec<Row>]) -> Table {
    let parts: Vec<Partial> =
        rows.iter().map(|rows| query.partial(&frame(std::slice::from_ref(rows))).unwrap()).collect();
    let merge = |one: Partial, other: Partial| one.merge(&other).unwrap();
    let forward = parts.clone().into_iter().reduce(merge).unwrap();
    let back = parts.into_iter().rev().reduce(|one, other| other.merge(&one).unwrap()).unwrap();
    assert_eq!(lines(&forward.table().unwrap()), lines(&back.table().unwrap()));
    forward.table().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn subtotals_are_those_of_a_loop(
        rows in chunks(amounts(Size::Money, true), false), dimensions in dimensions(), conditions in conditions(),
        cells in cells_max(), cube in any::<bool>(),
    ) {
        let (query, keys) = grouped(Query::new().cells_max(cells), &dimensions, &conditions);
        // amounts of two currencies never add, in a subtotal neither
        let query = query.group_by(Key::currency("amount")).within(["currency"]);
        let query = query.measure(Measure::sum("amount")).measure(Measure::count());
        let query = query.measure(Measure::distinct("donor")).measure(Measure::max("amount"));
        let query = if cube { query.cube() } else { query.rollup() };
        let mut expected: BTreeMap<Vec<KeyValue>, Cell> = BTreeMap::new();
        for kept in masks(keys.len(), cube) {
            let answer = by_hand(&rows, &kept_keys(&keys, &kept), &conditions, |row| row.amount, true);
            expected.extend(answer.into_iter().map(|(group, cell)| (spread(&group, &kept), cell)));
        }
        let table = run(&query, &frame(&rows)).unwrap();
        prop_assert_eq!(table.len(), expected.len());
        for row in table.rows() {
            let group: Vec<_> = row.keys().collect();
            let cell = &expected[&group];
            let sum = row.amount(0).unwrap();
            prop_assert_eq!(sum.low(), std::ops::Bound::Included(cell.low.minor().unwrap()), "{:?}", &group);
            prop_assert_eq!((sum.unknown(), row.count(1)), (cell.unknown, Some(cell.rows)), "{:?}", &group);
            prop_assert_eq!(row.count(2), u64::try_from(cell.donors.len()).ok(), "{:?}", &group);
            if !cell.hedged {
                prop_assert_eq!(row.amount(3).and_then(|most| most.minor()), cell.most, "{:?}", &group);
            }
        }
        // each comes after what it sums, in whichever way it was made
        let mut told = lines(&merged(&query, &rows));
        let mut whole = lines(&table);
        if !keys.is_empty() {
            let last = table.rows().last().map(|row| row.key(0));
            prop_assert!(last.is_none_or(|key| key == KeyValue::All));
        }
        told.sort();
        whole.sort();
        prop_assert_eq!(told, whole);
    }

    #[test]
    fn a_total_is_rounded_once_in_every_way(
        rows in chunks(amounts(Size::Money, false), true), dimensions in dimensions(), cells in cells_max(), cube in any::<bool>(),
        rates in prop::collection::vec((1_i64..10_i64.pow(7), 0_u32..5), 3), rounding in prop::sample::select(&Rounding::ALL),
        to in prop::sample::select(&[Currency::VND, Currency::USD][..]),
    ) {
        let (book, policy) = (book(&rates), policy(rounding).with_rounding_scope(RoundingScope::Total));
        let (query, keys) = grouped(Query::new().cells_max(cells), &dimensions, &[]);
        let query = query.measure(Measure::sum("amount")).convert_to(to, "day", &book, &policy);
        let query = if cube { query.cube() } else { query.rollup() };
        let mut parts: BTreeMap<Vec<KeyValue>, Vec<(PreparedRate, i128)>> = BTreeMap::new();
        for kept in masks(keys.len(), cube) {
            let keys = kept_keys(&keys, &kept);
            for row in rows.iter().flatten() {
                let group: Vec<KeyValue> = keys.iter().map(|(_, value)| value(row)).collect();
                let parts = parts.entry(spread(&group, &kept)).or_default();
                if let Amount::Known(minor, currency) = row.amount {
                    parts.push((book.prepare(currency, to, row.day.unwrap(), &policy).unwrap(), minor));
                }
            }
        }
        let expected: BTreeMap<_, _> = parts
            .into_iter()
            .map(|(group, parts)| {
                let parts = parts.iter().map(|(rate, minor)| (rate, *minor));
                (group, PreparedRate::convert_total(parts, to, rounding).ok())
            })
            .collect();
        prop_assume!(expected.values().all(Option::is_some));
        let mut kept_up = Cube::new(query.clone());
        for rows in &rows {
            kept_up.append(&frame(std::slice::from_ref(rows))).unwrap();
        }
        for table in [run(&query, &frame(&rows)).unwrap(), merged(&query, &rows), kept_up.table().unwrap()] {
            let found: BTreeMap<_, _> =
                table.rows().map(|row| (row.keys().collect(), row.amount(0).and_then(|it| it.minor()))).collect();
            prop_assert_eq!(&found, &expected);
        }
        // taken back, nothing is left, and the rest is as if it had never been there
        if let [first, others @ ..] = rows.as_slice() {
            kept_up.reverse(&frame(std::slice::from_ref(first))).unwrap();
            let mut again = Cube::new(query);
            for rows in others {
                again.append(&frame(std::slice::from_ref(rows))).unwrap();
            }
            prop_assert_eq!(lines(&kept_up.table().unwrap()), lines(&again.table().unwrap()));
        }
    }
}

#[test]
fn a_year_of_months_is_rounded_once_in_dollars() {
    // twelve quotients without a common denominator, divided by
    let rates = [(24_001, 0), (1, 0), (1, 0)];
    let (book, policy) = (book(&rates), policy(Rounding::HalfUp).with_rounding_scope(RoundingScope::Total));
    let row = |month: u32| Row {
        day: chrono::NaiveDate::from_ymd_opt(2023, month, 1),
        kind: None,
        donor: None,
        project: None,
        flag: None,
        amount: Amount::Known(1, CURRENCIES[0]),
    };
    let rows: Vec<Row> = (1..=12).cycle().take(2_404).map(row).collect();
    let frame: Frame = frame(&[rows]);
    let query = Query::new().measure(Measure::sum("amount")).convert_to(Currency::USD, "day", &book, &policy);
    let sum = |table: &Table| table.rows().next()?.amount(0)?.minor();
    // each đồng is 0.004 cents: nothing by itself, ten cents in all
    assert_eq!(sum(&query.run(&frame).unwrap()), Some(10));
    assert_eq!(sum(&query.partial(&frame).unwrap().table().unwrap()), Some(10));
}
