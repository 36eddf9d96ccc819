//! A query fitted to a frame.

use std::sync::atomic::{AtomicUsize, Ordering};

use vientro_currency::{Currency, RoundingScope};

use super::block::Worker;
use super::cells::Cells;
use super::filter::{Filter, FilterPlan};
use super::finish::{Finished, FinishedRow};
use super::key::{DaySlots, Digits, Key, KeyPlan, KeyRule, KeyValue};
use super::measure::{Measure, Signs, What};
use super::places::Rows;
use super::rates::RatePlan;
use super::table::Table;
use super::{Presentation, Query, QueryError};
use crate::frame::{Column, Dictionary, Field, Frame, Kind, at, short};

/// Cells that may be laid out whatever the number of rows; more only where there are not many more of them than rows.
const CELLS_FREE: u64 = 1 << 16;

/// A query with its columns found, its tables made and its way of grouping chosen.
#[derive(Debug)]
pub(crate) struct Plan<'f> {
    pub(crate) frame: &'f Frame,
    pub(crate) filters: Vec<FilterPlan>,
    /// The keys asked for, then the currencies that keep unconverted sums apart.
    pub(crate) keys: Vec<KeyPlan>,
    /// How many of the keys were asked for.
    pub(crate) asked: usize,
    /// What one digit of each key counts for.
    pub(crate) strides: Vec<u64>,
    /// For each kind of subtotal, which of the keys that were asked for it keeps.
    pub(crate) kept: Vec<Vec<bool>>,
    pub(crate) grouping: Grouping,
    /// Tables by slot of a day that serve several steps at once.
    pub(crate) days: Vec<DayTable>,
    pub(crate) lanes: Vec<Lane>,
    pub(crate) weights: Vec<WeightPlan>,
    pub(crate) measures: Vec<MeasurePlan>,
    /// Numbers of 64 bits in a cell.
    pub(crate) slots: usize,
    /// The slot that counts every row, which tells the groups that have rows; without one a bit of their numbers tells them.
    pub(crate) row_count: Option<usize>,
}

/// What the day of a row decides: its part of the place of the cell, and the first number of its row of rates.
#[derive(Debug)]
pub(crate) struct DayTable {
    pub(crate) slots: DaySlots,
    /// The lane the rates are of.
    pub(crate) lane: Option<usize>,
    pub(crate) entries: DayEntries,
    /// By slot, the last of the slots from there on that have the same entry.
    ends: Vec<u32>,
}

impl DayTable {
    fn of((slots, lane, pairs): DayPairs) -> Self {
        let mut ends = vec![0; pairs.len()];
        let mut next: Option<(&[u32; 2], u32)> = None;
        for ((slot, pair), end) in pairs.iter().enumerate().zip(&mut ends).rev() {
            *end = next.filter(|(other, _)| *other == pair).map_or(short(slot), |(_, end)| end);
            next = Some((pair, *end));
        }
        Self { slots, lane, entries: DayEntries::of(pairs), ends }
    }

    /// The entry of all rows from `from` up to, not including, `to`, where they share one.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    pub(crate) fn of_all(&self, columns: &[Column], from: usize, to: usize) -> Option<[u32; 2]> {
        // most rows in no order are told by the first and the last of them
        let (first, last) = (self.slots.span(columns, from, from.saturating_add(1))?, to.checked_sub(1)?);
        let last = self.slots.span(columns, last, to)?;
        if self.ends.get(at(first.0)) != self.ends.get(at(last.0)) {
            return None;
        }
        let (least, largest) = self.slots.span(columns, from, to)?;
        (largest <= *self.ends.get(at(least))?).then(|| self.entries.get(least))
    }
}

/// By slot of the day, its part of the number of the group and the first number of its row of rates.
#[derive(Debug)]
pub(crate) enum DayEntries {
    Pairs(Vec<[u32; 2]>),
    /// Both in 16 bits, the first the lower: half the room in the first cache.
    Short(Vec<u32>),
}

