//! Files of another shape: a day or month a row, a publisher or currency a column.

use std::io::Read;

use chrono::NaiveDate;
use csv::ByteRecord;
use vientro_core::Period;

use super::{Columns, Fault, Row, Sheet, cell, currency, date, decimal, line_of};
use crate::{Currency, Rate, RateKind, Standing};

/// What the columns of a rate file hold, where it is not one rate a row.
///
/// A file's own words about itself are not trusted: pair and direction are said here, and the checks hold the figures against what
/// others publish. Read with [`crate::RateBook::read_table`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateTable {
    dates: &'static str,
    column: String,
    columns: Vec<RateColumn>,
    source: String,
    note: String,
    standing: Standing,
}

/// One column of a [`RateTable`]: whose rate, of which pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateColumn {
    name: String,
    pair: Pair,
    kind: RateKind,
    publisher: String,
    band: Option<[String; 3]>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Pair {
    /// The base currency is the code in this column.
    BaseIn(String, Currency),
    Fixed(Currency, Currency),
    /// The pair is in this column as `AUD per USD`.
    In(String),
}

const DAY: &str = "yyyy-mm-dd";
const MONTH: &str = "yyyy-mm";

impl RateTable {
    /// A rate a row for the day in `column`, as `yyyy-mm-dd`.
    pub fn daily(column: impl Into<String>) -> Self {
        Self::of(DAY, column.into())
    }

    /// Rates that hold for the whole month in `column`, as `yyyy-mm`.
    pub fn monthly(column: impl Into<String>) -> Self {
        Self::of(MONTH, column.into())
    }

    fn of(dates: &'static str, column: String) -> Self {
        let (source, note, standing) = Default::default();
        Self { dates, column, columns: Vec::new(), source, note, standing }
    }

    /// With one more column of rates.
    #[must_use]
    pub fn column(mut self, column: RateColumn) -> Self {
        self.columns.push(column);
        self
    }

    /// Where the figures were read; every rate keeps it.
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = source.into();
        self
    }

    /// What a reader of every rate must know.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// How near all the figures are to what was published.
    #[must_use]
    pub fn standing(mut self, standing: Standing) -> Self {
        self.standing = standing;
        self
    }
}

impl RateColumn {
    /// A column of figures: 1 `base` = that many `quote`.
    pub fn new(
        name: impl Into<String>,
        base: Currency,
        quote: Currency,
        kind: RateKind,
        publisher: impl Into<String>,
    ) -> Self {
        Self::of(name.into(), Pair::Fixed(base, quote), kind, publisher.into())
    }

    /// A column of figures in `quote` for one unit of the currency whose code stands in the column `base_column`.
    pub fn with_base_in(
        name: impl Into<String>,
        base_column: impl Into<String>,
        quote: Currency,
        kind: RateKind,
        publisher: impl Into<String>,
    ) -> Self {
        Self::of(name.into(), Pair::BaseIn(base_column.into(), quote), kind, publisher.into())
    }

    /// A column of figures whose unit, such as `AUD per USD`, stands in the column `unit_column`.
    pub fn with_unit_in(
        name: impl Into<String>,
        unit_column: impl Into<String>,
        kind: RateKind,
        publisher: impl Into<String>,
    ) -> Self {
        Self::of(name.into(), Pair::In(unit_column.into()), kind, publisher.into())
    }

    const fn of(name: String, pair: Pair, kind: RateKind, publisher: String) -> Self {
        Self { name, pair, kind, publisher, band: None }
    }

    /// The columns of the printed band: percent, ceiling, floor.
    #[must_use]
    pub fn band(
        mut self,
        percent: impl Into<String>,
        ceiling: impl Into<String>,
        floor: impl Into<String>,
    ) -> Self {
        self.band = Some([percent.into(), ceiling.into(), floor.into()]);
        self
    }

