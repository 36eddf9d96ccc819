//! The same aid told in several sheets or by several bodies: proposed with a score and reasons, confirmed by a person.

mod approvals;
mod decision;
mod difference;
mod group;
mod record;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};
use vientro_core::{Bilingual, Finding, Language, Location};
use vientro_model::{AidItem, Facts, Flow, ItemId, JointClaim, ModelError};

use crate::check::alike;
use crate::codes;

pub use approvals::{ApprovalPair, ApprovalReview, PairStanding, review_approvals};
pub use difference::{Difference, Said};
pub use group::{GroupDecision, LeadReason, MatchGroup, find_groups};

use record::Record;

/// What is compared, and from which score on two records are proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MatchOptions {
    /// The least score, from 0 to 1.
    pub score_min: Decimal,
    /// The least score of an approval with what is reported under it, from 0 to 1.
    pub approval_score_min: Decimal,
    /// By how many days two approvals, or a gift and a disbursement, may differ and still be of one time.
    pub days_max: u32,
    /// How many pairs are compared at most.
    pub pairs_max: u64,
}

impl Default for MatchOptions {
    /// A score of 0.75, of 0.6 for approvals, whose titles are typed anew; 31 days; 5 million pairs.
    fn default() -> Self {
        Self {
            score_min: Decimal::new(75, 2),
            approval_score_min: Decimal::new(6, 1),
            days_max: 31,
            pairs_max: 5_000_000,
        }
    }
}

/// Why matching stops, or a decision cannot be recorded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MatchError {
    /// Who decided, or why, is not said.
    #[error("a decision on `{record}` needs who decided and why")]
    Blank {
        /// The record that the other one is like.
        record: String,
    },
    /// The claim cannot be made.
    #[error("the joint claim on `{record}` cannot be made")]
    Claim {
        /// The record that the other one is like.
        record: String,
        /// What the model says.
        source: ModelError,
    },
    /// More pairs have something in common than may be compared.
    #[error("more than {limit} pairs of records have something in common; match fewer bodies at a time")]
    Limit {
        /// The limit.
        limit: u64,
    },
    /// A decision on two records that are not, or no longer, a pair to decide on.
    #[error("`{left}` and `{right}` are no pair to decide on")]
    NoPair {
        /// The first record.
        left: String,
        /// The second record.
        right: String,
    },
    /// The body that should lead tells none of the records.
    #[error("`{lead}` is none of the bodies that report `{record}`")]
    Lead {
        /// The body.
        lead: String,
        /// A record of the group.
        record: String,
    },
}

impl MatchError {
    /// The message in both languages.
    pub fn message(&self) -> Bilingual {
        let vi = match self {
            Self::Blank { record } => format!("quyết định về `{record}` cần ghi ai quyết định và vì sao"),
            Self::Claim { record, .. } => format!("không lập được khoản chung cho `{record}`"),
            Self::Limit { limit } => {
                format!("có quá {limit} cặp cần so; hãy đối chiếu ít đơn vị hơn mỗi lần")
            }
            Self::NoPair { left, right } => {
                format!("`{left}` và `{right}` không phải là một cặp cần quyết định")
            }
            Self::Lead { lead, record } => format!("`{lead}` không báo cáo khoản `{record}`"),
        };
        Bilingual::new(vi, self.to_string())
    }
}

/// What two records were compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum ReasonKind {
    /// The amount committed, or given.
    Amount,
    /// What it is called.
    Content,
    /// The days: of approval, of giving, of disbursement.
    Day,
    /// The number of the decision that approves it.
    Decision,
    /// Who gives.
    Donor,
    /// Who owns the item.
    Owner,
    /// Where.
    Place,
}

impl ReasonKind {
    /// The weight in the score.
    ///
    /// A decision number is given once by one body, so it weighs most; a place is shared by many.
    const fn weight(self) -> i64 {
        match self {
            Self::Decision => 40,
            Self::Amount => 25,
            Self::Content | Self::Donor => 20,
            Self::Day => 10,
            Self::Owner | Self::Place => 5,
        }
    }

