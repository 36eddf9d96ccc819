//! Amounts as text for people, and back.

mod error;
mod format;
mod marks;
mod number;
mod parse;
mod style;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::Language;
use vientro_vi::{NumberStyle, format_with};

pub use self::error::MoneyTextError;
pub use self::format::{format_figure, format_money, money_in_words};
pub use self::parse::{
    MoneyParseOptions, Strictness, parse_money, parse_money_with, read_money, read_money_in_words,
};
pub use self::style::{Cents, CurrencyMark, Grouping, MarkPlace, MoneyStyle, NegativeStyle, Scaling};
use crate::Money;

/// A day as `dd/mm/yyyy`.
pub(crate) fn format_day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// A number with all its digits, trailing zeros too: the digits of a rate are those published.
pub(crate) fn format_number(value: Decimal, language: Language) -> String {
    format_with(value, language, &NumberStyle::fixed(value.scale()))
}

/// An amount with its code, without decimals where there are none: `12.500 USD`, `0,35 USD`.
pub(crate) fn format_money_plain(money: &Money, language: Language) -> String {
    format_money(money, language, MoneyStyle::code())
}
