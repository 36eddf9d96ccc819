//! Growth across the merger of provinces (U7, P5): as reported, restated to present units, restated to former units, and
//! what each former province received.
//!
//! The year after the merger is read from the sheets of An Giang, whose items carry the codes of the two former provinces;
//! the year before is given on the command line or illustrative.

#![expect(clippy::print_stdout, reason = "an example shows what it did")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

use clap::Parser;
use rust_decimal::Decimal;
use vientro::accounting::{Comparand, ComparisonBasis, Journal, PostingContext, Selection, Totals, compare};
use vientro::core::{Figure, Language, Period, RowId, When};
use vientro::currency::{Currency, Money, MoneyStyle, Policy, RateBook, format_money};
use vientro::intake::{Options, read_folder};
use vientro::model::{AmountKey, Approval, Basis, Direction, Gazetteer};

#[derive(Parser)]
#[command(about = "Growth across the merger of provinces, on each basis")]
struct Arguments {
    /// Folder with the sheets of 2025
    #[arg(default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/union-2025/an-giang"))]
    folder: PathBuf,
    /// Rate file
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/rates/treasury_accounting.csv"))]
    rates: PathBuf,
    /// Disbursed in An Giang in 2024, in đồng (illustrative)
    #[arg(long, default_value_t = 9_200_000_000)]
    an_giang_2024: i64,
    /// Disbursed in Kiên Giang in 2024, in đồng (illustrative)
    #[arg(long, default_value_t = 6_100_000_000)]
    kien_giang_2024: i64,
    /// Language: vi or en
    #[arg(long, default_value_t)]
    lang: Language,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let language = arguments.lang;
    let say = |vi: &str, en: &str| if language == Language::Vi { vi.to_owned() } else { en.to_owned() };
    let facts = read_folder(&arguments.folder, &Options::default())
        .map_err(|error| error.message().text(language).to_owned())?
        .facts()
        .clone();
    let mut rates = RateBook::new();
    rates.read_csv(fs::read(&arguments.rates)?.as_slice(), "rates");
    let policy = Policy::treasury_accounting();
    let mut journal = Journal::new();
    journal.post(&facts, &PostingContext::new(&rates, &policy, Currency::VND))?;
    let totals = Totals::new(&journal, &facts);
    let disbursed = Selection::new(AmountKey::new(Basis::Disbursed, Direction::Inward))
        .during(Period::calendar_year(2025)?);
    let total = totals.total(&disbursed)?;

    // the province each item was approved in, by its code on the day of approval
    let mut by_province: BTreeMap<String, (Decimal, Vec<RowId>)> = BTreeMap::new();
    for item in facts.items() {
        let sum = totals.total(&disbursed.clone().of_item(item.id().clone()))?;
        let Some(amount) = sum.figure().known_part().known().filter(|_| sum.figure().inputs() > 0) else {
            continue;
        };
        // from the merger on the code is that of the merged province: the former one is in the place as written
        let day = item.approval().and_then(Approval::date);
        let by_code =
            item.unit().zip(day).and_then(|(code, day)| Gazetteer::viet_nam().by_code(code, day).ok());
        let is_kien_giang = by_code.is_some_and(|province| province.name_plain() == "Kiên Giang")
            || item.place().is_some_and(|place| place.contains("Kiên Giang"));
        let name = if is_kien_giang { "Kiên Giang" } else { "An Giang" };
        let group = by_province.entry(name.to_owned()).or_default();
        group.0 += amount.amount();
        group.1.extend(sum.rows().iter().cloned());
    }

    let side = |label: &str, year: i32, figure: Figure| -> Result<Comparand, Box<dyn Error>> {
        let year = Period::calendar_year(year)?;
        Ok(Comparand::new(label, figure, "VND").when(When::During(year)).of_place("An Giang"))
    };
    let part = |name: &str| Figure::Known(by_province.get(name).map_or(Decimal::ZERO, |group| group.0));
    let earlier = side("2024", 2024, Figure::Known(Decimal::from(arguments.an_giang_2024)))?
        .with_part("Kiên Giang", Figure::Known(Decimal::from(arguments.kien_giang_2024)));
    let later = side("2025", 2025, total.printable_decimal())?
        .with_part("An Giang", part("An Giang"))
        .from_rows(total.rows().to_vec());

    // without a basis the question has no answer
    if let Err(refused) = compare(&earlier, &later, None) {
        println!("{}\n", refused.message().text(language));
    }
    let amount = |figure: &Figure| match figure.low().and_then(|low| Money::try_new(*low, Currency::VND).ok())
    {
        Some(money) if figure.known().is_none() => {
            format!("≥ {}", format_money(&money, language, MoneyStyle::code()))
        }
        Some(money) => format_money(&money, language, MoneyStyle::code()),
        None => "?".to_owned(),
    };
    for basis in [ComparisonBasis::AsReported, ComparisonBasis::PresentUnits, ComparisonBasis::FormerUnits] {
        let answer = compare(&earlier, &later, Some(basis))?;
        let percent = answer.change_percent().and_then(Figure::low).map_or_else(String::new, |percent| {
            let at_least =
                if answer.change_percent().is_some_and(|it| it.known().is_some()) { "" } else { "≥ " };
            let mode = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
            format!("  {at_least}{:+} %", percent.round_dp_with_strategy(1, mode))
        });
        println!(
            "{}: {} → {}{percent}",
            basis.text(language),
            amount(answer.earlier()),
            amount(answer.later())
        );
        for warning in answer.warnings() {
            println!("    {}", warning.message().text(language));
        }
    }

    println!("\n{}", say("Năm 2025 theo từng tỉnh cũ", "2025 by former province"));
    for (name, (sum, rows)) in &by_province {
        let first: Vec<&str> = rows.iter().take(3).map(RowId::as_str).collect();
        println!("  {name}: {}  [{}: {}, …]", amount(&Figure::Known(*sum)), rows.len(), first.join(", "));
    }
    Ok(())
}
