//! Which rate to take: a policy with its source.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use chrono::NaiveDate;
use vientro_core::{Bilingual, Language};

use crate::error::{NO_KIND, NOT_A_MONTH, SHORT_LINE, TOO_MANY_BRIDGES};
use crate::{Currency, RateError, RateKind, Rounding};

/// The most bridge currencies a policy may name; the search for a path stays small.
const BRIDGES_MAX: usize = 8;

/// Which day or days a rate must hold for, given the date of the amount.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case", deny_unknown_fields))]
#[non_exhaustive]
pub enum DateRule {
    /// The rate of this day, whatever the date of the amount: the closing rate of a report.
    ClosingDay(NaiveDate),
    /// The mean of the rates published for days in the month of the date.
    ///
    /// Each rate whose first day lies in that month counts once.
    MonthAverage,
    /// The rate that holds for the whole month of the date; a rate of single days does not do.
    MonthOf,
    /// The rate that holds for the whole of a named month, such as June of the estimates.
    NamedMonth {
        /// 1 to 12.
        month: u32,
        /// The year; without one, that of the date.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        year: Option<i32>,
    },
    /// The rates of the receipts the money came from, first in, first out. A book alone cannot know them: the account's
    /// [`crate::Receipts`] is asked.
    Receipts,
    /// The rate that holds on the date itself.
    #[default]
    TransactionDay,
    /// The mean of the twelve monthly rates of the date's year; all twelve must be there.
    YearAverageOfMonths,
}

/// What to do when no rate holds for the day asked for. Asked for by name, with a limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case", deny_unknown_fields))]
#[non_exhaustive]
pub enum Fallback {
    /// The nearest rate before or after, at most so many days away; at the same distance the one before.
    NearestWithin {
        /// Days between the rate's days and the day asked for.
        days: u32,
    },
    /// Nothing: a missing rate is an error.
    #[default]
    None,
    /// The last rate before, at most so many days away.
    PreviousWithin {
        /// Days between the rate's last day and the day asked for.
        days: u32,
    },
}

/// Where a converted sum is rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[expect(clippy::exhaustive_enums, reason = "a sum has rows and a total")]
pub enum RoundingScope {
    /// Every amount by itself: the printed rows add up to the printed total.
    #[default]
    Row,
    /// Once, on the sum of the exact results: the total is the nearest there is, and may differ from the rows added.
    Total,
}

/// A kind of rate a policy accepts, from one publisher or any, for all currencies or not for one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Choice {
    kind: RateKind,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    publisher: Option<String>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    not_for: Option<Currency>,
}

impl Choice {
    /// Rates of `kind`, of any publisher.
    pub const fn new(kind: RateKind) -> Self {
        Self { kind, publisher: None, not_for: None }
    }

    /// Only those of `publisher`.
    #[must_use]
    pub fn by(mut self, publisher: impl Into<String>) -> Self {
        self.publisher = Some(publisher.into());
        self
    }

    /// Never for a pair with `currency` in it.
    #[must_use]
    pub fn not_for(mut self, currency: Currency) -> Self {
        self.not_for = Some(currency);
        self
    }

    /// The kind.
    pub const fn kind(&self) -> RateKind {
        self.kind
    }

    /// The publisher, if only one is accepted.
    pub fn publisher(&self) -> Option<&str> {
        self.publisher.as_deref()
    }

    /// May it be used between these two currencies?
    pub fn accepts(&self, base: Currency, quote: Currency) -> bool {
        self.not_for.is_none_or(|currency| currency != base && currency != quote)
    }
}

