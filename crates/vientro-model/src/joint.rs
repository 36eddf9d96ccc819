//! Items that several bodies claim.

use rust_decimal::Decimal;
use vientro_core::Share;

use crate::ModelError;
use crate::error::JointClaimFault;
use crate::macros::Checked;

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
