//! Advances are no use before they are settled, and counterpart funds are never aid.

use proptest::prelude::*;
use vientro_accounting::{
    AccountKind, Book, CheckOptions, Journal, Selection, Tell, Totals, advances, balances, check, unsettled,
    unspent,
};
use vientro_core::{Figure, Language, Period, Verdict};
use vientro_currency::{Currency, Money};
use vientro_model::{
    AmountKey, Basis, Direction, Facts, Flow, FlowId, FlowKind, ItemId, KeyField, SourceClass, Standing,
};

use crate::support::{date, post};

fn flow(id: &str, kind: FlowKind, amount: Figure<Money>, day: &str) -> Flow {
    Flow::try_new(FlowId::try_new(id).unwrap(), kind, amount, Direction::Inward, SourceClass::ForeignNgo)
        .unwrap()
        .with_date(date(day))
        .with_item(ItemId::try_new("AG-1").unwrap())
}

fn million(amount: i64) -> Figure<Money> {
    Figure::Known(Money::vnd(amount * 1_000_000))
}

fn books(flows: impl IntoIterator<Item = Flow>) -> (Facts, Journal) {
    let mut facts = Facts::default();
    for flow in flows {
        facts.add_flow(flow).unwrap();
    }
    let mut journal = Journal::new();
    post(&mut journal, &facts);
    (facts, journal)
}

/// Received 500, advanced 300 in two parts, settled 180 of it, 20 came back, 50 was paid directly.
fn year() -> Vec<Flow> {
    vec![
        flow("1", FlowKind::Receipt, million(500), "2025-01-10"),
        flow("2", FlowKind::Advance, million(200), "2025-02-01"),
        flow("3", FlowKind::Advance, million(100), "2025-03-01"),
        flow("4", FlowKind::AdvanceSettlement, million(180), "2025-05-01"),
        flow("5", FlowKind::AdvanceReturn, million(40), "2025-06-01"),
        flow("6", FlowKind::Expenditure, million(50), "2025-07-01"),
    ]
}

#[test]
fn an_advance_is_used_when_it_is_settled() {
    let (facts, journal) = books(year());
    let told = |kind, period: &str, to: &str| {
        let period = Period::try_new(date(period), date(to), vientro_core::Ending::Closed).unwrap();
        let found = balances(&journal, Some(&period), Tell::Original).unwrap();
        let found = found.into_iter().find(|it| it.account().kind() == kind).unwrap();
        let sides = [found.opening(), found.debit(), found.credit(), found.closing()];
        sides.map(|side| side.figure().known().unwrap().minor() / 1_000_000)
    };
    // opening + received − used = closing, whatever is out with partners
    assert_eq!(told(AccountKind::AidAccount, "2025-02-01", "2025-04-30"), [500, 0, 0, 500]);
    assert_eq!(told(AccountKind::AidAccount, "2025-05-01", "2025-12-31"), [500, 0, 230, 270]);
    assert_eq!(told(AccountKind::Advance, "2025-02-01", "2025-12-31"), [0, 300, 220, 80]);
    // the bank shows the aid account less what partners hold
    assert_eq!(told(AccountKind::AdvanceHeld, "2025-02-01", "2025-12-31"), [0, 220, 300, -80]);
    let total = |basis| {
        let selection = Selection::new(AmountKey::new(basis, Direction::Inward));
        Totals::new(&journal, &facts).total(&selection).unwrap().printable()
    };
    assert_eq!((total(Basis::Spent), total(Basis::Advanced)), (million(230), million(260)));
}

#[test]
fn what_is_out_has_an_age() {
    let (_, journal) = books(year());
    let ages = |day: &str| -> Vec<(i64, i64)> {
        let parts = unsettled(&journal, date(day)).unwrap();
        let million = |money: &Money| i64::try_from(money.minor()).unwrap() / 1_000_000;
        parts.iter().map(|it| (million(it.amount()), it.age_days())).collect()
    };
    assert_eq!(ages("2025-03-31"), [(200, 58), (100, 30)]);
    // first in, first out: 180 settled and 40 returned leave 80 of the second
    assert_eq!(ages("2025-06-30"), [(80, 121)]);
    let held = unspent(&journal, date("2025-12-31")).unwrap();
    assert_eq!(held.iter().map(|it| *it.amount()).collect::<Vec<_>>(), [Money::vnd(270_000_000)]);
}

