//! What a record says by itself, as cells of the table.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{Figure, Period, When};
use vientro_currency::Money;
use vientro_model::{StatedFigure, Term, Validity};

use super::Cells;
use super::fact::fact_cells;
use super::record::Record;

pub(crate) fn period_cells(period: &Period) -> Cells {
    vec![("period_start", period.from().to_string()), ("period_end", period.to().to_string())]
}

fn validity_cells(days: Option<Validity>) -> Cells {
    let end = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let days = days.unwrap_or_default();
    vec![("period_start", end(days.from())), ("period_end", end(days.to()))]
}

/// The ends of a figure; both are empty where it is not known.
pub(crate) fn figure_cells(low: Option<Decimal>, high: Option<Decimal>) -> Cells {
    let end = |end: Option<Decimal>| end.map(|end| end.normalize().to_string()).unwrap_or_default();
    vec![("value_low", end(low)), ("value_high", end(high))]
}

/// What the record says by itself.
pub(crate) fn cells(record: &Record) -> Cells {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let count = |figure: &Figure<Decimal>| figure_cells(figure.low().copied(), figure.high().copied());
    match record {
        Record::Activity(held) => vec![
            ("id", held.id().to_string()),
            ("phrase_vi", held.title().to_owned()),
            ("value_as_written", text(held.note())),
            ("as_of", day(held.date())),
            ("organisation", held.organisers().join("; ")),
            ("place", text(held.place())),
        ],
        Record::Agreement(agreement) => [
            vec![
                ("id", agreement.id().to_string()),
                ("phrase_vi", text(agreement.title())),
                ("value_as_written", text(agreement.note())),
            ],
            validity_cells(agreement.validity()),
        ]
        .concat(),
        Record::Amendment(amendment) => {
            let value = if amendment.before().is_unknown() { amendment.after() } else { amendment.before() };
            let mut cells = figure_cells(value.low().map(Money::amount), value.high().map(Money::amount));
            cells.push(("phrase_vi", text(amendment.reason())));
            cells.push(("period_end", amendment.recorded_on().to_string()));
            cells
        }
        Record::Anniversary(anniversary) => vec![("value_as_written", anniversary.years().to_string())],
        Record::Award(award) => vec![
            ("id", award.id().to_string()),
            ("phrase_vi", award.form().to_owned()),
            ("value_as_written", text(award.note())),
        ],
        Record::Campaign(campaign) => [
            vec![
                ("id", campaign.id().to_string()),
                ("phrase_vi", campaign.name().to_owned()),
                ("value_as_written", text(campaign.note())),
                ("organisation", text(campaign.organiser())),
            ],
            validity_cells(campaign.validity()),
        ]
        .concat(),
        Record::Congress(congress) if congress.term().versions().count() > 1 => {
            let years = |term: &Term| format!("{}-{}", term.from_year(), term.to_year());
            let terms: Vec<String> = congress.term().versions().map(|it| years(it.value())).collect();
            vec![
                ("phrase_vi", format!("IV: {}", terms.join(" / "))),
                ("value_as_written", text(congress.term().latest().reason())),
                ("organisation", congress.body().to_owned()),
            ]
        }
        Record::Congress(congress) => {
            let term = congress.term().latest().value();
            vec![
                ("phrase_vi", text(congress.note())),
                ("organisation", congress.body().to_owned()),
                ("period_start", term.from_year().to_string()),
                ("period_end", term.to_year().to_string()),
            ]
        }
        Record::Delegation(delegation) => [
            vec![
                ("id", delegation.id().to_string()),
                ("phrase_vi", delegation.name().to_owned()),
                ("value_as_written", text(delegation.purpose())),
                ("organisation", text(delegation.host())),
            ],
            validity_cells(delegation.days()),
        ]
        .concat(),
        Record::Directive(directive) => vec![
            ("id", directive.id().to_string()),
            ("phrase_vi", directive.text().to_owned()),
            ("value_as_written", text(directive.document())),
            ("organisation", text(directive.owner())),
        ],
        Record::Disaster(disaster) => [
            vec![
                ("id", disaster.id().to_string()),
                ("phrase_vi", disaster.name().to_owned()),
                ("value_as_written", text(disaster.note())),
            ],
            validity_cells(disaster.days()),
        ]
        .concat(),
        Record::Document(document) => vec![
            ("id", document.id().to_string()),
            ("phrase_vi", document.title().to_owned()),
            ("value_as_written", text(document.note())),
            ("as_of", day(document.published_on())),
        ],
        Record::Fact(fact, _) => fact_cells(fact),
        Record::Item(item) => vec![
            ("id", item.id().to_string()),
            ("phrase_vi", item.title().to_owned()),
            ("value_as_written", text(item.note())),
            ("organisation", text(item.owner())),
            ("place", text(item.place())),
        ],
        Record::Organisation(named) => vec![
            ("id", named.id().to_string()),
            ("phrase_vi", named.names().first().map(|name| name.text().to_owned()).unwrap_or_default()),
            ("organisation", named.name().to_owned()),
            ("place", text(named.place())),
        ],
        Record::Output(output) => [
            vec![
                ("id", output.id().to_string()),
                ("phrase_vi", output.content().to_owned()),
                ("value_as_written", text(output.note())),
                ("unit", text(output.unit())),
                ("place", text(output.place())),
            ],
            count(output.quantity()),
        ]
        .concat(),
        Record::Position(person, post) => {
            let acting = if post.is_acting() { "acting " } else { "" };
            vec![
                ("id", person.id().to_string()),
                ("value_as_written", format!("{}, {acting}{}", person.name(), post.post())),
                ("organisation", text(post.body())),
            ]
        }
        Record::Statement(stated) => statement_cells(stated),
        Record::Target(target) => [
            vec![
                ("id", target.id().to_string()),
                ("phrase_vi", target.indicator().to_owned()),
                ("value_as_written", text(target.note())),
                ("measure_basis", target.basis().as_str().to_owned()),
                ("unit", target.unit().to_owned()),
                ("organisation", text(target.owner())),
            ],
            period_cells(target.period()),
            count(target.value()),
        ]
        .concat(),
    }
}

/// What a statement says, also as the evidence of a fact.
pub(crate) fn statement_cells(stated: &StatedFigure) -> Cells {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let quote = stated.quote().unwrap();
    let (entity, field) = stated.measure().split_once(": ").unwrap_or_default();
    let when = match stated.when() {
        Some(When::During(period)) => period_cells(&period),
        Some(When::AsOf(on)) => vec![("as_of", on.to_string())],
        None => Cells::new(),
    };
    [
        vec![
            ("id", stated.id().to_string()),
            ("article", quote.document().to_owned()),
            ("line", quote.line().to_owned()),
            ("phrase_vi", quote.text().to_owned()),
            ("entity_type", entity.to_owned()),
            ("field", field.to_owned()),
            ("value_as_written", stated.printed().to_owned()),
            ("unit", stated.unit().to_owned()),
            ("organisation", text(stated.organisation())),
            ("place", text(stated.place())),
        ],
        when,
        stated.basis().map(|basis| ("measure_basis", basis.as_str().to_owned())).into_iter().collect(),
        figure_cells(stated.figure().low().copied(), stated.figure().high().copied()),
    ]
    .concat()
}
