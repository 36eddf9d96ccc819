//! Appendices: notes and sources, the data of charts, what the figures were made from, the source rows.

use std::fmt::Write as _;

use super::body::Writer;
use super::grid::{Grid, GridCell, GridRow};
use super::run::{Look, link, paragraph, run};
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
        let section = self.section();
        self.lying = lying;
        let _ = write!(self.out, r#"<w:p><w:pPr><w:pStyle w:val="Gap"/>{section}</w:pPr></w:p>"#);
        let label = self.word(("Phụ lục", "Appendix"));
        let label = number.map_or_else(|| label.to_owned(), |number| format!("{label} {number}"));
        self.paragraph("Appendix", &label);
        self.paragraph("AppendixTitle", title);
        if let Some(form) = self.report.form() {
            let reference = form.reference(self.language);
            self.paragraph("AppendixReference", &format!("({reference})"));
        }
    }

    /// Page size, margins and page numbers of the section that ends here.
    pub(super) fn section(&self) -> String {
        let layout = self.layout;
        let [top, right, bottom, left] = layout.margins;
        let [wide, high] = layout.page;
        let (wide, high, turned) =
            if self.lying { (high, wide, r#" w:orient="landscape""#) } else { (wide, high, "") };
        format!(
            concat!(
                r#"<w:sectPr><w:headerReference w:type="default" r:id="pages"/><w:headerReference w:type="first" r:id="first"/><w:type w:val="nextPage"/>"#,
                r#"<w:pgSz w:w="{wide}" w:h="{high}"{turned}/><w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="{header}" w:footer="{header}" w:gutter="0"/>"#,
                r#"<w:pgNumType w:start="1"/><w:cols w:space="720"/><w:titlePg/></w:sectPr>"#,
            ),
            wide = wide,
            high = high,
            turned = turned,
            top = top,
            right = right,
            bottom = bottom,
            left = left,
            header = layout.header,
        )
    }

    /// All appendices there is something for.
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
    }

    fn sources(&mut self, number: Option<&str>) {
        let (report, language) = (self.report, self.language);
        let title =
            ("Nguồn số liệu, tỷ giá và cách lập báo cáo", "Sources, rates and how this report was made");
        self.appendix(number, self.word(title), false);
        if !report.notes().is_empty() {
            let heading = self.word(("Ghi chú", "Notes"));
            self.paragraph("Heading2", heading);
            for note in report.notes() {
                self.paragraph("Body", note.text(language));
            }
        }
        if !report.sources().is_empty() {
            let heading = self.word(("Nguồn", "Sources"));
            self.paragraph("Heading2", heading);
            self.lists.push(false);
            let list = self.lists.len();
            for source in report.sources() {
                let reference = source.reference().map(|text| format!(" ({text})")).unwrap_or_default();
                let runs = run(&format!("{}{reference}", source.text().text(language)), Look::PLAIN);
                let _ = write!(
                    self.out,
                    r#"<w:p><w:pPr><w:pStyle w:val="ListItem"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list}"/></w:numPr></w:pPr>{runs}</w:p>"#
                );
            }
        }
        let lines = outline::provenance_lines(report, language);
        if !lines.is_empty() {
            let title = self.word(("Cách lập báo cáo", "How this report was made"));
            self.paragraph("Heading2", title);
            let head = [self.word(("Mục", "Item")), self.word(("Nội dung", "Content"))];
            let rows = lines.iter().map(|(heading, text)| GridRow {
                cells: vec![words(heading), words(text)],
                keep_next: false,
            });
            let rows = rows.collect();
            self.grid(&Grid { title, head: heads(&head), rows, columns: 2, small: true });
        }
    }

    fn chart_tables(&mut self, number: Option<&str>) {
        self.appendix(number, self.word(("Số liệu của biểu đồ", "Data of the charts")), false);
        let data = self.chart_data;
        let charts: Vec<&Chart> = self.report.charts().collect();
        for ((table, chart), number) in data.iter().zip(charts).zip(1_usize..) {
            let caption = outline::chart_caption(number, chart, self.language);
            self.paragraph("Caption", &caption);
            self.table(table, &caption);
        }
    }

    /// Every figure with the rows, rates and rules it was made from; a rate that many figures share is said once.
    fn figures(&mut self, number: Option<&str>) {
        let language = self.language;
        let title = ("Truy nguyên số liệu", "What the figures were made from");
        self.appendix(number, self.word(title), true);
        let head = [
            ("Số", "No."),
            ("Số liệu", "Figure"),
            ("Ở đâu", "Where"),
            ("Lập từ dòng", "Made from rows"),
            ("Tỷ giá, quy tắc số", "Rates, rules no."),
        ];
        let head = head.map(|heading| self.word(heading));
        let traces = std::mem::take(&mut self.traces);
        let mut rules = Notes::default();
        let mut rows = Vec::new();
        for (number, trace) in traces.iter() {
            let label = number.to_string();
            let first = self.bookmark(&format!("fig_{number}"), &run(&label, Look::PLAIN));
            let ids = trace.cell.source_rows().iter();
            let numbers = ids.filter_map(|id| self.row_numbers.get(id).copied());
            let made_from = outline::runs_of(numbers);
            let made_from =
                made_from.into_iter().map(|run| (format!("row_{}", run.0), outline::run_text(run)));
            let reasons = trace.cell.reasons().iter().map(|reason| rules.mark(reason));
            let reasons = reasons.map(|rule| (format!("rule_{rule}"), rule.to_string()));
            rows.push(GridRow {
                cells: vec![
                    GridCell::new(first, label, Align::Right),
                    GridCell::new(run(&trace.text, Look::PLAIN), trace.text.as_str(), Align::Right),
                    words(&trace.place),
                    links(made_from),
                    links(reasons),
                ],
                keep_next: false,
            });
        }
        let title = self.word(title);
        self.grid(&Grid { title, head: heads(&head), rows, columns: head.len(), small: true });
        self.out.push_str(&paragraph("Gap", ""));
        if rules.iter().next().is_none() {
            return;
        }
        let title = self.word(("Tỷ giá và quy tắc", "Rates and rules"));
        self.paragraph("Heading2", title);
        let head = [self.word(("Số", "No.")), self.word(("Nội dung", "Content"))];
        let mut rows = Vec::new();
        for (number, rule) in rules.iter() {
            let label = number.to_string();
            let first = self.bookmark(&format!("rule_{number}"), &run(&label, Look::PLAIN));
            let cells = vec![GridCell::new(first, label, Align::Right), words(rule.text(language))];
            rows.push(GridRow { cells, keep_next: false });
        }
        self.grid(&Grid { title, head: heads(&head), rows, columns: 2, small: true });
    }

    fn rows(&mut self, number: Option<&str>) {
        let (report, language) = (self.report, self.language);
        let title = ("Dòng nguồn", "Source rows");
        self.appendix(number, self.word(title), true);
        let head = [("Dòng", "Row"), ("Vị trí", "Place"), ("Nội dung", "Content")];
        let head = head.map(|heading| self.word(heading));
        let mut rows = Vec::new();
        for (row, number) in report.rows().iter().zip(1_usize..) {
            let label = number.to_string();
            let first = self.bookmark(&format!("row_{number}"), &run(&label, Look::PLAIN));
            let mut content = words(row.label().text(language));
            let (mut fields, mut text) = (String::new(), String::new());
            for (name, value) in row.fields() {
                let between = if text.is_empty() { "" } else { "; " };
                let name = format!("{between}{}: ", name.text(language));
                fields.push_str(&run(&name, Look::ITALIC));
                fields.push_str(&run(value, Look::PLAIN));
                let _ = write!(text, "{name}{value}");
            }
            if !fields.is_empty() {
                content.paragraphs.push(fields);
                let _ = write!(content.text, "\n{text}");
            }
            let mut place = words(&row.place());
            if row.place() != row.id().as_str() {
                place.paragraphs.push(run(row.id().as_str(), Look::ITALIC));
            }
            rows.push(GridRow {
                cells: vec![GridCell::new(first, label, Align::Right), place, content],
                keep_next: false,
            });
        }
        let title = self.word(title);
        self.grid(&Grid { title, head: heads(&head), rows, columns: 3, small: true });
    }

    /// A document cannot end with a table: an empty line closes it.
    pub(super) fn close(&mut self) {
        self.out.push_str(&paragraph("Gap", ""));
        let section = self.section();
        self.out.push_str(&section);
    }
}

fn words(text: &str) -> GridCell {
    GridCell::new(run(text, Look::PLAIN), text, Align::Left)
}

/// A list of words that lead to bookmarks.
fn links(list: impl Iterator<Item = (String, String)>) -> GridCell {
    let (mut runs, mut text) = (String::new(), String::new());
    for (bookmark, words) in list {
        if !text.is_empty() {
            runs.push_str(&run(", ", Look::PLAIN));
            text.push_str(", ");
        }
        runs.push_str(&link(&bookmark, &run(&words, Look::PLAIN)));
        text.push_str(&words);
    }
    GridCell::new(runs, text, Align::Left)
}

fn heads(texts: &[&str]) -> Vec<Vec<GridCell>> {
    vec![texts.iter().map(|text| GridCell::new(run(text, Look::PLAIN), *text, Align::Centre)).collect()]
}
