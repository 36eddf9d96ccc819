//! What may be set before reading.

use vientro_core::HedgeConvention;

use crate::Mapping;

/// Limits and defaults of reading. Every limit reached is an error of that file, never a cut.
///
/// ```
/// let options = vientro_intake::Options { rows_max: 1_000, ..vientro_intake::Options::for_year(2025) };
/// assert_eq!(options.year, Some(2025));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[expect(
    clippy::exhaustive_structs,
    reason = "settings written with struct update syntax, so that a caller names only what differs"
)]
pub struct Options {
    /// Size of a file in bytes.
    pub bytes_max: u64,
    /// Size of a workbook in bytes after unpacking, all parts together, and of the text of its cells, where a text
    /// that many cells name counts as often: the guard against zip bombs.
    pub unpacked_bytes_max: u64,
    /// How many times its packed size a part of a workbook may have after unpacking; below one megabyte any.
    pub expansion_max: u32,
    /// How deep the elements of a workbook's XML may be nested.
    pub xml_depth_max: u32,
    /// Sheets of a workbook.
    pub sheets_max: u32,
    /// Number of the last row that is not empty.
    pub rows_max: u32,
    /// Number of the last column that is not empty.
    pub columns_max: u32,
    /// Cells in all sheets of a file, from the first column to the last that is not empty of each row; cells filled
    /// from a merged region count.
    pub cells_max: u64,
    /// How many rows from the top are searched for the header.
    pub header_rows_max: u32,
    /// Headings that are known already, taken before any guess.
    pub mappings: Vec<Mapping>,
    /// The year of dates that name none; also the reporting year if no `union.csv` names one.
    pub year: Option<i32>,
    /// Currency (ISO 4217) of an amount for which neither cell, column nor row says one.
    pub currency: String,
    /// What a hedge word means as an interval.
    pub hedges: HedgeConvention,
    /// How many pairs of rows are compared in the search for duplicates.
    pub duplicate_pairs_max: u64,
}

impl Options {
    /// The defaults, for the sheets of one year.
    pub fn for_year(year: i32) -> Self {
        Self { year: Some(year), ..Self::default() }
    }
}

impl Default for Options {
    /// 64 MB packed, 512 MB unpacked and 250 times at most, 100 levels of XML, 200,000 rows of up to 512 columns, 5 million cells; đồng; the default
    /// convention of hedges.
    fn default() -> Self {
        Self {
            bytes_max: 64 << 20,
            unpacked_bytes_max: 512 << 20,
            expansion_max: 250,
            xml_depth_max: 100,
            sheets_max: 100,
            rows_max: 200_000,
            columns_max: 512,
            cells_max: 5_000_000,
            header_rows_max: 40,
            mappings: Vec::new(),
            year: None,
            currency: "VND".to_owned(),
            hedges: HedgeConvention::default(),
            duplicate_pairs_max: 5_000_000,
        }
    }
}
