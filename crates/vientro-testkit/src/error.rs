//! What can go wrong between a text and a file.

use rust_xlsxwriter::XlsxError;

/// A sheet text that cannot be read, or a workbook that cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TestkitError {
    /// A line of a sheet text does not follow the notation.
    #[error("line {line} of `{path}`: found `{found}`, expected {expected}")]
    Notation {
        /// Path of the finished file.
        path: &'static str,
        /// Line of the text, from 1.
        line: usize,
        /// What stands there.
        found: String,
        /// What may stand there.
        expected: &'static str,
    },
    /// A sheet has more rows or columns than a workbook holds.
    #[error("`{path}` is larger than a workbook can be")]
    Size {
        /// Path of the finished file.
        path: &'static str,
    },
    /// The workbook writer refused a sheet.
    #[error("the workbook `{path}` cannot be written")]
    Workbook {
        /// Path of the finished file.
        path: &'static str,
        /// The writer's reason.
        source: XlsxError,
    },
}
