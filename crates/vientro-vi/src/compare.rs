//! Comparisons with a plan, a period or another figure: vượt 50,4% kế hoạch, tăng 6 lần, giảm một nửa.

use rust_decimal::Decimal;
use vientro_core::{Figure, FigureError, HedgeConvention, Printed};

use crate::lex;
use crate::number::{Reading, clip};
use crate::prelude::*;
use crate::unit::{Place, Unit, phrase_after, phrase_before};

/// What a comparison says happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum ComparisonKind {
    /// đạt, hoàn thành: so much of the base.
    Attains,
    /// giảm, thấp hơn: so much less than the base.
    Decreases,
    /// bằng: so much of the base.
    Equals,
    /// vượt: so much beyond the base.
    Exceeds,
    /// hụt, thiếu: so much short of the base.
    FallsShort,
    /// tăng, cao hơn: so much more than the base.
    Increases,
    /// gấp: so many times the base.
    Multiplies,
}

impl ComparisonKind {
    /// The kind as a code: `exceeds`, `attains`…
    pub const fn code(self) -> &'static str {
        match self {
            Self::Attains => "attains",
            Self::Decreases => "decreases",
            Self::Equals => "equals",
            Self::Exceeds => "exceeds",
            Self::FallsShort => "falls-short",
            Self::Increases => "increases",
            Self::Multiplies => "multiplies",
        }
    }
}

/// What is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Base {
    /// So với something else, in the words of the text.
    Other(String),
    /// kế hoạch, chỉ tiêu, mục tiêu, dự toán.
    Plan,
    /// năm trước, năm ngoái.
    PreviousYear,
    /// cùng kỳ.
    SamePeriod,
    /// A year by its number.
    Year(i32),
}

impl Base {
    /// The base as a code or in the words of the text.
    pub fn text(&self) -> String {
        match self {
            Self::Other(words) => words.clone(),
            Self::Plan => "plan".to_owned(),
            Self::PreviousYear => "previous-year".to_owned(),
            Self::SamePeriod => "same-period".to_owned(),
            Self::Year(year) => year.to_string(),
        }
    }
}

/// How the printed number becomes a percentage of the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Formula {
    /// offset + factor × printed
    Linear { offset: i64, factor: i64 },
    /// 100 ÷ printed
    Inverse,
}

/// A comparison, as a percentage of what is compared with.
///
/// "Tăng 6 lần" is said for six times as much and for six times more: both stay, and nothing is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(into = "Parts"))]
pub struct Comparison {
    kind: ComparisonKind,
    base: Option<Base>,
    printed: Printed,
    formulas: Vec<Formula>,
}

impl Comparison {
    /// What it says happened.
    pub fn kind(&self) -> ComparisonKind {
        self.kind
    }

    /// What is compared with, if the text says.
    pub fn base(&self) -> Option<&Base> {
        self.base.as_ref()
    }

    /// The number as printed: 50.4 of "vượt 50,4%", 6 of "tăng 6 lần".
    pub fn printed(&self) -> &Printed {
        &self.printed
    }

    /// The printed number as percent of the base: 150.4 for "vượt 50,4%"; one value for each way to read it.
    pub fn percents(&self) -> Vec<Decimal> {
        let x = *self.printed.value();
        self.formulas
            .iter()
            .filter_map(|formula| match *formula {
                Formula::Linear { offset, factor } => {
                    Decimal::from(offset).checked_add(Decimal::from(factor).checked_mul(x)?)
                }
                Formula::Inverse => Decimal::ONE_HUNDRED.checked_div(x),
            })
            .map(|percent| percent.normalize())
            .collect()
    }

    /// The percentage of the base if there is only one way to read it.
    pub fn percent(&self) -> Option<Decimal> {
        match self.percents().as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// The percentages of the base with their bounds; one figure for each way to read it.
    ///
    /// # Errors
    ///
    /// As [`HedgeConvention::figure`], and overflow.
    pub fn figures(&self, convention: &HedgeConvention) -> Result<Vec<Figure>, FigureError> {
        let printed = convention.figure(&self.printed)?;
        self.formulas
            .iter()
            .map(|formula| match *formula {
                Formula::Linear { offset, factor } => Figure::Known(Decimal::from(offset))
                    .checked_add(&printed.checked_mul(&Figure::Known(Decimal::from(factor)))?),
                Formula::Inverse => Figure::Known(Decimal::ONE_HUNDRED).checked_div(&printed),
            })
            .collect()
    }
}

/// The serialised form of a comparison, with the percentages in the place of the formulas.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct Parts {
    kind: ComparisonKind,
    base: Option<Base>,
    printed: Printed,
    percents: Vec<Decimal>,
}

