//! Writing amounts for people.

use std::convert::Infallible;

use rust_decimal::Decimal;
use vientro_core::{Bilingual, Figure, Language};
use vientro_vi::{NumberStyle, WordOptions, WordsError, format_with, phrase};

use super::marks::Mark;
use super::style::{Cents, CurrencyMark, Grouping, MarkPlace, MoneyStyle, NegativeStyle};
use crate::{Currency, Money};

/// An amount for people: digits grouped as the language does, whatever the currency; decimals where there are any.
///
/// ```
/// use vientro_core::Language;
/// use vientro_currency::{Currency, Money, MoneyStyle, Rounding, format_money};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let dollars = Money::from_minor(45_780_000, Currency::USD)?;
/// assert_eq!(format_money(&dollars, Language::Vi, MoneyStyle::code()), "457.800 USD");
/// assert_eq!(format_money(&dollars, Language::En, MoneyStyle::symbol()), "$457,800");
/// let dong = Money::vnd(12_500_000_000);
/// assert_eq!(format_money(&dong, Language::Vi, MoneyStyle::name()), "12.500.000.000 đồng");
/// let scaled = MoneyStyle::name().fitting(2, Rounding::HalfUp);
/// assert_eq!(format_money(&dong, Language::Vi, scaled), "12,5 tỷ đồng");
/// assert_eq!(format_money(&dong, Language::En, scaled), "12.5 billion Vietnamese dong");
/// # Ok(()) }
/// ```
pub fn format_money(money: &Money, language: Language, style: MoneyStyle) -> String {
    let (currency, amount) = (money.currency(), money.amount());
    let scaled = style.scaling.apply(amount);
    let (value, decimals) = if let Some((_, value)) = scaled {
        // the number before a scale word has the decimals it needs
        let value = value.abs().normalize();
        (value, value.scale())
    } else {
        let whole = style.cents == Cents::WhereAny && money.is_whole();
        (amount.abs(), if whole { 0 } else { currency.decimals() })
    };
    // `1 US dollar`, but `1.00 US dollars`
    let one = scaled.is_none() && decimals == 0 && value == Decimal::ONE;
    let (mark, side) = mark(currency, language, style, one);
    // what rounds to zero has no sign
    let negative = (money.is_negative() && !value.is_zero()).then_some(style.negative);
    let mut text = String::with_capacity(48);
    text.push_str(match negative {
        Some(NegativeStyle::Hyphen) => "-",
        Some(NegativeStyle::Minus) => "\u{2212}",
        Some(NegativeStyle::Parentheses) => "(",
        Some(NegativeStyle::Trailing) | None => "",
    });
    if side != MarkSide::After {
        text.push_str(mark);
    }
    if side == MarkSide::BeforeApart {
        text.push(' ');
    }
    text.push_str(&grouped(value, decimals, language, style.grouping));
    if let Some((scale, _)) = scaled {
        text.push(' ');
        text.push_str(scale.word(language));
    }
    if negative == Some(NegativeStyle::Trailing) {
        text.push('-');
    }
    if side == MarkSide::After {
        text.push(' ');
        text.push_str(mark);
    }
    if negative == Some(NegativeStyle::Parentheses) {
        text.push(')');
    }
    text
}

/// A figure of money as each language writes it, with its hedge and its currency's code; an unknown one says so.
///
/// ```
/// use vientro_core::{Figure, Hedge, HedgeConvention, Printed};
/// use vientro_currency::{Money, format_figure};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let stated = format_figure(&Figure::Known(Money::vnd(9_732_850_000)));
/// assert_eq!((stated.vi(), stated.en()), ("9.732.850.000 VND", "9,732,850,000 VND"));
/// let printed = Printed::new(300_000_000.into()).hedged(Hedge::MoreThan);
/// let hedged = HedgeConvention::default().figure(&printed)?;
/// let hedged = hedged.try_map(|value| Money::try_new(*value, vientro_currency::Currency::VND))?;
/// assert_eq!(format_figure(&hedged).vi(), "hơn 300.000.000 VND");
/// # Ok(()) }
/// ```
pub fn format_figure(figure: &Figure<Money>) -> Bilingual {
    let text = |language| {
        if let Figure::Known(money) = figure {
            return format_money(money, language, MoneyStyle::code());
        }
        let Ok(plain) = figure.try_map(|money| Ok::<_, Infallible>(money.amount()));
        let words = phrase(&plain, language, &NumberStyle::default());
        match figure.low().or(figure.high()) {
            Some(money) => format!("{words} {}", money.currency()),
            None => words,
        }
    };
    Bilingual::new(text(Language::Vi), text(Language::En))
}

/// An amount in Vietnamese words, as documents write it after "bằng chữ": `Mười hai tỷ đồng`.
///
/// # Errors
///
/// [`WordsError`] for a currency whose Vietnamese words are not known here.
///
/// # Source
///
/// As `vientro_vi::money`, which writes the words.
///
/// ```
/// use vientro_currency::{Money, money_in_words};
/// use vientro_vi::WordOptions;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// assert_eq!(money_in_words(&Money::vnd(12_000_000_000), &WordOptions::default())?, "Mười hai tỷ đồng");
/// # Ok(()) }
/// ```
pub fn money_in_words(money: &Money, options: &WordOptions) -> Result<String, WordsError> {
    vientro_vi::money(money.amount(), money.currency().code(), options)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum MarkSide {
    After,
    Before,
    BeforeApart,
}

/// What stands for the currency, and on which side of the number.
fn mark(currency: Currency, language: Language, style: MoneyStyle, one: bool) -> (&'static str, MarkSide) {
    let row = Mark::of(currency);
    let symbol = row.and_then(|row| row.symbol(language)).filter(|_| style.mark == CurrencyMark::Symbol);
    let name = row.map(|row| row.name(language, one)).filter(|_| style.mark == CurrencyMark::Name);
    let before = match style.place {
        MarkPlace::After => false,
        MarkPlace::Before => name.is_none(),
        MarkPlace::Usual => {
            language == Language::En && style.mark == CurrencyMark::Symbol && currency != Currency::VND
        }
    };
    let mark = symbol.or(name).unwrap_or_else(|| currency.code());
    // a symbol that ends in a letter would run into the digits: `đ 5`, `RM 5`, `USD 5`
    let side = match (before, mark.ends_with(char::is_alphabetic)) {
        (false, _) => MarkSide::After,
        (true, true) => MarkSide::BeforeApart,
        (true, false) => MarkSide::Before,
    };
    (mark, side)
}

fn grouped(value: Decimal, decimals: u32, language: Language, grouping: Grouping) -> String {
    let text = format_with(value, language, &NumberStyle::fixed(decimals));
    let group = match language {
        Language::Vi => '.',
        Language::En => ',',
    };
    match grouping {
        Grouping::Reader => text,
        Grouping::None => text.chars().filter(|c| *c != group).collect(),
        Grouping::Space => text.chars().map(|c| if c == group { '\u{202f}' } else { c }).collect(),
    }
}
