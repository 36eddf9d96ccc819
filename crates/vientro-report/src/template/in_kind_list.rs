//! The list of goods: how much of what, worth how much by whose word.

use std::collections::BTreeMap;

use vientro_core::{Bilingual, Language, RowId, Total};
use vientro_currency::{Currency, Money, MoneyError};
use vientro_model::{Facts, InKindLine};

use super::cells::{date_cell, item_label, label, text_cell};
use super::edition::{Template, profile, report_form, source_rows};
use super::words::{days, money, numbers, sentence, table, words};
use super::{Edition, TemplateError};
use crate::{Cell, MissingReason, Report, RowGroup, TableRow};

const TEMPLATE: Template = Template { name: "in-kind-list", version: 2 };

/// What the valued lines are worth in each currency, with their rows.
type Sums = BTreeMap<Currency, (Total<Money>, Vec<RowId>)>;

/// Every line of goods with its quantity, price, value, how the value was found, and where the goods stand.
///
/// Values are added by currency; goods nobody valued are counted beside the sum and never taken for nothing.
#[derive(Clone, Debug)]
pub struct InKindList<'a> {
    facts: &'a Facts,
    edition: Edition,
}

impl<'a> InKindList<'a> {
    /// The goods in `facts`.
    pub fn new(facts: &'a Facts) -> Self {
        Self { facts, edition: Edition::new() }
    }

    /// Made with this: as known on a day, from these files, by this program.
    #[must_use]
    pub fn of_edition(mut self, edition: Edition) -> Self {
        self.edition = edition;
        self
    }

    /// The whole list.
    ///
    /// # Errors
    ///
    /// See [`TemplateError`].
    pub fn report(&self) -> Result<Report, TemplateError> {
        let profile = profile(self.facts)?;
        let known = |line: &&InKindLine| line.valued_on().is_none_or(|day| self.edition.knows(day));
        let lines: Vec<&InKindLine> = self.facts.in_kind().filter(known).collect();
        let title = label("Danh mục hàng viện trợ bằng hiện vật", "List of aid in kind");
        let mut report =
            Report::new("in-kind-list", title).subtitle(profile.name().clone()).form(report_form(profile));
        let rows: Vec<RowId> = lines.iter().flat_map(|line| line.rows().iter().cloned()).collect();
        let unvalued: Vec<&&InKindLine> = lines.iter().filter(|line| line.value().is_unknown()).collect();
        report = report.paragraph(sentence(
            "Danh mục có {} dòng hàng, trong đó {} dòng chưa có giá trị.",
            "The list has {} lines of goods, {} of them without a value.",
            [
                Cell::integer(super::cells::i128_of(lines.len())).rows(rows),
                Cell::integer(super::cells::i128_of(unvalued.len()))
                    .rows(unvalued.iter().flat_map(|line| line.rows().iter().cloned())),
            ],
        ));
        let sums = sums(&lines)?;
        for (total, rows) in sums.values() {
            report = report.paragraph(sentence(
                "Giá trị các dòng đã định giá: {}.",
                "Value of the lines that were valued: {}.",
                [Cell::money_figure(total.known_part()).rows(rows.iter().cloned())],
            ));
        }
        if !lines.is_empty() {
            // with values in several currencies the list needs a page that lies
            if sums.len() > 1 {
                report = report
                    .paragraph(label("Danh mục kèm theo tại phụ lục.", "The list is in the appendix."))
                    .annex(label("Danh mục hàng viện trợ", "List of the goods"));
            }
            report = report.table(self.goods(&lines, &sums));
        }
        let provenance = self.edition.provenance(TEMPLATE);
        self.edition.finish(report.rows_named(source_rows(self.facts)), provenance)
    }

