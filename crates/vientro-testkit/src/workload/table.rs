//! The hash and the weights behind the table.

use super::{CURRENCIES, DAYS, DECIMALS, DONORS, Day, FIRST_YEAR, MONTHS, SECTORS, Transaction};

/// Running totals of the weights by which a hash picks a place, and what is looked up by place.
#[derive(Clone, Debug)]
pub(super) struct Tables {
    projects: u64,
    currency: Weights,
    donor: Weights,
    province: Weights,
    dac: Weights,
    kind: Weights,
    form: Weights,
    decade: Weights,
    pub(super) rates: Vec<[i64; CURRENCIES.len()]>,
    pub(super) days: Vec<Day>,
}

impl Tables {
    pub(super) fn new(projects: u32) -> Self {
        Self {
            projects: projects.into(),
            currency: Weights::new(CURRENCY_WEIGHTS),
            donor: Weights::new((1..=u64::from(DONORS)).map(|rank| (1 << 32) / rank)),
            province: Weights::new((0..63).map(|place| 1_000 / (1 + place * 37 % 63 / 4) + 40)),
            dac: Weights::new((0..300).map(|place| 3_000 / (1 + place * 101 % 300) + 30)),
            kind: Weights::new([12, 8, 76, 4]),
            form: Weights::new([55, 20, 18, 7]),
            decade: Weights::new([4, 16, 34, 31, 12, 3]),
            rates: rates(),
            days: days(),
        }
    }

    pub(super) fn row(&self, row: u64) -> Transaction {
        let of_row = |column| mix(row, column);
        let one_in = |column, of, below| of_row(column) % of < below;
        // three rows in ten belong to the busiest tenth of the projects
        let pool = if one_in(1, 10, 7) { self.projects } else { (self.projects / 10).max(1) };
        let project = of_row(2) % pool;
        let of_project = |column| mix(project, column);

        let kind = self.kind.pick(of_row(3));
        let province = if one_in(14, 100, 85) { of_project(12) } else { of_row(13) };
        let dac: u16 = self.dac.pick(if one_in(17, 100, 90) { of_project(15) } else { of_row(16) });
        let currency: u8 = self.currency.pick(if one_in(21, 100, 70) { of_project(19) } else { of_row(20) });
        // a commitment stands at the project's beginning
        let after = of_row(24) % if kind == COMMITMENT { 31 } else { 1_461 };
        let day = (of_project(23) % u64::from(DAYS) + after) % u64::from(DAYS);
        Transaction {
            project: narrow(project),
            day: narrow(day),
            kind,
            donor: self.donor.pick(of_project(11)),
            province: self.province.pick(province),
            sector: narrow(u64::from(dac) % u64::from(SECTORS)),
            dac,
            form: self.form.pick(of_project(18)),
            currency,
            amount: self.amount(row, kind, usize::from(currency)),
            in_kind: one_in(22, 100, 8),
        }
    }

    /// A whole number of dollars with three leading digits in its decade, perhaps with cents, put into the currency.
    fn amount(&self, row: u64, kind: u8, currency: usize) -> i64 {
        let of_row = |column| mix(row, column);
        let one_in = |column, of, below| of_row(column) % of < below;
        let decade: u8 = self.decade.pick(of_row(25));
        let mut cents = (of_row(26) % 900 + 100) * 10_u64.pow(decade.into()) * 10;
        if one_in(27, 100, 60) {
            cents += of_row(28) % 10_000;
        }
        if kind == COMMITMENT {
            cents *= 7; // it pays for several disbursements
        }
        let (numerator, denominator) = DOLLARS[currency];
        let mut amount = cents * denominator / numerator;
        if currency == 0 && of_row(29) % 100_000 == 0 {
            amount = (amount * 50).min(AMOUNT_MAX);
        }
        if DECIMALS[currency] == 0 {
            amount = amount / 100 * 100;
        }
        if currency == 0 && one_in(30, 100, 70) {
            amount = (amount / 100_000).max(1) * 100_000; // mostly whole thousands of đồng
        }
        let amount = amount.clamp(100, AMOUNT_MAX).cast_signed();
        if kind == AMENDMENT && one_in(31, 100, 40) { -amount } else { amount }
    }
}

