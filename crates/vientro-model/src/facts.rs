//! All facts of one reporter in one value, keyed by identifier.

use std::collections::{BTreeMap, BTreeSet};

use vientro_core::{Bilingual, Figure, Location, RowId};
use vientro_currency::Money;

use crate::macros::Checked;
use crate::{
    AccountId, AccountMovement, Activity, ActivityId, Agreement, AgreementId, AidAccount, AidItem, Award,
    AwardId, Basis, Campaign, CampaignId, Clash, ClashId, Confirmation, Congress, Delegation, DelegationId,
    Directive, DirectiveId, Disaster, DisasterId, DocumentId, Flow, FlowId, FngoPresence, FngoRegistration,
    Gift, GiftId, InKindId, InKindLine, ItemId, ModelError, MovementId, Occasion, OccasionId, OrgId,
    Organisation, OrganisationRelation, Output, OutputId, Person, PersonId, PositionHolding, SourceDocument,
    Standing, StatedFigure, StatementId, Succession, Target, TargetId, TerritoryChange, UnitCode,
};

record! {
    /// Who reports: the Union on the title of its report.
    UnionProfile
    need { name: Bilingual, place: String, year: i32, symbol: String, }
    text {
        /// The body above it, on the letterhead.
        parent with_parent,
    }
    copy {}
    maybe {
        /// The province or city, by the code of the year reported.
        unit with_unit: UnitCode,
    }
    list {
        /// What a reader of the report must know, such as that data are illustrative.
        notes with_notes: String,
    }
}

impl UnionProfile {
    /// A Union, its place, the year it reports and the symbol of its documents, such as `BC-LHHN`.
    pub fn new(name: Bilingual, place: impl Into<String>, year: i32, symbol: impl Into<String>) -> Self {
        Self::bare(name, place.into(), year, symbol.into())
    }

    /// The name in both languages.
    pub fn name(&self) -> &Bilingual {
        &self.name
    }

    /// The place as written.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// The year reported.
    pub fn year(&self) -> i32 {
        self.year
    }

    /// The symbol of its documents.
    pub fn symbol(&self) -> &str {
        &self.symbol
    }
}

impl Checked for UnionProfile {}

/// A row of a source, kept so that a figure can be opened down to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct SourceRow {
    location: Location,
    label: String,
    fields: Vec<(String, String)>,
}

impl SourceRow {
    /// A row at a place, with a label for people.
    pub fn new(location: Location, label: impl Into<String>) -> Self {
        Self { location, label: label.into(), fields: Vec::new() }
    }

    /// Appends its cells: header and content as written.
    #[must_use]
    pub fn with_fields(mut self, fields: impl IntoIterator<Item = (String, String)>) -> Self {
        self.fields.extend(fields);
        self
    }

    /// Where it stands.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// A label for people.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Header and content of its cells, in their order.
    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }
}

