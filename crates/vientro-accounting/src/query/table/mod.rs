//! The answer of a query.

mod cell;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use vientro_core::{Bilingual, Figure, Finding};
use vientro_currency::{Currency, Money};

use super::QueryError;
use super::cells::{List, Side};
use super::finish::{Finished, FinishedRow};
use super::key::{KeyPlan, KeyValue};
use super::partial::Shape;
use super::plan::{Action, Plan};
use super::shared;
use super::state::{State, WideSum};
use crate::frame::at;
pub use cell::{AmountCell, Cell};

/// The answer of a query: a row for each group that has rows, in the order of the keys.
///
/// Names come in the order their dictionary declares and then by their bytes, numbers and days ascending, what is missing last.
#[derive(Clone, Debug, Default)]
pub struct Table {
    keys: Vec<TableKey>,
    names: Vec<String>,
    columns: Vec<Answers>,
    rows: usize,
    /// Positions of the keys over whose values nothing may be added.
    apart: Vec<usize>,
    label: Option<Bilingual>,
    warnings: Vec<Finding>,
}

/// The values of one key by row.
#[derive(Clone, Debug)]
struct TableKey {
    name: String,
    /// The values that come first.
    declared: Vec<KeyValue>,
    values: KeyColumn,
}

#[derive(Clone, Debug)]
enum KeyColumn {
    /// Digits of the combinations of the rows, of which one counts for `stride`; by kind of subtotal whether it keeps the key.
    Digits {
        plan: Box<KeyPlan>,
        stride: u64,
        kept: Vec<bool>,
        rows: Arc<Vec<FinishedRow>>,
    },
    Values(Vec<KeyValue>),
}

impl TableKey {
    fn value(&self, row: usize) -> Option<KeyValue> {
        match &self.values {
            KeyColumn::Digits { plan, stride, kept, rows } => {
                let FinishedRow { combination, subtotal, .. } = *rows.get(row)?;
                let kind = subtotal.checked_sub(1).and_then(|kind| kept.get(at(kind)));
                if kind == Some(&false) {
                    return Some(KeyValue::All);
                }
                let digit = combination.checked_div(*stride)?.checked_rem(plan.radix)?;
                Some(plan.value(u32::try_from(digit).unwrap_or(u32::MAX)))
            }
            KeyColumn::Values(values) => values.get(row).cloned(),
        }
    }
}

/// The answers of one measure by row.
#[derive(Clone, Debug)]
enum Answers {
    Amounts {
        numbers: Numbers,
        sides: BTreeMap<usize, Side>,
        currencies: Currencies,
    },
    Counts(Vec<u64>),
    /// Both ends; `None` for a group without such amounts.
    Ends {
        ends: Vec<Option<(Option<i128>, Option<i128>)>>,
        currencies: Currencies,
    },
}

#[derive(Clone, Debug)]
enum Numbers {
    Narrow(Vec<i64>),
    Wide(Vec<i128>),
}

#[derive(Clone, Debug)]
enum Currencies {
    One(Option<Currency>),
    ByRow(Vec<Option<Currency>>),
}

