//! Goal: the order of rows is known and never trusted, and whatever is left unread because of it changes no answer. Method: random chunks
//! against definitions over all pairs of rows; long columns, sorted, clustered or in no order, beside a plain loop over the same rows.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use vientro_accounting::frame::{
    DateColumn, FlagColumn, Frame, FrameError, IntegerColumn, MoneyColumn, NameColumn, Order,
};
use vientro_accounting::query::{Filter, Key, KeyValue, Measure, Query};
use vientro_currency::Currency;

use crate::rows::{Size, amounts, chunks, frame};
use crate::support::date;

/// By its definition.
fn order_of<T: Ord + Copy>(values: &[Option<T>], ascends: bool) -> Order {
    if ascends && values.iter().all(Option::is_some) && values.is_sorted() {
        return Order::Sorted;
    }
    let comes_back =
        |row: usize| row > 0 && values[row - 1] != values[row] && values[..row].contains(&values[row]);
    if (0..values.len()).any(comes_back) { Order::Mixed } else { Order::Clustered }
}

proptest! {
    #[test]
    fn an_order_is_what_the_rows_have(mut rows in chunks(amounts(Size::Narrow, false), false), sorted in any::<bool>()) {
        if sorted {
            let mut all = rows.concat();
            all.sort_by_key(|row| (row.project, row.flag));
            for chunk in &mut rows {
                *chunk = all.drain(..chunk.len()).collect();
            }
        }
        let frame = frame(&rows);
        let all = rows.concat();
        let projects: Vec<_> = all.iter().map(|row| row.project).collect();
        let flags: Vec<_> = all.iter().map(|row| row.flag).collect();
        let expected = order_of(&projects, true);
        // numbers that only stand together are known to where that is said
        let learned = if expected == Order::Clustered { Order::Mixed } else { expected };
        prop_assert_eq!(frame.order("project"), Ok(learned));
        prop_assert_eq!(frame.order("flag"), Ok(order_of(&flags, false)));
        for declared in [Order::Sorted, Order::Clustered] {
            let mut said = frame.clone();
            let holds = expected == Order::Sorted || expected == declared;
            prop_assert_eq!(said.declare_order("project", declared).is_ok(), holds);
            prop_assert_eq!(said.order("project"), Ok(if holds { expected } else { learned }));
        }
    }

    #[test]
    fn a_chunk_that_breaks_what_was_said_is_refused_and_changes_nothing(
        values in prop::collection::vec(prop::option::weighted(0.95, 0_i64..6), 1..30), cut in 0_usize..30, sort in any::<bool>(),
    ) {
        let mut values = values;
        let cut = cut.min(values.len());
        if sort {
            values[..cut].sort_unstable();
        }
        let named = |values: &[Option<i64>]| {
            let (mut number, mut name) = (IntegerColumn::new(), NameColumn::default());
            for value in values {
                number.push(*value);
                name.push(value.map(|it| format!("n{it}")).as_deref());
            }
            [("number", number.into()), ("name", name.into())]
        };
        for (column, order) in [("number", Order::Sorted), ("number", Order::Clustered), ("name", Order::Clustered)] {
            let mut frame = Frame::from_columns(named(&values[..cut])).unwrap();
            if frame.declare_order(column, order).is_err() {
                continue;
            }
            let is_kept = match order_of(&values, column == "number") {
                Order::Sorted => true,
                found => found == order,
            };
            let before = format!("{frame:?}");
            let appended = frame.append(named(&values[cut..]));
            prop_assert_eq!(appended.is_ok(), is_kept, "{} {:?}", column, order);
            if let Err(FrameError::Order { row, .. }) = appended {
                // what stands before it is in order
                let whole = order_of(&values[..row], column == "number");
                prop_assert!(whole == Order::Sorted || whole == order);
                prop_assert_eq!(format!("{frame:?}").len(), before.len());
                prop_assert_eq!(frame.rows(), cut);
            }
        }
    }
}

