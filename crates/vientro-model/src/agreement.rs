//! Agreements: memoranda, coordination regulations, twinning.

use chrono::NaiveDate;
use vientro_core::RowId;

use crate::macros::Checked;
use crate::{AgreementId, Body, CountryCode, Locality, ModelError, OutsideId, Progress, Validity};

coded! {
    /// What kind of agreement.
    #[non_exhaustive]
    AgreementKind "kind of agreement" {
        /// Agreement on an aid item.
        Aid = "aid", "thỏa thuận viện trợ", "aid agreement";
        /// Regulation on working together (quy chế phối hợp).
        Coordination = "coordination", "quy chế phối hợp", "coordination regulation";
        /// Friendship between two places, less than twinning.
        Friendship = "friendship", "thỏa thuận hữu nghị", "friendship agreement";
        /// Memorandum of understanding (biên bản ghi nhớ).
        Memorandum = "memorandum", "biên bản ghi nhớ", "memorandum of understanding";
        /// Any other agreement.
        Other = "other", "thỏa thuận khác", "other agreement";
        /// Twinning of two places (kết nghĩa).
        Twinning = "twinning", "kết nghĩa", "twinning";
    }
}

states! {
    /// Where an agreement stands.
    AgreementState "state of an agreement" from Negotiating {
        /// Given up before it was signed.
        Abandoned = "abandoned", "không ký", "abandoned" => [];
        /// Its days are over.
        Expired = "expired", "hết hiệu lực", "expired" => [Renewed];
        /// In force.
        InForce = "in-force", "đang có hiệu lực", "in force" => [Expired, Renewed, Terminated];
        /// Being talked over.
        Negotiating = "negotiating", "đang đàm phán", "negotiating" => [Abandoned, Signed];
        /// In force for another term.
        Renewed = "renewed", "được gia hạn", "renewed" => [Expired, Terminated];
        /// Signed, not yet in force.
        Signed = "signed", "đã ký", "signed" => [InForce, Terminated];
        /// Ended before its days were over.
        Terminated = "terminated", "chấm dứt trước hạn", "terminated" => [];
    }
}

record! {
    /// An agreement between two or more bodies.
    ///
    /// ```
    /// use vientro_model::{Agreement, AgreementId, AgreementKind, Body};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let bodies = ["Ủy ban MTTQ tỉnh", "Sở Ngoại vụ", "Liên hiệp các tổ chức hữu nghị tỉnh"].map(Body::try_new);
    /// let bodies: Vec<Body> = bodies.into_iter().collect::<Result<_, _>>()?;
    /// let regulation = Agreement::try_new(AgreementId::try_new("qc-2025")?, AgreementKind::Coordination, bodies)?;
    /// assert_eq!(regulation.bodies().len(), 3);
    /// # Ok(()) }
    /// ```
    Agreement
    need { id: AgreementId, kind: AgreementKind, bodies: Vec<Body>, }
    text {
        /// Anything else to know.
        note with_note,
        /// Its number.
        number with_number,
        /// Its title as written.
        title with_title,
    }
    copy {
        /// The country of the other side.
        country with_country: CountryCode,
        /// The day it was signed.
        signed_on with_signed_on: NaiveDate,
        /// The days it is in force.
        validity with_validity: Validity,
    }
    maybe {
        /// The states it went through.
        progress with_progress: Progress<AgreementState>,
    }
    list {
        /// The identifiers others gave it.
        identifiers with_identifiers: OutsideId,
        /// The places it joins, as in twinning.
        localities with_localities: Locality,
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl Agreement {
    /// An agreement of at least two different bodies.
    ///
    /// # Errors
    ///
    /// [`ModelError::Parties`].
    pub fn try_new(
        id: AgreementId,
        kind: AgreementKind,
        bodies: impl IntoIterator<Item = Body>,
    ) -> Result<Self, ModelError> {
        let agreement = Self::bare(id, kind, bodies.into_iter().collect());
        agreement.check()?;
        Ok(agreement)
    }

    /// The identifier.
    pub fn id(&self) -> &AgreementId {
        &self.id
    }

    /// What kind.
    pub fn kind(&self) -> AgreementKind {
        self.kind
    }

    /// Who agrees.
    pub fn bodies(&self) -> &[Body] {
        &self.bodies
    }
}

impl Checked for Agreement {
    fn check(&self) -> Result<(), ModelError> {
        let mut names: Vec<&str> = self.bodies.iter().map(Body::name).collect();
        names.sort_unstable();
        names.dedup();
        if names.len() < 2 || names.len() != self.bodies.len() {
            return Err(ModelError::Parties { agreement: self.id.to_string(), count: names.len() });
        }
        Ok(())
    }

    /// Two bodies at least, none of them twice.
    #[cfg(feature = "proptest")]
    fn mend(mut self) -> Self {
        self.bodies
            .extend(["Liên hiệp", "Sở Ngoại vụ"].into_iter().filter_map(|name| Body::try_new(name).ok()));
        self.bodies.sort_by(|a, b| a.name().cmp(b.name()));
        self.bodies.dedup_by(|a, b| a.name() == b.name());
        self
    }
}
