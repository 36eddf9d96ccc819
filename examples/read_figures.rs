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
//! | `start`, `end` | its place in the line as offsets of bytes of the UTF-8 text, the end not included |
//! | `hedge` | the hedge as its dictionary word (below), or `null` |
//! | `value` | the printed value, for a range its low end: money in whole units of its currency, percentages as percent |
//! | `low`, `high` | the bounds the hedge stands for by the default convention, or `null` where there is none |
//! | `unit` | ISO 4217 code, `percent`, `km2`, `ratio`, `lần`…, the counted noun in lower case, or `null` |
//! | `per` | only where it is for each of something: `suất` in `500.000 đồng/suất` |
//! | `of` | only for a part of a whole: 20 in `15/20 dự án` |
//! | `tone` | only behind `lên tới`, `lên đến`, `đạt tới`, `chỉ`, `chỉ có`, `chỉ còn`, `chỉ đạt`: words that change no bound |
//! | `readings` | only where the print can be read in another way: `[{value, why}]`, the chosen value first |
//! | `comparison` | only where it is compared: `{kind, base, percent_of_base, bounds?}` |
//!
//! `hedge` is one of:
//!
//! | meaning | words |
//! |---|---|
//! | more than | `hơn`, `trên`, `quá`, `vượt` (an amount), `vượt mốc`, `>`; `more than`, `over`, `above` |
//! | nearly | `gần`, `ngót`, `ngót nghét`, `suýt soát`; `nearly`, `almost` |
//! | about | `khoảng`, `xấp xỉ`, `chừng`, `cỡ`, `tầm`, `độ`, `trên dưới`, `~`, `≈`; `about`, `around`, `roughly`, `approximately` |
//! | an estimate | `ước` (also for ước đạt, ước tính, ước thực hiện…); `estimated` |
//! | at least | `ít nhất`, `tối thiểu`, `không dưới`, `không ít hơn`, `không thấp hơn`, `không kém`, `trở lên`, `≥`; `at least`… |
//! | at most | `tối đa`, `nhiều nhất`, `không quá`, `không vượt`, `không vượt quá`, `không nhiều hơn`, `không đến`, `không tới`, `dưới`, `chưa đến`, `chưa tới`, `chưa đầy`, `chưa đạt`, `chưa bằng`, `trở xuống`, `đổ lại`, `<`, `≤`; `at most`, `up to`, `less than`… |
//! | a range | `từ` for từ A đến B, `-` for A - B; or the hedge before it, which then holds for both ends |
//!
//! `kind` is `increases`, `decreases`, `exceeds`, `falls-short`, `attains`, `equals`, `accounts-for` or `multiplies`; `base` is
//! `plan`, `same-period`, `previous-year`, a year, the words of the text, or `null`; `percent_of_base` has one percentage for
//! each way to read the comparison; `bounds`, only where a hedge or a range stands there, has `[low, high]` for each of them,
//! `null` where there is no end. There is no percentage for a difference in units ("tăng thêm 20 triệu đồng"). A comparison in words
//! alone ("giảm một nửa") is an object whose `value` and `unit` are `null`.
//!
//! With `--dates` dates and periods are listed too, with `value` `null`: `unit` `date` with `date` as `YYYY-MM-DD`, `--MM-DD`
//! without a year; `unit` `period` with `from` and `to`, the first and last day, or `null` without a year. A line that is
//! not UTF-8 gives `{"error": …}` and exit status 1; the rest goes on.
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
use vientro::vi::{Comparison, Found, FoundValue, PrintedDate, PrintedPeriod, Reading, extract};

/// Running Vietnamese text to figures, one JSON array per line.
#[derive(Debug, Parser)]
struct Arguments {
    /// Read lines from this file.
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// Read lines from standard input, even if it is a terminal or empty.
    #[arg(long)]
    stdin: bool,
    /// List dates and periods as well.
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

/// The keys of what has no value of its own, up to its unit.
const NO_FIGURE: &str = r#", "hedge": null, "value": null, "low": null, "high": null, "unit": "#;

/// The numbers are written as they are: a JSON library would take them through binary fractions.
fn object(line: &str, found: &Found, dates: bool) -> Option<String> {
    let span = found.span();
    let text = string(line.get(span.clone()).unwrap_or_default());
    let mut json = format!("{{\"text\": {text}, \"start\": {}, \"end\": {}", span.start, span.end);
    match found.value() {
        FoundValue::Figure(reading) => figure(&mut json, reading),
        FoundValue::Date(date) if dates => {
            let _ = write!(json, "{NO_FIGURE}\"date\", \"date\": {}", string(&day(date)));
        }
        FoundValue::Period(printed) if dates => period(&mut json, printed),
        FoundValue::Comparison => {
            let _ = write!(json, "{NO_FIGURE}null");
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
    if let Some(of) = reading.of() {
        let _ = write!(json, ", \"of\": {}", number(Some(&of)));
    }
    if let Some(tone) = reading.tone() {
        let _ = write!(json, ", \"tone\": {}", string(tone));
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
        ", \"comparison\": {{\"kind\": \"{}\", \"base\": {base}, \"percent_of_base\": [{}]",
        comparison.kind().code(),
        percents.join(", ")
    );
    // what is hedged or a range is not told as one percentage alone
    let bounds = comparison.figures(&HedgeConvention::default()).unwrap_or_default();
    if comparison.printed().hedge().is_some() && !bounds.is_empty() {
        let ends: Vec<String> = bounds
            .iter()
            .map(|figure| format!("[{}, {}]", number(figure.low()), number(figure.high())))
            .collect();
        let _ = write!(json, ", \"bounds\": [{}]", ends.join(", "));
    }
    json.push('}');
}

fn period(json: &mut String, printed: &PrintedPeriod) {
    let days = printed.on_calendar(None).ok();
    let [from, to] = [days.map(|days| days.from()), days.map(|days| days.last())]
        .map(|day| day.map_or("null".to_owned(), |day| string(&day.to_string())));
    let _ = write!(json, "{NO_FIGURE}\"period\", \"from\": {from}, \"to\": {to}");
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
