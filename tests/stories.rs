//! Stories of those who read sheets, from bytes to what they hold in their hands: a developer's findings as JSON (D1), an
//! officer's cells to mend and whom to ask (U1), an official's return letter (P1), approvals against reports with what
//! lies idle (P2), and one item with three witnesses counted once (P3).
//!
//! The workbooks and the list of approvals are those of `testdata/sheets`, which stands outside the package: where it was
//! unpacked alone, their tests say nothing.

#![expect(clippy::unwrap_used, reason = "the helpers unwrap what is known to be good")]

use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro::accounting::{CheckOptions, Journal, check};
use vientro::core::{Bilingual, Finding, Language, Location, Period, Severity};
use vientro::currency::Money;
use vientro::intake::{
    LeadReason, MatchOptions, Options, Reading, Received, Said, Source, apply, branches_not_heard, correct,
    find_groups, read_csv, read_folder, read_union, review_approvals, who_has_sent,
};
use vientro::model::{Duty, Facts, ItemId, Reporter, UnionProfile, due};
use vientro::report::markdown;
use vientro::report::template::ReturnLetter;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn of(files: &[(&str, &str)]) -> Reading {
    let sources: Vec<Source<'_>> =
        files.iter().map(|(name, text)| Source::new(name, text.as_bytes())).collect();
    read_union(&sources, &Options::for_year(2025)).unwrap()
}

fn sheet(name: &str) -> Option<Reading> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/sheets").join(name);
    let bytes = fs::read(path).ok()?;
    Some(read_union(&[Source::new(name, &bytes)], &Options::for_year(2025)).unwrap())
}

fn at<'a>(reading: &'a Reading, cell: &str) -> Option<&'a Finding> {
    reading.findings().iter().find(|finding| finding.location().cell() == Some(cell))
}

/// The register of D1: amounts in four writings, days as text and as a serial, decomposed accents, codes with zeros.
const MIXED: &str = "\
Ngày;Mã khoản;Nội dung;Số tiền;Loại tiền;Chứng từ
05/3/2025;001;Đợt 1;1.000;USD;UNC 1
5.3.2025;001;Đợt 2;1,000;USD;UNC 2
2025-03-07;002;Đợt 1;594,5 tỷ;VND;UNC 3
08/03/2025;002;Đợt 2;hơn 300 triệu;VND;UNC 4
31/02/2025;002;Đợt 3;1000.000;VND;UNC 5
tháng 6/2025;1;Đợt 4;đang chờ;VND;UNC 6
";
const ITEMS: &str = "\
Mã;Tên khoản viện trợ;Tổ chức tài trợ;Số, ngày QĐ phê duyệt;Cam kết
001;Nước sạch;Tổ chức A;12/QĐ-UBND ngày 12/1/2025;100.000 USD
002;Trường học;Tổ chức B;13/QĐ-UBND ngày 13/1/2025;900 tỷ
";

/// D1: rows are checked before they reach a database; each finding has row, column, code and words for both languages.
#[test]
fn d1_a_clerk_uploads_a_sheet() {
    let reading = of(&[("vien-tro.csv", ITEMS), ("giai-ngan.csv", MIXED)]);
    let amounts: Vec<String> = reading
        .facts()
        .flows()
        .map(|flow| match (flow.amount().known(), flow.amount().interval()) {
            (Some(money), _) => money.to_string(),
            (None, Some(band)) => band.to_string(),
            (None, None) => "?".to_owned(),
        })
        .collect();
    assert_eq!(
        amounts,
        ["1000.00 USD", "1000.00 USD", "594500000000 VND", "[300000000 VND, 400000000 VND)", "1000 VND", "?"]
    );
    // codes keep their zeros; a code without them is asked back, not taken
    let items: Vec<Option<&str>> =
        reading.facts().flows().map(|flow| flow.item().map(ItemId::as_str)).collect();
    assert_eq!(items, [Some("001"), Some("001"), Some("002"), Some("002"), Some("002"), None]);
    for (cell, code, suggestion) in [
        ("A6", "unknown-date", None),
        ("D6", "ambiguous-number", Some("1.000")),
        ("D7", "not-a-number", None),
        ("A7", "date-imprecise", Some("30/06/2025")),
        ("B7", "unknown-item", Some("001")),
    ] {
        let finding = at(&reading, cell).unwrap_or_else(|| panic!("nothing is told of {cell}"));
        assert_eq!((finding.code().as_str(), finding.suggestion()), (code, suggestion), "{cell}");
    }
    let json = serde_json::to_value(at(&reading, "B7").unwrap()).unwrap();
    assert_eq!(json["code"], "unknown-item");
    assert_eq!((&json["location"]["cell"], &json["location"]["line"]), (&"B7".into(), &7.into()));
    assert_eq!(json["location"]["file"], "giai-ngan.csv");
    assert_eq!(json["message"]["vi"], "không có khoản viện trợ mang mã này");
    assert_eq!(json["message"]["en"], "no aid item has this code");
    assert_eq!((&json["found"], &json["suggestion"]), (&"1".into(), &"001".into()));
}

