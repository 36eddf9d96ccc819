//! Every template from one world of facts: its Markdown in both languages is kept, every figure comes back from every
//! format, and hostile names in the facts act in none.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_accounting::{
    Bridge, BridgeCause, Claim, Comparand, ConsolidationContext, Journal, Position, PostingContext,
    ReportedFigures, Selection, Stage, Totals, compare, consolidate,
};
use vientro_core::{Bilingual, Figure, Finding, FindingCode, Language, Location, Period, Severity, When};
use vientro_currency::{Currency, Money, Policy, RateBook};
use vientro_model::{
    AccountId, AccountMovement, Agreement, AgreementId, AgreementKind, AidItem, AmountKey, Basis, Body,
    Certificate, Condition, Direction, Facts, Flow, FlowId, FlowKind, FngoPresence, FngoRegistration,
    InKindId, InKindLine, ItemId, MovementId, OrgId, Organisation, OrganisationKind, Output, OutputId,
    OutputKind, Quantity, SourceClass, Target, TargetId, UnionProfile, UnitCode, Valuation,
};
use vientro_report::template::{
    AidAccounts, ChangedFigures, Consolidated, Edition, FngoRegister, InKindList, ItemSheet, PlanProgress,
    ReturnLetter, SealedFigures, TemplateError, TotalsBridge, UnionYear,
};
use vientro_report::{
    AdministrativeForm, Block, FormPart, FormProfile, Input, MissingReason, Report, csv, json, markdown,
};

