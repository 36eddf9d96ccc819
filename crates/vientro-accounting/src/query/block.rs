//! Rows to cells, a block at a time.
//!
//! A block is short enough for its scratch to stay in the first caches. Each step runs over all rows of the block before the next
//! begins, so that it is a plain loop: marks of the filters, digits of the keys into places of cells, rates by position, amounts
//! converted, amounts added.

use std::ops::Bound;

use vientro_currency::{ColumnError, PreparedRate, Rounding};

use super::QueryError;
use super::cells::{Cells, Dated, Ends, List, Side, take_dated, take_ends};
use super::key::{Digits, KeyPlan, codes_of, load_codes};
use super::plan::{Action, Grouping, Lane, MeasurePlan, Plan};
use crate::frame::{Chunk, Column, Minor, MoneyColumn, at, short};

/// Rows of a block.
const BLOCK: usize = 2048;

/// Takes rows into cells of its own.
#[derive(Debug)]
pub(crate) struct Worker<'p> {
    plan: &'p Plan<'p>,
    cells: Cells,
    scratch: Scratch,
}

/// Buffers of a block's length, kept from block to block.
#[derive(Debug)]
struct Scratch {
    marks: Vec<u8>,
    spare_marks: Vec<u8>,
    picked: Vec<u32>,
    /// The place of each row's cell, slot 0.
    places: Vec<u32>,
    combinations: Vec<u64>,
    digits: Vec<u32>,
    spare: Vec<u32>,
    minor: Vec<i64>,
    lanes: Vec<Amounts>,
    weights: Vec<Vec<i64>>,
}

/// The amounts of a lane in a block, in the currency of its sums.
#[derive(Debug, Default)]
struct Amounts {
    /// The rate number of each row, where amounts are converted.
    numbers: Vec<u32>,
    narrow: Vec<i64>,
    /// Filled instead where an amount leaves 64 bits.
    wide: Vec<i128>,
    is_wide: bool,
    magnitude: u128,
}

/// The rows of a block that count.
#[derive(Clone, Copy)]
struct Rows<'a> {
    chunk: &'a Chunk,
    from: usize,
    len: usize,
    /// Offsets from `from`; all rows without.
    picked: Option<&'a [u32]>,
}

impl Rows<'_> {
    /// The row of a position, counted in the chunk.
    fn row(&self, position: usize) -> usize {
        let offset =
            self.picked.map_or(position, |picked| picked.get(position).map_or(0, |offset| at(*offset)));
        self.from.saturating_add(offset)
    }

    /// The row of a position, counted in the frame.
    fn row_of_frame(&self, position: usize) -> usize {
        self.chunk.first_row.saturating_add(self.row(position))
    }

    fn last(&self) -> usize {
        match self.picked {
            None => self.from.saturating_add(self.len),
            Some(_) => self.row(self.len.saturating_sub(1)).saturating_add(1),
        }
    }
}

impl<'p> Worker<'p> {
    pub(crate) fn new(plan: &'p Plan<'p>) -> Self {
        let scratch = Scratch {
            marks: Vec::with_capacity(BLOCK),
            spare_marks: Vec::with_capacity(BLOCK),
            picked: Vec::with_capacity(BLOCK),
            places: vec![0; BLOCK],
            combinations: vec![0; BLOCK],
            digits: vec![0; BLOCK],
            spare: vec![0; BLOCK],
            minor: vec![0; BLOCK],
            lanes: plan
                .lanes
                .iter()
                .map(|_| Amounts { narrow: vec![0; BLOCK], numbers: vec![0; BLOCK], ..Amounts::default() })
                .collect(),
            weights: plan.weights.iter().map(|_| vec![0; BLOCK]).collect(),
        };
        Self { plan, cells: Cells::new(plan), scratch }
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
        let mut start = from;
        while start < to {
            let end = start.saturating_add(BLOCK).min(to);
            self.block(chunk, start, end)?;
            start = end;
        }
        Ok(())
    }

