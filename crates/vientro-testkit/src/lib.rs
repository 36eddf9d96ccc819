#![doc = include_str!("../README.md")]

mod error;
pub mod mutation;
pub mod programme;
mod source;
mod union;
pub mod workload;
mod write;

pub use error::TestkitError;
pub use source::{Cell, Format, Row, Sheet, Source};
pub use union::{UnionFile, union_files};
