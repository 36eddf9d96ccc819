//! The sheet of one aid item: what it is, its commitment with every change, its flows, its goods and results.

use vientro_accounting::{CommitmentPosition, Journal, commitments};
use vientro_core::{Bilingual, Language};
use vientro_model::{AidItem, Approval, Facts, Flow, InKindLine, ItemId, Output, PartyRole};

use super::cells::{date_cell, joined, label, money_cell, percent_figure, text_cell};
use super::edition::{Template, profile, report_form, source_rows};
use super::words::{days, numbers, table, words};
use super::{Edition, TemplateError};
use crate::{Cell, MissingReason, Report, ReportBuilder, Table, TableRow};

const TEMPLATE: Template = Template { name: "item-sheet", version: 1 };

/// Everything that is known of one aid item: its register line, the decisions on it, the commitment as first made and
/// as amended, the flows with the paper behind each, what is left, goods and results.
///
/// Which parts a sheet has is our own choice: no form is prescribed for it.
#[derive(Clone, Debug)]
pub struct ItemSheet<'a> {
    facts: &'a Facts,
    journal: &'a Journal,
    item: ItemId,
    edition: Edition,
}

impl<'a> ItemSheet<'a> {
    /// The sheet of `item` from facts and the journal they were posted to.
    pub fn new(facts: &'a Facts, journal: &'a Journal, item: ItemId) -> Self {
        Self { facts, journal, item, edition: Edition::new() }
    }

    /// Made with this: as known on a day, from these files, by this program.
    #[must_use]
    pub fn of_edition(mut self, edition: Edition) -> Self {
        self.edition = edition;
        self
    }

    /// The whole sheet.
    ///
    /// # Errors
    ///
    /// [`TemplateError::NoItem`] for an item the facts do not have; else see [`TemplateError`].
    pub fn report(&self) -> Result<Report, TemplateError> {
        let profile = profile(self.facts)?;
        let none = || TemplateError::NoItem { item: self.item.clone() };
        let item = self.facts.item(&self.item).ok_or_else(none)?;
        let title = label(
            format!("Phiếu theo dõi khoản viện trợ {}", item.id()),
            format!("Sheet of the aid item {}", item.id()),
        );
        let mut report = Report::new("item-sheet", title)
            .subtitle(Bilingual::same(item.title()))
            .form(report_form(profile))
            .section(&label("KHOẢN VIỆN TRỢ", "THE ITEM"))
            .table(register(item));
        report = self.commitment(report, item)?;
        report = self.flows(report, item);
        report = self.results(report, item);
        if let Some(note) = item.note() {
            report = report
                .note(label(format!("Ghi chú trong sổ: {note}"), format!("Note in the register: {note}")));
        }
        let provenance = self.edition.provenance(TEMPLATE);
        self.edition.finish(report.rows_named(source_rows(self.facts)), provenance)
    }

