//! Goal: a query answers from a CSV file that is not kept as it does from the frame of the same file, and tells the same errors.
//! Method: random files in which names, days, numbers and missing values come late or in order, read in blocks of a few bytes, so that
//! the sketch of the file is widened many times; broken files by hand.

use std::ops::Bound;

use chrono::NaiveDate;
use proptest::prelude::*;
use rust_decimal::Decimal;
use vientro_accounting::frame::{CsvError, CsvLayout, CsvOptions, Frame};
use vientro_accounting::query::{Filter, Key, Measure, Query, QueryError, Table};
use vientro_currency::{Currency, DateRule, Policy, Rate, RateBook, RateKind, RoundingScope};

const HEADER: &str = "project,date,kind,donor,currency,amount,in kind";

fn layout() -> CsvLayout {
    CsvLayout::new()
        .amounts("amount", "currency")
        .dates("date")
        .listed("kind", ["disbursement", "refund"])
        .names("donor")
        .numbers("project")
        .flags("in kind")
}

fn options(block_bytes: usize) -> CsvOptions {
    let mut options = CsvOptions::default();
    options.block_bytes = block_bytes;
    options
}

/// The whole answer.
fn lines(table: &Table) -> Vec<String> {
    let measures = table.measure_names().count();
    let line = |row: vientro_accounting::query::Row<'_>| {
        let keys: Vec<_> = row.keys().map(|key| key.to_string()).collect();
        let cells: Vec<_> =
            (0..measures).map(|it| format!("{:?} {:?}", row.amount(it), row.count(it))).collect();
        format!("{} {}", keys.join("|"), cells.join(" "))
    };
    table.rows().map(line).collect()
}

/// From the frame, then from the file, by one thread and by several: the answers or errors, which must be the same.
fn both_ways(query: &Query<'_>, text: &str, block_bytes: usize) -> Result<Vec<String>, QueryError> {
    both_ways_of(&layout(), query, text, block_bytes)
}

fn both_ways_of(
    layout: &CsvLayout,
    query: &Query<'_>,
    text: &str,
    block_bytes: usize,
) -> Result<Vec<String>, QueryError> {
    let kept = Frame::from_csv(text.as_bytes(), layout, &options(block_bytes))
        .map_err(QueryError::from)
        .and_then(|frame| query.run(&frame))
        .map(|table| lines(&table));
    let streamed = || {
        let table = query.run_csv(text.as_bytes(), layout, &options(block_bytes));
        table.map(|table| lines(&table))
    };
    assert_eq!(streamed(), kept, "blocks of {block_bytes}");
    #[cfg(feature = "rayon")]
    for threads in [1, 2, 3] {
        assert_eq!(pool(threads).install(streamed), kept, "{threads} threads, blocks of {block_bytes}");
    }
    kept
}

#[cfg(feature = "rayon")]
fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
}

/// A rate of each month of 2019 to 2030.
fn book() -> RateBook {
    let mut book = RateBook::new();
    for (currency, value) in [(Currency::USD, 2_300_050), (Currency::EUR, 2_612_345)] {
        for month in 0..144 {
            let first = NaiveDate::from_ymd_opt(2019, 1, 1).unwrap() + chrono::Months::new(month);
            let last = first + chrono::Months::new(1) - chrono::Days::new(1);
            let value = Decimal::new(value + i64::from(month) * 777, 2);
            let rate = Rate::builder(currency, Currency::VND, value, RateKind::House).publisher("test");
            book.insert(rate.days(first, last).build().unwrap()).unwrap();
        }
    }
    book
}

fn policy() -> Policy {
    Policy::of_kind(RateKind::House).with_date_rule(DateRule::MonthOf).unwrap()
}

#[derive(Clone, Debug)]
struct Record {
    project: Option<i64>,
    day: i32,
    dated: bool,
    kind: &'static str,
    donor: String,
    amount: Option<i128>,
    currency: &'static str,
    flag: &'static str,
}

