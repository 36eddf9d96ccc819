//! What machines of the x86 family do that have the instructions of its level 3 or 4.

use std::arch::x86_64::{__m128i, __m256i, __m512i};

use pulp::x86::{V3, V4};

use super::plain::Plain;
use super::{CHUNK, DECIMALS, FIGURES, Marker, Marks, PART, Part};
use crate::vectors::Aligned;

impl Marker for V3 {
    #[inline(always)]
    fn marks(self, chunk: &[u8; CHUNK]) -> Marks {
        let [low, high]: [__m256i; 2] = pulp::cast(*chunk);
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

    #[inline(always)]
    fn number(self, text: &[u8; FIGURES], digits: usize, point: bool) -> Option<i64> {
        // vectors of one text take longer
        Plain.number(text, digits, point)
    }
}

impl Marker for V4 {
    #[inline(always)]
    fn marks(self, chunk: &[u8; CHUNK]) -> Marks {
        let bytes: __m512i = pulp::cast(*chunk);
        let bits = |byte: u8| self.avx512bw._mm512_cmpeq_epi8_mask(bytes, every(self, byte));
        Marks { commas: bits(b','), line_ends: bits(b'\n'), returns: bits(b'\r') }
    }

    /// The numbers of 16 places are put together where their bits are.
    #[inline(always)]
    fn places(self, bits: u64, base: u32, places: &mut [u32; CHUNK]) {
        let Self { avx512f, .. } = self;
        let sixteen = avx512f._mm512_set1_epi32(16);
        let mut numbers =
            avx512f._mm512_add_epi32(avx512f._mm512_set1_epi32(base.cast_signed()), pulp::cast(NUMBERS));
        let mut written = 0;
        for bits in [bits, bits >> 16, bits >> 32, bits >> 48] {
            let [low, high, ..] = bits.to_le_bytes();
            let bits = u16::from_le_bytes([low, high]);
            let found = pulp::cast(avx512f._mm512_maskz_compress_epi32(bits, numbers));
            if let Some(room) = places.get_mut(written..).and_then(<[u32]>::first_chunk_mut::<16>) {
                *room = found;
            }
            written = written.wrapping_add(usize::try_from(bits.count_ones()).unwrap_or_default());
            numbers = avx512f._mm512_add_epi32(numbers, sixteen);
        }
    }

    #[inline(always)]
    fn number(self, text: &[u8; FIGURES], digits: usize, point: bool) -> Option<i64> {
        (*self).number(text, digits, point)
    }

    /// Four at a time, each in a lane of 16 bytes; a mask has a bit for each byte.
    #[inline(always)]
    fn amounts(self, part: &Part, minor: &mut [i64; PART]) -> u64 {
        let mut others = 0;
        let (texts, _) = part.texts.0.as_chunks::<LANES>();
        let (shapes, _) = part.shapes.as_chunks::<16>();
        let (minor, _) = minor.as_chunks_mut::<LANES>();
        for ((place, texts), minor) in texts.iter().enumerate().zip(minor) {
            let Some(shapes) = shapes.get(place / LANES) else { break };
            let (numbers, bad) = four_amounts(self, texts, shapes, place % LANES);
            *minor = numbers;
            if bad != 0 {
                others |= lanes_of(bad)
                    .wrapping_shl(LANES_BITS.wrapping_mul(u32::try_from(place).unwrap_or_default()));
            }
        }
        others
    }

