//! Where the mark of tone stands in a syllable.

use alloc::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::{is_tone, nfc};
use crate::prelude::*;

/// Where the mark of tone stands in the open syllables oa, oe and uy; everywhere else the two styles agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "the two styles there are")]
pub enum ToneStyle {
    /// On the second vowel: hoà, khoẻ, thuỷ, as schoolbooks have it.
    Newer,
    /// On the first: hòa, khỏe, thủy, as most newspapers and offices write.
    #[default]
    Older,
}

/// `text` with each mark of tone where `style` has it. Marks on a wrong letter (`hòan`, `qúy`) are moved as well; words
/// that are no Vietnamese syllable, of which a foreign name may consist, stay as they are. The result is NFC.
///
/// # Source
///
/// Decision 1989/QĐ-BGDĐT of 25 May 2018 on the spelling of schoolbooks, Article 8, has the newer style ("hoà nhạc", "quý hoá",
/// "thuỷ thủ"); laws and newspapers still print the older ("Luật Thủy sản", 2017).
///
/// ```
/// use vientro_vi::{ToneStyle, place_tones};
///
/// assert_eq!(place_tones("Uỷ ban hoà bình", ToneStyle::Older), "Ủy ban hòa bình");
/// assert_eq!(place_tones("Ủy ban hòa bình", ToneStyle::Newer), "Uỷ ban hoà bình");
/// assert_eq!(place_tones("hòan thành qúy III", ToneStyle::Newer), "hoàn thành quý III");
/// ```
pub fn place_tones(text: &str, style: ToneStyle) -> Cow<'_, str> {
    let text = nfc(text);
    let mut out = String::new();
    // up to where `text` is in `out`
    let mut copied = 0;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or_default();
        if let Some(moved) = moved(word, style) {
            out.push_str(text.get(copied..at).unwrap_or_default());
            out.push_str(&moved);
            copied = at + length;
        }
        // and over the character behind the word
        at += length + rest.get(length..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    if copied == 0 {
        return text;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    // a further mark behind the word may now stand after a bare vowel
    Cow::Owned(nfc(&out).into_owned())
}

/// The word with its mark in its place; `None` if it stands there already or the word is no syllable.
fn moved(word: &str, style: ToneStyle) -> Option<String> {
    // the longest syllable, nghiêng, has seven letters
    const LETTERS_MAX: usize = 7;
    if word.is_ascii() || word.chars().nth(LETTERS_MAX).is_some() {
        return None;
    }
    let mut letters: Vec<char> = Vec::with_capacity(LETTERS_MAX);
    let mut mark = None;
    for c in word.chars() {
        let (letter, tone) = split(c);
        if let Some(tone) = tone {
            if mark.is_some() {
                return None;
            }
            mark = Some((letters.len(), tone));
        }
        letters.push(letter);
    }
    let (place, tone) = mark?;
    let lower: Vec<char> = letters.iter().flat_map(|letter| letter.to_lowercase()).collect();
    let right = vowel_of_tone(&lower, style)?;
    if right == place || lower.len() != letters.len() {
        return None;
    }
    let mut out = String::with_capacity(word.len() + 2);
    for (index, &letter) in letters.iter().enumerate() {
        if index == right {
            out.extend([letter, tone].into_iter().nfc());
        } else {
            out.push(letter);
        }
    }
    Some(out)
}

/// May [`ToneStyle::Older`] move a mark in these letters, which are NFC and lower case? Says yes too often, never no too
/// often, and at once: most words of a text have their marks in place.
pub(crate) fn may_move_tone(word: &str) -> bool {
    if word.is_ascii() {
        return false;
    }
    let none = (' ', Kind::None);
    let mut letters = word.chars().map(|c| (c, Kind::of(c))).chain([none, none]);
    // the two letters before, the one looked at, the two behind
    let (mut second, mut first) = (none, none);
    let (Some(mut here), Some(mut next)) = (letters.next(), letters.next()) else { return false };
    for (at, after) in letters.enumerate() {
        let [before, behind] = [first, next].map(|(_, kind)| kind.is_vowel());
        let shaped = [second, first, next, after].iter().any(|(_, kind)| kind.is_shaped());
        let ends = after.1 == Kind::None;
        let right = match here.1 {
            // four vowels are no syllable, or one with a shaped vowel somewhere
            kind if kind.is_vowel() && before && behind && second.1.is_vowel() => false,
            Kind::Consonant | Kind::None | Kind::Shaped | Kind::Vowel => true,
            Kind::Other => false,
            // the second of ươ bears the tone
            Kind::ShapedWithTone => !(next.1.is_shaped() || after.1.is_shaped()),
            Kind::WithTone => {
                !shaped
                    && match (before, behind) {
                        (false, false) => true,
                        // giá, quán; toán, but not hoà
                        (true, false) => {
                            at == 2 && matches!((second.0, first.0), ('g', 'i') | ('q', 'u'))
                                || next.1 != Kind::None && !second.1.is_vowel()
                        }
                        // hòa, của, but not hòan, gìa, qúy
                        (false, true) => ends && !(at == 1 && matches!(first.0, 'g' | 'q')),
                        // ngoài
                        (true, true) => ends,
                    }
            }
        };
        if !right {
            return true;
        }
        (second, first, here, next) = (first, here, next, after);
    }
    false
}

/// What a letter is to the place of tones.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Consonant,
    /// No letter, beyond either end of the word.
    None,
    /// A letter of another language.
    Other,
    /// ă â ê ô ơ ư.
    Shaped,
    ShapedWithTone,
    Vowel,
    WithTone,
}

