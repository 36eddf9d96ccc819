//! What measures take from rows one by one: hedged and unknown amounts, distinct values, least and most, first and last.

use std::ops::Bound;

use vientro_currency::{PreparedRate, Rounding};

use super::QueryError;
use super::amounts::Amounts;
use super::block::PART;
use super::cells::{Cells, Dated, Ends, List, Side, take_dated, take_ends};
use super::key::{DaySlots, KeyPlan, load_codes};
use super::places::Rows;
use super::plan::{Action, Lane, Plan};
use super::state::WideSum;
use crate::frame::{Column, MoneyColumn, at};

/// Lower and upper end of a hedged amount.
type Bounds = (Bound<i128>, Bound<i128>);

/// A measure's work on rows one by one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Singles<'a> {
    pub(crate) plan: &'a Plan<'a>,
    pub(crate) rows: &'a Rows<'a>,
    pub(crate) groups: &'a [u32],
    pub(crate) weights: Option<&'a [i8]>,
    pub(crate) measure: usize,
    pub(crate) action: &'a Action,
}

impl Singles<'_> {
    /// Takes the rows into the cells.
    ///
    /// * `amounts`: by lane.
    pub(crate) fn take(&self, cells: &mut Cells, amounts: &[Amounts]) -> Result<(), QueryError> {
        match self.action {
            Action::Count { .. } | Action::Difference { .. } => {}
            Action::Dated { lane, days, list, .. } => {
                if let Some(amounts) = amounts.get(*lane) {
                    self.add_dated(cells, *lane, amounts, days, *list);
                }
            }
            Action::Distinct { key, list } => self.add_distinct(cells, key, *list),
            Action::Extreme { lane, list, .. } => {
                if let Some(amounts) = amounts.get(*lane) {
                    self.add_extremes(cells, *lane, amounts, *list);
                }
            }
            Action::Sum { lane, .. } => self.add_sides(cells, *lane)?,
            Action::Unknown { lane, slot } => self.add_unknown(cells, *lane, *slot),
        }
        Ok(())
    }

    fn weight(&self, position: usize) -> i8 {
        self.weights.map_or(1, |weights| weights.get(position).copied().unwrap_or(0))
    }

    fn group(&self, position: usize) -> u32 {
        self.groups.get(position).copied().unwrap_or(0)
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
        if !bits.any(self.rows.from, self.rows.end()) {
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
        let row = self.rows.given_row(position);
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
                cells.count(cells.slots.wrapping_mul(at(self.group(position))).wrapping_add(slot));
            }
        }
    }

    fn add_distinct(&self, cells: &mut Cells, key: &KeyPlan, list: usize) {
        let (mut digits, mut spare) = ([0; PART], [0; PART]);
        let digits = digits.get_mut(..self.rows.len).unwrap_or_default();
        key.load(&self.rows.chunk.columns, self.rows.from, self.rows.picked, digits, &mut spare);
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
                    Bound::Included(it) | Bound::Excluded(it) => Some(WideSum::new(it, 0)),
                    Bound::Unbounded => None,
                };
                Ends { low: end(low), high: end(high) }
            } else {
                let minor = Some(WideSum::new(amounts.get(position), 0));
                Ends { low: minor, high: minor }
            };
            let ends = if weight < 0 { ends.negated() } else { ends };
            take_ends(best, *max, self.group(position), ends);
        }
    }

    fn add_dated(&self, cells: &mut Cells, lane: usize, amounts: &Amounts, days: &DaySlots, list: usize) {
        let Some((_, column)) = self.column(lane) else { return };
        let mut slots = [0; PART];
        let slots = slots.get_mut(..self.rows.len).unwrap_or_default();
        days.load(&self.rows.chunk.columns, self.rows.from, self.rows.picked, slots);
        let Some(List::Dated { last, best }) = cells.lists.get_mut(list) else { return };
        for (position, day) in slots.iter().enumerate() {
            let weight = self.weight(position);
            if weight == 0 || *day == 0 || column.is_inexact(self.rows.row(position)) {
                continue;
            }
            let minor = WideSum::new(amounts.get(position), 0);
            let minor = if weight < 0 { minor.negated() } else { minor };
            let dated = Dated { day: *day, minor };
            take_dated(best, *last, self.group(position), dated);
        }
    }
}
