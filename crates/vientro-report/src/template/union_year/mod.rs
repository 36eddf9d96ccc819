//! The yearly (or half-yearly) report of a Union of Friendship Organisations.

mod annexes;
mod comparisons;
mod disbursed;
mod items;
mod members;
mod overview;
mod people;
mod plans;
mod press;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use vientro_accounting::{Comparison, Journal, PlanLine, Selection, Sum, Totals};
use vientro_core::{Bilingual, Figure, Finding, Language, Period};
use vientro_currency::{Policy, Rate, RateId};
use vientro_model::{AidItem, AmountKey, Basis, Direction, Facts, RegionScheme, Standing, UnionProfile};

use super::cells::{decimal, label, nothing_known};
use super::edition::{Template, period_text, policy_text, profile, report_form, source_rows};
use super::{Edition, TemplateError};
use crate::{Block, Paragraph, Report, ReportBuilder};

/// What a Union mobilised, received, disbursed and delivered in a period, against its plan.
///
/// Every figure carries the ids of its rows; members' gifts stand in memo lines, never in the plan's attainment;
/// unknown and undated amounts are counted beside the total they would belong to.
///
/// The layout follows Decree 30/2020/NĐ-CP; which tables a Union's report has is our own choice, since no form is
/// prescribed for it (`docs/DESIGN.md` of vientro).
#[derive(Clone, Debug)]
pub struct UnionYear<'a> {
    facts: &'a Facts,
    journal: &'a Journal,
    policy: &'a Policy,
    period: Period,
    findings: &'a [Finding],
    comparisons: &'a [(Bilingual, Comparison)],
    regions: Option<&'a RegionScheme>,
    edition: Edition,
}

impl<'a> UnionYear<'a> {
    /// The report of `period` from facts and the journal they were posted to under `policy`.
    pub fn new(facts: &'a Facts, journal: &'a Journal, policy: &'a Policy, period: Period) -> Self {
        Self {
            facts,
            journal,
            policy,
            period,
            findings: &[],
            comparisons: &[],
            regions: None,
            edition: Edition::new(),
        }
    }

    /// With the findings of reading and checking, to be printed in the report.
    #[must_use]
    pub fn with_findings(mut self, findings: &'a [Finding]) -> Self {
        self.findings = findings;
        self
    }

    /// With comparisons to an earlier period, each under its name: as reported, and restated where territories changed.
    /// The warnings of each stand beside it.
    #[must_use]
    pub fn with_comparisons(mut self, comparisons: &'a [(Bilingual, Comparison)]) -> Self {
        self.comparisons = comparisons;
        self
    }

    /// With other regions of donors than the continents.
    #[must_use]
    pub fn with_regions(mut self, scheme: &'a RegionScheme) -> Self {
        self.regions = Some(scheme);
        self
    }

    /// Made with this: as known on a day, from these files, by this program.
    #[must_use]
    pub fn of_edition(mut self, edition: Edition) -> Self {
        self.edition = edition;
        self
    }

    /// Foreign non-governmental aid disbursed by the Union itself in the period, refunds taken off.
    ///
    /// # Errors
    ///
    /// [`TemplateError::Money`] past the range of money.
    pub fn disbursed(&self) -> Result<Sum, TemplateError> {
        Ok(self.totals().total(&self.selection(DISBURSED))?)
    }

    /// Foreign non-governmental aid committed in the period, amendments included.
    ///
    /// # Errors
    ///
    /// [`TemplateError::Money`] past the range of money.
    pub fn committed(&self) -> Result<Sum, TemplateError> {
        Ok(self.totals().total(&self.selection(COMMITTED))?)
    }

    /// What member associations recorded in the period, by direction: memo figures, never part of the plan's
    /// attainment. Directions without a recorded amount are left out.
    ///
    /// # Errors
    ///
    /// [`TemplateError::Money`] past the range of money.
    pub fn members(&self) -> Result<Vec<(Direction, Sum)>, TemplateError> {
        let mut members = Vec::new();
        for direction in Direction::ALL {
            let sum = self.totals().total(&self.selection(members_key(*direction)))?;
            if !sum.entries().is_empty() || sum.left_out() > 0 {
                members.push((*direction, sum));
            }
        }
        Ok(members)
    }

    /// The target of the period for foreign non-governmental aid disbursed, with what was reached of it.
    ///
    /// # Errors
    ///
    /// [`TemplateError::Figure`] for a target that may be zero.
    pub fn plan(&self) -> Result<Option<PlanLine>, TemplateError> {
        let Some(target) = self.target() else { return Ok(None) };
        let sum = self.disbursed()?;
        // without a single row the result is not known: it is not zero
        let actual = if nothing_known(&sum) { Figure::Unknown } else { decimal(sum.figure().known_part()) };
        let mut rows = sum.rows().to_vec();
        rows.extend(target.rows().iter().cloned());
        let mut line = PlanLine::try_new(
            Bilingual::same(target.indicator()),
            target.unit(),
            target.value().clone(),
            actual,
        )?
        .with_unknown_inputs(sum.left_out())
        .from_rows(rows);
        if target.inferred().is_some() {
            line = line.with_inferred_target();
        }
        Ok(Some(line))
    }

