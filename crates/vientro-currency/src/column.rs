//! Columns of amounts converted at once, exactly.
//!
//! Three ways lead to the same digits, tried in this order for each stretch of rows:
//!
//! 1. *narrow*: a product with a rounded reciprocal in limbs of 32 bits, which the vectors of every machine have; the few rows
//!    of which it cannot tell to which side of a turn of rounding they belong go the next way;
//! 2. *reciprocal*: a product of 64 by 64 bits, set right by the remainder, row by row;
//! 3. *exact*: the quotient in 256 bits, which is also the twin the two others are tested against.

use ethnum::U256;

use crate::{Currency, PreparedRate, RateError, Rounding};

/// Rows converted together. Loops over a number of rows known to the compiler have no rest, and the scratch of one stretch leaves
/// the first cache to the caller's tables.
const STRETCH: usize = 64;

/// The low half of a number of 64 bits.
const LOW: u64 = 0xffff_ffff;

/// Why a column cannot be converted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ColumnError {
    /// The three columns are not of one length.
    #[error("{minor} amounts, {rates} rates and {results} places for results, expected the same number")]
    Lengths {
        /// Number of amounts.
        minor: usize,
        /// Number of rate numbers.
        rates: usize,
        /// Number of places for results.
        results: usize,
    },
    /// A result leaves 64 bits; [`ColumnConverter::rate`] converts it in 128.
    #[error("the result of row {row} is outside the range of 64 bits")]
    Overflow {
        /// Position of the amount, from zero.
        row: usize,
    },
    /// There is no rate of that number.
    #[error("no rate has the number {number} of row {row}")]
    Rate {
        /// Position of the amount, from zero.
        row: usize,
        /// The number as given.
        number: u32,
    },
}

/// Converts columns of minor units by prepared rates, each row by the rate whose number stands beside it.
///
/// ```
/// use chrono::NaiveDate;
/// use rust_decimal::Decimal;
/// use vientro_currency::{ColumnConverter, Currency, Policy, PreparedRate, Rate, RateBook, RateKind};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let day = NaiveDate::from_ymd_opt(2025, 12, 18).ok_or("no such day")?;
/// let rate = Rate::builder(Currency::USD, Currency::VND, Decimal::from(25_151), RateKind::Central)
///     .publisher("Ngân hàng Nhà nước Việt Nam")
///     .day(day)
///     .build()?;
/// let book = RateBook::from_rates([rate])?;
/// let dollars = book.prepare(Currency::USD, Currency::VND, day, &Policy::central())?;
/// let converter = ColumnConverter::try_new(vec![PreparedRate::identity(Currency::VND)?, dollars])?;
/// let mut dong = [0; 3];
/// converter.convert(&[1_250_000, 7_000_000, -2], &[1, 0, 1], &mut dong)?;
/// assert_eq!(dong, [314_387_500, 7_000_000, -503]);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct ColumnConverter {
    to: Currency,
    rounding: Rounding,
    rates: Vec<PreparedRate>,
    narrow: Option<Narrow>,
    reciprocals: Vec<Reciprocal>,
}

impl ColumnConverter {
    /// A converter by `rates`, which are numbered by their position.
    ///
    /// # Errors
    ///
    /// [`RateError::Money`] names two currencies if the rates lead to more than one, [`RateError::Policy`] for no rate or
    /// for two roundings among the rates that convert.
    pub fn try_new(rates: Vec<PreparedRate>) -> Result<Self, RateError> {
        let first = rates.first().ok_or(RateError::Policy { reason: NO_RATE })?;
        let to = first.to();
        // nothing is rounded where a currency stays as it is
        let converting = rates.iter().find(|rate| !rate.steps().is_empty());
        let rounding = converting.map_or(first.rounding(), PreparedRate::rounding);
        for rate in &rates {
            if rate.to() != to {
                return Err(crate::MoneyError::Mixed { left: to, right: rate.to() }.into());
            }
            if !rate.steps().is_empty() && rate.rounding() != rounding {
                return Err(RateError::Policy { reason: TWO_ROUNDINGS });
            }
        }
        let narrow = Narrow::of(&rates);
        let reciprocals = rates.iter().map(Reciprocal::of).collect();
        Ok(Self { to, rounding, rates, narrow, reciprocals })
    }

    /// The currency of the results.
    pub fn to(&self) -> Currency {
        self.to
    }

    /// How each result is rounded.
    pub fn rounding(&self) -> Rounding {
        self.rounding
    }

    /// The rates by number.
    pub fn rates(&self) -> &[PreparedRate] {
        &self.rates
    }

