//! The first sheet: the report in its order, with links to the sheets of its tables and charts.

use std::fmt::Write as _;

use rust_xlsxwriter::{Url, Worksheet, XlsxError};
use vientro_core::Finding;

use super::Book;
use super::grid::cited;
use super::page::Page;
use super::style::{Look, Side};
use crate::print;
use crate::{AdministrativeForm, Block, Card, Paragraph, RowTable, Run, SourceRow, outline};

/// Where the first sheet has got to.
struct Front {
    page: Page,
    row: u32,
}

impl<'a> Book<'a> {
    pub(super) fn front(&mut self) -> Result<Worksheet, XlsxError> {
        let (report, language) = (self.report, self.language);
        let name = self.word(("Báo cáo", "Report"));
        let mut front = Front { page: Page::new(name, 0)?, row: 0 };
        for (column, width) in [(0, 74), (1, 34), (2, 36)] {
            front.page.widen(column, width);
        }
        self.line(&mut front, report.title().text(language), Look::TITLE)?;
        if let Some(form) = report.form() {
            self.form_head(&mut front, form)?;
        }
        if let Some(subtitle) = report.subtitle() {
            self.line(&mut front, subtitle.text(language), Look::TEXT.italic(true))?;
        }
        if let Some(form) = report.form() {
            let heading = self.word(("Kính gửi:", "To:"));
            for body in form.addressees() {
                self.line(&mut front, &format!("{heading} {}", body.text(language)), Look::TEXT)?;
            }
        }
        for block in report.body() {
            self.block(&mut front, block)?;
        }
        if let Some(form) = report.form() {
            self.form_foot(&mut front, form)?;
        }
        for block in report.annexes() {
            match block {
                Block::Heading { level: 1, text } => {
                    self.line(&mut front, &outline::annex_title(text, language), Look::TITLE)?;
                }
                block => self.block(&mut front, block)?,
            }
        }
        front.page.finish()
    }

    fn line(&mut self, front: &mut Front, text: &str, look: Look) -> Result<(), XlsxError> {
        self.text(&mut front.page, front.row, 0, text, look)?;
        front.row = front.row.saturating_add(1);
        Ok(())
    }

    fn form_head(&mut self, front: &mut Front, form: &AdministrativeForm) -> Result<(), XlsxError> {
        let language = self.language;
        for line in form.profile().state(language) {
            self.line(front, line, Look::TEXT.bold(true))?;
        }
        if let Some(parent) = form.parent_body() {
            self.line(front, &parent.text(language).to_uppercase(), Look::TEXT)?;
        }
        self.line(front, &form.issuer().text(language).to_uppercase(), Look::TEXT.bold(true))?;
        self.line(front, &form.number_line(language), Look::TEXT)?;
        self.line(front, &form.place_and_date(language), Look::TEXT.italic(true))?;
        self.line(front, &form.kind().text(language).to_uppercase(), Look::TITLE)
    }

    fn form_foot(&mut self, front: &mut Front, form: &AdministrativeForm) -> Result<(), XlsxError> {
        let language = self.language;
        for line in form.signature().lines(language) {
            self.line(front, &line, Look::TEXT.bold(true))?;
        }
        if let Some(signer) = form.signature().signer() {
            self.line(front, signer, Look::TEXT.bold(true))?;
        }
        if !form.recipients().is_empty() {
            let heading = self.word(("Nơi nhận:", "Copies to:"));
            self.line(front, heading, Look::NOTE.bold(true).italic(true))?;
            for body in form.recipients() {
                self.said(&mut front.page, front.row, 0, body, Look::NOTE)?;
                front.row = front.row.saturating_add(1);
            }
        }
        Ok(())
    }

    fn block(&mut self, front: &mut Front, block: &'a Block) -> Result<(), XlsxError> {
        let language = self.language;
        match block {
            Block::Cards(cards) => self.cards(front, cards)?,
            Block::Chart(chart) => {
                let data = self.chart_data.get(self.charts);
                self.charts = self.charts.saturating_add(1);
                let caption = outline::chart_caption(self.charts, chart, language);
                let name = format!("{} {}", self.word(("Biểu đồ", "Chart")), self.charts);
                self.link(front, &caption, &name)?;
                self.line(front, chart.alternative().text(language), Look::NOTE)?;
                if let Some(data) = data {
                    let (mut page, place) = self.table_sheet(data, &caption, &name)?;
                    self.chart(&mut page, chart, &name, place)?;
                    self.sheets.push(page.finish()?);
                }
            }
            Block::Findings(findings) => self.findings(front, findings)?,
            Block::Heading { text, .. } => {
                self.line(front, text.text(language), Look::TITLE)?;
            }
            Block::List { ordered, items } => {
                for (item, number) in items.iter().zip(1_usize..) {
                    let mark = if *ordered { format!("{number}. ") } else { "\u{2022} ".to_owned() };
                    let text = self.sentence(item);
                    self.line(front, &format!("{mark}{text}"), Look::TEXT)?;
                }
            }
            Block::Paragraph(paragraph) => {
                let text = self.sentence(paragraph);
                self.line(front, &text, Look::TEXT)?;
            }
            Block::Rows(list) => self.row_list(front, list)?,
            Block::Table(table) => {
                self.tables = self.tables.saturating_add(1);
                let caption = outline::table_caption(self.tables, table.caption(), language);
                let name = format!("{} {}", self.word(("Bảng", "Table")), self.tables);
                self.link(front, &caption, &name)?;
                let (page, _) = self.table_sheet(table, &caption, &name)?;
                self.sheets.push(page.finish()?);
            }
        }
        Ok(())
    }

