//! One page: nothing to load, nothing to run, and every figure opens down to its rows.

use minijinja::{AutoEscape, Environment, Value, context};
use vientro_core::{Bilingual, Finding, Language, RowId};

use crate::outline::{self, Notes, Traces};
use crate::print::{self, word};
use crate::text::{markup, one_line};
use crate::{
    AdministrativeForm, Align, Block, Cell, Chart, Column, Paragraph, Report, ReportError, Run, SourceRow,
    Table, TableRow, svg,
};

/// What may be changed about a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct HtmlOptions {
    /// A template in place of the one in the crate, in the language of `minijinja`. It is given the same values;
    /// `src/html/report.html` in the package shows all of them. Texts are escaped unless the template asks otherwise.
    pub template: Option<String>,
}

impl HtmlOptions {
    /// The template of the crate.
    pub fn new() -> Self {
        Self::default()
    }

    /// Uses another template.
    #[must_use]
    pub fn template(mut self, template: impl Into<String>) -> Self {
        self.template = Some(template.into());
        self
    }
}

/// Writes the report as one HTML page.
///
/// The page needs no script, asks for no other file, prints on A4 in the layout of Decree 30/2020/NĐ-CP, and can be
/// read at a width of 390 px. Each figure with source rows or reasons is a link: it opens a sheet with its rows (file,
/// sheet, cell), rates and rules; each row in the appendix links back to the figures made from it. Figures stand in
/// `<data value="…">` elements with their exact value, hedged ones with their bounds in `data-low` and `data-high`.
///
/// # Errors
///
/// [`ReportError::Template`] if a template of the options cannot be read or filled.
pub fn html(report: &Report, language: Language, options: &HtmlOptions) -> Result<String, ReportError> {
    let chart_data: Vec<Table> = report.charts().map(Chart::table).collect();
    let mut page = Page {
        language,
        report,
        chart_data: &chart_data,
        traces: Traces::default(),
        text_notes: Notes::default(),
        tables: 0,
        charts: 0,
    };
    let values = page.whole();

    let failed = |error: minijinja::Error| ReportError::Template { message: format!("{error:#}") };
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    // the escape of minijinja knows no control characters; all text goes through ours
    environment.set_formatter(|out, state, value| match value.as_str() {
        Some(text) if !value.is_safe() => {
            out.write_str(&markup(text).replace('\n', "<br>")).map_err(minijinja::Error::from)
        }
        _ => minijinja::escape_formatter(out, state, value),
    });
    let source = options.template.as_deref().unwrap_or(TEMPLATE);
    environment.add_template("report.html", source).map_err(failed)?;
    environment.get_template("report.html").and_then(|template| template.render(values)).map_err(failed)
}

const TEMPLATE: &str = include_str!("report.html");
const STYLE: &str = include_str!("report.css");

struct Page<'a> {
    language: Language,
    report: &'a Report,
    chart_data: &'a [Table],
    traces: Traces<'a>,
    text_notes: Notes<'a>,
    tables: usize,
    charts: usize,
}

impl<'a> Page<'a> {
    fn whole(&mut self) -> Value {
        let report = self.report;
        let language = self.language;
        let blocks: Vec<Value> = report.body().iter().map(|block| self.block(block)).collect();
        let annexes = report.annexes().iter().map(|block| match block {
            Block::Heading { level: 1, text } => {
                context! { kind => "heading", level => 2, text => outline::annex_title(text, language) }
            }
            block => self.block(block),
        });
        let annexes: Vec<Value> = annexes.collect();
        let form = report.form().map(|form| self.form(form));
        let sources: Vec<Value> = report
            .sources()
            .iter()
            .map(|source| context! { text => self.said(source.text()), reference => source.reference() })
            .collect();
        let text_notes: Vec<Value> =
            self.text_notes.iter().map(|(mark, text)| context! { mark, text => self.said(text) }).collect();
        context! {
            lang => language.tag(),
            style => Value::from_safe_string(STYLE.to_owned()),
            title => one_line(report.title().text(language)),
            heading => self.said(report.title()),
            subtitle => report.subtitle().map(|text| self.said(text)),
            form,
            blocks,
            annexes,
            notes => self.said_all(report.notes()),
            text_notes,
            sources,
            provenance => outline::provenance_lines(report, language)
                .into_iter()
                .map(|(heading, text)| context! { heading, text })
                .collect::<Vec<_>>(),
            figures => self.figures(),
            rows => self.rows(),
            words => words(language),
        }
    }

