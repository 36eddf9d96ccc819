//! Each item with its commitment as amended, what was drawn and what is left.

use vientro_accounting::{CommitmentPosition, commitments};

use super::UnionYear;
use crate::template::TemplateError;
use crate::template::cells::{amendment_text, item_label, label, money_cell};
use crate::template::words::{numbers, table};
use crate::{Cell, MissingReason, ReportBuilder, Spanner, TableRow};

impl UnionYear<'_> {
    /// III: each item with its commitment as amended, what was drawn and what is left.
    pub(super) fn items(&self, report: ReportBuilder) -> Result<ReportBuilder, TemplateError> {
        let report = report.section(&label("CÁC KHOẢN VIỆN TRỢ", "AID ITEMS"));
        let journal = match self.edition.known_on() {
            Some(day) => self.journal.as_known_on(day)?,
            None => self.journal.clone(),
        };
        let positions = commitments(&journal)?;
        let mut table = table(
            "items",
            (
                "Cam kết, giải ngân và số còn lại của từng khoản",
                "Commitment, disbursement and remainder of each item",
            ),
            ("Mã, tên khoản, nhà tài trợ, phê duyệt", "Code, title, donor, approval"),
            [
                numbers("Ban đầu", "First"),
                numbers("Sau điều chỉnh", "As amended"),
                numbers("Đã giải ngân (lũy kế)", "Disbursed so far"),
                numbers("Còn lại", "Remainder").made_of([1], [2]),
            ],
        )
        .spanner(Spanner::new(label("Cam kết", "Commitment"), 0..=1));
        for item in self.facts.items().filter(|item| self.is_known(item)) {
            let position = positions.iter().find(|position| position.item() == item.id());
            let rows = || item.rows().iter().cloned();
            let first = item.commitment().and_then(|history| match self.edition.known_on() {
                Some(day) => history.as_known_on(day).map(|_| history.first().value()),
                None => Some(history.first().value()),
            });
            let now = match self.edition.known_on() {
                Some(day) => item.commitment_as_known_on(day),
                None => item.commitment_now(),
            };
            let mut amended = money_cell(now).rows(rows());
            for amendment in item.amendments() {
                if self.edition.knows(amendment.recorded_on()) {
                    amended =
                        amended.because(amendment_text(amendment)).rows(amendment.rows().iter().cloned());
                }
            }
            let drawn_rows = || position.map(|position| position.rows().to_vec()).unwrap_or_default();
            let mut drawn = money_cell(position.map(CommitmentPosition::drawn)).rows(drawn_rows());
            let mut remainder = money_cell(position.map(CommitmentPosition::remainder)).rows(drawn_rows());
            if position.is_some_and(|position| position.over_disbursed().is_yes()) {
                remainder =
                    remainder.footnote(label("Giải ngân vượt cam kết.", "Disbursed over the commitment."));
            }
            if position.is_some_and(CommitmentPosition::is_in_presentation) {
                remainder = remainder.footnote(label(
                    "Cam kết và giải ngân khác loại tiền: tính bằng đồng theo tỷ giá từng ngày.",
                    "Commitment and disbursements are in several currencies: in đồng at the rates of their days.",
                ));
            }
            // no payment was read for it; that nothing was paid is not known
            if self.facts.flows_of(item.id()).next().is_none() {
                drawn = Cell::missing(MissingReason::NothingOccurred).rows(rows());
                remainder = Cell::missing(MissingReason::Unknown).rows(rows());
            }
            table = table.row(TableRow::new(
                item_label(item),
                [money_cell(first).rows(rows()), amended, drawn, remainder],
            ));
        }
        Ok(report.table(table))
    }
}