    /// A caption that leads to its sheet.
    fn link(&mut self, front: &mut Front, caption: &str, name: &str) -> Result<(), XlsxError> {
        self.text(&mut front.page, front.row, 0, caption, Look::TEXT.bold(true))?;
        let target = Url::new(format!("internal:'{name}'!A1")).set_text(format!("→ {name}"));
        let format = self.styles.of(Look::TEXT);
        front.page.sheet.write_url_with_format(front.row, 1, target, format)?;
        front.row = front.row.saturating_add(1);
        Ok(())
    }

    fn sentence(&mut self, paragraph: &'a Paragraph) -> String {
        let language = self.language;
        let mut text = String::new();
        for run in paragraph.runs() {
            match run {
                Run::Cell(cell) => {
                    let printed = print::in_sentence(cell, language);
                    let place = self.word(("Trong lời văn", "In the text")).to_owned();
                    self.traces.push(cell, place, &printed);
                    text.push_str(&printed);
                    if let Some(note) = cell.note() {
                        // writing to a String cannot fail
                        let _ = write!(text, " [{}]", self.text_notes.mark(note));
                    }
                }
                Run::Text(words) => text.push_str(words.text(language)),
            }
        }
        text
    }

    fn cards(&mut self, front: &mut Front, cards: &'a [Card]) -> Result<(), XlsxError> {
        let language = self.language;
        for card in cards {
            let row = front.row;
            self.said(&mut front.page, row, 0, card.label(), Look::CELL)?;
            let mark = card.cell().note().map(|note| format!(" [{}]", self.text_notes.mark(note)));
            let look = Look::CELL.bold(true).side(Side::Right);
            let mark = mark.unwrap_or_default();
            self.cell(&mut front.page, (row, 1), card.cell(), None, &mark, look, None)?;
            let printed = print::in_sentence(card.cell(), language);
            self.traces.push(card.cell(), card.label().text(language).to_owned(), &printed);
            let detail = card.detail_text().map(|text| text.text(language)).unwrap_or_default();
            self.text(&mut front.page, row, 2, detail, Look::CELL.italic(true))?;
            front.row = row.saturating_add(1);
        }
        Ok(())
    }

    fn findings(&mut self, front: &mut Front, findings: &'a [Finding]) -> Result<(), XlsxError> {
        let language = self.language;
        self.findings = self.findings.saturating_add(1);
        let title = self.word(("Phát hiện", "Findings"));
        let name = if self.findings == 1 { title.to_owned() } else { format!("{title} {}", self.findings) };
        self.link(front, title, &name)?;
        let mut page = Page::new(&name, 1)?;
        self.text(&mut page, 0, 0, title, Look::TITLE)?;
        let head = [
            (("Mức", "Severity"), 10),
            (("Mã", "Code"), 20),
            (("Vị trí", "Place"), 26),
            (("Nội dung", "Message"), 40),
            (("Thấy", "Found"), 18),
            (("Cần", "Expected"), 18),
            (("Gợi ý", "Suggestion"), 18),
            (("Quy tắc", "Rule"), 24),
        ];
        for ((heading, width), column) in head.into_iter().zip(0_u16..) {
            let heading = self.word(heading);
            self.text(&mut page, 1, column, heading, Look::HEAD)?;
            page.widen(column, width);
        }
        for (finding, row) in findings.iter().zip(2_u32..) {
            let place = finding.location().to_string();
            let [found, expected, suggestion] =
                [finding.found_text(language), finding.expected_text(language), finding.suggestion()]
                    .map(|text| text.map(cited).unwrap_or_default());
            let texts = [
                finding.severity().text(language),
                finding.code().as_str(),
                place.as_str(),
                finding.message().text(language),
                &found,
                &expected,
                &suggestion,
                finding.source().unwrap_or_default(),
            ];
            for (text, column) in texts.into_iter().zip(0_u16..) {
                self.text(&mut page, row, column, text, Look::CELL)?;
            }
        }
        self.sheets.push(page.finish()?);
        Ok(())
    }

    fn row_list(&mut self, front: &mut Front, list: &'a RowTable) -> Result<(), XlsxError> {
        self.tables = self.tables.saturating_add(1);
        let caption = outline::table_caption(self.tables, list.caption(), self.language);
        let name = format!("{} {}", self.word(("Bảng", "Table")), self.tables);
        self.link(front, &caption, &name)?;
        let rows: Vec<&SourceRow> = list
            .rows()
            .iter()
            .filter_map(|id| self.report.rows().get(self.row_numbers.get(id)?.checked_sub(1)?))
            .collect();
        let page = self.row_list_sheet(&rows, &caption, &name)?;
        self.sheets.push(page.finish()?);
        Ok(())
    }
}
