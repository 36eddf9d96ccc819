//! Posts a folder of sheets and prints the books: balances, commitments with what is left of them, and the hash they end at.
//!
//! Every balance names its entries and the first rows behind it. `--out` writes the same books as `books.hledger` and
//! `books.beancount`; `hledger -f books.hledger balance` finds the same figures.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what it did")]

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use vientro::accounting::{
    AccountBalance, Journal, PostingContext, Tell, balances, commitments, to_beancount, to_hledger,
};
use vientro::core::{Figure, Language};
use vientro::currency::{Currency, Money, Policy, RateBook, format_figure};
use vientro::intake::{Options, read_folder};

#[derive(Parser)]
#[command(about = "Posts a folder of sheets and prints the books")]
struct Arguments {
    /// Folder with the sheets
    #[arg(default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/union-2025/an-giang"))]
    folder: PathBuf,
    /// Rate files
    #[arg(long, num_args = 1.., default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/rates/treasury_accounting.csv"))]
    rates: Vec<PathBuf>,
    /// How many items to print
    #[arg(long, default_value_t = 6)]
    items: usize,
    /// Folder for the books as text of hledger and beancount
    #[arg(long)]
    out: Option<PathBuf>,
    /// Language: vi or en
    #[arg(long, default_value_t)]
    lang: Language,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("journal: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let language = arguments.lang;
    let say = |vi: &str, en: &str| if language == Language::Vi { vi.to_owned() } else { en.to_owned() };
    let text = |figure: &Figure<Money>| format_figure(figure).text(language).to_owned();
    let facts = read_folder(&arguments.folder, &Options::default())
        .map_err(|error| error.message().text(language).to_owned())?
        .facts()
        .clone();
    let mut rates = RateBook::new();
    for file in &arguments.rates {
        rates.read_csv(fs::read(file)?.as_slice(), &file.to_string_lossy());
    }
    let policy = Policy::treasury_accounting();
    let mut journal = Journal::new();
    let report = journal.post(&facts, &PostingContext::new(&rates, &policy, Currency::VND))?;
    for finding in &report.findings {
        println!("{}", finding.line(language));
    }

    // the accounts of all items together, by kind and currency: what the heads of the chart hold
    println!("\n{}", say("Số dư theo khoản viện trợ (nợ trừ có)", "Balances by item (debit less credit)"));
    let told = balances(&journal, None, Tell::Original)?;
    let items = journal.entries().iter().filter_map(|entry| entry.item());
    let mut items: Vec<_> = items.collect();
    items.sort();
    items.dedup();
    for item in items.iter().take(arguments.items) {
        println!("{item}");
        let of_item: Vec<&AccountBalance> =
            told.iter().filter(|balance| balance.account().item() == Some(*item)).collect();
        for balance in of_item {
            let entries = journal.entries_of(balance);
            let rows = journal.rows_of(&entries);
            let first = rows.first().map_or("", |row| row.as_str());
            println!(
                "  {:<24} {:>28}  {} {entries:?}, {first}",
                balance.account().kind().text(language),
                text(balance.closing().figure()),
                say("bút toán", "entries"),
            );
        }
    }

    println!("\n{}", say("Cam kết, đã giải ngân, còn lại", "Committed, disbursed, left"));
    for position in commitments(&journal)?.iter().take(arguments.items) {
        let over =
            position.finding()?.map_or(String::new(), |finding| format!("  {}", finding.line(language)));
        println!(
            "{}: {}; {}; {}{over}",
            position.item(),
            text(position.committed()),
            text(position.drawn()),
            text(position.remainder()),
        );
    }

    let aside = journal.unposted().count();
    println!(
        "\n{}",
        say(
            &format!(
                "{} bút toán, {aside} dòng để riêng; mã băm cuối {}",
                journal.entries().len(),
                journal.head()
            ),
            &format!(
                "{} entries, {aside} facts kept aside; head {}",
                journal.entries().len(),
                journal.head()
            ),
        )
    );
    assert!(journal.audit(Some(&journal.head())).is_empty(), "the chain holds");
    if let Some(folder) = &arguments.out {
        fs::create_dir_all(folder)?;
        for (name, books) in
            [("books.hledger", to_hledger(&journal)), ("books.beancount", to_beancount(&journal))]
        {
            fs::write(folder.join(name), books)?;
            println!("→ {}", folder.join(name).display());
        }
    } else {
        // the first entry, as the other tools read it
        for books in [to_hledger(&journal), to_beancount(&journal)] {
            let entry =
                books.split("\n\n").find(|part| part.contains("commitment:") && !part.contains(" open "));
            println!("\n{}", entry.unwrap_or_default());
        }
    }
    Ok(())
}
