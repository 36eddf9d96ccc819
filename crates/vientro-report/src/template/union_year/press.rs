//! The year in a paragraph for the press, and in a speech of one page.

use rust_decimal::Decimal;
use vientro_accounting::{Dimension, Group, Sum, attainment};
use vientro_core::{Bilingual, Language};
use vientro_currency::Money;
use vientro_model::{AidItem, Direction, UnionProfile};

use super::{DISBURSED, UnionYear};
use crate::template::TemplateError;
use crate::template::cells::{count_cell, label, nothing_known};
use crate::template::edition::{Template, period_text, profile, source_rows};
use crate::template::regions::country_name;
use crate::template::spoken::{attained, spoken};
use crate::template::words::{said, sentence};
use crate::{Cell, Paragraph, Report, ReportBuilder};

const PRESS: Template = Template { name: "press-paragraph", version: 2 };
const SPEECH: Template = Template { name: "speech", version: 2 };

impl UnionYear<'_> {
    /// The year in one paragraph for the press: what was disbursed, against the plan, from where and for what, and
    /// what members recorded apart. Every figure is rounded with the word that keeps it true, and stands on its rows; the
    /// exact figures stand in a table below.
    ///
    /// # Errors
    ///
    /// See [`TemplateError`].
    pub fn press_paragraph(&self) -> Result<Report, TemplateError> {
        let profile = profile(self.facts)?;
        let title = label("Thông tin cho báo chí", "For the press");
        let mut paragraph = self.result(profile)?;
        if let Some((country, sum)) = self.largest(Dimension::DonorCountry)? {
            paragraph = said(
                paragraph,
                " Phần lớn nhất đến từ {}, với {}.",
                " The largest part came from {}, with {}.",
                [Cell::text(country), spoken(&sum).rows(sum.rows().iter().cloned())],
            );
        }
        if let Some((sector, sum)) = self.largest(Dimension::Sector)? {
            paragraph = said(
                paragraph,
                " Lĩnh vực được hỗ trợ nhiều nhất là {}: {}.",
                " The sector with the most support was {}: {}.",
                [Cell::text(sector), spoken(&sum).rows(sum.rows().iter().cloned())],
            );
        }
        paragraph = members_apart(paragraph, &self.members()?);
        let report = Report::new("press-paragraph", title).paragraph(paragraph);
        let report = self.exact_figures()?.into_iter().fold(report, ReportBuilder::table);
        self.spoken_report(report, PRESS)
    }

    /// The year in a speech of one page, in the order a speaker tells it: result, parts, members, next year. The exact
    /// figures are at hand in an annex.
    ///
    /// # Errors
    ///
    /// See [`TemplateError`].
    pub fn speech(&self) -> Result<Report, TemplateError> {
        let profile = profile(self.facts)?;
        let title = label(
            format!("Phát biểu về kết quả công tác viện trợ {}", period_text(&self.period).vi()),
            format!("Speech on the results of aid work in {}", period_text(&self.period).en()),
        );
        let mut report = Report::new("speech", title)
            .paragraph(label("Kính thưa quý vị đại biểu,", "Distinguished guests,"))
            .paragraph(self.result(profile)?);
        for (dimension, vi, en) in [
            (
                Dimension::DonorCountry,
                "Nguồn viện trợ lớn nhất đến từ ",
                "The largest sources of this aid were ",
            ),
            (Dimension::Sector, "Viện trợ tập trung nhiều nhất cho ", "Most of it went to "),
        ] {
            if let Some(paragraph) = self.three_largest(dimension, vi, en)? {
                report = report.paragraph(paragraph);
            }
        }
        let members = members_apart(Paragraph::new(), &self.members()?);
        if !members.runs().is_empty() {
            report = report.paragraph(members);
        }
        let disbursed = self.disbursed()?;
        if disbursed.left_out() > 0 {
            report = report.paragraph(sentence(
                "Số khoản chưa có số liệu, chưa nằm trong các con số trên: {}; vì vậy đó là mức ít nhất hoặc chưa đầy đủ.",
                "Amounts that are not known yet and not part of these figures: {}; what I have told you is therefore the least, or not the whole.",
                [crate::template::cells::left_out_cell(&disbursed)],
            ));
        }
        report = report
            .paragraph(label(
                "Thay mặt Liên hiệp, tôi trân trọng cảm ơn các tổ chức, cá nhân đã đồng hành, và mong tiếp tục nhận được sự hợp tác của quý vị.",
                "On behalf of the Union I thank the organisations and people who have stood with us, and hope for your continued cooperation.",
            ))
            .paragraph(label("Xin trân trọng cảm ơn.", "Thank you."));
        if let Some(table) = self.exact_figures()? {
            report = report.annex(label("Số liệu để tra cứu", "Figures to look up")).table(table);
        }
        self.spoken_report(report, SPEECH)
    }

    fn spoken_report(&self, report: ReportBuilder, template: Template) -> Result<Report, TemplateError> {
        let mut provenance = self.edition.provenance(template).period(period_text(&self.period));
        for rate in self.rates_used()?.into_values() {
            provenance = provenance.rate(rate);
        }
        self.edition.finish(report.rows_named(source_rows(self.facts)), provenance)
    }

    /// What was disbursed, of how many items, against the plan.
    fn result(&self, profile: &UnionProfile) -> Result<Paragraph, TemplateError> {
        let sum = self.disbursed()?;
        let items = self.items_of_period();
        let opening = [Cell::text(period_text(&self.period)), Cell::text(profile.name().clone())];
        if nothing_known(&sum) {
            let count = count_cell(items.iter().copied(), AidItem::rows);
            return Ok(sentence(
                "Trong {}, {} có {} khoản viện trợ phi chính phủ nước ngoài; giá trị giải ngân chưa có số liệu.",
                "In {}, the {} had {} items of foreign non-governmental aid; the value disbursed is not known.",
                opening.into_iter().chain([count]),
            ));
        }
        let amount = spoken(&sum).rows(sum.rows().iter().cloned());
        let mut paragraph = sentence(
            "Trong {}, {} giải ngân {} viện trợ phi chính phủ nước ngoài",
            "In {}, the {} disbursed {} of foreign non-governmental aid",
            opening.into_iter().chain([amount]),
        );
        if let Some(target) = self.target() {
            let percent = attainment(&sum.printable_decimal(), target.value())?;
            let rows = sum.rows().iter().chain(target.rows()).cloned();
            let cell = attained(&percent, target.is_inferred()).rows(rows);
            paragraph = said(paragraph, ", {}", ", {}", [cell]);
        }
        let count = count_cell(items.iter().copied(), AidItem::rows);
        Ok(said(paragraph, ", qua {} khoản viện trợ.", ", through {} aid items.", [count]))
    }

    /// The groups of what was disbursed whose value is known, the largest first.
    fn known_groups(&self, dimension: Dimension) -> Result<Vec<(Decimal, Group)>, TemplateError> {
        let groups = self.totals().grouped(&self.selection(DISBURSED), dimension)?;
        let known = |group: Group| {
            let figure = group.sum().figure();
            let amount =
                figure.known_part().known().map(Money::amount).filter(|amount| *amount > Decimal::ZERO)?;
            group.key().is_some().then(|| (amount, group.clone()))
        };
        let mut groups: Vec<(Decimal, Group)> = groups.into_iter().filter_map(known).collect();
        groups.sort_by_key(|(amount, _)| std::cmp::Reverse(*amount));
        Ok(groups)
    }

    /// The largest group, where that is certain: nothing is left out and no other is as large.
    fn largest(&self, dimension: Dimension) -> Result<Option<(Bilingual, Sum)>, TemplateError> {
        let groups = self.known_groups(dimension)?;
        let complete = self.disbursed()?.is_complete();
        Ok(match groups.as_slice() {
            [(first, group), (second, _), ..] if complete && first > second => {
                Some((group_name(dimension, group), group.sum().clone()))
            }
            _ => None,
        })
    }

    fn three_largest(
        &self,
        dimension: Dimension,
        vi: &str,
        en: &str,
    ) -> Result<Option<Paragraph>, TemplateError> {
        let groups = self.known_groups(dimension)?;
        if groups.len() < 2 || !self.disbursed()?.is_complete() {
            return Ok(None);
        }
        let mut paragraph = Paragraph::new().text(label(vi, en));
        let last = groups.len().min(3).saturating_sub(1);
        for ((_, group), at) in groups.iter().take(3).zip(0..) {
            let between = match at {
                0 => label("", ""),
                at if at == last => label(" và ", " and "),
                _ => label(", ", ", "),
            };
            let amount = spoken(group.sum()).rows(group.sum().rows().iter().cloned());
            paragraph = said(
                paragraph.text(between),
                "{} ({})",
                "{} ({})",
                [Cell::text(group_name(dimension, group)), amount],
            );
        }
        Ok(Some(paragraph.text(label(".", "."))))
    }
}

fn group_name(dimension: Dimension, group: &Group) -> Bilingual {
    if let (Dimension::DonorCountry, Some(country)) = (dimension, group.key()) {
        return country_name(country);
    }
    label(group.label(Language::Vi), group.label(Language::En))
}

/// What members recorded, each direction for itself, in one sentence; nothing if they recorded nothing.
fn members_apart(paragraph: Paragraph, members: &[(Direction, Sum)]) -> Paragraph {
    let before = if paragraph.runs().is_empty() { "" } else { " " };
    let mut words = (
        format!("{before}Riêng các hội thành viên ghi nhận "),
        format!("{before}Apart from this, member associations recorded "),
    );
    let mut told = paragraph;
    for (direction, sum) in members {
        let amount = spoken(sum).rows(sum.rows().iter().cloned());
        let direction = Cell::text(label(direction.text(Language::Vi), direction.text(Language::En)));
        told = told.text(label(words.0, words.1)).cell(amount);
        told = said(told, " ({})", " ({})", [direction]);
        words = (" và ".to_owned(), " and ".to_owned());
    }
    if members.is_empty() {
        return told;
    }
    told.text(label(", không tính vào số trên.", ", not part of the figure above."))
}
