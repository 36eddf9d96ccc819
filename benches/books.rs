//! The books of the bench `journal` as others read them, for `benches/peers/journal.py`.
//!
//! `cargo bench -p vientro-benches --bench books -- --flows N --out DIR` posts the flows and tells the balances, writes `books.hledger`,
//! `books.beancount` and `balances.csv` (account, currency, debits less credits) to DIR, and prints how long posting and balances took.
#![expect(clippy::print_stdout, reason = "the script beside it reads what is printed")]

#[path = "journal/facts.rs"]
mod facts;

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use facts::{facts, rates};
use vientro::accounting::{Journal, PostingContext, Tell, balances, to_beancount, to_hledger};
use vientro::currency::{Currency, Policy};

fn main() -> Result<(), Box<dyn Error>> {
    let (mut flows, mut out) = (1_000, None::<PathBuf>);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--flows" => flows = arguments.next().ok_or("expected a number behind --flows")?.parse()?,
            "--out" => out = arguments.next().map(PathBuf::from),
            // what cargo itself hands to a bench
            _ => {}
        }
    }
    let (rates, policy) = (rates()?, Policy::central());
    let context = PostingContext::new(&rates, &policy, Currency::VND);
    let facts = facts(flows, Currency::VND)?;
    let mut journal = Journal::new();
    let (posted, seconds) = timed(|| journal.post(&facts, &context));
    posted?;
    print!("posting {seconds} s, ");
    let (told, seconds) = timed(|| balances(&journal, None, Tell::Original));
    let told = told?;
    println!("balances {seconds} s");
    let Some(out) = out else { return Ok(()) };
    let mut sums = String::new();
    for balance in told {
        let closing = balance.closing().figure();
        // an account of unknown amounts alone has no balance that could be compared
        let Some(sum) = closing.known().filter(|sum| sum.minor() != 0) else { continue };
        writeln!(sums, "{},{},{}", balance.account(), balance.currency(), sum.amount())?;
    }
    fs::create_dir_all(&out)?;
    fs::write(out.join("balances.csv"), sums)?;
    fs::write(out.join("books.hledger"), to_hledger(&journal))?;
    fs::write(out.join("books.beancount"), to_beancount(&journal))?;
    Ok(())
}

/// Runs `work` and says how many seconds it took.
#[expect(clippy::disallowed_methods, reason = "time is what is measured")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let begun = Instant::now();
    let result = work();
    (result, begun.elapsed().as_secs_f64())
}
