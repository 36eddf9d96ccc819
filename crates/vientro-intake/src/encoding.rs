//! Which encoding the bytes of a text file are in, and its letters.

use std::borrow::Cow;
use std::fmt;

use encoding_rs::{WINDOWS_1252, WINDOWS_1258};
use vientro_vi::nfc;

use crate::syllable::{ACUTE, DOT, GRAVE, HOOK, TILDE, VOWELS, is_syllable};

/// The encoding a text was read in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Encoding {
    /// TCVN3, the code of the ABC fonts such as .`VnTime`.
    Tcvn3,
    /// UTF-16 without a byte order mark, recognised by its zero bytes; with one it needs no guess.
    Utf16Unmarked,
    /// Unicode: UTF-8 with or without a byte order mark, UTF-16 with one, the text of a workbook.
    #[default]
    Unicode,
    /// The code of the VNI fonts such as VNI-Times.
    Vni,
    /// Windows-1258, Vietnamese.
    Windows1258,
}

impl Encoding {
    /// The name people know it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3 (.VnTime)",
            Self::Unicode => "Unicode",
            Self::Utf16Unmarked => "UTF-16",
            Self::Vni => "VNI",
            Self::Windows1258 => "Windows-1258",
        }
    }

    /// True if nothing in the bytes says so: it was found by what reads as Vietnamese.
    pub const fn is_guessed(self) -> bool {
        !matches!(self, Self::Unicode)
    }

    /// The text of `bytes`, in NFC; a byte without a meaning of its own is that of Windows-1252.
    pub(crate) fn decode(self, bytes: &[u8]) -> String {
        let text = match self {
            Self::Tcvn3 => tcvn3(bytes),
            Self::Vni => vni(bytes),
            Self::Windows1258 => WINDOWS_1258.decode_without_bom_handling(bytes).0.into_owned(),
            Self::Unicode | Self::Utf16Unmarked => String::from_utf8_lossy(bytes).into_owned(),
        };
        nfc(&text).into_owned()
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The text of a file and the encoding it is in.
///
/// Bytes that are no Unicode are read in the legacy encoding under which the most words are Vietnamese syllables, if
/// at least seven words in ten are.
///
/// # Errors
///
/// The offset of the first byte that is no UTF-8, if no encoding gives Vietnamese; where a UTF-16 text breaks off.
pub(crate) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding), usize> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => Ok((utf16(rest, 2, u16::from_le_bytes)?.into(), Encoding::Unicode)),
        [0xfe, 0xff, rest @ ..] => Ok((utf16(rest, 2, u16::from_be_bytes)?.into(), Encoding::Unicode)),
        [0xef, 0xbb, 0xbf, rest @ ..] => {
            let text = std::str::from_utf8(rest).map_err(|found| found.valid_up_to().saturating_add(3))?;
            without_zeros(text, 3)
        }
        bytes => match std::str::from_utf8(bytes) {
            Ok(text) if text.contains('\0') => match unmarked_utf16(bytes) {
                Some((text, encoding)) => Ok((text.into(), encoding)),
                None => without_zeros(text, 0),
            },
            Ok(text) => Ok((text.into(), Encoding::Unicode)),
            Err(found) => {
                let at = found.valid_up_to();
                let found = unmarked_utf16(bytes).or_else(|| legacy(bytes, at));
                found.map(|(text, encoding)| (text.into(), encoding)).ok_or(at)
            }
        },
    }
}

fn without_zeros(text: &str, start: usize) -> Result<(Cow<'_, str>, Encoding), usize> {
    // text has no zero bytes
    match text.find('\0') {
        Some(offset) => Err(offset.saturating_add(start)),
        None => Ok((text.into(), Encoding::Unicode)),
    }
}

/// `start` is the offset of the first unit in the file.
fn utf16(bytes: &[u8], start: usize, unit: impl Fn([u8; 2]) -> u16) -> Result<String, usize> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(bytes.len().saturating_add(start).saturating_sub(1));
    }
    let mut text = String::with_capacity(bytes.len());
    let mut offset = start;
    for found in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match found {
            Ok('\0') | Err(_) => return Err(offset),
            Ok(letter) => {
                text.push(letter);
                offset = offset.saturating_add(letter.len_utf16().saturating_mul(2));
            }
        }
    }
    Ok(text)
}

