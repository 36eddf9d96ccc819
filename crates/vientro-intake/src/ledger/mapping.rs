//! What the columns, accounts, projects and donors of an organisation's own ledger mean, as its office says.

use std::collections::BTreeSet;

use vientro_core::Bilingual;
use vientro_currency::{Currency, RateKind};
use vientro_model::{AidItem, FlowKind, SourceClass};
use vientro_vi::{DateOrder, Style};

use crate::header::words;

/// The table a ledger is read by: which heading is what, and what each account, project and donor stands for.
///
/// Nothing is guessed. A line whose account, sign or project the table does not name is a finding, never a flow.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Parts", into = "Parts"))]
pub struct LedgerMapping {
    parts: Parts,
}

/// A [`LedgerMapping`] as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Parts {
    name: String,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    currency: Option<Currency>,
    #[cfg_attr(feature = "serde", serde(default))]
    numbers: Style,
    #[cfg_attr(feature = "serde", serde(default))]
    dates: DateOrder,
    columns: LedgerColumns,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    fx: Option<LedgerFx>,
    accounts: Vec<AccountRule>,
    projects: Vec<ProjectRule>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    donors: Vec<DonorRule>,
}

/// The headings of a ledger. Case, marks and punctuation make no difference.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "the columns of a ledger; LedgerMapping::try_new checks them")]
pub struct LedgerColumns {
    /// The day of the line.
    pub date: String,
    /// The account.
    pub account: String,
    /// The project.
    pub project: String,
    /// The amount with its sign.
    pub amount: String,
    /// The currency of the amount.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub currency: Option<String>,
    /// Whose money it is.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub donor: Option<String>,
    /// The rate the line was booked at.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub fx: Option<String>,
    /// What it was for.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub memo: Option<String>,
}

impl LedgerColumns {
    /// The columns a ledger cannot do without.
    pub fn new(
        date: impl Into<String>,
        account: impl Into<String>,
        project: impl Into<String>,
        amount: impl Into<String>,
    ) -> Self {
        Self {
            date: date.into(),
            account: account.into(),
            project: project.into(),
            amount: amount.into(),
            currency: None,
            donor: None,
            fx: None,
            memo: None,
        }
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        let needed = [&self.date, &self.account, &self.project, &self.amount];
        let others = [&self.currency, &self.donor, &self.fx, &self.memo];
        needed.into_iter().chain(others.into_iter().flatten()).map(String::as_str)
    }
}

/// What the rate of a line is: how many of one currency for one of another, of which kind, published by whom.
///
/// The rate is kept as stated; nothing is converted by it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "what a stated rate says; LedgerMapping::try_new checks it")]
pub struct LedgerFx {
    /// The currency the ledger is kept in.
    pub ledger: Currency,
    /// Is it the amount of the line's currency for one of the ledger's? Else the amount of the ledger's currency for one
    /// of the line's.
    #[cfg_attr(feature = "serde", serde(default))]
    pub is_line_for_one: bool,
    /// Its kind, such as that of a bank or of a contract.
    pub kind: RateKind,
    /// Who stated it.
    pub publisher: String,
}

/// What the lines of an account are, by the sign of their amounts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct AccountRule {
    account: String,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    positive: Option<FlowKind>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    negative: Option<FlowKind>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    ignored: Option<Bilingual>,
}

impl AccountRule {
    /// An account by its number; one that ends in `*` stands for all that begin so. The longest that fits counts.
    pub fn new(account: impl Into<String>) -> Self {
        Self { account: account.into(), positive: None, negative: None, ignored: None }
    }

    /// Amounts above zero are this.
    #[must_use]
    pub const fn positive(mut self, kind: FlowKind) -> Self {
        self.positive = Some(kind);
        self
    }

    /// Amounts below zero are this, by their size: most ledgers book receipts so.
    #[must_use]
    pub const fn negative(mut self, kind: FlowKind) -> Self {
        self.negative = Some(kind);
        self
    }

    /// The lines are no flows of aid, for a reason: the other side of an entry, work outside Viet Nam.
    pub fn ignored(account: impl Into<String>, reason: Bilingual) -> Self {
        Self { ignored: Some(reason), ..Self::new(account) }
    }

    pub(crate) const fn kind(&self, is_negative: bool) -> Option<FlowKind> {
        if is_negative { self.negative } else { self.positive }
    }

    pub(crate) const fn reason(&self) -> Option<&Bilingual> {
        self.ignored.as_ref()
    }
}

/// Which aid item a project of the ledger is, with its sectors and places.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ProjectRule {
    project: String,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    item: Option<Box<AidItem>>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    ignored: Option<Bilingual>,
}

