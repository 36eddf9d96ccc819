//! Sums a table of transactions exactly: by year, province, sector, donor or project, in đồng or dollars.
//!
//! `aggregate --dir DIR QUESTION` reads `DIR/transactions.csv` and `DIR/rates.csv` and prints the answer, a line for each group in
//! the order of its keys, sums in whole đồng or in units with two decimals. With no argument it answers all questions on the sample
//! `examples/data/aggregate` and shows how each answer begins.
//!
//! | question | groups | line |
//! |---|---|---|
//! | `q1` | year, kind, currency | `2010,commitment,VND,<sum>,<count>` |
//! | `q2` | year, province, sector | `2010,01,S01,<đồng>` |
//! | `q3` | year, province, sector | `2010,01,S01,<dollars>` |
//! | `q4` | the 20 donors with the largest net disbursement of 2019 | `FNGO-0001,<đồng>,<share of all donors in percent>` |
//! | `q5a` | year, sector | `2010,S01,<net disbursement, đồng>,<difference to the year before or nothing>` |
//! | `q5b` | project | `<project>,<committed, đồng>,<disbursed>,<difference>` |
//! | `q6` | province, sector, quarter: money disbursed to projects and programmes 2018 to 2022 | `01,S01,2018-Q1,<đồng>,<count>` |
//!
//! * `transactions.csv`: `project,date,kind,donor,province,sector,form,currency,amount,in_kind` in any order, further columns are
//!   passed over; `kind` is commitment, amendment, disbursement or refund, `form` project, programme, non-project or emergency.
//! * `rates.csv`: `month,currency,rate`, the first day of a month and đồng for one unit.
//! * Each amount is converted by the rate of its month and rounded by itself, halves away from zero, with `--half-even` to the even unit.
//!   From one foreign currency to another the quotient of both rates is taken, and rounded once. Net disbursement is disbursement less
//!   refund.
//! * `--threads N` uses N threads; the answer is the same. `--time` tells on standard error how long loading and answering took, as
//!   lines of JSON in seconds. One answer is made while the file is read and keeps none of its rows; `--repeat N` reads the file once and
//!   answers N times, and with `--whole` reads the file anew each time. With `--clustered` rows are put in the order of month and currency
//!   after reading, which takes some time once and makes every answer faster.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use chrono::{Datelike, Days, Months, NaiveDate};
use clap::{Parser, ValueEnum};
use rust_decimal::Decimal;
use vientro::accounting::frame::{CsvLayout, CsvOptions, Frame};
use vientro::accounting::query::{Filter, Key, KeyValue, Measure, Query, Row, Table};
use vientro::currency::{Currency, DateRule, Policy, Rate, RateBook, RateKind, Rounding};

