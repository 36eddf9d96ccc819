//! Goal: the JSON Schema of each record takes what the record writes and refuses what was tampered with. Method: values
//! drawn by the strategies of the model, judged by a validator of other authors; then every node of a value in turn is
//! replaced by what stands nowhere, and every field of a record is taken away or has a stranger beside it.

use std::fs;

use jsonschema::Validator;
use proptest::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};
use vientro_core::Finding;
use vientro_intake::{Options, Source, read_union};
use vientro_model::schema;

use crate::root;

macro_rules! records {
    ($($name:ident)+) => {
        const RECORDS: &[&str] = &[$(stringify!($name)),+];

        $(
            #[test]
            #[expect(non_snake_case, reason = "a property is named after its type")]
            fn $name() {
                let schema = schema::of::<vientro_model::$name>().to_value();
                let validator = jsonschema::validator_for(&schema).unwrap();
                let config = ProptestConfig::default();
                let some = ProptestConfig { cases: config.cases.div_ceil(8), ..config };
                proptest!(some, |(value in any::<vientro_model::$name>())| {
                    judge(&schema, &validator, &value);
                });
            }
        )+
    };
}

records! {
    AccountMovement Activity Agreement AidAccount AidDetails AidItem Amendment AmountKey Anniversary Approval Award BeneficiaryCount Body
    Campaign Clash Confirmation Congress Delegation Directive Disaster Facts FactsFile Flow FngoPresence
    FngoRegistration Gift InKindLine JointClaim KeyConflict LifeCycle Locality Measure Occasion Organisation
    OrganisationRelation Output Partition Party Person PositionHolding PresenceCount Quantity RegionScheme
    SourceDocument SourceRow StatedFigure Succession Target TargetAdjustment TerritoryChange UnionProfile
}

#[test]
fn every_schema_is_tried() {
    let names: Vec<&str> = schema::records().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, RECORDS);
}

/// Findings of a Union's sheets, as `read_sheets` writes them.
#[test]
fn findings() {
    let schema = schema::of::<Finding>().to_value();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let folder = root("examples/data/union-2025/an-giang");
    let files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect();
    let sources: Vec<Source<'_>> = files.iter().map(|(name, bytes)| Source::new(name, bytes)).collect();
    let reading = read_union(&sources, &Options::default()).unwrap();
    assert!(reading.findings().len() > 10);
    for finding in reading.findings() {
        judge(&schema, &validator, finding);
    }
}

fn judge(schema: &Value, validator: &Validator, value: &impl Serialize) {
    let written = serde_json::to_value(value).unwrap();
    if let Err(refusal) = validator.validate(&written) {
        panic!("{refusal} in {written}");
    }
    let mut stranger = written.clone();
    stranger["stranger"] = json!(1);
    assert!(!validator.is_valid(&stranger), "a stranger in {stranger}");
    for field in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        let mut without = written.clone();
        without.as_object_mut().unwrap().remove(field);
        assert!(!validator.is_valid(&without), "{without} without {field}");
    }
    // the whole tree would take long for the facts of a Union
    let mut pointers = Vec::new();
    nodes(&written, String::new(), &mut pointers);
    let stride = pointers.len().div_ceil(40);
    for pointer in pointers.iter().step_by(stride) {
        let mut tampered = written.clone();
        *tampered.pointer_mut(pointer).unwrap() = json!([[[]]]);
        assert!(!validator.is_valid(&tampered), "{pointer} in {tampered}");
    }
}

/// The JSON pointers of all nodes below and at `value`.
fn nodes(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, it)| nodes(it, format!("{at}/{index}"), found));
        }
        Value::Object(fields) => {
            let escaped = |name: &str| name.replace('~', "~0").replace('/', "~1");
            fields.iter().for_each(|(name, it)| nodes(it, format!("{at}/{}", escaped(name)), found));
        }
        _ => {}
    }
    found.push(at);
}
