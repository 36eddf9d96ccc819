//! Rates and conversions: a strict lookup, whole policies, and beside them rusty-money and the bare arithmetic.
//!
//! rusty-money keeps one rate a pair, without date, kind or papers: its `exchange` looks the pair up in its table and multiplies,
//! `exchange_rounded` also rounds to the minor unit, as every conversion here does.

use std::error::Error;
use std::hint::black_box;

use chrono::{Days, Months, NaiveDate};
use criterion::{Criterion, Throughput};
use rust_decimal::{Decimal, RoundingStrategy};
use rusty_money::{Exchange, ExchangeRate, Round, iso};
use vientro::currency::{ColumnConverter, Currency, Money, Policy, Rate, RateBook, RateKind};
use vientro_benches::SplitMix64;

const DAYS: u32 = 2_500;
const ROWS: u64 = 10_000_000;
const CURRENCIES: [Currency; 5] = [Currency::EUR, Currency::GBP, Currency::JPY, Currency::KRW, Currency::USD];
const KINDS: [RateKind; 4] =
    [RateKind::BankBuyingTransfer, RateKind::BankSelling, RateKind::Central, RateKind::Customs];

/// 5 currencies, 4 kinds and 2,500 days: 50,000 rates.
fn book(first_day: NaiveDate, numbers: &mut SplitMix64) -> Result<RateBook, Box<dyn Error>> {
    let mut book = RateBook::new();
    for currency in CURRENCIES {
        for kind in KINDS {
            for day in 0..DAYS {
                let value = Decimal::new(i64::from(20_000_000 + numbers.below(6_000_000)), 3);
                let rate = Rate::builder(currency, Currency::VND, value, kind)
                    .publisher("seed")
                    .day(first_day + Days::new(day.into()))
                    .build()?;
                book.insert(rate)?;
            }
        }
    }
    Ok(book)
}

