//! Checks: rules as values over facts and books, answered with findings. Nothing is changed.

mod accounts;
mod rules;
mod silence;

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use rust_decimal::Decimal;
use vientro_core::{Figure, Finding, HedgeConvention, Interval, Language, Printed, Verdict, When};
use vientro_currency::{Currency, Money, MoneyError, Rate, RateBook};
use vientro_model::{
    AccountId, AccountMovement, AidAccount, AidItem, Approval, Basis, Facts, Flow, FlowId, Gazetteer, Gift,
    GiftId, ItemId, MovementId, Partition, PlaceError, RelationKind, StatedFigure, StatementId, Subject,
};

pub(crate) use rules::OVER_SETTLED;
use rules::{
    AMENDMENT, APPROVAL_MISSING, BEFORE_APPROVAL, CERTIFICATE, DUPLICATE, IDLE, OUTLIER, PARTITION, PRINTED,
    RATE_PAIR, SCOPE, UNIT_CODE, UNIT_ERROR,
};
pub use rules::{RULES, Rule};
pub use silence::{ReportOwed, check_reports, coverage_of_reports};

use crate::advances::advances;
use crate::balances::commitments;
use crate::consolidate::ConsolidationError;
use crate::journal::Journal;
use crate::posting::locate;
use crate::selection::Selection;
use crate::totals::Totals;
use crate::valued::figure_text;

/// What the checks need besides facts and books.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct CheckOptions<'a> {
    /// The day the books are looked at, for rules that count time; without one they are not asked.
    pub as_of: Option<NaiveDate>,
    /// Rates to try printed pairs against; without them printed pairs are not checked.
    pub rates: Option<&'a RateBook>,
    /// From which score (0 to 100) on two records are duplicate candidates; 0 stands for 60.
    pub duplicate_score: u32,
    /// The reports that are owed; whether one is late is asked as of a day.
    pub reports: &'a [ReportOwed],
}

impl<'a> CheckOptions<'a> {
    /// The default: no day, no rates, duplicates from a score of 60.
    pub const fn new() -> Self {
        Self { as_of: None, rates: None, duplicate_score: 60, reports: &[] }
    }

    /// As of a day.
    #[must_use]
    pub const fn as_of(mut self, day: NaiveDate) -> Self {
        self.as_of = Some(day);
        self
    }

    /// With rates.
    #[must_use]
    pub const fn with_rates(mut self, rates: &'a RateBook) -> Self {
        self.rates = Some(rates);
        self
    }

    /// With the reports that are owed.
    #[must_use]
    pub const fn with_reports(mut self, reports: &'a [ReportOwed]) -> Self {
        self.reports = reports;
        self
    }
}

/// Runs all rules, and returns their findings in the order of the rules, then of the facts.
///
/// # Errors
///
/// [`MoneyError::Overflow`].
pub fn check(
    facts: &Facts,
    journal: &Journal,
    options: &CheckOptions<'_>,
) -> Result<Vec<Finding>, MoneyError> {
    let statements: Vec<&StatedFigure> = facts.statements().collect();
    let mut findings = Vec::new();
    for item in facts.items() {
        check_item(item, facts, options, &mut findings);
    }
    accounts::check_accounts(facts, &mut findings);
    check_duplicates(facts, options, &mut findings);
    check_magnitudes(facts, &mut findings);
    for position in commitments(journal)? {
        findings.extend(position.finding()?);
    }
    for position in advances(journal, options.as_of.unwrap_or(NaiveDate::MAX))? {
        findings.extend(position.finding()?);
    }
    findings.extend(check_statements(&statements, options));
    findings.extend(check_printed(facts, journal)?);
    if let Some(day) = options.as_of {
        let late = check_reports(options.reports, day).map_err(|error| match error {
            ConsolidationError::Money(error) => error,
            // a share of the value that cannot be computed is one that overflows
            _ => MoneyError::Overflow { currency: journal.presentation() },
        })?;
        findings.extend(late);
    }
    for finding in &mut findings {
        locate_by_record(finding, facts);
    }
    let order = |finding: &Finding| RULES.iter().position(|rule| rule.code == finding.code().as_str());
    findings.sort_by_key(order);
    Ok(findings)
}