    /// The whole report.
    ///
    /// # Errors
    ///
    /// See [`TemplateError`].
    pub fn report(&self) -> Result<Report, TemplateError> {
        let profile = profile(self.facts)?;
        let title = Bilingual::new(
            format!(
                "Kết quả vận động, tiếp nhận và sử dụng viện trợ phi chính phủ nước ngoài {}",
                self.period.text(Language::Vi)
            ),
            format!(
                "Foreign non-governmental aid mobilised, received and disbursed in {}",
                self.period.text(Language::En)
            ),
        );
        let mut report = Report::new(format!("union-year-{}", profile.year()), title)
            .subtitle(self.subtitle(profile))
            .form(report_form(profile));
        for note in profile.notes() {
            report = report.note(Bilingual::new(
                format!("Ghi chú của đơn vị: {note}"),
                format!("The unit's own note: {note}"),
            ));
        }
        report = self.overview(report, profile)?;
        report = self.disbursements(report)?;
        report = self.items(report)?;
        report = self.plans(report)?;
        report = self.comparisons(report);
        report = self.memo(report)?;
        report = self.outputs(report);
        report = self.people(report);
        report = self.checks(report);
        report = self.annexes(report)?;
        let mut provenance = self
            .edition
            .provenance(TEMPLATE)
            .period(period_text(&self.period))
            .policy(policy_text(self.policy));
        let mut rates = self.rates_used()?;
        rates.extend(self.committed()?.rates().iter().map(|rate| (rate.id().clone(), rate.clone())));
        for rate in rates.into_values() {
            provenance = provenance.rate(rate);
        }
        let report = report.rows(source_rows(self.facts));
        self.edition.finish(report, provenance)
    }

    /// VIII: what reading and checking noticed.
    fn checks(&self, report: ReportBuilder) -> ReportBuilder {
        let report = report.section(&label("KIỂM TRA SỐ LIỆU", "CHECKS"));
        if self.findings.is_empty() {
            return report
                .paragraph(Paragraph::new().text(label("Không có phát hiện nào.", "Nothing was found.")));
        }
        let mut sorted = self.findings.to_vec();
        // errors first; within a severity the order of reading stays
        sorted.sort_by_key(|finding| std::cmp::Reverse(finding.severity()));
        report.block(Block::Findings(sorted))
    }

    fn subtitle(&self, profile: &UnionProfile) -> Bilingual {
        let Some(day) = self.edition.known_on() else { return profile.name().clone() };
        Bilingual::new(
            format!("{} (số liệu biết đến hết ngày {})", profile.name().vi(), day.format("%d/%m/%Y")),
            format!("{} (as known on {})", profile.name().en(), day.format("%-d %B %Y")),
        )
    }

    fn totals(&self) -> Totals<'a> {
        Totals::new(self.journal, self.facts)
    }

    fn selection(&self, key: AmountKey) -> Selection {
        let selection = Selection::new(key).during(self.period);
        match self.edition.known_on() {
            Some(day) => selection.as_known_on(day),
            None => selection,
        }
    }

    /// Was anything of the item known on the day asked for?
    fn is_known(&self, item: &AidItem) -> bool {
        self.edition.known_on().is_none_or(|day| {
            let mut flows = self.facts.flows_of(item.id());
            since(item).is_some_and(|since| since <= day)
                || flows.any(|flow| flow.recorded_on().or(flow.date()).is_some_and(|date| date <= day))
        })
    }

    /// Items that were approved in the period or have a flow in it.
    fn items_of_period(&self) -> Vec<&'a AidItem> {
        let counts = |date: Option<NaiveDate>| {
            date.is_some_and(|date| self.period.contains(date) && self.edition.knows(date))
        };
        let with_flows: BTreeSet<_> = self
            .facts
            .flows()
            .filter(|flow| counts(flow.date()))
            .filter_map(vientro_model::Flow::item)
            .collect();
        self.facts.items().filter(|item| with_flows.contains(item.id()) || counts(since(item))).collect()
    }

    /// The rates of what was disbursed and of what members recorded.
    fn rates_used(&self) -> Result<BTreeMap<RateId, Rate>, TemplateError> {
        let (disbursed, members) = (self.disbursed()?, self.members()?);
        let sums = std::iter::once(&disbursed).chain(members.iter().map(|(_, sum)| sum));
        Ok(sums.flat_map(Sum::rates).map(|rate| (rate.id().clone(), rate.clone())).collect())
    }
}

const TEMPLATE: Template = Template { name: "union-year", version: 3 };

/// Foreign aid disbursed by the Union itself.
const DISBURSED: AmountKey = AmountKey::new(Basis::Disbursed, Direction::Inward);

/// Foreign aid committed to the Union.
const COMMITTED: AmountKey = AmountKey::new(Basis::Committed, Direction::Inward);

fn members_key(direction: Direction) -> AmountKey {
    AmountKey::new(Basis::Recorded, direction).with_standing(Standing::Memo)
}

fn with_direction(text: &Bilingual, direction: Direction) -> Bilingual {
    Bilingual::new(
        format!("{}, {}", text.vi(), direction.text(Language::Vi)),
        format!("{}, {}", text.en(), direction.text(Language::En)),
    )
}

/// The day an item's commitment counts from: that of its approval, else the first record of the commitment.
fn since(item: &AidItem) -> Option<NaiveDate> {
    let approved = item.approval().and_then(vientro_model::Approval::date);
    approved.or_else(|| item.commitment().map(|history| history.first().recorded_on()))
}
