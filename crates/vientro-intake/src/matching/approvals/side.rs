//! An approval, or an item that is reported, as they are compared.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use vientro_core::{Bilingual, Figure, Location, RowId, Verdict};
use vientro_currency::{Currency, Money, format_figure};
use vientro_model::{AidItem, Amendment, Approval, Direction, Flow, ItemId, SourceClass};
use vientro_vi::fold;

use super::super::decision::{likeness, number_of, parts_of};
use super::super::{
    APPROVAL, Difference, Match, MatchOptions, Reason, ReasonKind, SAME, Said, Told, cut, day_text,
    reason_of_texts, weighed,
};
use super::{ApprovalPair, Approved, PairStanding, clip};
use crate::Field;
use crate::papers::ListedApproval;
use crate::reading::Reading;

/// An approval or an item, with what it is compared by.
pub(super) struct Side<'a> {
    pub(super) told: Told,
    /// As written.
    number: &'a str,
    pub(super) key: String,
    day: Option<NaiveDate>,
    /// The amount in each currency; of an item every value that its commitment had, the first of them first.
    pub(super) amounts: Vec<&'a Figure<Money>>,
    content: &'a str,
    donor: &'a str,
    owner: &'a str,
    /// What moved under an item.
    pub(super) flows: Vec<&'a Flow>,
    row: Option<&'a RowId>,
    reading: &'a Reading,
}

pub(super) fn approvals_of<'a>(approver: &str, listed: &'a Reading) -> Vec<Side<'a>> {
    let mut taken = BTreeSet::new();
    let side = |approval: &'a ListedApproval| {
        let number = approval.approval().number();
        // a second row of one number is called by its row
        let id = if taken.insert(number) {
            clip(number, 180)
        } else {
            format!("{} ({})", clip(number, 100), clip_end(approval.row().as_str(), 90))
        };
        Side {
            told: Told { body: approver.to_owned(), kind: APPROVAL, id, location: Location::new() },
            number,
            key: number_of(number),
            day: approval.approval().date(),
            amounts: approval.values().iter().collect(),
            content: approval.title(),
            donor: approval.donor(),
            owner: approval.owner(),
            flows: Vec::new(),
            row: Some(approval.row()),
            reading: listed,
        }
        .located()
    };
    listed.papers().approvals().iter().map(side).collect()
}

pub(super) fn items_of<'a>(body: &str, reading: &'a Reading) -> Vec<Side<'a>> {
    let mut flows: BTreeMap<&ItemId, Vec<&Flow>> = BTreeMap::new();
    for flow in reading.facts().flows() {
        if let Some(item) = flow.item() {
            flows.entry(item).or_default().push(flow);
        }
    }
    let side = |item: &'a AidItem| {
        let number = item.approval().map_or("", Approval::number);
        let history = item.amendments().iter().map(Amendment::before);
        Side {
            told: Told {
                body: body.to_owned(),
                kind: "item",
                id: item.id().as_str().to_owned(),
                location: Location::new(),
            },
            number,
            key: number_of(number),
            day: item.approval().and_then(Approval::date),
            amounts: history.chain(item.commitment_now()).collect(),
            content: item.title(),
            donor: item.donor().unwrap_or_default(),
            owner: item.owner().unwrap_or_default(),
            flows: flows.remove(item.id()).unwrap_or_default(),
            row: item.rows().first(),
            reading,
        }
        .located()
    };
    reading.facts().items().map(side).collect()
}

