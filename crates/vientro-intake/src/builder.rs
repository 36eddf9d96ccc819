//! Cells put together into the grid of a sheet, within the limits of the options.

use crate::cell_text::TextBlock;
use crate::grid::{Cell, CellValue, Grid, GridRow, Source};
use crate::{IntakeError, Options};

/// Takes the cells of one file sheet by sheet, in any order, and counts what they cost.
#[derive(Debug)]
pub(crate) struct GridBuilder<'a> {
    source: &'a Source<'a>,
    options: &'a Options,
    cells: u64,
    text_bytes: u64,
    rows: Vec<GridRow>,
    is_sorted: bool,
    /// Texts of the last rows.
    texts: TextBlock,
}

/// A merged region: first and last cell, as row and column from zero.
pub(crate) type Region = ((u32, u32), (u32, u32));

impl<'a> GridBuilder<'a> {
    pub(crate) fn new(source: &'a Source<'a>, options: &'a Options) -> Self {
        Self {
            source,
            options,
            cells: 0,
            text_bytes: 0,
            rows: Vec::new(),
            is_sorted: true,
            texts: TextBlock::default(),
        }
    }

    pub(crate) fn limit(&self, what: &'static str, limit: impl Into<u64>) -> IntakeError {
        IntakeError::Limit { file: self.source.name().to_owned(), what, limit: limit.into() }
    }

    /// Puts a text, if it says anything or is the result of a formula, by row and column from zero.
    pub(crate) fn put_text(
        &mut self,
        row: u32,
        column: u32,
        text: &str,
        formula: bool,
    ) -> Result<(), IntakeError> {
        if text.trim().is_empty() {
            return self.put_value(row, column, CellValue::Empty, formula);
        }
        self.count_text(text.len())?;
        self.put_cell(row, column, Cell { value: CellValue::Empty, formula, filled: false })?;
        self.texts.push(self.rows.len().saturating_sub(1), place_of(column), text);
        if self.texts.is_full() {
            self.texts.lay_down(&mut self.rows);
        }
        Ok(())
    }

    /// Puts a value, if there is one or it is the result of a formula, by row and column from zero.
    pub(crate) fn put_value(
        &mut self,
        row: u32,
        column: u32,
        value: CellValue,
        formula: bool,
    ) -> Result<(), IntakeError> {
        if value.is_empty() && !formula {
            return Ok(());
        }
        self.put(row, column, Cell { value, formula, filled: false })
    }

    /// Puts a cell, by row and column from zero. A cell that is put again is replaced.
    ///
    /// The empty cells before it in its row count as well: they take memory, and a file that names only the last
    /// column of each row would take much of it.
    pub(crate) fn put(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), IntakeError> {
        if let CellValue::Text(text) | CellValue::Error(text) = &cell.value {
            self.count_text(text.len())?;
        }
        self.put_cell(row, column, cell)
    }

    /// A long text may stand once in the file and be named by every cell.
    fn count_text(&mut self, length: usize) -> Result<(), IntakeError> {
        self.text_bytes = self.text_bytes.saturating_add(count(length));
        if self.text_bytes > self.options.unpacked_bytes_max {
            return Err(self.limit("unpacked bytes", self.options.unpacked_bytes_max));
        }
        Ok(())
    }

    fn put_cell(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), IntakeError> {
        if row >= self.options.rows_max {
            return Err(self.limit("rows", self.options.rows_max));
        }
        if column >= self.options.columns_max {
            return Err(self.limit("columns", self.options.columns_max));
        }
        let number = row.saturating_add(1);
        let last = self.rows.last().map_or(0, |last| last.number);
        if last != number {
            self.is_sorted &= last < number;
            let width = self.end_row();
            self.rows.push(GridRow { number, cells: Vec::with_capacity(width), ..GridRow::default() });
        }
        let place = place_of(column);
        let width = self.rows.last().map_or(0, |row| row.cells.len());
        let more = place.saturating_add(1).saturating_sub(width);
        self.cells = self.cells.saturating_add(count(more));
        if self.cells > self.options.cells_max {
            return Err(self.limit("cells", self.options.cells_max));
        }
        if more == 0 {
            // a text on its way to the cell comes before what is put now
            self.texts.lay_down(&mut self.rows);
        }
        if let Some(current) = self.rows.last_mut() {
            if more > 0 {
                current.cells.resize(place.saturating_add(1), Cell::default());
            }
            if let Some(slot) = current.cells.get_mut(place) {
                *slot = cell;
            }
        }
        Ok(())
    }

