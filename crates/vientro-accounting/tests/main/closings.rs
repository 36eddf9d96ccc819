//! Goal: a sealed report can be had again to the last unit, whatever becomes known later, and every change against it is
//! told. Method: random programmes sealed half way, and the single cases of story U9.

use proptest::prelude::*;
use vientro_accounting::{
    EntrySource, Journal, JournalError, PeriodState, PostingContext, ReportedFigures, Selection, Totals,
};
use vientro_core::{Bilingual, Figure, Language, Period};
use vientro_currency::{Currency, Money, Policy};
use vientro_model::{AmountKey, Basis, Direction, Facts, Flow, FlowId, FlowKind, SourceClass, Standing};

use crate::support::{date, post, programme, rates};

fn year() -> Period {
    Period::calendar_year(2025).unwrap()
}

fn report() -> ReportedFigures {
    let mut report = ReportedFigures::new(Bilingual::new("báo cáo năm 2025", "report of 2025"), year());
    for basis in Basis::ALL {
        for direction in Direction::ALL {
            for standing in [Standing::Own, Standing::Memo] {
                let key = AmountKey::new(*basis, *direction).with_standing(standing);
                let id = format!("{} {} {}", basis.as_str(), direction.as_str(), standing.as_str());
                report = report.with_line(id.clone(), Bilingual::same(id), Selection::new(key));
            }
        }
    }
    report
}

/// `facts` without every second flow and gift, and some of the rest still undated.
fn half_of(facts: &Facts) -> Facts {
    let mut half = Facts::default();
    for item in facts.items() {
        half.add_item(item.clone()).unwrap();
    }
    for (number, flow) in facts.flows().enumerate().filter(|(number, _)| number % 2 == 0) {
        let undated = Flow::try_new(
            flow.id().clone(),
            flow.kind(),
            flow.amount().clone(),
            flow.direction(),
            flow.source(),
        );
        half.add_flow(if number % 6 == 0 { undated.unwrap() } else { flow.clone() }).unwrap();
    }
    half
}

fn post_on(journal: &mut Journal, facts: &Facts, day: &str) {
    let (rates, policy) = (rates(), Policy::treasury_accounting());
    let context = PostingContext::new(&rates, &policy, Currency::VND).posted_on(date(day));
    journal.post(facts, &context).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn sealing_then_correcting_reproduces_both_editions(facts in programme(), cut_off in 0u64..420) {
        let cut_off = date("2025-01-01") + chrono::Days::new(cut_off);
        let (mut journal, half) = (Journal::new(), half_of(&facts));
        post(&mut journal, &half);
        journal.cut_off(year(), cut_off).unwrap();
        let report = report();
        let first = journal.seal(&report, &half, date("2026-03-01"), None).unwrap().clone();
        let early = journal.as_known_on(cut_off).unwrap();
        post_on(&mut journal, &facts, "2026-03-05");

        // the first edition stands, in the seal's own terms and in the books as known on the cut-off
        let totals = Totals::new(&journal, &facts);
        prop_assert_eq!(first.not_reproduced(&totals).unwrap(), []);
        let again = journal.as_known_on(cut_off).unwrap();
        prop_assert_eq!(again.unposted().count(), early.unposted().count());
        prop_assert_eq!(again.head(), early.head());

        // the second edition is what posting everything at once gives
        let mut at_once = Journal::new();
        post(&mut at_once, &facts);
        let (whole, correction) = (Totals::new(&at_once, &facts), first.correction(&totals, None).unwrap());
        for figure in first.figures() {
            let now = figure.selection().clone().as_known_on(date("2030-01-01"));
            let expected = whole.total(&now).unwrap();
            let found = totals.total(&now).unwrap();
            prop_assert_eq!(found.figure(), expected.figure());
            prop_assert_eq!(found.rows(), expected.rows());
            let told = correction.changes().iter().find(|change| change.before().id() == figure.id());
            let is_same = found.printable() == *figure.figure()
                && found.rows() == figure.rows()
                && found.left_out() == figure.left_out();
            prop_assert!(told.is_some() || is_same, "{}", figure.id());
        }

        // a corrected report is sealed on top, and both stay
        journal.cut_off(year(), date("2026-03-05")).unwrap();
        let second = journal.seal(&report, &facts, date("2026-03-06"), None).unwrap().clone();
        prop_assert_eq!(second.edition(), 2);
        prop_assert_eq!(second.previous(), first.hash());
        let totals = Totals::new(&journal, &facts);
        prop_assert_eq!(first.not_reproduced(&totals).unwrap(), []);
        prop_assert_eq!(second.not_reproduced(&totals).unwrap(), []);
        prop_assert_eq!(journal.audit(Some(&journal.head())), []);
    }
}

