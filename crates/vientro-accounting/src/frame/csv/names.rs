//! Names and their codes.

use super::vectors::halves;

/// The names a column was met with, and a table that finds a name's code.
///
/// The first 15 bytes of a name and its length are one number; for a name of up to 15 bytes, which is most of them, that is all there is
/// to compare. Few names get a factor under which no two begin at the same place.
#[derive(Clone, Debug)]
pub(super) struct Names {
    /// A power of two long; the first stays empty, for the empty name begins there.
    slots: Vec<Slot>,
    factor: u64,
    /// Leaves of 64 bits the highest, as many as number the slots.
    shift: u32,
    /// The names and their codes, as they came.
    met: Vec<(Box<[u8]>, u32)>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: Key,
    code: u32,
    /// Number of the name and one; zero for an empty slot.
    after: u32,
}

/// The first 15 bytes of a name, the first lowest, zeros behind a shorter name; in the highest byte its length, or 16 if it is
/// longer. A slot has 17 for a longer one, so that no field is taken for it before all its bytes are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Key(u128);

impl Key {
    /// Of the name `bytes[from..to]`. Bytes must stand behind it up to 16 from its begin.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    fn of(bytes: &[u8], from: usize, to: usize) -> Self {
        let head = bytes.get(from..from.wrapping_add(16)).and_then(|head| head.try_into().ok());
        let head = head.map_or(0, u128::from_le_bytes);
        let (kept, length) = KEPT[to.wrapping_sub(from).min(16)];
        Self(head & kept | length)
    }

    /// Of a name that stands alone.
    fn of_name(name: &[u8]) -> Self {
        let mut bytes = name.to_vec();
        bytes.extend_from_slice(&[0; 16]);
        Self::of(&bytes, 0, name.len())
    }

    /// The key says all of the name.
    fn is_whole(self) -> bool {
        self.0 < 16 << 120
    }

    /// As a slot has it.
    fn kept(self) -> Self {
        if self.is_whole() { self } else { Self(self.0 | 1 << 120) }
    }

    /// The slot at which it is looked for first.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    fn place(self, factor: u64, shift: u32) -> usize {
        let [low, high] = halves(self.0);
        let mixed = low.wrapping_add(high.rotate_left(23)).wrapping_mul(factor);
        usize::try_from(mixed.wrapping_shr(shift)).unwrap_or_default()
    }
}

impl Names {
    pub(super) fn new() -> Self {
        let mut names = Self { slots: Vec::new(), factor: FIRST_FACTOR, shift: 0, met: Vec::new() };
        names.lay_out(SLOTS_MIN, FIRST_FACTOR);
        names
    }

    /// Sets the codes of as many names as are known from the first on, and returns how many. That of an empty name is zero.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    pub(super) fn find(
        &self,
        bytes: &[u8],
        fields: impl Iterator<Item = (usize, usize)>,
        codes: &mut [u32],
    ) -> usize {
        let (slots, factor, shift) = (self.slots.as_slice(), self.factor, self.shift);
        for (done, (code, (from, to))) in codes.iter_mut().zip(fields).enumerate() {
            let key = Key::of(bytes, from, to);
            match slots.get(key.place(factor, shift)) {
                // an empty name meets the empty slot
                Some(slot) if slot.key == key => *code = slot.code,
                _ => match self.find_further(key, bytes.get(from..to).unwrap_or_default()) {
                    Some(found) => *code = found,
                    None => return done,
                },
            }
        }
        codes.len()
    }

    /// The code of a name that does not stand where it is looked for first, if it is known.
    #[inline(never)]
    fn find_further(&self, key: Key, name: &[u8]) -> Option<u32> {
        let kept = key.kept();
        let mut place = self.begin(key, name);
        loop {
            let slot = self.slots.get(place)?;
            let number = slot.after.checked_sub(1)?;
            if slot.key == kept && (key.is_whole() || self.name(number).is_some_and(|known| known == name)) {
                return Some(slot.code);
            }
            place = self.following(place);
        }
    }

    /// Adds a name that is not known.
    pub(super) fn add(&mut self, name: &[u8], code: u32) {
        let count = self.met.len().saturating_add(1);
        // so many that few names meet, or that a factor can be found under which none do
        let wanted = if count <= SORTED_MAX { count.saturating_mul(count) / 2 } else { 0 };
        let wanted = wanted.min(SLOTS_SORTED_MAX).max(count.saturating_mul(4));
        self.met.push((name.into(), code));
        if wanted > self.slots.len() {
            self.lay_out(wanted.next_power_of_two(), self.factor);
        } else {
            let number = self.met.len().saturating_sub(1);
            if self.put(number) || count > SORTED_MAX {
                return;
            }
            self.lay_out(self.slots.len(), self.factor);
        }
    }

    /// Puts all names into `length` empty slots, where they are few under a factor that keeps them apart.
    fn lay_out(&mut self, length: usize, factor: u64) {
        self.shift = 64_u32.saturating_sub(length.ilog2());
        let mut factor = factor;
        for _ in 0..FACTORS_TRIED {
            (self.slots, self.factor) = (vec![Slot::default(); length], factor);
            let moved = (0..self.met.len()).filter(|number| !self.put(*number)).count();
            if moved == 0 || self.met.len() > SORTED_MAX {
                return;
            }
            factor = fold(factor.wrapping_add(FIRST_FACTOR)) | 1;
        }
    }

    /// Puts a name into a slot; false if it had to be another than that at which it is looked for first.
    fn put(&mut self, number: usize) -> bool {
        let Some((name, code)) = self.met.get(number) else { return true };
        let (key, code) = (Key::of_name(name), *code);
        let begin = self.begin(key, name);
        let mut place = begin;
        while self.slots.get(place).is_some_and(|slot| slot.after > 0) {
            place = self.following(place);
        }
        let after = u32::try_from(number.saturating_add(1)).unwrap_or(u32::MAX);
        if let Some(free) = self.slots.get_mut(place) {
            *free = Slot { key: key.kept(), code, after };
        }
        place == key.place(self.factor, self.shift) || !key.is_whole()
    }

    fn name(&self, number: u32) -> Option<&[u8]> {
        self.met.get(usize::try_from(number).ok()?).map(|(name, _)| &**name)
    }

    /// The slot at which a name is looked for first, but the first of all.
    fn begin(&self, key: Key, name: &[u8]) -> usize {
        let mut place = key.place(self.factor, self.shift);
        if !key.is_whole() {
            let [low, high] = halves(key.0);
            let mut mixed = fold(low ^ fold(high));
            for word in name.get(15..).unwrap_or_default().chunks(8) {
                let mut bytes = [0; 8];
                for (to, from) in bytes.iter_mut().zip(word) {
                    *to = *from;
                }
                mixed = fold(mixed.rotate_left(17) ^ u64::from_le_bytes(bytes));
            }
            place = usize::try_from(mixed.wrapping_shr(self.shift)).unwrap_or_default();
        }
        if place == 0 { 1 } else { place }
    }

    fn following(&self, place: usize) -> usize {
        (place.wrapping_add(1) & self.slots.len().wrapping_sub(1)).max(1)
    }
}