/// UTF-16 without its mark: delimiters, digits and most letters of a table are ASCII, half of whose bytes are zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<(String, Encoding)> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let zeros = |place: usize| pairs.iter().filter(|pair| pair.get(place) == Some(&0)).count();
    let (high_first, high_last) = (zeros(0), zeros(1));
    if !rest.is_empty() || high_first.max(high_last).saturating_mul(2) < pairs.len() {
        return None;
    }
    let unit = if high_last > high_first { u16::from_le_bytes } else { u16::from_be_bytes };
    utf16(bytes, 0, unit).ok().map(|text| (text, Encoding::Utf16Unmarked))
}

/// `first` is the offset of the first byte that is no UTF-8.
fn legacy(bytes: &[u8], first: usize) -> Option<(String, Encoding)> {
    if bytes.contains(&0) {
        return None;
    }
    // enough to tell: some ten thousand words from the first that shows anything
    let sample = bytes.get(first.saturating_sub(64)..)?;
    let sample = sample.get(..SAMPLE_BYTES).unwrap_or(sample);
    let mut best: Option<(usize, usize, Encoding)> = None;
    for encoding in [Encoding::Windows1258, Encoding::Tcvn3, Encoding::Vni] {
        let text = encoding.decode(sample);
        let (valid, marked) = count_syllables(&text);
        // more right words, of fewer words: what is cut up by a wrong encoding has more pieces
        if best.is_none_or(|(most, of, _)| valid.saturating_mul(of) > most.saturating_mul(marked)) {
            best = Some((valid, marked, encoding));
        }
    }
    let (valid, marked, encoding) = best?;
    (valid > 0 && valid.saturating_mul(10) >= marked.saturating_mul(7))
        .then(|| (encoding.decode(bytes), encoding))
}

/// How many words with a letter that is not ASCII are syllables, and how many such words there are.
pub(crate) fn count_syllables(text: &str) -> (usize, usize) {
    let is_part =
        |letter: char| letter.is_alphabetic() || ('\u{80}'..).contains(&letter) && letter != '\u{a0}';
    let marked = || text.split(|letter| !is_part(letter)).filter(|word| !word.is_ascii());
    // quotation marks and dashes stand at the ends of words
    let bare = |word: &str| is_syllable(word.trim_matches(|letter: char| !letter.is_alphabetic()));
    (marked().filter(|word| bare(word)).count(), marked().count())
}

/// # Source
///
/// TCVN 5712:1993, table VN3; its unused places as in VN1 of the same standard.
fn tcvn3(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().saturating_mul(2));
    for byte in bytes {
        match byte.checked_sub(0xa0).and_then(|place| TCVN3.get(usize::from(place))) {
            Some(letter) => text.push(*letter),
            None => push_windows(&mut text, *byte),
        }
    }
    text
}

const TCVN3: [char; 96] = [
    '\u{a0}', 'Ă', 'Â', 'Ê', 'Ô', 'Ơ', 'Ư', 'Đ', 'ă', 'â', 'ê', 'ô', 'ơ', 'ư', 'đ', 'Ằ', //
    '\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}', 'à', 'ả', 'ã', 'á', 'ạ', 'Ẳ', 'ằ', 'ẳ', 'ẵ', 'ắ',
    'Ẵ', //
    'Ắ', 'Ầ', 'Ẩ', 'Ẫ', 'Ấ', 'Ề', 'ặ', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ', 'è', 'Ể', 'ẻ', 'ẽ', //
    'é', 'ẹ', 'ề', 'ể', 'ễ', 'ế', 'ệ', 'ì', 'ỉ', 'Ễ', 'Ế', 'Ồ', 'ĩ', 'í', 'ị', 'ò', //
    'Ổ', 'ỏ', 'õ', 'ó', 'ọ', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ', 'ù', //
    'Ỗ', 'ủ', 'ũ', 'ú', 'ụ', 'ừ', 'ử', 'ữ', 'ứ', 'ự', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ', 'Ố',
];