/// D1: the fix of a finding can be applied, to a cell and to a file, and the file is then read without it.
#[test]
fn d1_a_fix_is_applied() {
    let reading = of(&[("vien-tro.csv", ITEMS), ("giai-ngan.csv", MIXED)]);
    let source = Source::new("giai-ngan.csv", MIXED.as_bytes());
    let options = Options::for_year(2025);
    let finding = at(&reading, "B7").unwrap();
    let grid = read_csv(&source, &options).unwrap();
    let fixed = apply(finding, grid.row(7).unwrap().value(1)).unwrap();
    assert_eq!(fixed.text(), "001");
    let corrected = correct(&source, std::slice::from_ref(finding), &options).unwrap();
    assert_eq!(corrected.applied.len(), 1);
    let text = String::from_utf8(corrected.bytes).unwrap();
    assert_eq!(text, MIXED.replace("tháng 6/2025;1;", "tháng 6/2025;001;"));
    let again = of(&[("vien-tro.csv", ITEMS), ("giai-ngan.csv", &text)]);
    assert!(at(&again, "B7").is_none());
    assert_eq!(again.findings().len() + 1, reading.findings().len());
}

/// D1: merged headers, decomposed accents, serial days and texts that look like numbers, as programs write them.
#[test]
fn d1_workbooks_as_offices_make_them() {
    for name in [
        "merged-three-lines.xlsx",
        "merged-two-lines.ods",
        "numbers-as-text.xlsx",
        "epoch-1904.xls",
        "nfd.csv",
    ] {
        let Some(reading) = sheet(name) else { return };
        let gifts: Vec<(&str, String, Option<NaiveDate>)> = reading
            .facts()
            .gifts()
            .map(|gift| (gift.content(), gift.value().known().unwrap().to_string(), gift.date()))
            .collect();
        let gift =
            |content: &'static str, value: &str, on: &str| (content, format!("{value} VND"), Some(day(on)));
        assert_eq!(
            gifts,
            [
                gift("Gạo", "12500000", "2025-03-05"),
                gift("Xe lăn", "24000000", "2025-04-30"),
                gift("Học bổng", "7500000", "2025-06-19")
            ],
            "{name}"
        );
    }
}

/// No bytes panic, and a file that cannot be read does not keep the others from being read.
#[test]
fn d1_bytes_of_any_kind() {
    for bytes in [&b""[..], b"PK\x03\x04", &[0xd0, 0xcf, 0x11, 0xe0], b"\xff\xfe\x00", b"a;b\n\x00\x01"] {
        let sources = [Source::new("x.xlsx", bytes), Source::new("vien-tro.csv", ITEMS.as_bytes())];
        let reading = read_union(&sources, &Options::for_year(2025)).unwrap();
        assert_eq!(reading.facts().items().len(), 2);
        assert!(reading.has_errors());
    }
}

