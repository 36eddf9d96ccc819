//! Goal: a journal is the same whatever the number of threads that post it. Method: flows of all sorts, more than are made in
//! one go, posted by pools of several sizes beside one flow after the other.

use chrono::Days;
use vientro_accounting::{Journal, JournalError, PostingContext, PostingReport, ReportedFigures};
use vientro_core::{Bilingual, Figure, Period};
use vientro_currency::{Currency, Money, Policy};
use vientro_model::{
    AccountId, AidItem, Direction, Facts, Flow, FlowId, FlowKind, ItemId, SourceClass, Standing,
};

use crate::support::{date, rates, vnd};

/// More than four batches. Every seventh flow is in dollars, some of them of a year without rates; others have no amount, no
/// day, no item or an account; a few tell what their item does.
fn facts() -> Facts {
    let mut facts = Facts::default();
    let item = |number: u64| ItemId::try_new(format!("I-{number}")).unwrap();
    for number in 0..20 {
        let aid = AidItem::new(item(number), "water", Direction::Inward, SourceClass::ForeignNgo);
        let amount = Figure::Known(Money::vnd(1_000_000_000));
        facts.add_item(aid.with_commitment(amount, date("2025-01-02")).unwrap()).unwrap();
    }
    let kinds = [
        FlowKind::Receipt,
        FlowKind::Disbursement,
        FlowKind::Expenditure,
        FlowKind::AdvanceSettlement,
        FlowKind::Commitment,
        FlowKind::Refund,
    ];
    for number in 0..9_000_u64 {
        let minor = i128::from(number * 7_919 % 100_000) + 1;
        let currency = if number % 7 == 0 { Currency::USD } else { Currency::VND };
        let amount = match number % 41 {
            0 => Figure::Unknown,
            1 => vnd(crate::support::hedged(Some(vientro_core::Hedge::Nearly), minor.into())),
            _ => Figure::Known(Money::from_minor(minor, currency).unwrap()),
        };
        let kind = kinds[usize::try_from(number % 6).unwrap()];
        let id = FlowId::try_new(format!("F-{number:05}")).unwrap();
        let mut flow = Flow::try_new(id, kind, amount, Direction::Inward, SourceClass::ForeignNgo).unwrap();
        if number % 13 != 0 {
            flow = flow.with_item(item(number % 31));
        }
        if number % 53 != 0 {
            flow = flow.with_date(date("2025-01-05") + Days::new(number % 400));
        }
        if number % 5 == 0 {
            flow = flow.with_account(AccountId::try_new(format!("A-{}", number % 3)).unwrap());
        }
        if number % 17 == 0 {
            flow = flow.with_standing(Standing::Counterpart);
        }
        facts.add_flow(flow).unwrap();
    }
    facts
}

fn by_threads(
    journal: &Journal,
    facts: &Facts,
    threads: usize,
) -> (Journal, Result<PostingReport, JournalError>) {
    let (rates, policy, mut journal) = (rates(), Policy::treasury_accounting(), journal.clone());
    let context = PostingContext::new(&rates, &policy, Currency::VND);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let report = pool.install(|| journal.post(facts, &context));
    (journal, report)
}

#[test]
fn a_journal_is_the_same_by_any_number_of_threads() {
    let facts = facts();
    let (rates, policy) = (rates(), Policy::treasury_accounting());
    let context = PostingContext::new(&rates, &policy, Currency::VND);
    let mut one_by_one = Journal::new();
    for item in facts.items() {
        one_by_one.post_commitments(item, &context).unwrap();
    }
    for flow in facts.flows() {
        let is_told = flow.kind() == FlowKind::Commitment && flow.standing() != Standing::Counterpart;
        if !is_told || flow.item().and_then(|id| facts.item(id)).is_none() {
            one_by_one.post_flow(flow, &context).unwrap();
        }
    }
    assert!(one_by_one.entries().len() > 7_000);
    let (alone, report) = by_threads(&Journal::new(), &facts, 1);
    let report = report.unwrap();
    assert_eq!(alone.head(), one_by_one.head());
    assert_eq!(alone, one_by_one);
    let codes = |code: &str| report.findings.iter().filter(|it| it.code().as_str() == code).count();
    assert!(["commitment-told-twice", "flow-undated", "flow-no-rate"].iter().all(|code| codes(code) > 20));
    for threads in [2, 3, 7] {
        let (journal, told) = by_threads(&Journal::new(), &facts, threads);
        assert_eq!(journal, alone, "{threads} threads");
        assert_eq!(told.as_ref(), Ok(&report), "{threads} threads");
        assert_eq!(journal.audit(Some(&alone.head())), []);
        // and once more: nothing is posted twice
        let (again, told) = by_threads(&journal, &facts, threads);
        assert_eq!(again, alone);
        assert_eq!(told.unwrap().skipped_same_id.len(), report.posted.len());
    }
}

#[test]
fn what_was_posted_before_an_error_stays_and_nothing_after_it() {
    let mut facts = Facts::default();
    // what has no day may have become known on any
    for flow in self::facts().flows().filter(|flow| flow.date().is_some()) {
        facts.add_flow(flow.clone()).unwrap();
    }
    let late = FlowId::try_new("F-07000-late").unwrap();
    let amount = Figure::Known(Money::vnd(1));
    let late = Flow::try_new(late, FlowKind::Receipt, amount, Direction::Inward, SourceClass::ForeignNgo);
    facts.add_flow(late.unwrap().with_date(date("2024-12-30"))).unwrap();
    let mut sealed = Journal::new();
    let year = Period::calendar_year(2024).unwrap();
    let report = ReportedFigures::new(Bilingual::new("năm 2024", "2024"), year);
    sealed.cut_off(year, date("2024-12-31")).unwrap();
    sealed.seal(&report, &Facts::default(), date("2025-01-02"), None).unwrap();
    let (alone, told) = by_threads(&sealed, &facts, 1);
    let refused = told.unwrap_err();
    assert!(
        matches!(&refused, JournalError::Sealed { fact, .. } if fact == "flow:F-07000-late"),
        "{refused}"
    );
    assert_eq!(alone.entries().last().unwrap().source().to_string(), "flow:F-07000");
    for threads in [2, 5] {
        assert_eq!(by_threads(&sealed, &facts, threads), (alone.clone(), Err(refused.clone())));
    }
}
