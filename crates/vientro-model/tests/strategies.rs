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
    "DacMapping",
    "Due",
    "Gazetteer",
    "Instrument",
    "Likely",
    "ModelError",
    "PartitionProof",
    "PathStep",
    "PlaceError",
    "PlaceSuggestion",
    "Province",
    "Resolution",
    "RuleSource",
    "State",
];

/// Types with a parameter, drawn with one.
const GENERIC: &[&str] = &["Passage", "Progress", "Shares"];

proptest! {
    #[test]
    fn types_with_a_parameter_read_back(
        passage in any::<Passage<OrgId>>(),
        progress in any::<Progress<RegistrationState>>(),
        shares in any::<Shares<Sector>>(),
    ) {
        reads_back(&passage);
        reads_back(&progress);
        reads_back(&shares);
    }
}

macro_rules! there_and_back {
    ($($name:ident)+) => {
        const DRAWN: &[&str] = &[$(stringify!($name)),+];

        /// Whatever can be drawn can be described too.
        #[test]
        fn every_type_has_a_schema() {
            $(
                let described = schema::of::<vientro_model::$name>();
                assert!(described.as_object().is_some_and(|it| it.len() > 2), "{}", stringify!($name));
            )+
        }

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
    AccountId AccountMovement Activity ActivityId ActivityKind ActivityState Agreement AgreementId AgreementKind AgreementState
    AidAccount AidDetails AidForm AidItem AidRegime Amendment AmountKey Anniversary Approval ApprovalKind Award AwardForm
    AwardId AwardState Basis BeneficiaryCount BeneficiaryUnit Body Campaign CampaignId Certificate Clash
    ClashId Condition Confirmation Congress Counting CountryCode DacCode DacMethod Delegation DelegationId
    Direction DirectionMethod Directive DirectiveId DirectiveKind DirectiveState Disaster DisasterId
    DisasterKind DocumentId Duty EvidenceGrade Facts FactsFile Flow FlowId FlowKind FngoPresence
    FngoRegistration Gift GiftId InKindId InKindLine InKindState Inference ItemId JointClaim JointClaimFault
    KeeperKind KeyConflict KeyField LifeCycle Locality Measure MeasureKind Modality MovementFault MovementId MovementKind Mover NameKind Occasion OccasionId
    OccasionKind OrgId Organisation OrganisationKind OrganisationLevel OrganisationName OrganisationRelation
    OrganisationRelationKind Output OutputId OutputKind OutputState OutsideId Partition Party PartyRole Person
    PersonId PositionHolding Presence PresenceCount ProvinceKind Quantity Quote Reach Reading RecipientKind
    Region RegionScheme RegistrationState Relation RelationKind Reporter Scheme Sector Session Sex SharesFault
    SourceClass SourceDocument SourceRow Stage Standing StatedFigure StatementId Step Subject Subsector
    Succession SuccessionKind Sureness Target TargetAdjustment TargetGroup TargetId TargetState Term
    TerritoryChange Tier UnionProfile UnitCode Validity Valuation
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
    let listed: BTreeSet<&str> = DRAWN.iter().chain(GENERIC).chain(NOT_DRAWN).copied().collect();
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
