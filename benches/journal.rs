//! The journal: flows posted with the hash chain, balances by account, the audit of the chain, and the room an entry takes.
//!
//! On Linux each is also told once in processor time, which other work on the machine does not lengthen.
#![expect(clippy::print_stdout, reason = "memory and processor time are no measures of criterion's")]

use std::error::Error;
use std::hint::black_box;

use chrono::{Days, NaiveDate};
use criterion::{Criterion, Throughput};
use peak_alloc::PeakAlloc;
use rust_decimal::Decimal;
use vientro::accounting::{Journal, PostingContext, Tell, balances};
use vientro::core::{Figure, Period, RowId};
use vientro::currency::{Currency, Money, Policy, Rate, RateBook, RateKind};
use vientro::model::{Direction, Facts, Flow, FlowId, FlowKind, ItemId, SourceClass};
use vientro_benches::SplitMix64;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// Items the flows are of.
const ITEMS: u32 = 2_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut criterion = Criterion::default().configure_from_args().sample_size(10);
    let is_test = std::env::args().any(|argument| argument == "--test");
    let (size, count) = if is_test { ("1k", 1_000) } else { ("1m", 1_000_000) };
    let (rates, policy) = (rates()?, Policy::central());
    let context = PostingContext::new(&rates, &policy, Currency::VND);
    let half = Period::half_year(2025, 2)?;

    for (name, currency) in [("in_dong", Currency::VND), ("in_dollars", Currency::USD)] {
        let facts = facts(count, currency)?;
        let mut group = criterion.benchmark_group(format!("journal_{size}_{name}"));
        group.throughput(Throughput::Elements(count.into()));
        group.bench_function("post", |bench| {
            bench.iter_with_large_drop(|| {
                let mut journal = Journal::new();
                let posted = journal.post(black_box(&facts), &context).map(|report| report.posted.len());
                (journal, posted.is_ok())
            });
        });
        let before = ALLOCATED.current_usage();
        let mut journal = Journal::new();
        let posted = timed("post", || journal.post(&facts, &context).map(|report| report.posted.len()))?;
        assert_eq!(posted, usize::try_from(count)?);
        let taken = ALLOCATED.current_usage().saturating_sub(before);
        println!("journal_{size}_{name}: {} bytes an entry", taken / usize::try_from(count)?);
        drop(timed("balances", || balances(&journal, None, Tell::Original))?);
        drop(timed("balances_of_a_half_year", || balances(&journal, Some(&half), Tell::Presentation))?);
        assert!(timed("audit", || journal.audit(None)).is_empty());
        group.bench_function("balances", |bench| {
            bench.iter_with_large_drop(|| balances(black_box(&journal), None, Tell::Original));
        });
        group.bench_function("balances_of_a_half_year", |bench| {
            bench.iter_with_large_drop(|| balances(black_box(&journal), Some(&half), Tell::Presentation));
        });
        group.bench_function("audit", |bench| {
            bench.iter(|| black_box(&journal).audit(None).len());
        });
        group.finish();
    }
    criterion.final_summary();
    Ok(())
}

/// Runs `work` and says how long the processor took, where the machine tells.
fn timed<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let processor = || -> Option<u64> {
        // nanoseconds on the processor, of the only thread there is
        std::fs::read_to_string("/proc/thread-self/schedstat").ok()?.split(' ').next()?.parse().ok()
    };
    let before = processor();
    let result = work();
    if let (Some(before), Some(after)) = (before, processor()) {
        println!("{name}: {} ms of processor", after.saturating_sub(before) / 1_000_000);
    }
    result
}

/// Receipts, disbursements and expenditures of 2,000 items over 2025, each read from a row of its own; one in fifty
/// has no amount.
fn facts(flows: u32, currency: Currency) -> Result<Facts, Box<dyn Error>> {
    let mut numbers = SplitMix64::new(7);
    let mut facts = Facts::default();
    let kinds = [FlowKind::Disbursement, FlowKind::Receipt, FlowKind::Expenditure];
    for number in 0..flows {
        let amount = match numbers.below(50) {
            0 => Figure::Unknown,
            _ => Figure::Known(Money::from_minor(i128::from(numbers.below(1_000_000_000)) + 1, currency)?),
        };
        let id = FlowId::try_new(format!("NA-2025-GN-{number:07}"))?;
        let kind = *numbers.choose(&kinds).ok_or("no kind")?;
        let flow = Flow::try_new(id, kind, amount, Direction::Inward, SourceClass::ForeignNgo)?
            .with_item(ItemId::try_new(format!("NA-2025-{:04}", numbers.below(ITEMS)))?)
            .with_date(first_day()? + Days::new(numbers.below(365).into()))
            .with_rows([RowId::try_new(format!("vien-tro-2025.xlsx/{number}"))?]);
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
