//! Aid items (khoản viện trợ): what is given, by whom, for what, under which approval and commitment.

use chrono::NaiveDate;
use vientro_core::{Figure, History, Period, RowId, Version};
use vientro_currency::Money;

use crate::approval::version_of;
use crate::macros::Checked;
use crate::rules::Instrument;
use crate::{
    AidDetails, AidRegime, Amendment, Approval, Direction, ItemId, JointClaim, LifeCycle, Modality,
    ModelError, OutsideId, Sector, SourceClass, UnitCode,
};

coded! {
    /// Form of an aid item.
    ///
    /// # Source
    ///
    /// Decree 80/2020/NĐ-CP, articles 2 and 3.
    #[non_exhaustive]
    AidForm "form of aid" {
        /// One-off and alone: cash, goods, experts, a conference (phi dự án).
        NonProject = "non-project", "phi dự án", "non-project aid";
        /// Activities over one or more sectors and places (chương trình).
        Programme = "programme", "chương trình", "programme";
        /// Linked activities in a stated place and time (dự án).
        Project = "project", "dự án", "project";
        /// Relief and recovery (khắc phục hậu quả).
        Relief = "relief", "viện trợ khắc phục hậu quả", "relief and recovery";
    }
}

record! {
    /// An aid item: one thing given, approved by one decision, whatever the number of transfers.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use vientro_core::Figure;
    /// use vientro_currency::Money;
    /// use vientro_model::{AidForm, AidItem, Amendment, Direction, ItemId, SourceClass};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let day = |month, day| NaiveDate::from_ymd_opt(2025, month, day).ok_or("no such day");
    /// let (before, after) = (Figure::Known(Money::vnd(3_400_000_000)), Figure::Known(Money::vnd(4_220_000_000)));
    /// let mut houses = AidItem::new(ItemId::try_new("NA-01")?, "Xây 20 căn nhà", Direction::Inward, SourceClass::ForeignNgo)
    ///     .with_form(AidForm::Project)
    ///     .with_donor("Tzu Chi")
    ///     .with_commitment(before.clone(), day(3, 5)?)?;
    /// houses.amend(Amendment::new(day(9, 30)?, before.clone(), after.clone()).with_reason("khảo sát thực tế"))?;
    /// assert_eq!(houses.commitment_as_known_on(day(6, 30)?), Some(&before));
    /// assert_eq!(houses.commitment_as_known_on(day(12, 31)?), Some(&after));
    /// # Ok(()) }
    /// ```
    AidItem
    need {
        id: ItemId,
        title: String,
        direction: Direction,
        source: SourceClass,
    }
    kept {
        commitment: Option<History<Figure<Money>>>,
        amendments: Vec<Amendment>,
        details: Option<Box<AidDetails>>,
    }
    text {
        /// The donor as written.
        donor with_donor,
        /// The donor's country as written.
        donor_country with_donor_country,
        /// Anything else to know.
        note with_note,
        /// The aid owner (chủ khoản viện trợ) as written.
        owner with_owner,
        /// The place as written; districts that are no more stay as written.
        place with_place,
    }
    copy {
        /// Programme, project, non-project aid or relief.
        form with_form: AidForm,
        /// In what it is given.
        modality with_modality: Modality,
        /// The field of law, where it does not follow from direction and form.
        stated_regime with_regime: AidRegime,
        /// The sector of the core list.
        sector with_sector: Sector,
        /// The days it runs.
        term with_term: Period,
    }
    maybe {
        /// The decision that approves it.
        approval with_approval: Approval,
        /// The group of bodies that report it too.
        joint_claim with_joint_claim: JointClaim,
        /// The stages it went through, if somebody keeps them.
        life_cycle with_life_cycle: LifeCycle,
        /// The province or city, by the code of the day it was approved.
        unit with_unit: UnitCode,
    }
    list {
        /// The identifiers others gave it.
        identifiers with_identifiers: OutsideId,
        /// The rows it was read from.
        rows with_rows: RowId,
        /// The sectors as written.
        sectors with_sectors: String,
    }
}

impl AidItem {
    /// An item with what must be known of it.
    pub fn new(id: ItemId, title: impl Into<String>, direction: Direction, source: SourceClass) -> Self {
        Self::bare(id, title.into(), direction, source)
    }

    /// Sets who takes part, for whom, where and in which sectors, with shares.
    #[must_use]
    pub fn with_details(mut self, details: AidDetails) -> Self {
        self.details = Some(Box::new(details));
        self
    }

    /// Sets the commitment as approved, known since `recorded_on`.
    ///
    /// # Errors
    ///
    /// [`ModelError::NegativeAmount`], and [`ModelError::Committed`] if there is one: it is amended, not replaced.
    pub fn with_commitment(
        mut self,
        amount: Figure<Money>,
        recorded_on: NaiveDate,
    ) -> Result<Self, ModelError> {
        if self.commitment.is_some() {
            return Err(ModelError::Committed { item: self.id.to_string() });
        }
        not_negative(self.id.as_str(), &amount)?;
        self.commitment = Some(History::new(Version::new(amount, recorded_on))?);
        Ok(self)
    }

