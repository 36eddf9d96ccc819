//! Answers seen in other ways: subtotals, rankings, pivots, running sums and differences.

use std::collections::{BTreeMap, BTreeSet};

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
            Self::Cube if keys > CUBE_KEYS_MAX => {
                Err(QueryError::TooManyKeys { found: keys, max: CUBE_KEYS_MAX })
            }
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
        let mut totals: BTreeMap<Vec<KeyValue>, Vec<super::state::State>> = BTreeMap::new();
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

/// The largest rows of a table by one measure, with their share of the whole and what the others come to.
#[derive(Clone, Debug)]
pub struct Ranking<'t> {
    table: &'t Table,
    measure: usize,
    rows: Vec<usize>,
    others: Vec<usize>,
}

impl<'t> Ranking<'t> {
    /// The rows, largest first.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'t>> {
        let table = self.table;
        self.rows.iter().map(move |row| Row::new(table, *row))
    }

    /// The rank of a row by position, from 1; rows of one amount share the best rank they have.
    pub fn rank(&self, position: usize) -> Option<usize> {
        let amount = |position: usize| self.table.ranked_by(*self.rows.get(position)?, self.measure);
        let own = amount(position)?;
        let first = (0..position).find(|place| amount(*place) == Some(own)).unwrap_or(position);
        first.checked_add(1)
    }

    /// How many rows are not among these.
    pub fn others_count(&self) -> usize {
        self.others.len()
    }

    /// The sum of the rows that are not among these, which a table prints as one line; `None` without any, and past 128 bits.
    pub fn others(&self) -> Option<AmountCell> {
        self.sum(&self.others)
    }

    /// The sum of all rows of the table; `None` without any, and past 128 bits.
    pub fn total(&self) -> Option<AmountCell> {
        let all: Vec<usize> = self.rows.iter().chain(&self.others).copied().collect();
        self.sum(&all)
    }

    fn sum(&self, rows: &[usize]) -> Option<AmountCell> {
        let mut amounts = rows.iter().map(|row| self.table.row(*row)?.amount(self.measure));
        let first = amounts.next()??;
        amounts.try_fold(first, |sum, cell| sum.with(&cell?, false))
    }

    /// Would the same rows be the largest whatever the hedged amounts are? False also where an input is unknown.
    pub fn is_certain(&self) -> bool {
        let cells = |rows: &[usize]| -> Vec<AmountCell> {
            rows.iter().filter_map(|row| self.table.row(*row)?.amount(self.measure)).collect()
        };
        let (rows, others) = (cells(&self.rows), cells(&self.others));
        let least = rows.iter().map(AmountCell::low_value).min();
        let most = others.iter().map(AmountCell::high_value).collect::<Option<Vec<_>>>();
        let most = most.map(|most| most.into_iter().max());
        let is_apart = match (least, most) {
            (_, Some(None)) => true,
            (Some(Some(least)), Some(Some(most))) => least >= most,
            _ => false,
        };
        is_apart && rows.iter().chain(&others).all(|cell| cell.unknown() == 0)
    }

    /// The share of a row of the ranking, by position, in percent; `None` where it or the sum of all rows is zero, hedged or incomplete.
    pub fn share(&self, position: usize, decimals: u32, rounding: Rounding) -> Option<Decimal> {
        let part = self.table.row(*self.rows.get(position)?)?.amount(self.measure)?;
        share(&part, &self.total()?, decimals, rounding)
    }

    /// The share of all other rows together.
    pub fn share_of_others(&self, decimals: u32, rounding: Rounding) -> Option<Decimal> {
        share(&self.others()?, &self.total()?, decimals, rounding)
    }
}

