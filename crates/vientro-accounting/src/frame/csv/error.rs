//! Why a file does not make a frame.

use std::io;

/// A CSV file that cannot be read into a frame. Lines count from 1 with the header.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CsvError {
    /// What is kept apart is no column of names, numbers, dates or truth values.
    #[error(
        "the layout keeps `{column}` apart, which is none of its columns of names, numbers, dates or truth values"
    )]
    Apart {
        /// The column's name.
        column: String,
    },
    /// A field is not what its column holds.
    #[error("line {line}, column `{column}`: found `{found}`, expected {expected}")]
    Field {
        /// The line its record begins on.
        line: u64,
        /// The column's name.
        column: String,
        /// What stands there, or its beginning.
        found: String,
        /// What may stand there.
        expected: String,
    },
    /// A column is not in the header, or more than once.
    #[error("the header has {found} columns named `{column}`, expected one")]
    Header {
        /// The column's name.
        column: String,
        /// How many the header has.
        found: usize,
    },
    /// A column is asked for twice, or as two things.
    #[error("the layout names the column `{column}` twice")]
    Layout {
        /// The column's name.
        column: String,
    },
    /// The source fails, or a record is longer than the limit.
    #[error("the source cannot be read: {message}")]
    Source {
        /// The kind of failure.
        kind: io::ErrorKind,
        /// The source's own words.
        message: String,
    },
    /// A record has not as many fields as the header.
    #[error("line {line}: {found} fields, expected {expected} as in the header")]
    Width {
        /// The line the record begins on.
        line: u64,
        /// How many fields it has.
        found: usize,
        /// How many the header has.
        expected: usize,
    },
}

impl CsvError {
    pub(super) fn from_source(error: &io::Error) -> Self {
        Self::Source { kind: error.kind(), message: error.to_string() }
    }

    /// The line it names, if any.
    pub fn line(&self) -> Option<u64> {
        match self {
            Self::Field { line, .. } | Self::Width { line, .. } => Some(*line),
            _ => None,
        }
    }

    /// Moved down by `lines`.
    pub(super) fn below(mut self, lines: u64) -> Self {
        if let Self::Field { line, .. } | Self::Width { line, .. } = &mut self {
            *line = line.saturating_add(lines);
        }
        self
    }
}
