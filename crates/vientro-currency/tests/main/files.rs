//! Goal: a rate file gives every good row and a finding for every faulty one. Method: the files of the repository, whose
//! faults were counted by hand, and small files with one fault each.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rust_decimal::Decimal;
use vientro_core::{Finding, Language, Severity};
use vientro_currency::{
    Currency, Policy, Rate, RateBook, RateChecks, RateColumn, RateKind, RateTable, Standing,
};

use crate::support::{date, decimal, money, rate_file, repository_file};

#[test]
fn the_eleven_faulty_days_are_found_and_no_other() {
    let (Some(central), Some(quotes)) = (rate_file("sbv_central.csv"), rate_file("bank_quotes.csv")) else {
        return;
    };
    let (central, findings) = RateBook::from_csv(central.as_slice(), "sbv_central.csv");
    let (quotes, spreads) = RateBook::from_csv(quotes.as_slice(), "bank_quotes.csv");
    assert_eq!((findings.len(), spreads.len()), (10, 1), "{findings:#?} {spreads:#?}");

    // line 2 is the first day
    let lines: Vec<u32> = findings.iter().filter_map(|finding| finding.location().line()).collect();
    assert_eq!(lines, [2, 16, 17, 19, 22, 26, 31, 32, 33, 35]);
    assert_eq!(spreads[0].location().record(), Some("BIDV 2022-11-21"));
    let days: BTreeSet<&str> =
        findings.iter().chain(&spreads).map(|finding| finding.code().as_str()).collect();
    assert_eq!(days, BTreeSet::from(["band-broken", "spread-impossible"]));

    // four rates agree with neither edge and are left out; all quotes are read
    let errors = findings.iter().filter(|finding| finding.severity() == Severity::Error).count();
    assert_eq!((errors, central.len(), quotes.len()), (4, 34, 148));
    let misprint = findings.iter().find(|finding| finding.location().line() == Some(2)).unwrap();
    assert_eq!(misprint.suggestion(), Some("22156"), "{}", misprint.line(Language::En));
}

#[test]
fn the_other_files_have_no_faults_but_one_misprint_of_the_publisher() {
    for (name, rows) in
        [("treasury_accounting.csv", 20), ("imf_month_end.csv", 81), ("hmrc_monthly.csv", 913)]
    {
        let Some(bytes) = rate_file(name) else { return };
        let (book, findings) = RateBook::from_csv(bytes.as_slice(), name);
        assert_eq!(book.len(), rows, "{name}");
        let told: Vec<_> = findings
            .iter()
            .map(|finding| (finding.code().as_str(), finding.found_text(Language::En)))
            .collect();
        // the riel of March 2022 was published so: 5,550 before, 3,042, then 5,347 for a pound
        let expected =
            if name == "hmrc_monthly.csv" { vec![("rate-jump", Some("3041.7012"))] } else { vec![] };
        assert_eq!(told, expected, "{name}");
    }
}

#[test]
fn a_written_book_reads_back_the_same() {
    let Some(book) = crate::support::whole_book() else { return };
    let mut text = Vec::new();
    book.to_csv(&mut text).unwrap();
    let (again, findings) = RateBook::from_csv(text.as_slice(), "again.csv");
    // the implausible spread and the misprinted riel are warned of again
    assert_eq!(
        findings.iter().map(|finding| finding.code().as_str()).collect::<Vec<_>>(),
        ["rate-jump", "spread-impossible"]
    );
    assert_eq!(again, book);
}

const HEAD: &str = "base,quote,value,kind,publisher,notice,notice_date,valid_from,valid_to,source,note\n";

fn read(rows: &str) -> (RateBook, Vec<Finding>) {
    RateBook::from_csv(format!("{HEAD}{rows}").as_bytes(), "rates.csv")
}

