//! Rows to cells, a block at a time.
//!
//! A block is short enough for its scratch to stay in the first cache. The groups of all its rows are found first, a key at a time;
//! then its amounts are converted and added a part at a time, so that the machine adds the amounts of one part, waiting for cells,
//! while it converts those of the next.

#![expect(clippy::inline_always, reason = "the steps of a block are compiled anew for each kind of vectors")]

use super::QueryError;
use super::amounts::Amounts;
use super::cells::Cells;
use super::places::{Numbers, Rows, dense_groups, hashed_groups, pick};
use super::plan::{Action, Grouping, Lane, Plan, WeightPlan};
use super::singles::Singles;
use crate::frame::{Chunk, ZONE_ROWS, at};
use crate::query::key::{codes_of, load_codes};
use crate::vectors::{Aligned, vectors};

/// Rows that filters look at together.
const WINDOW: usize = 4096;

/// Rows of a block, a multiple of [`PART`].
pub(crate) const BLOCK: usize = 256;

/// Rows whose amounts are converted and added together.
pub(crate) const PART: usize = 64;

/// Rows that are added by a straight run of instructions.
const RUN: usize = 16;

/// Takes rows into cells of its own.
#[derive(Debug)]
pub(crate) struct Worker<'p> {
    plan: &'p Plan<'p>,
    cells: Cells,
    marks: Vec<u8>,
    picked: Vec<u32>,
    scratch: Scratch,
}

/// Buffers of a block's length, kept from block to block.
#[derive(Debug)]
struct Scratch {
    groups: Aligned<[u32; BLOCK]>,
    digits: Aligned<[u32; BLOCK]>,
    spare: Aligned<[u32; BLOCK]>,
    /// By lane, the rate number of each row.
    numbers: Vec<Numbers>,
    /// 1, 0 or -1 by row: as often as a measure takes it. The last list is of the marks alone.
    weights: Vec<Aligned<[i8; BLOCK]>>,
    /// By lane, of one part.
    amounts: Vec<Amounts>,
    /// By slot, what each row of a part adds to its cell.
    steps: Vec<Aligned<[i64; PART]>>,
}

impl<'p> Worker<'p> {
    pub(crate) fn new(plan: &'p Plan<'p>) -> Self {
        let scratch = Scratch {
            groups: Aligned([0; BLOCK]),
            digits: Aligned([0; BLOCK]),
            spare: Aligned([0; BLOCK]),
            numbers: vec![Numbers::new(); plan.lanes.len()],
            weights: vec![Aligned([0; BLOCK]); plan.weights.len().saturating_add(1)],
            amounts: plan.lanes.iter().map(|_| Amounts::new()).collect(),
            steps: vec![Aligned([0; PART]); plan.slots],
        };
        Self { plan, cells: Cells::new(plan), marks: Vec::new(), picked: Vec::new(), scratch }
    }

    pub(crate) fn cells(&self) -> &Cells {
        &self.cells
    }

    pub(crate) fn into_cells(self) -> Cells {
        self.cells
    }

    /// Takes the rows from `from` up to, not including, `to` of a chunk.
    ///
    /// An error comes with its row in the frame.
    pub(crate) fn take(&mut self, chunk: usize, from: usize, to: usize) -> Result<(), (usize, QueryError)> {
        let Some(chunk) = self.plan.frame.chunks().get(chunk) else { return Ok(()) };
        self.take_rows(chunk, from, to)
    }

    /// The same of a chunk whose columns are those of the plan's frame, wherever it stands.
    pub(crate) fn take_rows(
        &mut self,
        chunk: &Chunk,
        from: usize,
        to: usize,
    ) -> Result<(), (usize, QueryError)> {
        vectors(
            #[inline(always)]
            || self.take_windows(chunk, from, to),
        )
    }

    #[inline(always)]
    fn take_windows(&mut self, chunk: &Chunk, from: usize, to: usize) -> Result<(), (usize, QueryError)> {
        let mut from = from;
        while from < to {
            let len = to.saturating_sub(from).min(WINDOW);
            let mut rows = Rows { chunk, from, len, picked: None, marks: None };
            from = from.saturating_add(len);
            if !self.plan.filters.is_empty() {
                let count = mark(self.plan, &rows, &mut self.marks);
                // many rows are taken together with those that do not count, which costs less than picking them
                if count == len {
                } else if self.plan.grouping != Grouping::Hashed && len.saturating_sub(count) < len / 3 {
                    rows.marks = Some(&self.marks);
                } else {
                    pick(&self.marks, count, &mut self.picked);
                    rows.len = count;
                    rows.picked = Some(&self.picked);
                }
            }
            let mut start = 0;
            while start < rows.len {
                block(self.plan, &rows.part(start, BLOCK), &mut self.scratch, &mut self.cells)?;
                start = start.saturating_add(BLOCK);
            }
        }
        Ok(())
    }
}

