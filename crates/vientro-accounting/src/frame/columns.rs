//! The columns a frame is made of, each with what is known about it.

use std::collections::HashMap;
use std::ops::Bound;

use chrono::{Datelike, NaiveDate};
use vientro_core::{Figure, Interval};
use vientro_currency::{Currency, Money};

use super::codes::{Bits, Codes, at, short};

/// The names of a dictionary column: declared ones in their order, further ones as they come.
///
/// Code 0 is a missing name; the first name has code 1. Answers list declared names in the order they were declared, then others
/// in the order of their bytes, so that no answer depends on the order of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dictionary {
    names: Vec<String>,
    declared: usize,
    places: HashMap<String, u32>,
}

impl Dictionary {
    /// A dictionary of `declared` names; a name given twice counts once.
    pub fn new<S: Into<String>>(declared: impl IntoIterator<Item = S>) -> Self {
        let mut dictionary = Self::default();
        for name in declared {
            let name: String = name.into();
            dictionary.code_or_add(&name);
        }
        dictionary.declared = dictionary.names.len();
        dictionary
    }

    /// The code of a name, which is added if it is new.
    pub fn code_or_add(&mut self, name: &str) -> u32 {
        if let Some(code) = self.places.get(name) {
            return *code;
        }
        self.names.push(name.to_owned());
        let code = short(self.names.len());
        self.places.insert(name.to_owned(), code);
        code
    }

    /// The code of a name.
    pub fn code(&self, name: &str) -> Option<u32> {
        self.places.get(name).copied()
    }

    /// The name of a code; `None` for 0, a missing name, and for codes that are not used.
    pub fn name(&self, code: u32) -> Option<&str> {
        self.names.get(at(code.checked_sub(1)?)).map(String::as_str)
    }

    /// All names by code, from code 1.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How many names were declared.
    pub fn declared(&self) -> usize {
        self.declared
    }
}

/// A column of names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameColumn {
    pub(crate) dictionary: Dictionary,
    pub(crate) codes: Codes,
    pub(crate) missing: usize,
    last: u32,
}

impl NameColumn {
    /// An empty column whose answers list `declared` names in this order.
    pub fn new<S: Into<String>>(declared: impl IntoIterator<Item = S>) -> Self {
        Self { dictionary: Dictionary::new(declared), ..Self::default() }
    }

    /// With room for `rows`.
    #[must_use]
    pub fn with_capacity(mut self, rows: usize) -> Self {
        self.codes = Codes::with_capacity(rows);
        self
    }

    /// A column of `codes` of `dictionary`. A code the dictionary does not have counts as missing.
    pub fn from_codes(dictionary: Dictionary, codes: Codes) -> Self {
        let known = short(dictionary.names.len());
        let mut codes = codes;
        if codes.iter().any(|code| code > known) {
            let table: Vec<u32> = (0..=known).collect();
            codes.recode(&table);
        }
        let missing = codes.iter().filter(|code| *code == 0).count();
        Self { dictionary, codes, missing, last: 0 }
    }

    /// Adds a name, or a missing one.
    pub fn push(&mut self, name: Option<&str>) {
        let code = match name {
            None => 0,
            // rows of one kind often follow each other
            Some(name) if self.dictionary.name(self.last) == Some(name) => self.last,
            Some(name) => self.dictionary.code_or_add(name),
        };
        self.last = code;
        self.missing = self.missing.saturating_add(usize::from(code == 0));
        self.codes.push(code);
    }

    /// Adds a name by its code in [`NameColumn::dictionary`]; false for a code that has no name, which is not added.
    #[inline]
    pub fn push_code(&mut self, code: u32) -> bool {
        if at(code) > self.dictionary.names.len() {
            return false;
        }
        self.missing = self.missing.saturating_add(usize::from(code == 0));
        self.codes.push(code);
        true
    }

    /// The dictionary.
    pub fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }
}

/// A column of whole numbers, kept as distances in 16 or 32 bits where these hold them, else in 64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntegerColumn {
    store: Integers,
    pub(crate) min: i64,
    pub(crate) max: i64,
    pub(crate) missing: usize,
    pub(crate) ascending: bool,
    last: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Integers {
    /// value - base + 1, 0 for a missing value.
    Short {
        base: i64,
        codes: Vec<u16>,
    },
    /// The same in 32 bits.
    Middle {
        base: i64,
        codes: Vec<u32>,
    },
    Wide {
        values: Vec<i64>,
        missing: Bits,
    },
}

