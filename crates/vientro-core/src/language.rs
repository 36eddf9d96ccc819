//! The two languages every message and report of vientro exists in.

use core::fmt;
use core::str::FromStr;

use crate::prelude::*;

/// Language of a message or report.
#[expect(clippy::exhaustive_enums, reason = "a third language would touch every sentence of every crate")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Language {
    /// English.
    En,
    /// Vietnamese.
    #[default]
    Vi,
}

impl Language {
    /// The BCP 47 tag: `en` or `vi`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Vi => "vi",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// The text names no language vientro speaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown language `{found}`, expected `vi` or `en`")]
#[non_exhaustive]
pub struct LanguageError {
    /// The text as given.
    pub found: String,
}

impl LanguageError {
    /// The error as a sentence.
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Vi => format!("không biết ngôn ngữ `{}`, cần `vi` hoặc `en`", self.found),
            Language::En => self.to_string(),
        }
    }
}

impl FromStr for Language {
    type Err = LanguageError;

    /// Reads `vi` or `en`, in any case.
    ///
    /// # Errors
    ///
    /// [`LanguageError`] for any other text.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.eq_ignore_ascii_case("vi") {
            Ok(Self::Vi)
        } else if text.eq_ignore_ascii_case("en") {
            Ok(Self::En)
        } else {
            Err(LanguageError { found: text.to_owned() })
        }
    }
}

/// One sentence or name in Vietnamese and in English.
///
/// Both are always there: a text that exists in one language only cannot be built, so a report can be
/// written in either without a gap.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Bilingual {
    vi: String,
    en: String,
}

impl Bilingual {
    /// Puts the Vietnamese and the English text side by side.
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { vi: vi.into(), en: en.into() }
    }

    /// The same text in both languages: names, codes, numbers.
    pub fn same(text: impl Into<String>) -> Self {
        let vi: String = text.into();
        Self { en: vi.clone(), vi }
    }

    /// The text in `language`.
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Vi => &self.vi,
        }
    }

    /// The Vietnamese text.
    pub fn vi(&self) -> &str {
        &self.vi
    }

    /// The English text.
    pub fn en(&self) -> &str {
        &self.en
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_its_own_tag() {
        for language in [Language::Vi, Language::En] {
            assert_eq!(language.tag().parse(), Ok(language));
        }
        assert_eq!("VI".parse(), Ok(Language::Vi));
        assert_eq!(
            "fr".parse::<Language>().unwrap_err().to_string(),
            "unknown language `fr`, expected `vi` or `en`"
        );
        let error = "fr".parse::<Language>().unwrap_err();
        assert_eq!(error.text(Language::Vi), "không biết ngôn ngữ `fr`, cần `vi` hoặc `en`");
        assert_eq!(error.text(Language::En), error.to_string());
    }

    #[test]
    fn text_by_language() {
        let text = Bilingual::new("viện trợ", "aid");
        assert_eq!(text.text(Language::Vi), "viện trợ");
        assert_eq!(text.text(Language::En), "aid");
        assert_eq!(Bilingual::same("129").vi(), Bilingual::same("129").en());
    }
}
