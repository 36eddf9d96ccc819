//! Congresses with the history of their terms, and anniversaries.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{Figure, History, Version};

use crate::gift::count_not_negative;
use crate::macros::Checked;
use crate::{ActivityState, ModelError, OrgId, Progress};

/// A term of office by its first and last year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "TermParts", into = "TermParts"))]
pub struct Term {
    from_year: i32,
    to_year: i32,
}

impl Term {
    /// From a year to a later one.
    ///
    /// # Errors
    ///
    /// [`ModelError::Order`] unless the last year lies after the first.
    pub fn try_new(from_year: i32, to_year: i32) -> Result<Self, ModelError> {
        if to_year > from_year {
            Ok(Self { from_year, to_year })
        } else {
            Err(ModelError::Order { what: "the term", from: from_year.to_string(), to: to_year.to_string() })
        }
    }

    /// The first year.
    pub const fn from_year(&self) -> i32 {
        self.from_year
    }

    /// The last year.
    pub const fn to_year(&self) -> i32 {
        self.to_year
    }

    /// Its length: the last year less the first.
    pub const fn years(&self) -> i32 {
        self.to_year.saturating_sub(self.from_year)
    }
}

impl std::fmt::Display for Term {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}–{}", self.from_year, self.to_year)
    }
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct TermParts {
    from_year: i32,
    to_year: i32,
}

#[cfg(feature = "serde")]
impl From<Term> for TermParts {
    fn from(Term { from_year, to_year }: Term) -> Self {
        Self { from_year, to_year }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<TermParts> for Term {
    type Error = ModelError;

    fn try_from(parts: TermParts) -> Result<Self, ModelError> {
        Self::try_new(parts.from_year, parts.to_year)
    }
}

record! {
    /// A congress of a body. Its ordinal belongs to the legal body: after a merger it begins again at one.
    ///
    /// A postponed congress is one congress with two versions of its term, each with the day it was stated.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use vientro_model::{Congress, Term};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).ok_or("no such day");
    /// let mut fourth = Congress::try_new("HUFO", 4, Term::try_new(2021, 2026)?, day(2022, 1, 20)?)?;
    /// fourth.restate(Term::try_new(2023, 2028)?, day(2023, 2, 15)?, "postponed")?;
    /// assert_eq!(fourth.term_as_known_on(day(2022, 12, 31)?), Some(Term::try_new(2021, 2026)?));
    /// assert_eq!(fourth.term_as_known_on(day(2023, 12, 31)?), Some(Term::try_new(2023, 2028)?));
    /// # Ok(()) }
    /// ```
    Congress
    need { body: String, ordinal: u32, term: History<Term>, }
    kept { delegates: Option<Figure<Decimal>>, members: Option<Figure<Decimal>>, }
    text {
        /// Anything else to know.
        note with_note,
    }
    copy {
        /// The day it was held.
        held_on with_held_on: NaiveDate,
    }
    maybe {
        /// The body by its id, if known.
        organisation with_organisation: OrgId,
        /// The states it went through.
        progress with_progress: Progress<ActivityState>,
    }
    list {}
}

impl Congress {
    /// The congress of a body by its ordinal, with its term as stated on a day.
    ///
    /// # Errors
    ///
    /// [`ModelError::Text`] for a blank body or the ordinal zero.
    pub fn try_new(
        body: impl Into<String>,
        ordinal: u32,
        term: Term,
        stated_on: NaiveDate,
    ) -> Result<Self, ModelError> {
        let congress = Self::bare(body.into(), ordinal, History::new(Version::new(term, stated_on))?);
        congress.check()?;
        Ok(congress)
    }

    /// Sets how many delegates took part.
    ///
    /// # Errors
    ///
    /// [`ModelError::NegativeAmount`].
    pub fn with_delegates(mut self, delegates: Figure<Decimal>) -> Result<Self, ModelError> {
        self.delegates = Some(delegates);
        self.check()?;
        Ok(self)
    }

    /// Sets how many members the body has.
    ///
    /// # Errors
    ///
    /// [`ModelError::NegativeAmount`].
    pub fn with_members(mut self, members: Figure<Decimal>) -> Result<Self, ModelError> {
        self.members = Some(members);
        self.check()?;
        Ok(self)
    }

    /// Records another term for the same congress, as stated on a later day.
    ///
    /// # Errors
    ///
    /// [`ModelError::History`] if the day lies before the newest statement.
    pub fn restate(
        &mut self,
        term: Term,
        stated_on: NaiveDate,
        reason: impl Into<String>,
    ) -> Result<(), ModelError> {
        Ok(self.term.record(Version::new(term, stated_on).because(reason))?)
    }

    /// The body.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Which congress of the body.
    pub fn ordinal(&self) -> u32 {
        self.ordinal
    }

    /// How many delegates took part, if stated.
    pub const fn delegates(&self) -> Option<&Figure<Decimal>> {
        self.delegates.as_ref()
    }

    /// How many members the body has, if stated.
    pub const fn members(&self) -> Option<&Figure<Decimal>> {
        self.members.as_ref()
    }

    /// All versions of the term.
    pub fn term(&self) -> &History<Term> {
        &self.term
    }

    /// The term as known at the end of `day`; `None` if none was stated by then.
    pub fn term_as_known_on(&self, day: NaiveDate) -> Option<Term> {
        self.term.as_known_on(day).map(|version| *version.value())
    }
}

impl Checked for Congress {
    fn check(&self) -> Result<(), ModelError> {
        let refuse = |field| Err(ModelError::Text { field, record: "congress".to_owned() });
        if self.body.trim().is_empty() {
            return refuse("body");
        }
        if self.ordinal == 0 {
            return refuse("ordinal");
        }
        self.delegates.iter().chain(&self.members).try_for_each(|count| count_not_negative(&self.body, count))
    }
}

/// An anniversary whose years were counted.
///
/// ```
/// use vientro_model::Anniversary;
///
/// assert!(Anniversary::try_new(1950, 2025, 75).is_ok());
/// assert_eq!(
///     Anniversary::try_new(1950, 2025, 70).unwrap_err().to_string(),
///     "from 1950 to 2025 are 75 years, not `70`"
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "AnniversaryParts", into = "AnniversaryParts"))]
pub struct Anniversary {
    from_year: i32,
    to_year: i32,
}