/// Marks the rows that pass all filters; the answer is how many do.
fn mark(plan: &Plan<'_>, rows: &Rows<'_>, marks: &mut Vec<u8>) -> usize {
    marks.clear();
    marks.resize(rows.len, 1);
    let zone = |row: usize| row.checked_div(ZONE_ROWS).unwrap_or_default();
    let zones = zone(rows.from)..=zone(rows.end().saturating_sub(1));
    for filter in &plan.filters {
        if !zones.clone().all(|zone| filter.passes_whole(rows.chunk, zone)) {
            filter.mark(&rows.chunk.columns, rows.from, marks);
        }
    }
    at(marks.iter().map(|mark| u32::from(*mark)).sum())
}

#[inline(always)]
fn block(
    plan: &Plan<'_>,
    rows: &Rows<'_>,
    scratch: &mut Scratch,
    cells: &mut Cells,
) -> Result<(), (usize, QueryError)> {
    let Scratch { groups, digits, spare, numbers, weights, amounts, steps } = scratch;
    let groups = groups.0.get_mut(..rows.len).unwrap_or_default();
    let digits = digits.0.get_mut(..rows.len).unwrap_or_default();
    let spare = spare.0.as_mut_slice();
    match plan.grouping {
        Grouping::Dense { .. } => dense_groups(plan, rows, groups, digits, spare, numbers),
        Grouping::Hashed => hashed_groups(plan, rows, groups, digits, spare, cells),
    }
    for (number, (lane, list)) in plan.lanes.iter().zip(numbers.iter_mut()).enumerate() {
        rate_numbers(plan, number, lane, rows, list, digits);
    }
    for (weight, list) in plan.weights.iter().zip(weights.iter_mut()) {
        load_weights(weight, rows, list.0.get_mut(..rows.len).unwrap_or_default(), digits);
    }
    if let (Some(marks), Some(list)) = (rows.marks, weights.last_mut()) {
        for (weight, mark) in list.0.iter_mut().zip(marks) {
            *weight = mark.cast_signed();
        }
    }
    let mut start = 0;
    while start < rows.len {
        let part = rows.part(start, PART);
        let end = start.saturating_add(part.len);
        let groups = groups.get(start..end).unwrap_or_default();
        for ((lane, amounts), numbers) in plan.lanes.iter().zip(amounts.iter_mut()).zip(numbers.iter()) {
            amounts.take(lane, &part, numbers.part(start, part.len))?;
        }
        // a slot is added to from one lane only
        let magnitude = amounts.iter().map(|amounts| amounts.magnitude).max().unwrap_or(0);
        let is_wide = amounts.iter().any(|amounts| amounts.is_wide);
        let weights_of = |weight: Option<usize>| {
            let marks = rows.marks.map(|_| plan.weights.len());
            let list = weights.get(weight.or(marks)?)?;
            list.0.get(start..end)
        };
        if is_wide || !cells.spend(magnitude) {
            add_wide(plan, cells, groups, amounts, &weights_of);
            cells.see(groups);
        } else {
            for measure in &plan.measures {
                let (slot, values) = match measure.action {
                    Action::Count { slot } if Some(slot) != plan.row_count => (slot, None),
                    Action::Sum { lane, slot } => (slot, amounts.get(lane).map(|it| &it.narrow.0)),
                    _ => continue,
                };
                if let Some(step) = steps.get_mut(slot) {
                    load_step(&mut step.0, values, weights_of(measure.weight), cells.shift);
                }
            }
            if let Some(step) = plan.row_count.and_then(|slot| steps.get_mut(slot)) {
                load_step(&mut step.0, None, weights_of(None), 0);
            }
            let counts_last = rows.marks.is_none() && plan.row_count == plan.slots.checked_sub(1);
            match plan.slots {
                1 => add::<1>(cells, groups, steps, counts_last),
                2 => add::<2>(cells, groups, steps, counts_last),
                3 => add::<3>(cells, groups, steps, counts_last),
                4 => add::<4>(cells, groups, steps, counts_last),
                _ => add_each(cells, groups, steps),
            }
        }
        if plan.takes_singles(&part) {
            for (measure, it) in plan.measures.iter().enumerate() {
                let (weights, action) = (weights_of(it.weight), &it.action);
                let singles = Singles { plan, rows: &part, groups, weights, measure, action };
                singles.take(cells, amounts).map_err(|error| (rows.chunk.first_row, error))?;
            }
        }
        start = end;
    }
    Ok(())
}