impl Side<'_> {
    fn located(mut self) -> Self {
        self.told.location = self.cell(ReasonKind::Decision, None);
        self
    }

    fn is_approval(&self) -> bool {
        self.told.kind == APPROVAL
    }

    /// The cell that says it; the beginning of the row if there is none.
    fn cell(&self, kind: ReasonKind, currency: Option<Currency>) -> Location {
        let Some(row) = self.row else { return Location::new() };
        let field = match kind {
            ReasonKind::Amount if self.is_approval() => Field::Amount,
            ReasonKind::Amount => Field::Committed,
            ReasonKind::Content => Field::Title,
            ReasonKind::Day if self.is_approval() => Field::Date,
            ReasonKind::Day | ReasonKind::Decision => Field::Decision,
            ReasonKind::Donor => Field::Donor,
            ReasonKind::Owner => Field::Owner,
            ReasonKind::Place => Field::Place,
        };
        let currency = currency.map(|currency| currency.to_string());
        let in_currency = currency.and_then(|currency| {
            self.reading.cell_where(row, |column| {
                column.field() == Some(field) && column.currency() == Some(currency.as_str())
            })
        });
        let whole = || self.reading.facts().row(row).map(|row| row.location().clone());
        in_currency.or_else(|| self.reading.cell_of(row, field)).or_else(whole).unwrap_or_default()
    }

    /// What two sides that belong together have in common.
    pub(super) fn keys(&self) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        let (figures, _) = parts_of(&self.key);
        if !figures.is_empty() {
            keys.insert(format!("number {figures}"));
        }
        keys.extend(self.day.map(|day| format!("day {day}")));
        // a day whose month was typed first
        keys.extend(self.day.and_then(turned).map(|day| format!("day {day}")));
        for amount in self.amounts.iter().filter_map(|amount| amount.known()).filter(|money| !money.is_zero())
        {
            keys.insert(format!("amount {amount}"));
        }
        let words = |text: &str, count: usize| {
            let text = fold(text);
            text.split_whitespace().take(count).collect::<Vec<_>>().join(" ")
        };
        if !self.donor.is_empty() && !self.content.is_empty() {
            keys.insert(format!("words {} {}", words(self.donor, 9), words(self.content, 2)));
        }
        keys
    }

    pub(super) fn compared(&self, item: &Self, options: &MatchOptions) -> Option<Match> {
        let mut reasons = Vec::new();
        if !self.key.is_empty() && !item.key.is_empty() {
            let alike = likeness(&self.key, &item.key);
            reasons.push(Reason {
                kind: ReasonKind::Decision,
                likeness: alike,
                left: cut(self.number),
                right: cut(item.number),
            });
        }
        if let Some((is_same, left, right)) = self.amounts_with(item) {
            let likeness = if is_same { Decimal::ONE } else { Decimal::ZERO };
            let (left, right) = (format_figure(left), format_figure(right));
            reasons.push(Reason { kind: ReasonKind::Amount, likeness, left, right });
        }
        if let (Some(left), Some(right)) = (self.day, item.day) {
            let apart = left.signed_duration_since(right).num_days().abs();
            let likeness = if left == right {
                Decimal::ONE
            } else if apart <= i64::from(options.days_max) || turned(left) == Some(right) {
                Decimal::new(5, 1)
            } else {
                Decimal::ZERO
            };
            reasons.push(Reason {
                kind: ReasonKind::Day,
                likeness,
                left: day_text(left),
                right: day_text(right),
            });
        }
        reasons.extend(reason_of_texts(ReasonKind::Content, self.content, item.content));
        reasons.extend(reason_of_texts(ReasonKind::Donor, self.donor, item.donor));
        reasons.extend(reason_of_texts(ReasonKind::Owner, self.owner, item.owner));
        reasons.sort_by_key(|reason| std::cmp::Reverse((reason.kind.weight(), reason.kind)));
        let score = weighed(&reasons)?;
        let agreeing = reasons.iter().filter(|reason| reason.likeness >= SAME).count();
        (agreeing >= 2 && score >= options.approval_score_min).then(|| Match {
            left: self.told.clone(),
            right: item.told.clone(),
            score,
            reasons,
        })
    }

    /// Is an amount of one an amount of the other, in a currency that both have? `None` if that cannot be told.
    fn amounts_with<'b>(&'b self, item: &'b Self) -> Option<(bool, &'b Figure<Money>, &'b Figure<Money>)> {
        let pairs =
            self.amounts.iter().flat_map(|left| item.amounts.iter().map(move |right| (*left, *right)));
        let mut differing = None;
        for (left, right) in pairs.filter(|(left, right)| currency_of(left) == currency_of(right)) {
            match left.equals(right) {
                Verdict::Yes => return Some((true, left, right)),
                Verdict::No => differing = differing.or(Some((false, left, right))),
                Verdict::CannotTell(_) => {}
            }
        }
        differing
    }

    /// The pair of an approval with an item, and what they say otherwise.
    pub(super) fn paired(&self, item: &Self, found: Match, in_parts: bool) -> ApprovalPair {
        let likeness_of =
            |kind| found.reasons.iter().find(|reason| reason.kind == kind).map(|it| it.likeness);
        let is_same = |kind| likeness_of(kind) == Some(Decimal::ONE);
        let settled = is_same(ReasonKind::Decision)
            && is_same(ReasonKind::Day)
            && (is_same(ReasonKind::Amount) || in_parts);
        let differs = |reason: &&Reason| match reason.kind {
            ReasonKind::Amount => reason.likeness < Decimal::ONE && !in_parts,
            ReasonKind::Day | ReasonKind::Decision => reason.likeness < Decimal::ONE,
            _ => reason.likeness < SAME,
        };
        let difference = |reason: &Reason| {
            let currency = self
                .amounts_with(item)
                .filter(|_| reason.kind == ReasonKind::Amount)
                .and_then(|it| currency_of(it.1));
            let said = |side: &Self, text: &Bilingual| Said {
                body: side.told.body.clone(),
                location: side.cell(reason.kind, currency),
                text: text.clone(),
            };
            Difference { kind: reason.kind, said: vec![said(self, &reason.left), said(item, &reason.right)] }
        };
        let differences = found.reasons.iter().filter(differs).map(difference).collect();
        let day = self.day.map(|day| format!(" ngày {}", day.format("%d/%m/%Y"))).unwrap_or_default();
        ApprovalPair {
            standing: if settled { PairStanding::Settled } else { PairStanding::Proposed },
            differences,
            written: format!("{}{day}", self.number),
            cell: item.cell(ReasonKind::Decision, None),
            found,
        }
    }

    /// An approval as an item.
    pub(super) fn approved(&self) -> Option<Approved> {
        let id = ItemId::try_new(self.told.id.as_str()).ok()?;
        let mut approval = Approval::try_new(self.number).ok()?.with_authority(self.told.body.as_str());
        let mut item = AidItem::new(id, self.content, Direction::Inward, SourceClass::ForeignNgo)
            .with_donor(self.donor)
            .with_owner(self.owner)
            .with_rows(self.row.cloned());
        if let Some(day) = self.day {
            approval = approval.with_date(day);
            if let Some(amount) = self.amounts.first() {
                // an amount below zero is told where it was read; the approval is one all the same
                item = item.clone().with_commitment((*amount).clone(), day).unwrap_or(item);
            }
        }
        let row = self.row.and_then(|row| self.reading.facts().row(row)).cloned();
        Some(Approved { told: self.told.clone(), item: item.with_approval(approval), row, flows: Vec::new() })
    }
}

pub(super) fn currency_of(amount: &Figure<Money>) -> Option<Currency> {
    amount.low().or_else(|| amount.high()).map(Money::currency)
}

/// The day with day and month in each other's place.
fn turned(day: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(day.year(), day.day(), day.month())
}

fn clip_end(text: &str, length: usize) -> String {
    let count = text.chars().count();
    text.chars().skip(count.saturating_sub(length)).collect()
}
