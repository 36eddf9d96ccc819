//! The cells of a running query: what is summed, counted and listed for each group.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::hash_index::HashIndex;
use super::plan::{Action, Grouping, Plan};
use super::state::WideSum;
use crate::frame::{at, short};

/// Cells of all groups, for the rows of one worker. Adding rows in any order and merging in any order gives the same cells.
///
/// Sums are kept in 64 bits for as long as a bound says that none can leave them: the magnitudes of all amounts added since they
/// were last emptied. Then they are emptied into 128 bits with a carry, so that no order of additions overflows where the whole
/// sum does not.
///
/// Where no slot counts every row, each number of 64 bits stands doubled, and its lowest bit tells whether the group has rows: cells
/// are smaller by a number, and more of them lie in the first caches.
#[derive(Clone, Debug)]
pub(crate) struct Cells {
    pub(crate) slots: usize,
    pub(crate) narrow: Vec<i64>,
    /// By how many bits the numbers of `narrow` stand higher: 1 or 0.
    pub(crate) shift: u32,
    wide: Vec<i128>,
    carries: BTreeMap<usize, i64>,
    spent: u128,
    pub(crate) index: Option<HashIndex>,
    pub(crate) lists: Vec<List>,
    pub(crate) sides: BTreeMap<(u32, usize), Side>,
}

/// What a measure keeps beside the slots.
#[derive(Clone, Debug)]
pub(crate) enum List {
    /// Group and digit of the value, sorted and without doubles up to `sorted`.
    Distinct { pairs: Vec<(u32, u32)>, sorted: usize },
    /// By group.
    Dated { last: bool, best: BTreeMap<u32, Dated> },
    /// By group.
    Extreme { max: bool, best: BTreeMap<u32, Ends> },
}

/// A known amount with its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Dated {
    /// The slot of the day; in a partial its number.
    pub(crate) day: u32,
    pub(crate) minor: WideSum,
}

impl Dated {
    /// The earlier or later of both; of one day the smaller or larger amount, so that no answer depends on the order of rows.
    pub(crate) fn or_other(self, other: Self, last: bool) -> Self {
        let order = |it: &Self| (it.day, it.minor);
        if (order(&other) > order(&self)) == last { other } else { self }
    }
}

/// The smallest or largest of both ends; a missing end has no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Ends {
    pub(crate) low: Option<WideSum>,
    pub(crate) high: Option<WideSum>,
}

impl Ends {
    /// The same of the negative.
    pub(crate) fn negated(self) -> Self {
        let turned = |end: Option<WideSum>| end.map(WideSum::negated);
        Self { low: turned(self.high), high: turned(self.low) }
    }

    /// The smaller or larger ends; a missing end is the smallest low or the largest high there is.
    pub(crate) fn or_other(self, other: Self, max: bool) -> Self {
        let low = |it: Option<WideSum>| (it.is_some(), it);
        let high = |it: Option<WideSum>| (it.is_none(), it);
        let (lows, highs) = ((low(self.low), low(other.low)), (high(self.high), high(other.high)));
        if max {
            Self { low: lows.0.max(lows.1).1, high: highs.0.max(highs.1).1 }
        } else {
            Self { low: lows.0.min(lows.1).1, high: highs.0.min(highs.1).1 }
        }
    }
}

/// What is hedged or unknown in a sum, apart from what is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Side {
    #[cfg_attr(feature = "serde", serde(with = "super::text"))]
    pub(crate) low: i128,
    #[cfg_attr(feature = "serde", serde(with = "super::text"))]
    pub(crate) high: i128,
    pub(crate) low_open: u64,
    pub(crate) high_open: u64,
    pub(crate) low_unbounded: u64,
    pub(crate) high_unbounded: u64,
    pub(crate) unknown: u64,
    pub(crate) overflow: bool,
}

