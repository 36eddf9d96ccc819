//! Many amounts converted and summed: rounded row by row or once on the total, as the policy says.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use chrono::NaiveDate;
use ethnum::{I256, U256};
use vientro_core::Language;

use crate::conversion::{Steps, chain};
use crate::text::format_money_plain;
use crate::{
    Conversion, Currency, Money, MoneyError, Policy, Rate, RateBook, RateError, Rounding, RoundingScope,
};

/// A row of a sum that cannot be converted, or a total that leaves the range.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
#[non_exhaustive]
pub struct ConvertedSumError {
    /// Which amount, counted from zero; `None` for the total.
    pub row: Option<usize>,
    /// Why.
    #[source]
    pub error: RateError,
}

impl ConvertedSumError {
    /// The error as a sentence.
    pub fn text(&self, language: Language) -> String {
        let error = self.error.text(language);
        // people count rows from one
        let row = self.row.map(|row| row.saturating_add(1));
        match (row, language) {
            (Some(row), Language::Vi) => format!("khoản thứ {row}: {error}"),
            (Some(row), Language::En) => format!("amount {row}: {error}"),
            (None, Language::Vi) => format!("tổng: {error}"),
            (None, Language::En) => format!("the total: {error}"),
        }
    }
}

/// Amounts converted into one currency and their total.
///
/// Each row keeps its rates and its own rounded result. The total is the sum of these ([`RoundingScope::Row`]), or the sum of
/// the unrounded results rounded once ([`RoundingScope::Total`]); the two differ by [`ConvertedSum::difference`].
///
/// ```
/// use chrono::NaiveDate;
/// use vientro_currency::{Currency, Money, Policy, RateBook, RateKind, RoundingScope};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let file = "base,quote,value,kind,publisher,valid_from,valid_to
/// USD,VND,25000.5,house,P,2025-11-01,2025-11-30";
/// let (book, _) = RateBook::from_csv(file.as_bytes(), "rates.csv");
/// let day = NaiveDate::from_ymd_opt(2025, 11, 14).ok_or("no such day")?;
/// let dollar = Money::from_minor(100, Currency::USD)?;
/// let each = Policy::of_kind(RateKind::House);
/// let once = each.clone().with_rounding_scope(RoundingScope::Total);
/// let gifts = [(dollar, day), (dollar, day)];
/// // 25,000.5 twice: rounded up twice, or not at all
/// assert_eq!(book.convert_all(gifts, Currency::VND, &each)?.total(), &Money::vnd(50_002));
/// assert_eq!(book.convert_all(gifts, Currency::VND, &once)?.total(), &Money::vnd(50_001));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ConvertedSum {
    total: Money,
    rows_total: Money,
    difference: Money,
    scope: RoundingScope,
    rounding: Rounding,
    rows: Vec<Conversion>,
}

impl ConvertedSum {
    /// The total, rounded where the policy says.
    pub const fn total(&self) -> &Money {
        &self.total
    }

    /// The sum of the rows as each is rounded by itself: what a reader who adds the printed rows finds.
    pub const fn rows_total(&self) -> &Money {
        &self.rows_total
    }

    /// Total minus the sum of the rounded rows; zero where each row is rounded.
    pub const fn difference(&self) -> &Money {
        &self.difference
    }

    /// Where it was rounded.
    pub const fn scope(&self) -> RoundingScope {
        self.scope
    }

    /// How it was rounded.
    pub const fn rounding(&self) -> Rounding {
        self.rounding
    }

    /// Every conversion, in the order given.
    pub fn rows(&self) -> &[Conversion] {
        &self.rows
    }

    /// Every rate used, once, in the order of first use.
    pub fn rates(&self) -> Vec<&Rate> {
        let mut seen = BTreeSet::new();
        self.rows.iter().flat_map(Conversion::rates).filter(|rate| seen.insert(rate.id())).collect()
    }

