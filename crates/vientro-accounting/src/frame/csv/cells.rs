//! Fields read as amounts, dates, numbers, names and truth values: a column of a block at a time.
//!
//! Each reader has a short way for the usual form, which loads a field as one or two words, and a plain one for the rest.

use chrono::{Datelike, NaiveDate};

use super::fields::FieldColumn;
use super::names::Names;
use super::vectors::{FIGURES, Marker, Vectors, Work, above_nine, halves};

/// Amounts in minor units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Amounts {
    /// One for each record; zero where the two lists below say otherwise.
    pub(super) minor: Vec<i64>,
    /// Records whose amount is missing, in their order.
    pub(super) unknown: Vec<usize>,
    /// Records whose amount leaves 64 bits, in their order.
    pub(super) wide: Vec<(usize, i128)>,
}

impl Amounts {
    /// One for each record, `None` for a missing one.
    pub(super) fn values(self) -> Vec<Option<i128>> {
        let mut values: Vec<Option<i128>> = self.minor.into_iter().map(|minor| Some(minor.into())).collect();
        let wide = self.wide.into_iter().map(|(row, minor)| (row, Some(minor)));
        for (row, value) in self.unknown.into_iter().map(|row| (row, None)).chain(wide) {
            if let Some(entry) = values.get_mut(row) {
                *entry = value;
            }
        }
        values
    }

    /// The minor units of the amount of a row, or zero if it is kept in a list.
    #[cold]
    fn unusual(&mut self, field: &[u8], row: usize, decimals: u32) -> Result<i64, Unreadable> {
        if field.is_empty() {
            self.unknown.push(row);
            return Ok(0);
        }
        let expected = Expected::Amount { decimals };
        let minor = any_amount(field, decimals).ok_or(Unreadable { row, expected })?;
        Ok(i64::try_from(minor).unwrap_or_else(|_| {
            self.wide.push((row, minor));
            0
        }))
    }
}

/// A field that is not what its column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unreadable {
    pub(super) row: usize,
    pub(super) expected: Expected,
}

/// What a field should have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    Amount {
        decimals: u32,
    },
    Currency,
    Date,
    Flag,
    /// An amount not below that of another column.
    HighEnd,
    Listed,
    Number,
    Text,
}

/// First byte of a field and the byte behind its last.
type Bounds = (usize, usize);

/// Reads amounts with a decimal point, each with the decimals of its currency: `decimals` has one number for each record.
pub(super) fn amounts(
    vectors: Vectors,
    bytes: &[u8],
    fields: impl ExactSizeIterator<Item = Bounds>,
    decimals: impl Iterator<Item = u32>,
) -> Result<Amounts, Unreadable> {
    vectors.run(ReadAmounts { bytes, fields, decimals })
}

struct ReadAmounts<'a, F, D> {
    bytes: &'a [u8],
    fields: F,
    decimals: D,
}

impl<F: ExactSizeIterator<Item = Bounds>, D: Iterator<Item = u32>> Work for ReadAmounts<'_, F, D> {
    type Output = Result<Amounts, Unreadable>;

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    fn run<M: Marker>(self, marker: M) -> Result<Amounts, Unreadable> {
        let Self { bytes, fields, decimals } = self;
        let mut amounts = Amounts { minor: vec![0; fields.len()], ..Amounts::default() };
        let mut minor = std::mem::take(&mut amounts.minor);
        for (row, ((minor, (from, to)), decimals)) in minor.iter_mut().zip(fields).zip(decimals).enumerate() {
            *minor = match usual_amount(marker, bytes, from, to, decimals) {
                Some(minor) => minor,
                None => amounts.unusual(bytes.get(from..to).unwrap_or_default(), row, decimals)?,
            };
        }
        amounts.minor = minor;
        Ok(amounts)
    }
}