#[test]
fn a_faulty_row_is_named_and_the_others_are_read() {
    let faults = [
        ("USX,VND,1,central,P,,,2025-01-01,2025-01-01,,", "unknown-currency"),
        ("USD,VND,\"25120,5\",central,P,,,2025-01-01,2025-01-01,,", "not-a-decimal"),
        ("USD,VND,\"25,120\",central,P,,,2025-01-01,2025-01-01,,", "not-a-decimal"),
        ("USD,VND,25.120.000,central,P,,,2025-01-01,2025-01-01,,", "not-a-decimal"),
        ("USD,VND,2.5e4,central,P,,,2025-01-01,2025-01-01,,", "not-a-decimal"),
        ("USD,VND,1_000,central,P,,,2025-01-01,2025-01-01,,", "not-a-decimal"),
        ("USD,VND,0.12345678901234567890123456789,central,P,,,2025-01-01,2025-01-01,,", "not-a-decimal"),
        ("USD,VND,,central,P,,,2025-01-01,2025-01-01,,", "not-a-decimal"),
        ("USD,VND,0,central,P,,,2025-01-01,2025-01-01,,", "rate-not-positive"),
        ("USD,VND,-25120,central,P,,,2025-01-01,2025-01-01,,", "rate-not-positive"),
        ("USD,VND,25120,blackboard,P,,,2025-01-01,2025-01-01,,", "unknown-rate-kind"),
        ("USD,VND,25120,central,P,,,2025-02-29,2025-03-01,,", "unknown-date"),
        ("USD,VND,25120,central,P,,,1/1/2025,2025-03-01,,", "unknown-date"),
        ("USD,VND,25120,central,,,,2025-01-01,2025-01-01,,", "rate-field"),
        ("USD,VND,25120,central,P,,,2025-01-02,2025-01-01,,", "rate-field"),
        ("USD,USD,1,central,P,,,2025-01-01,2025-01-01,,", "rate-field"),
        ("USD,VND,25121,central,P,,,2025-06-01,2025-06-01,,", "rate-conflict"),
        ("USD,VND,25121,central,P", "rates-unreadable"),
    ];
    for (row, code) in faults {
        let good = "USD,VND,25120,central,P,,,2025-06-01,2025-06-01,,\n";
        let more = "USD,VND,25130,central,P,,,2025-06-02,2025-06-02,,\n";
        let (book, findings) = read(&format!("{good}{row}\n{more}"));
        assert_eq!(book.len(), 2, "{row}");
        let [finding] = findings.as_slice() else { panic!("{row}: {findings:?}") };
        assert_eq!(finding.code().as_str(), code, "{row}");
        assert_eq!(finding.severity(), Severity::Error, "{row}");
        assert_eq!(
            (finding.location().file(), finding.location().line()),
            (Some("rates.csv"), Some(3)),
            "{row}"
        );
    }
}

#[test]
fn a_decimal_comma_gets_a_proposal_and_a_grouping_comma_none() {
    let (_, findings) = read(
        "USD,VND,\"25120,5\",central,P,,,2025-01-01,2025-01-01,,\nUSD,VND,\"25,120\",central,P,,,2025-01-01,2025-01-01,,\n",
    );
    assert_eq!(findings[0].suggestion(), Some("25120.5"));
    assert_eq!(findings[1].suggestion(), None);
}

#[test]
fn a_bank_that_buys_dearer_than_it_sells_is_left_out() {
    let (book, findings) = read(
        "USD,VND,25510,bank-buying-transfer,P,,,2025-01-02,2025-01-02,,\nUSD,VND,25500,bank-selling,P,,,2025-01-02,2025-01-02,,\nUSD,VND,25400,bank-buying,Q,,,2025-01-02,2025-01-02,,\n",
    );
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].severity(), Severity::Error);
    assert_eq!(book.iter().map(Rate::publisher).collect::<Vec<_>>(), ["Q"]);
}

#[test]
fn headers_may_come_in_any_order_with_a_byte_order_mark() {
    let text = "\u{feff}Quote,value,kind,publisher,valid_from,valid_to,base\nVND,25120,central,P,2025-01-01,2025-01-01,USD\n";
    let (book, findings) = RateBook::from_csv(text.as_bytes(), "rates.csv");
    assert_eq!(findings, []);
    assert!(book.lookup(Currency::USD, Currency::VND, RateKind::Central, None, date(2025, 1, 1)).is_ok());

    let (book, findings) = RateBook::from_csv("base,quote\nUSD,VND\n".as_bytes(), "rates.csv");
    assert!(book.is_empty());
    assert!(findings.iter().all(|finding| finding.code().as_str() == "rates-column-missing"));
    assert_eq!(findings.len(), 5);
}

