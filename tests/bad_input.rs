//! Bad input through the facade: whatever an office sends, each fault gives one line that names file, sheet and cell
//! (or record), what was found and what was expected, in Vietnamese and in English; every other row is still read and
//! counted; totals say how many values they lack; nothing panics.

#![expect(clippy::unwrap_used, reason = "the helpers unwrap what is known to be good")]

use rust_decimal::Decimal;
use vientro::accounting::{Journal, PostingContext, PostingReport, Selection, Sum, Totals};
use vientro::core::{Figure, Finding, Language, Period, Severity};
use vientro::currency::{Currency, Money, Policy, Rate, RateBook, RateKind};
use vientro::intake::{IntakeError, Options, Reading, Source, read_union};
use vientro::model::{AmountKey, Basis, Direction, Facts};

const REGISTER: &str = "\
STT;Mã;Tên khoản viện trợ;Tổ chức tài trợ;Mã ĐVHC;Số, ngày QĐ phê duyệt;Cam kết
1;001;Nước sạch;Tổ chức minh họa 01;91;12/QĐ-UBND ngày 12/8/2025;100.000.000
2;002;Trường học;Tổ chức minh họa 02;99;13/QĐ-UBND ngày 30/8/2025;200.000.000
3;003;Y tế;Tổ chức minh họa 03;91;14/QĐ-UBND ngày 05/9/2025;nhiều
";
const PAID: &str = "\
Ngày;Mã khoản;Nội dung;Số tiền;Loại tiền
05/9/2025;001;Đợt 1;20.000.000;VND
06/9/2025;001;Đợt 2;đang cập nhật;VND
31/02/2025;002;Đợt 1;7.000.000;VND
08/9/2025;017;Đợt 1;5.000.000;VND
09/9/2025;003;Đợt 1;1.000;USD
10/10/2025;003;Đợt 2;2.000;USD
11/9/2025;003;Đợt 3;3.000;EUR
";
const GIFTS: &str = "STT;Nội dung;Số lượng;Đơn vị;Thành tiền;Nhà tài trợ;Ngày;Chi hội\n\
                     1;Gạo;5;tấn;85.000.000;Tổ chức minh họa 04 (Nhật Bản);05/6/2025;Chi hội 1\n";

fn read(files: &[(&str, &[u8])]) -> Reading {
    let sources: Vec<Source<'_>> = files.iter().map(|(name, bytes)| Source::new(name, bytes)).collect();
    let reading = read_union(&sources, &Options::for_year(2025)).unwrap();
    assert_counted(&reading);
    reading
}

/// Every row of every sheet is in its summary once.
fn assert_counted(reading: &Reading) {
    for sheet in reading.sheets() {
        let parts = [
            sheet.records(),
            sheet.titles(),
            sheet.headers(),
            sheet.totals(),
            sheet.notes(),
            sheet.refused(),
        ];
        assert_eq!(sheet.rows(), parts.into_iter().sum::<u32>(), "{sheet:?}");
    }
}

fn lines(findings: &[Finding], language: Language) -> Vec<String> {
    findings.iter().map(|finding| finding.line(language)).collect()
}

/// Checks the findings line by line.
fn assert_lines(findings: &[Finding], vi: &[&str], en: &[&str]) {
    assert_eq!(lines(findings, Language::Vi), vi);
    assert_eq!(lines(findings, Language::En), en);
}

