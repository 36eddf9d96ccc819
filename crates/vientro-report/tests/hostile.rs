//! Hostile text in every field of a report. Each field gets the same bad text behind a number of its own, so that a
//! field that is lost, cut or changed is missed by its number; readers that know nothing of the writers look for
//! anything that would act.

use std::fmt::Write as _;

use vientro_core::{Bilingual, Finding, FindingCode, Language, Location, RowId, Severity};
use vientro_currency::{Currency, Rate, RateKind};
use vientro_report::{
    AdministrativeForm, Authority, Block, Card, Cell, Chart, ChartKind, Column, Input, Paragraph, Provenance,
    Report, RowGroup, RowTable, Series, Signature, SourceNote, SourceRow, Spanner, Table, TableRow, Unit,
    csv, json, markdown, svg,
};

use crate::read_back::parse_csv;

const EVIL: &str = "</title></style></textarea><script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;|{{ 7*7 }}{% raw %}\
    [x](javascript:alert(3)) **b** `c` \\|\\* C:\\ $x$ http://evil.example www.evil.example\u{0}\u{8}\u{1b}\u{202e}321\u{2066}\u{200f}\u{feff}\u{fffe}e\u{301}\r\n=cmd|' /C calc'!A0\n- x\n# y";

/// Makes texts and remembers them.
struct Source {
    made: Vec<String>,
    tail: String,
}

impl Source {
    fn text(&mut self) -> String {
        let text = format!("=N{}N{EVIL}{}", self.made.len(), self.tail);
        self.made.push(text.clone());
        text
    }

    /// As much of it as one line takes, for values that refuse the rest.
    fn line(&mut self) -> String {
        let evil = EVIL.chars().filter(|c| !c.is_control());
        let text: String = format!("=N{}N", self.made.len()).chars().chain(evil).collect();
        self.made.push(text.clone());
        text
    }

    fn both(&mut self) -> Bilingual {
        Bilingual::same(self.text())
    }

    fn cell(&mut self) -> Cell {
        let words = self.both();
        let (note, reason) = (self.both(), self.both());
        Cell::text(words).footnote(note).because(reason)
    }
}

fn rate(s: &mut Source) -> Rate {
    let day = chrono::NaiveDate::from_ymd_opt(2025, 11, 1).unwrap();
    Rate::builder(Currency::USD, Currency::VND, 26_093.into(), RateKind::TreasuryAccounting)
        .publisher(s.line())
        .notice(s.line(), Some(day))
        .day(day)
        .build()
        .unwrap()
}

fn table(s: &mut Source) -> Table {
    let label = Unit::Label(s.both());
    let cells = [s.cell(), s.cell()];
    let row = |s: &mut Source, cells| TableRow::new(s.both(), cells).footnote(s.both());
    let first = row(s, cells);
    let cells = [s.cell(), s.cell()];
    let second = row(s, cells);
    Table::new("t", s.both(), s.both())
        .column(Column::new(s.both()).footnote(s.both()).unit(label))
        .column(Column::new(s.both()))
        .spanner(Spanner::new(s.both(), 0..=1))
        .group(RowGroup::new(s.both()).row(first).subtotal(second))
        .note(s.both())
        .rate(s.both())
        .source(s.both())
}

