#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice))]

mod annotate;
mod bind;
mod builder;
mod cell_text;
mod check;
mod codes;
mod cumulative;
mod encoding;
mod error;
mod field;
mod folder;
mod gaps;
mod grid;
mod groups;
mod header;
mod kinds;
mod ledger;
mod mapping;
mod matching;
mod options;
mod order;
mod papers;
mod reading;
mod reimport;
#[cfg(feature = "templates")]
mod resave;
mod sheet;
mod silent;
mod statements;
mod syllable;
mod table;
#[cfg(feature = "templates")]
mod templates;
mod text_file;
mod workbook;

pub use annotate::{Corrected, annotate, apply, correct};
pub use cell_text::CellText;
pub use codes::{CODES, Code};
pub use cumulative::{Cumulated, check_cumulative};
pub use encoding::Encoding;
pub use error::IntakeError;
pub use field::Field;
pub use folder::{SheetFile, read_folder, sheet_files};
pub use grid::{Cell, CellValue, Grid, GridRow, Source, address};
pub use header::{Column, Header};
pub use kinds::{Holds, KindColumn, SheetKind};
pub use ledger::{
    AccountRule, DonorRule, Ledger, LedgerColumns, LedgerFx, LedgerLine, LedgerMapping, LedgerMappingError,
    LedgerOutcome, LedgerSum, ProjectRule, read_ledger,
};
pub use mapping::{MappedColumn, Mapping, MappingError};
pub use matching::{
    ApprovalPair, ApprovalReview, Difference, GroupDecision, LeadReason, Match, MatchDecision, MatchError,
    MatchGroup, MatchOptions, PairStanding, Reason, ReasonKind, Said, Told, find_groups, find_matches,
    review_approvals,
};
pub use options::Options;
pub use papers::{BankConfirmation, ListedApproval, Papers};
pub use reading::{Intake, Reading, SheetSummary, read_union};
pub use reimport::{Change, ChangeKind, Import, Reimport, ReimportError, reimport};
#[cfg(feature = "templates")]
pub use resave::save_as_xlsx;
pub use silent::{Received, Standing, branches_not_heard, who_has_sent};
pub use statements::{STATEMENT_COLUMNS, StatementOptions, Statements, read_statements};
pub use table::findings_table;
#[cfg(feature = "templates")]
pub use templates::{Template, TemplateError};
pub use text_file::read_csv;
pub use workbook::read_workbook;
