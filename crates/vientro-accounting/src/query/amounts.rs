//! Amounts of a few rows in the currency of their sums.

#![expect(clippy::inline_always, reason = "the steps of a block are compiled anew for each kind of vectors")]

use vientro_currency::ColumnError;

use super::QueryError;
use super::block::PART;
use super::places::{PartNumbers, Rows};
use super::plan::Lane;
use crate::frame::{Column, Minor, MoneyColumn, at};
use crate::vectors::Aligned;

/// The amounts of a lane, one a row, at most [`PART`] of them.
#[derive(Debug)]
pub(crate) struct Amounts {
    pub(crate) narrow: Aligned<[i64; PART]>,
    /// Filled instead where an amount leaves 64 bits.
    wide: Vec<i128>,
    /// Before they are converted, where not all rows are taken.
    picked: Aligned<[i64; PART]>,
    pub(crate) is_wide: bool,
    /// No sum of some of them is larger.
    pub(crate) magnitude: u128,
}

impl Amounts {
    pub(crate) fn new() -> Self {
        Self {
            narrow: Aligned([0; PART]),
            wide: Vec::new(),
            picked: Aligned([0; PART]),
            is_wide: false,
            magnitude: 0,
        }
    }

    pub(crate) fn get(&self, position: usize) -> i128 {
        if self.is_wide {
            self.wide.get(position).copied().unwrap_or(0)
        } else {
            self.narrow.0.get(position).copied().unwrap_or(0).into()
        }
    }

    /// Takes the amounts of `rows`, converted by the rates of `numbers`; a row that is not exact has 0.
    ///
    /// An error comes with its row in the frame.
    #[inline(always)]
    pub(crate) fn take(
        &mut self,
        lane: &Lane,
        rows: &Rows<'_>,
        numbers: PartNumbers<'_>,
    ) -> Result<(), (usize, QueryError)> {
        let Some(Column::Money(column)) = rows.chunk.columns.get(lane.place) else { return Ok(()) };
        if lane.rates.as_ref().is_some_and(super::rates::RatePlan::has_gaps) {
            refuse_gaps(lane, column, rows, numbers)?;
        }
        self.is_wide = false;
        let Minor::Narrow(list) = &column.minor else { return self.take_wide(lane, column, rows, numbers) };
        let minor = if let Some(picked) = rows.picked {
            let list = list.get(rows.from..).unwrap_or_default();
            for (minor, offset) in self.picked.0.iter_mut().zip(picked) {
                *minor = list.get(at(*offset)).copied().unwrap_or(0);
            }
            self.picked.0.get(..rows.len).unwrap_or_default()
        } else {
            list.get(rows.from..rows.from.saturating_add(rows.len)).unwrap_or_default()
        };
        let results = self.narrow.0.get_mut(..rows.len).unwrap_or_default();
        match lane.rates.as_ref().filter(|_| lane.total.is_none()) {
            None => {
                self.magnitude = magnitude(minor);
                results.copy_from_slice(minor);
            }
            Some(rates) => {
                let converted = match numbers {
                    PartNumbers::Each(numbers) => rates.converter.convert(minor, numbers, results),
                    PartNumbers::One(number) if rates.is_identity(number) => {
                        results.copy_from_slice(minor);
                        Ok(magnitude(minor))
                    }
                    PartNumbers::One(number) => rates.converter.convert_by(minor, number, results),
                };
                match converted {
                    Ok(magnitude) => self.magnitude = magnitude,
                    // some result needs more than 64 bits
                    Err(ColumnError::Overflow { .. }) => return self.take_wide(lane, column, rows, numbers),
                    // rates and numbers are of one plan
                    Err(_) => {}
                }
            }
        }
        Ok(())
    }

    #[cold]
    fn take_wide(
        &mut self,
        lane: &Lane,
        column: &MoneyColumn,
        rows: &Rows<'_>,
        numbers: PartNumbers<'_>,
    ) -> Result<(), (usize, QueryError)> {
        self.is_wide = true;
        self.wide.clear();
        for position in 0..rows.len {
            let minor = column.minor.get(rows.row(position)).unwrap_or(0);
            let rates = lane.rates.as_ref().filter(|_| lane.total.is_none() && rows.counts(position));
            let rate = rates.zip(numbers.get(position));
            let rate = rate.and_then(|(rates, number)| rates.converter.rate(number));
            let converted = match rate {
                Some(rate) => {
                    let row = rows.given_row(position);
                    let error = |source| (rows.row_of_frame(position), QueryError::Rate { row, source });
                    rate.convert_minor(minor).map_err(error)?
                }
                None => minor,
            };
            self.wide.push(converted);
        }
        Ok(())
    }
}

/// Is there a rate for every row that needs one? Amounts that are converted only when they are summed need theirs all the same.
#[cold]
fn refuse_gaps(
    lane: &Lane,
    column: &MoneyColumn,
    rows: &Rows<'_>,
    numbers: PartNumbers<'_>,
) -> Result<(), (usize, QueryError)> {
    let Some(rates) = &lane.rates else { return Ok(()) };
    for position in 0..rows.len {
        let Some(number) = numbers.get(position) else { continue };
        let in_chunk = rows.row(position);
        let unknown = column.is_inexact(in_chunk) && column.hedge(in_chunk).is_none();
        if rows.counts(position)
            && !unknown
            && let Some(error) = rates.gap(number, rows.given_row(position))
        {
            return Err((rows.row_of_frame(position), error));
        }
    }
    Ok(())
}

/// The sum of magnitudes.
#[inline(always)]
fn magnitude(minor: &[i64]) -> u128 {
    let (mut bits, mut sum) = (0, 0_u64);
    for minor in minor {
        bits |= minor ^ (minor >> 63);
        sum = sum.wrapping_add(minor.unsigned_abs());
    }
    if bits < 1 << 50 {
        return sum.into();
    }
    minor.iter().fold(0, |sum, minor| sum.saturating_add(minor.unsigned_abs().into()))
}
