//! Figures as an office says them: rounded with the word that keeps them true.

use rust_decimal::Decimal;
use vientro_accounting::Sum;
use vientro_core::{Bilingual, Figure, Hedge, Language};
use vientro_currency::{Currency, Rounding};
use vientro_vi::{NumberStyle, format_scaled, format_with, hedge_word, rounded_phrase};

use super::cells::{label, nothing_known, sum_cell};
use crate::{Cell, MissingReason, Paragraph};

/// The sum as an office says it: hơn 18 tỷ đồng. An incomplete sum is only ever rounded down.
pub(super) fn spoken(sum: &Sum) -> Cell {
    // with a refund of unknown amount or day not even "at least" is true
    if nothing_known(sum) || sum.printable().is_unknown() {
        return Cell::missing(MissingReason::Unknown);
    }
    let Some(money) = sum.figure().known_part().known() else { return Cell::money_figure(&sum.printable()) };
    let (value, place) = (money.amount(), place_to_say(money.amount()));
    let rest = value.checked_rem(place).unwrap_or_default();
    let unit = if money.currency() == Currency::VND { "đồng" } else { money.currency().code() };
    let say = |language| {
        if sum.is_complete() {
            return format!("{} {unit}", rounded_phrase(value, place, language));
        }
        let hedge = if rest.is_zero() { Hedge::AtLeast } else { Hedge::MoreThan };
        let floor = value.checked_sub(rest).unwrap_or(value);
        format!("{} {} {unit}", hedge_word(hedge, language), format_scaled(floor, language, 3))
    };
    Cell::text(Bilingual::new(say(Language::Vi), say(Language::En)))
}

/// A sum in a sentence: as an office says it, then exactly, then what is left out.
pub(super) fn told(sentence: Paragraph, sum: &Sum, left_out: &Bilingual) -> Paragraph {
    let rest = |open: &str| label(format!("{open}{})", left_out.vi()), format!("{open}{})", left_out.en()));
    if nothing_known(sum) {
        return sentence.cell(sum_cell(sum)).text(rest(" ("));
    }
    let sentence = sentence.cell(spoken(sum).rows(sum.rows().iter().cloned()));
    sentence.text(label(" (", " (")).cell(sum_cell(sum)).text(rest("; "))
}

/// The place an amount is said to: three leading digits from a million on, so 18 046 096 930 is said to 100 million.
fn place_to_say(value: Decimal) -> Decimal {
    let mut place = Decimal::ONE;
    while place.saturating_mul(Decimal::ONE_THOUSAND) <= value.abs() {
        place = place.saturating_mul(Decimal::TEN);
    }
    place
}

