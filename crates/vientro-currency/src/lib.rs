#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]
#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects, clippy::float_arithmetic))]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice))]

mod allocation;
mod amount;
mod book;
#[cfg(feature = "built-in-rates")]
mod built_in;
mod column;
mod conversion;
mod currency;
mod error;
mod exact;
mod index;
mod kind;
mod money;
pub mod pair;
mod policy;
mod prepared;
mod purpose;
mod quotient;
mod rate;
mod receipts;
mod revaluation;
mod rounding;
mod rule;
mod scale;
#[cfg(feature = "serde")]
mod serial;
mod series;
mod sheet;
mod step;
mod sum;
mod text;

pub use amount::Amount;
pub use book::RateBook;
pub use column::{ColumnConverter, ColumnError};
pub use conversion::{Conversion, ConversionRef};
pub use currency::{Currency, CurrencyError};
pub use error::{MissingRate, RateError};
pub use kind::{RateKind, RateKindError};
pub use money::{Money, MoneyError};
pub use pair::{Candidate, PairError, PrintedAmount, RateBand, StatedPair, interval_text, rate_band};
pub use policy::{Choice, DateRule, Fallback, Policy, RoundingScope};
pub use prepared::PreparedRate;
pub use purpose::Purpose;
pub use rate::{Rate, RateBuilder, RateId, Standing};
pub use receipts::{Lot, Receipts, ReceiptsError, Spending};
pub use revaluation::{DifferenceSplit, Revaluation, split_difference};
pub use rounding::{Rounding, RoundingError};
pub use rule::{BudgetRegime, RateRule};
pub use scale::{Scale, ScaleError};
pub use sheet::{RateChecks, RateColumn, RateTable};
pub use step::{Direction, Step};
pub use sum::{ConvertedSum, ConvertedSumError};
pub use text::{
    Cents, CurrencyMark, Grouping, MarkPlace, MoneyParseOptions, MoneyStyle, MoneyTextError, NegativeStyle,
    Scaling, Strictness, format_figure, format_money, money_in_words, parse_money, parse_money_with,
    read_money, read_money_in_words,
};
