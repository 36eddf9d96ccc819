//! Programmes and campaigns that group activities and aid items, and the disasters that aid answers to.

use chrono::NaiveDate;
use vientro_core::RowId;

use crate::macros::Checked;
use crate::{CampaignId, CountryCode, Direction, DisasterId, Locality, ModelError, OutsideId, Validity};

record! {
    /// A named programme or campaign. It groups activities and items and has no amount of its own.
    Campaign
    need { id: CampaignId, name: String, direction: Direction, }
    text {
        /// Anything else to know.
        note with_note,
        /// Who leads it, as written.
        organiser with_organiser,
    }
    copy {
        /// The partner country. It need not be the donor's.
        country with_country: CountryCode,
        /// The days it runs.
        validity with_validity: Validity,
    }
    maybe {}
    list {
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl Campaign {
    /// A campaign by its name and where its help goes.
    ///
    /// # Errors
    ///
    /// [`ModelError::Text`] for a blank name.
    pub fn try_new(
        id: CampaignId,
        name: impl Into<String>,
        direction: Direction,
    ) -> Result<Self, ModelError> {
        let campaign = Self::bare(id, name.into(), direction);
        campaign.check()?;
        Ok(campaign)
    }

    /// The identifier.
    pub fn id(&self) -> &CampaignId {
        &self.id
    }

    /// The name as written.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where its help goes.
    pub fn direction(&self) -> Direction {
        self.direction
    }
}

impl Checked for Campaign {
    fn check(&self) -> Result<(), ModelError> {
        if self.name.trim().is_empty() {
            return Err(ModelError::Text { field: "name", record: self.id.to_string() });
        }
        Ok(())
    }
}

coded! {
    /// What kind of disaster.
    #[non_exhaustive]
    DisasterKind "kind of disaster" {
        /// Drought or salt intrusion.
        Drought = "drought", "hạn hán, xâm nhập mặn", "drought, salt intrusion";
        /// Earthquake.
        Earthquake = "earthquake", "động đất", "earthquake";
        /// Epidemic.
        Epidemic = "epidemic", "dịch bệnh", "epidemic";
        /// Fire or explosion.
        Fire = "fire", "hỏa hoạn", "fire";
        /// Flood, also flash flood.
        Flood = "flood", "lũ lụt", "flood";
        /// Landslide.
        Landslide = "landslide", "sạt lở đất", "landslide";
        /// Any other, and one nobody names.
        Other = "other", "thiên tai, thảm họa khác", "other disaster";
        /// Storm or tropical depression.
        Storm = "storm", "bão, áp thấp nhiệt đới", "storm";
    }
}

record! {
    /// A disaster that items answer to, with the number others gave it, such as GLIDE.
    Disaster
    need { id: DisasterId, name: String, kind: DisasterKind, }
    text {
        /// Anything else to know.
        note with_note,
    }
    copy {
        /// The days it lasted. The last one begins the three and nine months of Decree 50/2020/NĐ-CP.
        days with_days: Validity,
    }
    maybe {}
    list {
        /// The identifiers others gave it.
        identifiers with_identifiers: OutsideId,
        /// The places it struck.
        localities with_localities: Locality,
        /// The rows it was read from.
        rows with_rows: RowId,
    }
}

impl Disaster {
    /// A disaster by its name.
    ///
    /// # Errors
    ///
    /// [`ModelError::Text`] for a blank name.
    pub fn try_new(id: DisasterId, name: impl Into<String>, kind: DisasterKind) -> Result<Self, ModelError> {
        let disaster = Self::bare(id, name.into(), kind);
        disaster.check()?;
        Ok(disaster)
    }

    /// The identifier.
    pub fn id(&self) -> &DisasterId {
        &self.id
    }

    /// The name as written.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What kind.
    pub fn kind(&self) -> DisasterKind {
        self.kind
    }

    /// The last day, or the first if it has no last one.
    pub fn ended_on(&self) -> Option<NaiveDate> {
        let days = self.days?;
        days.to().or(days.from())
    }
}

impl Checked for Disaster {
    fn check(&self) -> Result<(), ModelError> {
        if self.name.trim().is_empty() {
            return Err(ModelError::Text { field: "name", record: self.id.to_string() });
        }
        Ok(())
    }
}
