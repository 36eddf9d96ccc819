//! The plan of the period, and the next one.

use chrono::NaiveDate;
use vientro_accounting::growth;
use vientro_core::{Bilingual, Figure, FigureError, Language, PeriodKind};
use vientro_model::{Basis, SourceClass, Target};

use super::{UnionYear, with_direction};
use crate::template::TemplateError;
use crate::template::cells::{decimal, label, percent_cell, sum_cell, unit_of};
use crate::template::words::{numbers, table, words};
use crate::{Cell, MissingReason, Paragraph, ReportBuilder, TableRow};

impl UnionYear<'_> {
    /// IV: the plan of the period, and the next one.
    pub(super) fn plans(&self, report: ReportBuilder) -> Result<ReportBuilder, TemplateError> {
        let mut report = report.section(&label("KẾ HOẠCH", "PLAN"));
        let members = self.members()?;
        match self.plan()? {
            Some(line) => {
                let target_rows = || self.target().map(|target| target.rows().to_vec()).unwrap_or_default();
                let mut target =
                    Cell::figure(line.target().clone(), unit_of(line.unit())).rows(target_rows());
                if line.is_inferred() {
                    target = target.footnote(label(
                        "Kế hoạch do suy ra từ tỷ lệ đã công bố, không phải số trong văn bản.",
                        "The plan was inferred from a published percentage; no document states it.",
                    ));
                }
                let mut table = table(
                    "plan",
                    ("Kết quả so với kế hoạch", "Result against the plan"),
                    ("Chỉ tiêu", "Indicator"),
                    [
                        numbers("Kế hoạch", "Plan"),
                        numbers("Thực hiện (phần đã biết)", "Actual (known part)"),
                        numbers("Mức đạt", "Attainment").share_of(1, 0),
                    ],
                )
                .row(TableRow::new(
                    line.label().clone(),
                    [target, sum_cell(&self.disbursed()?), percent_cell(&line)],
                ));
                for (direction, sum) in &members {
                    let memo =
                        label("Ghi riêng: hội thành viên ghi nhận", "Memo: recorded by member associations");
                    table = table.memo(TableRow::new(
                        with_direction(&memo, *direction),
                        [
                            Cell::missing(MissingReason::NotApplicable),
                            sum_cell(sum),
                            Cell::missing(MissingReason::NotApplicable),
                        ],
                    ));
                }
                report = report.table(table);
            }
            None => {
                report = report.paragraph(Paragraph::new().text(label(
                    "Không có chỉ tiêu kế hoạch cho kỳ này.",
                    "There is no target for this period.",
                )));
            }
        }
        let next: Vec<&Target> =
            self.facts.targets().filter(|target| target.period().from() > self.period.last()).collect();
        if !next.is_empty() {
            let actual = decimal(self.disbursed()?.figure().known_part());
            let mut table = table(
                "next-targets",
                ("Chỉ tiêu kỳ sau", "Targets of the next period"),
                ("Chỉ tiêu", "Indicator"),
                [
                    words("Nguồn", "Source"),
                    words("Cơ sở tính", "Basis"),
                    numbers("Giá trị", "Value"),
                    numbers("So với thực hiện kỳ này (%)", "Against this period's actual (%)"),
                ],
            )
            .note(label(
                "Các chỉ tiêu khác cơ sở tính hoặc khác nguồn không cộng với nhau.",
                "Targets of different bases or sources are not added.",
            ));
            for target in next {
                let comparable =
                    target.basis() == Basis::Disbursed && target.source() == SourceClass::ForeignNgo;
                let change = if comparable { growth(target.value(), &actual) } else { Ok(Figure::Unknown) };
                let change = match change {
                    // nothing can be said against a base that is or may be nothing
                    Err(FigureError::DivisionByZero { .. }) => None,
                    change => change?.known().copied(),
                };
                table = table.row(TableRow::new(
                    Bilingual::new(
                        format!("{} ({})", target.indicator(), target.period().text(Language::Vi)),
                        format!("{} ({})", target.indicator(), target.period().text(Language::En)),
                    ),
                    [
                        Cell::text(label(
                            target.source().text(Language::Vi),
                            target.source().text(Language::En),
                        )),
                        Cell::text(label(
                            target.basis().text(Language::Vi),
                            target.basis().text(Language::En),
                        )),
                        Cell::figure(target.value().clone(), unit_of(target.unit()))
                            .rows(target.rows().iter().cloned()),
                        change.map_or_else(
                            || Cell::missing(MissingReason::NotComparable),
                            |change| Cell::percent(change, 1).rows(target.rows().iter().cloned()),
                        ),
                    ],
                ));
            }
            report = report.table(table);
        }
        Ok(report)
    }

    /// The target of the period: the one of the same days, else that of the calendar year it ends in.
    pub(super) fn target(&self) -> Option<&Target> {
        let fits = |target: &&Target| {
            target.basis() == Basis::Disbursed
                && target.source() == SourceClass::ForeignNgo
                && target.currency() == Some(self.journal.presentation())
        };
        let same_days = |target: &&Target| target.period() == &self.period;
        let same_year = |target: &&Target| {
            matches!(self.period.kind(), PeriodKind::AdministrativeYear | PeriodKind::BudgetYear)
                && target.period().kind() == PeriodKind::CalendarYear
                && self
                    .facts
                    .profile()
                    .is_some_and(|profile| target.period().contains(first_of(profile.year())))
        };
        self.facts
            .targets()
            .find(|target| fits(target) && same_days(target))
            .or_else(|| self.facts.targets().find(|target| fits(target) && same_year(target)))
    }
}

fn first_of(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MAX)
}