/// The product with an odd number, its upper half brought into the lower.
#[inline]
fn fold(value: u64) -> u64 {
    let mixed = value.wrapping_mul(FIRST_FACTOR);
    mixed ^ mixed >> 32
}

/// What is kept of 16 bytes for a name of each length, and the length as a key has it; the last is for longer names.
const KEPT: [(u128, u128); 17] = {
    let mut kept = [(0, 0); 17];
    let (mut length, mut said) = (1, 1_u128);
    while length < 16 {
        kept[length] = (u128::MAX >> (128 - 8 * length), said << 120);
        (length, said) = (length + 1, said + 1);
    }
    kept[16] = (u128::MAX >> 8, 16 << 120);
    kept
};
/// Slots before any name is met.
const SLOTS_MIN: usize = 64;
/// Slots at most for names that are few. Only those that are met are ever in a cache.
const SLOTS_SORTED_MAX: usize = 4096;
/// More names than this are not kept apart by a factor.
const SORTED_MAX: usize = 128;
const FACTORS_TRIED: usize = 64;
/// The odd number next to 2^64 divided by the golden section, as multiplicative hashing takes it.
const FIRST_FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::Names;

    /// The code a table gives, if it knows the name.
    fn find(names: &Names, name: &str) -> Option<u32> {
        let mut bytes = vec![b'#'; 3];
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(&[b','; 16]);
        let (bounds, mut code) = ((3, 3 + name.len()), [u32::MAX]);
        let found = names.find(&bytes, [bounds].into_iter(), &mut code);
        (found == 1).then_some(code[0])
    }

    #[test]
    fn many_short_names_each_have_their_code() {
        let mut names = Names::new();
        for code in 1..3_000 {
            let name = format!("{code:x}");
            assert_eq!(find(&names, &name), None);
            names.add(name.as_bytes(), code);
            assert_eq!((find(&names, &name), find(&names, "")), (Some(code), Some(0)));
        }
        for code in 1..3_000 {
            assert_eq!(find(&names, &format!("{code:x}")), Some(code));
        }
    }

    #[test]
    fn zeros_are_of_the_name() {
        let mut names = Names::new();
        for (name, code) in [("a", 1), ("a\0", 2), ("\0", 3), ("\0\0", 4), ("\0a", 5)] {
            assert_eq!(find(&names, name), None, "{name:?}");
            names.add(name.as_bytes(), code);
            assert_eq!(find(&names, name), Some(code), "{name:?}");
        }
    }

    proptest! {
        #[test]
        fn each_name_has_the_code_it_was_given(
            met in proptest::collection::vec("[ab\0]{0,3}|[a-d]{6,9}|[a-d]{15,18}|x{20,40}[ab]{0,9}", 0..400),
        ) {
            let (mut names, mut known) = (Names::new(), BTreeMap::new());
            for name in &met {
                let code = match name.as_str() {
                    "" => Some(&0),
                    name => known.get(name),
                };
                prop_assert_eq!(find(&names, name), code.copied());
                if code.is_none() {
                    let code = 7 + 3 * u32::try_from(known.len()).unwrap();
                    names.add(name.as_bytes(), code);
                    known.insert(name.clone(), code);
                }
            }
            for (name, code) in &known {
                prop_assert_eq!(find(&names, name), Some(*code));
            }
        }
    }
}
