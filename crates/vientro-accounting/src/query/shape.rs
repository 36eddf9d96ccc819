//! Answers seen in other ways: subtotals, rankings, pivots, running sums and differences.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use vientro_currency::Rounding;

use super::QueryError;
use super::key::KeyValue;
use super::partial::{Partial, merge_states};
use super::table::{AmountCell, Row, Table};

/// Which subtotals a query gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Subtotals {
    Cube,
    #[default]
    None,
    Rollup,
}

/// Keys a cube may have: each row then counts in 2^8 groups.
const CUBE_KEYS_MAX: usize = 8;

impl Subtotals {
    /// For each kind of subtotal, which keys it keeps; `within` says of each key whether every subtotal keeps it.
    pub(crate) fn kept(self, within: &[bool]) -> Result<Vec<Vec<bool>>, QueryError> {
        let keys = within.len();
        let free = || within.iter().filter(|within| !**within).count();
        // the keys that are not always kept, by their number among them
        let kept = |keeps: &dyn Fn(usize) -> bool| -> Vec<bool> {
            let mut number = 0_usize;
            let mut keeps = |within: &bool| {
                *within || {
                    number = number.saturating_add(1);
                    keeps(number.saturating_sub(1))
                }
            };
            within.iter().map(&mut keeps).collect()
        };
        match self {
            Self::None => Ok(Vec::new()),
            Self::Rollup => Ok((0..free()).map(|count| kept(&|number| number < count)).collect()),
            Self::Cube if keys > CUBE_KEYS_MAX => Err(QueryError::TooManyGroups),
            Self::Cube => {
                let all = 1_u32.wrapping_shl(u32::try_from(free()).unwrap_or(0)).wrapping_sub(1);
                Ok((0..all).map(|mask| kept(&|number| (mask >> number) & 1 == 1)).collect())
            }
        }
    }
}

impl Partial {
    /// With the sums over the keys that each subtotal leaves out.
    pub(crate) fn with_subtotals(mut self, kept: &[Vec<bool>]) -> Result<Self, QueryError> {
        let mut totals: BTreeMap<Vec<KeyValue>, Vec<super::partial::State>> = BTreeMap::new();
        for (keys, states) in &self.groups {
            for kept in kept {
                let keys = projected(keys, kept);
                match totals.get_mut(&keys) {
                    None => {
                        totals.insert(keys, states.clone());
                    }
                    Some(known) => merge_states(&self.shape, &keys, known, states)?,
                }
            }
        }
        self.groups.append(&mut totals);
        Ok(self)
    }
}

/// The keys with [`KeyValue::All`] for those that are not kept.
pub(crate) fn projected(keys: &[KeyValue], kept: &[bool]) -> Vec<KeyValue> {
    keys.iter().zip(kept).map(|(value, kept)| if *kept { value.clone() } else { KeyValue::All }).collect()
}

/// The largest rows of a table by one measure, with their share of the whole.
#[derive(Clone, Debug)]
pub struct Ranking<'t> {
    table: &'t Table,
    measure: usize,
    rows: Vec<usize>,
    total: Option<i128>,
}

impl<'t> Ranking<'t> {
    /// The rows, largest first.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'t>> {
        let table = self.table;
        self.rows.iter().map(move |row| Row::new(table, *row))
    }

    /// The sum of all rows of the table in minor units; `None` where one is hedged, or past 128 bits.
    pub fn total(&self) -> Option<i128> {
        self.total
    }

    /// The share of a row of the ranking, by position, in percent; `None` where the sum of all rows is zero or not known exactly.
    pub fn share(&self, position: usize, decimals: u32, rounding: Rounding) -> Option<Decimal> {
        let part = self.table.row(*self.rows.get(position)?)?.amount(self.measure)?.minor()?;
        let scale = 10_i128.checked_pow(decimals.checked_add(2)?)?;
        let share = rounding.divide(part.checked_mul(scale)?, self.total?)?;
        Decimal::try_from_i128_with_scale(share, decimals).ok()
    }
}

/// A table with one key across: a line for each combination of the others, a column for each of its values.
#[derive(Clone, Debug)]
pub struct Pivot<'t> {
    table: &'t Table,
    columns: Vec<KeyValue>,
    lines: Vec<(Vec<KeyValue>, Vec<Option<usize>>)>,
}

impl<'t> Pivot<'t> {
    /// The values across.
    pub fn columns(&self) -> &[KeyValue] {
        &self.columns
    }

    /// The lines: the values of the other keys, and for each column its row if there is one.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = (&[KeyValue], Vec<Option<Row<'t>>>)> {
        let table = self.table;
        self.lines.iter().map(move |(keys, rows)| {
            let rows = rows.iter().map(|row| row.map(|row| Row::new(table, row))).collect();
            (keys.as_slice(), rows)
        })
    }
}