impl Table {
    pub(crate) fn of(plan: &Plan<'_>, finished: Finished) -> Result<Self, QueryError> {
        let Finished { cells, rows, .. } = finished;
        let rows = Arc::new(rows);
        let asked = plan.keys.iter().zip(&plan.strides).take(plan.asked).enumerate();
        let keys = asked.map(|(place, (key, stride))| TableKey {
            name: key.name.clone(),
            declared: key.declared(),
            values: KeyColumn::Digits {
                plan: Box::new(key.clone()),
                stride: *stride,
                kept: plan.kept.iter().map(|kept| kept.get(place).copied().unwrap_or(true)).collect(),
                rows: Arc::clone(&rows),
            },
        });
        let row_of: BTreeMap<u32, usize> = if cells.sides.is_empty() && cells.lists.is_empty() {
            BTreeMap::new()
        } else {
            rows.iter().enumerate().map(|(place, row)| (row.group, place)).collect()
        };
        let overflow = |measure: usize, row: Option<&FinishedRow>| QueryError::Overflow {
            measure: plan.measures.get(measure).map_or_else(String::new, |it| it.name.clone()),
            cell: row.map_or_else(String::new, |row| plan.cell_text(row)),
        };
        let currencies = |lane: usize| {
            use super::plan::LaneCurrency;
            match plan.lanes.get(lane).map(|lane| lane.currency) {
                Some(LaneCurrency::OfKey(_)) => Currencies::ByRow(
                    rows.iter().map(|row| plan.currency_of(lane, row.combination)).collect(),
                ),
                Some(LaneCurrency::One(currency)) => Currencies::One(currency),
                None => Currencies::One(None),
            }
        };
        let place = |group: u32, slot: usize| at(group).saturating_mul(plan.slots).saturating_add(slot);
        let mut columns: Vec<Answers> = Vec::with_capacity(plan.measures.len());
        for (measure, it) in plan.measures.iter().enumerate() {
            let answers = match &it.action {
                Action::Count { slot } | Action::Unknown { slot, .. } => {
                    let count = |row: &FinishedRow| {
                        u64::try_from(cells.number(place(row.group, *slot)).unwrap_or(0)).unwrap_or(0)
                    };
                    Answers::Counts(shared::list(&rows, shared::NUMBERS_LEAST, count))
                }
                Action::Sum { lane, slot } => {
                    let numbers = if cells.is_narrow() {
                        let number = |row: &FinishedRow| cells.narrow_number(place(row.group, *slot));
                        Numbers::Narrow(shared::list(&rows, shared::NUMBERS_LEAST, number))
                    } else {
                        let number = |row: &FinishedRow| {
                            cells.number(place(row.group, *slot)).ok_or_else(|| overflow(measure, Some(row)))
                        };
                        Numbers::Wide(rows.iter().map(number).collect::<Result<_, _>>()?)
                    };
                    let mut sides = BTreeMap::new();
                    for ((group, of), side) in &cells.sides {
                        if *of != measure {
                            continue;
                        }
                        // groups that were joined to another have no row
                        let Some(row) = row_of.get(group) else { continue };
                        if side.overflow {
                            return Err(overflow(measure, rows.get(*row)));
                        }
                        sides.insert(*row, *side);
                    }
                    Answers::Amounts { numbers, sides, currencies: currencies(*lane) }
                }
                Action::Distinct { list, .. } => {
                    let mut counts = vec![0_u64; rows.len()];
                    if let Some(List::Distinct { pairs, .. }) = cells.lists.get(*list) {
                        for (group, _) in pairs {
                            if let Some(count) = row_of.get(group).and_then(|row| counts.get_mut(*row)) {
                                *count = count.saturating_add(1);
                            }
                        }
                    }
                    Answers::Counts(counts)
                }
                Action::Extreme { lane, list, .. } | Action::Dated { lane, list, .. } => {
                    let best = |group: u32| match cells.lists.get(*list)? {
                        List::Extreme { best, .. } => best.get(&group).map(|it| (it.low, it.high)),
                        List::Dated { best, .. } => {
                            best.get(&group).map(|it| (Some(it.minor), Some(it.minor)))
                        }
                        List::Distinct { .. } => None,
                    };
                    // in the order of answers, so that the first cell past 128 bits is named whatever the order of rows
                    let shown = |row: &FinishedRow| {
                        let ends = best(row.group).map(|(low, high)| both_ends(low, high));
                        ends.map(|ends| ends.ok_or_else(|| overflow(measure, Some(row)))).transpose()
                    };
                    let ends = rows.iter().map(shown).collect::<Result<_, _>>()?;
                    Answers::Ends { ends, currencies: currencies(*lane) }
                }
                Action::Difference { of, less } => {
                    let (Some(left), Some(right)) = (columns.get(*of), columns.get(*less)) else { continue };
                    difference(left, right, rows.len()).map_err(|row| overflow(measure, rows.get(row)))?
                }
            };
            columns.push(answers);
        }
        let names = plan.measures.iter().map(|measure| measure.name.clone()).collect();
        Ok(Self { keys: keys.collect(), names, columns, rows: rows.len(), ..Self::default() })
    }

