//! Running Vietnamese text to figures, one JSON array per line.
//!
//! ```text
//! cargo run --release --example read_figures                           # the sample file
//! echo 'giải ngân hơn 18 tỷ đồng, vượt 50,4% kế hoạch năm' | cargo run --release --example read_figures
//! ```
//!
//! **In**, one text a line, UTF-8.
//!
//! **Out**, for each line one JSON array with an object for each figure in its order:
//!
//! | key | value |
//! |---|---|
//! | `text` | the figure as printed, from its hedge to its unit |
//! | `start`, `end` | its place in the line, in bytes |
//! | `hedge` | the hedge as its dictionary word (`hơn`, `trên`, `gần`, `khoảng`, `ước`…), or `null` |
//! | `value` | the printed value: money in whole units of its currency, percentages as percent |
//! | `low`, `high` | the bounds the hedge stands for by the default convention, or `null` where there is none |
//! | `unit` | ISO 4217 code, `percent`, `km2`, `ratio`, `lần`…, the counted noun as printed, or `null` |
//! | `readings` | only where the print can be read in another way: `[{value, why}]`, the chosen value first |
//! | `comparison` | only where it is compared: `{kind, base, percent_of_base}`, one percentage for each way to read it |
//!
//! With `--dates` dates are listed too, with `unit` `date`, `value` `null` and `date` as `YYYY-MM-DD`, `--MM-DD` without a
//! year. A line that is not UTF-8 gives `{"error": …}` and exit status 1; the rest goes on.
//!
//! Without `--input`, lines come from standard input; if that is a terminal or has nothing to give, from the sample file.
//! `--stdin` asks for standard input in any case.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use rust_decimal::Decimal;
use vientro::core::HedgeConvention;
use vientro::vi::{Comparison, Found, FoundValue, PrintedDate, Reading, extract};

/// Running Vietnamese text to figures, one JSON array per line.
#[derive(Debug, Parser)]
struct Arguments {
    /// Read lines from this file.
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// Read lines from standard input, even if it is a terminal or empty.
    #[arg(long)]
    stdin: bool,
    /// List dates as well.
    #[arg(long)]
    dates: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        // the reader of our lines has seen enough
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}

fn lines(arguments: &Arguments) -> io::Result<Box<dyn BufRead>> {
    let file = if let Some(path) = &arguments.input {
        path.clone()
    } else {
        let mut stdin = io::stdin().lock();
        if arguments.stdin || (!io::stdin().is_terminal() && !stdin.fill_buf()?.is_empty()) {
            return Ok(Box::new(stdin));
        }
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/vi/figures.txt"))
    };
    let open = File::open(&file);
    let open = open.map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", file.display())))?;
    Ok(Box::new(BufReader::new(open)))
}

fn run(arguments: &Arguments) -> io::Result<bool> {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut lines = lines(arguments)?;
    let mut all_read = true;
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        if lines.read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        if let Ok(line) = std::str::from_utf8(&bytes) {
            writeln!(out, "{}", array(line.trim_end_matches(['\n', '\r']), arguments.dates))?;
        } else {
            all_read = false;
            writeln!(out, "{{\"error\": \"the line is not UTF-8\"}}")?;
        }
    }
    out.flush()?;
    Ok(all_read)
}

fn array(line: &str, dates: bool) -> String {
    let objects: Vec<String> = extract(line).filter_map(|found| object(line, &found, dates)).collect();
    format!("[{}]", objects.join(", "))
}

/// The numbers are written as they are: a JSON library would take them through binary fractions.
fn object(line: &str, found: &Found, dates: bool) -> Option<String> {
    let span = found.span();
    let text = string(line.get(span.clone()).unwrap_or_default());
    let mut json = format!("{{\"text\": {text}, \"start\": {}, \"end\": {}", span.start, span.end);
    match found.value() {
        FoundValue::Figure(reading) => figure(&mut json, reading),
        FoundValue::Date(date) if dates => {
            let nulls = r#""hedge": null, "value": null, "low": null, "high": null, "unit": "date""#;
            let _ = write!(json, ", {nulls}, \"date\": {}", string(&day(date)));
        }
        FoundValue::Comparison => {
            let _ =
                write!(json, r#", "hedge": null, "value": null, "low": null, "high": null, "unit": null"#);
        }
        _ => return None,
    }
    if let Some(comparison) = found.comparison() {
        compared(&mut json, comparison);
    }
    json.push('}');
    Some(json)
}

fn figure(json: &mut String, reading: &Reading) {
    let bounds = reading.figure(&HedgeConvention::default()).ok();
    let low = number(bounds.as_ref().and_then(|figure| figure.low()));
    let high = number(bounds.as_ref().and_then(|figure| figure.high()));
    let hedge = reading.hedge_word().map_or("null".to_owned(), string);
    let unit = reading.unit().map_or("null".to_owned(), |unit| string(unit.code()));
    let value = number(Some(&reading.value()));
    let _ = write!(
        json,
        ", \"hedge\": {hedge}, \"value\": {value}, \"low\": {low}, \"high\": {high}, \"unit\": {unit}"
    );
    if let Some(per) = reading.per() {
        let _ = write!(json, ", \"per\": {}", string(per));
    }
    if !reading.alternatives().is_empty() {
        let mut readings = vec![format!("{{\"value\": {value}, \"why\": \"chosen\"}}")];
        readings.extend(reading.alternatives().iter().map(|other| {
            let why = string(&other.why().to_string());
            format!("{{\"value\": {}, \"why\": {why}}}", number(Some(&other.value())))
        }));
        let _ = write!(json, ", \"readings\": [{}]", readings.join(", "));
    }
}

fn compared(json: &mut String, comparison: &Comparison) {
    let base = comparison.base().map_or("null".to_owned(), |base| string(&base.text()));
    let percents: Vec<String> = comparison.percents().iter().map(|percent| number(Some(percent))).collect();
    let _ = write!(
        json,
        ", \"comparison\": {{\"kind\": \"{}\", \"base\": {base}, \"percent_of_base\": [{}]}}",
        comparison.kind().code(),
        percents.join(", ")
    );
}

fn day(date: &PrintedDate) -> String {
    let year = date.year().map_or("-".to_owned(), |year| format!("{year:04}"));
    format!("{year}-{:02}-{:02}", date.month(), date.day())
}

fn number(value: Option<&Decimal>) -> String {
    value.map_or("null".to_owned(), |value| value.normalize().to_string())
}

fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
