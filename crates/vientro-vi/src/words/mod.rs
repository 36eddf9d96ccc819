//! Numbers and amounts in Vietnamese words, written and read.

mod error;
mod money;
mod options;
mod read;
mod spelling;
mod write;

pub use error::{WordsDoubt, WordsError};
pub use money::{money, money_of_digits};
pub use options::{Billion, Chain, EmptyGroups, Filler, Four, Thousand, WordOptions};
pub use read::{Normalised, NormalisedKind, WordsReading, read_words};
#[cfg(test)]
use spelling::ALL_WORDS;
pub use write::{cardinal, cardinal_of_digits, decimal, decimal_of_digits, ordinal, write_cardinal};

/// Most digits [`cardinal_of_digits`] says and [`read_words`] reads.
pub const DIGITS_MAX: usize = 600;

#[cfg(test)]
mod tests;
