//! Numbers and amounts in Vietnamese words, written and read.

use rust_decimal::Decimal;

use crate::lex;
use crate::number::clip;
use crate::prelude::*;
use crate::text;
use crate::unit::{CURRENCIES, Currency, phrase_after};

/// How numbers are said.
///
/// The default is the northern form of statutes and decisions: linh, tư and lăm after mươi, nghìn, tỷ, empty groups
/// silent, "nghìn … tỷ" in one chain, lower case.
///
/// # Source
///
/// Cheque and invoice rules (Decree 123/2020 Art. 10 and its figure and word pairs) and school usage; the southern
/// variants are those of CLDR.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct WordOptions {
    /// Between a hundred and a unit without tens: linh or lẻ.
    pub filler: Filler,
    /// Four after mươi: tư or bốn.
    pub four: Four,
    /// Thousand: nghìn or ngàn.
    pub thousand: Thousand,
    /// Billion: tỷ or tỉ.
    pub billion: Billion,
    /// Whether groups of three zeros are said.
    pub empty_groups: EmptyGroups,
    /// Whether tỷ closes a chain of groups or follows each of them.
    pub chain: Chain,
    /// First letter in upper case.
    pub capital: bool,
    /// In amounts of money: "chẵn" after an amount without a smaller unit.
    pub even: bool,
}

impl WordOptions {
    /// The southern form: lẻ, bốn, ngàn.
    pub fn southern() -> Self {
        Self { filler: Filler::Le, four: Four::Bon, thousand: Thousand::Ngan, ..Self::default() }
    }

    /// With the first letter in upper case.
    #[must_use]
    pub fn capitalised(mut self) -> Self {
        self.capital = true;
        self
    }

    fn nghin(self) -> &'static str {
        match self.thousand {
            Thousand::Nghin => "nghìn",
            Thousand::Ngan => "ngàn",
        }
    }

    fn ty(self) -> &'static str {
        match self.billion {
            Billion::Ty => "tỷ",
            Billion::Ti => "tỉ",
        }
    }
}

/// What is said for missing tens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "the two words there are")]
pub enum Filler {
    /// lẻ, in the south.
    Le,
    /// linh, in the north and in statutes.
    #[default]
    Linh,
}

/// What four is called after mươi.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "the two words there are")]
pub enum Four {
    /// bốn.
    Bon,
    /// tư.
    #[default]
    Tu,
}

/// What a thousand is called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "the two words there are")]
pub enum Thousand {
    /// ngàn.
    Ngan,
    /// nghìn.
    #[default]
    Nghin,
}

/// What a billion is called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "the two spellings there are")]
pub enum Billion {
    /// tỉ.
    Ti,
    /// tỷ.
    #[default]
    Ty,
}

/// Whether groups of three zeros are said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "said or not")]
pub enum EmptyGroups {
    /// 1 000 005 is một triệu không trăm linh năm.
    #[default]
    Silent,
    /// 1 000 005 is một triệu không nghìn không trăm linh năm.
    Spoken,
}

/// How groups from a billion on are joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "one tỷ or one each")]
pub enum Chain {
    /// 1 234 × 10⁹ is một nghìn hai trăm ba mươi tư tỷ.
    #[default]
    Joined,
    /// 1 234 × 10⁹ is một nghìn tỷ hai trăm ba mươi tư tỷ.
    Repeated,
}

/// Why a number cannot be said or words cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WordsError {
    /// Words with two meanings: "một triệu hai", "hai trăm năm".
    #[error("`{found}` can be read in two ways: {reason}")]
    Ambiguous {
        /// The words.
        found: String,
        /// The two ways.
        reason: &'static str,
    },
    /// Not a currency this crate has words for.
    #[error("no words for the currency `{found}`, expected an ISO 4217 code such as `VND` or `USD`")]
    Currency {
        /// The code as given.
        found: String,
    },
    /// No words.
    #[error("the text is empty, expected a number")]
    Empty,
    /// The amount has more decimals than the currency has parts.
    #[error("`{amount}` has a fraction `{currency}` has no coin for, expected at most {decimals} decimals")]
    Fraction {
        /// The amount.
        amount: Decimal,
        /// The currency.
        currency: String,
        /// Decimals the currency has.
        decimals: u32,
    },
    /// The text ends where a word of the number is still to come, such as "hai phẩy".
    #[error("`{found}` ends before its number does")]
    Incomplete {
        /// The text.
        found: String,
    },
    /// A word of numbers where it cannot stand, such as "tỷ" at the start or "rưỡi" behind "ba".
    #[error("`{word}` in `{found}` stands where it makes no number")]
    Misplaced {
        /// The word.
        word: String,
        /// The text.
        found: String,
    },
    /// Not digits.
    #[error("`{found}` is no number in digits")]
    NotDigits {
        /// The text.
        found: String,
    },
    /// Scales in a wrong order, such as "hai nghìn ba triệu".
    #[error("the scale words of `{found}` are out of order")]
    Order {
        /// The words.
        found: String,
    },
    /// More digits than the limit.
    #[error("the number has more than {limit} digits")]
    TooLong {
        /// The limit.
        limit: usize,
    },
    /// A word that is no part of a number.
    #[error("`{word}` in `{found}` is no word of a number")]
    UnknownWord {
        /// The word.
        word: String,
        /// The text.
        found: String,
    },
}

