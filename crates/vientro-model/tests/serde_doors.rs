//! Goal: every record reads back as it was written, and a tampered text is refused by the same checks as a constructor.
//! Method: JSON there and back for one rich value of each type; one change to the text for each rule.

use std::fmt::Debug;

use rust_decimal::Decimal;
use serde::{Serialize, de::DeserializeOwned};
use vientro_core::{Bilingual, Figure, Interval, Location, Period, RowId, Share, When};
use vientro_model::*;

use crate::{code, count, day, flow, item, more_than, vnd};

#[track_caller]
fn there_and_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) -> String {
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value, "{text}");
    assert_eq!(serde_json::to_string(&serde_json::from_str::<T>(&text).unwrap()).unwrap(), text);
    text
}

/// The text with one piece replaced must be refused, with these words in the message.
#[track_caller]
fn refused<T: DeserializeOwned + Debug>(text: &str, from: &str, to: &str, words: &str) {
    assert!(text.contains(from), "`{from}` is not in {text}");
    let error = serde_json::from_str::<T>(&text.replacen(from, to, 1)).unwrap_err().to_string();
    assert!(error.contains(words), "{error}");
}

fn rows() -> [RowId; 1] {
    [RowId::try_new("vien-tro-2025.xlsx/Giải ngân/17").unwrap()]
}

fn rich_item() -> AidItem {
    let mut houses = item("NA-01")
        .with_form(AidForm::Project)
        .with_donor("Tzu Chi")
        .with_donor_country("Đài Loan")
        .with_sector(Sector::Social)
        .with_sectors(["an sinh xã hội".to_owned()])
        .with_place("Con Cuông, Tương Dương")
        .with_unit(code("40"))
        .with_owner("Liên hiệp")
        .with_approval(
            Approval::try_new("12/QĐ-UBND").unwrap().with_date(day(2025, 3, 5)).with_authority("UBND tỉnh"),
        )
        .with_term(Period::calendar_year(2025).unwrap())
        .with_joint_claim(JointClaim::try_new("nha", ["A", "B"]).unwrap().with_lead("A").unwrap())
        .with_rows(rows())
        .with_note("minh họa")
        .with_commitment(vnd(3_400_000_000), day(2025, 3, 5))
        .unwrap();
    houses
        .amend(
            Amendment::new(day(2025, 9, 30), vnd(3_400_000_000), vnd(4_220_000_000))
                .with_reason("khảo sát")
                .with_effective_from(day(2025, 9, 1))
                .with_rows(rows()),
        )
        .unwrap();
    houses
}

