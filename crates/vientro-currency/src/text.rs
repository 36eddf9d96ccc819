//! Amounts as text for people, and back.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::Language;
use vientro_vi::{Ambiguity, NumberStyle, ReadError, Unit, WordOptions, WordsError, format_with};

use crate::{Currency, Money, MoneyError, PrintedAmount};

/// How an amount is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum MoneyStyle {
    /// All digits and the code of ISO 4217: `457.800 USD`.
    #[default]
    Code,
    /// All digits and the name: `594.500.000.000 đồng`. A currency without a Vietnamese name here keeps its code.
    Name,
    /// All digits and the sign: `594.500.000.000 đ`, `$457,800`. A currency without a sign of its own keeps its code.
    ///
    /// # Source
    ///
    /// The national sign of the đồng is đ: Accounting Law 88/2015/QH13, Article 10.
    Symbol,
    /// With a scale word, at most two decimals, half up: `12,5 tỷ đồng`, `26 triệu USD`.
    Words,
}

/// An amount for people: digits grouped as the language does, whatever the currency; decimals where there are any.
///
/// ```
/// use vientro_core::Language;
/// use vientro_currency::{Currency, Money, MoneyStyle, format_money};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let dollars = Money::from_minor(45_780_000, Currency::USD)?;
/// assert_eq!(format_money(&dollars, Language::Vi, MoneyStyle::Code), "457.800 USD");
/// assert_eq!(format_money(&dollars, Language::En, MoneyStyle::Symbol), "$457,800");
/// let dong = Money::vnd(12_500_000_000);
/// assert_eq!(format_money(&dong, Language::Vi, MoneyStyle::Name), "12.500.000.000 đồng");
/// assert_eq!(format_money(&dong, Language::Vi, MoneyStyle::Words), "12,5 tỷ đồng");
/// assert_eq!(format_money(&dong, Language::En, MoneyStyle::Words), "12.5 billion VND");
/// # Ok(()) }
/// ```
pub fn format_money(money: &Money, language: Language, style: MoneyStyle) -> String {
    let (currency, amount) = (money.currency(), money.amount());
    let whole = amount.normalize().scale() == 0;
    let all_digits = NumberStyle::fixed(if whole { 0 } else { currency.decimals() });
    let code = currency.code();
    match style {
        MoneyStyle::Code => format!("{} {code}", format_with(amount, language, &all_digits)),
        MoneyStyle::Name => {
            format!("{} {}", format_with(amount, language, &all_digits), name(currency, language))
        }
        MoneyStyle::Symbol => {
            let sign = match currency {
                Currency::VND => "đ",
                Currency::USD => "$",
                Currency::EUR => "€",
                Currency::GBP => "£",
                _ => code,
            };
            let digits = format_with(amount.abs(), language, &all_digits);
            let minus = if money.is_negative() { "\u{2212}" } else { "" };
            let before = language == Language::En && sign != code && currency != Currency::VND;
            if before { format!("{minus}{sign}{digits}") } else { format!("{minus}{digits} {sign}") }
        }
        MoneyStyle::Words => {
            // amounts below a million are written out, with their minor unit or without
            let style = NumberStyle::scaled(2);
            let small = amount.abs() < Decimal::from(1_000_000);
            let digits = format_with(amount, language, if small { &all_digits } else { &style });
            let unit = if currency == Currency::VND { name(currency, language) } else { code };
            format!("{digits} {unit}")
        }
    }
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

fn name(currency: Currency, language: Language) -> &'static str {
    match (currency, language) {
        (Currency::VND, Language::Vi) => "đồng",
        (Currency::USD, Language::Vi) => "đô la Mỹ",
        (Currency::EUR, Language::Vi) => "euro",
        (Currency::GBP, Language::Vi) => "bảng Anh",
        (Currency::JPY, Language::Vi) => "yên Nhật",
        (Currency::KRW, Language::Vi) => "won Hàn Quốc",
        (currency, _) => currency.code(),
    }
}

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
    /// The figure is a hedged one or a range; [`read_money`] keeps that.
    #[error("`{found}` is hedged, expected one exact amount")]
    Hedged {
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
    /// The figure counts something else.
    #[error("`{found}` is in `{unit}`, expected a currency")]
    Unit {
        /// The text, cut to 80 characters.
        found: String,
        /// The unit.
        unit: String,
    },
    /// The text is no figure.
    #[error("the text cannot be read as a figure")]
    Read(#[from] ReadError),
}

impl MoneyTextError {
    /// The error as a sentence, its cause included.
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::Ambiguous { found, readings, why }, Language::Vi) => {
                let readings = readings.replace(OR, " hoặc ");
                format!("`{found}` có thể đọc là {readings}: {}", why.text(language))
            }
            (Self::Hedged { found }, Language::Vi) => {
                format!("`{found}` là số ước chừng hoặc một khoảng, cần một số tiền chính xác")
            }
            (Self::Money(cause), Language::Vi) => format!("không thành số tiền: {}", cause.text(language)),
            (Self::NoCurrency { found }, Language::Vi) => {
                format!("`{found}` không nêu đồng tiền, cần ghi như `đồng` hoặc `USD`")
            }
            (Self::Unit { found, unit }, Language::Vi) => {
                format!("`{found}` có đơn vị `{unit}`, cần một đồng tiền")
            }
            (Self::Read(cause), Language::Vi) => {
                format!("không đọc được thành số tiền: {}", cause.text(language))
            }
            (Self::Money(cause), Language::En) => format!("{self}: {}", cause.text(language)),
            (Self::Read(cause), Language::En) => format!("{self}: {}", cause.text(language)),
            (_, Language::En) => self.to_string(),
        }
    }
}

