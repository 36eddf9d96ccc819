//! Running text: what the grammar reads and what it leaves alone, and properties of whatever it finds. The sentences are
//! our own, in the styles of reports.

use proptest::prelude::*;
use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;
use vientro_core::HedgeConvention;
use vientro_vi::{Ambiguity, Base, ComparisonKind, FoundValue, extract, read_comparison};

/// Each figure as hedge, value, end of a range, unit; each date, period and comparison by its name.
fn seen(text: &str) -> Vec<String> {
    extract(text)
        .map(|found| match found.value() {
            FoundValue::Figure(figure) => {
                let to = figure.printed().to().map(|to| format!("..{}", to.normalize())).unwrap_or_default();
                let unit = figure.unit().map(ToString::to_string).unwrap_or_default();
                let hedge = figure.hedge_word().map(|word| format!("{word} ")).unwrap_or_default();
                format!(
                    "{hedge}{}{to} {unit}",
                    figure
                        .value()
                        .round_dp_with_strategy(4, rust_decimal::RoundingStrategy::ToZero)
                        .normalize()
                )
                .trim()
                .to_owned()
            }
            FoundValue::Date(_) => "date".to_owned(),
            FoundValue::Period(_) => "period".to_owned(),
            _ => "comparison".to_owned(),
        })
        .collect()
}

fn figures(text: &str) -> Vec<String> {
    let named = |name: &String| !matches!(name.as_str(), "date" | "period" | "comparison");
    seen(text).into_iter().filter(named).collect()
}

