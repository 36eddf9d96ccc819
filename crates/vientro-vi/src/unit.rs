//! What a figure counts or measures.

use core::fmt;
use core::str::FromStr;

use vientro_core::Language;

use crate::prelude::*;
use crate::text;
use crate::token::{Kind, Line, Token};
use crate::vocab::{Phrase, Roles, Word, phrase_of, role, word};

/// Unit of a printed figure.
///
/// It prints, parses and serialises as a code: `VND`, `percent`, `ratio`, `km2`, or the counted noun as printed (`suất`,
/// `dự án`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Unit {
    /// Things counted, by their noun as printed, lower case: `dự án`, `suất`, `căn`, `người`.
    Count(String),
    /// m³.
    CubicMetre,
    /// A currency by its ISO 4217 code.
    Currency(&'static str),
    /// Hectares.
    Hectare,
    /// Kilograms.
    Kilogram,
    /// Kilometres.
    Kilometre,
    /// Metres.
    Metre,
    /// Percent: 50.4 stands for 50.4 in a hundred.
    Percent,
    /// Difference of two percentages.
    PercentagePoint,
    /// Parts in a thousand.
    Permille,
    /// A fraction such as 1/4, as a number.
    Ratio,
    /// km².
    SquareKilometre,
    /// m².
    SquareMetre,
    /// lần: how many times.
    Times,
    /// Metric tons.
    Tonne,
}

impl Unit {
    /// The currency with the ISO 4217 code `code`, if it is one this crate knows the Vietnamese name of.
    pub fn currency(code: &str) -> Option<Self> {
        CURRENCIES.iter().find(|currency| currency.code == code).map(|currency| Self::Currency(currency.code))
    }

    /// The code of the unit: an ISO 4217 code, `percent`, `km2`…, or the counted noun.
    pub fn code(&self) -> &str {
        match self {
            Self::Count(noun) => noun,
            Self::Currency(code) => code,
            Self::CubicMetre => "m3",
            Self::Hectare => "ha",
            Self::Kilogram => "kg",
            Self::Kilometre => "km",
            Self::Metre => "m",
            Self::Percent => "percent",
            Self::PercentagePoint => "percentage-point",
            Self::Permille => "permille",
            Self::Ratio => "ratio",
            Self::SquareKilometre => "km2",
            Self::SquareMetre => "m2",
            Self::Times => "lần",
            Self::Tonne => "tấn",
        }
    }

    /// The unit as it is written after a number.
    pub fn text(&self, language: Language) -> &str {
        match (self, language) {
            (Self::Currency("VND"), Language::Vi) => "đồng",
            (Self::Percent, _) => "%",
            (Self::PercentagePoint, Language::Vi) => "điểm phần trăm",
            (Self::PercentagePoint, Language::En) => "percentage points",
            (Self::Permille, _) => "‰",
            (Self::Ratio, _) => "",
            (Self::SquareKilometre, _) => "km²",
            (Self::SquareMetre, _) => "m²",
            (Self::CubicMetre, _) => "m³",
            (Self::Times, Language::En) => "times",
            (Self::Tonne, Language::En) => "tonnes",
            _ => self.code(),
        }
    }

