//! The answers of a loop over whole numbers and ordered maps: no column, no block, no reciprocal, no thread.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{
    CURRENCIES, FIRST_YEAR, KINDS, PROVINCES, Transaction, Workload, donor_name, hundredths, sector_name,
};

/// A question asked of the workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the workload has these questions")]
pub enum Question {
    /// Sum and count of amounts by year, kind and currency.
    Q1,
    /// Đồng of every row, rounded half away from zero, by year, province and sector.
    Q2,
    /// Q2 with halves rounded to the even đồng.
    Q2HalfEven,
    /// Cents of every row, rounded once, by year, province and sector.
    Q3,
    /// The 20 donors with the largest net disbursement of 2019, with their share of all donors' in percent.
    Q4,
    /// Net disbursement in đồng by year and sector, and the difference to the year before.
    Q5a,
    /// Commitment, net disbursement and their difference in đồng, by project.
    Q5b,
    /// Disbursements in money for projects and programmes, 2018 to 2022: đồng and count by province, sector and quarter.
    Q6,
}

impl Question {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Q1, Self::Q2, Self::Q2HalfEven, Self::Q3, Self::Q4, Self::Q5a, Self::Q5b, Self::Q6];

    /// Its short name, by which the expected digests are kept.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Q1 => "q1",
            Self::Q2 => "q2",
            Self::Q2HalfEven => "q2_half_even",
            Self::Q3 => "q3",
            Self::Q4 => "q4",
            Self::Q5a => "q5a",
            Self::Q5b => "q5b",
            Self::Q6 => "q6",
        }
    }
}

/// The answer as canonical text: one line per group with rows, in the order of the keys; sums in whole đồng or in units with
/// two decimals.
pub fn answer(workload: &Workload, question: Question) -> String {
    let rows = workload.rows().map(|row| Converted::new(workload, row));
    let mut text = Text::default();
    match question {
        Question::Q1 => {
            let mut cells = BTreeMap::new();
            for Converted { row, year, .. } in rows {
                add(&mut cells, (year, row.kind, row.currency), [row.amount.into(), 1]);
            }
            for ((year, kind, currency), [sum, count]) in cells {
                let (kind, currency) = (KINDS[usize::from(kind)], CURRENCIES[usize::from(currency)]);
                text.line(format_args!("{year},{kind},{currency},{},{count}", hundredths(sum)));
            }
        }
        Question::Q2 | Question::Q2HalfEven | Question::Q3 => {
            let mut cells = BTreeMap::new();
            for converted in rows {
                let Converted { row, year, .. } = converted;
                let value = match question {
                    Question::Q2HalfEven => converted.dong(half_even),
                    Question::Q3 => converted.cents(),
                    _ => converted.dong(half_away),
                };
                add(&mut cells, (year, row.province, row.sector), [value]);
            }
            for ((year, province, sector), [sum]) in cells {
                let (province, sector) = (PROVINCES[usize::from(province)], sector_name(sector));
                let sum = if question == Question::Q3 { hundredths(sum) } else { sum.to_string() };
                text.line(format_args!("{year},{province},{sector},{sum}"));
            }
        }
        Question::Q4 => {
            let mut cells = BTreeMap::new();
            for converted in rows.filter(|converted| converted.year == 2019) {
                if let Some(net) = converted.net() {
                    add(&mut cells, converted.row.donor, [net]);
                }
            }
            let total = cells.values().map(|[net]| *net).sum();
            let mut donors: Vec<_> = cells.into_iter().collect();
            donors.sort_by_key(|&(donor, [net])| (-net, donor));
            for (donor, [net]) in donors.into_iter().take(20) {
                let donor = donor_name(donor);
                text.line(format_args!("{donor},{net},{}", percent(net, total)));
            }
        }
        Question::Q5a => {
            let mut cells = BTreeMap::new();
            for converted in rows {
                if let Some(net) = converted.net() {
                    add(&mut cells, (converted.year, converted.row.sector), [net]);
                }
            }
            for ((year, sector), [net]) in &cells {
                let before = cells.get(&(year - 1, *sector));
                let difference = before.map(|[before]| (net - before).to_string()).unwrap_or_default();
                text.line(format_args!("{year},{},{net},{difference}", sector_name(*sector)));
            }
        }
        Question::Q5b => {
            let mut cells = BTreeMap::new();
            for converted in rows {
                let amounts = match converted.net() {
                    Some(net) => [0, net],
                    None => [converted.dong(half_away), 0],
                };
                add(&mut cells, converted.row.project, amounts);
            }
            for (project, [committed, disbursed]) in cells {
                text.line(format_args!("{project},{committed},{disbursed},{}", committed - disbursed));
            }
        }
        Question::Q6 => {
            let mut cells = BTreeMap::new();
            for converted in rows {
                let Converted { row, year, month, .. } = converted;
                if row.kind == DISBURSEMENT && !row.in_kind && row.form < 2 && (2018..=2022).contains(&year) {
                    let key = (row.province, row.sector, year, (month - 1) / 3 + 1);
                    add(&mut cells, key, [converted.dong(half_away), 1]);
                }
            }
            for ((province, sector, year, quarter), [sum, count]) in cells {
                let (province, sector) = (PROVINCES[usize::from(province)], sector_name(sector));
                text.line(format_args!("{province},{sector},{year}-Q{quarter},{sum},{count}"));
            }
        }
    }
    text.0
}

