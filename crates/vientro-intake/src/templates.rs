//! Clean sheets to begin with: one for each kind, with its headings, lists to choose from and notes.

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime,
    Format, FormatAlign, Formula, Note, Workbook, Worksheet, XlsxError,
};
use vientro_core::{Bilingual, Language};

use crate::kinds::PROFILE_ROWS;
use crate::{Field, Holds, KindColumn, SheetKind};

/// A workbook with an empty sheet for each kind asked for.
///
/// A heading has a note that says what its cells hold, with an example; cells with a closed list offer it, days and
/// amounts warn of what is none, and let it be: "hơn 300 triệu" is an amount too. The same template has the same
/// bytes on every machine.
///
/// ```
/// use vientro_core::Language;
/// use vientro_intake::{Header, Options, SheetKind, Source, Template, read_workbook};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let bytes = Template::new([SheetKind::AssociationGifts]).in_language(Language::Vi).to_bytes()?;
/// let sheets = read_workbook(&Source::new("qua-tang.xlsx", &bytes), &Options::default())?;
/// assert_eq!(Header::find(&sheets[0], &Options::default()).kind(), SheetKind::AssociationGifts);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(docsrs, doc(cfg(feature = "templates")))]
pub struct Template {
    kinds: Vec<SheetKind>,
    language: Language,
    with_examples: bool,
}

impl Template {
    /// Sheets of these kinds, in this order, in Vietnamese.
    pub fn new(kinds: impl IntoIterator<Item = SheetKind>) -> Self {
        Self { kinds: kinds.into_iter().collect(), language: Language::Vi, with_examples: false }
    }

    /// With headings and notes in a language.
    #[must_use]
    pub const fn in_language(mut self, language: Language) -> Self {
        self.language = language;
        self
    }

    /// With a row of examples in each sheet, which agree with each other.
    #[must_use]
    pub const fn with_examples(mut self) -> Self {
        self.with_examples = true;
        self
    }

    /// The bytes of an `.xlsx`.
    ///
    /// # Errors
    ///
    /// [`TemplateError::Kinds`] if no kind is asked for, one twice, or [`SheetKind::Unknown`];
    /// [`TemplateError::Write`] for what the writer refuses.
    pub fn to_bytes(&self) -> Result<Vec<u8>, TemplateError> {
        let twice = |(index, kind)| self.kinds.iter().take(index).any(|before| before == kind);
        if self.kinds.is_empty()
            || self.kinds.contains(&SheetKind::Unknown)
            || self.kinds.iter().enumerate().any(twice)
        {
            return Err(TemplateError::Kinds);
        }
        let mut book = Workbook::new();
        // the writer would take the day from the clock
        let day = ExcelDateTime::from_ymd(2025, 1, 1).map_err(refused)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&day));
        for kind in &self.kinds {
            self.sheet(book.add_worksheet(), *kind).map_err(refused)?;
        }
        book.save_to_buffer().map_err(refused)
    }

    fn sheet(&self, page: &mut Worksheet, kind: SheetKind) -> Result<(), XlsxError> {
        let text = kind.text(self.language);
        page.set_name(sheet_name(text))?;
        page.write_with_format(0, 0, text.to_uppercase(), &Format::new().set_bold().set_font_size(13))?;
        let heading = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_background_color(Color::RGB(0x00E8_EEF7));
        for (place, column) in (0_u16..).zip(kind.columns()) {
            page.set_column_width(place, width(column))?;
            page.set_column_format(place, &format(column.holds()))?;
            page.write_with_format(HEADER_ROW, place, column.heading().text(self.language), &heading)?;
            page.insert_note(HEADER_ROW, place, &Note::new(self.note(column)).set_author("vientro"))?;
            if let Some(validation) = self.validation(column)? {
                page.add_data_validation(FIRST_ROW, place, LAST_ROW, place, &validation)?;
            }
            if self.with_examples && kind != SheetKind::UnionProfile {
                write_example(page, FIRST_ROW, place, column.holds(), column.example())?;
            }
        }
        if kind == SheetKind::UnionProfile {
            for (row, (key, example)) in (FIRST_ROW..).zip(PROFILE_ROWS) {
                page.write(row, 0, *key)?;
                if self.with_examples {
                    page.write(row, 1, *example)?;
                }
            }
        }
        page.set_freeze_panes(FIRST_ROW, 0)?;
        Ok(())
    }

    fn note(&self, column: &KindColumn) -> String {
        let (needed, example) = match self.language {
            Language::Vi => ("Bắt buộc.", "Ví dụ"),
            Language::En => ("Required.", "Example"),
        };
        let holds = column.holds().text();
        let mut lines = vec![holds.text(self.language).to_owned()];
        if column.is_required() {
            lines.insert(0, needed.to_owned());
        }
        if !column.example().is_empty() {
            lines.push(format!("{example}: {}", column.example()));
        }
        lines.join("\n")
    }

    fn validation(&self, column: &KindColumn) -> Result<Option<DataValidation>, XlsxError> {
        let rule = DataValidation::new();
        let rule = match column.holds() {
            Holds::Amount | Holds::Count if column.field() != Field::Value => {
                rule.allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0))
            }
            Holds::Day => rule.allow_date_formula(DataValidationRule::Between(
                Formula::new("DATE(1975,1,1)"),
                Formula::new("DATE(2100,12,31)"),
            )),
            Holds::OneOf(values) => rule.allow_list_strings(values)?,
            Holds::Year => rule.allow_whole_number(DataValidationRule::Between(1975, 2100)),
            _ => return Ok(None),
        };
        let holds = column.holds().text();
        let message: String = holds.text(self.language).chars().take(200).collect();
        Ok(Some(rule.set_error_style(DataValidationErrorStyle::Warning).set_error_message(message)?))
    }
}

