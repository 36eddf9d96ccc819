//! Goal: a closing rate moves values and no facts. Method: one aid account in dollars by hand, and random programmes
//! whose adjusted values must be their balances at the closing rate.

use proptest::prelude::*;
use vientro_accounting::{AccountKind, Journal, PostingContext, Selection, Tell, Totals, balances};
use vientro_core::{Figure, Period};
use vientro_currency::{Currency, Money, Policy, RateBook, RateKind};
use vientro_model::{AmountKey, Basis, Direction, Facts, Flow, FlowId, FlowKind, SourceClass};

use crate::support::{date, programme, usd_rate};

/// Rates of whole months, as the Treasury publishes them.
fn rates() -> RateBook {
    let rate = |value: &str, from: &str, to: &str| {
        usd_rate(value, RateKind::TreasuryAccounting, date(from), date(to))
    };
    RateBook::from_rates([
        rate("25000", "2025-01-01", "2025-05-31"),
        rate("25200", "2025-06-01", "2025-11-30"),
        rate("25118", "2025-12-01", "2026-06-30"),
    ])
    .unwrap()
}

fn usd(cents: i128) -> Figure<Money> {
    Figure::Known(Money::from_minor(cents, Currency::USD).unwrap())
}

fn receipt(id: &str, kind: FlowKind, amount: Figure<Money>, day: &str) -> Flow {
    let id = FlowId::try_new(id).unwrap();
    Flow::try_new(id, kind, amount, Direction::Inward, SourceClass::ForeignNgo).unwrap().with_date(date(day))
}

fn adjusted(journal: &Journal) -> i128 {
    let told = balances(journal, None, Tell::Presentation).unwrap();
    let of = |kind| {
        told.iter()
            .filter(|it| it.account().kind() == kind)
            .map(|it| it.closing().figure().known().unwrap().minor())
            .sum::<i128>()
    };
    assert_eq!(of(AccountKind::ExchangeAdjustment), -of(AccountKind::ExchangeDifference));
    of(AccountKind::ExchangeAdjustment)
}

#[test]
fn an_aid_account_in_dollars_is_revalued_twice_and_split() {
    let (book, policy) = (rates(), Policy::treasury_accounting());
    let context = PostingContext::new(&book, &policy, Currency::VND);
    let mut journal = Journal::new();
    let mut facts = Facts::default();
    facts.add_flow(receipt("1", FlowKind::Disbursement, usd(1_000_000), "2025-02-01")).unwrap();
    facts.add_flow(receipt("2", FlowKind::Receipt, usd(1_000_000), "2025-02-01")).unwrap();
    facts.add_flow(receipt("3", FlowKind::Expenditure, usd(400_000), "2025-07-10")).unwrap();
    journal.post(&facts, &context).unwrap();
    let selection = Selection::new(AmountKey::new(Basis::Received, Direction::Inward));
    let before = Totals::new(&journal, &facts).total(&selection).unwrap();

    // 10,000 dollars stand at 25,000 and are worth 25,200
    let (first, findings) = journal.revalue(date("2025-06-30"), &context).unwrap();
    assert_eq!(findings, []);
    let account = first.iter().find(|it| it.account().kind() == AccountKind::AidAccount).unwrap();
    assert_eq!(account.revaluation().difference(), &Money::vnd(2_000_000));
    assert_eq!(adjusted(&journal), 2_000_000);
    let entry = journal.entry(account.entry().unwrap()).unwrap();
    assert_eq!(entry.lines()[0].value().rates()[0].value().to_string(), "25200");
    // once more finds nothing
    let (again, _) = journal.revalue(date("2025-06-30"), &context).unwrap();
    assert!(again.iter().all(|it| it.entry().is_none()));

    // 6,000 dollars are left; they stand at 10,000 × 25,000 + 2,000,000 − 4,000 × 25,200 and are worth 6,000 × 25,118
    let (second, _) = journal.revalue(date("2025-12-31"), &context).unwrap();
    let account = second.iter().find(|it| it.account().kind() == AccountKind::AidAccount).unwrap();
    assert_eq!(account.revaluation().difference(), &Money::vnd(-492_000));
    assert_eq!(adjusted(&journal), 2_000_000 - 492_000);

    let changes = journal.valuation_changes(date("2025-06-30"), date("2025-12-31"), &context).unwrap();
    let change = changes.iter().find(|it| it.account().kind() == AccountKind::AidAccount).unwrap();
    assert_eq!(change.split().real_change(), &Money::vnd(-4_000 * 25_200));
    assert_eq!(change.split().rate_effect(), &Money::vnd(-6_000 * 82));

    // a total of aid is what it was: valuation is a book of its own
    let after = Totals::new(&journal, &facts).total(&selection).unwrap();
    assert_eq!(after, before);
    assert_eq!(journal.audit(Some(&journal.head())), []);
}

