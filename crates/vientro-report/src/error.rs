//! Why a report cannot be built or written.

use vientro_core::Language;

/// Why a report cannot be built or written.
///
/// [`ReportBuilder::build`](crate::ReportBuilder::build) reports the first fault in reading order: the head of the
/// report, its rows, then block by block.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// The annexes of a stored report do not begin with the heading of one.
    #[error("the annexes begin at block {block}, which is no heading of level 1")]
    Annex {
        /// Where they should begin, counted from zero.
        block: usize,
    },
    /// A text is missing in one language.
    #[error("{place} has no text in `{language}`")]
    Blank {
        /// Where the text stands.
        place: String,
        /// The language that is missing.
        language: Language,
    },
    /// A chart cannot be drawn from its data.
    #[error("chart `{chart}`: {reason}")]
    Chart {
        /// Id of the chart.
        chart: String,
        /// What is wrong.
        reason: &'static str,
    },
    /// Two tables, charts or row lists share an id.
    #[error("the id `{id}` is used twice")]
    DuplicateId {
        /// The id.
        id: String,
    },
    /// Two source rows share an id.
    #[error("the source row `{row}` is given twice")]
    DuplicateRow {
        /// Id of the row.
        row: String,
    },
    /// A heading is deeper or higher than a page has levels.
    #[error("the heading `{heading}` has level {found}, expected 1 to 4")]
    HeadingLevel {
        /// Vietnamese text of the heading.
        heading: String,
        /// Its level.
        found: u8,
    },
    /// The id cannot stand in a link.
    #[error(
        "`{found}` cannot be an id: expected 1 to 80 letters a-z, digits, `-` or `_`, the first a letter"
    )]
    Id {
        /// The id as given, cut to 40 characters.
        found: String,
    },
    /// The parts of a file could not be packed.
    #[error("the report cannot be written as {format}: {message}")]
    Package {
        /// Ending of the file: `docx`, `xlsx`.
        format: &'static str,
        /// What the packer said.
        message: String,
    },
    /// The profile of the form cannot be laid out.
    #[error("the form's profile `{profile}`: {reason}")]
    Profile {
        /// Word of the profile.
        profile: String,
        /// What is wrong.
        reason: &'static str,
    },
    /// A spanner lies outside the columns or over another one.
    #[error(
        "table `{table}`: the spanner `{spanner}` over columns {first} to {last} does not fit {columns} columns or overlaps another one"
    )]
    Spanner {
        /// Id of the table.
        table: String,
        /// Vietnamese text of the spanner.
        spanner: String,
        /// First column, counted from zero.
        first: usize,
        /// Last column.
        last: usize,
        /// Columns of the table.
        columns: usize,
    },
    /// A column is made of a column that the table does not have, or of itself.
    #[error(
        "table `{table}`: the column `{column}` is made of column {from}, which is not one of the others"
    )]
    Sum {
        /// Id of the table.
        table: String,
        /// Vietnamese text of its head.
        column: String,
        /// The column it names, counted from zero.
        from: usize,
    },
    /// The page template cannot be read or filled.
    #[error("the page template cannot be filled: {message}")]
    Template {
        /// What the template engine said, with its line.
        message: String,
    },
    /// A figure names a source row that the report does not hold.
    #[error("{place} names the source row `{row}`, which the report does not hold")]
    UnknownRow {
        /// Where the figure stands.
        place: String,
        /// Id of the row.
        row: String,
    },
    /// A row has more or fewer cells than the table has columns.
    #[error("table `{table}`: the row `{row}` has {found} cells, expected {expected}")]
    Width {
        /// Id of the table.
        table: String,
        /// Vietnamese label of the row.
        row: String,
        /// Cells of the row.
        found: usize,
        /// Columns of the table.
        expected: usize,
    },
    /// The text could not be written as JSON.
    #[error("the report cannot be written as JSON: {message}")]
    Write {
        /// What the writer said.
        message: String,
    },
}
