//! Names and their numbers.

/// A list of names in the order they were first met, with a table that finds a name's number.
///
/// A name of up to 15 bytes is compared as one number; a longer one is compared by its bytes once its first 15 agree.
#[derive(Clone, Debug)]
pub(super) struct Names {
    slots: Vec<Slot>,
    names: Vec<Box<[u8]>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: Key,
    /// Number of the name and one; zero for an empty slot.
    after: u32,
}

/// The first 15 bytes of a name, the first lowest, zeros behind a shorter name; in the highest byte its length, or 16 if it is
/// longer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Key(u128);

impl Key {
    /// Of the name `bytes[from..to]`. Bytes must stand behind it up to 16 from its begin.
    #[inline]
    pub(super) fn of(bytes: &[u8], from: usize, to: usize) -> Self {
        let head =
            bytes.get(from..).and_then(<[u8]>::first_chunk).map_or(0, |head| u128::from_le_bytes(*head));
        let (kept, length) = KEPT.get(to.wrapping_sub(from)).copied().unwrap_or((u128::MAX >> 8, 16 << 120));
        Self(head & kept | length)
    }

    /// Of a name that stands alone.
    pub(super) fn of_name(name: &[u8]) -> Self {
        let mut bytes = name.to_vec();
        bytes.extend_from_slice(&[0; 16]);
        Self::of(&bytes, 0, name.len())
    }

    /// The key says all of the name.
    #[inline]
    fn is_whole(self) -> bool {
        self.0 < 16 << 120
    }

    /// From all its bytes, as mixed as a product makes them.
    #[inline]
    fn mixed(self) -> u64 {
        let [low, high] = halves(self.0);
        fold(low ^ high.rotate_left(23))
    }
}

impl Names {
    pub(super) fn new() -> Self {
        Self { slots: vec![Slot::default(); 64], names: Vec::new() }
    }

    /// Sets the codes of as many names as are known from the first on, and returns how many: a name's code is one more than its
    /// number, that of an empty name is zero.
    pub(super) fn find(
        &self,
        bytes: &[u8],
        fields: impl Iterator<Item = (usize, usize)>,
        codes: &mut [u32],
    ) -> usize {
        let (slots, mask) = (self.slots.as_slice(), self.slots.len().wrapping_sub(1));
        for (done, (code, (from, to))) in codes.iter_mut().zip(fields).enumerate() {
            let key = Key::of(bytes, from, to);
            let mut place = usize::try_from(key.mixed()).unwrap_or_default();
            *code = loop {
                let Some(slot) = slots.get(place & mask) else { return done };
                if slot.key == key && key.is_whole() {
                    // an empty name meets an empty slot
                    break slot.after;
                }
                if !key.is_whole() {
                    match self.find_long(key, bytes.get(from..to).unwrap_or_default()) {
                        Some(number) => break number.saturating_add(1),
                        None => return done,
                    }
                }
                if slot.after == 0 {
                    return done;
                }
                place = place.wrapping_add(1);
            };
        }
        codes.len()
    }

    /// The number of a name that its key does not say, if it is known.
    #[inline(never)]
    fn find_long(&self, key: Key, name: &[u8]) -> Option<u32> {
        let mut place = self.begin(key, name);
        loop {
            let slot = self.slots.get(place)?;
            let number = slot.after.checked_sub(1)?;
            if slot.key == key && self.is(number, name) {
                return Some(number);
            }
            place = self.following(place);
        }
    }

    /// Adds a name that is not known, and gives its number.
    pub(super) fn add(&mut self, key: Key, name: &[u8]) -> u32 {
        if self.names.len().saturating_mul(2) >= self.slots.len() {
            let slots = vec![Slot::default(); self.slots.len().saturating_mul(4)];
            for slot in std::mem::replace(&mut self.slots, slots) {
                let known = slot.after.checked_sub(1).and_then(|number| self.names.get(index(number)));
                if let Some(known) = known {
                    let free = self.free(self.begin(slot.key, known));
                    self.set(free, slot);
                }
            }
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        let free = self.free(self.begin(key, name));
        self.set(free, Slot { key, after: number.saturating_add(1) });
        self.names.push(name.into());
        number
    }

    fn is(&self, number: u32, name: &[u8]) -> bool {
        self.names.get(index(number)).is_some_and(|known| **known == *name)
    }

    /// The slot at which a name is looked for first. The table's length is a power of two.
    fn begin(&self, key: Key, name: &[u8]) -> usize {
        let mut mixed = key.mixed();
        if !key.is_whole() {
            for word in name.get(15..).unwrap_or_default().chunks(8) {
                let mut bytes = [0; 8];
                for (to, from) in bytes.iter_mut().zip(word) {
                    *to = *from;
                }
                mixed = fold(mixed.rotate_left(17) ^ u64::from_le_bytes(bytes));
            }
        }
        usize::try_from(mixed).unwrap_or_default() & self.slots.len().wrapping_sub(1)
    }

    fn following(&self, place: usize) -> usize {
        place.wrapping_add(1) & self.slots.len().wrapping_sub(1)
    }

    fn free(&self, mut place: usize) -> usize {
        while self.slots.get(place).is_some_and(|slot| slot.after > 0) {
            place = self.following(place);
        }
        place
    }

    fn set(&mut self, place: usize, slot: Slot) {
        if let Some(free) = self.slots.get_mut(place) {
            *free = slot;
        }
    }
}

/// The product with an odd number, its upper half brought into the lower.
#[inline]
fn fold(value: u64) -> u64 {
    let mixed = value.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 32
}

#[inline]
fn halves(value: u128) -> [u64; 2] {
    [
        u64::try_from(value & u128::from(u64::MAX)).unwrap_or_default(),
        u64::try_from(value >> 64).unwrap_or_default(),
    ]
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// What is kept of 16 bytes for a name of each length, and the length as a key has it.
const KEPT: [(u128, u128); 16] = {
    let mut kept = [(0, 0); 16];
    let (mut length, mut said) = (1, 1_u128);
    while length < 16 {
        kept[length] = (u128::MAX >> (128 - 8 * length), said << 120);
        (length, said) = (length + 1, said + 1);
    }
    kept
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::{Key, Names};

    proptest! {
        #[test]
        fn each_name_has_the_number_of_its_first_meeting(
            met in proptest::collection::vec("[ab]{0,2}|[a-d]{15,18}|x{20,40}[ab]{0,9}", 0..400),
        ) {
            let (mut names, mut known) = (Names::new(), BTreeMap::new());
            for name in &met {
                let mut bytes = vec![b'#'; 3];
                bytes.extend_from_slice(name.as_bytes());
                bytes.extend_from_slice(&[b','; 16]);
                let (bounds, mut code) = ((3, 3 + name.len()), [u32::MAX]);
                let found = names.find(&bytes, [bounds].into_iter(), &mut code);
                if name.is_empty() {
                    prop_assert_eq!((found, code), (1, [0]));
                    continue;
                }
                let number = u32::try_from(known.len()).unwrap();
                let expected = *known.entry(name.clone()).or_insert(number);
                prop_assert_eq!(found == 1, expected < number);
                if found == 0 {
                    prop_assert_eq!(names.add(Key::of(&bytes, bounds.0, bounds.1), name.as_bytes()), expected);
                } else {
                    prop_assert_eq!(code, [expected + 1]);
                }
            }
            prop_assert_eq!(names.names.len(), known.len());
        }
    }
}
