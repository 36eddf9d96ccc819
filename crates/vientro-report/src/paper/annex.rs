//! Appendices: those of the report, notes and sources, the data of charts, what the figures were made from, the source
//! rows.

use std::fmt::Write as _;

use super::grid::Caption;
use super::{Appendix, Grid, GridCell, GridRow, Look, Piece, Place, Section, Span, Writer};
use crate::outline::{self, Notes};
use crate::report::roman;
use crate::{Align, Block, Cell, Chart};

impl<'a> Writer<'a> {
    fn appendix(&mut self, number: Option<&str>, title: &'a str, lying: bool) {
        let label = self.word(("Phụ lục", "Appendix"));
        let label = number.map_or_else(|| label.to_owned(), |number| format!("{label} {number}"));
        let reference = self.report.form().map(|form| format!("({})", form.reference(self.language)));
        let appendix = Some(Appendix { label, title, reference });
        self.sections.push(Section { appendix, lying, pieces: Vec::new() });
    }

    /// All appendices there is something for.
    pub(super) fn appendices(&mut self) {
        let report = self.report;
        let made =
            report.provenance().is_some() || !report.sources().is_empty() || !report.notes().is_empty();
        let charts = !self.chart_data.is_empty();
        // those of annexes and charts are still to come
        let figures = self.traced && report.blocks().iter().flat_map(Block::cells).any(Cell::opens);
        let rows = self.traced && !report.rows().is_empty();
        let ours = [made, charts, figures, rows].into_iter().filter(|wanted| *wanted).count();
        let annexes =
            report.annexes().iter().filter(|block| matches!(block, Block::Heading { level: 1, .. }));
        let several = ours.saturating_add(annexes.count()) > 1;
        let mut numbers = (1_usize..).map(|number| Some(roman(number)).filter(|_| several));
        let mut number = || numbers.next().flatten();
        for block in report.annexes() {
            match block {
                Block::Heading { level: 1, text } => {
                    self.appendix(number().as_deref(), text.text(self.language), true);
                }
                block => self.block(block, false),
            }
        }
        if made {
            self.sources(number().as_deref());
        }
        if charts {
            self.chart_tables(number().as_deref());
        }
        if figures {
            self.figures(number().as_deref());
        }
        if rows {
            self.rows(number().as_deref());
        }
    }

    fn sources(&mut self, number: Option<&str>) {
        let (report, language) = (self.report, self.language);
        let title =
            ("Nguồn số liệu, tỷ giá và cách lập báo cáo", "Sources, rates and how this report was made");
        self.appendix(number, self.word(title), false);
        if !report.notes().is_empty() {
            let text = self.word(("Ghi chú", "Notes"));
            self.push(Piece::Heading { level: 2, text });
            for note in report.notes() {
                self.paragraph("Body", note.text(language));
            }
        }
        if !report.sources().is_empty() {
            let text = self.word(("Nguồn", "Sources"));
            self.push(Piece::Heading { level: 2, text });
            let items = report.sources().iter().map(|source| {
                let reference = source.reference().map(|text| format!(" ({text})")).unwrap_or_default();
                vec![Span::plain(format!("{}{reference}", source.text().text(language)))]
            });
            self.push(Piece::List { ordered: false, items: items.collect() });
        }
        let lines = outline::provenance_lines(report, language);
        if !lines.is_empty() {
            let title = self.word(("Cách lập báo cáo", "How this report was made"));
            self.push(Piece::Heading { level: 2, text: title });
            let head = [self.word(("Mục", "Item")), self.word(("Nội dung", "Content"))];
            let rows = lines
                .into_iter()
                .map(|(heading, text)| GridRow::of(vec![GridCell::words(heading), GridCell::words(text)]));
            self.push(Piece::Grid(Grid::small(title, &head, rows.collect())));
        }
    }