#[derive(Parser)]
#[command(about = "Sums a CSV table of transactions exactly, in any currency")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
struct Arguments {
    /// What to answer; all of it, in short, if not given.
    question: Option<Question>,
    /// Folder of transactions.csv and rates.csv; the sample if not given.
    #[arg(long)]
    dir: Option<PathBuf>,
    /// The form of the files.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// How many threads read and sum.
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Rounds halves to the even unit instead of away from zero.
    #[arg(long)]
    half_even: bool,
    /// Tells on standard error how long it took.
    #[arg(long)]
    time: bool,
    /// Answers so many times.
    #[arg(long, default_value_t = 1)]
    repeat: u32,
    /// Reads the file anew for each answer.
    #[arg(long)]
    whole: bool,
    /// Puts the rows in the order of month and currency before it answers.
    #[arg(long, conflicts_with = "whole")]
    clustered: bool,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Csv,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Question {
    Q1,
    Q2,
    Q3,
    Q4,
    Q5a,
    Q5b,
    Q6,
}

/// What a converted answer needs.
struct Rates {
    book: RateBook,
    policy: Policy,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error + Send + Sync>> {
    let Format::Csv = arguments.format;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(arguments.threads.max(1)).build()?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let sample = Path::new(DATA).join("aggregate");
    let dir = arguments.dir.as_ref().unwrap_or(&sample);
    let rounding = if arguments.half_even { Rounding::HalfEven } else { Rounding::HalfUp };
    let rates = rates(&dir.join("rates.csv"), rounding)?;
    let path = dir.join("transactions.csv");
    let Some(question) = arguments.question else {
        out.write_all(pool.install(|| overview(&path, &rates))?.as_bytes())?;
        return Ok(out.flush()?);
    };
    let layout = question.layout();
    // one answer needs no frame
    let streams = arguments.whole || (arguments.repeat <= 1 && !arguments.clustered);
    let loading = Stopwatch::start();
    let mut frame = if streams { Frame::default() } else { pool.install(|| load(&path, &layout))? };
    let loaded = loading.seconds();
    let clustering = Stopwatch::start();
    if arguments.clustered {
        frame = pool.install(|| frame.clustered_by([Key::month("date"), Key::currency("amount")]))?;
    }
    let clustered = clustering.seconds();
    let mut table = None;
    for _ in 0..arguments.repeat.max(1) {
        let asking = Stopwatch::start();
        let query = question.query(&rates);
        table = Some(if streams {
            pool.install(|| {
                query.run_csv(open(&path)?, &layout, &CsvOptions::default()).map_err(|it| told(&path, &it))
            })?
        } else {
            pool.install(|| query.run(&frame)).map_err(|it| told(&path, &it))?
        });
        if arguments.time {
            writeln!(
                std::io::stderr(),
                "{{\"wall\": {}, \"cpu\": {}}}",
                asking.seconds(),
                asking.cpu_seconds()
            )?;
        }
    }
    if arguments.time {
        let (rows, bytes) = (frame.rows(), frame.bytes());
        let peak = peak_mib().unwrap_or_default();
        writeln!(
            std::io::stderr(),
            "{{\"load\": {loaded}, \"clustering\": {clustered}, \"rows\": {rows}, \"frame_bytes\": {bytes}, \"peak_mib\": {peak}}}"
        )?;
    }
    for line in table.iter().flat_map(|table| question.lines(table)) {
        writeln!(out, "{line}")?;
    }
    Ok(out.flush()?)
}

/// Every question on one frame, the first lines of each answer.
fn overview(path: &Path, rates: &Rates) -> Result<String, Box<dyn Error + Send + Sync>> {
    let (frame, mut out) = (load(path, &layout())?, String::new());
    writeln!(out, "{} transactions, {} bytes a row in memory", frame.rows(), frame.bytes_per_row())?;
    for question in Question::value_variants() {
        let lines = question.lines(&question.query(rates).run(&frame)?);
        writeln!(out, "\n{}: {} lines", question.title(), lines.len())?;
        for line in lines.iter().take(SHOWN) {
            writeln!(out, "  {line}")?;
        }
        if lines.len() > SHOWN {
            writeln!(out, "  …")?;
        }
    }
    Ok(out)
}

fn load(path: &Path, layout: &CsvLayout) -> Result<Frame, String> {
    Frame::from_csv(open(path)?, layout, &CsvOptions::default()).map_err(|error| told(path, &error))
}

fn open(path: &Path) -> Result<File, String> {
    File::open(path).map_err(|error| told(path, &error))
}

/// An error and what lies behind it, with the file it is about.
fn told(path: &Path, error: &dyn Error) -> String {
    let (mut text, mut cause) = (format!("`{}`: {error}", path.display()), error.source());
    while let Some(error) = cause {
        let _ = write!(text, ": {error}");
        cause = error.source();
    }
    text
}

/// All columns that are asked for.
fn layout() -> CsvLayout {
    money()
        .numbers("project")
        .dates("date")
        .listed("kind", KINDS)
        .names("donor")
        .names("province")
        .names("sector")
        .listed("form", FORMS)
        .flags("in_kind")
}

fn money() -> CsvLayout {
    let currencies = CURRENCIES.iter().filter_map(|code| code.parse::<Currency>().ok());
    CsvLayout::new().amounts_ordered("amount", "currency", currencies)
}

impl Question {
    /// The columns it needs.
    fn layout(self) -> CsvLayout {
        let layout = money().dates("date");
        match self {
            Self::Q1 => layout.listed("kind", KINDS),
            Self::Q2 | Self::Q3 => layout.names("province").names("sector"),
            Self::Q4 => layout.listed("kind", KINDS).names("donor"),
            Self::Q5a => layout.listed("kind", KINDS).names("sector"),
            Self::Q5b => layout.listed("kind", KINDS).numbers("project"),
            Self::Q6 => {
                let layout = layout.listed("kind", KINDS).listed("form", FORMS).flags("in_kind");
                layout.names("province").names("sector")
            }
        }
    }

