//! Names and their codes.

/// The names a column was met with, and a table that finds a name's code.
///
/// * A name of up to 7 bytes is one word with its length, and in most cases found at once: by a product with a factor under which the
///   known words do not meet.
/// * One of up to 15 bytes is compared as one number of 128 bits; a longer one by its bytes once its first 15 agree.
#[derive(Clone, Debug)]
pub(super) struct Names {
    words: Box<[Word; WORDS]>,
    factor: u64,
    slots: Vec<Slot>,
    /// The names and their codes, as they came.
    met: Vec<(Box<[u8]>, u32)>,
}

/// A short name as a word. The empty name is the word 0 and has the code 0, as has an empty place.
#[derive(Clone, Copy, Debug, Default)]
struct Word {
    word: u64,
    code: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: Key,
    code: u32,
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
    fn of(bytes: &[u8], from: usize, to: usize) -> Self {
        let head =
            bytes.get(from..).and_then(<[u8]>::first_chunk).map_or(0, |head| u128::from_le_bytes(*head));
        let (kept, length) = KEPT.get(to.wrapping_sub(from)).copied().unwrap_or((u128::MAX >> 8, 16 << 120));
        Self(head & kept | length)
    }

    /// Of a name that stands alone.
    fn of_name(name: &[u8]) -> Self {
        let mut bytes = name.to_vec();
        bytes.extend_from_slice(&[0; 16]);
        Self::of(&bytes, 0, name.len())
    }

    /// The key says all of the name.
    #[inline]
    fn is_whole(self) -> bool {
        self.0 < 16 << 120
    }

    /// From all its bytes: both halves of the product of its halves, so that a change of any byte changes the lowest bits.
    #[inline]
    fn mixed(self) -> u64 {
        let [low, high] = halves(self.0);
        let [low, high] =
            halves(u128::from(low ^ FIRST_FACTOR).wrapping_mul(u128::from(high ^ FIRST_FACTOR)));
        low ^ high
    }
}

impl Names {
    pub(super) fn new() -> Self {
        Self {
            words: Box::new([Word::default(); WORDS]),
            factor: FIRST_FACTOR,
            slots: vec![Slot::default(); 64],
            met: Vec::new(),
        }
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
        for (done, (code, (from, to))) in codes.iter_mut().zip(fields).enumerate() {
            let length = to.wrapping_sub(from);
            let head = bytes.get(from..).and_then(<[u8]>::first_chunk);
            if let (true, Some(head)) = (length < 8, head) {
                let bits = length.wrapping_mul(8);
                let word = u64::from_le_bytes(*head) & !(u64::MAX << bits) | long(length) << 56;
                let known = self.words[word_place(word, self.factor)];
                if known.word == word {
                    *code = known.code;
                    continue;
                }
            }
            match self.find_slot(bytes, from, to) {
                Some(found) => *code = found,
                None => return done,
            }
        }
        codes.len()
    }

    /// The code of a name, if it is known.
    #[inline]
    fn find_slot(&self, bytes: &[u8], from: usize, to: usize) -> Option<u32> {
        let key = Key::of(bytes, from, to);
        if !key.is_whole() {
            return self.find_long(key, bytes.get(from..to).unwrap_or_default());
        }
        let mask = self.slots.len().wrapping_sub(1);
        let mut place = usize::try_from(key.mixed()).unwrap_or_default();
        loop {
            let slot = self.slots.get(place & mask)?;
            if slot.key == key {
                // an empty name meets an empty slot
                return Some(slot.code);
            }
            if slot.after == 0 {
                return None;
            }
            place = place.wrapping_add(1);
        }
    }

    /// The code of a name that its key does not say, if it is known.
    #[inline(never)]
    fn find_long(&self, key: Key, name: &[u8]) -> Option<u32> {
        let mut place = self.begin(key, name);
        loop {
            let slot = self.slots.get(place)?;
            let number = slot.after.checked_sub(1)?;
            if slot.key == key && self.name(number).is_some_and(|known| known == name) {
                return Some(slot.code);
            }
            place = self.following(place);
        }
    }

    /// Adds a name that is not known.
    pub(super) fn add(&mut self, name: &[u8], code: u32) {
        if self.met.len().saturating_mul(2) >= self.slots.len() {
            let slots = vec![Slot::default(); self.slots.len().saturating_mul(4)];
            for slot in std::mem::replace(&mut self.slots, slots) {
                let known = slot.after.checked_sub(1).and_then(|number| self.name(number));
                if let Some(known) = known {
                    let free = self.free(self.begin(slot.key, known));
                    self.set(free, slot);
                }
            }
        }
        let key = Key::of_name(name);
        let free = self.free(self.begin(key, name));
        self.met.push((name.into(), code));
        let after = u32::try_from(self.met.len()).unwrap_or(u32::MAX);
        self.set(free, Slot { key, code, after });
        if let Some(word) = word_of(name) {
            self.add_word(word, code);
        }
    }

    /// Gives a word a place of its own; where there is none, a new factor is looked for under which all have one, if they are few.
    fn add_word(&mut self, word: u64, code: u32) {
        let place = word_place(word, self.factor);
        if self.words[place].word == 0 {
            self.words[place] = Word { word, code };
            return;
        }
        if self.met.len() > WORDS_SORTED_MAX {
            // the name is found in the slots
            return;
        }
        let words: Vec<Word> = self
            .met
            .iter()
            .filter_map(|(name, code)| Some(Word { word: word_of(name)?, code: *code }))
            .collect();
        let mut factor = self.factor;
        for _ in 0..FACTORS_TRIED {
            factor = fold(factor.wrapping_add(FIRST_FACTOR)) | 1;
            let mut table = [Word::default(); WORDS];
            let fits = words.iter().all(|word| {
                let place = &mut table[word_place(word.word, factor)];
                std::mem::replace(place, *word).word == 0
            });
            if fits {
                *self.words = table;
                self.factor = factor;
                return;
            }
        }
    }

    fn name(&self, number: u32) -> Option<&[u8]> {
        self.met.get(usize::try_from(number).ok()?).map(|(name, _)| &**name)
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

/// The word of a name of 1 to 7 bytes: its bytes, the first lowest, and its length highest.
fn word_of(name: &[u8]) -> Option<u64> {
    if name.is_empty() || name.len() > 7 {
        return None;
    }
    let mut bytes = [0; 8];
    for (to, from) in bytes.iter_mut().zip(name) {
        *to = *from;
    }
    Some(u64::from_le_bytes(bytes) | long(name.len()) << 56)
}

/// Where a word stands.
#[inline(always)]
#[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
fn word_place(word: u64, factor: u64) -> usize {
    usize::try_from(word.wrapping_mul(factor) >> WORD_SHIFT).unwrap_or_default() & (WORDS - 1)
}

/// The product with an odd number, its upper half brought into the lower.
#[inline]
fn fold(value: u64) -> u64 {
    let mixed = value.wrapping_mul(FIRST_FACTOR);
    mixed ^ mixed >> 32
}

#[inline]
fn halves(value: u128) -> [u64; 2] {
    [
        u64::try_from(value & u128::from(u64::MAX)).unwrap_or_default(),
        u64::try_from(value >> 64).unwrap_or_default(),
    ]
}

#[inline]
fn long(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
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
/// Places of short names; a power of two.
const WORDS: usize = 1024;
/// Leaves of 64 bits the highest, as many as number the places.
const WORD_SHIFT: u32 = 64 - WORDS.ilog2();
/// More names than this are not given a new factor.
const WORDS_SORTED_MAX: usize = 128;
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
