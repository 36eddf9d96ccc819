//! Goal: a balance is valued at its own closing day, once, and a difference is split without a remainder. Method: figures by hand, the
//! faults of other systems, random amounts and rates.

use proptest::prelude::*;
use rust_decimal::Decimal;
use vientro_core::Language;
use vientro_currency::{
    Currency, DateRule, Lot, Money, Policy, RateBook, RateError, RateKind, Receipts, ReceiptsError,
    split_difference,
};

use crate::support::{date, money, rate, whole_book};

#[test]
fn a_revaluation_honours_its_own_day_and_cannot_run_twice() {
    let Some(book) = whole_book() else { return };
    let (balance, booked) = (money("10000", "USD"), Money::vnd(248_000_000));
    let closing = date(2025, 12, 31);
    let policy = Policy::treasury_accounting();
    let revaluation = book.revalue(&balance, &booked, closing, &policy).unwrap();
    assert_eq!(
        (revaluation.value(), revaluation.difference()),
        (&Money::vnd(251_180_000), &Money::vnd(3_180_000))
    );
    assert_eq!(revaluation.closing(), closing);
    // a policy made for another closing day does not move this one
    let june = policy.clone().with_date_rule(DateRule::ClosingDay(date(2025, 6, 30))).unwrap();
    assert_eq!(book.revalue(&balance, &booked, closing, &june).unwrap().value(), revaluation.value());
    let again = book.revalue(&balance, revaluation.value(), closing, &policy).unwrap();
    assert!(again.difference().is_zero());
    let text = revaluation.explain(Language::Vi);
    assert!(text.ends_with("ghi sổ 248.000.000 VND; chênh lệch 3.180.000 VND"), "{text}");
    let loss = book.revalue(&balance, &Money::vnd(260_000_000), closing, &policy).unwrap();
    assert_eq!(loss.difference(), &Money::vnd(-8_820_000));
    assert!(matches!(book.revalue(&balance, &booked, date(2030, 1, 1), &policy), Err(RateError::Missing(_))));
}

/// User story P4: everything one way, and what the change of rate did.
#[test]
fn one_amount_by_two_policies_is_all_rate_effect() {
    let Some(book) = whole_book() else { return };
    let (dollars, day) = (money("457800", "USD"), date(2025, 12, 18));
    let own = book.convert(&dollars, Currency::VND, day, &Policy::bank_buying("Vietcombank")).unwrap();
    let imposed = book.convert(&dollars, Currency::VND, day, &Policy::treasury_accounting()).unwrap();
    let split = split_difference(&own, &imposed).unwrap();
    assert!(split.real_change().is_zero());
    assert_eq!(split.rate_effect(), &Money::vnd(11_499_020_400 - 11_970_554_400));
    assert_eq!(
        split.text(Language::En),
        "difference due to rate: −471,534,000 VND; due to real change: 0 VND"
    );
    let euro = book.convert(&money("5", "EUR"), Currency::VND, day, &Policy::treasury_accounting()).unwrap();
    assert!(matches!(split_difference(&own, &euro), Err(RateError::Money(_))));
}

#[cfg(feature = "serde")]
#[test]
fn a_stored_revaluation_is_checked_when_read() {
    let Some(book) = whole_book() else { return };
    let policy = Policy::treasury_accounting();
    let revaluation =
        book.revalue(&money("10000", "USD"), &Money::vnd(248_000_000), date(2025, 12, 31), &policy).unwrap();
    let text = serde_json::to_string(&revaluation).unwrap();
    assert_eq!(serde_json::from_str::<vientro_currency::Revaluation>(&text).unwrap(), revaluation);
    let tampered = text.replace("3180000", "3180001");
    assert_ne!(tampered, text);
    assert!(serde_json::from_str::<vientro_currency::Revaluation>(&tampered).is_err());
}

#[test]
fn an_account_refuses_what_it_does_not_hold() {
    let Some(book) = whole_book() else { return };
    let receipt = |amount: &str, day| {
        let bank = Policy::bank_buying("Vietcombank");
        book.convert(&money(amount, "USD"), Currency::VND, day, &bank).unwrap()
    };
    let mut account = Receipts::new(Currency::USD, Currency::VND).unwrap();
    account.receive(&receipt("100", date(2025, 12, 8))).unwrap();
    let before = account.clone();
    assert!(matches!(account.spend(&money("100.01", "USD")), Err(ReceiptsError::Short { .. })));
    assert!(matches!(account.spend(&money("0", "USD")), Err(ReceiptsError::NotPositive { .. })));
    assert!(matches!(account.spend(&money("5", "EUR")), Err(ReceiptsError::Money(_))));
    let early = receipt("100", date(2024, 12, 18));
    assert!(matches!(account.receive(&early), Err(ReceiptsError::OutOfOrder { .. })));
    assert_eq!(account, before);
}