impl Table {
    /// The `count` rows with the largest amounts of a measure, at the same amount in the order of the table. A hedged amount is
    /// ranked by its lower end; subtotals are not ranked.
    pub fn top(&self, count: usize, measure: usize) -> Ranking<'_> {
        let amounts: Vec<(usize, AmountCell)> = self
            .rows()
            .enumerate()
            .filter(|(_, row)| !row.is_subtotal())
            .filter_map(|(place, row)| Some((place, row.amount(measure)?)))
            .collect();
        let total = amounts.iter().try_fold(0_i128, |sum, (_, cell)| sum.checked_add(cell.minor()?));
        let mut rows: Vec<(Option<i128>, usize)> =
            amounts.iter().map(|(place, cell)| (cell.minor().or_else(|| cell.low_value()), *place)).collect();
        rows.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
        rows.truncate(count);
        Ranking { table: self, measure, rows: rows.into_iter().map(|(_, place)| place).collect(), total }
    }

    /// The table with the key at position `key` across.
    pub fn pivot(&self, key: usize) -> Pivot<'_> {
        let columns = self.values(key);
        let places: BTreeMap<&KeyValue, usize> = columns.iter().zip(0..).collect();
        let mut lines: Vec<(Vec<KeyValue>, Vec<Option<usize>>)> = Vec::new();
        let mut known: BTreeMap<Vec<KeyValue>, usize> = BTreeMap::new();
        for (place, row) in self.rows().enumerate() {
            let (others, value) = row.without(key);
            let line = *known.entry(others.clone()).or_insert_with(|| {
                lines.push((others, vec![None; columns.len()]));
                lines.len().saturating_sub(1)
            });
            let cell = lines.get_mut(line).zip(places.get(&value));
            if let Some(cell) = cell.and_then(|(line, column)| line.1.get_mut(*column)) {
                *cell = Some(place);
            }
        }
        Pivot { table: self, columns, lines }
    }

    /// For each row the sum of a measure up to and with it, along the key at position `key`, by itself for each combination of the
    /// other keys; `None` where the row has no amount, and from a sum past 128 bits on.
    pub fn running(&self, key: usize, measure: usize) -> Vec<Option<AmountCell>> {
        let order: BTreeMap<KeyValue, usize> = self.values(key).into_iter().zip(0..).collect();
        let mut rows: Vec<(Vec<KeyValue>, usize, usize)> = Vec::with_capacity(self.len());
        for (place, row) in self.rows().enumerate() {
            let (others, value) = row.without(key);
            // a subtotal over the key is no step of it
            if value != KeyValue::All {
                rows.push((others, order.get(&value).copied().unwrap_or_default(), place));
            }
        }
        rows.sort_unstable();
        let mut sums = vec![None; self.len()];
        let mut last: Option<(&Vec<KeyValue>, Option<AmountCell>)> = None;
        for (others, _, place) in &rows {
            let cell = self.row(*place).and_then(|row| row.amount(measure));
            let sum = match last {
                Some((known, sum)) if known == others => {
                    sum.zip(cell).and_then(|(sum, cell)| sum.with(&cell, false))
                }
                _ => cell,
            };
            if let Some(entry) = sums.get_mut(*place) {
                *entry = sum;
            }
            last = Some((others, sum));
        }
        sums
    }

    /// For each row its amount less that of the period before: the year, quarter, month, day or number before, along the key at
    /// position `key`. `None` where the period before has no row: nothing is not zero.
    pub fn difference_to_previous(&self, key: usize, measure: usize) -> Vec<Option<AmountCell>> {
        let mut known: BTreeMap<(Vec<KeyValue>, KeyValue), usize> = BTreeMap::new();
        for (place, row) in self.rows().enumerate() {
            known.insert(row.without(key), place);
        }
        let difference = |row: Row<'_>| {
            let (others, value) = row.without(key);
            let before = known.get(&(others, value.previous()?))?;
            row.amount(measure)?.with(&self.row(*before)?.amount(measure)?, true)
        };
        self.rows().map(difference).collect()
    }
}

impl KeyValue {
    /// The period or number before; `None` for values that have none.
    fn previous(&self) -> Option<Self> {
        Some(match self {
            Self::AdministrativeYear(year) => Self::AdministrativeYear(year.checked_sub(1)?),
            Self::BudgetYear(year) => Self::BudgetYear(year.checked_sub(1)?),
            Self::Day(day) => Self::Day(day.pred_opt()?),
            Self::Integer(number) => Self::Integer(number.checked_sub(1)?),
            Self::Month(year, 1) => Self::Month(year.checked_sub(1)?, 12),
            Self::Month(year, month) => Self::Month(*year, month.checked_sub(1)?),
            Self::Quarter(year, 1) => Self::Quarter(year.checked_sub(1)?, 4),
            Self::Quarter(year, quarter) => Self::Quarter(*year, quarter.checked_sub(1)?),
            Self::Year(year) => Self::Year(year.checked_sub(1)?),
            Self::YearPart(year, rest) => Self::YearPart(year.checked_sub(1)?, *rest),
            _ => return None,
        })
    }
}
