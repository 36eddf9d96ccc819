//! Strategies of proptest that draw valid values of all public types, so that embedders test with data the model takes.
//!
//! Every type that a caller can build is [`Arbitrary`]: a record keeps all its rules,
//! and reads back from JSON as it was written.
//!
//! ```
//! use proptest::prelude::*;
//! use proptest::strategy::ValueTree as _;
//! use proptest::test_runner::TestRunner;
//! use vientro_model::{AidItem, Flow};
//!
//! let mut runner = TestRunner::deterministic();
//! let (item, flow) = any::<(AidItem, Flow)>().new_tree(&mut runner).unwrap().current();
//! assert!(flow.amount().low().is_none_or(|low| !low.is_negative()));
//! assert_eq!(item.commitment().is_none(), item.commitment_now().is_none());
//! ```
//!
//! The types of other crates that stand in records, such as money and periods, have functions here.

use std::fmt;
use std::ops::Bound;

use chrono::{Days, NaiveDate};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::BoxedStrategy;
use rust_decimal::Decimal;
use vientro_core::{
    Bilingual, Ending, Figure, Hedge, HedgeConvention, History, Interval, Language, Location, Period,
    Printed, RowId, Share, Version, When,
};
use vientro_currency::{Currency, Money, Rounding};

use crate::{
    AmountKey, Anniversary, CountryCode, DacCode, Inference, KeyConflict, Measure, OrganisationName,
    OutsideId, Party, Passage, PresenceCount, Progress, Quantity, Quote, Reading, Region, Relation, Shares,
    SourceRow, State, Subject, Term, UnitCode, Validity,
};

/// Texts that say something: one to some twenty characters of Latin, Vietnamese and the scripts between, the first
/// no blank.
pub fn text() -> impl Strategy<Value = String> {
    // between the Latin letters of Viet Nam lies the blank of Ogham
    "[A-Za-zÀ-Ỹ0-9&&\\S][ A-Za-zà-ỹ0-9.,/()\"-]{0,20}"
}

/// Days from 1990 to 2059.
pub fn date() -> impl Strategy<Value = NaiveDate> {
    (1990..2060_i32, 1..=366_u32).prop_map(|(year, day)| {
        // a common year has no day 366
        NaiveDate::from_yo_opt(year, day).or(NaiveDate::from_yo_opt(year, 365)).unwrap_or_default()
    })
}

/// Periods of every kind.
pub fn period() -> impl Strategy<Value = Period> {
    let free = (date(), 1..800_u64, select(&[Ending::Closed, Ending::HalfOpen][..]));
    let free = free.prop_filter_map("a period holds a day", |(from, days, ending)| {
        Period::try_new(from, from.checked_add_days(Days::new(days))?, ending).ok()
    });
    let to_date = date().prop_filter_map("a cut-off", |to| Period::year_to_date(to, Ending::Closed).ok());
    let named = (1990..2060_i32, 0..6_u8, 1..=12_u32);
    let named = named.prop_filter_map("a period of the calendar", |(year, kind, part)| {
        let period = match kind {
            0 => Period::calendar_year(year),
            1 => Period::administrative_year(year),
            2 => Period::budget_year(year),
            3 => Period::half_year(year, if part > 6 { 2 } else { 1 }),
            4 => Period::quarter(year, part.div_ceil(3)),
            _ => Period::month(year, part),
        };
        period.ok()
    });
    prop_oneof![4 => named, 2 => free, 1 => to_date]
}

/// Amounts of money, none negative: mostly đồng, up to a million billion, seldom the most that money holds.
pub fn money() -> impl Strategy<Value = Money> {
    (minor(), currency())
        .prop_filter_map("money", |(minor, currency)| Money::from_minor(minor, currency).ok())
}

/// Counts and other figures in whole units, none negative: known, hedged as printed, or unknown.
pub fn count() -> impl Strategy<Value = Figure<Decimal>> {
    prop_oneof![4 => decimal().prop_map(Figure::Known), 3 => hedged(), 1 => Just(Figure::Unknown)]
}

/// Figures of money, none negative: known, hedged as printed, or unknown.
pub fn amount() -> impl Strategy<Value = Figure<Money>> {
    let hedged = (hedged(), currency())
        .prop_filter_map("a hedge of whole minor units", |(figure, currency)| {
            figure.try_map(|value| Money::rounded(*value, currency, Rounding::HalfUp)).ok()
        });
    prop_oneof![4 => money().prop_map(Figure::Known), 3 => hedged, 1 => Just(Figure::Unknown)]
}

