//! One table as CSV, for programs and spreadsheets.

use std::collections::BTreeSet;

use vientro_core::{Bilingual, Figure, Language};

use crate::json::Json;
use crate::print::{exact, with_unit, word};
use crate::text::{like_formula, visible};
use crate::{Cell, CellValue, Column, MissingReason, ReportError, Table, TableRow, Unit};

/// Writes one table as CSV of RFC 4180: comma, `\r\n`, quotes where needed, UTF-8 without a mark at its start.
///
/// Columns: `kind` (`row`, `subtotal`, `total` or `memo`, so that a sum over a column takes only rows), the group if
/// there are groups, the stub, then each column. Numbers are exact and plain: no groups, a point before decimals, `-`
/// before negatives, days as `2025-12-31`. A column with hedged figures keeps their words and is followed by two
/// columns with their bounds; one with units that its head does not name is followed by a column with them. A missing
/// value keeps its mark, an empty cell is empty. The last column holds the ids of the row's source rows, joined by
/// ` | `. [`csv_schema`] describes the columns for programs.
///
/// A text that a spreadsheet would take for a formula (its first visible character is `=`, `+`, `-` or `@`, or it
/// starts with a tab or a line break) gets an apostrophe in front; so does a text that starts with one. Numbers never
/// do. Rows are written as they are, even if the table has not passed the checks of a report.
pub fn csv(table: &Table, language: Language) -> String {
    let fields = fields(table);
    let mut out = String::new();
    line(&mut out, fields.iter().map(|field| guarded(&title(*field, table, language))));
    let mut write = |kind: &str, group: Option<&Bilingual>, row: &TableRow| {
        let cell = |at: usize| row.cells().get(at).cloned().unwrap_or_else(Cell::empty);
        let mut texts = Vec::new();
        for field in &fields {
            let text = match *field {
                Field::Kind => kind.to_owned(),
                Field::Group => guarded(group.map_or("", |label| label.text(language))),
                Field::Stub => guarded(row.label().text(language)),
                Field::Value(at) => value(&cell(at), language),
                Field::Low(at) => bounds(&cell(at)).unwrap_or_default().0,
                Field::High(at) => bounds(&cell(at)).unwrap_or_default().1,
                Field::Unit(at) => {
                    cell(at).unit().map_or_else(String::new, |unit| unit_code(&unit, language))
                }
                Field::Rows => {
                    // a row wider than the table loses nothing
                    texts.extend(
                        row.cells().iter().skip(table.columns().len()).map(|cell| value(cell, language)),
                    );
                    let mut rows: Vec<&str> = Vec::new();
                    for id in row.cells().iter().flat_map(Cell::source_rows) {
                        if !rows.contains(&id.as_str()) {
                            rows.push(id.as_str());
                        }
                    }
                    guarded(&rows.join(" | "))
                }
            };
            texts.push(text);
        }
        line(&mut out, texts);
    };
    for group in table.groups() {
        group.rows().iter().for_each(|row| write("row", group.label(), row));
        group.subtotal_row().iter().for_each(|row| write("subtotal", group.label(), row));
    }
    table.total_row().iter().for_each(|row| write("total", None, row));
    table.memo_rows().iter().for_each(|row| write("memo", None, row));
    out
}

/// Describes the columns of [`csv`] for programs, as metadata of W3C "CSV on the Web": for each column its name, its
/// title as in the file, its type, the marks that stand for missing values with their meaning, and its unit.
///
/// * `url`: where the reader of the description finds the file, such as `disbursed-by-sector.csv`.
///
/// # Errors
///
/// [`ReportError::Write`] if a text cannot be written; no text of a built report is such.
///
/// # Source
///
/// W3C Recommendation "Metadata Vocabulary for Tabular Data", 17 December 2015.
pub fn csv_schema(table: &Table, language: Language, url: &str) -> Result<String, ReportError> {
    let text = |text: &str| Json::Text(text.to_owned());
    let described = |field: Field| {
        let mut members = vec![
            ("name", Json::Text(name(field))),
            ("titles", Json::Text(guarded(&title(field, table, language)))),
        ];
        let datatype = match field {
            Field::Kind => {
                members.push(("required", Json::Bool(true)));
                Json::Object(vec![("base", text("string")), ("format", text("row|subtotal|total|memo"))])
            }
            Field::Value(at) => text(datatype(table, at)),
            Field::Low(_) | Field::High(_) => text("decimal"),
            Field::Group | Field::Rows | Field::Stub | Field::Unit(_) => text("string"),
        };
        members.push(("datatype", datatype));
        match field {
            Field::Rows => members.push(("separator", text(" | "))),
            Field::Low(at) | Field::High(at) | Field::Value(at) => {
                if let Field::Value(_) = field {
                    let marks: Vec<MissingReason> = missing(table, at);
                    let meaning = |reason: &MissingReason| {
                        format!("{}: {}", reason.mark(language), reason.meaning(language))
                    };
                    let empty = std::iter::once(Json::Text(String::new()));
                    let nulls = marks.iter().map(|reason| text(reason.mark(language)));
                    members.push(("null", Json::List(empty.chain(nulls).collect())));
                    if !marks.is_empty() {
                        let legend = marks.iter().map(meaning).collect::<Vec<_>>().join("; ");
                        members.push(("dc:description", Json::Text(legend)));
                    }
                }
                if let Some(unit) = table.columns().get(at).and_then(Column::named_unit) {
                    members.push(("schema:unitText", Json::Text(unit_code(unit, language))));
                }
            }
            _ => {}
        }
        Json::Object(members)
    };
    let context = Json::List(vec![
        text("http://www.w3.org/ns/csvw"),
        Json::Object(vec![("@language", text(language.tag()))]),
    ]);
    let columns = Json::List(fields(table).into_iter().map(described).collect());
    let mut out = String::new();
    Json::Object(vec![
        ("@context", context),
        ("url", text(url)),
        ("dc:title", text(table.caption().text(language))),
        ("dialect", Json::Object(vec![("header", Json::Bool(true)), ("encoding", text("utf-8"))])),
        ("tableSchema", Json::Object(vec![("columns", columns)])),
    ])
    .write(&mut out, 0)?;
    out.push('\n');
    Ok(out)
}