/// Places a finding about an item, flow, gift or stated figure at the file, sheet and cell of its first row, so that a
/// letter can name the cell. Of two records that may be one the first is placed.
fn locate_by_record(finding: &mut Finding, facts: &Facts) {
    let Some(record) = finding.location().record().map(str::to_owned) else { return };
    let first = record.split(" ~ ").next().unwrap_or(&record);
    let rows = (ItemId::try_new(first).ok().and_then(|id| facts.item(&id)).map(AidItem::rows))
        .or_else(|| FlowId::try_new(first).ok().and_then(|id| facts.flow(&id)).map(Flow::rows))
        .or_else(|| GiftId::try_new(first).ok().and_then(|id| facts.gift(&id)).map(Gift::rows))
        .or_else(|| AccountId::try_new(first).ok().and_then(|id| facts.account(&id)).map(AidAccount::rows))
        .or_else(|| {
            MovementId::try_new(first).ok().and_then(|id| facts.movement(&id)).map(AccountMovement::rows)
        })
        .or_else(|| {
            StatementId::try_new(first).ok().and_then(|id| facts.statement(&id)).map(StatedFigure::rows)
        });
    locate(std::slice::from_mut(finding), &record, rows.unwrap_or_default(), facts);
}

/// Runs the rules that need stated figures alone: partitions, scopes, printed pairs.
pub fn check_statements(statements: &[&StatedFigure], options: &CheckOptions<'_>) -> Vec<Finding> {
    let mut findings = partitions(statements);
    findings.extend(options.rates.into_iter().flat_map(|rates| rate_pairs(statements, rates)));
    findings.extend(scope_conflicts(statements));
    findings
}

fn check_item(item: &AidItem, facts: &Facts, options: &CheckOptions<'_>, findings: &mut Vec<Finding>) {
    let id = item.id().as_str();
    let approved = item.approval().and_then(Approval::date);
    for amendment in item.amendments() {
        if let Some(day) = approved.filter(|day| amendment.recorded_on() < *day) {
            findings.push(
                AMENDMENT.finding(id).found(amendment.recorded_on().to_string()).expected(format!("≥ {day}")),
            );
        }
        if amendment.decision().is_none() && amendment.evidence().is_none() {
            findings.push(AMENDMENT.finding(id).found(format!("{} …", amendment.recorded_on())));
        }
    }
    let mut has_started = false;
    for flow in facts.flows_of(item.id()) {
        let moves = matches!(
            flow.basis(),
            Basis::Advanced | Basis::Disbursed | Basis::Received | Basis::Spent | Basis::Given
        );
        // a promise starts nothing, and what has no day may have been any day
        let is_later = options.as_of.is_some_and(|as_of| flow.date().is_some_and(|day| day > as_of));
        has_started |= moves && !is_later;
        let is_asked = moves && !facts.registrations().is_empty();
        if let (Some(day), Some(donor), true) = (flow.date(), item.donor(), is_asked)
            && let Some(Subject::Organisation(donor)) = facts.resolve_organisation(donor, day).subject()
            && CERTIFICATE.applies_on(day)
        {
            let mut held = facts.registrations().iter().filter(|it| it.organisation() == donor).peekable();
            // who has no certificate on record at all is not judged
            if held.peek().is_some() && !held.any(|it| it.holds_on(day)) {
                findings.push(CERTIFICATE.finding(flow.id().as_str()).found(format!("{donor}, {day}")));
            }
        }
        let Some(day) = flow.date().filter(|_| moves) else { continue };
        match approved {
            Some(approved) if day < approved && BEFORE_APPROVAL.applies_on(day) => findings.push(
                BEFORE_APPROVAL
                    .finding(flow.id().as_str())
                    .found(day.to_string())
                    .expected(format!("≥ {approved} ({id})")),
            ),
            None if item.approval().is_none() && APPROVAL_MISSING.applies_on(day) => {
                findings.push(APPROVAL_MISSING.finding(flow.id().as_str()).found(id.to_owned()));
            }
            _ => {}
        }
    }
    if let (Some(approved), Some(as_of)) = (approved, options.as_of)
        && !has_started
        && IDLE.applies_on(approved)
        && approved.checked_add_months(Months::new(6)).is_some_and(|limit| limit < as_of)
    {
        findings.push(IDLE.finding(id).found(approved.to_string()));
    }
    // a code is read as of the day it was written: that of the approval, else of the first commitment
    let recorded = item.commitment().map(|history| history.first().recorded_on());
    if let (Some(code), Some(day)) = (item.unit(), approved.or(recorded))
        && let Err(error) = Gazetteer::viet_nam().by_code(code, day)
    {
        let mut finding = UNIT_CODE.finding(id).found(format!("{} ({day})", code.as_str()));
        if let PlaceError::NotInForce { replaced_by, .. } = &error {
            let codes: Vec<&str> = replaced_by.iter().map(vientro_model::UnitCode::as_str).collect();
            finding = finding.expected(codes.join(", "));
        }
        findings.push(finding);
    }
}