fn rich_facts() -> Facts {
    let profile = UnionProfile::new(Bilingual::new("Liên hiệp", "Union"), "An Giang", 2025, "BC-LHHN")
        .with_unit(code("91"))
        .with_parent("UBND tỉnh An Giang")
        .with_notes(["số liệu minh họa".to_owned()]);
    let mut facts = Facts::new(profile);
    facts.add_item(rich_item()).unwrap();
    facts.add_flow(flow("f1", FlowKind::InKindReceipt, Figure::Unknown).with_date(day(2025, 5, 1))).unwrap();
    facts.add_flow(flow("f2", FlowKind::Refund, vnd(5)).with_standing(Standing::Memo)).unwrap();
    let quantity = Quantity::try_new(count(75), "suất").unwrap();
    let gift = Gift::try_new(GiftId::try_new("g1").unwrap(), "75 suất quà", vnd(37_500_000)).unwrap();
    facts.add_gift(gift.with_quantity(quantity).with_branch("Chi hội 1")).unwrap();
    let output =
        Output::try_new(OutputId::try_new("o1").unwrap(), "20 căn nhà", OutputKind::House, count(20))
            .unwrap();
    facts.add_output(output.with_unit("căn").with_item(ItemId::try_new("NA-01").unwrap())).unwrap();
    let activity = Activity::new(ActivityId::try_new("a1").unwrap(), "Gặp gỡ hữu nghị");
    let activity =
        activity.with_date(day(2025, 12, 31)).with_session(Session::Afternoon).with_heads(more_than(100));
    facts.add_activity(activity.unwrap().with_organisers(["Liên hiệp".to_owned()])).unwrap();
    let delegation = Delegation::new(DelegationId::try_new("d1").unwrap(), "Đoàn Lào", Direction::Inward);
    let days = Validity::try_new(Some(day(2025, 5, 1)), Some(day(2025, 5, 3))).unwrap();
    facts.add_delegation(delegation.with_days(days).with_country("Lào")).unwrap();
    let award = Award::new(AwardId::try_new("w1").unwrap(), "bằng khen", "tập thể").with_year(2024);
    facts.add_award(award.with_date(day(2025, 1, 15))).unwrap();
    let inferred = Inference::new(
        Bilingual::new("thực hiện chia 1,504", "actual over 1.504"),
        Interval::at_least(Decimal::from(11)),
    );
    let target = Target::try_new(
        TargetId::try_new("t1").unwrap(),
        "giải ngân",
        Basis::Disbursed,
        SourceClass::ForeignNgo,
        Period::calendar_year(2025).unwrap(),
        count(12_000_000_000),
        "VND",
    );
    facts.add_target(target.unwrap().with_inference(inferred)).unwrap();
    let stated = StatedFigure::try_new(
        StatementId::try_new("S2-028").unwrap(),
        "aid-value",
        "hơn 18 tỷ đồng",
        more_than(18_000_000_000),
        "VND",
    )
    .unwrap()
    .with_basis(Basis::Disbursed)
    .with_when(When::During(Period::calendar_year(2025).unwrap()))
    .with_quote(Quote::new("002", "37", "giải ngân hơn 18 tỷ đồng"))
    .with_reading(Reading::new(Bilingual::same("…"), "editor", day(2026, 1, 2)))
    .with_relations(["value-of:S2-025".parse().unwrap()]);
    facts.add_statement(stated).unwrap();
    let union = Organisation::new(OrgId::try_new("u").unwrap(), OrganisationKind::Union, "Liên hiệp")
        .with_country("VN".parse().unwrap())
        .with_names([OrganisationName::new("HUFO", NameKind::Short)]);
    facts.add_organisation(union).unwrap();
    let term = Term::try_new(2025, 2030).unwrap();
    facts.add_congress(Congress::try_new("Liên hiệp", 1, term, day(2025, 12, 30)).unwrap()).unwrap();
    let place = Location::new().in_file("vien-tro-2025.xlsx").in_sheet("Giải ngân");
    let row = SourceRow::new(place, "dòng 17").with_fields([("Số tiền".to_owned(), "594,5 tỷ".to_owned())]);
    facts.add_row(rows()[0].clone(), row).unwrap();
    facts
}

#[test]
fn every_record_reads_back_as_written() {
    let facts = rich_facts();
    there_and_back(&facts);
    there_and_back(&Facts::default());
    there_and_back(
        &Partition::new("p", count(3)).with_part("a", Decimal::ONE).with_unclassified(Decimal::TWO),
    );
    there_and_back(&Anniversary::try_new(1950, 2025, 75).unwrap());
    there_and_back(&AmountKey::new(Basis::Planned, Direction::Inward).with_source(SourceClass::Company));
    there_and_back(&Validity::ALWAYS);
    let shares = [Share::try_new(Decimal::new(4, 1)).unwrap(), Share::try_new(Decimal::new(6, 1)).unwrap()];
    there_and_back(&JointClaim::try_new("g", ["A", "B"]).unwrap().with_shares(shares).unwrap());
}

