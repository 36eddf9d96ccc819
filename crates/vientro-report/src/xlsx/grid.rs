//! Sheets of tables: heads, groups, and totals that add up by themselves.

use std::borrow::Cow;
use std::fmt::Write as _;

use rust_decimal::{Decimal, RoundingStrategy};
use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{Formula, XlsxError};
use vientro_core::{Bilingual, Language};

use super::Book;
use super::number::{Number, NumberFormat, day};
use super::page::{LINE, Page, letters, longest};
use super::style::{Look, Side};
use crate::outline::{self, Notes};
use crate::print::{self, with_unit};
use crate::text::{like_formula, visible};
use crate::{Align, Cell, CellValue, Column, SourceRow, Table, TableRow};

/// Where the parts of a written table stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// First row of the body.
    pub(super) first: u32,
    /// The row after the last one written.
    pub(super) end: u32,
}

/// Rows that are summed: where they stand, and the rows.
type Span<'a> = (u32, &'a [TableRow]);

impl<'a> Book<'a> {
    /// A table on a sheet of its own.
    pub(super) fn table_sheet(
        &mut self,
        table: &'a Table,
        caption: &str,
        name: &str,
    ) -> Result<(Page, Place), XlsxError> {
        let language = self.language;
        let mut notes = Notes::default();
        let spanned = !table.spanners().is_empty();
        let head = if spanned { 2 } else { 1 };
        let columns = index(table.columns().len())?;
        let mut page = Page::new(name, head)?;
        self.text(&mut page, 0, 0, caption, Look { ..Look::TITLE })?;
        self.head(&mut page, table, head, &mut notes)?;

        let first = head.saturating_add(1);
        let mut at = first;
        let mut spans: Vec<Span<'a>> = Vec::new();
        for group in table.groups() {
            if let Some(label) = group.label() {
                self.said(&mut page, at, 0, label, Look::CELL.bold(true))?;
                for column in 1..=columns {
                    self.text(&mut page, at, column, "", Look::CELL)?;
                }
                at = at.saturating_add(1);
            }
            let span = (at, group.rows());
            for row in group.rows() {
                self.row(&mut page, at, table, row, caption, &Look::CELL, &[], &mut notes)?;
                at = at.saturating_add(1);
            }
            spans.push(span);
            if let Some(row) = group.subtotal_row() {
                let look = Look::CELL.bold(true);
                self.row(&mut page, at, table, row, caption, &look, &[span], &mut notes)?;
                at = at.saturating_add(1);
            }
        }
        if let Some(row) = table.total_row() {
            let look = Look::CELL.bold(true);
            self.row(&mut page, at, table, row, caption, &look, &spans, &mut notes)?;
            at = at.saturating_add(1);
        }
        for row in table.memo_rows() {
            let look = Look::CELL.italic(true);
            self.row(&mut page, at, table, row, caption, &look, &[], &mut notes)?;
            at = at.saturating_add(1);
        }
        let mut lines: Vec<String> =
            notes.iter().map(|(mark, text)| format!("({mark}) {}", text.text(language))).collect();
        if !table.memo_rows().is_empty() {
            lines.push(self.word(outline::MEMO).to_owned());
        }
        let below = outline::lines_below(table, language);
        lines.extend(below.iter().map(|(heading, text)| format!("{heading}: {text}")));
        let wide = columns.max(1);
        for line in lines {
            self.wide(&mut page, at, wide, &line, Look::NOTE)?;
            at = at.saturating_add(1);
        }
        Ok((page, Place { first, end: at }))
    }

    /// A line of text over the columns from the first to `last`, high enough for its words.
    fn wide(
        &mut self,
        page: &mut Page,
        row: u32,
        last: u16,
        text: &str,
        look: Look,
    ) -> Result<(), XlsxError> {
        self.merged(page, [row, row], [0, last], text, look)?;
        let width = page.width().saturating_mul(11) / 10;
        let shown = visible(text);
        let lines = shown.split('\n').map(|line| letters(line).div_ceil(width.max(1)).max(1));
        let lines = lines.fold(0, u32::saturating_add);
        page.sheet.set_row_height(row, lines.saturating_mul(LINE).min(409))?;
        Ok(())
    }

