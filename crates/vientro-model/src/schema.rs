//! JSON Schema of the records, as their serialised forms are read.
//!
//! A schema holds what a schema can say: fields, codes, forms of texts. Rules between fields, such as an amendment that
//! starts from the value in force, are asked when a record is read: what a schema takes may still be refused there, and
//! what is written here is always taken.

use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::{
    AccountMovement, Activity, Agreement, AidAccount, AidDetails, AidItem, Amendment, AmountKey, Anniversary,
    Approval, Award, BeneficiaryCount, Body, Campaign, Clash, Confirmation, Congress, Delegation, Directive,
    Disaster, Facts, FactsFile, Flow, FngoPresence, FngoRegistration, Gift, InKindLine, JointClaim,
    KeyConflict, LifeCycle, Locality, Measure, Occasion, Organisation, OrganisationRelation, Output,
    Partition, Party, Person, PositionHolding, PresenceCount, Quantity, RegionScheme, SourceDocument,
    SourceRow, StatedFigure, Succession, Target, TargetAdjustment, TerritoryChange, UnionProfile,
};

/// The schema of one type, JSON Schema 2020-12, with what it refers to under `$defs`.
///
/// ```
/// use vientro_model::{Flow, schema};
///
/// let flow = schema::of::<Flow>();
/// assert_eq!(flow.get("title"), Some(&"Flow".into()));
/// assert_eq!(flow.get("required"), Some(&["id", "kind", "amount", "direction", "source"].into()));
/// ```
pub fn of<T: JsonSchema>() -> Schema {
    let mut schema = SchemaGenerator::default().into_root_schema_for::<T>();
    Descriptions.transform(&mut schema);
    schema
}

/// The records by name, in the order of the alphabet, each with its schema.
pub fn records() -> Vec<(&'static str, Schema)> {
    macro_rules! all {
        ($($name:ident)+) => { vec![$( (stringify!($name), of::<$name>()) ),+] };
    }
    all! {
        AccountMovement Activity Agreement AidAccount AidDetails AidItem Amendment AmountKey Anniversary Approval Award BeneficiaryCount
        Body Campaign Clash Confirmation Congress Delegation Directive Disaster Facts FactsFile Flow
        FngoPresence FngoRegistration Gift InKindLine JointClaim KeyConflict LifeCycle Locality Measure
        Occasion Organisation OrganisationRelation Output Partition Party Person PositionHolding PresenceCount
        Quantity RegionScheme SourceDocument SourceRow StatedFigure Succession Target TargetAdjustment
        TerritoryChange UnionProfile
    }
}

/// Descriptions come from the documentation of the types: their first paragraph, without the marks of links.
struct Descriptions;

impl Transform for Descriptions {
    fn transform(&mut self, schema: &mut Schema) {
        let first = schema.get("description").and_then(|text| text.as_str()?.split("\n\n").next());
        if let Some(plain) = first.map(|text| text.replace("[`", "`").replace("`]", "`").replace('\n', " ")) {
            schema.insert("description".to_owned(), plain.into());
        }
        transform_subschemas(self, schema);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_are_one_plain_paragraph() {
        let facts = of::<Facts>();
        let text = serde_json::to_string(&facts).unwrap();
        assert!(!text.contains("```") && !text.contains("[`"), "{text}");
        assert!(text.contains("An aid item: one thing given, approved by one decision"));
    }
}
