//! The unit a heading, a title or a cell names: a currency, and what its numbers are multiplied by.

use rust_decimal::Decimal;
use vientro_vi::text::fold;

use super::words;

/// What a text says about the numbers below or beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) currency: Option<&'static str>,
    pub(super) scale: Option<Decimal>,
}

impl Unit {
    /// The unit in a text that is written to tell one, such as what stands in parentheses.
    pub(super) fn of(text: &str) -> Self {
        let tokens = tokens(text);
        Self { currency: currency_in(&tokens), scale: scale_in(&tokens, false) }
    }

    /// The unit among other words: a scale counts only if a currency follows it, for "Công ty" is no billion.
    pub(super) fn among(text: &str) -> Self {
        let tokens = tokens(text);
        Self { currency: currency_in(&tokens), scale: scale_in(&tokens, true) }
    }

    /// The unit of a text that says nothing else: `triệu đồng`, `1.000 đ`, `USD`.
    pub(super) fn alone(text: &str) -> Option<Self> {
        let tokens = tokens(text);
        if tokens.iter().any(|token| matches!(token, Token::Other)) {
            return None;
        }
        let unit = Self { currency: currency_in(&tokens), scale: scale_in(&tokens, false) };
        (unit != Self::default()).then_some(unit)
    }

    /// The unit a title tells: what follows "Đơn vị tính" or "ĐVT", if it is nothing but a unit.
    pub(super) fn of_title(text: &str) -> Option<Self> {
        let folded = fold(text);
        let rest = |mark: &str| folded.split_once(mark).map(|(_, rest)| rest.to_owned());
        let begins = |mark: &str| {
            let start = folded.trim_start_matches(|letter: char| !letter.is_alphanumeric());
            start.strip_prefix(mark).map(str::to_owned)
        };
        let marks = ["don vi tinh", "don vi tien", "dvt", "tinh bang", "unit of amount"];
        let told =
            marks.into_iter().find_map(rest).or_else(|| ["don vi", "unit"].into_iter().find_map(begins));
        Self::alone(told?.trim_start_matches(" te"))
    }

    /// True if it says anything.
    pub(super) fn is_told(self) -> bool {
        self != Self::default()
    }
}

/// The currency that words name.
pub(crate) fn currency_of(words: &[String]) -> Option<&'static str> {
    currency_in(&tokens_of(words))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Currency(&'static str),
    /// A word that only goes with a currency: "Việt Nam", "Mỹ".
    Country,
    Scale(Decimal),
    Other,
}

fn currency_in(tokens: &[Token]) -> Option<&'static str> {
    tokens.iter().find_map(|token| match token {
        Token::Currency(code) => Some(*code),
        _ => None,
    })
}

/// "nghìn tỷ" is both multiplied; of several units the first counts.
fn scale_in(tokens: &[Token], only_of_currency: bool) -> Option<Decimal> {
    let start = tokens.iter().position(|token| matches!(token, Token::Scale(_)))?;
    let mut product = Decimal::ONE;
    let mut rest = tokens.get(start..)?.iter();
    let next = loop {
        match rest.next() {
            Some(Token::Scale(scale)) => product = product.checked_mul(*scale)?,
            next => break next,
        }
    };
    (!only_of_currency || matches!(next, Some(Token::Currency(_)))).then_some(product)
}

fn tokens(text: &str) -> Vec<Token> {
    let mut named = text.to_lowercase().replace("us$", " usd ");
    for (sign, code) in [('$', " usd "), ('€', " eur "), ('₫', " vnd "), ('£', " gbp ")] {
        named = named.replace(sign, code);
    }
    tokens_of(&words(&named))
}

fn tokens_of(words: &[String]) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(words.len());
    let mut rest = words;
    let mut before = "";
    while let Some((word, after)) = rest.split_first() {
        let next = after.first().map_or("", String::as_str);
        if let Some((scale, behind, unit)) = numeral(rest) {
            tokens.extend(scale.map(Token::Scale));
            tokens.extend(unit);
            (rest, before) = (behind, "");
            continue;
        }
        let token = match (word.as_str(), next) {
            // "hoạt động", "cộng đồng" are no currencies
            ("dong", _) if matches!(before, "cong" | "hoat" | "hoi" | "hop" | "lao") => Token::Other,
            ("dong", "bao" | "nai" | "tai" | "thap") | ("ty" | "ti", "gia" | "le" | "suat" | "trong") => {
                Token::Other
            }
            ("ty" | "ti", _) if before == "cong" => Token::Other,
            // "giải ngân (VND)", "ngân sách": without its marks the word is that for a thousand
            ("ngan", _) if before == "giai" => Token::Other,
            ("ngan", "hang" | "khoan" | "phieu" | "quy" | "sach") => Token::Other,
            ("do", "la") => Token::Currency("USD"),
            ("la", _) if before == "do" => Token::Country,
            ("nghin" | "ngan" | "thousand" | "thousands", _) => Token::Scale(Decimal::ONE_THOUSAND),
            // "tr. đồng"; alone it may be a page
            ("trieu" | "million" | "millions", _) | ("tr", "d" | "dong" | "vnd" | "usd") => {
                Token::Scale(MILLION)
            }
            ("ty" | "ti" | "billion" | "billions", _) => Token::Scale(BILLION),
            ("ngd" | "nghd", _) => {
                tokens.push(Token::Scale(Decimal::ONE_THOUSAND));
                Token::Currency("VND")
            }
            ("trd", _) => {
                tokens.push(Token::Scale(MILLION));
                Token::Currency("VND")
            }
            ("tyd", _) => {
                tokens.push(Token::Scale(BILLION));
                Token::Currency("VND")
            }
            ("viet" | "nam" | "my" | "nhat" | "han" | "quoc" | "ban", _)
                if tokens.iter().any(|token| matches!(token, Token::Currency(_))) =>
            {
                Token::Country
            }
            (word, _) => currency(word).map_or(Token::Other, Token::Currency),
        };
        tokens.push(token);
        (before, rest) = (word, after);
    }
    tokens
}

