//! The checks a report passes before anything is written.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use vientro_core::{Bilingual, Figure, Language, RowId};

use super::{Content, SourceNote};
use crate::{
    AdministrativeForm, Block, Cell, CellValue, Chart, ChartKind, Paragraph, ReportError, Run, Table, Unit,
};

pub(super) fn check(content: &Content) -> Result<(), ReportError> {
    check_id(&content.id)?;
    said(&content.title, || "the title".to_owned())?;
    said_all(&content.subtitle, || "the subtitle".to_owned())?;
    if let Some(form) = &content.form {
        check_form(form)?;
    }
    let mut rows = BTreeSet::new();
    for row in &content.rows {
        if !rows.insert(row.id()) {
            return Err(ReportError::DuplicateRow { row: row.id().to_string() });
        }
        balanced(row.label(), || format!("the source row `{}`", row.id()))?;
        for (name, _) in row.fields() {
            balanced(name, || format!("a field name of the source row `{}`", row.id()))?;
        }
    }
    if let Some(block) = content.annexes_from
        && !matches!(content.blocks.get(block), Some(Block::Heading { level: 1, .. }))
    {
        return Err(ReportError::Annex { block });
    }
    let mut checker = Checker { rows, ids: BTreeSet::new() };
    for (block, number) in content.blocks.iter().zip(1_usize..) {
        checker.block(block, number)?;
    }
    said_all(&content.notes, || "a note".to_owned())?;
    said_all(content.sources.iter().map(SourceNote::text), || "a source".to_owned())?;
    if let Some(provenance) = &content.provenance {
        let texts = provenance.period_text().into_iter().chain(provenance.policy_text());
        said_all(texts, || "the provenance".to_owned())?;
    }
    Ok(())
}

fn check_form(form: &AdministrativeForm) -> Result<(), ReportError> {
    let profile = form.profile();
    check_id(profile.code())?;
    profile.check()?;
    let signature = form.signature();
    let texts = [form.issuer(), form.place(), form.kind(), signature.post()]
        .into_iter()
        .chain(form.parent_body())
        .chain(form.addressees())
        .chain(form.recipients())
        .chain(profile.texts())
        .chain(signature.authorities().iter().map(|(_, whose)| whose));
    said_all(texts, || "the administrative form".to_owned())
}

fn check_id(id: &str) -> Result<(), ReportError> {
    let fits = id.len() <= 80
        && id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_');
    if fits { Ok(()) } else { Err(ReportError::Id { found: id.chars().take(40).collect() }) }
}

/// Both languages have text.
fn said(text: &Bilingual, place: impl Fn() -> String) -> Result<(), ReportError> {
    for language in [Language::Vi, Language::En] {
        if text.text(language).trim().is_empty() {
            return Err(ReportError::Blank { place: place(), language });
        }
    }
    Ok(())
}

fn said_all<'a>(
    texts: impl IntoIterator<Item = &'a Bilingual>,
    place: impl Fn() -> String,
) -> Result<(), ReportError> {
    texts.into_iter().try_for_each(|text| said(text, &place))
}

/// Both languages have text, or neither has.
fn balanced(text: &Bilingual, place: impl Fn() -> String) -> Result<(), ReportError> {
    match (text.vi().is_empty(), text.en().is_empty()) {
        (true, false) => Err(ReportError::Blank { place: place(), language: Language::Vi }),
        (false, true) => Err(ReportError::Blank { place: place(), language: Language::En }),
        _ => Ok(()),
    }
}

/// What the checks of blocks share: the rows that exist and the ids met so far.
struct Checker<'a> {
    rows: BTreeSet<&'a RowId>,
    ids: BTreeSet<String>,
}

