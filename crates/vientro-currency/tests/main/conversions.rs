//! Goal: conversions are exact, name their rates, and never answer with a rate that was not asked for. Method: figures worked by
//! hand, the faults other libraries are known for, and properties over random rates.

use std::ops::Bound;

use proptest::prelude::*;
use rust_decimal::Decimal;
use vientro_core::{Bilingual, Figure, Interval, Language};
use vientro_currency::{
    Choice, Currency, DateRule, Direction, Fallback, Money, Policy, Rate, RateBook, RateError, RateKind,
    Rounding, RoundingScope, Step,
};

use crate::support::{book_of, date, decimal, house, money, rate, whole_book};

#[test]
fn the_treasury_rate_explains_itself() {
    let Some(book) = whole_book() else { return };
    let policy = Policy::treasury_accounting();
    let conversion =
        book.convert(&money("12500", "USD"), Currency::VND, date(2025, 11, 14), &policy).unwrap();
    assert_eq!(conversion.to(), &Money::vnd(314_000_000));
    assert_eq!(
        conversion.explain(Language::Vi),
        "12.500 USD × 25.120 VND/USD (tỷ giá hạch toán, Kho bạc Nhà nước, tháng 11/2025) = 314.000.000 VND"
    );
    assert_eq!(
        conversion.explain(Language::En),
        "12,500 USD × 25,120 VND per USD (accounting rate, Kho bạc Nhà nước, November 2025) = 314,000,000 VND"
    );
    assert_eq!(
        conversion.footnote(Language::Vi),
        "25.120 VND/USD, tỷ giá hạch toán, Kho bạc Nhà nước, tháng 11/2025"
    );
    assert!(conversion.loss().value().is_zero());
}

#[test]
fn another_currency_goes_through_the_pound_and_the_dollar() {
    let Some(book) = whole_book() else { return };
    let policy = Policy::treasury_accounting();
    let won = money("27500000", "KRW");
    let conversion = book.convert(&won, Currency::VND, date(2025, 11, 14), &policy).unwrap();
    assert_eq!(conversion.path(), "KRW > GBP > USD > VND");
    let kinds: Vec<RateKind> = conversion.rates().map(Rate::kind).collect();
    assert_eq!(kinds, [RateKind::Customs, RateKind::Customs, RateKind::TreasuryAccounting]);
    let directions: Vec<Direction> = conversion.steps().iter().map(Step::direction).collect();
    assert_eq!(directions, [Direction::Inverse, Direction::Direct, Direction::Direct]);
    // the pound itself never goes straight to the đồng by a customs rate
    let pound = book.convert(&money("100", "GBP"), Currency::VND, date(2025, 11, 14), &policy).unwrap();
    assert_eq!(pound.path(), "GBP > USD > VND");
}

#[test]
fn a_stated_month_is_never_filled_from_another() {
    let Some(book) = whole_book() else { return };
    let policy = Policy::treasury_accounting();
    let error = book.convert(&money("1", "USD"), Currency::VND, date(2024, 6, 1), &policy).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no `treasury-accounting` rate for `USD/VND` on 01/06/2024 - 30/06/2024; the nearest before: 1 USD = 22,415 VND \
         (treasury-accounting, July 2017); the nearest after: 1 USD = 24,283 VND (treasury-accounting, January 2025)"
    );
    assert!(error.text(Language::Vi).starts_with("không có tỷ giá hạch toán cho `USD/VND`"));
}

#[test]
fn the_same_currency_needs_no_rate() {
    let conversion =
        RateBook::new().convert(&Money::vnd(7), Currency::VND, date(2025, 1, 1), &house()).unwrap();
    assert_eq!((conversion.to(), conversion.steps().len()), (&Money::vnd(7), 0));
    assert_eq!(conversion.explain(Language::En), "7 VND = 7 VND");
}

