//! Tables: cells with what they say, rows that stay together, columns as wide as their words ask for.

use std::borrow::Cow;

use super::{Look, Place, Span};
use crate::Align;
use crate::columns::{Asks, columns};
use crate::layout::Layout;

/// A cell: its paragraphs, and its text to measure it by.
#[derive(Clone, Debug)]
pub(crate) struct GridCell<'a> {
    pub(crate) paragraphs: Vec<Vec<Span<'a>>>,
    pub(crate) text: Cow<'a, str>,
    pub(crate) align: Align,
    pub(crate) bold: bool,
    /// Columns it takes.
    pub(crate) over: usize,
    /// Rows it takes, in the head.
    pub(crate) down: usize,
}

impl<'a> GridCell<'a> {
    pub(super) fn new(spans: Vec<Span<'a>>, text: impl Into<Cow<'a, str>>, align: Align) -> Self {
        Self { paragraphs: vec![spans], text: text.into(), align, bold: false, over: 1, down: 1 }
    }

    /// A cell of words.
    pub(super) fn words(text: impl Into<Cow<'a, str>>) -> Self {
        Self::aligned(text, Align::Left)
    }

    pub(super) fn aligned(text: impl Into<Cow<'a, str>>, align: Align) -> Self {
        let text = text.into();
        Self::new(vec![Span::plain(text.clone())], text, align)
    }

    /// A number others lead to.
    pub(super) fn place(number: usize, place: Place) -> Self {
        let text = number.to_string();
        Self::new(vec![Span::Place { text: text.clone(), place }], text, Align::Right)
    }

    /// A list of words that lead to places of the document.
    pub(super) fn links(list: impl Iterator<Item = (Place, String)>) -> Self {
        let (mut spans, mut text) = (Vec::new(), String::new());
        for (place, words) in list {
            if !text.is_empty() {
                spans.push(Span::plain(", "));
                text.push_str(", ");
            }
            text.push_str(&words);
            spans.push(Span::to(words, Look::Plain, place));
        }
        Self::new(spans, text, Align::Left)
    }

    pub(super) fn bold(self, bold: bool) -> Self {
        Self { bold, ..self }
    }

    pub(super) fn over(self, over: usize) -> Self {
        Self { over, ..self }
    }

    pub(super) fn down(self, down: usize) -> Self {
        Self { down, ..self }
    }

    fn asks(&self, head: bool) -> Asks<'_> {
        Asks { text: &self.text, bold: self.bold, head, span: self.over }
    }
}

#[derive(Debug, Default)]
pub(crate) struct GridRow<'a> {
    pub(crate) cells: Vec<GridCell<'a>>,
    /// Names the rows below and stays on the page of the first.
    pub(crate) group: bool,
    /// Stays on the page of the row below.
    pub(crate) keep_next: bool,
}

impl<'a> GridRow<'a> {
    pub(super) fn of(cells: Vec<GridCell<'a>>) -> Self {
        Self { cells, ..Self::default() }
    }
}

/// The numbered words above a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Caption<'a> {
    pub(crate) label: &'static str,
    pub(crate) number: usize,
    pub(crate) text: &'a str,
    /// It is one of the tables of the document, not the data of a chart.
    pub(crate) counted: bool,
}

/// A table.
#[derive(Debug)]
pub(crate) struct Grid<'a> {
    pub(crate) caption: Option<Caption<'a>>,
    /// For those who hear a table without a caption.
    pub(crate) title: &'static str,
    pub(crate) head: Vec<Vec<GridCell<'a>>>,
    pub(crate) rows: Vec<GridRow<'a>>,
    pub(crate) columns: usize,
    /// Small letters whatever the width.
    pub(crate) small: bool,
    /// The first cell of a row names the row.
    pub(crate) named: bool,
}

impl<'a> Grid<'a> {
    /// A table in small letters under a head of one row.
    pub(super) fn small(title: &'static str, heads: &[&'a str], rows: Vec<GridRow<'a>>) -> Self {
        let head = heads.iter().map(|text| GridCell::aligned(*text, Align::Centre)).collect();
        let columns = heads.len();
        Self { caption: None, title, head: vec![head], rows, columns, small: true, named: true }
    }

    /// Neither the first nor the last row stands alone on a page.
    pub(super) fn keep_ends(&mut self) {
        if let [first, _, ..] = self.rows.as_mut_slice() {
            first.keep_next = true;
        }
        if let [.., second_last, _] = self.rows.as_mut_slice() {
            second_last.keep_next = true;
        }
    }

    /// The head as rows of as many columns as the table; none is a cell that goes on from the row above.
    pub(crate) fn head_rows(&self) -> Vec<Vec<Option<&GridCell<'a>>>> {
        let Some((upper, lower)) = self.head.split_first() else { return Vec::new() };
        let mut rows = vec![upper.iter().map(Some).collect()];
        for cells in lower {
            let mut cells = cells.iter();
            let mut row = Vec::new();
            for above in upper {
                if above.down > 1 {
                    row.push(None);
                } else {
                    row.extend(cells.by_ref().take(above.over).map(Some));
                }
            }
            rows.push(row);
        }
        rows
    }

    /// The widths of the columns in twips, and whether the letters are the small ones.
    pub(crate) fn widths(&self, layout: &Layout, total: u32) -> (Vec<u32>, bool) {
        let heads = self.head_rows().into_iter().map(|cells| {
            let nothing = Asks { text: "", bold: false, head: true, span: 1 };
            cells.into_iter().map(|cell| cell.map_or(nothing, |cell| cell.asks(true))).collect()
        });
        let rows = self.rows.iter().map(|row| row.cells.iter().map(|cell| cell.asks(false)).collect());
        let asks: Vec<Vec<Asks<'_>>> = heads.chain(rows).collect();
        columns(&asks, self.columns, self.small, layout, total)
    }
}

impl Caption<'_> {
    pub(crate) fn text(&self) -> String {
        format!("{} {}. {}", self.label, self.number, self.text)
    }
}
