//! One sheet on its way to facts: its rows told apart, its cells read with findings.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::Decimal;
use vientro_core::{Bilingual, Figure, Finding, HedgeConvention, Language, Location, RowId};
use vientro_currency::{Currency, Money, Rounding};
use vientro_vi::{DateContext, ReadOptions, Reading, Style, Unit, format_decimal, nfc, read_date, read_with};

use crate::codes;
use crate::grid::{Cell, CellValue, Grid, GridRow};
use crate::groups;
use crate::header::{Column, Header, currency_of, words};
use crate::reading::{SheetSummary, both};
use crate::{Field, SheetKind};
use crate::{Options, address};

/// What `text` says in both languages.
pub(crate) fn in_both(text: impl Fn(Language) -> String) -> Bilingual {
    Bilingual::new(text(Language::Vi), text(Language::En))
}

/// 10^18 major units of any currency: more than all the money there is, so a slip of the keyboard.
const AMOUNT_LIMIT: Decimal = Decimal::from_parts(2_808_348_672, 232_830_643, 0, false, 0);

/// A sheet, its header, what was found in it so far and the rows that hold records.
#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    pub(crate) grid: &'a Grid,
    pub(crate) header: Header,
    pub(crate) options: &'a Options,
    pub(crate) year: Option<i32>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) summary: SheetSummary,
    pub(crate) body: Vec<&'a GridRow>,
    pub(crate) totals: Vec<&'a GridRow>,
    /// Rows that head a group of records.
    pub(crate) headings: Vec<&'a GridRow>,
    /// Amounts by row and column as the checks read them again, each once.
    pub(crate) amounts: BTreeMap<(u32, usize), Option<ReadAmount>>,
}

/// An amount as a cell says it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ReadAmount {
    pub(crate) figure: Figure<Money>,
    pub(crate) currency: Option<Currency>,
    /// The place of the last printed digit, where the amount is text.
    pub(crate) place: Option<Decimal>,
}

/// A day as a cell says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReadDay {
    Day(NaiveDate),
    /// Only a month or a year is written: its first and last day.
    Within(NaiveDate, NaiveDate),
    None,
}

impl ReadDay {
    pub(crate) const fn exact(self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(day),
            Self::Within(..) | Self::None => None,
        }
    }

    pub(crate) const fn latest(self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) | Self::Within(_, day) => Some(day),
            Self::None => None,
        }
    }
}

impl<'a> Sheet<'a> {
    pub(crate) fn new(grid: &'a Grid, options: &'a Options) -> Self {
        let header = Header::find(grid, options);
        let mut sheet = Self {
            summary: SheetSummary::new(grid, header.kind()),
            grid,
            header,
            options,
            year: options.year,
            findings: Vec::new(),
            body: Vec::new(),
            totals: Vec::new(),
            headings: Vec::new(),
            amounts: BTreeMap::new(),
        };
        if grid.is_hidden() {
            sheet.findings.push(codes::HIDDEN_SHEET.at(grid.location()));
        }
        if grid.encoding().is_guessed() {
            let at = grid.location();
            sheet.findings.push(
                codes::ENCODING_GUESSED.at(at).found(grid.encoding().name()).expected("Unicode (CSV UTF-8)"),
            );
        }
        if !sheet.header.absent().is_empty() {
            let at = sheet.header.rows().first().and_then(|number| grid.row(*number));
            let at = at.map_or_else(|| grid.location(), |row| grid.location_of(row, 0));
            let absent = sheet.header.absent().join(" | ");
            sheet.findings.push(codes::MAPPING_INCOMPLETE.at(at).expected(absent));
        }
        if let Some((row, column)) = lost_letters(grid) {
            let at = grid.location_of(row, column);
            sheet.findings.push(codes::LETTERS_LOST.at(at).found(row.text(column)));
        }
        for (row, column) in grid.unclosed() {
            let text = nfc(&row.text(column)).into_owned();
            let finding = codes::UNCLOSED_QUOTE.at(grid.location_of(row, column));
            sheet.findings.push(finding.found(format!("\"{text}")).suggest(text));
        }
        sheet.sort_rows();
        sheet
    }