fn currency() -> impl Strategy<Value = Currency> {
    prop_oneof![6 => Just(Currency::VND), 2 => Just(Currency::USD), 1 => select(&[Currency::EUR, Currency::JPY][..])]
}

fn minor() -> impl Strategy<Value = i128> {
    prop_oneof![1 => Just(0), 20 => 0..1_000_000_000_000_000_i128, 1 => 0..=Money::MINOR_MAX]
}

fn decimal() -> impl Strategy<Value = Decimal> {
    (0..1_000_000_000_000_i64, 0..4_u32).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

/// Figures as the usual convention reads them.
fn hedged() -> impl Strategy<Value = Figure<Decimal>> {
    let hedges = [
        Hedge::About,
        Hedge::AtLeast,
        Hedge::AtMost,
        Hedge::Between,
        Hedge::Estimated,
        Hedge::MoreThan,
        Hedge::Nearly,
    ];
    (1..10_000_i64, 0..8_u32, select(hedges.to_vec())).prop_filter_map(
        "a hedged figure",
        |(digits, zeros, hedge)| {
            let value = Decimal::from(digits.checked_mul(10_i64.checked_pow(zeros)?)?);
            let printed = match hedge {
                Hedge::Between => Printed::new(value).up_to(value.checked_mul(Decimal::TWO)?),
                hedge => Printed::new(value).hedged(hedge),
            };
            HedgeConvention::default().figure(&printed).ok()
        },
    )
}

/// Identifiers: mostly short, some as strange as an identifier may be.
pub(crate) fn id() -> impl Strategy<Value = String> {
    prop_oneof![9 => "[A-Z]{2}-[0-9]{1,4}", 1 => "\\PC{1,200}"]
}

/// Draws nothing: what the tuples of a record begin with, since a tuple of no strategies is none.
pub(crate) const NOTHING: Just<()> = Just(());

/// A text or none; the field's name only counts it.
pub(crate) fn text_of(_field: &'static str) -> BoxedStrategy<Option<String>> {
    draw()
}

/// Valid values of a type, also of one for which `Arbitrary` cannot be written here.
#[diagnostic::on_unimplemented(
    message = "no strategy draws `{Self}`",
    note = "records and codes have one by their macro; give any other type a line in `strategies.rs`"
)]
pub(crate) trait Sample: Sized + fmt::Debug + 'static {
    fn sample() -> BoxedStrategy<Self>;
}

pub(crate) fn draw<T: Sample>() -> BoxedStrategy<T> {
    T::sample()
}

impl<T: Sample> Sample for Option<T> {
    fn sample() -> BoxedStrategy<Self> {
        option::of(T::sample()).boxed()
    }
}

impl<T: Sample> Sample for Vec<T> {
    fn sample() -> BoxedStrategy<Self> {
        vec(T::sample(), 0..4).boxed()
    }
}

impl<A: Sample, B: Sample> Sample for (A, B) {
    fn sample() -> BoxedStrategy<Self> {
        (A::sample(), B::sample()).boxed()
    }
}

impl<T: Sample> Sample for Box<T> {
    fn sample() -> BoxedStrategy<Self> {
        T::sample().prop_map(Self::new).boxed()
    }
}

impl<T: Sample + Clone + PartialEq> Sample for Shares<T> {
    fn sample() -> BoxedStrategy<Self> {
        shares_of(T::sample())
    }
}

impl<K: Sample + Clone + PartialEq> Sample for Passage<K> {
    fn sample() -> BoxedStrategy<Self> {
        passage_of(K::sample(), K::sample())
    }
}

impl<S: State + fmt::Debug> Sample for Progress<S> {
    fn sample() -> BoxedStrategy<Self> {
        progress()
    }
}

impl<T: Arbitrary + Clone + PartialEq + 'static> Arbitrary for Shares<T> {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        shares_of(any::<T>())
    }
}

impl<K: Arbitrary + Clone + PartialEq + 'static> Arbitrary for Passage<K> {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        passage_of(any::<K>(), any::<K>())
    }
}

impl<S: State + fmt::Debug> Arbitrary for Progress<S> {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        progress()
    }
}