    /// Is this money?
    pub const fn is_currency(&self) -> bool {
        matches!(self, Self::Currency(_))
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text is no unit code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown unit `{found}`, expected a unit code or a counted noun")]
#[non_exhaustive]
pub struct UnitError {
    /// The text as given.
    pub found: String,
}

impl FromStr for Unit {
    type Err = UnitError;

    /// Reads a unit code, or a unit as printed (`đồng`, `%`, `km²`); other words are taken as a counted noun.
    ///
    /// # Errors
    ///
    /// [`UnitError`] for an empty text, one without letters, or one of more than 64 bytes.
    fn from_str(code: &str) -> Result<Self, UnitError> {
        let code = code.trim();
        let fixed = [
            Self::CubicMetre,
            Self::Hectare,
            Self::Kilogram,
            Self::Kilometre,
            Self::Metre,
            Self::Percent,
            Self::PercentagePoint,
            Self::Permille,
            Self::Ratio,
            Self::SquareKilometre,
            Self::SquareMetre,
            Self::Times,
            Self::Tonne,
        ];
        if let Some(unit) = fixed.into_iter().find(|unit| unit.code() == code) {
            return Ok(unit);
        }
        if let Some(currency) = Self::currency(code) {
            return Ok(currency);
        }
        let line = Line::of(code);
        if let Some(found) = measure_after(&line, 0, true).filter(|found| found.end == line.tokens.len()) {
            return Ok(found.unit);
        }
        if code.len() > 64 || !code.chars().any(char::is_alphabetic) {
            return Err(UnitError { found: code.chars().take(64).collect() });
        }
        Ok(Self::Count(text::match_form(code)))
    }
}

impl TryFrom<String> for Unit {
    type Error = UnitError;

    fn try_from(code: String) -> Result<Self, UnitError> {
        code.parse()
    }
}

impl From<Unit> for String {
    fn from(unit: Unit) -> Self {
        unit.code().to_owned()
    }
}

// written out, since the derived code would ask for a text that lives forever
#[cfg(feature = "serde")]
impl serde::Serialize for Unit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Unit {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = <String as serde::Deserialize>::deserialize(deserializer)?;
        code.parse().map_err(serde::de::Error::custom)
    }
}

/// A unit found in a line and the index after it.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) unit: Unit,
    pub(crate) end: usize,
    /// The noun is of the vocabulary, not guessed from its place.
    pub(crate) sure: bool,
}

pub(crate) struct Currency {
    pub(crate) code: &'static str,
    /// Names after a figure, longest first; words of one name may be joined by a space or a hyphen.
    pub(crate) names: &'static [&'static str],
    pub(crate) symbol: Option<char>,
    /// The whole and the hundredth part in words; an empty part for currencies without one.
    pub(crate) words: (&'static str, &'static str),
}

/// # Source
///
/// ISO 4217 for the codes; the Vietnamese names are those of newspapers and bank notices. The names in words follow the
/// statutory examples "đô la Mỹ và … xu", "ơ-rô và … xu" (cheque and invoice rules, Decree 123/2020 Art. 10).
pub(crate) const CURRENCIES: [Currency; 21] = [
    Currency {
        code: "VND",
        names: &["đồng việt nam", "việt nam đồng", "đồng chẵn", "đồng", "vnđ", "vnd"],
        symbol: Some('₫'),
        words: ("đồng", ""),
    },
    Currency {
        code: "AUD",
        names: &["đô la úc", "đôla úc", "đô la australia", "aud"],
        symbol: None,
        words: ("đô la Úc", "xu"),
    },
    Currency {
        code: "CAD",
        names: &["đô la canada", "đôla canada", "cad"],
        symbol: None,
        words: ("đô la Canada", "xu"),
    },
    Currency {
        code: "SGD",
        names: &["đô la singapore", "đôla singapore", "sgd"],
        symbol: None,
        words: ("đô la Singapore", "xu"),
    },
    Currency {
        code: "HKD",
        names: &["đô la hồng kông", "đô la hong kong", "hkd"],
        symbol: None,
        words: ("đô la Hồng Kông", "xu"),
    },
    Currency {
        code: "NZD",
        names: &["đô la new zealand", "nzd"],
        symbol: None,
        words: ("đô la New Zealand", "xu"),
    },
    Currency {
        code: "TWD",
        names: &["đô la đài loan", "đài tệ", "twd"],
        symbol: None,
        words: ("đô la Đài Loan", "xu"),
    },
    Currency {
        code: "USD",
        names: &[
            "đô la mỹ",
            "đôla mỹ",
            "đô mỹ",
            "đô la hoa kỳ",
            "đô la",
            "đôla",
            "mỹ kim",
            "us dollars",
            "dollars",
            "dollar",
            "usd",
            "đô",
        ],
        symbol: Some('$'),
        words: ("đô la Mỹ", "xu"),
    },
    Currency {
        code: "EUR",
        names: &["ơ rô", "ơrô", "euros", "euro", "eur"],
        symbol: Some('€'),
        words: ("ơ-rô", "xu"),
    },
    Currency {
        code: "KRW",
        names: &["won hàn quốc", "won", "krw"],
        symbol: Some('₩'),
        words: ("won Hàn Quốc", ""),
    },
    Currency {
        code: "JPY",
        names: &["yên nhật bản", "yên nhật", "yen nhật", "yên", "yen", "jpy"],
        symbol: Some('¥'),
        words: ("yên Nhật", ""),
    },
    Currency {
        code: "GBP",
        names: &["bảng anh", "đồng bảng anh", "gbp"],
        symbol: Some('£'),
        words: ("bảng Anh", "xu"),
    },
    Currency {
        code: "CNY",
        names: &["nhân dân tệ", "ndt", "cny", "rmb", "tệ"],
        symbol: None,
        words: ("nhân dân tệ", "xu"),
    },
    Currency {
        code: "CHF",
        names: &["franc thụy sĩ", "franc thụy sỹ", "phrăng thụy sĩ", "chf"],
        symbol: None,
        words: ("franc Thụy Sĩ", "xu"),
    },
    Currency {
        code: "THB",
        names: &["bạt thái", "baht", "thb"],
        symbol: Some('฿'),
        words: ("bạt Thái Lan", "xu"),
    },
    Currency {
        code: "LAK", names: &["kíp lào", "kip lào", "lak"], symbol: None, words: ("kíp Lào", "")
    },
    Currency {
        code: "RUB", names: &["rúp nga", "rúp", "rub"], symbol: Some('₽'), words: ("rúp Nga", "xu")
    },
    Currency { code: "KHR", names: &["riel", "khr"], symbol: None, words: ("riel", "") },
    Currency {
        code: "SEK",
        names: &["krona thụy điển", "sek"],
        symbol: None,
        words: ("krona Thụy Điển", "xu"),
    },
    Currency { code: "NOK", names: &["krone na uy", "nok"], symbol: None, words: ("krone Na Uy", "xu") },
    Currency {
        code: "DKK",
        names: &["krone đan mạch", "dkk"],
        symbol: None,
        words: ("krone Đan Mạch", "xu"),
    },
];

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

