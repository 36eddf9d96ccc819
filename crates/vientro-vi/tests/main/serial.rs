//! Settings and units survive JSON, and what could not be built cannot be read.

#![cfg(feature = "serde")]

use vientro_vi::{ReadOptions, Style, Unit, WordOptions, read};

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
