//! What currencies are called: symbols and names in Vietnamese and English.

use vientro_core::Language;

use crate::Currency;

/// How one currency is written beside its code.
pub(crate) struct Mark {
    code: &'static str,
    /// Symbols in Vietnamese and in English text; empty where the code is written instead.
    symbols: [&'static str; 2],
    /// Other symbols that are read.
    other_symbols: &'static [&'static str],
    /// The Vietnamese name, as it is written, and others that are read.
    name_vi: &'static str,
    other_names_vi: &'static [&'static str],
    /// The English name, for one unit and for more, and others that are read.
    names_en: [&'static str; 2],
    other_names_en: &'static [&'static str],
}

impl Mark {
    /// The currency's row, if it has one.
    pub(crate) fn of(currency: Currency) -> Option<&'static Self> {
        MARKS.iter().find(|mark| mark.code == currency.code())
    }

    pub(crate) fn currency(&self) -> Option<Currency> {
        self.code.parse().ok()
    }

    /// The symbol in text of a language; `None` where the code is written.
    pub(crate) fn symbol(&self, language: Language) -> Option<&'static str> {
        let [vi, en] = self.symbols;
        let symbol = match language {
            Language::Vi => vi,
            Language::En => en,
        };
        (!symbol.is_empty()).then_some(symbol)
    }

    /// The name after a number.
    pub(crate) fn name(&self, language: Language, one: bool) -> &'static str {
        let [singular, plural] = self.names_en;
        match language {
            Language::Vi => self.name_vi,
            Language::En if one => singular,
            Language::En => plural,
        }
    }

    /// All symbols that are read.
    pub(crate) fn all_symbols(&self) -> impl Iterator<Item = &'static str> {
        let written = self.symbols.into_iter().filter(|symbol| !symbol.is_empty());
        written.chain(self.other_symbols.iter().copied())
    }

    /// All names that are read in a language.
    pub(crate) fn all_names(&self, language: Language) -> impl Iterator<Item = &'static str> {
        let (written, others): (&[&'static str], _) = match language {
            Language::Vi => (std::slice::from_ref(&self.name_vi), self.other_names_vi),
            Language::En => (&self.names_en, self.other_names_en),
        };
        written.iter().chain(others).copied()
    }
}

/// The currency of a symbol. One that several currencies share means the expected currency where that uses it, else the currency
/// best known by it: the dollar of the United States, the yen, the pound sterling.
pub(crate) fn of_symbol(symbol: &str, expected: Option<Currency>) -> Option<Currency> {
    let shared = SHARED.iter().find(|(shared, _)| *shared == symbol);
    if let (Some((_, codes)), Some(expected)) = (shared, expected)
        && codes.contains(&expected.code())
    {
        return Some(expected);
    }
    MARKS.iter().find(|mark| mark.all_symbols().any(|other| other == symbol)).and_then(Mark::currency)
}

/// All symbols that are read, with the currency they mean.
pub(crate) fn symbols() -> impl Iterator<Item = &'static str> {
    MARKS.iter().flat_map(Mark::all_symbols)
}

/// Is this character a sign of money, not a letter?
pub(crate) fn is_sign(c: char) -> bool {
    !c.is_alphabetic() && symbols().any(|symbol| symbol.ends_with(c))
}

/// All rows.
pub(crate) fn all() -> impl Iterator<Item = &'static Mark> {
    MARKS.iter()
}

/// Symbols of several currencies, and the codes of those that use them beside the one of [`MARKS`].
const SHARED: [(&str, &[&str]); 3] = [
    ("$", &["AUD", "BND", "CAD", "FJD", "HKD", "MXN", "NZD", "SGD", "TWD"]),
    ("£", &["EGP", "FKP", "GIP", "LBP", "SHP", "SYP"]),
    ("¥", &["CNY"]),
];

