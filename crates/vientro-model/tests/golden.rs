//! Goal: the golden checks of the source articles that live in the model, under their names. Method: each is built
//! through the public API from the figures of the printed sentence quoted above it.

use rust_decimal::Decimal;
use vientro_core::{Apportioning, Figure, Language, Total, percentages};
use vientro_currency::Money;
use vientro_model::{
    AidForm, Amendment, Anniversary, Approval, Basis, Congress, Direction, Facts, FlowKind, JointClaim,
    KeyField, Modality, ModelError, Partition, Quote, Relation, RelationKind, SourceClass, Standing,
    StatedFigure, StatementId, Term, unit_cost,
};

use crate::{count, day, flow, item, more_than, vnd};

fn statement(id: &str, measure: &str, printed: &str, figure: Figure<Decimal>, unit: &str) -> StatedFigure {
    StatedFigure::try_new(StatementId::try_new(id).unwrap(), measure, printed, figure, unit).unwrap()
}

/// "… là 129 tổ chức: khối Châu Mỹ là 47, Châu Âu là 50, Châu Á Thái Bình Dương là 32"
#[test]
fn g01_partition_of_129() {
    let blocs = Partition::new("home region", count(129)).with_parts(
        [("Châu Mỹ", 47), ("Châu Âu", 50), ("Châu Á Thái Bình Dương", 32)]
            .map(|(name, value)| (name.to_owned(), Decimal::from(value))),
    );
    let proof = blocs.prove().unwrap();
    assert!(proof.is_exact());
    assert_eq!((proof.sum(), proof.difference()), (Decimal::from(129), &count(0)));

    // one organisation too many, until it is named as unclassified
    let open = Partition::new("home region", count(130)).with_parts(blocs.parts().iter().cloned());
    assert!(!open.prove().unwrap().is_exact());
    assert_eq!(open.prove().unwrap().difference(), &count(1));
    assert!(open.with_unclassified(Decimal::ONE).prove().unwrap().is_exact());

    // a hedged whole allows the sum without proving it, an unknown one cannot tell
    let hedged = Partition::new("home region", more_than(120))
        .with_parts(blocs.parts().iter().cloned())
        .prove()
        .unwrap();
    assert!(hedged.verdict().is_yes() && !hedged.is_exact());
    let unknown = Partition::new("home region", Figure::Unknown).with_parts(blocs.parts().iter().cloned());
    assert!(!unknown.prove().unwrap().verdict().is_yes() && !unknown.prove().unwrap().verdict().is_no());
}

/// The same parts as shares of one decimal.
#[test]
fn g02_rounded_shares() {
    let parts = [47, 50, 32].map(Decimal::from);
    let shares = percentages(&parts, 1, Apportioning::LargestRemainder).unwrap();
    assert_eq!(shares.iter().map(ToString::to_string).collect::<Vec<_>>(), ["36.4", "38.8", "24.8"]);
    assert_eq!(shares.iter().sum::<Decimal>(), Decimal::ONE_HUNDRED);
}

/// "… tăng từ 3,4 tỷ đồng lên 4,22 tỷ đồng …"
#[test]
fn g05_amendment_keeps_the_old_value() {
    let (before, after) = (vnd(3_400_000_000), vnd(4_220_000_000));
    let (approved, amended) = (day(2025, 3, 5), day(2025, 9, 30));
    let mut houses = item("NA-01").with_commitment(before.clone(), approved).unwrap();
    let amendment = Amendment::new(amended, before.clone(), after.clone()).with_reason("khảo sát thực tế");
    assert_eq!(amendment.difference().unwrap(), vnd(820_000_000));
    let percent = amendment.percent_change().unwrap();
    let tenth = vientro_currency::Rounding::HalfUp.round(*percent.known().unwrap(), 1);
    assert_eq!(tenth.to_string(), "24.1");

    houses.amend(amendment).unwrap();
    assert_eq!(houses.commitment_as_known_on(day(2025, 3, 4)), None);
    for earlier in [approved, day(2025, 6, 30), day(2025, 9, 29)] {
        assert_eq!(houses.commitment_as_known_on(earlier), Some(&before), "{earlier}");
    }
    for later in [amended, day(2026, 1, 1)] {
        assert_eq!(houses.commitment_as_known_on(later), Some(&after), "{later}");
    }
    assert_eq!(houses.commitment().unwrap().latest().reason(), Some("khảo sát thực tế"));
}

/// "… 4,22 tỷ đồng … 20 căn nhà"
#[test]
fn g06_unit_cost() {
    let houses = count(20);
    assert_eq!(unit_cost(&Money::vnd(4_220_000_000), &houses).unwrap(), count(211_000_000));
    assert_eq!(unit_cost(&Money::vnd(3_400_000_000), &houses).unwrap(), count(170_000_000));
    assert!(unit_cost(&Money::vnd(1), &count(0)).is_err());
    assert_eq!(unit_cost(&Money::vnd(1), &Figure::Unknown).unwrap(), Figure::Unknown);
}

