//! The consolidated report of a province: what its bodies reported, counted once, with who is missing.

use std::collections::BTreeSet;

use vientro_accounting::{ConsolidatedLine, Consolidation, Part};
use vientro_core::{Bilingual, Language, Period, RowId};
use vientro_model::Facts;

use super::cells::{i128_of, label, percent_figure};
use super::edition::{Template, period_text, profile, report_form, source_rows};
use super::words::{numbers, said, sentence, table, words};
use super::{Edition, TemplateError};
use crate::{Block, Cell, MissingReason, Paragraph, Report, ReportBuilder, Table, TableRow};

const TEMPLATE: Template = Template { name: "consolidated", version: 2 };

/// What several bodies reported, by basis, direction and source, never added across them: each joint claim counted
/// once, what was not counted a second time listed, and the bodies that did not report named.
#[derive(Clone, Debug)]
pub struct Consolidated<'a> {
    facts: &'a Facts,
    consolidation: &'a Consolidation,
    period: Period,
    edition: Edition,
}

impl<'a> Consolidated<'a> {
    /// The report of a consolidation over `period`; `facts` say who reports and hold the rows of the claims.
    pub fn new(facts: &'a Facts, consolidation: &'a Consolidation, period: Period) -> Self {
        Self { facts, consolidation, period, edition: Edition::new() }
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
        let period = period_text(&self.period);
        let title = label(
            format!("Tổng hợp viện trợ phi chính phủ nước ngoài {}", period.vi()),
            format!("Foreign non-governmental aid in {}, consolidated", period.en()),
        );
        let mut report =
            Report::new("consolidated", title).subtitle(profile.name().clone()).form(report_form(profile));
        report = self.coverage(report);
        report = report.section(&label("SỐ TỔNG HỢP", "CONSOLIDATED TOTALS"));
        if self.consolidation.lines().is_empty() {
            report = report.paragraph(label("Chưa có số liệu nào.", "Nothing was reported."));
        } else {
            report = report.table(self.totals());
        }
        for (line, number) in self.consolidation.lines().iter().zip(1_usize..) {
            report = report.table(claims(line, number));
        }
        report = self.eliminations(report);
        if !self.consolidation.findings().is_empty() {
            report = report
                .section(&label("LƯU Ý", "TO BE SAID BESIDE THE TOTALS"))
                .block(Block::Findings(self.consolidation.findings().to_vec()));
        }
        let rates = self.consolidation.lines().iter().flat_map(ConsolidatedLine::parts).flat_map(Part::rates);
        let mut provenance = self.edition.provenance(TEMPLATE).period(period);
        let mut told = BTreeSet::new();
        for rate in rates.filter(|rate| told.insert(rate.id().clone())) {
            provenance = provenance.rate(rate.clone());
        }
        self.edition.finish(report.rows_named(source_rows(self.facts)), provenance)
    }

    /// How many of those who should have reported did, what part of the expected value that is, and who did not.
    fn coverage(&self, report: ReportBuilder) -> ReportBuilder {
        let (coverage, missing) = (self.consolidation.coverage(), self.consolidation.missing());
        // a body may report that nobody expected
        let (reported, expected) = match coverage.expected() {
            0 => (self.consolidation.reported().len(), self.consolidation.reported().len()),
            expected => (coverage.reported(), expected),
        };
        let mut told = sentence(
            "Đã nhận báo cáo của {} trong {} đơn vị.",
            "Reports have come from {} of {} bodies.",
            [Cell::integer(i128_of(reported)), Cell::integer(i128_of(expected))],
        );
        if let Some(percent) = coverage.percent_of_value() {
            let percent = percent_figure(percent).because(label(
                "giá trị dự kiến của các đơn vị đã báo cáo chia cho giá trị dự kiến của mọi đơn vị",
                "the expected value of those that reported, divided by that of all",
            ));
            told = said(
                told,
                " Tính theo giá trị dự kiến, phần đã báo cáo là {}.",
                " By expected value, the part reported is {}.",
                [percent],
            );
        }
        let report = report.section(&label("MỨC ĐỘ ĐẦY ĐỦ", "COVERAGE")).paragraph(told);
        if missing.is_empty() {
            return report;
        }
        let items = missing.iter().map(|body| Paragraph::from(Bilingual::same(body))).collect();
        report
            .paragraph(label(
                "Chưa nhận báo cáo của các đơn vị sau; số tổng hợp dưới đây chưa gồm số liệu của họ:",
                "These have not; the totals below are without them:",
            ))
            .block(Block::List { ordered: false, items })
    }

