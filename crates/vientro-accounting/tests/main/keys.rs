//! Goal: derived keys put every row where the rule says, and rows of which it cannot be told in a group of their own.
//! Method: whole years of days against the rules by hand, in frames and in records; golden sentences for overlaps.

use chrono::{Datelike, Days, NaiveDate};
use vientro_accounting::frame::{DateColumn, Frame, IntegerColumn, MoneyColumn, NameColumn};
use vientro_accounting::query::{Cube, Filter, Key, KeyValue, Measure, NameMap, Query, Record};
use vientro_core::{Bilingual, Language, Period};
use vientro_currency::Currency;
use vientro_model::{Gazetteer, Region, RegionScheme, UnitCode};

use crate::support::date;

/// Days and the year a row is settled in.
type Settled = (Option<NaiveDate>, Option<i64>);

/// The number of rows by key, of a frame, in two parts and of records: all must agree.
fn counted(key: &Key, rows: &[Settled]) -> Vec<(KeyValue, u64)> {
    let frame = |rows: &[Settled]| {
        let (mut days, mut years) = (DateColumn::new(), IntegerColumn::new());
        for (day, year) in rows {
            days.push(*day);
            years.push(*year);
        }
        Frame::from_columns([("date", days.into()), ("budget", years.into())]).unwrap()
    };
    let query = Query::new().group_by(key.clone()).measure(Measure::count());
    let table = query.run(&frame(rows)).unwrap();
    let found: Vec<_> = table.rows().map(|row| (row.key(0), row.count(0).unwrap())).collect();
    let (left, right) = rows.split_at(rows.len() / 2);
    let parts = query.partial(&frame(left)).unwrap().merge(&query.partial(&frame(right)).unwrap()).unwrap();
    let merged: Vec<_> =
        parts.table().unwrap().rows().map(|row| (row.key(0), row.count(0).unwrap())).collect();
    assert_eq!(merged, found);
    let mut cube = Cube::new(query);
    for (day, year) in rows {
        cube.append_record(&Record::new().day("date", *day).integer("budget", *year)).unwrap();
    }
    let kept: Vec<_> = cube.table().unwrap().rows().map(|row| (row.key(0), row.count(0).unwrap())).collect();
    assert_eq!(kept, found);
    found
}

#[test]
fn a_row_of_january_is_settled_where_it_says() {
    let days = || date("2024-12-25").iter_days().take_while(|day| *day < date("2026-03-01"));
    for day in days() {
        let (year, is_january) = (i64::from(day.year()), day.month() == 1);
        for settled in [None, Some(year - 2), Some(year - 1), Some(year), Some(year + 1)] {
            let expected = match settled {
                None if is_january => KeyValue::Missing,
                None => KeyValue::BudgetYear(day.year()),
                Some(it) if it == year => KeyValue::BudgetYear(day.year()),
                Some(it) if is_january && it == year - 1 => KeyValue::BudgetYear(day.year() - 1),
                Some(_) => KeyValue::Missing,
            };
            assert_eq!(
                counted(&Key::budget_year("date", "budget"), &[(Some(day), settled)]),
                [(expected, 1)],
                "{day} {settled:?}"
            );
        }
    }
    let rows: Vec<Settled> = days().map(|day| (Some(day), Some(2025))).chain([(None, Some(2025))]).collect();
    let found = counted(&Key::budget_year("date", "budget"), &rows);
    // the year and the January after it; December 2024 and February 2026 are not of 2025, whatever they say
    assert_eq!(found, [(KeyValue::BudgetYear(2025), 365 + 31), (KeyValue::Missing, 7 + 28 + 1)]);
}

#[test]
fn each_budget_year_has_both_its_januaries_by_name() {
    let rows: Vec<NaiveDate> = date("2024-01-01").iter_days().take(366 + 365).collect();
    let mut days = DateColumn::new();
    for day in &rows {
        days.push(Some(*day));
    }
    let frame = Frame::from_columns([("date", days.into())]).unwrap();
    let of = |year: i32| {
        let period = Period::budget_year(year).unwrap();
        Measure::count().only(Filter::during("date", &period)).named(format!("budget {year}"))
    };
    let table =
        Query::new().measure(of(2024)).measure(of(2025)).measure(Measure::count()).run(&frame).unwrap();
    let row = table.row(0).unwrap();
    assert_eq!([0, 1, 2].map(|it| row.count(it)), [Some(366 + 31), Some(365), Some(731)]);
}

#[test]
fn a_year_to_date_is_compared_with_the_same_part_of_the_year_before() {
    let rows: Vec<Settled> = (0..1_000)
        .map(|day| (Some(date("2023-10-01") + Days::new(day)), None))
        .chain([(None, None)])
        .collect();
    let key = Key::year_to_date("date", date("2025-11-30"));
    let found = counted(&key, &rows);
    let expected = |year: i32, rest: bool| {
        let is_it = |day: &NaiveDate| day.year() == year && ((day.month(), day.day()) > (11, 30)) == rest;
        u64::try_from(rows.iter().filter_map(|row| row.0).filter(is_it).count()).unwrap()
    };
    let parts = [
        (2023, false),
        (2023, true),
        (2024, false),
        (2024, true),
        (2025, false),
        (2025, true),
        (2026, false),
    ];
    let mut all: Vec<_> =
        parts.map(|(year, rest)| (KeyValue::YearPart(year, rest), expected(year, rest))).to_vec();
    all.push((KeyValue::Missing, 1));
    assert_eq!(found, all);
    assert_eq!(found[2].0.to_string(), "2024 to date");
}

