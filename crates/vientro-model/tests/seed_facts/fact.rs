//! Rows that print a number or a name of a record nobody wrote out: the record they make, beside the words they are
//! read from.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use vientro_core::{Bilingual, Figure, When};
use vientro_currency::{Currency, Money};
use vientro_model::*;

use super::cells::{figure_cells, period_cells};
use super::record::{date, figure, when};
use super::{Cells, Row};

/// The record that printed words make.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Fact {
    Beneficiaries(BeneficiaryCount),
    Change(TerritoryChange),
    Clash(Clash),
    /// How many there are of what is counted, in whole or of one part of it.
    Count(Partition),
    Document(SourceDocument),
    Flow(Flow),
    /// The item an allocation is about: its sectors and goals as written, its days and place.
    Item(Box<AidItem>),
    /// The spellings of one place, each confirmed.
    Names(Vec<Confirmation>),
    Organisations(Vec<Organisation>),
    Places(Vec<Locality>),
    Presence(PresenceCount),
    Regions(RegionScheme),
    Relations(Vec<OrganisationRelation>),
    When(When),
}

/// The record a row makes; `None` for what is only said.
pub(crate) fn fact(row: &Row) -> Option<Fact> {
    let cell = |name: &str| row[name].as_str();
    let (id, phrase, value) = (cell("id"), cell("phrase_vi"), cell("value_as_written"));
    let split = |by: &'static str| value.split(by).map(str::to_owned);
    Some(match cell("entity_type") {
        "AdministrativeChange" if value != "2" => {
            // the gazetteer knows which units became the city
            let gazetteer = Gazetteer::viet_nam();
            let on = date_of(row);
            let city = *gazetteer.by_name(cell("place"), on).unwrap().code();
            let merger = gazetteer.changes().unwrap().remove(0);
            let into = |it: &&Passage<UnitCode>| it.to().parts().any(|unit| *unit == city);
            let passages: Vec<_> = merger.passages().iter().filter(into).cloned().collect();
            Fact::Change(TerritoryChange::try_new(on, merger.legal_basis(), passages).unwrap())
        }
        "AdministrativeUnit" if cell("value_low").is_empty() => {
            let province = Gazetteer::viet_nam().by_name(cell("place"), crate::day(2025, 6, 30)).unwrap();
            let places = split("; ").map(|name| Locality::former_district(name, *province.code()).unwrap());
            Fact::Places(places.collect())
        }
        "Attribution" => {
            // from the branches up, each a part of the next
            let bodies: Vec<OrgId> = split(" -> ").map(|name| OrgId::try_new(name).unwrap()).collect();
            let kinds = [OrganisationRelationKind::BranchOf, OrganisationRelationKind::MemberOf];
            let pairs = bodies.windows(2).zip(kinds);
            let relation = |(pair, kind): (&[OrgId], _)| {
                OrganisationRelation::try_new(pair[0].clone(), kind, pair[1].clone()).unwrap()
            };
            Fact::Relations(pairs.map(relation).collect())
        }
        "Beneficiaries" => Fact::Beneficiaries(
            BeneficiaryCount::try_new(BeneficiaryUnit::People, figure(row)).unwrap().with_label(phrase),
        ),
        "ClassificationScheme" if cell("field").contains("pillar") => {
            // three of them, or each by its name
            let whole = figure(row).known().copied().unwrap_or(Decimal::from(3));
            let names = if value == "3" { Vec::new() } else { split("; ").collect() };
            let parts = names.into_iter().map(|name| (name, Decimal::ONE));
            Fact::Count(Partition::new(cell("field"), Figure::Known(whole)).with_parts(parts))
        }
        "CountryGroup" => Fact::Regions(RegionScheme::overlapping(phrase, split("; ").map(region))),
        "GoalTag" | "Purpose" => {
            let details = AidDetails::default().with_goals(split("; "));
            Fact::Item(Box::new(item(row).with_details(details)))
        }
        "InKindShare" => {
            // more than half in kind: neither cash nor goods alone, and nobody says how much
            let recorded = flow(row, FlowKind::Recording, Figure::Unknown, SourceClass::MemberAssociation);
            let recorded = recorded.with_standing(Standing::Memo).with_modality(Modality::Mixed);
            Fact::Flow(recorded.with_note(value))
        }
        "Indicator:AidTotal" if id == "X-002" => {
            let statements = ["S1-025", "S4-011", "S0-016"].map(|id| StatementId::try_new(id).unwrap());
            let readings = split(" ; ").map(Bilingual::same);
            Fact::Clash(Clash::try_new(ClashId::try_new(id).unwrap(), statements, readings).unwrap())
        }
        "Indicator:AidTotal" if cell("stated_or_implied") == "implied" => return None,
        "Indicator:AidTotal" => {
            let (kind, source) = match cell("measure_basis") {
                "committed" => (FlowKind::Commitment, SourceClass::ForeignNgo),
                "disbursed" => (FlowKind::Disbursement, SourceClass::ForeignNgo),
                "disbursed (recorded)" => (FlowKind::Recording, SourceClass::MemberAssociation),
                // goods or money is not said: the item stands, what was given is the statement's
                "given" => {
                    let relief = item(row).with_form(AidForm::Relief).with_donor(cell("organisation"));
                    return Some(Fact::Item(Box::new(relief)));
                }
                basis if basis.starts_with("mobilised") => (FlowKind::Mobilisation, SourceClass::ForeignNgo),
                _ => return None,
            };
            let currency: Currency = cell("unit").parse().unwrap();
            let amount = figure(row).try_map(|value| Money::try_new(*value, currency)).unwrap();
            let flow = flow(row, kind, amount, source);
            Fact::Flow(if kind == FlowKind::Recording { flow.with_standing(Standing::Memo) } else { flow })
        }
        "Indicator:AidCount" if cell("field") == "project aid items" || id == "S1-021" => {
            Fact::Count(Partition::new("form", Figure::Unknown).with_part(cell("field"), part_of(row)))
        }
        "Indicator:FngoCount" => match (cell("field"), time_of(row)) {
            ("registered FNGOs", When::AsOf(on)) => {
                Fact::Presence(PresenceCount::new(Presence::Registered, on, figure(row)))
            }
            ("FNGOs in relation", When::During(period)) => {
                Fact::Presence(PresenceCount::new(Presence::InRelation, period.to(), figure(row)))
            }
            (region, _) => {
                Fact::Count(Partition::new("home region", Figure::Unknown).with_part(region, part_of(row)))
            }
        },
        // delegations, activities, items and members: so many in all, of which kinds is not said
        indicator if indicator.starts_with("Indicator:") || indicator == "Congress" => {
            Fact::Count(Partition::new(cell("field"), figure(row)))
        }
        "Organisation" => {
            let names = phrase.trim_start_matches("các tỉnh ").split(", ");
            let union = |name: &str| {
                Organisation::new(OrgId::try_new(name).unwrap(), OrganisationKind::Union, name)
                    .with_place(name)
            };
            Fact::Organisations(names.map(union).collect())
        }
        "OrganisationName" => {
            let on = crate::day(2025, 12, 31);
            let city = Subject::Place(*Gazetteer::viet_nam().by_name("TP.HCM", on).unwrap().code());
            let confirm = |name: &str| Confirmation::try_new(name, city.clone(), "editor", on).unwrap();
            Fact::Names(phrase.split(", ").map(confirm).collect())
        }
        "OrganisationRelation" => {
            let own = OrgId::try_new(cell("organisation")).unwrap();
            let relation = |other: String| {
                let other = OrgId::try_new(other).unwrap();
                let (from, kind, to) = if other.as_str().contains("member") {
                    (other, OrganisationRelationKind::MemberOf, own.clone())
                } else {
                    (own.clone(), OrganisationRelationKind::CoordinatesWith, other)
                };
                OrganisationRelation::try_new(from, kind, to).unwrap()
            };
            Fact::Relations(if value == "kept" {
                let consulates = OrgId::try_new(phrase).unwrap();
                let kind = OrganisationRelationKind::InRelationWith;
                let kept = OrganisationRelation::try_new(own.clone(), kind, consulates).unwrap();
                vec![kept.with_note(value)]
            } else {
                split("; ").map(relation).collect()
            })
        }
        "RegionScheme" => {
            Fact::Regions(RegionScheme::try_new(cell("field"), split(" / ").map(region)).unwrap())
        }
        "ReportingPeriod" | "Snapshot" => Fact::When(time_of(row)),
        "SectorAllocation" | "SectorScheme" => Fact::Item(Box::new(item(row).with_sectors(split("; ")))),
        "StatedFigure" if cell("field") == "source document" => {
            let id = DocumentId::try_new(id).unwrap();
            Fact::Document(SourceDocument::try_new(id, phrase).unwrap().with_note(value))
        }
        _ => return None,
    })
}

