//! Settings and units survive JSON, and what could not be built cannot be read.

#![cfg(feature = "serde")]

use vientro_vi::{ReadOptions, Style, Unit, WordOptions, extract, read};

#[test]
fn units_and_options() {
    for unit in [Unit::Currency("KRW"), Unit::SquareKilometre, Unit::Count("dự án".to_owned())] {
        let json = serde_json::to_string(&unit).unwrap();
        assert_eq!(serde_json::from_str::<Unit>(&json).unwrap(), unit);
    }
    assert!(serde_json::from_str::<Unit>("\"\"").is_err());
    let options = ReadOptions::default().with_unit(Unit::Percent).with_style(Style::English);
    let json = serde_json::to_string(&options).unwrap();
    assert_eq!(serde_json::from_str::<ReadOptions>(&json).unwrap(), options);
    let words: WordOptions = serde_json::from_str(r#"{"filler": "le", "capital": true}"#).unwrap();
    assert_eq!(vientro_vi::cardinal(105, &words), "Một trăm lẻ năm");
    assert!(serde_json::from_str::<WordOptions>(r#"{"filler": "other"}"#).is_err());
}

#[test]
fn a_reading_is_written_with_its_doubt() {
    let json = serde_json::to_value(read("hơn 1,086 triệu USD").unwrap()).unwrap();
    assert_eq!(json["printed"]["hedge"], "more-than");
    assert_eq!(json["unit"], "USD");
    assert_eq!(json["note"], "lone-comma");
    assert_eq!(json["alternatives"][0]["value"], "1086000000");
}

#[test]
fn what_a_text_holds_is_written_with_its_place() {
    let text =
        "Ngày 31/12: giải ngân hơn 18 tỷ đồng, vượt 50,4% kế hoạch năm; số đoàn tăng 6 lần, giảm một nửa";
    let found: Vec<_> = extract(text).collect();
    let json = serde_json::to_value(&found).unwrap();
    let spans: Vec<&str> = found.iter().map(|found| &text[found.span()]).collect();
    assert_eq!(spans, ["Ngày 31/12", "hơn 18 tỷ đồng", "50,4%", "6 lần", "giảm một nửa"]);
    assert_eq!(json[0]["value"]["date"]["month"], 12);
    assert_eq!(
        json[1]["span"],
        serde_json::json!({ "start": found[1].span().start, "end": found[1].span().end })
    );
    assert_eq!(json[1]["value"]["figure"]["printed"]["hedge"], "more-than");
    assert_eq!(json[1]["comparison"], serde_json::Value::Null);
    // the formulas are told as what they come to; both readings of "6 lần" stay
    assert_eq!(json[2]["comparison"]["kind"], "exceeds");
    assert_eq!(json[2]["comparison"]["base"], "plan");
    assert_eq!(json[2]["comparison"]["percents"], serde_json::json!(["150.4"]));
    assert_eq!(json[3]["comparison"]["percents"], serde_json::json!(["600", "700"]));
    assert_eq!(json[4]["value"], "comparison");
}
