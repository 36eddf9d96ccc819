//! Conversions that keep the rates they were made with and explain themselves.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Bound;

use chrono::{Datelike, NaiveDate};
use ethnum::U256;
use rust_decimal::Decimal;
use vientro_core::{Figure, Interval, Language, Period};

use crate::book::Holding;
use crate::error::{MissingRate, NEEDS_RECEIPTS, NO_MONTH, NO_PAIR};
use crate::exact::Exact;
use crate::policy::PolicyId;
use crate::quotient::by_one_rate;
use crate::series::{Found, Target};
use crate::step::{apply, shortened};
use crate::text::{format_money_plain, format_number};
use crate::{
    Amount, Choice, Currency, DateRule, Direction, Fallback, Money, MoneyError, PairError, Policy, Rate,
    RateBook, RateError, Rounding, StatedPair, Step,
};

/// An amount, what it was converted to, and everything that led there.
///
/// Both amounts are authoritative; the ratio follows from them, never the other way. A conversion cannot be built by hand:
/// [`RateBook::convert`] makes it, and reading it back recomputes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Parts", into = "Parts"))]
pub struct Conversion {
    from: Money,
    to: Money,
    steps: Steps,
    policy: PolicyId,
    date: NaiveDate,
    rounding: Rounding,
}

/// The legs in order. Nearly every conversion has one, and no list is allocated for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Steps {
    Many(Vec<Step>),
    None,
    One(Step),
}

impl std::ops::Deref for Steps {
    type Target = [Step];

    fn deref(&self) -> &[Step] {
        match self {
            Self::Many(steps) => steps,
            Self::None => &[],
            Self::One(step) => std::slice::from_ref(step),
        }
    }
}

impl From<Vec<Step>> for Steps {
    /// One form for each number of steps, so that equal conversions compare equal.
    fn from(mut steps: Vec<Step>) -> Self {
        match (steps.pop(), steps.is_empty()) {
            (None, _) => Self::None,
            (Some(step), true) => Self::One(step),
            (Some(step), false) => {
                steps.push(step);
                Self::Many(steps)
            }
        }
    }
}

impl From<Steps> for Vec<Step> {
    fn from(steps: Steps) -> Self {
        match steps {
            Steps::Many(steps) => steps,
            Steps::None => Self::new(),
            Steps::One(step) => vec![step],
        }
    }
}

/// The serialised form: what is computed is written for readers and checked when read.
#[derive(Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Parts {
    from: Money,
    to: Money,
    date: NaiveDate,
    policy: PolicyId,
    rounding: Rounding,
    steps: Vec<Step>,
    unrounded: Amount,
    loss: Amount,
}

impl Conversion {
    /// The amount converted.
    pub fn from(&self) -> &Money {
        &self.from
    }

    /// The result, rounded to its minor unit.
    pub fn to(&self) -> &Money {
        &self.to
    }

