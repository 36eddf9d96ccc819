//! Holds printed pairs of amounts against each other: which rates make both true, and which known rates do.
//!
//! A filter: CSV `id,amount,equivalent,from,to,group` on standard input, one JSON object a line on standard output. With nothing on
//! standard input it checks `examples/data/currency/pairs.csv`, the pairs of the published figures; `--stdin` asks for standard input in any case.
//!
//! * `amount` and `equivalent` as printed, with their hedges: `hơn 457.800 USD`, `gần 12 tỷ đồng`. Rates are told in đồng where one of
//!   them is in đồng, else in the currency of `equivalent`.
//! * `from` and `to` (`yyyy-mm-dd`, may be empty): known rates are taken that hold for one of these days; one alone is that
//!   day; without them, none.
//! * `group` (may be empty): pairs of one group should be made by one rate; after the pairs each group has a line
//!   with the `common` band, or null if no rate can have made them all.
//!
//! A pair's line: `{id, amount, equivalent, base, quote, band: {low, high, low_included, high_included, text}, rates: [{id, rate, base,
//! quote, kind, publisher, valid_from, valid_to, converted, converted_currency, verdict, best}]}`; numbers that stand for money or rates are
//! strings. An amount that can be read in two ways (`1,086 triệu USD`) is taken as the likelier, and `other_readings` tells the other values.
//! `verdict` is `fits` or `contradicts`; `best` is true for the fitting rate that comes nearest. A row that cannot be
//! checked gives `{id, error}`, the others go on, and the exit status is 1; 2 if rates or input cannot be read at all.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{IsTerminal, Read, Write};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::Parser;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use vientro::core::{Ending, HedgeConvention, Interval, Language, Period, Severity, Verdict};
use vientro::currency::{Candidate, Currency, PrintedAmount, RateBand, RateBook, interval_text, rate_band};

#[derive(Parser)]
#[command(about = "Checks printed pairs of amounts against each other and against known rates")]
struct Arguments {
    /// CSV file of pairs instead of standard input.
    #[arg(long)]
    input: Option<PathBuf>,
    /// Read standard input, even if it is a terminal or empty.
    #[arg(long, conflicts_with = "input")]
    stdin: bool,
    /// Rate files, or `built-in`; may be given several times. Default: those of examples/data/rates with rates of the đồng.
    #[arg(long, num_args = 1..)]
    rates: Vec<PathBuf>,
    /// How hedges are read: default, one-unit or bounds-only.
    #[arg(long, default_value = "default")]
    convention: String,
    /// Language of the texts: vi or en.
    #[arg(long, default_value_t)]
    lang: Language,
}

const SAMPLE: &str = "currency/pairs.csv";
const RATES: [&str; 4] = [
    "rates/treasury_accounting.csv",
    "rates/sbv_central.csv",
    "rates/bank_quotes.csv",
    "rates/imf_month_end.csv",
];
/// The examples' data beside this file, from wherever the example is run.
const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data");
const BUILT_IN: &str = "built-in";
const HEADER: [&str; 6] = ["id", "amount", "equivalent", "from", "to", "group"];

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}

/// True if every row was checked.
fn run(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    let convention = match arguments.convention.as_str() {
        "default" => HedgeConvention::default(),
        "one-unit" => HedgeConvention::one_unit(),
        "bounds-only" => HedgeConvention::bounds_only(),
        other => {
            return Err(format!(
                "unknown convention `{other}`, expected `default`, `one-unit` or `bounds-only`"
            )
            .into());
        }
    };
    let book = rates(arguments)?;
    let text = input(arguments)?;
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_slice());
    let headers = reader.headers()?.clone();
    let columns =
        HEADER.map(|name| headers.iter().position(|header| header.trim_start_matches('\u{feff}') == name));
    if columns[1].is_none() || columns[2].is_none() {
        return Err("columns `amount` and `equivalent` are missing".into());
    }
    let mut out = std::io::stdout().lock();
    let mut groups: BTreeMap<String, Vec<RateBand>> = BTreeMap::new();
    let mut all = true;
    for record in reader.byte_records() {
        let record = record?;
        let cells = columns.map(|column| {
            let bytes = column.and_then(|column| record.get(column)).unwrap_or_default();
            String::from_utf8_lossy(bytes).into_owned()
        });
        let [id, _, _, _, _, group] = &cells;
        match check(&cells, &book, convention, arguments.lang) {
            Ok((band, line)) => {
                writeln!(out, "{line}")?;
                if !group.is_empty() {
                    groups.entry(group.clone()).or_default().push(band);
                }
            }
            Err(error) => {
                all = false;
                writeln!(out, "{}", json!({ "id": id, "error": error.to_string() }))?;
            }
        }
    }
    for (group, bands) in &groups {
        let line = match RateBand::intersect(bands) {
            Ok(common) => {
                let common =
                    common.as_ref().map(|common| interval(common, &interval_text(common, arguments.lang)));
                json!({ "group": group, "pairs": bands.len(), "common": common })
            }
            Err(error) => {
                all = false;
                json!({ "group": group, "error": error.text(arguments.lang) })
            }
        };
        writeln!(out, "{line}")?;
    }
    Ok(all)
}

