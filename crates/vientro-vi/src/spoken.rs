//! Numbers in words inside running text: "ba mươi dự án", "gần một tỷ đồng", "hai phần ba".
//!
//! Many number words are other words as well: năm is a year, ba a father, tư private, một an article. A number is taken
//! only where what stands behind it is counted or measured, and left out wherever it may be something else.

use rust_decimal::Decimal;

use crate::scan::{begins_a_name, scale_of, share};
use crate::token::{Line, Token};
use crate::unit::Unit;
use crate::vocab::{Roles, Word, role, word};

/// A number in words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spoken {
    pub(crate) value: Decimal,
    /// The value of one unit of its last word.
    pub(crate) place: Decimal,
    pub(crate) fraction: Option<(Decimal, Decimal)>,
    /// The value word by word where people mean another: 1 000 000 200 for "một tỷ hai trăm".
    pub(crate) literal: Option<Decimal>,
    /// Says nghìn, triệu or tỷ.
    pub(crate) scaled: bool,
    /// More than one word that can be nothing but a number: ba mươi, hai trăm.
    compound: bool,
    pub(crate) end: usize,
}

const ONES: [(Word, u32); 10] = [
    (word("một"), 1),
    (word("hai"), 2),
    (word("ba"), 3),
    (word("bốn"), 4),
    (word("năm"), 5),
    (word("sáu"), 6),
    (word("bảy"), 7),
    (word("bẩy"), 7),
    (word("tám"), 8),
    (word("chín"), 9),
];

/// Units behind a ten that have a word of their own, or are said as they are. "hai mươi năm" is twenty years.
const AFTER_TEN: [(Word, u32); 12] = [
    (word("mốt"), 1),
    (word("hai"), 2),
    (word("ba"), 3),
    (word("tư"), 4),
    (word("bốn"), 4),
    (word("lăm"), 5),
    (word("nhăm"), 5),
    (word("sáu"), 6),
    (word("bảy"), 7),
    (word("bẩy"), 7),
    (word("tám"), 8),
    (word("chín"), 9),
];

const MUOI: Word = word("mười");
const MUOI_AFTER: Word = word("mươi");
const TRAM: Word = word("trăm");
const CHUC: Word = word("chục");
const PHAN: Word = word("phần");
const NAM: Word = word("năm");
const MOT: Word = word("một");
const HALF: Word = word("nửa");
const HALF_AFTER: [Word; 3] = [word("quá"), word("hơn"), word("gần")];
const HALF_OF_YEAR: [Word; 5] = [word("đầu"), word("cuối"), word("năm"), word("tháng"), word("nhiệm")];
const FILLERS: [Word; 2] = [word("linh"), word("lẻ")];

/// Adds the roles of number words.
#[expect(clippy::indexing_slicing, reason = "runs at compile time")]
pub(crate) const fn add_roles(roles: &mut Roles, unmarked: bool) {
    let mut index = 0;
    while index < ONES.len() {
        roles.add(ONES[index].0, unmarked, role::DIGIT);
        // without marks too many words look like a number
        if !unmarked {
            roles.add(ONES[index].0, unmarked, role::NUMBER);
        }
        index += 1;
    }
    index = 0;
    while index < AFTER_TEN.len() {
        roles.add(AFTER_TEN[index].0, unmarked, role::DIGIT);
        index += 1;
    }
    index = 0;
    while index < OTHERS.len() {
        roles.add(OTHERS[index], unmarked, role::DIGIT);
        index += 1;
    }
    if !unmarked {
        roles.add(MUOI, unmarked, role::NUMBER);
        roles.add(HALF, unmarked, role::NUMBER);
        roles.add(TRAM, unmarked, role::NUMBER);
    }
}

const OTHERS: [Word; 13] = [
    MUOI,
    MUOI_AFTER,
    TRAM,
    CHUC,
    word("linh"),
    word("lẻ"),
    word("không"),
    word("phẩy"),
    word("nghìn"),
    word("ngàn"),
    word("triệu"),
    word("tỷ"),
    word("tỉ"),
];

fn one(line: &Line<'_>, index: usize, words: &[(Word, u32)]) -> Option<u32> {
    let token = line.at(index).filter(|token| token.has(role::DIGIT))?;
    words.iter().find(|(word, _)| line.says(token, *word)).map(|(_, value)| *value)
}

