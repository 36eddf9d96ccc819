//! Goal: a frame whose rows stand in another order answers every query as before, with the same rows behind each cell. Method: random
//! frames put in the order of random keys, whole or in part, beside the frame as given; short ones with all kinds of values, and long
//! ones of few values, in which whole blocks share their month and currency.

use chrono::Days;
use proptest::prelude::*;
use vientro_accounting::frame::{Frame, FrameError, Order};
use vientro_accounting::query::{Filter, Key, KeyValue, Measure, Query, QueryError, Table};
use vientro_currency::{Currency, Rounding};

use crate::frames::{DIMENSIONS, book, cells_max, conditions, dimensions, grouped, key, lines, policy, run};
use crate::rows::{Amount, CURRENCIES, Row, Size, amounts, chunks, columns, frame};

/// The rows of all chunks but the last `later` in the order of the keys, the others appended as they come. Of two orders the second is
/// put on what the first has left.
fn clustered(rows: &[Vec<Row>], orders: &[Vec<usize>], later: usize) -> Frame {
    let (first, rest) = rows.split_at(rows.len().saturating_sub(later));
    let mut whole = frame(first);
    for keys in orders {
        let keys = keys.iter().map(|dimension| {
            if *dimension < DIMENSIONS { key(*dimension).0 } else { Key::currency("amount") }
        });
        whole = whole.clustered_by(keys).unwrap_or_else(|_| frame(first));
    }
    for chunk in rest {
        whole.append(columns(chunk)).unwrap();
    }
    whole
}

fn orders() -> impl Strategy<Value = Vec<Vec<usize>>> {
    let keys = prop::sample::subsequence((0..=DIMENSIONS).collect::<Vec<_>>(), 0..4).prop_shuffle();
    prop::collection::vec(keys, 1..3)
}

fn told(answer: &Result<Table, QueryError>) -> Result<Vec<String>, String> {
    // of several rows without a rate the first one in the order they stand in is named
    let error = |error: &QueryError| match error {
        QueryError::Rate { .. } | QueryError::Undated { .. } => "a row cannot be converted".to_owned(),
        error => error.to_string(),
    };
    answer.as_ref().map(lines).map_err(error)
}

/// Everything a query answers: its table, largest rows, rows behind each cell, and parts put together.
fn same(query: &Query<'_>, given: &Frame, clustered: &Frame) {
    let (expected, found) = (run(query, given), run(query, clustered));
    assert_eq!(told(&found), told(&expected));
    let Ok(expected) = expected else { return };
    for row in expected.rows() {
        let cell: Vec<KeyValue> = row.keys().collect();
        assert_eq!(query.rows_behind(clustered, &cell).unwrap(), query.rows_behind(given, &cell).unwrap());
    }
    let ranked = |table: &Table| {
        let top =
            table.top(3, 0).map(|it| it.rows().map(|row| row.keys().collect::<Vec<_>>()).collect::<Vec<_>>());
        top.map_err(|error| error.to_string())
    };
    assert_eq!(ranked(&found.unwrap()), ranked(&expected));
    let (one, other) = (query.partial(given).unwrap(), query.partial(clustered).unwrap());
    let twice = one.clone().merge(&one).unwrap().table();
    assert_eq!(told(&one.merge(&other).unwrap().table()), told(&twice));
}