#[test]
fn a_book_that_sells_dong_for_dollars_divides() {
    // a table holding USD to VND could not answer VND to USD elsewhere; a stored inverse of 8 places moves this by 276.70 USD
    let book = book_of(&[("USD/VND", "22865", 1)]);
    let dong = money("594500000000", "VND");
    let conversion = book.convert(&dong, Currency::USD, date(2025, 11, 1), &house()).unwrap();
    assert_eq!(conversion.to(), &money("26000437.35", "USD"));
    assert_eq!(conversion.steps()[0].direction(), Direction::Inverse);
    assert_eq!(conversion.steps()[0].rate().value(), decimal("22865"));
    let text = conversion.explain(Language::Vi);
    assert!(text.starts_with("594.500.000.000 VND ÷ 22.865 VND/USD ("), "{text}");
    assert!(text.contains("= 26.000.437,35 USD; làm tròn"), "{text}");
}

#[test]
fn a_newer_reverse_quote_beats_an_old_forward_one() {
    // hledger takes the stale forward quote, beancount the newer of either
    let book = book_of(&[("USD/VND", "25000", 1), ("VND/USD", "0.00004", 8)]);
    let policy = house().with_fallback(Fallback::PreviousWithin { days: 30 });
    let conversion = book.convert(&money("1", "USD"), Currency::VND, date(2025, 11, 9), &policy).unwrap();
    assert_eq!(conversion.steps()[0].direction(), Direction::Inverse);
    assert_eq!(conversion.steps()[0].days_away(), -1);
    // as near as each other: the direct one
    let book = book_of(&[("USD/VND", "25000", 8), ("VND/USD", "0.00005", 8)]);
    let conversion = book.convert(&money("1", "USD"), Currency::VND, date(2025, 11, 9), &policy).unwrap();
    assert_eq!(conversion.to(), &Money::vnd(25_000));
}

#[test]
fn fallbacks_are_asked_for_limited_and_said() {
    let book = book_of(&[("USD/VND", "25000", 1), ("USD/VND", "25300", 9)]);
    let (dollar, day) = (money("1", "USD"), date(2025, 11, 5));
    let convert = |policy: &Policy| book.convert(&dollar, Currency::VND, day, policy);
    assert!(matches!(convert(&house()), Err(RateError::Missing(_))));
    assert!(convert(&house().with_fallback(Fallback::PreviousWithin { days: 3 })).is_err());
    let previous = convert(&house().with_fallback(Fallback::PreviousWithin { days: 4 })).unwrap();
    assert_eq!((previous.to(), previous.steps()[0].days_away()), (&Money::vnd(25_000), -4));
    assert!(previous.explain(Language::En).contains("the nearest, 4 days before"));
    assert!(previous.explain(Language::Vi).contains("gần nhất, trước 4 ngày"));
    // at the same distance the one before
    let nearest = convert(&house().with_fallback(Fallback::NearestWithin { days: 10 })).unwrap();
    assert_eq!(nearest.to(), &Money::vnd(25_000));
    let later = book.convert(
        &dollar,
        Currency::VND,
        date(2025, 11, 6),
        &house().with_fallback(Fallback::NearestWithin { days: 10 }),
    );
    assert_eq!(later.unwrap().steps()[0].days_away(), 3);
    let error = convert(&house().with_fallback(Fallback::PreviousWithin { days: 3 })).unwrap_err();
    assert!(error.to_string().contains("within 3 days; the nearest before: 1 USD = 25,000 VND"), "{error}");
}

#[test]
fn the_shortest_path_wins_and_then_the_bridge_listed_first() {
    let book = book_of(&[
        ("KRW/USD", "0.00070", 1),
        ("USD/VND", "25000", 1),
        ("EUR/KRW", "1600", 1),
        ("EUR/VND", "29000", 1),
        ("GBP/KRW", "1900", 1),
        ("GBP/VND", "33000", 1),
    ]);
    let path = |bridges: &[Currency]| {
        let policy = house().with_bridges(bridges.to_vec()).unwrap();
        book.convert(&money("1000", "KRW"), Currency::VND, date(2025, 11, 1), &policy).unwrap().path()
    };
    assert_eq!(path(&[Currency::EUR, Currency::USD]), "KRW > EUR > VND");
    assert_eq!(path(&[Currency::USD, Currency::EUR]), "KRW > USD > VND");
    assert_eq!(path(&[Currency::JPY, Currency::GBP]), "KRW > GBP > VND");
    let error = book.convert(&money("1000", "KRW"), Currency::VND, date(2025, 11, 1), &house()).unwrap_err();
    assert!(matches!(error, RateError::Missing(_)));
}