/// A part of a whole in percent, if both are known and complete.
fn share(part: &AmountCell, whole: &AmountCell, decimals: u32, rounding: Rounding) -> Option<Decimal> {
    let complete = |cell: &AmountCell| cell.minor().filter(|_| cell.unknown() == 0);
    let scale = 10_i128.checked_pow(decimals.checked_add(2)?)?;
    let share = rounding.divide(complete(part)?.checked_mul(scale)?, complete(whole)?)?;
    Decimal::try_from_i128_with_scale(share, decimals).ok()
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
    ///
    /// # Errors
    ///
    /// [`QueryError::Mixed`] for amounts in two currencies, [`QueryError::Bases`] for two values of a key that is kept apart: neither can be
    /// compared or added.
    pub fn top(&self, count: usize, measure: usize) -> Result<Ranking<'_>, QueryError> {
        let mut rows: Vec<(Option<i128>, usize)> = (0..self.len())
            .filter(|place| self.row(*place).is_some_and(|row| !row.is_subtotal()))
            .filter_map(|place| Some((self.ranked_by(place, measure)?, place)))
            .collect();
        let name = || self.measure_names().nth(measure).unwrap_or_default().to_owned();
        let mut currency = None;
        for cell in rows.iter().filter_map(|(_, place)| self.row(*place)?.amount(measure)) {
            match (currency, cell.currency()) {
                (Some(left), Some(right)) if left != right => {
                    return Err(QueryError::Mixed {
                        column: name(),
                        cell: "the ranking".to_owned(),
                        left,
                        right,
                    });
                }
                (known, new) => currency = known.or(new),
            }
        }
        rows.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
        let mut rows: Vec<usize> = rows.into_iter().map(|(_, place)| place).collect();
        self.refuse_apart(&rows, name())?;
        let others = rows.split_off(count.min(rows.len()));
        Ok(Ranking { table: self, measure, rows, others })
    }

    /// As [`Table::top`], and with every further row of the same amount as the last of them.
    ///
    /// # Errors
    ///
    /// As [`Table::top`].
    pub fn top_with_ties(&self, count: usize, measure: usize) -> Result<Ranking<'_>, QueryError> {
        let all = self.top(usize::MAX, measure)?;
        let last = count.checked_sub(1).and_then(|last| self.ranked_by(*all.rows.get(last)?, measure));
        let is_tied = |row: &usize| last.is_some() && self.ranked_by(*row, measure) == last;
        let ties = all.rows.iter().skip(count).take_while(|row| is_tied(row)).count();
        self.top(count.saturating_add(ties), measure)
    }

    /// By what a row is ranked; `None` within for a lower end that is open to below, and at all for a row without an amount.
    #[expect(clippy::option_option, reason = "a row without an amount is not a row without a lower end")]
    fn ranked_by(&self, row: usize, measure: usize) -> Option<Option<i128>> {
        let cell = self.row(row)?.amount(measure)?;
        Some(cell.minor().or_else(|| cell.low_value()))
    }

    /// For each row its amount as a share, in percent, of the sum of the rows that agree with it in the keys at positions `within`; without
    /// any, of all. Subtotals are neither summed nor given a share. `None` where one of the amounts is hedged or incomplete, or the sum is
    /// zero or past 128 bits.
    ///
    /// # Errors
    ///
    /// [`QueryError::Bases`] for a key that is kept apart and not among `within`; [`QueryError::Mixed`] for two currencies in a sum.
    pub fn shares(
        &self,
        measure: usize,
        within: &[usize],
        decimals: u32,
        rounding: Rounding,
    ) -> Result<Vec<Option<Decimal>>, QueryError> {
        let group = |row: &Row<'_>| within.iter().map(|key| row.key(*key)).collect::<Vec<_>>();
        let name = || self.measure_names().nth(measure).unwrap_or_default().to_owned();
        let mut sums: BTreeMap<Vec<KeyValue>, (AmountCell, bool)> = BTreeMap::new();
        let mut members: BTreeMap<Vec<KeyValue>, Vec<usize>> = BTreeMap::new();
        for (place, row) in self.rows().enumerate().filter(|(_, row)| !row.is_subtotal()) {
            let Some(cell) = row.amount(measure) else { continue };
            members.entry(group(&row)).or_default().push(place);
            match sums.get_mut(&group(&row)) {
                None => {
                    sums.insert(group(&row), (cell, true));
                }
                Some((sum, whole)) => {
                    if let (Some(left), Some(right)) = (sum.currency(), cell.currency())
                        && left != right
                    {
                        return Err(QueryError::Mixed {
                            column: name(),
                            cell: "a share".to_owned(),
                            left,
                            right,
                        });
                    }
                    match sum.with(&cell, false) {
                        Some(more) => *sum = more,
                        None => *whole = false,
                    }
                }
            }
        }
        for rows in members.into_values() {
            self.refuse_apart(&rows, name())?;
        }
        let share_of = |row: Row<'_>| {
            let cell = row.amount(measure).filter(|_| !row.is_subtotal())?;
            let (sum, _) = sums.get(&group(&row)).filter(|(_, whole)| *whole)?;
            share(&cell, sum, decimals, rounding)
        };
        Ok(self.rows().map(share_of).collect())
    }

    /// Do these rows have two values of a key that is kept apart?
    fn refuse_apart(&self, rows: &[usize], measure: String) -> Result<(), QueryError> {
        for key in self.apart() {
            let values: BTreeSet<KeyValue> =
                rows.iter().filter_map(|row| Some(self.row(*row)?.key(*key))).collect();
            if values.len() > 1 {
                let column = self.key_names().nth(*key).unwrap_or_default().to_owned();
                let values = values.iter().map(ToString::to_string).collect();
                return Err(QueryError::Bases { measure, column, values });
            }
        }
        Ok(())
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
    /// other keys: of year and month, along the month, the year to date. `None` where the row has no amount, from a sum of two currencies or
    /// past 128 bits on, and everywhere along a key that is kept apart.
    pub fn running(&self, key: usize, measure: usize) -> Vec<Option<AmountCell>> {
        if self.apart().contains(&key) {
            return vec![None; self.len()];
        }
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
