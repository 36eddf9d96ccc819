//! The groups of combinations that are found by hash.

use crate::frame::{at, short};

/// Groups by the number of their combination, in the order in which they were first met.
#[derive(Clone, Debug, Default)]
pub(crate) struct HashIndex {
    /// The combination of each group.
    pub(crate) keys: Vec<u64>,
    /// Group + 1 by hash, 0 for a free place; a power of two long.
    table: Vec<u32>,
}

impl HashIndex {
    /// The group of a combination, made if it is new.
    #[inline]
    pub(crate) fn group(&mut self, key: u64) -> u32 {
        if self.keys.len().saturating_mul(2) >= self.table.len() {
            self.grow();
        }
        let mask = self.table.len().wrapping_sub(1);
        let mut place = spread(key) & mask;
        loop {
            let Some(entry) = self.table.get_mut(place) else { return 0 };
            match entry.checked_sub(1) {
                None => {
                    self.keys.push(key);
                    *entry = short(self.keys.len());
                    return entry.wrapping_sub(1);
                }
                Some(group) if self.keys.get(at(group)) == Some(&key) => return group,
                Some(_) => place = place.wrapping_add(1) & mask,
            }
        }
    }

    #[cold]
    fn grow(&mut self) {
        let length = self.table.len().saturating_mul(4).max(1 << 10);
        let mask = length.wrapping_sub(1);
        self.table = vec![0; length];
        for (group, key) in self.keys.iter().enumerate() {
            let mut place = spread(*key) & mask;
            while self.table.get(place).is_some_and(|entry| *entry != 0) {
                place = place.wrapping_add(1) & mask;
            }
            if let Some(entry) = self.table.get_mut(place) {
                *entry = short(group.saturating_add(1));
            }
        }
    }
}

/// A place for a combination; neighbours are spread over the table.
#[inline]
fn spread(key: u64) -> usize {
    let mixed = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    usize::try_from((mixed >> 32) ^ (mixed & 0xffff_ffff)).unwrap_or(0)
}
