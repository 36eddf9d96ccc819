//! Goal: conditions of any shape pass the rows of which a plain reading says yes, and part the rows into yes, no and cannot tell.
//! Method: random trees of conditions over random rows, against an evaluation in three answers, one row at a time.

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;
use vientro_accounting::frame::Frame;
use vientro_accounting::query::{Filter, Key, KeyValue, Measure, Query, QueryError};
use vientro_currency::{Currency, Money};

use crate::rows::{Amount, CURRENCIES, KINDS, Row, Size, amounts, chunks, frame};

#[derive(Clone, Debug)]
pub(crate) enum Tree {
    All(Vec<Self>),
    Any(Vec<Self>),
    Inverted(Box<Self>),
    Leaf(Leaf),
    Undecided(Box<Self>),
}

#[derive(Clone, Debug)]
pub(crate) enum Leaf {
    Amounts(i128, i128, Currency),
    Currencies(Vec<Currency>),
    Days(NaiveDate, NaiveDate),
    Donors(Vec<String>),
    Flag(bool),
    Kinds(Vec<&'static str>),
    Missing(&'static str),
    Projects(i64, i64),
    ProjectsAnyOf(Vec<i64>),
    Quarters(i32, u32, i32, u32),
    Years(Vec<i32>, bool),
    YearTo(NaiveDate),
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..2_200).prop_map(|day| NaiveDate::from_ymd_opt(2019, 11, 20).unwrap() + chrono::Days::new(day))
}

fn leaf() -> impl Strategy<Value = Leaf> {
    let columns = ["day", "kind", "donor", "project", "flag", "amount"];
    prop_oneof![
        (
            -10_i128.pow(10)..10_i128.pow(10),
            -10_i128.pow(8)..10_i128.pow(10),
            prop::sample::select(&CURRENCIES)
        )
            .prop_map(|(low, width, currency)| Leaf::Amounts(low, low + width, currency)),
        prop::sample::subsequence(CURRENCIES.to_vec(), 0..4).prop_map(Leaf::Currencies),
        (day(), day()).prop_map(|(first, last)| Leaf::Days(first, last)),
        prop::collection::vec("[ab]{1,2}", 0..3).prop_map(Leaf::Donors),
        any::<bool>().prop_map(Leaf::Flag),
        prop::sample::subsequence(&KINDS, 0..4).prop_map(Leaf::Kinds),
        prop::sample::select(columns.to_vec()).prop_map(Leaf::Missing),
        (0_i64..9, -1_i64..9).prop_map(|(first, length)| Leaf::Projects(first, first + length)),
        prop::collection::vec(0_i64..9, 0..4).prop_map(Leaf::ProjectsAnyOf),
        (2019..2026, 1_u32..5, 2019..2026, 1_u32..5).prop_map(|(a, b, c, d)| Leaf::Quarters(a, b, c, d)),
        (prop::collection::vec(2019..2026, 0..3), any::<bool>())
            .prop_map(|(years, missing)| Leaf::Years(years, missing)),
        day().prop_map(Leaf::YearTo),
    ]
}

pub(crate) fn tree() -> impl Strategy<Value = Tree> {
    leaf().prop_map(Tree::Leaf).prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Tree::All),
            prop::collection::vec(inner.clone(), 0..3).prop_map(Tree::Any),
            inner.clone().prop_map(|it| Tree::Inverted(Box::new(it))),
            inner.prop_map(|it| Tree::Undecided(Box::new(it))),
        ]
    })
}

impl Tree {
    pub(crate) fn filter(&self) -> Filter {
        match self {
            Self::All(trees) => Filter::all(trees.iter().map(Self::filter)),
            Self::Any(trees) => Filter::any(trees.iter().map(Self::filter)),
            Self::Inverted(tree) => tree.filter().inverted(),
            Self::Leaf(leaf) => leaf.filter(),
            Self::Undecided(tree) => tree.filter().undecided(),
        }
    }

    /// Yes, no or cannot tell.
    fn answer(&self, row: &Row) -> Option<bool> {
        match self {
            Self::All(trees) => {
                let answers: Vec<_> = trees.iter().map(|it| it.answer(row)).collect();
                if answers.contains(&Some(false)) {
                    Some(false)
                } else {
                    answers.into_iter().collect::<Option<Vec<_>>>().map(|_| true)
                }
            }
            Self::Any(trees) => {
                let answers: Vec<_> = trees.iter().map(|it| it.answer(row)).collect();
                if answers.contains(&Some(true)) {
                    Some(true)
                } else {
                    answers.into_iter().collect::<Option<Vec<_>>>().map(|_| false)
                }
            }
            Self::Inverted(tree) => tree.answer(row).map(|it| !it),
            Self::Leaf(leaf) => leaf.answer(row),
            Self::Undecided(tree) => Some(tree.answer(row).is_none()),
        }
    }
}