    /// The table of groups that stand for themselves.
    pub(crate) fn of_states(
        shape: &Shape,
        rows: &[(&Vec<KeyValue>, &Vec<State>)],
    ) -> Result<Self, QueryError> {
        let keys = shape.keys.iter().enumerate().map(|(place, key)| TableKey {
            name: key.name.clone(),
            declared: key.order.clone(),
            values: KeyColumn::Values(
                rows.iter().map(|(keys, _)| keys.get(place).cloned().unwrap_or(KeyValue::All)).collect(),
            ),
        });
        let mut columns = Vec::with_capacity(shape.measures.len());
        for (measure, it) in shape.measures.iter().enumerate() {
            let overflow = |keys: &[KeyValue]| QueryError::Overflow {
                measure: it.name.clone(),
                cell: shape.cell_text(keys),
            };
            let (mut numbers, mut sides, mut currencies) = (Vec::new(), BTreeMap::new(), Vec::new());
            let (mut counts, mut ends) = (Vec::new(), Vec::new());
            for (row, (keys, states)) in rows.iter().enumerate() {
                let amount = |place: usize| match states.get(place)? {
                    State::Amount { sum, side, currency } => Some((sum.number(), *side, *currency)),
                    State::Total { sum, side, currency } => Some((shape.rounded(sum), *side, *currency)),
                    _ => None,
                };
                let state = match it.difference {
                    None => amount(measure),
                    Some((of, less)) => amount(of).zip(amount(less)).map(|(of, less)| {
                        let (number, mut side) = (of.0.zip(less.0), of.1);
                        side.merge(&less.1.negated());
                        (number.and_then(|(of, less)| of.checked_sub(less)), side, of.2.or(less.2))
                    }),
                };
                if let Some((number, side, currency)) = state {
                    let number = number.filter(|_| !side.overflow);
                    numbers.push(number.ok_or_else(|| overflow(keys))?);
                    if side != Side::default() {
                        sides.insert(row, side);
                    }
                    currencies.push(currency);
                    continue;
                }
                match states.get(measure) {
                    Some(State::Count(count)) => counts.push(*count),
                    Some(State::Distinct(values)) => {
                        counts.push(u64::try_from(values.len()).unwrap_or(u64::MAX));
                    }
                    Some(State::Ends { best, currency, .. }) => {
                        let best = best.map(|it| both_ends(it.low, it.high).ok_or_else(|| overflow(keys)));
                        ends.push(best.transpose()?);
                        currencies.push(*currency);
                    }
                    Some(State::Dated { best, currency, .. }) => {
                        let minor = |it: super::cells::Dated| both_ends(Some(it.minor), Some(it.minor));
                        ends.push(best.map(|it| minor(it).ok_or_else(|| overflow(keys))).transpose()?);
                        currencies.push(*currency);
                    }
                    _ => {}
                }
            }
            let currencies = Currencies::ByRow(currencies);
            columns.push(if !counts.is_empty() {
                Answers::Counts(counts)
            } else if !ends.is_empty() {
                Answers::Ends { ends, currencies }
            } else {
                Answers::Amounts { numbers: Numbers::Wide(numbers), sides, currencies }
            });
        }
        let names = shape.measures.iter().map(|it| it.name.clone()).collect();
        Ok(Self { keys: keys.collect(), names, columns, rows: rows.len(), ..Self::default() })
    }

    pub(crate) fn with_apart(
        mut self,
        apart: Vec<usize>,
        label: Option<Bilingual>,
        warnings: Vec<Finding>,
    ) -> Self {
        (self.apart, self.label, self.warnings) = (apart, label, warnings);
        self
    }

    /// Positions of the keys over whose values nothing may be added.
    pub(crate) fn apart(&self) -> &[usize] {
        &self.apart
    }

    /// What is added across bases, in the words of [`super::Query::across_bases`].
    pub fn label(&self) -> Option<&Bilingual> {
        self.label.as_ref()
    }

    /// A warning for each sum across bases, directions or what else is kept apart.
    pub fn warnings(&self) -> &[Finding] {
        &self.warnings
    }

    /// The position of a key by name.
    pub fn key(&self, name: &str) -> Option<usize> {
        self.keys.iter().position(|key| key.name == name)
    }

    /// The values of a key that occur, each once, in the order of answers.
    pub fn values(&self, key: usize) -> Vec<KeyValue> {
        let Some(it) = self.keys.get(key) else { return Vec::new() };
        let values: BTreeSet<KeyValue> = (0..self.rows).filter_map(|row| it.value(row)).collect();
        let declared = it.declared.iter().filter(|value| values.contains(value)).cloned();
        let others = values.iter().filter(|value| !it.declared.contains(value)).cloned();
        declared.chain(others).collect()
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// True without rows.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The names of the keys.
    pub fn key_names(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|key| key.name.as_str())
    }

    /// The names of the measures.
    pub fn measure_names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The position of a measure by name.
    pub fn measure(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|it| it == name)
    }

    /// A row by position.
    pub fn row(&self, row: usize) -> Option<Row<'_>> {
        (row < self.rows).then_some(Row { table: self, row })
    }

    /// The rows in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        (0..self.rows).map(|row| Row { table: self, row })
    }
}

/// A row of a [`Table`].
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    table: &'t Table,
    row: usize,
}

impl<'t> Row<'t> {
    pub(crate) const fn new(table: &'t Table, row: usize) -> Self {
        Self { table, row }
    }

    /// The value of a key by position, in the order in which keys were added; [`KeyValue::All`] past the last.
    pub fn key(&self, key: usize) -> KeyValue {
        self.table.keys.get(key).and_then(|key| key.value(self.row)).unwrap_or(KeyValue::All)
    }

    /// Is it a sum over all values of a key?
    pub fn is_subtotal(&self) -> bool {
        self.keys().any(|value| value == KeyValue::All)
    }

