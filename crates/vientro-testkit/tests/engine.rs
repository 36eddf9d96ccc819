//! Goal: the queries of `vientro-accounting` answer the workload to the last digit. Method: the table as CSV, read into a frame and asked;
//! the text of each answer beside that of the plain loop, which meets the reference's digests in `workload`.

use chrono::{Days, Months, NaiveDate};
use vientro_accounting::frame::{CsvLayout, CsvOptions, Frame};
use vientro_accounting::query::{Filter, Key, Measure, Query, Table};
use vientro_currency::{Currency, DateRule, Policy, Rate, RateBook, RateKind, Rounding};
use vientro_testkit::workload::{CURRENCIES, FORMS, KINDS, Question, Workload, answer};

#[test]
fn queries_answer_as_the_plain_loop() {
    answers(&Workload::new(20_000));
}

/// `cargo test --profile testrelease -p vientro-testkit engine -- --ignored`
#[test]
#[ignore = "a million rows; the command is above"]
fn queries_answer_a_million_rows() {
    answers(&Workload::new(1_000_000));
}

fn answers(workload: &Workload) {
    let (mut text, book) = (Vec::new(), book(workload));
    workload.write_transactions(&mut text).unwrap();
    let currencies = CURRENCIES.map(|code| code.parse::<Currency>().unwrap());
    let layout = CsvLayout::new()
        .amounts_ordered("amount", "currency", currencies)
        .numbers("project")
        .dates("date")
        .listed("kind", KINDS)
        .listed("form", FORMS)
        .names("province")
        .names("sector")
        .flags("in_kind");
    let frame = Frame::from_csv(text.as_slice(), &layout, &CsvOptions::default()).unwrap();
    for question in Question::ALL {
        // the order of donors and their shares are made of sums as Q5a asks for them
        if question != Question::Q4 {
            assert!(lines(question, &frame, &book) == answer(workload, question), "{}", question.name());
        }
    }
}

fn lines(question: Question, frame: &Frame, book: &RateBook) -> String {
    let rounding = if question == Question::Q2HalfEven { Rounding::HalfEven } else { Rounding::HalfUp };
    let policy = Policy::of_kind(RateKind::House).with_date_rule(DateRule::MonthOf).unwrap();
    let policy = policy.with_bridges(vec![Currency::VND]).unwrap().with_rounding(rounding);
    let query = match question {
        Question::Q1 => Query::new(),
        Question::Q3 => Query::new().convert_to(Currency::USD, "date", book, &policy),
        _ => Query::new().convert_to(Currency::VND, "date", book, &policy),
    };
    let (year, province, sector) = (Key::year("date"), Key::column("province"), Key::column("sector"));
    let net = Measure::sum("amount").signed("kind", ["disbursement"], ["refund"]).named("net");
    let sum = Measure::sum("amount");
    let query = match question {
        Question::Q1 => {
            let query = query.group_by(year).group_by(Key::column("kind")).group_by(Key::currency("amount"));
            query.measure(sum).measure(Measure::count())
        }
        Question::Q5a => {
            let paid = Filter::is_in("kind", ["disbursement", "refund"]);
            query.filter(paid).group_by(year).group_by(sector).measure(net)
        }
        Question::Q5b => {
            let none: [&str; 0] = [];
            let committed = sum.signed("kind", ["commitment", "amendment"], none).named("committed");
            let query = query.group_by(Key::column("project")).measure(committed).measure(net);
            query.measure(Measure::difference("open", "committed", "net"))
        }
        Question::Q6 => query
            .filter(Filter::is_in("kind", ["disbursement"]))
            .filter(Filter::is_in("form", ["project", "programme"]))
            .filter(Filter::flag("in_kind", false))
            .filter(Filter::days("date", day(2018, 1, 1), day(2022, 12, 31)))
            .group_by(province)
            .group_by(sector)
            .group_by(Key::quarter("date"))
            .measure(sum)
            .measure(Measure::count()),
        _ => query.group_by(year).group_by(province).group_by(sector).measure(sum),
    };
    text(question, &query.run(frame).unwrap())
}

fn text(question: Question, table: &Table) -> String {
    let mut lines = Vec::new();
    let mut sums = std::collections::BTreeMap::new();
    for row in table.rows() {
        let mut cells: Vec<String> = row.keys().map(|key| key.to_string()).collect();
        let amount = |measure| row.amount(measure)?.minor();
        let first = amount(0).unwrap();
        match question {
            Question::Q1 => {
                let whole = ["VND", "JPY", "KRW"].contains(&cells[2].as_str());
                cells.push(hundredths(if whole { first * 100 } else { first }));
            }
            Question::Q3 => cells.push(hundredths(first)),
            _ => cells.push(first.to_string()),
        }
        if question == Question::Q5a {
            let (year, sector): (i32, _) = (cells[0].parse().unwrap(), cells[1].clone());
            let before = sums.get(&(year - 1, sector.clone())).map(|before| first - before);
            cells.push(before.map_or(String::new(), |more: i128| more.to_string()));
            sums.insert((year, sector), first);
        }
        if question == Question::Q5b {
            cells.extend([amount(1), amount(2)].map(|amount| amount.unwrap().to_string()));
        }
        cells.extend(row.count(1).map(|count| count.to_string()));
        lines.push(cells.join(",") + "\n");
    }
    lines.concat()
}

fn hundredths(amount: i128) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", amount.abs() / 100, amount.abs() % 100)
}

fn book(workload: &Workload) -> RateBook {
    let mut rates = Vec::new();
    let mut first = day(2010, 1, 1);
    for month in workload.rates() {
        for (code, value) in CURRENCIES.iter().zip(month).skip(1) {
            let value = rust_decimal::Decimal::new(*value, 6);
            let rate = Rate::builder(code.parse().unwrap(), Currency::VND, value, RateKind::House)
                .publisher("workload");
            rates.push(rate.days(first, first + Months::new(1) - Days::new(1)).build().unwrap());
        }
        first = first + Months::new(1);
    }
    RateBook::from_rates(rates).unwrap()
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}