    /// Fills merged regions with the value of their first cell.
    pub(crate) fn fill(&mut self, merges: &[Region]) -> Result<(), IntakeError> {
        self.sort();
        for ((top, left), (bottom, right)) in merges {
            let first = usize::try_from(*left).unwrap_or(usize::MAX);
            let value = self.row(*top).and_then(|row| row.cells.get(first)).map(|cell| cell.value.clone());
            let Some(value) = value.filter(|value| !value.is_empty()) else { continue };
            // a title may be merged over the whole width of a sheet; past the limit there is nothing to fill
            let right = (*right).min(self.options.columns_max.saturating_sub(1));
            let bottom = (*bottom).min(self.options.rows_max.saturating_sub(1));
            for row in *top..=bottom {
                for column in *left..=right {
                    if (row, column) != (*top, *left) {
                        self.put(row, column, Cell { value: value.clone(), formula: false, filled: true })?;
                    }
                }
            }
            self.sort();
        }
        Ok(())
    }

    /// The sheet of all cells put since the last one.
    pub(crate) fn finish(
        &mut self,
        sheet: Option<String>,
        hidden: bool,
        is_row_hidden: impl Fn(u32) -> bool,
    ) -> Grid {
        self.sort();
        let mut rows = std::mem::take(&mut self.rows);
        for row in &mut rows {
            row.hidden = is_row_hidden(row.number.saturating_sub(1));
        }
        Grid::new(self.source.name(), sheet, hidden, rows)
    }

    fn row(&self, row: u32) -> Option<&GridRow> {
        let number = row.saturating_add(1);
        let index = self.rows.binary_search_by_key(&number, GridRow::number).ok()?;
        self.rows.get(index)
    }

    /// Ends the last row; returns how many cells it has.
    fn end_row(&mut self) -> usize {
        let Some(row) = self.rows.last_mut() else { return 0 };
        row.cells.shrink_to_fit();
        row.cells.len()
    }

    /// Brings the rows in order; of rows told in pieces the later cells count.
    fn sort(&mut self) {
        self.end_row();
        self.texts.lay_down(&mut self.rows);
        if self.is_sorted {
            return;
        }
        self.is_sorted = true;
        self.rows.sort_by_key(GridRow::number);
        self.rows.dedup_by(|later, kept| {
            if later.number != kept.number {
                return false;
            }
            if kept.cells.len() < later.cells.len() {
                kept.cells.resize(later.cells.len(), Cell::default());
            }
            for (slot, cell) in kept.cells.iter_mut().zip(std::mem::take(&mut later.cells)) {
                if !cell.value.is_empty() || cell.formula {
                    *slot = cell;
                }
            }
            true
        });
    }
}

fn place_of(column: u32) -> usize {
    usize::try_from(column).unwrap_or(usize::MAX)
}