#[test]
fn foreign_bytes_never_panic() {
    for bytes in [&b""[..], b"\xff\xfe\x00", b"base,quote\n\"", b"\n\n\n", b"base,base,base\nx,y,z\n"] {
        let (book, _) = RateBook::from_csv(bytes, "rates.csv");
        assert!(book.is_empty());
    }
    let (book, findings) = RateBook::from_csv(
        [HEAD.as_bytes(), b"USD,VND,25120,central,\xff,,,2025-01-01,2025-01-01,,\n"].concat().as_slice(),
        "rates.csv",
    );
    assert_eq!((book.len(), findings.len()), (0, 1));
}

#[cfg(feature = "serde")]
#[test]
fn a_book_survives_json_and_refuses_what_was_changed() {
    let Some(book) = crate::support::whole_book() else { return };
    let text = serde_json::to_string(&book).unwrap();
    assert_eq!(serde_json::from_str::<RateBook>(&text).unwrap(), book);
    for (old, new) in
        [("\"25151\"", "\"0\""), ("\"25151\"", "\"-25151\""), ("\"quote\":\"VND\"", "\"quote\":\"VNX\"")]
    {
        let tampered = text.replacen(old, new, 1);
        assert_ne!(tampered, text);
        assert!(serde_json::from_str::<RateBook>(&tampered).is_err(), "{old} -> {new}");
    }
}

/// The table of 38 days as it was collected from news pages: central rate, its band, two banks.
#[test]
fn the_eleven_faulty_of_38_days_are_found_in_one_table() {
    let Some(bytes) = repository_file("testdata/rates/quotes_38_days.csv") else { return };
    let column = |name, kind, publisher| RateColumn::new(name, Currency::USD, Currency::VND, kind, publisher);
    let table = RateTable::daily("date")
        .column(column("sbv_reference", RateKind::Central, "Ngân hàng Nhà nước Việt Nam").band(
            "band_percent",
            "ceiling_published",
            "floor_published",
        ))
        .column(column("vcb_buy", RateKind::BankBuying, "Vietcombank"))
        .column(column("vcb_sell", RateKind::BankSelling, "Vietcombank"))
        .column(column("bidv_buy", RateKind::BankBuying, "BIDV"))
        .column(column("bidv_sell", RateKind::BankSelling, "BIDV"));
    let mut book = RateBook::new();
    let findings = book.read_table(bytes.as_slice(), "quotes.csv", &table, &RateChecks::default());
    let lines: BTreeSet<u32> = findings.iter().filter_map(|finding| finding.location().line()).collect();
    // header, then the days: these eleven and no other
    assert_eq!(lines, BTreeSet::from([2, 16, 17, 19, 22, 26, 27, 31, 32, 33, 35]), "{findings:#?}");
    assert_eq!(findings.len(), 11);
    let spread = findings.iter().find(|finding| finding.code().as_str() == "spread-impossible").unwrap();
    assert_eq!(spread.location().record(), Some("bidv_buy 2022-11-21"));
    // 38 central rates without the four in doubt, 37 days of two quotes of two banks; an empty cell is no fault
    assert_eq!(book.len(), 34 + 37 * 4);
}