#[test]
fn figures_of_every_form() {
    for (text, expected) in [
        ("triển khai ba mươi dự án", vec!["30 dự án"]),
        ("gần một tỷ đồng", vec!["gần 1000000000 VND"]),
        ("hai phần ba số hộ", vec!["0.6666 ratio"]),
        ("hơn một nửa dân số", vec!["hơn 0.5 ratio"]),
        ("mười lăm triệu đồng", vec!["15000000 VND"]),
        ("hai triệu rưỡi đồng", vec!["2500000 VND"]),
        ("nửa tỷ đồng", vec!["500000000 VND"]),
        ("tặng năm suất học bổng", vec!["5 suất"]),
        ("hai mươi năm", vec!["20 năm"]),
        ("năm phần trăm", vec!["5 percent"]),
        ("hoàn thành 15/20 dự án", vec!["15 dự án"]),
        ("chiếm 1/4 số vốn", vec!["0.25 ratio"]),
        ("giải ngân 1,2 triệu USD/2,6 triệu USD", vec!["1200000 USD", "2600000 USD"]),
        ("khoảng 20-30 triệu đồng", vec!["khoảng 20000000..30000000 VND"]),
        ("từ 1,2 đến 1,5 tỷ đồng", vec!["từ 1200000000..1500000000 VND"]),
        ("1,2 - 1,5 tỷ đồng", vec!["- 1200000000..1500000000 VND"]),
        ("lãi suất 5-7%", vec!["- 5..7 percent"]),
        ("20 triệu đến 30 triệu đồng", vec!["- 20000000..30000000 VND"]),
        ("10 tỉ 5 đồng", vec!["10500000000 VND"]),
        ("2 triệu 500.000 đồng", vec!["2500000 VND"]),
        ("1 nghìn 50 tỷ đồng", vec!["1050000000000 VND"]),
        ("1 tỷ 200 triệu đồng", vec!["1200000000 VND"]),
        ("1 nghìn 2 trăm tỷ đồng", vec!["1200000000000 VND"]),
        ("2 phần 3 số hộ", vec!["0.6666 ratio"]),
        ("từ 50 đến dưới 100 triệu đồng", vec!["từ 50000000..100000000 VND"]),
        ("từ 3.000 đến trên 5.000 lượt", vec!["từ 3000..5000 lượt"]),
        ("một tỷ hai trăm", vec![]),
        ("một tỷ hai trăm đồng", vec!["1200000000 VND"]),
        ("500 (USD), VNĐ 200.000", vec!["500 USD", "200000 VND"]),
        (
            "15 thành viên, 47 mục, 12 mặt hàng, 300 LỌ",
            vec!["15 thành viên", "47 mục", "12 mặt hàng", "300 lọ"],
        ),
        ("đi hơn 2km", vec!["hơn 2 km"]),
        ("3 triệu rưỡi", vec!["3500000"]),
        ("âm 5 triệu đồng", vec!["-5000000 VND"]),
        ("12 tỷ đồng trở lên", vec!["trở lên 12000000000 VND"]),
        ("45 triệu đồng/người trở lên", vec!["trở lên 45000000 VND"]),
        ("trên dưới 20 dự án", vec!["trên dưới 20 dự án"]),
        ("không dưới 20 hộ, không quá 30 hộ", vec!["không dưới 20 hộ", "không quá 30 hộ"]),
        ("tối thiểu 5 tỷ đồng, tối đa 6 tỷ đồng", vec!["tối thiểu 5000000000 VND", "tối đa 6000000000 VND"]),
        ("chỉ 65 triệu đồng, lên tới 70 triệu đồng", vec!["65000000 VND", "70000000 VND"]),
        ("200 triệu kíp", vec!["200000000 LAK"]),
        (
            "5.000 đô la Úc, 6.000 đô la Canada, 7.000 đô la Singapore",
            vec!["5000 AUD", "6000 CAD", "7000 SGD"],
        ),
        (
            "1 triệu yên, 2 triệu won, 3.000 bảng Anh, 4.000 euro",
            vec!["1000000 JPY", "2000000 KRW", "3000 GBP", "4000 EUR"],
        ),
        (
            "500 baht, 600 nhân dân tệ, 700 franc Thụy Sĩ, 800 €",
            vec!["500 THB", "600 CNY", "700 CHF", "800 EUR"],
        ),
        ("VND 1.200.000/tháng, USD 50/tháng, US$ 60", vec!["1200000 VND", "50 USD", "60 USD"]),
        ("12 ha, 3 tấn gạo, 50kg, 6.770km²", vec!["12 ha", "3 tấn", "50 kg", "6770 km2"]),
        ("TRAO 8 PHÒNG HỌC, 30 SUẤT", vec!["8 phòng học", "30 suất"]),
        ("thu nhập tăng từ 48 lên 62 triệu đồng", vec!["48000000 VND", "62000000 VND"]),
        ("vien tro tri gia gan 3 trieu USD", vec!["gần 3000000 USD"]),
    ] {
        assert_eq!(figures(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_figure() {
    for text in [
        "Quyết định số 2410/QĐ-UBND, Nghị định 80/2020/NĐ-CP, Điều 5, khoản 2",
        "lúc 8h30, 7 giờ 30, 7 giờ 30 phút, 14 giờ ngày 15/9",
        "14 giờ 15 ngày 03.4.2025, 9 giờ 15 phút ngày 3/4",
        "ngày mười lăm tháng ba năm 2025, ngày 20 / 5 / 2022, tháng mười hai năm 2021",
        "13 tháng đầu năm 2025, tháng Giêng năm 2024",
        "sau 1/7, ngày Quốc tế 1/6",
        "điện thoại 0912 345 678, (028) 3829.3333, +84 912 345 678 gặp anh Ba",
        "Số tài khoản: 1234567890 mở tại ngân hàng",
        "1. Công tác tuyên truyền",
        "2.1. Công tác vận động",
        "2.1 Dự án nước sạch",
        "a) Dự án nước sạch",
        "Theo báo cáo: 1. Công tác vận động",
        "năm 2025, các năm 2021, 2022 và 2023",
        "giai đoạn 2021-2025, nhiệm kỳ 2021-2026, năm học 2024-2025",
        "ngày 30/4 và 1/5, từ 15/12/2024 đến 14/6/2025",
        "trong 2022 tỉnh nhận được nhiều nguồn vốn",
        "một dự án, một trong những tổ chức",
        "hai, ba dự án; hai ba dự án; vài ba tổ chức; hàng trăm tỷ đồng",
        "thứ ba, tháng tư, ngã năm, Ba Lan, ba mẹ, năm nay, năm học sinh",
        "khu vực tư nhân, hai bên, năm dự án hoàn thành",
        "từ thôn 3 đến thôn 5 đều có nước sạch",
        "đợt 2 triệu tập học viên",
        "km156+500 gây tắc đường",
        "từ 8 đến 11 giờ",
        "tri gia gan 3 trieu USD tại Việt Nam",
        "quý I, quý II; 6 tháng đầu năm",
        "hơn nữa, gần đây, hơn so với trước, trên địa bàn, trên nhiều lĩnh vực",
    ] {
        assert_eq!(figures(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn dates_and_periods_are_values() {
    for (text, expected) in [
        ("Chiều 16.1, năm 2025", vec!["date", "period"]),
        ("quý I/2025 và 6 tháng đầu năm 2025", vec!["period", "period"]),
        ("từ ngày 15/12/2024 đến ngày 14/6/2025", vec!["period"]),
        ("ngày 30/4 và 1/5", vec!["date", "date"]),
        ("nhiệm kỳ 2021-2026", vec!["period"]),
        ("đạt 16.1 tỷ đồng", vec!["16100000000 VND"]),
        ("giá 2000 - 2100 đồng", vec!["- 2000..2100 VND"]),
    ] {
        assert_eq!(seen(text), expected, "{text}");
    }
    let text = "trong 6 tháng đầu năm 2025 giải ngân 5 tỷ đồng";
    let period = extract(text).find_map(|found| found.period().cloned()).unwrap();
    assert_eq!(&text[period.span()], "6 tháng đầu năm 2025");
    assert_eq!(period.on_calendar(None), Ok(vientro_core::Period::half_year(2025, 1).unwrap()));
}

#[test]
fn comparisons_of_every_form() {
    let percents = |text: &str| -> Vec<String> {
        read_comparison(text).unwrap().percents().iter().map(ToString::to_string).collect()
    };
    for (text, expected) in [
        ("tăng gấp đôi so với năm 2024", "200"),
        ("tăng gấp rưỡi", "150"),
        ("gấp gần hai lần", "200"),
        ("giảm 1/3 so với cùng kỳ", "66.66666666666666666666666667"),
        ("giảm một nửa", "50"),
        ("vượt chỉ tiêu 12%", "112"),
        ("chiếm 35% tổng kinh phí", "35"),
        ("đạt chỉ 65% kế hoạch", "65"),
        ("bằng 41,3% vốn cam kết", "41.3"),
        ("vốn tăng từ 4 tỷ đồng lên 5 tỷ đồng", "125"),
        ("vốn giảm từ 5 tỷ đồng xuống còn 4 tỷ đồng", "80"),
        ("ước tăng 12% so với cùng kỳ", "112"),
        ("giảm đi 30,3%", "69.7"),
        ("bằng 2/3 mức năm trước", "66.66666666666666666666666667"),
    ] {
        assert_eq!(percents(text), [expected], "{text}");
    }
    let more = read_comparison("tăng thêm 20 triệu đồng so với năm 2024").unwrap();
    assert_eq!(
        (more.kind(), more.base(), more.percents().len()),
        (ComparisonKind::Increases, Some(&Base::Year(2024)), 0)
    );
    let both: Vec<_> = extract("lần lượt giảm 9,9% và 45,5% so với cùng kỳ")
        .filter_map(|found| found.comparison().cloned())
        .map(|compared| compared.percent().map(|percent| percent.to_string()).unwrap_or_default())
        .collect();
    assert_eq!(both, ["90.1", "54.5"]);
    for text in ["đạt trên 95%", "tăng cường 5 hoạt động", "thêm 2 khoản viện trợ"] {
        assert!(read_comparison(text).is_err(), "{text}");
    }
}

#[test]
fn doubt_is_kept() {
    let one = |text: &str| extract(text).find_map(|found| found.figure().cloned()).unwrap();
    let part = one("15/20 dự án");
    assert_eq!((part.of(), part.note()), (Some(Decimal::from(20)), Some(Ambiguity::PartOfWhole)));
    assert_eq!(part.alternatives()[0].value(), Decimal::new(75, 2));
    let said = one("ba triệu năm trăm đồng");
    assert_eq!((said.value(), said.note()), (Decimal::from(3_500_000), Some(Ambiguity::ShortTail)));
    assert_eq!(said.alternatives()[0].value(), Decimal::from(3_000_500));
    let column = one("tổng kinh phí (ĐVT: triệu đồng): 1.245");
    assert_eq!(
        (column.value(), column.unit().map(vientro_vi::Unit::code)),
        (Decimal::from(1_245_000_000), Some("VND"))
    );
    assert!(column.alternatives().iter().any(|other| other.why() == Ambiguity::UnitLine));
    let tail = one("10 tỉ 5 đồng");
    assert_eq!(tail.note(), Some(Ambiguity::ShortTail));
    assert_eq!(tail.alternatives()[0].value(), Decimal::from(10_000_000_000_i64));
    assert_eq!(one("trên 63 tỉnh").note(), Some(Ambiguity::Preposition));
    assert_eq!(one("lên tới 25 tỷ đồng").tone(), Some("lên tới"));
    // both ends of a range are as uncertain as their hedge says
    let about = one("khoảng 20-30 triệu đồng").figure(&HedgeConvention::default()).unwrap();
    assert_eq!(about.interval().unwrap().to_string(), "[15000000, 35000000]");
    let beyond = one("từ 3.000 đến trên 5.000 lượt").figure(&HedgeConvention::default()).unwrap();
    assert_eq!(beyond.interval().unwrap().to_string(), "[3000, 6000)");
    // and a comparison is no more certain than its figure
    let bounds = |text: &str| {
        let figures = read_comparison(text).unwrap().figures(&HedgeConvention::default()).unwrap();
        figures[0].interval().unwrap().to_string()
    };
    assert_eq!(bounds("tăng 10-11%"), "[110, 111]");
    assert_eq!(bounds("tăng từ 10-11% so với cùng kỳ"), "[110, 111]");
    assert_eq!(bounds("chưa bằng 90% so với quý I"), "(-∞, 90]");
    assert_eq!(bounds("tăng gần gấp đôi"), "(100, 200)");
    assert_eq!(bounds("đóng góp gần 1/4 tổng thu"), "(-∞, 25)");
    assert_eq!(bounds("giảm hơn một nửa"), "(-∞, 50]");
    assert_eq!(bounds("tăng khoảng 10-11%"), "[105, 111.5]");
    assert!(bounds("giảm còn khoảng một nửa").starts_with("[41.6"));
}

/// "9 tháng" may be how long it took or the first nine months of the year: read as a length only where it can be no other.
#[test]
fn months_are_a_length_only_where_they_must_be() {
    for text in [
        "9 tháng, toàn tỉnh đã cấp phép cho nhiều tổ chức",
        "Trong 10 tháng, huyện đón các đoàn công tác",
        "Qua 9 tháng thực hiện, phong trào lan rộng",
        "so với 8 tháng của các năm",
        "Tổng hợp trong mười một tháng cho thấy",
        "Tính chung 8 tháng, lũy kế 10 tháng, 11 tháng năm 2025",
    ] {
        assert_eq!(figures(text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(seen("Tính chung 8 tháng, lũy kế 10 tháng, 11 tháng năm 2025"), ["period"; 3]);
    for (text, expected) in [
        ("sau 6 tháng triển khai", "6 tháng"),
        ("kéo dài 18 tháng", "18 tháng"),
        ("trẻ từ đủ 6 tháng tuổi", "6 tháng"),
        ("kỳ hạn 3 tháng", "3 tháng"),
        ("thời hạn: 9 tháng", "9 tháng"),
        ("trong vòng 9 tháng", "9 tháng"),
        ("trong 9 tháng liền", "9 tháng"),
        ("trong 24 tháng", "24 tháng"),
        ("thi công 9 tháng là xong", "9 tháng"),
    ] {
        assert_eq!(figures(text), [expected], "{text}");
    }
    // what the months came to stands behind them
    assert_eq!(figures("Số khách quốc tế 8 tháng ước đạt trên 5 triệu lượt"), ["trên 5000000 lượt"]);
    assert_eq!(figures("giá gạo bình quân 7 tháng giảm 4,5%"), ["4.5 percent"]);
    assert_eq!(figures("chi ngân sách 10 tháng là 620 tỷ đồng"), ["620000000000 VND"]);
    assert_eq!(figures("sau 8 tháng đạt 5 tỷ đồng"), ["8 tháng", "5000000000 VND"]);
    assert_eq!(figures("trẻ đủ 6 tháng tăng 2 kg"), ["6 tháng", "2 kg"]);
}

/// The minutes of a time of day are no length of time, and no days before a date.
#[test]
fn times_of_day_are_no_figures() {
    for text in [
        "lễ bàn giao lúc 7 giờ 45 phút",
        "khai mạc vào hồi 19 giờ 30 ngày 12.5.2024",
        "lúc 7 giờ 45 phút ngày 6/8",
        "đoàn đến hồi 10 giờ 5.",
    ] {
        assert_eq!(figures(text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(figures("lúc 7 giờ 120 hộ nhận quà"), ["120 hộ"]);
    assert_eq!(figures("lúc 7 giờ 1.200 hộ nhận quà"), ["1200 hộ"]);
    assert_eq!(figures("lúc 7 giờ 15 triệu đồng được trao"), ["15000000 VND"]);
    assert_eq!(figures("họp 15 phút, nghỉ 3 ngày"), ["15 phút", "3 ngày"]);
}

#[test]
fn road_marks_are_no_figures() {
    for text in [
        "sạt lở tại Km 45 quốc lộ 1",
        "km12+300",
        "tại Km5 đường tỉnh 612",
        "Km 7 xã Hòa Bình",
        "từ Km 10 đến Km 25",
    ] {
        assert_eq!(figures(text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(figures("làm 5 km đường, mỗi km 300 triệu đồng"), ["5 km", "300000000 VND"]);
    assert_eq!(figures("bình quân mỗi km 3 hộ"), ["3 hộ"]);
}

/// "vượt" before an amount says more than so much; beside a plan it says by how much.
#[test]
fn beyond_an_amount() {
    for (text, expected) in [
        ("tổng vốn vượt 700 triệu đồng", "vượt 700000000 VND"),
        ("quyên góp vượt ngưỡng 2 tỷ đồng", "vượt 2000000000 VND"),
        ("vượt con số 30.000 lượt", "vượt 30000 lượt"),
        ("kinh phí không vượt 90 triệu đồng", "không vượt 90000000 VND"),
        ("chi phí chưa vượt mốc 3 tỷ đồng", "không vượt 3000000000 VND"),
        ("vượt 700 triệu đồng so với kế hoạch", "700000000 VND"),
        ("so với cùng kỳ, số thu vượt 700 triệu đồng", "700000000 VND"),
        ("vượt 12%", "12 percent"),
    ] {
        assert_eq!(figures(text), [expected], "{text}");
    }
    let bounds = |text: &str| {
        let found = extract(text).find_map(|found| found.figure().cloned()).unwrap();
        found.figure(&HedgeConvention::default()).unwrap().interval().unwrap().to_string()
    };
    assert_eq!(bounds("vượt 700 triệu đồng"), "[700000000, 800000000)");
    assert_eq!(bounds("không vượt 700 triệu đồng"), "(-∞, 700000000]");
    assert!(read_comparison("vốn vượt 700 triệu đồng").is_err());
    assert_eq!(read_comparison("vượt 12%").unwrap().percent(), Some(Decimal::from(112)));
    let plan = read_comparison("vượt 700 triệu đồng so với kế hoạch").unwrap();
    assert_eq!((plan.kind(), plan.base()), (ComparisonKind::Exceeds, Some(&Base::Plan)));
}

/// Both numbers of a change are read, the first with the scale and unit of the second.
#[test]
fn both_ends_of_a_change() {
    for (text, expected) in [
        ("từ 35 lên 50 hộ", vec!["35 hộ", "50 hộ"]),
        ("từ 50 xuống còn 35 hộ", vec!["50 hộ", "35 hộ"]),
        ("từ hơn 35 lên gần 50 hộ", vec!["hơn 35 hộ", "gần 50 hộ"]),
        ("từ 2,1 tỷ lên 2,6 tỷ", vec!["2100000000", "2600000000"]),
        ("từ 2,1 tỷ lên 2,6 tỷ đồng", vec!["2100000000 VND", "2600000000 VND"]),
        ("tăng từ 2,1 lên 2,6 tỷ đồng", vec!["2100000000 VND", "2600000000 VND"]),
        // nothing says whether 800 is in triệu
        ("tăng từ 800 lên 2,6 tỷ đồng", vec!["2600000000 VND"]),
        ("từ 2021 lên 2025", vec![]),
    ] {
        assert_eq!(figures(text), expected, "{text}");
    }
    let grown = read_comparison("số hộ từ 40 lên 50 hộ").unwrap();
    assert_eq!(grown.percent(), Some(Decimal::from(125)));
}

#[test]
fn nouns_and_days_of_speech() {
    for (text, expected) in [
        ("trao 250suất quà, 12căn nhà, 4dự án", vec!["250 suất", "12 căn", "4 dự án"]),
        ("mạng 5G, phòng 12A, nhà 3D, 8giờ30", vec![]),
        ("trăm rưỡi triệu đồng", vec!["150000000 VND"]),
        ("hai trăm rưỡi triệu đồng", vec!["250000000 VND"]),
        ("vài trăm triệu đồng, hàng trăm triệu đồng", vec![]),
        ("ba tuyên truyền viên, bốn nữ sinh", vec!["3 tuyên truyền viên", "4 nữ sinh"]),
        ("60 tân sinh viên, 45 cộng tác viên", vec!["60 tân sinh viên", "45 cộng tác viên"]),
        ("hai đội, ba đêm, bốn trạm, sáu buổi", vec!["2 đội", "3 đêm", "4 trạm", "6 buổi"]),
        ("hai đội trưởng", vec!["2 đội trưởng"]),
        ("bằng 2/3 năm trước", vec!["0.6666 ratio"]),
    ] {
        assert_eq!(figures(text), expected, "{text}");
    }
    assert_eq!(seen("khai trương 15/8 năm nay, kết thúc 5/9 năm 2025"), ["date", "date"]);
    let day = extract("ngày 5/9 năm 2025").find_map(|found| found.date().cloned()).unwrap();
    assert_eq!((day.day(), day.month(), day.year()), (5, 9, Some(2025)));
}

/// Sentences as reports have them, from pieces.
fn sentence() -> impl Strategy<Value = String> {
    let head = prop::sample::select(vec![
        "Trong năm 2025, tỉnh tiếp nhận ",
        "Giá trị giải ngân đạt ",
        "Chiều 16.1, đơn vị trao ",
        "Liên hiệp vận động được ",
        "Tổng vốn tăng từ 3 tỷ đồng lên ",
        "Theo Quyết định số 2410/QĐ-UBND, ",
        "Quý I/2025 thực hiện ",
    ]);
    let figure = prop::sample::select(vec![
        "hơn 457.800 USD",
        "gần 12 tỷ đồng",
        "từ 20 đến 30 triệu đồng",
        "ba mươi dự án",
        "15/20 dự án",
        "50,4% kế hoạch",
        "khoảng 20-30 hộ",
        "một nửa số hộ",
        "1/4 GDP",
        "6.770km²",
        "3 triệu rưỡi đồng",
        "5 tỷ đồng trở lên",
        "1,086 triệu USD",
    ]);
    let tail = prop::sample::select(vec![
        ", tăng 6 lần so với cùng kỳ",
        " cho 5 xã",
        ", giảm một nửa",
        " trên địa bàn",
        "",
        " (năm 2024: 3 dự án)",
    ]);
    (head, figure, tail).prop_map(|(head, figure, tail)| format!("{head}{figure}{tail}."))
}

proptest! {
    /// Spans lie at the ends of characters, one behind the other.
    #[test]
    fn spans_ascend(text in "[a-zđếệởỗ0-9.,/%$ \u{300}-\u{303}\u{a0}\n-]{0,200}") {
        let mut end = 0;
        for found in extract(&text) {
            let span = found.span();
            prop_assert!(text.get(span.clone()).is_some_and(|part| !part.is_empty()));
            prop_assert!(span.start >= end, "{text:?}");
            end = span.end;
        }
    }

    /// The same text composed and decomposed says the same.
    #[test]
    fn normal_forms_agree(sentence in sentence()) {
        let decomposed: String = sentence.nfd().collect();
        prop_assert_eq!(seen(&sentence), seen(&decomposed));
        let composed: String = decomposed.nfc().collect();
        prop_assert_eq!(seen(&sentence), seen(&composed));
    }

    /// A text says what its sentences say, on one line or on many.
    #[test]
    fn sentences_add_up(sentences in prop::collection::vec(sentence(), 1..8), line in any::<bool>()) {
        let each: Vec<String> = sentences.iter().flat_map(|sentence| seen(sentence)).collect();
        prop_assert_eq!(seen(&sentences.join(if line { " " } else { "\n" })), each);
    }
}

/// A line of any length is read as its sentences are: nothing is lost where the reader takes its next piece.
#[test]
fn a_long_line_is_read_like_its_sentences() {
    let sentence = "Giá trị giải ngân hơn 18 tỷ đồng, vượt 50,4% kế hoạch năm 2025 trong khoảng 20-30 dự án, ba mươi hộ. ";
    let each = seen(sentence);
    for shift in 0..40 {
        let text = format!("{}{}", "x ".repeat(shift), sentence.repeat(400));
        let all = seen(&text);
        assert_eq!(all.len(), 400 * each.len());
        assert!(all.chunks(each.len()).all(|chunk| chunk == each), "{shift}");
    }
    for piece in ["1.", "1/", "1-", "1 ", "12 000 ", "nâng 1 lên "] {
        let long = piece.repeat(100_000 / piece.len());
        let short = piece.repeat(200);
        let kinds = |text: &str| {
            let mut all: Vec<String> = seen(text);
            all.dedup();
            all
        };
        assert_eq!(kinds(&long), kinds(&short), "{piece}");
    }
}
