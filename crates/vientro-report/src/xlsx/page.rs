//! One sheet while it is written: how wide its columns and how high its rows have to be.

use rust_xlsxwriter::{Worksheet, XlsxError};

/// A sheet for A4 with frozen heads that repeat in print.
pub(super) struct Page {
    pub(super) sheet: Worksheet,
    pub(super) name: String,
    /// Widths in letters.
    widths: Vec<u32>,
    /// Lines of texts that may break: row, column, letters. Those of one cell follow one another.
    broken: Vec<(u32, u16, u32)>,
}

impl Page {
    /// A sheet whose first rows to `head` stay in sight and repeat on each page.
    pub(super) fn new(name: &str, head: u32) -> Result<Self, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        sheet.set_paper_size(9);
        sheet.set_margins(0.7, 0.6, 0.8, 0.8, 0.4, 0.4);
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(0, head)?;
        sheet.set_freeze_panes(head.saturating_add(1), 0)?;
        sheet.set_footer("&C&P / &N");
        Ok(Self { sheet, name: name.to_owned(), widths: Vec::new(), broken: Vec::new() })
    }

    /// At least so many letters for a column.
    pub(super) fn widen(&mut self, column: u16, letters: u32) {
        let at = usize::from(column);
        if self.widths.len() <= at {
            self.widths.resize(at.saturating_add(1), 8);
        }
        if let Some(width) = self.widths.get_mut(at) {
            *width = (*width).max(letters);
        }
    }

    /// Takes note of a text that breaks where its column ends.
    pub(super) fn breaks(&mut self, row: u32, column: u16, text: &str) {
        // columns never get narrower: a line that has room now keeps it
        if text.contains('\n') || letters(text) > room(self.letters_of(column)) {
            self.broken.extend(text.split('\n').map(|line| (row, column, letters(line))));
        }
    }

    fn letters_of(&self, column: u16) -> u32 {
        self.widths.get(usize::from(column)).copied().unwrap_or(8)
    }

    /// Letters of all columns together.
    pub(super) fn width(&self) -> u32 {
        self.widths.iter().copied().fold(0, u32::saturating_add)
    }

    /// Sets widths and heights. A program that opens the file need not measure anything.
    pub(super) fn finish(mut self) -> Result<Worksheet, XlsxError> {
        for (width, column) in self.widths.iter().zip(0_u16..) {
            self.sheet.set_column_width(column, *width)?;
        }
        if self.width() > PORTRAIT {
            self.sheet.set_landscape();
        }
        let mut heights = std::collections::BTreeMap::new();
        for cell in self.broken.chunk_by(|one, next| (one.0, one.1) == (next.0, next.1)) {
            let Some(&(row, column, _)) = cell.first() else { continue };
            let room = room(self.letters_of(column));
            let lines = cell.iter().map(|(_, _, letters)| letters.div_ceil(room).max(1));
            let lines = lines.fold(0, u32::saturating_add);
            if lines > 1 {
                let highest = heights.entry(row).or_insert(lines);
                *highest = lines.max(*highest);
            }
        }
        for (row, lines) in heights {
            // a row is at most 409 points high
            self.sheet.set_row_height(row, lines.saturating_mul(LINE).min(409))?;
        }
        Ok(self.sheet)
    }
}

/// Letters a line holds in a column so wide, which is measured in digits of a wider face.
fn room(width: u32) -> u32 {
    width.saturating_mul(11) / 10
}

/// Letters of the longest line of a text.
pub(super) fn longest(text: &str) -> u32 {
    text.split('\n').map(letters).max().unwrap_or_default()
}

/// Letters of a text, as columns are measured.
pub(super) fn letters(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// Letters across an upright page in readable print.
const PORTRAIT: u32 = 110;
/// Points of a line of text.
pub(super) const LINE: u32 = 16;
