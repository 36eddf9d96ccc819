//! Reading amounts: one exact amount strictly or leniently, a printed one with its hedge, one in words.

use std::borrow::Cow;

use rust_decimal::Decimal;
use vientro_core::Language;
use vientro_vi::{Ambiguity, ReadError, ReadOptions, Unit};

use super::error::{MoneyTextError, OR, clip};
use super::marks::{self, Mark};
use super::number::{Numeral, numeral, scale_at_end};
use super::style::{MoneyStyle, NegativeStyle};
use crate::{Currency, Money, PrintedAmount, exact};

/// How [`parse_money_with`] reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct MoneyParseOptions {
    /// How much the text may differ from what [`crate::format_money`] writes.
    pub strictness: Strictness,
    /// The currency of a text that names none.
    pub currency: Option<Currency>,
    /// Reads `(457.800 USD)` as negative; without it that is an error, since it may also be an aside.
    pub parentheses_negative: bool,
    /// Reads `457.800- USD` as negative; without it that is an error.
    pub trailing_negative: bool,
}

impl MoneyParseOptions {
    /// Either language's separators and words, running text around the amount.
    pub fn lenient() -> Self {
        Self::default()
    }

    /// Only what [`crate::format_money`] writes in `language`.
    pub fn strict(language: Language) -> Self {
        Self { strictness: Strictness::Strict(language), ..Self::default() }
    }

    /// Strict options that read back what `style` writes in `language`.
    pub fn of_style(language: Language, style: MoneyStyle) -> Self {
        let options = Self::strict(language);
        match style.negative {
            NegativeStyle::Parentheses => options.with_parentheses_negative(),
            NegativeStyle::Trailing => options.with_trailing_negative(),
            NegativeStyle::Hyphen | NegativeStyle::Minus => options,
        }
    }

    /// With another strictness.
    #[must_use]
    pub fn with_strictness(mut self, strictness: Strictness) -> Self {
        self.strictness = strictness;
        self
    }

    /// With the currency of a text that names none.
    #[must_use]
    pub fn with_currency(mut self, currency: Currency) -> Self {
        self.currency = Some(currency);
        self
    }

    /// Reading `(5)` as negative.
    #[must_use]
    pub fn with_parentheses_negative(mut self) -> Self {
        self.parentheses_negative = true;
        self
    }

    /// Reading `5-` as negative.
    #[must_use]
    pub fn with_trailing_negative(mut self) -> Self {
        self.trailing_negative = true;
        self
    }
}

/// How much a text may differ from what is written here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Strictness {
    /// Separators and scale words of either language, codes in any case, spaces left out or added, Vietnamese without marks,
    /// words around the amount. What can be read in two ways is an error all the same.
    #[default]
    Lenient,
    /// The amount alone, in the separators, words and spaces of one language. Its separators mean what they mean there:
    /// `457.800 USD` is refused in English, where it would be dollars with three decimals.
    Strict(Language),
}

/// Reads one exact amount, leniently: `594,5 tỷ đồng`, `457.800 USD`, `US$ 1.2 million`, `594.500.000.000 đ`.
///
/// * `default`: the currency where the text names none.
///
/// # Errors
///
/// [`MoneyTextError`]: a hedge or a range, two readings, no currency, an unknown one, more decimals than the currency has, a question mark
/// or a letter that was lost.
///
/// ```
/// use vientro_currency::{Currency, Money, parse_money};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// assert_eq!(parse_money("594,5 tỷ đồng", None)?, Money::vnd(594_500_000_000));
/// assert_eq!(parse_money("457.800 USD", None)?, Money::from_minor(45_780_000, Currency::USD)?);
/// assert!(parse_money("gần 12 tỷ đồng", None).is_err()); // a bound is no amount
/// assert!(parse_money("1,086 triệu USD", None).is_err()); // 1.086 or 1,086 million
/// # Ok(()) }
/// ```
pub fn parse_money(text: &str, default: Option<Currency>) -> Result<Money, MoneyTextError> {
    parse_money_with(text, MoneyParseOptions { currency: default, ..MoneyParseOptions::lenient() })
}

