//! 64 bytes looked at together, and 16 figures read, by the vectors of the machine.

#![expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]

mod plain;
#[cfg(all(feature = "simd", target_arch = "x86_64"))]
mod x86;

use plain::Plain;
pub(super) use plain::halves;

use crate::vectors::Aligned;

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

/// The ends of the fields of some records, which are read together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// Of a field of up to 16 bytes and what stands before it, the last 16.
    pub(super) texts: Aligned<[[u8; FIGURES]; PART]>,
    /// Of each its length, or [`LENGTH_MAX`] for any from that on, and [`DECIMALS`] times the decimals that are expected.
    pub(super) shapes: [u8; PART],
}

/// What marks bytes and reads figures.
pub(super) trait Marker: Copy {
    fn marks(self, chunk: &[u8; CHUNK]) -> Marks;

    /// Sets the places of `bits`, counted from `base`, in their order. What stands behind them may be set to anything.
    #[inline(always)]
    fn places(self, bits: u64, base: u32, places: &mut [u32; CHUNK]) {
        let (mut bits, count) = (bits, bits.count_ones());
        let mut next = |room: &mut [u32]| {
            for place in room {
                *place = base.wrapping_add(bits.trailing_zeros());
                bits &= bits.wrapping_sub(1);
            }
        };
        // some at a time, so that the processor need not guess how many there are
        let (first, others) = places.split_at_mut(12);
        next(first);
        if count > 12 {
            let (second, others) = others.split_at_mut(12);
            next(second);
            if count > 24 {
                next(others);
            }
        }
    }

    /// The number whose last `digits` figures a text ends with, where `point` with a point before the last two; `None` if one of them is
    /// no figure, and for more than 16.
    fn number(self, text: &[u8; FIGURES], digits: usize, point: bool) -> Option<i64>;

    /// Reads usual amounts: up to 16 bytes, perhaps a sign, then digits with two decimals behind a point where two are expected, and with
    /// none and no point where none are. The bits of the answer tell which others there are.
    #[inline(always)]
    fn amounts(self, part: &Part, minor: &mut [i64; PART]) -> u64 {
        let mut others = 0;
        for (row, ((text, shape), minor)) in part.texts.0.iter().zip(part.shapes).zip(minor).enumerate() {
            match usual_amount(self, text, shape) {
                Some(read) => *minor = read,
                None => others |= bit(row),
            }
        }
        others
    }

    /// Reads texts that begin with `yyyy-mm-dd` as years, and months times [`MONTH`] with days added. The bits of the answer tell which do not
    /// begin so.
    #[inline(always)]
    fn dates(self, texts: &Aligned<[[u8; FIGURES]; PART]>, dates: &mut [[u32; 2]; PART]) -> u64 {
        let mut others = 0;
        for (row, (text, date)) in texts.0.iter().zip(dates).enumerate() {
            match plain::date(text) {
                Some(read) => *date = read,
                None => others |= bit(row),
            }
        }
        others
    }
}

/// The bit of a row.
#[inline(always)]
fn bit(row: usize) -> u64 {
    1_u64.wrapping_shl(u32::try_from(row).unwrap_or_default())
}

#[inline(always)]
fn usual_amount<M: Marker>(marker: M, text: &[u8; FIGURES], shape: u8) -> Option<i64> {
    let length = usize::from(shape % DECIMALS);
    // amounts with and without a point or a sign are mixed at random: nothing here branches on them
    let negative = text.get(FIGURES.wrapping_sub(length)) == Some(&b'-');
    let point = u8::from(text[FIGURES - 3] == b'.') & u8::from(length > 3);
    let digits = length.wrapping_sub(negative.into()).wrapping_sub(point.into());
    // a digit stands before the point
    if length > FIGURES || shape / DECIMALS != point << 1 || digits <= usize::from(point) << 1 {
        return None;
    }
    let size = marker.number(text, digits, point == 1)?;
    let sign = i64::from(negative).wrapping_neg();
    Some((size ^ sign).wrapping_sub(sign))
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
    widest: Option<pulp::x86::V4>,
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
            widest: pulp::x86::V4::try_new(),
            #[cfg(all(feature = "simd", target_arch = "x86_64"))]
            wide: pulp::x86::V3::try_new(),
        }
    }

    /// All kinds the machine has, the widest first.
    #[cfg(test)]
    pub(super) fn all() -> Vec<Self> {
        #[cfg(all(feature = "simd", target_arch = "x86_64"))]
        return vec![
            Self::of_machine(),
            Self { widest: None, ..Self::of_machine() },
            Self { widest: None, wide: None },
        ];
        #[cfg(not(all(feature = "simd", target_arch = "x86_64")))]
        vec![Self::of_machine()]
    }

    pub(super) fn run<W: Work>(self, work: W) -> W::Output {
        #[cfg(all(feature = "simd", target_arch = "x86_64"))]
        if let Some(widest) = self.widest {
            return pulp::Simd::vectorize(
                widest,
                #[inline(always)]
                || work.run(widest),
            );
        } else if let Some(wide) = self.wide {
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
        if let Some(widest) = self.widest {
            return pulp::Simd::vectorize(widest, work);
        } else if let Some(wide) = self.wide {
            return pulp::Simd::vectorize(wide, work);
        }
        work()
    }
}

/// Bytes looked at together.
pub(super) const CHUNK: usize = 64;
/// Figures read together.
pub(super) const FIGURES: usize = 16;
/// Fields read together.
pub(super) const PART: usize = 64;
/// In the shape of a field, one decimal more.
pub(super) const DECIMALS: u8 = 32;
/// The longest length a shape tells.
pub(super) const LENGTH_MAX: u8 = DECIMALS - 1;
/// In a date that is read, one month more.
pub(super) const MONTH: u32 = 128;
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
