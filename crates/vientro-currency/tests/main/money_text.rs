//! Goal: amounts are read as printed or refused, and what is written is read back. Method: a corpus of prints, and every style of
//! writing over random amounts.

use proptest::prelude::*;
use rust_decimal::Decimal;
use vientro_core::Language;
use vientro_currency::{
    Cents, Currency, CurrencyMark, Grouping, MarkPlace, Money, MoneyParseOptions, MoneyStyle, MoneyTextError,
    NegativeStyle, Rounding, Scale, Scaling, Strictness, format_money, money_in_words, parse_money,
    parse_money_with, read_money, read_money_in_words,
};
use vientro_vi::WordOptions;

use crate::support::{money, repository_file, rows};

#[test]
fn prints_are_read_or_refused() {
    let Some(file) = repository_file("testdata/currency/money_text.csv") else { return };
    let rows = rows(&file);
    assert!(rows.len() > 90);
    for row in rows {
        let [text, reader, default, expected, note] = row.each_ref().map(String::as_str);
        let mut options = match reader {
            "vi" => MoneyParseOptions::strict(Language::Vi),
            "en" => MoneyParseOptions::strict(Language::En),
            _ => MoneyParseOptions::lenient(),
        };
        options.currency = (!default.is_empty()).then(|| default.parse().unwrap());
        let told = match parse_money_with(text, options) {
            Ok(money) => money.to_string(),
            Err(error) => {
                for language in [Language::Vi, Language::En] {
                    assert!(!error.text(language).is_empty());
                }
                let name = format!("{error:?}");
                name.split(|c: char| !c.is_alphabetic()).next().unwrap().to_owned()
            }
        };
        assert_eq!(told, expected, "`{text}` by {reader}: {note}");
    }
}

#[test]
fn negatives_are_read_when_asked_for() {
    let options = MoneyParseOptions::lenient().with_parentheses_negative().with_trailing_negative();
    for text in
        ["(5.000 USD)", "(5.000) USD", "$(5,000)", "5.000- USD", "5.000 USD-", "-5.000 USD", "USD (5.000)"]
    {
        assert_eq!(parse_money_with(text, options), Ok(money("-5000", "USD")), "{text}");
    }
    for text in ["(-5.000 USD)", "-(5.000 USD)", "-5.000- USD", "((5.000 USD))"] {
        assert!(matches!(parse_money_with(text, options), Err(MoneyTextError::Sign { .. })), "{text}");
    }
    let aside = "giải ngân 12 tỷ đồng (đợt cuối)";
    assert_eq!(parse_money_with(aside, options), Ok(Money::vnd(12_000_000_000)));
}

