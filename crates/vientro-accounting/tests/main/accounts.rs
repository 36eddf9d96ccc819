//! Money stands apart by the account at the Treasury or a bank that it is kept on, and what it shows sums.

use std::collections::BTreeMap;

use proptest::prelude::*;
use vientro_accounting::{
    AccountKind, AccountStatement, BalanceFigure, Book, CheckOptions, Journal, Selection, Tell, Totals,
    account_rows, account_statements, balances, check, keeper_policy, to_beancount, to_hledger, unspent,
};
use vientro_core::{Figure, Period};
use vientro_currency::{Currency, Money, RateBook, RateError, RateKind};
use vientro_model::{
    AccountId, AccountMovement, AidAccount, AmountKey, Basis, Body, Direction, Facts, Flow, FlowId, FlowKind,
    ItemId, KeeperKind, MovementId, SourceClass, Validity,
};

use crate::support::{date, post, programme};

const BANK: &str = "Ngân hàng A, chi nhánh An Giang";

fn id(id: &str) -> AccountId {
    AccountId::try_new(id).unwrap()
}

fn usd(dollars: i64) -> Figure<Money> {
    Figure::Known(Money::from_minor(i128::from(dollars) * 100, Currency::USD).unwrap())
}

fn million(amount: i64) -> Figure<Money> {
    Figure::Known(Money::vnd(amount * 1_000_000))
}

fn flow(name: &str, kind: FlowKind, amount: Figure<Money>, day: &str, account: &str) -> Flow {
    Flow::try_new(FlowId::try_new(name).unwrap(), kind, amount, Direction::Inward, SourceClass::ForeignNgo)
        .unwrap()
        .with_date(date(day))
        .with_item(ItemId::try_new("AG-1").unwrap())
        .with_account(id(account))
}

fn account(name: &str, kind: KeeperKind, keeper: &str, currency: Currency, opened: &str) -> AidAccount {
    AidAccount::new(id(name), kind, Body::try_new(keeper).unwrap(), currency)
        .with_item(ItemId::try_new("AG-1").unwrap())
        .with_validity(Validity::try_new(Some(date(opened)), None).unwrap())
}

/// 10,000 dollars come to the bank, 4,000 are exchanged into the Treasury's account, from which partners get 30 million in
/// advance and settle 20; 5 million come back. The bank pays interest, and 500 dollars go back to the donor.
fn year() -> Facts {
    let mut facts = Facts::default();
    facts.add_account(account("NH", KeeperKind::Bank, BANK, Currency::USD, "2025-01-02")).unwrap();
    facts
        .add_account(account(
            "KB",
            KeeperKind::Treasury,
            "Kho bạc Nhà nước An Giang",
            Currency::VND,
            "2025-01-02",
        ))
        .unwrap();
    for flow in [
        flow("1", FlowKind::Receipt, usd(10_000), "2025-02-03", "NH"),
        flow("2", FlowKind::Advance, million(30), "2025-04-01", "KB"),
        flow("3", FlowKind::AdvanceSettlement, million(20), "2025-08-01", "KB"),
        flow("4", FlowKind::AdvanceReturn, million(5), "2025-09-01", "KB"),
        flow("5", FlowKind::Expenditure, million(10), "2025-10-01", "KB"),
        flow("6", FlowKind::Refund, usd(500), "2025-11-03", "NH"),
    ] {
        facts.add_flow(flow).unwrap();
    }
    let item = ItemId::try_new("AG-1").unwrap();
    let name = |name: &str| MovementId::try_new(name).unwrap();
    let exchange = AccountMovement::exchange(
        name("C-1"),
        (id("NH"), usd(4_000)),
        (id("KB"), million(101)),
        Direction::Inward,
    );
    let interest = AccountMovement::interest(name("C-2"), id("NH"), usd(12), Direction::Inward);
    for (movement, day) in [(exchange.unwrap(), "2025-03-03"), (interest.unwrap(), "2025-06-30")] {
        facts.add_movement(movement.with_date(date(day)).with_item(item.clone())).unwrap();
    }
    facts
}

fn books(facts: &Facts) -> Journal {
    let mut journal = Journal::new();
    post(&mut journal, facts);
    journal
}

