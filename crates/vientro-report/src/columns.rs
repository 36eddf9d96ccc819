//! Widths of the columns of a table, for the formats with pages: as wide as their words ask for.

use crate::layout::{Layout, text_width};

/// What a cell asks of its columns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asks<'a> {
    /// Its lines, with `\n` between them.
    pub(crate) text: &'a str,
    pub(crate) bold: bool,
    /// A cell of the head may break into two lines.
    pub(crate) head: bool,
    /// Columns it takes; a cell over several asks nothing of any.
    pub(crate) span: usize,
}

/// The widths of a table's columns in twips, and whether its letters are the small ones.
///
/// * `rows`: the cells of each row from the first column on; `columns` of them in all.
/// * `small`: small letters whatever the width; else only if the longest words would not fit.
pub(crate) fn columns(
    rows: &[Vec<Asks<'_>>],
    columns: usize,
    small: bool,
    layout: &Layout,
    total: u32,
) -> (Vec<u32>, bool) {
    let fits = |size| {
        let least = needs(rows, columns, size, total).into_iter().map(|(least, _)| least);
        least.fold(0_u32, u32::saturating_add) <= total
    };
    let small = small || !fits(layout.table);
    let size = if small { layout.table_small } else { layout.table };
    (shared(&needs(rows, columns, size, total), total), small)
}

/// For each column its longest word and its longest line, with the margins.
fn needs(rows: &[Vec<Asks<'_>>], columns: usize, size: u32, total: u32) -> Vec<(u32, u32)> {
    let mut needs = vec![(0_u32, 0_u32); columns];
    let margins = CELL_MARGIN.saturating_mul(2).saturating_add(60);
    for cells in rows {
        let mut at = 0_usize;
        for cell in cells {
            if let (1, Some(need)) = (cell.span, needs.get_mut(at)) {
                let wide = |text: &str| {
                    text_width(text, size, cell.head || cell.bold).saturating_add(margins).min(total)
                };
                let word = cell.text.split(char::is_whitespace).map(wide).max().unwrap_or_default();
                let line = cell.text.split('\n').map(wide).max().unwrap_or_default();
                // no word is worth more than a third of the page
                need.0 = need.0.max(word.min(total / 3));
                need.1 = need.1.max(if cell.head { word.max(line / 2) } else { line });
            }
            at = at.saturating_add(cell.span);
        }
    }
    needs
}

/// Shares the width of the page: each column gets its longest word, then its part of what its lines want besides. What is
/// left over goes to columns of words: a column of short numbers stays narrow.
fn shared(needs: &[(u32, u32)], total: u32) -> Vec<u32> {
    let sum = |values: &mut dyn Iterator<Item = u32>| values.fold(0_u32, u32::saturating_add);
    let least = sum(&mut needs.iter().map(|need| need.0));
    let wanted = sum(&mut needs.iter().map(|need| need.1.saturating_sub(need.0)));
    let long = needs.iter().any(|need| need.1 > total / NARROW);
    let stretched = |need: &(u32, u32)| if long && need.1 <= total / NARROW { 0 } else { need.1.max(need.0) };
    let lines = sum(&mut needs.iter().map(stretched));
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
            need.0.saturating_add(extra).saturating_add(part(rest, stretched(need), lines))
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

/// A line shorter than this part of the page needs no more room than it takes.
const NARROW: u32 = 8;

/// Left and right of the text in a cell, in twips.
pub(crate) const CELL_MARGIN: u32 = 70;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_get_their_room_first() {
        // the second column has a long word, the first long lines
        assert_eq!(shared(&[(100, 1_000), (400, 400)], 1_000), [600, 400]);
        assert_eq!(shared(&[(100, 200), (100, 150)], 900), [515, 385]);
        // a column of short numbers stays as narrow as it is
        assert_eq!(shared(&[(100, 100), (100, 200)], 900), [100, 800]);
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