    /// Tells titles, headers, totals, remarks, empty rows and records apart.
    fn sort_rows(&mut self) {
        let grid = self.grid;
        let rows = self.header.rows();
        let (Some(first), Some(last)) = (rows.first().copied(), rows.last().copied()) else {
            self.refuse_all();
            return;
        };
        self.summary.empty = grid.gaps();
        let mut header_before = false;
        for row in grid.rows() {
            if row.is_empty() && row.number() != last {
                self.summary.empty = self.summary.empty.saturating_add(1);
                continue;
            }
            if row.number() < first {
                self.summary.titles = self.summary.titles.saturating_add(1);
                continue;
            }
            if row.number() <= last || self.header.is_numbering(row) {
                self.summary.headers = self.summary.headers.saturating_add(1);
                continue;
            }
            let begins = row.cells().iter().position(|cell| !cell.value().is_empty()).unwrap_or(0);
            if self.header.is_repeated_in(row) {
                self.summary.headers = self.summary.headers.saturating_add(1);
                if !header_before {
                    self.findings.push(
                        codes::HEADER_REPEATED.at(grid.location_of(row, begins)).found(row.text(begins)),
                    );
                }
                header_before = true;
                continue;
            }
            header_before = false;
            let decomposed = row.cells().iter().position(|cell| {
                !cell.is_filled()
                    && matches!(cell.value(), CellValue::Text(text) if nfc(text) != text.as_str())
            });
            if let Some(column) = decomposed {
                let text = row.text(column);
                self.findings.push(
                    codes::NFD_NORMALISED.at(grid.location_of(row, column)).found(&*text).suggest(nfc(&text)),
                );
            }
            if row.is_hidden() {
                self.findings.push(codes::HIDDEN_ROW.at(grid.location_of(row, 0)).found(self.label(row)));
            }
            let is_heading = groups::is_heading(&self.header, row);
            if is_heading {
                self.headings.push(row);
            }
            if self.is_total(row) {
                self.summary.totals = self.summary.totals.saturating_add(1);
                self.totals.push(row);
            } else if is_heading && groups::has_sum(&self.header, row) {
                self.summary.totals = self.summary.totals.saturating_add(1);
            } else if is_heading || self.is_note(row) {
                self.summary.notes = self.summary.notes.saturating_add(1);
                self.findings
                    .push(codes::NOTE_ROW.at(grid.location_of(row, begins)).found(nfc(&row.text(begins))));
            } else {
                self.body.push(row);
            }
        }
    }

    /// A sheet of unknown kind: rows of figures are refused, and that is an error; a page of words is remarks.
    fn refuse_all(&mut self) {
        let grid = self.grid;
        let rows: Vec<&GridRow> = grid.rows().iter().filter(|row| !row.is_empty()).collect();
        let empty = count(grid.rows().len().saturating_sub(rows.len()));
        self.summary.empty = empty.saturating_add(grid.gaps());
        let Some(first) = rows.first().copied() else { return };
        let has_figures = rows.iter().any(|row| has_figures(row));
        let nearest = Header::nearest(grid, self.options);
        let shown = nearest.as_ref().and_then(|nearest| grid.row(nearest.row)).unwrap_or(first);
        let texts = shown.cells().iter().map(|cell| cell.value().text().into_owned());
        let seen: Vec<String> = texts.filter(|text| !text.is_empty()).take(8).collect();
        let at = grid.location();
        let finding = if has_figures {
            self.summary.refused = count(rows.len());
            match &nearest {
                Some(nearest) => {
                    let (said, near) = (codes::UNKNOWN_SHEET.message(), nearest.message());
                    let message = both(
                        format!("{}; {}", said.vi(), near.vi()),
                        format!("{}; {}", said.en(), near.en()),
                    );
                    codes::UNKNOWN_SHEET.says(message, at).expected(nearest.required())
                }
                None => codes::UNKNOWN_SHEET.at(at),
            }
        } else {
            self.summary.notes = count(rows.len());
            codes::UNKNOWN_SHEET.as_warning(at)
        };
        self.findings.push(finding.found(seen.join(" | ")));
    }

