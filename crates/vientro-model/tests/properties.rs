//! Goal: the invariants of the model hold for whatever comes in. Method: proptest, against plain loops.

use chrono::Days;
use proptest::prelude::*;
use rust_decimal::Decimal;
use vientro_core::Figure;
use vientro_currency::{Currency, Money};
use vientro_model::{
    Amendment, AmountKey, Basis, Direction, Flow, FlowId, FlowKind, Gazetteer, ItemId, Modality, OrgId,
    Organisation, OrganisationKind, Partition, Relation, Sector, SourceClass, Standing, UnitCode,
};

use crate::{day, item, vnd};

fn key() -> impl Strategy<Value = AmountKey> {
    (
        proptest::sample::select(Basis::ALL),
        proptest::sample::select(Direction::ALL),
        proptest::sample::select(Standing::ALL),
        proptest::option::of(proptest::sample::select(SourceClass::ALL)),
        proptest::option::of(proptest::sample::select(Modality::ALL)),
    )
        .prop_map(|(basis, direction, standing, source, modality)| {
            let mut key = AmountKey::new(basis, direction).with_standing(standing);
            if let Some(source) = source {
                key = key.with_source(source);
            }
            if let Some(modality) = modality {
                key = key.with_modality(modality);
            }
            key
        })
}

