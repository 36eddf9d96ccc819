//! The way of a territory through the days: what a unit was, what it became, and splits with shares.

use chrono::NaiveDate;

use crate::macros::Checked;
use crate::passage::{Passage, carry, check};
use crate::place::{HUE_CITY, MERGER};
use crate::{Gazetteer, ModelError, PlaceError, Province, Shares, UnitCode};

/// The units of a territory from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PathStep {
    on: NaiveDate,
    units: Vec<&'static Province>,
}

impl PathStep {
    /// The first day of these units on the way; the day asked for in the first step. On a way back in time it is the
    /// last day.
    pub const fn on(&self) -> NaiveDate {
        self.on
    }

    /// The units, by code.
    pub fn units(&self) -> &[&'static Province] {
        &self.units
    }
}

impl Gazetteer {
    /// The way of the unit that owns `code` on `from` to the day `to`, forward or back: one step for each change of
    /// name, rank, code or territory.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use vientro_model::{Gazetteer, UnitCode};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let day = |year| NaiveDate::from_ymd_opt(year, 12, 31).ok_or("no such day");
    /// let steps = Gazetteer::viet_nam().path(&UnitCode::try_new("91")?, day(2025)?, day(2024)?)?;
    /// let names: Vec<_> = steps[1].units().iter().map(|unit| unit.name_plain()).collect();
    /// assert_eq!(names, ["An Giang", "Kiên Giang"]);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Gazetteer::by_code`] on the day `from`.
    pub fn path(
        &'static self,
        code: &UnitCode,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<PathStep>, PlaceError> {
        let mut steps = vec![PathStep { on: from, units: vec![self.by_code(code, from)?] }];
        let mut changes: Vec<NaiveDate> = [HUE_CITY, MERGER].into_iter().flatten().collect();
        let is_back = to < from;
        if is_back {
            changes.reverse();
        }
        for change in changes {
            let before = change.pred_opt().unwrap_or(change);
            let (is_passed, day) = if is_back {
                (to < change && change <= from, before)
            } else {
                (from < change && change <= to, change)
            };
            let Some(last) = steps.last().filter(|_| is_passed) else { continue };
            let mut units = Vec::new();
            for unit in &last.units {
                match (Some(change) == MERGER, is_back) {
                    (true, true) => units.extend(self.predecessors(unit.code())),
                    (true, false) => units.extend(self.successor(unit.code())),
                    (false, _) => units.push(self.by_code(unit.code(), day)?),
                }
            }
            if units != last.units {
                steps.push(PathStep { on: day, units });
            }
        }
        Ok(steps)
    }

    /// The changes of the table: the merger of 1 July 2025, each former unit wholly into one present unit.
    ///
    /// # Errors
    ///
    /// None that the table could cause; a change asks its own checks.
    pub fn changes(&self) -> Result<Vec<TerritoryChange>, ModelError> {
        let Some(merger) = MERGER else { return Ok(Vec::new()) };
        let passages = self.merges().iter().map(|(old, new)| Passage::whole(*old, *new));
        Ok(vec![TerritoryChange::try_new(merger, crate::place::LEGAL_BASIS, passages)?])
    }
}

record! {
    /// A change of the territory of units, from n to n, with its legal basis. Units it does not name stay.
    ///
    /// The merger of 2025 split no province; a later split, or an older one, is a change with shares of whatever is
    /// compared, such as people.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use rust_decimal::Decimal;
    /// use vientro_model::{Passage, Shares, TerritoryChange, UnitCode, follow};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (old, east, west) = (UnitCode::try_new("97")?, UnitCode::try_new("98")?, UnitCode::try_new("99")?);
    /// let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).ok_or("no such day");
    /// // a split that never was
    /// let shares = Shares::from_percent([(east.clone(), Decimal::from(60)), (west, Decimal::from(40))])?;
    /// let split = TerritoryChange::try_new(day(2040)?, "an example", [Passage::split(old.clone(), shares)])?;
    /// let today = follow(&[split], &old, day(2039)?, day(2041)?)?;
    /// assert_eq!(today.percent_of(&east), Some(Decimal::from(60)));
    /// # Ok(()) }
    /// ```
    TerritoryChange
    need { on: NaiveDate, legal_basis: String, passages: Vec<Passage<UnitCode>>, }
    text {
        /// What the shares are of, such as people or area.
        measure with_measure,
    }
    copy {}
    maybe {}
    list {}
}

impl TerritoryChange {
    /// A change on its first day, by its legal basis.
    ///
    /// # Errors
    ///
    /// [`ModelError::Text`] for a blank basis or no passage, [`ModelError::Duplicate`] for a unit that passes twice.
    pub fn try_new(
        on: NaiveDate,
        legal_basis: impl Into<String>,
        passages: impl IntoIterator<Item = Passage<UnitCode>>,
    ) -> Result<Self, ModelError> {
        let change = Self::bare(on, legal_basis.into(), passages.into_iter().collect());
        change.check()?;
        Ok(change)
    }

