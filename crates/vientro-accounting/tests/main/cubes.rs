//! Goal: a maintained cube is at every moment what the query finds in the rows that were appended and not taken back.
//! Method: random rows, keys, conditions and measures; rows come and go alone, as records and in frames, in random order; what is
//! refused changes nothing.

use proptest::prelude::*;
use vientro_accounting::frame::Frame;
use vientro_accounting::query::{Cube, Filter, Key, Measure, Query, QueryError, Record, Table};
use vientro_core::{Figure, Interval};
use vientro_currency::{Currency, Money, Rounding, RoundingScope};

use crate::filters::tree;
use crate::frames::{book, dimensions, grouped, lines, policy};
use crate::rows::{Amount, Row, Size, amounts, chunks, frame};

fn record(row: &Row) -> Record {
    let money = |minor, currency| Money::from_minor(minor, currency).unwrap();
    let figure = match row.amount {
        Amount::Known(minor, currency) => Figure::Known(money(minor, currency)),
        Amount::Hedged(low, high, currency) => {
            let ends = (
                std::ops::Bound::Included(money(low, currency)),
                std::ops::Bound::Excluded(money(high, currency)),
            );
            Figure::within(Interval::try_new(ends.0, ends.1).unwrap())
        }
        Amount::Unknown(_) => Figure::Unknown,
    };
    Record::new()
        .day("day", row.day)
        .name("kind", row.kind)
        .name("donor", row.donor.as_deref())
        .integer("project", row.project)
        .flag("flag", row.flag)
        .amount("amount", &figure)
}

fn told(table: Result<Table, QueryError>) -> Result<Vec<String>, String> {
    // currencies come in the order in which a frame declares or first meets them
    table
        .map(|table| {
            let mut lines = lines(&table);
            lines.sort();
            lines
        })
        .map_err(|error| error.to_string())
}

