//! Consolidation: what several bodies report, added by basis, joint claims counted once, the missing named.

mod claim;
mod levels;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use rust_decimal::Decimal;
use vientro_core::{
    Apportioning, Bilingual, Figure, Finding, FindingCode, Interval, Location, Severity, Total,
};
use vientro_currency::{Currency, Money, MoneyError, Policy, Rate, RateBook};
use vientro_model::AmountKey;

use claim::Joint;
pub use claim::{Claim, ConsolidationError};
pub use levels::{LevelTotals, ReportingBody, consolidate_levels};

use crate::totals::decimal;
use crate::valued::{currency_of, figure_text};

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
    /// How much each of them may be expected to report, such as its last year's total or its approved items.
    pub amounts: &'a [(&'a str, Figure<Money>)],
}

impl<'a> ConsolidationContext<'a> {
    /// Totals in `currency`, converted by `policy`; `expected` bodies that report nothing are named as missing.
    pub const fn new(
        rates: &'a RateBook,
        policy: &'a Policy,
        currency: Currency,
        expected: &'a [&'a str],
    ) -> Self {
        Self { rates, policy, currency, expected, amounts: &[] }
    }

    /// With what each expected body may be expected to report, all in one currency, so that coverage can be told by
    /// value too.
    #[must_use]
    pub const fn with_amounts(mut self, amounts: &'a [(&'a str, Figure<Money>)]) -> Self {
        self.amounts = amounts;
        self
    }
}

/// A claim in a consolidated line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Part {
    claim: Claim,
    value: Figure<Money>,
    counts: Figure<Money>,
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

    /// What of it counts in the total: all, the body's agreed share, or nothing.
    pub fn counts(&self) -> &Figure<Money> {
        &self.counts
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

    /// The figure a text may print: at least the known part if something is unknown, since amounts are not negative;
    /// unknown if an unknown claim counts against the total.
    pub fn printable(&self) -> Figure<Money> {
        let known = self.total.known_part();
        let is_lowered =
            self.parts.iter().any(|it| it.counted && it.counts.is_unknown() && it.claim.is_against());
        match known.low() {
            _ if self.total.unknown() == 0 => known.clone(),
            Some(low) if !is_lowered => Figure::within(Interval::at_least(*low)),
            _ => Figure::Unknown,
        }
    }

    /// All claims, counted or not, in the order given.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }
}

/// A joint claim, or the part of it, that is counted under other bodies.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Elimination {
    key: AmountKey,
    group: String,
    counted_under: String,
    shown_under: String,
    value: Figure<Money>,
}

impl Elimination {
    /// Under which key it was not counted.
    pub fn key(&self) -> &AmountKey {
        &self.key
    }

    /// The joint group.
    pub fn group(&self) -> &str {
        &self.group
    }

    /// The body whose claim counts; where shares were agreed, the others, joined by `; `.
    pub fn counted_under(&self) -> &str {
        &self.counted_under
    }

    /// The body whose claim is shown and not, or not wholly, counted.
    pub fn shown_under(&self) -> &str {
        &self.shown_under
    }

    /// What was not counted a second time.
    pub fn value(&self) -> &Figure<Money> {
        &self.value
    }
}

/// How much of what was expected is in the totals.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Coverage {
    reported: usize,
    expected: usize,
    percent_of_value: Option<Figure>,
}

impl Coverage {
    /// How many of the expected bodies reported.
    pub fn reported(&self) -> usize {
        self.reported
    }

    /// How many bodies were expected.
    pub fn expected(&self) -> usize {
        self.expected
    }

    /// What those who reported were expected to, in percent of what all were; unknown if an expected body's amount is,
    /// `None` where no amounts were given or they sum to nothing.
    pub fn percent_of_value(&self) -> Option<&Figure> {
        self.percent_of_value.as_ref()
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
    coverage: Coverage,
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

    /// How much of what was expected is in the totals.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
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
/// Invariants 1, 8 and 10 of the model; joint items are counted once above their claimants: under the lead, or at the
/// agreed shares where all who share report. That a share nobody reports leaves the whole under the first reporter is
/// our own choice, told by a finding.
pub fn consolidate(
    claims: &[Claim],
    context: &ConsolidationContext<'_>,
) -> Result<Consolidation, ConsolidationError> {
    let mut lines: BTreeMap<AmountKey, Vec<Part>> = BTreeMap::new();
    for claim in claims {
        let (value, rates) = convert(claim, context)?;
        let part = Part { claim: claim.clone(), counts: value.clone(), value, rates, counted: true };
        lines.entry(claim.key.any_modality()).or_default().push(part);
    }
    let (mut eliminations, mut findings) = (Vec::new(), Vec::new());
    let mut result = Vec::new();
    for (key, mut parts) in lines {
        let nothing = Money::zero(context.currency)?;
        count_joint_claims_once(&mut parts, nothing, &mut eliminations, &mut findings)?;
        let mut total = Total::empty(nothing);
        for part in parts.iter().filter(|part| part.counted) {
            total.push(&part.counts)?;
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
                    format!("bodies that have not reported: {}; the totals are not whole", missing.len()),
                ),
            )
            .found(missing.join(", ")),
        );
    }
    let coverage = coverage(&reported, context)?;
    Ok(Consolidation { lines: result, eliminations, reported, missing, coverage, findings })
}