fn report(s: &mut Source) -> Report {
    let row = RowId::try_new(format!("<script>\"'{}", "r".repeat(300))).unwrap();
    let place = Location::new().in_file(s.text()).in_sheet(s.text()).at_cell(s.text()).about(s.text());
    let source =
        SourceRow::new(row.clone(), place, s.both()).field(s.both(), s.text()).field(s.both(), s.text());
    let form = AdministrativeForm::new(
        s.both(),
        s.text(),
        s.both(),
        s.both(),
        Signature::new(s.both()).authority(Authority::OnBehalf, s.both()).name(s.text()),
    )
    .parent(s.both())
    .addressee(s.both())
    .addressee(s.both())
    .recipient(s.both());
    let finding = Finding::new(FindingCode::new("x"), Severity::Error, s.both())
        .at(Location::new().in_file(s.text()))
        .found(s.text())
        .expected(s.text())
        .suggest(s.text())
        .by_rule(s.text());
    let mut chart = |id: &str, kind| {
        Chart::new(id, s.both(), kind, s.both())
            .unit(Unit::Label(s.both()))
            .category(s.both())
            .series(Series::new(s.both(), [Cell::integer(5).row(row.clone()).footnote(s.both())]))
            .source(s.both())
    };
    let (bars, line) = (chart("c", ChartKind::GroupedBars), chart("n", ChartKind::Line));
    let hundred = table(s);
    Report::new("r", s.both())
        .subtitle(s.both())
        .form(form)
        .heading(1, s.both())
        .paragraph(Paragraph::new().text(s.both()).cell(s.cell().row(row.clone())))
        .block(Block::List { ordered: true, items: vec![Paragraph::from(s.both())] })
        .block(Block::Cards(vec![Card::new(s.both(), s.cell()).detail(s.both())]))
        .table(hundred)
        .chart(bars)
        .chart(line)
        .block(Block::Findings(vec![finding]))
        .block(Block::Rows(RowTable::new("l", s.both(), [row])))
        .note(s.both())
        .sources([SourceNote::new(s.both()).at(s.text())])
        .provenance(
            Provenance::new()
                .period(s.both())
                .policy(s.both())
                .template(s.text())
                .rate(rate(s))
                .input(Input::new(s.text(), s.text()))
                .generator(s.text()),
        )
        .row(source)
        .build()
        .unwrap()
}

pub(crate) fn hostile(tail: &str) -> (Report, Vec<String>) {
    let mut source = Source { made: Vec::new(), tail: tail.to_owned() };
    let report = report(&mut source);
    (report, source.made)
}

/// What a person sees of a text: what acts is shown, spaces and line breaks count alike.
pub(crate) fn shown(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\r' => {}
            '\n' | '\t' => out.push(' '),
            '\0' | '\u{8}' | '\u{1b}' | '\u{202e}' | '\u{2066}' | '\u{200f}' | '\u{feff}' | '\u{fffe}' => {
                write!(out, "⟨U+{:04X}⟩", u32::from(c)).unwrap();
            }
            c => out.push(c),
        }
    }
    out
}

fn unescaped(markup: &str) -> String {
    let text = markup.replace("<br>", " ").replace('\n', " ");
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// Every tag is one of ours and every attribute is quoted and named.
pub(crate) fn only_our_markup(page: &str) {
    let names = [
        "!DOCTYPE",
        "a",
        "article",
        "body",
        "br",
        "caption",
        "circle",
        "data",
        "dd",
        "defs",
        "desc",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "head",
        "header",
        "html",
        "li",
        "line",
        "main",
        "meta",
        "ol",
        "p",
        "pattern",
        "polygon",
        "polyline",
        "q",
        "rect",
        "section",
        "span",
        "style",
        "summary",
        "sup",
        "svg",
        "table",
        "tbody",
        "td",
        "text",
        "th",
        "thead",
        "time",
        "title",
        "tr",
        "ul",
    ];
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let tag = &rest[..rest.find('>').expect("a tag without its end")];
        let tag = tag.trim_start_matches('/').trim_end_matches('/');
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(names.contains(&name), "<{tag}>");
        // outside quotes there are only names, `=` and spaces
        let outside: String = attributes.split('"').step_by(2).collect();
        assert!(outside.chars().all(|c| c.is_ascii_alphanumeric() || "-= :".contains(c)), "<{tag}>");
        assert!(!outside.contains(" on") && !outside.starts_with("on"), "<{tag}>");
    }
    let acts = |c: &char| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c);
    assert_eq!(page.chars().find(acts), None);
}

#[cfg(feature = "html")]
#[test]
fn html_shows_everything_and_runs_nothing() {
    use vientro_report::{HtmlOptions, html};
    for tail in [String::new(), "ừ".repeat(10_000)] {
        let (report, made) = hostile(&tail);
        let page = html(&report, Language::Vi, &HtmlOptions::new()).unwrap();
        only_our_markup(&page);
        let text = unescaped(&page);
        let upper = text.to_uppercase();
        for wanted in &made {
            let wanted = shown(wanted);
            // bodies and posts are written in capitals
            assert!(text.contains(&wanted) || upper.contains(&wanted.to_uppercase()), "{}", &wanted[..20]);
        }
        for forbidden in ["<script", "<img", "src=", "href=\"h", "@import", "url(h"] {
            let found = page.find(forbidden).filter(|at| !page[..*at].ends_with("&lt;img "));
            assert_eq!(found.map(|at| &page[at..at + 40]), None);
        }
        let links = page.split("href=\"").skip(1);
        assert!(links.into_iter().all(|rest| rest.starts_with('#')));
    }
}

