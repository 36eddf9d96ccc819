//! Goal: the twelve invariants of the model hold for whatever valid facts come in. Method: one property for each, named
//! after it, on values drawn by the strategies of the crate and set against plain arithmetic.

use chrono::Days;
use proptest::prelude::*;
use rust_decimal::Decimal;
use vientro_core::{Apportioning, Ending, Figure, Period, Total, percentages};
use vientro_currency::{Currency, Money, Policy, RateBook};
use vientro_model::{
    AidItem, Amendment, AmountKey, Basis, Direction, Facts, Flow, FlowId, FlowKind, Gazetteer, Gift,
    JointClaim, LifeCycle, Partition, Progress, RegistrationState, SourceClass, Stage, Standing, State as _,
    Target, TargetAdjustment, strategies,
};

use crate::{day, item, vnd};

/// The currency of a figure that has one.
fn currency(flow: &Flow) -> Option<Currency> {
    flow.amount().low().or_else(|| flow.amount().high()).map(Money::currency)
}

proptest! {
    /// 1. Amounts of different basis, direction, currency or funding-source class never add implicitly.
    #[test]
    fn invariant_01_unlike_amounts_never_add(left in any::<Flow>(), right in any::<Flow>()) {
        let (a, b) = (left.key(), right.key());
        let is_like = (a.basis(), a.direction(), a.source()) == (b.basis(), b.direction(), b.source())
            && (a.standing(), a.modality()) == (b.standing(), b.modality());
        prop_assert_eq!(a.may_add(&b).is_ok(), is_like);
        if let (Some(one), Some(other)) = (currency(&left), currency(&right)) && one != other {
            prop_assert!(left.amount().checked_add(right.amount()).is_err());
            prop_assert!(left.amount().checked_sub(right.amount()).is_err());
        }
    }

    /// 2. Every stored change keeps valid time and record time; a figure can be asked "as known on date D".
    #[test]
    fn invariant_02_changes_keep_both_times(item in any::<AidItem>(), target in any::<Target>(), on in strategies::date()) {
        if let Some(history) = item.commitment() {
            let known = history.versions().rfind(|version| version.recorded_on() <= on);
            prop_assert_eq!(item.commitment_as_known_on(on), known.map(vientro_core::Version::value));
            // each amendment holds from its own day on, if it has one
            for (amendment, version) in item.amendments().iter().zip(history.versions().skip(1)) {
                prop_assert_eq!(version.recorded_on(), amendment.recorded_on());
                if let Some(effective) = amendment.effective_from() {
                    prop_assert!(version.holds_on(effective) && !version.holds_on(effective - Days::new(1)));
                }
            }
        }
        let known = target.adjustments().iter().rfind(|it| it.recorded_on() <= on).map(TargetAdjustment::value);
        let first = target.assigned_on().is_none_or(|assigned| assigned <= on).then_some(target.first_value());
        prop_assert_eq!(target.value_as_known_on(on), known.or(first));
        prop_assert_eq!(target.version(), target.adjustments().len() + 1);
    }

    /// 3. Disbursed + reversed ≤ committed as amended, unless a finding explains it: what is left is told, with its sign.
    #[test]
    fn invariant_03_what_is_left_of_a_commitment_is_told(
        committed in 0i64..1_000_000, amended in 0i64..1_000_000,
        paid in proptest::collection::vec((0i64..300_000, any::<bool>()), 0..8),
    ) {
        let mut houses = item("X").with_commitment(vnd(committed), day(2025, 1, 1)).unwrap();
        houses.amend(Amendment::new(day(2025, 2, 1), vnd(committed), vnd(amended))).unwrap();
        let id = houses.id().clone();
        let mut facts = Facts::default();
        facts.add_item(houses).unwrap();
        let mut left = amended;
        for (number, (amount, is_refund)) in paid.iter().enumerate() {
            let kind = if *is_refund { FlowKind::Refund } else { FlowKind::Disbursement };
            left += if *is_refund { *amount } else { -amount };
            facts.add_flow(crate::flow(&number.to_string(), kind, vnd(*amount)).with_item(id.clone())).unwrap();
        }
        // other kinds and other items change nothing
        facts.add_flow(crate::flow("r", FlowKind::Receipt, vnd(7)).with_item(id.clone())).unwrap();
        facts.add_flow(crate::flow("o", FlowKind::Disbursement, vnd(7))).unwrap();
        prop_assert_eq!(facts.undisbursed(&id).unwrap(), Some(vnd(left)));
    }

    /// 4. A partition's parts equal its whole, or the missing part is a named "unclassified".
    #[test]
    fn invariant_04_parts_equal_their_whole_or_name_the_rest(drawn in any::<Partition>(), rest in 0i64..1000) {
        let sum = drawn.prove().unwrap().sum();
        let whole = Figure::Known(sum + Decimal::from(rest));
        let mut partition = Partition::new(drawn.name(), whole).with_parts(drawn.parts().iter().cloned());
        partition = drawn.unclassified().into_iter().fold(partition, Partition::with_unclassified);
        prop_assert_eq!(partition.prove().unwrap().is_exact(), rest == 0);
        let named = drawn.unclassified().unwrap_or_default() + Decimal::from(rest);
        prop_assert!(partition.with_unclassified(named).prove().unwrap().is_exact());
    }

    /// 5. Percentages printed to one decimal sum to 100.0 by a stated method.
    #[test]
    fn invariant_05_percentages_sum_to_one_hundred(
        weights in proptest::collection::vec(0i64..1_000_000, 1..20).prop_filter("a weight", |it| it.iter().any(|w| *w > 0)),
        method in proptest::sample::select(&Apportioning::ALL[..]),
    ) {
        let weights: Vec<Decimal> = weights.into_iter().map(Decimal::from).collect();
        let shares = percentages(&weights, 1, method).unwrap();
        prop_assert_eq!(shares.iter().sum::<Decimal>(), Decimal::ONE_HUNDRED);
        prop_assert!(shares.iter().all(|share| share.scale() <= 1));
        prop_assert!(!method.text(vientro_core::Language::Vi).is_empty());
    }

    /// 6. Unknown is not zero; every total says how many inputs were unknown.
    #[test]
    fn invariant_06_totals_say_how_many_are_unknown(figures in proptest::collection::vec(strategies::count(), 0..12)) {
        let total = Total::of(Decimal::ZERO, &figures).unwrap();
        let unknown = figures.iter().filter(|figure| figure.is_unknown()).count();
        prop_assert_eq!((total.inputs(), total.unknown()), (figures.len(), unknown));
        prop_assert_eq!(total.complete().is_unknown(), unknown > 0);
    }

    /// 7. A hedge is never dropped: comparing two hedged numbers gives yes, no or cannot tell.
    #[test]
    fn invariant_07_hedges_are_never_dropped(left in strategies::count(), right in strategies::count()) {
        let sum = left.checked_add(&right).unwrap();
        prop_assert_eq!(sum.known().is_some(), left.known().is_some() && right.known().is_some());
        prop_assert_eq!(sum.is_unknown(), left.is_unknown() || right.is_unknown());
        let more = left.is_more_than(&right);
        // one verdict, and the same question turned round gets the same answer
        let verdicts = [more.is_yes(), more.is_no(), !more.is_yes() && !more.is_no()];
        prop_assert_eq!(verdicts.iter().filter(|it| **it).count(), 1);
        prop_assert_eq!(right.is_less_than(&left).is_yes(), more.is_yes());
        if let (Some(left), Some(right)) = (left.known(), right.known()) {
            prop_assert_eq!((more.is_yes(), more.is_no()), (left > right, left <= right));
        }
        if left.is_unknown() || right.is_unknown() {
            prop_assert!(!more.is_yes() && !more.is_no());
        }
    }

    /// 8. Member-association in-kind totals live in memo lines outside the plan's attainment.
    #[test]
    fn invariant_08_member_gifts_stay_outside_the_plan(gift in any::<Gift>(), target in any::<Target>()) {
        let key = gift.to_flow().unwrap().key();
        prop_assert_eq!((key.basis(), key.standing()), (Basis::Recorded, Standing::Memo));
        prop_assert_eq!(key.source(), Some(SourceClass::MemberAssociation));
        // no target selects it, whatever it asks for
        prop_assert!(!target.key().selects(&key));
        prop_assert!(!target.key().any_source().any_modality().selects(&key));
        prop_assert!(target.key().may_add(&key).is_err());
    }

    /// 9. A converted amount always names rate, source, date, kind and rounding.
    #[test]
    fn invariant_09_a_converted_amount_names_its_papers(cents in 0i128..1_000_000_000, rate in 20_000u32..30_000) {
        let file = format!(
            "base,quote,value,kind,publisher,notice,notice_date,valid_from,valid_to,source,note\n\
             USD,VND,{rate},treasury-accounting,Kho bạc Nhà nước,,,2025-11-01,2025-11-30,table,"
        );
        let (book, findings) = RateBook::from_csv(file.as_bytes(), "rates.csv");
        prop_assert!(findings.is_empty());
        let dollars = Money::from_minor(cents, Currency::USD).unwrap();
        let policy = Policy::treasury_accounting();
        let converted = book.convert(&dollars, Currency::VND, day(2025, 11, 14), &policy).unwrap();
        let rates: Vec<_> = converted.rates().collect();
        prop_assert_eq!(rates.len(), 1);
        prop_assert_eq!(rates[0].publisher(), "Kho bạc Nhà nước");
        prop_assert_eq!((converted.from(), converted.date()), (&dollars, day(2025, 11, 14)));
        // nothing but the rounding it names stands between them
        let exact = Decimal::from_i128_with_scale(cents, 2) * Decimal::from(rate);
        prop_assert_eq!(converted.rounding().round(exact, 0), converted.to().amount());
    }

    /// 10. A joint item has one lead claimant or shares that sum to 1.
    #[test]
    fn invariant_10_a_joint_item_has_a_lead_or_shares(claim in any::<JointClaim>()) {
        let sum: Decimal = claim.shares().iter().map(|share| share.value()).sum();
        let has_lead = claim.lead().is_some_and(|lead| claim.claimants().iter().any(|it| it == lead));
        let has_shares = claim.shares().len() == claim.claimants().len() && sum == Decimal::ONE;
        prop_assert_eq!(claim.is_settled(), has_lead || has_shares);
        prop_assert!(claim.with_lead("nobody of them").is_err());
    }

    /// 11. A period comparison with unequal length, territory or scope carries a warning that survives.
    #[test]
    fn invariant_11_unlike_periods_and_territories_warn(from in 0u64..700, days in 1u64..500, other in 1u64..500) {
        let begin = day(2024, 1, 1) + Days::new(from);
        let period = |days| Period::try_new(begin, begin + Days::new(days), Ending::HalfOpen).unwrap();
        let (one, two) = (period(days), period(other));
        if one.days() != two.days() {
            prop_assert!(one.compare_with(&two).needs_warning());
        }
        // every unit of today whose territory is another one on the two days says so
        let (then, now) = (begin, begin + Days::new(days));
        for unit in Gazetteer::viet_nam().in_force(now) {
            let changed = Gazetteer::viet_nam().change_between(unit.code().as_str(), then, now).unwrap();
            let path = Gazetteer::viet_nam().path(unit.code(), now, then).unwrap();
            prop_assert_eq!(changed.is_some(), path.last().unwrap().units().len() > 1, "{}", unit.name());
        }
    }

    /// 12. Nothing locked is edited; it is corrected by a reversing entry or a new version.
    #[test]
    fn invariant_12_nothing_recorded_is_edited(
        facts in any::<Facts>(), life in any::<LifeCycle>(), progress in any::<Progress<RegistrationState>>(),
    ) {
        let mut again = facts.clone();
        for flow in facts.flows() {
            prop_assert!(again.add_flow(flow.clone()).is_err());
        }
        for item in facts.items() {
            prop_assert!(again.add_item(item.clone()).is_err());
            // neither replaced, nor amended from a day before the version in force
            if let Some(history) = item.commitment() {
                let earlier = history.latest().recorded_on() - Days::new(1);
                let value = history.latest().value().clone();
                prop_assert!(again.amend_item(item.id(), Amendment::new(earlier, value.clone(), value.clone())).is_err());
                prop_assert!(item.clone().with_commitment(value, earlier).is_err());
            }
        }
        prop_assert_eq!(&again, &facts);
        // what is over stays over
        let last = life.steps().last().map_or(life.proposed_on(), vientro_model::Step::on);
        if life.stage().is_final() {
            for to in Stage::ALL {
                prop_assert!(life.clone().advance(*to, last, "x").is_err());
            }
        }
        if progress.state().next().is_empty() {
            for to in RegistrationState::ALL {
                prop_assert!(progress.clone().advance(*to, day(2070, 1, 1)).is_err());
            }
        }
    }
}

/// A reversing entry is a refund: it takes away exactly what was paid.
#[test]
fn a_reversal_cancels_what_it_reverses() {
    let paid = crate::flow("1", FlowKind::Disbursement, vnd(5_000_000));
    let back = Flow::try_new(
        FlowId::try_new("2").unwrap(),
        FlowKind::Refund,
        paid.amount().clone(),
        Direction::Inward,
        SourceClass::ForeignNgo,
    )
    .unwrap();
    assert!(AmountKey::may_add(&paid.key(), &back.key()).is_ok());
    assert_eq!(paid.amount_signed().checked_add(&back.amount_signed()).unwrap(), vnd(0));
}
