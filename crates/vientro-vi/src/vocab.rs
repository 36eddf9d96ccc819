//! Words as numbers: a syllable packed letter by letter, so that a text is compared with the vocabulary without a copy.
//!
//! Upper and lower case, NFC and NFD, and both places of a tone mark (`hoà`, `hòa`) give the same key. Up to eight
//! letters the key is the word itself; longer words, all of them foreign, are told apart by a hash of 63 bits.

/// The key of a word in full, and of its letters without marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) key: u64,
    pub(crate) base: u64,
}

/// One to five words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Phrase {
    pub(crate) words: [Word; Self::WORDS_MAX],
    pub(crate) count: usize,
}

impl Phrase {
    pub(crate) const WORDS_MAX: usize = 5;

    pub(crate) fn words(&self) -> &[Word] {
        self.words.get(..self.count).unwrap_or(&self.words)
    }

    const fn first(&self) -> Word {
        self.words[0]
    }

    #[expect(clippy::indexing_slicing, reason = "runs at compile time: a bad index does not build")]
    const fn last(&self) -> Word {
        self.words[self.count - 1]
    }
}

/// A key that is being put together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeyBuilder {
    key: u64,
    letters: u32,
}

/// Letters a key holds as they are.
const LETTERS_MAX: u32 = 8;
const HASHED: u64 = 1 << 63;
pub(crate) const OTHER_LETTER: u8 = 94;
/// The first code of a vowel; the vowels stand in the order of `VOWELS`, six tones each.
const VOWEL_FIRST: u8 = 22;
const TONES: u8 = 6;
/// `a ă â e ê i o ô ơ u ư y` without their tones, by the plain letter and its shape.
const VOWELS: u8 = 12;

impl KeyBuilder {
    pub(crate) const EMPTY: Self = Self { key: 0, letters: 0 };

    /// Adds one letter by its code.
    #[inline]
    #[expect(clippy::as_conversions, reason = "widening, in a function of compile time")]
    pub(crate) const fn push(&mut self, code: u8) {
        if self.letters < LETTERS_MAX {
            self.key = (self.key << 7) | code as u64;
        } else {
            self.key = (self.key.rotate_left(5) ^ code as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) | HASHED;
        }
        self.letters += 1;
    }

    /// Joins a combining mark to the last letter.
    #[expect(clippy::as_conversions, reason = "seven bits")]
    pub(crate) const fn mark(&mut self, mark: char) {
        if self.letters == 0 || self.letters > LETTERS_MAX {
            return;
        }
        let last = (self.key & 0x7f) as u8;
        self.key = (self.key & !0x7f) | joined(last, mark) as u64;
    }

    /// The key, with the tone mark where the older spelling has it.
    #[inline]
    #[expect(clippy::as_conversions, reason = "seven bits")]
    pub(crate) const fn finish(self) -> u64 {
        if self.letters < 2 || self.letters > LETTERS_MAX {
            return self.key;
        }
        let last = (self.key & 0x7f) as u8;
        let before = ((self.key >> 7) & 0x7f) as u8;
        // the two codes where a tone may stand on the wrong letter: o with a or e behind it, u with y
        let moves = match before {
            PLAIN_O => is_toned(last, 0) || is_toned(last, 3),
            PLAIN_U => is_toned(last, 11) && (self.key >> 14) & 0x7f != LETTER_Q as u64,
            _ => false,
        };
        if !moves {
            return self.key;
        }
        let tone = (last - VOWEL_FIRST) % TONES;
        (self.key & !0x3fff) | (((before + tone) as u64) << 7) | (last - tone) as u64
    }
}

const PLAIN_O: u8 = VOWEL_FIRST + 6 * TONES;
const PLAIN_U: u8 = VOWEL_FIRST + 9 * TONES;
const LETTER_Q: u8 = consonant(b'q');

/// Is `code` the vowel with number `vowel` and some tone?
const fn is_toned(code: u8, vowel: u8) -> bool {
    let plain = VOWEL_FIRST + vowel * TONES;
    code > plain && code < plain + TONES
}

const fn consonant(letter: u8) -> u8 {
    match letter {
        b'b' => 1,
        b'c' => 2,
        b'd' => 3,
        b'f' => 4,
        b'g' => 5,
        b'h' => 6,
        b'j' => 7,
        b'k' => 8,
        b'l' => 9,
        b'm' => 10,
        b'n' => 11,
        b'p' => 12,
        b'q' => 13,
        b'r' => 14,
        b's' => 15,
        b't' => 16,
        b'v' => 17,
        b'w' => 18,
        b'x' => 19,
        b'z' => 20,
        _ => 0,
    }
}

/// đ, which has no canonical parts.
const LETTER_D_BAR: u8 = 21;

/// Codes of the ASCII letters of either case; 0 for what is no letter.
pub(crate) const ASCII: [u8; 128] = ascii();

