//! One aid item that several bodies report: its witnesses, what they tell otherwise, and who may lead.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use vientro_core::{Bilingual, Figure, Finding, Language, Verdict};
use vientro_currency::{Money, format_figure};
use vientro_model::{Facts, JointClaim};

use super::record::Record;
use super::{
    Difference, Match, MatchError, MatchOptions, ReasonKind, SAME, Said, Told, cut, day_text, find_matches,
    records_of, said,
};
use crate::check::alike;
use crate::codes;

/// Why a body may lead a group: the first that sets it apart from the others.
///
/// # Source
///
/// Ours, in the order of the duties of Decree 80/2020/NĐ-CP: the owner of an item receives, uses and reports it. Who leads is
/// agreed by the bodies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum LeadReason {
    /// It is the owner of the item, as one of the witnesses names it.
    Owner,
    /// It names the decision that approves the item.
    Decision,
    /// It has most lines of disbursement.
    Disbursements,
    /// It is named first; nothing sets it apart.
    First,
}

impl LeadReason {
    /// The reason as a phrase.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Owner, Language::Vi) => "là chủ khoản viện trợ",
            (Self::Owner, Language::En) => "owns the item",
            (Self::Decision, Language::Vi) => "ghi quyết định phê duyệt",
            (Self::Decision, Language::En) => "names the decision of approval",
            (Self::Disbursements, Language::Vi) => "ghi nhiều lần giải ngân nhất",
            (Self::Disbursements, Language::En) => "has most lines of disbursement",
            (Self::First, Language::Vi) => "được nêu trước; không có dấu hiệu khác",
            (Self::First, Language::En) => "is named first; nothing else sets it apart",
        }
    }
}

/// Records of several bodies, one of each, that may be one thing. Nothing is merged: a person decides.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct MatchGroup {
    witnesses: Vec<Told>,
    matches: Vec<Match>,
    differences: Vec<Difference>,
    lead: usize,
    reason: LeadReason,
}

impl MatchGroup {
    /// The records, at least two, in the order of their bodies.
    pub fn witnesses(&self) -> &[Told] {
        &self.witnesses
    }

    /// The pairs that make the group, the highest score first. Of three witnesses two pairs are enough.
    pub fn matches(&self) -> &[Match] {
        &self.matches
    }

    /// What the witnesses tell otherwise; a witness that says nothing of it is left out.
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// The body that may lead, and why.
    pub fn lead(&self) -> (&str, LeadReason) {
        (self.witnesses.get(self.lead).map_or("", Told::body), self.reason)
    }

    /// A finding at each record but the lead's, and those of the differences.
    pub fn findings(&self) -> Vec<Finding> {
        let (lead, reason) = self.lead();
        let score = self.matches.iter().map(Match::score).min().unwrap_or_default();
        let message = |own: &Told| {
            let others = self.witnesses.iter().filter(|it| *it != own);
            let others: Vec<String> = others.map(|it| format!("{} ({})", it.body, it.place())).collect();
            let (count, others) = (self.witnesses.len(), others.join(", "));
            Bilingual::new(
                format!(
                    "có thể là cùng một khoản mà {others} cũng báo cáo (độ giống {score}); {count} đơn vị, tính một lần; \
                     đề nghị {lead} đứng đầu: {}",
                    reason.text(Language::Vi)
                ),
                format!(
                    "may be what {others} report too (score {score}); {count} bodies, counted once; {lead} may lead: it {}",
                    reason.text(Language::En)
                ),
            )
        };
        let own = self.witnesses.iter().enumerate().filter(|(index, _)| *index != self.lead);
        let mut findings: Vec<Finding> = own
            .map(|(_, told)| {
                codes::JOINT_CLAIM.says(message(told), told.location.clone().about(told.id.as_str()))
            })
            .collect();
        findings.extend(self.differences.iter().flat_map(Difference::findings));
        findings
    }

    /// Records that a person holds all of them for one thing, and who leads.
    ///
    /// # Errors
    ///
    /// * [`MatchError::Blank`] without a name or a reason.
    /// * [`MatchError::Lead`] if `lead` is none of the bodies.
    pub fn decide(
        self,
        lead: &str,
        by: impl Into<String>,
        on: NaiveDate,
        why: impl Into<String>,
    ) -> Result<GroupDecision, MatchError> {
        let Some(first) = self.witnesses.first() else {
            return Err(MatchError::Lead { lead: lead.to_owned(), record: String::new() });
        };
        let (by, why) = said(by, why, first)?;
        if !self.witnesses.iter().any(|told| told.body == lead) {
            return Err(MatchError::Lead { lead: lead.to_owned(), record: first.id.clone() });
        }
        Ok(GroupDecision { group: self, lead: lead.to_owned(), by, on, why })
    }
}

/// What a person decided about a group: who leads, who decided, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct GroupDecision {
    group: MatchGroup,
    lead: String,
    by: String,
    on: NaiveDate,
    why: String,
}

impl GroupDecision {
    /// The group that was decided on.
    pub const fn group(&self) -> &MatchGroup {
        &self.group
    }

