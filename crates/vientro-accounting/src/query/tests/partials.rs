//! Partial answers of one query, and of others.

use chrono::{Datelike, NaiveDate};
use vientro_currency::{Currency, Rounding};

use super::{amounts, policy, rates, told};
use crate::frame::{DateColumn, Dictionary, MoneyColumn, NameColumn};
use crate::query::*;

#[test]
fn partials_by_other_rates_do_not_merge() {
    let (book, policy) = (rates(), policy(Rounding::HalfUp));
    let frame = amounts(&[("a", "2025-01-01", 5)]);
    let partial = |book: &RateBook| {
        let query = Query::new().group_by(Key::column("name")).measure(Measure::sum("amount"));
        query.convert_to(Currency::USD, "date", book, &policy).partial(&frame).unwrap()
    };
    let again = rates();
    assert!(partial(&book).merge(&partial(&again)).is_ok());
    // without the rate of another month
    let mut fewer = RateBook::new();
    for (place, rate) in book.iter().enumerate() {
        if place != 20 {
            fewer.insert(rate.clone()).unwrap();
        }
    }
    assert_eq!(partial(&book).merge(&partial(&fewer)), Err(QueryError::OtherQuery));
}

#[cfg(feature = "serde")]
#[test]
fn partials_are_written_and_read_and_others_refused() {
    let frame = amounts(&[("a", "2025-01-01", i128::MAX), ("b", "2025-01-02", 5)]);
    let query = Query::new()
        .group_by(Key::column("name"))
        .measure(Measure::sum("amount"))
        .measure(Measure::max("amount"));
    let partial = query.partial(&frame).unwrap();
    let text = serde_json::to_string(&partial).unwrap();
    assert_eq!(serde_json::from_str::<Partial>(&text).unwrap(), partial);
    assert!(text.starts_with(r#"{"format":"vientro-partial/1","shape":"#), "{text}");
    let refused = |text: &str| serde_json::from_str::<Partial>(text).unwrap_err().to_string();
    let newer = refused(&text.replace("partial/1\"", "partial/2\",\"more\":1"));
    assert!(
        newer.starts_with(
            "a partial answer is of the format `vientro-partial/2`, expected `vientro-partial/1`; "
        ),
        "{newer}"
    );
    let unnamed = refused(&text.replace(r#""format":"vientro-partial/1","#, ""));
    assert!(unnamed.starts_with("missing field `format`"), "{unnamed}");
    assert!(
        serde_json::from_str::<Partial>(&text.replace("[{\"name\":\"b\"}]", "[{\"name\":\"a\"}]")).is_err()
    );
    let other =
        Query::new().group_by(Key::column("name")).measure(Measure::sum("amount").named("max of amount"));
    assert_eq!(partial.merge(&other.partial(&frame).unwrap()), Err(QueryError::OtherQuery));
}

/// What a reader of Arrow or Parquet has: codes of a dictionary of its own, coded amounts and numbers of days.
#[test]
fn workers_that_read_coded_columns_answer_as_one_that_reads_rows() {
    let rows = [
        ("79", "2024-12-31", 5),
        ("40", "2025-01-01", -7),
        ("79", "2025-07-01", 11),
        ("01", "2025-07-01", 2),
    ];
    let worker = |rows: &[(&str, &str, i64)]| {
        let mut dictionary = Dictionary::default();
        let codes: Vec<u16> =
            rows.iter().map(|row| dictionary.code_or_add(row.0).try_into().unwrap()).collect();
        let (mut date, mut amount) = (DateColumn::new(), MoneyColumn::new());
        let code = amount.code_of(Currency::VND);
        for (_, day, minor) in rows {
            let day: NaiveDate = day.parse().unwrap();
            assert!(date.push_number(day.num_days_from_ce()));
            assert!(amount.push_coded(*minor, code) && !amount.push_coded(*minor, code + 1));
        }
        let name = NameColumn::from_codes(dictionary, codes.into());
        Frame::from_columns([("name", name.into()), ("date", date.into()), ("amount", amount.into())])
            .unwrap()
    };
    let query = Query::new().group_by(Key::year("date")).group_by(Key::column("name"));
    let query = query.measure(Measure::sum("amount"));
    let one = query.partial(&worker(&rows[..1])).unwrap();
    let other = query.partial(&worker(&rows[1..])).unwrap();
    let whole = amounts(&rows.map(|(name, day, minor)| (name, day, minor.into())));
    let expected = told(&query.run(&whole).unwrap());
    assert_eq!(told(&one.clone().merge(&other).unwrap().table().unwrap()), expected);
    assert_eq!(told(&other.merge(&one).unwrap().table().unwrap()), expected);
}
