//! What record a row of the table becomes.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use vientro_core::{Bilingual, Ending, Figure, Hedge, HedgeConvention, Interval, Period, Printed, When};
use vientro_currency::{Currency, Money};
use vientro_model::*;

use super::Row;
use super::fact::{Fact, fact};
use crate::day;

/// The record a row becomes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Record {
    Activity(Box<Activity>),
    Agreement(Box<Agreement>),
    Amendment(Box<Amendment>),
    Anniversary(Anniversary),
    Award(Box<Award>),
    Campaign(Box<Campaign>),
    Congress(Box<Congress>),
    Delegation(Box<Delegation>),
    Directive(Box<Directive>),
    Disaster(Box<Disaster>),
    Document(Box<SourceDocument>),
    /// What the printed words make a fact of, with the words as its evidence.
    Fact(Box<Fact>, Box<StatedFigure>),
    Item(Box<AidItem>),
    Organisation(Box<Organisation>),
    Output(Box<Output>),
    Position(Box<Person>, Box<PositionHolding>),
    Statement(Box<StatedFigure>),
    Target(Box<Target>),
}

pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

/// The figure of the ends, the hedge and the last printed digit of a row.
pub(crate) fn figure(row: &Row) -> Figure<Decimal> {
    let (low, high) =
        (Decimal::from_str_exact(&row["value_low"]), Decimal::from_str_exact(&row["value_high"]));
    let (Ok(low), Ok(high)) = (low, high) else { return Figure::Unknown };
    let (value, hedge) = match row["hedge"].as_str() {
        "gần" => (high, Hedge::Nearly),
        "hơn" | "trên" => (low, Hedge::MoreThan),
        "khoảng" => ((low + high) / Decimal::TWO, Hedge::About),
        "ước" => ((low + high) / Decimal::TWO, Hedge::Estimated),
        _ => return Figure::Known(low),
    };
    HedgeConvention::default().figure(&Printed::new(value.normalize()).hedged(hedge)).unwrap()
}

pub(crate) fn when(row: &Row) -> Option<When> {
    match (date(&row["period_start"]), date(&row["period_end"]), date(&row["as_of"])) {
        (Some(from), Some(to), _) => Some(When::During(Period::try_new(from, to, Ending::Closed).unwrap())),
        (_, _, day) => day.map(When::AsOf),
    }
}

fn days(row: &Row) -> Validity {
    Validity::try_new(date(&row["period_start"]), date(&row["period_end"])).unwrap()
}

