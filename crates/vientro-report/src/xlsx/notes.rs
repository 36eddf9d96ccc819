//! The last sheets: notes with sources and provenance, figures with what they were made from, source rows.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::Book;
use super::page::Page;
use super::style::{Look, Side};
use crate::outline::Notes;
use crate::{SourceRow, outline};

impl<'a> Book<'a> {
    pub(super) fn notes(&mut self) -> Result<Worksheet, XlsxError> {
        let (report, language) = (self.report, self.language);
        let name = self.word(("Ghi chú", "Notes"));
        let mut page = Page::new(name, 1)?;
        page.widen(0, 28);
        page.widen(1, 80);
        let title =
            self.word(("Ghi chú, nguồn và cách lập báo cáo", "Notes, sources and how this report was made"));
        self.text(&mut page, 0, 0, title, Look::TITLE)?;
        for (heading, column) in [(("Mục", "Item"), 0), (("Nội dung", "Content"), 1)] {
            let heading = self.word(heading);
            self.text(&mut page, 1, column, heading, Look::HEAD)?;
        }
        let mut lines: Vec<(String, String)> = Vec::new();
        for (mark, note) in self.text_notes.iter() {
            lines.push((format!("[{mark}]"), note.text(language).to_owned()));
        }
        let heading = self.word(("Ghi chú", "Note"));
        lines.extend(report.notes().iter().map(|note| (heading.to_owned(), note.text(language).to_owned())));
        let heading = self.word(("Nguồn", "Source"));
        for source in report.sources() {
            let reference = source.reference().map(|text| format!(" ({text})")).unwrap_or_default();
            lines.push((heading.to_owned(), format!("{}{reference}", source.text().text(language))));
        }
        let made = outline::provenance_lines(report, language);
        lines.extend(made.into_iter().map(|(heading, text)| (heading.to_owned(), text)));
        let mut row = 2_u32;
        // writing these may leave more to write
        while !lines.is_empty() {
            for (heading, text) in &lines {
                self.text(&mut page, row, 0, heading, Look::CELL)?;
                self.text(&mut page, row, 1, text, Look::CELL)?;
                row = row.saturating_add(1);
            }
            lines = std::mem::take(&mut self.overflow);
        }
        page.finish()
    }

    /// Each figure with its rows, rates and rules.
    pub(super) fn figures(&mut self) -> Result<(), XlsxError> {
        let traces = std::mem::take(&mut self.traces);
        if traces.iter().next().is_none() {
            return Ok(());
        }
        let name = self.word(("Truy nguyên", "Figures"));
        let mut page = Page::new(name, 1)?;
        let title = self.word(("Truy nguyên số liệu", "What the figures were made from"));
        self.text(&mut page, 0, 0, title, Look::TITLE)?;
        let head = [
            (("Số", "No."), 8),
            (("Ở đâu", "Where"), 50),
            (("Số liệu", "Figure"), 26),
            (("Lập từ dòng", "Made from rows"), 40),
            (("Tỷ giá, quy tắc số", "Rates, rules no."), 24),
        ];
        for ((heading, width), column) in head.into_iter().zip(0_u16..) {
            let heading = self.word(heading);
            self.text(&mut page, 1, column, heading, Look::HEAD)?;
            page.widen(column, width);
        }
        let (mut at, mut rules) = (2_u32, Notes::default());
        for (number, trace) in traces.iter() {
            self.count(&mut page, at, 0, number)?;
            self.text(&mut page, at, 1, &trace.place, Look::CELL)?;
            let look = Look::CELL.side(Side::Right);
            self.cell(&mut page, (at, 2), trace.cell, None, "", look, None)?;
            let rules: Vec<String> =
                trace.cell.reasons().iter().map(|reason| rules.mark(reason).to_string()).collect();
            self.text(&mut page, at, 4, &rules.join(", "), Look::CELL)?;
            let rows = trace.cell.source_rows().iter().filter_map(|id| self.row_numbers.get(id).copied());
            let lists = spans(rows);
            if lists.is_empty() {
                self.text(&mut page, at, 3, "", Look::CELL)?;
                at = at.saturating_add(1);
            }
            for list in lists {
                self.text(&mut page, at, 3, &list, Look::CELL)?;
                at = at.saturating_add(1);
            }
        }
        self.sheets.push(page.finish()?);
        self.rules(&rules)
    }

    /// The rates and rules the figures name by number.
    fn rules(&mut self, rules: &Notes<'_>) -> Result<(), XlsxError> {
        if rules.iter().next().is_none() {
            return Ok(());
        }
        let name = self.word(("Tỷ giá và quy tắc", "Rates and rules"));
        let mut page = Page::new(name, 1)?;
        self.text(&mut page, 0, 0, name, Look::TITLE)?;
        for ((heading, width), column) in
            [(("Số", "No."), 8), (("Nội dung", "Content"), 90)].into_iter().zip(0_u16..)
        {
            let heading = self.word(heading);
            self.text(&mut page, 1, column, heading, Look::HEAD)?;
            page.widen(column, width);
        }
        for ((number, text), row) in rules.iter().zip(2_u32..) {
            self.count(&mut page, row, 0, number)?;
            self.said(&mut page, row, 1, text, Look::CELL)?;
        }
        self.sheets.push(page.finish()?);
        Ok(())
    }

    pub(super) fn rows(&mut self) -> Result<(), XlsxError> {
        if self.report.rows().is_empty() {
            return Ok(());
        }
        let rows: Vec<&'a SourceRow> = self.report.rows().iter().collect();
        let name = self.word(("Dòng nguồn", "Source rows"));
        let page = self.row_list_sheet(&rows, name, name)?;
        self.sheets.push(page.finish()?);
        Ok(())
    }
}

/// Row numbers as a reader lists them, `1–250, 300`, in texts that fit a cell.
fn spans(numbers: impl Iterator<Item = usize>) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for run in outline::runs_of(numbers) {
        let text = outline::run_text(run);
        match texts.last_mut() {
            Some(list) if list.len() < 30_000 => {
                list.push_str(", ");
                list.push_str(&text);
            }
            _ => texts.push(text),
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_in_a_run_are_said_once() {
        assert_eq!(spans([1, 2, 3, 7, 9, 10].into_iter()), ["1–3, 7, 9–10"]);
        assert!(spans([].into_iter()).is_empty());
        let many = spans((1..20_000).step_by(2));
        assert!(many.len() > 1 && many.iter().all(|list| list.len() < 32_000));
        assert_eq!(many.join(", ").split(", ").count(), 10_000);
    }
}
