//! Comparisons with a plan, a period or another figure: vượt 50,4% kế hoạch, tăng 6 lần, giảm một nửa.

use rust_decimal::Decimal;
use vientro_core::{Figure, FigureError, Hedge, HedgeConvention, Printed};

use crate::hedge;
use crate::number::{Extent, clip};
use crate::prelude::*;
use crate::scan;
use crate::spoken;
use crate::token::Line;
use crate::unit::Unit;
use crate::vocab::{Phrase, Roles, Word, phrase_of, role, word};

/// What a comparison says happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum ComparisonKind {
    /// chiếm: so much of a whole.
    AccountsFor,
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
            Self::AccountsFor => "accounts-for",
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
    /// 100 × printed ÷ base
    Of(Decimal),
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
    extent: Extent,
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

    /// The printed number as percent of the base: 150.4 for "vượt 50,4%"; one value for each way to read it, none
    /// for a difference in units ("tăng thêm 20 triệu đồng"), whose base is not printed.
    pub fn percents(&self) -> Vec<Decimal> {
        let x = *self.printed.value();
        self.formulas
            .iter()
            .filter_map(|formula| match *formula {
                Formula::Linear { offset, factor } => {
                    Decimal::from(offset).checked_add(Decimal::from(factor).checked_mul(x)?)
                }
                Formula::Inverse => Decimal::ONE_HUNDRED.checked_div(x),
                Formula::Of(base) => Decimal::ONE_HUNDRED.checked_mul(x)?.checked_div(base),
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
        let printed = self.extent.figure(&self.printed, *convention)?;
        self.formulas
            .iter()
            .map(|formula| match *formula {
                Formula::Linear { offset, factor } => Figure::Known(Decimal::from(offset))
                    .checked_add(&printed.checked_mul(&Figure::Known(Decimal::from(factor)))?),
                Formula::Inverse => Figure::Known(Decimal::ONE_HUNDRED).checked_div(&printed),
                Formula::Of(base) => printed
                    .checked_mul(&Figure::Known(Decimal::ONE_HUNDRED))?
                    .checked_div(&Figure::Known(base)),
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
        let Comparison { kind, base, printed, extent: _, formulas: _ } = comparison;
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

/// The comparison a figure stands in. `before` is the first figure of a change that ends before it, `said` the comparison
/// found last and the token after its figure.
pub(crate) fn around(
    line: &Line<'_>,
    figure: &scan::Figure,
    before: Option<&scan::Figure>,
    said: Option<(ComparisonKind, usize)>,
) -> Option<Comparison> {
    const AND: Word = word("và");
    let reading = &figure.reading;
    let unit = reading.unit()?;
    if let Some(change) = change_from(line, figure, before) {
        return Some(change);
    }
    let share = reading.is_fraction();
    let relative = matches!(unit, Unit::Percent | Unit::Times) || share && *unit == Unit::Ratio;
    // "vượt kế hoạch 50,4%"
    let mut base_between = None;
    let hedged = figure.number > figure.start;
    let kind = if hedged && line.is(figure.number - 1, GAP) {
        // "tăng gần gấp 3 lần": the hedge takes gấp into the figure
        ComparisonKind::Multiplies
    } else if let Some((kind, _)) = verb_before(line, figure.start) {
        kind
    } else if reading.printed().to().is_some()
        && let Some(start) = figure.start.checked_sub(1).filter(|start| line.is(*start, const { word("từ") }))
        && let Some((kind, _)) = verb_before(line, start)
    {
        // "tăng từ 10-11%"
        kind
    } else if let Some((_, start)) = hedge::tone_before(line, figure.start)
        && let Some((kind, _)) = verb_before(line, start)
    {
        // "đạt chỉ 65% chỉ tiêu"
        kind
    } else if let Some((kind, _)) = said.filter(|(_, end)| {
        figure.start == *end + 1
            && line.at(*end).is_some_and(|joint| joint.is_symbol(',') || line.says(joint, AND))
    }) && base_after(line, figure.end).is_some()
    {
        // "lần lượt giảm 9,9% và 45,5% so với cùng kỳ"
        kind
    } else if let Some((base, start)) = base_before(line, figure.start)
        && let Some((kind, _)) = verb_before(line, start)
    {
        base_between = Some(base);
        kind
    } else if hedged && let Some((kind, _)) = verb_before(line, figure.number) {
        // "ước tăng 12%": the verb stands behind the hedge
        kind
    } else {
        return None;
    };
    let base = base_after(line, figure.end).or(base_between).or_else(|| {
        // "bằng 41,3% vốn cam kết": a share of what is named next
        let shares = matches!(kind, ComparisonKind::Equals | ComparisonKind::AccountsFor) && relative;
        let named = line.word_at(figure.end).is_some_and(|next| !next.has(role::STOP));
        if shares && named { words_from(line, figure.end, WORDS_MAX).map(Base::Other) } else { None }
    });
    let formulas = if relative {
        formulas(kind, unit, reading.value(), base.is_some())?
    } else {
        // "tăng thêm 20 triệu đồng": so much more, of a base that is not printed
        let differs = matches!(
            kind,
            ComparisonKind::Increases
                | ComparisonKind::Decreases
                | ComparisonKind::Exceeds
                | ComparisonKind::FallsShort
        );
        let said = base.is_some() || THEM_PHRASES.iter().any(|more| line.ends(figure.start, more).is_some());
        if !differs || !said || reading.printed().to().is_some() {
            return None;
        }
        Vec::new()
    };
    let (printed, extent) = (reading.printed().clone(), reading.extent());
    Some(Comparison { kind, base, printed, extent, formulas })
}

const GAP: Word = word("gấp");

static THEM_PHRASES: [Phrase; 7] = [
    phrase_of("tăng thêm"),
    phrase_of("tăng"),
    phrase_of("giảm bớt"),
    phrase_of("giảm đi"),
    phrase_of("giảm"),
    phrase_of("thêm được"),
    phrase_of("vượt"),
];

/// "tăng từ 3,4 tỷ đồng lên 4,22 tỷ đồng": the second figure against the first.
fn change_from(line: &Line<'_>, figure: &scan::Figure, before: Option<&scan::Figure>) -> Option<Comparison> {
    const FROM: Word = word("từ");
    let before = before?;
    let joint = [phrase_of("lên đến"), phrase_of("lên tới"), phrase_of("lên thành"), phrase_of("xuống còn")]
        .iter()
        .chain(&JOINTS)
        .find_map(|words| line.ends(figure.start, words))?;
    if joint != before.end || !line.is(before.start.checked_sub(1)?, FROM) {
        return None;
    }
    let kind = line
        .before(before.start.checked_sub(1)?)
        .and_then(|verb| CHANGES.iter().find(|(word, _)| line.says(verb, *word)).map(|(_, kind)| *kind));
    let (low, high) = (before.reading.value(), figure.reading.value());
    let kind = match kind {
        Some(kind) => kind,
        None if line.is(joint, const { word("lên") }) => ComparisonKind::Increases,
        None if line.is(joint, const { word("xuống") }) => ComparisonKind::Decreases,
        None => return None,
    };
    let exact = before.reading.hedge().is_none()
        && before.reading.alternatives().is_empty()
        && before.reading.unit() == figure.reading.unit();
    if !exact || low <= Decimal::ZERO || (kind == ComparisonKind::Increases) != (high > low) {
        return None;
    }
    let words = line.text.get(line.start_of(before.start)..line.end_before(before.end))?;
    Some(Comparison {
        kind,
        base: Some(Base::Other(clip(words))),
        printed: figure.reading.printed().clone(),
        extent: figure.reading.extent(),
        formulas: vec![Formula::Of(low)],
    })
}

static JOINTS: [Phrase; 9] = [
    phrase_of("lên đến"),
    phrase_of("lên tới"),
    phrase_of("lên thành"),
    phrase_of("xuống còn"),
    phrase_of("lên"),
    phrase_of("xuống"),
    phrase_of("còn"),
    phrase_of("đến"),
    phrase_of("thành"),
];

const CHANGES: [(Word, ComparisonKind); 6] = [
    (word("tăng"), ComparisonKind::Increases),
    (word("nâng"), ComparisonKind::Increases),
    (word("thêm"), ComparisonKind::Increases),
    (word("giảm"), ComparisonKind::Decreases),
    (word("hạ"), ComparisonKind::Decreases),
    (word("rút"), ComparisonKind::Decreases),
];

/// The verb that ends right before `index`, and where it begins.
fn verb_before(line: &Line<'_>, index: usize) -> Option<(ComparisonKind, usize)> {
    line.before(index).filter(|token| token.has(role::VERB))?;
    VERBS.iter().find_map(|(words, kind)| line.ends(index, words).map(|start| (*kind, start)))
}

/// Is a base named in the clause of the tokens from `start` to `end`?
pub(crate) fn names_base(line: &Line<'_>, start: usize, end: usize) -> bool {
    const AROUND: usize = 8;
    let ends = |at: &usize| line.at(*at).is_none_or(|token| matches!(token.symbol(), Some('.' | ';')));
    let named = |at: usize| {
        line.at(at).is_some_and(|token| token.has(role::BASE))
            && BASES.iter().any(|(words, _)| line.begins(at, words).is_some())
            || line.begins(at, const { &phrase_of("so với") }).is_some()
    };
    let before = (start.saturating_sub(AROUND)..start).rev().take_while(|at| !ends(at));
    let after = (end..end + AROUND).take_while(|at| !ends(at));
    before.chain(after).any(named)
}

/// A base that ends right before `index`, and where it begins.
fn base_before(line: &Line<'_>, index: usize) -> Option<(Base, usize)> {
    line.before(index).filter(|token| token.has(role::BASE))?;
    BASES.iter().find_map(|(words, base)| line.ends(index, words).map(|start| (base.clone(), start)))
}

fn formulas(kind: ComparisonKind, unit: &Unit, value: Decimal, has_base: bool) -> Option<Vec<Formula>> {
    const fn linear(offset: i64, factor: i64) -> Formula {
        Formula::Linear { offset, factor }
    }
    let percent = *unit == Unit::Percent;
    Some(match (kind, percent) {
        // "đạt 40%" alone is a share of something, not a comparison
        (ComparisonKind::AccountsFor | ComparisonKind::Attains | ComparisonKind::Equals, _) if !has_base => {
            return None;
        }
        (ComparisonKind::AccountsFor | ComparisonKind::Attains | ComparisonKind::Equals, true) => {
            vec![linear(0, 1)]
        }
        (ComparisonKind::AccountsFor | ComparisonKind::Attains, false) if *unit == Unit::Ratio => {
            vec![linear(0, 100)]
        }
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
        (ComparisonKind::FallsShort, false) if *unit == Unit::Ratio => vec![linear(100, -100)],
        (
            ComparisonKind::AccountsFor
            | ComparisonKind::Attains
            | ComparisonKind::Decreases
            | ComparisonKind::FallsShort,
            false,
        ) => {
            return None;
        }
    })
}

/// A comparison without digits whose head is at `index`: "giảm một nửa", "gấp đôi", and the tokens it takes.
pub(crate) fn in_words(
    line: &Line<'_>,
    index: usize,
    floor: usize,
) -> Option<(Comparison, core::ops::Range<usize>)> {
    let built = |kind, value: Decimal, hedge: Option<Hedge>, formula, range: core::ops::Range<usize>| {
        let base = base_after(line, range.end);
        let mut printed = Printed::new(value);
        if let Some(hedge) = hedge {
            printed = printed.hedged(hedge);
        }
        let extent = Extent { fraction: value < Decimal::ONE, ..Extent::default() };
        if let Some((_, place)) = scan::share(Decimal::ONE, Decimal::TWO).filter(|_| extent.fraction) {
            printed = printed.to_place(place);
        }
        Some((Comparison { kind, base, printed, extent, formulas: vec![formula] }, range))
    };
    let hundredfold = Formula::Linear { offset: 0, factor: 100 };
    if line.is(index, GAP) {
        // "gấp gần hai lần", "hơn gấp đôi"
        let mut hedge = hedge::before(line, index).filter(|hedge| hedge.start >= floor);
        let mut start = hedge.map_or(index, |hedge| hedge.start);
        let mut number = index + 1;
        if hedge.is_none() && line.at(number).is_some_and(|token| token.has(role::HEDGE)) {
            hedge = hedge::before(line, number + 1).filter(|hedge| hedge.start == number);
            number += usize::from(hedge.is_some());
        }
        if start > floor && line.is(start - 1, const { word("tăng") }) {
            start -= 1;
        }
        let meaning = hedge.map(|hedge| hedge.hedge);
        for (word, tenths) in [(const { word("đôi") }, 20), (const { word("rưỡi") }, 15)] {
            if line.is(number, word) {
                let value = Decimal::new(tenths, 1).normalize();
                return built(ComparisonKind::Multiplies, value, meaning, hundredfold, start..number + 1);
            }
        }
        let spoken = spoken::read(line, number).filter(|spoken| spoken.fraction.is_none())?;
        let times = line.is(spoken.end, const { word("lần") });
        // "gấp ba" alone, but not "gấp hai bộ hồ sơ"
        let ends = line.at(spoken.end).is_none_or(|next| !next.is_word() || next.has(role::STOP));
        if !times && !ends {
            return None;
        }
        let end = spoken.end + usize::from(times);
        return built(ComparisonKind::Multiplies, spoken.value, meaning, hundredfold, start..end);
    }
    if !(line.is(index, const { word("một") }) && line.is(index + 1, const { word("nửa") })) {
        return None;
    }
    let hedge = hedge::before(line, index).filter(|hedge| hedge.start >= floor);
    let from = hedge.map_or(index, |hedge| hedge.start);
    for (words, kind) in &HALVES {
        if let Some(start) = line.ends(from, words).filter(|start| *start >= floor) {
            // half as much and half as much less come to the same, but not their hedges
            let stays = line.is(from.wrapping_sub(1), const { word("còn") });
            let formula = if hedge.is_some() && *kind == ComparisonKind::Decreases && !stays {
                Formula::Linear { offset: 100, factor: -100 }
            } else if *kind == ComparisonKind::Increases {
                Formula::Linear { offset: 100, factor: 100 }
            } else {
                hundredfold
            };
            let half = Decimal::new(5, 1);
            return built(*kind, half, hedge.map(|hedge| hedge.hedge), formula, start..index + 2);
        }
    }
    None
}

static HALVES: [(Phrase, ComparisonKind); 9] = [
    (phrase_of("giảm còn"), ComparisonKind::Decreases),
    (phrase_of("giảm xuống còn"), ComparisonKind::Decreases),
    (phrase_of("chỉ còn"), ComparisonKind::Equals),
    (phrase_of("giảm đi"), ComparisonKind::Decreases),
    (phrase_of("giảm tới"), ComparisonKind::Decreases),
    (phrase_of("giảm"), ComparisonKind::Decreases),
    (phrase_of("chỉ bằng"), ComparisonKind::Equals),
    (phrase_of("bằng"), ComparisonKind::Equals),
    (phrase_of("tăng"), ComparisonKind::Increases),
];

/// Adds the roles of comparisons.
#[expect(clippy::indexing_slicing, reason = "runs at compile time")]
pub(crate) const fn add_roles(roles: &mut Roles, unmarked: bool) {
    let mut index = 0;
    while index < VERBS.len() {
        roles.add_last(&VERBS[index].0, unmarked, role::VERB);
        index += 1;
    }
    index = 0;
    while index < BASES.len() {
        roles.add_first(&BASES[index].0, unmarked, role::BASE);
        roles.add_last(&BASES[index].0, unmarked, role::BASE);
        index += 1;
    }
    roles.add(GAP, unmarked, role::COMPARISON);
    // "một nửa" is looked at from its first word
    roles.add(word("một"), unmarked, role::COMPARISON);
}

/// Verbs before the number, longer ones first.
static VERBS: [(Phrase, ComparisonKind); 47] = [
    (phrase_of("thực hiện được"), ComparisonKind::Attains),
    (phrase_of("thực hiện đạt"), ComparisonKind::Attains),
    (phrase_of("đạt tỷ lệ"), ComparisonKind::Attains),
    (phrase_of("chiếm tỷ lệ"), ComparisonKind::AccountsFor),
    (phrase_of("tăng bình quân"), ComparisonKind::Increases),
    (phrase_of("giảm xuống còn"), ComparisonKind::Equals),
    (phrase_of("tăng gấp"), ComparisonKind::Multiplies),
    (phrase_of("cao gấp"), ComparisonKind::Multiplies),
    (phrase_of("nhiều gấp"), ComparisonKind::Multiplies),
    (phrase_of("lớn gấp"), ComparisonKind::Multiplies),
    (phrase_of("vượt mức"), ComparisonKind::Exceeds),
    (phrase_of("vượt tới"), ComparisonKind::Exceeds),
    (phrase_of("hoàn thành"), ComparisonKind::Attains),
    (phrase_of("đạt được"), ComparisonKind::Attains),
    (phrase_of("chỉ bằng"), ComparisonKind::Equals),
    (phrase_of("tương đương"), ComparisonKind::Equals),
    (phrase_of("tăng trưởng"), ComparisonKind::Increases),
    (phrase_of("tăng thêm"), ComparisonKind::Increases),
    (phrase_of("tăng tới"), ComparisonKind::Increases),
    (phrase_of("tăng đến"), ComparisonKind::Increases),
    (phrase_of("cao hơn"), ComparisonKind::Increases),
    (phrase_of("nhiều hơn"), ComparisonKind::Increases),
    (phrase_of("giảm tới"), ComparisonKind::Decreases),
    (phrase_of("giảm đến"), ComparisonKind::Decreases),
    (phrase_of("thấp hơn"), ComparisonKind::Decreases),
    (phrase_of("ít hơn"), ComparisonKind::Decreases),
    (phrase_of("chiếm tới"), ComparisonKind::AccountsFor),
    (phrase_of("chiếm đến"), ComparisonKind::AccountsFor),
    (phrase_of("đóng góp"), ComparisonKind::AccountsFor),
    (phrase_of("lớn hơn"), ComparisonKind::Increases),
    (phrase_of("giảm bớt"), ComparisonKind::Decreases),
    (phrase_of("giảm đi"), ComparisonKind::Decreases),
    (phrase_of("giảm còn"), ComparisonKind::Equals),
    (phrase_of("chỉ còn"), ComparisonKind::Equals),
    (phrase_of("chỉ đạt"), ComparisonKind::Attains),
    (phrase_of("thực hiện"), ComparisonKind::Attains),
    (phrase_of("sụt giảm"), ComparisonKind::Decreases),
    (phrase_of("vượt hơn"), ComparisonKind::Exceeds),
    (phrase_of("gấp"), ComparisonKind::Multiplies),
    (phrase_of("vượt"), ComparisonKind::Exceeds),
    (phrase_of("đạt"), ComparisonKind::Attains),
    (phrase_of("bằng"), ComparisonKind::Equals),
    (phrase_of("tăng"), ComparisonKind::Increases),
    (phrase_of("giảm"), ComparisonKind::Decreases),
    (phrase_of("hụt"), ComparisonKind::FallsShort),
    (phrase_of("thiếu"), ComparisonKind::FallsShort),
    (phrase_of("chiếm"), ComparisonKind::AccountsFor),
];

static BASES: [(Phrase, Base); 18] = [
    (phrase_of("kế hoạch đề ra"), Base::Plan),
    (phrase_of("kế hoạch được giao"), Base::Plan),
    (phrase_of("chỉ tiêu kế hoạch"), Base::Plan),
    (phrase_of("cùng kỳ năm trước"), Base::SamePeriod),
    (phrase_of("cùng kỳ năm ngoái"), Base::SamePeriod),
    (phrase_of("kế hoạch năm"), Base::Plan),
    (phrase_of("năm liền trước"), Base::PreviousYear),
    (phrase_of("cùng thời điểm"), Base::SamePeriod),
    (phrase_of("năm liền kề"), Base::PreviousYear),
    (phrase_of("kế hoạch"), Base::Plan),
    (phrase_of("chỉ tiêu"), Base::Plan),
    (phrase_of("mục tiêu"), Base::Plan),
    (phrase_of("dự toán"), Base::Plan),
    (phrase_of("cùng kỳ"), Base::SamePeriod),
    (phrase_of("cùng kì"), Base::SamePeriod),
    (phrase_of("năm trước"), Base::PreviousYear),
    (phrase_of("năm ngoái"), Base::PreviousYear),
    (phrase_of("the plan"), Base::Plan),
];

/// What stands behind the number as its base.
fn base_after(line: &Line<'_>, index: usize) -> Option<Base> {
    const OF: Word = word("của");
    const NAM: Word = word("năm");
    const WITH: Word = word("với");
    const WHOLE: [Word; 3] = [word("tổng"), word("toàn"), word("cả")];
    let mut at = index;
    // a comma, or "của" may stand before the base
    if line.at(at).is_some_and(|token| token.is_symbol(',') || line.says(token, OF)) {
        at += 1;
    }
    // "chiếm 35% tổng vốn"
    if line.is_one(at, &WHOLE) {
        return words_from(line, at, WORDS_MAX).map(Base::Other);
    }
    let (from, full) = if line.is(at, const { word("so") }) {
        let with = line.is(at + 1, WITH);
        (at + 1 + usize::from(with), with)
    } else if line.is(at, WITH) {
        (at + 1, false)
    } else {
        (at, false)
    };
    let base = |at: usize| {
        line.at(at).filter(|token| token.has(role::BASE))?;
        BASES.iter().find(|(words, _)| line.begins(at, words).is_some()).map(|(_, base)| base.clone())
    };
    if let Some(base) = base(from) {
        return Some(base);
    }
    if !full {
        return None;
    }
    if line.is(from, NAM)
        && let Some(year) = line.at(from + 1).filter(|run| run.is_digits() && run.length() == 4)
    {
        return line.text_of(year).parse().ok().map(Base::Year);
    }
    words_from(line, from, WORDS_MAX).map(Base::Other)
}

/// Words of what is compared with, at most.
const WORDS_MAX: usize = 4;

/// The words and numbers from `index` on.
fn words_from(line: &Line<'_>, index: usize, most: usize) -> Option<String> {
    let count = (index..index + most)
        .take_while(|at| line.at(*at).is_some_and(|token| token.symbol().is_none()))
        .count();
    let words = line.text.get(line.start_of(index)..line.end_before(index + count))?;
    (count > 0).then(|| clip(words))
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
        assert_eq!(nearly.printed().hedge(), Some(Hedge::Nearly));
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
        for text in ["đạt 40%", "chiếm 25,7%", "3 lần", "một nửa số hộ", "tăng từ 3 tỷ đồng", ""]
        {
            assert!(read_comparison(text).is_err(), "{text}");
        }
    }
}
