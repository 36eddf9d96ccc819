//! The lines of a header put together into one heading for each column.

use std::collections::BTreeSet;

use crate::grid::{Cell, CellValue, GridRow};

use super::unit::Unit;
use super::words;

/// How many lines a header has at most, without one that numbers the columns.
pub(super) const LINES_MAX: usize = 3;

/// The heading of a column: its lines downwards, and what it may be known by.
#[derive(Debug)]
pub(super) struct Label {
    pub(super) index: usize,
    pub(super) lines: Vec<String>,
    /// Surest first.
    pub(super) names: Vec<Name>,
}

/// Words a heading may be known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) words: String,
    /// True for one half of a heading, such as its English.
    pub(super) is_part: bool,
}

impl Label {
    /// All lines.
    pub(super) fn text(&self) -> String {
        self.lines.join(" / ")
    }

    /// The currency and the scale: what the lowest line that tells one says, in parentheses or with nothing else.
    pub(super) fn unit(&self) -> Unit {
        let mut unit = Unit::default();
        for line in self.lines.iter().rev() {
            let told = Unit::alone(line).unwrap_or_else(|| Unit::of(parentheses(line)));
            unit.currency = unit.currency.or(told.currency);
            unit.scale = unit.scale.or(told.scale);
        }
        unit
    }

    /// As [`Label::unit`], and where that says nothing, what stands among the words.
    pub(super) fn unit_of_money(&self) -> Unit {
        let mut unit = self.unit();
        for line in self.lines.iter().rev() {
            let told = Unit::among(line);
            unit.currency = unit.currency.or(told.currency);
            unit.scale = unit.scale.or(told.scale);
        }
        unit
    }
}

/// The labels of the columns under these lines, upper line first.
pub(super) fn labels(lines: &[&GridRow]) -> Vec<Label> {
    let width = lines.iter().map(|line| line.cells().len()).max().unwrap_or(0);
    let text = |line: &GridRow, index: usize| vientro_vi::nfc(&line.text(index)).into_owned();
    let mut labels: Vec<Label> = Vec::with_capacity(width);
    let mut spanners = vec![String::new(); lines.len()];
    for index in 0..width {
        let mut own: Vec<String> = lines.iter().map(|line| text(line, index)).collect();
        let lowest = own.iter().rposition(|text| !text.is_empty()).unwrap_or(0);
        let mut is_new = false;
        for (place, (own, spanner)) in own.iter_mut().zip(&mut spanners).enumerate() {
            // a spanner that is not merged stands over its first column only
            if own.is_empty() && place < lowest && !is_new {
                own.clone_from(spanner);
            } else {
                is_new |= own != spanner;
                spanner.clone_from(own);
            }
        }
        own.dedup();
        own.retain(|text| !text.is_empty());
        if let Some(first) = own.first() {
            // "(VND)" alone stands beside "Cam kết (USD)"
            let beside = labels.last().filter(|_| own.len() == 1 && first.trim_start().starts_with('('));
            let names = beside.map_or_else(|| names(&own), |before| before.names.clone());
            labels.push(Label { index, lines: own, names });
        }
    }
    labels
}

/// What a heading may be known by: its lowest line, the lines together, the upper lines, then parts of lines.
fn names(lines: &[String]) -> Vec<Name> {
    let named: Vec<&String> = lines.iter().filter(|line| Unit::alone(line).is_none()).collect();
    // a heading that is nothing but a unit has no other name
    let named = if named.is_empty() { lines.iter().collect() } else { named };
    let words_of = |line: &&String| words(without_parentheses(line)).join(" ");
    let mut texts: Vec<String> = named.iter().map(words_of).collect();
    let own = texts.pop().unwrap_or_default();
    let mut names = Vec::new();
    let mut push = |words: String, is_part: bool| {
        if !words.is_empty() && !names.iter().any(|name: &Name| name.words == words) {
            names.push(Name { words, is_part });
        }
    };
    let is_general = !texts.is_empty() && GENERAL.contains(&own.as_str());
    if !is_general {
        push(own.clone(), false);
    }
    for upper in texts.iter().rev() {
        push(format!("{own} {upper}"), false);
        push(format!("{upper} {own}"), false);
    }
    // of a spanner of two days neither is the whole
    if !ENDS.contains(&own.as_str()) {
        texts.iter().rev().for_each(|upper| push(upper.clone(), false));
    }
    push(own, false);
    for line in named.iter().rev() {
        let parts: Vec<&str> = line.split(['/', '\n', '|', '(', ')', '–']).collect();
        if parts.len() > 1 {
            for part in parts {
                push(words(part).join(" "), true);
            }
        }
    }
    names
}

