//! The whole report as JSON, in both languages, with every value exact.

use std::ops::Bound;

use vientro_core::{Bilingual, Figure, Finding, Hedge, Hedged, Language, Location, RowId};
use vientro_currency::Rate;

use crate::{
    AdministrativeForm, Align, Block, Cell, CellValue, Chart, Paragraph, Provenance, Report, ReportError,
    Run, SourceRow, Table, TableRow, Unit, print,
};

/// Writes the whole report as JSON: format `vientro-report`, version 1, described on the crate page.
///
/// Numbers are text, exact, plain digits with a point before decimals. Keys stand in a fixed order; the same report
/// gives the same bytes.
///
/// # Errors
///
/// [`ReportError::Write`] if a text cannot be written; no text of a built report is such.
pub fn json(report: &Report) -> Result<String, ReportError> {
    let mut out = String::new();
    whole(report).write(&mut out, 0)?;
    out.push('\n');
    Ok(out)
}

/// Writes what the report was made from and how as JSON of its own, to be kept beside each file of the report: format
/// `vientro-provenance`, version 1, described on the crate page.
///
/// It holds the template and its version, the program, the period, the day up to which facts were known, the policy,
/// each rate used with its notice and days, and each file read with the hash the caller gave.
///
/// # Errors
///
/// As [`json`].
pub fn sidecar(report: &Report) -> Result<String, ReportError> {
    let mut fields = vec![
        ("format", text("vientro-provenance")),
        ("version", Json::Number(1)),
        ("report", text(report.id())),
        ("title", both(report.title())),
        ("issuer", option(report.form(), |form| both(form.issuer()))),
        (
            "number",
            option(report.form(), |form| option(form.assigned_number(), |number| text(number.to_string()))),
        ),
        ("symbol", option(report.form(), |form| text(form.symbol()))),
        ("source_rows", Json::Number(report.rows().len())),
    ];
    if let Json::Object(made) = provenance(report.provenance().unwrap_or(&Provenance::new())) {
        fields.extend(made);
    }
    let mut out = String::new();
    Json::Object(fields).write(&mut out, 0)?;
    out.push('\n');
    Ok(out)
}

