//! Sheets of provinces, banks and publishers: what is kept beside the facts, and the exact findings.

use rust_decimal::Decimal;
use vientro_core::Language;
use vientro_currency::{Currency, RateKind, Standing};
use vientro_intake::{Options, Reading, SheetKind, Source, read_union};

fn read(text: &str) -> Reading {
    let reading = read_union(&[Source::new("a.csv", text.as_bytes())], &Options::for_year(2025)).unwrap();
    let sheet = &reading.sheets()[0];
    assert_eq!(sheet.rows(), sheet.records() + sheet.headers() + sheet.refused() + sheet.titles());
    reading
}

fn lines(reading: &Reading) -> String {
    let lines: Vec<String> = reading.findings().iter().map(|finding| finding.line(Language::En)).collect();
    lines.join("\n")
}

#[test]
fn a_list_of_approvals() {
    let reading = read(
        "Số QĐ;Ngày;Khoản viện trợ;Bên cung cấp;Chủ khoản viện trợ;Trị giá (USD);Trị giá (VND);Hình thức;Chế độ\n\
         12/QĐ-UBND;05/3/2025;Nước sạch;Tổ chức A;Sở Y tế;50.000;1,27 tỷ;phi dự án;NĐ 80/2020\n\
         13/QĐ-UBND;10/12/2025;Trường học;Tổ chức B;Sở GDĐT;;hơn 500 triệu;dự án;80/2020/NĐ-CP\n\
         ;11/12/2025;Xe lăn;Tổ chức C;;;;quà;\n",
    );
    assert_eq!(reading.sheets()[0].kind(), SheetKind::Approvals);
    let approvals = reading.papers().approvals();
    assert_eq!((approvals.len(), reading.facts().items().count()), (2, 0));
    assert_eq!((approvals[0].approval().number(), approvals[0].donor()), ("12/QĐ-UBND", "Tổ chức A"));
    let values: Vec<String> =
        approvals[0].values().iter().map(|value| value.known().unwrap().to_string()).collect();
    assert_eq!(values, ["50000.00 USD", "1270000000 VND"]);
    assert!(approvals[1].values()[0].known().is_none() && !approvals[1].values()[0].is_unknown());
    insta::assert_snapshot!(lines(&reading), @r#"
    warning regime-mismatch a.csv I3 #3: the decree is not the one in force on the day of the decision; found `80/2020/NĐ-CP`, expected `313/2025/NĐ-CP`, try `313/2025/NĐ-CP`
    error row-refused a.csv A4 #4: the row makes no record; found `11/12/2025 | Xe lăn | Tổ chức C | quà`, expected `123/QĐ-UBND`
    "#);
}

#[test]
fn a_register_of_foreign_ngos() {
    let reading = read(
        "TT;Tên tổ chức;Quốc tịch;Loại giấy đăng ký;Số giấy đăng ký;Ngày cấp;Hết hạn;Lĩnh vực;Mã ĐVHC\n\
         1;Tổ chức A;Hàn Quốc;Hoạt động;12/BNG-HĐ;01/07/2024;30/06/2027;y tế; 91, 79\n\
         2;TỔ CHỨC A;Hàn Quốc;Văn phòng đại diện;13/BNG-VPĐD;01/07/2024;30/06/2029;giáo dục, y tế;\n\
         3;Tổ chức B;Nhật Bản;Hoạt động;14/BNG-HĐ;01/07/2024;30/06/2029;;\n\
         4;Tổ chức C;Nhật Bản;;15/BNG-HĐ;01/07/2024;30/06/2026;;\n",
    );
    assert_eq!(reading.sheets()[0].kind(), SheetKind::FngoRegister);
    assert_eq!(reading.facts().organisations().count(), 1);
    let registrations = reading.papers().registrations();
    assert_eq!(registrations.len(), 2);
    assert_eq!(registrations[0].organisation(), registrations[1].organisation());
    assert_eq!(registrations[0].provinces().len(), 2);
    insta::assert_snapshot!(lines(&reading), @r#"
    error row-refused a.csv A4 #4: the row makes no record: a certificate of activity holds for at most 3 years, not from 2024-07-01 to 2029-06-30; found `3 | Tổ chức B | Nhật Bản | Hoạt động | 14/BNG-HĐ | 01/07/2024`
    error unknown-certificate a.csv D5 #5: the kind of certificate is not known; the row is refused; expected `hoạt động, văn phòng đại diện, văn phòng dự án`
    "#);
}

#[test]
fn a_table_of_rates() {
    let reading = read(
        "Từ ngày;Đến ngày;Loại tiền;Tỷ giá (VND);Loại tỷ giá;Nơi công bố;Số thông báo\n\
         3/2025;;USD;24.726;hạch toán;;861/TB-KBNN\n\
         18/12/2025;;USD;25.151;tỷ giá trung tâm;;\n\
         18/12/2025;;USD;26.148;mua chuyển khoản;Vietcombank;\n\
         18/12/2025;;USD;26.149;mua chuyển khoản;Vietcombank;\n\
         18/12/2025;;USD;26.408;chợ đen;;\n\
         18/12/2025;;USD;26.408;bán ra;;\n",
    );
    assert_eq!(reading.sheets()[0].kind(), SheetKind::Rates);
    let rates: Vec<_> = reading.papers().rates().iter().collect();
    assert_eq!(rates.len(), 3);
    let treasury = rates.iter().find(|rate| rate.kind() == RateKind::TreasuryAccounting).unwrap();
    assert_eq!((treasury.base(), treasury.value()), (Currency::USD, Decimal::from(24_726)));
    assert_eq!(
        (treasury.valid_from().to_string(), treasury.valid_to().to_string()),
        ("2025-03-01".into(), "2025-03-31".into())
    );
    assert_eq!((treasury.publisher(), treasury.standing()), ("Kho bạc Nhà nước", Standing::Published));
    let central = rates.iter().find(|rate| rate.kind() == RateKind::Central).unwrap();
    assert_eq!((central.source(), central.standing()), ("a.csv D3 #3", Standing::SecondHand));
    insta::assert_snapshot!(lines(&reading), @r#"
    error rate-refused a.csv D5 #5: the rate is refused: `USD/VND bank-buying-transfer Vietcombank 2025-12-18 = 26149` conflicts with `USD/VND bank-buying-transfer Vietcombank 2025-12-18 = 26148`; a correction needs a later day on which it became known; found `26149`
    error unknown-rate-kind a.csv E6 #6: the kind of rate is not known; the row is refused; found `chợ đen`, expected `hạch toán, trung tâm, mua chuyển khoản, bán ra`
    error row-refused a.csv F7 #7: the row makes no record; found `18/12/2025 | USD | 26.408 | bán ra`, expected `Vietcombank`
    "#);
}

#[test]
fn confirmations_of_a_bank() {
    let reading = read(
        "Ngày GD;Số bút toán;Đơn vị chuyển tiền;Ghi có;Loại tiền;Số tài khoản;Nội dung;Mã khoản\n\
         05/3/2025;FT1;Tổ chức A;12.500,50;USD;0011;Đợt 1;\n\
         31/02/2025;FT2;Tổ chức B;đang chờ;VND;0011;Đợt 2;009\n",
    );
    assert_eq!(reading.sheets()[0].kind(), SheetKind::BankConfirmations);
    let confirmations = reading.papers().confirmations();
    assert_eq!(confirmations[0].amount().known().unwrap().to_string(), "12500.50 USD");
    assert_eq!((confirmations[0].account(), confirmations[0].content()), ("0011", "Đợt 1"));
    assert!(confirmations[1].amount().is_unknown() && confirmations[1].date().is_none());
    assert_eq!(reading.facts().flows().count(), 0);
    insta::assert_snapshot!(lines(&reading), @r#"
    error not-a-number a.csv D3 #3: the cell is no number; the value is unknown, not zero: no number in `đang chờ`; found `đang chờ`, expected `an amount such as 1.250.000.000 or 1,25 tỷ; empty if it is not known`
    error unknown-date a.csv A3 #3: no such day, or no day at all; the record is kept without one; found `31/02/2025`, expected `dd/mm/yyyy`
    error unknown-item a.csv H3 #3: no aid item has this code; found `009`
    "#);
}
