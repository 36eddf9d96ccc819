//! Converts amounts by the rate a policy takes for their day, each with its rate, path and papers.
//!
//! A filter: CSV `date,amount,from,to` on standard input, CSV `date,amount,from,to,result,rate,kind,rate_date,path,note` on
//! standard output. With nothing on standard input it converts `examples/data/currency/amounts.csv`; `--stdin` asks for standard input in any case.
//!
//! * `date` is `yyyy-mm-dd`; `amount` a plain decimal (`457800`, `10000.50`) or an amount as printed (`594,5 tỷ đồng`);
//!   `from` and `to` are codes of ISO 4217. A plain decimal may not have more decimals than its currency, so that `457.800` of a
//!   Vietnamese sheet is refused and not read as 457 dollars 80.
//! * What cannot be read as UTF-8, and an amount with a question mark in it, is refused with its row.
//! * `rate`, `kind` and `rate_date` have one entry for each rate used, in order, joined by `;`. `rate` is the figure as published, whichever
//!   way it was used; `rate_date` its first day, or first and last day with `..` between.
//! * `path` names the currencies passed through, `note` is the conversion in one sentence.
//! * A row that cannot be converted keeps its four cells, leaves the next five empty and says why in `note`; the other rows go
//!   on. The exit status is then 1, and 2 if the rates or the input cannot be read at all or nobody publishes what is asked for. Findings about
//!   rate files, warnings too, go to standard error.
//! * `--kind` and `--policy bank-buying` take one publisher's rates: `bank-buying:Vietcombank`, or `--publisher Vietcombank`.
//! * `--date-rule` says which day's rate is taken, where the policy's own is not wanted: `transaction-day`, `month-of`, `month-average`,
//!   `year-average` (of the twelve monthly rates), `closing:2025-12-31`, `month:6` (of the same year) or `month:06/2025`.
//! * `--rates built-in` takes the rates that come with the library, where the feature `built-in-rates` is on.

use std::error::Error;
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::Parser;
use rust_decimal::Decimal;
use vientro::core::{Language, Severity};
use vientro::currency::{
    Conversion, Currency, DateRule, Fallback, Money, Policy, RateBook, Rounding, parse_money,
};

#[derive(Parser)]
#[command(about = "Converts CSV amounts by dated rates that keep their papers")]
struct Arguments {
    /// CSV file to convert instead of standard input.
    #[arg(long)]
    input: Option<PathBuf>,
    /// Read standard input, even if it is a terminal or empty.
    #[arg(long, conflicts_with = "input")]
    stdin: bool,
    /// Rate files, or `built-in`; may be given several times. Default: those of examples/data/rates.
    #[arg(long, num_args = 1..)]
    rates: Vec<PathBuf>,
    /// Policy: treasury-accounting, central or bank-buying:NAME.
    #[arg(long, default_value = "treasury-accounting", conflicts_with = "kind")]
    policy: String,
    /// Rates of one kind on the day itself, such as imf or bank-selling:BIDV, instead of a policy.
    #[arg(long)]
    kind: Option<String>,
    /// The bank, or with --kind the publisher, whose rates are taken.
    #[arg(long)]
    publisher: Option<String>,
    /// Where there is no rate for the day, takes the last one before, at most so many days old.
    #[arg(long, conflicts_with = "nearest_within")]
    within: Option<u32>,
    /// Where there is no rate for the day, takes the nearest one before or after, at most so many days away.
    #[arg(long)]
    nearest_within: Option<u32>,
    /// Which day's rate is taken: transaction-day, month-of, month-average, year-average, closing:2025-12-31, month:6 or month:06/2025.
    #[arg(long, value_parser = date_rule)]
    date_rule: Option<DateRule>,
    /// How results are rounded: ceiling, down, floor, half-even, half-up or up. Default: half-up.
    #[arg(long)]
    rounding: Option<Rounding>,
    /// Rates of several legs may go through these currencies, in order of preference, such as USD GBP.
    #[arg(long, num_args = 1..)]
    bridges: Vec<Currency>,
    /// Language of the notes: vi or en.
    #[arg(long, default_value_t)]
    lang: Language,
}

const SAMPLE: &str = "currency/amounts.csv";
const RATES: [&str; 5] = [
    "rates/treasury_accounting.csv",
    "rates/sbv_central.csv",
    "rates/bank_quotes.csv",
    "rates/imf_month_end.csv",
    "rates/hmrc_monthly.csv",
];
/// The examples' data beside this file, from wherever the example is run.
const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data");
const BUILT_IN: &str = "built-in";
const HEADER: [&str; 10] =
    ["date", "amount", "from", "to", "result", "rate", "kind", "rate_date", "path", "note"];

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

