//! Goal: every public type has a strategy that draws valid values only, and every value reads back from JSON as it was
//! written. Method: one property for each type, the list of types set against the exports of the crate.

use std::collections::BTreeSet;
use std::fmt::Debug;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde::{Serialize, de::DeserializeOwned};
use vientro_model::*;

/// What no caller builds: rows of tables, answers, errors, and what a query is made with.
const NOT_DRAWN: &[&str] = &[
    "AdministrativeChange",
    "Due",
    "Gazetteer",
    "Instrument",
    "ModelError",
    "PartitionProof",
    "PlaceError",
    "PlaceSuggestion",
    "Province",
    "RuleSource",
];

macro_rules! there_and_back {
    ($($name:ident)+) => {
        const DRAWN: &[&str] = &[$(stringify!($name)),+];

        $(
            #[test]
            #[expect(non_snake_case, reason = "a property is named after its type")]
            fn $name() {
                let config = ProptestConfig::default();
                let some = ProptestConfig { cases: config.cases.div_ceil(4), ..config };
                proptest!(some, |(value in any::<vientro_model::$name>())| {
                    reads_back(&value);
                });
            }
        )+
    };
}

there_and_back! {
    Activity ActivityId AidForm AidItem Amendment AmountKey Anniversary Approval Award AwardId Basis Certificate
    Congress CountryCode Delegation DelegationId Direction Duty Facts FactsFile Flow FlowId FlowKind FngoRegistration Gift GiftId
    Inference ItemId JointClaim JointClaimFault KeyConflict KeyField LifeCycle Modality Mover NameKind OrgId
    Organisation OrganisationKind OrganisationName Output OutputId OutputKind OutsideId Partition Presence
    PresenceCount ProvinceKind Quantity Quote Reading Region RegionScheme Relation RelationKind Reporter Scheme
    Sector Session SourceClass SourceRow Stage Standing StatedFigure StatementId Step Sureness Target TargetId Term
    UnionProfile UnitCode Validity
}

fn reads_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    let back = serde_json::from_str::<T>(&text);
    assert!(back.as_ref().is_ok_and(|back| back == value), "{back:?} from {text}");
}

/// Whatever the crate exports stands in one list or the other.
#[test]
fn no_type_is_forgotten() {
    let exports = include_str!("../src/lib.rs").split("pub use ").skip(1);
    let exported: BTreeSet<&str> = exports
        .filter_map(|line| line.split(';').next()?.split_once("::"))
        .flat_map(|(_, names)| names.split(|it: char| !it.is_alphanumeric() && it != '_'))
        .filter(|name| name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase))
        .collect();
    let listed: BTreeSet<&str> = DRAWN.iter().chain(NOT_DRAWN).copied().collect();
    assert_eq!(exported, listed);
}

/// The rarer parts of a record are drawn often enough to be tested.
#[test]
fn records_are_drawn_with_all_their_parts() {
    let mut runner = TestRunner::deterministic();
    let mut draw = || any::<AidItem>().new_tree(&mut runner).unwrap().current();
    let items: Vec<AidItem> = (0..200).map(|_| draw()).collect();
    let some = |holds: fn(&AidItem) -> bool| items.iter().filter(|item| holds(item)).count() > 20;
    assert!(some(|item| item.commitment().is_none()));
    assert!(some(|item| item.amendments().len() > 1));
    assert!(some(|item| item.joint_claim().is_some_and(|claim| claim.lead().is_some())));
    assert!(some(|item| item.joint_claim().is_some_and(|claim| !claim.shares().is_empty())));
    assert!(some(|item| item.life_cycle().is_some_and(|life| life.stage() != Stage::Proposed)));
    assert!(some(|item| item.commitment_now().is_some_and(|figure| figure.hedge().is_some())));
}
