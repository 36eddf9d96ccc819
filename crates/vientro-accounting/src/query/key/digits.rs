//! Keys as digits of a number.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::Datelike;

use super::days::{DaySlots, is_near, occurring};
use super::{Key, KeyRule, KeyValue, Part, names};
use crate::frame::{Codes, Column, Dictionary, Frame, Kind, at, short};
use crate::query::QueryError;
use crate::query::map::NameMap;
use crate::query::plan::{column_of, wrong_kind};
use crate::vectors::vectors;

/// A key as digits of a number: each row has a digit below the radix.
#[derive(Clone, Debug)]
pub(crate) struct KeyPlan {
    pub(crate) name: String,
    pub(crate) radix: u64,
    pub(crate) digits: Digits,
    labels: Labels,
    /// Taken from digits; digit 0 is a missing value if there is one.
    pub(crate) missing: bool,
    /// How many of the listed values were declared.
    declared: usize,
    /// The digits in the order of answers, where that is not ascending with the missing one last.
    order: Option<Vec<u32>>,
}

/// Where digits come from.
#[derive(Clone, Debug)]
pub(crate) enum Digits {
    /// The year a row is settled in, from `origin` on; years and whether it is January by slot of the day.
    Budget { days: DaySlots, years: Vec<(i64, bool)>, place: usize, origin: i64 },
    /// The code less `less`.
    Codes { place: usize, less: u32 },
    /// A table by slot of the day.
    Day { days: DaySlots, table: Vec<u32> },
    /// The number from `origin` on.
    Integers { place: usize, origin: i64, less: u32 },
    /// The number of the rate of a row: its currency's code, and the row of rates by slot of the day.
    Rates { place: usize, days: DaySlots, rows: Vec<u32> },
    /// The position among the numbers that occur.
    Sparse { place: usize, values: Arc<[i64]> },
    /// A table by code, one for each part of a map; the part by slot of the day.
    Mapped { place: usize, days: Option<(DaySlots, Vec<u32>)>, table: Vec<u32> },
}

#[derive(Clone, Debug)]
enum Labels {
    Integers {
        origin: i64,
    },
    List(Vec<KeyValue>),
    /// Never shown.
    None,
    /// Ascending.
    Numbers(Arc<[i64]>),
    Parts {
        part: Part,
        origin: i64,
    },
}

impl KeyPlan {
    pub(crate) fn of(key: &Key, frame: &Frame) -> Result<Self, QueryError> {
        let (place, field) = column_of(frame, &key.column)?;
        let missing = field.missing > 0;
        let less = u32::from(!missing);
        let name = key.name.clone();
        let list = |values: Vec<KeyValue>, declared: usize, order: Option<Vec<u32>>| {
            let radix =
                u64::try_from(values.len()).unwrap_or(u64::MAX).saturating_add(u64::from(missing)).max(1);
            Self {
                name: name.clone(),
                radix,
                digits: Digits::Codes { place, less },
                labels: Labels::List(values),
                missing,
                declared,
                order,
            }
        };
        Ok(match (&key.rule, &field.kind) {
            (KeyRule::AsItIs, Kind::Names { dictionary }) => list(
                names(dictionary.names()),
                dictionary.declared(),
                name_order(dictionary.names(), dictionary.declared(), missing),
            ),
            (KeyRule::AsItIs, Kind::Flags) => {
                list(vec![KeyValue::Flag(false), KeyValue::Flag(true)], 0, None)
            }
            (KeyRule::AsItIs | KeyRule::Currency, Kind::Money { currencies, declared, .. }) => {
                let values = currencies.iter().copied().map(KeyValue::Currency).collect();
                list(values, *declared, name_order(currencies, *declared, missing))
            }
            (KeyRule::AsItIs, Kind::Integers { range }) => {
                let (min, max) = range.unwrap_or((0, 0));
                let radix = max
                    .wrapping_sub(min)
                    .cast_unsigned()
                    .saturating_add(1)
                    .saturating_add(u64::from(missing));
                if !is_near(radix, frame) || u32::try_from(radix).is_err() {
                    return Self::sparse_integers(name, frame, place, missing);
                }
                let digits = Digits::Integers { place, origin: min, less };
                Self {
                    name,
                    radix,
                    digits,
                    labels: Labels::Integers { origin: min },
                    missing,
                    declared: 0,
                    order: None,
                }
            }
            (KeyRule::AsItIs, Kind::Dates { .. }) => Self::day(name, frame, &key.column, Part::Day, missing)?,
            (KeyRule::Day(part), Kind::Dates { .. }) => Self::day(name, frame, &key.column, *part, missing)?,
            (KeyRule::Budget(budget), Kind::Dates { .. }) => Self::budget(name, frame, &key.column, budget)?,
            (KeyRule::Budget(_) | KeyRule::Day(_), _) => return Err(wrong_kind(field, "dates")),
            (KeyRule::Currency, _) => return Err(wrong_kind(field, "money")),
            (KeyRule::Mapped(map, date), Kind::Names { dictionary }) => {
                let days = date.as_deref().map(|date| DaySlots::of(frame, date)).transpose()?;
                Self::mapped(name, place, dictionary, map, days)
            }
            (KeyRule::Sector, Kind::Names { dictionary }) => {
                let map = NameMap::to_sectors(dictionary.names());
                Self::mapped(name, place, dictionary, &map, None)
            }
            (KeyRule::Mapped(..) | KeyRule::Sector, _) => return Err(wrong_kind(field, "names")),
        })
    }

