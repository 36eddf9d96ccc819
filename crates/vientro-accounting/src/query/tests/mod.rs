//! Queries against a plain loop over the same rows, in every way they can be run.

mod answers;
mod partials;

use std::collections::BTreeMap;
use std::ops::Bound;

use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;
use rust_decimal::Decimal;
use vientro_currency::{Currency, DateRule, Money, Policy, Rate, RateBook, RateKind, Rounding};

use super::*;
use crate::frame::{Column, DateColumn, FlagColumn, IntegerColumn, MoneyColumn, NameColumn};

#[derive(Clone, Debug)]
struct Line {
    kind: Option<usize>,
    day: u64,
    item: i64,
    usd: bool,
    /// `None`: unknown.
    minor: Option<i128>,
    flag: Option<bool>,
}

const KINDS: [&str; 4] = ["refund", "disbursement", "ứng trước", "commitment"];

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 11, 20).unwrap()
}

fn line() -> impl Strategy<Value = Line> {
    let minor = prop_oneof![
        6 => (-10_000_i128..10_000).prop_map(Some),
        2 => (-1_000_000_000_000_i128..1_000_000_000_000).prop_map(Some),
        1 => any::<i64>().prop_map(|it| Some(it.into())),
        1 => any::<i128>().prop_map(|it| Some(it / 1_000_000)),
        1 => Just(None),
    ];
    let kind = proptest::option::weighted(0.9, 0_usize..4);
    (kind, 0_u64..800, -3_i64..3, any::<bool>(), minor, proptest::option::of(any::<bool>()))
        .prop_map(|(kind, day, item, usd, minor, flag)| Line { kind, day, item, usd, minor, flag })
}

fn frame(lines: &[Line], chunk: usize) -> Frame {
    let mut frame = Frame::default();
    for lines in lines.chunks(chunk.max(1)) {
        // the declared order is neither that of bytes nor that of the rows
        let mut kind = NameColumn::new([KINDS[3]]);
        let (mut date, mut item, mut flag) = (DateColumn::new(), IntegerColumn::new(), FlagColumn::new());
        let mut amount = MoneyColumn::new();
        for line in lines {
            kind.push(line.kind.map(|kind| KINDS[kind]));
            date.push(Some(first_day() + Days::new(line.day)));
            item.push(Some(line.item * 1_000_000));
            flag.push(line.flag);
            let currency = if line.usd { Currency::USD } else { Currency::VND };
            match line.minor {
                Some(minor) => amount.push_minor(minor, currency),
                None => amount.push_unknown(Some(currency)),
            }
        }
        let columns =
            [("kind", kind.into()), ("date", date.into()), ("item", item.into()), ("flag", flag.into())];
        frame.append(columns.into_iter().chain([("amount", amount.into())])).unwrap();
    }
    frame
}

fn rates() -> RateBook {
    let mut book = RateBook::new();
    let mut from = NaiveDate::from_ymd_opt(2023, 11, 1).unwrap();
    for month in 0..36_i64 {
        let next = from.checked_add_months(chrono::Months::new(1)).unwrap();
        let value = Decimal::new(245_005 + 7 * month, 1);
        let rate = Rate::builder(Currency::USD, Currency::VND, value, RateKind::TreasuryAccounting);
        book.insert(rate.publisher("seed").days(from, next.pred_opt().unwrap()).build().unwrap()).unwrap();
        from = next;
    }
    book
}

fn policy(rounding: Rounding) -> Policy {
    let policy = Policy::of_kind(RateKind::TreasuryAccounting).with_date_rule(DateRule::MonthOf).unwrap();
    policy.with_rounding(rounding)
}

