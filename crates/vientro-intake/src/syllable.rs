//! Is a word one syllable of Vietnamese? Enough to tell which encoding a text was written in.

/// The vowels, each level and then with the five tones: grave, hook, tilde, acute, dot below.
pub(crate) const VOWELS: [[char; 6]; 12] = [
    ['a', 'à', 'ả', 'ã', 'á', 'ạ'],
    ['ă', 'ằ', 'ẳ', 'ẵ', 'ắ', 'ặ'],
    ['â', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ'],
    ['e', 'è', 'ẻ', 'ẽ', 'é', 'ẹ'],
    ['ê', 'ề', 'ể', 'ễ', 'ế', 'ệ'],
    ['i', 'ì', 'ỉ', 'ĩ', 'í', 'ị'],
    ['o', 'ò', 'ỏ', 'õ', 'ó', 'ọ'],
    ['ô', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ'],
    ['ơ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ'],
    ['u', 'ù', 'ủ', 'ũ', 'ú', 'ụ'],
    ['ư', 'ừ', 'ử', 'ữ', 'ứ', 'ự'],
    ['y', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ'],
];

/// The place of a tone in [`VOWELS`].
pub(crate) const GRAVE: usize = 1;
pub(crate) const HOOK: usize = 2;
pub(crate) const TILDE: usize = 3;
pub(crate) const ACUTE: usize = 4;
pub(crate) const DOT: usize = 5;

/// Is `word`, in NFC, spelled as a Vietnamese syllable may be?
///
/// # Source
///
/// The spelling of the national language as school grammars give it: an initial, a nucleus, a final; a syllable that
/// ends in c, ch, p or t has the acute tone or the dot below.
pub(crate) fn is_syllable(word: &str) -> bool {
    let mut tone = 0;
    let mut tones = 0_u32;
    let mut level = String::with_capacity(word.len());
    for letter in word.chars().flat_map(char::to_lowercase) {
        match tone_of(letter) {
            Some((base, found)) => {
                level.push(base);
                if found > 0 {
                    (tone, tones) = (found, tones.saturating_add(1));
                }
            }
            None => level.push(letter),
        }
    }
    if tones > 1 {
        return false;
    }
    // the longest initial first; "gi" and "qu" may lend their vowel to the nucleus: "gì", "quý"
    INITIALS.iter().any(|initial| {
        level.strip_prefix(initial).is_some_and(|rest| {
            FINALS.iter().any(|last| {
                rest.strip_suffix(last).is_some_and(|nucleus| {
                    let stopped = matches!(*last, "c" | "ch" | "k" | "p" | "t");
                    NUCLEI.contains(&nucleus) && (!stopped || matches!(tone, ACUTE | DOT))
                })
            })
        })
    })
}

/// The letter without its tone, and the tone.
fn tone_of(letter: char) -> Option<(char, usize)> {
    VOWELS.iter().find_map(|row| {
        let tone = row.iter().position(|toned| *toned == letter)?;
        Some((*row.first()?, tone))
    })
}

const INITIALS: [&str; 28] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k",
    "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
];

/// k only in names of the highlands: Đắk Lắk.
const FINALS: [&str; 10] = ["", "c", "ch", "k", "m", "n", "ng", "nh", "p", "t"];

const NUCLEI: [&str; 58] = [
    "a", "ai", "ao", "au", "ay", "ă", "â", "âu", "ây", "e", "eo", "ê", "êu", "i", "ia", "iê", "iêu", "iu",
    "o", "oa", "oai", "oao", "oay", "oă", "oe", "oeo", "oi", "oo", "ô", "ôi", "ơ", "ơi", "u", "ua", "uâ",
    "uây", "uê", "ui", "uô", "uôi", "uơ", "uy", "uya", "uyê", "uyu", "ư", "ưa", "ưi", "ươ", "ươi", "ươu",
    "ưu", "y", "ya", "yê", "yêu", "yu", "uă",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_reports_are_syllables() {
        let text = "Liên hiệp các tổ chức hữu nghị viện trợ phi chính phủ nước ngoài giải ngân quyết định \
            nghìn tỷ đồng khuyến khích ngoại giao nguồn vượt kế hoạch quý gì giữ giường thuở khoẻ xoong nghiêng \
            Uỷ ban nhân dân tỉnh Thừa Thiên Huế Đắk nguyễn khuỷu rượu yếu quốc";
        for word in text.split_whitespace() {
            assert!(is_syllable(word), "{word}");
        }
    }

    #[test]
    fn what_no_one_spells_is_none() {
        for word in ["ViÖn", "trî", "chøc", "vieän", "société", "hàc", "tóán", "đng", "ïa", "ñoàng", "zà"]
        {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
