//! Numbers, days and figures as text, never with more certainty than they have.

use std::borrow::Cow;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{Bilingual, Figure, Hedge, Language};
use vientro_vi::{DateStyle, NumberStyle, format_date, format_decimal, format_with, hedge_word};

use crate::{Cell, CellValue, Unit};

/// The minus of print; files for programs have `-`.
const MINUS: char = '\u{2212}';

/// A cell of a table. The unit is left out where the column's head already names it.
pub(crate) fn in_table<'a>(cell: &'a Cell, column_unit: Option<&Unit>, language: Language) -> Cow<'a, str> {
    match cell.missing_reason() {
        Some(reason) => Cow::Borrowed(reason.mark(language)),
        None => value_text(cell.value(), cell.unit_beside(column_unit).as_deref(), language),
    }
}

/// A cell in a sentence or on a card: with its unit, and in words where it is missing.
pub(crate) fn in_sentence(cell: &Cell, language: Language) -> Cow<'_, str> {
    match cell.missing_reason() {
        Some(reason) => Cow::Borrowed(reason.meaning(language)),
        None => value_text(cell.value(), cell.unit_beside(None).as_deref(), language),
    }
}

fn value_text<'a>(value: &'a CellValue, unit: Option<&Unit>, language: Language) -> Cow<'a, str> {
    let number = match value {
        CellValue::Date(date) => return day(*date, language).into(),
        CellValue::Empty => return "".into(),
        CellValue::Missing(reason) => return reason.mark(language).into(),
        CellValue::Percent { value, decimals } => {
            return format!("{}%", fixed(*value, *decimals, language)).into();
        }
        CellValue::Text(text) => return text.text(language).into(),
        CellValue::Decimal { value, decimals } => fixed(*value, *decimals, language),
        CellValue::Figure { figure, .. } => phrase(figure, language),
        CellValue::Integer(value) => integer(*value, language),
        CellValue::Money(money) => fixed_or_whole(money.amount(), language),
    };
    match unit {
        Some(unit) => format!("{number}{}", behind(unit, language)).into(),
        None => number.into(),
    }
}

/// A unit as it stands behind its number.
pub(crate) fn behind(unit: &Unit, language: Language) -> Cow<'_, str> {
    match unit.text(language) {
        "%" => "%".into(),
        text => format!(" {text}").into(),
    }
}

/// A whole number with its groups; any 128-bit count, which a decimal does not hold.
pub(crate) fn integer(value: i128, language: Language) -> String {
    if let Ok(value) = Decimal::try_from_i128_with_scale(value, 0) {
        return format_decimal(value, language);
    }
    let digits = value.unsigned_abs().to_string();
    let separator = if language == Language::Vi { '.' } else { ',' };
    let mut grouped = if value < 0 { String::from(MINUS) } else { String::new() };
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && digits.len().saturating_sub(at).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

/// A number with `decimals` decimals, rounded half away from zero.
pub(crate) fn fixed(value: Decimal, decimals: u32, language: Language) -> String {
    format_with(value, language, &NumberStyle::fixed(decimals))
}

/// A number with the decimals it has, no zeros behind.
pub(crate) fn plain(value: Decimal, language: Language) -> String {
    format_decimal(value, language)
}

/// Money: no decimals if there are none to show, else all of its currency.
fn fixed_or_whole(amount: Decimal, language: Language) -> String {
    if amount.fract().is_zero() {
        fixed(amount, 0, language)
    } else {
        fixed(amount, amount.scale(), language)
    }
}

/// A day: `15/12/2025`, `15 December 2025`.
pub(crate) fn day(date: NaiveDate, language: Language) -> String {
    match language {
        Language::Vi => format_date(date, language, DateStyle::Short),
        Language::En => format_date(date, language, DateStyle::Long),
    }
}

/// A figure in words and digits: a hedge is never dropped, a calculated interval shows both its ends.
pub(crate) fn phrase(figure: &Figure<Decimal>, language: Language) -> String {
    let printed = match figure {
        Figure::Hedged(hedged) => hedged.printed(),
        Figure::Known(_) | Figure::Unknown => None,
    };
    // a place says in which scale the figure was printed; without one all digits stand
    let coarse =
        printed.and_then(|printed| printed.place()).is_some_and(|place| *place >= Decimal::ONE_THOUSAND);
    let style = if coarse { NumberStyle::scaled(28) } else { NumberStyle::default() };
    let text = vientro_vi::phrase(figure, language, &style);
    match printed {
        // printed without a hedge and yet an interval: it was rounded to its last digit, and says so
        Some(printed) if printed.hedge().is_none() => {
            format!("{} {text}", hedge_word(Hedge::About, language))
        }
        _ => text,
    }
}

/// The exact value for programs: plain digits, a point before decimals, `-` before negatives, ISO days, the missing
/// reason's mark; a hedged figure keeps its words before the plain number.
pub(crate) fn exact(value: &CellValue, language: Language) -> String {
    match value {
        CellValue::Date(date) => date.to_string(),
        CellValue::Empty => String::new(),
        CellValue::Decimal { value, .. }
        | CellValue::Figure { figure: Figure::Known(value), .. }
        | CellValue::Percent { value, .. } => value.to_string(),
        CellValue::Figure { figure: Figure::Unknown, .. } => {
            crate::MissingReason::Unknown.mark(language).to_owned()
        }
        CellValue::Figure { figure, .. } => phrase(figure, language),
        CellValue::Integer(value) => value.to_string(),
        CellValue::Missing(reason) => reason.mark(language).to_owned(),
        CellValue::Money(money) => money.amount().to_string(),
        CellValue::Text(text) => text.text(language).to_owned(),
    }
}

/// The words the renderers share.
pub(crate) fn word(text: (&'static str, &'static str), language: Language) -> &'static str {
    match language {
        Language::Vi => text.0,
        Language::En => text.1,
    }
}