/// Sum, unknown and rows by year and kind, of rows whose flag is not missing; `None` past 128 bits.
fn naive(
    lines: &[Line],
    book: &RateBook,
    policy: &Policy,
) -> BTreeMap<(i32, usize), (Option<i128>, u64, u64)> {
    let mut groups = BTreeMap::new();
    for line in lines.iter().filter(|line| line.flag.is_some()) {
        let day = first_day() + Days::new(line.day);
        // declared first, then by bytes, missing last
        let rank = line.kind.map_or(4, |kind| [2, 1, 3, 0][kind]);
        let entry = groups.entry((day.year(), rank)).or_insert((Some(state::WideSum::default()), 0, 0));
        entry.2 += 1;
        let Some(minor) = line.minor else {
            entry.1 += 1;
            continue;
        };
        let from = if line.usd { Currency::USD } else { Currency::VND };
        let rate = book.prepare(from, Currency::VND, day, policy).unwrap();
        let converted = rate.convert_minor(minor).unwrap();
        if let Some(sum) = &mut entry.0 {
            sum.add(state::WideSum::new(converted, 0));
        }
    }
    groups
        .into_iter()
        .map(|(key, (sum, unknown, rows))| (key, (sum.and_then(state::WideSum::number), unknown, rows)))
        .collect()
}