/// SOURCES: the README of the Federal Reserve's monthly means says that some currencies are in dollars; the figures are not.
#[test]
fn a_files_word_about_its_direction_is_held_against_others() {
    let ecb = "base,quote,value,kind,publisher,valid_from,valid_to\nEUR,USD,1.1516,market,ECB,2026-06-15,2026-06-15\nEUR,GBP,0.8621,market,ECB,2026-06-15,2026-06-15\n";
    let (book, findings) = RateBook::from_csv(ecb.as_bytes(), "ecb.csv");
    assert_eq!(findings, []);
    let file =
        "month,country,value,quote\n2026-06,Euro,0.8684,EUR per USD\n2026-06,Japan,147.2,JPY per USD\n";
    let column = RateColumn::with_unit_in("value", "quote", RateKind::Market, "Federal Reserve");
    let table = RateTable::monthly("month").column(column);
    let mut right = book.clone();
    assert_eq!(right.read_table(file.as_bytes(), "fred.csv", &table, &RateChecks::default()), []);
    let euro = right.lookup(Currency::USD, Currency::EUR, RateKind::Market, None, date(2026, 6, 2)).unwrap();
    assert_eq!(euro.value(), decimal("0.8684"));
    // as its README has it: dollars for a euro
    let told = RateColumn::new("value", Currency::EUR, Currency::USD, RateKind::Market, "Federal Reserve");
    let mut wrong = book.clone();
    let euros = "month,value\n2026-06,0.8684\n";
    let table = RateTable::monthly("month").column(told);
    let findings = wrong.read_table(euros.as_bytes(), "fred.csv", &table, &RateChecks::default());
    assert_eq!((findings[0].code().as_str(), findings[0].severity()), ("rate-turned", Severity::Error));
    assert_eq!(findings[0].suggestion(), Some("USD/EUR 0.8684"));
    assert_eq!(wrong, book, "the row is left out");
}

/// SOURCES: the customs rate of a month is fixed in the month before; its December is November's market.
#[test]
fn a_months_rate_stays_with_its_month_and_says_when_it_was_fixed() {
    let file =
        "month,USD_per_GBP,VND_per_GBP,GBP_per_GBP\n2022-11,1.1287,28040.5,1\n2022-12,1.1873,29504.41,1\n";
    let column = |name, quote| RateColumn::new(name, Currency::GBP, quote, RateKind::Customs, "HMRC");
    let table = RateTable::monthly("month")
        .column(column("USD_per_GBP", Currency::USD))
        .column(column("VND_per_GBP", Currency::VND))
        .column(column("GBP_per_GBP", Currency::GBP))
        .source("HMRC monthly exchange rates")
        .note("fixed in the month before");
    let mut book = RateBook::new();
    assert_eq!(book.read_table(file.as_bytes(), "hmrc.csv", &table, &RateChecks::default()), []);
    // the column of ones is no rate
    assert_eq!(book.len(), 4);
    let december =
        book.lookup(Currency::GBP, Currency::VND, RateKind::Customs, None, date(2022, 12, 31)).unwrap();
    assert_eq!((december.value(), december.note()), (decimal("29504.41"), Some("fixed in the month before")));
    assert_eq!(december.source(), "HMRC monthly exchange rates");
}

/// SOURCES: the Polish đồng has five significant digits, so that a cross through it is no surer than some 0.003 %.
#[test]
fn printed_digits_are_kept_and_say_how_sure_a_rate_is() {
    let file = "date,PLN_per_VND\n2026-10-21,0.00015030\n";
    let zloty: Currency = "PLN".parse().unwrap();
    let column =
        RateColumn::new("PLN_per_VND", Currency::VND, zloty, RateKind::Market, "Narodowy Bank Polski");
    let mut book = RateBook::new();
    let table = RateTable::daily("date").column(column);
    assert_eq!(book.read_table(file.as_bytes(), "nbp.csv", &table, &RateChecks::default()), []);
    let rate = book.iter().next().unwrap();
    assert_eq!(rate.value().to_string(), "0.00015030");
    let percent = rate.roundness() * Decimal::ONE_HUNDRED;
    assert!(percent > decimal("0.0033") && percent < decimal("0.0034"), "{percent}");
}

