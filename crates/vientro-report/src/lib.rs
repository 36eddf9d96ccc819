#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice))]

mod block;
mod cell;
mod chart;
#[cfg(any(feature = "docx", feature = "pdf"))]
mod columns;
mod csv;
#[cfg(feature = "docx")]
mod docx;
#[cfg(any(feature = "docx", feature = "xlsx"))]
mod drawn;
mod error;
mod explain;
mod form;
#[cfg(feature = "html")]
mod html;
mod json;
mod layout;
mod markdown;
mod outline;
#[cfg(any(feature = "docx", feature = "pdf"))]
#[cfg_attr(
    not(all(feature = "docx", feature = "pdf")),
    expect(dead_code, reason = "each format reads its own part")
)]
mod paper;
#[cfg(feature = "pdf")]
mod pdf;
mod print;
mod profile;
mod report;
mod row;
mod scale;
mod svg;
mod table;
#[cfg(feature = "templates")]
pub mod template;
mod text;
#[cfg(feature = "xlsx")]
mod xlsx;

pub use block::{Block, Card, Paragraph, RowTable, Run};
pub use cell::{Cell, CellValue, MissingReason, Unit};
pub use chart::{Chart, ChartKind, Series};
pub use csv::{csv, csv_schema};
#[cfg(feature = "docx")]
pub use docx::{DocxOptions, docx};
pub use error::ReportError;
pub use form::{AdministrativeForm, Authority, Signature};
#[cfg(feature = "html")]
pub use html::{HtmlOptions, html};
pub use json::{json, sidecar};
pub use markdown::markdown;
#[cfg(feature = "pdf")]
pub use pdf::{PdfOptions, pdf};
pub use profile::{FormPart, FormProfile};
pub use report::{Input, Provenance, Report, ReportBuilder, SourceNote};
pub use row::SourceRow;
pub use svg::svg;
pub use table::{Align, Column, RowGroup, Spanner, Table, TableRow};
#[cfg(feature = "xlsx")]
pub use xlsx::xlsx;
