//! What changed between two editions of one report, figure by figure.

use std::collections::{BTreeMap, HashMap};

use vientro_core::{Bilingual, Figure, Language, RowId};
use vientro_currency::Rounding;

use super::TemplateError;
use super::cells::{i128_of, label};
use super::edition::Template;
use super::words::{numbers, sentence, table};
use crate::print::with_unit;
use crate::{
    Block, Cell, CellValue, Column, MissingReason, Provenance, Report, RowGroup, SourceRow, Table, TableRow,
    Unit,
};

const TEMPLATE: Template = Template { name: "changed-figures", version: 2 };

/// Each figure that a later edition of a report tells otherwise than an earlier one, with both values and the rows
/// behind each: what a correction must name.
///
/// Figures of tables and cards are compared; a sentence tells them again. Two are the same figure where block, row and
/// column have the same names; of rows with one name the first is compared with the first. A figure that stands in one
/// edition only is listed too. A figure of the same rows that several tables tell under one name is listed once, with the
/// names of the others; a long list is an annex.
#[derive(Clone, Copy, Debug)]
pub struct ChangedFigures<'a> {
    earlier: &'a Report,
    later: &'a Report,
}

/// One figure of a report: where it stands, for programs and for people.
struct Placed<'a> {
    block: Bilingual,
    place: Bilingual,
    cell: &'a Cell,
}

/// A figure that is not as it was, and the other blocks that tell it.
struct Change<'a> {
    place: &'a Bilingual,
    old: Option<&'a Cell>,
    new: Option<&'a Cell>,
    also: Vec<Bilingual>,
}

impl Change<'_> {
    fn row(self) -> TableRow {
        let cells = [shown(self.old), shown(self.new), difference(self.old, self.new)];
        let row = TableRow::new(self.place.clone(), cells);
        let also =
            |language| self.also.iter().map(|block| block.text(language)).collect::<Vec<_>>().join("; ");
        if self.also.is_empty() {
            return row;
        }
        row.footnote(label(
            format!("cũng ở: {}", also(Language::Vi)),
            format!("also in: {}", also(Language::En)),
        ))
    }
}

fn is_traced(cell: Option<&Cell>) -> bool {
    cell.is_some_and(|cell| !cell.source_rows().is_empty())
}

/// Changes that stand in the text; more are an annex of pages that lie.
const FEW: usize = 12;

/// Block, row and column by their Vietnamese names, and which of several of one name.
type Place = (String, String, String, usize);

impl<'a> ChangedFigures<'a> {
    /// What `later` tells otherwise than `earlier`.
    pub const fn new(earlier: &'a Report, later: &'a Report) -> Self {
        Self { earlier, later }
    }

    /// The whole list.
    ///
    /// # Errors
    ///
    /// [`TemplateError::Report`] if the parts of the two editions do not fit together.
    pub fn report(&self) -> Result<Report, TemplateError> {
        let (before, after) = (Figures::of(self.earlier), Figures::of(self.later));
        let mut groups: Vec<(Bilingual, Vec<Change<'_>>)> = Vec::new();
        let mut told = HashMap::<_, [usize; 2]>::new();
        let mut count = [0_usize; 3];
        let dropped = before.list.iter().filter(|(place, _)| after.find(place).is_none());
        for (place, placed) in after.list.iter().chain(dropped) {
            let (old, new) = (before.find(place), after.find(place));
            let [changed, added, dropped] = &mut count;
            let counter = match (old, new) {
                (Some(old), Some(new)) if old.value() == new.value() => continue,
                (Some(_), Some(_)) => changed,
                (None, _) => added,
                (Some(_), None) => dropped,
            };
            *counter = counter.saturating_add(1);
            // a total that several tables tell of the same rows is one figure
            let known = told.get(&(placed.place.vi(), old, new)).filter(|_| is_traced(old) || is_traced(new));
            if let Some(again) = known.and_then(|[block, at]| groups.get_mut(*block)?.1.get_mut(*at)) {
                again.also.push(placed.block.clone());
                continue;
            }
            let block = groups.iter().position(|(block, _)| *block == placed.block).unwrap_or(groups.len());
            if block == groups.len() {
                groups.push((placed.block.clone(), Vec::new()));
            }
            if let Some((_, changes)) = groups.get_mut(block) {
                told.insert((placed.place.vi(), old, new), [block, changes.len()]);
                changes.push(Change { place: &placed.place, old, new, also: Vec::new() });
            }
        }
        let title = label(
            format!("Các số liệu thay đổi: {}", self.later.title().vi()),
            format!("Changed figures: {}", self.later.title().en()),
        );
        let mut report = Report::new("changed-figures", title);
        if let Some(form) = self.later.form() {
            report = report.form(form.clone());
        }
        let [changed, added, dropped] = count.map(|count| Cell::integer(i128_of(count)));
        report = report.paragraph(sentence(
            "So với lần báo cáo trước, {} số liệu thay đổi, {} số liệu mới có, {} số liệu không còn.",
            "Against the earlier edition, {} figures changed, {} are new, {} are no longer there.",
            [changed, added, dropped],
        ));
        if groups.is_empty() {
            report = report.paragraph(label("Hai lần báo cáo như nhau.", "The two editions are the same."));
        } else {
            let mut list = table(
                "changes",
                ("Số liệu thay đổi", "Changed figures"),
                ("Vị trí trong báo cáo", "Place in the report"),
                [
                    numbers("Báo cáo trước", "Earlier"),
                    numbers("Báo cáo này", "Now"),
                    numbers("Chênh lệch", "Difference").made_of([1], [0]),
                ],
            );
            let many = groups.iter().map(|(_, changes)| changes.len()).fold(0, usize::saturating_add) > FEW;
            for (block, changes) in groups {
                list = list
                    .group(changes.into_iter().map(Change::row).fold(RowGroup::new(block), RowGroup::row));
            }
            if many {
                report = report.annex(label("Số liệu thay đổi", "Changed figures"));
            }
            report = report.table(list);
        }
        let mut provenance = match self.later.provenance() {
            Some(provenance) => provenance.clone(),
            None => Provenance::new(),
        };
        provenance = provenance.template(TEMPLATE.to_text());
        Ok(report.rows_named(self.rows()).provenance(provenance).build()?)
    }

    /// The rows of both editions, each once; where both have one, as the later edition has it.
    fn rows(&self) -> impl Iterator<Item = SourceRow> {
        let later: BTreeMap<&RowId, &SourceRow> =
            self.later.rows().iter().map(|row| (row.id(), row)).collect();
        let only_earlier = self.earlier.rows().iter().filter(move |row| !later.contains_key(row.id()));
        self.later.rows().iter().chain(only_earlier).cloned()
    }
}

/// The figures of a report in reading order, and where each stands.
struct Figures<'a> {
    list: Vec<(Place, Placed<'a>)>,
    at: BTreeMap<Place, usize>,
}

impl<'a> Figures<'a> {
    fn of(report: &'a Report) -> Self {
        let mut figures = Self { list: Vec::new(), at: BTreeMap::new() };
        for block in report.blocks() {
            match block {
                Block::Cards(cards) => {
                    let heading = label("Số liệu chính", "Main figures");
                    for card in cards {
                        figures.push(&heading, card.label(), None, card.cell());
                    }
                }
                Block::Table(table) => figures.push_table(table),
                _ => {}
            }
        }
        figures
    }