impl Default for IntegerColumn {
    fn default() -> Self {
        Self::new()
    }
}

impl IntegerColumn {
    /// An empty column.
    pub const fn new() -> Self {
        Self {
            store: Integers::Short { base: 0, codes: Vec::new() },
            min: i64::MAX,
            max: i64::MIN,
            missing: 0,
            ascending: true,
            last: i64::MIN,
        }
    }

    /// With room for `rows` of 32 bits.
    #[must_use]
    pub fn with_capacity(mut self, rows: usize) -> Self {
        if self.is_empty() {
            self.store = Integers::Middle { base: MIDDLE_START, codes: Vec::with_capacity(rows) };
        }
        self
    }

    /// Adds a number, or a missing one.
    #[inline]
    pub fn push(&mut self, value: Option<i64>) {
        if let Some(value) = value {
            if self.min > self.max && matches!(self.store, Integers::Short { .. }) {
                self.set_base(value);
            }
            self.min = self.min.min(value);
            self.max = self.max.max(value);
            self.ascending &= self.last <= value;
            self.last = value;
        } else {
            self.missing = self.missing.saturating_add(1);
            self.ascending = false;
        }
        self.store(value);
    }

    fn store(&mut self, value: Option<i64>) {
        match &mut self.store {
            Integers::Short { base, codes } => match distance(*base, value).map(u16::try_from) {
                Some(Ok(code)) => codes.push(code),
                _ => self.widen(value),
            },
            Integers::Middle { base, codes } => match distance(*base, value).map(u32::try_from) {
                Some(Ok(code)) => codes.push(code),
                _ => self.widen(value),
            },
            Integers::Wide { values, missing } => {
                values.push(value.unwrap_or(0));
                missing.push(value.is_none());
            }
        }
    }

    /// The first number lies in the middle of what the width holds.
    fn set_base(&mut self, value: i64) {
        if let Integers::Short { base, .. } = &mut self.store {
            *base = value.saturating_sub(32_000);
        }
    }

    #[cold]
    fn widen(&mut self, value: Option<i64>) {
        let room = self.len().saturating_add(self.len() / 2).saturating_add(8);
        let values: Vec<Option<i64>> = (0..self.len()).map(|row| self.get(row)).collect();
        let was_short = matches!(self.store, Integers::Short { .. });
        // the range with the new number decides where the middle of the next width lies
        let base = self.min.midpoint(self.max).saturating_sub(MIDDLE);
        let fits = |value: Option<i64>| distance(base, value).is_some_and(|it| u32::try_from(it).is_ok());
        let (min, max) = (Some(self.min), Some(self.max));
        if was_short && (self.min > self.max || (fits(min) && fits(max))) {
            let mut codes: Vec<u32> = Vec::with_capacity(room);
            codes.extend(
                values.iter().map(|value| {
                    distance(base, *value).and_then(|code| u32::try_from(code).ok()).unwrap_or(0)
                }),
            );
            self.store = Integers::Middle { base, codes };
        } else {
            let mut missing = Bits::default();
            let mut wide = Vec::with_capacity(room);
            for value in values {
                missing.push(value.is_none());
                wide.push(value.unwrap_or(0));
            }
            self.store = Integers::Wide { values: wide, missing };
        }
        self.store(value);
    }

