//! Goal: amounts at the limits of 64 and 128 bits are summed, compared and turned round exactly, and what leaves 128 bits names a cell that
//! does. Method: random rows at the limits, grouped by a loop that keeps what is past 128 bits apart.

use std::collections::BTreeMap;

use proptest::prelude::*;
use vientro_accounting::frame::{DateColumn, Frame, MoneyColumn, NameColumn};
use vientro_accounting::query::{Cube, Key, Measure, Query, QueryError, Table};
use vientro_currency::{Currency, Policy, RateBook, RateKind};

use crate::rows::{Size, minor};
use crate::support::date;

/// Place, kind, day of January and minor units; unknown without.
type Line = (usize, usize, u32, Option<i128>);

const PLACES: [&str; 3] = ["An Giang", "Hải Phòng", "Nghệ An"];
const KINDS: [&str; 3] = ["disbursement", "other", "refund"];

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let minor = prop_oneof![4 => minor(Size::Wide), 1 => minor(Size::Narrow), 1 => Just(i128::MIN)];
    prop::collection::vec((0_usize..3, 0_usize..3, 1_u32..5, prop::option::weighted(0.9, minor)), 1..24)
}

fn frame(lines: &[Line], cut: usize) -> Frame {
    let mut frame = Frame::default();
    for lines in lines.chunks(cut) {
        let (mut place, mut kind) = (NameColumn::default(), NameColumn::default());
        let (mut day, mut amount) = (DateColumn::new(), MoneyColumn::new());
        for (at, of, on, minor) in lines {
            place.push(Some(PLACES[*at]));
            kind.push(Some(KINDS[*of]));
            day.push(date("2025-01-01").checked_add_days(chrono::Days::new((*on).into())));
            match minor {
                Some(minor) => amount.push_minor(*minor, Currency::VND),
                None => amount.push_unknown(None),
            }
        }
        let columns = [("place", place.into()), ("kind", kind.into()), ("day", day.into())];
        frame.append(columns.into_iter().chain([("amount", amount.into())])).unwrap();
    }
    frame
}

/// A number that may be 2^127: how often 2^128 is in it, and the rest.
type Wide = (i8, i128);

fn signed(kind: usize, minor: i128) -> Option<Wide> {
    match kind {
        0 => Some((0, minor)),
        2 if minor == i128::MIN => Some((1, i128::MIN)),
        2 => Some((0, -minor)),
        _ => None,
    }
}

/// What the engine answers in each way it can be run, of which all must be the same.
fn told(query: &Query<'_>, lines: &[Line], cut: usize) -> Result<Vec<(String, Option<i128>)>, QueryError> {
    let told = |table: Result<Table, QueryError>| {
        let cell = |row: vientro_accounting::query::Row<'_>| {
            (row.key(0).to_string(), row.amount(0).and_then(|cell| cell.minor()))
        };
        Ok::<_, QueryError>(table?.rows().map(cell).collect::<Vec<_>>())
    };
    let whole = frame(lines, cut);
    let answer = told(query.run(&whole));
    let (left, right) = lines.split_at(lines.len() / 2);
    if !left.is_empty() {
        let parts = query.partial(&frame(right, cut))?.merge(&query.partial(&frame(left, 1))?)?;
        assert_eq!(told(parts.table()), answer);
    }
    let mut cube = Cube::new(query.clone());
    cube.append(&whole)?;
    assert_eq!(told(cube.table()), answer);
    answer
}

