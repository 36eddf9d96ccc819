//! What a form follows, as data: the words at head and end, the sizes of page and letters.

use vientro_core::{Bilingual, Language};

use crate::layout::{self, Layout};
use crate::{AdministrativeForm, ReportError};

/// Which rules a form follows: what stands at its head beside the bodies, how number and symbol are written, the mark that
/// closes the text, and the sizes of page and letters.
///
/// [`nd30`](Self::nd30) and [`plain`](Self::plain) are made; a body with rules of its own starts from one of them:
///
/// ```
/// use vientro_core::{Bilingual, Language};
/// use vientro_report::{FormPart, FormProfile};
///
/// let party = FormProfile::nd30()
///     .named("party")
///     .with_state([Bilingual::new("ĐẢNG CỘNG SẢN VIỆT NAM", "COMMUNIST PARTY OF VIET NAM")])
///     .with_number(Bilingual::new("Số", "No."), "{number}-{symbol}", "/")
///     .with_closing_mark("")
///     .with_letters(FormPart::State, 30);
/// assert_eq!(party.code(), "party");
/// assert_eq!(party.state(Language::Vi), ["ĐẢNG CỘNG SẢN VIỆT NAM"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "Stored", into = "Stored"))]
pub struct FormProfile {
    content: Content,
}

/// The rules as they are, checked or not: a report checks those of its form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Content {
    code: String,
    state: Vec<Bilingual>,
    number_word: Bilingual,
    number_pattern: String,
    symbol_between: String,
    closing_mark: String,
    layout: Layout,
}

/// A part of the form whose letters have a size of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FormPart {
    /// Text.
    Body,
    /// Place and date.
    Date,
    /// Headings in the text.
    Heading,
    /// The issuing body.
    Issuer,
    /// The second line beside the bodies.
    Motto,
    /// Number and symbol.
    Number,
    /// Page numbers.
    PageNumber,
    /// The body the issuer belongs to.
    Parent,
    /// Those who receive a copy.
    Recipients,
    /// The words above them.
    RecipientsHead,
    /// Authority, post and name of the signer.
    Signature,
    /// The first line beside the bodies.
    State,
    /// Tables.
    Table,
    /// Tables whose columns would not fit otherwise, and what stands under a table.
    TableSmall,
    /// Kind of document and title.
    Title,
}

impl FormProfile {
    /// State bodies and those who follow them.
    ///
    /// # Source
    ///
    /// Decree 30/2020/NĐ-CP of 5 March 2020, Appendix I: name of the State (Quốc hiệu) and motto (Tiêu ngữ), `Số: 05/BC-LHHN`, the
    /// text ends with "./."; for the sizes see [`FormProfile::with_margins`].
    pub fn nd30() -> Self {
        let [vi, en] = [Language::Vi, Language::En].map(AdministrativeForm::motto);
        Self {
            content: Content {
                code: "nd30".to_owned(),
                state: vi.into_iter().zip(en).map(|(vi, en)| Bilingual::new(vi, en)).collect(),
                number_word: Bilingual::new("Số:", "No."),
                number_pattern: "{number}/{symbol}".to_owned(),
                symbol_between: "-".to_owned(),
                closing_mark: "./.".to_owned(),
                layout: layout::nd30(),
            },
        }
    }

    /// Bodies that follow no form of the State, such as the office of a foreign organisation: no name of the State, no
    /// motto and no closing mark, wider margins, smaller letters.
    ///
    /// # Source
    ///
    /// Our decision.
    pub fn plain() -> Self {
        let content = Self::nd30().content;
        Self {
            content: Content {
                code: "plain".to_owned(),
                state: Vec::new(),
                closing_mark: String::new(),
                layout: layout::plain(),
                ..content
            },
        }
    }

    /// Under another word: letters a-z, digits, `-` or `_`.
    #[must_use]
    pub fn named(mut self, code: impl Into<String>) -> Self {
        self.content.code = code.into();
        self
    }

    /// With these lines at the head beside the bodies, two at most.
    #[must_use]
    pub fn with_state(mut self, lines: impl IntoIterator<Item = Bilingual>) -> Self {
        self.content.state = lines.into_iter().collect();
        self
    }

    /// With number and symbol written so: the word before them, a pattern that has `{number}` and `{symbol}`, and what
    /// stands between the letters of the kind and those of the body, where a form is given `BC-LHHN`.
    #[must_use]
    pub fn with_number(
        mut self,
        word: Bilingual,
        pattern: impl Into<String>,
        between: impl Into<String>,
    ) -> Self {
        self.content.number_word = word;
        self.content.number_pattern = pattern.into();
        self.content.symbol_between = between.into();
        self
    }

    /// With this mark at the end of the text; empty for none.
    #[must_use]
    pub fn with_closing_mark(mut self, mark: impl Into<String>) -> Self {
        self.content.closing_mark = mark.into();
        self
    }

