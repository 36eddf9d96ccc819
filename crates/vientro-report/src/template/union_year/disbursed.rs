//! What was disbursed, cut in several ways that all sum to the same total, with what was committed beside it.

use chrono::{Datelike, Months};
use rust_decimal::Decimal;
use vientro_accounting::{Dimension, Group, Sum};
use vientro_core::{Bilingual, Ending, Language, Period};
use vientro_currency::Money;

use super::{COMMITTED, DISBURSED, UnionYear};
use crate::template::TemplateError;
use crate::template::cells::{i128_of, label, left_out_cell, sum_cell, unit_of};
use crate::template::regions::{country_name, region_of};
use crate::template::words::{money, numbers};
use crate::{Cell, Chart, ChartKind, MissingReason, ReportBuilder, Series, Table, TableRow, Unit};

/// One line of a cut: what was disbursed and what was committed under one name.
struct Part {
    key: Option<String>,
    name: Bilingual,
    disbursed: Option<Sum>,
    committed: Option<Sum>,
}

/// How a cut is called: its id, its caption and its stub, in Vietnamese and English.
struct Cut {
    id: &'static str,
    dimension: Dimension,
    caption: (&'static str, &'static str),
    stub: (&'static str, &'static str),
    /// Commitments have no such quality, or one that may change until they are paid.
    disbursed_only: bool,
    /// Left out where no row says anything of the kind.
    optional: bool,
}

impl Cut {
    const fn new(
        id: &'static str,
        dimension: Dimension,
        caption: (&'static str, &'static str),
        stub: (&'static str, &'static str),
    ) -> Self {
        Self { id, dimension, caption, stub, disbursed_only: false, optional: false }
    }
}

const CUTS: [Cut; 8] = [
    Cut::new("form", Dimension::Form, ("Theo hình thức", "By form"), ("Hình thức", "Form")),
    Cut::new("sector", Dimension::Sector, ("Theo lĩnh vực", "By sector"), ("Lĩnh vực", "Sector")),
    Cut::new(
        "country",
        Dimension::DonorCountry,
        ("Theo quốc tịch nhà tài trợ", "By the donor's country"),
        ("Quốc tịch", "Country"),
    ),
    Cut::new("donor", Dimension::Donor, ("Theo nhà tài trợ", "By donor"), ("Nhà tài trợ", "Donor")),
    Cut::new(
        "province",
        Dimension::Province,
        (
            "Theo địa bàn (đơn vị hành chính tại ngày giải ngân)",
            "By province in force on the day of disbursement",
        ),
        ("Địa bàn", "Province"),
    ),
    Cut {
        optional: true,
        ..Cut::new(
            "place",
            Dimension::Place,
            ("Theo nơi thực hiện (như ghi trong sổ)", "By place as recorded"),
            ("Nơi thực hiện", "Place"),
        )
    },
    Cut {
        disbursed_only: true,
        ..Cut::new(
            "modality",
            Dimension::Modality,
            ("Tiền và hiện vật", "Cash and in kind"),
            ("Phương thức", "Modality"),
        )
    },
    Cut {
        disbursed_only: true,
        ..Cut::new(
            "currency",
            Dimension::Currency,
            ("Theo loại tiền gốc", "By original currency"),
            ("Loại tiền", "Currency"),
        )
    },
];

