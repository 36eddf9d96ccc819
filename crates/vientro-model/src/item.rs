//! Aid items (khoản viện trợ): what is given, by whom, for what, under which approval and commitment.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{Figure, History, Period, RowId, Share, Version};
use vientro_currency::Money;

use crate::error::JointClaimFault;
use crate::macros::{Checked, filled};
use crate::rules::{Instrument, regime_for_aid};
use crate::{Direction, ItemId, LifeCycle, ModelError, OutsideId, Sector, SourceClass, UnitCode};

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
    /// The decision that approves an aid item.
    Approval
    need { number: String, }
    text {
        /// Who decided.
        authority with_authority,
    }
    copy {
        /// The day of the decision. It decides the legal regime.
        date with_date: NaiveDate,
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
    /// An item that several bodies report: it is one item, shown under each of them and counted once above them.
    ///
    /// ```
    /// use vientro_model::JointClaim;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let claim = JointClaim::try_new("tzu-chi-houses", ["Liên hiệp Nghệ An", "Ủy ban MTTQ Nghệ An"])?;
    /// assert!(!claim.is_settled()); // open until a lead or shares are agreed
    /// assert!(claim.with_lead("Liên hiệp Nghệ An")?.is_settled());
    /// # Ok(()) }
    /// ```
    JointClaim
    need { group: String, claimants: Vec<String>, }
    kept { lead: Option<String>, shares: Vec<Share>, }
    text {}
    copy {}
    maybe {}
    list {}
}

impl JointClaim {
    /// A group of at least two different claimants, not settled yet.
    ///
    /// # Errors
    ///
    /// [`ModelError::JointClaim`].
    pub fn try_new(
        group: impl Into<String>,
        claimants: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<Self, ModelError> {
        let claimants = claimants.into_iter().map(Into::into).collect();
        let claim = Self::bare(group.into(), claimants);
        claim.check()?;
        Ok(claim)
    }

    /// Agrees on the claimant that counts the item.
    ///
    /// # Errors
    ///
    /// [`ModelError::JointClaim`] if the lead is none of the claimants.
    pub fn with_lead(mut self, lead: impl Into<String>) -> Result<Self, ModelError> {
        self.lead = Some(lead.into());
        self.check()?;
        Ok(self)
    }

    /// Agrees on shares, one for each claimant in order, that sum to one.
    ///
    /// # Errors
    ///
    /// [`ModelError::JointClaim`] for another number or sum.
    pub fn with_shares(mut self, shares: impl IntoIterator<Item = Share>) -> Result<Self, ModelError> {
        self.shares = shares.into_iter().collect();
        self.check()?;
        Ok(self)
    }

    /// Name of the group; items and statements of one group are one thing.
    pub fn group(&self) -> &str {
        &self.group
    }

    /// The bodies that claim the item.
    pub fn claimants(&self) -> &[String] {
        &self.claimants
    }

    /// The shares agreed, one for each claimant in order; empty if none are.
    pub fn shares(&self) -> &[Share] {
        &self.shares
    }

    /// The claimant that counts the item, if agreed.
    pub fn lead(&self) -> Option<&str> {
        self.lead.as_deref()
    }

    /// Is it agreed who counts what: by a lead or by shares?
    ///
    /// # Source
    ///
    /// Invariant 10 of the model: a joint item has one lead claimant or shares that sum to 1.
    pub fn is_settled(&self) -> bool {
        self.lead.is_some() || !self.shares.is_empty()
    }
}

impl Checked for JointClaim {
    fn check(&self) -> Result<(), ModelError> {
        let refuse = |reason| Err(ModelError::JointClaim { group: self.group.clone(), reason });
        if self.group.trim().is_empty() {
            return refuse(JointClaimFault::NoGroup);
        }
        let mut different: Vec<&String> =
            self.claimants.iter().filter(|claimant| !claimant.trim().is_empty()).collect();
        different.sort();
        different.dedup();
        if different.len() < 2 || different.len() != self.claimants.len() {
            return refuse(JointClaimFault::Alone);
        }
        if self.lead.as_ref().is_some_and(|lead| !self.claimants.contains(lead)) {
            return refuse(JointClaimFault::LeadElsewhere);
        }
        if !self.shares.is_empty() {
            let sum: Option<Decimal> =
                self.shares.iter().try_fold(Decimal::ZERO, |sum, share| sum.checked_add(share.value()));
            if self.shares.len() != self.claimants.len() || sum != Some(Decimal::ONE) {
                return refuse(JointClaimFault::Shares);
            }
        }
        Ok(())
    }