/// The collections of [`Facts`]: one line each, so that none is forgotten in a door.
macro_rules! facts {
    (
        by id { $( $field:ident: $type:ident by $id:ident $kind:literal, $add:ident, $one:ident; )+ }
        in order { $( $list:ident: $entry:ident $what:literal, $push:ident; )+ }
    ) => {
        /// All facts of one reporter: records by identifier and the rows they were read from.
        ///
        /// Records are added once; an id that is taken is refused. They come out in the order of their ids, so that
        /// the same facts give the same report whatever the order they were read in.
        ///
        /// ```
        /// use vientro_model::{AidItem, Direction, Facts, ItemId, ModelError, SourceClass};
        ///
        /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
        /// let item = AidItem::new(ItemId::try_new("AG-01")?, "Nước sạch", Direction::Inward, SourceClass::ForeignNgo);
        /// let mut facts = Facts::default();
        /// facts.add_item(item.clone())?;
        /// assert!(matches!(facts.add_item(item), Err(ModelError::Duplicate { .. })));
        /// assert_eq!(facts.items().count(), 1);
        /// # Ok(()) }
        /// ```
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize))]
        pub struct Facts {
            #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
            profile: Option<UnionProfile>,
            $(
                #[cfg_attr(
                    feature = "serde",
                    serde(skip_serializing_if = "BTreeMap::is_empty", serialize_with = "values")
                )]
                $field: BTreeMap<$id, $type>,
            )+
            $(
                #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
                $list: Vec<$entry>,
            )+
            #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
            congresses: Vec<Congress>,
            #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
            registrations: Vec<FngoRegistration>,
            #[cfg_attr(feature = "serde", serde(skip_serializing_if = "BTreeMap::is_empty"))]
            rows: BTreeMap<RowId, SourceRow>,
        }

        impl Facts {
            $(
                #[doc = concat!("Adds a record of the kind ", $kind, ".")]
                ///
                /// # Errors
                ///
                /// [`ModelError::Duplicate`] if its id is taken.
                pub fn $add(&mut self, record: $type) -> Result<(), ModelError> {
                    add(&mut self.$field, record.id().clone(), record, concat!($kind, " id"))
                }

                #[doc = concat!("The records of the kind ", $kind, ", by id.")]
                pub fn $field(&self) -> impl ExactSizeIterator<Item = &$type> {
                    self.$field.values()
                }

                #[doc = concat!("The record of the kind ", $kind, " with this id.")]
                pub fn $one(&self, id: &$id) -> Option<&$type> {
                    self.$field.get(id)
                }
            )+
            $(
                #[doc = concat!("Appends ", $what, ".")]
                pub fn $push(&mut self, entry: $entry) {
                    self.$list.push(entry);
                }

                #[doc = concat!("Every ", stringify!($entry), ", in the order they were added.")]
                pub fn $list(&self) -> &[$entry] {
                    &self.$list
                }
            )+
        }

        #[cfg(feature = "proptest")]
        crate::strategies::sampled!(Facts, {
            use crate::strategies::draw;

            // one collection after the other, for there are more than a tuple of strategies has places; an id drawn
            // twice is refused, and the first stays
            let facts = draw::<Option<UnionProfile>>().prop_map(|profile| Self { profile, ..Self::default() }).boxed();
            $(
                let facts = (facts, draw::<Vec<$type>>())
                    .prop_map(|(mut facts, records)| {
                        for record in records {
                            drop(facts.$add(record));
                        }
                        facts
                    })
                    .boxed();
            )+
            $(
                let facts = (facts, draw::<Vec<$entry>>())
                    .prop_map(|(facts, $list)| Self { $list, ..facts })
                    .boxed();
            )+
            (facts, draw::<Vec<Congress>>(), draw::<Vec<FngoRegistration>>(), draw::<Vec<(RowId, SourceRow)>>()).prop_map(
                |(mut facts, congresses, registrations, rows)| {
                    for congress in congresses {
                        drop(facts.add_congress(congress));
                    }
                    for registration in registrations {
                        drop(facts.add_registration(registration));
                    }
                    for (id, row) in rows {
                        drop(facts.add_row(id, row));
                    }
                    facts
                },
            )
        });

        #[cfg(feature = "serde")]
        const _: () = {
            #[derive(serde::Deserialize)]
            #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
            #[serde(deny_unknown_fields)]
            struct Parts {
                #[serde(default)]
                profile: Option<UnionProfile>,
                $(
                    #[serde(default)]
                    $field: Vec<$type>,
                )+
                $(
                    #[serde(default)]
                    $list: Vec<$entry>,
                )+
                #[serde(default)]
                congresses: Vec<Congress>,
                #[serde(default)]
                registrations: Vec<FngoRegistration>,
                #[serde(default)]
                rows: BTreeMap<RowId, SourceRow>,
            }

            #[cfg(feature = "schema")]
            impl schemars::JsonSchema for Facts {
                fn schema_name() -> std::borrow::Cow<'static, str> {
                    "Facts".into()
                }

                fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                    let mut schema = Parts::json_schema(generator);
                    schema.insert("description".to_owned(), "All facts of one reporter.".into());
                    schema
                }
            }

            impl<'de> serde::Deserialize<'de> for Facts {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let parts = Parts::deserialize(deserializer)?;
                    let mut facts = Self {
                        profile: parts.profile,
                        $( $list: parts.$list, )+
                        rows: parts.rows,
                        ..Self::default()
                    };
                    for congress in parts.congresses {
                        facts.add_congress(congress).map_err(serde::de::Error::custom)?;
                    }
                    for registration in parts.registrations {
                        facts.add_registration(registration).map_err(serde::de::Error::custom)?;
                    }
                    $(
                        for record in parts.$field {
                            facts.$add(record).map_err(serde::de::Error::custom)?;
                        }
                    )+
                    Ok(facts)
                }
            }
        };
    };
}

