//! Cells: one value with its source rows, its footnote and the reasons behind it.

use std::borrow::Cow;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{Bilingual, Figure, Language, RowId, Total};
use vientro_currency::{Currency, Money};

/// What a number counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Unit {
    /// A currency, in whole units.
    Currency(Currency),
    /// Anything else by its word: căn / houses.
    Label(Bilingual),
}

impl Unit {
    /// The unit as it is written after a number: `đồng` for VND in Vietnamese, else the code or the word.
    pub fn text(&self, language: Language) -> &str {
        match self {
            Self::Currency(currency) if *currency == Currency::VND && language == Language::Vi => "đồng",
            Self::Currency(currency) => currency.code(),
            Self::Label(label) => label.text(language),
        }
    }
}

/// Why a cell has no value. None of these is zero.
///
/// # Source
///
/// The marks "-" and "…" are those of the Statistical Yearbook of Viet Nam (no facts occurred; facts occurred but no
/// information); the others are our decision. The dash is printed long so that no program takes it for a minus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum MissingReason {
    /// The question does not arise for this row.
    NotApplicable,
    /// The two values stand on different bases, periods or territories.
    NotComparable,
    /// Nothing of the kind happened.
    NothingOccurred,
    /// It happened, but the figure is not known.
    Unknown,
}

impl MissingReason {
    /// The shorthand printed in the cell.
    pub const fn mark(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::NotApplicable, _) => "x",
            (Self::NotComparable, Language::Vi) => "k.s.s.",
            (Self::NotComparable, Language::En) => "n.c.",
            (Self::NothingOccurred, _) => "–",
            (Self::Unknown, _) => "…",
        }
    }

    /// What the shorthand means; printed under the table that uses it.
    pub const fn meaning(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::NotApplicable, Language::Vi) => "không áp dụng",
            (Self::NotApplicable, Language::En) => "not applicable",
            (Self::NotComparable, Language::Vi) => "không so sánh được",
            (Self::NotComparable, Language::En) => "not comparable",
            (Self::NothingOccurred, Language::Vi) => "không phát sinh",
            (Self::NothingOccurred, Language::En) => "nothing occurred",
            (Self::Unknown, Language::Vi) => "chưa có số liệu",
            (Self::Unknown, Language::En) => "not known",
        }
    }

    /// The stable word of this reason in JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotApplicable => "not-applicable",
            Self::NotComparable => "not-comparable",
            Self::NothingOccurred => "nothing-occurred",
            Self::Unknown => "unknown",
        }
    }
}

/// The value of a cell.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum CellValue {
    /// A day.
    Date(NaiveDate),
    /// A number printed with a fixed count of decimals, rounded half away from zero in print only.
    Decimal {
        /// The exact value.
        value: Decimal,
        /// Decimals in print, at most 28.
        decimals: u32,
    },
    /// Nothing belongs here.
    Empty,
    /// A figure that may be hedged or unknown, in whole units.
    Figure {
        /// The figure.
        figure: Figure<Decimal>,
        /// What it counts.
        unit: Option<Unit>,
    },
    /// A count.
    Integer(#[cfg_attr(feature = "serde", serde(with = "digits"))] i128),
    /// A value belongs here and is not there; not zero.
    Missing(MissingReason),
    /// An amount of money.
    Money(Money),
    /// A percentage: `150.4` prints `150,4%`.
    Percent {
        /// The exact value, in percent.
        value: Decimal,
        /// Decimals in print, at most 28.
        decimals: u32,
    },
    /// Words.
    Text(Bilingual),
}

/// A value with the rows it was made from, a footnote, and the reasons behind it (rate, rule).
///
/// ```
/// use vientro_core::{Bilingual, RowId};
/// use vientro_currency::Money;
/// use vientro_report::Cell;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let cell = Cell::money(Money::vnd(18_048_000_000))
///     .rows([RowId::try_new("a.xlsx/1/4")?, RowId::try_new("a.xlsx/1/5")?])
///     .because(Bilingual::new("1 USD = 25.154 đồng", "1 USD = 25,154 VND"));
/// assert_eq!(cell.source_rows().len(), 2);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Cell {
    value: CellValue,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    rows: Vec<RowId>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    footnote: Option<Bilingual>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    reasons: Vec<Bilingual>,
}