/// Most digits [`cardinal_of_digits`] says and [`read_words`] reads.
pub const DIGITS_MAX: usize = 600;

/// A whole number in words.
///
/// ```
/// use vientro_vi::{WordOptions, cardinal};
///
/// let options = WordOptions::default();
/// assert_eq!(cardinal(2_055_000_000, &options), "hai tỷ không trăm năm mươi lăm triệu");
/// assert_eq!(cardinal(104, &options), "một trăm linh bốn");
/// assert_eq!(cardinal(-21, &options), "âm hai mươi mốt");
/// ```
pub fn cardinal(value: i128, options: &WordOptions) -> String {
    let digits = value.unsigned_abs().to_string();
    capital(signed(value < 0, whole(&digits, *options)), *options)
}

/// A whole number of up to [`DIGITS_MAX`] digits, given as digits with an optional minus sign, in words.
///
/// # Errors
///
/// [`WordsError::NotDigits`] for anything but digits, [`WordsError::TooLong`] beyond the limit.
pub fn cardinal_of_digits(digits: &str, options: &WordOptions) -> Result<String, WordsError> {
    let digits = digits.trim();
    let magnitude = digits.strip_prefix(['-', '\u{2212}']);
    let (negative, magnitude) = magnitude.map_or((false, digits), |magnitude| (true, magnitude));
    if magnitude.is_empty() || !magnitude.bytes().all(|b| b.is_ascii_digit()) {
        return Err(WordsError::NotDigits { found: clip(digits) });
    }
    let magnitude = magnitude.trim_start_matches('0');
    if magnitude.len() > DIGITS_MAX {
        return Err(WordsError::TooLong { limit: DIGITS_MAX });
    }
    let magnitude = if magnitude.is_empty() { "0" } else { magnitude };
    Ok(capital(signed(negative && magnitude != "0", whole(magnitude, *options)), *options))
}

