//! Why a template cannot make its report.

use vientro_core::FigureError;
use vientro_currency::MoneyError;
use vientro_model::{ItemId, ModelError};

use crate::ReportError;

/// Why a template cannot make its report.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TemplateError {
    /// A sum, a ratio or a plan leaves the range of a decimal.
    #[error("a figure of the report cannot be computed")]
    Figure(#[from] FigureError),
    /// The journal cannot be cut at the day asked for.
    #[error("the journal cannot be read as known on that day")]
    Journal(#[from] vientro_accounting::JournalError),
    /// A fact breaks a rule of the model.
    #[error("a fact cannot be reported")]
    Model(#[from] ModelError),
    /// A sum leaves the range of money.
    #[error("a sum of the report cannot be computed")]
    Money(#[from] MoneyError),
    /// The facts have no such item.
    #[error("the facts have no item `{item}`")]
    NoItem {
        /// The item asked for.
        item: ItemId,
    },
    /// The facts do not say who reports.
    #[error("the facts have no profile of the reporting union")]
    NoProfile,
    /// A correction belongs to another seal than the one it is told with.
    #[error("the correction is not one of the seal `{seal}`")]
    OtherSeal {
        /// Hash of the seal.
        seal: String,
    },
    /// The parts do not make a report.
    #[error("the parts do not make a report")]
    Report(#[from] ReportError),
}
