//! Fields read as amounts, dates, numbers, names and truth values: a column of a block at a time.
//!
//! Each reader has a short way for the usual form, which loads a field as one or two words, and a plain one for the rest.

use super::fields::FieldColumn;
use super::names::Names;
use super::vectors::{DECIMALS, FIGURES, LENGTH_MAX, MONTH, Marker, PART, Part, Vectors, Work};
use crate::frame::at;
use crate::vectors::Aligned;

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
    fields: impl ExactSizeIterator<Item = Bounds> + Clone,
    decimals: impl Iterator<Item = u32> + Clone,
) -> Result<Amounts, Unreadable> {
    let (mut amounts, mut minor) = (Amounts::default(), vec![0; fields.len()]);
    let unusual = |row: usize, field: &[u8], decimals: u32| amounts.unusual(field, row, decimals);
    vectors.run(ReadAmounts { bytes, fields, decimals, minor: &mut minor, unusual })?;
    amounts.minor = minor;
    Ok(amounts)
}

/// Reads amounts; `unusual` is asked for those of which there are few, in their order.
struct ReadAmounts<'a, F, D, U> {
    bytes: &'a [u8],
    fields: F,
    decimals: D,
    minor: &'a mut [i64],
    unusual: U,
}

impl<F, D, U> Work for ReadAmounts<'_, F, D, U>
where
    F: Iterator<Item = Bounds> + Clone,
    D: Iterator<Item = u32> + Clone,
    U: FnMut(usize, &[u8], u32) -> Result<i64, Unreadable>,
{
    type Output = Result<(), Unreadable>;

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    fn run<M: Marker>(self, marker: M) -> Result<(), Unreadable> {
        let Self { bytes, mut fields, mut decimals, minor, mut unusual } = self;
        let mut part = Part { texts: Aligned([[0; FIGURES]; PART]), shapes: [0; PART] };
        for (number, minor) in minor.chunks_mut(PART).enumerate() {
            let (first_fields, first_decimals) = (fields.clone(), decimals.clone());
            let places = part.texts.0.iter_mut().zip(&mut part.shapes).take(minor.len());
            for (((text, shape), (from, to)), decimals) in places.zip(&mut fields).zip(&mut decimals) {
                // the field's last byte is the last
                match bytes.get(to.wrapping_sub(FIGURES)..to).and_then(<[u8]>::first_chunk) {
                    Some(last) => *text = *last,
                    None => *text = [0; FIGURES],
                }
                let [length, ..] = to.wrapping_sub(from).min(LENGTH_MAX.into()).to_le_bytes();
                let [decimals, ..] = decimals.min(DECIMALS_MAX).to_le_bytes();
                *shape = decimals.wrapping_mul(DECIMALS) | length;
            }
            let mut read = [0; PART];
            let mut others = marker.amounts(&part, &mut read);
            for (minor, read) in minor.iter_mut().zip(read) {
                *minor = read;
            }
            while others != 0 {
                let row = at(others.trailing_zeros());
                others &= others.wrapping_sub(1);
                let (field, decimals) = (first_fields.clone().nth(row), first_decimals.clone().nth(row));
                // what stands behind the last row is of a part before
                let (Some(minor), Some((from, to)), Some(decimals)) = (minor.get_mut(row), field, decimals)
                else {
                    break;
                };
                let row = number.wrapping_mul(PART).wrapping_add(row);
                *minor = unusual(row, bytes.get(from..to).unwrap_or_default(), decimals)?;
            }
        }
        Ok(())
    }
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
pub(super) fn dates(
    vectors: Vectors,
    bytes: &[u8],
    fields: impl ExactSizeIterator<Item = Bounds> + Clone,
) -> Result<Vec<i64>, Unreadable> {
    vectors.run(ReadDates { bytes, fields })
}

struct ReadDates<'a, F> {
    bytes: &'a [u8],
    fields: F,
}