pub(crate) fn count(size: usize) -> u64 {
    u64::try_from(size).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cell(text: &str) -> Cell {
        Cell { value: CellValue::Text(text.into()), ..Cell::default() }
    }

    #[test]
    fn cells_come_in_any_order_and_merged_ones_are_filled() {
        let (source, options) = (Source::new("a.xlsx", b""), Options::default());
        let mut builder = GridBuilder::new(&source, &options);
        builder.put(4, 1, cell("e")).unwrap();
        builder.put(0, 0, cell("a")).unwrap();
        builder.put(4, 0, cell("d")).unwrap();
        builder.fill(&[((0, 0), (1, 1)), ((2, 0), (2, 1))]).unwrap();
        let grid = builder.finish(None, false, |row| row == 4);
        let texts: Vec<(u32, String, String)> = grid
            .rows()
            .iter()
            .map(|row| (row.number(), row.text(0).into_owned(), row.text(1).into_owned()))
            .collect();
        let text = str::to_owned;
        assert_eq!(texts, [(1, text("a"), text("a")), (2, text("a"), text("a")), (5, text("d"), text("e"))]);
        assert!(grid.rows()[1].cells()[0].is_filled() && !grid.rows()[0].cells()[0].is_filled());
        assert!(grid.rows()[2].is_hidden() && !grid.rows()[0].is_hidden());
    }

    #[test]
    fn a_cell_that_is_put_again_is_replaced() {
        let (source, options) = (Source::new("a.xlsx", b""), Options::default());
        let mut builder = GridBuilder::new(&source, &options);
        for column in 0..4 {
            builder.put_text(0, column, "a", false).unwrap();
        }
        builder.put_text(0, 1, "b", false).unwrap();
        builder.put_value(0, 2, CellValue::Logical(true), false).unwrap();
        builder.put_value(0, 3, CellValue::Empty, true).unwrap();
        builder.put_value(0, 4, CellValue::Logical(true), false).unwrap();
        builder.put_text(0, 4, "c", false).unwrap();
        let grid = builder.finish(None, false, |_| false);
        let texts: Vec<_> = grid.rows()[0].cells().iter().map(|cell| cell.value().text()).collect();
        assert_eq!(texts, ["a", "b", "TRUE", "", "c"]);
    }

    #[test]
    fn texts_past_one_block_stand_at_their_cells() {
        let (source, options) = (Source::new("a.xlsx", b""), Options::default());
        let mut builder = GridBuilder::new(&source, &options);
        let text = |row: u32, column: u32| format!("{row} {column} {}", "x".repeat(300));
        for (row, column) in (0..100).flat_map(|row| (0..3).map(move |column| (row, column))) {
            builder.put_text(row, column, &text(row, column), false).unwrap();
        }
        let grid = builder.finish(None, false, |_| false);
        for (row, column) in (0..100).flat_map(|row| (0..3).map(move |column| (row, column))) {
            let found = grid.row(row + 1).unwrap().text(usize::try_from(column).unwrap()).into_owned();
            assert_eq!(found, text(row, column));
        }
    }

    #[test]
    fn empty_cells_before_the_last_are_counted() {
        let source = Source::new("a.xlsx", b"");
        let options = Options { cells_max: 1_000, ..Options::default() };
        let mut builder = GridBuilder::new(&source, &options);
        builder.put(0, 500, cell("x")).unwrap();
        assert!(matches!(builder.put(1, 500, cell("x")), Err(IntakeError::Limit { what: "cells", .. })));
    }

    proptest! {
        /// Whatever the order, the grid is that of a plain map from place to text.
        #[test]
        fn a_grid_is_a_map(
            cells in proptest::collection::vec((0..12_u32, 0..6_u32, "[a-z]{1,3}", any::<bool>()), 0..40)
        ) {
            let (source, options) = (Source::new("a.xlsx", b""), Options::default());
            let mut builder = GridBuilder::new(&source, &options);
            let mut map = std::collections::BTreeMap::new();
            for (row, column, text, with_row) in &cells {
                if *with_row {
                    builder.put_text(*row, *column, text, false).unwrap();
                } else {
                    builder.put(*row, *column, cell(text)).unwrap();
                }
                map.insert((*row, *column), text.clone());
            }
            let grid = builder.finish(None, false, |_| false);
            let mut found = std::collections::BTreeMap::new();
            for row in grid.rows() {
                for (column, cell) in row.cells().iter().enumerate().filter(|(_, cell)| !cell.value().is_empty()) {
                    found.insert((row.number() - 1, u32::try_from(column).unwrap()), cell.value().text().into_owned());
                }
            }
            prop_assert_eq!(found, map);
        }
    }
}