impl Side {
    /// Takes an interval into the sum, or its negative.
    pub(crate) fn add(&mut self, low: Bound<i128>, high: Bound<i128>, negative: bool) {
        let (low, high) = if negative { (negated(high), negated(low)) } else { (low, high) };
        let mut overflow = self.overflow;
        let mut end = |bound: Bound<i128>, value: &mut i128, open: &mut u64, unbounded: &mut u64| match bound
        {
            Bound::Included(it) | Bound::Excluded(it) => {
                match value.checked_add(it) {
                    Some(sum) => *value = sum,
                    None => overflow = true,
                }
                *open = open.saturating_add(u64::from(matches!(bound, Bound::Excluded(_))));
            }
            Bound::Unbounded => *unbounded = unbounded.saturating_add(1),
        };
        end(low, &mut self.low, &mut self.low_open, &mut self.low_unbounded);
        end(high, &mut self.high, &mut self.high_open, &mut self.high_unbounded);
        self.overflow = overflow;
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        let mut overflow = self.overflow | other.overflow;
        for (value, more) in [(&mut self.low, other.low), (&mut self.high, other.high)] {
            match value.checked_add(more) {
                Some(sum) => *value = sum,
                None => overflow = true,
            }
        }
        self.overflow = overflow;
        for (count, more) in [
            (&mut self.low_open, other.low_open),
            (&mut self.high_open, other.high_open),
            (&mut self.low_unbounded, other.low_unbounded),
            (&mut self.high_unbounded, other.high_unbounded),
            (&mut self.unknown, other.unknown),
        ] {
            *count = count.saturating_add(more);
        }
    }

    /// Takes back what was merged before: ends are summed apart, so that no trace is left. False for more than there was.
    pub(crate) fn take_back(&mut self, other: &Self) -> bool {
        let mut fits = true;
        for (value, less) in [(&mut self.low, other.low), (&mut self.high, other.high)] {
            match value.checked_sub(less) {
                Some(left) => *value = left,
                None => fits = false,
            }
        }
        for (count, less) in [
            (&mut self.low_open, other.low_open),
            (&mut self.high_open, other.high_open),
            (&mut self.low_unbounded, other.low_unbounded),
            (&mut self.high_unbounded, other.high_unbounded),
            (&mut self.unknown, other.unknown),
        ] {
            match count.checked_sub(less) {
                Some(left) => *count = left,
                None => fits = false,
            }
        }
        fits
    }

    /// The same of the negative.
    pub(crate) fn negated(&self) -> Self {
        let (low, high) = (self.high.checked_neg(), self.low.checked_neg());
        Self {
            low: low.unwrap_or(0),
            high: high.unwrap_or(0),
            low_open: self.high_open,
            high_open: self.low_open,
            low_unbounded: self.high_unbounded,
            high_unbounded: self.low_unbounded,
            unknown: self.unknown,
            overflow: self.overflow || low.is_none() || high.is_none(),
        }
    }
}

pub(crate) fn negated(bound: Bound<i128>) -> Bound<i128> {
    // a Money has 96 bits, so no bound is the one number without a negative
    bound.map(i128::saturating_neg)
}

impl Cells {
    pub(crate) fn new(plan: &Plan<'_>) -> Self {
        let groups = match plan.grouping {
            Grouping::Dense { cells } => cells,
            Grouping::Hashed => 0,
        };
        let lists = plan.measures.iter().filter_map(|measure| match &measure.action {
            Action::Distinct { .. } => Some(List::Distinct { pairs: Vec::new(), sorted: 0 }),
            Action::Dated { last, .. } => Some(List::Dated { last: *last, best: BTreeMap::new() }),
            Action::Extreme { max, .. } => Some(List::Extreme { max: *max, best: BTreeMap::new() }),
            _ => None,
        });
        Self {
            slots: plan.slots,
            narrow: vec![0; groups.saturating_mul(plan.slots)],
            shift: u32::from(plan.row_count.is_none()),
            wide: Vec::new(),
            carries: BTreeMap::new(),
            spent: 0,
            index: (plan.grouping == Grouping::Hashed).then(HashIndex::default),
            lists: lists.collect(),
            sides: BTreeMap::new(),
        }
    }

    /// Room for the groups the index knows.
    pub(crate) fn grow(&mut self) {
        let groups = self.index.as_ref().map_or(0, |index| index.keys.len());
        self.narrow.resize(groups.saturating_mul(self.slots), 0);
        if !self.wide.is_empty() {
            self.wide.resize(self.narrow.len(), 0);
        }
    }

