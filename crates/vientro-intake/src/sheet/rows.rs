//! What the rows of a sheet are: titles, header, totals, remarks, records.

use vientro_vi::nfc;

use crate::grid::{Cell, CellValue, GridRow};
use crate::header::{Column, Header, words};
use crate::reading::both;
use crate::{Field, codes, groups};

use super::{Sheet, count};

impl Sheet<'_> {
    /// Tells titles, headers, totals, remarks, empty rows and records apart.
    pub(super) fn sort_rows(&mut self) {
        let grid = self.grid;
        let rows = self.header.rows();
        let (Some(first), Some(last)) = (rows.first().copied(), rows.last().copied()) else {
            self.refuse_all();
            return;
        };
        self.summary.empty = grid.gaps();
        let mut header_before = false;
        for row in grid.rows() {
            if row.is_empty() && row.number() != last {
                self.summary.empty = self.summary.empty.saturating_add(1);
                continue;
            }
            if row.number() < first {
                self.summary.titles = self.summary.titles.saturating_add(1);
                continue;
            }
            if row.number() <= last || self.header.is_numbering(row) {
                self.summary.headers = self.summary.headers.saturating_add(1);
                continue;
            }
            let begins = row.cells().iter().position(|cell| !cell.value().is_empty()).unwrap_or(0);
            if self.header.is_repeated_in(row) {
                self.summary.headers = self.summary.headers.saturating_add(1);
                if !header_before {
                    self.findings.push(
                        codes::HEADER_REPEATED.at(grid.location_of(row, begins)).found(row.text(begins)),
                    );
                }
                header_before = true;
                continue;
            }
            header_before = false;
            let decomposed = row.cells().iter().position(|cell| {
                !cell.is_filled()
                    && matches!(cell.value(), CellValue::Text(text) if nfc(text) != text.as_str())
            });
            if let Some(column) = decomposed {
                let text = row.text(column);
                self.findings.push(
                    codes::NFD_NORMALISED.at(grid.location_of(row, column)).found(&*text).suggest(nfc(&text)),
                );
            }
            if row.is_hidden() {
                self.findings.push(codes::HIDDEN_ROW.at(grid.location_of(row, 0)).found(self.label(row)));
            }
            let is_heading = groups::is_heading(&self.header, row);
            if is_heading {
                self.headings.push(row);
            }
            if self.is_total(row) {
                self.summary.totals = self.summary.totals.saturating_add(1);
                self.totals.push(row);
            } else if is_heading && groups::has_sum(&self.header, row) {
                self.summary.totals = self.summary.totals.saturating_add(1);
            } else if is_heading || self.is_note(row) {
                self.summary.notes = self.summary.notes.saturating_add(1);
                self.findings
                    .push(codes::NOTE_ROW.at(grid.location_of(row, begins)).found(nfc(&row.text(begins))));
            } else {
                self.body.push(row);
            }
        }
    }

    /// A sheet of unknown kind: rows of figures are refused, and that is an error; a page of words is remarks.
    fn refuse_all(&mut self) {
        let grid = self.grid;
        let rows: Vec<&GridRow> = grid.rows().iter().filter(|row| !row.is_empty()).collect();
        let empty = count(grid.rows().len().saturating_sub(rows.len()));
        self.summary.empty = empty.saturating_add(grid.gaps());
        let Some(first) = rows.first().copied() else { return };
        let has_figures = rows.iter().any(|row| has_figures(row));
        let nearest = Header::nearest(grid, self.options);
        let shown = nearest.as_ref().and_then(|nearest| grid.row(nearest.row)).unwrap_or(first);
        let texts = shown.cells().iter().map(|cell| cell.value().text().into_owned());
        let seen: Vec<String> = texts.filter(|text| !text.is_empty()).take(8).collect();
        let at = grid.location();
        let finding = if has_figures {
            self.summary.refused = count(rows.len());
            match &nearest {
                Some(nearest) => {
                    let (said, near) = (codes::UNKNOWN_SHEET.message(), nearest.message());
                    let message = both(
                        format!("{}; {}", said.vi(), near.vi()),
                        format!("{}; {}", said.en(), near.en()),
                    );
                    codes::UNKNOWN_SHEET.says(message, at).expected(nearest.required())
                }
                None => codes::UNKNOWN_SHEET.at(at),
            }
        } else {
            self.summary.notes = count(rows.len());
            codes::UNKNOWN_SHEET.as_warning(at)
        };
        self.findings.push(finding.found(seen.join(" | ")));
    }

    fn is_total(&self, row: &GridRow) -> bool {
        // an amount written as text is no label, wherever its column stands
        let is_money = |index: usize| {
            let means = self.header.columns().iter().find(|column| column.index() == index);
            means.and_then(Column::field).is_some_and(Field::is_money)
        };
        let texts = row.cells().iter().enumerate().filter(|(index, _)| !is_money(*index));
        let mut texts = texts.map(|(_, cell)| cell).filter(|cell| matches!(cell.value(), CellValue::Text(_)));
        let Some(label) = texts.next() else { return false };
        let numbered = [Field::Running, Field::Code].into_iter().any(|field| {
            self.header
                .column(field)
                .is_some_and(|column| row.text(column.index()).chars().any(|letter| letter.is_ascii_digit()))
        });
        let words = words(&label.value().text());
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        !numbered
            && match *words.as_slice() {
                ["cong", next, ..] => {
                    next.chars().all(|letter| letter.is_ascii_digit())
                        || matches!(
                            next,
                            "muc" | "nhom" | "phan" | "trang" | "don" | "khoan" | "quy" | "thang"
                        )
                }
                ["cong" | "tong" | "total" | "subtotal" | "sum"]
                | ["tong", "cong" | "so", ..]
                | ["luy", "ke", ..]
                | ["total" | "subtotal", ..]
                | ["grand", "total", ..] => true,
                _ => false,
            }
    }

    fn is_note(&self, row: &GridRow) -> bool {
        let mut own = row
            .cells()
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_filled() && (!cell.value().is_empty() || cell.is_formula()));
        let (Some((index, cell)), None) = (own.next(), own.next()) else { return false };
        let means =
            self.header.columns().iter().find(|column| column.index() == index).and_then(Column::field);
        // rows that ran into one cell are no remark
        let is_remark = |text: &str| {
            let (lines, parts) = (text.lines().count(), text.matches([';', '\t']).count());
            parts < 2 || lines < 2 && parts < 4
        };
        self.header.columns().len() >= 3
            && matches!(cell.value(), CellValue::Text(text) if is_remark(text))
            && !matches!(
                means,
                Some(
                    Field::Amount
                        | Field::Committed
                        | Field::Disbursed
                        | Field::Before
                        | Field::After
                        | Field::Value
                )
            )
    }
}

/// A number or a day, or two cells of which one has a digit.
fn has_figures(row: &GridRow) -> bool {
    let cells = || row.cells().iter().map(Cell::value).filter(|value| !value.is_empty());
    let digit = |value: &CellValue| match value {
        CellValue::Text(text) => cells().count() > 1 && text.chars().any(|letter| letter.is_ascii_digit()),
        CellValue::Number(_) | CellValue::Date(_) => true,
        _ => false,
    };
    cells().any(digit)
}