pub(crate) fn record(row: &Row) -> Record {
    let cell = |name: &str| row[name].as_str();
    let (id, phrase, value) = (cell("id"), cell("phrase_vi"), cell("value_as_written"));
    let (organisation, place) = (cell("organisation"), cell("place"));
    let bodies = || organisation.split("; ").filter(|it| !it.is_empty()).map(str::to_owned);
    match cell("entity_type") {
        "Activity" | "BeneficiaryGroup" | "FieldSurvey" | "Participation" | "Training" => activity(row),
        "Congress" if value.starts_with("to ") => activity(row),
        "Congress" if phrase.contains(" / ") => {
            // one ordinal, two terms: the later statement takes the place of the earlier, which stays readable
            let years = phrase.trim_start_matches("IV: ").split(" / ");
            let mut terms = years.map(|years| {
                let (from, to) = years.split_once('-').unwrap();
                Term::try_new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
            });
            let first = terms.next().unwrap();
            let mut congress = Congress::try_new(organisation, 4, first, day(2022, 1, 20)).unwrap();
            congress.restate(terms.next().unwrap(), day(2023, 2, 15), value).unwrap();
            Record::Congress(Box::new(congress.with_note(phrase)))
        }
        "Agreement" | "TwinningLink" => {
            let kind = match cell("entity_type") {
                "TwinningLink" => AgreementKind::Twinning,
                _ if value.contains("regulation") => AgreementKind::Coordination,
                _ => AgreementKind::Memorandum,
            };
            // what is only planned, and the links of a place, name one side
            let other = (bodies().count() < 2).then(|| "bên kia, chưa nêu tên".to_owned());
            let own = organisation.is_empty().then(|| place.to_owned());
            let parties = bodies().chain(own).chain(other);
            let parties = parties.map(|name| Body::try_new(name).unwrap());
            let agreement = Agreement::try_new(AgreementId::try_new(id).unwrap(), kind, parties).unwrap();
            Record::Agreement(Box::new(
                agreement.with_title(phrase).with_note(value).with_validity(days(row)),
            ))
        }
        "Amendment" => {
            // the article gives the two values in two rows and no day: the last day of its period stands
            let dong = |figure: Figure<Decimal>| {
                figure.try_map(|value| Money::try_new(*value, Currency::VND)).unwrap()
            };
            let on = date(cell("period_end")).unwrap();
            let (before, after) = match cell("field") {
                "value before" => (dong(figure(row)), Figure::Unknown),
                _ => (Figure::Unknown, dong(figure(row))),
            };
            Record::Amendment(Box::new(Amendment::new(on, before, after).with_reason(phrase)))
        }
        "Anniversary" => {
            let year = |name: &str| cell(name).get(..4).unwrap().parse().unwrap();
            let years = value.parse().unwrap();
            Record::Anniversary(
                Anniversary::try_new(year("period_start"), year("period_end"), years).unwrap(),
            )
        }
        "Award" => {
            let (giver, recipient) = organisation.split_once(" to ").unwrap_or((organisation, value));
            let mut award = Award::new(AwardId::try_new(id).unwrap(), phrase, recipient)
                .with_giver(giver)
                .with_note(value);
            award = date(cell("period_end")).map(|day| day.year()).into_iter().fold(award, Award::with_year);
            Record::Award(Box::new(award))
        }
        "Campaign" | "Programme" => {
            let direction = match cell("field") {
                "outgoing solidarity aid" => Direction::Outward,
                "blood donation with partner country" | "domestic disaster relief" => Direction::Domestic,
                _ => Direction::Inward,
            };
            let campaign = Campaign::try_new(CampaignId::try_new(id).unwrap(), phrase, direction).unwrap();
            Record::Campaign(Box::new(
                campaign.with_note(value).with_organiser(organisation).with_validity(days(row)),
            ))
        }
        "Congress" if !cell("period_end").is_empty() => {
            let term =
                Term::try_new(cell("period_start").parse().unwrap(), cell("period_end").parse().unwrap())
                    .unwrap();
            // Roman, one or four
            let ordinal = if value.starts_with("IV,") { 4 } else { 1 };
            // the day of the article, which is not in the row, where it gives none
            let stated_on = date(cell("as_of")).unwrap_or(day(2026, 1, 16));
            let congress = Congress::try_new(organisation, ordinal, term, stated_on).unwrap();
            Record::Congress(Box::new(congress.with_note(phrase)))
        }
        "Delegation" => Record::Delegation(Box::new(
            Delegation::new(DelegationId::try_new(id).unwrap(), phrase, Direction::Outward)
                .with_purpose(value)
                .with_host(organisation)
                .with_days(days(row)),
        )),
        "Feedback" | "PlanDirective" | "PolicyDocument" => directive(row),
        // what a plan asks for without a number
        "Plan" | "Target" if cell("value_low").is_empty() => directive(row),

        "DisasterEvent" => {
            let disaster =
                Disaster::try_new(DisasterId::try_new(id).unwrap(), phrase, DisasterKind::Other).unwrap();
            Record::Disaster(Box::new(disaster.with_note(value).with_days(days(row))))
        }
        "SourceDocument" => {
            let document =
                SourceDocument::try_new(DocumentId::try_new(id).unwrap(), phrase).unwrap().with_note(value);
            let document = date(cell("as_of")).into_iter().fold(document, SourceDocument::with_published_on);
            Record::Document(Box::new(document))
        }
        "AidItem" => {
            let item = AidItem::new(
                ItemId::try_new(id).unwrap(),
                phrase,
                Direction::Inward,
                SourceClass::ForeignNgo,
            );
            Record::Item(Box::new(item.with_note(value).with_owner(organisation).with_place(place)))
        }
        "Organisation" | "OrganisationName" if !organisation.is_empty() => {
            let named = Organisation::new(OrgId::try_new(id).unwrap(), OrganisationKind::Union, organisation);
            let names = [OrganisationName::new(phrase, NameKind::Short)];
            Record::Organisation(Box::new(named.with_names(names).with_place(place)))
        }
        "OutputLine" => {
            let kind = [
                ("house", OutputKind::House),
                ("scholarship", OutputKind::Scholarship),
                ("gift", OutputKind::Gift),
            ];
            let kind = kind
                .into_iter()
                .find(|(word, _)| cell("unit").contains(word))
                .map_or(OutputKind::Goods, |it| it.1);
            let output = Output::try_new(OutputId::try_new(id).unwrap(), phrase, kind, figure(row)).unwrap();
            Record::Output(Box::new(output.with_unit(cell("unit")).with_place(place).with_note(value)))
        }
        "PositionHolding" => {
            let (name, post) = value.split_once(", ").unwrap();
            let person = PersonId::try_new(id).unwrap();
            let post = PositionHolding::try_new(person.clone(), post.trim_start_matches("acting ")).unwrap();
            let post = if value.contains("acting ") { post.acting() } else { post };
            Record::Position(
                Box::new(Person::try_new(person, name).unwrap()),
                Box::new(post.with_body(organisation)),
            )
        }
        "Plan" | "Target" if !cell("value_low").is_empty() => {
            let source = if phrase.contains("trong nước") {
                SourceClass::Domestic
            } else {
                SourceClass::ForeignNgo
            };
            let period = Period::calendar_year(cell("period_end")[..4].parse().unwrap()).unwrap();
            let target = Target::try_new(
                TargetId::try_new(id).unwrap(),
                phrase,
                cell("measure_basis").parse().unwrap(),
                source,
                period,
                figure(row),
                cell("unit"),
            );
            let target = target.unwrap().with_owner(organisation).with_note(value);
            let method = || {
                // 18 tỷ is 50,4% over it
                let way =
                    Bilingual::new("giải ngân chia cho 1,504, làm tròn", "disbursed over 1.504, rounded");
                let band = Interval::try_new(
                    std::ops::Bound::Included(Decimal::from(11_960_000_000_i64)),
                    std::ops::Bound::Included(Decimal::from(12_640_000_000_i64)),
                );
                Inference::new(way, band.unwrap())
            };
            let target = if value.contains("inferred") { target.with_inference(method()) } else { target };
            Record::Target(Box::new(target))
        }
        _ => {
            let stated = Box::new(statement(row));
            fact(row).map_or_else(
                || Record::Statement(stated.clone()),
                |fact| Record::Fact(Box::new(fact), stated.clone()),
            )
        }
    }
}