/// One column of the file; numbers are columns of the table.
#[derive(Clone, Copy, Debug)]
enum Field {
    Group,
    High(usize),
    Kind,
    Low(usize),
    Rows,
    Stub,
    Unit(usize),
    Value(usize),
}

fn fields(table: &Table) -> Vec<Field> {
    let mut fields = vec![Field::Kind];
    if table.groups().iter().any(|group| group.label().is_some()) {
        fields.push(Field::Group);
    }
    fields.push(Field::Stub);
    for (at, column) in table.columns().iter().enumerate() {
        fields.push(Field::Value(at));
        if cells(table, at).any(|cell| bounds(cell).is_some()) {
            fields.extend([Field::Low(at), Field::High(at)]);
        }
        if cells(table, at).any(|cell| cell.unit().is_some_and(|unit| Some(&unit) != column.named_unit())) {
            fields.push(Field::Unit(at));
        }
    }
    fields.push(Field::Rows);
    fields
}

fn cells(table: &Table, at: usize) -> impl Iterator<Item = &Cell> {
    table.body_rows().filter_map(move |row| row.cells().get(at))
}

/// A name for programs, the same in both languages.
fn name(field: Field) -> String {
    let column = |at: usize| format!("column_{}", at.saturating_add(1));
    match field {
        Field::Group => "group".to_owned(),
        Field::High(at) => format!("{}_high", column(at)),
        Field::Kind => "kind".to_owned(),
        Field::Low(at) => format!("{}_low", column(at)),
        Field::Rows => "source_rows".to_owned(),
        Field::Stub => "label".to_owned(),
        Field::Unit(at) => format!("{}_unit", column(at)),
        Field::Value(at) => column(at),
    }
}

/// The head of the column in the file.
fn title(field: Field, table: &Table, language: Language) -> String {
    let label = |at: usize| {
        table.columns().get(at).map_or_else(String::new, |column| column_label(table, at, column, language))
    };
    match field {
        Field::Group => word(("Nhóm", "Group"), language).to_owned(),
        Field::High(at) => format!("{}, {}", label(at), word(("đến", "high"), language)),
        Field::Kind => "kind".to_owned(),
        Field::Low(at) => format!("{}, {}", label(at), word(("từ", "low"), language)),
        Field::Rows => word(("Dòng nguồn", "Source rows"), language).to_owned(),
        Field::Stub => table.stub().text(language).to_owned(),
        Field::Unit(at) => format!("{}, {}", label(at), word(("đơn vị", "unit"), language)),
        Field::Value(at) => label(at),
    }
}

/// A currency by its code, whatever a sentence calls it; else the word.
fn unit_code(unit: &Unit, language: Language) -> String {
    match unit {
        Unit::Currency(currency) => currency.code().to_owned(),
        Unit::Label(label) => guarded(label.text(language)),
    }
}

/// The type all values of a column have; words and hedged figures make it `string`.
fn datatype(table: &Table, at: usize) -> &'static str {
    let mut found = None;
    for cell in cells(table, at).filter(|cell| cell.missing_reason().is_none()) {
        let kind = match cell.value() {
            CellValue::Empty => continue,
            CellValue::Date(_) => "date",
            CellValue::Integer(_) => "integer",
            _ if cell.number().is_some() => "decimal",
            _ => return "string",
        };
        found = match (found, kind) {
            (None, kind) => Some(kind),
            (Some("integer"), "decimal") | (Some("decimal"), "integer") => Some("decimal"),
            (Some(before), kind) if before == kind => Some(kind),
            _ => return "string",
        };
    }
    found.unwrap_or("string")
}

/// The reasons for missing values in a column, each once.
fn missing(table: &Table, at: usize) -> Vec<MissingReason> {
    let reasons: BTreeSet<MissingReason> = cells(table, at).filter_map(Cell::missing_reason).collect();
    reasons.into_iter().collect()
}

