//! Columns of amounts.

use std::ops::Bound;

use vientro_core::{Figure, Interval};
use vientro_currency::{Currency, Money};

use crate::frame::codes::{Bits, Codes, at, short};

/// A column of amounts: whole minor units of a currency, an interval of them, or unknown.
///
/// Amounts take 64 bits until one needs 128. What is hedged or unknown stands in a list beside the column and costs rows that
/// are neither one bit each, and nothing where all are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MoneyColumn {
    pub(crate) minor: Minor,
    pub(crate) currencies: Vec<Currency>,
    pub(crate) declared: usize,
    /// 0 for an unknown amount without a currency.
    pub(crate) codes: Codes,
    /// Rows whose amount is hedged or unknown; their minor units are 0.
    pub(crate) inexact: Option<Bits>,
    pub(crate) hedges: Vec<(u32, Bound<i128>, Bound<i128>)>,
    last: Option<(Currency, u32)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Minor {
    Narrow(Vec<i64>),
    Wide(Vec<i128>),
}

impl Default for Minor {
    fn default() -> Self {
        Self::Narrow(Vec::new())
    }
}

impl Minor {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Narrow(list) => list.len(),
            Self::Wide(list) => list.len(),
        }
    }

    pub(crate) fn get(&self, row: usize) -> Option<i128> {
        match self {
            Self::Narrow(list) => list.get(row).map(|minor| (*minor).into()),
            Self::Wide(list) => list.get(row).copied(),
        }
    }

    #[inline]
    fn push(&mut self, minor: i128) {
        match self {
            Self::Narrow(list) => match i64::try_from(minor) {
                Ok(minor) => list.push(minor),
                Err(_) => self.widen(minor),
            },
            Self::Wide(list) => list.push(minor),
        }
    }

    #[cold]
    fn widen(&mut self, minor: i128) {
        if let Self::Narrow(list) = self {
            let mut wide: Vec<i128> = Vec::with_capacity(list.len().saturating_add(8));
            wide.extend(list.iter().map(|minor| i128::from(*minor)));
            *self = Self::Wide(wide);
        }
        if let Self::Wide(list) = self {
            list.push(minor);
        }
    }
}

impl MoneyColumn {
    /// An empty column.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty column whose answers list these currencies in this order.
    pub fn declared(currencies: impl IntoIterator<Item = Currency>) -> Self {
        let mut column = Self::default();
        for currency in currencies {
            column.code_of(currency);
        }
        column.declared = column.currencies.len();
        column
    }

    /// With room for `rows` of 64 bits.
    #[must_use]
    pub fn with_capacity(mut self, rows: usize) -> Self {
        if self.is_empty() {
            self.minor = Minor::Narrow(Vec::with_capacity(rows));
            self.codes = Codes::with_capacity(rows);
        }
        self
    }

    /// The code of a currency, for [`MoneyColumn::push_coded`]; added if it is new.
    pub fn code_of(&mut self, currency: Currency) -> u32 {
        if let Some((last, code)) = self.last
            && last == currency
        {
            return code;
        }
        let found = self.currencies.iter().position(|known| *known == currency);
        let place = found.unwrap_or_else(|| {
            self.currencies.push(currency);
            self.currencies.len().saturating_sub(1)
        });
        let code = short(place.saturating_add(1));
        self.last = Some((currency, code));
        code
    }

    /// Adds a figure.
    pub fn push(&mut self, figure: &Figure<Money>) {
        match figure {
            Figure::Known(money) => self.push_minor(money.minor(), money.currency()),
            Figure::Hedged(hedged) => self.push_interval(hedged.interval()),
            Figure::Unknown => self.push_unknown(None),
        }
    }

    /// Adds a known amount of `minor` minor units.
    #[inline]
    pub fn push_minor(&mut self, minor: i128, currency: Currency) {
        let code = self.code_of(currency);
        self.minor.push(minor);
        self.codes.push(code);
        if let Some(inexact) = &mut self.inexact {
            inexact.push(false);
        }
    }

    /// Adds a known amount by the code of its currency; false for a code without a currency, which is not added.
    #[inline]
    pub fn push_coded(&mut self, minor: i64, code: u32) -> bool {
        if code == 0 || at(code) > self.currencies.len() {
            return false;
        }
        match &mut self.minor {
            Minor::Narrow(list) => list.push(minor),
            Minor::Wide(list) => list.push(minor.into()),
        }
        self.codes.push(code);
        if let Some(inexact) = &mut self.inexact {
            inexact.push(false);
        }
        true
    }