    /// The commitment and each change of it, then what was drawn and what is left.
    fn commitment(&self, report: ReportBuilder, item: &AidItem) -> Result<ReportBuilder, TemplateError> {
        let report = report.section(&label("CAM KẾT VÀ ĐIỀU CHỈNH", "COMMITMENT AND AMENDMENTS"));
        let Some(history) =
            item.commitment().filter(|history| self.edition.knows(history.first().recorded_on()))
        else {
            return Ok(report.paragraph(label(
                "Sổ chưa ghi giá trị cam kết của khoản này.",
                "The register holds no commitment for this item.",
            )));
        };
        let mut versions = table(
            "commitment",
            ("Giá trị cam kết qua các lần điều chỉnh", "The commitment and its amendments"),
            ("Lần", "Version"),
            [
                days("Ngày ghi nhận", "Recorded on"),
                numbers("Giá trị", "Value"),
                numbers("Thay đổi", "Change"),
                numbers("Thay đổi (%)", "Change (%)"),
                words("Lý do", "Reason"),
                words("Căn cứ", "Decision"),
            ],
        );
        let first = history.first();
        versions = versions.row(TableRow::new(
            label("Ban đầu", "First"),
            [
                Cell::date(first.recorded_on()),
                Cell::money_figure(first.value()).rows(item.rows().iter().cloned()),
                Cell::missing(MissingReason::NotApplicable),
                Cell::missing(MissingReason::NotApplicable),
                Cell::empty(),
                text_cell(item.approval().map(Approval::number)),
            ],
        ));
        let known = item.amendments().iter().filter(|amendment| self.edition.knows(amendment.recorded_on()));
        for (amendment, number) in known.zip(1_usize..) {
            let rows = || amendment.rows().iter().cloned();
            // a change of an unknown or zero amount has no percentage
            let percent = amendment.percent_change().ok();
            versions = versions.row(TableRow::new(
                label(format!("Điều chỉnh lần {number}"), format!("Amendment {number}")),
                [
                    Cell::date(amendment.recorded_on()),
                    Cell::money_figure(amendment.after()).rows(rows()),
                    Cell::money_figure(&amendment.difference()?).rows(rows()),
                    percent.map_or_else(
                        || Cell::missing(MissingReason::NotComparable),
                        |percent| percent_figure(&percent).rows(rows()),
                    ),
                    text_cell(amendment.reason()),
                    text_cell(amendment.decision().or(amendment.evidence())),
                ],
            ));
        }
        let report = report.table(versions);
        let journal = match self.edition.known_on() {
            Some(day) => self.journal.as_known_on(day)?,
            None => self.journal.clone(),
        };
        let positions = commitments(&journal)?;
        let Some(position) = positions.iter().find(|position| position.item() == item.id()) else {
            return Ok(report);
        };
        let figure = |part: fn(&CommitmentPosition) -> &_| {
            money_cell(Some(part(position))).rows(position.rows().iter().cloned())
        };
        let mut standing = table(
            "position",
            ("Cam kết, đã giải ngân và còn lại", "Commitment, disbursed and left"),
            ("Mã khoản", "Code"),
            [
                numbers("Cam kết hiện hành", "Commitment in force"),
                numbers("Đã giải ngân", "Disbursed"),
                numbers("Còn lại", "Left").made_of([0], [1]),
            ],
        )
        .row(TableRow::new(
            Bilingual::same(item.id().as_str()),
            [
                figure(CommitmentPosition::committed),
                figure(CommitmentPosition::drawn),
                figure(CommitmentPosition::remainder),
            ],
        ));
        if position.is_in_presentation() {
            standing = standing.note(label(
                "Cam kết và giải ngân khác loại tiền: quy đổi theo tỷ giá từng ngày.",
                "Commitment and disbursements are in several currencies: converted at the rates of their days.",
            ));
        }
        if let Some(finding) = position.finding()? {
            standing = standing.note(finding.message().clone());
        }
        Ok(report.table(standing))
    }

    fn flows(&self, report: ReportBuilder, item: &AidItem) -> ReportBuilder {
        let report = report.section(&label("DÒNG TIỀN VÀ HIỆN VẬT", "FLOWS"));
        let known =
            |flow: &&Flow| flow.recorded_on().or(flow.date()).is_none_or(|day| self.edition.knows(day));
        let mut flows: Vec<&Flow> = self.facts.flows_of(item.id()).filter(known).collect();
        if flows.is_empty() {
            return report.paragraph(label("Sổ chưa ghi lần nào.", "None is on record."));
        }
        flows.sort_by_key(|flow| (flow.date().is_none(), flow.date()));
        let mut list = table(
            "flows",
            (
                "Từng lần tiếp nhận, giải ngân, sử dụng, hoàn trả",
                "Each receipt, disbursement, use and refund",
            ),
            ("Nội dung", "What"),
            [
                days("Ngày", "Date"),
                numbers("Giá trị", "Value"),
                words("Phương thức", "Modality"),
                words("Chứng từ", "Paper"),
            ],
        );
        for flow in flows {
            let modality = flow.modality();
            list = list.row(TableRow::new(
                label(flow.kind().text(Language::Vi), flow.kind().text(Language::En)),
                [
                    date_cell(flow.date()).rows(flow.rows().iter().cloned()),
                    Cell::money_figure(&flow.amount_signed()).rows(flow.rows().iter().cloned()),
                    modality.map_or_else(
                        || Cell::missing(MissingReason::Unknown),
                        |it| Cell::text(label(it.text(Language::Vi), it.text(Language::En))),
                    ),
                    text_cell(flow.evidence()),
                ],
            ));
        }
        report.table(list.note(label(
            "Các lần cùng một loại mới cộng được với nhau; khoản hoàn trả mang dấu trừ.",
            "Only flows of one kind may be added; refunds are negative.",
        )))
    }

