//! Goal: what people come to the model for can be written down without bending it. Method: one test a story of
//! developers, officers, officials and foreign organisations, as each would write it with the public API.

use rust_decimal::Decimal;
use vientro_core::{Apportioning, Figure, Total, Verdict};
use vientro_currency::Money;
use vientro_model::*;

use crate::{code, count, day, flow, item, vnd};

/// Developer: "money that cannot be added across basis, currency or direction".
#[test]
fn a_clerk_is_told_why_two_amounts_do_not_add() {
    let promised = flow("1", FlowKind::Commitment, vnd(400));
    let paid = flow("2", FlowKind::Disbursement, vnd(18));
    let why = promised.key().may_add(&paid.key()).unwrap_err();
    assert_eq!(why.message().vi(), "không cộng được: hai cơ sở tính (`cam kết`, `giải ngân`)");
    let dollars = Money::try_new(Decimal::from(5), vientro_currency::Currency::USD).unwrap();
    assert!(paid.amount().checked_add(&Figure::Known(dollars)).is_err());
}

/// Developer: "when provinces merge, I want codes to keep working".
#[test]
fn a_code_of_last_year_still_says_where() {
    let (then, now) = (day(2024, 12, 31), day(2025, 12, 31));
    let school = Locality::of_province(code("95"), then).unwrap();
    assert_eq!(school.province_on(now).unwrap().unwrap().name_plain(), "Cà Mau");
    // the other way round it may have been any of several
    let today = Locality::of_province(code("96"), now).unwrap();
    assert_eq!(today.province_on(then).unwrap(), None);
    let parts = Gazetteer::viet_nam().path(&code("96"), now, then).unwrap();
    let parts: Vec<&str> = parts.last().unwrap().units().iter().map(|unit| unit.name_plain()).collect();
    assert_eq!(parts, ["Bạc Liêu", "Cà Mau"]);
}

/// Officer: "after a survey the donor raised 3.4 to 4.22 tỷ; I must show both".
#[test]
fn a_raised_commitment_shows_both_values_and_the_unit_cost() {
    let (before, after) = (vnd(3_400_000_000), vnd(4_220_000_000));
    let change = Amendment::new(day(2025, 9, 30), before.clone(), after.clone())
        .with_reason("khảo sát thực tế")
        .with_decision("4120/QĐ-UBND");
    let percent = change.percent_change().unwrap();
    assert_eq!(
        percent
            .known()
            .map(|it| it.round_dp_with_strategy(1, rust_decimal::RoundingStrategy::MidpointAwayFromZero)),
        Some(Decimal::new(241, 1))
    );
    let mut houses = item("NA-01").with_commitment(before.clone(), day(2025, 3, 5)).unwrap();
    houses.amend(change).unwrap();
    assert_eq!(houses.commitment_as_known_on(day(2025, 6, 30)), Some(&before));
    assert_eq!(houses.commitment_now(), Some(&after));
    let cost = unit_cost(after.known().unwrap(), &count(20)).unwrap();
    assert_eq!(cost, count(211_000_000));
}

/// Officer: "the Fatherland Front and we both report the same houses".
#[test]
fn joint_houses_are_shown_twice_and_counted_once() {
    let (union, front) = ("Liên hiệp Nghệ An", "Ủy ban MTTQ Nghệ An");
    let half = vientro_core::Share::try_new(Decimal::new(5, 1)).unwrap();
    let claim =
        JointClaim::try_new("nhà Tzu Chi", [union, front]).unwrap().with_shares([half, half]).unwrap();
    let mut facts = Facts::default();
    for (id, owner) in [("LH-1", union), ("MT-9", front)] {
        let houses = item(id).with_owner(owner).with_joint_claim(claim.clone());
        facts.add_item(houses.with_commitment(vnd(4_220_000_000), day(2025, 9, 30)).unwrap()).unwrap();
    }
    assert_eq!(facts.joint_group("nhà Tzu Chi").count(), 2);
    let once = facts.items_once().filter_map(AidItem::commitment_now);
    assert_eq!(Total::of(Money::vnd(0), once).unwrap().complete(), vnd(4_220_000_000));
}