impl Kind {
    const fn of(c: char) -> Self {
        match c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' => Self::Vowel,
            'ă' | 'â' | 'ê' | 'ô' | 'ơ' | 'ư' => Self::Shaped,
            'đ' | '\0'..='\x7f' => Self::Consonant,
            'à' | 'á' | 'ã' | 'ạ' | 'ả' | 'è' | 'é' | 'ẹ' | 'ẻ' | 'ẽ' | 'ì' | 'í' | 'ĩ' | 'ỉ' | 'ị' | 'ò'
            | 'ó' | 'õ' | 'ọ' | 'ỏ' | 'ù' | 'ú' | 'ũ' | 'ụ' | 'ủ' | 'ý' | 'ỳ' | 'ỵ' | 'ỷ' | 'ỹ' => {
                Self::WithTone
            }
            // of these every second is a capital
            'ấ'..='ặ' | 'ế'..='ệ' | 'ố'..='ợ' | 'ứ'..='ự' => Self::ShapedWithTone,
            _ => Self::Other,
        }
    }

    const fn is_vowel(self) -> bool {
        matches!(self, Self::Shaped | Self::ShapedWithTone | Self::Vowel | Self::WithTone)
    }

    const fn is_shaped(self) -> bool {
        matches!(self, Self::Shaped | Self::ShapedWithTone)
    }
}

/// A letter without its tone, and the tone.
fn split(c: char) -> (char, Option<char>) {
    if c.is_ascii() {
        return (c, None);
    }
    let mut tone = None;
    let letter = core::iter::once(c).nfd().filter(|&part| {
        let found = is_tone(part);
        if found {
            tone = Some(part);
        }
        !found
    });
    // at most one letter is left, since the parts were one before
    let letter = letter.nfc().next().unwrap_or(c);
    (letter, tone)
}

