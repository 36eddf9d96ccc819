//! The text of a cell, kept with the texts of its row.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// The text of a cell, as written.
///
/// The cells of a row of a text file share one piece of memory, so that reading a row takes one piece and not one a
/// cell; a copy shares it too.
///
/// ```
/// use vientro_intake::CellText;
///
/// let text = CellText::from("Gạo ");
/// assert_eq!((text.as_str(), text.trim()), ("Gạo ", "Gạo"));
/// assert_eq!(text, CellText::from("Gạo ".to_owned()));
/// ```
#[derive(Clone)]
pub struct CellText {
    /// The texts of the row, one behind the other.
    row: Arc<str>,
    start: u32,
    /// `u32::MAX` for all to the end.
    end: u32,
}

impl CellText {
    /// The texts of some cells of a row, by their ranges in it.
    pub(crate) fn of_row(row: &str, cells: impl Iterator<Item = Range<usize>>) -> impl Iterator<Item = Self> {
        let shared: Option<Arc<str>> =
            u32::try_from(row.len()).is_ok_and(|length| length < u32::MAX).then(|| row.into());
        cells.map(move |cell| match (&shared, u32::try_from(cell.start), u32::try_from(cell.end)) {
            (Some(row), Ok(start), Ok(end)) => Self { row: Arc::clone(row), start, end },
            _ => Self::from(row.get(cell).unwrap_or_default()),
        })
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        let start = usize::try_from(self.start).unwrap_or(usize::MAX);
        let end = usize::try_from(self.end).ok().filter(|_| self.end != u32::MAX);
        self.row.get(start..end.unwrap_or(self.row.len())).unwrap_or_default()
    }
}

impl Deref for CellText {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for CellText {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl From<&str> for CellText {
    fn from(text: &str) -> Self {
        Self { row: text.into(), start: 0, end: u32::MAX }
    }
}

impl From<String> for CellText {
    fn from(text: String) -> Self {
        Self { row: text.into(), start: 0, end: u32::MAX }
    }
}

impl fmt::Debug for CellText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for CellText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl PartialEq for CellText {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for CellText {}

#[cfg(feature = "serde")]
impl serde::Serialize for CellText {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cells_of_a_row_share_its_memory() {
        let row = "Gạo12";
        let cells: Vec<CellText> = CellText::of_row(row, [0..5, 5..5, 5..7].into_iter()).collect();
        let texts: Vec<&str> = cells.iter().map(CellText::as_str).collect();
        assert_eq!(texts, ["Gạo", "", "12"]);
        assert!(Arc::ptr_eq(&cells[0].row, &cells[2].row));
        assert_eq!(cells[0], CellText::from("Gạo"));
        assert_ne!(cells[0], cells[2]);
        assert_eq!(format!("{:?} {:>3}", cells[0], cells[2]), "\"Gạo\"  12");
        // what is no range of the row is nothing, and nothing panics
        assert_eq!(CellText::of_row(row, [2..3, 4..99].into_iter()).map(|it| it.len()).sum::<usize>(), 0);
    }
}
