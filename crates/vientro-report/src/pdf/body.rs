//! The blocks of the document: head of the form, text, tables, charts, signature.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};
use vientro_core::{Bilingual, Finding, Language, RowId};

use super::attribute;
use super::grid::{Grid, GridCell, GridRow};
use super::run::{Look, fit, link, paragraph, run, settable};
use crate::layout::{Layout, text_width};
use crate::outline::{self, Notes, Traces};
use crate::print::{self, with_unit, word};
use crate::{
    AdministrativeForm, Align, Block, Card, Cell, Chart, Column, Paragraph, Report, RowTable, Run, SourceRow,
    Table, TableRow, svg,
};

/// Writes the blocks and collects what stands elsewhere.
pub(super) struct Writer<'a> {
    /// Each begins a page and numbers its pages anew.
    pub(super) sections: Vec<Value>,
    /// Of the present section.
    pub(super) blocks: Vec<Value>,
    pub(super) report: &'a Report,
    pub(super) chart_data: &'a [Table],
    pub(super) language: Language,
    layout: &'static Layout,
    /// Figures lead to the appendix that says what they were made from.
    pub(super) traced: bool,
    pub(super) traces: Traces<'a>,
    /// Notes of the pages, in the order of their marks.
    footnotes: Notes<'a>,
    pub(super) row_numbers: BTreeMap<&'a RowId, usize>,
    /// The pages of the present section lie.
    pub(super) lying: bool,
    tables: usize,
    charts: usize,
    /// Level of the heading before, for those who hear it: none is left out.
    level: u8,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        report: &'a Report,
        chart_data: &'a [Table],
        language: Language,
        layout: &'static Layout,
        traced: bool,
    ) -> Self {
        Self {
            sections: Vec::new(),
            blocks: Vec::new(),
            report,
            chart_data,
            language,
            layout,
            traced,
            traces: Traces::default(),
            footnotes: Notes::default(),
            row_numbers: report.row_numbers(),
            lying: false,
            tables: 0,
            charts: 0,
            level: 0,
        }
    }

    /// Head, blocks and signature.
    pub(super) fn body(&mut self) {
        let (report, language) = (self.report, self.language);
        match report.form() {
            Some(form) => self.head(form),
            None => self.paragraph("Title", report.title().text(language)),
        }
        if let Some(subtitle) = report.subtitle() {
            self.paragraph("Subtitle", subtitle.text(language));
        }
        if let Some(form) = report.form() {
            self.addressees(form);
        }
        let last = report.body().len();
        for (block, number) in report.body().iter().zip(1_usize..) {
            self.block(block, report.form().is_some() && number == last);
        }
        if let Some(form) = report.form() {
            let mark = form.profile().closing_mark();
            if !matches!(report.body().last(), Some(Block::Paragraph(_))) && !mark.is_empty() {
                self.paragraph("Ending", mark);
            }
            self.foot(form);
        }
    }

    /// What was written since the section before, as a section of its own.
    pub(super) fn section(&mut self) {
        let blocks = std::mem::take(&mut self.blocks);
        self.sections.push(json!({ "lying": self.lying, "blocks": blocks }));
    }

    pub(super) fn word(&self, text: (&'static str, &'static str)) -> &'static str {
        word(text, self.language)
    }

    pub(super) fn paragraph(&mut self, style: &str, text: &str) {
        self.blocks.push(paragraph(style, &[run(text, Look::Plain)]));
    }

    /// A heading that looks as its level asks for and is at most one deeper than that before.
    pub(super) fn heading(&mut self, style: &str, level: u8, text: &str) {
        self.level = level.min(self.level.saturating_add(1));
        self.blocks.push(json!({ "style": style, "level": self.level, "runs": [run(text, Look::Plain)] }));
    }

    fn head(&mut self, form: &AdministrativeForm) {
        let (language, layout) = (self.language, self.layout);
        let total = layout.text_width(false);
        let issuer = form.issuer().text(language).to_uppercase();
        let title = self.report.title().text(language);
        let under =
            |text: &str, size, most: u32| text_width(text, size, true).min(most).saturating_mul(2) / 5;
        self.blocks.push(json!({ "head": {
            "parent": form.parent_body().map(|body| fit(&body.text(language).to_uppercase())),
            "issuer": fit(&issuer),
            "issuer_rule": under(&issuer, layout.issuer, total / 2),
            "nation": form.profile().state(language),
            "number": fit(&form.number_line(language)),
            "date": fit(&form.place_and_date(language)),
            "kind": fit(form.kind().text(language)),
            "title": fit(title),
            "title_rule": under(title, layout.title, total / 2),
        } }));
    }

    fn addressees(&mut self, form: &AdministrativeForm) {
        let language = self.language;
        let heading = self.word(("Kính gửi:", "To:"));
        match form.addressees() {
            [] => {}
            [only] => self.paragraph("Addressees", &format!("{heading} {}", only.text(language))),
            several => {
                self.paragraph("Addressees", heading);
                for (body, number) in several.iter().zip(1_usize..) {
                    let end = if number == several.len() { "." } else { ";" };
                    self.paragraph("Addressee", &format!("- {}{end}", body.text(language)));
                }
            }
        }
    }

    fn foot(&mut self, form: &AdministrativeForm) {
        let language = self.language;
        let recipients = form.recipients();
        let received = recipients.iter().zip(1_usize..).map(|(body, number)| {
            let end = if number == recipients.len() { "." } else { ";" };
            fit(&format!("- {}{end}", body.text(language)))
        });
        let received: Vec<String> = received.collect();
        let lines: Vec<String> = form.signature().lines(language).iter().map(|line| fit(line)).collect();
        let letters: usize = received.iter().chain(&lines).map(|line| line.chars().count()).sum();
        self.blocks.push(json!({ "foot": {
            "heading": self.word(("Nơi nhận:", "Copies to:")),
            "recipients": received,
            "lines": lines,
            "signer": fit(form.signature().signer().unwrap_or_default()),
            // half a page of recipients
            "whole": letters < 1_000,
        } }));
    }

    /// `ends` closes the text of the report with the mark of the decree.
    pub(super) fn block(&mut self, block: &'a Block, ends: bool) {
        let language = self.language;
        match block {
            Block::Cards(cards) => self.cards(cards),
            Block::Chart(chart) => self.chart(chart),
            Block::Findings(findings) => self.findings(findings),
            Block::Heading { level, text } => {
                self.heading(&format!("Heading{level}"), *level, text.text(language));
            }
            Block::List { ordered, items } => {
                let items: Vec<Vec<Value>> = items.iter().map(|item| self.runs(item)).collect();
                self.blocks.push(json!({ "list": items, "ordered": ordered }));
            }
            Block::Paragraph(text) => {
                let mut runs = self.runs(text);
                if ends {
                    self.close(&mut runs);
                }
                self.blocks.push(paragraph(if ends { "Ending" } else { "Body" }, &runs));
            }
            Block::Rows(list) => self.row_list(list),
            Block::Table(table) => {
                let caption = self.caption(table.caption());
                self.table(table, &caption);
            }
        }
    }

    /// Ends the last sentence by the mark of the decree, which takes the place of its full stop.
    fn close(&self, runs: &mut Vec<Value>) {
        let mark = self.report.form().map_or("", |form| form.profile().closing_mark());
        if mark.is_empty() {
            return;
        }
        if let Some(Value::String(last)) = runs.last_mut()
            && last.ends_with('.')
        {
            last.pop();
        }
        runs.push(run(mark, Look::Plain));
    }

    fn runs(&mut self, text: &'a Paragraph) -> Vec<Value> {
        let place = self.word(("Trong lời văn", "In the text"));
        let mut runs = Vec::new();
        for piece in text.runs() {
            match piece {
                Run::Cell(cell) => {
                    let (figure, _) = self.figure(cell, None, place, Look::Plain);
                    runs.push(figure);
                    runs.extend(cell.note().map(|note| self.footnote(note)));
                }
                Run::Text(words) => runs.push(run(words.text(self.language), Look::Plain)),
            }
        }
        runs
    }

    /// A figure as it is printed, with its text; it leads to what it was made from.
    fn figure(
        &mut self,
        cell: &'a Cell,
        column: Option<&Column>,
        place: &str,
        look: Look,
    ) -> (Value, String) {
        let printed = match column {
            Some(column) => print::in_table(cell, column.named_unit(), self.language),
            None => print::in_sentence(cell, self.language),
        };
        let shown = run(&printed, look);
        let trace = self.traces.push(cell, place.to_owned(), &printed);
        match trace {
            Some(number) if self.traced && !printed.is_empty() => {
                (link(&format!("fig-{number}"), &shown), printed.into_owned())
            }
            _ => (shown, printed.into_owned()),
        }
    }

    /// The mark of a note at the foot of the page. A note said before is not said again.
    fn footnote(&mut self, note: &'a Bilingual) -> Value {
        let known = self.footnotes.iter().count();
        let mark = self.footnotes.mark(note);
        let name = format!("note-{mark}");
        if mark > known {
            json!({ "note": name, "text": fit(note.text(self.language)) })
        } else {
            json!({ "note": name })
        }
    }

    /// The numbered caption of the next table.
    fn caption(&mut self, text: &'a Bilingual) -> String {
        self.tables = self.tables.saturating_add(1);
        outline::table_caption(self.tables, text, self.language)
    }

    pub(super) fn grid(&mut self, grid: &Grid<'_>) {
        let value = grid.value(self.layout, self.layout.text_width(self.lying));
        self.blocks.push(json!({ "grid": value }));
    }

    fn cards(&mut self, cards: &'a [Card]) {
        let language = self.language;
        let head = heads(&[self.word(("Chỉ tiêu", "Indicator")), self.word(("Số liệu", "Figure"))]);
        let mut rows = Vec::new();
        for card in cards {
            let label = card.label().text(language);
            let mut first = words(label);
            if let Some(detail) = card.detail_text() {
                first.paragraphs.push(vec![run(detail.text(language), Look::Italic)]);
                let _ = write!(first.text, "\n{}", detail.text(language));
            }
            let (figure, text) = self.figure(card.cell(), None, label, Look::Bold);
            let note = card.cell().note().map(|note| self.footnote(note));
            let runs = std::iter::once(figure).chain(note).collect();
            rows.push(GridRow::of(vec![first, GridCell::new(runs, text, Align::Right).bold(true)]));
        }
        self.grid(&Grid { caption: None, head, rows, columns: 2, small: false, named: true });
    }

    /// A table and the lines under it.
    pub(super) fn table(&mut self, table: &'a Table, caption: &str) {
        let language = self.language;
        let mut notes = Notes::default();
        let head = table_head(table, language, &mut notes);
        let columns = table.columns().len().saturating_add(1);
        let mut rows = Vec::new();
        for group in table.groups() {
            if let Some(label) = group.label() {
                let text = label.text(language);
                let cell = GridCell::new(vec![run(text, Look::Bold)], text, Align::Left);
                rows.push(GridRow { cells: vec![cell.bold(true).over(columns)], group: true });
            }
            for row in group.rows() {
                rows.push(self.table_row(table, row, caption, Look::Plain, &mut notes));
            }
            if let Some(row) = group.subtotal_row() {
                rows.push(self.table_row(table, row, caption, Look::Bold, &mut notes));
            }
        }
        if let Some(row) = table.total_row() {
            rows.push(self.table_row(table, row, caption, Look::Bold, &mut notes));
        }
        for row in table.memo_rows() {
            rows.push(self.table_row(table, row, caption, Look::Italic, &mut notes));
        }
        self.grid(&Grid { caption: Some(caption), head, rows, columns, small: false, named: true });
        for (mark, text) in notes.iter() {
            let mark = run(&format!("({mark})"), Look::Raised);
            let text = run(&format!(" {}", text.text(language)), Look::Plain);
            self.blocks.push(paragraph("TableNote", &[mark, text]));
        }
        if !table.memo_rows().is_empty() {
            let words = self.word(outline::MEMO);
            self.paragraph("TableNote", words);
        }
        for (heading, text) in outline::lines_below(table, language) {
            self.line_below(heading, &text);
        }
    }

    fn line_below(&mut self, heading: &str, text: &str) {
        let runs = [run(&format!("{heading}: "), Look::Italic), run(text, Look::Plain)];
        self.blocks.push(paragraph("TableNote", &runs));
    }

    fn table_row(
        &mut self,
        table: &Table,
        row: &'a TableRow,
        caption: &str,
        look: Look,
        notes: &mut Notes<'a>,
    ) -> GridRow {
        let language = self.language;
        let bold = look == Look::Bold;
        let label = row.label().text(language);
        let first = std::iter::once(run(label, look)).chain(raised(row.note(), notes)).collect();
        let mut cells = vec![GridCell::new(first, label, Align::Left).bold(bold)];
        for (cell, column) in row.cells().iter().zip(table.columns()) {
            let place = format!("{caption}: {label}, {}", column.label().text(language));
            let (figure, mut text) = self.figure(cell, Some(column), &place, look);
            let mark = raised(cell.note(), notes);
            if mark.is_some() {
                text.push_str("(1)");
            }
            let runs = std::iter::once(figure).chain(mark).collect();
            cells.push(GridCell::new(runs, text, column.alignment()).bold(bold));
        }
        GridRow::of(cells)
    }

    fn chart(&mut self, chart: &'a Chart) {
        let language = self.language;
        self.charts = self.charts.saturating_add(1);
        let title = chart.title().text(language);
        let alternative = chart.alternative().text(language);
        self.blocks.push(json!({ "chart": {
            "drawing": settable(&svg(chart, language)),
            "alternative": format!("{}. {}", attribute(title, 1_000), attribute(alternative, 7_000)),
            "caption": fit(&outline::chart_caption(self.charts, chart, language)),
        } }));
        if let Some(source) = chart.source_text() {
            let heading = self.word(("Nguồn", "Source"));
            self.line_below(heading, source.text(language));
        }
    }

    fn findings(&mut self, findings: &[Finding]) {
        let language = self.language;
        let head = [("Mức", "Severity"), ("Nội dung", "Message"), ("Vị trí", "Place"), ("Quy tắc", "Rule")];
        let head = heads(&head.map(|heading| self.word(heading)));
        let mut rows = Vec::new();
        for finding in findings {
            let severity = finding.severity().text(language);
            let mut told = words(finding.message().text(language));
            for (heading, text) in [
                (("Thấy", "Found"), finding.found_text(language)),
                (("Cần", "Expected"), finding.expected_text(language)),
                (("Gợi ý", "Suggestion"), finding.suggestion()),
            ] {
                if let Some(text) = text {
                    let heading = format!("{}: ", self.word(heading));
                    let _ = write!(told.text, "\n{heading}{text}");
                    told.paragraphs.push(vec![run(&heading, Look::Italic), run(text, Look::Plain)]);
                }
            }
            let mut rule = GridCell::new(Vec::new(), finding.code().as_str(), Align::Left);
            rule.paragraphs = finding.source().map(|text| vec![run(text, Look::Plain)]).into_iter().collect();
            rule.paragraphs.push(vec![run(finding.code().as_str(), Look::Italic)]);
            rows.push(GridRow::of(vec![
                GridCell::new(vec![run(severity, Look::Bold)], severity, Align::Left).bold(true),
                told,
                words(&finding.location().to_string()),
                rule,
            ]));
        }
        self.grid(&Grid { caption: None, head, rows, columns: 4, small: true, named: false });
    }

    fn row_list(&mut self, list: &'a RowTable) {
        let language = self.language;
        let caption = self.caption(list.caption());
        let rows: Vec<&SourceRow> = list
            .rows()
            .iter()
            .filter_map(|id| self.report.rows().get(self.row_numbers.get(id)?.checked_sub(1)?))
            .collect();
        let (names, fields) = outline::row_list(&rows, language);
        let mut head = vec![self.word(("Dòng", "Row"))];
        head.extend(names);
        head.push(self.word(("Vị trí", "Place")));
        let columns = head.len();
        let head = heads(&head);
        let rows = rows.iter().zip(fields).map(|(row, fields)| {
            let label = row.label().text(language);
            let number = self.row_numbers.get(row.id()).copied().unwrap_or_default();
            let mut first = words(label);
            if self.traced {
                first.paragraphs = vec![vec![link(&format!("row-{number}"), &run(label, Look::Plain))]];
            }
            let mut cells = vec![first];
            cells.extend(fields.iter().map(|text| words(text)));
            cells.push(words(&row.place()));
            GridRow::of(cells)
        });
        let rows = rows.collect();
        self.grid(&Grid { caption: Some(&caption), head, rows, columns, small: true, named: true });
    }
}