fn coverage(reported: &[String], context: &ConsolidationContext<'_>) -> Result<Coverage, ConsolidationError> {
    let bodies = context.expected.iter().map(|body| {
        let given = context.amounts.iter().find(|(name, _)| name == body);
        let amount = given.map_or(Figure::Unknown, |(_, amount)| amount.clone());
        (reported.iter().any(|it| it == body), amount)
    });
    Coverage::of(&bodies.collect::<Vec<_>>(), !context.amounts.is_empty())
}

impl Coverage {
    /// Of bodies that reported or not, each with what it may be expected to report, all in one currency; `has_amounts`
    /// says whether any amount was given at all.
    pub(crate) fn of(
        bodies: &[(bool, Figure<Money>)],
        has_amounts: bool,
    ) -> Result<Self, ConsolidationError> {
        let percent_of_value = match bodies.iter().find_map(|(_, amount)| currency_of(amount)) {
            None => has_amounts.then_some(Figure::Unknown),
            Some(currency) => {
                let nothing = Figure::Known(Money::zero(currency)?);
                let (covered, all) = bodies.iter().try_fold(
                    (nothing.clone(), nothing.clone()),
                    |(covered, all), (is_in, amount)| {
                        let all = all.checked_add(amount)?;
                        let covered = if *is_in { covered.checked_add(amount)? } else { covered };
                        Ok::<_, MoneyError>((covered, all))
                    },
                )?;
                let share = decimal(&covered).checked_mul(&Figure::Known(Decimal::ONE_HUNDRED))?;
                if all == nothing { None } else { Some(share.checked_div(&decimal(&all))?) }
            }
        };
        Ok(Self {
            reported: bodies.iter().filter(|(is_in, _)| *is_in).count(),
            expected: bodies.len(),
            percent_of_value,
        })
    }
}

type Converted = (Figure<Money>, Vec<Rate>);

fn convert(claim: &Claim, context: &ConsolidationContext<'_>) -> Result<Converted, ConsolidationError> {
    if currency_of(claim.amount()).is_none_or(|currency| currency == context.currency) {
        return Ok((claim.amount().clone(), Vec::new()));
    }
    context
        .rates
        .convert_figure(claim.amount(), context.currency, claim.date, context.policy)
        .map_err(|error| ConsolidationError::Rate { id: claim.id().to_owned(), source: Box::new(error) })
}

/// In each joint group the claims of one body count, the lead's or those of the first body that reported, or those of
/// all bodies at the shares they agreed.
fn count_joint_claims_once(
    parts: &mut [Part],
    nothing: Money,
    eliminations: &mut Vec<Elimination>,
    findings: &mut Vec<Finding>,
) -> Result<(), MoneyError> {
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
        if count_shares(parts, &group, eliminations, findings)? {
            continue;
        }
        findings.extend(told_differently(parts, &group));
        for part in parts.iter_mut() {
            if of_group(part, &group) && part.claim.body != lead {
                part.counted = false;
                part.counts = Figure::Known(nothing);
                eliminations.push(Elimination {
                    key: part.claim.key.any_modality(),
                    group: group.clone(),
                    counted_under: lead.clone(),
                    shown_under: part.claim.body.clone(),
                    value: part.value.clone(),
                });
            }
        }
    }
    Ok(())
}