/// A record that may be the same as another.
struct Record<'a> {
    id: &'a str,
    amount: Money,
    date: Option<NaiveDate>,
    donor: Option<&'a str>,
    content: &'a str,
    column: &'static str,
    group: Option<&'a str>,
    /// The item a flow belongs to.
    item: Option<&'a str>,
}

fn records(facts: &Facts) -> Vec<Record<'_>> {
    let item_of = |id: &ItemId| facts.item(id);
    let flows = facts.flows().filter_map(|flow| {
        let item = flow.item().and_then(item_of);
        Some(Record {
            id: flow.id().as_str(),
            amount: *flow.amount().known()?,
            date: flow.date(),
            donor: item.and_then(AidItem::donor),
            content: item.map_or_else(|| flow.note().unwrap_or(""), AidItem::title),
            column: flow.kind().as_str(),
            group: item.and_then(AidItem::joint_claim).map(vientro_model::JointClaim::group),
            item: flow.item().map(ItemId::as_str),
        })
    });
    let gifts = facts.gifts().filter_map(|gift| {
        Some(Record {
            id: gift.id().as_str(),
            amount: *gift.value().known()?,
            date: gift.date(),
            donor: gift.donor(),
            content: gift.content(),
            column: "gift",
            group: None,
            item: None,
        })
    });
    let items = facts.items().filter_map(|item| {
        Some(Record {
            id: item.id().as_str(),
            amount: *item.commitment_now()?.known()?,
            date: item.approval().and_then(Approval::date),
            donor: item.donor(),
            content: item.title(),
            column: "commitment",
            group: item.joint_claim().map(vientro_model::JointClaim::group),
            item: None,
        })
    });
    flows.chain(gifts).chain(items).collect()
}

fn check_duplicates(facts: &Facts, options: &CheckOptions<'_>, findings: &mut Vec<Finding>) {
    let least = if options.duplicate_score == 0 { 60 } else { options.duplicate_score };
    let mut by_amount: BTreeMap<(Currency, i128), Vec<Record<'_>>> = BTreeMap::new();
    for record in records(facts) {
        by_amount.entry((record.amount.currency(), record.amount.minor())).or_default().push(record);
    }
    for same in by_amount.values() {
        for (index, left) in same.iter().enumerate() {
            // more than a hundred records of one amount are a price list, not duplicates
            for right in same.iter().skip(index.saturating_add(1)).take(100) {
                let one_column =
                    left.column == right.column || left.column == "gift" || right.column == "gift";
                let settled = left.group.is_some() && left.group == right.group;
                // equal amounts of one item on two days are its tranches
                let tranches = left.item.is_some() && left.item == right.item && left.date != right.date;
                if !one_column || settled || tranches {
                    continue;
                }
                let (score, reasons) = likeness(left, right);
                if score >= least {
                    findings.push(
                        DUPLICATE
                            .finding(&format!("{} ~ {}", left.id, right.id))
                            .found(format!("{score}/100: {}", reasons.join(", "))),
                    );
                }
            }
        }
    }
}