#[test]
fn a_spending_names_the_receipts_and_rates_it_came_from() {
    let days = [date(2025, 3, 3), date(2025, 9, 1)];
    let rates = days.iter().zip(["25000", "26000"]);
    let rates = rates.map(|(day, value)| rate("USD/VND", value, RateKind::BankBuying, *day, *day));
    let book = RateBook::from_rates(rates).unwrap();
    let mut account = Receipts::new(Currency::USD, Currency::VND).unwrap();
    for day in days {
        let policy = Policy::bank_buying("P");
        account.receive(&book.convert(&money("100", "USD"), Currency::VND, day, &policy).unwrap()).unwrap();
    }
    let spent = account.spend(&money("150", "USD")).unwrap();
    assert_eq!(
        spent.explain(Language::Vi),
        "150 USD = 3.800.000 VND, nhập trước, xuất trước: 100 USD nhận ngày 03/03/2025 = 2.500.000 VND (25.000 VND/USD, tỷ giá mua vào của ngân hàng, P, ngày 03/03/2025); 50 USD nhận ngày 01/09/2025 = 1.300.000 VND (26.000 VND/USD, tỷ giá mua vào của ngân hàng, P, ngày 01/09/2025)"
    );
    assert!(
        spent
            .explain(Language::En)
            .contains("50 USD received on 01/09/2025 = 1,300,000 VND (26,000 VND per USD")
    );
    assert_eq!(spent.rates().count(), 2);
    // a book alone does not know what came in
    let policy = Policy::bank_buying("P").with_date_rule(DateRule::Receipts).unwrap();
    let error = book.convert(&money("1", "USD"), Currency::VND, days[0], &policy).unwrap_err();
    assert!(error.text(Language::En).contains("spend from that account's `Receipts`"), "{error}");
    assert!(error.text(Language::Vi).contains("hãy xuất từ `Receipts`"));
}

#[test]
fn an_account_refuses_in_both_languages() {
    let mut account = Receipts::new(Currency::USD, Currency::VND).unwrap();
    let told = |error: ReceiptsError| (error.text(Language::Vi), error.text(Language::En));
    assert_eq!(
        told(account.spend(&money("5", "USD")).unwrap_err()),
        (
            "`5.00 USD` nhiều hơn số còn lại `0.00 USD`".to_owned(),
            "`5.00 USD` is more than the `0.00 USD` left".to_owned()
        )
    );
    assert_eq!(
        told(account.spend(&money("0", "USD")).unwrap_err()).0,
        "`0.00 USD` bằng 0 hoặc âm, cần số tiền lớn hơn 0"
    );
    let mixed = told(account.spend(&money("5", "EUR")).unwrap_err());
    assert!(mixed.0.starts_with("số tiền không hợp với tài khoản: không"), "{}", mixed.0);
    assert!(mixed.1.starts_with("the amount does not fit the account: "), "{}", mixed.1);
    let (first, early) = (date(2025, 9, 1), date(2025, 3, 3));
    let rates = [first, early].map(|day| rate("USD/VND", "25000", RateKind::House, day, day));
    let book = RateBook::from_rates(rates).unwrap();
    let receipt = |day| {
        book.convert(&money("1", "USD"), Currency::VND, day, &Policy::of_kind(RateKind::House)).unwrap()
    };
    account.receive(&receipt(first)).unwrap();
    assert_eq!(
        told(account.receive(&receipt(early)).unwrap_err()).0,
        "nhận ngày 03/03/2025, trước lần nhận cuối ngày 01/09/2025; hãy nhập các lần nhận theo thứ tự ngày"
    );
}

proptest! {
    /// However it is spent, nothing is made or lost: the parts of all spendings and what is left are what came in.
    #[test]
    fn first_in_first_out_keeps_every_dong(lots in proptest::collection::vec((1i64..1_000_000, 1i64..100_000_000), 1..8), spendings in proptest::collection::vec(1i64..1_500_000, 0..12)) {
        let policy = Policy::of_kind(RateKind::House);
        let mut account = Receipts::new(Currency::USD, Currency::VND).unwrap();
        let mut came_in = Money::vnd(0);
        for (day, (cents, value)) in (1u32..).zip(&lots) {
            let day = date(2025, 1, day);
            let book = RateBook::from_rates([rate("USD/VND", &Decimal::new(*value, 3).to_string(), RateKind::House, day, day)]).unwrap();
            let amount = Money::from_minor((*cents).into(), Currency::USD).unwrap();
            let receipt = book.convert(&amount, Currency::VND, day, &policy).unwrap();
            came_in = came_in.checked_add(receipt.to()).unwrap();
            account.receive(&receipt).unwrap();
        }
        let mut spent = Money::vnd(0);
        for cents in spendings {
            let amount = Money::from_minor(cents.into(), Currency::USD).unwrap();
            let Ok(spending) = account.spend(&amount) else { continue };
            let parts = Money::sum(Currency::USD, spending.parts().iter().map(Lot::amount));
            prop_assert_eq!(parts, Ok(amount));
            prop_assert!(spending.parts().is_sorted_by_key(Lot::date));
            spent = spent.checked_add(spending.value()).unwrap();
        }
        prop_assert_eq!(account.left().1.checked_add(&spent), Ok(came_in));
        let lots = Money::sum(Currency::VND, account.lots().map(Lot::value));
        prop_assert_eq!(lots, Ok(account.left().1));
    }

    #[test]
    fn rate_effect_and_real_change_sum_exactly(
        (before, after) in (1i64..1_000_000_000_000, 1i64..1_000_000_000_000), (first, second) in (1i64..100_000_000, 1i64..100_000_000),
    ) {
        let (one, two) = (date(2024, 12, 31), date(2025, 12, 31));
        let value = |mantissa: i64| Decimal::new(mantissa, 3).to_string();
        let book = RateBook::from_rates([
            rate("USD/VND", &value(first), RateKind::House, one, one),
            rate("USD/VND", &value(second), RateKind::House, two, two),
        ]).unwrap();
        let policy = Policy::of_kind(RateKind::House);
        let convert = |minor: i64, day| {
            let amount = Money::from_minor(minor.into(), Currency::USD).unwrap();
            book.convert(&amount, Currency::VND, day, &policy).unwrap()
        };
        let (earlier, later) = (convert(before, one), convert(after, two));
        let split = split_difference(&earlier, &later).unwrap();
        prop_assert_eq!(split.rate_effect().checked_add(split.real_change()), Ok(*split.total()));
        prop_assert_eq!(earlier.to().checked_add(split.total()).unwrap(), *later.to());
        if first == second {
            prop_assert!(split.rate_effect().is_zero());
        }
    }
}
