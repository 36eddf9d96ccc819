//! The journal against the second ledger: every balance of random programmes, for all time, for a half-year, and after a
//! reversal.

use std::collections::BTreeMap;
use std::ops::Bound;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use vientro_accounting::{BalanceFigure, EntrySource, Journal, PostingContext, Tell, balances};
use vientro_core::{Ending, Figure, Interval, Period};
use vientro_currency::{Currency, Money, Policy, Rate, RateBook, RateKind};
use vientro_model::{
    AccountId, AccountMovement, AidItem, Amendment, Direction, Facts, Flow, FlowId, ItemId, Modality,
    MovementId, SourceClass,
};
use vientro_testkit::programme::{Amount, Balance, Balances, LAST_DAY_WITH_RATE, Movement, Programme, Side};

fn day(number: u16) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 1, 1).unwrap() + Days::new(number.into())
}

fn figure(amount: Amount, currency: &str) -> Figure<Money> {
    let currency: Currency = currency.parse().unwrap();
    let money = |minor: i64| Money::from_minor(minor.into(), currency).unwrap();
    match amount {
        Amount::AtLeast(low) => Figure::within(Interval::at_least(money(low))),
        Amount::Between(low, high) => Figure::within(
            Interval::try_new(Bound::Included(money(low)), Bound::Included(money(high))).unwrap(),
        ),
        Amount::Exact(exact) => Figure::Known(money(exact)),
        _ => Figure::Unknown,
    }
}

fn facts(programme: &Programme) -> Facts {
    let mut facts = Facts::default();
    for plain in &programme.items {
        let (first, amount) = plain.versions[0];
        let mut before = figure(amount, plain.currency);
        let id = ItemId::try_new(plain.id.as_str()).unwrap();
        let mut item = AidItem::new(id, "khoản", Direction::Inward, SourceClass::ForeignNgo)
            .with_commitment(before.clone(), day(first))
            .unwrap();
        for (known, amount) in &plain.versions[1..] {
            let after = figure(*amount, plain.currency);
            item.amend(Amendment::new(day(*known), before, after.clone())).unwrap();
            before = after;
        }
        facts.add_item(item).unwrap();
    }
    for plain in &programme.flows {
        let id = FlowId::try_new(plain.id.as_str()).unwrap();
        let amount = figure(plain.amount, plain.currency);
        let (kind, direction) = (plain.kind.parse().unwrap(), plain.direction.parse().unwrap());
        let mut flow = Flow::try_new(id, kind, amount, direction, SourceClass::ForeignNgo).unwrap();
        if let Some(number) = plain.day {
            flow = flow.with_date(day(number));
        }
        if let Some(item) = &plain.item {
            flow = flow.with_item(ItemId::try_new(item.as_str()).unwrap());
        }
        flow = flow.with_standing(plain.standing.parse().unwrap());
        if plain.is_in_kind {
            flow = flow.with_modality(Modality::InKind);
        }
        if let Some(account) = plain.account {
            flow = flow.with_account(AccountId::try_new(account).unwrap());
        }
        facts.add_flow(flow).unwrap();
    }
    for plain in &programme.movements {
        facts.add_movement(movement(plain)).unwrap();
    }
    facts
}

fn movement(plain: &Movement) -> AccountMovement {
    let id = MovementId::try_new(plain.id.as_str()).unwrap();
    let account = |id: &str| AccountId::try_new(id).unwrap();
    let (to, direction) = (account(plain.to), plain.direction.parse().unwrap());
    let arrived = figure(plain.amount, plain.currency);
    let other = if plain.currency == "VND" { "USD" } else { "VND" };
    let mut movement = match (plain.from.map(account), plain.sent) {
        (None, _) => AccountMovement::interest(id, to, arrived, direction),
        (Some(from), None) => AccountMovement::transfer(id, from, to, arrived, direction),
        (Some(from), Some(sent)) => {
            AccountMovement::exchange(id, (from, figure(sent, other)), (to, arrived), direction)
        }
    }
    .unwrap();
    if let Some(number) = plain.day {
        movement = movement.with_date(day(number));
    }
    if let Some(item) = &plain.item {
        movement = movement.with_item(ItemId::try_new(item.as_str()).unwrap());
    }
    movement
}