#[test]
fn several_publishers_must_be_told_apart() {
    let Some(book) = whole_book() else { return };
    let day = date(2025, 12, 18);
    let lookup = |publisher| book.lookup(Currency::USD, Currency::VND, RateKind::BankBuying, publisher, day);
    let error = lookup(None).unwrap_err();
    assert_eq!(
        error.to_string(),
        "several publishers quote `USD/VND` as `bank-buying`: BIDV, Vietcombank; name one"
    );
    assert_eq!(lookup(Some("Vietcombank")).unwrap().value(), decimal("26148"));
    assert_eq!(lookup(Some("BIDV")).unwrap().value(), decimal("26130"));
    // a name nobody has: not "no rate for this day", but who there is
    let error = lookup(Some("Agribank")).unwrap_err();
    assert_eq!(
        error.text(Language::En),
        "`Agribank` publishes no `bank-buying` rate; those who do: BIDV, Vietcombank"
    );
    assert_eq!(
        error.text(Language::Vi),
        "`Agribank` không công bố tỷ giá `bank-buying`; có của: BIDV, Vietcombank"
    );
    let by =
        |name| book.convert(&money("1", "USD"), Currency::VND, day, &Policy::bank_buying(name)).unwrap_err();
    assert!(matches!(by("vietcombank"), RateError::Publisher { .. }), "{}", by("vietcombank"));
    assert_eq!(book.publishers(RateKind::BankSelling), ["BIDV", "Vietcombank"]);
    let empty = RateBook::new().convert(&money("1", "USD"), Currency::VND, day, &Policy::bank_buying("BIDV"));
    assert!(empty.unwrap_err().to_string().ends_with("there is none of this kind at all"));
    let bank = Policy::bank_buying("Vietcombank");
    let conversion = book.convert(&money("457800", "USD"), Currency::VND, day, &bank).unwrap();
    assert_eq!(conversion.to(), &Money::vnd(11_970_554_400));
}

#[test]
fn a_correction_supersedes_from_the_day_it_became_known() {
    let (first, last) = (date(2025, 11, 1), date(2025, 11, 30));
    let mut book = RateBook::new();
    let original = rate("USD/VND", "25120", RateKind::TreasuryAccounting, first, last);
    assert_eq!(book.insert(original.clone()), Ok(true));
    assert_eq!(book.insert(original), Ok(false));
    let wrong = rate("USD/VND", "25121", RateKind::TreasuryAccounting, first, last);
    assert!(matches!(book.insert(wrong), Err(RateError::Conflict { .. })));
    let correction =
        Rate::builder(Currency::USD, Currency::VND, decimal("25210"), RateKind::TreasuryAccounting)
            .publisher("P")
            .days(first, last)
            .known_on(date(2025, 11, 20))
            .build()
            .unwrap();
    assert_eq!(book.insert(correction), Ok(true));
    let value = |book: &RateBook| {
        let kind = RateKind::TreasuryAccounting;
        book.lookup(Currency::USD, Currency::VND, kind, None, date(2025, 11, 5)).map(Rate::value)
    };
    assert_eq!(value(&book), Ok(decimal("25210")));
    assert_eq!(value(&book.as_known_on(date(2025, 11, 19))), Ok(decimal("25120")));
    assert!(book.as_known_on(date(2025, 10, 31)).is_empty());
    assert_eq!(book.len(), 2);
}