fn records() -> impl Strategy<Value = Vec<Record>> {
    let project = prop_oneof![6 => 0_i64..40, 1 => -4_000_i64..4_000, 1 => Just(1_i64 << 50)];
    let amount = prop_oneof![20 => -10_i128.pow(12)..10_i128.pow(12), 1 => -10_i128.pow(21)..10_i128.pow(21)];
    let record = (
        prop::option::weighted(0.95, project),
        (0_i32..4_000, prop::bool::weighted(0.97)),
        prop::sample::select(&["disbursement", "refund", ""]),
        prop_oneof!["[a-c]{0,2}", "donor [0-9]{1,9}", "a donor of a longer name [0-3]"],
        prop::option::weighted(0.9, amount),
        prop::sample::select(&["VND", "USD", "EUR"]),
        prop::sample::select(&["true", "false", ""]),
    );
    let record = record.prop_map(|(project, (day, dated), kind, donor, amount, currency, flag)| Record {
        project,
        day,
        dated,
        kind,
        donor,
        amount,
        currency,
        flag,
    });
    (prop::collection::vec(record, 0..240), 0..5).prop_map(|(mut records, order)| {
        match order {
            0 => records.sort_by_key(|it| it.day),
            1 => records.sort_by(|one, other| one.donor.cmp(&other.donor)),
            2 => records.sort_by_key(|it| it.project.unwrap_or(i64::MAX)),
            // missing values come last
            3 => records.sort_by_key(|it| (!it.dated, it.amount.is_none(), it.flag.is_empty())),
            _ => {}
        }
        records
    })
}

fn text(records: &[Record], dated_only: bool) -> String {
    let mut text = format!("{HEADER}\n");
    for it in records {
        let day =
            NaiveDate::from_ymd_opt(2019, 3, 5).unwrap() + chrono::Days::new(it.day.unsigned_abs().into());
        let day = if it.dated || dated_only { day.to_string() } else { String::new() };
        let amount = it.amount.map_or_else(String::new, |minor| {
            if it.currency == "VND" {
                return minor.to_string();
            }
            let sign = if minor < 0 { "-" } else { "" };
            format!("{sign}{}.{:02}", minor.abs() / 100, minor.abs() % 100)
        });
        let currency = if it.amount.is_none() && it.day % 2 == 0 { "" } else { it.currency };
        let project = it.project.map_or_else(String::new, |project| project.to_string());
        let cells = [&project, &day, it.kind, &it.donor, currency, &amount, it.flag];
        text += &cells.join(",");
        text.push('\n');
    }
    text
}

fn key(number: usize) -> Key {
    match number {
        0 => Key::column("donor"),
        1 => Key::year("date"),
        2 => Key::column("kind"),
        3 => Key::column("project"),
        4 => Key::column("in kind"),
        5 => Key::month("date"),
        _ => Key::column("date"),
    }
}