fn flow(id: &str, amount: i64, day: &str) -> Flow {
    let (id, amount) = (FlowId::try_new(id).unwrap(), Figure::Known(Money::vnd(amount)));
    Flow::try_new(id, FlowKind::Disbursement, amount, Direction::Inward, SourceClass::ForeignNgo)
        .unwrap()
        .with_date(date(day))
}

fn disbursed() -> ReportedFigures {
    let selection = Selection::new(AmountKey::new(Basis::Disbursed, Direction::Inward));
    ReportedFigures::new(Bilingual::new("báo cáo năm 2025", "report of 2025"), year()).with_line(
        "disbursed",
        Bilingual::new("giải ngân", "disbursed"),
        selection,
    )
}

/// A journal of one disbursement, sealed as known on 31 December.
fn sealed() -> (Journal, Facts) {
    let (mut journal, mut facts) = (Journal::new(), Facts::default());
    facts.add_flow(flow("1", 18_048_000_000, "2025-10-02")).unwrap();
    post(&mut journal, &facts);
    journal.cut_off(year(), date("2025-12-31")).unwrap();
    journal.seal(&disbursed(), &facts, date("2026-01-05"), Some("Ban Đối ngoại".to_owned())).unwrap();
    (journal, facts)
}

/// U9: "In January figures change."
#[test]
fn a_late_fact_becomes_a_dated_correction() {
    let (mut journal, mut facts) = sealed();
    assert!(matches!(journal.period_state(&year()), PeriodState::Sealed(seal) if seal.edition() == 1));
    facts.add_flow(flow("2", 900_000_000, "2025-11-20")).unwrap();
    // without a day of posting it would slip into the sealed edition
    let (book, policy) = (rates(), Policy::treasury_accounting());
    let context = PostingContext::new(&book, &policy, Currency::VND);
    let refused = journal.post(&facts, &context).unwrap_err();
    assert!(matches!(&refused, JournalError::Sealed { fact, .. } if fact == "flow:2"), "{refused}");
    assert_eq!(
        refused.message().vi(),
        "`flow:2` sẽ được biết vào 2025-11-20, không sau 2025-12-31, ngày khóa số liệu của báo cáo đã chốt; hãy ghi kèm ngày ghi sổ"
    );
    journal.post(&facts, &context.posted_on(date("2026-01-20"))).unwrap();
    let entry = &journal.entries()[1];
    assert_eq!((entry.date(), entry.recorded_on()), (date("2025-11-20"), date("2026-01-20")));
    // posting it once more finds it unchanged
    let again = journal.post(&facts, &context.posted_on(date("2026-02-20"))).unwrap();
    assert_eq!((again.posted.len(), again.findings.len()), (0, 0));
    // the first entry is taken back
    journal.reverse(1, date("2025-12-31"), date("2026-01-21"), "ghi trùng", None).unwrap();

    let totals = Totals::new(&journal, &facts);
    let correction = journal.seals()[0].correction(&totals, None).unwrap();
    let change = &correction.changes()[0];
    assert_eq!(change.entries(), [2, 3]);
    assert_eq!(change.difference(), &Figure::Known(Money::vnd(900_000_000 - 18_048_000_000)));
    assert_eq!(change.finding().code().as_str(), "changed-since-sealed");
    assert_eq!(
        correction.text(Language::Vi),
        "Đính chính báo cáo năm 2025 (số liệu đến 31/12/2025):\n- giải ngân: đã báo cáo 18.048.000.000 VND, nay là 900.000.000 VND (bút toán 2, 3)"
    );
    let in_between = journal.seals()[0].correction(&totals, Some(date("2026-01-20"))).unwrap();
    assert_eq!(in_between.changes()[0].difference(), &Figure::Known(Money::vnd(900_000_000)));
    assert_eq!(journal.audit(Some(&journal.head())), []);
}

