//! Goal: what users of other libraries and ledgers found wrong does not happen here. Method: one test for each fault, in our words, with
//! the library and the issue its users opened. The faults of rates and dates that need a longer setting are in `conversions`, those
//! of prices in both directions in `oracles`.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use vientro_core::{Apportioning, Language};
use vientro_currency::{
    Amount, Cents, Currency, Fallback, Money, MoneyError, MoneyParseOptions, MoneyStyle, Rate, RateBook,
    RateError, RateKind, Rounding, StatedPair, format_money, money_in_words, parse_money, parse_money_with,
};
use vientro_vi::WordOptions;

use crate::support::{book_of, date, decimal, house, money};

// dates

/// Moneta #374, JSR-354 API #139, `RubyMoney` #300 and #1058, django-money #506, `eu_central_bank` #52: the date of a conversion is dropped,
/// and the newest rate answers for every day.
#[test]
fn a_date_is_not_dropped() {
    let book = book_of(&[("USD/VND", "25000", 1), ("USD/VND", "26000", 8)]);
    let dollar = money("1", "USD");
    for (day, dong) in [(1, 25_000), (8, 26_000)] {
        let conversion = book.convert(&dollar, Currency::VND, date(2025, 11, day), &house()).unwrap();
        assert_eq!(conversion.to(), &Money::vnd(dong));
        assert_eq!(conversion.date(), date(2025, 11, day));
    }
    assert!(matches!(
        book.convert(&dollar, Currency::VND, date(2025, 11, 9), &house()),
        Err(RateError::Missing(_))
    ));
}

/// exchangeratesapi #26, #66 and #75, forex-python #38, frankfurter #71: a weekend is answered with Friday's rate without a word.
#[test]
fn a_weekend_has_no_rate_unless_one_is_asked_for() {
    let book = book_of(&[("USD/VND", "25000", 7)]);
    let (dollar, sunday) = (money("1", "USD"), date(2025, 11, 9));
    assert!(book.convert(&dollar, Currency::VND, sunday, &house()).is_err());
    let policy = house().with_fallback(Fallback::PreviousWithin { days: 2 });
    let conversion = book.convert(&dollar, Currency::VND, sunday, &policy).unwrap();
    assert_eq!(conversion.steps()[0].days_away(), -2);
    assert!(
        conversion.explain(Language::En).contains("2 days before"),
        "{}",
        conversion.explain(Language::En)
    );
}

/// JSR-354 and Moneta: the converted amount does not keep which rate made it.
#[test]
fn a_conversion_keeps_its_rate() {
    let book = book_of(&[("USD/VND", "25000", 1)]);
    let conversion = book.convert(&money("2", "USD"), Currency::VND, date(2025, 11, 1), &house()).unwrap();
    let rate = conversion.rates().next().unwrap();
    assert_eq!((rate.value(), rate.kind(), rate.publisher()), (decimal("25000"), RateKind::House, "P"));
}

// precision and direction of rates

/// `NodaMoney` #43: every rate is rounded to 4 places, which makes the dollar rate of the đồng zero.
#[test]
fn a_small_rate_keeps_its_digits() {
    let book = book_of(&[("VND/USD", "0.00003998560518", 1)]);
    let conversion =
        book.convert(&Money::vnd(1_000_000), Currency::USD, date(2025, 11, 1), &house()).unwrap();
    assert_eq!(conversion.to(), &money("39.99", "USD"));
    assert_eq!(conversion.unrounded().value(), decimal("39.98560518"));
}

/// JSR-354 RI #303 and #384: a scale is taken for a precision, so that 5,489.11 becomes 5,500 and 175 becomes 200.
#[test]
fn decimals_are_no_significant_digits() {
    assert_eq!(Rounding::HalfUp.round(decimal("5489.11"), 1), decimal("5489.1"));
    assert_eq!(Rounding::HalfUp.round(decimal("175"), 1), decimal("175"));
    assert_eq!(Money::rounded(decimal("175"), Currency::USD, Rounding::HalfUp), Ok(money("175", "USD")));
}

