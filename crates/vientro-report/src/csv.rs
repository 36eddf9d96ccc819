//! One table as CSV, for programs and spreadsheets.

use vientro_core::{Bilingual, Figure, Language};

use crate::print::{exact, with_unit, word};
use crate::text::{like_formula, visible};
use crate::{Cell, CellValue, Column, Table, TableRow};

/// Writes one table as CSV of RFC 4180: comma, `\r\n`, quotes where needed, UTF-8 without a mark at its start.
///
/// Columns: `kind` (`row`, `subtotal`, `total` or `memo`, so that a sum over a column takes only rows), the group if
/// there are groups, the stub, then each column. Numbers are exact and plain: no groups, a point before decimals, `-`
/// before negatives, days as `2025-12-31`. A column with hedged figures keeps their words and is followed by two
/// columns with their bounds. A missing value keeps its mark, an empty cell is empty. The last column holds the ids of
/// the row's source rows, joined by ` | `.
///
/// A text that a spreadsheet would take for a formula (its first visible character is `=`, `+`, `-` or `@`, or it
/// starts with a tab or a line break) gets an apostrophe in front; so does a text that starts with one. Numbers never
/// do. Rows are written as they are, even if the table has not passed the checks of a report.
pub fn csv(table: &Table, language: Language) -> String {
    let grouped = table.groups().iter().any(|group| group.label().is_some());
    let bounded: Vec<bool> = (0..table.columns().len())
        .map(|at| table.body_rows().filter_map(|row| row.cells().get(at)).any(|cell| bounds(cell).is_some()))
        .collect();

    let mut head = vec!["kind".to_owned()];
    if grouped {
        head.push(word(("Nhóm", "Group"), language).to_owned());
    }
    head.push(guarded(table.stub().text(language)));
    for ((at, column), bounded) in table.columns().iter().enumerate().zip(&bounded) {
        let label = column_label(table, at, column, language);
        head.push(guarded(&label));
        if *bounded {
            head.push(guarded(&format!("{label}, {}", word(("từ", "low"), language))));
            head.push(guarded(&format!("{label}, {}", word(("đến", "high"), language))));
        }
    }
    head.push(word(("Dòng nguồn", "Source rows"), language).to_owned());

    let mut out = String::new();
    line(&mut out, &head);
    let mut write = |kind: &str, group: Option<&Bilingual>, row: &TableRow| {
        let mut fields = vec![kind.to_owned()];
        if grouped {
            fields.push(guarded(group.map_or("", |label| label.text(language))));
        }
        fields.push(guarded(row.label().text(language)));
        let nothing = Cell::empty();
        let width = table.columns().len().max(row.cells().len());
        for at in 0..width {
            let cell = row.cells().get(at).unwrap_or(&nothing);
            fields.push(value(cell, language));
            if bounded.get(at) == Some(&true) {
                let (low, high) = bounds(cell).unwrap_or_default();
                fields.extend([low, high]);
            }
        }
        let mut rows: Vec<&str> = Vec::new();
        for id in row.cells().iter().flat_map(Cell::source_rows) {
            if !rows.contains(&id.as_str()) {
                rows.push(id.as_str());
            }
        }
        fields.push(guarded(&rows.join(" | ")));
        line(&mut out, &fields);
    };
    for group in table.groups() {
        group.rows().iter().for_each(|row| write("row", group.label(), row));
        group.subtotal_row().iter().for_each(|row| write("subtotal", group.label(), row));
    }
    table.total_row().iter().for_each(|row| write("total", None, row));
    table.memo_rows().iter().for_each(|row| write("memo", None, row));
    out
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

fn line(out: &mut String, fields: &[String]) {
    for (at, field) in fields.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        if field.contains(['"', ',', '\n', '\r']) || field.starts_with(' ') || field.ends_with(' ') {
            out.push('"');
            out.push_str(&field.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(field);
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
    fn a_ragged_table_loses_no_cell() {
        let table = Table::new("t", Bilingual::same("T"), Bilingual::same("S"))
            .column(Column::new(Bilingual::same("C")))
            .row(TableRow::new(Bilingual::same("long"), [Cell::integer(1), Cell::integer(2)]))
            .row(TableRow::new(Bilingual::same("short"), []));
        assert_eq!(csv(&table, Language::En), "kind,S,C,Source rows\r\nrow,long,1,2,\r\nrow,short,,\r\n");
    }
}