#[test]
fn date_rules() {
    let Some(book) = whole_book() else { return };
    let dollar = money("1", "USD");
    let treasury = Policy::treasury_accounting();
    let convert = |rule, day| {
        let policy = treasury.clone().with_date_rule(rule).unwrap();
        book.convert(&money("100", "USD"), Currency::VND, day, &policy)
    };
    let day = date(2025, 3, 15);
    // June for the estimates, whatever the month
    let june = convert(DateRule::NamedMonth { month: 6, year: None }, day).unwrap();
    assert_eq!(june.to(), &Money::vnd(2_495_400));
    let closing = convert(DateRule::ClosingDay(date(2025, 12, 31)), day).unwrap();
    assert_eq!(closing.to(), &Money::vnd(2_511_800));
    // mean of the twelve: 298,659 / 12
    let year = convert(DateRule::YearAverageOfMonths, day).unwrap();
    assert_eq!(year.unrounded().value(), decimal("2488825"));
    assert_eq!(year.rates().count(), 12);
    let text = year.explain(Language::Vi);
    for rate in year.rates() {
        let value = rate.value().to_string();
        let (thousands, rest) = value.split_at(2);
        assert!(text.contains(&format!("{thousands}.{rest}")), "{text}");
    }
    let error = convert(DateRule::YearAverageOfMonths, date(2017, 3, 1)).unwrap_err();
    assert!(error.to_string().contains("on 01/01/2017 - 31/01/2017"), "{error}");
    // the mean of the central rates printed for June 2022
    let central = Policy::central().with_date_rule(DateRule::MonthAverage).unwrap();
    let mean = book.convert(&dollar, Currency::VND, date(2022, 6, 30), &central).unwrap();
    assert_eq!(mean.rates().count(), 8);
    // a one-day rate does not stand for its month
    let month_of = Policy::central().with_date_rule(DateRule::MonthOf).unwrap();
    assert!(book.convert(&dollar, Currency::VND, date(2022, 6, 6), &month_of).is_err());
}

#[test]
fn a_hedged_amount_is_converted_at_both_ends_outward() {
    let book = book_of(&[("USD/VND", "22865", 1)]);
    let figure = Figure::within(
        Interval::try_new(Bound::Included(Money::vnd(1)), Bound::Excluded(Money::vnd(594_500_000_000)))
            .unwrap(),
    );
    let day = date(2025, 11, 1);
    let (converted, rates) = book.convert_figure(&figure, Currency::USD, day, &house()).unwrap();
    assert_eq!(rates.len(), 1);
    assert_eq!(converted.low(), Some(&money("0", "USD")));
    // 26,000,437.3497 upward
    assert_eq!(converted.high(), Some(&money("26000437.35", "USD")));
    let (unknown, rates) = book.convert_figure(&Figure::Unknown, Currency::EUR, day, &house()).unwrap();
    assert_eq!((unknown, rates.len()), (Figure::Unknown, 0));
    let known = Figure::Known(money("2", "USD"));
    let (known, _) = book.convert_figure(&known, Currency::VND, day, &house()).unwrap();
    assert_eq!(known, Figure::Known(Money::vnd(45_730)));
}

#[test]
fn an_amount_too_large_is_an_error() {
    let book = book_of(&[("USD/VND", "79228162514264337593543950335", 1)]);
    let most = Money::from_minor(Money::MINOR_MAX, Currency::USD).unwrap();
    let error = book.convert(&most, Currency::VND, date(2025, 11, 1), &house()).unwrap_err();
    assert_eq!(error, RateError::Overflow { currency: Currency::VND });
}

