//! Written names and whom they mean: found exactly, confirmed by a person, or only suggested with a score.

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::macros::Checked;
use crate::text::words;
use crate::{Facts, Gazetteer, ModelError, NameKind, OrgId, Organisation, PlaceError, UnitCode};

/// A suggestion below this likeness helps nobody.
const SCORE_MIN: Decimal = Decimal::from_parts(6, 0, 0, false, 1);
/// How many suggestions are worth reading.
const SUGGESTIONS_MAX: usize = 3;

/// What a name may mean.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Subject {
    /// An organisation.
    Organisation(OrgId),
    /// A province or city, by its code on the day it is asked or confirmed for.
    Place(UnitCode),
}

impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Organisation(id) => id.fmt(f),
            Self::Place(unit) => unit.fmt(f),
        }
    }
}

record! {
    /// A person's word on whom a written name means: who said so, when, and how alike the names were.
    Confirmation
    need { written: String, means: Subject, by: String, on: NaiveDate, }
    kept { score: Option<Decimal>, }
    text {
        /// Anything else to know.
        note with_note,
    }
    copy {}
    maybe {}
    list {}
}

impl Confirmation {
    /// `written` means `means`, says somebody on a day. The code of a place is that of this day.
    ///
    /// # Errors
    ///
    /// [`ModelError::Text`] for a blank name, or if nobody says so.
    pub fn try_new(
        written: impl Into<String>,
        means: Subject,
        by: impl Into<String>,
        on: NaiveDate,
    ) -> Result<Self, ModelError> {
        let confirmation = Self::bare(written.into(), means, by.into(), on);
        confirmation.check()?;
        Ok(confirmation)
    }

    /// The name as written.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Whom or what it means.
    pub const fn means(&self) -> &Subject {
        &self.means
    }

    /// Who said so.
    pub fn by(&self) -> &str {
        &self.by
    }

    /// When.
    pub const fn on(&self) -> NaiveDate {
        self.on
    }

    /// How alike the names were, 0 to 1, if it began as a suggestion.
    pub const fn score(&self) -> Option<Decimal> {
        self.score
    }
}

impl Checked for Confirmation {
    fn check(&self) -> Result<(), ModelError> {
        let blank = |field| Err(ModelError::Text { field, record: "confirmation".to_owned() });
        if words(&self.written).is_empty() {
            return blank("name");
        }
        if self.by.trim().is_empty() {
            return blank("person");
        }
        if let Some(score) = self.score {
            vientro_core::Share::try_new(score)?;
        }
        Ok(())
    }

    /// A score between 0 and 1.
    #[cfg(feature = "proptest")]
    fn mend(mut self) -> Self {
        self.score = self.score.map(|score| score.checked_rem(Decimal::ONE).unwrap_or_default());
        self
    }
}

/// A name that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Likely {
    means: Subject,
    name: String,
    score: Decimal,
}

impl Likely {
    /// Whom or what it would mean.
    pub const fn means(&self) -> &Subject {
        &self.means
    }

    /// The name that is alike.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How alike, 0 to 1, two decimals.
    pub const fn score(&self) -> Decimal {
        self.score
    }

    /// The suggestion taken by a person; the score is kept.
    ///
    /// # Errors
    ///
    /// As [`Confirmation::try_new`].
    pub fn confirm(
        &self,
        written: impl Into<String>,
        by: impl Into<String>,
        on: NaiveDate,
    ) -> Result<Confirmation, ModelError> {
        let mut confirmation = Confirmation::try_new(written, self.means.clone(), by, on)?;
        confirmation.score = Some(self.score);
        confirmation.check()?;
        Ok(confirmation)
    }
}

/// What is known of a written name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Resolution {
    /// It is the name of several.
    Ambiguous(Vec<Subject>),
    /// A person said whom it means.
    Confirmed {
        /// What it means on the day asked for.
        subject: Subject,
        /// Who said so and when.
        confirmation: Confirmation,
    },
    /// It is the name, marks, case and punctuation aside.
    Exact(Subject),
    /// It is near some names, best first. None of them is taken until a person confirms it.
    Likely(Vec<Likely>),
    /// Nothing is near.
    Unknown,
}

impl Resolution {
    /// What the name means, if it is exact or confirmed.
    pub const fn subject(&self) -> Option<&Subject> {
        match self {
            Self::Exact(subject) | Self::Confirmed { subject, .. } => Some(subject),
            Self::Ambiguous(_) | Self::Likely(_) | Self::Unknown => None,
        }
    }
}

