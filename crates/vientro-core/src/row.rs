//! Identity of a source row, so that every figure can be opened down to what it was made from.

use core::fmt;

use crate::language::Language;
use crate::prelude::*;

/// Id of a source row, such as `vien-tro-2025.xlsx/Giải ngân/17`.
///
/// It is made where a row is read and travels with every figure made from it, up to the page.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("minLength" = 1, "maxLength" = 400, "pattern" = r"^[^\u0000-\u001F\u007F-\u009F]*$")))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
pub struct RowId(String);

/// The text cannot be the id of a row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` cannot be a row id: expected 1 to 400 characters, none of them a control character")]
#[non_exhaustive]
pub struct RowIdError {
    /// The text as given, cut to 40 characters.
    pub found: String,
}

impl RowIdError {
    /// The error as a sentence.
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Vi => {
                format!(
                    "`{}` không thể làm mã dòng: cần 1 đến 400 ký tự, không có ký tự điều khiển",
                    self.found
                )
            }
            Language::En => self.to_string(),
        }
    }
}

impl RowId {
    /// Takes a text as the id of a row.
    ///
    /// # Errors
    ///
    /// [`RowIdError`] for an empty text, one over 400 characters, or one with a control character.
    pub fn try_new(id: impl Into<String>) -> Result<Self, RowIdError> {
        let id: String = id.into();
        let fits = !id.is_empty() && id.chars().nth(400).is_none() && !id.chars().any(char::is_control);
        if fits { Ok(Self(id)) } else { Err(RowIdError { found: id.chars().take(40).collect() }) }
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for RowId {
    type Error = RowIdError;

    fn try_from(id: String) -> Result<Self, RowIdError> {
        Self::try_new(id)
    }
}

impl From<RowId> for String {
    fn from(id: RowId) -> Self {
        id.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_one_line_of_text() {
        assert_eq!(RowId::try_new("a.xlsx/Giải ngân/17").unwrap().as_str(), "a.xlsx/Giải ngân/17");
        assert!(RowId::try_new("x".repeat(400)).is_ok());
        for wrong in [String::new(), "a\nb".to_owned(), "x".repeat(401)] {
            let error = RowId::try_new(wrong).unwrap_err();
            assert!(error.text(Language::Vi).contains("không thể làm mã dòng"), "{error}");
            assert_eq!(error.text(Language::En), error.to_string());
        }
    }
}