/// The currencies of Viet Nam's donors and neighbours. The others are written and read by their codes.
///
/// # Source
///
/// Symbols and names of the Unicode CLDR, Vietnamese and English, with these exceptions: the national sign of the đồng is đ
/// (Accounting Law 88/2015/QH13, Article 10), where CLDR has ₫, and đồng alone is its name; baht, kíp, riel, ringgit, rupiah and the
/// peso have their narrow symbols in both languages, S$ is Singapore's own; the Vietnamese spellings are those of `vientro-vi`.
const MARKS: [Mark; 24] = [
    Mark {
        code: "VND",
        symbols: ["đ", "đ"],
        other_symbols: &["₫", "VNĐ", "VNđ", "Đ"],
        name_vi: "đồng",
        other_names_vi: &["đồng Việt Nam", "Việt Nam đồng"],
        names_en: ["Vietnamese dong", "Vietnamese dong"],
        other_names_en: &["dong"],
    },
    Mark {
        code: "USD",
        symbols: ["US$", "$"],
        other_symbols: &[],
        name_vi: "đô la Mỹ",
        other_names_vi: &["đô-la Mỹ", "đô la", "đô-la"],
        names_en: ["US dollar", "US dollars"],
        other_names_en: &["dollar", "dollars"],
    },
    Mark {
        code: "EUR",
        symbols: ["€", "€"],
        other_symbols: &[],
        name_vi: "euro",
        other_names_vi: &["ơ-rô"],
        names_en: ["euro", "euros"],
        other_names_en: &[],
    },
    Mark {
        code: "GBP",
        symbols: ["£", "£"],
        other_symbols: &[],
        name_vi: "bảng Anh",
        other_names_vi: &[],
        names_en: ["British pound", "British pounds"],
        other_names_en: &["pounds sterling"],
    },
    Mark {
        code: "JPY",
        symbols: ["¥", "¥"],
        other_symbols: &["JP¥", "円"],
        name_vi: "yên Nhật",
        other_names_vi: &["yên"],
        names_en: ["Japanese yen", "Japanese yen"],
        other_names_en: &["yen"],
    },
    Mark {
        code: "KRW",
        symbols: ["₩", "₩"],
        other_symbols: &[],
        name_vi: "won Hàn Quốc",
        other_names_vi: &["won"],
        names_en: ["South Korean won", "South Korean won"],
        other_names_en: &["won"],
    },
    Mark {
        code: "CNY",
        symbols: ["CN¥", "CN¥"],
        other_symbols: &["元", "RMB"],
        name_vi: "nhân dân tệ",
        other_names_vi: &["tệ"],
        names_en: ["Chinese yuan", "Chinese yuan"],
        other_names_en: &["yuan"],
    },
    Mark {
        code: "THB",
        symbols: ["฿", "฿"],
        other_symbols: &[],
        name_vi: "bạt Thái Lan",
        other_names_vi: &["bạt Thái", "baht"],
        names_en: ["Thai baht", "Thai baht"],
        other_names_en: &["baht"],
    },
    Mark {
        code: "LAK",
        symbols: ["₭", "₭"],
        other_symbols: &[],
        name_vi: "kíp Lào",
        other_names_vi: &["kip Lào"],
        names_en: ["Laotian kip", "Laotian kips"],
        other_names_en: &["kip"],
    },
    Mark {
        code: "KHR",
        symbols: ["៛", "៛"],
        other_symbols: &[],
        name_vi: "riel Campuchia",
        other_names_vi: &["riel"],
        names_en: ["Cambodian riel", "Cambodian riels"],
        other_names_en: &["riel", "riels"],
    },
    Mark {
        code: "AUD",
        symbols: ["AU$", "A$"],
        other_symbols: &[],
        name_vi: "đô la Úc",
        other_names_vi: &["Đô la Australia"],
        names_en: ["Australian dollar", "Australian dollars"],
        other_names_en: &[],
    },
    Mark {
        code: "CAD",
        symbols: ["CA$", "CA$"],
        other_symbols: &["C$"],
        name_vi: "đô la Canada",
        other_names_vi: &[],
        names_en: ["Canadian dollar", "Canadian dollars"],
        other_names_en: &[],
    },
    Mark {
        code: "SGD",
        symbols: ["S$", "S$"],
        other_symbols: &[],
        name_vi: "đô la Singapore",
        other_names_vi: &[],
        names_en: ["Singapore dollar", "Singapore dollars"],
        other_names_en: &[],
    },
    Mark {
        code: "HKD",
        symbols: ["HK$", "HK$"],
        other_symbols: &[],
        name_vi: "đô la Hồng Kông",
        other_names_vi: &[],
        names_en: ["Hong Kong dollar", "Hong Kong dollars"],
        other_names_en: &[],
    },
    Mark {
        code: "NZD",
        symbols: ["NZ$", "NZ$"],
        other_symbols: &[],
        name_vi: "đô la New Zealand",
        other_names_vi: &[],
        names_en: ["New Zealand dollar", "New Zealand dollars"],
        other_names_en: &[],
    },
    Mark {
        code: "TWD",
        symbols: ["NT$", "NT$"],
        other_symbols: &[],
        name_vi: "đô la Đài Loan",
        other_names_vi: &["đô la Đài Loan mới"],
        names_en: ["New Taiwan dollar", "New Taiwan dollars"],
        other_names_en: &[],
    },
    Mark {
        code: "CHF",
        symbols: ["", ""],
        other_symbols: &[],
        name_vi: "franc Thụy Sĩ",
        other_names_vi: &["franc Thụy sĩ", "franc Thụy Sỹ"],
        names_en: ["Swiss franc", "Swiss francs"],
        other_names_en: &[],
    },
    Mark {
        code: "SEK",
        symbols: ["", ""],
        other_symbols: &[],
        name_vi: "krona Thụy Điển",
        other_names_vi: &[],
        names_en: ["Swedish krona", "Swedish kronor"],
        other_names_en: &[],
    },
    Mark {
        code: "NOK",
        symbols: ["", ""],
        other_symbols: &[],
        name_vi: "krone Na Uy",
        other_names_vi: &[],
        names_en: ["Norwegian krone", "Norwegian kroner"],
        other_names_en: &[],
    },
    Mark {
        code: "DKK",
        symbols: ["", ""],
        other_symbols: &[],
        name_vi: "krone Đan Mạch",
        other_names_vi: &[],
        names_en: ["Danish krone", "Danish kroner"],
        other_names_en: &[],
    },
    Mark {
        code: "INR",
        symbols: ["₹", "₹"],
        other_symbols: &[],
        name_vi: "rupee Ấn Độ",
        other_names_vi: &["Rupee Ấn Độ"],
        names_en: ["Indian rupee", "Indian rupees"],
        other_names_en: &[],
    },
    Mark {
        code: "PHP",
        symbols: ["₱", "₱"],
        other_symbols: &[],
        name_vi: "peso Philippines",
        other_names_vi: &["peso Philipin"],
        names_en: ["Philippine peso", "Philippine pesos"],
        other_names_en: &[],
    },
    Mark {
        code: "MYR",
        symbols: ["RM", "RM"],
        other_symbols: &[],
        name_vi: "ringgit Malaysia",
        other_names_vi: &[],
        names_en: ["Malaysian ringgit", "Malaysian ringgits"],
        other_names_en: &[],
    },
    Mark {
        code: "IDR",
        symbols: ["Rp", "Rp"],
        other_symbols: &[],
        name_vi: "rupiah Indonesia",
        other_names_vi: &[],
        names_en: ["Indonesian rupiah", "Indonesian rupiahs"],
        other_names_en: &[],
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_row_is_a_currency_and_no_symbol_means_two() {
        let mut seen = BTreeSet::new();
        for mark in all() {
            let currency = mark.currency().unwrap();
            assert_eq!(Mark::of(currency).map(|mark| mark.code), Some(currency.code()));
            for symbol in mark.all_symbols().collect::<BTreeSet<_>>() {
                assert!(seen.insert(symbol), "{symbol}");
                assert_eq!(of_symbol(symbol, None), Some(currency), "{symbol}");
            }
        }
        for (symbol, codes) in SHARED {
            for code in codes {
                let currency: Currency = code.parse().unwrap();
                assert_eq!(of_symbol(symbol, Some(currency)), Some(currency));
            }
            assert_eq!(of_symbol(symbol, Some(Currency::VND)), of_symbol(symbol, None));
        }
    }

    #[test]
    fn the_names_are_those_vientro_vi_reads() {
        for mark in all() {
            let Some(unit) = vientro_vi::Unit::currency(mark.code) else { continue };
            let read = vientro_vi::read(&format!("5 triệu {}", mark.name_vi)).unwrap();
            assert_eq!(read.unit(), Some(&unit), "{}", mark.name_vi);
        }
    }
}