    fn is_total(&self, row: &GridRow) -> bool {
        // an amount written as text is no label, wherever its column stands
        let is_money = |index: usize| {
            let means = self.header.columns().iter().find(|column| column.index() == index);
            means.and_then(Column::field).is_some_and(Field::is_money)
        };
        let texts = row.cells().iter().enumerate().filter(|(index, _)| !is_money(*index));
        let mut texts = texts.map(|(_, cell)| cell).filter(|cell| matches!(cell.value(), CellValue::Text(_)));
        let Some(label) = texts.next() else { return false };
        let numbered = [Field::Running, Field::Code].into_iter().any(|field| {
            self.header
                .column(field)
                .is_some_and(|column| row.text(column.index()).chars().any(|letter| letter.is_ascii_digit()))
        });
        let words = words(&label.value().text());
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        !numbered
            && match *words.as_slice() {
                ["cong", next, ..] => {
                    next.chars().all(|letter| letter.is_ascii_digit())
                        || matches!(
                            next,
                            "muc" | "nhom" | "phan" | "trang" | "don" | "khoan" | "quy" | "thang"
                        )
                }
                ["cong" | "tong" | "total" | "subtotal" | "sum"]
                | ["tong", "cong" | "so", ..]
                | ["luy", "ke", ..]
                | ["total" | "subtotal", ..]
                | ["grand", "total", ..] => true,
                _ => false,
            }
    }

