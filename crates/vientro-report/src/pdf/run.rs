//! Runs of text as the page template reads them: always data, never markup.

use std::fmt::Write as _;

use serde_json::{Value, json};
use vientro_vi::nfc;

use super::world::holds;
use crate::paper::Look;
use crate::text::visible;

/// Text as it can be set: letters and their marks are one, as a search expects; what acts, and letters no face holds, are
/// shown by their number.
pub(super) fn settable(text: &str) -> String {
    let shown = nfc(&visible(text)).into_owned();
    let mut out = String::with_capacity(shown.len());
    for letter in shown.chars() {
        match letter {
            '\n' => out.push('\n'),
            letter if holds(letter) => out.push(letter),
            // the faces have no such brackets
            '⟨' => out.push('‹'),
            '⟩' => out.push('›'),
            letter => {
                // writing to a String cannot fail
                let _ = write!(out, "‹U+{:04X}›", u32::from(letter));
            }
        }
    }
    out
}

/// Settable text with marks where a word too long for a line, such as a hash, may break.
pub(super) fn fit(text: &str) -> String {
    let text = settable(text);
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive([' ', '\n']) {
        let long = part.chars().count() > LONG;
        for (letter, at) in part.chars().zip(1_usize..) {
            out.push(letter);
            if long && at.is_multiple_of(STEP) {
                out.push(MAY_BREAK);
            }
        }
    }
    out
}

/// No settable text holds it; the page template knows it.
const MAY_BREAK: char = '\u{1f}';
/// Letters of the longest word that has a line of its own in any column.
const LONG: usize = 24;
const STEP: usize = 6;

pub(super) fn run(text: &str, look: Look) -> Value {
    let text = fit(text);
    match look {
        Look::Plain => Value::String(text),
        Look::Bold => json!({ "text": text, "bold": true }),
        Look::Italic => json!({ "text": text, "italic": true }),
        Look::Raised => json!({ "text": text, "raised": true }),
    }
}

/// A run that leads to a place of the document.
pub(super) fn link(place: &str, run: &Value) -> Value {
    json!({ "to": place, "run": run })
}

/// A run others lead to.
pub(super) fn place(name: &str, run: &Value) -> Value {
    json!({ "name": name, "run": run })
}

/// A paragraph of a style.
pub(super) fn paragraph(style: &str, runs: &[Value]) -> Value {
    json!({ "style": style, "runs": runs })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_no_face_holds_are_numbered() {
        assert_eq!(settable("Liên hiệp\r\n한 a\u{202e}b e\u{301}"), "Liên hiệp\n‹U+D55C› a‹U+202E›b é");
        assert_eq!(settable("‹›⟨⟩"), "‹›‹›");
    }

    #[test]
    fn long_words_may_break_and_lose_nothing() {
        let hash = format!("tệp sha256:{} là", "9f86d081".repeat(8));
        let set = fit(&hash);
        assert_eq!(set.replace(MAY_BREAK, ""), hash);
        assert_eq!(set.matches(MAY_BREAK).count(), 12);
        assert_eq!(fit("Giáo dục và đào tạo nghề nghiệp"), "Giáo dục và đào tạo nghề nghiệp");
    }
}
