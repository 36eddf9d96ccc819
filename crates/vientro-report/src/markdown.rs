//! Markdown as GitHub reads it.

use std::fmt::Write as _;

use vientro_core::{Bilingual, Finding, Language, RowId};

use crate::csv::column_label;
use crate::outline::{self, Notes, Traces};
use crate::print::{self, word};
use crate::text::visible;
use crate::{
    AdministrativeForm, Align, Block, Cell, Chart, Paragraph, Report, RowTable, Run, SourceRow, Table,
    TableRow,
};

/// Writes the report as GitHub Markdown: tables, footnotes, the list of figures with their rows, and the appendix of
/// rows with their places.
///
/// A chart is given by its text alternative and its data table; [`svg`](crate::svg()) draws it. Foreign text is escaped: it
/// is shown as it is and never acts as markup.
pub fn markdown(report: &Report, language: Language) -> String {
    let chart_data: Vec<Table> = report.charts().map(Chart::table).collect();
    let mut writer = Writer {
        out: String::new(),
        chart_data: &chart_data,
        language,
        report,
        notes: Notes::default(),
        traces: Traces::default(),
        tables: 0,
        charts: 0,
    };
    writer.whole();
    writer.out
}

struct Writer<'a> {
    out: String,
    language: Language,
    report: &'a Report,
    chart_data: &'a [Table],
    notes: Notes<'a>,
    traces: Traces<'a>,
    tables: usize,
    charts: usize,
}

impl<'a> Writer<'a> {
    fn whole(&mut self) {
        let report = self.report;
        match report.form() {
            Some(form) => self.head(form),
            None => self.paragraph_of(&format!("# {}", inline(report.title().text(self.language)))),
        }
        if let Some(subtitle) = report.subtitle() {
            self.paragraph_of(&format!("*{}*", inline(subtitle.text(self.language))));
        }
        if let Some(form) = report.form().filter(|form| !form.addressees().is_empty()) {
            let bodies: Vec<String> =
                form.addressees().iter().map(|body| inline(body.text(self.language))).collect();
            let line = format!("{} {}", self.word(("Kính gửi:", "To:")), bodies.join("; "));
            self.paragraph_of(&line);
        }
        for block in report.body() {
            self.block(block);
        }
        if let Some(form) = report.form() {
            self.foot(form);
        }
        for block in report.annexes() {
            match block {
                Block::Heading { level: 1, text } => {
                    let title = outline::annex_title(text, self.language);
                    self.paragraph_of(&format!("## {}", inline(&title)));
                }
                block => self.block(block),
            }
        }
        self.closing();
    }

    fn head(&mut self, form: &AdministrativeForm) {
        let language = self.language;
        let nation = form.profile().state(language);
        if !nation.is_empty() {
            let lines: Vec<String> = nation.into_iter().map(|line| format!("**{}**", inline(line))).collect();
            self.paragraph_of(&lines.join("  \n"));
        }
        let mut bodies = String::new();
        if let Some(parent) = form.parent_body() {
            bodies = format!("{}  \n", inline(&parent.text(language).to_uppercase()));
        }
        self.paragraph_of(&format!(
            "{bodies}**{}**  \n{}",
            inline(&form.issuer().text(language).to_uppercase()),
            inline(&form.number_line(language)),
        ));
        self.paragraph_of(&format!("*{}*", inline(&form.place_and_date(language))));
        self.paragraph_of(&format!(
            "# {}: {}",
            inline(&form.kind().text(language).to_uppercase()),
            inline(self.report.title().text(language)),
        ));
    }

    fn foot(&mut self, form: &AdministrativeForm) {
        let (language, mark) = (self.language, form.profile().closing_mark());
        if !mark.is_empty() {
            self.paragraph_of(mark);
        }
        let lines: Vec<String> =
            form.signature().lines(language).iter().map(|line| format!("**{}**", inline(line))).collect();
        self.paragraph_of(&lines.join("  \n"));
        let signer = form.signature().signer().map_or_else(|| "……………………".to_owned(), inline);
        self.paragraph_of(&format!("**{signer}**"));
        if !form.recipients().is_empty() {
            let heading = format!("***{}***", self.word(("Nơi nhận:", "Copies to:")));
            self.paragraph_of(&heading);
            let lines: Vec<String> =
                form.recipients().iter().map(|body| format!("- {}", inline(body.text(language)))).collect();
            self.paragraph_of(&lines.join("\n"));
        }
    }