/// A number with decimals in words: `không phẩy năm`, `mười hai phẩy hai mươi lăm`.
///
/// Up to three decimals that do not begin with zero are said as one number; others digit by digit.
pub fn decimal(value: Decimal, options: &WordOptions) -> String {
    let value = value.normalize();
    let text = value.abs().to_string();
    let (digits, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut words = signed(value.is_sign_negative() && !value.is_zero(), whole(digits, *options));
    if !fraction.is_empty() {
        words.push_str(" phẩy ");
        if fraction.len() <= 3 && !fraction.starts_with('0') {
            words.push_str(&whole(fraction, *options));
        } else {
            let digits: Vec<&str> = fraction.bytes().map(|b| digit(b.wrapping_sub(b'0'))).collect();
            words.push_str(&digits.join(" "));
        }
    }
    capital(words, *options)
}

/// The place in a row: thứ nhất, thứ hai, thứ tư, thứ mười hai.
pub fn ordinal(value: u64, options: &WordOptions) -> String {
    let words = match value {
        1 => "nhất".to_owned(),
        4 => "tư".to_owned(),
        _ => whole(&value.to_string(), *options),
    };
    capital(format!("thứ {words}"), *options)
}

/// An amount of money in words ("bằng chữ"), first letter in upper case.
///
/// * `amount`: in whole units of the currency, with at most the decimals the currency has coins for.
/// * `currency_code`: ISO 4217.
///
/// # Errors
///
/// [`WordsError::Currency`] for a currency without words here, [`WordsError::Fraction`] for a fraction it has no coin for.
///
/// # Source
///
/// The form follows the statutory examples "Mười ba nghìn tám trăm đô la Mỹ và hai mươi nhăm xu" for 13.800,25 USD and
/// "Năm nghìn ơ-rô và năm mươi xu" (Decree 123/2020 Art. 10); we write lăm for the older nhăm.
///
/// ```
/// use rust_decimal::Decimal;
/// use vientro_vi::{WordOptions, money};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let options = WordOptions::default();
/// assert_eq!(money(Decimal::from(12_000_000_000_i64), "VND", &options)?, "Mười hai tỷ đồng");
/// assert_eq!(
///     money(Decimal::new(1_380_025, 2), "USD", &options)?,
///     "Mười ba nghìn tám trăm đô la Mỹ và hai mươi lăm xu"
/// );
/// # Ok(()) }
/// ```
pub fn money(amount: Decimal, currency_code: &str, options: &WordOptions) -> Result<String, WordsError> {
    let currency = CURRENCIES
        .iter()
        .find(|currency| currency.code == currency_code)
        .ok_or_else(|| WordsError::Currency { found: clip(currency_code) })?;
    let (name, part) = currency.words;
    let decimals = if part.is_empty() { 0 } else { 2 };
    let amount = amount.normalize();
    if amount.scale() > decimals {
        return Err(WordsError::Fraction { amount, currency: currency_code.to_owned(), decimals });
    }
    let text = amount.abs().to_string();
    let (units, cents) = text.split_once('.').unwrap_or((&text, ""));
    let mut words = format!("{} {name}", whole(units, *options));
    if cents.is_empty() {
        if options.even {
            words.push_str(" chẵn");
        }
    } else {
        let cents = format!("{cents:0<2}");
        let cents = cents.trim_start_matches('0');
        words = format!("{words} và {} {part}", whole(cents, *options));
    }
    let words = signed(amount.is_sign_negative() && !amount.is_zero(), words);
    Ok(capital(words, options.capitalised()))
}

fn signed(negative: bool, words: String) -> String {
    if negative { format!("âm {words}") } else { words }
}

fn capital(words: String, options: WordOptions) -> String {
    if !options.capital {
        return words;
    }
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

fn digit(value: u8) -> &'static str {
    DIGITS.get(usize::from(value)).copied().unwrap_or("")
}

/// Words of a string of digits without leading zeros.
fn whole(digits: &str, options: WordOptions) -> String {
    if digits == "0" {
        return digit(0).to_owned();
    }
    // groups of three from the right, the lowest first
    let bytes = digits.as_bytes();
    let groups: Vec<[u8; 3]> = bytes
        .rchunks(3)
        .map(|chunk| {
            let mut group = [0; 3];
            for (slot, byte) in group.iter_mut().rev().zip(chunk.iter().rev()) {
                *slot = byte.wrapping_sub(b'0');
            }
            group
        })
        .collect();
    let mut words = String::with_capacity(digits.len() * 8);
    let mut said = false;
    let blocks = groups.chunks(3).enumerate().rev();
    for (billions, block) in blocks {
        let empty_block = block.iter().all(|group| *group == [0; 3]);
        if empty_block {
            let lower_follows = groups.iter().take(billions * 3).any(|group| *group != [0; 3]);
            if said && billions > 0 && lower_follows && options.empty_groups == EmptyGroups::Spoken {
                push(&mut words, digit(0));
                push_times(&mut words, options.ty(), billions);
            }
            continue;
        }
        for (index, group) in block.iter().enumerate().rev() {
            let scale = match index {
                0 => "",
                1 => options.nghin(),
                _ => "triệu",
            };
            if *group == [0; 3] {
                let lower_follows = block.iter().take(index).any(|group| *group != [0; 3]);
                if said && lower_follows && options.empty_groups == EmptyGroups::Spoken {
                    push(&mut words, digit(0));
                    push(&mut words, scale);
                }
                continue;
            }
            three(&mut words, *group, said, options);
            said = true;
            push(&mut words, scale);
            if options.chain == Chain::Repeated {
                push_times(&mut words, options.ty(), billions);
            }
        }
        if options.chain == Chain::Joined {
            push_times(&mut words, options.ty(), billions);
        }
    }
    words
}

/// One group of three digits; behind another group its hundreds are always said.
fn three(words: &mut String, [hundreds, tens, units]: [u8; 3], full: bool, options: WordOptions) {
    let has_hundreds = full || hundreds > 0;
    if has_hundreds {
        push(words, digit(hundreds));
        push(words, "trăm");
    }
    match (tens, units) {
        (0, 0) => {}
        (0, _) => {
            if has_hundreds {
                push(
                    words,
                    match options.filler {
                        Filler::Le => "lẻ",
                        Filler::Linh => "linh",
                    },
                );
            }
            push(words, digit(units));
        }
        (1, _) => {
            push(words, "mười");
            match units {
                0 => {}
                5 => push(words, "lăm"),
                _ => push(words, digit(units)),
            }
        }
        _ => {
            push(words, digit(tens));
            push(words, "mươi");
            match units {
                0 => {}
                1 => push(words, "mốt"),
                4 if options.four == Four::Tu => push(words, "tư"),
                5 => push(words, "lăm"),
                _ => push(words, digit(units)),
            }
        }
    }
}

fn push(words: &mut String, word: &str) {
    if !words.is_empty() && !word.is_empty() {
        words.push(' ');
    }
    words.push_str(word);
}

fn push_times(words: &mut String, word: &str, times: usize) {
    for _ in 0..times {
        push(words, word);
    }
}

/// A number read from words.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct WordsReading {
    digits: String,
    currency: Option<&'static str>,
    normalised: Vec<Normalised>,
}

impl WordsReading {
    /// The number in digits: an optional `-`, the whole part, and a dot with the decimals if there are any.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// The number as a decimal; `None` beyond its 28 digits.
    pub fn value(&self) -> Option<Decimal> {
        Decimal::from_str_exact(&self.digits).ok()
    }

    /// The number as an integer; `None` if it has decimals or leaves 128 bits.
    pub fn integer(&self) -> Option<i128> {
        self.digits.parse().ok()
    }

    /// ISO 4217 code of the currency named, if one is.
    pub fn currency(&self) -> Option<&str> {
        self.currency
    }

    /// Spellings that were read as another: misspelled, unmarked, or left out.
    pub fn normalised(&self) -> &[Normalised] {
        &self.normalised
    }
}

/// A spelling that was read as another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Normalised {
    found: String,
    read_as: &'static str,
}

impl Normalised {
    /// The word as found; empty if a word was left out.
    pub fn found(&self) -> &str {
        &self.found
    }

    /// The word it was read as.
    pub fn read_as(&self) -> &str {
        self.read_as
    }
}