    /// With these margins of an A4 page in millimetres: top, right, bottom, left; 10 to 60 each.
    ///
    /// # Source
    ///
    /// Decree 30/2020/NĐ-CP, Appendix I, allows 20 to 25 above and below, 15 to 20 at the right and 30 to 35 at the left.
    #[must_use]
    pub fn with_margins(mut self, millimetres: [u32; 4]) -> Self {
        self.content.layout.margins = millimetres.map(layout::mm);
        self
    }

    /// With letters of this face in Word. PDF has faces of its own, as wide as Times New Roman.
    #[must_use]
    pub fn with_font(mut self, name: impl Into<String>) -> Self {
        self.content.layout.font = name.into();
        self
    }

    /// With letters of this size in a part, in half points: 12 to 60.
    #[must_use]
    pub fn with_letters(mut self, part: FormPart, half_points: u32) -> Self {
        let layout = &mut self.content.layout;
        let size = match part {
            FormPart::Body => &mut layout.body,
            FormPart::Date => &mut layout.date,
            FormPart::Heading => &mut layout.heading,
            FormPart::Issuer => &mut layout.issuer,
            FormPart::Motto => &mut layout.motto,
            FormPart::Number => &mut layout.number,
            FormPart::PageNumber => &mut layout.page_number,
            FormPart::Parent => &mut layout.parent,
            FormPart::Recipients => &mut layout.recipients,
            FormPart::RecipientsHead => &mut layout.recipients_head,
            FormPart::Signature => &mut layout.signature,
            FormPart::State => &mut layout.state,
            FormPart::Table => &mut layout.table,
            FormPart::TableSmall => &mut layout.table_small,
            FormPart::Title => &mut layout.title,
        };
        *size = half_points;
        self
    }

    /// With first lines of paragraphs so many millimetres in, 0 to 30.
    #[must_use]
    pub fn with_first_line(mut self, millimetres: u32) -> Self {
        self.content.layout.first_line = layout::mm(millimetres);
        self
    }

    /// The stable word of this profile in JSON.
    pub fn code(&self) -> &str {
        &self.content.code
    }

    /// What stands at the head beside the bodies: under Decree 30 the name of the State (Quốc hiệu) and the motto (Tiêu
    /// ngữ).
    pub fn state(&self, language: Language) -> Vec<&str> {
        self.content.state.iter().map(|line| line.text(language)).collect()
    }

    /// The mark that closes the text; empty for none.
    pub fn closing_mark(&self) -> &str {
        &self.content.closing_mark
    }

    pub(crate) fn number_word(&self, language: Language) -> &str {
        self.content.number_word.text(language)
    }

    /// Number and symbol by the pattern.
    pub(crate) fn numbered(&self, number: &str, symbol: &str) -> String {
        let symbol = symbol.replacen('-', &self.content.symbol_between, 1);
        self.content.number_pattern.replace("{number}", number).replace("{symbol}", &symbol)
    }

    #[cfg(any(feature = "docx", feature = "pdf"))]
    pub(crate) fn layout(&self) -> &Layout {
        &self.content.layout
    }

    /// Texts that must stand in both languages.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &Bilingual> {
        self.content.state.iter().chain([&self.content.number_word])
    }

    /// What can be laid out.
    pub(crate) fn check(&self) -> Result<(), ReportError> {
        let Content { code, state, number_pattern, layout, .. } = &self.content;
        let letters = |c: char| c.is_alphanumeric() || c == ' ' || c == '-';
        let faults = [
            (state.len() > 2, "more than two lines stand beside the bodies"),
            (
                !["{number}", "{symbol}"].iter().all(|part| number_pattern.contains(part)),
                "the pattern of the number has no `{number}` or no `{symbol}`",
            ),
            (layout.font.is_empty() || !layout.font.chars().all(letters), "the font is no name of one"),
            (!layout.fits(), "a margin, an indent or a size of letters is too small or too large"),
        ];
        match faults.into_iter().find(|(fault, _)| *fault) {
            Some((_, reason)) => Err(ReportError::Profile { profile: code.clone(), reason }),
            None => Ok(()),
        }
    }
}

/// Those of Decree 30.
impl Default for FormProfile {
    fn default() -> Self {
        Self::nd30()
    }
}

/// A profile of ours is its word alone.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
enum Stored {
    Ours(Ours),
    Whole(Box<Content>),
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Ours {
    Nd30,
    Plain,
}

#[cfg(feature = "serde")]
impl From<Stored> for FormProfile {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Ours(Ours::Nd30) => Self::nd30(),
            Stored::Ours(Ours::Plain) => Self::plain(),
            Stored::Whole(content) => Self { content: *content },
        }
    }
}

#[cfg(feature = "serde")]
impl From<FormProfile> for Stored {
    fn from(profile: FormProfile) -> Self {
        if profile == FormProfile::nd30() {
            Self::Ours(Ours::Nd30)
        } else if profile == FormProfile::plain() {
            Self::Ours(Ours::Plain)
        } else {
            Self::Whole(Box::new(profile.content))
        }
    }
}
