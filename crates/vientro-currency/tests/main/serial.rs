//! Goal: results are written, and those that carry their own proof are read back only if it holds. Method: JSON there and back, one
//! change to the text for each rule.

use std::fmt::Debug;

use serde_json::json;
use vientro_core::{HedgeConvention, Period};
use vientro_currency::{
    Conversion, Currency, DifferenceSplit, Lot, Money, Policy, PrintedAmount, RateBook, RateError, RateKind,
    Receipts, Spending, rate_band, split_difference,
};

use crate::support::{date, money, rate};

fn book() -> RateBook {
    let (march, september) = (date(2025, 3, 3), date(2025, 9, 1));
    RateBook::from_rates([
        rate("USD/VND", "25000", RateKind::BankBuying, march, march),
        rate("USD/VND", "26000", RateKind::BankBuying, september, september),
    ])
    .unwrap()
}

/// The text with one piece replaced must be refused, with these words in the message.
#[track_caller]
fn refused<T: serde::de::DeserializeOwned + Debug>(text: &str, from: &str, to: &str, words: &str) {
    assert!(text.contains(from), "`{from}` is not in {text}");
    let error = serde_json::from_str::<T>(&text.replacen(from, to, 1)).unwrap_err().to_string();
    assert!(error.contains(words), "{error}");
}

#[test]
fn a_spending_sums_or_is_refused() {
    let (book, policy) = (book(), Policy::bank_buying("P"));
    let mut account = Receipts::new(Currency::USD, Currency::VND).unwrap();
    for day in [date(2025, 3, 3), date(2025, 9, 1)] {
        let receipt = book.convert(&money("100", "USD"), Currency::VND, day, &policy).unwrap();
        account.receive(&receipt).unwrap();
    }
    let spent = account.spend(&money("150", "USD")).unwrap();
    let text = serde_json::to_string(&spent).unwrap();
    assert_eq!(serde_json::from_str::<Spending>(&text).unwrap(), spent);
    refused::<Spending>(&text, r#""3800000""#, r#""3800001""#, "expected `3");
    refused::<Spending>(&text, r#""150.00""#, r#""160.00""#, "sum to");
    refused::<Spending>(&text, r#""150.00""#, r#""0.00""#, "zero or below");
    refused::<Spending>(&text, "2025-03-03", "2025-10-03", "enter receipts in order of days");
    let turned = spent.parts().iter().rev().cloned().collect::<Vec<Lot>>();
    let turned = json!({ "amount": spent.amount(), "value": spent.value(), "parts": turned });
    let error = serde_json::from_value::<Spending>(turned).unwrap_err().to_string();
    assert!(error.contains("oldest first"), "{error}");
    refused::<Spending>(&text, r#""parts":"#, r#""lots":"#, "unknown field");

    let lot = spent.parts()[1].clone();
    let text = serde_json::to_string(&lot).unwrap();
    assert_eq!(serde_json::from_str::<Lot>(&text).unwrap(), lot);
    refused::<Lot>(&text, r#""50.00""#, r#""-50.00""#, "zero or below");
    refused::<Lot>(&text, r#""1300000""#, r#""-1300000""#, "zero or below");
    // no more than came in, and no rate that the receipt was not made with
    refused::<Lot>(&text, r#""50.00""#, r#""100.01""#, "is more than");
    refused::<Lot>(&text, r#""26000""#, r#""25000""#, "does not follow");

    let left = serde_json::to_value(&account).unwrap();
    assert_eq!(left["left"], json!([money("50", "USD"), Money::vnd(1_300_000)]));
    assert_eq!((&left["lots"][0]["date"], &left["last"]), (&json!("2025-09-01"), &json!("2025-09-01")));
}

#[test]
fn a_conversion_names_its_policy() {
    let policy = Policy::of_kind(RateKind::BankBuying);
    let conversion = book().convert(&money("1", "USD"), Currency::VND, date(2025, 3, 3), &policy).unwrap();
    let text = serde_json::to_string(&conversion).unwrap();
    refused::<Conversion>(&text, r#""policy":"bank-buying""#, r#""policy":" ""#, "one line of 1 to 100");
}

#[test]
fn a_split_sums_or_is_refused() {
    let (book, policy) = (book(), Policy::bank_buying("P"));
    let dong =
        |dollars: &str, day| book.convert(&money(dollars, "USD"), Currency::VND, day, &policy).unwrap();
    let split = split_difference(&dong("100", date(2025, 3, 3)), &dong("120", date(2025, 9, 1))).unwrap();
    let text = serde_json::to_string(&split).unwrap();
    assert_eq!(serde_json::from_str::<DifferenceSplit>(&text).unwrap(), split);
    refused::<DifferenceSplit>(&text, r#""500000""#, r#""500001""#, "does not follow");
    refused::<DifferenceSplit>(
        &text,
        r#""120000","currency":"VND""#,
        r#""120000","currency":"KRW""#,
        "cannot be money",
    );
}

#[test]
fn candidates_and_missing_rates_are_written() {
    let (quote, base) = (PrintedAmount::read("2,5 triệu đồng", None), PrintedAmount::read("100 USD", None));
    let band = rate_band(&quote.unwrap(), &base.unwrap(), &HedgeConvention::default()).unwrap();
    let candidates = band.candidates(&book(), &Period::calendar_year(2025).unwrap()).unwrap();
    let candidates = serde_json::to_value(&candidates).unwrap();
    assert_eq!((&candidates[0]["verdict"], &candidates[1]["verdict"]), (&json!("yes"), &json!("no")));
    assert_eq!(candidates[1]["rate"]["value"], "26000");

    let day = date(2025, 6, 1);
    let error =
        book().convert(&money("1", "USD"), Currency::VND, day, &Policy::bank_buying("P")).unwrap_err();
    let RateError::Missing(missing) = error else { panic!("{error}") };
    let missing = serde_json::to_value(&missing).unwrap();
    assert_eq!((&missing["base"], &missing["from"]), (&json!("USD"), &json!("2025-06-01")));
    assert_eq!(missing["kinds"], json!(["bank-buying-transfer", "bank-buying", "bank-buying-cash"]));
    assert_eq!(missing["before"]["value"], "25000");
    assert_eq!(missing["after"]["value"], "26000");
}
