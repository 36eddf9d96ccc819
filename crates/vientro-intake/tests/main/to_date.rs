//! What registers say is disbursed to date: within a row, above a total, and from one period to the next.

use proptest::prelude::*;
use vientro_core::Language;
use vientro_intake::{Options, Reading, Source, check_cumulative, read_union};

const HEADER: &str = "Mã;Tên khoản viện trợ;Tổ chức tài trợ;Số, ngày QĐ phê duyệt;Cam kết (VND);Giải ngân kỳ này (VND);Lũy kế giải ngân (VND)\n";

fn read(year: i32, rows: &str) -> Reading {
    let text = format!("{HEADER}{rows}");
    let name = format!("vien-tro-{year}.csv");
    read_union(&[Source::new(&name, text.as_bytes())], &Options::for_year(year)).unwrap()
}

fn row(code: u32, committed: u64, period: &str, to_date: &str) -> String {
    format!(
        "{code};Khoản {code};TC {code};1{code}/QĐ-UBND ngày 05/3/2025;{committed}000000;{period};{to_date}\n"
    )
}

fn lines(findings: &[vientro_core::Finding]) -> String {
    let own =
        ["cumulative-mismatch", "over-disbursed", "total-mismatch", "not-a-number", "unit-error-suspected"];
    let own = findings.iter().filter(|finding| own.contains(&finding.code().as_str()));
    own.map(|finding| finding.line(Language::En)).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_row_and_its_total() {
    let rows = [
        row(1, 900, "300.000.000", "500.000.000"),
        row(2, 900, "300.000.000", "200.000.000"),
        row(3, 900, "300.000.000", "950.000.000"),
        row(4, 900, "300.000.000", "hơn 400 triệu"),
        row(5, 900, "", "chưa rõ"),
        ";Tổng cộng;;;4.500.000.000;1.200.000.000;3.000.000.000\n".to_owned(),
    ];
    let reading = read(2025, &rows.concat());
    insta::assert_snapshot!(lines(reading.findings()), @"
    warning cumulative-mismatch vien-tro-2025.csv G3 #3: the amount to date fits neither that of the period nor the one before; found `200,000,000 VND`, expected `≥ 300,000,000 VND`
    warning over-disbursed vien-tro-2025.csv G4 #4: more is disbursed than the commitment in force; found `950,000,000 VND`, expected `≤ 900,000,000 VND`
    error not-a-number vien-tro-2025.csv G6 #6: the cell is no number; the value is unknown, not zero: no number in `chưa rõ`; found `chưa rõ`, expected `an amount such as 1.250.000.000 or 1,25 tỷ; empty if it is not known`
    ");
    let kept: Vec<(&str, bool)> =
        reading.cumulated().iter().map(|it| (it.item().as_str(), it.to_date().known().is_some())).collect();
    assert_eq!(kept, [("1", true), ("2", true), ("3", true), ("4", false), ("5", false)]);
}

#[test]
fn totals_to_date_are_summed() {
    let rows =
        [row(1, 900, "300.000.000", "500.000.000"), row(2, 900, "300.000.000", "400.000.000")].concat();
    let total = |to_date: &str| format!("{rows};Tổng cộng;;;1.800.000.000;600.000.000;{to_date}\n");
    assert_eq!(lines(read(2025, &total("900.000.000")).findings()), "");
    let told = read(2025, &total("910.000.000"));
    let codes: Vec<(&str, Option<&str>)> = told
        .findings()
        .iter()
        .map(|it| (it.code().as_str(), it.location().cell()))
        .filter(|(code, _)| *code == "total-mismatch")
        .collect();
    assert_eq!(codes, [("total-mismatch", Some("G4"))]);
}

#[test]
fn an_amendment_counts() {
    let register = format!("{HEADER}{}", row(1, 900, "300.000.000", "950.000.000"));
    let amended = "Ngày;Mã khoản;Giá trị trước;Giá trị sau;Lý do;Số, ngày QĐ\n\
                   30/9/2025;1;900.000.000;1.000.000.000;khảo sát;99/QĐ-UBND\n";
    let sources = [Source::new("a.csv", register.as_bytes()), Source::new("b.csv", amended.as_bytes())];
    let reading = read_union(&sources, &Options::for_year(2025)).unwrap();
    assert_eq!(lines(reading.findings()), "");
}

#[test]
fn a_period_goes_on_from_the_one_before() {
    let before = [
        row(1, 900, "300.000.000", "300.000.000"),
        row(2, 900, "300.000.000", "300.000.000"),
        row(3, 900, "300.000.000", "300.000.000"),
        row(4, 900, "300.000.000", "hơn 300 triệu"),
    ];
    let now = [
        row(1, 900, "200.000.000", "500.000.000"),
        row(2, 900, "200.000.000", "400.000.000"),
        // counted anew
        row(3, 900, "200.000.000", "200.000.000"),
        row(4, 900, "200.000.000", "450.000.000"),
        row(9, 900, "200.000.000", "700.000.000"),
    ];
    let (before, now) = (before.concat(), now.concat());
    let (first, second) = (read(2025, &before), read(2025, &now));
    insta::assert_snapshot!(lines(&check_cumulative(&first, &second)), @"
    warning cumulative-mismatch vien-tro-2025.csv G3 #3: the amount to date is not the one before (vien-tro-2025.csv G3 #3: 300,000,000 VND) and that of the period (200,000,000 VND); found `400,000,000 VND`, expected `500,000,000 VND`
    warning cumulative-mismatch vien-tro-2025.csv G4 #4: the amount to date is not the one before (vien-tro-2025.csv G4 #4: 300,000,000 VND) and that of the period (200,000,000 VND); found `200,000,000 VND`, expected `500,000,000 VND`
    warning cumulative-mismatch vien-tro-2025.csv G5 #5: the amount to date is not the one before (vien-tro-2025.csv G5 #5: more than 300,000,000 VND) and that of the period (200,000,000 VND); found `450,000,000 VND`, expected `from 500,000,000 to 600,000,000 VND`
    ");
    // in another year it may begin anew
    insta::assert_snapshot!(lines(&check_cumulative(&read(2024, &before), &second)), @"
    warning cumulative-mismatch vien-tro-2025.csv G3 #3: the amount to date is not the one before (vien-tro-2024.csv G3 #3: 300,000,000 VND) and that of the period (200,000,000 VND); found `400,000,000 VND`, expected `500,000,000 VND`
    warning cumulative-mismatch vien-tro-2025.csv G5 #5: the amount to date is not the one before (vien-tro-2024.csv G5 #5: more than 300,000,000 VND) and that of the period (200,000,000 VND); found `450,000,000 VND`, expected `from 500,000,000 to 600,000,000 VND`
    ");
    assert_eq!(check_cumulative(&second, &read(2025, "")), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// What is carried forward rightly is not told, and one đồng more or less is told at its own cell.
    #[test]
    fn each_difference_is_told_at_its_cell(
        rows in proptest::collection::vec((1_u64..900_000_000, 0_u64..900_000_000, 0_u64..9), 1..6),
        off in any::<prop::sample::Index>(),
    ) {
        let (mut before, mut right, mut wrong) = (String::new(), String::new(), String::new());
        let off = off.index(rows.len());
        for (index, (earlier, since, error)) in rows.iter().enumerate() {
            let code = u32::try_from(index).unwrap() + 1;
            let sum = earlier + since;
            before.push_str(&row(code, 9_000, &earlier.to_string(), &earlier.to_string()));
            right.push_str(&row(code, 9_000, &since.to_string(), &sum.to_string()));
            let told = if index == off { sum + error } else { sum };
            wrong.push_str(&row(code, 9_000, &since.to_string(), &told.to_string()));
        }
        let before = read(2025, &before);
        prop_assert_eq!(check_cumulative(&before, &read(2025, &right)), []);
        let findings = check_cumulative(&before, &read(2025, &wrong));
        let cells: Vec<Option<String>> =
            findings.iter().map(|finding| finding.location().cell().map(str::to_owned)).collect();
        let expected = if rows[off].2 == 0 { vec![] } else { vec![Some(format!("G{}", off + 2))] };
        prop_assert_eq!(cells, expected);
    }
}