impl DayEntries {
    fn get(&self, slot: u32) -> [u32; 2] {
        match self {
            Self::Pairs(entries) => entries.get(at(slot)).copied().unwrap_or_default(),
            Self::Short(entries) => {
                entries.get(at(slot)).map_or([0; 2], |entry| [entry & 0xffff, entry >> 16])
            }
        }
    }

    fn of(pairs: Vec<[u32; 2]>) -> Self {
        let short = |[group, row]: &[u32; 2]| {
            let (group, row) = (u16::try_from(*group).ok()?, u16::try_from(*row).ok()?);
            Some(u32::from(group) | u32::from(row) << 16)
        };
        let list: Option<Vec<u32>> = pairs.iter().map(short).collect();
        list.map_or(Self::Pairs(pairs), Self::Short)
    }
}

/// How the cell of a row is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grouping {
    /// By position: there is a cell for each combination of digits.
    Dense { cells: usize },
    /// By hash of the combination.
    Hashed,
}

/// An amount column, converted or as it is, read once a block for all measures that need it.
#[derive(Debug)]
pub(crate) struct Lane {
    pub(crate) place: usize,
    pub(crate) rates: Option<RatePlan>,
    pub(crate) currency: LaneCurrency,
    /// Where sums are rounded once: the key that keeps amounts of different rates apart until then.
    pub(crate) total: Option<usize>,
    /// Is it only asked which of its amounts are unknown?
    pub(crate) counted: bool,
}

/// In which currency the sums of a lane are.
#[derive(Clone, Copy, Debug)]
pub(crate) enum LaneCurrency {
    /// In that of the digit of a key.
    OfKey(usize),
    /// All in one; `None` where no amount has a currency.
    One(Option<Currency>),
}

/// For which rows a measure counts, and with which sign.
#[derive(Clone, Debug)]
pub(crate) struct WeightPlan {
    pub(crate) only: Vec<FilterPlan>,
    /// The column of names and, by code, 1, 0 or -1.
    pub(crate) signs: Option<(usize, Vec<i8>)>,
    source: (Vec<Filter>, Option<Signs>),
}

#[derive(Clone, Debug)]
pub(crate) struct MeasurePlan {
    pub(crate) name: String,
    pub(crate) action: Action,
    pub(crate) weight: Option<usize>,
}

/// What a measure does with a row.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    Count { slot: usize },
    Difference { of: usize, less: usize },
    Distinct { key: Box<KeyPlan>, list: usize },
    Extreme { lane: usize, max: bool, list: usize },
    Dated { lane: usize, days: DaySlots, last: bool, list: usize },
    Sum { lane: usize, slot: usize },
    Unknown { lane: usize, slot: usize },
}

impl<'f> Plan<'f> {
    pub(crate) fn of(query: &Query<'_>, frame: &'f Frame) -> Result<Self, QueryError> {
        if query.measures.is_empty() {
            return Err(QueryError::NoMeasure);
        }
        let filters: Vec<FilterPlan> =
            query.filters.iter().map(|filter| filter.plan(frame)).collect::<Result<_, _>>()?;
        let mut keys: Vec<KeyPlan> =
            query.keys.iter().map(|key| KeyPlan::of(key, frame)).collect::<Result<_, _>>()?;
        let asked = keys.len();
        let mut plan = Self {
            frame,
            filters,
            keys: Vec::new(),
            asked,
            strides: Vec::new(),
            kept: query.kept()?,
            grouping: Grouping::Hashed,
            days: Vec::new(),
            lanes: Vec::new(),
            weights: Vec::new(),
            measures: Vec::new(),
            slots: 0,
            row_count: None,
        };
        for measure in &query.measures {
            plan.add_measure(query, measure, &mut keys)?;
        }
        let counted = plan.measures.iter().find_map(|measure| match measure.action {
            Action::Count { slot } if measure.weight.is_none() => Some(slot),
            _ => None,
        });
        // filters leave rows among the others that do not count, which a number of rows tells at less cost than a bit
        let is_told = plan.slots > 0 && plan.filters.is_empty();
        plan.row_count = counted.or_else(|| (!is_told).then(|| plan.new_slot()));
        let mut product = 1_u64;
        plan.strides = vec![0; keys.len()];
        for (stride, key) in plan.strides.iter_mut().zip(&keys).rev() {
            *stride = product;
            product = product.checked_mul(key.radix).ok_or(QueryError::TooManyGroups)?;
        }
        let numbers = product.saturating_mul(u64::try_from(plan.slots).unwrap_or(u64::MAX));
        let rows = u64::try_from(frame.rows()).unwrap_or(u64::MAX);
        let is_filled = product <= rows.saturating_mul(4).max(CELLS_FREE);
        if is_filled && numbers <= query.budget.cells_max && u32::try_from(numbers).is_ok() {
            plan.grouping = Grouping::Dense { cells: usize::try_from(product).unwrap_or(usize::MAX) };
        }
        plan.keys = keys;
        plan.add_days();
        Ok(plan)
    }

