//! The text of the document: head of the form, blocks, signature.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use vientro_core::{Bilingual, Finding, Language, RowId};

use super::grid::{Grid, GridCell, GridRow, Merge};
use super::run::{Look, attribute, bookmark, field, keep_end, link, paragraph, rule, run};
use crate::drawn::{Drawn, gaps};
use crate::layout::{Layout, text_width};
use crate::outline::{self, Notes, Traces};
use crate::print::{self, with_unit, word};
use crate::scale::Scale;
use crate::{
    AdministrativeForm, Align, Block, Card, Cell, Chart, ChartKind, Column, Paragraph, Report, RowTable, Run,
    SourceRow, Table, TableRow,
};

/// Writes `word/document.xml` and collects what stands in other parts.
pub(super) struct Writer<'a> {
    pub(super) out: String,
    pub(super) report: &'a Report,
    pub(super) chart_data: &'a [Table],
    pub(super) language: Language,
    pub(super) layout: &'static Layout,
    /// Figures lead to the appendix that says what they were made from.
    pub(super) traced: bool,
    pub(super) traces: Traces<'a>,
    /// Notes of the pages, in the order of their marks.
    pub(super) footnotes: Notes<'a>,
    pub(super) charts: Vec<(&'a Chart, Drawn)>,
    /// For each list whether it is numbered.
    pub(super) lists: Vec<bool>,
    pub(super) row_numbers: BTreeMap<&'a RowId, usize>,
    /// The pages of the present section lie.
    pub(super) lying: bool,
    tables: usize,
    bookmarks: usize,
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
            out: String::new(),
            report,
            chart_data,
            language,
            layout,
            traced,
            traces: Traces::default(),
            footnotes: Notes::default(),
            charts: Vec::new(),
            lists: Vec::new(),
            row_numbers: report.row_numbers(),
            lying: false,
            tables: 0,
            bookmarks: 0,
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
        let mut start = self.out.len();
        for (block, number) in report.body().iter().zip(1_usize..) {
            start = self.out.len();
            self.block(block, report.form().is_some() && number == last);
        }
        if let Some(form) = report.form() {
            let ended = matches!(report.body().last(), Some(Block::Paragraph(_)));
            let mark = form.profile().closing_mark();
            if !ended && !mark.is_empty() {
                self.paragraph("Body", mark);
            }
            if !ended {
                keep_end(&mut self.out, start);
            }
            self.foot(form);
        }
    }

    pub(super) fn word(&self, text: (&'static str, &'static str)) -> &'static str {
        word(text, self.language)
    }

    pub(super) fn paragraph(&mut self, style: &str, text: &str) {
        let runs = run(text, Look::PLAIN);
        self.out.push_str(&paragraph(style, &runs));
    }

    /// The next number for a bookmark.
    pub(super) fn bookmark(&mut self, name: &str, runs: &str) -> String {
        self.bookmarks = self.bookmarks.saturating_add(1);
        bookmark(self.bookmarks, name, runs)
    }

    /// Two columns without lines: bodies and nation above, recipients and signature below.
    fn columns(&mut self, left_part: u32, rows: &[[String; 2]]) {
        let total = self.layout.text_width(self.lying);
        let left = total.saturating_mul(left_part) / 100;
        let right = total.saturating_sub(left);
        let _ = write!(
            self.out,
            concat!(
                r#"<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:tblLayout w:type="fixed"/>"#,
                r#"<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>"#,
                r#"<w:tblGrid><w:gridCol w:w="{left}"/><w:gridCol w:w="{right}"/></w:tblGrid>"#,
            ),
            total = total,
            left = left,
            right = right,
        );
        for cells in rows {
            self.out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            for (cell, width) in cells.iter().zip([left, right]) {
                let _ = write!(
                    self.out,
                    r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>"#
                );
            }
            self.out.push_str("</w:tr>");
        }
        self.out.push_str("</w:tbl>");
    }

    fn head(&mut self, form: &AdministrativeForm) {
        let (language, layout) = (self.language, self.layout);
        let said = |style: &str, text: &str| paragraph(style, &run(text, Look::PLAIN));
        let total = layout.text_width(false);
        let (left, right) = (total.saturating_mul(LEFT) / 100, total.saturating_mul(100 - LEFT) / 100);
        let issuer = form.issuer().text(language).to_uppercase();
        let parent = form.parent_body().map(|body| said("ParentBody", &body.text(language).to_uppercase()));
        let under = text_width(&issuer, layout.issuer, true).min(left).saturating_mul(2) / 5;
        let bodies =
            format!("{}{}{}", parent.unwrap_or_default(), said("Issuer", &issuer), rule(under, left));
        let nation = form.profile().state(language).map(|[state, motto]| {
            let length = text_width(motto, layout.motto, true).min(right);
            format!("{}{}{}", said("State", state), said("Motto", motto), rule(length, right))
        });
        let nation = nation.unwrap_or_else(|| paragraph("Gap", ""));
        let number = said("DocumentNumber", &form.number_line(language));
        let date = said("PlaceAndDate", &form.place_and_date(language));
        self.columns(LEFT, &[[bodies, nation], [number, date]]);
        self.paragraph("DocumentKind", form.kind().text(language));
        let title = self.report.title().text(language);
        self.paragraph("Title", title);
        let under = text_width(title, layout.title, true).min(total / 2).saturating_mul(2) / 5;
        self.out.push_str(&rule(under, total));
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
        if !form.addressees().is_empty() {
            self.out.push_str(&paragraph("Gap", ""));
        }
    }

    fn foot(&mut self, form: &AdministrativeForm) {
        let language = self.language;
        let said = |style: &str, text: &str| paragraph(style, &run(text, Look::PLAIN));
        let recipients = form.recipients();
        let mut left = String::new();
        if !recipients.is_empty() {
            left.push_str(&said("RecipientsHead", self.word(("Nơi nhận:", "Copies to:"))));
            for (body, number) in recipients.iter().zip(1_usize..) {
                let end = if number == recipients.len() { "." } else { ";" };
                left.push_str(&said("Recipient", &format!("- {}{end}", body.text(language))));
            }
        }
        if left.is_empty() {
            left = paragraph("Recipient", "");
        }
        let lines = form.signature().lines(language);
        let mut right: String = lines.iter().map(|line| said("Signature", line)).collect();
        right.push_str(&said("SignerName", form.signature().signer().unwrap_or_default()));
        self.out.push_str(r#"<w:p><w:pPr><w:pStyle w:val="Gap"/><w:keepNext/></w:pPr></w:p>"#);
        self.columns(50, &[[left, right]]);
    }

    /// `ends` closes the text of the report with the mark of the decree.
    pub(super) fn block(&mut self, block: &'a Block, ends: bool) {
        let language = self.language;
        match block {
            Block::Cards(cards) => self.cards(cards),
            Block::Chart(chart) => self.chart(chart),
            Block::Findings(findings) => self.findings(findings),
            Block::Heading { level, text } => {
                self.paragraph(&format!("Heading{level}"), text.text(language));
            }
            Block::List { ordered, items } => {
                self.lists.push(*ordered);
                let list = self.lists.len();
                for item in items {
                    let runs = self.runs(item);
                    let _ = write!(
                        self.out,
                        r#"<w:p><w:pPr><w:pStyle w:val="ListItem"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list}"/></w:numPr></w:pPr>{runs}</w:p>"#
                    );
                }
            }
            Block::Paragraph(text) => {
                let mut runs = self.runs(text);
                if ends {
                    let mark = self.report.form().map_or("", |form| form.profile().closing_mark());
                    if !mark.is_empty() {
                        // the mark takes the place of the full stop
                        if let Some(bare) = runs.strip_suffix(&[".", TEXT_END].concat()) {
                            runs = [bare, TEXT_END].concat();
                        }
                        runs.push_str(&run(mark, Look::PLAIN));
                    }
                    // two lines of the text stay with the signature
                    let _ = write!(
                        self.out,
                        r#"<w:p><w:pPr><w:pStyle w:val="Body"/><w:keepNext/></w:pPr>{runs}</w:p>"#
                    );
                } else {
                    self.out.push_str(&paragraph("Body", &runs));
                }
            }
            Block::Rows(list) => self.row_list(list),
            Block::Table(table) => {
                let caption = self.caption(table.caption());
                self.table(table, &caption);
            }
        }
    }

    fn runs(&mut self, text: &'a Paragraph) -> String {
        let place = self.word(("Trong lời văn", "In the text"));
        let mut runs = String::new();
        for piece in text.runs() {
            match piece {
                Run::Cell(cell) => {
                    let (figure, _) = self.figure(cell, None, place, Look::PLAIN);
                    runs.push_str(&figure);
                    if let Some(note) = cell.note() {
                        runs.push_str(&self.footnote(note));
                    }
                }
                Run::Text(words) => runs.push_str(&run(words.text(self.language), Look::PLAIN)),
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
    ) -> (String, String) {
        let printed = match column {
            Some(column) => print::in_table(cell, column.named_unit(), self.language),
            None => print::in_sentence(cell, self.language),
        };
        let runs = run(&printed, look);
        let trace = self.traces.push(cell, place.to_owned(), &printed);
        match trace {
            Some(number) if self.traced => (link(&format!("fig_{number}"), &runs), printed.into_owned()),
            _ => (runs, printed.into_owned()),
        }
    }

    /// The mark of a note at the foot of the page. A note said before is not said again.
    fn footnote(&mut self, note: &'a Bilingual) -> String {
        let known = self.footnotes.iter().count();
        let mark = self.footnotes.mark(note);
        let name = format!("note_{mark}");
        if mark > known {
            let reference = format!(
                r#"<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{mark}"/></w:r>"#
            );
            self.bookmark(&name, &reference)
        } else {
            let shown = run(&mark.to_string(), Look { raised: true, ..Look::PLAIN });
            format!(r#"<w:fldSimple w:instr=" NOTEREF {name} \f \h ">{shown}</w:fldSimple>"#)
        }
    }

    /// The numbered caption of the next table; returns it as text.
    fn caption(&mut self, text: &'a Bilingual) -> String {
        self.tables = self.tables.saturating_add(1);
        let label = self.word(("Bảng", "Table"));
        self.numbered(label, label, self.tables, text, true);
        outline::table_caption(self.tables, text, self.language)
    }

    /// A caption whose number is a field, so that Word's own list of tables finds it. It stays with what follows where it
    /// stands above, as that of a table does.
    fn numbered(&mut self, label: &str, sequence: &str, number: usize, text: &Bilingual, above: bool) {
        let runs = format!(
            "{}{}{}",
            run(&format!("{label} "), Look::PLAIN),
            field(&format!(r"SEQ {sequence} \* ARABIC"), &number.to_string()),
            run(&format!(". {}", text.text(self.language)), Look::PLAIN),
        );
        if above {
            self.out.push_str(&paragraph("Caption", &runs));
        } else {
            let _ = write!(
                self.out,
                r#"<w:p><w:pPr><w:pStyle w:val="Caption"/><w:keepNext w:val="0"/></w:pPr>{runs}</w:p>"#
            );
        }
    }

    fn cards(&mut self, cards: &'a [Card]) {
        let language = self.language;
        let title = self.word(("Số liệu chính", "Key figures"));
        let head = [self.word(("Chỉ tiêu", "Indicator")), self.word(("Số liệu", "Figure"))];
        let head = head.map(|text| GridCell::new(run(text, Look::PLAIN), text, Align::Centre));
        let mut rows = Vec::new();
        for card in cards {
            let label = card.label().text(language);
            let mut first = GridCell::new(run(label, Look::PLAIN), label, Align::Left);
            if let Some(detail) = card.detail_text() {
                first.paragraphs.push(run(detail.text(language), Look::ITALIC));
                let _ = write!(first.text, "\n{}", detail.text(language));
            }
            let (mut figure, text) = self.figure(card.cell(), None, label, Look::BOLD);
            if let Some(note) = card.cell().note() {
                figure.push_str(&self.footnote(note));
            }
            rows.push(GridRow {
                cells: vec![first, GridCell::new(figure, text, Align::Right).bold(true)],
                ..GridRow::default()
            });
        }
        self.grid(&Grid { title, head: vec![head.to_vec()], rows, columns: 2, small: false });
        self.out.push_str(&paragraph("Gap", ""));
    }

    pub(super) fn grid(&mut self, grid: &Grid<'_>) {
        grid.write(&mut self.out, self.layout, self.layout.text_width(self.lying));
    }

    /// A table and the lines under it, without its caption.
    pub(super) fn table(&mut self, table: &'a Table, caption: &str) {
        let language = self.language;
        let mut notes = Notes::default();
        let head = table_head(table, language, &mut notes);
        let columns = table.columns().len().saturating_add(1);
        let mut rows = Vec::new();
        for group in table.groups() {
            if let Some(label) = group.label() {
                let text = label.text(language);
                let cell = GridCell::new(run(text, Look::BOLD), text, Align::Left).bold(true).over(columns);
                rows.push(GridRow { cells: vec![cell], keep_next: true });
            }
            for row in group.rows() {
                rows.push(self.table_row(table, row, caption, Look::PLAIN, &mut notes));
            }
            if let Some(row) = group.subtotal_row() {
                keep_with_next(&mut rows);
                rows.push(self.table_row(table, row, caption, Look::BOLD, &mut notes));
            }
        }
        if let Some(row) = table.total_row() {
            keep_with_next(&mut rows);
            rows.push(self.table_row(table, row, caption, Look::BOLD, &mut notes));
        }
        for row in table.memo_rows() {
            rows.push(self.table_row(table, row, caption, Look::ITALIC, &mut notes));
        }
        self.grid(&Grid { title: caption, head, rows, columns, small: false });
        for (mark, text) in notes.iter() {
            let mark = run(&format!("({mark})"), Look { raised: true, ..Look::PLAIN });
            let text = run(&format!(" {}", text.text(language)), Look::PLAIN);
            self.out.push_str(&paragraph("TableNote", &format!("{mark}{text}")));
        }
        if !table.memo_rows().is_empty() {
            let words = self.word(outline::MEMO);
            self.paragraph("TableNote", words);
        }
        for (heading, text) in outline::lines_below(table, language) {
            let runs = format!("{}{}", run(&format!("{heading}: "), Look::ITALIC), run(&text, Look::PLAIN));
            self.out.push_str(&paragraph("TableNote", &runs));
        }
        self.out.push_str(&paragraph("Gap", ""));
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
        let label = row.label().text(language);
        let first = format!("{}{}", run(label, look), raised(row.note(), notes));
        let mut cells = vec![GridCell::new(first, label, Align::Left).bold(look.bold)];
        for (cell, column) in row.cells().iter().zip(table.columns()) {
            let place = format!("{caption}: {label}, {}", column.label().text(language));
            let (figure, mut text) = self.figure(cell, Some(column), &place, look);
            let mark = raised(cell.note(), notes);
            if !mark.is_empty() {
                text.push_str("(1)");
            }
            let runs = format!("{figure}{mark}");
            cells.push(GridCell::new(runs, text, column.alignment()).bold(look.bold));
        }
        GridRow { cells, keep_next: false }
    }

    fn chart(&mut self, chart: &'a Chart) {
        let language = self.language;
        let drawn = Drawn::of(chart, language);
        let high = u64::from(drawn.height()).saturating_mul(36_000);
        self.charts.push((chart, drawn));
        let number = self.charts.len();
        let label = self.word(("Biểu đồ", "Chart"));
        let caption = outline::chart_caption(number, chart, language);
        let unit = Scale::of(chart).unit(chart, language);
        if chart.kind() != ChartKind::Share && !unit.is_empty() {
            let heading = self.word(("Đơn vị tính", "Unit"));
            self.paragraph("Unit", &format!("{heading}: {unit}"));
        }
        let wide = u64::from(self.layout.text_width(self.lying)).saturating_mul(635);
        let _ = write!(
            self.out,
            concat!(
                r#"<w:p><w:pPr><w:pStyle w:val="Figure"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>"#,
                r#"<wp:docPr id="{number}" name="{name}" descr="{descr}"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">"#,
                r#"<c:chart r:id="chart{number}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"#,
            ),
            wide = wide,
            high = high,
            number = number,
            name = attribute(&caption),
            descr = attribute(&format!(
                "{}. {}",
                chart.title().text(language),
                chart.alternative().text(language)
            )),
        );
        let sequence = self.word(("Biểu_đồ", "Chart"));
        self.numbered(label, sequence, number, chart.title(), false);
        if let Some(gaps) = gaps(chart, language) {
            self.paragraph("TableNote", &gaps);
        }
        if let Some(source) = chart.source_text() {
            let heading = self.word(("Nguồn", "Source"));
            let runs = format!(
                "{}{}",
                run(&format!("{heading}: "), Look::ITALIC),
                run(source.text(language), Look::PLAIN)
            );
            self.out.push_str(&paragraph("TableNote", &runs));
        }
    }

    fn findings(&mut self, findings: &[Finding]) {
        let language = self.language;
        let head = [("Mức", "Severity"), ("Nội dung", "Message"), ("Vị trí", "Place"), ("Quy tắc", "Rule")]
            .map(|heading| self.word(heading))
            .map(|text| GridCell::new(run(text, Look::PLAIN), text, Align::Centre));
        let mut rows = Vec::new();
        for finding in findings {
            let severity = finding.severity().text(language);
            let message = finding.message().text(language);
            let mut told = GridCell::new(run(message, Look::PLAIN), message, Align::Left);
            for (heading, text) in [
                (("Thấy", "Found"), finding.found_text(language)),
                (("Cần", "Expected"), finding.expected_text(language)),
                (("Gợi ý", "Suggestion"), finding.suggestion()),
            ] {
                if let Some(text) = text {
                    let heading = run(&format!("{}: ", self.word(heading)), Look::ITALIC);
                    told.paragraphs.push(format!("{heading}{}", run(text, Look::PLAIN)));
                }
            }
            let place = finding.location().to_string();
            let mut rule = GridCell::new(String::new(), finding.code().as_str(), Align::Left);
            rule.paragraphs = finding.source().map(|text| run(text, Look::PLAIN)).into_iter().collect();
            rule.paragraphs.push(run(finding.code().as_str(), Look::ITALIC));
            rows.push(GridRow {
                cells: vec![
                    GridCell::new(run(severity, Look::BOLD), severity, Align::Left).bold(true),
                    told,
                    GridCell::new(run(&place, Look::PLAIN), place, Align::Left),
                    rule,
                ],
                ..GridRow::default()
            });
        }
        let title = self.word(("Phát hiện", "Findings"));
        self.grid(&Grid { title, head: vec![head.to_vec()], rows, columns: 4, small: true });
        self.out.push_str(&paragraph("Gap", ""));
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
        let head =
            head.into_iter().map(|text| GridCell::new(run(text, Look::PLAIN), text, Align::Centre)).collect();
        let text_cell = |text: &str| GridCell::new(run(text, Look::PLAIN), text, Align::Left);
        let rows = rows
            .iter()
            .zip(fields)
            .map(|(row, fields)| {
                let label = row.label().text(language);
                let number = self.row_numbers.get(row.id()).copied().unwrap_or_default();
                let mut runs = run(label, Look::PLAIN);
                if self.traced {
                    runs = link(&format!("row_{number}"), &runs);
                }
                let mut cells = vec![GridCell::new(runs, label, Align::Left)];
                cells.extend(fields.iter().map(|text| text_cell(text)));
                cells.push(text_cell(&row.place()));
                GridRow { cells, keep_next: false }
            })
            .collect();
        self.grid(&Grid { title: &caption, head: vec![head], rows, columns, small: true });
        self.out.push_str(&paragraph("Gap", ""));
    }
}

/// The head of a table: one row, or two under spanners.
fn table_head<'a>(table: &'a Table, language: Language, notes: &mut Notes<'a>) -> Vec<Vec<GridCell>> {
    let spanned = !table.spanners().is_empty();
    let plain = |text: &str| GridCell::new(run(text, Look::PLAIN), text, Align::Centre);
    let stub = table.stub().text(language);
    let (start, goes_on) = if spanned { (Merge::Start, Merge::Continue) } else { (Merge::None, Merge::None) };
    let nothing = || plain("").merged(goes_on);
    let (mut upper, mut lower) = (vec![plain(stub).merged(start)], vec![nothing()]);
    for (at, column) in table.columns().iter().enumerate() {
        let label = with_unit(column.label(), column.named_unit(), language);
        let runs = format!("{}{}", run(&label, Look::PLAIN), raised(column.note(), notes));
        let mark = if column.note().is_some() { "(1)" } else { "" };
        let cell = GridCell::new(runs, format!("{label}{mark}"), Align::Centre);
        let spanner = table.spanners().iter().find(|spanner| spanner.columns().contains(&at));
        if let Some(spanner) = spanner {
            let columns = spanner.columns();
            if *columns.start() == at {
                upper.push(plain(spanner.label().text(language)).over(columns.count()));
            }
            lower.push(cell);
        } else {
            // measured in the upper row
            upper.push(cell.merged(start));
            lower.push(nothing());
        }
    }
    if spanned { vec![upper, lower] } else { vec![upper] }
}

/// `(1)`, raised, if there is a note.
fn raised<'a>(note: Option<&'a Bilingual>, notes: &mut Notes<'a>) -> String {
    let look = Look { raised: true, ..Look::PLAIN };
    note.map(|note| run(&format!("({})", notes.mark(note)), look)).unwrap_or_default()
}

fn keep_with_next(rows: &mut [GridRow]) {
    if let Some(last) = rows.last_mut() {
        last.keep_next = true;
    }
}

/// Closes a run of text.
const TEXT_END: &str = "</w:t></w:r>";
/// Part of the width for the bodies, in percent; the rest is for the name of the state.
const LEFT: u32 = 42;
