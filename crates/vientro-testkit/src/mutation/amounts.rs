//! Messes in amounts.

use super::{AMOUNTS, Effect, Kind, Place, Random, Spot, Year};
use crate::Cell;

pub(super) const KINDS: &[Kind] = &[
    Kind { name: "amount-with-dots", effect: Effect::Harmless, make: |y, r| text(y, r, |n| grouped(n, ".")) },
    Kind {
        name: "amount-with-commas",
        effect: Effect::Harmless,
        make: |y, r| text(y, r, |n| grouped(n, ",")),
    },
    Kind {
        name: "amount-with-spaces",
        effect: Effect::Harmless,
        make: |y, r| text(y, r, |n| grouped(n, " ")),
    },
    Kind {
        name: "amount-with-hard-spaces",
        effect: Effect::Harmless,
        make: |y, r| text(y, r, |n| grouped(n, "\u{a0}")),
    },
    Kind {
        name: "amount-of-bare-digits",
        effect: Effect::Harmless,
        make: |y, r| text(y, r, |n| n.to_string()),
    },
    Kind {
        name: "amount-in-billions",
        effect: Effect::Harmless,
        make: |y, r| text(y, r, |n| format!("{} tỷ", decimal(n, 9))),
    },
    Kind {
        name: "amount-in-millions",
        effect: Effect::Harmless,
        make: |y, r| text(y, r, |n| format!("{} triệu đồng", decimal(n, 6))),
    },
    Kind {
        name: "amount-with-currency",
        effect: Effect::Harmless,
        make: |y, r| text(y, r, |n| format!("{} VNĐ", grouped(n, "."))),
    },
    Kind {
        name: "amount-with-sign-of-dong",
        effect: Effect::Harmless,
        make: |y, r| text(y, r, |n| format!("{}đ", grouped(n, "."))),
    },
    Kind {
        name: "amount-among-spaces",
        effect: Effect::Harmless,
        make: |y, r| text(y, r, |n| format!("  {}\u{a0} ", grouped(n, "."))),
    },
    Kind {
        name: "amount-with-empty-decimals",
        effect: Effect::Harmless,
        make: |y, r| text(y, r, |n| format!("{},00", grouped(n, "."))),
    },
    Kind {
        name: "amount-as-formula",
        effect: Effect::Harmless,
        make: |y, r| put(y, r, |n| Cell::Formula { formula: format!("={n}*1"), value: Some(n.to_string()) }),
    },
    Kind {
        name: "amount-hedged",
        effect: Effect::Hedged,
        make: |y, r| {
            let word = r.pick(&["khoảng", "hơn", "gần", "ước"])?;
            text(y, r, |n| format!("{word} {} triệu", decimal(n, 6)))
        },
    },
    Kind {
        name: "amount-after-apostrophe",
        effect: Effect::Told,
        make: |y, r| text(y, r, |n| format!("'{n}")),
    },
    Kind {
        name: "amount-with-letter",
        effect: Effect::Told,
        make: |y, r| text(y, r, |n| grouped(n, ".").replacen('0', "O", 1)),
    },
    Kind {
        name: "amount-later",
        effect: Effect::Told,
        make: |y, r| text(y, r, |_| "đang cập nhật".to_owned()),
    },
    Kind { name: "amount-asked", effect: Effect::Told, make: |y, r| text(y, r, |_| "?".to_owned()) },
    Kind { name: "amount-not-known", effect: Effect::Told, make: |y, r| text(y, r, |_| "N/A".to_owned()) },
    Kind { name: "amount-blank", effect: Effect::Told, make: |y, r| put(y, r, |_| Cell::Empty) },
    Kind { name: "amount-dash", effect: Effect::Told, make: |y, r| text(y, r, |_| "-".to_owned()) },
    Kind {
        name: "amount-zero",
        effect: Effect::Told,
        make: |y, r| put(y, r, |_| Cell::Number("0".to_owned())),
    },
    Kind {
        name: "amount-in-thousands",
        effect: Effect::Told,
        make: |y, r| put(y, r, |n| Cell::Number((n / 1_000).to_string())),
    },
    Kind {
        name: "amount-in-bare-millions",
        effect: Effect::Told,
        make: |y, r| put(y, r, |n| Cell::Number((n / 1_000_000).to_string())),
    },
    Kind {
        name: "amount-a-thousand-times",
        effect: Effect::Told,
        make: |y, r| put(y, r, |n| Cell::Number((n * 1_000).to_string())),
    },
    Kind {
        name: "amount-without-value",
        effect: Effect::Told,
        make: |y, r| put(y, r, |n| Cell::Formula { formula: format!("={n}*1"), value: None }),
    },
    Kind {
        name: "amount-fault-of-formula",
        effect: Effect::Told,
        make: |y, r| {
            let fault = r.pick(&["#REF!", "#VALUE!", "#DIV/0!", "#N/A"])?;
            put(y, r, |_| Cell::Formula { formula: "=A1/0".to_owned(), value: Some(fault.to_owned()) })
        },
    },
    Kind {
        name: "amount-with-halves",
        effect: Effect::Told,
        make: |y, r| put(y, r, |n| Cell::Number(format!("{n}.5"))),
    },
    Kind {
        name: "amount-in-dollars",
        effect: Effect::Told,
        make: |y, r| text(y, r, |n| format!("{} USD", grouped(n / 25_000, "."))),
    },
    Kind { name: "amount-percent", effect: Effect::Told, make: |y, r| text(y, r, |_| "50%".to_owned()) },
    Kind {
        name: "amount-and-another",
        effect: Effect::Told,
        make: |y, r| text(y, r, |n| format!("{} / {}", grouped(n, "."), grouped(n / 2, "."))),
    },
    Kind {
        name: "amount-beyond-all",
        effect: Effect::Told,
        make: |y, r| text(y, r, |n| format!("{n}000000000000")),
    },
    Kind {
        name: "amount-negative",
        effect: Effect::Told,
        make: |y, r| put(y, r, |n| Cell::Number(format!("-{n}"))),
    },
    Kind {
        name: "amount-with-digits-swapped",
        effect: Effect::Told,
        make: |year, random| {
            // only a total or another sheet can tell
            let spots = year
                .spots(&["Giải ngân kỳ này (VND)", "Số tiền", "Thành tiền (VND)"], |cell| {
                    number(cell).is_some()
                });
            let spot = random.pick(&spots)?;
            let mut digits: Vec<char> = number(year.cell(spot))?.to_string().chars().collect();
            digits.swap(0, 1);
            Some(year.put(spot, Cell::Number(digits.into_iter().collect())))
        },
    },
    Kind {
        name: "amount-merged",
        effect: Effect::Told,
        make: |year, random| {
            let below = |spot: &Spot| Spot { row: spot.row + 1, ..*spot };
            let spots = year.spots(AMOUNTS, |cell| matches!(cell, Cell::Number(_)));
            let pairs: Vec<Spot> =
                spots.iter().filter(|spot| spots.contains(&below(spot))).copied().collect();
            let spot = random.pick(&pairs)?;
            // the writer puts the text of a merged range into its first cell
            let text = number(year.cell(spot))?.to_string();
            year.put(spot, Cell::Text(text));
            let merge = |spot: Spot| Some((u32::try_from(spot.row).ok()?, u16::try_from(spot.column).ok()?));
            let range = (merge(spot)?, merge(below(&spot))?);
            year.sheet_mut(spot.file, spot.sheet).merges.push(range);
            Some(year.place(below(&spot)))
        },
    },
];