    fn block(&mut self, chunk: &Chunk, from: usize, to: usize) -> Result<(), (usize, QueryError)> {
        let plan = self.plan;
        let scratch = &mut self.scratch;
        let mut rows = Rows { chunk, from, len: to.saturating_sub(from), picked: None };
        if !plan.filters.is_empty() {
            scratch.marks.clear();
            scratch.marks.resize(rows.len, 1);
            for filter in &plan.filters {
                filter.mark(&chunk.columns, from, &mut scratch.marks);
            }
            if !pick(&scratch.marks, &mut scratch.picked) {
                if scratch.picked.is_empty() {
                    return Ok(());
                }
                rows.len = scratch.picked.len();
                rows.picked = Some(&scratch.picked);
            }
        }
        // the marks are done with; what follows borrows the rest of the scratch
        let Scratch { spare_marks, places, combinations, digits, spare, minor, lanes, weights, .. } = scratch;
        let places = places.get_mut(..rows.len).unwrap_or_default();
        match plan.grouping {
            Grouping::Dense { .. } => dense_places(plan, &rows, places, digits, spare, lanes),
            Grouping::Hashed => {
                let combinations = combinations.get_mut(..rows.len).unwrap_or_default();
                hashed_places(plan, &rows, places, combinations, digits, spare, &mut self.cells);
            }
        }
        for (number, (lane, amounts)) in plan.lanes.iter().zip(lanes.iter_mut()).enumerate() {
            let has_rows = plan.days.iter().any(|table| table.lane == Some(number));
            lane_amounts(lane, &rows, amounts, minor, digits, has_rows)?;
        }
        for (weight, list) in plan.weights.iter().zip(weights.iter_mut()) {
            let list = list.get_mut(..rows.len).unwrap_or_default();
            list.fill(1);
            if let Some((column, signs)) = &weight.signs {
                let digits = digits.get_mut(..rows.len).unwrap_or_default();
                load_codes(chunk.columns.get(*column), from, rows.picked, 0, digits);
                for (weight, code) in list.iter_mut().zip(digits.iter()) {
                    *weight = signs.get(at(*code)).copied().unwrap_or(0).into();
                }
            }
            for filter in &weight.only {
                spare_marks.clear();
                spare_marks.resize(to.saturating_sub(from), 1);
                filter.mark(&chunk.columns, from, spare_marks);
                for (position, weight) in list.iter_mut().enumerate() {
                    let offset = rows.row(position).saturating_sub(from);
                    *weight &= i64::from(spare_marks.get(offset).copied().unwrap_or(0)).wrapping_neg();
                }
            }
        }
        // which groups have rows is noted with the first plain sum, or before everything else
        let mut note = plan.row_count.map_or(Note::Seen, Note::Count);
        let plain = |it: &MeasurePlan| matches!(it.action, Action::Sum { .. }) && it.weight.is_none();
        if !plan.measures.iter().any(plain) {
            std::mem::take(&mut note).take(&mut self.cells, places);
        }
        for (measure, it) in plan.measures.iter().enumerate() {
            let weights =
                it.weight.and_then(|weight| weights.get(weight)).and_then(|list| list.get(..rows.len));
            let work = Work { plan, rows: &rows, places, weights, measure };
            match &it.action {
                Action::Count { slot } if plan.row_count == Some(*slot) => {}
                Action::Count { slot } => add_counts(&mut self.cells, places, weights, *slot),
                Action::Difference { .. } => {}
                Action::Distinct { key, list } => {
                    work.add_distinct(&mut self.cells, key, *list, digits, spare);
                }
                Action::Sum { lane, slot } => {
                    let Some(amounts) = lanes.get(*lane) else { continue };
                    let note = if weights.is_none() { std::mem::take(&mut note) } else { Note::Nothing };
                    let values = plan.lanes.get(*lane).and_then(|lane| in_place(lane, &rows));
                    add_sums(&mut self.cells, places, weights, amounts, values, *slot, note);
                    work.add_sides(&mut self.cells, *lane).map_err(|error| (chunk.first_row, error))?;
                }
                Action::Unknown { lane, slot } => work.add_unknown(&mut self.cells, *lane, *slot),
                Action::Extreme { lane, list, .. } => {
                    let Some(amounts) = lanes.get(*lane) else { continue };
                    work.add_extremes(&mut self.cells, *lane, amounts, *list);
                }
                Action::Dated { lane, days, list, .. } => {
                    let Some(amounts) = lanes.get(*lane) else { continue };
                    let digits = digits.get_mut(..rows.len).unwrap_or_default();
                    days.load(&chunk.columns, from, rows.picked, digits);
                    work.add_dated(&mut self.cells, *lane, amounts, digits, *list);
                }
            }
        }
        Ok(())
    }
}