/// The rate number of each row of a lane: the first of the row of rates that its day decides, and the code of its currency.
#[inline(always)]
fn rate_numbers(
    plan: &Plan<'_>,
    number: usize,
    lane: &Lane,
    rows: &Rows<'_>,
    numbers: &mut Numbers,
    slots: &mut [u32],
) {
    let Some(rates) = lane.rates.as_ref().filter(|rates| lane.total.is_none() || rates.has_gaps()) else {
        return;
    };
    let columns = &rows.chunk.columns;
    let list = numbers.list.0.get_mut(..rows.len).unwrap_or_default();
    if plan.days.iter().all(|table| table.lane != Some(number)) {
        rates.days.load(columns, rows.from, rows.picked, slots);
        numbers.one = None;
        list.fill(0);
        rates.add_rows(slots, list);
    }
    let Some(codes) = codes_of(columns.get(lane.place)) else { return };
    if let Some(row) = numbers.one {
        let (first, end) = rows.bounds();
        numbers.one = codes.one_of(first, end).map(|code| row.wrapping_add(code));
        if numbers.one.is_some() {
            return;
        }
        list.fill(row);
    }
    match rows.picked {
        None => codes.add_scaled(rows.from, 0, 1, list),
        Some(picked) => codes.add_picked(rows.from, picked, list),
    }
}

/// How often a measure takes each row.
#[inline(always)]
fn load_weights(weight: &WeightPlan, rows: &Rows<'_>, list: &mut [i8], digits: &mut [u32]) {
    let columns = &rows.chunk.columns;
    match &weight.signs {
        None => list.fill(1),
        Some((column, signs)) => {
            let codes = codes_of(columns.get(*column)).filter(|_| rows.picked.is_none());
            if !codes.is_some_and(|codes| codes.load_signs(rows.from, signs, list)) {
                load_codes(columns.get(*column), rows.from, rows.picked, 0, digits);
                for (weight, code) in list.iter_mut().zip(digits.iter()) {
                    *weight = signs.get(at(*code)).copied().unwrap_or(0);
                }
            }
        }
    }
    if !weight.only.is_empty() {
        let mut marks = vec![1; rows.end().saturating_sub(rows.from)];
        for filter in &weight.only {
            filter.mark(columns, rows.from, &mut marks);
        }
        for (position, weight) in list.iter_mut().enumerate() {
            let offset = rows.row(position).saturating_sub(rows.from);
            *weight = weight.wrapping_mul(marks.get(offset).copied().unwrap_or(0).cast_signed());
        }
    }
    for (weight, mark) in list.iter_mut().zip(rows.marks.unwrap_or_default()) {
        *weight &= mark.wrapping_neg().cast_signed();
    }
}

/// What each row adds to a slot: its amount, or one for each row, as often as it is taken; `shift` bits higher.
#[inline(always)]
fn load_step(step: &mut [i64; PART], values: Option<&[i64; PART]>, weights: Option<&[i8]>, shift: u32) {
    match (values, weights) {
        (None, None) => step.fill(1_i64.wrapping_shl(shift)),
        (None, Some(weights)) => {
            for (step, weight) in step.iter_mut().zip(weights) {
                *step = i64::from(weight & 1).wrapping_shl(shift);
            }
        }
        (Some(values), None) => {
            for (step, value) in step.iter_mut().zip(values) {
                *step = value.wrapping_shl(shift);
            }
        }
        (Some(values), Some(weights)) => {
            for ((step, value), weight) in step.iter_mut().zip(values).zip(weights) {
                // without a product of 64 bits, for which few machines have vectors
                let (sign, taken) = (i64::from(weight >> 7), i64::from(weight & 1).wrapping_neg());
                *step = ((value & taken) ^ sign).wrapping_sub(sign).wrapping_shl(shift);
            }
        }
    }
}

