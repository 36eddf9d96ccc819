//! What of a cell a spreadsheet can hold as a number, and how it shows it.

use rust_decimal::{Decimal, RoundingStrategy};
use rust_xlsxwriter::ExcelDateTime;
use vientro_core::{Figure, Language};

use crate::scale::signs;
use crate::{Cell, CellValue, Unit};

/// A number as a spreadsheet keeps it, with the format that shows it as the report prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: Decimal,
    pub(super) format: String,
}

impl Number {
    /// The number of a cell; `None` for words, days, hedged and missing figures, and for amounts and counts of more than
    /// 15 digits, which a spreadsheet would round. A quotient, which is printed rounded anyway, keeps 15 digits.
    ///
    /// `column` is the unit the head of the column names, `marks` what stands behind the number, such as ` (1)`.
    pub(super) fn of(cell: &Cell, column: Option<&Unit>, marks: &str, language: Language) -> Option<Self> {
        let value = cell.number()?;
        let (value, decimals, percent) = match cell.value() {
            CellValue::Decimal { decimals, .. } => (fifteen_digits(value, *decimals)?, *decimals, false),
            CellValue::Figure { figure: Figure::Known(_), .. } => (value, value.normalize().scale(), false),
            CellValue::Integer(_) => (value, 0, false),
            CellValue::Money(_) if value.fract().is_zero() => (value, 0, false),
            CellValue::Money(_) => (value, value.scale(), false),
            CellValue::Percent { decimals, .. } => {
                (hundredth(fifteen_digits(value, *decimals)?)?, *decimals, true)
            }
            _ => return None,
        };
        let mantissa = value.mantissa().unsigned_abs().to_string();
        let digits = mantissa.trim_end_matches('0').len();
        let unit = cell.unit().filter(|unit| Some(unit) != column);
        let unit = unit.map(|unit| format!(" {}", unit.text(language))).unwrap_or_default();
        let behind = format!("{unit}{marks}");
        // a format is at most 255 characters and cannot hold every text; 30 decimals are its limit
        let quotable = behind.chars().all(|c| !c.is_control() && c != '"' && c != '\\');
        if digits > 15 || !quotable || behind.chars().count() > 60 || decimals > 15 {
            return None;
        }
        Some(Self { value, format: format_of(decimals, percent, &behind, language) })
    }

    /// The number a spreadsheet keeps. Fifteen digits survive the way there and back.
    pub(super) fn stored(&self) -> f64 {
        as_stored(self.value)
    }
}

/// A decimal as the nearest binary number, which is what the file format keeps.
pub(super) fn as_stored(value: Decimal) -> f64 {
    // the reader of the standard library rounds to the nearest; a decimal is always a number to it
    value.to_string().parse().unwrap_or_default()
}

/// The format that shows all digits of a number.
pub(super) fn plain_format(value: Decimal, language: Language) -> String {
    format_of(value.normalize().scale(), false, "", language)
}

/// A day as a spreadsheet keeps it; days before 1900 are words there.
pub(super) fn day(date: chrono::NaiveDate) -> Option<ExcelDateTime> {
    use chrono::Datelike;
    let year = u16::try_from(date.year()).ok()?;
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    ExcelDateTime::from_ymd(year, month, day).ok()
}

/// How a day is shown.
pub(super) const fn day_format(language: Language) -> &'static str {
    match language {
        Language::Vi => "dd/mm/yyyy",
        Language::En => "[$-809]d mmmm yyyy",
    }
}

/// A number that is printed with `decimals` decimals to 15 digits; `None` if it would be printed otherwise.
fn fifteen_digits(value: Decimal, decimals: u32) -> Option<Decimal> {
    let away = RoundingStrategy::MidpointAwayFromZero;
    let short = value.round_sf_with_strategy(15, away)?;
    let printed = |value: Decimal| value.round_dp_with_strategy(decimals, away);
    (printed(short) == printed(value)).then_some(short)
}

fn hundredth(percent: Decimal) -> Option<Decimal> {
    let mut value = percent.normalize();
    value.set_scale(value.scale().checked_add(2)?).ok()?;
    Some(value)
}

/// Grouped digits, a real minus sign, and what stands behind them. The language mark gives the signs of the report's
/// language where the program lets it, and those of the reader's own settings elsewhere.
fn format_of(decimals: u32, percent: bool, behind: &str, language: Language) -> String {
    let mark = signs(language);
    let mut digits = "#,##0".to_owned();
    if decimals > 0 {
        digits.push('.');
        digits.extend((0..decimals).map(|_| '0'));
    }
    if percent {
        digits.push('%');
    }
    let behind = if behind.is_empty() { String::new() } else { format!("\"{behind}\"") };
    format!("{mark}{digits}{behind};{mark}\"\u{2212}\"{digits}{behind}")
}

#[cfg(test)]
mod tests {
    use vientro_currency::{Currency, Money};

    use super::*;

    #[test]
    fn formats_say_what_print_says() {
        let vnd = Unit::Currency(Currency::VND);
        let of = |cell: &Cell, marks: &str| Number::of(cell, Some(&vnd), marks, Language::Vi).unwrap();
        let whole = of(&Cell::money(Money::vnd(18_048_000_000)), "");
        assert_eq!(whole.format, "[$-42A]#,##0;[$-42A]\"−\"#,##0");
        let cents = of(&Cell::money(Money::from_minor(45_780_050, Currency::USD).unwrap()), " (1)");
        assert_eq!(cents.format, "[$-42A]#,##0.00\" USD (1)\";[$-42A]\"−\"#,##0.00\" USD (1)\"");
        let percent = of(&Cell::percent(Decimal::new(1_241_176, 4), 1), "");
        assert_eq!(
            (percent.value, percent.format.as_str()),
            (Decimal::new(1_241_176, 6), "[$-42A]#,##0.0%;[$-42A]\"−\"#,##0.0%")
        );
    }

    #[test]
    fn what_a_spreadsheet_would_round_is_no_number() {
        let of = |value: i128| Number::of(&Cell::integer(value), None, "", Language::En);
        assert!(of(999_999_999_999_999).is_some() && of(1_000_000_000_000_001).is_none());
        // sixteen digits, but only one that counts
        assert!(of(1_000_000_000_000_000).is_some());
        assert!(of(i128::MAX).is_none());
        // a third is printed rounded: its digits beyond the fifteenth are in no format but JSON and CSV
        let third = Decimal::ONE_HUNDRED / Decimal::from(3);
        let percent = Number::of(&Cell::percent(third, 1), None, "", Language::En).unwrap();
        assert_eq!(percent.value, Decimal::from_str_exact("0.333333333333333").unwrap());
        // just below a half: rounded at the fifteenth digit it would be printed one higher
        let below = Decimal::from_str_exact("0.04999999999999999999").unwrap();
        assert_eq!(Number::of(&Cell::percent(below, 1), None, "", Language::En), None);
        let label = Unit::Label(vientro_core::Bilingual::same("a\"b"));
        let cell = Cell::figure(Figure::Known(Decimal::ONE), Some(label));
        assert_eq!(Number::of(&cell, None, "", Language::Vi), None);
    }
}