/// An amount of 1 to 16 digits with two decimals behind a point, or with none and no point.
#[inline(always)]
#[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
fn usual_amount<M: Marker>(marker: M, bytes: &[u8], from: usize, to: usize, decimals: u32) -> Option<i64> {
    // the field's last byte is the last
    let last = bytes.get(to.wrapping_sub(FIGURES)..).and_then(<[u8]>::first_chunk::<FIGURES>)?;
    let length = to.wrapping_sub(from);
    // amounts with and without a point or a sign are mixed at random: nothing here branches on them
    let negative = bytes.get(from) == Some(&b'-');
    let point = u8::from(last[FIGURES - 3] == b'.') & u8::from(length > 3);
    let behind = u32::from(point) << 1;
    let digits = length.wrapping_sub(negative.into()).wrapping_sub(point.into());
    // a digit stands before the point
    if decimals != behind || digits <= usize::from(point) << 1 {
        return None;
    }
    let size = marker.number(last, digits, point == 1)?;
    let sign = i64::from(negative).wrapping_neg();
    Some((size ^ sign).wrapping_sub(sign))
}

/// A sign, digits and perhaps a point with as many digits behind as the currency has decimals, or fewer.
fn any_amount(field: &[u8], decimals: u32) -> Option<i128> {
    let (negative, size) = match field.strip_prefix(b"-") {
        Some(size) => (true, size),
        None => (false, field),
    };
    let mut parts = size.splitn(2, |byte| *byte == b'.');
    let (whole, fraction) = (parts.next()?, parts.next());
    let behind = u32::try_from(fraction.map_or(0, <[u8]>::len)).ok()?;
    if whole.is_empty() || fraction.is_some_and(<[u8]>::is_empty) || behind > decimals {
        return None;
    }
    let mut minor = 0_i128;
    for byte in whole.iter().chain(fraction.unwrap_or_default()) {
        let figure = byte.wrapping_sub(b'0');
        if figure > 9 {
            return None;
        }
        // built with its sign, so that the least number can be read
        let figure = if negative { i128::from(figure).wrapping_neg() } else { figure.into() };
        minor = minor.checked_mul(10)?.checked_add(figure)?;
    }
    minor.checked_mul(10_i128.checked_pow(decimals.checked_sub(behind)?)?)
}

/// Reads dates `yyyy-mm-dd` as days since 31 December of the year 0; [`MISSING`] for an empty field.
#[inline(always)]
#[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
pub(super) fn dates(
    bytes: &[u8],
    fields: impl ExactSizeIterator<Item = Bounds>,
) -> Result<Vec<i64>, Unreadable> {
    let mut days = vec![0; fields.len()];
    for (row, (place, (from, to))) in days.iter_mut().zip(fields).enumerate() {
        let day = if to.wrapping_sub(from) == 10 { day(bytes, from) } else { None };
        *place = match day {
            Some(day) => day.into(),
            None if from == to => MISSING,
            None => return Err(Unreadable { row, expected: Expected::Date }),
        };
    }
    Ok(days)
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
fn day(bytes: &[u8], from: usize) -> Option<i32> {
    let text = bytes.get(from..).and_then(<[u8]>::first_chunk::<16>)?;
    let [low, high] = halves(u128::from_le_bytes(*text) ^ 0x3030_2d30_302d_3030_3030);
    // the hyphens became zeros, the digits their figures
    let hyphens = low & 0xff00_00ff_0000_0000;
    let high = high & 0xffff;
    if (above_nine(low) | above_nine(high) | hyphens) != 0 {
        return None;
    }
    // each byte with the one behind it is a number below 100
    let pairs = low.wrapping_mul(10).wrapping_add(low >> 8);
    let pair = |place: u32| pairs.wrapping_shr(place) & 0xff;
    let (year, month) = (pair(0).wrapping_mul(100).wrapping_add(pair(16)), pair(40));
    let day = (high & 0xff).wrapping_mul(10).wrapping_add(high >> 8);
    let row = usize::try_from(year.wrapping_sub(FIRST_YEAR.into())).ok().and_then(|row| MONTHS.get(row));
    let Some(row) = row else { return other_day(year, month, day) };
    let (before, length) = row.get(usize::try_from(month).ok()?)?;
    let day = u32::try_from(day).ok()?;
    (day.wrapping_sub(1) < *length).then_some(before.wrapping_add(day).cast_signed())
}

/// A day of a year that the table does not have.
#[cold]
fn other_day(year: u64, month: u64, day: u64) -> Option<i32> {
    let date = NaiveDate::from_ymd_opt(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?)?;
    Some(date.num_days_from_ce())
}

/// Reads whole numbers of up to 18 digits; [`MISSING`] for an empty field.
pub(super) fn numbers(
    vectors: Vectors,
    bytes: &[u8],
    fields: impl ExactSizeIterator<Item = Bounds>,
) -> Result<Vec<i64>, Unreadable> {
    vectors.run(ReadNumbers { bytes, fields })
}

struct ReadNumbers<'a, F> {
    bytes: &'a [u8],
    fields: F,
}

