//! A filter in codes.

use std::collections::BTreeSet;
use std::ops::Bound;

use chrono::{Datelike, NaiveDate};
use vientro_currency::{Currency, Money};

use super::{Condition, Filter, Test};
use crate::frame::{
    Chunk, Column, DateColumn, Field, Frame, IntegerColumn, Kind, MoneyColumn, Zones, at, day_of, short,
};
use crate::query::QueryError;
use crate::query::key::{KeyPlan, codes_of};
use crate::query::plan::{column_of, wrong_kind};
use crate::vectors::vectors;

/// The rows of which the answer is yes.
#[derive(Clone, Debug)]
pub(crate) enum FilterPlan {
    All(Vec<Self>),
    Any(Vec<Self>),
    /// Neither the condition nor its opposite.
    Neither(Box<[Self; 2]>),
    Leaf(Leaf),
}

/// A test of one column or key, such that a row without a value passes only where that is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    name: String,
    place: usize,
    test: PlannedTest,
    ascending: bool,
}

#[derive(Clone, Debug)]
enum PlannedTest {
    /// Whole minor units of the currency of a code that pass.
    Amounts {
        code: Option<u32>,
        low: i128,
        high: i128,
        inverted: bool,
    },
    /// The first and the last code that pass.
    CodeRange(u32, u32),
    /// An entry for each code, 1 for those that pass.
    Codes(Vec<u8>),
    /// By digit of a key, 1 for those that pass.
    Digits(Box<KeyPlan>, Vec<u8>),
    /// One of the numbers, or none of them.
    Integers(Vec<i64>, bool),
    Missing,
    /// There, but not in the range.
    Outside(i64, i64),
    Present,
    Range(i64, i64),
    /// Month and day, and whether days up to it pass.
    YearTo(u32, u32, bool),
}

impl Filter {
    pub(crate) fn plan(&self, frame: &Frame) -> Result<FilterPlan, QueryError> {
        self.plan_for(frame, false)
    }

    /// For the rows of which the answer is yes, or no where `inverted`. The opposite of all is one of the opposites, so that only tests
    /// are ever turned round.
    fn plan_for(&self, frame: &Frame, inverted: bool) -> Result<FilterPlan, QueryError> {
        let each = |filters: &[Self]| {
            filters.iter().map(|filter| filter.plan_for(frame, inverted)).collect::<Result<Vec<_>, _>>()
        };
        Ok(match (&self.0, inverted) {
            (Condition::All(filters), false) | (Condition::Any(filters), true) => {
                FilterPlan::All(each(filters)?)
            }
            (Condition::Any(filters), false) | (Condition::All(filters), true) => {
                FilterPlan::Any(each(filters)?)
            }
            (Condition::Inverted(filter), _) => filter.plan_for(frame, !inverted)?,
            (Condition::Undecided(filter), false) => {
                FilterPlan::Neither(Box::new([filter.plan_for(frame, false)?, filter.plan_for(frame, true)?]))
            }
            // whether it can be told, can always be told
            (Condition::Undecided(filter), true) => {
                FilterPlan::Any(vec![filter.plan_for(frame, false)?, filter.plan_for(frame, true)?])
            }
            (Condition::Key(key, values), _) => {
                let plan = KeyPlan::of(key, frame)?;
                let radix = u32::try_from(plan.radix).unwrap_or(u32::MAX);
                let pass = |digit: u32| {
                    let is_missing = plan.missing && digit == 0;
                    let has = values.has(&plan.value(digit));
                    u8::from(if inverted { !has && !is_missing } else { has })
                };
                let allowed = (0..radix).map(pass).collect();
                let (name, place) = (key.name().to_owned(), 0);
                let test = PlannedTest::Digits(Box::new(plan), allowed);
                FilterPlan::Leaf(Leaf { name, place, test, ascending: false })
            }
            (Condition::Test(column, test), _) => {
                let (place, field) = column_of(frame, column)?;
                let test = test.plan(field, inverted)?;
                let (name, ascending) = (field.name.clone(), field.ascending);
                FilterPlan::Leaf(Leaf { name, place, test, ascending })
            }
        })
    }
}