    fn results(&self, report: ReportBuilder, item: &AidItem) -> ReportBuilder {
        let goods: Vec<&InKindLine> =
            self.facts.in_kind().filter(|line| line.item() == Some(item.id())).collect();
        let outputs: Vec<&Output> =
            self.facts.outputs().filter(|output| output.item() == Some(item.id())).collect();
        if goods.is_empty() && outputs.is_empty() {
            return report;
        }
        let mut results = table(
            "results",
            ("Hiện vật và kết quả", "Goods and results"),
            ("Nội dung", "What"),
            [numbers("Số lượng", "Quantity"), words("Đơn vị", "Unit"), numbers("Giá trị", "Value")],
        );
        for line in goods {
            let rows = || line.rows().iter().cloned();
            results = results.row(TableRow::new(
                Bilingual::same(line.goods()),
                [
                    Cell::figure(line.quantity().amount().clone(), None).rows(rows()),
                    text_cell(Some(line.quantity().unit())),
                    Cell::money_figure(line.value()).rows(rows()),
                ],
            ));
        }
        for output in outputs {
            let rows = || output.rows().iter().cloned();
            results = results.row(TableRow::new(
                Bilingual::same(output.content()),
                [
                    Cell::figure(output.quantity().clone(), None).rows(rows()),
                    text_cell(output.unit()),
                    money_cell(output.cost()).rows(rows()),
                ],
            ));
        }
        report.section(&label("HIỆN VẬT VÀ KẾT QUẢ", "GOODS AND RESULTS")).table(results)
    }
}

/// The register line as a list of names and values.
fn register(item: &AidItem) -> Table {
    let coded = |text: Option<[&'static str; 2]>| {
        text.map_or_else(|| Cell::missing(MissingReason::Unknown), |[vi, en]| Cell::text(label(vi, en)))
    };
    let bodies = |role: PartyRole| {
        let party = item.details().and_then(|details| details.party(role));
        let names: Option<Vec<&str>> =
            party.map(|party| party.bodies().map(vientro_model::Body::name).collect());
        text_cell(names.map(|names| names.join("; ")).as_deref())
    };
    let approval = item.approval();
    let owner = item.owner().map_or_else(|| bodies(PartyRole::Owner), |owner| text_cell(Some(owner)));
    let term = item.term().map(|term| [term.text(Language::Vi), term.text(Language::En)]);
    let instrument = item.regime().map(vientro_model::Instrument::number);
    let lines = [
        (("Tên khoản", "Title"), text_cell(Some(item.title())).rows(item.rows().iter().cloned())),
        (("Hình thức", "Form"), coded(item.form().map(|it| [it.text(Language::Vi), it.text(Language::En)]))),
        (
            ("Phương thức", "Modality"),
            coded(item.modality().map(|it| [it.text(Language::Vi), it.text(Language::En)])),
        ),
        (("Bên cung cấp", "Donor"), text_cell(item.donor())),
        (("Quốc tịch bên cung cấp", "Donor's country"), text_cell(item.donor_country())),
        (("Chủ khoản viện trợ", "Aid owner"), owner),
        (("Địa bàn", "Place"), text_cell(item.place())),
        (("Lĩnh vực", "Sectors"), text_cell(joined(item.sectors()).as_deref())),
        (
            ("Thời gian thực hiện", "Term"),
            term.map_or_else(|| Cell::missing(MissingReason::Unknown), |[vi, en]| Cell::text(label(vi, en))),
        ),
        (("Văn bản phê duyệt", "Approval"), text_cell(approval.map(Approval::number))),
        (("Ngày phê duyệt", "Approved on"), date_cell(approval.and_then(Approval::date))),
        (("Cấp phê duyệt", "Approved by"), text_cell(approval.and_then(Approval::authority))),
        (("Nghị định áp dụng", "Decree in force"), text_cell(instrument)),
    ];
    let head = [words("Nội dung", "What the register says")];
    let list = table("register", ("Thông tin chung", "Register line"), ("Mục", "Field"), head);
    lines.into_iter().fold(list, |list, ((vi, en), cell)| list.row(TableRow::new(label(vi, en), [cell])))
}
