//! Places as papers write them: a province, a commune, or a district of before 1 July 2025.

use chrono::NaiveDate;

use crate::macros::Checked;
use crate::place::{BEFORE_MERGER, MERGER};
use crate::{Gazetteer, ModelError, Province, UnitCode};

coded! {
    /// Tier of local government. Since 1 July 2025 there are two: province and commune.
    ///
    /// # Source
    ///
    /// Resolution 202/2025/QH15 and the two tiers from 1 July 2025; districts stand in older papers.
    #[expect(clippy::exhaustive_enums, reason = "the tiers there are and the one that ended")]
    Tier "tier" {
        /// Xã, phường, đặc khu.
        Commune = "commune", "xã, phường, đặc khu", "commune";
        /// Huyện, quận, thị xã, thành phố thuộc tỉnh: until 30 June 2025.
        District = "district", "huyện, quận (đến 30/6/2025)", "district (until 30 June 2025)";
        /// Tỉnh, thành phố trực thuộc trung ương.
        Province = "province", "tỉnh, thành phố", "province";
    }
}

record! {
    /// A place by its name, and by province and day where they are known.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use vientro_model::{Locality, UnitCode};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let old = Locality::former_district("Tân Hiệp", UnitCode::try_new("91")?)?; // Kiên Giang then
    /// let today = NaiveDate::from_ymd_opt(2025, 7, 1).ok_or("no such day")?;
    /// assert_eq!(old.province()?.map(|it| it.name_plain()), Some("Kiên Giang"));
    /// assert_eq!(old.province_on(today)?.map(|it| it.name_plain()), Some("An Giang"));
    /// # Ok(()) }
    /// ```
    Locality
    need { name: String, }
    kept {
        tier: Option<Tier>,
        unit: Option<UnitCode>,
        on: Option<NaiveDate>,
    }
    text {}
    copy {}
    maybe {}
    list {}
}

impl Locality {
    /// A place of which nothing but the name as written is known.
    ///
    /// # Errors
    ///
    /// [`ModelError::Text`] for a blank name.
    pub fn written(name: impl Into<String>) -> Result<Self, ModelError> {
        let place = Self::bare(name.into());
        place.check()?;
        Ok(place)
    }

    /// A province or city by its code on a day.
    ///
    /// # Errors
    ///
    /// [`ModelError::Place`] for a code that is not in force on the day.
    pub fn of_province(unit: UnitCode, on: NaiveDate) -> Result<Self, ModelError> {
        let name = Gazetteer::viet_nam().by_code(&unit, on)?.name().to_owned();
        Self::in_unit(name, Tier::Province, unit, on)
    }

    /// A commune of a province or city, by the code of the province on a day.
    ///
    /// # Errors
    ///
    /// [`ModelError::Text`] for a blank name, [`ModelError::Place`] for a code that is not in force on the day.
    pub fn commune(name: impl Into<String>, unit: UnitCode, on: NaiveDate) -> Result<Self, ModelError> {
        Self::in_unit(name.into(), Tier::Commune, unit, on)
    }

    /// A district of before 1 July 2025, by the code its province had on 30 June 2025.
    ///
    /// # Errors
    ///
    /// [`ModelError::Text`] for a blank name, [`ModelError::Place`] for a code that was not in force then.
    pub fn former_district(name: impl Into<String>, unit: UnitCode) -> Result<Self, ModelError> {
        Self::in_unit(name.into(), Tier::District, unit, BEFORE_MERGER.unwrap_or_default())
    }

    /// A district on a day.
    ///
    /// # Errors
    ///
    /// As [`Locality::former_district`], and [`ModelError::District`] for a day since 1 July 2025: the tier has ended.
    pub fn district(name: impl Into<String>, unit: UnitCode, on: NaiveDate) -> Result<Self, ModelError> {
        Self::in_unit(name.into(), Tier::District, unit, on)
    }

    fn in_unit(name: String, tier: Tier, unit: UnitCode, on: NaiveDate) -> Result<Self, ModelError> {
        let mut place = Self::bare(name);
        (place.tier, place.unit, place.on) = (Some(tier), Some(unit), Some(on));
        place.check()?;
        Ok(place)
    }

    /// The name as written.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its tier, if known.
    pub const fn tier(&self) -> Option<Tier> {
        self.tier
    }

    /// Code of its province or city on [`Locality::on`], if known.
    pub const fn unit(&self) -> Option<&UnitCode> {
        self.unit.as_ref()
    }

    /// The day its code is meant for, if it has one.
    pub const fn on(&self) -> Option<NaiveDate> {
        self.on
    }

