//! Appendices: notes and sources, the data of charts, what the figures were made from, the source rows.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::body::{Writer, heads, words};
use super::grid::{Grid, GridCell, GridRow};
use super::run::{Look, link, place, run};
use crate::outline::{self, Notes};
use crate::report::roman;
use crate::{Align, Block, Chart};

impl Writer<'_> {
    /// Ends the section before and begins an appendix on a page of its own.
    ///
    /// # Source
    ///
    /// Decree 30/2020/NĐ-CP, Appendix I: an appendix has its number, its title, a reference to the document it
    /// belongs to, and page numbers of its own.
    fn appendix(&mut self, number: Option<&str>, title: &str, lying: bool) {
        self.section();
        self.lying = lying;
        let label = self.word(("Phụ lục", "Appendix"));
        let label = number.map_or_else(|| label.to_owned(), |number| format!("{label} {number}"));
        self.heading("Appendix", 1, &format!("{label}\n{}", title.to_uppercase()));
        if let Some(form) = self.report.form() {
            let reference = form.reference(self.language);
            self.paragraph("AppendixReference", &format!("({reference})"));
        }
    }

    /// All appendices there is something for; ends the last section.
    pub(super) fn appendices(&mut self) {
        let report = self.report;
        let made =
            report.provenance().is_some() || !report.sources().is_empty() || !report.notes().is_empty();
        let figures = self.traced && (self.traces.iter().next().is_some() || !self.chart_data.is_empty());
        let rows = self.traced && !report.rows().is_empty();
        let wanted = [made, !self.chart_data.is_empty(), figures, rows];
        let annexes =
            report.annexes().iter().filter(|block| matches!(block, Block::Heading { level: 1, .. }));
        let several = wanted.iter().filter(|wanted| **wanted).count().saturating_add(annexes.count()) > 1;
        let mut numbers = (1_usize..).map(roman);
        for block in report.annexes() {
            match block {
                Block::Heading { level: 1, text } => {
                    let number = numbers.next().filter(|_| several);
                    self.appendix(number.as_deref(), text.text(self.language), true);
                }
                block => self.block(block, false),
            }
        }
        for (wanted, which) in wanted.into_iter().zip(0_u8..) {
            if !wanted {
                continue;
            }
            let number = numbers.next().filter(|_| several);
            let number = number.as_deref();
            match which {
                0 => self.sources(number),
                1 => self.chart_tables(number),
                2 => self.figures(number),
                _ => self.rows(number),
            }
        }
        self.section();
    }

    fn sources(&mut self, number: Option<&str>) {
        let (report, language) = (self.report, self.language);
        let title =
            ("Nguồn số liệu, tỷ giá và cách lập báo cáo", "Sources, rates and how this report was made");
        self.appendix(number, self.word(title), false);
        if !report.notes().is_empty() {
            let heading = self.word(("Ghi chú", "Notes"));
            self.heading("Heading2", 2, heading);
            for note in report.notes() {
                self.paragraph("Body", note.text(language));
            }
        }
        if !report.sources().is_empty() {
            let heading = self.word(("Nguồn", "Sources"));
            self.heading("Heading2", 2, heading);
            let items = report.sources().iter().map(|source| {
                let reference = source.reference().map(|text| format!(" ({text})")).unwrap_or_default();
                vec![run(&format!("{}{reference}", source.text().text(language)), Look::Plain)]
            });
            let items: Vec<Vec<Value>> = items.collect();
            self.blocks.push(json!({ "list": items, "ordered": false }));
        }
        let lines = outline::provenance_lines(report, language);
        if !lines.is_empty() {
            let heading = self.word(("Cách lập báo cáo", "How this report was made"));
            self.heading("Heading2", 2, heading);
            let head = heads(&[self.word(("Mục", "Item")), self.word(("Nội dung", "Content"))]);
            let rows = lines.iter().map(|(heading, text)| GridRow::of(vec![words(heading), words(text)]));
            let rows = rows.collect();
            self.grid(&Grid { caption: None, head, rows, columns: 2, small: true, named: true });
        }
    }

    fn chart_tables(&mut self, number: Option<&str>) {
        self.appendix(number, self.word(("Số liệu của biểu đồ", "Data of the charts")), false);
        let data = self.chart_data;
        let charts: Vec<&Chart> = self.report.charts().collect();
        for ((table, chart), number) in data.iter().zip(charts).zip(1_usize..) {
            let caption = outline::chart_caption(number, chart, self.language);
            self.table(table, &caption);
        }
    }

    /// Every figure with the rows, rates and rules it was made from; a rate that many figures share is said once.
    fn figures(&mut self, number: Option<&str>) {
        let language = self.language;
        self.appendix(number, self.word(("Truy nguyên số liệu", "What the figures were made from")), true);
        let head = [
            ("Số", "No."),
            ("Số liệu", "Figure"),
            ("Ở đâu", "Where"),
            ("Lập từ dòng", "Made from rows"),
            ("Tỷ giá, quy tắc số", "Rates, rules no."),
        ];
        let head = heads(&head.map(|heading| self.word(heading)));
        let traces = std::mem::take(&mut self.traces);
        let mut rules = Notes::default();
        let mut rows = Vec::new();
        for (number, trace) in traces.iter() {
            let ids = trace.cell.source_rows().iter();
            let numbers = ids.filter_map(|id| self.row_numbers.get(id).copied());
            let made_from = outline::runs_of(numbers);
            let made_from =
                made_from.into_iter().map(|run| (format!("row-{}", run.0), outline::run_text(run)));
            let reasons = trace.cell.reasons().iter().map(|reason| rules.mark(reason));
            let reasons = reasons.map(|rule| (format!("rule-{rule}"), rule.to_string()));
            rows.push(GridRow::of(vec![
                named("fig", number),
                GridCell::new(vec![run(&trace.text, Look::Plain)], trace.text.as_str(), Align::Right),
                words(&trace.place),
                links(made_from),
                links(reasons),
            ]));
        }
        let columns = 5;
        self.grid(&Grid { caption: None, head, rows, columns, small: true, named: true });
        if rules.iter().next().is_none() {
            return;
        }
        let heading = self.word(("Tỷ giá và quy tắc", "Rates and rules"));
        self.heading("Heading2", 2, heading);
        let head = heads(&[self.word(("Số", "No.")), self.word(("Nội dung", "Content"))]);
        let rows = rules
            .iter()
            .map(|(number, rule)| GridRow::of(vec![named("rule", number), words(rule.text(language))]));
        let rows = rows.collect();
        self.grid(&Grid { caption: None, head, rows, columns: 2, small: true, named: true });
    }

    fn rows(&mut self, number: Option<&str>) {
        let (report, language) = (self.report, self.language);
        self.appendix(number, self.word(("Dòng nguồn", "Source rows")), true);
        let head = [("Dòng", "Row"), ("Vị trí", "Place"), ("Nội dung", "Content")];
        let head = heads(&head.map(|heading| self.word(heading)));
        let mut rows = Vec::new();
        for (row, number) in report.rows().iter().zip(1_usize..) {
            let mut content = words(row.label().text(language));
            let (mut fields, mut text) = (Vec::new(), String::new());
            for (name, value) in row.fields() {
                let between = if text.is_empty() { "" } else { "; " };
                let name = format!("{between}{}: ", name.text(language));
                let _ = write!(text, "{name}{value}");
                fields.extend([run(&name, Look::Italic), run(value, Look::Plain)]);
            }
            if !fields.is_empty() {
                content.paragraphs.push(fields);
                let _ = write!(content.text, "\n{text}");
            }
            let mut at = words(&row.place());
            if row.place() != row.id().as_str() {
                at.paragraphs.push(vec![run(row.id().as_str(), Look::Italic)]);
            }
            rows.push(GridRow::of(vec![named("row", number), at, content]));
        }
        self.grid(&Grid { caption: None, head, rows, columns: 3, small: true, named: true });
    }
}

/// A number others lead to.
fn named(kind: &str, number: usize) -> GridCell {
    let label = number.to_string();
    let runs = vec![place(&format!("{kind}-{number}"), &run(&label, Look::Plain))];
    GridCell::new(runs, label, Align::Right)
}

/// A list of words that lead to places of the document.
fn links(list: impl Iterator<Item = (String, String)>) -> GridCell {
    let (mut runs, mut text) = (Vec::new(), String::new());
    for (place, words) in list {
        if !text.is_empty() {
            runs.push(run(", ", Look::Plain));
            text.push_str(", ");
        }
        runs.push(link(&place, &run(&words, Look::Plain)));
        text.push_str(&words);
    }
    GridCell::new(runs, text, Align::Left)
}
