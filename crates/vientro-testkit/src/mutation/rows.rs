//! Messes in rows.

use super::{Effect, Kind, Place, Random, Year};
use crate::{Cell, Row};

pub(super) const KINDS: &[Kind] = &[
    Kind { name: "row-empty", effect: Effect::Harmless, make: |y, r| insert(y, r, |_| Row::default()) },
    Kind {
        name: "row-hidden",
        effect: Effect::Harmless,
        make: |year, random| {
            let (file, sheet) = random.pick(&year.pages())?;
            let row = body_row(year, random, file, sheet)?;
            year.sheet_mut(file, sheet).rows[row].hidden = true;
            Some(year.place_of_row(file, sheet, row))
        },
    },
    Kind { name: "row-of-header-again", effect: Effect::Harmless, make: |y, r| insert(y, r, Row::clone) },
    Kind {
        name: "row-with-remark",
        effect: Effect::Harmless,
        make: |y, r| insert(y, r, |_| words(1, "(chờ xác nhận của chi hội)")),
    },
    Kind {
        name: "row-of-section",
        effect: Effect::Harmless,
        make: |y, r| insert(y, r, |_| words(0, "I. Các khoản sáu tháng đầu năm")),
    },
    Kind {
        name: "rows-in-another-order",
        effect: Effect::Harmless,
        make: |year, random| {
            let (file, sheet) = random.pick(&records(year))?;
            let body = year.body(file, sheet);
            random.shuffle(&mut year.sheet_mut(file, sheet).rows[body]);
            Some(year.place_of_sheet(file, sheet))
        },
    },
    Kind {
        name: "row-twice",
        effect: Effect::Told,
        make: |year, random| {
            // a repeated award or activity is a second one
            let named = ["Viện trợ", "Giải ngân", "Quà tặng"];
            let sheets: Vec<_> = records(year)
                .into_iter()
                .filter(|(file, sheet)| {
                    named.contains(&year.sheet(*file, *sheet).name.as_str())
                        || year.files[*file].name == "chi-hoi.csv"
                })
                .collect();
            let (file, sheet) = random.pick(&sheets)?;
            let row = body_row(year, random, file, sheet)?;
            let rows = &mut year.sheet_mut(file, sheet).rows;
            let again = rows[row].clone();
            rows.insert(row + 1, again);
            Some(year.place_of_row(file, sheet, row + 1))
        },
    },
    Kind {
        name: "row-lost-above-total",
        effect: Effect::Told,
        make: |year, random| {
            let sheets: Vec<_> = records(year)
                .into_iter()
                .filter(|(file, sheet)| total_row(year, *file, *sheet).is_some())
                .collect();
            let (file, sheet) = random.pick(&sheets)?;
            let row = body_row(year, random, file, sheet)?;
            year.sheet_mut(file, sheet).rows.remove(row);
            let total = total_row(year, file, sheet)?;
            Some(year.place_of_row(file, sheet, total))
        },
    },
    Kind {
        name: "row-one-cell-to-the-right",
        effect: Effect::Told,
        make: |year, random| {
            let (file, sheet) = random.pick(&records(year))?;
            let row = body_row(year, random, file, sheet)?;
            let cells = &mut year.sheet_mut(file, sheet).rows[row].cells;
            let from = random.below(cells.len().saturating_sub(1));
            cells.insert(from, Cell::Empty);
            Some(year.place_of_row(file, sheet, row))
        },
    },
    Kind {
        name: "row-one-cell-to-the-left",
        effect: Effect::Told,
        make: |year, random| {
            let (file, sheet) = random.pick(&records(year))?;
            let row = body_row(year, random, file, sheet)?;
            let cells = &mut year.sheet_mut(file, sheet).rows[row].cells;
            let full: Vec<usize> = (1..cells.len().min(6)).filter(|at| cells[*at] != Cell::Empty).collect();
            let at = random.pick(&full)?;
            year.sheet_mut(file, sheet).rows[row].cells.remove(at);
            Some(year.place_of_row(file, sheet, row))
        },
    },
    Kind {
        name: "row-far-below",
        effect: Effect::Told,
        make: |year, random| {
            let (file, sheet) = random.pick(&records(year))?;
            let rows = &mut year.sheet_mut(file, sheet).rows;
            rows.extend(vec![Row::default(); 200]);
            rows.push(words(2, "500000000"));
            let last = rows.len() - 1;
            Some(year.place_of_row(file, sheet, last))
        },
    },
    Kind {
        name: "total-in-other-words",
        effect: Effect::Harmless,
        make: |year, random| {
            let word = random.pick(&["Cộng", "TỔNG SỐ", "Tổng", "Cộng:", "Total"])?;
            change_total(year, random, |cell| {
                if matches!(cell, Cell::Text(text) if text == "Tổng cộng") {
                    *cell = Cell::Text(word.to_owned());
                }
            })
        },
    },
    Kind {
        name: "total-wrong",
        effect: Effect::Told,
        make: |year, random| {
            change_total(year, random, |cell| {
                let wrong = match cell {
                    Cell::Number(number) => {
                        number.parse::<u64>().ok().map(|it| Cell::Number((it + 7_000_000).to_string()))
                    }
                    Cell::Text(text) if text.contains('.') => {
                        Some(Cell::Text(text.replacen("930", "950", 1)))
                    }
                    _ => None,
                };
                *cell = wrong.unwrap_or_else(|| cell.clone());
            })
        },
    },
    Kind {
        name: "total-of-a-part",
        effect: Effect::Harmless,
        make: |year, random| {
            let pages = year.pages();
            let sheets: Vec<_> =
                pages.into_iter().filter(|(f, s)| total_row(year, *f, *s).is_some()).collect();
            let (file, sheet) = random.pick(&sheets)?;
            let body = year.body(file, sheet);
            let width = year.sheet(file, sheet).rows[body.start].cells.len();
            let at = body.start + 1 + random.below(body.len() - 1);
            let total = total_row(year, file, sheet)?;
            let mut row = Row { cells: vec![Cell::Empty; width], hidden: false };
            let rows = &mut year.sheet_mut(file, sheet).rows;
            for column in 0..width {
                if matches!(rows[total].cells.get(column), Some(Cell::Number(_))) {
                    let part = rows[body.start..at].iter().filter_map(|row| match row.cells.get(column) {
                        Some(Cell::Number(number)) => number.parse::<u64>().ok(),
                        _ => None,
                    });
                    row.cells[column] = Cell::Number(part.sum::<u64>().to_string());
                }
            }
            row.cells[1] = Cell::Text("Cộng trang".to_owned());
            if width > 10 {
                row.cells.swap(1, 2);
            }
            rows.insert(at, row);
            Some(year.place_of_row(file, sheet, at))
        },
    },
    Kind {
        name: "total-lost",
        effect: Effect::Harmless,
        make: |year, random| {
            let sheets: Vec<_> = records(year)
                .into_iter()
                .filter(|(file, sheet)| total_row(year, *file, *sheet).is_some())
                .collect();
            let (file, sheet) = random.pick(&sheets)?;
            let total = total_row(year, file, sheet)?;
            year.sheet_mut(file, sheet).rows.remove(total);
            Some(year.place_of_sheet(file, sheet))
        },
    },
];