#[cfg(feature = "serde")]
impl From<Comparison> for Parts {
    fn from(comparison: Comparison) -> Self {
        let percents = comparison.percents();
        let Comparison { kind, base, printed, formulas: _ } = comparison;
        Self { kind, base, printed, percents }
    }
}

/// No comparison in the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no comparison in `{found}`, expected a form such as `vượt 50,4% kế hoạch` or `tăng 6 lần`")]
#[non_exhaustive]
pub struct CompareError {
    /// The text.
    pub found: String,
}

/// Reads the first comparison of a text.
///
/// # Errors
///
/// [`CompareError`] if there is none.
///
/// ```
/// use rust_decimal::Decimal;
/// use vientro_vi::{Base, read_comparison};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let over = read_comparison("giải ngân hơn 18 tỷ đồng, vượt 50,4% kế hoạch năm")?;
/// assert_eq!(over.percent(), Some(Decimal::new(1504, 1)));
/// assert_eq!(over.base(), Some(&Base::Plan));
///
/// let grown = read_comparison("tăng 6 lần so với cùng kỳ")?;
/// assert_eq!(grown.percents(), [Decimal::from(600), Decimal::from(700)]);
/// assert_eq!(grown.percent(), None);
/// # Ok(()) }
/// ```
pub fn read_comparison(text: &str) -> Result<Comparison, CompareError> {
    crate::extract::extract(text)
        .find_map(crate::extract::Found::into_comparison)
        .ok_or_else(|| CompareError { found: clip(text) })
}

/// The comparison a percentage or number of times stands in.
pub(crate) fn around(text: &str, reading: &Reading, unmarked: bool) -> Option<Comparison> {
    let unit = reading.unit()?;
    if !matches!(unit, Unit::Percent | Unit::Times) {
        return None;
    }
    let span = reading.span();
    let base_after = base_after(text, span.end, unmarked);
    // "vượt kế hoạch 50,4%"
    let mut at = span.start;
    let mut base_between = None;
    let before = Place::before(text, at, unmarked);
    for (words, base) in &BASES {
        if let Some(start) = before.ends(words) {
            at = start;
            base_between = Some(base.clone());
            break;
        }
    }
    let before = Place::before(text, at, unmarked);
    let verb = VERBS.iter().find(|(words, _)| before.ends(words).is_some()).map(|(_, verb)| verb);
    // "tăng gần gấp 3 lần": the hedge takes gấp into the figure
    let inside = text.get(span)?;
    let times = inside.contains("gấp") || (unmarked && inside.contains("gap "));
    let verb = if times { &ComparisonKind::Multiplies } else { verb? };
    let base = base_after.or(base_between);
    let value = reading.value();
    let formulas = formulas(*verb, unit, value, base.is_some())?;
    Some(Comparison { kind: *verb, base, printed: reading.printed().clone(), formulas })
}

fn formulas(kind: ComparisonKind, unit: &Unit, value: Decimal, has_base: bool) -> Option<Vec<Formula>> {
    const fn linear(offset: i64, factor: i64) -> Formula {
        Formula::Linear { offset, factor }
    }
    let percent = *unit == Unit::Percent;
    Some(match (kind, percent) {
        // "đạt 40%" alone is a share of something, not a comparison
        (ComparisonKind::Attains | ComparisonKind::Equals, true) if has_base => vec![linear(0, 1)],
        (ComparisonKind::Attains | ComparisonKind::Equals, true) => return None,
        (ComparisonKind::Increases | ComparisonKind::Exceeds, true) => vec![linear(100, 1)],
        (ComparisonKind::Decreases | ComparisonKind::FallsShort, true) => vec![linear(100, -1)],
        (ComparisonKind::Multiplies, true) => vec![linear(0, 1)],
        (ComparisonKind::Multiplies | ComparisonKind::Equals, false) => vec![linear(0, 100)],
        (ComparisonKind::Increases | ComparisonKind::Exceeds, false) if value < Decimal::ONE => {
            vec![linear(100, 100)]
        }
        (ComparisonKind::Increases | ComparisonKind::Exceeds, false) => {
            vec![linear(0, 100), linear(100, 100)]
        }
        (ComparisonKind::Decreases, false) if value < Decimal::ONE => vec![linear(100, -100)],
        (ComparisonKind::Decreases, false) if !value.is_zero() => vec![Formula::Inverse],
        (ComparisonKind::Attains | ComparisonKind::Decreases | ComparisonKind::FallsShort, false) => {
            return None;
        }
    })
}

