//! How alike two texts are, and the candidates alike enough to be suggested.

use core::cmp::Reverse;

use rust_decimal::{Decimal, RoundingStrategy};

use super::{fold, match_form};
use crate::prelude::*;

/// How many letters of a text are compared: one bit each.
pub(super) const LETTERS_MAX: usize = 128;

/// How alike two texts are, from 0 to 1, to four decimals.
///
/// One minus the edit distance (insert, delete, replace, swap of neighbours) over the longer length, counted in
/// letters after [`fold`], less a little where the marks differ: `hôi nghị` and `hội nghị` come to 0.975, not to 1.
/// Only the first 128 letters of each are compared, so that a text of any length costs no more than one of 512 characters.
pub fn similarity(a: &str, b: &str) -> Decimal {
    Likeness::of(a).score(&Likeness::of(b))
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
    let likeness = Likeness::of(text);
    let mut found: Vec<Suggestion> = candidates
        .into_iter()
        .map(|candidate| {
            let score = likeness.score(&Likeness::of(candidate.as_ref()));
            (score, candidate)
        })
        .filter(|(score, _)| *score >= floor)
        .map(|(score, candidate)| Suggestion { candidate: candidate.as_ref().to_owned(), score })
        .collect();
    found.sort_by_key(|suggestion| Reverse(suggestion.score));
    found
}

/// The letters of a text that are compared, without their marks and with them.
struct Likeness {
    plain: Pattern,
    marked: Pattern,
}

impl Likeness {
    fn of(text: &str) -> Self {
        let head = head(text);
        Self { plain: Pattern::new(fold(&head).chars()), marked: Pattern::new(match_form(&head).chars()) }
    }

    fn score(&self, other: &Self) -> Decimal {
        let plain = self.plain.likeness(other.plain.letters());
        let marked = self.marked.likeness(other.marked.letters());
        mixed(plain, marked)
    }
}

/// Four fifths of the letters, one fifth of the marks.
pub(super) fn mixed(plain: Decimal, marked: Decimal) -> Decimal {
    let mixed = plain * Decimal::new(8, 1) + marked * Decimal::new(2, 1);
    mixed.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero).normalize()
}

/// As much of a text as can hold the letters that are compared, one space between words.
fn head(text: &str) -> String {
    // a letter in NFD has at most two marks behind it
    const CHARS_MAX: usize = 4 * LETTERS_MAX;
    let mut head = String::new();
    let (mut taken, mut space) = (0, false);
    for c in text.trim_start().chars() {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if taken == CHARS_MAX {
            break;
        }
        if core::mem::take(&mut space) {
            head.push(' ');
        }
        head.push(c);
        taken += 1;
    }
    head
}

/// Letters to compare others with: where each of them stands, as bits.
pub(super) struct Pattern {
    letters: Vec<char>,
    places: Vec<(char, u128)>,
}

impl Pattern {
    /// The first 128 of `letters`.
    pub(super) fn new(letters: impl Iterator<Item = char>) -> Self {
        let letters: Vec<char> = letters.take(LETTERS_MAX).collect();
        let mut places: Vec<(char, u128)> = Vec::new();
        for (at, &letter) in letters.iter().enumerate() {
            match places.iter_mut().find(|(known, _)| *known == letter) {
                Some((_, bits)) => *bits |= 1 << at,
                None => places.push((letter, 1 << at)),
            }
        }
        Self { letters, places }
    }

    pub(super) fn letters(&self) -> &[char] {
        &self.letters
    }

    /// From 0 to 1, by the first 128 of `others`.
    pub(super) fn likeness(&self, others: &[char]) -> Decimal {
        let others = others.get(..LETTERS_MAX).unwrap_or(others);
        let longer = self.letters.len().max(others.len());
        if longer == 0 {
            return Decimal::ONE;
        }
        let distance = self.distance(others).min(longer);
        Decimal::from(longer - distance) / Decimal::from(longer)
    }

