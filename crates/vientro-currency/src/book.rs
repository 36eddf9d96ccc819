//! Many rates side by side, looked up strictly.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::error::MissingRate;
use crate::{Choice, Currency, Fallback, Rate, RateError, RateKind};

/// Rates of many pairs, kinds and publishers, found by pair, kind and day.
///
/// Nothing is inverted, filled in or averaged in the book; a lookup answers with a rate that holds for the day asked
/// for, or with an error that names the nearest ones. Ways around a missing rate are asked for in a [`crate::Policy`].
///
/// ```
/// use chrono::{Days, NaiveDate};
/// use rust_decimal::Decimal;
/// use vientro_currency::{Currency, Rate, RateBook, RateError, RateKind};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).ok_or("no such day");
/// let mut book = RateBook::new();
/// book.insert(
///     Rate::builder(Currency::USD, Currency::VND, Decimal::from(25_151), RateKind::Central)
///         .publisher("Ngân hàng Nhà nước Việt Nam")
///         .day(day(2025, 12, 18)?)
///         .build()?,
/// )?;
/// let rate = book.lookup(Currency::USD, Currency::VND, RateKind::Central, None, day(2025, 12, 18)?)?;
/// assert_eq!(rate.value(), Decimal::from(25_151));
///
/// let error = book.lookup(Currency::USD, Currency::VND, RateKind::Central, None, day(2025, 12, 20)?).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "no `central` rate for `USD/VND` on 20/12/2025; the nearest before: 1 USD = 25,151 VND (central, 18/12/2025)"
/// );
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Vec<Rate>", into = "Vec<Rate>"))]
pub struct RateBook {
    shelves: BTreeMap<Key, Vec<Series>>,
    count: usize,
}

/// Pair and kind; the pair as the six letters of its codes, which compare as one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    pair: u64,
    kind: RateKind,
}

impl Key {
    fn new(base: Currency, quote: Currency, kind: RateKind) -> Self {
        Self { pair: pair_letters(base, quote), kind }
    }
}

fn pair_letters(base: Currency, quote: Currency) -> u64 {
    let letters = base.code().bytes().chain(quote.code().bytes());
    letters.fold(0, |number, letter| (number << 8) | u64::from(letter))
}

/// The rates of one pair, kind and publisher, by first day.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Series {
    publisher: String,
    rates: Vec<Rate>,
    /// The first day of each rate, side by side: a search touches no rate but the one it finds.
    first_days: Vec<NaiveDate>,
    /// The longest validity, so that a search need not look further back.
    days_max: i64,
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

impl RateBook {
    /// An empty book.
    pub fn new() -> Self {
        Self::default()
    }

    /// A book of `rates`.
    ///
    /// # Errors
    ///
    /// As [`RateBook::insert`].
    pub fn from_rates(rates: impl IntoIterator<Item = Rate>) -> Result<Self, RateError> {
        let mut book = Self::new();
        for rate in rates {
            book.insert(rate)?;
        }
        Ok(book)
    }

    /// Adds a rate; false if the book has it already.
    ///
    /// A rate that holds for days another rate of the same series holds for supersedes it from the day it became known
    /// ([`Rate::known_on`]); the older one stays in the book and is found by [`RateBook::as_known_on`].
    ///
    /// # Errors
    ///
    /// [`RateError::Conflict`] if a rate of the same series holds for one of its days, became known on the same
    /// day, and has another value. The book is then unchanged.
    pub fn insert(&mut self, rate: Rate) -> Result<bool, RateError> {
        let key = Key::new(rate.base(), rate.quote(), rate.kind());
        let shelf = self.shelves.entry(key).or_default();
        let position = shelf.binary_search_by(|series| series.publisher.as_str().cmp(rate.publisher()));
        let series = match position {
            Ok(position) => shelf.get_mut(position),
            Err(position) => {
                let publisher = rate.publisher().to_owned();
                let series = Series { publisher, rates: Vec::new(), first_days: Vec::new(), days_max: 0 };
                shelf.insert(position, series);
                shelf.get_mut(position)
            }
        };
        // the position was found or made just above
        let Some(series) = series else { return Ok(false) };
        let added = series.insert(rate)?;
        self.count = self.count.saturating_add(usize::from(added));
        Ok(added)
    }

    /// Takes all rates of `other`.
    ///
    /// # Errors
    ///
    /// As [`RateBook::insert`]; the rates before the conflicting one are then in the book.
    pub fn extend(&mut self, other: &Self) -> Result<(), RateError> {
        for rate in other.iter() {
            self.insert(rate.clone())?;
        }
        Ok(())
    }

