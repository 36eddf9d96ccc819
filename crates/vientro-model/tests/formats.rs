//! Goal: what was once written is read for ever. Method: the corpus of each version is read and written again, and
//! nothing of it may be lost; the schema of today takes it, field by field, as it stands in the snapshot.

use std::fmt::Write as _;

use insta::assert_snapshot;
use serde_json::Value;
use vientro_model::{FactsFile, schema};

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/model/facts-1.json");

#[test]
fn the_corpus_of_version_1_is_read_and_written_again() {
    let Ok(text) = std::fs::read_to_string(CORPUS) else {
        eprintln!("skipped: a published package does not carry {CORPUS}");
        return;
    };
    let file: FactsFile = serde_json::from_str(&text).unwrap();
    // every kind of record there was stands in it
    assert!(serde_json::to_value(file.facts()).unwrap().as_object().unwrap().len() >= 27);
    // while version 1 is the newest, it is also written the same
    assert_eq!(serde_json::to_value(&file).unwrap(), serde_json::from_str::<Value>(&text).unwrap());
}

/// One line a record: its fields with `!` where one is required.
#[test]
fn the_fields_of_the_records() {
    let mut text = String::new();
    for (name, schema) in schema::records() {
        let schema = schema.to_value();
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let fields = schema["properties"].as_object().unwrap().keys();
        let fields =
            fields.map(
                |field| if required.contains(&field.as_str()) { format!("{field}!") } else { field.clone() },
            );
        writeln!(text, "{name}: {}", fields.collect::<Vec<_>>().join(" ")).unwrap();
    }
    assert_snapshot!(text, @r"
    AccountMovement: account! amount! date direction! evidence from id! item kind! note recorded_on rows sent
    Activity: audience campaign countries date gathering heads! id! kind measures note occasion occasion_id organisers partners place progress rows session target_groups title!
    Agreement: bodies! country id! identifiers kind! localities note number progress rows signed_on title validity
    AidAccount: currency! evidence holder id! item keeper! kind! note number reported_on rows validity
    AidDetails: beneficiaries campaign decisions disaster goals localities measures parties rows sector_shares subsectors target_groups
    AidItem: amendments approval commitment details direction! donor donor_country form id! identifiers joint_claim life_cycle modality note owner place rows sector sectors source! stated_regime term title! unit
    Amendment: after! before! decision effective_from evidence reason recorded_on! rows
    AmountKey: basis! direction! modality source standing
    Anniversary: from_year! to_year! years!
    Approval: authority date kind number!
    Award: date decision form! giver id! kind note person progress recipient! recipient_kind rows year
    BeneficiaryCount: count! counting group label reach rows sex unit!
    Body: name! organisation
    Campaign: country direction! id! name! note organiser rows validity
    Clash: chosen id! note readings! statements!
    Confirmation: by! means! note on! score written!
    Congress: body! delegates held_on members note ordinal! organisation progress term!
    Delegation: country days direction! head head_post host id! name! note progress purpose rows size!
    Directive: answer document due_on given_on giver id! kind! owner period progress rows text!
    Disaster: days id! identifiers kind! localities name! note rows
    Facts: accounts activities agreements awards campaigns clashes confirmations congresses delegations directives disasters documents flows gifts in_kind items movements occasions organisations outputs persons positions presences profile registrations relations rows statements successions targets territory_changes
    FactsFile: facts! format!
    Flow: account amount! date direction! direction_method evidence id! item kind! modality note recorded_on rows source! standing
    FngoPresence: active as_of! in_relation note organisation! registered rows unit
    FngoRegistration: certificate! from! issuer number! organisation! progress provinces representative rows sectors to!
    Gift: branch content! date direction donor donor_country id! modality note place quantity rows valuation value!
    InKindLine: condition customs_value evidence goods! id! item note progress quantity! rows unit_price valuation value! valued_by valued_on
    JointClaim: claimants! group! lead shares
    KeyConflict: left! right!
    LifeCycle: proposed_on! steps
    Locality: name! on tier unit
    Measure: kind! quantity!
    Occasion: country day first_year id! kind! month name! note organisation
    Organisation: country id! identifiers kind! level name! names parent place successor validity
    OrganisationRelation: decision from! kind! note rows to! validity
    Output: content! cost id! item kind! note occasion place progress quantity! rows target unit
    Partition: name! parts unclassified whole!
    Party: role! shares!
    Person: id! identifiers name! names note
    PositionHolding: body decision is_acting organisation person! post! rows validity
    PresenceCount: as_of! count! presence!
    Quantity: amount! unit!
    RegionScheme: name! overlaps regions!
    SourceDocument: author fingerprint grade id! language note number published_on publisher retrieved_on title! url
    SourceRow: fields! label! location!
    StatedFigure: basis direction document figure! grade id! measure! modality note organisation place printed! quote reading relations rows source speaker standing unit! when
    Succession: decision kind! note on! passages! rows
    Target: adjustments assigned_on basis! decided_by decision id! indicator! inferred modality note owner period! progress rows source! stated_direction unit! value!
    TargetAdjustment: decided_by decision reason recorded_on! rows value!
    TerritoryChange: legal_basis! measure on! passages!
    UnionProfile: name! notes parent place! symbol! unit year!
    ");
}
