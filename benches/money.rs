//! Money itself: sums, texts read and written, and beside them rusty-money, `rust_decimal` alone and whole integers.
//!
//! rusty-money writes and reads by the currency, one grouping each, and does not read a currency from the text; what is read here is
//! the number with its currency, checked to be one amount and nothing else.

use std::error::Error;
use std::hint::black_box;

use criterion::{Criterion, Throughput};
use rust_decimal::Decimal;
use rusty_money::iso;
use vientro::core::Language;
use vientro::currency::{
    Currency, Money, MoneyParseOptions, MoneyStyle, Rounding, format_money, parse_money, parse_money_with,
};
use vientro_benches::SplitMix64;

type Theirs = rusty_money::Money<'static, iso::Currency>;

fn main() -> Result<(), Box<dyn Error>> {
    let mut criterion = Criterion::default().configure_from_args();
    let mut numbers = SplitMix64::new(4);
    let cents: Vec<i64> = (0..1_000).map(|_| i64::from(numbers.below(2_000_000_000))).collect();
    let amounts = cents
        .iter()
        .map(|cents| Money::from_minor((*cents).into(), Currency::USD))
        .collect::<Result<Vec<_>, _>>()?;
    let theirs: Vec<Theirs> = cents.iter().map(|cents| Theirs::from_minor(*cents, iso::USD)).collect();

    let mut group = criterion.benchmark_group("1k");
    group.throughput(Throughput::Elements(1_000));

    group.bench_function("sum_1k", |bench| {
        bench.iter(|| Money::sum(Currency::USD, black_box(&amounts)));
    });
    group.bench_function("sum_1k_rusty_money", |bench| {
        let zero = Theirs::from_minor(0, iso::USD);
        bench.iter(|| black_box(&theirs).iter().try_fold(zero, |sum, amount| sum.add(*amount)));
    });
    group.bench_function("sum_1k_i128", |bench| {
        bench.iter(|| {
            black_box(&cents).iter().try_fold(0_i128, |sum, cents| sum.checked_add((*cents).into()))
        });
    });

    let english: Vec<String> =
        amounts.iter().map(|amount| format_money(amount, Language::En, MoneyStyle::code())).collect();
    let bare: Vec<&str> = english.iter().map(|text| text.trim_end_matches(" USD")).collect();
    let plain: Vec<String> = amounts.iter().map(|amount| amount.amount().to_string()).collect();
    let scaled: Vec<String> = amounts
        .iter()
        .map(|amount| format_money(amount, Language::Vi, MoneyStyle::name().fitting(2, Rounding::HalfUp)))
        .collect();
    let strict = MoneyParseOptions::strict(Language::En);
    group.bench_function("parse_1k_strict", |bench| {
        bench
            .iter(|| english.iter().filter(|text| parse_money_with(black_box(text), strict).is_ok()).count());
    });
    group.bench_function("parse_1k_lenient", |bench| {
        bench.iter(|| english.iter().filter(|text| parse_money(black_box(text), None).is_ok()).count());
    });
    group.bench_function("parse_1k_trieu_do_la", |bench| {
        bench.iter(|| scaled.iter().filter(|text| parse_money(black_box(text), None).is_ok()).count());
    });
    group.bench_function("parse_1k_rusty_money", |bench| {
        bench.iter(|| bare.iter().filter(|text| Theirs::from_str(black_box(text), iso::USD).is_ok()).count());
    });
    group.bench_function("parse_1k_rust_decimal", |bench| {
        bench.iter(|| plain.iter().filter(|text| Decimal::from_str_exact(black_box(text)).is_ok()).count());
    });

    for (id, style) in [
        ("format_1k_code", MoneyStyle::code()),
        ("format_1k_symbol", MoneyStyle::symbol()),
        ("format_1k_scaled", MoneyStyle::name().fitting(2, Rounding::HalfUp)),
    ] {
        group.bench_function(id, |bench| {
            bench.iter(|| {
                amounts
                    .iter()
                    .map(|amount| format_money(black_box(amount), Language::Vi, style).len())
                    .sum::<usize>()
            });
        });
    }
    group.bench_function("format_1k_rusty_money", |bench| {
        bench.iter(|| theirs.iter().map(|amount| black_box(amount).to_string().len()).sum::<usize>());
    });
    group.finish();
    criterion.final_summary();
    Ok(())
}