/// "cam kết … hơn 400 tỉ đồng" (TP.HCM) and "giải ngân hơn 18 tỷ đồng" (An Giang)
#[test]
fn g14_committed_and_disbursed_do_not_add() {
    let committed = statement("S0-016", "aid-value", "hơn 400 tỉ đồng", more_than(400_000_000_000), "VND")
        .with_basis(Basis::Committed)
        .with_direction(Direction::Inward)
        .with_source(SourceClass::ForeignNgo);
    let disbursed = statement("S2-028", "aid-value", "hơn 18 tỷ đồng", more_than(18_000_000_000), "VND")
        .with_basis(Basis::Disbursed)
        .with_direction(Direction::Inward)
        .with_source(SourceClass::ForeignNgo);
    let (left, right) = (committed.key().unwrap(), disbursed.key().unwrap());
    let refusal = left.may_add(&right).unwrap_err();
    assert_eq!(refusal.fields(), [KeyField::Basis]);
    assert_eq!(refusal.message().vi(), "không cộng được: hai cơ sở tính (`cam kết`, `giải ngân`)");
    // flows have the same guard
    let promised = flow("1", FlowKind::Commitment, vnd(1)).key();
    assert!(promised.may_add(&flow("2", FlowKind::Disbursement, vnd(1)).key()).is_err());
    assert!(
        flow("3", FlowKind::Refund, vnd(1))
            .key()
            .may_add(&flow("4", FlowKind::Disbursement, vnd(1)).key())
            .is_ok()
    );
}

/// "'Mặt trời không biên giới' dành cho Cuba", "'Việc tốt từ trái tim' với Thái Lan"
#[test]
fn g15_outward_programmes_stay_outside_inward_aid() {
    let received = vientro_model::AmountKey::new(Basis::Given, Direction::Inward);
    let cuba = statement("S0-020", "aid-value", "", Figure::Unknown, "")
        .with_basis(Basis::Given)
        .with_direction(Direction::Outward);
    let blood = statement("S0-021", "output:blood-unit", "", Figure::Unknown, "blood-unit")
        .with_basis(Basis::Given)
        .with_direction(Direction::Outward)
        .with_modality(Modality::InKind);
    for outward in [&cuba, &blood] {
        let key = outward.key().unwrap();
        assert!(!received.selects(&key));
        assert!(received.may_add(&key).unwrap_err().fields().contains(&KeyField::Direction));
        // no money is made up: no currency is printed, so there is none
        assert_eq!(outward.money().unwrap(), None);
        assert!(outward.figure().is_unknown());
    }
}

/// "75 năm … (1950 - 2025)", "70 năm thành lập (1955–2025)", "50 năm … (1975 - 2025)"
#[test]
fn g19_anniversaries() {
    for (from, years) in [(1950, 75), (1955, 70), (1975, 50)] {
        assert_eq!(Anniversary::try_new(from, 2025, years).unwrap().years(), years);
        assert!(matches!(Anniversary::try_new(from, 2025, years + 1), Err(ModelError::Anniversary { .. })));
    }
}

/// "Đại hội … lần thứ IV – Nhiệm kỳ 2021 – 2026" (20 January 2022), "lần thứ IV, nhiệm kỳ 2023-2028" (15 February 2023)
#[test]
fn g20_one_congress_two_terms() {
    let (first, second) = (Term::try_new(2021, 2026).unwrap(), Term::try_new(2023, 2028).unwrap());
    let (said, said_again) = (day(2022, 1, 20), day(2023, 2, 15));
    let mut congress = Congress::try_new("HUFO", 4, first, said).unwrap();
    congress.restate(second, said_again, "hoãn").unwrap();

    let mut facts = Facts::default();
    facts.add_congress(congress.clone()).unwrap();
    assert!(facts.add_congress(Congress::try_new("HUFO", 4, second, said_again).unwrap()).is_err());
    // another body has a fourth congress of its own
    facts
        .add_congress(Congress::try_new("Hội hữu nghị Việt Nam - Lào Bắc Ninh", 4, second, said).unwrap())
        .unwrap();

    let versions: Vec<_> =
        congress.term().versions().map(|version| (*version.value(), version.recorded_on())).collect();
    assert_eq!(versions, [(first, said), (second, said_again)]);
    assert_eq!(congress.term_as_known_on(day(2022, 12, 31)), Some(first));
    assert_eq!(congress.term_as_known_on(said_again), Some(second));
    assert_eq!((first.years(), second.years()), (5, 5));
    // a statement from before the newest one is refused
    assert!(matches!(congress.restate(first, said, ""), Err(ModelError::History(_))));
}