#[derive(Clone, Debug)]
struct Weights(Vec<u64>);

impl Weights {
    fn new(weights: impl IntoIterator<Item = u64>) -> Self {
        let sum = |total: &mut u64, weight| {
            *total += weight;
            Some(*total)
        };
        Self(weights.into_iter().scan(0, sum).collect())
    }

    /// The place that `hash` falls on.
    fn pick<T: TryFrom<u64> + Default>(&self, hash: u64) -> T {
        let total = self.0.last().copied().unwrap_or(1);
        let place = self.0.partition_point(|reached| *reached <= hash % total);
        T::try_from(u64::try_from(place).unwrap_or_default()).unwrap_or_default()
    }
}

/// The finaliser of `SplitMix64` over a number and a column.
///
/// # Source
///
/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
fn mix(number: u64, column: u64) -> u64 {
    let mixed = number.wrapping_add(column.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// The values are below a limit that the type holds.
fn narrow<T: TryFrom<u64> + Default>(value: u64) -> T {
    T::try_from(value).unwrap_or_default()
}

/// Rates that climb and fall a little each month, quoted in the steps of their currency.
fn rates() -> Vec<[i64; CURRENCIES.len()]> {
    let mut rates = vec![[0; CURRENCIES.len()]; MONTHS];
    let first = FIRST_RATES.into_iter().zip(RATE_STEPS);
    for (currency, (first, step)) in first.enumerate() {
        let column = u64::try_from(currency).unwrap_or_default();
        let (drift, spread) = if currency == 1 { (17, 40) } else { (10, 240) };
        let mut rate = first;
        for (month, rates) in (0_u64..).zip(&mut rates) {
            rates[currency] = match currency {
                0 => 1_000_000,
                _ => (rate + step / 2) / step * step,
            };
            let hash: i64 = narrow(mix(month * 64 + column, 99) % (2 * spread + 1));
            let change = hash - spread.cast_signed() + drift; // in ten-thousandths
            rate += (rate * change).div_euclid(10_000);
            rate = rate.clamp(first * 3 / 4, first * 3 / 2);
        }
    }
    rates
}

fn days() -> Vec<Day> {
    let years = FIRST_YEAR..=FIRST_YEAR + 16;
    let months = years.flat_map(|year| (1..=12).map(move |month| (year, month)));
    months
        .flat_map(|(year, month)| {
            let last = match month {
                2 if year % 4 == 0 => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            (1..=last).map(move |day| Day { year, month, day })
        })
        .collect()
}

const COMMITMENT: u8 = 0;
const AMENDMENT: u8 = 1;
/// A million million, in hundredths.
const AMOUNT_MAX: u64 = 100_000_000_000_000;
/// Of 10,000 rows.
const CURRENCY_WEIGHTS: [u64; CURRENCIES.len()] = [4500, 3500, 800, 400, 250, 150, 120, 80, 70, 50, 50, 30];
/// Millionths of a đồng for one unit in January 2010.
const FIRST_RATES: [i64; CURRENCIES.len()] = [
    1_000_000,
    18_479_000_000,
    26_400_000_000,
    203_000_000,
    15_900_000,
    29_800_000_000,
    16_600_000_000,
    17_900_000_000,
    2_706_000_000,
    556_000_000,
    13_200_000_000,
    2_382_000_000,
];
/// The step a rate is quoted in, in millionths; that of the dollar is half a đồng, so that halves occur.
const RATE_STEPS: [i64; CURRENCIES.len()] = [1_000_000, 500_000, 100, 1, 1, 100, 100, 100, 1, 1, 100, 1];
/// What one unit is worth in dollars, roughly, as numerator and denominator; it only sizes the amounts.
const DOLLARS: [(u64, u64); CURRENCIES.len()] = [
    (1, 24_000),
    (1, 1),
    (10, 9),
    (1, 110),
    (1, 1_200),
    (10, 8),
    (3, 4),
    (10, 10),
    (1, 7),
    (1, 33),
    (3, 4),
    (1, 8),
];
