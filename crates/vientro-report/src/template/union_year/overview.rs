//! The figures everyone asks for first.

use vientro_accounting::Sum;
use vientro_core::Severity;
use vientro_model::{AidItem, Direction, UnionProfile};

use super::{UnionYear, with_direction};
use crate::template::TemplateError;
use crate::template::cells::{count_cell, i128_of, label, percent_cell, sum_cell, unknown_text};
use crate::template::edition::period_text;
use crate::template::spoken::told;
use crate::template::words::{said, sentence};
use crate::{Block, Card, Cell, Paragraph, ReportBuilder};

impl UnionYear<'_> {
    /// I: the figures everyone asks for first, as cards and as the sentence of a speech.
    pub(super) fn overview(
        &self,
        report: ReportBuilder,
        profile: &UnionProfile,
    ) -> Result<ReportBuilder, TemplateError> {
        let sum = self.disbursed()?;
        let members = self.members()?;
        let plan = self.plan()?;
        let items = self.items_of_period();
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
            count_cell(items.iter().copied(), AidItem::rows),
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

        let period = period_text(&self.period);
        let mut opening = sentence(
            "Trong {}, {} có {} khoản viện trợ phi chính phủ nước ngoài được phê duyệt hoặc có giải ngân, giá trị giải ngân ",
            "In {}, the {} had {} items of foreign non-governmental aid approved or disbursed, with a disbursed value of ",
            [
                Cell::text(period),
                Cell::text(profile.name().clone()),
                count_cell(items.iter().copied(), AidItem::rows),
            ],
        );
        opening = told(opening, &sum, &unknown_text(&sum));
        if let Some(line) = &plan {
            opening = said(opening, ", đạt {} kế hoạch", ", {} of the plan", [percent_cell(line)]);
            if let Some(over) =
                line.over_plan()?.known().filter(|over| over.is_sign_positive() && !over.is_zero())
            {
                let over = Cell::percent(*over, 1).rows(line.rows().iter().cloned());
                opening = said(opening, " (vượt {})", " (over it by {})", [over]);
            }
        }
        let report = report
            .section(&label("KẾT QUẢ CHUNG", "OVERVIEW"))
            .block(Block::Cards(cards))
            .paragraph(opening.text(label(".", ".")));
        Ok(match apart(&members) {
            Some(paragraph) => report.paragraph(paragraph),
            None => report,
        })
    }
}

/// What members recorded, each direction for itself, in one sentence.
fn apart(members: &[(Direction, Sum)]) -> Option<Paragraph> {
    let mut paragraph = Paragraph::new().text(label(
        "Ngoài ra, các hội thành viên ghi nhận giá trị ",
        "Apart from this, member associations recorded a value of ",
    ));
    let ((first_direction, first), others) = members.split_first()?;
    paragraph = told(paragraph, first, &with_direction(&unknown_text(first), *first_direction));
    for (direction, sum) in others {
        let left_out = with_direction(&unknown_text(sum), *direction);
        paragraph = told(paragraph.text(label(" và ", " and ")), sum, &left_out);
    }
    Some(paragraph.text(label(
        ", ghi riêng và không cộng vào kết quả trên.",
        ", told apart and not added to the result above.",
    )))
}
