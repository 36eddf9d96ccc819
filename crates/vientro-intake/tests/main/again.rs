//! Files read again and sheets of two bodies: what changes, what is proposed, and what is left to a person.

use std::collections::BTreeSet;

use proptest::prelude::*;
use vientro_core::{Figure, Language};
use vientro_currency::Money;
use vientro_intake::{
    ChangeKind, Difference, Import, LeadReason, MatchError, MatchOptions, Options, Reason, ReasonKind,
    ReimportError, Source, Told, branches_not_heard, find_groups, find_matches, read_union, reimport,
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

const OWNED: &str =
    "Mã;Tên khoản viện trợ;Tổ chức tài trợ;Địa bàn;Chủ khoản viện trợ;Số, ngày QĐ phê duyệt;Cam kết (VND)\n";

/// A register with owners, and lines of disbursement.
fn owned(name: &str, register: &str, paid: &str) -> Facts {
    let (items, lines) = (format!("{OWNED}{register}"), format!("{PAID}{paid}"));
    let names = [format!("{name}.csv"), format!("{name} giải ngân.csv")];
    let sources = [Source::new(&names[0], items.as_bytes()), Source::new(&names[1], lines.as_bytes())];
    read_union(&sources, &Options::for_year(2025)).unwrap().into_facts()
}

/// Union, hospital and the foreign NGO tell of the same machines; the union tells of them twice.
fn three_bodies() -> [(&'static str, Facts); 3] {
    let union = "01;Máy thở cho Bệnh viện Đa khoa;Tổ chức C;Vinh;Bệnh viện Đa khoa;160/QĐ-UBND ngày 20/3/2025;1.270.000.000\n\
                 09;Giếng khoan;TC 2;xã 2;UBND xã 2;13/QĐ-UBND ngày 13/8/2025;200.000.000\n";
    let hospital = "BV1;Máy thở;T/c C;Vinh;Bệnh viện Đa khoa;160/QĐ-UBND ngày 20/3/2025;1.270.000.000\n";
    let paid = "25/3/2025;BV1;Bàn giao;1.270.000.000;VND;BB 1\n";
    let fngo =
        "P7;Máy thở cho Bệnh viện Đa khoa;Tổ chức C;TP Vinh;;160/QĐ-UBND ngày 20/3/2025;1.250.000.000\n";
    [
        ("Liên hiệp", owned("lien hiep", union, "")),
        ("Bệnh viện Đa khoa tỉnh", owned("benh vien", hospital, paid)),
        ("Tổ chức C", owned("to chuc c", fngo, "")),
    ]
}

#[test]
fn three_witnesses_of_one_item() {
    let facts = three_bodies();
    let bodies: Vec<(&str, &Facts)> = facts.iter().map(|(body, facts)| (*body, facts)).collect();
    let groups = find_groups(&bodies, &MatchOptions::default()).unwrap();
    assert_eq!(groups.len(), 1);
    let group = &groups[0];
    let witnesses: Vec<(&str, &str)> =
        group.witnesses().iter().map(|told| (told.body(), told.id())).collect();
    assert_eq!(witnesses, [("Liên hiệp", "01"), ("Bệnh viện Đa khoa tỉnh", "BV1"), ("Tổ chức C", "P7")]);
    assert_eq!(group.lead(), ("Bệnh viện Đa khoa tỉnh", LeadReason::Owner));
    let lines: Vec<String> = group.findings().iter().map(|finding| finding.line(Language::Vi)).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    cảnh báo joint-claim lien hiep.csv A2 #2 <01>: có thể là cùng một khoản mà Bệnh viện Đa khoa tỉnh (benh vien.csv A2 #2), Tổ chức C (to chuc c.csv A2 #2) cũng báo cáo (độ giống 0.77); 3 đơn vị, tính một lần; đề nghị Bệnh viện Đa khoa tỉnh đứng đầu: là chủ khoản viện trợ
    cảnh báo joint-claim to chuc c.csv A2 #2 <P7>: có thể là cùng một khoản mà Liên hiệp (lien hiep.csv A2 #2), Bệnh viện Đa khoa tỉnh (benh vien.csv A2 #2) cũng báo cáo (độ giống 0.77); 3 đơn vị, tính một lần; đề nghị Bệnh viện Đa khoa tỉnh đứng đầu: là chủ khoản viện trợ
    cảnh báo told-otherwise lien hiep.csv A2 #2: số tiền khác với to chuc c.csv A2 #2 (Tổ chức C); có `1.270.000.000 VND`, cần `1.250.000.000 VND`
    cảnh báo told-otherwise benh vien.csv A2 #2: số tiền khác với to chuc c.csv A2 #2 (Tổ chức C); có `1.270.000.000 VND`, cần `1.250.000.000 VND`
    cảnh báo told-otherwise to chuc c.csv A2 #2: số tiền khác với lien hiep.csv A2 #2 (Liên hiệp), benh vien.csv A2 #2 (Bệnh viện Đa khoa tỉnh); có `1.250.000.000 VND`, cần `1.270.000.000 VND`
    ghi chú told-otherwise lien hiep.csv A2 #2: nội dung khác với benh vien.csv A2 #2 (Bệnh viện Đa khoa tỉnh); có `Máy thở cho Bệnh viện Đa khoa`, cần `Máy thở`
    ghi chú told-otherwise benh vien.csv A2 #2: nội dung khác với lien hiep.csv A2 #2 (Liên hiệp), to chuc c.csv A2 #2 (Tổ chức C); có `Máy thở`, cần `Máy thở cho Bệnh viện Đa khoa`
    ghi chú told-otherwise to chuc c.csv A2 #2: nội dung khác với benh vien.csv A2 #2 (Bệnh viện Đa khoa tỉnh); có `Máy thở cho Bệnh viện Đa khoa`, cần `Máy thở`
    ghi chú told-otherwise lien hiep.csv A2 #2: nhà tài trợ khác với benh vien.csv A2 #2 (Bệnh viện Đa khoa tỉnh); có `Tổ chức C`, cần `T/c C`
    ghi chú told-otherwise benh vien.csv A2 #2: nhà tài trợ khác với lien hiep.csv A2 #2 (Liên hiệp), to chuc c.csv A2 #2 (Tổ chức C); có `T/c C`, cần `Tổ chức C`
    ghi chú told-otherwise to chuc c.csv A2 #2: nhà tài trợ khác với benh vien.csv A2 #2 (Bệnh viện Đa khoa tỉnh); có `Tổ chức C`, cần `T/c C`
    ghi chú told-otherwise lien hiep.csv A2 #2: địa bàn khác với to chuc c.csv A2 #2 (Tổ chức C); có `Vinh`, cần `TP Vinh`
    ghi chú told-otherwise benh vien.csv A2 #2: địa bàn khác với to chuc c.csv A2 #2 (Tổ chức C); có `Vinh`, cần `TP Vinh`
    ghi chú told-otherwise to chuc c.csv A2 #2: địa bàn khác với lien hiep.csv A2 #2 (Liên hiệp), benh vien.csv A2 #2 (Bệnh viện Đa khoa tỉnh); có `TP Vinh`, cần `Vinh`
    ");
    let kinds: Vec<ReasonKind> = group.differences().iter().map(Difference::kind).collect();
    assert_eq!(kinds[0], ReasonKind::Amount);
    assert_eq!(group.differences()[0].said().len(), 3);
    // the order of the bodies decides the order of the witnesses and nothing else
    let turned: Vec<(&str, &Facts)> = bodies.iter().rev().copied().collect();
    let turned = find_groups(&turned, &MatchOptions::default()).unwrap();
    assert_eq!((turned.len(), turned[0].lead()), (1, group.lead()));
    assert_eq!(
        turned[0].witnesses().iter().rev().collect::<Vec<_>>(),
        group.witnesses().iter().collect::<Vec<_>>()
    );

    let on = "2026-01-10".parse().unwrap();
    let group = group.clone();
    assert!(matches!(group.clone().decide("MTTQ", "Sở Tài chính", on, "x"), Err(MatchError::Lead { .. })));
    assert!(matches!(group.clone().decide("Liên hiệp", " ", on, "x"), Err(MatchError::Blank { .. })));
    let decision = group.decide("Bệnh viện Đa khoa tỉnh", "Sở Tài chính", on, "chủ khoản viện trợ").unwrap();
    let claim = decision.joint_claim("may-tho").unwrap();
    assert_eq!((claim.claimants().len(), claim.lead()), (3, Some("Bệnh viện Đa khoa tỉnh")));
    assert!(decision.joint_claim(" ").is_err());
}

#[test]
fn who_leads_has_a_reason() {
    let item = |decision: &str| format!("1;Máy thở cho bệnh viện;Tổ chức C;Vinh;;{decision};900.000.000\n");
    let lead = |left: (&str, &str), right: (&str, &str)| {
        let (left, right) = (owned("a", &item(left.0), left.1), owned("b", &item(right.0), right.1));
        let groups = find_groups(&[("A", &left), ("B", &right)], &MatchOptions::default()).unwrap();
        (groups[0].lead().0.to_owned(), groups[0].lead().1)
    };
    let (number, paid) = ("55/QĐ-UBND ngày 05/3/2025", "05/3/2025;1;Đợt 1;900.000.000;VND;UNC\n");
    assert_eq!(lead(("", ""), (number, "")), ("B".to_owned(), LeadReason::Decision));
    assert_eq!(lead((number, ""), (number, paid)), ("B".to_owned(), LeadReason::Disbursements));
    assert_eq!(lead((number, paid), (number, paid)), ("A".to_owned(), LeadReason::First));
}

/// What one body tells twice does not make a group: of two records of a body the one that fits better is its witness.
#[test]
fn a_group_has_one_record_of_a_body() {
    let row = |code: &str, title: &str| {
        format!("{code};{title};Tổ chức C;Vinh;;55/QĐ-UBND ngày 05/3/2025;900.000.000\n")
    };
    let twice = owned("a", &[row("1", "Máy thở"), row("2", "Máy thở cho bệnh viện")].concat(), "");
    let once = owned("b", &row("7", "Máy thở cho bệnh viện"), "");
    let bodies = [("A", &twice), ("B", &once)];
    let groups = find_groups(&bodies, &MatchOptions::default()).unwrap();
    let ids: Vec<Vec<&str>> =
        groups.iter().map(|group| group.witnesses().iter().map(Told::id).collect()).collect();
    assert_eq!(ids, [["2", "7"]]);
    let alone = find_groups(&[("A", &twice)], &MatchOptions::default()).unwrap();
    assert_eq!(alone, []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// A record is in one group at most, a group has each body once, and its pairs hold its witnesses together.
    #[test]
    fn groups_are_apart(
        rows in proptest::collection::vec((0_usize..3, 0_u32..3, 0_u32..3, 0_usize..3), 0..9),
    ) {
        const TITLES: [&str; 3] = ["Máy thở cho bệnh viện", "Nước sạch trường học", "Máy thở"];
        let texts: Vec<String> = (0..3_usize)
            .map(|body| {
                let own = rows.iter().enumerate().filter(|(_, row)| row.0 == body);
                let row = |(code, (_, number, amount, title)): (usize, &(usize, u32, u32, usize))| {
                    let (title, amount) = (TITLES[*title], amount + 1);
                    format!("K{code};{title};Tổ chức C;Vinh;;1{number}/QĐ-UBND;{amount}00.000.000\n")
                };
                own.map(row).collect::<Vec<_>>().concat()
            })
            .collect();
        let facts: Vec<Facts> = texts.iter().map(|text| owned("x", text, "")).collect();
        let bodies: Vec<(&str, &Facts)> = ["A", "B", "C"].into_iter().zip(&facts).collect();
        let groups = find_groups(&bodies, &MatchOptions::default()).unwrap();
        let mut seen = BTreeSet::new();
        for group in &groups {
            let own: BTreeSet<&str> = group.witnesses().iter().map(Told::body).collect();
            prop_assert!(own.len() == group.witnesses().len() && own.len() >= 2);
            prop_assert!(group.matches().len() + 1 >= own.len());
            for told in group.witnesses() {
                prop_assert!(seen.insert(told.clone()));
                prop_assert!(group.matches().iter().any(|it| it.left() == told || it.right() == told));
            }
            for found in group.matches() {
                prop_assert!(group.witnesses().contains(found.left()) && group.witnesses().contains(found.right()));
            }
        }
    }
}

#[test]
fn branches_that_sent_nothing_are_named() {
    let facts = read("", ITEMS, LINES, GIVEN);
    assert_eq!(branches_not_heard(&["chi hội 1", "Chi hội 3", "CHI HỘI 2"], &facts), ["Chi hội 3"]);
}