fn told(table: &Table) -> Vec<String> {
    let cell = |row: &Row<'_>, measure: usize| match row.amount(measure) {
        Some(cell) => {
            format!("{:?} {:?} {:?} {:?}", cell.low(), cell.high(), cell.unknown(), cell.currency())
        }
        None => format!("{:?}", row.count(measure)),
    };
    let measures = table.measure_names().count();
    let line = |row: Row<'_>| {
        let keys: Vec<String> = row.keys().map(|key| format!("{key:?}")).collect();
        let cells: Vec<String> = (0..measures).map(|measure| cell(&row, measure)).collect();
        format!("{} | {}", keys.join(", "), cells.join(" | "))
    };
    table.rows().map(line).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn sums_equal_a_plain_loop(lines in proptest::collection::vec(line(), 0..60), chunk in 1_usize..30, mode in 0_usize..2) {
        let (book, policy) = (rates(), policy([Rounding::HalfUp, Rounding::HalfEven][mode]));
        let frame = frame(&lines, chunk);
        let query = || {
            Query::new()
                .group_by(Key::year("date"))
                .group_by(Key::column("kind"))
                .measure(Measure::sum("amount"))
                .measure(Measure::unknown("amount"))
                .measure(Measure::count())
                .filter(Filter::missing("flag").inverted())
                .convert_to(Currency::VND, "date", &book, &policy)
        };
        if frame.rows() == 0 {
            let refused = matches!(query().run(&frame), Err(QueryError::Column { .. }));
            prop_assert!(refused);
            return Ok(());
        }
        let expected = naive(&lines, &book, &policy);
        let whole = expected.values().all(|(sum, ..)| sum.is_some());
        for cells in [0, 1 << 20] {
            let table = match query().cells_max(cells).run(&frame) {
                Ok(table) => table,
                Err(QueryError::Overflow { .. }) if !whole => continue,
                Err(error) => return Err(TestCaseError::fail(error.to_string())),
            };
            prop_assert!(whole);
            let found: Vec<_> = table.rows().map(|row| {
                let rank = match row.key(1) {
                    KeyValue::Name(name) => [2, 1, 3, 0][KINDS.iter().position(|it| **it == *name).unwrap()],
                    _ => 4,
                };
                let KeyValue::Year(year) = row.key(0) else { panic!() };
                ((year, rank), (row.amount(0).unwrap().minor(), row.count(1).unwrap(), row.count(2).unwrap()))
            }).collect();
            prop_assert_eq!(found, expected.clone().into_iter().collect::<Vec<_>>());
        }
        // without a filter and a count of rows
        let all: Vec<Line> = lines.iter().map(|line| Line { flag: Some(true), ..line.clone() }).collect();
        let bare = Query::new().group_by(Key::year("date")).group_by(Key::column("kind")).measure(Measure::sum("amount"));
        let sums: Option<Vec<i128>> = naive(&all, &book, &policy).into_values().map(|(sum, ..)| sum).collect();
        for cells in [0, 1 << 20] {
            let bare = bare.clone().convert_to(Currency::VND, "date", &book, &policy).cells_max(cells);
            let found = bare.run(&frame).map(|table| table.rows().map(|row| row.amount(0).unwrap().minor().unwrap()).collect());
            prop_assert_eq!(found.as_ref().ok(), sums.as_ref());
        }
    }

    #[test]
    fn every_way_of_running_gives_the_same(
        lines in proptest::collection::vec(line(), 1..50), chunk in 1_usize..20, split in 0_usize..50,
    ) {
        let (book, policy) = (rates(), policy(Rounding::HalfUp));
        let net = || Measure::sum("amount").signed("kind", ["disbursement"], ["refund"]);
        let query = || {
            Query::new()
                .group_by(Key::column("kind"))
                .group_by(Key::quarter("date"))
                .measure(Measure::sum("amount"))
                .measure(net().named("net"))
                .measure(Measure::difference("rest", "sum of amount", "net"))
                .measure(Measure::min("amount"))
                .measure(Measure::max("amount").only(Filter::flag("flag", true)))
                .measure(Measure::last("amount", "date"))
                .measure(Measure::distinct("item"))
                .convert_to(Currency::VND, "date", &book, &policy)
        };
        let one = frame(&lines, lines.len());
        let told_of = |result: Result<Table, QueryError>| result.map(|table| told(&table)).map_err(|error| error.to_string());
        let whole = told_of(query().run(&one));
        let mut turned = lines.clone();
        turned.reverse();
        prop_assert_eq!(&told_of(query().run(&frame(&turned, chunk))), &whole);
        prop_assert_eq!(&told_of(query().run(&frame(&lines, chunk))), &whole);
        prop_assert_eq!(&told_of(query().cells_max(0).run(&one)), &whole);
        prop_assert_eq!(&told_of(query().partial(&one).and_then(|partial| partial.table())), &whole);
        let (left, right) = lines.split_at(split.min(lines.len()));
        if !left.is_empty() && !right.is_empty() {
            let (a, b) = (query().partial(&frame(left, chunk)).unwrap(), query().partial(&frame(right, chunk)).unwrap());
            let merged = a.clone().merge(&b).unwrap();
            prop_assert_eq!(&merged, &b.merge(&a).unwrap());
            prop_assert_eq!(&told_of(merged.table()), &whole);
        }
    }

    #[test]
    fn a_cube_equals_the_query_after_every_change(
        lines in proptest::collection::vec(line(), 2..24), kept in proptest::collection::vec(any::<bool>(), 24), listed in any::<bool>(),
    ) {
        let (book, policy) = (rates(), policy(Rounding::HalfUp));
        let query = || {
            let query = Query::new()
                .group_by(Key::column("kind"))
                .group_by(Key::year("date"))
                .measure(Measure::sum("amount"))
                .measure(Measure::count())
                .convert_to(Currency::VND, "date", &book, &policy)
                .cube();
            if listed {
                query
                    .measure(Measure::min("amount"))
                    .measure(Measure::first("amount", "date"))
                    .measure(Measure::max("amount").signed("kind", ["disbursement"], ["refund"]))
                    .measure(Measure::distinct("item"))
            } else {
                query
            }
        };
        let mut cube = Cube::new(query());
        for lines in lines.chunks(3) {
            cube.append(&frame(lines, 2)).unwrap();
        }
        let told_of = |result: Result<Table, QueryError>| result.map(|table| told(&table)).map_err(|error| error.to_string());
        prop_assert_eq!(told_of(cube.table()), told_of(query().run(&frame(&lines, 5))));
        let (stays, goes): (Vec<_>, Vec<_>) = lines.iter().cloned().zip(kept).partition(|(_, kept)| *kept);
        for (line, _) in &goes {
            cube.reverse(&frame(std::slice::from_ref(line), 1)).unwrap();
        }
        let stays: Vec<Line> = stays.into_iter().map(|(line, _)| line).collect();
        if stays.is_empty() {
            prop_assert!(cube.is_empty());
        } else {
            prop_assert_eq!(told_of(cube.table()), told_of(query().run(&frame(&stays, 5))));
        }
    }

    #[test]
    fn the_rows_behind_a_cell_make_it(lines in proptest::collection::vec(line(), 1..40), chunk in 1_usize..20) {
        let all = frame(&lines, chunk);
        let query = Query::new()
            .group_by(Key::column("kind"))
            .group_by(Key::month("date"))
            .group_by(Key::column("item"))
            .measure(Measure::count())
            .filter(Filter::any([Filter::flag("flag", true), Filter::missing("flag")]));
        let mut seen = Vec::new();
        for row in query.run(&all).unwrap().rows() {
            let keys: Vec<KeyValue> = row.keys().collect();
            let rows = query.rows_behind(&all, &keys).unwrap();
            prop_assert_eq!(Some(u64::try_from(rows.len()).unwrap()), row.count(0));
            for row in rows {
                prop_assert_eq!(KeyValue::Integer(lines[row].item * 1_000_000), keys[2].clone());
                prop_assert_ne!(lines[row].flag, Some(false));
                seen.push(row);
            }
        }
        seen.sort_unstable();
        let passing: Vec<usize> = (0..lines.len()).filter(|row| lines[*row].flag != Some(false)).collect();
        prop_assert_eq!(seen, passing);
    }

    #[test]
    fn subtotals_are_the_sums_of_what_they_cover(lines in proptest::collection::vec(line(), 1..40)) {
        let lines: Vec<Line> = lines.into_iter().map(|line| Line { minor: line.minor.map(|it| it % 1_000_000), usd: false, ..line }).collect();
        let frame = frame(&lines, 9);
        let base = || Query::new().group_by(Key::column("kind")).group_by(Key::year("date")).measure(Measure::sum("amount"));
        let rollup = base().rollup().run(&frame).unwrap();
        let by_kind = Query::new().group_by(Key::column("kind")).measure(Measure::sum("amount")).run(&frame).unwrap();
        let of_kind: Vec<_> = rollup.rows().filter(|row| row.key(1) == KeyValue::All && row.key(0) != KeyValue::All).map(|row| (row.key(0), row.amount(0))).collect();
        prop_assert_eq!(of_kind, by_kind.rows().map(|row| (row.key(0), row.amount(0))).collect::<Vec<_>>());
        let grand = rollup.rows().last().unwrap();
        prop_assert!(grand.keys().all(|key| key == KeyValue::All));
        let all = Query::new().measure(Measure::sum("amount")).run(&frame).unwrap();
        prop_assert_eq!(grand.amount(0), all.row(0).unwrap().amount(0));
        let years = Query::new().group_by(Key::year("date")).measure(Measure::sum("amount")).run(&frame).unwrap().len();
        prop_assert_eq!(base().cube().run(&frame).unwrap().len(), rollup.len() + years);
    }
}

