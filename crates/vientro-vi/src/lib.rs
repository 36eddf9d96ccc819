#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice, clippy::float_arithmetic))]

extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod compare;
pub mod date;
pub mod extract;
pub mod format;
pub mod hedge;
mod lex;
pub mod number;
pub mod period;
mod prelude;
mod scan;
mod spoken;
pub mod text;
mod token;
pub mod unit;
mod vocab;
pub mod words;

pub use compare::{Base, CompareError, Comparison, ComparisonKind, read_comparison};
pub use date::{DateContext, DateError, DateOrder, DateReading, PrintedDate, Session, read_date};
pub use extract::{Extract, Found, FoundValue, extract, extract_with};
pub use format::{DateStyle, NumberStyle, format_date, format_decimal, format_scaled, format_with};
pub use hedge::{hedge_word, phrase, read_hedge, rounded_phrase};
pub use number::{Alternative, Ambiguity, ReadError, ReadOptions, Reading, Style, read, read_with};
pub use period::{PeriodReading, PrintedPeriod, read_period};
pub use text::{
    CollationKey, Repair, Suggestion, ToneStyle, collate, collation_key, fold, nfc, place_tones, repair,
    similarity, suggest,
};
pub use unit::Unit;
pub use words::{
    Normalised, NormalisedKind, WordOptions, WordsDoubt, WordsError, WordsReading, cardinal,
    cardinal_of_digits, decimal, decimal_of_digits, money, money_of_digits, ordinal, read_words,
    write_cardinal,
};