/// U1: a folder of sheets, the cells to fix, the gift that two branches report, and whom to ask.
#[test]
fn u1_one_clean_register() {
    let header = "Nội dung;Thành tiền;Nhà tài trợ;Ngày;Chi hội\n";
    let first = format!(
        "{header}Gạo cho hộ nghèo;12.500.000;TC A (Lào);05/6/2025;Chi hội 1\nÁo ấm;12.500;TC B (Lào);06/6/2025;Chi hội 1\n"
    );
    let second = format!(
        "{header}Gạo cho các hộ nghèo;12.500.000;TC A (Lào);05/6/2025;Chi hội 2\nSách;chưa rõ;TC C (Lào);31/6/2025;Chi hội 2\n"
    );
    let reading = of(&[("chi-hoi-1.csv", &first), ("chi-hoi-2.csv", &second)]);
    // `12.500` is twelve thousand five hundred
    let values: Vec<Option<Decimal>> =
        reading.facts().gifts().map(|gift| gift.value().known().map(Money::amount)).collect();
    let thousand = |count: u32| Some(Decimal::from(count * 100));
    assert_eq!(values, [thousand(125_000), thousand(125), thousand(125_000), None]);
    let cells: Vec<(&str, &str, &str)> = reading
        .findings()
        .iter()
        .filter(|finding| finding.severity() != Severity::Note)
        .map(|finding| {
            let at = finding.location();
            (finding.code().as_str(), at.file().unwrap(), at.cell().unwrap())
        })
        .collect();
    assert_eq!(
        cells,
        [
            ("duplicate", "chi-hoi-2.csv", "A2"),
            ("not-a-number", "chi-hoi-2.csv", "B3"),
            ("unknown-date", "chi-hoi-2.csv", "D3"),
        ]
    );
    assert_eq!(branches_not_heard(&["Chi hội 1", "Chi hội 2", "Chi hội 3"], reading.facts()), ["Chi hội 3"]);
    let owed = due(Duty::Fngo, Reporter::ForeignNgo, &Period::administrative_year(2025).unwrap()).unwrap();
    let received = [Received::new("TC A", day("2025-12-10"))];
    let silent: Vec<String> = who_has_sent(&["TC A", "TC B"], &owed, &received, day("2025-12-20"))
        .iter()
        .filter_map(|standing| Some(standing.finding()?.message().vi().to_owned()))
        .collect();
    assert_eq!(silent, ["TC B chưa gửi báo cáo, chậm 2 ngày"]);
}

/// U1: the folder of a whole year is read in one call, whatever is in it.
#[test]
fn u1_a_folder_is_dropped() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/union-2025/an-giang");
    let reading = read_folder(&folder, &Options::for_year(2025)).unwrap();
    assert!(reading.facts().items().len() > 0 && reading.facts().gifts().len() > 0);
    let placed = |finding: &Finding| finding.location().file().is_some();
    assert!(reading.findings().iter().all(placed));
}

/// P1: a report is checked the minute it arrives; the letter that sends it back lists cell, rule, expected and found.
#[test]
fn p1_a_return_letter_writes_itself() {
    let register = "\
Mã;Tên khoản viện trợ;Tổ chức tài trợ;Mã ĐVHC;Số, ngày QĐ phê duyệt;Cam kết (VND)
001;Nước sạch;Tổ chức A;89;12/QĐ-UBND ngày 12/8/2025;100.000.000
002;Trường học;Tổ chức B;91;13/QĐ-UBND ngày 13/8/2025;hai trăm
;Tổng cộng;;;;900.000.000
";
    let reading = of(&[("lien-hiep.csv", register)]);
    let sender = UnionProfile::new(Bilingual::new("Sở Ngoại vụ tỉnh A", "Department A"), "A", 2025, "SNgV");
    let to = Bilingual::new("Liên hiệp các tổ chức hữu nghị tỉnh A", "Union A");
    let letter = ReturnLetter::new(&sender, to.clone(), reading.findings()).answer_by(day("2025-12-20"));
    let text = markdown(&letter.report().unwrap(), Language::Vi);
    for words in [
        "Sở Ngoại vụ tỉnh A",
        "lien-hiep.csv",
        "| D2 |",
        "`89`",
        "Resolution 202/2025/QH15",
        "| F3 |",
        "hai trăm",
        "ngày 20 tháng 12 năm 2025",
    ] {
        let words = words.trim_matches('`');
        assert!(text.contains(words), "{words}\n{text}");
    }
    let line = text.lines().find(|line| line.starts_with("| D2 |")).unwrap();
    for part in ["cảnh báo", "89", "91", "19/2025/QĐ-TTg"] {
        assert!(line.contains(part), "{part}: {line}");
    }
    // a report without a fault is told so
    let none = ReturnLetter::new(&sender, to, &[]).report().unwrap();
    assert!(markdown(&none, Language::Vi).contains("không có ô nào phải sửa"));
}