#[test]
fn a_missing_closing_rate_posts_nothing_and_a_late_fact_is_told() {
    let (book, policy) = (rates(), Policy::treasury_accounting());
    let context = PostingContext::new(&book, &policy, Currency::VND);
    let mut journal = Journal::new();
    journal.post_flow(&receipt("1", FlowKind::Receipt, usd(1_000_000), "2025-02-01"), &context).unwrap();
    let entries = journal.entries().len();
    let error = journal.revalue(date("2027-01-31"), &context).unwrap_err();
    assert!(error.message().vi().contains("2027"), "{error}");
    assert_eq!(journal.entries().len(), entries);

    journal.revalue(date("2025-06-30"), &context).unwrap();
    journal.post_flow(&receipt("2", FlowKind::Receipt, usd(500_000), "2025-03-01"), &context).unwrap();
    let (_, findings) = journal.revalue(date("2025-06-30"), &context).unwrap();
    assert!(findings.iter().all(|it| it.code().as_str() == "revaluation-outdated") && !findings.is_empty());
    // an unknown amount has no currency; an amount with an open end is not exact
    let open = Figure::within(vientro_core::Interval::at_least(Money::from_minor(1, Currency::USD).unwrap()));
    journal.post_flow(&receipt("3", FlowKind::Receipt, open, "2025-03-01"), &context).unwrap();
    let (revalued, findings) = journal.revalue(date("2025-12-31"), &context).unwrap();
    assert!(revalued.is_empty());
    assert!(findings.iter().all(|it| it.code().as_str() == "revaluation-not-exact"), "{findings:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn adjusted_values_are_balances_at_the_closing_rate(facts in programme()) {
        let (book, policy) = (rates(), Policy::treasury_accounting());
        let context = PostingContext::new(&book, &policy, Currency::VND);
        let mut journal = Journal::new();
        journal.post(&facts, &context).unwrap();
        let whole = Period::calendar_year(2025).unwrap();
        for (day, value) in [("2025-06-30", 25_200_i128), ("2025-12-31", 25_118)] {
            let (revalued, _) = journal.revalue(date(day), &context).unwrap();
            for it in &revalued {
                let (held, worth) = (it.revaluation().balance().minor(), it.revaluation().value().minor());
                // half up on the magnitude, from cents to đồng
                let expected = (held.abs() * value + 50) / 100 * held.signum();
                prop_assert_eq!(worth, expected);
                let told = balances(&journal, Some(&whole), Tell::Original).unwrap();
                let same = |other: &&vientro_accounting::AccountBalance| {
                    other.account() == it.account() && other.currency() == Currency::USD
                };
                if day == "2025-12-31" {
                    let balance = told.iter().find(same).map_or(0, |it| it.closing().figure().known().unwrap().minor());
                    prop_assert_eq!(balance, held);
                }
            }
            let (again, _) = journal.revalue(date(day), &context).unwrap();
            prop_assert!(again.iter().all(|it| it.entry().is_none()));
        }
        prop_assert_eq!(journal.audit(None), []);
    }
}