/// Which rates to take, for which day, by which path, rounded how, and who says so.
///
/// ```
/// use vientro_core::Language;
/// use vientro_currency::{Currency, DateRule, Fallback, Policy};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let policy = Policy::treasury_accounting().with_fallback(Fallback::PreviousWithin { days: 31 });
/// assert_eq!(policy.id(), "treasury-accounting");
/// assert!(policy.source().text(Language::En).contains("83/2015"));
/// assert_eq!(policy.date_rule(), DateRule::MonthOf);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Parts", into = "Parts"))]
pub struct Policy {
    parts: Parts,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Parts {
    id: PolicyId,
    choices: Vec<Choice>,
    #[cfg_attr(feature = "serde", serde(default))]
    date_rule: DateRule,
    #[cfg_attr(feature = "serde", serde(default))]
    fallback: Fallback,
    #[cfg_attr(feature = "serde", serde(default))]
    bridges: Vec<Currency>,
    #[cfg_attr(feature = "serde", serde(default))]
    rounding: Rounding,
    #[cfg_attr(feature = "serde", serde(default))]
    rounding_scope: RoundingScope,
    source: Bilingual,
}

/// The short name of a policy. A conversion keeps it; that of a preset costs nothing to keep.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "String", into = "String"))]
pub(crate) struct PolicyId(Name);

#[derive(Clone, Debug)]
enum Name {
    Given(Arc<str>),
    Preset(&'static str),
}

impl PolicyId {
    pub(crate) fn as_str(&self) -> &str {
        match &self.0 {
            Name::Given(id) => id,
            Name::Preset(id) => id,
        }
    }

    /// Is it one line of 1 to 100 characters?
    pub(crate) fn check(&self) -> Result<(), RateError> {
        let id = self.as_str();
        if id.trim().is_empty() || id.chars().any(char::is_control) || id.chars().nth(100).is_some() {
            return Err(RateError::Field {
                field: "id",
                found: id.chars().take(40).collect(),
                expected: SHORT_LINE,
            });
        }
        Ok(())
    }
}

impl PartialEq for PolicyId {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for PolicyId {}

impl Hash for PolicyId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl From<String> for PolicyId {
    fn from(id: String) -> Self {
        Self(Name::Given(id.into()))
    }
}

impl From<PolicyId> for String {
    fn from(id: PolicyId) -> Self {
        id.as_str().to_owned()
    }
}

impl Policy {
    /// A policy that takes the first of `choices` that has a rate, on the day of the transaction, without fallback,
    /// without bridges, rounded half-up.
    ///
    /// * `id`: a short name, printed beside converted figures.
    /// * `source`: instrument and article, or whose decision it is.
    ///
    /// # Errors
    ///
    /// [`RateError::Policy`] for no choice, [`RateError::Field`] for an id that is empty or longer than 100 characters.
    pub fn try_new(
        id: impl Into<String>,
        choices: Vec<Choice>,
        source: Bilingual,
    ) -> Result<Self, RateError> {
        Self::try_from_parts(Parts {
            id: id.into().into(),
            choices,
            date_rule: DateRule::default(),
            fallback: Fallback::default(),
            bridges: Vec::new(),
            rounding: Rounding::default(),
            rounding_scope: RoundingScope::default(),
            source,
        })
    }

    /// The State Treasury's accounting rate of the month.
    ///
    /// The dollar and every other currency the Treasury announces are taken from its table; a currency it does not announce
    /// goes to the dollar by customs rates (through the pound) and from there by the accounting rate. Customs rates
    /// against the đồng are never used.
    ///
    /// # Source
    ///
    /// Law on the State Budget 83/2015/QH13, Article 13, clause 1; for goods and services in aid Circular 23/2022/TT-BTC,
    /// Article 14, clause 2. They bind aid that is state-budget revenue; for other aid the accounting law, the
    /// receiver's charter and the agreement with the donor decide (Decree 80/2020/NĐ-CP, Article 23, clause 9). The cross
    /// through customs rates is our own decision.
    pub fn treasury_accounting() -> Self {
        let choices = vec![
            Choice::new(RateKind::TreasuryAccounting),
            Choice::new(RateKind::Customs).not_for(Currency::VND),
        ];
        let source = Bilingual::new(
            "Luật Ngân sách nhà nước 83/2015/QH13, Điều 13 khoản 1; Thông tư 23/2022/TT-BTC, Điều 14 khoản 2",
            "Law on the State Budget 83/2015/QH13, Article 13(1); Circular 23/2022/TT-BTC, Article 14(2)",
        );
        Self::preset("treasury-accounting", choices, source)
            .preset_date(DateRule::MonthOf)
            .preset_bridges(vec![Currency::USD, Currency::GBP])
    }

