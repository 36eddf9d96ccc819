//! Pairs and kinds as numbers, and where each stands in a book.

use crate::{Currency, RateKind};

/// Where in the list of keys each one stands, by the upper bits of a product: met at the first or second look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Index {
    /// A power of two of places, at most half of them taken; `u16::MAX` is free. Empty for more keys than it is made for.
    places: Vec<u16>,
    shift: u32,
}

impl Index {
    /// More pairs and kinds than any book has need of; past them the sorted keys are searched.
    const KEYS_MAX: usize = 1024;

    pub(crate) fn of(keys: &[Key]) -> Self {
        if keys.len() > Self::KEYS_MAX {
            return Self::default();
        }
        let size = keys.len().saturating_mul(2).next_power_of_two();
        let shift = 64_u32.saturating_sub(size.trailing_zeros());
        let mut index = Self { places: vec![u16::MAX; size], shift };
        for (place, key) in keys.iter().enumerate() {
            let mut slot = index.slot(*key);
            while index.places.get(slot).is_some_and(|place| *place != u16::MAX) {
                slot = index.after(slot);
            }
            if let (Some(free), Ok(place)) = (index.places.get_mut(slot), u16::try_from(place)) {
                *free = place;
            }
        }
        index
    }

    #[inline]
    fn slot(&self, key: Key) -> usize {
        // the odd number nearest to 2⁶⁴ over the golden ratio: neighbouring keys fall far apart
        let product = key.0.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        usize::try_from(product.checked_shr(self.shift).unwrap_or_default()).unwrap_or_default()
    }

    #[inline]
    fn after(&self, slot: usize) -> usize {
        slot.saturating_add(1) & self.places.len().saturating_sub(1)
    }

    #[inline]
    pub(crate) fn place(&self, key: Key, keys: &[Key]) -> Option<usize> {
        if self.places.is_empty() {
            return keys.binary_search(&key).ok();
        }
        let mut slot = self.slot(key);
        loop {
            let place = usize::from(*self.places.get(slot)?);
            // no key stands at a free place, which ends the search; half of the places are free
            if *keys.get(place)? == key {
                return Some(place);
            }
            slot = self.after(slot);
        }
    }
}

/// Pair and kind as one number: the six letters of the codes, then the place of the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key(u64);

impl Key {
    #[inline]
    pub(crate) fn new(base: Currency, quote: Currency, kind: RateKind) -> Self {
        #[expect(clippy::as_conversions, reason = "the place of a variant without fields, far below 256")]
        let kind = kind as u64;
        Self((pair_letters(base, quote) << 8) | kind)
    }

    pub(crate) const fn pair(self) -> u64 {
        self.0 >> 8
    }

    pub(crate) fn kind(self) -> Option<RateKind> {
        RateKind::ALL.get(usize::try_from(self.0 & 0xff).ok()?).copied()
    }
}

#[inline]
pub(crate) fn pair_letters(base: Currency, quote: Currency) -> u64 {
    (u64::from(base.letters()) << 24) | u64::from(quote.letters())
}