#[test]
fn what_cannot_be_ordered_is_refused() {
    let (mut amount, mut flag) = (MoneyColumn::new(), FlagColumn::new());
    amount.push_minor(1, Currency::VND);
    flag.push(Some(true));
    let mut frame = Frame::from_columns([("amount", amount.into()), ("flag", flag.into())]).unwrap();
    let mut refused = |name, order| frame.declare_order(name, order).unwrap_err().to_string();
    assert_eq!(
        refused("amount", Order::Clustered),
        "column `amount` is of money, expected names, numbers, days or flags"
    );
    assert_eq!(refused("flag", Order::Sorted), "column `flag` is of flags, expected numbers or days");
    assert_eq!(refused("paid", Order::Sorted), "no column is named `paid`");
    let numbers = |values: [i64; 3]| {
        let mut column = IntegerColumn::new();
        for value in values {
            column.push(Some(value));
        }
        [("number", column.into())]
    };
    let mut frame = Frame::from_columns(numbers([1, 2, 1])).unwrap();
    let mut refused = |order| frame.declare_order("number", order).unwrap_err().to_string();
    assert_eq!(
        [refused(Order::Sorted), refused(Order::Clustered)],
        [
            "row 2 breaks the order of column `number`, expected no value missing or less than the one before",
            "row 2 breaks the order of column `number`, expected the rows of each value to stand together",
        ]
    );
}

/// How the rows of a long frame stand.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Standing {
    Ascending,
    Descending,
    Shuffled,
}

const LONG: u64 = 140_000;

/// The group of all rows.
const ALL: u64 = u64::MAX;

/// Day, donor, project and amount; some days and amounts are missing.
type Line = (Option<NaiveDate>, String, i64, Option<i128>);

/// Does the plain loop count it?
type Passes<'a> = &'a dyn Fn(&Line) -> bool;

fn row(row: u64, standing: Standing) -> Line {
    let place = match standing {
        Standing::Ascending => row,
        Standing::Descending => LONG - 1 - row,
        Standing::Shuffled => row * 7_919 % LONG,
    };
    let day = NaiveDate::from_ymd_opt(2015, 1, 1).unwrap() + Days::new(place / 35);
    let dated = standing != Standing::Shuffled || !row.is_multiple_of(97);
    let amount = (!row.is_multiple_of(31)).then_some(i128::from(row * 6_151 % 10_007) - 5_000);
    (dated.then_some(day), format!("d{:02}", place * 40 / LONG), i64::try_from(place / 3).unwrap(), amount)
}

fn long(standing: Standing) -> Frame {
    let (mut days, mut donors) = (DateColumn::new(), NameColumn::default());
    let (mut projects, mut amounts) = (IntegerColumn::new(), MoneyColumn::new());
    for number in 0..LONG {
        let (day, donor, project, amount) = row(number, standing);
        days.push(day);
        donors.push(Some(&donor));
        projects.push(Some(project));
        match amount {
            Some(minor) => amounts.push_minor(minor, Currency::VND),
            None => amounts.push_unknown(Some(Currency::VND)),
        }
    }
    let columns = [("day", days.into()), ("donor", donors.into()), ("project", projects.into())];
    Frame::from_columns(columns.into_iter().chain([("amount", amounts.into())])).unwrap()
}

/// How many rows a plan reads.
fn read(query: &Query<'_>, frame: &Frame) -> u64 {
    let plan = query.explain(frame).unwrap();
    plan.split(' ').nth(1).unwrap().parse().unwrap()
}

