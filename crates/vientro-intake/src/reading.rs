//! One call over all files of a Union.

use std::collections::BTreeSet;

use vientro_core::{Bilingual, Finding, Language, Location, RowId, Severity};
use vientro_model::Facts;

use crate::bind::{Binder, row_number};
use crate::codes;
use crate::cumulative::Cumulated;
use crate::grid::{Grid, Source, address};
use crate::header::Column;
use crate::papers::Papers;
use crate::workbook::COMPOUND_FILE;
use crate::{Field, IntakeError, Options, SheetKind, read_csv, read_workbook};

/// What became of the rows of a sheet.
///
/// Every row is counted once: [`SheetSummary::rows`] is the sum of records, titles, headers, totals, remarks and
/// refused rows; empty lines are counted beside them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SheetSummary {
    pub(crate) file: String,
    pub(crate) sheet: Option<String>,
    pub(crate) kind: SheetKind,
    pub(crate) rows: u32,
    pub(crate) records: u32,
    pub(crate) titles: u32,
    pub(crate) headers: u32,
    pub(crate) totals: u32,
    pub(crate) notes: u32,
    pub(crate) refused: u32,
    pub(crate) empty: u32,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) columns: Vec<Column>,
}

impl SheetSummary {
    pub(crate) fn new(grid: &Grid, kind: SheetKind) -> Self {
        Self {
            file: grid.file().to_owned(),
            sheet: grid.sheet().map(str::to_owned),
            kind,
            rows: 0,
            records: 0,
            titles: 0,
            headers: 0,
            totals: 0,
            notes: 0,
            refused: 0,
            empty: 0,
            columns: Vec::new(),
        }
    }

    /// Name of the file.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Name of the sheet; a text file has none.
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// What the sheet lists.
    pub const fn kind(&self) -> SheetKind {
        self.kind
    }

    /// Rows with something in them.
    pub const fn rows(&self) -> u32 {
        self.rows
    }

    /// Rows that became a record, or part of one.
    pub const fn records(&self) -> u32 {
        self.records
    }

    /// Rows above the header.
    pub const fn titles(&self) -> u32 {
        self.titles
    }

    /// Rows of the header, also repeated ones.
    pub const fn headers(&self) -> u32 {
        self.headers
    }

    /// Totals and subtotals.
    pub const fn totals(&self) -> u32 {
        self.totals
    }

    /// Remarks; each is named in a finding, or the whole sheet is.
    pub const fn notes(&self) -> u32 {
        self.notes
    }

    /// Rows that make no record; each is named in a finding, or the whole sheet is.
    pub const fn refused(&self) -> u32 {
        self.refused
    }

    /// Empty lines before the last row.
    pub const fn empty(&self) -> u32 {
        self.empty
    }

    /// How its columns were understood.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// One line for a summary: what was read from the sheet, and what of it was refused.
    pub fn text(&self, language: Language) -> String {
        let sheet = self.sheet().map(|sheet| format!(" [{sheet}]")).unwrap_or_default();
        let Self { file, records, rows, refused, .. } = self;
        match language {
            Language::Vi => format!("{file}{sheet}: {records} bản ghi từ {rows} dòng, từ chối {refused}"),
            Language::En => format!("{file}{sheet}: {records} records from {rows} rows, {refused} refused"),
        }
    }
}

/// What the sheets of a Union say, and what a person must look at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Reading {
    pub(crate) facts: Facts,
    pub(crate) findings: Vec<Finding>,
    pub(crate) sheets: Vec<SheetSummary>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Papers::is_empty"))]
    pub(crate) papers: Papers,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub(crate) cumulated: Vec<Cumulated>,
}

impl Reading {
    /// The facts, each with the rows it was read from.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The facts alone.
    pub fn into_facts(self) -> Facts {
        self.facts
    }

    /// The facts, the findings and the summaries of the sheets.
    pub fn into_parts(self) -> (Facts, Vec<Finding>, Vec<SheetSummary>) {
        (self.facts, self.findings, self.sheets)
    }

    /// What was found, in the order of files and sheets, within a sheet downwards.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What others keep about the same aid: approvals, certificates, confirmations, rates.
    pub const fn papers(&self) -> &Papers {
        &self.papers
    }

    /// What the register says is disbursed to date, in the order it was read: items whose row says it.
    pub fn cumulated(&self) -> &[Cumulated] {
        &self.cumulated
    }