    /// One sentence: how many amounts of which currencies, the total, where it was rounded, every rate.
    pub fn explain(&self, language: Language) -> String {
        let mut parts: BTreeMap<Currency, (usize, Option<Money>)> = BTreeMap::new();
        for row in &self.rows {
            let from = row.from();
            let (count, sum) = parts.entry(from.currency()).or_insert((0, Money::zero(from.currency()).ok()));
            *count = count.saturating_add(1);
            // a sum too large for money is told by its count alone
            *sum = sum.and_then(|sum| sum.checked_add(from).ok());
        }
        let amounts: Vec<String> = parts
            .iter()
            .map(|(currency, (count, sum))| {
                let sum =
                    sum.map_or_else(|| currency.code().to_owned(), |sum| format_money_plain(&sum, language));
                match language {
                    Language::Vi => format!("{sum} ({count} khoản)"),
                    Language::En => format!("{sum} ({count} amount{})", if *count == 1 { "" } else { "s" }),
                }
            })
            .collect();
        let mut text = format!("{} = {}", amounts.join(" + "), format_money_plain(&self.total, language));
        let words = self.rounding.text(language);
        let difference = format_money_plain(&self.difference, language);
        // writing to a string cannot fail
        let _ = match (self.scope, language) {
            (RoundingScope::Row, Language::Vi) => write!(text, "; {words} từng khoản"),
            (RoundingScope::Row, Language::En) => write!(text, "; {words}, each amount"),
            (RoundingScope::Total, Language::Vi) => {
                write!(
                    text,
                    "; {words} một lần trên tổng, lệch {difference} so với cộng các khoản đã làm tròn"
                )
            }
            (RoundingScope::Total, Language::En) => {
                write!(text, "; {words}, once on the total, {difference} off the sum of the rounded amounts")
            }
        };
        let rates: Vec<String> = self.rates().iter().map(|rate| rate.text(language)).collect();
        if !rates.is_empty() {
            let word = if language == Language::Vi { "tỷ giá" } else { "rates" };
            let _ = write!(text, "; {word}: {}", rates.join("; "));
        }
        text
    }
}

impl RateBook {
    /// Converts every amount by the rates the policy takes for its date, and sums.
    ///
    /// Where the policy rounds on the total, the exact results are summed as fractions, whatever rates they were made with, and rounded
    /// once.
    ///
    /// # Errors
    ///
    /// [`ConvertedSumError`] names the first amount that cannot be converted; without a row it is the total that is out of range, or that
    /// takes fractions too long to be told from a half.
    pub fn convert_all(
        &self,
        amounts: impl IntoIterator<Item = (Money, NaiveDate)>,
        to: Currency,
        policy: &Policy,
    ) -> Result<ConvertedSum, ConvertedSumError> {
        let of_total = |error| ConvertedSumError { row: None, error };
        let mut rows = Vec::new();
        let mut rows_total = Money::zero(to).map_err(|error| of_total(error.into()))?;
        for (row, (amount, date)) in amounts.into_iter().enumerate() {
            let conversion = self.convert(&amount, to, date, policy);
            let conversion = conversion.map_err(|error| ConvertedSumError { row: Some(row), error })?;
            rows_total = rows_total.checked_add(conversion.to()).map_err(|error| of_total(error.into()))?;
            rows.push(conversion);
        }
        let (scope, rounding) = (policy.rounding_scope(), policy.rounding());
        let total = match scope {
            RoundingScope::Row => rows_total,
            RoundingScope::Total => exact_total(&rows, to, rounding)
                .ok_or_else(|| of_total(RateError::Overflow { currency: to }))?
                .map_err(|error| of_total(error.into()))?,
        };
        let difference = total.checked_sub(&rows_total).map_err(|error| of_total(error.into()))?;
        Ok(ConvertedSum { total, rows_total, difference, scope, rounding, rows })
    }
}

