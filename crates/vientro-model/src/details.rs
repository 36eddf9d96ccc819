//! What else is known of an aid item: who takes part, for whom, where, in which sectors, after which disaster.

use vientro_core::RowId;

use crate::macros::Checked;
use crate::{
    Approval, BeneficiaryCount, CampaignId, DisasterId, Locality, Measure, ModelError, Party, PartyRole,
    Sector, Shares, Subsector, TargetGroup,
};

record! {
    /// The facets of an aid item beyond its register line. Many items have none, so they stand apart.
    ///
    /// ```
    /// use rust_decimal::Decimal;
    /// use vientro_model::{
    ///     AidDetails, AidItem, Body, Direction, ItemId, Locality, Party, PartyRole, Sector, Shares, SourceClass, TargetGroup,
    ///     UnitCode,
    /// };
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let percent = |value: i64| Decimal::from(value);
    /// let districts = ["Con Cuông", "Tương Dương"].map(|name| Locality::former_district(name, UnitCode::try_new("40")?));
    /// let districts: Vec<Locality> = districts.into_iter().collect::<Result<_, _>>()?;
    /// let details = AidDetails::default()
    ///     .with_party(Party::one(PartyRole::Owner, Body::try_new("Liên hiệp các tổ chức hữu nghị tỉnh Nghệ An")?))?
    ///     .with_sector_shares(Shares::from_percent([(Sector::Social, percent(80)), (Sector::Health, percent(20))])?)
    ///     .with_localities(Shares::equal(districts)?)
    ///     .with_target_groups([TargetGroup::DisasterVictims]);
    /// let houses = AidItem::new(ItemId::try_new("NA-01")?, "Xây 20 căn nhà", Direction::Inward, SourceClass::ForeignNgo)
    ///     .with_details(details);
    /// assert!(houses.details().is_some_and(|it| it.party(PartyRole::Owner).is_some()));
    /// # Ok(()) }
    /// ```
    ///
    /// # Source
    ///
    /// Relations of the model: an item has parties, is for sectors and in places with shares that sum to 100% or name an
    /// unknown rest.
    AidDetails
    need {}
    kept { parties: Vec<Party>, }
    text {}
    copy {}
    maybe {
        /// The programme or campaign it belongs to.
        campaign with_campaign: CampaignId,
        /// The disaster it answers to.
        disaster with_disaster: DisasterId,
        /// Its places with their shares.
        localities with_localities: Shares<Locality>,
        /// The sectors of the core list with their shares.
        sector_shares with_sector_shares: Shares<Sector>,
    }
    list {
        /// How many it reaches.
        beneficiaries with_beneficiaries: BeneficiaryCount,
        /// Later decisions: on changes, or taking the approval back.
        decisions with_decisions: Approval,
        /// Goals it serves, as written, such as `SDG 3`.
        goals with_goals: String,
        /// What it gives that is never valued in money.
        measures with_measures: Measure,
        /// The rows it was read from.
        rows with_rows: RowId,
        /// The sectors of the wider list.
        subsectors with_subsectors: Subsector,
        /// The groups it is for.
        target_groups with_target_groups: TargetGroup,
    }
}

impl Default for AidDetails {
    /// Nothing stated.
    fn default() -> Self {
        Self::bare()
    }
}

impl AidDetails {
    /// Sets the bodies of one role.
    ///
    /// # Errors
    ///
    /// [`ModelError::Role`] if the role has its bodies already.
    pub fn with_party(mut self, party: Party) -> Result<Self, ModelError> {
        self.parties.push(party);
        self.check()?;
        Ok(self)
    }

    /// The bodies by their roles, in the order they were given.
    pub fn parties(&self) -> &[Party] {
        &self.parties
    }

    /// The bodies that have a role.
    pub fn party(&self, role: PartyRole) -> Option<&Party> {
        self.parties.iter().find(|party| party.role() == role)
    }
}

impl Checked for AidDetails {
    fn check(&self) -> Result<(), ModelError> {
        let again = |(position, party): (usize, &Party)| {
            let earlier = self.parties.get(..position).unwrap_or_default();
            earlier.iter().any(|other| other.role() == party.role()).then_some(party.role())
        };
        match self.parties.iter().enumerate().find_map(again) {
            Some(role) => Err(ModelError::Role { role }),
            None => Ok(()),
        }
    }

    /// Each role once.
    #[cfg(feature = "proptest")]
    fn mend(mut self) -> Self {
        self.parties.sort_by_key(Party::role);
        self.parties.dedup_by_key(|party| party.role());
        self
    }
}