/// A rate of eight places in the direction that was not published moves 594.5 billion đồng by 276.70 dollars.
#[test]
fn an_inverse_is_not_stored() {
    let book = book_of(&[("USD/VND", "22865", 1)]);
    let dong = Money::vnd(594_500_000_000);
    let conversion = book.convert(&dong, Currency::USD, date(2025, 11, 1), &house()).unwrap();
    assert_eq!(conversion.to(), &money("26000437.35", "USD"));
    let inverse = decimal("0.00004373");
    let rough = Rounding::HalfUp.round(dong.amount() * inverse, 2);
    assert_eq!(rough, decimal("25997485.00"), "what eight places would answer");
    let stored = Rounding::HalfUp.round(Decimal::ONE / decimal("22865"), 8);
    assert_eq!(stored, inverse);
}

/// open-numismat #404: a fixed legal rate (1.95583 lev for a euro) is rounded before it is used, or the result twice.
#[test]
fn a_legal_rate_is_not_rounded_and_the_result_once() {
    let book = book_of(&[("EUR/BGN", "1.95583", 1)]);
    let day = date(2025, 11, 1);
    let euros = book.convert(&money("1000", "BGN"), Currency::EUR, day, &house()).unwrap();
    assert_eq!(euros.to(), &money("511.29", "EUR"));
    let levs = book.convert(&money("1000", "EUR"), "BGN".parse().unwrap(), day, &house()).unwrap();
    assert_eq!(levs.to(), &money("1955.83", "BGN"));
}

/// rusty-money: a table of USD to VND cannot answer VND to USD, and EUR to USD with USD to VND gives no EUR to VND. Joda-Money's RFE #5
/// and `RubyMoney` #211 ask for both; Dinero.js #842 asks that a rate say which currency it is of.
#[test]
fn one_quote_answers_both_ways_and_a_bridge_is_named() {
    let book = book_of(&[("USD/VND", "25000", 1), ("EUR/USD", "1.16", 1)]);
    let day = date(2025, 11, 1);
    let dollars = book.convert(&Money::vnd(25_000), Currency::USD, day, &house()).unwrap();
    assert_eq!(dollars.to(), &money("1", "USD"));
    assert!(book.convert(&money("1", "EUR"), Currency::VND, day, &house()).is_err());
    let policy = house().with_bridges(vec![Currency::USD]).unwrap();
    let dong = book.convert(&money("1", "EUR"), Currency::VND, day, &policy).unwrap();
    assert_eq!((dong.to(), dong.path().as_str()), (&Money::vnd(29_000), "EUR > USD > VND"));
}

/// rusty-money accepts a negative rate.
#[test]
fn a_rate_is_above_zero() {
    for value in ["0", "-25000"] {
        let builder = Rate::builder(Currency::USD, Currency::VND, decimal(value), RateKind::House);
        let day = date(2025, 11, 1);
        let refused = builder.publisher("P").days(day, day).build();
        assert!(matches!(refused, Err(RateError::NotPositive { .. })), "{value}");
    }
}

/// Money Manager EX #1183 and its Android #1498: a missing rate counts as 1. gnucash-mcp #107: foreign amounts are added as if they
/// were local. hledger leaves them unconverted without a word.
#[test]
fn a_missing_rate_is_an_error_and_currencies_do_not_add() {
    let error = RateBook::new().convert(&money("1", "USD"), Currency::VND, date(2025, 11, 1), &house());
    assert!(matches!(error, Err(RateError::Missing(_))));
    let error = Money::sum(Currency::VND, [Money::vnd(1), money("1", "USD")]).unwrap_err();
    assert!(matches!(error, MoneyError::Sum { position: 2, .. }), "{error}");
    let amounts = [Amount::from(Money::vnd(1)), Amount::from(money("1", "USD"))];
    assert!(matches!(Amount::sum(Currency::VND, amounts), Err(MoneyError::Sum { position: 2, .. })));
}

/// beancount #384, rustledger #2031: a total price becomes a unit price, and the total does not come back. IATI's D-Portal #262: pounds
/// to dollars and back is another amount.
#[test]
fn a_stated_pair_comes_back_as_stated() {
    let (dollars, dong) = (money("457800", "USD"), Money::vnd(12_000_000_000));
    let pair = StatedPair::try_new(dollars, dong).unwrap();
    assert_eq!(pair.convert(&dollars, Rounding::HalfUp), Ok(dong));
    assert_eq!(pair.convert(&dong, Rounding::HalfUp), Ok(dollars));
    // what a unit price of whole đồng, or of two decimals, would make of it
    for (decimals, back) in [(0, -146_400), (2, 96)] {
        let unit = Rounding::HalfUp.round(dong.amount() / dollars.amount(), decimals);
        let total = Money::rounded(unit * dollars.amount(), Currency::VND, Rounding::HalfUp).unwrap();
        assert_eq!(total.checked_sub(&dong), Ok(Money::vnd(back)));
    }
}

