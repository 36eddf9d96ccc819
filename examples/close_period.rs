//! Closing a year and correcting it (U9): open, cut off, sealed; then late figures, as a note of what changed.
//!
//! Reads the sheets of a Union, seals the report of the administrative year as known on 14 December, posts a late receipt
//! and a reversal in January, and prints the correction with the entries and rows behind it, then the list of changed
//! figures as a note that can be signed. The first edition stays.

#![expect(clippy::print_stdout, reason = "an example shows what it did")]

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use clap::Parser;
use vientro::accounting::{Entry, Journal, PeriodState, PostingContext, ReportedFigures, Selection, Totals};
use vientro::core::{Bilingual, Figure, Language, Period, RowId};
use vientro::currency::{Currency, Money, Policy, RateBook, format_figure};
use vientro::intake::{Options, read_folder};
use vientro::model::{AmountKey, Basis, Direction, Flow, FlowId, FlowKind, SourceClass, Standing};
use vientro::report::markdown;
use vientro::report::template::{ChangedFigures, SealedFigures};

#[derive(Parser)]
#[command(about = "Closes a year, seals its report, and tells what changed since")]
struct Arguments {
    /// Folder with the sheets
    #[arg(default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/union-2025/an-giang"))]
    folder: PathBuf,
    /// Rate file
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/rates/treasury_accounting.csv"))]
    rates: PathBuf,
    /// Print the canonical JSON that the seal is the hash of
    #[arg(long)]
    json: bool,
    /// Language: vi or en
    #[arg(long, default_value_t)]
    lang: Language,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let language = arguments.lang;
    let say = |vi: &str, en: &str| if language == Language::Vi { vi.to_owned() } else { en.to_owned() };
    let text = |figure: &Figure<Money>| format_figure(figure).text(language).to_owned();
    let mut facts = read_folder(&arguments.folder, &Options::default())
        .map_err(|error| error.message().text(language).to_owned())?
        .facts()
        .clone();
    let mut rates = RateBook::new();
    rates.read_csv(fs::read(&arguments.rates)?.as_slice(), "rates");
    let policy = Policy::treasury_accounting();
    let context = PostingContext::new(&rates, &policy, Currency::VND);
    let mut journal = Journal::new();
    journal.post(&facts, &context)?;

    let year = Period::administrative_year(2025)?;
    let key = |basis| AmountKey::new(basis, Direction::Inward);
    let gifts = key(Basis::Recorded).with_standing(Standing::Memo);
    let report = ReportedFigures::new(Bilingual::new("báo cáo năm 2025", "report of 2025"), year)
        .with_line(
            "disbursed",
            Bilingual::new("giải ngân", "disbursed"),
            Selection::new(key(Basis::Disbursed)),
        )
        .with_line("committed", Bilingual::new("cam kết", "committed"), Selection::new(key(Basis::Committed)))
        .with_line("gifts", Bilingual::new("quà tặng ghi nhận", "gifts recorded"), Selection::new(gifts));
    journal.cut_off(year, "2025-12-14".parse()?)?;
    let seal = journal.seal(&report, &facts, "2025-12-18".parse()?, None)?.clone();
    println!("{} {} ({})", seal.title().text(language), seal.period(), say("đã chốt", "sealed"));
    for figure in seal.figures() {
        println!(
            "  {}: {}  [{} {}]",
            figure.label().text(language),
            text(figure.figure()),
            figure.rows().len(),
            say("dòng", "rows"),
        );
    }
    println!("  sha256 {}", seal.hash());
    if arguments.json {
        println!("{}", seal.to_json());
    }

    // January: a disbursement of November turns up, and one that was posted turns out to be none
    let late = Flow::try_new(
        FlowId::try_new("giai-ngan-muon-1")?,
        FlowKind::Disbursement,
        Figure::Known(Money::vnd(640_000_000)),
        Direction::Inward,
        SourceClass::ForeignNgo,
    )?
    .with_date("2025-11-20".parse()?)
    .with_evidence("UNC 118")
    .with_rows([RowId::try_new("bo-sung-01-2026.xlsx/Giải ngân/2")?]);
    facts.add_flow(late)?;
    if let Err(refused) = journal.post(&facts, &context) {
        println!("\n{}", refused.message().text(language));
    }
    journal.post(&facts, &context.posted_on("2026-01-12".parse()?))?;
    let wrong = journal.entries().iter().find(|entry| {
        entry.key().basis() == Basis::Disbursed && seal.figures()[0].entries().contains(&entry.number())
    });
    if let Some(wrong) = wrong.map(Entry::number) {
        journal.reverse(wrong, "2025-12-14".parse()?, "2026-01-13".parse()?, "ghi trùng", None)?;
    }

    let totals = Totals::new(&journal, &facts);
    let correction = seal.correction(&totals, None)?;
    println!("\n{}", correction.text(language));
    for change in correction.changes() {
        println!(
            "  {} {}: {}",
            change.before().id(),
            say("chênh lệch", "difference"),
            text(change.difference())
        );
        for number in change.entries() {
            if let Some(entry) = journal.entry(*number) {
                let rows: Vec<&str> = entry.rows().iter().map(RowId::as_str).collect();
                println!("    {number} {} {} [{}]", entry.recorded_on(), entry.source(), rows.join(", "));
            }
        }
    }
    let sealed = SealedFigures::new(&facts, &seal);
    let (before, now) = (sealed.report()?, sealed.clone().corrected(&correction).report()?);
    let note = markdown(&ChangedFigures::new(&before, &now).report()?, language);
    // what it was made from stands between its first heading and its footnotes
    println!("\n{}\n", note.split("\n## ").next().unwrap_or_default().trim_end());
    for footnote in note.lines().filter(|line| line.starts_with("[^")) {
        println!("{footnote}\n");
    }
    assert!(seal.not_reproduced(&totals)?.is_empty(), "the first edition is still in the books");
    assert!(matches!(journal.period_state(&year), PeriodState::Sealed(_)));
    println!(
        "{}",
        say("Bản đã chốt tính lại vẫn đúng từng đồng.", "The sealed edition is reproduced to the đồng.")
    );
    Ok(())
}