    /// The rate that each row of an amount column is converted by; never shown.
    pub(crate) fn of_rates(place: usize, days: &DaySlots, rows: &[u32], count: usize) -> Self {
        let digits = Digits::Rates { place, days: days.clone(), rows: rows.to_vec() };
        let radix = u64::try_from(count).unwrap_or(u64::MAX).max(1);
        let name = "rate".to_owned();
        Self { name, radix, digits, labels: Labels::None, missing: false, declared: 0, order: None }
    }

    fn day(name: String, frame: &Frame, column: &str, part: Part, missing: bool) -> Result<Self, QueryError> {
        let days = DaySlots::of(frame, column)?;
        let origin = days.days().next().map_or(0, |day| part.number(day));
        let first = i64::from(missing);
        // a missing day has slot and digit 0
        let mut table = vec![0_u32];
        let mut last = 0_u64;
        for day in days.days() {
            let digit = part.number(day).wrapping_sub(origin).wrapping_add(first).cast_unsigned();
            last = last.max(digit);
            table.push(u32::try_from(digit).unwrap_or(u32::MAX));
        }
        let mut labels = Labels::Parts { part, origin };
        let mut radix = last.saturating_add(1);
        if !is_near(radix, frame) {
            // far apart: each part that occurs has a digit of its own; days ascend, and so do their parts
            let mut values: Vec<KeyValue> = Vec::new();
            table.truncate(1);
            for day in days.days() {
                let value = part.value(part.number(day));
                if values.last() != Some(&value) {
                    values.push(value);
                }
                table.push(short(values.len()).wrapping_sub(u32::from(!missing)));
            }
            radix = u64::try_from(values.len()).unwrap_or(u64::MAX).saturating_add(u64::from(missing));
            labels = Labels::List(values);
        }
        let digits = Digits::Day { days, table };
        Ok(Self { name, radix, digits, labels, missing, declared: 0, order: None })
    }

    /// Digit 0 is a row without a year.
    fn budget(name: String, frame: &Frame, date: &str, budget: &str) -> Result<Self, QueryError> {
        let days = DaySlots::of(frame, date)?;
        let (place, field) = column_of(frame, budget)?;
        if !matches!(field.kind, Kind::Integers { .. }) {
            return Err(wrong_kind(field, "integers"));
        }
        let mut years = vec![(0, false)];
        years.extend(days.days().map(|day| (i64::from(day.year()), day.month() == 1)));
        // a row of the first January may be of the year before
        let of_days = || years.iter().skip(1).map(|(year, _)| *year);
        let origin = of_days().min().unwrap_or(0).saturating_sub(1);
        let span = of_days().max().unwrap_or(0).saturating_sub(origin).saturating_add(2);
        let labels = Labels::Parts { part: Part::BudgetYear, origin };
        let digits = Digits::Budget { days, years, place, origin };
        let radix = u64::try_from(span).unwrap_or(1);
        Ok(Self { name, radix, digits, labels, missing: true, declared: 0, order: None })
    }