/// The offsets of the marks that are set; empty too where all are, of which the answer is true.
fn pick(marks: &[u8], picked: &mut Vec<u32>) -> bool {
    picked.clear();
    let count: u32 = marks.iter().map(|mark| u32::from(*mark)).sum();
    if at(count) == marks.len() {
        return true;
    }
    if at(count) > marks.len() / 4 {
        // many: each offset is written, and overwritten where its mark is not set
        picked.resize(marks.len(), 0);
        let (mut place, list) = (0_usize, picked.as_mut_slice());
        for (mark, offset) in marks.iter().zip(0_u32..) {
            list[place] = offset;
            place = place.wrapping_add(usize::from(*mark));
        }
        picked.truncate(at(count));
        return false;
    }
    let mut offset = 0_u32;
    for marks in marks.chunks(8) {
        let mut bytes = [0; 8];
        if let Some(bytes) = bytes.get_mut(..marks.len()) {
            bytes.copy_from_slice(marks);
        }
        // eight marks in one number: most are skipped together
        let mut word = u64::from_le_bytes(bytes);
        while word != 0 {
            let place = word.trailing_zeros() >> 3;
            picked.push(offset.wrapping_add(place));
            word &= word.wrapping_sub(1);
        }
        offset = offset.wrapping_add(8);
    }
    false
}

/// Digits times strides into the places of dense cells; on the way, the rows of rates that the days decide.
fn dense_places(
    plan: &Plan<'_>,
    rows: &Rows<'_>,
    places: &mut [u32],
    digits: &mut [u32],
    spare: &mut [u32],
    lanes: &mut [Amounts],
) {
    if plan.days.is_empty() {
        places.fill(0);
    }
    let slots = u32::try_from(plan.slots.max(1)).unwrap_or(u32::MAX);
    for (position, table) in plan.days.iter().enumerate() {
        let digits = digits.get_mut(..rows.len).unwrap_or_default();
        table.slots.load(&rows.chunk.columns, rows.from, rows.picked, digits);
        let entries = table.entries.as_slice();
        // a slot is always one of the table's
        let entry = |slot: &u32| entries[at(*slot)];
        if position > 0 {
            for (place, slot) in places.iter_mut().zip(digits.iter()) {
                *place = place.wrapping_add(entry(slot)[0]);
            }
        }
        match table.lane.and_then(|lane| lanes.get_mut(lane)) {
            Some(lane) if position == 0 => {
                for ((place, number), slot) in places.iter_mut().zip(&mut lane.numbers).zip(digits.iter()) {
                    [*place, *number] = entry(slot);
                }
            }
            Some(lane) => {
                for (number, slot) in lane.numbers.iter_mut().zip(digits.iter()) {
                    *number = entry(slot)[1];
                }
            }
            None if position == 0 => {
                for (place, slot) in places.iter_mut().zip(digits.iter()) {
                    *place = entry(slot)[0];
                }
            }
            None => {}
        }
    }
    for (key, stride) in plan.keys.iter().zip(&plan.strides) {
        // a dense plan has fewer cells than 32 bits count
        let stride = u32::try_from(*stride).unwrap_or(0).wrapping_mul(slots);
        match (&key.digits, rows.picked) {
            (Digits::Day { .. }, _) => {}
            (Digits::Codes { place, less }, None) => {
                if let Some(codes) = codes_of(rows.chunk.columns.get(*place)) {
                    codes.add_scaled(rows.from, *less, stride, places);
                }
            }
            _ => {
                let digits = digits.get_mut(..rows.len).unwrap_or_default();
                key.load(&rows.chunk.columns, rows.from, rows.picked, digits, spare);
                for (place, digit) in places.iter_mut().zip(digits.iter()) {
                    *place = place.wrapping_add(digit.wrapping_mul(stride));
                }
            }
        }
    }
}