    #[inline(always)]
    fn dates(self, texts: &Aligned<[[u8; FIGURES]; PART]>, dates: &mut [[u32; 2]; PART]) -> u64 {
        let mut others = 0;
        let (texts, _) = texts.0.as_chunks::<LANES>();
        let (dates, _) = dates.as_chunks_mut::<LANES>();
        for ((place, texts), dates) in texts.iter().enumerate().zip(dates) {
            let (numbers, bad) = four_dates(self, texts);
            *dates = numbers;
            if bad != 0 {
                others |= lanes_of(bad)
                    .wrapping_shl(LANES_BITS.wrapping_mul(u32::try_from(place).unwrap_or_default()));
            }
        }
        others
    }
}

/// Four amounts, and the bytes that make one none that is usual; `place` is that of the four among those that have `shapes`.
#[inline(always)]
fn four_amounts(
    simd: V4,
    texts: &[[u8; FIGURES]; LANES],
    shapes: &[u8; 16],
    place: usize,
) -> ([i64; LANES], u64) {
    let V4 { sse2, avx2, avx512f, avx512bw, .. } = simd;
    let text: __m512i = pulp::cast(*texts);
    // the shape of a text in each byte of its lane
    let shapes: __m128i = pulp::cast(*shapes);
    let shape =
        avx512bw._mm512_shuffle_epi8(avx512f._mm512_broadcast_i32x4(shapes), pulp::cast(SHAPES[place]));
    let length = avx512f._mm512_and_si512(shape, every(simd, DECIMALS.wrapping_sub(1)));
    let ends = avx512bw._mm512_add_epi8(length, pulp::cast([PLACES; LANES]));
    let field = avx512bw._mm512_cmpge_epu8_mask(ends, every(simd, 16));
    let long = avx512bw._mm512_cmpgt_epu8_mask(length, every(simd, 16));
    // a point stands before the last two bytes, and something before it
    let points = avx512bw._mm512_cmpeq_epi8_mask(text, every(simd, b'.')) & POINTS & field << 1;
    let wanted = avx512bw._mm512_test_epi8_mask(shape, every(simd, DECIMALS << 1)) & POINTS;
    let other_decimals = avx512bw._mm512_test_epi8_mask(shape, every(simd, DECIMALS | DECIMALS << 2));
    let first = field & !(field << 1 & !FIRSTS);
    let signs = avx512bw._mm512_cmpeq_epi8_mask(text, every(simd, b'-')) & first;
    let unsigned = field & !signs;
    // what stands before the point moves over it
    let moved = points | points.wrapping_sub(points >> 13);
    let kept = unsigned << 1 & moved & !FIRSTS | unsigned & !moved;
    let text = avx512bw._mm512_mask_mov_epi8(text, moved, avx512bw._mm512_bslli_epi128::<1>(text));
    let figures = avx512bw._mm512_maskz_sub_epi8(kept, text, every(simd, b'0'));
    let no_figures = avx512bw._mm512_cmpgt_epu8_mask(figures, every(simd, 9));
    let bad = long | (points ^ wanted) | other_decimals | (points | LASTS) & !kept | no_figures;
    let pairs = avx512bw._mm512_maddubs_epi16(figures, avx512f._mm512_set1_epi16(0x010a));
    let fours = avx512bw._mm512_madd_epi16(pairs, avx512f._mm512_set1_epi32(0x0001_0064));
    let fours = avx512bw._mm512_packus_epi32(fours, fours);
    let eights = avx512bw._mm512_madd_epi16(fours, avx512f._mm512_set1_epi32(0x0001_2710));
    let first = avx512f._mm512_mul_epu32(eights, avx512f._mm512_set1_epi64(100_000_000));
    let numbers = avx512f._mm512_add_epi64(first, avx512f._mm512_srli_epi64::<32>(eights));
    let numbers = first_words(simd, numbers);
    let signs = avx2._mm256_cvtepu16_epi64(sse2._mm_set_epi64x(0, signs.cast_signed()));
    let negative = avx512f._mm256_test_epi64_mask(signs, signs);
    let zero = simd.avx._mm256_setzero_si256();
    (pulp::cast(avx512f._mm256_mask_sub_epi64(numbers, negative, zero, numbers)), bad)
}

/// Four dates, and the bytes that make one none.
#[inline(always)]
fn four_dates(simd: V4, texts: &[[u8; FIGURES]; LANES]) -> ([[u32; 2]; LANES], u64) {
    let V4 { avx512f, avx512bw, .. } = simd;
    let text: __m512i = pulp::cast(*texts);
    let hyphens = avx512bw._mm512_cmpeq_epi8_mask(text, every(simd, b'-')) & HYPHENS;
    let text = avx512bw._mm512_shuffle_epi8(text, pulp::cast([FIGURES_OF_DATE; LANES]));
    let figures = avx512bw._mm512_maskz_sub_epi8(FIRST_EIGHT, text, every(simd, b'0'));
    let no_figures = avx512bw._mm512_cmpgt_epu8_mask(figures, every(simd, 9));
    let pairs = avx512bw._mm512_maddubs_epi16(figures, avx512f._mm512_set1_epi16(0x010a));
    // the factors of the year's pairs are 100 and 1, those of month and day the second number's
    let dates = avx512bw._mm512_madd_epi16(pairs, avx512f._mm512_set1_epi64(0x0001_0080_0001_0064));
    (pulp::cast(first_words(simd, dates)), hyphens ^ HYPHENS | no_figures)
}

/// The same byte in all places.
#[inline(always)]
fn every(simd: V4, byte: u8) -> __m512i {
    simd.avx512f._mm512_set1_epi8(byte.cast_signed())
}

/// The first 64 bits of each lane.
#[inline(always)]
fn first_words(simd: V4, lanes: __m512i) -> __m256i {
    simd.avx512f._mm512_castsi512_si256(simd.avx512f._mm512_maskz_compress_epi64(0b0101_0101, lanes))
}

/// A bit for each lane that has one.
#[inline(always)]
fn lanes_of(bytes: u64) -> u64 {
    [(0, 1), (16, 2), (32, 4), (48, 8)].into_iter().fold(0, |lanes, (place, lane)| {
        let here = bytes >> place << 48;
        if here == 0 { lanes } else { lanes | lane }
    })
}

const NUMBERS: [u32; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
/// Texts of 16 bytes in a vector.
const LANES: usize = 4;
const LANES_BITS: u32 = 4;
/// For the first four to the last four of 16 texts, the number of its text in each byte.
const SHAPES: [[[u8; FIGURES]; LANES]; 4] = [
    [[0; 16], [1; 16], [2; 16], [3; 16]],
    [[4; 16], [5; 16], [6; 16], [7; 16]],
    [[8; 16], [9; 16], [10; 16], [11; 16]],
    [[12; 16], [13; 16], [14; 16], [15; 16]],
];
const PLACES: [u8; FIGURES] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
/// The first byte of each lane, the last, and that where a point stands.
const FIRSTS: u64 = 0x0001_0001_0001_0001;
const LASTS: u64 = 0x8000_8000_8000_8000;
const POINTS: u64 = 0x2000_2000_2000_2000;
/// Where the hyphens of a date stand, and where its figures once they are put together.
const HYPHENS: u64 = 0x0090_0090_0090_0090;
const FIRST_EIGHT: u64 = 0x00ff_00ff_00ff_00ff;
const FIGURES_OF_DATE: [u8; FIGURES] =
    [0, 1, 2, 3, 5, 6, 8, 9, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80];