    fn add_measure(
        &mut self,
        query: &Query<'_>,
        measure: &Measure,
        keys: &mut Vec<KeyPlan>,
    ) -> Result<(), QueryError> {
        let name = measure.name.clone();
        if self.measures.iter().any(|other| other.name == name) {
            return Err(QueryError::Name { name });
        }
        let list = self.measures.iter().filter(|measure| measure.action.is_listed()).count();
        let action = match &measure.what {
            What::Count => Action::Count { slot: self.new_slot() },
            What::Difference(of, less) => {
                let find = |name: &String| {
                    self.measures
                        .iter()
                        .position(|it| it.name == *name && matches!(it.action, Action::Sum { .. }))
                        .ok_or_else(|| QueryError::Name { name: name.clone() })
                };
                Action::Difference { of: find(of)?, less: find(less)? }
            }
            What::Distinct(column) => {
                let key = KeyPlan::of(&Key::column(column.clone()), self.frame)?;
                Action::Distinct { key: Box::new(key), list }
            }
            What::First(column, date) | What::Last(column, date) => {
                let lane = self.lane(query, column, keys, false)?;
                let last = matches!(measure.what, What::Last(..));
                Action::Dated { lane, days: DaySlots::of(self.frame, date)?, last, list }
            }
            What::Max(column) | What::Min(column) => {
                let lane = self.lane(query, column, keys, false)?;
                Action::Extreme { lane, max: matches!(measure.what, What::Max(_)), list }
            }
            What::Sum(column) => {
                let lane = self.lane(query, column, keys, true)?;
                Action::Sum { lane, slot: self.new_slot() }
            }
            What::Unknown(column) => {
                let lane = self.counted_lane(column)?;
                Action::Unknown { lane, slot: self.new_slot() }
            }
        };
        let weight = self.weight(measure)?;
        self.measures.push(MeasurePlan { name, action, weight });
        Ok(())
    }

    /// Lays the keys and rates of one date column side by side, where cells are found by position.
    fn add_days(&mut self) {
        if self.grouping == Grouping::Hashed {
            return;
        }
        let mut tables: Vec<DayPairs> = Vec::new();
        for (key, stride) in self.keys.iter().zip(&self.strides) {
            let Digits::Day { days, table } = &key.digits else { continue };
            let (_, _, entries) = day_table(&mut tables, days);
            let stride = u32::try_from(*stride).unwrap_or(0);
            for (entry, digit) in entries.iter_mut().zip(table) {
                entry[0] = entry[0].wrapping_add(digit.wrapping_mul(stride));
            }
        }
        for (number, lane) in self.lanes.iter().enumerate() {
            let (Some(rates), None) = (&lane.rates, lane.total) else { continue };
            let (_, lane, entries) = day_table(&mut tables, &rates.days);
            if lane.is_none() {
                *lane = Some(number);
                for (entry, row) in entries.iter_mut().zip(&rates.rows) {
                    entry[1] = *row;
                }
            }
        }
        self.days = tables.into_iter().map(DayTable::of).collect();
    }

    fn new_slot(&mut self) -> usize {
        let slot = self.slots;
        self.slots = slot.saturating_add(1);
        slot
    }

