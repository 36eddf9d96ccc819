//! One leg of a conversion: a rate, or the mean of several, and the way it is used.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use vientro_core::Language;

use crate::exact::Exact;
use crate::series::Found;
use crate::text::format_number;
use crate::{Currency, Rate, RateError, Rounding};

/// Which way a rate is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[expect(clippy::exhaustive_enums, reason = "a rate is used as published or the other way")]
pub enum Direction {
    /// As published: multiply.
    Direct,
    /// The other way: divide.
    Inverse,
}

/// One leg of a conversion: the rate it used, or the rates it took the mean of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "StepParts", into = "StepParts"))]
pub struct Step {
    direction: Direction,
    // one rate for nearly every step; no list is allocated for it
    first: Rate,
    others: Box<[Rate]>,
    days_away: i64,
}

#[derive(Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct StepParts {
    direction: Direction,
    rates: Vec<Rate>,
    #[cfg_attr(feature = "serde", serde(default))]
    days_away: i64,
}

impl Step {
    #[inline]
    pub(crate) fn one(found: Found<'_>, direction: Direction) -> Self {
        let Found { rate, days_away } = found;
        Self { direction, first: rate.clone(), others: Box::default(), days_away }
    }

    pub(crate) fn mean(rates: &[&Rate], direction: Direction) -> Option<Self> {
        let (first, others) = rates.split_first()?;
        let others = others.iter().map(|rate| (*rate).clone()).collect();
        Some(Self { direction, first: (*first).clone(), others, days_away: 0 })
    }

    /// As published or the other way.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// The rate, or the first of those the mean was taken of.
    pub fn rate(&self) -> &Rate {
        &self.first
    }

    /// Every rate it was made with, in order of days.
    pub fn rates(&self) -> impl Iterator<Item = &Rate> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// True if it is the mean of several rates.
    pub fn is_mean(&self) -> bool {
        !self.others.is_empty()
    }

    /// Days between the rate's days and the day asked for: negative before, 0 where it holds for that day.
    pub fn days_away(&self) -> i64 {
        self.days_away
    }

    /// The currency converted from.
    pub fn from(&self) -> Currency {
        match self.direction {
            Direction::Direct => self.first.base(),
            Direction::Inverse => self.first.quote(),
        }
    }

    /// The currency converted to.
    pub fn to(&self) -> Currency {
        match self.direction {
            Direction::Direct => self.first.quote(),
            Direction::Inverse => self.first.base(),
        }
    }

    /// The figure used, in the direction published; a mean is given to 28 digits but used exactly.
    pub fn value(&self) -> Decimal {
        let Some((sum, count)) = self.sum() else { return self.first.value() };
        let mean = Exact::new(sum).div(count).and_then(Exact::to_decimal);
        if self.is_mean() { mean.unwrap_or(sum) } else { self.first.value() }
    }

    fn sum(&self) -> Option<(Decimal, Decimal)> {
        let sum =
            self.others.iter().try_fold(self.first.value(), |sum, rate| sum.checked_add(rate.value()))?;
        Some((sum, Decimal::from(self.others.len().saturating_add(1))))
    }

    pub(crate) fn apply(&self, amount: Exact) -> Option<Exact> {
        if self.others.is_empty() {
            return apply(amount, self.first.value(), self.direction);
        }
        let (sum, count) = self.sum()?;
        match self.direction {
            Direction::Direct => amount.mul(sum)?.div(count),
            Direction::Inverse => amount.mul(count)?.div(sum),
        }
    }

    pub(crate) fn text(&self, language: Language) -> String {
        let sign = match self.direction {
            Direction::Direct => '×',
            Direction::Inverse => '÷',
        };
        let (base, quote) = (self.first.base(), self.first.quote());
        let unit = match language {
            Language::Vi => format!("{quote}/{base}"),
            Language::En => format!("{quote} per {base}"),
        };
        let value = if self.is_mean() { shortened(self.value(), 6) } else { self.value() };
        format!("{sign} {} {unit} ({})", format_number(value, language), self.papers(language))
    }

    /// The papers of the rate or of all the rates of a mean.
    pub(crate) fn papers(&self, language: Language) -> String {
        let mut text = self.first.papers_text(language);
        if self.is_mean() {
            let count = self.others.len().saturating_add(1);
            text = match language {
                Language::Vi => format!("bình quân {count} tỷ giá: "),
                Language::En => format!("mean of {count} rates: "),
            };
            for (position, rate) in self.rates().enumerate() {
                let separator = if position == 0 { "" } else { "; " };
                let value = format_number(rate.value(), language);
                let papers =
                    if position == 0 { rate.papers_text(language) } else { rate.days_text(language) };
                // writing to a string cannot fail
                let _ = write!(text, "{separator}{value} {papers}");
            }
        }
        let days = self.days_away.unsigned_abs();
        let plural = if days == 1 { "" } else { "s" };
        match (self.days_away.signum(), language) {
            (-1, Language::Vi) => format!("{text}; gần nhất, trước {days} ngày"),
            (-1, Language::En) => format!("{text}; the nearest, {days} day{plural} before"),
            (1, Language::Vi) => format!("{text}; gần nhất, sau {days} ngày"),
            (1, Language::En) => format!("{text}; the nearest, {days} day{plural} after"),
            _ => text,
        }
    }
}

impl From<Step> for StepParts {
    fn from(step: Step) -> Self {
        let rates = step.rates().cloned().collect();
        Self { direction: step.direction, rates, days_away: step.days_away }
    }
}

impl TryFrom<StepParts> for Step {
    type Error = RateError;

    fn try_from(parts: StepParts) -> Result<Self, RateError> {
        let mut rates = parts.rates.into_iter();
        let first = rates.next().ok_or(RateError::Tampered { field: "rates" })?;
        let others: Box<[Rate]> = rates.collect();
        if others.iter().any(|rate| rate.base() != first.base() || rate.quote() != first.quote()) {
            return Err(RateError::Tampered { field: "rates" });
        }
        Ok(Self { direction: parts.direction, first, others, days_away: parts.days_away })
    }
}

pub(crate) fn apply(amount: Exact, value: Decimal, direction: Direction) -> Option<Exact> {
    match direction {
        Direction::Direct => amount.mul(value),
        Direction::Inverse => amount.div(value),
    }
}

/// At most `decimals` decimals, for people; never zero where the value is not.
pub(crate) fn shortened(value: Decimal, decimals: u32) -> Decimal {
    let short = Rounding::HalfUp.round(value, decimals).normalize();
    if short.is_zero() { value.normalize() } else { short }
}
