//! By what rows are grouped.

mod days;
mod digits;

use std::fmt;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use vientro_core::Language;
use vientro_currency::Currency;
use vientro_model::RegionScheme;

use super::filter::is_year_to;
use super::map::NameMap;
use crate::frame::{Frame, Kind, day_of};
pub(crate) use days::DaySlots;
pub(crate) use digits::{Digits, KeyPlan, budget_year, codes_of, load_codes};

/// The value that the rows of a group share.
///
/// Values sort as their kind does: names in the order of their bytes, days and numbers ascending, what is missing after all values
/// and a subtotal last.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum KeyValue {
    /// The administrative year, named for the year it ends in: 2025 is 15 December 2024 to 14 December 2025.
    AdministrativeYear(i32),
    /// The budget year a row is settled in: 2025 is 1 January 2025 to 31 January 2026.
    BudgetYear(i32),
    /// A currency.
    Currency(Currency),
    /// A day.
    Day(NaiveDate),
    /// Yes or no.
    Flag(bool),
    /// A number.
    Integer(i64),
    /// Year and month, 1 to 12.
    Month(i32, u32),
    /// A name.
    Name(Arc<str>),
    /// Year and quarter, 1 to 4.
    Quarter(i32, u32),
    /// A calendar year.
    Year(i32),
    /// The part of a calendar year up to a day of it or, where true, after it.
    YearPart(i32, bool),
    /// The rows have no value.
    Missing,
    /// Rows of every value: a subtotal.
    All,
}

impl fmt::Display for KeyValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AdministrativeYear(year) | Self::BudgetYear(year) | Self::Year(year) => write!(f, "{year}"),
            Self::Currency(currency) => write!(f, "{currency}"),
            Self::Day(day) => write!(f, "{day}"),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Month(year, month) => write!(f, "{year}-{month:02}"),
            Self::Name(name) => f.write_str(name),
            Self::Quarter(year, quarter) => write!(f, "{year}-Q{quarter}"),
            Self::YearPart(year, rest) => write!(f, "{year} {}", if *rest { "rest" } else { "to date" }),
            Self::Missing => f.write_str("(none)"),
            Self::All => f.write_str("(all)"),
        }
    }
}

/// A key to group by: a column, a part of its days, or names taken to other names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub struct Key {
    pub(crate) name: String,
    pub(crate) column: String,
    pub(crate) rule: KeyRule,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum KeyRule {
    AsItIs,
    /// With the column of the year a row of January is settled in.
    Budget(String),
    Currency,
    Day(Part),
    /// The map and the date column its days are read from.
    Mapped(NameMap, Option<String>),
    Sector,
}

/// A part of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    AdministrativeYear,
    /// Of a year that is known already.
    BudgetYear,
    Day,
    Month,
    Quarter,
    Year,
    /// Up to this month and day, or after.
    YearTo(u32, u32),
}

impl Key {
    fn new(name: String, column: String, rule: KeyRule) -> Self {
        Self { name, column, rule }
    }

    /// The values of a column of names, numbers, flags or days; of an amount column its currency.
    pub fn column(column: impl Into<String>) -> Self {
        let column = column.into();
        Self::new(column.clone(), column, KeyRule::AsItIs)
    }

    /// The calendar year of a day.
    pub fn year(date: impl Into<String>) -> Self {
        Self::new("year".to_owned(), date.into(), KeyRule::Day(Part::Year))
    }

    /// The quarter of a day, with its year.
    pub fn quarter(date: impl Into<String>) -> Self {
        Self::new("quarter".to_owned(), date.into(), KeyRule::Day(Part::Quarter))
    }

    /// The month of a day, with its year.
    pub fn month(date: impl Into<String>) -> Self {
        Self::new("month".to_owned(), date.into(), KeyRule::Day(Part::Month))
    }

    /// The administrative year of a day, 15 December to 14 December.
    ///
    /// # Source
    ///
    /// Decree 09/2019/NĐ-CP, Article 12.
    pub fn administrative_year(date: impl Into<String>) -> Self {
        Self::new("administrative year".to_owned(), date.into(), KeyRule::Day(Part::AdministrativeYear))
    }

    /// The budget year of a day, which ends on 31 January of the next year. A day of January is in two of them: the numbers of column
    /// `budget` say in which the row is settled, and a row of January without one has no year. In other months the day decides, and a number
    /// that says otherwise is no year either.
    ///
    /// To count each budget year with both of its Januaries, ask for it by name: [`Filter::during`](super::Filter::during) in
    /// [`Measure::only`](super::Measure::only).
    ///
    /// # Source
    ///
    /// Circular 23/2022/TT-BTC: the year is reported from 1 January to 31 January of the next.
    pub fn budget_year(date: impl Into<String>, budget: impl Into<String>) -> Self {
        Self::new("budget year".to_owned(), date.into(), KeyRule::Budget(budget.into()))
    }

    /// The calendar year of a day in two parts, up to the month and day of `day` and after: what can be compared from year to year, and
    /// the rest.
    pub fn year_to_date(date: impl Into<String>, day: NaiveDate) -> Self {
        let part = Part::YearTo(day.month(), day.day());
        Self::new("year to date".to_owned(), date.into(), KeyRule::Day(part))
    }

