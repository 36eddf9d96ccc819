//! What a sheet does not say: columns that are not there or not understood, cells left empty.

use crate::codes;
use crate::grid::GridRow;
use crate::header::Column;
use crate::sheet::{Sheet, is_dash};
use crate::{Field, KindColumn, SheetKind};

/// What a row of a kind of sheet is hardly of use without. Amounts are asked for where they are read.
const fn needed(kind: SheetKind) -> &'static [Field] {
    match kind {
        SheetKind::Activities => &[Field::Date, Field::Title, Field::Organiser],
        SheetKind::AidRegister => {
            &[Field::Code, Field::Title, Field::Donor, Field::Decision, Field::Committed]
        }
        SheetKind::Amendments => {
            &[Field::Code, Field::Date, Field::Before, Field::After, Field::Reason, Field::Decision]
        }
        SheetKind::AssociationGifts => {
            &[Field::Title, Field::Amount, Field::Donor, Field::Date, Field::Branch]
        }
        SheetKind::Awards => {
            &[Field::Form, Field::Giver, Field::Recipient, Field::Year, Field::Date, Field::Decision]
        }
        SheetKind::Delegations => &[Field::Title, Field::Head, Field::Days, Field::Purpose],
        SheetKind::Disbursements => &[Field::Date, Field::Code, Field::Title, Field::Amount, Field::Evidence],
        SheetKind::Outputs => &[Field::Code, Field::Title, Field::Quantity, Field::Unit, Field::Place],
        SheetKind::Plan => &[Field::Indicator, Field::Basis, Field::Year, Field::Value],
        _ => &[],
    }
}

/// The columns that a kind of sheet should have besides, though a cell may well be empty.
const fn wished(kind: SheetKind) -> &'static [Field] {
    match kind {
        SheetKind::Activities => &[Field::Audience, Field::Heads],
        _ => &[],
    }
}

/// What is said in words: a number there slipped from another column.
const WORDS: [Field; 4] = [Field::Audience, Field::Country, Field::Organiser, Field::Unit];

/// Tells columns that are needed and not there, and columns that hold something and are not understood.
pub(crate) fn columns(sheet: &mut Sheet<'_>) {
    let Some(last) = sheet.header.rows().last().and_then(|number| sheet.grid.row(*number)) else { return };
    if sheet.body.is_empty() {
        return;
    }
    let kind = sheet.kind();
    let has = |field| sheet.header.column(field).is_some();
    // a gift of money has no count; a count without its unit, or a unit without its count, has lost half
    let half: &[Field] = match kind {
        SheetKind::AssociationGifts if has(Field::Quantity) != has(Field::Unit) => {
            &[Field::Quantity, Field::Unit]
        }
        _ => &[],
    };
    let lacking: Vec<&str> = needed(kind)
        .iter()
        .chain(wished(kind))
        .chain(half)
        .filter(|field| !has(**field))
        .filter_map(|field| kind.column(*field))
        .map(KindColumn::heading_vi)
        .collect();
    if !lacking.is_empty() {
        let finding = codes::COLUMN_MISSING.at(sheet.grid.location()).expected(lacking.join(", "));
        sheet.findings.push(finding);
    }
    let unread: Vec<Column> = sheet
        .header
        .columns()
        .iter()
        .filter(|column| column.field().is_none())
        .filter(|column| sheet.body.iter().any(|row| !row.value(column.index()).is_empty()))
        .cloned()
        .collect();
    for column in unread {
        let at = sheet.grid.location_of(last, column.index());
        sheet.findings.push(codes::COLUMN_UNREAD.at(at).found(column.label()));
    }
}

/// Tells the cells of a record that are needed and empty, and those that hold a number in place of words.
pub(crate) fn cells(sheet: &mut Sheet<'_>, row: &GridRow) {
    for field in WORDS {
        let is_number =
            |text: &str| text.chars().all(|letter| letter.is_ascii_digit() || " .,".contains(letter));
        if let Some(column) = sheet.header.column(field)
            && let Some(text) = sheet.text(row, field).filter(|text| is_number(text))
        {
            let finding = codes::WORDS_EXPECTED.at(sheet.at(row, column)).found(text);
            sheet.findings.push(finding.expected(column.label()));
        }
    }
    for field in needed(sheet.kind()) {
        let code = match field {
            // told where the amount is read
            Field::After | Field::Amount | Field::Before | Field::Committed | Field::Value => {
                continue;
            }
            Field::Code if sheet.kind() != SheetKind::AidRegister => codes::ITEM_MISSING,
            Field::Date => codes::DATE_MISSING,
            _ => codes::CELL_MISSING,
        };
        if let Some(column) = sheet.header.column(*field)
            && sheet.text(row, *field).is_none_or(|text| is_dash(&text))
        {
            let finding = code.at(sheet.at(row, column)).expected(column.label());
            sheet.findings.push(finding);
        }
    }
}