#[expect(clippy::indexing_slicing, clippy::as_conversions, reason = "runs at compile time")]
const fn ascii() -> [u8; 128] {
    let mut table = [0; 128];
    let mut letter = b'a';
    while letter <= b'z' {
        let code = match letter {
            b'a' => VOWEL_FIRST,
            b'e' => VOWEL_FIRST + 3 * TONES,
            b'i' => VOWEL_FIRST + 5 * TONES,
            b'o' => PLAIN_O,
            b'u' => PLAIN_U,
            b'y' => VOWEL_FIRST + 11 * TONES,
            other => consonant(other),
        };
        table[letter as usize] = code;
        table[letter.to_ascii_uppercase() as usize] = code;
        letter += 1;
    }
    table
}

/// The letter `code` with a combining mark on it.
const fn joined(code: u8, mark: char) -> u8 {
    if code < VOWEL_FIRST || code >= VOWEL_FIRST + VOWELS * TONES {
        return OTHER_LETTER;
    }
    let (vowel, tone) = ((code - VOWEL_FIRST) / TONES, (code - VOWEL_FIRST) % TONES);
    let (vowel, tone) = match (mark, vowel, tone) {
        ('\u{300}' | '\u{340}', _, 0) => (vowel, 1),
        ('\u{309}', _, 0) => (vowel, 2),
        ('\u{303}', _, 0) => (vowel, 3),
        ('\u{301}' | '\u{341}', _, 0) => (vowel, 4),
        ('\u{323}', _, 0) => (vowel, 5),
        ('\u{306}', 0, _) => (1, tone),
        ('\u{302}', 0, _) => (2, tone),
        ('\u{302}', 3, _) => (4, tone),
        ('\u{302}', 6, _) => (7, tone),
        ('\u{31b}', 6, _) => (8, tone),
        ('\u{31b}', 9, _) => (10, tone),
        _ => return OTHER_LETTER,
    };
    VOWEL_FIRST + vowel * TONES + tone
}

/// The Vietnamese letters outside ASCII in the two blocks they stand in: code, and bit 7 for upper case.
const LATIN: [u8; LATIN_COUNT] = latin();
const LATIN_FIRST: u32 = 0xc0;
const LATIN_END: u32 = 0x1b1;
const LATIN_COUNT: usize = 0x1b1 - 0xc0;
const TONED: [u8; TONED_COUNT] = toned();
const TONED_FIRST: u32 = 0x1ea0;
const TONED_END: u32 = 0x1efa;
const TONED_COUNT: usize = 0x1efa - 0x1ea0;
const UPPER: u8 = 0x80;

#[expect(clippy::indexing_slicing, clippy::as_conversions, reason = "runs at compile time")]
const fn latin() -> [u8; LATIN_COUNT] {
    // vowel number and tone of the lower case letters; upper case stands 32 or 1 before
    const LETTERS: [(u32, u8, u8); 21] = [
        (0xe0, 0, 1),
        (0xe1, 0, 4),
        (0xe2, 2, 0),
        (0xe3, 0, 3),
        (0xe8, 3, 1),
        (0xe9, 3, 4),
        (0xea, 4, 0),
        (0xec, 5, 1),
        (0xed, 5, 4),
        (0xf2, 6, 1),
        (0xf3, 6, 4),
        (0xf4, 7, 0),
        (0xf5, 6, 3),
        (0xf9, 9, 1),
        (0xfa, 9, 4),
        (0xfd, 11, 4),
        (0x103, 1, 0),
        (0x129, 5, 3),
        (0x169, 9, 3),
        (0x1a1, 8, 0),
        (0x1b0, 10, 0),
    ];
    let mut table = [0; LATIN_COUNT];
    let mut index = 0;
    while index < LETTERS.len() {
        let (lower, vowel, tone) = LETTERS[index];
        let upper = if lower < 0x100 { lower - 0x20 } else { lower - 1 };
        let code = VOWEL_FIRST + vowel * TONES + tone;
        table[(lower - LATIN_FIRST) as usize] = code;
        table[(upper - LATIN_FIRST) as usize] = code | UPPER;
        index += 1;
    }
    table[(0x111 - LATIN_FIRST) as usize] = LETTER_D_BAR;
    table[(0x110 - LATIN_FIRST) as usize] = LETTER_D_BAR | UPPER;
    // eth looks the same and is what some keyboards give: VNÐ
    table[(0xf0 - LATIN_FIRST) as usize] = LETTER_D_BAR;
    table[(0xd0 - LATIN_FIRST) as usize] = LETTER_D_BAR | UPPER;
    table
}