/// How alike two records of one amount are, 0 to 100, and why. An amount and a day in common are chance until donor
/// or content agree too: without either the score is 0.
fn likeness(left: &Record<'_>, right: &Record<'_>) -> (u32, Vec<String>) {
    let mut score = 35_u32;
    let mut witness = false;
    let mut reasons = vec![format!("amount {}", left.amount)];
    if let (Some(a), Some(b)) = (left.date, right.date) {
        let apart = a.signed_duration_since(b).num_days().abs();
        if apart <= 31 {
            score = score.saturating_add(if apart == 0 { 25 } else { 10 });
            reasons.push(format!("{apart} days apart"));
        }
    }
    if let (Some(a), Some(b)) = (left.donor, right.donor)
        && vientro_vi::fold(a) == vientro_vi::fold(b)
    {
        witness = true;
        score = score.saturating_add(15);
        reasons.push(format!("donor {a}"));
    }
    if !left.content.is_empty() && !right.content.is_empty() {
        let alike = vientro_vi::similarity(left.content, right.content);
        if alike >= Decimal::new(7, 1) {
            witness = true;
            score = score.saturating_add(25);
            reasons.push(format!("content alike {}", alike.normalize()));
        }
    }
    (if witness { score } else { 0 }, reasons)
}

/// Amounts that do not fit their column: by 10³, 10⁶ or 10⁹ a wrong unit is suspected, else they are far out.
fn check_magnitudes(facts: &Facts, findings: &mut Vec<Finding>) {
    let mut columns: BTreeMap<(&'static str, Currency), Vec<(&str, Decimal)>> = BTreeMap::new();
    let all = records(facts);
    for record in all.iter().filter(|record| !record.amount.is_zero()) {
        let column = columns.entry((record.column, record.amount.currency())).or_default();
        column.push((record.id, record.amount.amount()));
    }
    let hundred = Decimal::ONE_HUNDRED;
    for column in columns.values_mut().filter(|column| column.len() >= 5) {
        column.sort_by_key(|(_, amount)| *amount);
        let amounts: Vec<Decimal> = column.iter().map(|(_, amount)| *amount).collect();
        let [least, second_least, .., second_most, most] = amounts.as_slice() else { continue };
        let far_above = second_most.checked_mul(hundred).is_some_and(|limit| *most > limit);
        let far_below = least.checked_mul(hundred).is_some_and(|limit| limit < *second_least);
        let powers = || (1..=3_u32).filter_map(|n| Some((n, Decimal::from(1000_i64.checked_pow(n)?))));
        let mut report = |id: &str, value: Decimal, factor: Option<u32>, low: Decimal, high: Decimal| {
            let finding = match factor {
                Some(n) => UNIT_ERROR.finding(id).found(format!("{value}; 10^{}", n.saturating_mul(3))),
                None => OUTLIER.finding(id).found(value.to_string()),
            };
            findings.push(finding.expected(format!("{low} – {high}")));
        };
        if far_above && let Some((id, _)) = column.last() {
            let fits = |(_, power): &(u32, Decimal)| {
                most.checked_div(*power).is_some_and(|value| value >= *least && value <= *second_most)
            };
            report(id, *most, powers().find(fits).map(|(n, _)| n), *least, *second_most);
        }
        if far_below && let Some((id, _)) = column.first() {
            let fits = |(_, power): &(u32, Decimal)| {
                least.checked_mul(*power).is_some_and(|value| value >= *second_least && value <= *most)
            };
            report(id, *least, powers().find(fits).map(|(n, _)| n), *second_least, *most);
        }
    }
}

/// Wholes whose parts, told by `part-of`, do not make them. Parts that are only possibly parts are not asked.
fn partitions(statements: &[&StatedFigure]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for whole in statements {
        let parts: Vec<&&StatedFigure> = statements
            .iter()
            .filter(|part| part.related(RelationKind::PartOf).any(|id| id == whole.id()))
            .filter(|part| part.unit() == whole.unit())
            .collect();
        let known: Option<Vec<Decimal>> = parts.iter().map(|part| part.figure().known().copied()).collect();
        let Some(known) = known.filter(|known| known.len() > 1) else { continue };
        let mut partition = Partition::new(whole.id().as_str(), whole.figure().clone());
        for (part, value) in parts.iter().zip(known) {
            partition = partition.with_part(part.id().as_str(), value);
        }
        if let Ok(proof) = partition.prove()
            && proof.verdict() == Verdict::No
        {
            findings.push(
                PARTITION
                    .finding(whole.id().as_str())
                    .found(proof.sum().to_string())
                    .expected(whole.printed()),
            );
        }
    }
    findings
}

/// A figure printed without a hedge was rounded before it was printed.
fn as_rounded(figure: &Figure) -> Option<Interval> {
    match figure {
        Figure::Known(value) => {
            HedgeConvention::default().with_rounded_plain().interval(&Printed::new(*value)).ok()
        }
        other => other.interval(),
    }
}

/// Printed pairs of amounts that no rate of the book in their period makes equal. A pair without any rate in its
/// period is not judged.
fn rate_pairs(statements: &[&StatedFigure], rates: &RateBook) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (left, right) in related_pairs(statements, RelationKind::EquivalentOf) {
        let (Some(a), Some(b)) = (left.currency(), right.currency()) else { continue };
        let Some(When::During(period)) = left.when().or(right.when()) else { continue };
        let candidates: Vec<_> = rates
            .iter()
            .filter(|rate| (rate.base() == a && rate.quote() == b) || (rate.base() == b && rate.quote() == a))
            .filter(|rate| rate.valid_from() <= period.last() && period.from() <= rate.valid_to())
            .collect();
        let (Some(x), Some(y)) = (as_rounded(left.figure()), as_rounded(right.figure())) else { continue };
        // a rate is compared in the direction it was published in
        let (Ok(of_a), Ok(of_b)) = (y.checked_div(&x), x.checked_div(&y)) else { continue };
        let band = |rate: &Rate| if rate.base() == a { &of_a } else { &of_b };
        if candidates.iter().any(|rate| band(rate).contains(&rate.value())) {
            continue;
        }
        let (mut known, mut bands) = (Vec::new(), Vec::new());
        for base in [a, b] {
            let mut of_base: Vec<&Rate> =
                candidates.iter().copied().filter(|rate| rate.base() == base).collect();
            of_base.sort_by_key(|rate| rate.value());
            if let Some((low, high)) = of_base.first().zip(of_base.last()) {
                let pair = format!("{}/{}", low.base(), low.quote());
                known.push(format!("{} – {} {pair}", low.value(), high.value()));
                bands.push(format!("{} {pair}", band(low)));
            }
        }
        if !known.is_empty() {
            findings.push(
                RATE_PAIR
                    .finding(&format!("{} = {}", right.id(), left.id()))
                    .found(known.join("; "))
                    .expected(bands.join("; ")),
            );
        }
    }
    findings
}

