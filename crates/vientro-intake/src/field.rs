//! What a column of a sheet means.

/// What a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
#[expect(
    missing_docs,
    reason = "each is the English of the header it stands for; the headings stand in `SheetKind::columns`"
)]
pub enum Field {
    Account,
    After,
    Amount,
    Audience,
    Basis,
    Before,
    Branch,
    Certificate,
    Code,
    Committed,
    Country,
    Cumulative,
    Currency,
    Date,
    Days,
    Decision,
    Direction,
    Disbursed,
    Donor,
    Evidence,
    Form,
    From,
    Giver,
    Head,
    Heads,
    InKind,
    Indicator,
    Issuer,
    Key,
    Note,
    Notice,
    Organiser,
    Owner,
    Partners,
    Payer,
    Place,
    Publisher,
    Purpose,
    Quantity,
    Rate,
    RateKind,
    Reason,
    Recipient,
    Regime,
    Registration,
    Running,
    Sector,
    Source,
    Term,
    Title,
    To,
    Unit,
    UnitCode,
    Value,
    Year,
}

impl Field {
    /// True if its cells hold money.
    pub const fn is_money(self) -> bool {
        matches!(
            self,
            Self::After
                | Self::Amount
                | Self::Before
                | Self::Committed
                | Self::Cumulative
                | Self::Disbursed
                | Self::Value
        )
    }
}