/// Reads one exact amount by options.
///
/// # Errors
///
/// As [`parse_money`]; strict reading refuses with [`MoneyTextError::Form`] what is not written in its language.
///
/// ```
/// use vientro_core::Language;
/// use vientro_currency::{Currency, Money, MoneyParseOptions, parse_money_with};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let dollars = Money::from_minor(45_780_000, Currency::USD)?;
/// let (vi, en) = (MoneyParseOptions::strict(Language::Vi), MoneyParseOptions::strict(Language::En));
/// assert_eq!(parse_money_with("457.800 USD", vi)?, dollars);
/// assert_eq!(parse_money_with("$457,800", en)?, dollars);
/// assert!(parse_money_with("457.800 USD", en).is_err());
/// assert!(parse_money_with("(457,800 USD)", en).is_err());
/// assert_eq!(parse_money_with("(457,800 USD)", en.with_parentheses_negative())?, dollars.negated());
/// # Ok(()) }
/// ```
pub fn parse_money_with(text: &str, options: MoneyParseOptions) -> Result<Money, MoneyTextError> {
    if text.contains(['?', char::REPLACEMENT_CHARACTER]) {
        return Err(MoneyTextError::Lost { found: clip(text) });
    }
    let normal = vientro_vi::nfc(text);
    let peeled = Peeled::of(&normal, options)?;
    let value = match options.strictness {
        Strictness::Strict(language) => {
            let read = strict_value(&peeled, language)?;
            read.ok_or_else(|| MoneyTextError::Form { found: clip(text), language })?
        }
        Strictness::Lenient => match lenient_value(peeled.number) {
            Some(value) => value,
            None => return running_text(&normal, options),
        },
    };
    let currency = peeled
        .currency
        .or(options.currency)
        .ok_or_else(|| MoneyTextError::NoCurrency { found: clip(text) })?;
    let money = Money::try_new(value.value(currency, text)?, currency)?;
    Ok(if peeled.negative { money.negated() } else { money })
}

/// Reads one printed amount with its hedge: `gần 26 triệu USD`.
///
/// * `default`: the currency where the text names none. Of two readings the likelier is taken; [`parse_money`] refuses both.
///
/// # Errors
///
/// [`MoneyTextError`]: no figure, no currency, an unknown one, another unit, a letter that was lost.
pub fn read_money(text: &str, default: Option<Currency>) -> Result<PrintedAmount, MoneyTextError> {
    if text.contains(char::REPLACEMENT_CHARACTER) {
        return Err(MoneyTextError::Lost { found: clip(text) });
    }
    let normal = vientro_vi::nfc(text);
    let (reading, currency) = read(&normal, &ReadOptions::default(), default)?;
    Ok(PrintedAmount::new(reading.printed().clone(), currency))
}

/// Reads an amount in Vietnamese words: `Mười hai tỷ đồng chẵn`, `năm đô la Mỹ và mười xu`.
///
/// * `default`: the currency where the words name none.
///
/// # Errors
///
/// [`MoneyTextError::Words`], [`MoneyTextError::NoCurrency`], [`MoneyTextError::Money`].
///
/// ```
/// use vientro_currency::{Money, read_money_in_words};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// assert_eq!(read_money_in_words("Mười hai tỷ đồng chẵn", None)?, Money::vnd(12_000_000_000));
/// # Ok(()) }
/// ```
pub fn read_money_in_words(text: &str, default: Option<Currency>) -> Result<Money, MoneyTextError> {
    let words = vientro_vi::read_words(text)?;
    let named = words.currency().map(str::parse).transpose()?;
    let currency = named.or(default).ok_or_else(|| MoneyTextError::NoCurrency { found: clip(text) })?;
    let value = words.value().ok_or(crate::MoneyError::Overflow { currency })?;
    Ok(Money::try_new(value, currency)?)
}

/// A number with its scale word, in the one or two ways it can be read.
struct Value {
    readings: [Option<Numeral>; 2],
    scale: Option<Decimal>,
    strict: bool,
}