fn related_pairs<'a>(
    statements: &[&'a StatedFigure],
    kind: RelationKind,
) -> Vec<(&'a StatedFigure, &'a StatedFigure)> {
    let mut pairs = Vec::new();
    for left in statements {
        for id in left.related(kind) {
            pairs.extend(statements.iter().find(|right| right.id() == id).map(|right| (*left, *right)));
        }
    }
    pairs
}

/// Values of content where one scope holds all of the other and more, yet its value is not surely the greater.
///
/// "20 houses, 1,000 scholarships and 1,000 gifts, about 4.2 billion" against "4.22 billion for 20 houses": if the
/// houses are the same, the rest would cost nothing. Both figures stay as they are; a person is asked.
pub fn scope_conflicts(statements: &[&StatedFigure]) -> Vec<Finding> {
    let content = |value: &StatedFigure| -> Vec<&StatedFigure> {
        value
            .related(RelationKind::ValueOf)
            .filter_map(|id| statements.iter().find(|it| it.id() == id).copied())
            .filter(|it| it.measure().starts_with("output:"))
            .collect()
    };
    let mut findings = Vec::new();
    for wide in statements.iter().filter(|it| it.currency().is_some()) {
        let all = content(wide);
        for narrow in statements.iter().filter(|it| it.id() != wide.id() && it.unit() == wide.unit()) {
            let some = content(narrow);
            let may_be_same = |a: &StatedFigure, b: &StatedFigure| {
                let said = |from: &StatedFigure, to: &StatedFigure| {
                    from.relations().iter().any(|it| it.kind() == RelationKind::SameAs && it.to() == to.id())
                };
                a.measure() == b.measure()
                    && (a.organisation() == b.organisation() || shares_body(a, b))
                    && a.when() == b.when()
                    && (said(a, b) || said(b, a) || a.figure() == b.figure())
                    && !a.figure().is_unknown()
            };
            let inside = !some.is_empty()
                && some.len() < all.len()
                && some.iter().all(|part| all.iter().any(|it| may_be_same(it, part)));
            if inside && !wide.figure().is_more_than(narrow.figure()).is_yes() {
                let things = |list: &[&StatedFigure]| -> String {
                    let printed: Vec<&str> = list.iter().map(|it| it.printed()).collect();
                    printed.join(" + ")
                };
                findings.push(
                    SCOPE
                        .finding(&format!("{} / {}", wide.id(), narrow.id()))
                        .found(format!("{}: {}", narrow.printed(), things(&some)))
                        .expected(format!("< {}: {}", wide.printed(), things(&all))),
                );
            }
        }
    }
    findings
}

