//! Why a number cannot be said or words cannot be read.

use core::fmt;

use crate::prelude::*;
use vientro_core::Language;

/// Why a number cannot be said or words cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WordsError {
    /// Words with two meanings: "một triệu hai", "hai trăm năm".
    #[error("`{found}` can be read in two ways: {reason}")]
    Ambiguous {
        /// The words.
        found: String,
        /// The two ways.
        reason: WordsDoubt,
    },
    /// Not a currency this crate has words for.
    #[error("no words for the currency `{found}`, expected an ISO 4217 code such as `VND` or `USD`")]
    Currency {
        /// The code as given.
        found: String,
    },
    /// No words.
    #[error("the text is empty, expected a number")]
    Empty,
    /// The amount has more decimals than the currency has parts.
    #[error("`{amount}` has a fraction `{currency}` has no coin for, expected at most {decimals} decimals")]
    Fraction {
        /// The amount.
        amount: String,
        /// The currency.
        currency: String,
        /// Decimals the currency has.
        decimals: u32,
    },
    /// The text ends where a word of the number is still to come, such as "hai phẩy".
    #[error("`{found}` ends before its number does")]
    Incomplete {
        /// The text.
        found: String,
    },
    /// A word of numbers where it cannot stand, such as "tỷ" at the start or "rưỡi" behind "ba".
    #[error("`{word}` in `{found}` stands where it makes no number")]
    Misplaced {
        /// The word.
        word: String,
        /// The text.
        found: String,
    },
    /// Not digits.
    #[error("`{found}` is no number in digits")]
    NotDigits {
        /// The text.
        found: String,
    },
    /// Scales in a wrong order, such as "hai nghìn ba triệu".
    #[error("the scale words of `{found}` are out of order")]
    Order {
        /// The words.
        found: String,
    },
    /// More digits than the limit.
    #[error("the number has more than {limit} digits")]
    TooLong {
        /// The limit.
        limit: usize,
    },
    /// A word that is no part of a number.
    #[error("`{word}` in `{found}` is no word of a number")]
    UnknownWord {
        /// The word.
        word: String,
        /// The text.
        found: String,
    },
}

impl WordsError {
    /// The message in one language; [`Display`](fmt::Display) gives the English one.
    pub fn text(&self, language: Language) -> String {
        if language == Language::En {
            return self.to_string();
        }
        match self {
            Self::Ambiguous { found, reason } => {
                format!("`{found}` có thể đọc theo hai cách: {}", reason.text(language))
            }
            Self::Currency { found } => {
                format!("chưa có cách đọc cho đồng tiền `{found}`, cần mã ISO 4217 như `VND` hoặc `USD`")
            }
            Self::Empty => "không có chữ nào, cần một số".to_owned(),
            Self::Fraction { amount, currency, decimals } => format!(
                "`{amount}` có phần lẻ mà `{currency}` không có đơn vị để đọc, cần nhiều nhất {decimals} chữ số thập phân"
            ),
            Self::Incomplete { found } => format!("`{found}` hết trước khi đọc xong số"),
            Self::Misplaced { word, found } => {
                format!("`{word}` trong `{found}` đứng ở chỗ không thành số")
            }
            Self::NotDigits { found } => format!("`{found}` không phải là số viết bằng chữ số"),
            Self::Order { found } => format!("các hàng (nghìn, triệu, tỷ) của `{found}` không theo thứ tự"),
            Self::TooLong { limit } => format!("số có hơn {limit} chữ số"),
            Self::UnknownWord { word, found } => {
                format!("`{word}` trong `{found}` không phải là từ chỉ số")
            }
        }
    }
}

/// The two ways in which words can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WordsDoubt {
    /// "một triệu hai": 1 000 002, or 1 200 000 with the smaller scale left out.
    ScaleOrUnit,
    /// "hai trăm năm": 250, or 205 with linh left out.
    TensOrUnits,
}

impl WordsDoubt {
    /// The two ways in one language.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::ScaleOrUnit, Language::En) => "the unit itself, or the next smaller scale left out",
            (Self::ScaleOrUnit, Language::Vi) => "chính hàng đơn vị, hoặc hàng nhỏ hơn liền sau được nói tắt",
            (Self::TensOrUnits, Language::En) => "tens, or units with linh left out",
            (Self::TensOrUnits, Language::Vi) => "hàng chục, hoặc hàng đơn vị thiếu chữ linh",
        }
    }
}

impl fmt::Display for WordsDoubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text(Language::En))
    }
}
