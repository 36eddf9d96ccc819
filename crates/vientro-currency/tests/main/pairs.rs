//! Goal: pairs of printed amounts are judged by what their hedges allow, and a stated pair comes back as stated. Method: refusals, the
//! other direction, random pairs.

use proptest::prelude::*;
use rust_decimal::Decimal;
use vientro_core::{Bilingual, Hedge, HedgeConvention, Language, Period, Printed, Verdict};
use vientro_currency::{
    Currency, Money, PairError, Policy, PrintedAmount, RateBand, RateBook, RateKind, Rounding, StatedPair,
    parse_money, rate_band,
};

use crate::support::{date, decimal, money, rate};

fn amount(value: &str, hedge: Option<Hedge>, currency: Currency) -> PrintedAmount {
    let printed = Printed::new(decimal(value));
    PrintedAmount::new(hedge.map_or(printed.clone(), |hedge| printed.hedged(hedge)), currency)
}

#[test]
fn refusals_speak_both_languages() {
    let convention = HedgeConvention::default();
    let dong = amount("12000000000", None, Currency::VND);
    let same = rate_band(&dong, &dong, &convention).unwrap_err();
    assert_eq!(same.text(Language::Vi), "cả hai số tiền đều bằng `VND`, cần hai đồng tiền khác nhau");
    let pair = StatedPair::try_new(money("12000000000", "VND"), money("457800", "USD")).unwrap();
    let third = pair.convert(&money("1", "EUR"), Rounding::HalfUp).unwrap_err();
    assert_eq!(
        third.text(Language::Vi),
        "không thành số tiền: không gộp được `EUR` với `VND`; hãy quy đổi theo một tỷ giá nêu rõ trước"
    );
    assert_eq!(third.text(Language::En), "the amount cannot be money: cannot combine `EUR` with `VND`");
    for (text, vi, en) in [
        (
            "gần 12 tỷ đồng",
            "`gần 12 tỷ đồng` là số ước chừng hoặc một khoảng, cần một số tiền chính xác",
            "`gần 12 tỷ đồng` is hedged, expected one exact amount",
        ),
        (
            "không rõ",
            "không đọc được thành số tiền: không có số nào trong `không rõ`",
            "the text cannot be read as a figure: no number in `không rõ`",
        ),
        (
            "1,086 triệu đồng",
            "`1,086 triệu đồng` có thể đọc là 1086000 hoặc 1086000000: một dấu phẩy trước ba chữ số: có thể là phần thập phân hoặc phân nhóm",
            "`1,086 triệu đồng` can be read as 1086000 or 1086000000: one comma before three digits: a decimal sign or a group sign",
        ),
        (
            "0,5 đồng",
            "không thành số tiền: `0.5` có nhiều chữ số thập phân hơn 0 chữ số của `VND`",
            "the amount cannot be money: `0.5` has more decimals than the 0 of `VND`",
        ),
    ] {
        let error = parse_money(text, None).unwrap_err();
        assert_eq!((error.text(Language::Vi).as_str(), error.text(Language::En).as_str()), (vi, en));
    }
    let policy = Policy::try_new("x", vec![], Bilingual::same("x")).unwrap_err();
    assert_eq!(policy.text(Language::Vi), "quy tắc tỷ giá không hợp lệ: không nêu loại tỷ giá nào");
}

#[test]
fn refusals() {
    let convention = HedgeConvention::default();
    let dong = amount("12000000000", None, Currency::VND);
    assert!(matches!(rate_band(&dong, &dong, &convention), Err(PairError::SameCurrency { .. })));
    for value in ["0", "-5"] {
        let dollars = amount(value, None, Currency::USD);
        assert!(matches!(rate_band(&dong, &dollars, &convention), Err(PairError::NotPositive { .. })));
    }
    // "at most 5" may be nothing at all
    let open = amount("5", Some(Hedge::AtMost), Currency::USD);
    let error = rate_band(&dong, &open, &convention).unwrap_err();
    assert_eq!(error, PairError::NotPositive { amount: "tối đa 5 USD".to_owned() });
    assert_eq!(RateBand::intersect(&[]), Err(PairError::Empty));
}

