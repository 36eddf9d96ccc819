//! Goal: no refusal is without a message that teaches in both languages, and none is dead. Method: every variant of the
//! error is reached through a public door; the variants are read from the source, so that a new one is asked for here.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use insta::assert_snapshot;
use rust_decimal::Decimal;
use vientro_core::{Bilingual, Figure, Period, Share};
use vientro_currency::{Currency, Money};
use vientro_model::rules::reporting_year;
use vientro_model::*;

use crate::{code, count, day, flow, item, vnd};

fn refusals() -> Vec<ModelError> {
    fn refused<T: std::fmt::Debug>(result: Result<T, ModelError>) -> ModelError {
        result.unwrap_err()
    }
    let (on, later) = (day(2025, 3, 5), day(2025, 9, 30));
    let id = |id: &str| OrgId::try_new(id).unwrap();
    let account = |id: &str| AccountId::try_new(id).unwrap();
    let body = |name: &str| Body::try_new(name).unwrap();
    let committed = || item("NA-01").with_commitment(vnd(5), on).unwrap();
    let dollars = || Money::try_new(Decimal::ONE, Currency::USD).unwrap();
    let region = |name: &str, country: &str| Region::new(Bilingual::same(name), [country.parse().unwrap()]);
    let term = |from, to| Term::try_new(from, to).unwrap();
    let mut congress = Congress::try_new("Liên hiệp", 4, term(2021, 2026), later).unwrap();
    let mut life = LifeCycle::new(on);
    let mut facts = Facts::default();
    facts.add_flow(flow("f1", FlowKind::Receipt, vnd(1))).unwrap();
    let occasion =
        Occasion::try_new(OccasionId::try_new("o1").unwrap(), "Quốc khánh", OccasionKind::NationalDay)
            .unwrap();
    let line =
        InKindLine::new(InKindId::try_new("g1").unwrap(), "gạo", Quantity::try_new(count(3), "tấn").unwrap());
    let mut progress = Progress::<AgreementState>::new(on);
    let mut approved = LifeCycle::new(on);
    for stage in [Stage::DossierComplete, Stage::Appraised, Stage::Approved] {
        approved.advance(stage, on, "UBND tỉnh").unwrap();
    }
    let party = || Party::one(PartyRole::Provider, body("Tzu Chi"));
    let year = Period::calendar_year(2019).unwrap();
    vec![
        refused(committed().amend(Amendment::new(later, vnd(4), vnd(6)))),
        refused(Anniversary::try_new(1950, 2025, 70)),
        refused(occasion.each_year_on(2, 30)),
        refused("granted".parse::<Direction>()),
        refused(committed().with_commitment(vnd(1), on)),
        refused(CountryCode::try_new("Nhật")),
        refused(committed().amend(Amendment::new(later, vnd(5), Figure::Known(dollars())))),
        refused(DacCode::try_new("122")),
        refused(Locality::district("Con Cuông", code("40"), day(2025, 7, 1))),
        refused(facts.add_flow(flow("f1", FlowKind::Receipt, vnd(1)))),
        refused(Progress::<AgreementState>::new(later).advance(AgreementState::Signed, on)),
        refused(unit_cost(&Money::vnd(1), &count(0))),
        refused(FactsFile::version_of("vientro-facts/2")),
        refused(FactsFile::version_of("iati/2.03")),
        // serde carries it as text, see below
        ModelError::FormatAfterFacts { expected: FactsFile::FORMAT },
        refused(OrganisationRelation::try_new(id("a"), OrganisationRelationKind::MemberOf, id("a"))),
        refused(congress.restate(term(2023, 2028), on, "hoãn")),
        refused(ItemId::try_new("")),
        refused(JointClaim::try_new("nhà", ["Liên hiệp"])),
        refused(approved.advance(Stage::Lapsed, day(2025, 6, 1), "UBND tỉnh")),
        refused(Amendment::new(on, vnd(1), Figure::Known(dollars())).difference()),
        refused(life.advance(Stage::Approved, on, "UBND tỉnh")),
        refused(life.advance_as(Mover::Approver, Stage::DossierComplete, on, "UBND tỉnh")),
        refused(item("NA-01").with_commitment(vnd(-1), on)),
        refused(item("NA-01").amend(Amendment::new(on, vnd(1), vnd(2)))),
        refused(
            RegionScheme::try_new("ba khối", [region("Châu Á", "LA")])
                .unwrap()
                .region_of("ZA".parse().unwrap())
                .cloned(),
        ),
        refused(due(Duty::Aid, Reporter::ManagingAgency, &year)),
        refused(
            RegionScheme::overlapping("đối tác", [region("ASEAN", "LA")])
                .region_of("LA".parse().unwrap())
                .cloned(),
        ),
        refused(Agreement::try_new(
            AgreementId::try_new("a1").unwrap(),
            AgreementKind::Memorandum,
            [body("Liên hiệp")],
        )),
        refused(AccountMovement::exchange(
            MovementId::try_new("d1").unwrap(),
            (account("a"), vnd(5)),
            (account("b"), vnd(4)),
            Direction::Inward,
        )),
        refused(Clash::try_new(ClashId::try_new("c1").unwrap(), [], [Bilingual::same("20 căn")])),
        refused(AidDetails::default().with_party(party()).unwrap().with_party(party())),
        refused(Validity::try_new(Some(later), Some(on))),
        refused(
            Partition::new("khối", count(1))
                .with_part("a", Decimal::MAX)
                .with_part("b", Decimal::MAX)
                .prove(),
        ),
        refused(reporting_year("80/2020/NĐ-CP", i32::MAX)),
        refused(
            Gazetteer::viet_nam().by_code(&code("89"), day(2025, 7, 1)).cloned().map_err(ModelError::from),
        ),
        // what a caller's own `?` makes of a share
        refused(Share::try_new(Decimal::TWO).map_err(ModelError::from)),
        refused(Shares::from_percent([("y tế", Decimal::from(150))])),
        refused(Shares::from_percent([("y tế", Decimal::from(50)), ("giáo dục", Decimal::from(40))])),
        refused(progress.advance(AgreementState::Expired, on)),
        refused(FngoRegistration::try_new(id("o"), Certificate::Activity, "12/BNG", on, day(2030, 1, 1))),
        refused(Approval::try_new(" ")),
        refused(line.valued(vnd(7), Valuation::Invoice).unwrap().priced(Money::vnd(3))),
        refused(UnitCode::try_new("7")),
    ]
}

