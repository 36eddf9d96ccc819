//! Typed columns over many rows, for sums.
//!
//! A [`Frame`] is a list of chunks with the same columns; each chunk keeps its codes, days and numbers in the narrowest width that
//! holds them. It is built column by column ([`Frame::append`]) and asked by a [`crate::query::Query`].

mod codes;
mod columns;
mod csv;
mod facts;
mod order;
mod rearrange;
mod sketch;

use std::collections::BTreeMap;

pub use codes::Codes;
pub use columns::{Column, DateColumn, Dictionary, FlagColumn, IntegerColumn, MoneyColumn, NameColumn};
pub use csv::{CsvChunk, CsvError, CsvLayout, CsvOptions, CsvReader};
pub use order::Order;
use vientro_currency::Currency;

pub(crate) use codes::{at, short};
pub(crate) use columns::{Minor, day_of};
pub(crate) use csv::{Decoder, Part, Register};
use order::Runs;
pub(crate) use order::{ZONE_ROWS, Zones};

/// Why columns do not make a frame.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// Two columns of one name.
    #[error("two columns are named `{name}`")]
    Duplicate {
        /// The name.
        name: String,
    },
    /// A column is of another kind than in the chunks before.
    #[error("column `{name}` is of {found}, expected {expected}")]
    Kind {
        /// The column.
        name: String,
        /// Its kind in the chunks before.
        expected: &'static str,
        /// Its kind in this one.
        found: &'static str,
    },
    /// The columns are not of one length.
    #[error("column `{name}` has {found} rows, expected {expected} as in the others")]
    Length {
        /// The column.
        name: String,
        /// Its number of rows.
        found: usize,
        /// The number of rows of the first column.
        expected: usize,
    },
    /// A chunk has more rows than 32 bits count; give it in parts.
    #[error("a chunk has {rows} rows, expected fewer than 2^32 - 1")]
    Long {
        /// Its number of rows.
        rows: usize,
    },
    /// A column of the chunks before is not there, or the frame has none of that name.
    #[error("no column is named `{name}`")]
    Missing {
        /// The name.
        name: String,
    },
    /// A row breaks the order that was declared of its column.
    #[error("row {row} breaks the order of column `{name}`, expected {}", match expected {
        Order::Clustered => "the rows of each value to stand together",
        Order::Mixed => "any order",
        Order::Sorted => "no value missing or less than the one before",
    })]
    Order {
        /// The column.
        name: String,
        /// The order.
        expected: Order,
        /// Position of the first such row in the frame, from zero.
        row: usize,
    },
    /// A column that the chunks before do not have.
    #[error("column `{name}` is not in the chunks before")]
    Unexpected {
        /// The name.
        name: String,
    },
}

/// Typed columns of n rows, in chunks.
///
/// What a row takes, in each chunk by itself:
///
/// | column | bytes a row |
/// |---|---|
/// | names | 1 up to 255 names, 2 up to 65,535, else 4; the names stand once |
/// | flags | 1 |
/// | days, numbers | 2 where all are within 32,000 of the first (87 years), 4 where they are less than 2^32 apart, else 8 and a bit |
/// | amounts | 1 for the currency and 8, or 16 where one leaves 64 bits |
/// | amounts, of which one is hedged or unknown | a bit more, and 80 for each that is hedged |
/// | rows put in another order ([`Frame::clustered_by`]) | 4 |
///
/// Beside them 16 bytes for each 2,048 rows of a column, the least and the largest of its values, by which filters leave rows unread.
///
/// ```
/// use vientro_accounting::frame::{DateColumn, Frame, MoneyColumn, NameColumn, Order};
/// use vientro_currency::Currency;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut province = NameColumn::new(["40", "79"]);
/// let (mut date, mut amount) = (DateColumn::new(), MoneyColumn::new());
/// for (name, day, minor) in [("79", "2025-03-01", 250_000_000), ("40", "2025-11-20", 4_220_000_000)] {
///     province.push(Some(name));
///     date.push(Some(day.parse()?));
///     amount.push_minor(minor, Currency::VND);
/// }
/// let frame = Frame::from_columns([("province", province.into()), ("date", date.into()), ("amount", amount.into())])?;
/// assert_eq!(frame.rows(), 2);
/// assert_eq!(frame.order("date")?, Order::Sorted);
/// assert_eq!(frame.bytes_per_row(), 12); // 1 + 2 + (8 + 1)
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Frame {
    fields: Vec<Field>,
    chunks: Vec<Chunk>,
    rows: usize,
}