/// Digits times strides into combinations, and these into the places of the groups met so far.
fn hashed_places(
    plan: &Plan<'_>,
    rows: &Rows<'_>,
    places: &mut [u32],
    combinations: &mut [u64],
    digits: &mut [u32],
    spare: &mut [u32],
    cells: &mut Cells,
) {
    combinations.fill(0);
    for (key, stride) in plan.keys.iter().zip(&plan.strides) {
        let digits = digits.get_mut(..rows.len).unwrap_or_default();
        key.load(&rows.chunk.columns, rows.from, rows.picked, digits, spare);
        for (combination, digit) in combinations.iter_mut().zip(digits.iter()) {
            *combination = combination.wrapping_add(u64::from(*digit).wrapping_mul(*stride));
        }
    }
    let slots = u32::try_from(plan.slots.max(1)).unwrap_or(u32::MAX);
    if let Some(index) = &mut cells.index {
        for (place, combination) in places.iter_mut().zip(combinations.iter()) {
            *place = index.group(*combination).wrapping_mul(slots);
        }
    }
    cells.grow(plan.row_count.is_some());
}

/// The amounts of a lane in the currency of its sums; a row that is not exact has 0.
fn lane_amounts(
    lane: &Lane,
    rows: &Rows<'_>,
    amounts: &mut Amounts,
    minor: &mut [i64],
    slots: &mut [u32],
    has_rows: bool,
) -> Result<(), (usize, QueryError)> {
    let Some(Column::Money(column)) = rows.chunk.columns.get(lane.place) else { return Ok(()) };
    amounts.is_wide = false;
    let Amounts { narrow, numbers, magnitude: total, .. } = amounts;
    let numbers = numbers.get_mut(..rows.len).unwrap_or_default();
    // amounts that are converted only when they are summed need a look at their rates all the same
    if let Some(rates) = lane.rates.as_ref().filter(|rates| lane.total.is_none() || rates.has_gaps()) {
        if !has_rows {
            let slots = slots.get_mut(..rows.len).unwrap_or_default();
            rates.days.load(&rows.chunk.columns, rows.from, rows.picked, slots);
            numbers.fill(0);
            rates.add_rows(slots, numbers);
        }
        match rows.picked {
            None => column.codes.add_scaled(rows.from, 0, 1, numbers),
            Some(picked) => column.codes.add_picked(rows.from, picked, numbers),
        }
        if rates.has_gaps() {
            for (position, number) in numbers.iter().enumerate() {
                let row = rows.row_of_frame(position);
                let unknown =
                    column.is_inexact(rows.row(position)) && column.hedge(rows.row(position)).is_none();
                if !unknown && let Some(error) = rates.gap(*number, row) {
                    return Err((row, error));
                }
            }
        }
    }
    let minor: Option<&[i64]> = match (&column.minor, rows.picked) {
        (Minor::Narrow(list), None) => list.get(rows.from..rows.from.saturating_add(rows.len)),
        (Minor::Narrow(list), Some(picked)) => {
            let list = list.get(rows.from..).unwrap_or_default();
            for (minor, offset) in minor.iter_mut().zip(picked) {
                *minor = list.get(at(*offset)).copied().unwrap_or(0);
            }
            minor.get(..rows.len)
        }
        (Minor::Wide(_), _) => None,
    };
    if let Some(minor) = minor {
        let results = narrow.get_mut(..rows.len).unwrap_or_default();
        match lane.rates.as_ref().filter(|_| lane.total.is_none()) {
            None => {
                *total = magnitude(minor);
                // without a pick, sums read the column itself
                if rows.picked.is_some() || lane.copies {
                    results.copy_from_slice(minor);
                }
                return Ok(());
            }
            Some(rates) => match rates.converter.convert(minor, numbers, results) {
                Ok(magnitude) => {
                    *total = magnitude;
                    return Ok(());
                }
                // some result needs more than 64 bits: this block goes the wide way
                Err(ColumnError::Overflow { .. }) => {}
                Err(_) => return Ok(()),
            },
        }
    }
    wide_amounts(lane, column, rows, amounts)
}