    fn block(&mut self, block: &'a Block) {
        let language = self.language;
        match block {
            Block::Cards(cards) => {
                let mut lines = Vec::new();
                for card in cards {
                    let label = card.label().text(language);
                    let figure = self.figure(card.cell(), None, label.to_owned());
                    let detail = card.detail_text().map(|text| format!(" ({})", inline(text.text(language))));
                    lines.push(format!("- {}: **{figure}**{}", inline(label), detail.unwrap_or_default()));
                }
                self.paragraph_of(&lines.join("\n"));
            }
            Block::Chart(chart) => self.chart(chart),
            Block::Findings(findings) => self.findings(findings),
            Block::Heading { level, text } => {
                let marks = "#".repeat(usize::from(*level).saturating_add(1));
                self.paragraph_of(&format!("{marks} {}", inline(text.text(language))));
            }
            Block::List { ordered, items } => {
                let mut lines = Vec::new();
                for (item, number) in items.iter().zip(1_usize..) {
                    let mark = if *ordered { format!("{number}.") } else { "-".to_owned() };
                    lines.push(format!("{mark} {}", self.runs(item)));
                }
                self.paragraph_of(&lines.join("\n"));
            }
            Block::Paragraph(paragraph) => {
                let text = self.runs(paragraph);
                self.paragraph_of(&text);
            }
            Block::Rows(list) => self.row_list(list),
            Block::Table(table) => {
                self.tables = self.tables.saturating_add(1);
                let caption = outline::table_caption(self.tables, table.caption(), language);
                self.table(table, &caption);
            }
        }
    }

    fn runs(&mut self, paragraph: &'a Paragraph) -> String {
        let mut text = String::new();
        for run in paragraph.runs() {
            match run {
                Run::Cell(cell) => {
                    let place = self.word(("Trong lời văn", "In the text")).to_owned();
                    text.push_str(&self.figure(cell, None, place));
                }
                Run::Text(words) => text.push_str(&escaped(words.text(self.language))),
            }
        }
        at_line_start(&text)
    }

    /// A figure with its footnote mark; `column` is given in a table.
    fn figure(&mut self, cell: &'a Cell, column: Option<&crate::Column>, place: String) -> String {
        let printed = match column {
            Some(column) => print::in_table(cell, column.named_unit(), self.language),
            None => print::in_sentence(cell, self.language),
        };
        self.traces.push(cell, place, &printed);
        let mark = cell.note().map(|note| self.mark(note)).unwrap_or_default();
        format!("{}{mark}", escaped(&printed))
    }

    fn mark(&mut self, note: &'a Bilingual) -> String {
        format!("[^{}]", self.notes.mark(note))
    }

    fn table(&mut self, table: &'a Table, caption: &str) {
        self.paragraph_of(&format!("**{}**", inline(caption)));
        self.grid(table, caption);
    }

    /// A table without its caption.
    fn grid(&mut self, table: &'a Table, caption: &str) {
        let language = self.language;
        let mut head = vec![at_line_start(&escaped(table.stub().text(language)))];
        let mut rule = vec!["---"];
        for (at, column) in table.columns().iter().enumerate() {
            let mark = column.note().map(|note| self.mark(note)).unwrap_or_default();
            head.push(format!("{}{mark}", escaped(&column_label(table, at, column, language))));
            rule.push(match column.alignment() {
                Align::Centre => ":---:",
                Align::Left => "---",
                Align::Right => "---:",
            });
        }
        let mut lines = vec![line(&head), line(&rule)];
        for group in table.groups() {
            if let Some(label) = group.label() {
                let mut cells = vec![format!("**{}**", inline(label.text(language)))];
                cells.resize(head.len(), String::new());
                lines.push(line(&cells));
            }
            for row in group.rows() {
                lines.push(self.table_row(table, row, caption, ""));
            }
            if let Some(row) = group.subtotal_row() {
                lines.push(self.table_row(table, row, caption, "**"));
            }
        }
        if let Some(row) = table.total_row() {
            lines.push(self.table_row(table, row, caption, "**"));
        }
        for row in table.memo_rows() {
            lines.push(self.table_row(table, row, caption, "*"));
        }
        self.paragraph_of(&lines.join("\n"));
        if !table.memo_rows().is_empty() {
            let words = self.word(outline::MEMO);
            self.paragraph_of(words);
        }
        for (heading, text) in outline::lines_below(table, language) {
            self.paragraph_of(&format!("{heading}: {}", inline(&text)));
        }
    }