impl Cell {
    /// A cell with this value.
    pub fn new(value: CellValue) -> Self {
        Self { value, rows: Vec::new(), footnote: None, reasons: Vec::new() }
    }

    /// A day.
    pub fn date(date: NaiveDate) -> Self {
        Self::new(CellValue::Date(date))
    }

    /// A number printed with `decimals` decimals.
    pub fn decimal(value: Decimal, decimals: u32) -> Self {
        Self::new(CellValue::Decimal { value, decimals })
    }

    /// Nothing belongs here.
    pub fn empty() -> Self {
        Self::new(CellValue::Empty)
    }

    /// A figure that may be hedged or unknown.
    pub fn figure(figure: Figure<Decimal>, unit: Option<Unit>) -> Self {
        Self::new(CellValue::Figure { figure, unit })
    }

    /// A count.
    pub fn integer(value: impl Into<i128>) -> Self {
        Self::new(CellValue::Integer(value.into()))
    }

    /// A value that is not there.
    pub fn missing(reason: MissingReason) -> Self {
        Self::new(CellValue::Missing(reason))
    }

    /// An amount of money.
    pub fn money(money: Money) -> Self {
        Self::new(CellValue::Money(money))
    }

    /// Money that may be hedged or unknown.
    pub fn money_figure(figure: &Figure<Money>) -> Self {
        let Some(money) = figure.known() else {
            let Some(unit) = figure.low().or(figure.high()).map(|end| Unit::Currency(end.currency())) else {
                return Self::missing(MissingReason::Unknown);
            };
            let plain = figure.try_map(|money| Ok::<_, std::convert::Infallible>(money.amount()));
            let Ok(plain) = plain;
            return Self::figure(plain, Some(unit));
        };
        Self::money(*money)
    }

    /// A sum of money. If some inputs were unknown a footnote says how many; if all were, the cell is missing.
    pub fn money_total(total: &Total<Money>) -> Self {
        let unknown = total.unknown();
        if unknown == 0 {
            return Self::money_figure(total.known_part());
        }
        if unknown == total.inputs() {
            return Self::missing(MissingReason::Unknown);
        }
        Self::money_figure(total.known_part()).footnote(Bilingual::new(
            format!("Chưa gồm {unknown} trong {} khoản chưa có số liệu.", total.inputs()),
            format!("Without {unknown} of {} inputs that are not known.", total.inputs()),
        ))
    }

    /// A percentage printed with `decimals` decimals: 150.4 is `150,4%`.
    pub fn percent(value: Decimal, decimals: u32) -> Self {
        Self::new(CellValue::Percent { value, decimals })
    }

    /// Words.
    pub fn text(text: Bilingual) -> Self {
        Self::new(CellValue::Text(text))
    }

    /// Adds a reason: the sentence of a conversion, the rule a figure was made by.
    #[must_use]
    pub fn because(mut self, reason: Bilingual) -> Self {
        self.reasons.push(reason);
        self
    }

    /// Sets the footnote. Equal footnotes of one table share their mark.
    #[must_use]
    pub fn footnote(mut self, text: Bilingual) -> Self {
        self.footnote = Some(text);
        self
    }

    /// Adds a source row.
    #[must_use]
    pub fn row(mut self, row: RowId) -> Self {
        self.rows.push(row);
        self
    }

    /// Adds source rows.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = RowId>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// The value.
    pub fn value(&self) -> &CellValue {
        &self.value
    }

    /// Ids of the rows the value was made from.
    pub fn source_rows(&self) -> &[RowId] {
        &self.rows
    }

    /// The footnote.
    pub fn note(&self) -> Option<&Bilingual> {
        self.footnote.as_ref()
    }

