//! The words of numbers and their spellings.

use unicode_normalization::UnicodeNormalization;

use super::read::NormalisedKind;
use crate::lex;
use crate::prelude::*;
use crate::text;

/// A word of a number, whatever its spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// và
    And,
    /// tỷ
    Billion,
    /// không to chín
    Digit(u8),
    /// chẵn
    Even,
    /// linh
    Filler,
    /// lăm
    Five,
    /// tư
    Four,
    /// rưỡi
    Half,
    /// nửa
    HalfOf,
    /// trăm
    Hundred,
    /// triệu
    Million,
    /// âm
    Minus,
    /// mốt
    One,
    /// thứ
    Ordinal,
    /// No word of a number.
    Other,
    /// xu
    Part,
    /// phẩy
    Point,
    /// nhì, only behind thứ
    Second,
    /// nhất, only behind thứ
    First,
    /// mười
    Ten,
    /// vạn
    TenThousand,
    /// mươi
    Tens,
    /// băm, thirty with units
    Thirty,
    /// nghìn
    Thousand,
    /// hăm, twenty with units
    Twenty,
}

/// A word with how it was spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spelled {
    pub(super) word: Word,
    /// What it was read as, and why, unless it was spelled as [`super::WordOptions::default`] writes it.
    pub(super) read_as: Option<(&'static str, NormalisedKind)>,
}

/// Every word of a number in its right spelling, variants included.
pub(crate) const ALL_WORDS: [&str; 31] = [
    "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mươi", "mốt", "tư",
    "lăm", "trăm", "nghìn", "vạn", "triệu", "tỷ", "linh", "lẻ", "phẩy", "âm", "trừ", "chục", "rưỡi", "và",
    "chẵn", "xu", "cent",
];

/// Right spellings beside [`ALL_WORDS`].
const MORE_WORDS: [&str; 12] =
    ["bẩy", "nhăm", "ngàn", "tỉ", "phết", "chấm", "thứ", "nhất", "nhì", "nửa", "hăm", "băm"];

/// Spellings met in documents that no rule below explains, and what they stand for.
const MISSPELLED: [(&str, &str); 10] = [
    ("nghàn", "ngàn"),
    ("ngìn", "nghìn"),
    ("nghìng", "nghìn"),
    ("chính", "chín"),
    ("ko", "không"),
    ("hông", "không"),
    ("mừi", "mười"),
    ("mưi", "mươi"),
    ("nhâm", "nhăm"),
    ("chiệu", "triệu"),
];

/// Words whose letters without marks are no other word, so that marks that were lost or misplaced may be added.
const SAFE: [&str; 9] = ["không", "bốn", "chín", "mười", "mươi", "nghìn", "triệu", "phẩy", "rưỡi"];

impl Spelled {
    /// What `raw` says; `unmarked` if the whole text has no marks.
    pub(super) fn of(raw: &str, unmarked: bool) -> Self {
        if let Some(spelled) = Self::right(raw) {
            return spelled;
        }
        let key = lex::key(raw);
        // a tone on another letter, which the key has moved, is told
        let in_place = || text::nfc(raw).chars().flat_map(char::to_lowercase).eq(key.chars());
        Self::right(&key)
            .filter(|_| in_place())
            .or_else(|| Self::wrong(&key, unmarked))
            .unwrap_or(Self { word: Word::Other, read_as: None })
    }

