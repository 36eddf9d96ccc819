//! The names and signs of currencies.

use super::Unit;
use crate::token::{Kind, Line, Token};
use crate::vocab::{Phrase, Roles, phrase_of, role, word};

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
pub(super) static CURRENCY_NAMES: [(Phrase, &str, &str); NAMES] = {
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

/// Adds the roles of the names of currencies.
#[expect(clippy::indexing_slicing, reason = "runs at compile time")]
pub(super) const fn add_roles(roles: &mut Roles, unmarked: bool) {
    let mut index = 0;
    while index < CURRENCIES.len() {
        let mut name = 0;
        while name < CURRENCIES[index].names.len() {
            roles.add_first(&phrase_of(CURRENCIES[index].names[name]), unmarked, role::MEASURE);
            name += 1;
        }
        index += 1;
    }
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
pub(super) fn currency_code_needs_capitals(name: &str, code: &str) -> bool {
    !matches!(name, "vnd" | "usd" | "eur" | "yen" | "won" | "ndt") && code.eq_ignore_ascii_case(name)
}