fn example(path: &str) -> Vec<u8> {
    std::fs::read(format!("{}/examples/data/union-2025/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Books at the accounting rate of the dollar of September, the only rate there is.
fn post(facts: &Facts) -> (Journal, PostingReport) {
    let rate =
        Rate::builder(Currency::USD, Currency::VND, Decimal::from(25_184), RateKind::TreasuryAccounting)
            .publisher("Kho bạc Nhà nước")
            .days("2025-09-01".parse().unwrap(), "2025-09-30".parse().unwrap());
    let rates = RateBook::from_rates([rate.build().unwrap()]).unwrap();
    let policy = Policy::treasury_accounting();
    let mut journal = Journal::new();
    let report = journal.post(facts, &PostingContext::new(&rates, &policy, Currency::VND)).unwrap();
    (journal, report)
}

fn disbursed(journal: &Journal, facts: &Facts) -> Sum {
    let year = Period::calendar_year(2025).unwrap();
    let selection = Selection::new(AmountKey::new(Basis::Disbursed, Direction::Inward)).during(year);
    Totals::new(journal, facts).total(&selection).unwrap()
}

#[test]
fn each_bad_cell_is_one_finding_and_its_row_is_kept() {
    let reading = read(&[("vien-tro.csv", REGISTER.as_bytes()), ("giai-ngan.csv", PAID.as_bytes())]);
    assert_eq!((reading.facts().items().count(), reading.facts().flows().count()), (3, 7));
    assert!(reading.has_errors());
    assert_lines(
        reading.findings(),
        &[
            "lỗi unknown-unit-code vien-tro.csv E3 #3: chưa từng có tỉnh, thành phố mang mã `99`; có `99`, cần `01-96`",
            "lỗi not-a-number vien-tro.csv G4 #4: ô không phải là số; giá trị chưa biết, không phải bằng không: không có số nào trong `nhiều`; có `nhiều`, cần `một số tiền, ví dụ 1.250.000.000 hoặc 1,25 tỷ; chưa biết thì để trống`",
            "ghi chú column-missing giai-ngan.csv: bảng không có cột cần thiết; cần `Chứng từ`",
            "lỗi not-a-number giai-ngan.csv D3 #3: ô không phải là số; giá trị chưa biết, không phải bằng không: không có số nào trong `đang cập nhật`; có `đang cập nhật`, cần `một số tiền, ví dụ 1.250.000.000 hoặc 1,25 tỷ; chưa biết thì để trống`",
            "lỗi unknown-date giai-ngan.csv A4 #4: ngày không có trong lịch hoặc không đọc được; giữ bản ghi không ngày; có `31/02/2025`, cần `dd/mm/yyyy`",
            "lỗi unknown-item giai-ngan.csv B5 #5: không có khoản viện trợ mang mã này; có `017`, cần `001, 002, 003`",
        ],
        &[
            "error unknown-unit-code vien-tro.csv E3 #3: no province or city ever had the code `99`; found `99`, expected `01-96`",
            "error not-a-number vien-tro.csv G4 #4: the cell is no number; the value is unknown, not zero: no number in `nhiều`; found `nhiều`, expected `an amount such as 1.250.000.000 or 1,25 tỷ; empty if it is not known`",
            "note column-missing giai-ngan.csv: the sheet has no such column, and needs it; expected `Chứng từ`",
            "error not-a-number giai-ngan.csv D3 #3: the cell is no number; the value is unknown, not zero: no number in `đang cập nhật`; found `đang cập nhật`, expected `an amount such as 1.250.000.000 or 1,25 tỷ; empty if it is not known`",
            "error unknown-date giai-ngan.csv A4 #4: no such day, or no day at all; the record is kept without one; found `31/02/2025`, expected `dd/mm/yyyy`",
            "error unknown-item giai-ngan.csv B5 #5: no aid item has this code; found `017`, expected `001, 002, 003`",
        ],
    );
}

#[test]
fn a_missing_rate_names_the_record_and_totals_count_what_they_lack() {
    let facts =
        read(&[("vien-tro.csv", REGISTER.as_bytes()), ("giai-ngan.csv", PAID.as_bytes())]).into_facts();
    let (journal, report) = post(&facts);
    assert_lines(
        &report.findings,
        &[
            "cảnh báo flow-undated giai-ngan.csv A4 #4: không có ngày: chưa ghi sổ, được đếm riêng bên cạnh mọi tổng; có `7.000.000 VND`, cần `dd/mm/yyyy`",
            "lỗi flow-no-rate giai-ngan.csv A7 #7: không quy đổi được: chưa ghi sổ, được đếm riêng bên cạnh mọi tổng (không có tỷ giá hạch toán cho `USD/VND` của 01/10/2025 - 31/10/2025; gần nhất trước đó: 1 USD = 25.184 VND (tỷ giá hạch toán, tháng 09/2025)); có `2.000 USD`",
            "lỗi flow-no-rate giai-ngan.csv A8 #8: không quy đổi được: chưa ghi sổ, được đếm riêng bên cạnh mọi tổng (không có tỷ giá hạch toán cho `EUR/VND` của 01/09/2025 - 30/09/2025; chưa có tỷ giá nào của cặp này); có `3.000 EUR`",
        ],
        &[
            "warning flow-undated giai-ngan.csv A4 #4: no date: not posted, counted beside every total; found `7,000,000 VND`, expected `dd/mm/yyyy`",
            "error flow-no-rate giai-ngan.csv A7 #7: cannot be converted: not posted, counted beside every total (no `treasury-accounting` rate for `USD/VND` on 01/10/2025 - 31/10/2025; the nearest before: 1 USD = 25,184 VND (treasury-accounting, September 2025)); found `2,000 USD`",
            "error flow-no-rate giai-ngan.csv A8 #8: cannot be converted: not posted, counted beside every total (no `treasury-accounting` rate for `EUR/VND` on 01/09/2025 - 30/09/2025; there is none of this pair at all); found `3,000 EUR`",
        ],
    );

    let sum = disbursed(&journal, &facts);
    // 20,000,000 + 5,000,000 of the item that is not registered + 1,000 USD × 25,184
    assert_eq!(sum.figure().known_part(), &Figure::Known(Money::vnd(50_184_000)));
    assert_eq!(sum.figure().complete(), Figure::Unknown);
    assert_eq!((sum.figure().unknown(), sum.undated(), sum.unconverted()), (1, 1, 2));
    assert_eq!((sum.figure().inputs(), sum.left_out()), (4, 4));
    assert!(!sum.is_complete());
}

#[test]
fn unreadable_files_are_named_and_the_others_are_read() {
    let workbook = example("nghe-an/vien-tro-2025.xlsx");
    let noise: Vec<u8> = noise(4_096).collect();
    let legacy: &[u8] = b"STT;N\xe9i dung;Th\xb5nh ti\xd2n\n1;G\xb9o;85.000.000\n"; // TCVN3
    let files: [(&str, &[u8]); 7] = [
        ("rong.xlsx", b""),
        ("nhieu.xlsx", &noise),
        ("cat-cut.xlsx", &workbook[..workbook.len() / 2]),
        ("tcvn3.csv", legacy),
        ("bao-cao.pdf", b"%PDF-1.7"),
        ("rong.csv", b""),
        ("qua-tang.csv", GIFTS.as_bytes()),
    ];
    let reading = read(&files);
    assert_eq!(reading.facts().gifts().count(), 1);
    assert_lines(
        reading.findings(),
        &[
            "lỗi file-unreadable rong.xlsx: tệp trống; cần một bảng có dòng tiêu đề và các dòng số liệu",
            "lỗi file-unreadable nhieu.xlsx: không đọc được tệp như một bảng tính: không phải gói zip, hoặc thiếu phần cuối",
            "lỗi file-unreadable cat-cut.xlsx: không đọc được tệp như một bảng tính: không phải gói zip, hoặc thiếu phần cuối",
            "cảnh báo encoding-guessed tcvn3.csv: bảng mã của tệp được đoán theo chữ tiếng Việt; có `TCVN3 (.VnTime)`, cần `Unicode (CSV UTF-8)`",
            "lỗi unknown-sheet tcvn3.csv: không nhận ra loại bảng; các dòng không được đọc; gần nhất là bảng giải ngân, thiếu cột `Ngày`, `Mã khoản`; có `STT | Nội dung | Thành tiền`, cần `Ngày | Mã khoản | Số tiền`",
            "lỗi file-unreadable bao-cao.pdf: tệp không phải .xlsx, .xls, .ods, .csv, .tsv hay .txt",
            "lỗi file-unreadable rong.csv: tệp trống; cần một bảng có dòng tiêu đề và các dòng số liệu",
        ],
        &[
            "error file-unreadable rong.xlsx: `rong.xlsx` is empty; expected a sheet with a header and rows",
            "error file-unreadable nhieu.xlsx: `nhieu.xlsx` cannot be read as a workbook: it is no zip package, or its end is missing",
            "error file-unreadable cat-cut.xlsx: `cat-cut.xlsx` cannot be read as a workbook: it is no zip package, or its end is missing",
            "warning encoding-guessed tcvn3.csv: the encoding of the file is guessed by what reads as Vietnamese; found `TCVN3 (.VnTime)`, expected `Unicode (CSV UTF-8)`",
            "error unknown-sheet tcvn3.csv: the kind of sheet is not recognised; its rows are not read; nearest is a sheet of disbursements, without its column `Ngày`, `Mã khoản`; found `STT | Nội dung | Thành tiền`, expected `Ngày | Mã khoản | Số tiền`",
            "error file-unreadable bao-cao.pdf: `bao-cao.pdf` is neither .xlsx, .xls or .ods nor .csv, .tsv or .txt",
            "error file-unreadable rong.csv: `rong.csv` is empty; expected a sheet with a header and rows",
        ],
    );
    assert_eq!(read_union(&[], &Options::default()), Err(IntakeError::NoFiles));
}

#[test]
fn utf_16_with_its_mark_is_read_like_utf_8() {
    let gifts = |bytes: &[u8]| read(&[("qua-tang.csv", bytes)]);
    let expected = gifts(GIFTS.as_bytes());
    let little = [0xff, 0xfe].into_iter().chain(GIFTS.encode_utf16().flat_map(u16::to_le_bytes));
    let big = [0xfe, 0xff].into_iter().chain(GIFTS.encode_utf16().flat_map(u16::to_be_bytes));
    assert_eq!(gifts(&little.collect::<Vec<u8>>()), expected);
    assert_eq!(gifts(&big.collect::<Vec<u8>>()), expected);
    let unmarked: Vec<u8> = GIFTS.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let reading = gifts(&unmarked);
    // told without its mark, and said to be so
    assert_eq!(reading.facts(), expected.facts());
    assert_lines(
        reading.findings(),
        &[
            "cảnh báo encoding-guessed qua-tang.csv: bảng mã của tệp được đoán theo chữ tiếng Việt; có `UTF-16`, cần `Unicode (CSV UTF-8)`",
        ],
        &[
            "warning encoding-guessed qua-tang.csv: the encoding of the file is guessed by what reads as Vietnamese; found `UTF-16`, expected `Unicode (CSV UTF-8)`",
        ],
    );
}

#[test]
fn a_missing_sheet_costs_only_what_it_would_have_told() {
    // disbursements without a register: every code is unknown, every flow is kept and counted
    let reading = read(&[("giai-ngan.csv", PAID.as_bytes())]);
    assert_eq!((reading.facts().items().count(), reading.facts().flows().count()), (0, 7));
    let unknown: Vec<&str> = reading
        .findings()
        .iter()
        .filter(|finding| finding.code().as_str() == "unknown-item")
        .filter_map(|finding| finding.location().cell())
        .collect();
    assert_eq!(unknown, ["B2", "B3", "B4", "B5", "B6", "B7", "B8"]);
    let (journal, _) = post(reading.facts());
    assert_eq!(
        disbursed(&journal, reading.facts()).figure().known_part(),
        &Figure::Known(Money::vnd(50_184_000))
    );

    // a sheet nobody knows is named, not guessed at
    let reading = read(&[("khac.csv", b"x;y;z\n1;2;3\n"), ("qua-tang.csv", GIFTS.as_bytes())]);
    assert_eq!(reading.facts().gifts().count(), 1);
    assert_lines(
        reading.findings(),
        &["lỗi unknown-sheet khac.csv: không nhận ra loại bảng; các dòng không được đọc; có `x | y | z`"],
        &[
            "error unknown-sheet khac.csv: the kind of sheet is not recognised; its rows are not read; found `x | y | z`",
        ],
    );
}

#[test]
fn findings_in_a_workbook_name_file_sheet_and_cell() {
    let bytes = example("an-giang/vien-tro-2025.xlsx");
    let reading = read(&[("vien-tro-2025.xlsx", &bytes)]);
    let errors: Vec<Finding> =
        reading.findings().iter().filter(|finding| finding.severity() == Severity::Error).cloned().collect();
    assert_lines(
        &errors,
        &[
            "lỗi unknown-unit-code vien-tro-2025.xlsx [Viện trợ 2025] I22: chưa từng có tỉnh, thành phố mang mã `99`; có `99`, cần `01-96`",
            "lỗi not-a-number vien-tro-2025.xlsx [Giải ngân] D44: ô không phải là số; giá trị chưa biết, không phải bằng không: không có số nào trong `đang cập nhật`; có `đang cập nhật`, cần `một số tiền, ví dụ 1.250.000.000 hoặc 1,25 tỷ; chưa biết thì để trống`",
        ],
        &[
            "error unknown-unit-code vien-tro-2025.xlsx [Viện trợ 2025] I22: no province or city ever had the code `99`; found `99`, expected `01-96`",
            "error not-a-number vien-tro-2025.xlsx [Giải ngân] D44: the cell is no number; the value is unknown, not zero: no number in `đang cập nhật`; found `đang cập nhật`, expected `an amount such as 1.250.000.000 or 1,25 tỷ; empty if it is not known`",
        ],
    );
    for finding in reading.findings() {
        let place = finding.location();
        assert!(place.file().is_some() && place.sheet().is_some() && place.cell().is_some(), "{finding:?}");
        assert_ne!(finding.message().vi(), finding.message().en());
    }
}

#[test]
fn damaged_workbooks_never_panic_and_never_take_the_others_along() {
    let workbook = example("hai-phong/vien-tro-2025.xlsx");
    let whole = read(&[("vien-tro.xlsx", &workbook)]).facts().flows().count();
    assert!(whole > 0);
    let mut refused = 0;
    let mut numbers = noise(usize::MAX);
    for round in 0..150_usize {
        let mut damaged = workbook.clone();
        let position = (round * 7_919) % workbook.len();
        if round % 3 == 0 {
            damaged.truncate(position);
        } else {
            for (byte, noise) in damaged[position..].iter_mut().take(1 + round % 16).zip(&mut numbers) {
                *byte = noise;
            }
        }
        let reading = read(&[("vien-tro.xlsx", &damaged), ("qua-tang.csv", GIFTS.as_bytes())]);
        assert_eq!(reading.facts().gifts().count(), 1, "round {round}");
        assert!(reading.facts().flows().count() <= whole, "round {round}");
        refused += usize::from(reading.has_errors());
    }
    assert!(refused > 50, "only {refused} of 150 were noticed");
}

/// Bytes of a fixed seed (splitmix64).
fn noise(count: usize) -> impl Iterator<Item = u8> {
    let mut state = 5_u64;
    let numbers = std::iter::repeat_with(move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)).to_be_bytes()[0]
    });
    numbers.take(count)
}