    /// The word for it.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Amount, Language::Vi) => "số tiền",
            (Self::Amount, Language::En) => "amount",
            (Self::Content, Language::Vi) => "nội dung",
            (Self::Content, Language::En) => "content",
            (Self::Day, Language::Vi) => "ngày",
            (Self::Day, Language::En) => "day",
            (Self::Decision, Language::Vi) => "số quyết định",
            (Self::Decision, Language::En) => "decision",
            (Self::Donor, Language::Vi) => "nhà tài trợ",
            (Self::Donor, Language::En) => "donor",
            (Self::Owner, Language::Vi) => "chủ khoản viện trợ",
            (Self::Owner, Language::En) => "owner",
            (Self::Place, Language::Vi) => "địa bàn",
            (Self::Place, Language::En) => "place",
        }
    }
}

/// One thing two records have in common, or have not.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Reason {
    kind: ReasonKind,
    likeness: Decimal,
    left: Bilingual,
    right: Bilingual,
}

impl Reason {
    /// What was compared.
    pub const fn kind(&self) -> ReasonKind {
        self.kind
    }

    /// How alike it is, from 0 to 1.
    pub const fn likeness(&self) -> Decimal {
        self.likeness
    }

    /// What the first record says.
    pub const fn left(&self) -> &Bilingual {
        &self.left
    }

    /// What the second record says.
    pub const fn right(&self) -> &Bilingual {
        &self.right
    }
}

/// A record of a body.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Told {
    body: String,
    kind: &'static str,
    id: String,
    location: Location,
}

impl Told {
    /// The body that tells it.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// `approval`, `gift` or `item`.
    pub const fn kind(&self) -> &'static str {
        self.kind
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Where it was read, if that is known.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// Where it was read, or what it is called if that is not known.
    fn place(&self) -> String {
        if self.location.is_empty() { self.id.clone() } else { self.location.to_string() }
    }
}

/// Two records that may be one thing. Nothing is merged: a person decides.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Match {
    left: Told,
    right: Told,
    score: Decimal,
    reasons: Vec<Reason>,
}

impl Match {
    /// The record of the body named first.
    pub const fn left(&self) -> &Told {
        &self.left
    }

    /// The record it is compared with.
    pub const fn right(&self) -> &Told {
        &self.right
    }

    /// How likely they are one thing, from 0 to 1: the likeness of all that both of them say, by weight.
    pub const fn score(&self) -> Decimal {
        self.score
    }

    /// What speaks for it and against it, the weightiest first.
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// Two bodies tell it: a joint claim, to be counted once above them. Else one body tells it twice, or one approves
    /// what the other reports.
    pub fn is_joint(&self) -> bool {
        self.left.body != self.right.body && self.left.kind != APPROVAL
    }

    /// What speaks for it and against it, in one line: `decision 1, amount 1, content 0.5`.
    fn reasons_text(&self, language: Language) -> String {
        let reason = |it: &Reason| format!("{} {}", it.kind.text(language), it.likeness.normalize());
        self.reasons.iter().map(reason).collect::<Vec<_>>().join(", ")
    }

    /// The match as a finding at the second record.
    pub fn finding(&self) -> Finding {
        let says = |language: Language| {
            let (left, score, reasons) = (&self.left, self.score, self.reasons_text(language));
            let first = left.place();
            match (language, self.is_joint()) {
                (Language::Vi, true) => format!(
                    "có thể là cùng một khoản mà {} báo cáo ở {first} (độ giống {score}: {reasons}); nếu đúng thì tính một lần",
                    left.body
                ),
                (Language::En, true) => format!(
                    "may be what {} reports in {first} (score {score}: {reasons}); if so it is counted once",
                    left.body
                ),
                (Language::Vi, false) => {
                    format!("có thể trùng với {first} (độ giống {score}: {reasons}); không tự gộp")
                }
                (Language::En, false) => {
                    format!("may be the same as {first} (score {score}: {reasons}); nothing is merged")
                }
            }
        };
        let code = if self.is_joint() { codes::JOINT_CLAIM } else { codes::DUPLICATE };
        let place = self.right.location.clone().about(self.right.id.as_str());
        code.says(Bilingual::new(says(Language::Vi), says(Language::En)), place)
    }

