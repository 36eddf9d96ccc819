//! Provinces and cities with dates: a unit code means something only on a day.

use std::fmt;
use std::num::NonZeroU8;
use std::sync::LazyLock;

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};
use vientro_core::Bilingual;

use crate::ModelError;
use crate::error::date_vi;
use crate::text::words;

/// The first day of the 34 provinces and cities.
///
/// # Source
///
/// Resolution 202/2025/QH15; codes by Decision 19/2025/QĐ-TTg.
pub const MERGER: Option<NaiveDate> = NaiveDate::from_ymd_opt(2025, 7, 1);
/// The last day of the 63 provinces and cities.
pub(crate) const BEFORE_MERGER: Option<NaiveDate> = NaiveDate::from_ymd_opt(2025, 6, 30);
/// The first day of the city of Huế, the former province Thừa Thiên Huế, within the same borders.
pub(crate) const HUE_CITY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2025, 1, 1);
const BEFORE_HUE_CITY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2024, 12, 31);

/// What the merger rests on.
pub(crate) const LEGAL_BASIS: &str = "Resolution 202/2025/QH15; Decision 19/2025/QĐ-TTg";

/// A suggestion below this likeness helps nobody.
const SUGGESTION_SCORE_MIN: Decimal = Decimal::from_parts(6, 0, 0, false, 1);
/// How many suggestions are worth reading.
const SUGGESTIONS_MAX: usize = 3;

/// Code of a province or city, two digits. What it names depends on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("pattern" = "^(0[1-9]|[1-9][0-9])$")))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "&'static str"))]
pub struct UnitCode(NonZeroU8);

impl UnitCode {
    /// Takes two digits, `01` to `99`. A lone digit is not completed: `1` may be a cut `01` or a cut `1x`.
    ///
    /// # Errors
    ///
    /// [`ModelError::UnitCode`].
    pub fn try_new(code: impl AsRef<str>) -> Result<Self, ModelError> {
        let code = code.as_ref();
        let number = match code.as_bytes() {
            [tens, ones] if tens.is_ascii_digit() && ones.is_ascii_digit() => code.parse().ok(),
            _ => None,
        };
        number.map(Self).ok_or_else(|| ModelError::UnitCode { found: code.chars().take(40).collect() })
    }

    /// The two digits.
    pub fn as_str(&self) -> &'static str {
        let start = usize::from(self.0.get()).saturating_mul(2);
        TWO_DIGITS.get(start..start.saturating_add(2)).unwrap_or_default()
    }
}

/// The digits of all codes, one after the other, from `00`.
const TWO_DIGITS: &str = "\
    0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
    5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

impl fmt::Display for UnitCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for UnitCode {
    type Err = ModelError;

    fn from_str(code: &str) -> Result<Self, ModelError> {
        Self::try_new(code)
    }
}

impl TryFrom<String> for UnitCode {
    type Error = ModelError;

    fn try_from(code: String) -> Result<Self, ModelError> {
        Self::try_new(code)
    }
}

impl From<UnitCode> for &'static str {
    fn from(code: UnitCode) -> Self {
        code.as_str()
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for UnitCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::macros::read_code(deserializer)
    }
}

coded! {
    /// Province or centrally run city.
    #[expect(clippy::exhaustive_enums, reason = "the two kinds of the first tier")]
    ProvinceKind "kind of province" {
        /// Thành phố trực thuộc trung ương.
        City = "city", "thành phố", "city";
        /// Tỉnh.
        Province = "province", "tỉnh", "province";
    }
}

/// A province or city during the days it has this name, code and territory.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Province {
    code: UnitCode,
    name: String,
    name_plain: String,
    kind: ProvinceKind,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    /// What its spellings share.
    #[cfg_attr(feature = "serde", serde(skip))]
    key: String,
}

impl Province {
    /// The code.
    pub fn code(&self) -> &UnitCode {
        &self.code
    }

    /// The whole name, such as `Tỉnh An Giang`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name without its kind, such as `An Giang`.
    pub fn name_plain(&self) -> &str {
        &self.name_plain
    }

    /// Province or city.
    pub fn kind(&self) -> ProvinceKind {
        self.kind
    }

    /// The first day; `None` is before all days the table knows.
    pub fn valid_from(&self) -> Option<NaiveDate> {
        self.valid_from
    }

    /// The last day; `None` is without end.
    pub fn valid_to(&self) -> Option<NaiveDate> {
        self.valid_to
    }

    /// Is it in force on `day`?
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// A name that may have been meant, and how alike it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PlaceSuggestion {
    name: String,
    code: UnitCode,
    score: Decimal,
}

impl PlaceSuggestion {
    /// The whole name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its code on the day asked for.
    pub fn code(&self) -> &UnitCode {
        &self.code
    }

