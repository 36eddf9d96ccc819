//! What organisations are to each other, with days, and what became of them in mergers.

use chrono::NaiveDate;
use vientro_core::RowId;

use crate::macros::Checked;
use crate::passage::{Passage, carry, check};
use crate::{ModelError, OrgId, Shares, Validity};

coded! {
    /// What one organisation is to another.
    #[non_exhaustive]
    OrganisationRelationKind "relation of organisations" {
        /// Advises it (tham mưu).
        Advises = "advises", "tham mưu cho", "advises";
        /// A branch of it (chi hội).
        BranchOf = "branch-of", "là chi hội của", "branch of";
        /// Works with it under a regulation (phối hợp).
        CoordinatesWith = "coordinates-with", "phối hợp với", "coordinates with";
        /// Keeps relations with it.
        InRelationWith = "in-relation-with", "có quan hệ với", "in relation with";
        /// Manages it.
        Manages = "manages", "quản lý", "manages";
        /// A member of it.
        MemberOf = "member-of", "là thành viên của", "member of";
    }
}

record! {
    /// A relation between two organisations during some days.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use vientro_model::{OrgId, OrganisationRelation, OrganisationRelationKind, Validity};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (association, union) = (OrgId::try_new("viet-lao-na")?, OrgId::try_new("lhhn-na")?);
    /// let until = NaiveDate::from_ymd_opt(2025, 6, 30);
    /// let member = OrganisationRelation::try_new(association, OrganisationRelationKind::MemberOf, union)?
    ///     .with_validity(Validity::try_new(None, until)?);
    /// assert!(!member.holds_on(NaiveDate::from_ymd_opt(2025, 7, 1).ok_or("no such day")?));
    /// # Ok(()) }
    /// ```
    OrganisationRelation
    need { from: OrgId, kind: OrganisationRelationKind, to: OrgId, }
    text {
        /// The decision or regulation it rests on.
        decision with_decision,
        /// Anything else to know.
        note with_note,
    }
    copy {
        /// The days it holds; all days if not said.
        validity with_validity: Validity,
    }
    maybe {}
    list {
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl OrganisationRelation {
    /// `from` is something to `to`, such as a member of it.
    ///
    /// # Errors
    ///
    /// [`ModelError::Itself`] for an organisation and itself.
    pub fn try_new(from: OrgId, kind: OrganisationRelationKind, to: OrgId) -> Result<Self, ModelError> {
        let relation = Self::bare(from, kind, to);
        relation.check()?;
        Ok(relation)
    }

    /// Which organisation.
    pub fn from(&self) -> &OrgId {
        &self.from
    }

    /// What it is to the other.
    pub fn kind(&self) -> OrganisationRelationKind {
        self.kind
    }

    /// The other.
    pub fn to(&self) -> &OrgId {
        &self.to
    }

    /// Does it hold on `day`?
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.validity.is_none_or(|validity| validity.contains(day))
    }
}

impl Checked for OrganisationRelation {
    fn check(&self) -> Result<(), ModelError> {
        if self.from == self.to {
            return Err(ModelError::Itself { kind: self.kind.as_str(), id: self.from.to_string() });
        }
        Ok(())
    }
}

coded! {
    /// How organisations passed into others.
    #[non_exhaustive]
    SuccessionKind "succession" {
        /// Another legal form, such as a project office that became a representative office.
        Conversion = "conversion", "chuyển đổi", "conversion";
        /// Several into one (hợp nhất, sáp nhập).
        Merger = "merger", "hợp nhất, sáp nhập", "merger";
        /// The same body under another name and id.
        Renaming = "renaming", "đổi tên", "renaming";
        /// One into several (chia, tách).
        Split = "split", "chia, tách", "split";
    }
}

record! {
    /// Organisations that became others on a day. After a merger everything of the old ones asks for its successor:
    /// members, congresses, plans, open items and past totals.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use vientro_model::{OrgId, Passage, Shares, Succession, SuccessionKind};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let id = |id| OrgId::try_new(id);
    /// let on = NaiveDate::from_ymd_opt(2025, 7, 1).ok_or("no such day")?;
    /// let merger = Succession::try_new(SuccessionKind::Merger, on, [
    ///     Passage::whole(id("lhhn-hai-phong-cu")?, id("lhhn-hai-phong")?),
    ///     Passage::whole(id("lhhn-hai-duong")?, id("lhhn-hai-phong")?),
    /// ])?;
    /// assert_eq!(merger.successors(&id("lhhn-hai-duong")?), Some(&Shares::one(id("lhhn-hai-phong")?)));
    /// assert_eq!(merger.predecessors(&id("lhhn-hai-phong")?).count(), 2);
    /// # Ok(()) }
    /// ```
    Succession
    need { kind: SuccessionKind, on: NaiveDate, passages: Vec<Passage<OrgId>>, }
    text {
        /// The decision it rests on.
        decision with_decision,
        /// Anything else to know.
        note with_note,
    }
    copy {}
    maybe {}
    list {
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl Succession {
    /// What became what on the first day of the new organisations.
    ///
    /// # Errors
    ///
    /// [`ModelError::Text`] for no passage, [`ModelError::Duplicate`] for an organisation that passes twice,
    /// [`ModelError::Itself`] for one that passes wholly into itself.
    pub fn try_new(
        kind: SuccessionKind,
        on: NaiveDate,
        passages: impl IntoIterator<Item = Passage<OrgId>>,
    ) -> Result<Self, ModelError> {
        let succession = Self::bare(kind, on, passages.into_iter().collect());
        succession.check()?;
        Ok(succession)
    }

    /// How.
    pub fn kind(&self) -> SuccessionKind {
        self.kind
    }

    /// The first day of the new organisations.
    pub fn on(&self) -> NaiveDate {
        self.on
    }

    /// What became what.
    pub fn passages(&self) -> &[Passage<OrgId>] {
        &self.passages
    }

    /// What an organisation became; `None` if it did not pass.
    pub fn successors(&self, organisation: &OrgId) -> Option<&Shares<OrgId>> {
        self.passages.iter().find(|passage| passage.from() == organisation).map(Passage::to)
    }

    /// The organisations that one was made of, by the order of the passages.
    pub fn predecessors<'a>(&'a self, organisation: &'a OrgId) -> impl Iterator<Item = &'a OrgId> {
        let into = move |passage: &&Passage<OrgId>| passage.to().parts().any(|to| to == organisation);
        self.passages.iter().filter(into).map(Passage::from)
    }
}

impl Checked for Succession {
    fn check(&self) -> Result<(), ModelError> {
        check("organisation that passes", &self.passages)?;
        let unmoved = self.passages.iter().find(|passage| {
            passage.to().parts().len() == 1 && passage.to().parts().any(|to| to == passage.from())
        });
        match unmoved {
            // into a merger the one that keeps its id passes too
            Some(passage) if self.kind != SuccessionKind::Merger => {
                Err(ModelError::Itself { kind: self.kind.as_str(), id: passage.from().to_string() })
            }
            _ => Ok(()),
        }
    }

    /// One passage at least, each organisation once.
    #[cfg(feature = "proptest")]
    fn mend(mut self) -> Self {
        self.passages.sort_by(|a, b| a.from().cmp(b.from()));
        self.passages.dedup_by(|a, b| a.from() == b.from());
        self
    }
}

/// The organisations on `day`, with their shares, of one that was there before the successions up to that day.
///
/// # Errors
///
/// [`ModelError::Shares`] if a split on the way states no shares, and where they have too many digits.
pub fn successors_on<'a>(
    successions: impl IntoIterator<Item = &'a Succession>,
    organisation: &OrgId,
    day: NaiveDate,
) -> Result<Shares<OrgId>, ModelError> {
    let mut passed: Vec<&Succession> = successions.into_iter().filter(|it| it.on <= day).collect();
    passed.sort_by_key(|succession| succession.on);
    passed.into_iter().try_fold(Shares::one(organisation.clone()), |shares, succession| {
        carry(&shares, &succession.passages)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(id: &str) -> OrgId {
        OrgId::try_new(id).unwrap()
    }

    fn day(year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, 7, 1).unwrap()
    }

    #[test]
    fn nobody_is_a_member_of_itself() {
        let itself = OrganisationRelation::try_new(id("a"), OrganisationRelationKind::MemberOf, id("a"));
        assert!(matches!(itself, Err(ModelError::Itself { .. })));
        let renamed = [Passage::whole(id("a"), id("a"))];
        assert!(Succession::try_new(SuccessionKind::Renaming, day(2025), renamed).is_err());
    }

    #[test]
    fn successions_are_followed_in_the_order_of_their_days() {
        let merger = Succession::try_new(
            SuccessionKind::Merger,
            day(2025),
            [Passage::whole(id("old"), id("new")), Passage::whole(id("other"), id("new"))],
        )
        .unwrap();
        let split = Succession::try_new(
            SuccessionKind::Split,
            day(2030),
            [Passage::split(id("new"), Shares::equal([id("north"), id("south")]).unwrap())],
        )
        .unwrap();
        let all = [split, merger];
        let on = |year| successors_on(&all, &id("old"), day(year)).unwrap();
        assert_eq!(on(2024), Shares::one(id("old")));
        assert_eq!(on(2025), Shares::one(id("new")));
        assert_eq!(on(2030).parts().collect::<Vec<_>>(), [&id("north"), &id("south")]);
        assert!(on(2030).is_complete());
    }
}