impl Value {
    /// The one reading that fits the currency.
    fn value(&self, currency: Currency, text: &str) -> Result<Decimal, MoneyTextError> {
        let in_units = |numeral: &Numeral| match self.scale {
            Some(scale) => exact::product(numeral.value, scale),
            None => Some(numeral.value),
        };
        let overflow = || crate::MoneyError::Overflow { currency };
        // three digits behind one sign are a group where the currency has no three decimals
        let fits = |numeral: &&Numeral| {
            if self.scale.is_some() {
                return true;
            }
            let printed = if self.strict || numeral.looks_grouped {
                numeral.decimals
            } else {
                numeral.value.normalize().scale()
            };
            printed <= currency.decimals()
        };
        let mut fitting = self.readings.iter().flatten().filter(fits);
        match (fitting.next(), fitting.next()) {
            (Some(first), Some(second)) if first.value != second.value => {
                let values = [first, second].map(|numeral| in_units(numeral).map(|value| value.normalize()));
                let [Some(first), Some(second)] = values else { return Err(overflow().into()) };
                let why = if text.contains(',') { Ambiguity::LoneComma } else { Ambiguity::LoneDot };
                Err(MoneyTextError::Ambiguous {
                    found: clip(text),
                    readings: format!("{first}{OR}{second}"),
                    why,
                })
            }
            (Some(only), _) => Ok(in_units(only).ok_or_else(overflow)?),
            (None, _) => {
                let amount =
                    self.readings.iter().flatten().next().map_or(Decimal::ZERO, |numeral| numeral.value);
                let decimals = currency.decimals();
                Err(crate::MoneyError::TooPrecise { amount, currency, decimals }.into())
            }
        }
    }
}

fn strict_value(peeled: &Peeled<'_>, language: Language) -> Result<Option<Value>, MoneyTextError> {
    if peeled.loose || peeled.name_language.is_some_and(|name| name != language) {
        return Ok(None);
    }
    let (number, scale) = scale_at_end(peeled.number, Some(language));
    if number.len() > NUMBER_MAX {
        return Err(ReadError::TooLong { found: clip(number) }.into());
    }
    Ok(numeral(number, language, false).map(|read| Value {
        readings: [Some(read), None],
        scale,
        strict: true,
    }))
}

fn lenient_value(number: &str) -> Option<Value> {
    if number.len() > NUMBER_MAX {
        return None;
    }
    let lower = if number.ends_with(char::is_alphabetic) {
        Cow::Owned(number.to_lowercase())
    } else {
        Cow::Borrowed(number)
    };
    let (number, scale) = scale_at_end(lower.trim(), None);
    let number = number.trim_end();
    let readings = [Language::Vi, Language::En].map(|language| numeral(number, language, true));
    readings.iter().any(Option::is_some).then_some(Value { readings, scale, strict: false })
}

/// Bytes of the longest number with its scale word: more than 28 digits, each set apart by a separator of three bytes.
const NUMBER_MAX: usize = 150;

/// What is left of a text when signs, parentheses and currencies are taken off.
struct Peeled<'a> {
    number: &'a str,
    negative: bool,
    currency: Option<Currency>,
    /// The sign that named it.
    symbol: Option<&'static str>,
    /// The language of the name of the currency, if that is how it is named.
    name_language: Option<Language>,
    /// Something a strict reader does not take: a space too many or too few, another case, a currency said twice.
    loose: bool,
}