/// Is `lower` one more line of the header that these lines begin?
///
/// Each of its cells is merged with the one above, or names a unit, or stands below a cell that spans several columns;
/// the first line must say more than one thing, or it is a title.
pub(super) fn is_lower_line(lines: &[&GridRow], lower: &GridRow) -> bool {
    let (Some(first), Some(upper)) = (lines.first(), lines.last()) else { return false };
    let said: BTreeSet<_> = first.cells().iter().map(|cell| cell.value().text()).collect();
    if said.iter().filter(|text| !text.is_empty()).count() < 2 {
        return false;
    }
    let mut leaves = 0_u32;
    for (index, cell) in lower.cells().iter().enumerate() {
        let text = cell.value().text();
        if text.is_empty() || cell.is_filled() && text == upper.text(index) {
            continue;
        }
        let words = words(&text);
        let is_unit = Unit::alone(&text).is_some() || LEAVES.contains(&words.join(" ").as_str());
        let is_heading = !words.is_empty()
            && words.len() <= 8
            && !text.bytes().any(|byte| byte.is_ascii_digit())
            && (words.len() <= 4 && Unit::of(&text).is_told() || is_spanned(upper, lower, index));
        if !matches!(cell.value(), CellValue::Text(_)) || !is_unit && !is_heading {
            return false;
        }
        leaves = leaves.saturating_add(1);
    }
    leaves > 0
}

/// Does the cell above a column span several of them: merged, or with nothing beside it over what stands below?
fn is_spanned(upper: &GridRow, lower: &GridRow, index: usize) -> bool {
    let width = upper.cells().len().max(lower.cells().len());
    let above = upper.text(index);
    let merged = |index: usize| upper.cells().get(index).is_some_and(Cell::is_filled);
    let beside = |one: usize, other: usize| merged(one.max(other)) && upper.text(one) == upper.text(other);
    if !above.is_empty() && index.checked_sub(1).is_some_and(|left| beside(left, index)) {
        return true;
    }
    let right = index.saturating_add(1);
    if !above.is_empty() && beside(index, right) {
        return true;
    }
    // not merged: from the last cell above that says something to the next one that does
    let Some(first) = (0..=index).rev().find(|left| !upper.value(*left).is_empty()) else { return false };
    let end = (right..width).find(|right| !upper.value(*right).is_empty()).unwrap_or(width);
    let below = (first..end).filter(|column| !lower.value(*column).is_empty()).count();
    below >= 2 && !lower.value(first).is_empty()
}

/// Does a row number the columns: `1 2 3`, `A B (1) (2) (3)=(1)+(2)`?
pub(super) fn is_numbering(row: &GridRow) -> bool {
    let mut letters = 0_u8;
    let mut numbers = 0_u32;
    let cells = row.cells().iter().filter(|cell| !cell.is_filled() && !cell.value().is_empty());
    for cell in cells {
        let text = cell.value().text();
        let bare = text.trim_matches(|letter: char| matches!(letter, '(' | ')' | '[' | ']' | ' '));
        let number = bare.split(['=', ')']).next().unwrap_or_default().trim();
        if number.parse() == Ok(numbers.saturating_add(1)) {
            numbers = numbers.saturating_add(1);
        } else if numbers == 0
            && bare.len() == 1
            && bare.bytes().all(|byte| byte == b'A'.saturating_add(letters))
        {
            letters = letters.saturating_add(1);
        } else {
            return false;
        }
    }
    numbers >= 2 && numbers.saturating_add(letters.into()) >= 3
}

