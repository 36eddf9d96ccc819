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

pub mod basis;
pub mod congress;
pub mod facts;
pub mod flow;
#[cfg(feature = "serde")]
pub mod format;
pub mod gift;
pub mod item;
pub mod lifecycle;
pub mod org;
pub mod output;
pub mod partition;
pub mod people;
pub mod place;
pub mod plan;
pub mod region;
pub mod registration;
pub mod rules;
#[cfg(feature = "schema")]
pub mod schema;
pub mod sector;
pub mod stated;

pub use basis::{AmountKey, Basis, Direction, KeyConflict, KeyField, Modality, SourceClass, Standing};
pub use congress::{Anniversary, Congress, Term};
pub use error::{JointClaimFault, ModelError};
pub use facts::{Facts, SourceRow, UnionProfile};
pub use flow::{Flow, FlowKind};
#[cfg(feature = "serde")]
pub use format::FactsFile;
pub use gift::{Gift, Quantity};
pub use id::{
    ActivityId, AwardId, DelegationId, FlowId, GiftId, ItemId, OrgId, OutputId, StatementId, TargetId,
};
pub use identifier::{OutsideId, Scheme};
pub use item::{AidForm, AidItem, Amendment, Approval, JointClaim};
pub use lifecycle::{LifeCycle, Mover, Stage, Step};
pub use org::{CountryCode, NameKind, Organisation, OrganisationKind, OrganisationName};
pub use output::{Output, OutputKind, unit_cost};
pub use partition::{Partition, PartitionProof};
pub use people::{Activity, Award, Delegation, Session};
pub use place::{
    AdministrativeChange, Gazetteer, PlaceError, PlaceSuggestion, Province, ProvinceKind, UnitCode,
};
pub use plan::{Inference, Target};
pub use region::{Region, RegionScheme};
pub use registration::{Certificate, FngoRegistration, Presence, PresenceCount};
pub use rules::{
    Due, Duty, Instrument, Reporter, RuleSource, Sureness, due, duties, instrument, instruments,
    regime_for_aid,
};
pub use sector::Sector;
pub use stated::{Quote, Reading, Relation, RelationKind, StatedFigure};
pub use validity::Validity;