#[expect(clippy::indexing_slicing, reason = "runs at compile time")]
const fn toned() -> [u8; TONED_COUNT] {
    // in the order of the block, upper case then lower case: Ạ Ả Ấ Ầ Ẩ Ẫ Ậ Ắ Ằ Ẳ Ẵ Ặ Ẹ Ẻ Ẽ Ế Ề Ể Ễ Ệ Ỉ Ị Ọ Ỏ Ố …
    const LETTERS: [(u8, u8); TONED_COUNT / 2] = [
        (0, 5),
        (0, 2),
        (2, 4),
        (2, 1),
        (2, 2),
        (2, 3),
        (2, 5),
        (1, 4),
        (1, 1),
        (1, 2),
        (1, 3),
        (1, 5),
        (3, 5),
        (3, 2),
        (3, 3),
        (4, 4),
        (4, 1),
        (4, 2),
        (4, 3),
        (4, 5),
        (5, 2),
        (5, 5),
        (6, 5),
        (6, 2),
        (7, 4),
        (7, 1),
        (7, 2),
        (7, 3),
        (7, 5),
        (8, 4),
        (8, 1),
        (8, 2),
        (8, 3),
        (8, 5),
        (9, 5),
        (9, 2),
        (10, 4),
        (10, 1),
        (10, 2),
        (10, 3),
        (10, 5),
        (11, 1),
        (11, 5),
        (11, 2),
        (11, 3),
    ];
    let mut table = [0; TONED_COUNT];
    let mut index = 0;
    while index < LETTERS.len() {
        let (vowel, tone) = LETTERS[index];
        let code = VOWEL_FIRST + vowel * TONES + tone;
        table[2 * index] = code | UPPER;
        table[2 * index + 1] = code;
        index += 1;
    }
    table
}

/// The code of a Vietnamese letter outside ASCII and whether it is upper case; `None` for any other character.
#[inline]
#[expect(clippy::indexing_slicing, clippy::as_conversions, reason = "the bounds stand in the condition")]
pub(crate) const fn letter(c: char) -> Option<(u8, bool)> {
    let point = c as u32;
    let code = if point >= TONED_FIRST && point < TONED_END {
        TONED[(point - TONED_FIRST) as usize]
    } else if point >= LATIN_FIRST && point < LATIN_END {
        LATIN[(point - LATIN_FIRST) as usize]
    } else {
        0
    };
    if code == 0 { None } else { Some((code & !UPPER, code & UPPER != 0)) }
}

/// The plain letter of a code, as a code.
#[expect(clippy::integer_division, reason = "whole vowels of six tones each")]
const fn plain(code: u8) -> u8 {
    match code {
        LETTER_D_BAR => consonant(b'd'),
        OTHER_LETTER => OTHER_LETTER,
        _ if code < VOWEL_FIRST => code,
        _ => {
            let vowel = match (code - VOWEL_FIRST) / TONES {
                0..=2 => 0,
                3 | 4 => 3,
                5 => 5,
                6..=8 => 6,
                9 | 10 => 9,
                _ => 11,
            };
            VOWEL_FIRST + vowel * TONES
        }
    }
}

/// A word of the vocabulary.
pub(crate) const fn word(spelling: &str) -> Word {
    let phrase = phrase_of(spelling);
    assert!(phrase.count == 1, "one word");
    phrase.first()
}

/// Words of the vocabulary with one space between them.
#[expect(clippy::indexing_slicing, clippy::as_conversions, reason = "runs at compile time")]
pub(crate) const fn phrase_of(spelling: &str) -> Phrase {
    let bytes = spelling.as_bytes();
    let mut words = [Word { key: 0, base: 0 }; Phrase::WORDS_MAX];
    let mut count = 0;
    let mut at = 0;
    let (mut full, mut base) = (KeyBuilder::EMPTY, KeyBuilder::EMPTY);
    loop {
        if at == bytes.len() || bytes[at] == b' ' {
            words[count] = Word { key: full.finish(), base: base.finish() };
            count += 1;
            if at == bytes.len() {
                return Phrase { words, count };
            }
            (full, base) = (KeyBuilder::EMPTY, KeyBuilder::EMPTY);
            at += 1;
            continue;
        }
        let (point, length) = match bytes[at] {
            byte @ 0..=0x7f => (byte as u32, 1),
            byte @ 0xc0..=0xdf => (((byte as u32 & 0x1f) << 6) | (bytes[at + 1] as u32 & 0x3f), 2),
            byte => (
                ((byte as u32 & 0x0f) << 12)
                    | ((bytes[at + 1] as u32 & 0x3f) << 6)
                    | (bytes[at + 2] as u32 & 0x3f),
                3,
            ),
        };
        let code = if point < 0x80 {
            ASCII[point as usize]
        } else {
            match char::from_u32(point) {
                Some(c) => match letter(c) {
                    Some((code, _)) => code,
                    None => 0,
                },
                None => 0,
            }
        };
        assert!(code != 0, "a letter of the Vietnamese alphabet");
        full.push(code);
        base.push(plain(code));
        at += length;
    }
}

