//! The bridge between two totals, step by step.

use std::collections::BTreeSet;

use vientro_accounting::{Bridge, BridgeStep, Position};
use vientro_core::{Bilingual, RowId};
use vientro_currency::Money;
use vientro_model::Facts;

use super::cells::label;
use super::edition::{Template, profile, report_form, source_rows};
use super::words::{money, numbers, sentence, table, words};
use super::{Edition, TemplateError};
use crate::{Cell, Column, MissingReason, Report, TableRow};

const TEMPLATE: Template = Template { name: "totals-bridge", version: 2 };

/// Why two totals differ: every step with its cause, its amount and its rows, summing exactly.
#[derive(Clone, Debug)]
pub struct TotalsBridge<'a> {
    facts: &'a Facts,
    bridge: &'a Bridge,
    from: Bilingual,
    to: Bilingual,
    edition: Edition,
}

impl<'a> TotalsBridge<'a> {
    /// The bridge from the total called `from` to the one called `to`; `facts` hold its rows.
    pub fn new(facts: &'a Facts, bridge: &'a Bridge, from: Bilingual, to: Bilingual) -> Self {
        Self { facts, bridge, from, to, edition: Edition::new() }
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
        let title = label(
            format!("Giải trình chênh lệch giữa {} và {}", self.from.vi(), self.to.vi()),
            format!("From {} to {}, step by step", self.from.en(), self.to.en()),
        );
        let steps = self.bridge.steps();
        let rows_of = |step: &BridgeStep| -> Vec<RowId> {
            step.rows_in().iter().chain(step.rows_out()).cloned().collect()
        };
        // each row once, though it may come in by one step and go out by another
        let moved: BTreeSet<RowId> = steps.iter().flat_map(rows_of).collect();
        let (start, end) = (self.bridge.start(), self.bridge.end());
        let figure = |position: &Position| match position.unknown() {
            0 => Cell::money_figure(&position.figure()),
            // what is known of it, and how much is not
            _ => Cell::money_figure(&known(position)),
        };
        let opening = sentence(
            "Từ {} ({}) đến {} ({}) có {} bước dưới đây, cộng lại đúng bằng hiệu của hai tổng.",
            "From {} ({}) to {} ({}) there are the {} steps below, which sum exactly to the difference.",
            [
                Cell::text(self.from.clone()),
                figure(start).rows(self.bridge.start_rows().iter().cloned()),
                Cell::text(self.to.clone()),
                figure(end).rows(self.bridge.end_rows().iter().cloned()),
                Cell::integer(super::cells::i128_of(steps.len())).rows(moved),
            ],
        );
        let exact = [start, end].into_iter().chain(steps.iter().map(BridgeStep::change));
        let exact = exact.clone().all(|position| position.high() == Some(position.low()));
        let currency = start.currency();
        let mut columns = vec![words("Nguyên nhân", "Cause")];
        columns.extend(amounts(exact, currency));
        columns.push(numbers("Số khoản chưa biết", "Amounts not known"));
        columns.push(numbers("Dòng thêm vào", "Rows in"));
        columns.push(numbers("Dòng bớt đi", "Rows out"));
        let mut bridge = table(
            "bridge",
            ("Các bước từ tổng này đến tổng kia", "The steps from one total to the other"),
            ("Bước", "Step"),
            columns,
        );
        let line = |name: &Bilingual,
                    cause: Cell,
                    position: &Position,
                    named: &[RowId],
                    rows: Option<&BridgeStep>| {
            let mut cells = vec![cause];
            let ends =
                if exact { vec![Some(position.low())] } else { vec![Some(position.low()), position.high()] };
            for end in ends {
                let cell = end.map_or_else(|| Cell::missing(MissingReason::Unknown), Cell::money);
                cells.push(cell.rows(named.iter().cloned()));
            }
            cells.push(Cell::integer(position.unknown()));
            for rows in [rows.map(BridgeStep::rows_in), rows.map(BridgeStep::rows_out)] {
                cells.push(rows.map_or_else(Cell::empty, |rows| {
                    Cell::integer(super::cells::i128_of(rows.len())).rows(rows.iter().cloned())
                }));
            }
            TableRow::new(name.clone(), cells)
        };
        bridge = bridge.row(line(&self.from, Cell::empty(), start, self.bridge.start_rows(), None));
        for step in steps {
            let cause = Cell::text(step.cause().text());
            bridge = bridge.row(line(step.label(), cause, step.change(), &rows_of(step), Some(step)));
        }
        bridge = bridge.total(line(&self.to, Cell::empty(), end, self.bridge.end_rows(), None));
        if !exact {
            bridge = bridge.note(label(
                "Có số nói rào hoặc chưa biết: hai đầu của mỗi tổng được tính riêng, nên từng đầu cộng đúng.",
                "Some figures are hedged or unknown: both ends of each total are told apart, so each end sums exactly.",
            ));
        }
        let report = Report::new("totals-bridge", title)
            .subtitle(profile.name().clone())
            .form(report_form(profile))
            .paragraph(opening)
            .table(bridge)
            .rows_named(source_rows(self.facts));
        self.edition.finish(report, self.edition.provenance(TEMPLATE))
    }
}

/// The one column of exact amounts, or the two of their ends.
fn amounts(exact: bool, currency: vientro_currency::Currency) -> Vec<Column> {
    if exact {
        vec![money("Số tiền", "Amount", currency)]
    } else {
        vec![
            money("Số tiền, ít nhất", "Amount, at least", currency),
            money("Số tiền, nhiều nhất", "Amount, at most", currency),
        ]
    }
}

/// The known part of a total with unknown inputs: at least its lower end, since amounts are not negative.
fn known(position: &Position) -> vientro_core::Figure<Money> {
    vientro_core::Figure::within(vientro_core::Interval::at_least(position.low()))
}