/// The finding about a group whose claimants report different amounts.
fn told_differently(parts: &[Part], group: &str) -> Option<Finding> {
    let mut by_body: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for part in parts.iter().filter(|part| part.claim.group() == Some(group)) {
        by_body.entry(part.claim.body()).or_default().insert(figure_text(&part.value));
    }
    let mut told = by_body.values();
    let first = told.next()?;
    if told.all(|texts| texts == first) {
        return None;
    }
    let each = by_body.iter().map(|(body, texts)| {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        format!("{body}: {}", texts.join(", "))
    });
    Some(
        Finding::new(
            FindingCode::new("joint-claim-differs"),
            Severity::Warning,
            Bilingual::new(
                "các bên cùng nhận một khoản báo số khác nhau",
                "the claimants of one item report different amounts",
            ),
        )
        .at(Location::new().about(group))
        .found(each.collect::<Vec<_>>().join("; ")),
    )
}

/// Counts the claims of a group at the agreed shares; false, with a finding if there are shares, where they do not
/// cover the item.
///
/// The parts of one amount sum to it exactly: each body takes its own part of the same apportioning.
fn count_shares(
    parts: &mut [Part],
    group: &str,
    eliminations: &mut Vec<Elimination>,
    findings: &mut Vec<Finding>,
) -> Result<bool, MoneyError> {
    let joined = |part: &Part| part.claim.joint.clone().filter(|joint| joint.group == group);
    let claims: Vec<Joint> = parts.iter().filter_map(joined).collect();
    let Some(shares) = claims.iter().map(|joint| &joint.shares).find(|shares| !shares.is_empty()) else {
        return Ok(false);
    };
    let covers = (0..shares.len()).all(|own| claims.iter().any(|joint| joint.own == own));
    if !covers || claims.iter().any(|joint| joint.shares != *shares) {
        findings.push(
            Finding::new(
                FindingCode::new("joint-shares-open"),
                Severity::Warning,
                Bilingual::new(
                    "các bên chưa báo cáo đủ theo tỷ lệ đã thống nhất; khoản được tính một lần cho bên báo cáo trước",
                    "not all who share the item report it at the same shares; it counts once, under who reported first",
                ),
            )
            .at(Location::new().about(group)),
        );
        return Ok(false);
    }
    findings.extend(told_differently(parts, group));
    let weights: Vec<Decimal> = shares.iter().map(|share| share.value()).collect();
    let bodies: Vec<(usize, String)> =
        parts.iter().filter_map(|part| Some((joined(part)?.own, part.claim.body.clone()))).collect();
    for part in parts.iter_mut() {
        let Some(joint) = joined(part) else { continue };
        part.counts = share_of(&part.value, &weights, joint.own)?;
        let mut others: Vec<&str> =
            bodies.iter().filter(|(own, _)| *own != joint.own).map(|(_, body)| body.as_str()).collect();
        others.sort_unstable();
        others.dedup();
        eliminations.push(Elimination {
            key: part.claim.key.any_modality(),
            group: group.to_owned(),
            counted_under: others.join("; "),
            shown_under: part.claim.body.clone(),
            value: rest_of(&part.value, &weights, joint.own)?,
        });
    }
    Ok(true)
}

/// The part of `value` that falls to the share at `own`, to the minor unit.
fn share_of(value: &Figure<Money>, weights: &[Decimal], own: usize) -> Result<Figure<Money>, MoneyError> {
    value_of_parts(value, weights, |place| place == own)
}

/// What of `value` falls to all other shares.
fn rest_of(value: &Figure<Money>, weights: &[Decimal], own: usize) -> Result<Figure<Money>, MoneyError> {
    value_of_parts(value, weights, |place| place != own)
}

fn value_of_parts(
    value: &Figure<Money>,
    weights: &[Decimal],
    counts: impl Fn(usize) -> bool,
) -> Result<Figure<Money>, MoneyError> {
    let part = |money: &Money| -> Result<Money, MoneyError> {
        let parts = money.allocate(weights, Apportioning::LargestRemainder)?;
        let zero = Money::zero(money.currency())?;
        let mut counted = parts.iter().enumerate().filter(|(place, _)| counts(*place)).map(|(_, part)| part);
        counted.try_fold(zero, |sum, part| sum.checked_add(part))
    };
    let end = |bound: &Bound<Money>| -> Result<Bound<Money>, MoneyError> {
        Ok(match bound {
            // a part of less than the end may, rounded, be the part of the end
            Bound::Included(money) | Bound::Excluded(money) => Bound::Included(part(money)?),
            Bound::Unbounded => Bound::Unbounded,
        })
    };
    Ok(match value {
        Figure::Known(money) => Figure::Known(part(money)?),
        Figure::Hedged(hedged) => {
            let (low, high) = (end(hedged.interval().low())?, end(hedged.interval().high())?);
            Interval::try_new(low, high).map_or(Figure::Unknown, Figure::within)
        }
        Figure::Unknown => Figure::Unknown,
    })
}