/// Is there a body that states both?
fn shares_body(a: &StatedFigure, b: &StatedFigure) -> bool {
    a.organisations().any(|body| b.organisations().any(|other| body == other))
}

/// A printed amount beside the total the books give for the same key and period.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PrintedCheck {
    verdict: Verdict,
    computed: Figure<Money>,
    printed: String,
}

impl PrintedCheck {
    /// Can the printed figure be the computed one?
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// What the books give.
    pub fn computed(&self) -> &Figure<Money> {
        &self.computed
    }

    /// What was printed.
    pub fn printed(&self) -> &str {
        &self.printed
    }
}

/// Checks a stated amount in the presentation currency against the books: yes, no, or cannot tell.
///
/// `None` for a figure that is no such amount, or whose key or period is not stated. A figure printed without a hedge
/// is read as rounded.
///
/// # Errors
///
/// [`MoneyError::Overflow`].
pub fn printed_against_computed(
    stated: &StatedFigure,
    totals: &Totals<'_>,
) -> Result<Option<PrintedCheck>, MoneyError> {
    let (Some(key), Some(When::During(period))) = (stated.key(), stated.when()) else { return Ok(None) };
    if stated.currency() != Some(totals.presentation()) {
        return Ok(None);
    }
    let Some(printed) = as_rounded(stated.figure()) else { return Ok(None) };
    let computed = totals.total(&Selection::new(key).during(period))?.printable();
    let within = crate::totals::decimal(&computed);
    let verdict = match within.known() {
        Some(value) => Verdict::from_bool(printed.contains(value)),
        // only "no" can be sure of two intervals
        None => Figure::within(printed).equals(&within),
    };
    Ok(Some(PrintedCheck { verdict, computed, printed: stated.printed().to_owned() }))
}

fn check_printed(facts: &Facts, journal: &Journal) -> Result<Vec<Finding>, MoneyError> {
    let totals = Totals::new(journal, facts);
    let mut findings = Vec::new();
    let reporter = facts.profile().map(|profile| profile.name().text(Language::Vi).to_owned());
    // the figure of another body is not one of these books
    let own = |stated: &&StatedFigure| reporter.is_some() && stated.organisation() == reporter.as_deref();
    for stated in facts.statements().filter(own) {
        if let Some(check) = printed_against_computed(stated, &totals)?
            && check.verdict.is_no()
        {
            findings.push(
                PRINTED
                    .finding(stated.id().as_str())
                    .found(check.printed)
                    .expected(figure_text(&check.computed)),
            );
        }
    }
    Ok(findings)
}