/// Names with one đồng each.
fn names(column: &'static str, names: &[Option<&str>]) -> Frame {
    let (mut list, mut amount) = (NameColumn::default(), MoneyColumn::new());
    for name in names {
        list.push(*name);
        amount.push_minor(1, Currency::VND);
    }
    Frame::from_columns([(column, list.into()), ("amount", amount.into())]).unwrap()
}

fn by(key: Key, frame: &Frame) -> Vec<String> {
    let table = Query::new().group_by(key).measure(Measure::count()).run(frame).unwrap();
    table.rows().map(|row| format!("{} {}", row.key(0), row.count(0).unwrap())).collect()
}

#[test]
fn donors_are_of_the_region_of_their_country() {
    let region = |vi: &str, en: &str, countries: &[&str]| {
        Region::new(Bilingual::new(vi, en), countries.iter().map(|code| code.parse().unwrap()))
    };
    let scheme = RegionScheme::try_new(
        "ba khối",
        [region("Châu Mỹ", "Americas", &["US", "CA"]), region("Châu Âu", "Europe", &["FR", "DE"])],
    )
    .unwrap();
    let frame = names("country", &[Some("US"), Some("FR"), Some("CA"), Some("ZA"), None]);
    assert_eq!(
        by(Key::region("country", &scheme, Language::En), &frame),
        ["Americas 2", "Europe 1", "(none) 2"]
    );
    assert_eq!(
        by(Key::region("country", &scheme, Language::Vi), &frame),
        ["Châu Mỹ 2", "Châu Âu 1", "(none) 2"]
    );
}

#[test]
fn labels_are_of_the_sector_they_are_read_as() {
    let frame = names(
        "sector",
        &[
            Some("Y tế"),
            Some("chăm sóc sức khỏe cộng đồng; y tế"),
            Some("y tế; giáo dục"),
            Some("hòa bình"),
            None,
        ],
    );
    assert_eq!(by(Key::sector_group("sector"), &frame), ["health 2", "(none) 3"]);
}

#[test]
fn groups_that_overlap_are_refused_or_counted_by_name() {
    let refused = NameMap::try_new([("LA", "ASEAN"), ("LA", "Mekong")]).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "`LA` is in `ASEAN` and in `Mekong`; groups that overlap are counted by themselves, each under its name"
    );
    assert!(NameMap::try_new([("LA", "ASEAN"), ("LA", "ASEAN")]).is_ok());
    let later = NameMap::default().from_day(date("2025-07-01"), [("a", "b"), ("a", "c")]);
    assert!(later.is_err());
    let frame = names("country", &[Some("LA"), Some("KH"), Some("MY")]);
    let of = |name: &'static str, countries: &[&'static str]| {
        Measure::sum("amount").only(Filter::is_in("country", countries.iter().copied())).named(name)
    };
    let query = Query::new().measure(of("ASEAN", &["LA", "KH", "MY"])).measure(of("Mekong", &["LA", "KH"]));
    let table = query.run(&frame).unwrap();
    let row = table.row(0).unwrap();
    assert_eq!([0, 1].map(|it| row.amount(it).unwrap().minor()), [Some(3), Some(2)]);
}

#[test]
fn provinces_are_restated_both_ways() {
    let gazetteer = Gazetteer::viet_nam();
    let (eve, merger) = (date("2025-06-30"), date("2025-07-01"));
    for (day, other) in [(eve, merger), (merger, eve)] {
        for province in gazetteer.in_force(day) {
            let (mut code, mut days) = (NameColumn::default(), DateColumn::new());
            code.push(Some(province.code().as_str()));
            days.push(Some(day));
            let frame = Frame::from_columns([("province", code.into()), ("date", days.into())]).unwrap();
            let own = format!("{} 1", province.code());
            let present = by(Key::present_province("province", "date"), &frame);
            let former = by(Key::former_province("province", "date"), &frame);
            if other == merger {
                let code = UnitCode::try_new(province.code().as_str()).unwrap();
                assert_eq!(present, [format!("{} 1", gazetteer.successor(&code).unwrap().code())]);
                assert_eq!(former, [own]);
            } else {
                let made_of: Vec<&str> =
                    gazetteer.predecessors(province.code()).iter().map(|old| old.code().as_str()).collect();
                let mut made_of = made_of;
                made_of.sort_unstable();
                assert_eq!(present, [own]);
                assert_eq!(former, [format!("{} 1", made_of.join("+"))]);
            }
        }
    }
}
