//! The report itself: head of the form, blocks, signature.

use std::borrow::Cow;

use vientro_core::{Bilingual, Finding};

use super::{Grid, GridCell, GridRow, Head, Look, Piece, Place, Span, Writer};
use crate::{
    AdministrativeForm, Align, Block, Card, Cell, Chart, Column, Paragraph, RowTable, Run, SourceRow,
    outline, print,
};

impl<'a> Writer<'a> {
    /// Head, blocks and signature; returns where the last block begins.
    pub(super) fn body(&mut self) -> usize {
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
        let mut ending = self.pieces();
        let last = report.body().len();
        for (block, number) in report.body().iter().zip(1_usize..) {
            ending = self.pieces();
            self.block(block, report.form().is_some() && number == last);
        }
        if let Some(form) = report.form() {
            let mark = form.profile().closing_mark();
            if !matches!(report.body().last(), Some(Block::Paragraph(_))) && !mark.is_empty() {
                self.paragraph("Ending", mark);
            }
            self.foot(form);
        }
        ending
    }

    fn pieces(&self) -> usize {
        self.sections.last().map_or(0, |section| section.pieces.len())
    }

    fn head(&mut self, form: &'a AdministrativeForm) {
        let language = self.language;
        let upper = |body: &Bilingual| body.text(language).to_uppercase();
        let head = Head {
            parent: form.parent_body().map(upper),
            issuer: upper(form.issuer()),
            nation: form.profile().state(language),
            number: form.number_line(language),
            date: form.place_and_date(language),
            kind: form.kind().text(language),
            title: self.report.title().text(language),
        };
        self.push(Piece::Head(Box::new(head)));
    }

    fn addressees(&mut self, form: &AdministrativeForm) {
        let heading = self.word(("Kính gửi:", "To:"));
        match form.addressees() {
            [] => return,
            [only] => self.paragraph("Addressees", format!("{heading} {}", only.text(self.language))),
            several => {
                self.paragraph("Addressees", heading);
                for line in self.bodies(several) {
                    self.paragraph("Addressee", line);
                }
            }
        }
        self.push(Piece::Gap);
    }

    /// A line for each body, the last with a full stop.
    fn bodies(&self, bodies: &[Bilingual]) -> Vec<String> {
        let ends = (1_usize..).map(|number| if number == bodies.len() { "." } else { ";" });
        bodies.iter().zip(ends).map(|(body, end)| format!("- {}{end}", body.text(self.language))).collect()
    }

    fn foot(&mut self, form: &'a AdministrativeForm) {
        self.push(Piece::Foot {
            heading: self.word(("Nơi nhận:", "Copies to:")),
            recipients: self.bodies(form.recipients()),
            lines: form.signature().lines(self.language),
            signer: form.signature().signer().unwrap_or_default(),
        });
    }

    /// `ends` closes the text of the report with the mark of the decree.
    pub(super) fn block(&mut self, block: &'a Block, ends: bool) {
        let language = self.language;
        match block {
            Block::Cards(cards) => self.cards(cards),
            Block::Chart(chart) => self.chart(chart),
            Block::Findings(findings) => self.findings(findings),
            Block::Heading { level, text } => {
                self.push(Piece::Heading { level: *level, text: text.text(language) });
            }
            Block::List { ordered, items } => {
                let items = items.iter().map(|item| self.sentence(item)).collect();
                self.push(Piece::List { ordered: *ordered, items });
            }
            Block::Paragraph(text) => {
                let mut spans = self.sentence(text);
                if ends {
                    self.close(&mut spans);
                }
                self.spans(if ends { "Ending" } else { "Body" }, spans);
            }
            Block::Rows(list) => self.row_list(list),
            Block::Table(table) => {
                let caption = self.caption(table.caption());
                self.table(table, caption);
            }
        }
    }

    /// Ends the last sentence by the mark of the decree, which takes the place of its full stop.
    fn close(&self, spans: &mut Vec<Span<'a>>) {
        let mark = self.report.form().map_or("", |form| form.profile().closing_mark());
        if mark.is_empty() {
            return;
        }
        if let Some(Span::Words { text, look: Look::Plain, to: None }) = spans.last_mut()
            && let Some(bare) = text.strip_suffix('.')
        {
            *text = bare.to_owned().into();
        }
        spans.push(Span::plain(mark));
    }

