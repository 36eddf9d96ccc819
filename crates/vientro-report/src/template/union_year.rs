//! The yearly (or half-yearly) report of a Union of Friendship Organisations.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Months, NaiveDate};
use rust_decimal::Decimal;
use vientro_accounting::{Dimension, Group, Journal, PlanLine, Selection, Sum, Totals, commitments, growth};
use vientro_core::{
    Bilingual, Figure, FigureError, Finding, Language, Period, PeriodKind, RowId, Severity, Total,
};
use vientro_currency::{Currency, Money, MoneyError, Policy, Rate, RateId};
use vientro_model::{
    AidItem, AmountKey, Basis, Direction, Facts, Gift, ModelError, SourceClass, Standing, Target,
    UnionProfile,
};

use super::cells::{
    date_cell, decimal, i128_of, joined, label, left_out_cell, nothing_known, percent_cell, rate_text,
    sum_cell, text_cell, told, unit_of, unknown_text,
};
use crate::{
    AdministrativeForm, Align, Authority, Block, Card, Cell, Chart, ChartKind, Column, Input, MissingReason,
    Paragraph, Provenance, Report, ReportBuilder, ReportError, Series, Signature, SourceNote, SourceRow,
    Spanner, Table, TableRow, Unit,
};

/// Why a report of a Union's year cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TemplateError {
    /// A sum, a ratio or a plan leaves the range of a decimal.
    #[error("a figure of the report cannot be computed")]
    Figure(#[from] FigureError),
    /// The journal cannot be cut at the day asked for.
    #[error("the journal cannot be read as known on that day")]
    Journal(#[from] vientro_accounting::JournalError),
    /// A fact breaks a rule of the model.
    #[error("a fact cannot be reported")]
    Model(#[from] ModelError),
    /// A sum leaves the range of money.
    #[error("a sum of the report cannot be computed")]
    Money(#[from] MoneyError),
    /// The facts do not say who reports.
    #[error("the facts have no profile of the reporting union")]
    NoProfile,
    /// The parts do not make a report.
    #[error("the parts do not make a report")]
    Report(#[from] ReportError),
}

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
    known_on: Option<NaiveDate>,
    inputs: Vec<Input>,
    generator: Option<String>,
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
            known_on: None,
            inputs: Vec::new(),
            generator: None,
        }
    }

    /// With the findings of reading and checking, to be printed in the report.
    #[must_use]
    pub fn with_findings(mut self, findings: &'a [Finding]) -> Self {
        self.findings = findings;
        self
    }

    /// As known on a day: what was recorded later is left out.
    #[must_use]
    pub fn as_known_on(mut self, day: Option<NaiveDate>) -> Self {
        self.known_on = day;
        self
    }

    /// With the files it was made from and their hashes.
    #[must_use]
    pub fn with_inputs(mut self, inputs: impl IntoIterator<Item = Input>) -> Self {
        self.inputs.extend(inputs);
        self
    }

    /// With the name and version of the program that makes it.
    #[must_use]
    pub fn made_by(mut self, generator: impl Into<String>) -> Self {
        self.generator = Some(generator.into());
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
        let key = AmountKey::new(Basis::Committed, Direction::Inward);
        Ok(self.totals().total(&self.selection(key))?)
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
        let profile = self.facts.profile().ok_or(TemplateError::NoProfile)?;
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
            .form(form(profile));
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
        report = self.memo(report)?;
        report = self.outputs(report);
        report = self.people(report);
        report = self.checks(report);
        let used = self.rates_used()?;
        let mut provenance = Provenance::new()
            .period(Bilingual::new(self.period.text(Language::Vi), self.period.text(Language::En)))
            .policy(self.policy_text());
        for rate in used.values() {
            provenance = provenance.rate(rate_text(rate));
        }
        if let Some(day) = self.known_on {
            provenance = provenance.as_known_on(day);
        }
        for input in &self.inputs {
            provenance = provenance.input(input.clone());
        }
        if let Some(generator) = &self.generator {
            provenance = provenance.generator(generator.clone());
        }
        let sources = self.inputs.iter().map(|input| SourceNote::new(Bilingual::same(input.name())));
        let rows = self.facts.rows().map(|(id, row)| {
            let mut source = SourceRow::new(id.clone(), row.location().clone(), Bilingual::same(row.label()));
            for (name, value) in row.fields() {
                source = source.field(Bilingual::same(name), value);
            }
            source
        });
        Ok(report.sources(sources).rows(rows).provenance(provenance).build()?)
    }

    /// I: the figures everyone asks for first, as cards and as the sentence of a speech.
    fn overview(
        &self,
        report: ReportBuilder,
        profile: &UnionProfile,
    ) -> Result<ReportBuilder, TemplateError> {
        let sum = self.disbursed()?;
        let members = self.members()?;
        let plan = self.plan()?;
        let items = self.items_of_period();
        let item_rows = || items.iter().flat_map(|item| item.rows().iter().cloned());
        let mut cards = vec![
            Card::new(label("Giải ngân trong kỳ", "Disbursed in the period"), sum_cell(&sum))
                .detail(unknown_text(&sum)),
        ];
        cards.push(
            Card::new(label("Cam kết trong kỳ", "Committed in the period"), sum_cell(&self.committed()?))
                .detail(label(
                    "kể cả điều chỉnh; không cộng với giải ngân",
                    "amendments included; never added to disbursement",
                )),
        );
        if let Some(line) = &plan {
            cards.push(Card::new(label("So với kế hoạch", "Of the plan"), percent_cell(line)).detail(
                if line.is_inferred() {
                    label("kế hoạch do suy ra, chưa có văn bản", "the plan is inferred, not stated")
                } else {
                    label("phần đã biết so với kế hoạch", "the known part against the plan")
                },
            ));
        }
        cards.push(Card::new(
            label("Khoản viện trợ trong kỳ", "Aid items of the period"),
            Cell::integer(i128_of(items.len())).rows(item_rows()),
        ));
        for (direction, sum) in &members {
            let told = label("ghi riêng, không tính vào kế hoạch", "told apart, not counted toward the plan");
            cards.push(
                Card::new(label("Hội thành viên ghi nhận", "Recorded by members"), sum_cell(sum))
                    .detail(if members.len() > 1 { with_direction(&told, *direction) } else { told }),
            );
        }
        let errors = self.findings.iter().filter(|finding| finding.severity() == Severity::Error).count();
        cards.push(
            Card::new(label("Ô cần sửa", "Cells to mend"), Cell::integer(i128_of(errors)))
                .detail(label("xem mục Kiểm tra số liệu", "see the section on checks")),
        );

        let mut sentence = Paragraph::new()
            .text(Bilingual::new(
                format!("Trong {}, {} có ", self.period.text(Language::Vi), profile.name().vi()),
                format!("In {}, the {} had ", self.period.text(Language::En), profile.name().en()),
            ))
            .cell(Cell::integer(i128_of(items.len())).rows(item_rows()))
            .text(label(
                " khoản viện trợ phi chính phủ nước ngoài được phê duyệt hoặc có giải ngân, giá trị giải ngân ",
                " items of foreign non-governmental aid approved or disbursed, with a disbursed value of ",
            ));
        sentence = told(sentence, &sum, &unknown_text(&sum));
        if let Some(line) = &plan {
            sentence = sentence
                .text(label(", đạt ", ", "))
                .cell(percent_cell(line))
                .text(label(" kế hoạch", " of the plan"));
            if let Some(over) =
                line.over_plan()?.known().filter(|over| over.is_sign_positive() && !over.is_zero())
            {
                sentence = sentence
                    .text(label(" (vượt ", " (over it by "))
                    .cell(Cell::percent(*over, 1).rows(line.rows().iter().cloned()))
                    .text(label(")", ")"));
            }
        }
        sentence = sentence.text(label(".", "."));
        let mut report = report
            .section(&label("KẾT QUẢ CHUNG", "OVERVIEW"))
            .block(Block::Cards(cards))
            .paragraph(sentence);
        for (direction, sum) in &members {
            let left_out = with_direction(&unknown_text(sum), *direction);
            let apart = Paragraph::new().text(label(
                "Ngoài ra, các hội thành viên ghi nhận giá trị ",
                "Apart from this, member associations recorded a value of ",
            ));
            report = report.paragraph(told(apart, sum, &left_out).text(label(
                ", ghi riêng và không cộng vào kết quả trên.",
                ", told apart and not added to the result above.",
            )));
        }
        Ok(report)
    }

    /// II: what was disbursed, cut in several ways that all sum to the same total.
    fn disbursements(&self, report: ReportBuilder) -> Result<ReportBuilder, TemplateError> {
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
    fn cut(&self, id: &str, caption: Bilingual, stub: Bilingual, groups: &[Group], total: &Sum) -> Table {
        let mut table = Table::new(id, caption, stub)
            .column(Column::new(label("Số lần giải ngân", "Disbursements")))
            .column(Column::new(label("Giá trị", "Value")).unit(Unit::Currency(self.journal.presentation())))
            .column(Column::new(label("Tỷ trọng (%)", "Share (%)")))
            .column(Column::new(label("Chưa biết", "Unknown")));
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
            table = table.rate(Bilingual::new(
                format!("{}; từng tỷ giá ở cuối báo cáo.", self.policy.text(Language::Vi)),
                format!("{}; each rate at the end of the report.", self.policy.text(Language::En)),
            ));
        }
        table
    }

    /// III: each item with its commitment as amended, what was drawn and what is left.
    fn items(&self, report: ReportBuilder) -> Result<ReportBuilder, TemplateError> {
        let report = report.section(&label("CÁC KHOẢN VIỆN TRỢ", "AID ITEMS"));
        let journal = match self.known_on {
            Some(day) => self.journal.as_known_on(day)?,
            None => self.journal.clone(),
        };
        let positions = commitments(&journal)?;
        let mut table = Table::new(
            "items",
            label(
                "Cam kết, giải ngân và số còn lại của từng khoản",
                "Commitment, disbursement and remainder of each item",
            ),
            label("Mã, tên khoản, nhà tài trợ, phê duyệt", "Code, title, donor, approval"),
        )
        .column(Column::new(label("Ban đầu", "First")))
        .column(Column::new(label("Sau điều chỉnh", "As amended")))
        .column(Column::new(label("Đã giải ngân (lũy kế)", "Disbursed so far")))
        .column(Column::new(label("Còn lại", "Remainder")))
        .spanner(Spanner::new(label("Cam kết", "Commitment"), 0..=1));
        for item in self.facts.items().filter(|item| self.is_known(item)) {
            let position = positions.iter().find(|position| position.item() == item.id());
            let rows = || item.rows().iter().cloned();
            let first = item.commitment().and_then(|history| match self.known_on {
                Some(day) => history.as_known_on(day).map(|_| history.first().value().clone()),
                None => Some(history.first().value().clone()),
            });
            let now = match self.known_on {
                Some(day) => item.commitment_as_known_on(day).cloned(),
                None => item.commitment_now().cloned(),
            };
            let money = |figure: Option<Figure<Money>>| {
                figure.map_or_else(
                    || Cell::missing(MissingReason::Unknown),
                    |figure| Cell::money_figure(&figure),
                )
            };
            let mut amended = money(now).rows(rows());
            for amendment in item.amendments() {
                if self.known_on.is_none_or(|day| amendment.recorded_on() <= day) {
                    amended =
                        amended.because(amendment_text(amendment)).rows(amendment.rows().iter().cloned());
                }
            }
            let drawn_rows = || position.map(|position| position.rows().to_vec()).unwrap_or_default();
            let mut drawn = money(position.map(|position| position.drawn().clone())).rows(drawn_rows());
            let mut remainder =
                money(position.map(|position| position.remainder().clone())).rows(drawn_rows());
            if position.is_some_and(|position| position.over_disbursed().is_yes()) {
                remainder =
                    remainder.footnote(label("Giải ngân vượt cam kết.", "Disbursed over the commitment."));
            }
            if position.is_some_and(vientro_accounting::CommitmentPosition::is_in_presentation) {
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
            table = table
                .row(TableRow::new(item_label(item), [money(first).rows(rows()), amended, drawn, remainder]));
        }
        Ok(report.table(table))
    }

    /// IV: the plan of the period, and the next one.
    fn plans(&self, report: ReportBuilder) -> Result<ReportBuilder, TemplateError> {
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
                let mut table = Table::new(
                    "plan",
                    label("Kết quả so với kế hoạch", "Result against the plan"),
                    label("Chỉ tiêu", "Indicator"),
                )
                .column(Column::new(label("Kế hoạch", "Plan")))
                .column(Column::new(label("Thực hiện (phần đã biết)", "Actual (known part)")))
                .column(Column::new(label("Mức đạt", "Attainment")))
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
            let mut table = Table::new(
                "next-targets",
                label("Chỉ tiêu kỳ sau", "Targets of the next period"),
                label("Chỉ tiêu", "Indicator"),
            )
            .column(Column::new(label("Nguồn", "Source")).align(Align::Left))
            .column(Column::new(label("Cơ sở tính", "Basis")).align(Align::Left))
            .column(Column::new(label("Giá trị", "Value")))
            .column(Column::new(label("So với thực hiện kỳ này (%)", "Against this period's actual (%)")))
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

    /// V: what member associations recorded, told apart.
    fn memo(&self, report: ReportBuilder) -> Result<ReportBuilder, TemplateError> {
        let members = self.members()?;
        if members.is_empty() {
            return Ok(report);
        }
        let mut report = report.section(&label("HỘI THÀNH VIÊN (GHI RIÊNG)", "MEMBER ASSOCIATIONS (MEMO)"));
        for (direction, sum) in &members {
            report = report.table(self.gifts(*direction, sum)?);
        }
        Ok(report)
    }

    /// The gifts of one direction by branch; those without a valid date stand outside the total.
    fn gifts(&self, direction: Direction, sum: &Sum) -> Result<Table, TemplateError> {
        let presentation = self.journal.presentation();
        let empty = || Ok::<_, MoneyError>((Total::empty(Money::zero(presentation)?), Vec::<RowId>::new()));
        let mut branches: BTreeMap<&str, (Total<Money>, Vec<RowId>)> = BTreeMap::new();
        let mut undated = empty()?;
        let in_period = |gift: &&Gift| gift.date().is_none_or(|date| self.period.contains(date));
        let known = |gift: &&Gift| self.known_on.is_none_or(|day| gift.date().is_none_or(|date| date <= day));
        let gifts: Vec<&Gift> = self
            .facts
            .gifts()
            .filter(|gift| gift.to_flow().is_ok_and(|flow| flow.direction() == direction))
            .filter(in_period)
            .filter(known)
            .collect();
        // a gift in another currency is in the total at its rate; by branch only one currency can be told
        let by_branch =
            gifts.iter().all(|gift| currency_of(gift).is_none_or(|currency| currency == presentation));
        for gift in gifts.iter().filter(|_| by_branch) {
            let (total, rows) = match gift.date() {
                None => &mut undated,
                Some(_) => match branches.entry(gift.branch().unwrap_or("…")) {
                    Entry::Occupied(entry) => entry.into_mut(),
                    Entry::Vacant(entry) => entry.insert(empty()?),
                },
            };
            total.push(gift.value())?;
            rows.extend(gift.rows().iter().cloned());
        }
        let id = format!("members-{}", direction.as_str());
        let caption = label(
            "Quà tặng do hội thành viên và chi hội ghi nhận",
            "Gifts recorded by member associations and branches",
        );
        let mut table = Table::new(id, with_direction(&caption, direction), label("Chi hội", "Branch"))
            .column(Column::new(label("Số lượt", "Gifts")))
            .column(Column::new(label("Giá trị", "Value")).unit(Unit::Currency(presentation)))
            .note(label(
                "Số liệu ghi riêng, chủ yếu bằng hiện vật; không tính vào mức đạt kế hoạch.",
                "Told apart, mostly in kind; not counted toward the plan.",
            ));
        let cells = |total: &Total<Money>, rows: Vec<RowId>| {
            [
                Cell::integer(i128_of(total.inputs())).rows(rows.iter().cloned()),
                Cell::money_total(total).rows(rows),
            ]
        };
        for (branch, (total, rows)) in branches {
            table = table.row(TableRow::new(Bilingual::same(branch), cells(&total, rows)));
        }
        if undated.0.inputs() > 0 {
            table = table.memo(TableRow::new(
                label("Không có ngày hợp lệ, ngoài tổng", "Without a valid date, outside the total"),
                cells(&undated.0, undated.1),
            ));
        }
        Ok(table.total(TableRow::new(
            label("Tổng cộng", "Total"),
            [Cell::integer(i128_of(sum.figure().inputs())).rows(sum.rows().iter().cloned()), sum_cell(sum)],
        )))
    }

    /// VI: houses, scholarships, gifts: things and not money.
    fn outputs(&self, report: ReportBuilder) -> ReportBuilder {
        if self.facts.outputs().len() == 0 {
            return report;
        }
        let mut table = Table::new(
            "outputs",
            label("Kết quả bằng hiện vật", "What was delivered"),
            label("Nội dung", "What"),
        )
        .column(Column::new(label("Số lượng", "Quantity")))
        .column(Column::new(label("Đơn vị", "Unit")).align(Align::Left))
        .column(Column::new(label("Địa bàn", "Place")).align(Align::Left));
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
    fn people(&self, report: ReportBuilder) -> ReportBuilder {
        let mut report = report.section(&label("ĐỐI NGOẠI NHÂN DÂN", "PEOPLE-TO-PEOPLE WORK"));
        let known = |date: NaiveDate| self.known_on.is_none_or(|day| date <= day);
        let within =
            |date: Option<NaiveDate>| date.is_none_or(|date| self.period.contains(date) && known(date));
        let activities: Vec<_> = self.facts.activities().filter(|activity| within(activity.date())).collect();
        let delegations: Vec<_> =
            self.facts.delegations().filter(|delegation| within(delegation.from())).collect();
        let awards: Vec<_> = self.facts.awards().filter(|award| within(award.date())).collect();
        report = report.paragraph(
            Paragraph::new()
                .cell(
                    Cell::integer(i128_of(activities.len()))
                        .rows(activities.iter().flat_map(|activity| activity.rows().iter().cloned())),
                )
                .text(label(" hoạt động, ", " activities, "))
                .cell(
                    Cell::integer(i128_of(delegations.len()))
                        .rows(delegations.iter().flat_map(|delegation| delegation.rows().iter().cloned())),
                )
                .text(label(" đoàn, ", " delegations, "))
                .cell(
                    Cell::integer(i128_of(awards.len()))
                        .rows(awards.iter().flat_map(|award| award.rows().iter().cloned())),
                )
                .text(label(
                    " hình thức khen thưởng được ghi trong kỳ.",
                    " awards are on record for the period.",
                )),
        );
        if !activities.is_empty() {
            let mut table = Table::new(
                "activities",
                label("Hoạt động", "Activities"),
                label("Tên hoạt động", "Activity"),
            )
            .column(Column::new(label("Ngày", "Date")))
            .column(Column::new(label("Chủ trì", "Organisers")).align(Align::Left))
            .column(Column::new(label("Số người", "People")))
            .column(Column::new(label("Nước liên quan", "Countries")).align(Align::Left));
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
            let mut table = Table::new(
                "delegations",
                label("Đoàn ra, đoàn vào", "Delegations"),
                label("Đoàn", "Delegation"),
            )
            .column(Column::new(label("Nước", "Country")).align(Align::Left))
            .column(Column::new(label("Từ ngày", "From")))
            .column(Column::new(label("Đến ngày", "To")))
            .column(Column::new(label("Số người", "People")))
            .column(Column::new(label("Nội dung", "Purpose")).align(Align::Left));
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
        if !awards.is_empty() {
            let mut table = Table::new("awards", label("Khen thưởng", "Awards"), label("Hình thức", "Form"))
                .column(Column::new(label("Cơ quan tặng", "Given by")).align(Align::Left))
                .column(Column::new(label("Đối tượng", "To")).align(Align::Left))
                .column(Column::new(label("Ngày", "Date")));
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
        let Some(day) = self.known_on else { return profile.name().clone() };
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
        match self.known_on {
            Some(day) => selection.as_known_on(day),
            None => selection,
        }
    }

    /// The target of the period: the one of the same days, else that of the calendar year it ends in.
    fn target(&self) -> Option<&'a Target> {
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

    /// Was anything of the item known on the day asked for?
    fn is_known(&self, item: &AidItem) -> bool {
        self.known_on.is_none_or(|day| {
            let mut flows = self.facts.flows_of(item.id());
            since(item).is_some_and(|since| since <= day)
                || flows.any(|flow| flow.recorded_on().or(flow.date()).is_some_and(|date| date <= day))
        })
    }

    /// Items that were approved in the period or have a flow in it.
    fn items_of_period(&self) -> Vec<&'a AidItem> {
        let known = |date: NaiveDate| self.known_on.is_none_or(|day| date <= day);
        let counts =
            |date: Option<NaiveDate>| date.is_some_and(|date| self.period.contains(date) && known(date));
        let with_flows: BTreeSet<_> = self
            .facts
            .flows()
            .filter(|flow| counts(flow.date()))
            .filter_map(vientro_model::Flow::item)
            .collect();
        self.facts.items().filter(|item| with_flows.contains(item.id()) || counts(since(item))).collect()
    }

    fn rates_used(&self) -> Result<BTreeMap<RateId, Rate>, TemplateError> {
        let (disbursed, members) = (self.disbursed()?, self.members()?);
        let sums = std::iter::once(&disbursed).chain(members.iter().map(|(_, sum)| sum));
        Ok(sums.flat_map(Sum::rates).map(|rate| (rate.id().clone(), rate.clone())).collect())
    }

    fn policy_text(&self) -> Bilingual {
        Bilingual::new(self.policy.text(Language::Vi), self.policy.text(Language::En))
    }
}

/// Foreign aid disbursed by the Union itself.
const DISBURSED: AmountKey = AmountKey::new(Basis::Disbursed, Direction::Inward);

fn members_key(direction: Direction) -> AmountKey {
    AmountKey::new(Basis::Recorded, direction).with_standing(Standing::Memo)
}

fn with_direction(text: &Bilingual, direction: Direction) -> Bilingual {
    Bilingual::new(
        format!("{}, {}", text.vi(), direction.text(Language::Vi)),
        format!("{}, {}", text.en(), direction.text(Language::En)),
    )
}

fn form(profile: &UnionProfile) -> AdministrativeForm {
    let signature = Signature::new(label("Chủ tịch", "President"))
        .authority(Authority::OnBehalf, label("Ban Chấp hành", "the Executive Committee"));
    let form = AdministrativeForm::new(
        profile.name().clone(),
        format!("BC-{}", profile.symbol()),
        Bilingual::same(profile.place()),
        label("Báo cáo", "Report"),
        signature,
    );
    let form = match profile.parent() {
        Some(parent) => form.parent(Bilingual::same(parent)),
        None => form,
    };
    form.recipient(label("Ủy ban nhân dân cấp tỉnh", "the provincial People's Committee"))
        .recipient(label(
            "Liên hiệp các tổ chức hữu nghị Việt Nam",
            "Viet Nam Union of Friendship Organisations",
        ))
        .recipient(label("Lưu: VT", "archive"))
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

/// The day an item's commitment counts from: that of its approval, else the first record of the commitment.
fn since(item: &AidItem) -> Option<NaiveDate> {
    let approved = item.approval().and_then(vientro_model::Approval::date);
    approved.or_else(|| item.commitment().map(|history| history.first().recorded_on()))
}

fn item_label(item: &AidItem) -> Bilingual {
    let decision = item.approval().map(vientro_model::Approval::number);
    let details: Vec<&str> = item.donor().into_iter().chain(decision).collect();
    let title = format!("{} {}", item.id(), item.title());
    Bilingual::same(if details.is_empty() { title } else { format!("{title} ({})", details.join("; ")) })
}

/// The known part of a group's sum, if it is exact; none if nothing of it is known.
fn known_amount(group: &Group) -> Option<Decimal> {
    let figure = group.sum().figure();
    figure.known_part().known().filter(|_| figure.unknown() < figure.inputs()).map(Money::amount)
}

fn group_label(group: &Group) -> Bilingual {
    Bilingual::new(group.label(Language::Vi), group.label(Language::En))
}

fn amendment_text(amendment: &vientro_model::Amendment) -> Bilingual {
    let reason = amendment.reason().or(amendment.decision()).unwrap_or("…");
    Bilingual::new(
        format!("điều chỉnh ngày {}: {reason}", amendment.recorded_on().format("%d/%m/%Y")),
        format!("amended on {}: {reason}", amendment.recorded_on().format("%-d %B %Y")),
    )
}

fn currency_of(gift: &Gift) -> Option<Currency> {
    gift.value().low().or(gift.value().high()).map(Money::currency)
}

fn first_of(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MAX)
}
