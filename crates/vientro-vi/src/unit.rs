//! What a figure counts or measures.

use alloc::borrow::Cow;
use core::fmt;
use core::str::FromStr;

use vientro_core::Language;

use crate::lex::{self, Gap, Kind, Token};
use crate::prelude::*;
use crate::text;

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
        if let Some(found) = measure_after(code, 0, false, true).filter(|found| found.end == code.len()) {
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

/// A unit found in a text and the byte after it.
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
pub(crate) const CURRENCIES: [Currency; 20] = [
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
const NOT_AFTER: [(&str, &[&str]); 7] = [
    (
        "đồng",
        &[
            "chí", "bào", "thời", "bộ", "hành", "đội", "nghiệp", "hồ", "phục", "đều", "loạt", "tình", "ý",
            "thuận", "chủ", "tổ", "hương", "minh", "nai", "tháp", "hới", "cỏ", "ruộng", "diễn", "tác", "môn",
            "đẳng",
        ],
    ),
    ("đô", &["thị", "thành", "vật", "đốc", "hộ"]),
    ("yên", &["tâm", "bình", "ổn", "bái", "phận", "lòng", "tĩnh", "vui", "dũng", "thế", "thành", "khánh"]),
    ("tệ", &["nạn", "hại"]),
    ("won", &[]),
    ("m", &[]),
    ("tấn", &["công"]),
];

const MEASURES: [(&str, Unit); 12] = [
    ("ki lô mét vuông", Unit::SquareKilometre),
    ("kilômét vuông", Unit::SquareKilometre),
    ("kilomet vuông", Unit::SquareKilometre),
    ("mét vuông", Unit::SquareMetre),
    ("mét khối", Unit::CubicMetre),
    ("điểm phần trăm", Unit::PercentagePoint),
    ("phần trăm", Unit::Percent),
    ("phần nghìn", Unit::Permille),
    ("percentage points", Unit::PercentagePoint),
    ("per cent", Unit::Percent),
    ("percent", Unit::Percent),
    ("lần", Unit::Times),
];

const SHORT_MEASURES: [(&str, Unit); 10] = [
    ("km", Unit::Kilometre),
    ("m", Unit::Metre),
    ("mét", Unit::Metre),
    ("ha", Unit::Hectare),
    ("hecta", Unit::Hectare),
    ("héc ta", Unit::Hectare),
    ("kg", Unit::Kilogram),
    ("kilogam", Unit::Kilogram),
    ("tấn", Unit::Tonne),
    ("times", Unit::Times),
];

/// A place in a text with the word that stands there, looked up once for many phrases.
pub(crate) struct Place<'a> {
    text: &'a str,
    unmarked: bool,
    word: Option<(Token<'a>, Cow<'a, str>)>,
}

impl<'a> Place<'a> {
    /// For phrases that begin at or after byte `at`.
    pub(crate) fn after(text: &'a str, at: usize, unmarked: bool) -> Self {
        Self { text, unmarked, word: lex::next(text, at).filter(Token::is_word).map(with_key) }
    }

    /// For phrases that end at or before byte `at`.
    pub(crate) fn before(text: &'a str, at: usize, unmarked: bool) -> Self {
        Self { text, unmarked, word: lex::prev(text, at).filter(Token::is_word).map(with_key) }
    }

    /// The byte after `phrase` if it begins here; spaces and hyphens may stand between its words.
    pub(crate) fn begins(&self, phrase: &str) -> Option<usize> {
        let (token, key) = self.word.as_ref()?;
        let mut words = phrase.split(' ');
        if !lex::same(key, words.next()?, self.unmarked) {
            return None;
        }
        let mut end = token.end;
        for word in words {
            let mut token = lex::next(self.text, end)?;
            if token.is_symbol('-') && token.gap == Gap::None {
                token = lex::next(self.text, token.end)?;
            }
            if !token.is_word() || !lex::same(&lex::key(token.text), word, self.unmarked) {
                return None;
            }
            end = token.end;
        }
        Some(end)
    }

    /// The byte where `phrase` starts if it ends here.
    pub(crate) fn ends(&self, phrase: &str) -> Option<usize> {
        let (token, key) = self.word.as_ref()?;
        let mut words = phrase.rsplit(' ');
        if !lex::same(key, words.next()?, self.unmarked) {
            return None;
        }
        let mut start = token.start;
        for word in words {
            let token = lex::prev(self.text, start)?;
            if !token.is_word() || !lex::same(&lex::key(token.text), word, self.unmarked) {
                return None;
            }
            start = token.start;
        }
        Some(start)
    }
}

fn with_key(token: Token<'_>) -> (Token<'_>, Cow<'_, str>) {
    (token, lex::key(token.text))
}

/// The byte after `phrase` if the words from `at` on say it.
pub(crate) fn phrase_after(text: &str, at: usize, phrase: &str, unmarked: bool) -> Option<usize> {
    Place::after(text, at, unmarked).begins(phrase)
}

/// The byte where `phrase` starts, if the words up to `at` say it.
pub(crate) fn phrase_before(text: &str, at: usize, phrase: &str, unmarked: bool) -> Option<usize> {
    Place::before(text, at, unmarked).ends(phrase)
}

/// A currency or measure right after byte `at`.
///
/// `scaled` says that a scale word (triệu, tỷ) stands before: then "đồng" is money whatever follows.
pub(crate) fn measure_after(text: &str, at: usize, unmarked: bool, scaled: bool) -> Option<Found> {
    let token = lex::next(text, at)?;
    let found = |unit: Unit, end: usize| Some(Found { unit, end, sure: true });
    match token.kind {
        Kind::Symbol('%') => return found(Unit::Percent, token.end),
        Kind::Symbol('‰') => return found(Unit::Permille, token.end),
        Kind::Symbol(symbol) => {
            let currency = CURRENCIES.iter().find(|currency| currency.symbol == Some(symbol))?;
            return found(Unit::Currency(currency.code), token.end);
        }
        Kind::Digits => return None,
        Kind::Word => {}
    }
    let key = lex::key(token.text);
    // "US$" after the figure
    if key == "us" {
        let dollar =
            lex::next(text, token.end).filter(|dollar| dollar.is_symbol('$') && dollar.gap == Gap::None)?;
        return found(Unit::Currency("USD"), dollar.end);
    }
    if (key == "điểm" || (unmarked && key == "diem"))
        && let Some(sign) = lex::next(text, token.end).filter(|sign| sign.is_symbol('%'))
    {
        return found(Unit::PercentagePoint, sign.end);
    }
    let place = Place::after(text, at, unmarked);
    for (name, unit) in &MEASURES {
        if let Some(end) = place.begins(name) {
            return found(unit.clone(), end);
        }
    }
    if key == "đ" || (key == "d" && unmarked && token.gap == Gap::None) {
        return found(Unit::Currency("VND"), token.end);
    }
    for currency in &CURRENCIES {
        for name in currency.names {
            let Some(end) = place.begins(name) else { continue };
            let one_word = !name.contains(' ');
            if one_word && name.len() == 3 && currency_code_needs_capitals(name) && !is_upper(token.text) {
                continue;
            }
            if one_word && begins_another_word(text, end, name, scaled, unmarked) {
                continue;
            }
            return found(Unit::Currency(currency.code), end);
        }
    }
    for (name, unit) in &SHORT_MEASURES {
        let Some(end) = place.begins(name) else { continue };
        if begins_another_word(text, end, name, false, unmarked) {
            continue;
        }
        // an upper case letter alone is no metre
        if key.len() == 1 && token.text != "m" {
            continue;
        }
        let power = lex::next(text, end).filter(|power| power.gap == Gap::None);
        let (unit, end) = match (unit, power) {
            (Unit::Kilometre, Some(power)) if is_power(power, '²', "2") => {
                (Unit::SquareKilometre, power.end)
            }
            (Unit::Metre, Some(power)) if is_power(power, '²', "2") => (Unit::SquareMetre, power.end),
            (Unit::Metre, Some(power)) if is_power(power, '³', "3") => (Unit::CubicMetre, power.end),
            _ => (unit.clone(), end),
        };
        return found(unit, end);
    }
    None
}

/// A currency sign or code right before byte `at`: `$`, `US$`, `USD`, `VND`.
pub(crate) fn currency_before(text: &str, at: usize) -> Option<(Unit, usize)> {
    let token = lex::prev(text, at)?;
    match token.kind {
        Kind::Symbol(symbol) if token.gap == Gap::None => {
            let currency = CURRENCIES.iter().find(|currency| currency.symbol == Some(symbol))?;
            let start = match lex::prev(text, token.start) {
                Some(word) if symbol == '$' && word.gap == Gap::None && word.text == "US" => word.start,
                _ => token.start,
            };
            Some((Unit::Currency(currency.code), start))
        }
        Kind::Word if token.text.len() == 3 && is_upper(token.text) => {
            let currency = CURRENCIES.iter().find(|currency| currency.code == token.text)?;
            // "457.800 USD 12" belongs to the figure before it
            if lex::prev(text, token.start).is_some_and(|before| before.kind == Kind::Digits) {
                return None;
            }
            Some((Unit::Currency(currency.code), token.start))
        }
        _ => None,
    }
}

/// Codes that are Vietnamese or English words in lower case.
fn currency_code_needs_capitals(name: &str) -> bool {
    !matches!(name, "vnd" | "usd" | "eur" | "yen" | "won" | "ndt")
        && name.is_ascii()
        && CURRENCIES.iter().any(|currency| currency.code.eq_ignore_ascii_case(name))
}

fn is_upper(word: &str) -> bool {
    word.chars().all(char::is_uppercase)
}

fn is_power(token: Token<'_>, symbol: char, digit: &str) -> bool {
    token.is_symbol(symbol) || (token.kind == Kind::Digits && token.text == digit)
}

fn begins_another_word(text: &str, end: usize, name: &str, scaled: bool, unmarked: bool) -> bool {
    let Some((_, followers)) = NOT_AFTER.iter().find(|(word, _)| *word == name) else { return false };
    let Some(next) = lex::next(text, end).filter(Token::is_word) else { return false };
    let key = lex::key(next.text);
    if scaled && name == "đồng" {
        return false;
    }
    followers.iter().any(|follower| lex::same(&key, follower, unmarked))
}

/// Nouns of one word that end the unit: `suất` in "suất học bổng".
const NOUNS: [&str; 70] = [
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
];

/// Nouns of two or three words.
const COMPOUND_NOUNS: [&str; 64] = [
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
];

/// English nouns, so that a translated sentence is read as well.
const ENGLISH_NOUNS: [&str; 20] = [
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
];

/// Words that cannot be a counted noun: they go on with the sentence.
const STOP_WORDS: [&str; 96] = [
    "và", "với", "của", "cho", "tại", "trong", "ở", "là", "đã", "đang", "sẽ", "được", "từ", "đến", "tới",
    "so", "về", "do", "để", "khi", "mà", "thì", "nhưng", "hoặc", "hay", "cùng", "trên", "dưới", "gần", "hơn",
    "khoảng", "ước", "đạt", "gồm", "bao", "theo", "nhằm", "như", "vào", "ra", "lên", "xuống", "tăng", "giảm",
    "vượt", "bằng", "chiếm", "tương", "có", "không", "chưa", "này", "đó", "nay", "trước", "sau", "qua", "bị",
    "còn", "cũng", "nên", "vì", "nếu", "thuộc", "giữa", "tập", "tiếp", "triển", "ngoài", "nhân", "trở",
    "sáng", "chiều", "tối", "mỗi", "các", "những", "một", "tổng", "trị", "giá", "the", "of", "and", "in",
    "for", "to", "from", "with", "at", "by", "on", "was", "were", "is", "are",
];

/// The counted noun right after byte `at`: a known one, or one or two plain words.
pub(crate) fn noun_after(text: &str, at: usize, unmarked: bool) -> Option<Found> {
    let first = lex::next(text, at).filter(|token| token.is_word() && token.gap == Gap::Space)?;
    // a known noun is given as the vocabulary spells it, marks and all
    let known = |noun: &str, end: usize| Some(Found { unit: Unit::Count(noun.to_owned()), end, sure: true });
    let place = Place::after(text, at, unmarked);
    for noun in COMPOUND_NOUNS {
        if let Some(end) = place.begins(noun) {
            return known(noun, end);
        }
    }
    let key = lex::key(first.text);
    if let Some(noun) = NOUNS.iter().chain(&ENGLISH_NOUNS).find(|noun| lex::same(&key, noun, unmarked)) {
        return known(noun, first.end);
    }
    // a guess: words of a name or a whole sentence in capitals are none
    if key.is_empty() || first.starts_upper() || is_stop_word(&key, unmarked) {
        return None;
    }
    let second = lex::next(text, first.end).filter(|token| {
        token.is_word() && token.gap == Gap::Space && !token.starts_upper() && {
            let key = lex::key(token.text);
            !key.is_empty() && !is_stop_word(&key, unmarked)
        }
    });
    let end = second.map_or(first.end, |second| second.end);
    let printed = text.get(first.start..end)?;
    Some(Found { unit: Unit::Count(text::match_form(printed)), end, sure: false })
}

/// The byte after a known noun of two or three words at byte `at`.
pub(crate) fn compound_noun(text: &str, at: usize, unmarked: bool) -> Option<usize> {
    let place = Place::after(text, at, unmarked);
    COMPOUND_NOUNS.iter().find_map(|noun| place.begins(noun))
}

fn is_stop_word(key: &str, unmarked: bool) -> bool {
    STOP_WORDS.iter().any(|word| lex::same(key, word, unmarked))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(text: &str) -> Option<Unit> {
        measure_after(text, 0, false, false).map(|found| found.unit)
    }

    fn noun(text: &str) -> Option<String> {
        noun_after(text, 0, false).map(|found| found.unit.code().to_owned())
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
        assert!(measure_after("đồng thời", 0, false, true).is_some());
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
