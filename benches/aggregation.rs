//! Flows to books and totals, beside a bare loop over integers that gives the same sums; frames of flows, subtotals of a million groups,
//! partial answers and a cube that is kept up to date. The workload's questions are in `workload.rs`.

use std::collections::BTreeMap;
use std::error::Error;
use std::hint::black_box;

use chrono::{Days, NaiveDate};
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput};
use rust_decimal::Decimal;
use vientro::accounting::frame::{DateColumn, Frame, IntegerColumn, MoneyColumn, NameColumn};
use vientro::accounting::query::{Cube, Key, KeyValue, Measure, Query, Record};
use vientro::accounting::{Dimension, Journal, PostingContext, Selection, Totals};
use vientro::core::{Figure, Period};
use vientro::currency::{Currency, Money, Policy, Rate, RateBook, RateKind};
use vientro::model::{
    AidItem, AmountKey, Basis, Direction, Facts, Flow, FlowId, FlowKind, ItemId, SourceClass,
};
use vientro_benches::SplitMix64;

const ITEMS: u32 = 200;
const DONORS: u32 = 20;

/// Flows of 200 items of 20 donors over 2025; one in fifty has no amount.
fn facts(flows: u32, currency: Currency) -> Result<Facts, Box<dyn Error>> {
    let mut numbers = SplitMix64::new(3);
    let mut facts = Facts::default();
    for number in 0..ITEMS {
        let id = ItemId::try_new(format!("item-{number:03}"))?;
        let item = AidItem::new(id, format!("item {number}"), Direction::Inward, SourceClass::ForeignNgo)
            .with_donor(format!("donor {:02}", numbers.below(DONORS)));
        facts.add_item(item)?;
    }
    for number in 0..flows {
        let amount = match numbers.below(50) {
            0 => Figure::Unknown,
            _ => Figure::Known(Money::from_minor(i128::from(numbers.below(1_000_000_000)) + 1, currency)?),
        };
        let id = FlowId::try_new(format!("flow-{number:06}"))?;
        let flow =
            Flow::try_new(id, FlowKind::Disbursement, amount, Direction::Inward, SourceClass::ForeignNgo)?
                .with_item(ItemId::try_new(format!("item-{:03}", numbers.below(ITEMS)))?)
                .with_date(first_day()? + Days::new(numbers.below(365).into()));
        facts.add_flow(flow)?;
    }
    Ok(facts)
}

/// A central rate of the dollar for each day of 2025.
fn rates() -> Result<RateBook, Box<dyn Error>> {
    let mut book = RateBook::new();
    for day in 0..365 {
        let value = Decimal::from(24_300 + day);
        let rate = Rate::builder(Currency::USD, Currency::VND, value, RateKind::Central);
        book.insert(rate.publisher("seed").day(first_day()? + Days::new(day)).build()?)?;
    }
    Ok(book)
}

fn first_day() -> Result<NaiveDate, &'static str> {
    NaiveDate::from_ymd_opt(2025, 1, 1).ok_or("no such day")
}

/// A flow as the bare loop takes it.
struct Row {
    donor: u32,
    date: NaiveDate,
    amount: Option<i128>,
}

fn rows(facts: &Facts) -> Result<Vec<Row>, Box<dyn Error>> {
    let row = |flow: &Flow| {
        let donor = flow.item().and_then(|id| facts.item(id)).and_then(AidItem::donor).ok_or("no donor")?;
        let donor = donor.trim_start_matches("donor ").parse()?;
        let date = flow.date().ok_or("no date")?;
        Ok(Row { donor, date, amount: flow.amount().known().map(Money::minor) })
    };
    facts.flows().map(row).collect()
}

/// The bare loop: known amounts of the year by donor.
fn naive(rows: &[Row], year: &Period) -> BTreeMap<u32, i128> {
    let mut sums = BTreeMap::new();
    for row in rows {
        if let Some(amount) = row.amount.filter(|_| year.contains(row.date)) {
            *sums.entry(row.donor).or_default() += amount;
        }
    }
    sums
}

/// Amounts in đồng of as many items as rows, of 63 provinces, over 2025.
fn frame(rows: u32) -> Result<Frame, Box<dyn Error>> {
    let mut numbers = SplitMix64::new(5);
    let (mut item, mut province) = (IntegerColumn::new(), NameColumn::default());
    let (mut date, mut amount) = (DateColumn::new(), MoneyColumn::new());
    for number in 0..rows {
        item.push(Some(number.into()));
        province.push(Some(&format!("{:02}", numbers.below(63))));
        date.push(Some(first_day()? + Days::new(numbers.below(365).into())));
        amount.push_minor(numbers.below(1_000_000_000).into(), Currency::VND);
    }
    let columns = [("item", item.into()), ("province", province.into()), ("date", date.into())];
    Ok(Frame::from_columns(columns.into_iter().chain([("amount", amount.into())]))?)
}

