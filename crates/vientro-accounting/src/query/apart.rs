//! Amounts that never add by themselves.

use std::collections::{BTreeMap, BTreeSet};

use vientro_core::{Bilingual, Finding, FindingCode, Language, Severity};
use vientro_model::KeyField;

use super::key::{Key, KeyRule, KeyValue};
use super::measure::{Measure, What};
use super::shape::Subtotals;
use super::table::Table;
use super::{Query, QueryError};
use crate::frame::Frame;

/// The columns of a frame whose values are kept apart, and what each sum of a query does about them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Apart {
    columns: Vec<ApartColumn>,
    sums: Vec<ApartSum>,
    /// The label of a sum across them, if it was asked for.
    across: Option<Bilingual>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct ApartColumn {
    name: String,
    /// The position of a key that keeps it apart in every group and subtotal.
    key: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct ApartSum {
    measure: String,
    /// The column whose values its signs name.
    named: Option<String>,
}

/// How many rows each sum takes, by the values of the columns that are kept apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub(crate) struct Met(Vec<(Vec<KeyValue>, Vec<u64>)>);

impl Apart {
    /// # Errors
    ///
    /// [`QueryError::NoLabel`] for a sum across them without a label.
    pub(crate) fn of<'c>(
        query: &Query<'_>,
        columns: impl Iterator<Item = &'c str>,
    ) -> Result<Self, QueryError> {
        let is_empty = |label: &Bilingual| label.vi().trim().is_empty() || label.en().trim().is_empty();
        if query.across.as_ref().is_some_and(is_empty) {
            return Err(QueryError::NoLabel);
        }
        let columns: Vec<&str> = columns.collect();
        if columns.is_empty() {
            return Ok(Self::default());
        }
        let kept_in_subtotals = |place: usize| {
            query.subtotals == Subtotals::None
                || query.keys.get(place).is_some_and(|key| query.within.contains(&key.name))
        };
        let key = |column: &str| {
            let is_it = |key: &Key| key.column == column && key.rule == KeyRule::AsItIs;
            query.keys.iter().position(is_it).filter(|place| kept_in_subtotals(*place))
        };
        let columns =
            columns.into_iter().map(|name| ApartColumn { name: name.to_owned(), key: key(name) }).collect();
        let sums = query.measures.iter().filter(|measure| matches!(measure.what, What::Sum(_)));
        let sums = sums.map(|measure| ApartSum {
            measure: measure.name.clone(),
            named: measure.signs.as_ref().map(|signs| signs.0.clone()),
        });
        Ok(Self { columns, sums: sums.collect(), across: query.across.clone() })
    }

    /// The columns that are kept apart.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// The query that counts the rows of each sum by what is kept apart; `None` where there is nothing to count.
    pub(crate) fn counting<'q>(&self, query: &Query<'q>) -> Option<Query<'q>> {
        if self.columns.is_empty() || self.sums.is_empty() {
            return None;
        }
        let mut counting = Query::new();
        counting.filters.clone_from(&query.filters);
        counting.keys = self.columns.iter().map(|column| Key::column(column.name.clone())).collect();
        let sums = query.measures.iter().filter(|measure| matches!(measure.what, What::Sum(_)));
        counting.measures = sums
            .map(|sum| Measure { only: sum.only.clone(), signs: sum.signs.clone(), ..Measure::count() })
            .zip(0_u32..)
            .map(|(count, number)| count.named(number.to_string()))
            .collect();
        Some(counting)
    }

    /// What the rows of a frame have.
    pub(crate) fn met(&self, query: &Query<'_>, frame: &Frame) -> Result<Met, QueryError> {
        let Some(counting) = self.counting(query) else { return Ok(Met::default()) };
        Ok(self.met_of(&counting.answer(counting.plan(frame)?, frame)?))
    }

    /// What the query that counts has answered.
    pub(crate) fn met_of(&self, table: &Table) -> Met {
        let counts = |row: super::Row<'_>| -> Vec<u64> {
            (0..self.sums.len()).map(|sum| row.count(sum).unwrap_or(0)).collect()
        };
        let mut rows: Vec<_> = table.rows().map(|row| (row.keys().collect(), counts(row))).collect();
        rows.sort_unstable();
        Met(rows)
    }

    /// A warning for each sum across what is kept apart, where that was asked for.
    ///
    /// # Errors
    ///
    /// [`QueryError::Bases`] for such a sum where it was not.
    pub(crate) fn check(&self, met: &Met) -> Result<Vec<Finding>, QueryError> {
        let mut findings = Vec::new();
        for (place, sum) in self.sums.iter().enumerate() {
            for (position, column) in self.columns.iter().enumerate() {
                if column.key.is_some() || sum.named.as_ref() == Some(&column.name) {
                    continue;
                }
                // rows in one group share what is keyed; more is not asked, so that no accident of the data decides
                let mut values: BTreeMap<Vec<&KeyValue>, BTreeSet<&KeyValue>> = BTreeMap::new();
                for (keys, _) in
                    met.0.iter().filter(|(_, counts)| counts.get(place).is_some_and(|it| *it > 0))
                {
                    let keyed = self.columns.iter().zip(keys).filter(|(column, _)| column.key.is_some());
                    let Some(value) = keys.get(position) else { continue };
                    values.entry(keyed.map(|(_, value)| value).collect()).or_default().insert(value);
                }
                let Some(values) = values.into_values().find(|values| values.len() > 1) else { continue };
                let values: Vec<String> = values.into_iter().map(ToString::to_string).collect();
                if self.across.is_none() {
                    let (measure, column) = (sum.measure.clone(), column.name.clone());
                    return Err(QueryError::Bases { measure, column, values });
                }
                findings.push(warning(&sum.measure, &column.name, &values));
            }
        }
        Ok(findings)
    }

    /// The positions of the keys over whose values nothing may be added.
    pub(crate) fn keys(&self) -> Vec<usize> {
        if self.across.is_some() {
            return Vec::new();
        }
        self.columns.iter().filter_map(|column| column.key).collect()
    }

    /// The table with what is known about its sums.
    pub(crate) fn tell(&self, table: Table, met: &Met) -> Result<Table, QueryError> {
        Ok(table.with_apart(self.keys(), self.across.clone(), self.check(met)?))
    }

    pub(crate) fn explain(&self) -> Option<String> {
        let part = |column: &ApartColumn| {
            let how = if column.key.is_some() { " (a key)" } else { "" };
            format!("`{}`{how}", column.name)
        };
        let columns: Vec<String> = self.columns.iter().map(part).collect();
        let across = if self.across.is_some() { ", added by name" } else { "" };
        (!columns.is_empty()).then(|| format!("keep apart {}{across}", columns.join(", ")))
    }
}

