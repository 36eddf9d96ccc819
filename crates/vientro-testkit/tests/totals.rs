//! The totals that the press texts print, added up with whole numbers.

use std::collections::{BTreeMap, BTreeSet};

use vientro_testkit::{Cell, Source};

use crate::{table, text};

/// Ten-thousandths: the finest unit of amounts and rates here.
pub(crate) const SCALE: i128 = 10_000;

/// `15750.5` → 157,505,000 ten-thousandths.
pub(crate) fn scaled(number: &str) -> i128 {
    let (sign, number) = number.strip_prefix('-').map_or((1, number), |number| (-1, number));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    assert!(fraction.len() <= 4, "{number}");
    sign * format!("{whole}{fraction:0<4}").parse::<i128>().unwrap()
}

/// `numerator` / `denominator` in whole units, half away from zero.
fn rounded(numerator: i128, denominator: i128) -> i128 {
    let half = numerator.signum() * denominator;
    (2 * numerator + half) / (2 * denominator)
}

/// Rates by first day of the month and currency, in ten-thousandths.
pub(crate) struct Rates {
    treasury: BTreeMap<String, i128>,
    pound: BTreeMap<(String, String), i128>,
}

impl Rates {
    pub(crate) fn read() -> Self {
        let treasury = table("examples/data/rates/treasury_accounting.csv")
            .into_iter()
            .filter(|row| row[0] == "USD")
            .map(|row| (row[7][..7].to_owned(), scaled(&row[2])))
            .collect();
        let pound = table("examples/data/rates/hmrc_monthly.csv")
            .into_iter()
            .map(|row| ((row[7][..7].to_owned(), row[1].clone()), scaled(&row[2])))
            .collect();
        Self { treasury, pound }
    }

    /// Whole đồng, half up, as `Policy::treasury_accounting` says: won go by way of the pound into dollars, and from there
    /// at the Treasury's rate, rounded once.
    pub(crate) fn vnd(&self, amount: &str, currency: &str, date: &str) -> i128 {
        let month = date[..7].to_owned();
        let amount = scaled(amount);
        match currency {
            "VND" => rounded(amount, SCALE),
            "USD" => rounded(amount * self.treasury[&month], SCALE * SCALE),
            "KRW" => {
                let won = self.pound[&(month.clone(), "KRW".to_owned())];
                let dollars = self.pound[&(month.clone(), "USD".to_owned())];
                rounded(amount * dollars * self.treasury[&month], SCALE * SCALE * won)
            }
            other => panic!("no rate for {other}"),
        }
    }
}

/// Rows of `testdata/intake/an-giang-disbursements.csv`: row, item, date, currency, amount, modality, kind.
pub(crate) fn disbursements() -> Vec<Vec<String>> {
    table("testdata/intake/an-giang-disbursements.csv")
}

/// Total in whole đồng and how many amounts are unknown.
pub(crate) fn disbursed(from: &str, to: &str) -> (i128, usize) {
    let rates = Rates::read();
    let inside: Vec<_> =
        disbursements().into_iter().filter(|row| (from..=to).contains(&row[2].as_str())).collect();
    let total =
        inside.iter().filter(|row| !row[4].is_empty()).map(|row| rates.vnd(&row[4], &row[3], &row[2])).sum();
    (total, inside.iter().filter(|row| row[4].is_empty()).count())
}

/// Reads what the sheets write for an amount, in ten-thousandths.
pub(crate) fn written(cell: &Cell) -> Option<i128> {
    let text = match cell {
        Cell::Number(number) => return Some(scaled(number)),
        Cell::Text(text) => text.as_str(),
        _ => return None,
    };
    let (number, unit) = match text.split_once(' ') {
        Some((number, "tỷ")) => (number, 1_000_000_000),
        Some((number, "triệu")) => (number, 1_000_000),
        Some((number, "won")) => (number, 1),
        Some(_) => return None,
        None => (text, 1),
    };
    // 12,500.00 is grouped the English way; all else has dots for groups and a comma before decimals.
    let plain = match number.rsplit_once('.') {
        Some((_, cents)) if cents.len() == 2 => number.replace(',', ""),
        _ => number.replace('.', "").replace(',', "."),
    };
    plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.').then(|| scaled(&plain) * unit)
}

pub(crate) fn source(stem: &'static str) -> Source {
    Source::parse(stem, &text(&format!("crates/vientro-testkit/sheets/{stem}.txt"))).unwrap()
}

pub(crate) fn string(cell: Option<&Cell>) -> &str {
    match cell {
        Some(Cell::Text(text) | Cell::Number(text)) => text,
        _ => "",
    }
}

#[test]
fn an_giang_disbursed_150_4_percent_of_the_plan() {
    let (total, unknown) = disbursed("2025-01-01", "2025-12-31");
    assert!((18_042_000_000..=18_053_999_999).contains(&total), "{total}");
    assert_eq!((total, unknown), (18_046_007_166, 1));
    let plan = 12_000_000_000;
    assert_eq!(rounded(total * 1000, plan), 1504, "S2-029: vượt 50,4% kế hoạch năm");
}

#[test]
fn the_administrative_year_gives_another_total() {
    assert_eq!(disbursed("2024-12-15", "2025-12-14"), (17_238_529_166, 0));
    assert_eq!(disbursed("2024-12-15", "2024-12-31").0, 320_000_000);
}