impl<F: ExactSizeIterator<Item = Bounds>> Work for ReadNumbers<'_, F> {
    type Output = Result<Vec<i64>, Unreadable>;

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    fn run<M: Marker>(self, marker: M) -> Result<Vec<i64>, Unreadable> {
        let Self { bytes, fields } = self;
        let mut numbers = vec![0; fields.len()];
        for (row, (place, (from, to))) in numbers.iter_mut().zip(fields).enumerate() {
            *place = match usual_amount(marker, bytes, from, to, 0) {
                Some(number) => number,
                None if from == to => MISSING,
                None => {
                    let number = any_amount(bytes.get(from..to).unwrap_or_default(), 0);
                    let number = number.filter(|number| number.unsigned_abs() < NUMBER_END);
                    let number = number.and_then(|number| i64::try_from(number).ok());
                    number.ok_or(Unreadable { row, expected: Expected::Number })?
                }
            };
        }
        Ok(numbers)
    }
}

/// Reads `true` and `false`; nothing for an empty field.
pub(super) fn flags(
    bytes: &[u8],
    fields: impl ExactSizeIterator<Item = Bounds>,
    mut push: impl FnMut(Option<bool>),
) -> Result<(), Unreadable> {
    for (row, (from, to)) in fields.enumerate() {
        push(match bytes.get(from..to) {
            Some(b"true") => Some(true),
            Some(b"false") => Some(false),
            Some(b"") => None,
            _ => return Err(Unreadable { row, expected: Expected::Flag }),
        });
    }
    Ok(())
}

/// Reads names as codes, zero for an empty field; `code` is asked for that of a name not met before.
pub(super) fn names(
    bytes: &[u8],
    fields: &FieldColumn<'_>,
    names: &mut Names,
    vectors: Vectors,
    mut code: impl FnMut(&[u8]) -> Result<u32, Expected>,
) -> Result<Vec<u32>, Unreadable> {
    let mut codes = vec![0; fields.records()];
    let mut row = 0_usize;
    while let Some(codes) = codes.get_mut(row..).filter(|codes| !codes.is_empty()) {
        let found = vectors.apply(
            #[inline(always)]
            || names.find(bytes, fields.from(row), codes),
        );
        row = row.saturating_add(found);
        if let (Some(place), Some((from, to))) = (codes.get_mut(found), fields.from(row).next()) {
            let name = bytes.get(from..to).unwrap_or_default();
            *place = code(name).map_err(|expected| Unreadable { row, expected })?;
            names.add(name, *place);
            row = row.saturating_add(1);
        }
    }
    Ok(codes)
}

