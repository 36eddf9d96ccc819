//! What findings suggest is put into the cells of messy sheets of several kinds: no row is lost, nothing that was
//! corrected is told again, and after a few passes nothing is left to correct.

use std::ops::Range;

use proptest::prelude::*;
use vientro_core::Finding;
use vientro_intake::{Options, Reading, SheetSummary, Source, correct, read_union};

/// A register without fault, for the sheets that name its items.
const ITEMS: &str = "Mã;Tên khoản viện trợ;Tổ chức tài trợ;Số, ngày QĐ phê duyệt;Cam kết (VND)\n\
    001;Xây phòng học;Tổ chức A;12/QĐ-UBND ngày 12/8/2025;900.000.000\n\
    002;Giếng khoan;Tổ chức B;13/QĐ-UBND ngày 13/8/2025;800.000.000\n";

/// Texts of cells: an amount, a day, and which of several ways of writing each is used.
#[derive(Clone, Debug)]
struct Row {
    amount: u64,
    amount_style: usize,
    day_style: usize,
    code_style: usize,
}

impl Row {
    fn amount(&self) -> String {
        let amount = self.amount;
        match self.amount_style {
            0 => format!("{amount}.000.000"),
            1 => format!("{amount},000,000"),
            2 => format!("{amount}.000"),
            3 => format!("{amount} triệu"),
            4 => format!("{amount}000000,5"),
            5 => format!("{amount}.000.000 "),
            6 => format!("khoảng {amount} triệu"),
            7 => String::new(),
            _ => format!("{amount},125"),
        }
    }

    fn day(&self) -> &'static str {
        ["05/9/2025", "9/2025", "45905", "2025", "31/02/2025", "", "5.9.2025"][self.day_style % 7]
    }

    fn code(&self) -> &'static str {
        ["001", "1", "002", "2", " 001 ", "009"][self.code_style % 6]
    }
}

/// A kind of sheet: its name, its headings, a row of it and its line of the total, if it has one.
type Kind = (&'static str, &'static str, fn(usize, &Row) -> String, Option<fn(u64) -> String>);

const KINDS: [Kind; 6] = [
    (
        "qua.csv",
        "Nội dung;Thành tiền (VND);Nhà tài trợ;Ngày;Chi hội\n",
        |number, row| format!("Ga\u{323}o {number};{};TC {number};{};Chi hội\n", row.amount(), row.day()),
        Some(|sum| format!("Tổng cộng;{sum}.000.000\n")),
    ),
    (
        "giai-ngan.csv",
        "Ngày;Mã khoản;Nội dung;Số tiền;Loại tiền;Chứng từ\n",
        |number, row| {
            let currency = if row.day_style % 2 == 0 { "VND" } else { "" };
            let (day, code, amount) = (row.day(), row.code(), row.amount());
            format!("{day};{code};Đợt {number};{amount};{currency};UNC {number}\n")
        },
        Some(|sum| format!(";;Tổng cộng;{sum}.000.000;;\n")),
    ),
    (
        "vien-tro-khac.csv",
        "Mã;Tên khoản viện trợ;Tổ chức tài trợ;Mã ĐVHC;Số, ngày QĐ phê duyệt;Cam kết (VND)\n",
        |number, row| {
            // An Giang and Kiên Giang are one province since 1 July 2025
            let unit = ["91", "89", "1"][row.code_style % 3];
            let (day, amount) = (row.day(), row.amount());
            format!("1{number};Khoản {number};TC {number};{unit};{number}/QĐ-UBND ngày {day};{amount}\n")
        },
        Some(|sum| format!(";Tổng cộng;;;;{sum}.000.000\n")),
    ),
    (
        "dieu-chinh.csv",
        "Ngày;Mã khoản;Giá trị trước (VND);Giá trị sau (VND);Lý do;Số, ngày QĐ\n",
        |number, row| {
            let (day, code, amount) = (row.day(), row.code(), row.amount());
            format!("{day};{code};900.000.000;{amount};lý do {number};{number}/QĐ-UBND\n")
        },
        None,
    ),
    (
        "ket-qua.csv",
        "Mã khoản;Nội dung;Số lượng;Đơn vị;Địa bàn\n",
        |number, row| format!("{};Kết quả {number};{};cái;xã {number}\n", row.code(), row.amount()),
        None,
    ),
    (
        "bao-co.csv",
        "Ngày;Số chứng từ;Người chuyển tiền;Số tiền;Loại tiền\n",
        |number, row| format!("{};FT{number};Tổ chức {number};{};VND\n", row.day(), row.amount()),
        None,
    ),
];

fn rows(count: Range<usize>) -> impl Strategy<Value = Vec<Row>> {
    let row = (1_u64..400, 0_usize..9, 0_usize..7, 0_usize..6);
    let row = row.prop_map(|(amount, amount_style, day_style, code_style)| Row {
        amount,
        amount_style,
        day_style,
        code_style,
    });
    proptest::collection::vec(row, count)
}

fn read(name: &str, text: &[u8]) -> Reading {
    let files = [Source::new("vien-tro.csv", ITEMS.as_bytes()), Source::new(name, text)];
    read_union(&files, &Options::for_year(2025)).unwrap()
}

/// The findings of one file that suggest what its cell should hold.
fn open(reading: &Reading, name: &str) -> Vec<Finding> {
    let suggests = |it: &&Finding| it.suggestion().is_some() && it.location().file() == Some(name);
    reading.findings().iter().filter(suggests).cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_correction_leaves_nothing_to_correct(kind in 0_usize..6, rows in rows(1..9), off in 0_u64..3) {
        let (name, headings, row, total) = KINDS[kind];
        let body: String = rows.iter().enumerate().map(|(number, it)| row(number, it)).collect();
        let sum = rows.iter().map(|row| row.amount).sum::<u64>() + off;
        let mut bytes = format!("{headings}{body}{}", total.map(|total| total(sum)).unwrap_or_default()).into_bytes();
        let mut reading = read(name, &bytes);
        // a corrected amount makes another total right, and others of its column suspect: a few passes
        for pass in 0.. {
            let found = open(&reading, name);
            if found.is_empty() {
                break;
            }
            let shown = String::from_utf8_lossy(&bytes).into_owned();
            prop_assert!(pass < 6, "{found:#?}\n{shown}");
            let corrected =
                correct(&Source::new(name, &bytes), reading.findings(), &Options::for_year(2025)).unwrap();
            prop_assert!(!corrected.applied.is_empty(), "{found:#?}\n{shown}");
            let again = read(name, &corrected.bytes);
            let told_again = again.findings().iter().find(|finding| {
                let same = |taken: &Finding| taken.code() == finding.code() && taken.location() == finding.location();
                // a total is compared anew with what the rows hold now
                finding.code().as_str() != "total-mismatch" && corrected.applied.iter().any(same)
            });
            prop_assert!(told_again.is_none(), "{told_again:?}\n{shown}");
            let counts = |reading: &Reading| reading.sheets().iter().map(SheetSummary::rows).sum::<u32>();
            let refused = |reading: &Reading| reading.sheets().iter().map(SheetSummary::refused).sum::<u32>();
            prop_assert_eq!(counts(&again), counts(&reading), "{}", shown);
            prop_assert!(refused(&again) <= refused(&reading), "{}", shown);
            (bytes, reading) = (corrected.bytes, again);
        }
    }
}