#[test]
fn the_refund_does_not_decide_the_attainment() {
    let refund: Vec<_> = disbursements().into_iter().filter(|row| row[6] == "refund").collect();
    assert_eq!(refund.len(), 1);
    let gross = disbursed("2025-01-01", "2025-12-31").0 - scaled(&refund[0][4]) / SCALE;
    assert_eq!(rounded(gross * 1000, 12_000_000_000), 1504);
}

#[test]
fn the_disbursement_sheet_says_what_must_be_read() {
    let source = source("an-giang/vien-tro-2025");
    let sheet = &source.sheets[1];
    assert_eq!(sheet.name, "Giải ngân");
    let mut read = 0;
    for row in disbursements() {
        let cells = &sheet.rows[row[0].parse::<usize>().unwrap() - 1].cells;
        assert_eq!(string(cells.get(1)), row[1]);
        assert_eq!(written(&cells[3]), (!row[4].is_empty()).then(|| scaled(&row[4])), "row {}", row[0]);
        if let Cell::Date { year, month, day } = cells[0] {
            assert_eq!(format!("{year}-{month:02}-{day:02}"), row[2]);
        }
        assert_eq!(string(cells.get(5)) == "x", row[5] == "in-kind");
        read += 1;
    }
    let dated = sheet.rows.iter().filter(|row| string(row.cells.get(6)).contains(['U', 'B'])).count();
    assert_eq!(read, dated, "no row of the sheet is missing from the list");
}

#[test]
fn the_register_agrees_with_the_disbursements() {
    let mut paid: BTreeMap<String, i128> = BTreeMap::new();
    for row in disbursements().into_iter().filter(|row| row[2].starts_with("2025") && !row[4].is_empty()) {
        *paid.entry(row[1].clone()).or_default() += scaled(&row[4]);
    }
    let source = source("an-giang/vien-tro-2025");
    let items: Vec<_> =
        source.sheets[0].rows.iter().filter(|row| string(row.cells.get(1)).starts_with('0')).collect();
    assert_eq!(items.len(), 29, "S2-025: 29 khoản viện trợ");
    let (mut dong, mut dollars, mut won) = (0, 0, 0);
    for item in items {
        let code = string(item.cells.get(1));
        let amount = |column| item.cells.get(column).and_then(written);
        assert_eq!(amount(14).or_else(|| amount(15)), Some(paid[code]), "item {code}");
        match string(item.cells.get(15)) {
            "" => dollars += 1,
            text if text.ends_with("won") => won += 1,
            _ => dong += paid[code],
        }
    }
    assert_eq!((dollars, won, dong), (10, 2, 7_532_000_000 * SCALE));
}

#[test]
fn members_gifts_are_over_16_5_billion() {
    let gifts = table("testdata/intake/an-giang-gifts.csv");
    assert_eq!(gifts.len(), 37);
    let total: i128 = gifts.iter().map(|gift| scaled(&gift[4]) / SCALE).sum();
    let undated: i128 =
        gifts.iter().filter(|gift| gift[2].is_empty()).map(|gift| scaled(&gift[4]) / SCALE).sum();
    assert_eq!((total, undated), (16_552_000_000, 12_500_000));
    for gift in &gifts {
        let stem = if gift[0].ends_with("csv") {
            "an-giang/qua-tang-chi-hoi"
        } else {
            "an-giang/qua-tang-hoi-thanh-vien"
        };
        let cells = &source(stem).sheets[0].rows[gift[1].parse::<usize>().unwrap() - 1].cells;
        assert_eq!(written(&cells[4]), Some(scaled(&gift[4])), "{} {}", gift[0], gift[1]);
    }
    let sheet = source("an-giang/qua-tang-hoi-thanh-vien");
    let stated = sheet.sheets[0].rows.last().and_then(|row| written(&row.cells[4])).unwrap() / SCALE;
    let workbook: i128 =
        gifts.iter().filter(|gift| gift[0].ends_with("xlsx")).map(|gift| scaled(&gift[4]) / SCALE).sum();
    assert_eq!(stated - workbook, 10_000_000, "the planted wrong total");
}

#[test]
fn hai_phong_disbursed_over_457_800_dollars() {
    let source = source("hai-phong/vien-tro-2025");
    let projects: Vec<_> =
        source.sheets[0].rows.iter().filter(|row| string(row.cells.get(8)) == "31").collect();
    let donors: BTreeSet<_> = projects.iter().map(|row| string(row.cells.get(3))).collect();
    assert_eq!((projects.len(), donors.len()), (10, 6));
    let register: i128 = projects.iter().map(|row| written(&row.cells[14]).unwrap()).sum();
    let listed: i128 = source.sheets[1]
        .rows
        .iter()
        .filter(|row| string(row.cells.get(4)) == "USD")
        .map(|row| written(&row.cells[3]).unwrap())
        .sum();
    assert_eq!((register, listed), (457_832 * SCALE, 457_832 * SCALE));
}

#[test]
fn nghe_an_mobilised_nearly_5_billion() {
    let source = source("nghe-an/vien-tro-2025");
    let projects: Vec<_> =
        source.sheets[0].rows.iter().filter(|row| string(row.cells.get(8)) == "40").collect();
    assert_eq!(projects.len(), 3);
    let before: i128 = projects.iter().map(|row| written(&row.cells[13]).unwrap()).sum();
    assert_eq!(before, 4_100_000_000 * SCALE);
    let amendment = source.sheets[1].rows.last().unwrap();
    assert_eq!(
        (string(amendment.cells.get(2)), string(amendment.cells.get(3))),
        ("3,4 tỷ đồng", "4,22 tỷ đồng")
    );
    let after = before / SCALE + 820_000_000;
    assert!((4_000_000_001..5_000_000_000).contains(&after));
}