    fn is_note(&self, row: &GridRow) -> bool {
        let mut own = row
            .cells()
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_filled() && (!cell.value().is_empty() || cell.is_formula()));
        let (Some((index, cell)), None) = (own.next(), own.next()) else { return false };
        let means =
            self.header.columns().iter().find(|column| column.index() == index).and_then(Column::field);
        // rows that ran into one cell are no remark
        let is_remark = |text: &str| {
            let (lines, parts) = (text.lines().count(), text.matches([';', '\t']).count());
            parts < 2 || lines < 2 && parts < 4
        };
        self.header.columns().len() >= 3
            && matches!(cell.value(), CellValue::Text(text) if is_remark(text))
            && !matches!(
                means,
                Some(
                    Field::Amount
                        | Field::Committed
                        | Field::Disbursed
                        | Field::Before
                        | Field::After
                        | Field::Value
                )
            )
    }

    pub(crate) fn kind(&self) -> SheetKind {
        self.header.kind()
    }

    pub(crate) fn at(&self, row: &GridRow, column: &Column) -> Location {
        self.grid.location_of(row, column.index())
    }

    /// The place of a field of a row; of its first cell if the sheet has no such column.
    pub(crate) fn at_field(&self, row: &GridRow, field: Field) -> Location {
        self.grid.location_of(row, self.header.column(field).map_or(0, Column::index))
    }

    /// A name of the row for people: its first text that says more than a number.
    pub(crate) fn label(&self, row: &GridRow) -> String {
        let named = [Field::Title, Field::Indicator, Field::Form, Field::Code, Field::Key];
        let named = named.into_iter().find_map(|field| self.text(row, field));
        named.unwrap_or_else(|| {
            let text = row.cells().iter().find(|cell| !cell.value().is_empty());
            text.map_or_else(String::new, |cell| nfc(&cell.value().text()).into_owned())
        })
    }

    /// The header and content of each cell of the row that is not empty.
    pub(crate) fn fields(&self, row: &GridRow) -> Vec<(String, String)> {
        let label = |index: usize| {
            let column = self.header.columns().iter().find(|column| column.index() == index);
            column.map_or_else(|| address(row.number(), index), |column| column.label().to_owned())
        };
        let cells = row.cells().iter().enumerate().filter(|(_, cell)| !cell.value().is_empty());
        cells.map(|(index, cell)| (label(index), nfc(&cell.value().text()).into_owned())).collect()
    }

    /// The id of a row: `file/sheet/row`, or `file/row` for a text file.
    pub(crate) fn row_id(&self, row: &GridRow) -> Option<RowId> {
        let clean = |text: &str| -> String {
            text.chars().map(|letter| if letter.is_control() { '?' } else { letter }).take(180).collect()
        };
        let file = clean(self.grid.file());
        let id = match self.grid.sheet() {
            Some(sheet) => format!("{file}/{}/{}", clean(sheet), row.number()),
            None => format!("{file}/{}", row.number()),
        };
        RowId::try_new(id).ok()
    }

    /// The text of a field in NFC, if the cell is not empty.
    pub(crate) fn text(&self, row: &GridRow, field: Field) -> Option<String> {
        let text = row.text(self.header.column(field)?.index());
        let seen = nfc(&text).replace(INVISIBLE, "");
        let text = seen.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    }

    /// The currency a row names in a column of its own.
    ///
    /// `Err` for one that is written but not known.
    pub(crate) fn row_currency(&mut self, row: &GridRow) -> Result<Option<Currency>, ()> {
        let Some(text) = self.text(row, Field::Currency) else { return Ok(None) };
        let found = currency_of(&words(&text)).map_or_else(|| text.parse().ok(), |code| code.parse().ok());
        if found.is_none() {
            let at = self.at_field(row, Field::Currency);
            self.findings.push(codes::UNKNOWN_CURRENCY.at(at).found(text).expected("VND, USD, KRW"));
            return Err(());
        }
        Ok(found)
    }

    /// The amount in a column; `None` for an empty cell or a dash.
    pub(crate) fn amount(
        &mut self,
        row: &GridRow,
        column: &Column,
        row_currency: Option<Currency>,
    ) -> Option<ReadAmount> {
        let parsed = |code: &str| code.parse::<Currency>().ok();
        let expected = row_currency
            .or_else(|| column.currency().and_then(parsed))
            .or_else(|| parsed(&self.options.currency));
        let unknown = Some(ReadAmount { figure: Figure::Unknown, currency: expected, place: None });
        let at = self.at(row, column);
        let cell = row.cells().get(column.index())?;
        if cell.is_filled() {
            self.findings.push(codes::MERGED_AMOUNT.at(at).found(cell.value().text()));
            return unknown;
        }
        let scale = column.scale().unwrap_or(Decimal::ONE);
        let (decimal, currency, place) = match cell.value() {
            CellValue::Empty if cell.is_formula() => {
                self.findings.push(codes::FORMULA_WITHOUT_VALUE.at(at));
                return unknown;
            }
            CellValue::Empty => return None,
            CellValue::Number(number) => (number.checked_mul(scale).map(Figure::Known), expected, None),
            CellValue::Text(text) => {
                let text = nfc(text.trim()).into_owned();
                if is_dash(&text) {
                    return None;
                }
                let unit = expected.and_then(|currency| Unit::currency(&currency.to_string()));
                let example = example_amount(expected);
                let Some(reading) = self.read_number(&text, unit, column.scale(), &at, example) else {
                    return unknown;
                };
                let currency = match reading.unit() {
                    Some(Unit::Currency(code)) => parsed(code).or(expected),
                    Some(Unit::Percent | Unit::Permille | Unit::PercentagePoint | Unit::Ratio) => {
                        self.findings.push(
                            codes::NOT_A_NUMBER.at(at).found(text).expected_in_both(example_amount(expected)),
                        );
                        return unknown;
                    }
                    _ => expected,
                };
                if currency != expected {
                    let named = |currency: Option<Currency>| {
                        currency.map_or_else(String::new, |currency| currency.to_string())
                    };
                    self.findings
                        .push(codes::CURRENCY_IN_CELL.at(at.clone()).found(text).expected(named(expected)));
                }
                (reading.figure(&self.options.hedges).ok(), currency, reading.printed().place().copied())
            }
            CellValue::Date(_) | CellValue::Error(_) | CellValue::Logical(_) => (None, expected, None),
        };
        let found = cell.value().text();
        let (Some(decimal), Some(currency)) = (decimal, currency) else {
            self.findings
                .push(codes::NOT_A_NUMBER.at(at).found(found).expected_in_both(example_amount(expected)));
            return unknown;
        };
        let too_much = |value: Option<&Decimal>| value.is_some_and(|value| value.abs() >= AMOUNT_LIMIT);
        if too_much(decimal.low()) || too_much(decimal.high()) {
            self.findings.push(codes::AMOUNT_IMPLAUSIBLE.at(at).found(found));
            return unknown;
        }
        let mut rounded = false;
        let figure = decimal.try_map(|value| {
            rounded |= Money::try_new(*value, currency).is_err();
            Money::rounded(*value, currency, Rounding::HalfUp)
        });
        match figure {
            Ok(figure) => {
                if rounded && let Some(money) = figure.known() {
                    let mut finding = codes::ROUNDED.at(at).found(found);
                    if let Some(text) = self.written(row, column, money) {
                        finding = finding.suggest(text);
                    }
                    self.findings.push(finding);
                }
                Some(ReadAmount { figure, currency: Some(currency), place })
            }
            Err(error) => {
                self.findings
                    .push(codes::NOT_A_NUMBER.because(&in_both(|to| error.text(to)), at).found(found));
                unknown
            }
        }
    }

    /// How an amount is typed into a cell so that it is read back as it is and in no other way; the cell must hold
    /// no formula, which would be lost.
    pub(crate) fn written(&mut self, row: &GridRow, column: &Column, money: &Money) -> Option<String> {
        if row.cells().get(column.index()).is_none_or(Cell::is_formula) {
            return None;
        }
        let number = money.amount().checked_div(column.scale().unwrap_or(Decimal::ONE))?;
        let text = format_decimal(number, Language::Vi);
        let mut corrected = row.clone();
        if let Some(cell) = corrected.cells.get_mut(column.index()) {
            cell.value = CellValue::Text(text.as_str().into());
        }
        let told = self.findings.len();
        let currency = self.row_currency(row).ok().flatten();
        let read = self.amount(&corrected, column, currency);
        let plainly = self.findings.len() == told;
        self.findings.truncate(told);
        let same = read.is_some_and(|read| read.figure == Figure::Known(*money));
        (same && plainly).then_some(text)
    }

    fn read_number(
        &mut self,
        text: &str,
        unit: Option<Unit>,
        scale: Option<Decimal>,
        at: &Location,
        example: Bilingual,
    ) -> Option<Reading> {
        let mut options = ReadOptions::default().with_parentheses_negative();
        if let Some(unit) = unit {
            options = options.with_unit(unit);
        }
        if let Some(scale) = scale {
            options = options.with_scale(scale);
        }
        // dots alone are groups in a Vietnamese sheet; only if that makes no sense is anything else tried
        let dots_only = text.contains('.') && !text.contains(',');
        let vietnamese =
            dots_only.then(|| read_with(text, &options.clone().with_style(Style::Vietnamese)).ok()).flatten();
        let reading = match vietnamese {
            Some(reading) => reading,
            None => match read_with(text, &options) {
                Ok(reading) => reading,
                Err(error) => {
                    self.findings.push(
                        codes::NOT_A_NUMBER
                            .because(&in_both(|to| error.text(to)), at.clone())
                            .found(text)
                            .expected_in_both(example),
                    );
                    return None;
                }
            },
        };
        if let (Some(other), Some(_)) = (reading.alternatives().first(), reading.note()) {
            let (taken, other) = (reading.value(), other.value());
            let told = codes::AMBIGUOUS_NUMBER.message();
            let message = Bilingual::new(
                format!("{}: không phải {}", told.vi(), format_decimal(other, Language::Vi)),
                format!("{}: not as {}", told.en(), format_decimal(other, Language::En)),
            );
            let finding = codes::AMBIGUOUS_NUMBER.says(message, at.clone()).found(text);
            let mut finding = finding.expected_in_both(in_both(|to| format_decimal(taken, to)));
            // the number as it was taken, in a writing that has one meaning only
            let plain =
                taken.checked_div(scale.unwrap_or(Decimal::ONE)).map(|it| format_decimal(it, Language::Vi));
            let sure = |text: &String| {
                let style = options.clone().with_style(Style::Vietnamese);
                let again = read_with(text, &style);
                again.is_ok_and(|again| again.value() == taken && again.alternatives().is_empty())
            };
            if let Some(plain) = plain.filter(|plain| plain != text).filter(sure) {
                finding = finding.suggest(plain);
            }
            self.findings.push(finding);
        }
        Some(reading)
    }

    /// A number that is no money: a quantity, a head count.
    pub(crate) fn number(&mut self, row: &GridRow, field: Field) -> Figure {
        match self.header.column(field).cloned() {
            Some(column) => self.number_in(row, &column),
            None => Figure::Unknown,
        }
    }

    /// The number in a column.
    pub(crate) fn number_in(&mut self, row: &GridRow, column: &Column) -> Figure {
        let at = self.at(row, column);
        let figure = match row.cells().get(column.index()) {
            None => return Figure::Unknown,
            Some(Cell { value: CellValue::Empty, formula, .. }) => {
                if *formula {
                    self.findings.push(codes::FORMULA_WITHOUT_VALUE.at(at));
                }
                return Figure::Unknown;
            }
            Some(Cell { value: CellValue::Number(number), .. }) => Some(Figure::Known(*number)),
            Some(Cell { value: CellValue::Text(text), .. }) => {
                let text = nfc(text.trim()).into_owned();
                if is_dash(&text) {
                    return Figure::Unknown;
                }
                let Some(reading) = self.read_number(&text, None, column.scale(), &at, example_count())
                else {
                    return Figure::Unknown;
                };
                reading.figure(&HedgeConvention::counts()).ok()
            }
            Some(_) => None,
        };
        let negative = |figure: &Figure| figure.low().is_some_and(|low| *low < Decimal::ZERO);
        match figure {
            Some(figure) if !negative(&figure) => figure,
            _ => {
                let finding = codes::NOT_A_NUMBER.at(at).found(row.text(column.index()));
                self.findings.push(finding.expected_in_both(example_count()));
                Figure::Unknown
            }
        }
    }

    /// A year in a column.
    pub(crate) fn year_of(&mut self, row: &GridRow) -> Option<i32> {
        let text = self.text(row, Field::Year)?;
        let year = words(&text)
            .iter()
            .find_map(|word| word.parse::<i32>().ok().filter(|year| (1900..=2200).contains(year)));
        if year.is_none() {
            let at = self.at_field(row, Field::Year);
            self.findings.push(codes::UNKNOWN_DATE.at(at).found(text).expected("2025"));
        }
        year
    }

    /// The day in a column.
    pub(crate) fn day(&mut self, row: &GridRow, field: Field) -> ReadDay {
        let Some(column) = self.header.column(field).cloned() else { return ReadDay::None };
        let at = self.at(row, &column);
        let day = self.day_in(row, &column, at.clone());
        self.doubt(day, &row.text(column.index()), at);
        day
    }

    /// Tells a year before the country's foreign aid of today, or too far ahead of the year of the report.
    pub(crate) fn doubt(&mut self, day: ReadDay, text: &str, at: Location) {
        let latest = self.year.map_or(2100, |year| year.saturating_add(5));
        if day.latest().is_some_and(|day| !(1975..=latest).contains(&day.year())) {
            let finding = codes::DATE_IMPLAUSIBLE.at(at).found(nfc(text));
            self.findings.push(finding.expected(format!("1975 – {latest}")));
        }
    }

    fn day_in(&mut self, row: &GridRow, column: &Column, at: Location) -> ReadDay {
        match row.value(column.index()) {
            CellValue::Empty => ReadDay::None,
            CellValue::Date(date) => ReadDay::Day(*date),
            CellValue::Number(serial) => match serial_date(*serial) {
                Some(date) => {
                    let finding = codes::DATE_AS_NUMBER.at(at).found(serial.to_string());
                    self.findings.push(finding.suggest(date.format("%d/%m/%Y").to_string()));
                    ReadDay::Day(date)
                }
                None => self.within_or_unknown(&serial.normalize().to_string(), at),
            },
            other => {
                let text = nfc(&other.text()).into_owned();
                if is_dash(&text) {
                    return ReadDay::None;
                }
                match read_date(&text, &self.date_context()) {
                    Ok(reading) => ReadDay::Day(reading.date()),
                    Err(_) => self.within_or_unknown(&text, at),
                }
            }
        }
    }

    fn within_or_unknown(&mut self, text: &str, at: Location) -> ReadDay {
        if let Some((first, last)) = month_or_year(text) {
            let finding = codes::DATE_IMPRECISE.at(at).found(text).expected("dd/mm/yyyy");
            self.findings.push(finding.suggest(last.format("%d/%m/%Y").to_string()));
            ReadDay::Within(first, last)
        } else {
            self.findings.push(codes::UNKNOWN_DATE.at(at).found(text).expected("dd/mm/yyyy"));
            ReadDay::None
        }
    }

    pub(crate) fn date_context(&self) -> DateContext {
        let context = DateContext::new().for_date_cells();
        match self.year {
            Some(year) => context.in_year(year),
            None => context,
        }
    }

    /// First and last day of a text such as `02/2025 - 12/2025`, `2025` or two full dates.
    pub(crate) fn days_between(&self, text: &str) -> Option<(NaiveDate, NaiveDate)> {
        let whole = |part: &str| {
            let part = part.trim();
            read_date(part, &self.date_context())
                .map_or_else(|_| month_or_year(part), |found| Some((found.date(), found.date())))
        };
        for separator in [" - ", " – ", " — ", " đến ", "–"] {
            if let Some((from, to)) = text.split_once(separator) {
                let ((first, _), (_, last)) = (whole(from)?, whole(to)?);
                return (first <= last).then_some((first, last));
            }
        }
        whole(text)
    }
}

