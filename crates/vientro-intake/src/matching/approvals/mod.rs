//! Approvals held against what is reported under them.

mod pairing;
mod side;

use std::collections::{BTreeMap, BTreeSet};

use vientro_core::{Bilingual, Finding, Language, Location};
use vientro_model::{AidItem, Facts, Flow, FlowId, ModelError, SourceRow};

use super::{Difference, Match, MatchDecision, MatchError, MatchOptions, Told};
use crate::codes;
use crate::reading::Reading;

use pairing::{Candidate, best, candidates_of, sums_of, without};
use side::{Side, approvals_of, items_of};

/// How sure it is that an item is reported under an approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum PairStanding {
    /// A person held them for one.
    Confirmed,
    /// They are alike; a person decides.
    Proposed,
    /// Number, day and amount are the same.
    Settled,
}

impl PairStanding {
    /// The word for it.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Confirmed, Language::Vi) => "đã xác nhận",
            (Self::Confirmed, Language::En) => "confirmed",
            (Self::Proposed, Language::Vi) => "đề nghị xác nhận",
            (Self::Proposed, Language::En) => "proposed",
            (Self::Settled, Language::Vi) => "khớp",
            (Self::Settled, Language::En) => "settled",
        }
    }
}

/// An approval and an item that is reported under it, or may be.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ApprovalPair {
    #[cfg_attr(feature = "serde", serde(rename = "match"))]
    found: Match,
    standing: PairStanding,
    differences: Vec<Difference>,
    /// How a cell of the register would name the approval.
    #[cfg_attr(feature = "serde", serde(skip))]
    written: String,
    /// The cell of the register that names it.
    #[cfg_attr(feature = "serde", serde(skip))]
    cell: Location,
}

impl ApprovalPair {
    /// The approval on the left, the item on the right, their score and its reasons.
    pub const fn found(&self) -> &Match {
        &self.found
    }

    /// How sure it is.
    pub const fn standing(&self) -> PairStanding {
        self.standing
    }

    /// What the two say otherwise of each other: number, day, amount, and words that are not alike.
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// Number, day or amount are told otherwise; for a pair that is proposed, the proposal too.
    fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.standing == PairStanding::Proposed {
            let (left, score) = (&self.found.left, self.found.score);
            let text = |language| self.found.reasons_text(language);
            let message = Bilingual::new(
                format!(
                    "có thể thuộc quyết định ở {} (độ giống {score}: {}); cần người xác nhận",
                    left.place(),
                    text(Language::Vi)
                ),
                format!(
                    "may be under the approval in {} (score {score}: {}); a person confirms",
                    left.place(),
                    text(Language::En)
                ),
            );
            let place = self.cell.clone().about(self.found.right.id.as_str());
            findings.push(codes::APPROVAL_PROPOSED.says(message, place).expected(self.written.as_str()));
        }
        findings.extend(self.differences.iter().flat_map(Difference::findings));
        findings
    }
}

/// What a list of approvals and the reports of bodies say about each other.
///
/// Every approval is in a pair or among those not reported, every item that is reported in a pair or among those not
/// approved.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ApprovalReview {
    pairs: Vec<ApprovalPair>,
    not_reported: Vec<Told>,
    not_approved: Vec<Told>,
    /// The approvals as items, with what moved under each.
    #[cfg_attr(feature = "serde", serde(skip))]
    approved: Vec<Approved>,
}

/// An approval as an item of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Approved {
    told: Told,
    item: AidItem,
    row: Option<SourceRow>,
    /// What moved under each item that is paired with it, by body and item.
    flows: Vec<(Told, Vec<Flow>)>,
}

impl ApprovalReview {
    /// The pairs, in the order of the list and then of the bodies.
    pub fn pairs(&self) -> &[ApprovalPair] {
        &self.pairs
    }

    /// Approvals under which nothing is reported, in the order of the list.
    pub fn approved_not_reported(&self) -> &[Told] {
        &self.not_reported
    }

    /// Items that are under no approval of the list, in the order of the bodies.
    pub fn reported_not_approved(&self) -> &[Told] {
        &self.not_approved
    }