    /// The number of a row; `None` if it is missing or there is no such row.
    pub fn get(&self, row: usize) -> Option<i64> {
        let value = |base: i64, code: i64| (code != 0).then(|| base.wrapping_add(code).wrapping_sub(1));
        match &self.store {
            Integers::Short { base, codes } => value(*base, (*codes.get(row)?).into()),
            Integers::Middle { base, codes } => value(*base, (*codes.get(row)?).into()),
            Integers::Wide { values, missing } => values.get(row).copied().filter(|_| !missing.get(row)),
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        match &self.store {
            Integers::Short { codes, .. } => codes.len(),
            Integers::Middle { codes, .. } => codes.len(),
            Integers::Wide { values, .. } => values.len(),
        }
    }

    /// True without rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The smallest and largest number, if there is one.
    pub fn range(&self) -> Option<(i64, i64)> {
        (self.min <= self.max).then_some((self.min, self.max))
    }

    fn bytes(&self) -> usize {
        match &self.store {
            Integers::Short { codes, .. } => codes.len().saturating_mul(2),
            Integers::Middle { codes, .. } => codes.len().saturating_mul(4),
            Integers::Wide { values, missing } => {
                values.len().saturating_mul(8).saturating_add(missing.bytes())
            }
        }
    }

    fn shrink(&mut self) {
        match &mut self.store {
            Integers::Short { codes, .. } => codes.shrink_to_fit(),
            Integers::Middle { codes, .. } => codes.shrink_to_fit(),
            Integers::Wide { values, .. } => values.shrink_to_fit(),
        }
    }

    /// value - origin + 1 of each row from `from` on, 0 for a missing one; the caller knows that all fit 32 bits.
    #[inline]
    pub(crate) fn load(&self, from: usize, origin: i64, out: &mut [u32]) {
        match &self.store {
            Integers::Short { base, codes } => {
                let codes = codes.get(from..).unwrap_or_default();
                widen_codes(codes, shift_of(*base, origin), self.missing > 0, out);
            }
            Integers::Middle { base, codes } => {
                let codes = codes.get(from..).unwrap_or_default();
                widen_codes(codes, shift_of(*base, origin), self.missing > 0, out);
            }
            Integers::Wide { .. } => {
                for (out, row) in out.iter_mut().zip(from..) {
                    *out = self.index(row, origin);
                }
            }
        }
    }

    /// As [`IntegerColumn::load`], for the rows `picked`, counted from `from`.
    #[inline]
    pub(crate) fn pick(&self, from: usize, picked: &[u32], origin: i64, out: &mut [u32]) {
        match &self.store {
            Integers::Short { base, codes } => {
                let (codes, shift) = (codes.get(from..).unwrap_or_default(), shift_of(*base, origin));
                for (out, row) in out.iter_mut().zip(picked) {
                    let code = codes.get(at(*row)).map_or(0, |code| u32::from(*code));
                    *out = if code == 0 { 0 } else { code.wrapping_add(shift) };
                }
            }
            Integers::Middle { base, codes } => {
                let (codes, shift) = (codes.get(from..).unwrap_or_default(), shift_of(*base, origin));
                for (out, row) in out.iter_mut().zip(picked) {
                    let code = codes.get(at(*row)).copied().unwrap_or(0);
                    *out = if code == 0 { 0 } else { code.wrapping_add(shift) };
                }
            }
            Integers::Wide { .. } => {
                for (out, row) in out.iter_mut().zip(picked) {
                    *out = self.index(from.saturating_add(at(*row)), origin);
                }
            }
        }
    }

    /// value - origin + 1, 0 for a missing one or one that does not fit.
    pub(crate) fn index(&self, row: usize, origin: i64) -> u32 {
        let distance = self.get(row).and_then(|value| distance(origin, Some(value)));
        distance.and_then(|it| u32::try_from(it).ok()).unwrap_or(0)
    }

    /// Clears the marks of rows from `from` on that are not between `first` and `last`.
    #[inline]
    pub(crate) fn keep_range(&self, from: usize, first: i64, last: i64, marks: &mut [u8]) {
        match &self.store {
            Integers::Short { base, codes } => {
                let codes = codes.get(from..).unwrap_or_default();
                let Some((first, last)) = code_range(*base, first, last, u16::MAX.into()) else {
                    marks.fill(0);
                    return;
                };
                let first = u16::try_from(first).unwrap_or(u16::MAX);
                let span = u16::try_from(last).unwrap_or(u16::MAX).wrapping_sub(first);
                for (mark, code) in marks.iter_mut().zip(codes) {
                    *mark &= u8::from(code.wrapping_sub(first) <= span);
                }
            }
            Integers::Middle { base, codes } => {
                let codes = codes.get(from..).unwrap_or_default();
                let Some((first, last)) = code_range(*base, first, last, u32::MAX.into()) else {
                    marks.fill(0);
                    return;
                };
                let first = u32::try_from(first).unwrap_or(u32::MAX);
                let span = u32::try_from(last).unwrap_or(u32::MAX).wrapping_sub(first);
                for (mark, code) in marks.iter_mut().zip(codes) {
                    *mark &= u8::from(code.wrapping_sub(first) <= span);
                }
            }
            Integers::Wide { .. } => {
                for (mark, row) in marks.iter_mut().zip(from..) {
                    *mark &= u8::from(self.get(row).is_some_and(|value| first <= value && value <= last));
                }
            }
        }
    }
}

/// Half of what 32 bits hold.
const MIDDLE: i64 = 1 << 31;
const MIDDLE_START: i64 = -MIDDLE;

/// value - base + 1, 0 for a missing value; `None` below the base or past 64 bits.
#[inline]
fn distance(base: i64, value: Option<i64>) -> Option<u64> {
    let Some(value) = value else { return Some(0) };
    if value < base {
        return None;
    }
    value.wrapping_sub(base).cast_unsigned().checked_add(1)
}

/// What has to be added to a code of `base` to count from `origin`, modulo 2^32.
fn shift_of(base: i64, origin: i64) -> u32 {
    let [a, b, c, d, ..] = base.wrapping_sub(origin).to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

/// The codes of `base` from `first` to `last`, within 1 and `max`.
fn code_range(base: i64, first: i64, last: i64, max: u64) -> Option<(u64, u64)> {
    let first = if first <= base { 1 } else { distance(base, Some(first))? };
    let last = distance(base, Some(last))?.min(max);
    (first <= last).then_some((first, last))
}

#[inline]
fn widen_codes<C: Copy + Into<u32>>(codes: &[C], shift: u32, missing: bool, out: &mut [u32]) {
    if missing {
        for (out, code) in out.iter_mut().zip(codes) {
            let code: u32 = (*code).into();
            *out = code.wrapping_add(shift) & u32::from(code != 0).wrapping_neg();
        }
    } else {
        for (out, code) in out.iter_mut().zip(codes) {
            let code: u32 = (*code).into();
            *out = code.wrapping_add(shift);
        }
    }
}

/// A column of days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateColumn(pub(crate) IntegerColumn);

impl DateColumn {
    /// An empty column.
    pub const fn new() -> Self {
        Self(IntegerColumn::new())
    }

    /// Adds a day, or a missing one.
    #[inline]
    pub fn push(&mut self, day: Option<NaiveDate>) {
        self.0.push(day.map(|day| day.num_days_from_ce().into()));
    }

    /// Adds a day by its number, 1 for 1 January of the year 1; false for a number outside the calendar, which is not added.
    #[inline]
    pub fn push_number(&mut self, number: i32) -> bool {
        let number = i64::from(number);
        // the calendar is asked for what the column does not hold yet, which is rare
        if !(self.0.min <= number && number <= self.0.max) && day_of(number).is_none() {
            return false;
        }
        self.0.push(Some(number));
        true
    }

    /// The day of a row.
    pub fn get(&self, row: usize) -> Option<NaiveDate> {
        day_of(self.0.get(row)?)
    }
}

/// The day of a number, 1 for 1 January of the year 1.
pub(crate) fn day_of(number: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(number).ok()?)
}

/// A column of yes and no.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlagColumn {
    /// 0 missing, 1 no, 2 yes.
    pub(crate) codes: Codes,
    pub(crate) missing: usize,
}

