//! Currencies and measures behind a number.

use super::currency::{CURRENCIES, CURRENCY_NAMES, currency_code_needs_capitals};
use super::{Found, Unit, found, words_of};
use crate::prelude::*;
use crate::token::{Kind, Line};
use crate::vocab::{Phrase, Roles, Word, phrase_of, role, word};

/// Words that look like a currency or measure, but begin another word when one of these follows.
const NOT_AFTER: [(Word, &[Word]); 6] = [
    (
        word("đồng"),
        &words_of::<32>([
            "chí", "bào", "thời", "bộ", "hành", "đội", "nghiệp", "hồ", "phục", "đều", "loạt", "tình", "ý",
            "thuận", "chủ", "tổ", "hương", "minh", "nai", "tháp", "hới", "cỏ", "ruộng", "diễn", "tác", "môn",
            "đẳng", "thau", "quê", "nghĩa", "văn", "xoài",
        ]),
    ),
    (word("đô"), &words_of::<5>(["thị", "thành", "vật", "đốc", "hộ"])),
    (
        word("yên"),
        &words_of::<12>([
            "tâm", "bình", "ổn", "bái", "phận", "lòng", "tĩnh", "vui", "dũng", "thế", "thành", "khánh",
        ]),
    ),
    (word("tệ"), &words_of::<2>(["nạn", "hại"])),
    (word("tấn"), &words_of::<1>(["công"])),
    (word("ha"), &words_of::<1>(["ha"])),
];

/// Names that are money only behind a scale word: kíp is also a shift of workers, bảng a table.
const ONLY_SCALED: [(Phrase, &str); 4] = [
    (phrase_of("kíp"), "LAK"),
    (phrase_of("bạt"), "THB"),
    (phrase_of("bảng"), "GBP"),
    (phrase_of("franc"), "CHF"),
];

const MEASURES: [(Phrase, Unit); 12] = [
    (phrase_of("ki lô mét vuông"), Unit::SquareKilometre),
    (phrase_of("kilômét vuông"), Unit::SquareKilometre),
    (phrase_of("kilomet vuông"), Unit::SquareKilometre),
    (phrase_of("mét vuông"), Unit::SquareMetre),
    (phrase_of("mét khối"), Unit::CubicMetre),
    (phrase_of("điểm phần trăm"), Unit::PercentagePoint),
    (phrase_of("phần trăm"), Unit::Percent),
    (phrase_of("phần nghìn"), Unit::Permille),
    (phrase_of("percentage points"), Unit::PercentagePoint),
    (phrase_of("per cent"), Unit::Percent),
    (phrase_of("percent"), Unit::Percent),
    (phrase_of("lần"), Unit::Times),
];

const SHORT_MEASURES: [(Word, Unit); 11] = [
    (word("km"), Unit::Kilometre),
    (word("m"), Unit::Metre),
    (word("mét"), Unit::Metre),
    (word("ha"), Unit::Hectare),
    (word("hecta"), Unit::Hectare),
    (word("héc"), Unit::Hectare),
    (word("kg"), Unit::Kilogram),
    (word("kilogam"), Unit::Kilogram),
    (word("ký"), Unit::Kilogram),
    (word("tấn"), Unit::Tonne),
    (word("times"), Unit::Times),
];

/// Measures that are given by their sign.
static OTHER_MEASURES: [(Word, &str); 13] = [
    (word("mm"), "mm"),
    (word("cm"), "cm"),
    (word("ml"), "ml"),
    (word("kwh"), "kwh"),
    (word("mwh"), "mwh"),
    (word("kw"), "kw"),
    (word("mw"), "mw"),
    (word("kva"), "kva"),
    (word("mwp"), "mwp"),
    (word("gb"), "gb"),
    (word("tb"), "tb"),
    (word("teu"), "teu"),
    (word("tạ"), "tạ"),
];

