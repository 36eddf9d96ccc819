//! Foreign text made safe to show: nothing is lost, nothing acts.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Shows control characters, marks that turn the reading direction, and characters no XML may hold as `⟨U+202E⟩`.
/// Line breaks stay, in the form `\n`; a tab becomes a space.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c == '\t' || c == '\r' || acts(c)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' => {
                if characters.peek() != Some(&'\n') {
                    shown.push('\n');
                }
            }
            '\t' => shown.push(' '),
            c if acts(c) => {
                // writing to a String cannot fail
                let _ = write!(shown, "⟨U+{:04X}⟩", u32::from(c));
            }
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// As [`visible`], with line breaks as spaces: for places that hold one line.
pub(crate) fn one_line(text: &str) -> String {
    visible(text).replace('\n', " ")
}

/// Escapes text for HTML and SVG, in elements and in quoted attributes; line breaks stay as they are.
pub(crate) fn markup(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Would a spreadsheet take the text for a formula: is its first visible character `=`, `+`, `-` or `@`, an apostrophe,
/// or does it start with a tab or a line break?
pub(crate) fn like_formula(text: &str) -> bool {
    let risky = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\'');
    let space = |c: char| c.is_whitespace() && (matches!(c, '\t' | '\r') || !acts(c));
    text.trim_start_matches(space).starts_with(risky) || text.starts_with(['\t', '\r', '\n'])
}

/// Does the character act on what stands around it instead of being seen?
fn acts(c: char) -> bool {
    match c {
        '\n' => false,
        '\u{200E}'
        | '\u{200F}'
        | '\u{061C}'
        | '\u{FEFF}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FFF9}'..='\u{FFFB}' => true,
        c if u32::from(c) & 0xFFFE == 0xFFFE || ('\u{FDD0}'..='\u{FDEF}').contains(&c) => true,
        c => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_formula_is_told_by_what_is_shown(text in "[ \t\r\n\u{b}\u{85}\u{a0}\u{2028}\u{202e}\u{feff}=+a'＝-]{0,5}") {
            let shown = visible(&text).trim_start().starts_with(['=', '+', '-', '＝', '\'']);
            let broken = text.starts_with(['\t', '\r', '\n']);
            prop_assert_eq!(like_formula(&text), shown || broken, "{:?}", text);
        }
    }

    #[test]
    fn what_acts_is_shown() {
        assert_eq!(visible("a\u{202E}b\u{0}c"), "a⟨U+202E⟩b⟨U+0000⟩c");
        assert_eq!(visible("một\r\nhai\rba\tbốn"), "một\nhai\nba bốn");
        assert_eq!(visible("\u{FFFF}\u{1FFFE}"), "⟨U+FFFF⟩⟨U+1FFFE⟩");
        assert!(matches!(visible("Liên hiệp"), Cow::Borrowed(_)));
    }

    #[test]
    fn markup_cannot_leave_its_place() {
        assert_eq!(markup("<b a=\"x\" b='y'>&"), "&lt;b a=&quot;x&quot; b=&#39;y&#39;&gt;&amp;");
    }
}