    fn sentence(&mut self, text: &'a Paragraph) -> Vec<Span<'a>> {
        let place = self.word(("Trong lời văn", "In the text"));
        let mut spans = Vec::new();
        for piece in text.runs() {
            match piece {
                Run::Cell(cell) => {
                    spans.push(self.figure(cell, None, place, Look::Plain).0);
                    spans.extend(cell.note().map(|note| self.footnote(note)));
                }
                Run::Text(words) => spans.push(Span::plain(words.text(self.language))),
            }
        }
        spans
    }

    /// A figure as it is printed, with its text; it leads to what it was made from.
    pub(super) fn figure(
        &mut self,
        cell: &'a Cell,
        column: Option<&Column>,
        place: &str,
        look: Look,
    ) -> (Span<'a>, Cow<'a, str>) {
        let printed = match column {
            Some(column) => print::in_table(cell, column.named_unit(), self.language),
            None => print::in_sentence(cell, self.language),
        };
        let trace = self.traces.push(cell, place.to_owned(), &printed).filter(|_| self.traced);
        let span = match trace {
            Some(number) => Span::to(printed.clone(), look, Place::Figure(number)),
            None => Span::new(printed.clone(), look),
        };
        (span, printed)
    }

    fn cards(&mut self, cards: &'a [Card]) {
        let language = self.language;
        let mut rows = Vec::new();
        for card in cards {
            let label = card.label().text(language);
            let mut first = GridCell::words(label);
            if let Some(detail) = card.detail_text() {
                let detail = detail.text(language);
                first.paragraphs.push(vec![Span::new(detail, Look::Italic)]);
                first.text = format!("{label}\n{detail}").into();
            }
            let (figure, text) = self.figure(card.cell(), None, label, Look::Bold);
            let note = card.cell().note().map(|note| self.footnote(note));
            let spans = std::iter::once(figure).chain(note).collect();
            rows.push(GridRow::of(vec![first, GridCell::new(spans, text, Align::Right).bold(true)]));
        }
        let title = self.word(("Số liệu chính", "Key figures"));
        let head = [self.word(("Chỉ tiêu", "Indicator")), self.word(("Số liệu", "Figure"))];
        self.push(Piece::Grid(Grid { small: false, ..Grid::small(title, &head, rows) }));
        self.push(Piece::Gap);
    }

    fn chart(&mut self, chart: &'a Chart) {
        self.charts = self.charts.saturating_add(1);
        self.push(Piece::Chart { chart, number: self.charts });
        if let Some(source) = chart.source_text() {
            let heading = self.word(("Nguồn", "Source"));
            self.line_below(heading, source.text(self.language));
        }
    }

    fn findings(&mut self, findings: &'a [Finding]) {
        let language = self.language;
        let mut rows = Vec::new();
        for finding in findings {
            let severity = finding.severity().text(language);
            let mut told = GridCell::words(finding.message().text(language));
            for (heading, text) in [
                (("Thấy", "Found"), finding.found_text(language)),
                (("Cần", "Expected"), finding.expected_text(language)),
                (("Gợi ý", "Suggestion"), finding.suggestion()),
            ] {
                if let Some(text) = text {
                    let heading = format!("{}: ", self.word(heading));
                    told.text = format!("{}\n{heading}{text}", told.text).into();
                    told.paragraphs.push(vec![Span::new(heading, Look::Italic), Span::plain(text)]);
                }
            }
            let code = finding.code().as_str();
            let mut rule = GridCell::new(Vec::new(), code, Align::Left);
            rule.paragraphs = finding.source().map(|text| vec![Span::plain(text)]).into_iter().collect();
            rule.paragraphs.push(vec![Span::new(code, Look::Italic)]);
            rows.push(GridRow::of(vec![
                GridCell::new(vec![Span::new(severity, Look::Bold)], severity, Align::Left).bold(true),
                told,
                GridCell::words(finding.location().to_string()),
                rule,
            ]));
        }
        let title = self.word(("Phát hiện", "Findings"));
        let head = [("Mức", "Severity"), ("Nội dung", "Message"), ("Vị trí", "Place"), ("Quy tắc", "Rule")];
        let head = head.map(|heading| self.word(heading));
        self.push(Piece::Grid(Grid { named: false, ..Grid::small(title, &head, rows) }));
        self.push(Piece::Gap);
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
        let rows = rows.iter().zip(fields).map(|(row, fields)| {
            let label = row.label().text(language);
            let number = self.row_numbers.get(row.id()).copied().unwrap_or_default();
            let mut first = GridCell::words(label);
            if self.traced {
                first.paragraphs = vec![vec![Span::to(label, Look::Plain, Place::Row(number))]];
            }
            let mut cells = vec![first];
            cells.extend(fields.into_iter().map(GridCell::words));
            cells.push(GridCell::words(row.place()));
            GridRow::of(cells)
        });
        let rows = rows.collect();
        self.push(Piece::Grid(Grid { caption: Some(caption), ..Grid::small("", &head, rows) }));
        self.push(Piece::Gap);
    }
}
