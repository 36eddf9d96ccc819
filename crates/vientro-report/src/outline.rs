//! What the renderers share: numbers of tables and charts, footnote marks, and the list of figures that open.

use std::collections::BTreeSet;

use vientro_core::{Bilingual, Language};

use crate::print::word;
use crate::{Cell, Chart, MissingReason, Report, SourceRow, Table, TableRow, print};

/// Footnotes in the order their marks appear; equal texts share a mark.
#[derive(Debug, Default)]
pub(crate) struct Notes<'a> {
    texts: Vec<&'a Bilingual>,
}

impl<'a> Notes<'a> {
    /// The mark of a footnote, counted from one.
    pub(crate) fn mark(&mut self, text: &'a Bilingual) -> usize {
        if let Some(at) = self.texts.iter().position(|known| *known == text) {
            return at.saturating_add(1);
        }
        self.texts.push(text);
        self.texts.len()
    }

    /// The footnotes with their marks.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &'a Bilingual)> {
        (1_usize..).zip(self.texts.iter().copied())
    }
}

/// Row numbers as first and last of each run: 1, 2, 3, 7 are 1 to 3 and 7 to 7.
#[cfg(any(feature = "docx", feature = "pdf", feature = "xlsx"))]
pub(crate) fn runs_of(numbers: impl IntoIterator<Item = usize>) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if last.saturating_add(1) == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    runs
}

/// `7`, `1–3`
#[cfg(any(feature = "docx", feature = "pdf", feature = "xlsx"))]
pub(crate) fn run_text((first, last): (usize, usize)) -> String {
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}

/// A figure that opens: where it stands, as printed, and its cell.
#[derive(Debug)]
pub(crate) struct Trace<'a> {
    pub(crate) place: String,
    pub(crate) text: String,
    pub(crate) cell: &'a Cell,
}

/// The figures that open, in reading order.
#[derive(Debug, Default)]
pub(crate) struct Traces<'a> {
    list: Vec<Trace<'a>>,
}

impl<'a> Traces<'a> {
    /// Takes a figure that has rows or reasons; returns its number, counted from one.
    pub(crate) fn push(&mut self, cell: &'a Cell, place: String, text: &str) -> Option<usize> {
        if !cell.opens() {
            return None;
        }
        self.list.push(Trace { place, text: text.to_owned(), cell });
        Some(self.list.len())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &Trace<'a>)> {
        (1_usize..).zip(&self.list)
    }
}

/// The reasons for missing values a table uses, to be explained under it.
pub(crate) fn missing_reasons(table: &Table) -> BTreeSet<MissingReason> {
    table.body_rows().flat_map(TableRow::cells).filter_map(Cell::missing_reason).collect()
}

/// `…: chưa có số liệu; x: không áp dụng`
pub(crate) fn missing_legend(table: &Table, language: Language) -> Option<String> {
    let reasons = missing_reasons(table);
    let said: Vec<String> = reasons
        .into_iter()
        .map(|reason| format!("{}: {}", reason.mark(language), reason.meaning(language)))
        .collect();
    if said.is_empty() { None } else { Some(said.join("; ")) }
}

/// Said under a table with memo rows.
pub(crate) const MEMO: (&str, &str) = (
    "Dòng in nghiêng là số ghi nhớ, không cộng vào tổng.",
    "Rows in italics are memo items and not part of the total.",
);

/// `Phụ lục: Danh mục các khoản viện trợ`; the formats with pages number them.
pub(crate) fn annex_title(title: &Bilingual, language: Language) -> String {
    format!("{}: {}", word(("Phụ lục", "Appendix"), language), title.text(language))
}

/// `Bảng 2. Giải ngân theo lĩnh vực`
pub(crate) fn table_caption(number: usize, caption: &Bilingual, language: Language) -> String {
    format!("{} {number}. {}", word(("Bảng", "Table"), language), caption.text(language))
}

/// `Biểu đồ 1. …`
pub(crate) fn chart_caption(number: usize, chart: &Chart, language: Language) -> String {
    format!("{} {number}. {}", word(("Biểu đồ", "Chart"), language), chart.title().text(language))
}

/// The lines under a table: legend of missing values, notes, rates, sources, each with its word.
pub(crate) fn lines_below(table: &Table, language: Language) -> Vec<(&'static str, String)> {
    let list = |heading: (&'static str, &'static str), texts: &[Bilingual]| {
        let heading = word(heading, language);
        texts.iter().map(move |text| (heading, text.text(language).to_owned())).collect::<Vec<_>>()
    };
    let legend = missing_legend(table, language);
    let mut lines: Vec<_> =
        legend.map(|text| (word(("Ký hiệu", "Symbols"), language), text)).into_iter().collect();
    lines.extend(list(("Ghi chú", "Note"), table.notes()));
    lines.extend(list(("Tỷ giá", "Exchange rate"), table.rates()));
    lines.extend(list(("Nguồn", "Source"), table.sources()));
    lines
}

/// The lines on what the report was made from: heading and text.
pub(crate) fn provenance_lines(report: &Report, language: Language) -> Vec<(&'static str, String)> {
    let Some(provenance) = report.provenance() else { return Vec::new() };
    let mut lines = Vec::new();
    if let Some(name) = provenance.template_name() {
        lines.push((word(("Mẫu báo cáo", "Template"), language), name.to_owned()));
    }
    if let Some(text) = provenance.period_text() {
        lines.push((word(("Kỳ báo cáo", "Period"), language), text.text(language).to_owned()));
    }
    if let Some(date) = provenance.known_on() {
        let heading = word(("Số liệu biết đến hết ngày", "As known on"), language);
        lines.push((heading, print::day(date, language)));
    }
    if let Some(text) = provenance.policy_text() {
        lines.push((word(("Cách chọn tỷ giá", "Rate policy"), language), text.text(language).to_owned()));
    }
    for rate in provenance.rates() {
        lines.push((word(("Tỷ giá", "Exchange rate"), language), rate.text(language)));
    }
    for input in provenance.inputs() {
        let heading = word(("Tệp đầu vào", "Input file"), language);
        lines.push((heading, format!("{} ({})", input.name(), input.hash())));
    }
    if let Some(name) = provenance.generator_name() {
        lines.push((word(("Lập bằng", "Made with"), language), name.to_owned()));
    }
    lines
}

/// The columns of a list of source rows: every field name met, in order, with the cells of each row.
pub(crate) fn row_list<'a>(rows: &[&'a SourceRow], language: Language) -> (Vec<&'a str>, Vec<Vec<String>>) {
    let mut names: Vec<&str> = Vec::new();
    for row in rows {
        for (name, _) in row.fields() {
            if !names.contains(&name.text(language)) {
                names.push(name.text(language));
            }
        }
    }
    let field = |row: &SourceRow, name: &str| {
        let named = row.fields().iter().filter(|(found, _)| found.text(language) == name);
        named.map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" / ")
    };
    let lines = rows.iter().map(|row| names.iter().map(|name| field(row, name)).collect()).collect();
    (names, lines)
}
