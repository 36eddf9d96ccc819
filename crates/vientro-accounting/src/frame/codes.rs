//! Small whole numbers in the narrowest width that holds them.

/// The size of an index; every number of 32 bits is one.
#[inline]
#[expect(clippy::as_conversions, reason = "usize has at least 32 bits wherever a table of a frame fits")]
pub(crate) const fn at(index: u32) -> usize {
    index as usize
}

/// A position as a number of 32 bits; chunks are shorter than that.
#[inline]
pub(crate) fn short(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// Codes of a dictionary, one a row, kept in 8, 16 or 32 bits. A code that does not fit widens the column, it never wraps.
///
/// Code 0 stands for a missing value.
///
/// ```
/// use vientro_accounting::frame::Codes;
///
/// let mut codes = Codes::new();
/// codes.push(7);
/// assert_eq!(codes.bytes_per_row(), 1);
/// codes.push(70_000);
/// assert_eq!((codes.get(0), codes.get(1), codes.bytes_per_row()), (Some(7), Some(70_000), 4));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Codes(Width);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Width {
    U8(Vec<u8>),
    U16(Vec<u16>),
    U32(Vec<u32>),
}

/// The same work on the vector of any width.
macro_rules! of_any_width {
    ($codes:expr, $list:ident => $work:expr) => {
        match $codes {
            Width::U8($list) => $work,
            Width::U16($list) => $work,
            Width::U32($list) => $work,
        }
    };
}

impl Default for Codes {
    fn default() -> Self {
        Self::new()
    }
}

impl Codes {
    /// No codes.
    pub const fn new() -> Self {
        Self(Width::U8(Vec::new()))
    }

    /// No codes, with room for `rows` of 8 bits.
    pub fn with_capacity(rows: usize) -> Self {
        Self(Width::U8(Vec::with_capacity(rows)))
    }

    /// Adds a code.
    #[inline]
    pub fn push(&mut self, code: u32) {
        match &mut self.0 {
            Width::U8(list) => match u8::try_from(code) {
                Ok(code) => list.push(code),
                Err(_) => self.widen(code),
            },
            Width::U16(list) => match u16::try_from(code) {
                Ok(code) => list.push(code),
                Err(_) => self.widen(code),
            },
            Width::U32(list) => list.push(code),
        }
    }

    #[cold]
    fn widen(&mut self, code: u32) {
        let room = self.len().saturating_add(self.len() / 2).saturating_add(8);
        let old = std::mem::take(self);
        self.0 = match (old.0, u16::try_from(code)) {
            (Width::U8(list), Ok(_)) => {
                let mut wide = Vec::with_capacity(room);
                wide.extend(list.into_iter().map(u16::from));
                Width::U16(wide)
            }
            (old, _) => {
                let mut wide = Vec::with_capacity(room);
                of_any_width!(&old, list => wide.extend(list.iter().map(|code| code.number())));
                Width::U32(wide)
            }
        };
        self.push(code);
    }

    /// The code of a row.
    #[inline]
    pub fn get(&self, row: usize) -> Option<u32> {
        of_any_width!(&self.0, list => list.get(row).map(|code| code.number()))
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        of_any_width!(&self.0, list => list.len())
    }

    /// True without rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes a row takes.
    pub const fn bytes_per_row(&self) -> usize {
        match self.0 {
            Width::U8(_) => 1,
            Width::U16(_) => 2,
            Width::U32(_) => 4,
        }
    }