fn activity(row: &Row) -> Record {
    let cell = |name: &str| row[name].as_str();
    let value = cell("value_as_written");
    let organisers = cell("organisation").split("; ").filter(|it| !it.is_empty()).map(str::to_owned);
    let mut held = Activity::new(ActivityId::try_new(cell("id")).unwrap(), cell("phrase_vi"))
        .with_note(value)
        .with_place(cell("place"))
        .with_organisers(organisers);
    if matches!(cell("entity_type"), "BeneficiaryGroup" | "Participation") {
        // who came; how many is not said
        held = held.with_audience(value);
        held = held.with_target_groups(value.split("; ").filter_map(TargetGroup::of_label));
    }
    held = date(cell("as_of")).into_iter().fold(held, Activity::with_date);
    for (word, session) in [("(morning)", Session::Morning), ("(afternoon)", Session::Afternoon)] {
        if value.ends_with(word) {
            held = held.with_session(session);
        }
    }
    Record::Activity(Box::new(held))
}

fn directive(row: &Row) -> Record {
    let cell = |name: &str| row[name].as_str();
    let kind = match cell("entity_type") {
        "Feedback" => DirectiveKind::Feedback,
        _ => DirectiveKind::Directive,
    };
    let id = DirectiveId::try_new(cell("id")).unwrap();
    let mut directive = Directive::try_new(id, kind, cell("phrase_vi"))
        .unwrap()
        .with_document(cell("value_as_written"))
        .with_owner(cell("organisation"));
    if let Some(When::During(period)) = when(row) {
        directive = directive.with_period(period);
    }
    Record::Directive(Box::new(directive))
}

/// What each statement is to another one.
const RELATIONS: &[(&str, &str)] = &[
    ("S1-020", "equivalent-of:S1-019"),
    ("S1-023", "equivalent-of:S1-022"),
    ("S2-014", "part-of?:S2-009"),
    ("S2-029", "attainment-of:S2-028"),
    ("S2-031", "memo-to:S2-028"),
    ("S2-050", "equivalent-of:S2-049"),
    ("S3-011", "share-of:S3-010"),
];

fn statement(row: &Row) -> StatedFigure {
    let cell = |name: &str| row[name].as_str();
    let measure = format!("{}: {}", cell("entity_type"), cell("field"));
    let id = StatementId::try_new(cell("id")).unwrap();
    let mut stated = StatedFigure::try_new(id, measure, cell("value_as_written"), figure(row), cell("unit"))
        .unwrap()
        .with_organisation(cell("organisation"))
        .with_place(cell("place"))
        .with_quote(Quote::new(cell("article"), cell("line"), cell("phrase_vi")))
        .with_relations(
            RELATIONS.iter().filter(|it| it.0 == cell("id")).map(|it| it.1.parse::<Relation>().unwrap()),
        );
    stated = when(row).into_iter().fold(stated, StatedFigure::with_when);
    cell("measure_basis").parse().into_iter().fold(stated, StatedFigure::with_basis)
}