#[test]
fn styles_as_written() {
    let dollars = money("-457800", "USD");
    let half = MoneyStyle::name().fitting(1, Rounding::HalfUp);
    for (amount, language, style, expected) in [
        (dollars, Language::Vi, MoneyStyle::code(), "−457.800 USD"),
        (dollars, Language::Vi, MoneyStyle::symbol(), "−457.800 US$"),
        (dollars, Language::En, MoneyStyle::symbol(), "−$457,800"),
        (dollars, Language::En, MoneyStyle::code().with_place(MarkPlace::Before), "−USD 457,800"),
        (dollars, Language::En, MoneyStyle::symbol().with_place(MarkPlace::After), "−457,800 $"),
        (dollars, Language::Vi, MoneyStyle::name(), "−457.800 đô la Mỹ"),
        (dollars, Language::En, MoneyStyle::name(), "−457,800 US dollars"),
        (dollars, Language::En, MoneyStyle::code().with_cents(Cents::Always), "−457,800.00 USD"),
        (dollars, Language::En, MoneyStyle::code().with_grouping(Grouping::None), "−457800 USD"),
        (dollars, Language::Vi, MoneyStyle::code().with_grouping(Grouping::Space), "−457\u{202f}800 USD"),
        (dollars, Language::En, MoneyStyle::symbol().with_negative(NegativeStyle::Hyphen), "-$457,800"),
        (dollars, Language::En, MoneyStyle::symbol().with_negative(NegativeStyle::Parentheses), "($457,800)"),
        (dollars, Language::Vi, MoneyStyle::code().with_negative(NegativeStyle::Trailing), "457.800- USD"),
        (
            dollars,
            Language::Vi,
            MoneyStyle::name().in_scale(Scale::Thousand, 1, Rounding::Down),
            "−457,8 nghìn đô la Mỹ",
        ),
        (money("1", "USD"), Language::En, MoneyStyle::name(), "1 US dollar"),
        (money("0.5", "CHF"), Language::Vi, MoneyStyle::symbol(), "0,50 CHF"),
        (money("5", "VND"), Language::En, MoneyStyle::symbol().with_place(MarkPlace::Before), "đ 5"),
        (money("594500000000", "VND"), Language::Vi, half, "594,5 tỷ đồng"),
        (
            money("594500000000", "VND"),
            Language::Vi,
            MoneyStyle::name().in_scale(Scale::Million, 0, Rounding::HalfUp),
            "594.500 triệu đồng",
        ),
        (
            money("1200000000000", "VND"),
            Language::Vi,
            MoneyStyle::name().in_scale(Scale::Trillion, 1, Rounding::HalfUp),
            "1,2 nghìn tỷ đồng",
        ),
        (money("999960000", "VND"), Language::Vi, half, "1 tỷ đồng"),
        (
            money("-999960000", "VND"),
            Language::Vi,
            MoneyStyle::name().fitting(1, Rounding::Down),
            "−999,9 triệu đồng",
        ),
        (
            money("-999960000", "VND"),
            Language::Vi,
            MoneyStyle::name().fitting(1, Rounding::Floor),
            "−1 tỷ đồng",
        ),
        (money("999999", "VND"), Language::Vi, half, "999.999 đồng"),
        (
            money("-400", "VND"),
            Language::Vi,
            MoneyStyle::name().in_scale(Scale::Thousand, 0, Rounding::HalfUp),
            "0 nghìn đồng",
        ),
        (money("5", "MYR"), Language::En, MoneyStyle::symbol().with_place(MarkPlace::Before), "RM 5"),
        // no name and no symbol here
        (money("5", "BTN"), Language::En, MoneyStyle::symbol(), "BTN 5"),
        (money("1", "USD"), Language::En, MoneyStyle::name().with_cents(Cents::Always), "1.00 US dollars"),
        (money("5", "BTN"), Language::En, MoneyStyle::name().with_place(MarkPlace::Before), "BTN 5"),
    ] {
        assert_eq!(format_money(&amount, language, style), expected);
    }
}

#[test]
fn a_figure_beside_a_currency_the_reader_of_figures_does_not_know() {
    let read = |text: &str| {
        read_money(text, None).map(|printed| (*printed.figure().value(), printed.currency().to_string()))
    };
    let five = |code: &str| Ok((Decimal::from(5_000_000), code.to_owned()));
    assert_eq!(read("gần 5 triệu MYR"), five("MYR"));
    assert_eq!(read("gần A$5 triệu"), five("AUD"));
    assert_eq!(read("hơn 5 triệu US$"), five("USD"));
    assert_eq!(read("hơn 5 triệu đô la Mỹ"), five("USD"));
    assert!(matches!(read("gần 5 triệu XYZ"), Err(MoneyTextError::UnknownCurrency(_))));
    assert!(matches!(read("gần A$5 triệu USD"), Err(MoneyTextError::Currencies { .. })));
}

/// Found by the fuzz target `currency_money`.
#[test]
fn what_is_written_is_read_at_the_edges() {
    let euro = money("1", "EUR");
    for language in [Language::Vi, Language::En] {
        let style = MoneyStyle::name();
        let written = format_money(&euro, language, style);
        assert_eq!(written, "1 euro", "one name in both languages");
        assert_eq!(parse_money_with(&written, MoneyParseOptions::of_style(language, style)), Ok(euro));
    }
    for minor in [9_999_999_999_999_999_999_999_999_999, Money::MINOR_MAX, -Money::MINOR_MAX] {
        for code in ["VND", "USD", "CLF"] {
            let most = Money::from_minor(minor, code.parse().unwrap()).unwrap();
            let written = format_money(&most, Language::Vi, MoneyStyle::code());
            assert_eq!(parse_money_with(&written, MoneyParseOptions::strict(Language::Vi)), Ok(most));
        }
    }
}

