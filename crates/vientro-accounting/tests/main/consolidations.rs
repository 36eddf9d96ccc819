//! Goal: a consolidation is the direct sum less what it lists as eliminated. Method: random claims of four bodies, some
//! joint under a lead, some at shares, some of them unreported; and the refusals in both languages.

use proptest::prelude::*;
use vientro_accounting::{
    Addend, Claim, ConsolidationContext, ConsolidationError, Elimination, LevelTotals, PlanError,
    ReportingBody, add, add_across_bases, consolidate, consolidate_levels,
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

/// Two associations and the Front's branch under two unions, and a body of the centre alone.
fn tree() -> ReportingBody {
    ReportingBody::new("trung ương").over([
        ReportingBody::new("tỉnh").over([
            ReportingBody::new(BODIES[0]).over([ReportingBody::new("Hội A"), ReportingBody::new("Hội B")]),
            ReportingBody::new(BODIES[1]),
        ]),
        ReportingBody::new(BODIES[2]),
        ReportingBody::new(BODIES[3]),
    ])
}

const ALL_BODIES: [&str; 8] =
    ["trung ương", "tỉnh", "Hội A", "Hội B", BODIES[0], BODIES[1], BODIES[2], BODIES[3]];

fn minor(figure: &Figure<Money>) -> i128 {
    figure.known().unwrap().minor()
}

fn value(eliminations: &[Elimination]) -> i128 {
    eliminations.iter().map(|it| minor(it.value())).sum()
}

fn total(level: &LevelTotals) -> i128 {
    level.consolidation().line(&key()).map_or(0, |line| minor(line.total().known_part()))
}

/// The direct sum of the claims at and below a level, after checking it there and below.
fn check_level(level: &LevelTotals, claims: &[Claim]) -> Result<i128, TestCaseError> {
    let own: i128 = claims.iter().filter(|it| it.body() == level.body()).map(|it| minor(it.amount())).sum();
    let mut direct = own;
    for below in level.below() {
        direct += check_level(below, claims)?;
    }
    prop_assert_eq!(total(level), direct - value(level.consolidation().eliminations()));
    let parts: i128 = level.below().iter().map(total).sum();
    prop_assert_eq!(total(level), own + parts - value(level.eliminated()) + value(level.restored()));
    Ok(direct)
}

proptest! {
    #[test]
    fn every_level_is_its_parts_less_what_meets_there(
        seeds in proptest::collection::vec((0usize..8, 0i64..9_000_000_000, proptest::option::of(0usize..3)), 0..20),
    ) {
        let claims: Vec<Claim> = seeds
            .iter()
            .enumerate()
            .map(|(number, (body, amount, group))| {
                let amount = Figure::Known(Money::vnd(*amount));
                let claim = Claim::new(ALL_BODIES[*body], format!("{number}"), key(), amount, date("2025-12-31"));
                group.map_or(claim.clone(), |group| claim.agreed(&agreement(group)))
            })
            .collect();
        let (book, policy) = (RateBook::new(), Policy::treasury_accounting());
        let context = ConsolidationContext::new(&book, &policy, Currency::VND, &[]);
        let whole = consolidate_levels(&tree(), &claims, &context).unwrap();
        check_level(&whole, &claims)?;
        let leaves = ["Hội A", "Hội B", BODIES[1], BODIES[2], BODIES[3]];
        let heard = leaves.iter().filter(|leaf| claims.iter().any(|it| it.body() == **leaf)).count();
        prop_assert_eq!(whole.consolidation().coverage().reported(), heard);
        prop_assert_eq!(whole.consolidation().coverage().expected(), leaves.len());
    }
}

#[test]
fn a_lead_elsewhere_changes_what_is_eliminated_above() {
    let agreed =
        JointClaim::try_new("nhà", ["Hội A", "Hội B", BODIES[1]]).unwrap().with_lead(BODIES[1]).unwrap();
    let claims: Vec<Claim> = [("Hội A", 100), ("Hội B", 90), (BODIES[1], 80)]
        .map(|(body, amount)| {
            let amount = Figure::Known(Money::vnd(amount));
            Claim::new(body, body, key(), amount, date("2025-12-31")).agreed(&agreed)
        })
        .to_vec();
    let (book, policy) = (RateBook::new(), Policy::treasury_accounting());
    let context = ConsolidationContext::new(&book, &policy, Currency::VND, &[]);
    let whole = consolidate_levels(&tree(), &claims, &context).unwrap();
    let of = |body: &str| whole.of(body).unwrap();
    assert_eq!([total(of(BODIES[0])), total(of("tỉnh")), total(&whole)], [100, 80, 80]);
    let told = |list: &[Elimination]| -> Vec<String> {
        let line = |it: &Elimination| {
            format!("{} under {}: {}", it.shown_under(), it.counted_under(), minor(it.value()))
        };
        list.iter().map(line).collect()
    };
    assert_eq!(told(of(BODIES[0]).eliminated()), ["Hội B under Hội A: 90"]);
    let front = |body: &str, amount: i64| format!("{body} under {}: {amount}", BODIES[1]);
    assert_eq!(told(of("tỉnh").eliminated()), [front("Hội A", 100), front("Hội B", 90)]);
    assert_eq!(told(of("tỉnh").restored()), ["Hội B under Hội A: 90"]);
    assert!(whole.eliminated().is_empty() && whole.restored().is_empty());
}

#[test]
fn a_tree_names_each_body_once() {
    let (book, policy) = (RateBook::new(), Policy::treasury_accounting());
    let context = ConsolidationContext::new(&book, &policy, Currency::VND, &[]);
    let claim = Claim::new("X", "1", key(), Figure::Unknown, date("2025-12-31"));
    let refused = |tree: &ReportingBody, claims: &[Claim]| {
        consolidate_levels(tree, claims, &context).unwrap_err().message()
    };
    assert_eq!(
        refused(&tree(), &[claim]),
        Bilingual::new("`X` không có trong cây đơn vị", "`X` is not in the tree")
    );
    let twice = tree().over([ReportingBody::new("Hội A")]);
    assert_eq!(refused(&twice, &[]).en(), "`Hội A` is in the tree twice");
    let deep = (0..32).fold(ReportingBody::new("0"), |body, level| {
        ReportingBody::new(format!("{} ", level + 1)).over([body])
    });
    assert_eq!(refused(&deep, &[]).vi(), "`32 ` có quá 32 cấp bên dưới");
}