    /// The legs in the order used; none for a conversion into the same currency.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    pub(crate) const fn way(&self) -> &Steps {
        &self.steps
    }

    /// Every rate used, in order.
    pub fn rates(&self) -> impl Iterator<Item = &Rate> {
        self.steps.iter().flat_map(Step::rates)
    }

    /// Name of the policy.
    pub fn policy(&self) -> &str {
        self.policy.as_str()
    }

    /// The date asked for.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// How the result was rounded, once, at the end.
    pub fn rounding(&self) -> Rounding {
        self.rounding
    }

    /// The result before it was rounded, to 28 digits.
    pub fn unrounded(&self) -> Amount {
        let exact = chain(&self.from, &self.steps).and_then(Exact::to_decimal);
        // more than 256 bits of decimals: the rounded result is as near as a decimal comes
        Amount::new(exact.unwrap_or_else(|| self.to.amount()), self.to.currency())
    }

    /// What rounding added: the result minus the unrounded amount.
    pub fn loss(&self) -> Amount {
        let unrounded = self.unrounded().value();
        // the two are less than a minor unit apart
        let loss = self.to.amount().checked_sub(unrounded).unwrap_or_default();
        Amount::new(loss.normalize(), self.to.currency())
    }

    /// The two amounts as a pair that was stated: converting either gives the other exactly.
    ///
    /// # Errors
    ///
    /// [`crate::PairError`] if one of them is zero or below, or both are of one currency.
    pub fn stated_pair(&self) -> Result<StatedPair, PairError> {
        StatedPair::try_new(self.from, self.to)
    }

    /// Another amount of the same currency by the same rates, rounded the same way.
    ///
    /// # Errors
    ///
    /// [`RateError::Money`] for an amount of another currency, [`RateError::Overflow`].
    pub fn same_rates(&self, amount: &Money) -> Result<Money, RateError> {
        if amount.currency() != self.from.currency() {
            let (left, right) = (amount.currency(), self.from.currency());
            return Err(MoneyError::Mixed { left, right }.into());
        }
        run(amount, self.to.currency(), &self.steps, self.rounding)
    }

    /// The currencies passed through: `KRW > GBP > USD > VND`.
    pub fn path(&self) -> String {
        let mut path = self.from.currency().code().to_owned();
        for step in self.steps.iter() {
            path = format!("{path} > {}", step.to());
        }
        path
    }

    /// One sentence that names every rate: `12.500 USD × 25.120 VND/USD (tỷ giá hạch toán, …) = 314.000.000 VND`.
    pub fn explain(&self, language: Language) -> String {
        let mut text = format_money_plain(&self.from, language);
        for step in self.steps.iter() {
            let _ = write!(text, " {}", step.text(language));
        }
        let _ = write!(text, " = {}", format_money_plain(&self.to, language));
        let loss = self.loss();
        if !loss.value().is_zero() {
            let decimals = self.to.currency().decimals().saturating_add(4);
            let value = format_number(shortened(loss.value(), decimals), language);
            let sign = if loss.value().is_sign_positive() { "+" } else { "" };
            let words = self.rounding.text(language);
            let _ = write!(text, "; {words} ({sign}{value} {})", loss.currency());
        }
        text
    }

    /// The rates in short, for a note under a table: `25.120 VND/USD, tỷ giá hạch toán, Kho bạc Nhà nước, tháng 11/2025`.
    pub fn footnote(&self, language: Language) -> String {
        let steps: Vec<String> = self
            .steps
            .iter()
            .map(|step| {
                let value = if step.is_mean() { shortened(step.value(), 6) } else { step.value() };
                let per = if language == Language::Vi { "/" } else { " per " };
                let (quote, base) = (step.rate().quote(), step.rate().base());
                format!("{} {quote}{per}{base}, {}", format_number(value, language), step.papers(language))
            })
            .collect();
        match (steps.is_empty(), language) {
            (true, Language::Vi) => "không quy đổi".to_owned(),
            (true, Language::En) => "not converted".to_owned(),
            (false, _) => steps.join("; "),
        }
    }
}

impl From<Conversion> for Parts {
    fn from(conversion: Conversion) -> Self {
        let (unrounded, loss) = (conversion.unrounded(), conversion.loss());
        let Conversion { from, to, steps, policy, date, rounding } = conversion;
        Self { from, to, date, policy, rounding, steps: steps.into(), unrounded, loss }
    }
}

impl TryFrom<Parts> for Conversion {
    type Error = RateError;

    /// Recomputes the result from the amount and the rates.
    fn try_from(parts: Parts) -> Result<Self, RateError> {
        let Parts { from, to, date, policy, rounding, steps, unrounded, loss } = parts;
        policy.check()?;
        let mut currency = from.currency();
        for step in &steps {
            if step.from() != currency {
                return Err(RateError::Tampered { field: "steps" });
            }
            currency = step.to();
        }
        if currency != to.currency() {
            return Err(RateError::Tampered { field: "steps" });
        }
        if run(&from, currency, &steps, rounding)? != to {
            return Err(RateError::Tampered { field: "to" });
        }
        let conversion = Self { from, to, steps: steps.into(), policy, date, rounding };
        if conversion.unrounded() != unrounded {
            return Err(RateError::Tampered { field: "unrounded" });
        }
        if conversion.loss() != loss {
            return Err(RateError::Tampered { field: "loss" });
        }
        Ok(conversion)
    }
}

