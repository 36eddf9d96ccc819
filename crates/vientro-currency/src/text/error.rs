//! What can go wrong when an amount is read.

use vientro_core::Language;
use vientro_vi::{Ambiguity, ReadError, WordsError};

use crate::{Currency, CurrencyError, MoneyError};

/// Why a text is not read as money.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyTextError {
    /// The print can be read in two ways.
    #[error("`{found}` can be read as {readings}: {why}")]
    Ambiguous {
        /// The text, cut to 80 characters.
        found: String,
        /// The readings, joined by "or".
        readings: String,
        /// What is doubtful.
        why: Ambiguity,
    },
    /// Two currencies beside one number.
    #[error("`{found}` names both `{first}` and `{second}`, expected one currency")]
    Currencies {
        /// The text, cut to 80 characters.
        found: String,
        /// The first currency.
        first: Currency,
        /// The other.
        second: Currency,
    },
    /// Not written as a strict reader expects it.
    #[error("`{found}` is not written as an amount, expected a form such as {}", example(*.language))]
    Form {
        /// The text, cut to 80 characters.
        found: String,
        /// The reader's language.
        language: Language,
    },
    /// The figure is a hedged one or a range; [`crate::read_money`] keeps that.
    #[error("`{found}` is hedged, expected one exact amount")]
    Hedged {
        /// The text, cut to 80 characters.
        found: String,
    },
    /// A letter was lost when the text was decoded, or a question mark doubts the amount: what stood there is not known.
    #[error("`{found}` has a `?` or a lost letter in it, expected the amount as it was written")]
    Lost {
        /// The text, cut to 80 characters.
        found: String,
    },
    /// The value does not fit the currency.
    #[error("the amount cannot be money")]
    Money(#[from] MoneyError),
    /// No currency in the text and none given.
    #[error("`{found}` names no currency, expected one such as `đồng` or `USD`")]
    NoCurrency {
        /// The text, cut to 80 characters.
        found: String,
    },
    /// Parentheses or a minus behind the digits, which may mark a negative amount, and the options do not say so.
    #[error("`{found}` may be negative, expected `-5` or the option that reads `(5)` or `5-` so")]
    Sign {
        /// The text, cut to 80 characters.
        found: String,
    },
    /// The figure counts something else.
    #[error("`{found}` is in `{unit}`, expected a currency")]
    Unit {
        /// The text, cut to 80 characters.
        found: String,
        /// The unit.
        unit: String,
    },
    /// The text names a currency that there is not.
    #[error("the currency is not known")]
    UnknownCurrency(#[from] CurrencyError),
    /// The text is no figure.
    #[error("the text cannot be read as a figure")]
    Read(#[from] ReadError),
    /// The words are no number.
    #[error("the words cannot be read as a number")]
    Words(#[from] WordsError),
}

impl MoneyTextError {
    /// The error as a sentence, its cause included.
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::Ambiguous { found, readings, why }, Language::Vi) => {
                let readings = readings.replace(OR, " hoặc ");
                format!("`{found}` có thể đọc là {readings}: {}", why.text(language))
            }
            (Self::Currencies { found, first, second }, Language::Vi) => {
                format!("`{found}` nêu cả `{first}` và `{second}`, cần một đồng tiền")
            }
            (Self::Form { found, language: reader }, Language::Vi) => {
                let example = example(*reader).replace(OR, " hoặc ");
                format!("`{found}` không viết như một số tiền, cần như {example}")
            }
            (Self::Hedged { found }, Language::Vi) => {
                format!("`{found}` là số ước chừng hoặc một khoảng, cần một số tiền chính xác")
            }
            (Self::Lost { found }, Language::Vi) => {
                format!("`{found}` có dấu `?` hoặc ký tự bị mất, cần số tiền đúng như đã viết")
            }
            (Self::Money(cause), Language::Vi) => format!("không thành số tiền: {}", cause.text(language)),
            (Self::NoCurrency { found }, Language::Vi) => {
                format!("`{found}` không nêu đồng tiền, cần ghi như `đồng` hoặc `USD`")
            }
            (Self::Sign { found }, Language::Vi) => {
                format!("`{found}` có thể là số âm, cần ghi `-5` hoặc chọn cách đọc `(5)`, `5-` là số âm")
            }
            (Self::Unit { found, unit }, Language::Vi) => {
                format!("`{found}` có đơn vị `{unit}`, cần một đồng tiền")
            }
            (Self::UnknownCurrency(cause), _) => cause.text(language),
            (Self::Read(cause), Language::Vi) => {
                format!("không đọc được thành số tiền: {}", cause.text(language))
            }
            (Self::Words(cause), Language::Vi) => {
                format!("không đọc được chữ thành số: {}", cause.text(language))
            }
            (Self::Money(cause), Language::En) => format!("{self}: {}", cause.text(language)),
            (Self::Read(cause), Language::En) => format!("{self}: {}", cause.text(language)),
            (Self::Words(cause), Language::En) => format!("{self}: {}", cause.text(language)),
            (_, Language::En) => self.to_string(),
        }
    }
}

/// Between alternatives in a message.
pub(super) const OR: &str = " or ";

fn example(language: Language) -> &'static str {
    match language {
        Language::Vi => "`457.800,50 USD` or `594,5 tỷ đồng`",
        Language::En => "`457,800.50 USD` or `594.5 billion VND`",
    }
}

/// At most 80 characters of a text, for messages.
pub(super) fn clip(text: &str) -> String {
    text.chars().take(80).collect()
}
