//! What a body claims, and why claims cannot be consolidated.

use chrono::NaiveDate;
use vientro_core::{
    Bilingual, Figure, FigureError, Finding, FindingCode, Language, Location, RowId, Severity, Share, When,
};
use vientro_currency::{Money, MoneyError, RateError};
use vientro_model::{AidItem, AmountKey, Basis, Facts, JointClaim, ModelError, StatedFigure};

/// One amount that a body reports, on one basis.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Claim {
    pub(super) body: String,
    id: String,
    pub(super) key: AmountKey,
    amount: Figure<Money>,
    pub(super) date: NaiveDate,
    #[cfg_attr(feature = "serde", serde(default))]
    against: bool,
    pub(super) joint: Option<Joint>,
    rows: Vec<RowId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(super) struct Joint {
    pub(super) group: String,
    pub(super) lead: Option<String>,
    /// The shares agreed, and which of them is the body's; none without an agreement.
    #[cfg_attr(feature = "serde", serde(default))]
    pub(super) shares: Vec<Share>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(super) own: usize,
}

impl Claim {
    /// What `body` reports under `id`, converted at the rate of `date`.
    pub fn new(
        body: impl Into<String>,
        id: impl Into<String>,
        key: AmountKey,
        amount: Figure<Money>,
        date: NaiveDate,
    ) -> Self {
        Self {
            body: body.into(),
            id: id.into(),
            key,
            amount,
            date,
            against: false,
            joint: None,
            rows: Vec::new(),
        }
    }

    /// As one that counts against its basis, such as a refund: unknown, it leaves no total a lower end.
    #[must_use]
    pub fn against(mut self) -> Self {
        self.against = true;
        self
    }

    /// As one claim of a joint group; `lead` is the body whose claim counts, else the first one that is given.
    #[must_use]
    pub fn jointly(mut self, group: impl Into<String>, lead: Option<&str>) -> Self {
        let lead = lead.map(str::to_owned);
        self.joint = Some(Joint { group: group.into(), lead, shares: Vec::new(), own: 0 });
        self
    }

    /// As one claim of a joint group, as its claimants agreed: by lead or by shares.
    #[must_use]
    pub fn agreed(self, claim: &JointClaim) -> Self {
        let own = claim.claimants().iter().position(|claimant| *claimant == self.body);
        let mut joined = self.jointly(claim.group(), claim.lead());
        if let (Some(joint), Some(own), None) = (&mut joined.joint, own, claim.lead()) {
            joint.shares = claim.shares().to_vec();
            joint.own = own;
        }
        joined
    }

    /// With the rows it was made from.
    #[must_use]
    pub fn from_rows(mut self, rows: Vec<RowId>) -> Self {
        self.rows = rows;
        self
    }

    /// A stated amount of money, as of the last day of its period.
    ///
    /// # Errors
    ///
    /// [`ConsolidationError::NotAnAmount`] for a figure that is no money, or whose basis, direction, organisation or
    /// period is not stated.
    pub fn from_statement(stated: &StatedFigure) -> Result<Self, ConsolidationError> {
        let lacks = |what| ConsolidationError::NotAnAmount { id: stated.id().to_string(), what };
        let amount = stated.money().map_err(Box::new)?.ok_or_else(|| lacks("currency"))?;
        let key = stated.key().ok_or_else(|| lacks("basis or direction"))?;
        let body = stated.organisation().ok_or_else(|| lacks("organisation"))?;
        let date = match stated.when() {
            Some(When::AsOf(day)) => day,
            Some(When::During(period)) => period.last(),
            None => return Err(lacks("period")),
        };
        Ok(Self::new(body, stated.id().as_str(), key, amount, date).from_rows(stated.rows().to_vec()))
    }

