//! Messes in days.

use super::{Effect, Kind, Place, Random, Year};
use crate::Cell;

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "day-with-slashes",
        effect: Effect::Harmless,
        make: |y, r| text(y, r, |(y, m, d)| format!("{d:02}/{m:02}/{y}")),
    },
    Kind {
        name: "day-without-zeros",
        effect: Effect::Harmless,
        make: |y, r| text(y, r, |(y, m, d)| format!("{d}/{m}/{y}")),
    },
    Kind {
        name: "day-with-dots",
        effect: Effect::Harmless,
        make: |y, r| text(y, r, |(y, m, d)| format!("{d}.{m}.{y}")),
    },
    Kind {
        name: "day-with-hyphens",
        effect: Effect::Harmless,
        make: |y, r| text(y, r, |(y, m, d)| format!("{d:02}-{m:02}-{y}")),
    },
    Kind {
        name: "day-in-words",
        effect: Effect::Harmless,
        make: |y, r| text(y, r, |(y, m, d)| format!("ngày {d:02} tháng {m} năm {y}")),
    },
    Kind {
        name: "day-of-iso",
        effect: Effect::Harmless,
        make: |y, r| text(y, r, |(y, m, d)| format!("{y}-{m:02}-{d:02}")),
    },
    Kind {
        name: "day-among-spaces",
        effect: Effect::Harmless,
        make: |y, r| text(y, r, |(y, m, d)| format!(" {d:02}/{m:02}/{y}\u{a0}")),
    },
    Kind {
        name: "day-as-serial",
        effect: Effect::Harmless,
        make: |y, r| put(y, r, |day| Cell::Number(serial(day).to_string())),
    },
    Kind {
        name: "day-with-time",
        effect: Effect::Told,
        make: |y, r| text(y, r, |(y, m, d)| format!("{d:02}/{m:02}/{y} 08:30")),
    },
    Kind {
        name: "day-with-two-digits-of-year",
        effect: Effect::Told,
        make: |y, r| text(y, r, |(y, m, d)| format!("{d:02}/{m:02}/{:02}", y % 100)),
    },
    Kind {
        name: "day-without-year",
        effect: Effect::Told,
        make: |y, r| text(y, r, |(_, m, d)| format!("{d:02}/{m:02}")),
    },
    Kind {
        name: "day-that-is-none",
        effect: Effect::Told,
        make: |y, r| text(y, r, |(y, _, _)| format!("31/02/{y}")),
    },
    Kind {
        name: "day-of-a-month-only",
        effect: Effect::Told,
        make: |y, r| text(y, r, |(y, m, _)| format!("tháng {m}/{y}")),
    },
    Kind {
        name: "day-of-a-year-only",
        effect: Effect::Told,
        make: |y, r| put(y, r, |(y, _, _)| Cell::Number(y.to_string())),
    },
    Kind {
        name: "day-of-another-century",
        effect: Effect::Told,
        make: |y, r| text(y, r, |(_, m, d)| format!("{d:02}/{m:02}/2205")),
    },
    Kind {
        name: "day-in-english",
        effect: Effect::Told,
        make: |y, r| text(y, r, |(y, m, d)| format!("{d} {} {y}", MONTHS[usize::from(m) - 1])),
    },
    Kind {
        name: "day-with-letter",
        effect: Effect::Told,
        make: |y, r| text(y, r, |(y, m, d)| format!("{d:02}/{m:02}/{y}").replace('0', "o")),
    },
    Kind { name: "day-blank", effect: Effect::Told, make: |y, r| put(y, r, |_| Cell::Empty) },
    Kind { name: "day-later", effect: Effect::Told, make: |y, r| text(y, r, |_| "chưa rõ".to_owned()) },
    Kind {
        name: "days-two-in-a-cell",
        effect: Effect::Told,
        make: |y, r| text(y, r, |(y, m, d)| format!("{d:02}/{m:02}/{y} và 30/12/{y}")),
    },
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

type Day = (u16, u8, u8);

fn put(year: &mut Year, random: &mut Random, cell: impl Fn(Day) -> Cell) -> Option<Place> {
    let spot = random.pick(&year.spots(&["Ngày"], |cell| matches!(cell, Cell::Date { .. })))?;
    let Cell::Date { year: y, month, day } = *year.cell(spot) else { return None };
    Some(year.put(spot, cell((y, month, day))))
}

fn text(year: &mut Year, random: &mut Random, text: impl Fn(Day) -> String) -> Option<Place> {
    put(year, random, |day| Cell::Text(text(day)))
}

/// The serial number of a day of 2025 in the 1900 epoch.
fn serial((_, month, day): Day) -> u32 {
    const BEFORE: [u32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    45_657 + BEFORE[usize::from(month) - 1] + u32::from(day)
}