    fn required(&self) -> Vec<&str> {
        let mut names = vec![self.name.as_str()];
        match &self.pair {
            Pair::BaseIn(column, _) | Pair::In(column) => names.push(column),
            Pair::Fixed(..) => {}
        }
        names.extend(self.band.iter().flatten().map(String::as_str));
        names
    }

    fn pair(&self, columns: &Columns, record: &ByteRecord) -> Result<(Currency, Currency), Fault> {
        match &self.pair {
            Pair::Fixed(base, quote) => Ok((*base, *quote)),
            Pair::BaseIn(column, quote) => Ok((currency(cell(columns, record, &lower(column))?)?, *quote)),
            Pair::In(column) => {
                let text = cell(columns, record, &lower(column))?;
                let (quote, base) = text.split_once(" per ").unwrap_or((text, ""));
                Ok((currency(base.trim())?, currency(quote.trim())?))
            }
        }
    }
}

impl Sheet<'_> {
    pub(super) fn table_rows(&mut self, reader: impl Read, table: &RateTable) -> Vec<Row> {
        let names: Vec<String> = std::iter::once(table.column.as_str())
            .chain(table.columns.iter().flat_map(RateColumn::required))
            .map(lower)
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        self.each(reader, &names, |sheet, columns, record| {
            let line = line_of(record);
            let when = cell(columns, record, &lower(&table.column))?;
            let (from, to) = days(table.dates, when)?;
            let mut rows = Vec::new();
            for column in &table.columns {
                let place = format!("{} {when}", column.name);
                match sheet.table_cell(table, column, columns, record, (from, to)) {
                    Ok(rate) => rows.extend(rate.map(|rate| Row { line, record: place, rate })),
                    Err(fault) => sheet.fault(fault, line, place),
                }
            }
            Ok(rows)
        })
    }

    /// The rate of one cell; `None` for an empty one, or if its finding was pushed already.
    fn table_cell(
        &mut self,
        table: &RateTable,
        column: &RateColumn,
        columns: &Columns,
        record: &ByteRecord,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Option<Rate>, Fault> {
        let text = cell(columns, record, &lower(&column.name))?;
        if text.is_empty() {
            return Ok(None);
        }
        let (base, quote) = column.pair(columns, record)?;
        let value = decimal(text)?;
        if base == quote {
            // a column of ones, as tables of many currencies have it for their own
            return Ok(None);
        }
        let builder = Rate::builder(base, quote, value, column.kind)
            .publisher(column.publisher.clone())
            .source(table.source.clone())
            .standing(table.standing)
            .days(from, to);
        let builder = if table.note.is_empty() { builder } else { builder.note(table.note.clone()) };
        let line = line_of(record);
        let Some(rate) = self.build(builder, line) else { return Ok(None) };
        let Some(names) = &column.band else { return Ok(Some(rate)) };
        let mut band = [None; 3];
        for (edge, name) in band.iter_mut().zip(names) {
            let text = cell(columns, record, &lower(name))?;
            *edge = if text.is_empty() { None } else { Some(decimal(text)?) };
        }
        let [percent, ceiling, floor] = band;
        Ok(self.band(line, &rate, percent, ceiling, floor).then_some(rate))
    }
}

/// Names of columns are compared in lower case.
fn lower(name: &str) -> String {
    name.to_ascii_lowercase()
}

fn days(form: &'static str, text: &str) -> Result<(NaiveDate, NaiveDate), Fault> {
    if form == DAY {
        return date(text).map(|day| (day, day));
    }
    let form = text.len() == 7 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let month = form
        .then(|| text.split_once('-'))
        .flatten()
        .and_then(|(year, month)| Period::month(year.parse().ok()?, month.parse().ok()?).ok());
    match month {
        Some(month) => Ok((month.from(), month.last())),
        None => Err(Fault {
            code: "unknown-date",
            vi: "tháng không có trong lịch",
            en: "no such month in the calendar",
            found: text.chars().take(40).collect(),
            expected: MONTH,
            suggestion: None,
        }),
    }
}
