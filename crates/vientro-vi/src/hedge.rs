//! Hedge words in both languages, and figures written with no more certainty than they have.

use core::ops::Bound;

use rust_decimal::Decimal;
use vientro_core::{Figure, Hedge, Interval, Language};

use crate::format::{NumberStyle, RoundTo, format_with};
use crate::lex;
use crate::prelude::*;
use crate::unit::{Place, phrase_after};

/// The word an office writes for a hedge: `hơn`, `gần`, `khoảng`…; for a range the word before its first figure.
pub const fn hedge_word(hedge: Hedge, language: Language) -> &'static str {
    match (hedge, language) {
        (Hedge::AtLeast, Language::Vi) => "ít nhất",
        (Hedge::AtLeast, Language::En) => "at least",
        (Hedge::AtMost, Language::Vi) => "tối đa",
        (Hedge::AtMost, Language::En) => "at most",
        (Hedge::Between, Language::Vi) => "từ",
        (Hedge::Between, Language::En) => "from",
        (Hedge::Estimated, Language::Vi) => "ước",
        (Hedge::Estimated, Language::En) => "an estimated",
        (Hedge::MoreThan, Language::Vi) => "hơn",
        (Hedge::MoreThan, Language::En) => "more than",
        (Hedge::Nearly, Language::Vi) => "gần",
        (Hedge::Nearly, Language::En) => "nearly",
        // about, and hedges a later version of the core may add
        (_, Language::Vi) => "khoảng",
        (_, Language::En) => "about",
    }
}

/// The meaning of a hedge word or sign standing alone: `trên`, `ước đạt`, `at least`, `≈`.
pub fn read_hedge(text: &str) -> Option<Hedge> {
    let text = text.trim();
    if let Some((_, hedge, _)) = SIGNS.iter().find(|(sign, _, _)| text.chars().eq([*sign])) {
        return Some(*hedge);
    }
    let unmarked = text.is_ascii();
    HEDGES
        .iter()
        .find(|(phrase, _, _)| phrase_after(text, 0, phrase, unmarked) == Some(text.len()))
        .map(|(_, hedge, _)| *hedge)
}

/// A figure in words and digits, never more certain than it is.
///
/// A known figure is written plain. A printed one keeps its hedge and its printed value. A calculated interval is
/// written `từ a đến b`, its low end rounded down and its high end up; with one end only, `ít nhất a` or `tối đa b`.
/// What is not known says so.
///
/// ```
/// use rust_decimal::Decimal;
/// use vientro_core::{Figure, Hedge, HedgeConvention, Language, Printed};
/// use vientro_vi::{NumberStyle, phrase};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let printed = Printed::new(Decimal::from(18_000_000_000_i64)).hedged(Hedge::MoreThan);
/// let disbursed = HedgeConvention::default().figure(&printed)?;
/// assert_eq!(phrase(&disbursed, Language::Vi, &NumberStyle::scaled(2)), "hơn 18 tỷ");
/// assert_eq!(phrase(&Figure::Unknown, Language::Vi, &NumberStyle::default()), "chưa có số liệu");
/// # Ok(()) }
/// ```
pub fn phrase(figure: &Figure, language: Language, style: &NumberStyle) -> String {
    match figure {
        Figure::Unknown => match language {
            Language::Vi => "chưa có số liệu".to_owned(),
            Language::En => "not known".to_owned(),
        },
        Figure::Known(value) => format_with(*value, language, style),
        Figure::Hedged(hedged) => match hedged.printed() {
            Some(printed) => {
                // the printed digits are never cut
                let whole = NumberStyle { decimals_max: 28, ..*style };
                match (printed.hedge(), printed.to()) {
                    (Some(Hedge::Between), Some(to)) => between(*printed.value(), *to, language, &whole),
                    (Some(hedge), _) => {
                        format!(
                            "{} {}",
                            hedge_word(hedge, language),
                            format_with(*printed.value(), language, &whole)
                        )
                    }
                    (None, _) => format_with(*printed.value(), language, &whole),
                }
            }
            None => interval_phrase(hedged.interval(), language, style),
        },
    }
}