#[test]
fn a_turned_quotation_is_left_out_and_the_other_way_proposed() {
    let good = |day| format!("USD,VND,2512{day},central,P,,,2025-01-0{day},2025-01-0{day},,\n");
    for (row, proposal) in [
        ("USD,VND,0.0000398,central,P,,,2025-01-03,2025-01-03,,", "VND/USD 0.0000398"),
        ("VND,USD,25123,central,P,,,2025-01-03,2025-01-03,,", "USD/VND 25123"),
    ] {
        for lonely in [true, false] {
            let others = if lonely { String::new() } else { [1, 2, 4, 5].map(good).concat() };
            let (book, findings) = read(&format!("{row}\n{others}"));
            let [finding] = findings.as_slice() else { panic!("{row}: {findings:#?}") };
            assert_eq!(finding.code().as_str(), "rate-turned");
            assert_eq!(finding.suggestion(), Some(proposal));
            assert_eq!(book.len(), if lonely { 0 } else { 4 });
        }
    }
    // neither currency is the đồng: one turned among neighbours, which are not blamed
    let row = |day: u32, value: &str| format!("EUR,USD,{value},market,P,,,2025-01-0{day},2025-01-0{day},,\n");
    let rows = [row(1, "1.15"), row(2, "1.16"), row(3, "0.8620"), row(4, "1.15"), row(5, "1.15")].concat();
    let (book, findings) = read(&rows);
    assert_eq!((book.len(), findings.len()), (4, 1), "{findings:#?}");
    assert_eq!((findings[0].code().as_str(), findings[0].location().line()), ("rate-turned", Some(4)));
    // a pair near one says nothing either way
    let (book, findings) = read(&[row(1, "1.02"), row(2, "0.98"), row(3, "1.01")].concat());
    assert_eq!((book.len(), findings), (3, vec![]));
}

#[test]
fn a_misprinted_digit_stands_out_from_its_neighbours() {
    let row = |day: u32, value: &str| format!("USD,VND,{value},imf,P,,,2025-0{day}-01,2025-0{day}-01,,\n");
    let rows = [row(1, "24325"), row(2, "24726"), row(3, "27837"), row(4, "24956"), row(5, "24978")].concat();
    let (book, findings) = read(&rows);
    // a warning: the row is read
    assert_eq!((book.len(), findings.len()), (5, 1), "{findings:#?}");
    let finding = &findings[0];
    assert_eq!(
        (finding.code().as_str(), finding.severity(), finding.location().line()),
        ("rate-jump", Severity::Warning, Some(4))
    );
    assert_eq!(finding.expected_text(Language::En), Some("24726 (2025-02-01), 24956 (2025-04-01)"));
    // a step up that stays, and a neighbour half a year away, are no jumps
    let (_, findings) = read(&[row(1, "23000"), row(2, "23010"), row(3, "26000"), row(4, "26010")].concat());
    assert_eq!(findings, []);
    let (_, findings) = read(&[row(1, "23000"), row(7, "26000")].concat());
    assert_eq!(findings, []);
    // the last of a series has one neighbour
    let (_, findings) = read(&[row(1, "23000"), row(2, "23010"), row(3, "26000")].concat());
    assert_eq!(findings.len(), 1);
}

#[test]
fn a_rate_far_from_all_others_is_told() {
    let row = |publisher: &str, kind: &str, value: &str| {
        format!("USD,VND,{value},{kind},{publisher},,,2025-01-02,2025-01-02,,\n")
    };
    let others = row("A", "central", "24300") + &row("B", "bank-buying", "25200");
    let (book, findings) = read(&(others.clone() + &row("C", "imf", "21500")));
    assert_eq!((book.len(), findings.len()), (3, 1), "{findings:#?}");
    assert_eq!((findings[0].code().as_str(), findings[0].location().line()), ("rate-far", Some(4)));
    // what was agreed may be anything
    let (_, findings) = read(&(others.clone() + &row("C", "donor", "21500")));
    assert_eq!(findings, []);
    let mut checks = RateChecks::default();
    checks.far_percent_max = Decimal::from(20);
    let text = format!("{HEAD}{others}{}", row("C", "imf", "21500"));
    assert_eq!(RateBook::new().read_csv_with(text.as_bytes(), "rates.csv", &checks), []);
}