/// Reads a number in Vietnamese words, in every variant [`WordOptions`] can write, with common misspellings and without
/// marks; an amount of money may end in its currency.
///
/// # Errors
///
/// [`WordsError`] names the word that does not fit. Speech that leaves out a scale ("một triệu hai") is refused as
/// ambiguous, not guessed.
///
/// ```
/// use vientro_vi::read_words;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let read = read_words("Mười hai tỷ đồng chẵn")?;
/// assert_eq!((read.integer(), read.currency()), (Some(12_000_000_000), Some("VND")));
/// assert_eq!(read_words("một trăm lẽ năm")?.normalised()[0].read_as(), "lẻ");
/// assert!(read_words("một triệu hai").is_err());
/// # Ok(()) }
/// ```
pub fn read_words(text: &str) -> Result<WordsReading, WordsError> {
    let text = text.trim().trim_end_matches(['.', ';', '/']);
    let mut parser = Parser::of(text)?;
    let negative = parser.take(&["âm", "trừ"]);
    let mut groups = parser.whole()?;
    let mut digits = to_digits(&groups);
    let mut currency = parser.currency();
    if currency.is_none() && parser.take(&["phẩy"]) {
        digits.push('.');
        digits.push_str(&parser.fraction()?);
        currency = parser.currency();
    } else if let Some(money) = currency
        && !money.words.1.is_empty()
        && parser.peek().is_some_and(|word| word == "và" || DIGITS.contains(&word) || word == "mười")
    {
        parser.take(&["và"]);
        groups = parser.whole()?;
        let cents = to_digits(&groups);
        if cents.len() > 2 || !parser.take(&["xu", "cent"]) {
            return Err(parser.unknown());
        }
        digits = format!("{digits}.{cents:0>2}");
    }
    if currency.is_some() {
        parser.take(&["chẵn"]);
    }
    if parser.peek().is_some() {
        return Err(parser.unknown());
    }
    let zero = digits.bytes().all(|b| matches!(b, b'0' | b'.'));
    if negative && !zero {
        digits.insert(0, '-');
    }
    Ok(WordsReading {
        digits,
        currency: currency.map(|currency| currency.code),
        normalised: parser.normalised,
    })
}

/// Groups of three by place, lowest first, as digits without leading zeros.
fn to_digits(groups: &[u32]) -> String {
    let digits: String = groups
        .iter()
        .rev()
        .flat_map(|group| [group / 100, group / 10 % 10, group % 10])
        .filter_map(|digit| char::from_digit(digit, 10))
        .collect();
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() { "0".to_owned() } else { digits.to_owned() }
}

struct Word {
    /// The canonical word, or the key itself.
    key: String,
    start: usize,
}

struct Parser<'a> {
    text: &'a str,
    words: Vec<Word>,
    at: usize,
    normalised: Vec<Normalised>,
}

/// Canonical words and their other spellings.
const SPELLINGS: [(&str, &[&str]); 12] = [
    ("bảy", &["bẩy"]),
    ("mười", &["muời", "mừơi"]),
    ("mươi", &["muơi"]),
    ("lẻ", &["lẽ"]),
    ("lăm", &["nhăm"]),
    ("nghìn", &["ngàn", "nghàn", "ngìn"]),
    ("tỷ", &["tỉ"]),
    ("triệu", &["trịêu"]),
    ("phẩy", &["phảy", "phết"]),
    ("chín", &["chính"]),
    ("không", &["ko"]),
    ("rưỡi", &["rưởi"]),
];

/// Variants that are no mistakes, so that reading them as another is not reported.
const VARIANTS: [&str; 4] = ["bẩy", "nhăm", "ngàn", "tỉ"];

pub(crate) const ALL_WORDS: [&str; 31] = [
    "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mươi", "mốt", "tư",
    "lăm", "trăm", "nghìn", "vạn", "triệu", "tỷ", "linh", "lẻ", "phẩy", "âm", "trừ", "chục", "rưỡi", "và",
    "chẵn", "xu", "cent",
];

impl<'a> Parser<'a> {
    fn of(text: &'a str) -> Result<Self, WordsError> {
        // the longest word of a number has six letters
        const WORDS_MAX: usize = DIGITS_MAX * 3;
        let unmarked = text.is_ascii();
        let mut parser = Self { text, words: Vec::new(), at: 0, normalised: Vec::new() };
        let mut at = 0;
        while let Some(token) = lex::next(text, at) {
            at = token.end;
            match token.kind {
                lex::Kind::Word => {}
                // groups may be set apart by commas, words joined by hyphens
                lex::Kind::Symbol(',' | '-') => continue,
                lex::Kind::Symbol(_) | lex::Kind::Digits => {
                    return Err(WordsError::UnknownWord { word: clip(token.text), found: clip(text) });
                }
            }
            if parser.words.len() == WORDS_MAX {
                return Err(WordsError::TooLong { limit: DIGITS_MAX });
            }
            let key = lex::key(token.text);
            let spelled =
                SPELLINGS.iter().find(|(_, others)| others.iter().any(|other| lex::same(&key, other, false)));
            let canonical = match spelled {
                Some((word, _)) => {
                    if !VARIANTS.contains(&&*key) {
                        parser.normalised.push(Normalised { found: token.text.to_owned(), read_as: word });
                    }
                    Some(*word)
                }
                None => ALL_WORDS.iter().find(|word| lex::same(&key, word, false)).copied().or_else(|| {
                    let word = ALL_WORDS
                        .iter()
                        .chain(&["ngàn", "tỉ", "nhăm"])
                        .find(|word| unmarked && lex::same(&key, word, true))?;
                    parser.normalised.push(Normalised { found: token.text.to_owned(), read_as: word });
                    Some(match *word {
                        "ngàn" => "nghìn",
                        "tỉ" => "tỷ",
                        "nhăm" => "lăm",
                        word => word,
                    })
                }),
            };
            let key = canonical.map_or_else(|| key.into_owned(), ToOwned::to_owned);
            parser.words.push(Word { key, start: token.start });
        }
        if unmarked {
            parser.place_marks();
        }
        if parser.words.is_empty() {
            return Err(WordsError::Empty);
        }
        Ok(parser)
    }