impl ProjectRule {
    /// A project is an aid item.
    pub fn new(project: impl Into<String>, item: AidItem) -> Self {
        Self { project: project.into(), item: Some(Box::new(item)), ignored: None }
    }

    /// A project is no aid to Viet Nam, for a reason.
    pub fn ignored(project: impl Into<String>, reason: Bilingual) -> Self {
        Self { project: project.into(), item: None, ignored: Some(reason) }
    }

    pub(crate) fn item(&self) -> Option<&AidItem> {
        self.item.as_deref()
    }

    pub(crate) const fn reason(&self) -> Option<&Bilingual> {
        self.ignored.as_ref()
    }
}

/// Of which class of sources a donor's money is, where it is another than that of the item.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct DonorRule {
    donor: String,
    source: SourceClass,
}

impl DonorRule {
    /// A donor as the ledger writes it, and its class.
    pub fn new(donor: impl Into<String>, source: SourceClass) -> Self {
        Self { donor: donor.into(), source }
    }
}

impl LedgerMapping {
    /// A table of columns, accounts and projects.
    ///
    /// * `name` stands first in the ids of all records, so that the ledgers of two organisations stay apart.
    ///
    /// # Errors
    ///
    /// [`LedgerMappingError::Blank`] for an empty name, heading, account or project, [`LedgerMappingError::Twice`] for
    /// one that is there twice, [`LedgerMappingError::Meaning`] for an account or project that means nothing, or
    /// something and nothing at once, [`LedgerMappingError::Item`] for an item that two projects describe differently,
    /// [`LedgerMappingError::Name`] for a name that cannot stand in an id.
    pub fn try_new(
        name: impl Into<String>,
        columns: LedgerColumns,
        accounts: impl IntoIterator<Item = AccountRule>,
        projects: impl IntoIterator<Item = ProjectRule>,
    ) -> Result<Self, LedgerMappingError> {
        Self::try_from(Parts {
            name: name.into(),
            currency: None,
            numbers: Style::Any,
            dates: DateOrder::DayFirst,
            columns,
            fx: None,
            accounts: accounts.into_iter().collect(),
            projects: projects.into_iter().collect(),
            donors: Vec::new(),
        })
    }

    /// Lines that name no currency are in this one.
    #[must_use]
    pub const fn in_currency(mut self, currency: Currency) -> Self {
        self.parts.currency = Some(currency);
        self
    }

    /// Numbers are written in this style; without it a number that can be read in two ways is refused.
    #[must_use]
    pub const fn with_numbers(mut self, style: Style) -> Self {
        self.parts.numbers = style;
        self
    }

    /// Days are written in this order.
    #[must_use]
    pub const fn with_dates(mut self, order: DateOrder) -> Self {
        self.parts.dates = order;
        self
    }

    /// What the column of rates holds.
    ///
    /// # Errors
    ///
    /// [`LedgerMappingError::Blank`] if no publisher is named.
    pub fn with_fx(mut self, fx: LedgerFx) -> Result<Self, LedgerMappingError> {
        self.parts.fx = Some(fx);
        Self::try_from(self.parts)
    }

    /// Of which classes donors are.
    ///
    /// # Errors
    ///
    /// [`LedgerMappingError::Twice`], [`LedgerMappingError::Blank`].
    pub fn with_donors(
        mut self,
        donors: impl IntoIterator<Item = DonorRule>,
    ) -> Result<Self, LedgerMappingError> {
        self.parts.donors = donors.into_iter().collect();
        Self::try_from(self.parts)
    }

    /// What stands first in the ids of all records.
    pub fn name(&self) -> &str {
        &self.parts.name
    }

    /// The headings.
    pub const fn columns(&self) -> &LedgerColumns {
        &self.parts.columns
    }

    /// The aid items of the projects, in the order of the table; two projects may be one item.
    pub fn items(&self) -> impl Iterator<Item = &AidItem> {
        self.parts.items()
    }

    pub(crate) const fn currency(&self) -> Option<Currency> {
        self.parts.currency
    }

    pub(crate) const fn numbers(&self) -> Style {
        self.parts.numbers
    }

    pub(crate) const fn dates(&self) -> DateOrder {
        self.parts.dates
    }

    pub(crate) const fn fx(&self) -> Option<&LedgerFx> {
        self.parts.fx.as_ref()
    }

    pub(crate) fn account(&self, account: &str) -> Option<&AccountRule> {
        let fits = |rule: &&AccountRule| match rule.account.strip_suffix('*') {
            Some(beginning) => account.starts_with(beginning),
            None => account == rule.account,
        };
        // a whole number is longer than the beginning of it that is as long
        let length =
            |rule: &&AccountRule| (rule.account.trim_end_matches('*').len(), !rule.account.ends_with('*'));
        self.parts.accounts.iter().filter(fits).max_by_key(length)
    }