    /// The first day of the units after it.
    pub const fn on(&self) -> NaiveDate {
        self.on
    }

    /// The resolution or decision.
    pub fn legal_basis(&self) -> &str {
        &self.legal_basis
    }

    /// What became what.
    pub fn passages(&self) -> &[Passage<UnitCode>] {
        &self.passages
    }

    /// The units before that a unit after it was made of, by the order of the passages.
    pub fn predecessors<'a>(&'a self, unit: &'a UnitCode) -> impl Iterator<Item = &'a UnitCode> {
        let into = move |passage: &&Passage<UnitCode>| passage.to().parts().any(|to| to == unit);
        self.passages.iter().filter(into).map(Passage::from)
    }
}

impl Checked for TerritoryChange {
    fn check(&self) -> Result<(), ModelError> {
        if self.legal_basis.trim().is_empty() {
            return Err(ModelError::Text { field: "legal basis", record: "change of territory".to_owned() });
        }
        check("unit that passes", &self.passages)
    }

    /// Each unit once.
    #[cfg(feature = "proptest")]
    fn mend(mut self) -> Self {
        self.passages.sort_by(|a, b| a.from().cmp(b.from()));
        self.passages.dedup_by(|a, b| a.from() == b.from());
        self
    }
}

/// The units on `to`, with their shares, of the unit with the code `unit` on `from`, through the changes after
/// `from` and up to `to` in the order of their days.
///
/// # Errors
///
/// [`ModelError::Shares`] if a split on the way states no shares, and where they have too many digits.
pub fn follow(
    changes: &[TerritoryChange],
    unit: &UnitCode,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Shares<UnitCode>, ModelError> {
    let mut passed: Vec<&TerritoryChange> =
        changes.iter().filter(|change| from < change.on && change.on <= to).collect();
    passed.sort_by_key(|change| change.on);
    passed.into_iter().try_fold(Shares::one(*unit), |shares, change| carry(&shares, &change.passages))
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::SharesFault;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn code(code: &str) -> UnitCode {
        UnitCode::try_new(code).unwrap()
    }

    fn names(step: &PathStep) -> Vec<&str> {
        step.units().iter().map(|unit| unit.name()).collect()
    }

    #[test]
    fn a_path_tells_each_change_on_its_day() {
        let gazetteer = Gazetteer::viet_nam();
        let hue = gazetteer.path(&code("46"), day(2024, 6, 1), day(2026, 1, 1)).unwrap();
        assert_eq!(hue.iter().map(PathStep::on).collect::<Vec<_>>(), [day(2024, 6, 1), day(2025, 1, 1)]);
        assert_eq!(names(&hue[0]), ["Tỉnh Thừa Thiên Huế"]);
        assert_eq!(names(&hue[1]), ["Thành phố Huế"]);
        let back = gazetteer.path(&code("46"), day(2026, 1, 1), day(2024, 6, 1)).unwrap();
        assert_eq!(names(&back[1]), ["Tỉnh Thừa Thiên Huế"]);

        let forward = gazetteer.path(&code("89"), day(2025, 6, 30), day(2025, 7, 1)).unwrap();
        assert_eq!((forward.len(), names(&forward[1])), (2, vec!["Tỉnh An Giang"]));
        assert_eq!(forward[1].units()[0].code(), &code("91"));
        assert!(gazetteer.path(&code("89"), day(2025, 7, 1), day(2026, 1, 1)).is_err());
        assert_eq!(gazetteer.path(&code("01"), day(2020, 1, 1), day(2030, 1, 1)).unwrap().len(), 1);
    }

    /// Forward and back again from every former unit, by the path and by the shares of the change.
    #[test]
    fn every_former_unit_passes_whole_and_is_found_again() {
        let gazetteer = Gazetteer::viet_nam();
        let changes = gazetteer.changes().unwrap();
        let (before, after) = (day(2025, 6, 30), day(2025, 7, 1));
        for old in gazetteer.in_force(before) {
            let forward = gazetteer.path(old.code(), before, after).unwrap();
            let [new] = forward.last().unwrap().units() else { panic!("{old:?}") };
            let back = gazetteer.path(new.code(), after, before).unwrap();
            assert!(back.last().unwrap().units().contains(&old), "{old:?}");
            let shares = follow(&changes, old.code(), before, after).unwrap();
            assert_eq!((shares.parts().collect::<Vec<_>>(), shares.is_complete()), (vec![new.code()], true));
            assert!(changes[0].predecessors(new.code()).any(|it| it == old.code()));
        }
        assert_eq!(changes[0].passages().len(), 63);
        // a change of other days is not passed
        assert_eq!(follow(&changes, &code("89"), after, after).unwrap(), Shares::one(code("89")));
    }

    #[test]
    fn shares_multiply_along_the_way_and_thirds_stay_exact() {
        let thirds = Shares::equal(["02", "03", "04"].map(code)).unwrap();
        let split = TerritoryChange::try_new(day(2030, 1, 1), "1/2030", [Passage::split(code("01"), thirds)])
            .unwrap();
        let halves =
            Shares::from_percent([(code("02"), Decimal::from(50)), (code("05"), Decimal::from(50))]).unwrap();
        let again = TerritoryChange::try_new(
            day(2031, 1, 1),
            "1/2031",
            [Passage::split(code("03"), halves), Passage::whole(code("04"), code("05"))],
        )
        .unwrap();
        // given in the wrong order, taken by their days
        let today = follow(&[again, split], &code("01"), day(2029, 1, 1), day(2032, 1, 1)).unwrap();
        assert!(today.is_complete());
        let share = |unit: &str| today.weight_of(&code(unit)).unwrap() / today.whole();
        let half = Decimal::new(5, 1);
        assert_eq!((share("02"), share("05")), (half, half));
        assert_eq!(today.parts().len(), 2);
    }

    #[test]
    fn an_unstated_split_cannot_be_followed() {
        let open = Shares::unstated([code("02"), code("03")]).unwrap();
        let split =
            TerritoryChange::try_new(day(2030, 1, 1), "1/2030", [Passage::split(code("01"), open)]).unwrap();
        let refused = follow(&[split], &code("01"), day(2029, 1, 1), day(2031, 1, 1)).unwrap_err();
        assert!(matches!(refused, ModelError::Shares { fault: SharesFault::Unstated, .. }));
        let rest = Shares::with_unknown_rest([(code("02"), Decimal::ONE)], Decimal::TWO).unwrap();
        let split =
            TerritoryChange::try_new(day(2030, 1, 1), "1/2030", [Passage::split(code("01"), rest)]).unwrap();
        let open = follow(&[split], &code("01"), day(2029, 1, 1), day(2031, 1, 1)).unwrap();
        assert_eq!((open.rest(), open.whole()), (Decimal::ONE, Decimal::TWO));
    }

    #[test]
    fn a_change_names_each_unit_once() {
        let twice = [Passage::whole(code("01"), code("02")), Passage::whole(code("01"), code("03"))];
        let refused = TerritoryChange::try_new(day(2030, 1, 1), "1/2030", twice);
        assert!(matches!(refused, Err(ModelError::Duplicate { .. })));
        assert!(TerritoryChange::try_new(day(2030, 1, 1), "1/2030", []).is_err());
        assert!(
            TerritoryChange::try_new(day(2030, 1, 1), " ", [Passage::whole(code("01"), code("02"))]).is_err()
        );
    }
}
