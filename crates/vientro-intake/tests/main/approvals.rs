//! Approvals held against reports: the sheets `testdata/sheets/approvals-*`, whose faults are known, and properties of
//! sheets made at random. The corpus stands outside the package, so its tests say that they are skipped where it is not.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use rust_decimal::Decimal;
use vientro_core::Language;
use vientro_intake::{
    ApprovalPair, ApprovalReview, MatchError, MatchOptions, Options, PairStanding, Reading, Source, Told,
    read_union, review_approvals,
};

fn of(name: &str, text: &str) -> Reading {
    read_union(&[Source::new(name, text.as_bytes())], &Options::for_year(2025)).unwrap()
}

fn corpus() -> Option<[Reading; 3]> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/sheets");
    if !folder.exists() {
        println!("skipped: {} does not exist, as in a published package", folder.display());
        return None;
    }
    let read = |name: &str| {
        let bytes = fs::read(folder.join(name)).unwrap();
        read_union(&[Source::new(name, &bytes)], &Options::for_year(2025)).unwrap()
    };
    Some(["approvals-list.csv", "approvals-union.csv", "approvals-hospital.csv"].map(read))
}

fn review([list, union, hospital]: &[Reading; 3]) -> ApprovalReview {
    let bodies = [("Liên hiệp", union), ("Bệnh viện", hospital)];
    review_approvals("UBND tỉnh", list, &bodies, &MatchOptions::default()).unwrap()
}

fn line(pair: &ApprovalPair) -> String {
    let found = pair.found();
    let (left, right) = (found.left(), found.right());
    let standing = pair.standing().text(Language::En);
    format!("{} ~ {} {}: {standing} {}", left.id(), right.body(), right.id(), found.score())
}

fn lines(review: &ApprovalReview, language: Language) -> String {
    let lines: Vec<String> = review.findings().iter().map(|finding| finding.line(language)).collect();
    lines.join("\n")
}

fn ids(told: &[Told]) -> Vec<&str> {
    told.iter().map(Told::id).collect()
}

