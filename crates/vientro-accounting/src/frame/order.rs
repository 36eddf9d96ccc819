//! In which order the rows of a column stand, and what is known of its parts.

use std::collections::HashSet;

use super::{Codes, Column, DateColumn, Field, Frame, FrameError, Kind};

/// In which order the rows of a column stand.
///
/// It is learned as rows are added, so that nobody has to say it; a filter or a key that meets it reads less. What is declared
/// ([`Frame::declare_order`]) is checked as well, and holds for the rows to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "rows stand in order, in groups or in neither way")]
pub enum Order {
    /// The rows of each value stand together, and so do those without one.
    Clustered,
    /// Neither of the others, or of numbers and days not known.
    Mixed,
    /// No number or day is less than the one before, and none is missing.
    Sorted,
}

/// The runs of equal values met so far, until a value comes back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Runs {
    met: HashSet<Option<i64>>,
    last: Option<i64>,
}

impl Runs {
    /// Takes further rows; that of a value which comes back after another, if there is one.
    fn take(&mut self, values: impl Iterator<Item = Option<i64>>) -> Option<usize> {
        for (row, value) in values.enumerate() {
            if self.last != value || self.met.is_empty() {
                self.last = value;
                if !self.met.insert(value) {
                    return Some(row);
                }
            }
        }
        None
    }
}

/// Rows whose least and largest value is kept.
pub(crate) const ZONE_ROWS: usize = 1 << 11;

/// The least and the largest code or number of each [`ZONE_ROWS`] rows of a column; of rows without a number the first is the larger.
#[derive(Clone, Debug, Default)]
pub(crate) struct Zones(Vec<(i64, i64)>);

impl Zones {
    pub(crate) fn of(column: &Column) -> Self {
        let rows = column.len();
        let zone = |from: usize| {
            let to = from.saturating_add(ZONE_ROWS).min(rows);
            let range = match column {
                Column::Dates(DateColumn(column)) | Column::Integers(column) => column.range_of(from, to),
                Column::Flags(column) => column.codes.range_of(from, to),
                Column::Money(column) => column.codes.range_of(from, to),
                Column::Names(column) => column.codes.range_of(from, to),
            };
            range.unwrap_or((i64::MAX, i64::MIN))
        };
        Self((0..rows).step_by(ZONE_ROWS).map(zone).collect())
    }

    /// What is known of a zone, if anything.
    pub(crate) fn get(&self, zone: usize) -> Option<(i64, i64)> {
        self.0.get(zone).copied()
    }
}

impl Frame {
    /// In which order the rows of a column stand.
    ///
    /// # Errors
    ///
    /// [`FrameError::Missing`].
    pub fn order(&self, name: &str) -> Result<Order, FrameError> {
        let place = self.position(name).ok_or_else(|| FrameError::Missing { name: name.to_owned() })?;
        Ok(self.fields.get(place).map_or(Order::Mixed, Field::order))
    }

