//! The golden checks that belong to this crate, under their own names, each with the printed sentence it comes from.

use std::ops::Bound;

use rust_decimal::Decimal;
use vientro_core::{Hedge, HedgeConvention, Interval, Verdict};
use vientro_vi::{
    Ambiguity, ReadError, ReadOptions, Reading, Style, Unit, extract, read, read_comparison, read_with,
};

fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap_or_default()
}

fn interval(text: &str) -> Option<Interval> {
    let convention = HedgeConvention::default().with_rounded_plain();
    read(text).ok()?.figure(&convention).ok()?.interval()
}

/// The rates that fit a pair of printed amounts, from the ends of both.
fn band(vnd: &str, usd: &str) -> Option<Interval> {
    interval(vnd)?.checked_div(&interval(usd)?).ok()
}

/// Ends rounded to whole đồng, as the golden table prints them.
fn whole(interval: &Interval) -> (Decimal, Decimal) {
    let end = |bound: &Bound<Decimal>| match bound {
        Bound::Included(value) | Bound::Excluded(value) => value.trunc(),
        Bound::Unbounded => Decimal::ZERO,
    };
    (end(interval.low()), end(interval.high()))
}

/// "594,5 tỷ đồng – gần 26 triệu USD" (001)
#[test]
fn g08_rate_check_pair_1() {
    let plain = HedgeConvention::default();
    let vnd = read("594,5 tỷ đồng").unwrap().figure(&plain).unwrap().interval().unwrap();
    let band = vnd.checked_div(&interval("gần 26 triệu USD").unwrap()).unwrap();
    assert_eq!(whole(&band), (decimal("22865"), decimal("23780")));
}

/// "khoảng 275,7 tỷ đồng – gần 12 triệu USD" (001)
#[test]
fn g09_rate_check_pair_2() {
    let band = band("khoảng 275,7 tỷ đồng", "gần 12 triệu USD").unwrap();
    assert_eq!(whole(&band), (decimal("22970"), decimal("25068")));
}

#[test]
fn g10_one_rate_for_both() {
    let first = band("594,5 tỷ đồng", "gần 26 triệu USD").unwrap();
    let second = band("khoảng 275,7 tỷ đồng", "gần 12 triệu USD").unwrap();
    assert!(first.intersect(&second).is_some());
}

/// "giải ngân hơn 457.800 USD, tương đương gần 12 tỷ đồng" (002)
#[test]
fn g11_rate_check_hai_phong() {
    let band = band("tương đương gần 12 tỷ đồng", "giải ngân hơn 457.800 USD").unwrap();
    assert_eq!(whole(&band), (decimal("24022"), decimal("26212")));
}

#[test]
fn g12_known_rates_against_gan_12() {
    let printed = read("gần 12 tỷ đồng").unwrap().figure(&HedgeConvention::default()).unwrap();
    for (amount, fits) in
        [("11514000000", Verdict::Yes), ("11971000000", Verdict::Yes), ("12090000000", Verdict::No)]
    {
        assert_eq!(printed.allows(&decimal(amount)), fits, "{amount}");
    }
}

/// "hơn 100 hoạt động, sự kiện đối ngoại nhân dân" (000)
#[test]
fn g18_count_bound() {
    let count = read("hơn 100 hoạt động, sự kiện").unwrap();
    assert_eq!(count.unit(), Some(&Unit::Count("hoạt động".to_owned())));
    let figure = count.figure(&HedgeConvention::counts()).unwrap();
    assert_eq!(figure.allows(&decimal("100")), Verdict::No);
    assert_eq!(figure.allows(&decimal("101")), Verdict::Yes);
}

/// "GRDP ước đạt 120 tỷ USD, đóng góp gần 1/4 GDP cả nước" (003)
#[test]
fn g24_share() {
    let share = interval("đóng góp gần 1/4 GDP").unwrap();
    assert_eq!(share.to_string(), "(-∞, 0.25)");
    // 120 of less than a quarter is more than 480 in all
    let city = read("120 tỷ USD").unwrap().value();
    assert_eq!(city / decimal("0.25"), decimal("480000000000"));
}

