//! Amounts, rates and days as text for people.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::Language;

use crate::Money;

/// A day as `dd/mm/yyyy`.
pub(crate) fn format_day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// A number with its digits grouped in threes: `25.120,5` or `25,120.5`.
pub(crate) fn format_number(value: Decimal, language: Language) -> String {
    let (group, point) = match language {
        Language::Vi => ('.', ','),
        Language::En => (',', '.'),
    };
    let text = value.abs().to_string();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (position, digit) in whole.chars().enumerate() {
        let left = whole.len().saturating_sub(position);
        if position > 0 && left.checked_rem(3) == Some(0) {
            grouped.push(group);
        }
        grouped.push(digit);
    }
    if !decimals.is_empty() {
        grouped.push(point);
        grouped.push_str(decimals);
    }
    if value.is_sign_negative() && !value.is_zero() { format!("\u{2212}{grouped}") } else { grouped }
}

/// An amount with its code, without decimals where there are none: `12.500 USD`, `0,35 USD`.
pub(crate) fn format_money_plain(money: &Money, language: Language) -> String {
    let amount = money.amount();
    let whole = amount.normalize().scale() == 0;
    let amount = if whole { amount.normalize() } else { amount };
    format!("{} {}", format_number(amount, language), money.currency())
}
