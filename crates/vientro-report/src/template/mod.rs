//! Reports as templates: the data and sentences of a kind of report, made from facts and books.
//!
//! A template sees aid and writes cells; the renderers see cells only.

mod cells;
mod union_year;

pub use union_year::{TemplateError, UnionYear};
