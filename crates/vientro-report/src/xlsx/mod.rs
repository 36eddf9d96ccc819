//! Workbooks: the report on a first sheet, each table and chart on one of its own, with totals that are formulas.

mod chart;
mod front;
mod grid;
mod notes;
mod number;
mod page;
mod style;

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{DocProperties, Workbook, Worksheet, XlsxError};
use vientro_core::{Bilingual, Language, RowId};

use self::page::Page;
use self::style::{Look, Styles};
use crate::outline::{self, Notes, Traces};
use crate::print::word;
use crate::text::{like_formula, visible};
use crate::{Chart, Provenance, Report, ReportError, Table};

/// Writes the report as a workbook (`.xlsx`, Office Open XML).
///
/// The first sheet is the report in its order; each table, chart, list of rows and block of findings has a sheet of its
/// own, with frozen heads that repeat in print. Then come the notes with sources, rates and provenance, the figures with
/// what they were made from, and the source rows.
///
/// Numbers are numbers, exact to their last digit, shown by formats that carry their unit and footnote marks; a number
/// of more than 15 digits, which a spreadsheet would round, stands as text. A subtotal or total that is the exact sum of
/// the rows above is a live formula with its result stored. Hedged figures stay in words, missing ones keep their mark.
/// Foreign text never becomes a formula, even when its cell is edited; a text longer than the 32,767 characters a cell
/// holds goes on in the notes.
///
/// # Errors
///
/// [`ReportError::Package`] if the report has more rows or columns than a sheet.
///
/// # Source
///
/// ISO/IEC 29500, transitional.
pub fn xlsx(report: &Report, language: Language) -> Result<Vec<u8>, ReportError> {
    let chart_data: Vec<Table> = report.charts().map(Chart::table).collect();
    let book = Book {
        report,
        chart_data: &chart_data,
        language,
        styles: Styles::new(language),
        sheets: Vec::new(),
        names: Vec::new(),
        traces: Traces::default(),
        text_notes: Notes::default(),
        row_numbers: report.row_numbers(),
        overflow: Vec::new(),
        tables: 0,
        charts: 0,
        findings: 0,
    };
    book.whole().map_err(|error| ReportError::Package { format: "xlsx", message: error.to_string() })
}

/// Characters of UTF-16 that a cell holds.
const CELL: usize = 32_767;

/// What the sheets share while they are written.
struct Book<'a> {
    report: &'a Report,
    chart_data: &'a [Table],
    language: Language,
    styles: Styles,
    sheets: Vec<Worksheet>,
    /// Names of cells, with what they stand for.
    names: Vec<(String, String)>,
    traces: Traces<'a>,
    /// Notes on figures in sentences and on cards.
    text_notes: Notes<'a>,
    row_numbers: BTreeMap<&'a RowId, usize>,
    /// What did not fit a cell: where it goes on, and the text.
    overflow: Vec<(String, String)>,
    tables: usize,
    charts: usize,
    findings: usize,
}

impl Book<'_> {
    fn whole(mut self) -> Result<Vec<u8>, XlsxError> {
        let front = self.front()?;
        let place = self.sheets.len();
        self.figures()?;
        self.rows()?;
        // the notes also hold what did not fit a cell of the others
        let notes = self.notes()?;
        self.sheets.insert(place, notes);
        let mut workbook = Workbook::new();
        workbook.set_properties(&self.properties());
        workbook.push_worksheet(front);
        for sheet in self.sheets {
            workbook.push_worksheet(sheet);
        }
        for (name, what) in &self.names {
            workbook.define_name(name.as_str(), what)?;
        }
        workbook.save_to_buffer()
    }

    fn word(&self, text: (&'static str, &'static str)) -> &'static str {
        word(text, self.language)
    }

    /// Writes words. What looks like a formula is marked as words for good.
    fn text(
        &mut self,
        page: &mut Page,
        row: u32,
        column: u16,
        text: &str,
        look: Look,
    ) -> Result<(), XlsxError> {
        let look = Look { quoted: like_formula(text), ..look };
        if text.is_empty() {
            page.sheet.write_blank(row, column, self.styles.of(look))?;
        } else {
            let shown = self.fitting(page, row, column, text);
            if look.wrap {
                page.breaks(row, column, &shown);
            }
            page.sheet.write_string_with_format(row, column, shown, self.styles.of(look))?;
        }
        Ok(())
    }

    /// The text as far as a cell holds it; the rest goes to the notes.
    fn fitting<'t>(&mut self, page: &Page, row: u32, column: u16, text: &'t str) -> Cow<'t, str> {
        let shown = visible(text);
        // a letter takes no more places there than bytes here
        if shown.len() <= CELL || shown.encode_utf16().count() <= CELL {
            return shown;
        }
        let mut parts: Vec<String> = vec![String::new()];
        let mut length = 0_usize;
        for c in shown.chars() {
            length = length.saturating_add(c.len_utf16());
            if length > CELL.saturating_sub(100) {
                length = c.len_utf16();
                parts.push(String::new());
            }
            if let Some(part) = parts.last_mut() {
                part.push(c);
            }
        }
        let mut parts = parts.into_iter();
        let first = parts.next().unwrap_or_default();
        let place = format!("'{}'!{}", page.name, row_col_to_cell(row, column));
        self.overflow.extend(parts.map(|part| (place.clone(), part)));
        Cow::Owned(format!(
            "{first} {}",
            self.word(("(xem tiếp ở trang Ghi chú)", "(continued on the sheet Notes)"))
        ))
    }

    fn said(
        &mut self,
        page: &mut Page,
        row: u32,
        column: u16,
        text: &Bilingual,
        look: Look,
    ) -> Result<(), XlsxError> {
        self.text(page, row, column, text.text(self.language), look)
    }

    /// Title, who issues it, what it was made from. The day is that of the form or the day the facts were known,
    /// never that of the machine.
    fn properties(&self) -> DocProperties {
        let (report, language) = (self.report, self.language);
        let provenance = report.provenance();
        let generator = provenance.and_then(Provenance::generator_name).unwrap_or("vientro");
        let author = report.form().map_or(generator, |form| form.issuer().text(language));
        let day = report.form().and_then(crate::AdministrativeForm::date);
        let day = day.or_else(|| provenance.and_then(Provenance::known_on)).and_then(number::day);
        let lines = outline::provenance_lines(report, language);
        let made: Vec<String> = lines.iter().map(|(heading, text)| format!("{heading}: {text}")).collect();
        let made = visible(&made.join("; ")).into_owned();
        let mut properties = DocProperties::new()
            .set_title(visible(report.title().text(language)))
            .set_author(visible(author))
            .set_comment(made);
        // without a day of its own a document gets the first day its format can hold in a zip
        let day = day.or_else(|| chrono::NaiveDate::from_ymd_opt(1980, 1, 1).and_then(number::day));
        if let Some(day) = day {
            properties = properties.set_creation_datetime(&day);
        }
        for ((heading, text), number) in lines.iter().zip(1_usize..) {
            // a property holds 255 characters; the notes sheet has all
            let text: String = visible(text).chars().take(255).collect();
            properties = properties.set_custom_property(format!("{heading} {number}"), text);
        }
        properties
    }
}