#[cfg(feature = "serde")]
#[test]
fn a_stored_conversion_is_recomputed_when_read() {
    let book = book_of(&[("USD/VND", "22865", 1)]);
    let conversion = book.convert(&money("1000", "VND"), Currency::USD, date(2025, 11, 1), &house()).unwrap();
    let text = serde_json::to_string(&conversion).unwrap();
    assert_eq!(serde_json::from_str::<vientro_currency::Conversion>(&text).unwrap(), conversion);
    assert!(text.contains(r#""amount":"0.04""#), "{text}");
    for (old, new) in [("0.04", "0.05"), ("22865", "22866"), ("inverse", "direct"), ("half-up", "up")] {
        let tampered = text.replace(old, new);
        assert_ne!(tampered, text);
        assert!(serde_json::from_str::<vientro_currency::Conversion>(&tampered).is_err(), "{old} -> {new}");
    }
}

fn value() -> impl Strategy<Value = Decimal> {
    (1i64..100_000_000, 0u32..7).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale))
}

proptest! {
    #[test]
    fn conversion_is_monotone(value in value(), a in -1_000_000_000_000i64..1_000_000_000_000, b in -1_000_000_000_000i64..1_000_000_000_000, inverse in any::<bool>()) {
        let day = date(2025, 11, 1);
        let rate = rate(if inverse { "VND/USD" } else { "USD/VND" }, &value.to_string(), RateKind::House, day, day);
        let book = RateBook::from_rates([rate]).unwrap();
        let convert = |minor: i64| {
            let amount = Money::from_minor(minor.into(), Currency::USD).unwrap();
            book.convert(&amount, Currency::VND, day, &house()).unwrap().to().minor()
        };
        let (low, high) = (a.min(b), a.max(b));
        prop_assert!(convert(low) <= convert(high));
        prop_assert_eq!(convert(-low), -convert(low), "half-up mirrors");
    }

    #[test]
    fn a_cross_equals_its_chain_rounded_once(first in value(), second in value(), minor in 1i64..1_000_000_000, turns in any::<[bool; 2]>()) {
        let day = date(2025, 11, 1);
        let pair = |base: &str, quote: &str, turned: bool| if turned { format!("{quote}/{base}") } else { format!("{base}/{quote}") };
        let legs = [
            rate(&pair("EUR", "USD", turns[0]), &first.to_string(), RateKind::House, day, day),
            rate(&pair("USD", "JPY", turns[1]), &second.to_string(), RateKind::House, day, day),
        ];
        let book = RateBook::from_rates(legs).unwrap();
        let policy = house().with_bridges(vec![Currency::USD]).unwrap();
        let amount = Money::from_minor(minor.into(), Currency::EUR).unwrap();
        let conversion = book.convert(&amount, Currency::JPY, day, &policy).unwrap();
        // cross-multiplied, so that nothing is divided: |to × den − num| ≤ den / 2
        let (mut numerator, mut denominator) = (i128::from(minor), 100_i128);
        for (value, turned) in [(first, turns[0]), (second, turns[1])] {
            let (up, down) = (value.mantissa(), 10_i128.pow(value.scale()));
            let (up, down) = if turned { (down, up) } else { (up, down) };
            numerator *= up;
            denominator *= down;
        }
        let off = (conversion.to().minor() * denominator - numerator).abs();
        prop_assert!(2 * off <= denominator);
        let text = conversion.explain(Language::En);
        prop_assert!(conversion.rates().count() == 2 && text.matches("house rate").count() == 2);
    }

    #[test]
    fn strict_lookup_never_answers_with_another_day(days in proptest::collection::btree_set(1u32..30, 0..12), asked in 1u32..30, limit in 0u32..12) {
        let rates: Vec<_> = days.iter().map(|day| ("USD/VND", "25000", *day)).collect();
        let book = book_of(&rates);
        let day = date(2025, 11, asked);
        let found = book.lookup(Currency::USD, Currency::VND, RateKind::House, None, day);
        prop_assert_eq!(found.is_ok(), days.contains(&asked));
        if let Ok(rate) = found {
            prop_assert!(rate.covers(day));
        }
        if let Err(RateError::Missing(missing)) = found {
            let before = days.range(..asked).next_back().map(|day| date(2025, 11, *day));
            let after = days.range(asked..).next().map(|day| date(2025, 11, *day));
            prop_assert_eq!(missing.before.map(|rate| rate.valid_to()), before);
            prop_assert_eq!(missing.after.map(|rate| rate.valid_from()), after);
        }
        // with a fallback: the one a plain search finds, never a later one where only earlier ones were allowed
        let policy = house().with_fallback(Fallback::PreviousWithin { days: limit });
        let dollar = Money::from_minor(100, Currency::USD).unwrap();
        let expected = days.range(..=asked).next_back().filter(|day| asked - **day <= limit);
        let found = book.convert(&dollar, Currency::VND, day, &policy).ok();
        let found = found.map(|conversion| conversion.steps()[0].rate().valid_to());
        prop_assert_eq!(found, expected.map(|day| date(2025, 11, *day)));
    }

    #[test]
    fn overlapping_spans_are_searched_as_a_plain_loop_does(spans in proptest::collection::vec((1u32..29, 0u32..20), 1..15), asked in 1u32..30) {
        let mut book = RateBook::new();
        let mut kept = Vec::new();
        for (position, (first, length)) in spans.into_iter().enumerate() {
            let (from, to) = (date(2025, 11, first), date(2025, 11, (first + length).min(30)));
            let known = date(2026, 1, 1) + chrono::Days::new(position.try_into().unwrap());
            let rate = Rate::builder(Currency::USD, Currency::VND, Decimal::from(position + 1), RateKind::House)
                .publisher("P").days(from, to).known_on(known).build().unwrap();
            book.insert(rate.clone()).unwrap();
            kept.push(rate);
        }
        let day = date(2025, 11, asked);
        let expected = kept.iter().rev().find(|rate| rate.covers(day)).map(Rate::value);
        let found = book.lookup(Currency::USD, Currency::VND, RateKind::House, None, day);
        prop_assert_eq!(found.as_ref().ok().map(|rate| rate.value()), expected);
        if let Err(RateError::Missing(missing)) = found {
            let before = kept.iter().filter(|rate| rate.valid_to() < day).map(Rate::valid_to).max();
            prop_assert_eq!(missing.before.map(|rate| rate.valid_to()), before);
        }
    }
}