    fn goods(&self, lines: &[&InKindLine], sums: &Sums) -> crate::Table {
        let values = sums.keys().map(|currency| money("Giá trị", "Value", *currency));
        // what nobody valued has no currency
        let values = if sums.is_empty() { vec![numbers("Giá trị", "Value")] } else { values.collect() };
        let before =
            [numbers("Số lượng", "Quantity"), words("Đơn vị", "Unit"), numbers("Đơn giá", "Unit price")];
        let after = [
            words("Cách định giá", "How valued"),
            days("Ngày định giá", "Valued on"),
            words("Tình trạng", "State"),
        ];
        let mut list = table(
            "goods",
            ("Hàng viện trợ theo từng khoản", "Goods by aid item"),
            ("Tên hàng", "Goods"),
            before.into_iter().chain(values).chain(after),
        )
        .note(label(
            "Giá trị là giá trị đã nêu trong chứng từ; hàng chưa có giá trị không cộng vào tổng.",
            "Values are as the papers state them; goods without a value are in no sum.",
        ));
        let mut groups: Vec<(Bilingual, Vec<TableRow>)> = Vec::new();
        for line in lines {
            let item = line.item().and_then(|id| self.facts.item(id));
            let name = item
                .map_or_else(|| label("Không gắn với khoản viện trợ", "Not tied to an aid item"), item_label);
            let row = row(line, sums);
            match groups.iter_mut().find(|(known, _)| *known == name) {
                Some((_, rows)) => rows.push(row),
                None => groups.push((name, vec![row])),
            }
        }
        for (name, rows) in groups {
            list = list.group(rows.into_iter().fold(RowGroup::new(name), RowGroup::row));
        }
        if sums.is_empty() {
            return list;
        }
        let unvalued = lines.iter().filter(|line| line.value().is_unknown()).count();
        let sums = sums.values().map(|(total, rows)| {
            let cell = Cell::money_figure(total.known_part()).rows(rows.iter().cloned());
            if unvalued == 0 { cell } else { cell.footnote(without(unvalued)) }
        });
        let empty = |count| std::iter::repeat_n(Cell::empty(), count);
        list.total(TableRow::new(label("Tổng cộng", "Total"), empty(3).chain(sums).chain(empty(3))))
    }
}

fn without(unvalued: usize) -> Bilingual {
    let lines = if unvalued == 1 { "line" } else { "lines" };
    label(
        format!("Chưa gồm {unvalued} dòng chưa có giá trị."),
        format!("Without {unvalued} {lines} that nobody valued."),
    )
}

fn row(line: &InKindLine, sums: &Sums) -> TableRow {
    let rows = || line.rows().iter().cloned();
    let method = line.valuation().map(|it| [it.text(Language::Vi), it.text(Language::En)]);
    let state = line.progress().map(vientro_model::Progress::state);
    let coded = |text: Option<[&'static str; 2]>| {
        text.map_or_else(|| Cell::missing(MissingReason::Unknown), |[vi, en]| Cell::text(label(vi, en)))
    };
    let value = || Cell::money_figure(line.value()).rows(rows());
    let valued_in = currency(line);
    let values = sums.keys().map(|column| match valued_in {
        Some(found) if found != *column => Cell::missing(MissingReason::NotApplicable),
        _ => value(),
    });
    let values: Vec<Cell> = if sums.is_empty() { vec![value()] } else { values.collect() };
    let before = [
        Cell::figure(line.quantity().amount().clone(), None).rows(rows()),
        text_cell(Some(line.quantity().unit())),
        line.unit_price()
            .map_or_else(|| Cell::missing(MissingReason::Unknown), |price| Cell::money(price).rows(rows())),
    ];
    let after = [
        coded(method),
        date_cell(line.valued_on()),
        coded(state.map(|it| [it.text(Language::Vi), it.text(Language::En)])),
    ];
    TableRow::new(Bilingual::same(line.goods()), before.into_iter().chain(values).chain(after))
}

/// The currency a line is valued in; what nobody valued has none.
fn currency(line: &InKindLine) -> Option<Currency> {
    line.value().low().or(line.value().high()).map(Money::currency)
}

/// The value of the valued lines in each currency.
fn sums(lines: &[&InKindLine]) -> Result<Sums, MoneyError> {
    let mut sums = Sums::new();
    for line in lines {
        let Some(currency) = currency(line) else { continue };
        let empty = (Total::empty(Money::zero(currency)?), Vec::new());
        let (total, rows) = sums.entry(currency).or_insert(empty);
        total.push(line.value())?;
        rows.extend(line.rows().iter().cloned());
    }
    Ok(sums)
}