impl<F: ExactSizeIterator<Item = Bounds> + Clone> Work for ReadDates<'_, F> {
    type Output = Result<Vec<i64>, Unreadable>;

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    fn run<M: Marker>(self, marker: M) -> Result<Vec<i64>, Unreadable> {
        let Self { bytes, mut fields } = self;
        let mut days = vec![0; fields.len()];
        let (mut texts, mut read) = (Aligned([[0; FIGURES]; PART]), [[0; 2]; PART]);
        for (number, days) in days.chunks_mut(PART).enumerate() {
            let (first_fields, mut lengths) = (fields.clone(), 0);
            for (text, (from, to)) in texts.0.iter_mut().take(days.len()).zip(&mut fields) {
                match bytes.get(from..from.wrapping_add(FIGURES)).and_then(<[u8]>::first_chunk) {
                    Some(first) => *text = *first,
                    None => *text = [0; FIGURES],
                }
                lengths |= to.wrapping_sub(from) ^ DATE_LENGTH;
            }
            let mut others = marker.dates(&texts, &mut read);
            let mut bad = lengths != 0;
            for (place, date) in days.iter_mut().zip(&read) {
                let (day, is_day) = day(*date);
                *place = day.into();
                bad |= !is_day;
            }
            if bad || others != 0 {
                let fields = first_fields.zip(days).zip(&read).enumerate();
                for (row, (((from, to), place), date)) in fields {
                    if from == to {
                        *place = MISSING;
                    } else if others & 1 != 0 || to.wrapping_sub(from) != DATE_LENGTH || !day(*date).1 {
                        let row = number.wrapping_mul(PART).wrapping_add(row);
                        return Err(Unreadable { row, expected: Expected::Date });
                    }
                    others >>= 1;
                }
            }
        }
        Ok(days)
    }
}

/// The days since 31 December of the year 0 up to a date, as [`Marker::dates`] reads it, and whether there is such a day.
///
/// # Source
///
/// Cassio Neri and Lorenz Schneider, Euclidean affine functions and their application to calendar algorithms, 2022: a year begins with
/// March, and the days before a month are a fraction of its number.
#[inline(always)]
#[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
fn day([year, month_and_day]: [u32; 2]) -> (i32, bool) {
    let (month, day) = (month_and_day / MONTH, month_and_day % MONTH);
    // below 10,000 that divides by 100
    let hundreds = |year: i32| year.wrapping_mul(5243) >> 19;
    let year = year.cast_signed();
    let century = hundreds(year);
    let of_leap = if century.wrapping_mul(100) == year { century } else { year };
    let is_leap = of_leap.cast_unsigned().is_multiple_of(4);
    let usual = 30_u32.wrapping_add((month ^ month >> 3) & 1);
    let length = if month == 2 { 28_u32.wrapping_add(is_leap.into()) } else { usual };
    let is_day = month.wrapping_sub(1) < 12 && day.wrapping_sub(1) < length;
    let early = i32::from(month < 3);
    let (year, month) = (year.wrapping_sub(early), month.cast_signed().wrapping_add(early.wrapping_mul(12)));
    let century = hundreds(year);
    let years =
        year.wrapping_mul(365).wrapping_add(year >> 2).wrapping_sub(century).wrapping_add(century >> 2);
    let months = month.wrapping_mul(979).wrapping_sub(2919) >> 5;
    let days = years.wrapping_add(months).wrapping_add(day.cast_signed()).wrapping_sub(306);
    (days, is_day)
}