impl<'a> Peeled<'a> {
    fn of(text: &'a str, options: MoneyParseOptions) -> Result<Self, MoneyTextError> {
        let trimmed = text.trim();
        let mut peeled = Self {
            number: trimmed,
            negative: false,
            currency: None,
            symbol: None,
            name_language: None,
            loose: trimmed.len() != text.len(),
        };
        let doubt = || MoneyTextError::Sign { found: clip(text) };
        // each step takes one thing off an end; no amount has more than a sign, a pair of parentheses and a currency twice
        for _ in 0..6 {
            let rest = peeled.number;
            let expected = peeled.currency.or(options.currency);
            if let Some(inner) = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
                if !begins_amount(inner) {
                    break;
                }
                if !options.parentheses_negative || peeled.negative {
                    return Err(doubt());
                }
                peeled.negative = true;
                peeled.number = peeled.trimmed(inner);
            } else if let Some(inner) = rest.strip_prefix(MINUS) {
                // a dash set apart may be the mark of a list: left to the reader of running text
                if !begins_amount(inner) {
                    break;
                }
                if peeled.negative {
                    return Err(doubt());
                }
                peeled.negative = true;
                peeled.number = inner;
            } else if let Some(inner) = rest.strip_suffix(MINUS).filter(|inner| inner.ends_with(ends_amount))
            {
                if !options.trailing_negative || peeled.negative {
                    return Err(doubt());
                }
                peeled.negative = true;
                peeled.number = inner;
            } else if let Some(found) = mark_before(rest, expected)? {
                peeled.take(&found, text)?;
            } else if let Some(found) = mark_after(rest, expected)? {
                peeled.take(&found, text)?;
            } else {
                break;
            }
        }
        Ok(peeled)
    }

    fn trimmed(&mut self, inner: &'a str) -> &'a str {
        let trimmed = inner.trim();
        self.loose |= trimmed.len() != inner.len();
        trimmed
    }

    fn take(&mut self, found: &FoundMark<'a>, text: &str) -> Result<(), MoneyTextError> {
        if let Some(first) = self.currency {
            // `$5 CAD`: the code says whose dollar it is
            let shared = self.symbol.and_then(|symbol| marks::of_symbol(symbol, Some(found.currency)));
            if first != found.currency && shared != Some(found.currency) {
                let second = found.currency;
                return Err(MoneyTextError::Currencies { found: clip(text), first, second });
            }
            self.loose = true;
        }
        self.currency = Some(found.currency);
        self.symbol = found.symbol;
        self.name_language = found.name.or(self.name_language);
        self.loose |= found.loose;
        self.number = found.rest;
        Ok(())
    }
}

const MINUS: [char; 2] = ['-', '\u{2212}'];

fn begins_amount(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || c == '(' || MINUS.contains(&c))
        || matches!(mark_before(text, None), Ok(Some(_)))
}

/// The last character of an amount before a minus behind it.
fn ends_amount(c: char) -> bool {
    c.is_alphanumeric() || marks::symbols().any(|symbol| symbol.ends_with(c))
}

/// A currency at one end of a text.
struct FoundMark<'a> {
    currency: Currency,
    rest: &'a str,
    symbol: Option<&'static str>,
    name: Option<Language>,
    loose: bool,
}

/// A symbol or code at the start of a text that goes on with a number, a sign or a parenthesis.
fn mark_before(text: &str, expected: Option<Currency>) -> Result<Option<FoundMark<'_>>, MoneyTextError> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return Ok(None);
    }
    let goes_on = |rest: &str| {
        let rest = rest.trim_start();
        rest.starts_with(|c: char| c.is_ascii_digit() || c == '(' || MINUS.contains(&c))
    };
    let longest =
        marks::symbols().filter(|symbol| text.starts_with(symbol)).max_by_key(|symbol| symbol.len());
    if let Some(symbol) = longest
        && let Some(rest) = text.strip_prefix(symbol).filter(|rest| goes_on(rest))
        && let Some(currency) = marks::of_symbol(symbol, expected)
    {
        let trimmed = rest.trim_start();
        let loose = spaces(rest, trimmed) > 1;
        return Ok(Some(FoundMark { currency, rest: trimmed, symbol: Some(symbol), name: None, loose }));
    }
    // `XY$5`: a dollar that is not known is not the dollar of the United States
    let letters = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let Some((word, rest)) = text.split_at_checked(letters).filter(|(word, _)| !word.is_empty()) else {
        return Ok(None);
    };
    if rest.starts_with(['$', '¥', '£']) && letters <= 3 {
        return Err(unknown(text.get(..letters.saturating_add(1)).unwrap_or(word)));
    }
    if letters != 3 || !goes_on(rest) {
        return Ok(None);
    }
    let trimmed = rest.trim_start();
    let upper = word.bytes().all(|byte| byte.is_ascii_uppercase());
    match word.parse() {
        Ok(currency) => {
            let loose = !upper || spaces(rest, trimmed) != 1;
            Ok(Some(FoundMark { currency, rest: trimmed, symbol: None, name: None, loose }))
        }
        Err(error) if upper => Err(error.into()),
        Err(_) => Ok(None),
    }
}

