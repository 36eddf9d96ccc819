//! Vietnamese text: one form for matching, likeness, and repairs as suggestions.

mod collation;
mod tones;

use alloc::borrow::Cow;
use core::cmp::Ordering;
use core::ops::Range;

use rust_decimal::Decimal;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::lex;
use crate::prelude::*;

pub use collation::{CollationKey, collate, collation_key};
pub use tones::{ToneStyle, place_tones};

/// `text` in Unicode normalization form C, borrowed if it already is.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// `text` for matching headers and names: without marks, đ as d, lower case, one space between words, none at the
/// ends. Whether the input was NFC or NFD makes no difference.
///
/// ```
/// assert_eq!(vientro_vi::fold("  Tổng  GIÁ trị\nviện trợ "), "tong gia tri vien tro");
/// assert_eq!(vientro_vi::fold("Đồng Nai"), "dong nai");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfd() {
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

/// May a tone mark stand where the newer spelling has it? Says yes too often, never no too often.
pub(crate) fn has_newer_tone(text: &str) -> bool {
    let mut before = ' ';
    text.chars().any(|c| {
        let found = matches!(before, 'o' | 'u')
            && matches!(
                c,
                'à' | 'á'
                    | 'ả'
                    | 'ã'
                    | 'ạ'
                    | 'è'
                    | 'é'
                    | 'ẻ'
                    | 'ẽ'
                    | 'ẹ'
                    | 'ỳ'
                    | 'ý'
                    | 'ỷ'
                    | 'ỹ'
                    | 'ỵ'
            );
        before = c;
        found
    })
}

/// NFC, lower case, tone marks in one place: the form words are matched in.
pub(crate) fn match_form(word: &str) -> String {
    let lower: String = word.nfc().flat_map(char::to_lowercase).collect();
    match unify_tones(&lower) {
        Cow::Borrowed(same) => same.to_owned(),
        Cow::Owned(unified) => unified,
    }
}

/// Is this one of the five marks of tone?
pub(crate) fn is_tone(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

/// How alike two texts are, from 0 to 1, to four decimals.
///
/// One minus the edit distance (insert, delete, replace, swap of neighbours) over the longer length, counted in
/// letters after [`fold`], less a little where the marks differ: `hôi nghị` and `hội nghị` come to 0.975, not to 1.
/// Only the first 128 letters of each are compared.
pub fn similarity(a: &str, b: &str) -> Decimal {
    let (plain_a, plain_b) = (letters(&fold(a)), letters(&fold(b)));
    let marked_a = letters(&match_form_of_text(a));
    let marked_b = letters(&match_form_of_text(b));
    let plain = likeness(&plain_a, &plain_b);
    let marked = likeness(&marked_a, &marked_b);
    // four fifths of the letters, one fifth of the marks
    let mixed = plain * Decimal::new(8, 1) + marked * Decimal::new(2, 1);
    mixed.round_dp_with_strategy(4, rust_decimal::RoundingStrategy::MidpointAwayFromZero).normalize()
}

fn match_form_of_text(text: &str) -> String {
    match_form(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn letters(text: &str) -> Vec<char> {
    text.chars().take(128).collect()
}

fn likeness(a: &[char], b: &[char]) -> Decimal {
    let longer = a.len().max(b.len());
    if longer == 0 {
        return Decimal::ONE;
    }
    let distance = distance(a, b).min(longer);
    Decimal::from(longer - distance) / Decimal::from(longer)
}

/// Edit distance with swaps of neighbours (optimal string alignment), three rows at a time.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut a_before = None;
    for (i, &x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        let mut left = i + 1;
        row.push(left);
        let mut b_before = None;
        for (j, &y) in b.iter().enumerate() {
            let get = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let mut best = (get(&last, j) + usize::from(x != y)).min(get(&last, j + 1) + 1).min(left + 1);
            if a_before == Some(y) && b_before == Some(x) && j > 0 {
                best = best.min(get(&before, j - 1) + 1);
            }
            row.push(best);
            left = best;
            b_before = Some(y);
        }
        before = core::mem::replace(&mut last, row);
        a_before = Some(x);
    }
    last.last().copied().unwrap_or(0)
}

/// A candidate with how well it fits.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Suggestion {
    candidate: String,
    score: Decimal,
}

impl Suggestion {
    /// The candidate as given.
    pub fn candidate(&self) -> &str {
        &self.candidate
    }

    /// Likeness from 0 to 1.
    pub fn score(&self) -> Decimal {
        self.score
    }
}

/// The candidates alike enough to `text` to be worth showing (score 0.6 or more), best first; equal scores keep the
/// order of `candidates`. It suggests; choosing is for a person.
pub fn suggest<S: AsRef<str>>(text: &str, candidates: impl IntoIterator<Item = S>) -> Vec<Suggestion> {
    let floor = Decimal::new(6, 1);
    let mut found: Vec<Suggestion> = candidates
        .into_iter()
        .map(|candidate| {
            let score = similarity(text, candidate.as_ref());
            Suggestion { candidate: candidate.as_ref().to_owned(), score }
        })
        .filter(|suggestion| suggestion.score >= floor)
        .collect();
    found.sort_by_key(|suggestion| core::cmp::Reverse(suggestion.score));
    found
}

/// A place in a text that looks like a broken spelling of something in the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Repair {
    span: Range<usize>,
    found: String,
    suggestion: String,
    score: Decimal,
}

