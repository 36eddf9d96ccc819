//! People-to-people work: activities, delegations, awards.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{Figure, RowId};

use crate::gift::count_not_negative;
use crate::macros::Checked;
use crate::{ActivityId, AwardId, DelegationId, Direction, ModelError, Validity};

coded! {
    /// Part of a day.
    #[expect(clippy::exhaustive_enums, reason = "the three sessions of a working day")]
    Session "session" {
        /// Chiều.
        Afternoon = "afternoon", "chiều", "afternoon";
        /// Tối.
        Evening = "evening", "tối", "evening";
        /// Sáng.
        Morning = "morning", "sáng", "morning";
    }
}

record! {
    /// An activity or event. It may have many organisers, each of whom may report it.
    Activity
    need { id: ActivityId, title: String, heads: Figure<Decimal>, }
    text {
        /// Whom it is for, as written.
        audience with_audience,
        /// Anything else to know.
        note with_note,
        /// The occasion, such as a national day.
        occasion with_occasion,
        /// The place as written.
        place with_place,
    }
    copy {
        /// The day.
        date with_date: NaiveDate,
        /// The part of the day.
        session with_session: Session,
    }
    maybe {}
    list {
        /// The countries it is about, as written.
        countries with_countries: String,
        /// The organisers as written.
        organisers with_organisers: String,
        /// The partners as written.
        partners with_partners: String,
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl Activity {
    /// An activity whose head count is not known.
    pub fn new(id: ActivityId, title: impl Into<String>) -> Self {
        Self::bare(id, title.into(), Figure::Unknown)
    }

    /// Sets how many people took part.
    ///
    /// # Errors
    ///
    /// [`ModelError::NegativeAmount`].
    pub fn with_heads(mut self, heads: Figure<Decimal>) -> Result<Self, ModelError> {
        self.heads = heads;
        self.check()?;
        Ok(self)
    }

    /// The identifier.
    pub fn id(&self) -> &ActivityId {
        &self.id
    }

    /// The title as written.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// How many people took part; unknown where nobody says.
    pub fn heads(&self) -> &Figure<Decimal> {
        &self.heads
    }
}

impl Checked for Activity {
    fn check(&self) -> Result<(), ModelError> {
        count_not_negative(self.id.as_str(), &self.heads)
    }
}

record! {
    /// A delegation, in or out.
    Delegation
    need { id: DelegationId, name: String, direction: Direction, size: Figure<Decimal>, }
    text {
        /// The country as written.
        country with_country,
        /// Post of the head of the delegation.
        head_post with_head_post,
        /// Anything else to know.
        note with_note,
        /// What it came for.
        purpose with_purpose,
    }
    copy {
        /// The days it stays.
        days with_days: Validity,
    }
    maybe {}
    list {
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl Delegation {
    /// A delegation whose size is not known.
    pub fn new(id: DelegationId, name: impl Into<String>, direction: Direction) -> Self {
        Self::bare(id, name.into(), direction, Figure::Unknown)
    }

    /// Sets how many people it has.
    ///
    /// # Errors
    ///
    /// [`ModelError::NegativeAmount`].
    pub fn with_size(mut self, size: Figure<Decimal>) -> Result<Self, ModelError> {
        self.size = size;
        self.check()?;
        Ok(self)
    }

    /// The identifier.
    pub fn id(&self) -> &DelegationId {
        &self.id
    }

    /// Its name as written.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Inward or outward.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// How many people; unknown where nobody says.
    pub fn size(&self) -> &Figure<Decimal> {
        &self.size
    }

    /// The first day.
    pub fn from(&self) -> Option<NaiveDate> {
        self.days?.from()
    }

    /// The last day.
    pub fn to(&self) -> Option<NaiveDate> {
        self.days?.to()
    }
}

impl Checked for Delegation {
    fn check(&self) -> Result<(), ModelError> {
        count_not_negative(self.id.as_str(), &self.size)
    }
}

record! {
    /// An award given or received. The year of merit and the day of the award are two dates.
    Award
    need { id: AwardId, form: String, recipient: String, }
    text {
        /// The decision.
        decision with_decision,
        /// Who gives it, as written.
        giver with_giver,
        /// Anything else to know.
        note with_note,
    }
    copy {
        /// The day it was given.
        date with_date: NaiveDate,
        /// The year of merit.
        year with_year: i32,
    }
    maybe {}
    list {
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl Award {
    /// An award of a form (bằng khen, giấy khen, cờ thi đua) to a recipient.
    pub fn new(id: AwardId, form: impl Into<String>, recipient: impl Into<String>) -> Self {
        Self::bare(id, form.into(), recipient.into())
    }

    /// The identifier.
    pub fn id(&self) -> &AwardId {
        &self.id
    }

    /// The form as written.
    pub fn form(&self) -> &str {
        &self.form
    }

    /// Who gets it, as written.
    pub fn recipient(&self) -> &str {
        &self.recipient
    }
}

impl Checked for Award {}