    /// Makes room in 64 bits for amounts of that many units in all; false if they do not fit even then.
    pub(crate) fn spend(&mut self, magnitude: u128) -> bool {
        if magnitude > LIMIT {
            return false;
        }
        if self.spent.saturating_add(magnitude) > LIMIT {
            self.empty();
        }
        self.spent = self.spent.saturating_add(magnitude);
        true
    }

    /// Moves what 64 bits hold to 128.
    fn empty(&mut self) {
        self.wide.resize(self.narrow.len(), 0);
        let (shift, bits) = (self.shift, self.bits());
        for (place, narrow) in self.narrow.iter_mut().enumerate() {
            let number = *narrow >> shift;
            if number != 0 {
                add_carrying(&mut self.wide, &mut self.carries, place, number.into());
                *narrow &= bits;
            }
        }
        self.spent = 0;
    }

    /// Adds to a cell in 128 bits.
    pub(crate) fn add_wide(&mut self, place: usize, value: i128) {
        self.wide.resize(self.narrow.len(), 0);
        add_carrying(&mut self.wide, &mut self.carries, place, value);
    }

    /// The number of a slot; `None` if it leaves 128 bits.
    pub(crate) fn number(&self, place: usize) -> Option<i128> {
        self.wide_number(place).number()
    }

    /// The number of a slot, of any size.
    pub(crate) fn wide_number(&self, place: usize) -> WideSum {
        let carry = self.carries.get(&place).copied().unwrap_or(0);
        let mut sum = WideSum::new(self.wide.get(place).copied().unwrap_or(0), carry);
        sum.add(WideSum::new(self.narrow_number(place).into(), 0));
        sum
    }

    /// The part of a number that is kept in 64 bits, all of it while nothing is wide.
    pub(crate) fn narrow_number(&self, place: usize) -> i64 {
        self.narrow.get(place).copied().unwrap_or(0) >> self.shift
    }

    /// Counts one more in a slot.
    pub(crate) fn count(&mut self, place: usize) {
        if let Some(narrow) = self.narrow.get_mut(place) {
            *narrow = narrow.wrapping_add(1 << self.shift);
        }
    }

    /// Notes that groups have rows, where no slot counts them.
    pub(crate) fn see(&mut self, groups: &[u32]) {
        let bits = self.bits();
        if bits == 0 {
            return;
        }
        for group in groups {
            if let Some(narrow) = self.narrow.get_mut(at(*group).saturating_mul(self.slots)) {
                *narrow |= bits;
            }
        }
    }

    /// The bits of a number that tell whether its group has rows.
    const fn bits(&self) -> i64 {
        if self.shift == 0 { 0 } else { 1 }
    }

    pub(crate) fn is_narrow(&self) -> bool {
        self.wide.is_empty()
    }

    /// Takes the cells of another worker.
    pub(crate) fn merge(&mut self, other: Self) {
        // the groups of the other one among those of this one
        let groups: Option<Vec<u32>> = match (&mut self.index, &other.index) {
            (Some(index), Some(others)) => Some(others.keys.iter().map(|key| index.group(*key)).collect()),
            _ => None,
        };
        self.merge_groups(other, groups.as_deref());
    }

    /// The same cells laid out as another plan has them; `combination` takes a combination of `from` to one of `to`.
    pub(crate) fn moved(
        self,
        from: &Plan<'_>,
        to: &Plan<'_>,
        combination: impl Fn(u64) -> Option<u64>,
    ) -> Option<Self> {
        let mut moved = Self::new(to);
        let known: Vec<Option<u64>> = match (&self.index, from.grouping) {
            (Some(index), _) => index.keys.iter().copied().map(Some).collect(),
            (None, Grouping::Dense { cells }) => {
                (0..short(cells)).map(|group| self.is_seen(from, group).then(|| group.into())).collect()
            }
            (None, Grouping::Hashed) => Vec::new(),
        };
        let mut groups = Vec::with_capacity(known.len());
        for it in known {
            groups.push(match (it.map(&combination), &mut moved.index) {
                // no rows, nothing to move
                (None, _) => 0,
                (Some(it), Some(index)) => index.group(it?),
                (Some(it), None) => u32::try_from(it?).ok()?,
            });
        }
        moved.merge_groups(self, Some(&groups));
        Some(moved)
    }

