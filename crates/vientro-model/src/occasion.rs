//! Occasions that come again each year: national days, foundings, relations between countries.

use chrono::NaiveDate;

use crate::macros::Checked;
use crate::{Anniversary, CountryCode, ModelError, OccasionId, OrgId};

coded! {
    /// What is remembered.
    #[non_exhaustive]
    OccasionKind "kind of occasion" {
        /// Founding of an organisation.
        Founding = "founding", "ngày thành lập", "founding";
        /// A holiday, also by the lunar calendar, such as Tết.
        Holiday = "holiday", "ngày lễ, tết", "holiday";
        /// An international day.
        International = "international", "ngày quốc tế", "international day";
        /// National day of a country.
        NationalDay = "national-day", "quốc khánh", "national day";
        /// Any other day.
        Other = "other", "ngày kỷ niệm khác", "other day";
        /// Relations between two countries begin.
        Relations = "relations", "ngày thiết lập quan hệ", "establishment of relations";
    }
}

record! {
    /// An occasion. Its years are counted from its first year, never taken from a text unchecked.
    ///
    /// ```
    /// use vientro_model::{Occasion, OccasionId, OccasionKind};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let id = OccasionId::try_new("peace-committee")?;
    /// let founding = Occasion::try_new(id, "Ủy ban Hòa bình Việt Nam", OccasionKind::Founding)?.since(1950)?;
    /// assert_eq!(founding.anniversary_in(2025, 75)?.years(), 75);
    /// assert_eq!(
    ///     founding.anniversary_in(2025, 70).unwrap_err().to_string(),
    ///     "from 1950 to 2025 are 75 years, not `70`"
    /// );
    /// # Ok(()) }
    /// ```
    Occasion
    need { id: OccasionId, name: String, kind: OccasionKind, }
    kept {
        first_year: Option<i32>,
        month: Option<u32>,
        day: Option<u32>,
    }
    text {
        /// Anything else to know, such as the lunar day.
        note with_note,
    }
    copy {
        /// The country it is of.
        country with_country: CountryCode,
    }
    maybe {
        /// The organisation it is of.
        organisation with_organisation: OrgId,
    }
    list {}
}

impl Occasion {
    /// An occasion of which no date is known.
    ///
    /// # Errors
    ///
    /// [`ModelError::Text`] for a blank name.
    pub fn try_new(id: OccasionId, name: impl Into<String>, kind: OccasionKind) -> Result<Self, ModelError> {
        let occasion = Self::bare(id, name.into(), kind);
        occasion.check()?;
        Ok(occasion)
    }

    /// Sets the first year.
    ///
    /// # Errors
    ///
    /// [`ModelError::Calendar`] for a year the calendar of the crate does not have.
    pub fn since(mut self, year: i32) -> Result<Self, ModelError> {
        self.first_year = Some(year);
        self.check()?;
        Ok(self)
    }

    /// Sets the day it comes again each year.
    ///
    /// # Errors
    ///
    /// [`ModelError::Calendar`] for a day no year has.
    pub fn each_year_on(mut self, month: u32, day: u32) -> Result<Self, ModelError> {
        (self.month, self.day) = (Some(month), Some(day));
        self.check()?;
        Ok(self)
    }

    /// The identifier.
    pub fn id(&self) -> &OccasionId {
        &self.id
    }

    /// The name as written.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is remembered.
    pub fn kind(&self) -> OccasionKind {
        self.kind
    }

    /// The first year, if known.
    pub const fn first_year(&self) -> Option<i32> {
        self.first_year
    }

    /// Month and day it comes again, if it has a fixed one.
    pub const fn month_and_day(&self) -> Option<(u32, u32)> {
        match (self.month, self.day) {
            (Some(month), Some(day)) => Some((month, day)),
            _ => None,
        }
    }

    /// Its day in `year`; `None` without a fixed day, before its first year, and for 29 February in other years.
    pub fn in_year(&self, year: i32) -> Option<NaiveDate> {
        let (month, day) = self.month_and_day()?;
        if self.first_year.is_some_and(|first| year < first) {
            return None;
        }
        NaiveDate::from_ymd_opt(year, month, day)
    }

    /// The anniversary of `year`, with the years somebody states.
    ///
    /// # Errors
    ///
    /// [`ModelError::Anniversary`] if the years counted are not those stated; [`ModelError::Text`] without a first year.
    pub fn anniversary_in(&self, year: i32, stated_years: i32) -> Result<Anniversary, ModelError> {
        let Some(first) = self.first_year else {
            return Err(ModelError::Text { field: "first year", record: self.id.to_string() });
        };
        Anniversary::try_new(first, year, stated_years)
    }
}

impl Checked for Occasion {
    fn check(&self) -> Result<(), ModelError> {
        if self.name.trim().is_empty() {
            return Err(ModelError::Text { field: "name", record: self.id.to_string() });
        }
        let refuse = |found: String| Err(ModelError::Calendar { record: self.id.to_string(), found });
        if let Some(year) = self.first_year.filter(|year| NaiveDate::from_ymd_opt(*year, 1, 1).is_none()) {
            return refuse(year.to_string());
        }
        match (self.month, self.day) {
            (None, None) => Ok(()),
            // a leap year has every day there is
            (Some(month), Some(day)) if NaiveDate::from_ymd_opt(2000, month, day).is_some() => Ok(()),
            (month, day) => refuse(format!("{}/{}", day.unwrap_or(0), month.unwrap_or(0))),
        }
    }

    /// A day that leap years have, or none.
    #[cfg(feature = "proptest")]
    fn mend(mut self) -> Self {
        (self.month, self.day) = match (self.month, self.day) {
            (Some(month), Some(day)) => (Some(month.clamp(1, 12)), Some(day.clamp(1, 29))),
            _ => (None, None),
        };
        self
    }
}
