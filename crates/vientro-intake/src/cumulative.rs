//! What is disbursed to date: held against the period of the same row, and against the register of the period before.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use vientro_core::{Figure, Finding, Language, RowId, Verdict};
use vientro_currency::{Currency, Money, format_figure};
use vientro_model::{AidItem, ItemId};

use crate::Field;
use crate::bind::{Binder, amounts, title_period};
use crate::check::quiet;
use crate::codes;
use crate::grid::GridRow;
use crate::header::Column;
use crate::reading::Reading;
use crate::sheet::{ReadAmount, Sheet, in_both};

/// What a row of the register says is disbursed of an item to date, in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Cumulated {
    item: ItemId,
    row: RowId,
    period: Option<(NaiveDate, NaiveDate)>,
    disbursed: Option<Figure<Money>>,
    to_date: Figure<Money>,
}

impl Cumulated {
    /// The item.
    pub const fn item(&self) -> &ItemId {
        &self.item
    }

    /// The row it was read from.
    pub const fn row(&self) -> &RowId {
        &self.row
    }

    /// First and last day of the period, if a title above the table or the year says them.
    pub const fn period(&self) -> Option<(NaiveDate, NaiveDate)> {
        self.period
    }

    /// What was disbursed in the period, in the currency of the amount to date; `None` if the cell is empty.
    pub const fn disbursed(&self) -> Option<&Figure<Money>> {
        self.disbursed.as_ref()
    }

    /// What is disbursed to date.
    pub const fn to_date(&self) -> &Figure<Money> {
        &self.to_date
    }
}

/// Holds what a register says is disbursed to date against the register of the period before: what that one had to date
/// and what was disbursed since make it up.
///
/// * `before`, `now`: the sheets of the two periods, with items of the same codes.
/// * Returns a finding at the cell of each amount to date in `now` that differs. An item that one of them does not have is
///   not asked, nor is one whose amounts are unknown or in other currencies.
///
/// Offices count to date from the start of the item or of the year: in another year an amount to date that is that of its
/// own period alone is no difference.
///
/// # Source
///
/// Ours: no official form was seen that says from when it is counted.
///
/// # Examples
///
/// ```
/// use vientro_core::Language;
/// use vientro_intake::{Options, Source, check_cumulative, read_union};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let header = "Mã;Tên khoản viện trợ;Tổ chức tài trợ;Giải ngân kỳ này (VND);Lũy kế giải ngân (VND)\n";
/// let read = |row: &str| {
///     let text = format!("{header}{row}\n");
///     read_union(&[Source::new("vien-tro.csv", text.as_bytes())], &Options::for_year(2025))
/// };
/// let before = read("001;Nước sạch;Tổ chức A;300.000.000;300.000.000")?;
/// let now = read("001;Nước sạch;Tổ chức A;200.000.000;400.000.000")?;
/// let findings = check_cumulative(&before, &now);
/// assert_eq!(findings[0].location().cell(), Some("E2"));
/// assert_eq!(findings[0].expected_text(Language::Vi), Some("500.000.000 VND"));
/// # Ok(()) }
/// ```
pub fn check_cumulative(before: &Reading, now: &Reading) -> Vec<Finding> {
    let mut known: BTreeMap<(&ItemId, Option<Currency>), &Cumulated> = BTreeMap::new();
    for cumulated in before.cumulated() {
        known.insert((&cumulated.item, currency_of(&cumulated.to_date)), cumulated);
    }
    let mut findings = Vec::new();
    for cumulated in now.cumulated() {
        let Some(earlier) = known.get(&(&cumulated.item, currency_of(&cumulated.to_date))) else { continue };
        let Some(since) = cumulated.disbursed() else { continue };
        let Ok(expected) = earlier.to_date.checked_add(since) else { continue };
        let year = |cumulated: &Cumulated| cumulated.period.map(|(_, last)| last.year());
        let anew = year(earlier) != year(cumulated) && cumulated.to_date.equals(since) == Verdict::Yes;
        if anew || cumulated.to_date.equals(&expected) != Verdict::No {
            continue;
        }
        let field = |column: &Column| column.field() == Some(Field::Cumulative);
        let code = currency_of(&cumulated.to_date).map(|currency| currency.to_string());
        let in_currency =
            now.cell_where(&cumulated.row, |column| field(column) && column.currency() == code.as_deref());
        let cell = in_currency.or_else(|| now.cell_where(&cumulated.row, field)).unwrap_or_default();
        let place = before.cell_of(&earlier.row, Field::Cumulative).unwrap_or_default();
        let message = |language| match language {
            Language::Vi => format!(
                "lũy kế không bằng lũy kế kỳ trước ({place}: {}) cộng số kỳ này ({})",
                format_figure(&earlier.to_date).vi(),
                format_figure(since).vi()
            ),
            Language::En => format!(
                "the amount to date is not the one before ({place}: {}) and that of the period ({})",
                format_figure(&earlier.to_date).en(),
                format_figure(since).en()
            ),
        };
        let finding = codes::CUMULATIVE_MISMATCH.says(in_both(message), cell);
        let finding = finding.found_in_both(format_figure(&cumulated.to_date));
        findings.push(finding.expected_in_both(format_figure(&expected)));
    }
    findings
}

