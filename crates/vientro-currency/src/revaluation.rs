//! Foreign balances at a closing rate, and how much of a difference is the rate's doing.

use chrono::NaiveDate;
use vientro_core::Language;

use crate::text::format_money_plain;
use crate::{Conversion, DateRule, Money, MoneyError, Policy, RateBook, RateError};

/// A foreign balance valued at a closing day, against what it stands in the books at.
///
/// ```
/// use chrono::NaiveDate;
/// use vientro_currency::{Currency, Money, Policy, RateBook};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let file = "base,quote,value,kind,publisher,valid_from,valid_to
/// USD,VND,25118,treasury-accounting,Kho bạc Nhà nước,2025-12-01,2025-12-31";
/// let (book, _) = RateBook::from_csv(file.as_bytes(), "rates.csv");
/// let balance = Money::from_minor(1_000_000, Currency::USD)?;
/// let closing = NaiveDate::from_ymd_opt(2025, 12, 31).ok_or("no such day")?;
/// let policy = Policy::treasury_accounting();
/// let revaluation = book.revalue(&balance, &Money::vnd(250_000_000), closing, &policy)?;
/// assert_eq!(revaluation.difference(), &Money::vnd(1_180_000));
/// // once booked, doing it again finds nothing
/// let again = book.revalue(&balance, revaluation.value(), closing, &policy)?;
/// assert!(again.difference().is_zero());
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Parts", into = "Parts"))]
pub struct Revaluation {
    booked: Money,
    conversion: Conversion,
    difference: Money,
}

/// The serialised form; the difference is computed again when read.
#[derive(Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Parts {
    booked: Money,
    conversion: Conversion,
    difference: Money,
}

impl Revaluation {
    fn try_new(booked: Money, conversion: Conversion) -> Result<Self, MoneyError> {
        let difference = conversion.to().checked_sub(&booked)?;
        Ok(Self { booked, conversion, difference })
    }

    /// The balance in its own currency.
    pub fn balance(&self) -> &Money {
        self.conversion.from()
    }

    /// What it stood in the books at.
    pub fn booked(&self) -> &Money {
        &self.booked
    }

    /// What it is worth at the closing rate.
    pub fn value(&self) -> &Money {
        self.conversion.to()
    }

    /// Value minus booked: a gain above zero, a loss below.
    pub fn difference(&self) -> &Money {
        &self.difference
    }

    /// The closing day.
    pub fn closing(&self) -> NaiveDate {
        self.conversion.date()
    }

    /// The conversion at the closing rate, with its papers.
    pub fn conversion(&self) -> &Conversion {
        &self.conversion
    }

    /// One sentence.
    pub fn explain(&self, language: Language) -> String {
        let (booked, difference) =
            (format_money_plain(&self.booked, language), format_money_plain(&self.difference, language));
        let conversion = self.conversion.explain(language);
        match language {
            Language::Vi => format!("{conversion}; ghi sổ {booked}; chênh lệch {difference}"),
            Language::En => format!("{conversion}; booked {booked}; difference {difference}"),
        }
    }
}

impl From<Revaluation> for Parts {
    fn from(revaluation: Revaluation) -> Self {
        let Revaluation { booked, conversion, difference } = revaluation;
        Self { booked, conversion, difference }
    }
}

impl TryFrom<Parts> for Revaluation {
    type Error = RateError;

    fn try_from(parts: Parts) -> Result<Self, RateError> {
        let revaluation = Self::try_new(parts.booked, parts.conversion)?;
        if revaluation.difference == parts.difference {
            Ok(revaluation)
        } else {
            Err(RateError::Tampered { field: "difference" })
        }
    }
}

impl RateBook {
    /// Values `balance` at the rate of `closing` and sets it against `booked`.
    ///
    /// The closing day is the one given, whatever closing day the policy was made with; the policy's other date rules are read for it.
    /// Done again on the value it found, it finds no difference.
    ///
    /// # Errors
    ///
    /// As [`RateBook::convert`].
    pub fn revalue(
        &self,
        balance: &Money,
        booked: &Money,
        closing: NaiveDate,
        policy: &Policy,
    ) -> Result<Revaluation, RateError> {
        let policy = match policy.date_rule() {
            DateRule::ClosingDay(day) if day != closing => {
                &policy.clone().with_date_rule(DateRule::ClosingDay(closing))?
            }
            _ => policy,
        };
        let conversion = self.convert(balance, booked.currency(), closing, policy)?;
        Ok(Revaluation::try_new(*booked, conversion)?)
    }
}

/// A difference between two converted amounts, split into what the rate did and what really changed.
///
/// The two parts sum to the difference exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "SplitParts"))]
pub struct DifferenceSplit {
    rate_effect: Money,
    real_change: Money,
    total: Money,
}

impl DifferenceSplit {
    /// What the change of rate did: the later amount at the later rate minus the same at the earlier rate.
    pub fn rate_effect(&self) -> &Money {
        &self.rate_effect
    }

    /// What changed in the foreign currency, at the earlier rate.
    pub fn real_change(&self) -> &Money {
        &self.real_change
    }

    /// The whole difference: later minus earlier.
    pub fn total(&self) -> &Money {
        &self.total
    }

    /// One sentence: `chênh lệch do tỷ giá: 1.900.000.000 VND; do thay đổi thực: 400.000.000 VND`.
    pub fn text(&self, language: Language) -> String {
        let (rate, real) = (
            format_money_plain(&self.rate_effect, language),
            format_money_plain(&self.real_change, language),
        );
        match language {
            Language::Vi => format!("chênh lệch do tỷ giá: {rate}; do thay đổi thực: {real}"),
            Language::En => format!("difference due to rate: {rate}; due to real change: {real}"),
        }
    }
}

/// The serialised form of a split.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct SplitParts {
    rate_effect: Money,
    real_change: Money,
    total: Money,
}

#[cfg(feature = "serde")]
impl TryFrom<SplitParts> for DifferenceSplit {
    type Error = RateError;

    fn try_from(parts: SplitParts) -> Result<Self, RateError> {
        let SplitParts { rate_effect, real_change, total } = parts;
        if rate_effect.checked_add(&real_change)? == total {
            Ok(Self { rate_effect, real_change, total })
        } else {
            Err(RateError::Tampered { field: "total" })
        }
    }
}

/// Splits the difference between two conversions of the same currencies.
///
/// The later amount is converted by the earlier rates too; the step from the earlier result to that is the real change, the step on to
/// the later result the rate effect. For one amount converted by two policies all of it is rate effect.
///
/// # Errors
///
/// [`RateError::Money`] for conversions of different currencies or an overflow, [`RateError::Overflow`].
///
/// # Source
///
/// The order of the steps (amount first, at the earlier rate) is our own choice; with the other order the two parts differ by the change of
/// amount times the change of rate.
pub fn split_difference(earlier: &Conversion, later: &Conversion) -> Result<DifferenceSplit, RateError> {
    // refused before a step is made with rates of another currency
    earlier.from().checked_sub(later.from())?;
    let at_earlier_rate = earlier.same_rates(later.from())?;
    let total = later.to().checked_sub(earlier.to())?;
    let real_change = at_earlier_rate.checked_sub(earlier.to())?;
    let rate_effect = later.to().checked_sub(&at_earlier_rate)?;
    Ok(DifferenceSplit { rate_effect, real_change, total })
}
