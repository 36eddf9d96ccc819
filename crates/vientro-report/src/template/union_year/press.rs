//! The year in a paragraph for the press, and in a speech of one page.

use rust_decimal::Decimal;
use vientro_accounting::{Dimension, Group, Sum, attainment};
use vientro_core::{Bilingual, Language, RowId};
use vientro_currency::Money;
use vientro_model::{AidItem, Direction, UnionProfile};

use super::{DISBURSED, UnionYear, with_direction};
use crate::template::TemplateError;
use crate::template::cells::{count_cell, label, left_out_cell, nothing_known, percent_figure, sum_cell};
use crate::template::edition::{Template, form, period_text, profile, source_rows};
use crate::template::regions::country_name;
use crate::template::spoken::{attained, spoken};
use crate::template::words::{numbers, said, sentence, table, words};
use crate::{Cell, Paragraph, Report, ReportBuilder, Table, TableRow};

const PRESS: Template = Template { name: "press-paragraph", version: 3 };
const SPEECH: Template = Template { name: "speech", version: 3 };

impl UnionYear<'_> {
    /// The year in one paragraph for the press: what was disbursed, against the plan, from where and for what, and
    /// what members recorded apart. Every figure is rounded with the word that keeps it true and stands on its rows; an
    /// annex has each beside the exact one.
    ///
    /// # Errors
    ///
    /// See [`TemplateError`].
    ///
    /// # Source
    ///
    /// Decree 30/2020/NĐ-CP, Article 7 and Appendix III: a communiqué (thông cáo) is a kind of administrative document, its
    /// letters are TC.
    pub fn press_paragraph(&self) -> Result<Report, TemplateError> {
        let profile = profile(self.facts)?;
        let mut quotes = Quotes::default();
        let mut paragraph = self.result(profile, &mut quotes)?;
        if let Some((country, sum)) = self.largest(Dimension::DonorCountry)? {
            let amount = quotes.disbursed(&country, &sum);
            paragraph = said(
                paragraph,
                " Phần lớn nhất đến từ {}, với {}.",
                " The largest part came from {}, with {}.",
                [Cell::text(country), amount],
            );
        }
        if let Some((sector, sum)) = self.largest(Dimension::Sector)? {
            let amount = quotes.disbursed(&sector, &sum);
            paragraph = said(
                paragraph,
                " Lĩnh vực được hỗ trợ nhiều nhất là {}: {}.",
                " The sector with the most support was {}: {}.",
                [Cell::text(sector), amount],
            );
        }
        paragraph = members_apart(paragraph, &self.members()?, &mut quotes);
        let form = form(profile, "TC", label("Thông cáo báo chí", "Press communiqué"))
            .recipient(label("Các cơ quan báo chí", "the press"))
            .recipient(label("Lưu: VT", "archive"));
        let report = Report::new("press-paragraph", self.spoken_title()).form(form).paragraph(paragraph);
        self.spoken_report(report, quotes, PRESS)
    }

    /// The year in a speech of one page, in the order a speaker tells it: result, parts, members, thanks. An annex has each
    /// figure beside the exact one.
    ///
    /// # Errors
    ///
    /// See [`TemplateError`].
    ///
    /// # Source
    ///
    /// Our decision: a speech is none of the kinds of document of Decree 30/2020/NĐ-CP, so where it is issued its symbol is
    /// that of the body alone, as on an official letter.
    pub fn speech(&self) -> Result<Report, TemplateError> {
        let profile = profile(self.facts)?;
        let mut quotes = Quotes::default();
        let kind = label("Bài phát biểu", "Speech");
        let mut report = Report::new("speech", self.spoken_title())
            .form(form(profile, "", kind).recipient(label("Lưu: VT", "archive")))
            .paragraph(label("Kính thưa quý vị đại biểu,", "Distinguished guests,"))
            .paragraph(self.result(profile, &mut quotes)?);
        for (dimension, vi, en) in [
            (
                Dimension::DonorCountry,
                "Nguồn viện trợ lớn nhất đến từ ",
                "The largest sources of this aid were ",
            ),
            (Dimension::Sector, "Viện trợ tập trung nhiều nhất cho ", "Most of it went to "),
        ] {
            if let Some(paragraph) = self.three_largest(dimension, vi, en, &mut quotes)? {
                report = report.paragraph(paragraph);
            }
        }
        let members = members_apart(Paragraph::new(), &self.members()?, &mut quotes);
        if !members.runs().is_empty() {
            report = report.paragraph(members);
        }
        let disbursed = self.disbursed()?;
        if disbursed.left_out() > 0 {
            let what = label("Khoản chưa có số liệu", "Amounts not known yet");
            let count = left_out_cell(&disbursed);
            report = report.paragraph(sentence(
                "Số khoản chưa có số liệu, chưa nằm trong các con số trên: {}; vì vậy đó là mức ít nhất hoặc chưa đầy đủ.",
                "Amounts that are not known yet and not part of these figures: {}; what I have told you is therefore the least, or not the whole.",
                [quotes.quote(what, count.clone(), count)],
            ));
        }
        report = report
            .paragraph(label(
                "Thay mặt Liên hiệp, tôi trân trọng cảm ơn các tổ chức, cá nhân đã đồng hành, và mong tiếp tục nhận được sự hợp tác của quý vị.",
                "On behalf of the Union I thank the organisations and people who have stood with us, and hope for your continued cooperation.",
            ))
            .paragraph(label("Xin trân trọng cảm ơn.", "Thank you."));
        self.spoken_report(report, quotes, SPEECH)
    }

    fn spoken_title(&self) -> Bilingual {
        let period = period_text(&self.period);
        label(
            format!("Kết quả công tác viện trợ phi chính phủ nước ngoài {}", period.vi()),
            format!("Foreign non-governmental aid in {}", period.en()),
        )
    }

    /// Behind the text what it quotes, exactly.
    fn spoken_report(
        &self,
        report: ReportBuilder,
        quotes: Quotes,
        template: Template,
    ) -> Result<Report, TemplateError> {
        let report = report.annex(label("Số liệu kèm theo", "Figures of this text")).table(quotes.table());
        let report = self.exact_figures()?.into_iter().fold(report, ReportBuilder::table);
        let mut provenance = self.edition.provenance(template).period(period_text(&self.period));
        for rate in self.rates_used()?.into_values() {
            provenance = provenance.rate(rate);
        }
        self.edition.finish(report.rows_named(source_rows(self.facts)), provenance)
    }

    /// What was disbursed, of how many items, against the plan.
    fn result(&self, profile: &UnionProfile, quotes: &mut Quotes) -> Result<Paragraph, TemplateError> {
        let sum = self.disbursed()?;
        let items = self.items_of_period();
        let count = count_cell(items.iter().copied(), AidItem::rows);
        let count = move |quotes: &mut Quotes| {
            quotes.quote(label("Khoản viện trợ trong kỳ", "Aid items of the period"), count.clone(), count)
        };
        let opening = [Cell::text(period_text(&self.period)), Cell::text(profile.name().clone())];
        if nothing_known(&sum) {
            return Ok(sentence(
                "Trong {}, {} có {} khoản viện trợ phi chính phủ nước ngoài; giá trị giải ngân chưa có số liệu.",
                "In {}, the {} had {} items of foreign non-governmental aid; the value disbursed is not known.",
                opening.into_iter().chain([count(quotes)]),
            ));
        }
        let amount = quotes.sum(label("Giải ngân trong kỳ", "Disbursed in the period"), &sum);
        let mut paragraph = sentence(
            "Trong {}, {} giải ngân {} viện trợ phi chính phủ nước ngoài",
            "In {}, the {} disbursed {} of foreign non-governmental aid",
            opening.into_iter().chain([amount]),
        );
        if let Some(target) = self.target() {
            let percent = attainment(&sum.printable_decimal(), target.value())?;
            let rows: Vec<RowId> = sum.rows().iter().chain(target.rows()).cloned().collect();
            let cell = attained(&percent, target.is_inferred()).rows(rows.iter().cloned());
            let exact = percent.known().map(|percent| Cell::percent(*percent, 3));
            let exact = exact.unwrap_or_else(|| percent_figure(&percent)).rows(rows);
            let cell = quotes.quote(label("So với kế hoạch", "Of the plan"), cell, exact);
            paragraph = said(paragraph, ", {}", ", {}", [cell]);
        }
        let count = count(quotes);
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
        quotes: &mut Quotes,
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
            let name = group_name(dimension, group);
            let amount = quotes.disbursed(&name, group.sum());
            let cells = [Cell::text(name), amount];
            paragraph = said(paragraph.text(between), "{} ({})", "{} ({})", cells);
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
fn members_apart(paragraph: Paragraph, members: &[(Direction, Sum)], quotes: &mut Quotes) -> Paragraph {
    let before = if paragraph.runs().is_empty() { "" } else { " " };
    let mut words = (
        format!("{before}Riêng các hội thành viên ghi nhận "),
        format!("{before}Apart from this, member associations recorded "),
    );
    let mut told = paragraph;
    for (direction, sum) in members {
        let what = label("Hội thành viên ghi nhận (ghi riêng)", "Recorded by members (memo)");
        let amount = quotes.sum(with_direction(&what, *direction), sum);
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

/// The figures a text quotes, in its order: each as it is said, and exactly.
#[derive(Default)]
struct Quotes(Vec<TableRow>);

impl Quotes {
    /// Keeps both, and returns the figure as it is said.
    fn quote(&mut self, what: Bilingual, said: Cell, exact: Cell) -> Cell {
        self.0.push(TableRow::new(what, [said.clone(), exact]));
        said
    }

    fn sum(&mut self, what: Bilingual, sum: &Sum) -> Cell {
        self.quote(what, spoken(sum).rows(sum.rows().iter().cloned()), sum_cell(sum))
    }

    /// A part of what was disbursed.
    fn disbursed(&mut self, part: &Bilingual, sum: &Sum) -> Cell {
        let what = label(format!("Giải ngân: {}", part.vi()), format!("Disbursed: {}", part.en()));
        self.sum(what, sum)
    }

    fn table(self) -> Table {
        let columns = [words("Nói là", "As said"), numbers("Số chính xác", "Exactly")];
        let quoted =
            table("quoted", ("Các số đã nêu", "Figures as said and exactly"), ("Số liệu", "Figure"), columns);
        self.0.into_iter().fold(quoted, Table::row)
    }
}
