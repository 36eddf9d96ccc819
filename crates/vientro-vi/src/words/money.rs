//! Amounts of money in words.

use rust_decimal::Decimal;

use super::write::{Digits, in_words};
use super::{WordOptions, WordsError};
use crate::number::clip;
use crate::prelude::*;
use crate::unit::CURRENCIES;

/// An amount of money in words ("bằng chữ"), first letter in upper case.
///
/// * `amount`: in whole units of the currency, with at most the decimals the currency has coins for.
/// * `currency_code`: ISO 4217.
///
/// # Errors
///
/// [`WordsError::Currency`] for a currency without words here, [`WordsError::Fraction`] for a fraction it has no coin for.
///
/// # Source
///
/// The form follows the statutory examples "Mười ba nghìn tám trăm đô la Mỹ và hai mươi nhăm xu" for 13.800,25 USD and
/// "Năm nghìn ơ-rô và năm mươi xu" (Decree 123/2020 Art. 10); we write lăm for the older nhăm.
///
/// ```
/// use rust_decimal::Decimal;
/// use vientro_vi::{WordOptions, money};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let options = WordOptions::default();
/// assert_eq!(money(Decimal::from(12_000_000_000_i64), "VND", &options)?, "Mười hai tỷ đồng");
/// assert_eq!(
///     money(Decimal::new(1_380_025, 2), "USD", &options)?,
///     "Mười ba nghìn tám trăm đô la Mỹ và hai mươi lăm xu"
/// );
/// # Ok(()) }
/// ```
pub fn money(amount: Decimal, currency_code: &str, options: &WordOptions) -> Result<String, WordsError> {
    // a decimal prints as digits
    money_of_digits(&amount.to_string(), currency_code, options)
}

/// As [`money`], of an amount in digits with an optional minus sign and an optional dot, up to
/// [`DIGITS_MAX`](super::DIGITS_MAX) digits before it.
///
/// # Errors
///
/// Those of [`money`], [`WordsError::NotDigits`] for any other text, [`WordsError::TooLong`] beyond the limit.
pub fn money_of_digits(
    amount: &str,
    currency_code: &str,
    options: &WordOptions,
) -> Result<String, WordsError> {
    let coin = Coin::all()
        .find(|coin| coin.code == currency_code)
        .ok_or_else(|| WordsError::Currency { found: clip(currency_code) })?;
    let number = Digits::of(amount)?;
    if number.fraction.len() > coin.decimals {
        let decimals = u32::try_from(coin.decimals).unwrap_or_default();
        return Err(WordsError::Fraction { amount: clip(amount), currency: coin.code.to_owned(), decimals });
    }
    Ok(in_words(options.capitalised(), |speech| {
        speech.sign(number.negative);
        speech.digits(number.whole);
        speech.say(" ");
        speech.say(coin.unit);
        if !number.fraction.is_empty() {
            speech.say(" và");
            speech.digits(&format!("{:0<width$}", number.fraction, width = coin.decimals));
            speech.say(" ");
            speech.say(coin.part);
        } else if options.even {
            speech.say(" chẵn");
        }
    }))
}

/// A currency with its words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Coin {
    pub(super) code: &'static str,
    unit: &'static str,
    /// What `decimals` digits behind the comma count; empty if there are none.
    pub(super) part: &'static str,
    pub(super) decimals: usize,
    /// Other names, in lower case.
    names: &'static [&'static str],
}

impl Coin {
    /// Every currency with words here, the commonest first.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let common = CURRENCIES.iter().map(|currency| {
            let (unit, part) = currency.words;
            let decimals = if part.is_empty() { 0 } else { 2 };
            Self { code: currency.code, unit, part, decimals, names: currency.names }
        });
        common.chain(RARER.iter().map(|&(code, unit, part, decimals)| Self {
            code,
            unit,
            part,
            decimals,
            names: &[],
        }))
    }

    pub(super) fn names(self) -> impl Iterator<Item = &'static str> {
        self.names.iter().copied().chain([self.unit, self.code])
    }
}