#[test]
fn g26_parse() {
    for (text, value, unit) in [
        ("594,5 tỷ", "594500000000", "VND"),
        ("457.800 USD", "457800", "USD"),
        ("1.000 suất", "1000", "suất"),
        ("50,4%", "50.4", "percent"),
        ("6.770km²", "6770", "km2"),
        ("120 tỷ USD", "120000000000", "USD"),
        ("400 tỉ đồng", "400000000000", "VND"),
        ("1/4", "0.25", "ratio"),
    ] {
        let options = ReadOptions::default().with_unit(Unit::Currency("VND")).strictly();
        let options = if text == "1/4" { ReadOptions::default().strictly() } else { options };
        let reading = read_with(text, &options).unwrap();
        assert_eq!(reading.value(), decimal(value), "{text}");
        assert_eq!(reading.unit().map(Unit::code), Some(unit), "{text}");
        assert_eq!(reading.span(), 0..text.len());
    }
}

/// "Chiều 16.1" (000) and the slug "… 2822 trieu luot khach …" (002)
#[test]
fn g27_not_a_number() {
    assert!(matches!(read("Chiều 16.1"), Err(ReadError::Date { .. })));
    assert!(matches!(read("2822 trieu"), Err(ReadError::LostMarks { .. })));
}

/// "giải ngân hơn 18 tỷ đồng, vượt 50,4% kế hoạch năm" (002)
#[test]
fn g03_the_percentage_of_the_plan() {
    let over = read_comparison("hơn 18 tỷ đồng, vượt 50,4% kế hoạch năm").unwrap();
    assert_eq!(over.percent(), Some(decimal("150.4")));
}

#[test]
fn traps() {
    let one = |text: &str| {
        let reading = read(text).unwrap();
        let others: Vec<String> =
            reading.alternatives().iter().map(|other| other.value().to_string()).collect();
        (reading.value().normalize().to_string(), others.join(" "), reading.unit().map(ToString::to_string))
    };
    let usd = Some("USD".to_owned());
    assert_eq!(one("1,086 triệu USD"), ("1086000".into(), "1086000000".into(), usd.clone()));
    assert_eq!(one("423.387 triệu đồng"), ("423387000000".into(), "423387000".into(), Some("VND".into())));
    assert_eq!(one("3,286,743 USD"), ("3286743".into(), String::new(), usd.clone()));
    assert_eq!(one("2,8 triệuUSD"), ("2800000".into(), String::new(), usd.clone()));
    assert_eq!(one("22.800USD"), ("22800".into(), String::new(), usd.clone()));
    assert_eq!(one("22,800 USD"), ("22800".into(), String::new(), usd));
    assert_eq!(one("03 dự án"), ("3".into(), String::new(), Some("dự án".into())));
    assert_eq!(one("27.500.000 Won"), ("27500000".into(), String::new(), Some("KRW".into())));
    let dropped = read("Vận động hơn 500 triệu").unwrap();
    assert_eq!((dropped.value(), dropped.unit()), (decimal("500000000"), None));
    assert_eq!(dropped.note(), Some(Ambiguity::MissingUnit));
    assert_eq!(read("1,086 triệu").unwrap().note(), Some(Ambiguity::LoneComma));
}

/// Money with three decimals behind more than three digits is no plain print: it is told, and its value is kept.
#[test]
fn half_grouped_money_is_told() {
    let told = |text: &str, options: &ReadOptions| {
        let reading = read_with(text, options).unwrap();
        let other = reading.alternatives().first().map(|other| other.value().to_string());
        (reading.value().normalize().to_string(), other, reading.note())
    };
    let (any, dong) = (ReadOptions::default(), ReadOptions::default().with_unit(Unit::Currency("VND")));
    let dot = Some(Ambiguity::LoneDot);
    assert_eq!(told("1000.000 đồng", &any), ("1000".into(), Some("1000000".into()), dot));
    assert_eq!(told("1000.000", &dong), ("1000".into(), Some("1000000".into()), dot));
    assert_eq!(told("26148.125 USD", &any), ("26148.125".into(), Some("26148125".into()), dot));
    assert_eq!(told("1500.125 tỷ đồng", &any).1, Some("1500125000000000".into()));
    let comma = told("12500,000 USD", &any);
    assert_eq!(comma, ("12500".into(), Some("12500000".into()), Some(Ambiguity::LoneComma)));
    // what is no money, has other decimals, or comes with its style has one meaning
    let english = dong.with_style(Style::English);
    for (text, options) in [
        ("26148.125", &any),
        ("1500.125 km", &any),
        ("1000.00 đồng", &any),
        ("1500,125 tỷ đồng", &any),
        ("1000.000", &english),
    ] {
        let (_, other, note) = told(text, options);
        assert_eq!((other, note), (None, None), "{text}");
    }
}