/// What was reached of a plan, in words that hold for every value the figure may have: `vượt 50,4% kế hoạch`, `đạt 81,5%
/// kế hoạch`, `vượt ít nhất 3,9% kế hoạch`.
///
/// A known percentage is rounded to one decimal, half away from zero, as percentages without a hedge are read; a bound
/// is rounded so that the sentence stays true. What is over by less than a tenth is said to be so, never `vượt 0,0%`.
pub(super) fn attained(percent: &Figure, inferred: bool) -> Cell {
    let hundred = Decimal::ONE_HUNDRED;
    let over = |value: Decimal| value.checked_sub(hundred).filter(|over| *over > Decimal::ZERO);
    let number = |value: Decimal, rounding: Rounding, language| {
        format_with(rounding.round(value, 1), language, &NumberStyle::fixed(1))
    };
    let plan = |language| match (language, inferred) {
        (Language::Vi, false) => "kế hoạch",
        (Language::Vi, true) => "kế hoạch (suy ra)",
        (Language::En, false) => "the plan",
        (Language::En, true) => "the plan (inferred)",
    };
    let exact = |value: Decimal, language| {
        let plan = plan(language);
        let tenth = Decimal::new(1, 1);
        match (over(value), language) {
            (Some(over), Language::Vi) if over < tenth => format!("vượt chưa đến 0,1% {plan}"),
            (Some(over), Language::En) if over < tenth => format!("over {plan} by less than 0.1%"),
            (Some(over), Language::Vi) => {
                format!("vượt {}% {plan}", number(over, Rounding::HalfUp, language))
            }
            (Some(over), Language::En) => {
                format!("over {plan} by {}%", number(over, Rounding::HalfUp, language))
            }
            // what falls short is not rounded up to the whole plan
            (None, _) => {
                let short = value < hundred && Rounding::HalfUp.round(value, 1) >= hundred;
                let reached = number(value, if short { Rounding::Floor } else { Rounding::HalfUp }, language);
                match language {
                    Language::Vi => format!("đạt {reached}% {plan}"),
                    Language::En => format!("{reached}% of {plan}"),
                }
            }
        }
    };
    let bounded = |low: Option<Decimal>, high: Option<Decimal>, language| {
        let (plan, down, up) = (plan(language), Rounding::Floor, Rounding::Ceiling);
        // surely over the plan, by a tenth at least
        let surely = low.and_then(over).map(|over| down.round(over, 1)).filter(|over| !over.is_zero());
        if let (Some(over), None) = (surely, high) {
            let over = number(over, down, language);
            return Some(match language {
                Language::Vi => format!("vượt ít nhất {over}% {plan}"),
                Language::En => format!("over {plan} by at least {over}%"),
            });
        }
        Some(match (low, high, language) {
            (Some(low), None, Language::Vi) => format!("đạt ít nhất {}% {plan}", number(low, down, language)),
            (Some(low), None, Language::En) => format!("at least {}% of {plan}", number(low, down, language)),
            (Some(low), Some(high), Language::Vi) => {
                format!("đạt từ {}% đến {}% {plan}", number(low, down, language), number(high, up, language))
            }
            (Some(low), Some(high), Language::En) => {
                format!("from {}% to {}% of {plan}", number(low, down, language), number(high, up, language))
            }
            (None, Some(high), Language::Vi) => {
                format!("đạt nhiều nhất {}% {plan}", number(high, up, language))
            }
            (None, Some(high), Language::En) => format!("at most {}% of {plan}", number(high, up, language)),
            (None, None, _) => return None,
        })
    };
    let told = |language| match percent {
        Figure::Known(value) => Some(exact(*value, language)),
        Figure::Hedged(_) => bounded(percent.low().copied(), percent.high().copied(), language),
        Figure::Unknown => None,
    };
    match (told(Language::Vi), told(Language::En)) {
        (Some(vi), Some(en)) => Cell::text(label(vi, en)),
        _ => Cell::text(label("chưa xác định được mức đạt kế hoạch", "attainment of the plan not known")),
    }
}

#[cfg(test)]
mod tests {
    use vientro_core::Interval;

    use super::*;

    fn told(percent: &Figure) -> [String; 2] {
        let cell = attained(percent, false);
        let crate::CellValue::Text(text) = cell.value() else { panic!("{cell:?}") };
        [text.vi().to_owned(), text.en().to_owned()]
    }

    #[test]
    fn a_plan_is_never_said_to_be_reached_before_it_is() {
        let known = |text: &str| told(&Figure::Known(text.parse().unwrap()))[0].clone();
        assert_eq!(known("150.384"), "vượt 50,4% kế hoạch");
        assert_eq!(known("100"), "đạt 100,0% kế hoạch");
        assert_eq!(known("100.04"), "vượt chưa đến 0,1% kế hoạch");
        assert_eq!(known("99.97"), "đạt 99,9% kế hoạch");
        assert_eq!(known("81.46"), "đạt 81,5% kế hoạch");
        assert_eq!(known("0"), "đạt 0,0% kế hoạch");
    }

    #[test]
    fn bounds_are_rounded_outward() {
        let low = Figure::within(Interval::at_least(Decimal::new(10_399, 2)));
        assert_eq!(told(&low), ["vượt ít nhất 3,9% kế hoạch", "over the plan by at least 3.9%"]);
        let low = Figure::within(Interval::at_least(Decimal::new(8_146, 2)));
        assert_eq!(told(&low), ["đạt ít nhất 81,4% kế hoạch", "at least 81.4% of the plan"]);
        let high = Figure::within(Interval::at_most(Decimal::new(9_991, 2)));
        assert_eq!(told(&high), ["đạt nhiều nhất 100,0% kế hoạch", "at most 100.0% of the plan"]);
        assert_eq!(told(&Figure::Unknown)[1], "attainment of the plan not known");
    }
}