// rounding and splitting

/// `RubyMoney` #471, #546 and #111, `NodaMoney` #85, JSR-354 RI #415: halves are rounded by a mode nobody named.
#[test]
fn every_rounding_is_named() {
    let half = Amount::new(decimal("2.5"), Currency::VND);
    assert_eq!(half.round(Rounding::HalfEven), Ok(Money::vnd(2)));
    assert_eq!(half.round(Rounding::HalfUp), Ok(Money::vnd(3)));
    assert_eq!(half.negated().round(Rounding::HalfUp), Ok(Money::vnd(-3)));
    // without a mode it is refused
    assert!(matches!(Money::try_new(decimal("2.5"), Currency::VND), Err(MoneyError::TooPrecise { .. })));
}

/// rusty-money keeps 28 digits after a conversion and never rounds to the minor unit.
#[test]
fn a_converted_amount_is_whole_minor_units() {
    let book = book_of(&[("USD/VND", "25123.45", 1)]);
    let conversion = book.convert(&money("0.07", "USD"), Currency::VND, date(2025, 11, 1), &house()).unwrap();
    assert_eq!(conversion.to(), &Money::vnd(1_759));
    assert_eq!(conversion.unrounded().value(), decimal("1758.6415"));
    assert_eq!(conversion.loss().value(), decimal("0.3585"));
}

/// nmoneys #55: 10 in the ratio 1 : 0 gives 10.01 and -0.01.
#[test]
fn a_weight_of_zero_gets_nothing() {
    for method in [Apportioning::FirstTakesRest, Apportioning::LargestRemainder, Apportioning::LastTakesRest]
    {
        let parts = money("10", "USD").allocate(&[decimal("1"), decimal("0")], method).unwrap();
        assert_eq!(parts, [money("10", "USD"), money("0", "USD")]);
        let parts = Money::vnd(1).allocate(&[1, 1, 0].map(Decimal::from), method).unwrap();
        assert_eq!(parts[2], Money::vnd(0), "{method:?}");
    }
}

/// Expensify #13565 and #15878: yen are split into cents. rusty-money splits 1.5 đồng into 1 and 0.
#[test]
fn a_currency_without_cents_is_split_into_whole_units() {
    let parts = money("100", "JPY").split(3).unwrap();
    assert_eq!(parts, ["34", "33", "33"].map(|part| money(part, "JPY")));
    assert!(Money::try_new(decimal("1.5"), Currency::VND).is_err());
}

// currencies without decimals, large amounts

/// money.dart #28, #58 and #25: amounts of currencies without decimals come out a hundred times too small.
#[test]
fn minor_units_of_the_dong_are_dong() {
    let dong = Money::from_minor(5_000, Currency::VND).unwrap();
    assert_eq!(dong.amount(), Decimal::from(5_000));
    assert_eq!(format_money(&dong, Language::Vi, MoneyStyle::symbol()), "5.000 đ");
    assert_eq!(Money::from_minor(5_000, Currency::JPY).unwrap().amount(), Decimal::from(5_000));
}

/// `RubyMoney` #678, currency-formatter #73, #70 and #69: two or three decimals are guessed for the đồng, and its sign is put first.
#[test]
fn the_dong_has_no_decimals_and_its_sign_comes_last() {
    for language in [Language::Vi, Language::En] {
        let text =
            format_money(&Money::vnd(1_234_567), language, MoneyStyle::symbol().with_cents(Cents::Always));
        assert!(text.ends_with("567 đ"), "{text}");
    }
}

/// rusty-money lists the đồng with 100 minor units beside no decimals, and drawing rights with none; authorities differ on the kip.
#[test]
fn decimals_are_those_of_iso() {
    assert_eq!(Currency::VND.decimals(), 0);
    assert_eq!("LAK".parse::<Currency>().unwrap().decimals(), 2);
    let rights: Currency = "XDR".parse().unwrap();
    assert_eq!(Money::from_minor(1, rights), Err(MoneyError::NoMinorUnit { currency: rights }));
    // they can be priced all the same
    assert_eq!(Amount::new(decimal("1.5"), rights).to_string(), "1.5 XDR");
}

