//! Goal: a query answers as a plain loop over the same rows does, whatever the chunks, the number of threads and the plan.
//! Method: random frames with missing values, unknown and hedged amounts, amounts up to the limits of 64 and 128 bits, and random
//! queries; the loop has ordered maps, one row at a time, and converts by `RateBook::convert`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;
use rust_decimal::Decimal;
use vientro_accounting::frame::Frame;
use vientro_accounting::query::{Filter, Key, KeyValue, Measure, Query, QueryError, Table};
use vientro_currency::{Currency, DateRule, Money, Policy, Rate, RateBook, RateKind, Rounding};

use crate::rows::{Amount, CURRENCIES, KINDS, Row, Size, amounts, chunks, frame};

/// A key of the engine, and how the loop finds its value.
pub(crate) type Keyed = (Key, fn(&Row) -> KeyValue);

pub(crate) const DIMENSIONS: usize = 8;

pub(crate) fn key(dimension: usize) -> Keyed {
    fn name(name: Option<&str>) -> KeyValue {
        name.map_or(KeyValue::Missing, |name| KeyValue::Name(name.into()))
    }
    fn of_day(row: &Row, value: fn(NaiveDate) -> KeyValue) -> KeyValue {
        row.day.map_or(KeyValue::Missing, value)
    }
    match dimension {
        0 => (Key::column("kind"), |row| name(row.kind)),
        1 => (Key::column("donor"), |row| name(row.donor.as_deref())),
        2 => (Key::column("project"), |row| row.project.map_or(KeyValue::Missing, KeyValue::Integer)),
        3 => (Key::column("flag"), |row| row.flag.map_or(KeyValue::Missing, KeyValue::Flag)),
        4 => (Key::year("day"), |row| of_day(row, |day| KeyValue::Year(day.year()))),
        5 => (Key::quarter("day"), |row| {
            of_day(row, |day| KeyValue::Quarter(day.year(), day.month0() / 3 + 1))
        }),
        6 => (Key::month("day"), |row| of_day(row, |day| KeyValue::Month(day.year(), day.month()))),
        _ => (Key::administrative_year("day"), |row| {
            of_day(row, |day| {
                let next = (day.month(), day.day()) >= (12, 15);
                KeyValue::AdministrativeYear(day.year() + i32::from(next))
            })
        }),
    }
}

#[derive(Clone, Debug)]
pub(crate) enum Condition {
    Days(i32, i32),
    Donors(Vec<String>, bool),
    Flag(bool),
    Kinds(Vec<&'static str>),
    Projects(i64, i64),
}

pub(crate) fn conditions() -> impl Strategy<Value = Vec<Condition>> {
    let condition = prop_oneof![
        (0_i32..2_200, 0_i32..2_200).prop_map(|(from, length)| Condition::Days(from, from + length)),
        (prop::collection::vec("[ab]{1,2}", 0..3), any::<bool>())
            .prop_map(|(names, turned)| Condition::Donors(names, turned)),
        any::<bool>().prop_map(Condition::Flag),
        prop::sample::subsequence(&KINDS, 0..4).prop_map(Condition::Kinds),
        (0_i64..9, 0_i64..9).prop_map(|(from, length)| Condition::Projects(from, from + length)),
    ];
    prop::collection::vec(condition, 0..3)
}

impl Condition {
    fn filter(&self) -> Filter {
        match self {
            Self::Days(from, to) => Filter::days("day", start(*from), start(*to)),
            Self::Donors(names, turned) => {
                let filter = Filter::is_in("donor", names.iter().map(String::as_str));
                if *turned { filter.inverted() } else { filter }
            }
            Self::Flag(flag) => Filter::flag("flag", *flag),
            Self::Kinds(kinds) => Filter::is_in("kind", kinds.iter().copied()),
            Self::Projects(from, to) => Filter::between("project", *from, *to),
        }
    }

