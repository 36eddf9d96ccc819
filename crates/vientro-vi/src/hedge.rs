//! Hedge words in both languages, and figures written with no more certainty than they have.

use core::ops::Bound;

use rust_decimal::Decimal;
use vientro_core::{Figure, Hedge, Interval, Language};

use crate::format::{NumberStyle, RoundTo, format_with};
use crate::prelude::*;
use crate::token::Line;
use crate::vocab::{Phrase, Roles, Word, phrase_of, role, word};

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
    let line = Line::of(text);
    HEDGES
        .iter()
        .find(|(phrase, _, _)| line.begins(0, phrase) == Some(line.tokens.len()))
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
    /// The index of its first token.
    pub(crate) start: usize,
}

/// The hedge that ends right before the token at `index`.
pub(crate) fn before(line: &Line<'_>, index: usize) -> Option<Before> {
    let token = line.before(index)?;
    if !token.is_word() {
        let symbol = token.symbol()?;
        let (_, hedge, word) = SIGNS.iter().find(|(sign, _, _)| symbol == *sign)?;
        return Some(Before { hedge: *hedge, word, start: index - 1 });
    }
    // "tăng gần gấp 3 lần": the hedge stands before gấp
    if line.says(token, const { word("gấp") }) {
        return before_word(line, index - 1);
    }
    before_word(line, index).or_else(|| estimate_before(line, index))
}

/// "ước thực hiện cả năm đạt": an estimate some words before its figure, in the same clause.
fn estimate_before(line: &Line<'_>, index: usize) -> Option<Before> {
    const WORDS_BETWEEN: usize = 6;
    const VERBS: [Word; 6] = [word("đạt"), word("là"), word("được"), word("có"), word("tăng"), word("giảm")];
    let verb = line.before(index)?;
    if !line.says_one(verb, &VERBS) {
        return None;
    }
    let mut start = index - 1;
    for _ in 0..WORDS_BETWEEN {
        let token = line.word_before(start)?;
        start -= 1;
        if line.says(token, UOC) {
            return (!ends_compound(line, start)).then_some(Before {
                hedge: Hedge::Estimated,
                word: "ước",
                start,
            });
        }
    }
    None
}

const UOC: Word = word("ước");

/// Is the "ước" at `start` the end of a compound? Công ước and điều ước are treaties, mơ ước is a dream.
fn ends_compound(line: &Line<'_>, start: usize) -> bool {
    const HEADS: [Word; 7] =
        [word("công"), word("điều"), word("hiệp"), word("giao"), word("quy"), word("mơ"), word("mong")];
    line.before(start).is_some_and(|token| line.says_one(token, &HEADS))
}

/// The hedge phrase that ends right before the token at `index`.
fn before_word(line: &Line<'_>, index: usize) -> Option<Before> {
    if !line.before(index)?.has(role::HEDGE) {
        return None;
    }
    let (start, hedge, word) = HEDGES
        .iter()
        .find_map(|(phrase, hedge, word)| line.ends(index, phrase).map(|start| (start, *hedge, *word)))?;
    if word == "ước" && ends_compound(line, start) {
        return None;
    }
    // "có độ 30 người", but "tốc độ 30 km" and "trong tầm 30 km"
    if matches!(word, "độ" | "tầm")
        && line.word_before(start).is_some_and(|before| !line.says_one(before, &COUNTS))
    {
        return None;
    }
    // "cao hơn 5%" compares, "nhiều hơn 100" hedges
    if word == "hơn" && line.before(start).is_some_and(|adjective| line.says_one(adjective, &COMPARATIVES)) {
        return None;
    }
    Some(Before { hedge, word, start })
}

