//! The number of an amount: digits, groups, decimals, and scale words behind them.

use rust_decimal::Decimal;
use vientro_core::Language;

/// A number as printed, in one of the two ways to read its separators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numeral {
    pub(super) value: Decimal,
    /// Decimals as printed, trailing zeros included.
    pub(super) decimals: u32,
    /// One separator, read as the decimal sign, with three digits behind it that could be a group.
    pub(super) looks_grouped: bool,
}

/// The digits of one amount, grouped as `language` does or by spaces that do not break.
///
/// * `lenient`: plain spaces between groups and leading zeros too.
///
/// `None` if they are not written so, or are more than a decimal holds.
pub(super) fn numeral(text: &str, language: Language, lenient: bool) -> Option<Numeral> {
    let (group, point) = match language {
        Language::Vi => ('.', ','),
        Language::En => (',', '.'),
    };
    let (whole, fraction) = match text.split_once(point) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let mut digits = Digits::default();
    let mut separator = None;
    // digits of the first group, and of the one being read
    let (mut head, mut length) = (None, 0_usize);
    for c in whole.chars() {
        if digits.push(c)? {
            length = length.saturating_add(1);
            continue;
        }
        let space = matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}') || (lenient && c == ' ');
        if !(c == group || space) || separator.is_some_and(|first| first != c || length != 3) {
            return None;
        }
        head = head.or(Some(length));
        (separator, length) = (Some(c), 0);
    }
    let grouped = separator.is_some();
    let head = head.unwrap_or(length);
    let zero = whole.starts_with('0');
    if head == 0 || (grouped && (head > 3 || zero || length != 3)) || (zero && head > 1 && !lenient) {
        return None;
    }
    if let Some(fraction) = fraction {
        for c in fraction.chars() {
            digits.push(c)?.then_some(())?;
        }
        if fraction.is_empty() {
            return None;
        }
    }
    let decimals = fraction.map_or(0, str::len);
    let decimals = u32::try_from(decimals).ok().filter(|decimals| *decimals <= Decimal::MAX_SCALE)?;
    Some(Numeral {
        value: Decimal::try_from_i128_with_scale(digits.value, decimals).ok()?,
        decimals,
        looks_grouped: decimals == 3 && !grouped && head <= 3 && !zero,
    })
}

/// Digits as they are read.
#[derive(Default)]
struct Digits {
    value: i128,
}

impl Digits {
    /// Takes a digit: `Some(false)` if `c` is none, `None` if it is one too many.
    fn push(&mut self, c: char) -> Option<bool> {
        let Some(digit) = c.to_digit(10) else { return Some(false) };
        self.value = self.value.checked_mul(10)?.checked_add(digit.into())?;
        Some(true)
    }
}

/// Cuts the scale words off the end: `594,5 tỷ` into `594,5` and 10⁹.
///
/// * `language`: `None` reads the words of both languages.
pub(super) fn scale_at_end(text: &str, language: Option<Language>) -> (&str, Option<Decimal>) {
    if text.ends_with(|c: char| c.is_ascii_digit()) {
        return (text, None);
    }
    for (words, zeros, of) in SCALES {
        if language.is_some_and(|language| language != of) {
            continue;
        }
        if let Some(number) = super::parse::without_word(text, words) {
            return (number, Decimal::try_from_i128_with_scale(10_i128.pow(zeros), 0).ok());
        }
    }
    (text, None)
}

/// Scale words and their zeros, those of two words first.
const SCALES: [(&str, u32, Language); 12] = [
    ("nghìn tỷ", 12, Language::Vi),
    ("nghìn tỉ", 12, Language::Vi),
    ("ngàn tỷ", 12, Language::Vi),
    ("nghìn", 3, Language::Vi),
    ("ngàn", 3, Language::Vi),
    ("triệu", 6, Language::Vi),
    ("tỷ", 9, Language::Vi),
    ("tỉ", 9, Language::Vi),
    ("thousand", 3, Language::En),
    ("million", 6, Language::En),
    ("billion", 9, Language::En),
    ("trillion", 12, Language::En),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, language: Language, lenient: bool) -> Option<String> {
        numeral(text, language, lenient).map(|numeral| numeral.value.to_string())
    }

    #[test]
    fn groups_are_of_three_and_of_one_sign() {
        for (text, vi, en) in [
            ("457.800", Some("457800"), Some("457.800")),
            ("457,800", Some("457.800"), Some("457800")),
            ("1.234.567,5", Some("1234567.5"), None),
            ("1,234,567.5", None, Some("1234567.5")),
            ("1.23.456", None, None),
            ("12.34", None, Some("12.34")),
            ("1234.567", None, Some("1234.567")),
            ("0.500", None, Some("0.500")),
            ("1.234,", None, None),
            (",5", None, None),
            ("", None, None),
            ("007", None, None),
            ("1\u{202f}234\u{202f}567", Some("1234567"), Some("1234567")),
            ("1.234\u{202f}567", None, None),
            ("1'234", None, None),
            ("١٢", None, None),
            (
                "1234567890123456789012345678",
                Some("1234567890123456789012345678"),
                Some("1234567890123456789012345678"),
            ),
            ("79228162514264337593543950336", None, None),
        ] {
            let strict = |language| value(text, language, false);
            let normal = |text: Option<&str>| {
                text.map(|text| text.parse::<Decimal>().unwrap().normalize().to_string())
            };
            let normal_of = |text: Option<String>| normal(text.as_deref());
            assert_eq!(normal_of(strict(Language::Vi)), normal(vi), "{text} vi");
            assert_eq!(normal_of(strict(Language::En)), normal(en), "{text} en");
        }
        assert_eq!(value("10 000 000", Language::Vi, false), None);
        assert!(
            value("10 000 000", Language::Vi, true).is_some() && value("007", Language::Vi, true).is_some()
        );
    }
}
