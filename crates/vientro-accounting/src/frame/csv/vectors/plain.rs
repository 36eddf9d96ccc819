//! What every machine does.

use super::{CHUNK, FIGURES, KEPT, MONTH, Marker, Marks, TAIL, ZEROS};

/// By the vectors that every machine has, as the compiler finds them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plain;

impl Marker for Plain {
    #[inline(always)]
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
fn eight_figures(figures: u64) -> u64 {
    let pairs = figures.wrapping_mul(10).wrapping_add(figures >> 8);
    let first = (pairs & 0xff_0000_00ff).wrapping_mul(0x000f_4240_0000_0064);
    let second = (pairs >> 16 & 0xff_0000_00ff).wrapping_mul(0x0000_2710_0000_0001);
    first.wrapping_add(second) >> 32
}

/// Not zero if a byte of `figures` is above nine.
#[inline(always)]
fn above_nine(figures: u64) -> u64 {
    ((figures & 0x7f7f_7f7f_7f7f_7f7f).wrapping_add(0x7676_7676_7676_7676) | figures) & 0x8080_8080_8080_8080
}

#[inline(always)]
pub(in super::super) fn halves(value: u128) -> [u64; 2] {
    [
        u64::try_from(value & u128::from(u64::MAX)).unwrap_or_default(),
        u64::try_from(value >> 64).unwrap_or_default(),
    ]
}

/// A text that begins with `yyyy-mm-dd`, read as [`Marker::dates`] reads it.
#[inline(always)]
pub(super) fn date(text: &[u8; FIGURES]) -> Option<[u32; 2]> {
    let [low, high] = halves(u128::from_le_bytes(*text) ^ 0x3030_2d30_302d_3030_3030);
    // the hyphens became zeros, the digits their figures
    let hyphens = low & 0xff00_00ff_0000_0000;
    let high = high & 0xffff;
    if (above_nine(low) | above_nine(high) | hyphens) != 0 {
        return None;
    }
    // each byte with the one behind it is a number below 100
    let pairs = low.wrapping_mul(10).wrapping_add(low >> 8);
    let pair = |place: u32| {
        let [pair, ..] = pairs.wrapping_shr(place).to_le_bytes();
        u32::from(pair)
    };
    let [ten, one, ..] = high.to_le_bytes();
    let day = u32::from(ten).wrapping_mul(10).wrapping_add(one.into());
    let year = pair(0).wrapping_mul(100).wrapping_add(pair(16));
    Some([year, pair(40).wrapping_mul(MONTH).wrapping_add(day)])
}
