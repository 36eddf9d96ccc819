//! Answers that are kept up to date.

use std::collections::BTreeMap;

use vientro_currency::Currency;

use super::apart::{Apart, Met};
use super::cells::{Dated, Ends};
use super::finish::Finished;
use super::key::KeyValue;
use super::partial::{Partial, Shape, merge_states};
use super::record::{FrameRow, Record};
use super::row::{GroupStates, RateCache};
use super::shape::projected;
use super::state::{State, WideSum};
use super::table::{Cell, Table};
use super::{Measure, Query, QueryError};
use crate::frame::Frame;

/// The answer of a query, maintained as rows come and are taken back.
///
/// A row changes one group, and one more for each kind of subtotal the query asks for; nothing else is looked at and nothing is planned
/// anew. A cell is found by its keys without touching any row. The cube always equals the query over all rows that were appended and not
/// taken back.
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
    kept: Vec<Vec<bool>>,
    groups: BTreeMap<Vec<KeyValue>, Group>,
    met: Met,
    rates: RateCache,
}

#[derive(Clone, Debug)]
struct Group {
    states: Vec<State>,
    /// By measure, what a value or currency can be found in again when one is taken back.
    bags: Vec<Bag>,
}

#[derive(Clone, Debug, Default)]
struct Bag {
    items: BTreeMap<Item, u64>,
    currencies: BTreeMap<Currency, u64>,
}

/// One value of a bag, in the order in which its measure looks for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    Dated(u32, WideSum),
    /// Is it missing, and where it is.
    High(bool, WideSum),
    /// Is it there, and where it is.
    Low(bool, WideSum),
    Value(KeyValue),
}

/// The name of the count that says when a group has no rows left; no caller's measure has a control character in its name by accident.
const ROWS: &str = "\u{1}rows";

/// More rows than these are summed by a plan of their own.
const ROWS_ONE_BY_ONE: usize = 256;

/// What the rows of one call add: groups and states, and what they have of the columns that are kept apart.
type Change = (Vec<GroupStates>, Met);

impl<'a> Cube<'a> {
    /// A cube without rows.
    pub fn new(query: Query<'a>) -> Self {
        let query = query.measure(Measure::count().named(ROWS));
        Self {
            query,
            shape: None,
            kept: Vec::new(),
            groups: BTreeMap::new(),
            met: Met::default(),
            rates: RateCache::new(),
        }
    }

    /// Takes the rows of `frame` in.
    ///
    /// # Errors
    ///
    /// As [`Query::run`]; the cube is then unchanged.
    pub fn append(&mut self, frame: &Frame) -> Result<(), QueryError> {
        let change = self.change_of(frame)?;
        self.apply(change, false)
    }

    /// Takes the rows of `frame` back, which must have been appended before.
    ///
    /// # Errors
    ///
    /// As [`Query::run`], and [`QueryError::NotAppended`] for a group with fewer rows than are taken back or without one of the values;
    /// the cube is then unchanged.
    pub fn reverse(&mut self, frame: &Frame) -> Result<(), QueryError> {
        let change = self.change_of(frame)?;
        self.apply(change, true)
    }

    /// Takes one row in. Names that answers list first are those that the first frame declared.
    ///
    /// # Errors
    ///
    /// As [`Cube::append`].
    pub fn append_record(&mut self, record: &Record) -> Result<(), QueryError> {
        let change = self.change_of_record(record)?;
        self.apply(change, false)
    }