    /// The values of the other keys, and that of this one.
    pub(crate) fn without(&self, key: usize) -> (Vec<KeyValue>, KeyValue) {
        let others = self.keys().enumerate().filter(|(place, _)| *place != key).map(|(_, value)| value);
        (others.collect(), self.key(key))
    }

    /// The values of all keys.
    pub fn keys(&self) -> impl Iterator<Item = KeyValue> {
        (0..self.table.keys.len()).map(|key| self.key(key))
    }

    /// The amount of a measure by position; `None` for a count, and for a smallest, largest, first or last amount that is not there.
    pub fn amount(&self, measure: usize) -> Option<AmountCell> {
        self.table.columns.get(measure)?.amount(self.row)
    }

    /// As [`Row::amount`], as money: what is known or hedged of it, as [`AmountCell::known_part`].
    ///
    /// # Errors
    ///
    /// [`QueryError::Money`] names the measure and the cell whose amount is of more than 96 bits.
    pub fn money(&self, measure: usize) -> Result<Option<Figure<Money>>, QueryError> {
        let Some(amount) = self.amount(measure) else { return Ok(None) };
        amount.known_part().map(Some).map_err(|source| {
            let name = self.table.measure_names().nth(measure).unwrap_or_default();
            let keys = self.table.key_names().zip(self.keys()).map(|(key, value)| format!("{key} {value}"));
            let cell = keys.collect::<Vec<_>>().join(", ");
            let cell = if cell.is_empty() { "all rows".to_owned() } else { cell };
            QueryError::Money { measure: name.to_owned(), cell, source }
        })
    }

    /// The count of a measure by position; `None` for an amount.
    pub fn count(&self, measure: usize) -> Option<u64> {
        match self.table.columns.get(measure)? {
            Answers::Counts(counts) => counts.get(self.row).copied(),
            _ => None,
        }
    }
}

/// Both ends as numbers; `None` where one leaves 128 bits.
fn both_ends(low: Option<WideSum>, high: Option<WideSum>) -> Option<(Option<i128>, Option<i128>)> {
    let number = |end: Option<WideSum>| end.map_or(Some(None), |end| end.number().map(Some));
    Some((number(low)?, number(high)?))
}

impl Answers {
    fn amount(&self, row: usize) -> Option<AmountCell> {
        match self {
            Self::Amounts { numbers, sides, currencies } => Some(AmountCell {
                known: numbers.get(row)?,
                side: sides.get(&row).copied().unwrap_or_default(),
                currency: currencies.get(row),
            }),
            Self::Counts(_) => None,
            Self::Ends { ends, currencies } => {
                let (low, high) = (*ends.get(row)?)?;
                let side = Side {
                    low: low.unwrap_or(0),
                    high: high.unwrap_or(0),
                    low_unbounded: low.is_none().into(),
                    high_unbounded: high.is_none().into(),
                    ..Side::default()
                };
                Some(AmountCell { known: 0, side, currency: currencies.get(row) })
            }
        }
    }
}

impl Numbers {
    fn get(&self, row: usize) -> Option<i128> {
        match self {
            Self::Narrow(list) => list.get(row).map(|number| (*number).into()),
            Self::Wide(list) => list.get(row).copied(),
        }
    }
}

impl Currencies {
    fn get(&self, row: usize) -> Option<Currency> {
        match self {
            Self::One(currency) => *currency,
            Self::ByRow(list) => list.get(row).copied().flatten(),
        }
    }
}

/// One column of sums less another; an error names the row that leaves 128 bits.
fn difference(left: &Answers, right: &Answers, rows: usize) -> Result<Answers, usize> {
    let (
        Answers::Amounts { numbers: a, sides: left_sides, currencies },
        Answers::Amounts { numbers: b, sides: right_sides, .. },
    ) = (left, right)
    else {
        return Err(0);
    };
    let narrow = match (a, b) {
        (Numbers::Narrow(a), Numbers::Narrow(b)) => {
            a.iter().zip(b).map(|(a, b)| a.checked_sub(*b)).collect::<Option<Vec<_>>>()
        }
        _ => None,
    };
    let numbers = if let Some(narrow) = narrow {
        Numbers::Narrow(narrow)
    } else {
        let mut wide = Vec::with_capacity(rows);
        for row in 0..rows {
            let difference = a.get(row).zip(b.get(row)).and_then(|(a, b)| a.checked_sub(b));
            wide.push(difference.ok_or(row)?);
        }
        Numbers::Wide(wide)
    };
    let mut sides = left_sides.clone();
    for (row, side) in right_sides {
        let entry = sides.entry(*row).or_default();
        entry.merge(&side.negated());
        if entry.overflow {
            return Err(*row);
        }
    }
    Ok(Answers::Amounts { numbers, sides, currencies: currencies.clone() })
}
