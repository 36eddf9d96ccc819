//! The report of a Union's year from a small set of facts: the cuts agree, every figure can be opened, members' gifts
//! stay apart, an amendment is not known before its day, and what is unknown is said to be so.

mod every;
#[cfg(all(feature = "html", feature = "office"))]
mod files;
mod letter;

use rust_decimal::Decimal;
use vientro_accounting::{Journal, PostingContext};
use vientro_core::{Bilingual, Figure, Language, Location, Period, RowId};
use vientro_currency::{Currency, Money, Policy, Rate, RateBook, RateKind};
use vientro_model::{
    AidForm, AidItem, Amendment, Approval, Basis, Direction, Facts, Flow, FlowId, FlowKind, Gift, GiftId,
    ItemId, Modality, SourceClass, SourceRow, Target, TargetId, UnionProfile,
};
use vientro_report::template::{Edition, TemplateError, UnionYear};
use vientro_report::{Block, Cell, CellValue, MissingReason, Report, RowGroup, Table, TableRow, markdown};

/// One row of the imagined sheets.
fn row(facts: &mut Facts, cell: &str) -> RowId {
    let id = RowId::try_new(format!("so-lieu.xlsx/1/{cell}")).unwrap();
    let place = Location::new().in_file("so-lieu.xlsx").in_sheet("1").at_cell(cell);
    facts.add_row(id.clone(), SourceRow::new(place, cell)).unwrap();
    id
}

fn add_item(facts: &mut Facts, id: &str, change: impl FnOnce(AidItem) -> AidItem) {
    let row = row(facts, &format!("B{id}"));
    let item = AidItem::new(
        ItemId::try_new(id).unwrap(),
        format!("Khoản {id}"),
        Direction::Inward,
        SourceClass::ForeignNgo,
    );
    facts.add_item(change(item).with_rows([row])).unwrap();
}

fn add_flow(
    facts: &mut Facts,
    id: &str,
    item: &str,
    kind: FlowKind,
    amount: Figure<Money>,
    date: Option<&str>,
) {
    let row = row(facts, &format!("D{id}"));
    let (direction, source) = (Direction::Inward, SourceClass::ForeignNgo);
    let mut flow = Flow::try_new(FlowId::try_new(id).unwrap(), kind, amount, direction, source)
        .unwrap()
        .with_item(ItemId::try_new(item).unwrap())
        .with_modality(if item == "4" { Modality::InKind } else { Modality::Cash })
        .with_rows([row]);
    if let Some(date) = date {
        flow = flow.with_date(date.parse().unwrap());
    }
    facts.add_flow(flow).unwrap();
}

fn add_gift(facts: &mut Facts, id: &str, value: Figure<Money>, date: Option<&str>) {
    let row = row(facts, &format!("E{id}"));
    let mut gift = Gift::try_new(GiftId::try_new(id).unwrap(), "Gạo", value)
        .unwrap()
        .with_branch("Chi hội 1")
        .with_direction(Direction::Inward)
        .with_rows([row]);
    if let Some(date) = date {
        gift = gift.with_date(date.parse().unwrap());
    }
    facts.add_gift(gift).unwrap();
}

/// The plan of the year.
fn add_target(facts: &mut Facts, dong: i64) {
    let row = row(facts, "F1");
    let target = Target::try_new(
        TargetId::try_new("plan-2025").unwrap(),
        "Giá trị giải ngân",
        Basis::Disbursed,
        SourceClass::ForeignNgo,
        Period::calendar_year(2025).unwrap(),
        Figure::Known(Decimal::from(dong)),
        "VND",
    );
    facts.add_target(target.unwrap().with_rows([row])).unwrap();
}

fn million(dong: i64) -> Figure<Money> {
    Figure::Known(Money::vnd(dong * 1_000_000))
}

fn dollars(whole: i128) -> Figure<Money> {
    Figure::Known(Money::from_minor(whole * 100, Currency::USD).unwrap())
}