impl FlagColumn {
    /// An empty column.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an answer, or a missing one.
    #[inline]
    pub fn push(&mut self, flag: Option<bool>) {
        self.missing = self.missing.saturating_add(usize::from(flag.is_none()));
        self.codes.push(match flag {
            None => 0,
            Some(false) => 1,
            Some(true) => 2,
        });
    }
}

/// A column of amounts: whole minor units of a currency, an interval of them, or unknown.
///
/// Amounts take 64 bits until one needs 128. What is hedged or unknown stands in a list beside the column and costs rows that
/// are neither one bit each, and nothing where all are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MoneyColumn {
    pub(crate) minor: Minor,
    pub(crate) currencies: Vec<Currency>,
    pub(crate) declared: usize,
    /// 0 for an unknown amount without a currency.
    pub(crate) codes: Codes,
    /// Rows whose amount is hedged or unknown; their minor units are 0.
    pub(crate) inexact: Option<Bits>,
    pub(crate) hedges: Vec<(u32, Bound<i128>, Bound<i128>)>,
    last: Option<(Currency, u32)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Minor {
    Narrow(Vec<i64>),
    Wide(Vec<i128>),
}

impl Default for Minor {
    fn default() -> Self {
        Self::Narrow(Vec::new())
    }
}

impl Minor {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Narrow(list) => list.len(),
            Self::Wide(list) => list.len(),
        }
    }

    pub(crate) fn get(&self, row: usize) -> Option<i128> {
        match self {
            Self::Narrow(list) => list.get(row).map(|minor| (*minor).into()),
            Self::Wide(list) => list.get(row).copied(),
        }
    }

    #[inline]
    fn push(&mut self, minor: i128) {
        match self {
            Self::Narrow(list) => match i64::try_from(minor) {
                Ok(minor) => list.push(minor),
                Err(_) => self.widen(minor),
            },
            Self::Wide(list) => list.push(minor),
        }
    }

    #[cold]
    fn widen(&mut self, minor: i128) {
        if let Self::Narrow(list) = self {
            let mut wide: Vec<i128> = Vec::with_capacity(list.len().saturating_add(8));
            wide.extend(list.iter().map(|minor| i128::from(*minor)));
            *self = Self::Wide(wide);
        }
        if let Self::Wide(list) = self {
            list.push(minor);
        }
    }
}