/// A number below a thousand, or hundreds, that begins at `index`: value, the index after it, and whether it has more than
/// one word.
fn group(line: &Line<'_>, index: usize, first: bool) -> Option<(u32, usize, bool)> {
    let is = |index: usize, word: Word| line.is(index, word);
    let below_hundred = |index: usize| -> Option<(u32, usize)> {
        if is(index, MUOI) {
            let unit = one(line, index + 1, &AFTER_TEN).or_else(|| is(index + 1, MOT).then_some(1));
            return Some((10 + unit.unwrap_or(0), index + 1 + usize::from(unit.is_some())));
        }
        let tens = one(line, index, &ONES)?;
        if is(index + 1, CHUC) {
            return Some((tens * 10, index + 2));
        }
        if !is(index + 1, MUOI_AFTER) {
            return None;
        }
        let unit = one(line, index + 2, &AFTER_TEN);
        Some((tens * 10 + unit.unwrap_or(0), index + 2 + usize::from(unit.is_some())))
    };
    if let Some((value, end)) = below_hundred(index) {
        return Some((value, end, end > index + 1));
    }
    let filler = |index: usize| line.is_one(index, &FILLERS);
    // "một nghìn lẻ năm"
    if !first && filler(index) {
        return one(line, index + 1, &ONES).map(|value| (value, index + 2, true));
    }
    let zero = !first && is(index, const { word("không") });
    let digit = if zero { 0 } else { one(line, index, &ONES)? };
    if !is(index + 1, TRAM) {
        return (!zero).then_some((digit, index + 1, false));
    }
    let (hundreds, end) = (digit * 100, index + 2);
    if half_hundred(line, end) {
        return Some((hundreds + 50, end + 1, true));
    }
    if filler(end)
        && let Some(unit) = one(line, end + 1, &ONES).or_else(|| one(line, end + 1, &AFTER_TEN))
    {
        return Some((hundreds + unit, end + 2, true));
    }
    let (rest, end) = below_hundred(end).unwrap_or((0, end));
    Some((hundreds + rest, end, true))
}

/// Is "rưỡi" at `index`, behind a hundred, half a hundred of the scale that follows?
fn half_hundred(line: &Line<'_>, index: usize) -> bool {
    line.is(index, const { word("rưỡi") }) && scales(line, index + 1).is_some()
}

