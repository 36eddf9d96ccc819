//! The order of Vietnamese dictionaries.

use core::cmp::Ordering;

use unicode_normalization::UnicodeNormalization;

use super::has_long_run;
use crate::lex;
use crate::prelude::*;

/// Bytes that sort as the text they were made of: [`collation_key`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CollationKey(Vec<u8>);

impl CollationKey {
    /// The key, to be stored and compared byte by byte.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The key, to be stored and compared byte by byte.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// A key by which Vietnamese texts sort as in the Unicode CLDR, whose Vietnamese order is that of dictionaries.
///
/// 1. The letters are compared first: a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z. White space comes
///    before punctuation, then symbols, currency signs, digits one by one (`10` before `9`), letters, and other scripts by
///    code point.
/// 2. Between texts of the same letters the tones decide, from the left: level, huyền, hỏi, ngã, sắc, nặng; then other marks.
/// 3. Between those of the same tones case decides: lower before upper.
///
/// Texts with one key differ at most in NFC or NFD and in characters that are not seen. Letters of other Latin alphabets (æ, ł)
/// come behind z.
///
/// # Source
///
/// Unicode CLDR 47, root collation and its tailoring for `vi`, three levels, punctuation not ignored; its agreement on sorted
/// lists is a test.
///
/// ```
/// use vientro_vi::collation_key;
///
/// let mut provinces = ["Đồng Nai", "Đắk Lắk", "Điện Biên", "An Giang", "Cà Mau", "Cần Thơ", "Cao Bằng"];
/// provinces.sort_by_cached_key(|name| collation_key(name));
/// assert_eq!(provinces, ["An Giang", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đắk Lắk", "Điện Biên", "Đồng Nai"]);
/// ```
pub fn collation_key(text: &str) -> CollationKey {
    if has_long_run(text) {
        key_of_parts(text.chars().stream_safe().nfd(), text.len())
    } else {
        key_of_parts(text.nfd(), text.len())
    }
}

fn key_of_parts(parts: impl Iterator<Item = char>, bytes: usize) -> CollationKey {
    let mut primary = Vec::with_capacity(bytes * 2 + 2);
    let mut secondary = Vec::new();
    let mut tertiary = Vec::new();
    // the joiner that breaks long runs of marks has no weight
    let mut parts = parts.filter(|&c| c != '\u{34f}').peekable();
    while let Some(c) = parts.next() {
        let mut marks: Vec<char> = Vec::new();
        while let Some(mark) = parts.next_if(|&next| lex::is_mark(next)) {
            marks.push(mark);
        }
        if is_unseen(c) && marks.is_empty() {
            continue;
        }
        weigh(c, marks, &mut primary, &mut secondary, &mut tertiary);
    }
    // what is common at the end says nothing
    for level in [&mut secondary, &mut tertiary] {
        let used = level.iter().rposition(|&weight| weight != COMMON).map_or(0, |last| last + 1);
        level.truncate(used);
        primary.push(LEVEL);
        primary.append(level);
    }
    CollationKey(primary)
}

/// The order of two texts by their [`collation_key`]s. To sort many texts make each key once.
pub fn collate(a: &str, b: &str) -> Ordering {
    collation_key(a).cmp(&collation_key(b))
}

/// One character with its marks.
fn weigh(c: char, marks: Vec<char>, primary: &mut Vec<u8>, secondary: &mut Vec<u8>, tertiary: &mut Vec<u8>) {
    let lower = c.to_lowercase().next().unwrap_or(c);
    let (shaped, mut marks) = shape(lower, marks);
    let mut second = COMMON;
    let mut third = if lower == c { COMMON } else { UPPER };
    let known = if let Some((plain, weight)) = VARIANTS.iter().find(|(v, ..)| *v == c).map(|v| (v.1, v.2)) {
        second = weight;
        plain
    } else if c != ' ' && c.is_whitespace() && !matches!(c, '\t' | '\n') {
        third = UPPER;
        ' '
    } else {
        shaped
    };
    let place = ORDER.chars().position(|placed| placed == known && placed != '\u{fffd}');
    if let Some(place) = place {
        primary.push(FIRST.saturating_add(u8::try_from(place).unwrap_or(u8::MAX)));
    } else {
        // what has no place of its own comes behind the symbols, or behind the letters, by code point
        let [_, code @ ..] = u32::from(known).to_be_bytes();
        primary.push(if known.is_alphanumeric() { OTHER_LETTER } else { OTHER_SYMBOL });
        primary.extend(code);
    }
    secondary.push(second);
    tertiary.push(third);
    for mark in marks.drain(..) {
        secondary.push(match mark {
            '\u{300}' => 5,
            '\u{309}' => 6,
            '\u{303}' => 7,
            '\u{301}' => 8,
            '\u{323}' => 9,
            // U+0300 to U+036F
            other => 0x10_u8.saturating_add(u8::try_from(u32::from(other) & 0x7f).unwrap_or(0)),
        });
        tertiary.push(COMMON);
    }
}

/// The Vietnamese letter that a letter and one of its marks are, and the marks that are left.
fn shape(letter: char, mut marks: Vec<char>) -> (char, Vec<char>) {
    let shaped = marks.iter().enumerate().find_map(|(at, mark)| {
        let shaped = match (letter, mark) {
            ('a', '\u{306}') => 'ă',
            ('a', '\u{302}') => 'â',
            ('e', '\u{302}') => 'ê',
            ('o', '\u{302}') => 'ô',
            ('o', '\u{31b}') => 'ơ',
            ('u', '\u{31b}') => 'ư',
            _ => return None,
        };
        Some((at, shaped))
    });
    match shaped {
        Some((at, shaped)) => {
            marks.remove(at);
            (shaped, marks)
        }
        None => (letter, marks),
    }
}

/// Characters that leave no trace in print.
fn is_unseen(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Between two levels of a key: below every weight.
const LEVEL: u8 = 1;
const COMMON: u8 = 2;
const UPPER: u8 = 3;

/// The weight of the first character of [`ORDER`]; the following ones count on.
const FIRST: u8 = 2;
/// Symbols without a place of their own: the place that [`ORDER`] leaves for them.
const OTHER_SYMBOL: u8 = 70;
const OTHER_LETTER: u8 = 0xfe;

/// Characters by primary weight.
const ORDER: &str = concat!(
    "\t\n _-‐‒–—―,;:!?.…·'‹›\"«»()[]{}§¶@*/\\&#%‰†‡•`´˜^¯¨¸ˆ°©®+±÷×<=>|¦~−≈≤≥",
    // in the place of all other symbols
    "\u{fffd}",
    "¤¢$£¥฿₩₫€0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
);

/// Characters that differ from another at the second level only, and there by less than a tone.
const VARIANTS: [(char, char, u8); 4] = [('‘', '\'', 3), ('’', '\'', 4), ('“', '"', 3), ('”', '"', 4)];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn in_order(texts: &[&str]) {
        for pair in texts.windows(2) {
            assert_eq!(collate(pair[0], pair[1]), Ordering::Less, "{pair:?}");
        }
    }

    #[test]
    fn letters_before_tones_before_case() {
        in_order(&["a", "A", "à", "À", "ả", "ã", "á", "ạ", "ă", "ằ", "â", "ầ", "b"]);
        in_order(&["d", "đ", "e", "ê", "f", "n", "o", "ô", "ơ", "p", "u", "ư", "v", "w", "z"]);
        in_order(&["ma", "mà", "mả", "mã", "má", "mạ", "mai", "mài", "măng", "mâm"]);
        // tones count only between equal letters, whichever word they are in
        in_order(&["Hà Giang", "Ha Noi", "Hà Nội", "Hải Phòng", "Hậu Giang", "Hòa Bình"]);
        in_order(&["", " ", "-", ".", "(", "%", "\u{2603}", "$", "0", "10", "9", "a", "ж", "中"]);
    }

    #[test]
    fn the_same_text_has_one_key() {
        assert_eq!(collation_key("Thừa Thiên"), collation_key("Thu\u{31b}\u{300}a Thie\u{302}n"));
        assert_eq!(collation_key("a\u{200b}b\u{ad}"), collation_key("ab"));
        assert_ne!(collation_key("a"), collation_key("A"));
        assert!(collation_key("ậ") < collation_key("Ậ"));
    }

    #[test]
    fn other_symbols_have_their_place() {
        let place = ORDER.chars().position(|c| c == '\u{fffd}').unwrap();
        assert_eq!(usize::from(OTHER_SYMBOL), place + usize::from(FIRST));
        assert!(ORDER.chars().count() + usize::from(FIRST) < usize::from(OTHER_LETTER));
        in_order(&["\u{fffc}", "\u{fffd}", "¤"]);
    }

    proptest! {
        #[test]
        fn keys_do_not_depend_on_the_form(text in "[a-zA-ZÀ-ỹđĐ .,0-9]{0,30}") {
            let composed: String = text.nfc().collect();
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(collation_key(&composed), collation_key(&decomposed));
        }

        #[test]
        fn what_is_behind_equal_letters_comes_later(a in ".{0,20}", b in "[a-zđ]{1,5}") {
            let longer = [a.as_str(), b.as_str()].concat();
            prop_assert_eq!(collate(&a, &longer), Ordering::Less);
        }

        #[test]
        fn any_text(text in ".{0,60}") {
            prop_assert_eq!(collate(&text, &text), Ordering::Equal);
        }
    }
}