fn date_of(row: &Row) -> NaiveDate {
    date(&row["as_of"]).unwrap()
}

fn time_of(row: &Row) -> When {
    when(row).unwrap()
}

fn part_of(row: &Row) -> Decimal {
    figure(row).known().copied().unwrap()
}

fn flow(row: &Row, kind: FlowKind, amount: Figure<Money>, source: SourceClass) -> Flow {
    let flow = Flow::try_new(FlowId::try_new(&row["id"]).unwrap(), kind, amount, Direction::Inward, source);
    // the day is not said: the words are the evidence
    flow.unwrap().with_evidence(&row["phrase_vi"])
}

fn item(row: &Row) -> AidItem {
    let id = ItemId::try_new(&row["id"]).unwrap();
    let item = AidItem::new(id, &row["phrase_vi"], Direction::Inward, SourceClass::ForeignNgo);
    let item = item.with_place(&row["place"]);
    match when(row) {
        Some(When::During(period)) => item.with_term(period),
        _ => item,
    }
}

/// A country, or a group whose countries the words do not name.
fn region(name: String) -> Region {
    let code = [("Cambodia", "KH"), ("China", "CN"), ("Japan", "JP"), ("Laos", "LA"), ("South Korea", "KR")];
    let code = code.into_iter().filter(|(country, _)| *country == name).map(|it| it.1.parse().unwrap());
    let countries: Vec<CountryCode> = code.collect();
    Region::new(Bilingual::same(name), countries)
}

