//! Shared by the tests: dates, decimals and the rate files of the repository.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_currency::{Currency, Money, Policy, Rate, RateBook, RateKind};

pub(crate) fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub(crate) fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

pub(crate) fn money(amount: &str, code: &str) -> Money {
    Money::try_new(decimal(amount), code.parse().unwrap()).unwrap()
}

/// A rate of one publisher for some days.
pub(crate) fn rate(pair: &str, value: &str, kind: RateKind, from: NaiveDate, to: NaiveDate) -> Rate {
    let (base, quote) = pair.split_once('/').unwrap();
    let (base, quote): (Currency, Currency) = (base.parse().unwrap(), quote.parse().unwrap());
    Rate::builder(base, quote, decimal(value), kind).publisher("P").days(from, to).build().unwrap()
}

/// A book of house rates, each of one day of November 2025: pair, value, day.
pub(crate) fn book_of(rates: &[(&str, &str, u32)]) -> RateBook {
    let rates = rates.iter().map(|(pair, value, day)| {
        let day = date(2025, 11, *day);
        rate(pair, value, RateKind::House, day, day)
    });
    RateBook::from_rates(rates).unwrap()
}

/// The policy that takes the rates of [`book_of`].
pub(crate) fn house() -> Policy {
    Policy::of_kind(RateKind::House)
}

/// A file of `examples/data/rates`, as [`repository_file`].
pub(crate) fn rate_file(name: &str) -> Option<Vec<u8>> {
    repository_file(&format!("examples/data/rates/{name}"))
}

/// A file by its path in the repository; `None` with a printed reason where the package is tested outside its repository.
pub(crate) fn repository_file(path: &str) -> Option<Vec<u8>> {
    let path = format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        println!("skipped: {path} is not there");
    }
    bytes
}

/// A book of all rate files of the repository.
pub(crate) fn whole_book() -> Option<RateBook> {
    let mut book = RateBook::new();
    for name in [
        "sbv_central.csv",
        "bank_quotes.csv",
        "treasury_accounting.csv",
        "imf_month_end.csv",
        "hmrc_monthly.csv",
    ] {
        book.read_csv(rate_file(name)?.as_slice(), name);
    }
    Some(book)
}

/// The rows of a CSV file with a header and `N` columns.
pub(crate) fn rows<const N: usize>(file: &[u8]) -> Vec<[String; N]> {
    let mut reader = csv::Reader::from_reader(file);
    let row = |record: Result<csv::StringRecord, csv::Error>| {
        let fields: Vec<String> = record.unwrap().iter().map(str::to_owned).collect();
        fields.try_into().unwrap()
    };
    reader.records().map(row).collect()
}