fn profile() -> UnionProfile {
    let name = Bilingual::new("Liên hiệp minh họa", "Illustrative Union");
    UnionProfile::new(name, "Nơi minh họa", 2025, "LHHN")
}

/// Four items, flows in two currencies with a refund and an unknown amount, and a plan; no gifts of members.
fn facts_without_gifts() -> Facts {
    let mut facts = Facts::new(profile());
    add_item(&mut facts, "1", |item| {
        let amendment = Amendment::new("2025-07-15".parse().unwrap(), million(100), million(150));
        let approval = Approval::try_new("12/QĐ-UBND").unwrap().with_date("2025-01-10".parse().unwrap());
        let mut item = item
            .with_form(AidForm::Project)
            .with_donor("Tổ chức A")
            .with_donor_country("Hàn Quốc")
            .with_approval(approval)
            .with_commitment(million(100), "2025-01-10".parse().unwrap())
            .unwrap();
        item.amend(amendment.with_reason("khảo sát")).unwrap();
        item
    });
    add_item(&mut facts, "2", |item| {
        let item = item.with_form(AidForm::NonProject).with_donor("Tổ chức B").with_donor_country("Đức");
        item.with_commitment(dollars(5_000), "2025-02-01".parse().unwrap()).unwrap()
    });
    add_item(&mut facts, "3", |item| {
        let item = item.with_form(AidForm::Relief).with_donor("Tổ chức A").with_donor_country("Hàn Quốc");
        item.with_commitment(Figure::Unknown, "2025-03-01".parse().unwrap()).unwrap()
    });
    add_item(&mut facts, "4", |item| item); // nothing else is said of it

    let (paid, back) = (FlowKind::Disbursement, FlowKind::Refund);
    add_flow(&mut facts, "1-1", "1", paid, million(60), Some("2025-03-10"));
    add_flow(&mut facts, "1-2", "1", back, million(10), Some("2025-09-20"));
    add_flow(&mut facts, "2-1", "2", paid, dollars(2_000), Some("2025-03-20"));
    add_flow(&mut facts, "2-2", "2", paid, dollars(1_000), Some("2025-09-05"));
    add_flow(&mut facts, "3-1", "3", paid, Figure::Unknown, Some("2025-09-15"));
    add_flow(&mut facts, "4-1", "4", paid, million(30), Some("2025-12-01"));

    add_target(&mut facts, 150_000_000);
    facts
}

/// The same with members' gifts: one known, one unknown, one without a day.
fn facts() -> Facts {
    let mut facts = facts_without_gifts();
    add_gift(&mut facts, "G1", million(25), Some("2025-06-01"));
    add_gift(&mut facts, "G2", million(7), None);
    add_gift(&mut facts, "G3", Figure::Unknown, Some("2025-08-01"));
    facts
}

/// Books at the accounting rates of three months.
fn books(facts: &Facts) -> (Journal, Policy) {
    let months = [("2025-03-01", "2025-03-31", 25_000), ("2025-09-01", "2025-09-30", 26_000)];
    let months = months.into_iter().chain([("2025-02-01", "2025-02-28", 24_000)]);
    let rates = months.map(|(from, to, value)| {
        Rate::builder(Currency::USD, Currency::VND, Decimal::from(value), RateKind::TreasuryAccounting)
            .publisher("Kho bạc Nhà nước")
            .days(from.parse().unwrap(), to.parse().unwrap())
            .build()
            .unwrap()
    });
    let rates = RateBook::from_rates(rates).unwrap();
    let policy = Policy::treasury_accounting();
    let mut journal = Journal::new();
    journal.post(facts, &PostingContext::new(&rates, &policy, Currency::VND)).unwrap();
    (journal, policy)
}

fn year() -> Period {
    Period::calendar_year(2025).unwrap()
}

fn report_of(facts: &Facts) -> Report {
    let (journal, policy) = books(facts);
    UnionYear::new(facts, &journal, &policy, year()).report().unwrap()
}

