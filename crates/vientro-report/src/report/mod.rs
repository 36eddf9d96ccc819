//! The report: its parts, and the checks it passes before anything is written.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{Bilingual, Figure, Language, RowId};
use vientro_currency::Rate;

use crate::{
    AdministrativeForm, Block, Cell, CellValue, Chart, ChartKind, Paragraph, ReportError, Run, SourceRow,
    Table, Unit,
};

/// A report that passed all checks: both languages are complete, every table is as wide as its columns, every id
/// stands once, and every figure's source rows are there.
///
/// ```
/// use vientro_core::Bilingual;
/// use vientro_report::{Paragraph, Report, ReportError};
///
/// let half = Report::new("year", Bilingual::new("Báo cáo năm", "")).build();
/// assert!(matches!(half, Err(ReportError::Blank { .. })));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Content", into = "Content"))]
pub struct Report {
    content: Content,
}

/// The parts of a report, checked or not.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Content {
    id: String,
    title: Bilingual,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    subtitle: Option<Bilingual>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    form: Option<AdministrativeForm>,
    blocks: Vec<Block>,
    /// Where the annexes begin among the blocks.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    annexes_from: Option<usize>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    notes: Vec<Bilingual>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    sources: Vec<SourceNote>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    provenance: Option<Provenance>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    rows: Vec<SourceRow>,
}

impl Report {
    /// Starts a report with an id for files and links, and its title.
    #[expect(clippy::new_ret_no_self, reason = "a report exists only after its checks")]
    pub fn new(id: impl Into<String>, title: Bilingual) -> ReportBuilder {
        ReportBuilder {
            content: Content {
                id: id.into(),
                title,
                subtitle: None,
                form: None,
                blocks: Vec::new(),
                annexes_from: None,
                notes: Vec::new(),
                sources: Vec::new(),
                provenance: None,
                rows: Vec::new(),
            },
        }
    }

    /// The id.
    pub fn id(&self) -> &str {
        &self.content.id
    }

    /// The title; under an administrative form it is the abstract.
    pub fn title(&self) -> &Bilingual {
        &self.content.title
    }

    /// The line under the title.
    pub fn subtitle(&self) -> Option<&Bilingual> {
        self.content.subtitle.as_ref()
    }

    /// The administrative form.
    pub fn form(&self) -> Option<&AdministrativeForm> {
        self.content.form.as_ref()
    }

    /// The blocks in reading order.
    pub fn blocks(&self) -> &[Block] {
        &self.content.blocks
    }

    /// The blocks before the signature.
    pub fn body(&self) -> &[Block] {
        self.content.blocks.get(..self.first_annex()).unwrap_or_default()
    }

    /// The blocks behind the signature: annexes, each begun by a heading of level 1 with its title.
    pub fn annexes(&self) -> &[Block] {
        self.content.blocks.get(self.first_annex()..).unwrap_or_default()
    }

    fn first_annex(&self) -> usize {
        self.content.annexes_from.unwrap_or(self.content.blocks.len())
    }

    /// Notes on the whole.
    pub fn notes(&self) -> &[Bilingual] {
        &self.content.notes
    }

    /// Sources of the whole.
    pub fn sources(&self) -> &[SourceNote] {
        &self.content.sources
    }

    /// What it was made from and how.
    pub fn provenance(&self) -> Option<&Provenance> {
        self.content.provenance.as_ref()
    }

    /// The source rows in the order of the appendix.
    pub fn rows(&self) -> &[SourceRow] {
        &self.content.rows
    }

    /// The tables in reading order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.content.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }

    /// The charts in reading order.
    pub fn charts(&self) -> impl Iterator<Item = &Chart> {
        self.content.blocks.iter().filter_map(|block| match block {
            Block::Chart(chart) => Some(chart),
            _ => None,
        })
    }

    /// Where each source row stands in the appendix, counted from one.
    pub(crate) fn row_numbers(&self) -> BTreeMap<&RowId, usize> {
        self.content.rows.iter().zip(1_usize..).map(|(row, number)| (row.id(), number)).collect()
    }
}

/// Collects the parts of a report; [`ReportBuilder::build`] checks them.
#[derive(Clone, Debug)]
#[must_use]
pub struct ReportBuilder {
    content: Content,
}