fn check(
    cells: &[String; 6],
    book: &RateBook,
    convention: HedgeConvention,
    language: Language,
) -> Result<(RateBand, Value), Box<dyn Error>> {
    let [id, amount, equivalent, from, to, _] = cells;
    let told = |text: &str, error: String| format!("`{text}`: {error}");
    let read = |text: &str| PrintedAmount::read(text, None).map_err(|error| told(text, error.text(language)));
    let (first, second) = (read(amount)?, read(equivalent)?);
    let (quote, base) = if first.currency() == Currency::VND { (first, second) } else { (second, first) };
    let band = rate_band(&quote, &base, &convention).map_err(|error| told(amount, error.text(language)))?;
    let ends = match (from.as_str(), to.as_str()) {
        ("", "") => None,
        (only, "") | ("", only) => Some((only, only)),
        ends => Some(ends),
    };
    let candidates = if let Some((first, last)) = ends {
        let dates = Period::try_new(day(first, language)?, day(last, language)?, Ending::Closed)
            .map_err(|error| error.text(language))?;
        band.candidates(book, &dates).map_err(|error| error.text(language))?
    } else {
        Vec::new()
    };
    let rates: Vec<Value> =
        candidates.iter().enumerate().map(|(place, candidate)| rate(place, candidate)).collect();
    let mut line = json!({
        "id": id,
        "amount": amount,
        "equivalent": equivalent,
        "base": band.base().code(),
        "quote": band.quote().code(),
        "band": interval(band.interval(), &band.text(language)),
        "rates": rates,
    });
    let others: Vec<Value> =
        [amount, equivalent].into_iter().flat_map(|text| other_readings(text, language)).collect();
    if !others.is_empty() {
        line["other_readings"] = Value::from(others);
    }
    Ok((band, line))
}

/// What else an amount may say, and why.
fn other_readings(text: &str, language: Language) -> Vec<Value> {
    let Ok(reading) = vientro::vi::read(text) else { return Vec::new() };
    let told = |other: &vientro::vi::Alternative| json!({ "text": text, "value": other.value().normalize().to_string(), "why": other.why().text(language) });
    reading.alternatives().iter().map(told).collect()
}

fn rate(place: usize, candidate: &Candidate) -> Value {
    let rate = candidate.rate();
    let fits = candidate.verdict() == Verdict::Yes;
    json!({
        "id": rate.id().as_str(),
        "rate": rate.value().to_string(),
        "base": rate.base().code(),
        "quote": rate.quote().code(),
        "kind": rate.kind().code(),
        "publisher": rate.publisher(),
        "valid_from": rate.valid_from().to_string(),
        "valid_to": rate.valid_to().to_string(),
        "converted": candidate.amount().value().to_string(),
        "converted_currency": candidate.amount().currency().code(),
        "verdict": if fits { "fits" } else { "contradicts" },
        "best": fits && place == 0,
    })
}

fn interval(interval: &Interval, text: &str) -> Value {
    let end = |bound: &Bound<Decimal>| match bound {
        Bound::Included(value) | Bound::Excluded(value) => Some(value.to_string()),
        Bound::Unbounded => None,
    };
    json!({
        "low": end(interval.low()),
        "high": end(interval.high()),
        "low_included": matches!(interval.low(), Bound::Included(_)),
        "high_included": matches!(interval.high(), Bound::Included(_)),
        "text": text,
    })
}

fn rates(arguments: &Arguments) -> Result<RateBook, Box<dyn Error>> {
    let files: Vec<PathBuf> = if arguments.rates.is_empty() {
        RATES.iter().map(|name| Path::new(DATA).join(name)).collect()
    } else {
        arguments.rates.clone()
    };
    let mut book = RateBook::new();
    for path in files {
        if path == Path::new(BUILT_IN) {
            book.extend(built_in()?)?;
            continue;
        }
        let file = std::fs::File::open(&path).map_err(|error| format!("`{}`: {error}", path.display()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for finding in book.read_csv(file, &name) {
            if finding.severity() > Severity::Note {
                writeln!(std::io::stderr(), "{}", finding.line(arguments.lang))?;
            }
        }
    }
    Ok(book)
}

#[cfg(feature = "built-in-rates")]
#[expect(clippy::unnecessary_wraps, reason = "without the feature there is an error to tell")]
fn built_in() -> Result<&'static RateBook, Box<dyn Error>> {
    Ok(RateBook::built_in())
}

#[cfg(not(feature = "built-in-rates"))]
fn built_in() -> Result<&'static RateBook, Box<dyn Error>> {
    Err("`--rates built-in` needs the feature `built-in-rates`".into())
}

fn input(arguments: &Arguments) -> Result<Vec<u8>, Box<dyn Error>> {
    if let Some(path) = &arguments.input {
        return Ok(std::fs::read(path).map_err(|error| format!("`{}`: {error}", path.display()))?);
    }
    let mut text = Vec::new();
    if arguments.stdin || !std::io::stdin().is_terminal() {
        std::io::stdin().lock().read_to_end(&mut text)?;
    }
    if text.is_empty() && !arguments.stdin {
        let sample = Path::new(DATA).join(SAMPLE);
        text = std::fs::read(&sample).map_err(|error| format!("`{}`: {error}", sample.display()))?;
    }
    Ok(text)
}

/// A day as `yyyy-mm-dd`; `2025-2-3` and `+2025-02-03` are written otherwise.
fn day(text: &str, language: Language) -> Result<NaiveDate, String> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    date.filter(|date| date.to_string() == text).ok_or_else(|| match language {
        Language::Vi => format!("`{text}` không có trong lịch, cần `yyyy-mm-dd`"),
        Language::En => format!("`{text}` is no day of the calendar, expected `yyyy-mm-dd`"),
    })
}