fn interval_phrase(interval: &Interval, language: Language, style: &NumberStyle) -> String {
    let end = |bound: &Bound<Decimal>| match bound {
        Bound::Included(value) | Bound::Excluded(value) => Some(*value),
        Bound::Unbounded => None,
    };
    match (end(interval.low()), end(interval.high())) {
        (Some(low), Some(high)) => between(low, high, language, style),
        (Some(low), None) => format!(
            "{} {}",
            hedge_word(Hedge::AtLeast, language),
            format_with(low, language, &style.rounding(RoundTo::Floor))
        ),
        (None, Some(high)) => format!(
            "{} {}",
            hedge_word(Hedge::AtMost, language),
            format_with(high, language, &style.rounding(RoundTo::Ceiling))
        ),
        (None, None) => phrase(&Figure::Unknown, language, style),
    }
}

fn between(low: Decimal, high: Decimal, language: Language, style: &NumberStyle) -> String {
    let low = format_with(low, language, &style.rounding(RoundTo::Floor));
    let high = format_with(high, language, &style.rounding(RoundTo::Ceiling));
    match language {
        Language::Vi => format!("từ {low} đến {high}"),
        Language::En => format!("from {low} to {high}"),
    }
}

/// An exact value at a coarser `place`, with the hedge that keeps it true: 18 048 000 000 at 1 000 000 000 is
/// `hơn 18 tỷ`, 11 971 000 000 is `gần 12 tỷ`; an exact multiple is written plain.
///
/// Below half a unit the number goes down with `hơn`, from half a unit on it goes up with `gần`, so the value always lies
/// within one unit of what is written, on the side the word says. A value smaller than the place is written at a
/// tenth of it, and so on. A place of zero or less writes the value itself.
///
/// ```
/// use rust_decimal::Decimal;
/// use vientro_core::Language;
/// use vientro_vi::rounded_phrase;
///
/// let billion = Decimal::from(1_000_000_000);
/// assert_eq!(rounded_phrase(Decimal::from(18_048_000_000_i64), billion, Language::Vi), "hơn 18 tỷ");
/// assert_eq!(rounded_phrase(Decimal::from(11_971_000_000_i64), billion, Language::Vi), "gần 12 tỷ");
/// assert_eq!(rounded_phrase(Decimal::from(12_000_000_000_i64), billion, Language::En), "12 billion");
/// ```
pub fn rounded_phrase(value: Decimal, place: Decimal, language: Language) -> String {
    let style = NumberStyle::scaled(28);
    let magnitude = value.abs();
    let Some((hedge, rounded)) = hedge_at(magnitude, place) else {
        return format_with(value, language, &style);
    };
    let number = format_with(rounded, language, &style);
    let hedged = match hedge {
        Some(hedge) => format!("{} {number}", hedge_word(hedge, language)),
        None => return format_with(value, language, &style),
    };
    match (value.is_sign_negative(), language) {
        (false, _) => hedged,
        (true, Language::Vi) => format!("âm {hedged}"),
        (true, Language::En) => format!("minus {hedged}"),
    }
}

/// The hedge and the rounded magnitude; no hedge if it is an exact multiple of the place.
fn hedge_at(magnitude: Decimal, place: Decimal) -> Option<(Option<Hedge>, Decimal)> {
    if place <= Decimal::ZERO || magnitude.is_zero() {
        return None;
    }
    let mut place = place;
    while magnitude < place {
        place = place.checked_div(Decimal::TEN).filter(|smaller| !smaller.is_zero())?;
    }
    let rest = magnitude.checked_rem(place)?;
    if rest.is_zero() {
        return Some((None, magnitude));
    }
    let down = magnitude.checked_sub(rest)?;
    if rest.checked_mul(Decimal::TWO)? < place {
        Some((Some(Hedge::MoreThan), down))
    } else {
        Some((Some(Hedge::Nearly), down.checked_add(place)?))
    }
}

/// A hedge found before a figure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Before {
    pub(crate) hedge: Hedge,
    pub(crate) word: &'static str,
    pub(crate) start: usize,
}

