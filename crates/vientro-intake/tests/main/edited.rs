//! A file is edited at random and read again: nothing is doubled, nothing is lost, and what it says now is what is
//! known, beside what it says no longer. The oracle is a plain count of what both files say.

use std::collections::BTreeMap;

use proptest::prelude::*;
use vientro_core::{Figure, Finding, Severity};
use vientro_currency::Money;
use vientro_intake::{ChangeKind, Import, Options, Reimport, Source, read_union, reimport};
use vientro_model::{Facts, Flow, Gift};

/// Name, headings and rows of the sheets; the amount or count that may be edited is `{}`.
const SHEETS: [(&str, &str, &[&str]); 8] = [
    (
        "vien-tro",
        "Mã;Tên khoản viện trợ;Tổ chức tài trợ;Địa bàn;Số, ngày QĐ phê duyệt;Cam kết (VND)",
        &[
            "001;Xây phòng học;TC 1;xã 1;12/QĐ-UBND ngày 12/8/2025;{}",
            "002;Giếng khoan;TC 2;xã 2;13/QĐ-UBND ngày 13/8/2025;{}",
            "003;Tủ thuốc;TC 3;xã 3;14/QĐ-UBND ngày 14/8/2025;{}",
        ],
    ),
    (
        "giai-ngan",
        "Ngày;Mã khoản;Nội dung;Số tiền;Loại tiền;Chứng từ",
        &[
            "20/8/2025;001;Đợt 1;{};VND;UNC 1",
            "21/8/2025;002;Đợt 1;{};VND;UNC 2",
            "22/8/2025;001;Đợt 2;{};VND;",
        ],
    ),
    (
        "qua",
        "Nội dung;Thành tiền (VND);Nhà tài trợ;Ngày;Chi hội",
        &[
            "Gạo;{};TC 3;01/9/2025;Chi hội 1",
            "Áo;{};TC 3;02/9/2025;Chi hội 2",
            "Sách;{};TC 4;02/9/2025;Chi hội 2",
        ],
    ),
    ("ket-qua", "Mã khoản;Nội dung;Số lượng;Đơn vị", &["001;Phòng học;{};phòng", "002;Giếng;{};giếng"]),
    (
        "hoat-dong",
        "Ngày;Tên hoạt động;Đơn vị chủ trì;Số người",
        &["14/01/2025;Gặp mặt;LHHN;{}", "22/3/2025;Giao lưu;LHHN;{}"],
    ),
    (
        "doan",
        "Đoàn;Nước;Trưởng đoàn;Số người;Từ - đến;Nội dung;Đoàn ra, vào",
        &[
            "TC 1;Lào;Đại diện;{};14/01/2025 - 17/01/2025;Khảo sát;vào",
            "TC 2;Lào;Đại diện;{};01/02/2025;Thăm;ra",
        ],
    ),
    (
        "ke-hoach",
        "Chỉ tiêu;Cơ sở tính;Năm;Giá trị;Đơn vị",
        &["Vận động viện trợ;vận động;2025;{};VND", "Giải ngân;giải ngân;2025;{};VND"],
    ),
    (
        "khen-thuong",
        "Hình thức;Cơ quan tặng;Đối tượng;Năm;Ngày;Số QĐ",
        &[
            "Bằng khen;UBND tỉnh;Tập thể 1;2025;31/12/2025;{}/QĐ",
            "Giấy khen;LHHN;Tập thể 2;2025;31/12/2025;{}/QĐ",
        ],
    ),
];

/// One edit of a sheet; the row is taken among those that are there.
#[derive(Clone, Debug)]
enum Edit {
    Add { sheet: usize, amount: u32 },
    Amount { sheet: usize, row: usize, amount: u32 },
    Lose { sheet: usize, row: usize },
    Swap { sheet: usize, row: usize },
    Word { sheet: usize, row: usize },
}

fn edit() -> impl Strategy<Value = Edit> {
    let sheet = 0..SHEETS.len();
    prop_oneof![
        (sheet.clone(), 1_u32..900).prop_map(|(sheet, amount)| Edit::Add { sheet, amount }),
        (sheet.clone(), 0_usize..9, 1_u32..900).prop_map(|(sheet, row, amount)| Edit::Amount {
            sheet,
            row,
            amount
        }),
        (sheet.clone(), 0_usize..9).prop_map(|(sheet, row)| Edit::Lose { sheet, row }),
        (sheet.clone(), 0_usize..9).prop_map(|(sheet, row)| Edit::Swap { sheet, row }),
        (sheet, 0_usize..9).prop_map(|(sheet, row)| Edit::Word { sheet, row }),
    ]
}