    /// The province or city it lay in on its day; `None` if only the name is known.
    ///
    /// # Errors
    ///
    /// None that a checked place could cause; the gazetteer asks again.
    pub fn province(&self) -> Result<Option<&'static Province>, ModelError> {
        match (&self.unit, self.on) {
            (Some(unit), Some(on)) => Ok(Some(Gazetteer::viet_nam().by_code(unit, on)?)),
            _ => Ok(None),
        }
    }

    /// The province or city that its own went into, or stayed, on `day`; `None` if only the name is known, and for a
    /// day before a merger, which cannot be told from the merged province alone.
    ///
    /// # Errors
    ///
    /// As [`Locality::province`].
    pub fn province_on(&self, day: NaiveDate) -> Result<Option<&'static Province>, ModelError> {
        let (Some(unit), Some(on)) = (&self.unit, self.on) else { return Ok(None) };
        let steps = Gazetteer::viet_nam().path(unit, on, day)?;
        Ok(match steps.last().map(crate::PathStep::units) {
            Some([one]) => Some(*one),
            _ => None,
        })
    }
}

impl Checked for Locality {
    fn check(&self) -> Result<(), ModelError> {
        if self.name.trim().is_empty() {
            return Err(ModelError::Text { field: "name", record: "place".to_owned() });
        }
        match (&self.tier, &self.unit, self.on) {
            (None, None, None) => Ok(()),
            (Some(tier), Some(unit), Some(on)) => {
                if *tier == Tier::District && MERGER.is_some_and(|merger| on >= merger) {
                    return Err(ModelError::District { name: self.name.clone(), on });
                }
                Gazetteer::viet_nam().by_code(unit, on)?;
                Ok(())
            }
            _ => Err(ModelError::Text { field: "tier, unit or day", record: self.name.clone() }),
        }
    }

    /// A unit that was in force on the day, or the name alone.
    #[cfg(feature = "proptest")]
    fn mend(mut self) -> Self {
        let (Some(tier), Some(mut on)) = (self.tier, self.on) else {
            return Self::bare(self.name);
        };
        if tier == Tier::District {
            on = BEFORE_MERGER.map_or(on, |last| on.min(last));
        }
        let units = Gazetteer::viet_nam().in_force(on);
        let position = self.name.len().checked_rem(units.len()).unwrap_or_default();
        self.unit = units.get(position).map(|province| *province.code());
        self.on = Some(on);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn code(code: &str) -> UnitCode {
        UnitCode::try_new(code).unwrap()
    }

    #[test]
    fn a_district_stays_with_its_former_province() {
        let old = Locality::former_district("Con Cuông", code("40")).unwrap();
        assert_eq!(
            (old.name(), old.tier(), old.on()),
            ("Con Cuông", Some(Tier::District), Some(day(2025, 6, 30)))
        );
        assert_eq!(old.province().unwrap().unwrap().name_plain(), "Nghệ An");
        let refused = Locality::district("Con Cuông", code("40"), day(2025, 7, 1)).unwrap_err();
        assert!(matches!(refused, ModelError::District { .. }));
        // a code of the present list is no code of the former one
        assert!(matches!(Locality::former_district("X", code("99")), Err(ModelError::Place(_))));
    }

    #[test]
    fn a_place_is_followed_across_the_merger() {
        let school = Locality::of_province(code("54"), day(2025, 1, 1)).unwrap();
        assert_eq!(school.name(), "Tỉnh Phú Yên");
        assert_eq!(school.province_on(day(2025, 12, 31)).unwrap().unwrap().name_plain(), "Đắk Lắk");
        let merged = Locality::commune("Tuy Hòa", code("66"), day(2025, 8, 1)).unwrap();
        assert_eq!(merged.province_on(day(2024, 8, 1)).unwrap(), None);
        assert_eq!(Locality::written("miền Trung").unwrap().province_on(day(2025, 1, 1)).unwrap(), None);
        assert!(Locality::written(" ").is_err());
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_asks_for_the_code_again() {
        let text =
            serde_json::to_string(&Locality::former_district("Tân Hiệp", code("91")).unwrap()).unwrap();
        assert_eq!(text, r#"{"name":"Tân Hiệp","tier":"district","unit":"91","on":"2025-06-30"}"#);
        assert!(serde_json::from_str::<Locality>(&text).is_ok());
        for (from, to) in [("2025-06-30", "2025-07-01"), ("\"91\"", "\"99\""), (r#","unit":"91""#, "")] {
            assert!(serde_json::from_str::<Locality>(&text.replace(from, to)).is_err(), "{from}");
        }
    }
}