    /// The body that leads.
    pub fn lead(&self) -> &str {
        &self.lead
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

    /// The joint claim of all the bodies with the one that leads, to be set on each of their records.
    ///
    /// # Errors
    ///
    /// [`MatchError::Claim`] for a blank name.
    pub fn joint_claim(&self, name: impl Into<String>) -> Result<JointClaim, MatchError> {
        let record = self.group.witnesses.first().map(|told| told.id.clone()).unwrap_or_default();
        let refused = |source| MatchError::Claim { record: record.clone(), source };
        let bodies = self.group.witnesses.iter().map(Told::body);
        JointClaim::try_new(name, bodies).map_err(refused)?.with_lead(self.lead.as_str()).map_err(refused)
    }
}

/// Finds aid that several bodies report, such as a union, a hospital and the foreign NGO itself.
///
/// * `bodies`: the name of each body and its facts.
/// * Returns the groups in the order of their first witnesses. A group has one record of a body at most: what one body
///   tells twice is left to [`find_matches`].
///
/// Groups grow from the pairs that [`find_matches`] proposes across bodies, the highest score first.
///
/// # Errors
///
/// [`MatchError::Limit`].
///
/// # Examples
///
/// ```
/// use vientro_intake::{LeadReason, MatchOptions, Options, Source, find_groups, read_union};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let header = "Mã;Tên khoản viện trợ;Tổ chức tài trợ;Địa bàn;Chủ khoản viện trợ;Số, ngày QĐ phê duyệt;Cam kết (VND)\n";
/// let facts = |name: &str, row: &str| {
///     let text = format!("{header}{row}\n");
///     let reading = read_union(&[Source::new(name, text.as_bytes())], &Options::for_year(2025));
///     reading.map(|reading| reading.into_facts())
/// };
/// let union = facts("lh.csv", "01;Máy thở cho bệnh viện;Tổ chức A;Vinh;BV Đa khoa;55/QĐ-UBND ngày 05/3/2025;900.000.000")?;
/// let hospital = facts("bv.csv", "7;Máy thở;T/c A;Vinh;BV Đa khoa;55/QĐ-UBND ngày 05/3/2025;900.000.000")?;
/// let donor = facts("a.csv", "P1;Máy thở cho bệnh viện;Tổ chức A;Vinh;;;900.000.000")?;
/// let bodies = [("Liên hiệp", &union), ("BV Đa khoa", &hospital), ("Tổ chức A", &donor)];
/// let groups = find_groups(&bodies, &MatchOptions::default())?;
/// assert_eq!(groups.len(), 1);
/// assert_eq!(groups[0].witnesses().len(), 3);
/// assert_eq!(groups[0].lead(), ("BV Đa khoa", LeadReason::Owner));
/// let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 10).ok_or("no such day")?;
/// let decision = groups[0].clone().decide("BV Đa khoa", "Sở Tài chính", day, "chủ khoản")?;
/// assert_eq!(decision.joint_claim("may-tho")?.claimants().len(), 3);
/// # Ok(()) }
/// ```
pub fn find_groups(bodies: &[(&str, &Facts)], options: &MatchOptions) -> Result<Vec<MatchGroup>, MatchError> {
    let matches = find_matches(bodies, options)?;
    let order: BTreeMap<&str, usize> =
        bodies.iter().enumerate().rev().map(|(index, (body, _))| (*body, index)).collect();
    let place = |told: &Told| order.get(told.body.as_str()).copied().unwrap_or(usize::MAX);
    // each record in its group, by the records' own names
    let mut group_of: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    let mut groups: Vec<(Vec<&Told>, Vec<&Match>)> = Vec::new();
    for found in matches.iter().filter(|found| found.is_joint()) {
        let mut joined: Vec<&Told> = Vec::new();
        let (left, right) = (group_of.get(&key(&found.left)), group_of.get(&key(&found.right)));
        let mut sources: Vec<usize> = [left, right].into_iter().flatten().copied().collect();
        sources.dedup();
        for told in [&found.left, &found.right] {
            match group_of.get(&key(told)).and_then(|index| groups.get(*index)) {
                Some((witnesses, _)) => joined.extend(witnesses.iter().copied()),
                None => joined.push(told),
            }
        }
        joined.sort_by_key(|told| (place(told), *told));
        joined.dedup();
        if joined.iter().zip(joined.iter().skip(1)).any(|(one, next)| one.body == next.body) {
            continue;
        }
        let mut pairs: Vec<&Match> = Vec::new();
        for source in sources {
            if let Some((witnesses, matches)) = groups.get_mut(source) {
                witnesses.clear();
                pairs.append(matches);
            }
        }
        pairs.push(found);
        for told in &joined {
            group_of.insert(key(told), groups.len());
        }
        groups.push((joined, pairs));
    }
    groups.retain(|(witnesses, _)| !witnesses.is_empty());
    groups.sort_by_key(|(witnesses, _)| witnesses.first().map(|told| (place(told), *told)));
    let records = records_of(bodies);
    let by_key: BTreeMap<_, &Record> = records.iter().map(|record| (key(&record.told), record)).collect();
    let group = |(witnesses, mut matches): (Vec<&Told>, Vec<&Match>)| {
        matches.sort_by_key(|found| std::cmp::Reverse(found.score));
        let records: Vec<&Record> =
            witnesses.iter().filter_map(|told| by_key.get(&key(told)).copied()).collect();
        let (lead, reason) = lead_of(&records);
        MatchGroup {
            witnesses: witnesses.into_iter().cloned().collect(),
            matches: matches.into_iter().cloned().collect(),
            differences: differences_of(&records, options),
            lead,
            reason,
        }
    };
    Ok(groups.into_iter().map(group).collect())
}

fn key(told: &Told) -> (&str, &str, &str) {
    (told.body.as_str(), told.kind, told.id.as_str())
}

/// The place of the record whose body may lead.
fn lead_of(records: &[&Record]) -> (usize, LeadReason) {
    let owners = || records.iter().map(|record| record.owner.as_str()).filter(|owner| !owner.is_empty());
    let most = records.iter().map(|record| record.lines).max().unwrap_or(0);
    let is = |record: &Record, reason: LeadReason| match reason {
        LeadReason::Owner => owners().any(|owner| alike(owner, &record.told.body) >= SAME),
        LeadReason::Decision => !record.decision.is_empty(),
        LeadReason::Disbursements => most > 0 && record.lines == most,
        LeadReason::First => true,
    };
    let mut left: Vec<usize> = (0..records.len()).collect();
    for reason in [LeadReason::Owner, LeadReason::Decision, LeadReason::Disbursements] {
        let those: Vec<usize> = left
            .iter()
            .copied()
            .filter(|index| records.get(*index).is_some_and(|record| is(record, reason)))
            .collect();
        match those.as_slice() {
            [] => {}
            [only] => return (*only, reason),
            _ => left = those,
        }
    }
    (left.first().copied().unwrap_or(0), LeadReason::First)
}

/// What the records tell otherwise.
fn differences_of(records: &[&Record], options: &MatchOptions) -> Vec<Difference> {
    let mut differences = Vec::new();
    let mut tell = |kind, said: Vec<(&Record, Bilingual)>, differs: bool| {
        if differs {
            let said = said.into_iter().map(|(record, text)| Said {
                body: record.told.body.clone(),
                location: record.told.location.clone(),
                text,
            });
            differences.push(Difference { kind, said: said.collect() });
        }
    };
    let texts = |text: fn(&Record) -> &str, same: &dyn Fn(&str, &str) -> bool| {
        let said: Vec<(&Record, &str)> = records
            .iter()
            .map(|record| (*record, text(record)))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        let differs = pairs(&said).any(|(left, right)| !same(left.1, right.1));
        (said.into_iter().map(|(record, text)| (record, cut(text))).collect::<Vec<_>>(), differs)
    };
    let like = |left: &str, right: &str| alike(left, right) >= SAME;
    let (said, differs) = texts(|it| &it.decision, &|left, right| left == right);
    tell(ReasonKind::Decision, said, differs);
    let amounts: Vec<(&Record, &Figure<Money>)> = records
        .iter()
        .map(|record| (*record, &record.amount))
        .filter(|(_, amount)| !amount.is_unknown())
        .collect();
    let differs = pairs(&amounts).any(|(left, right)| left.1.equals(right.1) == Verdict::No);
    let said = amounts.into_iter().map(|(record, amount)| (record, format_figure(amount))).collect();
    tell(ReasonKind::Amount, said, differs);
    let (said, differs) = texts(|it| &it.content, &like);
    tell(ReasonKind::Content, said, differs);
    let (said, differs) = texts(|it| &it.donor, &like);
    tell(ReasonKind::Donor, said, differs);
    let dated: Vec<&&Record> = records.iter().filter(|record| !record.days.is_empty()).collect();
    let apart = |left: &Record, right: &Record| {
        let days =
            left.days.iter().flat_map(|day| right.days.iter().map(move |it| (*day - *it).num_days().abs()));
        days.min().is_some_and(|days| days > i64::from(options.days_max))
    };
    let differs = pairs(&dated).any(|(left, right)| apart(left, right));
    let mut said: Vec<(&Record, Bilingual)> = Vec::new();
    for record in dated {
        said.extend(record.days.iter().min().map(|day| (*record, day_text(*day))));
    }
    tell(ReasonKind::Day, said, differs);
    let (said, differs) = texts(|it| &it.owner, &like);
    tell(ReasonKind::Owner, said, differs);
    let (said, differs) = texts(|it| &it.place, &like);
    tell(ReasonKind::Place, said, differs);
    differences
}

/// Every two of them, each pair once.
fn pairs<T>(all: &[T]) -> impl Iterator<Item = (&T, &T)> {
    all.iter()
        .enumerate()
        .flat_map(|(index, left)| all.iter().skip(index.saturating_add(1)).map(move |right| (left, right)))
}