/// Adds to cells of `SLOTS` numbers.
///
/// * `counts_last`: the last one counts every row, so that its step is always one.
#[inline(always)]
fn add<const SLOTS: usize>(
    cells: &mut Cells,
    groups: &[u32],
    steps: &[Aligned<[i64; PART]>],
    counts_last: bool,
) {
    let told_by_bit = cells.shift != 0;
    let (cells, _) = cells.narrow.as_chunks_mut::<SLOTS>();
    let Some(steps) = steps.first_chunk::<SLOTS>() else { return };
    if told_by_bit {
        add_rows::<SLOTS, false, 1>(cells, groups, steps);
    } else if counts_last {
        add_rows::<SLOTS, true, 0>(cells, groups, steps);
    } else {
        add_rows::<SLOTS, false, 0>(cells, groups, steps);
    }
}

/// * `BIT`: set in each number of a cell that has rows.
#[inline(always)]
fn add_rows<const SLOTS: usize, const COUNTS_LAST: bool, const BIT: i64>(
    cells: &mut [[i64; SLOTS]],
    groups: &[u32],
    steps: &[Aligned<[i64; PART]>; SLOTS],
) {
    let is_one = |slot: usize| COUNTS_LAST && slot.wrapping_add(1) == SLOTS;
    let (runs, rest) = groups.as_chunks::<RUN>();
    // each row of a run has instructions of its own: where rows shared them a row took as long as if each cell waited for the one before
    for (run, groups) in runs.iter().enumerate() {
        let steps: [&[i64; RUN]; SLOTS] = std::array::from_fn(|slot| &steps[slot].0.as_chunks().0[run]);
        for (row, group) in groups.iter().enumerate() {
            let step = std::array::from_fn(|slot| if is_one(slot) { 1 } else { steps[slot][row] });
            add_row::<SLOTS, BIT>(&mut cells[at(*group)], step);
        }
    }
    for (group, row) in rest.iter().zip(runs.len().saturating_mul(RUN)..PART) {
        add_row::<SLOTS, BIT>(&mut cells[at(*group)], std::array::from_fn(|slot| steps[slot].0[row]));
    }
}

/// Adds to the whole cell at once, which is one vector.
#[inline(always)]
fn add_row<const SLOTS: usize, const BIT: i64>(cell: &mut [i64; SLOTS], step: [i64; SLOTS]) {
    *cell = std::array::from_fn(|slot| cell[slot].wrapping_add(step[slot]) | BIT);
}

/// Adds to cells of any number of numbers.
fn add_each(cells: &mut Cells, groups: &[u32], steps: &[Aligned<[i64; PART]>]) {
    for (slot, step) in steps.iter().enumerate() {
        for (group, step) in groups.iter().zip(step.0) {
            let number = &mut cells.narrow[at(*group).wrapping_mul(cells.slots).wrapping_add(slot)];
            *number = number.wrapping_add(step);
        }
    }
    cells.see(groups);
}

/// Adds to cells in 128 bits.
#[cold]
fn add_wide<'w>(
    plan: &Plan<'_>,
    cells: &mut Cells,
    groups: &[u32],
    amounts: &[Amounts],
    weights_of: &dyn Fn(Option<usize>) -> Option<&'w [i8]>,
) {
    let counted = (plan.row_count, None, None);
    let measured = plan.measures.iter().map(|it| match it.action {
        Action::Count { slot } if Some(slot) != plan.row_count => (Some(slot), None, it.weight),
        Action::Sum { lane, slot } => (Some(slot), amounts.get(lane), it.weight),
        _ => (None, None, None),
    });
    for (slot, amounts, weight) in measured.chain([counted]) {
        let Some(slot) = slot else { continue };
        let weights = weights_of(weight);
        for (position, group) in groups.iter().enumerate() {
            let place = at(*group).saturating_mul(plan.slots).saturating_add(slot);
            let value = amounts.map(|amounts| amounts.get(position));
            match (weights.map_or(1, |weights| weights.get(position).copied().unwrap_or(0)), value) {
                (0, _) => {}
                (_, None) => cells.add_wide(place, 1),
                (1, Some(value)) => cells.add_wide(place, value),
                (_, Some(value)) => {
                    // the one number without a negative goes in two steps
                    let (most, rest) = value.checked_neg().map_or((i128::MAX, 1), |value| (value, 0));
                    cells.add_wide(place, most);
                    cells.add_wide(place, rest);
                }
            }
        }
    }
}
