//! The room that the entries of a journal take, with all it finds them by, after posting: one line for each currency.
#![expect(clippy::print_stdout, reason = "memory is no measure of criterion's")]

#[path = "journal/facts.rs"]
mod facts;

use std::error::Error;

use facts::{facts, rates};
use peak_alloc::PeakAlloc;
use vientro::accounting::{Journal, PostingContext};
use vientro::currency::{Currency, Policy};

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

fn main() -> Result<(), Box<dyn Error>> {
    let count = if std::env::args().any(|argument| argument == "--test") { 1_000 } else { 1_000_000 };
    let (rates, policy) = (rates()?, Policy::central());
    let context = PostingContext::new(&rates, &policy, Currency::VND);
    for currency in [Currency::VND, Currency::USD] {
        let facts = facts(count, currency)?;
        let before = ALLOCATED.current_usage();
        let mut journal = Journal::new();
        journal.post(&facts, &context)?;
        let taken = ALLOCATED.current_usage().saturating_sub(before);
        println!("{count} flows in {currency}: {} bytes an entry", taken / usize::try_from(count)?);
    }
    Ok(())
}
