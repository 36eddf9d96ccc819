//! 64 bytes looked at together, and 16 figures read, by the vectors of the machine.

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

/// What marks bytes and reads figures.
pub(super) trait Marker: Copy {
    fn marks(self, chunk: &[u8; CHUNK]) -> Marks;

    /// The number whose last `digits` figures a text ends with, where `point` with a point before the last two; `None` if one of them is
    /// no figure, and for none or more than 16.
    fn number(self, text: &[u8; FIGURES], digits: usize, point: bool) -> Option<i64>;
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

    /// All kinds the machine has, the widest first.
    #[cfg(test)]
    pub(super) fn all() -> Vec<Self> {
        #[cfg(all(feature = "simd", target_arch = "x86_64"))]
        return vec![Self::of_machine(), Self::plain()];
        #[cfg(not(all(feature = "simd", target_arch = "x86_64")))]
        vec![Self::plain()]
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

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    fn number(self, text: &[u8; FIGURES], digits: usize, point: bool) -> Option<i64> {
        let text = u128::from_le_bytes(*text);
        let without_point = (text << 8) & !TAIL | text & TAIL;
        let figures = (if point { without_point } else { text } ^ ZEROS) & KEPT.get(digits)?;
        let [low, high] = halves(figures);
        if (above_nine(low) | above_nine(high)) != 0 {
            return None;
        }
        let number = eight_figures(low).wrapping_mul(100_000_000).wrapping_add(eight_figures(high));
        Some(number.cast_signed())
    }
}

/// The number that eight figures make, the first in the lowest byte.
///
/// Pairs of neighbours are joined three times over: figures to numbers below 100, those to numbers below 10,000, and those.
#[inline(always)]
#[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
fn eight_figures(figures: u64) -> u64 {
    let pairs = figures.wrapping_mul(10).wrapping_add(figures >> 8);
    let first = (pairs & 0xff_0000_00ff).wrapping_mul(0x000f_4240_0000_0064);
    let second = (pairs >> 16 & 0xff_0000_00ff).wrapping_mul(0x0000_2710_0000_0001);
    first.wrapping_add(second) >> 32
}

/// Not zero if a byte of `figures` is above nine.
#[inline(always)]
#[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
pub(super) fn above_nine(figures: u64) -> u64 {
    ((figures & 0x7f7f_7f7f_7f7f_7f7f).wrapping_add(0x7676_7676_7676_7676) | figures) & 0x8080_8080_8080_8080
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
pub(super) fn halves(value: u128) -> [u64; 2] {
    [
        u64::try_from(value & u128::from(u64::MAX)).unwrap_or_default(),
        u64::try_from(value >> 64).unwrap_or_default(),
    ]
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

    /// As [`Plain`], but pairs of neighbours are joined in all places by one step.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    fn number(self, text: &[u8; FIGURES], digits: usize, point: bool) -> Option<i64> {
        let Self { sse2, ssse3, sse4_1, .. } = self;
        let order = pulp::cast(ORDERS[usize::from(point)]);
        let text = ssse3._mm_shuffle_epi8(pulp::cast(*text), order);
        let kept = pulp::cast(*KEPT.get(digits)?);
        let figures = sse2._mm_and_si128(sse2._mm_xor_si128(text, pulp::cast(ZEROS)), kept);
        let nine = sse2._mm_min_epu8(figures, sse2._mm_set1_epi8(9));
        if sse2._mm_movemask_epi8(sse2._mm_cmpeq_epi8(nine, figures)) != 0xffff {
            return None;
        }
        let pairs = ssse3._mm_maddubs_epi16(figures, sse2._mm_set1_epi16(0x010a));
        let fours = sse2._mm_madd_epi16(pairs, sse2._mm_set1_epi32(0x0001_0064));
        let fours = sse4_1._mm_packus_epi32(fours, fours);
        let eights: [u64; 2] = pulp::cast(sse2._mm_madd_epi16(fours, sse2._mm_set1_epi32(0x0001_2710)));
        let [both, _] = eights;
        let number = (both & 0xffff_ffff).wrapping_mul(100_000_000).wrapping_add(both >> 32);
        Some(number.cast_signed())
    }
}

/// Bytes looked at together.
pub(super) const CHUNK: usize = 64;
/// Figures read together.
pub(super) const FIGURES: usize = 16;
/// A digit zero in each of 16 bytes.
const ZEROS: u128 = 0x3030_3030_3030_3030_3030_3030_3030_3030;
/// The last two of 16 bytes.
const TAIL: u128 = 0xffff << 112;
/// The last bytes of 16, as many as the place in the table says; nothing is kept of none.
const KEPT: [u128; 17] = {
    let mut kept = [0; 17];
    let mut digits = 1;
    while digits < 17 {
        kept[digits] = u128::MAX << (128 - 8 * digits);
        digits += 1;
    }
    kept
};
/// Each byte where it is; the bytes before the last three one place on, over the point.
#[cfg(all(feature = "simd", target_arch = "x86_64"))]
const ORDERS: [[u8; FIGURES]; 2] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [0x80, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15],
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{CHUNK, FIGURES, Marker, Marks, Vectors, Work};

    struct Mark<'a>(&'a [u8; CHUNK]);

    impl Work for Mark<'_> {
        type Output = Marks;

        fn run<M: Marker>(self, marker: M) -> Marks {
            marker.marks(self.0)
        }
    }

    struct Read<'a>(&'a [u8; FIGURES], usize, bool);

    impl Work for Read<'_> {
        type Output = Option<i64>;

        fn run<M: Marker>(self, marker: M) -> Option<i64> {
            marker.number(self.0, self.1, self.2)
        }
    }

    proptest! {
        #[test]
        fn every_kind_of_vectors_marks_the_same_bytes(text in "[,\r\n\"a-]{64}") {
            let chunk = text.as_bytes().first_chunk().expect("64 bytes");
            let bits = |byte| (0..CHUNK).filter(|at| chunk[*at] == byte).fold(0_u64, |bits, at| bits | 1 << at);
            let expected = Marks { commas: bits(b','), line_ends: bits(b'\n'), returns: bits(b'\r') };
            for vectors in Vectors::all() {
                prop_assert_eq!(vectors.run(Mark(chunk)), expected);
            }
        }

        #[test]
        fn every_kind_of_vectors_reads_the_same_number(
            text in "[0-9]{13}[0-9.][0-9]{2}|[0-9./:a\\-]{16}", digits in 0_usize..18, point in any::<bool>(),
        ) {
            let figures: String = if point { text[..13].to_owned() + &text[14..] } else { text.clone() };
            // of 16 figures without the point the first is a zero that stands for none
            let figures = format!("0{figures}");
            let kept = digits.checked_sub(1).and_then(|_| figures.get(figures.len().checked_sub(digits)?..));
            let expected = kept.filter(|it| digits < if point { 16 } else { 17 } && it.bytes().all(|byte| byte.is_ascii_digit()));
            let expected = if digits == 0 { Some(0) } else { expected.map(|it| it.parse().unwrap()) };
            let text = text.as_bytes().first_chunk().unwrap();
            for vectors in Vectors::all() {
                prop_assert_eq!(vectors.run(Read(text, digits, point)), expected);
            }
        }
    }
}