#[expect(clippy::indexing_slicing, reason = "runs at compile time")]
const fn words_of<const N: usize>(spellings: [&str; N]) -> [Word; N] {
    let mut words = [Word { key: 0, base: 0 }; N];
    let mut index = 0;
    while index < N {
        words[index] = word(spellings[index]);
        index += 1;
    }
    words
}

/// How many names the currencies have in all.
#[expect(clippy::indexing_slicing, reason = "runs at compile time")]
const NAMES: usize = {
    let (mut count, mut index) = (0, 0);
    while index < CURRENCIES.len() {
        count += CURRENCIES[index].names.len();
        index += 1;
    }
    count
};

/// The names of the currencies in the order of the table, each with its code.
#[expect(clippy::indexing_slicing, reason = "runs at compile time")]
static CURRENCY_NAMES: [(Phrase, &str, &str); NAMES] = {
    let mut names = [(phrase_of("đồng"), "", ""); NAMES];
    let (mut count, mut index) = (0, 0);
    while index < CURRENCIES.len() {
        let mut name = 0;
        while name < CURRENCIES[index].names.len() {
            let spelling = CURRENCIES[index].names[name];
            names[count] = (phrase_of(spelling), spelling, CURRENCIES[index].code);
            count += 1;
            name += 1;
        }
        index += 1;
    }
    names
};