/// The unrounded results of all rows, summed and rounded once.
fn exact_total(rows: &[Conversion], to: Currency, rounding: Rounding) -> Option<Result<Money, MoneyError>> {
    // amounts that take the same way are summed first: one fraction for each way
    let mut ways: BTreeMap<(Currency, Vec<&str>), (&Steps, i128)> = BTreeMap::new();
    for row in rows {
        let ids = row.steps().iter().map(|step| step.rates().map(|rate| rate.id().as_str()));
        let way = (row.from().currency(), ids.flatten().collect());
        let (_, sum) = ways.entry(way).or_insert((row.way(), 0));
        *sum = sum.checked_add(row.from().minor())?;
    }
    let mut total = Total::default();
    for ((currency, _), (steps, minor)) in ways {
        // a sum past the range of money is still a number here
        for part in parts_of_money(minor) {
            let amount = Money::from_minor(part, currency).ok()?;
            let (negative, whole, rest, denominator) = chain(&amount, steps)?.parted(to.decimals())?;
            let sign = if negative { I256::MINUS_ONE } else { I256::ONE };
            let signed = |value: U256| I256::try_from(value).ok()?.checked_mul(sign);
            total.add(signed(whole)?, signed(rest)?, I256::try_from(denominator).ok()?)?;
        }
    }
    let minor = total.rounded(rounding)?;
    Some(Money::from_minor(i128::try_from(minor).ok()?, to))
}

/// A sum of minor units in parts that are money.
fn parts_of_money(minor: i128) -> impl Iterator<Item = i128> {
    let most = Money::MINOR_MAX;
    let whole = minor.checked_div(most).unwrap_or_default();
    let rest = minor.checked_rem(most).unwrap_or_default();
    let full = if minor < 0 { most.saturating_neg() } else { most };
    let count = usize::try_from(whole.unsigned_abs()).unwrap_or(usize::MAX);
    std::iter::repeat_n(full, count).chain(std::iter::once(rest))
}

/// A whole number and fractions, exact: the fractions of one denominator together, each below one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Total {
    whole: I256,
    fractions: BTreeMap<U256, U256>,
}

/// Where a fraction of one lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fraction {
    Zero,
    BelowHalf,
    Half,
    AboveHalf,
}

impl Total {
    /// Adds a whole number and a fraction whose numerator is smaller than its denominator; `None` past 256 bits.
    pub(crate) fn add(&mut self, whole: I256, numerator: I256, denominator: I256) -> Option<()> {
        self.whole = self.whole.checked_add(whole)?;
        if numerator == I256::ZERO {
            return Some(());
        }
        let rest = U256::try_from(numerator.checked_rem_euclid(denominator)?).ok()?;
        self.whole = self.whole.checked_add(numerator.checked_div_euclid(denominator)?)?;
        let denominator = U256::try_from(denominator).ok()?;
        let known = self.fractions.entry(denominator).or_insert(U256::ZERO);
        // both are smaller than a denominator of 255 bits
        *known = known.checked_add(rest)?;
        if *known >= denominator {
            *known = known.checked_sub(denominator)?;
            self.whole = self.whole.checked_add(I256::ONE)?;
        }
        Some(())
    }

    /// The whole as a whole number; `None` past 256 bits, and for fractions too long to be told from a half.
    pub(crate) fn rounded(&self, rounding: Rounding) -> Option<I256> {
        let (more, fraction) = self.estimated().or_else(|| self.exact())?;
        // the fraction is zero or more: the value lies in [whole ; whole + 1)
        let whole = self.whole.checked_add(I256::try_from(more).ok()?)?;
        let negative = whole < I256::ZERO;
        let up = match (fraction, rounding) {
            (Fraction::Zero, _) | (_, Rounding::Floor) => false,
            (_, Rounding::Ceiling) => true,
            (_, Rounding::Down) => negative,
            (_, Rounding::Up) | (Fraction::Half, Rounding::HalfUp) => !negative,
            (Fraction::Half, Rounding::HalfEven) => whole & I256::ONE == I256::ONE,
            (fraction, Rounding::HalfUp | Rounding::HalfEven) => fraction == Fraction::AboveHalf,
        };
        if up { whole.checked_add(I256::ONE) } else { Some(whole) }
    }