#[test]
fn answers_are_written() {
    let disbursed = AmountKey::new(Basis::Disbursed, Direction::Inward);
    let conflict = disbursed.may_add(&AmountKey::new(Basis::Committed, Direction::Inward)).unwrap_err();
    let text = there_and_back(&conflict);
    refused::<KeyConflict>(&text, r#""basis":"committed""#, r#""basis":"disbursed""#, "do not conflict");

    let partition = Partition::new("p", count(3)).with_part("a", Decimal::ONE);
    let proof = serde_json::to_value(partition.prove().unwrap()).unwrap();
    assert_eq!(proof["difference"], serde_json::json!({ "known": "2" }));
    assert_eq!((&proof["sum"], &proof["verdict"]), (&"1".into(), &"no".into()));

    let year = Period::administrative_year(2025).unwrap();
    let form = serde_json::to_value(due(Duty::Fngo, Reporter::ForeignNgo, &year).unwrap()).unwrap();
    assert_eq!((&form["on"], &form["period"]["to"]), (&"2025-12-18".into(), &"2025-12-14".into()));
    assert_eq!(
        (&form["source"]["instrument"], &form["source"]["place"]),
        (&"58/2022/NĐ-CP".into(), &"Mẫu 05".into())
    );
}

#[test]
fn an_aid_item_is_short_in_json() {
    let text =
        r#"{"id":"AG-01","title":"Nước sạch","direction":"inward","source":"foreign-ngo","donor":"  "}"#;
    let item: AidItem = serde_json::from_str(text).unwrap();
    assert_eq!(item.donor(), None);
    assert_eq!(
        serde_json::to_string(&item).unwrap(),
        r#"{"id":"AG-01","title":"Nước sạch","direction":"inward","source":"foreign-ngo"}"#
    );
}

#[test]
fn tampered_items_are_refused() {
    let text = there_and_back(&rich_item());
    refused::<AidItem>(
        &text,
        r#""after":{"known":{"amount":"4220000000""#,
        r#""after":{"known":{"amount":"4200000000""#,
        "amend",
    );
    refused::<AidItem>(
        &text,
        r#""before":{"known":{"amount":"3400000000""#,
        r#""before":{"known":{"amount":"1""#,
        "starts from",
    );
    refused::<AidItem>(&text, r#""amount":"3400000000""#, r#""amount":"-3400000000""#, "not negative");
    refused::<AidItem>(&text, r#""lead":"A""#, r#""lead":"C""#, "none of its claimants");
    refused::<AidItem>(&text, r#""unit":"40""#, r#""unit":"4""#, "two digits");
    refused::<AidItem>(&text, r#""form":"project""#, r#""form":"gift""#, "unknown form of aid");
    refused::<AidItem>(&text, r#""note":"#, r#""notes":"#, "unknown field");
    refused::<AidItem>(&text, r#""id":"NA-01""#, r#""id":"""#, "item id");
    refused::<AidItem>(&text, r#""12/QĐ-UBND""#, r#"" ""#, "blank");
    // an amendment without the version it made, and a version without its amendment
    let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
    value["amendments"] = serde_json::json!([]);
    assert!(serde_json::from_value::<AidItem>(value.clone()).is_err());
    value.as_object_mut().unwrap().remove("commitment");
    assert!(serde_json::from_value::<AidItem>(value).is_ok());
}

#[test]
fn tampered_facts_are_refused() {
    let text = there_and_back(&rich_facts());
    refused::<Facts>(&text, r#""id":"f2""#, r#""id":"f1""#, "already taken");
    refused::<Facts>(
        &text,
        r#""kind":"refund","amount":{"known":{"amount":"5""#,
        r#""kind":"refund","amount":{"known":{"amount":"-5""#,
        "not negative",
    );
    refused::<Facts>(
        &text,
        r#""from_year":2025,"to_year":2030"#,
        r#""from_year":2030,"to_year":2025"#,
        "before it begins",
    );
    refused::<Facts>(
        &text,
        r#""from":"2025-05-01","to":"2025-05-03""#,
        r#""from":"2025-05-04","to":"2025-05-03""#,
        "before it begins",
    );
    refused::<Facts>(&text, r#""ordinal":1"#, r#""ordinal":0"#, "ordinal");
    refused::<Facts>(&text, r#""country":"VN""#, r#""country":"V1""#, "ISO 3166");
    refused::<Facts>(&text, r#""measure":"aid-value""#, r#""measure":"""#, "blank");
    refused::<Facts>(&text, r#""unit":"suất""#, r#""unit":"""#, "blank");
    refused::<Facts>(&text, r#""known":"20""#, r#""known":"-20""#, "not negative");
    refused::<Facts>(&text, r#""gifts":"#, r#""presents":"#, "unknown field");
    let anniversary = there_and_back(&Anniversary::try_new(1950, 2025, 75).unwrap());
    refused::<Anniversary>(&anniversary, "75", "70", "are 75 years");
}

#[test]
fn facts_have_one_order() {
    let mut forward = Facts::default();
    let mut backward = Facts::default();
    let ids = ["a", "b", "c"];
    for (there, back) in ids.iter().zip(ids.iter().rev()) {
        forward.add_flow(flow(there, FlowKind::Receipt, vnd(1))).unwrap();
        backward.add_flow(flow(back, FlowKind::Receipt, vnd(1))).unwrap();
    }
    assert_eq!(serde_json::to_string(&forward).unwrap(), serde_json::to_string(&backward).unwrap());
}