/// A letter of VNI is one byte, or a vowel and a byte for its shape and tone.
///
/// # Source
///
/// The code table of the VNI fonts for Windows (VNI Software): `a` and 0xF9 for á, 0xF4 for ơ, 0xF1 for đ.
fn vni(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().saturating_mul(2));
    let mut rest = bytes.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        let upper = byte.is_ascii_uppercase() || (0xc0..0xe0).contains(&byte);
        let single = VNI_SINGLE.iter().find(|(code, _)| *code == byte | 0x20 && byte >= 0xc0);
        let base = match single {
            Some((_, letter)) => *letter,
            None if byte.is_ascii() => char::from(byte.to_ascii_lowercase()),
            None => {
                push_windows(&mut text, byte);
                continue;
            }
        };
        let mark = rest.peek().filter(|next| **next >= 0xc0).and_then(|next| {
            let (_, shape, tone) = VNI_MARKS.iter().find(|(code, ..)| *code == next | 0x20)?;
            let row = VOWELS.iter().find(|row| row.first() == shaped(base, *shape).as_ref())?;
            row.get(*tone).copied()
        });
        let letter = match mark {
            Some(letter) => {
                rest.next();
                letter
            }
            None => base,
        };
        if upper {
            text.extend(letter.to_uppercase());
        } else {
            text.push(letter);
        }
    }
    text
}

#[derive(Clone, Copy)]
enum Shape {
    Breve,
    Circumflex,
    Plain,
}

fn shaped(letter: char, shape: Shape) -> Option<char> {
    match (letter, shape) {
        ('a' | 'e' | 'o' | 'u' | 'y' | 'ơ' | 'ư', Shape::Plain) => Some(letter),
        ('a', Shape::Breve) => Some('ă'),
        ('a', Shape::Circumflex) => Some('â'),
        ('e', Shape::Circumflex) => Some('ê'),
        ('o', Shape::Circumflex) => Some('ô'),
        _ => None,
    }
}

/// The letters of one byte; the capital is 0x20 less.
const VNI_SINGLE: [(u8, char); 9] = [
    (0xe6, 'ỉ'),
    (0xec, 'ì'),
    (0xed, 'í'),
    (0xee, 'ỵ'),
    (0xf1, 'đ'),
    (0xf2, 'ị'),
    (0xf3, 'ĩ'),
    (0xf4, 'ơ'),
    (0xf6, 'ư'),
];

const VNI_MARKS: [(u8, Shape, usize); 17] = [
    (0xe0, Shape::Circumflex, GRAVE),
    (0xe1, Shape::Circumflex, ACUTE),
    (0xe2, Shape::Circumflex, 0),
    (0xe3, Shape::Circumflex, TILDE),
    (0xe4, Shape::Circumflex, DOT),
    (0xe5, Shape::Circumflex, HOOK),
    (0xe8, Shape::Breve, GRAVE),
    (0xe9, Shape::Breve, ACUTE),
    (0xea, Shape::Breve, 0),
    (0xeb, Shape::Breve, DOT),
    (0xef, Shape::Plain, DOT),
    (0xf5, Shape::Plain, TILDE),
    (0xf8, Shape::Plain, GRAVE),
    (0xf9, Shape::Plain, ACUTE),
    (0xfa, Shape::Breve, HOOK),
    (0xfb, Shape::Plain, HOOK),
    (0xfc, Shape::Breve, TILDE),
];

fn push_windows(text: &mut String, byte: u8) {
    text.push_str(&WINDOWS_1252.decode_without_bom_handling(&[byte]).0);
}