    /// Takes one row back, which must have been appended before.
    ///
    /// # Errors
    ///
    /// As [`Cube::reverse`].
    pub fn reverse_record(&mut self, record: &Record) -> Result<(), QueryError> {
        let change = self.change_of_record(record)?;
        self.apply(change, true)
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

    fn change_of(&mut self, frame: &Frame) -> Result<Change, QueryError> {
        // the first frame decides the shape, and so does one whose names were declared in another way
        if self.shape.is_none() || !self.shape.as_ref().is_some_and(|shape| shape.fits(&self.query, frame)) {
            // what is wrong with the query is told before any row is read
            self.query.plan(frame)?;
            // a cube borrows one rate book, which cannot change under it
            self.take_shape(Shape::of(&self.query, frame, "")?)?;
        }
        let Some(shape) = &self.shape else { return Ok(Change::default()) };
        let is_long = frame.rows() > ROWS_ONE_BY_ONE && !self.query.has_lists();
        let plan = if is_long { self.query.plan(frame)? } else { None };
        if let Some(plan) = plan {
            let part = Partial::of(shape.clone(), &plan, Finished::unrounded(&plan, plan.scan()?)?);
            let rows = part.groups.into_iter().map(|(keys, states)| GroupStates { keys, states });
            return Ok((rows.collect(), shape.apart.met(&self.query, frame)?));
        }
        let (mut rows, mut met) = (Vec::new(), Met::default());
        for chunk in frame.chunks() {
            for row in 0..chunk.rows {
                let row = FrameRow { frame, chunk, row };
                if let Some(states) = self.query.states_of(&row, &mut self.rates)? {
                    rows.push(states);
                    met.merge(&self.query.met_of(shape.apart.columns(), &row)?);
                }
            }
        }
        Ok((rows, met))
    }

    fn change_of_record(&mut self, record: &Record) -> Result<Change, QueryError> {
        if self.shape.is_none() {
            let apart = Apart::of(&self.query, record.apart())?;
            self.take_shape(Shape::of_query(&self.query, apart, ""))?;
        }
        let Some(shape) = &self.shape else { return Ok(Change::default()) };
        if !shape.apart.columns().eq(record.apart()) {
            return Err(QueryError::OtherQuery);
        }
        let Some(states) = self.query.states_of(record, &mut self.rates)? else {
            return Ok(Change::default());
        };
        Ok((vec![states], self.query.met_of(shape.apart.columns(), record)?))
    }

    fn take_shape(&mut self, shape: Shape) -> Result<(), QueryError> {
        if self.shape.as_ref().is_some_and(|known| *known != shape) {
            return Err(QueryError::OtherQuery);
        }
        self.kept = shape.kept()?;
        self.shape = Some(shape);
        Ok(())
    }

    /// All of a change or nothing of it.
    fn apply(&mut self, (rows, met): Change, back: bool) -> Result<(), QueryError> {
        let Some(shape) = &self.shape else { return Ok(()) };
        let mut known = self.met.clone();
        if back && !known.take_back(&met) {
            return Err(QueryError::NotAppended);
        }
        if !back {
            known.merge(&met);
            shape.apart.check(&known)?;
        }
        let mut done: Vec<(Vec<KeyValue>, usize)> = Vec::new();
        for (place, GroupStates { keys, states }) in rows.iter().enumerate() {
            let covering = self.kept.iter().map(|kept| projected(keys, kept));
            for keys in std::iter::once(keys.clone()).chain(covering) {
                if let Err(error) = put(&mut self.groups, shape, &keys, states, back) {
                    // what was done is undone by its opposite, which leaves no trace
                    for (keys, place) in done.into_iter().rev() {
                        let states = rows.get(place).map_or(&[][..], |row| row.states.as_slice());
                        let _ = put(&mut self.groups, shape, &keys, states, !back);
                    }
                    return Err(error);
                }
                done.push((keys, place));
            }
        }
        self.met = known;
        Ok(())
    }
}

/// Puts states in a group or takes them out of it; nothing is changed where that is an error.
fn put(
    groups: &mut BTreeMap<Vec<KeyValue>, Group>,
    shape: &Shape,
    keys: &[KeyValue],
    states: &[State],
    back: bool,
) -> Result<(), QueryError> {
    if let Some(group) = groups.get_mut(keys) {
        if !back {
            return group.add(shape, keys, states);
        }
        if !group.is_last(shape, states) {
            return group.take_back(states);
        }
        let mut last = group.clone();
        last.take_back(states)?;
        // rows that leave something behind are not those that were appended
        if !last.is_spent() {
            return Err(QueryError::NotAppended);
        }
        groups.remove(keys);
        return Ok(());
    }
    if back {
        return Err(QueryError::NotAppended);
    }
    let mut group = Group { states: states.to_vec(), bags: vec![Bag::default(); states.len()] };
    group.note(states);
    groups.insert(keys.to_vec(), group);
    Ok(())
}

impl Group {
    fn add(&mut self, shape: &Shape, keys: &[KeyValue], states: &[State]) -> Result<(), QueryError> {
        for ((known, more), measure) in self.states.iter().zip(states).zip(&shape.measures) {
            if let (Some(left), Some(right)) = (known.currency(), more.currency())
                && left != right
            {
                let (column, cell) = (measure.name.clone(), shape.cell_text(keys));
                let (left, right) = (left.min(right), left.max(right));
                return Err(QueryError::Mixed { column, cell, left, right });
            }
        }
        merge_states(shape, keys, &mut self.states, states)?;
        self.note(states);
        Ok(())
    }

