//! The period against an earlier one.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use vientro_core::{Figure, Language, RowId};

use super::UnionYear;
use crate::template::cells::{label, percent_figure, unit_of};
use crate::template::words::{numbers, table, words};
use crate::{Cell, MissingReason, ReportBuilder, TableRow};

impl UnionYear<'_> {
    /// Each comparison with its basis; its warnings are notes on its row.
    pub(super) fn comparisons(&self, report: ReportBuilder) -> ReportBuilder {
        if self.comparisons.is_empty() {
            return report;
        }
        let mut list = table(
            "comparisons",
            ("So sánh với kỳ trước", "Compared with an earlier period"),
            ("Nội dung", "What"),
            [
                numbers("Kỳ trước", "Earlier"),
                numbers("Kỳ này", "Later"),
                numbers("Chênh lệch", "Difference").made_of([1], [0]),
                numbers("Thay đổi (%)", "Change (%)"),
                words("Cơ sở so sánh", "Basis"),
            ],
        )
        .note(label(
            "Số theo báo cáo và số tính lại theo địa giới là hai số khác nhau, không thay cho nhau.",
            "Figures as reported and figures restated to other territories are two figures; neither stands for the other.",
        ));
        for (name, comparison) in self.comparisons {
            // rows of another year's facts are not in this appendix
            let ours: BTreeSet<RowId> =
                comparison.rows().iter().filter(|row| self.facts.row(row).is_some()).cloned().collect();
            let open = |figure: &Figure| figure.low().is_none() && figure.high().is_none();
            let bare = |figure: &Figure| match figure {
                // between two figures known from below only, anything may be
                figure if open(figure) && !figure.is_unknown() => Cell::missing(MissingReason::NotComparable),
                figure => Cell::figure(figure.clone(), unit_of(comparison.unit())),
            };
            let number = |figure: &Figure| bare(figure).rows(ours.iter().cloned());
            // nothing falls by more than the whole
            let says = |percent: &&Figure| {
                percent.high().is_some() || percent.low().is_some_and(|low| *low > -Decimal::ONE_HUNDRED)
            };
            let change = comparison.change_percent().filter(says).map_or_else(
                || Cell::missing(MissingReason::NotComparable),
                |percent| percent_figure(percent).rows(ours.iter().cloned()),
            );
            let basis = comparison.basis().map_or_else(
                || Cell::missing(MissingReason::NotApplicable),
                |basis| Cell::text(label(basis.text(Language::Vi), basis.text(Language::En))),
            );
            let mut row = TableRow::new(
                name.clone(),
                [
                    bare(comparison.earlier()),
                    number(comparison.later()),
                    number(comparison.difference()),
                    change,
                    basis,
                ],
            );
            let said = |language| {
                let warnings = comparison.warnings().iter().map(|warning| warning.message().text(language));
                warnings.collect::<Vec<_>>().join("; ")
            };
            if !comparison.warnings().is_empty() {
                row = row.footnote(label(said(Language::Vi), said(Language::En)));
            }
            list = list.row(row);
        }
        report.section(&label("SO VỚI KỲ TRƯỚC", "AGAINST AN EARLIER PERIOD")).table(list)
    }
}
