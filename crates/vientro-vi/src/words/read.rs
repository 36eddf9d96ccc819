//! Numbers read from words.

use rust_decimal::Decimal;

use super::money::Coin;
use super::spelling::{Spelled, Word};
use super::{DIGITS_MAX, WordsDoubt, WordsError};
use crate::lex;
use crate::number::clip;
use crate::prelude::*;

/// A number read from words.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct WordsReading {
    digits: String,
    other: Option<String>,
    ordinal: bool,
    currency: Option<&'static str>,
    normalised: Vec<Normalised>,
}

impl WordsReading {
    /// The number in digits: an optional `-`, the whole part, and a dot with the decimals if there are any.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// The number as a decimal; `None` beyond its 28 digits.
    pub fn value(&self) -> Option<Decimal> {
        Decimal::from_str_exact(&self.digits).ok()
    }

    /// The number as an integer; `None` if it has decimals or leaves 128 bits.
    pub fn integer(&self) -> Option<i128> {
        self.digits.parse().ok()
    }

    /// The number the words may also mean in speech, in digits: "một tỷ hai trăm" is 1 000 000 200 by the rule, and 1 200 000 000 to
    /// those who leave out the smaller scale.
    pub fn other(&self) -> Option<&str> {
        self.other.as_deref()
    }

    /// Whether the words name a place in a row: thứ hai.
    pub fn is_ordinal(&self) -> bool {
        self.ordinal
    }

    /// ISO 4217 code of the currency named, if one is.
    pub fn currency(&self) -> Option<&str> {
        self.currency
    }

    /// The spellings that [`WordOptions::default`](super::WordOptions::default) would not have written, in the order of
    /// the text. Spoken empty groups and a repeated tỷ are no spellings and are not listed.
    pub fn normalised(&self) -> &[Normalised] {
        &self.normalised
    }
}

/// A spelling that was read as another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Normalised {
    found: String,
    read_as: &'static str,
    kind: NormalisedKind,
}

impl Normalised {
    /// The word as found; empty if a word was left out.
    pub fn found(&self) -> &str {
        &self.found
    }

    /// The word it was read as.
    pub fn read_as(&self) -> &str {
        self.read_as
    }

    /// Why it was read as another.
    pub fn kind(&self) -> NormalisedKind {
        self.kind
    }
}

/// Why a spelling was read as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum NormalisedKind {
    /// A word was left out, as mươi in "hai lăm".
    LeftOut,
    /// The spelling is a mistake, as "lẽ" for lẻ, or the word stands for another, as "mươi một" for mươi mốt.
    Misspelled,
    /// The text is written without marks.
    Unmarked,
    /// The spelling is right but not the usual one, as ngàn for nghìn.
    Variant,
}

/// Reads a number in Vietnamese words, in every variant [`WordOptions`](super::WordOptions) can write, with common
/// misspellings and without marks. An amount of money may end in its currency and begin with "bằng chữ:"; "thứ" makes
/// an ordinal; a decimal may have a scale ("ba phẩy bốn tỷ").
///
/// # Errors
///
/// [`WordsError`] names the word that does not fit. Speech that leaves out a scale ("một triệu hai") is refused as
/// ambiguous, not guessed.
///
/// ```
/// use vientro_vi::{NormalisedKind, read_words};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let read = read_words("Mười hai tỷ đồng chẵn")?;
/// assert_eq!((read.integer(), read.currency()), (Some(12_000_000_000), Some("VND")));
/// let read = read_words("một trăm lẽ năm")?;
/// assert_eq!((read.normalised()[0].read_as(), read.normalised()[0].kind()), ("lẻ", NormalisedKind::Misspelled));
/// assert_eq!(read_words("ba phẩy bốn tỷ đồng")?.integer(), Some(3_400_000_000));
/// assert!(read_words("một triệu hai").is_err());
/// # Ok(()) }
/// ```
pub fn read_words(text: &str) -> Result<WordsReading, WordsError> {
    let mut parser = Parser::of(number_of(text))?;
    let ordinal = parser.take(Word::Ordinal);
    if ordinal && let Some(place) = parser.place_in_a_row() {
        return parser.end(place.to_owned(), None, ordinal, None);
    }
    let negative = !ordinal && parser.take(Word::Minus);
    let groups = parser.whole()?;
    let mut digits = to_digits(&groups);
    let mut other = if parser.empty_said { None } else { other_of(groups).map(|groups| to_digits(&groups)) };
    let mut coin = parser.coin();
    if coin.is_none() && !ordinal && parser.take(Word::Point) {
        let fraction = parser.fraction()?;
        digits = parser.scaled(&digits, &fraction)?;
        other = None;
        coin = parser.coin();
    } else if let Some(coin) = &coin
        && coin.decimals > 0
        && parser.peek().is_some_and(|word| matches!(word, Word::And | Word::Digit(_) | Word::Ten))
    {
        parser.take(Word::And);
        let parts = to_digits(&parser.whole()?);
        if parts.len() > coin.decimals || !(parser.take(Word::Part) || parser.phrase(coin.part)) {
            return Err(parser.unfit());
        }
        digits = format!("{digits}.{parts:0>width$}", width = coin.decimals);
        other = None;
    }
    if coin.is_some() {
        parser.take(Word::Even);
    }
    if negative && digits.bytes().any(|b| matches!(b, b'1'..=b'9')) {
        digits.insert(0, '-');
        if let Some(other) = &mut other {
            other.insert(0, '-');
        }
    }
    parser.end(digits, other, ordinal, coin.map(|coin| coin.code))
}