    pub(crate) fn passes(&self, row: &Row) -> bool {
        match self {
            Self::Days(from, to) => row.day.is_some_and(|day| start(*from) <= day && day <= start(*to)),
            Self::Donors(names, turned) => {
                row.donor.as_ref().is_some_and(|donor| names.contains(donor) != *turned)
            }
            Self::Flag(flag) => row.flag == Some(*flag),
            Self::Kinds(kinds) => row.kind.is_some_and(|kind| kinds.contains(&kind)),
            Self::Projects(from, to) => row.project.is_some_and(|project| (*from..=*to).contains(&project)),
        }
    }
}

pub(crate) fn start(day: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2019, 11, 20).unwrap() + chrono::Days::new(day.unsigned_abs().into())
}

/// A sum of 128 bits and more: the upper and the lower halves apart.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Exact {
    upper: i128,
    lower: i128,
}

impl Exact {
    fn add(&mut self, minor: i128, sign: i128) {
        self.upper += sign * (minor >> 64);
        self.lower += sign * (minor & i128::from(u64::MAX));
    }

    pub(crate) fn minor(self) -> Option<i128> {
        let upper = self.upper + (self.lower >> 64);
        upper.checked_mul(1 << 64)?.checked_add(self.lower & i128::from(u64::MAX))
    }
}

/// What the loop finds of one group.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    pub(crate) low: Exact,
    pub(crate) high: Exact,
    pub(crate) hedged: bool,
    pub(crate) unknown: u64,
    pub(crate) net: Exact,
    pub(crate) rows: u64,
    pub(crate) least: Option<i128>,
    pub(crate) most: Option<i128>,
    pub(crate) donors: BTreeSet<String>,
}

pub(crate) type Answer = BTreeMap<Vec<KeyValue>, Cell>;

/// The loop.
pub(crate) fn by_hand(
    chunks: &[Vec<Row>],
    keys: &[Keyed],
    conditions: &[Condition],
    value: impl Fn(&Row) -> Amount,
    with_currency: bool,
) -> Answer {
    let mut cells = Answer::new();
    for row in chunks.iter().flatten().filter(|row| conditions.iter().all(|condition| condition.passes(row)))
    {
        let mut group: Vec<_> = keys.iter().map(|(_, value)| value(row)).collect();
        let amount = value(row);
        if with_currency {
            group.push(row.amount.currency().map_or(KeyValue::Missing, KeyValue::Currency));
        }
        let cell = cells.entry(group).or_default();
        cell.rows += 1;
        cell.donors.extend(row.donor.clone());
        let sign = match row.kind {
            Some("disbursement") => 1,
            Some("refund") => -1,
            _ => 0,
        };
        match amount {
            Amount::Known(minor, _) => {
                cell.low.add(minor, 1);
                cell.high.add(minor, 1);
                cell.net.add(minor, sign);
                cell.least = Some(cell.least.map_or(minor, |least| least.min(minor)));
                cell.most = Some(cell.most.map_or(minor, |most| most.max(minor)));
            }
            Amount::Hedged(low, high, _) => {
                cell.low.add(low, 1);
                cell.high.add(high, 1);
                cell.hedged = true;
            }
            Amount::Unknown(_) => cell.unknown += 1,
        }
    }
    cells
}

/// The engine's answer under each number of threads, which must be the same.
pub(crate) fn run(query: &Query<'_>, frame: &Frame) -> Result<Table, QueryError> {
    let alone = query.run(frame);
    #[cfg(feature = "rayon")]
    for threads in [2, 3] {
        let several = pool(threads).install(|| query.run(frame));
        assert_eq!(several.is_ok(), alone.is_ok());
        if let (Ok(alone), Ok(several)) = (&alone, &several) {
            assert_eq!(lines(alone), lines(several), "{threads} threads");
        }
    }
    alone
}

#[cfg(feature = "rayon")]
fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
}

pub(crate) fn lines(table: &Table) -> Vec<String> {
    let cell = |row: &vientro_accounting::query::Row<'_>, measure| {
        format!("{:?} {:?}", row.amount(measure), row.count(measure))
    };
    let measures = table.measure_names().count();
    table
        .rows()
        .map(|row| {
            let keys: Vec<_> = row.keys().map(|key| key.to_string()).collect();
            let cells: Vec<_> = (0..measures).map(|measure| cell(&row, measure)).collect();
            format!("{} {}", keys.join("|"), cells.join(" "))
        })
        .collect()
}