    /// Two claimants at least, the lead among them, and shares that sum to one: the first takes what the others leave.
    #[cfg(feature = "proptest")]
    fn mend(mut self) -> Self {
        self.claimants.extend(["Liên hiệp".to_owned(), "Mặt trận".to_owned()]);
        self.claimants.sort();
        self.claimants.dedup();
        self.lead = self.lead.and_then(|_| self.claimants.first().cloned());
        if self.lead.is_none() && !self.shares.is_empty() {
            let others = self.claimants.len().saturating_sub(1);
            let each = Decimal::ONE.checked_div(Decimal::from(self.claimants.len())).unwrap_or_default();
            let each = each.trunc_with_scale(4);
            let first =
                each.checked_mul(Decimal::from(others)).map(|taken| Decimal::ONE.saturating_sub(taken));
            let shares = first.into_iter().chain(std::iter::repeat_n(each, others));
            self.shares = shares.filter_map(|share| Share::try_new(share).ok()).collect();
        } else {
            self.shares.clear();
        }
        self
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
        let in_force = commitment.latest();
        if *in_force.value() != amendment.before {
            return Err(ModelError::AmendmentBefore {
                item: self.id.to_string(),
                before: print(&amendment.before),
                in_force: print(in_force.value()),
                since: in_force.recorded_on(),
            });
        }
        not_negative(self.id.as_str(), &amendment.after)?;
        if let (Some(before), Some(after)) = (currency_of(&amendment.before), currency_of(&amendment.after))
            && before != after
        {
            return Err(ModelError::Currency {
                item: self.id.to_string(),
                committed: before,
                amended: after,
            });
        }
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

    /// The decree the item falls under by the day of its approval; `None` without an approval day, for aid that is
    /// not inward, and before the oldest decree of the table.
    pub fn regime(&self) -> Option<&'static Instrument> {
        let date = self.approval.as_ref()?.date()?;
        if self.direction == Direction::Inward { regime_for_aid(date) } else { None }
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
        let first = commitment.first();
        not_negative(self.id.as_str(), first.value())?;
        let mut replayed = Self::new(self.id.clone(), "", self.direction, self.source);
        replayed.commitment = Some(History::new(first.clone())?);
        for amendment in &self.amendments {
            replayed.amend(amendment.clone())?;
        }
        match replayed.commitment {
            Some(history) if history == *commitment => Ok(()),
            other => Err(ModelError::AmendmentBefore {
                item: self.id.to_string(),
                before: other.map(|history| print(history.latest().value())).unwrap_or_default(),
                in_force: print(commitment.latest().value()),
                since: commitment.latest().recorded_on(),
            }),
        }
    }

    /// Amends from the first version on, each time from the value in force.
    #[cfg(feature = "proptest")]
    fn mend(mut self) -> Self {
        let mut amendments = std::mem::take(&mut self.amendments);
        let Some(commitment) = self.commitment.take() else { return self };
        self.commitment = History::new(commitment.first().clone()).ok();
        amendments.sort_by_key(Amendment::recorded_on);
        for mut amendment in amendments {
            let Some(commitment) = &self.commitment else { continue };
            amendment.before = commitment.latest().value().clone();
            amendment.recorded_on = amendment.recorded_on.max(commitment.latest().recorded_on());
            // one in another currency is left out
            drop(self.amend(amendment));
        }
        self
    }
}

/// The version an amendment makes.
fn version_of(amendment: &Amendment) -> Version<Figure<Money>> {
    let mut version = Version::new(amendment.after.clone(), amendment.recorded_on);
    if let Some(day) = amendment.effective_from {
        version = version.valid_from(day);
    }
    if let Some(reason) = amendment.reason.clone().and_then(filled) {
        version = version.because(reason);
    }
    version
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