#[test]
fn a_list_and_two_reports() {
    let Some(readings) = corpus() else { return };
    let review = review(&readings);
    let pairs: Vec<String> = review.pairs().iter().map(line).collect();
    insta::assert_snapshot!(pairs.join("\n"), @"
    101/QĐ-UBND ~ Liên hiệp 01: settled 1
    145/QĐ-UBND ~ Liên hiệp 02: proposed 0.77
    160/QĐ-UBND ~ Liên hiệp 03: settled 0.90
    160/QĐ-UBND ~ Bệnh viện BV-1: settled 1
    180/QĐ-UBND ~ Liên hiệp 04: proposed 0.70
    190/QĐ-UBND ~ Liên hiệp 05: settled 0.79
    190/QĐ-UBND ~ Liên hiệp 06: settled 0.79
    ");
    assert_eq!(ids(review.approved_not_reported()), ["172/QĐ-UBND"]);
    assert_eq!(ids(review.reported_not_approved()), ["07"]);
    insta::assert_snapshot!(lines(&review, Language::En), @"
    warning approval-proposed approvals-union.csv E3 #3 <02>: may be under the approval in approvals-list.csv A3 #3 (score 0.77: decision 0.6, amount 1, donor 0.44, content 1, day 1, owner 1); a person confirms; expected `145/QĐ-UBND ngày 12/03/2025`
    warning told-otherwise approvals-list.csv A3 #3: the decision is not that of approvals-union.csv E3 #3 (Liên hiệp); found `145/QĐ-UBND`, expected `154/QĐ-UBND`
    warning told-otherwise approvals-union.csv E3 #3: the decision is not that of approvals-list.csv A3 #3 (UBND tỉnh); found `154/QĐ-UBND`, expected `145/QĐ-UBND`
    note told-otherwise approvals-list.csv D3 #3: the donor is not that of approvals-union.csv C3 #3 (Liên hiệp); found `Tổ chức B`, expected `T/c B`
    note told-otherwise approvals-union.csv C3 #3: the donor is not that of approvals-list.csv D3 #3 (UBND tỉnh); found `T/c B`, expected `Tổ chức B`
    note told-otherwise approvals-list.csv C4 #4: the content is not that of approvals-union.csv B4 #4 (Liên hiệp); found `Máy thở cho bệnh viện`, expected `Máy thở`
    note told-otherwise approvals-union.csv B4 #4: the content is not that of approvals-list.csv C4 #4 (UBND tỉnh); found `Máy thở`, expected `Máy thở cho bệnh viện`
    note told-otherwise approvals-list.csv E4 #4: the owner is not that of approvals-union.csv D4 #4 (Liên hiệp); found `Bệnh viện Đa khoa`, expected `BV Đa khoa`
    note told-otherwise approvals-union.csv D4 #4: the owner is not that of approvals-list.csv E4 #4 (UBND tỉnh); found `BV Đa khoa`, expected `Bệnh viện Đa khoa`
    warning approval-proposed approvals-union.csv E5 #5 <04>: may be under the approval in approvals-list.csv A6 #6 (score 0.70: decision 1, amount 0, donor 1, content 0.5, day 1); a person confirms; expected `180/QĐ-UBND ngày 10/04/2025`
    warning told-otherwise approvals-list.csv G6 #6: the amount is not that of approvals-union.csv G5 #5 (Liên hiệp); found `200,000,000 VND`, expected `250,000,000 VND`
    warning told-otherwise approvals-union.csv G5 #5: the amount is not that of approvals-list.csv G6 #6 (UBND tỉnh); found `250,000,000 VND`, expected `200,000,000 VND`
    note told-otherwise approvals-list.csv C6 #6: the content is not that of approvals-union.csv B5 #5 (Liên hiệp); found `Xe lăn`, expected `Tặng 200 xe lăn cho người khuyết tật`
    note told-otherwise approvals-union.csv B5 #5: the content is not that of approvals-list.csv C6 #6 (UBND tỉnh); found `Tặng 200 xe lăn cho người khuyết tật`, expected `Xe lăn`
    warning approved-not-reported approvals-list.csv A5 #5 <172/QĐ-UBND>: approved, and no body reports it
    warning reported-not-approved approvals-union.csv E8 #8 <07>: reported, and not on the list of approvals
    ");
    insta::assert_snapshot!(lines(&review, Language::Vi), @"
    cảnh báo approval-proposed approvals-union.csv E3 #3 <02>: có thể thuộc quyết định ở approvals-list.csv A3 #3 (độ giống 0.77: số quyết định 0.6, số tiền 1, nhà tài trợ 0.44, nội dung 1, ngày 1, chủ khoản viện trợ 1); cần người xác nhận; cần `145/QĐ-UBND ngày 12/03/2025`
    cảnh báo told-otherwise approvals-list.csv A3 #3: số quyết định khác với approvals-union.csv E3 #3 (Liên hiệp); có `145/QĐ-UBND`, cần `154/QĐ-UBND`
    cảnh báo told-otherwise approvals-union.csv E3 #3: số quyết định khác với approvals-list.csv A3 #3 (UBND tỉnh); có `154/QĐ-UBND`, cần `145/QĐ-UBND`
    ghi chú told-otherwise approvals-list.csv D3 #3: nhà tài trợ khác với approvals-union.csv C3 #3 (Liên hiệp); có `Tổ chức B`, cần `T/c B`
    ghi chú told-otherwise approvals-union.csv C3 #3: nhà tài trợ khác với approvals-list.csv D3 #3 (UBND tỉnh); có `T/c B`, cần `Tổ chức B`
    ghi chú told-otherwise approvals-list.csv C4 #4: nội dung khác với approvals-union.csv B4 #4 (Liên hiệp); có `Máy thở cho bệnh viện`, cần `Máy thở`
    ghi chú told-otherwise approvals-union.csv B4 #4: nội dung khác với approvals-list.csv C4 #4 (UBND tỉnh); có `Máy thở`, cần `Máy thở cho bệnh viện`
    ghi chú told-otherwise approvals-list.csv E4 #4: chủ khoản viện trợ khác với approvals-union.csv D4 #4 (Liên hiệp); có `Bệnh viện Đa khoa`, cần `BV Đa khoa`
    ghi chú told-otherwise approvals-union.csv D4 #4: chủ khoản viện trợ khác với approvals-list.csv E4 #4 (UBND tỉnh); có `BV Đa khoa`, cần `Bệnh viện Đa khoa`
    cảnh báo approval-proposed approvals-union.csv E5 #5 <04>: có thể thuộc quyết định ở approvals-list.csv A6 #6 (độ giống 0.70: số quyết định 1, số tiền 0, nhà tài trợ 1, nội dung 0.5, ngày 1); cần người xác nhận; cần `180/QĐ-UBND ngày 10/04/2025`
    cảnh báo told-otherwise approvals-list.csv G6 #6: số tiền khác với approvals-union.csv G5 #5 (Liên hiệp); có `200.000.000 VND`, cần `250.000.000 VND`
    cảnh báo told-otherwise approvals-union.csv G5 #5: số tiền khác với approvals-list.csv G6 #6 (UBND tỉnh); có `250.000.000 VND`, cần `200.000.000 VND`
    ghi chú told-otherwise approvals-list.csv C6 #6: nội dung khác với approvals-union.csv B5 #5 (Liên hiệp); có `Xe lăn`, cần `Tặng 200 xe lăn cho người khuyết tật`
    ghi chú told-otherwise approvals-union.csv B5 #5: nội dung khác với approvals-list.csv C6 #6 (UBND tỉnh); có `Tặng 200 xe lăn cho người khuyết tật`, cần `Xe lăn`
    cảnh báo approved-not-reported approvals-list.csv A5 #5 <172/QĐ-UBND>: đã phê duyệt mà chưa thấy báo cáo
    cảnh báo reported-not-approved approvals-union.csv E8 #8 <07>: có báo cáo mà không có trong danh sách phê duyệt
    ");
}

/// A person decides on what is proposed: who, when and why are kept, and the lists follow.
#[test]
fn a_person_decides() {
    let Some(readings) = corpus() else { return };
    let review = review(&readings);
    let proposed =
        review.pairs().iter().find(|pair| pair.standing() == PairStanding::Proposed).unwrap().found().clone();
    assert!(!proposed.is_joint());
    let on = "2026-01-10".parse().unwrap();
    let yes = proposed.clone().decide(true, "Phòng Tổng hợp", on, "gõ nhầm số").unwrap();
    // nobody claims together with who approves
    assert_eq!(yes.joint_claim("x"), Ok(None));
    let confirmed = review.clone().decided(&yes).unwrap();
    assert_eq!(confirmed.pairs().len(), review.pairs().len());
    assert_eq!(ids(confirmed.approved_not_reported()), ["172/QĐ-UBND"]);
    assert!(matches!(confirmed.decided(&yes), Err(MatchError::NoPair { .. })));
    let no = proposed.decide(false, "Phòng Tổng hợp", on, "khoản khác").unwrap();
    let refused = review.decided(&no).unwrap();
    assert_eq!(ids(refused.approved_not_reported()), ["172/QĐ-UBND", "145/QĐ-UBND"]);
    assert_eq!(ids(refused.reported_not_approved()), ["07", "02"]);
}

#[test]
fn approvals_as_facts_of_their_own() {
    let Some(readings) = corpus() else { return };
    let facts = review(&readings).approved_facts().unwrap();
    assert_eq!(facts.items().count(), 6);
    let item = facts.items().find(|item| item.id().as_str() == "160/QĐ-UBND").unwrap();
    assert_eq!(item.approval().and_then(|it| it.authority()), Some("UBND tỉnh"));
    assert_eq!(item.commitment_now().unwrap().known().unwrap().to_string(), "50000.00 USD");
    assert!(facts.row(&item.rows()[0]).is_some());
}

#[test]
fn an_amended_item_is_compared_by_every_value_it_had() {
    let list = of(
        "qd.csv",
        "Số QĐ;Ngày QĐ;Khoản viện trợ;Trị giá (VND)\n12/QĐ-UBND;05/3/2025;Nhà ở;3.400.000.000\n",
    );
    let register = "Mã;Tên khoản viện trợ;Tổ chức tài trợ;Số, ngày QĐ phê duyệt;Cam kết (VND)\n\
                    001;Nhà ở;TC;12/QĐ-UBND ngày 05/3/2025;3.400.000.000\n";
    let amended = "Ngày;Mã khoản;Giá trị trước;Giá trị sau;Lý do;Số, ngày QĐ\n\
                   30/9/2025;001;3.400.000.000;4.220.000.000;khảo sát;99/QĐ-UBND\n";
    let sources = [Source::new("vt.csv", register.as_bytes()), Source::new("dc.csv", amended.as_bytes())];
    let union = read_union(&sources, &Options::for_year(2025)).unwrap();
    assert_eq!(union.facts().items().next().unwrap().amendments().len(), 1);
    let review = review_approvals("UBND", &list, &[("LH", &union)], &MatchOptions::default()).unwrap();
    assert_eq!(review.pairs()[0].standing(), PairStanding::Settled);
    assert!(review.pairs()[0].differences().is_empty());
}

#[test]
fn too_many_pairs_are_refused() {
    let Some([list, union, _]) = corpus() else { return };
    let mut none = MatchOptions::default();
    none.pairs_max = 0;
    let refused = review_approvals("UBND", &list, &[("LH", &union)], &none);
    assert_eq!(refused, Err(MatchError::Limit { limit: 0 }));
}

/// A row of a list or of a register: number, day of March 2025, millions, words of title and donor.
type Row = (u32, u32, u32, usize, usize);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    proptest::collection::vec((10_u32..40, 1_u32..6, 1_u32..6, 0_usize..4, 0_usize..3), 0..10)
}

const TITLES: [&str; 4] = ["Nước sạch trường học", "Xây nhà cho hộ nghèo", "Xe lăn", "Khám mắt lưu động"];
const DONORS: [&str; 3] = ["Tổ chức A", "Quỹ B", "Hội C"];

fn list_of(rows: &[Row]) -> Reading {
    let row = |(number, day, millions, title, donor): &Row| {
        let (title, donor) = (TITLES[*title], DONORS[*donor]);
        format!("{number}/QĐ-UBND;{day}/3/2025;{title};{donor};{millions}000000\n")
    };
    let rows: Vec<String> = rows.iter().map(row).collect();
    of(
        "phe-duyet.csv",
        &format!("Số QĐ;Ngày QĐ;Khoản viện trợ;Bên cung cấp;Trị giá (VND)\n{}", rows.concat()),
    )
}

fn register_of(name: &str, rows: &[Row]) -> Reading {
    let row = |(code, (number, day, millions, title, donor)): (usize, &Row)| {
        let (title, donor) = (TITLES[*title], DONORS[*donor]);
        format!("K{code};{title};{donor};{number}/QĐ-UBND ngày {day}/3/2025;{millions}000000\n")
    };
    let rows: Vec<String> = rows.iter().enumerate().map(row).collect();
    let header = "Mã;Tên khoản viện trợ;Tổ chức tài trợ;Số, ngày QĐ phê duyệt;Cam kết (VND)";
    of(name, &format!("{header}\n{}", rows.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Every approval and every item is told, each in a pair or in its list and never in both.
    #[test]
    fn nothing_is_lost(listed in rows(), one in rows(), other in rows()) {
        let (list, one, other) = (list_of(&listed), register_of("a.csv", &one), register_of("b.csv", &other));
        let bodies = [("A", &one), ("B", &other)];
        let review = review_approvals("UBND", &list, &bodies, &MatchOptions::default()).unwrap();
        let left: BTreeSet<&Told> = review.pairs().iter().map(|pair| pair.found().left()).collect();
        let right: BTreeSet<&Told> = review.pairs().iter().map(|pair| pair.found().right()).collect();
        prop_assert_eq!(left.len() + review.approved_not_reported().len(), listed.len());
        prop_assert!(review.approved_not_reported().iter().all(|told| !left.contains(told)));
        let items = one.facts().items().len() + other.facts().items().len();
        prop_assert_eq!(right.len() + review.reported_not_approved().len(), items);
        prop_assert!(review.reported_not_approved().iter().all(|told| !right.contains(told)));
        for pair in review.pairs() {
            let score = pair.found().score();
            prop_assert!(Decimal::ZERO <= score && score <= Decimal::ONE);
        }
        // the order of the bodies changes nothing but the order
        let turned = [("B", &other), ("A", &one)];
        let turned = review_approvals("UBND", &list, &turned, &MatchOptions::default()).unwrap();
        let set = |review: &ApprovalReview| review.pairs().iter().map(line).collect::<BTreeSet<_>>();
        prop_assert_eq!(set(&review), set(&turned));
        prop_assert_eq!(review.approved_facts().unwrap().items().len(), listed.len());
    }

    /// A register that copies the list is settled row by row, whatever else stands near.
    #[test]
    fn a_copy_is_settled(listed in rows()) {
        let mut seen = BTreeSet::new();
        let listed: Vec<Row> = listed.into_iter().filter(|row| seen.insert(row.0)).collect();
        let (list, copy) = (list_of(&listed), register_of("a.csv", &listed));
        let review = review_approvals("UBND", &list, &[("A", &copy)], &MatchOptions::default()).unwrap();
        prop_assert_eq!(review.pairs().len(), listed.len());
        prop_assert!(review.pairs().iter().all(|pair| pair.standing() == PairStanding::Settled));
        prop_assert_eq!(review.findings(), []);
    }

    /// One decision taken or refused moves exactly its own sides.
    #[test]
    fn a_decision_moves_its_own(listed in rows(), reported in rows(), same in any::<bool>()) {
        let (list, register) = (list_of(&listed), register_of("a.csv", &reported));
        let review = review_approvals("UBND", &list, &[("A", &register)], &MatchOptions::default()).unwrap();
        let proposed = review.pairs().iter().find(|pair| pair.standing() == PairStanding::Proposed);
        if let Some(pair) = proposed {
            let on = "2026-01-10".parse().unwrap();
            let decision = pair.found().clone().decide(same, "P", on, "x").unwrap();
            let decided = review.clone().decided(&decision).unwrap();
            let sides = |review: &ApprovalReview| {
                let pairs = review.pairs().iter();
                let paired = pairs.flat_map(|pair| [pair.found().left().clone(), pair.found().right().clone()]);
                let alone = review.approved_not_reported().iter().chain(review.reported_not_approved()).cloned();
                paired.chain(alone).collect::<BTreeSet<_>>()
            };
            prop_assert_eq!(sides(&review), sides(&decided));
            prop_assert_eq!(decided.pairs().iter().any(|it| it.found() == decision.found()), same);
        }
    }
}