    /// Records that a person holds the two for one thing, or for two.
    ///
    /// # Errors
    ///
    /// [`MatchError::Blank`] without a name or a reason.
    pub fn decide(
        self,
        same: bool,
        by: impl Into<String>,
        on: NaiveDate,
        why: impl Into<String>,
    ) -> Result<MatchDecision, MatchError> {
        let (by, why) = said(by, why, &self.right)?;
        Ok(MatchDecision { found: self, same, by, on, why })
    }
}

/// What a person decided about a match: who, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct MatchDecision {
    #[cfg_attr(feature = "serde", serde(rename = "match"))]
    found: Match,
    same: bool,
    by: String,
    on: NaiveDate,
    why: String,
}

impl MatchDecision {
    /// The match that was decided on.
    pub const fn found(&self) -> &Match {
        &self.found
    }

    /// Are the two one thing?
    pub const fn is_same(&self) -> bool {
        self.same
    }

    /// Who decided.
    pub fn by(&self) -> &str {
        &self.by
    }

    /// When.
    pub const fn on(&self) -> NaiveDate {
        self.on
    }

    /// Why.
    pub fn why(&self) -> &str {
        &self.why
    }

    /// The joint claim of the two bodies, to be set on both records; `None` if they are two things, or one body tells
    /// both. Who leads, or the shares, are agreed on the claim itself.
    ///
    /// # Errors
    ///
    /// [`MatchError::Claim`] for a blank group.
    pub fn joint_claim(&self, group: impl Into<String>) -> Result<Option<JointClaim>, MatchError> {
        if !self.same || !self.found.is_joint() {
            return Ok(None);
        }
        let bodies = [self.found.left.body.as_str(), self.found.right.body.as_str()];
        let refused = |source| MatchError::Claim { record: self.found.right.id.clone(), source };
        JointClaim::try_new(group, bodies).map(Some).map_err(refused)
    }
}

/// Finds records of one body or of several that may be one thing.
///
/// * `bodies`: the name of each body and its facts.
/// * Returns the pairs whose score is at least that of the options, the highest score first, then by body and id.
///
/// Compared are items with items, within a body and across, and the gifts of one body with the items and gifts of
/// another: only pairs that share the number of a decision, a known amount or the first words of donor and content.
/// What one of two records does not say speaks neither for nor against; a decision number that both have and that
/// differs speaks against. At least the donor or content must be known of both, and two things must agree.
///
/// # Errors
///
/// [`MatchError::Limit`].
///
/// # Examples
///
/// ```
/// use vientro_core::Figure;
/// use vientro_currency::Money;
/// use vientro_intake::{MatchOptions, find_matches};
/// use vientro_model::{AidItem, Approval, Direction, Facts, ItemId, SourceClass};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let day = chrono::NaiveDate::from_ymd_opt(2025, 3, 5).ok_or("no such day")?;
/// let houses = |id: &str, title: &str, donor: &str| -> Result<Facts, Box<dyn std::error::Error>> {
///     let mut facts = Facts::default();
///     let item = AidItem::new(ItemId::try_new(id)?, title, Direction::Inward, SourceClass::ForeignNgo)
///         .with_donor(donor)
///         .with_approval(Approval::try_new("455/QĐ-UBND")?.with_date(day))
///         .with_commitment(Figure::Known(Money::vnd(4_220_000_000)), day)?;
///     facts.add_item(item)?;
///     Ok(facts)
/// };
/// let union = houses("NA-01", "Xây 20 căn nhà cho hộ nghèo", "Tổ chức minh họa 01")?;
/// let front = houses("7", "20 nhà Đại đoàn kết cho hộ nghèo", "T/c minh hoạ 01")?;
/// let found = find_matches(&[("Liên hiệp", &union), ("MTTQ", &front)], &MatchOptions::default())?;
/// assert_eq!(found.len(), 1);
/// let decision = found[0].clone().decide(true, "Phòng Tổng hợp", day, "cùng quyết định, cùng xã")?;
/// let claim = decision.joint_claim("20-can-nha")?.ok_or("two things")?;
/// assert_eq!(claim.claimants(), ["Liên hiệp", "MTTQ"]);
/// # Ok(()) }
/// ```
pub fn find_matches(bodies: &[(&str, &Facts)], options: &MatchOptions) -> Result<Vec<Match>, MatchError> {
    let records = records_of(bodies);
    let pairs = pairs_of(records.iter().map(|record| &record.keys), options)?;
    let mut matches: Vec<Match> = pairs
        .into_iter()
        .filter_map(|(first, second)| records.get(first)?.compared(records.get(second)?, options))
        .collect();
    matches.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| (&a.left, &a.right).cmp(&(&b.left, &b.right))));
    Ok(matches)
}

