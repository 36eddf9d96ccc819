//! What the sheets of one Union say about each other: totals, units, commitments, duplicates.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};
use vientro_core::{Bilingual, Figure, Location, Verdict};
use vientro_currency::{Currency, Money, format_figure};
use vientro_model::{Direction, Facts, Flow, FlowId, FlowKind, ItemId, SourceClass};
use vientro_vi::similarity;

use crate::Options;
use crate::bind::{Binder, chosen};
use crate::codes;
use crate::grid::GridRow;
use crate::header::{Column, words};
use crate::reading::both;
use crate::sheet::{ReadAmount, Sheet, in_both};
use crate::{Field, SheetKind};

const MONEY: [Field; 4] = [Field::Amount, Field::Committed, Field::Cumulative, Field::Disbursed];

/// Reads an amount again without telling what was already told.
pub(crate) fn quiet(sheet: &mut Sheet<'_>, row: &GridRow, column: &Column) -> Option<ReadAmount> {
    let place = (row.number(), column.index());
    if let Some(known) = sheet.amounts.get(&place) {
        return known.clone();
    }
    let told = sheet.findings.len();
    let currency = sheet.row_currency(row).ok().flatten();
    let amount = sheet.amount(row, column, currency);
    sheet.findings.truncate(told);
    sheet.amounts.insert(place, amount.clone());
    amount
}

/// Compares total and subtotal rows with the rows above them.
///
/// A total is right if it is the sum of all rows above it, or of those since the subtotal before. Amounts in another
/// currency than the column's are not part of it.
pub(crate) fn totals(sheet: &mut Sheet<'_>) {
    let columns: Vec<Column> = sheet
        .header
        .columns()
        .iter()
        .filter(|column| column.field().is_some_and(|field| MONEY.contains(&field)))
        .cloned()
        .collect();
    let (body, totals) = (sheet.body.clone(), sheet.totals.clone());
    for column in &columns {
        let mut rows = body.iter().peekable();
        let mut sums: BTreeMap<Currency, (Figure<Money>, Figure<Money>)> = BTreeMap::new();
        for total in &totals {
            while let Some(row) = rows.next_if(|row| row.number() < total.number()) {
                let Some(amount) = quiet(sheet, row, column) else { continue };
                // an unknown amount of no currency could be in any: it makes the column's own sum unknown
                let Some(currency) = amount.currency else { continue };
                let Ok(zero) = Money::zero(currency) else { continue };
                let (all, part) = sums.entry(currency).or_insert((Figure::Known(zero), Figure::Known(zero)));
                *all = all.checked_add(&amount.figure).unwrap_or(Figure::Unknown);
                *part = part.checked_add(&amount.figure).unwrap_or(Figure::Unknown);
            }
            let Some(printed) = sheet.amount(total, column, None) else { continue };
            let Some(currency) = printed.currency else { continue };
            let Ok(zero) = Money::zero(currency) else { continue };
            let (all, part) = sums.entry(currency).or_insert((Figure::Known(zero), Figure::Known(zero)));
            let (all, part) = (all.clone(), std::mem::replace(part, Figure::Known(zero)));
            let fits = |sum: &Figure<Money>| match (sum, &printed.figure) {
                (sum, Figure::Known(printed)) => sum.allows(printed),
                (sum, printed) => sum.equals(printed),
            };
            if fits(&all) != Verdict::No || fits(&part) != Verdict::No {
                continue;
            }
            let difference = printed
                .figure
                .checked_sub(&all)
                .map_or_else(|_| Bilingual::same("?"), |it| format_figure(&it));
            let message = both(
                format!("dòng tổng không bằng tổng các dòng: chênh lệch {}", difference.vi()),
                format!("the total is not the sum of its rows: the difference is {}", difference.en()),
            );
            let mut finding = codes::TOTAL_MISMATCH
                .says(message, sheet.at(total, column))
                .found_in_both(format_figure(&printed.figure))
                .expected_in_both(format_figure(&all));
            if let Some(text) = all.known().and_then(|sum| sheet.written(total, column, sum)) {
                finding = finding.suggest(text);
            }
            sheet.findings.push(finding);
        }
    }
}