    fn table_row(&mut self, table: &Table, row: &'a TableRow, caption: &str, emphasis: &str) -> String {
        let label = row.label().text(self.language);
        let mark = row.note().map(|note| self.mark(note)).unwrap_or_default();
        let mut cells = vec![format!("{emphasis}{}{emphasis}{mark}", inline(label))];
        for (cell, column) in row.cells().iter().zip(table.columns()) {
            let place = format!("{caption}: {label}, {}", column.label().text(self.language));
            let figure = self.figure(cell, Some(column), place);
            cells.push(if figure.is_empty() { figure } else { format!("{emphasis}{figure}{emphasis}") });
        }
        line(&cells)
    }

    fn chart(&mut self, chart: &'a Chart) {
        let language = self.language;
        self.charts = self.charts.saturating_add(1);
        let caption = outline::chart_caption(self.charts, chart, language);
        self.paragraph_of(&format!("**{}**", inline(&caption)));
        self.paragraph_of(&inline(chart.alternative().text(language)));
        if let Some(data) = self.chart_data.get(self.charts.saturating_sub(1)) {
            self.grid(data, &caption);
        }
    }

    fn findings(&mut self, findings: &[Finding]) {
        let language = self.language;
        let head = [
            ("Mức", "Severity"),
            ("Mã", "Code"),
            ("Vị trí", "Place"),
            ("Nội dung", "Message"),
            ("Thấy", "Found"),
            ("Cần", "Expected"),
            ("Gợi ý", "Suggestion"),
            ("Quy tắc", "Rule"),
        ];
        let head: Vec<String> = head.into_iter().map(|heading| word(heading, language).to_owned()).collect();
        let mut lines = vec![line(&head), line(&["---"; 8])];
        for finding in findings {
            let quoted = |text: Option<&str>| text.map(inline).unwrap_or_default();
            lines.push(line(&[
                finding.severity().text(language).to_owned(),
                inline(finding.code().as_str()),
                inline(&finding.location().to_string()),
                inline(finding.message().text(language)),
                quoted(finding.found_text(language)),
                quoted(finding.expected_text(language)),
                quoted(finding.suggestion()),
                quoted(finding.source()),
            ]));
        }
        self.paragraph_of(&lines.join("\n"));
    }

    fn row_list(&mut self, list: &RowTable) {
        let language = self.language;
        self.tables = self.tables.saturating_add(1);
        let caption = outline::table_caption(self.tables, list.caption(), language);
        self.paragraph_of(&format!("**{}**", inline(&caption)));
        let rows = self.rows_named(list.rows());
        let (names, cells) = outline::row_list(&rows, language);
        let mut head = vec![self.word(("Dòng", "Row")).to_owned()];
        head.extend(names.iter().map(|name| escaped(name)));
        head.push(self.word(("Vị trí", "Place")).to_owned());
        let mut lines = vec![line(&head), line(&vec!["---"; head.len()])];
        for (row, fields) in rows.iter().zip(cells) {
            let mut cells = vec![inline(row.label().text(language))];
            cells.extend(fields.iter().map(|text| inline(text)));
            cells.push(inline(&row.place()));
            lines.push(line(&cells));
        }
        self.paragraph_of(&lines.join("\n"));
    }