/// The months of 256 years from [`FIRST_YEAR`] on: days before the month since 31 December of the year 0, and its length; no days
/// where there is no such month.
static MONTHS: [[(u32, u32); 16]; 256] = {
    let mut months = [[(0, 0); 16]; 256];
    let (mut year, mut before) = (1, 0);
    // days of the years before
    while year < FIRST_YEAR {
        before += if is_leap(year) { 366 } else { 365 };
        year += 1;
    }
    let mut row = 0;
    while row < 256 {
        let mut month = 1;
        while month <= 12 {
            let length = match month {
                2 if is_leap(year) => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            months[row][month] = (before, length);
            before += length;
            month += 1;
        }
        (row, year) = (row + 1, year + 1);
    }
    months
};
const FIRST_YEAR: u32 = 1900;

const fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// Stands for a missing day or number; no field is it.
pub(super) const MISSING: i64 = i64::MIN;
/// Numbers are below it.
const NUMBER_END: u128 = 1_000_000_000_000_000_000;

#[cfg(test)]
mod tests {
    use chrono::{Datelike, NaiveDate};
    use proptest::prelude::*;

    use super::{
        Amounts, Expected, MISSING, Marker, Unreadable, Vectors, Work, amounts, any_amount, dates, day,
        flags, numbers, usual_amount,
    };

    /// The texts one after the other, as they would stand in a block.
    fn block(texts: &[&str]) -> (Vec<u8>, Vec<(usize, usize)>) {
        let (mut bytes, mut bounds) = (vec![0; 64], Vec::new());
        for text in texts {
            bounds.push((bytes.len(), bytes.len() + text.len()));
            bytes.extend_from_slice(text.as_bytes());
            bytes.push(b',');
        }
        bytes.extend_from_slice(&[0; 64]);
        (bytes, bounds)
    }

    fn read(texts: &[&str], decimals: u32) -> Result<Amounts, Unreadable> {
        let (bytes, bounds) = block(texts);
        let read = |vectors| {
            amounts(vectors, &bytes, bounds.iter().copied(), std::iter::repeat_n(decimals, bounds.len()))
        };
        let all = Vectors::all();
        assert!(all.iter().all(|vectors| read(*vectors) == read(all[0])));
        read(all[0])
    }

    #[test]
    fn amounts_have_the_decimals_of_their_currency() {
        let dollars = ["12.50", "-0.05", "7", "7.5", "", "0.00", "99999999999999.99", "100000000000000.00"];
        let expected = [1_250, -5, 700, 750, 0, 0, 9_999_999_999_999_999, 10_000_000_000_000_000];
        let expected = Amounts { minor: expected.to_vec(), unknown: vec![4], wide: vec![] };
        assert_eq!(read(&dollars, 2), Ok(expected));
        let dong = ["182160000", "-1", "0", "9223372036854775807", "-9223372036854775808"];
        let expected = [182_160_000, -1, 0, i64::MAX, i64::MIN];
        assert_eq!(read(&dong, 0).map(|amounts| amounts.minor), Ok(expected.to_vec()));
        let beyond = read(&["1", "9223372036854775808", "-170141183460469231731687303715884105728"], 0);
        let wide = vec![(1, i128::from(i64::MAX) + 1), (2, i128::MIN)];
        assert_eq!(beyond, Ok(Amounts { minor: vec![1, 0, 0], unknown: vec![], wide }));
        assert_eq!(read(&["1.2345", "0.001"], 4).map(|amounts| amounts.minor), Ok(vec![12_345, 10]));
    }

    #[test]
    fn an_amount_is_never_guessed() {
        let wrong = [
            "1,5",
            "1.500",
            "1.",
            ".5",
            ".50",
            "-.50",
            "-",
            "--1",
            "+1",
            " 1",
            "1 ",
            "1e3",
            "0x1",
            "1.5.0",
            "1:00",
            "1/00",
            "12a.50",
            "١",
            "170141183460469231731687303715884105728",
        ];
        for text in wrong {
            let expected = Unreadable { row: 1, expected: Expected::Amount { decimals: 2 } };
            assert_eq!(read(&["1.00", text], 2), Err(expected), "{text}");
        }
        assert_eq!(
            read(&["457.80"], 0),
            Err(Unreadable { row: 0, expected: Expected::Amount { decimals: 0 } })
        );
    }

    #[test]
    fn all_days_of_the_calendar() {
        let read = |date: NaiveDate| {
            let text = format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
            let (bytes, bounds) = block(&[&text]);
            assert_eq!(day(&bytes, bounds[0].0), Some(date.num_days_from_ce()), "{text}");
        };
        let mut date = NaiveDate::from_ymd_opt(1895, 1, 1).unwrap();
        while date.year() < 2110 {
            read(date);
            date = date.succ_opt().unwrap();
        }
        for year in 0..10_000 {
            let march = NaiveDate::from_ymd_opt(year, 3, 1).unwrap();
            for day in [march, march.pred_opt().unwrap(), march.with_month(1).unwrap()] {
                read(day);
            }
        }
    }

    #[test]
    fn no_other_days() {
        let wrong = [
            "2025-02-29",
            "2025-00-10",
            "2025-13-01",
            "2025-04-31",
            "2025-01-00",
            "2025-01-32",
            "2025/01/01",
            "20250101",
            "2025-1-01",
            "01-01-2025",
            "2025-01-0a",
            "2025-01-011",
            " ",
            "2025-01:01",
            "-025-01-01",
        ];
        for text in wrong {
            let (bytes, bounds) = block(&["2024-02-29", "", text]);
            assert_eq!(dates(&bytes, bounds[..2].iter().copied()), Ok(vec![738_945, MISSING]));
            let read = dates(&bytes, bounds.into_iter());
            assert_eq!(read, Err(Unreadable { row: 2, expected: Expected::Date }), "{text}");
        }
    }

    #[test]
    fn numbers_and_flags() {
        let (bytes, bounds) = block(&["0", "007", "", "-5", "999999999999999999", "-999999999999999999"]);
        let nines = 999_999_999_999_999_999;
        assert_eq!(
            numbers(Vectors::of_machine(), &bytes, bounds.into_iter()),
            Ok(vec![0, 7, MISSING, -5, nines, -nines])
        );
        for text in ["x", "-", "1000000000000000000", "1.0", "1 "] {
            let (bytes, bounds) = block(&[text]);
            let read = numbers(Vectors::of_machine(), &bytes, bounds.into_iter());
            assert_eq!(read, Err(Unreadable { row: 0, expected: Expected::Number }), "{text}");
        }
        let (bytes, bounds) = block(&["true", "", "false"]);
        let mut read = Vec::new();
        assert_eq!(flags(&bytes, bounds.into_iter(), |flag| read.push(flag)), Ok(()));
        assert_eq!(read, [Some(true), None, Some(false)]);
        for text in ["True", "1", "falsey", " "] {
            let (bytes, bounds) = block(&[text]);
            assert_eq!(
                flags(&bytes, bounds.into_iter(), |_| ()),
                Err(Unreadable { row: 0, expected: Expected::Flag })
            );
        }
    }

    struct Usual<'a>(&'a [u8], (usize, usize), u32);

    impl Work for Usual<'_> {
        type Output = Option<i64>;

        fn run<M: Marker>(self, marker: M) -> Option<i64> {
            usual_amount(marker, self.0, self.1.0, self.1.1, self.2)
        }
    }

    proptest! {
        #[test]
        fn the_usual_way_reads_what_the_plain_one_reads(
            text in "-?[0-9]{1,17}|-?[0-9]{0,15}\\.[0-9]{1,3}|[-0-9./:a]{0,20}",
            decimals in prop_oneof![Just(0_u32), Just(2), Just(3)],
        ) {
            let (bytes, bounds) = block(&["1", &text]);
            for vectors in Vectors::all() {
                if let Some(minor) = vectors.run(Usual(&bytes, bounds[1], decimals)) {
                    prop_assert_eq!(any_amount(text.as_bytes(), decimals), Some(i128::from(minor)));
                }
            }
        }
    }
}