impl Test {
    fn plan(&self, field: &Field, inverted: bool) -> Result<PlannedTest, QueryError> {
        let count = match &field.kind {
            Kind::Names { dictionary } => dictionary.names().len(),
            Kind::Flags => 2,
            Kind::Money { currencies, .. } => currencies.len(),
            Kind::Dates { .. } | Kind::Integers { .. } => 0,
        };
        // code 0 is a missing value, which passes no test but that for it
        let codes = |passing: Vec<u32>| {
            let mut allowed = vec![u8::from(inverted); count.saturating_add(1)];
            if let Some(missing) = allowed.first_mut() {
                *missing = 0;
            }
            for code in passing {
                if let Some(entry) = allowed.get_mut(at(code)) {
                    *entry = u8::from(!inverted);
                }
            }
            as_range(allowed)
        };
        Ok(match (self, &field.kind) {
            (Self::Names(names), Kind::Names { dictionary }) => {
                codes(names.iter().filter_map(|name| dictionary.code(name)).collect())
            }
            (Self::Flag(flag), Kind::Flags) => codes(vec![if *flag { 2 } else { 1 }]),
            (Self::Currencies(wanted), Kind::Money { currencies, .. }) => {
                let known = currencies.iter().zip(1_u32..);
                codes(known.filter(|(it, _)| wanted.contains(it)).map(|(_, code)| code).collect())
            }
            (Self::Missing, Kind::Names { .. } | Kind::Flags | Kind::Money { .. }) => {
                if inverted {
                    PlannedTest::CodeRange(1, u32::MAX)
                } else {
                    PlannedTest::CodeRange(0, 0)
                }
            }
            (Self::Missing, Kind::Dates { .. } | Kind::Integers { .. }) => {
                if inverted {
                    PlannedTest::Present
                } else {
                    PlannedTest::Missing
                }
            }
            (Self::Days(first, last), Kind::Dates { .. }) => {
                range(first.num_days_from_ce().into(), last.num_days_from_ce().into(), inverted)
            }
            (Self::YearTo(month, day), Kind::Dates { .. }) => PlannedTest::YearTo(*month, *day, !inverted),
            (Self::Between(first, last), Kind::Integers { .. }) => range(*first, *last, inverted),
            (Self::Integers(numbers), Kind::Integers { .. }) => {
                PlannedTest::Integers(numbers.clone(), !inverted)
            }
            (Self::Amounts(low, high), Kind::Money { currencies, .. }) => {
                amounts(*low, *high, self.currency(&field.name)?, currencies, inverted)
            }
            (test, _) => return Err(wrong_kind(field, test.expected())),
        })
    }
}

fn range(first: i64, last: i64, inverted: bool) -> PlannedTest {
    if inverted { PlannedTest::Outside(first, last) } else { PlannedTest::Range(first, last) }
}

/// Ends as whole minor units that are in the range; a range whose ends are turned holds none.
fn amounts(
    low: Bound<Money>,
    high: Bound<Money>,
    currency: Option<Currency>,
    currencies: &[Currency],
    inverted: bool,
) -> PlannedTest {
    let place = |currency| currencies.iter().position(|known| *known == currency);
    // a currency that no row has is no code of the column
    let code =
        currency.map(|currency| place(currency).map_or(u32::MAX, |place| short(place.saturating_add(1))));
    let (low, high) = whole_ends(low.as_ref().map(Money::minor), high.as_ref().map(Money::minor));
    PlannedTest::Amounts { code, low, high, inverted }
}

/// The least and the most whole number between two ends.
pub(crate) fn whole_ends(low: Bound<i128>, high: Bound<i128>) -> (i128, i128) {
    let low = match low {
        Bound::Included(minor) => minor,
        Bound::Excluded(minor) => minor.saturating_add(1),
        Bound::Unbounded => i128::MIN,
    };
    let high = match high {
        Bound::Included(minor) => minor,
        Bound::Excluded(minor) => minor.saturating_sub(1),
        Bound::Unbounded => i128::MAX,
    };
    (low, high)
}