    /// Without marks mười and mươi, một and mốt are the same: a unit before them tells.
    fn place_marks(&mut self) {
        let mut before: Option<usize> = None;
        for word in &mut self.words {
            let digit = DIGITS.iter().position(|digit| *digit == word.key);
            if matches!(word.key.as_str(), "mười" | "mươi") {
                let tens = before.is_some_and(|digit| digit >= 2);
                if tens { "mươi" } else { "mười" }.clone_into(&mut word.key);
            }
            before = digit;
        }
    }

    fn peek(&self) -> Option<&str> {
        self.words.get(self.at).map(|word| word.key.as_str())
    }

    fn take(&mut self, words: &[&str]) -> bool {
        let found = self.peek().is_some_and(|word| words.contains(&word));
        self.at += usize::from(found);
        found
    }

    fn digit(&mut self) -> Option<u32> {
        let value = DIGITS.iter().position(|digit| self.peek() == Some(digit))?;
        self.at += 1;
        u32::try_from(value).ok()
    }

    /// Why the word that comes next does not fit.
    fn unknown(&self) -> WordsError {
        let Some(next) = self.words.get(self.at) else {
            return WordsError::Incomplete { found: clip(self.text) };
        };
        let (start, is_number_word) = (next.start, ALL_WORDS.contains(&next.key.as_str()));
        let rest = self.text.get(start..).unwrap_or("");
        let word = rest.split_whitespace().next().unwrap_or(rest);
        let (word, found) = (clip(word), clip(self.text));
        if is_number_word {
            WordsError::Misplaced { word, found }
        } else {
            WordsError::UnknownWord { word, found }
        }
    }

    /// Why the word at `at`, already taken, does not fit.
    fn misplaced(&mut self, at: usize) -> WordsError {
        self.at = at;
        self.unknown()
    }

    fn ambiguous(&self, reason: &'static str) -> WordsError {
        WordsError::Ambiguous { found: clip(self.text), reason }
    }

    fn left_out(&mut self, word: &'static str) {
        self.normalised.push(Normalised { found: String::new(), read_as: word });
    }

    /// A whole number as groups of three by place, lowest first.
    fn whole(&mut self) -> Result<Vec<u32>, WordsError> {
        let mut groups: Vec<u32> = Vec::new();
        // the place, in groups, below which the next one must stand
        let mut below = usize::MAX;
        let mut first = true;
        loop {
            // one block: groups up to their common tỷ
            let mut block: Vec<(usize, u32)> = Vec::new();
            while let Some((value, short)) = self.group(first)? {
                let (place, value) = if self.take(&["triệu"]) {
                    (2, value)
                } else if self.take(&["nghìn"]) {
                    (1, value)
                } else if self.take(&["vạn"]) {
                    (1, value.saturating_mul(10))
                } else {
                    (0, value)
                };
                if place == 0 && short && !first {
                    return Err(self.ambiguous("the unit itself, or the next smaller scale left out"));
                }
                let in_order = block.last().is_none_or(|(last, _)| *last > place);
                if !in_order || value > 999 {
                    return Err(WordsError::Order { found: clip(self.text) });
                }
                block.push((place, value));
                first = false;
                if self.take(&["rưỡi"]) {
                    match place.checked_sub(1) {
                        Some(smaller) => block.push((smaller, 500)),
                        None => return Err(self.misplaced(self.at.saturating_sub(1))),
                    }
                    break;
                }
                if place == 0 || self.peek() == Some("tỷ") {
                    break;
                }
            }
            let (mut billions, billions_at) = (0, self.at);
            while self.take(&["tỷ"]) {
                billions += 1;
            }
            if block.is_empty() {
                if billions > 0 || groups.is_empty() {
                    return Err(self.misplaced(billions_at));
                }
                break;
            }
            for (place, value) in block {
                let place = billions * 3 + place;
                if place >= below || place * 3 > DIGITS_MAX {
                    return Err(WordsError::Order { found: clip(self.text) });
                }
                below = place;
                if groups.len() <= place {
                    groups.resize(place + 1, 0);
                }
                if let Some(slot) = groups.get_mut(place) {
                    *slot = value;
                }
            }
            if billions == 0 {
                break;
            }
            if self.take(&["rưỡi"]) {
                // một tỷ rưỡi
                let place = (billions * 3).saturating_sub(1);
                if let Some(slot) = groups.get_mut(place) {
                    *slot = 500;
                }
                break;
            }
        }
        Ok(groups)
    }