#[test]
fn rounding_is_the_policys_and_is_said() {
    let book = book_of(&[("USD/VND", "25000.5", 1)]);
    let cent = money("0.01", "USD");
    for (rounding, expected) in [(Rounding::HalfUp, 250), (Rounding::Up, 251), (Rounding::Down, 250)] {
        let policy = house().with_rounding(rounding);
        let conversion = book.convert(&cent, Currency::VND, date(2025, 11, 1), &policy).unwrap();
        assert_eq!(conversion.to(), &Money::vnd(expected), "{rounding:?}");
        assert_eq!(conversion.unrounded().value(), decimal("250.005"));
        assert_eq!(conversion.loss().value(), Decimal::from(expected) - decimal("250.005"));
        assert!(conversion.explain(Language::En).contains(rounding.text(Language::En)));
    }
}

#[test]
fn kinds_are_taken_in_order_of_preference() {
    let day = date(2025, 11, 1);
    let book = RateBook::from_rates([
        rate("USD/VND", "26100", RateKind::BankBuying, day, day),
        rate("USD/VND", "26150", RateKind::BankBuyingTransfer, day, day),
    ])
    .unwrap();
    let choices = vec![Choice::new(RateKind::BankBuying), Choice::new(RateKind::BankBuyingTransfer)];
    let policy = Policy::try_new("own", choices, Bilingual::same("test")).unwrap();
    let dollar = money("1", "USD");
    assert_eq!(book.convert(&dollar, Currency::VND, day, &policy).unwrap().to(), &Money::vnd(26_100));
    let bank = Policy::bank_buying("P");
    assert_eq!(book.convert(&dollar, Currency::VND, day, &bank).unwrap().to(), &Money::vnd(26_150));
}