    fn rows_named(&self, ids: &[RowId]) -> Vec<&'a SourceRow> {
        let numbers = self.report.row_numbers();
        ids.iter().filter_map(|id| self.report.rows().get(numbers.get(id)?.checked_sub(1)?)).collect()
    }

    /// Notes, sources, provenance, figures with their rows, rows with their places, footnotes.
    fn closing(&mut self) {
        let language = self.language;
        let report = self.report;
        self.section(("Ghi chú", "Notes"), report.notes().iter().map(|note| inline(note.text(language))));
        let sources = report.sources().iter().map(|source| {
            let reference = source.reference().map(|text| format!(" ({})", inline(text))).unwrap_or_default();
            format!("{}{reference}", inline(source.text().text(language)))
        });
        self.section(("Nguồn", "Sources"), sources);
        let lines = outline::provenance_lines(report, language);
        let lines = lines.iter().map(|(heading, text)| format!("{heading}: {}", inline(text)));
        self.section(("Cách lập báo cáo", "How this report was made"), lines);

        let numbers = report.row_numbers();
        let figures: Vec<String> = self
            .traces
            .iter()
            .map(|(_, trace)| {
                let rows: Vec<String> = trace
                    .cell
                    .source_rows()
                    .iter()
                    .filter_map(|id| numbers.get(id).map(|number| format!("({number})")))
                    .collect();
                let mut text = format!("{}: {}", inline(&trace.place), escaped(&trace.text));
                if !rows.is_empty() {
                    let heading = word(("dòng", "rows"), language);
                    let _ = write!(text, "; {heading} {}", rows.join(", "));
                }
                for reason in trace.cell.reasons() {
                    let _ = write!(text, "; {}", inline(reason.text(language)));
                }
                text
            })
            .collect();
        self.section(("Truy nguyên số liệu", "What the figures were made from"), figures);

        let rows: Vec<String> = report
            .rows()
            .iter()
            .zip(1_usize..)
            .map(|(row, number)| {
                let mut text = format!(
                    "({number}) {}: {}",
                    inline(row.place().as_str()),
                    inline(row.label().text(language))
                );
                for (name, value) in row.fields() {
                    let _ = write!(text, "; {}: {}", inline(name.text(language)), inline(value));
                }
                let heading = word(("mã dòng", "row id"), language);
                let _ = write!(text, "; {heading}: {}", inline(row.id().as_str()));
                text
            })
            .collect();
        self.section(("Phụ lục: dòng nguồn", "Appendix: source rows"), rows);

        let notes: Vec<String> = self
            .notes
            .iter()
            .map(|(mark, text)| format!("[^{mark}]: {}", inline(text.text(language))))
            .collect();
        if !notes.is_empty() {
            self.paragraph_of(&notes.join("\n"));
        }
    }

    fn section(&mut self, heading: (&'static str, &'static str), items: impl IntoIterator<Item = String>) {
        let lines: Vec<String> = items.into_iter().map(|item| format!("- {item}")).collect();
        if !lines.is_empty() {
            let heading = format!("## {}", self.word(heading));
            self.paragraph_of(&heading);
            self.paragraph_of(&lines.join("\n"));
        }
    }

    fn word(&self, text: (&'static str, &'static str)) -> &'static str {
        word(text, self.language)
    }

    fn paragraph_of(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(text);
        self.out.push('\n');
    }
}

/// Escaped text that may stand at the start of a line.
fn inline(text: &str) -> String {
    at_line_start(escaped(text).trim_end())
}

/// Text that no reader of Markdown takes for markup, a link, a mention or a formula; a line break becomes `<br>`.
fn escaped(text: &str) -> String {
    let shown = visible(text);
    let mut out = String::with_capacity(shown.len());
    let mut previous = ' ';
    for c in shown.chars() {
        match c {
            '\n' => out.push_str("<br>"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#' | '$' | '@' | '^' => {
                out.push('\\');
                out.push(c);
            }
            // "://" and "www." would become links by themselves
            '/' if previous == ':' => out.push_str("\\/"),
            '.' if previous.eq_ignore_ascii_case(&'w') => out.push_str("\\."),
            c => out.push(c),
        }
        previous = c;
    }
    out
}

/// Keeps the start of a line from being a list, a heading or a code block.
fn at_line_start(text: &str) -> String {
    let text = text.trim_start();
    if text.starts_with(['-', '+', '=', '!', ':']) {
        return format!("\\{text}");
    }
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len().saturating_sub(rest.len());
    let marks_item = rest.starts_with(['.', ')']) && rest.chars().nth(1).is_none_or(char::is_whitespace);
    match text.get(..digits) {
        Some(number) if digits > 0 && marks_item => format!("{number}\\{rest}"),
        _ => text.to_owned(),
    }
}

fn line<T: AsRef<str>>(cells: &[T]) -> String {
    let mut line = "|".to_owned();
    for cell in cells {
        let _ = write!(line, " {} |", cell.as_ref());
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_text_is_text() {
        assert_eq!(inline("a|b *c* <script>"), "a\\|b \\*c\\* \\<script\\>");
        assert_eq!(inline("http://x.vn www.x.vn a@b"), "http:\\//x.vn www\\.x.vn a\\@b");
        assert_eq!(inline("1. một\nhai"), "1\\. một<br>hai");
        assert_eq!(inline("18.048.000.000"), "18.048.000.000");
        assert_eq!(inline("    mã"), "mã");
        assert_eq!(inline("- x"), "\\- x");
        assert_eq!(inline("C:\\|"), "C:\\\\\\|");
        assert_eq!(inline("\u{202E}x"), "⟨U+202E⟩x");
    }
}