impl Anniversary {
    /// From a year to a year, with the years somebody states.
    ///
    /// # Errors
    ///
    /// [`ModelError::Anniversary`] if the years between them are not the years stated.
    pub fn try_new(from_year: i32, to_year: i32, stated_years: i32) -> Result<Self, ModelError> {
        let counted = to_year.saturating_sub(from_year);
        if counted == stated_years && counted > 0 {
            Ok(Self { from_year, to_year })
        } else {
            Err(ModelError::Anniversary { from: from_year, to: to_year, counted, stated: stated_years })
        }
    }

    /// The first year.
    pub const fn from_year(&self) -> i32 {
        self.from_year
    }

    /// The year of the anniversary.
    pub const fn to_year(&self) -> i32 {
        self.to_year
    }

    /// Years between them.
    pub const fn years(&self) -> i32 {
        self.to_year.saturating_sub(self.from_year)
    }
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct AnniversaryParts {
    from_year: i32,
    to_year: i32,
    years: i32,
}

#[cfg(feature = "serde")]
impl From<Anniversary> for AnniversaryParts {
    fn from(anniversary: Anniversary) -> Self {
        let Anniversary { from_year, to_year } = anniversary;
        Self { from_year, to_year, years: anniversary.years() }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<AnniversaryParts> for Anniversary {
    type Error = ModelError;

    fn try_from(parts: AnniversaryParts) -> Result<Self, ModelError> {
        Self::try_new(parts.from_year, parts.to_year, parts.years)
    }
}