impl Leaf {
    fn filter(&self) -> Filter {
        match self {
            Self::Amounts(low, high, currency) => {
                let money = |minor| Money::from_minor(minor, *currency).unwrap();
                Filter::amounts("amount", money(*low)..money(*high))
            }
            Self::Currencies(currencies) => Filter::currencies("amount", currencies.iter().copied()),
            Self::Days(first, last) => Filter::days("day", *first, *last),
            Self::Donors(names) => Filter::is_in("donor", names.iter().map(String::as_str)),
            Self::Flag(flag) => Filter::flag("flag", *flag),
            Self::Kinds(kinds) => Filter::is_in("kind", kinds.iter().copied()),
            Self::Missing(column) => Filter::missing(*column),
            Self::Projects(first, last) => Filter::between("project", *first, *last),
            Self::ProjectsAnyOf(projects) => Filter::is_any_of("project", projects.iter().copied()),
            Self::Quarters(a, b, c, d) => {
                Filter::key_between(Key::quarter("day"), KeyValue::Quarter(*a, *b), KeyValue::Quarter(*c, *d))
            }
            Self::Years(years, missing) => {
                let missing = missing.then_some(KeyValue::Missing);
                Filter::key_is_in(Key::year("day"), years.iter().copied().map(KeyValue::Year).chain(missing))
            }
            Self::YearTo(day) => Filter::year_to_date("day", *day),
        }
    }

    fn answer(&self, row: &Row) -> Option<bool> {
        match self {
            Self::Amounts(low, high, currency) => {
                if row.amount.currency() != Some(*currency) {
                    return None;
                }
                // the upper end of the range and of a hedged amount are not in them
                let (least, most) = match row.amount {
                    Amount::Known(minor, _) => (minor, minor),
                    Amount::Hedged(low, high, _) => (low, high - 1),
                    Amount::Unknown(_) => return None,
                };
                if *low <= least && most < *high {
                    Some(true)
                } else if most < *low || *high <= least || high <= low {
                    Some(false)
                } else {
                    None
                }
            }
            Self::Currencies(currencies) => row.amount.currency().map(|it| currencies.contains(&it)),
            Self::Days(first, last) => row.day.map(|day| *first <= day && day <= *last),
            Self::Donors(names) => row.donor.as_ref().map(|donor| names.contains(donor)),
            Self::Flag(flag) => row.flag.map(|it| it == *flag),
            Self::Kinds(kinds) => row.kind.map(|kind| kinds.contains(&kind)),
            Self::Missing(column) => Some(match *column {
                "day" => row.day.is_none(),
                "kind" => row.kind.is_none(),
                "donor" => row.donor.is_none(),
                "project" => row.project.is_none(),
                "flag" => row.flag.is_none(),
                _ => row.amount.currency().is_none(),
            }),
            Self::Projects(first, last) => row.project.map(|it| *first <= it && it <= *last),
            Self::ProjectsAnyOf(projects) => row.project.map(|it| projects.contains(&it)),
            Self::Quarters(a, b, c, d) => row.day.map(|day| {
                let quarter = (day.year(), day.month0() / 3 + 1);
                (*a, *b) <= quarter && quarter <= (*c, *d)
            }),
            Self::Years(years, missing) => match row.day {
                Some(day) => Some(years.contains(&day.year())),
                None => missing.then_some(true),
            },
            Self::YearTo(limit) => {
                row.day.map(|day| (day.month(), day.day()) <= (limit.month(), limit.day()))
            }
        }
    }
}

/// The rows that pass, by position.
fn passing(filter: Filter, frame: &Frame) -> Vec<usize> {
    Query::new().measure(Measure::count()).filter(filter).rows_behind(frame, &[]).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn rows_pass_where_the_answer_is_yes(rows in chunks(amounts(Size::Money, true), false), tree in tree()) {
        let frame = frame(&rows);
        let answers: Vec<Option<bool>> = rows.iter().flatten().map(|row| tree.answer(row)).collect();
        let of = |answer: Option<bool>| -> Vec<usize> {
            (0..answers.len()).filter(|row| answers[*row] == answer).collect()
        };
        prop_assert_eq!(passing(tree.filter(), &frame), of(Some(true)));
        prop_assert_eq!(passing(tree.filter().inverted(), &frame), of(Some(false)));
        prop_assert_eq!(passing(tree.filter().undecided(), &frame), of(None));
        prop_assert_eq!(passing(Filter::all([tree.filter()]), &frame), of(Some(true)));
        // as a condition of a measure it leaves the groups there are
        let table = Query::new().measure(Measure::count().only(tree.filter())).run(&frame).unwrap();
        let count = table.row(0).map_or(Some(0), |row| row.count(0));
        prop_assert_eq!(count, u64::try_from(of(Some(true)).len()).ok());
    }
}

#[test]
fn a_range_of_two_currencies_is_refused() {
    let row =
        Row { day: None, kind: None, donor: None, project: None, flag: None, amount: Amount::Unknown(None) };
    let frame = frame(&[vec![row]]);
    let range = Money::vnd(1)..Money::from_minor(1, Currency::USD).unwrap();
    let query = Query::new().measure(Measure::count()).filter(Filter::amounts("amount", range));
    let refused = query.run(&frame);
    assert!(matches!(refused, Err(QueryError::Range { .. })), "{refused:?}");
    assert_eq!(
        refused.unwrap_err().to_string(),
        "the range of `amount` is from `VND` to `USD`; give both ends in one currency"
    );
}