/// Adds the roles of units and nouns.
#[expect(clippy::indexing_slicing, reason = "runs at compile time")]
pub(crate) const fn add_roles(roles: &mut Roles, unmarked: bool) {
    let mut index = 0;
    while index < CURRENCIES.len() {
        let mut name = 0;
        while name < CURRENCIES[index].names.len() {
            roles.add_first(&phrase_of(CURRENCIES[index].names[name]), unmarked, role::MEASURE);
            name += 1;
        }
        index += 1;
    }
    index = 0;
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
    index = 0;
    while index < NOUNS.len() {
        roles.add(word(NOUNS[index]), unmarked, role::NOUN);
        index += 1;
    }
    index = 0;
    while index < ENGLISH_NOUNS.len() {
        roles.add(word(ENGLISH_NOUNS[index]), unmarked, role::NOUN);
        index += 1;
    }
    index = 0;
    while index < COMPOUND_NOUNS.len() {
        roles.add_first(&phrase_of(COMPOUND_NOUNS[index]), unmarked, role::COMPOUND);
        index += 1;
    }
    index = 0;
    while index < STOP_WORDS.len() {
        roles.add(word(STOP_WORDS[index]), unmarked, role::STOP);
        index += 1;
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the last word of every way through the functions below")]
fn found(unit: Unit, end: usize) -> Option<Found> {
    Some(Found { unit, end, sure: true })
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

/// A currency sign or code right before the token at `index`: `$`, `US$`, `USD`, `VND`, and where it begins.
pub(crate) fn currency_before(line: &Line<'_>, index: usize) -> Option<(Unit, usize)> {
    let token = line.before(index)?;
    let at = index.checked_sub(1)?;
    match token.kind {
        Kind::Symbol => {
            let symbol = token.symbol()?;
            let currency = CURRENCIES.iter().find(|currency| currency.symbol == Some(symbol))?;
            let us = symbol == '$' && line.glued_before(at).is_some_and(|word| line.text_of(word) == "US");
            // "5 $ 60" leaves open which number the sign is of
            if line.at(index)?.spaced && !us {
                return None;
            }
            let start = if us { at.checked_sub(1)? } else { at };
            Some((Unit::Currency(currency.code), start))
        }
        Kind::Word if token.is_upper && (3..=4).contains(&token.length()) => {
            let code = line.text_of(token);
            let dong = line.says(token, const { word("vnđ") });
            let code = if dong { "VND" } else { code };
            let currency = CURRENCIES.iter().find(|currency| currency.code == code)?;
            // "457.800 USD 12" belongs to the figure before it
            if line.before(at).is_some_and(Token::is_digits) {
                return None;
            }
            Some((Unit::Currency(currency.code), at))
        }
        _ => None,
    }
}

/// Codes that are Vietnamese or English words in lower case.
fn currency_code_needs_capitals(name: &str, code: &str) -> bool {
    !matches!(name, "vnd" | "usd" | "eur" | "yen" | "won" | "ndt") && code.eq_ignore_ascii_case(name)
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

/// Nouns of one word that end the unit: `suất` in "suất học bổng".
const NOUNS: [&str; 120] = [
    "lọ",
    "mục",
    "hũ",
    "đôi",
    "áo",
    "chăn",
    "bình",
    "liều",
    "lít",
    "viên",
    "trẻ",
    "cặp",
    "cụ",
    "kiện",
    "ấn",
    "suất",
    "căn",
    "hộ",
    "người",
    "đoàn",
    "khoản",
    "lượt",
    "em",
    "cháu",
    "cái",
    "chiếc",
    "bộ",
    "con",
    "cây",
    "cuốn",
    "quyển",
    "bản",
    "tờ",
    "ngôi",
    "nhà",
    "phòng",
    "lớp",
    "trường",
    "xã",
    "phường",
    "huyện",
    "quận",
    "tỉnh",
    "nước",
    "phần",
    "đợt",
    "cuộc",
    "buổi",
    "ca",
    "đơn",
    "hội",
    "chi",
    "ngày",
    "tháng",
    "năm",
    "tuần",
    "giờ",
    "phút",
    "quý",
    "tấm",
    "thùng",
    "bao",
    "túi",
    "chai",
    "hộp",
    "gói",
    "máy",
    "xe",
    "giường",
    "cầu",
    "điểm",
    "bài",
    "tin",
    "kỳ",
    "khóa",
    "thôn",
    "độ",
    "thửa",
    "sào",
    "chuyến",
    "khách",
    "bể",
    "giếng",
    "cơn",
    "trận",
    "vụ",
    "ngành",
    "sở",
    "ấp",
    "buôn",
    "bóng",
    "toa",
    "tàu",
    "thuyền",
    "quả",
    "món",
    "lô",
    "tổ",
    "đội",
    "nhóm",
    "tuổi",
    "gian",
    "đàn",
    "kênh",
    "vé",
    "giải",
    "container",
    "mũi",
    "ngọn",
    "trang",
    "nữ",
    "trụ",
    "ghế",
    "bàn",
    "bếp",
    "phiếu",
    "ý",
    "tiết",
    "đêm",
    "trạm",
];

/// Nouns of two words and more.
const COMPOUND_NOUNS: [&str; 229] = [
    "mặt hàng",
    "ca nô",
    "ngày công",
    "thành viên",
    "giờ công",
    "người lao động",
    "lượt tàu",
    "con tàu",
    "đầu mối",
    "đầu việc",
    "mặt bằng",
    "trường hợp",
    "điểm cầu",
    "điểm nghẽn",
    "bộ ngành",
    "nhà thầu",
    "bài học",
    "giải pháp",
    "nhóm giải pháp",
    "nội dung",
    "vấn đề",
    "yếu tố",
    "tiêu chí",
    "chỉ số",
    "phiên họp",
    "kỳ họp",
    "tham luận",
    "ý kiến",
    "lượt ý kiến",
    "kiến nghị",
    "khâu đột phá",
    "cụm dân cư",
    "hiện vật",
    "câu hỏi",
    "câu lạc bộ",
    "tủ sách",
    "nút giao",
    "hợp đồng",
    "cánh đồng",
    "cộng đồng",
    "áo ấm",
    "áo phao",
    "đơn thuốc",
    "văn kiện",
    "cuốn sách",
    "phương tiện",
    "thiết bị",
    "hộ khẩu",
    "bài báo",
    "bình luận",
    "tin nhắn",
    "hội đoàn",
    "bà mẹ",
    "phụ huynh",
    "lính cứu hỏa",
    "nhà báo",
    "khách du lịch",
    "du khách",
    "công dân",
    "ngư dân",
    "hộ kinh doanh",
    "nhà đầu tư",
    "trạm bơm",
    "hồ chứa",
    "máy bay",
    "tên lửa",
    "mô tô",
    "xe máy",
    "ô tô",
    "xe tải",
    "học viên",
    "thí sinh",
    "bác sỹ",
    "kỹ sư",
    "tiến sĩ",
    "giáo sư",
    "nhạc sĩ",
    "họa sĩ",
    "diễn viên",
    "dự án",
    "phi dự án",
    "hoạt động",
    "tổ chức",
    "chương trình",
    "học bổng",
    "học sinh",
    "sinh viên",
    "sự kiện",
    "hội nghị",
    "hội thảo",
    "quốc gia",
    "thành phố",
    "địa phương",
    "cá nhân",
    "tập thể",
    "hội viên",
    "đoàn viên",
    "đại biểu",
    "trẻ em",
    "gia đình",
    "doanh nghiệp",
    "công trình",
    "lĩnh vực",
    "đối tác",
    "thỏa thuận",
    "biên bản",
    "văn bản",
    "tình nguyện viên",
    "cán bộ",
    "giáo viên",
    "bác sĩ",
    "bệnh nhân",
    "đơn vị",
    "bằng khen",
    "giấy khen",
    "nhà tài trợ",
    "nhà hảo tâm",
    "hội hữu nghị",
    "chi hội",
    "trung tâm",
    "cơ sở",
    "đồng chí",
    "đồng bào",
    "phụ nữ",
    "chuyên gia",
    "nạn nhân",
    "phòng học",
    "trạm y tế",
    "trường học",
    "nhà tình thương",
    "đầu sách",
    "xe đạp",
    "xe lăn",
    "máy tính",
    "giấy phép",
    "giấy đăng ký",
    "nhiệm vụ",
    "mục tiêu",
    "chỉ tiêu",
    "cuộc họp",
    "áo khoác",
    "khu vực",
    "trụ cột",
    "nhân khẩu",
    "lao động",
    "mô hình",
    "hạng mục",
    "điểm trường",
    "nhà vệ sinh",
    "nhà văn hóa",
    "y bác sĩ",
    "y tá",
    "nhân viên",
    "công nhân",
    "nông dân",
    "thanh niên",
    "chiến sĩ",
    "cựu chiến binh",
    "nhà giáo",
    "thầy cô",
    "thầy thuốc",
    "tỉnh thành",
    "quận huyện",
    "xã phường",
    "nhà khoa học",
    "phóng viên",
    "hiệp định",
    "kế hoạch",
    "đề tài",
    "đề án",
    "sáng kiến",
    "tập đoàn",
    "công ty",
    "hợp tác xã",
    "ngân hàng",
    "bệnh viện",
    "giường bệnh",
    "quả bom",
    "vật liệu nổ",
    "bom mìn",
    "tiết mục",
    "ấn phẩm",
    "hồ sơ",
    "thủ tục",
    "nhà đại đoàn kết",
    "nhà tình nghĩa",
    "công trình nước",
    "máy lọc nước",
    "huy chương",
    "danh hiệu",
    "thư viện",
    "dân tộc",
    "di tích",
    "ủy viên",
    "khách mời",
    "kiều bào",
    "lưu học sinh",
    "bể bơi",
    "ổ dịch",
    "gia súc",
    "nghệ sĩ",
    "vận động viên",
    "làng nghề",
    "khu công nghiệp",
    "khu dân cư",
    "cụm công nghiệp",
    "nhà máy",
    "tuyên truyền viên",
    "cộng tác viên",
    "báo cáo viên",
    "hướng dẫn viên",
    "huấn luyện viên",
    "điều phối viên",
    "kỹ thuật viên",
    "hòa giải viên",
    "tân sinh viên",
    "cựu sinh viên",
    "nữ sinh viên",
    "nam sinh viên",
    "nữ sinh",
    "nam sinh",
    "nghiên cứu sinh",
    "thực tập sinh",
    "du học sinh",
    "cựu học sinh",
    "chuyên viên",
    "giảng viên",
    "đội trưởng",
    "đội viên",
];

/// English nouns, so that a translated sentence is read as well.
const ENGLISH_NOUNS: [&str; 33] = [
    "projects",
    "project",
    "organisations",
    "organizations",
    "houses",
    "scholarships",
    "people",
    "households",
    "activities",
    "items",
    "gifts",
    "delegations",
    "events",
    "students",
    "children",
    "families",
    "provinces",
    "countries",
    "programmes",
    "years",
    "participants",
    "volunteers",
    "villages",
    "schools",
    "teachers",
    "patients",
    "months",
    "beneficiaries",
    "hectares",
    "communes",
    "districts",
    "partners",
    "women",
];

/// Words that cannot be a counted noun: they go on with the sentence.
const STOP_WORDS: [&str; 157] = [
    "và", "với", "của", "cho", "tại", "trong", "ở", "là", "đã", "đang", "sẽ", "được", "từ", "đến", "tới",
    "so", "về", "do", "để", "khi", "mà", "thì", "nhưng", "hoặc", "hay", "cùng", "trên", "dưới", "gần", "hơn",
    "khoảng", "ước", "đạt", "gồm", "bao", "theo", "nhằm", "như", "vào", "ra", "lên", "xuống", "tăng", "giảm",
    "vượt", "bằng", "chiếm", "tương", "có", "không", "chưa", "này", "đó", "nay", "trước", "sau", "qua", "bị",
    "còn", "cũng", "nên", "vì", "nếu", "thuộc", "giữa", "tập", "tiếp", "triển", "ngoài", "nhân", "trở",
    "sáng", "chiều", "tối", "mỗi", "các", "những", "một", "tổng", "trị", "giá", "the", "of", "and", "in",
    "for", "to", "from", "with", "at", "by", "on", "was", "were", "is", "are", "cần", "phải", "rồi", "lại",
    "ngay", "vẫn", "đều", "nhất", "mới", "chỉ", "thêm", "khác", "đây", "kia", "ấy", "chủ", "nhờ", "tuy",
    "song", "bởi", "lúc", "nào", "gì", "ai", "đâu", "mở", "gửi", "hỗ", "phục", "góp", "thực", "xây", "tham",
    "nhận", "trao", "giúp", "phê", "ký", "hoàn", "khởi", "quyết", "năm", "kèm", "riêng", "hàng", "cả", "vừa",
    "liên", "điều", "mục", "khoản", "a", "an", "or", "as", "has", "have", "had", "which", "that", "per",
];

/// The compound nouns as keys, beside their spelling.
#[expect(clippy::indexing_slicing, reason = "runs at compile time")]
static COMPOUNDS: [Phrase; COMPOUND_NOUNS.len()] = {
    let mut phrases = [phrase_of("dự án"); COMPOUND_NOUNS.len()];
    let mut index = 0;
    while index < COMPOUND_NOUNS.len() {
        phrases[index] = phrase_of(COMPOUND_NOUNS[index]);
        index += 1;
    }
    phrases
};

static SINGLES: [Word; NOUNS.len()] = words_of(NOUNS);
static ENGLISH: [Word; ENGLISH_NOUNS.len()] = words_of(ENGLISH_NOUNS);

/// A noun of the vocabulary that begins at `index`, as the vocabulary spells it, and the index after it.
pub(crate) fn known_noun(line: &Line<'_>, index: usize) -> Option<(&'static str, usize)> {
    let token = line.word_at(index)?;
    if token.has(role::COMPOUND)
        && let Some((noun, end)) = COMPOUNDS
            .iter()
            .zip(COMPOUND_NOUNS)
            .find_map(|(phrase, noun)| line.begins(index, phrase).map(|end| (noun, end)))
    {
        return Some((noun, end));
    }
    if !token.has(role::NOUN) {
        return None;
    }
    let singles = SINGLES.iter().zip(NOUNS).chain(ENGLISH.iter().zip(ENGLISH_NOUNS));
    singles.into_iter().find(|(word, _)| line.says(token, **word)).map(|(_, noun)| (noun, index + 1))
}

/// The counted noun that begins at `index`: a known one, or one or two plain words.
pub(crate) fn noun_after(line: &Line<'_>, index: usize) -> Option<Found> {
    const NONE: u32 = role::STOP | role::SCALE | role::DIGIT | role::HEDGE | role::VERB | role::DAY;
    let first = line.word_at(index)?;
    // "300suất": a noun of the vocabulary with the space left out; a letter or two make a code
    let left_out = || !line.unmarked && !first.starts_upper && first.length() > GLUED_BYTES_MAX;
    if !first.spaced && !left_out() {
        return None;
    }
    if let Some((noun, end)) = known_noun(line, index) {
        return found(Unit::Count(noun.to_owned()), end);
    }
    // a guess: words of a name or a whole sentence in capitals are none
    let plain = |token: &Token| {
        token.spaced && !token.starts_upper && !token.has(NONE) && token.length() <= NOUN_BYTES_MAX
    };
    if !plain(first) {
        return None;
    }
    let second = line.word_at(index + 1).filter(|token| plain(token) && !token.has(role::MEASURE));
    let end = if second.is_some() { index + 2 } else { index + 1 };
    let printed = line.joined(index, end);
    Some(Found { unit: Unit::Count(text::match_form(&printed)), end, sure: false })
}

/// Letters glued to a number that are taken for a code, in bytes.
const GLUED_BYTES_MAX: usize = 2;

/// No word of the language is longer.
const NOUN_BYTES_MAX: usize = 64;

/// The index after a known noun of two or three words.
pub(crate) fn compound_noun(line: &Line<'_>, index: usize) -> Option<usize> {
    line.word_at(index).filter(|token| token.has(role::COMPOUND))?;
    COMPOUNDS.iter().find_map(|phrase| line.begins(index, phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(text: &str) -> Option<Unit> {
        measure_after(&Line::of(text), 0, false).map(|found| found.unit)
    }

    fn noun(text: &str) -> Option<String> {
        noun_after(&Line::of(text), 0).map(|found| found.unit.code().to_owned())
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

    #[test]
    fn counted_nouns() {
        for (text, expected) in [
            (" hoạt động, sự kiện", "hoạt động"),
            (" suất học bổng", "suất"),
            (" khoản viện trợ", "khoản"),
            (" áo khoác cho", "áo khoác"),
            (" đồng chí", "đồng chí"),
            (" nhà tài trợ", "nhà tài trợ"),
            (" bò giống cho", "bò giống"),
            (" trâu, bò", "trâu"),
        ] {
            assert_eq!(noun(text).as_deref(), Some(expected), "{text}");
        }
        for text in [" và", " TP.HCM", ", dự án", "h45", " "] {
            assert_eq!(noun(text), None, "{text}");
        }
    }

    #[test]
    fn codes_read_back() {
        for unit in [
            Unit::Currency("VND"),
            Unit::Percent,
            Unit::SquareKilometre,
            Unit::Times,
            Unit::Count("dự án".to_owned()),
            Unit::PercentagePoint,
        ] {
            assert_eq!(unit.code().parse(), Ok(unit.clone()));
        }
        assert_eq!("đồng".parse(), Ok(Unit::Currency("VND")));
        assert!("".parse::<Unit>().is_err());
        assert!("12".parse::<Unit>().is_err());
    }
}
