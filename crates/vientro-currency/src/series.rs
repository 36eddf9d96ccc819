//! The rates of one publisher and pair, by day.

use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::Decimal;

use crate::{Fallback, Rate, RateError};

/// The rates of one pair, kind and publisher, by first day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Series {
    pub(crate) publisher: String,
    pub(crate) rates: Vec<Rate>,
    /// Days and value of each rate, in the same order: a search and the sum after it touch no rate at all.
    spans: Vec<Span>,
    /// The longest validity, so that a search need not look further back.
    days_max: i64,
    /// No two rates share a day, so that at most one holds for a day and a search ends with the first it meets.
    disjoint: bool,
    pace: Pace,
}

impl Series {
    pub(crate) fn new(publisher: &str) -> Self {
        Self {
            publisher: publisher.to_owned(),
            rates: Vec::new(),
            spans: Vec::new(),
            days_max: 0,
            disjoint: true,
            pace: Pace::default(),
        }
    }

    pub(crate) fn insert(&mut self, rate: Rate) -> Result<bool, RateError> {
        let mut disjoint = self.disjoint;
        for other in self.overlapping(rate.valid_from(), rate.valid_to()) {
            disjoint = false;
            if other.id() == rate.id() {
                return Ok(false);
            }
            if other.known_on() == rate.known_on() && other.value() != rate.value() {
                return Err(RateError::Conflict { existing: other.id().clone(), new: rate.id().clone() });
            }
        }
        let order = |rate: &Rate| (rate.valid_from(), rate.valid_to(), rate.known_on());
        let position = self.rates.partition_point(|other| order(other) <= order(&rate));
        self.disjoint = disjoint;
        self.days_max = self.days_max.max(days_between(rate.valid_from(), rate.valid_to()));
        self.spans
            .insert(position, Span { first: rate.valid_from(), last: rate.valid_to(), value: rate.value() });
        self.rates.insert(position, rate);
        self.pace = Pace::of(&self.spans);
        Ok(true)
    }

    /// How many rates begin on `day` or before.
    #[inline]
    fn begun_by(&self, day: NaiveDate) -> usize {
        let guess = self.pace.guess(day);
        let next = guess.saturating_add(1);
        // a daily series is met at once, one with holidays within a few places
        if let Some([here, after]) = self.spans.get(guess..=next)
            && here.first <= day
            && after.first > day
        {
            return next;
        }
        let from = guess.saturating_sub(NEAR);
        let to = guess.saturating_add(NEAR);
        if let Some(near) = self.spans.get(from..=to)
            && near.first().is_some_and(|span| span.first <= day)
            && near.last().is_some_and(|span| span.first > day)
        {
            return from.saturating_add(near.partition_point(|span| span.first <= day));
        }
        self.spans.partition_point(|span| span.first <= day)
    }

    /// The rates that hold for one of these days.
    pub(crate) fn overlapping(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = &Rate> {
        self.started_by(to, from).filter(move |other| other.valid_to() >= from)
    }

    /// The rates that begin on `last` or before, newest first, as far back as one may still hold on `reached`.
    pub(crate) fn started_by(&self, last: NaiveDate, reached: NaiveDate) -> impl Iterator<Item = &Rate> {
        let end = self.begun_by(last);
        let spans = self.spans.get(..end).unwrap_or_default();
        let rates = self.rates.get(..end).unwrap_or_default();
        // reversed one by one: a zip turned round first measures both
        let started = rates.iter().rev().zip(spans.iter().rev());
        let days_max = u64::try_from(self.days_max).unwrap_or_default();
        let earliest = reached.checked_sub_days(Days::new(days_max)).unwrap_or(NaiveDate::MIN);
        let near = started.take_while(move |(_, span)| span.first >= earliest);
        near.map(|(rate, _)| rate)
    }

    pub(crate) fn find(&self, target: Target, fallback: Fallback) -> Option<Found<'_>> {
        if let Some((rate, _)) = self.covering(target) {
            return Some(Found { rate, days_away: 0 });
        }
        let near = |found: &Found<'_>, days: u32| nearness(found.days_away).0 <= u64::from(days);
        match fallback {
            Fallback::None => None,
            Fallback::PreviousWithin { days } => self.before(target).filter(|found| near(found, days)),
            Fallback::NearestWithin { days } => {
                let before = self.before(target).filter(|found| near(found, days));
                let after = self.after(target).filter(|found| near(found, days));
                [before, after].into_iter().flatten().min_by_key(|found| nearness(found.days_away))
            }
        }
    }

