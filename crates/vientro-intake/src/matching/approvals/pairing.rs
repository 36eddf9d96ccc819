//! Which approval an item fits best.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use vientro_core::Verdict;

use super::super::{Match, MatchError, MatchOptions, ReasonKind, Told};
use super::side::{Side, currency_of};

/// An approval and an item, by their places, that may be one.
pub(super) struct Candidate {
    pub(super) approval: usize,
    pub(super) item: usize,
    pub(super) found: Match,
}

/// The approvals and items that have something in common, by their places.
pub(super) fn candidates_of(
    approvals: &[Side<'_>],
    items: &[Side<'_>],
    options: &MatchOptions,
) -> Result<BTreeSet<(usize, usize)>, MatchError> {
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, approval) in approvals.iter().enumerate() {
        for key in approval.keys() {
            by_key.entry(key).or_default().push(index);
        }
    }
    let mut pairs = BTreeSet::new();
    for (index, item) in items.iter().enumerate() {
        for key in item.keys() {
            pairs.extend(by_key.get(&key).into_iter().flatten().map(|approval| (*approval, index)));
        }
        if u64::try_from(pairs.len()).unwrap_or(u64::MAX) > options.pairs_max {
            return Err(MatchError::Limit { limit: options.pairs_max });
        }
    }
    Ok(pairs)
}

/// Each item under the approval it fits best, each approval with the item of a body that fits it best, and with all that
/// name it; in the order of the list. Those that fit equally well are kept all.
pub(super) fn best(
    mut candidates: Vec<Candidate>,
    approvals: &[Side<'_>],
    items: &[Side<'_>],
) -> Vec<Candidate> {
    let rank = |it: &Candidate| {
        let exact = |kind| {
            it.found.reasons.iter().any(|reason| reason.kind == kind && reason.likeness == Decimal::ONE)
        };
        let number = exact(ReasonKind::Decision);
        let all = number && exact(ReasonKind::Day) && exact(ReasonKind::Amount);
        (all, number && exact(ReasonKind::Day), it.found.score)
    };
    candidates
        .sort_by(|a, b| rank(b).cmp(&rank(a)).then_with(|| (a.approval, a.item).cmp(&(b.approval, b.item))));
    let mut of_item: BTreeMap<usize, _> = BTreeMap::new();
    let mut of_approval: BTreeMap<(usize, &str), _> = BTreeMap::new();
    let mut kept = Vec::new();
    for candidate in candidates {
        let (Some(approval), Some(item)) = (approvals.get(candidate.approval), items.get(candidate.item))
        else {
            continue;
        };
        let rank = rank(&candidate);
        let (is_exact, ..) = rank;
        let beside = (candidate.approval, item.told.body.as_str());
        let item_is_free = of_item.get(&candidate.item).is_none_or(|best| *best == rank && !is_exact);
        let approval_is_free = of_approval.get(&beside).is_none_or(|best| *best == rank)
            || !approval.key.is_empty() && approval.key == item.key;
        if item_is_free && approval_is_free {
            of_item.entry(candidate.item).or_insert(rank);
            of_approval.entry(beside).or_insert(rank);
            kept.push(candidate);
        }
    }
    kept.sort_by_key(|candidate| (candidate.approval, candidate.item));
    kept
}

/// The approvals and bodies of which two items or more that name it make up the approved amount together.
pub(super) fn sums_of<'a>(
    kept: &[Candidate],
    approvals: &[Side<'_>],
    items: &'a [Side<'_>],
) -> BTreeSet<(usize, &'a str)> {
    let mut parts: BTreeMap<(usize, &str), Vec<&Side<'_>>> = BTreeMap::new();
    for candidate in kept {
        if let Some(item) = items.get(candidate.item) {
            parts.entry((candidate.approval, item.told.body.as_str())).or_default().push(item);
        }
    }
    parts.retain(|(approval, _), parts| {
        let Some(approval) = approvals.get(*approval) else { return false };
        if parts.len() < 2 || parts.iter().any(|part| part.key != approval.key) {
            return false;
        }
        approval.amounts.iter().any(|approved| {
            let first = |part: &&Side<'_>| {
                let same = part.amounts.iter().find(|it| currency_of(it) == currency_of(approved));
                same.map(|amount| (*amount).clone())
            };
            let sum = parts.iter().map(first).reduce(|sum, next| sum?.checked_add(&next?).ok());
            sum.flatten().is_some_and(|sum| sum.equals(approved) == Verdict::Yes)
        })
    });
    parts.into_keys().collect()
}

/// Those of the sides whose place is not among those that are paired.
pub(super) fn without(sides: &[Side<'_>], paired: impl Iterator<Item = usize>) -> Vec<Told> {
    let paired: BTreeSet<usize> = paired.collect();
    let sides = sides.iter().enumerate().filter(|(index, _)| !paired.contains(index));
    sides.map(|(_, side)| side.told.clone()).collect()
}