#[test]
fn shared_days_and_repeated_rows_are_told() {
    let rows = "USD,VND,24000,central,P,,,2025-01-01,2025-01-31,,\nUSD,VND,24100,central,P,,,2025-01-15,2025-02-14,,\nUSD,VND,24000,central,P,,,2025-01-01,2025-01-31,,\n";
    let (book, findings) = read(rows);
    let told: Vec<(&str, Severity, Option<u32>)> = findings
        .iter()
        .map(|finding| (finding.code().as_str(), finding.severity(), finding.location().line()))
        .collect();
    assert_eq!(
        told,
        [("rate-overlap", Severity::Warning, Some(3)), ("rate-duplicate", Severity::Note, Some(4))]
    );
    let value = |day| {
        book.lookup(Currency::USD, Currency::VND, RateKind::Central, None, date(2025, 1, day))
            .map(Rate::value)
    };
    assert_eq!((value(14), value(15)), (Ok(decimal("24000")), Ok(decimal("24100"))));
    // a correction says when it became known, and is none of these
    let text = "base,quote,value,kind,publisher,valid_from,valid_to,known_on\nUSD,VND,24000,central,P,2025-01-01,2025-01-31,\nUSD,VND,24010,central,P,2025-01-01,2025-01-31,2025-01-20\n";
    let (book, findings) = RateBook::from_csv(text.as_bytes(), "rates.csv");
    assert_eq!((book.len(), findings), (2, vec![]));
}

#[test]
fn a_figure_that_is_not_as_published_says_so_wherever_it_goes() {
    let text = "base,quote,value,kind,publisher,valid_from,valid_to,standing\nUSD,VND,25120,treasury-accounting,Kho bạc Nhà nước,2025-11-01,2025-11-30,second-hand\nUSD,VND,25118,treasury-accounting,Kho bạc Nhà nước,2025-12-01,2025-12-31,guessed\n";
    let (book, findings) = RateBook::from_csv(text.as_bytes(), "rates.csv");
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].code().as_str(), findings[0].location().line()), ("unknown-standing", Some(3)));
    let rate = book.iter().next().unwrap();
    assert_eq!(rate.standing(), Standing::SecondHand);
    let policy = Policy::treasury_accounting();
    let conversion =
        book.convert(&money("12500", "USD"), Currency::VND, date(2025, 11, 14), &policy).unwrap();
    for (language, words) in [
        (Language::Vi, "tháng 11/2025, số dẫn lại, chưa đối chiếu bản gốc)"),
        (Language::En, "November 2025, second hand, the original not seen)"),
    ] {
        assert!(conversion.explain(language).contains(words), "{}", conversion.explain(language));
    }
    let mut written = Vec::new();
    book.to_csv(&mut written).unwrap();
    assert_eq!(RateBook::from_csv(written.as_slice(), "again.csv"), (book, vec![]));
}

#[test]
fn a_table_tells_the_cell_of_each_fault_and_reads_the_rest() {
    let column = |name, base| RateColumn::new(name, base, Currency::VND, RateKind::Market, "P");
    let table =
        RateTable::monthly("month").column(column("usd", Currency::USD)).column(column("eur", Currency::EUR));
    let file = "month,usd,eur\n2025-01,25000,\"27,000\"\n2025-13,25000,27000\n2025-+3,1,1\n2025-04,,27100\n2025-05,0,27200\n";
    let mut book = RateBook::new();
    let findings = book.read_table(file.as_bytes(), "table.csv", &table, &RateChecks::default());
    let told: Vec<(&str, Option<u32>, Option<&str>)> = findings
        .iter()
        .map(|finding| (finding.code().as_str(), finding.location().line(), finding.location().record()))
        .collect();
    assert_eq!(
        told,
        [
            ("not-a-decimal", Some(2), Some("eur 2025-01")),
            ("unknown-date", Some(3), None),
            ("unknown-date", Some(4), None),
            ("rate-not-positive", Some(6), None),
        ]
    );
    assert_eq!(book.len(), 3);
    let findings = book.read_table("month,usd\n".as_bytes(), "table.csv", &table, &RateChecks::default());
    assert_eq!(findings[0].code().as_str(), "rates-column-missing");
}