/// A column's name and what all its chunks share.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// Rows without a value; of money, rows without a currency.
    pub(crate) missing: usize,
    /// Do its numbers or days never go down?
    pub(crate) ascending: bool,
    /// The number of the last row.
    last: Option<i64>,
    /// While the rows of each value stand together; of numbers and days only where that was declared.
    runs: Option<Runs>,
    declared: Option<Order>,
    /// Do amounts of two of its values never add by themselves?
    pub(crate) apart: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Dates {
        range: Option<(i64, i64)>,
    },
    Flags,
    Integers {
        range: Option<(i64, i64)>,
    },
    /// The first `declared` currencies come first in answers.
    Money {
        currencies: Vec<Currency>,
        declared: usize,
    },
    Names {
        dictionary: Dictionary,
    },
}

/// Some rows, one column for each field.
#[derive(Clone, Debug)]
pub(crate) struct Chunk {
    pub(crate) first_row: usize,
    pub(crate) rows: usize,
    pub(crate) columns: Vec<Column>,
    /// Of each column, or of none.
    pub(crate) zones: Vec<Zones>,
    /// The position of each row as it was given; without, they stand so.
    pub(crate) given: Option<Vec<u32>>,
}

impl Frame {
    /// A frame of one chunk.
    ///
    /// # Errors
    ///
    /// As [`Frame::append`].
    pub fn from_columns<N: Into<String>>(
        columns: impl IntoIterator<Item = (N, Column)>,
    ) -> Result<Self, FrameError> {
        let mut frame = Self::default();
        frame.append(columns)?;
        Ok(frame)
    }

    /// Adds rows: the columns of the frame by name, in any order. The first chunk decides names and kinds.
    ///
    /// Dictionaries may differ between chunks: codes are taken to those of the frame. Names the first chunk declared keep their
    /// place in answers; what further chunks declare does not.
    ///
    /// # Errors
    ///
    /// [`FrameError`] for columns that do not fit each other or the chunks before, or break a declared order; the frame is then unchanged.
    pub fn append<N: Into<String>>(
        &mut self,
        columns: impl IntoIterator<Item = (N, Column)>,
    ) -> Result<(), FrameError> {
        let mut given: BTreeMap<String, Column> = BTreeMap::new();
        let mut order = Vec::new();
        for (name, column) in columns {
            let name: String = name.into();
            if given.insert(name.clone(), column).is_some() {
                return Err(FrameError::Duplicate { name });
            }
            order.push(name);
        }
        let rows = order.first().and_then(|name| given.get(name)).map_or(0, Column::len);
        if u32::try_from(rows).is_ok_and(|rows| rows == u32::MAX) || u32::try_from(rows).is_err() {
            return Err(FrameError::Long { rows });
        }
        for name in &order {
            let found = given.get(name).map_or(0, Column::len);
            if found != rows {
                return Err(FrameError::Length { name: name.clone(), found, expected: rows });
            }
        }
        let is_first = self.fields.is_empty();
        if is_first {
            for name in &order {
                if let Some(column) = given.get(name) {
                    self.fields.push(Field::of(name, column));
                }
            }
        } else {
            if let Some(name) = order.iter().find(|name| self.position(name).is_none()) {
                return Err(FrameError::Unexpected { name: name.clone() });
            }
            for field in &self.fields {
                let missing = || FrameError::Missing { name: field.name.clone() };
                let column = given.get(&field.name).ok_or_else(missing)?;
                if column.kind() != field.kind.text() {
                    let (expected, found) = (field.kind.text(), column.kind());
                    return Err(FrameError::Kind { name: field.name.clone(), expected, found });
                }
            }
        }
        let before = self.fields.iter().any(|field| field.declared.is_some()).then(|| self.fields.clone());
        let mut taken = Vec::with_capacity(self.fields.len());
        for field in &mut self.fields {
            // every field was found above
            let Some(mut column) = given.remove(&field.name) else { continue };
            field.recode(&mut column);
            taken.push(column);
        }
        let refused = self.push(taken).err();
        match (refused, before) {
            (Some(error), before) => {
                self.fields = before.unwrap_or_default();
                Err(error)
            }
            (None, _) => Ok(()),
        }
    }

    /// Adds a column for each field, all of one length, whose codes are those of the frame.
    pub(crate) fn push_coded(&mut self, columns: Vec<Column>) {
        // no order is declared of a frame in the making
        let _ = self.push(columns);
    }

    /// The same; an order that is broken leaves the fields changed.
    fn push(&mut self, mut columns: Vec<Column>) -> Result<(), FrameError> {
        let rows = columns.first().map_or(0, Column::len);
        for (field, column) in self.fields.iter_mut().zip(&columns) {
            field.follow(column, self.rows)?;
        }
        for (field, column) in self.fields.iter_mut().zip(&mut columns) {
            field.note(column);
            column.shrink();
        }
        if rows > 0 {
            let zones = columns.iter().map(Zones::of).collect();
            self.chunks.push(Chunk { first_row: self.rows, rows, columns, zones, given: None });
            self.rows = self.rows.saturating_add(rows);
        }
        Ok(())
    }