/// Many rows pass, few or none, so that they are taken with marks, picked in both ways or passed over; the last block is short.
#[test]
fn many_rows_are_summed_as_few_are() {
    let lines: Vec<Line> = (0..9_001_u64)
        .map(|row| Line {
            kind: if row % 41 == 0 {
                None
            } else {
                Some([1, 1, 0, 1, 3, 2][usize::try_from(row * 7 / 3 % 6).unwrap()])
            },
            day: row * 37 % 800,
            item: if row < 4_096 { 0 } else { i64::try_from(row % 6).unwrap() - 3 },
            usd: row % 3 == 0,
            // now and then a part that needs 128 bits, or an amount that is not known
            minor: match row % 1_997 {
                5 => Some(i128::from(i64::MAX) - i128::from(row)),
                6 => None,
                _ => Some(i128::from(row * 7_919 % 1_000_003) * 25 - 12_500_000),
            },
            flag: Some(row % 5 != 0),
        })
        .collect();
    let (book, policy) = (rates(), policy(Rounding::HalfEven));
    let frame = frame(&lines, 6_000);
    let net = || Measure::sum("amount").signed("kind", ["disbursement"], ["refund"]).named("net");
    let filters = [
        None,
        Some(Filter::flag("flag", true)),
        Some(Filter::flag("flag", false)),
        Some(Filter::between("item", 1_000_000, 1_000_000)),
        Some(Filter::missing("flag")),
    ];
    for (number, filter) in filters.into_iter().enumerate() {
        let passes = |line: &Line| match number {
            0 => true,
            1 => line.flag == Some(true),
            2 => line.flag == Some(false),
            3 => line.item == 1,
            _ => false,
        };
        let query =
            Query::new().convert_to(Currency::VND, "date", &book, &policy).group_by(Key::year("date"));
        let query = query.group_by(Key::column("kind")).measure(net()).measure(Measure::sum("amount"));
        let query = filter.into_iter().fold(query, Query::filter);
        let mut expected: BTreeMap<(i32, Option<usize>), [i128; 2]> = BTreeMap::new();
        for line in lines.iter().filter(|line| passes(line)) {
            let day = first_day() + Days::new(line.day);
            let from = if line.usd { Currency::USD } else { Currency::VND };
            let rate = book.prepare(from, Currency::VND, day, &policy).unwrap();
            let minor = line.minor.map_or(0, |minor| rate.convert_minor(minor).unwrap());
            let [net, all] = expected.entry((day.year(), line.kind)).or_default();
            *net += match line.kind {
                Some(1) => minor,
                Some(0) => -minor,
                _ => 0,
            };
            *all += minor;
        }
        for cells_max in [1, 8 << 20] {
            let table = query.clone().cells_max(cells_max).run(&frame).unwrap();
            let mut found = BTreeMap::new();
            for row in table.rows() {
                let (KeyValue::Year(year), kind) = (row.key(0), row.key(1)) else {
                    panic!("{:?}", row.key(0))
                };
                let kind = KINDS.iter().position(|name| KeyValue::Name((*name).into()) == kind);
                let known = |measure| row.amount(measure).unwrap().minor().unwrap();
                found.insert((year, kind), [known(0), known(1)]);
            }
            assert_eq!(found, expected, "{cells_max} cells");
        }
    }
}