impl Facts {
    /// The organisation that `written` names on `day`, by the names of that day and the confirmations up to it.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use vientro_model::{Facts, OrgId, Organisation, OrganisationKind, Resolution};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let day = NaiveDate::from_ymd_opt(2022, 1, 20).ok_or("no such day")?;
    /// let mut facts = Facts::default();
    /// facts.add_organisation(Organisation::new(OrgId::try_new("ubnd-hcm")?, OrganisationKind::Authority, "UBND TP.HCM"))?;
    /// let Resolution::Likely(likely) = facts.resolve_organisation("UBND TP.HM", day) else { return Err("taken".into()) };
    /// facts.confirm(likely[0].confirm("UBND TP.HM", "văn thư", day)?);
    /// assert!(facts.resolve_organisation("UBND TP.HM", day).subject().is_some());
    /// # Ok(()) }
    /// ```
    pub fn resolve_organisation(&self, written: &str, day: NaiveDate) -> Resolution {
        let key = words(written);
        if key.is_empty() {
            return Resolution::Unknown;
        }
        let is_organisation = |subject: &Subject| matches!(subject, Subject::Organisation(_));
        if let Some(confirmation) = self.confirmation(&key, day, is_organisation) {
            let subject = confirmation.means.clone();
            return Resolution::Confirmed { subject, confirmation: confirmation.clone() };
        }
        let mut exact = Vec::new();
        let mut likely = Vec::new();
        for organisation in self.organisations() {
            let subject = || Subject::Organisation(organisation.id().clone());
            let best = names_on(organisation, day)
                .map(|(name, is_misspelt)| {
                    let known = words(name);
                    if known == key && !is_misspelt {
                        (Decimal::ONE, true, name)
                    } else {
                        (score(vientro_vi::similarity(&key, &known)), false, name)
                    }
                })
                .max_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0)));
            match best {
                Some((_, true, _)) => exact.push(subject()),
                Some((score, false, name)) if score >= SCORE_MIN => {
                    likely.push(Likely { means: subject(), name: name.to_owned(), score });
                }
                _ => {}
            }
        }
        match exact.len() {
            0 => best_of(likely),
            1 => exact.pop().map_or(Resolution::Unknown, Resolution::Exact),
            _ => Resolution::Ambiguous(exact),
        }
    }

    /// The province or city that `written` names on `day`, by the gazetteer and the confirmations up to that day. A
    /// confirmed place is followed from the day it was confirmed.
    pub fn resolve_place(&self, written: &str, day: NaiveDate) -> Resolution {
        let gazetteer = Gazetteer::viet_nam();
        let is_place = |subject: &Subject| matches!(subject, Subject::Place(_));
        if let Some(confirmation) = self.confirmation(&words(written), day, is_place)
            && let Subject::Place(unit) = &confirmation.means
            && let Ok(steps) = gazetteer.path(unit, confirmation.on, day)
        {
            let units = steps.last().map(|step| step.units().to_vec()).unwrap_or_default();
            let mut subjects: Vec<Subject> =
                units.iter().map(|province| Subject::Place(*province.code())).collect();
            return match subjects.len() {
                1 => subjects.pop().map_or(Resolution::Unknown, |subject| Resolution::Confirmed {
                    subject,
                    confirmation: confirmation.clone(),
                }),
                _ => Resolution::Ambiguous(subjects),
            };
        }
        match gazetteer.by_name(written, day) {
            Ok(province) => Resolution::Exact(Subject::Place(*province.code())),
            Err(PlaceError::UnknownName { suggestions, .. }) => best_of(
                suggestions
                    .into_iter()
                    .map(|found| Likely {
                        means: Subject::Place(*found.code()),
                        name: found.name().to_owned(),
                        score: found.score(),
                    })
                    .collect(),
            ),
            Err(PlaceError::NameNotInForce { name, replaced_by, .. }) => best_of(
                replaced_by
                    .into_iter()
                    .map(|code| Likely {
                        means: Subject::Place(code),
                        name: name.clone(),
                        score: Decimal::ONE,
                    })
                    .collect(),
            ),
            Err(_) => Resolution::Unknown,
        }
    }

    /// The newest confirmation up to `day` of a name with these words.
    fn confirmation(
        &self,
        key: &str,
        day: NaiveDate,
        is_meant: impl Fn(&Subject) -> bool,
    ) -> Option<&Confirmation> {
        self.confirmations()
            .iter()
            .filter(|it| it.on <= day && is_meant(&it.means) && words(&it.written) == key)
            .max_by_key(|it| it.on)
    }
}

/// The names of an organisation on a day, and whether each is a known misspelling: those are suggested, not taken.
fn names_on(organisation: &Organisation, day: NaiveDate) -> impl Iterator<Item = (&str, bool)> {
    let exists = organisation.validity().is_none_or(|validity| validity.contains(day));
    let others = organisation.names().iter().filter(move |name| name.validity().contains(day));
    std::iter::once((organisation.name(), false))
        .chain(others.map(|name| (name.text(), name.kind() == NameKind::Misspelt)))
        .filter(move |_| exists)
}