    /// Words over several cells.
    fn merged(
        &mut self,
        page: &mut Page,
        [first, last]: [u32; 2],
        [left, right]: [u16; 2],
        text: &str,
        look: Look,
    ) -> Result<(), XlsxError> {
        if first == last && left == right {
            return self.text(page, first, left, text, look);
        }
        let look = Look { quoted: like_formula(text), ..look };
        let shown = self.fitting(page, first, left, text);
        page.sheet.merge_range(first, left, last, right, &shown, self.styles.of(look))?;
        Ok(())
    }

    fn head(
        &mut self,
        page: &mut Page,
        table: &'a Table,
        head: u32,
        notes: &mut Notes<'a>,
    ) -> Result<(), XlsxError> {
        let language = self.language;
        self.merged(page, [1, head], [0, 0], table.stub().text(language), Look::HEAD)?;
        page.widen(0, 20);
        for spanner in table.spanners() {
            let left = index(spanner.columns().start().saturating_add(1))?;
            let right = index(spanner.columns().end().saturating_add(1))?;
            self.merged(page, [1, 1], [left, right], spanner.label().text(language), Look::HEAD)?;
        }
        for ((column, at), number) in table.columns().iter().zip(1_u16..).zip(0_usize..) {
            let label = with_unit(column.label(), column.named_unit(), language);
            let mark = mark_of(column.note(), notes);
            let spanned = table.spanners().iter().any(|spanner| spanner.columns().contains(&number));
            let top = if spanned { head } else { 1 };
            self.merged(page, [top, head], [at, at], &format!("{label}{mark}"), Look::HEAD)?;
            // heads break: two lines of a long one
            let words = label.split_whitespace().map(letters).max().unwrap_or_default();
            let least = if column.alignment() == Align::Left { 20 } else { 8 };
            page.widen(at, words.max(letters(&label) / 2).saturating_add(4).clamp(least, 40));
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "one row of one sheet, called four times above")]
    fn row(
        &mut self,
        page: &mut Page,
        at: u32,
        table: &'a Table,
        row: &'a TableRow,
        caption: &str,
        look: &Look,
        sums: &[Span<'a>],
        notes: &mut Notes<'a>,
    ) -> Result<(), XlsxError> {
        let language = self.language;
        let label = row.label().text(language);
        let mark = mark_of(row.note(), notes);
        widen(page, 0, longest(label));
        self.text(page, at, 0, &marked(label.into(), &mark), look.clone())?;
        for ((cell, column), place) in row.cells().iter().zip(table.columns()).zip(1_u16..) {
            let mark = mark_of(cell.note(), notes);
            let look = look.clone().side(column.alignment());
            let formula = formula(sums, cell, place)
                .or_else(|| across(row, column, cell, at))
                .or_else(|| count_above(sums, cell, place));
            let letters = self.cell(page, (at, place), cell, Some(column), &mark, look, formula)?;
            widen(page, place, letters);
            if cell.opens() {
                let what = format!("{caption}: {label}, {}", column.label().text(language));
                self.traces.push(cell, what, &print::in_table(cell, column.named_unit(), language));
            }
        }
        Ok(())
    }

    /// Writes a figure as a number, a day or words; returns the letters of its longest line.
    #[expect(clippy::too_many_arguments, reason = "one cell of one sheet")]
    pub(super) fn cell(
        &mut self,
        page: &mut Page,
        (row, column): (u32, u16),
        cell: &Cell,
        head: Option<&Column>,
        mark: &str,
        look: Look,
        formula: Option<String>,
    ) -> Result<u32, XlsxError> {
        let language = self.language;
        let unit = head.and_then(Column::named_unit);
        let shown = || {
            let printed = match head {
                Some(_) => print::in_table(cell, unit, language),
                None => print::in_sentence(cell, language),
            };
            marked(printed, mark)
        };
        if let Some(number) = Number::of(cell, unit, mark, language) {
            let letters = number.letters().unwrap_or_else(|| longest(&shown()));
            let stored = number.stored();
            let format = self.styles.of(look.number(number.format));
            match formula {
                Some(formula) => {
                    let formula = Formula::new(formula).set_result(stored.to_string());
                    page.sheet.write_formula_with_format(row, column, formula, format)?;
                }
                None => {
                    page.sheet.write_number_with_format(row, column, stored, format)?;
                }
            }
            return Ok(letters);
        }
        if let (CellValue::Date(date), true) = (cell.value(), mark.is_empty())
            && let Some(stored) = day(*date)
        {
            let format = self.styles.of(look.number(NumberFormat::Day));
            page.sheet.write_datetime_with_format(row, column, stored, format)?;
            return Ok(match language {
                Language::Vi => letters("dd/mm/yyyy"),
                Language::En => letters(&print::day(*date, language)),
            });
        }
        // words of a source that look like a number
        let shown = match (cell.value(), shown()) {
            (CellValue::Text(_), Cow::Borrowed(words)) if mark.is_empty() => cited(words),
            (_, shown) => shown,
        };
        let letters = longest(&shown);
        self.text(page, row, column, &shown, look)?;
        Ok(letters)
    }

    /// A list of source rows on a sheet of its own.
    pub(super) fn row_list_sheet(
        &mut self,
        rows: &[&'a SourceRow],
        caption: &str,
        name: &str,
    ) -> Result<Page, XlsxError> {
        let language = self.language;
        let (names, fields) = outline::row_list(rows, language);
        let mut page = Page::new(name, 1)?;
        self.text(&mut page, 0, 0, caption, Look::TITLE)?;
        let mut head = vec![self.word(("Dòng", "Row")), self.word(("Nội dung", "Content"))];
        head.extend(names);
        head.push(self.word(("Vị trí", "Place")));
        head.push(self.word(("Mã dòng", "Row id")));
        for (text, column) in head.iter().zip(0_u16..) {
            self.text(&mut page, 1, column, text, Look::HEAD)?;
            page.widen(column, letters(text).saturating_add(2).clamp(8, 40));
        }
        for ((row, fields), at) in rows.iter().zip(fields).zip(2_u32..) {
            let number = self.row_numbers.get(row.id()).copied().unwrap_or_default();
            self.count(&mut page, at, 0, number)?;
            let place = row.place();
            let texts = [row.label().text(language).to_owned()]
                .into_iter()
                .chain(fields.iter().map(|text| cited(text).into_owned()))
                .chain([place, row.id().to_string()]);
            for (text, column) in texts.zip(1_u16..) {
                widen(&mut page, column, longest(&text));
                self.text(&mut page, at, column, &text, Look::CELL)?;
            }
        }
        Ok(page)
    }

    /// A count of ours, such as the number of a row.
    pub(super) fn count(
        &mut self,
        page: &mut Page,
        row: u32,
        column: u16,
        count: usize,
    ) -> Result<(), XlsxError> {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let format = self.styles.of(Look::CELL.side(Side::Right).number(NumberFormat::Count));
        page.sheet.write_number_with_format(row, column, count, format)?;
        Ok(())
    }
}

/// ` (1)` if there is a note.
fn mark_of<'a>(note: Option<&'a Bilingual>, notes: &mut Notes<'a>) -> String {
    note.map(|note| format!(" ({})", notes.mark(note))).unwrap_or_default()
}

/// The words with their mark behind.
fn marked<'t>(words: Cow<'t, str>, mark: &str) -> Cow<'t, str> {
    if mark.is_empty() { words } else { format!("{words}{mark}").into() }
}

