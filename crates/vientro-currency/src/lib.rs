#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]
#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects, clippy::float_arithmetic))]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice))]

mod amount;
mod currency;
mod money;
mod rounding;

pub use amount::Amount;
pub use currency::{Currency, CurrencyError};
pub use money::{Money, MoneyError};
pub use rounding::Rounding;