#[test]
fn a_policy_may_round_each_sum_once() {
    let book = rates();
    let each = policy(Rounding::HalfUp);
    let once = each.clone().with_rounding_scope(vientro_currency::RoundingScope::Total);
    let (mut amount, mut date) = (MoneyColumn::new(), DateColumn::new());
    for (day, minor, currency) in [
        ("2023-11-20", 101, Currency::USD),
        ("2023-12-20", 101, Currency::USD),
        ("2024-01-05", 7, Currency::VND),
        ("2024-01-06", 101, Currency::USD),
    ] {
        date.push(Some(day.parse().unwrap()));
        amount.push_minor(minor, currency);
    }
    let frame = Frame::from_columns([("amount", amount.into()), ("date", date.into())]).unwrap();
    let sum = |policy: &Policy, cells: u64| {
        let query = Query::new().measure(Measure::sum("amount")).measure(Measure::max("amount"));
        let table =
            query.cells_max(cells).convert_to(Currency::VND, "date", &book, policy).run(&frame).unwrap();
        let row = table.row(0).unwrap();
        (row.amount(0).unwrap().minor(), row.amount(1).unwrap().minor())
    };
    // 24745.505 + 24746.212 + 24746.919 + 7
    assert_eq!(sum(&each, 1000), (Some(24_746 + 24_746 + 24_747 + 7), Some(24_747)));
    for cells in [0, 1 << 20] {
        assert_eq!(sum(&once, cells), (Some(74_246), Some(24_747)));
    }
    let query = Query::new().measure(Measure::sum("amount")).convert_to(Currency::VND, "date", &book, &once);
    let parts = query.partial(&frame).unwrap();
    let twice = parts.clone().merge(&parts).unwrap().table().unwrap();
    // 148491.272, not twice 74246
    assert_eq!(twice.row(0).unwrap().amount(0).unwrap().minor(), Some(148_491));
}

#[test]
fn numbers_far_apart_are_grouped_too() {
    let (mut item, mut amount) = (IntegerColumn::new(), MoneyColumn::new());
    for value in [Some(i64::MAX), None, Some(i64::MIN), Some(0), Some(i64::MAX)] {
        item.push(value);
        amount.push_minor(1, Currency::VND);
    }
    let frame = Frame::from_columns([("item", item.into()), ("amount", amount.into())]).unwrap();
    let table = Query::new().group_by(Key::column("item")).measure(Measure::count()).run(&frame).unwrap();
    let found: Vec<_> = table.rows().map(|row| (row.key(0), row.count(0))).collect();
    let number = KeyValue::Integer;
    assert_eq!(
        found,
        [
            (number(i64::MIN), Some(1)),
            (number(0), Some(1)),
            (number(i64::MAX), Some(2)),
            (KeyValue::Missing, Some(1))
        ]
    );
}

