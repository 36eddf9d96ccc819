//! What became what: passages of units and organisations into others, with shares where one was split.

use rust_decimal::Decimal;

use crate::{ModelError, Shares, SharesFault};

/// One unit or organisation and what it became. A merger is several passages into one, a split is one with shares.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(
        deny_unknown_fields,
        bound(
            serialize = "K: serde::Serialize + Clone",
            deserialize = "K: serde::Deserialize<'de> + PartialEq"
        )
    )
)]
pub struct Passage<K> {
    from: K,
    to: Shares<K>,
}

impl<K> Passage<K> {
    /// Wholly into another.
    pub fn whole(from: K, to: K) -> Self {
        Self { from, to: Shares::one(to) }
    }

    /// Into several; [`Shares::unstated`] where nobody says how much each.
    pub const fn split(from: K, to: Shares<K>) -> Self {
        Self { from, to }
    }

    /// What it was.
    pub const fn from(&self) -> &K {
        &self.from
    }

    /// What it became.
    pub const fn to(&self) -> &Shares<K> {
        &self.to
    }
}

/// Refuses an empty list and one that names an origin twice.
pub(crate) fn check<K: PartialEq + ToString>(
    what: &'static str,
    passages: &[Passage<K>],
) -> Result<(), ModelError> {
    if passages.is_empty() {
        return Err(ModelError::Text { field: "list of passages", record: what.to_owned() });
    }
    for (next, passage) in (1..).zip(passages) {
        let later = passages.get(next..).unwrap_or_default();
        if later.iter().any(|other| other.from == passage.from) {
            return Err(ModelError::Duplicate { kind: what, id: passage.from.to_string() });
        }
    }
    Ok(())
}

/// What the parts of `shares` became: each part goes where its passage goes, one without a passage stays.
pub(crate) fn carry<K: Clone + PartialEq>(
    shares: &Shares<K>,
    passages: &[Passage<K>],
) -> Result<Shares<K>, ModelError> {
    let too_long =
        || ModelError::Shares { fault: SharesFault::TooLong, weights: String::new(), whole: shares.whole() };
    let passage = |part: &K| passages.iter().find(|passage| passage.from == *part).map(Passage::to);
    // one denominator for all parts
    let scale = shares
        .parts()
        .filter_map(passage)
        .try_fold(Decimal::ONE, |scale, to| scale.checked_mul(to.whole()))
        .ok_or_else(too_long)?;
    let mut parts: Vec<(K, Decimal)> = Vec::new();
    let mut add = |part: &K, weight: Decimal| {
        match parts.iter_mut().find(|(it, _)| it == part) {
            Some((_, sum)) => *sum = sum.checked_add(weight)?,
            None => parts.push((part.clone(), weight)),
        }
        Some(())
    };
    for (part, weight) in shares.weights() {
        let unstated = || ModelError::Shares {
            fault: SharesFault::Unstated,
            weights: String::new(),
            whole: shares.whole(),
        };
        let weight = weight.ok_or_else(unstated)?;
        let Some(to) = passage(part) else {
            weight.checked_mul(scale).and_then(|weight| add(part, weight)).ok_or_else(too_long)?;
            continue;
        };
        let factor =
            scale.checked_div(to.whole()).and_then(|it| it.checked_mul(weight)).ok_or_else(too_long)?;
        for (destination, part_of) in to.weights() {
            let part_of = part_of.ok_or_else(unstated)?;
            factor.checked_mul(part_of).and_then(|weight| add(destination, weight)).ok_or_else(too_long)?;
        }
    }
    let whole = shares.whole().checked_mul(scale).ok_or_else(too_long)?;
    let is_complete = shares.is_complete() && shares.parts().filter_map(passage).all(Shares::is_complete);
    if is_complete { Shares::weighted(parts, whole) } else { Shares::with_unknown_rest(parts, whole) }
}
