//! Keys that have more combinations than a plan can number.

use std::collections::BTreeMap;

use super::key::KeyValue;
use super::partial::{Partial, Shape, merge_states};
use super::plan::Plan;
use super::record::FrameRow;
use super::row::{GroupStates, RateCache};
use super::state::State;
use super::table::Table;
use super::{Query, QueryError};
use crate::frame::Frame;

impl Query<'_> {
    /// The plan of the query; `None` where its keys have more combinations than 64 bits count, so that its rows are taken one at a time.
    pub(crate) fn plan<'f>(&self, frame: &'f Frame) -> Result<Option<Plan<'f>>, QueryError> {
        match Plan::of(self, frame) {
            Ok(plan) => Ok(Some(plan)),
            Err(QueryError::TooManyGroups) if !frame.is_sketch() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The answer over `frame` by its plan, without a look at what it keeps apart.
    pub(crate) fn answer(&self, plan: Option<Plan<'_>>, frame: &Frame) -> Result<Table, QueryError> {
        match plan {
            Some(plan) => plan.run(),
            None => self.partial_by_rows(Shape::of(self, frame, "")?, frame)?.table(),
        }
    }

    /// What the rows of `frame` add, one at a time into a map ordered by their keys.
    pub(crate) fn partial_by_rows(&self, shape: Shape, frame: &Frame) -> Result<Partial, QueryError> {
        let mut groups: BTreeMap<Vec<KeyValue>, Vec<State>> = BTreeMap::new();
        let mut rates = RateCache::new();
        for row in rows(frame) {
            let Some(GroupStates { keys, states }) = self.states_of(&row, &mut rates)? else { continue };
            match groups.get_mut(&keys) {
                None => {
                    groups.insert(keys, states);
                }
                Some(known) => merge_states(&shape, &keys, known, &states)?,
            }
        }
        Ok(Partial::of_groups(shape, groups))
    }

    /// The rows behind a cell, as [`Query::rows_behind`].
    pub(crate) fn rows_behind_by_rows(
        &self,
        frame: &Frame,
        keys: &[KeyValue],
    ) -> Result<Vec<usize>, QueryError> {
        let mut found = Vec::new();
        for row in rows(frame) {
            if self.passes(&row)? && self.has_keys(&row, keys)? {
                found.push(row.chunk.given_row(row.row));
            }
        }
        if frame.is_rearranged() {
            found.sort_unstable();
        }
        Ok(found)
    }

    fn has_keys(&self, row: &FrameRow<'_>, keys: &[KeyValue]) -> Result<bool, QueryError> {
        for (key, wanted) in self.keys.iter().zip(keys) {
            if *wanted != KeyValue::All && key.value_of(row)? != *wanted {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn rows(frame: &Frame) -> impl Iterator<Item = FrameRow<'_>> {
    frame
        .chunks()
        .iter()
        .flat_map(move |chunk| (0..chunk.rows).map(move |row| FrameRow { frame, chunk, row }))
}
