//! Files read again and sheets of two bodies: what changes, what is proposed, and what is left to a person.

use vientro_core::{Figure, Language};
use vientro_currency::Money;
use vientro_intake::{
    ChangeKind, Import, MatchOptions, Options, Reason, ReasonKind, ReimportError, Source, branches_not_heard,
    find_matches, read_union, reimport,
};
use vientro_model::Facts;

const REGISTER: &str = "Mã;Tên khoản viện trợ;Tổ chức tài trợ;Địa bàn;Số, ngày QĐ phê duyệt;Cam kết (VND)\n";
const PAID: &str = "Ngày;Mã khoản;Nội dung;Số tiền;Loại tiền;Chứng từ\n";
const GIFTS: &str = "Nội dung;Thành tiền (VND);Nhà tài trợ;Ngày;Chi hội\n";

fn read(version: &str, register: &str, paid: &str, gifts: &str) -> Facts {
    let files = [("vien-tro", REGISTER, register), ("giai-ngan", PAID, paid), ("qua", GIFTS, gifts)];
    let files: Vec<(String, String)> = files
        .into_iter()
        .map(|(name, header, rows)| (format!("{name}{version}.csv"), format!("{header}{rows}")))
        .collect();
    let sources: Vec<Source<'_>> =
        files.iter().map(|(name, text)| Source::new(name, text.as_bytes())).collect();
    read_union(&sources, &Options::for_year(2025)).unwrap().into_facts()
}

fn import() -> Import {
    Import::try_new("2026-01-10".parse().unwrap(), "Văn phòng Liên hiệp", "bản sửa").unwrap()
}

const ITEMS: &str = "001;Xây phòng học;TC 1;xã 1;12/QĐ-UBND ngày 12/8/2025;300.000.000\n\
                     002;Giếng khoan;TC 2;xã 2;13/QĐ-UBND ngày 13/8/2025;200.000.000\n";
const LINES: &str = "20/8/2025;001;Đợt 1;100.000.000;VND;UNC 1\n21/8/2025;002;Đợt 1;50.000.000;VND;UNC 2\n";
const GIVEN: &str = "Gạo;20.000.000;TC 3;01/9/2025;Chi hội 1\nÁo;15.000.000;TC 3;02/9/2025;Chi hội 2\n";

#[test]
fn the_same_file_twice_changes_nothing() {
    let known = read("", ITEMS, LINES, GIVEN);
    let again = reimport(&known, &read("", ITEMS, LINES, GIVEN), &import()).unwrap();
    assert_eq!(again.changes, []);
    assert_eq!(again.facts, known);
    // nor does the same under another name, its rows in another order
    let turned = |rows: &str| rows.lines().rev().flat_map(|row| [row, "\n"]).collect::<String>();
    let other = read(" (2)", &turned(ITEMS), &turned(LINES), &turned(GIVEN));
    let again = reimport(&known, &other, &import()).unwrap();
    assert_eq!(again.changes, []);
    assert_eq!(again.facts, known);
}

