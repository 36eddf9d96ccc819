//! The tables by hand under `examples/data` and `testdata`: words of a closed list, days that exist, links that hold.

use std::collections::{BTreeMap, BTreeSet};

use crate::{root, table, text};

/// The rows of a `.csv` as maps from column to text.
fn records(path: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(root(path)).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// Whether `text` is a day of the calendar, `2025-03-05`.
fn is_day(text: &str) -> bool {
    let parts: Vec<u32> = text.split('-').filter_map(|part| part.parse().ok()).collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    text.len() == 10 && (1..=days).contains(day)
}

fn is_plain_number(text: &str) -> bool {
    text.parse::<f64>().is_ok() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn one_of(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known == word)
}

#[test]
fn published_figures_keep_to_their_vocabulary() {
    let figures = records("examples/data/published/figures.csv");
    let sources: BTreeSet<_> =
        records("examples/data/published/sources.csv").into_iter().map(|row| row["id"].clone()).collect();
    let readme = text("examples/data/published/README.md");
    let mut ids = BTreeSet::new();
    for row in &figures {
        let id = &row["id"];
        assert!(ids.insert(id.clone()), "{id} twice");
        assert!(sources.contains(&row["article"]), "{id}");
        assert!(id[1..].starts_with(row["article"].trim_start_matches("00")), "{id}");
        assert!(readme.contains(&format!("`{}`", row["measure"])), "{id}: {}", row["measure"]);
        for (column, words) in [
            ("basis", " committed disbursed mobilised recorded given approved implemented plan stock held"),
            ("direction", " inward outward domestic"),
            ("source_class", " foreign-ngo domestic member-association"),
            ("modality", " cash in-kind mixed"),
            ("hedge", " hơn trên gần khoảng ước"),
        ] {
            assert!(one_of(words, &row[column]), "{id}: {column} `{}`", row[column]);
        }
        for day in ["period_from", "period_to", "as_of"] {
            assert!(row[day].is_empty() || is_day(&row[day]), "{id}: {day} `{}`", row[day]);
        }
        assert!(row["period_from"] <= row["period_to"], "{id}");
        assert!(row["as_of"].is_empty() || row["period_from"].is_empty(), "{id}: a stock and a flow");
        assert!(row["value"].is_empty() || is_plain_number(&row["value"]), "{id}: `{}`", row["value"]);
        assert!(row["printed"].starts_with(&row["hedge"]), "{id}");
        assert!(row["value"].is_empty() || !row["unit"].is_empty(), "{id}: a value without a unit");
        assert!(
            row["unit"].is_empty() || readme.contains(&format!("`{}`", row["unit"])),
            "{id}: {}",
            row["unit"]
        );
        assert!(row["quote"].split(' ').count() <= 10, "{id}: quotes are short");
    }
    for row in &figures {
        for relation in row["relation"].split(';').filter(|relation| !relation.is_empty()) {
            let (word, other) = relation.split_once(':').unwrap();
            assert!(readme.contains(&format!("| `{}` |", word.trim_end_matches('?'))), "{relation}");
            assert!(ids.contains(other), "{relation}");
        }
    }
}

#[test]
fn unknown_published_figures_are_the_ones_without_a_number() {
    let unknown: Vec<_> = records("examples/data/published/figures.csv")
        .into_iter()
        .filter(|row| row["value"].is_empty() && !row["note"].starts_with("teaser"))
        .map(|row| row["id"].clone())
        .collect();
    assert_eq!(unknown, ["S0-015", "S0-020", "S0-021", "S0-022", "S1-036", "S2-013", "S3-016"]);
}

#[test]
fn anniversaries_and_terms_have_the_years_they_print() {
    let mut checked = 0;
    for row in records("examples/data/published/figures.csv") {
        if one_of("anniversary-years term", &row["measure"]) {
            let year = |column: &str| row[column][..4].parse::<i32>().unwrap();
            assert_eq!((year("period_to") - year("period_from")).to_string(), row["value"], "{}", row["id"]);
            checked += 1;
        }
    }
    assert_eq!(checked, 10);
}

#[test]
fn rates_keep_to_one_format() {
    let head = "base,quote,value,kind,publisher,notice,notice_date,valid_from,valid_to,source,note";
    for (file, rows, kinds) in [
        ("bank_quotes", 148, "bank-buying bank-selling"),
        ("hmrc_monthly", 913, "customs"),
        ("imf_month_end", 81, "imf"),
        ("sbv_central", 38, "central"),
        ("treasury_accounting", 20, "treasury-accounting"),
    ] {
        let path = format!("examples/data/rates/{file}.csv");
        assert!(text(&path).starts_with(head), "{file}");
        let table = table(&path);
        assert_eq!(table.len(), rows, "{file}");
        let mut seen = BTreeSet::new();
        for row in &table {
            assert!(row[0].len() == 3 && row[1].len() == 3 && row[0] != row[1], "{row:?}");
            assert!(is_plain_number(&row[2]) && !row[2].starts_with('0'), "{row:?}");
            assert!(one_of(kinds, &row[3]), "{row:?}");
            assert!(row[6].is_empty() || is_day(&row[6]), "{row:?}");
            assert!(is_day(&row[7]) && is_day(&row[8]) && row[7] <= row[8], "{row:?}");
            assert_eq!(row[7][..7], row[8][..7], "{row:?}");
            let key = [&row[0], &row[1], &row[3], &row[4], &row[7]].map(Clone::clone);
            assert!(seen.insert(key), "twice: {row:?}");
        }
    }
}

#[test]
fn provinces_go_from_63_to_34_and_the_model_has_the_same() {
    let rows = table("testdata/provinces.csv");
    let old: BTreeSet<_> = rows.iter().map(|row| &row[0]).collect();
    let new: BTreeSet<_> = rows.iter().map(|row| &row[2]).collect();
    assert_eq!((rows.len(), old.len(), new.len()), (63, 63, 34));
    assert!(new.is_subset(&old), "a present code is one of the former ones");
    assert_eq!(text("testdata/provinces.csv"), text("crates/vientro-model/data/provinces.csv"));
}

#[test]
fn printed_figures_have_the_band_of_their_hedge() {
    for row in records("testdata/figures.csv") {
        let number = |column: &str| row[column].parse::<f64>().ok();
        let (Some(value), Some(high)) = (number("value"), number("high")) else {
            assert!(one_of("date rejected", &row["unit"]), "{row:?}");
            continue;
        };
        let Some(low) = number("low") else {
            assert_eq!(row["printed"], "gần 1/4");
            continue;
        };
        let holds = match row["hedge"].as_str() {
            "" => low.total_cmp(&high).is_eq() && low.total_cmp(&value).is_eq(),
            "hơn" | "trên" => low.total_cmp(&value).is_eq() && high > value,
            "gần" => low < value && high.total_cmp(&value).is_eq(),
            "khoảng" | "ước" => low < value && value < high,
            _ => false,
        };
        assert!(holds, "{row:?}");
    }
}

#[test]
fn golden_checks_are_g1_to_g30() {
    let ids: Vec<_> = table("testdata/golden.csv").into_iter().map(|row| row[0].clone()).collect();
    let wanted: Vec<_> = (1..=30).map(|number| format!("G{number}")).collect();
    assert_eq!(ids, wanted);
}
