//! Cells of sums, plans and facts, as every template writes them.

use std::ops::Bound;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_accounting::{PlanLine, Sum};
use vientro_core::{Bilingual, Figure, Interval, Language, RowId};
use vientro_currency::{Currency, Money, Rate, Rounding};
use vientro_model::{AidItem, Amendment};

use crate::{Cell, MissingReason, Unit};

pub(super) fn label(vi: impl Into<String>, en: impl Into<String>) -> Bilingual {
    Bilingual::new(vi, en)
}

/// The sum with its rows, its rates, and what it leaves out. Where not one amount is known the sum is not known: it
/// is no zero.
pub(super) fn sum_cell(sum: &Sum) -> Cell {
    if nothing_known(sum) {
        let cell = Cell::missing(MissingReason::Unknown).rows(sum.rows().iter().cloned());
        return if sum.left_out() == 0 { cell } else { cell.footnote(unknown_text(sum)) };
    }
    let mut cell = Cell::money_total(sum.figure()).rows(sum.rows().iter().cloned());
    for rate in sum.rates() {
        cell = cell.because(rate_text(rate));
    }
    if sum.is_complete() { cell } else { cell.footnote(unknown_text(sum)) }
}

/// Not one amount of the sum is known: no row, or only unknown, undated and unconverted ones.
pub(super) fn nothing_known(sum: &Sum) -> bool {
    sum.figure().inputs() == sum.figure().unknown()
}

pub(super) fn unknown_text(sum: &Sum) -> Bilingual {
    let parts = [
        (sum.figure().unknown(), "giá trị chưa biết", "value unknown", "values unknown"),
        (sum.undated(), "khoản không có ngày", "amount without a date", "amounts without a date"),
        (sum.unconverted(), "khoản chưa có tỷ giá", "amount without a rate", "amounts without a rate"),
    ];
    let (mut vi, mut en) = (Vec::new(), Vec::new());
    for (count, in_vi, one, several) in parts.into_iter().filter(|(count, ..)| *count > 0) {
        vi.push(format!("{count} {in_vi}"));
        en.push(format!("{count} {}", if count == 1 { one } else { several }));
    }
    if vi.is_empty() {
        let complete = label("đủ số liệu", "complete");
        return if nothing_known(sum) { label("chưa có dòng nào", "no row was found") } else { complete };
    }
    Bilingual::new(format!("chưa gồm {}", vi.join(", ")), format!("{} not included", en.join(", ")))
}

pub(super) fn left_out_cell(sum: &Sum) -> Cell {
    Cell::integer(i128_of(sum.left_out()))
}

/// Bounds rounded outward to one decimal, so that they stay true.
fn to_one_decimal(figure: &Figure) -> Figure {
    let end = |value: Option<&Decimal>, rounding: Rounding| {
        value.map_or(Bound::Unbounded, |value| Bound::Included(rounding.round(*value, 1)))
    };
    if figure.is_unknown() {
        return Figure::Unknown;
    }
    let (low, high) = (end(figure.low(), Rounding::Floor), end(figure.high(), Rounding::Ceiling));
    Interval::try_new(low, high).map_or(Figure::Unknown, Figure::within)
}

/// A percentage to one decimal; the ends of a hedged one are rounded outward.
pub(super) fn percent_figure(percent: &Figure) -> Cell {
    match percent.known() {
        Some(percent) => Cell::percent(*percent, 1),
        None => Cell::figure(to_one_decimal(percent), Some(Unit::Label(Bilingual::same("%")))),
    }
}

pub(super) fn percent_cell(line: &PlanLine) -> Cell {
    let cell = percent_figure(line.attainment());
    let cell = cell.rows(line.rows().iter().cloned());
    if line.unknown_inputs() == 0 {
        return cell;
    }
    cell.footnote(label(
        "Tính trên phần đã biết; số thực có thể khác.",
        "Computed on the known part; the true figure may differ.",
    ))
}

/// An amount of money; what nobody says is unknown.
pub(super) fn money_cell(figure: Option<&Figure<Money>>) -> Cell {
    figure.map_or_else(|| Cell::missing(MissingReason::Unknown), Cell::money_figure)
}

/// How many records, with their rows.
pub(super) fn count_cell<'a, T: 'a>(
    records: impl IntoIterator<Item = &'a T>,
    rows: impl Fn(&'a T) -> &'a [RowId],
) -> Cell {
    let (mut count, mut all) = (0, Vec::new());
    for record in records {
        count += 1;
        all.extend(rows(record).iter().cloned());
    }
    Cell::integer(count).rows(all)
}

/// What an item is called in a table: code, title, donor, decision.
pub(super) fn item_label(item: &AidItem) -> Bilingual {
    let decision = item.approval().map(vientro_model::Approval::number);
    let details: Vec<&str> = item.donor().into_iter().chain(decision).collect();
    let title = format!("{} {}", item.id(), item.title());
    Bilingual::same(if details.is_empty() { title } else { format!("{title} ({})", details.join("; ")) })
}

/// When and why a commitment was changed.
pub(super) fn amendment_text(amendment: &Amendment) -> Bilingual {
    let reason = amendment.reason().or(amendment.decision()).unwrap_or("…");
    Bilingual::new(
        format!("điều chỉnh ngày {}: {reason}", amendment.recorded_on().format("%d/%m/%Y")),
        format!("amended on {}: {reason}", amendment.recorded_on().format("%-d %B %Y")),
    )
}

pub(super) fn text_cell(text: Option<&str>) -> Cell {
    text.map_or_else(|| Cell::missing(MissingReason::Unknown), |text| Cell::text(Bilingual::same(text)))
}

pub(super) fn date_cell(date: Option<NaiveDate>) -> Cell {
    date.map_or_else(|| Cell::missing(MissingReason::Unknown), Cell::date)
}

pub(super) fn joined(names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| names.join(", "))
}

pub(super) fn unit_of(unit: &str) -> Option<Unit> {
    match unit.parse::<Currency>() {
        Ok(currency) => Some(Unit::Currency(currency)),
        Err(_) if unit.trim().is_empty() => None,
        Err(_) => Some(Unit::Label(Bilingual::same(unit))),
    }
}

pub(super) fn rate_text(rate: &Rate) -> Bilingual {
    Bilingual::new(rate.text(Language::Vi), rate.text(Language::En))
}

pub(super) fn decimal(figure: &Figure<Money>) -> Figure<Decimal> {
    figure.try_map(|money| Ok::<_, std::convert::Infallible>(money.amount())).unwrap_or(Figure::Unknown)
}

pub(super) fn i128_of(count: usize) -> i128 {
    i128::try_from(count).unwrap_or(i128::MAX)
}