#[test]
fn options() {
    let column = ReadOptions::default().with_unit(Unit::Currency("VND")).with_scale(decimal("1000000"));
    assert_eq!(read_with("1.250,5", &column).unwrap().value(), decimal("1250500000"));
    assert_eq!(read_with("2 tỷ", &column).unwrap().value(), decimal("2000000000"));
    let english = ReadOptions::default().with_style(Style::English);
    assert_eq!(read_with("1,086", &english).unwrap().value(), decimal("1086"));
    assert!(matches!(read_with("1.234.567", &english), Err(ReadError::Separators { .. })));
    let vietnamese = ReadOptions::default().with_style(Style::Vietnamese);
    assert_eq!(read_with("1,086", &vietnamese).unwrap().value(), decimal("1.086"));
    assert!(read_with("1,086", &vietnamese).unwrap().alternatives().is_empty());
    let books = ReadOptions::default().with_parentheses_negative();
    assert_eq!(read_with("(1.234.567)", &books).unwrap().value(), decimal("-1234567"));
    assert_eq!(read_with("−1.234.567", &ReadOptions::default()).unwrap().value(), decimal("-1234567"));
    assert_eq!(read_with("-5", &ReadOptions::default()).unwrap().value(), decimal("-5"));
    let strict = ReadOptions::default().strictly();
    assert!(matches!(read_with("đạt 5 tỷ đồng", &strict), Err(ReadError::Surrounded { .. })));
    assert_eq!(read_with(" hơn 5 tỷ đồng ", &strict).unwrap().hedge(), Some(Hedge::MoreThan));
}

/// A minus before a figure is read or refused, never dropped.
#[test]
fn a_leading_minus_is_never_lost() {
    for (text, value) in [
        ("-5 triệu đồng", "-5000000"),
        ("-5.000.000 đồng", "-5000000"),
        ("-5 USD", "-5"),
        ("−5 USD", "-5"),
        ("–5,5 triệu đồng", "-5500000"),
        ("\u{2011}5 USD", "-5"),
        ("  -5 dự án", "-5"),
        ("-1 tỷ 200 triệu đồng", "-1200000000"),
        ("-1/4", "-0.25"),
        ("-50,4%", "-50.4"),
        ("-$500", "-500"),
        ("$-500", "-500"),
        ("USD -500", "-500"),
        ("-USD 500", "-500"),
        ("\"-5 USD\"", "-5"),
        ("~-5 triệu đồng", "-5000000"),
        ("(-5 triệu đồng)", "-5000000"),
        ("Chênh lệch: -5 triệu đồng", "-5000000"),
        ("Chênh lệch:-5 triệu đồng", "-5000000"),
        ("Chênh lệch\n-5 triệu đồng", "-5000000"),
        ("âm 5 triệu", "-5000000"),
        ("Âm 5 triệu đồng", "-5000000"),
        ("am 5 trieu dong", "-5000000"),
        ("a\u{302}m 5 triệu đồng", "-5000000"),
        ("số dư âm 5 triệu đồng", "-5000000"),
        ("âm khoảng 5 triệu đồng", "-5000000"),
        ("trừ 5 triệu đồng", "-5000000"),
        ("Chênh lệch: trừ 5 triệu đồng", "-5000000"),
        // no sign
        ("máy siêu âm 5 triệu đồng", "5000000"),
        ("khấu trừ 5 triệu đồng", "5000000"),
        ("Nước sạch - 5 triệu đồng", "5000000"),
        ("Nước sạch – gần 5 triệu đồng", "5000000"),
    ] {
        assert_eq!(read(text).map(|reading| reading.value()), Ok(decimal(value)), "{text}");
    }
    for text in ["-$500", "$-500", "USD -500", "-USD 500"] {
        assert_eq!(read(text).unwrap().unit(), Some(&Unit::Currency("USD")), "{text}");
    }
    let strict = ReadOptions::default().strictly();
    for text in ["-5 USD", "âm 5 triệu đồng", "USD -500", "âm khoảng 5 triệu đồng"] {
        assert!(read_with(text, &strict).unwrap().value().is_sign_negative(), "{text}");
    }
    for text in [
        "- 5 triệu đồng",
        "-\u{a0}5.000.000 đồng",
        "− 5 USD",
        "— 5 USD",
        "- 5 dự án",
        "- $500",
        "USD - 500",
        "$ - 500",
        "Chênh lệch: - 5 triệu đồng",
        "Chênh lệch\n- 5 triệu đồng",
        "--5 USD",
        "- -5 USD",
        "âm -5 triệu đồng",
        "-âm 5 triệu đồng",
        "-(5 triệu đồng)",
        "âm (5 triệu đồng)",
        "âm hơn 5 triệu đồng",
        "-gần 5 triệu đồng",
        "- gần 5 triệu đồng",
        "âm 5 đến 10 triệu đồng",
        "số dư trừ 5 triệu đồng",
        "5.000.000-",
        "- 5 triệu đồng, 3 dự án",
    ] {
        assert!(matches!(read(text), Err(ReadError::Sign { .. })), "{text}: {:?}", read(text));
    }
    assert!(read("-.5").is_err());
    assert!(read("-USD500-").is_err());
    let books = ReadOptions::default().with_parentheses_negative();
    for text in ["(-5.000)", "(âm 5.000)", "(5.000)", "-5.000"] {
        assert_eq!(read_with(text, &books).map(|reading| reading.value()), Ok(decimal("-5000")), "{text}");
    }
    let about = read_with("(khoảng 5.000 USD)", &books).unwrap();
    assert_eq!((about.value(), about.hedge()), (decimal("-5000"), Some(Hedge::About)));
    for text in ["(hơn 5.000)", "(5.000 - 6.000 USD)", "(từ 5 đến 6 triệu đồng)", "(5.000 USD trở lên)"]
    {
        assert!(matches!(read_with(text, &books), Err(ReadError::Sign { .. })), "{text}");
    }
    let range = read_with("đạt (20 - 30 triệu đồng) trong kỳ", &books).unwrap();
    assert_eq!(
        (range.value(), range.printed().to().copied()),
        (decimal("20000000"), Some(decimal("30000000")))
    );
    // a column in triệu đồng, and the other reading of a doubtful print
    let column = ReadOptions::default().with_unit(Unit::Currency("VND")).with_scale(decimal("1000000"));
    assert_eq!(read_with("-1.250,5", &column).unwrap().value(), decimal("-1250500000"));
    let doubtful = read("-1,086 triệu USD").unwrap();
    assert_eq!(doubtful.alternatives()[0].value(), decimal("-1086000000"));
}

