//! From a cell back to its rows.

use super::key::{KeyPlan, KeyValue};
use super::{Query, QueryError};
use crate::frame::Frame;

/// Rows looked at together.
const BLOCK: usize = 4096;

impl Query<'_> {
    /// The rows of `frame` behind a cell, ascending, counted from zero as they were given: those that pass the filters of the query and have the values
    /// `keys`, in the order in which the keys were added. [`KeyValue::All`] and keys that are not given match every row.
    ///
    /// It reads the filter and key columns of the frame once more, no amounts: about half of what the query itself costs.
    ///
    /// # Errors
    ///
    /// As [`Query::run`], before any row is read.
    ///
    /// # Examples
    ///
    /// ```
    /// use vientro_accounting::frame::{Frame, MoneyColumn, NameColumn};
    /// use vientro_accounting::query::{Key, Measure, Query};
    /// use vientro_currency::Currency;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (mut province, mut amount) = (NameColumn::default(), MoneyColumn::new());
    /// for (name, minor) in [("79", 5), ("40", 1), ("79", 2)] {
    ///     province.push(Some(name));
    ///     amount.push_minor(minor, Currency::VND);
    /// }
    /// let frame = Frame::from_columns([("province", province.into()), ("amount", amount.into())])?;
    /// let query = Query::new().group_by(Key::column("province")).measure(Measure::sum("amount"));
    /// let table = query.run(&frame)?;
    /// let cell: Vec<_> = table.row(1).ok_or("no such row")?.keys().collect();
    /// assert_eq!(query.rows_behind(&frame, &cell)?, [0, 2]);
    /// # Ok(()) }
    /// ```
    pub fn rows_behind(&self, frame: &Frame, keys: &[KeyValue]) -> Result<Vec<usize>, QueryError> {
        let Some(plan) = self.plan(frame)? else { return self.rows_behind_by_rows(frame, keys) };
        let mut wanted: Vec<(&KeyPlan, u32)> = Vec::new();
        for (key, value) in plan.keys.iter().take(plan.asked).zip(keys) {
            if *value == KeyValue::All {
                continue;
            }
            // a value that does not occur has no rows
            let Some(digit) = key.digit(value) else { return Ok(Vec::new()) };
            wanted.push((key, digit));
        }
        let mut found = Vec::new();
        let mut marks = Vec::new();
        let (mut digits, mut spare) = (vec![0; BLOCK], vec![0; BLOCK]);
        for (chunk, first, end) in plan.tasks() {
            let Some(chunk) = frame.chunks().get(chunk) else { continue };
            let mut from = first;
            while from < end {
                let to = from.saturating_add(BLOCK).min(end);
                let rows = to.saturating_sub(from);
                marks.clear();
                marks.resize(rows, 1);
                for filter in &plan.filters {
                    filter.mark(&chunk.columns, from, &mut marks);
                }
                for (key, wanted) in &wanted {
                    let digits = digits.get_mut(..rows).unwrap_or_default();
                    key.load(&chunk.columns, from, None, digits, &mut spare);
                    for (mark, digit) in marks.iter_mut().zip(digits.iter()) {
                        *mark &= u8::from(digit == wanted);
                    }
                }
                let kept = marks.iter().zip(from..).filter(|(mark, _)| **mark == 1);
                found.extend(kept.map(|(_, row)| chunk.given_row(row)));
                from = to;
            }
        }
        if frame.is_rearranged() {
            found.sort_unstable();
        }
        Ok(found)
    }
}
