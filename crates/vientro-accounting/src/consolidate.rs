//! Consolidation: what several bodies report, added by basis, joint claims counted once, the missing named.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use vientro_core::{
    Bilingual, Figure, Finding, FindingCode, Interval, Location, RowId, Severity, Total, When,
};
use vientro_currency::{Currency, Money, MoneyError, Policy, Rate, RateBook, RateError};
use vientro_model::{AidItem, AmountKey, Basis, Facts, ModelError, StatedFigure};

use crate::entry::{currency_of, figure_text};

/// One amount that a body reports, on one basis.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Claim {
    body: String,
    id: String,
    key: AmountKey,
    amount: Figure<Money>,
    date: NaiveDate,
    joint: Option<Joint>,
    rows: Vec<RowId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Joint {
    group: String,
    lead: Option<String>,
}

impl Claim {
    /// What `body` reports under `id`, converted at the rate of `date`.
    pub fn new(
        body: impl Into<String>,
        id: impl Into<String>,
        key: AmountKey,
        amount: Figure<Money>,
        date: NaiveDate,
    ) -> Self {
        Self { body: body.into(), id: id.into(), key, amount, date, joint: None, rows: Vec::new() }
    }

    /// As one claim of a joint group; `lead` is the body whose claim counts, else the first one that is given.
    #[must_use]
    pub fn jointly(mut self, group: impl Into<String>, lead: Option<&str>) -> Self {
        self.joint = Some(Joint { group: group.into(), lead: lead.map(str::to_owned) });
        self
    }

    /// With the rows it was made from.
    #[must_use]
    pub fn from_rows(mut self, rows: Vec<RowId>) -> Self {
        self.rows = rows;
        self
    }

    /// A stated amount of money, as of the last day of its period.
    ///
    /// # Errors
    ///
    /// [`ConsolidationError::NotAnAmount`] for a figure that is no money, or whose basis, direction, organisation or
    /// period is not stated.
    pub fn from_statement(stated: &StatedFigure) -> Result<Self, ConsolidationError> {
        let lacks = |what| ConsolidationError::NotAnAmount { id: stated.id().to_string(), what };
        let amount = stated.money().map_err(Box::new)?.ok_or_else(|| lacks("currency"))?;
        let key = stated.key().ok_or_else(|| lacks("basis or direction"))?;
        let body = stated.organisation().ok_or_else(|| lacks("organisation"))?;
        let date = match stated.when() {
            Some(When::AsOf(day)) => day,
            Some(When::During(period)) => period.last(),
            None => return Err(lacks("period")),
        };
        Ok(Self::new(body, stated.id().as_str(), key, amount, date).from_rows(stated.rows().to_vec()))
    }

    /// The commitments now in force and the dated disbursements of a body's facts, with their joint claims.
    ///
    /// Returns the claims and a finding for each disbursement without a date.
    pub fn from_facts(body: &str, facts: &Facts) -> (Vec<Self>, Vec<Finding>) {
        let (mut claims, mut findings) = (Vec::new(), Vec::new());
        let joined = |claim: Self, item: Option<&AidItem>| match item.and_then(AidItem::joint_claim) {
            Some(joint) => claim.jointly(joint.group(), joint.lead()),
            None => claim,
        };
        for item in facts.items() {
            let Some(version) = item.commitment().map(vientro_core::History::latest) else { continue };
            let key = AmountKey::new(Basis::Committed, item.direction()).with_source(item.source());
            let claim =
                Self::new(body, item.id().as_str(), key, version.value().clone(), version.recorded_on())
                    .from_rows(item.rows().to_vec());
            claims.push(joined(claim, Some(item)));
        }
        for flow in facts.flows().filter(|flow| flow.basis() == Basis::Disbursed) {
            let Some(date) = flow.date() else {
                findings.push(
                    Finding::new(
                        FindingCode::new("flow-undated"),
                        Severity::Warning,
                        Bilingual::new(
                            "không có ngày: không đưa vào tổng hợp",
                            "no date: left out of the consolidation",
                        ),
                    )
                    .at(Location::new().about(flow.id().as_str())),
                );
                continue;
            };
            let claim =
                Self::new(body, flow.id().as_str(), flow.key().any_modality(), flow.amount_signed(), date)
                    .from_rows(flow.rows().to_vec());
            claims.push(joined(claim, flow.item().and_then(|id| facts.item(id))));
        }
        (claims, findings)
    }

    /// Who reports it.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it counts under.
    pub fn key(&self) -> &AmountKey {
        &self.key
    }

    /// The amount as reported.
    pub fn amount(&self) -> &Figure<Money> {
        &self.amount
    }

    /// The joint group, if it is claimed by several bodies.
    pub fn group(&self) -> Option<&str> {
        self.joint.as_ref().map(|joint| joint.group.as_str())
    }