/// The number in "(Bằng chữ: mười hai tỷ đồng./.)".
fn number_of(text: &str) -> &str {
    let around = |c: char| {
        c.is_whitespace() || matches!(c, '.' | ';' | '/' | '(' | ')' | '"' | '“' | '”' | '\u{feff}')
    };
    let text = text.trim_matches(around);
    let Some((head, body)) = text.split_once(':') else { return text };
    // the longest heading has five words of some ten bytes
    let is_heading = head.len() < 64
        && matches!(
            &*crate::text::fold(head),
            "bang chu" | "viet bang chu" | "so tien bang chu" | "so tien viet bang chu"
        );
    if is_heading { body.trim_matches(around) } else { text }
}

/// The groups if whole hundreds right behind triệu or tỷ count the next smaller scale; behind nghìn they are units.
fn other_of(mut groups: Vec<u16>) -> Option<Vec<u16>> {
    let hundreds = groups.first().copied().filter(|group| *group > 0 && group % 100 == 0)?;
    let above = groups.iter().skip(1).position(|&group| group > 0)?;
    if above == 0 {
        return None;
    }
    if let Some(first) = groups.first_mut() {
        *first = 0;
    }
    *groups.get_mut(above)? = hundreds;
    Some(groups)
}

/// Groups of three by place, lowest first, as digits without leading zeros.
fn to_digits(groups: &[u16]) -> String {
    let mut digits = String::with_capacity(groups.len() * 3);
    for group in groups.iter().rev() {
        for digit in [group / 100, group / 10 % 10, group % 10] {
            if digit > 0 || !digits.is_empty() {
                digits.extend(char::from_digit(digit.into(), 10));
            }
        }
    }
    if digits.is_empty() {
        digits.push('0');
    }
    digits
}

#[derive(Clone, Copy)]
struct Token<'a> {
    spelled: Spelled,
    text: &'a str,
}

struct Parser<'a> {
    text: &'a str,
    unmarked: bool,
    words: Vec<Token<'a>>,
    at: usize,
    normalised: Vec<Normalised>,
    /// An empty group was said, so that none was left out.
    empty_said: bool,
}

impl<'a> Parser<'a> {
    fn of(text: &'a str) -> Result<Self, WordsError> {
        // a group has six words, and in a number of 600 digits up to 66 times tỷ, some 40 words in the mean
        const WORDS_MAX: usize = DIGITS_MAX / 3 * 40;
        let unmarked = text.is_ascii();
        let mut words: Vec<Token<'a>> = Vec::with_capacity(text.len().min(WORDS_MAX * 4) / 4);
        // groups may be set apart by commas, words joined by hyphens
        let between = |c: char| c.is_whitespace() || matches!(c, ',' | '-' | '\u{200b}' | '\u{feff}');
        for piece in text.split(between).filter(|piece| !piece.is_empty()) {
            let spelled = Spelled::of(piece, unmarked);
            let is_word =
                spelled.word != Word::Other || piece.chars().all(|c| c.is_alphabetic() || lex::is_mark(c));
            if !is_word {
                return Err(WordsError::UnknownWord { word: clip(piece), found: clip(text) });
            }
            if words.len() == WORDS_MAX {
                return Err(WordsError::TooLong { limit: DIGITS_MAX });
            }
            words.push(Token { spelled, text: piece });
        }
        if words.is_empty() {
            return Err(WordsError::Empty);
        }
        let mut parser = Self { text, unmarked, words, at: 0, normalised: Vec::new(), empty_said: false };
        parser.place_marks();
        Ok(parser)
    }