facts! {
    by id {
        accounts: AidAccount by AccountId "account", add_account, account;
        activities: Activity by ActivityId "activity", add_activity, activity;
        agreements: Agreement by AgreementId "agreement", add_agreement, agreement;
        awards: Award by AwardId "award", add_award, award;
        campaigns: Campaign by CampaignId "campaign", add_campaign, campaign;
        clashes: Clash by ClashId "clash", add_clash, clash;
        delegations: Delegation by DelegationId "delegation", add_delegation, delegation;
        directives: Directive by DirectiveId "directive", add_directive, directive;
        disasters: Disaster by DisasterId "disaster", add_disaster, disaster;
        documents: SourceDocument by DocumentId "document", add_document, document;
        flows: Flow by FlowId "flow", add_flow, flow;
        gifts: Gift by GiftId "gift", add_gift, gift;
        in_kind: InKindLine by InKindId "line of goods", add_in_kind, in_kind_line;
        items: AidItem by ItemId "item", add_item, item;
        movements: AccountMovement by MovementId "movement on accounts", add_movement, movement;
        occasions: Occasion by OccasionId "occasion", add_occasion, occasion;
        organisations: Organisation by OrgId "organisation", add_organisation, organisation;
        outputs: Output by OutputId "output", add_output, output;
        persons: Person by PersonId "person", add_person, person;
        statements: StatedFigure by StatementId "statement", add_statement, statement;
        targets: Target by TargetId "target", add_target, target;
    }
    in order {
        confirmations: Confirmation "a person's word on whom a written name means", confirm;
        positions: PositionHolding "a post somebody holds", add_position;
        presences: FngoPresence "what is known of a foreign organisation on a day", add_presence;
        relations: OrganisationRelation "a relation of two organisations", add_relation;
        successions: Succession "a succession of organisations", add_succession;
        territory_changes: TerritoryChange "a change of territory beside those of the gazetteer", add_territory_change;
    }
}

impl Facts {
    /// The facts of a reporter, none yet.
    pub fn new(profile: UnionProfile) -> Self {
        Self { profile: Some(profile), ..Self::default() }
    }

    /// Sets who reports.
    pub fn set_profile(&mut self, profile: UnionProfile) {
        self.profile = Some(profile);
    }

    /// Adds a congress.
    ///
    /// # Errors
    ///
    /// [`ModelError::Duplicate`] if the body has a congress of this ordinal: another term of it is restated, not added.
    pub fn add_congress(&mut self, congress: Congress) -> Result<(), ModelError> {
        let same = |it: &Congress| it.body() == congress.body() && it.ordinal() == congress.ordinal();
        if self.congresses.iter().any(same) {
            let id = format!("{} {}", congress.body(), congress.ordinal());
            return Err(ModelError::Duplicate { kind: "congress", id });
        }
        self.congresses.push(congress);
        Ok(())
    }

    /// Adds a certificate of registration.
    ///
    /// # Errors
    ///
    /// [`ModelError::Duplicate`] if the organisation has one of this number from the same day.
    pub fn add_registration(&mut self, registration: FngoRegistration) -> Result<(), ModelError> {
        let same = |it: &FngoRegistration| {
            (it.organisation(), it.number(), it.from())
                == (registration.organisation(), registration.number(), registration.from())
        };
        if self.registrations.iter().any(same) {
            let id = format!("{} {}", registration.organisation(), registration.number());
            return Err(ModelError::Duplicate { kind: "registration", id });
        }
        self.registrations.push(registration);
        Ok(())
    }

