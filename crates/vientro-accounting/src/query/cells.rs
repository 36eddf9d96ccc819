//! The cells of a running query: what is summed, counted and listed for each group.

use std::collections::BTreeMap;
use std::ops::Bound;

use vientro_currency::PreparedRate;

use super::QueryError;
use super::partial::WideSum;
use super::plan::{Action, Grouping, Plan};
use crate::frame::{at, short};

/// Cells of all groups, for the rows of one worker. Adding rows in any order and merging in any order gives the same cells.
///
/// Sums are kept in 64 bits for as long as a bound says that none can leave them: the magnitudes of all amounts added since they
/// were last emptied. Then they are emptied into 128 bits with a carry, so that no order of additions overflows where the whole
/// sum does not.
#[derive(Clone, Debug)]
pub(crate) struct Cells {
    slots: usize,
    pub(crate) narrow: Vec<i64>,
    /// Which groups have rows, at the place of their first slot; empty where a slot counts them.
    pub(crate) seen: Vec<u8>,
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
    #[cfg_attr(feature = "serde", serde(with = "super::text"))]
    pub(crate) minor: i128,
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
    #[cfg_attr(feature = "serde", serde(with = "super::text::option"))]
    pub(crate) low: Option<i128>,
    #[cfg_attr(feature = "serde", serde(with = "super::text::option"))]
    pub(crate) high: Option<i128>,
}

