//! Doors of vientro-currency: amounts in text, rate files, serialised values.

use vientro_core::{Language, Severity};
use vientro_currency::{
    Currency, Money, MoneyParseOptions, MoneyStyle, Policy, Rate, RateBook, RateKind, format_money,
    money_in_words, parse_money, parse_money_with, read_money, read_money_in_words,
};
use vientro_vi::WordOptions;

use crate::{check_serde, text_of};

pub fn money(data: &[u8]) {
    let text = text_of(data);
    for default in [None, Some(Currency::VND), Some(Currency::USD)] {
        if let Ok(money) = parse_money(&text, default) {
            check_money(&money);
        }
        if let Ok(money) = read_money_in_words(&text, default) {
            check_money(&money);
        }
        let _ = read_money(&text, default);
        for language in [Language::Vi, Language::En] {
            let strict =
                MoneyParseOptions::strict(language).with_parentheses_negative().with_trailing_negative();
            let strict = default.map_or(strict, |currency| strict.with_currency(currency));
            if let Ok(money) = parse_money_with(&text, strict) {
                check_money(&money);
            }
        }
    }
    if let Ok(currency) = text.parse::<Currency>() {
        assert_eq!(currency.code().parse(), Ok(currency));
    }
    if let Ok(kind) = text.parse::<RateKind>() {
        assert_eq!(kind.code().parse(), Ok(kind));
    }
}

/// An amount is read as the same from every style that loses nothing, and from its words.
fn check_money(money: &Money) {
    for language in [Language::Vi, Language::En] {
        for style in [MoneyStyle::code(), MoneyStyle::name(), MoneyStyle::symbol()] {
            if !style.is_lossless(money) {
                continue;
            }
            let written = format_money(money, language, style);
            let options = MoneyParseOptions::of_style(language, style).with_currency(money.currency());
            assert_eq!(parse_money_with(&written, options).as_ref(), Ok(money), "{written}");
        }
    }
    if let Ok(words) = money_in_words(money, &WordOptions::default()) {
        assert_eq!(read_money_in_words(&words, Some(money.currency())).as_ref(), Ok(money), "{words}");
    }
}

/// A rate file that is read is written as a file that is read without a finding of an error, into the same book.
pub fn rates(data: &[u8]) {
    let (book, findings) = RateBook::from_csv(data, "rates.csv");
    assert!(findings.iter().all(|finding| finding.location().file() == Some("rates.csv")));
    let mut written = Vec::new();
    book.to_csv(&mut written).expect("memory takes every byte");
    let (again, findings) = RateBook::from_csv(written.as_slice(), "again.csv");
    let error = findings.iter().find(|finding| finding.severity() == Severity::Error);
    assert!(error.is_none(), "{error:?}");
    assert_eq!(again.iter().collect::<Vec<_>>(), book.iter().collect::<Vec<_>>());
}

pub fn serde(data: &[u8]) {
    if let Some(money) = check_serde::<Money>(data) {
        check_money(&money);
    }
    check_serde::<Policy>(data);
    if let Some(rate) = check_serde::<Rate>(data) {
        assert!(
            rate.valid_from() <= rate.valid_to()
                && !rate.value().is_sign_negative()
                && !rate.value().is_zero()
        );
    }
    if let Ok(book) = serde_json::from_slice::<RateBook>(data) {
        let written = serde_json::to_string(&book).expect("what was read can be written");
        let again: RateBook = serde_json::from_str(&written).expect("what was written can be read");
        assert_eq!(again.iter().collect::<Vec<_>>(), book.iter().collect::<Vec<_>>());
    }
}