    /// The rows it was made from.
    pub fn rows(&self) -> &[RowId] {
        &self.rows
    }
}

/// Why claims cannot be consolidated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConsolidationError {
    /// A record of the model refused something.
    #[error(transparent)]
    Model(#[from] Box<ModelError>),
    /// Overflow.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// A stated figure that lacks what an amount needs.
    #[error("`{id}` cannot be consolidated: its {what} is not stated")]
    NotAnAmount {
        /// The figure.
        id: String,
        /// What is missing.
        what: &'static str,
    },
    /// No rate.
    #[error("`{id}` cannot be converted")]
    Rate {
        /// The claim.
        id: String,
        /// Why not.
        #[source]
        source: Box<RateError>,
    },
}

/// What a consolidation cannot do without.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ConsolidationContext<'a> {
    /// The rates.
    pub rates: &'a RateBook,
    /// Which of them.
    pub policy: &'a Policy,
    /// The currency of the totals.
    pub currency: Currency,
    /// Who should have reported.
    pub expected: &'a [&'a str],
}

impl<'a> ConsolidationContext<'a> {
    /// Totals in `currency`, converted by `policy`; `expected` bodies that report nothing are named as missing.
    pub const fn new(
        rates: &'a RateBook,
        policy: &'a Policy,
        currency: Currency,
        expected: &'a [&'a str],
    ) -> Self {
        Self { rates, policy, currency, expected }
    }
}

/// A claim in a consolidated line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Part {
    claim: Claim,
    value: Figure<Money>,
    rates: Vec<Rate>,
    counted: bool,
}

impl Part {
    /// The claim as reported.
    pub fn claim(&self) -> &Claim {
        &self.claim
    }

    /// Its value in the currency of the consolidation.
    pub fn value(&self) -> &Figure<Money> {
        &self.value
    }

    /// The rates used.
    pub fn rates(&self) -> &[Rate] {
        &self.rates
    }

    /// False for a claim that is shown under its body and counted under another.
    pub fn is_counted(&self) -> bool {
        self.counted
    }
}

/// One total: a basis, direction, standing and source, never added to another line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ConsolidatedLine {
    key: AmountKey,
    total: Total<Money>,
    parts: Vec<Part>,
}

impl ConsolidatedLine {
    /// What all its parts share.
    pub fn key(&self) -> &AmountKey {
        &self.key
    }

    /// The sum of its counted parts.
    pub fn total(&self) -> &Total<Money> {
        &self.total
    }

    /// The figure a text may print: at least the known part if something is unknown.
    pub fn printable(&self) -> Figure<Money> {
        let known = self.total.known_part();
        match known.low() {
            Some(low) if self.total.unknown() > 0 => Figure::within(Interval::at_least(*low)),
            _ => known.clone(),
        }
    }

    /// All claims, counted or not, in the order given.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }
}

/// A joint claim that is counted under another body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Elimination {
    group: String,
    counted_under: String,
    shown_under: String,
    value: Figure<Money>,
}

impl Elimination {
    /// The joint group.
    pub fn group(&self) -> &str {
        &self.group
    }

    /// The body whose claim counts.
    pub fn counted_under(&self) -> &str {
        &self.counted_under
    }

    /// The body whose claim is shown and not counted.
    pub fn shown_under(&self) -> &str {
        &self.shown_under
    }

    /// What was not counted a second time.
    pub fn value(&self) -> &Figure<Money> {
        &self.value
    }
}

/// Totals by basis, with their parts, eliminations and coverage.
///
/// There is no total over the lines: they are of different bases, directions or sources.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Consolidation {
    lines: Vec<ConsolidatedLine>,
    eliminations: Vec<Elimination>,
    reported: Vec<String>,
    missing: Vec<String>,
    findings: Vec<Finding>,
}

impl Consolidation {
    /// The totals, in the order of their keys.
    pub fn lines(&self) -> &[ConsolidatedLine] {
        &self.lines
    }

    /// The total under a key, if anything was reported under it.
    pub fn line(&self, key: &AmountKey) -> Option<&ConsolidatedLine> {
        self.lines.iter().find(|line| line.key == *key)
    }

    /// Joint claims that were counted once.
    pub fn eliminations(&self) -> &[Elimination] {
        &self.eliminations
    }

    /// Bodies that reported something, in the order of their names.
    pub fn reported(&self) -> &[String] {
        &self.reported
    }

    /// Bodies that should have reported and did not.
    pub fn missing(&self) -> &[String] {
        &self.missing
    }

    /// What must be said beside the totals.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Everything a body claims, counted or not.
    pub fn shown_under<'a>(&'a self, body: &'a str) -> impl Iterator<Item = &'a Part> {
        self.lines.iter().flat_map(|line| &line.parts).filter(move |part| part.claim.body == body)
    }
}

