//! Facts on accounts at the Treasury or a bank against what is known of the accounts.

use chrono::{Days, NaiveDate};
use vientro_core::{Figure, Finding};
use vientro_currency::Money;
use vientro_model::{AccountId, AidAccount, Facts, ItemId, MovementKind};

use super::rules::{
    ACCOUNT_CLOSED, ACCOUNT_CURRENCY, ACCOUNT_OF_OTHER, ACCOUNT_REPORTED_LATE, ACCOUNT_UNKNOWN,
};
use crate::valued::currency_of;

/// From its opening an account is to be reported within so many days.
const REPORTED_DAYS_MAX: u64 = 15;

/// What a fact says that moves money on an account.
struct Move<'a> {
    about: &'a str,
    account: &'a AccountId,
    item: Option<&'a ItemId>,
    amount: &'a Figure<Money>,
    date: Option<NaiveDate>,
}

pub(super) fn check_accounts(facts: &Facts, findings: &mut Vec<Finding>) {
    findings.extend(facts.accounts().filter_map(reported_late));
    for flow in facts.flows() {
        let Some(account) = flow.account() else { continue };
        let about = flow.id().as_str();
        let (item, amount, date) = (flow.item(), flow.amount(), flow.date());
        check_move(&Move { about, account, item, amount, date }, facts, findings);
    }
    for movement in facts.movements() {
        let about = movement.id().as_str();
        let (item, date) = (movement.item(), movement.date());
        check_move(
            &Move { about, account: movement.account(), item, amount: movement.amount(), date },
            facts,
            findings,
        );
        if let (MovementKind::Transfer, Some(from)) = (movement.kind(), movement.from()) {
            let amount = movement.sent().unwrap_or(movement.amount());
            check_move(&Move { about, account: from, item, amount, date }, facts, findings);
        }
    }
}

fn reported_late(account: &AidAccount) -> Option<Finding> {
    let opened = account.validity()?.from().filter(|day| ACCOUNT_REPORTED_LATE.applies_on(*day))?;
    let last = opened.checked_add_days(Days::new(REPORTED_DAYS_MAX))?;
    let reported = account.reported_on().filter(|day| *day > last)?;
    Some(
        ACCOUNT_REPORTED_LATE
            .finding(account.id().as_str())
            .found(reported.to_string())
            .expected(format!("≤ {last}")),
    )
}

fn check_move(its: &Move<'_>, facts: &Facts, findings: &mut Vec<Finding>) {
    // who lists no accounts is not asked about them
    if facts.accounts().len() == 0 {
        return;
    }
    let Some(account) = facts.account(its.account) else {
        findings.push(ACCOUNT_UNKNOWN.finding(its.about).found(its.account.to_string()));
        return;
    };
    let about_account = |found: String| format!("{found} ({})", its.account);
    if let (Some(day), Some(open)) = (its.date, account.validity())
        && !open.contains(day)
    {
        let ends =
            [open.from(), open.to()].map(|end| end.map_or_else(|| "…".to_owned(), |end| end.to_string()));
        findings.push(
            ACCOUNT_CLOSED
                .finding(its.about)
                .found(about_account(day.to_string()))
                .expected(ends.join(" – ")),
        );
    }
    if let Some(currency) = currency_of(its.amount).filter(|currency| *currency != account.currency()) {
        findings.push(
            ACCOUNT_CURRENCY
                .finding(its.about)
                .found(about_account(currency.to_string()))
                .expected(account.currency().to_string()),
        );
    }
    if let (Some(item), Some(its_item)) = (its.item, account.item())
        && item != its_item
    {
        findings.push(
            ACCOUNT_OF_OTHER
                .finding(its.about)
                .found(about_account(item.to_string()))
                .expected(its_item.to_string()),
        );
    }
}