proptest! {
    // each case is answered five times
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 6))]

    #[test]
    fn a_file_that_is_not_kept_gives_the_same_answer(
        records in records(),
        keys in prop::sample::subsequence(vec![0, 1, 2, 3, 4, 5, 6], 0..4),
        (converted, subtotals, filtered, listed) in (any::<bool>(), any::<bool>(), any::<bool>(), prop::bool::weighted(0.2)),
        block_bytes in prop_oneof![1_usize..60, 60_usize..400],
    ) {
        let (book, policy) = (book(), policy());
        let mut query = keys.iter().fold(Query::new(), |query, number| query.group_by(key(*number)));
        query = query.measure(Measure::sum("amount")).measure(Measure::count()).measure(Measure::unknown("amount"));
        query = query.measure(Measure::sum("amount").signed("kind", ["disbursement"], ["refund"]).named("net"));
        if converted {
            query = query.convert_to(Currency::VND, "date", &book, &policy);
        } else {
            query = query.group_by(Key::currency("amount"));
        }
        if listed {
            query = query.measure(Measure::max("amount"));
        }
        if filtered {
            query = query.filter(Filter::is_in("donor", ["a", "b", "ab", "donor 1", "a donor of a longer name 2"]));
        }
        if subtotals && converted {
            query = query.rollup();
        }
        let _ = both_ways(&query, &text(&records, converted), block_bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 6))]

    #[test]
    fn hedged_pairs_and_what_is_kept_apart_are_those_of_the_frame(
        records in prop::collection::vec((
            prop::sample::select(&["a", "b", "c"]), prop::sample::select(&["committed", "disbursed", ""]),
            (prop::option::weighted(0.8, -99_i64..99), prop::option::weighted(0.8, 0_i64..40)),
        ), 1..300),
        (first, keyed, filtered, across, far) in (0_usize..300, any::<bool>(), prop::bool::weighted(0.3), prop::bool::weighted(0.3), any::<bool>()),
        block_bytes in 10_usize..200,
    ) {
        let mut text = "basis,low,high,donor,project\n".to_owned();
        // by donor: both ends as far as they are known, hedged rows without a lower and an upper end, unknown ones, rows of each basis
        let mut groups: std::collections::BTreeMap<&str, ([i64; 2], [u64; 3])> = std::collections::BTreeMap::new();
        let mut bases = std::collections::BTreeSet::new();
        for (place, (donor, basis, (low, width))) in records.iter().enumerate() {
            // another basis comes late
            let basis = if place < first { "committed" } else { basis };
            let high = match (low, width) {
                (Some(low), Some(width)) => Some(low + width),
                (None, width) => *width,
                (Some(_), None) => None,
            };
            let cell = |value: Option<i64>| value.map_or_else(String::new, |value| value.to_string());
            // a number too far to be counted by distance needs all rows that follow
            let project = if far && place == 200 { 1_i64 << 50 } else { 7 };
            text.extend([basis, ",", &cell(*low), ",", &cell(high), ",", donor, ",", &project.to_string(), "\n"]);
            if filtered && basis != "committed" {
                continue;
            }
            bases.insert(basis);
            let (ends, open) = groups.entry(donor).or_default();
            match (low, high) {
                (None, None) => open[2] += 1,
                (low, high) => {
                    (ends[0], ends[1]) = (ends[0] + low.unwrap_or(0), ends[1] + high.unwrap_or(0));
                    (open[0], open[1]) = (open[0] + u64::from(low.is_none()), open[1] + u64::from(high.is_none()));
                }
            }
        }
        let layout = CsvLayout::new().names("basis").names("donor").numbers("project");
        let layout = layout.amounts_between_in("amount", "low", "high", Currency::VND).keep_apart(["basis"]);
        let mut query = Query::new().group_by(Key::column("donor"));
        if far {
            query = query.group_by(Key::column("project"));
        }
        if keyed {
            query = query.group_by(Key::column("basis"));
        }
        if filtered {
            query = query.filter(Filter::is_in("basis", ["committed"]));
        }
        if across {
            query = query.across_bases(vientro_core::Bilingual::new("mọi cơ sở", "all bases"));
        }
        let query = query.measure(Measure::sum("amount")).measure(Measure::count());
        let told = both_ways_of(&layout, &query, &text, block_bytes);
        if !keyed && !across && bases.len() > 1 {
            prop_assert!(matches!(told, Err(QueryError::Bases { .. })), "{:?}", told);
            return Ok(());
        }
        prop_assert!(told.is_ok());
        if keyed || far {
            return Ok(());
        }
        let table = query.run_csv(text.as_bytes(), &layout, &options(block_bytes)).unwrap();
        prop_assert_eq!(table.warnings().len(), usize::from(bases.len() > 1));
        prop_assert_eq!(table.len(), groups.len());
        for (row, (donor, (ends, open))) in table.rows().zip(groups) {
            prop_assert_eq!(row.key(0).to_string(), donor);
            let sum = row.amount(0).unwrap();
            let end = |end: i64, open: u64| if open == 0 { Bound::Included(i128::from(end)) } else { Bound::Unbounded };
            prop_assert_eq!((sum.low(), sum.high(), sum.unknown()), (end(ends[0], open[0]), end(ends[1], open[1]), open[2]));
        }
    }
}

