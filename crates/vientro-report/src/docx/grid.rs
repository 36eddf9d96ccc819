//! Tables: columns as wide as their words ask for, head rows that repeat, rows that stay whole.

use std::fmt::Write as _;

use super::run::attribute;
use crate::Align;
use crate::layout::{Layout, text_width};

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
        let fits = |size| {
            let least = self.needs(size, total).into_iter().map(|(least, _)| least);
            least.fold(0_u32, u32::saturating_add) <= total
        };
        let small = self.small || !fits(layout.table);
        let size = if small { layout.table_small } else { layout.table };
        let widths = shared(&self.needs(size, total), total);
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

    /// For each column its longest word and its longest line, with the margins.
    fn needs(&self, size: u32, total: u32) -> Vec<(u32, u32)> {
        let mut needs = vec![(0_u32, 0_u32); self.columns];
        let margins = CELL_MARGIN.saturating_mul(2).saturating_add(60);
        let heads = self.head.iter().map(|cells| (cells, true));
        for (cells, head) in heads.chain(self.rows.iter().map(|row| (&row.cells, false))) {
            let mut at = 0_usize;
            for cell in cells {
                if let (1, Some(need)) = (cell.span, needs.get_mut(at)) {
                    let wide = |text: &str| {
                        text_width(text, size, head || cell.bold).saturating_add(margins).min(total)
                    };
                    let word = cell.text.split(char::is_whitespace).map(wide).max().unwrap_or_default();
                    let line = cell.text.split('\n').map(wide).max().unwrap_or_default();
                    // no word is worth more than a third of the page
                    need.0 = need.0.max(word.min(total / 3));
                    // heads may break into two lines
                    need.1 = need.1.max(if head { word.max(line / 2) } else { line });
                }
                at = at.saturating_add(cell.span);
            }
        }
        needs
    }
}

/// Shares the width of the page: each column gets its longest word, then its part of what its lines want besides, then
/// of what is left over.
fn shared(needs: &[(u32, u32)], total: u32) -> Vec<u32> {
    let sum = |values: &mut dyn Iterator<Item = u32>| values.fold(0_u32, u32::saturating_add);
    let least = sum(&mut needs.iter().map(|need| need.0));
    let wanted = sum(&mut needs.iter().map(|need| need.1.saturating_sub(need.0)));
    let lines = sum(&mut needs.iter().map(|need| need.1.max(need.0)));
    let part = |amount: u32, of: u32, whole: u32| {
        let product = u64::from(amount).saturating_mul(u64::from(of));
        u32::try_from(product.checked_div(u64::from(whole)).unwrap_or_default()).unwrap_or(amount)
    };
    let mut widths: Vec<u32> = if least > total {
        needs.iter().map(|need| part(total, need.0, least)).collect()
    } else {
        let free = total.saturating_sub(least);
        let given = free.min(wanted);
        let rest = free.saturating_sub(given);
        let of = |need: &(u32, u32)| {
            let extra = part(given, need.1.saturating_sub(need.0), wanted);
            need.0.saturating_add(extra).saturating_add(part(rest, need.1.max(need.0), lines))
        };
        needs.iter().map(of).collect()
    };
    // what whole numbers leave over goes to the stub
    let used = sum(&mut widths.iter().copied());
    if let Some(first) = widths.first_mut() {
        *first = first.saturating_add(total.saturating_sub(used));
    }
    widths
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

/// Left and right of the text in a cell, in twips.
const CELL_MARGIN: u32 = 70;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_get_their_room_first() {
        // the second column has a long word, the first long lines
        assert_eq!(shared(&[(100, 1_000), (400, 400)], 1_000), [600, 400]);
        assert_eq!(shared(&[(100, 200), (100, 100)], 900), [600, 300]);
        assert_eq!(shared(&[(600, 600), (600, 600)], 1_000), [500, 500]);
        assert!(shared(&[], 1_000).is_empty());
    }

    proptest! {
        #[test]
        fn columns_fill_the_page(needs in prop::collection::vec((0u32..20_000, 0u32..400_000), 1..40)) {
            let widths = shared(&needs, 9_354);
            prop_assert_eq!(widths.iter().sum::<u32>(), 9_354);
        }
    }
}