fn table<'a>(report: &'a Report, id: &str) -> &'a Table {
    report.tables().find(|table| table.id() == id).unwrap()
}

/// The rows that the total is made of.
fn parts(table: &Table) -> impl Iterator<Item = &TableRow> {
    table.groups().iter().flat_map(RowGroup::rows)
}

/// The row whose label begins so.
fn line<'a>(table: &'a Table, label: &str) -> &'a TableRow {
    parts(table).find(|row| row.label().vi().starts_with(label)).unwrap()
}

/// Every cell of the report, wherever it stands.
fn cells(report: &Report) -> Vec<&Cell> {
    report.blocks().iter().flat_map(Block::cells).collect()
}

#[test]
fn the_groups_of_every_cut_sum_to_its_total() {
    let report = report_of(&facts());
    let cuts: Vec<&Table> = report.tables().filter(|table| table.id().starts_with("disbursed-by-")).collect();
    assert!(cuts.len() >= 7, "{}", cuts.len());
    for cut in cuts {
        let total = cut.total_row().unwrap().cells();
        // 60 - 10 + 2,000 × 25,000 + 1,000 × 26,000 + 30 million; one value of six is unknown
        assert_eq!(total[1].number(), Some(Decimal::from(156_000_000)), "{}", cut.id());
        assert_eq!((total[0].number(), total[3].number()), (Some(6.into()), Some(1.into())), "{}", cut.id());
        // cash and goods, and currencies, are told of payments only
        let committed = if cut.columns().len() > 4 { Some(4) } else { None };
        for column in [0, 1, 3].into_iter().chain(committed) {
            let parts = parts(cut).filter_map(|row| row.cells()[column].number());
            assert_eq!(Some(parts.sum::<Decimal>()), total[column].number(), "{} {column}", cut.id());
        }
        if committed.is_some() {
            // 100 + 50 by amendment + 5,000 × 24,000; one is not known
            assert_eq!(total[4].number(), Some(Decimal::from(270_000_000)), "{}", cut.id());
        }
        let shares: Vec<Decimal> = parts(cut).filter_map(|row| row.cells()[2].number()).collect();
        if !shares.is_empty() {
            assert_eq!(shares.iter().sum::<Decimal>(), Decimal::ONE_HUNDRED, "{}", cut.id());
        }
    }
    let region = table(&report, "disbursed-by-region");
    assert_eq!(line(region, "châu Á").cells()[1].number(), Some(Decimal::from(50_000_000)));
    assert_eq!(line(region, "châu Âu").cells()[1].number(), Some(Decimal::from(76_000_000)));
    let form = table(&report, "disbursed-by-form");
    assert_eq!(line(form, "dự án").cells()[1].number(), Some(Decimal::from(50_000_000)));
    assert_eq!(line(form, "viện trợ khắc phục").cells()[1].missing_reason(), Some(MissingReason::Unknown));
    let currency = table(&report, "disbursed-by-currency");
    assert_eq!(line(currency, "USD").cells()[1].number(), Some(Decimal::from(76_000_000)));
}

#[test]
fn every_figure_opens_to_rows_that_exist() {
    let report = report_of(&facts());
    let mut opened = 0;
    for cell in cells(&report) {
        for id in cell.source_rows() {
            assert!(report.rows().iter().any(|row| row.id() == id), "{id}");
        }
        if matches!(cell.value(), CellValue::Money(_) | CellValue::Figure { .. } | CellValue::Percent { .. })
        {
            assert!(!cell.source_rows().is_empty(), "{cell:?}");
            opened += 1;
        }
    }
    assert!(opened > 30, "{opened}");
    // the refund and the unknown amount stand behind the total as well
    let rows = table(&report, "disbursed-by-form").total_row().unwrap().cells()[1].source_rows();
    let rows: Vec<&str> = rows.iter().map(RowId::as_str).collect();
    for cell in ["D1-1", "D1-2", "D2-1", "D2-2", "D3-1", "D4-1"] {
        assert!(rows.contains(&format!("so-lieu.xlsx/1/{cell}").as_str()), "{cell} not in {rows:?}");
    }
    assert_eq!(rows.len(), 6);
}

