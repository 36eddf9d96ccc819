//! Numbers written in words.

use core::fmt;

use rust_decimal::Decimal;

use super::{Billion, Chain, DIGITS_MAX, EmptyGroups, Filler, Four, Thousand, WordOptions, WordsError};
use crate::number::clip;
use crate::prelude::*;

/// A whole number in words.
///
/// The string is allocated once; [`write_cardinal`] writes behind what a string already holds.
///
/// ```
/// use vientro_vi::{WordOptions, cardinal};
///
/// let options = WordOptions::default();
/// assert_eq!(cardinal(2_055_000_000, &options), "hai tỷ không trăm năm mươi lăm triệu");
/// assert_eq!(cardinal(104, &options), "một trăm linh bốn");
/// assert_eq!(cardinal(-21, &options), "âm hai mươi mốt");
/// ```
pub fn cardinal(value: i128, options: &WordOptions) -> String {
    let groups = Groups::of(value.unsigned_abs());
    let groups = groups.as_slice();
    let mut words = String::with_capacity((groups.len() + 1) * GROUP_BYTES);
    let mut speech = Speech::new(*options, |piece| words.push_str(piece));
    speech.sign(value < 0);
    speech.whole(groups);
    words
}

/// A whole number in words, written to `out`. A string that is cleared and used again is allocated once for all numbers.
///
/// # Errors
///
/// Those of `out`; a `String` has none.
///
/// ```
/// use vientro_vi::{WordOptions, write_cardinal};
///
/// # fn main() -> Result<(), std::fmt::Error> {
/// let mut line = String::from("Tổng số: ");
/// write_cardinal(&mut line, 26, &WordOptions::default())?;
/// line.push_str(" khoản");
/// assert_eq!(line, "Tổng số: hai mươi sáu khoản");
/// # Ok(()) }
/// ```
pub fn write_cardinal<W: fmt::Write + ?Sized>(
    out: &mut W,
    value: i128,
    options: &WordOptions,
) -> fmt::Result {
    let groups = Groups::of(value.unsigned_abs());
    let mut written = Ok(());
    let mut speech = Speech::new(*options, |piece| {
        if written.is_ok() {
            written = out.write_str(piece);
        }
    });
    speech.sign(value < 0);
    speech.whole(groups.as_slice());
    written
}

/// A whole number of up to [`DIGITS_MAX`] digits, given as digits with an optional minus sign, in words.
///
/// # Errors
///
/// [`WordsError::NotDigits`] for anything but digits, [`WordsError::TooLong`] beyond the limit.
pub fn cardinal_of_digits(digits: &str, options: &WordOptions) -> Result<String, WordsError> {
    let number = Digits::of(digits)?;
    if number.has_dot {
        return Err(WordsError::NotDigits { found: clip(digits) });
    }
    Ok(in_words(*options, |speech| {
        speech.sign(number.negative);
        speech.digits(number.whole);
    }))
}

/// A number with decimals in words: `không phẩy năm`, `mười hai phẩy hai mươi lăm`.
///
/// Up to three decimals that do not begin with zero are said as one number; others digit by digit. Zeros at the end are
/// not said.
pub fn decimal(value: Decimal, options: &WordOptions) -> String {
    // a decimal prints as digits, of which it has fewer than the limit
    decimal_of_digits(&value.to_string(), options).unwrap_or_default()
}

/// As [`decimal`], of digits with an optional minus sign and an optional dot: `-12.25`, up to [`DIGITS_MAX`] digits on each
/// side of the dot.
///
/// # Errors
///
/// [`WordsError::NotDigits`] for any other text, [`WordsError::TooLong`] beyond the limit.
///
/// ```
/// use vientro_vi::{WordOptions, decimal_of_digits};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// assert_eq!(decimal_of_digits("-12.25", &WordOptions::default())?, "âm mười hai phẩy hai mươi lăm");
/// # Ok(()) }
/// ```
pub fn decimal_of_digits(digits: &str, options: &WordOptions) -> Result<String, WordsError> {
    let number = Digits::of(digits)?;
    let fraction = number.fraction;
    Ok(in_words(*options, |speech| {
        speech.sign(number.negative);
        speech.digits(number.whole);
        if fraction.is_empty() {
            return;
        }
        speech.say(" phẩy");
        if fraction.len() <= 3 && !fraction.starts_with('0') {
            speech.digits(fraction);
        } else {
            for byte in fraction.bytes() {
                speech.group(byte.wrapping_sub(b'0').into(), false);
            }
        }
    }))
}

/// The place in a row: thứ nhất, thứ hai, thứ tư, thứ mười hai.
pub fn ordinal(value: u64, options: &WordOptions) -> String {
    in_words(*options, |speech| {
        speech.say(" thứ");
        match value {
            1 => speech.say(" nhất"),
            4 => speech.say(" tư"),
            _ => speech.whole(Groups::of(value.into()).as_slice()),
        }
    })
}

/// A number given as digits, without the zeros that say nothing.
pub(super) struct Digits<'a> {
    pub(super) negative: bool,
    pub(super) whole: &'a str,
    pub(super) fraction: &'a str,
    has_dot: bool,
}