/// A row with the rates of its month.
struct Converted {
    row: Transaction,
    year: u16,
    month: u8,
    /// Millionths of a đồng for one unit of the row's currency, and for a dollar.
    rate: i128,
    dollar: i128,
}

impl Converted {
    fn new(workload: &Workload, row: Transaction) -> Self {
        let day = workload.day(row.day);
        let place = usize::from((day.year - FIRST_YEAR) * 12) + usize::from(day.month - 1);
        let rates = workload.rates()[place];
        let rate = rates[usize::from(row.currency)].into();
        Self { row, year: day.year, month: day.month, rate, dollar: rates[1].into() }
    }

    /// Hundredths by millionths: 10^8 to one đồng.
    fn dong(&self, round: fn(i128, i128) -> i128) -> i128 {
        round(i128::from(self.row.amount) * self.rate, 100_000_000)
    }

    fn cents(&self) -> i128 {
        half_away(i128::from(self.row.amount) * self.rate, self.dollar)
    }

    /// A disbursement less a refund; none for a commitment or its amendment.
    fn net(&self) -> Option<i128> {
        match self.row.kind {
            DISBURSEMENT => Some(self.dong(half_away)),
            REFUND => Some(-self.dong(half_away)),
            _ => None,
        }
    }
}

#[derive(Default)]
struct Text(String);

impl Text {
    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // writing to a String cannot fail
        let _ = writeln!(self.0, "{line}");
    }
}

fn add<K: Ord, const N: usize>(cells: &mut BTreeMap<K, [i128; N]>, key: K, amounts: [i128; N]) {
    for (cell, amount) in cells.entry(key).or_insert([0; N]).iter_mut().zip(amounts) {
        *cell += amount;
    }
}

/// `numerator / denominator`, halves away from zero; the denominator is positive.
fn half_away(numerator: i128, denominator: i128) -> i128 {
    let size = (2 * numerator.abs() + denominator) / (2 * denominator);
    size * numerator.signum()
}

/// `numerator / denominator`, halves to the even number; the denominator is positive.
fn half_even(numerator: i128, denominator: i128) -> i128 {
    let (floor, rest) = (numerator.div_euclid(denominator), numerator.rem_euclid(denominator));
    match (2 * rest).cmp(&denominator) {
        std::cmp::Ordering::Less => floor,
        std::cmp::Ordering::Equal => floor + floor.rem_euclid(2),
        std::cmp::Ordering::Greater => floor + 1,
    }
}

/// A share in percent with four decimals, halves away from zero.
fn percent(part: i128, whole: i128) -> String {
    let size = half_away(part * 1_000_000, whole);
    let sign = if size < 0 { "-" } else { "" };
    format!("{sign}{}.{:04}", size.abs() / 10_000, size.abs() % 10_000)
}

const DISBURSEMENT: u8 = 2;
const REFUND: u8 = 3;

#[cfg(test)]
mod tests {
    use super::{half_away, half_even, percent};

    #[test]
    fn halves_go_where_their_rule_says() {
        let away: Vec<_> = [-5, -3, -1, 0, 1, 3, 5].map(|halves| half_away(halves, 2)).into();
        assert_eq!(away, [-3, -2, -1, 0, 1, 2, 3]);
        let even: Vec<_> = [-5, -3, -1, 0, 1, 3, 5].map(|halves| half_even(halves, 2)).into();
        assert_eq!(even, [-2, -2, 0, 0, 0, 2, 2]);
        for (numerator, nearest) in [(-10, -3), (-8, -3), (-7, -2), (7, 2), (8, 3), (10, 3)] {
            assert_eq!((half_away(numerator, 3), half_even(numerator, 3)), (nearest, nearest), "{numerator}");
        }
        assert_eq!(percent(-1, 7), "-14.2857");
    }
}