/// Adds the roles of measures.
#[expect(clippy::indexing_slicing, reason = "runs at compile time")]
pub(super) const fn add_roles(roles: &mut Roles, unmarked: bool) {
    let mut index = 0;
    while index < MEASURES.len() {
        roles.add_first(&MEASURES[index].0, unmarked, role::MEASURE);
        index += 1;
    }
    index = 0;
    while index < SHORT_MEASURES.len() {
        roles.add(SHORT_MEASURES[index].0, unmarked, role::MEASURE);
        index += 1;
    }
    index = 0;
    while index < ONLY_SCALED.len() {
        roles.add_first(&ONLY_SCALED[index].0, unmarked, role::MEASURE);
        index += 1;
    }
    index = 0;
    while index < OTHER_MEASURES.len() {
        roles.add(OTHER_MEASURES[index].0, unmarked, role::MEASURE);
        index += 1;
    }
    roles.add(word("đ"), unmarked, role::MEASURE);
    roles.add(word("us"), unmarked, role::MEASURE);
}

/// A currency or measure that begins with the token at `index`.
///
/// `scaled` says that a scale word (triệu, tỷ) stands before: then "đồng" is money whatever follows.
pub(crate) fn measure_after(line: &Line<'_>, index: usize, scaled: bool) -> Option<Found> {
    let token = line.at(index)?;
    match token.kind {
        Kind::Digits => return None,
        Kind::Symbol => {
            if token.is_symbol('%') {
                return found(Unit::Percent, index + 1);
            }
            if token.is_symbol('‰') {
                return found(Unit::Permille, index + 1);
            }
            let symbol = token.symbol()?;
            let currency = CURRENCIES.iter().find(|currency| currency.symbol == Some(symbol))?;
            return found(Unit::Currency(currency.code), index + 1);
        }
        Kind::Word => {}
    }
    if !token.has(role::MEASURE) {
        return None;
    }
    // "US$" after the figure
    if line.is(index, const { word("us") }) {
        let dollar = line.glued_at(index + 1).is_some_and(|dollar| dollar.is_symbol('$'));
        return if dollar { found(Unit::Currency("USD"), index + 2) } else { None };
    }
    if line.is(index, const { word("điểm") }) && line.at(index + 1).is_some_and(|sign| sign.is_symbol('%'))
    {
        return found(Unit::PercentagePoint, index + 2);
    }
    for (name, unit) in &MEASURES {
        if let Some(end) = line.begins(index, name) {
            return found(unit.clone(), end);
        }
    }
    // without marks "d" is đồng only where it is glued to its number
    if line.is(index, const { word("đ") }) && (!line.unmarked || !token.spaced) {
        return found(Unit::Currency("VND"), index + 1);
    }
    for (name, spelling, code) in &CURRENCY_NAMES {
        let Some(end) = line.begins(index, name) else { continue };
        let one_word = name.count == 1;
        if one_word && spelling.len() == 3 && currency_code_needs_capitals(spelling, code) && !token.is_upper
        {
            continue;
        }
        if one_word && begins_another_word(line, index, scaled) {
            continue;
        }
        return found(Unit::Currency(code), end);
    }
    if scaled && let Some((_, code)) = ONLY_SCALED.iter().find(|(name, _)| line.begins(index, name).is_some())
    {
        return found(Unit::Currency(code), index + 1);
    }
    if let Some((_, code)) = OTHER_MEASURES.iter().find(|(name, _)| line.says(token, *name)) {
        return found(Unit::Count((*code).to_owned()), index + 1);
    }
    for (name, unit) in &SHORT_MEASURES {
        if !line.says(token, *name) || begins_another_word(line, index, false) {
            continue;
        }
        // an upper case letter alone is no metre, but M2 is one squared
        let power = |end: usize| {
            line.glued_at(end).is_some_and(|power| {
                power
                    .symbol()
                    .map_or(matches!(line.text_of(power), "2" | "3"), |sign| matches!(sign, '²' | '³'))
            })
        };
        if token.length() == 1 && token.is_upper && !power(index + 1) {
            continue;
        }
        let mut end = index + 1;
        if line.is(index, const { word("héc") }) {
            if !line.is_one(end, const { &[word("ta")] }) && !line.is(end + 1, const { word("ta") }) {
                continue;
            }
            end += if line.is(end, const { word("ta") }) { 1 } else { 2 };
        }
        if line.is(index, const { word("ký") }) && !is_ky_weight(line, index) {
            continue;
        }
        let power = line.glued_at(end);
        let is_power = |sign: char, digit: &str| {
            power.is_some_and(|power| {
                power.is_symbol(sign) || (power.is_digits() && line.text_of(power) == digit)
            })
        };
        let (unit, end) = match unit {
            Unit::Kilometre if is_power('²', "2") => (Unit::SquareKilometre, end + 1),
            Unit::Metre if is_power('²', "2") => (Unit::SquareMetre, end + 1),
            Unit::Metre if is_power('³', "3") => (Unit::CubicMetre, end + 1),
            _ => (unit.clone(), end),
        };
        return found(unit, end);
    }
    None
}

