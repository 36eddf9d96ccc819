//! Cells in the order of answers, with subtotals, and sums that are rounded once.

use std::collections::BTreeMap;

use vientro_currency::{Currency, PreparedRate, Rounding};

use super::QueryError;
use super::cells::Cells;
use super::hash_index::HashIndex;
use super::key::KeyPlan;
use super::plan::{Action, Grouping, Plan};
use super::state::WideSum;
use crate::frame::{at, short};

/// Cells in the order of answers.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) cells: Cells,
    pub(crate) rows: Vec<FinishedRow>,
    /// By group and measure, the sums that are rounded once, before they are.
    pub(crate) unrounded: BTreeMap<(u32, usize), Unrounded>,
}

/// A row of the answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FinishedRow {
    pub(crate) combination: u64,
    pub(crate) group: u32,
    /// Which kind of subtotal it is, from 1; 0 for none.
    pub(crate) subtotal: u32,
}

impl Finished {
    /// Every group, with the subtotals of the plan, and each sum rounded.
    pub(crate) fn of(plan: &Plan<'_>, cells: Cells) -> Result<Self, QueryError> {
        let mut finished = Self::plain(plan, cells);
        if !plan.kept.is_empty() {
            finished.add_subtotals(plan)?;
        }
        finished.join_hidden(plan)?;
        finished.round(plan)?;
        Ok(finished)
    }

    /// Every group without subtotals, and sums that are rounded once as they are: what merges.
    pub(crate) fn unrounded(plan: &Plan<'_>, cells: Cells) -> Result<Self, QueryError> {
        let mut finished = Self::plain(plan, cells);
        finished.join_hidden(plan)?;
        Ok(finished)
    }

    fn plain(plan: &Plan<'_>, mut cells: Cells) -> Self {
        for list in &mut cells.lists {
            list.tidy(true);
        }
        let rows = match &cells.index {
            None => dense_rows(plan, &cells),
            Some(index) => {
                let ranks: Vec<Vec<u32>> = plan.keys.iter().map(KeyPlan::ranks).collect();
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
                rows.into_iter()
                    .map(|(_, combination, group)| FinishedRow { combination, group, subtotal: 0 })
                    .collect()
            }
        };
        Self { cells, rows, unrounded: BTreeMap::new() }
    }

    /// Adds a row for each subtotal: groups that agree in the keys it keeps, and in the currencies and rates that keep sums apart, are one
    /// more group.
    fn add_subtotals(&mut self, plan: &Plan<'_>) -> Result<(), QueryError> {
        let base = self.rows.len();
        let mut groups = self.cells.groups();
        for subtotal in 1..=short(plan.kept.len()) {
            let mut index = HashIndex::default();
            let mut joins = Vec::with_capacity(base);
            for place in 0..base {
                let Some(row) = self.rows.get(place).copied() else { continue };
                let known = index.keys.len();
                let number = index.group(plan.apart_from(row.combination, subtotal));
                let group = groups.checked_add(number).ok_or(QueryError::TooManyGroups)?;
                joins.push((row.group, group));
                if index.keys.len() > known {
                    // of keys that are not kept it has the digits of its first row, which nobody reads
                    self.rows.push(FinishedRow { combination: row.combination, group, subtotal });
                }
            }
            groups = groups.checked_add(short(index.keys.len())).ok_or(QueryError::TooManyGroups)?;
            self.cells.join_all(&joins, groups);
        }
        self.sort(plan)
    }