    /// Edit distance with swaps of neighbours (optimal string alignment).
    ///
    /// A column of the table of distances is held as the signs of its steps, a bit for each letter of the pattern.
    ///
    /// # Source
    ///
    /// Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", Nordic Journal of
    /// Computing 10 (2003).
    pub(super) fn distance(&self, others: &[char]) -> usize {
        let mut distance = self.letters.len();
        let Some(last) = self.letters.len().checked_sub(1) else { return others.len() };
        let last: u128 = 1 << last;
        let (mut up, mut down): (u128, u128) = (u128::MAX, 0);
        let (mut diagonal, mut before): (u128, u128) = (0, 0);
        for other in others {
            let here = self.places.iter().find(|(known, _)| known == other).map_or(0, |(_, bits)| *bits);
            let swapped = ((!diagonal & here) << 1) & before;
            diagonal = ((here & up).wrapping_add(up) ^ up) | here | down | swapped;
            let right_up = down | !(diagonal | up);
            let right_down = diagonal & up;
            distance += usize::from(right_up & last != 0);
            distance -= usize::from(right_down & last != 0);
            let right_up = (right_up << 1) | 1;
            up = (right_down << 1) | !(diagonal | right_up);
            down = right_up & diagonal;
            before = here;
        }
        distance
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn likeness_of_texts() {
        assert_eq!(similarity("bằng khen", "bằng khen"), Decimal::ONE);
        assert_eq!(similarity("", ""), Decimal::ONE);
        assert_eq!(similarity("", "a"), Decimal::ZERO);
        assert_eq!(similarity("hôi nghị", "hội nghị"), Decimal::new(975, 3));
        assert!(similarity("bằng khen", "giải ngân") < Decimal::new(5, 1));
    }

    #[test]
    fn suggestions_come_best_first() {
        let found = suggest("TP.HM", ["Hà Nội", "TP.HCM", "TPHCM"]);
        assert_eq!(found[0].candidate(), "TP.HCM");
        assert!(found.iter().all(|s| s.candidate() != "Hà Nội"));
    }

    #[test]
    fn the_first_128_letters_count() {
        let (short, long) = ("ệ".repeat(127), "ệ".repeat(128));
        assert!(similarity(&short, &long) < Decimal::ONE);
        assert_eq!(similarity(&long, &(long.clone() + "b")), Decimal::ONE);
        // the longest way to write them, spaces left out of account
        let decomposed = "e\u{302}\u{323}".repeat(128);
        assert_eq!(similarity(&long, &decomposed), Decimal::ONE);
        let apart = ["ệ"; 64].join("   ");
        assert_eq!(similarity(&apart, &["e\u{302}\u{323}"; 64].join("\n\t")), Decimal::ONE);
    }

    /// Three rows of the table of distances, number by number.
    fn distance_by_table(a: &[char], b: &[char]) -> usize {
        let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
        for i in 1..=a.len() {
            let mut row = vec![i];
            for j in 1..=b.len() {
                let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut best = replaced.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(rows[i - 2][j - 2] + 1);
                }
                row.push(best);
            }
            rows.push(row);
        }
        rows[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn bits_give_the_distance_of_the_table(a in "[a-d]{0,40}|[ab]{0,128}|[a-z]{120,128}", b in "[a-d]{0,40}|[ab]{0,140}") {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            prop_assert_eq!(Pattern::new(a.iter().copied()).distance(&b), distance_by_table(&a, &b));
        }

        #[test]
        fn any_texts_are_compared(a in ".{0,200}", b in ".{0,40}") {
            let score = similarity(&a, &b);
            prop_assert!(score >= Decimal::ZERO && score <= Decimal::ONE);
            prop_assert_eq!(similarity(&b, &a), score);
            prop_assert_eq!(similarity(&a, &a), Decimal::ONE);
        }
    }
}
