//! Consolidation level by level: branch, association, union, province, centre.

use std::collections::BTreeSet;

use vientro_core::Figure;
use vientro_currency::Money;

use super::{Claim, Consolidation, ConsolidationContext, ConsolidationError, Elimination, consolidate};

/// A body and the bodies that report to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ReportingBody {
    name: String,
    #[cfg_attr(feature = "serde", serde(default))]
    below: Vec<Self>,
}

impl ReportingBody {
    /// A body to which nobody reports.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), below: Vec::new() }
    }

    /// With bodies that report to it.
    #[must_use]
    pub fn over(mut self, bodies: impl IntoIterator<Item = Self>) -> Self {
        self.below.extend(bodies);
        self
    }

    /// Its name, that of its claims.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The bodies that report to it.
    pub fn below(&self) -> &[Self] {
        &self.below
    }

    fn is_within(&self, levels: usize) -> bool {
        levels > 0 && self.below.iter().all(|body| body.is_within(levels.saturating_sub(1)))
    }

    /// Itself and all below it, from the top.
    fn all(&self) -> Vec<&Self> {
        std::iter::once(self).chain(self.below.iter().flat_map(Self::all)).collect()
    }
}

/// What a body consolidates: its own claims and those of all bodies below it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LevelTotals {
    body: String,
    consolidation: Consolidation,
    eliminated: Vec<Elimination>,
    restored: Vec<Elimination>,
    below: Vec<Self>,
}

impl LevelTotals {
    /// Whose totals they are.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The totals, with all eliminations of this level and of those below. A body with nobody below it is expected to
    /// report; so coverage and the missing are told at each level.
    pub fn consolidation(&self) -> &Consolidation {
        &self.consolidation
    }

    /// What is eliminated at this level first: its claimants meet here.
    pub fn eliminated(&self) -> &[Elimination] {
        &self.eliminated
    }

    /// What a level below eliminated and this one does not: the lead or another sharer reports elsewhere, so that here
    /// something else is eliminated in its place.
    pub fn restored(&self) -> &[Elimination] {
        &self.restored
    }

    /// The totals of the bodies that report to it.
    pub fn below(&self) -> &[Self] {
        &self.below
    }

    /// The totals of a body at or below this one.
    pub fn of(&self, body: &str) -> Option<&Self> {
        if self.body == body { Some(self) } else { self.below.iter().find_map(|it| it.of(body)) }
    }
}

/// Consolidates claims at every level of a tree of bodies.
///
/// At each level and under each key, the total is the direct sum of all claims at and below it less the eliminations, and
/// also the sum of the totals one level below and its own claims, less what is eliminated there first, with what is
/// restored. A total is of all that is known below: that a lead reports elsewhere changes the totals above both alone.
///
/// Who is expected follows from the tree, not from `context`; the amounts of `context` count for those they name.
///
/// # Errors
///
/// As [`consolidate`], and [`ConsolidationError::Body`] for a claim of a body that is not in the tree, for a body that is
/// in it twice, or for more than 32 levels.
///
/// # Examples
///
/// ```
/// use vientro_accounting::{ReportingBody, Claim, ConsolidationContext, consolidate_levels};
/// use vientro_core::Figure;
/// use vientro_currency::{Currency, Money, Policy, RateBook};
/// use vientro_model::{AmountKey, Basis, Direction};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let tree = ReportingBody::new("tỉnh").over([
///     ReportingBody::new("Liên hiệp").over([ReportingBody::new("Hội A"), ReportingBody::new("Hội B")]),
///     ReportingBody::new("MTTQ"),
/// ]);
/// let key = AmountKey::new(Basis::Disbursed, Direction::Inward);
/// let houses = Figure::Known(Money::vnd(4_220_000_000));
/// let claim = |body: &str| Claim::new(body, body, key, houses.clone(), "2025-12-31".parse().unwrap_or_default());
/// let claims = ["Hội A", "MTTQ"].map(|body| claim(body).jointly("houses", Some("MTTQ")));
/// let (rates, policy) = (RateBook::new(), Policy::treasury_accounting());
/// let whole = consolidate_levels(&tree, &claims, &ConsolidationContext::new(&rates, &policy, Currency::VND, &[]))?;
///
/// let total = |body| whole.of(body)?.consolidation().line(&key)?.total().known_part().known().copied();
/// assert_eq!(total("Liên hiệp"), Some(Money::vnd(4_220_000_000)));
/// assert_eq!(total("tỉnh"), Some(Money::vnd(4_220_000_000)));
/// assert_eq!(whole.eliminated()[0].counted_under(), "MTTQ");
/// assert_eq!(whole.consolidation().missing(), ["Hội B"]);
/// # Ok(()) }
/// ```
pub fn consolidate_levels(
    root: &ReportingBody,
    claims: &[Claim],
    context: &ConsolidationContext<'_>,
) -> Result<LevelTotals, ConsolidationError> {
    let refuse = |body: &str, fault| Err(ConsolidationError::Body { body: body.to_owned(), fault });
    if !root.is_within(LEVELS_MAX) {
        return refuse(&root.name, "has more than 32 levels below it");
    }
    let mut names = BTreeSet::new();
    if let Some(twice) = root.all().into_iter().find(|body| !names.insert(body.name.as_str())) {
        return refuse(&twice.name, "is in the tree twice");
    }
    match claims.iter().find(|claim| !names.contains(claim.body())) {
        Some(claim) => refuse(claim.body(), "is not in the tree"),
        None => level(root, claims, context),
    }
}

fn level(
    body: &ReportingBody,
    claims: &[Claim],
    context: &ConsolidationContext<'_>,
) -> Result<LevelTotals, ConsolidationError> {
    let all = body.all();
    let names: BTreeSet<&str> = all.iter().map(|it| it.name.as_str()).collect();
    let claims: Vec<Claim> = claims.iter().filter(|claim| names.contains(claim.body())).cloned().collect();
    let expected: Vec<&str> =
        all.iter().filter(|it| it.below.is_empty()).map(|it| it.name.as_str()).collect();
    let amounts: Vec<(&str, Figure<Money>)> =
        context.amounts.iter().filter(|(name, _)| names.contains(name)).cloned().collect();
    let own = ConsolidationContext { expected: &expected, amounts: &amounts, ..*context };
    let consolidation = consolidate(&claims, &own)?;
    let below = body.below.iter().map(|it| level(it, &claims, context)).collect::<Result<Vec<_>, _>>()?;
    let mut restored: Vec<Elimination> =
        below.iter().flat_map(|it| it.consolidation.eliminations()).cloned().collect();
    let mut eliminated = Vec::new();
    for elimination in consolidation.eliminations() {
        match restored.iter().position(|it| it == elimination) {
            Some(known) => {
                restored.remove(known);
            }
            None => eliminated.push(elimination.clone()),
        }
    }
    Ok(LevelTotals { body: body.name.clone(), consolidation, eliminated, restored, below })
}

/// From a branch to the centre are five; the limit is for a tree that was read from somewhere.
const LEVELS_MAX: usize = 32;
