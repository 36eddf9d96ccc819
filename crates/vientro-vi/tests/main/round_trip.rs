//! What is written is read back: numbers, scaled amounts and hedged figures, in each style. Seeds are printed on failure.

use proptest::prelude::*;
use rust_decimal::Decimal;
use vientro_core::{Hedge, HedgeConvention, Language, Printed};
use vientro_vi::{NumberStyle, ReadOptions, Style, format_with, hedge_word, phrase, read, read_with};

const HEDGES: [Hedge; 6] =
    [Hedge::About, Hedge::AtLeast, Hedge::AtMost, Hedge::Estimated, Hedge::MoreThan, Hedge::Nearly];

fn any_decimal() -> impl Strategy<Value = Decimal> {
    (-(10_i128.pow(27))..10_i128.pow(27), 0_u32..12)
        .prop_map(|(mantissa, scale)| Decimal::from_i128_with_scale(mantissa, scale).normalize())
}

fn style_of(language: Language) -> ReadOptions {
    ReadOptions::default().with_style(match language {
        Language::Vi => Style::Vietnamese,
        Language::En => Style::English,
    })
}

proptest! {
    #[test]
    fn numbers(value in any_decimal(), scaled in any::<bool>()) {
        for language in [Language::Vi, Language::En] {
            let style = if scaled { NumberStyle::scaled(28) } else { NumberStyle::default() };
            let text = format_with(value, language, &style);
            let read = read_with(&text, &style_of(language)).map(|reading| reading.value());
            prop_assert_eq!(read, Ok(value), "{}", text);
        }
    }

    #[test]
    fn money_with_its_hedge(millions in 1_i64..10_i64.pow(9), hedge in 0_usize..6) {
        let hedge = HEDGES[hedge];
        let printed = Printed::new(Decimal::from(millions) * Decimal::from(100_000)).hedged(hedge);
        let figure = HedgeConvention::default().figure(&printed).unwrap();
        for language in [Language::Vi, Language::En] {
            let text = format!("{} đồng", phrase(&figure, language, &NumberStyle::scaled(28)));
            let reading = read_with(&text, &style_of(language)).unwrap();
            prop_assert_eq!(reading.value(), *printed.value(), "{}", text);
            prop_assert_eq!(reading.hedge(), Some(hedge), "{}", text);
            prop_assert_eq!(reading.hedge_word().is_some(), true);
            let again = reading.figure(&HedgeConvention::default()).unwrap();
            prop_assert_eq!(again.interval(), figure.interval());
        }
        prop_assert!(!hedge_word(hedge, Language::Vi).is_empty());
    }

    /// A group sign before three digits of money is never taken for a decimal sign.
    #[test]
    fn whole_dollars_in_either_style(value in 0_i64..10_i64.pow(12)) {
        for language in [Language::Vi, Language::En] {
            let text = format!("{} USD", format_with(Decimal::from(value), language, &NumberStyle::default()));
            prop_assert_eq!(read(&text).map(|reading| reading.value()), Ok(Decimal::from(value)), "{}", text);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        let text = String::from_utf8_lossy(&bytes);
        let _ = read(&text);
        let _ = vientro_vi::read_words(&text);
        let _ = vientro_vi::extract(&text).count();
        let _ = vientro_vi::read_comparison(&text);
        let _ = vientro_vi::fold(&text);
        let _ = vientro_vi::read_hedge(&text);
    }
}