    /// A subtotal comes after what it sums.
    fn sort(&mut self, plan: &Plan<'_>) -> Result<(), QueryError> {
        let ranks: Vec<Vec<u32>> = plan.keys.iter().map(KeyPlan::ranks).collect();
        let mut size = 1_u128;
        for key in &plan.keys {
            let values = u128::from(key.radix).saturating_add(1);
            size = size.checked_mul(values).ok_or(QueryError::TooManyGroups)?;
        }
        let order = |row: &FinishedRow| {
            let digits = plan.digits(row.combination).zip(&plan.keys).zip(&ranks).enumerate();
            digits.fold(0_u128, |order, (place, ((digit, key), ranks))| {
                let is_all = place < plan.asked && !plan.is_kept(place, row.subtotal);
                let rank = ranks.get(at(digit)).copied().unwrap_or(digit);
                let rank = if is_all { u128::from(key.radix) } else { rank.into() };
                order.wrapping_mul(u128::from(key.radix).saturating_add(1)).wrapping_add(rank)
            })
        };
        let mut rows: Vec<(u128, FinishedRow)> = self.rows.iter().map(|row| (order(row), *row)).collect();
        // stable, and quick where runs are in order
        rows.sort_by_key(|row| row.0);
        self.rows = rows.into_iter().map(|(_, row)| row).collect();
        Ok(())
    }

    /// Joins the groups that differ only in what nobody asked to see: a currency, of which two are an error, or a rate.
    fn join_hidden(&mut self, plan: &Plan<'_>) -> Result<(), QueryError> {
        let is_hidden = plan.keys.len() > plan.asked;
        if !is_hidden && plan.kept.is_empty() {
            return Ok(());
        }
        let mut joins = Vec::new();
        let mut joined: Vec<FinishedRow> = Vec::with_capacity(self.rows.len());
        for row in std::mem::take(&mut self.rows) {
            let shown = |row: &FinishedRow| (row.subtotal, plan.shown(row.combination, row.subtotal));
            let last = joined.last_mut().filter(|last| shown(last) == shown(&row));
            let group = last.as_ref().map_or(row.group, |last| last.group);
            for (measure, it) in plan.measures.iter().enumerate() {
                let Action::Sum { lane, slot } = &it.action else { continue };
                let Some((lane, key)) = plan.lanes.get(*lane).and_then(|it| Some((it, it.total?))) else {
                    continue;
                };
                let number = plan.digits(row.combination).nth(key).unwrap_or(0);
                let rate = lane.rates.as_ref().and_then(|rates| rates.converter.rate(number));
                let Some(rate) = rate else { continue };
                let place = at(row.group).saturating_mul(plan.slots).saturating_add(*slot);
                let quotient = Quotient::of(rate)?;
                let sum = self.unrounded.entry((group, measure)).or_default();
                sum.add(quotient, self.cells.wide_number(place));
            }
            let Some(last) = last else {
                joined.push(row);
                continue;
            };
            for (lane, it) in plan.lanes.iter().enumerate() {
                let (left, right) =
                    (plan.currency_of(lane, last.combination), plan.currency_of(lane, row.combination));
                match (left, right) {
                    (Some(left), Some(right)) if left != right => {
                        let column = plan.frame.fields().get(it.place);
                        let column = column.map_or_else(String::new, |field| field.name.clone());
                        return Err(QueryError::Mixed { column, cell: plan.cell_text(&row), left, right });
                    }
                    // until now only unknown amounts without a currency: the group is in the new one
                    (None, Some(_)) => {
                        last.combination = plan.with_currency_of(lane, last.combination, row.combination);
                    }
                    _ => {}
                }
            }
            joins.push((row.group, last.group));
        }
        self.rows = joined;
        let groups = self.cells.groups();
        self.cells.join_all(&joins, groups);
        Ok(())
    }

    fn round(&mut self, plan: &Plan<'_>) -> Result<(), QueryError> {
        for ((group, measure), sum) in std::mem::take(&mut self.unrounded) {
            let Some(it) = plan.measures.get(measure) else { continue };
            let Action::Sum { lane, slot } = &it.action else { continue };
            let rates = plan.lanes.get(*lane).and_then(|lane| lane.rates.as_ref());
            let number =
                rates.and_then(|rates| sum.rounded(rates.converter.to(), rates.converter.rounding()));
            let Some(number) = number else {
                let row = self.rows.iter().find(|row| row.group == group);
                let cell = row.map_or_else(String::new, |row| plan.cell_text(row));
                return Err(QueryError::Overflow { measure: it.name.clone(), cell });
            };
            self.cells.set(at(group).saturating_mul(plan.slots).saturating_add(*slot), number);
        }
        Ok(())
    }
}