    /// The lane of an amount column, made if there is none; where it is not converted, a key keeps its currencies apart.
    fn lane(
        &mut self,
        query: &Query<'_>,
        column: &str,
        keys: &mut Vec<KeyPlan>,
        is_sum: bool,
    ) -> Result<usize, QueryError> {
        let (place, field) = column_of(self.frame, column)?;
        let Kind::Money { currencies, .. } = &field.kind else {
            return Err(wrong_kind(field, "money"));
        };
        let once = |it: &Presentation<'_>| is_sum && it.policy.rounding_scope() == RoundingScope::Total;
        let once = query.presentation.as_ref().is_some_and(once);
        let is_it = |it: &Lane| it.place == place && it.total.is_some() == once && !it.counted;
        if let Some(lane) = self.lanes.iter().position(is_it) {
            return Ok(lane);
        }
        let mut total = None;
        let (rates, currency) = match &query.presentation {
            Some(presentation) => {
                let (date, _) = column_of(self.frame, presentation.date)?;
                let all = (i64::MIN, i64::MAX);
                let days = |(first, last): (i64, i64), filter: &FilterPlan| {
                    let (from, to) = filter.range_of(date);
                    (first.max(from), last.min(to))
                };
                let window = if once { all } else { self.filters.iter().fold(all, days) };
                let rates = RatePlan::of(self.frame, currencies, presentation, window)?;
                if once {
                    let count = rates.converter.rates().len();
                    keys.push(KeyPlan::of_rates(place, &rates.days, &rates.rows, count));
                    total = Some(keys.len().saturating_sub(1));
                }
                (Some(rates), LaneCurrency::One(Some(presentation.to)))
            }
            None if currencies.len() <= 1 && field.missing == 0 => {
                (None, LaneCurrency::One(currencies.first().copied()))
            }
            None => {
                let is_currency = |key: &Key| {
                    key.column == column && matches!(key.rule, KeyRule::AsItIs | KeyRule::Currency)
                };
                let key = if let Some(key) = query.keys.iter().position(is_currency) {
                    key
                } else {
                    keys.push(KeyPlan::of(&Key::currency(column), self.frame)?);
                    keys.len().saturating_sub(1)
                };
                (None, LaneCurrency::OfKey(key))
            }
        };
        self.lanes.push(Lane { place, rates, currency, total, counted: false });
        Ok(self.lanes.len().saturating_sub(1))
    }

    /// A lane of an amount column, which needs neither a currency nor a rate to count what is unknown.
    fn counted_lane(&mut self, column: &str) -> Result<usize, QueryError> {
        let (place, field) = column_of(self.frame, column)?;
        if !matches!(field.kind, Kind::Money { .. }) {
            return Err(wrong_kind(field, "money"));
        }
        if let Some(lane) = self.lanes.iter().position(|it| it.place == place) {
            return Ok(lane);
        }
        let currency = LaneCurrency::One(None);
        self.lanes.push(Lane { place, rates: None, currency, total: None, counted: true });
        Ok(self.lanes.len().saturating_sub(1))
    }

    fn weight(&mut self, measure: &Measure) -> Result<Option<usize>, QueryError> {
        if measure.only.is_empty() && measure.signs.is_none() {
            return Ok(None);
        }
        let source = (measure.only.clone(), measure.signs.clone());
        if let Some(found) = self.weights.iter().position(|weight| weight.source == source) {
            return Ok(Some(found));
        }
        let only = measure.only.iter().map(|filter| filter.plan(self.frame)).collect::<Result<_, _>>()?;
        let signs = match &measure.signs {
            None => None,
            Some((column, plus, minus)) => {
                let (place, field) = column_of(self.frame, column)?;
                let Kind::Names { dictionary } = &field.kind else { return Err(wrong_kind(field, "names")) };
                Some((place, sign_table(dictionary, plus, minus)))
            }
        };
        self.weights.push(WeightPlan { only, signs, source });
        Ok(Some(self.weights.len().saturating_sub(1)))
    }

    /// All rows, then the table.
    pub(crate) fn run(&self) -> Result<Table, QueryError> {
        let cells = self.scan()?;
        Table::of(self, Finished::of(self, cells)?)
    }

