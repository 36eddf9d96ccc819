//! An organisation's own ledger (story N1): every line is a flow, left out for a reason, or a finding; nothing is lost,
//! and the same export read again changes nothing.

use std::fmt::Write as _;

use proptest::prelude::*;
use vientro_core::{Bilingual, Language};
use vientro_currency::{Currency, Money, RateKind};
use vientro_intake::{
    AccountRule, DonorRule, Ledger, LedgerColumns, LedgerFx, LedgerMapping, LedgerOutcome, Options,
    ProjectRule, Source, read_csv, read_ledger,
};
use vientro_model::{AidItem, Direction, Facts, FlowKind, ItemId, SourceClass};
use vientro_vi::Style;

fn columns() -> LedgerColumns {
    let named = |name: &str| Some(name.to_owned());
    LedgerColumns {
        currency: named("Currency"),
        donor: named("Donor"),
        fx: named("FX"),
        memo: named("Memo"),
        ..LedgerColumns::new("Date", "Account", "Project", "Amount")
    }
}

fn item(id: &str, title: &str) -> AidItem {
    AidItem::new(ItemId::try_new(id).unwrap(), title, Direction::Inward, SourceClass::ForeignNgo)
}

fn mapping() -> LedgerMapping {
    let other_side = Bilingual::new("bên kia của bút toán", "the other side of the entry");
    let elsewhere = Bilingual::new("ngoài Việt Nam", "not in Viet Nam");
    LedgerMapping::try_new(
        "so-cai-A",
        columns(),
        [
            AccountRule::ignored("1*", other_side),
            AccountRule::new("4100").negative(FlowKind::Receipt).positive(FlowKind::Refund),
            AccountRule::new("5*").positive(FlowKind::Expenditure),
            AccountRule::ignored("5900", elsewhere.clone()),
        ],
        [
            ProjectRule::new("VN-01", item("A-01", "Nước sạch")),
            ProjectRule::new("VN-02", item("A-02", "Trường học")),
            ProjectRule::ignored("HQ", elsewhere),
        ],
    )
    .unwrap()
    .with_numbers(Style::English)
    .with_donors([DonorRule::new("Quỹ minh họa", SourceClass::OverseasVietnamese)])
    .unwrap()
    .with_fx(LedgerFx {
        ledger: Currency::USD,
        is_line_for_one: true,
        kind: RateKind::BankBuyingTransfer,
        publisher: "Ngân hàng minh họa".to_owned(),
    })
    .unwrap()
}

fn read(text: &str) -> Ledger {
    let grid = read_csv(&Source::new("so-cai.csv", text.as_bytes()), &Options::default()).unwrap();
    read_ledger(&grid, &mapping())
}

const HEADER: &str = "Date,Account,Project,Donor,Amount,Currency,FX,Memo\n";

const LINES: [&str; 12] = [
    "2025-03-05,4100,VN-01,Tổ chức minh họa 04,\"-457,800.00\",USD,1,đợt 1",
    "2025-03-05,1010,VN-01,,\"457,800.00\",USD,1,ngân hàng",
    "2025-04-02,5100,VN-01,Quỹ minh họa,\"2,520,000\",VND,25200,vật tư",
    "2025-04-02,5100,VN-01,Quỹ minh họa,\"2,520,000\",VND,25200,vật tư",
    "2025-04-09,5900,VN-01,,1200.50,USD,1,chi phí văn phòng chính",
    "2025-05-01,5100,HQ,,300,USD,1,",
    "2025-05-02,5100,VN-07,,75.25,USD,1,dự án mới",
    "2025-05-03,6100,VN-02,,10,USD,1,",
    "2025-05-04,5200,VN-02,,(40.00),USD,1,sửa bút toán",
    "2025-05-05,5200,VN-02,,abc,USD,1,",
    "2025-05-06,5200,VN-02,,12.345,USD,1,",
    "31/02/2025,5200,VN-02,,99,EUR,x,",
];

