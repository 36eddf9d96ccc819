//! What of a cell a spreadsheet can hold as a number, and how it shows it.

use rust_decimal::{Decimal, RoundingStrategy};
use rust_xlsxwriter::ExcelDateTime;
use vientro_core::{Figure, Language};

use super::page::letters;
use crate::scale::signs;
use crate::{Cell, CellValue, Unit, print};

/// A number as a spreadsheet keeps it, with the format that shows it as the report prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: Decimal,
    pub(super) format: NumberFormat,
}

/// How a number is shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NumberFormat {
    /// A count of ours, without groups.
    Count,
    Day,
    Figure {
        decimals: u32,
        percent: bool,
        /// Unit and marks.
        behind: String,
    },
}

impl NumberFormat {
    /// A number with as many decimals as it has.
    pub(super) fn plain(value: Decimal) -> Self {
        Self::Figure { decimals: value.normalize().scale(), percent: false, behind: String::new() }
    }

    /// The format as a spreadsheet reads it: grouped digits, a real minus sign, and what stands behind them. The
    /// language mark gives the signs of the report's language where the program lets it, and those of the reader's own
    /// settings elsewhere.
    pub(super) fn code(&self, language: Language) -> String {
        let (decimals, percent, behind) = match (self, language) {
            (Self::Count, _) => return "0".to_owned(),
            (Self::Day, Language::Vi) => return "dd/mm/yyyy".to_owned(),
            (Self::Day, Language::En) => return "[$-809]d mmmm yyyy".to_owned(),
            (Self::Figure { decimals, percent, behind }, _) => (*decimals, *percent, behind),
        };
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
        let mut behind = marks.to_owned();
        if let Some(unit) = cell.unit_beside(column) {
            behind.insert_str(0, &print::behind(&unit, language));
        }
        // a format is at most 255 characters and cannot hold every text; 30 decimals are its limit
        let quotable = behind.chars().all(|c| !c.is_control() && c != '"' && c != '\\');
        if !has_fifteen_digits(value) || !quotable || behind.chars().count() > 60 || decimals > 15 {
            return None;
        }
        Some(Self { value, format: NumberFormat::Figure { decimals, percent, behind } })
    }

    /// The number a spreadsheet keeps. Fifteen digits survive the way there and back.
    pub(super) fn stored(&self) -> f64 {
        as_stored(self.value)
    }

    /// Letters of the number as it is shown, with its groups; `None` where that takes rounding.
    pub(super) fn letters(&self) -> Option<u32> {
        let NumberFormat::Figure { decimals, percent: false, behind } = &self.format else { return None };
        if self.value.scale() > *decimals || (self.value.is_zero() && self.value.is_sign_negative()) {
            return None;
        }
        let digits = self.value.trunc().mantissa().unsigned_abs().checked_ilog10().unwrap_or_default();
        let before = digits.saturating_add(1).saturating_add(digits / 3);
        let after = if *decimals > 0 { decimals.saturating_add(1) } else { 0 };
        let sign = u32::from(self.value.is_sign_negative());
        let all = before.saturating_add(after).saturating_add(sign);
        Some(all.saturating_add(letters(behind)))
    }
}

/// A decimal as the nearest binary number, which is what the file format keeps.
pub(super) fn as_stored(value: Decimal) -> f64 {
    match i64::try_from(value.mantissa()) {
        #[expect(
            clippy::as_conversions,
            clippy::cast_precision_loss,
            reason = "each of these whole numbers is a binary one"
        )]
        Ok(whole) if value.scale() == 0 && whole.unsigned_abs() < 1 << 53 => whole as f64,
        // the reader of the standard library rounds to the nearest; a decimal is always a number to it
        _ => value.to_string().parse().unwrap_or_default(),
    }
}

/// A day as a spreadsheet keeps it; days before 1900 are words there.
pub(super) fn day(date: chrono::NaiveDate) -> Option<ExcelDateTime> {
    use chrono::Datelike;
    let year = u16::try_from(date.year()).ok()?;
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    ExcelDateTime::from_ymd(year, month, day).ok()
}

/// At most fifteen digits that are not zeros behind the others.
fn has_fifteen_digits(value: Decimal) -> bool {
    let mut digits = value.mantissa().unsigned_abs();
    while digits >= FIFTEEN_DIGITS && digits.is_multiple_of(10) {
        digits /= 10;
    }
    digits < FIFTEEN_DIGITS
}

const FIFTEEN_DIGITS: u128 = 1_000_000_000_000_000;

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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vientro_currency::{Currency, Money};

    use super::*;
    use crate::xlsx::page::longest;

    #[test]
    fn formats_say_what_print_says() {
        let vnd = Unit::Currency(Currency::VND);
        let of = |cell: &Cell, marks: &str| Number::of(cell, Some(&vnd), marks, Language::Vi).unwrap();
        let whole = of(&Cell::money(Money::vnd(18_048_000_000)), "");
        assert_eq!(whole.format.code(Language::Vi), "[$-42A]#,##0;[$-42A]\"−\"#,##0");
        let cents = of(&Cell::money(Money::from_minor(45_780_050, Currency::USD).unwrap()), " (1)");
        assert_eq!(
            cents.format.code(Language::Vi),
            "[$-42A]#,##0.00\" USD (1)\";[$-42A]\"−\"#,##0.00\" USD (1)\""
        );
        let percent = of(&Cell::percent(Decimal::new(1_241_176, 4), 1), "");
        assert_eq!(
            (percent.value, percent.format.code(Language::Vi).as_str()),
            (Decimal::new(1_241_176, 6), "[$-42A]#,##0.0%;[$-42A]\"−\"#,##0.0%")
        );
    }

    proptest! {
        #[test]
        fn a_number_is_as_long_as_it_is_printed_and_stored_as_it_is_read(
            whole in prop_oneof![any::<i64>(), -2_000_i64..2_000, Just(1_i64 << 53), Just(-(1_i64 << 53) - 1)],
            scale in 0_u32..6,
            kind in 0_u8..4,
            marks in prop_oneof![Just(""), Just(" (1)")],
        ) {
            let value = Decimal::new(whole, scale);
            let percent = Unit::Label(vientro_core::Bilingual::same("%"));
            let cell = match kind {
                0 => Cell::integer(whole),
                1 => Cell::decimal(value, 3),
                2 => Cell::figure(Figure::Known(value), Some(percent)),
                _ => Money::try_new(value, Currency::USD).map_or_else(|_| Cell::empty(), Cell::money),
            };
            for language in [Language::Vi, Language::En] {
                let Some(number) = Number::of(&cell, None, marks, language) else { continue };
                let printed = format!("{}{marks}", print::in_table(&cell, None, language));
                prop_assert!(number.letters().is_none_or(|letters| letters == longest(&printed)), "{}", printed);
                let read: f64 = number.value.to_string().parse().unwrap();
                prop_assert_eq!((number.stored() + 0.0).to_bits(), (read + 0.0).to_bits());
            }
        }
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