#[cold]
fn wide_amounts(
    lane: &Lane,
    column: &MoneyColumn,
    rows: &Rows<'_>,
    amounts: &mut Amounts,
) -> Result<(), (usize, QueryError)> {
    amounts.is_wide = true;
    amounts.wide.clear();
    for position in 0..rows.len {
        let minor = column.minor.get(rows.row(position)).unwrap_or(0);
        let rates = lane.rates.as_ref().filter(|_| lane.total.is_none());
        let rate = rates.zip(amounts.numbers.get(position));
        let rate = rate.and_then(|(rates, number)| rates.converter.rate(*number));
        let converted = match rate {
            Some(rate) => {
                let row = rows.row_of_frame(position);
                rate.convert_minor(minor).map_err(|source| (row, QueryError::Rate { row, source }))?
            }
            None => minor,
        };
        amounts.wide.push(converted);
    }
    Ok(())
}

/// The sum of magnitudes.
fn magnitude(minor: &[i64]) -> u128 {
    let mut bits = 0;
    for minor in minor {
        bits |= minor ^ (minor >> 63);
    }
    if bits < 1 << 50 {
        let mut sum = 0_u64;
        for minor in minor {
            sum = sum.wrapping_add(minor.unsigned_abs());
        }
        return sum.into();
    }
    minor.iter().fold(0, |sum, minor| sum.saturating_add(minor.unsigned_abs().into()))
}

/// How it is noted which groups have rows.
#[derive(Clone, Copy, Debug, Default)]
enum Note {
    /// By counting all rows in a slot.
    Count(usize),
    #[default]
    Nothing,
    Seen,
}

impl Note {
    fn take(self, cells: &mut Cells, places: &[u32]) {
        match self {
            Self::Count(slot) => add_counts(cells, places, None, slot),
            Self::Nothing => {}
            Self::Seen => {
                for place in places {
                    cells.seen[at(*place)] = 1;
                }
            }
        }
    }
}

/// The amounts of a lane where they lie, if nothing has to be done to them.
fn in_place<'a>(lane: &Lane, rows: &Rows<'a>) -> Option<&'a [i64]> {
    if rows.picked.is_some() || (lane.rates.is_some() && lane.total.is_none()) {
        return None;
    }
    match rows.chunk.columns.get(lane.place) {
        Some(Column::Money(MoneyColumn { minor: Minor::Narrow(list), .. })) => {
            list.get(rows.from..rows.from.saturating_add(rows.len))
        }
        _ => None,
    }
}

fn add_counts(cells: &mut Cells, places: &[u32], weights: Option<&[i64]>, slot: usize) {
    // the slot of each cell: cells from the slot on
    let narrow = cells.narrow.get_mut(slot..).unwrap_or_default();
    match weights {
        None => {
            for place in places {
                let cell = &mut narrow[at(*place)];
                *cell = cell.wrapping_add(1);
            }
        }
        Some(weights) => {
            for (place, weight) in places.iter().zip(weights) {
                let cell = &mut narrow[at(*place)];
                *cell = cell.wrapping_add(weight & 1);
            }
        }
    }
}