/// Official: "two decrees in one year: items split 80 / 313, with the reason".
#[test]
fn items_of_one_year_fall_under_two_decrees() {
    let mut of_decree: std::collections::BTreeMap<&str, Vec<ItemId>> = std::collections::BTreeMap::new();
    for (id, approved) in [("A", day(2025, 3, 5)), ("B", day(2025, 12, 7)), ("C", day(2025, 12, 8))] {
        let approval = Approval::try_new("1/QĐ-UBND").unwrap().with_date(approved);
        let item = item(id).with_approval(approval);
        of_decree.entry(item.regime().unwrap().number()).or_default().push(item.id().clone());
    }
    let sizes: Vec<(&str, usize)> = of_decree.iter().map(|(decree, items)| (*decree, items.len())).collect();
    assert_eq!(sizes, [("313/2025/NĐ-CP", 1), ("80/2020/NĐ-CP", 2)]);
    // official assistance has its own
    let approval = Approval::try_new("2/QĐ-TTg").unwrap().with_date(day(2025, 3, 5));
    let official = item("D").with_regime(AidRegime::Oda).with_approval(approval);
    assert_eq!(official.regime().map(Instrument::number), Some("114/2021/NĐ-CP"));
}

/// Official: "check the foreign organisation's status on the date of each item; alert ahead of the end".
#[test]
fn items_outside_the_certificate_are_found() {
    let ngo = OrgId::try_new("ngo").unwrap();
    let paper = |provinces: &[&str]| {
        FngoRegistration::try_new(
            ngo.clone(),
            Certificate::Activity,
            "12/BNG",
            day(2023, 1, 1),
            day(2025, 12, 31),
        )
        .unwrap()
        .with_provinces(provinces.iter().map(|it| code(it)))
    };
    let ask = |provinces: &[&str], unit, on| {
        let paper = paper(provinces);
        (paper.holds_on(on), paper.names(code(unit), on).unwrap())
    };
    let cannot = |doubt| Verdict::CannotTell(doubt);
    // 40 Nghệ An stays; 89 An Giang and 91 Kiên Giang became 91 An Giang
    assert_eq!(ask(&["40"], "40", day(2025, 9, 1)), (true, Verdict::Yes));
    assert_eq!(ask(&["40"], "91", day(2025, 9, 1)), (true, Verdict::No));
    assert_eq!(ask(&["89"], "91", day(2025, 6, 30)), (true, Verdict::No));
    assert_eq!(ask(&["89"], "91", day(2025, 7, 1)), (true, cannot(vientro_core::Doubt::Overlap)));
    assert_eq!(ask(&["89", "91"], "91", day(2025, 7, 1)), (true, Verdict::Yes));
    assert_eq!(ask(&[], "40", day(2025, 7, 1)), (true, cannot(vientro_core::Doubt::Unknown)));
    assert_eq!(ask(&["40"], "40", day(2026, 1, 1)), (false, Verdict::Yes));
    assert!(paper(&["40"]).names(code("89"), day(2025, 7, 1)).is_err());
    assert_eq!(paper(&["40"]).renewal_due(), day(2025, 11, 1));
}

/// Foreign organisation: "split nationwide work by province; shares that sum to 100.0, old and new provinces both".
#[test]
fn nationwide_work_is_split_by_province_then_and_now() {
    let shares =
        [("89", 25), ("91", 35), ("40", 40)].map(|(unit, percent)| (code(unit), Decimal::from(percent)));
    let split = Shares::from_percent(shares).unwrap();
    let parts = split.divide(&Money::vnd(1_000_001), Apportioning::LargestRemainder).unwrap();
    assert_eq!(parts.iter().map(|(_, part)| part.minor()).sum::<i128>(), 1_000_001);
    // each former unit goes into one present unit, and its money with it
    let changes = Gazetteer::viet_nam().changes().unwrap();
    let mut now: std::collections::BTreeMap<UnitCode, i128> = std::collections::BTreeMap::new();
    for (unit, part) in parts {
        let into = follow(&changes, unit.unwrap(), day(2024, 12, 31), day(2025, 12, 31)).unwrap();
        for (unit, share) in into.divide(&part, Apportioning::LargestRemainder).unwrap() {
            *now.entry(*unit.unwrap()).or_default() += share.minor();
        }
    }
    // of the three remainders that of 40 hundredths is the largest
    assert_eq!(now, [(code("40"), 400_001), (code("91"), 600_000)].into());
    let refused = Shares::from_percent([(code("40"), Decimal::new(997, 1))]).unwrap_err();
    assert!(refused.message().vi().contains("chưa đủ tổng thể"));
}