    /// The region of a country by its ISO 3166-1 code; a country that the scheme does not name counts as missing.
    pub fn region(country: impl Into<String>, scheme: &RegionScheme, language: Language) -> Self {
        Self::mapped(country, NameMap::to_regions(scheme, language)).named("region")
    }

    /// The sector of the core list that a label is read as, by its code; missing for a label the list does not have, and for several labels of
    /// different sectors.
    pub fn sector_group(label: impl Into<String>) -> Self {
        Self::new("sector group".to_owned(), label.into(), KeyRule::Sector)
    }

    /// The currency of an amount as it was recorded.
    pub fn currency(amount: impl Into<String>) -> Self {
        Self::new("currency".to_owned(), amount.into(), KeyRule::Currency)
    }

    /// The names of a column taken to others: sectors to their group, donors to their region. A name the map does not have counts as
    /// missing.
    pub fn mapped(column: impl Into<String>, map: NameMap) -> Self {
        let column = column.into();
        Self::new(column.clone(), column, KeyRule::Mapped(map, None))
    }

    /// As [`Key::mapped`], by the part of the map that holds on the row's day in column `date`.
    pub fn mapped_on(column: impl Into<String>, date: impl Into<String>, map: NameMap) -> Self {
        let column = column.into();
        Self::new(column.clone(), column, KeyRule::Mapped(map, Some(date.into())))
    }

    /// The province of a code as of the row's day, restated to the code of the present unit (from 1 July 2025).
    pub fn present_province(column: impl Into<String>, date: impl Into<String>) -> Self {
        Self::mapped_on(column, date, NameMap::to_present_provinces()).named("present province")
    }

    /// The province of a code as of the row's day, restated to the code of the former unit. A row of after the merger whose unit was made of
    /// several is of all of them together, such as `74+77+79`.
    pub fn former_province(column: impl Into<String>, date: impl Into<String>) -> Self {
        Self::mapped_on(column, date, NameMap::to_former_provinces()).named("former province")
    }

    /// Under another name.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The name it has in answers.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The values that come first in answers whatever the rows: declared names and currencies.
    pub(crate) fn declared(&self, frame: &Frame) -> Vec<KeyValue> {
        let field = frame.position(&self.column).and_then(|place| frame.fields().get(place));
        match (&self.rule, field.map(|field| &field.kind)) {
            (KeyRule::AsItIs, Some(Kind::Names { dictionary })) => {
                names(dictionary.names().get(..dictionary.declared()).unwrap_or_default())
            }
            (KeyRule::AsItIs | KeyRule::Currency, Some(Kind::Money { currencies, declared, .. })) => {
                currencies.iter().take(*declared).map(|currency| KeyValue::Currency(*currency)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Does a frame declare just these values to come first in answers?
    pub(crate) fn declares(&self, frame: &Frame, order: &[KeyValue]) -> bool {
        let field = frame.position(&self.column).and_then(|place| frame.fields().get(place));
        match (&self.rule, field.map(|field| &field.kind)) {
            (KeyRule::AsItIs, Some(Kind::Names { dictionary })) => {
                let names = dictionary.names().iter().take(dictionary.declared());
                let known =
                    |value: &KeyValue, name: &String| matches!(value, KeyValue::Name(it) if **it == **name);
                order.len() == dictionary.declared()
                    && order.iter().zip(names).all(|(value, name)| known(value, name))
            }
            (KeyRule::AsItIs | KeyRule::Currency, Some(Kind::Money { currencies, declared, .. })) => {
                let known = currencies.iter().take(*declared).map(|currency| KeyValue::Currency(*currency));
                known.eq(order.iter().cloned())
            }
            _ => order.is_empty(),
        }
    }
}

impl Part {
    /// A number that grows with the days and is the same for the days of one part.
    pub(crate) fn number(self, day: NaiveDate) -> i64 {
        let (year, month) = (i64::from(day.year()), i64::from(day.month0()));
        match self {
            Self::AdministrativeYear => year.saturating_add(i64::from(day.month() == 12 && day.day() >= 15)),
            Self::Day => day.num_days_from_ce().into(),
            Self::YearTo(month, last) => {
                year.saturating_mul(2).saturating_add(i64::from(!is_year_to(day, month, last)))
            }
            Self::Month => year.saturating_mul(12).saturating_add(month),
            Self::Quarter => year.saturating_mul(4).saturating_add(month / 3),
            Self::BudgetYear | Self::Year => year,
        }
    }

    pub(crate) fn value(self, number: i64) -> KeyValue {
        let year = |number: i64| i32::try_from(number).unwrap_or_default();
        let part = |count: i64| u32::try_from(number.rem_euclid(count)).unwrap_or_default().saturating_add(1);
        match self {
            Self::AdministrativeYear => KeyValue::AdministrativeYear(year(number)),
            Self::Day => day_of(number).map_or(KeyValue::Missing, KeyValue::Day),
            Self::Month => KeyValue::Month(year(number.div_euclid(12)), part(12)),
            Self::Quarter => KeyValue::Quarter(year(number.div_euclid(4)), part(4)),
            Self::BudgetYear => KeyValue::BudgetYear(year(number)),
            Self::Year => KeyValue::Year(year(number)),
            Self::YearTo(..) => KeyValue::YearPart(year(number.div_euclid(2)), number.rem_euclid(2) == 1),
        }
    }
}

fn names(names: &[String]) -> Vec<KeyValue> {
    names.iter().map(|name| KeyValue::Name(name.as_str().into())).collect()
}