/// Label with its spanner and unit: `Năm 2025 - Giải ngân (đồng)`.
pub(crate) fn column_label(table: &Table, at: usize, column: &Column, language: Language) -> String {
    let label = with_unit(column.label(), column.named_unit(), language);
    match table.spanners().iter().find(|spanner| spanner.columns().contains(&at)) {
        Some(spanner) => format!("{} - {label}", spanner.label().text(language)),
        None => label,
    }
}

/// The ends of a hedged figure; an end that is missing is empty.
fn bounds(cell: &Cell) -> Option<(String, String)> {
    let CellValue::Figure { figure: figure @ Figure::Hedged(_), .. } = cell.value() else { return None };
    let end = |end: Option<&rust_decimal::Decimal>| end.map_or_else(String::new, ToString::to_string);
    Some((end(figure.low()), end(figure.high())))
}

fn value(cell: &Cell, language: Language) -> String {
    let text = exact(cell.value(), language);
    if cell.number().is_some() || matches!(cell.value(), CellValue::Integer(_)) {
        text
    } else {
        guarded(&text)
    }
}

fn guarded(text: &str) -> String {
    let shown = visible(text);
    if like_formula(text) { format!("'{shown}") } else { shown.into_owned() }
}

fn line(out: &mut String, fields: impl IntoIterator<Item = String>) {
    for (at, field) in fields.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        if field.contains(['"', ',', '\n', '\r']) || field.starts_with(' ') || field.ends_with(' ') {
            out.push('"');
            out.push_str(&field.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&field);
        }
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    fn one(label: &str, cell: Cell) -> String {
        let table = Table::new("t", Bilingual::same("T"), Bilingual::same("S"))
            .column(Column::new(Bilingual::same("C")))
            .row(TableRow::new(Bilingual::same(label), [cell]));
        csv(&table, Language::En).lines().nth(1).unwrap().to_owned()
    }

    #[test]
    fn formulas_are_guarded_and_numbers_are_not() {
        for (label, expected) in [
            ("=1+1", "row,'=1+1,0,"),
            ("+84", "row,'+84,0,"),
            ("-x", "row,'-x,0,"),
            ("@SUM(A1)", "row,'@SUM(A1),0,"),
            ("\t=1", "row,' =1,0,"),
            ("  =1", "row,'  =1,0,"),
            ("'x", "row,''x,0,"),
            ("＝1", "row,'＝1,0,"),
            ("a,\"b\"", "row,\"a,\"\"b\"\"\",0,"),
        ] {
            assert_eq!(one(label, Cell::integer(0)), expected);
        }
        assert_eq!(one("x", Cell::decimal(Decimal::new(-25, 1), 0)), "row,x,-2.5,");
        assert_eq!(one("x", Cell::integer(i128::MIN)), format!("row,x,{},", i128::MIN));
        assert_eq!(one("x", Cell::text(Bilingual::same("-5"))), "row,x,'-5,");
    }

    #[test]
    fn a_unit_the_head_does_not_name_has_a_column() {
        let dollars = vientro_currency::Money::from_minor(150, vientro_currency::Currency::USD).unwrap();
        let table = Table::new("t", Bilingual::same("T"), Bilingual::same("S"))
            .column(Column::new(Bilingual::same("C")))
            .row(TableRow::new(Bilingual::same("a"), [Cell::money(dollars)]))
            .row(TableRow::new(Bilingual::same("b"), [Cell::money(vientro_currency::Money::vnd(2))]))
            .row(TableRow::new(Bilingual::same("c"), [Cell::missing(MissingReason::Unknown)]));
        let lines = "kind,S,C,\"C, unit\",Source rows\r\nrow,a,1.50,USD,\r\nrow,b,2,VND,\r\nrow,c,…,,\r\n";
        assert_eq!(csv(&table, Language::En), lines);
        let schema: serde_json::Value =
            serde_json::from_str(&csv_schema(&table, Language::En, "t.csv").unwrap()).unwrap();
        let columns = schema["tableSchema"]["columns"].as_array().unwrap();
        let titles: Vec<&str> = columns.iter().map(|column| column["titles"].as_str().unwrap()).collect();
        assert_eq!(titles, ["kind", "S", "C", "C, unit", "Source rows"]);
        assert_eq!(columns[2]["datatype"], "decimal");
        assert_eq!(columns[2]["null"], serde_json::json!(["", "…"]));
        assert_eq!(columns[2]["dc:description"], "…: not known");
    }

    #[test]
    fn a_ragged_table_loses_no_cell() {
        let table = Table::new("t", Bilingual::same("T"), Bilingual::same("S"))
            .column(Column::new(Bilingual::same("C")))
            .row(TableRow::new(Bilingual::same("long"), [Cell::integer(1), Cell::integer(2)]))
            .row(TableRow::new(Bilingual::same("short"), []));
        assert_eq!(csv(&table, Language::En), "kind,S,C,Source rows\r\nrow,long,1,2,\r\nrow,short,,\r\n");
    }
}
