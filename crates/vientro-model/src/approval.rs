//! Decisions on an aid item, and the amendments of its commitment.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{Figure, RowId, Version};
use vientro_currency::Money;

use crate::ModelError;
use crate::macros::{Checked, filled};

coded! {
    /// What a decision does.
    #[non_exhaustive]
    ApprovalKind "kind of decision" {
        /// Approves a change (Decree 80/2020/NĐ-CP, article 16: by whoever approved).
        Adjusts = "adjusts", "phê duyệt điều chỉnh", "approves a change";
        /// Approves the item.
        Approves = "approves", "phê duyệt", "approves";
        /// Takes an approval back.
        Revokes = "revokes", "thu hồi phê duyệt", "takes the approval back";
    }
}

record! {
    /// A decision on an aid item. The one that approves it decides the legal regime.
    Approval
    need { number: String, }
    text {
        /// Who decided.
        authority with_authority,
    }
    copy {
        /// The day of the decision. It decides the legal regime.
        date with_date: NaiveDate,
        /// What it does; an approval if not said.
        kind with_kind: ApprovalKind,
    }
    maybe {}
    list {}
}

impl Approval {
    /// A decision by its number.
    ///
    /// # Errors
    ///
    /// [`ModelError::Text`] for a blank number.
    pub fn try_new(number: impl Into<String>) -> Result<Self, ModelError> {
        let approval = Self::bare(number.into());
        approval.check()?;
        Ok(approval)
    }

    /// The number, such as `3382/QĐ-UBND`.
    pub fn number(&self) -> &str {
        &self.number
    }
}

impl Checked for Approval {
    fn check(&self) -> Result<(), ModelError> {
        if self.number.trim().is_empty() {
            return Err(ModelError::Text { field: "number", record: "approval".to_owned() });
        }
        Ok(())
    }
}

record! {
    /// A change of a commitment: before, after, why and by which decision.
    ///
    /// Nothing is overwritten: the value before stays readable as of any day before the amendment.
    Amendment
    need { recorded_on: NaiveDate, before: Figure<Money>, after: Figure<Money>, }
    text {
        /// The decision or agreement behind it.
        decision with_decision,
        /// What it rests on, such as a survey.
        evidence with_evidence,
        /// Why.
        reason with_reason,
    }
    copy {
        /// The first day the new value holds for, if it is not the day it was recorded.
        effective_from with_effective_from: NaiveDate,
    }
    maybe {}
    list {
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl Amendment {
    /// From `before` to `after`, recorded on a day.
    pub fn new(recorded_on: NaiveDate, before: Figure<Money>, after: Figure<Money>) -> Self {
        Self::bare(recorded_on, before, after)
    }

    /// The day it became known.
    pub fn recorded_on(&self) -> NaiveDate {
        self.recorded_on
    }

    /// The value before.
    pub fn before(&self) -> &Figure<Money> {
        &self.before
    }

    /// The value after.
    pub fn after(&self) -> &Figure<Money> {
        &self.after
    }

    /// After less before; unknown if one is.
    ///
    /// # Errors
    ///
    /// [`ModelError::Money`] for two currencies.
    pub fn difference(&self) -> Result<Figure<Money>, ModelError> {
        Ok(self.after.checked_sub(&self.before)?)
    }

    /// The change in percent of the value before, not rounded.
    ///
    /// # Errors
    ///
    /// [`ModelError::Money`] for two currencies, [`ModelError::Figure`] if the value before is or may be zero.
    pub fn percent_change(&self) -> Result<Figure<Decimal>, ModelError> {
        self.difference()?;
        let plain = |figure: &Figure<Money>| figure.try_map(|money| Ok::<_, ModelError>(money.amount()));
        Ok(plain(&self.after)?.percent_change_from(&plain(&self.before)?)?)
    }
}

impl Checked for Amendment {}

#[cfg(feature = "proptest")]
impl Amendment {
    /// The same amendment from another value on another day.
    pub(crate) fn begun_at(mut self, before: Figure<Money>, recorded_on: NaiveDate) -> Self {
        (self.before, self.recorded_on) = (before, recorded_on);
        self
    }
}

impl Amendment {
    /// Is `version` the one this amendment makes?
    pub(crate) fn made(&self, version: &Version<Figure<Money>>) -> bool {
        *version.value() == self.after
            && version.recorded_on() == self.recorded_on
            && (version.first_day(), version.last_day()) == (self.effective_from, None)
            && (version.reason(), version.actor()) == (self.reason.as_deref(), None)
    }
}

/// The version an amendment makes.
pub(crate) fn version_of(amendment: &Amendment) -> Version<Figure<Money>> {
    let mut version = Version::new(amendment.after.clone(), amendment.recorded_on);
    if let Some(day) = amendment.effective_from {
        version = version.valid_from(day);
    }
    if let Some(reason) = amendment.reason.clone().and_then(filled) {
        version = version.because(reason);
    }
    version
}
