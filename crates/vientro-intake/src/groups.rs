//! Rows that head a group of records, and the sums some of them give.

use std::collections::BTreeMap;

use vientro_core::{Figure, Verdict};
use vientro_currency::{Currency, Money, format_figure};

use crate::check::quiet;
use crate::codes;
use crate::grid::{Cell, CellValue, GridRow};
use crate::header::Column;
use crate::sheet::Sheet;
use crate::{Field, Header, SheetKind};

/// Does a row head a group: numbered with a letter or in Roman, with a name, and else at most figures?
///
/// Tables of offices number groups `I`, `II` or `A`, `B`, and the records in them 1, 2, 3.
pub(crate) fn is_heading(header: &Header, row: &GridRow) -> bool {
    // targets of a plan are numbered so themselves
    if matches!(header.kind(), SheetKind::Plan | SheetKind::UnionProfile) {
        return false;
    }
    let Some(running) = header.column(Field::Running).map(Column::index) else { return false };
    let number = row.text(running);
    let number = number.trim_end_matches(['.', ')', ' ']);
    let is_letter = number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_roman =
        !number.is_empty() && number.len() <= 5 && number.bytes().all(|byte| b"IVX".contains(&byte));
    if !is_letter && !is_roman {
        return false;
    }
    let mut names = 0_u32;
    for (index, cell) in row.cells().iter().enumerate().filter(|(index, _)| *index != running) {
        let is_empty = cell.value().is_empty() && !cell.is_formula();
        if is_empty || cell.is_filled() {
            continue;
        }
        let field = header.columns().iter().find(|column| column.index() == index).and_then(Column::field);
        match (field, cell.value()) {
            (Some(field), _) if field.is_money() => {}
            (Some(Field::Quantity | Field::Heads), CellValue::Number(_)) => {}
            (_, CellValue::Text(_)) => names = names.saturating_add(1),
            _ => return false,
        }
    }
    names == 1
}

/// Does a heading give a sum?
pub(crate) fn has_sum(header: &Header, row: &GridRow) -> bool {
    let money = header.columns().iter().filter(|column| column.field().is_some_and(Field::is_money));
    let cells = money.filter_map(|column| row.cells().get(column.index())).filter(|cell| !cell.is_filled());
    cells.into_iter().any(|cell| cell.is_formula() || !cell.value().is_empty())
}

/// Holds the sums of headings against the records below: up to one of the next headings, or to the end.
pub(crate) fn sums(sheet: &mut Sheet<'_>) {
    let columns = sheet.header.columns().iter();
    let columns: Vec<Column> =
        columns.filter(|column| column.field().is_some_and(Field::is_money)).cloned().collect();
    let (body, headings) = (sheet.body.clone(), sheet.headings.clone());
    for column in &columns {
        for (index, heading) in headings.iter().enumerate() {
            if heading.cells().get(column.index()).is_none_or(Cell::is_filled) {
                continue;
            }
            let Some(printed) = sheet.amount(heading, column, None) else { continue };
            let Some(Ok(zero)) = printed.currency.map(Money::zero) else { continue };
            let mut sums: BTreeMap<Currency, Figure<Money>> = BTreeMap::new();
            sums.insert(zero.currency(), Figure::Known(zero));
            let mut ends = headings.iter().skip(index.saturating_add(1)).map(|row| row.number()).peekable();
            let mut told: Vec<Figure<Money>> = Vec::new();
            for row in body.iter().filter(|row| row.number() > heading.number()) {
                while ends.next_if(|end| *end < row.number()).is_some() {
                    told.extend(sums.get(&zero.currency()).cloned());
                }
                let Some(amount) = quiet(sheet, row, column) else { continue };
                if let Some(sum) = amount.currency.and_then(|currency| sums.get_mut(&currency)) {
                    *sum = sum.checked_add(&amount.figure).unwrap_or(Figure::Unknown);
                }
            }
            told.extend(sums.get(&zero.currency()).cloned());
            let fits = |sum: &Figure<Money>| match (sum, &printed.figure) {
                (sum, Figure::Known(printed)) => sum.allows(printed),
                (sum, printed) => sum.equals(printed),
            };
            let Some(nearest) = told.first().filter(|_| told.iter().all(|sum| fits(sum) == Verdict::No))
            else {
                continue;
            };
            let finding = codes::TOTAL_MISMATCH.at(sheet.at(heading, column));
            let finding = finding.found_in_both(format_figure(&printed.figure));
            sheet.findings.push(finding.expected_in_both(format_figure(nearest)));
        }
    }
}