    /// The reasons: rates, rules.
    pub fn reasons(&self) -> &[Bilingual] {
        &self.reasons
    }

    /// Why the value is missing, if it is; an unknown figure is missing too.
    pub fn missing_reason(&self) -> Option<MissingReason> {
        match &self.value {
            CellValue::Missing(reason) => Some(*reason),
            CellValue::Figure { figure: Figure::Unknown, .. } => Some(MissingReason::Unknown),
            _ => None,
        }
    }

    /// The exact number, where there is one: counts within 28 digits, decimals, money, percentages, known figures.
    pub fn number(&self) -> Option<Decimal> {
        match &self.value {
            CellValue::Decimal { value, .. } | CellValue::Percent { value, .. } => Some(*value),
            CellValue::Figure { figure, .. } => figure.known().copied(),
            CellValue::Integer(value) => Decimal::try_from_i128_with_scale(*value, 0).ok(),
            CellValue::Money(money) => Some(money.amount()),
            CellValue::Date(_) | CellValue::Empty | CellValue::Missing(_) | CellValue::Text(_) => None,
        }
    }

    /// The number with what is known about it; `None` for words, days, missing and empty cells.
    pub fn as_figure(&self) -> Option<Figure<Decimal>> {
        match &self.value {
            CellValue::Figure { figure, .. } => Some(figure.clone()),
            _ => self.number().map(Figure::Known),
        }
    }

    /// What the number counts.
    pub fn unit(&self) -> Option<Unit> {
        self.unit_beside(None).map(Cow::into_owned)
    }

    /// What the number counts, unless `named`, the unit in the head of its column, says it already.
    pub(crate) fn unit_beside(&self, named: Option<&Unit>) -> Option<Cow<'_, Unit>> {
        let unit = match &self.value {
            CellValue::Figure { unit, .. } => Cow::Borrowed(unit.as_ref()?),
            CellValue::Money(money) => Cow::Owned(Unit::Currency(money.currency())),
            _ => return None,
        };
        if named == Some(&*unit) { None } else { Some(unit) }
    }

    /// Can the figure be opened down to its rows or its reasons?
    pub(crate) fn opens(&self) -> bool {
        !self.rows.is_empty() || !self.reasons.is_empty()
    }
}

/// Counts as text: JSON numbers end at 64 bits.
#[cfg(feature = "serde")]
mod digits {
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(value: &i128, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i128, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_over_unknown_inputs_says_so() {
        let known = Figure::Known(Money::vnd(5));
        let some = Total::of(Money::vnd(0), &[known.clone(), Figure::Unknown]).unwrap();
        let cell = Cell::money_total(&some);
        assert_eq!(cell.number(), Some(Decimal::from(5)));
        assert!(cell.note().unwrap().vi().contains("1 trong 2"));
        let none = Total::of(Money::vnd(0), &[Figure::Unknown]).unwrap();
        assert_eq!(Cell::money_total(&none).missing_reason(), Some(MissingReason::Unknown));
        let all = Total::of(Money::vnd(0), &[known]).unwrap();
        assert_eq!(Cell::money_total(&all), Cell::money(Money::vnd(5)));
    }

    #[test]
    fn unknown_is_missing_and_zero_is_not() {
        assert_eq!(Cell::figure(Figure::Unknown, None).missing_reason(), Some(MissingReason::Unknown));
        assert_eq!(Cell::integer(0).missing_reason(), None);
        assert_eq!(Cell::money_figure(&Figure::Unknown).missing_reason(), Some(MissingReason::Unknown));
    }

    #[test]
    fn hedged_money_keeps_its_currency_and_bounds() {
        let interval = vientro_core::Interval::at_least(Money::vnd(18_000_000_000));
        let cell = Cell::money_figure(&Figure::within(interval));
        assert_eq!(cell.unit(), Some(Unit::Currency(Currency::VND)));
        assert_eq!(cell.number(), None);
        assert_eq!(cell.as_figure().unwrap().low(), Some(&Decimal::from(18_000_000_000_i64)));
    }
}