fn warning(measure: &str, column: &str, values: &[String]) -> Finding {
    let field = KeyField::ALL.iter().find(|field| field.as_str() == column);
    let text = |language: Language| {
        field.map_or_else(|| format!("`{column}`"), |field| field.text(language).to_owned())
    };
    let code = match field {
        Some(KeyField::Basis) => "mixed-basis",
        Some(KeyField::Direction) => "mixed-direction",
        Some(KeyField::Modality) => "mixed-modality",
        Some(KeyField::Source) => "mixed-source",
        Some(KeyField::Standing) => "mixed-standing",
        None => "mixed-values",
    };
    let message = Bilingual::new(
        format!("`{measure}` cộng số liệu của {}", text(Language::Vi)),
        format!("`{measure}` adds figures of {}", text(Language::En)),
    );
    Finding::new(FindingCode::new(code), Severity::Warning, message)
        .found(values.join(" + "))
        .by_rule("bases never add unless asked for by name")
}

impl Met {
    /// What one row has.
    pub(crate) fn one(columns: Vec<KeyValue>, counts: Vec<u64>) -> Self {
        Self(vec![(columns, counts)])
    }

    /// Takes the rows of another frame.
    pub(crate) fn merge(&mut self, other: &Self) {
        for (keys, counts) in &other.0 {
            match self.0.binary_search_by(|known| known.0.cmp(keys)) {
                Ok(place) => {
                    let known = self.0.get_mut(place).into_iter().flat_map(|known| &mut known.1);
                    for (known, more) in known.zip(counts) {
                        *known = known.saturating_add(*more);
                    }
                }
                Err(place) => self.0.insert(place, (keys.clone(), counts.clone())),
            }
        }
    }

    /// Takes back what was merged before; false for more than there was.
    pub(crate) fn take_back(&mut self, other: &Self) -> bool {
        for (keys, counts) in &other.0 {
            let Ok(place) = self.0.binary_search_by(|known| known.0.cmp(keys)) else { return false };
            let known = self.0.get_mut(place).into_iter().flat_map(|known| &mut known.1);
            for (known, less) in known.zip(counts) {
                let Some(left) = known.checked_sub(*less) else { return false };
                *known = left;
            }
            if self.0.get(place).is_some_and(|known| known.1.iter().all(|count| *count == 0)) {
                self.0.remove(place);
            }
        }
        true
    }

    /// Is it as counting would make it, for these columns and sums?
    #[cfg(feature = "serde")]
    pub(crate) fn is_of(&self, apart: &Apart) -> bool {
        let fits = |(keys, counts): &(Vec<KeyValue>, Vec<u64>)| {
            keys.len() == apart.columns.len() && counts.len() == apart.sums.len()
        };
        self.0.iter().all(fits) && self.0.is_sorted_by(|one, other| one.0 < other.0)
    }
}