    fn said(&self, text: &Bilingual) -> Value {
        Value::from(text.text(self.language))
    }

    fn said_all(&self, texts: &[Bilingual]) -> Vec<Value> {
        texts.iter().map(|text| self.said(text)).collect()
    }

    fn form(&self, form: &'a AdministrativeForm) -> Value {
        let language = self.language;
        let mut nation = form.profile().state(language).into_iter();
        let (state, motto) = (nation.next(), nation.next());
        context! {
            state,
            motto,
            mark => form.profile().closing_mark(),
            parent => form.parent_body().map(|body| body.text(language).to_uppercase()),
            issuer => form.issuer().text(language).to_uppercase(),
            number => form.number_line(language),
            place_and_date => form.place_and_date(language),
            kind => form.kind().text(language).to_uppercase(),
            addressees => self.said_all(form.addressees()),
            recipients => self.said_all(form.recipients()),
            signature => form.signature().lines(language),
            signer => form.signature().signer(),
        }
    }

    fn block(&mut self, block: &'a Block) -> Value {
        match block {
            Block::Cards(cards) => {
                let cards: Vec<Value> = cards
                    .iter()
                    .map(|card| {
                        let label = card.label().text(self.language);
                        let cell = self.cell(card.cell(), None, label.to_owned());
                        let note = self.text_mark(card.cell());
                        context! { label, cell, note, detail => card.detail_text().map(|text| self.said(text)) }
                    })
                    .collect();
                context! { kind => "cards", cards }
            }
            Block::Chart(chart) => self.chart(chart),
            Block::Findings(findings) => self.findings(findings),
            Block::Heading { level, text } => {
                context! { kind => "heading", level => u32::from(*level).saturating_add(1), text => self.said(text) }
            }
            Block::List { ordered, items } => {
                let items: Vec<Value> = items.iter().map(|item| self.runs(item)).collect();
                context! { kind => "list", ordered, items }
            }
            Block::Paragraph(paragraph) => context! { kind => "paragraph", runs => self.runs(paragraph) },
            Block::Rows(list) => {
                self.tables = self.tables.saturating_add(1);
                let caption = outline::table_caption(self.tables, list.caption(), self.language);
                let rows = self.rows_named(list.rows());
                let (names, cells) = outline::row_list(&rows, self.language);
                let numbers = self.report.row_numbers();
                let rows: Vec<Value> = rows
                    .iter()
                    .zip(cells)
                    .map(|(row, cells)| {
                        context! {
                            number => numbers.get(row.id()),
                            label => self.said(row.label()),
                            place => row.place(),
                            cells,
                        }
                    })
                    .collect();
                let names: Vec<Value> = names.into_iter().map(Value::from).collect();
                context! { kind => "rows", id => format!("t-{}", list.id()), caption, names, rows }
            }
            Block::Table(table) => {
                self.tables = self.tables.saturating_add(1);
                let caption = outline::table_caption(self.tables, table.caption(), self.language);
                self.table(table, &caption)
            }
        }
    }

    fn runs(&mut self, paragraph: &'a Paragraph) -> Value {
        let runs: Vec<Value> = paragraph
            .runs()
            .iter()
            .map(|run| match run {
                Run::Cell(cell) => {
                    let place = word(("Trong lời văn", "In the text"), self.language);
                    let note = self.text_mark(cell);
                    context! { cell => self.cell(cell, None, place.to_owned()), note }
                }
                Run::Text(text) => context! { text => self.said(text) },
            })
            .collect();
        Value::from(runs)
    }

    fn text_mark(&mut self, cell: &'a Cell) -> Option<usize> {
        cell.note().map(|note| self.text_notes.mark(note))
    }

    /// A figure; `column` is given in a table, where the unit may stand in its head.
    fn cell(&mut self, cell: &'a Cell, column: Option<&Column>, place: String) -> Value {
        let text = match column {
            Some(column) => print::in_table(cell, column.named_unit(), self.language),
            None => print::in_sentence(cell, self.language),
        };
        let figure = self.traces.push(cell, place, &text);
        let hedged = cell.as_figure().filter(|figure| figure.known().is_none());
        let end = |end: Option<&rust_decimal::Decimal>| end.map(ToString::to_string);
        context! {
            text,
            figure,
            date => match cell.value() {
                crate::CellValue::Date(date) => Some(date.to_string()),
                _ => None,
            },
            value => if hedged.is_none() { exact_number(cell) } else { None },
            low => hedged.as_ref().and_then(|figure| end(figure.low())),
            high => hedged.as_ref().and_then(|figure| end(figure.high())),
            missing => cell.missing_reason().map(|reason| reason.meaning(self.language)),
        }
    }