impl Repair {
    /// Bytes of the text the repair is about.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// What stands there; it is never changed.
    pub fn found(&self) -> &str {
        &self.found
    }

    /// What it may have been meant to be.
    pub fn suggestion(&self) -> &str {
        &self.suggestion
    }

    /// Likeness from 0 to 1.
    pub fn score(&self) -> Decimal {
        self.score
    }
}

/// Broken spellings in `text` of the terms in `vocabulary`: a split syllable (`b ằng khen`), a lost mark (`hôi nghị`),
/// a lost letter (`TP.HM`). The text itself is never changed; each repair carries its place and score.
///
/// Terms of one to six words are tried at every place; a correctly spelled term is no repair. Work is the number of
/// words times the size of the vocabulary.
///
/// ```
/// let repairs = vientro_vi::repair("trao b ằng khen cho các cá nhân", &["bằng khen", "giấy khen"]);
/// assert_eq!(repairs.len(), 1);
/// assert_eq!((repairs[0].found(), repairs[0].suggestion()), ("b ằng khen", "bằng khen"));
/// ```
pub fn repair<S: AsRef<str>>(text: &str, vocabulary: &[S]) -> Vec<Repair> {
    let floor = Decimal::new(8, 1);
    let words = words_of(text);
    let terms: Vec<(&str, String, usize)> = vocabulary
        .iter()
        .map(|term| {
            let term = term.as_ref();
            (term, match_form_of_text(term), term.split_whitespace().count())
        })
        .filter(|(_, _, words)| (1..=6).contains(words))
        .collect();
    let mut repairs = Vec::new();
    let mut at = 0;
    while let Some(start) = words.get(at).map(|word| word.start) {
        let mut best: Option<(Repair, usize)> = None;
        let mut correct = 0;
        for (term, form, count) in &terms {
            // a syllable may have been split in two, or two words run together
            for taken in [*count, count + 1, count.saturating_sub(1)] {
                let Some(last) = taken.checked_sub(1).and_then(|more| words.get(at + more)) else { continue };
                let Some(found) = text.get(start..last.end) else { continue };
                // far apart in length is not alike, and cheap to see
                let (long, short) = (found.len().max(form.len()), found.len().min(form.len()));
                if short * 2 < long {
                    continue;
                }
                let found_form = match_form_of_text(found);
                if found_form == *form {
                    correct = correct.max(taken);
                    continue;
                }
                let score = if found_form.replace(' ', "") == form.replace(' ', "") {
                    // only the spaces differ
                    Decimal::new(98, 2)
                } else {
                    similarity(found, term)
                };
                let shared_start = fold(found).chars().next() == fold(term).chars().next();
                if score < floor || !shared_start {
                    continue;
                }
                let better = best.as_ref().is_none_or(|(kept, kept_words)| {
                    (score, taken).cmp(&(kept.score, *kept_words)) == Ordering::Greater
                });
                if better {
                    best = Some((
                        Repair {
                            span: start..last.end,
                            found: found.to_owned(),
                            suggestion: (*term).to_owned(),
                            score,
                        },
                        taken,
                    ));
                }
            }
        }
        match best {
            _ if correct > 0 => at += correct,
            Some((repair, taken)) => {
                repairs.push(repair);
                at += taken;
            }
            None => at += 1,
        }
    }
    repairs
}