    /// Changes the commitment from the value in force to another one.
    ///
    /// # Errors
    ///
    /// [`ModelError::NoCommitment`]; [`ModelError::AmendmentBefore`] if the amendment starts from another value than
    /// the one in force; [`ModelError::Currency`]; [`ModelError::NegativeAmount`]; [`ModelError::History`] if it was
    /// recorded before the version in force. The item is then unchanged.
    pub fn amend(&mut self, amendment: Amendment) -> Result<(), ModelError> {
        let Some(commitment) = &mut self.commitment else {
            return Err(ModelError::NoCommitment { item: self.id.to_string() });
        };
        may_amend(self.id.as_str(), commitment.latest(), &amendment)?;
        commitment.record(version_of(&amendment))?;
        self.amendments.push(amendment);
        Ok(())
    }

    /// The identifier.
    pub fn id(&self) -> &ItemId {
        &self.id
    }

    /// The title as written.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Where the aid goes.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Who gives.
    pub fn source(&self) -> SourceClass {
        self.source
    }

    /// Who takes part, for whom, where and in which sectors, if stated.
    pub fn details(&self) -> Option<&AidDetails> {
        self.details.as_deref()
    }

    /// All versions of the commitment, as approved first.
    pub fn commitment(&self) -> Option<&History<Figure<Money>>> {
        self.commitment.as_ref()
    }

    /// The amendments, oldest first.
    pub fn amendments(&self) -> &[Amendment] {
        &self.amendments
    }

    /// The commitment as known at the end of `day`; `None` if none was known.
    pub fn commitment_as_known_on(&self, day: NaiveDate) -> Option<&Figure<Money>> {
        self.commitment.as_ref()?.as_known_on(day).map(Version::value)
    }

    /// The commitment as known now.
    pub fn commitment_now(&self) -> Option<&Figure<Money>> {
        self.commitment.as_ref().map(|commitment| commitment.latest().value())
    }

    /// The field of law it falls into: as stated, else by its direction. Aid inside the country has none here.
    pub fn aid_regime(&self) -> Option<AidRegime> {
        self.stated_regime.or_else(|| AidRegime::of_direction(self.direction))
    }

    /// The decree the item falls under by the day of its approval; `None` without an approval day, for domestic aid,
    /// and before the oldest decree of the table.
    pub fn regime(&self) -> Option<&'static Instrument> {
        self.aid_regime()?.instrument_on(self.approval.as_ref()?.date()?)
    }
}

impl Checked for AidItem {
    /// Replays the amendments: the history is what they make of the first version.
    fn check(&self) -> Result<(), ModelError> {
        let Some(commitment) = &self.commitment else {
            return if self.amendments.is_empty() {
                Ok(())
            } else {
                Err(ModelError::NoCommitment { item: self.id.to_string() })
            };
        };
        let mut in_force = commitment.first();
        not_negative(self.id.as_str(), in_force.value())?;
        let mut later = commitment.versions().skip(1);
        let refuse = |in_force: &Version<Figure<Money>>, found: &Version<Figure<Money>>| {
            Err(ModelError::AmendmentBefore {
                item: self.id.to_string(),
                before: print(in_force.value()),
                in_force: print(found.value()),
                since: found.recorded_on(),
            })
        };
        for amendment in &self.amendments {
            may_amend(self.id.as_str(), in_force, amendment)?;
            match later.next() {
                Some(version) if amendment.made(version) => in_force = version,
                found => return refuse(in_force, found.unwrap_or(in_force)),
            }
        }
        later.next().map_or(Ok(()), |version| refuse(in_force, version))
    }

    /// Amends from the first version on, each time from the value in force.
    #[cfg(feature = "proptest")]
    fn mend(mut self) -> Self {
        let mut amendments = std::mem::take(&mut self.amendments);
        let Some(commitment) = self.commitment.take() else { return self };
        self.commitment = History::new(commitment.first().clone()).ok();
        amendments.sort_by_key(Amendment::recorded_on);
        for amendment in amendments {
            let Some(commitment) = &self.commitment else { continue };
            let in_force = commitment.latest();
            let recorded_on = amendment.recorded_on().max(in_force.recorded_on());
            let amendment = amendment.begun_at(in_force.value().clone(), recorded_on);
            // one in another currency is left out
            drop(self.amend(amendment));
        }
        self
    }
}

/// Refuses an amendment that does not go on from the version in force.
fn may_amend(item: &str, in_force: &Version<Figure<Money>>, amendment: &Amendment) -> Result<(), ModelError> {
    if in_force.value() != amendment.before() {
        return Err(ModelError::AmendmentBefore {
            item: item.to_owned(),
            before: print(amendment.before()),
            in_force: print(in_force.value()),
            since: in_force.recorded_on(),
        });
    }
    not_negative(item, amendment.after())?;
    match (currency_of(amendment.before()), currency_of(amendment.after())) {
        (Some(committed), Some(amended)) if committed != amended => {
            Err(ModelError::Currency { item: item.to_owned(), committed, amended })
        }
        _ => Ok(()),
    }
}

/// Refuses a figure that is, or may be, below zero.
pub(crate) fn not_negative(record: &str, figure: &Figure<Money>) -> Result<(), ModelError> {
    match figure.low() {
        Some(low) if low.is_negative() => {
            Err(ModelError::NegativeAmount { record: record.to_owned(), amount: low.to_string() })
        }
        _ => Ok(()),
    }
}

/// The currency of a figure, if it has one.
pub(crate) fn currency_of(figure: &Figure<Money>) -> Option<vientro_currency::Currency> {
    figure.low().or_else(|| figure.high()).map(Money::currency)
}

/// A figure for a message.
fn print(figure: &Figure<Money>) -> String {
    match figure {
        Figure::Known(money) => money.to_string(),
        Figure::Hedged(hedged) => hedged.interval().to_string(),
        Figure::Unknown => "unknown".to_owned(),
    }
}