fn four(statement: &AccountStatement) -> [i128; 4] {
    let sides = [statement.opening(), statement.increase(), statement.decrease(), statement.closing()];
    sides.map(|side| side.figure().known().unwrap().minor())
}

#[test]
fn a_statement_shows_what_is_there() {
    let journal = books(&year());
    let second_half = Period::half_year(2025, 2).unwrap();
    let told = account_statements(&journal, &second_half).unwrap();
    let found = |account: &str| told.iter().find(|it| it.account() == &id(account)).unwrap();
    // 101 less 30 in advance; 5 come back, 10 are used, and what is settled left before
    assert_eq!(four(found("KB")), [71_000_000, 5_000_000, 10_000_000, 66_000_000]);
    assert_eq!(four(found("NH")), [601_200, 0, 50_000, 551_200]);
    // the aid account of the books holds the advance until it is settled
    let kept = |kind| {
        let all = balances(&journal, None, Tell::Original).unwrap();
        let balance = all
            .into_iter()
            .find(|it| it.account().kind() == kind && it.account().kept_on() == Some(&id("KB")));
        balance.unwrap().closing().figure().known().unwrap().minor()
    };
    assert_eq!((kept(AccountKind::AidAccount), kept(AccountKind::AdvanceHeld)), (71_000_000, -5_000_000));
}

#[test]
fn what_moves_on_accounts_counts_in_no_total() {
    let facts = year();
    let journal = books(&facts);
    let totals = Totals::new(&journal, &facts);
    let received = Selection::new(AmountKey::new(Basis::Received, Direction::Inward));
    assert_eq!(totals.total(&received).unwrap().figure().inputs(), 1);
    // nor beside one, where it is kept aside
    let mut facts = facts;
    let undated =
        AccountMovement::interest(MovementId::try_new("C-9").unwrap(), id("NH"), usd(1), Direction::Inward);
    facts.add_movement(undated.unwrap()).unwrap();
    let journal = books(&facts);
    assert_eq!(Totals::new(&journal, &facts).total(&received).unwrap().undated(), 0);
    let told = account_statements(&journal, &Period::calendar_year(2025).unwrap()).unwrap();
    assert_eq!(told.iter().map(AccountStatement::aside).collect::<Vec<_>>(), [0, 1]);
    // what an exchange gained stands in its account, in the currency of the books: 101 million for 4,000 × 25,120
    let exchange = balances(&journal, None, Tell::Presentation).unwrap();
    let exchange = exchange.iter().find(|it| it.account().kind() == AccountKind::CurrencyExchange).unwrap();
    assert_eq!(exchange.closing().figure(), &Figure::Known(Money::vnd(100_480_000 - 101_000_000)));
}

#[test]
fn rows_are_presented_at_the_rate_of_the_keeper_at_the_end() {
    let mut facts = year();
    facts.add_account(account("NH-2", KeeperKind::Bank, "Ngân hàng B", Currency::USD, "2025-12-01")).unwrap();
    facts.add_account(account("NH-3", KeeperKind::Bank, BANK, Currency::USD, "2026-01-05")).unwrap();
    let journal = books(&facts);
    let year = Period::calendar_year(2025).unwrap();
    let day = year.last();
    let rate = |value: &str, kind, publisher: &str, from| {
        vientro_currency::Rate::builder(Currency::USD, Currency::VND, value.parse().unwrap(), kind)
            .publisher(publisher)
            .days(from, day)
            .build()
            .unwrap()
    };
    let bank = rate("26050", RateKind::BankBuyingTransfer, BANK, day);
    let treasury = rate("25118", RateKind::TreasuryAccounting, "Kho bạc Nhà nước", date("2025-12-01"));
    let rates = RateBook::from_rates([bank, treasury]).unwrap();
    let rows = account_rows(&facts, &journal, &year, &rates, keeper_policy).unwrap();
    // an account on which nothing moved is told, one that is not open yet is not
    let names: Vec<&str> = rows.iter().map(|row| row.statement().account().as_str()).collect();
    assert_eq!(names, ["KB", "NH", "NH-2"]);
    let known = |figure: &Figure<Money>| figure.known().unwrap().minor();
    let [kb, nh, other] = &rows[..] else { panic!("three rows") };
    let told = nh.in_dong().unwrap();
    assert_eq!(known(told.increase()), 10_012 * 26_050);
    assert_eq!(known(told.closing()), 5_512 * 26_050);
    assert_eq!((told.rates().len(), told.rounding()), (1, Some(&Money::vnd(0))));
    assert_eq!(known(nh.in_dollars().unwrap().closing()), 551_200);
    assert_eq!(nh.account().unwrap().keeper().name(), BANK);
    // 66 million at 25,118 are 2,627.5977…; each figure is rounded by itself, and what that leaves is told
    let told = kb.in_dollars().unwrap();
    assert_eq!(known(told.closing()), 262_760);
    let summed = known(told.opening()) + known(told.increase()) - known(told.decrease());
    assert_eq!(told.rounding().unwrap().minor(), known(told.closing()) - summed);
    // the bank has no rate of its own
    assert_eq!(four(other.statement()), [0; 4]);
    assert!(matches!(other.in_dong(), Err(RateError::Publisher { .. })), "{:?}", other.in_dong());
}