/// Subtotals, partial answers and a cube over `rows` rows.
fn queries(criterion: &mut Criterion, size: &str, rows: u32) -> Result<(), Box<dyn Error>> {
    let frame = frame(rows)?;
    let mut group = criterion.benchmark_group("queries");
    group.sample_size(10);
    group.throughput(Throughput::Elements(rows.into()));
    let by_item = Query::new().group_by(Key::column("item")).group_by(Key::month("date"));
    let by_item = by_item.measure(Measure::sum("amount")).measure(Measure::count());
    group.bench_function(BenchmarkId::from_parameter(format!("group_{size}_items_by_month")), |bench| {
        bench.iter(|| by_item.run(black_box(&frame)).map(|table| table.len()));
    });
    let rollup = by_item.clone().rollup();
    group.bench_function(BenchmarkId::from_parameter(format!("rollup_{size}_items_by_month")), |bench| {
        bench.iter(|| rollup.run(black_box(&frame)).map(|table| table.len()));
    });
    group.bench_function(BenchmarkId::from_parameter(format!("cube_{size}_items_by_month")), |bench| {
        bench.iter(|| by_item.clone().cube().run(black_box(&frame)).map(|table| table.len()));
    });

    let by_day = Query::new().group_by(Key::column("province")).group_by(Key::column("date"));
    let by_day = by_day.measure(Measure::sum("amount")).measure(Measure::count()).rollup();
    let part = by_day.partial(&frame)?;
    group.bench_function(
        BenchmarkId::from_parameter(format!("partial_{size}_rows_by_place_and_day")),
        |bench| {
            bench.iter(|| by_day.partial(black_box(&frame)).map(|part| part.len()));
        },
    );
    group.throughput(Throughput::Elements(u64::try_from(part.len())?));
    group.bench_function(BenchmarkId::from_parameter(format!("merge_partials_of_{size}_rows")), |bench| {
        bench.iter_batched(
            || part.clone(),
            |one| one.merge(black_box(&part)).map(|it| it.len()),
            BatchSize::LargeInput,
        );
    });

    let mut cube = Cube::new(by_day);
    cube.append(&frame)?;
    let day = first_day()? + Days::new(200);
    let gift = Record::new()
        .name("province", Some("40"))
        .day("date", Some(day))
        .amount("amount", &Figure::Known(Money::vnd(457_800)));
    group.throughput(Throughput::Elements(1));
    group.bench_function(
        BenchmarkId::from_parameter(format!("append_and_reverse_in_cube_of_{size}_rows")),
        |bench| {
            bench.iter(|| {
                cube.append_record(black_box(&gift))?;
                cube.reverse_record(black_box(&gift))
            });
        },
    );
    let total = [KeyValue::Name("40".into()), KeyValue::All];
    group.bench_function(BenchmarkId::from_parameter(format!("cell_of_cube_of_{size}_rows")), |bench| {
        bench.iter(|| {
            let cell = cube.cell(black_box(&total), 0)?;
            cell.amount()?.minor()
        });
    });
    group.finish();
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    // figures of one thread can be compared from one machine to another
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global()?;
    let mut criterion = Criterion::default().configure_from_args();
    let (rates, policy) = (rates()?, Policy::central());
    let context = PostingContext::new(&rates, &policy, Currency::VND);
    let year = Period::calendar_year(2025)?;
    let disbursed = Selection::new(AmountKey::new(Basis::Disbursed, Direction::Inward)).during(year);
    let mut group = criterion.benchmark_group("flows");
    group.sample_size(10);

    for (size, flows) in [("1k", 1_000_u32), ("10k", 10_000)] {
        group.throughput(Throughput::Elements(flows.into()));
        let in_dong = facts(flows, Currency::VND)?;
        let in_dollars = facts(flows, Currency::USD)?;
        for (id, facts) in
            [(format!("post_{size}_flows"), &in_dong), (format!("post_{size}_flows_converted"), &in_dollars)]
        {
            group.bench_function(BenchmarkId::from_parameter(id), |bench| {
                bench.iter(|| {
                    Journal::new().post(black_box(facts), &context).map(|report| report.posted.len())
                });
            });
        }

        group.bench_function(BenchmarkId::from_parameter(format!("frame_of_{size}_flows")), |bench| {
            bench.iter(|| Frame::from_flows(black_box(&in_dong)).map(|frame| frame.rows()));
        });

        let mut journal = Journal::new();
        assert_eq!(journal.post(&in_dong, &context)?.posted.len(), usize::try_from(flows)?);
        let totals = Totals::new(&journal, &in_dong);
        group.bench_function(
            BenchmarkId::from_parameter(format!("frame_of_a_journal_of_{size}_flows")),
            |bench| {
                bench.iter(|| Frame::from_journal(black_box(&totals)).map(|frame| frame.rows()));
            },
        );
        group.bench_function(BenchmarkId::from_parameter(format!("total_{size}_flows")), |bench| {
            bench.iter(|| totals.total(black_box(&disbursed)).map(|sum| sum.entries().len()));
        });
        group.bench_function(BenchmarkId::from_parameter(format!("group_{size}_flows_by_donor")), |bench| {
            bench.iter(|| totals.grouped(black_box(&disbursed), Dimension::Donor).map(|groups| groups.len()));
        });

        let rows = rows(&in_dong)?;
        let sums: Vec<i128> = naive(&rows, &year).into_values().collect();
        let groups = totals.grouped(&disbursed, Dimension::Donor)?;
        let known = groups.iter().filter_map(|group| group.sum().figure().known_part().known());
        assert_eq!(known.map(Money::minor).collect::<Vec<_>>(), sums, "the loop and the books agree");
        group.bench_function(
            BenchmarkId::from_parameter(format!("group_{size}_flows_by_donor_floor")),
            |bench| bench.iter(|| naive(black_box(&rows), &year).len()),
        );
    }
    group.finish();
    let is_test = std::env::args().any(|argument| argument == "--test");
    let (size, rows) = if is_test { ("1k", 1_000) } else { ("1m", 1_000_000) };
    queries(&mut criterion, size, rows)?;

    criterion.final_summary();
    Ok(())
}
