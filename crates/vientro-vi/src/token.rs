//! A line of text as tokens, each word with its key and what it may be: read once, then looked at by index.

use crate::lex::is_mark;
use crate::prelude::*;
use crate::vocab::{ASCII, KeyBuilder, OTHER_LETTER, Phrase, ROLES, ROLES_UNMARKED, Word, letter};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Digits,
    Symbol,
    Word,
}

/// A run of digits, a run of letters, or one other character.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// The key of a word, the code point of a symbol above all keys, nothing for digits.
    key: u64,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) roles: u32,
    pub(crate) kind: Kind,
    /// White space stands before it.
    pub(crate) spaced: bool,
    pub(crate) starts_upper: bool,
    pub(crate) is_upper: bool,
}

const SYMBOL: u64 = 1 << 62;

const fn symbol_key(symbol: char) -> u64 {
    #[expect(clippy::as_conversions, reason = "widening, in a function of compile time")]
    let point = symbol as u64;
    SYMBOL | point
}

impl Token {
    pub(crate) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    pub(crate) fn is_digits(&self) -> bool {
        self.kind == Kind::Digits
    }

    pub(crate) fn is_symbol(&self, symbol: char) -> bool {
        self.key == symbol_key(symbol)
    }

    pub(crate) fn symbol(&self) -> Option<char> {
        (self.kind == Kind::Symbol)
            .then(|| u32::try_from(self.key & !SYMBOL).ok().and_then(char::from_u32))?
    }

    pub(crate) fn has(&self, role: u32) -> bool {
        self.roles & role != 0
    }

    /// Bytes of the token.
    pub(crate) fn length(&self) -> usize {
        size(self.end - self.start)
    }
}

/// The signs outside ASCII that texts are full of, so that the tables of Unicode are not asked for each.
fn is_dash_or_quote(c: char) -> bool {
    ('\u{2010}'..='\u{2027}').contains(&c)
}

/// An offset within a line as an index.
pub(crate) fn size(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// A line of text, its tokens, and what must be known of it as a whole.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: Vec<Token>,
    /// Written without Vietnamese marks, so that "ty" may be "tỷ".
    pub(crate) unmarked: bool,
    /// Neither marks nor capitals nor punctuation: what is left of a title in a web address.
    pub(crate) slug: bool,
}

