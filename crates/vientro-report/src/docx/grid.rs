//! Tables: head rows that repeat, rows that stay whole.

use std::fmt::Write as _;

use super::body::Writer;
use super::run::attribute;
use crate::Align;
use crate::columns::CELL_MARGIN;
use crate::paper::{Grid, GridCell, Span};

impl Writer<'_> {
    /// A table as wide as the page, without its caption.
    pub(super) fn grid(&mut self, grid: &Grid<'_>) {
        let (widths, small) = grid.widths(self.layout, self.width());
        let title = grid.caption.map_or_else(|| grid.title.to_owned(), |caption| caption.text());
        let out = &mut self.out;
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
            title = attribute(&title),
        );
        for width in &widths {
            let _ = write!(out, r#"<w:gridCol w:w="{width}"/>"#);
        }
        out.push_str("</w:tblGrid>");
        for cells in grid.head_rows() {
            self.out.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
            let style = |_| if small { "TableHeadSmall" } else { "TableHead" };
            self.cells(cells.into_iter(), &widths, &style, true);
            self.out.push_str("</w:tr>");
        }
        for row in &grid.rows {
            self.out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            let style = |align| match (align, small) {
                (Align::Centre, false) => "TableCentre",
                (Align::Centre, true) => "TableCentreSmall",
                (Align::Left, false) => "TableLeft",
                (Align::Left, true) => "TableLeftSmall",
                (Align::Right, false) => "TableRight",
                (Align::Right, true) => "TableRightSmall",
            };
            self.cells(row.cells.iter().map(Some), &widths, &style, row.keep_next);
            self.out.push_str("</w:tr>");
        }
        self.out.push_str("</w:tbl>");
    }

    /// Cells of one row; none goes on from the row above.
    fn cells<'g>(
        &mut self,
        cells: impl Iterator<Item = Option<&'g GridCell<'g>>>,
        widths: &[u32],
        style: &dyn Fn(Align) -> &'static str,
        keep_next: bool,
    ) {
        let keep = if keep_next { "<w:keepNext/>" } else { "" };
        let mut at = 0_usize;
        for cell in cells {
            let over = cell.map_or(1, |cell| cell.over);
            let width = widths.iter().skip(at).take(over).copied().fold(0, u32::saturating_add);
            at = at.saturating_add(over);
            let _ = write!(self.out, r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>"#);
            if over > 1 {
                let _ = write!(self.out, r#"<w:gridSpan w:val="{over}"/>"#);
            }
            self.out.push_str(match cell {
                None => "<w:vMerge/>",
                Some(cell) if cell.down > 1 => r#"<w:vMerge w:val="restart"/>"#,
                Some(_) => "",
            });
            self.out.push_str(r#"<w:vAlign w:val="center"/></w:tcPr>"#);
            let (align, paragraphs) =
                cell.map_or((Align::Centre, NOTHING), |cell| (cell.align, cell.paragraphs.as_slice()));
            for spans in paragraphs {
                let runs = self.runs(spans);
                let _ = write!(
                    self.out,
                    r#"<w:p><w:pPr><w:pStyle w:val="{}"/>{keep}</w:pPr>{runs}</w:p>"#,
                    style(align)
                );
            }
            self.out.push_str("</w:tc>");
        }
    }
}

/// A cell without words has a paragraph all the same.
const NOTHING: &[Vec<Span<'_>>] = &[Vec::new()];