/// Label and unit of a column: `Giải ngân (đồng)`.
pub(crate) fn with_unit(label: &Bilingual, unit: Option<&Unit>, language: Language) -> String {
    match unit {
        Some(unit) => format!("{} ({})", label.text(language), unit.text(language)),
        None => label.text(language).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Bound;

    use proptest::prelude::*;
    use vientro_core::{HedgeConvention, Interval, Printed};
    use vientro_currency::{Currency, Money};

    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn numbers_by_language() {
        assert_eq!(plain(decimal("1234567.50"), Language::Vi), "1.234.567,5");
        assert_eq!(plain(decimal("1234567.50"), Language::En), "1,234,567.5");
        assert_eq!(fixed(decimal("-0.25"), 1, Language::Vi), "−0,3");
        assert_eq!(fixed(decimal("-0.04"), 1, Language::Vi), "0,0");
        assert_eq!(fixed(decimal("150.4"), 2, Language::En), "150.40");
        assert_eq!(integer(-1_000, Language::Vi), "−1.000");
        assert_eq!(integer(i128::MIN, Language::En), "−170,141,183,460,469,231,731,687,303,715,884,105,728");
        assert_eq!(in_table(&Cell::percent(decimal("150.4"), 1), None, Language::Vi), "150,4%");
    }

    #[test]
    fn units_are_said_once() {
        let vnd = Unit::Currency(Currency::VND);
        let cell = Cell::money(Money::vnd(18_048_000_000));
        assert_eq!(in_table(&cell, Some(&vnd), Language::Vi), "18.048.000.000");
        assert_eq!(in_table(&cell, None, Language::Vi), "18.048.000.000 đồng");
        assert_eq!(in_sentence(&cell, Language::En), "18,048,000,000 VND");
        let dollars = Cell::money(Money::try_new(decimal("457800.5"), Currency::USD).unwrap());
        assert_eq!(in_table(&dollars, Some(&vnd), Language::Vi), "457.800,50 USD");
    }

    #[test]
    fn hedges_stay() {
        let convention = HedgeConvention::default();
        let say = |printed: &Printed| {
            let figure = convention.figure(printed).unwrap();
            (phrase(&figure, Language::Vi), phrase(&figure, Language::En))
        };
        let billion = decimal("1000000000");
        let printed = Printed::new(decimal("18000000000")).to_place(billion).hedged(Hedge::MoreThan);
        assert_eq!(say(&printed), ("hơn 18 tỷ".to_owned(), "more than 18 billion".to_owned()));
        let printed =
            Printed::new(decimal("594500000000")).to_place(decimal("100000000")).hedged(Hedge::About);
        assert_eq!(say(&printed), ("khoảng 594,5 tỷ".to_owned(), "about 594.5 billion".to_owned()));
        let printed = Printed::new(decimal("457800")).hedged(Hedge::MoreThan);
        assert_eq!(say(&printed).0, "hơn 457.800");
        let printed = Printed::new(decimal("20")).up_to(decimal("120"));
        assert_eq!(say(&printed).0, "từ 20 đến 120");
        // a rounded figure without a hedge is an interval and says so
        let rounded =
            convention.with_rounded_plain().figure(&Printed::new(decimal("18000000000")).to_place(billion));
        assert_eq!(phrase(&rounded.unwrap(), Language::Vi), "khoảng 18 tỷ");
    }

    #[test]
    fn calculated_bounds_show_both_ends() {
        let say = |low, high| phrase(&Figure::within(Interval::try_new(low, high).unwrap()), Language::Vi);
        let (a, b) = (decimal("1000"), decimal("2000.5"));
        assert_eq!(say(Bound::Included(a), Bound::Included(b)), "từ 1.000 đến 2.000,5");
        assert_eq!(say(Bound::Included(a), Bound::Unbounded), "ít nhất 1.000");
        assert_eq!(say(Bound::Unbounded, Bound::Included(b)), "tối đa 2.000,5");
        assert_eq!(say(Bound::Unbounded, Bound::Unbounded), "chưa có số liệu");
    }

    proptest! {
        #[test]
        fn print_reads_back(mantissa in any::<i64>(), scale in 0u32..12) {
            let value = Decimal::new(mantissa, scale);
            for (language, groups, point) in [(Language::Vi, '.', ','), (Language::En, ',', '.')] {
                let text = plain(value, language).replace(groups, "").replace(point, ".").replace(MINUS, "-");
                prop_assert_eq!(Decimal::from_str_exact(&text).unwrap(), value, "{}", text);
            }
        }
    }
}
