//! What can go wrong with rates and conversions.

use std::fmt::Write as _;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{FigureError, Language};

use crate::column::{NO_RATE, TWO_ROUNDINGS};
use crate::text::{format_day, format_number};
use crate::{Currency, MoneyError, Rate, RateId, RateKind};

/// Why a rate is refused, not found, or a conversion cannot be made.
///
/// It prints in English; [`RateError::text`] gives it in either language.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RateError {
    /// Several publishers quote the pair and none was named.
    #[error("{}", self.text(Language::En))]
    Ambiguous {
        /// Base currency.
        base: Currency,
        /// Quote currency.
        quote: Currency,
        /// Kind asked for.
        kind: RateKind,
        /// The publishers that differ.
        publishers: Vec<String>,
    },
    /// Two rates of one publisher and kind hold for the same day, became known on the same day, and differ.
    #[error("{}", self.text(Language::En))]
    Conflict {
        /// The rate that is in the book.
        existing: RateId,
        /// The rate that was to be added.
        new: RateId,
    },
    /// The days of a rate end before they begin.
    #[error("{}", self.text(Language::En))]
    Days {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
    /// A field is missing or cannot hold the text.
    #[error("{}", self.text(Language::En))]
    Field {
        /// Name of the field.
        field: &'static str,
        /// The text as given, cut to 40 characters.
        found: String,
        /// What it has to be.
        expected: &'static str,
    },
    /// The bounds of a figure cannot be converted.
    #[error("the bounds of the figure cannot be converted")]
    Figure(#[from] FigureError),
    /// No rate holds for the day asked for.
    #[error("{}", self.text(Language::En))]
    Missing(Box<MissingRate>),
    /// The converted amount is no money.
    #[error("the amount cannot be money")]
    Money(#[from] MoneyError),
    /// The value of a rate is zero or negative.
    #[error("{}", self.text(Language::En))]
    NotPositive {
        /// Base currency.
        base: Currency,
        /// Quote currency.
        quote: Currency,
        /// The value as given.
        value: Decimal,
    },
    /// The product of amount and rates has more digits than 256 bits hold, or the result more than 28.
    #[error("{}", self.text(Language::En))]
    Overflow {
        /// Currency of the result.
        currency: Currency,
    },
    /// A policy cannot be built or followed.
    #[error("{}", self.text(Language::En))]
    Policy {
        /// What is wrong.
        reason: &'static str,
    },
    /// Nobody of that name publishes rates of the kinds asked for.
    #[error("{}", self.text(Language::En))]
    Publisher {
        /// The name asked for.
        publisher: String,
        /// The kinds asked for.
        kinds: Vec<RateKind>,
        /// Who does publish rates of these kinds, in order.
        known: Vec<String>,
    },
    /// Base and quote are the same currency.
    #[error("{}", self.text(Language::En))]
    SameCurrency {
        /// The currency.
        currency: Currency,
    },
    /// The stored conversion does not follow from its own amount and rates.
    #[error("{}", self.text(Language::En))]
    Tampered {
        /// What does not follow.
        field: &'static str,
    },
}

/// What was asked for and not found, with the nearest rates there are.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct MissingRate {
    /// The currency to be converted, or the base asked for.
    pub base: Currency,
    /// The currency wanted, or the quote asked for.
    pub quote: Currency,
    /// The kinds that were looked for, in order of preference.
    pub kinds: Vec<RateKind>,
    /// The publisher, if one was named.
    pub publisher: Option<String>,
    /// First day the rate had to hold for.
    pub from: NaiveDate,
    /// Last day the rate had to hold for.
    pub to: NaiveDate,
    /// How many days a rate may be away, if the policy allows it.
    pub within_days: u32,
    /// The nearest rate that ends before.
    pub before: Option<Rate>,
    /// The nearest rate that begins after.
    pub after: Option<Rate>,
}

impl RateError {
    /// The error as a sentence.
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::Ambiguous { base, quote, kind, publishers }, Language::Vi) => format!(
                "có nhiều nơi công bố `{kind}` cho `{base}/{quote}`: {}; cần nêu rõ nơi công bố",
                publishers.join(", ")
            ),
            (Self::Ambiguous { base, quote, kind, publishers }, Language::En) => format!(
                "several publishers quote `{base}/{quote}` as `{kind}`: {}; name one",
                publishers.join(", ")
            ),
            (Self::Conflict { existing, new }, Language::Vi) => {
                format!("`{new}` mâu thuẫn với `{existing}`; bản đính chính phải có ngày biết muộn hơn")
            }
            (Self::Conflict { existing, new }, Language::En) => {
                format!(
                    "`{new}` conflicts with `{existing}`; a correction needs a later day on which it became known"
                )
            }
            (Self::Days { from, to }, Language::Vi) => format!("không có ngày nào từ {from} đến {to}"),
            (Self::Days { from, to }, Language::En) => format!("no day lies between {from} and {to}"),
            (Self::Field { field, found, expected }, Language::Vi) => {
                format!("trường `{field}` có `{found}`, cần {}", expected_vi(expected))
            }
            (Self::Field { field, found, expected }, Language::En) => {
                format!("field `{field}` is `{found}`, expected {expected}")
            }
            (Self::Figure(error), Language::Vi) => {
                format!("không quy đổi được khoảng giá trị: {}", error.text(language))
            }
            (Self::Figure(error), Language::En) => {
                format!("the bounds cannot be converted: {}", error.text(language))
            }
            (Self::Missing(missing), language) => missing.text(language),
            (Self::Money(error), Language::Vi) => format!("không thành số tiền: {}", error.text(language)),
            (Self::Money(error), Language::En) => {
                format!("the amount cannot be money: {}", error.text(language))
            }
            (Self::NotPositive { base, quote, value }, Language::Vi) => {
                format!("tỷ giá `{base}/{quote}` là `{value}`, phải lớn hơn 0")
            }
            (Self::NotPositive { base, quote, value }, Language::En) => {
                format!("the rate of `{base}/{quote}` is `{value}`, expected more than zero")
            }
            (Self::Overflow { currency }, Language::Vi) => {
                format!("kết quả bằng `{currency}` vượt quá giới hạn của số thập phân")
            }
            (Self::Overflow { currency }, Language::En) => {
                format!("the result in `{currency}` is outside the range of a decimal")
            }
            (Self::Policy { reason }, Language::Vi) => {
                format!("quy tắc tỷ giá không hợp lệ: {}", policy_vi(reason))
            }
            (Self::Policy { reason }, Language::En) => format!("the rate policy does not hold: {reason}"),
            (Self::Publisher { publisher, kinds, known }, language) => {
                publisher_text(publisher, kinds, known, language)
            }
            (Self::SameCurrency { currency }, Language::Vi) => {
                format!("`{currency}` không cần tỷ giá với chính nó")
            }
            (Self::SameCurrency { currency }, Language::En) => {
                format!("`{currency}` needs no rate against itself")
            }
            (Self::Tampered { field }, Language::Vi) => {
                format!("`{field}` không khớp với số tiền và tỷ giá của chính phép quy đổi")
            }
            (Self::Tampered { field }, Language::En) => {
                format!("`{field}` does not follow from the conversion's own amount and rates")
            }
        }
    }
}

