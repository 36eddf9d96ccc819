//! Many rates side by side, looked up strictly.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};
use vientro_core::{History, Version};

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
    /// In order, beside `shelves`: a search runs through numbers only.
    keys: Vec<Key>,
    shelves: Vec<Vec<Series>>,
    index: Index,
    count: usize,
}

/// Where in the list of keys each one stands, by the upper bits of a product: met at the first or second look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Index {
    /// A power of two of places, at most half of them taken; `u16::MAX` is free. Empty for more keys than it is made for.
    places: Vec<u16>,
    shift: u32,
}

impl Index {
    /// More pairs and kinds than any book has need of; past them the sorted keys are searched.
    const KEYS_MAX: usize = 1024;

    fn of(keys: &[Key]) -> Self {
        if keys.len() > Self::KEYS_MAX {
            return Self::default();
        }
        let size = keys.len().saturating_mul(2).next_power_of_two();
        let shift = 64_u32.saturating_sub(size.trailing_zeros());
        let mut index = Self { places: vec![u16::MAX; size], shift };
        for (place, key) in keys.iter().enumerate() {
            let mut slot = index.slot(*key);
            while index.places.get(slot).is_some_and(|place| *place != u16::MAX) {
                slot = index.after(slot);
            }
            if let (Some(free), Ok(place)) = (index.places.get_mut(slot), u16::try_from(place)) {
                *free = place;
            }
        }
        index
    }

    #[inline]
    fn slot(&self, key: Key) -> usize {
        // the odd number nearest to 2⁶⁴ over the golden ratio: neighbouring keys fall far apart
        let product = key.0.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        usize::try_from(product.checked_shr(self.shift).unwrap_or_default()).unwrap_or_default()
    }

    #[inline]
    fn after(&self, slot: usize) -> usize {
        slot.saturating_add(1) & self.places.len().saturating_sub(1)
    }

    #[inline]
    fn place(&self, key: Key, keys: &[Key]) -> Option<usize> {
        if self.places.is_empty() {
            return keys.binary_search(&key).ok();
        }
        let mut slot = self.slot(key);
        loop {
            let place = usize::from(*self.places.get(slot)?);
            // no key stands at a free place, which ends the search; half of the places are free
            if *keys.get(place)? == key {
                return Some(place);
            }
            slot = self.after(slot);
        }
    }
}

/// Pair and kind as one number: the six letters of the codes, then the place of the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key(u64);

impl Key {
    #[inline]
    fn new(base: Currency, quote: Currency, kind: RateKind) -> Self {
        #[expect(clippy::as_conversions, reason = "the place of a variant without fields, far below 256")]
        let kind = kind as u64;
        Self((pair_letters(base, quote) << 8) | kind)
    }

    const fn pair(self) -> u64 {
        self.0 >> 8
    }

    fn kind(self) -> Option<RateKind> {
        RateKind::ALL.get(usize::try_from(self.0 & 0xff).ok()?).copied()
    }
}

#[inline]
fn pair_letters(base: Currency, quote: Currency) -> u64 {
    (letters(base) << 24) | letters(quote)
}

#[inline]
fn letters(currency: Currency) -> u64 {
    match currency.code().as_bytes() {
        [first, second, third] => (u64::from(*first) << 16) | (u64::from(*second) << 8) | u64::from(*third),
        // every code has three letters
        _ => 0,
    }
}