/// Suspects amounts that are a thousand, a million or a billion off against the others of their column.
///
/// An amount is suspected if it lies more than ten times outside all others and one of the factors brings it among
/// them; at least five others are needed.
pub(crate) fn units(sheet: &mut Sheet<'_>) {
    let columns: Vec<Column> = sheet
        .header
        .columns()
        .iter()
        .filter(|column| column.field().is_some_and(|field| MONEY.contains(&field)))
        .cloned()
        .collect();
    for column in &columns {
        let mut by_currency: BTreeMap<Currency, Vec<(&GridRow, Decimal)>> = BTreeMap::new();
        for row in sheet.body.clone() {
            let Some(ReadAmount { figure: Figure::Known(money), .. }) = quiet(sheet, row, column) else {
                continue;
            };
            if !money.is_zero() && !money.is_negative() {
                by_currency.entry(money.currency()).or_default().push((row, money.amount()));
            }
        }
        for (currency, amounts) in by_currency {
            let mut sorted: Vec<Decimal> = amounts.iter().map(|found| found.1).collect();
            sorted.sort_unstable();
            if sorted.len() < 6 {
                continue;
            }
            for (row, amount) in amounts {
                // the range of the others: without this one, which is at an end if it is suspect at all
                let (low, high) = match (sorted.first(), sorted.last()) {
                    (Some(first), Some(last)) if *first == amount => {
                        (sorted.get(1).copied().unwrap_or(*first), *last)
                    }
                    (Some(first), Some(last)) if *last == amount => {
                        (*first, sorted.get(sorted.len().saturating_sub(2)).copied().unwrap_or(*last))
                    }
                    _ => continue,
                };
                let within =
                    |value: Option<Decimal>| value.is_some_and(|value| low <= value && value <= high);
                let factor =
                    [1_000_u32, 1_000_000, 1_000_000_000].into_iter().map(Decimal::from).find(|factor| {
                        let small = amount.checked_mul(Decimal::TEN).is_some_and(|ten| ten < low)
                            && within(amount.checked_mul(*factor));
                        let large = high.checked_mul(Decimal::TEN).is_some_and(|ten| ten < amount)
                            && within(amount.checked_div(*factor));
                        small || large
                    });
                if let Some(factor) = factor {
                    let meant =
                        if amount < low { amount.checked_mul(factor) } else { amount.checked_div(factor) };
                    let at = sheet.at(row, column);
                    let told = |value| {
                        Money::try_new(value, currency).map(Figure::Known).map(|it| format_figure(&it))
                    };
                    let (Ok(found), Ok(low), Ok(high)) = (told(amount), told(low), told(high)) else {
                        continue;
                    };
                    let range = in_both(|to| format!("{} – {}", low.text(to), high.text(to)));
                    let mut finding =
                        codes::UNIT_ERROR_SUSPECTED.at(at).found_in_both(found).expected_in_both(range);
                    let meant = meant.and_then(|meant| Money::try_new(meant, currency).ok());
                    if let Some(text) = meant.and_then(|meant| sheet.written(row, column, &meant)) {
                        finding = finding.suggest(text);
                    }
                    sheet.findings.push(finding);
                }
            }
        }
    }
}

/// Compares the disbursed amounts of the register with the lines of disbursement and with the commitment in force.
///
/// An item without such lines keeps the register's amount as a disbursement without a day.
pub(crate) fn disbursed(binder: &mut Binder, sheets: &mut [Sheet<'_>]) {
    let mut flows = flows_by_item(&binder.facts);
    for registered in binder.registered.clone() {
        let Some(sheet) = sheets.get_mut(registered.sheet) else { continue };
        let Some(row) = sheet.grid.row(registered.row_number) else { continue };
        let choice = chosen(sheet, row, &registered.disbursed);
        let commitment = binder.facts.item(&registered.item).and_then(|item| item.commitment_now()).cloned();
        let Some((column, amount)) = choice else { continue };
        let at = sheet.at(row, &column);
        if let Some(commitment) = &commitment
            && amount.figure.is_more_than(commitment) == Verdict::Yes
        {
            sheet.findings.push(
                codes::OVER_DISBURSED
                    .at(at.clone())
                    .found_in_both(format_figure(&amount.figure))
                    .expected_in_both(in_both(|to| format!("≤ {}", format_figure(commitment).text(to)))),
            );
        }
        let Some(flows) = flows.remove(&registered.item) else {
            let Ok(id) = FlowId::try_new(format!("{}/disbursed", registered.item)) else { continue };
            let Ok(flow) = Flow::try_new(
                id,
                FlowKind::Disbursement,
                amount.figure,
                Direction::Inward,
                SourceClass::ForeignNgo,
            ) else {
                sheet.findings.push(codes::NOT_A_NUMBER.at(at).found(row.text(column.index())));
                continue;
            };
            let flow = flow.with_item(registered.item.clone()).with_rows([registered.row.clone()]);
            if binder.facts.add_flow(flow).is_ok() {
                sheet.findings.push(codes::DISBURSED_UNDATED.at(at).found(row.text(column.index())));
            }
            continue;
        };
        let year = sheet.year.and_then(|year| {
            Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?))
        });
        let (Some(currency), Some((first, last))) = (amount.currency, registered.period.or(year)) else {
            continue;
        };
        let sum = |with_refunds: bool| {
            let mut sum = Money::zero(currency).map_or(Figure::Unknown, Figure::Known);
            for flow in &flows {
                let part = match (flow.kind(), flow.date()) {
                    (FlowKind::Refund, _) if !with_refunds => continue,
                    (_, Some(day)) if day < first || day > last => continue,
                    (_, Some(_)) => flow.amount_signed(),
                    (_, None) => Figure::Unknown,
                };
                sum = sum.checked_add(&part).unwrap_or(Figure::Unknown);
            }
            sum
        };
        let (net, gross) = (sum(true), sum(false));
        let differs = |sum: &Figure<Money>| sum.equals(&amount.figure) == Verdict::No;
        if differs(&net) && differs(&gross) {
            sheet.findings.push(
                codes::DISBURSED_MISMATCH
                    .at(at)
                    .found_in_both(format_figure(&amount.figure))
                    .expected_in_both(format_figure(&net)),
            );
        }
    }
}

