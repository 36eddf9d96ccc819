//! Many amounts converted and summed: rounded row by row or once on the total, as the policy says.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use chrono::NaiveDate;
use ethnum::I256;
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
            let signed = |value: ethnum::U256| I256::try_from(value).ok()?.checked_mul(sign);
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

/// A whole number and a fraction, exact.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Total {
    whole: I256,
    numerator: I256,
    denominator: I256,
}

impl Default for Total {
    fn default() -> Self {
        Self { whole: I256::ZERO, numerator: I256::ZERO, denominator: I256::ONE }
    }
}

impl Total {
    pub(crate) fn add(&mut self, whole: I256, numerator: I256, denominator: I256) -> Option<()> {
        self.whole = self.whole.checked_add(whole)?;
        if numerator == I256::ZERO {
            return Some(());
        }
        let shared = greatest_common_divisor(self.denominator, denominator);
        let (left, right) = (denominator.checked_div(shared)?, self.denominator.checked_div(shared)?);
        let sum = self.numerator.checked_mul(left)?.checked_add(numerator.checked_mul(right)?)?;
        let common = self.denominator.checked_mul(left)?;
        // whole parts go over, and the fraction is kept in its lowest terms
        self.whole = self.whole.checked_add(sum.checked_div_euclid(common)?)?;
        let rest = sum.checked_rem_euclid(common)?;
        let shared = greatest_common_divisor(rest, common);
        self.numerator = rest.checked_div(shared)?;
        self.denominator = common.checked_div(shared)?;
        Some(())
    }

    pub(crate) fn rounded(self, rounding: Rounding) -> Option<I256> {
        // the fraction is zero or more: the value lies in [whole ; whole + 1)
        if self.numerator == I256::ZERO {
            return Some(self.whole);
        }
        let negative = self.whole < I256::ZERO;
        let half = self.numerator.cmp(&self.denominator.checked_sub(self.numerator)?);
        let up = match rounding {
            Rounding::Ceiling => true,
            Rounding::Floor => false,
            Rounding::Down => negative,
            Rounding::Up => !negative,
            Rounding::HalfUp => half.is_gt() || (half.is_eq() && !negative),
            Rounding::HalfEven => half.is_gt() || (half.is_eq() && self.whole & I256::ONE == I256::ONE),
        };
        if up { self.whole.checked_add(I256::ONE) } else { Some(self.whole) }
    }
}

/// Of two numbers not below zero, one of them above it.
fn greatest_common_divisor(mut one: I256, mut other: I256) -> I256 {
    while other != I256::ZERO {
        (one, other) = (other, one.checked_rem(other).unwrap_or(I256::ZERO));
    }
    if one == I256::ZERO { I256::ONE } else { one }
}
