//! Numbers and dates as an office writes them, in Vietnamese and English.

use chrono::{Datelike, NaiveDate};
use rust_decimal::{Decimal, RoundingStrategy};
use vientro_core::Language;

use crate::prelude::*;

/// How a number is written.
///
/// The default writes all digits the value has and no scale word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct NumberStyle {
    /// Digits after the decimal sign that are always written, 0 to 28.
    pub decimals_min: u32,
    /// Digits after the decimal sign at most, 0 to 28; what does not fit is rounded.
    pub decimals_max: u32,
    /// Writes the number in triệu or tỷ (million, billion) from a million on.
    pub scale_words: bool,
    /// Writes whole numbers below ten with a zero before: `03`, as offices do in document numbers and counts.
    pub leading_zero: bool,
    /// How a rounded number is rounded.
    pub rounding: RoundTo,
}

impl Default for NumberStyle {
    fn default() -> Self {
        Self {
            decimals_min: 0,
            decimals_max: 28,
            scale_words: false,
            leading_zero: false,
            rounding: RoundTo::HalfUp,
        }
    }
}

impl NumberStyle {
    /// With exactly `decimals` digits after the decimal sign.
    #[must_use]
    pub fn fixed(decimals: u32) -> Self {
        let decimals = decimals.min(28);
        Self { decimals_min: decimals, decimals_max: decimals, ..Self::default() }
    }

    /// In triệu or tỷ with at most `decimals` digits after the decimal sign.
    #[must_use]
    pub fn scaled(decimals: u32) -> Self {
        Self { decimals_max: decimals.min(28), scale_words: true, ..Self::default() }
    }

    /// The same style with another rounding.
    #[must_use]
    pub fn rounding(mut self, rounding: RoundTo) -> Self {
        self.rounding = rounding;
        self
    }

    /// The same style with a zero before whole numbers below ten.
    #[must_use]
    pub fn with_leading_zero(mut self) -> Self {
        self.leading_zero = true;
        self
    }
}

/// Direction of a rounding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum RoundTo {
    /// Toward minus infinity: the low end of an interval.
    Floor,
    /// To the nearest; a half goes away from zero.
    #[default]
    HalfUp,
    /// Toward plus infinity: the high end of an interval.
    Ceiling,
}

impl RoundTo {
    pub(crate) const fn strategy(self) -> RoundingStrategy {
        match self {
            Self::Floor => RoundingStrategy::ToNegativeInfinity,
            Self::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            Self::Ceiling => RoundingStrategy::ToPositiveInfinity,
        }
    }
}

/// A number with all its digits: `1.234.567,5` in Vietnamese, `1,234,567.5` in English; the minus sign is U+2212.
///
/// # Source
///
/// Dot every three digits and a comma before the fraction: rules on cheques and invoices (Decree 123/2020 Art. 10,
/// kept in Decree 254/2026).
///
/// ```
/// use rust_decimal::Decimal;
/// use vientro_vi::format_decimal;
/// use vientro_core::Language;
///
/// assert_eq!(format_decimal(Decimal::new(-12_345_675, 1), Language::Vi), "−1.234.567,5");
/// assert_eq!(format_decimal(Decimal::new(12_345_675, 1), Language::En), "1,234,567.5");
/// ```
pub fn format_decimal(value: Decimal, language: Language) -> String {
    format_with(value, language, &NumberStyle::default())
}

/// A number in a given style.
pub fn format_with(value: Decimal, language: Language, style: &NumberStyle) -> String {
    if !style.scale_words {
        return digits(value, language, style);
    }
    let fitting = SCALES.iter().position(|(scale, _, _)| value.abs() >= Decimal::from(*scale));
    let in_scale = |index: usize| {
        let (scale, vi, en) = SCALES.get(index)?;
        let scaled = value.checked_div(Decimal::from(*scale))?;
        let rounded = scaled.round_dp_with_strategy(style.decimals_max.min(28), style.rounding.strategy());
        let word = match language {
            Language::Vi => vi,
            Language::En => en,
        };
        Some((rounded, format!("{} {word}", digits(rounded, language, style))))
    };
    if let Some(index) = fitting
        && let Some((rounded, text)) = in_scale(index)
    {
        // what rounds up to a thousand of its scale is one of the next: 999,9999 triệu is 1 tỷ
        let next = index.checked_sub(1).filter(|_| rounded.abs() >= Decimal::ONE_THOUSAND);
        return next.and_then(in_scale).map_or(text, |(_, text)| text);
    }
    digits(value, language, style)
}

/// A number in the scale word that fits it, rounded half up to at most `decimals` digits: `18,05 tỷ`, `18.05 billion`;
/// below a million it is written out.
///
/// ```
/// use rust_decimal::Decimal;
/// use vientro_vi::format_scaled;
/// use vientro_core::Language;
///
/// let value = Decimal::from(18_048_000_000_i64);
/// assert_eq!(format_scaled(value, Language::Vi, 2), "18,05 tỷ");
/// assert_eq!(format_scaled(value, Language::En, 1), "18 billion");
/// assert_eq!(format_scaled(Decimal::from(457_800), Language::Vi, 2), "457.800");
/// ```
pub fn format_scaled(value: Decimal, language: Language, decimals: u32) -> String {
    format_with(value, language, &NumberStyle::scaled(decimals))
}

/// Scales, largest first, with their words.
const SCALES: [(i64, &str, &str); 2] = [(1_000_000_000, "tỷ", "billion"), (1_000_000, "triệu", "million")];