const HEADER_ROW: u32 = 2;
const FIRST_ROW: u32 = HEADER_ROW + 1;
const LAST_ROW: u32 = FIRST_ROW + 2_000;

/// A sheet's name has at most 31 letters; a longer one ends before a word.
fn sheet_name(text: &str) -> &str {
    match text.char_indices().nth(31) {
        Some((end, _)) => text.get(..end).and_then(|start| start.rsplit_once(' ')).map_or(text, |cut| cut.0),
        None => text,
    }
}

fn width(column: &KindColumn) -> u16 {
    match (column.field(), column.holds()) {
        (Field::Running, _) => 5,
        (Field::Title | Field::Indicator, _) => 38,
        (_, Holds::Amount) => 18,
        (_, Holds::Day | Holds::Year | Holds::Count) => 12,
        _ => 20,
    }
}

fn format(holds: Holds) -> Format {
    match holds {
        Holds::Amount => Format::new().set_num_format("#,##0.##"),
        Holds::Day => Format::new().set_num_format("dd/mm/yyyy"),
        // a code such as 001 keeps its zeros only as text
        Holds::Days | Holds::OneOf(_) | Holds::Text => Format::new().set_num_format("@").set_text_wrap(),
        Holds::Count | Holds::Year => Format::new(),
    }
}

/// Writes an example as what it is: a number, a day or text.
fn write_example(
    page: &mut Worksheet,
    row: u32,
    place: u16,
    holds: Holds,
    example: &str,
) -> Result<(), XlsxError> {
    match holds {
        Holds::Amount | Holds::Count | Holds::Year => {
            if let Ok(number) = example.parse::<f64>() {
                page.write_with_format(row, place, number, &format(holds))?;
            }
        }
        Holds::Day => {
            let parts: Vec<&str> = example.rsplit('/').collect();
            let day = ExcelDateTime::parse_from_str(&parts.join("-"))?;
            page.write_with_format(row, place, &day, &format(holds))?;
        }
        Holds::Days | Holds::OneOf(_) | Holds::Text => {
            if !example.is_empty() {
                page.write_with_format(row, place, example, &format(holds))?;
            }
        }
    }
    Ok(())
}

/// Why there is no template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[cfg_attr(docsrs, doc(cfg(feature = "templates")))]
pub enum TemplateError {
    /// No kind is asked for, one twice, or the unknown one.
    #[error("a template has one or more kinds of sheets, each once, and none of them unknown")]
    Kinds,
    /// The writer refuses it.
    #[error("the template cannot be written: {reason}")]
    Write {
        /// What the writer says.
        reason: String,
    },
}