fn publisher_text(publisher: &str, kinds: &[RateKind], known: &[String], language: Language) -> String {
    let codes: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
    let (kinds, names) = (codes.join("`, `"), known.join(", "));
    match (language, known.is_empty()) {
        (Language::Vi, true) => {
            format!("`{publisher}` không công bố tỷ giá `{kinds}`; chưa có tỷ giá nào loại này")
        }
        (Language::Vi, false) => {
            format!("`{publisher}` không công bố tỷ giá `{kinds}`; có của: {names}")
        }
        (Language::En, true) => {
            format!("`{publisher}` publishes no `{kinds}` rate; there is none of this kind at all")
        }
        (Language::En, false) => format!("`{publisher}` publishes no `{kinds}` rate; those who do: {names}"),
    }
}

fn expected_vi(expected: &'static str) -> &'static str {
    match expected {
        DAYS => "ngày đầu và ngày cuối tỷ giá có hiệu lực",
        ONE_LINE => "một dòng không quá 1000 ký tự, không bỏ trống ở trường bắt buộc",
        SHORT_LINE => "một dòng từ 1 đến 100 ký tự",
        // a code or a form that is the same in both languages
        other => other,
    }
}

// what `RateError::Field` expects, where it is said in words
pub(crate) const DAYS: &str = "the first and the last day the rate holds for";
pub(crate) const ONE_LINE: &str = "one line of at most 1000 characters, not empty where required";
pub(crate) const SHORT_LINE: &str = "one line of 1 to 100 characters";

fn policy_vi(reason: &'static str) -> &'static str {
    match reason {
        NEEDS_RECEIPTS => {
            "dùng tỷ giá của các lần nhận tiền vào tài khoản; hãy xuất từ `Receipts` của tài khoản đó"
        }
        NO_KIND => "không nêu loại tỷ giá nào",
        NO_MONTH => "không có tháng này trong lịch",
        NO_PAIR => "chưa thử cặp đồng tiền nào",
        NOT_A_MONTH => "tháng phải từ 1 đến 12",
        TOO_MANY_BRIDGES => "nêu quá 8 đồng tiền trung gian",
        NO_RATE => "một cột cần ít nhất một tỷ giá",
        TWO_ROUNDINGS => "các tỷ giá của một cột được làm tròn theo hai cách",
        other => other,
    }
}

// the reasons of `RateError::Policy`
pub(crate) const NEEDS_RECEIPTS: &str =
    "it takes the rates of the receipts into an account; spend from that account's `Receipts`";
pub(crate) const NO_KIND: &str = "it names no kind of rate";
pub(crate) const NO_MONTH: &str = "the month is not in the calendar";
pub(crate) const NO_PAIR: &str = "no pair was tried";
pub(crate) const NOT_A_MONTH: &str = "a named month is 1 to 12";
pub(crate) const TOO_MANY_BRIDGES: &str = "it names more than 8 bridge currencies";

impl MissingRate {
    fn text(&self, language: Language) -> String {
        // codes are English words
        let name = |kind: RateKind| match language {
            Language::Vi => kind.text(language),
            Language::En => kind.code(),
        };
        let kinds: Vec<&str> = self.kinds.iter().map(|kind| name(*kind)).collect();
        let near = |rate: &Rate| {
            format!(
                "1 {} = {} {} ({}, {})",
                rate.base(),
                format_number(rate.value(), language),
                rate.quote(),
                name(rate.kind()),
                rate.days_text(language)
            )
        };
        let days = if self.from == self.to {
            format_day(self.from)
        } else {
            format!("{} - {}", format_day(self.from), format_day(self.to))
        };
        let mut text = match language {
            Language::Vi => {
                format!("không có {} cho `{}/{}` của {days}", kinds.join(", "), self.base, self.quote)
            }
            Language::En => {
                format!("no `{}` rate for `{}/{}` on {days}", kinds.join("`, `"), self.base, self.quote)
            }
        };
        if let Some(publisher) = &self.publisher {
            let by = if language == Language::Vi { "do" } else { "by" };
            let _ = write!(text, " {by} `{publisher}`");
        }
        if self.within_days > 0 {
            let _ = match language {
                Language::Vi => write!(text, " trong vòng {} ngày", self.within_days),
                Language::En => write!(text, " within {} days", self.within_days),
            };
        }
        let _ = match (&self.before, &self.after, language) {
            (None, None, Language::Vi) => write!(text, "; chưa có tỷ giá nào của cặp này"),
            (None, None, Language::En) => write!(text, "; there is none of this pair at all"),
            (before, after, language) => {
                let (before_word, after_word) = match language {
                    Language::Vi => ("gần nhất trước đó", "gần nhất sau đó"),
                    Language::En => ("the nearest before", "the nearest after"),
                };
                let named = [(before_word, before), (after_word, after)];
                let named: Vec<String> = named
                    .into_iter()
                    .filter_map(|(word, rate)| rate.as_ref().map(|rate| format!("{word}: {}", near(rate))))
                    .collect();
                write!(text, "; {}", named.join("; "))
            }
        };
        text
    }
}