#[test]
fn a_corrected_file_amends_and_adds_nothing() {
    let known = read("", ITEMS, LINES, GIVEN);
    let newer = read(
        " (2)",
        &ITEMS.replace("300.000.000", "420.000.000"),
        &LINES.replace("50.000.000", "60.000.000"),
        &format!("{}Sách;5.000.000;TC 4;03/9/2025;Chi hội 1\n", GIVEN.replace("Áo;", "Áo phao;")),
    );
    let again = reimport(&known, &newer, &import()).unwrap();
    let changes: Vec<String> =
        again.changes.iter().map(|change| change.finding().line(Language::En)).collect();
    insta::assert_snapshot!(changes.join("\n"), @r#"
    warning record-amended vien-tro (2).csv A2 #2 <001>: another commitment than in the import before; recorded as an amendment; found `420,000,000 VND`, expected `300,000,000 VND`
    warning record-restated giai-ngan (2).csv A3 #3 <giai-ngan.csv/3>: the record says something else than in the import before; found `60,000,000 VND 21/08/2025`, expected `50,000,000 VND 21/08/2025`
    warning record-restated qua (2).csv A3 #3 <qua.csv/3>: the record says something else than in the import before; found `Áo phao 15,000,000 VND`, expected `Áo 15,000,000 VND`
    note record-added qua (2).csv A4 #4 <qua (2).csv/4>: the import before did not have this record; found `Sách 5,000,000 VND`
    "#);
    assert_eq!(again.facts.items().len(), 2);
    let item = again.facts.items().next().unwrap();
    let day = |text: &str| text.parse().unwrap();
    let value = |day| item.commitment_as_known_on(day).unwrap().clone();
    assert_eq!(value(day("2026-01-09")), Figure::Known(Money::vnd(300_000_000)));
    assert_eq!(value(day("2026-01-10")), Figure::Known(Money::vnd(420_000_000)));
    assert_eq!(item.amendments()[0].reason(), Some("bản sửa (Văn phòng Liên hiệp)"));
    // a flow keeps the id that books refer to, and opens down to the newer row
    let old: Vec<_> = known.flows().map(|flow| flow.id().clone()).collect();
    let new: Vec<_> = again.facts.flows().map(|flow| flow.id().clone()).collect();
    assert_eq!(old, new);
    let flow = again.facts.flow(&old[1]).unwrap();
    assert_eq!(flow.amount(), &Figure::Known(Money::vnd(60_000_000)));
    assert_eq!(flow.rows()[0].as_str(), "giai-ngan (2).csv/3");
    assert!(again.facts.row(&flow.rows()[0]).is_some());
    // once more: nothing is left to change
    assert_eq!(reimport(&again.facts, &newer, &import()).unwrap().changes, missing(&again.changes));
}

/// What is kept though the newer file has it no longer is told each time.
fn missing(changes: &[vientro_intake::Change]) -> Vec<vientro_intake::Change> {
    changes.iter().filter(|change| change.kind() == ChangeKind::Missing).cloned().collect()
}

#[test]
fn other_rows_under_the_same_name_are_refused() {
    let known = read("", ITEMS, LINES, GIVEN);
    let newer = read("", ITEMS, &LINES.replace("50.000.000", "60.000.000"), GIVEN);
    assert!(matches!(reimport(&known, &newer, &import()), Err(ReimportError::RowTaken { .. })));
    assert!(matches!(Import::try_new("2026-01-10".parse().unwrap(), " ", "x"), Err(ReimportError::Blank)));
}

#[test]
fn two_bodies_and_one_item() {
    let union = read("", ITEMS, LINES, GIVEN);
    let front = read(
        " MTTQ",
        "7;Phòng học cho trường xã 1;T/c 1;xã 1;12/QĐ-UBND ngày 12/8/2025;300 triệu\n\
         8;Cầu nhỏ;TC 9;xã 9;99/QĐ-UBND ngày 12/8/2025;200 triệu\n",
        "",
        "Giếng khoan;200.000.000;TC 2;15/8/2025;Chi hội 8\n",
    );
    let found = find_matches(&[("Liên hiệp", &union), ("MTTQ", &front)], &MatchOptions::default()).unwrap();
    let lines: Vec<String> = found.iter().map(|it| it.finding().line(Language::Vi)).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    cảnh báo joint-claim qua MTTQ.csv A2 #2 <qua MTTQ.csv/2>: có thể là cùng một khoản mà Liên hiệp báo cáo ở vien-tro.csv A3 #3 (độ giống 1: số tiền 1, nhà tài trợ 1, nội dung 1, ngày 1); nếu đúng thì tính một lần
    cảnh báo joint-claim vien-tro MTTQ.csv A2 #2 <7>: có thể là cùng một khoản mà Liên hiệp báo cáo ở vien-tro.csv A2 #2 (độ giống 0.88: số quyết định 1, số tiền 1, nhà tài trợ 0.8, nội dung 0.5, ngày 1, địa bàn 1); nếu đúng thì tính một lần
    "#);
    let (gift, item) = (&found[0], &found[1]);
    let reasons: Vec<ReasonKind> = item.reasons().iter().map(Reason::kind).collect();
    assert_eq!(reasons[0], ReasonKind::Decision);
    let on = "2026-01-10".parse().unwrap();
    assert!(item.clone().decide(true, "", on, "cùng quyết định").is_err());
    let other = gift.clone().decide(false, "Phòng Tổng hợp", on, "hai công trình").unwrap();
    assert_eq!(other.joint_claim("gieng"), Ok(None));
    let decision = item.clone().decide(true, "Phòng Tổng hợp", on, "cùng quyết định").unwrap();
    assert_eq!((decision.by(), decision.on(), decision.why()), ("Phòng Tổng hợp", on, "cùng quyết định"));
    assert!(decision.joint_claim(" ").is_err());
    let mut none = MatchOptions::default();
    none.pairs_max = 0;
    assert!(find_matches(&[("A", &union), ("B", &front)], &none).is_err());
}

#[test]
fn branches_that_sent_nothing_are_named() {
    let facts = read("", ITEMS, LINES, GIVEN);
    assert_eq!(branches_not_heard(&["chi hội 1", "Chi hội 3", "CHI HỘI 2"], &facts), ["Chi hội 3"]);
}
