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
    let values = |cells: &[GridCell<'_>]| cells.iter().map(value).collect::<Vec<_>>();
    let head: Vec<_> = grid.head.iter().map(|cells| values(cells)).collect();
    let rows = grid.rows.iter().map(|row| {
        let whole = whole(&row.cells, &widths, size);
        json!({ "group": row.group, "whole": whole, "cells": values(&row.cells) })
    });
    let rows: Vec<_> = rows.collect();
    json!({
        "caption": grid.caption.map(|caption| fit(&caption.text())),
        "widths": widths,
        "small": small,
        "named": grid.named,
        "repeated": grid.head.iter().all(|cells| whole(cells, &widths, size)),
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

/// Does the row surely take less than a part of a page, so that it need not break?
fn whole(cells: &[GridCell<'_>], widths: &[u32], size: u32) -> bool {
    let mut at = 0_usize;
    cells.iter().all(|cell| {
        let width = widths.iter().skip(at).take(cell.over).copied().fold(0, u32::saturating_add);
        at = at.saturating_add(cell.over);
        let lines =
            cell.text.split('\n').map(|line| text_width(line, size, cell.bold) / width.max(1) * 3 / 2 + 1);
        lines.fold(0, u32::saturating_add) < LINES
    })
}

/// Lines of a row that are less than a third of a page that lies.
const LINES: u32 = 14;