/// What an amount may look like, for the one who wrote something else.
fn example_amount(currency: Option<Currency>) -> Bilingual {
    match currency {
        Some(currency) if currency != Currency::VND => Bilingual::new(
            format!("một số tiền, ví dụ 12.500,50 ({currency}); chưa biết thì để trống"),
            format!("an amount such as 12.500,50 ({currency}); empty if it is not known"),
        ),
        _ => Bilingual::new(
            "một số tiền, ví dụ 1.250.000.000 hoặc 1,25 tỷ; chưa biết thì để trống",
            "an amount such as 1.250.000.000 or 1,25 tỷ; empty if it is not known",
        ),
    }
}

/// What a number of things may look like.
fn example_count() -> Bilingual {
    Bilingual::new(
        "một số, ví dụ 120 hoặc khoảng 400; chưa biết thì để trống",
        "a number such as 120 or khoảng 400; empty if it is not known",
    )
}

/// Letters without width that programs leave in texts: no space, joiners, a soft hyphen, a byte order mark.
const INVISIBLE: [char; 6] = ['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{ad}', '\u{feff}'];

/// The first cell with a question mark between two letters, if there are three: "T? ch?c" was "Tổ chức".
fn lost_letters(grid: &Grid) -> Option<(&GridRow, usize)> {
    let is_lost = |text: &str| {
        let mut marks = text.match_indices('?').filter(|(at, _)| {
            let before = text.get(..*at).and_then(|text| text.chars().next_back());
            let after = text.get(at.saturating_add(1)..).and_then(|text| text.chars().next());
            before.zip(after).is_some_and(|(one, other)| one.is_alphabetic() && other.is_alphabetic())
        });
        marks.next().is_some()
    };
    let cells = grid.rows().iter().flat_map(|row| {
        let cells = row.cells().iter().enumerate().filter(|(_, cell)| !cell.is_filled());
        cells
            .filter(|(_, cell)| matches!(cell.value(), CellValue::Text(text) if is_lost(text)))
            .map(move |(at, _)| (row, at))
    });
    let mut first = cells.take(3);
    let found = first.next()?;
    (first.count() == 2).then_some(found)
}

