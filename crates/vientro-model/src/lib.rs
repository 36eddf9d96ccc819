#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]
#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects, clippy::float_arithmetic))]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice))]

#[macro_use]
mod macros;

mod error;
mod id;
mod identifier;
#[cfg(feature = "proptest")]
pub mod strategies;
mod text;
mod validity;

#[macro_use]
pub mod progress;

pub mod account;
pub mod agreement;
pub mod alias;
pub mod approval;
pub mod basis;
pub mod beneficiary;
pub mod campaign;
pub mod central;
pub mod congress;
pub mod dac;
pub mod details;
pub mod directive;
pub mod document;
pub mod donor;
pub mod facts;
pub mod flow;
#[cfg(feature = "serde")]
pub mod format;
pub mod gift;
pub mod in_kind;
pub mod item;
pub mod joint;
pub mod lifecycle;
pub mod locality;
pub mod occasion;
pub mod org;
pub mod output;
pub mod partition;
pub mod party;
pub mod passage;
pub mod people;
pub mod person;
pub mod place;
pub mod plan;
pub mod regime;
pub mod region;
pub mod registration;
pub mod relation;
pub mod rules;
#[cfg(feature = "schema")]
pub mod schema;
pub mod sector;
pub mod shares;
pub mod stated;
pub mod territory;

pub use account::{AccountMovement, AidAccount, KeeperKind, MovementFault, MovementKind};
pub use agreement::{Agreement, AgreementKind, AgreementState};
pub use alias::{Confirmation, Likely, Resolution, Subject};
pub use approval::{Amendment, Approval, ApprovalKind};
pub use basis::{AmountKey, Basis, Direction, KeyConflict, KeyField, Modality, SourceClass, Standing};
pub use beneficiary::{
    BeneficiaryCount, BeneficiaryUnit, Counting, Measure, MeasureKind, Reach, Sex, TargetGroup,
};
pub use campaign::{Campaign, Disaster, DisasterKind};
pub use central::central_bodies;
pub use congress::{Anniversary, Congress, Term};
pub use dac::{DacCode, DacMapping, DacMethod, Subsector};
pub use details::AidDetails;
pub use directive::{Directive, DirectiveKind, DirectiveState};
pub use document::{Clash, EvidenceGrade, SourceDocument};
pub use donor::DirectionMethod;
pub use error::{JointClaimFault, ModelError};
pub use facts::{Facts, SourceRow, UnionProfile};
pub use flow::{Flow, FlowKind};
#[cfg(feature = "serde")]
pub use format::FactsFile;
pub use gift::{Gift, Quantity};
pub use id::{
    AccountId, ActivityId, AgreementId, AwardId, CampaignId, ClashId, DelegationId, DirectiveId, DisasterId,
    DocumentId, FlowId, GiftId, InKindId, ItemId, MovementId, OccasionId, OrgId, OutputId, PersonId,
    StatementId, TargetId,
};
pub use identifier::{OutsideId, Scheme};
pub use in_kind::{Condition, InKindLine, InKindState, Valuation};
pub use item::{AidForm, AidItem};
pub use joint::JointClaim;
pub use lifecycle::{LifeCycle, Mover, Stage, Step};
pub use locality::{Locality, Tier};
pub use occasion::{Occasion, OccasionKind};
pub use org::{CountryCode, NameKind, Organisation, OrganisationKind, OrganisationLevel, OrganisationName};
pub use output::{Output, OutputKind, OutputState, unit_cost};
pub use partition::{Partition, PartitionProof};
pub use party::{Body, Party, PartyRole};
pub use passage::Passage;
pub use people::{
    Activity, ActivityKind, ActivityState, Award, AwardForm, AwardState, Delegation, RecipientKind, Session,
};
pub use person::{Person, PositionHolding};
pub use place::{
    AdministrativeChange, Gazetteer, PlaceError, PlaceSuggestion, Province, ProvinceKind, UnitCode,
};
pub use plan::{Inference, Target, TargetAdjustment, TargetState};
pub use progress::{Progress, State};
pub use regime::AidRegime;
pub use region::{Region, RegionScheme};
pub use registration::{
    Certificate, FngoPresence, FngoRegistration, Presence, PresenceCount, RegistrationState,
};
pub use relation::{
    OrganisationRelation, OrganisationRelationKind, Succession, SuccessionKind, successors_on,
};
pub use rules::{
    Due, Duty, Instrument, Reporter, RuleSource, Sureness, due, duties, instrument, instruments,
    regime_for_aid,
};
pub use sector::Sector;
pub use shares::{Shares, SharesFault};
pub use stated::{Quote, Reading, Relation, RelationKind, StatedFigure};
pub use territory::{PathStep, TerritoryChange, follow};
pub use validity::Validity;