    /// How many rates it holds.
    pub fn len(&self) -> usize {
        self.count
    }

    /// True for a book without rates.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// All rates, by pair, kind, publisher and first day.
    pub fn iter(&self) -> impl Iterator<Item = &Rate> {
        self.shelves.values().flatten().flat_map(|series| &series.rates)
    }

    /// All rates between two currencies, in either direction, by kind, publisher and first day.
    pub fn between(&self, one: Currency, other: Currency) -> impl Iterator<Item = &Rate> {
        let pairs = [pair_letters(one, other), pair_letters(other, one)];
        let shelves = self.shelves.iter().filter(move |(key, _)| pairs.contains(&key.pair));
        shelves.flat_map(|(_, shelf)| shelf).flat_map(|series| &series.rates)
    }

    /// The rate of `kind` whose days cover `date`, in the direction asked for.
    ///
    /// * `publisher`: `None` takes any, if those who publish that day agree.
    ///
    /// # Errors
    ///
    /// [`RateError::Missing`] names the nearest rate before and after; [`RateError::Ambiguous`] if no publisher was
    /// named and several differ.
    pub fn lookup(
        &self,
        base: Currency,
        quote: Currency,
        kind: RateKind,
        publisher: Option<&str>,
        date: NaiveDate,
    ) -> Result<&Rate, RateError> {
        let target = Target { from: date, to: date };
        let found = self.find(base, quote, kind, publisher, target, Fallback::None)?;
        found.map(|found| found.rate).ok_or_else(|| {
            let (before, after) = self.neighbours(base, quote, kind, publisher, target);
            RateError::Missing(Box::new(MissingRate {
                base,
                quote,
                kinds: vec![kind],
                publisher: publisher.map(str::to_owned),
                from: date,
                to: date,
                within_days: 0,
                before: before.map(|found| found.rate.clone()),
                after: after.map(|found| found.rate.clone()),
            }))
        })
    }

    /// The book as it was known at the end of `date`: without the rates that became known later.
    #[must_use]
    pub fn as_known_on(&self, date: NaiveDate) -> Self {
        let mut known = Self::new();
        for rate in self.iter().filter(|rate| rate.known_on() <= date) {
            // rates that lie in one book do not conflict
            let _ = known.insert(rate.clone());
        }
        known
    }

    /// The rate for `target`, or with a fallback the nearest one allowed.
    pub(crate) fn find(
        &self,
        base: Currency,
        quote: Currency,
        kind: RateKind,
        publisher: Option<&str>,
        target: Target,
        fallback: Fallback,
    ) -> Result<Option<Found<'_>>, RateError> {
        let shelf = self.shelf(base, quote, kind, publisher);
        let mut best: Option<Found<'_>> = None;
        let mut rivals: Vec<&str> = Vec::new();
        for series in shelf {
            let Some(found) = series.find(target, fallback) else { continue };
            match &best {
                None => best = Some(found),
                Some(current) => {
                    let (new, old) = (nearness(found.days_away), nearness(current.days_away));
                    if new < old {
                        rivals.clear();
                        best = Some(found);
                    } else if new == old && found.rate.value() != current.rate.value() {
                        rivals.push(&series.publisher);
                    }
                }
            }
        }
        match (best, rivals.is_empty()) {
            (Some(found), false) => {
                let names = std::iter::once(found.rate.publisher()).chain(rivals);
                let publishers = names.map(str::to_owned).collect();
                Err(RateError::Ambiguous { base, quote, kind, publishers })
            }
            (best, _) => Ok(best),
        }
    }

    /// The nearest rates before and after `target`, however far.
    pub(crate) fn neighbours(
        &self,
        base: Currency,
        quote: Currency,
        kind: RateKind,
        publisher: Option<&str>,
        target: Target,
    ) -> (Option<Found<'_>>, Option<Found<'_>>) {
        let shelf = self.shelf(base, quote, kind, publisher);
        let before = shelf.iter().filter_map(|series| series.before(target));
        let after = shelf.iter().filter_map(|series| series.after(target));
        (
            before.min_by_key(|found| nearness(found.days_away)),
            after.min_by_key(|found| nearness(found.days_away)),
        )
    }

    /// The rates in force whose first day lies in `target`, one publisher's.
    pub(crate) fn starting_in(
        &self,
        base: Currency,
        quote: Currency,
        choice: &Choice,
        target: Target,
    ) -> Result<Vec<&Rate>, RateError> {
        let mut found: Option<(&str, Vec<&Rate>)> = None;
        for series in self.shelf(base, quote, choice.kind(), choice.publisher()) {
            let rates = series.starting_in(target);
            if rates.is_empty() {
                continue;
            }
            if let Some((publisher, _)) = found {
                return Err(RateError::Ambiguous {
                    base,
                    quote,
                    kind: choice.kind(),
                    publishers: vec![publisher.to_owned(), series.publisher.clone()],
                });
            }
            found = Some((&series.publisher, rates));
        }
        Ok(found.map(|(_, rates)| rates).unwrap_or_default())
    }

    fn shelf(&self, base: Currency, quote: Currency, kind: RateKind, publisher: Option<&str>) -> &[Series] {
        let Some(shelf) = self.shelves.get(&Key::new(base, quote, kind)) else { return &[] };
        let Some(publisher) = publisher else { return shelf };
        shelf
            .binary_search_by(|series| series.publisher.as_str().cmp(publisher))
            .ok()
            .and_then(|position| shelf.get(position))
            .map_or(&[], std::slice::from_ref)
    }
}

