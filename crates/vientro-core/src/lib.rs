#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]
#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects, clippy::float_arithmetic))]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice))]

extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod figure;
pub mod finding;
pub mod history;
pub mod language;
pub mod period;
mod prelude;
pub mod row;
pub mod share;
pub mod verdict;

pub use figure::{Figure, FigureError, Hedge, HedgeConvention, Hedged, Interval, Printed, Quantity, Total};
pub use finding::{Finding, FindingCode, FindingCodeError, Location, Severity};
pub use history::{History, HistoryError, Version};
pub use language::{Bilingual, Language, LanguageError};
pub use period::{CalendarPart, Comparability, Ending, Period, PeriodError, PeriodKind, PeriodWarning, When};
pub use row::{RowId, RowIdError};
pub use share::{Apportioning, Share, ShareError, apportion, percentages};
pub use verdict::{Doubt, Verdict};