    pub(crate) fn project(&self, project: &str) -> Option<&ProjectRule> {
        self.parts.projects.iter().find(|rule| rule.project == project)
    }

    pub(crate) fn source_of(&self, donor: &str) -> Option<SourceClass> {
        self.parts.donors.iter().find(|rule| rule.donor == donor).map(|rule| rule.source)
    }

    /// As a TOML document: `name`, `[columns]`, then `[[accounts]]`, `[[projects]]` and `[[donors]]`.
    ///
    /// # Errors
    ///
    /// [`LedgerMappingError::Toml`] if the writer refuses it.
    #[cfg(feature = "toml")]
    #[cfg_attr(docsrs, doc(cfg(feature = "toml")))]
    pub fn to_toml(&self) -> Result<String, LedgerMappingError> {
        toml::to_string(self).map_err(|error| LedgerMappingError::Toml { reason: error.to_string() })
    }

    /// Reads what [`LedgerMapping::to_toml`] wrote, or a person did.
    ///
    /// ```
    /// use vientro_intake::LedgerMapping;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mapping = LedgerMapping::from_toml(
    ///     r#"
    /// name = "A"
    /// currency = "USD"
    /// [columns]
    /// date = "Date"
    /// account = "Account"
    /// project = "Project"
    /// amount = "Amount"
    /// [[accounts]]
    /// account = "4*"
    /// negative = "receipt"
    /// [[accounts]]
    /// account = "1010"
    /// ignored = { vi = "bên kia của bút toán", en = "the other side of the entry" }
    /// [[projects]]
    /// project = "VN-01"
    /// item = { id = "A-01", title = "Nước sạch", direction = "inward", source = "foreign-ngo" }
    /// "#,
    /// )?;
    /// assert_eq!(LedgerMapping::from_toml(&mapping.to_toml()?)?, mapping);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`LedgerMappingError::Toml`] with the line, for what is no such document or breaks a rule of
    /// [`LedgerMapping::try_new`].
    #[cfg(feature = "toml")]
    #[cfg_attr(docsrs, doc(cfg(feature = "toml")))]
    pub fn from_toml(text: &str) -> Result<Self, LedgerMappingError> {
        toml::from_str(text).map_err(|error| LedgerMappingError::Toml { reason: error.to_string() })
    }
}

impl Parts {
    fn items(&self) -> impl Iterator<Item = &AidItem> {
        self.projects.iter().filter_map(ProjectRule::item)
    }
}

impl From<LedgerMapping> for Parts {
    fn from(mapping: LedgerMapping) -> Self {
        mapping.parts
    }
}

impl TryFrom<Parts> for LedgerMapping {
    type Error = LedgerMappingError;

    fn try_from(parts: Parts) -> Result<Self, LedgerMappingError> {
        let accounts = || parts.accounts.iter().map(|rule| rule.account.as_str());
        let projects = || parts.projects.iter().map(|rule| rule.project.as_str());
        let donors = || parts.donors.iter().map(|rule| rule.donor.as_str());
        let publisher = parts.fx.iter().map(|fx| fx.publisher.as_str());
        let texts = parts.columns.all().chain([parts.name.as_str()]).chain(accounts());
        let is_blank = |text: &str| text.trim().is_empty();
        if texts.chain(projects()).chain(donors()).chain(publisher).any(is_blank) {
            return Err(LedgerMappingError::Blank);
        }
        // 200 characters of an id, less what tells its lines apart
        if parts.name.chars().count() > 100 || parts.name.chars().any(char::is_control) {
            return Err(LedgerMappingError::Name);
        }
        let headings: Vec<String> = parts.columns.all().map(|heading| words(heading).join(" ")).collect();
        let twice = [
            twice(headings.iter().map(String::as_str)),
            twice(accounts()),
            twice(projects()),
            twice(donors()),
        ];
        if let Some(found) = twice.into_iter().flatten().next() {
            return Err(LedgerMappingError::Twice { found: found.to_owned() });
        }
        let account = |rule: &&AccountRule| {
            (rule.positive.is_some() || rule.negative.is_some()) == rule.ignored.is_some()
        };
        let project = |rule: &&ProjectRule| rule.item.is_some() == rule.ignored.is_some();
        let account = parts.accounts.iter().find(account).map(|rule| &rule.account);
        let same = |item: &&AidItem| parts.items().any(|other| other.id() == item.id() && other != *item);
        if let Some(item) = parts.items().find(same) {
            return Err(LedgerMappingError::Item { found: item.id().to_string() });
        }
        match account.or_else(|| parts.projects.iter().find(project).map(|rule| &rule.project)) {
            Some(found) => Err(LedgerMappingError::Meaning { found: found.clone() }),
            None => Ok(Self { parts }),
        }
    }
}