/// The rows of each sheet: a pattern and the amount in it.
type Sheets = Vec<Vec<(String, u32)>>;

fn base() -> Sheets {
    let rows =
        |rows: &[&str]| (10_u32..).step_by(7).zip(rows).map(|(n, row)| ((*row).to_owned(), n)).collect();
    SHEETS.iter().map(|sheet| rows(sheet.2)).collect()
}

fn apply(sheets: &mut Sheets, edit: &Edit, number: usize) {
    match *edit {
        Edit::Add { sheet, amount } => {
            // a new code, name and voucher; all else as in the last row of the sheet as it was first
            let pattern = SHEETS[sheet].2[SHEETS[sheet].2.len() - 1];
            let renamed = pattern.replacen("003", &format!("1{number}"), 1);
            let words: Vec<String> = renamed
                .split(';')
                .enumerate()
                .map(|(column, text)| match column {
                    1 if text.chars().all(char::is_alphabetic) => format!("{text} {number}"),
                    0 if !text.starts_with(|letter: char| letter.is_ascii_digit()) => {
                        format!("{text} {number}")
                    }
                    _ => text.to_owned(),
                })
                .collect();
            sheets[sheet].push((words.join(";"), amount));
        }
        Edit::Amount { sheet, row, amount } => {
            let rows = sheets[sheet].len();
            if let Some(row) = sheets[sheet].get_mut(row % rows.max(1)) {
                row.1 = amount;
            }
        }
        Edit::Lose { sheet, row } => {
            let rows = sheets[sheet].len();
            // a sheet with nothing in it is a file that was not sent
            if rows > 1 {
                sheets[sheet].remove(row % rows);
            }
        }
        Edit::Swap { sheet, row } => {
            let rows = sheets[sheet].len();
            sheets[sheet].swap(row % rows, (row + 1) % rows);
        }
        Edit::Word { sheet, row } => {
            let rows = sheets[sheet].len();
            let text = &mut sheets[sheet][row % rows].0;
            *text = text.replacen("TC ", "Tổ chức ", 1).replacen("Gặp mặt", "Gặp gỡ", 1).replacen(
                "Tập thể",
                "Đội",
                1,
            );
        }
    }
}

fn read(version: &str, sheets: &Sheets) -> Facts {
    let amount = |sheet: usize, number: u32| match SHEETS[sheet].1 {
        headings if ["(VND)", "Số tiền", "Giá trị"].iter().any(|word| headings.contains(word)) => {
            format!("{number}.000.000")
        }
        _ => number.to_string(),
    };
    let files: Vec<(String, String)> = sheets
        .iter()
        .enumerate()
        .map(|(sheet, rows)| {
            let rows = rows.iter().map(|(row, number)| row.replace("{}", &amount(sheet, *number)) + "\n");
            (
                format!("{}{version}.csv", SHEETS[sheet].0),
                format!("{}\n{}", SHEETS[sheet].1, rows.collect::<String>()),
            )
        })
        .collect();
    let sources: Vec<Source<'_>> =
        files.iter().map(|(name, text)| Source::new(name, text.as_bytes())).collect();
    let reading = read_union(&sources, &Options::for_year(2025)).unwrap();
    // but for an item that was taken out and is still named
    let is_slip = |it: &&Finding| it.severity() == Severity::Error && it.code().as_str() != "unknown-item";
    assert_eq!(reading.findings().iter().find(is_slip), None);
    reading.into_facts()
}

fn import() -> Import {
    Import::try_new("2026-01-10".parse().unwrap(), "Văn phòng", "bản sửa").unwrap()
}

/// How often each record but the items is said, by kind; ids and rows left out.
fn said(facts: &Facts) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    let serde_json::Value::Object(kinds) = serde_json::to_value(facts).unwrap() else { panic!("an object") };
    for (kind, records) in kinds {
        let serde_json::Value::Array(records) = records else { continue };
        for mut record in records.into_iter().filter(|_| kind != "items") {
            let fields = record.as_object_mut().unwrap();
            fields.remove("rows");
            fields.remove("id");
            *counts.entry(format!("{kind} {record}")).or_insert(0) += 1;
        }
    }
    counts
}

fn commitments(facts: &Facts) -> BTreeMap<String, Figure<Money>> {
    let now = |item: &vientro_model::AidItem| item.commitment_now().cloned().unwrap_or(Figure::Unknown);
    facts.items().map(|item| (item.id().to_string(), now(item))).collect()
}

