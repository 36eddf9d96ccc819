//! Names taken to other names.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use vientro_core::Language;
use vientro_model::{Gazetteer, RegionScheme, Sector};

use super::QueryError;

/// Names taken to other names, where needed by days on which another part begins to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct NameMap {
    first: BTreeMap<String, String>,
    later: BTreeMap<NaiveDate, BTreeMap<String, String>>,
}

impl NameMap {
    /// A map of pairs from name to name.
    ///
    /// # Errors
    ///
    /// [`QueryError::Overlap`] for a name that is taken to two others: groups that overlap cannot be a key, since their sums would not add
    /// up. Count each of them by itself, with [`Measure::only`](super::Measure::only) under its name.
    pub fn try_new<A: Into<String>, B: Into<String>>(
        pairs: impl IntoIterator<Item = (A, B)>,
    ) -> Result<Self, QueryError> {
        Ok(Self { first: owned(pairs)?, later: BTreeMap::new() })
    }

    /// From `day` on these pairs hold instead.
    ///
    /// # Errors
    ///
    /// As [`NameMap::try_new`].
    pub fn from_day<A: Into<String>, B: Into<String>>(
        mut self,
        day: NaiveDate,
        pairs: impl IntoIterator<Item = (A, B)>,
    ) -> Result<Self, QueryError> {
        self.later.insert(day, owned(pairs)?);
        Ok(self)
    }

    /// Codes of countries to the names of their regions. A scheme has no country twice.
    pub fn to_regions(scheme: &RegionScheme, language: Language) -> Self {
        let pairs = scheme.regions().iter().flat_map(|region| {
            let name = region.name().text(language).to_owned();
            region.countries().iter().map(move |country| (country.to_string(), name.clone()))
        });
        Self { first: pairs.collect(), later: BTreeMap::new() }
    }

    /// The names of a dictionary to the codes of their sectors.
    pub(crate) fn to_sectors(names: &[String]) -> Self {
        let pairs =
            names.iter().filter_map(|name| Some((name.clone(), sector_of(name)?.as_str().to_owned())));
        Self { first: pairs.collect(), later: BTreeMap::new() }
    }

    /// Codes of provinces as of a day to codes of the present units.
    pub fn to_present_provinces() -> Self {
        Self::provinces(|gazetteer, before, after| {
            let restated = before.iter().filter_map(|code| Some((code.clone(), gazetteer(code)?)));
            (restated.collect(), after.iter().map(|code| (code.clone(), code.clone())).collect())
        })
    }

    /// Codes of provinces as of a day to codes of the former units. A unit that was made of several stands for all of them, joined by a plus:
    /// what it has cannot be told apart by former unit, and is none of theirs alone.
    pub fn to_former_provinces() -> Self {
        Self::provinces(|successor, before, after| {
            let former = after.iter().map(|code| {
                let old = before.iter().filter(|old| successor(old).as_ref() == Some(code));
                (code.clone(), old.map(String::as_str).collect::<Vec<_>>().join("+"))
            });
            (before.iter().map(|code| (code.clone(), code.clone())).collect(), former.collect())
        })
    }

    fn provinces(
        pairs: impl Fn(&dyn Fn(&str) -> Option<String>, &[String], &[String]) -> (Pairs, Pairs),
    ) -> Self {
        let gazetteer = Gazetteer::viet_nam();
        // Resolution 202/2025/QH15: the present units work from this day
        let Some((merger, eve)) =
            NaiveDate::from_ymd_opt(2025, 7, 1).and_then(|day| Some((day, day.pred_opt()?)))
        else {
            return Self::default();
        };
        let codes = |day| -> Vec<String> {
            gazetteer.in_force(day).iter().map(|province| province.code().as_str().to_owned()).collect()
        };
        let successor = |code: &str| {
            let code = vientro_model::UnitCode::try_new(code).ok()?;
            gazetteer.successor(&code).map(|province| province.code().as_str().to_owned())
        };
        let (before, after) = pairs(&successor, &codes(eve), &codes(merger));
        Self {
            first: before.into_iter().collect(),
            later: BTreeMap::from([(merger, after.into_iter().collect())]),
        }
    }

    /// The parts, the first first.
    pub(crate) fn maps(&self) -> impl Iterator<Item = &BTreeMap<String, String>> {
        std::iter::once(&self.first).chain(self.later.values())
    }

    /// Is there but one part?
    pub(crate) fn is_single(&self) -> bool {
        self.later.is_empty()
    }

    /// What a name is taken to, by the part that holds on a day. An undated row is read by the first part only where there is but one.
    pub(crate) fn name_on(&self, name: &str, day: Option<NaiveDate>) -> Option<&str> {
        let part = match day {
            Some(day) => self.part_on(day),
            None if self.is_single() => 0,
            None => return None,
        };
        self.maps().nth(part)?.get(name).map(String::as_str)
    }

    /// What a name is taken to by the first part.
    pub(crate) fn name_first(&self, name: &str) -> Option<&str> {
        self.first.get(name).map(String::as_str)
    }

    /// Which part holds on a day, from zero.
    pub(crate) fn part_on(&self, day: NaiveDate) -> usize {
        self.later.range(..=day).count()
    }
}

/// Pairs of names.
type Pairs = Vec<(String, String)>;

fn owned<A: Into<String>, B: Into<String>>(
    pairs: impl IntoIterator<Item = (A, B)>,
) -> Result<BTreeMap<String, String>, QueryError> {
    let mut map = BTreeMap::new();
    for (from, to) in pairs {
        let (name, right): (String, String) = (from.into(), to.into());
        if let Some(left) = map.insert(name.clone(), right.clone())
            && left != right
        {
            return Err(QueryError::Overlap { name, left, right });
        }
    }
    Ok(map)
}

/// The sector of a label, or of several joined as a frame of flows joins them, if all are of one.
pub(crate) fn sector_of(label: &str) -> Option<Sector> {
    let mut sectors = label.split("; ").map(Sector::of_label);
    let first = sectors.next()??;
    sectors.all(|sector| sector == Some(first)).then_some(first)
}