#[test]
fn an_account_is_of_its_item_its_currency_and_its_days() {
    let mut facts = year();
    let reported = account("NH-9", KeeperKind::Bank, BANK, Currency::USD, "2025-03-03")
        .with_reported_on(date("2025-03-19"));
    facts.add_account(reported).unwrap();
    for flow in [
        flow("unknown", FlowKind::Receipt, usd(1), "2025-02-03", "NH-7"),
        flow("early", FlowKind::Receipt, usd(1), "2025-01-01", "NH"),
        flow("currency", FlowKind::Expenditure, million(1), "2025-05-01", "NH"),
        flow("other", FlowKind::Receipt, usd(1), "2025-05-01", "NH")
            .with_item(ItemId::try_new("AG-2").unwrap()),
    ] {
        facts.add_flow(flow).unwrap();
    }
    let findings = check(&facts, &books(&facts), &CheckOptions::new()).unwrap();
    let mut told: Vec<(&str, &str)> = findings
        .iter()
        .filter(|it| it.code().as_str().starts_with("account-"))
        .map(|it| (it.code().as_str(), it.location().record().unwrap()))
        .collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            ("account-currency", "currency"),
            ("account-not-open", "early"),
            ("account-of-other-item", "other"),
            ("account-reported-late", "NH-9"),
            ("account-unknown", "unknown"),
        ]
    );
    // on the fifteenth day it is in time; who lists no account is not asked
    let in_time = account("NH-9", KeeperKind::Bank, BANK, Currency::USD, "2025-03-03")
        .with_reported_on(date("2025-03-18"));
    let mut facts = Facts::default();
    facts.add_account(in_time).unwrap();
    assert_eq!(check(&facts, &books(&facts), &CheckOptions::new()).unwrap(), []);
    let mut facts = Facts::default();
    facts.add_flow(flow("1", FlowKind::Receipt, usd(1), "2025-02-03", "NH-7")).unwrap();
    let findings = check(&facts, &books(&facts), &CheckOptions::new()).unwrap();
    assert!(findings.iter().all(|it| !it.code().as_str().starts_with("account-")), "{findings:?}");
}

#[test]
fn what_goes_to_another_account_keeps_its_age() {
    let mut facts = Facts::default();
    for flow in [
        flow("1", FlowKind::Receipt, million(50), "2025-01-10", "KB"),
        flow("2", FlowKind::Receipt, million(30), "2025-02-10", "KB"),
        flow("3", FlowKind::Receipt, million(5), "2025-01-20", "NH"),
    ] {
        facts.add_flow(flow).unwrap();
    }
    let moved = AccountMovement::transfer(
        MovementId::try_new("C-1").unwrap(),
        id("KB"),
        id("NH"),
        million(60),
        Direction::Inward,
    );
    let item = ItemId::try_new("AG-1").unwrap();
    facts.add_movement(moved.unwrap().with_date(date("2025-03-01")).with_item(item)).unwrap();
    let parts = unspent(&books(&facts), date("2025-03-31")).unwrap();
    let told = parts.iter().map(|it| {
        let account = it.account().kept_on().map(AccountId::as_str);
        (account.unwrap(), it.amount().minor() / 1_000_000, it.since())
    });
    let expected = [
        ("KB", 20, "2025-02-10"),
        ("NH", 50, "2025-01-10"),
        ("NH", 5, "2025-01-20"),
        ("NH", 10, "2025-02-10"),
    ];
    assert_eq!(
        told.collect::<Vec<_>>(),
        expected.map(|(account, millions, day)| (account, millions, date(day)))
    );
}

