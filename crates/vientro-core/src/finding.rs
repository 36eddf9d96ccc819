//! Findings: what a reader or a check noticed, with its place, its rule and a message in two languages.

use alloc::borrow::Cow;
use core::fmt;

use crate::language::{Bilingual, Language};
use crate::prelude::*;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "three levels; callers match on all of them")]
pub enum Severity {
    /// Worth knowing; the figures stand.
    Note,
    /// A person should look; the figures stand as read.
    Warning,
    /// Something was refused or cannot be true.
    Error,
}

impl Severity {
    /// The level as a word.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Note, Language::Vi) => "ghi chú",
            (Self::Note, Language::En) => "note",
            (Self::Warning, Language::Vi) => "cảnh báo",
            (Self::Warning, Language::En) => "warning",
            (Self::Error, Language::Vi) => "lỗi",
            (Self::Error, Language::En) => "error",
        }
    }
}

/// Stable code of a kind of finding, such as `not-a-number`: lower case words joined by hyphens.
///
/// Programs match on it; it never changes its meaning.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("pattern" = "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength" = 100)))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String"))]
pub struct FindingCode(Cow<'static, str>);

/// The text cannot be the code of a finding.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` cannot be a finding's code: expected lower case words joined by hyphens")]
#[non_exhaustive]
pub struct FindingCodeError {
    /// The text as given, cut to 40 characters.
    pub found: String,
}

impl FindingCodeError {
    /// The error as a sentence.
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Vi => {
                format!(
                    "`{}` không thể làm mã phát hiện: cần các từ chữ thường nối bằng gạch nối",
                    self.found
                )
            }
            Language::En => self.to_string(),
        }
    }
}

impl FindingCode {
    /// A code known when the program is written.
    pub const fn new(code: &'static str) -> Self {
        Self(Cow::Borrowed(code))
    }

    /// Takes a text as a code: words of `a` to `z` and digits, joined by single hyphens, 100 characters at most.
    ///
    /// # Errors
    ///
    /// [`FindingCodeError`] for any other text.
    pub fn try_new(code: impl Into<String>) -> Result<Self, FindingCodeError> {
        let code: String = code.into();
        let word = |word: &str| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        if code.len() <= 100 && code.split('-').all(word) {
            Ok(Self(Cow::Owned(code)))
        } else {
            Err(FindingCodeError { found: code.chars().take(40).collect() })
        }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for FindingCode {
    type Error = FindingCodeError;

    fn try_from(code: String) -> Result<Self, FindingCodeError> {
        Self::try_new(code)
    }
}

impl fmt::Display for FindingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where something was found: as much of file, sheet, cell, line and record as is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct Location {
    file: Option<String>,
    sheet: Option<String>,
    cell: Option<String>,
    line: Option<u32>,
    record: Option<String>,
}

impl Location {
    /// Nowhere in particular: a finding about the whole.
    pub fn new() -> Self {
        Self::default()
    }

    /// In a file, by the name its reader knows it under.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// In a sheet of a workbook.
    #[must_use]
    pub fn in_sheet(mut self, sheet: impl Into<String>) -> Self {
        self.sheet = Some(sheet.into());
        self
    }

    /// At a cell, A1 style.
    #[must_use]
    pub fn at_cell(mut self, cell: impl Into<String>) -> Self {
        self.cell = Some(cell.into());
        self
    }

    /// At a line of a text file, counted from one.
    #[must_use]
    pub fn at_line(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }

    /// About a record, by its id.
    #[must_use]
    pub fn about(mut self, record: impl Into<String>) -> Self {
        self.record = Some(record.into());
        self
    }

    /// Name of the file.
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// Name of the sheet.
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// Cell, A1 style.
    pub fn cell(&self) -> Option<&str> {
        self.cell.as_deref()
    }

    /// Line, counted from one.
    pub fn line(&self) -> Option<u32> {
        self.line
    }

    /// Id of the record.
    pub fn record(&self) -> Option<&str> {
        self.record.as_deref()
    }

    /// True when nothing is known of the place.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        let parts = [
            self.file.clone(),
            self.sheet.as_ref().map(|sheet| format!("[{sheet}]")),
            self.cell.clone(),
            self.line.map(|line| format!("#{line}")),
            self.record.as_ref().map(|record| format!("<{record}>")),
        ];
        for part in parts.into_iter().flatten() {
            write!(f, "{separator}{part}")?;
            separator = " ";
        }
        Ok(())
    }
}

