//! Goal: a consolidation is the direct sum less what it lists as eliminated. Method: random claims of four bodies, some
//! joint under a lead, some at shares, some of them unreported; and the refusals in both languages.

use proptest::prelude::*;
use vientro_accounting::{
    Addend, Claim, ConsolidationContext, ConsolidationError, PlanError, add, add_across_bases, consolidate,
};
use vientro_core::{Bilingual, Figure, Share};
use vientro_currency::{Currency, Money, Policy, RateBook};
use vientro_model::{AmountKey, Basis, Direction, JointClaim, SourceClass};

use crate::support::{date, decimal, disbursed};

const BODIES: [&str; 4] = ["Liên hiệp", "MTTQ", "Sở Ngoại vụ", "Hội Chữ thập đỏ"];

fn key() -> AmountKey {
    AmountKey::new(Basis::Disbursed, Direction::Inward).with_source(SourceClass::ForeignNgo)
}

/// How the claimants of a group agreed.
fn agreement(group: usize) -> JointClaim {
    let claimants = BODIES.iter().take(3).copied();
    let claim = JointClaim::try_new(format!("nhóm {group}"), claimants).unwrap();
    let percent = |value: i64| Share::from_percent(value.into()).unwrap();
    match group {
        0 => claim.with_lead(BODIES[1]).unwrap(),
        1 => claim.with_shares([percent(50), percent(33), percent(17)]).unwrap(),
        _ => claim,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn a_total_is_the_direct_sum_less_the_eliminations(
        seeds in proptest::collection::vec((0usize..4, 0i64..9_000_000_000, proptest::option::of(0usize..3)), 0..20),
    ) {
        let claims: Vec<Claim> = seeds
            .iter()
            .enumerate()
            .map(|(number, (body, amount, group))| {
                let amount = Figure::Known(Money::vnd(*amount));
                let claim = Claim::new(BODIES[*body], format!("{number}"), key(), amount, date("2025-12-31"));
                group.map_or(claim.clone(), |group| claim.agreed(&agreement(group)))
            })
            .collect();
        let (book, policy) = (RateBook::new(), Policy::treasury_accounting());
        let context = ConsolidationContext::new(&book, &policy, Currency::VND, &BODIES);
        let whole = consolidate(&claims, &context).unwrap();
        let direct: i128 = seeds.iter().map(|(_, amount, _)| i128::from(*amount)).sum();
        let minor = |figure: &Figure<Money>| figure.known().unwrap().minor();
        let eliminated: i128 = whole.eliminations().iter().map(|it| minor(it.value())).sum();
        let total = whole.line(&key()).map_or(0, |line| minor(line.total().known_part()));
        prop_assert_eq!(total, direct - eliminated);
        // what counts of the parts makes the total
        let parts: i128 = whole.lines().iter().flat_map(vientro_accounting::ConsolidatedLine::parts).map(|part| minor(part.counts())).sum();
        prop_assert_eq!(parts, total);
        prop_assert_eq!(whole.coverage().reported() + whole.missing().len(), BODIES.len());
    }
}

#[test]
fn refusals_are_told_in_vietnamese() {
    let one = |id: &str, basis| Addend::new(id, Figure::Known(decimal("1")), "VND", basis, Direction::Inward);
    let mixed = add(&[one("a", Basis::Committed), one("b", Basis::Disbursed)]).unwrap_err().message();
    assert!(mixed.vi().starts_with("`a` và `b` không cộng được: "), "{mixed:?}");
    assert_eq!(mixed.en(), "`a` and `b` do not add: two bases (`committed`, `disbursed`)");
    let unnamed = add_across_bases(&[], Bilingual::same("")).unwrap_err().message();
    assert_eq!(unnamed.vi(), "tổng cộng nhiều loại số liệu phải có tên nói rõ nó cộng gì");
    assert_eq!(
        PlanError::NoLabel.message().vi(),
        "tổng cộng cả số ghi nhận thêm phải có tên nói rõ nó cộng gì"
    );

    let stated = disbursed("s1", "AG", "29", Figure::Known(decimal("29")), "item");
    let refused = Claim::from_statement(&stated).unwrap_err();
    assert_eq!(refused.message().vi(), "không tổng hợp được `s1`: không nêu đồng tiền");
    let (book, policy) = (RateBook::new(), Policy::treasury_accounting());
    let context = ConsolidationContext::new(&book, &policy, Currency::VND, &[]);
    let usd = Figure::Known(Money::from_minor(100, Currency::USD).unwrap());
    let claim = Claim::new("AG", "c1", key(), usd, date("2025-12-31"));
    let refused = consolidate(&[claim], &context).unwrap_err();
    assert!(matches!(refused, ConsolidationError::Rate { .. }));
    assert!(refused.message().vi().starts_with("không quy đổi được `c1`: "), "{refused:?}");
}