/// Currencies that reports name but seldom: code, unit, part, and the decimals the part stands for.
///
/// # Source
///
/// ISO 4217 for codes and decimals; the Vietnamese names of the Unicode CLDR, with the spelling of country names that
/// newspapers use. The part is xu where it is a hundredth, as the cheque and invoice rules have it for every foreign
/// currency they name, and bears its own name where it is a thousandth.
const RARER: [(&str, &str, &str, usize); 61] = [
    ("AED", "dirham UAE", "xu", 2),
    ("AOA", "kwanza Angola", "xu", 2),
    ("ARS", "peso Argentina", "xu", 2),
    ("AZN", "manat Azerbaijan", "xu", 2),
    ("BDT", "taka Bangladesh", "xu", 2),
    ("BHD", "dinar Bahrain", "fils", 3),
    ("BND", "đô la Brunei", "xu", 2),
    ("BRL", "real Brazil", "xu", 2),
    ("BYN", "rúp Belarus", "xu", 2),
    ("CLP", "peso Chile", "", 0),
    ("COP", "peso Colombia", "xu", 2),
    ("CUP", "peso Cuba", "xu", 2),
    ("CZK", "koruna Séc", "xu", 2),
    ("DZD", "dinar Algeria", "xu", 2),
    ("EGP", "bảng Ai Cập", "xu", 2),
    ("ETB", "birr Ethiopia", "xu", 2),
    ("FJD", "đô la Fiji", "xu", 2),
    ("GHS", "cedi Ghana", "xu", 2),
    ("HUF", "forint Hungary", "xu", 2),
    ("IDR", "rupiah Indonesia", "xu", 2),
    ("ILS", "shekel Israel", "xu", 2),
    ("INR", "rupee Ấn Độ", "xu", 2),
    ("IQD", "dinar Iraq", "fils", 3),
    ("IRR", "rial Iran", "xu", 2),
    ("ISK", "króna Iceland", "", 0),
    ("JOD", "dinar Jordan", "fils", 3),
    ("KES", "shilling Kenya", "xu", 2),
    ("KPW", "won Triều Tiên", "xu", 2),
    ("KWD", "dinar Kuwait", "fils", 3),
    ("KZT", "tenge Kazakhstan", "xu", 2),
    ("LBP", "bảng Liban", "xu", 2),
    ("LKR", "rupee Sri Lanka", "xu", 2),
    ("LYD", "dinar Libya", "dirham", 3),
    ("MAD", "dirham Maroc", "xu", 2),
    ("MMK", "kyat Myanmar", "xu", 2),
    ("MNT", "tugrik Mông Cổ", "xu", 2),
    ("MOP", "pataca Ma Cao", "xu", 2),
    ("MXN", "peso Mexico", "xu", 2),
    ("MYR", "ringgit Malaysia", "xu", 2),
    ("MZN", "metical Mozambique", "xu", 2),
    ("NGN", "naira Nigeria", "xu", 2),
    ("NPR", "rupee Nepal", "xu", 2),
    ("OMR", "rial Oman", "baisa", 3),
    ("PEN", "sol Peru", "xu", 2),
    ("PGK", "kina Papua New Guinea", "xu", 2),
    ("PHP", "peso Philippines", "xu", 2),
    ("PKR", "rupee Pakistan", "xu", 2),
    ("PLN", "zloty Ba Lan", "xu", 2),
    ("QAR", "riyal Qatar", "xu", 2),
    ("RON", "leu Romania", "xu", 2),
    ("RSD", "dinar Serbia", "xu", 2),
    ("RUB", "rúp Nga", "xu", 2),
    ("SAR", "riyal Ả Rập Xê Út", "xu", 2),
    ("TND", "dinar Tunisia", "millime", 3),
    ("TRY", "lira Thổ Nhĩ Kỳ", "xu", 2),
    ("UAH", "hryvnia Ukraina", "xu", 2),
    ("UZS", "som Uzbekistan", "xu", 2),
    ("VES", "bolívar Venezuela", "xu", 2),
    ("XAF", "franc CFA Trung Phi", "", 0),
    ("XOF", "franc CFA Tây Phi", "", 0),
    ("ZAR", "rand Nam Phi", "xu", 2),
];
