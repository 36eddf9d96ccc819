//! What was disbursed, cut in several ways that all sum to the same total.

use chrono::{Datelike, Months};
use rust_decimal::Decimal;
use vientro_accounting::{Dimension, Group, Sum};
use vientro_core::{Bilingual, Language, Period};
use vientro_currency::Money;

use super::{DISBURSED, UnionYear};
use crate::template::TemplateError;
use crate::template::cells::{i128_of, label, left_out_cell, sum_cell};
use crate::template::words::{money, numbers};
use crate::{Cell, Chart, ChartKind, MissingReason, ReportBuilder, Series, Table, TableRow, Unit};

impl UnionYear<'_> {
    /// II: what was disbursed, cut in several ways that all sum to the same total.
    pub(super) fn disbursements(&self, report: ReportBuilder) -> Result<ReportBuilder, TemplateError> {
        let totals = self.totals();
        let selection = self.selection(DISBURSED);
        let sum = totals.total(&selection)?;
        let mut report = report.section(&label("GIẢI NGÂN TRONG KỲ", "DISBURSED IN THE PERIOD"));
        let cuts = [
            ("form", Dimension::Form, "Theo hình thức", "By form", "Hình thức", "Form"),
            ("sector", Dimension::Sector, "Theo lĩnh vực", "By sector", "Lĩnh vực", "Sector"),
            (
                "country",
                Dimension::DonorCountry,
                "Theo quốc tịch nhà tài trợ",
                "By the donor's country",
                "Quốc tịch",
                "Country",
            ),
            ("donor", Dimension::Donor, "Theo nhà tài trợ", "By donor", "Nhà tài trợ", "Donor"),
            (
                "province",
                Dimension::Province,
                "Theo địa bàn (đơn vị hành chính tại ngày giải ngân)",
                "By province in force on the day of disbursement",
                "Địa bàn",
                "Province",
            ),
            (
                "modality",
                Dimension::Modality,
                "Tiền và hiện vật",
                "Cash and in kind",
                "Phương thức",
                "Modality",
            ),
            (
                "currency",
                Dimension::Currency,
                "Theo loại tiền gốc",
                "By original currency",
                "Loại tiền",
                "Currency",
            ),
        ];
        for (id, dimension, vi, en, stub_vi, stub_en) in cuts {
            let mut groups = totals.grouped(&selection, dimension)?;
            // the largest first, groups without a value last; equal ones keep their order
            groups.sort_by_key(|group| std::cmp::Reverse(known_amount(group)));
            report = report.table(self.cut(
                &format!("disbursed-by-{id}"),
                label(vi, en),
                label(stub_vi, stub_en),
                &groups,
                &sum,
            ));
        }
        let months = totals.grouped(&selection, Dimension::Month)?;
        if months.len() > 1 {
            let mut chart = Chart::new(
                "disbursed-by-month",
                label("Giải ngân theo tháng", "Disbursed by month"),
                ChartKind::GroupedBars,
                label(
                    "Mỗi thanh là giá trị giải ngân của một tháng trong kỳ.",
                    "Each bar is the value disbursed in one month of the period.",
                ),
            )
            .unit(Unit::Currency(self.journal.presentation()));
            let mut cells = Vec::new();
            for (key, name) in months_of(&self.period) {
                // a month without a payment keeps its place
                let group = months.iter().find(|group| group.key() == Some(&key));
                chart = chart.category(name);
                cells.push(group.map_or_else(
                    || Cell::missing(MissingReason::NothingOccurred),
                    |group| sum_cell(group.sum()),
                ));
            }
            report = report.chart(chart.series(Series::new(label("Giải ngân", "Disbursed"), cells)));
        }
        Ok(report)
    }

    /// One table of groups: how many rows, the value, and its share of the known total.
    pub(super) fn cut(
        &self,
        id: &str,
        caption: Bilingual,
        stub: Bilingual,
        groups: &[Group],
        total: &Sum,
    ) -> Table {
        let mut table = Table::new(id, caption, stub)
            .column(numbers("Số lần giải ngân", "Disbursements"))
            .column(money("Giá trị", "Value", self.journal.presentation()))
            .column(numbers("Tỷ trọng (%)", "Share (%)"))
            .column(numbers("Chưa biết", "Unknown"));
        let weights: Vec<Decimal> =
            groups.iter().map(|group| known_amount(group).unwrap_or_default()).collect();
        // shares are of the known part; a cut with a negative or hedged group has none
        let exact = groups.iter().all(|group| group.sum().figure().known_part().known().is_some());
        let shares = vientro_core::percentages(&weights, 1, vientro_core::Apportioning::LargestRemainder)
            .ok()
            .filter(|_| exact);
        for (position, group) in groups.iter().enumerate() {
            // what is not known has no share, not a share of nothing
            let known = known_amount(group).is_some();
            let share = shares.as_ref().and_then(|shares| shares.get(position)).filter(|_| known);
            let without = if known { MissingReason::NotApplicable } else { MissingReason::Unknown };
            table = table.row(TableRow::new(
                group_label(group),
                [
                    Cell::integer(i128_of(group.sum().entries().len()))
                        .rows(group.sum().rows().iter().cloned()),
                    sum_cell(group.sum()),
                    share.map_or_else(|| Cell::missing(without), |share| Cell::decimal(*share, 1)),
                    left_out_cell(group.sum()),
                ],
            ));
        }
        table = table.total(TableRow::new(
            label("Tổng cộng", "Total"),
            [
                Cell::integer(i128_of(total.entries().len())).rows(total.rows().iter().cloned()),
                sum_cell(total),
                if shares.is_some() {
                    Cell::decimal(Decimal::ONE_HUNDRED, 1)
                } else {
                    Cell::missing(MissingReason::NotApplicable)
                },
                left_out_cell(total),
            ],
        ));
        table = table.note(label(
            "Tỷ trọng tính trên phần đã biết, làm tròn theo phương pháp số dư lớn nhất để tổng bằng 100,0.",
            "Shares are of the known part, rounded by largest remainder so that they sum to 100.0.",
        ));
        if !total.rates().is_empty() {
            table = table.rate(label(
                format!("{}; từng tỷ giá ở cuối báo cáo.", self.policy.text(Language::Vi)),
                format!("{}; each rate at the end of the report.", self.policy.text(Language::En)),
            ));
        }
        table
    }
}

/// The months of a period, at most five years of them: the key totals are grouped by, and a name.
fn months_of(period: &Period) -> Vec<(String, Bilingual)> {
    std::iter::successors(period.from().with_day(1), |month| month.checked_add_months(Months::new(1)))
        .take_while(|month| *month <= period.last())
        .take(60)
        .map(|month| {
            let name =
                Bilingual::new(month.format("tháng %-m/%Y").to_string(), month.format("%B %Y").to_string());
            (month.format("%Y-%m").to_string(), name)
        })
        .collect()
}

/// The known part of a group's sum, if it is exact; none if nothing of it is known.
fn known_amount(group: &Group) -> Option<Decimal> {
    let figure = group.sum().figure();
    figure.known_part().known().filter(|_| figure.unknown() < figure.inputs()).map(Money::amount)
}

fn group_label(group: &Group) -> Bilingual {
    Bilingual::new(group.label(Language::Vi), group.label(Language::En))
}
