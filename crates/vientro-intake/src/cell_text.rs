//! The text of a cell, kept with the texts of the cells near it.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use crate::grid::{CellValue, GridRow};

/// The text of a cell, as written.
///
/// The cells of some rows share one piece of memory, so that reading them takes one piece and not one a cell; a copy
/// shares it too.
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
    /// The texts of some cells, one behind the other. A pointer to them is shared and not they themselves: that to a
    /// text is twice as long, and every cell holds one.
    block: Arc<Box<str>>,
    start: u32,
    /// `u32::MAX` for all to the end.
    end: u32,
}

impl CellText {
    /// How much text shares one piece of memory: some dozen rows, near enough for the processor to be gone over again. A
    /// piece for each row would cost more than the texts of a short one, and what is kept of one cell keeps its whole
    /// piece.
    pub(crate) const BLOCK_BYTES: usize = 4 << 10;

    /// Parts of a text, by their ranges in it.
    pub(crate) fn of_block(
        block: &str,
        ranges: impl Iterator<Item = Range<usize>>,
    ) -> impl Iterator<Item = Self> {
        let is_short = u32::try_from(block.len()).is_ok_and(|length| length < u32::MAX);
        let shared: Option<Arc<Box<str>>> = is_short.then(|| Arc::new(block.into()));
        ranges.map(move |range| match (&shared, u32::try_from(range.start), u32::try_from(range.end)) {
            (Some(block), Ok(start), Ok(end)) => Self { block: Arc::clone(block), start, end },
            _ => Self::from(block.get(range).unwrap_or_default()),
        })
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        let start = usize::try_from(self.start).unwrap_or(usize::MAX);
        let end = usize::try_from(self.end).ok().filter(|_| self.end != u32::MAX);
        self.block.get(start..end.unwrap_or(self.block.len())).unwrap_or_default()
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
        Self { block: Arc::new(text.into()), start: 0, end: u32::MAX }
    }
}

impl From<String> for CellText {
    fn from(text: String) -> Self {
        Self { block: Arc::new(text.into()), start: 0, end: u32::MAX }
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

/// Texts on their way to the cells of rows, which are empty until the block is laid down.
#[derive(Debug, Default)]
pub(crate) struct TextBlock {
    text: String,
    /// The place of the row among the rows, the column and the range in the text.
    cells: Vec<(usize, usize, Range<usize>)>,
}

impl TextBlock {
    /// Takes the text of a cell, by the place of its row among the rows and its column.
    pub(crate) fn push(&mut self, row: usize, column: usize, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.cells.push((row, column, start..self.text.len()));
    }

    /// Has it as much as shall share one piece of memory?
    pub(crate) fn is_full(&self) -> bool {
        self.text.len() >= CellText::BLOCK_BYTES
    }

    /// Gives its texts to their cells, of two for one cell the last, and has none then.
    pub(crate) fn lay_down(&mut self, rows: &mut [GridRow]) {
        if self.cells.is_empty() {
            return;
        }
        let texts = CellText::of_block(&self.text, self.cells.iter().map(|(_, _, range)| range.clone()));
        for ((row, column, _), text) in self.cells.iter().zip(texts) {
            if let Some(cell) = rows.get_mut(*row).and_then(|row| row.cells.get_mut(*column)) {
                cell.value = CellValue::Text(text);
            }
        }
        self.cells.clear();
        self.text.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cells_of_a_block_share_its_memory() {
        let row = "Gạo12";
        let cells: Vec<CellText> = CellText::of_block(row, [0..5, 5..5, 5..7].into_iter()).collect();
        let texts: Vec<&str> = cells.iter().map(CellText::as_str).collect();
        assert_eq!(texts, ["Gạo", "", "12"]);
        assert!(Arc::ptr_eq(&cells[0].block, &cells[2].block));
        assert_eq!(cells[0], CellText::from("Gạo"));
        assert_ne!(cells[0], cells[2]);
        assert_eq!(format!("{:?} {:>3}", cells[0], cells[2]), "\"Gạo\"  12");
        // what is no range of the row is nothing, and nothing panics
        assert_eq!(CellText::of_block(row, [2..3, 4..99].into_iter()).map(|it| it.len()).sum::<usize>(), 0);
    }
}
