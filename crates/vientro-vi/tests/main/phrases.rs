//! The corpus `testdata/phrases.csv`: the figure each clause is about is found with its value, hedge and unit. The file
//! stands outside the package, so the test says that it is skipped where the package was unpacked alone.

use vientro_core::Hedge;
use vientro_vi::{Unit, extract};

use crate::corpus::cells;

#[test]
fn every_phrase_is_read() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/phrases.csv");
    let Ok(table) = std::fs::read_to_string(path) else {
        println!("skipped: {path} is not part of the package");
        return;
    };
    let mut wrong = Vec::new();
    for row in table.lines().skip(1).map(cells) {
        let [phrase, meaning, amount, unit] = [0, 1, 2, 3].map(|at| row[at].as_str());
        let hedges: &[Option<Hedge>] = match meaning {
            "exact" => &[None],
            "more_than" => &[Some(Hedge::MoreThan)],
            "nearly" => &[Some(Hedge::Nearly)],
            "about" => &[Some(Hedge::About), Some(Hedge::Estimated)],
            other => panic!("{other}"),
        };
        let amount: rust_decimal::Decimal = amount.parse().unwrap();
        let read = extract(phrase).any(|found| {
            found.figure().is_some_and(|figure| {
                let counted = matches!(figure.unit(), Some(Unit::Count(_)));
                figure.value() == amount
                    && hedges.contains(&figure.hedge())
                    && (counted && unit == "count" || figure.unit().is_some_and(|found| found.code() == unit))
            })
        });
        if !read {
            wrong.push(format!("{phrase}: {:?}", extract(phrase).collect::<Vec<_>>()));
        }
    }
    assert!(table.lines().count() > 30 && wrong.is_empty(), "{}", wrong.join("\n"));
}
