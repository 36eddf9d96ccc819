//! The columns a frame is made of, each with what is known about it.

mod dates;
mod flags;
mod integers;
mod money;
mod names;

use std::ops::Bound;

pub use dates::DateColumn;
pub(crate) use dates::day_of;
pub use flags::FlagColumn;
pub use integers::IntegerColumn;
pub(crate) use money::Minor;
pub use money::MoneyColumn;
pub use names::{Dictionary, NameColumn};

use super::codes::{Bits, Codes};

/// A column of any kind.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Column {
    /// Days.
    Dates(DateColumn),
    /// Yes and no.
    Flags(FlagColumn),
    /// Whole numbers.
    Integers(IntegerColumn),
    /// Amounts.
    Money(MoneyColumn),
    /// Names.
    Names(NameColumn),
}

impl Column {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Self::Dates(column) => column.0.len(),
            Self::Flags(column) => column.codes.len(),
            Self::Integers(column) => column.len(),
            Self::Money(column) => column.len(),
            Self::Names(column) => column.codes.len(),
        }
    }

    /// True without rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What it is a column of.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Dates(_) => "dates",
            Self::Flags(_) => "flags",
            Self::Integers(_) => "integers",
            Self::Money(_) => "money",
            Self::Names(_) => "names",
        }
    }

    /// Bytes of the rows, without dictionaries.
    pub(crate) fn bytes(&self) -> usize {
        let codes = |codes: &Codes| codes.len().saturating_mul(codes.bytes_per_row());
        match self {
            Self::Dates(column) => column.0.bytes(),
            Self::Flags(column) => codes(&column.codes),
            Self::Integers(column) => column.bytes(),
            Self::Money(column) => {
                let minor = match &column.minor {
                    Minor::Narrow(list) => list.len().saturating_mul(8),
                    Minor::Wide(list) => list.len().saturating_mul(16),
                };
                let hedges = column.hedges.len().saturating_mul(size_of::<(u32, Bound<i128>, Bound<i128>)>());
                let bits = column.inexact.as_ref().map_or(0, Bits::bytes);
                minor.saturating_add(codes(&column.codes)).saturating_add(hedges).saturating_add(bits)
            }
            Self::Names(column) => codes(&column.codes),
        }
    }

    /// One of the same kind without rows, with what its codes stand for.
    pub(crate) fn without_rows(&self) -> Self {
        match self {
            Self::Dates(_) => DateColumn::new().into(),
            Self::Flags(_) => FlagColumn::new().into(),
            Self::Integers(_) => IntegerColumn::new().into(),
            Self::Money(column) => column.without_rows().into(),
            Self::Names(column) => NameColumn::from_codes(column.dictionary.clone(), Codes::new()).into(),
        }
    }

    /// Adds rows of a column of the same kind and the same codes.
    pub(crate) fn take_rows(&mut self, of: &Self, rows: impl ExactSizeIterator<Item = usize> + Clone) {
        match (self, of) {
            (Self::Dates(DateColumn(column)), Self::Dates(DateColumn(of)))
            | (Self::Integers(column), Self::Integers(of)) => rows.for_each(|row| column.push(of.get(row))),
            (Self::Flags(column), Self::Flags(of)) => {
                column.missing =
                    column.missing.saturating_add(of.codes.count_missing(of.missing, rows.clone()));
                column.codes.take_rows(&of.codes, rows);
            }
            (Self::Money(column), Self::Money(of)) => column.take_rows(of, rows),
            (Self::Names(column), Self::Names(of)) => {
                column.missing =
                    column.missing.saturating_add(of.codes.count_missing(of.missing, rows.clone()));
                column.codes.take_rows(&of.codes, rows);
            }
            // the chunks of a frame have columns of the same kinds
            _ => {}
        }
    }

    /// Replaces each code of a name or currency by its entry in `table`.
    pub(crate) fn recode(&mut self, table: &[u32]) {
        match self {
            Self::Names(column) => column.codes.recode(table),
            Self::Money(column) => column.codes.recode(table),
            Self::Dates(_) | Self::Flags(_) | Self::Integers(_) => {}
        }
    }

    pub(crate) fn shrink(&mut self) {
        match self {
            Self::Dates(column) => column.0.shrink(),
            Self::Flags(column) => column.codes.shrink(),
            Self::Integers(column) => column.shrink(),
            Self::Money(column) => {
                match &mut column.minor {
                    Minor::Narrow(list) => list.shrink_to_fit(),
                    Minor::Wide(list) => list.shrink_to_fit(),
                }
                column.codes.shrink();
            }
            Self::Names(column) => column.codes.shrink(),
        }
    }
}

macro_rules! from_column {
    ($($column:ident $variant:ident),*) => {
        $(impl From<$column> for Column {
            fn from(column: $column) -> Self {
                Self::$variant(column)
            }
        })*
    };
}

from_column!(DateColumn Dates, FlagColumn Flags, IntegerColumn Integers, MoneyColumn Money, NameColumn Names);
