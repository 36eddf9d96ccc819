//! Plans in words, for who writes queries.

use std::collections::BTreeSet;

use vientro_core::Language;

use super::apart::Apart;
use super::key::{Digits, KeyPlan};
use super::plan::{Action, Grouping, Lane, Plan};
use super::{Query, QueryError};
use crate::frame::{Column, Frame, Order};

impl Query<'_> {
    /// How the query would be run over `frame`: which rows are read by how many threads, what is known of their order, how amounts are
    /// converted, how cells are found and how much memory that takes, a line each. It is for who writes queries, in English only, and its
    /// wording may change with any version.
    ///
    /// ```
    /// use vientro_accounting::frame::{DateColumn, Frame, MoneyColumn, NameColumn};
    /// use vientro_accounting::query::{Filter, Key, Measure, Query};
    /// use vientro_currency::Currency;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (mut province, mut date, mut amount) = (NameColumn::default(), DateColumn::new(), MoneyColumn::new());
    /// for (name, day, minor) in [("79", "2024-03-01", 250_000_000), ("79", "2025-06-01", 1), ("40", "2025-11-20", 4_220_000_000)] {
    ///     province.push(Some(name));
    ///     date.push(Some(day.parse()?));
    ///     amount.push_minor(minor, Currency::VND);
    /// }
    /// let frame = Frame::from_columns([("province", province.into()), ("date", date.into()), ("amount", amount.into())])?;
    /// let in_2025 = Filter::days("date", "2025-01-01".parse()?, "2025-12-31".parse()?);
    /// let query = Query::new().filter(in_2025).group_by(Key::column("province")).measure(Measure::sum("amount"));
    /// let plan = query.explain(&frame)?;
    /// assert!(plan.starts_with("scan 2 of 3 rows in 1 chunks by 1 threads\norder: `province` clustered, `date` sorted\n"));
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Query::run`], before any row is read.
    pub fn explain(&self, frame: &Frame) -> Result<String, QueryError> {
        let mut lines = match self.plan(frame)? {
            Some(plan) => plan.explain(),
            None => self.explain_rows(frame)?,
        };
        lines.extend(Apart::of(self, frame.apart())?.explain());
        Ok(lines.join("\n"))
    }

    /// Where there is no plan.
    fn explain_rows(&self, frame: &Frame) -> Result<Vec<String>, QueryError> {
        let rows = frame.rows();
        let mut lines =
            vec![format!("scan {rows} of {rows} rows in {} chunks by 1 threads", frame.chunk_count())];
        for filter in &self.filters {
            lines.push(format!("filter: {}", filter.plan(frame)?.explain()));
        }
        for key in &self.keys {
            lines.push(format!("key {}", KeyPlan::of(key, frame)?.explain()));
        }
        lines.push(
            "group row by row in an ordered map: the keys have more combinations than 64 bits count"
                .to_owned(),
        );
        let names = self.measures.iter().map(|it| it.name.as_str());
        lines.push(format!("measure {}", names.collect::<Vec<_>>().join(", ")));
        Ok(lines)
    }
}

impl Plan<'_> {
    /// A line for each part of the plan.
    fn explain(&self) -> Vec<String> {
        let rows = self.frame.rows();
        let tasks = self.tasks();
        let read: usize = tasks.iter().map(|(_, from, to)| to.saturating_sub(*from)).sum();
        let (chunks, threads) = (self.frame.chunk_count(), Self::workers(tasks.len()));
        let mut lines = vec![format!("scan {read} of {rows} rows in {chunks} chunks by {threads} threads")];
        lines.extend(self.explain_order());
        for filter in &self.filters {
            lines.push(format!("filter: {}", filter.explain()));
        }
        lines.extend(self.lanes.iter().map(|lane| self.explain_lane(lane)));
        for (position, key) in self.keys.iter().enumerate() {
            let hidden = if position < self.asked { "" } else { " (kept apart, not shown)" };
            lines.push(format!("key {}{hidden}", key.explain()));
        }
        let plural = if self.slots == 1 { "" } else { "s" };
        let numbers = format!("{} number{plural} of 64 bits, emptied into 128 in time", self.slots);
        lines.push(match self.grouping {
            Grouping::Dense { cells } => format!("group by position in {cells} cells of {numbers}"),
            Grouping::Hashed => format!("group by hash, cells of {numbers}"),
        });
        if let Some(settling) = self.settling() {
            let end = if settling.is_backward(self) { ", from the last row on" } else { "" };
            lines.push(format!("leave rows unread once no other day can be the first or last{end}"));
        }
        let names = self.measures.iter().map(|it| it.name.as_str());
        lines.push(format!("measure {}", names.collect::<Vec<_>>().join(", ")));
        lines.push(self.explain_memory(read));
        lines
    }

    /// What is known of the order of the columns that are read.
    fn explain_order(&self) -> Option<String> {
        let ordered =
            self.columns().into_iter().filter_map(|place| self.frame.fields().get(place)).filter_map(
                |field| match field.order() {
                    Order::Clustered => Some(format!("`{}` clustered", field.name)),
                    Order::Mixed => None,
                    Order::Sorted => Some(format!("`{}` sorted", field.name)),
                },
            );
        let ordered: Vec<String> = ordered.collect();
        (!ordered.is_empty()).then(|| format!("order: {}", ordered.join(", ")))
    }

    fn explain_lane(&self, lane: &Lane) -> String {
        let name = self.frame.fields().get(lane.place).map_or("", |field| &field.name);
        if lane.counted {
            return format!("count what is unknown of `{name}`");
        }
        let Some(rates) = &lane.rates else { return format!("take `{name}` as it is") };
        let (converter, narrow) = (&rates.converter, rates.converter.narrow_max());
        let way = if narrow > 0 {
            format!("by short reciprocals up to {narrow} minor units")
        } else {
            "by reciprocals of 64 bits".to_owned()
        };
        let when = if lane.total.is_some() { "once on each sum" } else { "row by row" };
        let (to, count, mode) = (converter.to(), converter.rates().len(), converter.rounding());
        let mode = mode.text(Language::En);
        format!("convert `{name}` to {to} {when}, {count} rates by position, {way}, {mode}")
    }

    /// Bytes that are read, and those of cells. Rows that are filtered out are counted too.
    fn explain_memory(&self, rows: usize) -> String {
        let columns = self.columns();
        let bytes = |column: (usize, &Column)| if columns.contains(&column.0) { column.1.bytes() } else { 0 };
        let all: usize =
            self.frame.chunks().iter().flat_map(|chunk| chunk.columns.iter().enumerate()).map(bytes).sum();
        let whole = self.frame.rows();
        let read =
            u128::try_from(all).unwrap_or_default().saturating_mul(u128::try_from(rows).unwrap_or_default());
        let read = read.checked_div(u128::try_from(whole).unwrap_or_default()).unwrap_or(0);
        let cell = self.slots.saturating_mul(8);
        let cells = match self.grouping {
            Grouping::Dense { cells } => format!("{} bytes of cells", cells.saturating_mul(cell)),
            // its combination, and at most a half of two places in the table that finds it
            Grouping::Hashed => format!("{} bytes a group", cell.saturating_add(16)),
        };
        format!(
            "memory: {read} bytes read; {cells} for each thread, {} more a cell past 64 bits",
            cell.saturating_mul(2)
        )
    }

    /// The columns that are read, by position.
    fn columns(&self) -> BTreeSet<usize> {
        let mut places: BTreeSet<usize> = BTreeSet::new();
        for filter in &self.filters {
            filter.columns(&mut places);
        }
        for key in &self.keys {
            key.columns(&mut places);
        }
        for lane in &self.lanes {
            places.insert(lane.place);
            places.extend(lane.rates.as_ref().map(|rates| rates.days.place));
        }
        for weight in &self.weights {
            places.extend(weight.signs.as_ref().map(|(place, _)| *place));
            for filter in &weight.only {
                filter.columns(&mut places);
            }
        }
        for measure in &self.measures {
            match &measure.action {
                Action::Dated { days, .. } => {
                    places.insert(days.place);
                }
                Action::Distinct { key, .. } => key.columns(&mut places),
                _ => {}
            }
        }
        places
    }
}

impl KeyPlan {
    /// Adds the columns that are read.
    pub(crate) fn columns(&self, places: &mut BTreeSet<usize>) {
        match &self.digits {
            Digits::Budget { days, place, .. } | Digits::Rates { days, place, .. } => {
                places.extend([days.place, *place]);
            }
            Digits::Codes { place, .. } | Digits::Integers { place, .. } | Digits::Sparse { place, .. } => {
                places.insert(*place);
            }
            Digits::Day { days, .. } => {
                places.insert(days.place);
            }
            Digits::Mapped { days, place, .. } => {
                places.insert(*place);
                places.extend(days.as_ref().map(|(days, _)| days.place));
            }
        }
    }

    pub(crate) fn explain(&self) -> String {
        let how = match &self.digits {
            Digits::Budget { .. } => "by day and year",
            Digits::Codes { .. } => "by code",
            Digits::Day { .. } => "by a table of days",
            Digits::Integers { .. } => "by distance",
            Digits::Rates { .. } => "by number of the rate",
            Digits::Sparse { .. } => "by search",
            Digits::Mapped { days: None, .. } => "by a table of codes",
            Digits::Mapped { days: Some(_), .. } => "by tables of codes and days",
        };
        format!("`{}`: {} values, {how}", self.name, self.radix)
    }
}