impl FilterPlan {
    /// The rows of a chunk outside of which none passes.
    pub(crate) fn window(&self, columns: &[Column], rows: usize) -> (usize, usize) {
        match self {
            Self::All(filters) => filters.iter().fold((0, rows), |(from, to), filter| {
                let (first, last) = filter.window(columns, rows);
                (from.max(first), to.min(last))
            }),
            Self::Any(filters) => {
                let windows = filters.iter().map(|filter| filter.window(columns, rows));
                let windows = windows.filter(|(from, to)| from < to);
                windows.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1))).unwrap_or((0, 0))
            }
            Self::Neither(_) => (0, rows),
            Self::Leaf(leaf) => leaf.window(columns, rows),
        }
    }

    /// The first and the last number of a column outside of which no row passes.
    pub(crate) fn range_of(&self, column: usize) -> (i64, i64) {
        match self {
            Self::All(filters) => filters.iter().fold((i64::MIN, i64::MAX), |(from, to), filter| {
                let (first, last) = filter.range_of(column);
                (from.max(first), to.min(last))
            }),
            Self::Leaf(Leaf { place, test: PlannedTest::Range(first, last), .. }) if *place == column => {
                (*first, *last)
            }
            Self::Any(_) | Self::Leaf(_) | Self::Neither(_) => (i64::MIN, i64::MAX),
        }
    }

    /// May a row of a zone pass? False only where it is sure that none does.
    pub(crate) fn may_pass(&self, zones: &[Zones], zone: usize) -> bool {
        match self {
            Self::All(filters) => filters.iter().all(|filter| filter.may_pass(zones, zone)),
            Self::Any(filters) => filters.iter().any(|filter| filter.may_pass(zones, zone)),
            Self::Neither(_) => true,
            Self::Leaf(leaf) => leaf.may_pass(zones, zone),
        }
    }

    /// Does every row of a zone pass? True only where that is sure.
    pub(crate) fn passes_whole(&self, chunk: &Chunk, zone: usize) -> bool {
        match self {
            Self::All(filters) => filters.iter().all(|filter| filter.passes_whole(chunk, zone)),
            Self::Any(filters) => filters.iter().any(|filter| filter.passes_whole(chunk, zone)),
            Self::Neither(_) => false,
            Self::Leaf(leaf) => leaf.passes_whole(chunk, zone),
        }
    }

    /// Clears the marks of the rows from `from` on that do not pass.
    pub(crate) fn mark(&self, columns: &[Column], from: usize, marks: &mut [u8]) {
        match self {
            Self::All(filters) => {
                for filter in filters {
                    filter.mark(columns, from, marks);
                }
            }
            Self::Any(filters) => {
                let mut some = vec![0; marks.len()];
                for filter in filters {
                    let mut one = vec![1; marks.len()];
                    filter.mark(columns, from, &mut one);
                    for (some, one) in some.iter_mut().zip(&one) {
                        *some |= one;
                    }
                }
                for (mark, some) in marks.iter_mut().zip(&some) {
                    *mark &= some;
                }
            }
            Self::Neither(both) => {
                for filter in both.iter() {
                    let mut one = vec![1; marks.len()];
                    filter.mark(columns, from, &mut one);
                    for (mark, one) in marks.iter_mut().zip(&one) {
                        *mark &= 1 ^ one;
                    }
                }
            }
            Self::Leaf(leaf) => leaf.mark(columns, from, marks),
        }
    }

    /// Adds the columns that are read.
    pub(crate) fn columns(&self, places: &mut BTreeSet<usize>) {
        match self {
            Self::All(filters) | Self::Any(filters) => {
                for filter in filters {
                    filter.columns(places);
                }
            }
            Self::Neither(both) => {
                for filter in both.iter() {
                    filter.columns(places);
                }
            }
            Self::Leaf(Leaf { test: PlannedTest::Digits(key, _), .. }) => key.columns(places),
            Self::Leaf(leaf) => {
                places.insert(leaf.place);
            }
        }
    }

    pub(crate) fn explain(&self) -> String {
        let list =
            |filters: &[Self], word: &str| filters.iter().map(Self::explain).collect::<Vec<_>>().join(word);
        match self {
            Self::All(filters) if filters.is_empty() => "every row".to_owned(),
            Self::Any(filters) if filters.is_empty() => "no row".to_owned(),
            Self::All(filters) => format!("({})", list(filters, " and ")),
            Self::Any(filters) => format!("({})", list(filters, " or ")),
            Self::Neither(both) => format!("neither ({})", list(both.as_slice(), ") nor (")),
            Self::Leaf(leaf) => leaf.explain(),
        }
    }
}