pub(crate) fn grouped<'a>(
    query: Query<'a>,
    dimensions: &[usize],
    conditions: &[Condition],
) -> (Query<'a>, Vec<Keyed>) {
    let keys: Vec<_> = dimensions.iter().map(|dimension| key(*dimension)).collect();
    let query = keys.iter().fold(query, |query, (key, _)| query.group_by(key.clone()));
    (conditions.iter().fold(query, |query, condition| query.filter(condition.filter())), keys)
}

pub(crate) fn dimensions() -> impl Strategy<Value = Vec<usize>> {
    prop::sample::subsequence((0..DIMENSIONS).collect::<Vec<_>>(), 0..4)
}

/// Dense cells, or none of them; as many as there are unless asked otherwise; or any number.
pub(crate) fn cells_max() -> impl Strategy<Value = u64> {
    prop_oneof![Just(0), Just(64), Just(8 << 20), Just(u64::MAX)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn sums_are_those_of_a_loop(
        rows in prop_oneof![
            chunks(amounts(Size::Money, true), false),
            chunks(amounts(Size::Narrow, false), false),
        ],
        dimensions in dimensions(), conditions in conditions(), cells in cells_max(),
    ) {
        let query = Query::new().cells_max(cells);
        let (query, keys) = grouped(query, &dimensions, &conditions);
        let query = query.group_by(Key::currency("amount"));
        let query = query.measure(Measure::sum("amount")).measure(Measure::count()).measure(Measure::unknown("amount"));
        let table = run(&query.measure(Measure::distinct("donor")), &frame(&rows)).unwrap();
        let expected = by_hand(&rows, &keys, &conditions, |row| row.amount, true);
        prop_assert_eq!(table.len(), expected.len());
        for row in table.rows() {
            let group: Vec<_> = row.keys().collect();
            let cell = &expected[&group];
            let sum = row.amount(0).unwrap();
            prop_assert_eq!(sum.low(), Bound::Included(cell.low.minor().unwrap()), "{:?}", &group);
            let high = cell.high.minor().unwrap();
            prop_assert_eq!(sum.high(), if cell.hedged { Bound::Excluded(high) } else { Bound::Included(high) });
            prop_assert_eq!(sum.minor(), if cell.hedged { None } else { Some(high) });
            prop_assert_eq!((sum.unknown(), row.count(2)), (cell.unknown, Some(cell.unknown)));
            prop_assert_eq!(row.count(1), Some(cell.rows));
            prop_assert_eq!(row.count(3), Some(u64::try_from(cell.donors.len()).unwrap()));
        }
    }

    #[test]
    fn net_sums_least_and_most_are_those_of_a_loop(
        rows in chunks(amounts(Size::Narrow, false), false),
        dimensions in dimensions(), conditions in conditions(), cells in cells_max(),
    ) {
        let (query, keys) = grouped(Query::new().cells_max(cells), &dimensions, &conditions);
        let net = Measure::sum("amount").signed("kind", ["disbursement"], ["refund"]);
        let query = query.group_by(Key::currency("amount")).measure(net.named("net"));
        let query = query.measure(Measure::min("amount")).measure(Measure::max("amount"));
        let table = run(&query, &frame(&rows)).unwrap();
        let expected = by_hand(&rows, &keys, &conditions, |row| row.amount, true);
        prop_assert_eq!(table.len(), expected.len());
        for row in table.rows() {
            let cell = &expected[&row.keys().collect::<Vec<_>>()];
            prop_assert_eq!(row.amount(0).and_then(|net| net.minor()), cell.net.minor());
            prop_assert_eq!(row.amount(1).and_then(|least| least.minor()), cell.least);
            prop_assert_eq!(row.amount(2).and_then(|most| most.minor()), cell.most);
        }
    }

    #[test]
    fn a_sum_leaves_128_bits_only_where_its_true_value_does(
        rows in chunks(amounts(Size::Wide, false), false), dimensions in dimensions(), cells in cells_max(),
    ) {
        let (query, keys) = grouped(Query::new().cells_max(cells), &dimensions, &[]);
        let query = query.group_by(Key::currency("amount")).measure(Measure::sum("amount"));
        let expected = by_hand(&rows, &keys, &[], |row| row.amount, true);
        let fits = expected.values().all(|cell| cell.low.minor().is_some());
        match run(&query, &frame(&rows)) {
            Ok(table) => {
                prop_assert!(fits);
                for row in table.rows() {
                    let cell = &expected[&row.keys().collect::<Vec<_>>()];
                    prop_assert_eq!(row.amount(0).and_then(|sum| sum.minor()), cell.low.minor());
                }
            }
            Err(error) => prop_assert!(!fits, "{error}"),
        }
    }

    #[test]
    fn converted_sums_are_those_of_a_loop(
        rows in chunks(amounts(Size::Money, false), true), dimensions in dimensions(), conditions in conditions(),
        rates in prop::collection::vec((1_i64..10_i64.pow(11), 0_u32..7), 3), rounding in prop::sample::select(&Rounding::ALL),
        to in prop::sample::select(&CURRENCIES), cells in cells_max(),
    ) {
        let (book, policy) = (book(&rates), policy(rounding));
        let query = Query::new().cells_max(cells).convert_to(to, "day", &book, &policy);
        let (query, keys) = grouped(query, &dimensions, &conditions);
        let expected = by_hand(&rows, &keys, &conditions, |row| match row.amount {
            Amount::Known(minor, currency) if currency != to => {
                let money = Money::from_minor(minor, currency).unwrap();
                Amount::Known(book.convert(&money, to, row.day.unwrap(), &policy).map_or(BEYOND, |it| it.to().minor()), to)
            }
            amount => amount,
        }, false);
        // a conversion may leave the range of money
        prop_assume!(expected.values().all(|cell| cell.low.minor().is_some_and(|sum| sum.abs() < BEYOND / 2)));
        let table = run(&query.measure(Measure::sum("amount")).measure(Measure::count()), &frame(&rows)).unwrap();
        prop_assert_eq!(table.len(), expected.len());
        for row in table.rows() {
            let cell = &expected[&row.keys().collect::<Vec<_>>()];
            let sum = row.amount(0).unwrap();
            prop_assert_eq!((sum.minor(), sum.unknown(), row.count(1)), (cell.low.minor(), cell.unknown, Some(cell.rows)));
        }
    }

    #[test]
    fn answers_do_not_depend_on_chunks_or_the_order_of_rows(
        rows in chunks(amounts(Size::Money, true), false), dimensions in dimensions(), conditions in conditions(), cut in 1_usize..9,
    ) {
        let all: Vec<Row> = rows.concat();
        prop_assume!(!all.is_empty());
        let mut turned = all.clone();
        turned.reverse();
        let small: Vec<Vec<Row>> = turned.chunks(cut).map(<[Row]>::to_vec).collect();
        let (query, _) = grouped(Query::new(), &dimensions, &conditions);
        let query = query.group_by(Key::currency("amount")).measure(Measure::sum("amount")).measure(Measure::count());
        let whole = lines(&run(&query, &frame(&[all])).unwrap());
        for cut in [rows, small] {
            let mut answer = lines(&run(&query, &frame(&cut)).unwrap());
            let mut whole = whole.clone();
            // currencies come in the order in which they are first met
            whole.sort();
            answer.sort();
            prop_assert_eq!(&answer, &whole);
        }
    }
}

/// Larger than any sum of the rows.
pub(crate) const BEYOND: i128 = 1 << 100;

/// Đồng for one unit of each foreign currency, another rate in each month.
pub(crate) fn book(rates: &[(i64, u32)]) -> RateBook {
    let mut book = RateBook::new();
    for (currency, (value, scale)) in CURRENCIES.into_iter().skip(1).zip(rates) {
        for month in 0..90_u32 {
            let first = NaiveDate::from_ymd_opt(2019, 1, 1).unwrap() + chrono::Months::new(month);
            let value = Decimal::new(value + i64::from(month), *scale);
            let rate = Rate::builder(currency, Currency::VND, value, RateKind::House)
                .publisher("house")
                .days(first, first + chrono::Months::new(1) - chrono::Days::new(1));
            book.insert(rate.build().unwrap()).unwrap();
        }
    }
    book
}

pub(crate) fn policy(rounding: Rounding) -> Policy {
    let policy = Policy::of_kind(RateKind::House).with_date_rule(DateRule::MonthOf).unwrap();
    policy.with_bridges(vec![Currency::VND]).unwrap().with_rounding(rounding)
}
