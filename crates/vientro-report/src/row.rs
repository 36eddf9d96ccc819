//! Source rows: what every figure can be opened down to.

use vientro_core::{Bilingual, Location, RowId};

/// One row of a source: where it stands and what it says.
///
/// ```
/// use vientro_core::{Bilingual, Location, RowId};
/// use vientro_report::SourceRow;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let row = SourceRow::new(
///     RowId::try_new("vien-tro.xlsx/Giải ngân/17")?,
///     Location::new().in_file("vien-tro.xlsx").in_sheet("Giải ngân").at_cell("F17"),
///     Bilingual::new("Nhà tình nghĩa", "Charity houses"),
/// )
/// .field(Bilingual::new("Số tiền", "Amount"), "4,22 tỷ");
/// assert_eq!(row.place(), "vien-tro.xlsx [Giải ngân] F17");
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct SourceRow {
    id: RowId,
    location: Location,
    label: Bilingual,
    fields: Vec<(Bilingual, String)>,
}

impl SourceRow {
    /// A row by its id, with its place and a label to call it by.
    pub fn new(id: RowId, location: Location, label: Bilingual) -> Self {
        Self { id, location, label, fields: Vec::new() }
    }

    /// Adds a field: its name, and its text as it stands in the source.
    #[must_use]
    pub fn field(mut self, name: Bilingual, text: impl Into<String>) -> Self {
        self.fields.push((name, text.into()));
        self
    }

    /// The id.
    pub fn id(&self) -> &RowId {
        &self.id
    }

    /// The place: file, sheet and cell, as far as known.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// The place in one line; the id if no place is known.
    pub fn place(&self) -> String {
        if self.location.is_empty() { self.id.to_string() } else { self.location.to_string() }
    }

    /// The label.
    pub fn label(&self) -> &Bilingual {
        &self.label
    }

    /// The fields in the order of the source.
    pub fn fields(&self) -> &[(Bilingual, String)] {
        &self.fields
    }
}