    /// All codes in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.len()).filter_map(|row| self.get(row))
    }

    pub(crate) fn shrink(&mut self) {
        of_any_width!(&mut self.0, list => list.shrink_to_fit());
    }

    /// Replaces each code by its entry in `table`; a code without one becomes missing.
    pub(crate) fn recode(&mut self, table: &[u32]) {
        if let Width::U8(list) = &mut self.0
            && table.iter().all(|code| u8::try_from(*code).is_ok())
        {
            let mut bytes = [0; 256];
            for (byte, code) in bytes.iter_mut().zip(table) {
                *byte = code.to_le_bytes()[0];
            }
            for code in list {
                *code = bytes[usize::from(*code)];
            }
            return;
        }
        let mut recoded = Self::with_capacity(self.len());
        for code in self.iter() {
            recoded.push(table.get(at(code)).copied().unwrap_or(0));
        }
        *self = recoded;
    }

    /// Adds the codes of rows of another list.
    pub(crate) fn take_rows(&mut self, of: &Self, rows: impl ExactSizeIterator<Item = usize>) {
        match (&mut self.0, &of.0) {
            (Width::U8(list), Width::U8(codes)) => list.extend(rows.map(|row| codes[row])),
            (Width::U16(list), Width::U16(codes)) => list.extend(rows.map(|row| codes[row])),
            (Width::U32(list), Width::U32(codes)) => list.extend(rows.map(|row| codes[row])),
            _ => rows.for_each(|row| self.push(of.get(row).unwrap_or(0))),
        }
    }

    /// How many rows have code 0, of which there are `missing` in all.
    pub(crate) fn count_missing(&self, missing: usize, rows: impl Iterator<Item = usize>) -> usize {
        if missing == 0 { 0 } else { rows.filter(|row| self.get(*row) == Some(0)).count() }
    }

    /// The least and the largest code of the rows from `from` up to, not including, `to`.
    pub(crate) fn range_of(&self, from: usize, to: usize) -> Option<(i64, i64)> {
        of_any_width!(&self.0, list => {
            let list = list.get(from..to).unwrap_or_default();
            let (least, largest) = (list.iter().copied().min()?, list.iter().copied().max()?);
            Some((least.number().into(), largest.number().into()))
        })
    }

    /// The one code of the rows from `from` up to, not including, `to`; `None` for several.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    pub(crate) fn one_of(&self, from: usize, to: usize) -> Option<u32> {
        of_any_width!(&self.0, list => {
            let list = list.get(from..to)?;
            let (first, last) = (*list.first()?, *list.last()?);
            // most rows in no order are told by these two
            let is_one = first == last && list.iter().fold(0, |other, code| other | (code ^ first)) == 0;
            is_one.then(|| first.number())
        })
    }

    /// The codes from row `from` on, as many as `out` is long; less `less` each.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    pub(crate) fn load(&self, from: usize, less: u32, out: &mut [u32]) {
        of_any_width!(&self.0, list => {
            for (out, code) in out.iter_mut().zip(list.get(from..).unwrap_or_default()) {
                *out = code.number().wrapping_sub(less);
            }
        });
    }

    /// The codes of the rows `picked`, counted from `from`; less `less` each.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    pub(crate) fn pick(&self, from: usize, picked: &[u32], less: u32, out: &mut [u32]) {
        of_any_width!(&self.0, list => {
            let list = list.get(from..).unwrap_or_default();
            for (out, row) in out.iter_mut().zip(picked) {
                *out = list.get(at(*row)).map_or(0, |code| code.number()).wrapping_sub(less);
            }
        });
    }

    /// Adds `stride` times (code less `less`) to `out`.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    pub(crate) fn add_scaled(&self, from: usize, less: u32, stride: u32, out: &mut [u32]) {
        // a product of 16 bits is one step of the vectors of every machine, one of 32 bits is not
        if let (Width::U8(list), Ok(less), Ok(stride)) = (&self.0, u8::try_from(less), u16::try_from(stride))
            && stride <= 256
        {
            for (out, code) in out.iter_mut().zip(list.get(from..).unwrap_or_default()) {
                let product = u16::from(code.wrapping_sub(less)).wrapping_mul(stride);
                *out = out.wrapping_add(product.into());
            }
            return;
        }
        of_any_width!(&self.0, list => {
            for (out, code) in out.iter_mut().zip(list.get(from..).unwrap_or_default()) {
                *out = out.wrapping_add(code.number().wrapping_sub(less).wrapping_mul(stride));
            }
        });
    }

    /// The signs of the codes from row `from` on; false where there are too many signs, and nothing is done.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    pub(crate) fn load_signs(&self, from: usize, signs: &[i8], out: &mut [i8]) -> bool {
        let Width::U8(list) = &self.0 else { return false };
        let list = list.get(from..).unwrap_or_default();
        // looked for one by one, each in a loop of vectors, instead of looked up row by row
        if signs.len() > 16 {
            return false;
        }
        out.fill(0);
        for (sign, code) in signs.iter().zip(0_u8..).filter(|(sign, _)| **sign != 0) {
            for (out, it) in out.iter_mut().zip(list) {
                *out |= sign & u8::from(*it == code).wrapping_neg().cast_signed();
            }
        }
        true
    }

    /// Adds the codes of the rows `picked` to `out`.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    pub(crate) fn add_picked(&self, from: usize, picked: &[u32], out: &mut [u32]) {
        of_any_width!(&self.0, list => {
            let list = list.get(from..).unwrap_or_default();
            for (out, row) in out.iter_mut().zip(picked) {
                *out = out.wrapping_add(list.get(at(*row)).map_or(0, |code| code.number()));
            }
        });
    }

    /// Clears the marks of rows whose code is not from `first` to `last`.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    pub(crate) fn keep_range(&self, from: usize, first: u32, last: u32, marks: &mut [u8]) {
        if first > last {
            marks.fill(0);
            return;
        }
        match &self.0 {
            // compared in their own width, so that a vector holds as many as it can
            Width::U8(list) => {
                let Ok(first) = u8::try_from(first) else {
                    marks.fill(0);
                    return;
                };
                let span = u8::try_from(last).unwrap_or(u8::MAX).wrapping_sub(first);
                for (mark, code) in marks.iter_mut().zip(list.get(from..).unwrap_or_default()) {
                    *mark &= u8::from(code.wrapping_sub(first) <= span);
                }
            }
            Width::U16(list) => {
                let Ok(first) = u16::try_from(first) else {
                    marks.fill(0);
                    return;
                };
                let span = u16::try_from(last).unwrap_or(u16::MAX).wrapping_sub(first);
                for (mark, code) in marks.iter_mut().zip(list.get(from..).unwrap_or_default()) {
                    *mark &= u8::from(code.wrapping_sub(first) <= span);
                }
            }
            Width::U32(list) => {
                let span = last.wrapping_sub(first);
                for (mark, code) in marks.iter_mut().zip(list.get(from..).unwrap_or_default()) {
                    *mark &= u8::from(code.wrapping_sub(first) <= span);
                }
            }
        }
    }

    /// Clears the marks of rows whose code is not allowed; `allowed` has an entry for each code.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    pub(crate) fn keep(&self, from: usize, allowed: &[u8], marks: &mut [u8]) {
        of_any_width!(&self.0, list => {
            for (mark, code) in marks.iter_mut().zip(list.get(from..).unwrap_or_default()) {
                *mark &= allowed.get(at(code.number())).copied().unwrap_or(0);
            }
        });
    }
}