impl MoneyColumn {
    /// An empty column.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty column whose answers list these currencies in this order.
    pub fn declared(currencies: impl IntoIterator<Item = Currency>) -> Self {
        let mut column = Self::default();
        for currency in currencies {
            column.code_of(currency);
        }
        column.declared = column.currencies.len();
        column
    }

    /// With room for `rows` of 64 bits.
    #[must_use]
    pub fn with_capacity(mut self, rows: usize) -> Self {
        if self.is_empty() {
            self.minor = Minor::Narrow(Vec::with_capacity(rows));
            self.codes = Codes::with_capacity(rows);
        }
        self
    }

    /// The code of a currency, for [`MoneyColumn::push_coded`]; added if it is new.
    pub fn code_of(&mut self, currency: Currency) -> u32 {
        if let Some((last, code)) = self.last
            && last == currency
        {
            return code;
        }
        let found = self.currencies.iter().position(|known| *known == currency);
        let place = found.unwrap_or_else(|| {
            self.currencies.push(currency);
            self.currencies.len().saturating_sub(1)
        });
        let code = short(place.saturating_add(1));
        self.last = Some((currency, code));
        code
    }

    /// Adds a figure.
    pub fn push(&mut self, figure: &Figure<Money>) {
        match figure {
            Figure::Known(money) => self.push_minor(money.minor(), money.currency()),
            Figure::Hedged(hedged) => self.push_interval(hedged.interval()),
            Figure::Unknown => self.push_unknown(None),
        }
    }

    /// Adds a known amount of `minor` minor units.
    #[inline]
    pub fn push_minor(&mut self, minor: i128, currency: Currency) {
        let code = self.code_of(currency);
        self.minor.push(minor);
        self.codes.push(code);
        if let Some(inexact) = &mut self.inexact {
            inexact.push(false);
        }
    }

    /// Adds a known amount by the code of its currency; false for a code without a currency, which is not added.
    #[inline]
    pub fn push_coded(&mut self, minor: i64, code: u32) -> bool {
        if code == 0 || at(code) > self.currencies.len() {
            return false;
        }
        match &mut self.minor {
            Minor::Narrow(list) => list.push(minor),
            Minor::Wide(list) => list.push(minor.into()),
        }
        self.codes.push(code);
        if let Some(inexact) = &mut self.inexact {
            inexact.push(false);
        }
        true
    }

    /// Adds an amount that lies in an interval.
    pub fn push_interval(&mut self, interval: &Interval<Money>) {
        let money = [interval.low(), interval.high()].into_iter().find_map(|end| match end {
            Bound::Included(money) | Bound::Excluded(money) => Some(*money),
            Bound::Unbounded => None,
        });
        let Some(money) = money else {
            // every amount: nothing is known
            self.push_unknown(None);
            return;
        };
        if let Some(exact) = interval.exact() {
            self.push_minor(exact.minor(), exact.currency());
            return;
        }
        let row = short(self.len());
        let minor = |end: &Bound<Money>| end.as_ref().map(Money::minor);
        self.hedges.push((row, minor(interval.low()), minor(interval.high())));
        self.push_inexact(Some(money.currency()));
    }