impl Leaf {
    fn integers<'c>(&self, columns: &'c [Column]) -> Option<&'c IntegerColumn> {
        match columns.get(self.place)? {
            Column::Integers(column) | Column::Dates(DateColumn(column)) => Some(column),
            _ => None,
        }
    }

    fn window(&self, columns: &[Column], rows: usize) -> (usize, usize) {
        let PlannedTest::Range(first, last) = &self.test else { return (0, rows) };
        let Some(column) = self.integers(columns) else { return (0, rows) };
        match column.range() {
            Some((min, max)) if *first <= max && min <= *last => {}
            _ => return (0, 0),
        }
        if !self.ascending {
            return (0, rows);
        }
        let below = |limit: i64| {
            let (mut low, mut high) = (0, rows);
            while low < high {
                let middle = low.midpoint(high);
                if column.get(middle).is_some_and(|value| value < limit) {
                    low = middle.saturating_add(1);
                } else {
                    high = middle;
                }
            }
            low
        };
        (below(*first), last.checked_add(1).map_or(rows, below))
    }

    fn may_pass(&self, zones: &[Zones], zone: usize) -> bool {
        let place = self.zoned();
        let Some((least, largest)) = place.and_then(|place| zones.get(place)?.get(zone)) else { return true };
        let any = |allowed: &[u8], first: u32, last: u32| {
            allowed.get(at(first)..=at(last)).is_none_or(|allowed| allowed.contains(&1))
        };
        let code = |code: i64| u32::try_from(code).unwrap_or(u32::MAX);
        match &self.test {
            PlannedTest::CodeRange(first, last) => *first <= code(largest) && code(least) <= *last,
            PlannedTest::Codes(allowed) => any(allowed, code(least), code(largest)),
            // rows without a value, of digit 0, have no part in the least and the largest
            PlannedTest::Digits(key, allowed) => {
                let span = if least <= largest { key.span(least, largest) } else { Some((0, 0)) };
                span.is_none_or(|(first, last)| any(allowed, first, last) || any(allowed, 0, 0))
            }
            PlannedTest::Integers(numbers, true) => {
                let next = numbers.get(numbers.partition_point(|number| *number < least));
                next.is_some_and(|number| *number <= largest)
            }
            PlannedTest::Outside(first, last) => least < *first || *last < largest,
            PlannedTest::Present => least <= largest,
            PlannedTest::Range(first, last) => *first <= largest && least <= *last,
            PlannedTest::Amounts { .. }
            | PlannedTest::Integers(_, false)
            | PlannedTest::Missing
            | PlannedTest::YearTo(..) => true,
        }
    }

    /// The column whose least and largest values tell something of the test.
    fn zoned(&self) -> Option<usize> {
        match &self.test {
            PlannedTest::Digits(key, _) => key.day_column(),
            _ => Some(self.place),
        }
    }

    fn passes_whole(&self, chunk: &Chunk, zone: usize) -> bool {
        let Some(place) = self.zoned() else { return false };
        let Some((least, largest)) = chunk.zones.get(place).and_then(|zones| zones.get(zone)) else {
            return false;
        };
        // numbers and days that are missing have no part in the least and the largest; code 0 has
        let whole = match chunk.columns.get(place) {
            Some(Column::Dates(DateColumn(column)) | Column::Integers(column)) => column.missing == 0,
            _ => true,
        };
        let all = |allowed: &[u8], first: u32, last: u32| {
            allowed.get(at(first)..=at(last)).is_some_and(|allowed| !allowed.contains(&0))
        };
        let code = |code: i64| u32::try_from(code).unwrap_or(u32::MAX);
        whole
            && least <= largest
            && match &self.test {
                PlannedTest::CodeRange(first, last) => *first <= code(least) && code(largest) <= *last,
                PlannedTest::Codes(allowed) => all(allowed, code(least), code(largest)),
                PlannedTest::Digits(key, allowed) => {
                    key.span(least, largest).is_some_and(|(first, last)| all(allowed, first, last))
                }
                PlannedTest::Outside(first, last) => largest < *first || *last < least,
                PlannedTest::Present => true,
                PlannedTest::Range(first, last) => *first <= least && largest <= *last,
                PlannedTest::Amounts { .. }
                | PlannedTest::Integers(..)
                | PlannedTest::Missing
                | PlannedTest::YearTo(..) => false,
            }
    }

    fn mark(&self, columns: &[Column], from: usize, marks: &mut [u8]) {
        vectors(
            #[inline(always)]
            || self.mark_rows(columns, from, marks),
        );
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    fn mark_rows(&self, columns: &[Column], from: usize, marks: &mut [u8]) {
        let each = |marks: &mut [u8], passes: &dyn Fn(Option<i64>) -> bool| {
            let Some(column) = self.integers(columns) else { return };
            for (mark, row) in marks.iter_mut().zip(from..) {
                *mark &= u8::from(passes(column.get(row)));
            }
        };
        let codes = codes_of(columns.get(self.place));
        match &self.test {
            PlannedTest::Codes(allowed) => {
                if let Some(codes) = codes {
                    codes.keep(from, allowed, marks);
                }
            }
            PlannedTest::CodeRange(first, last) => {
                if let Some(codes) = codes {
                    codes.keep_range(from, *first, *last, marks);
                }
            }
            PlannedTest::Range(first, last) => {
                if let Some(column) = self.integers(columns) {
                    column.keep_range(from, *first, *last, marks);
                }
            }
            PlannedTest::Outside(first, last) => {
                each(marks, &|value| value.is_some_and(|it| it < *first || *last < it));
            }
            PlannedTest::Integers(numbers, wanted) => {
                each(marks, &|value| value.is_some_and(|it| numbers.binary_search(&it).is_ok() == *wanted));
            }
            PlannedTest::Missing => each(marks, &|value| value.is_none()),
            PlannedTest::Present => each(marks, &|value| value.is_some()),
            PlannedTest::YearTo(month, day, wanted) => each(marks, &|value| {
                value.and_then(day_of).is_some_and(|it| is_year_to(it, *month, *day) == *wanted)
            }),
            PlannedTest::Digits(key, allowed) => {
                let (mut digits, mut spare) = (vec![0; marks.len()], vec![0; marks.len()]);
                key.load(columns, from, None, &mut digits, &mut spare);
                for (mark, digit) in marks.iter_mut().zip(&digits) {
                    *mark &= allowed.get(at(*digit)).copied().unwrap_or(0);
                }
            }
            PlannedTest::Amounts { code, low, high, inverted } => {
                let Some(Column::Money(column)) = columns.get(self.place) else { return };
                for (mark, row) in marks.iter_mut().zip(from..) {
                    *mark &= u8::from(amount_passes(column, row, *code, (*low, *high), *inverted));
                }
            }
        }
    }

    fn explain(&self) -> String {
        let name = &self.name;
        let kept = |allowed: &[u8]| allowed.iter().map(|it| u64::from(*it)).sum::<u64>();
        match &self.test {
            PlannedTest::Amounts { inverted, .. } => {
                format!(
                    "`{name}` {} a range of amounts, row by row",
                    if *inverted { "outside" } else { "in" }
                )
            }
            PlannedTest::Codes(allowed) => {
                format!("`{name}` is one of {} of {} codes, by table", kept(allowed), allowed.len())
            }
            PlannedTest::CodeRange(0, 0) | PlannedTest::Missing => format!("`{name}` is missing"),
            PlannedTest::CodeRange(1, u32::MAX) | PlannedTest::Present => format!("`{name}` is there"),
            PlannedTest::CodeRange(first, last) => {
                let count = last.wrapping_sub(*first).wrapping_add(1);
                format!("`{name}` is one of {count} neighbouring codes")
            }
            PlannedTest::Digits(_, allowed) => {
                format!("key `{name}` is one of {} of {} values, by table", kept(allowed), allowed.len())
            }
            PlannedTest::Integers(numbers, wanted) => {
                let some = if *wanted { "one" } else { "none" };
                format!("`{name}` is {some} of {} numbers", numbers.len())
            }
            PlannedTest::Outside(..) => format!("`{name}` outside a range"),
            PlannedTest::Range(..) if self.ascending => {
                format!("`{name}` in a range, found by search in its order")
            }
            PlannedTest::Range(..) => format!("`{name}` in a range"),
            PlannedTest::YearTo(month, day, wanted) => {
                let side = if *wanted { "up to" } else { "after" };
                format!("`{name}` {side} {month:02}-{day:02} of any year")
            }
        }
    }
}