/// A comparison without digits at byte `at`: "giảm một nửa", "gấp đôi", and the byte where it begins and ends.
pub(crate) fn in_words(
    text: &str,
    at: usize,
    unmarked: bool,
) -> Option<(Comparison, core::ops::Range<usize>)> {
    const MULTIPLES: [(&str, i64); 12] = [
        ("gấp rưỡi", 15),
        ("gấp đôi", 20),
        ("gấp hai lần", 20),
        ("gấp hai", 20),
        ("gấp ba lần", 30),
        ("gấp ba", 30),
        ("gấp bốn lần", 40),
        ("gấp bốn", 40),
        ("gấp năm lần", 50),
        ("gấp sáu lần", 60),
        ("gấp bảy lần", 70),
        ("gấp mười lần", 100),
    ];
    let built = |kind, tenths: i64, formula, range: core::ops::Range<usize>| {
        let base = base_after(text, range.end, unmarked);
        let printed = Printed::new(Decimal::new(tenths, 1).normalize());
        Some((Comparison { kind, base, printed, formulas: vec![formula] }, range))
    };
    let here = Place::after(text, at, unmarked);
    for (words, tenths) in MULTIPLES {
        if let Some(end) = here.begins(words) {
            let start = phrase_before(text, at, "tăng", unmarked).unwrap_or(at);
            return built(
                ComparisonKind::Multiplies,
                tenths,
                Formula::Linear { offset: 0, factor: 100 },
                start..end,
            );
        }
    }
    let end = here.begins("một nửa")?;
    let half = Formula::Linear { offset: 0, factor: 100 };
    for (words, kind) in [
        ("giảm còn", ComparisonKind::Decreases),
        ("giảm xuống còn", ComparisonKind::Decreases),
        ("giảm đi", ComparisonKind::Decreases),
        ("giảm", ComparisonKind::Decreases),
        ("chỉ bằng", ComparisonKind::Equals),
        ("bằng", ComparisonKind::Equals),
    ] {
        if let Some(start) = phrase_before(text, at, words, unmarked) {
            return built(kind, 5, half, start..end);
        }
    }
    None
}

/// Verbs before the number, longer ones first.
const VERBS: [(&str, ComparisonKind); 31] = [
    ("tăng gấp", ComparisonKind::Multiplies),
    ("cao gấp", ComparisonKind::Multiplies),
    ("nhiều gấp", ComparisonKind::Multiplies),
    ("lớn gấp", ComparisonKind::Multiplies),
    ("gấp", ComparisonKind::Multiplies),
    ("vượt mức", ComparisonKind::Exceeds),
    ("vượt tới", ComparisonKind::Exceeds),
    ("vượt", ComparisonKind::Exceeds),
    ("hoàn thành", ComparisonKind::Attains),
    ("thực hiện được", ComparisonKind::Attains),
    ("thực hiện đạt", ComparisonKind::Attains),
    ("đạt tỷ lệ", ComparisonKind::Attains),
    ("đạt được", ComparisonKind::Attains),
    ("đạt", ComparisonKind::Attains),
    ("chỉ bằng", ComparisonKind::Equals),
    ("tương đương", ComparisonKind::Equals),
    ("bằng", ComparisonKind::Equals),
    ("tăng trưởng", ComparisonKind::Increases),
    ("tăng thêm", ComparisonKind::Increases),
    ("tăng tới", ComparisonKind::Increases),
    ("tăng đến", ComparisonKind::Increases),
    ("tăng", ComparisonKind::Increases),
    ("cao hơn", ComparisonKind::Increases),
    ("nhiều hơn", ComparisonKind::Increases),
    ("giảm tới", ComparisonKind::Decreases),
    ("giảm đến", ComparisonKind::Decreases),
    ("giảm", ComparisonKind::Decreases),
    ("thấp hơn", ComparisonKind::Decreases),
    ("ít hơn", ComparisonKind::Decreases),
    ("hụt", ComparisonKind::FallsShort),
    ("thiếu", ComparisonKind::FallsShort),
];

const BASES: [(&str, Base); 11] = [
    ("kế hoạch năm", Base::Plan),
    ("kế hoạch", Base::Plan),
    ("chỉ tiêu", Base::Plan),
    ("mục tiêu", Base::Plan),
    ("dự toán", Base::Plan),
    ("cùng kỳ", Base::SamePeriod),
    ("cùng kì", Base::SamePeriod),
    ("năm trước", Base::PreviousYear),
    ("năm ngoái", Base::PreviousYear),
    ("năm liền trước", Base::PreviousYear),
    ("the plan", Base::Plan),
];