#[test]
fn every_line_is_a_flow_or_left_out_or_told() {
    let ledger = read(&format!("Sổ cái\n{HEADER}{}\n", LINES.join("\n")));
    let told: Vec<String> = ledger
        .lines()
        .iter()
        .map(|line| {
            let what = match line.outcome() {
                LedgerOutcome::Flow(id) => {
                    let flow = ledger.flows().iter().find(|flow| flow.id() == id).unwrap();
                    format!("{} {} {}", flow.kind(), flow.amount().known().unwrap(), flow.source())
                }
                LedgerOutcome::Ignored(reason) => reason.text(Language::En).to_owned(),
                LedgerOutcome::Refused => "refused".to_owned(),
            };
            format!("{} {what}", line.location().line().unwrap())
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    3 receipt 457800.00 USD foreign-ngo
    4 the other side of the entry
    5 expenditure 2520000 VND overseas-vietnamese
    6 expenditure 2520000 VND overseas-vietnamese
    7 not in Viet Nam
    8 not in Viet Nam
    9 refused
    10 refused
    11 refused
    12 refused
    13 refused
    14 expenditure 99.00 EUR foreign-ngo
    ");
    let findings: Vec<String> = ledger.findings().iter().map(|it| it.line(Language::En)).collect();
    insta::assert_snapshot!(findings.join("\n"), @r"
    error project-unmapped so-cai.csv C9 #9: the table of the ledger does not name this project; found `VN-07`
    error account-unmapped so-cai.csv B10 #10: the table of the ledger does not name this account; found `6100`
    error sign-unmapped so-cai.csv E11 #11: the table of the ledger does not say what an amount of this sign is on this account; found `5200: -40.00 USD`
    error not-a-number so-cai.csv E12 #12: the cell is no number; the value is unknown, not zero; found `abc`
    error not-a-number so-cai.csv E13 #13: the cell is no number; the value is unknown, not zero: `12.345` has more decimals than the 2 of `USD`; found `12.345`
    error unknown-date so-cai.csv A14 #14: no such day, or no day at all; the record is kept without one; found `31/02/2025`, expected `2025-03-05`
    error rate-refused so-cai.csv G14 #14: the rate is refused; found `x`
    ");
    let sums: Vec<String> = ledger
        .sums()
        .iter()
        .map(|it| format!("{} = {} + {} + {}", it.file(), it.mapped(), it.ignored(), it.refused()))
        .collect();
    insta::assert_snapshot!(sums.join("\n"), @r"
    99.00 EUR = 99.00 EUR + 0.00 EUR + 0.00 EUR
    1545.75 USD = -457800.00 USD + 459300.50 USD + 45.25 USD
    5040000 VND = 5040000 VND + 0 VND + 0 VND
    ");
}

#[test]
fn the_stated_rate_is_kept_and_converts_nothing() {
    let ledger = read(&format!("{HEADER}{}\n", LINES.join("\n")));
    // story N5: 457,800 USD stays 457,800 USD
    assert_eq!(ledger.flows()[0].amount().known().unwrap().to_string(), "457800.00 USD");
    assert_eq!(ledger.lines()[0].rate(), None);
    let rate = ledger.lines()[2].rate().unwrap();
    assert_eq!(
        (rate.base(), rate.quote(), rate.kind()),
        (Currency::USD, Currency::VND, RateKind::BankBuyingTransfer)
    );
    assert_eq!(
        rate.text(Language::En),
        "1 USD = 25,200 VND (bank buying rate for transfers, Ngân hàng minh họa, 02/04/2025)"
    );
}

#[test]
fn an_export_that_grew_adds_its_new_lines_alone() {
    let first = read(&format!("{HEADER}{}\n", LINES[..4].join("\n")));
    let mut facts = Facts::default();
    assert_eq!(first.add_to(&mut facts).unwrap(), 3);
    let before = facts.clone();
    assert_eq!(first.add_to(&mut facts).unwrap(), 0);
    assert_eq!(facts, before);
    // lines above, other columns, another memo
    let later = "Memo,Currency,Date,Account,Project,Donor,Amount,FX\n\
                 mới,USD,2025-02-01,5100,VN-02,,7,1\n\
                 đã sửa lời,USD,05/03/2025,4100,VN-01,Tổ chức minh họa 04,-457800,1\n\
                 x,VND,2025-04-02,5100,VN-01,Quỹ minh họa,2520000,25200\n\
                 y,VND,2025-04-02,5100,VN-01,Quỹ minh họa,2520000,25200\n";
    assert_eq!(read(later).add_to(&mut facts).unwrap(), 1);
    assert!(before.flows().all(|flow| facts.flow(flow.id()) == Some(flow)));
    assert!(facts.flows().all(|flow| flow.rows().iter().all(|row| facts.row(row).is_some())));
}

#[test]
fn a_file_without_the_headings_says_so() {
    let ledger = read("Ngày;Số tiền\n1/1/2025;5\n");
    assert!(ledger.lines().is_empty());
    insta::assert_snapshot!(ledger.findings()[0].line(Language::En), @"error ledger-unread so-cai.csv A1 #1: no row has the headings the table of the ledger names; no line is read; found `Ngày | Số tiền`, expected `Date | Account | Project | Amount | Currency | Donor | FX | Memo`");
}

#[cfg(feature = "toml")]
#[test]
fn the_table_is_a_file() {
    let text = mapping().to_toml().unwrap();
    assert_eq!(LedgerMapping::from_toml(&text).unwrap(), mapping());
    let nothing = LedgerMapping::from_toml(&text.replace("positive = \"expenditure\"\n", ""));
    assert!(nothing.unwrap_err().to_string().contains("`5*` is either something or ignored"));
}

/// Lines of amounts in cents: account, project, cents, currency.
fn lines() -> impl Strategy<Value = Vec<(usize, usize, i64, usize)>> {
    proptest::collection::vec((0usize..6, 0usize..4, -10_000_000i64..10_000_000, 0usize..3), 0..40)
}

proptest! {
    #[test]
    fn the_sums_are_those_of_the_file(lines in lines()) {
        let accounts = ["1010", "4100", "5100", "5900", "6100", "52"];
        let projects = ["VN-01", "VN-02", "HQ", "VN-09"];
        let currencies = ["USD", "EUR", "VND"];
        let mut text = HEADER.to_owned();
        let mut expected = std::collections::BTreeMap::<&str, i128>::new();
        for (number, (account, project, cents, currency)) in lines.iter().enumerate() {
            let currency = currencies[*currency];
            let (whole, rest) = (cents / 100, (cents % 100).abs());
            let sign = if *cents < 0 && whole == 0 { "-" } else { "" };
            let (amount, minor) = if currency == "VND" {
                (cents.to_string(), *cents)
            } else {
                (format!("{sign}{whole}.{rest:02}"), *cents)
            };
            *expected.entry(currency).or_default() += i128::from(minor);
            let (account, project) = (accounts[*account], projects[*project]);
            let day = number % 28 + 1;
            let _ = writeln!(text, "2025-01-{day:02},{account},{project},,{amount},{currency},,{number}");
        }
        let ledger = read(&text);
        prop_assert_eq!(ledger.lines().len(), lines.len());
        let mut ids: Vec<_> = ledger.flows().iter().map(vientro_model::Flow::id).collect();
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), ledger.flows().len());
        for sum in ledger.sums() {
            prop_assert_eq!(sum.file().minor(), expected[sum.currency().code()]);
            let parts = [sum.mapped(), sum.ignored(), sum.refused()];
            prop_assert_eq!(Money::sum(sum.currency(), parts).unwrap(), sum.file());
        }
        prop_assert_eq!(ledger.sums().len(), expected.len());
        let refused = ledger.lines().iter().filter(|line| *line.outcome() == LedgerOutcome::Refused).count();
        prop_assert_eq!(refused, ledger.findings().len());
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let text = format!("{HEADER}{}", String::from_utf8_lossy(&bytes));
        if let Ok(grid) = read_csv(&Source::new("a.csv", text.as_bytes()), &Options::default()) {
            let ledger = read_ledger(&grid, &mapping());
            prop_assert!(ledger.flows().len() <= ledger.lines().len());
        }
    }
}