/// The hedge that ends right before byte `at`.
pub(crate) fn before(text: &str, at: usize, unmarked: bool) -> Option<Before> {
    let token = lex::prev(text, at)?;
    if !token.is_word() {
        let (_, hedge, word) = SIGNS.iter().find(|(sign, _, _)| token.is_symbol(*sign))?;
        return Some(Before { hedge: *hedge, word, start: token.start });
    }
    let place = Place::before(text, at, unmarked);
    // "tăng gần gấp 3 lần": the hedge stands before gấp
    if let Some(times) = place.ends("gấp") {
        return before_word(text, times, unmarked);
    }
    before_word(text, at, unmarked).or_else(|| estimate_before(text, at, unmarked))
}

/// "ước thực hiện cả năm đạt": an estimate some words before its figure, in the same clause.
fn estimate_before(text: &str, at: usize, unmarked: bool) -> Option<Before> {
    const WORDS_BETWEEN: usize = 5;
    let verb = lex::prev(text, at).filter(lex::Token::is_word)?;
    let key = lex::key(verb.text);
    if !["đạt", "là", "được", "có"].iter().any(|word| lex::same(&key, word, unmarked)) {
        return None;
    }
    let mut start = verb.start;
    for _ in 0..WORDS_BETWEEN {
        let word = lex::prev(text, start).filter(lex::Token::is_word)?;
        start = word.start;
        if lex::same(&lex::key(word.text), "ước", unmarked) {
            return (!ends_compound(text, start, unmarked)).then_some(Before {
                hedge: Hedge::Estimated,
                word: "ước",
                start,
            });
        }
    }
    None
}

/// Is the "ước" at byte `start` the end of a compound? Công ước and điều ước are treaties, mơ ước is a dream.
fn ends_compound(text: &str, start: usize, unmarked: bool) -> bool {
    const HEADS: [&str; 7] = ["công", "điều", "hiệp", "giao", "quy", "mơ", "mong"];
    let before = Place::before(text, start, unmarked);
    HEADS.iter().any(|head| before.ends(head).is_some())
}

/// The hedge phrase that ends right before byte `at`.
fn before_word(text: &str, at: usize, unmarked: bool) -> Option<Before> {
    let place = Place::before(text, at, unmarked);
    let (start, hedge, word) = HEDGES
        .iter()
        .find_map(|(phrase, hedge, word)| place.ends(phrase).map(|start| (start, *hedge, *word)))?;
    if word == "ước" && ends_compound(text, start, unmarked) {
        return None;
    }
    // "cao hơn 5%" compares, "nhiều hơn 100" hedges
    if word == "hơn" {
        let adjective = lex::prev(text, start).filter(lex::Token::is_word);
        let compares = adjective.is_some_and(|adjective| {
            let key = lex::key(adjective.text);
            COMPARATIVES.iter().any(|word| lex::same(&key, word, unmarked))
        });
        if compares {
            return None;
        }
    }
    Some(Before { hedge, word, start })
}

/// The hedge right after byte `at`: `trở lên`, `trở xuống`, `+`.
pub(crate) fn after(text: &str, at: usize, unmarked: bool) -> Option<(Hedge, &'static str, usize)> {
    let place = Place::after(text, at, unmarked);
    AFTER.iter().find_map(|(phrase, hedge)| place.begins(phrase).map(|end| (*hedge, *phrase, end)))
}

const SIGNS: [(char, Hedge, &str); 6] = [
    ('~', Hedge::About, "~"),
    ('≈', Hedge::About, "≈"),
    ('>', Hedge::MoreThan, ">"),
    ('≥', Hedge::AtLeast, "≥"),
    ('<', Hedge::AtMost, "<"),
    ('≤', Hedge::AtMost, "≤"),
];

const AFTER: [(&str, Hedge); 5] = [
    ("trở lên", Hedge::AtLeast),
    ("trở xuống", Hedge::AtMost),
    ("đổ lại", Hedge::AtMost),
    ("or more", Hedge::AtLeast),
    ("or less", Hedge::AtMost),
];

const COMPARATIVES: [&str; 12] =
    ["cao", "thấp", "ít", "lớn", "nhỏ", "sớm", "chậm", "dài", "ngắn", "nhanh", "tốt", "rộng"];