    /// Takes cells whose groups are those of the list, by number, or the same without one.
    fn merge_groups(&mut self, other: Self, groups: Option<&[u32]>) {
        if self.index.is_some() {
            self.grow();
        }
        let group = |group: u32| groups.map_or(group, |groups| groups.get(at(group)).copied().unwrap_or(0));
        if self.spent.saturating_add(other.spent) > LIMIT {
            self.empty();
        }
        self.spent = self.spent.saturating_add(other.spent);
        let bits = self.bits();
        if groups.is_none() {
            super::shared::zip(&mut self.narrow, &other.narrow, |to, from| *to = joined(*to, *from, bits));
        } else if let Some(groups) = groups {
            for (more, group) in other.narrow.chunks(self.slots.max(1)).zip(groups) {
                let place = at(*group).saturating_mul(self.slots);
                let cell = self.narrow.get_mut(place..).unwrap_or_default();
                for (narrow, more) in cell.iter_mut().zip(more) {
                    *narrow = joined(*narrow, *more, bits);
                }
            }
        }
        let slots = self.slots.max(1);
        let moved = |place: usize| {
            let from = short(place.checked_div(slots).unwrap_or_default());
            let slot = place.checked_rem(slots).unwrap_or_default();
            at(group(from)).saturating_mul(slots).saturating_add(slot)
        };
        for (place, value) in other.wide.iter().enumerate().filter(|(_, value)| **value != 0) {
            self.add_wide(moved(place), *value);
        }
        for (place, carry) in &other.carries {
            let entry = self.carries.entry(moved(*place)).or_insert(0);
            *entry = entry.saturating_add(*carry);
        }
        for (list, more) in self.lists.iter_mut().zip(other.lists) {
            list.merge(more, &group);
        }
        for ((from, measure), side) in other.sides {
            self.sides.entry((group(from), measure)).or_default().merge(&side);
        }
    }

    /// Number of groups, with rows or without.
    pub(crate) fn groups(&self) -> u32 {
        short(self.narrow.len().checked_div(self.slots).unwrap_or(0))
    }

    /// Adds each first group of `joins` to the second, which may be a new one up to `groups`. A group is added to one other at most, so that
    /// the bound of 64 bits holds.
    pub(crate) fn join_all(&mut self, joins: &[(u32, u32)], groups: u32) {
        let (slots, bits) = (self.slots, self.bits());
        let place = |group: u32| at(group).saturating_mul(slots);
        self.narrow.resize(place(groups), 0);
        if !self.wide.is_empty() {
            self.wide.resize(self.narrow.len(), 0);
        }
        let mut into_of = vec![u32::MAX; at(groups)];
        for (from, into) in joins {
            if let Some(entry) = into_of.get_mut(at(*from)) {
                *entry = *into;
            }
            for slot in 0..slots {
                let (from, into) = (place(*from).saturating_add(slot), place(*into).saturating_add(slot));
                let more = self.narrow.get(from).copied().unwrap_or(0);
                if let Some(narrow) = self.narrow.get_mut(into) {
                    *narrow = joined(*narrow, more, bits);
                }
                let more = self.wide.get(from).copied().unwrap_or(0);
                if more != 0 {
                    add_carrying(&mut self.wide, &mut self.carries, into, more);
                }
            }
        }
        let into = |group: u32| into_of.get(at(group)).copied().filter(|into| *into != u32::MAX);
        let carries: Vec<(usize, i64)> = self
            .carries
            .iter()
            .filter_map(|(from, carry)| {
                let group = short(from.checked_div(slots)?);
                Some((place(into(group)?).saturating_add(from.checked_rem(slots)?), *carry))
            })
            .collect();
        for (place, carry) in carries {
            let entry = self.carries.entry(place).or_insert(0);
            *entry = entry.saturating_add(carry);
        }
        for list in &mut self.lists {
            list.join_all(&into);
        }
        let sides: Vec<_> = self
            .sides
            .iter()
            .filter_map(|((group, measure), side)| Some(((into(*group)?, *measure), *side)))
            .collect();
        for (place, side) in sides {
            self.sides.entry(place).or_default().merge(&side);
        }
    }