use super::{
    add_flow, add_gift, add_item, books, dollars, facts, facts_without_gifts, million, row, table, year,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Beside the year: money in and out of accounts, goods, an agreement, certificates. `name` makes every name.
fn world(name: &dyn Fn(&str) -> String) -> Facts {
    let mut facts = facts();
    let union = Bilingual::new(name("Liên hiệp minh họa"), name("Illustrative Union"));
    facts.set_profile(UnionProfile::new(union, name("Nơi minh họa"), 2025, "LHHN"));
    let (inward, used) = (FlowKind::Receipt, FlowKind::Expenditure);
    add_flow(&mut facts, "1-r0", "1", inward, million(15), Some("2024-12-20"));
    add_flow(&mut facts, "1-r1", "1", inward, million(60), Some("2025-03-12"));
    add_flow(&mut facts, "1-u1", "1", used, million(40), Some("2025-04-30"));
    add_flow(&mut facts, "2-r1", "2", inward, dollars(2_000), Some("2025-03-21"));
    add_flow(&mut facts, "2-u1", "2", used, dollars(500), Some("2025-05-02"));
    add_flow(&mut facts, "3-r1", "3", inward, Figure::Unknown, Some("2025-09-16"));
    add_flow(&mut facts, "4-k1", "4", FlowKind::InKindReceipt, million(30), Some("2025-12-01"));
    add_flow(&mut facts, "4-k2", "4", FlowKind::InKindDistribution, million(12), Some("2025-12-20"));

    // a target whose actual is known to the đồng
    let at = row(&mut facts, "F2");
    let half = Target::try_new(
        TargetId::try_new("plan-2025-half").unwrap(),
        name("Giá trị giải ngân nửa năm"),
        Basis::Disbursed,
        SourceClass::ForeignNgo,
        Period::administrative_half(2025).unwrap(),
        Figure::Known(100_000_000.into()),
        "VND",
    );
    facts.add_target(half.unwrap().with_rows([at])).unwrap();

    add_item(&mut facts, "5", |item| {
        let title = name("Trường học");
        let item = AidItem::new(item.id().clone(), title, Direction::Inward, SourceClass::ForeignNgo);
        let item = item.with_donor(name("Tổ chức A")).with_donor_country(name("Hàn Quốc"));
        item.with_place(name("xã An Phú")).with_note(name("theo đợt"))
    });
    add_flow(&mut facts, "5-r1", "5", inward, million(8), Some("2025-06-02"));
    add_flow(&mut facts, "5-1", "5", FlowKind::Disbursement, million(8), Some("2025-06-01"));

    let goods = |facts: &mut Facts, id: &str, what: &str, amount: i64, unit: &str| {
        let row = row(facts, &format!("G{id}"));
        let quantity = Quantity::try_new(Figure::Known(amount.into()), unit).unwrap();
        InKindLine::new(InKindId::try_new(id).unwrap(), name(what), quantity).with_rows([row])
    };
    let rice = goods(&mut facts, "hv-1", "Gạo", 2_000, "kg");
    let rice = rice
        .valued(million(30), Valuation::Invoice)
        .unwrap()
        .priced(Money::vnd(15_000))
        .unwrap()
        .with_valued_on(day("2025-12-01"))
        .with_item(ItemId::try_new("4").unwrap())
        .with_condition(Condition::New);
    facts.add_in_kind(rice).unwrap();
    let chairs = goods(&mut facts, "hv-2", "Xe lăn", 20, "chiếc");
    facts.add_in_kind(chairs.valued(dollars(1_500), Valuation::Donor).unwrap()).unwrap();
    let books = goods(&mut facts, "hv-3", "Sách", 300, "cuốn");
    facts.add_in_kind(books.with_item(ItemId::try_new("4").unwrap())).unwrap();

    let output = Output::try_new(
        OutputId::try_new("o-1").unwrap(),
        name("Nhà ở"),
        OutputKind::ALL[0],
        Figure::Known(4.into()),
    );
    let at = row(&mut facts, "H1");
    facts
        .add_output(output.unwrap().with_unit("căn").with_item(ItemId::try_new("1").unwrap()).with_rows([at]))
        .unwrap();

    let bodies = ["Liên hiệp minh họa", "Tổ chức A"].map(|body| Body::try_new(name(body)).unwrap());
    let agreement = Agreement::try_new(AgreementId::try_new("mou").unwrap(), AgreementKind::ALL[0], bodies);
    let at = row(&mut facts, "K1");
    let agreement =
        agreement.unwrap().with_signed_on(day("2025-05-05")).with_number("01/BGN").with_rows([at]);
    facts.add_agreement(agreement).unwrap();

    for (id, title) in [("org-a", "Tổ chức A"), ("org-b", "Tổ chức Đông"), ("org-c", "Tổ chức C")]
    {
        let id = OrgId::try_new(id).unwrap();
        let organisation = Organisation::new(id, OrganisationKind::ForeignNgo, name(title));
        facts.add_organisation(organisation.with_country("KR".parse().unwrap())).unwrap();
    }
    let certificate = |facts: &mut Facts, org: &str, kind, from: &str, to: &str| {
        let row = row(facts, &format!("R{org}"));
        let number = name(&format!("{org}/CNV-HĐ"));
        let registration =
            FngoRegistration::try_new(OrgId::try_new(org).unwrap(), kind, number, day(from), day(to))
                .unwrap();
        let registration = registration.with_provinces([UnitCode::try_new("40").unwrap()]).with_rows([row]);
        facts.add_registration(registration.with_sectors([name("y tế")])).unwrap();
    };
    certificate(&mut facts, "org-a", Certificate::Activity, "2023-02-01", "2026-01-31");
    certificate(&mut facts, "org-b", Certificate::Office, "2022-07-01", "2027-06-30");
    certificate(&mut facts, "org-c", Certificate::Activity, "2021-01-01", "2023-12-31");
    for (org, active, registered) in
        [("org-a", Some(true), Some(true)), ("org-b", None, Some(true)), ("org-c", Some(true), Some(false))]
    {
        let at = row(&mut facts, &format!("S{org}"));
        let mut presence = FngoPresence::new(OrgId::try_new(org).unwrap(), day("2025-12-31")).with_rows([at]);
        if let Some(active) = active {
            presence = presence.with_active(active);
        }
        if let Some(registered) = registered {
            presence = presence.with_registered(registered);
        }
        facts.add_presence(presence.with_in_relation(true));
    }
    facts
}

pub(super) fn plain(text: &str) -> String {
    text.to_owned()
}

fn edition() -> Edition {
    Edition::new()
        .with_inputs([Input::new("so-lieu.xlsx", "sha256:9f86d081")])
        .made_by("vientro 0.1.0")
        .numbered(5)
        .dated(day("2026-01-09"))
}

fn findings(name: &dyn Fn(&str) -> String) -> Vec<Finding> {
    let at =
        |cell: &str| Location::new().in_file(name("vien-tro.xlsx")).in_sheet(name("Giải ngân")).at_cell(cell);
    let finding = |code, severity, vi: &str, en: &str| {
        Finding::new(FindingCode::new(code), severity, Bilingual::new(name(vi), name(en)))
    };
    vec![
        finding("unknown-date", Severity::Error, "ngày không có trong lịch", "no such day in the calendar")
            .at(at("A17"))
            .found(name("31/02/2025"))
            .expected("dd/mm/yyyy"),
        finding("unit-error-suspected", Severity::Warning, "có thể sai đơn vị tính", "the unit may be wrong")
            .at(at("F9"))
            .found(name("4.220"))
            .suggest(name("4.220.000.000"))
            .by_rule(name("quyết định của dự án")),
        finding("sheet-missing", Severity::Error, "thiếu trang kế hoạch", "the sheet of the plan is missing"),
        finding("blank-row", Severity::Note, "dòng trống", "an empty row").at(at("A20")),
    ]
}

/// Two bodies that claim one item together, and a third that does not report.
fn consolidated(facts: &Facts, name: &dyn Fn(&str) -> String) -> Report {
    let key = AmountKey::new(Basis::Disbursed, Direction::Inward).with_source(SourceClass::ForeignNgo);
    let claim = |body: &str, id: &str, amount: Figure<Money>, at: &str| {
        let rows = facts.rows().map(|(id, _)| id).find(|id| id.as_str().ends_with(at)).cloned();
        Claim::new(name(body), id, key, amount, day("2025-12-31")).from_rows(rows.into_iter().collect())
    };
    let claims = [
        claim("Hội A", "k-1", million(300), "/D1-1"),
        claim("Hội A", "k-2", million(120), "/D4-1").jointly("chung-1", Some(&name("Hội A"))),
        claim("Sở B", "k-3", million(120), "/D4-1").jointly("chung-1", Some(&name("Hội A"))),
        claim("Sở B", "k-4", Figure::Unknown, "/D3-1"),
    ];
    let (rates, policy) = (RateBook::new(), Policy::treasury_accounting());
    let missing = name("Huyện C");
    let bodies = [name("Hội A"), name("Sở B")];
    let expected = [bodies[0].as_str(), bodies[1].as_str(), missing.as_str()];
    // what each may be expected to report
    let amounts = [million(300), million(100), million(200)];
    let amounts: Vec<(&str, Figure<Money>)> = expected.into_iter().zip(amounts).collect();
    let context = ConsolidationContext::new(&rates, &policy, Currency::VND, &expected).with_amounts(&amounts);
    let consolidation = consolidate(&claims, &context).unwrap();
    Consolidated::new(facts, &consolidation, year()).of_edition(edition()).report().unwrap()
}

fn bridge(facts: &Facts, name: &dyn Fn(&str) -> String) -> Report {
    let rows = |ends: &[&str]| {
        let all = facts.rows().map(|(id, _)| id);
        all.filter(|id| ends.iter().any(|end| id.as_str().ends_with(end))).cloned().collect::<Vec<_>>()
    };
    let exactly = |millions: i64| Position::exactly(Money::vnd(millions * 1_000_000));
    let said = |text: &str| Bilingual::same(name(text));
    let stages = vec![
        Stage::new(BridgeCause::Period, said("15–31/12"), exactly(140), rows(&["/D1-1", "/D2-1", "/D4-1"])),
        Stage::new(BridgeCause::Scope, said("chỉ dự án"), exactly(60), rows(&["/D1-1"])),
    ];
    let bridge = Bridge::along(exactly(110), &rows(&["/D1-1", "/D2-1"]), stages).unwrap();
    let (from, to) = (said("năm báo cáo"), said("năm dương lịch"));
    TotalsBridge::new(facts, &bridge, from, to).of_edition(edition()).report().unwrap()
}

/// A sealed year, and the same after a late refund.
fn sealed(facts: &Facts, name: &dyn Fn(&str) -> String) -> [Report; 2] {
    let (mut journal, _) = books(facts);
    let said = |vi: &str, en: &str| Bilingual::new(name(vi), name(en));
    let line = |basis| Selection::new(AmountKey::new(basis, Direction::Inward));
    let figures = ReportedFigures::new(said("Báo cáo năm 2025", "Report of 2025"), year())
        .with_line("disbursed", said("Giải ngân", "Disbursed"), line(Basis::Disbursed))
        .with_line("committed", said("Cam kết", "Committed"), line(Basis::Committed));
    journal.cut_off(year(), day("2025-12-31")).unwrap();
    let seal = journal.seal(&figures, facts, day("2026-01-05"), None).unwrap().clone();
    let mut later = facts.clone();
    add_flow(&mut later, "9-1", "1", FlowKind::Refund, million(6), Some("2025-12-30"));
    let (rates, policy) = (RateBook::new(), Policy::treasury_accounting());
    let context = PostingContext::new(&rates, &policy, Currency::VND).posted_on(day("2026-01-12"));
    journal.post(&later, &context).unwrap();
    let correction = seal.correction(&Totals::new(&journal, &later), None).unwrap();
    let before = SealedFigures::new(facts, &seal).of_edition(edition());
    let after = SealedFigures::new(&later, &seal).corrected(&correction).of_edition(edition());
    [before.report().unwrap(), after.report().unwrap()]
}

/// A report of each template, by its name.
pub(super) fn every(name: &dyn Fn(&str) -> String) -> Vec<(&'static str, Report)> {
    let facts = world(name);
    let (journal, policy) = books(&facts);
    let union = |edition| UnionYear::new(&facts, &journal, &policy, year()).of_edition(edition);
    let found = findings(name);
    let profile = facts.profile().unwrap();
    let addressee = Bilingual::new(name("Liên hiệp tỉnh X"), name("Union of province X"));
    let early = union(edition().as_known_on(Some(day("2025-07-14")))).report().unwrap();
    let year_report = union(edition()).with_findings(&found).report().unwrap();
    let item = ItemSheet::new(&facts, &journal, ItemId::try_new("1").unwrap()).of_edition(edition());
    let letter =
        ReturnLetter::new(profile, addressee, &found).answer_by(day("2025-12-20")).of_edition(edition());
    vec![
        ("aid-accounts", AidAccounts::new(&facts, &journal, year()).of_edition(edition()).report().unwrap()),
        ("changed-figures", ChangedFigures::new(&early, &year_report).report().unwrap()),
        ("consolidated", consolidated(&facts, name)),
        (
            "fngo-register",
            FngoRegister::new(&facts, day("2025-12-31")).of_edition(edition()).report().unwrap(),
        ),
        ("in-kind-list", InKindList::new(&facts).of_edition(edition()).report().unwrap()),
        ("item-sheet", item.report().unwrap()),
        ("plan-progress", PlanProgress::new(&facts, &journal).of_edition(edition()).report().unwrap()),
        ("press-paragraph", union(edition()).press_paragraph().unwrap()),
        ("return-letter", letter.report().unwrap()),
        ("sealed-figures", sealed(&facts, name)[0].clone()),
        ("speech", union(edition()).speech().unwrap()),
        ("totals-bridge", bridge(&facts, name)),
        ("union-year", year_report),
    ]
}

/// The hash of a seal covers how the journal writes its entries, which is no matter of a report.
fn without_hashes(page: &str) -> String {
    let is_hash = |word: &str| word.len() == 64 && word.chars().all(|c| c.is_ascii_hexdigit());
    let words = page.split_inclusive(|c: char| !c.is_ascii_alphanumeric());
    words.map(|word| if is_hash(word.trim_end_matches('.')) { "HASH." } else { word }).collect()
}

#[test]
fn every_page_is_as_kept() {
    for (name, report) in every(&plain) {
        for language in [Language::Vi, Language::En] {
            let page = without_hashes(&markdown(&report, language));
            insta::assert_snapshot!(format!("{name}.{}", language.tag()), page);
        }
    }
}

#[test]
fn every_template_names_its_version() {
    for (name, report) in every(&plain) {
        let template = report.provenance().unwrap().template_name().unwrap();
        let (found, version) = template.split_once(' ').unwrap();
        assert_eq!(found, name);
        assert!(version.parse::<u16>().unwrap() > 0);
    }
}

#[test]
fn every_figure_comes_back_from_every_format() {
    for (_, report) in every(&plain) {
        crate::read_back::json_gives_back(&report);
        crate::read_back::csv_gives_back(&report);
        #[cfg(feature = "html")]
        crate::read_back::page::gives_back(&report);
        #[cfg(feature = "docx")]
        crate::office::word::gives_back(&report);
        #[cfg(feature = "pdf")]
        crate::pdf::gives_back(&report);
        #[cfg(feature = "xlsx")]
        crate::office::sheets::gives_back(&report);
    }
}

#[test]
fn hostile_names_act_nowhere() {
    let evil = |text: &str| {
        format!("=1+1|{text}</td><script>alert(1)</script>[x](http://evil.example){{{{7*7}}}}{{}}\u{202e}`$")
    };
    for (name, report) in every(&evil) {
        for language in [Language::Vi, Language::En] {
            let page = markdown(&report, language);
            // what an escape stands before does not act
            let bare = page
                .split('\\')
                .enumerate()
                .map(|(at, part)| part.chars().skip(usize::from(at > 0)).collect::<String>());
            let bare = bare.collect::<String>();
            for acts in ["<", "](", "://", "`", "\u{202e}"] {
                assert_eq!(bare.replace("<br>", "").find(acts).map(|at| &bare[at..]), None, "{name}");
            }
            assert!(page.contains("alert"), "{name} has lost the names");
            for table in report.tables() {
                for field in crate::read_back::parse_csv(&csv(table, language)).iter().flatten() {
                    assert!(!field.trim_start().starts_with(['=', '@', '\t']), "{name}: {field}");
                }
            }
            #[cfg(feature = "html")]
            {
                use vientro_report::{HtmlOptions, html};
                crate::hostile::only_our_markup(&html(&report, language, &HtmlOptions::new()).unwrap());
            }
        }
        assert!(json(&report).is_ok());
        #[cfg(feature = "docx")]
        crate::office::word::gives_back(&report);
        #[cfg(feature = "pdf")]
        crate::pdf::gives_back(&report);
        #[cfg(feature = "xlsx")]
        crate::office::sheets::gives_back(&report);
    }
}

#[test]
fn an_account_closes_with_what_it_opened_received_and_used() {
    let facts = world(&plain);
    let (journal, _) = books(&facts);
    let report = AidAccounts::new(&facts, &journal, year()).report().unwrap();
    let mut rows = 0;
    for id in ["aid-accounts-usd", "aid-accounts-vnd", "stock-vnd"] {
        for row in table(&report, id).body_rows() {
            let numbers: Option<Vec<Decimal>> =
                row.cells().iter().map(vientro_report::Cell::number).collect();
            // an account of unknown amounts only has none
            let Some(numbers) = numbers else { continue };
            let [opening, received, used, closing] = numbers[..] else { panic!("{numbers:?}") };
            assert_eq!(opening + received - used, closing, "{id}");
            rows += 1;
        }
    }
    assert!(rows >= 4, "{rows}");
    let vnd = table(&report, "aid-accounts-vnd").total_row().unwrap();
    let millions = |at: usize| vnd.cells()[at].number().map(|number| number / Decimal::from(1_000_000));
    assert_eq!((millions(0), millions(1), millions(2)), (Some(15.into()), Some(68.into()), Some(40.into())));
    // what came in before the period is behind the opening balance and not behind what was received
    let rows = |at: usize| vnd.cells()[at].source_rows().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert!(
        rows(0).iter().any(|row| row.ends_with("/D1-r0"))
            && !rows(1).iter().any(|row| row.ends_with("/D1-r0"))
    );
}

#[test]
fn interest_and_transfers_are_neither_received_nor_used() {
    let mut facts = world(&plain);
    let account = |id: &str| AccountId::try_new(id).unwrap();
    let movement = |id: &str| MovementId::try_new(id).unwrap();
    for (id, kind, amount, on) in [
        ("1-a1", FlowKind::Receipt, million(100), "2025-03-01"),
        ("1-a2", FlowKind::Expenditure, million(10), "2025-09-10"),
    ] {
        let flow = Flow::try_new(
            FlowId::try_new(id).unwrap(),
            kind,
            amount,
            Direction::Inward,
            SourceClass::ForeignNgo,
        );
        let flow = flow.unwrap().with_item(ItemId::try_new("1").unwrap()).with_account(account("VND-1"));
        facts.add_flow(flow.with_date(day(on))).unwrap();
    }
    let inward = Direction::Inward;
    let interest = AccountMovement::interest(movement("M-1"), account("VND-1"), million(2), inward);
    let moved =
        AccountMovement::transfer(movement("M-2"), account("VND-1"), account("VND-2"), million(30), inward);
    let (from, to) = ((account("VND-1"), million(25)), (account("USD-1"), dollars(1_000)));
    let exchanged = AccountMovement::exchange(movement("M-3"), from, to, inward);
    for moved in [interest, moved, exchanged] {
        let moved = moved.unwrap().with_item(ItemId::try_new("1").unwrap()).with_date(day("2025-03-05"));
        let row = row(&mut facts, moved.id().as_str());
        facts.add_movement(moved.with_rows([row])).unwrap();
    }
    let (mut journal, _) = books(&facts);
    let total = |journal: &Journal, id: &str| {
        let report = AidAccounts::new(&facts, journal, year()).report().unwrap();
        let table = table(&report, id);
        for row in table.body_rows() {
            let numbers: Option<Vec<Decimal>> =
                row.cells().iter().map(vientro_report::Cell::number).collect();
            let Some(numbers) = numbers else { continue };
            let [opening, received, interest, transferred, used, closing] = numbers[..] else {
                panic!("{numbers:?}")
            };
            assert_eq!(opening + received + interest + transferred - used, closing, "{id}");
        }
        let cells = table.total_row().unwrap().cells();
        let number = |cell: &vientro_report::Cell| Some(cell.number()?.normalize().to_string());
        cells.iter().map(|cell| number(cell).unwrap_or_else(|| "unknown".to_owned())).collect::<Vec<_>>()
    };
    // 68 million were received and 40 used before there were accounts
    assert_eq!(
        total(&journal, "aid-accounts-vnd"),
        ["15000000", "168000000", "2000000", "-25000000", "50000000", "110000000"]
    );
    // no rate holds for the use of dollars, which is kept aside
    assert_eq!(total(&journal, "aid-accounts-usd"), ["0", "2000", "0", "1000", "unknown", "3000"]);
    // interest that is taken back was not earned, and is not received with a minus
    let of_interest = journal.entries().iter().find(|entry| entry.source().to_string().contains("M-1"));
    let number = of_interest.unwrap().number();
    journal.reverse(number, day("2025-10-01"), day("2025-10-01"), "bank's mistake", None).unwrap();
    assert_eq!(
        total(&journal, "aid-accounts-vnd"),
        ["15000000", "168000000", "0", "-25000000", "50000000", "108000000"]
    );
}

#[test]
fn the_same_edition_twice_has_no_changes() {
    let facts = facts();
    let (journal, policy) = books(&facts);
    let report = UnionYear::new(&facts, &journal, &policy, year()).report().unwrap();
    let changes = ChangedFigures::new(&report, &report).report().unwrap();
    assert_eq!(changes.tables().count(), 0);
    assert!(markdown(&changes, Language::En).contains("0 figures changed, 0 are new, 0 are no longer there"));
}

#[test]
fn a_late_refund_is_named_with_both_values_and_its_row() {
    let facts_before = facts_without_gifts();
    let mut facts_after = facts_without_gifts();
    add_flow(&mut facts_after, "9-1", "1", FlowKind::Refund, million(6), Some("2025-12-30"));
    add_gift(&mut facts_after, "G9", million(3), Some("2025-12-30"));
    let report = |facts: &Facts| {
        let (journal, policy) = books(facts);
        UnionYear::new(facts, &journal, &policy, year()).report().unwrap()
    };
    let (before, after) = (report(&facts_before), report(&facts_after));
    let changes = ChangedFigures::new(&before, &after).report().unwrap();
    let list = table(&changes, "changes");
    let total = list
        .body_rows()
        .find(|row| row.label().vi() == "Tổng cộng: Giải ngân")
        .unwrap_or_else(|| panic!("{}", markdown(&changes, Language::Vi)));
    let numbers: Vec<_> =
        total.cells().iter().map(|cell| cell.number().unwrap() / Decimal::from(1_000_000)).collect();
    assert_eq!(numbers, [Decimal::from(156), Decimal::from(150), Decimal::from(-6)]);
    assert!(total.cells()[1].source_rows().iter().any(|row| row.as_str().ends_with("/D9-1")));
    assert!(!total.cells()[0].source_rows().iter().any(|row| row.as_str().ends_with("/D9-1")));
    // what members recorded stands in the later edition only
    assert!(list.groups().iter().any(|group| group.label().unwrap().vi().contains("hội thành viên")));
}

#[test]
fn a_correction_of_a_sealed_year_lists_what_it_changes() {
    let [before, after] = sealed(&world(&plain), &plain);
    let changes = ChangedFigures::new(&before, &after).report().unwrap();
    let rows: Vec<&vientro_report::TableRow> = table(&changes, "changes").body_rows().collect();
    let [row] = rows.as_slice() else { panic!("{}", markdown(&changes, Language::Vi)) };
    assert_eq!(row.label().vi(), "Giải ngân: Giá trị");
    let millions = |cell: &vientro_report::Cell| cell.number().unwrap() / Decimal::from(1_000_000);
    let numbers: Vec<Decimal> = row.cells().iter().map(millions).collect();
    assert_eq!(numbers, [Decimal::from(164), Decimal::from(158), Decimal::from(-6)]);
    assert!(row.cells()[1].source_rows().iter().any(|row| row.as_str().ends_with("/D9-1")));
    // the unknown amount is told in both editions
    assert_eq!(table(&after, "figures").body_rows().next().unwrap().cells()[1].number(), Some(1.into()));
}

#[test]
fn a_plain_form_has_no_head_of_the_state() {
    let facts = world(&plain);
    let (journal, policy) = books(&facts);
    let of = |profile| {
        let edition = edition().in_profile(profile);
        UnionYear::new(&facts, &journal, &policy, year()).of_edition(edition).report().unwrap()
    };
    for language in [Language::Vi, Language::En] {
        let [state, motto] = AdministrativeForm::motto(language);
        let (decree, plain) = (of(FormProfile::nd30()), of(FormProfile::plain()));
        let (decree, page) = (markdown(&decree, language), markdown(&plain, language));
        assert!([state, motto, "./."].iter().all(|text| decree.contains(text) && !page.contains(text)));
        assert!(page.contains("05/BC-LHHN"));
        assert!(json(&plain).unwrap().contains("\"profile\": \"plain\""));
        #[cfg(feature = "html")]
        {
            use vientro_report::{HtmlOptions, html};
            let page = html(&plain, language, &HtmlOptions::new()).unwrap();
            assert!([state, motto, "./."].iter().all(|text| !page.contains(text)));
        }
    }
    let plain = of(FormProfile::plain());
    #[cfg(feature = "docx")]
    crate::office::word::gives_back(&plain);
    #[cfg(feature = "xlsx")]
    crate::office::sheets::gives_back(&plain);
    crate::read_back::json_gives_back(&plain);
}

/// A profile none of the code knows, made of data: a body that writes `Số 05-BC/LHHN` under one line of its own.
#[test]
fn a_body_may_have_rules_of_its_own() {
    let facts = world(&plain);
    let (journal, policy) = books(&facts);
    let of = |profile: FormProfile| {
        let edition = edition().in_profile(profile);
        UnionYear::new(&facts, &journal, &policy, year()).of_edition(edition).press_paragraph()
    };
    let profile = FormProfile::nd30()
        .named("hd36")
        .with_state([Bilingual::new("ĐẢNG CỘNG SẢN VIỆT NAM", "COMMUNIST PARTY OF VIET NAM")])
        .with_number(Bilingual::new("Số", "No."), "{number}-{symbol}", "/")
        .with_closing_mark("")
        .with_margins([20, 20, 20, 30])
        .with_letters(FormPart::State, 30)
        .with_letters(FormPart::Body, 30);
    let report = of(profile.clone()).unwrap();
    let [state, motto] = AdministrativeForm::motto(Language::Vi);
    let wanted = ["ĐẢNG CỘNG SẢN VIỆT NAM", "Số 05-TC/LHHN"];
    let page = markdown(&report, Language::Vi);
    assert!(wanted.iter().all(|text| page.contains(text)), "{page}");
    assert!([state, motto, "./."].iter().all(|text| !page.contains(text)), "{page}");
    assert!(json(&report).unwrap().contains("\"profile\": \"hd36\""));
    #[cfg(feature = "html")]
    {
        use vientro_report::{HtmlOptions, html};
        let page = html(&report, Language::Vi, &HtmlOptions::new()).unwrap();
        assert!(wanted.iter().all(|text| page.contains(text)) && !page.contains("class=\"motto\""));
    }
    #[cfg(feature = "docx")]
    {
        crate::office::word::gives_back(&report);
        let [text, styles] = crate::office::word::text_and_styles(&report);
        assert!(wanted.iter().all(|words| text.contains(words)) && !text.contains(state));
        assert!(
            text.contains("(Kèm theo Thông cáo báo chí số 05-TC/LHHN ngày 09 tháng 01 năm 2026"),
            "{text}"
        );
        // letters of 15 points
        assert!(styles.contains("<w:sz w:val=\"30\"/>"));
    }
    #[cfg(feature = "xlsx")]
    crate::office::sheets::gives_back(&report);
    #[cfg(feature = "pdf")]
    crate::pdf::gives_back(&report);
    // as a file, and through the checks of a report
    #[cfg(feature = "serde")]
    {
        let stored = serde_json::to_string(&profile).unwrap();
        assert_eq!(serde_json::from_str::<FormProfile>(&stored).unwrap(), profile);
        assert_eq!(serde_json::to_string(&FormProfile::plain()).unwrap(), "\"plain\"");
        assert_eq!(serde_json::from_str::<FormProfile>("\"nd30\"").unwrap(), FormProfile::nd30());
        let stored = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::from_str::<Report>(&stored).unwrap(), report);
        let wide = stored.replace("\"body\":30", "\"body\":3000");
        assert!(serde_json::from_str::<Report>(&wide).unwrap_err().to_string().contains("too large"));
    }
    let line = || Bilingual::same("x");
    for refused in [
        profile.clone().named("HD 36"),
        profile.clone().with_state([line(), line(), line()]),
        profile.clone().with_number(line(), "{number}", "-"),
        profile.clone().with_margins([20, 20, 20, 200]),
        profile.clone().with_letters(FormPart::Table, 0),
        profile.clone().with_first_line(80),
        profile.with_font("\"/><x"),
    ] {
        assert!(of(refused.clone()).is_err(), "{refused:?}");
    }
}

