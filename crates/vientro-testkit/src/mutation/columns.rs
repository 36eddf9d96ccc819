//! Messes in columns and headings.

use unicode_normalization::UnicodeNormalization as _;

use super::rows::records;
use super::{Effect, Kind, Place, Random, Year, text_of};
use crate::{Cell, Row};

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "columns-in-another-order",
        effect: Effect::Harmless,
        make: |year, random| {
            let (file, sheet) = random.pick(&records(year))?;
            let header = year.header(file, sheet);
            let width = year.sheet(file, sheet).rows[header].cells.len();
            let mut order: Vec<usize> = (0..width).collect();
            random.shuffle(&mut order);
            for row in &mut year.sheet_mut(file, sheet).rows[header..] {
                row.cells.resize(width.max(row.cells.len()), Cell::Empty);
                row.cells = order.iter().map(|column| row.cells[*column].clone()).collect();
            }
            Some(year.place_of_sheet(file, sheet))
        },
    },
    Kind {
        name: "column-empty-at-the-left",
        effect: Effect::Harmless,
        make: |y, r| insert(y, r, 0, |_| Cell::Empty),
    },
    Kind {
        name: "column-nobody-asked-for",
        effect: Effect::Harmless,
        make: |y, r| {
            let at = r.below(4);
            insert(y, r, at, |row| Cell::Text(if row == 0 { "Người nhập" } else { "văn thư" }.to_owned()))
        },
    },
    Kind { name: "column-lost", effect: Effect::Told, make: |y, r| remove(y, r) },
    Kind {
        name: "headings-in-capitals",
        effect: Effect::Harmless,
        make: |y, r| headings(y, r, |_, text| text.to_uppercase()),
    },
    Kind {
        name: "headings-without-marks",
        effect: Effect::Harmless,
        make: |y, r| {
            headings(y, r, |_, text| {
                let bare: String =
                    text.nfd().filter(|letter| !('\u{300}'..='\u{36f}').contains(letter)).collect();
                bare.replace('đ', "d").replace('Đ', "D")
            })
        },
    },
    Kind {
        name: "headings-decomposed",
        effect: Effect::Harmless,
        make: |y, r| headings(y, r, |_, text| text.nfd().collect()),
    },
    Kind {
        name: "headings-over-two-lines",
        effect: Effect::Harmless,
        make: |y, r| headings(y, r, |_, text| text.replacen(' ', "\n", 1)),
    },
    Kind {
        name: "headings-with-stars",
        effect: Effect::Harmless,
        make: |y, r| headings(y, r, |_, text| format!("{text} (*)")),
    },
    Kind {
        name: "heading-misspelt",
        effect: Effect::Told,
        make: |year, random| {
            let (file, sheet) = random.pick(&records(year))?;
            let header = year.header(file, sheet);
            let cells = &mut year.sheet_mut(file, sheet).rows[header].cells;
            let long: Vec<usize> =
                (0..cells.len()).filter(|at| text_of(cells.get(*at)).chars().count() > 6).collect();
            let at = random.pick(&long)?;
            let letters: Vec<char> = text_of(cells.get(at)).chars().collect();
            let skipped = 2 + random.below(letters.len() - 3);
            let misspelt = letters.iter().enumerate().filter(|(index, _)| *index != skipped);
            cells[at] = Cell::Text(misspelt.map(|(_, letter)| *letter).collect());
            Some(year.place_of_column(file, sheet, at))
        },
    },
    Kind {
        name: "heading-in-other-words",
        effect: Effect::Told,
        make: |year, random| {
            let (file, sheet) = random.pick(&records(year))?;
            let header = year.header(file, sheet);
            let cells = &mut year.sheet_mut(file, sheet).rows[header].cells;
            let at = random.below(cells.len());
            cells[at] = Cell::Text("Thông tin thêm".to_owned());
            Some(year.place_of_column(file, sheet, at))
        },
    },
    Kind {
        name: "headings-lost",
        effect: Effect::Told,
        make: |year, random| {
            let (file, sheet) = random.pick(&records(year))?;
            let header = year.header(file, sheet);
            year.sheet_mut(file, sheet).rows.remove(header);
            Some(year.place_of_sheet(file, sheet))
        },
    },
    Kind {
        name: "titles-above",
        effect: Effect::Harmless,
        make: |year, random| {
            let (file, sheet) = random.pick(&records(year))?;
            let title = |text: &str| Row { cells: vec![Cell::Text(text.to_owned())], hidden: false };
            let titles = [title("LIÊN HIỆP CÁC TỔ CHỨC HỮU NGHỊ"), Row::default(), title("Phụ lục 2")];
            year.sheet_mut(file, sheet).rows.splice(0..0, titles);
            Some(year.place_of_sheet(file, sheet))
        },
    },
    Kind {
        name: "titles-lost",
        effect: Effect::Told,
        make: |year, random| {
            let (file, sheet) = random.pick(&year.pages())?;
            let header = year.header(file, sheet);
            year.sheet_mut(file, sheet).rows.drain(0..header);
            Some(year.place_of_sheet(file, sheet))
        },
    },
    Kind { name: "unit-in-heading", effect: Effect::Harmless, make: |y, r| scaled(y, r, false) },
    Kind { name: "unit-above-the-table", effect: Effect::Harmless, make: |y, r| scaled(y, r, true) },
    Kind {
        name: "cell-beside-the-table",
        effect: Effect::Told,
        make: |year, random| {
            let (file, sheet) = random.pick(&year.pages())?;
            let header = year.header(file, sheet);
            let width = year.sheet(file, sheet).rows[header].cells.len();
            let body: Vec<usize> = year.body(file, sheet).collect();
            let row = random.pick(&body)?;
            let cells = &mut year.sheet_mut(file, sheet).rows[row].cells;
            cells.resize(width + 2, Cell::Empty);
            cells.push(Cell::Number("15000000".to_owned()));
            Some(year.place_of_row(file, sheet, row))
        },
    },
];

