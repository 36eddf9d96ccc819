//! Goal: a column takes the room its documentation states, and a value that does not fit widens it and is never changed.
//! Method: frames of known content; random rows about the limits of each width, cut into random chunks, beside an ordered map, built
//! column by column and from CSV.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;
use vientro_accounting::frame::{
    Column, CsvLayout, CsvOptions, DateColumn, FlagColumn, Frame, IntegerColumn, MoneyColumn, NameColumn,
};
use vientro_accounting::query::{Key, KeyValue, Measure, Query};
use vientro_core::Interval;
use vientro_currency::{Currency, Money};

/// Rows of the frames below; a multiple of 64, so that a bit a row fills whole words.
const ROWS: usize = 640;

fn bytes(column: impl Into<Column>) -> usize {
    let frame = Frame::from_columns([("column", column.into())]).unwrap();
    assert_eq!(frame.rows(), ROWS);
    frame.bytes()
}

fn names(different: usize) -> NameColumn {
    let mut column = NameColumn::default();
    (0..ROWS).for_each(|row| column.push(Some(&(row % different).to_string())));
    column
}

fn numbers(values: [Option<i64>; 2]) -> IntegerColumn {
    let mut column = IntegerColumn::new();
    (0..ROWS).for_each(|row| column.push(values[row % 2]));
    column
}

fn amounts(special: impl Fn(&mut MoneyColumn)) -> MoneyColumn {
    let mut column = MoneyColumn::new();
    (1..ROWS).for_each(|row| column.push_minor(i128::try_from(row).unwrap(), Currency::VND));
    special(&mut column);
    column
}

#[test]
fn a_row_takes_the_bytes_that_are_stated() {
    assert_eq!(bytes(names(255)), ROWS);
    assert_eq!(bytes(names(256)), 2 * ROWS);
    let mut flags = FlagColumn::new();
    (0..ROWS).for_each(|row| flags.push((row % 3 > 0).then_some(row % 2 == 0)));
    assert_eq!(bytes(flags), ROWS);
    let mut days = DateColumn::new();
    for row in 0..ROWS {
        days.push(NaiveDate::from_ymd_opt(1976 + i32::try_from(row % 64).unwrap(), 7, 2));
    }
    assert_eq!(bytes(days), 2 * ROWS);
    assert_eq!(bytes(numbers([Some(-4), None])), 2 * ROWS);
    assert_eq!(bytes(numbers([Some(0), Some(1_000_000)])), 4 * ROWS);
    assert_eq!(bytes(numbers([Some(0), Some(1 << 40)])), 8 * ROWS + ROWS / 8);
    let known = |column: &mut MoneyColumn| column.push_minor(-7, Currency::USD);
    assert_eq!(bytes(amounts(known)), 9 * ROWS);
    assert_eq!(bytes(amounts(|column| column.push_unknown(None))), 9 * ROWS + ROWS / 8);
    let hedged = |column: &mut MoneyColumn| column.push_interval(&Interval::at_least(Money::vnd(5)));
    assert_eq!(bytes(amounts(hedged)), 9 * ROWS + ROWS / 8 + 80);
    let wide = |column: &mut MoneyColumn| column.push_minor(1 << 63, Currency::VND);
    assert_eq!(bytes(amounts(wide)), 17 * ROWS);
}

type Line = (u16, Option<i64>, i128);

/// Names by number, numbers and sums of amounts by both, with the number of rows.
type Groups = BTreeMap<(String, Option<i64>), (i128, u64)>;

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let near = |limit: i64| (-2_i64..3).prop_map(move |more| limit + more);
    let number = prop_oneof![
        6 => -40_i64..40,
        1 => near(32_000),
        1 => near(65_535),
        1 => near(i64::from(i32::MIN)),
        1 => near(1 << 32),
        1 => near(999_999_999_999_999_990),
    ];
    let amount = prop_oneof![
        8 => -10_i128.pow(12)..10_i128.pow(12),
        1 => (-2_i128..3).prop_map(|more| i128::from(i64::MAX) + more),
        1 => (-2_i128..3).prop_map(|more| i128::from(i64::MIN) + more),
    ];
    let line = (0_u16..400, prop::option::weighted(0.9, number), amount);
    prop::collection::vec(line, 0..500)
}

fn groups(frame: &Frame) -> Groups {
    let query = Query::new().group_by(Key::column("name")).group_by(Key::column("number"));
    let table = query.measure(Measure::sum("amount")).measure(Measure::count()).run(frame).unwrap();
    table
        .rows()
        .map(|row| {
            let number = match row.key(1) {
                KeyValue::Integer(number) => Some(number),
                _ => None,
            };
            let sum = row.amount(0).unwrap().minor().unwrap();
            ((row.key(0).to_string(), number), (sum, row.count(1).unwrap()))
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 4))]

    #[test]
    fn what_does_not_fit_widens_its_column(
        lines in lines(),
        cuts in prop::collection::vec(1_usize..120, 1..20),
        block_bytes in 1_usize..600,
    ) {
        let mut expected = Groups::new();
        for (name, number, amount) in &lines {
            let group = expected.entry((format!("n{name}"), *number)).or_default();
            *group = (group.0 + amount, group.1 + 1);
        }
        let (mut frame, mut rest) = (Frame::default(), lines.as_slice());
        for cut in cuts.iter().cycle() {
            let (chunk, behind) = rest.split_at(rest.len().min(*cut));
            let (mut name, mut number, mut amount) = (NameColumn::default(), IntegerColumn::new(), MoneyColumn::new());
            for (code, value, minor) in chunk {
                name.push(Some(&format!("n{code}")));
                number.push(*value);
                amount.push_minor(*minor, Currency::VND);
            }
            frame.append([("name", name.into()), ("number", number.into()), ("amount", amount.into())]).unwrap();
            rest = behind;
            if rest.is_empty() {
                break;
            }
        }
        prop_assert_eq!(groups(&frame), expected.clone());

        let mut text = "name,number,amount\n".to_owned();
        for (name, number, amount) in &lines {
            let number = number.map_or_else(String::new, |number| number.to_string());
            text.extend(["n", &name.to_string(), ",", &number, ",", &amount.to_string(), "\n"]);
        }
        let layout = CsvLayout::new().names("name").numbers("number").amounts_in("amount", Currency::VND);
        let mut options = CsvOptions::default();
        options.block_bytes = block_bytes;
        let read = Frame::from_csv(text.as_bytes(), &layout, &options).unwrap();
        prop_assert_eq!(read.rows(), lines.len());
        prop_assert_eq!(groups(&read), expected);
    }
}