proptest! {
    /// Invariant 1: only equal keys add; the refusal names exactly the fields that differ.
    #[test]
    fn only_equal_keys_add(left in key(), right in key()) {
        match (left.may_add(&right), right.may_add(&left)) {
            (Ok(()), Ok(())) => prop_assert_eq!(left, right),
            (Err(conflict), Err(mirrored)) => {
                let differing = usize::from(left.basis() != right.basis())
                    + usize::from(left.direction() != right.direction())
                    + usize::from(left.standing() != right.standing())
                    + usize::from(left.source() != right.source())
                    + usize::from(left.modality() != right.modality());
                prop_assert_eq!(conflict.fields().len(), differing);
                prop_assert!(differing > 0);
                prop_assert_eq!(conflict.fields(), mirrored.fields());
            }
            other => prop_assert!(false, "not symmetric: {:?}", other),
        }
        prop_assert!(left.any_source().any_modality().selects(&left));
    }

    /// Invariant 2: whatever is amended, the value of any earlier day is still read.
    #[test]
    fn amendments_never_lose_a_value(
        first in 0i64..1_000_000,
        steps in proptest::collection::vec((0u64..40, 0i64..1_000_000), 0..12),
        look in 0u64..500,
    ) {
        let begin = day(2025, 1, 1);
        let mut houses = item("X").with_commitment(vnd(first), begin).unwrap();
        let mut log = vec![(begin, first)];
        for (gap, value) in steps {
            let (newest, in_force) = *log.last().unwrap();
            let recorded_on = newest + Days::new(gap);
            houses.amend(Amendment::new(recorded_on, vnd(in_force), vnd(value))).unwrap();
            log.push((recorded_on, value));
            // from another value than the one in force it is refused and changes nothing
            let before = houses.clone();
            prop_assert!(houses.amend(Amendment::new(recorded_on, vnd(value + 1), vnd(value))).is_err());
            prop_assert_eq!(&houses, &before);
        }
        let asked = begin + Days::new(look);
        let expected = log.iter().rev().find(|(on, _)| *on <= asked).map(|(_, value)| vnd(*value));
        prop_assert_eq!(houses.commitment_as_known_on(asked), expected.as_ref());
        prop_assert_eq!(houses.amendments().len() + 1, houses.commitment().unwrap().versions().count());
        // the differences of the amendments sum to the whole change
        let mut change = 0;
        for amendment in houses.amendments() {
            change += i64::try_from(amendment.difference().unwrap().known().unwrap().minor()).unwrap();
        }
        prop_assert_eq!(change, log.last().unwrap().1 - first);
        #[cfg(feature = "serde")]
        {
            let text = serde_json::to_string(&houses).unwrap();
            prop_assert_eq!(serde_json::from_str::<vientro_model::AidItem>(&text).unwrap(), houses);
        }
    }

    /// No flow is negative, whatever its kind; a refund counts against what it gives back, and so does an advance returned.
    #[test]
    fn flows_are_not_negative(minor in -1_000_000i64..1_000_000, kind in proptest::sample::select(FlowKind::ALL)) {
        let flow = Flow::try_new(
            FlowId::try_new("f").unwrap(), kind, vnd(minor), Direction::Inward, SourceClass::ForeignNgo,
        );
        prop_assert_eq!(flow.is_ok(), minor >= 0);
        if let Ok(flow) = flow {
            let counted = i64::try_from(flow.amount_signed().known().unwrap().minor()).unwrap();
            let goes_back = [FlowKind::AdvanceReturn, FlowKind::Refund].contains(&kind);
            prop_assert_eq!(counted, if goes_back { -minor } else { minor });
            prop_assert_eq!(flow.key().basis(), kind.basis());
        }
    }

    /// Invariant 4: sum and difference make up the whole.
    #[test]
    fn a_partition_is_exact_or_names_the_rest(
        parts in proptest::collection::vec(-1_000_000i64..1_000_000, 0..20), whole in -1_000_000i64..1_000_000,
    ) {
        let named = parts.iter().enumerate().map(|(n, value)| (n.to_string(), Decimal::from(*value)));
        let partition = Partition::new("p", Figure::Known(Decimal::from(whole))).with_parts(named);
        let proof = partition.prove().unwrap();
        prop_assert_eq!(proof.sum(), Decimal::from(parts.iter().sum::<i64>()));
        let rest = *proof.difference().known().unwrap();
        prop_assert_eq!(proof.sum() + rest, Decimal::from(whole));
        prop_assert_eq!(proof.is_exact(), rest.is_zero());
        prop_assert!(partition.with_unclassified(rest).prove().unwrap().is_exact());
    }

    /// Every door for foreign text answers without a panic.
    #[test]
    fn no_text_panics(text in ".{0,60}", offset in 0u64..4000) {
        let date = day(2020, 1, 1) + Days::new(offset);
        let _ = Gazetteer::viet_nam().by_name(&text, date);
        let _ = Gazetteer::viet_nam().changed_territory(&text, date, day(2026, 1, 1));
        let _ = Sector::of_label(&text);
        let _ = text.parse::<Relation>();
        let _ = text.parse::<Basis>();
        let _ = UnitCode::try_new(text.clone());
        let _ = ItemId::try_new(text.clone());
        let organisation = Organisation::new(OrgId::try_new("o").unwrap(), OrganisationKind::Union, text.clone());
        let likeness = organisation.likeness(&text);
        prop_assert!(likeness <= Decimal::ONE && likeness >= Decimal::ZERO);
    }

    /// Codes are read as they are written, and nothing but codes is read.
    #[test]
    fn codes_round_trip(text in "[a-z-]{0,12}") {
        if let Ok(basis) = text.parse::<Basis>() {
            prop_assert!(basis.as_str() == text || text == "planned");
        }
        for basis in Basis::ALL {
            prop_assert_eq!(basis.as_str().parse::<Basis>(), Ok(*basis));
        }
    }
}

#[test]
fn a_hedged_refund_turns_its_bounds() {
    let bounds = vientro_core::Interval::try_new(
        std::ops::Bound::Included(Money::vnd(5)),
        std::ops::Bound::Excluded(Money::vnd(6)),
    )
    .unwrap();
    let refund = crate::flow("r", FlowKind::Refund, Figure::within(bounds));
    let turned = refund.amount_signed();
    assert!(turned.allows(&Money::vnd(-5)).is_yes() && turned.allows(&Money::vnd(-6)).is_no());
    assert!(crate::flow("r", FlowKind::Refund, Figure::Unknown).amount_signed().is_unknown());
    assert_eq!(refund.amount().low().map(Money::currency), Some(Currency::VND));
}