    /// A right spelling.
    fn right(word: &str) -> Option<Self> {
        let plain = |word| Some(Self { word, read_as: None });
        let variant = |word, usual| Some(Self { word, read_as: Some((usual, NormalisedKind::Variant)) });
        match word {
            "không" => plain(Word::Digit(0)),
            "một" => plain(Word::Digit(1)),
            "hai" => plain(Word::Digit(2)),
            "ba" => plain(Word::Digit(3)),
            "bốn" => plain(Word::Digit(4)),
            "năm" => plain(Word::Digit(5)),
            "sáu" => plain(Word::Digit(6)),
            "bảy" => plain(Word::Digit(7)),
            "tám" => plain(Word::Digit(8)),
            "chín" => plain(Word::Digit(9)),
            "mười" => plain(Word::Ten),
            "mươi" => plain(Word::Tens),
            "mốt" => plain(Word::One),
            "tư" => plain(Word::Four),
            "lăm" => plain(Word::Five),
            "trăm" => plain(Word::Hundred),
            "nghìn" => plain(Word::Thousand),
            "triệu" => plain(Word::Million),
            "tỷ" => plain(Word::Billion),
            "linh" => plain(Word::Filler),
            "phẩy" => plain(Word::Point),
            "âm" => plain(Word::Minus),
            "rưỡi" => plain(Word::Half),
            "vạn" => plain(Word::TenThousand),
            "và" => plain(Word::And),
            "chẵn" => plain(Word::Even),
            "xu" => plain(Word::Part),
            "thứ" => plain(Word::Ordinal),
            "nhất" => plain(Word::First),
            "nhì" => plain(Word::Second),
            "nửa" => plain(Word::HalfOf),
            "hăm" => variant(Word::Twenty, "hai mươi"),
            "băm" => variant(Word::Thirty, "ba mươi"),
            "lẻ" => variant(Word::Filler, "linh"),
            "ngàn" => variant(Word::Thousand, "nghìn"),
            "tỉ" => variant(Word::Billion, "tỷ"),
            "bẩy" => variant(Word::Digit(7), "bảy"),
            "nhăm" => variant(Word::Five, "lăm"),
            "phết" | "chấm" => variant(Word::Point, "phẩy"),
            "trừ" => variant(Word::Minus, "âm"),
            "chục" => variant(Word::Tens, "mươi"),
            "cent" => variant(Word::Part, "xu"),
            _ => None,
        }
    }

    /// A spelling that is not right but can be only one word.
    fn wrong(key: &str, unmarked: bool) -> Option<Self> {
        let as_if = |usual: &'static str, kind| {
            Self::right(usual).map(|spelled| Self { word: spelled.word, read_as: Some((usual, kind)) })
        };
        if let Some((_, usual)) = MISSPELLED.iter().find(|(wrong, _)| *wrong == key) {
            return as_if(usual, NormalisedKind::Misspelled);
        }
        let base: String = key.chars().map(lex::base).collect();
        let alike = || {
            let all = ALL_WORDS.iter().chain(&MORE_WORDS).copied();
            all.filter(|word| word.chars().map(lex::base).eq(base.chars()))
        };
        if unmarked {
            return as_if(alike().next()?, NormalisedKind::Unmarked);
        }
        // the tone was on another letter, or is hỏi for ngã
        let syllable = Syllable::of(key);
        if let Some(usual) = alike().find(|word| Syllable::of(word) == syllable) {
            return as_if(usual, NormalisedKind::Misspelled);
        }
        let usual = alike().filter(|word| SAFE.contains(word));
        // mười has a tone, mươi has none
        let usual = usual.min_by_key(|word| Syllable::of(word).tone != syllable.tone)?;
        as_if(usual, if key.is_ascii() { NormalisedKind::Unmarked } else { NormalisedKind::Misspelled })
    }

    /// The same word where `unmarked` left open which of two it is.
    pub(super) fn replaced(self, word: Word, usual: &'static str) -> Self {
        Self { word, read_as: self.read_as.map(|(_, kind)| (usual, kind)) }
    }
}

impl Word {
    pub(super) fn digit(self) -> Option<u16> {
        match self {
            Self::Digit(digit) => Some(digit.into()),
            _ => None,
        }
    }
}

/// Letters with their shape but without a tone, and the tone; hỏi and ngã, which southern speech does not tell apart, are one.
#[derive(PartialEq, Eq)]
struct Syllable {
    letters: String,
    tone: Option<char>,
}

impl Syllable {
    fn of(key: &str) -> Self {
        let mut tone = None;
        let letters = key.nfd().filter(|&c| {
            let found = text::is_tone(c);
            if found {
                tone = Some(if c == '\u{303}' { '\u{309}' } else { c });
            }
            !found
        });
        let letters = letters.collect();
        Self { letters, tone }
    }
}