/// Many rows of few values: those of `few` in turn, each amount another.
fn long(few: &[Row], rows: usize) -> Vec<Row> {
    let row = |place: usize| {
        let mut row = few[place * 7_919 % 104_729 % few.len()].clone();
        if let Amount::Known(minor, currency) = row.amount {
            row.amount =
                Amount::Known(minor.saturating_add(i128::try_from(place % 1_000).unwrap()), currency);
        }
        // within its month, most often
        row.day = row
            .day
            .map(|day| day.checked_add_days(Days::new(u64::try_from(place % 3).unwrap())).unwrap_or(day));
        row
    };
    (0..rows).map(row).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn queries_answer_as_over_the_rows_as_given(
        rows in chunks(amounts(Size::Wide, true), false), orders in orders(), later in 0_usize..3,
        dimensions in dimensions(), conditions in conditions(), cells in cells_max(),
    ) {
        let (given, clustered) = (frame(&rows), clustered(&rows, &orders, later));
        let net = Measure::sum("amount").signed("kind", ["disbursement"], ["refund"]);
        let (query, _) = grouped(Query::new().cells_max(cells), &dimensions, &conditions);
        let query = query.group_by(Key::currency("amount")).measure(Measure::sum("amount")).measure(net.named("net"));
        let query = query.measure(Measure::count()).measure(Measure::unknown("amount")).measure(Measure::distinct("donor"));
        let query = query.measure(Measure::min("amount")).measure(Measure::max("amount").only(Filter::flag("flag", true)));
        same(&query.measure(Measure::first("amount", "day")).measure(Measure::last("amount", "day")), &given, &clustered);
        prop_assert_eq!((given.rows(), given.names().collect::<Vec<_>>()), (clustered.rows(), clustered.names().collect()));
    }

    #[test]
    fn blocks_that_share_their_month_and_currency_answer_as_others_do(
        few in chunks(amounts(Size::Money, true), false), rows in 1_usize..5_000, orders in orders(), by_month in any::<bool>(),
        dimensions in dimensions(), conditions in conditions(), cells in cells_max(), to in prop::sample::select(&CURRENCIES),
        rates in prop::collection::vec((1_i64..10_i64.pow(11), 0_u32..7), 3), rounding in prop::sample::select(&Rounding::ALL),
    ) {
        let few: Vec<Row> = few.concat().into_iter().take(9).collect();
        prop_assume!(!few.is_empty());
        let rows: Vec<Vec<Row>> = long(&few, rows).chunks(2_000).map(<[Row]>::to_vec).collect();
        // month, then currency
        let orders = if by_month { vec![vec![6, DIMENSIONS]] } else { orders };
        let (given, clustered) = (frame(&rows), clustered(&rows, &orders, usize::from(!by_month)));
        let (book, policy) = (book(&rates), policy(rounding));
        let net = || Measure::sum("amount").signed("kind", ["disbursement"], ["refund"]).named("net");
        let (query, _) = grouped(Query::new().cells_max(cells), &dimensions, &conditions);
        let converted = query.clone().convert_to(to, "day", &book, &policy).measure(Measure::sum("amount")).measure(net());
        same(&converted, &given, &clustered);
        same(&converted.measure(Measure::count()).measure(Measure::last("amount", "day")), &given, &clustered);
        let once = policy.clone().with_rounding_scope(vientro_currency::RoundingScope::Total);
        same(&query.clone().convert_to(to, "day", &book, &once).measure(net()), &given, &clustered);
        same(&query.group_by(Key::currency("amount")).measure(Measure::sum("amount")).measure(Measure::count()), &given, &clustered);
    }
}

#[test]
fn rows_are_found_at_the_places_they_were_given_at() {
    let day = |text: &str| Some(crate::support::date(text));
    let row = |date: Option<chrono::NaiveDate>, currency: Option<Currency>, project: i64| Row {
        day: date,
        kind: None,
        donor: None,
        project: Some(project),
        flag: None,
        amount: currency.map_or(Amount::Unknown(None), |currency| Amount::Known(1, currency)),
    };
    let (vnd, usd) = (Some(Currency::VND), Some(Currency::USD));
    let chunk = [
        row(day("2025-03-09"), usd, 0),
        row(None, usd, 1),
        row(day("2025-01-31"), vnd, 2),
        row(day("2025-03-01"), usd, 3),
        row(day("2025-01-02"), None, 4),
        row(day("2025-01-01"), vnd, 5),
        row(day("2024-12-31"), usd, 6),
    ];
    let (left, right) = chunk.split_at(3);
    let given = frame(&[left.to_vec(), right.to_vec()]);
    let clustered = given.clustered_by([Key::month("day"), Key::currency("amount")]).unwrap();
    // the number of each row is its place as given
    let stands = |frame: &Frame| {
        let query = Query::new().group_by(Key::column("project")).measure(Measure::count());
        let cells = (0..7).map(|project| query.rows_behind(frame, &[KeyValue::Integer(project)]).unwrap());
        cells.collect::<Vec<_>>()
    };
    assert_eq!(stands(&clustered), (0..7).map(|row| vec![row]).collect::<Vec<_>>());
    assert_eq!(clustered.bytes(), given.bytes() + 7 * 4);
    let again = clustered.clustered_by([Key::column("project")]).unwrap();
    assert_eq!((again.order("project"), clustered.order("project")), (Ok(Order::Sorted), Ok(Order::Mixed)));
    assert_eq!(stands(&again), stands(&given));
    assert!(matches!(given.clustered_by([Key::month("date")]), Err(QueryError::Column { .. })));
    assert!(matches!(given.clustered_by([Key::month("kind")]), Err(QueryError::Kind { .. })));
}

#[test]
fn a_declared_order_is_that_of_the_rows_and_goes_with_it() {
    let rows: Vec<Row> = (0..4)
        .map(|place| Row {
            day: Some(crate::support::date("2025-01-01") + Days::new(place)),
            kind: None,
            donor: Some(format!("d{}", place % 2)),
            project: None,
            flag: None,
            amount: Amount::Known(1, Currency::VND),
        })
        .collect();
    let mut given = frame(std::slice::from_ref(&rows));
    given.declare_order("day", Order::Sorted).unwrap();
    given.keep_apart(["kind"]).unwrap();
    let mut clustered = given.clustered_by([Key::column("donor")]).unwrap();
    assert_eq!((clustered.order("day"), clustered.order("donor")), (Ok(Order::Mixed), Ok(Order::Clustered)));
    assert_eq!(clustered.apart().collect::<Vec<_>>(), ["kind"]);
    assert!(matches!(given.append(columns(&rows)), Err(FrameError::Order { .. })));
    clustered.append(columns(&rows)).unwrap();
    assert_eq!(clustered.rows(), 8);
}