    fn push_table(&mut self, table: &'a Table) {
        for group in table.groups() {
            for row in group.rows().iter().chain(group.subtotal_row()) {
                let name = match group.label() {
                    Some(group) => joined(group, row.label(), " / "),
                    None => row.label().clone(),
                };
                self.push_row(table, &name, row);
            }
        }
        for row in table.total_row().into_iter().chain(table.memo_rows()) {
            self.push_row(table, row.label(), row);
        }
    }

    fn push_row(&mut self, table: &'a Table, name: &Bilingual, row: &'a TableRow) {
        for (column, cell) in table.columns().iter().zip(row.cells()) {
            self.push(table.caption(), name, Some(column), cell);
        }
    }

    fn push(&mut self, block: &Bilingual, row: &Bilingual, column: Option<&Column>, cell: &'a Cell) {
        let is_figure = cell.as_figure().is_some()
            || cell.missing_reason().is_some()
            || matches!(cell.value(), CellValue::Date(_));
        if !is_figure {
            return;
        }
        let text = |text: &Bilingual| text.vi().to_owned();
        // columns of one name may stand for several currencies
        let column_text = column.map(|column| with_unit(column.label(), column.named_unit(), Language::Vi));
        let column_text = column_text.unwrap_or_default();
        // rows of one name are told apart by their order
        let mut place = (text(block), text(row), column_text, 0_usize);
        while self.at.contains_key(&place) {
            place.3 = place.3.saturating_add(1);
        }
        let shown = column.map_or_else(|| row.clone(), |column| joined(row, column.label(), ": "));
        self.at.insert(place.clone(), self.list.len());
        self.list.push((place, Placed { block: block.clone(), place: shown, cell }));
    }

    fn find(&self, place: &Place) -> Option<&'a Cell> {
        self.at.get(place).and_then(|at| self.list.get(*at)).map(|(_, placed)| placed.cell)
    }
}

fn joined(first: &Bilingual, second: &Bilingual, between: &str) -> Bilingual {
    let both = |language| format!("{}{between}{}", first.text(language), second.text(language));
    label(both(Language::Vi), both(Language::En))
}

/// The figure of one edition; where it has none, nothing can be said.
fn shown(cell: Option<&Cell>) -> Cell {
    cell.cloned().unwrap_or_else(|| Cell::missing(MissingReason::NotApplicable))
}

/// Later less earlier, for two exact numbers of one unit.
fn difference(earlier: Option<&Cell>, later: Option<&Cell>) -> Cell {
    let (Some(earlier), Some(later)) = (earlier, later) else {
        return Cell::missing(MissingReason::NotApplicable);
    };
    let rows = || earlier.source_rows().iter().chain(later.source_rows()).cloned();
    let cell = match (earlier.value(), later.value()) {
        (CellValue::Money(earlier), CellValue::Money(later)) => {
            later.checked_sub(earlier).ok().map(Cell::money)
        }
        (CellValue::Integer(earlier), CellValue::Integer(later)) => {
            later.checked_sub(*earlier).map(Cell::integer)
        }
        (CellValue::Percent { value: earlier, decimals }, CellValue::Percent { value: later, .. }) => {
            let points = Unit::Label(label("điểm phần trăm", "percentage points"));
            let change = later.checked_sub(*earlier).map(|change| Rounding::HalfUp.round(change, *decimals));
            change.map(|change| Cell::figure(Figure::Known(change), Some(points)))
        }
        (CellValue::Decimal { decimals, .. }, CellValue::Decimal { .. }) => {
            let change =
                later.number().zip(earlier.number()).and_then(|(later, earlier)| later.checked_sub(earlier));
            change.map(|change| Cell::decimal(change, *decimals))
        }
        _ => None,
    };
    cell.map_or_else(|| Cell::missing(MissingReason::NotComparable), |cell| cell.rows(rows()))
}