const SAMPLE_BYTES: usize = 128 << 10;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A letter as VNI writes it; the inverse of the tables above, found by trying.
    fn to_vni(text: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        for letter in text.chars() {
            if letter.is_ascii() {
                bytes.extend(letter.to_string().bytes());
                continue;
            }
            let one = (0x80..=0xff_u8).map(|byte| vec![byte]);
            let two = || {
                let bases = "aeouyAEOUY".bytes().chain([0xd4, 0xd6, 0xf4, 0xf6]);
                bases.flat_map(|base| (0xc0..=0xff_u8).map(move |mark| vec![base, mark]))
            };
            let same_case = |found: &[u8]| {
                found.len() == 1 || (found[0] | 0x20 == found[0]) == (found[1] | 0x20 == found[1])
            };
            let found = one.chain(two()).find(|found| same_case(found) && vni(found) == letter.to_string());
            bytes.extend(found.unwrap_or_else(|| panic!("{letter}")));
        }
        bytes
    }

    fn to_tcvn3(text: &str) -> Vec<u8> {
        let place = |letter| TCVN3.iter().position(|found| *found == letter).unwrap();
        let byte = |letter: char| u8::try_from(letter).ok().filter(u8::is_ascii);
        text.chars()
            .map(|letter| byte(letter).unwrap_or_else(|| 0xa0 + u8::try_from(place(letter)).unwrap()))
            .collect()
    }

    fn to_windows_1258(text: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        for letter in text.chars() {
            let row = VOWELS.iter().find_map(|row| {
                let lower = letter.to_lowercase().next()?;
                let tone = row.iter().position(|toned| *toned == lower)?;
                Some((row[0], tone))
            });
            let (base, tone) = row.unwrap_or((letter, 0));
            let base: String =
                if letter.is_uppercase() { base.to_uppercase().collect() } else { base.to_string() };
            bytes.extend(WINDOWS_1258.encode(&base).0.iter());
            bytes.extend([&[][..], &[0xcc], &[0xd2], &[0xde], &[0xec], &[0xf2]][tone]);
        }
        bytes
    }

    const TEXT: &str = "STT;Nội dung;Đơn vị tài trợ\n1;Xây dựng trường mẫu giáo ở xã Vĩnh Lộc;Tổ chức A\n";

    #[test]
    fn legacy_texts_are_told_apart() {
        for (bytes, encoding) in [
            (to_tcvn3(TEXT), Encoding::Tcvn3),
            (to_vni(TEXT), Encoding::Vni),
            (to_windows_1258(TEXT), Encoding::Windows1258),
        ] {
            assert_eq!(decode(&bytes), Ok((TEXT.into(), encoding)));
        }
    }

    /// Bytes as the fonts' own programs wrote them: "Liên hiệp", "Viện trợ", "Thành phố".
    #[test]
    fn known_words_have_known_bytes() {
        assert_eq!(tcvn3(b"Li\xaan hi\xd6p; Vi\xd6n tr\xee"), "Liên hiệp; Viện trợ");
        assert_eq!(
            vni(b"Lie\xe2n hie\xe4p; Vie\xe4n tr\xf4\xef; Tha\xf8nh pho\xe1"),
            "Liên hiệp; Viện trợ; Thành phố"
        );
        assert_eq!(vni(b"VIE\xc4N TR\xd4\xcf \xd1O\xc0NG THA\xd9P"), "VIỆN TRỢ ĐỒNG THÁP");
        assert_eq!(Encoding::Windows1258.decode(b"Vi\xea\xf2n tr\xf5\xf2"), "Viện trợ");
    }

    #[test]
    fn unmarked_utf16_is_known_by_its_zeros() {
        let little: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [little, big] {
            assert_eq!(decode(&bytes), Ok((TEXT.into(), Encoding::Utf16Unmarked)));
        }
    }

    #[test]
    fn other_languages_and_binary_data_are_refused() {
        for wrong in [
            &b"soci\xe9t\xe9;r\xe9sum\xe9"[..],
            b"\x93\xfa\x96{\x8c\xea",
            b"a\0b\xffc",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            &[0xff, 0xfe, 0x00],
        ] {
            assert!(decode(wrong).is_err(), "{wrong:?}");
        }
    }

    proptest! {
        /// Any word of the language in any of the three, in lower case as the fonts have it.
        #[test]
        fn every_toned_letter_survives(row in 0..12_usize, tone in 0..6_usize) {
            let letter = VOWELS[row][tone];
            let text = format!("b{letter} đ");
            prop_assert_eq!(&tcvn3(&to_tcvn3(&text)), &text);
            prop_assert_eq!(&vni(&to_vni(&text)), &text);
            prop_assert_eq!(Encoding::Windows1258.decode(&to_windows_1258(&text)), text);
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = decode(&bytes);
        }
    }
}