impl UnionYear<'_> {
    /// II: what was disbursed, cut in several ways that all sum to the same total.
    pub(super) fn disbursements(&self, report: ReportBuilder) -> Result<ReportBuilder, TemplateError> {
        let mut report =
            report.section(&label("CAM KẾT VÀ GIẢI NGÂN TRONG KỲ", "COMMITTED AND DISBURSED IN THE PERIOD"));
        report = report.paragraph(label(
            "Trong các bảng dưới đây, tỷ trọng tính trên phần đã biết của giá trị giải ngân, làm tròn theo phương pháp số dư lớn nhất để tổng bằng 100,0. Cam kết (kể cả điều chỉnh trong kỳ) và giải ngân là hai cơ sở tính khác nhau, không cộng với nhau.",
            "In the tables below, shares are of the known part of what was disbursed, rounded by largest remainder so that they sum to 100.0. Commitments, amendments of the period included, and disbursements are different bases and not added.",
        ));
        for cut in &CUTS {
            let parts = self.parts(cut)?;
            if cut.optional && parts.iter().all(|part| part.key.is_none()) {
                continue;
            }
            if cut.dimension == Dimension::DonorCountry {
                report = report.table(self.by_region(&parts)?);
            }
            report = report.table(self.cut(cut.id, cut.caption, cut.stub, parts, cut.disbursed_only)?);
        }
        if let Some(chart) = self.by_month()? {
            report = report.chart(chart);
        }
        if let Some(chart) = self.so_far()? {
            report = report.chart(chart);
        }
        Ok(report)
    }

    /// The exact figures behind sentences that round them: what was disbursed under each form of aid, and in all.
    pub(super) fn exact_figures(&self) -> Result<Option<Table>, TemplateError> {
        let caption = ("Số liệu chính xác: giải ngân theo hình thức", "Exact figures: disbursed by form");
        let Some(cut) = CUTS.iter().find(|cut| cut.dimension == Dimension::Form) else { return Ok(None) };
        let mut parts = self.parts(cut)?;
        parts.retain(|part| part.disbursed.is_some());
        if parts.is_empty() {
            return Ok(None);
        }
        self.cut(cut.id, caption, cut.stub, parts, true).map(Some)
    }

    /// What was disbursed under each name, and what was committed.
    fn parts(&self, cut: &Cut) -> Result<Vec<Part>, TemplateError> {
        let totals = self.totals();
        let part = |group: &Group| Part {
            key: group.key().map(str::to_owned),
            name: match (cut.dimension, group.key()) {
                (Dimension::DonorCountry, Some(country)) => country_name(country),
                _ => group_label(group),
            },
            disbursed: None,
            committed: None,
        };
        let mut parts: Vec<Part> = Vec::new();
        for group in totals.grouped(&self.selection(DISBURSED), cut.dimension)? {
            parts.push(Part { disbursed: Some(group.sum().clone()), ..part(&group) });
        }
        if !cut.disbursed_only {
            for group in totals.grouped(&self.selection(COMMITTED), cut.dimension)? {
                let committed = Some(group.sum().clone());
                match parts.iter_mut().find(|part| part.key.as_deref() == group.key()) {
                    Some(part) => part.committed = committed,
                    None => parts.push(Part { committed, ..part(&group) }),
                }
            }
        }
        Ok(parts)
    }

    /// The countries of donors taken together by their regions.
    fn by_region(&self, countries: &[Part]) -> Result<Table, TemplateError> {
        let mut regions: Vec<Part> = Vec::new();
        for country in countries {
            let region = country.key.as_deref().and_then(|name| region_of(name, self.regions));
            let key = region.as_ref().map(|region| region.vi().to_owned());
            let name = match (region, &country.key) {
                (Some(region), _) => region,
                (None, Some(_)) => label("chưa xếp khu vực", "of no region"),
                (None, None) => country.name.clone(),
            };
            match regions.iter_mut().find(|part| part.name == name) {
                Some(part) => {
                    take_in(&mut part.disbursed, country.disbursed.as_ref())?;
                    take_in(&mut part.committed, country.committed.as_ref())?;
                }
                None => regions.push(Part {
                    key,
                    name,
                    disbursed: country.disbursed.clone(),
                    committed: country.committed.clone(),
                }),
            }
        }
        let table = self.cut(
            "region",
            ("Theo khu vực của nhà tài trợ", "By the donor's region"),
            ("Khu vực", "Region"),
            regions,
            false,
        )?;
        Ok(match self.regions {
            Some(scheme) => table.note(Bilingual::new(
                format!("Khu vực theo cách chia: {}.", scheme.name()),
                format!("Regions as divided by: {}.", scheme.name()),
            )),
            None => table.note(label(
                "Khu vực theo châu lục (mã thống kê M49 của Liên hợp quốc), châu Đại Dương gộp với châu Á.",
                "Regions are continents (M49 codes of the United Nations), Oceania with Asia.",
            )),
        })
    }

    /// One table of parts: how many rows, the value, its share of the known total, and what was committed.
    fn cut(
        &self,
        id: &str,
        caption: (&str, &str),
        stub: (&str, &str),
        mut parts: Vec<Part>,
        disbursed_only: bool,
    ) -> Result<Table, TemplateError> {
        // the largest first, parts without a value last; equal ones keep their order
        parts.sort_by_key(|part| std::cmp::Reverse(part.disbursed.as_ref().and_then(known_amount)));
        let currency = self.journal.presentation();
        let mut table =
            Table::new(format!("disbursed-by-{id}"), label(caption.0, caption.1), label(stub.0, stub.1))
                .column(numbers("Số lần giải ngân", "Disbursements"))
                .column(money("Giải ngân", "Disbursed", currency))
                .column(numbers("Tỷ trọng (%)", "Share (%)"))
                .column(numbers("Chưa biết", "Unknown"));
        if !disbursed_only {
            table = table.column(money("Cam kết", "Committed", currency));
        }
        let amount = |part: &Part| part.disbursed.as_ref().and_then(known_amount);
        let weights: Vec<Decimal> = parts.iter().map(|part| amount(part).unwrap_or_default()).collect();
        // shares are of the known part; a cut with a negative or hedged part has none
        let exact = |sum: &Sum| sum.figure().known_part().known().is_some();
        let exact = parts.iter().filter_map(|part| part.disbursed.as_ref()).all(exact);
        let shares = vientro_core::percentages(&weights, 1, vientro_core::Apportioning::LargestRemainder)
            .ok()
            .filter(|_| exact);
        for (position, part) in parts.iter().enumerate() {
            // what is not known has no share, not a share of nothing
            let known = amount(part).is_some();
            let share = shares.as_ref().and_then(|shares| shares.get(position)).filter(|_| known);
            let without = if known { MissingReason::NotApplicable } else { MissingReason::Unknown };
            let share = share.map_or_else(|| Cell::missing(without), |share| Cell::decimal(*share, 1));
            let cells = match &part.disbursed {
                Some(sum) => [
                    Cell::integer(i128_of(sum.entries().len())).rows(sum.rows().iter().cloned()),
                    sum_cell(sum),
                    share,
                    left_out_cell(sum),
                ],
                // committed and not paid yet
                None => [
                    Cell::integer(0),
                    Cell::missing(MissingReason::NothingOccurred),
                    Cell::missing(MissingReason::NothingOccurred),
                    Cell::integer(0),
                ],
            };
            let committed = part.committed.as_ref();
            let committed = committed.map_or_else(|| Cell::missing(MissingReason::NothingOccurred), sum_cell);
            let cells = cells.into_iter().chain((!disbursed_only).then_some(committed));
            table = table.row(TableRow::new(part.name.clone(), cells));
        }
        let total = self.disbursed()?;
        let whole = if shares.is_some() {
            Cell::decimal(Decimal::ONE_HUNDRED, 1)
        } else {
            Cell::missing(MissingReason::NotApplicable)
        };
        let cells = [
            Cell::integer(i128_of(total.entries().len())).rows(total.rows().iter().cloned()),
            sum_cell(&total),
            whole,
            left_out_cell(&total),
        ];
        let committed = if disbursed_only { None } else { Some(sum_cell(&self.committed()?)) };
        table = table.total(TableRow::new(label("Tổng cộng", "Total"), cells.into_iter().chain(committed)));
        if !total.rates().is_empty() {
            table = table.rate(label(
                "theo ngày của từng khoản; cách chọn và từng tỷ giá ở cuối báo cáo.",
                "of the day of each amount; the policy and each rate at the end of the report.",
            ));
        }
        Ok(table)
    }

    /// A bar for each month of the period, if there is more than one with a payment.
    fn by_month(&self) -> Result<Option<Chart>, TemplateError> {
        let months = self.totals().grouped(&self.selection(DISBURSED), Dimension::Month)?;
        if months.len() < 2 {
            return Ok(None);
        }
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
        for month in months_of(&self.period) {
            // a month without a payment keeps its place
            let group = months.iter().find(|group| group.key() == Some(&month.key));
            chart = chart.category(month.name);
            cells.push(group.map_or_else(
                || Cell::missing(MissingReason::NothingOccurred),
                |group| sum_cell(group.sum()),
            ));
        }
        Ok(Some(chart.series(Series::new(label("Giải ngân", "Disbursed"), cells))))
    }

    /// What had been disbursed by the end of each month, beside the plan of the period.
    fn so_far(&self) -> Result<Option<Chart>, TemplateError> {
        let Some(target) = self.target() else { return Ok(None) };
        let months = months_of(&self.period);
        if months.len() < 2 {
            return Ok(None);
        }
        let mut chart = Chart::new(
            "disbursed-so-far",
            label("Giải ngân lũy kế so với kế hoạch", "Disbursed so far against the plan"),
            ChartKind::Line,
            label(
                "Một đường là phần đã biết của giá trị giải ngân cộng dồn đến cuối mỗi tháng, một đường là kế hoạch của kỳ.",
                "One line is the known part of what was disbursed by the end of each month, the other the plan of the period.",
            ),
        )
        .unit(Unit::Currency(self.journal.presentation()));
        let (mut so_far, mut plan) = (Vec::new(), Vec::new());
        for month in months {
            let last = month.last.min(self.period.last());
            let Ok(until) = Period::try_new(self.period.from(), last, Ending::Closed) else {
                return Ok(None);
            };
            let sum = self.totals().total(&self.selection(DISBURSED).during(until))?;
            so_far.push(if sum.entries().is_empty() && sum.left_out() == 0 {
                Cell::missing(MissingReason::NothingOccurred)
            } else {
                sum_cell(&sum)
            });
            plan.push(
                Cell::figure(target.value().clone(), unit_of(target.unit()))
                    .rows(target.rows().iter().cloned()),
            );
            chart = chart.category(month.name);
        }
        Ok(Some(
            chart
                .series(Series::new(
                    label("Giải ngân lũy kế (phần đã biết)", "Disbursed so far (known part)"),
                    so_far,
                ))
                .series(Series::new(label("Kế hoạch", "Plan"), plan)),
        ))
    }
}

