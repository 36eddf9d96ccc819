//! Names compared without marks, case and punctuation. Private until the Vietnamese crate offers the same.

use rust_decimal::Decimal;

/// Folds a name: no marks, đ as d, lower case, words of letters and digits joined by one space.
pub(crate) fn fold(text: &str) -> String {
    vientro_vi_fold(text)
}

fn vientro_vi_fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for character in text.chars().flat_map(char::to_lowercase) {
        // a combining mark of a decomposed letter
        if matches!(character, '\u{300}'..='\u{36f}') {
            continue;
        }
        let character = plain(character);
        if character.is_alphanumeric() {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            folded.push(character);
        } else {
            gap = true;
        }
    }
    folded
}

/// The plain letter of a lower case Vietnamese letter.
fn plain(character: char) -> char {
    match character {
        'à' | 'á' | 'ả' | 'ã' | 'ạ' | 'ă' | 'ằ' | 'ắ' | 'ẳ' | 'ẵ' | 'ặ' | 'â' | 'ầ' | 'ấ' | 'ẩ' | 'ẫ'
        | 'ậ' => 'a',
        'è' | 'é' | 'ẻ' | 'ẽ' | 'ẹ' | 'ê' | 'ề' | 'ế' | 'ể' | 'ễ' | 'ệ' => 'e',
        'ì' | 'í' | 'ỉ' | 'ĩ' | 'ị' => 'i',
        'ò' | 'ó' | 'ỏ' | 'õ' | 'ọ' | 'ô' | 'ồ' | 'ố' | 'ổ' | 'ỗ' | 'ộ' | 'ơ' | 'ờ' | 'ớ' | 'ở' | 'ỡ'
        | 'ợ' => 'o',
        'ù' | 'ú' | 'ủ' | 'ũ' | 'ụ' | 'ư' | 'ừ' | 'ứ' | 'ử' | 'ữ' | 'ự' => 'u',
        'ỳ' | 'ý' | 'ỷ' | 'ỹ' | 'ỵ' => 'y',
        'đ' => 'd',
        other => other,
    }
}

/// How alike two folded names are: 1 for the same, 0 for nothing in common; one minus the edits over the longer length.
pub(crate) fn similarity(left: &str, right: &str) -> Decimal {
    let left: Vec<char> = left.chars().take(80).collect();
    let right: Vec<char> = right.chars().take(80).collect();
    let longer = left.len().max(right.len());
    if longer == 0 {
        return Decimal::ONE;
    }
    let edits = Decimal::from(edits(&left, &right));
    edits
        .checked_div(Decimal::from(longer))
        .and_then(|share| Decimal::ONE.checked_sub(share))
        .unwrap_or(Decimal::ZERO)
}

fn edits(left: &[char], right: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (above, a) in left.iter().enumerate() {
        let mut diagonal = above;
        let mut before = above.saturating_add(1);
        let mut next = Vec::with_capacity(row.len());
        next.push(before);
        for (b, upper) in right.iter().zip(row.iter().skip(1)) {
            let change = diagonal.saturating_add(usize::from(a != b));
            before = change.min(before.saturating_add(1)).min(upper.saturating_add(1));
            diagonal = *upper;
            next.push(before);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fold_to_plain_words() {
        for name in
            ["TP. Hồ Chí Minh", "tp hồ  chí minh", "TP.Hồ Chí Minh", "TP. Ho\u{302}\u{300} Chi\u{301} Minh"]
        {
            assert_eq!(fold(name), "tp ho chi minh", "{name}");
        }
        assert_eq!(fold("Bà Rịa - Vũng Tàu"), "ba ria vung tau");
        assert_eq!(fold("ĐẮK LẮK"), "dak lak");
    }

    #[test]
    fn alike_by_edits() {
        assert_eq!(similarity("tphm", "tphcm"), Decimal::new(8, 1));
        assert_eq!(similarity("", ""), Decimal::ONE);
        assert_eq!(similarity("kitten", "sitting"), Decimal::ONE - Decimal::from(3) / Decimal::from(7));
    }
}
