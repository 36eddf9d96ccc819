//! What a table makes of its sums, on a few amounts told beforehand.

use rust_decimal::Decimal;
use vientro_core::Figure;
use vientro_currency::{Currency, Money, Rounding};

use super::{amounts, columns};
use crate::frame::MoneyColumn;
use crate::query::*;

#[test]
fn shapes_of_a_table() {
    let frame = amounts(&[
        ("An Giang", "2023-02-01", 5),
        ("An Giang", "2024-02-01", 8),
        ("Nghệ An", "2023-05-01", 1),
        ("Nghệ An", "2025-05-01", 6),
    ]);
    let query = Query::new()
        .group_by(Key::column("name"))
        .group_by(Key::year("date"))
        .measure(Measure::sum("amount"));
    let table = query.run(&frame).unwrap();
    let minor = |cells: Vec<Option<AmountCell>>| cells.into_iter().map(|it| it?.minor()).collect::<Vec<_>>();
    assert_eq!(minor(table.running(1, 0)), [Some(5), Some(13), Some(1), Some(7)]);
    // of 2025 there is nothing to compare with: no row is not zero
    assert_eq!(minor(table.difference_to_previous(1, 0)), [None, Some(3), None, None]);
    let top = table.top(2, 0).unwrap();
    let shares: Vec<_> =
        (0..2).map(|place| top.share(place, 1, Rounding::HalfUp).unwrap().to_string()).collect();
    let of = |cell: Option<AmountCell>| cell?.minor();
    assert_eq!((of(top.others()), top.others_count(), top.is_certain()), (Some(6), 2, true));
    assert_eq!(top.share_of_others(1, Rounding::HalfUp).unwrap().to_string(), "30.0");
    assert_eq!((of(top.total()), shares), (Some(20), vec!["40.0".to_owned(), "30.0".to_owned()]));
    assert_eq!(top.rows().map(|row| row.key(0).to_string()).collect::<Vec<_>>(), ["An Giang", "Nghệ An"]);
    let pivot = table.pivot(1);
    assert_eq!(pivot.columns(), [KeyValue::Year(2023), KeyValue::Year(2024), KeyValue::Year(2025)]);
    let filled: Vec<Vec<bool>> =
        pivot.lines().map(|(_, rows)| rows.iter().map(Option::is_some).collect()).collect();
    assert_eq!(filled, [[true, true, false], [true, false, true]]);
}

/// A cell tells by a bit of its numbers that it has rows, where nothing counts them.
#[test]
fn groups_whose_amounts_cancel_are_shown_and_those_without_rows_are_not() {
    let day = "2025-01-01";
    for most in [7, i128::from(i64::MAX), i128::MAX] {
        let mut frame = amounts(&[("a", day, most), ("b", day, 0), ("c", day, 1), ("d", "2026-01-01", 4)]);
        frame.append(columns(&[("a", day, -most), ("c", "2024-01-01", -1)])).unwrap();
        // cells of one number, of the five a vector does not hold, and found by hash
        for (measures, cells_max) in [(1, 1 << 10), (5, 1 << 10), (2, 1)] {
            let mut query = Query::new().group_by(Key::column("name")).group_by(Key::year("date"));
            for number in 0..measures {
                query = query.measure(Measure::sum("amount").named(number.to_string()));
            }
            let query = query.cells_max(cells_max);
            let table = query.run(&frame).unwrap();
            let line = |row: Row<'_>| {
                let keys: Vec<String> = row.keys().map(|key| key.to_string()).collect();
                format!("{} {}", keys.join(" "), row.amount(measures - 1).unwrap().minor().unwrap())
            };
            let lines: Vec<String> = table.rows().map(line).collect();
            assert_eq!(
                lines,
                ["a 2025 0", "b 2025 0", "c 2024 -1", "c 2025 1", "d 2026 4"],
                "{most} {measures}"
            );
            let partial = query.partial(&frame).unwrap().table().unwrap();
            assert_eq!(partial.rows().map(line).collect::<Vec<_>>(), lines);
            // and with the totals of each name
            let rolled = query.rollup().run(&frame).unwrap();
            assert_eq!(rolled.rows().map(line).filter(|it| it.starts_with("c (all)")).count(), 1);
        }
    }
}