fn currency(word: &str) -> Option<&'static str> {
    Some(match word {
        "vnd" | "dong" | "d" => "VND",
        "usd" | "dollar" | "dollars" => "USD",
        "eur" | "euro" => "EUR",
        "krw" | "won" => "KRW",
        "jpy" | "yen" => "JPY",
        "gbp" => "GBP",
        "aud" => "AUD",
        "chf" => "CHF",
        "cny" => "CNY",
        "thb" | "bat" => "THB",
        "lak" | "kip" => "LAK",
        "khr" | "riel" => "KHR",
        _ => return None,
    })
}

/// A power of ten at the start of words, from a thousand on, and what a last `d` after its digits names: `1.000 đ`
/// (the words 1, 000, d), `1000000`, `1000đ`, `'000`. A one before a word, as in "1 triệu", is no scale of its own.
fn numeral(words: &[String]) -> Option<(Option<Decimal>, &[String], Option<Token>)> {
    let mut digits = String::new();
    let mut rest = words;
    let mut unit = None;
    while let Some((word, after)) = rest.split_first() {
        let number = word.strip_suffix('d').unwrap_or(word);
        let goes_on = digits.is_empty() || number == "000";
        if number.is_empty() || !goes_on || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            break;
        }
        digits.push_str(number);
        rest = after;
        if number.len() < word.len() {
            unit = Some(Token::Currency("VND"));
            break;
        }
    }
    let zeros = digits.strip_prefix('1').unwrap_or(&digits);
    if digits.is_empty() || digits.len() > 13 || zeros.bytes().any(|byte| byte != b'0') {
        return None;
    }
    let scale = match u32::try_from(zeros.len()).ok()? {
        0 => None,
        zeros @ 3.. => Some(Decimal::from(10_u64.checked_pow(zeros)?)),
        _ => return None,
    };
    Some((scale, rest, unit))
}

const MILLION: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);
const BILLION: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);

#[cfg(test)]
mod tests {
    use super::*;

    fn told(unit: Unit) -> String {
        let scale = unit.scale.unwrap_or(Decimal::ONE);
        format!("{} {scale}", unit.currency.unwrap_or("-"))
    }

    #[test]
    fn units_alone() {
        for (text, expected) in [
            ("triệu đồng", "VND 1000000"),
            ("(Nghìn đồng)", "VND 1000"),
            ("1.000 đ", "VND 1000"),
            ("1000đ", "VND 1000"),
            ("1.000.000 đồng", "VND 1000000"),
            ("'000 VND", "VND 1000"),
            ("nghìn tỷ đồng", "VND 1000000000000"),
            ("tr.đ", "VND 1000000"),
            ("trđ", "VND 1000000"),
            ("Triệu USD", "USD 1000000"),
            ("US$", "USD 1"),
            ("đồng Việt Nam", "VND 1"),
            ("đô la Mỹ", "USD 1"),
            ("tỷ", "- 1000000000"),
            ("1 triệu đồng", "VND 1000000"),
        ] {
            assert_eq!(Unit::alone(text).map(told).as_deref(), Some(expected), "{text}");
        }
        for text in ["hơn 300 triệu", "500", "100 JPY", "Tên", "Công ty", "12.000 đ", ""] {
            assert_eq!(Unit::alone(text), None, "{text}");
        }
    }

    /// A name above the table is no unit, however it begins.
    #[test]
    fn titles_tell_units() {
        for (text, expected) in [
            ("Đơn vị tính: triệu đồng", Some("VND 1000000")),
            ("(ĐVT: 1.000 đ)", Some("VND 1000")),
            ("DANH MỤC KHOẢN VIỆN TRỢ (đơn vị tính: nghìn USD)", Some("USD 1000")),
            ("Đơn vị: đồng", Some("VND 1")),
            ("Đơn vị tiền tệ: USD", Some("USD 1")),
            ("Unit: million VND", Some("VND 1000000")),
            ("Đơn vị: Công ty A", None),
            ("Đơn vị: Hội hữu nghị tỉnh Đồng Tháp", None),
            ("Đơn vị báo cáo: Liên hiệp tỉnh B", None),
            ("Phụ lục 2", None),
        ] {
            assert_eq!(Unit::of_title(text).map(told).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_unit_among_words_has_its_currency() {
        assert_eq!(told(Unit::among("Thành tiền triệu đồng")), "VND 1000000");
        assert_eq!(told(Unit::among("Giá trị của công ty")), "- 1");
        assert_eq!(told(Unit::among("Tỷ giá (VND)")), "VND 1");
        assert_eq!(told(Unit::among("Giải ngân (VND)")), "VND 1");
        assert_eq!(told(Unit::among("Lũy kế giải ngân (nghìn VND)")), "VND 1000");
        assert_eq!(told(Unit::among("Ngân sách USD")), "USD 1");
        assert_eq!(told(Unit::among("Thành tiền ngàn đồng")), "VND 1000");
        assert_eq!(told(Unit::of("nếu là công ty; triệu")), "- 1000000");
    }
}