/// A number or a day, or two cells of which one has a digit.
fn has_figures(row: &GridRow) -> bool {
    let cells = || row.cells().iter().map(Cell::value).filter(|value| !value.is_empty());
    let digit = |value: &CellValue| match value {
        CellValue::Text(text) => cells().count() > 1 && text.chars().any(|letter| letter.is_ascii_digit()),
        CellValue::Number(_) | CellValue::Date(_) => true,
        _ => false,
    };
    cells().any(digit)
}

/// A dash is how an accountant leaves a cell empty.
pub(crate) fn is_dash(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| matches!(letter, '-' | '–' | '—' | '_' | '.' | '…' | ' '))
}

/// A bare serial number of the 1900 epoch in a date column: only the years 1990 to 2100, so that a year is no serial.
fn serial_date(serial: Decimal) -> Option<NaiveDate> {
    let serial = u64::try_from(serial.trunc()).ok().filter(|serial| (32_874..73_051).contains(serial))?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(serial))
}

/// First and last day of `năm 2025`, `2025`, `3/2025`, `tháng 3 năm 2025`.
pub(crate) fn month_or_year(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let mut numbers = Vec::new();
    for word in words(text) {
        match word.parse::<u32>() {
            Ok(number) => numbers.push(number),
            Err(_) if matches!(word.as_str(), "nam" | "thang" | "year" | "month") => {}
            Err(_) => return None,
        }
    }
    let (year, month) = match *numbers.as_slice() {
        [year] => (year, None),
        [month, year] if (1..=12).contains(&month) => (year, Some(month)),
        _ => return None,
    };
    let year = i32::try_from(year).ok().filter(|year| (1900..=2200).contains(year))?;
    let first = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), 1)?;
    let last_month = NaiveDate::from_ymd_opt(year, month.unwrap_or(12), 1)?;
    let next = if last_month.month() == 12 {
        NaiveDate::from_ymd_opt(year.checked_add(1)?, 1, 1)?
    } else {
        NaiveDate::from_ymd_opt(year, last_month.month().checked_add(1)?, 1)?
    };
    Some((first, next.pred_opt()?))
}

pub(crate) fn count(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}