    /// One group of up to three digits; the flag says that it is a lone unit behind a larger scale.
    fn group(&mut self, first: bool) -> Result<Option<(u32, bool)>, WordsError> {
        let start = self.at;
        let mut value = 0;
        let mut hundreds = false;
        if let Some(digit) = self.digit() {
            if self.take(&["trăm"]) {
                value = digit * 100;
                hundreds = true;
                if self.take(&["rưỡi"]) {
                    return Ok(Some((value + 50, false)));
                }
            } else {
                self.at = start;
            }
        }
        if self.take(&["linh", "lẻ"]) {
            if !hundreds && first {
                self.at -= 1;
                return Err(self.unknown());
            }
            if !hundreds {
                self.left_out("không trăm");
            }
            let unit = if self.take(&["tư"]) {
                4
            } else if self.take(&["lăm"]) {
                self.normalised.push(Normalised { found: "lăm".to_owned(), read_as: "năm" });
                5
            } else {
                self.digit().ok_or_else(|| self.unknown())?
            };
            return Ok(Some((value + unit, false)));
        }
        if self.take(&["mười"]) {
            if !hundreds && !first {
                self.left_out("không trăm");
            }
            let unit = if self.take(&["lăm"]) { 5 } else { self.unit_after_ten() };
            return Ok(Some((value + 10 + unit, false)));
        }
        let Some(digit) = self.digit() else {
            return Ok(hundreds.then_some((value, false)));
        };
        if self.take(&["mươi", "chục"]) {
            if !hundreds && !first {
                self.left_out("không trăm");
            }
            let unit = if self.take(&["mốt"]) {
                1
            } else if self.take(&["tư"]) {
                4
            } else if self.take(&["lăm"]) {
                5
            } else {
                self.unit_after_ten()
            };
            return Ok(Some((value + digit * 10 + unit, false)));
        }
        // "hai lăm", "ba mốt", "năm tư": mươi is left out
        let short = if self.take(&["mốt"]) {
            Some(1)
        } else if self.take(&["tư"]) {
            Some(4)
        } else if self.take(&["lăm"]) {
            Some(5)
        } else {
            None
        };
        if let Some(unit) = short {
            self.left_out("mươi");
            return Ok(Some((value + digit * 10 + unit, false)));
        }
        if hundreds {
            return Err(self.ambiguous("tens, or units with linh left out"));
        }
        // không before a scale word is an empty group
        let empty = digit == 0 && !first;
        Ok(Some((digit, !empty)))
    }

    /// A unit behind mười or mươi, unless it begins the next group.
    fn unit_after_ten(&mut self) -> u32 {
        let start = self.at;
        if let Some(unit) = self.digit() {
            if unit > 0 && !matches!(self.peek(), Some("trăm" | "mươi" | "chục")) {
                if unit == 5 {
                    self.normalised.push(Normalised { found: "năm".to_owned(), read_as: "lăm" });
                }
                return unit;
            }
            self.at = start;
        }
        0
    }

    /// The digits behind phẩy.
    fn fraction(&mut self) -> Result<String, WordsError> {
        let mut digits = String::new();
        let start = self.at;
        while let Some(digit) = self.digit() {
            digits.push_str(&digit.to_string());
        }
        let done = self.peek().is_none_or(|word| !ALL_WORDS.contains(&word));
        if done && !digits.is_empty() {
            return Ok(digits);
        }
        // zeros said one by one, then one number
        self.at = start;
        let mut digits = String::new();
        while self.peek() == Some(digit(0))
            && self.words.get(self.at + 1).is_none_or(|next| next.key != "trăm")
        {
            self.at += 1;
            digits.push('0');
        }
        let rest = self.whole()?;
        digits.push_str(&to_digits(&rest));
        Ok(digits)
    }

    /// A currency named from here on.
    fn currency(&mut self) -> Option<&'static Currency> {
        let start = self.words.get(self.at)?.start;
        let unmarked = self.text.is_ascii();
        let (currency, end) = CURRENCIES.iter().find_map(|currency| {
            let said = text::match_form(currency.words.0).replace('-', " ");
            let said = phrase_after(self.text, start, &said, unmarked);
            let named = currency.names.iter().find_map(|name| phrase_after(self.text, start, name, unmarked));
            Some((currency, said.max(named)?))
        })?;
        while self.words.get(self.at).is_some_and(|word| word.start < end) {
            self.at += 1;
        }
        Some(currency)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all_options() -> Vec<WordOptions> {
        let mut all = Vec::new();
        for bits in 0_u32..64 {
            let is = |bit: u32| bits & (1 << bit) != 0;
            all.push(WordOptions {
                filler: if is(0) { Filler::Le } else { Filler::Linh },
                four: if is(1) { Four::Bon } else { Four::Tu },
                thousand: if is(2) { Thousand::Ngan } else { Thousand::Nghin },
                billion: if is(3) { Billion::Ti } else { Billion::Ty },
                empty_groups: if is(4) { EmptyGroups::Spoken } else { EmptyGroups::Silent },
                chain: if is(5) { Chain::Repeated } else { Chain::Joined },
                capital: bits % 3 == 0,
                even: false,
            });
        }
        all
    }

