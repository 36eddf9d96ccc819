//! Many rates side by side, looked up strictly.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{History, Version};

use crate::error::MissingRate;
use crate::index::{Index, Key, pair_letters};
use crate::series::{Found, Series, Target, nearness};
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

/// What the series of a pair say of some days.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Holding<'a> {
    /// No rate holds.
    None,
    /// One series answers, with this rate and its value.
    One(&'a Rate, Decimal),
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
            [series] => match series.covering(target) {
                Some((rate, value)) => Holding::One(rate, value),
                None => Holding::None,
            },
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
