//! The aggregation workload: reading it, and summing it by columns, beside the plain read of the bytes that a sum needs; the sums once
//! more over rows in the order of month and currency, and the time it takes to put them so.
//!
//! A million rows; ten million as well with `cargo bench -p vientro-benches --bench workload -- 10m`, a thousand under `--test`.

use std::error::Error;
use std::hint::black_box;

use chrono::{Days, Months, NaiveDate};
use criterion::{BenchmarkId, Criterion, Throughput};
use rust_decimal::Decimal;
use vientro::accounting::frame::{CsvLayout, CsvOptions, Frame};
use vientro::accounting::query::{Filter, Key, Measure, Query};
use vientro::currency::{Currency, DateRule, Policy, Rate, RateBook, RateKind};
use vientro_testkit::workload::{CURRENCIES, FORMS, KINDS, Workload};

/// Đồng for one unit, by month.
fn book(workload: &Workload) -> Result<RateBook, Box<dyn Error>> {
    let mut rates = Vec::new();
    let mut first = NaiveDate::from_ymd_opt(2010, 1, 1).ok_or("no such day")?;
    for month in workload.rates() {
        let next = first + Months::new(1);
        for (code, value) in CURRENCIES.iter().zip(month).skip(1) {
            let value = Decimal::new(*value, 6);
            let rate =
                Rate::builder(code.parse()?, Currency::VND, value, RateKind::House).publisher("workload");
            rates.push(rate.days(first, next - Days::new(1)).build()?);
        }
        first = next;
    }
    Ok(RateBook::from_rates(rates)?)
}

fn main() -> Result<(), Box<dyn Error>> {
    // figures of one thread can be compared from one machine to another
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global()?;
    let mut criterion = Criterion::default().configure_from_args();
    let asked = |word: &str| std::env::args().any(|argument| argument == word);
    let sizes: &[(&str, u32)] = match (asked("--test"), asked("10m")) {
        (true, _) => &[("1k", 1_000)],
        (_, true) => &[("10m", 10_000_000)],
        _ => &[("1m", 1_000_000)],
    };
    let mut group = criterion.benchmark_group("workload");
    group.sample_size(10);
    for (size, rows) in sizes {
        let workload = Workload::new(*rows);
        let (mut text, book) = (Vec::new(), book(&workload)?);
        workload.write_transactions(&mut text)?;
        let layout = CsvLayout::new()
            .amounts("amount", "currency")
            .dates("date")
            .listed("kind", KINDS)
            .names("province")
            .names("sector")
            .names("donor")
            .listed("form", FORMS)
            .flags("in_kind")
            .numbers("project");
        group.throughput(Throughput::Elements((*rows).into()));
        group.bench_function(BenchmarkId::from_parameter(format!("read_csv_{size}")), |bench| {
            bench.iter(|| {
                Frame::from_csv(black_box(text.as_slice()), &layout, &CsvOptions::default())
                    .map(|it| it.rows())
            });
        });

        let frame = Frame::from_csv(text.as_slice(), &layout, &CsvOptions::default())?;
        let policy = Policy::of_kind(RateKind::House).with_date_rule(DateRule::MonthOf)?;
        let policy = policy.with_bridges(vec![Currency::VND])?;
        let in_currency =
            |to| Query::new().convert_to(to, "date", &book, &policy).measure(Measure::sum("amount"));
        let places = |to| {
            let query = in_currency(to).group_by(Key::year("date")).group_by(Key::column("province"));
            query.group_by(Key::column("sector"))
        };
        // from the text to the answer, with and without keeping the rows; of the file only what the question needs is read
        let needed =
            CsvLayout::new().amounts("amount", "currency").dates("date").names("province").names("sector");
        group.bench_function(BenchmarkId::from_parameter(format!("q2_csv_{size}_kept")), |bench| {
            bench.iter(|| {
                let frame = Frame::from_csv(black_box(text.as_slice()), &needed, &CsvOptions::default())?;
                places(Currency::VND).run(&frame).map(|table| table.len())
            });
        });
        group.bench_function(BenchmarkId::from_parameter(format!("q2_csv_{size}")), |bench| {
            bench.iter(|| {
                let table = places(Currency::VND).run_csv(
                    black_box(text.as_slice()),
                    &needed,
                    &CsvOptions::default(),
                );
                table.map(|table| table.len())
            });
        });
        let clustered = || frame.clustered_by([Key::month("date"), Key::currency("amount")]);
        group.bench_function(BenchmarkId::from_parameter(format!("cluster_{size}")), |bench| {
            bench.iter(|| clustered().map(|frame| frame.rows()));
        });
        let net = || Measure::sum("amount").signed("kind", ["disbursement"], ["refund"]).named("net");
        let years = |first, last| -> Result<Filter, Box<dyn Error>> {
            let first = NaiveDate::from_ymd_opt(first, 1, 1).ok_or("no such day")?;
            Ok(Filter::days("date", first, NaiveDate::from_ymd_opt(last, 12, 31).ok_or("no such day")?))
        };
        let in_dong = || Query::new().convert_to(Currency::VND, "date", &book, &policy);
        let paid = Filter::is_in("kind", ["disbursement", "refund"]);
        let q1 = Query::new().group_by(Key::year("date")).group_by(Key::column("kind"));
        let q1 =
            q1.group_by(Key::currency("amount")).measure(Measure::sum("amount")).measure(Measure::count());
        let q4 = in_dong().filter(paid.clone()).filter(years(2019, 2019)?).group_by(Key::column("donor"));
        let q5a = in_dong().filter(paid).group_by(Key::year("date")).group_by(Key::column("sector"));
        let q5b = in_currency(Currency::VND).measure(net()).group_by(Key::column("project"));
        let q6 = in_dong()
            .filter(Filter::is_in("kind", ["disbursement"]))
            .filter(Filter::is_in("form", ["project", "programme"]))
            .filter(Filter::flag("in_kind", false))
            .filter(years(2018, 2022)?)
            .group_by(Key::column("province"))
            .group_by(Key::column("sector"))
            .group_by(Key::quarter("date"))
            .measure(Measure::sum("amount"))
            .measure(Measure::count());
        let questions = [
            ("q1", q1),
            ("q2", places(Currency::VND)),
            ("q3", places(Currency::USD)),
            ("q4", q4.measure(net())),
            ("q5a", q5a.measure(net())),
            ("q5b", q5b),
            ("q6", q6),
        ];
        for (order, frame) in [("", &frame), ("_clustered", &clustered()?)] {
            for (name, query) in &questions {
                let id = BenchmarkId::from_parameter(format!("{name}_{size}{order}"));
                group.bench_function(id, |bench| {
                    bench.iter(|| query.run(black_box(frame)).map(|table| table.len()));
                });
            }
        }

        // date, province, sector, currency, amount: 2, 1, 1, 1 and 8 bytes
        let words = vec![1_u64; usize::try_from(*rows)?.div_ceil(8) * 13];
        group.bench_function(BenchmarkId::from_parameter(format!("q2_{size}_floor")), |bench| {
            bench.iter(|| black_box(&words).iter().fold(0_u64, |sum, word| sum.wrapping_add(*word)));
        });
    }
    group.finish();

    criterion.final_summary();
    Ok(())
}
