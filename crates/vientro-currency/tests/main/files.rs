//! Goal: a rate file gives every good row and a finding for every faulty one. Method: the files of the repository, whose
//! faults were counted by hand, and small files with one fault each.

use std::collections::BTreeSet;

use proptest::prelude::*;
use vientro_core::{Finding, Language, Severity};
use vientro_currency::{Currency, Rate, RateBook, RateKind};

use crate::support::{date, rate_file};

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
fn the_other_files_have_no_faults() {
    for (name, rows) in
        [("treasury_accounting.csv", 20), ("imf_month_end.csv", 81), ("hmrc_monthly.csv", 913)]
    {
        let Some(bytes) = rate_file(name) else { return };
        let (book, findings) = RateBook::from_csv(bytes.as_slice(), name);
        assert_eq!(findings, [], "{name}");
        assert_eq!(book.len(), rows, "{name}");
    }
}

#[test]
fn a_written_book_reads_back_the_same() {
    let Some(book) = crate::support::whole_book() else { return };
    let mut text = Vec::new();
    book.to_csv(&mut text).unwrap();
    let (again, findings) = RateBook::from_csv(text.as_slice(), "again.csv");
    // the one implausible spread is warned of again
    assert_eq!(
        findings.iter().map(|finding| finding.code().as_str()).collect::<Vec<_>>(),
        ["spread-impossible"]
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
        ("USD,VND,25120,market,P,,,2025-01-01,2025-01-01,,", "unknown-rate-kind"),
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
