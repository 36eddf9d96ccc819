//! Three year-ends of one set of sheets side by side, and the bridge between any two of them (P10).
//!
//! The same disbursements make three totals: to 14 December, to 31 December, and to 31 January. Each step of a bridge is
//! named, has the rows that came in or went out, and the steps sum to the difference exactly.

#![expect(clippy::print_stdout, reason = "an example shows what it did")]

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use clap::Parser;
use vientro::accounting::{Bridge, Journal, PostingContext, Selection, Totals};
use vientro::core::{Figure, Language, Period, RowId};
use vientro::currency::{Currency, Money, Policy, RateBook, format_figure};
use vientro::intake::{Options, read_folder};
use vientro::model::{AmountKey, Basis, Direction, UnitCode};

#[derive(Parser)]
#[command(about = "Three year-ends of one set of sheets, and the bridge between them")]
struct Arguments {
    /// Folder with the sheets
    #[arg(default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/union-2025/an-giang"))]
    folder: PathBuf,
    /// Folder with the rate files
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/rates"))]
    rates: PathBuf,
    /// Year
    #[arg(long, default_value_t = 2025)]
    year: i32,
    /// Province code that the second report is of
    #[arg(long, default_value = "91")]
    unit: String,
    /// Language: vi or en
    #[arg(long, default_value_t)]
    lang: Language,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let language = arguments.lang;
    let say = |vi: &str, en: &str| if language == Language::Vi { vi.to_owned() } else { en.to_owned() };
    let text = |figure: &Figure<Money>| format_figure(figure).text(language).to_owned();
    let facts = read_folder(&arguments.folder, &Options::default())
        .map_err(|error| error.message().text(language).to_owned())?
        .facts()
        .clone();
    let mut rates = RateBook::new();
    for file in ["treasury_accounting.csv", "bank_quotes.csv", "imf_month_end.csv"] {
        rates.read_csv(fs::read(arguments.rates.join(file))?.as_slice(), file);
    }
    let books = |policy: &Policy| -> Result<Journal, Box<dyn Error>> {
        let mut journal = Journal::new();
        journal.post(&facts, &PostingContext::new(&rates, policy, Currency::VND))?;
        Ok(journal)
    };
    let treasury = books(&Policy::treasury_accounting())?;
    let totals = Totals::new(&treasury, &facts);

    let disbursed = Selection::new(AmountKey::new(Basis::Disbursed, Direction::Inward));
    let ends = [
        (say("năm hành chính", "administrative year"), Period::administrative_year(arguments.year)?),
        (say("năm dương lịch", "calendar year"), Period::calendar_year(arguments.year)?),
        (say("năm ngân sách", "budget year"), Period::budget_year(arguments.year)?),
    ];
    println!("{}", say("Giải ngân theo ba kỳ", "Disbursed, by three year-ends"));
    for (label, period) in &ends {
        let sum = totals.total(&disbursed.clone().during(*period))?;
        println!(
            "  {label:<20} {period}: {}  [{} {}]",
            text(&sum.printable()),
            sum.rows().len(),
            say("dòng", "rows")
        );
    }

    let mut from = (ends[0].0.as_str(), disbursed.clone().during(ends[0].1));
    for (label, period) in &ends[1..] {
        let to = disbursed.clone().during(*period);
        print(&format!("{} → {label}", from.0), &totals.bridge(&from.1, &totals, &to)?, language);
        from = (label, to);
    }
    // a report of the province, of cash and goods there alone, made with another kind of rate
    let other = books(&Policy::bank_buying("Vietcombank"))?;
    let there = disbursed.clone().during(ends[1].1).in_unit(UnitCode::try_new(arguments.unit.as_str())?);
    let bridge = totals.bridge(&disbursed.during(ends[0].1), &Totals::new(&other, &facts), &there)?;
    let label =
        say("năm hành chính, cả tỉnh → năm dương lịch, mã", "administrative year, all → calendar year, code");
    print(&format!("{label} {} (Vietcombank)", arguments.unit), &bridge, language);
    Ok(())
}

/// A bridge: both totals, and each step with its rows.
fn print(title: &str, bridge: &Bridge, language: Language) {
    let text = |figure: &Figure<Money>| format_figure(figure).text(language).to_owned();
    let amount = |low: Money| text(&Figure::Known(low));
    println!("\n{title}\n  {}", amount(bridge.start().low()));
    let mut sum = bridge.start().low().minor();
    for step in bridge.steps() {
        let change = step.change();
        sum += change.low().minor();
        let unknown = match change.unknown() {
            0 => String::new(),
            more => format!(" ({more:+} ?)"),
        };
        println!("  {:>+20} {}{unknown}", change.low().minor(), step.label().text(language));
        for (mark, rows) in [("+", step.rows_in()), ("-", step.rows_out())] {
            let first: Vec<&str> = rows.iter().take(4).map(RowId::as_str).collect();
            if let more @ 1.. = rows.len() {
                println!("      {mark}{more} [{}{}]", first.join(", "), if more > 4 { ", …" } else { "" });
            }
        }
    }
    println!("  {}", amount(bridge.end().low()));
    assert_eq!(sum, bridge.end().low().minor(), "the steps sum to the difference");
}