/// A symbol, code or name at the end of a text.
fn mark_after(text: &str, expected: Option<Currency>) -> Result<Option<FoundMark<'_>>, MoneyTextError> {
    // the number itself, and nothing to look up
    if text.ends_with(|c: char| c.is_ascii_digit()) || scale_at_end(text, None).1.is_some() {
        return Ok(None);
    }
    let letters = text.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    let (before, word) = text.split_at_checked(text.len().saturating_sub(letters)).unwrap_or((text, ""));
    let upper = word.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_code = word.len() == 3 && !before.is_empty() && !before.ends_with(char::is_alphabetic);
    let rest = before.trim_end();
    if is_code && let Ok(currency) = word.parse() {
        let loose = !upper || spaces(before, rest) != 1;
        return Ok(Some(FoundMark { currency, rest, symbol: None, name: None, loose }));
    }
    let longest = marks::symbols().filter(|symbol| text.ends_with(symbol)).max_by_key(|symbol| symbol.len());
    if let Some(symbol) = longest
        && let Some(before) = text.strip_suffix(symbol)
        && !before.ends_with(char::is_alphabetic)
        && let Some(currency) = marks::of_symbol(symbol, expected)
    {
        let rest = before.trim_end();
        return Ok(Some(FoundMark {
            currency,
            rest,
            symbol: Some(symbol),
            name: None,
            loose: spaces(before, rest) > 1,
        }));
    }
    let names = marks::all().flat_map(|mark| {
        [Language::Vi, Language::En].into_iter().filter_map(move |language| {
            let rest = mark.all_names(language).filter_map(|name| without_word(text, name));
            Some((rest.min_by_key(|rest| rest.len())?, mark, language))
        })
    });
    // the longest name leaves the shortest rest: Hong Kong dollars are no dollars
    if let Some((rest, mark, language)) = names.min_by_key(|(rest, _, _)| rest.len())
        && let Some(currency) = mark.currency()
    {
        // "euro" is a name in both languages
        let other = if language == Language::Vi { Language::En } else { Language::Vi };
        let shared = mark.all_names(other).any(|name| without_word(text, name) == Some(rest));
        let name = if shared { None } else { Some(language) };
        return Ok(Some(FoundMark { currency, rest, symbol: None, name, loose: false }));
    }
    if is_code && upper && rest.ends_with(|c: char| c.is_ascii_digit() || c == ')') {
        return Err(unknown(word));
    }
    Ok(None)
}

/// `text` without `words` at its end and the one space before them.
pub(super) fn without_word<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let rest = text.strip_suffix(words)?;
    rest.strip_suffix(char::is_whitespace)
}

fn spaces(rest: &str, trimmed: &str) -> usize {
    // spaces of any width
    rest.chars().count().saturating_sub(trimmed.chars().count())
}

fn unknown(code: &str) -> MoneyTextError {
    MoneyTextError::UnknownCurrency(crate::CurrencyError { found: code.chars().take(40).collect() })
}

/// One exact amount in running text.
fn running_text(text: &str, options: MoneyParseOptions) -> Result<Money, MoneyTextError> {
    let mut reading_options = ReadOptions::default();
    if options.parentheses_negative {
        reading_options = reading_options.with_parentheses_negative();
    }
    let (reading, currency) = read(text, &reading_options, options.currency)?;
    if reading.printed().hedge().is_some() || reading.printed().to().is_some() {
        return Err(MoneyTextError::Hedged { found: clip(text) });
    }
    if !reading.alternatives().is_empty() {
        // a currency the reader of figures does not know decides here
        let number = text.get(reading.span()).unwrap_or("");
        if let Some(value) = lenient_value(number) {
            return Ok(Money::try_new(value.value(currency, text)?, currency)?);
        }
        let mut readings = vec![reading.value().to_string()];
        readings.extend(reading.alternatives().iter().map(|other| other.value().to_string()));
        let why = reading.note().or_else(|| reading.alternatives().first().map(vientro_vi::Alternative::why));
        if let Some(why) = why {
            return Err(MoneyTextError::Ambiguous { found: clip(text), readings: readings.join(OR), why });
        }
    }
    Ok(Money::try_new(reading.value(), currency)?)
}