    /// The sum of the fractions to 128 bits behind the point, where that tells on which side of zero and a half it lies.
    ///
    /// Each fraction is cut, so that what was cut from n of them is more than zero and less than n units of the last bit.
    fn estimated(&self) -> Option<(U256, Fraction)> {
        let (unit, half) = (U256::from_words(1, 0), U256::from_words(0, 1_u128.rotate_right(1)));
        let (mut sum, mut cut) = (U256::ZERO, U256::ZERO);
        for (denominator, rest) in &self.fractions {
            let scaled = rest.checked_mul(unit)?;
            sum = sum.checked_add(scaled.checked_div(*denominator)?)?;
            cut = cut.checked_add(U256::from(scaled.checked_rem(*denominator)? != U256::ZERO))?;
        }
        let (whole, rest) = (sum.checked_div(unit)?, sum.checked_rem(unit)?);
        let most = rest.checked_add(cut)?;
        let fraction = match (cut == U256::ZERO, rest.cmp(&half)) {
            (true, Ordering::Equal) => Fraction::Half,
            (true, _) if rest == U256::ZERO => Fraction::Zero,
            (_, Ordering::Less) if most <= half => Fraction::BelowHalf,
            (_, Ordering::Equal | Ordering::Greater) if most <= unit => Fraction::AboveHalf,
            _ => return None,
        };
        Some((whole, fraction))
    }

    /// The sum of the fractions by common denominators.
    ///
    /// Fractions whose denominators share a factor become one. A sum of two or more that share none is neither whole nor a half, for its
    /// denominator is their product; where only the estimate could tell more, there is no answer.
    fn exact(&self) -> Option<(U256, Fraction)> {
        let mut whole = U256::ZERO;
        let mut parts: Vec<(U256, U256)> = Vec::new();
        for (denominator, rest) in &self.fractions {
            let (mut rest, mut denominator) = lowest(*rest, *denominator)?;
            let shares =
                |denominator: U256, part: &(U256, U256)| common_divisor(part.1, denominator) != U256::ONE;
            while let Some(place) = parts.iter().position(|part| shares(denominator, part)) {
                let (other, other_denominator) = parts.swap_remove(place);
                let shared = common_divisor(denominator, other_denominator);
                let (left, right) =
                    (other_denominator.checked_div(shared)?, denominator.checked_div(shared)?);
                let sum = rest.checked_mul(left)?.checked_add(other.checked_mul(right)?)?;
                let common = denominator.checked_mul(left)?;
                whole = whole.checked_add(sum.checked_div(common)?)?;
                (rest, denominator) = lowest(sum.checked_rem(common)?, common)?;
            }
            if rest != U256::ZERO {
                parts.push((rest, denominator));
            }
        }
        let fraction = match parts.as_slice() {
            [] => Fraction::Zero,
            [(rest, denominator)] => match rest.cmp(&denominator.checked_sub(*rest)?) {
                Ordering::Less => Fraction::BelowHalf,
                Ordering::Equal => Fraction::Half,
                Ordering::Greater => Fraction::AboveHalf,
            },
            _ => return None,
        };
        Some((whole, fraction))
    }
}

fn lowest(numerator: U256, denominator: U256) -> Option<(U256, U256)> {
    let shared = common_divisor(numerator, denominator);
    Some((numerator.checked_div(shared)?, denominator.checked_div(shared)?))
}

pub(crate) fn common_divisor(mut left: U256, mut right: U256) -> U256 {
    while right != U256::ZERO {
        // nearly always both are short; a division of 256 bits is slow
        if let (Ok(a), Ok(b)) = (u64::try_from(left), u64::try_from(right)) {
            return U256::from(short_divisor(a, b));
        }
        let rest = left.checked_rem(right).unwrap_or(U256::ZERO);
        (left, right) = (right, rest);
    }
    left
}

