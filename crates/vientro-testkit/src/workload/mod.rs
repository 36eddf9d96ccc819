//! The aggregation workload: one table of transactions and one of monthly rates, the same for the same number of rows.
//!
//! Every value is an integer hash of a row's or a project's number and a column's number; no float, no random stream.
//!
//! ```
//! use vientro_testkit::workload::{KINDS, PROVINCES, Workload};
//!
//! let workload = Workload::new(1_000);
//! let row = workload.row(0);
//! assert_eq!((row.project, PROVINCES[usize::from(row.province)], KINDS[usize::from(row.kind)]), (0, "58", "disbursement"));
//! assert_eq!(workload.rows().count(), 1_000);
//! ```

mod oracle;
mod table;

use std::io::{self, Write};

pub use oracle::{Question, answer};
use table::Tables;

/// The kinds of a transaction.
pub const KINDS: [&str; 4] = ["commitment", "amendment", "disbursement", "refund"];
/// The forms of aid.
pub const FORMS: [&str; 4] = ["project", "programme", "non-project", "emergency"];
/// The currencies; their rates stand in this order, the đồng's own rate of 1 first.
pub const CURRENCIES: [&str; 12] =
    ["VND", "USD", "EUR", "JPY", "KRW", "GBP", "AUD", "CHF", "CNY", "THB", "SGD", "HKD"];
/// How many decimals an amount of each of [`CURRENCIES`] has.
pub const DECIMALS: [u32; 12] = [0, 2, 2, 0, 0, 2, 2, 2, 2, 2, 2, 2];
/// The statistical codes of the 63 provinces in force until 30 June 2025.
pub const PROVINCES: [&str; 63] = [
    "01", "02", "04", "06", "08", "10", "11", "12", "14", "15", "17", "19", "20", "22", "24", "25", "26",
    "27", "30", "31", "33", "34", "35", "36", "37", "38", "40", "42", "44", "45", "46", "48", "49", "51",
    "52", "54", "56", "58", "60", "62", "64", "66", "67", "68", "70", "72", "74", "75", "77", "79", "80",
    "82", "83", "84", "86", "87", "89", "91", "92", "93", "94", "95", "96",
];
/// How many local sectors there are: `S01` and on.
pub const SECTORS: u8 = 24;
/// How many donors there are: `FNGO-0001` and on.
pub const DONORS: u16 = 1_200;
/// How many months have rates, from January 2010.
pub const MONTHS: usize = 204;
/// How many days there are from 1 January 2010 to 31 December 2026.
pub const DAYS: u16 = 6_209;
/// The first year.
pub const FIRST_YEAR: u16 = 2010;
/// The header of the transactions' CSV.
pub const HEADER: &str = "project,date,kind,donor,province,sector,dac,form,currency,amount,in_kind";

/// One transaction; names are given as places in the lists of this module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Transaction {
    /// Number of the project, from 0.
    pub project: u32,
    /// Days since 1 January 2010.
    pub day: u16,
    /// Place in [`KINDS`].
    pub kind: u8,
    /// Number of the donor, from 0.
    pub donor: u16,
    /// Place in [`PROVINCES`].
    pub province: u8,
    /// Number of the sector, from 0.
    pub sector: u8,
    /// Number of the purpose code, from 0; see [`dac_code`].
    pub dac: u16,
    /// Place in [`FORMS`].
    pub form: u8,
    /// Place in [`CURRENCIES`].
    pub currency: u8,
    /// Hundredths of the currency, whatever its own decimals are.
    pub amount: i64,
    /// True if given in goods or services.
    pub in_kind: bool,
}

/// A year, month and day of the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Day {
    /// The year.
    pub year: u16,
    /// The month, from 1.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

/// The table of a stated number of rows.
#[derive(Clone, Debug)]
pub struct Workload {
    rows: u64,
    tables: Tables,
}

impl Workload {
    /// The workload of `rows` transactions; the projects are a tenth as many, at most 1,000,000.
    pub fn new(rows: u32) -> Self {
        Self { rows: rows.into(), tables: Tables::new((rows / 10).clamp(1, 1_000_000)) }
    }

    /// The transaction with the number `row`, from 0.
    pub fn row(&self, row: u64) -> Transaction {
        self.tables.row(row)
    }

    /// All transactions in their order, which is that of no column.
    pub fn rows(&self) -> impl Iterator<Item = Transaction> + Clone + '_ {
        (0..self.rows).map(|row| self.row(row))
    }

    /// Millionths of a đồng for one unit of each of [`CURRENCIES`], for each month from January 2010.
    pub fn rates(&self) -> &[[i64; CURRENCIES.len()]] {
        &self.tables.rates
    }

    /// The day of the calendar that is `day` days after 1 January 2010; the last day of the table for one beyond.
    pub fn day(&self, day: u16) -> Day {
        self.tables.days[usize::from(day.min(DAYS - 1))]
    }

    /// Writes [`HEADER`] and one line per transaction: dates as `yyyy-mm-dd`, names as they are, amounts with the decimals of
    /// their currency, `true` or `false`.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn write_transactions(&self, mut out: impl Write) -> io::Result<()> {
        writeln!(out, "{HEADER}")?;
        let mut line = Vec::with_capacity(128);
        for row in self.rows() {
            line.clear();
            let Day { year, month, day } = self.day(row.day);
            write!(
                line,
                "{},{year}-{month:02}-{day:02},{},{},{},{},{},{},{},",
                row.project,
                KINDS[usize::from(row.kind)],
                donor_name(row.donor),
                PROVINCES[usize::from(row.province)],
                sector_name(row.sector),
                dac_code(row.dac),
                FORMS[usize::from(row.form)],
                CURRENCIES[usize::from(row.currency)],
            )?;
            match DECIMALS[usize::from(row.currency)] {
                0 => write!(line, "{}", row.amount / 100)?,
                _ => line.extend_from_slice(hundredths(row.amount.into()).as_bytes()),
            }
            writeln!(line, ",{}", row.in_kind)?;
            out.write_all(&line)?;
        }
        out.flush()
    }

    /// Writes `month,currency,rate`: the first day of each month, each currency but the đồng, đồng for one unit with six decimals.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn write_rates(&self, mut out: impl Write) -> io::Result<()> {
        writeln!(out, "month,currency,rate")?;
        for (month, rates) in (0_u16..).zip(self.rates()) {
            for (name, rate) in CURRENCIES.iter().zip(rates).skip(1) {
                let (year, month) = (FIRST_YEAR + month / 12, month % 12 + 1);
                writeln!(out, "{year}-{month:02}-01,{name},{}.{:06}", rate / 1_000_000, rate % 1_000_000)?;
            }
        }
        out.flush()
    }
}

/// The name of a sector.
pub fn sector_name(sector: u8) -> String {
    format!("S{:02}", sector + 1)
}

/// The name of a donor.
pub fn donor_name(donor: u16) -> String {
    format!("FNGO-{:04}", donor + 1)
}

/// The five-digit purpose code, which is invented.
pub fn dac_code(dac: u16) -> u16 {
    11_000 + 110 * dac + dac % 7 * 10
}

/// Hundredths with a point: `-12.05`.
fn hundredths(amount: i128) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    let size = amount.unsigned_abs();
    format!("{sign}{}.{:02}", size / 100, size % 100)
}