/// The sheets of records: not who reports.
pub(super) fn records(year: &Year) -> Vec<(usize, usize)> {
    year.sheets().into_iter().filter(|(file, _)| year.files[*file].name != "union.csv").collect()
}

pub(super) fn total_row(year: &Year, file: usize, sheet: usize) -> Option<usize> {
    let end = year.body(file, sheet).end;
    (end < year.sheet(file, sheet).rows.len()).then_some(end)
}

fn body_row(year: &Year, random: &mut Random, file: usize, sheet: usize) -> Option<usize> {
    let body: Vec<usize> = year.body(file, sheet).collect();
    random.pick(&body)
}

/// Puts a row made of the header between two records.
fn insert(year: &mut Year, random: &mut Random, row: impl Fn(&Row) -> Row) -> Option<Place> {
    let (file, sheet) = random.pick(&records(year))?;
    let at = body_row(year, random, file, sheet)?;
    let header = year.header(file, sheet);
    let rows = &mut year.sheet_mut(file, sheet).rows;
    let new = row(&rows[header]);
    rows.insert(at, new);
    Some(year.place_of_row(file, sheet, at))
}

fn words(column: usize, words: &str) -> Row {
    let mut cells = vec![Cell::Empty; column];
    cells.push(Cell::Text(words.to_owned()));
    Row { cells, hidden: false }
}

fn change_total(year: &mut Year, random: &mut Random, change: impl Fn(&mut Cell)) -> Option<Place> {
    let sheets: Vec<_> =
        records(year).into_iter().filter(|(file, sheet)| total_row(year, *file, *sheet).is_some()).collect();
    let (file, sheet) = random.pick(&sheets)?;
    let total = total_row(year, file, sheet)?;
    year.sheet_mut(file, sheet).rows[total].cells.iter_mut().for_each(change);
    Some(year.place_of_row(file, sheet, total))
}
