#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice, clippy::float_arithmetic))]

pub mod format;
pub mod hedge;
mod lex;
pub mod number;
mod scan;
pub mod text;
pub mod unit;

pub use format::{DateStyle, NumberStyle, format_date, format_decimal, format_scaled, format_with};
pub use hedge::{hedge_word, phrase, read_hedge, rounded_phrase};
pub use number::{Alternative, Ambiguity, ReadError, ReadOptions, Reading, Style, read, read_with};
pub use text::{Repair, Suggestion, fold, nfc, repair, similarity, suggest};
pub use unit::Unit;