/// What a word of the vocabulary may be, one bit each.
pub(crate) mod role {
    /// Begins a name of a currency or a measure.
    pub(crate) const MEASURE: u32 = 1;
    /// A counted noun by itself.
    pub(crate) const NOUN: u32 = 1 << 1;
    /// Begins a counted noun of two or three words.
    pub(crate) const COMPOUND: u32 = 1 << 2;
    /// Goes on with the sentence: no counted noun.
    pub(crate) const STOP: u32 = 1 << 3;
    /// nghìn, triệu, tỷ…
    pub(crate) const SCALE: u32 = 1 << 4;
    /// Ends a hedge before a number.
    pub(crate) const HEDGE: u32 = 1 << 5;
    /// Begins a number in words.
    pub(crate) const NUMBER: u32 = 1 << 6;
    /// Begins a period.
    pub(crate) const PERIOD: u32 = 1 << 7;
    /// Begins a comparison in words.
    pub(crate) const COMPARISON: u32 = 1 << 8;
    /// Ends a verb of comparison.
    pub(crate) const VERB: u32 = 1 << 9;
    /// Begins or ends what is compared with.
    pub(crate) const BASE: u32 = 1 << 10;
    /// Makes the number behind it a part of a date or a label.
    pub(crate) const LABEL: u32 = 1 << 11;
    /// Stands before a day in figures.
    pub(crate) const DAY: u32 = 1 << 12;
    /// A month: tháng, January…
    pub(crate) const MONTH: u32 = 1 << 13;
    /// Makes the number before it a hedged one: trở lên.
    pub(crate) const AFTER: u32 = 1 << 14;
    /// Makes a number negative.
    pub(crate) const MINUS: u32 = 1 << 15;
    /// Part of a number in words: mươi, linh…
    pub(crate) const DIGIT: u32 = 1 << 16;
}

/// Words and their roles, found by their key.
#[derive(Debug)]
pub(crate) struct Roles {
    keys: [u64; Self::SLOTS],
    bits: [u32; Self::SLOTS],
    count: usize,
}

impl Roles {
    const SLOTS: usize = 2048;
    const SHIFT: u32 = 64 - 11;

    pub(crate) const EMPTY: Self = Self { keys: [0; Self::SLOTS], bits: [0; Self::SLOTS], count: 0 };

    #[inline]
    #[expect(clippy::as_conversions, reason = "eleven bits")]
    const fn slot(key: u64) -> usize {
        (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> Self::SHIFT) as usize
    }

    /// Gives a word one more role.
    #[expect(clippy::indexing_slicing, reason = "runs at compile time")]
    pub(crate) const fn add(&mut self, word: Word, unmarked: bool, role: u32) {
        let key = if unmarked { word.base } else { word.key };
        let mut at = Self::slot(key);
        while self.keys[at] != key && self.keys[at] != 0 {
            at = (at + 1) % Self::SLOTS;
        }
        if self.keys[at] == 0 {
            self.count += 1;
            assert!(self.count < Self::SLOTS / 2, "more slots, so that an empty one ends every search soon");
        }
        self.keys[at] = key;
        self.bits[at] |= role;
    }

    pub(crate) const fn add_first(&mut self, phrase: &Phrase, unmarked: bool, role: u32) {
        self.add(phrase.first(), unmarked, role);
    }

    pub(crate) const fn add_last(&mut self, phrase: &Phrase, unmarked: bool, role: u32) {
        self.add(phrase.last(), unmarked, role);
    }

    /// The roles of a word; none for a word outside the vocabulary.
    #[inline]
    pub(crate) fn of(&self, key: u64) -> u32 {
        let mut at = Self::slot(key);
        while let Some(&found) = self.keys.get(at) {
            if found == key {
                return self.bits.get(at).copied().unwrap_or(0);
            }
            if found == 0 {
                return 0;
            }
            at = (at + 1) % Self::SLOTS;
        }
        0
    }
}

const fn roles(unmarked: bool) -> Roles {
    let mut roles = Roles::EMPTY;
    crate::unit::add_roles(&mut roles, unmarked);
    crate::hedge::add_roles(&mut roles, unmarked);
    crate::scan::add_roles(&mut roles, unmarked);
    crate::spoken::add_roles(&mut roles, unmarked);
    crate::date::add_roles(&mut roles, unmarked);
    crate::period::add_roles(&mut roles, unmarked);
    crate::compare::add_roles(&mut roles, unmarked);
    roles
}

/// The vocabulary as it is spelled.
pub(crate) static ROLES: Roles = roles(false);
/// The vocabulary without its marks, for texts that have none.
pub(crate) static ROLES_UNMARKED: Roles = roles(true);