#[test]
fn a_text_to_be_spoken_goes_without_a_form() {
    let facts = world(&plain);
    let (journal, policy) = books(&facts);
    let speech =
        |edition| UnionYear::new(&facts, &journal, &policy, year()).of_edition(edition).speech().unwrap();
    let (issued, bare) = (speech(edition()), speech(edition().without_form()));
    assert_eq!(issued.form().unwrap().number_line(Language::Vi), "Số: 05/LHHN");
    assert_eq!(issued.title().vi(), "Kết quả công tác viện trợ phi chính phủ nước ngoài năm 2025");
    assert_eq!(bare.form(), None);
    assert_eq!(
        bare.title().vi(),
        "Bài phát biểu: Kết quả công tác viện trợ phi chính phủ nước ngoài năm 2025"
    );
    assert_eq!(bare.title().en(), "Speech: Foreign non-governmental aid in the year 2025");
    // the text and its annex stay
    assert_eq!(bare.blocks(), issued.blocks());
    #[cfg(feature = "docx")]
    crate::office::word::gives_back(&bare);
    #[cfg(feature = "xlsx")]
    crate::office::sheets::gives_back(&bare);
}

#[test]
fn what_is_quoted_stands_beside_the_exact_figure() {
    let facts = complete();
    let (journal, policy) = books(&facts);
    let year = UnionYear::new(&facts, &journal, &policy, year());
    for (report, quoted) in [(year.press_paragraph().unwrap(), 4), (year.speech().unwrap(), 5)] {
        let [Block::Heading { .. }, Block::Table(list), ..] = report.annexes() else { panic!("{report:?}") };
        let rows: Vec<&vientro_report::TableRow> = list.body_rows().collect();
        // every figure of the text, in its order, with the rows it has there
        let said = report.body().iter().flat_map(Block::cells).filter(|cell| !cell.source_rows().is_empty());
        let said: Vec<_> = said.collect();
        assert_eq!((rows.len(), said.len()), (quoted, quoted), "{rows:?}");
        for (row, said) in rows.iter().zip(said) {
            assert_eq!(&row.cells()[0], said);
            assert_eq!(row.cells()[1].source_rows(), said.source_rows());
        }
        assert_eq!(rows[0].cells()[1].number(), Some(Decimal::from(18_046_096_930_i64)));
        assert_eq!(rows[1].cells()[1].number().unwrap().trunc_with_scale(3), Decimal::new(150_384, 3));
    }
}

