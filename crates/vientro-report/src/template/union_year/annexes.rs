//! The lists behind the signature: each item, each payment, each gift of members.

use vientro_accounting::Dimension;
use vientro_core::{Bilingual, Language};
use vientro_model::{AidItem, Basis, Direction, Flow, Gift, Standing};

use super::{DISBURSED, UnionYear};
use crate::template::TemplateError;
use crate::template::cells::{date_cell, joined, label, money_cell, sum_cell, text_cell};
use crate::template::regions::country_name;
use crate::template::words::{days, money, numbers, table, words};
use crate::{Cell, MissingReason, ReportBuilder, TableRow};

impl UnionYear<'_> {
    /// The annexes there is something for.
    pub(super) fn annexes(&self, report: ReportBuilder) -> Result<ReportBuilder, TemplateError> {
        let report = self.list_of_items(report)?;
        Ok(self.list_of_gifts(self.list_of_payments(report)))
    }

    /// Each item of the period: who, what, where, by which decision, and what was disbursed of it.
    fn list_of_items(&self, report: ReportBuilder) -> Result<ReportBuilder, TemplateError> {
        let items = self.items_of_period();
        if items.is_empty() {
            return Ok(report);
        }
        let paid = self.totals().grouped(&self.selection(DISBURSED), Dimension::Item)?;
        let mut list = table(
            "annex-items",
            ("Các khoản viện trợ trong kỳ", "Aid items of the period"),
            ("Mã, tên khoản", "Code, title"),
            [
                words("Nhà tài trợ", "Donor"),
                words("Quốc tịch", "Country"),
                words("Hình thức", "Form"),
                words("Lĩnh vực", "Sector"),
                words("Nơi thực hiện", "Place"),
                words("Phê duyệt", "Approval"),
                numbers("Cam kết", "Committed"),
                money("Giải ngân trong kỳ", "Disbursed in the period", self.journal.presentation()),
            ],
        )
        .note(label(
            "Cam kết theo loại tiền gốc, kể cả điều chỉnh; không cộng các loại tiền với nhau.",
            "Commitments in their own currency, as amended; currencies are not added.",
        ));
        for item in items {
            let rows = || item.rows().iter().cloned();
            let committed = match self.edition.known_on() {
                Some(day) => item.commitment_as_known_on(day),
                None => item.commitment_now(),
            };
            let sum = paid.iter().find(|group| group.key() == Some(item.id().as_str()));
            let sum =
                sum.map_or_else(|| Cell::missing(MissingReason::NothingOccurred), |sum| sum_cell(sum.sum()));
            list = list.row(TableRow::new(
                Bilingual::same(format!("{} {}", item.id(), item.title())),
                [
                    text_cell(item.donor()),
                    country_cell(item),
                    form_cell(item),
                    sector_cell(item),
                    text_cell(item.place()),
                    approval_cell(item),
                    money_cell(committed).rows(rows()),
                    sum,
                ],
            ));
        }
        // what is paid under no item is in the total
        if let Some(group) = paid.iter().find(|group| group.key().is_none()) {
            let blank = || Cell::missing(MissingReason::NotApplicable);
            let mut cells = vec![blank(), blank(), blank(), blank(), blank(), blank(), blank()];
            cells.push(sum_cell(group.sum()));
            list = list
                .row(TableRow::new(label("Không gắn với khoản viện trợ", "Not tied to an aid item"), cells));
        }
        let mut total = vec![Cell::empty(); 6];
        total.push(Cell::missing(MissingReason::NotApplicable));
        total.push(sum_cell(&self.disbursed()?));
        list = list.total(TableRow::new(label("Tổng cộng", "Total"), total));
        Ok(report
            .annex(label("Danh mục khoản viện trợ trong kỳ", "List of the aid items of the period"))
            .table(list))
    }

    /// Each payment and refund of the period, as it was recorded.
    fn list_of_payments(&self, report: ReportBuilder) -> ReportBuilder {
        let counts = |flow: &&Flow| {
            let key = flow.key();
            (key.basis(), key.direction()) == (Basis::Disbursed, Direction::Inward)
                && key.standing() != Standing::Memo
                && flow.date().is_none_or(|day| self.period.contains(day))
                && flow.recorded_on().or(flow.date()).is_none_or(|day| self.edition.knows(day))
        };
        let mut flows: Vec<&Flow> = self.facts.flows().filter(counts).collect();
        if flows.is_empty() {
            return report;
        }
        flows.sort_by_key(|flow| (flow.date().is_none(), flow.date()));
        let mut list = table(
            "annex-payments",
            ("Từng lần giải ngân, hoàn trả trong kỳ", "Each payment and refund of the period"),
            ("Khoản viện trợ", "Aid item"),
            [
                days("Ngày", "Date"),
                words("Loại", "Kind"),
                numbers("Giá trị theo loại tiền gốc", "Value in its own currency"),
                words("Phương thức", "Modality"),
                words("Chứng từ", "Paper"),
            ],
        )
        .note(label(
            "Khoản hoàn trả mang dấu trừ. Lần không có ngày nằm ngoài mọi tổng của kỳ.",
            "Refunds are negative. What has no day is outside every total of the period.",
        ));
        for flow in flows {
            let rows = || flow.rows().iter().cloned();
            let item = flow.item().map(|id| (id, self.facts.item(id)));
            let name = match item {
                Some((id, Some(item))) => Bilingual::same(format!("{id} {}", item.title())),
                Some((id, None)) => Bilingual::same(id.as_str()),
                None => label("Không gắn với khoản viện trợ", "Not tied to an aid item"),
            };
            let kind = flow.kind();
            let modality = flow.modality().map_or_else(
                || Cell::missing(MissingReason::Unknown),
                |it| Cell::text(label(it.text(Language::Vi), it.text(Language::En))),
            );
            list = list.row(TableRow::new(
                name,
                [
                    date_cell(flow.date()).rows(rows()),
                    Cell::text(label(kind.text(Language::Vi), kind.text(Language::En))),
                    money_cell(Some(&flow.amount_signed())).rows(rows()),
                    modality,
                    text_cell(flow.evidence()),
                ],
            ));
        }
        report.annex(label("Các lần giải ngân trong kỳ", "Payments of the period")).table(list)
    }

    /// Each gift that members recorded: a memo, as everywhere.
    fn list_of_gifts(&self, report: ReportBuilder) -> ReportBuilder {
        let counts =
            |gift: &&Gift| gift.date().is_none_or(|day| self.period.contains(day) && self.edition.knows(day));
        let gifts: Vec<&Gift> = self.facts.gifts().filter(counts).collect();
        if gifts.is_empty() {
            return report;
        }
        let mut list = table(
            "annex-gifts",
            ("Từng lượt quà tặng hội thành viên ghi nhận", "Each gift recorded by member associations"),
            ("Nội dung", "What"),
            [
                days("Ngày", "Date"),
                words("Chi hội", "Branch"),
                words("Nhà tài trợ", "Donor"),
                words("Chiều", "Direction"),
                numbers("Số lượng", "Quantity"),
                numbers("Giá trị", "Value"),
            ],
        )
        .note(label(
            "Số liệu ghi riêng; không tính vào mức đạt kế hoạch. Lượt không có ngày nằm ngoài tổng.",
            "Told apart; not counted toward the plan. What has no day is outside the total.",
        ));
        for gift in gifts {
            let rows = || gift.rows().iter().cloned();
            let (direction, _) = gift.direction_read();
            let quantity = gift.quantity().map_or_else(
                || Cell::missing(MissingReason::Unknown),
                |it| Cell::figure(it.amount().clone(), Some(crate::Unit::Label(Bilingual::same(it.unit())))),
            );
            list = list.row(TableRow::new(
                Bilingual::same(gift.content()),
                [
                    date_cell(gift.date()).rows(rows()),
                    text_cell(gift.branch()),
                    text_cell(gift.donor()),
                    Cell::text(label(direction.text(Language::Vi), direction.text(Language::En))),
                    quantity.rows(rows()),
                    money_cell(Some(gift.value())).rows(rows()),
                ],
            ));
        }
        report
            .annex(label(
                "Quà tặng do hội thành viên ghi nhận (ghi riêng)",
                "Gifts recorded by member associations (memo)",
            ))
            .table(list)
    }
}