    /// Adds a row of a source.
    ///
    /// # Errors
    ///
    /// [`ModelError::Duplicate`] if its id is taken.
    pub fn add_row(&mut self, id: RowId, row: SourceRow) -> Result<(), ModelError> {
        add(&mut self.rows, id, row, "row id")
    }

    /// Amends the commitment of an item.
    ///
    /// # Errors
    ///
    /// [`ModelError::NoCommitment`] if there is no such item; else as [`AidItem::amend`].
    pub fn amend_item(&mut self, id: &ItemId, amendment: crate::Amendment) -> Result<(), ModelError> {
        match self.items.get_mut(id) {
            Some(item) => item.amend(amendment),
            None => Err(ModelError::NoCommitment { item: id.to_string() }),
        }
    }

    /// Who reports, if known.
    pub fn profile(&self) -> Option<&UnionProfile> {
        self.profile.as_ref()
    }

    /// The congresses, in the order they were added.
    pub fn congresses(&self) -> &[Congress] {
        &self.congresses
    }

    /// The certificates of registration, in the order they were added.
    pub fn registrations(&self) -> &[FngoRegistration] {
        &self.registrations
    }

    /// The rows of the sources, by id.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = (&RowId, &SourceRow)> {
        self.rows.iter()
    }

    /// The row with this id.
    pub fn row(&self, id: &RowId) -> Option<&SourceRow> {
        self.rows.get(id)
    }

    /// The flows of an item, by id.
    pub fn flows_of<'a>(&'a self, item: &'a ItemId) -> impl Iterator<Item = &'a Flow> {
        self.flows.values().filter(move |flow| flow.item() == Some(item))
    }

    /// What is left of the commitment of an item in force: less all its own disbursements, with all its refunds. Below
    /// zero more was disbursed than committed. `None` without item or commitment.
    ///
    /// # Errors
    ///
    /// [`ModelError::Money`] if a flow is in another currency than the commitment, or past the range of money.
    ///
    /// # Source
    ///
    /// Invariant 3 of the model: disbursed and reversed is no more than committed as amended, unless a finding explains it.
    pub fn undisbursed(&self, item: &ItemId) -> Result<Option<Figure<Money>>, ModelError> {
        let Some(committed) = self.items.get(item).and_then(AidItem::commitment_now) else { return Ok(None) };
        let mut left = committed.clone();
        for flow in self
            .flows_of(item)
            .filter(|flow| flow.basis() == Basis::Disbursed && flow.standing() == Standing::Own)
        {
            left = left.checked_sub(&flow.amount_signed())?;
        }
        Ok(Some(left))
    }

    /// The items, by id, each joint-claim group once: of a group that was added more than once, the item with the
    /// first id.
    ///
    /// # Source
    ///
    /// Relation of the model: an item in a joint-claim group is counted once above its claimants' common parent.
    pub fn items_once(&self) -> impl Iterator<Item = &AidItem> {
        let mut seen = BTreeSet::new();
        self.items
            .values()
            .filter(move |item| item.joint_claim().is_none_or(|claim| seen.insert(claim.group())))
    }

    /// The items of a joint-claim group, by id.
    pub fn joint_group<'a>(&'a self, group: &'a str) -> impl Iterator<Item = &'a AidItem> {
        self.items.values().filter(move |item| item.joint_claim().is_some_and(|claim| claim.group() == group))
    }
}

fn add<K: Ord + ToString, V>(
    map: &mut BTreeMap<K, V>,
    id: K,
    record: V,
    kind: &'static str,
) -> Result<(), ModelError> {
    if map.contains_key(&id) {
        return Err(ModelError::Duplicate { kind, id: id.to_string() });
    }
    map.insert(id, record);
    Ok(())
}

/// Records carry their ids; the map is written as the list of its values.
#[cfg(feature = "serde")]
fn values<S: serde::Serializer, K, V: serde::Serialize>(
    map: &BTreeMap<K, V>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(map.values())
}
