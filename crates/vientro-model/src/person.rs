//! Persons and the posts they hold: who spoke, who may sign.

use chrono::NaiveDate;
use vientro_core::{Language, RowId};

use crate::macros::Checked;
use crate::{ModelError, OrgId, OutsideId, PersonId, Validity};

record! {
    /// A person.
    Person
    need { id: PersonId, name: String, }
    text {
        /// Anything else to know.
        note with_note,
    }
    copy {}
    maybe {}
    list {
        /// The identifiers others gave.
        identifiers with_identifiers: OutsideId,
        /// Other spellings of the name.
        names with_names: String,
    }
}

impl Person {
    /// A person by name.
    ///
    /// # Errors
    ///
    /// [`ModelError::Text`] for a blank name.
    pub fn try_new(id: PersonId, name: impl Into<String>) -> Result<Self, ModelError> {
        let person = Self::bare(id, name.into());
        person.check()?;
        Ok(person)
    }

    /// The identifier.
    pub fn id(&self) -> &PersonId {
        &self.id
    }

    /// The name as written.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Checked for Person {
    fn check(&self) -> Result<(), ModelError> {
        if self.name.trim().is_empty() {
            return Err(ModelError::Text { field: "name", record: self.id.to_string() });
        }
        Ok(())
    }
}

record! {
    /// A post a person holds during some days.
    ///
    /// ```
    /// use vientro_core::Language;
    /// use vientro_model::{PersonId, PositionHolding};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let acting = PositionHolding::try_new(PersonId::try_new("p-1")?, "Giám đốc")?.acting().with_body("Sở Ngoại vụ");
    /// assert_eq!(acting.title(Language::Vi), "Quyền Giám đốc");
    /// # Ok(()) }
    /// ```
    PositionHolding
    need { person: PersonId, post: String, }
    kept { is_acting: bool, }
    text {
        /// The body as written.
        body with_body,
        /// The decision of appointment.
        decision with_decision,
    }
    copy {
        /// The days the post is held.
        validity with_validity: Validity,
    }
    maybe {
        /// The organisation, if known.
        organisation with_organisation: OrgId,
    }
    list {
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl PositionHolding {
    /// A person in a post.
    ///
    /// # Errors
    ///
    /// [`ModelError::Text`] for a blank post.
    pub fn try_new(person: PersonId, post: impl Into<String>) -> Result<Self, ModelError> {
        let holding = Self::bare(person, post.into());
        holding.check()?;
        Ok(holding)
    }

    /// Marks the post as held by somebody acting (quyền). It affects who may sign.
    #[must_use]
    pub fn acting(mut self) -> Self {
        self.is_acting = true;
        self
    }

    /// Who.
    pub fn person(&self) -> &PersonId {
        &self.person
    }

    /// The post as written, without the word for acting.
    pub fn post(&self) -> &str {
        &self.post
    }

    /// Is it held by somebody acting?
    pub const fn is_acting(&self) -> bool {
        self.is_acting
    }

    /// The post as printed.
    pub fn title(&self, language: Language) -> String {
        match (self.is_acting, language) {
            (false, _) => self.post.clone(),
            (true, Language::Vi) => format!("Quyền {}", self.post),
            (true, Language::En) => format!("Acting {}", self.post),
        }
    }

    /// Is it held on `day`?
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.validity.is_none_or(|validity| validity.contains(day))
    }
}

impl Checked for PositionHolding {
    fn check(&self) -> Result<(), ModelError> {
        if self.post.trim().is_empty() {
            return Err(ModelError::Text { field: "post", record: self.person.to_string() });
        }
        Ok(())
    }
}