/// Is a day not later in its year than a month and day?
pub(crate) fn is_year_to(it: NaiveDate, month: u32, day: u32) -> bool {
    (it.month(), it.day()) <= (month, day)
}

/// Does an amount lie in a range, or outside of it? Neither can be told of one that is unknown, in another currency, or both.
fn amount_passes(
    column: &MoneyColumn,
    row: usize,
    code: Option<u32>,
    (low, high): (i128, i128),
    inverted: bool,
) -> bool {
    if code.is_some() && column.codes.get(row) != code {
        return false;
    }
    let (least, most) = if column.is_inexact(row) {
        let Some((least, most)) = column.hedge(row) else { return false };
        whole_ends(least, most)
    } else {
        let minor = column.minor.get(row).unwrap_or(0);
        (minor, minor)
    };
    if inverted { high < least || most < low || high < low } else { low <= least && most <= high }
}

/// A range instead of a table where the codes that pass are neighbours.
fn as_range(allowed: Vec<u8>) -> PlannedTest {
    let first = allowed.iter().position(|it| *it == 1);
    let last = allowed.iter().rposition(|it| *it == 1);
    match (first, last) {
        (Some(first), Some(last)) if allowed.iter().take(last).skip(first).all(|it| *it == 1) => {
            PlannedTest::CodeRange(short(first), short(last))
        }
        _ => PlannedTest::Codes(allowed),
    }
}