proptest! {
    #[test]
    fn ends_of_signed_amounts_are_exact(lines in lines(), cut in 1_usize..9, asked in 0_usize..4) {
        let measure = match asked {
            0 => Measure::min("amount"),
            1 => Measure::max("amount"),
            2 => Measure::first("amount", "day"),
            _ => Measure::last("amount", "day"),
        };
        let query = Query::new().group_by(Key::column("place"));
        let query = query.measure(measure.signed("kind", ["disbursement"], ["refund"]));
        let mut expected: BTreeMap<&str, Option<(u32, Wide)>> = BTreeMap::new();
        for (place, kind, day, minor) in &lines {
            let best = expected.entry(PLACES[*place]).or_default();
            let Some(value) = minor.and_then(|minor| signed(*kind, minor)) else { continue };
            // least and largest are asked of all days alike
            let value = (if asked < 2 { 0 } else { *day }, value);
            *best = Some(best.map_or(value, |best| if asked % 2 == 0 { best.min(value) } else { best.max(value) }));
        }
        let past: Vec<_> = expected.iter().filter(|(_, best)| best.is_some_and(|(_, wide)| wide.0 != 0)).collect();
        match told(&query, &lines, cut) {
            Ok(answer) => {
                prop_assert!(past.is_empty(), "{:?}", past);
                let expected = expected.into_iter().map(|(place, best)| (place.to_owned(), best.map(|(_, (_, minor))| minor)));
                prop_assert_eq!(answer, expected.collect::<Vec<_>>());
            }
            Err(QueryError::Overflow { cell, .. }) => {
                prop_assert!(past.iter().any(|(place, _)| cell == format!("place {place}")), "{}", cell);
            }
            Err(error) => prop_assert!(false, "{error}"),
        }
    }

    #[test]
    fn a_sum_past_128_bits_names_a_cell_that_is(lines in lines(), cut in 1_usize..9, net in any::<bool>()) {
        let sum = Measure::sum("amount");
        let sum = if net { sum.signed("kind", ["disbursement"], ["refund"]) } else { sum };
        let query = Query::new().group_by(Key::column("place")).measure(sum);
        let mut sums: BTreeMap<&str, [i128; 2]> = BTreeMap::new();
        for (place, kind, _, minor) in &lines {
            // upper and lower halves apart
            let halves = sums.entry(PLACES[*place]).or_default();
            let sign = if net { [1, 0, -1][*kind] } else { 1 };
            let minor = minor.unwrap_or(0);
            *halves = [halves[0] + sign * (minor >> 64), halves[1] + sign * (minor & i128::from(u64::MAX))];
        }
        let number = |[upper, lower]: &[i128; 2]| {
            (upper + (lower >> 64)).checked_mul(1 << 64)?.checked_add(lower & i128::from(u64::MAX))
        };
        match told(&query, &lines, cut) {
            Ok(answer) => {
                let expected = sums.iter().map(|(place, halves)| ((*place).to_owned(), number(halves)));
                prop_assert_eq!(answer, expected.collect::<Vec<_>>());
            }
            Err(QueryError::Overflow { measure, cell }) => {
                prop_assert_eq!(measure, "sum of amount");
                let is_past = |place: &&str| cell == format!("place {place}") && number(&sums[*place]).is_none();
                prop_assert!(PLACES.iter().filter(|place| sums.contains_key(**place)).any(is_past), "{}", cell);
            }
            Err(error) => prop_assert!(false, "{error}"),
        }
    }
}

#[test]
fn what_is_unknown_is_counted_in_every_currency_and_without_a_rate() {
    let mut amount = MoneyColumn::new();
    amount.push_minor(5, Currency::VND);
    amount.push_minor(5, Currency::USD);
    amount.push_unknown(Some(Currency::EUR));
    amount.push_unknown(None);
    let mut day = DateColumn::new();
    (0..4).for_each(|_| day.push(None));
    let frame = Frame::from_columns([("amount", amount.into()), ("day", day.into())]).unwrap();
    let (book, policy) = (RateBook::new(), Policy::of_kind(RateKind::House));
    let count = || Query::new().measure(Measure::unknown("amount")).measure(Measure::count());
    for query in [count(), count().convert_to(Currency::VND, "day", &book, &policy)] {
        let table = query.run(&frame).unwrap();
        let row = table.row(0).unwrap();
        assert_eq!((table.len(), row.count(0), row.count(1)), (1, Some(2), Some(4)));
        let mut cube = Cube::new(query.clone());
        cube.append(&frame).unwrap();
        assert_eq!(cube.cell(&[], 0).and_then(|cell| cell.count()), Some(2));
    }
    assert!(count().explain(&frame).unwrap().contains("count what is unknown of `amount`"));
    // a sum of the same column still needs one currency
    let both = count().measure(Measure::sum("amount"));
    assert!(matches!(both.run(&frame), Err(QueryError::Mixed { .. })));
}
