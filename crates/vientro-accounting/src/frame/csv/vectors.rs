//! 64 bytes looked at together, by the vectors of the machine.

/// A bit for each of 64 bytes, the first byte's the lowest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// Commas.
    pub(super) commas: u64,
    /// Line ends.
    pub(super) line_ends: u64,
    /// Carriage returns.
    pub(super) returns: u64,
}

/// What marks bytes.
pub(super) trait Marker: Copy {
    fn marks(self, chunk: &[u8; CHUNK]) -> Marks;
}

/// Work on a block, which [`Vectors::run`] has compiled for each kind of vectors. Everything it calls row by row must be inlined.
pub(super) trait Work {
    type Output;

    fn run<M: Marker>(self, marker: M) -> Self::Output;
}

/// The vectors of the machine, asked for once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vectors {
    #[cfg(all(feature = "simd", target_arch = "x86_64"))]
    wide: Option<pulp::x86::V3>,
}

#[cfg_attr(
    not(all(feature = "simd", target_arch = "x86_64")),
    expect(clippy::unused_self, reason = "one kind of vectors is left")
)]
impl Vectors {
    pub(super) fn of_machine() -> Self {
        Self {
            #[cfg(all(feature = "simd", target_arch = "x86_64"))]
            wide: pulp::x86::V3::try_new(),
        }
    }

    /// What every machine has.
    #[cfg(test)]
    pub(super) fn plain() -> Self {
        Self {
            #[cfg(all(feature = "simd", target_arch = "x86_64"))]
            wide: None,
        }
    }

    pub(super) fn run<W: Work>(self, work: W) -> W::Output {
        #[cfg(all(feature = "simd", target_arch = "x86_64"))]
        if let Some(wide) = self.wide {
            return pulp::Simd::vectorize(
                wide,
                #[inline(always)]
                || work.run(wide),
            );
        }
        work.run(Plain)
    }

    /// The same for work that marks nothing.
    #[inline]
    pub(super) fn apply<R>(self, work: impl FnOnce() -> R) -> R {
        #[cfg(all(feature = "simd", target_arch = "x86_64"))]
        if let Some(wide) = self.wide {
            return pulp::Simd::vectorize(wide, work);
        }
        work()
    }
}

/// By the vectors that every machine has, as the compiler finds them.
#[derive(Clone, Copy, Debug)]
struct Plain;

impl Marker for Plain {
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    fn marks(self, chunk: &[u8; CHUNK]) -> Marks {
        let bits = |byte: u8| {
            let mut found = [0_u8; CHUNK];
            for (found, it) in found.iter_mut().zip(chunk) {
                *found = u8::from(*it == byte);
            }
            let (words, _) = found.as_chunks::<8>();
            let mut bits = [0; 8];
            for (bits, word) in bits.iter_mut().zip(words) {
                // the product brings the lowest bit of each byte into the highest byte, in their order
                [.., *bits] = u64::from_le_bytes(*word).wrapping_mul(0x0102_0408_1020_4080).to_le_bytes();
            }
            u64::from_le_bytes(bits)
        };
        Marks { commas: bits(b','), line_ends: bits(b'\n'), returns: bits(b'\r') }
    }
}

#[cfg(all(feature = "simd", target_arch = "x86_64"))]
impl Marker for pulp::x86::V3 {
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    fn marks(self, chunk: &[u8; CHUNK]) -> Marks {
        let [low, high]: [std::arch::x86_64::__m256i; 2] = pulp::cast(*chunk);
        let bits = |byte: u8| {
            let byte = self.avx._mm256_set1_epi8(byte.cast_signed());
            let half = |half| {
                let equal = self.avx2._mm256_cmpeq_epi8(half, byte);
                u64::from(self.avx2._mm256_movemask_epi8(equal).cast_unsigned())
            };
            half(low) | half(high) << 32
        };
        Marks { commas: bits(b','), line_ends: bits(b'\n'), returns: bits(b'\r') }
    }
}

/// Bytes looked at together.
pub(super) const CHUNK: usize = 64;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{CHUNK, Marker, Marks, Vectors, Work};

    struct Mark<'a>(&'a [u8; CHUNK]);

    impl Work for Mark<'_> {
        type Output = Marks;

        fn run<M: Marker>(self, marker: M) -> Marks {
            marker.marks(self.0)
        }
    }

    proptest! {
        #[test]
        fn every_kind_of_vectors_marks_the_same_bytes(text in "[,\r\n\"a-]{64}") {
            let chunk = text.as_bytes().first_chunk().expect("64 bytes");
            let bits = |byte| (0..CHUNK).filter(|at| chunk[*at] == byte).fold(0_u64, |bits, at| bits | 1 << at);
            let expected = Marks { commas: bits(b','), line_ends: bits(b'\n'), returns: bits(b'\r') };
            prop_assert_eq!(Vectors::plain().run(Mark(chunk)), expected);
            prop_assert_eq!(Vectors::of_machine().run(Mark(chunk)), expected);
        }
    }
}