/// A column of ten million amounts, each by the rate of its day, rounded half up: by the converter of columns, and by a bare product
/// and division in 128 bits.
fn batch(
    criterion: &mut Criterion,
    book: &RateBook,
    first_day: NaiveDate,
    numbers: &mut SplitMix64,
) -> Result<(), Box<dyn Error>> {
    let policy = Policy::central();
    let prepared = (0..DAYS)
        .map(|day| book.prepare(Currency::USD, Currency::VND, first_day + Days::new(day.into()), &policy))
        .collect::<Result<Vec<_>, _>>()?;
    let quotients = prepared
        .iter()
        .map(|rate| {
            let (numerator, denominator) = rate.quotient().ok_or("a quotient of more than 128 bits")?;
            Ok((i128::try_from(numerator)?, i128::try_from(denominator)?))
        })
        .collect::<Result<Vec<(i128, i128)>, Box<dyn Error>>>()?;
    let converter = ColumnConverter::try_new(prepared)?;
    let minor: Vec<i64> = (0..ROWS).map(|_| numbers.below(2_000_000_000).into()).collect();
    let by: Vec<u32> = (0..ROWS).map(|_| numbers.below(DAYS)).collect();
    let (mut results, mut expected) = (vec![0_i64; minor.len()], vec![0_i64; minor.len()]);
    let floor = |results: &mut [i64]| {
        for ((minor, by), result) in minor.iter().zip(&by).zip(results) {
            let rate = usize::try_from(*by).ok().and_then(|by| quotients.get(by));
            let dong = rate.and_then(|(numerator, denominator)| {
                let product = i128::from(*minor).checked_mul(*numerator)?;
                product.checked_add(denominator / 2)?.checked_div(*denominator)
            });
            *result = dong.and_then(|dong| i64::try_from(dong).ok()).unwrap_or_default();
        }
    };
    floor(&mut expected);
    converter.convert(&minor, &by, &mut results)?;
    assert_eq!(results, expected);

    let mut group = criterion.benchmark_group("10m");
    group.sample_size(10).throughput(Throughput::Elements(ROWS));
    group.bench_function("convert_10m_column", |bench| {
        bench.iter(|| converter.convert(black_box(&minor), &by, &mut results));
    });
    group.bench_function("convert_10m_floor_i128", |bench| bench.iter(|| floor(black_box(&mut expected))));
    group.finish();
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut criterion = Criterion::default().configure_from_args();
    let mut numbers = SplitMix64::new(2);
    let first_day = NaiveDate::from_ymd_opt(2019, 1, 1).ok_or("no such day")?;
    let rates = book(first_day, &mut numbers)?;
    let days: Vec<NaiveDate> =
        (0..1_000).map(|_| first_day + Days::new(numbers.below(DAYS).into())).collect();
    let amounts = days
        .iter()
        .map(|_| Money::from_minor(numbers.below(2_000_000_000).into(), Currency::USD))
        .collect::<Result<Vec<Money>, _>>()?;
    assert_eq!(rates.len(), 50_000);

    let mut group = criterion.benchmark_group("1k");
    group.throughput(Throughput::Elements(1_000));

    group.bench_function("lookup_1k_days_in_50k_rates", |bench| {
        bench.iter(|| {
            let found = days.iter().filter(|day| {
                black_box(rates.lookup(Currency::USD, Currency::VND, RateKind::Central, None, **day)).is_ok()
            });
            found.count()
        });
    });

    let policies = [
        ("convert_1k_usd_to_vnd", Currency::VND, Policy::central()),
        ("convert_1k_usd_to_vnd_by_bank", Currency::VND, Policy::bank_buying("seed")),
        ("convert_1k_usd_to_eur_cross", Currency::EUR, Policy::central().with_bridges(vec![Currency::VND])?),
    ];
    for (id, to, policy) in policies {
        let convert = || {
            amounts
                .iter()
                .zip(&days)
                .filter(|(amount, day)| black_box(rates.convert(amount, to, **day, &policy)).is_ok())
        };
        assert_eq!(convert().count(), 1_000, "{id}");
        group.bench_function(id, |bench| bench.iter(|| convert().count()));
    }

    // the same, the rate borrowed from the book: what an exchange that keeps no papers is fairly set beside
    let by_central = Policy::central();
    group.bench_function("convert_ref_1k_usd_to_vnd", |bench| {
        bench.iter(|| {
            let rows = amounts.iter().zip(&days);
            rows.filter(|(amount, day)| {
                black_box(rates.convert_ref(amount, Currency::VND, **day, &by_central)).is_ok()
            })
            .count()
        });
    });

    let dong = days
        .iter()
        .map(|_| Money::from_minor(i128::from(numbers.below(2_000_000_000)) * 1_000, Currency::VND))
        .collect::<Result<Vec<Money>, _>>()?;
    group.bench_function("convert_1k_vnd_to_usd_inverse", |bench| {
        bench.iter(|| {
            let rows = dong.iter().zip(&days);
            rows.filter(|(amount, day)| {
                black_box(rates.convert(amount, Currency::USD, **day, &by_central)).is_ok()
            })
            .count()
        });
    });
    let mut monthly = RateBook::new();
    for month in 0..96 {
        let first = first_day + Months::new(month);
        let last = first + Months::new(1) - Days::new(1);
        let value = Decimal::from(20_000 + numbers.below(6_000));
        let rate = Rate::builder(Currency::USD, Currency::VND, value, RateKind::TreasuryAccounting);
        monthly.insert(rate.publisher("seed").days(first, last).build()?)?;
    }
    let treasury = Policy::treasury_accounting();
    group.bench_function("convert_1k_usd_to_vnd_by_month", |bench| {
        bench.iter(|| {
            let rows = amounts.iter().zip(&days);
            rows.filter(|(amount, day)| {
                black_box(monthly.convert(amount, Currency::VND, **day, &treasury)).is_ok()
            })
            .count()
        });
    });

    // the floors: the rates laid out beside the amounts, no lookup, no papers
    let pairs = amounts
        .iter()
        .zip(&days)
        .map(|(amount, day)| {
            let rate = rates.lookup(Currency::USD, Currency::VND, RateKind::Central, None, *day)?;
            Ok((*amount, rate.value()))
        })
        .collect::<Result<Vec<(Money, Decimal)>, vientro::currency::RateError>>()?;
    let decimals: Vec<(Decimal, Decimal)> =
        pairs.iter().map(|(amount, rate)| (amount.amount(), *rate)).collect();
    group.bench_function("convert_1k_floor_decimal", |bench| {
        bench.iter(|| {
            black_box(&decimals).iter().try_fold(Decimal::ZERO, |sum: Decimal, (amount, rate)| {
                let dong = amount.checked_mul(*rate)?;
                sum.checked_add(dong.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero))
            })
        });
    });
    let mut exchange = Exchange::new();
    let published = pairs.first().map(|(_, rate)| *rate).ok_or("no rate")?;
    exchange.set_rate(&ExchangeRate::new(iso::USD, iso::VND, published)?);
    let dollars: Vec<rusty_money::Money<'_, iso::Currency>> =
        decimals.iter().map(|(amount, _)| rusty_money::Money::from_decimal(*amount, iso::USD)).collect();
    group.bench_function("convert_1k_rusty_money_exchange", |bench| {
        bench.iter(|| {
            let converted = black_box(&dollars).iter().filter(|amount| {
                let rate = exchange.get_rate(iso::USD, iso::VND);
                black_box(rate.and_then(|rate| rate.convert(amount).ok())).is_some()
            });
            converted.count()
        });
    });
    group.bench_function("convert_1k_rusty_money_exchange_rounded", |bench| {
        bench.iter(|| {
            let converted = black_box(&dollars).iter().filter(|amount| {
                let rate = exchange.get_rate(iso::USD, iso::VND);
                let dong = rate.and_then(|rate| rate.convert(amount).ok());
                black_box(dong.map(|dong| dong.round(0, Round::HalfUp))).is_some()
            });
            converted.count()
        });
    });
    let integers: Vec<(i128, i128)> = pairs
        .iter()
        .map(|(amount, rate)| (amount.minor(), rate.mantissa() * 10_i128.pow(3 - rate.scale().min(3))))
        .collect();
    group.bench_function("convert_1k_floor_i128", |bench| {
        bench.iter(|| {
            black_box(&integers).iter().try_fold(0_i128, |sum, (cents, rate)| {
                // cents and thousandths: half of 100,000 rounds half up
                let dong = cents.checked_mul(*rate)?.checked_add(50_000)?.div_euclid(100_000);
                sum.checked_add(dong)
            })
        });
    });
    group.finish();

    batch(&mut criterion, &rates, first_day, &mut numbers)?;
    criterion.final_summary();
    Ok(())
}
