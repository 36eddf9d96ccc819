//! Who has which role for an item. Roles stand on the item: one body is adviser, owner and giver by turns.

use crate::macros::Checked;
use crate::{ModelError, OrgId, Shares};

coded! {
    /// What a body does for an aid item.
    ///
    /// # Source
    ///
    /// The parties of Decree 80/2020/NĐ-CP, articles 2 and 3; the kinds of attribution as the reports of unions use them.
    #[non_exhaustive]
    PartyRole "role" {
        /// Advises whoever approves (tham mưu).
        Adviser = "adviser", "cơ quan tham mưu", "adviser";
        /// A body the results are for.
        Beneficiary = "beneficiary", "đơn vị thụ hưởng", "beneficiary body";
        /// Reports the item too; [`crate::JointClaim`] says who counts it.
        CoClaimant = "co-claimant", "đơn vị cùng báo cáo", "co-claimant";
        /// Coordinates those who take part (phối hợp).
        Coordinator = "coordinator", "cơ quan phối hợp", "coordinator";
        /// Whose money it is.
        Funder = "funder", "bên cấp vốn", "funder";
        /// Carries out the work.
        Implementer = "implementer", "đơn vị thực hiện", "implementer";
        /// The agency above the aid owner (cơ quan chủ quản).
        ManagingAgency = "managing-agency", "cơ quan chủ quản", "managing agency";
        /// Mobilised it (vận động).
        Mobiliser = "mobiliser", "đơn vị vận động", "mobiliser";
        /// Manages and uses it (chủ khoản viện trợ).
        Owner = "owner", "chủ khoản viện trợ", "aid owner";
        /// Gives it (bên cung cấp).
        Provider = "provider", "bên cung cấp viện trợ", "provider";
        /// Recorded it from others (ghi nhận).
        Recorder = "recorder", "đơn vị ghi nhận", "recorder";
    }
}

record! {
    /// A body as written, with its identifier once somebody has said who it is.
    Body
    need { name: String, }
    text {}
    copy {}
    maybe {
        /// The organisation it is.
        organisation with_organisation: OrgId,
    }
    list {}
}

impl Body {
    /// A body by its name as written.
    ///
    /// # Errors
    ///
    /// [`ModelError::Text`] for a blank name.
    pub fn try_new(name: impl Into<String>) -> Result<Self, ModelError> {
        let body = Self::bare(name.into());
        body.check()?;
        Ok(body)
    }

    /// The name as written.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Checked for Body {
    fn check(&self) -> Result<(), ModelError> {
        if self.name.trim().is_empty() {
            return Err(ModelError::Text { field: "name", record: "body".to_owned() });
        }
        Ok(())
    }
}

/// The bodies that have one role for an item, with their shares in it.
///
/// ```
/// use vientro_model::{Body, Party, PartyRole, Shares};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let owner = Party::one(PartyRole::Owner, Body::try_new("Sở Y tế")?);
/// let funders = Party::new(PartyRole::Funder, Shares::equal([Body::try_new("Quỹ A")?, Body::try_new("Quỹ B")?])?);
/// assert_eq!((owner.bodies().count(), funders.bodies().count()), (1, 2));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Party {
    role: PartyRole,
    shares: Shares<Body>,
}

impl Party {
    /// Several bodies in one role; [`Shares::unstated`] where nobody says how much each.
    pub const fn new(role: PartyRole, shares: Shares<Body>) -> Self {
        Self { role, shares }
    }

    /// One body alone in a role.
    pub fn one(role: PartyRole, body: Body) -> Self {
        Self { role, shares: Shares::one(body) }
    }

    /// The role.
    pub const fn role(&self) -> PartyRole {
        self.role
    }

    /// The bodies with their shares.
    pub const fn shares(&self) -> &Shares<Body> {
        &self.shares
    }

    /// The bodies, in their order.
    pub fn bodies(&self) -> impl ExactSizeIterator<Item = &Body> {
        self.shares.parts()
    }
}