/// A conversion that borrows its rates from the book and its name from the policy.
///
/// For amounts that are converted and at once forgotten; [`ConversionRef::into_owned`] makes the [`Conversion`] that is kept and
/// explains itself.
///
/// ```
/// use chrono::NaiveDate;
/// use vientro_core::Language;
/// use vientro_currency::{Currency, Money, Policy, RateBook, RateKind};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let file = "base,quote,value,kind,publisher,valid_from,valid_to
/// USD,VND,25120,house,P,2025-11-01,2025-11-30";
/// let (book, _) = RateBook::from_csv(file.as_bytes(), "rates.csv");
/// let day = NaiveDate::from_ymd_opt(2025, 11, 14).ok_or("no such day")?;
/// let policy = Policy::of_kind(RateKind::House);
/// let gift = Money::from_minor(1_250_000, Currency::USD)?;
/// let conversion = book.convert_ref(&gift, Currency::VND, day, &policy)?;
/// assert_eq!(conversion.to(), &Money::vnd(314_000_000));
/// assert_eq!(conversion.rates().next(), book.iter().next());
/// assert_eq!(
///     conversion.into_owned().explain(Language::En),
///     "12,500 USD × 25,120 VND per USD (house rate, P, November 2025) = 314,000,000 VND"
/// );
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversionRef<'a> {
    from: Money,
    to: Money,
    way: Way<'a>,
    policy: &'a Policy,
    date: NaiveDate,
}

/// The legs of a conversion, one rate of the book itself where that is all.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Way<'a> {
    Rate(&'a Rate, Direction),
    Steps(Steps),
}

impl<'a> ConversionRef<'a> {
    /// The amount converted.
    pub const fn from(&self) -> &Money {
        &self.from
    }

    /// The result, rounded to its minor unit.
    pub const fn to(&self) -> &Money {
        &self.to
    }

    /// Every rate used, in order.
    pub fn rates(&self) -> impl Iterator<Item = &Rate> {
        let (rate, steps): (_, &[Step]) = match &self.way {
            Way::Rate(rate, _) => (Some(*rate), &[]),
            Way::Steps(steps) => (None, steps),
        };
        rate.into_iter().chain(steps.iter().flat_map(Step::rates))
    }

    /// The policy.
    pub const fn policy(&self) -> &'a Policy {
        self.policy
    }

    /// The date asked for.
    pub const fn date(&self) -> NaiveDate {
        self.date
    }

    /// The conversion to keep: it shares the papers of its rates with the book and outlives it.
    pub fn into_owned(self) -> Conversion {
        let Self { from, to, way, policy, date } = self;
        let steps = match way {
            Way::Rate(rate, direction) => Steps::One(Step::one(Found { rate, days_away: 0 }, direction)),
            Way::Steps(steps) => steps,
        };
        Conversion { from, to, steps, policy: policy.shared_id().clone(), date, rounding: policy.rounding() }
    }
}

impl RateBook {
    /// Converts `amount` into `to` by the rates that `policy` takes for `date`.
    ///
    /// A quote in the other direction is divided by; a cross goes through the bridges of the policy by the shortest
    /// path, at the same length by the bridge listed first. On each leg an accepted kind with a rate for the day comes
    /// before one that needs the fallback; a direct quote comes before one in the other direction that is as near. The result is
    /// rounded once. An amount already in `to` comes back as it is, without a rate.
    ///
    /// # Errors
    ///
    /// [`RateError::Missing`] names the nearest rates of the leg that has none; [`RateError::Publisher`] those there are, if nobody has
    /// the name the policy asks for; [`RateError::Ambiguous`], [`RateError::Overflow`], [`RateError::Money`].
    pub fn convert(
        &self,
        amount: &Money,
        to: Currency,
        date: NaiveDate,
        policy: &Policy,
    ) -> Result<Conversion, RateError> {
        Ok(self.convert_ref(amount, to, date, policy)?.into_owned())
    }