#[test]
fn a_comparison_keeps_its_warnings() {
    let facts = facts_without_gifts();
    let (journal, policy) = books(&facts);
    let during = |period| When::During(period);
    let figure = |dong: i64| Figure::Known(Decimal::from(dong));
    let half = Comparand::new("6 tháng đầu năm 2024", figure(100_000_000), "VND")
        .when(during(Period::administrative_half(2024).unwrap()));
    let whole = Comparand::new("năm 2025", figure(156_000_000), "VND").when(during(year()));
    let name = Bilingual::new("Giải ngân, theo báo cáo", "Disbursed, as reported");
    let comparisons = [(name, compare(&half, &whole, None).unwrap())];
    let report =
        UnionYear::new(&facts, &journal, &policy, year()).with_comparisons(&comparisons).report().unwrap();
    let line = super::line(table(&report, "comparisons"), "Giải ngân, theo báo cáo");
    let numbers: Vec<Option<Decimal>> = line.cells().iter().map(vientro_report::Cell::number).collect();
    let millions = |it: i64| Some(Decimal::from(it * 1_000_000));
    assert_eq!(numbers[..4], [millions(100), millions(156), millions(56), Some(Decimal::from(56))]);
    // half a year against a whole one: the lengths are told
    assert!(line.note().unwrap().vi().contains("ngày"), "{:?}", line.note());
    // of two figures known from below only nothing can be said
    let at_least = |label: &str, year: i32| {
        let figure = Figure::within(vientro_core::Interval::at_least(Decimal::from(100)));
        Comparand::new(label, figure, "VND").when(during(Period::calendar_year(year).unwrap()))
    };
    let open = compare(&at_least("2024", 2024), &at_least("2025", 2025), None).unwrap();
    let open = [(Bilingual::same("x"), open)];
    let report = UnionYear::new(&facts, &journal, &policy, year()).with_comparisons(&open).report().unwrap();
    let line = super::line(table(&report, "comparisons"), "x");
    let reasons: Vec<_> = line.cells().iter().map(vientro_report::Cell::missing_reason).collect();
    let none = Some(MissingReason::NotComparable);
    assert_eq!(reasons[..4], [None, None, none, none]);
    let without = UnionYear::new(&facts, &journal, &policy, year()).report().unwrap();
    assert!(without.tables().all(|table| table.id() != "comparisons"));
}