#[test]
fn errors_speak_both_languages() {
    for (text, vi, en) in [
        ("5 XYZ", "không có đồng tiền `XYZ`, cần một mã ISO 4217 như `VND`", "the currency is not known"),
        (
            "$5 EUR",
            "`$5 EUR` nêu cả `USD` và `EUR`, cần một đồng tiền",
            "`$5 EUR` names both `USD` and `EUR`",
        ),
        ("5 ? USD", "`5 ? USD` có dấu `?` hoặc ký tự bị mất", "`5 ? USD` has a `?` or a lost letter"),
        ("(5 USD)", "`(5 USD)` có thể là số âm", "`(5 USD)` may be negative"),
        (
            "1,086 triệu USD",
            "`1,086 triệu USD` có thể đọc là 1086000 hoặc 1086000000: một dấu phẩy",
            "can be read as 1086000 or 1086000000",
        ),
    ] {
        let error = parse_money(text, None).unwrap_err();
        assert!(error.text(Language::Vi).contains(vi), "{}", error.text(Language::Vi));
        assert!(error.to_string().contains(en), "{error}");
    }
    assert!(matches!(read_money("\u{fffd}5 USD", None), Err(MoneyTextError::Lost { .. })));
    let error = parse_money_with("mười", MoneyParseOptions::strict(Language::Vi)).unwrap_err();
    assert_eq!(
        error.text(Language::Vi),
        "`mười` không viết như một số tiền, cần như `457.800,50 USD` hoặc `594,5 tỷ đồng`"
    );
    let error = read_money_in_words("mười suất", None).unwrap_err();
    assert!(matches!(error, MoneyTextError::Words(_)));
    assert!(
        error.text(Language::Vi).starts_with("không đọc được chữ thành số: "),
        "{}",
        error.text(Language::Vi)
    );
    assert!(!error.text(Language::Vi).contains("cannot"), "{}", error.text(Language::Vi));
    assert!(error.text(Language::En).starts_with("the words cannot be read as a number: "));
    assert!(matches!(read_money_in_words("mười", None), Err(MoneyTextError::NoCurrency { .. })));
    assert_eq!(read_money_in_words("mười", Some(Currency::VND)), Ok(Money::vnd(10)));
}