    #[test]
    fn known_pairs() {
        let options = WordOptions::default();
        for (value, words) in [
            (0, "không"),
            (5, "năm"),
            (10, "mười"),
            (11, "mười một"),
            (14, "mười bốn"),
            (15, "mười lăm"),
            (21, "hai mươi mốt"),
            (24, "hai mươi tư"),
            (65, "sáu mươi lăm"),
            (101, "một trăm linh một"),
            (105, "một trăm linh năm"),
            (110, "một trăm mười"),
            (1_001, "một nghìn không trăm linh một"),
            (1_050_000, "một triệu không trăm năm mươi nghìn"),
            (1_000_005, "một triệu không trăm linh năm"),
            (2_055_000_000, "hai tỷ không trăm năm mươi lăm triệu"),
            (594_500_000_000, "năm trăm chín mươi tư tỷ năm trăm triệu"),
            (1_234_000_000_000, "một nghìn hai trăm ba mươi tư tỷ"),
            (10_i128.pow(15), "một triệu tỷ"),
            (10_i128.pow(18), "một tỷ tỷ"),
            (-1, "âm một"),
            (-25, "âm hai mươi lăm"),
        ] {
            assert_eq!(cardinal(value, &options), words);
        }
    }

    #[test]
    fn variants() {
        let southern = WordOptions::southern();
        assert_eq!(cardinal(1_104, &southern), "một ngàn một trăm lẻ bốn");
        assert_eq!(cardinal(24, &southern), "hai mươi bốn");
        let spoken = WordOptions { empty_groups: EmptyGroups::Spoken, ..WordOptions::default() };
        assert_eq!(cardinal(1_000_005, &spoken), "một triệu không nghìn không trăm linh năm");
        let repeated = WordOptions { chain: Chain::Repeated, ..WordOptions::default() };
        assert_eq!(cardinal(1_234_000_000_000, &repeated), "một nghìn tỷ hai trăm ba mươi tư tỷ");
        assert_eq!(ordinal(1, &WordOptions::default()), "thứ nhất");
        assert_eq!(ordinal(4, &WordOptions::default()), "thứ tư");
        assert_eq!(ordinal(12, &WordOptions::default().capitalised()), "Thứ mười hai");
    }

    #[test]
    fn decimals() {
        let options = WordOptions::default();
        for (value, words) in [
            ("0.5", "không phẩy năm"),
            ("12.25", "mười hai phẩy hai mươi lăm"),
            ("3.05", "ba phẩy không năm"),
            ("-3.14159", "âm ba phẩy một bốn một năm chín"),
            ("4.220", "bốn phẩy hai mươi hai"),
        ] {
            let value = Decimal::from_str_exact(value).unwrap();
            assert_eq!(decimal(value, &options), words);
            assert_eq!(read_words(words).unwrap().value(), Some(value.normalize()), "{words}");
        }
    }

    #[test]
    fn amounts_of_money() {
        let options = WordOptions::default();
        let words =
            |amount: &str, code: &str| money(Decimal::from_str_exact(amount).unwrap(), code, &options);
        assert_eq!(words("12000000000", "VND").unwrap(), "Mười hai tỷ đồng");
        assert_eq!(words("13800.25", "USD").unwrap(), "Mười ba nghìn tám trăm đô la Mỹ và hai mươi lăm xu");
        assert_eq!(words("5000.50", "EUR").unwrap(), "Năm nghìn ơ-rô và năm mươi xu");
        assert_eq!(words("5000.05", "EUR").unwrap(), "Năm nghìn ơ-rô và năm xu");
        assert_eq!(words("-5", "VND").unwrap(), "Âm năm đồng");
        assert!(matches!(words("0.5", "VND"), Err(WordsError::Fraction { decimals: 0, .. })));
        assert!(matches!(words("0.555", "USD"), Err(WordsError::Fraction { decimals: 2, .. })));
        assert!(matches!(words("1", "XXX"), Err(WordsError::Currency { .. })));
        let even = WordOptions { even: true, ..options };
        assert_eq!(money(Decimal::ONE_HUNDRED, "VND", &even).unwrap(), "Một trăm đồng chẵn");
    }

    #[test]
    fn amounts_read_back() {
        for (words, digits, code) in [
            ("Mười ba nghìn tám trăm đô la Mỹ và hai mươi nhăm xu", "13800.25", Some("USD")),
            ("Năm nghìn ơ-rô và năm mươi xu", "5000.50", Some("EUR")),
            ("Mười hai tỷ đồng Việt Nam", "12000000000", Some("VND")),
            ("một trăm đồng chẵn./.", "100", Some("VND")),
            ("hai mươi bảy triệu năm trăm nghìn won", "27500000", Some("KRW")),
            ("hai tỷ, không trăm năm mươi lăm triệu", "2055000000", None),
        ] {
            let read = read_words(words).unwrap();
            assert_eq!((read.digits(), read.currency()), (digits, code), "{words}");
        }
    }

    #[test]
    fn what_is_met_in_the_wild() {
        for (words, value) in [
            ("một trăm lẽ năm", 105),
            ("muời lăm", 15),
            ("sáu mươi năm", 65),
            ("bốn mươi bốn", 44),
            ("bẩy mươi", 70),
            ("hai lăm", 25),
            ("hai chục", 20),
            ("hai triệu rưỡi", 2_500_000),
            ("một tỷ rưỡi", 1_500_000_000),
            ("một nghìn năm mươi", 1_050),
            ("hai nghìn linh năm", 2_005),
            ("mot tram hai muoi lam trieu", 125_000_000),
            ("muoi lam ty", 15_000_000_000),
            ("HAI MƯƠI TƯ", 24),
            ("năm vạn", 50_000),
        ] {
            assert_eq!(read_words(words).map(|read| read.integer()), Ok(Some(value)), "{words}");
        }
        let misspelled = read_words("một trăm lẽ năm").unwrap();
        assert_eq!((misspelled.normalised()[0].found(), misspelled.normalised()[0].read_as()), ("lẽ", "lẻ"));
        assert!(read_words("hai mươi mốt").unwrap().normalised().is_empty());
    }