#[test]
fn a_sum_is_rounded_where_the_policy_says_and_tells_it() {
    let book = book_of(&[("USD/VND", "25000.5", 1), ("USD/VND", "25100", 2), ("EUR/VND", "29000.25", 1)]);
    let gifts = [
        (money("1", "USD"), date(2025, 11, 1)),
        (money("1", "USD"), date(2025, 11, 1)),
        (money("2", "USD"), date(2025, 11, 2)),
        (money("1", "EUR"), date(2025, 11, 1)),
    ];
    let row = book.convert_all(gifts, Currency::VND, &house()).unwrap();
    assert_eq!((row.total(), row.rows_total()), (&Money::vnd(129_202), &Money::vnd(129_202)));
    assert!(row.difference().is_zero());
    let once = house().with_rounding_scope(RoundingScope::Total);
    let total = book.convert_all(gifts, Currency::VND, &once).unwrap();
    // 50,001 + 50,200 + 29,000.25
    assert_eq!((total.total(), total.difference()), (&Money::vnd(129_201), &Money::vnd(-1)));
    assert_eq!(total.rows().len(), 4);
    assert_eq!(total.rates().len(), 3);
    assert_eq!(
        total.explain(Language::En),
        "1 EUR (1 amount) + 4 USD (3 amounts) = 129,201 VND; rounded half up, once on the total, −1 VND off the sum of the rounded \
         amounts; rates: 1 USD = 25,000.5 VND (house rate, P, 01/11/2025); 1 USD = 25,100 VND (house rate, P, 02/11/2025); 1 EUR = \
         29,000.25 VND (house rate, P, 01/11/2025)"
    );
    assert!(row.explain(Language::Vi).contains("làm tròn nửa lên từng khoản; tỷ giá: 1 USD = 25.000,5 VND"));
    let error = book.convert_all([gifts[0], (money("1", "GBP"), date(2025, 11, 1))], Currency::VND, &once);
    let error = error.unwrap_err();
    assert_eq!(error.row, Some(1));
    assert!(error.text(Language::Vi).starts_with("khoản thứ 2: không có tỷ giá"), "{error}");
    assert!(error.to_string().starts_with("amount 2: no `house` rate"), "{error}");
    let none = book.convert_all([], Currency::VND, &once).unwrap();
    assert_eq!((none.total(), none.rows().len()), (&Money::vnd(0), 0));
}