/// "vượt ngưỡng 1 tỷ USD", and "vượt 500 triệu đồng" if the figure is `money`: more than so much, where nothing is
/// named that is gone beyond by so much; "không vượt" is at most that.
pub(crate) fn exceeding(line: &Line<'_>, index: usize, money: bool) -> Option<Before> {
    static MARKS: [Phrase; 2] = [phrase_of("vượt ngưỡng"), phrase_of("vượt con số")];
    static VERBS: [Phrase; 3] = [phrase_of("vượt qua"), phrase_of("vượt mức"), phrase_of("vượt")];
    const NOT: [Word; 2] = [word("không"), word("chưa")];
    let of = |phrases: &[Phrase]| phrases.iter().find_map(|phrase| line.ends(index, phrase));
    let start = of(&MARKS).or_else(|| if money { of(&VERBS) } else { None })?;
    match start.checked_sub(1).filter(|at| line.is_one(*at, &NOT)) {
        Some(start) => Some(Before { hedge: Hedge::AtMost, word: "không vượt", start }),
        None => Some(Before { hedge: Hedge::MoreThan, word: "vượt", start }),
    }
}

/// The hedge that begins at `index`, behind a figure: `trở lên`, `trở xuống`; with the index after it.
pub(crate) fn after(line: &Line<'_>, index: usize) -> Option<(Hedge, &'static str, usize)> {
    line.at(index).filter(|token| token.has(role::AFTER))?;
    AFTER.iter().find_map(|(phrase, hedge, text)| line.begins(index, phrase).map(|end| (*hedge, *text, end)))
}

/// Words before a figure that say how it is meant to be taken, and nothing of its value: `lên tới`, `chỉ`.
pub(crate) fn tone_before(line: &Line<'_>, index: usize) -> Option<(&'static str, usize)> {
    line.before(index).filter(|token| token.has(role::HEDGE))?;
    TONES.iter().find_map(|(phrase, text)| line.ends(index, phrase).map(|start| (*text, start)))
}

/// Adds the roles of hedges.
#[expect(clippy::indexing_slicing, reason = "runs at compile time")]
pub(crate) const fn add_roles(roles: &mut Roles, unmarked: bool) {
    let mut index = 0;
    while index < HEDGES.len() {
        roles.add_last(&HEDGES[index].0, unmarked, role::HEDGE);
        index += 1;
    }
    index = 0;
    while index < TONES.len() {
        roles.add_last(&TONES[index].0, unmarked, role::HEDGE);
        index += 1;
    }
    index = 0;
    while index < AFTER.len() {
        roles.add_first(&AFTER[index].0, unmarked, role::AFTER);
        index += 1;
    }
}

const SIGNS: [(char, Hedge, &str); 6] = [
    ('~', Hedge::About, "~"),
    ('≈', Hedge::About, "≈"),
    ('>', Hedge::MoreThan, ">"),
    ('≥', Hedge::AtLeast, "≥"),
    ('<', Hedge::AtMost, "<"),
    ('≤', Hedge::AtMost, "≤"),
];

static AFTER: [(Phrase, Hedge, &str); 6] = [
    (phrase_of("trở lên"), Hedge::AtLeast, "trở lên"),
    (phrase_of("trở xuống"), Hedge::AtMost, "trở xuống"),
    (phrase_of("đổ lên"), Hedge::AtLeast, "trở lên"),
    (phrase_of("đổ lại"), Hedge::AtMost, "đổ lại"),
    (phrase_of("or more"), Hedge::AtLeast, "or more"),
    (phrase_of("or less"), Hedge::AtMost, "or less"),
];

static TONES: [(Phrase, &str); 7] = [
    (phrase_of("lên tới"), "lên tới"),
    (phrase_of("lên đến"), "lên đến"),
    (phrase_of("đạt tới"), "đạt tới"),
    (phrase_of("chỉ còn"), "chỉ còn"),
    (phrase_of("chỉ có"), "chỉ có"),
    (phrase_of("chỉ đạt"), "chỉ đạt"),
    (phrase_of("chỉ"), "chỉ"),
];

static COUNTS: [Word; 7] =
    [word("có"), word("được"), word("chừng"), word("khoảng"), word("còn"), word("gồm"), word("mất")];

static COMPARATIVES: [Word; 12] = [
    word("cao"),
    word("thấp"),
    word("ít"),
    word("lớn"),
    word("nhỏ"),
    word("sớm"),
    word("chậm"),
    word("dài"),
    word("ngắn"),
    word("nhanh"),
    word("tốt"),
    word("rộng"),
];