/// The name of the variant, as its debug form begins.
fn variant(error: &ModelError) -> String {
    let text = format!("{error:?}");
    text.split(|it: char| !it.is_alphanumeric()).next().unwrap_or_default().to_owned()
}

#[test]
fn every_variant_is_reached_and_teaches_in_both_languages() {
    let source = include_str!("../src/error.rs");
    let (_, variants) = source.split_once("pub enum ModelError {").unwrap();
    let (variants, _) = variants.split_once("\n}\n").unwrap();
    let declared: Vec<&str> = variants
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(char::is_uppercase))
        .map(|line| line.split(|it: char| !it.is_alphanumeric()).next().unwrap_or_default())
        .collect();
    assert!(declared.len() > 30, "{declared:?}");
    let mut reached: BTreeMap<String, Vec<ModelError>> = BTreeMap::new();
    for refusal in refusals() {
        reached.entry(variant(&refusal)).or_default().push(refusal);
    }
    let missing: Vec<&&str> = declared.iter().filter(|name| !reached.contains_key(**name)).collect();
    assert!(missing.is_empty(), "no refusal reaches {missing:?}");

    let mut text = String::new();
    for refusal in reached.values().flatten() {
        let message = refusal.message();
        assert_ne!(message.vi(), message.en());
        writeln!(text, "{}\n  {}\n  {}", variant(refusal), message.vi(), message.en()).unwrap();
    }
    assert_snapshot!(text, @r#"
    AmendmentBefore
      điều chỉnh của `NA-01` bắt đầu từ `4 VND`, nhưng từ 05/03/2025 cam kết là `5 VND`; hãy điều chỉnh từ giá trị đang có hiệu lực
      the amendment of `NA-01` starts from `4 VND`, but since 2025-03-05 the commitment is `5 VND`; amend from the value in force
    Anniversary
      từ 1950 đến 2025 là 75 năm, không phải `70`
      from 1950 to 2025 are 75 years, not `70`
    Calendar
      `o1` ghi `30/2`, không có trong lịch; hãy ghi ngày và tháng như `2/9`, hoặc năm
      `o1` has `30/2`, which no calendar has; give a day and month such as `2/9`, or a year
    Code
      không có mã `granted`, cần một trong các mã `domestic` `inward` `outward`
      unknown direction `granted`, expected one of `domestic` `inward` `outward`
    Committed
      `NA-01` đã có cam kết; hãy ghi điều chỉnh với giá trị trước, giá trị sau và lý do
      `NA-01` already has a commitment; record an amendment with before, after and reason instead
    Country
      `Nhật` không phải mã nước, cần hai chữ cái theo ISO 3166 như `JP`
      `Nhật` is no country code, expected two letters of ISO 3166 such as `JP`
    Currency
      cam kết của `NA-01` bằng `VND`, điều chỉnh bằng `USD`; điều chỉnh phải giữ nguyên đồng tiền
      the commitment of `NA-01` is in `VND`, the amendment in `USD`; an amendment keeps the currency
    DacCode
      `122` không phải mã mục đích, cần năm chữ số như `12220`
      `122` is no purpose code, expected five digits such as `12220`
    District
      `Con Cuông` là cấp huyện, từ 01/07/2025 không còn cấp huyện nên không có vào ngày 01/07/2025; hãy ghi ngày đến 30/06/2025 và tỉnh khi đó
      `Con Cuông` is a district, and since 2025-07-01 there are none, so not on 2025-07-01; give a day up to 2025-06-30 and the province of that day
    Duplicate
      mã `f1` đã dùng; việc thay đổi thì điều chỉnh hoặc ghi đảo, không thêm lại
      the flow id `f1` is already taken; a changed fact is amended or reversed, never added again
    Earlier
      ngày 05/03/2025 trước lần ghi gần nhất ngày 30/09/2025; chỉ được ghi thêm
      a state of 2025-03-05 lies before the newest one of 2025-09-30; they are only appended
    Figure
      không lập được số liệu: không chia được cho `[0, 0]`: số này bằng hoặc có thể bằng 0
      the figure cannot be made: cannot divide by `[0, 0]`: it is or may be zero
    Format
      `vientro-facts/2` mới hơn `vientro-facts/1`; hãy đọc bằng bản phát hành mới hơn của thư viện này
      `vientro-facts/2` is newer than `vientro-facts/1`; read it with a newer release of this library
    Format
      `iati/2.03` không phải phiên bản nào của `vientro-facts/1`; hãy ghi định dạng trước, như thư viện này ghi
      `iati/2.03` is no version of `vientro-facts/1`; write the format first, as this library does
    FormatAfterFacts
      định dạng phải đứng trước dữ liệu; hãy bắt đầu bằng `"format": "vientro-facts/1"`
      the format of a file stands before the facts; begin with `"format": "vientro-facts/1"`
    History
      không ghi được phiên bản: ghi ngày 05/03/2025, trước phiên bản mới nhất ngày 30/09/2025; lịch sử chỉ được ghi thêm
      the version cannot be recorded: recorded on 2025-03-05, before the newest version of 2025-09-30; a history is only appended to
    Id
      `` không thể làm mã: cần 1 đến 200 ký tự, không có ký tự điều khiển
      `` is no item id: expected 1 to 200 characters, none of them a control character
    Itself
      `a` không thể có quan hệ `member-of` với chính mình; hãy nêu bên kia
      `a` cannot be `member-of` itself; name the other one
    JointClaim
      khoản cùng báo cáo `nhà` chưa hợp lệ: cần ít nhất hai bên cùng báo cáo
      the joint claim `nhà` cannot stand: it needs at least two different claimants
    Lapse
      phê duyệt ngày 05/03/2025, sớm nhất ngày 05/09/2025 mới bị thu hồi do chưa thực hiện, không phải ngày 01/06/2025; nếu thu hồi sớm hơn, hãy ghi quyết định thu hồi
      approved on 2025-03-05, the item lapses on 2025-09-05 at the earliest, not on 2025-06-01; to take the approval back before, record the decision that revokes it
    Money
      không lập được số tiền: không gộp được `USD` với `VND`; hãy quy đổi theo một tỷ giá nêu rõ trước
      the money cannot be made: cannot combine `USD` with `VND`
    Move
      khoản viện trợ không chuyển từ `proposed` sang `approved`; bước tiếp theo có thể là `dossier-complete`, `withdrawn`
      from `proposed` an item does not go to `approved`; it may go to `dossier-complete`, `withdrawn`
    Movement
      phát sinh tài khoản `d1` chưa hợp lệ: số chuyển đi chỉ ghi riêng khi khác loại tiền; phí là một khoản chi
      the movement `d1` cannot stand: what left is stated only in another currency; a charge is an expenditure
    Mover
      cấp phê duyệt không chuyển khoản viện trợ từ `proposed` sang `dossier-complete`; việc này do chủ khoản viện trợ
      an `approver` does not move an item from `proposed` to `dossier-complete`; the `owner` does
    NegativeAmount
      số tiền của `NA-01` là `-1 VND`; số tiền không được âm, tiền hoàn trả ghi là dòng `refund`
      the amount of `NA-01` is `-1 VND`; amounts are not negative, money that went back is a flow of kind `refund`
    NoCommitment
      `NA-01` chưa có cam kết để điều chỉnh; hãy ghi cam kết được phê duyệt trước
      `NA-01` has no commitment to amend; record the commitment as approved first
    NoRegion
      `ZA` không thuộc khối nào của `ba khối`; ghi là chưa phân loại hoặc bổ sung khối
      `ZA` is in no region of `ba khối`; name it unclassified or extend the scheme
    NoRule
      không có quy định cho báo cáo `aid` của `managing-agency`, năm 2019; trong bảng có năm dương lịch, áp dụng từ 17/09/2020
      no rule for the report `aid` of `managing-agency`, the year 2019; the table has the calendar year since 2020-09-17
    Order
      kết thúc `2025-03-05` trước khi bắt đầu `2025-09-30`
      the validity ends in `2025-03-05`, before it begins in `2025-09-30`
    Overflow
      tổng của `khối` vượt phạm vi số thập phân
      the sum of `khối` is outside the range of a decimal
    Overlapping
      các nhóm của `đối tác` có thể chồng nhau nên một nước không có một khối duy nhất; hãy hỏi các nhóm của nước đó
      the groups of `đối tác` may overlap, so a country has no one region there; ask for its groups
    Parties
      thỏa thuận `a1` có 1 bên khác nhau, cần từ hai bên trở lên, không bên nào ghi hai lần
      the agreement `a1` has 1 different bodies, expected two or more, none of them twice
    Period
      không lập được kỳ: lịch không có năm 2147483647
      the period cannot be made: no such year in the calendar: 2147483647
    Place
      mã `89` của `Tỉnh An Giang` không có hiệu lực ngày 01/07/2025; hãy dùng `91`
      code `89` of `Tỉnh An Giang` is not in force on 2025-07-01; use `91`
    Readings
      điểm chưa rõ `c1` cần một số liệu và hai cách hiểu khác nhau, và cách được chọn là một trong: `20 căn`
      the clash `c1` needs a statement and two different readings, and a choice is one of them: `20 căn`
    Role
      đã nêu bên cung cấp viện trợ; hãy nêu một lần mọi bên cùng vai trò, kèm tỷ lệ
      the bodies in the role `provider` are given already; give all bodies of a role at once, with shares
    Share
      không lập được tỷ lệ: `2` không phải một tỷ lệ, cần từ 0 đến 1
      the shares cannot be made: `2` is not a share, expected 0 to 1
    Shares
      tỷ lệ `150` trên `100` chưa hợp lệ: cộng lại vượt quá tổng thể
      the shares `150` of `100` do not fit: they sum to more than the whole
    Shares
      tỷ lệ `50 + 40` trên `100` chưa hợp lệ: cộng lại chưa đủ tổng thể; hãy bổ sung hoặc ghi rõ phần còn lại chưa biết
      the shares `50 + 40` of `100` do not fit: they sum to less than the whole; complete them or say that the rest is unknown
    State
      không chuyển từ `negotiating` sang `expired`; trạng thái tiếp theo có thể là `abandoned`, `signed`
      from `negotiating` there is no way to `expired`; it may go to `abandoned`, `signed`
    Term
      giấy đăng ký hoạt động có thời hạn không quá 3 năm, không phải từ 05/03/2025 đến 01/01/2030
      a certificate of activity holds for at most 3 years, not from 2025-03-05 to 2030-01-01
    Text
      trường `number` của `approval` bỏ trống
      the number of `approval` is blank
    UnitCode
      `7` không phải mã đơn vị hành chính, cần hai chữ số từ `01` đến `99`
      `7` is no unit code, expected two digits from `01` to `99`
    Valuation
      `g1` được định giá `7 VND`, nhưng số lượng và đơn giá cho `9`; hãy sửa một trong ba
      `g1` is valued at `7 VND`, but quantity and price make `9`; correct one of the three
    "#);
}

#[test]
fn a_format_after_its_facts_is_refused_in_these_words() {
    let expected = ModelError::FormatAfterFacts { expected: FactsFile::FORMAT };
    let refusal =
        serde_json::from_str::<FactsFile>(r#"{"facts":{},"format":"vientro-facts/1"}"#).unwrap_err();
    assert!(refusal.to_string().starts_with(&expected.to_string()), "{refusal}");
}