fn score(likeness: Decimal) -> Decimal {
    likeness.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

fn best_of(mut likely: Vec<Likely>) -> Resolution {
    if likely.is_empty() {
        return Resolution::Unknown;
    }
    likely.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.means.cmp(&b.means)));
    likely.truncate(SUGGESTIONS_MAX);
    Resolution::Likely(likely)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{OrganisationKind, OrganisationName, Validity};

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn organisation(id: &str, name: &str) -> Organisation {
        Organisation::new(OrgId::try_new(id).unwrap(), OrganisationKind::Union, name)
    }

    #[test]
    fn a_name_holds_on_its_days_only() {
        let until = Validity::try_new(None, Some(day(2025, 6, 30))).unwrap();
        let mut facts = Facts::default();
        let merged = organisation("new", "Liên hiệp các tổ chức hữu nghị thành phố Hải Phòng")
            .with_names([OrganisationName::new("HAUFO", NameKind::Former).during(until)]);
        facts.add_organisation(merged).unwrap();
        let meant = Subject::Organisation(OrgId::try_new("new").unwrap());
        assert_eq!(facts.resolve_organisation("Haufo", day(2025, 6, 30)), Resolution::Exact(meant));
        assert_eq!(facts.resolve_organisation("Haufo", day(2025, 7, 1)), Resolution::Unknown);
        assert_eq!(facts.resolve_organisation(" … ", day(2025, 7, 1)), Resolution::Unknown);
    }

    #[test]
    fn two_of_one_name_and_a_misspelling_are_not_taken() {
        let mut facts = Facts::default();
        facts.add_organisation(organisation("a", "Hội hữu nghị Việt Nam - Lào")).unwrap();
        let misspelt = OrganisationName::new("Hội hữu nghi Việt Lèo", NameKind::Misspelt);
        facts
            .add_organisation(organisation("b", "Hội hữu nghị Việt Nam – Lào").with_names([misspelt]))
            .unwrap();
        let today = day(2025, 7, 1);
        let found = facts.resolve_organisation("Hội hữu nghị Việt Nam Lào", today);
        assert!(matches!(&found, Resolution::Ambiguous(all) if all.len() == 2) && found.subject().is_none());
        let Resolution::Likely(likely) = facts.resolve_organisation("Hội hữu nghi Việt Lèo", today)
        else {
            panic!()
        };
        assert_eq!(likely[0].score(), Decimal::ONE);
        // the newest word counts, and none before it was given
        let (a, b) = (OrgId::try_new("a").unwrap(), OrgId::try_new("b").unwrap());
        for (id, on) in [(a.clone(), day(2025, 8, 1)), (b.clone(), day(2025, 9, 1))] {
            let means = Subject::Organisation(id);
            facts.confirm(Confirmation::try_new("Hội hữu nghi Việt Lèo", means, "văn thư", on).unwrap());
        }
        let meant = |on| facts.resolve_organisation("hội hữu nghi việt lèo", on).subject().cloned();
        assert_eq!(meant(today), None);
        assert_eq!(meant(day(2025, 8, 31)), Some(Subject::Organisation(a)));
        assert_eq!(meant(day(2025, 9, 1)), Some(Subject::Organisation(b)));
    }

    #[test]
    fn places_are_read_suggested_and_confirmed() {
        let mut facts = Facts::default();
        let today = day(2025, 12, 31);
        let city = Subject::Place(UnitCode::try_new("79").unwrap());
        for written in ["TP.HCM", "TPHCM", "TP. HCM", "Thành phố Hồ Chí Minh"] {
            assert_eq!(facts.resolve_place(written, today), Resolution::Exact(city.clone()), "{written}");
        }
        let Resolution::Likely(likely) = facts.resolve_place("TP.HM", today) else { panic!() };
        assert_eq!(likely[0].means(), &city);
        facts.confirm(likely[0].confirm("TP.HM", "văn thư", today).unwrap());
        let found = facts.resolve_place("TP.HM", today);
        assert_eq!(found.subject(), Some(&city));
        assert!(
            matches!(found, Resolution::Confirmed { ref confirmation, .. } if confirmation.score() == Some(likely[0].score()))
        );
        // a former province is named, not taken for the one it is part of
        let Resolution::Likely(likely) = facts.resolve_place("Hải Dương", today) else { panic!() };
        assert_eq!(likely[0].means(), &Subject::Place(UnitCode::try_new("31").unwrap()));
    }

    #[test]
    fn a_confirmed_place_is_followed_from_its_day() {
        let mut facts = Facts::default();
        // 91 was Kiên Giang when it was confirmed, and is An Giang now
        let means = Subject::Place(UnitCode::try_new("91").unwrap());
        facts.confirm(Confirmation::try_new("KG", means.clone(), "văn thư", day(2024, 1, 1)).unwrap());
        let means_89 = Subject::Place(UnitCode::try_new("89").unwrap());
        facts.confirm(Confirmation::try_new("AG cũ", means_89, "văn thư", day(2024, 1, 1)).unwrap());
        assert_eq!(facts.resolve_place("KG", day(2025, 12, 31)).subject(), Some(&means));
        assert_eq!(facts.resolve_place("AG cũ", day(2025, 12, 31)).subject(), Some(&means));
    }

    #[test]
    fn nobody_confirms_nothing() {
        let means = Subject::Organisation(OrgId::try_new("a").unwrap());
        for (written, by) in [(" ", "văn thư"), ("TP.HM", " ")] {
            assert!(Confirmation::try_new(written, means.clone(), by, day(2025, 1, 1)).is_err());
        }
    }
}
