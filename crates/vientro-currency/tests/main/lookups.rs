//! Goal: a lookup finds what a plain search finds, whatever lies around it. Method: random books of many pairs, kinds and publishers
//! with days far apart or close together, searched beside by a loop over all rates.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use rust_decimal::Decimal;
use vientro_currency::{Currency, Rate, RateBook, RateKind};

use crate::support::date;

const CODES: [&str; 6] = ["EUR", "GBP", "JPY", "KRW", "USD", "VND"];
const PUBLISHERS: [&str; 2] = ["P", "Q"];

/// Steps from one rate to the next: each day, with weekends, by month, and with holes of centuries.
fn steps() -> impl Strategy<Value = Vec<u64>> {
    let step = prop_oneof![Just(1_u64), 1_u64..4, 28_u64..32, 1_u64..100_000];
    prop_oneof![proptest::collection::vec(Just(1_u64), 0..60), proptest::collection::vec(step, 0..30)]
}

type Series = (prop::sample::Index, prop::sample::Index, usize, usize, Vec<u64>);

fn series() -> impl Strategy<Value = Series> {
    (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..RateKind::ALL.len(), 0..2_usize, steps())
}

proptest! {
    #[test]
    fn a_lookup_finds_what_a_plain_search_finds(series in proptest::collection::vec(series(), 1..24), asked in proptest::collection::vec((any::<prop::sample::Index>(), -3_i64..4), 40)) {
        let mut book = RateBook::new();
        let mut all: Vec<Rate> = Vec::new();
        let first: NaiveDate = date(1890, 2, 27);
        for (base, quote, kind, publisher, steps) in series {
            let (base, quote): (Currency, Currency) =
                (CODES[base.index(6)].parse().unwrap(), CODES[quote.index(6)].parse().unwrap());
            if base == quote {
                continue;
            }
            let mut day = first;
            for step in steps {
                day = day + Days::new(step);
                let value = Decimal::from(all.len() + 1);
                let rate = Rate::builder(base, quote, value, RateKind::ALL[kind]).publisher(PUBLISHERS[publisher]).day(day);
                let rate = rate.build().unwrap();
                if book.insert(rate.clone()).is_ok() {
                    all.push(rate);
                }
            }
        }
        prop_assert_eq!(book.len(), all.len());
        for (place, off) in asked {
            let near = place.get(&[first]).to_owned();
            let rate = if all.is_empty() { None } else { Some(place.get(&all)) };
            let day = rate.map_or(near, Rate::valid_from) + chrono::Duration::days(off);
            let (base, quote, kind, publisher) = rate.map_or(
                (Currency::USD, Currency::VND, RateKind::Imf, "P"),
                |rate| (rate.base(), rate.quote(), rate.kind(), rate.publisher()),
            );
            let of_pair = |other: &&Rate| (other.base(), other.quote(), other.kind()) == (base, quote, kind) && other.covers(day);
            let expected = all.iter().filter(of_pair).find(|other| other.publisher() == publisher);
            let found = book.lookup(base, quote, kind, Some(publisher), day).ok();
            prop_assert_eq!(found, expected);
            let any: Vec<&Rate> = all.iter().filter(of_pair).collect();
            let found = book.lookup(base, quote, kind, None, day).ok();
            // two publishers never print the same value here, so that only one can answer
            prop_assert_eq!(found, if any.len() == 1 { any.first().copied() } else { None });
        }
        let again = RateBook::from_rates(all.into_iter().rev()).unwrap();
        prop_assert_eq!(again, book, "a book does not remember the order it was filled in");
    }
}

proptest! {
    /// Corrections of any days, known in any order: what the book of a day knew is what the history says.
    #[test]
    fn a_history_and_the_book_as_known_say_the_same(spans in proptest::collection::vec((1u32..20, 0u32..10, 0u64..30), 1..10), asked in 1u32..30, known in 0u64..35) {
        let mut book = RateBook::new();
        for (position, (first, length, known)) in spans.into_iter().enumerate() {
            let (from, to) = (date(2025, 11, first), date(2025, 11, first + length));
            let value = Decimal::from(position + 1);
            let rate = Rate::builder(Currency::USD, Currency::VND, value, RateKind::Central).publisher("P").days(from, to);
            // two corrections of one day are a conflict, and only the first is kept
            let _ = book.insert(rate.known_on(from + Days::new(known)).build().unwrap());
        }
        let (day, known) = (date(2025, 11, asked), date(2025, 11, 1) + Days::new(known));
        let then = book.as_known_on(known);
        let found = then.lookup(Currency::USD, Currency::VND, RateKind::Central, Some("P"), day).ok();
        let history = book.history(Currency::USD, Currency::VND, RateKind::Central, "P", day);
        let expected = history.as_ref().and_then(|history| history.as_known_on(known)).map(rate_of);
        prop_assert_eq!(found, expected);
        for rate in book.iter() {
            if let Some(later) = book.superseded_by(rate) {
                prop_assert!(later.known_on() > rate.known_on());
                prop_assert!(later.valid_from() <= rate.valid_to() && rate.valid_from() <= later.valid_to());
            }
        }
    }
}

fn rate_of(version: &vientro_core::Version<Rate>) -> &Rate {
    version.value()
}