/// True if every row was converted.
fn run(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    let book = rates(arguments)?;
    let policy = policy(arguments)?;
    known_publishers(&policy, &book, arguments.lang)?;
    let text = input(arguments)?;
    if text.is_empty() {
        return Err("the input is empty, expected `date,amount,from,to` and rows".into());
    }
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_slice());
    let headers = reader.headers()?.clone();
    let mut columns = [0; 4];
    for (column, name) in columns.iter_mut().zip(HEADER) {
        let found = headers.iter().position(|header| header.trim_start_matches('\u{feff}') == name);
        *column =
            found.ok_or_else(|| format!("column `{name}` is missing, expected `date,amount,from,to`"))?;
    }
    let mut writer = csv::Writer::from_writer(std::io::stdout().lock());
    writer.write_record(HEADER)?;
    let mut all = true;
    for record in reader.byte_records() {
        let record = record?;
        let cells = columns
            .map(|column| String::from_utf8_lossy(record.get(column).unwrap_or_default()).into_owned());
        let derived = match convert(&cells, &book, &policy, arguments.lang) {
            Ok(conversion) => describe(&conversion, arguments.lang),
            Err(error) => {
                all = false;
                let mut derived = <[String; 6]>::default();
                derived[5] = error;
                derived
            }
        };
        writer.write_record(cells.iter().chain(&derived))?;
    }
    writer.flush()?;
    Ok(all)
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

fn policy(arguments: &Arguments) -> Result<Policy, Box<dyn Error>> {
    // `bank-buying:Vietcombank` is short for `bank-buying --publisher Vietcombank`
    let named = arguments.kind.as_deref().unwrap_or(&arguments.policy);
    let (name, publisher) = match named.split_once(':') {
        Some((name, publisher)) => (name, Some(publisher.to_owned())),
        None => (named, arguments.publisher.clone()),
    };
    let policy = match (&arguments.kind, name, publisher) {
        (Some(_), kind, None) => Policy::of_kind(kind.parse()?),
        (Some(_), kind, Some(publisher)) => Policy::of_kind_by(kind.parse()?, publisher),
        (None, "treasury-accounting", None) => Policy::treasury_accounting(),
        (None, "central", None) => Policy::central(),
        (None, "treasury-accounting" | "central", Some(publisher)) => {
            return Err(format!("`{name}` has one publisher and takes no `{publisher}`").into());
        }
        (None, "bank-buying", Some(publisher)) => Policy::bank_buying(publisher),
        (None, "bank-buying", None) => {
            return Err("`bank-buying` needs a bank: `bank-buying:NAME` or --publisher".into());
        }
        (None, other, _) => {
            let expected = "`treasury-accounting`, `central` or `bank-buying:NAME`";
            return Err(format!("unknown policy `{other}`, expected {expected}").into());
        }
    };
    let policy =
        if arguments.bridges.is_empty() { policy } else { policy.with_bridges(arguments.bridges.clone())? };
    let policy = match arguments.date_rule {
        Some(rule) => policy.with_date_rule(rule)?,
        None => policy,
    };
    let policy = match arguments.rounding {
        Some(rounding) => policy.with_rounding(rounding),
        None => policy,
    };
    Ok(match (arguments.within, arguments.nearest_within) {
        (Some(days), _) => policy.with_fallback(Fallback::PreviousWithin { days }),
        (None, Some(days)) => policy.with_fallback(Fallback::NearestWithin { days }),
        (None, None) => policy,
    })
}

fn date_rule(text: &str) -> Result<DateRule, String> {
    let unknown = || {
        "expected transaction-day, month-of, month-average, year-average, closing:yyyy-mm-dd, month:6 or month:06/2025".to_owned()
    };
    Ok(match text.split_once(':') {
        None => match text {
            "transaction-day" => DateRule::TransactionDay,
            "month-of" => DateRule::MonthOf,
            "month-average" => DateRule::MonthAverage,
            "year-average" => DateRule::YearAverageOfMonths,
            _ => return Err(unknown()),
        },
        Some(("closing", closing)) => DateRule::ClosingDay(day(closing, Language::En)?),
        Some(("month", named)) => {
            let (month, year) =
                named.split_once('/').map_or((named, None), |(month, year)| (month, Some(year)));
            let year = year.map(str::parse).transpose().map_err(|_| unknown())?;
            DateRule::NamedMonth { month: month.parse().map_err(|_| unknown())?, year }
        }
        Some(_) => return Err(unknown()),
    })
}