/// What stands behind the number as its base.
fn base_after(text: &str, at: usize, unmarked: bool) -> Option<Base> {
    let mut at = at;
    // a comma, or "của" may stand before the base
    if let Some(token) = lex::next(text, at)
        && (token.is_symbol(',') || (token.is_word() && lex::same(&lex::key(token.text), "của", unmarked)))
    {
        at = token.end;
    }
    let against = ["so với", "so cùng", "với", "so"]
        .iter()
        .find_map(|words| phrase_after(text, at, words, unmarked).map(|end| (end, *words)));
    let from = match against {
        // "so cùng kỳ" keeps its second word
        Some((_, "so cùng")) => phrase_after(text, at, "so", unmarked)?,
        Some((end, _)) => end,
        None => at,
    };
    if let Some((_, base)) =
        BASES.iter().find(|(words, _)| phrase_after(text, from, words, unmarked).is_some())
    {
        return Some(base.clone());
    }
    let (end, words) = against?;
    if words != "so với" {
        return None;
    }
    if let Some(year_at) = phrase_after(text, end, "năm", unmarked)
        && let Some(year) = lex::next(text, year_at).filter(|run| run.kind == lex::Kind::Digits)
        && year.text.len() == 4
    {
        return year.text.parse().ok().map(Base::Year);
    }
    // up to four words of what it is compared with
    let mut last = end;
    for _ in 0..4 {
        match lex::next(text, last) {
            Some(token) if token.is_word() || token.kind == lex::Kind::Digits => last = token.end,
            _ => break,
        }
    }
    let words = text.get(end..last)?.trim();
    (!words.is_empty()).then(|| Base::Other(clip(words)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (ComparisonKind, Vec<String>, Option<Base>) {
        let found = read_comparison(text).unwrap();
        let percents = found.percents().iter().map(ToString::to_string).collect();
        (found.kind(), percents, found.base().cloned())
    }

    fn percents(text: &str) -> Vec<String> {
        read(text).1
    }

    #[test]
    fn against_a_plan() {
        assert_eq!(
            read("vượt 50,4% kế hoạch năm"),
            (ComparisonKind::Exceeds, vec!["150.4".to_owned()], Some(Base::Plan))
        );
        assert_eq!(
            read("đạt 103% kế hoạch"),
            (ComparisonKind::Attains, vec!["103".to_owned()], Some(Base::Plan))
        );
        assert_eq!(percents("vượt kế hoạch 50,4%"), ["150.4"]);
        assert_eq!(percents("hụt 5% so với kế hoạch"), ["95"]);
        assert_eq!(percents("hoàn thành 98,5% chỉ tiêu"), ["98.5"]);
    }

    #[test]
    fn against_a_period() {
        assert_eq!(
            read("bằng 81,46% so với cùng kỳ"),
            (ComparisonKind::Equals, vec!["81.46".to_owned()], Some(Base::SamePeriod))
        );
        assert_eq!(percents("tăng 647% so với cùng kỳ năm trước"), ["747"]);
        assert_eq!(read("giảm 20% so với năm 2024").2, Some(Base::Year(2024)));
        assert_eq!(percents("giảm 20% so với năm 2024"), ["80"]);
        assert_eq!(percents("cao hơn 5% so với năm ngoái"), ["105"]);
    }

    #[test]
    fn times() {
        assert_eq!(percents("tăng 6 lần"), ["600", "700"]);
        assert_eq!(percents("tăng 0,24 lần"), ["124"]);
        assert_eq!(percents("gấp hơn 6,4 lần"), ["640"]);
        assert_eq!(percents("tăng gấp 3 lần"), ["300"]);
        assert_eq!(percents("tăng gần gấp 3 lần so với năm trước"), ["300"]);
        let nearly = read_comparison("tăng gần gấp 3 lần").unwrap();
        assert_eq!(nearly.printed().hedge(), Some(vientro_core::Hedge::Nearly));
        assert_eq!(percents("giảm 4 lần"), ["25"]);
    }

    #[test]
    fn in_words_alone() {
        assert_eq!(percents("giảm một nửa so với cùng kỳ"), ["50"]);
        assert_eq!(read("giảm một nửa so với cùng kỳ").2, Some(Base::SamePeriod));
        assert_eq!(percents("tăng gấp đôi"), ["200"]);
        assert_eq!(percents("gấp rưỡi"), ["150"]);
    }

    #[test]
    fn hedges_go_through() {
        let convention = HedgeConvention::default();
        let fewer = read_comparison("giảm hơn 20%").unwrap().figures(&convention).unwrap();
        assert_eq!(fewer[0].interval().unwrap().to_string(), "(70, 80]");
        let more = read_comparison("gấp hơn 6,4 lần").unwrap().figures(&convention).unwrap();
        assert_eq!(more[0].interval().unwrap().to_string(), "[640, 650)");
    }

    #[test]
    fn what_is_no_comparison() {
        for text in
            ["đạt 40%", "chiếm 25,7%", "tăng từ 3,4 tỷ đồng lên 4,22 tỷ đồng", "3 lần", "một nửa số hộ", ""]
        {
            assert!(read_comparison(text).is_err(), "{text}");
        }
    }
}
