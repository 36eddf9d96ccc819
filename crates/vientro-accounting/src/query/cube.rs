//! Answers that are kept up to date.

use std::collections::BTreeMap;

use super::apart::Met;
use super::block::Worker;
use super::cells::{Dated, Ends};
use super::finish::Finished;
use super::key::KeyValue;
use super::partial::{Partial, Shape, State, merge_states};
use super::plan::Plan;
use super::shape::projected;
use super::table::{Cell, Table};
use super::{Measure, Query, QueryError};
use crate::frame::Frame;

/// The answer of a query, maintained as rows come and are taken back.
///
/// A row changes one group, and one more for each subtotal the query asks for; nothing else is looked at. A cell is found by its keys
/// without touching any row. The cube always equals the query over all rows that were appended and not taken back.
///
/// ```
/// use vientro_accounting::frame::{Frame, MoneyColumn, NameColumn};
/// use vientro_accounting::query::{Cube, Key, KeyValue, Measure, Query};
/// use vientro_currency::Currency;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let rows = |rows: &[(&str, i128)]| -> Result<Frame, Box<dyn std::error::Error>> {
///     let (mut province, mut amount) = (NameColumn::default(), MoneyColumn::new());
///     for (name, minor) in rows {
///         province.push(Some(name));
///         amount.push_minor(*minor, Currency::VND);
///     }
///     Ok(Frame::from_columns([("province", province.into()), ("amount", amount.into())])?)
/// };
/// let query = Query::new().group_by(Key::column("province")).measure(Measure::sum("amount")).rollup();
/// let mut cube = Cube::new(query);
/// cube.append(&rows(&[("79", 5), ("40", 1), ("79", 2)])?)?;
/// cube.reverse(&rows(&[("79", 2)])?)?;
/// let sum = |keys: &[KeyValue]| Some(cube.cell(keys, 0)?.amount()?.minor());
/// assert_eq!(sum(&[KeyValue::Name("79".into())]), Some(Some(5)));
/// assert_eq!(sum(&[KeyValue::All]), Some(Some(6)));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct Cube<'a> {
    query: Query<'a>,
    /// Known from the first rows on.
    shape: Option<Shape>,
    groups: BTreeMap<Vec<KeyValue>, Group>,
    met: Met,
}

#[derive(Clone, Debug)]
struct Group {
    states: Vec<State>,
    /// By measure, what a smallest, largest, first, last or distinct value can be found in again when one is taken back.
    bags: BTreeMap<usize, BTreeMap<Item, u64>>,
}

/// One value of a bag, in the order in which its measure looks for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    Dated(u32, i128),
    /// Is it missing, and where it is.
    High(bool, i128),
    /// Is it there, and where it is.
    Low(bool, i128),
    Value(KeyValue),
}

/// The name of the count that says when a group has no rows left; no caller's measure has a control character in its name by accident.
const ROWS: &str = "\u{1}rows";

impl<'a> Cube<'a> {
    /// A cube without rows.
    pub fn new(query: Query<'a>) -> Self {
        let query = query.measure(Measure::count().named(ROWS));
        Self { query, shape: None, groups: BTreeMap::new(), met: Met::default() }
    }

    /// Takes the rows of `frame` in.
    ///
    /// # Errors
    ///
    /// As [`Query::run`]; the cube is then unchanged.
    pub fn append(&mut self, frame: &Frame) -> Result<(), QueryError> {
        self.change(frame, false)
    }

    /// Takes the rows of `frame` back, which must have been appended before.
    ///
    /// # Errors
    ///
    /// As [`Query::run`], and [`QueryError::NotAppended`] for a group with fewer rows than are taken back or without one of the values;
    /// the cube is then unchanged.
    pub fn reverse(&mut self, frame: &Frame) -> Result<(), QueryError> {
        self.change(frame, true)
    }

    /// What is known of a cell; `None` for keys without rows. `keys` as in [`Query::rows_behind`].
    pub fn cell(&self, keys: &[KeyValue], measure: usize) -> Option<Cell> {
        let group = self.groups.get(keys)?;
        Cell::of_state(self.shape.as_ref()?, &group.states, measure)
    }

    /// Number of groups, subtotals among them.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// True without rows.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The whole answer, as [`Query::run`] gives it.
    ///
    /// # Errors
    ///
    /// [`QueryError::Overflow`] names the cell whose sum leaves 128 bits.
    pub fn table(&self) -> Result<Table, QueryError> {
        let Some(shape) = &self.shape else { return Ok(Table::default()) };
        // the count of rows is the cube's own
        let mut shape = shape.clone();
        shape.measures.pop();
        let mut rows: Vec<(&Vec<KeyValue>, &Vec<State>)> =
            self.groups.iter().map(|(keys, group)| (keys, &group.states)).collect();
        rows.sort_by_cached_key(|(keys, _)| shape.ranks(keys));
        shape.apart.tell(Table::of_states(&shape, &rows)?, &self.met)
    }

