//! What a plan does not read, because the order of rows tells what stands there.

use super::cells::{Cells, List};
use super::key::DaySlots;
use super::plan::{Action, Grouping, LaneCurrency, Plan};
use crate::frame::ZONE_ROWS;

/// Rows one worker takes at a time.
const TASK_ROWS: usize = 1 << 16;

/// Groups whose earliest or latest days are looked through before some rows are left unread.
const GROUPS_MAX: usize = 1 << 12;

/// A plan that asks for nothing but the first or last amounts of groups, where rows of other days can be left unread.
#[derive(Debug)]
pub(crate) struct Settling<'p> {
    measures: Vec<(&'p DaySlots, bool, usize)>,
    groups: usize,
}

impl Plan<'_> {
    /// Chunk, first row and the row after the last. Zones in which no row passes the filters are left out.
    pub(crate) fn tasks(&self) -> Vec<(usize, usize, usize)> {
        let mut tasks: Vec<(usize, usize, usize)> = Vec::new();
        for (chunk, it) in self.frame.chunks().iter().enumerate() {
            let (mut from, mut to) = (0, it.rows);
            for filter in &self.filters {
                let (first, last) = filter.window(&it.columns, it.rows);
                (from, to) = (from.max(first), to.min(last));
            }
            while from < to {
                let zone = from.checked_div(ZONE_ROWS).unwrap_or_default();
                let end = zone.saturating_add(1).saturating_mul(ZONE_ROWS).min(to);
                if self.filters.iter().all(|filter| filter.may_pass(&it.zones, zone)) {
                    match tasks.last_mut() {
                        Some((last, first, stop))
                            if *last == chunk && *stop == from && end.saturating_sub(*first) <= TASK_ROWS =>
                        {
                            *stop = end;
                        }
                        _ => tasks.push((chunk, from, end)),
                    }
                }
                from = end;
            }
        }
        tasks
    }

    /// How rows may be left unread once every group has an amount of an earlier or later day; `None` where every row is needed: another
    /// measure counts it, or an error may come of it.
    pub(crate) fn settling(&self) -> Option<Settling<'_>> {
        let Grouping::Dense { cells: groups } = self.grouping else { return None };
        let plain = |lane: usize| {
            let is_one = |currency: LaneCurrency| match currency {
                LaneCurrency::One(_) => true,
                LaneCurrency::OfKey(key) => key < self.asked && self.kept.is_empty(),
            };
            self.lanes.get(lane).is_some_and(|it| it.rates.is_none() && is_one(it.currency))
        };
        let measures = self.measures.iter().map(|it| match &it.action {
            Action::Dated { lane, days, last, list } if plain(*lane) => Some((days, *last, *list)),
            _ => None,
        });
        let measures: Vec<_> = measures.collect::<Option<_>>()?;
        (groups <= GROUPS_MAX).then_some(Settling { measures, groups })
    }
}

impl Settling<'_> {
    /// Are all days asked for the latest, in a column whose days ascend? The rows are then read from behind.
    pub(crate) fn is_backward(&self, plan: &Plan<'_>) -> bool {
        let ascends =
            |days: &DaySlots| plan.frame.fields().get(days.place).is_some_and(|field| field.ascending);
        self.measures.iter().all(|(days, last, _)| *last && ascends(days))
    }

    /// Can no row of a task change what `cells` have?
    pub(crate) fn is_settled(
        &self,
        plan: &Plan<'_>,
        cells: &Cells,
        (chunk, from, to): (usize, usize, usize),
    ) -> bool {
        let Some(chunk) = plan.frame.chunks().get(chunk) else { return false };
        let zones = from.checked_div(ZONE_ROWS).unwrap_or_default()
            ..=to.saturating_sub(1).checked_div(ZONE_ROWS).unwrap_or_default();
        self.measures.iter().all(|(days, last, list)| {
            let Some(List::Dated { best, .. }) = cells.lists.get(*list) else { return false };
            if best.len() < self.groups {
                return false;
            }
            let Some(known) = chunk.zones.get(days.place) else { return false };
            // an amount of the same day may be the smaller or larger one
            zones.clone().all(|zone| match known.get(zone) {
                None => false,
                Some((first, end)) if first > end => true,
                Some((_, latest)) if *last => {
                    let latest = days.slot_of(latest);
                    best.values().all(|it| latest < it.day)
                }
                Some((earliest, _)) => {
                    let earliest = days.slot_of(earliest);
                    best.values().all(|it| it.day < earliest)
                }
            })
        })
    }
}