    /// As [`RateBook::convert`], without a copy of the rates: the answer borrows them from the book.
    ///
    /// # Errors
    ///
    /// As [`RateBook::convert`].
    pub fn convert_ref<'a>(
        &'a self,
        amount: &Money,
        to: Currency,
        date: NaiveDate,
        policy: &'a Policy,
    ) -> Result<ConversionRef<'a>, RateError> {
        let from = *amount;
        if let Some((rate, value, direction)) = self.at_once(from.currency(), to, date, policy) {
            let to = run_one(&from, value, direction, to, policy.rounding())?;
            return Ok(ConversionRef { from, to, way: Way::Rate(rate, direction), policy, date });
        }
        let steps = self.path(from.currency(), to, date, policy)?;
        let to = run(&from, to, &steps, policy.rounding())?;
        Ok(ConversionRef { from, to, way: Way::Steps(steps), policy, date })
    }

    /// The rate of the policy's first choice, where it holds for the day in the direction asked for or else in the other:
    /// what [`RateBook::path`] would find first. `None` where more has to be tried.
    #[inline]
    fn at_once(
        &self,
        from: Currency,
        to: Currency,
        date: NaiveDate,
        policy: &Policy,
    ) -> Option<(&Rate, Decimal, Direction)> {
        if from == to || policy.date_rule().is_mean() {
            return None;
        }
        let choice = policy.choices().first().filter(|choice| choice.accepts(from, to))?;
        let target = target(policy.date_rule(), date).ok()?;
        match self.holding(from, to, choice, target) {
            Holding::One(rate, value) => return Some((rate, value, Direction::Direct)),
            Holding::Several => return None,
            Holding::None => {}
        }
        match self.holding(to, from, choice, target) {
            Holding::One(rate, value) => Some((rate, value, Direction::Inverse)),
            Holding::None | Holding::Several => None,
        }
    }

    /// Converts a figure: a known amount as [`RateBook::convert`] does, both ends of a hedged one outward to whole
    /// minor units, so that the result is never more certain than the input; an unknown amount stays unknown and needs
    /// no rate.
    ///
    /// * Returns the figure, without the printed form of the input, and every rate used.
    ///
    /// # Errors
    ///
    /// As [`RateBook::convert`].
    pub fn convert_figure(
        &self,
        figure: &Figure<Money>,
        to: Currency,
        date: NaiveDate,
        policy: &Policy,
    ) -> Result<(Figure<Money>, Vec<Rate>), RateError> {
        match figure {
            Figure::Unknown => Ok((Figure::Unknown, Vec::new())),
            Figure::Known(amount) => {
                let conversion = self.convert(amount, to, date, policy)?;
                let rates = conversion.rates().cloned().collect();
                Ok((Figure::Known(*conversion.to()), rates))
            }
            Figure::Hedged(hedged) => {
                let (low, high) = (hedged.interval().low(), hedged.interval().high());
                let currency = [low, high].into_iter().find_map(|end| match end {
                    Bound::Included(amount) | Bound::Excluded(amount) => Some(amount.currency()),
                    Bound::Unbounded => None,
                });
                let Some(currency) = currency else { return Ok((figure.clone(), Vec::new())) };
                if currency == to {
                    return Ok((figure.clone(), Vec::new()));
                }
                let steps = self.path(currency, to, date, policy)?;
                let end = |bound: &Bound<Money>, rounding| {
                    Ok::<_, RateError>(match bound {
                        Bound::Included(amount) => Bound::Included(run(amount, to, &steps, rounding)?),
                        Bound::Excluded(amount) => Bound::Excluded(run(amount, to, &steps, rounding)?),
                        Bound::Unbounded => Bound::Unbounded,
                    })
                };
                let interval = Interval::try_new(end(low, Rounding::Floor)?, end(high, Rounding::Ceiling)?)?;
                let rates = steps.iter().flat_map(Step::rates).cloned().collect();
                Ok((Figure::within(interval), rates))
            }
        }
    }

    /// The steps from one currency to the other.
    pub(crate) fn path(
        &self,
        from: Currency,
        to: Currency,
        date: NaiveDate,
        policy: &Policy,
    ) -> Result<Steps, RateError> {
        if from == to {
            return Ok(Steps::None);
        }
        if let Some(step) = self.leg(from, to, date, policy)? {
            return Ok(Steps::One(step));
        }
        self.cross(from, to, date, policy)
    }

    /// The shortest way through the bridges.
    fn cross(
        &self,
        from: Currency,
        to: Currency,
        date: NaiveDate,
        policy: &Policy,
    ) -> Result<Steps, RateError> {
        // breadth first: paths are tried by length, and at one length in the order the bridges are listed
        let mut tried = vec![(from, to)];
        let mut seen = BTreeSet::from([from, to]);
        let mut level: Vec<(Currency, Vec<Step>)> = vec![(from, Vec::new())];
        while !level.is_empty() {
            let mut next = Vec::new();
            for (node, steps) in &level {
                for bridge in policy.bridges() {
                    if seen.contains(bridge) {
                        continue;
                    }
                    if let Some(step) = self.leg(*node, *bridge, date, policy)? {
                        seen.insert(*bridge);
                        let mut steps = steps.clone();
                        steps.push(step);
                        next.push((*bridge, steps));
                    } else {
                        tried.push((*node, *bridge));
                    }
                }
            }
            for (node, steps) in &mut next {
                if let Some(step) = self.leg(*node, to, date, policy)? {
                    steps.push(step);
                    return Ok(std::mem::take(steps).into());
                }
                tried.push((*node, to));
            }
            level = next;
        }
        Err(self.missing(&tried, date, policy))
    }

    /// One leg, if there is a rate for it.
    fn leg(
        &self,
        from: Currency,
        to: Currency,
        date: NaiveDate,
        policy: &Policy,
    ) -> Result<Option<Step>, RateError> {
        let choices = policy.choices().iter().filter(|choice| choice.accepts(from, to));
        match policy.date_rule() {
            DateRule::MonthAverage => {
                let target = Target::month(date.year(), date.month())?;
                for choice in choices {
                    for (base, quote, direction) in both_ways(from, to) {
                        let rates = self.starting_in(base, quote, choice, target)?;
                        if let Some(step) = Step::mean(&rates, direction) {
                            return Ok(Some(step));
                        }
                    }
                }
                Ok(None)
            }
            DateRule::YearAverageOfMonths => {
                for choice in choices {
                    for (base, quote, direction) in both_ways(from, to) {
                        let mut rates = Vec::with_capacity(12);
                        for month in 1..=12 {
                            let target = Target::month(date.year(), month)?;
                            let (kind, publisher) = (choice.kind(), choice.publisher());
                            let found = self.find(base, quote, kind, publisher, target, Fallback::None)?;
                            let Some(found) = found else { break };
                            rates.push(found.rate);
                        }
                        if rates.len() == 12
                            && let Some(step) = Step::mean(&rates, direction)
                        {
                            return Ok(Some(step));
                        }
                    }
                }
                Ok(None)
            }
            rule => {
                let target = target(rule, date)?;
                let fallbacks = match policy.fallback() {
                    Fallback::None => [Some(Fallback::None), None],
                    fallback => [Some(Fallback::None), Some(fallback)],
                };
                for fallback in fallbacks.into_iter().flatten() {
                    for choice in choices.clone() {
                        if let Some(step) = self.nearest(from, to, choice, target, fallback)? {
                            return Ok(Some(step));
                        }
                    }
                }
                Ok(None)
            }
        }
    }

    /// The nearer of the quotes in both directions; at the same distance the direct one.
    fn nearest(
        &self,
        from: Currency,
        to: Currency,
        choice: &Choice,
        target: Target,
        fallback: Fallback,
    ) -> Result<Option<Step>, RateError> {
        let (kind, publisher) = (choice.kind(), choice.publisher());
        let direct = self.find(from, to, kind, publisher, target, fallback)?;
        if let Some(found) = direct
            && found.days_away == 0
        {
            return Ok(Some(Step::one(found, Direction::Direct)));
        }
        let inverse = self.find(to, from, kind, publisher, target, fallback)?;
        Ok(match (direct, inverse) {
            (Some(direct), Some(inverse))
                if inverse.days_away.unsigned_abs() < direct.days_away.unsigned_abs() =>
            {
                Some(Step::one(inverse, Direction::Inverse))
            }
            (Some(direct), _) => Some(Step::one(direct, Direction::Direct)),
            (None, Some(inverse)) => Some(Step::one(inverse, Direction::Inverse)),
            (None, None) => None,
        })
    }

    /// The error for a path that was not found: the first pair tried that has any rate, with the nearest ones.
    fn missing(&self, tried: &[(Currency, Currency)], date: NaiveDate, policy: &Policy) -> RateError {
        if let Some(error) = self.unknown_publisher(policy.choices()) {
            return error;
        }
        let target = match policy.date_rule() {
            DateRule::MonthAverage => Target::month(date.year(), date.month()),
            DateRule::YearAverageOfMonths => self.first_missing_month(tried, date, policy),
            rule => target(rule, date),
        };
        let target = match target {
            Ok(target) => target,
            Err(error) => return error,
        };
        let mut answer = None;
        for (from, to) in tried {
            let mut missing = MissingRate {
                base: *from,
                quote: *to,
                kinds: Vec::new(),
                publisher: None,
                from: target.from,
                to: target.to,
                within_days: match policy.fallback() {
                    Fallback::NearestWithin { days } | Fallback::PreviousWithin { days } => days,
                    Fallback::None => 0,
                },
                before: None,
                after: None,
            };
            let (mut before, mut after) = (None, None);
            for choice in policy.choices().iter().filter(|choice| choice.accepts(*from, *to)) {
                let (kind, publisher) = (choice.kind(), choice.publisher());
                missing.kinds.push(kind);
                missing.publisher = missing.publisher.or_else(|| publisher.map(str::to_owned));
                for (base, quote, _) in both_ways(*from, *to) {
                    let near = self.neighbours(base, quote, kind, publisher, target);
                    before = nearer(before, near.0);
                    after = nearer(after, near.1);
                }
            }
            missing.before = before.map(|found| found.rate.clone());
            missing.after = after.map(|found| found.rate.clone());
            let informative = missing.before.is_some() || missing.after.is_some();
            if informative || answer.is_none() {
                answer = Some(missing);
            }
            if informative {
                break;
            }
        }
        answer.map_or(RateError::Policy { reason: NO_PAIR }, |missing| RateError::Missing(Box::new(missing)))
    }

    /// The first month of the year without a rate, for the pair asked for.
    fn first_missing_month(
        &self,
        tried: &[(Currency, Currency)],
        date: NaiveDate,
        policy: &Policy,
    ) -> Result<Target, RateError> {
        for month in 1..=12 {
            let target = Target::month(date.year(), month)?;
            for (from, to) in tried {
                let mut found = false;
                for choice in policy.choices().iter().filter(|choice| choice.accepts(*from, *to)) {
                    found |= self.nearest(*from, *to, choice, target, Fallback::None)?.is_some();
                }
                if !found {
                    return Ok(target);
                }
            }
        }
        Target::month(date.year(), 1)
    }
}