/// What a reader or a check noticed.
///
/// Reading foreign input and checking books never fail at the first fault: they return what is good together
/// with findings. A finding says what was found, what was expected, which rule says so and, where it can, what
/// to write instead.
///
/// ```
/// use vientro_core::{Bilingual, Finding, FindingCode, Language, Location, Severity};
///
/// let finding = Finding::new(
///     FindingCode::new("unknown-date"),
///     Severity::Error,
///     Bilingual::new("ngày không có trong lịch", "no such day in the calendar"),
/// )
/// .at(Location::new().in_file("vien-tro-2025.xlsx").in_sheet("Giải ngân").at_cell("A17"))
/// .found("31/02/2025")
/// .expected("dd/mm/yyyy");
/// assert_eq!(
///     finding.line(Language::En),
///     "error unknown-date vien-tro-2025.xlsx [Giải ngân] A17: no such day in the calendar; found `31/02/2025`, expected `dd/mm/yyyy`"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Finding {
    code: FindingCode,
    severity: Severity,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Location::is_empty"))]
    location: Location,
    message: Bilingual,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    found: Option<Said>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    expected: Option<Said>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    suggestion: Option<String>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    source: Option<String>,
}

/// What a finding quotes: words as they stand somewhere, or figures as each language writes them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(untagged))]
enum Said {
    InBoth(Bilingual),
    Same(String),
}

impl Said {
    fn text(&self, language: Language) -> &str {
        match self {
            Self::InBoth(text) => text.text(language),
            Self::Same(text) => text,
        }
    }
}

impl From<Bilingual> for Said {
    fn from(text: Bilingual) -> Self {
        if text.vi() == text.en() { Self::Same(text.vi().to_owned()) } else { Self::InBoth(text) }
    }
}

impl Finding {
    /// A finding of a kind, with its message.
    pub fn new(code: FindingCode, severity: Severity, message: Bilingual) -> Self {
        Self {
            code,
            severity,
            location: Location::new(),
            message,
            found: None,
            expected: None,
            suggestion: None,
            source: None,
        }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, location: Location) -> Self {
        self.location = location;
        self
    }

    /// Quotes what was found.
    #[must_use]
    pub fn found(mut self, found: impl Into<String>) -> Self {
        self.found = Some(Said::Same(found.into()));
        self
    }

    /// Says what was found in the words of each language, such as a computed amount.
    #[must_use]
    pub fn found_in_both(mut self, found: Bilingual) -> Self {
        self.found = Some(found.into());
        self
    }

