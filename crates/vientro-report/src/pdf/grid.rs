//! Tables as data of the page template: head rows that repeat, rows that stay whole.

use serde_json::{Value, json};

use super::body::runs;
use super::run::fit;
use crate::Align;
use crate::layout::{Layout, text_width};
use crate::paper::{Grid, GridCell};

/// A table `total` twips wide.
pub(super) fn grid(grid: &Grid<'_>, layout: &Layout, total: u32) -> Value {
    let (widths, small) = grid.widths(layout, total);
    let size = if small { layout.table_small } else { layout.table };
    let lines = |cells: &[GridCell<'_>]| lines(cells, &widths, size);
    let values = |cells: &[GridCell<'_>]| cells.iter().map(value).collect::<Vec<_>>();
    let head: Vec<_> = grid.head.iter().map(|cells| values(cells)).collect();
    let mut whole = grid.head.iter().map(|cells| lines(cells)).fold(0, u32::saturating_add);
    let mut rows = Vec::new();
    // Typst keeps the rows of a head with the row below, and a head with one of a deeper level
    let (mut level, mut together) = (None, 0_u32);
    for row in &grid.rows {
        let lines = lines(&row.cells);
        let high = together.saturating_add(lines);
        level = match level {
            _ if row.group => Some(2),
            above if row.keep_next && high < PART => Some(above.unwrap_or(2_u32).saturating_add(1)),
            _ => None,
        };
        together = match level {
            _ if row.group => lines,
            Some(_) => high,
            None => 0,
        };
        let cells = values(&row.cells);
        rows.push(json!({ "group": row.group, "level": level, "whole": lines < ROW, "cells": cells }));
        whole = whole.saturating_add(lines);
    }
    json!({
        "caption": grid.caption.map(|caption| fit(&caption.text())),
        "widths": widths,
        "small": small,
        "named": grid.named,
        "repeated": grid.head.iter().all(|cells| lines(cells) < ROW),
        "whole": grid.rows.len() <= SMALL && whole < PART,
        "head": head,
        "rows": rows,
    })
}

fn value(cell: &GridCell<'_>) -> Value {
    let paragraphs: Vec<_> = cell.paragraphs.iter().map(|spans| runs(spans)).collect();
    json!({
        "paragraphs": paragraphs,
        "align": match cell.align {
            Align::Centre => "centre",
            Align::Left => "left",
            Align::Right => "right",
        },
        "span": cell.over,
        "down": cell.down,
    })
}

/// Lines a row takes at most.
fn lines(cells: &[GridCell<'_>], widths: &[u32], size: u32) -> u32 {
    let mut at = 0_usize;
    let of = |cell: &GridCell<'_>| {
        let width = widths.iter().skip(at).take(cell.over).copied().fold(0, u32::saturating_add);
        at = at.saturating_add(cell.over);
        let lines =
            cell.text.split('\n').map(|line| text_width(line, size, cell.bold) / width.max(1) * 3 / 2 + 1);
        lines.fold(0, u32::saturating_add)
    };
    cells.iter().map(of).max().unwrap_or_default()
}

/// Lines of a row that need not break: less than a third of a page that lies.
const ROW: u32 = 14;
/// Lines of rows that stand together: less than a page that lies has.
const PART: u32 = 28;
/// Rows of a table that does not break.
const SMALL: usize = 12;