fn add_sums(
    cells: &mut Cells,
    places: &[u32],
    weights: Option<&[i64]>,
    amounts: &Amounts,
    in_place: Option<&[i64]>,
    slot: usize,
    note: Note,
) {
    let weight = |position: usize| weights.map_or(1, |weights| weights.get(position).copied().unwrap_or(0));
    if amounts.is_wide {
        note.take(cells, places);
        for (position, (place, amount)) in places.iter().zip(&amounts.wide).enumerate() {
            let place = at(*place).wrapping_add(slot);
            match weight(position) {
                0 => {}
                1 => cells.add_wide(place, *amount),
                _ => {
                    // the one number without a negative goes in two steps
                    let (most, rest) = amount.checked_neg().map_or((i128::MAX, 1), |amount| (amount, 0));
                    cells.add_wide(place, most);
                    cells.add_wide(place, rest);
                }
            }
        }
        return;
    }
    let values = in_place.unwrap_or(amounts.narrow.get(..places.len()).unwrap_or_default());
    if !cells.spend(amounts.magnitude) {
        note.take(cells, places);
        for (position, (place, amount)) in places.iter().zip(values).enumerate() {
            let amount = i128::from(*amount).wrapping_mul(weight(position).into());
            cells.add_wide(at(*place).wrapping_add(slot), amount);
        }
        return;
    }
    let Cells { narrow, seen, .. } = cells;
    let narrow = narrow.as_mut_slice();
    match (weights, note) {
        (None, Note::Count(count)) => {
            for (place, value) in places.iter().zip(values) {
                let place = at(*place);
                let cell = &mut narrow[place.wrapping_add(slot)];
                *cell = cell.wrapping_add(*value);
                let cell = &mut narrow[place.wrapping_add(count)];
                *cell = cell.wrapping_add(1);
            }
        }
        (None, Note::Seen) => {
            let seen = seen.as_mut_slice();
            for (place, value) in places.iter().zip(values) {
                let place = at(*place);
                let cell = &mut narrow[place.wrapping_add(slot)];
                *cell = cell.wrapping_add(*value);
                seen[place] = 1;
            }
        }
        (None, Note::Nothing) => {
            for (place, value) in places.iter().zip(values) {
                let cell = &mut narrow[at(*place).wrapping_add(slot)];
                *cell = cell.wrapping_add(*value);
            }
        }
        (Some(weights), _) => {
            for ((place, value), weight) in places.iter().zip(values).zip(weights) {
                let cell = &mut narrow[at(*place).wrapping_add(slot)];
                *cell = cell.wrapping_add(value.wrapping_mul(*weight));
            }
        }
    }
}

/// Lower and upper end of a hedged amount.
type Bounds = (Bound<i128>, Bound<i128>);

/// A measure's work on the rows of a block one by one.
struct Work<'a> {
    plan: &'a Plan<'a>,
    rows: &'a Rows<'a>,
    places: &'a [u32],
    weights: Option<&'a [i64]>,
    measure: usize,
}