#[test]
fn more_settled_than_advanced_is_a_finding_with_the_amount() {
    let more = flow("7", FlowKind::AdvanceSettlement, million(85), "2025-08-01");
    let (facts, journal) = books(year().into_iter().chain([more]));
    let position = &advances(&journal, date("2025-07-31")).unwrap()[0];
    assert_eq!((position.over_settled(), position.outstanding()), (Verdict::No, &million(80)));
    assert_eq!(position.finding().unwrap(), None);
    let position = &advances(&journal, date("2025-12-31")).unwrap()[0];
    assert_eq!(position.outstanding(), &Figure::Known(Money::vnd(-5_000_000)));
    let findings = check(&facts, &journal, &CheckOptions::new()).unwrap();
    let lines: Vec<String> = findings.iter().map(|it| it.line(Language::En)).collect();
    let over = lines.iter().find(|line| line.starts_with("error over-settled")).unwrap();
    insta::assert_snapshot!(over, @"error over-settled <AG-1>: more of an advance was settled and returned than was advanced; found `305000000 VND (+5000000 VND)`, expected `≤ 300000000 VND`");
    // an advance that is kept aside may cover it
    let mut undated = Flow::try_new(
        FlowId::try_new("8").unwrap(),
        FlowKind::Advance,
        million(1),
        Direction::Inward,
        SourceClass::ForeignNgo,
    )
    .unwrap();
    undated = undated.with_item(ItemId::try_new("AG-1").unwrap());
    let more = flow("7", FlowKind::AdvanceSettlement, million(85), "2025-08-01");
    let (_, journal) = books(year().into_iter().chain([more, undated]));
    assert!(!advances(&journal, date("2025-12-31")).unwrap()[0].over_settled().is_yes());
}

#[test]
fn dollars_settled_in_dong_are_compared_in_the_presentation_currency() {
    let dollars = Figure::Known(Money::from_minor(100_000, Currency::USD).unwrap());
    let (_, journal) = books([
        flow("1", FlowKind::Advance, dollars, "2025-02-01"),
        flow("2", FlowKind::AdvanceSettlement, million(25), "2025-03-01"),
    ]);
    let position = &advances(&journal, date("2025-12-31")).unwrap()[0];
    assert!(position.is_in_presentation());
    assert_eq!(position.outstanding(), &Figure::Known(Money::vnd(120_000)));
}

#[test]
fn counterpart_funds_stand_in_a_book_of_their_own() {
    let counterpart = |id: &str, kind, amount, day: &str| {
        flow(id, kind, million(amount), day).with_standing(Standing::Counterpart)
    };
    let ours = [
        counterpart("c1", FlowKind::Commitment, 90, "2025-01-05"),
        counterpart("c2", FlowKind::Disbursement, 60, "2025-01-20"),
        counterpart("c3", FlowKind::Receipt, 60, "2025-01-21"),
        counterpart("c4", FlowKind::Expenditure, 35, "2025-03-01"),
    ];
    let (facts, journal) = books(year().into_iter().chain(ours));
    let (without, aid_alone) = books(year());
    for basis in Basis::ALL {
        let selection = Selection::new(AmountKey::new(*basis, Direction::Inward));
        let total = Totals::new(&journal, &facts).total(&selection).unwrap();
        assert_eq!(total.figure(), Totals::new(&aid_alone, &without).total(&selection).unwrap().figure());
    }
    let spent = AmountKey::new(Basis::Spent, Direction::Inward);
    let conflict = spent.may_add(&spent.with_standing(Standing::Counterpart)).unwrap_err();
    assert!(conflict.to_string().contains(KeyField::Standing.text(Language::En)), "{conflict}");
    let mut told: Vec<(AccountKind, i128)> = balances(&journal, None, Tell::Original)
        .unwrap()
        .iter()
        .filter(|it| it.account().book() == Book::Counterpart)
        .map(|it| (it.account().kind(), it.on_normal_side().known().unwrap().minor() / 1_000_000))
        .collect();
    told.sort();
    assert_eq!(
        told,
        [
            (AccountKind::CounterpartCommitment, 90),
            (AccountKind::CounterpartExpected, 90),
            (AccountKind::CounterpartFund, 25),
            (AccountKind::CounterpartProvided, 60),
            (AccountKind::CounterpartReceivable, 0),
            (AccountKind::CounterpartUsed, 35),
        ]
    );
}

proptest! {
    /// Advanced less cleared is what is out, and its parts by age sum to it.
    #[test]
    fn the_parts_by_age_sum_to_what_is_out(amounts in proptest::collection::vec((0usize..3, 1i64..900, 0u32..300), 0..20)) {
        let kinds = [FlowKind::Advance, FlowKind::AdvanceSettlement, FlowKind::AdvanceReturn];
        let flows = amounts.iter().enumerate().map(|(number, (kind, amount, day))| {
            let day = date("2025-01-01") + chrono::Days::new((*day).into());
            flow(&number.to_string(), kinds[*kind], million(*amount), &day.to_string())
        });
        let (_, journal) = books(flows);
        let sum = |wanted: usize, to: u32| -> i64 {
            amounts.iter().filter(|(kind, _, day)| (*kind == 0) == (wanted == 0) && *day <= to).map(|it| it.1).sum()
        };
        for to in [0, 100, 200, 300] {
            let day = date("2025-01-01") + chrono::Days::new(to.into());
            let positions = advances(&journal, day).unwrap();
            let outstanding = sum(0, to) - sum(1, to);
            let found = positions.first().map_or(0, |it| it.outstanding().known().unwrap().minor() / 1_000_000);
            prop_assert_eq!(found, i128::from(outstanding));
            // what was settled before it was advanced is no part of what is left
            let parts: i128 = unsettled(&journal, day).unwrap().iter().map(|it| it.amount().minor() / 1_000_000).sum();
            prop_assert!(parts >= i128::from(outstanding.max(0)));
        }
    }
}
