//! Tables: columns as wide as their words ask for, head rows that repeat, rows that stay whole.

use std::fmt::Write as _;

use super::run::attribute;
use crate::Align;
use crate::columns::{Asks, CELL_MARGIN, columns};
use crate::layout::Layout;

/// A cell: its runs by paragraph, and its text to measure it by.
#[derive(Clone, Debug)]
pub(super) struct GridCell {
    pub(super) paragraphs: Vec<String>,
    pub(super) text: String,
    pub(super) align: Align,
    pub(super) bold: bool,
    /// Columns it takes.
    pub(super) span: usize,
    pub(super) merge: Merge,
}

/// Whether a cell of the head goes on in the row below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Merge {
    None,
    Start,
    Continue,
}

impl GridCell {
    pub(super) fn new(runs: String, text: impl Into<String>, align: Align) -> Self {
        Self { paragraphs: vec![runs], text: text.into(), align, bold: false, span: 1, merge: Merge::None }
    }

    pub(super) fn bold(self, bold: bool) -> Self {
        Self { bold, ..self }
    }

    pub(super) fn over(self, span: usize) -> Self {
        Self { span, ..self }
    }

    pub(super) fn merged(self, merge: Merge) -> Self {
        Self { merge, ..self }
    }

    fn asks(&self, head: bool) -> Asks<'_> {
        Asks { text: &self.text, bold: self.bold, head, span: self.span }
    }
}

/// A table with its title for those who hear it.
#[derive(Debug)]
pub(super) struct Grid<'a> {
    pub(super) title: &'a str,
    pub(super) head: Vec<Vec<GridCell>>,
    pub(super) rows: Vec<GridRow>,
    pub(super) columns: usize,
    /// Small letters whatever the width.
    pub(super) small: bool,
}

#[derive(Debug, Default)]
pub(super) struct GridRow {
    pub(super) cells: Vec<GridCell>,
    /// Stays on the page of the row below.
    pub(super) keep_next: bool,
}

impl Grid<'_> {
    /// Writes the table `total` twips wide.
    pub(super) fn write(&self, out: &mut String, layout: &Layout, total: u32) {
        let heads = self.head.iter().map(|cells| (cells, true));
        let rows: Vec<Vec<Asks<'_>>> = heads
            .chain(self.rows.iter().map(|row| (&row.cells, false)))
            .map(|(cells, head)| cells.iter().map(|cell| cell.asks(head)).collect())
            .collect();
        let (widths, small) = columns(&rows, self.columns, self.small, layout, total);
        // writing to a String cannot fail, here and below
        let _ = write!(
            out,
            concat!(
                r#"<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:tblBorders>"#,
                r#"<w:top w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:left w:val="single" w:sz="4" w:space="0" w:color="auto"/>"#,
                r#"<w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:right w:val="single" w:sz="4" w:space="0" w:color="auto"/>"#,
                r#"<w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="auto"/>"#,
                r#"</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="0"/>"#,
                r#"<w:tblCaption w:val="{title}"/></w:tblPr><w:tblGrid>"#,
            ),
            total = widths.iter().copied().fold(0, u32::saturating_add),
            margin = CELL_MARGIN,
            title = attribute(self.title),
        );
        for width in &widths {
            let _ = write!(out, r#"<w:gridCol w:w="{width}"/>"#);
        }
        out.push_str("</w:tblGrid>");
        for cells in &self.head {
            out.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
            cells_of(out, cells, &widths, &|_| if small { "TableHeadSmall" } else { "TableHead" }, false);
            out.push_str("</w:tr>");
        }
        for row in &self.rows {
            out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            let style = |align| match (align, small) {
                (Align::Centre, false) => "TableCentre",
                (Align::Centre, true) => "TableCentreSmall",
                (Align::Left, false) => "TableLeft",
                (Align::Left, true) => "TableLeftSmall",
                (Align::Right, false) => "TableRight",
                (Align::Right, true) => "TableRightSmall",
            };
            cells_of(out, &row.cells, &widths, &style, row.keep_next);
            out.push_str("</w:tr>");
        }
        out.push_str("</w:tbl>");
    }
}

fn cells_of(
    out: &mut String,
    cells: &[GridCell],
    widths: &[u32],
    style: &dyn Fn(Align) -> &'static str,
    keep_next: bool,
) {
    let mut at = 0_usize;
    for cell in cells {
        let end = at.saturating_add(cell.span);
        let width = widths.iter().skip(at).take(cell.span).copied().fold(0, u32::saturating_add);
        at = end;
        let _ = write!(out, r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>"#);
        if cell.span > 1 {
            let _ = write!(out, r#"<w:gridSpan w:val="{}"/>"#, cell.span);
        }
        out.push_str(match cell.merge {
            Merge::None => "",
            Merge::Start => r#"<w:vMerge w:val="restart"/>"#,
            Merge::Continue => "<w:vMerge/>",
        });
        out.push_str(r#"<w:vAlign w:val="center"/></w:tcPr>"#);
        let keep = if keep_next { "<w:keepNext/>" } else { "" };
        for runs in &cell.paragraphs {
            let _ = write!(
                out,
                r#"<w:p><w:pPr><w:pStyle w:val="{}"/>{keep}</w:pPr>{runs}</w:p>"#,
                style(cell.align)
            );
        }
        out.push_str("</w:tc>");
    }
}