fn nearer<'a>(one: Option<Found<'a>>, other: Option<Found<'a>>) -> Option<Found<'a>> {
    match (one, other) {
        (Some(one), Some(other)) if other.days_away.unsigned_abs() < one.days_away.unsigned_abs() => {
            Some(other)
        }
        (one, other) => one.or(other),
    }
}

fn both_ways(from: Currency, to: Currency) -> [(Currency, Currency, Direction); 2] {
    [(from, to, Direction::Direct), (to, from, Direction::Inverse)]
}

/// The days a rate has to hold for.
#[inline]
fn target(rule: DateRule, date: NaiveDate) -> Result<Target, RateError> {
    match rule {
        DateRule::ClosingDay(day) => Ok(Target { from: day, to: day }),
        DateRule::MonthOf | DateRule::MonthAverage | DateRule::YearAverageOfMonths => {
            Target::month(date.year(), date.month())
        }
        DateRule::NamedMonth { month, year } => Target::month(year.unwrap_or(date.year()), month),
        DateRule::Receipts => Err(RateError::Policy { reason: NEEDS_RECEIPTS }),
        DateRule::TransactionDay => Ok(Target { from: date, to: date }),
    }
}

impl Target {
    fn month(year: i32, month: u32) -> Result<Self, RateError> {
        let period = Period::month(year, month).map_err(|_| RateError::Policy { reason: NO_MONTH })?;
        Ok(Self { from: period.from(), to: period.last() })
    }
}