proptest! {
    /// Rows that are turned, that sell below what they buy, that conflict: what was read is read again without an error.
    #[test]
    fn what_was_read_is_read_again_whatever_was_refused(rows in proptest::collection::vec((0usize..4, 0usize..6, 0usize..3, 1u32..60), 1..25)) {
        let values = ["1.15", "0.87", "1.16", "0.86", "1.02", "1.30"];
        let kinds = ["bank-buying", "bank-selling", "market", "central"];
        let rows: Vec<String> = rows.into_iter().map(|(kind, value, publisher, day)| {
            let day = date(2025, 1, 1) + chrono::Days::new(day.into());
            format!("EUR,USD,{},{},{},,,{day},{day},,\n", values[value], kinds[kind], ["P", "Q", "R"][publisher])
        }).collect();
        let (book, _) = read(&rows.concat());
        let mut written = Vec::new();
        book.to_csv(&mut written).unwrap();
        let (again, findings) = RateBook::from_csv(written.as_slice(), "again.csv");
        let errors: Vec<&Finding> = findings.iter().filter(|finding| finding.severity() == Severity::Error).collect();
        prop_assert!(errors.is_empty(), "{:?}", errors);
        prop_assert_eq!(again, book);
    }

    /// What was written is read back the same, whatever the rates.
    #[test]
    fn any_book_survives_its_own_file(rates in proptest::collection::vec((1_i64..1_000_000_000, 0_u32..12, 0_usize..13, 0_u64..4000, 0_u64..40, "[ -~ạđ]{1,12}", any::<Option<u8>>(), 0_usize..3), 0..12)) {
        let mut book = RateBook::new();
        for (mantissa, scale, kind, day, length, text, known, standing) in rates {
            let from = date(2016, 1, 1) + chrono::Days::new(day);
            let builder = Rate::builder(Currency::EUR, Currency::USD, Decimal::new(mantissa, scale), RateKind::ALL[kind])
                .publisher(text.clone())
                .notice(text.clone(), known.map(|days| from + chrono::Days::new(days.into())))
                .source(text.clone())
                .note(text)
                .standing(Standing::ALL[standing])
                .days(from, from + chrono::Days::new(length));
            let builder = match known {
                Some(days) => builder.known_on(from + chrono::Days::new(days.into())),
                None => builder,
            };
            // an empty publisher is refused, a conflict too
            if let Ok(rate) = builder.build() {
                let _ = book.insert(rate);
            }
        }
        let mut written = Vec::new();
        book.to_csv(&mut written).unwrap();
        let mut checks = RateChecks::default();
        checks.turned = false;
        checks.spread_percent_max = Decimal::MAX;
        let mut again = RateBook::new();
        let findings = again.read_csv_with(written.as_slice(), "again.csv", &checks);
        let refused = findings.iter().filter(|finding| finding.severity() == Severity::Error).count();
        prop_assume!(findings.iter().all(|finding| finding.code().as_str() != "spread-impossible"));
        prop_assert_eq!(refused, 0, "{:?}", findings);
        prop_assert_eq!(again, book);
    }
}

proptest! {
    #[test]
    fn any_bytes_give_rates_and_findings(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = RateBook::from_csv(bytes.as_slice(), "rates.csv");
        let _ = RateBook::from_csv([HEAD.as_bytes(), &bytes].concat().as_slice(), "rates.csv");
    }

    /// One byte of a good file changed: never a panic, and no row vanishes without a finding.
    #[test]
    fn a_changed_byte_loses_no_row_in_silence(place in 0usize..400, byte in any::<u8>()) {
        let row = |day| format!("USD,VND,2512{day},central,P,,,2025-01-0{day},2025-01-0{day},,\n");
        let mut text = [1, 2, 3, 4, 5].map(row).concat().into_bytes();
        let place = place % text.len();
        text[place] = byte;
        let (book, findings) = RateBook::from_csv([HEAD.as_bytes(), &text].concat().as_slice(), "rates.csv");
        // a quote or a line end may join rows or split one; what is left out is told
        prop_assert!(book.len() >= 5 || !findings.is_empty());
    }
}