impl Work<'_> {
    fn weight(&self, position: usize) -> i64 {
        self.weights.map_or(1, |weights| weights.get(position).copied().unwrap_or(0))
    }

    fn group(&self, position: usize) -> u32 {
        let slots = short(self.plan.slots.max(1));
        self.places.get(position).and_then(|place| place.checked_div(slots)).unwrap_or(0)
    }

    fn column(&self, lane: usize) -> Option<(&Lane, &MoneyColumn)> {
        let lane = self.plan.lanes.get(lane)?;
        match self.rows.chunk.columns.get(lane.place) {
            Some(Column::Money(column)) => Some((lane, column)),
            _ => None,
        }
    }

    /// Positions of the rows that are hedged or unknown and count.
    fn inexact(&self, column: &MoneyColumn) -> Vec<usize> {
        let Some(bits) = &column.inexact else { return Vec::new() };
        if !bits.any(self.rows.from, self.rows.last()) {
            return Vec::new();
        }
        (0..self.rows.len)
            .filter(|position| bits.get(self.rows.row(*position)) && self.weight(*position) != 0)
            .collect()
    }

    /// The rate of a row, if its amount is converted.
    fn rate(&self, lane: &Lane, position: usize) -> Option<PreparedRate> {
        let rates = lane.rates.as_ref()?;
        let (columns, row) = (&self.rows.chunk.columns, self.rows.row(position));
        let mut number = [0];
        load_codes(columns.get(lane.place), row, None, 0, &mut number);
        let mut slot = [0];
        rates.days.load(columns, row, None, &mut slot);
        rates.add_rows(&slot, &mut number);
        rates.converter.rate(number[0]).cloned()
    }

    /// The bounds of a hedged row, converted outward; `None` for an unknown amount.
    fn bounds(
        &self,
        lane: &Lane,
        column: &MoneyColumn,
        position: usize,
    ) -> Result<Option<Bounds>, QueryError> {
        let Some((low, high)) = column.hedge(self.rows.row(position)) else { return Ok(None) };
        let Some(rate) = self.rate(lane, position) else { return Ok(Some((low, high))) };
        let row = self.rows.row_of_frame(position);
        let convert = |bound: Bound<i128>, rounding: Rounding| {
            let rate = rate.clone().with_rounding(rounding);
            let minor =
                |minor: i128| rate.convert_minor(minor).map_err(|source| QueryError::Rate { row, source });
            Ok::<_, QueryError>(match bound {
                Bound::Included(it) => Bound::Included(minor(it)?),
                Bound::Excluded(it) => Bound::Excluded(minor(it)?),
                Bound::Unbounded => Bound::Unbounded,
            })
        };
        Ok(Some((convert(low, Rounding::Floor)?, convert(high, Rounding::Ceiling)?)))
    }

    fn add_sides(&self, cells: &mut Cells, lane: usize) -> Result<(), QueryError> {
        let Some((lane, column)) = self.column(lane) else { return Ok(()) };
        for position in self.inexact(column) {
            let bounds = self.bounds(lane, column, position)?;
            let side: &mut Side = cells.sides.entry((self.group(position), self.measure)).or_default();
            match bounds {
                Some((low, high)) => side.add(low, high, self.weight(position) < 0),
                None => side.unknown = side.unknown.saturating_add(1),
            }
        }
        Ok(())
    }

    fn add_unknown(&self, cells: &mut Cells, lane: usize, slot: usize) {
        let Some((_, column)) = self.column(lane) else { return };
        for position in self.inexact(column) {
            if column.hedge(self.rows.row(position)).is_none() {
                let place = at(self.places.get(position).copied().unwrap_or(0)).wrapping_add(slot);
                let cell = &mut cells.narrow[place];
                *cell = cell.wrapping_add(1);
            }
        }
    }

    fn add_distinct(
        &self,
        cells: &mut Cells,
        key: &KeyPlan,
        list: usize,
        digits: &mut [u32],
        spare: &mut [u32],
    ) {
        let digits = digits.get_mut(..self.rows.len).unwrap_or_default();
        key.load(&self.rows.chunk.columns, self.rows.from, self.rows.picked, digits, spare);
        let Some(list) = cells.lists.get_mut(list) else { return };
        if let List::Distinct { pairs, .. } = list {
            for (position, digit) in digits.iter().enumerate() {
                if self.weight(position) != 0 && !(key.missing && *digit == 0) {
                    pairs.push((self.group(position), *digit));
                }
            }
        }
        list.tidy(false);
    }

    fn add_extremes(&self, cells: &mut Cells, lane: usize, amounts: &Amounts, list: usize) {
        let Some((lane, column)) = self.column(lane) else { return };
        let Some(List::Extreme { max, best }) = cells.lists.get_mut(list) else { return };
        for position in 0..self.rows.len {
            let weight = self.weight(position);
            if weight == 0 {
                continue;
            }
            let ends = if column.is_inexact(self.rows.row(position)) {
                // a bound that cannot be converted is as good as none
                let Some((low, high)) = self.bounds(lane, column, position).ok().flatten() else { continue };
                let end = |bound: Bound<i128>| match bound {
                    Bound::Included(it) | Bound::Excluded(it) => Some(it),
                    Bound::Unbounded => None,
                };
                Ends { low: end(low), high: end(high) }
            } else {
                let minor = Some(amounts.get(position));
                Ends { low: minor, high: minor }
            };
            let ends = if weight < 0 {
                let turned = |end: Option<i128>| end.map(i128::saturating_neg);
                Ends { low: turned(ends.high), high: turned(ends.low) }
            } else {
                ends
            };
            take_ends(best, *max, self.group(position), ends);
        }
    }

    fn add_dated(&self, cells: &mut Cells, lane: usize, amounts: &Amounts, days: &[u32], list: usize) {
        let Some((_, column)) = self.column(lane) else { return };
        let Some(List::Dated { last, best }) = cells.lists.get_mut(list) else { return };
        for (position, day) in days.iter().enumerate() {
            let weight = self.weight(position);
            if weight == 0 || *day == 0 || column.is_inexact(self.rows.row(position)) {
                continue;
            }
            let minor = amounts.get(position);
            let minor = if weight < 0 { minor.saturating_neg() } else { minor };
            let dated = Dated { day: *day, minor };
            take_dated(best, *last, self.group(position), dated);
        }
    }
}

impl Amounts {
    fn get(&self, position: usize) -> i128 {
        if self.is_wide {
            self.wide.get(position).copied().unwrap_or(0)
        } else {
            self.narrow.get(position).copied().unwrap_or(0).into()
        }
    }
}