    /// Numbers too far apart for digits by distance: each that occurs has a digit of its own.
    fn sparse_integers(name: String, frame: &Frame, place: usize, missing: bool) -> Result<Self, QueryError> {
        let values: Arc<[i64]> = occurring(frame, place)?.into();
        let labels = Labels::Numbers(Arc::clone(&values));
        let radix = u64::try_from(values.len()).unwrap_or(u64::MAX).saturating_add(u64::from(missing)).max(1);
        let digits = Digits::Sparse { place, values };
        Ok(Self { name, radix, digits, labels, missing, declared: 0, order: None })
    }

    fn mapped(
        name: String,
        place: usize,
        dictionary: &Dictionary,
        map: &NameMap,
        days: Option<DaySlots>,
    ) -> Self {
        let targets: BTreeSet<&String> = map.maps().flat_map(BTreeMap::values).collect();
        // digit 0 is a name the map does not have
        let digit_of: BTreeMap<&String, u32> = targets.iter().copied().zip(1..).collect();
        let mut table = Vec::new();
        for part in map.maps() {
            table.push(0);
            for name in dictionary.names() {
                table.push(part.get(name).and_then(|to| digit_of.get(to)).copied().unwrap_or(0));
            }
        }
        let codes = short(dictionary.names().len().saturating_add(1));
        let days = days.map(|days| {
            // an undated row is read by the first part only where there is but one
            let unsure = short(table.len());
            let undated = if map.is_single() { 0 } else { unsure };
            let mut parts = vec![undated];
            parts.extend(days.days().map(|day| short(map.part_on(day)).wrapping_mul(codes)));
            (days, parts)
        });
        if days.is_some() {
            table.extend(std::iter::repeat_n(0, at(codes)));
        }
        let values: Vec<KeyValue> =
            targets.into_iter().map(|name| KeyValue::Name(name.as_str().into())).collect();
        let radix = u64::try_from(values.len()).unwrap_or(u64::MAX).saturating_add(1);
        let digits = Digits::Mapped { place, days, table };
        Self { name, radix, digits, labels: Labels::List(values), missing: true, declared: 0, order: None }
    }

    /// The values that come first in answers whatever the rows: declared names and currencies.
    pub(crate) fn declared(&self) -> Vec<KeyValue> {
        match &self.labels {
            Labels::List(values) => values.iter().take(self.declared).cloned().collect(),
            Labels::Integers { .. } | Labels::None | Labels::Numbers(_) | Labels::Parts { .. } => Vec::new(),
        }
    }

    /// The value a digit stands for.
    pub(crate) fn value(&self, digit: u32) -> KeyValue {
        let Some(position) = (if self.missing { digit.checked_sub(1) } else { Some(digit) }) else {
            return KeyValue::Missing;
        };
        match &self.labels {
            Labels::Integers { origin } => KeyValue::Integer(origin.wrapping_add(position.into())),
            Labels::List(values) => values.get(at(position)).cloned().unwrap_or(KeyValue::Missing),
            Labels::None => KeyValue::All,
            Labels::Numbers(values) => {
                values.get(at(position)).copied().map_or(KeyValue::Missing, KeyValue::Integer)
            }
            Labels::Parts { part, origin } => part.value(origin.wrapping_add(position.into())),
        }
    }

    /// The digit of a value, if it has one.
    pub(crate) fn digit(&self, value: &KeyValue) -> Option<u32> {
        let first = u32::from(self.missing);
        if *value == KeyValue::Missing {
            return self.missing.then_some(0);
        }
        let position = match (&self.labels, value) {
            (Labels::Integers { origin }, KeyValue::Integer(number)) => {
                u32::try_from(number.checked_sub(*origin)?).ok()?
            }
            (Labels::Numbers(values), KeyValue::Integer(number)) => short(values.binary_search(number).ok()?),
            (Labels::List(values), value) => short(values.iter().position(|it| it == value)?),
            (Labels::Parts { .. }, value) => {
                let radix = u32::try_from(self.radix).ok()?;
                (first..radix).find(|digit| self.value(*digit) == *value)?.checked_sub(first)?
            }
            _ => return None,
        };
        position.checked_add(first).filter(|digit| u64::from(*digit) < self.radix)
    }