/// Phrases before a figure, longer ones before those they end with; the third column is the head word.
///
/// # Source
///
/// `law-and-forms` section 5 of the project's domain notes: words met in reports of unions and newspapers. "dưới" and
/// "chưa đến" say less than the printed value; the core has no open upper bound, so they are read as its closed one.
const HEDGES: [(&str, Hedge, &str); 58] = [
    ("không ít hơn", Hedge::AtLeast, "không ít hơn"),
    ("không thấp hơn", Hedge::AtLeast, "không thấp hơn"),
    ("không dưới", Hedge::AtLeast, "không dưới"),
    ("ít nhất", Hedge::AtLeast, "ít nhất"),
    ("tối thiểu", Hedge::AtLeast, "tối thiểu"),
    ("không nhiều hơn", Hedge::AtMost, "không nhiều hơn"),
    ("không vượt quá", Hedge::AtMost, "không vượt quá"),
    ("không quá", Hedge::AtMost, "không quá"),
    ("nhiều nhất", Hedge::AtMost, "nhiều nhất"),
    ("tối đa", Hedge::AtMost, "tối đa"),
    ("chưa đến", Hedge::AtMost, "chưa đến"),
    ("chưa tới", Hedge::AtMost, "chưa tới"),
    ("chưa đầy", Hedge::AtMost, "chưa đầy"),
    ("dưới", Hedge::AtMost, "dưới"),
    ("ước tính đạt khoảng", Hedge::Estimated, "ước"),
    ("ước tính khoảng", Hedge::Estimated, "ước"),
    ("ước đạt khoảng", Hedge::Estimated, "ước"),
    ("ước tính đạt", Hedge::Estimated, "ước"),
    ("ước tính là", Hedge::Estimated, "ước"),
    ("ước thực hiện đạt", Hedge::Estimated, "ước"),
    ("ước thực hiện", Hedge::Estimated, "ước"),
    ("ước giải ngân", Hedge::Estimated, "ước"),
    ("ước khoảng", Hedge::Estimated, "ước"),
    ("ước chừng", Hedge::Estimated, "ước"),
    ("ước tính", Hedge::Estimated, "ước"),
    ("ước đạt", Hedge::Estimated, "ước"),
    ("ước có", Hedge::Estimated, "ước"),
    ("ước", Hedge::Estimated, "ước"),
    ("vào khoảng", Hedge::About, "khoảng"),
    ("khoảng", Hedge::About, "khoảng"),
    ("xấp xỉ", Hedge::About, "xấp xỉ"),
    ("chừng", Hedge::About, "chừng"),
    ("cỡ", Hedge::About, "cỡ"),
    ("hơn", Hedge::MoreThan, "hơn"),
    ("trên", Hedge::MoreThan, "trên"),
    ("ngót nghét", Hedge::Nearly, "ngót nghét"),
    ("suýt soát", Hedge::Nearly, "suýt soát"),
    ("ngót", Hedge::Nearly, "ngót"),
    ("gần", Hedge::Nearly, "gần"),
    ("no fewer than", Hedge::AtLeast, "no fewer than"),
    ("no less than", Hedge::AtLeast, "no less than"),
    ("not less than", Hedge::AtLeast, "not less than"),
    ("at least", Hedge::AtLeast, "at least"),
    ("no more than", Hedge::AtMost, "no more than"),
    ("not more than", Hedge::AtMost, "not more than"),
    ("at most", Hedge::AtMost, "at most"),
    ("up to", Hedge::AtMost, "up to"),
    ("an estimated", Hedge::Estimated, "estimated"),
    ("estimated", Hedge::Estimated, "estimated"),
    ("approximately", Hedge::About, "approximately"),
    ("roughly", Hedge::About, "roughly"),
    ("around", Hedge::About, "around"),
    ("about", Hedge::About, "about"),
    ("more than", Hedge::MoreThan, "more than"),
    ("over", Hedge::MoreThan, "over"),
    ("above", Hedge::MoreThan, "above"),
    ("nearly", Hedge::Nearly, "nearly"),
    ("almost", Hedge::Nearly, "almost"),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vientro_core::{HedgeConvention, Printed, Verdict};

    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn words_read_back() {
        for hedge in
            [Hedge::About, Hedge::AtLeast, Hedge::AtMost, Hedge::Estimated, Hedge::MoreThan, Hedge::Nearly]
        {
            for language in [Language::Vi, Language::En] {
                assert_eq!(read_hedge(hedge_word(hedge, language)), Some(hedge));
            }
        }
        assert_eq!(read_hedge("ước đạt"), Some(Hedge::Estimated));
        assert_eq!(read_hedge(" tren "), Some(Hedge::MoreThan));
        assert_eq!(read_hedge("≈"), Some(Hedge::About));
        assert_eq!(read_hedge("trên địa bàn"), None);
        assert_eq!(read_hedge(""), None);
    }

    #[test]
    fn before_a_figure() {
        let found = |text: &str| before(text, text.len(), text.is_ascii()).map(|b| (b.hedge, b.word));
        assert_eq!(found("đạt hơn "), Some((Hedge::MoreThan, "hơn")));
        assert_eq!(found("GRDP ước đạt "), Some((Hedge::Estimated, "ước")));
        assert_eq!(found("không dưới "), Some((Hedge::AtLeast, "không dưới")));
        assert_eq!(found("ước thực hiện cả năm đạt "), Some((Hedge::Estimated, "ước")));
        assert_eq!(found("tham gia công ước có "), None);
        assert_eq!(found("tăng gần gấp "), Some((Hedge::Nearly, "gần")));
        assert_eq!(found("tăng gấp "), None);
        assert_eq!(found("cao hơn "), None);
        assert_eq!(found("tri gia hon "), Some((Hedge::MoreThan, "hơn")));
        assert_eq!(found("trên địa bàn "), None);
        assert_eq!(found("benh viêm gan "), None);
    }

    #[test]
    fn phrases() {
        let style = NumberStyle::scaled(2);
        let low = Bound::Included(decimal("11968085106.3829"));
        let plan = Figure::within(Interval::try_new(low, Bound::Excluded(decimal("12637176588.3"))).unwrap());
        assert_eq!(phrase(&plan, Language::Vi, &style), "từ 11,96 tỷ đến 12,64 tỷ");
        assert_eq!(phrase(&plan, Language::En, &style), "from 11.96 billion to 12.64 billion");
        let open = Figure::within(Interval::at_least(decimal("29510000000")));
        assert_eq!(phrase(&open, Language::Vi, &style), "ít nhất 29,51 tỷ");
        assert_eq!(phrase(&Figure::Known(decimal("4220000000")), Language::Vi, &style), "4,22 tỷ");
        assert_eq!(phrase(&Figure::Unknown, Language::En, &style), "not known");
        let about = Printed::new(decimal("275770000000")).hedged(Hedge::About);
        let about = HedgeConvention::default().figure(&about).unwrap();
        assert_eq!(phrase(&about, Language::Vi, &NumberStyle::scaled(0)), "khoảng 275,77 tỷ");
    }

    #[test]
    fn g04_attainment_is_printed_as_more_than_eighteen() {
        let billion = decimal("1000000000");
        assert_eq!(rounded_phrase(decimal("18048000000"), billion, Language::Vi), "hơn 18 tỷ");
        assert_eq!(rounded_phrase(decimal("11971000000"), billion, Language::Vi), "gần 12 tỷ");
        assert_eq!(rounded_phrase(decimal("11500000000"), billion, Language::Vi), "gần 12 tỷ");
        assert_eq!(rounded_phrase(decimal("400000000"), billion, Language::Vi), "400 triệu");
        assert_eq!(rounded_phrase(decimal("410000000"), billion, Language::Vi), "hơn 400 triệu");
        assert_eq!(rounded_phrase(decimal("-18048000000"), billion, Language::Vi), "âm hơn 18 tỷ");
        assert_eq!(rounded_phrase(Decimal::ZERO, billion, Language::Vi), "0");
        assert_eq!(rounded_phrase(decimal("5"), Decimal::ZERO, Language::Vi), "5");
    }

    proptest! {
        /// What is written holds the value under the default convention.
        #[test]
        fn never_more_certain_than_the_value(value in 1_i64..=10_i64.pow(15), exponent in 0_u32..12) {
            let place = Decimal::from(10_i64.pow(exponent));
            let value = Decimal::from(value);
            if let Some((Some(hedge), rounded)) = hedge_at(value, place) {
                let printed = Printed::new(rounded).hedged(hedge);
                let figure = HedgeConvention::default().figure(&printed).unwrap();
                prop_assert_eq!(figure.allows(&value), Verdict::Yes);
            }
        }
    }
}