    /// Likeness from 0 to 1, two decimals.
    pub fn score(&self) -> Decimal {
        self.score
    }
}

/// Why a place is not found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlaceError {
    /// The name was or will be in force, but not on this day.
    #[error("`{name}` is not in force on {date}; it is part of {}", codes(.replaced_by))]
    NameNotInForce {
        /// The name asked for.
        name: String,
        /// The day asked for.
        date: NaiveDate,
        /// The units its territory belongs to on that day.
        replaced_by: Vec<UnitCode>,
    },
    /// The code has no owner on this day.
    #[error("code `{code}` of `{owner_then}` is not in force on {date}; use {}", codes(.replaced_by))]
    NotInForce {
        /// The code asked for.
        code: UnitCode,
        /// The day asked for.
        date: NaiveDate,
        /// Whose code it was when it was in force.
        owner_then: String,
        /// The units its territory belongs to on that day.
        replaced_by: Vec<UnitCode>,
    },
    /// No unit ever had this code.
    #[error("no province or city ever had the code `{code}`")]
    Unknown {
        /// The code asked for.
        code: UnitCode,
    },
    /// No unit has this name; what is near is only suggested.
    #[error("no province or city is named `{name}`{}", hint(.suggestions, ", did you mean "))]
    UnknownName {
        /// The name asked for, cut to 80 characters.
        name: String,
        /// Names alike, best first.
        suggestions: Vec<PlaceSuggestion>,
    },
}

impl PlaceError {
    /// The refusal in Vietnamese and in English.
    pub fn message(&self) -> Bilingual {
        let vi = match self {
            Self::NameNotInForce { name, date, replaced_by } => {
                format!(
                    "`{name}` không còn hoặc chưa có hiệu lực ngày {}; thuộc {}",
                    date_vi(*date),
                    codes(replaced_by)
                )
            }
            Self::NotInForce { code, date, owner_then, replaced_by } => format!(
                "mã `{code}` của `{owner_then}` không có hiệu lực ngày {}; hãy dùng {}",
                date_vi(*date),
                codes(replaced_by)
            ),
            Self::Unknown { code } => format!("chưa từng có tỉnh, thành phố mang mã `{code}`"),
            Self::UnknownName { name, suggestions } => {
                format!("không có tỉnh, thành phố tên `{name}`{}", hint(suggestions, ", có phải "))
            }
        };
        Bilingual::new(vi, self.to_string())
    }
}

fn codes(codes: &[UnitCode]) -> String {
    codes.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ")
}

fn hint(suggestions: &[PlaceSuggestion], words: &str) -> String {
    if suggestions.is_empty() {
        return String::new();
    }
    let names: Vec<String> = suggestions
        .iter()
        .map(|found| {
            // at most 1, so a hundred times it stays in range
            let percent = found.score.saturating_mul(Decimal::ONE_HUNDRED).normalize();
            format!("`{}` ({percent}%)", found.name)
        })
        .collect();
    format!("{words}{}?", names.join(", "))
}

/// A change of the territory of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AdministrativeChange {
    on: NaiveDate,
    after: Province,
    before: Vec<Province>,
}

impl AdministrativeChange {
    /// The first day of the new unit.
    pub fn on(&self) -> NaiveDate {
        self.on
    }

    /// The units merged.
    pub fn before(&self) -> &[Province] {
        &self.before
    }

    /// The unit made of them.
    pub fn after(&self) -> &Province {
        &self.after
    }

    /// The resolution and the decision on codes.
    pub fn legal_basis(&self) -> &'static str {
        LEGAL_BASIS
    }

    /// The change in one sentence.
    pub fn message(&self) -> Bilingual {
        let names = self.before.iter().map(Province::name_plain).collect::<Vec<_>>().join(" + ");
        Bilingual::new(
            format!("từ {} {} gồm {names}", date_vi(self.on), self.after.name_plain()),
            format!("since {} {} is {names}", self.on, self.after.name_plain()),
        )
    }
}

/// The provinces and cities of Viet Nam, 63 until 30 June 2025 and 34 since 1 July 2025.
///
/// ```
/// use chrono::NaiveDate;
/// use vientro_model::{Gazetteer, UnitCode};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let gazetteer = Gazetteer::viet_nam();
/// let code = UnitCode::try_new("91")?;
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).ok_or("no such day");
/// assert_eq!(gazetteer.by_code(&code, day(2025, 6, 30)?)?.name_plain(), "Kiên Giang");
/// assert_eq!(gazetteer.by_code(&code, day(2025, 7, 1)?)?.name_plain(), "An Giang");
/// # Ok(()) }
/// ```
///
/// # Source
///
/// Resolution 202/2025/QH15; codes by Decision 19/2025/QĐ-TTg and the list before it. Huế has been a city since
/// 1 January 2025 (general knowledge, to be checked against the resolution). Each former unit went whole into one
/// present unit.
#[derive(Debug)]
pub struct Gazetteer {
    /// Until 30 June 2025; Huế stands here under its two names.
    former: Vec<Province>,
    /// Since 1 July 2025; units that did not change are open at their beginning.
    present: Vec<Province>,
    /// Former code and present code.
    merges: Vec<(UnitCode, UnitCode)>,
}

