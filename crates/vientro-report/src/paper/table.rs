//! A table of the report and the lines under it.

use vientro_core::{Bilingual, Language};

use super::grid::Caption;
use super::{Grid, GridCell, GridRow, Look, Piece, Span, Writer};
use crate::outline::{self, Notes};
use crate::print::with_unit;
use crate::{Align, Table, TableRow};

impl<'a> Writer<'a> {
    /// The caption of the next table.
    pub(super) fn caption(&mut self, text: &'a Bilingual) -> Caption<'a> {
        self.tables = self.tables.saturating_add(1);
        let label = self.word(("Bảng", "Table"));
        Caption { label, number: self.tables, text: text.text(self.language), counted: true }
    }

    pub(super) fn table(&mut self, table: &'a Table, caption: Caption<'a>) {
        let language = self.language;
        let said = caption.text();
        let mut notes = Notes::default();
        let head = head(table, language, &mut notes);
        let columns = table.columns().len().saturating_add(1);
        let mut rows = Vec::new();
        for group in table.groups() {
            if let Some(label) = group.label() {
                let text = label.text(language);
                let cell = GridCell::new(vec![Span::new(text, Look::Bold)], text, Align::Left);
                let cells = vec![cell.bold(true).over(columns)];
                rows.push(GridRow { cells, group: true, keep_next: true });
            }
            for row in group.rows() {
                rows.push(self.row(table, row, &said, Look::Plain, &mut notes));
            }
            if let Some(row) = group.subtotal_row() {
                keep_with_next(&mut rows);
                rows.push(self.row(table, row, &said, Look::Bold, &mut notes));
            }
        }
        if let Some(row) = table.total_row() {
            keep_with_next(&mut rows);
            rows.push(self.row(table, row, &said, Look::Bold, &mut notes));
        }
        for row in table.memo_rows() {
            rows.push(self.row(table, row, &said, Look::Italic, &mut notes));
        }
        let grid = Grid { caption: Some(caption), title: "", head, rows, columns, small: false, named: true };
        self.push(Piece::Grid(grid));
        for (mark, text) in notes.iter() {
            let mark = Span::new(format!("({mark})"), Look::Raised);
            self.spans("TableNote", vec![mark, Span::plain(format!(" {}", text.text(language)))]);
        }
        if !table.memo_rows().is_empty() {
            let words = self.word(outline::MEMO);
            self.paragraph("TableNote", words);
        }
        for (heading, text) in outline::lines_below(table, language) {
            self.line_below(heading, text);
        }
        self.push(Piece::Gap);
    }

    fn row(
        &mut self,
        table: &'a Table,
        row: &'a TableRow,
        caption: &str,
        look: Look,
        notes: &mut Notes<'a>,
    ) -> GridRow<'a> {
        let language = self.language;
        let bold = look == Look::Bold;
        let label = row.label().text(language);
        let first = std::iter::once(Span::new(label, look)).chain(raised(row.note(), notes)).collect();
        let mut cells = vec![GridCell::new(first, label, Align::Left).bold(bold)];
        for (cell, column) in row.cells().iter().zip(table.columns()) {
            let place = format!("{caption}: {label}, {}", column.label().text(language));
            let (figure, text) = self.figure(cell, Some(column), &place, look);
            let mark = raised(cell.note(), notes);
            let text = if mark.is_some() { format!("{text}{MARK}").into() } else { text };
            let spans = std::iter::once(figure).chain(mark).collect();
            cells.push(GridCell::new(spans, text, column.alignment()).bold(bold));
        }
        GridRow::of(cells)
    }
}

/// The head of a table: one row, or two under spanners.
fn head<'a>(table: &'a Table, language: Language, notes: &mut Notes<'a>) -> Vec<Vec<GridCell<'a>>> {
    let high = if table.spanners().is_empty() { 1 } else { 2 };
    let plain = |text: &'a str| GridCell::aligned(text, Align::Centre);
    let (mut upper, mut lower) = (vec![plain(table.stub().text(language)).down(high)], Vec::new());
    for (at, column) in table.columns().iter().enumerate() {
        let label = with_unit(column.label(), column.named_unit(), language);
        let mark = raised(column.note(), notes);
        let text = format!("{label}{}", if mark.is_some() { MARK } else { "" });
        let spans = std::iter::once(Span::plain(label)).chain(mark).collect();
        let cell = GridCell::new(spans, text, Align::Centre);
        let spanner = table.spanners().iter().find(|spanner| spanner.columns().contains(&at));
        if let Some(spanner) = spanner {
            let columns = spanner.columns();
            if *columns.start() == at {
                upper.push(plain(spanner.label().text(language)).over(columns.count()));
            }
            lower.push(cell);
        } else {
            upper.push(cell.down(high));
        }
    }
    if high == 2 { vec![upper, lower] } else { vec![upper] }
}

/// `(1)`, raised, if there is a note.
fn raised<'a>(note: Option<&'a Bilingual>, notes: &mut Notes<'a>) -> Option<Span<'a>> {
    note.map(|note| Span::new(format!("({})", notes.mark(note)), Look::Raised))
}

fn keep_with_next(rows: &mut [GridRow<'_>]) {
    if let Some(last) = rows.last_mut() {
        last.keep_next = true;
    }
}

/// As wide as the mark of a note.
const MARK: &str = "(1)";
