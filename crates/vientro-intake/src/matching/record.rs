//! A record of a body as it is compared with others.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{Bilingual, Figure, RowId, Verdict};
use vientro_currency::{Money, format_figure};
use vientro_model::{AidItem, Approval, Facts, Flow, Gift};
use vientro_vi::fold;

use super::decision::number_of;
use super::{Match, MatchOptions, Reason, ReasonKind, SAME, Told, day_text, reason_of_texts, weighed};

/// A record with all it can be known by.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) told: Told,
    pub(super) decision: String,
    pub(super) donor: String,
    pub(super) content: String,
    pub(super) owner: String,
    pub(super) place: String,
    pub(super) amount: Figure<Money>,
    pub(super) days: Vec<NaiveDate>,
    /// How many lines of disbursement it has.
    pub(super) lines: usize,
    pub(super) keys: BTreeSet<String>,
}

impl Record {
    pub(super) fn of_item(body: &str, facts: &Facts, item: &AidItem, flows: &[&Flow]) -> Self {
        let approval = item.approval();
        let mut days: Vec<NaiveDate> = flows.iter().filter_map(|flow| flow.date()).collect();
        days.extend(approval.and_then(Approval::date));
        let record = Self {
            told: told(body, facts, "item", item.id().as_str(), item.rows()),
            decision: approval.map(|approval| number_of(approval.number())).unwrap_or_default(),
            donor: item.donor().unwrap_or_default().to_owned(),
            content: item.title().to_owned(),
            owner: item.owner().unwrap_or_default().to_owned(),
            place: item.place().unwrap_or_default().to_owned(),
            amount: item.commitment_now().cloned().unwrap_or(Figure::Unknown),
            days,
            lines: flows.len(),
            keys: BTreeSet::new(),
        };
        record.with_keys()
    }

    pub(super) fn of_gift(body: &str, facts: &Facts, gift: &Gift) -> Self {
        let record = Self {
            told: told(body, facts, "gift", gift.id().as_str(), gift.rows()),
            decision: String::new(),
            donor: gift.donor().unwrap_or_default().to_owned(),
            content: gift.content().to_owned(),
            owner: String::new(),
            place: gift.place().unwrap_or_default().to_owned(),
            amount: gift.value().clone(),
            days: gift.date().into_iter().collect(),
            lines: 0,
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

    pub(super) fn compared(&self, other: &Self, options: &MatchOptions) -> Option<Match> {
        let same_body = self.told.body == other.told.body;
        // one body's gifts with each other and with its items are compared row by row when they are read
        if same_body && (self.told.kind == "gift" || other.told.kind == "gift") {
            return None;
        }
        let mut reasons = Vec::new();
        let reason = |kind, likeness, left, right| Reason { kind, likeness, left, right };
        let (yes, no) = (Decimal::ONE, Decimal::ZERO);
        if !self.decision.is_empty() && !other.decision.is_empty() {
            let likeness = if self.decision == other.decision { yes } else { no };
            let (left, right) = (self.decision.as_str(), other.decision.as_str());
            let (left, right) = (Bilingual::same(left), Bilingual::same(right));
            reasons.push(reason(ReasonKind::Decision, likeness, left, right));
        }
        let amounts = match self.amount.equals(&other.amount) {
            Verdict::Yes => Some(yes),
            Verdict::No => Some(no),
            Verdict::CannotTell(_) => None,
        };
        if let Some(likeness) = amounts {
            let (left, right) = (format_figure(&self.amount), format_figure(&other.amount));
            reasons.push(reason(ReasonKind::Amount, likeness, left, right));
        }
        for (kind, left, right) in [
            (ReasonKind::Content, &self.content, &other.content),
            (ReasonKind::Donor, &self.donor, &other.donor),
            (ReasonKind::Place, &self.place, &other.place),
        ] {
            reasons.extend(reason_of_texts(kind, left, right));
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
            reasons.push(reason(ReasonKind::Day, likeness, day_text(*left), day_text(*right)));
        }
        reasons.sort_by_key(|reason| std::cmp::Reverse((reason.kind.weight(), reason.kind)));
        let known = |kind| reasons.iter().any(|reason| reason.kind == kind);
        let agreeing = reasons.iter().filter(|reason| reason.likeness >= SAME).count();
        if agreeing < 2 || !known(ReasonKind::Content) && !known(ReasonKind::Donor) {
            return None;
        }
        let score = weighed(&reasons)?;
        (score >= options.score_min).then(|| Match {
            left: self.told.clone(),
            right: other.told.clone(),
            score,
            reasons,
        })
    }
}

pub(super) fn told(body: &str, facts: &Facts, kind: &'static str, id: &str, rows: &[RowId]) -> Told {
    let row = rows.first().and_then(|row| facts.row(row));
    let location = row.map(|row| row.location().clone()).unwrap_or_default();
    Told { body: body.to_owned(), kind, id: id.to_owned(), location }
}
