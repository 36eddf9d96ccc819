//! Broken spellings of known terms, as suggestions.

use alloc::collections::BTreeMap;
use core::ops::Range;

use rust_decimal::Decimal;

use super::likeness::{LETTERS_MAX, Pattern, mixed};
use super::{fold, match_form};
use crate::lex;
use crate::prelude::*;

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
/// Terms of one to six words and up to 128 letters are tried at every place that begins with their first letter; a
/// correctly spelled term is no repair. Work is at most the length of the text times the size of the vocabulary.
///
/// ```
/// let repairs = vientro_vi::repair("trao b ằng khen cho các cá nhân", &["bằng khen", "giấy khen"]);
/// assert_eq!(repairs.len(), 1);
/// assert_eq!((repairs[0].found(), repairs[0].suggestion()), ("b ằng khen", "bằng khen"));
/// ```
pub fn repair<S: AsRef<str>>(text: &str, vocabulary: &[S]) -> Vec<Repair> {
    let mut terms: BTreeMap<char, Vec<Term<'_>>> = BTreeMap::new();
    for term in vocabulary.iter().filter_map(|term| Term::new(term.as_ref())) {
        if let Some(&first) = term.plain.letters().first() {
            terms.entry(first).or_default().push(term);
        }
    }
    let letters = Letters::of(text);
    let mut repairs = Vec::new();
    let mut at = 0;
    while let Some(word) = letters.plain_of(at) {
        let mut best: Option<(Decimal, usize, &str)> = None;
        let mut correct = 0;
        for term in word.first().and_then(|first| terms.get(first)).into_iter().flatten() {
            // a syllable may have been split in two, or two words run together
            for taken in [term.words, term.words + 1, term.words - 1] {
                let Some((plain, marked)) = letters.of_words(at, taken) else { continue };
                if marked == term.marked.letters() {
                    correct = correct.max(taken);
                } else if let Some(score) = term.score(plain, marked)
                    && best.is_none_or(|(kept, words, _)| (score, taken) > (kept, words))
                {
                    best = Some((score, taken, term.printed));
                }
            }
        }
        let taken = match best {
            _ if correct > 0 => correct,
            Some((score, taken, suggestion)) => {
                let span = letters.span(at, taken);
                let found = text.get(span.clone()).unwrap_or_default().to_owned();
                repairs.push(Repair { span, found, suggestion: suggestion.to_owned(), score });
                taken
            }
            None => 1,
        };
        at += taken;
    }
    repairs
}

/// A term of the vocabulary.
struct Term<'a> {
    printed: &'a str,
    words: usize,
    plain: Pattern,
    marked: Pattern,
}

impl<'a> Term<'a> {
    /// `None` for a term with more words or letters than are tried.
    fn new(printed: &'a str) -> Option<Self> {
        const WORDS_MAX: usize = 6;
        // a letter in NFD has at most two marks behind it
        let words: Vec<&str> = printed.split_whitespace().take(WORDS_MAX + 1).collect();
        let chars: usize = words.iter().map(|word| word.chars().take(4 * LETTERS_MAX).count()).sum();
        if words.is_empty() || words.len() > WORDS_MAX || chars >= 4 * LETTERS_MAX {
            return None;
        }
        let form = match_form(&words.join(" "));
        if form.chars().nth(LETTERS_MAX).is_some() {
            return None;
        }
        Some(Self {
            printed,
            words: words.len(),
            plain: Pattern::new(fold(&form).chars()),
            marked: Pattern::new(form.chars()),
        })
    }

    /// How alike letters of the text are, without and with marks, if that is enough for a repair.
    fn score(&self, plain: &[char], marked: &[char]) -> Option<Decimal> {
        let floor = Decimal::new(8, 1);
        if unlike(self.marked.letters().len(), marked.len()) {
            return None;
        }
        let solid = |letters: &[char]| letters.iter().filter(|letter| **letter != ' ').count();
        if solid(marked) == solid(self.marked.letters()) {
            let without = |letters: &'_ [char]| {
                letters.iter().copied().filter(|letter| *letter != ' ').collect::<Vec<_>>()
            };
            if without(marked) == without(self.marked.letters()) {
                // only the spaces differ
                return Some(Decimal::new(98, 2));
            }
        }
        // the marks weigh a fifth: a quarter of the letters may differ where all marks agree
        let longer = plain.len().max(self.plain.letters().len());
        if plain.len().abs_diff(self.plain.letters().len()) * 4 > longer
            || self.plain.distance(plain) * 4 > longer
        {
            return None;
        }
        let score = mixed(self.plain.likeness(plain), self.marked.likeness(marked));
        (score >= floor).then_some(score)
    }
}