    /// For each digit the digit of the same value in another plan of the same key.
    pub(crate) fn digits_in(&self, other: &Self) -> Vec<Option<u32>> {
        let radix = u32::try_from(other.radix).unwrap_or(u32::MAX);
        let is_listed = !matches!(other.labels, Labels::Integers { .. });
        // numbers are found by their distance; other values are few
        let places: HashMap<KeyValue, u32> = if is_listed {
            (0..radix).map(|digit| (other.value(digit), digit)).collect()
        } else {
            HashMap::new()
        };
        (0..u32::try_from(self.radix).unwrap_or(u32::MAX))
            .map(|digit| {
                let value = self.value(digit);
                if is_listed { places.get(&value).copied() } else { other.digit(&value) }
            })
            .collect()
    }

    /// All digits in the order of answers.
    pub(crate) fn in_order(&self) -> Vec<u32> {
        if let Some(order) = &self.order {
            return order.clone();
        }
        let radix = u32::try_from(self.radix).unwrap_or(u32::MAX);
        if self.missing { (1..radix).chain([0]).collect() } else { (0..radix).collect() }
    }

    /// The place of each digit in the order of answers.
    pub(crate) fn ranks(&self) -> Vec<u32> {
        let mut ranks = vec![0; usize::try_from(self.radix).unwrap_or_default()];
        for (rank, digit) in self.in_order().into_iter().enumerate() {
            if let Some(entry) = ranks.get_mut(at(digit)) {
                *entry = short(rank);
            }
        }
        ranks
    }

    /// True where ascending digits are in the order of answers.
    pub(crate) fn is_in_order(&self) -> bool {
        self.order.is_none() && !self.missing
    }