impl Binder {
    /// Keeps what a row says is disbursed to date, and tells what is less than that of the period alone.
    pub(crate) fn cumulate(
        &mut self,
        sheet: &mut Sheet<'_>,
        row: &GridRow,
        item: &AidItem,
        disbursed: &[(Column, ReadAmount)],
    ) {
        let period = title_period(sheet).or_else(|| {
            let year = sheet.year?;
            Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?))
        });
        for (column, amount) in amounts(sheet, row, Field::Cumulative) {
            let same = |other: &Figure<Money>| currency_of(other) == currency_of(&amount.figure);
            let since = disbursed.iter().map(|(_, amount)| &amount.figure).find(|figure| same(figure));
            let at = sheet.at(row, &column);
            if let Some(since) = since.filter(|since| since.is_more_than(&amount.figure) == Verdict::Yes) {
                let least = in_both(|to| format!("≥ {}", format_figure(since).text(to)));
                let finding = codes::CUMULATIVE_MISMATCH.at(at).found_in_both(format_figure(&amount.figure));
                sheet.findings.push(finding.expected_in_both(least));
            }
            let Some(row) = item.rows().first() else { continue };
            self.cumulated.push(Cumulated {
                item: item.id().clone(),
                row: row.clone(),
                period,
                disbursed: since.cloned(),
                to_date: amount.figure,
            });
        }
    }
}

/// Tells what is more to date than the commitment in force, once all amendments are known. A row whose period alone has
/// more is told there.
pub(crate) fn over(binder: &Binder, sheets: &mut [Sheet<'_>]) {
    for registered in &binder.registered {
        let Some(sheet) = sheets.get_mut(registered.sheet) else { continue };
        let Some(row) = sheet.grid.row(registered.row_number) else { continue };
        let Some(commitment) = binder.facts.item(&registered.item).and_then(AidItem::commitment_now) else {
            continue;
        };
        let is_over = |amount: &ReadAmount| amount.figure.is_more_than(commitment) == Verdict::Yes;
        if registered.disbursed.iter().any(|(_, amount)| is_over(amount)) {
            continue;
        }
        for column in sheet.header.columns_of(Field::Cumulative).cloned().collect::<Vec<_>>() {
            let Some(amount) = quiet(sheet, row, &column).filter(is_over) else { continue };
            let limit = in_both(|to| format!("≤ {}", format_figure(commitment).text(to)));
            let finding = codes::OVER_DISBURSED.at(sheet.at(row, &column));
            let finding = finding.found_in_both(format_figure(&amount.figure));
            sheet.findings.push(finding.expected_in_both(limit));
        }
    }
}

fn currency_of(figure: &Figure<Money>) -> Option<Currency> {
    figure.low().or_else(|| figure.high()).map(Money::currency)
}