    /// Puts a number in the place of what was summed.
    pub(crate) fn set(&mut self, place: usize, number: i128) {
        let bits = self.bits();
        if let Some(narrow) = self.narrow.get_mut(place) {
            *narrow &= bits;
        }
        self.carries.remove(&place);
        self.wide.resize(self.narrow.len(), 0);
        if let Some(wide) = self.wide.get_mut(place) {
            *wide = number;
        }
    }

    /// Does a group have rows?
    #[inline]
    pub(crate) fn is_seen(&self, plan: &Plan<'_>, group: u32) -> bool {
        let first = at(group).saturating_mul(self.slots);
        let Some(slot) = plan.row_count else {
            return self.narrow.get(first).is_some_and(|number| number & 1 == 1);
        };
        let place = first.saturating_add(slot);
        if self.is_narrow() { self.narrow.get(place) != Some(&0) } else { self.number(place) != Some(0) }
    }
}

/// The magnitudes that 64 bits hold in all, also of doubled numbers.
const LIMIT: u128 = 1 << 61;

/// The sum of two numbers whose lowest `bits` tell whether there are rows.
const fn joined(one: i64, other: i64, bits: i64) -> i64 {
    one.wrapping_add(other & !bits) | (other & bits)
}

fn add_carrying(wide: &mut [i128], carries: &mut BTreeMap<usize, i64>, place: usize, value: i128) {
    let Some(cell) = wide.get_mut(place) else { return };
    let (sum, over) = cell.overflowing_add(value);
    *cell = sum;
    if over {
        let carry = carries.entry(place).or_insert(0);
        *carry = carry.saturating_add(if value < 0 { -1 } else { 1 });
        if *carry == 0 {
            carries.remove(&place);
        }
    }
}

impl List {
    /// Sorts what was added and drops doubles, when enough has come together.
    pub(crate) fn tidy(&mut self, finally: bool) {
        if let Self::Distinct { pairs, sorted } = self
            && (finally || pairs.len() > sorted.saturating_mul(2).saturating_add(1 << 16))
        {
            pairs.sort_unstable();
            pairs.dedup();
            *sorted = pairs.len();
        }
    }

    fn merge(&mut self, other: Self, group: &dyn Fn(u32) -> u32) {
        match (&mut *self, other) {
            (Self::Distinct { pairs, .. }, Self::Distinct { pairs: more, .. }) => {
                pairs.extend(more.into_iter().map(|(from, digit)| (group(from), digit)));
                self.tidy(false);
            }
            (Self::Dated { last, best }, Self::Dated { best: more, .. }) => {
                for (from, dated) in more {
                    take_dated(best, *last, group(from), dated);
                }
            }
            (Self::Extreme { max, best }, Self::Extreme { best: more, .. }) => {
                for (from, ends) in more {
                    take_ends(best, *max, group(from), ends);
                }
            }
            _ => {}
        }
    }

    /// Adds what groups have to those they are joined to.
    fn join_all(&mut self, into: &dyn Fn(u32) -> Option<u32>) {
        match self {
            Self::Distinct { pairs, .. } => {
                let more: Vec<_> =
                    pairs.iter().filter_map(|(group, digit)| Some((into(*group)?, *digit))).collect();
                pairs.extend(more);
                self.tidy(true);
            }
            Self::Dated { last, best } => {
                let more: Vec<_> =
                    best.iter().filter_map(|(group, dated)| Some((into(*group)?, *dated))).collect();
                for (group, dated) in more {
                    take_dated(best, *last, group, dated);
                }
            }
            Self::Extreme { max, best } => {
                let more: Vec<_> =
                    best.iter().filter_map(|(group, ends)| Some((into(*group)?, *ends))).collect();
                for (group, ends) in more {
                    take_ends(best, *max, group, ends);
                }
            }
        }
    }
}

/// Keeps the earlier or later of two dated amounts of a group.
pub(crate) fn take_dated(best: &mut BTreeMap<u32, Dated>, last: bool, group: u32, new: Dated) {
    let entry = best.entry(group).or_insert(new);
    *entry = entry.or_other(new, last);
}

/// Keeps the smaller or larger ends of a group.
pub(crate) fn take_ends(best: &mut BTreeMap<u32, Ends>, max: bool, group: u32, new: Ends) {
    let entry = best.entry(group).or_insert(new);
    *entry = entry.or_other(new, max);
}