impl Checker<'_> {
    fn block(&mut self, block: &Block, number: usize) -> Result<(), ReportError> {
        let place = || format!("block {number}");
        match block {
            Block::Cards(cards) => cards.iter().try_for_each(|card| {
                said(card.label(), place)?;
                said_all(card.detail_text(), place)?;
                self.cell(card.cell(), &place())
            }),
            Block::Chart(chart) => self.chart(chart),
            Block::Findings(findings) => said_all(findings.iter().map(vientro_core::Finding::message), place),
            Block::Heading { level, text } => {
                if !(1..=4).contains(level) {
                    return Err(ReportError::HeadingLevel { heading: text.vi().to_owned(), found: *level });
                }
                said(text, place)
            }
            Block::List { items, .. } => items.iter().try_for_each(|item| self.paragraph(item, &place())),
            Block::Paragraph(paragraph) => self.paragraph(paragraph, &place()),
            Block::Rows(list) => {
                self.id(list.id())?;
                let place = || format!("row list `{}`", list.id());
                said(list.caption(), place)?;
                self.known_rows(list.rows(), &place())
            }
            Block::Table(table) => self.table(table),
        }
    }

    fn paragraph(&self, paragraph: &Paragraph, place: &str) -> Result<(), ReportError> {
        paragraph.runs().iter().try_for_each(|run| match run {
            Run::Text(text) => balanced(text, || place.to_owned()),
            Run::Cell(cell) => self.cell(cell, place),
        })
    }

    fn cell(&self, cell: &Cell, place: &str) -> Result<(), ReportError> {
        if let CellValue::Text(text) = cell.value() {
            balanced(text, || place.to_owned())?;
        }
        if let Some(Unit::Label(label)) = cell.unit() {
            said(&label, || format!("the unit of a figure in {place}"))?;
        }
        said_all(cell.note().into_iter().chain(cell.reasons()), || format!("a note of {place}"))?;
        self.known_rows(cell.source_rows(), place)
    }

    fn known_rows(&self, rows: &[RowId], place: &str) -> Result<(), ReportError> {
        match rows.iter().find(|row| !self.rows.contains(row)) {
            Some(row) => Err(ReportError::UnknownRow { place: place.to_owned(), row: row.to_string() }),
            None => Ok(()),
        }
    }

    fn id(&mut self, id: &str) -> Result<(), ReportError> {
        check_id(id)?;
        if self.ids.insert(id.to_owned()) {
            Ok(())
        } else {
            Err(ReportError::DuplicateId { id: id.to_owned() })
        }
    }

    fn table(&mut self, table: &Table) -> Result<(), ReportError> {
        self.id(table.id())?;
        let place = || format!("table `{}`", table.id());
        said(table.caption(), place)?;
        said(table.stub(), place)?;
        for (column, at) in table.columns().iter().zip(0_usize..) {
            let share = column.share().map(|(part, whole)| [part, whole]);
            let parts = column.added().iter().chain(column.taken()).copied();
            let mut others = parts.chain(share.into_iter().flatten());
            if let Some(from) = others.find(|other| *other == at || *other >= table.columns().len()) {
                let column = column.label().vi().to_owned();
                return Err(ReportError::Sum { table: table.id().to_owned(), column, from });
            }
            said_all([column.label()].into_iter().chain(column.note()), place)?;
            if let Some(Unit::Label(label)) = column.named_unit() {
                said(label, place)?;
            }
        }
        let mut taken = BTreeSet::new();
        for spanner in table.spanners() {
            said(spanner.label(), place)?;
            let columns = spanner.columns();
            let (first, last) = (*columns.start(), *columns.end());
            let fits = first <= last && last < table.columns().len();
            if !fits || !columns.into_iter().all(|column| taken.insert(column)) {
                return Err(ReportError::Spanner {
                    table: table.id().to_owned(),
                    spanner: spanner.label().vi().to_owned(),
                    first,
                    last,
                    columns: table.columns().len(),
                });
            }
        }
        said_all(table.groups().iter().filter_map(crate::RowGroup::label), place)?;
        for row in table.body_rows() {
            said_all([row.label()].into_iter().chain(row.note()), place)?;
            if row.cells().len() != table.columns().len() {
                return Err(ReportError::Width {
                    table: table.id().to_owned(),
                    row: row.label().vi().to_owned(),
                    found: row.cells().len(),
                    expected: table.columns().len(),
                });
            }
            let place = format!("table `{}`, row `{}`", table.id(), row.label().vi());
            row.cells().iter().try_for_each(|cell| self.cell(cell, &place))?;
        }
        said_all(table.notes().iter().chain(table.rates()).chain(table.sources()), place)
    }

    fn chart(&mut self, chart: &Chart) -> Result<(), ReportError> {
        self.id(chart.id())?;
        self.id(&format!("{}-data", chart.id()))?;
        let place = || format!("chart `{}`", chart.id());
        let labels = chart.all_series().iter().map(crate::Series::label);
        let texts = [chart.title(), chart.alternative()].into_iter().chain(chart.categories()).chain(labels);
        said_all(texts.chain(chart.source_text()), place)?;
        if let Some(Unit::Label(label)) = chart.named_unit() {
            said(label, place)?;
        }
        let fail = |reason| Err(ReportError::Chart { chart: chart.id().to_owned(), reason });
        if chart.categories().is_empty() || chart.all_series().is_empty() {
            return fail("it needs at least one category and one series");
        }
        let mut unit = chart.named_unit().cloned();
        let magnitude = Decimal::from(10_i64.pow(12)) * Decimal::from(10_i64.pow(12));
        for series in chart.all_series() {
            if series.cells().len() != chart.categories().len() {
                return fail("each series needs one cell for each category");
            }
            let mut sum = Decimal::ZERO;
            for cell in series.cells() {
                self.cell(cell, &place())?;
                if let Some(found) = cell.unit()
                    && *unit.get_or_insert_with(|| found.clone()) != found
                {
                    return fail("all its figures must have one unit");
                }
                let figure = match (cell.as_figure(), cell.missing_reason()) {
                    (_, Some(_)) => Figure::Unknown,
                    (Some(figure), None) => figure,
                    (None, None) => return fail("only numbers and missing figures can be drawn"),
                };
                for end in [figure.low(), figure.high()].into_iter().flatten() {
                    if end.abs() > magnitude {
                        return fail("a figure is beyond 10^24");
                    }
                    if !chart.is_apart() && end.is_sign_negative() && !end.is_zero() {
                        return fail("parts of a whole cannot be negative");
                    }
                }
                let drawn_whole = figure.known().is_some() || figure.is_unknown();
                if !chart.is_apart() && !drawn_whole {
                    return fail("parts of a whole must be exact");
                }
                if chart.kind() == ChartKind::Share && figure.is_unknown() {
                    return fail("a share needs all its parts");
                }
                // at most 10^24 each; a sum past the decimal range is refused like a part past it
                let Some(next) = sum.checked_add(figure.known().copied().unwrap_or_default()) else {
                    return fail("a figure is beyond 10^24");
                };
                sum = next;
            }
            if chart.kind() == ChartKind::Share && sum.is_zero() {
                return fail("a share needs a whole that is not zero");
            }
        }
        Ok(())
    }
}