/// Which of the letters of a syllable bears the tone; `None` if they are no syllable.
fn vowel_of_tone(letters: &[char], style: ToneStyle) -> Option<usize> {
    const ONSETS: [&str; 28] = [
        "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p",
        "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
    ];
    const CODAS: [&str; 9] = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];
    let is_vowel = |c: &char| "aăâeêioôơuưy".contains(*c);
    let mut start = letters.iter().position(is_vowel)?;
    let mut end = start + letters.get(start..)?.iter().take_while(|c| is_vowel(c)).count();
    // the u of qu, and the i of gi before another vowel, belong to the consonant
    let before = letters.get(..start)?;
    let glides = match (before, letters.get(start)) {
        (['q'], Some('u')) => true,
        (['g'], Some('i')) => end - start > 1 && letters.get(start + 1) != Some(&'ê'),
        _ => false,
    };
    start += usize::from(glides);
    if start == end {
        // "qu" alone
        start -= usize::from(glides);
    }
    end = end.max(start);
    let among =
        |part: &[char], list: &[&str]| list.iter().any(|known| part.iter().copied().eq(known.chars()));
    if !among(letters.get(..start)?, &ONSETS) || !among(letters.get(end..)?, &CODAS) {
        return None;
    }
    let vowels = letters.get(start..end)?;
    // a shaped vowel bears the tone, the second of ươ
    if let Some(shaped) = vowels.iter().rposition(|c| "ăâêôơư".contains(*c)) {
        return Some(start + shaped);
    }
    let closed = end < letters.len();
    let place = match vowels {
        ['o', 'a' | 'e'] | ['u', 'y'] if !closed => usize::from(style == ToneStyle::Newer),
        [_, _] => usize::from(closed),
        // of three the middle one
        [_, _, _] => 1,
        [_] => 0,
        _ => return None,
    };
    Some(start + place)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_styles_and_back() {
        for (newer, older) in [
            ("hoà", "hòa"),
            ("HOÀ", "HÒA"),
            ("Hoà", "Hòa"),
            ("uỷ", "ủy"),
            ("Uỷ ban", "Ủy ban"),
            ("sức khoẻ", "sức khỏe"),
            ("thuý", "thúy"),
            ("luỹ kế", "lũy kế"),
            ("xoè", "xòe"),
            ("(hoá)", "(hóa)"),
            ("Khánh Hoà, Thừa Thiên-Huế", "Khánh Hòa, Thừa Thiên-Huế"),
        ] {
            assert_eq!(place_tones(newer, ToneStyle::Older), older);
            assert_eq!(place_tones(older, ToneStyle::Newer), newer);
            assert_eq!(place_tones(newer, ToneStyle::Newer), newer);
            assert_eq!(place_tones(older, ToneStyle::Older), older);
        }
    }

    #[test]
    fn a_mark_on_the_wrong_letter_is_moved() {
        for (wrong, right) in [
            ("hòan", "hoàn"),
            ("tóan", "toán"),
            ("qúy", "quý"),
            ("qùy", "quỳ"),
            ("gìa", "già"),
            ("muà", "mùa"),
            ("cuả", "của"),
            ("trịêu", "triệu"),
            ("ngòai", "ngoài"),
            ("khủyu", "khuỷu"),
            ("nứơc", "nước"),
            ("THÚÊ", "THUẾ"),
            ("gíêng", "giếng"),
        ] {
            for style in [ToneStyle::Newer, ToneStyle::Older] {
                assert_eq!(place_tones(wrong, style), right);
                assert_eq!(place_tones(right, style), right);
            }
        }
    }

    #[test]
    fn other_words_stay() {
        for same in [
            "",
            "gì",
            "gìn",
            "giữa",
            "quà",
            "khuya",
            "xoong",
            "café",
            "Éric",
            "Müller",
            "São Tomé",
            "tỷ",
            "á",
            "àáả",
        ] {
            for style in [ToneStyle::Newer, ToneStyle::Older] {
                assert_eq!(place_tones(same, style), same);
                assert!(matches!(place_tones(same, style), Cow::Borrowed(_)), "{same}");
            }
        }
        assert_eq!(place_tones("hoa\u{300}", ToneStyle::Older), "hòa", "NFD comes out as NFC");
        // a second mark behind a moved one is composed with the vowel the first left
        assert_eq!(place_tones("hoạ\u{301}", ToneStyle::Older), "họá");
    }

    /// Each kind of onset and coda around one to three vowels of each kind, with each place of a tone.
    #[test]
    fn a_mark_that_moves_is_never_overlooked() {
        const VOWELS: [char; 7] = ['a', 'ê', 'i', 'o', 'ơ', 'u', 'y'];
        let mut clusters: Vec<String> = VOWELS.iter().map(char::to_string).collect();
        for length in [0..7, 7..56] {
            let longer: Vec<String> = clusters[length]
                .iter()
                .flat_map(|cluster| VOWELS.iter().map(move |vowel| format!("{cluster}{vowel}")))
                .collect();
            clusters.extend(longer);
        }
        let mut moved = 0;
        for onset in ["", "g", "q", "ng", "h"] {
            for coda in ["", "n", "ơ"] {
                for cluster in &clusters {
                    let letters: Vec<char> =
                        onset.chars().chain(cluster.chars()).chain(coda.chars()).collect();
                    for place in 0..letters.len() {
                        let (before, behind) = letters.split_at(place + 1);
                        let parts = before.iter().chain(['\u{301}'].iter()).chain(behind);
                        let word: String = parts.copied().nfc().collect();
                        if place_tones(&word, ToneStyle::Older) != word {
                            assert!(may_move_tone(&word), "{word}");
                            moved += 1;
                        }
                    }
                }
            }
        }
        assert!(moved > 5_000, "{moved}");
        for usual in [
            "người", "của", "hòa", "toán", "ngoài", "giá", "quý", "quả", "tài", "việc", "triệu", "nước",
            "khuỷu", "được",
        ] {
            assert!(!may_move_tone(usual), "{usual}");
        }
    }

    proptest! {
        #[test]
        fn no_letters_are_overlooked(word in "[a-zà-ỹđñź]{0,8}") {
            let word: String = word.chars().flat_map(char::to_lowercase).nfc().collect();
            prop_assert!(may_move_tone(&word) || place_tones(&word, ToneStyle::Older) == word);
        }

        #[test]
        fn one_pass_is_enough(text in "[a-zàáảãạòóỏõọùúủũụýỳêếơớđ ]{0,40}") {
            for style in [ToneStyle::Newer, ToneStyle::Older] {
                let once = place_tones(&text, style).into_owned();
                prop_assert_eq!(place_tones(&once, style), once.as_str());
                // only marks move
                prop_assert_eq!(super::super::fold(&once), super::super::fold(&text));
            }
        }

        #[test]
        fn the_styles_are_told_apart_only_by_each_other(text in "[a-zàáảãạòóỏõọùúủũụýỳêếơớđ ]{0,40}") {
            let older = place_tones(&text, ToneStyle::Older);
            let newer = place_tones(&text, ToneStyle::Newer);
            prop_assert_eq!(place_tones(&newer, ToneStyle::Older), older.clone());
            prop_assert_eq!(place_tones(&older, ToneStyle::Newer), newer);
        }

        #[test]
        fn any_text(text in ".{0,60}") {
            let _ = place_tones(&text, ToneStyle::Newer);
        }
    }
}
