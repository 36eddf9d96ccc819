//! The audit of touched journals, and entries that cannot be built. Goal: no fault passes. Method: each fault by itself.

use vientro_core::Figure;
use vientro_currency::{Money, Policy, RateBook};
use vientro_model::{AmountKey, Basis, Direction, Flow, FlowId, FlowKind, SourceClass};

use super::*;
use crate::account::{Account, AccountKind, Side};
use crate::posting::PostingContext;
use crate::valued::Valued;

fn journal() -> Journal {
    let (rates, policy) = (RateBook::new(), Policy::treasury_accounting());
    let context = PostingContext::new(&rates, &policy, Currency::VND);
    let mut journal = Journal::new();
    for number in 1..=4_i64 {
        let id = FlowId::try_new(format!("F-{number}")).unwrap();
        let amount = Figure::Known(Money::vnd(number * 1_000_000));
        let flow =
            Flow::try_new(id, FlowKind::Receipt, amount, Direction::Inward, SourceClass::ForeignNgo).unwrap();
        journal.post_flow(&flow.with_date("2025-09-30".parse().unwrap()), &context).unwrap();
    }
    journal
}

fn codes(journal: &Journal, head: Option<&EntryHash>) -> Vec<String> {
    journal
        .audit(head)
        .iter()
        .map(|it| format!("{} {}", it.code(), it.location().record().unwrap_or("")).trim().to_owned())
        .collect()
}

#[test]
fn the_audit_names_the_entry_that_was_touched() {
    let whole = journal();
    let head = whole.head();
    assert_eq!(codes(&whole, Some(&head)), Vec::<String>::new());

    let mut tampered = whole.clone();
    tampered.entries[1].tamper(|draft| draft.set_date("2025-09-29".parse().unwrap()));
    assert_eq!(codes(&tampered, None), ["entry-tampered entry 2"]);

    let mut taken_out = whole.clone();
    taken_out.entries.remove(1);
    assert_eq!(codes(&taken_out, None), ["entry-chain entry 3"]);

    let mut swapped = whole.clone();
    swapped.entries.swap(1, 2);
    assert!(codes(&swapped, None).contains(&"entry-chain entry 3".to_owned()));
    assert!(codes(&swapped, None).contains(&"entry-order entry 2".to_owned()));

    let mut twice = whole.clone();
    twice.entries.push(whole.entries[3].clone());
    assert!(codes(&twice, None).contains(&"entry-duplicate entry 4".to_owned()));

    let mut cut = whole;
    cut.entries.pop();
    assert_eq!(codes(&cut, None), Vec::<String>::new());
    assert_eq!(codes(&cut, Some(&head)), ["journal-head"]);
}

#[test]
fn an_entry_that_does_not_balance_cannot_be_built() {
    let account = |kind| Account::new(kind, Direction::Inward);
    let value = |amount| Valued::as_it_is(Figure::Known(Money::vnd(amount)));
    let draft = |lines| {
        let key = AmountKey::new(Basis::Received, Direction::Inward);
        let source = EntrySource::Manual { id: "m".to_owned() };
        EntryDraft::new(source, key, "2025-09-30".parse().unwrap(), lines)
    };
    let debit = Line::new(account(AccountKind::AidAccount), Side::Debit, value(5));
    let mut journal = Journal::new();
    // short by one đồng; the same amount in another book; an unknown against nothing
    for wrong in [
        vec![debit.clone(), Line::new(account(AccountKind::DonorReceivable), Side::Credit, value(4))],
        vec![debit.clone(), Line::new(account(AccountKind::Commitment), Side::Credit, value(5))],
        vec![Line::new(account(AccountKind::AidAccount), Side::Debit, Valued::as_it_is(Figure::Unknown))],
    ] {
        assert!(matches!(journal.append(draft(wrong)), Err(JournalError::Unbalanced { .. })));
    }
    assert!(matches!(journal.append(draft(Vec::new())), Err(JournalError::NoLines { .. })));
    let credit = Line::new(account(AccountKind::DonorReceivable), Side::Credit, value(5));
    assert_eq!(journal.append(draft(vec![debit.clone(), credit.clone()])), Ok(1));
    let again = journal.append(draft(vec![debit, credit])).unwrap_err();
    assert_eq!(again.to_string(), "`manual:m` was posted before, as entry 1");
}