static VIET_NAM: LazyLock<Gazetteer> =
    LazyLock::new(|| Gazetteer::from_csv(include_str!("../data/provinces.csv")));

impl Gazetteer {
    /// The table of Viet Nam.
    pub fn viet_nam() -> &'static Self {
        &VIET_NAM
    }

    /// Columns `old_code,old_name,new_code,new_name`. The table is part of the crate; a test counts its units.
    fn from_csv(table: &str) -> Self {
        let rows: Vec<_> = table
            .lines()
            .skip(1)
            .filter_map(|line| {
                let mut cells = line.trim_end().split(',');
                let (old, old_name, new, new_name) =
                    (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
                Some((UnitCode::try_new(old).ok()?, old_name, UnitCode::try_new(new).ok()?, new_name))
            })
            .collect();
        let merges: Vec<_> = rows.iter().map(|(old, _, new, _)| (*old, *new)).collect();
        let alone = |new: &UnitCode| merges.iter().filter(|(_, to)| to == new).count() == 1;
        let mut former = Vec::new();
        let mut present: Vec<Province> = Vec::new();
        for (old, old_name, new, new_name) in &rows {
            if alone(new) {
                // the same unit before and after; Huế alone changed its name and rank
                let is_hue = old.as_str() == "46";
                if is_hue {
                    former.push(unit(*old, "Tỉnh Thừa Thiên Huế", None, BEFORE_HUE_CITY));
                }
                let from = if is_hue { HUE_CITY } else { None };
                former.push(unit(*old, old_name, from, None));
                present.push(unit(*new, new_name, from, None));
            } else {
                former.push(unit(
                    *old,
                    old_name,
                    if old.as_str() == "46" { HUE_CITY } else { None },
                    BEFORE_MERGER,
                ));
                if !present.iter().any(|province| province.code == *new) {
                    present.push(unit(*new, new_name, MERGER, None));
                }
            }
        }
        present.sort_by_key(|province| province.code);
        Self { former, present, merges }
    }

    /// The units in force on `date`, by code.
    pub fn in_force(&self, date: NaiveDate) -> Vec<&Province> {
        let list = if MERGER.is_some_and(|merger| date < merger) { &self.former } else { &self.present };
        list.iter().filter(|province| province.holds_on(date)).collect()
    }

    /// The unit that owns `code` on `date`.
    ///
    /// # Errors
    ///
    /// [`PlaceError::NotInForce`] if the code has an owner on other days only, [`PlaceError::Unknown`] if it never
    /// had one.
    pub fn by_code(&self, code: &UnitCode, date: NaiveDate) -> Result<&Province, PlaceError> {
        if let Some(found) = self.in_force(date).into_iter().find(|province| province.code == *code) {
            return Ok(found);
        }
        let owner = self.everyone().find(|province| province.code == *code);
        let Some(owner) = owner else {
            return Err(PlaceError::Unknown { code: *code });
        };
        Err(PlaceError::NotInForce {
            code: *code,
            date,
            owner_then: owner.name.clone(),
            replaced_by: self.territory_on(owner, date),
        })
    }

    /// The unit that is named `name` on `date`: marks, case, punctuation and the words tỉnh, thành phố, TP. do not
    /// matter; TP.HCM and TPHCM are read.
    ///
    /// # Errors
    ///
    /// [`PlaceError::NameNotInForce`] for a name of other days, [`PlaceError::UnknownName`] with up to three
    /// suggestions for any other name: what is only near is never taken.
    pub fn by_name(&self, name: &str, date: NaiveDate) -> Result<&Province, PlaceError> {
        let key = name_key(name);
        let in_force = self.in_force(date);
        if let Some(found) = in_force.iter().find(|province| province.key == key) {
            return Ok(found);
        }
        if let Some(other) = self.everyone().find(|province| province.key == key) {
            return Err(PlaceError::NameNotInForce {
                name: other.name.clone(),
                date,
                replaced_by: self.territory_on(other, date),
            });
        }
        let whole = words(name).replace(' ', "");
        let mut suggestions: Vec<PlaceSuggestion> = in_force
            .into_iter()
            .map(|province| PlaceSuggestion {
                name: province.name.clone(),
                code: province.code,
                score: likeness(&key, &whole, &province.key),
            })
            .filter(|found| found.score >= SUGGESTION_SCORE_MIN)
            .collect();
        suggestions.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.code.cmp(&b.code)));
        suggestions.truncate(SUGGESTIONS_MAX);
        Err(PlaceError::UnknownName { name: name.chars().take(80).collect(), suggestions })
    }

    /// The present unit that the unit with the former code `old` went into; itself, if it did not change.
    pub fn successor(&self, old: &UnitCode) -> Option<&Province> {
        let (_, new) = self.merges.iter().find(|(from, _)| from == old)?;
        self.present.iter().find(|province| province.code == *new)
    }

    /// The former units that the unit with the present code `new` was made of, by code; itself, if it did not change.
    pub fn predecessors(&self, new: &UnitCode) -> Vec<&Province> {
        self.merges
            .iter()
            .filter(|(_, to)| to == new)
            .filter_map(|(old, _)| {
                // the last one of a code is the newest name
                self.former.iter().rev().find(|province| province.code == *old)
            })
            .collect()
    }

    /// Did the territory of `place` (a name, or a code in force on one of the days) change between the two days?
    ///
    /// `None` if it did not, and also if the place is not found: [`Gazetteer::change_between`] tells the two apart.
    pub fn changed_territory(
        &self,
        place: &str,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Option<AdministrativeChange> {
        self.change_between(place, from, to).ok().flatten()
    }

    /// As [`Gazetteer::changed_territory`], with an error for a place that is not found on either day.
    ///
    /// # Errors
    ///
    /// As [`Gazetteer::by_code`] and [`Gazetteer::by_name`] on the later day.
    pub fn change_between(
        &self,
        place: &str,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Option<AdministrativeChange>, PlaceError> {
        let (from, to) = (from.min(to), from.max(to));
        let code = UnitCode::try_new(place.trim()).ok();
        let find = |day| match &code {
            Some(code) => self.by_code(code, day),
            None => self.by_name(place, day),
        };
        let (earlier, later) = (find(from), find(to));
        let Some(merger) = MERGER.filter(|merger| from < *merger && *merger <= to) else {
            return later.map(|_| None);
        };
        // a name or code of the later day is meant first: An Giang is the present one unless it has no present one
        let after = match (later, earlier) {
            (Ok(after), _) => after,
            (Err(_), Ok(before)) => {
                let missing = || PlaceError::Unknown { code: before.code };
                self.successor(&before.code).ok_or_else(missing)?
            }
            (Err(error), Err(_)) => return Err(error),
        };
        let before: Vec<Province> = self.predecessors(&after.code).into_iter().cloned().collect();
        Ok((before.len() > 1).then(|| AdministrativeChange { on: merger, after: after.clone(), before }))
    }

    /// Former code and present code, by the former one.
    pub(crate) fn merges(&self) -> &[(UnitCode, UnitCode)] {
        &self.merges
    }

    /// Former units, then present ones.
    fn everyone(&self) -> impl Iterator<Item = &Province> {
        self.former.iter().chain(&self.present)
    }

    /// The codes on `date` of the territory that `province` has or had.
    fn territory_on(&self, province: &Province, date: NaiveDate) -> Vec<UnitCode> {
        let is_after = MERGER.is_some_and(|merger| date >= merger);
        let was_former = province.valid_from != MERGER;
        match (was_former, is_after) {
            (true, true) => {
                self.successor(&province.code).map(|province| province.code).into_iter().collect()
            }
            (false, false) => {
                self.predecessors(&province.code).into_iter().map(|province| province.code).collect()
            }
            (true, false) | (false, true) => vec![province.code],
        }
    }
}

fn unit(code: UnitCode, name: &str, valid_from: Option<NaiveDate>, valid_to: Option<NaiveDate>) -> Province {
    let (kind, name_plain) = match name.strip_prefix("Thành phố ") {
        Some(plain) => (ProvinceKind::City, plain),
        None => (ProvinceKind::Province, name.strip_prefix("Tỉnh ").unwrap_or(name)),
    };
    Province {
        code,
        name: name.to_owned(),
        name_plain: name_plain.to_owned(),
        kind,
        valid_from,
        valid_to,
        key: name_key(name),
    }
}

/// What two spellings of one name share: folded, without the kind of unit and without spaces.
fn name_key(name: &str) -> String {
    let folded = words(name);
    let rest = ["thanh pho ", "tinh ", "tp "]
        .iter()
        .find_map(|kind| folded.strip_prefix(kind))
        .unwrap_or(&folded)
        .replace(' ', "");
    match rest.as_str() {
        "hcm" | "tphcm" => "hochiminh".to_owned(),
        _ => rest,
    }
}

/// Likeness of a name with a unit. The short name of the city that has one is compared with the name as a whole, for
/// in TP.HM the letters TP are half of what is there.
fn likeness(key: &str, whole: &str, known: &str) -> Decimal {
    let mut best = vientro_vi::similarity(key, known);
    if known == "hochiminh" {
        best = best.max(vientro_vi::similarity(whole, "tphcm"));
    }
    best.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}