/// Reads one exact amount: `594,5 tỷ đồng`, `457.800 USD`, `594.500.000.000 đ`.
///
/// * `default`: the currency where the text names none.
///
/// # Errors
///
/// [`MoneyTextError`]: a hedge or a range, two readings, no currency, more decimals than the currency has.
///
/// ```
/// use vientro_currency::{Currency, Money, parse_money};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// assert_eq!(parse_money("594,5 tỷ đồng", None)?, Money::vnd(594_500_000_000));
/// assert_eq!(parse_money("457.800 USD", None)?, Money::from_minor(45_780_000, Currency::USD)?);
/// assert!(parse_money("gần 12 tỷ đồng", None).is_err()); // a bound is no amount
/// # Ok(()) }
/// ```
pub fn parse_money(text: &str, default: Option<Currency>) -> Result<Money, MoneyTextError> {
    let (reading, currency) = read(text, default)?;
    if reading.printed().hedge().is_some() || reading.printed().to().is_some() {
        return Err(MoneyTextError::Hedged { found: clip(text) });
    }
    if !reading.alternatives().is_empty() {
        let mut readings = vec![reading.value().to_string()];
        readings.extend(reading.alternatives().iter().map(|other| other.value().to_string()));
        let why = reading.note().or_else(|| reading.alternatives().first().map(vientro_vi::Alternative::why));
        if let Some(why) = why {
            return Err(MoneyTextError::Ambiguous { found: clip(text), readings: readings.join(OR), why });
        }
    }
    Ok(Money::try_new(reading.value(), currency)?)
}

/// Reads one printed amount with its hedge: `gần 26 triệu USD`.
///
/// * `default`: the currency where the text names none. Of two readings the likelier is taken; [`parse_money`] refuses both.
///
/// # Errors
///
/// [`MoneyTextError`]: no figure, no currency, another unit.
pub fn read_money(text: &str, default: Option<Currency>) -> Result<PrintedAmount, MoneyTextError> {
    let (reading, currency) = read(text, default)?;
    Ok(PrintedAmount::new(reading.printed().clone(), currency))
}