    /// Says what was expected.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(Said::Same(expected.into()));
        self
    }

    /// Says what was expected in the words of each language.
    #[must_use]
    pub fn expected_in_both(mut self, expected: Bilingual) -> Self {
        self.expected = Some(expected.into());
        self
    }

    /// Proposes what to write instead, the whole new content of the place; nothing is ever replaced by itself.
    #[must_use]
    pub fn suggest(mut self, suggestion: impl Into<String>) -> Self {
        self.suggestion = Some(suggestion.into());
        self
    }

    /// Names the rule's source: instrument and article, or whose decision it is.
    #[must_use]
    pub fn by_rule(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The stable code.
    pub fn code(&self) -> &FindingCode {
        &self.code
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// Where it was found.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// The sentence for people.
    pub fn message(&self) -> &Bilingual {
        &self.message
    }

    /// What was found: as written, or a figure as `language` writes it.
    pub fn found_text(&self, language: Language) -> Option<&str> {
        self.found.as_ref().map(|found| found.text(language))
    }

    /// What was expected.
    pub fn expected_text(&self, language: Language) -> Option<&str> {
        self.expected.as_ref().map(|expected| expected.text(language))
    }

    /// What could be written instead: the whole new content of the place.
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }

    /// Source of the rule.
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// One line for a terminal or a log.
    pub fn line(&self, language: Language) -> String {
        let (found, expected, hint) = match language {
            Language::Vi => ("có", "cần", "gợi ý"),
            Language::En => ("found", "expected", "try"),
        };
        let mut line = format!("{} {}", self.severity.text(language), self.code);
        if !self.location.is_empty() {
            line = format!("{line} {}", self.location);
        }
        line = format!("{line}: {}", self.message.text(language));
        let details = [
            (found, self.found_text(language)),
            (expected, self.expected_text(language)),
            (hint, self.suggestion()),
        ];
        let details: Vec<String> = details
            .into_iter()
            .filter_map(|(word, value)| value.map(|value| format!("{word} `{value}`")))
            .collect();
        if !details.is_empty() {
            line = format!("{line}; {}", details.join(", "));
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severities_are_ordered() {
        assert!(Severity::Note < Severity::Warning && Severity::Warning < Severity::Error);
    }

    #[test]
    fn a_code_is_words_and_hyphens() {
        for code in ["duplicate", "g11-rate-check", "s4"] {
            assert_eq!(FindingCode::try_new(code).unwrap(), FindingCode::new(code));
        }
        for wrong in ["", "-", "a--b", "a-", "Duplicate", "mã", "a b", &"a".repeat(101)] {
            let error = FindingCode::try_new(wrong).unwrap_err();
            assert!(error.text(Language::Vi).contains("không thể làm mã"), "{wrong}");
            assert_eq!(error.text(Language::En), error.to_string());
        }
    }

    #[test]
    fn location_prints_what_is_known() {
        assert_eq!(Location::new().to_string(), "");
        assert_eq!(Location::new().in_file("a.csv").at_line(7).to_string(), "a.csv #7");
        assert_eq!(
            Location::new().in_file("a.xlsx").in_sheet("S 1").at_cell("F12").about("AG-01").to_string(),
            "a.xlsx [S 1] F12 <AG-01>"
        );
    }

    #[test]
    fn figures_are_quoted_as_each_language_writes_them() {
        let finding = Finding::new(
            FindingCode::new("total-mismatch"),
            Severity::Error,
            Bilingual::new("sai tổng", "wrong total"),
        )
        .found_in_both(Bilingual::new("1.000 VND", "VND 1,000"))
        .expected_in_both(Bilingual::same("?"));
        assert_eq!(finding.line(Language::Vi), "lỗi total-mismatch: sai tổng; có `1.000 VND`, cần `?`");
        assert_eq!(
            finding.line(Language::En),
            "error total-mismatch: wrong total; found `VND 1,000`, expected `?`"
        );
        assert_eq!(finding, finding.clone().expected("?"));
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_round_trip() {
        let finding = Finding::new(
            FindingCode::new("duplicate"),
            Severity::Warning,
            Bilingual::new("trùng", "duplicate"),
        )
        .at(Location::new().in_file("a.csv").at_line(3))
        .found("20 căn nhà")
        .by_rule("joint items are counted once");
        let text = serde_json::to_string(&finding).unwrap();
        assert_eq!(serde_json::from_str::<Finding>(&text).unwrap(), finding);
        let figures = finding.found_in_both(Bilingual::new("20 căn", "20 houses"));
        let both = serde_json::to_string(&figures).unwrap();
        assert!(both.contains(r#""found":{"vi":"20 căn","en":"20 houses"}"#), "{both}");
        assert_eq!(serde_json::from_str::<Finding>(&both).unwrap(), figures);
        assert!(serde_json::from_str::<Finding>(&text.replace("warning", "grave")).is_err());
        assert!(serde_json::from_str::<Finding>(&text.replace("duplicate", "Hai dòng")).is_err());
    }
}