    /// Keeps the values in the bags.
    fn note(&mut self, states: &[State]) {
        for (bag, state) in self.bags.iter_mut().zip(states) {
            for item in items(state) {
                let count = bag.items.entry(item).or_insert(0);
                *count = count.saturating_add(1);
            }
            if let Some(currency) = state.currency() {
                let count = bag.currencies.entry(currency).or_insert(0);
                *count = count.saturating_add(1);
            }
        }
    }

    fn take_back(&mut self, states: &[State]) -> Result<(), QueryError> {
        for ((known, less), bag) in self.states.iter().zip(states).zip(&self.bags) {
            let has = items(less).iter().all(|item| bag.items.contains_key(item))
                && less.currency().is_none_or(|currency| bag.currencies.contains_key(&currency));
            if !has || !known.covers(less) {
                return Err(QueryError::NotAppended);
            }
        }
        for ((known, less), bag) in self.states.iter_mut().zip(states).zip(&mut self.bags) {
            known.take_back(less);
            for item in items(less) {
                if fewer(&mut bag.items, &item)
                    && let (State::Distinct(values), Item::Value(value)) = (&mut *known, &item)
                {
                    values.remove(value);
                }
            }
            if let Some(currency) = less.currency()
                && fewer(&mut bag.currencies, &currency)
            {
                known.set_currency(bag.currencies.keys().next().copied());
            }
            match known {
                State::Dated { last, best, .. } => {
                    let found = if *last { bag.items.keys().next_back() } else { bag.items.keys().next() };
                    *best = match found {
                        Some(Item::Dated(day, minor)) => Some(Dated { day: *day, minor: *minor }),
                        _ => None,
                    };
                }
                State::Ends { max, best, .. } => *best = ends(&bag.items, *max),
                _ => {}
            }
        }
        Ok(())
    }

    /// Are these the last rows of the group?
    fn is_last(&self, shape: &Shape, states: &[State]) -> bool {
        let rows = shape.measures.iter().position(|measure| measure.name == ROWS);
        rows.is_some_and(|rows| self.states.get(rows) == states.get(rows))
    }

    fn is_spent(&self) -> bool {
        self.bags.iter().all(|bag| bag.items.is_empty() && bag.currencies.is_empty())
            && self.states.iter().all(State::is_spent)
    }
}

/// One fewer of an item; true if none is left.
fn fewer<T: Ord>(bag: &mut BTreeMap<T, u64>, item: &T) -> bool {
    let Some(count) = bag.get_mut(item) else { return false };
    *count = count.saturating_sub(1);
    let is_last = *count == 0;
    if is_last {
        bag.remove(item);
    }
    is_last
}

/// The values of a row's state that stay in a bag.
fn items(state: &State) -> Vec<Item> {
    match state {
        State::Distinct(values) => values.iter().cloned().map(Item::Value).collect(),
        State::Dated { best: Some(it), .. } => vec![Item::Dated(it.day, it.minor)],
        State::Ends { best: Some(it), .. } => vec![
            Item::Low(it.low.is_some(), it.low.unwrap_or_default()),
            Item::High(it.high.is_none(), it.high.unwrap_or_default()),
        ],
        _ => Vec::new(),
    }
}

/// The smallest or largest ends of a bag; a missing low end is below, a missing high end above all others.
fn ends(bag: &BTreeMap<Item, u64>, max: bool) -> Option<Ends> {
    // all high ends come before all low ones
    let first_low = Item::Low(false, WideSum::LEAST);
    let (mut highs, mut lows) = (bag.range(..&first_low), bag.range(&first_low..));
    let (high, low) =
        if max { (highs.next_back()?.0, lows.next_back()?.0) } else { (highs.next()?.0, lows.next()?.0) };
    Some(Ends {
        low: if let Item::Low(true, value) = low { Some(*value) } else { None },
        high: if let Item::High(false, value) = high { Some(*value) } else { None },
    })
}