/// A cell of words.
pub(super) fn words(text: &str) -> GridCell {
    GridCell::new(vec![run(text, Look::Plain)], text, Align::Left)
}

/// A head of one row.
pub(super) fn heads(texts: &[&str]) -> Vec<Vec<GridCell>> {
    let cell = |text: &&str| GridCell::new(vec![run(text, Look::Plain)], *text, Align::Centre);
    vec![texts.iter().map(cell).collect()]
}

/// The head of a table: one row, or two under spanners.
fn table_head<'a>(table: &'a Table, language: Language, notes: &mut Notes<'a>) -> Vec<Vec<GridCell>> {
    let high = if table.spanners().is_empty() { 1 } else { 2 };
    let plain = |text: &str| GridCell::new(vec![run(text, Look::Plain)], text, Align::Centre);
    let (mut upper, mut lower) = (vec![plain(table.stub().text(language)).down(high)], Vec::new());
    for (at, column) in table.columns().iter().enumerate() {
        let label = with_unit(column.label(), column.named_unit(), language);
        let mark = raised(column.note(), notes);
        let text = format!("{label}{}", if mark.is_some() { "(1)" } else { "" });
        let runs = std::iter::once(run(&label, Look::Plain)).chain(mark).collect();
        let cell = GridCell::new(runs, text, Align::Centre);
        let spanner = table.spanners().iter().find(|spanner| spanner.columns().contains(&at));
        if let Some(spanner) = spanner {
            let columns = spanner.columns();
            if *columns.start() == at {
                upper.push(plain(spanner.label().text(language)).over(columns.count()));
            }
            lower.push(cell);
        } else {
            upper.push(cell.down(high));
        }
    }
    if high == 2 { vec![upper, lower] } else { vec![upper] }
}

/// `(1)`, raised, if there is a note.
fn raised<'a>(note: Option<&'a Bilingual>, notes: &mut Notes<'a>) -> Option<Value> {
    note.map(|note| run(&format!("({})", notes.mark(note)), Look::Raised))
}