#[test]
fn an_item_that_is_not_there_has_no_sheet() {
    let facts = facts();
    let (journal, _) = books(&facts);
    let error = ItemSheet::new(&facts, &journal, ItemId::try_new("99").unwrap()).report().unwrap_err();
    assert!(matches!(error, TemplateError::NoItem { .. }));
    assert_eq!(error.to_string(), "the facts have no item `99`");
}

#[test]
fn a_letter_without_faults_asks_for_nothing() {
    let note = Finding::new(
        FindingCode::new("blank-row"),
        Severity::Note,
        Bilingual::new("dòng trống", "an empty row"),
    );
    let facts = facts();
    let to = Bilingual::new("Liên hiệp tỉnh X", "Union of province X");
    let letter = ReturnLetter::new(facts.profile().unwrap(), to, &[note]).report().unwrap();
    assert_eq!(letter.tables().count(), 0);
    assert!(markdown(&letter, Language::Vi).contains("không có ô nào phải sửa"));
}

/// A year in which everything is known: 18 046 096 930 đồng of a plan of 12 billion.
fn complete() -> Facts {
    let mut facts = Facts::new(super::profile());
    for (id, country) in [("1", "Hàn Quốc"), ("2", "Đức")] {
        add_item(&mut facts, id, |item| item.with_donor_country(country).with_sectors(["y tế".to_owned()]));
    }
    let dong = |dong| Figure::Known(Money::vnd(dong));
    add_flow(&mut facts, "1-1", "1", FlowKind::Disbursement, dong(17_996_096_930), Some("2025-06-01"));
    add_flow(&mut facts, "2-1", "2", FlowKind::Disbursement, dong(50_000_000), Some("2025-07-01"));
    super::add_target(&mut facts, 12_000_000_000);
    facts
}

