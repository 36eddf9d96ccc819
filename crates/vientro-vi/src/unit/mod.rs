//! What a figure counts or measures.

mod currency;
mod measure;
mod noun;

use core::fmt;
use core::str::FromStr;

use vientro_core::Language;

use crate::prelude::*;
use crate::text;
use crate::token::Line;
use crate::vocab::{Roles, Word, word};

pub(crate) use self::currency::{CURRENCIES, currency_before};
pub(crate) use self::measure::measure_after;
pub(crate) use self::noun::{compound_noun, known_noun, noun_after};

/// Unit of a printed figure.
///
/// It prints, parses and serialises as a code: `VND`, `percent`, `ratio`, `km2`, or the counted noun as printed (`suất`,
/// `dự án`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Unit {
    /// Things counted, by their noun as printed, lower case: `dự án`, `suất`, `căn`, `người`.
    Count(String),
    /// m³.
    CubicMetre,
    /// A currency by its ISO 4217 code.
    Currency(&'static str),
    /// Hectares.
    Hectare,
    /// Kilograms.
    Kilogram,
    /// Kilometres.
    Kilometre,
    /// Metres.
    Metre,
    /// Percent: 50.4 stands for 50.4 in a hundred.
    Percent,
    /// Difference of two percentages.
    PercentagePoint,
    /// Parts in a thousand.
    Permille,
    /// A fraction such as 1/4, as a number.
    Ratio,
    /// km².
    SquareKilometre,
    /// m².
    SquareMetre,
    /// lần: how many times.
    Times,
    /// Metric tons.
    Tonne,
}

impl Unit {
    /// The currency with the ISO 4217 code `code`, if it is one this crate knows the Vietnamese name of.
    pub fn currency(code: &str) -> Option<Self> {
        CURRENCIES.iter().find(|currency| currency.code == code).map(|currency| Self::Currency(currency.code))
    }

    /// The code of the unit: an ISO 4217 code, `percent`, `km2`…, or the counted noun.
    pub fn code(&self) -> &str {
        match self {
            Self::Count(noun) => noun,
            Self::Currency(code) => code,
            Self::CubicMetre => "m3",
            Self::Hectare => "ha",
            Self::Kilogram => "kg",
            Self::Kilometre => "km",
            Self::Metre => "m",
            Self::Percent => "percent",
            Self::PercentagePoint => "percentage-point",
            Self::Permille => "permille",
            Self::Ratio => "ratio",
            Self::SquareKilometre => "km2",
            Self::SquareMetre => "m2",
            Self::Times => "lần",
            Self::Tonne => "tấn",
        }
    }

    /// The unit as it is written after a number.
    pub fn text(&self, language: Language) -> &str {
        match (self, language) {
            (Self::Currency("VND"), Language::Vi) => "đồng",
            (Self::Percent, _) => "%",
            (Self::PercentagePoint, Language::Vi) => "điểm phần trăm",
            (Self::PercentagePoint, Language::En) => "percentage points",
            (Self::Permille, _) => "‰",
            (Self::Ratio, _) => "",
            (Self::SquareKilometre, _) => "km²",
            (Self::SquareMetre, _) => "m²",
            (Self::CubicMetre, _) => "m³",
            (Self::Times, Language::En) => "times",
            (Self::Tonne, Language::En) => "tonnes",
            _ => self.code(),
        }
    }

    /// Is this money?
    pub const fn is_currency(&self) -> bool {
        matches!(self, Self::Currency(_))
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text is no unit code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown unit `{found}`, expected a unit code or a counted noun")]
#[non_exhaustive]
pub struct UnitError {
    /// The text as given.
    pub found: String,
}

impl FromStr for Unit {
    type Err = UnitError;

    /// Reads a unit code, or a unit as printed (`đồng`, `%`, `km²`); other words are taken as a counted noun.
    ///
    /// # Errors
    ///
    /// [`UnitError`] for an empty text, one without letters, or one of more than 64 bytes.
    fn from_str(code: &str) -> Result<Self, UnitError> {
        let code = code.trim();
        let fixed = [
            Self::CubicMetre,
            Self::Hectare,
            Self::Kilogram,
            Self::Kilometre,
            Self::Metre,
            Self::Percent,
            Self::PercentagePoint,
            Self::Permille,
            Self::Ratio,
            Self::SquareKilometre,
            Self::SquareMetre,
            Self::Times,
            Self::Tonne,
        ];
        if let Some(unit) = fixed.into_iter().find(|unit| unit.code() == code) {
            return Ok(unit);
        }
        if let Some(currency) = Self::currency(code) {
            return Ok(currency);
        }
        let line = Line::of(code);
        if let Some(found) = measure_after(&line, 0, true).filter(|found| found.end == line.tokens.len()) {
            return Ok(found.unit);
        }
        if code.len() > 64 || !code.chars().any(char::is_alphabetic) {
            return Err(UnitError { found: code.chars().take(64).collect() });
        }
        Ok(Self::Count(text::match_form(code)))
    }
}

impl TryFrom<String> for Unit {
    type Error = UnitError;

    fn try_from(code: String) -> Result<Self, UnitError> {
        code.parse()
    }
}

impl From<Unit> for String {
    fn from(unit: Unit) -> Self {
        unit.code().to_owned()
    }
}

// written out, since the derived code would ask for a text that lives forever
#[cfg(feature = "serde")]
impl serde::Serialize for Unit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Unit {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = <String as serde::Deserialize>::deserialize(deserializer)?;
        code.parse().map_err(serde::de::Error::custom)
    }
}

/// A unit found in a line and the index after it.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) unit: Unit,
    pub(crate) end: usize,
    /// The noun is of the vocabulary, not guessed from its place.
    pub(crate) sure: bool,
}

#[expect(clippy::indexing_slicing, reason = "runs at compile time")]
const fn words_of<const N: usize>(spellings: [&str; N]) -> [Word; N] {
    let mut words = [Word { key: 0, base: 0 }; N];
    let mut index = 0;
    while index < N {
        words[index] = word(spellings[index]);
        index += 1;
    }
    words
}

#[expect(clippy::unnecessary_wraps, reason = "the last word of every way through the functions below")]
fn found(unit: Unit, end: usize) -> Option<Found> {
    Some(Found { unit, end, sure: true })
}

/// Adds the roles of units and nouns.
pub(crate) const fn add_roles(roles: &mut Roles, unmarked: bool) {
    currency::add_roles(roles, unmarked);
    measure::add_roles(roles, unmarked);
    noun::add_roles(roles, unmarked);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back() {
        for unit in [
            Unit::Currency("VND"),
            Unit::Percent,
            Unit::SquareKilometre,
            Unit::Times,
            Unit::Count("dự án".to_owned()),
            Unit::PercentagePoint,
        ] {
            assert_eq!(unit.code().parse(), Ok(unit.clone()));
        }
        assert_eq!("đồng".parse(), Ok(Unit::Currency("VND")));
        assert!("".parse::<Unit>().is_err());
        assert!("12".parse::<Unit>().is_err());
    }
}
