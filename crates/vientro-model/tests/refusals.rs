//! Goal: a wrong fact is refused with a message that teaches, in both languages. Method: snapshots of every refusal.

use chrono::NaiveDate;
use insta::assert_snapshot;
use rust_decimal::Decimal;
use vientro_core::{Figure, Period, Share};
use vientro_currency::{Currency, Money};
use vientro_model::{
    Amendment, AmountKey, Anniversary, Approval, Basis, CountryCode, Direction, Duty, Facts, Flow, FlowId,
    FlowKind, Gazetteer, ItemId, JointClaim, Modality, ModelError, Quantity, Reporter, SourceClass, Standing,
    Term, UnitCode, Validity, due,
};

use crate::{code, count, day, flow, item, vnd};

/// Both languages, one a line.
fn both<T: std::fmt::Debug>(refused: Result<T, ModelError>) -> String {
    let message = refused.unwrap_err().message();
    format!("{}\n{}", message.vi(), message.en())
}

#[test]
fn amounts() {
    let refused = Flow::try_new(
        FlowId::try_new("AG-GN-7").unwrap(),
        FlowKind::Disbursement,
        vnd(-5_000_000),
        Direction::Inward,
        SourceClass::ForeignNgo,
    );
    assert_snapshot!(both(refused), @r"
    số tiền của `AG-GN-7` là `-5000000 VND`; số tiền không được âm, tiền hoàn trả ghi là dòng `refund`
    the amount of `AG-GN-7` is `-5000000 VND`; amounts are not negative, money that went back is a flow of kind `refund`
    ");
    assert_snapshot!(both(Quantity::try_new(count(3), " ")), @r"
    trường `unit` của `quantity` bỏ trống
    the unit of `quantity` is blank
    ");
    assert_snapshot!(both(Quantity::try_new(count(-3), "suất")), @r"
    số tiền của `suất` là `-3`; số tiền không được âm, tiền hoàn trả ghi là dòng `refund`
    the amount of `suất` is `-3`; amounts are not negative, money that went back is a flow of kind `refund`
    ");
}

#[test]
fn amendments() {
    let (approved, later): (NaiveDate, NaiveDate) = (day(2025, 3, 5), day(2025, 9, 30));
    let mut houses = item("NA-01");
    let from_nothing = Amendment::new(later, vnd(1), vnd(2));
    assert_snapshot!(both(houses.amend(from_nothing)), @r"
    `NA-01` chưa có cam kết để điều chỉnh; hãy ghi cam kết được phê duyệt trước
    `NA-01` has no commitment to amend; record the commitment as approved first
    ");
    houses = houses.with_commitment(vnd(3_400_000_000), approved).unwrap();
    let unchanged = houses.clone();
    let from_another = Amendment::new(later, vnd(3_000_000_000), vnd(4_220_000_000));
    assert_snapshot!(both(houses.amend(from_another)), @r"
    điều chỉnh của `NA-01` bắt đầu từ `3000000000 VND`, nhưng từ 05/03/2025 cam kết là `3400000000 VND`; hãy điều chỉnh từ giá trị đang có hiệu lực
    the amendment of `NA-01` starts from `3000000000 VND`, but since 2025-03-05 the commitment is `3400000000 VND`; amend from the value in force
    ");
    let dollars = Figure::Known(Money::try_new(Decimal::from(160_000), Currency::USD).unwrap());
    assert_snapshot!(both(houses.amend(Amendment::new(later, vnd(3_400_000_000), dollars))), @r"
    cam kết của `NA-01` bằng `VND`, điều chỉnh bằng `USD`; điều chỉnh phải giữ nguyên đồng tiền
    the commitment of `NA-01` is in `VND`, the amendment in `USD`; an amendment keeps the currency
    ");
    let backdated = Amendment::new(day(2025, 1, 1), vnd(3_400_000_000), vnd(4_220_000_000));
    assert_snapshot!(both(houses.amend(backdated)), @r"
    không ghi được phiên bản: ghi ngày 01/01/2025, trước phiên bản mới nhất ngày 05/03/2025; lịch sử chỉ được ghi thêm
    the version cannot be recorded: recorded on 2025-01-01, before the newest version of 2025-03-05; a history is only appended to
    ");
    assert!(houses.amend(Amendment::new(later, vnd(3_400_000_000), vnd(-1))).is_err());
    assert_eq!(houses, unchanged);
    assert_snapshot!(both(houses.with_commitment(vnd(1), approved)), @r"
    `NA-01` đã có cam kết; hãy ghi điều chỉnh với giá trị trước, giá trị sau và lý do
    `NA-01` already has a commitment; record an amendment with before, after and reason instead
    ");
}

#[test]
fn joint_claims() {
    assert_snapshot!(both(JointClaim::try_new("nha", ["Liên hiệp"])), @r"
    khoản cùng báo cáo `nha` chưa hợp lệ: cần ít nhất hai bên cùng báo cáo
    the joint claim `nha` cannot stand: it needs at least two different claimants
    ");
    assert!(JointClaim::try_new("nha", ["Liên hiệp", "Liên hiệp"]).is_err());
    assert!(JointClaim::try_new(" ", ["A", "B"]).is_err());
    let claim = JointClaim::try_new("nha", ["Liên hiệp", "Mặt trận"]).unwrap();
    assert_snapshot!(both(claim.clone().with_lead("Sở Ngoại vụ")), @r"
    khoản cùng báo cáo `nha` chưa hợp lệ: bên chủ trì không nằm trong các bên báo cáo
    the joint claim `nha` cannot stand: its lead is none of its claimants
    ");
    let half = Share::try_new(Decimal::new(5, 1)).unwrap();
    let third = Share::try_new(Decimal::new(333, 3)).unwrap();
    assert_snapshot!(both(claim.clone().with_shares([half, third])), @r"
    khoản cùng báo cáo `nha` chưa hợp lệ: cần mỗi bên một tỷ lệ và tổng bằng 1
    the joint claim `nha` cannot stand: it needs one share a claimant, with the sum 1
    ");
    assert!(claim.clone().with_shares([Share::WHOLE]).is_err());
    assert!(!claim.is_settled());
    assert!(claim.with_shares([half, half]).unwrap().is_settled());
}

#[test]
fn identities() {
    assert_snapshot!(both(ItemId::try_new("")), @r"
    `` không thể làm mã: cần 1 đến 200 ký tự, không có ký tự điều khiển
    `` is no item id: expected 1 to 200 characters, none of them a control character
    ");
    assert_snapshot!(both("granted".parse::<Basis>()), @r"
    không có mã `granted`, cần một trong các mã `advanced` `approved` `committed` `disbursed` `given` `held` `implemented` `mobilised` `plan` `pledged` `received` `recorded` `spent` `stock`
    unknown basis `granted`, expected one of `advanced` `approved` `committed` `disbursed` `given` `held` `implemented` `mobilised` `plan` `pledged` `received` `recorded` `spent` `stock`
    ");
    assert_snapshot!(both(UnitCode::try_new("7")), @r"
    `7` không phải mã đơn vị hành chính, cần hai chữ số từ `01` đến `99`
    `7` is no unit code, expected two digits from `01` to `99`
    ");
    assert_snapshot!(both(CountryCode::try_new("Nhật")), @r"
    `Nhật` không phải mã nước, cần hai chữ cái theo ISO 3166 như `JP`
    `Nhật` is no country code, expected two letters of ISO 3166 such as `JP`
    ");
    assert_snapshot!(both(Approval::try_new("  ")), @r"
    trường `number` của `approval` bỏ trống
    the number of `approval` is blank
    ");
    let mut facts = Facts::default();
    facts.add_flow(flow("AG-GN-7", FlowKind::Receipt, vnd(1))).unwrap();
    assert_snapshot!(both(facts.add_flow(flow("AG-GN-7", FlowKind::Receipt, vnd(1)))), @r"
    mã `AG-GN-7` đã dùng; việc thay đổi thì điều chỉnh hoặc ghi đảo, không thêm lại
    the flow id `AG-GN-7` is already taken; a changed fact is amended or reversed, never added again
    ");
}

#[test]
fn times() {
    assert_snapshot!(both(Term::try_new(2026, 2021)), @r"
    kết thúc `2021` trước khi bắt đầu `2026`
    the term ends in `2021`, before it begins in `2026`
    ");
    assert_snapshot!(both(Anniversary::try_new(1950, 2025, 70)), @r"
    từ 1950 đến 2025 là 75 năm, không phải `70`
    from 1950 to 2025 are 75 years, not `70`
    ");
    assert_snapshot!(both(Validity::try_new(Some(day(2025, 7, 2)), Some(day(2025, 7, 1)))), @r"
    kết thúc `2025-07-01` trước khi bắt đầu `2025-07-02`
    the validity ends in `2025-07-01`, before it begins in `2025-07-02`
    ");
    let (form, year) = (Period::administrative_year(2021).unwrap(), Period::calendar_year(2025).unwrap());
    assert_snapshot!(both(due(Duty::Fngo, Reporter::ForeignNgo, &form)), @r"
    không có quy định cho báo cáo `fngo` của `foreign-ngo`, năm báo cáo 2021 (từ 15/12/2020 đến 14/12/2021); trong bảng có năm báo cáo, từ 15/12 năm trước đến 14/12, áp dụng từ 01/11/2022
    no rule for the report `fngo` of `foreign-ngo`, the administrative year 2021 (15 December 2020 to 14 December 2021); the table has the year from 15 December to 14 December since 2022-11-01
    ");
    assert_snapshot!(both(due(Duty::Fngo, Reporter::ForeignNgo, &year)), @r"
    không có quy định cho báo cáo `fngo` của `foreign-ngo`, năm 2025; trong bảng có năm báo cáo, từ 15/12 năm trước đến 14/12
    no rule for the report `fngo` of `foreign-ngo`, the year 2025; the table has the year from 15 December to 14 December
    ");
    assert_snapshot!(both(due(Duty::Fngo, Reporter::Union, &year)), @r"
    không có quy định cho báo cáo `fngo` của `union`, năm 2025; trong bảng có báo cáo này của `ministry`, `province`, `foreign-ngo`, `foreign-ministry`, `comingo`
    no rule for the report `fngo` of `union`, the year 2025; the table has that report of `ministry`, `province`, `foreign-ngo`, `foreign-ministry`, `comingo`
    ");
}

#[test]
fn places() {
    let gazetteer = Gazetteer::viet_nam();
    let found = |result: Result<_, vientro_model::PlaceError>| both(result.map_err(ModelError::from));
    assert_snapshot!(found(gazetteer.by_code(&code("89"), day(2025, 7, 1))), @r"
    mã `89` của `Tỉnh An Giang` không có hiệu lực ngày 01/07/2025; hãy dùng `91`
    code `89` of `Tỉnh An Giang` is not in force on 2025-07-01; use `91`
    ");
    assert_snapshot!(found(gazetteer.by_code(&code("99"), day(2025, 7, 1))), @r"
    chưa từng có tỉnh, thành phố mang mã `99`
    no province or city ever had the code `99`
    ");
    assert_snapshot!(found(gazetteer.by_name("Hải Dương", day(2025, 12, 31))), @r"
    `Tỉnh Hải Dương` không còn hoặc chưa có hiệu lực ngày 31/12/2025; thuộc `31`
    `Tỉnh Hải Dương` is not in force on 2025-12-31; it is part of `31`
    ");
    assert_snapshot!(found(gazetteer.by_name("TP.HM", day(2025, 12, 31))), @r"
    không có tỉnh, thành phố tên `TP.HM`, có phải `Thành phố Hồ Chí Minh` (80%)?
    no province or city is named `TP.HM`, did you mean `Thành phố Hồ Chí Minh` (80%)?
    ");
}

#[test]
fn keys() {
    let own = AmountKey::new(Basis::Disbursed, Direction::Inward).with_source(SourceClass::ForeignNgo);
    let memo = AmountKey::new(Basis::Recorded, Direction::Domestic)
        .with_source(SourceClass::MemberAssociation)
        .with_standing(Standing::Memo)
        .with_modality(Modality::InKind);
    let message = own.may_add(&memo).unwrap_err().message();
    assert_snapshot!(format!("{}\n{}", message.vi(), message.en()), @r"
    không cộng được: hai cơ sở tính (`giải ngân`, `ghi nhận`); hai chiều viện trợ (`tiếp nhận từ nước ngoài`, `trong nước`); phần tính và phần ghi riêng (`của Liên hiệp`, `ghi chú riêng`); hai nguồn (`phi chính phủ nước ngoài`, `hội hữu nghị thành viên`); hai hình thức (`không nêu`, `hiện vật`)
    these amounts do not add: two bases (`disbursed`, `recorded`); two directions (`inward`, `domestic`); own and memo (`own`, `memo`); two source classes (`foreign non-governmental organisation`, `member association`); two modalities (`not stated`, `in kind`)
    ");
    assert!(own.may_add(&own).is_ok());
    // open in the question is not open in the sum
    assert!(own.any_source().may_add(&own).is_err());
    assert!(own.any_source().selects(&own));
}