impl<'a> Line<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let mut line = Self::default();
        line.read(text);
        line
    }

    /// Takes another text, in the same buffer. What lies beyond 4 GiB is left out.
    pub(crate) fn read(&mut self, text: &'a str) {
        let text = if u32::try_from(text.len()).is_ok() { text } else { "" };
        self.text = text;
        self.unmarked = text.is_ascii()
            || !text
                .chars()
                .any(|c| !c.is_ascii() && (letter(c).is_some() || is_mark(c) || c.is_alphabetic()));
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b' ' | b'-' | b'\t');
        self.slug =
            self.unmarked && text.trim().bytes().all(plain) && text.bytes().any(|b| b.is_ascii_lowercase());
        self.tokens.clear();
        self.tokenise();
    }

    fn tokenise(&mut self) {
        let roles = if self.unmarked { &ROLES_UNMARKED } else { &ROLES };
        let bytes = self.text.as_bytes();
        let mut at = 0;
        let mut spaced = false;
        while let Some(&first) = bytes.get(at) {
            let start = at;
            if first.is_ascii_digit() {
                while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                    at += 1;
                }
                self.push(0, 0, start, at, Kind::Digits, spaced, [false; 2]);
                spaced = false;
                continue;
            }
            if matches!(first, b' ' | b'\t'..=b'\r') {
                at += 1;
                spaced = true;
                continue;
            }
            let (mut key, mut upper, mut lower) = (KeyBuilder::EMPTY, 0_u32, 0_u32);
            let mut starts_upper = false;
            while let Some(&byte) = bytes.get(at) {
                if byte.is_ascii() {
                    let Some(code @ 1..) = ASCII.get(usize::from(byte)).copied() else { break };
                    key.push(code);
                    if byte.is_ascii_uppercase() {
                        starts_upper |= at == start;
                        upper += 1;
                    } else {
                        lower += 1;
                    }
                    at += 1;
                    continue;
                }
                let Some(c) = self.text.get(at..).and_then(|rest| rest.chars().next()) else { break };
                if let Some((code, is_upper)) = letter(c) {
                    key.push(code);
                    if is_upper {
                        starts_upper |= at == start;
                        upper += 1;
                    } else {
                        lower += 1;
                    }
                } else if is_mark(c) {
                    if at == start {
                        key.push(OTHER_LETTER);
                    }
                    key.mark(c);
                } else if !is_dash_or_quote(c) && c.is_alphabetic() {
                    key.push(OTHER_LETTER);
                    if c.is_uppercase() {
                        starts_upper |= at == start;
                        upper += 1;
                    } else {
                        lower += 1;
                    }
                } else {
                    break;
                }
                at += c.len_utf8();
            }
            if at > start {
                let key = key.finish();
                let case = [starts_upper, upper > 0 && lower == 0];
                self.push(key, roles.of(key), start, at, Kind::Word, spaced, case);
                spaced = false;
                continue;
            }
            let Some(c) = self.text.get(at..).and_then(|rest| rest.chars().next()) else { break };
            at += c.len_utf8();
            if c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}' {
                spaced = true;
                continue;
            }
            self.push(symbol_key(c), 0, start, at, Kind::Symbol, spaced, [false; 2]);
            spaced = false;
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of a token")]
    #[inline]
    fn push(
        &mut self,
        key: u64,
        roles: u32,
        start: usize,
        end: usize,
        kind: Kind,
        spaced: bool,
        case: [bool; 2],
    ) {
        // the text is shorter than 4 GiB
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let [starts_upper, is_upper] = case;
        let (start, end) = (offset(start), offset(end));
        self.tokens.push(Token { key, start, end, roles, kind, spaced, starts_upper, is_upper });
    }

    #[inline]
    pub(crate) fn at(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index)
    }

    /// The token before the one at `index`.
    #[inline]
    pub(crate) fn before(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index.checked_sub(1)?)
    }

    /// The word before the one at `index`, if it is a word.
    pub(crate) fn word_before(&self, index: usize) -> Option<&Token> {
        self.before(index).filter(|token| token.is_word())
    }

    pub(crate) fn word_at(&self, index: usize) -> Option<&Token> {
        self.at(index).filter(|token| token.is_word())
    }

    /// The token at `index` if nothing stands between it and the one before.
    pub(crate) fn glued_at(&self, index: usize) -> Option<&Token> {
        self.at(index).filter(|token| !token.spaced)
    }

    /// The token before the one at `index` if nothing stands between the two.
    pub(crate) fn glued_before(&self, index: usize) -> Option<&Token> {
        let glued = self.at(index).is_some_and(|token| !token.spaced);
        if glued { self.before(index) } else { None }
    }

    pub(crate) fn text_of(&self, token: &Token) -> &'a str {
        self.text.get(size(token.start)..size(token.end)).unwrap_or("")
    }

    /// The first byte of the token at `index`, or the end of the text.
    pub(crate) fn start_of(&self, index: usize) -> usize {
        self.at(index).map_or(self.text.len(), |token| size(token.start))
    }

    /// The byte after the token before `index`.
    pub(crate) fn end_before(&self, index: usize) -> usize {
        self.before(index).map_or(0, |token| size(token.end))
    }

    #[inline]
    fn key(&self, word: Word) -> u64 {
        if self.unmarked { word.base } else { word.key }
    }

    /// Is the token this word?
    #[inline]
    pub(crate) fn says(&self, token: &Token, word: Word) -> bool {
        token.key == self.key(word)
    }

    /// Is the token one of these words?
    pub(crate) fn says_one(&self, token: &Token, words: &[Word]) -> bool {
        words.iter().any(|word| self.says(token, *word))
    }

    /// Is the token at `index` this word?
    pub(crate) fn is(&self, index: usize, word: Word) -> bool {
        self.at(index).is_some_and(|token| self.says(token, word))
    }

    pub(crate) fn is_one(&self, index: usize, words: &[Word]) -> bool {
        self.at(index).is_some_and(|token| self.says_one(token, words))
    }

    /// The tokens from `index` to `end` with one space wherever white space stands between them.
    pub(crate) fn joined(&self, index: usize, end: usize) -> String {
        let mut text = String::new();
        for token in self.tokens.get(index..end).unwrap_or(&[]) {
            if token.spaced && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(self.text_of(token));
        }
        text
    }

    /// The index after `phrase` if it begins at `index`; spaces and hyphens may stand between its words.
    pub(crate) fn begins(&self, index: usize, phrase: &Phrase) -> Option<usize> {
        let (first, rest) = phrase.words().split_first()?;
        if !self.is(index, *first) {
            return None;
        }
        let mut index = index + 1;
        for word in rest {
            if self.glued_at(index).is_some_and(|token| token.is_symbol('-')) {
                index += 1;
            }
            if !self.is(index, *word) {
                return None;
            }
            index += 1;
        }
        Some(index)
    }

    /// The index where `phrase` begins if it ends right before `index`.
    pub(crate) fn ends(&self, index: usize, phrase: &Phrase) -> Option<usize> {
        let mut index = index;
        for word in phrase.words().iter().rev() {
            index = index.checked_sub(1)?;
            if !self.is(index, *word) {
                return None;
            }
        }
        Some(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lex;
    use crate::vocab::word;

    fn texts(text: &str) -> Vec<&str> {
        let line = Line::of(text);
        line.tokens.iter().map(|token| line.text_of(token)).collect()
    }

    #[test]
    fn tokens_of_a_line() {
        assert_eq!(texts("hơn 6.770km², gần"), ["hơn", "6", ".", "770", "km", "²", ",", "gần"]);
        assert_eq!(texts("  a\u{303}b 1\u{a0}2"), ["a\u{303}b", "1", "2"]);
        assert_eq!(texts(""), Vec::<&str>::new());
        let line = Line::of("TP.HCM Đồng");
        assert_eq!(
            line.tokens.iter().map(|token| token.is_upper).collect::<Vec<_>>(),
            [true, false, true, false]
        );
        assert!(line.tokens[3].starts_upper);
    }

    #[test]
    fn one_key_for_every_spelling() {
        const TRIEU: Word = word("triệu");
        const HOA: Word = word("hòa");
        const QUY: Word = word("quý");
        for (text, word) in [
            ("Triệu", TRIEU),
            ("TRIỆU", TRIEU),
            ("trie\u{323}\u{302}u", TRIEU),
            ("trie\u{302}\u{323}u", TRIEU),
            ("tri\u{1eb9}\u{302}u", TRIEU),
            ("hoà", HOA),
            ("HÒA", HOA),
            ("hoa\u{300}", HOA),
            ("quý", QUY),
            ("đ", word("đ")),
        ] {
            assert!(Line::of(text).is(0, word), "{text}");
        }
        assert!(Line::of("trieu").is(0, TRIEU));
        assert!(!Line::of("trieu đ").is(0, TRIEU));
        assert!(!Line::of("hoa đ").is(0, HOA));
        assert!(!Line::of("triê\u{323}\u{301}u").is(0, TRIEU));
    }

    /// The keys of all letters agree with the Unicode tables.
    #[test]
    fn letters_fold_as_unicode_says() {
        let mut codes = std::collections::BTreeMap::new();
        let letters = ('\u{c0}'..'\u{1f00}').filter(|c| !matches!(c, 'Ð' | 'ð'));
        for (c, (code, upper)) in letters.filter_map(|c| letter(c).map(|found| (c, found))) {
            assert_eq!(upper, c.is_uppercase(), "{c}");
            let lower = c.to_lowercase().next().unwrap();
            assert_eq!(letter(lower), Some((code, false)), "{c}");
            let other = codes.entry(code).or_insert(lower);
            assert_eq!(*other, lower);
            let parts: String =
                unicode_normalization::UnicodeNormalization::nfd(std::iter::once(lower)).collect();
            let (whole, parts) = (format!("x{lower}"), format!("x{parts}"));
            assert_eq!(Line::of(&whole).tokens[0].key, Line::of(&parts).tokens[0].key, "{c}");
            let _ = lex::base(c);
        }
        // 12 vowels with six tones less the six plain ASCII letters, and đ
        assert_eq!(codes.len(), 12 * 6 - 6 + 1);
    }
}