/// Is one length more than twice the other?
fn unlike(a: usize, b: usize) -> bool {
    a.min(b) * 2 < a.max(b)
}

/// The letters of a text, and which of them are the words.
struct Letters {
    words: Vec<Word>,
    /// The letters of the whole text without marks; one space for white space.
    plain: Vec<char>,
    /// The same with marks, in the form for matching.
    marked: Vec<char>,
}

/// Where a word is.
struct Word {
    bytes: Range<usize>,
    plain: Range<usize>,
    marked: Range<usize>,
}

impl Letters {
    fn of(text: &str) -> Self {
        let mut all = Self { words: Vec::new(), plain: Vec::new(), marked: Vec::new() };
        let mut end = None;
        for bytes in words_of(text) {
            if let Some(end) = end {
                all.push_gap(text.get(end..bytes.start).unwrap_or_default());
            }
            let (plain, marked) = (all.plain.len(), all.marked.len());
            all.push_letters(text.get(bytes.clone()).unwrap_or_default());
            end = Some(bytes.end);
            let (plain, marked) = (plain..all.plain.len(), marked..all.marked.len());
            all.words.push(Word { bytes, plain, marked });
        }
        all
    }

    /// White space and punctuation between two words.
    fn push_gap(&mut self, gap: &str) {
        for piece in gap.split_inclusive(char::is_whitespace) {
            let signs = piece.trim_end();
            self.push_letters(signs);
            let space = signs.len() < piece.len();
            if space && self.marked.last() != Some(&' ') {
                self.marked.push(' ');
            }
            if space && self.plain.last() != Some(&' ') {
                self.plain.push(' ');
            }
        }
    }

    fn push_letters(&mut self, text: &str) {
        if text.is_ascii() {
            let lower = |byte: u8| char::from(byte.to_ascii_lowercase());
            self.plain.extend(text.bytes().take(CHARS_MAX).map(lower));
            self.marked.extend(text.bytes().take(CHARS_MAX).map(lower));
            return;
        }
        let text = text.char_indices().nth(CHARS_MAX).and_then(|(end, _)| text.get(..end)).unwrap_or(text);
        let form = match_form(text);
        self.plain.extend(fold(&form).chars());
        self.marked.extend(form.chars());
    }

    /// The letters of word `at` without marks, of which there may be none; `None` behind the last word.
    fn plain_of(&self, at: usize) -> Option<&[char]> {
        self.plain.get(self.words.get(at)?.plain.clone())
    }

    /// The letters of `taken` words from word `at` on, without and with marks; `None` for no words.
    fn of_words(&self, at: usize, taken: usize) -> Option<(&[char], &[char])> {
        let (first, last) = (self.words.get(at)?, self.words.get(at + taken.checked_sub(1)?)?);
        let plain = self.plain.get(first.plain.start..last.plain.end)?;
        Some((plain, self.marked.get(first.marked.start..last.marked.end)?))
    }

    fn span(&self, at: usize, taken: usize) -> Range<usize> {
        let of = |at: usize| self.words.get(at).map(|word| word.bytes.clone()).unwrap_or_default();
        of(at).start..of((at + taken).saturating_sub(1)).end
    }
}

/// As much of a word is looked at; even in NFD that is more than twice the letters of the longest term.
const CHARS_MAX: usize = 8 * LETTERS_MAX;