    #[test]
    fn refusals() {
        assert_eq!(read_words(" "), Err(WordsError::Empty));
        for ambiguous in ["một triệu hai", "hai trăm năm", "ba tỷ năm"] {
            assert!(matches!(read_words(ambiguous), Err(WordsError::Ambiguous { .. })), "{ambiguous}");
        }
        for order in ["hai nghìn ba triệu", "một tỷ hai mươi tỷ", "hai nghìn ba nghìn"] {
            assert!(matches!(read_words(order), Err(WordsError::Order { .. })), "{order}");
        }
        for unknown in ["mươi", "hai con gà", "12 tỷ", "tỷ", "hai phẩy", "linh năm", "năm xu"] {
            assert!(read_words(unknown).is_err(), "{unknown}");
        }
        assert!(matches!(
            cardinal_of_digits("12a", &WordOptions::default()),
            Err(WordsError::NotDigits { .. })
        ));
        let long = "9".repeat(DIGITS_MAX + 1);
        assert!(matches!(
            cardinal_of_digits(&long, &WordOptions::default()),
            Err(WordsError::TooLong { .. })
        ));
        assert!(read_words(&"nghìn ".repeat(100_000)).is_err());
        assert!(read_words(&"một ".repeat(200_000)).is_err());
    }

    #[test]
    fn refusals_name_the_word() {
        for (words, message) in [
            ("tỷ tỷ", "`tỷ` in `tỷ tỷ` stands where it makes no number"),
            ("ba rưỡi", "`rưỡi` in `ba rưỡi` stands where it makes no number"),
            ("mươi", "`mươi` in `mươi` stands where it makes no number"),
            ("hai phẩy", "`hai phẩy` ends before its number does"),
            ("âm", "`âm` ends before its number does"),
            ("hai trăm linh", "`hai trăm linh` ends before its number does"),
            ("hai con gà", "`con` in `hai con gà` is no word of a number"),
        ] {
            assert_eq!(read_words(words).unwrap_err().to_string(), message);
        }
        let words: Vec<&str> = ALL_WORDS.into_iter().chain(["đồng", "gà"]).collect();
        for first in &words {
            for second in &words {
                for third in &words {
                    if let Err(error) = read_words(&format!("{first} {second} {third}")) {
                        assert!(!error.to_string().contains("``"), "{first} {second} {third}: {error}");
                    }
                }
            }
        }
    }

    /// Every number a reader is likely to meet, written and read back.
    #[test]
    fn exhaustive_to_99_999() {
        let options = WordOptions::default();
        for value in 0..=99_999 {
            let words = cardinal(value, &options);
            let read = read_words(&words).unwrap();
            assert_eq!(read.integer(), Some(value), "{words}");
            assert!(read.normalised().is_empty(), "{words}");
        }
    }

    /// Every thousandth number to a million under every set of options.
    #[test]
    fn every_option_set_reads_back() {
        for options in all_options() {
            for value in (0..=999_999).step_by(997).chain([1_000, 100_000, 1_000_000, 1_000_001]) {
                let words = cardinal(value, &options);
                assert_eq!(read_words(&words).map(|read| read.integer()), Ok(Some(value)), "{words}");
            }
        }
    }

    proptest! {
        #[test]
        fn words_read_back(value in -(10_i128.pow(36))..=10_i128.pow(36), option in 0_usize..64) {
            let options = all_options()[option];
            let words = cardinal(value, &options);
            prop_assert_eq!(read_words(&words).map(|read| read.integer()), Ok(Some(value)), "{}", words);
        }

        #[test]
        fn sparse_numbers_read_back(head in 1_i128..1000, at in 0_u32..11, tail in 0_i128..1000, low in 0_u32..9) {
            let value = head * 1000_i128.pow(at) + tail * 10_i128.pow(low);
            for options in all_options() {
                let words = cardinal(value, &options);
                prop_assert_eq!(read_words(&words).map(|read| read.integer()), Ok(Some(value)), "{}", words);
            }
        }

        #[test]
        fn decimals_read_back(mantissa in -(10_i64.pow(17))..10_i64.pow(17), scale in 0_u32..12) {
            let value = Decimal::new(mantissa, scale).normalize();
            let words = decimal(value, &WordOptions::default());
            prop_assert_eq!(read_words(&words).map(|read| read.value()), Ok(Some(value)), "{}", words);
        }

        #[test]
        fn long_numbers_read_back(digits in "[1-9][0-9]{0,80}") {
            let words = cardinal_of_digits(&digits, &WordOptions::default()).unwrap();
            let read = read_words(&words).unwrap();
            prop_assert_eq!(read.digits(), digits);
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,60}") {
            let _ = read_words(&text);
        }

        #[test]
        fn any_run_of_number_words_is_read_or_refused(words in proptest::collection::vec(0_usize..ALL_WORDS.len(), 0..14)) {
            let text: Vec<&str> = words.iter().map(|&at| ALL_WORDS[at]).collect();
            let _ = read_words(&text.join(" "));
        }
    }
}
