//! Goal: what users of other libraries and ledgers complain of about rates does not happen here. Method: one test for each complaint,
//! named with its project and issue, in our own words and with figures of aid.

use rust_decimal::Decimal;
use vientro_core::Language;
use vientro_currency::{
    Currency, DateRule, Direction, Fallback, Money, Policy, Rate, RateBook, RateError, RateKind, Rounding,
};

use crate::support::{date, decimal, house, money, rate};

fn day_rate(pair: &str, value: &str, day: u32) -> Rate {
    rate(pair, value, RateKind::House, date(2025, 11, day), date(2025, 11, day))
}

fn book(rates: impl IntoIterator<Item = Rate>) -> RateBook {
    RateBook::from_rates(rates).unwrap()
}

/// `RubyMoney` #300 and #1058, django-money #506, Moneta #374: no date, or a date dropped in silence.
#[test]
fn the_date_asked_for_decides_and_is_kept() {
    let book = book([day_rate("USD/VND", "25000", 3), day_rate("USD/VND", "25100", 4)]);
    for (day, dong) in [(3, 25_000), (4, 25_100)] {
        let conversion =
            book.convert(&money("1", "USD"), Currency::VND, date(2025, 11, day), &house()).unwrap();
        assert_eq!((conversion.to(), conversion.date()), (&Money::vnd(dong), date(2025, 11, day)));
    }
}

/// exchangeratesapi #26, #66, forex-python #38, frankfurter #71: Saturday's rate taken from Friday without a word.
#[test]
fn a_weekend_is_an_error_until_a_fallback_is_asked_for() {
    // Friday 7 and Monday 10 November 2025
    let book = book([day_rate("USD/VND", "25000", 7), day_rate("USD/VND", "25100", 10)]);
    let saturday = date(2025, 11, 8);
    let convert = |policy: &Policy| book.convert(&money("1", "USD"), Currency::VND, saturday, policy);
    let Err(RateError::Missing(missing)) = convert(&house()) else { panic!("a rate of another day") };
    assert_eq!(missing.before.map(|rate| rate.valid_to()), Some(date(2025, 11, 7)));
    let friday = convert(&house().with_fallback(Fallback::PreviousWithin { days: 2 })).unwrap();
    assert!(
        friday.explain(Language::En).contains("the nearest, 1 day before"),
        "{}",
        friday.explain(Language::En)
    );
}

/// `NodaMoney` #43: every rate cut to four places, so that a đồng is worth nothing. JSR-354 #303: 5,489.11 became 5,500; #384: 175 became 200.
#[test]
fn a_rate_keeps_every_printed_digit() {
    for (pair, printed) in
        [("VND/USD", "0.00003824"), ("USD/VND", "5489.11"), ("USD/VND", "175"), ("VND/PLN", "0.00015030")]
    {
        assert_eq!(day_rate(pair, printed, 1).value().to_string(), printed);
    }
    let book = book([day_rate("VND/USD", "0.00003824", 1)]);
    let dollars =
        book.convert(&Money::vnd(12_000_000_000), Currency::USD, date(2025, 11, 1), &house()).unwrap();
    assert_eq!(dollars.to(), &money("458880", "USD"));
}

/// dinero.js #842, `RubyMoney` #211: which way a rate goes, and the other way from one quote.
#[test]
fn the_pair_is_named_and_the_other_way_divides() {
    let book = book([day_rate("USD/VND", "25000", 1)]);
    let there = book.convert(&money("1", "USD"), Currency::VND, date(2025, 11, 1), &house()).unwrap();
    let back = book.convert(&Money::vnd(25_000), Currency::USD, date(2025, 11, 1), &house()).unwrap();
    assert_eq!((there.to(), back.to()), (&Money::vnd(25_000), &money("1", "USD")));
    assert_eq!(back.steps()[0].direction(), Direction::Inverse);
    // the rate itself is still the one published
    assert_eq!(back.steps()[0].rate(), there.steps()[0].rate());
}

/// A rate kept the other way round with eight places gives a wrong cent in nearly every amount.
#[test]
fn no_inverse_is_stored_that_could_be_rounded() {
    let book = book([day_rate("USD/VND", "22865", 1)]);
    let dong = Money::vnd(594_500_000_000);
    let exact = book.convert(&dong, Currency::USD, date(2025, 11, 1), &house()).unwrap();
    let stored = Rounding::HalfUp.round(Decimal::ONE / decimal("22865"), 8);
    let off = Rounding::HalfUp.round(dong.amount() * stored, 2) - exact.to().amount();
    assert_eq!(off, decimal("-2952.35"), "what eight places lose");
    assert_eq!(exact.to(), &money("26000437.35", "USD"));
}

/// open-numismat #404: a rate fixed by law is not rounded, and the result only once.
#[test]
fn a_legal_rate_is_used_whole_and_the_result_rounded_once() {
    let book = book([day_rate("EUR/BGN", "1.95583", 1), day_rate("EUR/USD", "1.1516", 1)]);
    let lev: Currency = "BGN".parse().unwrap();
    let policy = house().with_bridges(vec![Currency::EUR]).unwrap();
    let conversion = book.convert(&money("100", "BGN"), Currency::USD, date(2025, 11, 1), &policy).unwrap();
    // 100 / 1.95583 × 1.1516 = 58.8803…; euros rounded on the way, 51.13, would give 58.88 too, 5.11 for ten lev would not
    assert_eq!(conversion.to(), &money("58.88", "USD"));
    let ten = book.convert(&money("10", "BGN"), Currency::USD, date(2025, 11, 1), &policy).unwrap();
    assert_eq!((ten.to(), ten.from().currency()), (&money("5.89", "USD"), lev));
}

