//! Every door of vientro that takes foreign bytes, with what must hold whatever the bytes are.
//!
//! A target is a function of bytes that panics where something does not hold. The same functions run in three ways: as
//! tests over the committed corpus, under `mutate` with a seeded generator on any toolchain, and under libFuzzer.
//! How to run them stands in `README.md`.

mod accounting;
mod core;
mod currency;
mod intake;
mod model;
mod vi;

pub mod mutation;

use std::borrow::Cow;
use std::fmt::Debug;
use std::ops::Range;
use std::path::PathBuf;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A door under test.
pub type Target = fn(&[u8]);

/// All targets by name, which is also that of the folder in `corpus/` and of the file in `fuzz_targets/`.
pub const TARGETS: [(&str, Target); 21] = [
    ("accounting_csv", accounting::csv),
    ("core_figures", core::figures),
    ("core_serde", core::serde),
    ("currency_money", currency::money),
    ("currency_rates", currency::rates),
    ("currency_serde", currency::serde),
    ("intake_content", intake::content),
    ("intake_csv", intake::csv),
    ("intake_ledger", intake::ledger),
    ("intake_mapping", intake::mapping),
    ("intake_shared", intake::shared),
    ("intake_sheet", intake::sheet),
    ("intake_workbook", intake::workbook),
    ("intake_xls", intake::xls),
    ("model_serde", model::serde),
    ("vi_compare", vi::compare),
    ("vi_date", vi::date),
    ("vi_extract", vi::extract),
    ("vi_read", vi::read),
    ("vi_text", vi::text),
    ("vi_words", vi::words),
];

/// The target of this name.
///
/// # Panics
///
/// If there is none.
pub fn target(name: &str) -> Target {
    let found = TARGETS.iter().find(|(known, _)| *known == name);
    found.unwrap_or_else(|| panic!("no target is called `{name}`")).1
}

/// The corpus of a target: the inputs in the order of their file names.
///
/// # Panics
///
/// If the folder cannot be read.
pub fn corpus(name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder is listed").path()).collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| (path.clone(), std::fs::read(&path).expect("a corpus file is read")))
        .collect()
}

/// The bytes as text; what is not UTF-8 becomes the replacement character.
fn text_of(data: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(data)
}

/// The span lies in the text, is not empty and cuts no character.
fn check_span(text: &str, span: &Range<usize>) {
    assert!(span.start < span.end, "empty span {span:?}");
    assert!(text.get(span.clone()).is_some(), "span {span:?} cuts a text of {} bytes", text.len());
}

/// What serde reads it also writes, and reads again as the same value.
fn check_serde<T: Serialize + DeserializeOwned + PartialEq + Debug>(data: &[u8]) -> Option<T> {
    let value: T = serde_json::from_slice(data).ok()?;
    let written = serde_json::to_string(&value).expect("what was read can be written");
    let again: T = serde_json::from_str(&written)
        .unwrap_or_else(|error| panic!("{written} was written and cannot be read: {error}"));
    assert_eq!(again, value, "{written}");
    Some(value)
}