#[test]
fn rankings_tell_ties_others_and_what_cannot_be_ranked() {
    let day = "2025-01-01";
    let frame = amounts(&[("a", day, 5), ("b", day, 7), ("c", day, 5), ("d", day, 5), ("e", day, 1)]);
    let query = Query::new().group_by(Key::column("name")).measure(Measure::sum("amount"));
    let table = query.run(&frame).unwrap();
    let names = |ranking: &Ranking<'_>| ranking.rows().map(|row| row.key(0).to_string()).collect::<Vec<_>>();
    let (two, ties) = (table.top(2, 0).unwrap(), table.top_with_ties(2, 0).unwrap());
    assert_eq!(
        (names(&two), names(&ties)),
        (vec!["b".into(), "a".into()], vec!["b".into(), "a".into(), "c".into(), "d".into()])
    );
    assert_eq!(
        (0..4).map(|place| ties.rank(place)).collect::<Vec<_>>(),
        [Some(1), Some(2), Some(2), Some(2)]
    );
    assert_eq!(ties.others().and_then(|it| it.minor()), Some(1));
    let shares = table.shares(0, &[], 1, Rounding::HalfUp).unwrap();
    let shares: Vec<String> = shares.into_iter().map(|share| share.unwrap().to_string()).collect();
    assert_eq!(shares, ["21.7", "30.4", "21.7", "21.7", "4.3"]);
    let all = table.shares(0, &[0], 0, Rounding::HalfUp).unwrap();
    assert!(all.into_iter().all(|share| share == Some(Decimal::from(100))));

    let mut amount = MoneyColumn::new();
    amount.push_minor(5, Currency::VND);
    amount.push_minor(7, Currency::USD);
    let mixed = Frame::from_columns([("amount", amount.into())]).unwrap();
    let query = Query::new().group_by(Key::currency("amount")).measure(Measure::sum("amount"));
    let table = query.run(&mixed).unwrap();
    assert!(matches!(table.top(1, 0), Err(QueryError::Mixed { .. })));
    assert!(matches!(table.shares(0, &[], 1, Rounding::HalfUp), Err(QueryError::Mixed { .. })));

    let mut apart = amounts(&[("committed", day, 5), ("disbursed", day, 3)]);
    apart.keep_apart(["name"]).unwrap();
    let query = Query::new().group_by(Key::column("name")).measure(Measure::sum("amount"));
    let table = query.run(&apart).unwrap();
    assert!(matches!(table.top(1, 0), Err(QueryError::Bases { .. })));
    assert!(matches!(table.shares(0, &[], 1, Rounding::HalfUp), Err(QueryError::Bases { .. })));
    assert_eq!(table.running(0, 0), [None, None]);
}

#[test]
fn an_amount_past_money_names_its_cell() {
    let frame = amounts(&[("a", "2025-01-01", 1 << 100), ("b", "2025-01-01", 7)]);
    let query = Query::new().group_by(Key::year("date")).group_by(Key::column("name"));
    let table = query.measure(Measure::sum("amount")).measure(Measure::count()).run(&frame).unwrap();
    let [first, second] = [0, 1].map(|row| table.row(row).unwrap());
    assert_eq!(first.amount(0).unwrap().minor(), Some(1 << 100));
    let error = first.money(0).unwrap_err();
    assert_eq!(error.to_string(), "`sum of amount` of year 2025, name a cannot be money");
    assert!(std::error::Error::source(&error).is_some());
    assert_eq!(second.money(0), Ok(Some(Figure::Known(Money::vnd(7)))));
    assert_eq!(second.money(1), Ok(None));
}

#[test]
fn sums_that_leave_128_bits_name_their_cell_whatever_the_order() {
    let day = "2025-01-01";
    let past = amounts(&[("a", day, i128::MAX), ("a", day, 1), ("b", day, 1)]);
    let query = Query::new().group_by(Key::column("name")).measure(Measure::sum("amount"));
    assert_eq!(
        query.run(&past).unwrap_err().to_string(),
        "`sum of amount` of name a is outside the range of 128 bits"
    );
    // past 128 bits on the way, within them at the end
    let back = amounts(&[
        ("a", day, i128::MAX),
        ("a", day, 9),
        ("a", day, -10),
        ("a", day, i128::MIN),
        ("a", day, 2),
    ]);
    assert_eq!(query.run(&back).unwrap().row(0).unwrap().amount(0).unwrap().minor(), Some(0));
}

#[test]
fn two_currencies_are_not_added_unless_asked() {
    let mut amount = MoneyColumn::new();
    amount.push_minor(5, Currency::VND);
    amount.push_minor(7, Currency::USD);
    let frame = Frame::from_columns([("amount", amount.into())]).unwrap();
    let sum = || Query::new().measure(Measure::sum("amount"));
    assert_eq!(
        sum().run(&frame).unwrap_err().to_string(),
        "`amount` of all rows is in `USD` and `VND`; group by its currency or convert"
    );
    let table = sum().group_by(Key::currency("amount")).run(&frame).unwrap();
    let cells: Vec<_> =
        table.rows().filter_map(|row| row.amount(0)).map(|it| (it.currency(), it.minor())).collect();
    assert_eq!(cells, [(Some(Currency::USD), Some(7)), (Some(Currency::VND), Some(5))]);
}