    fn query(self, rates: &Rates) -> Query<'_> {
        let query = match self {
            Self::Q1 => Query::new(),
            Self::Q3 => Query::new().convert_to(Currency::USD, "date", &rates.book, &rates.policy),
            _ => Query::new().convert_to(Currency::VND, "date", &rates.book, &rates.policy),
        };
        let net = || Measure::sum("amount").signed("kind", ["disbursement"], ["refund"]).named("disbursed");
        let paid = Filter::is_in("kind", ["disbursement", "refund"]);
        let from_to = |first: i32, last: i32| {
            let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
            Filter::days("date", day(first, 1, 1), day(last, 12, 31))
        };
        match self {
            Self::Q1 => query
                .group_by(Key::year("date"))
                .group_by(Key::column("kind"))
                .group_by(Key::currency("amount"))
                .measure(Measure::sum("amount"))
                .measure(Measure::count()),
            Self::Q2 | Self::Q3 => query
                .group_by(Key::year("date"))
                .group_by(Key::column("province"))
                .group_by(Key::column("sector"))
                .measure(Measure::sum("amount")),
            Self::Q4 => {
                query.filter(paid).filter(from_to(2019, 2019)).group_by(Key::column("donor")).measure(net())
            }
            Self::Q5a => {
                query.filter(paid).group_by(Key::year("date")).group_by(Key::column("sector")).measure(net())
            }
            Self::Q5b => {
                let committed = Measure::sum("amount")
                    .signed("kind", ["commitment", "amendment"], NONE)
                    .named("committed");
                query
                    .group_by(Key::column("project"))
                    .measure(committed)
                    .measure(net())
                    .measure(Measure::difference("open", "committed", "disbursed"))
            }
            Self::Q6 => query
                .filter(Filter::is_in("kind", ["disbursement"]))
                .filter(Filter::is_in("form", ["project", "programme"]))
                .filter(Filter::flag("in_kind", false))
                .filter(from_to(2018, 2022))
                .group_by(Key::column("province"))
                .group_by(Key::column("sector"))
                .group_by(Key::quarter("date"))
                .measure(Measure::sum("amount"))
                .measure(Measure::count()),
        }
    }