impl TemplateError {
    /// The message in both languages.
    pub fn message(&self) -> Bilingual {
        let vi = match self {
            Self::Kinds => "mẫu cần ít nhất một loại bảng, mỗi loại một lần và đã rõ loại".to_owned(),
            Self::Write { reason } => format!("không ghi được mẫu (trình ghi báo: {reason})"),
        };
        Bilingual::new(vi, self.to_string())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the form `map_err` asks for")]
fn refused(error: XlsxError) -> TemplateError {
    TemplateError::Write { reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::{Header, Options, Source, read_union, read_workbook};

    const LANGUAGES: [Language; 2] = [Language::Vi, Language::En];

    #[test]
    fn an_empty_template_is_read_back_without_a_finding() {
        for language in LANGUAGES {
            for kind in SheetKind::ALL {
                let bytes = Template::new([kind]).in_language(language).to_bytes().unwrap();
                let source = Source::new("a.xlsx", &bytes);
                let grids = read_workbook(&source, &Options::default()).unwrap();
                let header = Header::find(&grids[0], &Options::default());
                assert_eq!((header.kind(), header.rows()), (kind, &[HEADER_ROW + 1][..]));
                let fields: Vec<_> = header.columns().iter().map(|column| column.field().unwrap()).collect();
                assert_eq!(fields, kind.columns().iter().map(KindColumn::field).collect::<Vec<_>>());
                assert!(header.columns().iter().all(|column| column.score() == Decimal::ONE));
                let reading = read_union(&[source], &Options::for_year(2025)).unwrap();
                let lines: Vec<String> =
                    reading.findings().iter().map(|finding| finding.code().to_string()).collect();
                // the keys of who reports are there, their values are not
                let expected: &[&str] =
                    if kind == SheetKind::UnionProfile { &["profile-incomplete"] } else { &[] };
                assert_eq!(lines, expected, "{kind:?}");
            }
        }
    }

    #[test]
    fn the_examples_agree_with_each_other() {
        for language in LANGUAGES {
            let template = Template::new(SheetKind::ALL).in_language(language).with_examples();
            let bytes = template.to_bytes().unwrap();
            assert_eq!(template.to_bytes().unwrap(), bytes);
            let reading = read_union(&[Source::new("a.xlsx", &bytes)], &Options::default()).unwrap();
            let lines: Vec<String> =
                reading.findings().iter().map(|finding| finding.line(Language::En)).collect();
            assert_eq!(lines, [""; 0]);
            let (facts, papers) = (reading.facts(), reading.papers());
            let counts = [
                facts.items().count(),
                facts.flows().count(),
                facts.gifts().count(),
                facts.outputs().count(),
                facts.activities().count(),
                facts.delegations().count(),
                facts.targets().count(),
                facts.awards().count(),
                facts.organisations().count(),
                papers.approvals().len(),
                papers.confirmations().len(),
                papers.rates().len(),
                papers.registrations().len(),
            ];
            assert_eq!(counts, [1; 13]);
            assert_eq!(facts.items().next().unwrap().amendments().len(), 1);
            assert_eq!(facts.profile().map(vientro_model::UnionProfile::year), Some(2025));
        }
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for kinds in [vec![], vec![SheetKind::Unknown], vec![SheetKind::Plan, SheetKind::Plan]] {
            assert_eq!(Template::new(kinds).to_bytes(), Err(TemplateError::Kinds));
        }
    }

    /// Writes the templates where `tests/office/check_templates.py` finds them, to see them through LibreOffice.
    #[test]
    #[ignore = "writes files for a check by hand"]
    fn write_for_the_office_check() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/templates");
        std::fs::create_dir_all(&folder).unwrap();
        for (language, name) in LANGUAGES.into_iter().zip(["vi", "en"]) {
            let template = Template::new(SheetKind::ALL).in_language(language).with_examples();
            std::fs::write(folder.join(format!("{name}.xlsx")), template.to_bytes().unwrap()).unwrap();
        }
    }
}
