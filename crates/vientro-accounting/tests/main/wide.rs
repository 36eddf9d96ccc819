//! Goal: keys with more combinations than 64 bits count are grouped all the same, in every way a query can be run. Method: ten columns of
//! numbers, whose combinations are more than 2^64, beside an ordered map; every answer again by partials, from CSV, kept up to date.

use std::collections::BTreeMap;

use proptest::prelude::*;
use vientro_accounting::frame::{CsvLayout, CsvOptions, Frame, IntegerColumn, MoneyColumn};
use vientro_accounting::query::{Cube, Filter, Key, KeyValue, Measure, Query, Table};
use vientro_currency::Currency;

const KEYS: usize = 10;

type Line = ([u8; KEYS], Option<i64>);

/// Half of the rows have the numbers of the row before in most columns, so that groups have more than one.
fn lines() -> impl Strategy<Value = Vec<Line>> {
    let line = (any::<[u8; KEYS]>(), prop::option::weighted(0.9, any::<i64>()), 0_usize..4);
    prop::collection::vec(line, 50..100).prop_map(|lines| {
        let mut all: Vec<Line> = vec![([0; KEYS], Some(1)), ([255; KEYS], None)];
        for (numbers, amount, same) in lines {
            let numbers = if same == 0 { numbers } else { all[all.len() - same.min(2)].0 };
            all.push((numbers, amount));
        }
        all
    })
}

fn name(column: usize) -> String {
    format!("k{column}")
}

fn frame(lines: &[Line], cut: usize) -> Frame {
    let mut frame = Frame::default();
    for lines in lines.chunks(cut) {
        let (mut numbers, mut amount) = (vec![IntegerColumn::new(); KEYS], MoneyColumn::new());
        for (values, minor) in lines {
            for (column, value) in numbers.iter_mut().zip(values) {
                column.push(Some((*value).into()));
            }
            match minor {
                Some(minor) => amount.push_minor((*minor).into(), Currency::VND),
                None => amount.push_unknown(Some(Currency::VND)),
            }
        }
        let columns = numbers.into_iter().enumerate().map(|(place, column)| (name(place), column.into()));
        frame.append(columns.chain([("amount".to_owned(), amount.into())])).unwrap();
    }
    frame
}

fn csv(lines: &[Line]) -> String {
    let mut text = (0..KEYS).map(name).collect::<Vec<_>>().join(",") + ",amount\n";
    for (values, minor) in lines {
        for value in values {
            text.extend([&value.to_string(), ","]);
        }
        text += &minor.map_or_else(String::new, |minor| minor.to_string());
        text.push('\n');
    }
    text
}

type Groups = BTreeMap<Vec<i64>, (i128, u64, u64)>;

fn told(table: &Table) -> Groups {
    let numbers = |row: &vientro_accounting::query::Row<'_>| {
        row.keys()
            .map(|key| match key {
                KeyValue::Integer(number) => number,
                // a subtotal comes last
                _ => i64::MAX,
            })
            .collect()
    };
    let line = |row: vientro_accounting::query::Row<'_>| {
        let sum = row.amount(0).unwrap();
        (numbers(&row), (sum.minor().unwrap(), sum.unknown(), row.count(1).unwrap()))
    };
    let lines: Vec<_> = table.rows().map(line).collect();
    assert!(lines.is_sorted());
    lines.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn wide_keys_are_grouped_as_by_a_map(lines in lines(), cut in 1_usize..50, split in 50_usize..100, filtered in any::<bool>()) {
        let mut query = (0..KEYS).fold(Query::new(), |query, place| query.group_by(Key::column(name(place))));
        query = query.measure(Measure::sum("amount")).measure(Measure::count());
        let passes = |line: &Line| !filtered || (10..240).contains(&line.0[3]);
        if filtered {
            query = query.filter(Filter::between("k3", 10, 239));
        }
        let mut expected = Groups::new();
        for (values, minor) in lines.iter().filter(|line| passes(line)) {
            let group = expected.entry(values.iter().map(|it| i64::from(*it)).collect()).or_default();
            group.0 += i128::from(minor.unwrap_or(0));
            group.1 += u64::from(minor.is_none());
            group.2 += 1;
        }
        let whole = frame(&lines, cut);
        // the first two rows see to it
        let plan = query.explain(&whole).unwrap();
        prop_assert!(plan.contains("more combinations than 64 bits count"), "{}", plan);
        prop_assert_eq!(told(&query.run(&whole).unwrap()), expected.clone());

        let (left, right) = lines.split_at(split.min(lines.len() - 1));
        let (left, right) = (frame(left, cut), frame(right, cut));
        let merged = query.partial(&left).unwrap().merge(&query.partial(&right).unwrap()).unwrap();
        prop_assert_eq!(&merged, &query.partial(&right).unwrap().merge(&query.partial(&left).unwrap()).unwrap());
        prop_assert_eq!(told(&merged.table().unwrap()), expected.clone());

        let mut cube = Cube::new(query.clone());
        cube.append(&left).unwrap();
        cube.append(&right).unwrap();
        prop_assert_eq!(told(&cube.table().unwrap()), expected.clone());
        cube.reverse(&whole).unwrap();
        prop_assert!(cube.is_empty());

        let layout = (0..KEYS).fold(CsvLayout::new(), |layout, place| layout.numbers(name(place)));
        let layout = layout.amounts_in("amount", Currency::VND);
        let mut options = CsvOptions::default();
        options.block_bytes = 40;
        prop_assert_eq!(told(&query.run_csv(csv(&lines).as_bytes(), &layout, &options).unwrap()), expected.clone());

        let rollup = told(&query.clone().rollup().run(&whole).unwrap());
        prop_assert!(expected.iter().all(|(keys, group)| rollup.get(keys) == Some(group)));
        let count: u64 = expected.values().map(|group| group.2).sum();
        prop_assert_eq!(rollup.get(&vec![i64::MAX; KEYS]).map_or(0, |group| group.2), count);

        for (keys, group) in &expected {
            let keys: Vec<_> = keys.iter().map(|number| KeyValue::Integer(*number)).collect();
            let rows = query.rows_behind(&whole, &keys).unwrap();
            let behind: i128 = rows.iter().map(|row| i128::from(lines[*row].1.unwrap_or(0))).sum();
            prop_assert_eq!((u64::try_from(rows.len()).unwrap(), behind), (group.2, group.0));
        }
    }
}