fn twice<'a>(texts: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = BTreeSet::new();
    texts.into_iter().find(|text| !seen.insert(*text))
}

/// Why rules make no table for a ledger.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerMappingError {
    /// A text that is needed is empty.
    #[error("a name, heading, account, project, donor or publisher is empty")]
    Blank,
    /// Two projects are one item, which they describe in two ways.
    #[error("two projects describe the item `{found}` in two ways")]
    Item {
        /// The id of the item.
        found: String,
    },
    /// An account or project has no meaning, or two.
    #[error("`{found}` is either something or ignored for a reason, and one of the two")]
    Meaning {
        /// The account or project.
        found: String,
    },
    /// The name cannot stand in ids.
    #[error("the name of a ledger is one line of at most 100 characters")]
    Name,
    /// The text is no such table.
    #[error("no table of a ledger in TOML: {reason}")]
    Toml {
        /// What the reader says.
        reason: String,
    },
    /// Two rules for one thing.
    #[error("`{found}` is in the table twice")]
    Twice {
        /// The heading, account, project or donor.
        found: String,
    },
}

impl LedgerMappingError {
    /// The message in both languages.
    pub fn message(&self) -> Bilingual {
        let vi = match self {
            Self::Blank => {
                "thiếu tên sổ, tiêu đề, tài khoản, dự án, nhà tài trợ hoặc nơi nêu tỷ giá".to_owned()
            }
            Self::Item { found } => format!("hai dự án mô tả khoản `{found}` khác nhau"),
            Self::Meaning { found } => {
                format!("`{found}` phải hoặc có ý nghĩa, hoặc được bỏ qua có lý do, chỉ một trong hai")
            }
            Self::Name => "tên sổ phải là một dòng không quá 100 ký tự".to_owned(),
            Self::Toml { reason } => {
                format!("không đọc được bảng quy ước sổ dạng TOML (trình đọc báo: {reason})")
            }
            Self::Twice { found } => format!("`{found}` có hai lần trong bảng quy ước"),
        };
        Bilingual::new(vi, self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> LedgerColumns {
        LedgerColumns::new("Date", "Account", "Project", "Amount")
    }

    fn reason() -> Bilingual {
        Bilingual::new("ngoài phạm vi", "outside")
    }

    fn mapping(accounts: Vec<AccountRule>) -> Result<LedgerMapping, LedgerMappingError> {
        LedgerMapping::try_new("A", columns(), accounts, [])
    }

    #[test]
    fn the_longest_account_counts() {
        let rules = vec![
            AccountRule::ignored("5*", reason()),
            AccountRule::new("51*").positive(FlowKind::Expenditure),
            AccountRule::new("5100").positive(FlowKind::Disbursement),
            AccountRule::ignored("5100*", reason()),
        ];
        let mapping = mapping(rules).unwrap();
        let kind = |account| mapping.account(account)?.kind(false);
        assert_eq!(kind("5110"), Some(FlowKind::Expenditure));
        assert_eq!(kind("5100"), Some(FlowKind::Disbursement));
        assert_eq!((kind("51001"), kind("5200")), (None, None));
        assert!(mapping.account("6100").is_none());
    }

    #[test]
    fn a_rule_means_one_thing_and_stands_once() {
        let nothing = mapping(vec![AccountRule::new("5100")]).unwrap_err();
        assert_eq!(
            nothing.to_string(),
            "`5100` is either something or ignored for a reason, and one of the two"
        );
        let both =
            AccountRule { ignored: Some(reason()), ..AccountRule::new("5").positive(FlowKind::Receipt) };
        assert!(matches!(mapping(vec![both]), Err(LedgerMappingError::Meaning { .. })));
        let twice = vec![AccountRule::ignored("5", reason()), AccountRule::ignored("5", reason())];
        assert_eq!(mapping(twice).unwrap_err(), LedgerMappingError::Twice { found: "5".to_owned() });
        let same = LedgerColumns { memo: Some("date".to_owned()), ..columns() };
        assert!(matches!(LedgerMapping::try_new("A", same, [], []), Err(LedgerMappingError::Twice { .. })));
        assert_eq!(
            mapping(vec![AccountRule::ignored(" ", reason())]).unwrap_err(),
            LedgerMappingError::Blank
        );
        let long = LedgerMapping::try_new("x".repeat(101), columns(), [], []);
        assert_eq!(long.unwrap_err(), LedgerMappingError::Name);
    }
}