    /// The review after a person decided on a pair that was proposed.
    ///
    /// An item is under one approval: the other proposals for one that is confirmed fall away. What is left without a
    /// pair is not reported, or not approved; nothing else is proposed in its place.
    ///
    /// # Errors
    ///
    /// [`MatchError::NoPair`] if the decision is not on a pair that is proposed.
    pub fn decided(mut self, decision: &MatchDecision) -> Result<Self, MatchError> {
        let (left, right) = (&decision.found().left, &decision.found().right);
        let is_it = |pair: &ApprovalPair| {
            pair.standing == PairStanding::Proposed && (&pair.found.left, &pair.found.right) == (left, right)
        };
        let Some(index) = self.pairs.iter().position(is_it) else {
            return Err(MatchError::NoPair { left: left.id.clone(), right: right.id.clone() });
        };
        let mut lost = BTreeSet::new();
        if decision.is_same() {
            if let Some(pair) = self.pairs.get_mut(index) {
                pair.standing = PairStanding::Confirmed;
            }
            self.pairs.retain(|pair| {
                let kept = pair.standing != PairStanding::Proposed || &pair.found.right != right;
                if !kept {
                    lost.insert(pair.found.left.clone());
                }
                kept
            });
        } else {
            self.pairs.remove(index);
            lost.insert(left.clone());
            if !self.pairs.iter().any(|pair| &pair.found.right == right) {
                self.not_approved.push(right.clone());
            }
        }
        lost.retain(|told| !self.pairs.iter().any(|pair| &pair.found.left == told));
        self.not_reported.extend(lost);
        Ok(self)
    }

    /// What a person must look at, pair by pair, then approvals without a report, then reports without an approval.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self.pairs.iter().flat_map(ApprovalPair::findings).collect();
        let at = |told: &Told| told.location.clone().about(told.id.as_str());
        findings.extend(self.not_reported.iter().map(|told| codes::APPROVED_NOT_REPORTED.at(at(told))));
        findings.extend(self.not_approved.iter().map(|told| codes::REPORTED_NOT_APPROVED.at(at(told))));
        findings
    }

    /// The approvals as facts of their own: each an item with the number of its decision for its code, and under it all
    /// that moved under the items it is paired with.
    ///
    /// They are there to be asked what asks items, such as the check `idle-six-months` of accounting, also for what nobody
    /// reports; they are not to be added to the facts of who reports. A pair that is only proposed brings its flows too, so
    /// that nothing is called idle that may have begun.
    ///
    /// # Errors
    ///
    /// [`ModelError`] if the list is too long for ids of its own.
    pub fn approved_facts(&self) -> Result<Facts, ModelError> {
        let mut facts = Facts::default();
        let paired: BTreeSet<(&Told, &Told)> =
            self.pairs.iter().map(|pair| (&pair.found.left, &pair.found.right)).collect();
        for approved in &self.approved {
            let id = approved.item.id().clone();
            facts.add_item(approved.item.clone())?;
            if let (Some(row), Some(source)) = (approved.item.rows().first(), &approved.row) {
                // two approvals of one row cannot be
                let _ = facts.add_row(row.clone(), source.clone());
            }
            let flows = approved.flows.iter().filter(|(told, _)| paired.contains(&(&approved.told, told)));
            for (index, flow) in flows.flat_map(|(_, flows)| flows).enumerate() {
                let own = FlowId::try_new(format!("{}/{index}", clip(id.as_str(), 180)))?;
                let mut copy =
                    Flow::try_new(own, flow.kind(), flow.amount().clone(), flow.direction(), flow.source())?
                        .with_item(id.clone());
                if let Some(day) = flow.date() {
                    copy = copy.with_date(day);
                }
                facts.add_flow(copy)?;
            }
        }
        Ok(facts)
    }
}