impl<'a> Digits<'a> {
    pub(super) fn of(text: &'a str) -> Result<Self, WordsError> {
        let text = text.trim();
        let magnitude = text.strip_prefix(['-', '\u{2212}']);
        let (whole, fraction) = magnitude
            .unwrap_or(text)
            .split_once('.')
            .map_or_else(|| (magnitude.unwrap_or(text), None), |(whole, fraction)| (whole, Some(fraction)));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || !fraction.is_none_or(all_digits) {
            return Err(WordsError::NotDigits { found: clip(text) });
        }
        let (whole, has_dot) = (whole.trim_start_matches('0'), fraction.is_some());
        let fraction = fraction.unwrap_or_default().trim_end_matches('0');
        if whole.len() > DIGITS_MAX || fraction.len() > DIGITS_MAX {
            return Err(WordsError::TooLong { limit: DIGITS_MAX });
        }
        let negative = magnitude.is_some() && !(whole.is_empty() && fraction.is_empty());
        Ok(Self { negative, whole, fraction, has_dot })
    }
}

/// What `say` says, as a string.
pub(super) fn in_words(options: WordOptions, say: impl FnOnce(&mut Speech<&mut dyn FnMut(&str)>)) -> String {
    let mut words = String::new();
    let mut push = |piece: &str| words.push_str(piece);
    say(&mut Speech::new(options, &mut push));
    words
}

/// Words on their way out: pieces that begin with a space, the first of which loses it.
pub(super) struct Speech<F> {
    options: WordOptions,
    triples: &'static Triples,
    push: F,
    begun: bool,
}

impl<F: FnMut(&str)> Speech<F> {
    fn new(options: WordOptions, push: F) -> Self {
        let triples = match (options.filler, options.four) {
            (Filler::Linh, Four::Tu) => &LINH_TU,
            (Filler::Linh, Four::Bon) => &LINH_BON,
            (Filler::Le, Four::Tu) => &LE_TU,
            (Filler::Le, Four::Bon) => &LE_BON,
        };
        Self { options, triples, push, begun: false }
    }

    /// A piece of one or more words behind a space each.
    pub(super) fn say(&mut self, piece: &str) {
        if self.begun {
            (self.push)(piece);
        } else {
            self.begin(piece);
        }
    }

    fn begin(&mut self, piece: &str) {
        let piece = piece.strip_prefix(' ').unwrap_or(piece);
        let mut chars = piece.chars();
        let Some(first) = chars.next() else { return };
        self.begun = true;
        if self.options.capital {
            for upper in first.to_uppercase() {
                (self.push)(upper.encode_utf8(&mut [0; 4]));
            }
            (self.push)(chars.as_str());
        } else {
            (self.push)(piece);
        }
    }

    pub(super) fn sign(&mut self, negative: bool) {
        if negative {
            self.say(" âm");
        }
    }

    /// A whole number given as ASCII digits, at most [`DIGITS_MAX`] of them.
    pub(super) fn digits(&mut self, digits: &str) {
        let mut groups = [0_u16; DIGITS_MAX / 3];
        let mut used = 0;
        for (group, chunk) in groups.iter_mut().zip(digits.as_bytes().rchunks(3)) {
            *group = chunk.iter().fold(0, |value, byte| value * 10 + u16::from(byte.wrapping_sub(b'0')));
            used += 1;
        }
        self.whole(groups.get(..used).unwrap_or_default());
    }

    /// A whole number as groups of three digits, the lowest first.
    fn whole(&mut self, groups: &[u16]) {
        let thousand = match self.options.thousand {
            Thousand::Nghin => " nghìn",
            Thousand::Ngan => " ngàn",
        };
        let spoken = self.options.empty_groups == EmptyGroups::Spoken;
        let repeated = self.options.chain == Chain::Repeated;
        let Some(lowest) = groups.iter().position(|&group| group > 0) else {
            self.group(0, false);
            return;
        };
        let mut said = false;
        for (billions, block) in groups.chunks(3).enumerate().rev() {
            let scales = ["", thousand, " triệu"];
            let Some(block_lowest) = block.iter().position(|&group| group > 0) else {
                if spoken && said && billions > 0 && lowest < billions * 3 {
                    self.group(0, false);
                    self.billions(billions);
                }
                continue;
            };
            for (index, (&group, scale)) in block.iter().zip(scales).enumerate().rev() {
                if group > 0 {
                    self.group(group, said);
                    said = true;
                    self.say(scale);
                    if repeated {
                        self.billions(billions);
                    }
                } else if spoken && said && repeated && lowest < billions * 3 + index {
                    self.group(0, false);
                    self.say(scale);
                    self.billions(billions);
                } else if spoken && said && block_lowest < index {
                    self.group(0, false);
                    self.say(scale);
                }
            }
            if !repeated {
                self.billions(billions);
            }
        }
    }