#[test]
fn svg_shows_everything_and_runs_nothing() {
    let (report, _) = hostile("");
    for chart in report.charts() {
        let drawn = svg(chart, Language::En);
        only_our_markup(&drawn);
        let text = unescaped(&drawn);
        for wanted in
            [chart.title(), chart.alternative(), &chart.categories()[0], chart.all_series()[0].label()]
        {
            assert!(text.contains(&shown(wanted.vi())), "{}", wanted.vi());
        }
    }
}

#[test]
fn markdown_shows_everything_and_runs_nothing() {
    for tail in [String::new(), "ừ".repeat(10_000)] {
        let (report, made) = hostile(&tail);
        let page = markdown(&report, Language::Vi);
        // what a reader of Markdown sees: escapes resolved
        let mut text = String::new();
        let mut characters = page.chars().peekable();
        let mut tables: Vec<(usize, String)> = Vec::new();
        for line in page.lines().filter(|line| line.starts_with('|')) {
            let bars = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
            tables.push((bars, line.chars().take(30).collect()));
        }
        while let Some(c) = characters.next() {
            match c {
                '\\' => text.extend(characters.next()),
                '<' => {
                    let tag: String = characters.by_ref().take(3).collect();
                    assert_eq!(tag, "br>", "raw markup");
                    text.push(' ');
                }
                '`' | '$' | '@' => panic!("`{c}` would act"),
                c => text.push(c),
            }
        }
        // blocks end a line where the text had trailing or leading spaces: none of ours has
        let upper = text.to_uppercase();
        for wanted in &made {
            let wanted = shown(wanted);
            assert!(text.contains(&wanted) || upper.contains(&wanted.to_uppercase()), "{}", &wanted[..40]);
        }
        // each table keeps its width: the table, the chart's data, the findings, the list of rows
        let mut widths: Vec<usize> = tables.iter().map(|(bars, _)| *bars).collect();
        widths.dedup();
        assert_eq!(widths, [4, 3, 9, 5], "{tables:?}");
        assert!(!page.replace("\\]", "").contains("](") && !page.contains("://") && !page.contains("www.e"));
        assert_eq!(page.chars().find(|c| c.is_control() && *c != '\n'), None);
    }
}

#[test]
fn csv_guards_every_text() {
    let mut source = Source { made: Vec::new(), tail: "ừ".repeat(10_000) };
    let table = table(&mut source);
    let lines = parse_csv(&csv(&table, Language::Vi));
    assert_eq!(lines.len(), 3);
    let mut seen = 0;
    for field in lines.iter().flatten() {
        assert!(!field.trim_start().starts_with(['=', '+', '-', '@', '\t']), "{}", &field[..20]);
        assert_eq!(field.chars().find(|c| c.is_control() && *c != '\n'), None);
        seen += usize::from(field.starts_with("'="));
    }
    // stub, two heads, and for two rows the group, the label and two cells
    assert_eq!(seen, 11);
    let all = lines.iter().flatten().map(|field| field.replace('\n', " ")).collect::<String>();
    for row in table.body_rows() {
        assert!(all.contains(&shown(row.label().vi())));
    }
}

#[test]
fn json_gives_every_text_back() {
    fn texts(value: &serde_json::Value, found: &mut Vec<String>) {
        match value {
            serde_json::Value::Array(list) => list.iter().for_each(|value| texts(value, found)),
            serde_json::Value::Object(fields) => fields.values().for_each(|value| texts(value, found)),
            serde_json::Value::String(text) => found.push(text.clone()),
            _ => {}
        }
    }
    let (report, made) = hostile("");
    let mut found = Vec::new();
    texts(&serde_json::from_str(&json(&report).unwrap()).unwrap(), &mut found);
    for wanted in &made {
        assert!(found.contains(wanted), "{wanted}");
    }
}