fn books(facts: &Facts) -> Journal {
    let rate =
        Rate::builder(Currency::USD, Currency::VND, Decimal::from(25_120), RateKind::TreasuryAccounting)
            .publisher("P")
            .days(day(0), day(LAST_DAY_WITH_RATE))
            .build()
            .unwrap();
    let (rates, policy) = (RateBook::from_rates([rate]).unwrap(), Policy::treasury_accounting());
    let mut journal = Journal::new();
    journal.post(facts, &PostingContext::new(&rates, &policy, Currency::VND)).unwrap();
    journal
}

/// A side as the second ledger tells it. Where an upper end is missing it tells the sum of those that are there, and the
/// journal none; then the two are compared by the lower end alone.
fn same_side(ours: &BalanceFigure, theirs: &Side) -> bool {
    let (low, high) = (ours.figure().low().map(Money::minor), ours.figure().high().map(Money::minor));
    let high_agrees = if theirs.open == 0 { high == Some(theirs.high) } else { high.is_none() };
    // withdrawing a figure wider than what is left turns the ends around
    let turned = theirs.open == 0 && (low, high) == (Some(theirs.high), Some(theirs.low));
    let unknown = usize::try_from(theirs.unknown).unwrap_or(0);
    ours.unknown() == unknown && (turned || low == Some(theirs.low) && high_agrees)
}

fn compare(journal: &Journal, period: Option<&Period>, theirs: &Balances, seed: u64) {
    let told = balances(journal, period, Tell::Original).unwrap();
    let mut ours = BTreeMap::new();
    for balance in &told {
        let key = (balance.account().to_string(), balance.currency().code().to_owned());
        assert!(ours.insert(key, balance).is_none(), "seed {seed}: one balance for an account and currency");
    }
    let nothing = Balance::default();
    for (key, balance) in &ours {
        let theirs = theirs.get(key).unwrap_or(&nothing);
        assert!(
            same_side(balance.debit(), &theirs.debit),
            "seed {seed}, debit of {key:?}: {balance:?} {theirs:?}"
        );
        assert!(
            same_side(balance.credit(), &theirs.credit),
            "seed {seed}, credit of {key:?}: {balance:?} {theirs:?}"
        );
    }
    for key in theirs.keys() {
        assert!(ours.contains_key(key), "seed {seed}: {key:?} is in the second ledger alone");
    }
}

fn compare_programme(seed: u64) {
    let programme = Programme::of_seed(seed);
    let mut journal = books(&facts(&programme));
    compare(&journal, None, &programme.balances(0, u16::MAX), seed);
    let half = Period::try_new(day(181), day(300), Ending::Closed).unwrap();
    compare(&journal, Some(&half), &programme.balances(181, 300), seed);

    // a flow taken back is a flow that never was
    let flows = journal.entries().iter().filter_map(|entry| match entry.source() {
        EntrySource::Flow { id, .. } => Some((entry.number(), id.as_str().to_owned())),
        _ => None,
    });
    let flows: Vec<(u64, String)> = flows.collect();
    let Some((number, id)) = flows.get(usize::try_from(seed).unwrap() % flows.len().max(1)).cloned() else {
        return;
    };
    journal.reverse(number, day(419), day(419), "nhập nhầm", None).unwrap();
    let mut without = programme;
    without.flows.retain(|flow| flow.id != id);
    compare(&journal, None, &without.balances(0, u16::MAX), seed);
    assert!(journal.audit(Some(&journal.head())).is_empty(), "seed {seed}");
}

#[test]
fn every_balance_is_that_of_the_second_ledger() {
    (0..200).for_each(compare_programme);
}

#[test]
#[ignore = "a minute; asked for with the other slow tests"]
fn every_balance_of_ten_thousand_programmes() {
    (200..10_000).for_each(compare_programme);
}