    /// What became of the rows, sheet by sheet.
    pub fn sheets(&self) -> &[SheetSummary] {
        &self.sheets
    }

    /// Where the cell of a field of a row stands; `None` if the row was not read, or its sheet has no such column.
    ///
    /// ```
    /// use vientro_intake::{Field, Options, Source, read_union};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let text = "Ngày;Mã khoản;Số tiền\n05/3/2025;;100.000.000\n";
    /// let reading = read_union(&[Source::new("giai-ngan.csv", text.as_bytes())], &Options::for_year(2025))?;
    /// let flow = reading.facts().flows().next().ok_or("no flow")?;
    /// let amount = flow.rows().first().and_then(|row| reading.cell_of(row, Field::Amount)).ok_or("no cell")?;
    /// assert_eq!(amount.cell(), Some("C2"));
    /// # Ok(()) }
    /// ```
    pub fn cell_of(&self, row: &RowId, field: Field) -> Option<Location> {
        self.cell_where(row, |column| column.field() == Some(field))
    }

    /// As [`Reading::cell_of`], in the first column that is wanted.
    pub(crate) fn cell_where(&self, row: &RowId, wanted: impl Fn(&Column) -> bool) -> Option<Location> {
        let row = self.facts.row(row)?.location();
        let of_row = |sheet: &&SheetSummary| row.file() == Some(sheet.file()) && row.sheet() == sheet.sheet();
        let column = self.sheets.iter().find(of_row)?.columns.iter().find(|column| wanted(column))?;
        Some(row.clone().at_cell(address(row_number(row), column.index())))
    }

    /// True if anything was refused or cannot be true.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity() == Severity::Error)
    }
}

/// The reader of a Union's sheets.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Intake;

impl Intake {
    /// Reads all files of a Union in one call; see [`read_union`].
    ///
    /// # Errors
    ///
    /// As [`read_union`].
    pub fn read_union(sources: &[Source<'_>], options: &Options) -> Result<Reading, IntakeError> {
        read_union(sources, options)
    }
}

/// Reads all files of a Union: register, disbursements, amendments, gifts, outputs, activities, delegations, plan,
/// awards and `union.csv`, whatever the order of files and sheets.
///
/// A file that cannot be read is an error finding and the others are still read. A workbook is known by its first
/// bytes, a text file by its name.
///
/// # Errors
///
/// [`IntakeError::NoFiles`] if no file is given.
pub fn read_union(sources: &[Source<'_>], options: &Options) -> Result<Reading, IntakeError> {
    if sources.is_empty() {
        return Err(IntakeError::NoFiles);
    }
    let mut files = Vec::new();
    let mut names = BTreeSet::new();
    for source in sources {
        if !names.insert(source.name()) {
            files.push(Err(codes::DUPLICATE_FILE.at(Location::new().in_file(source.name()))));
            continue;
        }
        files.push(read_file(source, options).map_err(|error| unreadable(source, &error)));
    }
    Ok(Binder::read(&files, options))
}

fn read_file(source: &Source<'_>, options: &Options) -> Result<Vec<Grid>, IntakeError> {
    let empty = || IntakeError::Empty { file: source.name().to_owned() };
    if source.bytes().is_empty() {
        return Err(empty());
    }
    let grids = read_grids(source, options)?;
    if grids.iter().all(|grid| grid.rows().is_empty()) { Err(empty()) } else { Ok(grids) }
}

fn read_grids(source: &Source<'_>, options: &Options) -> Result<Vec<Grid>, IntakeError> {
    if source.bytes().starts_with(b"PK\x03\x04") || source.bytes().starts_with(COMPOUND_FILE) {
        return read_workbook(source, options);
    }
    let extension = source.name().rsplit_once('.').map(|parts| parts.1.to_ascii_lowercase());
    match extension.as_deref() {
        Some("csv" | "tsv" | "txt") => Ok(vec![read_csv(source, options)?]),
        Some("ods" | "xls" | "xlsm" | "xlsx") => read_workbook(source, options),
        _ => Err(IntakeError::UnknownFormat { file: source.name().to_owned() }),
    }
}

fn unreadable(source: &Source<'_>, error: &IntakeError) -> Finding {
    codes::FILE_UNREADABLE.says(error.message(), Location::new().in_file(source.name()))
}

/// Text in both languages, from one pattern each.
pub(crate) fn both(vi: String, en: String) -> Bilingual {
    Bilingual::new(vi, en)
}