fn without_parentheses(text: &str) -> &str {
    text.split(['(', '[']).next().filter(|start| !start.trim().is_empty()).unwrap_or(text)
}

fn parentheses(text: &str) -> &str {
    text.split_once(['(', '[']).map_or("", |parts| parts.1)
}

/// Lower lines that say how, and leave what to the line above.
const LEAVES: &[&str] = &["tien mat", "hien vat", "tong", "tong so", "cash", "in kind", "total"];

/// Lower lines that mean something only with the line above, or where that means nothing.
const GENERAL: &[&str] = &[
    "tien mat", "hien vat", "tong", "tong so", "cash", "in kind", "total", "ten", "so", "ngay", "gia tri",
    "name", "number", "date", "value",
];

const ENDS: &[&str] =
    &["tu", "den", "tu ngay", "den ngay", "bat dau", "ket thuc", "from", "to", "start", "end"];

#[cfg(test)]
mod tests {
    use super::*;

    fn row(texts: &str) -> GridRow {
        let cell = |text: &str| match text.strip_prefix('^') {
            Some(text) => Cell { value: CellValue::Text(text.into()), filled: true, ..Cell::default() },
            None if text.is_empty() => Cell::default(),
            None => Cell { value: CellValue::Text(text.into()), ..Cell::default() },
        };
        GridRow { cells: texts.split(';').map(cell).collect(), ..GridRow::default() }
    }

    fn texts(lines: &[&str]) -> Vec<String> {
        let rows: Vec<GridRow> = lines.iter().map(|line| row(line)).collect();
        labels(&rows.iter().collect::<Vec<_>>()).iter().map(Label::text).collect()
    }

    #[test]
    fn spanners_stand_over_their_columns() {
        let expected = [
            "STT",
            "Trị giá / Cam kết / VND",
            "Trị giá / Cam kết / USD",
            "Trị giá / Giải ngân / VND",
            "Ghi chú",
        ];
        // merged
        let merged = [
            "STT;Trị giá;^Trị giá;^Trị giá;Ghi chú",
            "^STT;Cam kết;^Cam kết;Giải ngân;^Ghi chú",
            "^STT;VND;USD;VND;^Ghi chú",
        ];
        assert_eq!(texts(&merged), expected);
        // not merged
        assert_eq!(texts(&["STT;Trị giá;;;Ghi chú", ";Cam kết;;Giải ngân;", ";VND;USD;VND;"]), expected);
    }

    #[test]
    fn a_line_below_spanners_is_of_the_header_and_a_record_is_not() {
        let upper = row("STT;Tên;Nhà tài trợ;^Nhà tài trợ;Số tiền");
        for (lower, expected) in [
            ("^STT;^Tên;Tên gọi;Quốc tịch;^Số tiền", true),
            (";;Tên gọi;Quốc tịch;(triệu đồng)", true),
            ("1;Nước sạch;Tổ chức A;Hàn Quốc;500", false),
            (";;Tổ chức A;Hàn Quốc;hơn 300 triệu", false),
            (";;;;hơn 300 triệu", false),
            (";;;;", false),
        ] {
            assert_eq!(is_lower_line(&[&upper], &row(lower)), expected, "{lower}");
        }
        let title = row("DANH MỤC;^DANH MỤC;^DANH MỤC");
        assert!(!is_lower_line(&[&title], &row("STT;Tên;Số tiền")));
    }

    #[test]
    fn numbers_of_columns_are_no_record() {
        for (text, expected) in [
            ("1;2;3;4", true),
            ("(1);(2);(3);(4)=(2)+(3)", true),
            ("A;B;1;2;3=1+2", true),
            ("1;2", false),
            ("1;3;4", false),
            ("1;Gạo;3", false),
        ] {
            assert_eq!(is_numbering(&row(text)), expected, "{text}");
        }
    }
}