    /// Without marks mười and mươi are the same: a unit before them tells.
    fn place_marks(&mut self) {
        let mut behind_unit = false;
        for Token { spelled, .. } in &mut self.words {
            let open = matches!(spelled.read_as, Some(("mười" | "mươi", NormalisedKind::Unmarked)));
            if open {
                *spelled = if behind_unit {
                    spelled.replaced(Word::Tens, "mươi")
                } else {
                    spelled.replaced(Word::Ten, "mười")
                };
            }
            behind_unit = spelled.word.digit().is_some_and(|digit| digit >= 2);
        }
    }

    fn end(
        mut self,
        digits: String,
        other: Option<String>,
        ordinal: bool,
        currency: Option<&'static str>,
    ) -> Result<WordsReading, WordsError> {
        if self.at < self.words.len() {
            return Err(self.unfit());
        }
        self.normalised.shrink_to_fit();
        Ok(WordsReading { digits, other, ordinal, currency, normalised: self.normalised })
    }

    fn peek(&self) -> Option<Word> {
        self.words.get(self.at).map(|token| token.spelled.word)
    }

    /// Takes the next word and notes how it was spelled.
    fn advance(&mut self) {
        if let Some(Token { spelled, text }) = self.words.get(self.at)
            && let Some((read_as, kind)) = spelled.read_as
        {
            self.normalised.push(Normalised { found: (*text).to_owned(), read_as, kind });
        }
        self.at += 1;
    }

    fn take(&mut self, word: Word) -> bool {
        let found = self.peek() == Some(word);
        if found {
            self.advance();
        }
        found
    }

    fn digit(&mut self) -> Option<u16> {
        let digit = self.peek()?.digit()?;
        self.advance();
        Some(digit)
    }

    /// The word just taken, read as another.
    fn corrected(&mut self, read_as: &'static str, kind: NormalisedKind) {
        let Some(token) = self.at.checked_sub(1).and_then(|at| self.words.get(at)) else { return };
        if token.spelled.read_as.is_some() {
            self.normalised.pop();
        }
        self.normalised.push(Normalised { found: token.text.to_owned(), read_as, kind });
    }

    fn left_out(&mut self, word: &'static str) {
        self.normalised.push(Normalised {
            found: String::new(),
            read_as: word,
            kind: NormalisedKind::LeftOut,
        });
    }

    /// Why the word that comes next does not fit.
    fn unfit(&self) -> WordsError {
        let found = clip(self.text);
        match self.words.get(self.at) {
            None => WordsError::Incomplete { found },
            Some(token) if token.spelled.word == Word::Other => {
                WordsError::UnknownWord { word: clip(token.text), found }
            }
            Some(token) => WordsError::Misplaced { word: clip(token.text), found },
        }
    }

    /// Why the word just taken does not fit.
    fn misplaced(&mut self) -> WordsError {
        self.at = self.at.saturating_sub(1);
        self.unfit()
    }

    fn ambiguous(&self, reason: WordsDoubt) -> WordsError {
        WordsError::Ambiguous { found: clip(self.text), reason }
    }

    fn order(&self) -> WordsError {
        WordsError::Order { found: clip(self.text) }
    }

    fn peek_second(&self) -> Option<Word> {
        self.words.get(self.at + 1).map(|token| token.spelled.word)
    }