#[test]
fn numbers_far_apart_are_met_late() {
    let mut text = format!("{HEADER}\n");
    for row in 0..2_000 {
        text.extend([&(row % 50).to_string(), ",2025-01-01,refund,A,VND,", &row.to_string(), ",true\n"]);
    }
    text += "1234567890123,2025-01-01,refund,B,VND,7,true\n";
    for row in 0..100 {
        text.extend([&(row % 50).to_string(), ",2025-01-01,refund,A,VND,", &row.to_string(), ",true\n"]);
    }
    let query = Query::new().group_by(Key::column("project")).measure(Measure::sum("amount"));
    let lines = both_ways(&query, &text, 40).unwrap();
    assert_eq!(lines.len(), 51);
    assert!(lines[50].starts_with("1234567890123 "), "{}", lines[50]);
}

#[test]
fn sums_rounded_on_their_total_and_single_amounts_need_all_rows() {
    let mut text = format!("{HEADER}\n");
    for row in 0..500 {
        text.extend(["1,2025-01-01,refund,A,USD,0.", &(row % 10).to_string(), ",true\n"]);
    }
    let (book, policy) = (book(), policy().with_rounding_scope(RoundingScope::Total));
    let query =
        Query::new().convert_to(Currency::VND, "date", &book, &policy).measure(Measure::sum("amount"));
    assert_eq!(both_ways(&query, &text, 30).unwrap().len(), 1);
    let query = Query::new().measure(Measure::max("amount")).measure(Measure::distinct("donor"));
    assert_eq!(both_ways(&query, &text, 30).unwrap().len(), 1);
}

#[test]
fn errors_are_those_of_the_frame() {
    let good = |row: usize| format!("1,2025-{:02}-01,refund,A,USD,1.50,true\n", row % 12 + 1);
    let (book, policy) = (book(), policy());
    let in_dong =
        || Query::new().convert_to(Currency::VND, "date", &book, &policy).measure(Measure::sum("amount"));
    let file = |bad: &[(usize, &str)]| -> String {
        let mut text = format!("{HEADER}\n");
        for row in 0..900 {
            let found = bad.iter().find(|(at, _)| *at == row);
            text += &found.map_or_else(|| good(row), |(_, line)| format!("{line}\n"));
        }
        text
    };
    let (no_rate, no_day) = ("1,2005-01-01,refund,A,USD,1,true", "1,,refund,A,USD,1,true");
    let rate = both_ways(&in_dong(), &file(&[(700, no_rate), (803, no_rate)]), 50).unwrap_err();
    assert!(matches!(rate, QueryError::Rate { row: 700, .. }), "{rate:?}");
    let undated = both_ways(&in_dong(), &file(&[(640, no_day), (700, no_rate)]), 50).unwrap_err();
    assert!(matches!(undated, QueryError::Undated { row: 640, .. }), "{undated:?}");
    // what cannot be read is told first, wherever it stands
    let unread = file(&[(100, no_rate), (890, "1,2025-01-01,refund,A,USD,1.500,true")]);
    let unread = both_ways(&in_dong(), &unread, 50).unwrap_err();
    assert!(matches!(&unread, QueryError::Csv(CsvError::Field { line: 892, .. })), "{unread:?}");
    let missing = Query::new().measure(Measure::sum("paid"));
    let column = QueryError::Column { name: "paid".to_owned() };
    assert_eq!(both_ways(&missing, &file(&[]), 50), Err(column));
    let mixed = file(&[(450, "1,2025-01-01,refund,A,EUR,1,true")]);
    let sum = Query::new().measure(Measure::sum("amount"));
    assert!(matches!(both_ways(&sum, &mixed, 50), Err(QueryError::Mixed { .. })));
}

#[test]
fn short_files_are_answered_too() {
    let query = || Query::new().group_by(Key::column("donor")).measure(Measure::count());
    assert_eq!(both_ways(&query(), HEADER, 64).unwrap(), Vec::<String>::new());
    let one = format!("{HEADER}\n1,2025-01-01,refund,A,USD,1.50,true");
    assert_eq!(both_ways(&query(), &one, 64).unwrap().len(), 1);
    let blank = format!("{HEADER}\n{}", "\n".repeat(5_000));
    assert_eq!(both_ways(&query(), &blank, 20).unwrap(), Vec::<String>::new());
}