/// rusty-money: a table with one pair cannot answer the other way or across, and takes a negative rate.
#[test]
fn a_book_answers_both_ways_and_across() {
    let book = book([day_rate("EUR/USD", "1.15", 1), day_rate("USD/VND", "25000", 1)]);
    let policy = house().with_bridges(vec![Currency::USD]).unwrap();
    let day = date(2025, 11, 1);
    assert_eq!(
        book.convert(&money("2", "EUR"), Currency::VND, day, &policy).unwrap().to(),
        &Money::vnd(57_500)
    );
    assert_eq!(
        book.convert(&Money::vnd(57_500), Currency::EUR, day, &policy).unwrap().to(),
        &money("2", "EUR")
    );
    let negative =
        Rate::builder(Currency::USD, Currency::VND, decimal("-25000"), RateKind::House).publisher("P");
    assert!(matches!(negative.day(day).build(), Err(RateError::NotPositive { .. })));
}

/// hledger leaves an amount without a price as it is; Money Manager EX #1183 and gnucash-mcp #107 take a missing rate for one.
#[test]
fn an_amount_without_a_rate_is_an_error_never_itself() {
    let error = RateBook::new().convert(&money("457800", "USD"), Currency::VND, date(2025, 11, 1), &house());
    assert!(matches!(error, Err(RateError::Missing(_))));
    let sum = RateBook::new().convert_all([(money("1", "USD"), date(2025, 11, 1))], Currency::VND, &house());
    assert_eq!(sum.unwrap_err().row, Some(0));
}

/// hledger #2525, #1558, #2287: an old forward quote is taken before a newer reverse one; beancount takes the newest of either.
#[test]
fn of_quotes_in_both_directions_the_nearer_is_taken_and_at_one_distance_the_forward_one() {
    let policy = house().with_fallback(Fallback::PreviousWithin { days: 30 });
    let value = |forward: u32, reverse: u32| {
        let book = book([day_rate("USD/VND", "25000", forward), day_rate("VND/USD", "0.00004", reverse)]);
        let conversion =
            book.convert(&money("1", "USD"), Currency::VND, date(2025, 11, 20), &policy).unwrap();
        conversion.steps()[0].direction()
    };
    assert_eq!(
        (value(1, 8), value(8, 1), value(8, 8)),
        (Direction::Inverse, Direction::Direct, Direction::Direct)
    );
}

/// `GnuCash` #979: a price of the future in the value of today; #1493: which of two is the nearest.
#[test]
fn the_future_is_never_taken_for_the_past_and_ties_go_to_the_past() {
    let book = book([day_rate("USD/VND", "25000", 5), day_rate("USD/VND", "26000", 9)]);
    let convert = |day, fallback| {
        book.convert(&money("1", "USD"), Currency::VND, date(2025, 11, day), &house().with_fallback(fallback))
    };
    assert!(convert(4, Fallback::PreviousWithin { days: 30 }).is_err());
    assert_eq!(convert(8, Fallback::PreviousWithin { days: 30 }).unwrap().to(), &Money::vnd(25_000));
    assert_eq!(convert(7, Fallback::NearestWithin { days: 30 }).unwrap().to(), &Money::vnd(25_000));
    assert_eq!(convert(8, Fallback::NearestWithin { days: 30 }).unwrap().to(), &Money::vnd(26_000));
}

/// `ERPNext` #20840: a revaluation that ignores its own date; #14507: one that can be booked twice.
#[test]
fn a_revaluation_has_its_own_day_and_finds_nothing_the_second_time() {
    let book = book([day_rate("USD/VND", "25000", 5), day_rate("USD/VND", "25118", 30)]);
    let closing = date(2025, 11, 30);
    let another = house().with_date_rule(DateRule::ClosingDay(date(2025, 11, 5))).unwrap();
    let (balance, booked) = (money("10000", "USD"), Money::vnd(250_000_000));
    let first = book.revalue(&balance, &booked, closing, &another).unwrap();
    assert_eq!((first.closing(), first.difference()), (closing, &Money::vnd(1_180_000)));
    let second = book.revalue(&balance, first.value(), closing, &another).unwrap();
    assert!(second.difference().is_zero());
}

/// beancount #384, rustledger #2031: a total price made into a unit price; D-Portal: pounds to dollars and back do not return.
#[test]
fn a_pair_that_was_stated_returns() {
    let book = book([day_rate("USD/VND", "26212.3", 1)]);
    let dollars = money("457800", "USD");
    let conversion = book.convert(&dollars, Currency::VND, date(2025, 11, 1), &house()).unwrap();
    let pair = conversion.stated_pair().unwrap();
    assert_eq!(pair.convert(&dollars, Rounding::HalfUp).as_ref(), Ok(conversion.to()));
    assert_eq!(pair.convert(conversion.to(), Rounding::HalfUp), Ok(dollars));
}