#[test]
fn a_rate_in_the_other_direction_is_turned_round() {
    let band = rate_band(
        &amount("12000000000", Some(Hedge::Nearly), Currency::VND),
        &amount("457800", Some(Hedge::MoreThan), Currency::USD),
        &HedgeConvention::default(),
    )
    .unwrap();
    let day = date(2025, 12, 18);
    let fits = rate("VND/USD", "0.00003824", RateKind::House, day, day);
    let before = date(2025, 12, 17);
    let contradicts = rate("VND/USD", "0.00003700", RateKind::House, before, before);
    let other = rate("EUR/USD", "1.1", RateKind::House, day, day);
    assert_eq!((band.check(&fits), band.check(&contradicts)), (Verdict::Yes, Verdict::No));
    assert!(matches!(band.check(&other), Verdict::CannotTell(_)));
    let book = RateBook::from_rates([contradicts, fits.clone(), other]).unwrap();
    let candidates = band.candidates(&book, &Period::calendar_year(2025).unwrap()).unwrap();
    assert_eq!(candidates.len(), 2);
    assert_eq!(candidates[0].rate(), &fits);
    assert!(band.candidates(&book, &Period::calendar_year(2024).unwrap()).unwrap().is_empty());
}

#[test]
fn a_unit_rate_made_from_a_pair_loses_what_the_pair_keeps() {
    // 12 billion / 457,800 rounded to a whole-đồng rate comes back 146,400 đồng short
    let (dollars, dong) = (money("457800", "USD"), Money::vnd(12_000_000_000));
    let day = date(2025, 12, 18);
    let unit = Rounding::HalfUp.round(dong.amount() / dollars.amount(), 0);
    let book = RateBook::from_rates([rate("USD/VND", &unit.to_string(), RateKind::House, day, day)]).unwrap();
    let policy = Policy::of_kind(RateKind::House);
    let back = book.convert(&dollars, Currency::VND, day, &policy).unwrap();
    assert_eq!(dong.checked_sub(back.to()), Ok(Money::vnd(146_400)));
    let pair = StatedPair::try_new(dollars, dong).unwrap();
    assert_eq!(pair.convert(&dollars, Rounding::HalfUp), Ok(dong));
    assert!(matches!(pair.convert(&money("1", "EUR"), Rounding::HalfUp), Err(PairError::Money(_))));
    assert!(StatedPair::try_new(dollars, dollars).is_err());
    assert!(StatedPair::try_new(dollars, Money::vnd(0)).is_err());
}

#[cfg(feature = "serde")]
#[test]
fn json_goes_through_the_checks() {
    let pair = StatedPair::try_new(money("457800", "USD"), Money::vnd(12_000_000_000)).unwrap();
    let text = serde_json::to_string(&pair).unwrap();
    assert_eq!(serde_json::from_str::<StatedPair>(&text).unwrap(), pair);
    assert!(serde_json::from_str::<StatedPair>(&text.replace("USD", "VND")).is_err());
    let band = rate_band(
        &amount("12000000000", Some(Hedge::Nearly), Currency::VND),
        &amount("457800", None, Currency::USD),
        &HedgeConvention::one_unit(),
    )
    .unwrap();
    let text = serde_json::to_string(&band).unwrap();
    assert_eq!(serde_json::from_str::<RateBand>(&text).unwrap(), band);
    assert!(serde_json::from_str::<RateBand>(&text.replace("457800", "0")).is_err());
}

proptest! {
    #[test]
    fn a_stated_pair_comes_back_as_stated(cents in 1i64..1_000_000_000_000, dong in 1i64..1_000_000_000_000_000) {
        let pair = StatedPair::try_new(Money::from_minor(cents.into(), Currency::USD).unwrap(), Money::vnd(dong)).unwrap();
        let there = pair.convert(pair.left(), Rounding::HalfUp).unwrap();
        prop_assert_eq!(&there, pair.right());
        let back = pair.convert(&there, Rounding::HalfUp).unwrap();
        prop_assert_eq!(&back, pair.left());
    }

    /// A rate fits exactly if some dollar amount allowed, times the rate, is an amount in đồng allowed.
    #[test]
    fn the_band_is_what_the_two_amounts_allow(dollars in 1i64..10_000, dong in 1i64..10_000_000, value in 1i64..100_000, hedges in (0usize..4, 0usize..4)) {
        let words = [None, Some(Hedge::MoreThan), Some(Hedge::Nearly), Some(Hedge::About)];
        let convention = HedgeConvention::default();
        let (dollars, dong) = (
            amount(&dollars.to_string(), words[hedges.0], Currency::USD),
            amount(&dong.to_string(), words[hedges.1], Currency::VND),
        );
        let band = rate_band(&dong, &dollars, &convention);
        prop_assume!(band.is_ok());
        let band = band.unwrap();
        let day = date(2025, 1, 1);
        let value = Decimal::from(value);
        let verdict = band.check(&rate("USD/VND", &value.to_string(), RateKind::House, day, day));
        let dollars = convention.interval(dollars.figure()).unwrap();
        let times = dollars.checked_mul(&vientro_core::Interval::exactly(value)).unwrap();
        let dong = convention.interval(dong.figure()).unwrap();
        prop_assert_eq!(verdict, Verdict::from_bool(times.intersect(&dong).is_some()));
    }
}