/// One group a day of amounts in đồng.
fn amounts(days: &[(&str, &str, i128)]) -> Frame {
    Frame::from_columns(columns(days)).unwrap()
}

fn columns(days: &[(&str, &str, i128)]) -> [(&'static str, Column); 3] {
    let (mut name, mut date, mut amount) = (NameColumn::default(), DateColumn::new(), MoneyColumn::new());
    for (place, day, minor) in days {
        name.push(Some(place));
        date.push(Some(day.parse().unwrap()));
        amount.push_minor(*minor, Currency::VND);
    }
    [("name", name.into()), ("date", date.into()), ("amount", amount.into())]
}

#[test]
fn hedged_amounts_keep_both_ends_and_unknown_ones_are_counted() {
    let mut amount = MoneyColumn::new();
    let dong = Money::vnd;
    amount.push_minor(100, Currency::VND);
    amount.push_interval(
        &vientro_core::Interval::try_new(Bound::Included(dong(18)), Bound::Excluded(dong(19))).unwrap(),
    );
    amount.push_unknown(None);
    let frame = Frame::from_columns([("amount", amount.into())]).unwrap();
    let table =
        Query::new().measure(Measure::sum("amount")).measure(Measure::max("amount")).run(&frame).unwrap();
    let cell = table.row(0).unwrap().amount(0).unwrap();
    assert_eq!((cell.low(), cell.high(), cell.unknown()), (Bound::Included(118), Bound::Excluded(119), 1));
    assert_eq!(cell.minor(), None);
    assert!(cell.complete().unwrap().is_unknown());
    assert_eq!(table.row(0).unwrap().amount(1).unwrap().minor(), Some(100));
}

#[test]
fn a_missing_rate_names_its_row() {
    let (book, policy) = (rates(), policy(Rounding::HalfUp));
    let mut amount = MoneyColumn::new();
    let mut date = DateColumn::new();
    for (day, currency) in
        [("2023-11-20", Currency::USD), ("2023-11-20", Currency::VND), ("2019-01-01", Currency::USD)]
    {
        amount.push_minor(5, currency);
        date.push(Some(day.parse().unwrap()));
    }
    let frame = Frame::from_columns([("amount", amount.into()), ("date", date.into())]).unwrap();
    let query =
        Query::new().measure(Measure::sum("amount")).convert_to(Currency::VND, "date", &book, &policy);
    assert!(matches!(query.run(&frame), Err(QueryError::Rate { row: 2, .. })));
    let late = Filter::days("date", first_day(), first_day());
    assert!(query.filter(late).run(&frame).is_ok());
}

#[test]
fn only_the_rates_of_days_that_count_are_prepared_and_each_row_has_its_own() {
    let (book, policy) = (rates(), policy(Rounding::HalfUp));
    // days out of order, one of a month without a rate; most of them count, few, none
    let day = |row: u64| first_day() + Days::new(row * 7_919 % 1_000);
    let lines: Vec<Line> = (0..1_000)
        .map(|row| Line {
            kind: None,
            day: row * 7_919 % 1_000,
            item: 0,
            usd: row % 3 > 0,
            minor: Some(7_777),
            flag: None,
        })
        .chain([Line { kind: None, day: 5_000, item: 0, usd: true, minor: Some(1), flag: None }])
        .collect();
    let frame = frame(&lines, 300);
    for (first, last) in [(10, 990), (40, 44), (300, 600), (2_000, 3_000)] {
        let (first, last) = (first_day() + Days::new(first), first_day() + Days::new(last));
        let query = Query::new().filter(Filter::days("date", first, last)).measure(Measure::sum("amount"));
        let query = query.convert_to(Currency::VND, "date", &book, &policy);
        let expected: i128 = (0..1_000)
            .filter(|row| first <= day(*row) && day(*row) <= last)
            .map(|row| {
                if row % 3 == 0 {
                    return 7_777;
                }
                let cents = Money::from_minor(7_777, Currency::USD).unwrap();
                book.convert(&cents, Currency::VND, day(row), &policy).unwrap().to().minor()
            })
            .sum();
        let table = query.run(&frame).unwrap();
        let sum = table.row(0).map_or(0, |row| row.amount(0).unwrap().minor().unwrap());
        assert_eq!(sum, expected, "{first} to {last}");
    }
}

#[test]
fn no_plan_is_larger_than_its_frame_because_of_one_value() {
    let (mut item, mut date, mut amount) = (IntegerColumn::new(), DateColumn::new(), MoneyColumn::new());
    for (value, day) in [(3, "2024-06-01"), (4_000_000_000, "9024-06-01"), (3, "0024-12-20")] {
        item.push(Some(value));
        date.push(Some(day.parse().unwrap()));
        amount.push_minor(1, Currency::VND);
    }
    let columns = [("item", item.into()), ("date", date.into()), ("amount", amount.into())];
    let frame = Frame::from_columns(columns).unwrap();
    let query = |key: Key| {
        Query::new().group_by(key).measure(Measure::sum("amount")).measure(Measure::distinct("item"))
    };
    for (key, values) in [
        (Key::column("item"), "2 values, by search"),
        (Key::column("date"), "3 values, by a table of days"),
        (Key::administrative_year("date"), "3 values, by a table of days"),
        (Key::month("date"), "3 values, by a table of days"),
    ] {
        let plan = query(key).explain(&frame).unwrap();
        assert!(plan.contains(values), "{plan}");
    }
    let table = query(Key::administrative_year("date")).run(&frame).unwrap();
    let years: Vec<_> = table.rows().map(|row| row.key(0)).collect();
    assert_eq!(years, [25, 2024, 9024].map(KeyValue::AdministrativeYear));
    let behind = |value| query(Key::column("item")).rows_behind(&frame, &[KeyValue::Integer(value)]).unwrap();
    assert_eq!((behind(3), behind(4_000_000_000), behind(4)), (vec![0, 2], vec![1], vec![]));
}

#[test]
fn cells_are_laid_out_only_for_about_as_many_rows() {
    let key = |name: &str| (0..300).map(|it| format!("{name}{it}")).collect::<Vec<_>>();
    let plan = |rows: usize| {
        let (mut one, mut other) = (NameColumn::new(key("a")), NameColumn::new(key("b")));
        for row in 0..rows {
            one.push(Some(&format!("a{}", row % 300)));
            other.push(Some(&format!("b{}", row % 300)));
        }
        let frame = Frame::from_columns([("one", one.into()), ("other", other.into())]).unwrap();
        let query = Query::new().group_by(Key::column("one")).group_by(Key::column("other"));
        query.measure(Measure::count()).explain(&frame).unwrap()
    };
    // 90,000 combinations
    assert!(plan(22_499).contains("group by hash"), "{}", plan(22_499));
    assert!(plan(22_500).contains("group by position in 90000 cells"), "{}", plan(22_500));
}

#[test]
fn without_amounts_a_converted_sum_is_zero() {
    let (book, policy) = (rates(), policy(Rounding::HalfUp));
    let query = || {
        let query = Query::new().measure(Measure::sum("amount")).measure(Measure::unknown("amount"));
        query.convert_to(Currency::VND, "date", &book, &policy)
    };
    let frame = |rows: usize, day: Option<NaiveDate>| {
        let (mut amount, mut date) = (MoneyColumn::new(), DateColumn::new());
        for _ in 0..rows {
            amount.push_unknown(None);
            date.push(day);
        }
        Frame::from_columns([("amount", amount.into()), ("date", date.into())]).unwrap()
    };
    assert_eq!(query().run(&frame(0, None)).map(|table| table.len()), Ok(0));
    assert_eq!(
        query().partial(&frame(0, None)).and_then(|partial| partial.table()).map(|it| it.len()),
        Ok(0)
    );
    for day in [None, Some(first_day())] {
        let table = query().run(&frame(3, day)).unwrap();
        let row = table.row(0).unwrap();
        let sum = row.amount(0).unwrap();
        assert_eq!((sum.minor(), sum.currency(), sum.unknown()), (Some(0), Some(Currency::VND), 3));
        assert_eq!((table.len(), row.count(1)), (1, Some(3)));
    }
}