/// The Cuba programme, "nhiều đoàn khách quốc tế" and the aid of an article that names none
#[test]
fn g29_missing_is_not_zero() {
    let statements = [
        statement("S0-020", "aid-value", "", Figure::Unknown, ""),
        statement("S0-015", "delegation-count", "nhiều đoàn khách quốc tế", Figure::Unknown, "delegation"),
        statement("S3-016", "aid-value", "", Figure::Unknown, "VND"),
        statement("S2-037", "target", "1 tỷ đồng", count(1_000_000_000), "VND"),
    ];
    let total = Total::of(Decimal::ZERO, statements.iter().map(StatedFigure::figure)).unwrap();
    assert_eq!((total.inputs(), total.unknown()), (4, 3));
    assert_eq!(total.known_part(), &count(1_000_000_000));
    assert_eq!(total.complete(), Figure::Unknown);
    assert_eq!(statements[2].money().unwrap(), Some(Figure::Unknown));
}

/// "… phối hợp với Tổ chức Tzu Chi …": the houses, claimed by the Union and by the Fatherland Front
#[test]
fn g30_joint_claim_counts_once() {
    let (union, front) = ("Liên hiệp các tổ chức hữu nghị tỉnh Nghệ An", "Ủy ban MTTQ tỉnh Nghệ An");
    let claim = JointClaim::try_new("tzu-chi-houses", [union, front]).unwrap().with_lead(union).unwrap();
    let mut facts = Facts::default();
    for (id, owner) in [("NA-LH-01", union), ("NA-MT-07", front)] {
        let houses = item(id)
            .with_owner(owner)
            .with_form(AidForm::Project)
            .with_joint_claim(claim.clone())
            .with_commitment(vnd(4_220_000_000), day(2025, 9, 30))
            .unwrap();
        facts.add_item(houses).unwrap();
    }
    facts.add_item(item("NA-LH-02").with_commitment(vnd(1_000_000), day(2025, 9, 30)).unwrap()).unwrap();

    let total =
        Total::of(Money::vnd(0), facts.items_once().filter_map(|item| item.commitment_now())).unwrap();
    assert_eq!(total.complete(), vnd(4_221_000_000));
    let shown: Vec<_> = facts.joint_group("tzu-chi-houses").map(|item| item.owner().unwrap()).collect();
    assert_eq!(shown, [union, front]);
}

/// "hơn 16,5 tỷ đồng … ghi nhận từ các chi hội": told beside the Union's 18 tỷ (invariant 8)
#[test]
fn member_gifts_are_memo() {
    let gift = vientro_model::Gift::try_new(
        vientro_model::GiftId::try_new("AG-G-1").unwrap(),
        "75 suất quà",
        vnd(37_500_000),
    )
    .unwrap()
    .with_modality(Modality::InKind);
    let key = gift.to_flow().unwrap().key();
    assert_eq!((key.basis(), key.standing()), (Basis::Recorded, Standing::Memo));
    assert_eq!(key.source(), Some(SourceClass::MemberAssociation));
    let own = key.with_standing(Standing::Own);
    assert_eq!(own.may_add(&key).unwrap_err().fields(), [KeyField::Standing]);
}

#[test]
fn the_decree_follows_the_day_of_approval() {
    let approved = |date| item("X").with_approval(Approval::try_new("12/QĐ-UBND").unwrap().with_date(date));
    let number = |date| approved(date).regime().map(vientro_model::Instrument::number);
    assert_eq!(number(day(2020, 9, 16)), None);
    assert_eq!(number(day(2020, 9, 17)), Some("80/2020/NĐ-CP"));
    assert_eq!(number(day(2025, 12, 7)), Some("80/2020/NĐ-CP"));
    assert_eq!(number(day(2025, 12, 8)), Some("313/2025/NĐ-CP"));
    assert_eq!(item("X").regime(), None);
    let instrument = approved(day(2026, 1, 5)).regime().unwrap();
    assert_eq!(instrument.text(Language::En), "Decree 313/2025/NĐ-CP");
}

#[test]
fn relations_are_read_as_the_published_figures_write_them() {
    let part: Relation = "part-of:S1-007".parse().unwrap();
    assert_eq!((part.kind(), part.to().as_str(), part.is_certain()), (RelationKind::PartOf, "S1-007", true));
    let same: Relation = "same-as?:S2-010".parse().unwrap();
    assert_eq!((same.kind(), same.is_certain()), (RelationKind::SameAs, false));
    for wrong in ["", "part-of", "part-of:", "half-of:S1-007"] {
        assert!(wrong.parse::<Relation>().is_err(), "{wrong}");
    }
    let stated = statement("S2-019", "output:house", "20 căn nhà", count(20), "house")
        .with_relations([part, same])
        .with_quote(Quote::new("002", "22", "20 căn nhà"));
    assert_eq!(stated.related(RelationKind::SameAs).count(), 0);
    assert_eq!(stated.related(RelationKind::PartOf).count(), 1);
}
