//! What member associations recorded, told apart.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use vientro_accounting::Sum;
use vientro_core::{Bilingual, RowId, Total};
use vientro_currency::{Currency, Money, MoneyError};
use vientro_model::{Direction, Gift};

use super::{UnionYear, with_direction};
use crate::template::TemplateError;
use crate::template::cells::{i128_of, label, sum_cell};
use crate::template::words::{money, numbers};
use crate::{Cell, ReportBuilder, Table, TableRow};

impl UnionYear<'_> {
    /// V: what member associations recorded, told apart.
    pub(super) fn memo(&self, report: ReportBuilder) -> Result<ReportBuilder, TemplateError> {
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
    pub(super) fn gifts(&self, direction: Direction, sum: &Sum) -> Result<Table, TemplateError> {
        let presentation = self.journal.presentation();
        let empty = || Ok::<_, MoneyError>((Total::empty(Money::zero(presentation)?), Vec::<RowId>::new()));
        let mut branches: BTreeMap<&str, (Total<Money>, Vec<RowId>)> = BTreeMap::new();
        let mut undated = empty()?;
        let in_period = |gift: &&Gift| gift.date().is_none_or(|date| self.period.contains(date));
        let known = |gift: &&Gift| gift.date().is_none_or(|date| self.edition.knows(date));
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
            .column(numbers("Số lượt", "Gifts"))
            .column(money("Giá trị", "Value", presentation))
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
}

fn currency_of(gift: &Gift) -> Option<Currency> {
    gift.value().low().or(gift.value().high()).map(Money::currency)
}