    /// The digits of the rows from `from` on, or of those picked.
    pub(crate) fn load(
        &self,
        columns: &[Column],
        from: usize,
        picked: Option<&[u32]>,
        out: &mut [u32],
        spare: &mut [u32],
    ) {
        vectors(
            #[inline(always)]
            || self.load_rows(columns, from, picked, out, spare),
        );
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    fn load_rows(
        &self,
        columns: &[Column],
        from: usize,
        picked: Option<&[u32]>,
        out: &mut [u32],
        spare: &mut [u32],
    ) {
        match &self.digits {
            Digits::Budget { days, years, place, origin } => {
                days.load(columns, from, picked, out);
                let Some(Column::Integers(column)) = columns.get(*place) else { return };
                for (position, out) in out.iter_mut().enumerate() {
                    let offset =
                        picked.map_or(position, |picked| picked.get(position).map_or(0, |row| at(*row)));
                    let day = years.get(at(*out)).copied().filter(|_| *out > 0);
                    let year = day.and_then(|(year, is_january)| {
                        budget_year(year, is_january, column.get(from.saturating_add(offset)))
                    });
                    let digit = year.map_or(0, |year| year.saturating_sub(*origin).saturating_add(1));
                    *out = u32::try_from(digit).unwrap_or(0);
                }
            }
            Digits::Codes { place, less } => load_codes(columns.get(*place), from, picked, *less, out),
            Digits::Integers { place, origin, less } => {
                let Some(Column::Integers(column)) = columns.get(*place) else { return };
                match picked {
                    None => column.load(from, *origin, out),
                    Some(picked) => column.pick(from, picked, *origin, out),
                }
                for digit in out.iter_mut() {
                    *digit = digit.wrapping_sub(*less);
                }
            }
            Digits::Rates { place, days, rows } => {
                load_codes(columns.get(*place), from, picked, 0, out);
                let spare = spare.get_mut(..out.len()).unwrap_or_default();
                days.load(columns, from, picked, spare);
                look_up(rows, spare);
                for (out, row) in out.iter_mut().zip(spare.iter()) {
                    *out = out.wrapping_add(*row);
                }
            }
            Digits::Sparse { place, values } => {
                let Some(Column::Integers(column)) = columns.get(*place) else { return };
                let first = usize::from(self.missing);
                for (position, out) in out.iter_mut().enumerate() {
                    let offset =
                        picked.map_or(position, |picked| picked.get(position).map_or(0, |row| at(*row)));
                    let value = column.get(from.saturating_add(offset));
                    let found = value.and_then(|value| values.binary_search(&value).ok());
                    *out = found.map_or(0, |found| short(found.saturating_add(first)));
                }
            }
            Digits::Day { days, table } => {
                days.load(columns, from, picked, out);
                look_up(table, out);
            }
            Digits::Mapped { place, days, table } => {
                load_codes(columns.get(*place), from, picked, 0, out);
                if let Some((days, parts)) = days {
                    let spare = spare.get_mut(..out.len()).unwrap_or_default();
                    days.load(columns, from, picked, spare);
                    look_up(parts, spare);
                    for (out, part) in out.iter_mut().zip(spare.iter()) {
                        *out = out.wrapping_add(*part);
                    }
                }
                look_up(table, out);
            }
        }
    }

    /// The date column whose days alone decide the digit, which ascends with them.
    pub(crate) fn day_column(&self) -> Option<usize> {
        match &self.digits {
            Digits::Day { days, .. } => Some(days.place),
            _ => None,
        }
    }

    /// The digits of two days of its column that occur, by their numbers.
    pub(crate) fn span(&self, least: i64, largest: i64) -> Option<(u32, u32)> {
        match &self.digits {
            Digits::Day { days, table } => {
                let digit = |number: i64| table.get(at(days.slot_of(number))).copied();
                Some((digit(least)?, digit(largest)?))
            }
            _ => None,
        }
    }
}

/// The budget year of a row of a year: January is in two, and no other month is in another.
pub(crate) fn budget_year(year: i64, is_january: bool, settled: Option<i64>) -> Option<i64> {
    match settled {
        None if is_january => None,
        None => Some(year),
        Some(settled) if settled == year || (is_january && settled.checked_add(1) == Some(year)) => {
            Some(settled)
        }
        Some(_) => None,
    }
}

/// Replaces each place by what stands there.
#[inline]
fn look_up(table: &[u32], out: &mut [u32]) {
    for out in out {
        *out = table.get(at(*out)).copied().unwrap_or(0);
    }
}

/// The codes of a column of names, flags or amounts (their currencies), less `less`.
#[inline]
pub(crate) fn load_codes(
    column: Option<&Column>,
    from: usize,
    picked: Option<&[u32]>,
    less: u32,
    out: &mut [u32],
) {
    let Some(codes) = codes_of(column) else { return };
    match picked {
        None => codes.load(from, less, out),
        Some(picked) => codes.pick(from, picked, less, out),
    }
}

/// The codes of a column of names, flags or amounts.
pub(crate) fn codes_of(column: Option<&Column>) -> Option<&Codes> {
    match column? {
        Column::Names(column) => Some(&column.codes),
        Column::Flags(column) => Some(&column.codes),
        Column::Money(column) => Some(&column.codes),
        _ => None,
    }
}

/// Declared names first, then the others by their bytes, a missing one last; `None` where the digits are so already.
fn name_order<T: Ord>(names: &[T], declared: usize, missing: bool) -> Option<Vec<u32>> {
    let (declared, others) = names.split_at_checked(declared).unwrap_or((names, &[]));
    if others.is_sorted() {
        return None;
    }
    let first = u32::from(missing);
    let mut sorted: Vec<(&T, u32)> =
        others.iter().zip(first.saturating_add(short(declared.len()))..).collect();
    sorted.sort_unstable();
    let declared = (first..).take(declared.len());
    let missing = missing.then_some(0);
    Some(declared.chain(sorted.into_iter().map(|(_, digit)| digit)).chain(missing).collect())
}
