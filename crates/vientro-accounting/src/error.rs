//! Why a journal refuses something.

use std::fmt;

use chrono::NaiveDate;
use vientro_core::{Bilingual, Language};
use vientro_currency::{Currency, MoneyError, RateError};
use vientro_model::ModelError;

/// What an operation on the journal runs into.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// The entry was reversed before.
    #[error("entry {entry} was reversed already by entry {by}")]
    AlreadyReversed {
        /// The entry.
        entry: u64,
        /// The entry that reversed it.
        by: u64,
    },
    /// A fact is kept aside twice.
    #[error("`{fact}` is kept aside twice")]
    AsideTwice {
        /// The source.
        fact: String,
    },
    /// More entries than the journal can number its lines by.
    #[error("a journal holds at most {most} entries")]
    Full {
        /// How many it holds.
        most: u64,
    },
    /// The text is not a hash.
    #[error("`{found}` is not a hash, expected 64 hexadecimal digits")]
    Hash {
        /// The text.
        found: String,
    },
    /// A record of the model refused something.
    #[error(transparent)]
    Model(#[from] Box<ModelError>),
    /// Overflow or two currencies.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// There is no such entry.
    #[error("there is no entry {entry}; the newest is {newest}")]
    NoEntry {
        /// The number asked for.
        entry: u64,
        /// The newest number.
        newest: u64,
    },
    /// An entry without lines.
    #[error("the entry of `{fact}` has no lines")]
    NoLines {
        /// What it was made from.
        fact: String,
    },
    /// The period was not cut off, or on no later day than that of its sealed report.
    #[error("the period {period} cannot be {done}: it is {state}")]
    Period {
        /// The period.
        period: String,
        /// What was asked for.
        done: PeriodStep,
        /// What is in the way.
        state: PeriodFault,
    },
    /// A fact that stands in the books is kept aside as well, or was settled without an entry.
    #[error("`{fact}` is kept aside, which its entry or the want of one contradicts")]
    PostedAndAside {
        /// The source.
        fact: String,
    },
    /// A journal has one presentation currency.
    #[error("the journal presents in `{journal}`, not in `{asked}`")]
    Presentation {
        /// The journal's.
        journal: Currency,
        /// The one asked for.
        asked: Currency,
    },
    /// No rate, or a faulty one.
    #[error(transparent)]
    Rate(#[from] Box<RateError>),
    /// The source was posted before.
    #[error("`{fact}` was posted before, as entry {entry}")]
    SameSource {
        /// The source.
        fact: String,
        /// The entry it was posted as.
        entry: u64,
    },
    /// A fact would become known on or before the cut-off of a sealed report.
    #[error(
        "`{fact}` would become known on {known_on}, not after {cut_off}, the cut-off of a sealed report; post it with the day it is posted on"
    )]
    Sealed {
        /// The source.
        fact: String,
        /// The day it would become known; none is said.
        known_on: String,
        /// The cut-off.
        cut_off: NaiveDate,
    },
    /// A stored seal is not what was sealed.
    #[error("the seal of `{title}` does not follow from what it says or from the books")]
    SealTampered {
        /// Its title.
        title: String,
    },
    /// A stored entry or chain does not hold.
    #[error("entry {entry} does not follow from what it says or from the entry before it")]
    Tampered {
        /// The entry.
        entry: u64,
    },
    /// Debit and credit differ.
    #[error("the entry of `{fact}` does not balance in the book `{book}`: debit {debit}, credit {credit}")]
    Unbalanced {
        /// What it was made from.
        fact: String,
        /// The book.
        book: &'static str,
        /// The currency; `None` where unknown amounts do not pair.
        currency: Option<Currency>,
        /// Sum of the debits.
        debit: String,
        /// Sum of the credits.
        credit: String,
    },
}

impl JournalError {
    /// The refusal in Vietnamese and in English.
    pub fn message(&self) -> Bilingual {
        let vi = match self {
            Self::AlreadyReversed { entry, by } => format!("bút toán {entry} đã được đảo bằng bút toán {by}"),
            Self::AsideTwice { fact } => format!("`{fact}` được để riêng hai lần"),
            Self::Full { most } => format!("một sổ chứa nhiều nhất {most} bút toán"),
            Self::Hash { found } => format!("`{found}` không phải mã băm, cần 64 chữ số thập lục phân"),
            Self::Model(cause) => return cause.message(),
            Self::Money(cause) => cause.text(Language::Vi),
            Self::NoEntry { entry, newest } => {
                format!("không có bút toán {entry}; bút toán mới nhất là {newest}")
            }
            Self::NoLines { fact } => format!("bút toán của `{fact}` không có dòng nào"),
            Self::Period { period, done, state } => {
                format!(
                    "không thể {} kỳ {period}: kỳ này {}",
                    done.text(Language::Vi),
                    state.text(Language::Vi)
                )
            }
            Self::PostedAndAside { fact } => format!("`{fact}` được để riêng, trái với bút toán của nó"),
            Self::Presentation { journal, asked } => {
                format!("sổ trình bày bằng `{journal}`, không phải `{asked}`")
            }
            Self::Rate(cause) => cause.text(Language::Vi),
            Self::SameSource { fact, entry } => format!("`{fact}` đã được ghi ở bút toán {entry}"),
            Self::Sealed { fact, known_on, cut_off } => format!(
                "`{fact}` sẽ được biết vào {known_on}, không sau {cut_off}, ngày khóa số liệu của báo cáo đã chốt; hãy ghi kèm ngày ghi sổ"
            ),
            Self::SealTampered { title } => {
                format!("bản chốt của `{title}` không khớp với nội dung của nó hoặc với sổ")
            }
            Self::Tampered { entry } => {
                format!("bút toán {entry} không khớp với nội dung của nó hoặc với bút toán trước")
            }
            Self::Unbalanced { fact, book, debit, credit, .. } => {
                format!("bút toán của `{fact}` không cân trong sổ `{book}`: nợ {debit}, có {credit}")
            }
        };
        Bilingual::new(vi, self.to_string())
    }
}

/// What is done with a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PeriodStep {
    /// The cut-off.
    CutOff,
    /// The seal.
    Seal,
}

impl PeriodStep {
    /// The step as a verb.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::CutOff, Language::Vi) => "khóa số liệu",
            (Self::CutOff, Language::En) => "cut off",
            (Self::Seal, Language::Vi) => "chốt",
            (Self::Seal, Language::En) => "sealed",
        }
    }
}

impl fmt::Display for PeriodStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text(Language::En))
    }
}

/// What is in the way of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PeriodFault {
    /// It was not cut off.
    Open,
    /// A report as known on that day or a later one is sealed.
    SealedLater,
}

impl PeriodFault {
    /// The fault as a phrase.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Open, Language::Vi) => "chưa khóa số liệu",
            (Self::Open, Language::En) => "not cut off",
            (Self::SealedLater, Language::Vi) => "đã chốt với số liệu đến ngày đó hoặc muộn hơn",
            (Self::SealedLater, Language::En) => "sealed as known on that day or later",
        }
    }
}

impl fmt::Display for PeriodFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text(Language::En))
    }
}