/// P2: approvals against reports; what lies idle six months is asked of the rule that accounting has.
#[test]
fn p2_approvals_and_reports_match() {
    let (Some(list), Some(union), Some(hospital)) =
        (sheet("approvals-list.csv"), sheet("approvals-union.csv"), sheet("approvals-hospital.csv"))
    else {
        return;
    };
    let bodies = [("Liên hiệp", &union), ("Bệnh viện", &hospital)];
    let review = review_approvals("UBND tỉnh", &list, &bodies, &MatchOptions::default()).unwrap();
    assert_eq!(review.pairs().len(), 7);
    assert_eq!(review.approved_not_reported().len(), 1);
    assert_eq!(review.reported_not_approved().len(), 1);
    let idle = |reports: &[(&str, &Reading)]| -> Vec<String> {
        let review = review_approvals("UBND tỉnh", &list, reports, &MatchOptions::default()).unwrap();
        let facts = review.approved_facts().unwrap();
        let options = CheckOptions::new().as_of(day("2025-10-05"));
        let found = check(&facts, &Journal::new(), &options).unwrap();
        let idle = found.iter().filter(|finding| finding.code().as_str() == "idle-six-months");
        idle.map(|finding| finding.location().record().unwrap().to_owned()).collect()
    };
    // no money moved under any; two are younger than six months
    let old = ["101/QĐ-UBND", "145/QĐ-UBND", "160/QĐ-UBND", "172/QĐ-UBND"];
    assert_eq!(idle(&bodies), old);
    // what moved under an item moved under its approval
    let register = "\
Mã;Tên khoản viện trợ;Tổ chức tài trợ;Số, ngày QĐ phê duyệt;Cam kết (VND)
01;20 căn nhà cho hộ nghèo;Tổ chức A;101/QĐ-UBND ngày 05/03/2025;4220000000
";
    let paid =
        "Ngày;Mã khoản;Nội dung;Số tiền;Loại tiền;Chứng từ\n20/3/2025;01;Đợt 1;1.000.000.000;VND;UNC 1\n";
    let moved = of(&[("vien-tro.csv", register), ("giai-ngan.csv", paid)]);
    assert_eq!(idle(&[("Liên hiệp", &moved)]), old[1..]);
}

/// P3: union, hospital and the foreign NGO tell of one item: one group, three witnesses, and a lead with its reason.
#[test]
fn p3_one_item_with_three_witnesses() {
    let header = "Mã;Tên khoản viện trợ;Tổ chức tài trợ;Địa bàn;Chủ khoản viện trợ;Số, ngày QĐ phê duyệt;Cam kết (VND)\n";
    let facts = |row: &str| of(&[("vien-tro.csv", &format!("{header}{row}\n"))]).into_facts();
    let decided = "160/QĐ-UBND ngày 20/3/2025";
    let union =
        facts(&format!("01;Máy thở cho bệnh viện;Tổ chức C;Vinh;Bệnh viện Đa khoa;{decided};1.270.000.000"));
    let hospital = facts(&format!("BV1;Máy thở;Tổ chức C;Vinh;Bệnh viện Đa khoa;{decided};1.270.000.000"));
    let donor = facts(&format!("P7;Máy thở cho bệnh viện;Tổ chức C;Vinh;;{decided};1.250.000.000"));
    let bodies: [(&str, &Facts); 3] =
        [("Liên hiệp", &union), ("Bệnh viện Đa khoa", &hospital), ("Tổ chức C", &donor)];
    let groups = find_groups(&bodies, &MatchOptions::default()).unwrap();
    assert_eq!((groups.len(), groups[0].witnesses().len()), (1, 3));
    assert_eq!(groups[0].lead(), ("Bệnh viện Đa khoa", LeadReason::Owner));
    let places: Vec<&Location> = groups[0].differences()[0].said().iter().map(Said::location).collect();
    assert_eq!(places.len(), 3);
}