#[test]
fn the_speech_fits_one_page() {
    let facts = complete();
    let (journal, policy) = books(&facts);
    let speech = UnionYear::new(&facts, &journal, &policy, year()).speech().unwrap();
    let page = markdown(&speech, Language::Vi);
    let spoken = page.split("## ").next().unwrap();
    assert!(
        spoken.contains("Nguồn viện trợ lớn nhất đến từ Hàn Quốc (gần 18 tỷ đồng) và Đức (50 triệu đồng)."),
        "{page}"
    );
    assert!(spoken.split_whitespace().count() < 400);
}

#[test]
fn a_target_of_a_period_without_rows_is_not_reached_by_nothing() {
    let mut facts = facts_without_gifts();
    let at = row(&mut facts, "F2");
    let target = Target::try_new(
        TargetId::try_new("plan-2026").unwrap(),
        "Chỉ tiêu năm sau",
        Basis::Disbursed,
        SourceClass::ForeignNgo,
        Period::calendar_year(2026).unwrap(),
        Figure::Known(Decimal::from(200_000_000)),
        "VND",
    );
    facts.add_target(target.unwrap().with_rows([at])).unwrap();
    let (journal, _) = books(&facts);
    let report = PlanProgress::new(&facts, &journal).report().unwrap();
    let page = markdown(&report, Language::Vi);
    assert!(page.contains("Chỉ tiêu “Chỉ tiêu năm sau” năm 2026: sổ chưa ghi dòng nào trong kỳ."), "{page}");
    let line = super::line(table(&report, "plan"), "Chỉ tiêu năm sau");
    assert!(
        line.cells()[2..].iter().all(|cell| cell.missing_reason() == Some(MissingReason::NothingOccurred))
    );
}