/// Shares of every kind: of different weights, with an unknown rest, equal, unstated.
fn shares_of<T: Clone + PartialEq + fmt::Debug + 'static>(
    part: impl Strategy<Value = T> + 'static,
) -> BoxedStrategy<Shares<T>> {
    (vec((part, 1..1000_i64), 1..4), 1..1000_i64, 0..4_u8)
        .prop_filter_map("shares", |(drawn, rest, kind)| {
            let mut parts: Vec<(T, Decimal)> = Vec::new();
            for (part, weight) in drawn {
                if parts.iter().all(|(it, _)| *it != part) {
                    parts.push((part, Decimal::from(weight)));
                }
            }
            let whole: Decimal = parts.iter().map(|(_, weight)| weight).sum();
            let names = parts.iter().map(|(part, _)| part.clone()).collect::<Vec<_>>();
            match kind {
                0 => Shares::weighted(parts, whole),
                1 => Shares::with_unknown_rest(parts, whole.checked_add(Decimal::from(rest))?),
                2 => Shares::equal(names),
                _ => Shares::unstated(names),
            }
            .ok()
        })
        .boxed()
}

fn passage_of<K: Clone + PartialEq + fmt::Debug + 'static>(
    from: impl Strategy<Value = K> + 'static,
    to: impl Strategy<Value = K> + 'static,
) -> BoxedStrategy<Passage<K>> {
    (from, shares_of(to)).prop_map(|(from, to)| Passage::split(from, to)).boxed()
}

/// Some moves, each to a state that may follow.
fn progress<S: State + fmt::Debug>() -> BoxedStrategy<Progress<S>> {
    (date(), vec((any::<usize>(), 0..400_u64), 0..4))
        .prop_map(|(began_on, moves)| {
            let mut progress = Progress::<S>::new(began_on);
            let mut day = began_on;
            for (choice, gap) in moves {
                let next = progress.state().next();
                let chosen = choice.checked_rem(next.len()).and_then(|position| next.get(position));
                let Some(to) = chosen else { break };
                day = day.checked_add_days(Days::new(gap)).unwrap_or(day);
                drop(progress.advance(*to, day));
            }
            progress
        })
        .boxed()
}

impl<T: Sample + Clone> Sample for History<T> {
    fn sample() -> BoxedStrategy<Self> {
        let version = (draw::<T>(), date(), option::of(date()), draw::<Option<String>>()).prop_map(
            |(value, recorded_on, valid_from, reason)| {
                let mut version = Version::new(value, recorded_on);
                version = valid_from.into_iter().fold(version, Version::valid_from);
                reason.into_iter().fold(version, Version::because)
            },
        );
        vec(version, 1..4)
            .prop_filter_map("a history", |mut versions| {
                versions.sort_by_key(Version::recorded_on);
                Self::try_from(versions).ok()
            })
            .boxed()
    }
}

/// Types of other crates: what stands in records.
macro_rules! foreign {
    ($($name:ty: $strategy:expr;)+) => {$(
        impl Sample for $name {
            fn sample() -> BoxedStrategy<Self> {
                $strategy.boxed()
            }
        }
    )+};
}

foreign! {
    Bilingual: (text(), text()).prop_map(|(vi, en)| Self::new(vi, en));
    bool: any::<bool>();
    Currency: currency();
    Decimal: decimal();
    Figure<Decimal>: count();
    Figure<Money>: amount();
    i32: 1945..2100_i32;
    Interval: (decimal(), decimal(), any::<(bool, bool)>()).prop_filter_map("not empty", |(low, more, closed)| {
        let end = |value, closed| if closed { Bound::Included(value) } else { Bound::Excluded(value) };
        Self::try_new(end(low, closed.0), end(low.checked_add(more)?, closed.1)).ok()
    });
    Language: select(&[Self::En, Self::Vi][..]);
    Location: (draw::<Option<String>>(), draw::<Option<String>>(), option::of(1..5000_u32)).prop_map(
        |(file, sheet, line)| {
            let at = file.into_iter().fold(Self::new(), Self::in_file);
            let at = sheet.into_iter().fold(at, Self::in_sheet);
            line.into_iter().fold(at, Self::at_line)
        }
    );
    Money: money();
    NaiveDate: date();
    Period: period();
    RowId: id().prop_filter_map("a row", |id| Self::try_new(id).ok());
    Share: (0..=10_000_i64).prop_filter_map("a share", |parts| Self::try_new(Decimal::new(parts, 4)).ok());
    String: text();
    u32: 1..100_u32;
    When: prop_oneof![date().prop_map(When::AsOf), period().prop_map(When::During)];
}

