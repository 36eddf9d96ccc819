//! Which rows count, and the group of each.

#![expect(clippy::inline_always, reason = "the steps of a block are compiled anew for each kind of vectors")]

use super::block::BLOCK;
use super::cells::Cells;
use super::key::{Digits, codes_of};
use super::plan::{DayEntries, Plan};
use crate::frame::{Chunk, at};
use crate::vectors::Aligned;

/// Rows of a chunk that count.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rows<'a> {
    pub(crate) chunk: &'a Chunk,
    pub(crate) from: usize,
    pub(crate) len: usize,
    /// Offsets from `from`; without, the rows from there on.
    pub(crate) picked: Option<&'a [u32]>,
    /// By row, 0 for one that does not count after all; without, all count.
    pub(crate) marks: Option<&'a [u8]>,
}

impl Rows<'_> {
    /// Those from a position on, `len` of them or as many as there are.
    pub(crate) fn part(&self, start: usize, len: usize) -> Self {
        let len = self.len.saturating_sub(start).min(len);
        let end = start.saturating_add(len);
        Self {
            chunk: self.chunk,
            from: if self.picked.is_some() { self.from } else { self.from.saturating_add(start) },
            len,
            picked: self.picked.map(|picked| picked.get(start..end).unwrap_or_default()),
            marks: self.marks.map(|marks| marks.get(start..end).unwrap_or_default()),
        }
    }

    /// The row of a position, counted in the chunk.
    pub(crate) fn row(&self, position: usize) -> usize {
        let offset =
            self.picked.map_or(position, |picked| picked.get(position).map_or(0, |offset| at(*offset)));
        self.from.saturating_add(offset)
    }

    /// The row of a position, counted in the frame.
    pub(crate) fn row_of_frame(&self, position: usize) -> usize {
        self.chunk.first_row.saturating_add(self.row(position))
    }

    /// The row of a position, counted in the frame as it was given.
    pub(crate) fn given_row(&self, position: usize) -> usize {
        self.chunk.given_row(self.row(position))
    }

    /// Does the row of a position count?
    pub(crate) fn counts(&self, position: usize) -> bool {
        self.marks.is_none_or(|marks| marks.get(position) == Some(&1))
    }

    /// The rows from the first up to, not including, the second have all of these among them.
    pub(crate) fn bounds(&self) -> (usize, usize) {
        (self.row(0), self.end())
    }

    /// The row after the last.
    pub(crate) fn end(&self) -> usize {
        match self.picked {
            None => self.from.saturating_add(self.len),
            Some(_) => self.row(self.len.saturating_sub(1)).saturating_add(1),
        }
    }
}

/// The offsets of the marks that are set, `count` of them.
pub(crate) fn pick(marks: &[u8], count: usize, picked: &mut Vec<u32>) {
    picked.clear();
    if count > marks.len() / 4 {
        // many: each offset is written, and overwritten where its mark is not set
        picked.resize(marks.len(), 0);
        let (mut place, list) = (0_usize, picked.as_mut_slice());
        for (mark, offset) in marks.iter().zip(0_u32..) {
            list[place] = offset;
            place = place.wrapping_add(usize::from(*mark));
        }
        picked.truncate(count);
        return;
    }
    let mut offset = 0_u32;
    for marks in marks.chunks(64) {
        let mut bits = bits_of(marks);
        while bits != 0 {
            picked.push(offset.wrapping_add(bits.trailing_zeros()));
            bits &= bits.wrapping_sub(1);
        }
        offset = offset.wrapping_add(64);
    }
}

/// A bit for each of at most 64 marks, the first the lowest.
fn bits_of(marks: &[u8]) -> u64 {
    let (words, rest) = marks.as_chunks::<8>();
    let mut last = [0; 8];
    for (to, mark) in last.iter_mut().zip(rest) {
        *to = *mark;
    }
    let mut bits = 0;
    for (word, shift) in words.iter().chain([&last]).zip((0_u32..).step_by(8)) {
        // mark i stands at bit 8i; of the eight products with 2^7, 2^14, …, 2^56 the one with 2^(56 - 7i) takes it to bit 56 + i
        let gathered = u64::from_le_bytes(*word).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        bits |= gathered.wrapping_shl(shift);
    }
    bits
}

/// The rate number of each row of a block, in one lane.
#[derive(Clone, Debug)]
pub(crate) struct Numbers {
    pub(crate) list: Aligned<[u32; BLOCK]>,
    /// That of all rows, where they share one; the list is then of no use.
    pub(crate) one: Option<u32>,
}

impl Numbers {
    pub(crate) const fn new() -> Self {
        Self { list: Aligned([0; BLOCK]), one: None }
    }

    /// Those of `len` rows from a position on.
    pub(crate) fn part(&self, start: usize, len: usize) -> PartNumbers<'_> {
        match self.one {
            Some(number) => PartNumbers::One(number),
            None => PartNumbers::Each(self.list.0.get(start..start.saturating_add(len)).unwrap_or_default()),
        }
    }
}

