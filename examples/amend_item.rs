//! A commitment raised after a survey (U4): twenty houses, 3.4 to 4.22 billion đồng, both values and both days kept.
//!
//! Prints the history with actor, reason and decision, the change, what a house costs, and the commitment as it was known
//! on any day. `--known-on` asks for another day.

#![expect(clippy::print_stdout, reason = "an example shows what it did")]

use std::error::Error;

use chrono::NaiveDate;
use clap::Parser;
use rust_decimal::Decimal;
use vientro::accounting::{Journal, PostingContext, commitments, growth};
use vientro::core::{Figure, Language, RowId};
use vientro::currency::{Currency, Money, MoneyStyle, Policy, RateBook, format_figure, format_money};
use vientro::model::{AidItem, Amendment, Direction, Facts, Flow, FlowId, FlowKind, ItemId, SourceClass};

#[derive(Parser)]
#[command(about = "A commitment raised after a survey: what was known when, and what changed")]
struct Arguments {
    /// Ask for the commitment as it was known on this day
    #[arg(long, value_name = "YYYY-MM-DD", default_value = "2025-06-30")]
    known_on: NaiveDate,
    /// Language: vi or en
    #[arg(long, default_value_t)]
    lang: Language,
}

fn main() -> Result<(), Box<dyn Error>> {
    let Arguments { known_on, lang: language } = Arguments::parse();
    let say = |vi: &str, en: &str| if language == Language::Vi { vi.to_owned() } else { en.to_owned() };
    let text = |figure: &Figure<Money>| format_figure(figure).text(language).to_owned();
    let row = |number: u32| RowId::try_new(format!("vien-tro-2025.xlsx/Điều chỉnh/{number}"));

    // the values are published (S2-017, S2-018); the days are not, those here are illustrative
    let million = |amount: i64| Figure::Known(Money::vnd(amount * 1_000_000));
    let id = ItemId::try_new("NA-2025-01")?;
    let mut houses =
        AidItem::new(id.clone(), "20 căn nhà (Tzu Chi)", Direction::Inward, SourceClass::ForeignNgo)
            .with_commitment(million(3_400), "2025-03-01".parse()?)?
            .with_rows([RowId::try_new("vien-tro-2025.xlsx/Viện trợ 2025/5")?]);
    let amendment = Amendment::new("2025-08-15".parse()?, million(3_400), million(4_220))
        .with_reason("khảo sát thực tế tại các địa phương")
        .with_rows([row(3)?]);
    houses.amend(amendment)?;
    let mut facts = Facts::default();
    facts.add_item(houses)?;
    let tranche = Flow::try_new(
        FlowId::try_new("NA-2025-01-1")?,
        FlowKind::Disbursement,
        million(2_000),
        Direction::Inward,
        SourceClass::ForeignNgo,
    )?;
    facts.add_flow(tranche.with_item(id).with_date("2025-09-30".parse()?))?;

    let (rates, policy) = (RateBook::new(), Policy::treasury_accounting());
    let mut journal = Journal::new();
    journal.post(&facts, &PostingContext::new(&rates, &policy, Currency::VND))?;
    println!(
        "{}",
        say("Lịch sử (bút toán, ngày biết, lý do, dòng)", "History (entry, known on, reason, rows)")
    );
    for entry in journal.entries() {
        println!("{} {} {}", entry.number(), entry.recorded_on(), entry.source());
        for line in entry.lines() {
            let mark = if line.is_withdrawn() { say("đỏ ", "red ") } else { String::new() };
            println!(
                "    {:?} {}: {mark}{}",
                line.side(),
                line.account().kind().text(language),
                text(line.value().original())
            );
        }
        let rows: Vec<&str> = entry.rows().iter().map(RowId::as_str).collect();
        println!("    {} [{}]", entry.reason().unwrap_or("-"), rows.join(", "));
    }

    let now = &commitments(&journal)?[0];
    let then = journal.as_known_on(known_on)?;
    println!();
    match commitments(&then)?.first() {
        Some(then) => println!(
            "{}: {}",
            say(&format!("Như biết ngày {known_on}"), &format!("As known on {known_on}")),
            text(then.committed())
        ),
        None => println!("{}", say("Ngày đó chưa có cam kết", "Nothing was committed yet")),
    }
    println!("{}: {}", say("Nay", "Now"), text(now.committed()));
    println!(
        "{}: {}; {}: {}",
        say("đã giải ngân", "disbursed"),
        text(now.drawn()),
        say("còn lại", "left"),
        text(now.remainder())
    );

    let decimal = |figure: &Figure<Money>| figure.known().map(|money| Figure::Known(money.amount()));
    let first = million(3_400);
    if let (Some(to), Some(from)) = (decimal(now.committed()), decimal(&first)) {
        if let Some(percent) = growth(&to, &from)?.known() {
            let rounded =
                percent.round_dp_with_strategy(1, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
            println!(
                "{}: {} (+{rounded} %)",
                say("Thay đổi", "Change"),
                text(&now.committed().checked_sub(&first)?)
            );
        }
        for (label, total) in
            [(say("Một căn trước", "A house before"), from), (say("Một căn nay", "A house now"), to)]
        {
            let each = total.checked_div(&Figure::Known(Decimal::from(20)))?;
            if let Some(each) = each.known() {
                let money = Money::try_new(*each, Currency::VND)?;
                println!("{label}: {}", format_money(&money, language, MoneyStyle::code()));
            }
        }
    }
    Ok(())
}