/// A figure in running text, and the currency it names or else `default`.
fn read(
    text: &str,
    options: &ReadOptions,
    default: Option<Currency>,
) -> Result<(vientro_vi::Reading, Currency), MoneyTextError> {
    let blanked = without_dollar(text);
    let (text, dollar) =
        blanked.as_ref().map_or((text, None), |(text, currency)| (text.as_str(), Some(*currency)));
    let reading = vientro_vi::read_with(text, options)?;
    let unit = match reading.unit() {
        // a currency that is named and not known is an error, never the default
        Some(Unit::Currency(code)) => Some(code.parse::<Currency>()?),
        Some(unit) => return Err(MoneyTextError::Unit { found: clip(text), unit: unit.code().to_owned() }),
        None => None,
    };
    let mut currency = None;
    for named in [unit, dollar, before_span(text, &reading, default), after_span(text, &reading, default)?]
        .into_iter()
        .flatten()
    {
        match currency {
            Some(first) if first != named => {
                return Err(MoneyTextError::Currencies { found: clip(text), first, second: named });
            }
            _ => currency = Some(named),
        }
    }
    let currency = currency.or(default).ok_or_else(|| MoneyTextError::NoCurrency { found: clip(text) })?;
    Ok((reading, currency))
}

/// The text with a sign such as `A$` made blank, and its currency: the reader of figures knows the dollar sign alone.
fn without_dollar(text: &str) -> Option<(String, Currency)> {
    let (at, symbol) = marks::symbols()
        .filter(|symbol| {
            symbol.starts_with(char::is_alphabetic) && symbol.ends_with(['$', '¥']) && *symbol != "US$"
        })
        .filter_map(|symbol| {
            // no part of a word: `CA$H`
            let (at, _) = text.match_indices(symbol).find(|(at, _)| {
                let after = text.get(at.saturating_add(symbol.len())..);
                !text.get(..*at).is_some_and(|before| before.ends_with(char::is_alphabetic))
                    && !after.is_some_and(|after| after.starts_with(char::is_alphabetic))
            })?;
            Some((at, symbol))
        })
        .min_by_key(|(at, _)| *at)?;
    let (before, after) = (text.get(..at)?, text.get(at.saturating_add(symbol.len())..)?);
    Some((format!("{before}{}{after}", " ".repeat(symbol.len())), marks::of_symbol(symbol, None)?))
}

/// A code or symbol right before a figure, where the reader of figures did not take it for its unit.
fn before_span(text: &str, reading: &vientro_vi::Reading, default: Option<Currency>) -> Option<Currency> {
    let before = text.get(..reading.span().start)?.trim_end();
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next()?;
    let code = word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    // three capitals before a number may be anything, and TOP and ALL are codes too: only those with a name here
    let named = || word.parse().ok().filter(|currency| Mark::of(*currency).is_some());
    marks::of_symbol(word, default).or_else(|| code.then(named)?)
}

/// A code or symbol right behind a figure, where the reader of figures did not take it for its unit.
fn after_span(
    text: &str,
    reading: &vientro_vi::Reading,
    default: Option<Currency>,
) -> Result<Option<Currency>, MoneyTextError> {
    let after = text.get(reading.span().end..).unwrap_or("").trim_start();
    let end = after.find(|c: char| !c.is_alphabetic() && !marks::is_sign(c)).unwrap_or(after.len());
    let word = after.get(..end).unwrap_or("");
    if word.is_empty() {
        return Ok(None);
    }
    if let Some(currency) = marks::of_symbol(word, default) {
        return Ok(Some(currency));
    }
    if word.len() != 3 || !word.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Ok(None);
    }
    match word.parse() {
        // behind a unit they may be anything: `5 USD CHO ALL`
        Ok(currency) if reading.unit().is_some() && Mark::of(currency).is_none() => Ok(None),
        Ok(currency) => Ok(Some(currency)),
        // capitals behind a figure without a unit stand where its currency stands
        Err(_) if reading.unit().is_none() => Err(unknown(word)),
        Err(_) => Ok(None),
    }
}