    fn change(&mut self, frame: &Frame, back: bool) -> Result<(), QueryError> {
        // every combination is looked up by hash: a few rows need no cells for all of them
        let query = self.query.clone().cells_max(0);
        let plan = Plan::of(&query, frame)?;
        // a cube borrows one rate book, which cannot change under it
        let shape = Shape::of(&self.query, &plan, "")?;
        if self.shape.as_ref().is_some_and(|known| !known.is_of(&shape)) {
            return Err(QueryError::OtherQuery);
        }
        let kept = shape.kept()?;
        let (mut met, rows) = (self.met.clone(), shape.apart.met(&self.query, frame)?);
        if back && !met.take_back(&rows) {
            return Err(QueryError::NotAppended);
        }
        if !back {
            met.merge(&rows);
            shape.apart.check(&met)?;
        }
        let parts = if plan.has_lists() { by_row(&shape, &plan)? } else { vec![whole(&shape, &plan)?] };
        let mut changed: BTreeMap<Vec<KeyValue>, Option<Group>> = BTreeMap::new();
        for part in &parts {
            for (keys, states) in &part.groups {
                let covering = kept.iter().map(|kept| projected(keys, kept));
                for keys in std::iter::once(keys.clone()).chain(covering) {
                    let group = changed.entry(keys).or_insert_with_key(|keys| self.groups.get(keys).cloned());
                    let known = group.take();
                    *group =
                        if back { less(&shape, known, states)? } else { Some(more(&shape, known, states)?) };
                }
            }
        }
        for (keys, group) in changed {
            match group {
                Some(group) => self.groups.insert(keys, group),
                None => self.groups.remove(&keys),
            };
        }
        (self.shape, self.met) = (Some(shape), met);
        Ok(())
    }
}

fn whole(shape: &Shape, plan: &Plan<'_>) -> Result<Partial, QueryError> {
    Ok(Partial::of(shape.clone(), plan, Finished::unrounded(plan, plan.scan()?)?))
}

/// A partial for each row that counts.
fn by_row(shape: &Shape, plan: &Plan<'_>) -> Result<Vec<Partial>, QueryError> {
    let mut parts = Vec::new();
    for (chunk, from, to) in plan.tasks() {
        for row in from..to {
            let mut worker = Worker::new(plan);
            worker.take(chunk, row, row.saturating_add(1)).map_err(|(_, error)| error)?;
            parts.push(Partial::of(shape.clone(), plan, Finished::unrounded(plan, worker.into_cells())?));
        }
    }
    Ok(parts)
}

fn more(shape: &Shape, known: Option<Group>, states: &[State]) -> Result<Group, QueryError> {
    let mut group = match known {
        None => Group { states: states.to_vec(), bags: BTreeMap::new() },
        Some(mut group) => {
            merge_states(shape, &[], &mut group.states, states)?;
            group
        }
    };
    for (measure, state) in states.iter().enumerate() {
        for item in items(state) {
            let count = group.bags.entry(measure).or_default().entry(item).or_insert(0);
            *count = count.saturating_add(1);
        }
    }
    Ok(group)
}

fn less(shape: &Shape, known: Option<Group>, states: &[State]) -> Result<Option<Group>, QueryError> {
    let mut group = known.ok_or(QueryError::NotAppended)?;
    for (measure, state) in states.iter().enumerate() {
        for item in items(state) {
            let bag = group.bags.get_mut(&measure).ok_or(QueryError::NotAppended)?;
            let count = bag.get_mut(&item).ok_or(QueryError::NotAppended)?;
            *count = count.saturating_sub(1);
            if *count == 0 {
                bag.remove(&item);
            }
        }
        let bag = group.bags.get(&measure);
        let known = group.states.get_mut(measure).ok_or(QueryError::NotAppended)?;
        if !known.take_back(state) {
            return Err(QueryError::NotAppended);
        }
        match known {
            State::Distinct(values) => {
                let kept = bag.into_iter().flat_map(BTreeMap::keys);
                *values = kept
                    .filter_map(|it| if let Item::Value(value) = it { Some(value.clone()) } else { None })
                    .collect();
            }
            State::Dated { last, best, .. } => {
                let found =
                    bag.and_then(|bag| if *last { bag.keys().next_back() } else { bag.keys().next() });
                *best = match found {
                    Some(Item::Dated(day, minor)) => Some(Dated { day: *day, minor: *minor }),
                    _ => None,
                };
            }
            State::Ends { max, best, .. } => *best = bag.and_then(|bag| ends(bag, *max)),
            _ => {}
        }
    }
    let rows = shape.measures.iter().position(|measure| measure.name == ROWS);
    let left = rows.and_then(|rows| group.states.get(rows));
    Ok(if matches!(left, Some(State::Count(0))) { None } else { Some(group) })
}

/// The values of a row's state that stay in a bag.
fn items(state: &State) -> Vec<Item> {
    match state {
        State::Distinct(values) => values.iter().cloned().map(Item::Value).collect(),
        State::Dated { best: Some(it), .. } => vec![Item::Dated(it.day, it.minor)],
        State::Ends { best: Some(it), .. } => vec![
            Item::Low(it.low.is_some(), it.low.unwrap_or(0)),
            Item::High(it.high.is_none(), it.high.unwrap_or(0)),
        ],
        _ => Vec::new(),
    }
}

/// The smallest or largest ends of a bag; a missing low end is below, a missing high end above all others.
fn ends(bag: &BTreeMap<Item, u64>, max: bool) -> Option<Ends> {
    // all high ends come before all low ones
    let first_low = Item::Low(false, i128::MIN);
    let (mut highs, mut lows) = (bag.range(..&first_low), bag.range(&first_low..));
    let (high, low) =
        if max { (highs.next_back()?.0, lows.next_back()?.0) } else { (highs.next()?.0, lows.next()?.0) };
    Some(Ends {
        low: if let Item::Low(true, value) = low { Some(*value) } else { None },
        high: if let Item::High(false, value) = high { Some(*value) } else { None },
    })
}