impl FromIterator<u32> for Codes {
    fn from_iter<I: IntoIterator<Item = u32>>(codes: I) -> Self {
        let mut list = Self::new();
        codes.into_iter().for_each(|code| list.push(code));
        list
    }
}

impl From<Vec<u8>> for Codes {
    fn from(codes: Vec<u8>) -> Self {
        Self(Width::U8(codes))
    }
}

impl From<Vec<u16>> for Codes {
    fn from(codes: Vec<u16>) -> Self {
        Self(Width::U16(codes))
    }
}

impl From<Vec<u32>> for Codes {
    fn from(codes: Vec<u32>) -> Self {
        Self(Width::U32(codes))
    }
}

/// A code of any width.
trait Code: Copy {
    fn number(self) -> u32;
}

impl Code for u8 {
    #[inline]
    fn number(self) -> u32 {
        self.into()
    }
}

impl Code for u16 {
    #[inline]
    fn number(self) -> u32 {
        self.into()
    }
}

impl Code for u32 {
    #[inline]
    fn number(self) -> u32 {
        self
    }
}

/// One bit a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bits {
    words: Vec<u64>,
    len: usize,
    ones: usize,
}

impl Bits {
    /// `len` bits, none set.
    pub(crate) fn zeros(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], len, ones: 0 }
    }

    pub(crate) fn push(&mut self, bit: bool) {
        let place = self.len % 64;
        if place == 0 {
            self.words.push(0);
        }
        if let Some(word) = self.words.last_mut() {
            *word |= u64::from(bit) << place;
        }
        self.len = self.len.saturating_add(1);
        self.ones = self.ones.saturating_add(usize::from(bit));
    }

    #[inline]
    pub(crate) fn get(&self, row: usize) -> bool {
        self.words.get(row / 64).is_some_and(|word| (word >> (row % 64)) & 1 == 1)
    }

    /// Is one of the rows from `from` up to, not including, `to` set?
    pub(crate) fn any(&self, from: usize, to: usize) -> bool {
        if self.ones == 0 {
            return false;
        }
        let words = self.words.get(from / 64..to.div_ceil(64).min(self.words.len())).unwrap_or_default();
        words.iter().any(|word| *word != 0) && (from..to).any(|row| self.get(row))
    }

    /// The rows that are set, ascending.
    pub(crate) fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        let words = self.words.iter().enumerate().filter(|(_, word)| **word != 0);
        words.flat_map(|(place, word)| {
            (0..64)
                .filter(move |bit| (word >> bit) & 1 == 1)
                .map(move |bit| place.saturating_mul(64).saturating_add(bit))
        })
    }

    pub(crate) fn bytes(&self) -> usize {
        self.words.len().saturating_mul(8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_widen_and_never_wrap() {
        let values = [0, 255, 256, 3, 65_535, 65_536, u32::MAX, 1];
        let mut codes = Codes::new();
        for (row, value) in values.iter().enumerate() {
            codes.push(*value);
            assert_eq!(codes.iter().collect::<Vec<_>>(), values[..=row]);
        }
        let mut steep = Codes::new();
        steep.push(1);
        steep.push(u32::MAX);
        assert_eq!(steep.iter().collect::<Vec<_>>(), [1, u32::MAX]);
    }

    #[test]
    fn ranges_keep_what_lies_in_them_in_every_width() {
        for top in [200_u32, 60_000, 3_000_000] {
            let values: Vec<u32> = (0..100).map(|it| it * top / 99).collect();
            let codes: Codes = values.iter().copied().collect();
            for (first, last) in [
                (0, 0),
                (0, u32::MAX),
                (50, 400),
                (top, top),
                (top + 1, u32::MAX),
                (9, 3),
                (256, 300),
                (70_000, 70_001),
            ] {
                let mut marks = vec![1; values.len()];
                codes.keep_range(0, first, last, &mut marks);
                let expected: Vec<u8> =
                    values.iter().map(|it| u8::from(first <= *it && *it <= last)).collect();
                assert_eq!(marks, expected, "{first}..={last} of {top}");
            }
            for stride in [1, 256, 257, 100_000] {
                let mut out = vec![5; values.len()];
                codes.add_scaled(0, 0, stride, &mut out);
                let expected: Vec<u32> =
                    values.iter().map(|it| it.wrapping_mul(stride).wrapping_add(5)).collect();
                assert_eq!(out, expected, "{stride} times codes up to {top}");
            }
        }
    }

    #[test]
    fn bits_are_found_again() {
        let mut bits = Bits::zeros(3);
        for row in 3..200 {
            bits.push(row % 67 == 0);
        }
        assert_eq!(bits.rows().collect::<Vec<_>>(), [67, 134]);
        assert_eq!((bits.get(67), bits.get(68), bits.get(9999)), (true, false, false));
        assert!(bits.any(60, 68) && !bits.any(60, 67) && bits.any(134, 135) && !bits.any(135, 200));
    }
}