/// Phrases before a figure, longer ones before those they end with; the third column is the head word.
///
/// # Source
///
/// `law-and-forms` section 5 of the project's domain notes: words met in reports of unions and newspapers. "dưới" and
/// "chưa đến" say less than the printed value; the core has no open upper bound, so they are read as its closed one.
static HEDGES: [(Phrase, Hedge, &str); 96] = [
    (phrase_of("ước tính đạt khoảng"), Hedge::Estimated, "ước"),
    (phrase_of("ước thực hiện đạt"), Hedge::Estimated, "ước"),
    (phrase_of("ước tính trị giá"), Hedge::Estimated, "ước"),
    (phrase_of("không ít hơn"), Hedge::AtLeast, "không ít hơn"),
    (phrase_of("không thấp hơn"), Hedge::AtLeast, "không thấp hơn"),
    (phrase_of("không nhiều hơn"), Hedge::AtMost, "không nhiều hơn"),
    (phrase_of("không vượt quá"), Hedge::AtMost, "không vượt quá"),
    (phrase_of("chưa vượt quá"), Hedge::AtMost, "không vượt quá"),
    (phrase_of("không vượt mốc"), Hedge::AtMost, "không vượt"),
    (phrase_of("chưa vượt mốc"), Hedge::AtMost, "không vượt"),
    (phrase_of("ước tính khoảng"), Hedge::Estimated, "ước"),
    (phrase_of("ước đạt khoảng"), Hedge::Estimated, "ước"),
    (phrase_of("ước tính đạt"), Hedge::Estimated, "ước"),
    (phrase_of("ước tính là"), Hedge::Estimated, "ước"),
    (phrase_of("ước thực hiện"), Hedge::Estimated, "ước"),
    (phrase_of("ước giải ngân"), Hedge::Estimated, "ước"),
    (phrase_of("no fewer than"), Hedge::AtLeast, "no fewer than"),
    (phrase_of("no less than"), Hedge::AtLeast, "no less than"),
    (phrase_of("not less than"), Hedge::AtLeast, "not less than"),
    (phrase_of("no more than"), Hedge::AtMost, "no more than"),
    (phrase_of("not more than"), Hedge::AtMost, "not more than"),
    (phrase_of("tối thiểu là"), Hedge::AtLeast, "tối thiểu"),
    (phrase_of("ít nhất là"), Hedge::AtLeast, "ít nhất"),
    (phrase_of("tối đa là"), Hedge::AtMost, "tối đa"),
    (phrase_of("nhiều nhất là"), Hedge::AtMost, "nhiều nhất"),
    (phrase_of("ước tính có"), Hedge::Estimated, "ước"),
    (phrase_of("ước tính chi"), Hedge::Estimated, "ước"),
    (phrase_of("ước trị giá"), Hedge::Estimated, "ước"),
    (phrase_of("ước vào khoảng"), Hedge::Estimated, "ước"),
    (phrase_of("không dưới"), Hedge::AtLeast, "không dưới"),
    (phrase_of("ít nhất"), Hedge::AtLeast, "ít nhất"),
    (phrase_of("tối thiểu"), Hedge::AtLeast, "tối thiểu"),
    (phrase_of("không quá"), Hedge::AtMost, "không quá"),
    (phrase_of("nhiều nhất"), Hedge::AtMost, "nhiều nhất"),
    (phrase_of("tối đa"), Hedge::AtMost, "tối đa"),
    (phrase_of("chưa đến"), Hedge::AtMost, "chưa đến"),
    (phrase_of("chưa tới"), Hedge::AtMost, "chưa tới"),
    (phrase_of("chưa đầy"), Hedge::AtMost, "chưa đầy"),
    (phrase_of("ước khoảng"), Hedge::Estimated, "ước"),
    (phrase_of("ước chừng"), Hedge::Estimated, "ước"),
    (phrase_of("ước tính"), Hedge::Estimated, "ước"),
    (phrase_of("ước đạt"), Hedge::Estimated, "ước"),
    (phrase_of("ước có"), Hedge::Estimated, "ước"),
    (phrase_of("vào khoảng"), Hedge::About, "khoảng"),
    (phrase_of("xấp xỉ"), Hedge::About, "xấp xỉ"),
    (phrase_of("ngót nghét"), Hedge::Nearly, "ngót nghét"),
    (phrase_of("suýt soát"), Hedge::Nearly, "suýt soát"),
    (phrase_of("at least"), Hedge::AtLeast, "at least"),
    (phrase_of("at most"), Hedge::AtMost, "at most"),
    (phrase_of("up to"), Hedge::AtMost, "up to"),
    (phrase_of("an estimated"), Hedge::Estimated, "estimated"),
    (phrase_of("more than"), Hedge::MoreThan, "more than"),
    (phrase_of("không kém"), Hedge::AtLeast, "không kém"),
    (phrase_of("không đến"), Hedge::AtMost, "không đến"),
    (phrase_of("không tới"), Hedge::AtMost, "không tới"),
    (phrase_of("ước được"), Hedge::Estimated, "ước"),
    (phrase_of("ước tổng"), Hedge::Estimated, "ước"),
    (phrase_of("ước thu"), Hedge::Estimated, "ước"),
    (phrase_of("ước chi"), Hedge::Estimated, "ước"),
    (phrase_of("trên dưới"), Hedge::About, "trên dưới"),
    (phrase_of("khoảng chừng"), Hedge::About, "khoảng"),
    (phrase_of("áng chừng"), Hedge::About, "chừng"),
    (phrase_of("phỏng chừng"), Hedge::About, "chừng"),
    (phrase_of("vượt mốc"), Hedge::MoreThan, "vượt mốc"),
    (phrase_of("vượt quá"), Hedge::MoreThan, "quá"),
    (phrase_of("ngót ngét"), Hedge::Nearly, "ngót nghét"),
    (phrase_of("gần bằng"), Hedge::Nearly, "gần"),
    (phrase_of("gần đạt"), Hedge::Nearly, "gần"),
    (phrase_of("gần tới"), Hedge::Nearly, "gần"),
    (phrase_of("less than"), Hedge::AtMost, "less than"),
    (phrase_of("chưa bằng"), Hedge::AtMost, "chưa bằng"),
    (phrase_of("chưa đạt"), Hedge::AtMost, "chưa đạt"),
    (phrase_of("fewer than"), Hedge::AtMost, "fewer than"),
    (phrase_of("close to"), Hedge::Nearly, "nearly"),
    (phrase_of("dưới"), Hedge::AtMost, "dưới"),
    (phrase_of("ước"), Hedge::Estimated, "ước"),
    (phrase_of("khoảng"), Hedge::About, "khoảng"),
    (phrase_of("chừng"), Hedge::About, "chừng"),
    (phrase_of("tầm"), Hedge::About, "tầm"),
    (phrase_of("độ"), Hedge::About, "độ"),
    (phrase_of("cỡ"), Hedge::About, "cỡ"),
    (phrase_of("hơn"), Hedge::MoreThan, "hơn"),
    (phrase_of("trên"), Hedge::MoreThan, "trên"),
    (phrase_of("quá"), Hedge::MoreThan, "quá"),
    (phrase_of("ngót"), Hedge::Nearly, "ngót"),
    (phrase_of("gần"), Hedge::Nearly, "gần"),
    (phrase_of("estimated"), Hedge::Estimated, "estimated"),
    (phrase_of("approximately"), Hedge::About, "approximately"),
    (phrase_of("roughly"), Hedge::About, "roughly"),
    (phrase_of("around"), Hedge::About, "around"),
    (phrase_of("about"), Hedge::About, "about"),
    (phrase_of("over"), Hedge::MoreThan, "over"),
    (phrase_of("above"), Hedge::MoreThan, "above"),
    (phrase_of("nearly"), Hedge::Nearly, "nearly"),
    (phrase_of("almost"), Hedge::Nearly, "almost"),
    (phrase_of("approx"), Hedge::About, "approximately"),
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
        let found = |text: &str| {
            let line = Line::of(text);
            before(&line, line.tokens.len()).map(|b| (b.hedge, b.word))
        };
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
