//! Tables: columns as wide as their words ask for, head rows that repeat, rows that stay whole.

use serde_json::{Value, json};

use crate::Align;
use crate::columns::{Asks, columns};
use crate::layout::{Layout, text_width};

/// A cell: its runs by paragraph, and its text to measure it by.
#[derive(Clone, Debug)]
pub(super) struct GridCell {
    pub(super) paragraphs: Vec<Vec<Value>>,
    pub(super) text: String,
    align: Align,
    bold: bool,
    /// Columns it takes.
    span: usize,
    /// Rows it takes.
    down: usize,
}

impl GridCell {
    pub(super) fn new(runs: Vec<Value>, text: impl Into<String>, align: Align) -> Self {
        Self { paragraphs: vec![runs], text: text.into(), align, bold: false, span: 1, down: 1 }
    }

    pub(super) fn bold(self, bold: bool) -> Self {
        Self { bold, ..self }
    }

    pub(super) fn over(self, span: usize) -> Self {
        Self { span, ..self }
    }

    pub(super) fn down(self, down: usize) -> Self {
        Self { down, ..self }
    }

    fn asks(&self, head: bool) -> Asks<'_> {
        Asks { text: &self.text, bold: self.bold, head, span: self.span }
    }

    fn value(&self) -> Value {
        json!({
            "paragraphs": self.paragraphs,
            "align": match self.align {
                Align::Centre => "centre",
                Align::Left => "left",
                Align::Right => "right",
            },
            "span": self.span,
            "down": self.down,
        })
    }
}

#[derive(Debug, Default)]
pub(super) struct GridRow {
    pub(super) cells: Vec<GridCell>,
    /// Names the rows below and stays on the page of the first.
    pub(super) group: bool,
}

impl GridRow {
    pub(super) fn of(cells: Vec<GridCell>) -> Self {
        Self { cells, group: false }
    }
}

/// A table.
#[derive(Debug)]
pub(super) struct Grid<'a> {
    /// Stands above it.
    pub(super) caption: Option<&'a str>,
    pub(super) head: Vec<Vec<GridCell>>,
    pub(super) rows: Vec<GridRow>,
    pub(super) columns: usize,
    /// Small letters whatever the width.
    pub(super) small: bool,
    /// The first cell of a row names the row.
    pub(super) named: bool,
}

impl Grid<'_> {
    /// The table `total` twips wide.
    pub(super) fn value(&self, layout: &Layout, total: u32) -> Value {
        let body = self.rows.iter().map(|row| row.cells.iter().map(|cell| cell.asks(false)).collect());
        let asks: Vec<Vec<Asks<'_>>> = std::iter::once(self.heads()).chain(body).collect();
        let (widths, small) = columns(&asks, self.columns, self.small, layout, total);
        let size = if small { layout.table_small } else { layout.table };
        let values = |cells: &[GridCell]| cells.iter().map(GridCell::value).collect::<Vec<_>>();
        let head: Vec<_> = self.head.iter().map(|cells| values(cells)).collect();
        let rows: Vec<_> = self
            .rows
            .iter()
            .map(|row| {
                let whole = whole(&row.cells, &widths, size);
                json!({ "group": row.group, "whole": whole, "cells": values(&row.cells) })
            })
            .collect();
        json!({
            "caption": self.caption.map(super::run::fit),
            "widths": widths,
            "small": small,
            "named": self.named,
            "repeated": self.head.iter().all(|cells| whole(cells, &widths, size)),
            "head": head,
            "rows": rows,
        })
    }

    /// The lowest cell of the head for each column.
    fn heads(&self) -> Vec<Asks<'_>> {
        let mut lower = self.head.iter().skip(1).flatten();
        let mut heads = Vec::new();
        for cell in self.head.iter().take(1).flatten() {
            if self.head.len() == cell.down {
                heads.push(cell.asks(true));
            } else {
                heads.extend(lower.by_ref().take(cell.span).map(|cell| cell.asks(true)));
            }
        }
        heads
    }
}

/// Does the row surely take less than a part of a page, so that it need not break?
fn whole(cells: &[GridCell], widths: &[u32], size: u32) -> bool {
    let mut at = 0_usize;
    cells.iter().all(|cell| {
        let width = widths.iter().skip(at).take(cell.span).copied().fold(0, u32::saturating_add);
        at = at.saturating_add(cell.span);
        let lines =
            cell.text.split('\n').map(|line| text_width(line, size, cell.bold) / width.max(1) * 3 / 2 + 1);
        lines.fold(0, u32::saturating_add) < LINES
    })
}

/// Lines of a row that are less than a third of a page that lies.
const LINES: u32 = 14;