#[cfg(feature = "serde")]
#[test]
fn styles_and_options_are_settings() {
    let style = MoneyStyle::symbol().fitting(2, Rounding::HalfEven).with_negative(NegativeStyle::Parentheses);
    let text = serde_json::to_string(&style).unwrap();
    assert_eq!(serde_json::from_str::<MoneyStyle>(&text).unwrap(), style, "{text}");
    assert_eq!(serde_json::from_str::<MoneyStyle>("{}").unwrap(), MoneyStyle::code());
    assert!(serde_json::from_str::<MoneyStyle>(r#"{"colour":"red"}"#).is_err());
    let options = MoneyParseOptions::of_style(Language::En, style).with_currency(Currency::EUR);
    let text = serde_json::to_string(&options).unwrap();
    assert_eq!(serde_json::from_str::<MoneyParseOptions>(&text).unwrap(), options, "{text}");
}

fn any_style() -> impl Strategy<Value = MoneyStyle> {
    let marks = prop_oneof![Just(CurrencyMark::Code), Just(CurrencyMark::Name), Just(CurrencyMark::Symbol)];
    let places = prop_oneof![Just(MarkPlace::After), Just(MarkPlace::Before), Just(MarkPlace::Usual)];
    let groupings = prop_oneof![Just(Grouping::None), Just(Grouping::Reader), Just(Grouping::Space)];
    let negatives = prop_oneof![
        Just(NegativeStyle::Hyphen),
        Just(NegativeStyle::Minus),
        Just(NegativeStyle::Parentheses),
        Just(NegativeStyle::Trailing),
    ];
    let cents = prop_oneof![Just(Cents::Always), Just(Cents::WhereAny)];
    let rounding = prop::sample::select(Rounding::ALL.to_vec());
    let scalings = (0u32..12, rounding, prop::sample::select(Scale::ALL.to_vec()), 0..3).prop_map(
        |(decimals, rounding, scale, which)| match which {
            0 => Scaling::Plain,
            1 => Scaling::Fitting { decimals, rounding },
            _ => Scaling::To { scale, decimals, rounding },
        },
    );
    (marks, places, groupings, negatives, cents, scalings).prop_map(
        |(mark, place, grouping, negative, cents, scaling)| {
            let mut style = MoneyStyle::code().with_place(place).with_grouping(grouping);
            (style.mark, style.scaling) = (mark, scaling);
            style.with_negative(negative).with_cents(cents)
        },
    )
}

fn any_money() -> impl Strategy<Value = Money> {
    let codes = [
        "VND", "USD", "EUR", "GBP", "JPY", "KRW", "CNY", "THB", "AUD", "SGD", "CHF", "SEK", "MYR", "KWD",
        "CLF", "BTN",
    ];
    let minor = prop_oneof![
        any::<i64>().prop_map(i128::from),
        -2_000_000i128..2_000_000,
        (-9_999i128..9_999).prop_map(|n| n * 100_000_000)
    ];
    (minor, prop::sample::select(codes.to_vec()))
        .prop_map(|(minor, code)| Money::from_minor(minor, code.parse().unwrap()).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_written_is_read_back(money in any_money(), style in any_style(), vi in any::<bool>()) {
        let language = if vi { Language::Vi } else { Language::En };
        let text = format_money(&money, language, style);
        let options = MoneyParseOptions::of_style(language, style);
        let strict = parse_money_with(&text, options);
        if style.is_lossless(&money) {
            prop_assert_eq!(strict.as_ref(), Ok(&money), "{}", &text);
        } else {
            // rounded by less than one of the last decimal, which may be more decimals than the currency has
            match &strict {
                Ok(read) => prop_assert!(read != &money && read.currency() == money.currency(), "{}", &text),
                Err(error) => prop_assert!(matches!(error, MoneyTextError::Money(_)), "{}: {}", &text, error),
            }
        }
        // a lenient reader reads the same, or says that the print can be read in two ways
        let lenient = options.with_strictness(Strictness::Lenient);
        match (strict, parse_money_with(&text, lenient)) {
            (_, Err(MoneyTextError::Ambiguous { .. })) => {}
            (strict, lenient) => prop_assert_eq!(strict.ok(), lenient.ok(), "{}", &text),
        }
    }

    #[test]
    fn words_are_read_back(money in any_money()) {
        if let Ok(words) = money_in_words(&money, &WordOptions::default()) {
            prop_assert_eq!(read_money_in_words(&words, None), Ok(money), "{}", words);
        }
    }

    #[test]
    fn no_text_panics(text in ".{0,80}", parts in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..8)) {
        for text in [text, parts.concat()] {
            for options in [
                MoneyParseOptions::lenient().with_currency(Currency::VND),
                MoneyParseOptions::lenient().with_parentheses_negative().with_trailing_negative(),
                MoneyParseOptions::strict(Language::Vi).with_parentheses_negative(),
                MoneyParseOptions::strict(Language::En).with_trailing_negative(),
            ] {
                // whatever is read strictly is read leniently in the same way, or doubted
                if let Ok(money) = parse_money_with(&text, options) {
                    let lenient = options.with_strictness(Strictness::Lenient);
                    match parse_money_with(&text, lenient) {
                        Ok(read) => prop_assert_eq!(read, money, "{}", text),
                        Err(error) => prop_assert!(matches!(error, MoneyTextError::Ambiguous { .. }), "{}: {}", text, error),
                    }
                }
            }
            let _ = read_money(&text, Some(Currency::VND));
            let _ = read_money_in_words(&text, None);
        }
    }
}

/// Pieces of amounts, so that random texts come near to being one.
const PIECES: [&str; 28] = [
    "1",
    "23",
    "457",
    "800",
    "000",
    "0",
    ".",
    ",",
    " ",
    "\u{a0}",
    "\u{202f}",
    "-",
    "−",
    "(",
    ")",
    "$",
    "US$",
    "A$",
    "đ",
    "₫",
    "USD",
    "VND",
    " tỷ",
    " triệu",
    " million",
    " đồng",
    " US dollars",
    "gần ",
];
