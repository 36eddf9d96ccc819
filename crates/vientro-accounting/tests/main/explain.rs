//! Goal: the words of a plan say what it does: rows, threads, order, filters, conversion, grouping, memory. Method: snapshots, without a pool
//! of threads.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use vientro_accounting::frame::{DateColumn, Frame, IntegerColumn, MoneyColumn, NameColumn, Order};
use vientro_accounting::query::{Filter, Key, Measure, Query};
use vientro_core::Bilingual;
use vientro_currency::{Currency, DateRule, Policy, Rate, RateBook, RateKind, RoundingScope};

use crate::support::date;

fn frame() -> Frame {
    let (mut basis, mut province) = (NameColumn::default(), NameColumn::new(["40", "79"]));
    let (mut day, mut project, mut amount) = (DateColumn::new(), IntegerColumn::new(), MoneyColumn::new());
    for row in 0..20_000_u64 {
        basis.push(Some(if row % 2 == 0 { "committed" } else { "disbursed" }));
        province.push(Some(if row < 9_000 { "79" } else { "40" }));
        day.push(Some(date("2024-01-01") + Days::new(row / 40)));
        project.push(i64::try_from(row * row).ok());
        amount.push_minor(row.into(), if row % 3 == 0 { Currency::USD } else { Currency::VND });
    }
    let columns = [
        ("basis", basis.into()),
        ("province", province.into()),
        ("day", day.into()),
        ("project", project.into()),
    ];
    let mut frame = Frame::from_columns(columns.into_iter().chain([("amount", amount.into())])).unwrap();
    frame.keep_apart(["basis"]).unwrap();
    frame
}

fn book() -> RateBook {
    let mut book = RateBook::new();
    for month in 0..24 {
        let first = date("2024-01-01") + chrono::Months::new(month);
        let rate = Rate::builder(Currency::USD, Currency::VND, Decimal::new(2_530_050, 2), RateKind::House);
        let last: NaiveDate = first + chrono::Months::new(1) - Days::new(1);
        book.insert(rate.publisher("P").days(first, last).build().unwrap()).unwrap();
    }
    book
}

fn told(query: &Query<'_>) -> String {
    let explain = || query.explain(&frame()).unwrap();
    #[cfg(feature = "rayon")]
    return rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(explain);
    #[cfg(not(feature = "rayon"))]
    explain()
}

#[test]
fn sums_of_one_year_in_dong() {
    let (book, policy) =
        (book(), Policy::of_kind(RateKind::House).with_date_rule(DateRule::MonthOf).unwrap());
    let query = Query::new()
        .filter(Filter::days("day", date("2024-01-01"), date("2024-12-31")))
        .filter(Filter::is_in("basis", ["disbursed"]))
        .group_by(Key::month("day"))
        .group_by(Key::column("province"))
        .measure(Measure::sum("amount"))
        .measure(Measure::count())
        .convert_to(Currency::VND, "day", &book, &policy);
    insta::assert_snapshot!(told(&query), @r"
    scan 14640 of 20000 rows in 1 chunks by 1 threads
    order: `province` clustered, `day` sorted
    filter: `day` in a range, found by search in its order
    filter: `basis` is one of 1 neighbouring codes
    convert `amount` to VND row by row, 36 rates by position, by short reciprocals up to 17592186044415 minor units, rounded half up
    key `month`: 17 values, by a table of days
    key `province`: 2 values, by code
    group by position in 34 cells of 2 numbers of 64 bits, emptied into 128 in time
    measure sum of amount, count
    memory: 190320 bytes read; 544 bytes of cells for each thread, 32 more a cell past 64 bits
    keep apart `basis`
    ");
}

#[test]
fn totals_rounded_once_by_project() {
    let policy = Policy::of_kind(RateKind::House).with_date_rule(DateRule::MonthOf).unwrap();
    let (book, policy) = (book(), policy.with_rounding_scope(RoundingScope::Total));
    let query = Query::new()
        .group_by(Key::column("project"))
        .measure(Measure::sum("amount"))
        .across_bases(Bilingual::new("mọi cơ sở", "all bases"))
        .convert_to(Currency::VND, "day", &book, &policy);
    insta::assert_snapshot!(told(&query), @r"
    scan 20000 of 20000 rows in 1 chunks by 1 threads
    order: `day` sorted, `project` sorted
    convert `amount` to VND once on each sum, 51 rates by position, by short reciprocals up to 17592186044415 minor units, rounded half up
    key `project`: 20000 values, by search
    key `rate`: 51 values, by number of the rate (kept apart, not shown)
    group by hash, cells of 1 number of 64 bits, emptied into 128 in time
    measure sum of amount
    memory: 300000 bytes read; 24 bytes a group for each thread, 16 more a cell past 64 bits
    keep apart `basis`, added by name
    ");
}

#[test]
fn the_latest_amount() {
    let query = Query::new()
        .filter(Filter::is_in("province", ["79"]))
        .group_by(Key::currency("amount"))
        .measure(Measure::last("amount", "day"));
    insta::assert_snapshot!(told(&query), @r"
    scan 10240 of 20000 rows in 1 chunks by 1 threads
    order: `province` clustered, `day` sorted
    filter: `province` is one of 1 neighbouring codes
    take `amount` as it is
    key `currency`: 2 values, by code
    group by position in 2 cells of 1 number of 64 bits, emptied into 128 in time
    leave rows unread once no other day can be the first or last, from the last row on
    measure last amount
    memory: 122880 bytes read; 16 bytes of cells for each thread, 16 more a cell past 64 bits
    keep apart `basis`
    ");
}

#[test]
fn what_is_declared_is_told() {
    let mut frame = frame();
    let query = Query::new().group_by(Key::column("project")).measure(Measure::count());
    frame.declare_order("project", Order::Sorted).unwrap();
    assert!(query.explain(&frame).unwrap().contains("order: `project` sorted"));
}