/// Words with the punctuation at their ends taken off; `TP.HM` stays one word.
fn words_of(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split(char::is_whitespace).filter_map(move |piece| {
        let start = at;
        at += piece.len();
        // step over the white space character itself
        at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let edge = |c: char| !(c.is_alphanumeric() || lex::is_mark(c));
        let head = piece.trim_start_matches(edge);
        let body = head.trim_end_matches(edge);
        let start = start + (piece.len() - head.len());
        (!body.is_empty()).then(|| start..start + body.len())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{similarity, unify_tones};
    use super::*;

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
        assert_eq!(repair("bằng    khen, BẰNG\nKHEN", &VOCABULARY), []);
    }

    #[test]
    fn terms_of_six_words_and_128_letters_are_tried() {
        let found = |text: &str, term: &str| repair(text, &[term]).len();
        assert_eq!(found("phi chính phủ nứơc ngoai", "phi chính phủ nước ngoài"), 1);
        assert_eq!(found("mot hai ba bốn năm sáu", "một hai ba bốn năm sáu"), 1);
        assert_eq!(found("mot hai ba bốn năm sáu bảy", "một hai ba bốn năm sáu bảy"), 0);
        let term = "ệ".repeat(128);
        assert_eq!(found(&"ệ".repeat(127), &term), 1);
        assert_eq!(found(&"ệ".repeat(200), &term), 0, "not cut to what the term has");
        assert_eq!(found(&"ệ".repeat(4_000), &term), 0);
        assert_eq!(found(&"ệ".repeat(128), &format!("{term}a")), 0);
    }

    #[test]
    fn long_runs_are_no_terms() {
        for hostile in ["\u{301}", ".", "ệ", "e\u{302}\u{323}", "(\u{301}"] {
            let text = format!("bằng{} khen", hostile.repeat(10_000));
            assert_eq!(repair(&text, &VOCABULARY), [], "{hostile}");
        }
    }

    /// The same by the whole texts of each place and term, one by one.
    fn repair_by_similarity(text: &str, vocabulary: &[&str]) -> Vec<(Range<usize>, String, Decimal)> {
        let form = |text: &str| match_form(&text.split_whitespace().collect::<Vec<_>>().join(" "));
        let words: Vec<Range<usize>> = words_of(text).collect();
        let (mut at, mut repairs) = (0, Vec::new());
        while at < words.len() {
            let mut correct = 0;
            let mut best: Option<(Decimal, usize, Range<usize>, &str)> = None;
            for term in vocabulary {
                let count = term.split_whitespace().count();
                for taken in [count, count + 1, count - 1] {
                    if taken == 0 || at + taken > words.len() {
                        continue;
                    }
                    let span = words[at].start..words[at + taken - 1].end;
                    let found = &text[span.clone()];
                    let score = if form(found) == form(term) {
                        correct = correct.max(taken);
                        continue;
                    } else if form(found).replace(' ', "") == form(term).replace(' ', "") {
                        Decimal::new(98, 2)
                    } else {
                        similarity(found, term)
                    };
                    let alike = score >= Decimal::new(8, 1)
                        && fold(found).chars().next() == fold(term).chars().next();
                    if alike && best.as_ref().is_none_or(|(kept, words, ..)| (score, taken) > (*kept, *words))
                    {
                        best = Some((score, taken, span, *term));
                    }
                }
            }
            if correct == 0
                && let Some((score, taken, span, term)) = best
            {
                repairs.push((span, term.to_owned(), score));
                at += taken;
            } else {
                at += correct.max(1);
            }
        }
        repairs
    }

    proptest! {
        #[test]
        fn nothing_is_missed(pieces in proptest::collection::vec(prop_oneof![
            Just("bằng"), Just("b"), Just("ằng"), Just("khen"), Just("khe"), Just("giấy"), Just("hội"), Just("hôi"),
            Just("nghị"), Just("TP.HM"), Just("tp.hcm"), Just("viê"), Just("n"), Just("trợ"), Just("Phi"), Just("chính"),
            Just("phủ"), Just("nước"), Just("nứơc"), Just("ngoài"), Just(","), Just("–"), Just("ba\u{300}ng"), Just("(khen)"),
        ], 0..8), space in "[ ]|", ) {
            let text = pieces.join(if space.is_empty() { " " } else { "  " });
            let found: Vec<_> =
                repair(&text, &VOCABULARY).into_iter().map(|it| (it.span(), it.suggestion().to_owned(), it.score())).collect();
            prop_assert_eq!(found, repair_by_similarity(&text, &VOCABULARY));
        }

        #[test]
        fn any_text(text in ".{0,80}") {
            for repair in repair(&text, &VOCABULARY) {
                prop_assert_eq!(text.get(repair.span()), Some(repair.found()));
                prop_assert_ne!(unify_tones(repair.found()), repair.suggestion());
            }
        }
    }
}