/// The number in words that begins at `index`.
pub(crate) fn read(line: &Line<'_>, index: usize) -> Option<Spoken> {
    const SCALES_MAX: usize = 8;
    // "nửa tỷ đồng"
    if line.is(index, HALF) {
        // "quá nửa", where a hedge stands before it
        let Some((scale, end)) = scales(line, index + 1) else {
            let hedged = index.checked_sub(1).is_some_and(|at| line.is_one(at, &HALF_AFTER));
            let part_of_year = line.is_one(index + 1, &HALF_OF_YEAR);
            return (hedged && !part_of_year)
                .then(|| spoken_fraction(share(Decimal::ONE, Decimal::TWO), index + 1))?;
        };
        let value = scale.checked_div(Decimal::TWO)?;
        let place = scale.checked_div(Decimal::TEN)?;
        return Some(Spoken {
            value,
            place,
            fraction: None,
            literal: None,
            scaled: true,
            compound: true,
            end,
        });
    }
    // "trăm rưỡi triệu": a hundred and fifty
    let (value, mut end, mut compound) = if line.is(index, TRAM) && half_hundred(line, index + 1) {
        let several = index.checked_sub(1).and_then(|at| line.at(at)).is_some_and(Token::is_digits);
        if several {
            return None;
        }
        (150, index + 2, true)
    } else {
        group(line, index, true)?
    };
    let plain = Decimal::from(value);
    // "một nửa", "hai phần ba"
    if value == 1 && line.is(end, HALF) {
        let fraction = share(Decimal::ONE, Decimal::TWO);
        return spoken_fraction(fraction, end + 1);
    }
    if line.is(end, PHAN)
        && let Some(bottom) = one(line, end + 1, &ONES)
            .or_else(|| one(line, end + 1, &AFTER_TEN))
            .or_else(|| line.is(end + 1, MUOI).then_some(10))
        && bottom > value
        && !line.at(end + 2).is_some_and(|next| next.is_digits() || next.has(role::DIGIT))
    {
        return spoken_fraction(share(plain, Decimal::from(bottom)), end + 2);
    }
    let mut decimals = Decimal::ZERO;
    let mut place = Decimal::ONE;
    if line.is(end, const { word("phẩy") }) {
        end += 1;
        let mut digits = 0;
        while let Some(digit) = one(line, end, &ONES).or_else(|| one(line, end, &AFTER_TEN)) {
            digits += 1;
            if digits > SCALES_MAX {
                return None;
            }
            place = place.checked_div(Decimal::TEN)?;
            decimals = decimals.checked_add(place.checked_mul(Decimal::from(digit))?)?;
            end += 1;
        }
        if digits == 0 || line.at(end).is_some_and(|next| next.has(role::DIGIT) && !next.has(role::SCALE)) {
            return None;
        }
        compound = true;
    }
    let mut total = Decimal::ZERO;
    let mut group_value = plain.checked_add(decimals)?;
    let mut last: Option<Decimal> = None;
    let mut literal = None;
    let million = Decimal::from(1_000_000);
    for _ in 0..SCALES_MAX {
        let Some((scale, scale_end)) = scales(line, end) else {
            // a bare digit behind a scale is no number of its own: "hai nghìn năm"
            // "một tỷ hai trăm": so many hundred millions, as people say, or just two hundred
            let tail = last.filter(|last| *last >= million).filter(|_| {
                group_value >= Decimal::ONE_HUNDRED && (group_value % Decimal::ONE_HUNDRED).is_zero()
            });
            let word_by_word = total.checked_add(group_value)?;
            if let Some(last) = tail {
                let thousandth = last.checked_div(Decimal::ONE_THOUSAND)?;
                total = total.checked_add(group_value.checked_mul(thousandth)?)?;
                literal = Some(word_by_word);
                place = thousandth.checked_mul(Decimal::ONE_HUNDRED)?;
            } else {
                total = word_by_word;
                if last.is_some() {
                    place = Decimal::ONE;
                }
            }
            group_value = Decimal::ZERO;
            break;
        };
        end = scale_end;
        place = place.min(Decimal::ONE).checked_mul(scale)?;
        let rises = last.is_some_and(|last| scale >= last);
        if rises {
            // "hai mươi nghìn năm trăm tỷ"
            total = total.checked_add(group_value)?.checked_mul(scale)?;
        } else {
            total = total.checked_add(group_value.checked_mul(scale)?)?;
        }
        group_value = Decimal::ZERO;
        last = Some(scale);
        if line.is(end, const { word("rưỡi") }) {
            let half = scale.checked_div(Decimal::TWO)?;
            total = total.checked_add(half)?;
            place = scale.checked_div(Decimal::TEN)?;
            end += 1;
            break;
        }
        let Some((value, group_end, several)) = group(line, end, false) else { break };
        let followed = scales(line, group_end).is_some();
        if !several && !followed {
            break;
        }
        group_value = Decimal::from(value);
        end = group_end;
    }
    if !group_value.is_zero() {
        return None;
    }
    let scaled = last.is_some();
    Some(Spoken { value: total, place, fraction: None, literal, scaled, compound: compound || scaled, end })
}

fn spoken_fraction(fraction: Option<(Decimal, Decimal)>, end: usize) -> Option<Spoken> {
    let (value, place) = fraction?;
    Some(Spoken { value, place, fraction, literal: None, scaled: false, compound: true, end })
}

/// nghìn, triệu, nghìn tỷ…
fn scales(line: &Line<'_>, index: usize) -> Option<(Decimal, usize)> {
    let first = scale_of(line, index).filter(|_| !begins_a_name(line, index))?;
    match scale_of(line, index + 1).filter(|second| *second > first && !begins_a_name(line, index + 1)) {
        Some(second) => Some((first.checked_mul(second)?, index + 2)),
        None => Some((first, index + 1)),
    }
}

