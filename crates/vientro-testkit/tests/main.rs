//! Goal: the sheets under `examples/data/union-2025` are what their texts make, say what the press texts print, and hold
//! exactly the mess that is listed; and the library reads, posts and adds them to the same figures. Method: rebuild them
//! in memory; add them up with whole numbers, apart from the crates under test; open the finished workbooks with another
//! library; then compare with what intake and accounting make of the same files.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests, outside the test functions themselves"
)]

mod contract;
mod engine;
mod ledger;
mod library;
mod mutations;
#[cfg(feature = "icu")]
mod numbers;
mod one_ledger;
#[cfg(feature = "json-schema")]
mod schemas;
mod tables;
mod totals;
mod workload;

use std::{fs, path::PathBuf};

/// A path from the root of the repository.
fn root(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// The rows of a `.csv` with a header, as texts.
fn table(path: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(root(path)).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The text of a committed file.
fn text(path: &str) -> String {
    fs::read_to_string(root(path)).unwrap()
}