/// What the fact says by itself.
pub(crate) fn fact_cells(fact: &Fact) -> Cells {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let known = |value: Decimal| figure_cells(Some(value), Some(value));
    let count = |figure: &Figure<Decimal>| figure_cells(figure.low().copied(), figure.high().copied());
    let value = |parts: Vec<String>, by: &str| ("value_as_written", parts.join(by));
    match fact {
        Fact::Beneficiaries(reached) => {
            [vec![("phrase_vi", text(reached.label()))], count(reached.count())].concat()
        }
        Fact::Change(change) => vec![("as_of", change.on().to_string())],
        Fact::Clash(clash) => vec![
            ("id", clash.id().to_string()),
            value(clash.readings().iter().map(|it| it.vi().to_owned()).collect(), " ; "),
        ],
        Fact::Count(counted) => match counted.parts() {
            [] => [vec![("field", counted.name().to_owned())], count(counted.whole())].concat(),
            [(part, number)] => [vec![("field", part.clone())], known(*number)].concat(),
            parts => vec![
                ("field", counted.name().to_owned()),
                value(parts.iter().map(|it| it.0.clone()).collect(), "; "),
            ],
        },
        Fact::Document(document) => vec![
            ("id", document.id().to_string()),
            ("phrase_vi", document.title().to_owned()),
            ("value_as_written", text(document.note())),
        ],
        Fact::Flow(flow) => {
            let amount = flow.amount();
            let mut cells = figure_cells(amount.low().map(Money::amount), amount.high().map(Money::amount));
            cells.push(("id", flow.id().to_string()));
            cells.push(("phrase_vi", text(flow.evidence())));
            cells.extend(amount.low().map(|money| ("unit", money.currency().to_string())));
            cells
        }
        Fact::Item(item) => {
            let mut cells = vec![
                ("id", item.id().to_string()),
                ("phrase_vi", item.title().to_owned()),
                ("place", text(item.place())),
            ];
            let goals = item.details().map(AidDetails::goals).unwrap_or_default();
            let labels = [item.sectors(), goals].concat();
            if !labels.is_empty() {
                cells.push(value(labels, "; "));
            }
            cells.extend(item.donor().map(|donor| ("organisation", donor.to_owned())));
            cells.extend(item.term().iter().flat_map(period_cells));
            cells
        }
        Fact::Names(names) => {
            let written: Vec<&str> = names.iter().map(Confirmation::written).collect();
            vec![("phrase_vi", written.join(", "))]
        }
        Fact::Organisations(unions) => {
            let names: Vec<&str> = unions.iter().map(Organisation::name).collect();
            vec![
                ("phrase_vi", format!("các tỉnh {}", names.join(", "))),
                ("value_as_written", unions.len().to_string()),
            ]
        }
        Fact::Places(places) => {
            let province = places.first().and_then(|it| it.province().unwrap());
            let province = province.map(|it| it.name_plain().to_owned()).unwrap_or_default();
            vec![value(places.iter().map(|it| it.name().to_owned()).collect(), "; "), ("place", province)]
        }
        Fact::Presence(presence) => {
            let day = match presence.presence() {
                Presence::Registered => "as_of",
                _ => "period_end",
            };
            [vec![(day, presence.as_of().to_string())], count(presence.count())].concat()
        }
        Fact::Regions(scheme) => {
            let by = if scheme.is_overlapping() { "; " } else { " / " };
            vec![value(scheme.regions().iter().map(|it| it.name().vi().to_owned()).collect(), by)]
        }
        Fact::Relations(relations) => match relations.as_slice() {
            [kept] => vec![
                ("phrase_vi", kept.to().to_string()),
                ("organisation", kept.from().to_string()),
                ("value_as_written", text(kept.note())),
            ],
            [lower, upper] if lower.to() == upper.from() => {
                vec![value([lower.from(), lower.to(), upper.to()].map(ToString::to_string).to_vec(), " -> ")]
            }
            // the union stands on one side of each
            both => {
                let other = |it: &OrganisationRelation| match it.kind() {
                    OrganisationRelationKind::MemberOf => it.from().to_string(),
                    _ => it.to().to_string(),
                };
                vec![value(both.iter().map(other).collect(), "; ")]
            }
        },
        Fact::When(When::During(period)) => period_cells(period),
        Fact::When(When::AsOf(on)) => vec![("as_of", on.to_string())],
    }
}