/// Is the number in words, with the unit behind it, certain to be one?
pub(crate) fn is_counted(
    line: &Line<'_>,
    start: usize,
    floor: usize,
    spoken: &Spoken,
    unit: Option<&Unit>,
) -> bool {
    // thứ ba, tháng tư, ngã ba: names of their own
    const NAMES: [Word; 26] = [
        word("thứ"),
        word("tháng"),
        word("quý"),
        word("ngày"),
        word("mùng"),
        word("mồng"),
        word("lớp"),
        word("hạng"),
        word("cấp"),
        word("bậc"),
        word("ngã"),
        word("đệ"),
        word("số"),
        word("khóa"),
        word("loại"),
        word("lần"),
        word("hàng"),
        word("vài"),
        word("mấy"),
        word("dăm"),
        word("đợt"),
        word("đoạn"),
        word("điều"),
        word("khoản"),
        word("chương"),
        word("mục"),
    ];
    const TIMES: [Word; 9] = [
        word("gấp"),
        word("tăng"),
        word("giảm"),
        word("hơn"),
        word("gần"),
        word("lớn"),
        word("cao"),
        word("nhanh"),
        word("nhiều"),
    ];
    const GIVES: [Word; 11] = [
        word("có"),
        word("gồm"),
        word("thêm"),
        word("tặng"),
        word("trao"),
        word("xây"),
        word("nhận"),
        word("cử"),
        word("mua"),
        word("dựng"),
        word("được"),
    ];
    let Some(first) = line.at(start) else { return false };
    let before = if start > floor { line.before(start) } else { None };
    // "hai, ba dự án", "hai ba dự án": neither two nor three; "năm" behind a number is its unit
    let next_is_number = line.at(spoken.end).is_some_and(|next| {
        next.has(role::DIGIT) && !line.says(next, NAM) && !line.says(next, const { word("không") })
    });
    let joined_number = before.is_some_and(|comma| comma.is_symbol(','))
        && line.before(start - 1).is_some_and(|word| word.has(role::DIGIT))
        || before
            .is_some_and(|word| word.has(role::DIGIT) && !line.says(word, NAM) && !word.has(role::SCALE));
    let named = first.starts_upper && !first.is_upper && before.is_some_and(Token::is_word);
    if next_is_number || joined_number || named && !spoken.compound {
        return false;
    }
    if before.is_some_and(|before| line.says_one(before, &NAMES)) {
        return false;
    }
    if spoken.fraction.is_some() {
        return true;
    }
    let hedged = before.is_some_and(|before| before.has(role::HEDGE));
    let is_one_word = !spoken.compound;
    let digit_is = |word: Word| is_one_word && line.says(first, word);
    match unit {
        Some(Unit::Times) => before.is_some_and(|before| line.says_one(before, &TIMES)),
        Some(Unit::Count(noun)) => {
            if !is_one_word {
                return true;
            }
            if digit_is(MOT) {
                return hedged;
            }
            let gives = before.is_some_and(|before| line.says_one(before, &GIVES));
            is_thing(noun) && (!digit_is(NAM) || hedged || gives) || hedged && is_time(noun)
        }
        Some(Unit::Ratio) => false,
        // a single word before a measure: "năm km", "ba tấn"
        Some(_) => !digit_is(NAM) || hedged || spoken.end > start + 1 || matches!(unit, Some(Unit::Percent)),
        None => spoken.scaled && hedged && line.at(spoken.end).is_none_or(|next| !next.is_word()),
    }
}

fn is_time(noun: &str) -> bool {
    matches!(noun, "ngày" | "tháng" | "năm" | "tuần" | "giờ" | "phút")
}

/// Nouns that a single number word is said with only when they are counted.
fn is_thing(noun: &str) -> bool {
    const SINGLES: [&str; 37] = [
        "suất",
        "căn",
        "hộ",
        "người",
        "đoàn",
        "khoản",
        "lượt",
        "em",
        "cháu",
        "chiếc",
        "ngôi",
        "phòng",
        "xã",
        "phường",
        "huyện",
        "quận",
        "tỉnh",
        "phần",
        "cuộc",
        "buổi",
        "xe",
        "giường",
        "cầu",
        "khóa",
        "thôn",
        "tấm",
        "thùng",
        "túi",
        "hộp",
        "bộ",
        "chuyến",
        "giếng",
        "bể",
        "trường",
        "đội",
        "đêm",
        "trạm",
    ];
    noun.contains(' ') || SINGLES.contains(&noun)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prelude::*;

    fn number(text: &str) -> Option<String> {
        let line = Line::of(text);
        read(&line, 0).map(|spoken| spoken.value.normalize().to_string())
    }

    #[test]
    fn numbers() {
        for (text, value) in [
            ("ba mươi dự án", "30"),
            ("mười lăm hộ", "15"),
            ("mười một hộ", "11"),
            ("hai mươi mốt", "21"),
            ("hai mươi tư", "24"),
            ("hai mươi năm", "20"),
            ("một trăm linh năm hộ", "105"),
            ("một trăm hai mươi hộ", "120"),
            ("một tỷ đồng", "1000000000"),
            ("một tỷ hai trăm triệu đồng", "1200000000"),
            ("hai mươi nghìn năm trăm tỷ đồng", "20500000000000"),
            ("một nghìn không trăm linh năm", "1005"),
            ("một nghìn lẻ năm", "1005"),
            ("hai nghìn năm", "2000"),
            ("hai triệu rưỡi", "2500000"),
            ("năm phẩy hai tỷ", "5200000000"),
            ("hai phần ba dân số", "0.6666666666666666666666666667"),
            ("một nửa", "0.5"),
            ("năm phần trăm", "5"),
        ] {
            assert_eq!(number(text).as_deref(), Some(value), "{text}");
        }
        for text in ["mươi", "trăm triệu", "không dự án", "dự án", "tư nhân"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
