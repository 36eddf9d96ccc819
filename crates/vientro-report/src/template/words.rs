//! The words templates are written in: heads of columns, tables and sentences in both languages side by side.

use vientro_currency::Currency;

use super::cells::label;
use crate::{Align, Cell, Column, Paragraph, Table, Unit};

/// A column of counts and other numbers that carry their own unit.
pub(super) fn numbers(vi: &str, en: &str) -> Column {
    Column::new(label(vi, en))
}

/// A column of amounts in one currency.
pub(super) fn money(vi: &str, en: &str, currency: Currency) -> Column {
    numbers(vi, en).unit(Unit::Currency(currency))
}

/// A column of words.
pub(super) fn words(vi: &str, en: &str) -> Column {
    numbers(vi, en).align(Align::Left)
}

/// A column of days.
pub(super) fn days(vi: &str, en: &str) -> Column {
    numbers(vi, en).align(Align::Centre)
}

/// A table of these columns, with caption and head of the stub in Vietnamese and English.
pub(super) fn table(
    id: impl Into<String>,
    caption: (&str, &str),
    stub: (&str, &str),
    columns: impl IntoIterator<Item = Column>,
) -> Table {
    let table = Table::new(id, label(caption.0, caption.1), label(stub.0, stub.1));
    columns.into_iter().fold(table, Table::column)
}

/// A sentence with `{}` where each cell stands. The cells stand in the same order in both languages, and there are
/// words before each in both or in neither.
pub(super) fn sentence(vi: &str, en: &str, cells: impl IntoIterator<Item = Cell>) -> Paragraph {
    said(Paragraph::new(), vi, en, cells)
}

/// As [`sentence`], going on with a paragraph.
pub(super) fn said(
    paragraph: Paragraph,
    vi: &str,
    en: &str,
    cells: impl IntoIterator<Item = Cell>,
) -> Paragraph {
    let (mut paragraph, mut vi, mut en) = (paragraph, vi.split("{}"), en.split("{}"));
    let mut words = |paragraph: Paragraph| {
        let text = label(vi.next().unwrap_or_default(), en.next().unwrap_or_default());
        if text.vi().is_empty() && text.en().is_empty() { paragraph } else { paragraph.text(text) }
    };
    for cell in cells {
        paragraph = words(paragraph).cell(cell);
    }
    words(paragraph)
}