    /// The buying rate of the bank that keeps the account, on the day of the transaction; transfers first, then where
    /// the bank's table does not say, then banknotes.
    ///
    /// # Source
    ///
    /// Circular 23/2022/TT-BTC, Article 22 (the bank's monthly report, its own buying rate); Circular 111/2016/TT-BTC,
    /// Article 15, clause 3 (money spent from a project's special account: transfer buying rate of the serving bank).
    pub fn bank_buying(publisher: impl Into<String>) -> Self {
        let publisher: String = publisher.into();
        let kinds = [RateKind::BankBuyingTransfer, RateKind::BankBuying, RateKind::BankBuyingCash];
        let choices = kinds.into_iter().map(|kind| Choice::new(kind).by(publisher.clone())).collect();
        let source = Bilingual::new(
            "Thông tư 23/2022/TT-BTC, Điều 22; Thông tư 111/2016/TT-BTC, Điều 15 khoản 3",
            "Circular 23/2022/TT-BTC, Article 22; Circular 111/2016/TT-BTC, Article 15(3)",
        );
        Self::preset("bank-buying", choices, source)
    }

    /// The State Bank's central rate of the day.
    ///
    /// # Source
    ///
    /// Circular 02/2021/TT-NHNN, Article 5: it governs the dealings of banks. No instrument names it for aid accounting; to use
    /// it there is the reporter's own decision.
    pub fn central() -> Self {
        let source = Bilingual::new(
            "Thông tư 02/2021/TT-NHNN, Điều 5 (giao dịch ngân hàng); dùng cho viện trợ là quyết định của đơn vị báo cáo",
            "Circular 02/2021/TT-NHNN, Article 5 (bank dealings); its use for aid is the reporter's decision",
        );
        Self::preset("central", vec![Choice::new(RateKind::Central)], source)
    }

    /// Rates of one kind on the day of the transaction, by the reader's own choice.
    pub fn of_kind(kind: RateKind) -> Self {
        let source =
            Bilingual::new("lựa chọn của người lập báo cáo", "the choice of whoever makes the report");
        Self::preset(kind.code(), vec![Choice::new(kind)], source)
    }

    /// As [`Policy::of_kind`], of one publisher.
    pub fn of_kind_by(kind: RateKind, publisher: impl Into<String>) -> Self {
        let mut policy = Self::of_kind(kind);
        policy.parts.choices = vec![Choice::new(kind).by(publisher)];
        policy
    }

    fn preset(id: &'static str, choices: Vec<Choice>, source: Bilingual) -> Self {
        let (date_rule, fallback, rounding) = Default::default();
        Self {
            parts: Parts {
                id: PolicyId(Name::Preset(id)),
                choices,
                date_rule,
                fallback,
                bridges: Vec::new(),
                rounding,
                rounding_scope: RoundingScope::default(),
                source,
            },
        }
    }

    fn preset_date(mut self, rule: DateRule) -> Self {
        self.parts.date_rule = rule;
        self
    }

    fn preset_bridges(mut self, bridges: Vec<Currency>) -> Self {
        self.parts.bridges = bridges;
        self
    }

    fn try_from_parts(parts: Parts) -> Result<Self, RateError> {
        parts.id.check()?;
        if parts.choices.is_empty() {
            return Err(RateError::Policy { reason: NO_KIND });
        }
        if parts.bridges.len() > BRIDGES_MAX {
            return Err(RateError::Policy { reason: TOO_MANY_BRIDGES });
        }
        if let DateRule::NamedMonth { month, .. } = parts.date_rule
            && !(1..=12).contains(&month)
        {
            return Err(RateError::Policy { reason: NOT_A_MONTH });
        }
        Ok(Self { parts })
    }