    /// Adds an unknown amount, with its currency where that is known.
    pub fn push_unknown(&mut self, currency: Option<Currency>) {
        self.push_inexact(currency);
    }

    fn push_inexact(&mut self, currency: Option<Currency>) {
        let code = currency.map_or(0, |currency| self.code_of(currency));
        let rows = self.len();
        self.inexact.get_or_insert_with(|| Bits::zeros(rows)).push(true);
        self.minor.push(0);
        self.codes.push(code);
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.minor.len()
    }

    /// True without rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bounds of a hedged row.
    pub(crate) fn hedge(&self, row: usize) -> Option<(Bound<i128>, Bound<i128>)> {
        let row = short(row);
        let place = self.hedges.binary_search_by_key(&row, |(at, ..)| *at).ok()?;
        self.hedges.get(place).map(|(_, low, high)| (*low, *high))
    }

    pub(crate) fn is_inexact(&self, row: usize) -> bool {
        self.inexact.as_ref().is_some_and(|bits| bits.get(row))
    }
}

/// Columns made at once by a reader that has checked its values.
impl NameColumn {
    /// `codes` are of `dictionary`, none is missing.
    pub(crate) fn of_checked(dictionary: Dictionary, codes: Codes) -> Self {
        Self { dictionary, codes, missing: 0, last: 0 }
    }
}

impl IntegerColumn {
    /// No number is missing.
    pub(crate) fn of_numbers(numbers: &[i64]) -> Self {
        let min = numbers.iter().copied().min().unwrap_or(i64::MAX);
        let max = numbers.iter().copied().max().unwrap_or(i64::MIN);
        let ascending = numbers.is_sorted();
        let last = numbers.last().copied().unwrap_or(i64::MIN);
        let span = max.checked_sub(min).and_then(|span| u64::try_from(span).ok()).unwrap_or(u64::MAX);
        let codes = numbers.iter().map(|number| number.wrapping_sub(min).wrapping_add(1));
        let store = if span < u16::MAX.into() {
            let code = |code: i64| {
                let [low, high, ..] = code.to_le_bytes();
                u16::from_le_bytes([low, high])
            };
            Integers::Short { base: min, codes: codes.map(code).collect() }
        } else if span < u32::MAX.into() {
            let code = |code: i64| {
                let [a, b, c, d, ..] = code.to_le_bytes();
                u32::from_le_bytes([a, b, c, d])
            };
            Integers::Middle { base: min, codes: codes.map(code).collect() }
        } else {
            Integers::Wide { values: numbers.to_vec(), missing: Bits::zeros(numbers.len()) }
        };
        Self { store, min, max, missing: 0, ascending, last }
    }
}

impl MoneyColumn {
    /// Every amount is known; `codes` count from 1 in `currencies`.
    pub(crate) fn of_known(minor: Vec<i64>, currencies: &[Currency], codes: Codes) -> Self {
        let mut column = Self::declared(currencies.iter().copied());
        (column.minor, column.codes) = (Minor::Narrow(minor), codes);
        column
    }
}

/// A column of any kind.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Column {
    /// Days.
    Dates(DateColumn),
    /// Yes and no.
    Flags(FlagColumn),
    /// Whole numbers.
    Integers(IntegerColumn),
    /// Amounts.
    Money(MoneyColumn),
    /// Names.
    Names(NameColumn),
}