/// A name nobody has would fail on every row; it is told once, with those there are.
fn known_publishers(policy: &Policy, book: &RateBook, language: Language) -> Result<(), String> {
    let mut known = Vec::new();
    for choice in policy.choices() {
        let publishers = book.publishers(choice.kind());
        match choice.publisher() {
            Some(name) if !publishers.contains(&name) => known.extend(publishers),
            _ => return Ok(()),
        }
    }
    known.sort_unstable();
    known.dedup();
    let name = policy.choices().iter().find_map(|choice| choice.publisher()).unwrap_or_default();
    Err(match language {
        Language::Vi => format!("không có tỷ giá nào của `{name}`; có của: {}", known.join(", ")),
        Language::En => format!("`{name}` publishes none of these rates; those who do: {}", known.join(", ")),
    })
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

fn convert(
    cells: &[String; 4],
    book: &RateBook,
    policy: &Policy,
    language: Language,
) -> Result<Conversion, String> {
    let [date, amount, from, to] = cells;
    let date = day(date, language)?;
    let currency = |code: &str| {
        code.parse::<Currency>().map_err(|error| match language {
            Language::Vi => format!("`{code}` không phải mã tiền tệ ISO 4217"),
            Language::En => error.to_string(),
        })
    };
    let (from, to) = (currency(from)?, currency(to)?);
    let amount = money(amount, from, language)?;
    book.convert(&amount, to, date, policy).map_err(|error| error.text(language))
}

/// A day as `yyyy-mm-dd`; `2025-2-3` and `+2025-02-03` are written otherwise.
fn day(text: &str, language: Language) -> Result<NaiveDate, String> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    date.filter(|date| date.to_string() == text).ok_or_else(|| match language {
        Language::Vi => format!("`{text}` không có trong lịch, cần `yyyy-mm-dd`"),
        Language::En => format!("`{text}` is no day of the calendar, expected `yyyy-mm-dd`"),
    })
}

fn money(text: &str, currency: Currency, language: Language) -> Result<Money, String> {
    let unreadable = |reason: &str| match language {
        Language::Vi => format!("không đọc được số tiền `{text}`: {reason}"),
        Language::En => format!("`{text}` cannot be read as an amount: {reason}"),
    };
    let plain =
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-');
    if !plain {
        let money = parse_money(text, Some(currency)).map_err(|error| unreadable(&error.text(language)))?;
        if money.currency() == currency {
            return Ok(money);
        }
        return Err(match language {
            Language::Vi => format!("`{text}` bằng `{}`, nhưng dòng này ghi `{currency}`", money.currency()),
            Language::En => format!("`{text}` is in `{}`, but the row says `{currency}`", money.currency()),
        });
    }
    let value = Decimal::from_str_exact(text).map_err(|_| {
        unreadable(match language {
            Language::Vi => "cần một số thập phân không quá 28 chữ số như `457800` hoặc `10000.50`",
            Language::En => "expected a decimal of at most 28 digits such as `457800` or `10000.50`",
        })
    })?;
    let decimals = currency.decimals();
    if value.scale() > decimals {
        return Err(match language {
            Language::Vi => format!(
                "`{text}` có nhiều chữ số thập phân hơn {decimals} của `{currency}`; hàng nghìn viết liền, không có dấu chấm"
            ),
            Language::En => format!(
                "`{text}` has more decimals than the {decimals} of `{currency}`; write thousands without a dot"
            ),
        });
    }
    Money::try_new(value, currency).map_err(|error| unreadable(&error.text(language)))
}

fn describe(conversion: &Conversion, language: Language) -> [String; 6] {
    let join = |text: fn(&vientro::currency::Rate) -> String| {
        conversion.rates().map(text).collect::<Vec<_>>().join(";")
    };
    [
        conversion.to().amount().to_string(),
        join(|rate| rate.value().to_string()),
        join(|rate| rate.kind().to_string()),
        join(|rate| match (rate.valid_from(), rate.valid_to()) {
            (from, to) if from == to => from.to_string(),
            (from, to) => format!("{from}..{to}"),
        }),
        conversion.path(),
        conversion.explain(language),
    ]
}
