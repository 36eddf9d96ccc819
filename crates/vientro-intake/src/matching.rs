//! The same aid told in several sheets or by several bodies: proposed with a score and reasons, confirmed by a person.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};
use vientro_core::{Bilingual, Figure, Finding, Language, Location, RowId, Verdict};
use vientro_currency::{Money, format_figure};
use vientro_model::{AidItem, Facts, Gift, JointClaim, ModelError};
use vientro_vi::fold;

use crate::check::alike;
use crate::codes;

/// What is compared, and from which score on two records are proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MatchOptions {
    /// The least score, from 0 to 1.
    pub score_min: Decimal,
    /// By how many days two approvals, or a gift and a disbursement, may differ and still be of one time.
    pub days_max: u32,
    /// How many pairs are compared at most.
    pub pairs_max: u64,
}

impl Default for MatchOptions {
    /// A score of 0.75; 31 days; 5 million pairs.
    fn default() -> Self {
        Self { score_min: Decimal::new(75, 2), days_max: 31, pairs_max: 5_000_000 }
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
            Self::Place => 5,
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

    /// `item` or `gift`.
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

    /// Two bodies tell it: a joint claim, to be counted once above them. Else one body tells it twice.
    pub fn is_joint(&self) -> bool {
        self.left.body != self.right.body
    }

    /// The match as a finding at the second record.
    pub fn finding(&self) -> Finding {
        let says = |language: Language| {
            let reasons: Vec<String> = self
                .reasons
                .iter()
                .map(|reason| format!("{} {}", reason.kind.text(language), reason.likeness.normalize()))
                .collect();
            let (left, score, reasons) = (&self.left, self.score, reasons.join(", "));
            let first = if left.location.is_empty() { left.id.clone() } else { left.location.to_string() };
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
        let (by, why) = (by.into(), why.into());
        if by.trim().is_empty() || why.trim().is_empty() {
            return Err(MatchError::Blank { record: self.right.id });
        }
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
    let mut records = Vec::new();
    for (body, facts) in bodies {
        records.extend(facts.items().map(|item| Record::of_item(body, facts, item)));
        records.extend(facts.gifts().map(|gift| Record::of_gift(body, facts, gift)));
    }
    let mut by_key: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, record) in records.iter().enumerate() {
        for key in &record.keys {
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
    let mut matches: Vec<Match> = pairs
        .into_iter()
        .filter_map(|(first, second)| records.get(first)?.compared(records.get(second)?, options))
        .collect();
    matches.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| (&a.left, &a.right).cmp(&(&b.left, &b.right))));
    Ok(matches)
}

/// A record with all it can be known by.
struct Record {
    told: Told,
    decision: String,
    donor: String,
    content: String,
    place: String,
    amount: Figure<Money>,
    days: Vec<NaiveDate>,
    keys: BTreeSet<String>,
}

impl Record {
    fn of_item(body: &str, facts: &Facts, item: &AidItem) -> Self {
        let approval = item.approval();
        let mut days: Vec<NaiveDate> =
            facts.flows_of(item.id()).filter_map(vientro_model::Flow::date).collect();
        days.extend(approval.and_then(vientro_model::Approval::date));
        let record = Self {
            told: told(body, facts, "item", item.id().as_str(), item.rows()),
            decision: approval.map(|approval| number_of(approval.number())).unwrap_or_default(),
            donor: item.donor().unwrap_or_default().to_owned(),
            content: item.title().to_owned(),
            place: item.place().unwrap_or_default().to_owned(),
            amount: item.commitment_now().cloned().unwrap_or(Figure::Unknown),
            days,
            keys: BTreeSet::new(),
        };
        record.with_keys()
    }

    fn of_gift(body: &str, facts: &Facts, gift: &Gift) -> Self {
        let record = Self {
            told: told(body, facts, "gift", gift.id().as_str(), gift.rows()),
            decision: String::new(),
            donor: gift.donor().unwrap_or_default().to_owned(),
            content: gift.content().to_owned(),
            place: gift.place().unwrap_or_default().to_owned(),
            amount: gift.value().clone(),
            days: gift.date().into_iter().collect(),
            keys: BTreeSet::new(),
        };
        record.with_keys()
    }

    fn with_keys(mut self) -> Self {
        if !self.decision.is_empty() {
            self.keys.insert(format!("decision {}", self.decision));
        }
        if let Figure::Known(money) = &self.amount
            && !money.is_zero()
        {
            self.keys.insert(format!("amount {money}"));
        }
        let start = |text: &str| fold(text).split_whitespace().take(2).collect::<Vec<_>>().join(" ");
        let (donor, content) = (start(&self.donor), start(&self.content));
        if !donor.is_empty() && !content.is_empty() {
            self.keys.insert(format!("words {donor} {content}"));
        }
        self
    }

    fn compared(&self, other: &Self, options: &MatchOptions) -> Option<Match> {
        let same_body = self.told.body == other.told.body;
        // one body's gifts with each other and with its items are compared row by row when they are read
        if same_body && (self.told.kind == "gift" || other.told.kind == "gift") {
            return None;
        }
        let mut reasons = Vec::new();
        let mut reason = |kind, likeness, left: Bilingual, right: Bilingual| {
            reasons.push(Reason { kind, likeness, left, right });
        };
        let (yes, no) = (Decimal::ONE, Decimal::ZERO);
        if !self.decision.is_empty() && !other.decision.is_empty() {
            let likeness = if self.decision == other.decision { yes } else { no };
            let (left, right) = (self.decision.as_str(), other.decision.as_str());
            reason(ReasonKind::Decision, likeness, Bilingual::same(left), Bilingual::same(right));
        }
        let amounts = match self.amount.equals(&other.amount) {
            Verdict::Yes => Some(yes),
            Verdict::No => Some(no),
            Verdict::CannotTell(_) => None,
        };
        if let Some(likeness) = amounts {
            reason(ReasonKind::Amount, likeness, format_figure(&self.amount), format_figure(&other.amount));
        }
        for (kind, left, right) in [
            (ReasonKind::Content, &self.content, &other.content),
            (ReasonKind::Donor, &self.donor, &other.donor),
            (ReasonKind::Place, &self.place, &other.place),
        ] {
            if !left.is_empty() && !right.is_empty() {
                let likeness =
                    alike(left, right).round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
                let cut = |text: &String| Bilingual::same(text.chars().take(200).collect::<String>());
                reason(kind, likeness, cut(left), cut(right));
            }
        }
        let apart = self
            .days
            .iter()
            .flat_map(|day| {
                other.days.iter().map(move |it| (day.signed_duration_since(*it).num_days().abs(), day, it))
            })
            .min();
        if let Some((days, left, right)) = apart {
            let likeness = if days <= i64::from(options.days_max) { yes } else { no };
            let day = |day: &NaiveDate| Bilingual::new(day.format("%d/%m/%Y").to_string(), day.to_string());
            reason(ReasonKind::Day, likeness, day(left), day(right));
        }
        reasons.sort_by_key(|reason| std::cmp::Reverse((reason.kind.weight(), reason.kind)));
        let known = |kind| reasons.iter().any(|reason| reason.kind == kind);
        let agreeing = reasons.iter().filter(|reason| reason.likeness >= Decimal::new(75, 2)).count();
        if agreeing < 2 || !known(ReasonKind::Content) && !known(ReasonKind::Donor) {
            return None;
        }
        let (mut sum, mut weights) = (Decimal::ZERO, Decimal::ZERO);
        for reason in &reasons {
            let weight = Decimal::from(reason.kind.weight());
            sum = sum.checked_add(reason.likeness.checked_mul(weight)?)?;
            weights = weights.checked_add(weight)?;
        }
        let score =
            sum.checked_div(weights)?.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        (score >= options.score_min).then(|| Match {
            left: self.told.clone(),
            right: other.told.clone(),
            score,
            reasons,
        })
    }
}

fn told(body: &str, facts: &Facts, kind: &'static str, id: &str, rows: &[RowId]) -> Told {
    let row = rows.first().and_then(|row| facts.row(row));
    let location = row.map(|row| row.location().clone()).unwrap_or_default();
    Told { body: body.to_owned(), kind, id: id.to_owned(), location }
}

/// A decision's number without spaces, marks and leading zeros: `0455/QĐ-UBND` is `455/qd-ubnd`.
fn number_of(number: &str) -> String {
    let folded: String = fold(number).chars().filter(|letter| !letter.is_whitespace()).collect();
    folded.trim_start_matches('0').trim_end_matches(['.', ',']).to_owned()
}