/// The flows of each item, so that items and flows are passed over once each.
fn flows_by_item(facts: &Facts) -> BTreeMap<ItemId, Vec<Flow>> {
    let mut flows: BTreeMap<ItemId, Vec<Flow>> = BTreeMap::new();
    for flow in facts.flows() {
        if let Some(item) = flow.item() {
            flows.entry(item.clone()).or_default().push(flow.clone());
        }
    }
    flows
}

/// One thing that may be told twice.
struct Told {
    sheet: usize,
    at: Location,
    body: String,
    content: String,
    donor: String,
    day: Option<NaiveDate>,
    /// Days of the disbursements, for an item of the register.
    days: Vec<NaiveDate>,
    is_item: bool,
    label: String,
}

/// Finds rows that tell the same gift: same amount, and alike in day, content and donor.
///
/// Only rows of one amount and currency are compared, so the work stays near the number of rows.
pub(crate) fn duplicates(binder: &Binder, sheets: &mut [Sheet<'_>], options: &Options) {
    let mut by_amount: BTreeMap<(Currency, i128), Vec<Told>> = BTreeMap::new();
    let flows = flows_by_item(&binder.facts);
    for (index, sheet) in sheets.iter_mut().enumerate() {
        let item_sheet = sheet.kind() == SheetKind::AidRegister;
        if !item_sheet && !matches!(sheet.kind(), SheetKind::AssociationGifts | SheetKind::Disbursements) {
            continue;
        }
        for row in sheet.body.clone() {
            tell((binder, &flows), sheet, index, row, &mut by_amount);
        }
    }
    let mut pairs_left = options.duplicate_pairs_max;
    let mut findings = Vec::new();
    // a row that has two amounts in common with another is told once
    let mut seen = BTreeSet::new();
    for told in by_amount.values() {
        for (index, later) in told.iter().enumerate() {
            for earlier in told.iter().take(index) {
                if pairs_left == 0 {
                    break;
                }
                pairs_left = pairs_left.saturating_sub(1);
                let Some(score) = likeness(earlier, later) else { continue };
                let (first, second) = if later.is_item { (later, earlier) } else { (earlier, later) };
                if !seen.insert((first.at.clone(), second.at.clone())) {
                    continue;
                }
                let joint = first.body != second.body || first.is_item;
                let (counted_vi, counted_en) = if joint {
                    ("; nếu là khoản báo cáo chung thì tính một lần", "; a joint claim is counted once")
                } else {
                    ("", "")
                };
                let message = both(
                    format!("có thể trùng với {} (độ giống {score}); không tự gộp{counted_vi}", first.at),
                    format!("may be the same as {} (score {score}); nothing is merged{counted_en}", first.at),
                );
                let finding = codes::DUPLICATE
                    .says(message, second.at.clone())
                    .found(second.label.as_str())
                    .expected(first.label.as_str());
                findings.push((second.sheet, finding));
            }
        }
    }
    for (index, finding) in findings {
        if let Some(sheet) = sheets.get_mut(index) {
            sheet.findings.push(finding);
        }
    }
}

fn tell(
    (binder, flows): (&Binder, &BTreeMap<ItemId, Vec<Flow>>),
    sheet: &mut Sheet<'_>,
    index: usize,
    row: &GridRow,
    by_amount: &mut BTreeMap<(Currency, i128), Vec<Told>>,
) {
    let Some(title) = sheet.text(row, Field::Title) else { return };
    let is_item = sheet.kind() == SheetKind::AidRegister;
    let mut amounts = BTreeSet::new();
    let mut days = Vec::new();
    let columns: Vec<Column> = sheet
        .header
        .columns()
        .iter()
        // what is disbursed to date is no amount of one day
        .filter(|column| {
            column.field().is_some_and(|field| MONEY.contains(&field) && field != Field::Cumulative)
        })
        .cloned()
        .collect();
    for column in &columns {
        if let Some(ReadAmount { figure: Figure::Known(money), .. }) = quiet(sheet, row, column)
            && !money.is_zero()
        {
            amounts.insert((money.currency(), money.minor()));
        }
    }
    let code = sheet.text(row, Field::Code);
    let mut donor = sheet.text(row, Field::Donor).unwrap_or_default();
    if is_item {
        let item =
            code.as_deref().and_then(|code| ItemId::try_new(code).ok()).and_then(|id| binder.facts.item(&id));
        if let Some(item) = item {
            if let Some(Figure::Known(money)) = item.commitment_now() {
                amounts.insert((money.currency(), money.minor()));
            }
            days.extend(flows.get(item.id()).into_iter().flatten().filter_map(Flow::date));
        }
    } else if let Some(code) = &code {
        // a line of disbursement is told by its item; its donor stands in the register
        donor.clone_from(code);
    }
    let told = sheet.findings.len();
    let day = sheet.day(row, Field::Date).exact();
    sheet.findings.truncate(told);
    let content = match (sheet.kind(), code) {
        (SheetKind::Disbursements, Some(code)) => {
            format!("{code} {title} {}", sheet.text(row, Field::Evidence).unwrap_or_default())
        }
        _ => format!("{title} {}", sheet.text(row, Field::Place).unwrap_or_default()),
    };
    for key in amounts {
        by_amount.entry(key).or_default().push(Told {
            sheet: index,
            at: sheet.at_field(row, Field::Title),
            body: sheet.grid.file().to_owned(),
            // likeness costs the product of two lengths; a name says what it is at its beginning
            content: content.chars().take(200).collect(),
            donor: donor.chars().take(200).collect(),
            day,
            days: days.clone(),
            is_item,
            label: title.clone(),
        });
    }
}

/// How alike two rows of one amount are, from 0.85 to 1; `None` below, and for an item beside its own disbursements.
fn likeness(a: &Told, b: &Told) -> Option<Decimal> {
    if a.at == b.at || a.is_item && b.is_item && a.sheet == b.sheet && a.content != b.content {
        return None;
    }
    let same_day = match (a.is_item, b.is_item) {
        (true, false) => b.day.filter(|_| !a.days.is_empty()).map(|day| a.days.contains(&day)),
        (false, true) => a.day.filter(|_| !b.days.is_empty()).map(|day| b.days.contains(&day)),
        _ => a.day.and_then(|day| b.day.map(|other| day == other)),
    };
    // on two days the other three weights do not reach the least score
    if same_day == Some(false) {
        return None;
    }
    let weight = |hundredths: i64| Decimal::new(hundredths, 2);
    let (content, donor) = (alike(&a.content, &b.content), alike(&a.donor, &b.donor));
    let sum = weight(45)
        .checked_add(content.checked_mul(weight(20))?)?
        .checked_add(donor.checked_mul(weight(15))?)?;
    let score = match same_day {
        Some(_) => sum.checked_add(weight(20))?,
        // nothing is known of the day: what is known must carry the whole weight
        None => sum.checked_div(weight(80))?,
    };
    let score = score.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    (score >= weight(85)).then_some(score)
}

/// The share of the shorter text's words that the longer one has too, or likeness of letters, whichever is more.
pub(crate) fn alike(a: &str, b: &str) -> Decimal {
    let (left, right): (BTreeSet<String>, BTreeSet<String>) =
        (words(a).into_iter().collect(), words(b).into_iter().collect());
    let common = left.intersection(&right).count();
    // of one or two words too little is said to go by words
    let shorter = left.len().min(right.len()).max(4);
    let words = Decimal::from(common).checked_div(Decimal::from(shorter)).unwrap_or(Decimal::ZERO);
    if words >= Decimal::ONE { words } else { words.max(similarity(a, b)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_needs_more_than_the_amount() {
        let told = |content: &str, donor: &str, day: u32| Told {
            sheet: 0,
            at: Location::new().at_line(day),
            body: "a".to_owned(),
            content: content.to_owned(),
            donor: donor.to_owned(),
            day: NaiveDate::from_ymd_opt(2025, 6, day),
            days: Vec::new(),
            is_item: false,
            label: String::new(),
        };
        let wheelchairs = told("Tặng 200 xe lăn cho người khuyết tật", "Tổ chức minh họa 11 (Canada)", 5);
        let same = told("Trao tặng 200 chiếc xe lăn cho NKT", "T/c minh hoạ 11 - Canada", 5);
        let other = told("Nhu yếu phẩm sau lũ", "Tổ chức minh họa 22 (Hoa Kỳ)", 5);
        assert!(likeness(&wheelchairs, &Told { at: Location::new().at_line(9), ..same }).is_some());
        assert!(likeness(&wheelchairs, &Told { at: Location::new().at_line(9), ..other }).is_none());
    }
}
