//! Messes in words: names, codes, decisions.

use unicode_normalization::UnicodeNormalization as _;

use super::{Effect, Kind, Place, Random, Year, text_of};
use crate::Cell;

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "name-decomposed",
        effect: Effect::Harmless,
        make: |y, r| name(y, r, |it| it.nfd().collect()),
    },
    Kind {
        name: "name-among-spaces",
        effect: Effect::Harmless,
        make: |y, r| name(y, r, |it| format!("  {it} ")),
    },
    Kind {
        name: "name-with-double-spaces",
        effect: Effect::Harmless,
        make: |y, r| name(y, r, |it| it.replacen(' ', "  ", 1)),
    },
    Kind {
        name: "name-with-hard-spaces",
        effect: Effect::Harmless,
        make: |y, r| name(y, r, |it| it.replace(' ', "\u{a0}")),
    },
    Kind {
        name: "name-over-two-lines",
        effect: Effect::Harmless,
        make: |y, r| name(y, r, |it| it.replacen(' ', "\n", 1)),
    },
    Kind {
        name: "name-with-letter-of-no-width",
        effect: Effect::Told,
        make: |y, r| name(y, r, |it| it.replacen(' ', " \u{200b}", 1)),
    },
    Kind { name: "name-blank", effect: Effect::Told, make: |y, r| change(y, r, NAMES, |_| Cell::Empty) },
    Kind {
        name: "code-as-number",
        effect: Effect::Told,
        make: |y, r| change(y, r, &["Mã khoản"], |it| Cell::Number(it.trim_start_matches('0').to_owned())),
    },
    Kind {
        name: "code-of-register-as-number",
        effect: Effect::Told,
        make: |y, r| {
            let place = change(y, r, &["Mã"], |it| Cell::Number(it.trim_start_matches('0').to_owned()))?;
            // the lines that name the item by its code are told, and the item by its own
            Some(Place { sheet: None, cell: None, ..place })
        },
    },
    Kind {
        name: "code-among-spaces",
        effect: Effect::Harmless,
        make: |y, r| change(y, r, &["Mã", "Mã khoản"], |it| Cell::Text(format!(" {it} "))),
    },
    Kind {
        name: "code-of-no-item",
        effect: Effect::Told,
        make: |y, r| change(y, r, &["Mã khoản"], |_| Cell::Text("999".to_owned())),
    },
    Kind {
        name: "code-blank",
        effect: Effect::Told,
        make: |y, r| change(y, r, &["Mã khoản"], |_| Cell::Empty),
    },
    Kind {
        name: "decision-without-day",
        effect: Effect::Told,
        make: |y, r| {
            change(y, r, &["Số, ngày QĐ phê duyệt"], |it| {
                Cell::Text(it.split(" ngày").next().unwrap_or_default().to_owned())
            })
        },
    },
    Kind {
        name: "decision-with-bare-day",
        effect: Effect::Harmless,
        make: |y, r| {
            change(y, r, &["Số, ngày QĐ phê duyệt"], |it| Cell::Text(it.replace(" ngày", ",")))
        },
    },
    Kind {
        name: "decision-of-no-day",
        effect: Effect::Told,
        make: |y, r| {
            change(y, r, &["Số, ngày QĐ phê duyệt"], |it| {
                let number = it.split(" ngày").next().unwrap_or_default();
                Cell::Text(format!("{number} ngày 31/02/2025"))
            })
        },
    },
    Kind {
        name: "unit-code-as-number",
        effect: Effect::Harmless,
        make: |y, r| change(y, r, &["Mã ĐVHC"], |it| Cell::Number(it.to_owned())),
    },
    Kind {
        name: "unit-code-of-no-province",
        effect: Effect::Told,
        make: |y, r| change(y, r, &["Mã ĐVHC"], |_| Cell::Text("99".to_owned())),
    },
    Kind {
        name: "unit-code-of-former-province",
        effect: Effect::Told,
        make: |y, r| change(y, r, &["Mã ĐVHC"], |_| Cell::Text("89".to_owned())),
    },
    Kind {
        name: "term-with-dash",
        effect: Effect::Harmless,
        make: |y, r| change(y, r, &["Thời gian"], |it| Cell::Text(it.replace(" - ", " – "))),
    },
    Kind {
        name: "term-in-words",
        effect: Effect::Told,
        make: |y, r| change(y, r, &["Thời gian"], |_| Cell::Text("ba năm".to_owned())),
    },
    Kind {
        name: "form-in-other-words",
        effect: Effect::Told,
        make: |y, r| {
            change(y, r, &["Hình thức"], |it| {
                // the form of an award may be anything
                let other = if it.contains("khen") || it.contains("niệm") { it } else { "khác" };
                Cell::Text(other.to_owned())
            })
        },
    },
    Kind {
        name: "currency-in-other-words",
        effect: Effect::Harmless,
        make: |y, r| {
            let word = r.pick(&["đồng", "vnd", "VNĐ", "Việt Nam đồng"])?;
            change(y, r, &["Loại tiền"], |_| Cell::Text(word.to_owned()))
        },
    },
    Kind {
        name: "currency-of-nobody",
        effect: Effect::Told,
        make: |y, r| change(y, r, &["Loại tiền"], |_| Cell::Text("xu".to_owned())),
    },
    Kind {
        name: "currency-blank",
        effect: Effect::Told,
        make: |y, r| change(y, r, &["Loại tiền"], |_| Cell::Empty),
    },
    Kind {
        name: "count-in-words",
        effect: Effect::Told,
        make: |y, r| change(y, r, &["Số lượng", "Số người"], |_| Cell::Text("nhiều".to_owned())),
    },
    Kind {
        name: "count-negative",
        effect: Effect::Told,
        make: |y, r| change(y, r, &["Số lượng", "Số người"], |_| Cell::Number("-5".to_owned())),
    },
    Kind {
        name: "basis-in-other-words",
        effect: Effect::Told,
        make: |y, r| change(y, r, &["Cơ sở tính"], |_| Cell::Text("tổng hợp".to_owned())),
    },
    Kind {
        name: "profile-without-year",
        effect: Effect::Told,
        make: |year, _| {
            let file = year.files.iter().position(|file| file.name == "union.csv")?;
            let rows = &mut year.sheet_mut(file, 0).rows;
            let row = rows.iter().position(|row| text_of(row.cells.first()) == "year")?;
            rows.remove(row);
            Some(year.place_of_sheet(file, 0))
        },
    },
];

/// The columns of names.
const NAMES: &[&str] = &[
    "Tên khoản viện trợ",
    "Nội dung",
    "Tên hoạt động",
    "Nhà tài trợ",
    "Chi hội",
    "Chứng từ",
    "Tổ chức tài trợ",
];

fn name(year: &mut Year, random: &mut Random, text: impl Fn(&str) -> String) -> Option<Place> {
    change(year, random, NAMES, |old| Cell::Text(text(old)))
}

fn change(
    year: &mut Year,
    random: &mut Random,
    headings: &[&str],
    cell: impl Fn(&str) -> Cell,
) -> Option<Place> {
    let spots = year.spots(headings, |cell| matches!(cell, Cell::Text(_) | Cell::Number(_)));
    let spot = random.pick(&spots)?;
    let old = match year.cell(spot) {
        Cell::Text(text) | Cell::Number(text) => text.clone(),
        _ => return None,
    };
    Some(year.put(spot, cell(&old)))
}
