//! What was delivered in kind, and people-to-people work.

use chrono::NaiveDate;
use vientro_core::{Bilingual, Language};
use vientro_model::{Activity, Agreement, Award, Body, Delegation};

use super::UnionYear;
use crate::template::cells::{count_cell, date_cell, joined, label, text_cell};
use crate::template::words::{days, numbers, said, sentence, table, words};
use crate::{Cell, ReportBuilder, TableRow};

impl UnionYear<'_> {
    /// VI: houses, scholarships, gifts: things and not money.
    pub(super) fn outputs(&self, report: ReportBuilder) -> ReportBuilder {
        if self.facts.outputs().len() == 0 {
            return report;
        }
        let mut table = table(
            "outputs",
            ("Kết quả bằng hiện vật", "What was delivered"),
            ("Nội dung", "What"),
            [numbers("Số lượng", "Quantity"), words("Đơn vị", "Unit"), words("Địa bàn", "Place")],
        );
        for output in self.facts.outputs() {
            table = table.row(TableRow::new(
                Bilingual::same(output.content()),
                [
                    Cell::figure(output.quantity().clone(), None).rows(output.rows().iter().cloned()),
                    text_cell(output.unit()),
                    text_cell(output.place()),
                ],
            ));
        }
        report.section(&label("KẾT QUẢ BẰNG HIỆN VẬT", "DELIVERED IN KIND")).table(table)
    }

    /// VII: activities, delegations, awards.
    pub(super) fn people(&self, report: ReportBuilder) -> ReportBuilder {
        let mut report = report.section(&label("ĐỐI NGOẠI NHÂN DÂN", "PEOPLE-TO-PEOPLE WORK"));
        let within = |date: Option<NaiveDate>| {
            date.is_none_or(|date| self.period.contains(date) && self.edition.knows(date))
        };
        let activities: Vec<_> = self.facts.activities().filter(|activity| within(activity.date())).collect();
        let delegations: Vec<_> =
            self.facts.delegations().filter(|delegation| within(delegation.from())).collect();
        let agreements: Vec<_> = self.facts.agreements().filter(|it| within(it.signed_on())).collect();
        let awards: Vec<_> = self.facts.awards().filter(|award| within(award.date())).collect();
        let mut counted = sentence(
            "Ghi nhận trong kỳ: hoạt động {}, đoàn {}, ",
            "On record for the period: activities {}, delegations {}, ",
            [
                count_cell(activities.iter().copied(), Activity::rows),
                count_cell(delegations.iter().copied(), Delegation::rows),
            ],
        );
        // few offices keep a list of agreements; without one there is nothing to count
        if self.facts.agreements().len() > 0 {
            let count = count_cell(agreements.iter().copied(), Agreement::rows);
            counted = said(counted, "thỏa thuận {}, ", "agreements {}, ", [count]);
        }
        report = report.paragraph(said(
            counted,
            "khen thưởng {}.",
            "awards {}.",
            [count_cell(awards.iter().copied(), Award::rows)],
        ));
        if !activities.is_empty() {
            let mut table = table(
                "activities",
                ("Hoạt động", "Activities"),
                ("Tên hoạt động", "Activity"),
                [
                    days("Ngày", "Date"),
                    words("Chủ trì", "Organisers"),
                    numbers("Số người", "People"),
                    words("Nước liên quan", "Countries"),
                ],
            );
            for activity in activities {
                table = table.row(TableRow::new(
                    Bilingual::same(activity.title()),
                    [
                        date_cell(activity.date()).rows(activity.rows().iter().cloned()),
                        text_cell(joined(activity.organisers()).as_deref()),
                        Cell::figure(activity.heads().clone(), None).rows(activity.rows().iter().cloned()),
                        text_cell(joined(activity.countries()).as_deref()),
                    ],
                ));
            }
            report = report.table(table);
        }
        if !delegations.is_empty() {
            let mut table = table(
                "delegations",
                ("Đoàn ra, đoàn vào", "Delegations"),
                ("Đoàn", "Delegation"),
                [
                    words("Nước", "Country"),
                    days("Từ ngày", "From"),
                    days("Đến ngày", "To"),
                    numbers("Số người", "People"),
                    words("Nội dung", "Purpose"),
                ],
            );
            for delegation in delegations {
                table = table.row(TableRow::new(
                    Bilingual::same(delegation.name()),
                    [
                        text_cell(delegation.country()),
                        date_cell(delegation.from()),
                        date_cell(delegation.to()),
                        Cell::figure(delegation.size().clone(), None).rows(delegation.rows().iter().cloned()),
                        text_cell(delegation.purpose()),
                    ],
                ));
            }
            report = report.table(table);
        }
        if !agreements.is_empty() {
            let mut table = table(
                "agreements",
                ("Thỏa thuận quốc tế, biên bản ghi nhớ", "Agreements"),
                ("Các bên", "Bodies"),
                [words("Loại", "Kind"), days("Ngày ký", "Signed on"), words("Số", "Number")],
            );
            for agreement in agreements {
                let bodies: Vec<&str> = agreement.bodies().iter().map(Body::name).collect();
                let kind = agreement.kind();
                table = table.row(TableRow::new(
                    Bilingual::same(bodies.join("; ")),
                    [
                        Cell::text(label(kind.text(Language::Vi), kind.text(Language::En))),
                        date_cell(agreement.signed_on()).rows(agreement.rows().iter().cloned()),
                        text_cell(agreement.number()),
                    ],
                ));
            }
            report = report.table(table);
        }
        if !awards.is_empty() {
            let mut table = table(
                "awards",
                ("Khen thưởng", "Awards"),
                ("Hình thức", "Form"),
                [words("Cơ quan tặng", "Given by"), words("Đối tượng", "To"), days("Ngày", "Date")],
            );
            for award in awards {
                table = table.row(TableRow::new(
                    Bilingual::same(award.form()),
                    [
                        text_cell(award.giver()),
                        text_cell(Some(award.recipient())),
                        date_cell(award.date()).rows(award.rows().iter().cloned()),
                    ],
                ));
            }
            report = report.table(table);
        }
        report
    }
}