    /// Adds an amount that lies in an interval.
    pub fn push_interval(&mut self, interval: &Interval<Money>) {
        let money = [interval.low(), interval.high()].into_iter().find_map(|end| match end {
            Bound::Included(money) | Bound::Excluded(money) => Some(*money),
            Bound::Unbounded => None,
        });
        let Some(money) = money else {
            // every amount: nothing is known
            self.push_unknown(None);
            return;
        };
        if let Some(exact) = interval.exact() {
            self.push_minor(exact.minor(), exact.currency());
            return;
        }
        let row = short(self.len());
        let minor = |end: &Bound<Money>| end.as_ref().map(Money::minor);
        self.hedges.push((row, minor(interval.low()), minor(interval.high())));
        self.push_inexact(Some(money.currency()));
    }

    /// Adds an unknown amount, with its currency where that is known.
    pub fn push_unknown(&mut self, currency: Option<Currency>) {
        self.push_inexact(currency);
    }

    fn push_inexact(&mut self, currency: Option<Currency>) {
        let code = currency.map_or(0, |currency| self.code_of(currency));
        let rows = self.len();
        self.inexact.get_or_insert_with(|| Bits::zeros(rows)).push(true);
        self.minor.push(0);
        self.codes.push(code);
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.minor.len()
    }

    /// True without rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Rows whose amount is unknown and has no currency.
    pub(crate) fn without_currency(&self) -> usize {
        let inexact = self.inexact.as_ref();
        inexact.map_or(0, |bits| bits.rows().filter(|row| self.codes.get(*row) == Some(0)).count())
    }

    /// The bounds of a hedged row.
    pub(crate) fn hedge(&self, row: usize) -> Option<(Bound<i128>, Bound<i128>)> {
        let row = short(row);
        let place = self.hedges.binary_search_by_key(&row, |(at, ..)| *at).ok()?;
        self.hedges.get(place).map(|(_, low, high)| (*low, *high))
    }

    pub(crate) fn is_inexact(&self, row: usize) -> bool {
        self.inexact.as_ref().is_some_and(|bits| bits.get(row))
    }

    /// One without rows, with the currencies of its codes.
    pub(crate) fn without_rows(&self) -> Self {
        Self { currencies: self.currencies.clone(), declared: self.declared, ..Self::default() }
    }

    /// Adds rows of a column of the same codes.
    pub(crate) fn take_rows(&mut self, of: &Self, rows: impl ExactSizeIterator<Item = usize> + Clone) {
        let first = self.len();
        match (&mut self.minor, &of.minor) {
            (Minor::Narrow(list), Minor::Narrow(minor)) => list.extend(rows.clone().map(|row| minor[row])),
            (list, minor) => rows.clone().for_each(|row| list.push(minor.get(row).unwrap_or(0))),
        }
        self.codes.take_rows(&of.codes, rows.clone());
        if of.inexact.is_none() && self.inexact.is_none() {
            return;
        }
        let inexact = self.inexact.get_or_insert_with(|| Bits::zeros(first));
        for (place, row) in rows.enumerate() {
            inexact.push(of.is_inexact(row));
            if let Some((low, high)) = of.hedge(row) {
                self.hedges.push((short(first.saturating_add(place)), low, high));
            }
        }
    }

    /// Every amount is known; `codes` count from 1 in `currencies`.
    pub(crate) fn of_known(minor: Vec<i64>, currencies: &[Currency], codes: Codes) -> Self {
        let mut column = Self::declared(currencies.iter().copied());
        (column.minor, column.codes) = (Minor::Narrow(minor), codes);
        column
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_widen_and_keep_what_is_not_exact() {
        let mut column = MoneyColumn::new();
        column.push(&Figure::Known(Money::vnd(5)));
        column.push_minor(i128::MAX, Currency::USD);
        column.push(&Figure::Unknown);
        column.push_interval(&Interval::at_least(Money::vnd(7)));
        assert_eq!((column.minor.get(0), column.minor.get(1)), (Some(5), Some(i128::MAX)));
        assert!(!column.is_inexact(1) && column.is_inexact(2) && column.is_inexact(3));
        assert_eq!(column.hedge(3), Some((Bound::Included(7), Bound::Unbounded)));
        assert_eq!((column.hedge(2), column.codes.iter().collect::<Vec<_>>()), (None, vec![1, 2, 0, 1]));
    }
}
