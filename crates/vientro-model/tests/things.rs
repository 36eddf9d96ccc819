//! Goal: the things and relations of issue 5 hold what papers say of them and refuse what cannot be. Method: one test a
//! rule, built through the public API; every refusal as a snapshot in both languages.

use insta::assert_snapshot;
use rust_decimal::Decimal;
use vientro_core::{Bilingual, Figure};
use vientro_currency::{Currency, Money};
use vientro_model::*;

use crate::{code, count, day, vnd};

/// Both languages, one a line.
fn both<T: std::fmt::Debug>(refused: Result<T, ModelError>) -> String {
    let message = refused.unwrap_err().message();
    format!("{}\n{}", message.vi(), message.en())
}

fn body(name: &str) -> Body {
    Body::try_new(name).unwrap()
}

fn line(id: &str, how_many: i64) -> InKindLine {
    let quantity = Quantity::try_new(count(how_many), "suất").unwrap();
    InKindLine::new(InKindId::try_new(id).unwrap(), "Quà Tết", quantity)
}

#[test]
fn parties_stand_on_the_item_with_their_shares() {
    let funders = Shares::equal(["Quỹ A", "Quỹ B", "Quỹ C"].map(body)).unwrap();
    let details = AidDetails::default()
        .with_party(Party::new(PartyRole::Funder, funders))
        .unwrap()
        .with_party(Party::one(PartyRole::Owner, body("Sở Y tế")))
        .unwrap();
    let names = |role| details.party(role).map(|it| it.bodies().map(Body::name).collect::<Vec<_>>());
    assert_eq!(names(PartyRole::Funder), Some(vec!["Quỹ A", "Quỹ B", "Quỹ C"]));
    assert_eq!(names(PartyRole::ManagingAgency), None);
    assert_snapshot!(both(details.with_party(Party::one(PartyRole::Owner, body("Sở Ngoại vụ")))), @r"
    đã nêu chủ khoản viện trợ; hãy nêu một lần mọi bên cùng vai trò, kèm tỷ lệ
    the bodies in the role `owner` are given already; give all bodies of a role at once, with shares
    ");
}

#[test]
fn shares_that_do_not_fit_are_refused() {
    let percent = |parts: &[(Sector, i64)]| {
        Shares::from_percent(parts.iter().map(|(sector, value)| (*sector, Decimal::from(*value))))
    };
    assert_snapshot!(both(percent(&[(Sector::Health, 60), (Sector::Education, 30)])), @r"
    tỷ lệ `60 + 30` trên `100` chưa hợp lệ: cộng lại chưa đủ tổng thể; hãy bổ sung hoặc ghi rõ phần còn lại chưa biết
    the shares `60 + 30` of `100` do not fit: they sum to less than the whole; complete them or say that the rest is unknown
    ");
    assert_snapshot!(both(percent(&[(Sector::Health, 60), (Sector::Education, 50)])), @r"
    tỷ lệ `60 + 50` trên `100` chưa hợp lệ: cộng lại vượt quá tổng thể
    the shares `60 + 50` of `100` do not fit: they sum to more than the whole
    ");
    assert_snapshot!(both(percent(&[(Sector::Health, 60), (Sector::Health, 40)])), @r"
    tỷ lệ `60 + 40` trên `100` chưa hợp lệ: một phần được ghi hai lần
    the shares `60 + 40` of `100` do not fit: a part stands twice
    ");
    assert_snapshot!(both(percent(&[])), @r"
    tỷ lệ `` trên `100` chưa hợp lệ: chưa có phần nào
    the shares `` of `100` do not fit: there is no part
    ");
}

#[test]
fn goods_are_worth_what_quantity_and_price_make() {
    let gifts = line("hv-1", 75).valued(vnd(37_500_000), Valuation::Invoice).unwrap();
    assert_eq!(gifts.clone().priced(Money::vnd(500_000)).unwrap().unit_price(), Some(Money::vnd(500_000)));
    assert_snapshot!(both(gifts.clone().priced(Money::vnd(50_000))), @r"
    `hv-1` được định giá `37500000 VND`, nhưng số lượng và đơn giá cho `3750000`; hãy sửa một trong ba
    `hv-1` is valued at `37500000 VND`, but quantity and price make `3750000`; correct one of the three
    ");
    // another currency is another value
    let dollars = Money::try_new(Decimal::from(20), Currency::USD).unwrap();
    assert!(matches!(gifts.priced(dollars), Err(ModelError::Valuation { .. })));
    // a price rounded to the cent may miss by less than half a cent a piece, and not by more
    let cents = |cents| Figure::Known(Money::from_minor(cents, Currency::USD).unwrap());
    let third = |total| line("hv-2", 3).valued(cents(total), Valuation::Donor).unwrap();
    let price = Money::from_minor(33, Currency::USD).unwrap();
    assert!(third(100).priced(price).is_ok());
    assert!(third(101).priced(price).is_err());
    // nothing is said of what is not known
    assert!(line("hv-3", 3).priced(Money::vnd(1)).unwrap().value().is_unknown());
    assert!(matches!(
        line("hv-4", 3).valued(vnd(-1), Valuation::Market),
        Err(ModelError::NegativeAmount { .. })
    ));
}

#[test]
fn outputs_are_set_against_their_target_and_cost() {
    let id = OutputId::try_new("o").unwrap();
    let houses = Output::try_new(id, "nhà", OutputKind::House, count(20)).unwrap();
    assert_eq!((houses.attainment().unwrap(), houses.cost_each().unwrap()), (None, None));
    let houses = houses.with_target(count(25)).unwrap().with_cost(vnd(4_220_000_000)).unwrap();
    assert_eq!(houses.attainment().unwrap(), Some(count(80)));
    assert_eq!(houses.cost_each().unwrap(), Some(count(211_000_000)));
    assert!(houses.clone().with_target(count(-1)).is_err());
    assert!(houses.with_cost(vnd(-1)).is_err());
}

#[test]
fn a_target_has_versions() {
    let period = vientro_core::Period::calendar_year(2025).unwrap();
    let id = TargetId::try_new("t").unwrap();
    let foreign = SourceClass::ForeignNgo;
    let mut target = Target::try_new(id, "giải ngân", Basis::Disbursed, foreign, period, count(12), "VND")
        .unwrap()
        .with_assigned_on(day(2025, 1, 10))
        .with_owner("Liên hiệp")
        .with_decision("12/KH-LHHN");
    target.adjust(TargetAdjustment::new(day(2025, 7, 15), count(15)).with_reason("hợp nhất")).unwrap();
    assert_eq!((target.version(), target.value(), target.first_value()), (2, &count(15), &count(12)));
    assert_eq!(target.value_as_known_on(day(2025, 1, 9)), None);
    assert_eq!(target.value_as_known_on(day(2025, 7, 14)), Some(&count(12)));
    assert_snapshot!(both(target.adjust(TargetAdjustment::new(day(2025, 7, 14), count(1)))), @r"
    ngày 14/07/2025 trước lần ghi gần nhất ngày 15/07/2025; chỉ được ghi thêm
    an adjustment of 2025-07-14 lies before the newest one of 2025-07-15; they are only appended
    ");
    assert_eq!(target.version(), 2);
    assert!(!target.is_inferred());
}

#[test]
fn registrations_go_through_their_states() {
    let mut progress = Progress::<RegistrationState>::new(day(2024, 1, 5));
    progress.advance(RegistrationState::Granted, day(2024, 3, 1)).unwrap();
    progress.advance(RegistrationState::Suspended, day(2025, 2, 1)).unwrap();
    assert_snapshot!(both(progress.advance(RegistrationState::Extended, day(2025, 2, 2))), @r"
    không chuyển từ `suspended` sang `extended`; trạng thái tiếp theo có thể là `ended`, `expired`, `restored`, `revoked`
    from `suspended` there is no way to `extended`; it may go to `ended`, `expired`, `restored`, `revoked`
    ");
    progress.advance(RegistrationState::Restored, day(2025, 3, 1)).unwrap();
    let organisation = OrgId::try_new("o").unwrap();
    let certificate = FngoRegistration::try_new(
        organisation,
        Certificate::Activity,
        "12",
        day(2024, 3, 1),
        day(2027, 2, 28),
    )
    .unwrap()
    .with_progress(progress);
    for (on, holds) in [
        (day(2024, 2, 29), false),
        (day(2024, 3, 1), true),
        (day(2025, 2, 1), false),
        (day(2025, 3, 1), true),
        (day(2027, 3, 1), false),
    ] {
        assert_eq!(certificate.holds_on(on), holds, "{on}");
    }
    let mut facts = Facts::default();
    facts.add_registration(certificate.clone()).unwrap();
    assert!(matches!(facts.add_registration(certificate), Err(ModelError::Duplicate { .. })));
}

#[test]
fn three_counts_are_counted_from_one_register() {
    let today = day(2025, 12, 31);
    let entry = |id: &str| FngoPresence::new(OrgId::try_new(id).unwrap(), today);
    let register = [
        entry("a").with_registered(true).with_active(true).with_in_relation(true),
        entry("b").with_registered(true).with_active(false),
        entry("c").with_registered(false).with_active(true),
        FngoPresence::new(OrgId::try_new("d").unwrap(), day(2024, 12, 31)).with_registered(true),
    ];
    let counted = |presence| PresenceCount::of(presence, today, &register).unwrap();
    assert_eq!(counted(Presence::Registered).count(), &count(2));
    assert_eq!(counted(Presence::Active).count(), &count(2));
    // of two nobody says whether the Union knows them: between one and three
    let open = counted(Presence::InRelation);
    assert_eq!((open.count().low(), open.count().high()), (Some(&Decimal::ONE), Some(&Decimal::from(3))));
    assert!(open.count().known().is_none());
}

#[test]
fn agreements_join_different_bodies() {
    let agreement = |names: &[&str]| {
        let id = AgreementId::try_new("qc-2025").unwrap();
        Agreement::try_new(id, AgreementKind::Coordination, names.iter().map(|name| body(name)))
    };
    assert!(agreement(&["Liên hiệp", "Sở Ngoại vụ"]).is_ok());
    assert_snapshot!(both(agreement(&["Liên hiệp", "Liên hiệp"])), @r"
    thỏa thuận `qc-2025` có 1 bên khác nhau, cần từ hai bên trở lên, không bên nào ghi hai lần
    the agreement `qc-2025` has 1 different bodies, expected two or more, none of them twice
    ");
    assert!(agreement(&["Liên hiệp"]).is_err());
    let twinning = Agreement::try_new(
        AgreementId::try_new("tw").unwrap(),
        AgreementKind::Twinning,
        [body("Thành phố Hồ Chí Minh"), body("Viêng Chăn")],
    )
    .unwrap()
    .with_country("LA".parse().unwrap())
    .with_localities([
        Locality::of_province(code("79"), day(2025, 8, 1)).unwrap(),
        Locality::written("Viêng Chăn").unwrap(),
    ]);
    assert_eq!(twinning.localities()[0].name(), "Thành phố Hồ Chí Minh");
}

#[test]
fn occasions_come_again_on_their_day() {
    let occasion = |id| {
        Occasion::try_new(OccasionId::try_new(id).unwrap(), "Quốc khánh Lào", OccasionKind::NationalDay)
            .unwrap()
    };
    let national = occasion("lao").since(1975).unwrap().each_year_on(12, 2).unwrap();
    assert_eq!(national.in_year(2025), Some(day(2025, 12, 2)));
    assert_eq!(national.in_year(1974), None);
    assert_eq!(national.anniversary_in(2025, 50).unwrap().years(), 50);
    assert!(matches!(national.anniversary_in(2025, 49), Err(ModelError::Anniversary { .. })));
    let leap = occasion("leap").each_year_on(2, 29).unwrap();
    assert_eq!((leap.in_year(2024), leap.in_year(2025)), (Some(day(2024, 2, 29)), None));
    assert_eq!(occasion("tet").in_year(2025), None);
    assert!(occasion("tet").anniversary_in(2025, 1).is_err());
    assert_snapshot!(both(occasion("no-day").each_year_on(2, 30)), @r"
    `no-day` ghi `30/2`, không có trong lịch; hãy ghi ngày và tháng như `2/9`, hoặc năm
    `no-day` has `30/2`, which no calendar has; give a day and month such as `2/9`, or a year
    ");
}

#[test]
fn clashes_stay_open_until_somebody_chooses() {
    let statements = || ["S2-010", "S2-019"].map(|id| StatementId::try_new(id).unwrap());
    let (one, two) = (Bilingual::new("một đợt", "one set"), Bilingual::new("hai đợt", "two sets"));
    let id = || ClashId::try_new("houses").unwrap();
    let mut clash = Clash::try_new(id(), statements(), [one.clone(), two.clone()]).unwrap();
    assert!(clash.is_open());
    let reading = |chosen: &Bilingual, on| Reading::new(chosen.clone(), "người biên tập", on);
    assert_snapshot!(both(clash.choose(reading(&Bilingual::same("ba"), day(2026, 1, 2)))), @r"
    điểm chưa rõ `houses` cần một số liệu và hai cách hiểu khác nhau, và cách được chọn là một trong: `one set`, `two sets`
    the clash `houses` needs a statement and two different readings, and a choice is one of them: `one set`, `two sets`
    ");
    assert!(clash.is_open());
    clash.choose(reading(&one, day(2026, 1, 2))).unwrap();
    clash.choose(reading(&two, day(2026, 2, 2))).unwrap();
    assert!(clash.choose(reading(&one, day(2026, 2, 1))).is_err());
    let known = |on| clash.chosen_as_known_on(on).map(|it| it.chosen().en());
    assert_eq!(known(day(2026, 1, 1)), None);
    assert_eq!(known(day(2026, 2, 1)), Some("one set"));
    assert_eq!(known(day(2026, 2, 2)), Some("two sets"));
    assert_eq!((clash.readings().len(), clash.choices().len()), (2, 2));
    assert!(Clash::try_new(id(), statements(), [one.clone()]).is_err());
    assert!(Clash::try_new(id(), statements(), [one.clone(), one.clone()]).is_err());
    assert!(Clash::try_new(id(), [], [one, two]).is_err());
}

#[test]
fn tasks_are_overdue_until_done_or_dropped() {
    let id = DirectiveId::try_new("nv-1").unwrap();
    let task = Directive::try_new(id, DirectiveKind::Task, "Rà soát các khoản viện trợ").unwrap();
    assert!(!task.is_overdue_on(day(2026, 1, 1)));
    let mut progress = Progress::new(day(2025, 11, 1));
    progress.advance(DirectiveState::InProgress, day(2025, 11, 2)).unwrap();
    let task = task.with_due_on(day(2025, 12, 14)).with_progress(progress.clone());
    assert!(!task.is_overdue_on(day(2025, 12, 14)) && task.is_overdue_on(day(2025, 12, 15)));
    progress.advance(DirectiveState::Done, day(2025, 12, 20)).unwrap();
    let task = task.with_progress(progress);
    assert!(task.is_overdue_on(day(2025, 12, 19)) && !task.is_overdue_on(day(2025, 12, 20)));
}

#[test]
fn what_is_somebody_elses_or_nobodys_is_refused() {
    let mut life = LifeCycle::new(day(2025, 1, 6));
    life.advance_as(Mover::Owner, Stage::DossierComplete, day(2025, 1, 20), "Liên hiệp").unwrap();
    assert_snapshot!(both(life.advance_as(Mover::Owner, Stage::Appraised, day(2025, 2, 9), "Liên hiệp")), @r"
    chủ khoản viện trợ không chuyển khoản viện trợ từ `dossier-complete` sang `appraised`; việc này do cơ quan thẩm định
    an `owner` does not move an item from `dossier-complete` to `appraised`; the `appraiser` does
    ");
    assert_snapshot!(both(Locality::district("Con Cuông", code("40"), day(2025, 7, 1))), @r"
    `Con Cuông` là cấp huyện, từ 01/07/2025 không còn cấp huyện nên không có vào ngày 01/07/2025; hãy ghi ngày đến 30/06/2025 và tỉnh khi đó
    `Con Cuông` is a district, and since 2025-07-01 there are none, so not on 2025-07-01; give a day up to 2025-06-30 and the province of that day
    ");
    let union = OrgId::try_new("lhhn").unwrap();
    let itself = OrganisationRelation::try_new(union.clone(), OrganisationRelationKind::MemberOf, union);
    assert_snapshot!(both(itself), @r"
    `lhhn` không thể có quan hệ `member-of` với chính mình; hãy nêu bên kia
    `lhhn` cannot be `member-of` itself; name the other one
    ");
    assert_snapshot!(both(DacCode::try_new("1222")), @r"
    `1222` không phải mã mục đích, cần năm chữ số như `12220`
    `1222` is no purpose code, expected five digits such as `12220`
    ");
    let groups = RegionScheme::overlapping(
        "đối tác",
        [Region::new(Bilingual::same("ASEAN"), ["LA".parse().unwrap()])],
    );
    assert_snapshot!(both(groups.region_of("LA".parse().unwrap())), @r"
    các nhóm của `đối tác` có thể chồng nhau nên một nước không có một khối duy nhất; hãy hỏi các nhóm của nước đó
    the groups of `đối tác` may overlap, so a country has no one region there; ask for its groups
    ");
}

#[test]
fn a_congress_counts_its_delegates() {
    let term = Term::try_new(2025, 2030).unwrap();
    let congress = Congress::try_new("Hội hữu nghị Việt Nam - Lào", 1, term, day(2025, 12, 30)).unwrap();
    let congress = congress.with_delegates(count(300)).unwrap().with_members(count(140_000)).unwrap();
    assert_eq!((congress.delegates(), congress.members()), (Some(&count(300)), Some(&count(140_000))));
    assert!(congress.with_delegates(count(-1)).is_err());
}

#[test]
fn a_gift_says_how_its_direction_was_found() {
    let gift = |donor: &str| {
        Gift::try_new(GiftId::try_new("1").unwrap(), "Xe lăn", vnd(1)).unwrap().with_donor(donor)
    };
    let read = |gift: &Gift| {
        let flow = gift.to_flow().unwrap();
        assert_eq!(gift.direction_read(), (flow.direction(), flow.direction_method().unwrap()));
        gift.direction_read()
    };
    assert_eq!(read(&gift("Tổ chức (Hàn Quốc)")), (Direction::Inward, DirectionMethod::DonorCountry));
    assert_eq!(read(&gift("T/c - Canada")), (Direction::Inward, DirectionMethod::DonorCountry));
    assert_eq!(read(&gift("Nhà hảo tâm trong nước")), (Direction::Domestic, DirectionMethod::Assumed));
    let stated = gift("Tổ chức (Hàn Quốc)").with_direction(Direction::Domestic);
    assert_eq!(read(&stated), (Direction::Domestic, DirectionMethod::Stated));
    let at_home = gift("Quỹ X").with_donor_country("Việt Nam");
    assert_eq!(read(&at_home), (Direction::Domestic, DirectionMethod::DonorCountry));
    assert_eq!(read(&gift("Quỹ X").with_donor_country("Pháp")).0, Direction::Inward);
}

#[test]
fn labels_are_read_as_papers_print_them() {
    assert_eq!(AwardForm::of_label("giấy khen"), Some(AwardForm::Letter));
    assert_eq!(AwardForm::of_label("Cờ thi đua của UBND Thành phố"), Some(AwardForm::Flag));
    assert!(AwardForm::Flag.rank() < AwardForm::Letter.rank());
    assert_eq!(TargetGroup::of_label("Đối tượng yếu thế"), Some(TargetGroup::Vulnerable));
    assert_eq!(TargetGroup::of_label("học sinh"), Some(TargetGroup::Pupils));
    assert_eq!(TargetGroup::of_label("y tế"), None);
    let ranks: Vec<u8> = EvidenceGrade::ALL.iter().map(|grade| grade.rank()).collect();
    assert_eq!(ranks.iter().collect::<std::collections::BTreeSet<_>>().len(), ranks.len());
}

#[test]
fn accounts_are_kept_by_the_treasury_or_a_bank() {
    let id = |id: &str| AccountId::try_new(id).unwrap();
    let account =
        AidAccount::new(id("TK-1"), KeeperKind::Treasury, body("Kho bạc Nhà nước tỉnh"), Currency::VND)
            .with_holder(body("Sở Y tế"))
            .with_number("9527.3.1")
            .with_validity(Validity::try_new(Some(day(2025, 3, 5)), Some(day(2025, 12, 31))).unwrap());
    let mut facts = Facts::default();
    facts.add_account(account.clone()).unwrap();
    assert!(facts.add_account(account).is_err());
    let text = serde_json::to_string(&facts).unwrap();
    assert_eq!(serde_json::from_str::<Facts>(&text).unwrap(), facts);
    assert_eq!(facts.account(&id("TK-1")).map(AidAccount::kind), Some(KeeperKind::Treasury));
}

#[test]
fn what_moves_between_accounts_is_no_aid() {
    let id = |id: &str| AccountId::try_new(id).unwrap();
    let named = || MovementId::try_new("C-1").unwrap();
    let dollars = Figure::Known(Money::from_minor(100_000, Currency::USD).unwrap());
    let exchange = AccountMovement::exchange(
        named(),
        (id("USD"), dollars),
        (id("VND"), vnd(25_400_000)),
        Direction::Inward,
    )
    .unwrap();
    assert_eq!((exchange.from(), exchange.account()), (Some(&id("USD")), &id("VND")));
    let interest = AccountMovement::interest(named(), id("VND"), vnd(120_000), Direction::Inward).unwrap();
    assert_eq!((interest.from(), interest.sent()), (None, None));
    // what a constructor refuses, a file does not bring in
    let text = serde_json::to_string(&interest).unwrap();
    assert_eq!(serde_json::from_str::<AccountMovement>(&text).unwrap(), interest);
    for wrong in [
        text.replace("interest", "transfer"),
        text.replace(r#""amount""#, r#""from":"USD","amount""#),
        text.replace("120000", "-120000"),
    ] {
        assert!(serde_json::from_str::<AccountMovement>(&wrong).is_err(), "{wrong}");
    }
    let itself = AccountMovement::transfer(named(), id("VND"), id("VND"), vnd(1), Direction::Inward);
    assert_snapshot!(both(itself), @r"
    phát sinh tài khoản `C-1` chưa hợp lệ: phải chuyển từ tài khoản này sang tài khoản khác
    the movement `C-1` cannot stand: it goes from an account to another one
    ");
}

#[test]
fn what_counts_on_a_basis_of_the_donor_moves_no_account() {
    for kind in FlowKind::ALL.iter().filter(|kind| kind.moves_account()) {
        assert!(
            !matches!(kind.basis(), Basis::Committed | Basis::Pledged | Basis::Mobilised | Basis::Given),
            "{kind}"
        );
    }
    assert!(!FlowKind::Disbursement.moves_account());
}