fn number(cell: &Cell) -> Option<u64> {
    match cell {
        Cell::Number(number) => number.parse().ok(),
        Cell::Text(text) => text.replace('.', "").parse().ok(),
        _ => None,
    }
}

fn put(year: &mut Year, random: &mut Random, cell: impl Fn(u64) -> Cell) -> Option<Place> {
    let spot = random.pick(&year.spots(AMOUNTS, |cell| number(cell).is_some()))?;
    let old = number(year.cell(spot))?;
    Some(year.put(spot, cell(old)))
}

fn text(year: &mut Year, random: &mut Random, text: impl Fn(u64) -> String) -> Option<Place> {
    put(year, random, |number| Cell::Text(text(number)))
}

/// `1250000` as `1.250.000`.
fn grouped(number: u64, separator: &str) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push_str(separator);
        }
        text.push(digit);
    }
    text
}

/// A number of units as that of units with more zeros: `decimal(1_250, 3)` is `1,25`.
fn decimal(number: u64, zeros: u32) -> String {
    let unit = 10_u64.pow(zeros);
    let width = usize::try_from(zeros).unwrap_or(0);
    let rest = format!("{:0width$}", number % unit);
    let rest = rest.trim_end_matches('0');
    if rest.is_empty() { (number / unit).to_string() } else { format!("{},{rest}", number / unit) }
}