/// Holds a list of approvals against what bodies report: by number of the decision, day and amount; donor, owner and title
/// are typed anew by everyone and only weigh.
///
/// * `approver`: the name of the body whose list it is; `listed`: its sheets, with
///   [`Papers::approvals`](crate::Papers::approvals).
/// * `bodies`: the name of each body that reports, and its sheets, whose items are asked.
/// * Returns the pairs, what is approved and not reported, and what is reported and not approved.
///
/// A pair whose number, day and amount are the same is settled. Others are proposed from
/// [`MatchOptions::approval_score_min`] on, each item under the approval it fits best. Items of one body that name the same
/// decision are parts of it: it is their sum that is held against the approval. An amended item is compared by every value
/// it had.
///
/// # Errors
///
/// [`MatchError::Limit`].
///
/// # Examples
///
/// ```
/// use vientro_intake::{MatchOptions, Options, PairStanding, Source, read_union, review_approvals};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let list = "Số QĐ;Ngày QĐ;Khoản viện trợ;Bên cung cấp;Trị giá (VND)\n\
///             455/QĐ-UBND;05/3/2025;Xây 20 căn nhà;Tổ chức A;4.220.000.000\n\
///             460/QĐ-UBND;12/3/2025;Nước sạch trường học;Tổ chức B;900.000.000\n";
/// let register = "Mã;Tên khoản viện trợ;Tổ chức tài trợ;Số, ngày QĐ phê duyệt;Cam kết (VND)\n\
///                 1;20 nhà cho hộ nghèo;Tổ chức A;545/QĐ-UBND ngày 05/3/2025;4,22 tỷ\n";
/// let options = Options::for_year(2025);
/// let listed = read_union(&[Source::new("phe-duyet.csv", list.as_bytes())], &options)?;
/// let union = read_union(&[Source::new("vien-tro.csv", register.as_bytes())], &options)?;
/// let review = review_approvals("UBND tỉnh", &listed, &[("Liên hiệp", &union)], &MatchOptions::default())?;
/// // the number was mistyped: a person confirms
/// let pair = &review.pairs()[0];
/// assert_eq!((pair.standing(), pair.found().right().id()), (PairStanding::Proposed, "1"));
/// assert_eq!(review.approved_not_reported()[0].id(), "460/QĐ-UBND");
/// let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 10).ok_or("no such day")?;
/// let decision = pair.found().clone().decide(true, "Phòng Tổng hợp", day, "gõ nhầm số")?;
/// assert_eq!(review.decided(&decision)?.pairs()[0].standing(), PairStanding::Confirmed);
/// # Ok(()) }
/// ```
pub fn review_approvals(
    approver: &str,
    listed: &Reading,
    bodies: &[(&str, &Reading)],
    options: &MatchOptions,
) -> Result<ApprovalReview, MatchError> {
    let approvals: Vec<Side<'_>> = approvals_of(approver, listed);
    let items: Vec<Side<'_>> = bodies.iter().flat_map(|(body, reading)| items_of(body, reading)).collect();
    let mut candidates = Vec::new();
    for (approval, item) in candidates_of(&approvals, &items, options)? {
        let (Some(left), Some(right)) = (approvals.get(approval), items.get(item)) else { continue };
        if let Some(found) = left.compared(right, options) {
            candidates.push(Candidate { approval, item, found });
        }
    }
    let kept = best(candidates, &approvals, &items);
    let not_reported = without(&approvals, kept.iter().map(|it| it.approval));
    let not_approved = without(&items, kept.iter().map(|it| it.item));
    let sums = sums_of(&kept, &approvals, &items);
    let approved = approvals.iter().enumerate().filter_map(|(index, side)| Some((index, side.approved()?)));
    let mut approved: BTreeMap<usize, Approved> = approved.collect();
    let mut pairs = Vec::new();
    for Candidate { approval, item, found } in kept {
        let (Some(left), Some(right)) = (approvals.get(approval), items.get(item)) else { continue };
        if let Some(approved) = approved.get_mut(&approval) {
            approved.flows.push((right.told.clone(), right.flows.iter().copied().cloned().collect()));
        }
        let in_parts = sums.contains(&(approval, right.told.body()));
        pairs.push(left.paired(right, found, in_parts));
    }
    Ok(ApprovalReview { pairs, not_reported, not_approved, approved: approved.into_values().collect() })
}

fn clip(text: &str, length: usize) -> String {
    text.chars().take(length).collect()
}