/// rusty-money: an amount beyond 64 bits of minor units is silently zero. hyperswitch #14199: a hostile amount makes a product panic.
#[test]
fn a_large_amount_is_exact_or_an_error() {
    let large = money("100000000000000000", "USD");
    assert_eq!(large.minor(), 10_i128.pow(19));
    assert_eq!(large.checked_mul(i64::MAX), Err(MoneyError::Overflow { currency: Currency::USD }));
    let most = Amount::new(Decimal::MAX, Currency::USD);
    assert!(most.checked_mul(Decimal::MAX).is_err() && most.checked_add(&most).is_err());
    assert!(parse_money("79228162514264337593543950335 nghìn tỷ đồng", None).is_err());
}

/// `rust_decimal` #71, #111, #376, #89 and #96, and the audit #807: arithmetic panics, and texts are read with rubbish behind them or
/// rounded at 28 digits.
#[test]
fn rubbish_and_too_many_digits_are_refused() {
    for text in ["12abc USD", "12.5.5 USD", "1_000 USD", "1e3 USD", "0x10 USD", "12 USD 13", "5\u{0}USD"] {
        assert!(parse_money(text, None).is_err(), "{text}");
    }
    let long = "1.00000000000000000000000000004 USD";
    assert!(parse_money(long, None).is_err());
    assert!(Decimal::from_str_exact("1.00000000000000000000000000004").is_err());
}

// text

/// rusty-money groups by the currency, so that a Vietnamese line has `594.500.000.000₫` beside `$457,800.00`.
#[test]
fn a_line_has_one_grouping() {
    let line = [Money::vnd(594_500_000_000), money("457800", "USD")]
        .map(|amount| format_money(&amount, Language::Vi, MoneyStyle::code()))
        .join(" = ");
    assert_eq!(line, "594.500.000.000 VND = 457.800 USD");
}

/// rusty-money reads `457.800` of dollars as 457 dollars 80.
#[test]
fn a_group_of_thousands_is_no_cents() {
    let vietnamese = money("457800", "USD");
    assert_eq!(parse_money("457.800 USD", None), Ok(vietnamese));
    assert_eq!(parse_money("457.800", Some(Currency::USD)), Ok(vietnamese));
    for language in [Language::Vi, Language::En] {
        let read = parse_money_with("457.800 USD", MoneyParseOptions::strict(language));
        assert_ne!(read.ok(), Some(money("457.80", "USD")));
    }
}

/// rusty-money refuses `594,5 tỷ`, `594.500.000.000 đồng` and the sign it writes itself.
#[test]
fn what_papers_print_is_read() {
    let dong = Ok(Money::vnd(594_500_000_000));
    assert_eq!(parse_money("594,5 tỷ", Some(Currency::VND)), dong);
    assert_eq!(parse_money("594.500.000.000 đồng", None), dong);
    assert_eq!(parse_money("594.500.000.000₫", None), dong);
}

/// AMP keeps amounts and rates as binary doubles; a JSON number is one on its way through most readers.
#[cfg(feature = "serde")]
#[test]
fn a_binary_float_is_no_amount() {
    let text = r#"{"amount":0.1,"currency":"USD"}"#;
    assert!(serde_json::from_str::<Money>(text).is_err());
    assert!(serde_json::from_str::<Amount>(text).is_err());
}

// words

/// num2words reads -1 as nineteen, 0.5 with "năm mươi", 10^15 as a hundred thousand billion, and loses digits above 2^53; vn-num2words
/// misspells fifteen.
#[test]
fn words_of_amounts() {
    let words = |amount: &Money| money_in_words(amount, &WordOptions::default()).unwrap();
    assert_eq!(words(&Money::vnd(-1)), "Âm một đồng");
    assert_eq!(words(&Money::vnd(15)), "Mười lăm đồng");
    assert_eq!(words(&Money::vnd(10_i64.pow(15))), "Một triệu tỷ đồng");
    assert_eq!(words(&money("0.5", "USD")), "Không đô la Mỹ và năm mươi xu");
    let beyond: BTreeSet<String> = (0..3).map(|more| words(&Money::vnd((1 << 53) + more))).collect();
    assert_eq!(beyond.len(), 3);
}