#[test]
fn other_tools_see_the_account_below_the_item() {
    let journal = books(&year());
    assert!(to_hledger(&journal).contains("disbursed:inward:aid-account:AG-1:@KB  101000000 VND"));
    assert!(to_beancount(&journal).contains("Assets:Disbursed:Inward:Aid-account:IAG-1:AKB  101000000 VND"));
}

#[cfg(feature = "serde")]
#[test]
fn the_account_is_under_the_hash() {
    let journal = books(&year());
    let text = serde_json::to_string(&journal).unwrap();
    assert_eq!(serde_json::from_str::<Journal>(&text).unwrap(), journal);
    let other = text.replacen(r#""kept_on":"NH""#, r#""kept_on":"KB""#, 1);
    assert_ne!(other, text);
    assert!(serde_json::from_str::<Journal>(&other).is_err());
}

/// Sums of the lower ends by account at a keeper, book and currency.
type Sums = BTreeMap<(String, Book, Currency), i128>;

fn low(figure: &BalanceFigure) -> Option<i128> {
    figure.figure().low().map(Money::minor)
}

proptest! {
    #[test]
    fn statements_are_the_balances_of_what_is_kept(facts in programme()) {
        let journal = books(&facts);
        let half = Period::half_year(2025, 2).unwrap();
        let mut ours = Sums::new();
        for statement in account_statements(&journal, &half).unwrap() {
            let sides = [statement.opening(), statement.increase(), statement.decrease(), statement.closing()];
            if let [Some(opening), Some(increase), Some(decrease), Some(closing)] =
                sides.map(|side| side.figure().known().map(Money::minor))
            {
                prop_assert_eq!(opening + increase - decrease, closing);
            }
            if let Some(closing) = low(statement.closing()) {
                let key = (statement.account().to_string(), statement.book(), statement.currency());
                ours.insert(key, closing);
            }
        }
        // the same sums over the balances of the books, where nothing is left without a lower end
        let mut theirs = Sums::new();
        let mut open = Vec::new();
        for balance in balances(&journal, Some(&half), Tell::Original).unwrap() {
            let Some(account) = balance.account().kept_on() else { continue };
            let key = (account.to_string(), balance.account().book(), balance.currency());
            match balance.closing().figure().known() {
                Some(money) => *theirs.entry(key).or_default() += money.minor(),
                None => open.push(key),
            }
        }
        for (key, sum) in theirs.iter().filter(|(key, _)| !open.contains(key)) {
            prop_assert_eq!(ours.get(key).copied().unwrap_or_default(), *sum, "{:?}", key);
        }
    }

    #[test]
    fn naming_accounts_changes_no_sum_of_an_item(facts in programme()) {
        let mut with = Facts::default();
        let mut without = Facts::default();
        for flow in facts.flows().filter(|flow| flow.kind() != FlowKind::Refund) {
            with.add_flow(flow.clone()).unwrap();
            let plain = Flow::try_new(flow.id().clone(), flow.kind(), flow.amount().clone(), flow.direction(), flow.source());
            let plain = flow.date().into_iter().fold(plain.unwrap(), Flow::with_date);
            let plain = flow.item().into_iter().cloned().fold(plain, Flow::with_item);
            without.add_flow(plain).unwrap();
        }
        let sums = |facts: &Facts| {
            let mut sums = BTreeMap::new();
            for line in books(facts).entries().iter().flat_map(vientro_accounting::Entry::lines) {
                let account = line.account();
                let key = (account.kind(), account.direction(), account.item().cloned(), line.side(), line.value().currency());
                *sums.entry(key).or_insert(0) += line.value().original().low().map_or(1, Money::minor);
            }
            sums
        };
        prop_assert_eq!(sums(&with), sums(&without));
    }
}