    /// One group of three digits; behind another group its hundreds are always said.
    fn group(&mut self, group: u16, full: bool) {
        let triples = self.triples;
        let words = if full || group > 99 {
            triples.behind.as_flattened().as_flattened().get(usize::from(group))
        } else {
            triples.alone.as_flattened().get(usize::from(group))
        };
        self.say(words.copied().unwrap_or_default());
    }

    fn billions(&mut self, times: usize) {
        let billion = match self.options.billion {
            Billion::Ty => " tỷ",
            Billion::Ti => " tỉ",
        };
        for _ in 0..times {
            self.say(billion);
        }
    }
}

/// A number as groups of three digits, the lowest first.
pub(super) struct Groups {
    groups: [u16; 13],
    used: usize,
}

impl Groups {
    /// The groups of `value`; none for zero.
    pub(super) fn of(mut value: u128) -> Self {
        const CHUNK: u128 = 10_u128.pow(18);
        let mut groups = [0; 13];
        let mut used = 0;
        // 18 digits at a time, so that all but two divisions are of 64 bits
        for slots in groups.chunks_mut(6) {
            let (rest, chunk) = if value < CHUNK { (0, value) } else { (value / CHUNK, value % CHUNK) };
            let mut chunk = u64::try_from(chunk).unwrap_or_default();
            for slot in slots {
                if chunk == 0 && rest == 0 {
                    break;
                }
                *slot = u16::try_from(chunk % 1000).unwrap_or_default();
                chunk /= 1000;
                used += 1;
            }
            value = rest;
        }
        Self { groups, used }
    }

    pub(super) fn as_slice(&self) -> &[u16] {
        self.groups.get(..self.used).unwrap_or_default()
    }
}

/// Bytes a group takes with its scale, such as " bảy trăm chín mươi bảy triệu", and some for the end of a chain.
pub(super) const GROUP_BYTES: usize = 40;

/// The words of groups of three digits by their value, each word behind a space.
struct Triples {
    /// Where no hundreds are said.
    alone: [[&'static str; 10]; 10],
    /// With hundreds: a lone unit has its filler.
    behind: [[[&'static str; 10]; 10]; 10],
}

/// Ten numbers from `head` on; `four` and `five` are said differently behind tens.
macro_rules! row {
    ($head:expr, $one:literal, $four:literal, $five:literal) => {
        [
            concat!($head),
            concat!($head, $one),
            concat!($head, " hai"),
            concat!($head, " ba"),
            concat!($head, $four),
            concat!($head, $five),
            concat!($head, " sáu"),
            concat!($head, " bảy"),
            concat!($head, " tám"),
            concat!($head, " chín"),
        ]
    };
}

/// A hundred numbers from `head` on; `first` is said for none, `filler` before a lone unit.
macro_rules! hundred {
    ($first:literal, $head:literal, $filler:literal, $four:literal) => {
        [
            [
                concat!($first),
                concat!($head, $filler, " một"),
                concat!($head, $filler, " hai"),
                concat!($head, $filler, " ba"),
                concat!($head, $filler, " bốn"),
                concat!($head, $filler, " năm"),
                concat!($head, $filler, " sáu"),
                concat!($head, $filler, " bảy"),
                concat!($head, $filler, " tám"),
                concat!($head, $filler, " chín"),
            ],
            row!(concat!($head, " mười"), " một", " bốn", " lăm"),
            row!(concat!($head, " hai mươi"), " mốt", $four, " lăm"),
            row!(concat!($head, " ba mươi"), " mốt", $four, " lăm"),
            row!(concat!($head, " bốn mươi"), " mốt", $four, " lăm"),
            row!(concat!($head, " năm mươi"), " mốt", $four, " lăm"),
            row!(concat!($head, " sáu mươi"), " mốt", $four, " lăm"),
            row!(concat!($head, " bảy mươi"), " mốt", $four, " lăm"),
            row!(concat!($head, " tám mươi"), " mốt", $four, " lăm"),
            row!(concat!($head, " chín mươi"), " mốt", $four, " lăm"),
        ]
    };
}

/// All groups for one filler and one word for four.
macro_rules! triples {
    ($filler:literal, $four:literal) => {
        Triples {
            alone: hundred!(" không", "", "", $four),
            behind: [
                hundred!(" không trăm", " không trăm", $filler, $four),
                hundred!(" một trăm", " một trăm", $filler, $four),
                hundred!(" hai trăm", " hai trăm", $filler, $four),
                hundred!(" ba trăm", " ba trăm", $filler, $four),
                hundred!(" bốn trăm", " bốn trăm", $filler, $four),
                hundred!(" năm trăm", " năm trăm", $filler, $four),
                hundred!(" sáu trăm", " sáu trăm", $filler, $four),
                hundred!(" bảy trăm", " bảy trăm", $filler, $four),
                hundred!(" tám trăm", " tám trăm", $filler, $four),
                hundred!(" chín trăm", " chín trăm", $filler, $four),
            ],
        }
    };
}

static LINH_TU: Triples = triples!(" linh", " tư");
static LINH_BON: Triples = triples!(" linh", " bốn");
static LE_TU: Triples = triples!(" lẻ", " tư");
static LE_BON: Triples = triples!(" lẻ", " bốn");
