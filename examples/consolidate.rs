//! Several bodies' figures in one table (U5, P3, P6): by basis, a joint item once, the silent named, and what part of the
//! expected value is in.
//!
//! Reads the sheets of three Unions, adds what the Fatherland Front reports of the Tzu Chi houses, and prints every total
//! with its parts and rows, what was eliminated and why. There is no grand total over the bases.

#![expect(clippy::print_stdout, reason = "an example shows what it did")]

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use clap::Parser;
use vientro::accounting::{Claim, ConsolidationContext, consolidate};
use vientro::core::{Figure, Language, RowId, Share};
use vientro::currency::{Currency, Money, Policy, RateBook, format_figure};
use vientro::intake::{Options, read_folder};
use vientro::model::{AmountKey, Basis, Direction, JointClaim, SourceClass};

#[derive(Parser)]
#[command(about = "Consolidates the sheets of several Unions")]
struct Arguments {
    /// Folder with a folder for each Union
    #[arg(default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/union-2025"))]
    folder: PathBuf,
    /// Rate file
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/rates/treasury_accounting.csv"))]
    rates: PathBuf,
    /// The Union and the Fatherland Front agreed on half each, not on the Union as lead
    #[arg(long)]
    shares: bool,
    /// Language: vi or en
    #[arg(long, default_value_t)]
    lang: Language,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let language = arguments.lang;
    let say = |vi: &str, en: &str| if language == Language::Vi { vi.to_owned() } else { en.to_owned() };
    let text = |figure: &Figure<Money>| format_figure(figure).text(language).to_owned();
    let (nghe_an, front) = ("Nghệ An", "Ủy ban MTTQ Việt Nam tỉnh Nghệ An");
    let bodies = [("An Giang", "an-giang"), ("Hải Phòng", "hai-phong"), (nghe_an, "nghe-an")];

    let joint = JointClaim::try_new("tzu-chi-2025", [nghe_an, front])?;
    let joint = if arguments.shares {
        let half = Share::from_percent(50.into())?;
        joint.with_shares([half, half])?
    } else {
        joint.with_lead(nghe_an)?
    };
    let mut claims = Vec::new();
    for (body, folder) in bodies {
        let facts = read_folder(arguments.folder.join(folder), &Options::default())
            .map_err(|error| error.message().text(language).to_owned())?
            .facts()
            .clone();
        let (own, findings) = Claim::from_facts(body, &facts);
        for finding in findings {
            println!("{body}: {}", finding.line(language));
        }
        let houses =
            facts.items().find(|item| item.title().contains("20 căn nhà")).map(|item| item.id().as_str());
        claims.extend(
            own.into_iter().map(
                |claim| {
                    if Some(claim.id()) == houses { claim.agreed(&joint) } else { claim }
                },
            ),
        );
    }
    // what the Fatherland Front says of the same houses (mttq-nghe-an.csv)
    let key = AmountKey::new(Basis::Committed, Direction::Inward).with_source(SourceClass::ForeignNgo);
    let houses = Figure::Known(Money::vnd(4_220_000_000));
    claims.push(
        Claim::new(front, "mttq-1", key, houses, "2025-12-31".parse()?)
            .agreed(&joint)
            .from_rows(vec![RowId::try_new("mttq-nghe-an.csv/2")?]),
    );

    let mut rates = RateBook::new();
    rates.read_csv(fs::read(&arguments.rates)?.as_slice(), "rates");
    let policy = Policy::treasury_accounting();
    // no unconverted amount enters a total: what has no rate is told and left out
    claims.retain(|claim| match rates.convert_figure(claim.amount(), Currency::VND, claim.date(), &policy) {
        Ok(_) => true,
        Err(error) => {
            println!("{} {}: {}", claim.body(), claim.id(), error.text(language));
            false
        }
    });
    let expected = ["An Giang", "Hải Phòng", nghe_an, front, "TP.HCM"];
    // what each may be expected to report: illustrative, such as last year's totals
    let billion = |amount: i64| Figure::Known(Money::vnd(amount * 1_000_000_000));
    let amounts = [18, 12, 5, 4, 400].map(billion);
    let amounts: Vec<(&str, Figure<Money>)> = expected.into_iter().zip(amounts).collect();
    let context = ConsolidationContext::new(&rates, &policy, Currency::VND, &expected).with_amounts(&amounts);
    let whole = consolidate(&claims, &context).map_err(|error| error.message().text(language).to_owned())?;

    for line in whole.lines() {
        let key = line.key();
        println!(
            "\n{}, {}: {}",
            key.basis().text(language),
            key.direction().text(language),
            text(&line.printable()),
        );
        for (body, _) in &amounts {
            let parts: Vec<_> = line.parts().iter().filter(|part| part.claim().body() == *body).collect();
            let rows: Vec<&str> =
                parts.iter().flat_map(|part| part.claim().rows()).take(2).map(RowId::as_str).collect();
            if !parts.is_empty() {
                let counted = parts.iter().filter(|part| part.is_counted()).count();
                let of = say("khoản, được tính", "claims, counted");
                println!("  {body}: {} {of} {counted}  [{}, …]", parts.len(), rows.join(", "));
            }
        }
    }
    println!("\n{}", say("Loại trừ trùng", "Eliminated"));
    for it in whole.eliminations() {
        let under = say("đã tính ở", "counted under");
        println!(
            "  {} ({}): {} {under} {}",
            it.group(),
            it.shown_under(),
            text(it.value()),
            it.counted_under()
        );
    }
    let coverage = whole.coverage();
    let value = coverage.percent_of_value().and_then(Figure::known).map_or_else(
        || "?".to_owned(),
        |percent| {
            percent
                .round_dp_with_strategy(1, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
                .to_string()
        },
    );
    println!(
        "\n{}: {}/{} {}, {value} % {}",
        say("Độ phủ", "Coverage"),
        coverage.reported(),
        coverage.expected(),
        say("đơn vị", "bodies"),
        say("giá trị dự kiến", "of the expected value"),
    );
    for finding in whole.findings() {
        println!("{}", finding.line(language));
    }
    Ok(())
}