impl ReportBuilder {
    /// Sets the line under the title: period, place.
    pub fn subtitle(mut self, text: Bilingual) -> Self {
        self.content.subtitle = Some(text);
        self
    }

    /// Sets the administrative form.
    pub fn form(mut self, form: AdministrativeForm) -> Self {
        self.content.form = Some(form);
        self
    }

    /// Changes the administrative form, if there is one.
    #[cfg(feature = "templates")]
    pub(crate) fn issued(mut self, change: impl FnOnce(AdministrativeForm) -> AdministrativeForm) -> Self {
        self.content.form = self.content.form.map(change);
        self
    }

    /// Adds a block.
    pub fn block(mut self, block: Block) -> Self {
        self.content.blocks.push(block);
        self
    }

    /// Adds a heading of level 1 to 4.
    pub fn heading(self, level: u8, text: Bilingual) -> Self {
        self.block(Block::Heading { level, text })
    }

    /// Adds a heading of level 1 with the next Roman numeral: the first section is I, whatever was left out.
    ///
    /// # Source
    ///
    /// Decree 30/2020/NĐ-CP, Appendix I: sections are numbered I, II, III and written in capitals.
    pub fn section(self, text: &Bilingual) -> Self {
        let is_section = |block: &&Block| matches!(block, Block::Heading { level: 1, .. });
        let number = roman(self.content.blocks.iter().filter(is_section).count().saturating_add(1));
        let numbered = |text: &str| format!("{number}. {text}");
        self.heading(1, Bilingual::new(numbered(text.vi()), numbered(text.en())))
    }

    /// Begins an annex with this title: the blocks added from here on stand behind the signature.
    ///
    /// # Source
    ///
    /// Decree 30/2020/NĐ-CP, Appendix I: an appendix follows the signed text and has a title of its own.
    pub fn annex(mut self, title: Bilingual) -> Self {
        self.content.annexes_from.get_or_insert(self.content.blocks.len());
        self.heading(1, title)
    }

    /// Adds a paragraph.
    pub fn paragraph(self, paragraph: impl Into<Paragraph>) -> Self {
        self.block(Block::Paragraph(paragraph.into()))
    }

    /// Adds a table.
    pub fn table(self, table: Table) -> Self {
        self.block(Block::Table(table))
    }

    /// Adds a chart.
    pub fn chart(self, chart: Chart) -> Self {
        self.block(Block::Chart(chart))
    }

    /// Adds a note on the whole.
    pub fn note(mut self, text: Bilingual) -> Self {
        self.content.notes.push(text);
        self
    }

    /// Adds sources of the whole.
    pub fn sources(mut self, sources: impl IntoIterator<Item = SourceNote>) -> Self {
        self.content.sources.extend(sources);
        self
    }

    /// Sets what the report was made from and how.
    pub fn provenance(mut self, provenance: Provenance) -> Self {
        self.content.provenance = Some(provenance);
        self
    }

    /// Adds a source row to the appendix.
    pub fn row(mut self, row: SourceRow) -> Self {
        self.content.rows.push(row);
        self
    }

    /// Adds source rows to the appendix.
    pub fn rows(mut self, rows: impl IntoIterator<Item = SourceRow>) -> Self {
        self.content.rows.extend(rows);
        self
    }

    /// Adds those of `rows` that a figure or a list of rows names; the appendix holds no others.
    pub fn rows_named(self, rows: impl IntoIterator<Item = SourceRow>) -> Self {
        let cells = self.content.blocks.iter().flat_map(Block::cells);
        let mut named: BTreeSet<RowId> = cells.flat_map(Cell::source_rows).cloned().collect();
        for block in &self.content.blocks {
            if let Block::Rows(list) = block {
                named.extend(list.rows().iter().cloned());
            }
        }
        self.rows(rows.into_iter().filter(|row| named.contains(row.id())))
    }

    /// Checks the whole.
    ///
    /// # Errors
    ///
    /// The first fault in reading order: head, source rows, then block by block. See [`ReportError`].
    pub fn build(self) -> Result<Report, ReportError> {
        Report::try_from(self.content)
    }
}

/// A Roman numeral; from 4000 on the thousands are so many M.
pub(crate) fn roman(number: usize) -> String {
    let digits = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let (mut rest, mut text) = (number, String::new());
    for (value, letters) in digits {
        while rest >= value {
            text.push_str(letters);
            rest = rest.saturating_sub(value);
        }
    }
    text
}

