//! Vietnamese text: one form for matching, likeness, and repairs as suggestions.

mod collation;
mod likeness;
mod repair;
mod tones;

use alloc::borrow::Cow;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::lex;
use crate::prelude::*;

pub use collation::{CollationKey, collate, collation_key};
pub use likeness::{Suggestion, similarity, suggest};
pub use repair::{Repair, repair};
pub(crate) use tones::may_move_tone;
pub use tones::{ToneStyle, place_tones};

/// `text` in Unicode normalization form C, borrowed if it already is.
///
/// A run of more than 30 combining marks, which no language writes, is broken by U+034F.
///
/// # Source
///
/// Unicode Standard Annex 15, section 13, Stream-Safe Text Format: marks are sorted, so their runs must end.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        Cow::Borrowed(text)
    } else if has_long_run(text) {
        Cow::Owned(text.chars().stream_safe().nfc().collect())
    } else if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// May there be more than 30 combining marks in a row? Says yes too often, never no too often.
fn has_long_run(text: &str) -> bool {
    // a character has at most four marks in NFKD, in which the runs are counted
    const RUN: usize = 6;
    // words of a sentence have letters and spaces of ASCII between their other letters, which is quick to see
    let other = |piece: &[u8]| piece.len() > RUN * 2;
    if !text.as_bytes().split(u8::is_ascii).any(other) {
        return false;
    }
    let mut run = 0;
    text.chars().any(|c| {
        // what breaks a run may be taken out again
        run = if canonical_combining_class(c) == 0 && c != '\u{34f}' { 0 } else { run + 1 };
        run > RUN
    })
}

/// `text` for matching headers and names: without marks, đ as d, lower case, one space between words, none at the
/// ends. Whether the input was NFC or NFD makes no difference.
///
/// ```
/// assert_eq!(vientro_vi::fold("  Tổng  GIÁ trị\nviện trợ "), "tong gia tri vien tro");
/// assert_eq!(vientro_vi::fold("Đồng Nai"), "dong nai");
/// ```
pub fn fold(text: &str) -> String {
    // the marks that go in any case would only be sorted for nothing
    let letters = text.chars().filter(|&c| !lex::is_mark(c));
    if has_long_run(text) {
        fold_parts(letters.stream_safe().nfd(), text.len())
    } else {
        fold_parts(letters.nfd(), text.len())
    }
}

fn fold_parts(parts: impl Iterator<Item = char>, bytes: usize) -> String {
    let mut folded = String::with_capacity(bytes);
    for c in parts {
        if lex::is_mark(c) {
            continue;
        }
        if c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}' {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
            continue;
        }
        match c {
            'đ' | 'Đ' => folded.push('d'),
            _ => folded.extend(c.to_lowercase().filter(|&lower| !lex::is_mark(lower))),
        }
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

/// `text` with its tone marks where the older spelling has them: `hoà` as `hòa`, `thuỷ` as `thủy`, `khoẻ` as
/// `khỏe`. Both spellings are correct; one form is needed to compare. The result is NFC.
pub fn unify_tones(text: &str) -> Cow<'_, str> {
    place_tones(text, ToneStyle::Older)
}

/// NFC, lower case, tone marks in one place: the form words are matched in.
pub(crate) fn match_form(word: &str) -> String {
    let lower: String = nfc(word).chars().flat_map(char::to_lowercase).collect();
    match unify_tones(&lower) {
        Cow::Borrowed(same) => same.to_owned(),
        Cow::Owned(unified) => unified,
    }
}

/// Is this one of the five marks of tone?
pub(crate) fn is_tone(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn folding() {
        assert_eq!(fold("ĐƠN VỊ TÍNH"), "don vi tinh");
        assert_eq!(fold("Tổ ch\u{1b0}\u{301}c"), fold("Tổ chức"));
        assert_eq!(fold("\u{feff} "), "");
    }

    #[test]
    fn tones_go_to_one_place() {
        for (new, old) in [("hoà bình", "hòa bình"), ("uỷ ban", "ủy ban"), ("sức khoẻ", "sức khỏe")]
        {
            assert_eq!(unify_tones(new), old);
        }
        for same in ["hoàn thành", "quý", "quỳ", "toán", "tỷ", "khuya"] {
            assert_eq!(unify_tones(same), same);
        }
    }

    #[test]
    fn long_runs_of_marks_are_broken() {
        let marks = |count: usize| format!("a{}", "\u{301}\u{323}".repeat(count / 2));
        // sorted, the first composed with its letter
        assert_eq!(nfc(&marks(30)), format!("ạ{}{}", "\u{323}".repeat(14), "\u{301}".repeat(15)));
        assert_eq!(nfc(&marks(32)).matches('\u{34f}').count(), 1);
        for text in
            [marks(32), marks(100_000), "\u{344}".repeat(20), "\u{334}".repeat(40), "\u{5b0}".repeat(40)]
        {
            let broken = nfc(&text).into_owned();
            assert!(broken.contains('\u{34f}'));
            assert_eq!(nfc(&broken), broken);
            assert_eq!(place_tones(&broken, ToneStyle::Older), broken);
            assert_eq!(collation_key(&broken), collation_key(&text));
            let folded = fold(&text);
            assert_eq!(fold(&folded), folded);
            assert_eq!(fold(&broken), folded);
        }
        assert_eq!(fold(&marks(100_000)), "a");
        assert!(!has_long_run("Nguyễn Lộc Hà trao b ằng khen, ệệệệệệệ e\u{302}\u{323}"));
    }

    proptest! {
        #[test]
        fn runs_of_any_marks(text in "[aệ\u{301}\u{323}\u{34f}\u{344}\u{5b0}\u{5b4}\u{f73} ]{0,100}") {
            let broken = nfc(&text).into_owned();
            prop_assert_eq!(nfc(&broken), broken.as_str());
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
            prop_assert_eq!(collation_key(&broken), collation_key(&text));
        }

        #[test]
        fn nothing_panics(text in ".{0,80}") {
            let _ = (fold(&text), nfc(&text), unify_tones(&text));
        }

        #[test]
        fn folding_twice_is_folding_once(text in ".{0,80}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