#[test]
fn members_gifts_never_enter_the_plan() {
    let (with, without) = (facts(), facts_without_gifts());
    let (with_books, policy) = books(&with);
    let (without_books, _) = books(&without);
    let plan = |facts, journal| UnionYear::new(facts, journal, &policy, year()).plan().unwrap().unwrap();
    let line = plan(&with, &with_books);
    assert_eq!(line.attainment(), &Figure::Known(Decimal::from(104)));
    assert_eq!(line.unknown_inputs(), 1);
    assert_eq!(line, plan(&without, &without_books));
    assert!(line.rows().iter().all(|row| !row.as_str().contains("/E")));

    let members = UnionYear::new(&with, &with_books, &policy, year()).members().unwrap();
    let [(Direction::Inward, sum)] = members.as_slice() else { panic!("{members:?}") };
    assert_eq!(sum.figure().known_part(), &million(25));
    assert_eq!((sum.figure().unknown(), sum.undated()), (1, 1));

    let report = report_of(&with);
    let plan = table(&report, "plan");
    assert_eq!((parts(plan).count(), plan.memo_rows().len()), (1, 1));
    let memo = plan.memo_rows()[0].cells();
    assert_eq!(memo[1].number(), Some(Decimal::from(25_000_000)));
    assert_eq!(memo[2].missing_reason(), Some(MissingReason::NotApplicable));
    // the gift without a day stands outside the total of the gifts
    let gifts = table(&report, "members-inward");
    assert_eq!(gifts.total_row().unwrap().cells()[1].number(), Some(Decimal::from(25_000_000)));
    assert_eq!(gifts.memo_rows()[0].cells()[1].number(), Some(Decimal::from(7_000_000)));
}

#[test]
fn an_amendment_is_not_known_before_its_day() {
    let facts = facts();
    let (journal, policy) = books(&facts);
    let commitment = |day: Option<&str>| {
        let day = day.map(|day| day.parse().unwrap());
        let report = UnionYear::new(&facts, &journal, &policy, year())
            .of_edition(Edition::new().as_known_on(day))
            .report()
            .unwrap();
        let cells = line(table(&report, "items"), "1").cells();
        assert_eq!(cells[0].number(), Some(Decimal::from(100_000_000)));
        let millions = |cell: &Cell| cell.number().map(|number| number / Decimal::from(1_000_000));
        (millions(&cells[1]), millions(&cells[2]), millions(&cells[3]), cells[1].reasons().len())
    };
    let of = |millions: i64| Some(Decimal::from(millions));
    assert_eq!(commitment(Some("2025-07-14")), (of(100), of(60), of(40), 0));
    assert_eq!(commitment(Some("2025-07-15")), (of(150), of(60), of(90), 1));
    assert_eq!(commitment(None), (of(150), of(50), of(100), 1));
    // what happened later is not in the total either
    let early = UnionYear::new(&facts, &journal, &policy, year())
        .of_edition(Edition::new().as_known_on("2025-07-14".parse().ok()));
    assert_eq!(early.disbursed().unwrap().figure().known_part(), &million(110));
}

#[test]
fn what_is_unknown_is_printed_as_unknown() {
    let report = report_of(&facts());
    let (vi, en) = (markdown(&report, Language::Vi), markdown(&report, Language::En));
    let has = |page: &str, line: &str| assert!(page.contains(line), "`{line}` is not in\n{page}");
    has(&vi, "| viện trợ khắc phục hậu quả | 1 | …[^1] |");
    has(&en, "| relief and recovery | 1 | …[^1] |");
    has(&vi, "…: chưa có số liệu");
    has(&vi, "chưa gồm 1 giá trị chưa biết");
    has(&en, "1 value unknown not included");
    has(&vi, "chưa gồm 1 giá trị chưa biết, 1 khoản không có ngày");
    has(&en, "1 value unknown, 1 amount without a date not included");
    has(&vi, "Tính trên phần đã biết; số thực có thể khác.");
    assert!(!vi.contains("| viện trợ khắc phục hậu quả | 1 | 0"));
}