/// Adds the sum of a part to that of the part it belongs to.
fn take_in(whole: &mut Option<Sum>, part: Option<&Sum>) -> Result<(), TemplateError> {
    match (whole.as_mut(), part) {
        (Some(whole), Some(part)) => whole.merge(part)?,
        (None, Some(part)) => *whole = Some(part.clone()),
        (_, None) => {}
    }
    Ok(())
}

struct Month {
    /// As totals are grouped by.
    key: String,
    name: Bilingual,
    last: chrono::NaiveDate,
}

/// The months of a period, at most five years of them.
fn months_of(period: &Period) -> Vec<Month> {
    std::iter::successors(period.from().with_day(1), |month| month.checked_add_months(Months::new(1)))
        .take_while(|month| *month <= period.last())
        .take(60)
        .map(|month| {
            let next = month.checked_add_months(Months::new(1));
            Month {
                key: month.format("%Y-%m").to_string(),
                name: Bilingual::new(
                    month.format("tháng %-m/%Y").to_string(),
                    month.format("%B %Y").to_string(),
                ),
                last: next.and_then(|next| next.pred_opt()).unwrap_or(month),
            }
        })
        .collect()
}

/// The known part of a sum, if it is exact; none if nothing of it is known.
fn known_amount(sum: &Sum) -> Option<Decimal> {
    let figure = sum.figure();
    figure.known_part().known().filter(|_| figure.unknown() < figure.inputs()).map(Money::amount)
}

fn group_label(group: &Group) -> Bilingual {
    Bilingual::new(group.label(Language::Vi), group.label(Language::En))
}