    fn table(&mut self, table: &'a Table, caption: &str) -> Value {
        let language = self.language;
        let mut notes = Notes::default();
        let has_spanners = !table.spanners().is_empty();
        // the upper row of the head: spanners, and the columns under none of them
        let mut upper = Vec::new();
        let mut lower = Vec::new();
        let mut at = 0;
        while let Some(column) = table.columns().get(at) {
            let spanner = table.spanners().iter().find(|spanner| spanner.columns().contains(&at));
            if let Some(spanner) = spanner {
                let last = *spanner.columns().end();
                let width = last.saturating_sub(at).saturating_add(1);
                upper.push(context! { label => self.said(spanner.label()), width });
                for column in table.columns().iter().skip(at).take(width) {
                    lower.push(self.head(column, &mut notes));
                }
                at = last.saturating_add(1);
            } else {
                let head = self.head(column, &mut notes);
                upper.push(context! { column => head });
                at = at.saturating_add(1);
            }
        }
        let mut groups: Vec<Value> = Vec::new();
        for group in table.groups() {
            let mut rows: Vec<Value> =
                group.rows().iter().map(|row| self.row(table, row, caption, "row", &mut notes)).collect();
            rows.extend(
                group.subtotal_row().map(|row| self.row(table, row, caption, "subtotal", &mut notes)),
            );
            groups.push(context! { label => group.label().map(|label| self.said(label)), rows });
        }
        let total = table.total_row().map(|row| self.row(table, row, caption, "total", &mut notes));
        let memo: Vec<Value> =
            table.memo_rows().iter().map(|row| self.row(table, row, caption, "memo", &mut notes)).collect();
        let notes: Vec<Value> =
            notes.iter().map(|(mark, text)| context! { mark, text => self.said(text) }).collect();
        let below: Vec<Value> = outline::lines_below(table, language)
            .into_iter()
            .map(|(heading, text)| context! { heading, text })
            .collect();
        context! {
            kind => "table",
            id => format!("t-{}", table.id()),
            caption,
            stub => self.said(table.stub()),
            width => table.columns().len().saturating_add(1),
            has_spanners,
            upper,
            lower,
            groups,
            total,
            memo,
            notes,
            below,
        }
    }

    fn head(&self, column: &'a Column, notes: &mut Notes<'a>) -> Value {
        context! {
            label => self.said(column.label()),
            unit => column.named_unit().map(|unit| unit.text(self.language)),
            align => align(column),
            note => column.note().map(|note| notes.mark(note)),
        }
    }

    fn row(
        &mut self,
        table: &Table,
        row: &'a TableRow,
        caption: &str,
        kind: &str,
        notes: &mut Notes<'a>,
    ) -> Value {
        let label = row.label().text(self.language);
        let mark = row.note().map(|note| notes.mark(note));
        let cells: Vec<Value> = row
            .cells()
            .iter()
            .zip(table.columns())
            .map(|(cell, column)| {
                let place = format!("{caption}: {label}, {}", column.label().text(self.language));
                let note = cell.note().map(|note| notes.mark(note));
                context! { cell => self.cell(cell, Some(column), place), align => align(column), note }
            })
            .collect();
        context! { kind, label, note => mark, cells }
    }

    fn chart(&mut self, chart: &'a Chart) -> Value {
        let data = self.chart_data.get(self.charts);
        self.charts = self.charts.saturating_add(1);
        let caption = outline::chart_caption(self.charts, chart, self.language);
        context! {
            kind => "chart",
            id => format!("c-{}", chart.id()),
            caption,
            svg => Value::from_safe_string(svg(chart, self.language)),
            source => chart.source_text().map(|text| self.said(text)),
            data => data.map(|data| self.table(data, data.caption().text(self.language))),
        }
    }

    fn findings(&mut self, findings: &'a [Finding]) -> Value {
        let language = self.language;
        self.tables = self.tables.saturating_add(1);
        let heading = word(("Bảng", "Table"), language);
        let name = word(("Những điểm cần xem lại", "Points to look at"), language);
        let list: Vec<Value> = findings
            .iter()
            .map(|finding| {
                context! {
                    severity => finding.severity().text(language),
                    level => finding.severity().text(Language::En),
                    code => finding.code().as_str(),
                    place => finding.location().to_string(),
                    message => self.said(finding.message()),
                    found => finding.found_text(language),
                    expected => finding.expected_text(language),
                    suggestion => finding.suggestion(),
                    rule => finding.source(),
                }
            })
            .collect();
        context! {
            kind => "findings",
            id => format!("findings-{}", self.tables),
            caption => format!("{heading} {}. {name}", self.tables),
            findings => list,
        }
    }

