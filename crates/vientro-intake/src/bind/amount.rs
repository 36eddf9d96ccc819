//! The amounts a row is there to give.

use vientro_core::{Bilingual, Figure};
use vientro_currency::{Currency, Money, format_figure};

use crate::Field;
use crate::codes;
use crate::grid::GridRow;
use crate::header::{Column, currency_of, words};
use crate::sheet::{ReadAmount, Sheet, in_both};

/// The amount of a row that is there to give one: a blank cell is told, and so is a currency that is assumed.
pub(crate) fn told_amount(sheet: &mut Sheet<'_>, row: &GridRow, field: Field) -> Figure<Money> {
    let Some(column) = sheet.header.column(field).cloned() else { return Figure::Unknown };
    let Ok(currency) = sheet.row_currency(row) else { return Figure::Unknown };
    let Some(amount) = sheet.amount(row, &column, currency) else {
        let at = sheet.at(row, &column);
        sheet.findings.push(codes::AMOUNT_MISSING.at(at));
        return Figure::Unknown;
    };
    let named = currency.is_some()
        || column.currency().is_some()
        || currency_of(&words(&row.text(column.index()))).is_some();
    if let (false, Some(place), Some(assumed)) =
        (named, sheet.header.column(Field::Currency).cloned(), amount.currency)
        && amount.figure != Figure::Unknown
    {
        let at = sheet.at(row, &place);
        sheet.findings.push(codes::CURRENCY_ASSUMED.at(at).suggest(assumed.to_string()));
    }
    amount.figure
}

/// The amounts of all columns of a field that are not empty.
pub(crate) fn amounts(sheet: &mut Sheet<'_>, row: &GridRow, field: Field) -> Vec<(Column, ReadAmount)> {
    let columns: Vec<Column> = sheet.header.columns_of(field).cloned().collect();
    columns
        .into_iter()
        .filter_map(|column| sheet.amount(row, &column, None).map(|amount| (column, amount)))
        .collect()
}

/// One amount where a row gives one in several currencies: the foreign one, of which the other is the equivalent.
pub(crate) fn chosen(
    sheet: &mut Sheet<'_>,
    row: &GridRow,
    amounts: &[(Column, ReadAmount)],
) -> Option<(Column, ReadAmount)> {
    let foreign =
        amounts.iter().find(|(_, amount)| amount.currency.is_some_and(|currency| currency != Currency::VND));
    let found = foreign.or_else(|| amounts.first())?;
    if amounts.len() > 1 {
        let at = sheet.at(row, &found.0);
        let told: Vec<Bilingual> = amounts.iter().map(|(_, amount)| format_figure(&amount.figure)).collect();
        let all = in_both(|language| {
            told.iter().map(|amount| amount.text(language)).collect::<Vec<_>>().join("; ")
        });
        sheet.findings.push(codes::TWO_CURRENCIES.at(at).found_in_both(all));
    }
    Some(found.clone())
}