    /// The code of a name in the dictionary of a column, which is added if it is new.
    pub(crate) fn code_of_name(&mut self, place: usize, name: &str) -> u32 {
        match self.fields.get_mut(place).map(|field| &mut field.kind) {
            Some(Kind::Names { dictionary }) => dictionary.code_or_add(name),
            _ => 0,
        }
    }

    /// The code of a currency in an amount column, which is added if it is new.
    pub(crate) fn code_of_currency(&mut self, place: usize, currency: Currency) -> u32 {
        match self.fields.get_mut(place).map(|field| &mut field.kind) {
            Some(Kind::Money { currencies, .. }) => code_of_currency(currencies, currency),
            _ => 0,
        }
    }

    /// Says that amounts of two values of these columns never add: bases, directions, kinds of flow. A query that would add some is then an
    /// error unless it filters to one, groups by the column or asks for it by name
    /// ([`across_bases`](crate::query::Query::across_bases)). [`Frame::from_flows`] and [`Frame::from_journal`] say so of their own columns; of a
    /// CSV file only its reader knows.
    ///
    /// # Errors
    ///
    /// [`FrameError::Missing`] for a column that is not there, [`FrameError::Kind`] for amounts, which are of one currency or refused anyway;
    /// the frame is then unchanged.
    ///
    /// # Source
    ///
    /// Invariant 3 of `DESIGN.md`: bases never add.
    pub fn keep_apart<N: AsRef<str>>(
        &mut self,
        names: impl IntoIterator<Item = N>,
    ) -> Result<(), FrameError> {
        let mut places = Vec::new();
        for name in names {
            let name = name.as_ref();
            let place = self.position(name).ok_or_else(|| FrameError::Missing { name: name.to_owned() })?;
            if matches!(self.fields.get(place).map(|field| &field.kind), Some(Kind::Money { .. })) {
                return Err(FrameError::Kind { name: name.to_owned(), expected: "names", found: "money" });
            }
            places.push(place);
        }
        for place in places {
            if let Some(field) = self.fields.get_mut(place) {
                field.apart = true;
            }
        }
        Ok(())
    }

    /// The columns whose values are kept apart.
    pub fn apart(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().filter(|field| field.apart).map(|field| field.name.as_str())
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of chunks.
    pub fn chunk_count(&self) -> usize {
        self.chunks.len()
    }

    /// The names of the columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.name.as_str())
    }

    /// Bytes of all rows, without dictionaries.
    pub fn bytes(&self) -> usize {
        let given = |chunk: &Chunk| chunk.given.as_ref().map_or(0, |rows| rows.len().saturating_mul(4));
        let of_chunk = |chunk: &Chunk| {
            chunk.columns.iter().fold(given(chunk), |sum, column| sum.saturating_add(column.bytes()))
        };
        self.chunks.iter().map(of_chunk).fold(0, usize::saturating_add)
    }

    /// Bytes a row takes, rounded up; 0 without rows.
    pub fn bytes_per_row(&self) -> usize {
        self.bytes()
            .checked_add(self.rows.saturating_sub(1))
            .and_then(|sum| sum.checked_div(self.rows))
            .unwrap_or(0)
    }

    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// The name of a code.
    pub(crate) fn name(&self, place: usize, code: u32) -> Option<&str> {
        match &self.fields.get(place)?.kind {
            Kind::Names { dictionary } => dictionary.name(code),
            _ => None,
        }
    }

    /// The currency of a code.
    pub(crate) fn currency(&self, place: usize, code: u32) -> Option<Currency> {
        match &self.fields.get(place)?.kind {
            Kind::Money { currencies, .. } => currencies.get(at(code.checked_sub(1)?)).copied(),
            _ => None,
        }
    }

    pub(crate) fn fields(&self) -> &[Field] {
        &self.fields
    }

    pub(crate) fn chunks(&self) -> &[Chunk] {
        &self.chunks
    }
}

impl Kind {
    pub(crate) const fn text(&self) -> &'static str {
        match self {
            Self::Dates { .. } => "dates",
            Self::Flags => "flags",
            Self::Integers { .. } => "integers",
            Self::Money { .. } => "money",
            Self::Names { .. } => "names",
        }
    }
}