    /// Under another name, for a policy changed from a preset.
    ///
    /// # Errors
    ///
    /// [`RateError::Field`] for an id that is empty or longer than 100 characters.
    pub fn named(mut self, id: impl Into<String>) -> Result<Self, RateError> {
        self.parts.id = id.into().into();
        Self::try_from_parts(self.parts)
    }

    /// With another date rule.
    ///
    /// # Errors
    ///
    /// [`RateError::Policy`] for a named month outside 1 to 12.
    pub fn with_date_rule(mut self, rule: DateRule) -> Result<Self, RateError> {
        self.parts.date_rule = rule;
        Self::try_from_parts(self.parts)
    }

    /// With a fallback.
    #[must_use]
    pub fn with_fallback(mut self, fallback: Fallback) -> Self {
        self.parts.fallback = fallback;
        self
    }

    /// Crossing through these currencies: the shortest path, at the same length the one whose bridges are listed first.
    ///
    /// # Errors
    ///
    /// [`RateError::Policy`] for more than 8.
    pub fn with_bridges(mut self, bridges: Vec<Currency>) -> Result<Self, RateError> {
        self.parts.bridges = bridges;
        Self::try_from_parts(self.parts)
    }

    /// With another rounding of the result.
    #[must_use]
    pub fn with_rounding(mut self, rounding: Rounding) -> Self {
        self.parts.rounding = rounding;
        self
    }

    /// With sums rounded elsewhere: see [`RateBook::convert_all`](crate::RateBook::convert_all).
    #[must_use]
    pub fn with_rounding_scope(mut self, scope: RoundingScope) -> Self {
        self.parts.rounding_scope = scope;
        self
    }

    /// The short name.
    pub fn id(&self) -> &str {
        self.parts.id.as_str()
    }

    pub(crate) const fn shared_id(&self) -> &PolicyId {
        &self.parts.id
    }

    /// The kinds in order of preference.
    pub fn choices(&self) -> &[Choice] {
        &self.parts.choices
    }

    /// Which day counts.
    pub fn date_rule(&self) -> DateRule {
        self.parts.date_rule
    }

    /// What happens when no rate holds for the day.
    pub fn fallback(&self) -> Fallback {
        self.parts.fallback
    }

    /// The bridge currencies.
    pub fn bridges(&self) -> &[Currency] {
        &self.parts.bridges
    }

    /// How the result is rounded.
    pub fn rounding(&self) -> Rounding {
        self.parts.rounding
    }

    /// Where a sum is rounded.
    pub fn rounding_scope(&self) -> RoundingScope {
        self.parts.rounding_scope
    }

    /// Instrument and article, or whose decision it is.
    pub fn source(&self) -> &Bilingual {
        &self.parts.source
    }

    /// The policy as a phrase for a note under a table.
    pub fn text(&self, language: Language) -> String {
        let mut kinds: Vec<String> = Vec::new();
        for choice in self.choices() {
            let mut text = choice.kind().text(language).to_owned();
            if let Some(publisher) = choice.publisher() {
                text = format!("{text} ({publisher})");
            }
            if !kinds.contains(&text) {
                kinds.push(text);
            }
        }
        let (then, by) = match language {
            Language::Vi => (", rồi ", "theo"),
            Language::En => (", then ", "by"),
        };
        let mut text = format!("{}, {}", kinds.join(then), self.date_rule().text(language));
        match (self.fallback(), language) {
            (Fallback::None, _) => {}
            (Fallback::PreviousWithin { days }, Language::Vi) => {
                text = format!("{text}, hoặc tỷ giá gần nhất trước đó trong {days} ngày");
            }
            (Fallback::PreviousWithin { days }, Language::En) => {
                text = format!("{text}, or the last one before within {days} days");
            }
            (Fallback::NearestWithin { days }, Language::Vi) => {
                text = format!("{text}, hoặc tỷ giá gần nhất trong {days} ngày");
            }
            (Fallback::NearestWithin { days }, Language::En) => {
                text = format!("{text}, or the nearest within {days} days");
            }
        }
        format!("{text} ({by} {})", self.source().text(language))
    }
}

impl DateRule {
    /// Does it take the mean of several rates?
    pub const fn is_mean(self) -> bool {
        matches!(self, Self::MonthAverage | Self::YearAverageOfMonths)
    }