    /// The cells of all rows.
    pub(crate) fn scan(&self) -> Result<Cells, QueryError> {
        let (mut tasks, settling) = (self.tasks(), self.settling());
        if settling.as_ref().is_some_and(|settling| settling.is_backward(self)) {
            tasks.reverse();
        }
        // tasks are handed out in order, so that the first row with an error is always met
        let next = AtomicUsize::new(0);
        let work = |_: usize| {
            let mut worker = Worker::new(self);
            while let Some(task) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
                if !settling.as_ref().is_some_and(|it| it.is_settled(self, worker.cells(), *task)) {
                    let (chunk, from, to) = *task;
                    worker.take(chunk, from, to)?;
                }
            }
            Ok(worker.into_cells())
        };
        let done: Vec<Result<Cells, (usize, QueryError)>> = match Self::workers(tasks.len()) {
            #[cfg(feature = "rayon")]
            workers if workers > 1 => {
                use rayon::iter::{IntoParallelIterator, ParallelIterator};
                (0..workers).into_par_iter().map(work).collect()
            }
            _ => vec![work(0)],
        };
        let mut first_error: Option<(usize, QueryError)> = None;
        let mut total: Option<Cells> = None;
        for cells in done {
            match cells {
                Err((row, error)) => {
                    if first_error.as_ref().is_none_or(|(first, _)| row < *first) {
                        first_error = Some((row, error));
                    }
                }
                Ok(cells) => match &mut total {
                    None => total = Some(cells),
                    Some(total) => total.merge(cells),
                },
            }
        }
        match first_error {
            Some((_, error)) => Err(error),
            None => Ok(total.unwrap_or_else(|| Cells::new(self))),
        }
    }

    /// Are the sums of a lane rounded once?
    pub(crate) fn is_rounded_once(&self, lane: usize) -> bool {
        self.lanes.get(lane).is_some_and(|lane| lane.total.is_some())
    }

    /// Does a measure have to look at single rows of a part?
    pub(crate) fn takes_singles(&self, rows: &Rows<'_>) -> bool {
        let inexact = |lane: &Lane| match rows.chunk.columns.get(lane.place) {
            Some(Column::Money(column)) => column.inexact.is_some(),
            _ => false,
        };
        self.measures.iter().any(|it| it.action.is_listed()) || self.lanes.iter().any(inexact)
    }

    /// How many workers share the tasks.
    pub(crate) fn workers(tasks: usize) -> usize {
        #[cfg(feature = "rayon")]
        {
            rayon::current_num_threads().min(tasks)
        }
        #[cfg(not(feature = "rayon"))]
        {
            tasks.min(1)
        }
    }

    /// The digits of a combination.
    pub(crate) fn digits(&self, combination: u64) -> impl Iterator<Item = u32> + '_ {
        let mut rest = combination;
        self.strides.iter().map(move |stride| {
            let digit = rest.checked_div(*stride).unwrap_or(0);
            rest = rest.wrapping_sub(digit.wrapping_mul(*stride));
            u32::try_from(digit).unwrap_or(u32::MAX)
        })
    }

    /// Does a kind of subtotal, from 1, keep a key that was asked for? Without a subtotal every key is kept.
    pub(crate) fn is_kept(&self, key: usize, subtotal: u32) -> bool {
        let kept = subtotal.checked_sub(1).and_then(|it| self.kept.get(at(it)));
        kept.is_none_or(|kept| kept.get(key).copied().unwrap_or(true))
    }

    /// The part of a combination that a row of a kind of subtotal shows.
    pub(crate) fn shown(&self, combination: u64, subtotal: u32) -> u64 {
        self.part(combination, |key| key < self.asked && self.is_kept(key, subtotal))
    }

    /// The part of a combination by which the groups of a kind of subtotal are told apart: also the currencies and rates that keep sums apart.
    pub(crate) fn apart_from(&self, combination: u64, subtotal: u32) -> u64 {
        let is_currency = |key: usize| {
            self.lanes.iter().any(|lane| matches!(lane.currency, LaneCurrency::OfKey(it) if it == key))
        };
        self.part(combination, |key| key >= self.asked || self.is_kept(key, subtotal) || is_currency(key))
    }

    fn part(&self, combination: u64, keeps: impl Fn(usize) -> bool) -> u64 {
        let digits = self.digits(combination).zip(&self.strides).enumerate();
        let kept = digits.filter(|(key, _)| keeps(*key));
        kept.fold(0, |sum, (_, (digit, stride))| sum.wrapping_add(u64::from(digit).wrapping_mul(*stride)))
    }

    /// The keys of a cell in words, for errors.
    pub(crate) fn cell_text(&self, row: &FinishedRow) -> String {
        let values = self.keys.iter().zip(self.digits(row.combination)).take(self.asked).enumerate();
        let text: Vec<String> = values
            .map(|(place, (key, digit))| {
                let value = if self.is_kept(place, row.subtotal) { key.value(digit) } else { KeyValue::All };
                format!("{} {value}", key.name)
            })
            .collect();
        if text.is_empty() { "all rows".to_owned() } else { text.join(", ") }
    }

    /// `combination` with the currency that the lane has in `other`.
    pub(crate) fn with_currency_of(&self, lane: usize, combination: u64, other: u64) -> u64 {
        let Some(LaneCurrency::OfKey(key)) = self.lanes.get(lane).map(|lane| lane.currency) else {
            return combination;
        };
        let stride = self.strides.get(key).copied().unwrap_or(0);
        let part = |it: u64| u64::from(self.digits(it).nth(key).unwrap_or(0)).wrapping_mul(stride);
        combination.wrapping_sub(part(combination)).wrapping_add(part(other))
    }

    /// The currency of a lane's sums in a cell.
    pub(crate) fn currency_of(&self, lane: usize, combination: u64) -> Option<Currency> {
        match self.lanes.get(lane)?.currency {
            LaneCurrency::One(currency) => currency,
            LaneCurrency::OfKey(key) => {
                let digit = self.digits(combination).nth(key)?;
                match self.keys.get(key)?.value(digit) {
                    KeyValue::Currency(currency) => Some(currency),
                    _ => None,
                }
            }
        }
    }
}

