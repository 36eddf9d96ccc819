//! Goal: what the books answer is written as JSON under stable names. Method: one value of each type of result, a few of its fields.

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Value, json};
use vientro_accounting::{
    Addend, BridgeCause, Claim, Comparand, ConsolidationContext, Dimension, Journal, MemoLine, PlanLine,
    Position, RULES, Selection, Stage, Tell, Totals, add, add_across_bases, balances, commitments, compare,
    consolidate, printed_against_computed,
};
use vientro_core::{Bilingual, Figure, Period, When};
use vientro_currency::{Currency, Money, Policy};
use vientro_model::{
    AidItem, AmountKey, Basis, Direction, Facts, Flow, FlowId, FlowKind, ItemId, SourceClass,
};

use crate::support::{billion, date, disbursed, post, rates, vnd};

fn written(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

fn known(text: &str) -> Figure {
    Figure::Known(billion(text))
}

fn dong(text: &str) -> Value {
    json!({ "known": { "amount": billion(text).normalize().to_string(), "currency": "VND" } })
}

fn both(text: &str) -> Bilingual {
    Bilingual::same(text)
}

fn year() -> Period {
    Period::calendar_year(2025).unwrap()
}

/// 4 billion committed and 3 disbursed, and an amount without a day.
fn facts() -> Facts {
    let id = ItemId::try_new("AG-01").unwrap();
    let item = AidItem::new(id.clone(), "20 căn nhà", Direction::Inward, SourceClass::ForeignNgo)
        .with_commitment(vnd(known("4")), date("2025-03-01"))
        .unwrap();
    let mut facts = Facts::default();
    facts.add_item(item).unwrap();
    for (number, day) in [("1", Some("2025-09-30")), ("2", None)] {
        let flow = FlowId::try_new(number).unwrap();
        let flow = Flow::try_new(
            flow,
            FlowKind::Disbursement,
            vnd(known("3")),
            Direction::Inward,
            SourceClass::ForeignNgo,
        );
        let flow = flow.unwrap().with_item(id.clone());
        facts.add_flow(day.map_or(flow.clone(), |day| flow.with_date(date(day)))).unwrap();
    }
    facts
}

#[test]
fn answers_of_the_books_are_written() {
    let (facts, mut journal) = (facts(), Journal::new());
    let report = written(post(&mut journal, &facts));
    assert_eq!(report["posted"].as_array().unwrap().len(), 2);
    assert_eq!(report["findings"][0]["code"], "flow-undated");

    let told = written(balances(&journal, Some(&year()), Tell::Original).unwrap());
    let all = told.as_array().unwrap();
    assert!(all.iter().any(|it| it["closing"] == json!({ "figure": dong("3"), "unknown": 0 })), "{told}");
    assert!(all.iter().all(|it| it["currency"] == "VND" && it["until"] == "2025-12-31"), "{told}");

    let position = written(&commitments(&journal).unwrap()[0]);
    assert_eq!((&position["item"], &position["committed"]), (&json!("AG-01"), &dong("4")));
    // the disbursement without a day may have been made too
    assert_eq!(position["remainder"]["hedged"]["interval"]["high"], dong("1")["known"]);
    assert!(position["over_disbursed"]["cannot-tell"].is_string(), "{position}");

    let key = AmountKey::new(Basis::Disbursed, Direction::Inward);
    let (totals, selection) = (Totals::new(&journal, &facts), Selection::new(key).during(year()));
    let sum = written(totals.total(&selection).unwrap());
    assert_eq!(sum["figure"], json!({ "known_part": dong("3"), "inputs": 1, "unknown": 0 }));
    assert_eq!((&sum["undated"], &sum["entries"]), (&json!(1), &json!([2])));
    let groups = written(totals.grouped(&selection, Dimension::Month).unwrap());
    assert_eq!(groups[0]["key"], "2025-09");
    assert_eq!(groups[0]["sum"]["figure"]["known_part"], dong("3"));

    let printed = disbursed("s1", "AG", "5 tỷ đồng", known("5"), "VND");
    let check = written(printed_against_computed(&printed, &totals).unwrap().unwrap());
    assert_eq!(check["printed"], "5 tỷ đồng");
    assert!(check["verdict"] != json!("yes") && check["computed"] != Value::Null, "{check}");
}

#[test]
fn sums_and_their_conflicts_are_written() {
    let addend = |id: &str, basis| Addend::new(id, known("1"), "VND", basis, Direction::Inward);
    let (one, two) = (addend("a", Basis::Disbursed), addend("b", Basis::Committed));
    let sum = written(add(&[one.clone(), one.clone()]).unwrap());
    assert_eq!(sum["total"]["inputs"], 2);
    assert_eq!((&sum["unit"], &sum["ids"]), (&json!("VND"), &json!(["a", "a"])));
    let refused = add(&[one.clone(), two.clone()]).unwrap_err();
    assert_eq!(
        written(refused.conflicts()),
        json!([{ "key": { "field": "basis", "left": "disbursed", "right": "committed" } }])
    );
    let across = written(add_across_bases(&[one, two], both("cả hai")).unwrap());
    assert_eq!(across["warnings"][0]["code"], "mixed-basis");
    assert_eq!(across["sum"]["total"]["inputs"], 2);

    let memo = MemoLine::new(both("ghi nhận thêm"), known("2"));
    let plan = PlanLine::try_new(both("giải ngân"), "VND", known("4"), known("5")).unwrap().with_memo(memo);
    let sum = plan.sum_with_memo(both("cả ghi nhận")).unwrap();
    let (figure, sum) = (sum.figure().clone(), written(&sum));
    assert_eq!((&sum["figure"], &sum["warning"]["code"]), (&written(figure), &json!("memo-added")));
}

#[test]
fn comparisons_and_consolidations_are_written() {
    let side =
        |label: &str, value: &str| Comparand::new(label, known(value), "VND").when(When::During(year()));
    let comparison = written(compare(&side("2024", "4"), &side("2025", "5"), None).unwrap());
    assert_eq!(comparison["grew"], "yes");
    assert_eq!((&comparison["unit"], &comparison["basis"]), (&json!("VND"), &Value::Null));
    let change: Figure = serde_json::from_value(comparison["change_percent"].clone()).unwrap();
    assert_eq!(change, Figure::Known(Decimal::from(25)));

    let key = AmountKey::new(Basis::Disbursed, Direction::Inward).with_source(SourceClass::ForeignNgo);
    let claim = |body: &str| {
        Claim::new(body, "nha", key, vnd(known("2")), date("2025-09-30")).jointly("g", Some("A"))
    };
    let (rates, policy) = (rates(), Policy::treasury_accounting());
    let context = ConsolidationContext::new(&rates, &policy, Currency::VND, &["A", "B", "C"]);
    let whole = written(consolidate(&[claim("A"), claim("B")], &context).unwrap());
    assert_eq!(whole["lines"][0]["total"]["known_part"], dong("2"));
    let parts = &whole["lines"][0]["parts"];
    assert_eq!((&parts[0]["counted"], &parts[1]["counted"]), (&json!(true), &json!(false)));
    assert_eq!(parts[1]["claim"]["body"], "B");
    assert_eq!(
        whole["eliminations"],
        json!([{ "key": written(key), "group": "g", "counted_under": "A", "shown_under": "B", "value": dong("2") }])
    );
    assert_eq!((&whole["reported"], &whole["missing"]), (&json!(["A", "B"]), &json!(["C"])));
}

#[test]
fn rules_are_written_and_stages_read_back() {
    let rules = written(RULES);
    let rule = rules.as_array().unwrap().iter().find(|rule| rule["code"] == "flow-before-approval").unwrap();
    assert_eq!((&rule["severity"], &rule["from"]), (&json!("warning"), &json!("2020-09-17")));

    let total = Position::exactly(Money::vnd(5));
    let stage = Stage::new(BridgeCause::Period, both("kỳ"), total, Vec::new());
    let text = serde_json::to_string(&stage).unwrap();
    assert_eq!(serde_json::from_str::<Stage>(&text).unwrap(), stage);
    let tampered = text.replace(r#""rows""#, r#""row""#);
    assert_ne!(tampered, text);
    assert!(serde_json::from_str::<Stage>(&tampered).is_err());
}
