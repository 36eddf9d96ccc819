//! Names compared without marks, case and punctuation.

/// The words of a name: folded as [`vientro_vi::fold`] does, letters and digits only, joined by one space.
pub(crate) fn words(text: &str) -> String {
    let folded = vientro_vi::fold(text);
    folded.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).fold(
        String::with_capacity(folded.len()),
        |mut words, word| {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
            words
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_down_to_plain_words() {
        for name in
            ["TP. Hồ Chí Minh", "tp hồ  chí minh", "TP.Hồ Chí Minh", "TP. Ho\u{302}\u{300} Chi\u{301} Minh"]
        {
            assert_eq!(words(name), "tp ho chi minh", "{name}");
        }
        assert_eq!(words("Bà Rịa - Vũng Tàu"), "ba ria vung tau");
        assert_eq!(words("ĐẮK LẮK"), "dak lak");
        assert_eq!(words(" - "), "");
    }
}