    /// The answer's lines.
    fn lines(self, table: &Table) -> Vec<String> {
        // a sum of known amounts is known
        let sum = |row: usize, measure: usize| {
            table
                .row(row)
                .and_then(|row| row.amount(measure))
                .and_then(|cell| cell.minor())
                .unwrap_or_default()
        };
        let keys = |row: usize| {
            let keys: Vec<_> = table.row(row).iter().flat_map(Row::keys).map(|key| key.to_string()).collect();
            keys.join(",")
        };
        let count = |row: usize| table.row(row).and_then(|row| row.count(1)).unwrap_or_default();
        let rows = 0..table.len();
        match self {
            Self::Q1 => rows
                .map(|row| {
                    let decimals = match table.row(row).map(|row| row.key(2)) {
                        Some(KeyValue::Currency(currency)) => currency.decimals(),
                        _ => 0,
                    };
                    format!("{},{},{}", keys(row), with_decimals(sum(row, 0), decimals), count(row))
                })
                .collect(),
            Self::Q2 => rows.map(|row| format!("{},{}", keys(row), sum(row, 0))).collect(),
            Self::Q3 => rows.map(|row| format!("{},{}", keys(row), with_decimals(sum(row, 0), 2))).collect(),
            Self::Q4 => {
                let total: i128 = rows.clone().map(|row| sum(row, 0)).sum();
                let mut donors: Vec<_> = rows.map(|row| (sum(row, 0), keys(row))).collect();
                donors.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
                let largest = donors.into_iter().take(20);
                largest.map(|(sum, donor)| format!("{donor},{sum},{}", percent(sum, total))).collect()
            }
            Self::Q5a => {
                let mut before = BTreeMap::new();
                rows.map(|row| {
                    let (year, sector) =
                        (table.row(row).map(|row| row.key(0)), table.row(row).map(|row| row.key(1)));
                    let Some(KeyValue::Year(year)) = year else { return String::new() };
                    let net = sum(row, 0);
                    let more = before.get(&(sector.clone(), year - 1)).map(|before| net - before);
                    before.insert((sector, year), net);
                    format!(
                        "{},{net},{}",
                        keys(row),
                        more.map(|more: i128| more.to_string()).unwrap_or_default()
                    )
                })
                .collect()
            }
            Self::Q5b => rows
                .map(|row| format!("{},{},{},{}", keys(row), sum(row, 0), sum(row, 1), sum(row, 2)))
                .collect(),
            Self::Q6 => rows.map(|row| format!("{},{},{}", keys(row), sum(row, 0), count(row))).collect(),
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Q1 => "q1, amounts as recorded, by year, kind and currency",
            Self::Q2 => "q2, đồng by year, province and sector",
            Self::Q3 => "q3, dollars by year, province and sector",
            Self::Q4 => "q4, the donors with the largest net disbursement of 2019, in đồng and percent",
            Self::Q5a => "q5a, net disbursement by year and sector, and the difference to the year before",
            Self::Q5b => "q5b, committed, disbursed and open by project",
            Self::Q6 => "q6, money disbursed to projects and programmes by province, sector and quarter",
        }
    }
}

/// The rates of a file; they have no papers, so they are the house's own.
fn rates(path: &Path, rounding: Rounding) -> Result<Rates, Box<dyn Error + Send + Sync>> {
    let mut reader =
        csv::Reader::from_path(path).map_err(|error| format!("`{}`: {error}", path.display()))?;
    let mut rates = Vec::new();
    for row in reader.deserialize() {
        let (month, currency, rate): (NaiveDate, Currency, Decimal) = row?;
        let first = month.with_day(1).unwrap_or(month);
        let last =
            first.checked_add_months(Months::new(1)).and_then(|next| next.checked_sub_days(Days::new(1)));
        let rate = Rate::builder(currency, Currency::VND, rate, RateKind::House)
            .publisher("rates.csv")
            .days(first, last.unwrap_or(first))
            .build()?;
        rates.push(rate);
    }
    let policy = Policy::of_kind(RateKind::House)
        .with_date_rule(DateRule::MonthOf)?
        .with_bridges(vec![Currency::VND])?
        .with_rounding(rounding);
    Ok(Rates { book: RateBook::from_rates(rates)?, policy })
}

/// Minor units of a currency with two decimals.
fn with_decimals(minor: i128, decimals: u32) -> String {
    let hundredths = if decimals == 0 { minor * 100 } else { minor };
    let sign = if hundredths < 0 { "-" } else { "" };
    let size = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

/// A share in percent with four decimals, halves away from zero.
fn percent(part: i128, whole: i128) -> String {
    let whole = whole.max(1);
    let size = (2 * part.abs() * 1_000_000 + whole) / (2 * whole);
    let sign = if part < 0 && size > 0 { "-" } else { "" };
    format!("{sign}{}.{:04}", size / 10_000, size % 10_000)
}

/// Wall and processor time from one moment on.
struct Stopwatch {
    begun: Instant,
    cpu: u64,
}

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "the user asks how long it takes")]
    fn start() -> Self {
        Self { begun: Instant::now(), cpu: cpu_nanoseconds().unwrap_or_default() }
    }

    fn seconds(&self) -> f64 {
        self.begun.elapsed().as_secs_f64()
    }

    /// Zero where the system does not say.
    fn cpu_seconds(&self) -> f64 {
        let spent = cpu_nanoseconds().unwrap_or_default().saturating_sub(self.cpu);
        std::time::Duration::from_nanos(spent).as_secs_f64()
    }
}

/// Processor time of all threads, where Linux tells it.
fn cpu_nanoseconds() -> Option<u64> {
    let threads = fs::read_dir("/proc/self/task").ok()?;
    let spent = threads.filter_map(|thread| {
        let text = fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<u64>().ok()
    });
    Some(spent.sum())
}

/// The largest memory of the process so far, where Linux tells it.
fn peak_mib() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib / 1024)
}

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data");
const KINDS: [&str; 4] = ["commitment", "amendment", "disbursement", "refund"];
const FORMS: [&str; 4] = ["project", "programme", "non-project", "emergency"];
const NONE: [&str; 0] = [];
/// The order in which answers list them.
const CURRENCIES: [&str; 12] =
    ["VND", "USD", "EUR", "JPY", "KRW", "GBP", "AUD", "CHF", "CNY", "THB", "SGD", "HKD"];
/// Lines of each answer that the overview shows.
const SHOWN: usize = 3;