impl Column {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Self::Dates(column) => column.0.len(),
            Self::Flags(column) => column.codes.len(),
            Self::Integers(column) => column.len(),
            Self::Money(column) => column.len(),
            Self::Names(column) => column.codes.len(),
        }
    }

    /// True without rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What it is a column of.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Dates(_) => "dates",
            Self::Flags(_) => "flags",
            Self::Integers(_) => "integers",
            Self::Money(_) => "money",
            Self::Names(_) => "names",
        }
    }

    /// Bytes of the rows, without dictionaries.
    pub(crate) fn bytes(&self) -> usize {
        let codes = |codes: &Codes| codes.len().saturating_mul(codes.bytes_per_row());
        match self {
            Self::Dates(column) => column.0.bytes(),
            Self::Flags(column) => codes(&column.codes),
            Self::Integers(column) => column.bytes(),
            Self::Money(column) => {
                let minor = match &column.minor {
                    Minor::Narrow(list) => list.len().saturating_mul(8),
                    Minor::Wide(list) => list.len().saturating_mul(16),
                };
                let hedges = column.hedges.len().saturating_mul(size_of::<(u32, Bound<i128>, Bound<i128>)>());
                let bits = column.inexact.as_ref().map_or(0, Bits::bytes);
                minor.saturating_add(codes(&column.codes)).saturating_add(hedges).saturating_add(bits)
            }
            Self::Names(column) => codes(&column.codes),
        }
    }

    pub(crate) fn shrink(&mut self) {
        match self {
            Self::Dates(column) => column.0.shrink(),
            Self::Flags(column) => column.codes.shrink(),
            Self::Integers(column) => column.shrink(),
            Self::Money(column) => {
                match &mut column.minor {
                    Minor::Narrow(list) => list.shrink_to_fit(),
                    Minor::Wide(list) => list.shrink_to_fit(),
                }
                column.codes.shrink();
            }
            Self::Names(column) => column.codes.shrink(),
        }
    }
}

macro_rules! from_column {
    ($($column:ident $variant:ident),*) => {
        $(impl From<$column> for Column {
            fn from(column: $column) -> Self {
                Self::$variant(column)
            }
        })*
    };
}

from_column!(DateColumn Dates, FlagColumn Flags, IntegerColumn Integers, MoneyColumn Money, NameColumn Names);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn integers(values: &[Option<i64>]) -> IntegerColumn {
        let mut column = IntegerColumn::new();
        for value in values {
            column.push(*value);
        }
        column
    }

    #[test]
    fn integers_widen_and_never_wrap() {
        let extremes =
            [Some(5), None, Some(70_000), Some(-9), Some(1 << 40), Some(i64::MIN), None, Some(i64::MAX)];
        for end in 1..=extremes.len() {
            let column = integers(&extremes[..end]);
            let back: Vec<_> = (0..end).map(|row| column.get(row)).collect();
            assert_eq!(back, extremes[..end]);
        }
        assert_eq!(integers(&[Some(i64::MAX)]).get(0), Some(i64::MAX));
        assert_eq!(integers(&[None, None]).get(1), None);
    }

    proptest! {
        #[test]
        fn integers_come_back(values in proptest::collection::vec(
            proptest::option::of(prop_oneof![0_i64..100, -40_000_i64..40_000, any::<i32>().prop_map(i64::from), any::<i64>()]), 0..40,
        ), low in -50_000_i64..50_000, width in 0_i64..100_000) {
            let column = integers(&values);
            for (row, value) in values.iter().enumerate() {
                prop_assert_eq!(column.get(row), *value);
            }
            let mut marks = vec![1; values.len()];
            column.keep_range(0, low, low + width, &mut marks);
            for (mark, value) in marks.iter().zip(&values) {
                prop_assert_eq!(*mark == 1, value.is_some_and(|it| low <= it && it <= low + width));
            }
            if let Some((min, max)) = column.range() && max.saturating_sub(min) < 1 << 31 {
                let mut out = vec![7; values.len()];
                column.load(0, min, &mut out);
                for (row, value) in values.iter().enumerate() {
                    let expected = value.map_or(0, |it| u32::try_from(it - min).unwrap() + 1);
                    prop_assert_eq!((out[row], column.index(row, min)), (expected, expected));
                    let mut picked = [7];
                    column.pick(0, &[u32::try_from(row).unwrap()], min, &mut picked);
                    prop_assert_eq!(picked[0], expected);
                }
            }
        }
    }

    #[test]
    fn amounts_widen_and_keep_what_is_not_exact() {
        let mut column = MoneyColumn::new();
        column.push(&Figure::Known(Money::vnd(5)));
        column.push_minor(i128::MAX, Currency::USD);
        column.push(&Figure::Unknown);
        column.push_interval(&Interval::at_least(Money::vnd(7)));
        assert_eq!((column.minor.get(0), column.minor.get(1)), (Some(5), Some(i128::MAX)));
        assert!(!column.is_inexact(1) && column.is_inexact(2) && column.is_inexact(3));
        assert_eq!(column.hedge(3), Some((Bound::Included(7), Bound::Unbounded)));
        assert_eq!((column.hedge(2), column.codes.iter().collect::<Vec<_>>()), (None, vec![1, 2, 0, 1]));
    }
}