#[test]
fn an_undated_fact_that_gets_its_day_stays_undated_in_the_sealed_edition() {
    let (mut journal, mut facts) = (Journal::new(), Facts::default());
    facts.add_flow(flow("1", 1_000, "2025-10-02")).unwrap();
    let undated = Flow::try_new(
        FlowId::try_new("2").unwrap(),
        FlowKind::Disbursement,
        Figure::Known(Money::vnd(5)),
        Direction::Inward,
        SourceClass::ForeignNgo,
    )
    .unwrap();
    facts.add_flow(undated).unwrap();
    post(&mut journal, &facts);
    journal.cut_off(year(), date("2025-12-31")).unwrap();
    let seal = journal.seal(&disbursed(), &facts, date("2026-01-05"), None).unwrap().clone();
    assert_eq!(seal.figures()[0].left_out(), 1);

    let mut later = Facts::default();
    later.add_flow(flow("2", 5, "2025-11-20")).unwrap();
    post_on(&mut journal, &later, "2026-01-20");
    assert_eq!(journal.unposted().count(), 0);
    let totals = Totals::new(&journal, &facts);
    assert_eq!(seal.not_reproduced(&totals).unwrap(), []);
    let change = &seal.correction(&totals, None).unwrap().changes()[0].clone();
    assert_eq!(change.after().figure(), &Figure::Known(Money::vnd(1_005)));
    assert_eq!(change.after().left_out(), 0);
}

#[test]
fn a_period_is_cut_off_before_it_is_sealed_and_closes_by_itself() {
    let (mut journal, facts) = (Journal::new(), Facts::default());
    let refused = journal.seal(&disbursed(), &facts, date("2026-01-05"), None).unwrap_err();
    assert_eq!(refused.to_string(), format!("the period {} cannot be sealed: it is not cut off", year()));
    journal.cut_off(year(), date("2025-12-20")).unwrap();
    journal.cut_off(year(), date("2025-12-31")).unwrap();
    assert_eq!(journal.period_state(&year()), PeriodState::CutOff(date("2025-12-31")));
    journal.seal(&disbursed(), &facts, date("2026-01-05"), None).unwrap();
    assert!(journal.seal(&disbursed(), &facts, date("2026-01-06"), None).is_err());
    assert!(journal.cut_off(year(), date("2025-12-31")).is_err());
    let administrative = Period::administrative_year(2025).unwrap();
    assert_eq!(journal.period_state(&administrative), PeriodState::Open);
    assert_eq!(journal.audit(None), []);
}

#[cfg(feature = "serde")]
#[test]
fn json_of_seals_is_checked_again() {
    let (journal, _) = sealed();
    let seal = &journal.seals()[0];
    let canonical: serde_json::Value = serde_json::from_str(&seal.to_json()).unwrap();
    assert_eq!(canonical["figures"][0]["figure"], "18048000000 VND");
    assert_eq!(canonical["head"], journal.head().to_string());
    let text = serde_json::to_string(&journal).unwrap();
    assert_eq!(serde_json::from_str::<Journal>(&text).unwrap(), journal);
    for (from, to) in
        [("Ban Đối ngoại", "ai đó"), ("\"cut_off\":\"2025-12-31\"", "\"cut_off\":\"2025-12-30\"")]
    {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text);
        assert!(serde_json::from_str::<Journal>(&changed).is_err(), "{from}");
    }
    // an entry slipped in behind the seal, with the chain made anew: the audit names it
    let (mut forged, mut facts) = (Journal::new(), Facts::default());
    facts.add_flow(flow("1", 18_048_000_000, "2025-10-02")).unwrap();
    facts.add_flow(flow("2", 1, "2025-10-03")).unwrap();
    post(&mut forged, &facts);
    let mut value = serde_json::to_value(&forged).unwrap();
    value["seals"] = serde_json::from_str::<serde_json::Value>(&text).unwrap()["seals"].clone();
    let refused = serde_json::from_value::<Journal>(value).unwrap_err();
    assert_eq!(refused.to_string(), JournalError::Tampered { entry: 2 }.to_string(),);
    assert_eq!(
        forged.entries()[1].source(),
        &EntrySource::Flow { id: FlowId::try_new("2").unwrap(), kind: FlowKind::Disbursement }
    );
}
