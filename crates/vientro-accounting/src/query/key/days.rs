//! The days of a date column as numbers of a table.

use chrono::NaiveDate;

use crate::frame::{Column, DateColumn, Frame, Kind, at, day_of, short};
use crate::query::QueryError;
use crate::query::plan::{column_of, wrong_kind};

/// The days of a date column by number: by position where they lie close, else by search.
#[derive(Clone, Debug)]
pub(crate) struct DaySlots {
    pub(crate) place: usize,
    pub(crate) origin: i64,
    /// Without a list, slot s is the day `origin + s - 1`; slot 0 is a missing day.
    sparse: Option<Vec<i64>>,
    count: usize,
}

/// May there be an entry for each of `span` numbers? Only where they are not many more than the rows, so that no table is larger than
/// its frame because of one value far from the others.
pub(super) fn is_near(span: u64, frame: &Frame) -> bool {
    let rows = u64::try_from(frame.rows()).unwrap_or(u64::MAX);
    span <= rows.saturating_mul(4).saturating_add(64)
}

/// The numbers of a column that occur, ascending. A sketch has no rows to look at.
pub(super) fn occurring(frame: &Frame, place: usize) -> Result<Vec<i64>, QueryError> {
    if frame.is_sketch() {
        return Err(QueryError::TooManyGroups);
    }
    let mut numbers = Vec::new();
    let mut tidy_len = 1_usize << 16;
    for chunk in frame.chunks() {
        if let Some(Column::Integers(column) | Column::Dates(DateColumn(column))) = chunk.columns.get(place) {
            numbers.extend((0..chunk.rows).filter_map(|row| column.get(row)));
        }
        // now and then, so that many rows of few numbers take little room
        if numbers.len() > tidy_len {
            numbers.sort_unstable();
            numbers.dedup();
            tidy_len = numbers.len().saturating_mul(2).max(1 << 16);
        }
    }
    numbers.sort_unstable();
    numbers.dedup();
    Ok(numbers)
}

impl DaySlots {
    pub(crate) fn of(frame: &Frame, name: &str) -> Result<Self, QueryError> {
        let (place, field) = column_of(frame, name)?;
        let Kind::Dates { range } = &field.kind else { return Err(wrong_kind(field, "dates")) };
        let Some((min, max)) = range else { return Ok(Self { place, origin: 0, sparse: None, count: 0 }) };
        // days are counted within 32 bits
        let span = max.saturating_sub(*min).saturating_add(1).cast_unsigned();
        if is_near(span, frame) {
            let count = usize::try_from(span).unwrap_or_default();
            return Ok(Self { place, origin: *min, sparse: None, count });
        }
        let days = occurring(frame, place)?;
        Ok(Self { place, origin: *min, count: days.len(), sparse: Some(days) })
    }

    /// The days by slot, from slot 1.
    pub(crate) fn days(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        (0..self.count).filter_map(|position| {
            let number = match &self.sparse {
                Some(days) => *days.get(position)?,
                None => self.origin.checked_add(i64::try_from(position).ok()?)?,
            };
            day_of(number)
        })
    }

    /// The number of the day of a slot, of which it grows with the days of any frame; 0 for a missing day.
    pub(crate) fn number(&self, slot: u32) -> u32 {
        let Some(position) = slot.checked_sub(1) else { return 0 };
        let number = match &self.sparse {
            Some(days) => days.get(at(position)).copied().unwrap_or_default(),
            None => self.origin.saturating_add(position.into()),
        };
        // days of the calendar are counted within 32 bits, also before the year 1
        u32::try_from(number.saturating_add(1 << 31)).unwrap_or(0)
    }

    /// The slot of a day by its number, one that occurs.
    pub(crate) fn slot_of(&self, number: i64) -> u32 {
        let position = match &self.sparse {
            Some(days) => days.binary_search(&number).map_or(0, short),
            None => u32::try_from(number.saturating_sub(self.origin)).unwrap_or(0),
        };
        position.saturating_add(1)
    }

    /// The least and the largest slot of the rows from `from` up to, not including, `to`, if they are known at little cost.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    pub(crate) fn span(&self, columns: &[Column], from: usize, to: usize) -> Option<(u32, u32)> {
        match (columns.get(self.place), &self.sparse) {
            (Some(Column::Dates(column)), None) => column.0.span_of(from, to, self.origin),
            _ => None,
        }
    }

    /// The slots of the rows from `from` on, or of those picked.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    pub(crate) fn load(&self, columns: &[Column], from: usize, picked: Option<&[u32]>, out: &mut [u32]) {
        let Some(Column::Dates(column)) = columns.get(self.place) else { return };
        match (&self.sparse, picked) {
            (None, None) => column.0.load(from, self.origin, out),
            (None, Some(picked)) => column.0.pick(from, picked, self.origin, out),
            (Some(days), picked) => {
                for (position, out) in out.iter_mut().enumerate() {
                    let offset =
                        picked.map_or(position, |picked| picked.get(position).map_or(0, |row| at(*row)));
                    let day = column.0.get(from.saturating_add(offset));
                    let found = day.and_then(|day| days.binary_search(&day).ok());
                    *out = found.map_or(0, |found| short(found.saturating_add(1)));
                }
            }
        }
    }
}