    fn totals(&self) -> Table {
        let list = table(
            "totals",
            ("Số tổng hợp theo cơ sở tính", "Totals by basis"),
            ("Cơ sở tính, chiều và nguồn", "Basis, direction and source"),
            [
                numbers("Số đơn vị", "Bodies"),
                numbers("Số khoản được tính", "Claims counted"),
                numbers("Tổng", "Total"),
                numbers("Chưa biết", "Unknown"),
            ],
        )
        .note(label(
            "Các dòng khác cơ sở tính, chiều hoặc nguồn, không cộng với nhau.",
            "The lines are of different bases, directions or sources and are not added.",
        ));
        self.consolidation.lines().iter().fold(list, |list, line| {
            let counted: Vec<&Part> = line.parts().iter().filter(|part| part.is_counted()).collect();
            let bodies: BTreeSet<&str> = line.parts().iter().map(|part| part.claim().body()).collect();
            let rows: Vec<RowId> =
                counted.iter().flat_map(|part| part.claim().rows().iter().cloned()).collect();
            list.row(TableRow::new(
                key_text(line),
                [
                    Cell::integer(i128_of(bodies.len())).rows(rows.iter().cloned()),
                    Cell::integer(i128_of(counted.len())).rows(rows.iter().cloned()),
                    Cell::money_total(line.total()).rows(rows),
                    Cell::integer(i128_of(line.total().unknown())),
                ],
            ))
        })
    }

    fn eliminations(&self, report: ReportBuilder) -> ReportBuilder {
        if self.consolidation.eliminations().is_empty() {
            return report;
        }
        let mut list = table(
            "eliminations",
            ("Khoản chung không tính lần thứ hai", "Joint claims not counted a second time"),
            ("Nhóm", "Group"),
            [
                words("Tính ở", "Counted under"),
                words("Ghi nhận ở", "Shown under"),
                numbers("Giá trị không tính lại", "Not counted again"),
            ],
        );
        for elimination in self.consolidation.eliminations() {
            list = list.row(TableRow::new(
                Bilingual::same(elimination.group()),
                [
                    Cell::text(Bilingual::same(elimination.counted_under())),
                    Cell::text(Bilingual::same(elimination.shown_under())),
                    Cell::money_figure(elimination.value()),
                ],
            ));
        }
        report.section(&label("LOẠI TRỪ", "ELIMINATIONS")).table(list)
    }
}

/// What the amounts of a line have in common.
fn key_text(line: &ConsolidatedLine) -> Bilingual {
    let key = line.key();
    let both = |language: Language| {
        let mut words = vec![key.basis().text(language), key.direction().text(language)];
        words.extend(key.source().map(|source| source.text(language)));
        words.extend((key.standing() != vientro_model::Standing::Own).then(|| key.standing().text(language)));
        words.join(", ")
    };
    label(both(Language::Vi), both(Language::En))
}

/// Each claim of one line, counted or not.
fn claims(line: &ConsolidatedLine, number: usize) -> Table {
    let key = key_text(line);
    let caption = (format!("Từng khoản: {}", key.vi()), format!("Each claim: {}", key.en()));
    let heads =
        [words("Đơn vị", "Body"), numbers("Số báo cáo", "As reported"), numbers("Số được tính", "Counted")];
    let mut list = table(format!("claims-{number}"), (&caption.0, &caption.1), ("Mã khoản", "Claim"), heads);
    for part in line.parts() {
        let claim = part.claim();
        let rows = || claim.rows().iter().cloned();
        let mut reported = Cell::money_figure(claim.amount()).rows(rows());
        for rate in part.rates() {
            reported = reported.because(super::cells::rate_text(rate));
        }
        let counted = if part.is_counted() {
            Cell::money_figure(part.value()).rows(rows())
        } else {
            Cell::missing(MissingReason::NotApplicable).rows(rows()).footnote(label(
                "Khoản chung, đã tính ở đơn vị khác.",
                "A joint claim, counted under another body.",
            ))
        };
        list = list.row(TableRow::new(
            Bilingual::same(claim.id()),
            [Cell::text(Bilingual::same(claim.body())), reported, counted],
        ));
    }
    list.total(TableRow::new(
        label("Tổng cộng", "Total"),
        [Cell::empty(), Cell::missing(MissingReason::NotApplicable), Cell::money_total(line.total())],
    ))
}
