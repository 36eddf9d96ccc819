//! The whole way through the public API: rate files to conversions, against figures that others published.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

mod conversions;
mod faults_of_others;
mod faults_of_rates;
mod files;
mod golden;
mod lookups;
mod money_text;
mod oracles;
mod pairs;
mod revaluations;
#[cfg(feature = "serde")]
mod serial;
mod support;