    /// The commitments now in force and the dated disbursements of a body's facts, with their joint claims.
    ///
    /// Returns the claims and a finding for each disbursement without a date.
    pub fn from_facts(body: &str, facts: &Facts) -> (Vec<Self>, Vec<Finding>) {
        let (mut claims, mut findings) = (Vec::new(), Vec::new());
        let joined = |claim: Self, item: Option<&AidItem>| match item.and_then(AidItem::joint_claim) {
            Some(joint) => claim.agreed(joint),
            None => claim,
        };
        for item in facts.items() {
            let Some(version) = item.commitment().map(vientro_core::History::latest) else { continue };
            let key = AmountKey::new(Basis::Committed, item.direction()).with_source(item.source());
            let claim =
                Self::new(body, item.id().as_str(), key, version.value().clone(), version.recorded_on())
                    .from_rows(item.rows().to_vec());
            claims.push(joined(claim, Some(item)));
        }
        for flow in facts.flows().filter(|flow| flow.basis() == Basis::Disbursed) {
            let Some(date) = flow.date() else {
                findings.push(
                    Finding::new(
                        FindingCode::new("flow-undated"),
                        Severity::Warning,
                        Bilingual::new(
                            "không có ngày: không đưa vào tổng hợp",
                            "no date: left out of the consolidation",
                        ),
                    )
                    .at(Location::new().about(flow.id().as_str())),
                );
                continue;
            };
            let claim =
                Self::new(body, flow.id().as_str(), flow.key().any_modality(), flow.amount_signed(), date)
                    .from_rows(flow.rows().to_vec());
            let claim = if flow.kind().is_against() { claim.against() } else { claim };
            claims.push(joined(claim, flow.item().and_then(|id| facts.item(id))));
        }
        (claims, findings)
    }

    /// Who reports it.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it counts under.
    pub fn key(&self) -> &AmountKey {
        &self.key
    }

    /// The amount as reported.
    pub fn amount(&self) -> &Figure<Money> {
        &self.amount
    }

    /// The day whose rate converts it.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// Does it count against its basis?
    pub fn is_against(&self) -> bool {
        self.against
    }

    /// The joint group, if it is claimed by several bodies.
    pub fn group(&self) -> Option<&str> {
        self.joint.as_ref().map(|joint| joint.group.as_str())
    }

    /// The rows it was made from.
    pub fn rows(&self) -> &[RowId] {
        &self.rows
    }
}

/// Why claims cannot be consolidated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConsolidationError {
    /// A tree of bodies that cannot be consolidated.
    #[error("`{body}` {fault}")]
    Body {
        /// The body.
        body: String,
        /// What is wrong with it.
        fault: &'static str,
    },
    /// Arithmetic on a share of the value.
    #[error(transparent)]
    Figure(#[from] FigureError),
    /// A record of the model refused something.
    #[error(transparent)]
    Model(#[from] Box<ModelError>),
    /// Overflow.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// A stated figure that lacks what an amount needs.
    #[error("`{id}` cannot be consolidated: its {what} is not stated")]
    NotAnAmount {
        /// The figure.
        id: String,
        /// What is missing.
        what: &'static str,
    },
    /// No rate.
    #[error("`{id}` cannot be converted")]
    Rate {
        /// The claim.
        id: String,
        /// Why not.
        #[source]
        source: Box<RateError>,
    },
}

impl ConsolidationError {
    /// The refusal in Vietnamese and in English.
    pub fn message(&self) -> Bilingual {
        let vi = match self {
            Self::Body { body, fault } => {
                let fault = match *fault {
                    "is not in the tree" => "không có trong cây đơn vị",
                    "is in the tree twice" => "có hai lần trong cây đơn vị",
                    _ => "có quá 32 cấp bên dưới",
                };
                format!("`{body}` {fault}")
            }
            Self::Figure(cause) => cause.text(Language::Vi),
            Self::Model(cause) => return cause.message(),
            Self::Money(cause) => cause.text(Language::Vi),
            Self::NotAnAmount { id, what } => {
                let what = match *what {
                    "currency" => "đồng tiền",
                    "basis or direction" => "loại số liệu hoặc chiều viện trợ",
                    "organisation" => "đơn vị báo cáo",
                    _ => "kỳ báo cáo",
                };
                format!("không tổng hợp được `{id}`: không nêu {what}")
            }
            Self::Rate { id, source } => {
                return Bilingual::new(
                    format!("không quy đổi được `{id}`: {}", source.text(Language::Vi)),
                    format!("{self}: {}", source.text(Language::En)),
                );
            }
        };
        Bilingual::new(vi, self.to_string())
    }
}
