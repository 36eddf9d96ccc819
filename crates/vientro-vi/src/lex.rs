//! Words of a text by their place, and the form words are compared in.

use alloc::borrow::Cow;
use core::ops::Range;

use unicode_normalization::char::decompose_canonical;

use crate::text;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Letter,
    Other,
    Space,
}

fn class(c: char) -> Class {
    if c.is_ascii_digit() {
        Class::Digit
    } else if c.is_alphabetic() || is_mark(c) {
        Class::Letter
    } else if c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}' {
        Class::Space
    } else {
        Class::Other
    }
}

/// Combining marks of the block Vietnamese texts in NFD use.
pub(crate) fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// The bytes of the first word, number or sign at or after byte `at`.
pub(crate) fn next(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let body = rest.trim_start_matches(|c| class(c) == Class::Space);
    let start = text.len() - body.len();
    let first = body.chars().next()?;
    let kind = class(first);
    let length = match kind {
        Class::Other | Class::Space => first.len_utf8(),
        Class::Digit | Class::Letter => body.find(|c| class(c) != kind).unwrap_or(body.len()),
    };
    Some(start..start + length)
}

/// The bytes of the last word, number or sign that ends at or before byte `at`.
pub(crate) fn prev(text: &str, at: usize) -> Option<Range<usize>> {
    let head = text.get(..at)?;
    let body = head.trim_end_matches(|c| class(c) == Class::Space);
    let end = body.len();
    let last = body.chars().next_back()?;
    let kind = class(last);
    let start = match kind {
        Class::Other | Class::Space => end - last.len_utf8(),
        Class::Digit | Class::Letter => body.trim_end_matches(|c| class(c) == kind).len(),
    };
    Some(start..end)
}

/// A word in the form vocabularies are compared in: NFC, lower case, tone marks in their traditional place.
///
/// A word longer than any of the vocabulary gives an empty key, so that hostile input costs nothing.
pub(crate) fn key(word: &str) -> Cow<'_, str> {
    const LONGEST: usize = 64;
    if word.len() > LONGEST {
        return Cow::Borrowed("");
    }
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    // most words of a text are in this form already
    if word.chars().any(|c| is_mark(c) || c.is_uppercase()) || text::may_move_tone(word) {
        return Cow::Owned(text::match_form(word));
    }
    Cow::Borrowed(word)
}

/// A Vietnamese letter without its marks.
pub(crate) fn base(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    match c {
        'đ' => 'd',
        'Đ' => 'D',
        _ => {
            let mut first = None;
            decompose_canonical(c, |part| {
                first.get_or_insert(part);
            });
            first.unwrap_or(c)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prelude::*;

    fn forward(text: &str) -> Vec<&str> {
        let mut at = 0;
        let mut all = Vec::new();
        while let Some(token) = next(text, at) {
            all.push(&text[token.clone()]);
            at = token.end;
        }
        all
    }

    fn backward(text: &str) -> Vec<&str> {
        let mut at = text.len();
        let mut all = Vec::new();
        while let Some(token) = prev(text, at) {
            all.push(&text[token.clone()]);
            at = token.start;
        }
        all.reverse();
        all
    }

    #[test]
    fn both_directions_agree() {
        for text in ["hơn 457.800 USD, gần 12 tỷ", "6.770km²", "", "  a\u{303}b 1", "đ₫đ"] {
            assert_eq!(forward(text), backward(text), "{text}");
        }
        assert_eq!(forward("hơn 6.770km²"), ["hơn", "6", ".", "770", "km", "²"]);
    }

    #[test]
    fn keys() {
        assert_eq!(key("HƠN"), "hơn");
        assert_eq!(key("tri\u{0065}\u{0323}\u{0302}u"), "triệu");
        // the same whether NFC or NFD, in its place or not
        for hoan in ["hoàn", "hòan", "hoa\u{300}n", "ho\u{300}an", "HÒAN"] {
            assert_eq!(key(hoan), "hoàn");
        }
        assert_eq!(base('ữ'), 'u');
    }
}