    fn rows_named(&self, ids: &[RowId]) -> Vec<&'a SourceRow> {
        let numbers = self.report.row_numbers();
        ids.iter().filter_map(|id| self.report.rows().get(numbers.get(id)?.checked_sub(1)?)).collect()
    }

    /// The sheets that open under a figure.
    fn figures(&self) -> Vec<Value> {
        let numbers = self.report.row_numbers();
        let explainer = self.report.explainer(self.language);
        self.traces
            .iter()
            .map(|(number, trace)| {
                let rows: Vec<Value> = trace
                    .cell
                    .source_rows()
                    .iter()
                    .filter_map(|id| {
                        let number = numbers.get(id)?;
                        let row = self.report.rows().get(number.checked_sub(1)?)?;
                        Some(context! { number, label => self.said(row.label()), place => row.place() })
                    })
                    .collect();
                context! {
                    number,
                    place => trace.place.as_str(),
                    text => trace.text.as_str(),
                    sentence => explainer.sentence(trace.cell),
                    rows,
                    reasons => self.said_all(trace.cell.reasons()),
                }
            })
            .collect()
    }

    /// The appendix: each row with its place, its fields, and the figures made from it.
    fn rows(&self) -> Vec<Value> {
        let mut used: std::collections::BTreeMap<&RowId, Vec<Value>> = std::collections::BTreeMap::new();
        for (number, trace) in self.traces.iter() {
            for id in trace.cell.source_rows() {
                used.entry(id).or_default().push(context! { number, text => trace.text.as_str() });
            }
        }
        self.report
            .rows()
            .iter()
            .zip(1_usize..)
            .map(|(row, number)| {
                let fields: Vec<Value> = row
                    .fields()
                    .iter()
                    .map(|(name, text)| context! { name => self.said(name), text })
                    .collect();
                let used = used.get(row.id()).cloned().unwrap_or_default();
                context! {
                    number,
                    id => row.id().as_str(),
                    label => self.said(row.label()),
                    place => row.place(),
                    fields,
                    used,
                }
            })
            .collect()
    }
}

/// The exact number of a cell for programs.
fn exact_number(cell: &Cell) -> Option<String> {
    match cell.value() {
        crate::CellValue::Integer(value) => Some(value.to_string()),
        _ => cell.number().map(|number| number.to_string()),
    }
}

fn align(column: &Column) -> &'static str {
    match column.alignment() {
        Align::Centre => "centre",
        Align::Left => "left",
        Align::Right => "right",
    }
}

/// The fixed words of the page.
fn words(language: Language) -> Value {
    let word = |vi, en| word((vi, en), language);
    context! {
        addressees => word("Kính gửi:", "To:"),
        recipients => word("Nơi nhận:", "Copies to:"),
        data => word("Bảng số liệu của biểu đồ", "Data table of the chart"),
        source => word("Nguồn", "Source"),
        notes => word("Ghi chú", "Notes"),
        sources => word("Nguồn số liệu", "Sources"),
        provenance => word("Cách lập báo cáo", "How this report was made"),
        figures => word("Truy nguyên số liệu", "What the figures were made from"),
        figures_lead => word(
            "Bấm vào một con số gạch chân để xem nó được lập từ những dòng nào.",
            "Follow an underlined figure to see the rows it was made from.",
        ),
        figure => word("Số liệu", "Figure"),
        rows => word("Phụ lục: dòng nguồn", "Appendix: source rows"),
        row => word("Dòng", "Row"),
        made_from => word("Lập từ", "Made from"),
        rule => word("Tỷ giá và quy tắc", "Rates and rules"),
        back => word("Quay lại số liệu", "Back to the figure"),
        used_in => word("Dùng cho", "Used for"),
        id => word("Mã dòng", "Row id"),
        place => word("Vị trí", "Place"),
        memo => word(outline::MEMO.0, outline::MEMO.1),
        severity => word("Mức", "Severity"),
        code => word("Mã", "Code"),
        message => word("Nội dung", "Message"),
        found => word("Thấy", "Found"),
        expected => word("Cần", "Expected"),
        suggestion => word("Gợi ý", "Suggestion"),
        by => word("Quy tắc", "Rule"),
    }
}