    /// The place behind thứ that is no plain number.
    fn place_in_a_row(&mut self) -> Option<&'static str> {
        let lone = self.peek_second().is_none();
        let (place, right) = match self.peek()? {
            Word::First => ("1", None),
            Word::Second => ("2", Some(("hai", NormalisedKind::Variant))),
            Word::Four => ("4", None),
            Word::Digit(1) if lone => ("1", Some(("nhất", NormalisedKind::Misspelled))),
            Word::Digit(4) if lone => ("4", Some(("tư", NormalisedKind::Misspelled))),
            _ => return None,
        };
        self.advance();
        if let Some((read_as, kind)) = right {
            self.corrected(read_as, kind);
        }
        Some(place)
    }

    /// A whole number as groups of three by place, lowest first.
    fn whole(&mut self) -> Result<Vec<u16>, WordsError> {
        if self.take(Word::HalfOf) {
            return self.half_of_a_scale();
        }
        let mut groups: Vec<u16> = Vec::new();
        let mut empty = false;
        // the place, in groups, below which the next one must stand
        let mut below = usize::MAX;
        let mut first = true;
        loop {
            // one block: groups up to their common tỷ; thousands of tens, as in vạn, are a group of their own
            let mut block: [Option<u16>; 3] = [None; 3];
            let mut lowest = 3;
            while let Some((value, short)) = self.group(first)? {
                let (place, value, half) = if self.take(Word::Million) {
                    (2, value, 500)
                } else if self.take(Word::Thousand) {
                    (1, value, 500)
                } else if self.take(Word::TenThousand) {
                    (1, value * 10, 5)
                } else {
                    (0, value, 0)
                };
                if value == 0 && first && (place > 0 || self.peek() == Some(Word::Billion)) {
                    return Err(self.misplaced());
                }
                empty = value == 0 && !first;
                self.empty_said |= empty;
                if place == 0 && short && !first && self.peek() != Some(Word::Billion) {
                    return Err(self.ambiguous(WordsDoubt::ScaleOrUnit));
                }
                if place >= lowest || value > 999 {
                    return Err(self.order());
                }
                lowest = place;
                first = false;
                if let Some(slot) = block.get_mut(place) {
                    *slot = Some(value);
                }
                if self.take(Word::Half) {
                    // half of a thousand of tens is in the same group
                    let smaller = if half == 5 { Some(place) } else { place.checked_sub(1) };
                    let Some(slot) = smaller.and_then(|smaller| block.get_mut(smaller)) else {
                        return Err(self.misplaced());
                    };
                    *slot = Some(slot.unwrap_or(0) + half);
                    break;
                }
                if place == 0 || self.peek() == Some(Word::Billion) {
                    break;
                }
            }
            if block == [None; 3] {
                if groups.is_empty() || self.peek() == Some(Word::Billion) {
                    return Err(self.unfit());
                }
                break;
            }
            let mut billions = 0;
            while self.take(Word::Billion) {
                billions += 1;
            }
            for (index, value) in block.into_iter().enumerate().rev() {
                let Some(value) = value else { continue };
                let place = billions * 3 + index;
                if place >= below {
                    return Err(self.order());
                }
                if place * 3 > DIGITS_MAX {
                    return Err(WordsError::TooLong { limit: DIGITS_MAX });
                }
                below = place;
                if groups.len() <= place {
                    groups.resize(place + 1, 0);
                }
                if let Some(slot) = groups.get_mut(place) {
                    *slot = value;
                }
            }
            if billions == 0 {
                break;
            }
            if self.take(Word::Half) {
                // một tỷ rưỡi
                if let Some(slot) = groups.get_mut((billions * 3).saturating_sub(1)) {
                    *slot = 500;
                }
                break;
            }
        }
        // an empty group is said before another: behind it, an amount was torn off
        if empty { Err(WordsError::Incomplete { found: clip(self.text) }) } else { Ok(groups) }
    }

    /// nửa triệu, nửa tỷ.
    fn half_of_a_scale(&mut self) -> Result<Vec<u16>, WordsError> {
        let place = if self.take(Word::Thousand) {
            0
        } else if self.take(Word::Million) {
            1
        } else if self.take(Word::Billion) {
            2
        } else {
            return Err(self.unfit());
        };
        let mut groups = vec![0; place];
        groups.push(500);
        Ok(groups)
    }

    /// One group of up to three digits; the flag says that it is a lone unit behind a larger scale.
    fn group(&mut self, first: bool) -> Result<Option<(u16, bool)>, WordsError> {
        let mut value = 0;
        let mut hundreds = false;
        if self.peek_second() == Some(Word::Hundred)
            && let Some(digit) = self.digit()
        {
            self.advance();
            value = digit * 100;
            hundreds = true;
            if self.take(Word::Half) {
                return Ok(Some((value + 50, false)));
            }
        }
        let scale =
            matches!(self.peek(), Some(Word::Hundred | Word::Thousand | Word::Million | Word::Billion));
        if first && !hundreds && scale && self.peek_second() == Some(Word::Half) {
            // "trăm rưỡi", "tỷ rưỡi"
            self.left_out("một");
            if self.take(Word::Hundred) {
                self.advance();
                return Ok(Some((150, false)));
            }
            return Ok(Some((1, true)));
        }
        let short_tens = match self.peek() {
            Some(Word::Twenty) => Some(20),
            Some(Word::Thirty) => Some(30),
            _ => None,
        };
        if let Some(tens) = short_tens {
            self.advance();
            let unit = self.unit_of_tens().unwrap_or_else(|| self.unit_behind(true));
            return if unit == 0 { Err(self.unfit()) } else { Ok(Some((value + tens + unit, false))) };
        }
        let filler = self.take(Word::Filler);
        if filler && !hundreds {
            if first {
                return Err(self.misplaced());
            }
            self.left_out("không trăm");
        }
        // "một nghìn lẻ mười hai" is 1012: linh stands for all that is left out
        let for_hundreds =
            filler && !hundreds && (self.peek() == Some(Word::Ten) || self.peek_second() == Some(Word::Tens));
        hundreds |= for_hundreds;
        if filler && !for_hundreds {
            let unit = if let Some(unit) = self.digit() {
                unit
            } else {
                self.odd_unit().ok_or_else(|| self.unfit())?
            };
            return Ok(Some((value + unit, false)));
        }
        if self.take(Word::Ten) {
            if !hundreds && !first {
                self.left_out("không trăm");
            }
            let unit = if self.take(Word::Five) {
                5
            } else if let Some(unit) = self.odd_unit() {
                unit
            } else {
                self.unit_behind(false)
            };
            return Ok(Some((value + 10 + unit, false)));
        }
        let Some(digit) = self.digit() else {
            if !hundreds {
                return Ok(None);
            }
            // "hai trăm mốt" is 210
            let tens = if self.peek() == Some(Word::Five) { None } else { self.unit_of_tens() };
            if tens.is_some() {
                self.left_out("mươi");
            }
            value += tens.unwrap_or(0) * 10;
            return if value == 0 { Err(self.unfit()) } else { Ok(Some((value, false))) };
        };
        let tens = self.peek() == Some(Word::Tens);
        if tens {
            if digit == 0 {
                return Err(self.unfit());
            }
            self.advance();
            if !hundreds && !first {
                self.left_out("không trăm");
            }
            if digit == 1 && self.normalised.last().is_none_or(|last| last.kind != NormalisedKind::Variant) {
                self.corrected("mười", NormalisedKind::Misspelled);
            }
        }
        match self.unit_of_tens() {
            Some(unit) => {
                if !tens {
                    // "hai lăm", "ba mốt", "năm tư"
                    self.left_out("mươi");
                }
                Ok(Some((value + digit * 10 + unit, false)))
            }
            None if tens => Ok(Some((value + digit * 10 + self.unit_behind(true), false))),
            None if hundreds => Err(self.ambiguous(WordsDoubt::TensOrUnits)),
            // không before a scale word is an empty group
            None => Ok(Some((digit, digit > 0 || first))),
        }
    }

    /// mốt, tư and lăm, which follow tens.
    fn unit_of_tens(&mut self) -> Option<u16> {
        let unit = match self.peek()? {
            Word::One => 1,
            Word::Four => 4,
            Word::Five => 5,
            _ => return None,
        };
        self.advance();
        Some(unit)
    }

    /// mốt, tư and lăm where một, bốn and năm are said.
    fn odd_unit(&mut self) -> Option<u16> {
        let (unit, read_as, kind) = match self.peek() {
            Some(Word::One) => (1, "một", NormalisedKind::Misspelled),
            Some(Word::Four) => (4, "bốn", NormalisedKind::Variant),
            Some(Word::Five) => (5, "năm", NormalisedKind::Misspelled),
            _ => return None,
        };
        self.advance();
        self.corrected(read_as, kind);
        Some(unit)
    }

    /// A unit behind mười or mươi, unless it begins the next group.
    fn unit_behind(&mut self, tens: bool) -> u16 {
        if self.peek() == Some(Word::Digit(0))
            || matches!(self.peek_second(), Some(Word::Hundred | Word::Tens))
        {
            return 0;
        }
        let Some(unit) = self.digit() else { return 0 };
        match unit {
            1 if tens => self.corrected(
                "mốt",
                if self.unmarked { NormalisedKind::Unmarked } else { NormalisedKind::Misspelled },
            ),
            4 if tens => self.corrected("tư", NormalisedKind::Variant),
            5 => self.corrected("lăm", NormalisedKind::Misspelled),
            _ => {}
        }
        unit
    }

    /// The digits behind phẩy: one by one, or as one number of up to three digits behind zeros.
    fn fraction(&mut self) -> Result<String, WordsError> {
        let rest = self.words.get(self.at..).unwrap_or_default();
        let run = rest.iter().take_while(|token| token.spelled.word.digit().is_some()).count();
        let one_by_one = !matches!(
            rest.get(run).map(|token| token.spelled.word),
            Some(Word::Hundred | Word::Tens | Word::Ten | Word::Filler | Word::One | Word::Four | Word::Five)
        );
        let mut digits = String::new();
        if one_by_one && run > 0 {
            for _ in 0..run {
                digits.extend(self.digit().and_then(|digit| char::from_digit(digit.into(), 10)));
            }
            return Ok(digits);
        }
        while self.peek() == Some(Word::Digit(0)) && self.peek_second() != Some(Word::Hundred) {
            self.advance();
            digits.push('0');
        }
        let padded = self.peek() == Some(Word::Digit(0));
        let Some((value, _)) = self.group(true)? else { return Err(self.unfit()) };
        Ok(if padded { format!("{digits}{value:03}") } else { format!("{digits}{value}") })
    }

    /// A number with decimals times the scale that follows, if one does: ba phẩy bốn tỷ.
    fn scaled(&mut self, digits: &str, fraction: &str) -> Result<String, WordsError> {
        let small = if self.take(Word::Thousand) {
            3
        } else if self.take(Word::TenThousand) {
            4
        } else if self.take(Word::Million) {
            6
        } else {
            0
        };
        let mut zeros = small;
        while self.take(Word::Billion) {
            zeros += 9;
        }
        if zeros == 0 {
            return Ok(format!("{digits}.{fraction}"));
        }
        if digits.len() > if small == 0 { 6 } else { 3 } {
            return Err(self.order());
        }
        if zeros > DIGITS_MAX {
            return Err(WordsError::TooLong { limit: DIGITS_MAX });
        }
        let (moved, left) = fraction.split_at_checked(zeros).unwrap_or((fraction, ""));
        let whole = format!("{digits}{moved:0<zeros$}");
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        Ok(if left.is_empty() { whole.to_owned() } else { format!("{whole}.{left}") })
    }

    /// A currency named from here on; the longest name wins.
    fn coin(&mut self) -> Option<Coin> {
        // no name begins with a word of a number
        if self.peek()? != Word::Other {
            return None;
        }
        let (coin, length) = Coin::all()
            .flat_map(|coin| coin.names().map(move |name| (coin, name)))
            .filter_map(|(coin, name)| Some((coin, self.says(name)?)))
            // of equal lengths the first
            .reduce(|best, next| if next.1 > best.1 { next } else { best })?;
        self.at += length;
        Some(coin)
    }

    fn phrase(&mut self, phrase: &str) -> bool {
        let length = self.says(phrase);
        self.at += length.unwrap_or(0);
        length.is_some()
    }

    /// How many words from here on say `phrase`, in any case; its hyphens join words.
    fn says(&self, phrase: &str) -> Option<usize> {
        let rest = self.words.get(self.at..)?;
        let mut length = 0;
        for said in phrase.split([' ', '-']).filter(|said| !said.is_empty()) {
            let key = lex::key(rest.get(length)?.text);
            let same = |c: char| if self.unmarked { lex::base(c) } else { c };
            let said = said.chars().flat_map(char::to_lowercase).map(same);
            if !said.eq(key.chars()) {
                return None;
            }
            length += 1;
        }
        (length > 0).then_some(length)
    }
}
