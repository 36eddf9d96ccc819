//! The shared corpus `testdata/figures.csv`: every printed figure is read as the table says. The file stands outside the
//! package, so the test says that it is skipped where the package was unpacked alone.

use rust_decimal::Decimal;
use vientro_core::HedgeConvention;
use vientro_vi::read;

#[test]
fn every_row_reads_as_written() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/figures.csv");
    let Ok(table) = std::fs::read_to_string(path) else {
        println!("skipped: {path} is not part of the package");
        return;
    };
    let mut wrong = Vec::new();
    for line in table.lines().skip(1) {
        let row = cells(line);
        let [printed, hedge, value, low, high, unit] = [0, 1, 2, 3, 4, 5].map(|at| row[at].as_str());
        let found = read(printed);
        if value.is_empty() {
            if let Ok(reading) = found {
                wrong.push(format!("{printed}: read as {reading:?}"));
            }
            continue;
        }
        let reading = match found {
            Ok(reading) => reading,
            Err(error) => {
                wrong.push(format!("{printed}: {error}"));
                continue;
            }
        };
        let figure = reading.figure(&HedgeConvention::default()).unwrap();
        let text = |value: Option<&Decimal>| value.map(|v| v.normalize().to_string()).unwrap_or_default();
        let mut got = [
            reading.hedge_word().unwrap_or_default().to_owned(),
            reading.value().normalize().to_string(),
            text(figure.low()),
            text(figure.high()),
            reading.unit().map(ToString::to_string).unwrap_or_default(),
        ];
        // the currency of a bare "594,5 tỷ" comes from the article
        if row[6].contains("currency from the article") && got[4].is_empty() {
            got[4] = "VND".to_owned();
        }
        if got != [hedge, value, low, high, unit] {
            wrong.push(format!("{printed}: {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// One line of the table: cells with or without quotes, no quotes inside.
pub(crate) fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => {
                if let Some(cell) = cells.last_mut() {
                    cell.push(c);
                }
            }
        }
    }
    cells
}