/// A JSON value whose keys keep the order they were given in.
#[derive(Debug)]
pub(crate) enum Json {
    Bool(bool),
    List(Vec<Self>),
    Null,
    Number(usize),
    Object(Vec<(&'static str, Self)>),
    Text(String),
}

impl Json {
    /// Writes the value, nested values indented by two spaces more than `depth` of them.
    pub(crate) fn write(&self, out: &mut String, depth: usize) -> Result<(), ReportError> {
        let indent = |out: &mut String, depth: usize| {
            out.push('\n');
            out.extend(std::iter::repeat_n("  ", depth));
        };
        match self {
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Null => out.push_str("null"),
            Self::Number(value) => out.push_str(&value.to_string()),
            Self::Text(text) => out.push_str(&quoted(text)?),
            Self::List(list) if list.is_empty() => out.push_str("[]"),
            Self::List(list) => {
                let mut separator = '[';
                for value in list {
                    out.push(separator);
                    indent(out, depth.saturating_add(1));
                    value.write(out, depth.saturating_add(1))?;
                    separator = ',';
                }
                indent(out, depth);
                out.push(']');
            }
            Self::Object(fields) => {
                let mut separator = '{';
                for (key, value) in fields {
                    out.push(separator);
                    indent(out, depth.saturating_add(1));
                    out.push_str(&quoted(key)?);
                    out.push_str(": ");
                    value.write(out, depth.saturating_add(1))?;
                    separator = ',';
                }
                indent(out, depth);
                out.push('}');
            }
        }
        Ok(())
    }
}

fn quoted(text: &str) -> Result<String, ReportError> {
    serde_json::to_string(text).map_err(|error| ReportError::Write { message: error.to_string() })
}

fn text(text: impl Into<String>) -> Json {
    Json::Text(text.into())
}

fn option<T>(value: Option<T>, f: impl FnOnce(T) -> Json) -> Json {
    value.map_or(Json::Null, f)
}

fn list<T>(values: impl IntoIterator<Item = T>, f: impl FnMut(T) -> Json) -> Json {
    Json::List(values.into_iter().map(f).collect())
}

fn both(value: &Bilingual) -> Json {
    Json::Object(vec![("vi", text(value.vi())), ("en", text(value.en()))])
}

fn whole(report: &Report) -> Json {
    Json::Object(vec![
        ("format", text("vientro-report")),
        ("version", Json::Number(1)),
        ("id", text(report.id())),
        ("title", both(report.title())),
        ("subtitle", option(report.subtitle(), both)),
        ("form", option(report.form(), form)),
        ("blocks", list(report.body(), block)),
        ("annexes", list(report.annexes(), block)),
        ("notes", list(report.notes(), both)),
        (
            "sources",
            list(report.sources(), |source| {
                Json::Object(vec![
                    ("text", both(source.text())),
                    ("reference", option(source.reference(), text)),
                ])
            }),
        ),
        ("provenance", option(report.provenance(), provenance)),
        ("rows", list(report.rows(), row)),
    ])
}

fn form(form: &AdministrativeForm) -> Json {
    let signature = form.signature();
    Json::Object(vec![
        ("profile", text(form.profile().code())),
        ("parent", option(form.parent_body(), both)),
        ("issuer", both(form.issuer())),
        ("number", option(form.assigned_number(), |number| text(number.to_string()))),
        ("symbol", text(form.symbol())),
        ("place", both(form.place())),
        ("date", option(form.date(), |date| text(date.to_string()))),
        ("type", both(form.kind())),
        ("addressees", list(form.addressees(), both)),
        ("recipients", list(form.recipients(), both)),
        (
            "signature",
            Json::Object(vec![
                (
                    "authorities",
                    list(signature.authorities(), |(authority, whose)| {
                        Json::Object(vec![("word", text(authority.text(Language::Vi))), ("of", both(whose))])
                    }),
                ),
                ("post", both(signature.post())),
                ("name", option(signature.signer(), text)),
            ]),
        ),
    ])
}

fn block(block: &Block) -> Json {
    let of_kind = |kind: &str, fields: Vec<(&'static str, Json)>| {
        Json::Object([("kind", text(kind))].into_iter().chain(fields).collect())
    };
    match block {
        Block::Cards(cards) => of_kind(
            "cards",
            vec![(
                "cards",
                list(cards, |card| {
                    Json::Object(vec![
                        ("label", both(card.label())),
                        ("cell", cell(card.cell())),
                        ("detail", option(card.detail_text(), both)),
                    ])
                }),
            )],
        ),
        Block::Chart(found) => of_kind("chart", chart(found)),
        Block::Findings(findings) => of_kind("findings", vec![("findings", list(findings, finding))]),
        Block::Heading { level, text } => {
            of_kind("heading", vec![("level", Json::Number((*level).into())), ("text", both(text))])
        }
        Block::List { ordered, items } => {
            of_kind("list", vec![("ordered", Json::Bool(*ordered)), ("items", list(items, runs))])
        }
        Block::Paragraph(paragraph) => of_kind("paragraph", vec![("runs", runs(paragraph))]),
        Block::Rows(rows) => of_kind(
            "rows",
            vec![
                ("id", text(rows.id())),
                ("caption", both(rows.caption())),
                ("rows", list(rows.rows(), |id| text(id.as_str()))),
            ],
        ),
        Block::Table(found) => of_kind("table", table(found)),
    }
}

fn runs(paragraph: &Paragraph) -> Json {
    list(paragraph.runs(), |run| match run {
        Run::Cell(found) => Json::Object(vec![("cell", cell(found))]),
        Run::Text(found) => Json::Object(vec![("text", both(found))]),
    })
}

fn table(table: &Table) -> Vec<(&'static str, Json)> {
    vec![
        ("id", text(table.id())),
        ("caption", both(table.caption())),
        ("stub", both(table.stub())),
        (
            "columns",
            list(table.columns(), |column| {
                Json::Object(vec![
                    ("label", both(column.label())),
                    ("unit", option(column.named_unit(), unit)),
                    (
                        "align",
                        text(match column.alignment() {
                            Align::Centre => "centre",
                            Align::Left => "left",
                            Align::Right => "right",
                        }),
                    ),
                    ("footnote", option(column.note(), both)),
                ])
            }),
        ),
        (
            "spanners",
            list(table.spanners(), |spanner| {
                Json::Object(vec![
                    ("label", both(spanner.label())),
                    ("first", Json::Number(*spanner.columns().start())),
                    ("last", Json::Number(*spanner.columns().end())),
                ])
            }),
        ),
        (
            "groups",
            list(table.groups(), |group| {
                Json::Object(vec![
                    ("label", option(group.label(), both)),
                    ("rows", list(group.rows(), table_row)),
                    ("subtotal", option(group.subtotal_row(), table_row)),
                ])
            }),
        ),
        ("total", option(table.total_row(), table_row)),
        ("memo", list(table.memo_rows(), table_row)),
        ("notes", list(table.notes(), both)),
        ("rates", list(table.rates(), both)),
        ("sources", list(table.sources(), both)),
    ]
}

fn table_row(row: &TableRow) -> Json {
    Json::Object(vec![
        ("label", both(row.label())),
        ("footnote", option(row.note(), both)),
        ("cells", list(row.cells(), cell)),
    ])
}

fn chart(chart: &Chart) -> Vec<(&'static str, Json)> {
    vec![
        ("id", text(chart.id())),
        ("title", both(chart.title())),
        ("shows", text(chart.kind().code())),
        ("alternative", both(chart.alternative())),
        ("unit", option(chart.named_unit(), unit)),
        ("categories", list(chart.categories(), both)),
        (
            "series",
            list(chart.all_series(), |series| {
                Json::Object(vec![("label", both(series.label())), ("cells", list(series.cells(), cell))])
            }),
        ),
        ("source", option(chart.source_text(), both)),
    ]
}

fn unit(unit: &Unit) -> Json {
    match unit {
        Unit::Currency(currency) => text(currency.code()),
        Unit::Label(label) => both(label),
    }
}

fn cell(cell: &Cell) -> Json {
    let (kind, value) = match cell.value() {
        CellValue::Date(date) => ("date", text(date.to_string())),
        CellValue::Decimal { value, .. } => ("decimal", text(value.to_string())),
        CellValue::Empty => ("empty", Json::Null),
        CellValue::Figure { figure, .. } => ("figure", figure_value(figure)),
        CellValue::Integer(value) => ("integer", text(value.to_string())),
        CellValue::Missing(reason) => ("missing", text(reason.code())),
        CellValue::Money(money) => ("money", text(money.amount().to_string())),
        CellValue::Percent { value, .. } => ("percent", text(value.to_string())),
        CellValue::Text(words) => ("text", both(words)),
    };
    let mut fields = vec![("kind", text(kind)), ("value", value)];
    if let CellValue::Decimal { decimals, .. } | CellValue::Percent { decimals, .. } = cell.value() {
        fields.push(("decimals", Json::Number(usize::try_from(*decimals).unwrap_or(usize::MAX))));
    }
    if let Some(found) = cell.unit() {
        fields.push(("unit", unit(&found)));
    }
    if !matches!(cell.value(), CellValue::Empty | CellValue::Text(_)) {
        let shown = |language| text(print::in_sentence(cell, language));
        fields.push(("shown", Json::Object(vec![("vi", shown(Language::Vi)), ("en", shown(Language::En))])));
    }
    if !cell.source_rows().is_empty() {
        fields.push(("rows", list(cell.source_rows(), |id: &RowId| text(id.as_str()))));
    }
    if let Some(note) = cell.note() {
        fields.push(("footnote", both(note)));
    }
    if !cell.reasons().is_empty() {
        fields.push(("reasons", list(cell.reasons(), both)));
    }
    Json::Object(fields)
}

fn figure_value(figure: &Figure) -> Json {
    match figure {
        Figure::Hedged(hedged) => Json::Object(vec![
            ("knowledge", text("hedged")),
            ("low", end(hedged.interval().low())),
            ("high", end(hedged.interval().high())),
            ("printed", printed(hedged)),
        ]),
        Figure::Known(value) => {
            Json::Object(vec![("knowledge", text("known")), ("value", text(value.to_string()))])
        }
        Figure::Unknown => Json::Object(vec![("knowledge", text("unknown"))]),
    }
}

fn end(bound: &Bound<rust_decimal::Decimal>) -> Json {
    let (value, included) = match bound {
        Bound::Excluded(value) => (value, false),
        Bound::Included(value) => (value, true),
        Bound::Unbounded => return Json::Null,
    };
    Json::Object(vec![("value", text(value.to_string())), ("included", Json::Bool(included))])
}

fn printed(hedged: &Hedged) -> Json {
    option(hedged.printed(), |printed| {
        Json::Object(vec![
            ("value", text(printed.value().to_string())),
            ("place", option(printed.place(), |place| text(place.to_string()))),
            ("hedge", option(printed.hedge(), |hedge| text(hedge_code(hedge)))),
            ("to", option(printed.to(), |to| text(to.to_string()))),
        ])
    })
}

fn hedge_code(hedge: Hedge) -> &'static str {
    match hedge {
        Hedge::About => "about",
        Hedge::AtLeast => "at-least",
        Hedge::AtMost => "at-most",
        Hedge::Between => "between",
        Hedge::Estimated => "estimated",
        Hedge::MoreThan => "more-than",
        Hedge::Nearly => "nearly",
        _ => "other",
    }
}

fn finding(finding: &Finding) -> Json {
    // one text where both languages write the same
    let said = |vi: Option<&str>, en: Option<&str>| match (vi, en) {
        (Some(vi), Some(en)) if vi != en => both(&Bilingual::new(vi, en)),
        (vi, _) => option(vi, text),
    };
    let (found, expected) =
        (|language| finding.found_text(language), |language| finding.expected_text(language));
    Json::Object(vec![
        ("code", text(finding.code().as_str())),
        ("severity", text(finding.severity().text(Language::En))),
        ("place", place(finding.location())),
        ("message", both(finding.message())),
        ("found", said(found(Language::Vi), found(Language::En))),
        ("expected", said(expected(Language::Vi), expected(Language::En))),
        ("suggestion", option(finding.suggestion(), text)),
        ("rule", option(finding.source(), text)),
    ])
}

fn place(location: &Location) -> Json {
    Json::Object(vec![
        ("file", option(location.file(), text)),
        ("sheet", option(location.sheet(), text)),
        ("cell", option(location.cell(), text)),
        ("line", option(location.line(), |line| text(line.to_string()))),
        ("record", option(location.record(), text)),
    ])
}

fn provenance(provenance: &Provenance) -> Json {
    Json::Object(vec![
        ("template", option(provenance.template_name(), text)),
        ("period", option(provenance.period_text(), both)),
        ("as_known_on", option(provenance.known_on(), |date| text(date.to_string()))),
        ("policy", option(provenance.policy_text(), both)),
        ("rates", list(provenance.rates(), rate)),
        (
            "inputs",
            list(provenance.inputs(), |input| {
                Json::Object(vec![("name", text(input.name())), ("hash", text(input.hash()))])
            }),
        ),
        ("generator", option(provenance.generator_name(), text)),
    ])
}

/// The sentence in both languages, then the papers field by field.
fn rate(rate: &Rate) -> Json {
    let day = |date: chrono::NaiveDate| text(date.to_string());
    Json::Object(vec![
        ("vi", text(rate.text(Language::Vi))),
        ("en", text(rate.text(Language::En))),
        ("id", text(rate.id().as_str())),
        ("base", text(rate.base().code())),
        ("quote", text(rate.quote().code())),
        ("value", text(rate.value().to_string())),
        ("kind", text(rate.kind().code())),
        ("publisher", text(rate.publisher())),
        ("notice", option(rate.notice(), text)),
        ("notice_date", option(rate.notice_date(), day)),
        ("from", day(rate.valid_from())),
        ("to", day(rate.valid_to())),
        ("source", text(rate.source())),
    ])
}

fn row(row: &SourceRow) -> Json {
    Json::Object(vec![
        ("id", text(row.id().as_str())),
        ("place", place(row.location())),
        ("label", both(row.label())),
        (
            "fields",
            list(row.fields(), |(name, value)| {
                Json::Object(vec![("name", both(name)), ("text", text(value))])
            }),
        ),
    ])
}