/// The rate number of each row of a part, in one lane.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PartNumbers<'a> {
    Each(&'a [u32]),
    One(u32),
}

impl PartNumbers<'_> {
    pub(crate) fn get(self, position: usize) -> Option<u32> {
        match self {
            Self::Each(list) => list.get(position).copied(),
            Self::One(number) => Some(number),
        }
    }
}

/// Digits times strides into the numbers of dense groups; on the way, the first numbers of the rows of rates that the days decide.
///
/// * `numbers`: by lane; those of a lane that no table of days serves are left as they are.
#[inline(always)]
pub(crate) fn dense_groups(
    plan: &Plan<'_>,
    rows: &Rows<'_>,
    groups: &mut [u32],
    digits: &mut [u32],
    spare: &mut [u32],
    numbers: &mut [Numbers],
) {
    let columns = &rows.chunk.columns;
    groups.fill(0);
    let (first, end) = rows.bounds();
    for table in &plan.days {
        let numbers = table.lane.and_then(|lane| numbers.get_mut(lane));
        if let Some([digit, row]) = table.of_all(columns, first, end) {
            for group in groups.iter_mut() {
                *group = group.wrapping_add(digit);
            }
            if let Some(numbers) = numbers {
                numbers.one = Some(row);
            }
            continue;
        }
        table.slots.load(columns, rows.from, rows.picked, digits);
        let numbers = numbers.map(|numbers| {
            numbers.one = None;
            numbers.list.0.as_mut_slice()
        });
        // a slot is always one of the table's
        match &table.entries {
            DayEntries::Pairs(entries) => {
                let entries = entries.as_slice();
                for (group, slot) in groups.iter_mut().zip(digits.iter()) {
                    *group = group.wrapping_add(entries[at(*slot)][0]);
                }
                if let Some(numbers) = numbers {
                    for (number, slot) in numbers.iter_mut().zip(digits.iter()) {
                        *number = entries[at(*slot)][1];
                    }
                }
            }
            DayEntries::Short(entries) => {
                // looked up first and taken apart after: the first is done row by row, the second by vectors
                let entries = entries.as_slice();
                for slot in digits.iter_mut() {
                    *slot = entries[at(*slot)];
                }
                for (group, entry) in groups.iter_mut().zip(digits.iter()) {
                    *group = group.wrapping_add(entry & 0xffff);
                }
                if let Some(numbers) = numbers {
                    for (number, entry) in numbers.iter_mut().zip(digits.iter()) {
                        *number = entry >> 16;
                    }
                }
            }
        }
    }
    for (key, stride) in plan.keys.iter().zip(&plan.strides) {
        // a dense plan has fewer cells than 32 bits count
        let stride = u32::try_from(*stride).unwrap_or(0);
        match (&key.digits, rows.picked) {
            (Digits::Day { .. }, _) => {}
            (Digits::Codes { place, less }, None) => {
                if let Some(codes) = codes_of(columns.get(*place)) {
                    codes.add_scaled(rows.from, *less, stride, groups);
                }
            }
            _ => {
                key.load(columns, rows.from, rows.picked, digits, spare);
                for (group, digit) in groups.iter_mut().zip(digits.iter()) {
                    *group = group.wrapping_add(digit.wrapping_mul(stride));
                }
            }
        }
    }
}

/// Digits times strides into combinations, and these into the numbers of the groups met so far.
pub(crate) fn hashed_groups(
    plan: &Plan<'_>,
    rows: &Rows<'_>,
    groups: &mut [u32],
    digits: &mut [u32],
    spare: &mut [u32],
    cells: &mut Cells,
) {
    let mut combinations = vec![0_u64; rows.len];
    for (key, stride) in plan.keys.iter().zip(&plan.strides) {
        key.load(&rows.chunk.columns, rows.from, rows.picked, digits, spare);
        for (combination, digit) in combinations.iter_mut().zip(digits.iter()) {
            *combination = combination.wrapping_add(u64::from(*digit).wrapping_mul(*stride));
        }
    }
    if let Some(index) = &mut cells.index {
        for (group, combination) in groups.iter_mut().zip(combinations) {
            *group = index.group(combination);
        }
    }
    cells.grow();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_are_set_are_picked_in_order() {
        for (rows, every) in
            [(0, 1), (1, 1), (7, 2), (64, 3), (65, 1), (130, 5), (1000, 9), (4096, 64), (200, 300)]
        {
            let marks: Vec<u8> = (0..rows).map(|row| u8::from((row * 7 + row / 11) % every == 0)).collect();
            let expected: Vec<u32> =
                marks.iter().zip(0..).filter(|(mark, _)| **mark == 1).map(|(_, row)| row).collect();
            let mut picked = vec![9];
            pick(&marks, expected.len(), &mut picked);
            assert_eq!(picked, expected, "{rows} rows, one of {every}");
        }
    }
}
