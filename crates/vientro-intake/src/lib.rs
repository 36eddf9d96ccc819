#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]

mod statements;

pub use statements::{STATEMENT_COLUMNS, StatementOptions, Statements, read_statements};