impl TryFrom<Content> for Report {
    type Error = ReportError;

    fn try_from(content: Content) -> Result<Self, ReportError> {
        check(&content)?;
        Ok(Self { content })
    }
}

impl From<Report> for Content {
    fn from(report: Report) -> Self {
        report.content
    }
}

/// A source of the report: a register, a decision, an article.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct SourceNote {
    text: Bilingual,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    reference: Option<String>,
}

impl SourceNote {
    /// A source by its name.
    pub fn new(text: Bilingual) -> Self {
        Self { text, reference: None }
    }

    /// Where to find it: file, number of the decision, address. Printed as text, never as a link.
    #[must_use]
    pub fn at(mut self, reference: impl Into<String>) -> Self {
        self.reference = Some(reference.into());
        self
    }

    /// The name.
    pub fn text(&self) -> &Bilingual {
        &self.text
    }

    /// Where to find it.
    pub fn reference(&self) -> Option<&str> {
        self.reference.as_deref()
    }
}

/// A file the report was made from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Input {
    name: String,
    hash: String,
}

impl Input {
    /// A file by its name, with the hash the caller took of it, such as `sha256:…`.
    pub fn new(name: impl Into<String>, hash: impl Into<String>) -> Self {
        Self { name: name.into(), hash: hash.into() }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The hash as the caller gave it.
    pub fn hash(&self) -> &str {
        &self.hash
    }
}

/// What a report was made from and how: enough to make it again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct Provenance {
    template: Option<String>,
    period: Option<Bilingual>,
    policy: Option<Bilingual>,
    rates: Vec<Rate>,
    as_known_on: Option<NaiveDate>,
    inputs: Vec<Input>,
    generator: Option<String>,
}

impl Provenance {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The template with its version, such as `union-year 2`.
    #[must_use]
    pub fn template(mut self, name: impl Into<String>) -> Self {
        self.template = Some(name.into());
        self
    }

    /// The period, with whether its last day counts.
    #[must_use]
    pub fn period(mut self, text: Bilingual) -> Self {
        self.period = Some(text);
        self
    }

    /// The policy by which rates were chosen.
    #[must_use]
    pub fn policy(mut self, text: Bilingual) -> Self {
        self.policy = Some(text);
        self
    }

    /// Adds a rate used, with its papers.
    #[must_use]
    pub fn rate(mut self, rate: Rate) -> Self {
        self.rates.push(rate);
        self
    }

    /// The day up to which facts were known.
    #[must_use]
    pub fn as_known_on(mut self, date: NaiveDate) -> Self {
        self.as_known_on = Some(date);
        self
    }

    /// Adds a file it was made from.
    #[must_use]
    pub fn input(mut self, input: Input) -> Self {
        self.inputs.push(input);
        self
    }

    /// The program and version that made it.
    #[must_use]
    pub fn generator(mut self, name: impl Into<String>) -> Self {
        self.generator = Some(name.into());
        self
    }

    /// The template with its version.
    pub fn template_name(&self) -> Option<&str> {
        self.template.as_deref()
    }

    /// The period.
    pub fn period_text(&self) -> Option<&Bilingual> {
        self.period.as_ref()
    }

    /// The policy by which rates were chosen.
    pub fn policy_text(&self) -> Option<&Bilingual> {
        self.policy.as_ref()
    }

    /// The rates used.
    pub fn rates(&self) -> &[Rate] {
        &self.rates
    }

    /// The day up to which facts were known.
    pub fn known_on(&self) -> Option<NaiveDate> {
        self.as_known_on
    }

    /// The files it was made from.
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// The program that made it.
    pub fn generator_name(&self) -> Option<&str> {
        self.generator.as_deref()
    }
}

fn check(content: &Content) -> Result<(), ReportError> {
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
        let texts = provenance.period.iter().chain(&provenance.policy);
        said_all(texts, || "the provenance".to_owned())?;
    }
    Ok(())
}

fn check_form(form: &AdministrativeForm) -> Result<(), ReportError> {
    let signature = form.signature();
    let texts = [form.issuer(), form.place(), form.kind(), signature.post()]
        .into_iter()
        .chain(form.parent_body())
        .chain(form.addressees())
        .chain(form.recipients())
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