pub(crate) fn chain(amount: &Money, steps: &[Step]) -> Option<Exact> {
    steps.iter().try_fold(Exact::of_money(amount), |amount, step| step.apply(amount))
}

/// One minor unit of `from` through all steps, in minor units of `to`, as numerator and denominator.
pub(crate) fn unit_ratio(from: Currency, to: Currency, steps: &[Step]) -> Option<(U256, U256)> {
    let unit = Money::from_minor(1, from).ok()?;
    chain(&unit, steps)?.scaled(i32::try_from(to.decimals()).ok()?)
}

/// The amount through all steps, rounded once.
fn run(amount: &Money, to: Currency, steps: &[Step], rounding: Rounding) -> Result<Money, RateError> {
    if steps.is_empty() {
        return Ok(*amount);
    }
    if let [step] = steps
        && !step.is_mean()
    {
        return run_one(amount, step.rate().value(), step.direction(), to, rounding);
    }
    let money = chain(amount, steps).and_then(|exact| exact.to_money(to, rounding));
    Ok(money.ok_or(RateError::Overflow { currency: to })??)
}

/// The amount by one rate, rounded once.
#[inline]
fn run_one(
    amount: &Money,
    value: Decimal,
    direction: Direction,
    to: Currency,
    rounding: Rounding,
) -> Result<Money, RateError> {
    if let Some(minor) = by_one_rate(amount, value, direction, to.decimals(), rounding) {
        return Ok(Money::from_minor(minor, to)?);
    }
    let exact = apply(Exact::of_money(amount), value, direction);
    let money = exact.and_then(|exact| exact.to_money(to, rounding));
    Ok(money.ok_or(RateError::Overflow { currency: to })??)
}