fn digits(value: Decimal, language: Language, style: &NumberStyle) -> String {
    let (group, point) = match language {
        Language::Vi => ('.', ','),
        Language::En => (',', '.'),
    };
    let max = style.decimals_max.max(style.decimals_min).min(28);
    let rounded = if value.scale() > max {
        value.round_dp_with_strategy(max, style.rounding.strategy())
    } else {
        value
    };
    // the digits of the mantissa, with zeros before them where the number is below one
    let scale = usize::try_from(rounded.scale()).unwrap_or(0);
    let text = format!("{:0width$}", rounded.mantissa().unsigned_abs(), width = scale + 1);
    let (whole, fraction) = text.split_at_checked(text.len() - scale).unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    let mut out = String::with_capacity(text.len() * 2);
    if rounded.is_sign_negative() && !rounded.is_zero() {
        out.push('\u{2212}');
    }
    if style.leading_zero && whole.len() == 1 && fraction.is_empty() && style.decimals_min == 0 {
        out.push('0');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(group);
        }
        out.push(digit);
    }
    let least = usize::try_from(style.decimals_min.min(28)).unwrap_or(0);
    if !fraction.is_empty() || least > 0 {
        out.push(point);
        out.push_str(fraction);
        for _ in fraction.len()..least {
            out.push('0');
        }
    }
    out
}

/// How a date is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum DateStyle {
    /// `2026-01-05` in both languages.
    Iso,
    /// `ngày 05 tháng 01 năm 2026`, `5 January 2026`.
    Long,
    /// `05/01/2026` in both languages, day first.
    #[default]
    Short,
}

/// A date in a language and style.
///
/// # Source
///
/// The long Vietnamese form writes a zero before days below 10 and before the months 1 and 2 only: Decree 30/2020,
/// Appendix I.
///
/// ```
/// use chrono::NaiveDate;
/// use vientro_core::Language;
/// use vientro_vi::{DateStyle, format_date};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let day = NaiveDate::from_ymd_opt(2026, 1, 5).ok_or("no such day")?;
/// assert_eq!(format_date(day, Language::Vi, DateStyle::Long), "ngày 05 tháng 01 năm 2026");
/// assert_eq!(format_date(day, Language::Vi, DateStyle::Short), "05/01/2026");
/// # Ok(()) }
/// ```
pub fn format_date(date: NaiveDate, language: Language, style: DateStyle) -> String {
    let (year, month, day) = (date.year(), date.month(), date.day());
    match (style, language) {
        (DateStyle::Iso, _) => format!("{year:04}-{month:02}-{day:02}"),
        (DateStyle::Short, _) => format!("{day:02}/{month:02}/{year:04}"),
        (DateStyle::Long, Language::Vi) if month <= 2 => format!("ngày {day:02} tháng {month:02} năm {year}"),
        (DateStyle::Long, Language::Vi) => format!("ngày {day:02} tháng {month} năm {year}"),
        (DateStyle::Long, Language::En) => {
            let name =
                usize::try_from(month).ok().and_then(|month| ENGLISH_MONTHS.get(month - 1)).unwrap_or(&"");
            format!("{day} {name} {year}")
        }
    }
}

pub(crate) const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn plain_numbers() {
        for (value, vi, en) in [
            ("0", "0", "0"),
            ("999", "999", "999"),
            ("1000", "1.000", "1,000"),
            ("594500000000", "594.500.000.000", "594,500,000,000"),
            ("-0.50", "−0,5", "−0.5"),
            ("-0.0", "0", "0"),
        ] {
            assert_eq!(format_decimal(decimal(value), Language::Vi), vi);
            assert_eq!(format_decimal(decimal(value), Language::En), en);
        }
        assert_eq!(format_decimal(Decimal::MIN, Language::Vi), "−79.228.162.514.264.337.593.543.950.335");
    }

    #[test]
    fn styles() {
        let two = NumberStyle::fixed(2);
        assert_eq!(format_with(decimal("13800.255"), Language::Vi, &two), "13.800,26");
        assert_eq!(format_with(decimal("5000"), Language::Vi, &two), "5.000,00");
        assert_eq!(format_with(decimal("1.005"), Language::Vi, &two.rounding(RoundTo::Floor)), "1,00");
        let zero = NumberStyle::default().with_leading_zero();
        assert_eq!(format_with(decimal("3"), Language::Vi, &zero), "03");
        assert_eq!(format_with(decimal("30"), Language::Vi, &zero), "30");
    }

    #[test]
    fn scale_words() {
        for (value, decimals, vi) in [
            ("18048000000", 2, "18,05 tỷ"),
            ("4200000000", 2, "4,2 tỷ"),
            ("2624000000000", 2, "2.624 tỷ"),
            ("999999999", 0, "1 tỷ"),
            ("999499999", 0, "999 triệu"),
            ("999999", 0, "999.999"),
            ("-1500000", 1, "−1,5 triệu"),
            ("0", 2, "0"),
        ] {
            assert_eq!(format_scaled(decimal(value), Language::Vi, decimals), vi);
        }
        assert_eq!(format_scaled(decimal("14000000"), Language::En, 1), "14 million");
    }

    #[test]
    fn long_dates_pad_only_small_days_and_the_first_two_months() {
        let date = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        let long = |month, day| format_date(date(month, day), Language::Vi, DateStyle::Long);
        assert_eq!(long(2, 15), "ngày 15 tháng 02 năm 2026");
        assert_eq!(long(3, 9), "ngày 09 tháng 3 năm 2026");
        assert_eq!(long(12, 31), "ngày 31 tháng 12 năm 2026");
        assert_eq!(format_date(date(12, 31), Language::En, DateStyle::Long), "31 December 2026");
        assert_eq!(format_date(date(1, 5), Language::Vi, DateStyle::Iso), "2026-01-05");
    }
}