/// "500 ký gạo": a weight; "500 ký hiệu" and "3 ký kết" are none.
fn is_ky_weight(line: &Line<'_>, index: usize) -> bool {
    !line.is_one(index + 1, const { &words_of::<6>(["hiệu", "kết", "tự", "túc", "ức", "tên"]) })
}

fn begins_another_word(line: &Line<'_>, index: usize, scaled: bool) -> bool {
    let Some(token) = line.at(index) else { return false };
    let Some((name, followers)) = NOT_AFTER.iter().find(|(name, _)| line.says(token, *name)) else {
        return false;
    };
    if scaled && *name == const { word("đồng") } {
        return false;
    }
    line.is_one(index + 1, followers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(text: &str) -> Option<Unit> {
        measure_after(&Line::of(text), 0, false).map(|found| found.unit)
    }

    #[test]
    fn currencies() {
        for (text, code) in [
            ("đồng", "VND"),
            ("VNĐ", "VND"),
            ("đ/suất", "VND"),
            ("₫", "VND"),
            ("Việt Nam đồng", "VND"),
            ("USD", "USD"),
            ("usd", "USD"),
            ("đô la Mỹ", "USD"),
            ("đô-la", "USD"),
            ("đôla Mỹ", "USD"),
            ("US$", "USD"),
            ("đô la Úc", "AUD"),
            ("ơ-rô", "EUR"),
            ("Won", "KRW"),
            ("yên Nhật", "JPY"),
            ("bảng Anh", "GBP"),
            ("nhân dân tệ", "CNY"),
        ] {
            assert_eq!(measure(text), Unit::currency(code), "{text}");
        }
    }

    #[test]
    fn words_that_only_look_like_a_currency() {
        for text in [
            "đồng chí",
            "đồng bào",
            "Đồng Nai",
            "đồng thời",
            "đô thị",
            "yên tâm",
            "tệ nạn",
            "lak",
            "kíp",
            "bạt",
        ] {
            assert_eq!(measure(text), None, "{text}");
        }
        assert!(measure_after(&Line::of("đồng thời"), 0, true).is_some());
    }

    #[test]
    fn measures() {
        for (text, unit) in [
            ("%", Unit::Percent),
            ("phần trăm", Unit::Percent),
            ("điểm %", Unit::PercentagePoint),
            ("km²", Unit::SquareKilometre),
            ("km2", Unit::SquareKilometre),
            ("km", Unit::Kilometre),
            ("mét vuông", Unit::SquareMetre),
            ("m3", Unit::CubicMetre),
            ("ha", Unit::Hectare),
            ("lần", Unit::Times),
        ] {
            assert_eq!(measure(text), Some(unit), "{text}");
        }
        assert_eq!(measure("tấn công"), None);
        assert_eq!(measure("M"), None);
    }
}
