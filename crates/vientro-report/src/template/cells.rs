//! Cells of sums, plans and facts, as every template writes them.

use std::ops::Bound;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_accounting::{PlanLine, Sum};
use vientro_core::{Bilingual, Figure, Hedge, Interval, Language};
use vientro_currency::{Currency, Money, Rate, Rounding};
use vientro_vi::{format_scaled, hedge_word, rounded_phrase};

use crate::{Cell, MissingReason, Paragraph, Unit};

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

/// The sum as an office says it: hơn 18 tỷ đồng. An incomplete sum is only ever rounded down.
fn spoken(sum: &Sum) -> Cell {
    // with a refund of unknown amount or day not even "at least" is true
    if nothing_known(sum) || sum.printable().is_unknown() {
        return Cell::missing(MissingReason::Unknown);
    }
    let Some(money) = sum.figure().known_part().known() else { return Cell::money_figure(&sum.printable()) };
    let (value, place) = (money.amount(), place_to_say(money.amount()));
    let rest = value.checked_rem(place).unwrap_or_default();
    let unit = if money.currency() == Currency::VND { "đồng" } else { money.currency().code() };
    let say = |language| {
        if sum.is_complete() {
            return format!("{} {unit}", rounded_phrase(value, place, language));
        }
        let hedge = if rest.is_zero() { Hedge::AtLeast } else { Hedge::MoreThan };
        let floor = value.checked_sub(rest).unwrap_or(value);
        format!("{} {} {unit}", hedge_word(hedge, language), format_scaled(floor, language, 3))
    };
    Cell::text(Bilingual::new(say(Language::Vi), say(Language::En)))
}

/// A sum in a sentence: as an office says it, then exactly, then what is left out.
pub(super) fn told(sentence: Paragraph, sum: &Sum, left_out: &Bilingual) -> Paragraph {
    let rest = |open: &str| label(format!("{open}{})", left_out.vi()), format!("{open}{})", left_out.en()));
    if nothing_known(sum) {
        return sentence.cell(sum_cell(sum)).text(rest(" ("));
    }
    let sentence = sentence.cell(spoken(sum).rows(sum.rows().iter().cloned()));
    sentence.text(label(" (", " (")).cell(sum_cell(sum)).text(rest("; "))
}

/// The place an amount is said to: three leading digits from a million on, so 18 046 096 930 is said to 100 million.
fn place_to_say(value: Decimal) -> Decimal {
    let mut place = Decimal::ONE;
    while place.saturating_mul(Decimal::ONE_THOUSAND) <= value.abs() {
        place = place.saturating_mul(Decimal::TEN);
    }
    place
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

pub(super) fn percent_cell(line: &PlanLine) -> Cell {
    let cell = match line.attainment().known() {
        Some(percent) => Cell::percent(*percent, 1),
        None => Cell::figure(to_one_decimal(line.attainment()), Some(Unit::Label(Bilingual::same("%")))),
    };
    let cell = cell.rows(line.rows().iter().cloned());
    if line.unknown_inputs() == 0 {
        return cell;
    }
    cell.footnote(label(
        "Tính trên phần đã biết; số thực có thể khác.",
        "Computed on the known part; the true figure may differ.",
    ))
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
