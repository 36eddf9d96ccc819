//! What the benches beside this file share: numbers from a seed.

/// The `SplitMix64` generator: the same seed gives the same numbers on every machine.
///
/// # Source
///
/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
#[derive(Clone, Debug)]
pub struct SplitMix64(u64);

impl SplitMix64 {
    /// Begins at `seed`.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number of 64 bits.
    pub const fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// The next number below `limit`; zero for a limit of zero. Slightly uneven, which does not matter to a bench.
    pub const fn below(&mut self, limit: u32) -> u32 {
        let [_, _, _, _, bytes @ ..] = self.number().to_be_bytes();
        match u32::from_be_bytes(bytes).checked_rem(limit) {
            Some(number) => number,
            None => 0,
        }
    }

    /// One of `choices`.
    pub fn choose<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        let length = u32::try_from(choices.len()).unwrap_or(u32::MAX);
        choices.get(usize::try_from(self.below(length)).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::SplitMix64;

    #[test]
    fn gives_the_published_numbers() {
        // the first values of the reference implementation for the seed 1234567
        let mut numbers = SplitMix64::new(1_234_567);
        assert_eq!(numbers.number(), 6_457_827_717_110_365_317);
        assert_eq!(numbers.number(), 3_203_168_211_198_807_973);
        assert_eq!(SplitMix64::new(0).below(0), 0);
    }
}