    /// The rule as a phrase.
    pub fn text(self, language: Language) -> String {
        match (self, language) {
            (Self::ClosingDay(day), Language::Vi) => format!("của ngày {}", day.format("%d/%m/%Y")),
            (Self::ClosingDay(day), Language::En) => format!("of {}", day.format("%d/%m/%Y")),
            (Self::MonthAverage, Language::Vi) => "bình quân tháng".to_owned(),
            (Self::MonthAverage, Language::En) => "mean of the month".to_owned(),
            (Self::MonthOf, Language::Vi) => "của tháng phát sinh".to_owned(),
            (Self::MonthOf, Language::En) => "of the month of the transaction".to_owned(),
            (Self::NamedMonth { month, year: Some(year) }, Language::Vi) => {
                format!("của tháng {month:02}/{year}")
            }
            (Self::NamedMonth { month, year: None }, Language::Vi) => format!("của tháng {month} cùng năm"),
            (Self::NamedMonth { month, year: Some(year) }, Language::En) => {
                format!("of month {month:02}/{year}")
            }
            (Self::NamedMonth { month, year: None }, Language::En) => {
                format!("of month {month} of the same year")
            }
            (Self::Receipts, Language::Vi) => "của các lần nhận, nhập trước xuất trước".to_owned(),
            (Self::Receipts, Language::En) => "of the receipts, first in, first out".to_owned(),
            (Self::TransactionDay, Language::Vi) => "của ngày phát sinh".to_owned(),
            (Self::TransactionDay, Language::En) => "of the day of the transaction".to_owned(),
            (Self::YearAverageOfMonths, Language::Vi) => "bình quân 12 tháng trong năm".to_owned(),
            (Self::YearAverageOfMonths, Language::En) => "mean of the year's twelve monthly rates".to_owned(),
        }
    }
}

impl From<Policy> for Parts {
    fn from(policy: Policy) -> Self {
        policy.parts
    }
}

impl TryFrom<Parts> for Policy {
    type Error = RateError;

    fn try_from(parts: Parts) -> Result<Self, RateError> {
        Self::try_from_parts(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_name_their_instruments() {
        let treasury = Policy::treasury_accounting();
        assert!(treasury.source().vi().contains("23/2022/TT-BTC"));
        assert!(Policy::bank_buying("Vietcombank").source().vi().contains("Điều 22"));
        assert!(Policy::central().source().vi().contains("quyết định của đơn vị"));
        assert!(
            treasury.text(Language::Vi).contains("của tháng phát sinh"),
            "{}",
            treasury.text(Language::Vi)
        );
    }

    #[test]
    fn a_policy_is_checked_as_a_whole() {
        let source = Bilingual::same("x");
        assert!(matches!(Policy::try_new("x", vec![], source.clone()), Err(RateError::Policy { .. })));
        assert!(matches!(
            Policy::try_new("", vec![Choice::new(RateKind::Imf)], source),
            Err(RateError::Field { .. })
        ));
        let month = DateRule::NamedMonth { month: 13, year: None };
        assert!(Policy::central().with_date_rule(month).is_err());
        assert!(Policy::central().with_bridges(vec![Currency::USD; 9]).is_err());
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_goes_through_the_checks() {
        let policy = Policy::treasury_accounting();
        let text = serde_json::to_string(&policy).unwrap();
        assert_eq!(serde_json::from_str::<Policy>(&text).unwrap(), policy);
        assert!(
            serde_json::from_str::<Policy>(
                &text.replace("\"treasury-accounting\",\"choices", "\"\",\"choices")
            )
            .is_err()
        );
    }
}