/// Reads whole numbers of up to 18 digits; [`MISSING`] for an empty field.
pub(super) fn numbers(
    vectors: Vectors,
    bytes: &[u8],
    fields: impl ExactSizeIterator<Item = Bounds> + Clone,
) -> Result<Vec<i64>, Unreadable> {
    let mut numbers = vec![0; fields.len()];
    let unusual = |row: usize, field: &[u8], _| {
        if field.is_empty() {
            return Ok(MISSING);
        }
        let number = any_amount(field, 0).filter(|number| number.unsigned_abs() < NUMBER_END);
        let number = number.and_then(|number| i64::try_from(number).ok());
        number.ok_or(Unreadable { row, expected: Expected::Number })
    };
    let decimals = std::iter::repeat(0);
    vectors.run(ReadAmounts { bytes, fields, decimals, minor: &mut numbers, unusual })?;
    Ok(numbers)
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

/// Bytes of a date.
const DATE_LENGTH: usize = 10;
/// More decimals are none that a shape must tell.
const DECIMALS_MAX: u32 = 7;
/// Stands for a missing day or number; no field is it.
pub(super) const MISSING: i64 = i64::MIN;
/// Numbers are below it.
const NUMBER_END: u128 = 1_000_000_000_000_000_000;

#[cfg(test)]
mod tests {
    use chrono::{Datelike, NaiveDate};
    use proptest::prelude::*;

    use super::{
        Aligned, Amounts, Expected, FIGURES, MISSING, Marker, PART, Part, Unreadable, Vectors, Work, amounts,
        any_amount, dates, flags, numbers,
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
        let whole = |year: i32| (1895..2110).contains(&year);
        let edge =
            |date: &NaiveDate| date.ordinal() < 3 || matches!(date.month(), 2 | 3) && date.day() % 27 < 3;
        let first = NaiveDate::from_ymd_opt(0, 1, 1).unwrap();
        let days = first.iter_days().take_while(|date| date.year() < 10_000);
        let all: Vec<_> = days.filter(|date| whole(date.year()) || edge(date)).collect();
        let texts: Vec<_> =
            all.iter().map(|it| format!("{:04}-{:02}-{:02}", it.year(), it.month(), it.day())).collect();
        let (bytes, bounds) = block(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let expected: Vec<_> = all.iter().map(|date| i64::from(date.num_days_from_ce())).collect();
        for vectors in Vectors::all() {
            assert_eq!(dates(vectors, &bytes, bounds.iter().copied()).as_ref(), Ok(&expected));
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
            for vectors in Vectors::all() {
                let read = |rows| dates(vectors, &bytes, bounds[..rows].iter().copied());
                assert_eq!(read(2), Ok(vec![738_945, MISSING]));
                assert_eq!(read(3), Err(Unreadable { row: 2, expected: Expected::Date }), "{text}");
            }
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

    #[test]
    fn the_first_bad_date_of_a_part_is_told() {
        for bad in 0..70 {
            let mut texts = vec!["2024-02-29"; 70];
            texts[bad] = "2024-02-30";
            texts[69] = "";
            if bad < 69 {
                texts[68] = "x";
            }
            let (bytes, bounds) = block(&texts);
            for vectors in Vectors::all() {
                let read = dates(vectors, &bytes, bounds.iter().copied());
                let expected = Unreadable { row: bad, expected: Expected::Date };
                assert_eq!(read.err(), (bad < 69).then_some(expected));
            }
        }
    }

    struct Usual<'a>(&'a Part);

    impl Work for Usual<'_> {
        type Output = (Vec<i64>, u64);

        fn run<M: Marker>(self, marker: M) -> (Vec<i64>, u64) {
            let mut minor = [0; PART];
            let others = marker.amounts(self.0, &mut minor);
            (minor.to_vec(), others)
        }
    }

    proptest! {
        #[test]
        fn the_usual_way_reads_what_the_plain_one_reads(
            fields in proptest::collection::vec((
                "-?[0-9]{1,17}|-?[0-9]{0,15}\\.[0-9]{1,3}|[-0-9./:a]{0,20}",
                "[-0-9.,]{16}",
                prop_oneof![Just(0_u8), Just(2), Just(3)],
            ), 1..8),
        ) {
            let fields: Vec<_> = fields.into_iter().cycle().take(PART).collect();
            let mut part = Part { texts: Aligned([[0; FIGURES]; PART]), shapes: [0; PART] };
            for (row, (field, before, decimals)) in fields.iter().enumerate() {
                let text = before.clone() + field;
                part.texts.0[row] = *text.as_bytes().last_chunk().unwrap();
                part.shapes[row] = u8::try_from(field.len()).unwrap() + 32 * decimals;
            }
            let all: Vec<_> = Vectors::all().into_iter().map(|vectors| vectors.run(Usual(&part))).collect();
            for (minor, others) in &all {
                prop_assert_eq!(others, &all[0].1);
                for (row, (field, _, decimals)) in fields.iter().enumerate() {
                    let plain = any_amount(field.as_bytes(), (*decimals).into());
                    if others >> row & 1 == 0 {
                        prop_assert_eq!(plain, Some(i128::from(minor[row])), "{}", field);
                    } else {
                        // the usual way leaves only what has other decimals than two or none, or is long
                        let decimals_told = field.split('.').nth(1).map_or(0, str::len);
                        let is_usual = field.len() <= FIGURES && (*decimals, decimals_told) != (2, 0)
                            && usize::from(*decimals) == decimals_told && *decimals != 3;
                        prop_assert!(plain.is_none() || !is_usual, "{}", field);
                    }
                }
            }
        }
    }
}
