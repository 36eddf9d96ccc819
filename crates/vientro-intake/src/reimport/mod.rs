//! A file read again: what is the same changes nothing, what was corrected amends what is known.

mod merge;
mod records;

use chrono::NaiveDate;
use vientro_core::{Bilingual, Finding, Location, RowId};
use vientro_model::{Facts, ModelError};

use crate::codes;
use merge::Merge;

/// When, by whom and why a file is read again.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Import {
    on: NaiveDate,
    by: String,
    why: String,
}

impl Import {
    /// An import on a day.
    ///
    /// # Errors
    ///
    /// [`ReimportError::Blank`] without who or why.
    pub fn try_new(
        on: NaiveDate,
        by: impl Into<String>,
        why: impl Into<String>,
    ) -> Result<Self, ReimportError> {
        let import = Self { on, by: by.into(), why: why.into() };
        if import.by.trim().is_empty() || import.why.trim().is_empty() {
            return Err(ReimportError::Blank);
        }
        Ok(import)
    }

    /// The day.
    pub const fn on(&self) -> NaiveDate {
        self.on
    }

    /// By whom.
    pub fn by(&self) -> &str {
        &self.by
    }

    /// Why.
    pub fn why(&self) -> &str {
        &self.why
    }
}

/// Why a file cannot be taken over what is known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReimportError {
    /// Who reads the file again, or why, is not said.
    #[error("an import needs who does it and why")]
    Blank,
    /// The model refuses a record.
    #[error("`{record}` cannot be taken over")]
    Model {
        /// Kind and id of the record.
        record: String,
        /// What the model says.
        source: ModelError,
    },
    /// The row says something else than it did, under the same name.
    #[error("row `{row}` says something else than before; read the newer file under a name of its own")]
    RowTaken {
        /// The id of the row.
        row: RowId,
    },
}

impl ReimportError {
    /// The message in both languages.
    pub fn message(&self) -> Bilingual {
        let vi = match self {
            Self::Blank => "lần nhập cần ghi ai nhập và vì sao".to_owned(),
            Self::Model { record, .. } => format!("không nhận được `{record}`"),
            Self::RowTaken { row } => {
                format!("dòng `{row}` nay ghi khác trước; hãy đọc tệp mới dưới một tên riêng")
            }
        };
        Bilingual::new(vi, self.to_string())
    }
}

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum ChangeKind {
    /// It was not known before.
    Added,
    /// The commitment of an item has another value: an amendment was added, the value before stays readable.
    Amended,
    /// It is no longer in the file. It is kept: a person decides.
    Missing,
    /// It says something else; it keeps its id, and what it said is in the change.
    Restated,
}

/// One thing that a file says otherwise than before.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Change {
    kind: ChangeKind,
    record: &'static str,
    id: String,
    before: Option<Bilingual>,
    after: Option<Bilingual>,
    location: Location,
}

impl Change {
    /// What became of the record.
    pub const fn kind(&self) -> ChangeKind {
        self.kind
    }

    /// The kind of record: `item`, `flow`, `gift` and so on.
    pub const fn record(&self) -> &'static str {
        self.record
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it said before.
    pub const fn before(&self) -> Option<&Bilingual> {
        self.before.as_ref()
    }

    /// What it says now.
    pub const fn after(&self) -> Option<&Bilingual> {
        self.after.as_ref()
    }

    /// The change as a finding, at the row of the newer file, or of the older one for a record that is missing.
    pub fn finding(&self) -> Finding {
        let code = match self.kind {
            ChangeKind::Added => codes::RECORD_ADDED,
            ChangeKind::Amended => codes::RECORD_AMENDED,
            ChangeKind::Missing => codes::RECORD_MISSING,
            ChangeKind::Restated => codes::RECORD_RESTATED,
        };
        let mut finding = code.at(self.location.clone().about(self.id.as_str()));
        if let Some(after) = &self.after {
            finding = finding.found_in_both(after.clone());
        }
        if let Some(before) = &self.before {
            finding = finding.expected_in_both(before.clone());
        }
        finding
    }
}

/// What is known once a file has been read again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Reimport {
    /// The facts, old and new.
    pub facts: Facts,
    /// What the newer file says otherwise, by kind of record and id. Empty if it says the same.
    pub changes: Vec<Change>,
}

/// Takes the facts of a file that is read again over those that are known.
///
/// * A file that says the same, also with its rows in another order or in another file, changes nothing.
/// * An item is known by its code. Where its commitment differs, an [`Amendment`](vientro_model::Amendment) is added,
///   recorded on the day of the import for its reason: no second item, and what was committed before stays readable
///   as of any day before.
/// * Other records are known by what they are about: a flow by item and voucher, or else by item, day and content; a
///   gift by branch, donor and content. What says something else keeps its id, so that books that refer to it still
///   do, and what it said before is in the list of changes.
/// * What is no longer in the file is kept and told. Nothing is ever taken away.
///
/// A newer file whose rows differ is read under a name of its own, such as `vien-tro-2025 (10-01-2026).xlsx`, so that
/// each figure still opens down to the row it was read from.
///
/// # Errors
///
/// [`ReimportError::RowTaken`] if the files were read under one name and a row of it differs;
/// [`ReimportError::Model`] for an amendment that cannot be, such as one recorded before the last.
///
/// # Examples
///
/// ```
/// use vientro_intake::{ChangeKind, Import, Options, Source, read_union, reimport};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let read = |name: &str, amount: &str| {
///     let text = format!(
///         "Mã;Tên khoản viện trợ;Tổ chức tài trợ;Số, ngày QĐ phê duyệt;Cam kết\n001;Nước sạch;TC 1;12/QĐ ngày 12/8/2025;{amount}\n"
///     );
///     read_union(&[Source::new(name, text.as_bytes())], &Options::for_year(2025)).map(|it| it.into_facts())
/// };
/// let known = read("1.csv", "300 triệu")?;
/// let import = Import::try_new("2026-01-10".parse()?, "Văn phòng", "bản gửi lại")?;
/// assert!(reimport(&known, &read("1.csv", "300 triệu")?, &import)?.changes.is_empty());
///
/// let again = reimport(&known, &read("2.csv", "420 triệu")?, &import)?;
/// assert_eq!((again.changes[0].kind(), again.facts.items().len()), (ChangeKind::Amended, 1));
/// assert_eq!(again.facts.items().next().map(|item| item.amendments().len()), Some(1));
/// # Ok(()) }
/// ```
pub fn reimport(known: &Facts, newer: &Facts, import: &Import) -> Result<Reimport, ReimportError> {
    Merge::new(known, newer, import).run()
}