    /// The rate of a number.
    pub fn rate(&self, number: u32) -> Option<&PreparedRate> {
        self.rates.get(usize::try_from(number).ok()?)
    }

    /// The largest amount, in minor units, that goes the narrow way; zero if none does.
    pub fn narrow_max(&self) -> u64 {
        self.narrow.as_ref().map_or(0, |narrow| narrow.minor_max)
    }

    /// Converts `minor` into `results`, both of n rows in minor units; row i by the rate numbered `rates[i]`.
    ///
    /// * Returns the sum of the magnitudes of the results, which bounds every sum of some of them.
    ///
    /// # Errors
    ///
    /// [`ColumnError::Rate`] and [`ColumnError::Overflow`] name the first row; the results are then of no use.
    /// [`ColumnError::Lengths`].
    pub fn convert(&self, minor: &[i64], rates: &[u32], results: &mut [i64]) -> Result<u128, ColumnError> {
        if minor.len() != rates.len() || minor.len() != results.len() {
            let (minor, rates, results) = (minor.len(), rates.len(), results.len());
            return Err(ColumnError::Lengths { minor, rates, results });
        }
        vectors(
            #[inline(always)]
            || self.convert_stretches(minor, rates, results),
        )
    }

    /// As [`ColumnConverter::convert`], every row by the rate numbered `rate`, which is looked up but once.
    ///
    /// # Errors
    ///
    /// As [`ColumnConverter::convert`].
    pub fn convert_by(&self, minor: &[i64], rate: u32, results: &mut [i64]) -> Result<u128, ColumnError> {
        if minor.len() != results.len() {
            let (minor, results) = (minor.len(), results.len());
            return Err(ColumnError::Lengths { minor, rates: minor, results });
        }
        vectors(
            #[inline(always)]
            || self.convert_stretches(minor, rate, results),
        )
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    fn convert_stretches<N: Numbers>(
        &self,
        minor: &[i64],
        rates: N,
        results: &mut [i64],
    ) -> Result<u128, ColumnError> {
        let mut total = 0_u128;
        let stretches = minor.chunks(STRETCH).zip(results.chunks_mut(STRETCH));
        for (stretch, (minor, results)) in stretches.enumerate() {
            let first = stretch.saturating_mul(STRETCH);
            let (rates, whole) = (rates.after(first), minor.first_chunk().zip(results.first_chunk_mut()));
            let sum = if let Some((minor, results)) = whole {
                self.convert_stretch(minor, rates, results)
            } else {
                self.convert_rest(minor, rates, results)
            };
            total = total.saturating_add(sum.map_err(|error| error.moved(first))?);
        }
        Ok(total)
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    fn convert_stretch<N: Numbers>(
        &self,
        minor: &[i64; STRETCH],
        rates: N,
        results: &mut [i64; STRETCH],
    ) -> Result<u128, ColumnError> {
        let narrow = self.narrow.as_ref();
        match narrow.and_then(|narrow| narrow.convert(self.rounding, minor, rates, results)) {
            Some((sum, false)) => Ok(sum.into()),
            Some((sum, true)) => self.mend(sum, minor, rates, results),
            None => self.row_by_row(minor, rates, results),
        }
    }

    /// Converts anew the rows that are near, of which most stretches have none; `sum` is that of the others.
    #[cold]
    fn mend<N: Numbers>(
        &self,
        sum: u64,
        minor: &[i64; STRETCH],
        rates: N,
        results: &mut [i64; STRETCH],
    ) -> Result<u128, ColumnError> {
        let mut sum = u128::from(sum);
        for (row, (minor, result)) in minor.iter().zip(results).enumerate() {
            if *result == NEAR {
                *result = self.convert_row(row, *minor, rates.number(row))?;
                sum = sum.saturating_add(result.unsigned_abs().into());
            }
        }
        Ok(sum)
    }

    /// Fewer rows than a stretch has: as a stretch whose further amounts are 0, which any rate leaves as they are.
    fn convert_rest<N: Numbers>(
        &self,
        minor: &[i64],
        rates: N,
        results: &mut [i64],
    ) -> Result<u128, ColumnError> {
        let (mut minors, mut converted) = ([0; STRETCH], [0; STRETCH]);
        for (to, from) in minors.iter_mut().zip(minor) {
            *to = *from;
        }
        let sum = self.convert_stretch(&minors, rates, &mut converted);
        for (result, converted) in results.iter_mut().zip(converted) {
            *result = converted;
        }
        sum
    }

    #[cold]
    fn row_by_row<N: Numbers>(
        &self,
        minor: &[i64],
        rates: N,
        results: &mut [i64],
    ) -> Result<u128, ColumnError> {
        let mut total = 0_u128;
        for (row, (minor, result)) in minor.iter().zip(results).enumerate() {
            *result = self.convert_row(row, *minor, rates.number(row))?;
            total = total.saturating_add(result.unsigned_abs().into());
        }
        Ok(total)
    }

    fn convert_row(&self, row: usize, minor: i64, number: u32) -> Result<i64, ColumnError> {
        let missing = ColumnError::Rate { row, number };
        let place = usize::try_from(number).ok();
        let reciprocal = place.and_then(|place| self.reciprocals.get(place)).ok_or(missing)?;
        let converted = reciprocal.convert(minor, self.rounding).or_else(|| {
            let rate = self.rate(number)?;
            i64::try_from(rate.round_as(minor.into(), self.rounding)?).ok()
        });
        converted.ok_or(ColumnError::Overflow { row })
    }
}

/// The rate number of each row of a stretch.
trait Numbers: Copy {
    /// Those of the rows from `first` on.
    fn after(self, first: usize) -> Self;

    /// That of a row; 0 after the last.
    fn number(self, row: usize) -> u32;

    /// What a table has for each row; `None` for a number it does not have.
    fn look_up(self, table: &[u64]) -> Option<[u64; STRETCH]>;
}

/// A number for each row.
impl Numbers for &[u32] {
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    fn after(self, first: usize) -> Self {
        self.get(first..).unwrap_or_default()
    }

    #[inline]
    fn number(self, row: usize) -> u32 {
        self.get(row).copied().unwrap_or(0)
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    fn look_up(self, table: &[u64]) -> Option<[u64; STRETCH]> {
        let mut found = [0; STRETCH];
        let Some(numbers) = self.first_chunk::<STRETCH>() else {
            for (row, found) in found.iter_mut().enumerate() {
                *found = *table.get(usize::try_from(self.number(row)).ok()?)?;
            }
            return Some(found);
        };
        for (number, found) in numbers.iter().zip(&mut found) {
            *found = *table.get(usize::try_from(*number).ok()?)?;
        }
        Some(found)
    }
}

/// One number for all rows.
impl Numbers for u32 {
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    fn after(self, _: usize) -> Self {
        self
    }

    #[inline]
    fn number(self, _: usize) -> u32 {
        self
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    fn look_up(self, table: &[u64]) -> Option<[u64; STRETCH]> {
        Some([*table.get(usize::try_from(self).ok()?)?; STRETCH])
    }
}

impl ColumnError {
    fn moved(self, by: usize) -> Self {
        match self {
            Self::Overflow { row } => Self::Overflow { row: row.saturating_add(by) },
            Self::Rate { row, number } => Self::Rate { row: row.saturating_add(by), number },
            lengths @ Self::Lengths { .. } => lengths,
        }
    }
}

/// Runs `work` compiled for the widest vectors of the machine, or as it is.
#[inline]
fn vectors<R>(work: impl FnOnce() -> R) -> R {
    #[cfg(feature = "simd")]
    {
        pulp::Arch::new().dispatch(work)
    }
    #[cfg(not(feature = "simd"))]
    {
        work()
    }
}

/// Reciprocals of one common scale.
///
/// Let x be a rate's quotient n/d, m the magnitude of an amount, h the high half of m and s the scale. The table holds r, a whole number
/// within 2 of x·2^s and below 2^62, whose two lowest bits are the rate's [`Grid`]. Of the product m·r the lowest 32 bits are dropped; what
/// is left, p, has m·x in units of 2^-f, f = s - 32. As m < (h + 1)·2^32, r makes p wrong by less than 2h + 2, and what was dropped by
/// less than 1: p is nearer than 2h + 3 to what it stands for. The *margin* is 2h + 4.
///
/// Let t be m·x, or m·x + 1/2 where rounding is to the nearest, so that rounding turns at whole t.
///
/// * If p is a margin or more from every whole number, t lies on the same side of them, is not one itself, and rounds as p does.
/// * If not, t is nearer than two margins, in units of 2^-f, to a whole number. Since it is a multiple of 1/2d, it is that number itself
///   where 2·margin·2^-f ≤ 1/2d, or 4d·margin ≤ 2^f, which the grid tells. Elsewhere the row is *near* and goes another way.
///
/// No step leaves 64 bits as long as the product of the high halves of m and r is below 2^30, which is looked at.
#[derive(Clone, Debug)]
struct Narrow {
    minor_max: u64,
    fraction_bits: u32,
    /// r.
    table: Vec<u64>,
}

/// Of which amounts 4d·margin ≤ 2^f holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grid {
    /// Of all that go the narrow way.
    Every,
    /// Of those below 2^32.
    Short,
    /// Of none.
    None,
}

impl Grid {
    fn of(denominator: u128, fraction_bits: u32) -> Self {
        let holds = |high: u64| {
            let steps = denominator.saturating_mul(4).saturating_mul(margin(high).into());
            steps <= 1 << fraction_bits
        };
        match (holds(1_u64.wrapping_shl(fraction_bits.saturating_sub(HIGH_LESS))), holds(0)) {
            (true, _) => Self::Every,
            (false, true) => Self::Short,
            (false, false) => Self::None,
        }
    }

    /// The two lowest bits of r.
    const fn bits(self) -> u64 {
        match self {
            Self::Every => 0,
            Self::Short => 1,
            Self::None => 2,
        }
    }
}

/// The high half of a magnitude that goes the narrow way is at most 2^(f - 6).
const HIGH_LESS: u32 = 6;

/// The margin of an amount with that high half.
#[inline(always)]
#[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
const fn margin(high: u64) -> u64 {
    high.wrapping_mul(2).wrapping_add(4)
}

impl Narrow {
    fn of(rates: &[PreparedRate]) -> Option<Self> {
        let mut quotients = Vec::with_capacity(rates.len());
        // the least power of two, from one up, that no quotient exceeds
        let mut log = 0_u32;
        for rate in rates {
            let (numerator, denominator) = rate.quotient()?;
            if denominator >= 1 << 64 {
                return None;
            }
            while numerator > (denominator << log) {
                log = log.saturating_add(1);
                // with fewer than ten bits of fraction most rows would be near
                if log > 19 {
                    return None;
                }
            }
            quotients.push((numerator, denominator));
        }
        let scale = 61_u32.checked_sub(log)?.min(50);
        let fraction_bits = scale.checked_sub(32)?;
        let mut table = Vec::with_capacity(quotients.len());
        for (numerator, denominator) in quotients {
            // below 2^(83 + 50) before the division and at most 2^61 after it
            let whole = if numerator.leading_zeros() >= scale {
                numerator.wrapping_shl(scale).checked_div(denominator)?
            } else {
                let scaled = U256::from(numerator).checked_shl(scale)?;
                u128::try_from(scaled.checked_div(denominator.into())?).ok()?
            };
            let whole = u64::try_from(whole).ok()?;
            // one less or up to two more, with the bits of the grid
            let more = Grid::of(denominator, fraction_bits).bits().wrapping_sub(whole) & 3;
            table.push(if more == 3 { whole.checked_sub(1)? } else { whole.checked_add(more)? });
        }
        let high_bits = fraction_bits.checked_sub(HIGH_LESS)?;
        let minor_max = (1_u64 << high_bits.saturating_add(32)).saturating_sub(1);
        Some(Self { minor_max, fraction_bits, table })
    }

    /// `None` if an amount or result is too large or a rate has no entry.
    ///
    /// * `results`: [`NEAR`] in a row that is near.
    /// * Returns the sum of the magnitudes of the others, and whether a row is near.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    fn convert<N: Numbers>(
        &self,
        rounding: Rounding,
        minor: &[i64; STRETCH],
        rates: N,
        results: &mut [i64; STRETCH],
    ) -> Option<(u64, bool)> {
        let mut bits = 0;
        for minor in minor {
            // of a negative amount one less than its magnitude, which no bound here cares about
            bits |= minor ^ (minor >> 63);
        }
        if bits.cast_unsigned() > self.minor_max {
            return None;
        }
        let reciprocals = rates.look_up(self.table.as_slice())?;
        let rows = minor.iter().zip(results).zip(&reciprocals);
        let bits = self.fraction_bits;
        match rounding {
            Rounding::Ceiling => narrow_rows::<CEILING>(bits, rows),
            Rounding::Down => narrow_rows::<DOWN>(bits, rows),
            Rounding::Floor => narrow_rows::<FLOOR>(bits, rows),
            Rounding::HalfEven => narrow_rows::<HALF_EVEN>(bits, rows),
            Rounding::HalfUp => narrow_rows::<HALF_UP>(bits, rows),
            Rounding::Up => narrow_rows::<UP>(bits, rows),
        }
    }
}

/// In the place of a result that [`Narrow`] cannot tell; its own results are far smaller.
const NEAR: i64 = i64::MIN;

const CEILING: u8 = 0;
const DOWN: u8 = 1;
const FLOOR: u8 = 2;
const HALF_EVEN: u8 = 3;
const HALF_UP: u8 = 4;
const UP: u8 = 5;

/// The arithmetic of [`Narrow`]; every product is of two numbers below 2^32, and no branch depends on a row.
#[inline(always)]
#[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
fn narrow_rows<'a, const MODE: u8>(
    fraction_bits: u32,
    rows: impl Iterator<Item = ((&'a i64, &'a mut i64), &'a u64)>,
) -> Option<(u64, bool)> {
    let to_nearest = MODE == HALF_UP || MODE == HALF_EVEN;
    let unit = 1_u64.wrapping_shl(fraction_bits);
    let offset = if to_nearest { unit >> 1 } else { 0 };
    let fraction_mask = unit.wrapping_sub(1);
    let mut sum = 0_u64;
    let mut highest = 0_u64;
    let mut some_near = false;
    for ((minor, result), reciprocal) in rows {
        let sign = minor >> 63;
        let magnitude = (minor ^ sign).wrapping_sub(sign).cast_unsigned();
        let (high, low) = (magnitude >> 32, magnitude & LOW);
        let (r_high, r_low) = (reciprocal >> 32, reciprocal & LOW);
        let top = high.wrapping_mul(r_high);
        highest |= top;
        let margin = margin(high);
        // what is below a whole number by a margin at most is taken over it
        let product = (top << 32)
            .wrapping_add(high.wrapping_mul(r_low))
            .wrapping_add(low.wrapping_mul(r_high))
            .wrapping_add(low.wrapping_mul(r_low) >> 32)
            .wrapping_add(offset)
            .wrapping_add(margin);
        let whole = product.wrapping_shr(fraction_bits).cast_signed();
        let at_whole = product & fraction_mask < margin.wrapping_mul(2);
        let is_near = at_whole & ((reciprocal & 3).wrapping_add(u64::from(high != 0)) > Grid::Short.bits());
        some_near |= is_near;
        // an exact half, or nothing left over
        let even = i64::from(at_whole);
        let (some, negative) = (1 ^ even, sign & 1);
        let rounded = match MODE {
            CEILING => whole.wrapping_add(some & (1 ^ negative)),
            FLOOR => whole.wrapping_add(some & negative),
            UP => whole.wrapping_add(some),
            HALF_EVEN => whole.wrapping_sub(even & whole),
            _ => whole,
        };
        sum = sum.wrapping_add(if is_near { 0 } else { rounded.cast_unsigned() });
        *result = if is_near { NEAR } else { (rounded ^ sign).wrapping_sub(sign) };
    }
    (highest < 1 << 30).then_some((sum, some_near))
}

/// A reciprocal of 64 bits: r = x·2^s rounded down, s as large as r allows.
///
/// For a magnitude m, m·r/2^s is less than m/2^s below m·x. Where the result stays below 2^62, m is at most 2^s, so
/// the estimate is the whole part of m·x or one less, and the remainder below 2d < 2^63 is known from its low 64 bits.
#[derive(Clone, Copy, Debug)]
struct Reciprocal {
    factor: u64,
    shift: u32,
    numerator: u64,
    /// Zero for a rate that has to go the exact way.
    denominator: u64,
}

impl Reciprocal {
    fn of(rate: &PreparedRate) -> Self {
        Self::of_quotient(rate).unwrap_or(Self { factor: 0, shift: 0, numerator: 0, denominator: 0 })
    }

    fn of_quotient(rate: &PreparedRate) -> Option<Self> {
        let (numerator, denominator) = rate.quotient()?;
        if denominator >= 1 << 62 || numerator == 0 {
            return None;
        }
        let (factor, shift) = if numerator.leading_zeros() >= 64 {
            // the quotient has 65 bits or more, and what is cut of it twice is cut as at once
            let most = numerator.leading_zeros();
            let whole = numerator.wrapping_shl(most).checked_div(denominator)?;
            let extra = 64_u32.saturating_sub(whole.leading_zeros());
            (whole.wrapping_shr(extra), most.checked_sub(extra)?)
        } else {
            let divisor = U256::from(denominator);
            let whole = U256::from(numerator).checked_shl(126)?.checked_div(divisor)?;
            // of x·2^126 the leading 64 bits
            let extra = 192_u32.saturating_sub(whole.leading_zeros());
            let shift = 126_u32.checked_sub(extra)?;
            let factor = U256::from(numerator).checked_shl(shift)?.checked_div(divisor)?;
            (u128::try_from(factor).ok()?, shift)
        };
        let low = numerator & u128::from(u64::MAX);
        Some(Self {
            factor: u64::try_from(factor).ok()?,
            shift,
            numerator: u64::try_from(low).ok()?,
            denominator: u64::try_from(denominator).ok()?,
        })
    }

    /// `None` where the result may leave 62 bits or the rate has no reciprocal.
    #[inline]
    fn convert(&self, minor: i64, rounding: Rounding) -> Option<i64> {
        if self.denominator == 0 {
            return None;
        }
        let magnitude = minor.unsigned_abs();
        let product = u128::from(magnitude).wrapping_mul(self.factor.into());
        let estimate = u64::try_from(product.wrapping_shr(self.shift)).ok().filter(|it| *it < 1 << 62)?;
        let rest =
            magnitude.wrapping_mul(self.numerator).wrapping_sub(estimate.wrapping_mul(self.denominator));
        let (whole, rest) = if rest >= self.denominator {
            (estimate.wrapping_add(1), rest.wrapping_sub(self.denominator))
        } else {
            (estimate, rest)
        };
        let half = rest.wrapping_mul(2).cmp(&self.denominator);
        let up = rounding.takes_up(minor < 0, rest == 0, half, whole & 1 == 1);
        let rounded = i64::try_from(whole.wrapping_add(u64::from(up))).ok()?;
        Some(if minor < 0 { rounded.wrapping_neg() } else { rounded })
    }
}

// the reasons of `RateError::Policy`
pub(crate) const NO_RATE: &str = "a column needs at least one rate";
pub(crate) const TWO_ROUNDINGS: &str = "the rates of one column are rounded in two ways";

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::*;
    use crate::{DateRule, Policy, Rate, RateBook, RateKind};

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 12, 18).unwrap()
    }

    /// Rates to đồng, from đồng and across, from the values of one unit in đồng.
    fn converters(values: &[Decimal], rounding: Rounding) -> Vec<ColumnConverter> {
        let codes = ["USD", "EUR", "JPY", "KWD", "CLF", "GBP"].map(|code| code.parse::<Currency>().unwrap());
        let mut book = RateBook::new();
        for (value, currency) in values.iter().zip(codes) {
            let rate = Rate::builder(currency, Currency::VND, *value, RateKind::Central);
            book.insert(rate.publisher("seed").day(day()).build().unwrap()).unwrap();
        }
        let policy = Policy::central()
            .with_date_rule(DateRule::TransactionDay)
            .unwrap()
            .with_bridges(vec![Currency::VND])
            .unwrap()
            .with_rounding(rounding);
        let mut held = vec![Currency::VND];
        held.extend(codes.into_iter().take(values.len()));
        held.iter()
            .map(|to| {
                let rates = held.iter().map(|from| book.prepare(*from, *to, day(), &policy).unwrap());
                ColumnConverter::try_new(rates.collect()).unwrap()
            })
            .collect()
    }

    fn agree(converter: &ColumnConverter, minor: &[i64]) {
        for (number, rate) in converter.rates().iter().enumerate() {
            let number = u32::try_from(number).unwrap();
            let numbers = vec![number; minor.len()];
            let exact: Vec<Option<i64>> = minor
                .iter()
                .map(|minor| i64::try_from(rate.round_as((*minor).into(), converter.rounding())?).ok())
                .collect();
            let mut results = vec![0; minor.len()];
            let mut by_one = results.clone();
            let converted = converter.convert(minor, &numbers, &mut results);
            assert_eq!(converter.convert_by(minor, number, &mut by_one), converted);
            assert!(converted.is_err() || by_one == results, "{rate:?}");
            match converted {
                Ok(total) => {
                    assert_eq!(results.iter().copied().map(Some).collect::<Vec<_>>(), exact, "{rate:?}");
                    assert_eq!(total, results.iter().map(|it| u128::from(it.unsigned_abs())).sum::<u128>());
                }
                Err(ColumnError::Overflow { row }) => {
                    assert_eq!(exact.iter().position(Option::is_none), Some(row), "{rate:?}");
                }
                Err(error) => panic!("{error}"),
            }
            for minor in minor {
                // each way by itself, also where another one would be taken
                let exact = rate.round_as((*minor).into(), converter.rounding());
                if let Some(reciprocal) = Reciprocal::of(rate).convert(*minor, converter.rounding()) {
                    assert_eq!(Some(i128::from(reciprocal)), exact, "{minor} by {rate:?}");
                }
                if let Some(narrow) = &converter.narrow {
                    let mut results = [0; STRETCH];
                    let (minors, numbers) = ([*minor; STRETCH], [number; STRETCH]);
                    let sum = narrow.convert(converter.rounding(), &minors, &numbers[..], &mut results);
                    if let Some((sum, is_near)) = sum {
                        let result = if is_near { Some(NEAR.into()) } else { exact };
                        assert!(
                            results.iter().all(|it| Some(i128::from(*it)) == result),
                            "{minor} by {rate:?}"
                        );
                        let magnitudes = results.iter().filter(|it| **it != NEAR).map(|it| it.unsigned_abs());
                        assert_eq!(sum, magnitudes.sum::<u64>());
                    }
                }
            }
        }
    }

    /// Powers of two and ten, halves of the rate, and their neighbours.
    fn boundary_amounts(converter: &ColumnConverter) -> Vec<i64> {
        let mut amounts = vec![0];
        for power in 0..63 {
            amounts.push(1_i64 << power);
        }
        for power in 0..19 {
            amounts.extend([10_i64.pow(power), 5 * 10_i64.pow(power.min(17))]);
        }
        let limit = i64::try_from(converter.narrow_max()).unwrap();
        amounts.extend([limit, i64::MAX]);
        for rate in converter.rates() {
            let (numerator, denominator) = rate.quotient().unwrap();
            // where the result is a half: an odd multiple of d/2n
            for multiple in [1_u128, 3, 1001, 999_999_999] {
                let half = denominator.checked_mul(multiple).map(|it| it / numerator.saturating_mul(2));
                amounts.extend(half.and_then(|it| i64::try_from(it).ok()));
            }
        }
        let near: Vec<i64> =
            amounts.iter().flat_map(|it| (-2..=2).map(|by: i64| it.saturating_add(by))).collect();
        near.iter().flat_map(|it| [*it, it.saturating_neg()]).chain([i64::MIN]).collect()
    }

    #[test]
    fn boundary_values_in_every_mode() {
        let decimals = |texts: &[&str]| -> Vec<Decimal> {
            texts.iter().map(|text| Decimal::from_str_exact(text).unwrap()).collect()
        };
        let sets = [
            decimals(&["24500.5", "26400.1234", "203.000001", "81000.5", "1"]),
            decimals(&["25151", "0.000001", "7922816251426433759", "3", "0.5"]),
            decimals(&["18479.5", "29800.0003", "15.9", "0.3333333333333333333333333333"]),
        ];
        for set in &sets {
            for mode in Rounding::ALL {
                for converter in converters(set, mode) {
                    let amounts = boundary_amounts(&converter);
                    for stretch in [&amounts[..], &[]] {
                        agree(&converter, stretch);
                    }
                }
            }
        }
    }

    /// Amounts whose results are whole or half, or nearer to that than any other result of the rate, from 0 on, around 2^32 and up to the
    /// largest that goes the narrow way.
    fn turning_amounts(converter: &ColumnConverter) -> Vec<i64> {
        let limit = i128::from(converter.narrow_max());
        let mut amounts = Vec::new();
        for rate in converter.rates() {
            let (numerator, denominator) = rate.quotient().unwrap();
            // 2m·n ≡ rest modulo 2d
            let modulus = i128::try_from(denominator).unwrap() * 2;
            let twice = i128::try_from(numerator).unwrap() * 2 % modulus;
            let (mut old, mut new) = ((twice, 1), (modulus, 0));
            while new.0 != 0 {
                let times = old.0 / new.0;
                (old, new) = (new, (old.0 - times * new.0, old.1 - times * new.1));
            }
            let (divisor, inverse) = old;
            for rest in
                [-4, -3, -2, -1, 0, 1, 2, 3, 4].map(|rest| rest + modulus / 2).into_iter().chain(-4..5)
            {
                if rest % divisor != 0 {
                    continue;
                }
                let period = modulus / divisor;
                let first = (rest / divisor % period * (inverse % period)).rem_euclid(period);
                for from in [0, (1 << 32) - period, 1 << 32, 3 << 32, limit - period] {
                    amounts.push(first + (from.max(0) + period - 1) / period * period);
                }
            }
        }
        let narrow = amounts.into_iter().filter(|it| *it <= limit).filter_map(|it| i64::try_from(it).ok());
        narrow.flat_map(|it| [it, -it]).collect()
    }

    #[test]
    fn the_turns_of_rounding_at_the_limits_of_the_grids() {
        // of đồng 625/1024, 10000/16381, 10000/16411, 10000/32749, 10000/7, 10000/11 and 10^6/3 of a minor unit
        let rates = ["163.84", "163.81", "164.11", "327.49", "0.07", "0.11", "0.0003"];
        for rate in rates {
            for mode in Rounding::ALL {
                for converter in converters(&[Decimal::from_str_exact(rate).unwrap()], mode) {
                    let amounts = turning_amounts(&converter);
                    assert!(amounts.len() > 40, "{rate}");
                    agree(&converter, &amounts);
                }
            }
        }
    }

    #[test]
    fn amounts_without_fractions_go_the_narrow_way() {
        let values = ["25451", "27345.67", "169.5", "1"].map(|text| Decimal::from_str_exact(text).unwrap());
        let amounts: [i64; STRETCH] = std::array::from_fn(|row| 10_000 * i64::try_from(row * row).unwrap());
        for mode in Rounding::ALL {
            let to_dong = &converters(&values, mode)[0];
            let narrow = to_dong.narrow.as_ref().unwrap();
            for rate in 0..5 {
                let converted = narrow.convert(mode, &amounts, rate, &mut [0; STRETCH]);
                assert!(matches!(converted, Some((_, false))), "{rate} {mode:?}");
            }
        }
    }

    #[test]
    fn ordinary_rates_go_the_narrow_way() {
        let values =
            ["24500.5", "26400.1234", "203.000001"].map(|text| Decimal::from_str_exact(text).unwrap());
        for converter in converters(&values, Rounding::HalfUp) {
            // eight trillion minor units
            assert!(converter.narrow_max() > 8_000_000_000_000, "{}", converter.narrow_max());
        }
    }

    #[test]
    fn denominators_of_many_bits() {
        // n/d of VND to USD is 10^k/(r·10^(k-2)) in lowest terms: these have denominators of 34 to 36 bits
        let rates = ["987.559917104", "549.755813887", "549.755813881", "274.877906943", "1099.511627773"];
        for mode in [Rounding::HalfUp, Rounding::HalfEven, Rounding::Floor, Rounding::Up] {
            for rate in rates {
                let values = [Decimal::from_str_exact(rate).unwrap()];
                for converter in converters(&values, mode) {
                    // a fixed walk over the amounts that may go the narrow way
                    let range = converter.narrow_max().clamp(1 << 43, 1 << 62);
                    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
                    let walk = std::iter::from_fn(|| {
                        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                        Some(i64::try_from(state % range).unwrap())
                    });
                    let amounts: Vec<i64> = [8_659_957_036_329].into_iter().chain(walk.take(2_000)).collect();
                    agree(&converter, &amounts);
                }
            }
        }
    }

    #[test]
    fn what_cannot_be_converted_is_named() {
        let [to_dong, ..] = &converters(&[Decimal::from(25_000)], Rounding::HalfUp)[..] else { panic!() };
        let mut results = [0; 2];
        assert_eq!(
            to_dong.convert(&[1, 2], &[0, 2], &mut results),
            Err(ColumnError::Rate { row: 1, number: 2 })
        );
        assert_eq!(
            to_dong.convert(&[1, i64::MAX], &[0, 1], &mut results),
            Err(ColumnError::Overflow { row: 1 })
        );
        assert!(matches!(to_dong.convert(&[1], &[0], &mut results), Err(ColumnError::Lengths { .. })));
        assert_eq!(
            to_dong.convert_by(&[1, 2], 2, &mut results),
            Err(ColumnError::Rate { row: 0, number: 2 })
        );
        assert!(matches!(to_dong.convert_by(&[1], 0, &mut results), Err(ColumnError::Lengths { .. })));
        assert!(matches!(ColumnConverter::try_new(vec![]), Err(RateError::Policy { .. })));
        let two = vec![
            PreparedRate::identity(Currency::VND).unwrap(),
            PreparedRate::identity(Currency::USD).unwrap(),
        ];
        assert!(matches!(ColumnConverter::try_new(two), Err(RateError::Money(_))));
    }

    proptest! {
        #[test]
        fn columns_equal_the_exact_quotient(
            values in proptest::collection::vec((1_i64..1_000_000_000_000, 0_u32..10), 1..6),
            amounts in proptest::collection::vec(
                prop_oneof![-1_000_000_i64..1_000_000, -10_000_000_000_000_i64..10_000_000_000_000, any::<i64>()], 1..40,
            ),
            mode in 0_usize..6,
        ) {
            let values: Vec<Decimal> = values.into_iter().map(|(mantissa, scale)| Decimal::new(mantissa, scale)).collect();
            for converter in converters(&values, Rounding::ALL[mode]) {
                agree(&converter, &amounts);
            }
        }
    }
}
