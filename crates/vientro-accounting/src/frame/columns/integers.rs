//! Columns of whole numbers.

use crate::frame::codes::{Bits, at};

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

    /// The smallest and largest number of the rows from `from` up to, not including, `to`.
    pub(crate) fn range_of(&self, from: usize, to: usize) -> Option<(i64, i64)> {
        // a missing number is code 0, and the largest code where one is taken away
        let number = |base: i64, code: i64| base.wrapping_add(code);
        match &self.store {
            Integers::Short { base, codes } => {
                let codes = codes.get(from..to).unwrap_or_default().iter();
                let largest = codes.clone().copied().max()?.checked_sub(1)?;
                let least = codes.map(|code| code.wrapping_sub(1)).min()?;
                Some((number(*base, least.into()), number(*base, largest.into())))
            }
            Integers::Middle { base, codes } => {
                let codes = codes.get(from..to).unwrap_or_default().iter();
                let largest = codes.clone().copied().max()?.checked_sub(1)?;
                let least = codes.map(|code| code.wrapping_sub(1)).min()?;
                Some((number(*base, least.into()), number(*base, largest.into())))
            }
            Integers::Wide { .. } => {
                let numbers = || (from..to).filter_map(|row| self.get(row));
                Some((numbers().min()?, numbers().max()?))
            }
        }
    }

    /// As [`IntegerColumn::load`], the least and the largest of the rows from `from` up to, not including, `to`; `None` where one is
    /// missing, and of numbers in 64 bits.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    pub(crate) fn span_of(&self, from: usize, to: usize, origin: i64) -> Option<(u32, u32)> {
        match &self.store {
            Integers::Short { base, codes } => span(codes.get(from..to)?, shift_of(*base, origin)),
            Integers::Middle { base, codes } => span(codes.get(from..to)?, shift_of(*base, origin)),
            Integers::Wide { .. } => None,
        }
    }

    pub(super) fn bytes(&self) -> usize {
        match &self.store {
            Integers::Short { codes, .. } => codes.len().saturating_mul(2),
            Integers::Middle { codes, .. } => codes.len().saturating_mul(4),
            Integers::Wide { values, missing } => {
                values.len().saturating_mul(8).saturating_add(missing.bytes())
            }
        }
    }

    pub(super) fn shrink(&mut self) {
        match &mut self.store {
            Integers::Short { codes, .. } => codes.shrink_to_fit(),
            Integers::Middle { codes, .. } => codes.shrink_to_fit(),
            Integers::Wide { values, .. } => values.shrink_to_fit(),
        }
    }

    /// value - origin + 1 of each row from `from` on, 0 for a missing one; the caller knows that all fit 32 bits.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
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
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
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
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
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

    /// No number is missing.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
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

/// The least and the largest code, less what lies before the origin; `None` without any and where one is 0.
#[inline(always)]
#[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
fn span<C: Copy + Ord + Into<u32>>(codes: &[C], shift: u32) -> Option<(u32, u32)> {
    let (mut least, mut largest) = (*codes.first()?, *codes.first()?);
    for code in codes {
        (least, largest) = (least.min(*code), largest.max(*code));
    }
    let (least, largest): (u32, u32) = (least.into(), largest.into());
    (least > 0).then_some((least.wrapping_add(shift), largest.wrapping_add(shift)))
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
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
            for (from, to) in [(0, values.len()), (values.len() / 3, values.len() / 2)] {
                let numbers = || values[from..to].iter().flatten().copied();
                prop_assert_eq!(column.range_of(from, to), numbers().min().zip(numbers().max()));
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
}
