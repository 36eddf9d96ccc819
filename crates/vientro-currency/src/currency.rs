//! Currencies of ISO 4217.

use std::fmt;
use std::str::FromStr;

use iso_currency::Currency as Iso;
use vientro_core::Language;

/// A currency of ISO 4217, with the number of decimals of its minor unit.
///
/// ```
/// use vientro_currency::Currency;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let won: Currency = "KRW".parse()?;
/// assert_eq!((won.code(), won.decimals()), ("KRW", 0));
/// assert_eq!(Currency::VND.decimals(), 0);
/// assert_eq!(Currency::USD.decimals(), 2);
/// # Ok(()) }
/// ```
///
/// Authorities disagree on a few minor units; ISO 4217 stands here: the kip (LAK) has 2 decimals, where CLDR has none.
/// A code that ISO gives no minor unit (XDR, XAU) is refused when money is made of it.
///
/// # Source
///
/// ISO 4217, list one, as kept by the crate `iso_currency`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("pattern" = "^[A-Za-z]{3}$")))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "&'static str"))]
pub struct Currency {
    iso: Iso,
    // what every conversion asks, copied from the table: there each answer is a call
    exponent: Option<u8>,
    letters: u32,
}

impl Currency {
    /// Euro.
    pub const EUR: Self = Self::new(Iso::EUR, "EUR", Some(2));
    /// Pound sterling.
    pub const GBP: Self = Self::new(Iso::GBP, "GBP", Some(2));
    /// Yen.
    pub const JPY: Self = Self::new(Iso::JPY, "JPY", Some(0));
    /// Won of the Republic of Korea.
    pub const KRW: Self = Self::new(Iso::KRW, "KRW", Some(0));
    /// United States dollar.
    pub const USD: Self = Self::new(Iso::USD, "USD", Some(2));
    /// Đồng.
    pub const VND: Self = Self::new(Iso::VND, "VND", Some(0));

    const fn new(iso: Iso, code: &str, exponent: Option<u8>) -> Self {
        Self { iso, exponent, letters: letters(code) }
    }

    /// The three letters of ISO 4217.
    pub fn code(self) -> &'static str {
        self.iso.code()
    }

    /// Decimals of the minor unit: 0 for the đồng, 2 for the dollar. A code without a minor unit answers 0 and
    /// [`Currency::has_minor_unit`] false.
    pub fn decimals(self) -> u32 {
        self.exponent.map_or(0, u32::from)
    }

    /// False for the codes ISO gives no minor unit: special drawing rights, precious metals, test codes.
    pub fn has_minor_unit(self) -> bool {
        self.exponent.is_some()
    }

    /// The English name of ISO 4217.
    pub fn name(&self) -> &str {
        self.iso.name()
    }

    /// The code as a number of 24 bits, in the order of the codes.
    pub(crate) const fn letters(self) -> u32 {
        self.letters
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Currency {
    /// By code.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.letters.cmp(&other.letters)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text is no code of ISO 4217.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown currency `{found}`, expected a code of ISO 4217 such as `VND`")]
#[non_exhaustive]
pub struct CurrencyError {
    /// The text as given, cut to 40 characters.
    pub found: String,
}

impl CurrencyError {
    /// The error as a sentence.
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Vi => {
                format!("không có đồng tiền `{}`, cần một mã ISO 4217 như `VND`", self.found)
            }
            Language::En => self.to_string(),
        }
    }
}

impl FromStr for Currency {
    type Err = CurrencyError;

    /// Reads a code in any case.
    ///
    /// # Errors
    ///
    /// [`CurrencyError`] if ISO 4217 has no such code.
    fn from_str(code: &str) -> Result<Self, CurrencyError> {
        // no code has another length; this also bounds the work on foreign text
        let letters =
            <[u8; 3]>::try_from(code.as_bytes()).ok().map(|it| it.map(|letter| letter.to_ascii_uppercase()));
        let found = letters.and_then(|letters| Iso::from_code(std::str::from_utf8(&letters).ok()?));
        let found =
            found.map(|iso| Self::new(iso, iso.code(), iso.exponent().and_then(|it| u8::try_from(it).ok())));
        found.ok_or_else(|| CurrencyError { found: code.chars().take(40).collect() })
    }
}

const fn letters(code: &str) -> u32 {
    match code.as_bytes() {
        #[expect(clippy::as_conversions, reason = "a byte widened, where `From` is not yet constant")]
        [first, second, third] => ((*first as u32) << 16) | ((*second as u32) << 8) | *third as u32,
        // every code has three letters
        _ => 0,
    }
}

impl TryFrom<String> for Currency {
    type Error = CurrencyError;

    fn try_from(code: String) -> Result<Self, CurrencyError> {
        code.parse()
    }
}

impl From<Currency> for &'static str {
    fn from(currency: Currency) -> Self {
        currency.code()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::serial::read_text(deserializer, str::parse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minor_units_are_those_of_iso() {
        for (code, decimals) in
            [("VND", 0), ("KRW", 0), ("JPY", 0), ("USD", 2), ("LAK", 2), ("KWD", 3), ("CLF", 4)]
        {
            assert_eq!(code.parse::<Currency>().unwrap().decimals(), decimals, "{code}");
        }
        let known =
            [Currency::EUR, Currency::GBP, Currency::JPY, Currency::KRW, Currency::USD, Currency::VND];
        for constant in known {
            let read: Currency = constant.code().parse().unwrap();
            assert_eq!((constant, constant.decimals()), (read, read.decimals()));
        }
        let drawing_rights: Currency = "XDR".parse().unwrap();
        assert!(!drawing_rights.has_minor_unit());
    }

    #[test]
    fn codes_are_read_in_any_case_and_nothing_else() {
        assert_eq!("vnd".parse(), Ok(Currency::VND));
        // a constant is a pattern too
        assert!(matches!("vnd".parse::<Currency>(), Ok(Currency::VND)));
        for wrong in ["", "VN", "VNDD", "đồng", "ABC", "V D"] {
            assert!(wrong.parse::<Currency>().is_err(), "{wrong}");
        }
    }
}