fn country_cell(item: &AidItem) -> Cell {
    let country = item.donor_country();
    country.map_or_else(|| Cell::missing(MissingReason::Unknown), |name| Cell::text(country_name(name)))
}

fn form_cell(item: &AidItem) -> Cell {
    item.form().map_or_else(
        || Cell::missing(MissingReason::Unknown),
        |form| Cell::text(label(form.text(Language::Vi), form.text(Language::En))),
    )
}

fn sector_cell(item: &AidItem) -> Cell {
    let own = joined(item.sectors());
    match (own, item.sector()) {
        (Some(own), _) => Cell::text(Bilingual::same(own)),
        (None, Some(sector)) => Cell::text(label(sector.text(Language::Vi), sector.text(Language::En))),
        (None, None) => Cell::missing(MissingReason::Unknown),
    }
}

/// Number and day of the decision.
fn approval_cell(item: &AidItem) -> Cell {
    let Some(approval) = item.approval() else { return Cell::missing(MissingReason::Unknown) };
    match approval.date() {
        None => Cell::text(Bilingual::same(approval.number())),
        Some(day) => Cell::text(label(
            format!("{}, {}", approval.number(), day.format("%d/%m/%Y")),
            format!("{}, {}", approval.number(), day.format("%-d %B %Y")),
        )),
    }
}