impl Series {
    fn insert(&mut self, rate: Rate) -> Result<bool, RateError> {
        for other in self.overlapping(&rate) {
            if other.id() == rate.id() {
                return Ok(false);
            }
            if other.known_on() == rate.known_on() && other.value() != rate.value() {
                return Err(RateError::Conflict { existing: other.id().clone(), new: rate.id().clone() });
            }
        }
        let order = |rate: &Rate| (rate.valid_from(), rate.valid_to(), rate.known_on());
        let position = self.rates.partition_point(|other| order(other) <= order(&rate));
        self.days_max = self.days_max.max(days_between(rate.valid_from(), rate.valid_to()));
        self.first_days.insert(position, rate.valid_from());
        self.rates.insert(position, rate);
        Ok(true)
    }

    /// The rates that share a day with `rate`.
    fn overlapping<'a>(&'a self, rate: &'a Rate) -> impl Iterator<Item = &'a Rate> {
        self.started_by(rate.valid_to(), rate.valid_from())
            .filter(move |other| other.valid_to() >= rate.valid_from())
    }

    /// The rates that begin on `last` or before, newest first, as far back as one may still hold on `reached`.
    fn started_by(&self, last: NaiveDate, reached: NaiveDate) -> impl Iterator<Item = &Rate> {
        let end = self.first_days.partition_point(|day| *day <= last);
        let first_days = self.first_days.get(..end).unwrap_or_default();
        let rates = self.rates.get(..end).unwrap_or_default();
        // reversed one by one: a zip turned round first measures both
        let started = rates.iter().rev().zip(first_days.iter().rev());
        let days_max = u64::try_from(self.days_max).unwrap_or_default();
        let earliest = reached.checked_sub_days(Days::new(days_max)).unwrap_or(NaiveDate::MIN);
        let near = started.take_while(move |(_, first)| **first >= earliest);
        near.map(|(rate, _)| rate)
    }

    fn find(&self, target: Target, fallback: Fallback) -> Option<Found<'_>> {
        let covering = self.started_by(target.from, target.to).filter(|rate| rate.valid_to() >= target.to);
        // of a rate and its correction the one known last
        if let Some(rate) =
            covering.reduce(|best, rate| if rate.known_on() > best.known_on() { rate } else { best })
        {
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

    /// The last rate that ends before `target` begins.
    fn before(&self, target: Target) -> Option<Found<'_>> {
        let end = self.first_days.partition_point(|day| *day < target.from);
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
    fn after(&self, target: Target) -> Option<Found<'_>> {
        let start = self.first_days.partition_point(|day| *day <= target.to);
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
    fn starting_in(&self, target: Target) -> Vec<&Rate> {
        let start = self.first_days.partition_point(|day| *day < target.from);
        let end = self.first_days.partition_point(|day| *day <= target.to);
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

/// Nearest first; at the same distance the one before.
fn nearness(days_away: i64) -> (u64, bool) {
    (days_away.unsigned_abs(), days_away > 0)
}

fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    to.signed_duration_since(from).num_days()
}

impl From<RateBook> for Vec<Rate> {
    fn from(book: RateBook) -> Self {
        book.iter().cloned().collect()
    }
}

impl TryFrom<Vec<Rate>> for RateBook {
    type Error = RateError;

    fn try_from(rates: Vec<Rate>) -> Result<Self, RateError> {
        Self::from_rates(rates)
    }
}