/// What an [`ApprovalPair`] calls its approval.
const APPROVAL: &str = "approval";

/// The items and gifts of bodies, in their order.
fn records_of(bodies: &[(&str, &Facts)]) -> Vec<Record> {
    let mut records = Vec::new();
    for (body, facts) in bodies {
        let mut flows: BTreeMap<&ItemId, Vec<&Flow>> = BTreeMap::new();
        for flow in facts.flows() {
            if let Some(item) = flow.item() {
                flows.entry(item).or_default().push(flow);
            }
        }
        let flows_of = |item: &AidItem| flows.get(item.id()).map_or(&[][..], Vec::as_slice);
        records.extend(facts.items().map(|item| Record::of_item(body, facts, item, flows_of(item))));
        records.extend(facts.gifts().map(|gift| Record::of_gift(body, facts, gift)));
    }
    records
}

/// The pairs of records, by their places, that have a key in common: the earlier first.
fn pairs_of<'a>(
    keys: impl Iterator<Item = &'a BTreeSet<String>>,
    options: &MatchOptions,
) -> Result<BTreeSet<(usize, usize)>, MatchError> {
    let mut by_key: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, keys) in keys.enumerate() {
        for key in keys {
            by_key.entry(key).or_default().push(index);
        }
    }
    let mut pairs = BTreeSet::new();
    for indices in by_key.values() {
        for (position, second) in indices.iter().enumerate() {
            for first in indices.iter().take(position) {
                pairs.insert((*first, *second));
                if u64::try_from(pairs.len()).unwrap_or(u64::MAX) > options.pairs_max {
                    return Err(MatchError::Limit { limit: options.pairs_max });
                }
            }
        }
    }
    Ok(pairs)
}

/// The likeness of all that both say, by weight, to two decimals; `None` if nothing is compared.
fn weighed(reasons: &[Reason]) -> Option<Decimal> {
    let (mut sum, mut weights) = (Decimal::ZERO, Decimal::ZERO);
    for reason in reasons {
        let weight = Decimal::from(reason.kind.weight());
        sum = sum.checked_add(reason.likeness.checked_mul(weight)?)?;
        weights = weights.checked_add(weight)?;
    }
    Some(sum.checked_div(weights)?.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
}

/// How alike two texts are, to two decimals, as a reason; `None` if one of them says nothing.
fn reason_of_texts(kind: ReasonKind, left: &str, right: &str) -> Option<Reason> {
    if left.is_empty() || right.is_empty() {
        return None;
    }
    let likeness = alike(left, right).round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    Some(Reason { kind, likeness, left: cut(left), right: cut(right) })
}

/// From this likeness on two texts say the same, in other words.
const SAME: Decimal = Decimal::from_parts(75, 0, 0, false, 2);

/// The beginning of a text: a name says there what it is.
fn cut(text: &str) -> Bilingual {
    Bilingual::same(text.chars().take(200).collect::<String>())
}

/// A day as each language writes it.
fn day_text(day: NaiveDate) -> Bilingual {
    Bilingual::new(day.format("%d/%m/%Y").to_string(), day.to_string())
}

/// Who decided and why, both of which must be said.
fn said(by: impl Into<String>, why: impl Into<String>, about: &Told) -> Result<(String, String), MatchError> {
    let (by, why) = (by.into(), why.into());
    if by.trim().is_empty() || why.trim().is_empty() {
        return Err(MatchError::Blank { record: about.id.clone() });
    }
    Ok((by, why))
}