#[test]
fn filters_leave_unread_what_cannot_pass() {
    for standing in [Standing::Ascending, Standing::Descending, Standing::Shuffled] {
        let frame = long(standing);
        let rows: Vec<_> = (0..LONG).map(|number| row(number, standing)).collect();
        let year = |year: i32| KeyValue::Year(year);
        let cases: [(Filter, Passes<'_>, u64); 7] = [
            (
                Filter::days("day", date("2018-01-01"), date("2018-06-30")),
                &|it| it.0.is_some_and(|day| date("2018-01-01") <= day && day <= date("2018-06-30")),
                3,
            ),
            (
                Filter::days("day", date("2018-01-01"), date("2025-06-30")).inverted(),
                &|it| it.0.is_some_and(|day| day < date("2018-01-01") || date("2025-06-30") < day),
                10,
            ),
            (
                Filter::key_is_in(Key::year("day"), [year(2017), year(2019)]),
                &|it| {
                    it.0.is_some_and(|day| {
                        ["2017", "2019"].iter().any(|year| day.to_string().starts_with(year))
                    })
                },
                9,
            ),
            (Filter::key_is_in(Key::year("day"), [KeyValue::Missing]), &|it| it.0.is_none(), 25),
            (Filter::is_in("donor", ["d07", "d30"]), &|it| it.1 == "d07" || it.1 == "d30", 4),
            (Filter::is_any_of("project", [7, 40_000]), &|it| it.2 == 7 || it.2 == 40_000, 2),
            (
                Filter::any([Filter::between("project", 100, 200), Filter::is_in("donor", ["d39"])]),
                &|it| (100..=200).contains(&it.2) || it.1 == "d39",
                4,
            ),
        ];
        for (filter, passes, zones) in cases {
            let query = Query::new().filter(filter).measure(Measure::count());
            let expected = rows.iter().filter(|it| passes(it)).count();
            let table = query.run(&frame).unwrap();
            let found = table.row(0).and_then(|row| row.count(0)).unwrap_or(0);
            assert_eq!(found, u64::try_from(expected).unwrap(), "{standing:?} {query:?}");
            if standing != Standing::Shuffled {
                assert!(
                    read(&query, &frame) <= zones * 8_192,
                    "{standing:?}\n{}",
                    query.explain(&frame).unwrap()
                );
            }
        }
    }
}

#[test]
fn first_and_last_are_those_of_all_rows() {
    for standing in [Standing::Ascending, Standing::Descending, Standing::Shuffled] {
        let frame = long(standing);
        let in_order = standing == Standing::Ascending;
        let mut whole: BTreeMap<u64, [Option<(NaiveDate, i128)>; 2]> = BTreeMap::new();
        for number in 0..LONG {
            let (day, donor, _, amount) = row(number, standing);
            let known = day.zip(amount);
            for group in [donor[1..].parse().unwrap(), ALL] {
                let [first, last] = whole.entry(group).or_default();
                *first = match (*first, known) {
                    (Some(first), Some(known)) => Some(first.min(known)),
                    (first, known) => first.or(known),
                };
                *last = (*last).max(known);
            }
        }
        for (measure, end) in [(Measure::first("amount", "day"), 0), (Measure::last("amount", "day"), 1)] {
            let query = Query::new().measure(measure);
            let plan = query.explain(&frame).unwrap();
            assert!(plan.contains("leave rows unread"), "{plan}");
            assert_eq!(plan.contains("from the last row on"), in_order && end == 1, "{plan}");
            let answer = |query: &Query<'_>| -> Vec<(u64, Option<i128>)> {
                let table = query.run(&frame).unwrap();
                let group =
                    |key: Option<KeyValue>| key.map_or(ALL, |key| key.to_string()[1..].parse().unwrap());
                table.rows().map(|row| (group(row.keys().next()), row.amount(0).unwrap().minor())).collect()
            };
            let expected = |group: u64| whole[&group][end].map(|(_, minor)| minor);
            for (group, minor) in
                answer(&query).into_iter().chain(answer(&query.clone().group_by(Key::column("donor"))))
            {
                assert_eq!(minor, expected(group), "{standing:?} {group}");
            }
            // a count needs every row
            let counted = query.measure(Measure::count());
            assert!(!counted.explain(&frame).unwrap().contains("leave rows unread"));
            assert_eq!(counted.run(&frame).unwrap().row(0).unwrap().count(1), Some(LONG));
        }
    }
}