/// The sum over the rows above, if it is exactly the figure the report has: a formula may not say another number.
fn formula(sums: &[Span<'_>], total: &Cell, column: u16) -> Option<String> {
    if sums.is_empty() {
        return None;
    }
    let wanted = total.number()?;
    let at = usize::from(column).checked_sub(1)?;
    let (mut sum, mut found) = (Decimal::ZERO, false);
    for cell in sums.iter().flat_map(|(_, rows)| rows.iter()).filter_map(|row| row.cells().get(at)) {
        match (cell.number(), cell.value()) {
            (Some(value), _) => {
                // numbers a spreadsheet cannot keep stand as text, which it would leave out
                let kept = Number::of(cell, cell.unit().as_ref(), "", Language::En).is_some();
                if !kept || cell.unit() != total.unit() || is_percent(cell) != is_percent(total) {
                    return None;
                }
                sum = sum.checked_add(value)?;
                found = true;
            }
            (None, CellValue::Date(_)) => return None,
            (None, _) if cell.as_figure().is_some_and(|figure| !figure.is_unknown()) => return None,
            (None, _) => {}
        }
    }
    let ranges = ranges(sums, column)?;
    // a function takes at most 255 arguments
    (found && sum == wanted && ranges.len() <= 250).then(|| format!("=SUM({})", ranges.join(",")))
}

/// The number of the words and days above, if it is exactly the count the report has.
fn count_above(sums: &[Span<'_>], total: &Cell, column: u16) -> Option<String> {
    let CellValue::Integer(wanted) = total.value() else { return None };
    let at = usize::from(column).checked_sub(1)?;
    let mut count = 0_i128;
    for cell in sums.iter().flat_map(|(_, rows)| rows.iter()).filter_map(|row| row.cells().get(at)) {
        if !matches!(cell.value(), CellValue::Text(_) | CellValue::Date(_)) {
            return None;
        }
        count = count.saturating_add(1);
    }
    let ranges = ranges(sums, column)?;
    (count > 0 && count == *wanted && ranges.len() <= 250).then(|| format!("=COUNTA({})", ranges.join(",")))
}

/// Where the cells of a column stand that are summed.
fn ranges(sums: &[Span<'_>], column: u16) -> Option<Vec<String>> {
    sums.iter()
        .filter(|(_, rows)| !rows.is_empty())
        .map(|(first, rows)| {
            let last = u32::try_from(rows.len()).ok()?.checked_add(*first)?;
            let name = column_number_to_name(column);
            Some(format!("{name}{}:{name}{last}", first.checked_add(1)?))
        })
        .collect()
}

/// The columns a figure is made of, if they give exactly the figure the report has.
fn across(row: &TableRow, column: &Column, cell: &Cell, at: u32) -> Option<String> {
    if let Some(share) = column.share() {
        return share_formula(row, share, cell, at);
    }
    if column.added().is_empty() && column.taken().is_empty() {
        return None;
    }
    let wanted = cell.number()?;
    let (mut sum, mut formula) = (Decimal::ZERO, String::from("="));
    let added = column.added().iter().map(|from| (from, true));
    let taken = column.taken().iter().map(|from| (from, false));
    for (from, adds) in added.chain(taken) {
        let part = row.cells().get(*from)?;
        let value = part.number()?;
        // numbers a spreadsheet cannot keep stand as text
        Number::of(part, part.unit().as_ref(), "", Language::En)?;
        if part.unit() != cell.unit() || is_percent(part) || is_percent(cell) {
            return None;
        }
        sum = if adds { sum.checked_add(value)? } else { sum.checked_sub(value)? };
        let sign = match (adds, formula.len()) {
            (true, 1) => "",
            (true, _) => "+",
            (false, _) => "-",
        };
        let name = column_number_to_name(u16::try_from(*from).ok()?.checked_add(1)?);
        // writing to a String cannot fail
        let _ = write!(formula, "{sign}{name}{}", at.checked_add(1)?);
    }
    (formula.len() > 1 && sum == wanted).then_some(formula)
}

/// Part through whole, if that is the percentage of the report to the digits a spreadsheet keeps.
fn share_formula(row: &TableRow, (part, whole): (usize, usize), cell: &Cell, at: u32) -> Option<String> {
    let language = Language::En;
    let kept = Number::of(cell, None, "", language).filter(|_| is_percent(cell))?;
    let [above, below] = [part, whole].map(|from| row.cells().get(from));
    let (above, below) = (above?, below?);
    if above.unit() != below.unit() {
        return None;
    }
    let [above, below] = [above, below].map(|cell| Number::of(cell, cell.unit().as_ref(), "", language));
    let quotient = above?.value.checked_div(below?.value)?;
    let digits = |value: Decimal| value.round_sf_with_strategy(14, RoundingStrategy::MidpointAwayFromZero);
    let name = |from: usize| Some(column_number_to_name(u16::try_from(from).ok()?.checked_add(1)?));
    let line = at.checked_add(1)?;
    (digits(quotient) == digits(kept.value)).then_some(format!(
        "={}{line}/{}{line}",
        name(part)?,
        name(whole)?
    ))
}

fn is_percent(cell: &Cell) -> bool {
    matches!(cell.value(), CellValue::Percent { .. })
}

/// Foreign words as they stand in their source. What looks like a number stands in quotation marks: it is not ours to
/// say which number it is, and a spreadsheet would offer to make it one.
pub(super) fn cited(text: &str) -> Cow<'_, str> {
    let number = text.chars().all(|c| c.is_ascii_digit() || " .,-+−%'".contains(c))
        && text.chars().any(|c| c.is_ascii_digit());
    if number { format!("“{text}”").into() } else { text.into() }
}

/// A column of a sheet; a sheet has 16,384.
pub(super) fn index(count: usize) -> Result<u16, XlsxError> {
    u16::try_from(count).map_err(|_| XlsxError::RowColumnLimitError)
}

/// Room for a line, within reason: what is longer breaks.
fn widen(page: &mut Page, column: u16, longest: u32) {
    page.widen(column, longest.saturating_add(2).min(if column == 0 { 50 } else { 36 }));
}

#[cfg(test)]
mod tests {
    use vientro_currency::Money;

    use super::*;

    #[test]
    fn only_exact_sums_are_formulas() {
        let row = |cell| TableRow::new(Bilingual::same("x"), [cell]);
        let vnd = |amount| Cell::money(Money::vnd(amount));
        let rows = [row(vnd(5)), row(Cell::missing(crate::MissingReason::Unknown)), row(vnd(-2))];
        let of = |total: Cell| formula(&[(3, &rows)], &total, 1);
        assert_eq!(of(vnd(3)).as_deref(), Some("=SUM(B4:B6)"));
        assert_eq!(of(vnd(4)), None);
        // another unit, and a figure that is not exact
        assert_eq!(of(Cell::integer(3)), None);
        let hedged = vientro_core::Figure::within(vientro_core::Interval::at_least(Decimal::ONE));
        let rows = [row(vnd(3)), row(Cell::figure(hedged, None))];
        assert_eq!(formula(&[(3, &rows)], &vnd(3), 1), None);
        // a number that stands as text
        let rows = [row(Cell::integer(i128::MAX)), row(Cell::integer(0))];
        assert_eq!(formula(&[(3, &rows)], &Cell::integer(i128::MAX), 1), None);
        // across: opening + received − used; another unit, and what does not add up
        let made = Column::new(Bilingual::same("x")).made_of([0, 1], [2]);
        let row = |cells: [Cell; 4]| TableRow::new(Bilingual::same("x"), cells);
        let of = |cells: [Cell; 4]| across(&row(cells.clone()), &made, &cells[3], 4);
        assert_eq!(of([vnd(5), vnd(3), vnd(2), vnd(6)]).as_deref(), Some("=B5+C5-D5"));
        assert_eq!(of([vnd(5), vnd(3), vnd(2), vnd(7)]), None);
        assert_eq!(of([vnd(5), Cell::integer(3), vnd(2), vnd(6)]), None);
        assert_eq!(of([vnd(5), Cell::missing(crate::MissingReason::Unknown), vnd(2), vnd(3)]), None);
        // 164 of 150 is 109.33…%, not 109.3%
        let share = Column::new(Bilingual::same("x")).share_of(1, 0);
        let percent = Decimal::from(16_400) / Decimal::from(150);
        for (value, formula) in [(percent, Some("=C5/B5")), (Decimal::new(1093, 1), None)] {
            let cells = [vnd(150), vnd(164), Cell::percent(value, 1)];
            let row = TableRow::new(Bilingual::same("x"), cells.clone());
            assert_eq!(across(&row, &share, &cells[2], 4).as_deref(), formula);
        }
        // a count of words, which none is missing from
        let text =
            |text| row([Cell::text(Bilingual::same(text)), Cell::empty(), Cell::empty(), Cell::empty()]);
        let words = [text("12/CNV"), text("13/CNV")];
        assert_eq!(count_above(&[(3, &words)], &Cell::integer(2), 1).as_deref(), Some("=COUNTA(B4:B5)"));
        assert_eq!(count_above(&[(3, &words)], &Cell::integer(3), 1), None);
        assert_eq!(count_above(&[(3, &words)], &Cell::integer(2), 2), None);
        let row = |cell| TableRow::new(Bilingual::same("x"), [cell]);
        let two: [Span<'_>; 2] = [(3, &[row(vnd(1))]), (9, &[row(vnd(2)), row(vnd(3))])];
        assert_eq!(formula(&two, &vnd(6), 1).as_deref(), Some("=SUM(B4:B4,B10:B11)"));
    }
}