#[test]
fn with_a_refund_of_unknown_amount_nothing_is_said_to_be_reached_at_least() {
    let mut facts = facts();
    add_flow(&mut facts, "1-3", "1", FlowKind::Refund, Figure::Unknown, Some("2025-10-01"));
    let page = markdown(&report_of(&facts), Language::Vi);
    assert!(
        page.contains(
            "giá trị giải ngân chưa có số liệu (156.000.000 đồng[^1]; chưa gồm 2 giá trị chưa biết)"
        ),
        "{page}"
    );
}

#[test]
fn without_a_profile_there_is_no_report() {
    let facts = Facts::default();
    let (journal, policy) = books(&facts);
    let report = UnionYear::new(&facts, &journal, &policy, year()).report();
    assert!(matches!(report, Err(TemplateError::NoProfile)), "{report:?}");
    // an office with nothing to tell has a report all the same
    assert!(report_of(&Facts::new(profile())).rows().is_empty());
}

/// The page from its first heading to the second.
fn first_section(language: Language) -> String {
    let page = markdown(&report_of(&facts()), language);
    let start = page.find("## I. ").unwrap();
    let end = page[start + 1..].find("## II. ").unwrap() + start + 1;
    page[start..end].trim_end().to_owned()
}

#[test]
fn the_first_section_in_both_languages() {
    insta::assert_snapshot!(first_section(Language::Vi), @r"
    ## I. KẾT QUẢ CHUNG

    - Giải ngân trong kỳ: **156.000.000 đồng[^1]** (chưa gồm 1 giá trị chưa biết)
    - Cam kết trong kỳ: **270.000.000 đồng[^1]** (kể cả điều chỉnh; không cộng với giải ngân)
    - So với kế hoạch: **104,0%[^2]** (phần đã biết so với kế hoạch)
    - Khoản viện trợ trong kỳ: **4**
    - Hội thành viên ghi nhận: **25.000.000 đồng[^3]** (ghi riêng, không tính vào kế hoạch)
    - Ô cần sửa: **0** (xem mục Kiểm tra số liệu)

    Trong năm 2025, Liên hiệp minh họa có 4 khoản viện trợ phi chính phủ nước ngoài được phê duyệt hoặc có giải ngân, giá trị giải ngân ít nhất 156 triệu đồng (156.000.000 đồng[^1]; chưa gồm 1 giá trị chưa biết), đạt 104,0%[^2] kế hoạch (vượt 4,0%).

    Ngoài ra, các hội thành viên ghi nhận giá trị ít nhất 25 triệu đồng (25.000.000 đồng[^3]; chưa gồm 1 giá trị chưa biết, 1 khoản không có ngày, tiếp nhận từ nước ngoài), ghi riêng và không cộng vào kết quả trên.
    ");
    insta::assert_snapshot!(first_section(Language::En), @r"
    ## I. OVERVIEW

    - Disbursed in the period: **156,000,000 VND[^1]** (1 value unknown not included)
    - Committed in the period: **270,000,000 VND[^1]** (amendments included; never added to disbursement)
    - Of the plan: **104.0%[^2]** (the known part against the plan)
    - Aid items of the period: **4**
    - Recorded by members: **25,000,000 VND[^3]** (told apart, not counted toward the plan)
    - Cells to mend: **0** (see the section on checks)

    In the year 2025, the Illustrative Union had 4 items of foreign non-governmental aid approved or disbursed, with a disbursed value of at least 156 million đồng (156,000,000 VND[^1]; 1 value unknown not included), 104.0%[^2] of the plan (over it by 4.0%).

    Apart from this, member associations recorded a value of at least 25 million đồng (25,000,000 VND[^3]; 1 value unknown, 1 amount without a date not included, inward), told apart and not added to the result above.
    ");
}