    /// The rate that holds for all days of `target`, and its value; of a rate and its correction the one known last.
    #[inline]
    pub(crate) fn covering(&self, target: Target) -> Option<(&Rate, Decimal)> {
        if self.disjoint {
            let place = self.begun_by(target.from).checked_sub(1)?;
            let span = self.spans.get(place).filter(|span| span.last >= target.to)?;
            return Some((self.rates.get(place)?, span.value));
        }
        let covering = self.started_by(target.from, target.to).filter(|rate| rate.valid_to() >= target.to);
        let last =
            covering.reduce(|best, rate| if rate.known_on() > best.known_on() { rate } else { best })?;
        Some((last, last.value()))
    }

    /// The last rate that ends before `target` begins.
    pub(crate) fn before(&self, target: Target) -> Option<Found<'_>> {
        let end = self.spans.partition_point(|span| span.first < target.from);
        let started = self.rates.get(..end).unwrap_or_default();
        let mut best: Option<&Rate> = None;
        for rate in started.iter().rev().filter(|rate| rate.valid_to() < target.from) {
            if let Some(current) = best {
                if days_between(rate.valid_from(), current.valid_to()) > self.days_max {
                    break;
                }
                let order = |rate: &Rate| (rate.valid_to(), rate.known_on());
                if order(rate) <= order(current) {
                    continue;
                }
            }
            best = Some(rate);
        }
        best.map(|rate| Found { rate, days_away: days_between(target.from, rate.valid_to()) })
    }

    /// The first rate that begins after `target` ends.
    pub(crate) fn after(&self, target: Target) -> Option<Found<'_>> {
        let start = self.spans.partition_point(|span| span.first <= target.to);
        let first = self.rates.get(start)?;
        let rate = self
            .rates
            .get(start..)
            .unwrap_or_default()
            .iter()
            .take_while(|rate| rate.valid_from() == first.valid_from())
            .max_by_key(|rate| rate.known_on())?;
        Some(Found { rate, days_away: days_between(target.to, rate.valid_from()) })
    }

    /// The rates whose first day lies in `target`; of a rate and its correction the one known last.
    pub(crate) fn starting_in(&self, target: Target) -> Vec<&Rate> {
        let start = self.spans.partition_point(|span| span.first < target.from);
        let end = self.spans.partition_point(|span| span.first <= target.to);
        let mut rates: Vec<&Rate> = Vec::new();
        for rate in self.rates.get(start..end).unwrap_or_default() {
            let days = |rate: &Rate| (rate.valid_from(), rate.valid_to());
            match rates.last_mut() {
                // sorted by days, then by the day it became known
                Some(last) if days(last) == days(rate) => *last = rate,
                _ => rates.push(rate),
            }
        }
        rates
    }
}

/// First and last day of a rate, and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    first: NaiveDate,
    last: NaiveDate,
    value: Decimal,
}

/// The days a rate has to hold for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target {
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
}

/// A rate that was found, and how many days it lies off the target: negative before, zero on it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found<'a> {
    pub(crate) rate: &'a Rate,
    pub(crate) days_away: i64,
}

/// Where in a series a day stands if its rates begin at even distances, as daily and monthly ones nearly do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Pace {
    /// The first day of the series, as [`rough_day`] counts.
    day: i32,
    /// Rates a day, in 2³² parts.
    rates: u64,
}

impl Pace {
    fn of(spans: &[Span]) -> Self {
        let [first, .., last] = spans else { return Self::default() };
        let day = rough_day(first.first);
        let days = u64::try_from(rough_day(last.first).saturating_sub(day)).unwrap_or_default();
        let count = u64::try_from(spans.len()).unwrap_or_default().saturating_sub(1);
        // more than 2³² rates do not fit a book; many on one day leave the guess at the start
        let rates = count.checked_shl(32).and_then(|count| count.checked_div(days)).unwrap_or_default();
        Self { day, rates }
    }

    /// A place near that of `day`; right for even distances, anywhere else.
    #[inline]
    fn guess(self, day: NaiveDate) -> usize {
        let days = u64::try_from(rough_day(day).saturating_sub(self.day)).unwrap_or_default();
        usize::try_from(days.saturating_mul(self.rates) >> 32).unwrap_or(usize::MAX)
    }
}

/// The day on a calendar with a leap day every four years: right from 1901 to 2099, cheaper than the whole rule.
#[inline]
fn rough_day(day: NaiveDate) -> i32 {
    let years = day.year().saturating_sub(1).saturating_mul(1461) >> 2;
    years.saturating_add_unsigned(day.ordinal0())
}

/// How far from its guessed place a day is looked for before the whole series is searched.
const NEAR: usize = 3;

/// Nearest first; at the same distance the one before.
pub(crate) fn nearness(days_away: i64) -> (u64, bool) {
    (days_away.unsigned_abs(), days_away > 0)
}

fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    to.signed_duration_since(from).num_days()
}