impl Ends {
    /// The smaller or larger ends; a missing end is the smallest low or the largest high there is.
    pub(crate) fn or_other(self, other: Self, max: bool) -> Self {
        let low = |it: Option<i128>| (it.is_some(), it);
        let high = |it: Option<i128>| (it.is_none(), it);
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
            seen: if plan.row_count.is_none() {
                vec![0; groups.saturating_mul(plan.slots.max(1))]
            } else {
                Vec::new()
            },
            wide: Vec::new(),
            carries: BTreeMap::new(),
            spent: 0,
            index: (plan.grouping == Grouping::Hashed).then(HashIndex::default),
            lists: lists.collect(),
            sides: BTreeMap::new(),
        }
    }

    /// Room for the groups the index knows.
    pub(crate) fn grow(&mut self, counts_rows: bool) {
        let groups = self.index.as_ref().map_or(0, |index| index.keys.len());
        self.narrow.resize(groups.saturating_mul(self.slots), 0);
        if !self.wide.is_empty() {
            self.wide.resize(self.narrow.len(), 0);
        }
        if !counts_rows {
            self.seen.resize(groups.saturating_mul(self.slots.max(1)), 0);
        }
    }

    /// Makes room in 64 bits for amounts of that many units in all; false if they do not fit even then.
    pub(crate) fn spend(&mut self, magnitude: u128) -> bool {
        const LIMIT: u128 = 1 << 62;
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
        for (place, narrow) in self.narrow.iter_mut().enumerate() {
            if *narrow != 0 {
                add_carrying(&mut self.wide, &mut self.carries, place, (*narrow).into());
                *narrow = 0;
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
        sum.add(WideSum::new(self.narrow.get(place).copied().unwrap_or(0).into(), 0));
        sum
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
        if groups.is_some() {
            let counts_rows = other.seen.is_empty();
            self.grow(counts_rows);
        }
        let group =
            |group: u32| groups.as_ref().map_or(group, |groups| groups.get(at(group)).copied().unwrap_or(0));
        if self.spent.saturating_add(other.spent) > 1 << 62 {
            self.empty();
        }
        self.spent = self.spent.saturating_add(other.spent);
        if groups.is_none() {
            for (narrow, more) in self.narrow.iter_mut().zip(&other.narrow) {
                *narrow = narrow.wrapping_add(*more);
            }
            for (seen, more) in self.seen.iter_mut().zip(&other.seen) {
                *seen |= more;
            }
        } else if let Some(groups) = &groups {
            for (more, group) in other.narrow.chunks(self.slots.max(1)).zip(groups) {
                let place = at(*group).saturating_mul(self.slots);
                let cell = self.narrow.get_mut(place..).unwrap_or_default();
                for (narrow, more) in cell.iter_mut().zip(more) {
                    *narrow = narrow.wrapping_add(*more);
                }
            }
            for (more, group) in other.seen.iter().step_by(self.slots.max(1)).zip(groups) {
                if let Some(seen) = self.seen.get_mut(at(*group).saturating_mul(self.slots.max(1))) {
                    *seen |= more;
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

    /// Takes the second group into the first.
    fn join(&mut self, into: u32, from: u32) {
        for slot in 0..self.slots {
            let place = |group: u32| at(group).saturating_mul(self.slots).saturating_add(slot);
            let (to, from) = (place(into), place(from));
            let narrow = self.narrow.get(from).copied().unwrap_or(0);
            if narrow != 0 {
                self.add_wide(to, narrow.into());
            }
            let wide = self.wide.get(from).copied().unwrap_or(0);
            if wide != 0 {
                self.add_wide(to, wide);
            }
            if let Some(carry) = self.carries.get(&from).copied() {
                let entry = self.carries.entry(to).or_insert(0);
                *entry = entry.saturating_add(carry);
            }
        }
        for list in &mut self.lists {
            list.join(into, from);
        }
        let sides: Vec<_> =
            self.sides.range((from, 0)..=(from, usize::MAX)).map(|(key, side)| (key.1, *side)).collect();
        for (measure, side) in sides {
            self.sides.entry((into, measure)).or_default().merge(&side);
        }
    }

    /// Puts a number in the place of what was summed.
    fn set(&mut self, place: usize, number: i128) {
        if let Some(narrow) = self.narrow.get_mut(place) {
            *narrow = 0;
        }
        self.carries.remove(&place);
        self.wide.resize(self.narrow.len(), 0);
        if let Some(wide) = self.wide.get_mut(place) {
            *wide = number;
        }
    }

    fn is_seen(&self, plan: &Plan<'_>, group: u32) -> bool {
        match plan.row_count {
            Some(slot) => self.number(at(group).saturating_mul(self.slots).saturating_add(slot)) != Some(0),
            None => self.seen.get(at(group).saturating_mul(self.slots.max(1))) == Some(&1),
        }
    }
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

    fn join(&mut self, into: u32, from: u32) {
        match self {
            Self::Distinct { pairs, .. } => {
                let more: Vec<_> =
                    pairs.iter().filter(|pair| pair.0 == from).map(|pair| (into, pair.1)).collect();
                pairs.extend(more);
                self.tidy(true);
            }
            Self::Dated { last, best } => {
                if let Some(dated) = best.get(&from).copied() {
                    take_dated(best, *last, into, dated);
                }
            }
            Self::Extreme { max, best } => {
                if let Some(ends) = best.get(&from).copied() {
                    take_ends(best, *max, into, ends);
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

/// Groups by the number of their combination, in the order in which they were first met.
#[derive(Clone, Debug, Default)]
pub(crate) struct HashIndex {
    /// The combination of each group.
    pub(crate) keys: Vec<u64>,
    /// Group + 1 by hash, 0 for a free place; a power of two long.
    table: Vec<u32>,
}

impl HashIndex {
    /// The group of a combination, made if it is new.
    #[inline]
    pub(crate) fn group(&mut self, key: u64) -> u32 {
        if self.keys.len().saturating_mul(2) >= self.table.len() {
            self.grow();
        }
        let mask = self.table.len().wrapping_sub(1);
        let mut place = spread(key) & mask;
        loop {
            let Some(entry) = self.table.get_mut(place) else { return 0 };
            match entry.checked_sub(1) {
                None => {
                    self.keys.push(key);
                    *entry = short(self.keys.len());
                    return entry.wrapping_sub(1);
                }
                Some(group) if self.keys.get(at(group)) == Some(&key) => return group,
                Some(_) => place = place.wrapping_add(1) & mask,
            }
        }
    }

    #[cold]
    fn grow(&mut self) {
        let length = self.table.len().saturating_mul(4).max(1 << 10);
        let mask = length.wrapping_sub(1);
        self.table = vec![0; length];
        for (group, key) in self.keys.iter().enumerate() {
            let mut place = spread(*key) & mask;
            while self.table.get(place).is_some_and(|entry| *entry != 0) {
                place = place.wrapping_add(1) & mask;
            }
            if let Some(entry) = self.table.get_mut(place) {
                *entry = short(group.saturating_add(1));
            }
        }
    }
}

/// A place for a combination; neighbours are spread over the table.
#[inline]
fn spread(key: u64) -> usize {
    let mixed = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    usize::try_from((mixed >> 32) ^ (mixed & 0xffff_ffff)).unwrap_or(0)
}

/// Cells in the order of answers.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) cells: Cells,
    /// Combination and group of each row of the answer.
    pub(crate) rows: Vec<(u64, u32)>,
}

impl Finished {
    pub(crate) fn of(plan: &Plan<'_>, mut cells: Cells) -> Result<Self, QueryError> {
        for list in &mut cells.lists {
            list.tidy(true);
        }
        let mut rows = match &cells.index {
            None => dense_rows(plan, &cells),
            Some(index) => {
                let ranks: Vec<Vec<u32>> = plan.keys.iter().map(super::key::KeyPlan::ranks).collect();
                let mut rows: Vec<(u64, u64, u32)> = Vec::with_capacity(index.keys.len());
                for (combination, group) in index.keys.iter().zip(0..) {
                    let mut order = 0_u64;
                    for ((digit, ranks), stride) in plan.digits(*combination).zip(&ranks).zip(&plan.strides) {
                        let rank = ranks.get(at(digit)).copied().unwrap_or(digit);
                        order = order.wrapping_add(u64::from(rank).wrapping_mul(*stride));
                    }
                    rows.push((order, *combination, group));
                }
                rows.sort_unstable();
                rows.into_iter().map(|(_, combination, group)| (combination, group)).collect()
            }
        };
        if plan.keys.len() > plan.asked {
            rows = collapse(plan, &mut cells, rows)?;
        }
        Ok(Self { cells, rows })
    }
}

/// The groups that have rows, in the order of answers.
fn dense_rows(plan: &Plan<'_>, cells: &Cells) -> Vec<(u64, u32)> {
    let Grouping::Dense { cells: count } = plan.grouping else { return Vec::new() };
    if plan.keys.iter().all(super::key::KeyPlan::is_in_order) {
        let groups = 0..short(count);
        return groups
            .filter(|group| cells.is_seen(plan, *group))
            .map(|group| (group.into(), group))
            .collect();
    }
    let orders: Vec<Vec<u32>> = plan.keys.iter().map(super::key::KeyPlan::in_order).collect();
    let mut rows = Vec::new();
    let mut places = vec![0_usize; orders.len()];
    loop {
        let mut combination = 0_u64;
        for ((place, order), stride) in places.iter().zip(&orders).zip(&plan.strides) {
            let Some(digit) = order.get(*place) else { return rows };
            combination = combination.wrapping_add(u64::from(*digit).wrapping_mul(*stride));
        }
        let group = u32::try_from(combination).unwrap_or(u32::MAX);
        if cells.is_seen(plan, group) {
            rows.push((combination, group));
        }
        let mut moved = false;
        for (place, order) in places.iter_mut().zip(&orders).rev() {
            *place = place.saturating_add(1);
            if *place < order.len() {
                moved = true;
                break;
            }
            *place = 0;
        }
        if !moved {
            return rows;
        }
    }
}

/// Joins the groups that differ only in a currency nobody asked to see; two of them in one group are an error.
fn collapse(
    plan: &Plan<'_>,
    cells: &mut Cells,
    rows: Vec<(u64, u32)>,
) -> Result<Vec<(u64, u32)>, QueryError> {
    let asked = |combination: u64| plan.digits(combination).take(plan.asked).collect::<Vec<u32>>();
    let mut totals: Vec<(usize, i128)> = Vec::new();
    if plan.lanes.iter().any(|lane| lane.total.is_some()) {
        for rows in rows.chunk_by(|one, other| asked(one.0) == asked(other.0)) {
            totals_of(plan, cells, rows, &mut totals)?;
        }
    }
    let mut joined: Vec<(u64, u32)> = Vec::with_capacity(rows.len());
    for (combination, group) in rows {
        let Some((into, first)) = joined.last_mut().filter(|(last, _)| asked(*last) == asked(combination))
        else {
            joined.push((combination, group));
            continue;
        };
        for (lane, it) in plan.lanes.iter().enumerate() {
            let (left, right) = (plan.currency_of(lane, *into), plan.currency_of(lane, combination));
            match (left, right) {
                (Some(left), Some(right)) if left != right => {
                    let column = plan
                        .frame
                        .fields()
                        .get(it.place)
                        .map_or_else(String::new, |field| field.name.clone());
                    return Err(QueryError::Mixed { column, cell: plan.cell_text(combination), left, right });
                }
                // until now only unknown amounts without a currency: the group is in the new one
                (None, Some(_)) => *into = plan.with_currency_of(lane, *into, combination),
                _ => {}
            }
        }
        cells.join(*first, group);
    }
    for (place, number) in totals {
        cells.set(place, number);
    }
    Ok(joined)
}

/// The sums of one group that are rounded once, for the cell of its first row.
fn totals_of(
    plan: &Plan<'_>,
    cells: &Cells,
    rows: &[(u64, u32)],
    totals: &mut Vec<(usize, i128)>,
) -> Result<(), QueryError> {
    let Some((combination, first)) = rows.first() else { return Ok(()) };
    for measure in &plan.measures {
        let Action::Sum { lane, slot } = &measure.action else { continue };
        let Some(lane) = plan.lanes.get(*lane) else { continue };
        let (Some(key), Some(rates)) = (lane.total, &lane.rates) else { continue };
        let overflow =
            || QueryError::Overflow { measure: measure.name.clone(), cell: plan.cell_text(*combination) };
        let place = |group: u32| at(group).saturating_mul(plan.slots).saturating_add(*slot);
        let mut parts = Vec::with_capacity(rows.len());
        for (combination, group) in rows {
            let number = plan.digits(*combination).nth(key).unwrap_or(0);
            let minor = cells.number(place(*group)).ok_or_else(overflow)?;
            parts.extend(rates.converter.rate(number).map(|rate| (rate, minor)));
        }
        let (to, rounding) = (rates.converter.to(), rates.converter.rounding());
        let total = PreparedRate::convert_total(parts, to, rounding).map_err(|_| overflow())?;
        totals.push((place(*first), total));
    }
    Ok(())
}