/// The rates of one pair, kind and publisher, by first day.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Series {
    publisher: String,
    rates: Vec<Rate>,
    /// First and last day of each rate, side by side: a search touches no rate but the one it finds.
    first_days: Vec<NaiveDate>,
    last_days: Vec<NaiveDate>,
    /// The longest validity, so that a search need not look further back.
    days_max: i64,
    /// No two rates share a day, so that at most one holds for a day and a search ends with the first it meets.
    disjoint: bool,
    pace: Pace,
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
    fn of(first_days: &[NaiveDate]) -> Self {
        let [first, .., last] = first_days else { return Self::default() };
        let day = rough_day(*first);
        let days = u64::try_from(rough_day(*last).saturating_sub(day)).unwrap_or_default();
        let count = u64::try_from(first_days.len()).unwrap_or_default().saturating_sub(1);
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

/// What the series of a pair say of some days.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Holding<'a> {
    /// No rate holds.
    None,
    /// One series answers, with this rate.
    One(&'a Rate),
    /// Several publishers may answer, and have to be set against each other.
    Several,
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
        let place = self.keys.binary_search(&key).unwrap_or_else(|place| {
            self.keys.insert(place, key);
            self.shelves.insert(place, Vec::new());
            self.index = Index::of(&self.keys);
            place
        });
        // the place was found or made just above
        let Some(shelf) = self.shelves.get_mut(place) else { return Ok(false) };
        let position = shelf.binary_search_by(|series| series.publisher.as_str().cmp(rate.publisher()));
        let series = match position {
            Ok(position) => shelf.get_mut(position),
            Err(position) => {
                shelf.insert(position, Series::new(rate.publisher()));
                shelf.get_mut(position)
            }
        };
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
        self.shelves.iter().flatten().flat_map(|series| &series.rates)
    }

    /// All rates between two currencies, in either direction, by kind, publisher and first day.
    pub fn between(&self, one: Currency, other: Currency) -> impl Iterator<Item = &Rate> {
        let pairs = [pair_letters(one, other), pair_letters(other, one)];
        let shelves = self.keys.iter().zip(&self.shelves).filter(move |(key, _)| pairs.contains(&key.pair()));
        shelves.flat_map(|(_, shelf)| shelf).flat_map(|series| &series.rates)
    }

    /// Who publishes rates of `kind`, in order.
    pub fn publishers(&self, kind: RateKind) -> Vec<&str> {
        let shelves = self.keys.iter().zip(&self.shelves).filter(|(key, _)| key.kind() == Some(kind));
        let names: BTreeSet<&str> =
            shelves.flat_map(|(_, shelf)| shelf).map(|series| series.publisher.as_str()).collect();
        names.into_iter().collect()
    }

    /// The error for publishers nobody has heard of: each of `choices` names one, and none has rates of its kind.
    pub(crate) fn unknown_publisher(&self, choices: &[Choice]) -> Option<RateError> {
        let mut known = BTreeSet::new();
        for choice in choices {
            let names = self.publishers(choice.kind());
            if names.contains(&choice.publisher()?) {
                return None;
            }
            known.extend(names.into_iter().map(str::to_owned));
        }
        let publisher = choices.first()?.publisher()?.to_owned();
        let kinds = choices.iter().map(Choice::kind).collect();
        Some(RateError::Publisher { publisher, kinds, known: known.into_iter().collect() })
    }

    /// The rate of `kind` whose days cover `date`, in the direction asked for.
    ///
    /// * `publisher`: `None` takes any, if those who publish that day agree.
    ///
    /// # Errors
    ///
    /// [`RateError::Missing`] names the nearest rate before and after; [`RateError::Publisher`] those who publish such rates, if the
    /// one named does not; [`RateError::Ambiguous`] if no publisher was named and several differ.
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
            let choice = Choice::new(kind);
            let choice = publisher.map(|publisher| choice.by(publisher));
            if let Some(error) = choice.and_then(|choice| self.unknown_publisher(&[choice])) {
                return error;
            }
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

    /// The rates of the series of `rate` that share a day with it.
    pub(crate) fn overlapping(&self, rate: &Rate) -> impl Iterator<Item = &Rate> {
        let (from, to) = (rate.valid_from(), rate.valid_to());
        let shelf = self.shelf(rate.base(), rate.quote(), rate.kind(), Some(rate.publisher()));
        shelf.iter().flat_map(move |series| series.overlapping(from, to))
    }

    /// The rates before and after `rate` in its series, those of the same days aside.
    pub(crate) fn beside(&self, rate: &Rate) -> [Option<&Rate>; 2] {
        let target = Target { from: rate.valid_from(), to: rate.valid_to() };
        let (before, after) =
            self.neighbours(rate.base(), rate.quote(), rate.kind(), Some(rate.publisher()), target);
        [before, after].map(|found| found.map(|found| found.rate))
    }

    /// The nearest rate of every other series of the pair, in both directions, at most `days` away, nearest first.
    pub(crate) fn others_near(&self, rate: &Rate, days: u32) -> Vec<&Rate> {
        let target = Target { from: rate.valid_from(), to: rate.valid_from() };
        let mut near: Vec<Found<'_>> = Vec::new();
        for (base, quote) in [(rate.base(), rate.quote()), (rate.quote(), rate.base())] {
            for kind in RateKind::ALL {
                for series in self.shelf(base, quote, kind, None) {
                    let own = (base, kind, series.publisher.as_str())
                        == (rate.base(), rate.kind(), rate.publisher());
                    if !own {
                        near.extend(series.find(target, Fallback::NearestWithin { days }));
                    }
                }
            }
        }
        near.sort_by_key(|found| nearness(found.days_away));
        near.into_iter().map(|found| found.rate).collect()
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

    /// All a publisher has said of one day: the first rate and its corrections, in the order they became known.
    ///
    /// [`History::as_known_on`] answers what was known on a day; a correction's note is its reason.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use rust_decimal::Decimal;
    /// use vientro_currency::{Currency, RateBook, RateKind};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let file = "base,quote,value,kind,publisher,valid_from,valid_to,known_on,note
    /// USD,VND,25120,treasury-accounting,Kho bạc Nhà nước,2025-11-01,2025-11-30,,
    /// USD,VND,25210,treasury-accounting,Kho bạc Nhà nước,2025-11-01,2025-11-30,2025-11-20,misprint corrected";
    /// let (book, _) = RateBook::from_csv(file.as_bytes(), "rates.csv");
    /// let day = |day| NaiveDate::from_ymd_opt(2025, 11, day).ok_or("no such day");
    /// let kind = RateKind::TreasuryAccounting;
    /// let history = book.history(Currency::USD, Currency::VND, kind, "Kho bạc Nhà nước", day(5)?);
    /// let history = history.ok_or("no rate for that day")?;
    /// let known = |on| history.as_known_on(on).map(|version| version.value().value());
    /// assert_eq!(known(day(19)?), Some(Decimal::from(25_120)));
    /// assert_eq!(known(day(20)?), Some(Decimal::from(25_210)));
    /// assert_eq!(history.latest().reason(), Some("misprint corrected"));
    /// assert_eq!(book.superseded_by(history.first().value()), Some(history.latest().value()));
    /// # Ok(()) }
    /// ```
    pub fn history(
        &self,
        base: Currency,
        quote: Currency,
        kind: RateKind,
        publisher: &str,
        date: NaiveDate,
    ) -> Option<History<Rate>> {
        let shelf = self.shelf(base, quote, kind, Some(publisher));
        let mut rates: Vec<&Rate> = shelf
            .iter()
            .flat_map(|series| series.started_by(date, date))
            .filter(|rate| rate.covers(date))
            .collect();
        rates.sort_by_key(|rate| rate.known_on());
        let mut versions = rates.into_iter().map(|rate| {
            let version = Version::new(rate.clone(), rate.known_on());
            let version = version.valid_from(rate.valid_from()).valid_to(rate.valid_to()).by(publisher);
            rate.note().into_iter().fold(version, Version::because)
        });
        let mut history = History::new(versions.next()?).ok()?;
        for version in versions {
            // in the order they became known, each with days that end after they begin
            history.record(version).ok()?;
        }
        Some(history)
    }

    /// The rate that first took the place of `rate` on one of its days: of the same series, known later.
    pub fn superseded_by(&self, rate: &Rate) -> Option<&Rate> {
        let known_on = rate.known_on();
        let later = self.overlapping(rate).filter(|other| other.known_on() > known_on);
        later.min_by_key(|other| (other.known_on(), other.valid_from()))
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
        if let [series] = shelf {
            return Ok(series.find(target, fallback));
        }
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

    /// The rate that holds for all of `target`, if at most one series can answer.
    #[inline]
    pub(crate) fn holding(
        &self,
        base: Currency,
        quote: Currency,
        choice: &Choice,
        target: Target,
    ) -> Holding<'_> {
        match self.shelf(base, quote, choice.kind(), choice.publisher()) {
            [] => Holding::None,
            [series] => series.covering(target).map_or(Holding::None, Holding::One),
            _ => Holding::Several,
        }
    }

    #[inline]
    fn shelf(&self, base: Currency, quote: Currency, kind: RateKind, publisher: Option<&str>) -> &[Series] {
        let place = self.index.place(Key::new(base, quote, kind), &self.keys);
        let Some(shelf) = place.and_then(|place| self.shelves.get(place)) else { return &[] };
        let Some(publisher) = publisher else { return shelf };
        shelf
            .binary_search_by(|series| series.publisher.as_str().cmp(publisher))
            .ok()
            .and_then(|position| shelf.get(position))
            .map_or(&[], std::slice::from_ref)
    }
}

impl Series {
    fn new(publisher: &str) -> Self {
        Self {
            publisher: publisher.to_owned(),
            rates: Vec::new(),
            first_days: Vec::new(),
            last_days: Vec::new(),
            days_max: 0,
            disjoint: true,
            pace: Pace::default(),
        }
    }

    fn insert(&mut self, rate: Rate) -> Result<bool, RateError> {
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
        self.first_days.insert(position, rate.valid_from());
        self.last_days.insert(position, rate.valid_to());
        self.rates.insert(position, rate);
        self.pace = Pace::of(&self.first_days);
        Ok(true)
    }

    /// How many rates begin on `day` or before.
    #[inline]
    fn begun_by(&self, day: NaiveDate) -> usize {
        let guess = self.pace.guess(day);
        let next = guess.saturating_add(1);
        // a daily series is met at once, one with holidays within a few places
        if let Some([here, after]) = self.first_days.get(guess..=next)
            && *here <= day
            && *after > day
        {
            return next;
        }
        let from = guess.saturating_sub(NEAR);
        let to = guess.saturating_add(NEAR);
        if let Some(near) = self.first_days.get(from..=to)
            && near.first().is_some_and(|first| *first <= day)
            && near.last().is_some_and(|last| *last > day)
        {
            return from.saturating_add(near.partition_point(|first| *first <= day));
        }
        self.first_days.partition_point(|first| *first <= day)
    }

    /// The rates that hold for one of these days.
    fn overlapping(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = &Rate> {
        self.started_by(to, from).filter(move |other| other.valid_to() >= from)
    }

    /// The rates that begin on `last` or before, newest first, as far back as one may still hold on `reached`.
    fn started_by(&self, last: NaiveDate, reached: NaiveDate) -> impl Iterator<Item = &Rate> {
        let end = self.begun_by(last);
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
        if let Some(rate) = self.covering(target) {
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

    /// The rate that holds for all days of `target`; of a rate and its correction the one known last.
    #[inline]
    fn covering(&self, target: Target) -> Option<&Rate> {
        if self.disjoint {
            let place = self.begun_by(target.from).checked_sub(1)?;
            let holds = *self.last_days.get(place)? >= target.to;
            return if holds { self.rates.get(place) } else { None };
        }
        let covering = self.started_by(target.from, target.to).filter(|rate| rate.valid_to() >= target.to);
        covering.reduce(|best, rate| if rate.known_on() > best.known_on() { rate } else { best })
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

/// The day on a calendar with a leap day every four years: right from 1901 to 2099, cheaper than the whole rule.
#[inline]
fn rough_day(day: NaiveDate) -> i32 {
    let years = day.year().saturating_sub(1).saturating_mul(1461) >> 2;
    years.saturating_add_unsigned(day.ordinal0())
}

/// How far from its guessed place a day is looked for before the whole series is searched.
const NEAR: usize = 3;

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