fn insert(year: &mut Year, random: &mut Random, at: usize, cell: impl Fn(usize) -> Cell) -> Option<Place> {
    let (file, sheet) = random.pick(&records(year))?;
    let header = year.header(file, sheet);
    let end = year.body(file, sheet).end;
    for (index, row) in year.sheet_mut(file, sheet).rows.iter_mut().enumerate().skip(header) {
        let at = at.min(row.cells.len());
        row.cells.insert(at, if index < end { cell(index - header) } else { Cell::Empty });
    }
    Some(year.place_of_sheet(file, sheet))
}

/// The columns a reader cannot do without; of any other nobody can tell that it was there.
const NEEDED: &[&str] = &[
    "Mã",
    "Tên khoản viện trợ",
    "Tổ chức tài trợ",
    "Số, ngày QĐ phê duyệt",
    "Cam kết (VND)",
    "Mã khoản",
    "Số tiền",
    "Chứng từ",
    "Giá trị trước (VND)",
    "Giá trị sau (VND)",
    "Nội dung",
    "Thành tiền",
    "Thành tiền (VND)",
    "Nhà tài trợ",
    "Chi hội",
    "Tên hoạt động",
    "Đơn vị chủ trì",
    "Đoàn",
    "Trưởng đoàn",
    "Từ - đến",
    "Chỉ tiêu",
    "Cơ sở tính",
    "Năm",
    "Giá trị",
    "Số lượng",
    "Đơn vị tính",
    "Cơ quan tặng",
    "Đối tượng",
    "Ngày",
];

fn remove(year: &mut Year, random: &mut Random) -> Option<Place> {
    let (file, sheet) = random.pick(&records(year))?;
    let header = year.header(file, sheet);
    let cells = &year.sheet(file, sheet).rows[header].cells;
    let needed: Vec<usize> =
        (0..cells.len()).filter(|at| NEEDED.contains(&text_of(cells.get(*at)))).collect();
    let at = random.pick(&needed)?;
    for row in year.sheet_mut(file, sheet).rows.iter_mut().skip(header) {
        if at < row.cells.len() {
            row.cells.remove(at);
        }
    }
    Some(year.place_of_column(file, sheet, at))
}

fn headings(year: &mut Year, random: &mut Random, text: impl Fn(usize, &str) -> String) -> Option<Place> {
    let (file, sheet) = random.pick(&records(year))?;
    let header = year.header(file, sheet);
    for (index, cell) in year.sheet_mut(file, sheet).rows[header].cells.iter_mut().enumerate() {
        let new = Cell::Text(text(index, text_of(Some(cell))));
        *cell = new;
    }
    Some(year.place_of_sheet(file, sheet))
}

/// Writes the gifts in thousands, and says so in the heading or above the table.
fn scaled(year: &mut Year, random: &mut Random, above: bool) -> Option<Place> {
    let (divisor, unit) = random.pick(&[(1_000, "nghìn đồng"), (1_000_000, "triệu đồng")])?;
    let file = year.files.iter().position(|file| file.name == "qua-tang.xlsx")?;
    let header = year.header(file, 0);
    let rows = &mut year.sheet_mut(file, 0).rows;
    for row in &mut rows[header + 1..] {
        if let Some(Cell::Number(number)) = row.cells.get_mut(4) {
            *number = (number.parse::<u64>().ok()? / divisor).to_string();
        }
    }
    rows[header].cells[4] =
        Cell::Text(if above { "Thành tiền".to_owned() } else { format!("Thành tiền ({unit})") });
    if above {
        let title = Cell::Text(format!("Đơn vị tính: {unit}"));
        rows.insert(header, Row { cells: vec![title], hidden: false });
    }
    Some(year.place_of_sheet(file, 0))
}