fn read(text: &str, default: Option<Currency>) -> Result<(vientro_vi::Reading, Currency), MoneyTextError> {
    let reading = vientro_vi::read(text)?;
    let currency = match reading.unit() {
        Some(Unit::Currency(code)) => code.parse().ok(),
        Some(unit) => return Err(MoneyTextError::Unit { found: clip(text), unit: unit.code().to_owned() }),
        None => None,
    };
    let currency = currency.or(default).ok_or_else(|| MoneyTextError::NoCurrency { found: clip(text) })?;
    Ok((reading, currency))
}

/// Between the readings of [`MoneyTextError::Ambiguous`].
const OR: &str = " or ";

fn clip(text: &str) -> String {
    text.chars().take(80).collect()
}

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
    format_money(money, language, MoneyStyle::Code)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn usd(cents: i128) -> Money {
        Money::from_minor(cents, Currency::USD).unwrap()
    }

    #[test]
    fn grouping_is_the_readers_not_the_currencys() {
        // another library prints two grouping styles in one Vietnamese line
        assert_eq!(
            format_money(&Money::vnd(594_500_000_000), Language::Vi, MoneyStyle::Code),
            "594.500.000.000 VND"
        );
        assert_eq!(format_money(&usd(45_780_000), Language::Vi, MoneyStyle::Code), "457.800 USD");
        assert_eq!(format_money(&usd(45_780_050), Language::Vi, MoneyStyle::Code), "457.800,50 USD");
        assert_eq!(format_money(&usd(-45_780_050), Language::En, MoneyStyle::Symbol), "−$457,800.50");
        assert_eq!(format_money(&Money::vnd(-5_000), Language::Vi, MoneyStyle::Symbol), "−5.000 đ");
        assert_eq!(format_money(&usd(50), Language::Vi, MoneyStyle::Words), "0,50 USD");
        assert_eq!(format_money(&usd(2_600_000_000), Language::Vi, MoneyStyle::Words), "26 triệu USD");
        assert_eq!(format_money(&usd(45_780_000), Language::Vi, MoneyStyle::Name), "457.800 đô la Mỹ");
    }

    #[test]
    fn a_group_of_thousands_is_not_cents() {
        // elsewhere `457.800 USD` is 457 dollars 80
        assert_eq!(parse_money("457.800 USD", None), Ok(usd(45_780_000)));
        assert_eq!(parse_money("594.500.000.000 đồng", None), Ok(Money::vnd(594_500_000_000)));
        assert_eq!(parse_money("12,5 tỷ", Some(Currency::VND)), Ok(Money::vnd(12_500_000_000)));
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        assert!(matches!(parse_money("gần 12 tỷ đồng", None), Err(MoneyTextError::Hedged { .. })));
        assert!(matches!(parse_money("1.000 suất", None), Err(MoneyTextError::Unit { .. })));
        assert!(matches!(parse_money("12.500", None), Err(MoneyTextError::NoCurrency { .. })));
        assert!(matches!(parse_money("đồng", None), Err(MoneyTextError::Read(_))));
        assert!(matches!(parse_money("0,5 đồng", None), Err(MoneyTextError::Money(_))));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(minor in 0i64..1_000_000_000_000_000, code in prop_oneof![Just("VND"), Just("USD"), Just("EUR"), Just("KRW")]) {
            let money = Money::from_minor(minor.into(), code.parse().unwrap()).unwrap();
            let text = format_money(&money, Language::Vi, MoneyStyle::Code);
            match parse_money(&text, None) {
                Ok(read) => prop_assert_eq!(read, money, "{}", text),
                // `1.234 USD` may be one dollar and some cents for a strict reader: then it says so and is not wrong
                Err(MoneyTextError::Ambiguous { .. }) => {}
                Err(error) => prop_assert!(false, "{}: {}", text, error),
            }
        }

        #[test]
        fn no_text_panics(text in ".{0,80}") {
            let _ = parse_money(&text, Some(Currency::VND));
            let _ = read_money(&text, None);
        }
    }
}