/// Words with the punctuation at their ends taken off; `TP.HM` stays one word.
fn words_of(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut at = 0;
    for piece in text.split(char::is_whitespace) {
        let start = at;
        at += piece.len();
        // step over the white space character itself
        at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let edge = |c: char| !(c.is_alphanumeric() || lex::is_mark(c));
        let head = piece.trim_start_matches(edge);
        let body = head.trim_end_matches(edge);
        if !body.is_empty() {
            let start = start + (piece.len() - head.len());
            words.push(start..start + body.len());
        }
    }
    words
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
    fn likeness_of_texts() {
        assert_eq!(similarity("bằng khen", "bằng khen"), Decimal::ONE);
        assert_eq!(similarity("", ""), Decimal::ONE);
        assert!(similarity("hôi nghị", "hội nghị") > Decimal::new(95, 2));
        assert!(similarity("hôi nghị", "hội nghị") < Decimal::ONE);
        assert!(similarity("bằng khen", "giải ngân") < Decimal::new(5, 1));
    }

    #[test]
    fn suggestions_come_best_first() {
        let found = suggest("TP.HM", ["Hà Nội", "TP.HCM", "TPHCM"]);
        assert_eq!(found[0].candidate(), "TP.HCM");
        assert!(found.iter().all(|s| s.candidate() != "Hà Nội"));
    }

    const VOCABULARY: [&str; 6] =
        ["bằng khen", "giấy khen", "hội nghị", "TP.HCM", "viện trợ", "phi chính phủ nước ngoài"];

    /// "trao b ằng khen cho các cá nhân" (003), "tại hôi nghị" and "UBND TP.HM" (001).
    #[test]
    fn g28_text_repair() {
        for (text, found, suggestion) in [
            ("Nguyễn Lộc Hà trao b ằng khen cho các cá nhân", "b ằng khen", "bằng khen"),
            ("Qua ý kiến các đại biểu tại hôi nghị cho rằng:", "hôi nghị", "hội nghị"),
            ("Phó Chủ tịch UBND TP.HM – Võ Văn Hoan ghi nhận", "TP.HM", "TP.HCM"),
        ] {
            let repairs = repair(text, &VOCABULARY);
            assert_eq!(repairs.len(), 1, "{text}: {repairs:?}");
            assert_eq!(repairs[0].found(), found);
            assert_eq!(repairs[0].suggestion(), suggestion);
            assert!(repairs[0].score() >= Decimal::new(8, 1) && repairs[0].score() < Decimal::ONE);
            assert_eq!(&text[repairs[0].span()], found, "the original is kept");
        }
    }

    #[test]
    fn correct_text_needs_no_repair() {
        let text = "Hội nghị tại TP.HCM trao bằng khen và giấy khen về viện trợ phi chính phủ nước ngoài.";
        assert_eq!(repair(text, &VOCABULARY), []);
        assert_eq!(repair("", &VOCABULARY), []);
    }

    proptest! {
        #[test]
        fn nothing_panics(text in ".{0,80}", other in ".{0,40}") {
            let _ = (fold(&text), nfc(&text), unify_tones(&text));
            let score = similarity(&text, &other);
            prop_assert!(score >= Decimal::ZERO && score <= Decimal::ONE);
            for repair in repair(&text, &VOCABULARY) {
                prop_assert_eq!(text.get(repair.span()), Some(repair.found()));
            }
        }

        #[test]
        fn folding_twice_is_folding_once(text in ".{0,80}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
