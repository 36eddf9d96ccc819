//! The journal: flows posted with the hash chain, by one thread and by all that the machine has (feature `rayon`), balances by account and
//! the audit of the chain. What room an entry takes is told by `journal_memory`, whose allocator counts and so takes time of its own.
//!
//! On Linux each is also told once in processor time of all threads, which other work on the machine hardly lengthens.
#![expect(clippy::print_stdout, reason = "processor time is no measure of criterion's")]

#[path = "journal/facts.rs"]
mod facts;

use std::error::Error;
use std::fs::{self, DirEntry};
use std::hint::black_box;

use criterion::{Criterion, Throughput};
use facts::{facts, rates};
use rayon::ThreadPoolBuilder;
use vientro::accounting::{Journal, PostingContext, Tell, balances};
use vientro::core::Period;
use vientro::currency::{Currency, Policy};

fn main() -> Result<(), Box<dyn Error>> {
    let mut criterion = Criterion::default().configure_from_args().sample_size(10);
    let is_test = std::env::args().any(|argument| argument == "--test");
    let (size, count) = if is_test { ("1k", 1_000) } else { ("1m", 1_000_000) };
    let (rates, policy) = (rates()?, Policy::central());
    let context = PostingContext::new(&rates, &policy, Currency::VND);
    let half = Period::half_year(2025, 2)?;
    let pool = |threads| ThreadPoolBuilder::new().num_threads(threads).build();
    // zero: as many as the machine has
    let pools = [("post", pool(1)?), ("post_by_all_threads", pool(0)?)];

    for (name, currency) in [("in_dong", Currency::VND), ("in_dollars", Currency::USD)] {
        let facts = facts(count, currency)?;
        let mut group = criterion.benchmark_group(format!("journal_{size}_{name}"));
        group.throughput(Throughput::Elements(count.into()));
        let mut journal = Journal::new();
        for (name, pool) in &pools {
            group.bench_function(*name, |bench| {
                bench.iter_with_large_drop(|| {
                    let mut journal = Journal::new();
                    let posted = pool.install(|| journal.post(black_box(&facts), &context));
                    (journal, posted.is_ok())
                });
            });
            journal = Journal::new();
            let posted = timed(name, || pool.install(|| journal.post(&facts, &context)))?.posted.len();
            assert_eq!(posted, usize::try_from(count)?);
        }
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
    let before = processor();
    let result = work();
    if let (Some(before), Some(after)) = (before, processor()) {
        println!("{name}: {} ms of processor", after.saturating_sub(before) / 1_000_000);
    }
    result
}

/// Nanoseconds on the processor, of all threads.
fn processor() -> Option<u64> {
    let of_thread = |thread: std::io::Result<DirEntry>| -> Option<u64> {
        fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?.split(' ').next()?.parse().ok()
    };
    fs::read_dir("/proc/self/task").ok()?.map(of_thread).sum()
}