proptest! {
    /// Thirds and sevenths of a cent do not get lost: the total is that of whole numbers over the product of all rates.
    #[test]
    fn a_total_of_quotients_is_exact(rows in proptest::collection::vec((-100_000i128..100_000, 0usize..4), 0..12), rates in proptest::array::uniform4(1i128..2_000), mode in 0usize..6) {
        let modes = [Rounding::Ceiling, Rounding::Down, Rounding::Floor, Rounding::HalfEven, Rounding::HalfUp, Rounding::Up];
        let rates_of = rates.iter().zip(1u32..).map(|(value, day)| {
            rate("USD/VND", &value.to_string(), RateKind::House, date(2025, 11, day), date(2025, 11, day))
        });
        let book = RateBook::from_rates(rates_of).unwrap();
        let policy = house().with_rounding_scope(RoundingScope::Total).with_rounding(modes[mode]);
        let amounts = rows.iter().map(|(dong, day)| {
            (Money::from_minor(*dong, Currency::VND).unwrap(), date(2025, 11, u32::try_from(*day).unwrap() + 1))
        });
        let sum = book.convert_all(amounts, Currency::USD, &policy).unwrap();
        let product: i128 = rates.iter().product();
        let cents: i128 = rows.iter().map(|(dong, day)| dong * 100 * (product / rates[*day])).sum();
        let (floor, rest) = (cents.div_euclid(product), cents.rem_euclid(product));
        let half = (2 * rest).cmp(&product);
        let up = rest != 0 && match modes[mode] {
            Rounding::Ceiling => true,
            Rounding::Floor => false,
            Rounding::Down => floor < 0,
            Rounding::Up => floor >= 0,
            Rounding::HalfUp => half.is_gt() || (half.is_eq() && floor >= 0),
            _ => half.is_gt() || (half.is_eq() && floor.rem_euclid(2) == 1),
        };
        prop_assert_eq!(sum.total().minor(), floor + i128::from(up));
        let rows_total = Money::sum(Currency::USD, sum.rows().iter().map(vientro_currency::Conversion::to)).unwrap();
        prop_assert_eq!(&rows_total, sum.rows_total());
        prop_assert_eq!(rows_total.checked_add(sum.difference()).unwrap(), *sum.total());
    }

    /// Whatever the path, the mean or the direction: each rate's figure and days stand in the sentence, in both languages.
    #[test]
    fn an_explanation_names_every_rate(values in proptest::collection::vec(value(), 1..6), cents in 1i64..10_000_000, turned in any::<[bool; 5]>(), mean in any::<bool>()) {
        let codes = ["KRW", "GBP", "EUR", "USD", "JPY", "VND"];
        let first = date(2025, 11, 1);
        let mut rates = Vec::new();
        for (leg, value) in values.iter().enumerate() {
            let pair = if turned[leg] { format!("{}/{}", codes[leg + 1], codes[leg]) } else { format!("{}/{}", codes[leg], codes[leg + 1]) };
            rates.push(rate(&pair, &value.to_string(), RateKind::House, first, first));
            if mean {
                let next = first + chrono::Days::new(1 + u64::try_from(leg).unwrap());
                rates.push(rate(&pair, &(value + Decimal::ONE).to_string(), RateKind::House, next, next));
            }
        }
        let book = RateBook::from_rates(rates.clone()).unwrap();
        let to: Currency = codes[values.len()].parse().unwrap();
        let bridges = codes[1..values.len()].iter().map(|code| code.parse().unwrap()).collect();
        let policy = house().with_bridges(bridges).unwrap();
        let policy = if mean { policy.with_date_rule(DateRule::MonthAverage).unwrap() } else { policy };
        let amount = Money::from_minor(cents.into(), Currency::KRW).unwrap();
        let Ok(conversion) = book.convert(&amount, to, first, &policy) else { return Ok(()) };
        prop_assert_eq!(conversion.rates().count(), rates.len());
        let borrowed = book.convert_ref(&amount, to, first, &policy).unwrap();
        prop_assert_eq!((borrowed.from(), borrowed.to()), (conversion.from(), conversion.to()));
        prop_assert_eq!((borrowed.date(), borrowed.policy()), (first, &policy));
        prop_assert!(borrowed.rates().eq(conversion.rates()));
        prop_assert_eq!(&borrowed.into_owned(), &conversion);
        for language in [Language::Vi, Language::En] {
            let text = conversion.explain(language);
            for used in conversion.rates() {
                let shown = used.text(language);
                let figure = shown.split(' ').nth(3).unwrap();
                prop_assert!(text.contains(figure), "{} in {}", figure, text);
                prop_assert!(text.contains(&used.days_text(language)), "{}", text);
            }
            let policy = policy.rounding().text(language);
            prop_assert_eq!(text.contains(policy), !conversion.loss().value().is_zero());
        }
    }

    /// A conversion's own pair goes there and back, whatever the rate was.
    #[test]
    fn a_converted_pair_goes_there_and_back(value in value(), cents in 1i64..1_000_000_000_000) {
        let day = date(2025, 11, 1);
        let book = RateBook::from_rates([rate("USD/VND", &value.to_string(), RateKind::House, day, day)]).unwrap();
        let amount = Money::from_minor(cents.into(), Currency::USD).unwrap();
        let conversion = book.convert(&amount, Currency::VND, day, &house()).unwrap();
        prop_assume!(!conversion.to().is_zero());
        let pair = conversion.stated_pair().unwrap();
        prop_assert_eq!(&pair.convert(&amount, Rounding::HalfUp).unwrap(), conversion.to());
        prop_assert_eq!(pair.convert(conversion.to(), Rounding::HalfUp).unwrap(), amount);
    }
}