#[test]
fn the_press_is_told_no_more_than_is_known() {
    let press = |facts: &Facts, plan: bool| {
        let (journal, policy) = books(facts);
        let period = if plan { year() } else { Period::calendar_year(2024).unwrap() };
        let report = UnionYear::new(facts, &journal, &policy, period).press_paragraph().unwrap();
        markdown(&report, Language::Vi)
    };
    // an unknown amount: at least, and no largest country can be named
    let page = press(&facts_without_gifts(), true);
    assert!(page.contains("giải ngân ít nhất 156 triệu đồng"), "{page}");
    assert!(page.contains("vượt ít nhất 4,0% kế hoạch"), "{page}");
    assert!(!page.contains("lớn nhất"), "{page}");
    // a refund of unknown amount: not even that
    let mut facts = facts_without_gifts();
    add_flow(&mut facts, "1-3", "1", FlowKind::Refund, Figure::Unknown, Some("2025-10-01"));
    let page = press(&facts, true);
    assert!(
        page.contains("chưa có số liệu") && page.contains("chưa xác định được mức đạt kế hoạch"),
        "{page}"
    );
    // all known: as the Union's own report said it, with the largest country and sector
    let page = press(&complete(), true);
    let said = "giải ngân hơn 18 tỷ đồng viện trợ phi chính phủ nước ngoài, vượt 50,4% kế hoạch, qua 2 khoản viện trợ.";
    assert!(page.contains(said), "{page}");
    assert!(page.contains("Phần lớn nhất đến từ Hàn Quốc, với gần 18 tỷ đồng."), "{page}");
    // a year without a row: not zero
    let page = press(&facts_without_gifts(), false);
    assert!(page.contains("giá trị giải ngân chưa có số liệu"), "{page}");
}

#[test]
fn journals_of_later_days_do_not_reach_an_early_account() {
    let facts = world(&plain);
    let (journal, _): (Journal, _) = books(&facts);
    let early = Edition::new().as_known_on(Some(day("2025-04-01")));
    let report = AidAccounts::new(&facts, &journal, year()).of_edition(early).report().unwrap();
    let vnd = table(&report, "aid-accounts-vnd").total_row().unwrap();
    assert_eq!(vnd.cells()[2].number(), Some(Decimal::ZERO));
}