fn ids(again: &Reimport, kind: ChangeKind) -> Vec<(&'static str, &str)> {
    let of_kind = again.changes.iter().filter(|change| change.kind() == kind);
    of_kind.map(|change| (change.record(), change.id())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_edited_file_is_taken_over_whole(edits in proptest::collection::vec(edit(), 0..6)) {
        let mut sheets = base();
        let known = read("", &sheets);
        for (number, edit) in edits.iter().enumerate() {
            apply(&mut sheets, edit, number);
        }
        let newer = read(" (2)", &sheets);
        let again = reimport(&known, &newer, &import()).unwrap();

        // the same words in any order change nothing
        let same = said(&known) == said(&newer) && {
            let words = |facts: &Facts| -> Vec<String> {
                facts.items().map(|it| format!("{} {} {:?}", it.id(), it.title(), it.donor())).collect()
            };
            words(&known) == words(&newer) && commitments(&known) == commitments(&newer)
        };
        prop_assert_eq!(again.changes.is_empty(), same, "{:#?}", again.changes);
        if same {
            prop_assert_eq!(&again.facts, &known);
        }

        // what is known is what the newer file says, and what it says no longer
        let missing = ids(&again, ChangeKind::Missing);
        let mut expected = said(&newer);
        let mut kept = Facts::default();
        for (kind, id) in &missing {
            match *kind {
                "flow" => kept.add_flow(known.flows().find(|it| it.id().as_str() == *id).unwrap().clone()),
                "gift" => kept.add_gift(known.gifts().find(|it| it.id().as_str() == *id).unwrap().clone()),
                "output" => kept.add_output(known.outputs().find(|it| it.id().as_str() == *id).unwrap().clone()),
                "activity" => kept.add_activity(known.activities().find(|it| it.id().as_str() == *id).unwrap().clone()),
                "delegation" => kept.add_delegation(known.delegations().find(|it| it.id().as_str() == *id).unwrap().clone()),
                "target" => kept.add_target(known.targets().find(|it| it.id().as_str() == *id).unwrap().clone()),
                "award" => kept.add_award(known.awards().find(|it| it.id().as_str() == *id).unwrap().clone()),
                _ => Ok(()),
            }
            .unwrap();
        }
        for (record, count) in said(&kept) {
            *expected.entry(record).or_insert(0) += count;
        }
        prop_assert_eq!(said(&again.facts), expected, "{:#?}", again.changes);

        // items are known by their codes: none is doubled, a corrected commitment is an amendment
        let (before, now, after) = (commitments(&known), commitments(&newer), commitments(&again.facts));
        for (id, value) in &after {
            prop_assert_eq!(value, now.get(id).or(before.get(id)).unwrap());
        }
        prop_assert!(before.keys().chain(now.keys()).all(|id| after.contains_key(id)));
        let amended: Vec<&str> = ids(&again, ChangeKind::Amended).into_iter().map(|it| it.1).collect();
        let corrected: Vec<&str> = before
            .iter()
            .filter(|(id, value)| now.get(*id).is_some_and(|now| now != *value))
            .map(|(id, _)| id.as_str())
            .collect();
        prop_assert_eq!(amended, corrected);
        let day_before = "2026-01-09".parse().unwrap();
        for item in again.facts.items().filter(|item| before.contains_key(item.id().as_str())) {
            prop_assert_eq!(item.commitment_as_known_on(day_before), before.get(item.id().as_str()));
        }

        // every row of a record can be opened, and once more nothing changes
        let rows = again.facts.flows().flat_map(Flow::rows).chain(again.facts.gifts().flat_map(Gift::rows));
        for row in rows {
            prop_assert!(again.facts.row(row).is_some());
        }
        let once_more = reimport(&again.facts, &newer, &import()).unwrap();
        prop_assert_eq!(ids(&once_more, ChangeKind::Missing).len(), once_more.changes.len(), "{:#?}", once_more.changes);
        prop_assert_eq!(&once_more.facts, &again.facts);
    }

    /// Whatever else is known, of whatever kind, stays known.
    #[test]
    fn nothing_known_is_dropped(known: Facts) {
        let again = reimport(&known, &known, &import()).unwrap();
        prop_assert_eq!(&again.changes, &[]);
        prop_assert_eq!(&again.facts, &known);
        let missing = reimport(&known, &Facts::default(), &import()).unwrap();
        prop_assert_eq!(missing.facts, known);
    }
}
