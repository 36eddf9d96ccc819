//! Plan against actual, target by target.

use rust_decimal::Decimal;
use vientro_accounting::{Journal, MemoLine, PlanLine, Totals, plan_lines};
use vientro_core::{Bilingual, Figure, Language};
use vientro_model::{Facts, Target};

use super::cells::{label, percent_cell, percent_figure, unit_of};
use super::edition::{Template, period_text, profile, report_form, source_rows};
use super::spoken::attained;
use super::words::{numbers, sentence, table, words};
use super::{Edition, TemplateError};
use crate::{Block, Cell, MissingReason, Report, RowGroup, TableRow};

const TEMPLATE: Template = Template { name: "plan-progress", version: 1 };

/// What was reached of each target, on the target's own basis, source and period. Targets of different bases or
/// sources are never added; what member associations recorded stands in memo lines.
#[derive(Clone, Debug)]
pub struct PlanProgress<'a> {
    facts: &'a Facts,
    journal: &'a Journal,
    edition: Edition,
}

impl<'a> PlanProgress<'a> {
    /// The targets of `facts` against the books of `journal`.
    pub fn new(facts: &'a Facts, journal: &'a Journal) -> Self {
        Self { facts, journal, edition: Edition::new() }
    }

    /// Made with this: as known on a day, from these files, by this program.
    #[must_use]
    pub fn of_edition(mut self, edition: Edition) -> Self {
        self.edition = edition;
        self
    }

    /// The whole report.
    ///
    /// # Errors
    ///
    /// See [`TemplateError`].
    pub fn report(&self) -> Result<Report, TemplateError> {
        let profile = profile(self.facts)?;
        let journal = match self.edition.known_on() {
            Some(day) => self.journal.as_known_on(day)?,
            None => self.journal.clone(),
        };
        let (lines, aside) = plan_lines(self.facts, &Totals::new(&journal, self.facts))?;
        // a target without a line has a finding that names it
        let is_aside = |target: &&Target| {
            aside.iter().any(|finding| finding.location().record() == Some(target.id().as_str()))
        };
        let compared: Vec<(&Target, &PlanLine)> =
            self.facts.targets().filter(|target| !is_aside(target)).zip(&lines).collect();
        let title = label("Kết quả thực hiện kế hoạch viện trợ", "The aid plan and what was reached of it");
        let mut report = Report::new("plan-progress", title)
            .subtitle(profile.name().clone())
            .form(report_form(profile))
            .section(&label("KẾT QUẢ TỪNG CHỈ TIÊU", "EACH TARGET"));
        if compared.is_empty() {
            report = report.paragraph(label(
                "Chưa có chỉ tiêu nào so được với sổ.",
                "There is no target that can be compared with the books.",
            ));
        }
        for (target, line) in &compared {
            let reached = if nothing_recorded(target, line) {
                Cell::text(label("sổ chưa ghi dòng nào trong kỳ", "the books hold no row of the period"))
            } else {
                attained(line.attainment(), line.is_inferred()).rows(line.rows().iter().cloned())
            };
            let period = period_text(target.period());
            report = report.paragraph(sentence(
                "Chỉ tiêu “{}” {}: {}.",
                "Target “{}”, {}: {}.",
                [Cell::text(line.label().clone()), Cell::text(period), reached],
            ));
        }
        if !compared.is_empty() {
            report = report.table(targets(&compared)?);
        }
        if !aside.is_empty() {
            report = report
                .section(&label("CHỈ TIÊU KHÔNG SO ĐƯỢC", "TARGETS THAT CANNOT BE COMPARED"))
                .block(Block::Findings(aside));
        }
        let provenance = self.edition.provenance(TEMPLATE);
        self.edition.finish(report.rows_named(source_rows(self.facts)), provenance)
    }
}

fn targets(compared: &[(&Target, &PlanLine)]) -> Result<crate::Table, TemplateError> {
    let mut list = table(
        "plan",
        ("Kế hoạch và thực hiện", "Plan and actual"),
        ("Chỉ tiêu", "Target"),
        [
            words("Kỳ", "Period"),
            numbers("Kế hoạch", "Plan"),
            numbers("Thực hiện", "Actual"),
            numbers("Mức đạt", "Attainment").share_of(2, 1),
            numbers("Vượt (+), hụt (−)", "Over (+), short (−)"),
        ],
    )
    .note(label(
        "Các nhóm khác cơ sở tính hoặc khác nguồn, không cộng với nhau.",
        "The groups are of different bases or sources and are not added.",
    ));
    let mut groups: Vec<(Bilingual, RowGroup)> = Vec::new();
    for (target, line) in compared {
        let rows = || line.rows().iter().cloned();
        let number = |figure: &Figure| Cell::figure(figure.clone(), unit_of(line.unit()));
        let (basis, source) = (target.basis(), target.source());
        let both = |language| format!("{}, {}", basis.text(language), source.text(language));
        let heading = label(both(Language::Vi), both(Language::En));
        let mut plan = number(line.target()).rows(target.rows().iter().cloned());
        if line.is_inferred() {
            plan = plan.footnote(label(
                "Kế hoạch do suy ra, không phải số trong văn bản.",
                "The plan was inferred; no document states it.",
            ));
        }
        let nothing = nothing_recorded(target, line);
        let or_nothing =
            |cell: Cell| if nothing { Cell::missing(MissingReason::NothingOccurred) } else { cell };
        let row = TableRow::new(
            line.label().clone(),
            [
                Cell::text(period_text(target.period())),
                plan,
                or_nothing(number(line.actual()).rows(rows())),
                or_nothing(percent_cell(line)),
                or_nothing(percent_figure(&line.over_plan()?).rows(rows())),
            ],
        );
        match groups.iter_mut().find(|(name, _)| *name == heading) {
            Some((_, group)) => *group = group.clone().row(row),
            None => groups.push((heading.clone(), RowGroup::new(heading).row(row))),
        }
        for memo in line.memo() {
            let none = || Cell::missing(MissingReason::NotApplicable);
            let both = |language| format!("{}: {}", line.label().text(language), memo.label().text(language));
            list = list.memo(TableRow::new(
                label(both(Language::Vi), both(Language::En)),
                [Cell::empty(), none(), memo_cell(memo, number), none(), none()],
            ));
        }
    }
    Ok(groups.into_iter().fold(list, |list, (_, group)| list.group(group)))
}

/// Without a row of the period what was reached is not known to be nothing.
fn nothing_recorded(target: &Target, line: &PlanLine) -> bool {
    line.rows().len() == target.rows().len() && line.unknown_inputs() == 0
}

/// What members recorded; "at least nothing" says nothing.
fn memo_cell(memo: &MemoLine, number: impl Fn(&Figure) -> Cell) -> Cell {
    let figure = memo.figure();
    let open = figure.known().is_none() && figure.high().is_none();
    let empty = figure.low().is_none_or(Decimal::is_zero);
    let cell = if open && empty { Cell::missing(MissingReason::Unknown) } else { number(figure) };
    cell.rows(memo.rows().iter().cloned())
}