    fn chart_tables(&mut self, number: Option<&str>) {
        self.appendix(number, self.word(("Số liệu của biểu đồ", "Data of the charts")), false);
        let (report, data) = (self.report, self.chart_data);
        let label = self.word(("Biểu đồ", "Chart"));
        let charts: Vec<&Chart> = report.charts().collect();
        for ((table, chart), number) in data.iter().zip(charts).zip(1_usize..) {
            let text = chart.title().text(self.language);
            self.table(table, Caption { label, number, text, counted: false });
        }
    }

    /// Every figure with the rows, rates and rules it was made from; a rate that many figures share is said once.
    fn figures(&mut self, number: Option<&str>) {
        let language = self.language;
        let title = self.word(("Truy nguyên số liệu", "What the figures were made from"));
        self.appendix(number, title, true);
        let traces = std::mem::take(&mut self.traces);
        let mut rules = Notes::default();
        let mut rows = Vec::new();
        for (number, trace) in traces.iter() {
            let ids = trace.cell.source_rows().iter();
            let made_from = outline::runs_of(ids.filter_map(|id| self.row_numbers.get(id).copied()));
            let made_from = made_from.into_iter().map(|run| (Place::Row(run.0), outline::run_text(run)));
            let reasons = trace.cell.reasons().iter().map(|reason| rules.mark(reason));
            rows.push(GridRow::of(vec![
                GridCell::place(number, Place::Figure(number)),
                GridCell::aligned(trace.text.clone(), Align::Right),
                GridCell::words(trace.place.clone()),
                GridCell::links(made_from),
                GridCell::links(reasons.map(|rule| (Place::Rule(rule), rule.to_string()))),
            ]));
        }
        let head = [
            ("Số", "No."),
            ("Số liệu", "Figure"),
            ("Ở đâu", "Where"),
            ("Lập từ dòng", "Made from rows"),
            ("Tỷ giá, quy tắc số", "Rates, rules no."),
        ];
        let head = head.map(|heading| self.word(heading));
        self.push(Piece::Grid(Grid::small(title, &head, rows)));
        self.push(Piece::Gap);
        if rules.iter().next().is_none() {
            return;
        }
        let title = self.word(("Tỷ giá và quy tắc", "Rates and rules"));
        self.push(Piece::Heading { level: 2, text: title });
        let head = [self.word(("Số", "No.")), self.word(("Nội dung", "Content"))];
        let rows = rules.iter().map(|(number, rule)| {
            let place = GridCell::place(number, Place::Rule(number));
            GridRow::of(vec![place, GridCell::words(rule.text(language))])
        });
        self.push(Piece::Grid(Grid::small(title, &head, rows.collect())));
    }

    fn rows(&mut self, number: Option<&str>) {
        let (report, language) = (self.report, self.language);
        let title = self.word(("Dòng nguồn", "Source rows"));
        self.appendix(number, title, true);
        let mut rows = Vec::new();
        for (row, number) in report.rows().iter().zip(1_usize..) {
            let mut content = GridCell::words(row.label().text(language));
            let (mut fields, mut text) = (Vec::new(), String::new());
            for (name, value) in row.fields() {
                let between = if text.is_empty() { "" } else { "; " };
                let name = format!("{between}{}: ", name.text(language));
                // writing to a String cannot fail
                let _ = write!(text, "{name}{value}");
                fields.extend([Span::new(name, Look::Italic), Span::plain(value)]);
            }
            if !fields.is_empty() {
                content.paragraphs.push(fields);
                content.text = format!("{}\n{text}", content.text).into();
            }
            let mut at = GridCell::words(row.place());
            if at.text != row.id().as_str() {
                at.paragraphs.push(vec![Span::new(row.id().as_str(), Look::Italic)]);
            }
            rows.push(GridRow::of(vec![GridCell::place(number, Place::Row(number)), at, content]));
        }
        let head = [("Dòng", "Row"), ("Vị trí", "Place"), ("Nội dung", "Content")];
        let head = head.map(|heading| self.word(heading));
        self.push(Piece::Grid(Grid::small(title, &head, rows)));
    }
}