impl Field {
    fn of(name: &str, column: &Column) -> Self {
        let kind = match column {
            Column::Dates(_) => Kind::Dates { range: None },
            Column::Flags(_) => Kind::Flags,
            Column::Integers(_) => Kind::Integers { range: None },
            Column::Money(column) => {
                Kind::Money { currencies: column.currencies.clone(), declared: column.declared }
            }
            Column::Names(column) => Kind::Names { dictionary: column.dictionary.clone() },
        };
        let (ascending, coded) = match column {
            Column::Dates(_) | Column::Integers(_) => (true, false),
            Column::Flags(_) | Column::Names(_) => (false, true),
            Column::Money(_) => (false, false),
        };
        let runs = coded.then(Runs::default);
        let name = name.to_owned();
        Self { name, kind, missing: 0, ascending, last: None, runs, declared: None, apart: false }
    }

    /// Takes the codes of a new chunk to those of the frame, which has all names and currencies.
    fn recode(&mut self, column: &mut Column) {
        let mut table = vec![0_u32];
        match (&mut self.kind, &mut *column) {
            (Kind::Names { dictionary }, Column::Names(column)) => {
                // the frame keeps the one dictionary there is
                let names = std::mem::take(&mut column.dictionary);
                table.extend(names.names().iter().map(|name| dictionary.code_or_add(name)));
            }
            (Kind::Money { currencies, .. }, Column::Money(column)) => {
                let added = column.currencies.iter().map(|currency| code_of_currency(currencies, *currency));
                table.extend(added);
            }
            _ => return,
        }
        if table.iter().enumerate().any(|(code, new)| short(code) != *new) {
            column.recode(&table);
        }
    }

    /// Takes notice of what a new chunk has.
    fn note(&mut self, column: &mut Column) {
        match (&mut self.kind, column) {
            (Kind::Dates { range }, Column::Dates(DateColumn(column)))
            | (Kind::Integers { range }, Column::Integers(column)) => {
                self.missing = self.missing.saturating_add(column.missing);
                if let Some((min, max)) = column.range() {
                    *range = Some(range.map_or((min, max), |(low, high)| (low.min(min), high.max(max))));
                }
            }
            (Kind::Flags, Column::Flags(column)) => {
                self.missing = self.missing.saturating_add(column.missing);
            }
            (Kind::Names { .. }, Column::Names(column)) => {
                self.missing = self.missing.saturating_add(column.missing);
            }
            (Kind::Money { .. }, Column::Money(column)) => {
                column.currencies.clear();
                self.missing = self.missing.saturating_add(column.without_currency());
            }
            _ => {}
        }
    }
}

/// The code of a currency in a list, to which it is added if it is new.
fn code_of_currency(currencies: &mut Vec<Currency>, currency: Currency) -> u32 {
    let found = currencies.iter().position(|known| *known == currency);
    let place = found.unwrap_or_else(|| {
        currencies.push(currency);
        currencies.len().saturating_sub(1)
    });
    short(place.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &[&str]) -> Column {
        let mut column = NameColumn::default();
        for name in list {
            column.push(Some(name));
        }
        column.into()
    }

    #[test]
    fn chunks_share_one_dictionary() {
        let mut frame = Frame::from_columns([("sector", names(&["y tế", "giáo dục"]))]).unwrap();
        frame.append([("sector", names(&["giáo dục", "nước sạch", "y tế"]))]).unwrap();
        let codes: Vec<Vec<u32>> = frame
            .chunks()
            .iter()
            .map(|chunk| match &chunk.columns[0] {
                Column::Names(column) => column.codes.iter().collect(),
                _ => vec![],
            })
            .collect();
        assert_eq!(codes, [vec![1, 2], vec![2, 3, 1]]);
        assert_eq!((frame.rows(), frame.chunk_count(), frame.bytes_per_row()), (5, 2, 1));
    }

    #[test]
    fn what_does_not_fit_is_refused_and_changes_nothing() {
        let mut frame = Frame::from_columns([("sector", names(&["y tế"]))]).unwrap();
        let integers = || {
            let mut column = IntegerColumn::new();
            column.push(Some(1));
            Column::from(column)
        };
        let refused = [
            frame.append([("sector", integers())]),
            frame.append([("sector", names(&["a"])), ("other", integers())]),
            frame.append([("sector", names(&["a"])), ("sector", names(&["a"]))]),
            frame.append([("other", integers())]),
            frame.append(Vec::<(&str, Column)>::new()),
        ];
        let texts: Vec<String> = refused.into_iter().map(|it| it.unwrap_err().to_string()).collect();
        insta::assert_debug_snapshot!(texts, @r#"
        [
            "column `sector` is of integers, expected names",
            "column `other` is not in the chunks before",
            "two columns are named `sector`",
            "column `other` is not in the chunks before",
            "no column is named `sector`",
        ]
        "#);
        let uneven = Frame::from_columns([("a", names(&["x"])), ("b", names(&["x", "y"]))]);
        assert_eq!(uneven.unwrap_err().to_string(), "column `b` has 2 rows, expected 1 as in the others");
        assert_eq!(frame.rows(), 1);
    }
}