fn measured(query: Query<'_>, listed: bool) -> Query<'_> {
    let net = || Measure::sum("amount").signed("kind", ["disbursement"], ["refund"]).named("net");
    let query = query
        .measure(Measure::sum("amount"))
        .measure(Measure::count().only(Filter::flag("flag", true)))
        .measure(net())
        .measure(Measure::difference("rest", "sum of amount", "net"))
        .measure(Measure::unknown("amount"));
    if !listed {
        return query;
    }
    query
        .measure(Measure::distinct("donor"))
        .measure(Measure::min("amount"))
        .measure(Measure::max("amount").signed("kind", ["disbursement"], ["refund"]))
        .measure(Measure::first("amount", "day"))
        .measure(Measure::last("amount", "day"))
}

/// What happens to a row: which, and whether alone.
type Step = (usize, bool);

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_cube_equals_its_query_at_every_moment(
        rows in chunks(amounts(Size::Money, true), true), dimensions in dimensions(), filter in prop::option::of(tree()),
        steps in prop::collection::vec((any::<usize>(), any::<bool>()), 1..30), listed in any::<bool>(), cube in any::<bool>(),
        convert in prop::option::of(any::<bool>()),
    ) {
        let rows: Vec<Row> = rows.concat();
        prop_assume!(!rows.is_empty());
        let book = book(&[(24_001, 0), (31_357, 1), (17_003, 2)]);
        let each = policy(Rounding::HalfUp);
        let once = each.clone().with_rounding_scope(RoundingScope::Total);
        let (query, _) = grouped(Query::new(), &dimensions, &[]);
        let query = query.group_by(Key::currency("amount")).within(["currency"]);
        let query = filter.iter().fold(query, |query, tree| query.filter(tree.filter()));
        let query = match convert {
            None => query,
            Some(total) => query.convert_to(Currency::USD, "day", &book, if total { &once } else { &each }),
        };
        let query = measured(query, listed);
        let query = if cube { query.cube() } else { query.rollup() };
        let mut kept_up = Cube::new(query.clone());
        // the shape is that of the first frame; records follow it
        kept_up.append(&frame(&[Vec::new(), rows[..1].to_vec()])).unwrap();
        let mut there = vec![0];
        let mut away: Vec<usize> = (1..rows.len()).collect();
        for (which, alone) in steps {
            let steps: &[Step] = &[(which, alone)];
            for (which, alone) in steps {
                let comes = which % 3 != 0 && !away.is_empty();
                let list = if comes { &mut away } else { &mut there };
                if list.is_empty() {
                    continue;
                }
                let row = list.swap_remove(which % list.len());
                // an unknown amount has its currency in a frame only
                let as_record = *alone && !matches!(rows[row].amount, Amount::Unknown(Some(_)));
                let one = || frame(&[vec![rows[row].clone()]]);
                let done = match (comes, as_record) {
                    (true, true) => kept_up.append_record(&record(&rows[row])),
                    (true, false) => kept_up.append(&one()),
                    (false, true) => kept_up.reverse_record(&record(&rows[row])),
                    (false, false) => kept_up.reverse(&one()),
                };
                done.unwrap();
                if comes { there.push(row) } else { away.push(row) }
            }
            let stays: Vec<Row> = there.iter().map(|row| rows[*row].clone()).collect();
            let found = told(kept_up.table());
            if stays.is_empty() {
                prop_assert_eq!(found, Ok(Vec::new()));
            } else {
                prop_assert_eq!(found, told(query.run(&frame(&[stays]))));
            }
        }
    }

    #[test]
    fn what_a_cube_refuses_leaves_no_trace(rows in chunks(amounts(Size::Money, true), true), at in any::<prop::sample::Index>()) {
        let rows: Vec<Row> = rows.concat();
        prop_assume!(rows.len() > 1);
        // two currencies meet in one group, or a row is taken back that is not there, in the middle of a frame
        let query = measured(Query::new().group_by(Key::column("kind")), true).rollup();
        let mut cube = Cube::new(query);
        let mut known = Vec::new();
        for row in &rows {
            if cube.append(&frame(&[vec![row.clone()]])).is_ok() {
                known.push(row.clone());
            }
        }
        let before = told(cube.table());
        if known.len() < rows.len() {
            let mixed = cube.append(&frame(std::slice::from_ref(&rows)));
            let refused = matches!(mixed, Err(QueryError::Mixed { .. }));
            prop_assert!(refused);
            prop_assert_eq!(&told(cube.table()), &before);
        }
        let mut twice = known.clone();
        twice.insert(at.index(known.len() + 1), known[0].clone());
        twice.extend(known.clone());
        prop_assert_eq!(cube.reverse(&frame(std::slice::from_ref(&twice))), Err(QueryError::NotAppended));
        prop_assert_eq!(&told(cube.table()), &before);
        cube.reverse(&frame(std::slice::from_ref(&known))).unwrap();
        prop_assert!(cube.is_empty());
    }
}

#[test]
fn many_rows_at_once_are_as_one_by_one() {
    let row = |number: i128| Row {
        day: None,
        kind: Some(["commitment", "refund"][usize::try_from(number % 2).unwrap()]),
        donor: None,
        project: None,
        flag: None,
        amount: Amount::Known(number, Currency::VND),
    };
    let rows: Vec<Row> = (0..1_000).map(row).collect();
    let query = Query::new().group_by(Key::column("kind")).measure(Measure::sum("amount")).cube();
    let (mut at_once, mut one_by_one) = (Cube::new(query.clone()), Cube::new(query));
    let all: Frame = frame(std::slice::from_ref(&rows));
    at_once.append(&all).unwrap();
    for row in &rows {
        one_by_one.append(&frame(&[vec![row.clone()]])).unwrap();
    }
    assert_eq!(told(at_once.table()), told(one_by_one.table()));
    at_once.reverse(&all).unwrap();
    assert!(at_once.is_empty());
}

#[test]
fn a_record_without_a_column_is_told() {
    let mut cube = Cube::new(Query::new().measure(Measure::sum("amount")));
    let refused = cube.append_record(&Record::new().name("kind", None));
    assert_eq!(refused, Err(QueryError::Column { name: "amount".to_owned() }));
    let refused = cube.append_record(&Record::new().name("amount", Some("457.800")));
    assert_eq!(refused.unwrap_err().to_string(), "column `amount` is of names, expected money");
    assert!(cube.is_empty());
}
