//! PDF: the report as data, laid out by one page template in Typst.

mod body;
mod grid;
mod run;
mod world;

use serde_json::{Value, json};
use vientro_core::Language;

use self::body::Writer;
use self::world::{Document, typeset};
use crate::layout::Layout;
use crate::outline;
use crate::paper::Paper;
use crate::text::one_line;
use crate::{AdministrativeForm, Chart, FormProfile, Provenance, Report, ReportError, Table};

/// What may be changed about a PDF document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct PdfOptions {
    /// Appends what each figure was made from and the source rows, and makes each figure lead there.
    pub traced: bool,
    /// The day of the document, if neither its form nor its facts have one.
    pub day: Option<chrono::NaiveDate>,
}

impl Default for PdfOptions {
    fn default() -> Self {
        Self { traced: true, day: None }
    }
}

impl PdfOptions {
    /// A document with all its appendices.
    pub fn new() -> Self {
        Self::default()
    }

    /// Leaves out the appendices of figures and of source rows, for a paper that is only to be signed.
    #[must_use]
    pub fn untraced(self) -> Self {
        Self { traced: false, ..self }
    }

    /// The day of a report whose form is not dated yet and whose facts are not as known on a day.
    #[must_use]
    pub fn dated(self, day: chrono::NaiveDate) -> Self {
        Self { day: Some(day), ..self }
    }
}

/// Writes the report as a PDF document.
///
/// The page is that of the Word document: the profile of the administrative form, captions, notes at the foot of the
/// page, head rows of tables that repeat, page numbers in the top margin but for the first page, appendices with page
/// numbers of their own, figures that lead to the rows, rates and rules they were made from. Charts are drawn as by
/// [`svg`](crate::svg), each with the text that stands for it. The four faces of Tinos, which run as wide as those of
/// Times New Roman, are part of this crate; no face of the machine is used.
///
/// The document is tagged for those who hear it (PDF/UA-1) and made to be kept (PDF/A-2a); Typst refuses to write what
/// breaks the rules of either that it knows. A file to be kept needs a day: that of the form, else the day up to which
/// the facts are known, else [`PdfOptions::day`]; without any of them the document is only tagged.
///
/// Foreign text is shown as it is and never acts. Letters the faces do not hold, such as Cyrillic, and control
/// characters are shown as `‹U+0416›`.
///
/// # Errors
///
/// [`ReportError::Package`] if Typst cannot lay out the page or warns of anything.
///
/// # Source
///
/// ISO 19005-2 and ISO 14289-1 as Typst enforces them; layout by Decree 30/2020/NĐ-CP, Appendix I.
pub fn pdf(report: &Report, language: Language, options: &PdfOptions) -> Result<Vec<u8>, ReportError> {
    let chart_data: Vec<Table> = report.charts().map(Chart::table).collect();
    let profile = report.form().map_or_else(FormProfile::default, |form| form.profile().clone());
    let layout = profile.layout();
    let paper = Paper::of(report, &chart_data, language, options.traced);
    let provenance = report.provenance();
    let generator = provenance.and_then(Provenance::generator_name).unwrap_or("vientro");
    let day = report.form().and_then(AdministrativeForm::date);
    let day = day.or_else(|| provenance.and_then(Provenance::known_on)).or(options.day);
    let made: Vec<String> = outline::provenance_lines(report, language)
        .iter()
        .map(|(heading, text)| format!("{heading}: {text}"))
        .collect();
    let data = json!({
        "title": attribute(report.title().text(language), 8_000),
        "author": attribute(report.form().map_or(generator, |form| form.issuer().text(language)), 8_000),
        "description": attribute(&made.join("; "), 8_000),
        "day": day.map(|day| day.format("%Y-%m-%d").to_string()),
        "language": language.tag(),
        "region": match language {
            Language::Vi => "VN",
            Language::En => "GB",
        },
        "layout": sizes(layout),
        "sections": Writer::new(language, layout).paper(&paper),
    });
    let id = format!("{}.{}", report.id(), language.tag());
    typeset(&data, Document { id: &id, creator: &one_line(generator), dated: day.is_some() })
}

/// Text for a property of the document, or one that stands for a drawing: one line of so many letters at most.
///
/// # Source
///
/// ISO 19005-2, 6.1.13: no string is longer than 32,767 bytes; a letter takes up to four.
fn attribute(text: &str, letters: usize) -> String {
    one_line(text).chars().take(letters).collect()
}

/// Lengths in twips, letter sizes in half points.
fn sizes(layout: &Layout) -> Value {
    json!({
        "page": layout.page,
        "margins": layout.margins,
        "header": layout.header,
        "first_line": layout.first_line,
        "paragraph_gap": layout.paragraph_gap,
        "line": layout.line,
        "body": layout.body,
        "state": layout.state,
        "motto": layout.motto,
        "parent": layout.parent,
        "issuer": layout.issuer,
        "number": layout.number,
        "date": layout.date,
        "title": layout.title,
        "heading": layout.heading,
        "signature": layout.signature,
        "recipients_head": layout.recipients_head,
        "recipients": layout.recipients,
        "page_number": layout.page_number,
        "table": layout.table,
        "table_small": layout.table_small,
        "cell_margin": crate::columns::CELL_MARGIN,
    })
}