    /// Says in which order the rows of a column stand, those there are and those to come. It is checked: rows that stand otherwise are
    /// refused, here and in each further chunk. Nothing has to be said of what is learned anyway: that numbers or days ascend, and
    /// that names or flags stand together. That numbers or days stand together without ascending is known only where it is said.
    ///
    /// ```
    /// use vientro_accounting::frame::{Frame, FrameError, IntegerColumn, Order};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let projects = |numbers: &[i64]| {
    ///     let mut column = IntegerColumn::new();
    ///     numbers.iter().for_each(|number| column.push(Some(*number)));
    ///     [("project", column.into())]
    /// };
    /// let mut frame = Frame::from_columns(projects(&[7, 7, 3, 3]))?;
    /// assert_eq!(frame.order("project")?, Order::Mixed);
    /// frame.declare_order("project", Order::Clustered)?;
    /// assert_eq!(frame.order("project")?, Order::Clustered);
    /// frame.append(projects(&[3, 12]))?;
    /// let refused = frame.append(projects(&[12, 7]));
    /// assert!(matches!(refused, Err(FrameError::Order { row: 7, .. })));
    /// assert_eq!(frame.rows(), 6);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`FrameError::Missing`] for a column that is not there, [`FrameError::Kind`] for an order it cannot have (amounts have none, names
    /// and flags do not ascend), [`FrameError::Order`] for the first row that stands otherwise; the frame is then unchanged.
    pub fn declare_order(&mut self, name: &str, order: Order) -> Result<(), FrameError> {
        let place = self.position(name).ok_or_else(|| FrameError::Missing { name: name.to_owned() })?;
        let Some(field) = self.fields.get(place) else { return Ok(()) };
        let (mut field, found) = (field.clone(), field.kind.text());
        let wrong = |expected| Err(FrameError::Kind { name: name.to_owned(), expected, found });
        match (order, &field.kind) {
            (Order::Mixed, _) => field.declared = None,
            (_, Kind::Money { .. }) => return wrong("names, numbers, days or flags"),
            (Order::Sorted, Kind::Names { .. } | Kind::Flags) => return wrong("numbers or days"),
            (Order::Clustered | Order::Sorted, _) => {
                // looked at once more from the first row on
                (field.declared, field.last, field.ascending) = (Some(order), None, !field.is_coded());
                field.runs = (order == Order::Clustered).then(Runs::default);
                for chunk in &self.chunks {
                    if let Some(column) = chunk.columns.get(place) {
                        field.follow(column, chunk.first_row)?;
                    }
                }
            }
        }
        if let Some(known) = self.fields.get_mut(place) {
            *known = field;
        }
        Ok(())
    }
}

impl Field {
    pub(crate) fn order(&self) -> Order {
        if self.ascending {
            Order::Sorted
        } else if self.runs.is_some() {
            Order::Clustered
        } else {
            Order::Mixed
        }
    }

    /// Are its values the codes of a list?
    pub(super) const fn is_coded(&self) -> bool {
        matches!(self.kind, Kind::Names { .. } | Kind::Flags)
    }

    /// Takes notice of the order in further rows, the first of which has the position `first_row`.
    ///
    /// # Errors
    ///
    /// [`FrameError::Order`] where they break what was declared.
    pub(super) fn follow(&mut self, column: &Column, first_row: usize) -> Result<(), FrameError> {
        let broken = |expected: Order, row: usize| FrameError::Order {
            name: self.name.clone(),
            expected,
            row: first_row.saturating_add(row),
        };
        if let Column::Dates(DateColumn(numbers)) | Column::Integers(numbers) = column {
            let follows = self.last.is_none_or(|last| numbers.get(0).is_some_and(|first| last <= first));
            let ascends = numbers.is_empty() || (numbers.ascending && follows);
            if !ascends && self.declared == Some(Order::Sorted) {
                let mut last = self.last;
                let falls = |row: &usize| {
                    let value = numbers.get(*row);
                    let falls = value.is_none() || value < last;
                    last = value;
                    falls
                };
                return Err(broken(Order::Sorted, (0..numbers.len()).find(falls).unwrap_or(0)));
            }
            self.ascending &= ascends;
            self.last = numbers.len().checked_sub(1).and_then(|row| numbers.get(row)).or(self.last);
        }
        let Some(runs) = &mut self.runs else { return Ok(()) };
        let mut of_codes = |codes: &Codes| runs.take(codes.iter().map(|code| Some(code.into())));
        let back = match column {
            Column::Names(column) => of_codes(&column.codes),
            Column::Flags(column) => of_codes(&column.codes),
            Column::Dates(DateColumn(column)) | Column::Integers(column) => {
                runs.take((0..column.len()).map(|row| column.get(row)))
            }
            Column::Money(_) => None,
        };
        match (back, self.declared) {
            (None, _) => {}
            (Some(row), Some(Order::Clustered)) => return Err(broken(Order::Clustered, row)),
            (Some(_), _) => self.runs = None,
        }
        Ok(())
    }
}