/// The same without divisions, which are what takes time: an odd difference has the divisor too, and no power of two.
fn short_divisor(left: u64, right: u64) -> u64 {
    if left == 0 || right == 0 {
        return left | right;
    }
    let odd = |number: u64| number.wrapping_shr(number.trailing_zeros());
    let twos = (left | right).trailing_zeros();
    let (mut least, mut most) = (odd(left), odd(right));
    while least != most {
        (least, most) = (least.min(most), odd(least.abs_diff(most)));
    }
    least.wrapping_shl(twos)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn divisors_are_those_of_euclid() {
        let euclid = |mut a: u64, mut b: u64| {
            while b != 0 {
                (a, b) = (b, a % b);
            }
            a
        };
        let numbers = [
            0,
            1,
            2,
            3,
            6,
            48,
            625,
            1_000_000,
            2_450_050,
            25_151,
            1 << 63,
            (1 << 63) + 2,
            u64::MAX - 1,
            u64::MAX,
        ];
        for (left, right) in numbers.into_iter().flat_map(|left| numbers.map(|right| (left, right))) {
            assert_eq!(short_divisor(left, right), euclid(left, right), "{left} and {right}");
        }
    }

    /// The sum of fractions over their product, rounded: slow, and only for small ones.
    fn by_product(parts: &[(i64, u8)], rounding: Rounding) -> i128 {
        let common: i128 = parts.iter().map(|(_, denominator)| i128::from(*denominator)).product();
        let sum = parts
            .iter()
            .map(|(numerator, denominator)| i128::from(*numerator) * (common / i128::from(*denominator)))
            .sum();
        rounding.divide(sum, common).unwrap()
    }

    fn rounded(
        parts: &[(i64, u8)],
        rounding: Rounding,
        way: fn(&Total) -> Option<(U256, Fraction)>,
    ) -> Option<i128> {
        let mut total = Total::default();
        for (numerator, denominator) in parts {
            let denominator = i64::from(*denominator);
            let (whole, rest) = (numerator / denominator, numerator % denominator);
            total.add(I256::from(whole), I256::from(rest), I256::from(denominator))?;
        }
        way(&total)?;
        i128::try_from(total.rounded(rounding)?).ok()
    }

    proptest! {
        #[test]
        fn fractions_are_summed_exactly(
            parts in prop::collection::vec((-1_000_i64..1_000, 1_u8..24), 0..16), rounding in prop::sample::select(&Rounding::ALL),
        ) {
            let expected = by_product(&parts, rounding);
            prop_assert_eq!(rounded(&parts, rounding, |total| total.estimated().or_else(|| total.exact())), Some(expected));
            // where each way has an answer, it is the same
            for way in [Total::estimated, Total::exact] {
                prop_assert!(rounded(&parts, rounding, way).is_none_or(|found| found == expected));
            }
        }
    }

    #[test]
    fn many_denominators_without_a_common_factor_are_no_obstacle() {
        // 300 odd denominators: their common one has thousands of bits
        let mut total = Total::default();
        for denominator in (24_001..24_601).step_by(2) {
            total.add(I256::ZERO, I256::ONE, I256::from(denominator)).unwrap();
        }
        // 300 times about 1/24300
        assert_eq!(total.rounded(Rounding::Ceiling), Some(I256::ONE));
        assert_eq!(total.rounded(Rounding::HalfUp), Some(I256::ZERO));
        // each with what is missing to one: nothing is left to estimate
        let mut whole = Total::default();
        for denominator in [3_i128, 7, 11, 24_001] {
            for numerator in [1, denominator - 1] {
                whole.add(I256::ZERO, I256::from(numerator), I256::from(denominator)).unwrap();
            }
        }
        assert_eq!(whole.rounded(Rounding::Ceiling), Some(I256::from(4)));
        whole.add(I256::ZERO, I256::ONE, I256::from(2)).unwrap();
        assert_eq!(whole.rounded(Rounding::HalfEven), Some(I256::from(4)));
        whole.add(I256::ONE, I256::ZERO, I256::ONE).unwrap();
        assert_eq!(whole.rounded(Rounding::HalfEven), Some(I256::from(6)));
    }
}