/// Gives one of our types its strategy, under the two names: ours, and that of proptest.
macro_rules! sampled {
    ($name:ty, $strategy:expr) => {
        const _: () = {
            use proptest::strategy::Strategy as _;

            impl crate::strategies::Sample for $name {
                fn sample() -> proptest::strategy::BoxedStrategy<Self> {
                    $strategy.boxed()
                }
            }

            impl proptest::arbitrary::Arbitrary for $name {
                type Parameters = ();
                type Strategy = proptest::strategy::BoxedStrategy<Self>;

                fn arbitrary_with((): ()) -> Self::Strategy {
                    <Self as crate::strategies::Sample>::sample()
                }
            }
        };
    };
}
pub(crate) use sampled;

/// Our types that no macro writes.
macro_rules! values {
    ($($name:ty: $strategy:expr;)+) => {$( sampled!($name, $strategy); )+};
}

values! {
    AmountKey: (draw(), draw(), draw(), draw::<Option<_>>(), draw::<Option<_>>()).prop_map(
        |(basis, direction, standing, source, modality)| {
            let key = Self::new(basis, direction).with_standing(standing);
            let key = source.into_iter().fold(key, Self::with_source);
            modality.into_iter().fold(key, Self::with_modality)
        }
    );
    Anniversary: (1900..2050_i32, 1..200_i32).prop_filter_map("years", |(from, years)| {
        Self::try_new(from, from.checked_add(years)?, years).ok()
    });
    DacCode: "[1-9][1-9][0-9]{3}".prop_filter_map("digits", |code| Self::try_new(&code).ok());
    CountryCode: "[A-Z]{2}".prop_filter_map("letters", |code| Self::try_new(&code).ok());
    Inference: (draw(), draw()).prop_map(|(method, band)| Self::new(method, band));
    KeyConflict: draw::<(AmountKey, AmountKey)>()
        .prop_filter_map("two keys that differ", |(left, right)| left.may_add(&right).err());
    OrganisationName: (text(), draw(), draw::<Option<_>>(), draw()).prop_map(|(text, kind, language, validity)| {
        let name = Self::new(text, kind).during(validity);
        language.into_iter().fold(name, Self::in_language)
    });
    OutsideId: (draw(), text(), draw(), option::of(date())).prop_filter_map(
        "an identifier",
        |(scheme, value, days, issued_on)| {
            let id = Self::try_new(scheme, value).ok()?.during(days);
            Some(issued_on.into_iter().fold(id, Self::issued_on))
        }
    );
    Party: (draw(), draw()).prop_map(|(role, shares)| Self::new(role, shares));
    Measure: (draw(), count()).prop_filter_map("a measure", |(kind, count)| Self::try_new(kind, count).ok());
    PresenceCount: (draw(), date(), count()).prop_map(|(presence, on, count)| Self::new(presence, on, count));
    Quantity: (count(), text()).prop_filter_map("a quantity", |(count, unit)| Self::try_new(count, unit).ok());
    Quote: (text(), text(), text()).prop_map(|(document, line, text)| Self::new(document, line, text));
    Reading: (draw(), text(), date()).prop_map(|(chosen, by, on)| Self::new(chosen, by, on));
    Region: (draw(), draw::<Vec<_>>()).prop_map(|(name, countries)| Self::new(name, countries));
    Relation: (draw(), draw(), any::<bool>())
        .prop_map(|(kind, to, certain)| if certain { Self::certain(kind, to) } else { Self::possible(kind, to) });
    SourceRow: (draw(), text(), draw::<Vec<_>>())
        .prop_map(|(at, label, fields)| Self::new(at, label).with_fields(fields));
    Subject: prop_oneof![draw().prop_map(Self::Organisation), draw().prop_map(Self::Place)];
    Term: (1945..2050_i32, 1..10_i32)
        .prop_filter_map("a term", |(from, years)| Self::try_new(from, from.checked_add(years)?).ok());
    UnitCode: "(0[1-9]|[1-9][0-9])".prop_filter_map("a code", |code| Self::try_new(code).ok());
    Validity: (option::of(date()), option::of(date())).prop_filter_map("days", |(one, other)| match (one, other) {
        (Some(one), Some(other)) => Self::try_new(Some(one.min(other)), Some(one.max(other))).ok(),
        (from, to) => Self::try_new(from, to).ok(),
    });
}