/// Consolidates the claims of several bodies.
///
/// # Errors
///
/// [`ConsolidationError::Rate`] for a claim that cannot be converted: no unconverted amount enters a total.
/// [`ConsolidationError::Money`] on overflow.
///
/// # Source
///
/// Invariants 1, 8 and 10 of the model; joint items are counted once above their claimants.
pub fn consolidate(
    claims: &[Claim],
    context: &ConsolidationContext<'_>,
) -> Result<Consolidation, ConsolidationError> {
    let mut lines: BTreeMap<AmountKey, Vec<Part>> = BTreeMap::new();
    for claim in claims {
        let (value, rates) = convert(claim, context)?;
        let part = Part { claim: claim.clone(), value, rates, counted: true };
        lines.entry(claim.key.any_modality()).or_default().push(part);
    }
    let (mut eliminations, mut findings) = (Vec::new(), Vec::new());
    let mut result = Vec::new();
    for (key, mut parts) in lines {
        count_joint_claims_once(&mut parts, &mut eliminations, &mut findings);
        let mut total = Total::empty(Money::zero(context.currency)?);
        for part in parts.iter().filter(|part| part.counted) {
            total.push(&part.value)?;
        }
        result.push(ConsolidatedLine { key, total, parts });
    }
    let mut reported: Vec<String> = claims.iter().map(|claim| claim.body.clone()).collect();
    reported.sort();
    reported.dedup();
    let missing: Vec<String> = context
        .expected
        .iter()
        .filter(|body| reported.iter().all(|it| it != *body))
        .map(|body| (*body).to_owned())
        .collect();
    if !missing.is_empty() {
        findings.push(
            Finding::new(
                FindingCode::new("reporter-missing"),
                Severity::Warning,
                Bilingual::new(
                    format!("{} đơn vị chưa báo cáo: tổng chưa đủ", missing.len()),
                    format!("{} bodies have not reported: the totals are not whole", missing.len()),
                ),
            )
            .found(missing.join(", ")),
        );
    }
    Ok(Consolidation { lines: result, eliminations, reported, missing, findings })
}

type Converted = (Figure<Money>, Vec<Rate>);

fn convert(claim: &Claim, context: &ConsolidationContext<'_>) -> Result<Converted, ConsolidationError> {
    if currency_of(&claim.amount).is_none_or(|currency| currency == context.currency) {
        return Ok((claim.amount.clone(), Vec::new()));
    }
    context
        .rates
        .convert_figure(&claim.amount, context.currency, claim.date, context.policy)
        .map_err(|error| ConsolidationError::Rate { id: claim.id.clone(), source: Box::new(error) })
}

/// In each joint group the claims of one body count: the lead's, or those of the first body that reported.
fn count_joint_claims_once(
    parts: &mut [Part],
    eliminations: &mut Vec<Elimination>,
    findings: &mut Vec<Finding>,
) {
    let of_group = |part: &Part, group: &str| part.claim.group() == Some(group);
    let mut leads: BTreeMap<String, String> = BTreeMap::new();
    for first in parts.iter() {
        let Some(group) = first.claim.group() else { continue };
        if leads.contains_key(group) {
            continue;
        }
        // a lead that does not report the item itself cannot have it counted under its name
        let lead = parts
            .iter()
            .filter(|part| of_group(part, group))
            .filter_map(|part| part.claim.joint.as_ref()?.lead.as_ref())
            .find(|lead| parts.iter().any(|it| of_group(it, group) && it.claim.body == **lead));
        leads.insert(group.to_owned(), lead.unwrap_or(&first.claim.body).clone());
    }
    for (group, lead) in leads {
        let figures = |body_is_lead: bool| -> Vec<String> {
            let mut texts: Vec<String> = parts
                .iter()
                .filter(|part| of_group(part, &group) && (part.claim.body == lead) == body_is_lead)
                .map(|part| figure_text(&part.value))
                .collect();
            texts.sort();
            texts.dedup();
            texts
        };
        let (counted, shown) = (figures(true), figures(false));
        if !shown.is_empty() && counted != shown {
            findings.push(
                Finding::new(
                    FindingCode::new("joint-claim-differs"),
                    Severity::Warning,
                    Bilingual::new(
                        "các bên cùng nhận một khoản báo số khác nhau",
                        "the claimants of one item report different amounts",
                    ),
                )
                .at(Location::new().about(group.clone()))
                .found(shown.join(", "))
                .expected(counted.join(", ")),
            );
        }
        for part in parts.iter_mut() {
            if of_group(part, &group) && part.claim.body != lead {
                part.counted = false;
                eliminations.push(Elimination {
                    group: group.clone(),
                    counted_under: lead.clone(),
                    shown_under: part.claim.body.clone(),
                    value: part.value.clone(),
                });
            }
        }
    }
}