/// A sum that is not rounded yet: minor units by quotient, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Vec<(Quotient, WideSum)>"))]
pub(crate) struct Unrounded(Vec<(Quotient, WideSum)>);

/// Minor units of the result for one minor unit: numerator and denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Quotient(
    #[cfg_attr(feature = "serde", serde(with = "super::text"))] u128,
    #[cfg_attr(feature = "serde", serde(with = "super::text"))] u128,
);

impl Quotient {
    pub(crate) fn of(rate: &PreparedRate) -> Result<Self, QueryError> {
        let (above, below) = rate.quotient().ok_or(QueryError::OnTotal)?;
        Ok(Self(above, below))
    }
}

impl Unrounded {
    pub(crate) fn add(&mut self, quotient: Quotient, sum: WideSum) {
        match self.0.binary_search_by_key(&quotient, |part| part.0) {
            Ok(place) => {
                let Some((_, known)) = self.0.get_mut(place) else { return };
                known.add(sum);
                if *known == WideSum::default() {
                    self.0.remove(place);
                }
            }
            // what is nothing leaves no trace, so that taking back leaves none either
            Err(_) if sum == WideSum::default() => {}
            Err(place) => self.0.insert(place, (quotient, sum)),
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (quotient, sum) in &other.0 {
            self.add(*quotient, *sum);
        }
    }

    pub(crate) fn negated(&self) -> Self {
        Self(self.0.iter().map(|(quotient, sum)| (*quotient, sum.negated())).collect())
    }

    /// All of it, rounded once; `None` past 128 bits.
    pub(crate) fn rounded(&self, to: Currency, rounding: Rounding) -> Option<i128> {
        let parts = self.0.iter().map(|(quotient, sum)| Some(((quotient.0, quotient.1), sum.number()?)));
        PreparedRate::round_total(parts.collect::<Option<Vec<_>>>()?, to, rounding).ok()
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Vec<(Quotient, WideSum)>> for Unrounded {
    type Error = QueryError;

    /// Each quotient stands once, in its place, and is a number.
    fn try_from(parts: Vec<(Quotient, WideSum)>) -> Result<Self, QueryError> {
        let ascending = parts.is_sorted_by(|one, other| one.0 < other.0);
        let numbers = parts.iter().all(|(quotient, sum)| quotient.1 > 0 && *sum != WideSum::default());
        if ascending && numbers { Ok(Self(parts)) } else { Err(QueryError::OtherQuery) }
    }
}

/// The groups that have rows, in the order of answers. Of cells found by position the combination is the number of the group.
fn dense_rows(plan: &Plan<'_>, cells: &Cells) -> Vec<FinishedRow> {
    let Grouping::Dense { cells: count } = plan.grouping else { return Vec::new() };
    let row = |group: u32| FinishedRow { combination: group.into(), group, subtotal: 0 };
    if plan.keys.iter().all(KeyPlan::is_in_order) {
        return (0..short(count)).filter(|group| cells.is_seen(plan, *group)).map(row).collect();
    }
    let mut groups = vec![0_u32];
    for (key, stride) in plan.keys.iter().zip(&plan.strides) {
        // a dense plan has fewer cells than 32 bits count
        let stride = u32::try_from(*stride).unwrap_or(0);
        let steps: Vec<u32> = key.in_order().into_iter().map(|digit| digit.wrapping_mul(stride)).collect();
        groups = groups.iter().flat_map(|group| steps.iter().map(|step| group.wrapping_add(*step))).collect();
    }
    groups.into_iter().filter(|group| cells.is_seen(plan, *group)).map(row).collect()
}