#[test]
fn a_dash_at_the_start_of_a_line_of_text() {
    for (text, values) in [
        ("- 5 dự án", vec!["5"]),
        ("-5 dự án", vec!["5"]),
        ("-5 triệu đồng cho trẻ em", vec!["5000000"]),
        ("-20-30 triệu đồng", vec!["20000000"]),
        ("- gần 5 triệu đồng", vec!["5000000"]),
        ("-5 triệu đồng", vec!["-5000000"]),
        ("-5.000.000 đồng.", vec!["-5000000"]),
        ("−5 USD cho trẻ em", vec!["-5"]),
        ("Số dư:\n-5 USD\n- 3 dự án", vec!["-5", "3"]),
        ("số dư âm 5 triệu đồng", vec!["-5000000"]),
        ("máy siêu âm 5 triệu đồng", vec!["5000000"]),
        ("tăng -2,5% so với cùng kỳ", vec!["-2.5"]),
    ] {
        let found: Vec<Decimal> =
            extract(text).filter_map(|found| found.figure().map(Reading::value)).collect();
        assert_eq!(found, values.into_iter().map(decimal).collect::<Vec<_>>(), "{text}");
    }
    // the mark of a list is no part of the figure
    assert_eq!(extract("-5 dự án").next().unwrap().span(), 1.."-5 dự án".len());
}

#[test]
fn refusals_name_what_was_found() {
    for (text, error) in [
        ("", "the text is empty, expected a figure"),
        (
            "- 5 USD",
            "it is not clear whether the figure in `- 5 USD` is negative, expected a minus right before it such as `-5`",
        ),
        ("không rõ", "no number in `không rõ`"),
        ("3 dự án, 5 tỷ đồng", "more than one figure in `3 dự án, 5 tỷ đồng`, expected one"),
        (
            "1.23.456",
            "the dots and commas of `1.23.456` fit no number, expected `1.234.567,5` or `1,234,567.5`",
        ),
        ("1225/QĐ-TTg", "`1225/QĐ-TTg` in `1225/QĐ-TTg` is a code or a label, expected a figure"),
    ] {
        assert_eq!(read(text).unwrap_err().to_string(), error);
    }
    let long = "9".repeat(1_000_000);
    let message = read(&long).unwrap_err().to_string();
    assert!(message.ends_with("has more digits than the 28 a decimal holds"));
    assert!(message.len() < 200);
}
