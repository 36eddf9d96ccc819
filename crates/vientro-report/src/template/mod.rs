//! Reports as templates: the data and sentences of a kind of report, made from facts and books.
//!
//! A template sees aid and writes cells; the renderers see cells only. Each has a name and a version, which stand in the
//! provenance of what it makes.

mod aid_accounts;
mod cells;
mod changed_figures;
mod consolidated;
mod edition;
mod error;
mod fngo_register;
mod in_kind_list;
mod item_sheet;
mod plan_progress;
mod regions;
mod return_letter;
mod sealed_figures;
mod spoken;
mod totals_bridge;
mod union_year;
mod words;

pub use aid_accounts::AidAccounts;
pub use changed_figures::ChangedFigures;
pub use consolidated::Consolidated;
pub use edition::Edition;
pub use error::TemplateError;
pub use fngo_register::FngoRegister;
pub use in_kind_list::InKindList;
pub use item_sheet::ItemSheet;
pub use plan_progress::PlanProgress;
pub use return_letter::ReturnLetter;
pub use sealed_figures::SealedFigures;
pub use totals_bridge::TotalsBridge;
pub use union_year::UnionYear;