impl Action {
    /// Does it keep a list of its own beside the cells?
    const fn is_listed(&self) -> bool {
        matches!(self, Self::Distinct { .. } | Self::Extreme { .. } | Self::Dated { .. })
    }
}

/// A table of days in the making: its slots, the lane of its rates, its entries.
type DayPairs = (DaySlots, Option<usize>, Vec<[u32; 2]>);

/// The table of a date column, made if there is none.
fn day_table<'t>(tables: &'t mut Vec<DayPairs>, days: &DaySlots) -> &'t mut DayPairs {
    let found = tables.iter().position(|(slots, ..)| slots.place == days.place);
    let place = found.unwrap_or_else(|| {
        tables.push((days.clone(), None, vec![[0; 2]; days.days().count().saturating_add(1)]));
        tables.len().saturating_sub(1)
    });
    &mut tables[place]
}

fn sign_table(dictionary: &Dictionary, plus: &[String], minus: &[String]) -> Vec<i8> {
    let mut table = vec![0; dictionary.names().len().saturating_add(1)];
    for (names, sign) in [(plus, 1), (minus, -1)] {
        for code in names.iter().filter_map(|name| dictionary.code(name)) {
            if let Some(entry) = table.get_mut(at(code)) {
                *entry = sign;
            }
        }
    }
    table
}

/// A column by name.
pub(crate) fn column_of<'f>(frame: &'f Frame, name: &str) -> Result<(usize, &'f Field), QueryError> {
    let missing = || QueryError::Column { name: name.to_owned() };
    let place = frame.position(name).ok_or_else(missing)?;
    Ok((place, frame.fields().get(place).ok_or_else(missing)?))
}

pub(crate) fn wrong_kind(field: &Field, expected: &'static str) -> QueryError {
    QueryError::Kind { name: field.name.clone(), found: field.kind.text(), expected }
}
