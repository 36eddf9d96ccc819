//! Partial answers that merge.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};
use vientro_currency::{Currency, Rounding, RoundingScope};

use super::apart::{Apart, Met};
use super::cells::{Dated, List};
use super::finish::{Finished, FinishedRow, Unrounded};
use super::key::{KeyPlan, KeyValue};
use super::measure::What;
use super::plan::{Action, Plan};
use super::shape::Subtotals;
use super::state::State;
use super::table::Table;
use super::{Query, QueryError};
use crate::frame::{Frame, at};

/// What some rows add to the answer of a query: a value that can be sent, stored and merged with that of other rows.
///
/// Merging is associative and commutative: whichever worker read which rows, the answer is that of one query over all of them. Amounts
/// are whole minor units of 128 bits with a carry, so that no order of merging overflows where the whole sum does not.
///
/// Where amounts are converted, every worker needs the same rate book: all its rates, by their ids, are part of what two partials must
/// share, also those that no row of a worker asked for. Otherwise a rate corrected in one book only would give a sum by neither.
///
/// ```
/// use vientro_accounting::frame::{Frame, MoneyColumn, NameColumn};
/// use vientro_accounting::query::{Key, Measure, Partial, Query};
/// use vientro_currency::Currency;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let part = |rows: &[(&str, i128)]| -> Result<Frame, Box<dyn std::error::Error>> {
///     let (mut province, mut amount) = (NameColumn::default(), MoneyColumn::new());
///     for (name, minor) in rows {
///         province.push(Some(name));
///         amount.push_minor(*minor, Currency::VND);
///     }
///     Ok(Frame::from_columns([("province", province.into()), ("amount", amount.into())])?)
/// };
/// let query = Query::new().group_by(Key::column("province")).measure(Measure::sum("amount"));
/// let one = query.partial(&part(&[("79", 5), ("40", 1)])?)?;
/// let other = query.partial(&part(&[("01", 7), ("79", 2)])?)?;
/// let table = one.merge(&other)?.table()?;
/// let lines: Vec<String> =
///     table.rows().map(|row| format!("{} {:?}", row.key(0), row.amount(0).and_then(|it| it.minor()))).collect();
/// assert_eq!(lines, ["01 Some(7)", "40 Some(1)", "79 Some(7)"]);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Parts", into = "Parts"))]
pub struct Partial {
    pub(crate) shape: Shape,
    pub(crate) groups: BTreeMap<Vec<KeyValue>, Vec<State>>,
    met: Met,
}

/// What two partials must share to be merged.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Shape {
    /// SHA-256 of what was asked and of the ids of the rates, in hexadecimal.
    query: String,
    pub(crate) keys: Vec<ShapeKey>,
    pub(crate) measures: Vec<ShapeMeasure>,
    pub(crate) subtotals: Subtotals,
    pub(crate) apart: Apart,
    /// Into what sums are converted and how they are rounded, where that is done once.
    once: Option<(Currency, Rounding)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct ShapeKey {
    pub(crate) name: String,
    /// The values that come first in answers, in this order; further ones come as they sort.
    pub(crate) order: Vec<KeyValue>,
    /// Does every subtotal keep it?
    pub(crate) within: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct ShapeMeasure {
    pub(crate) name: String,
    /// The sums a difference is made of.
    pub(crate) difference: Option<(usize, usize)>,
}

impl Query<'_> {
    /// What the rows of `frame` add to the answer.
    ///
    /// # Errors
    ///
    /// As [`Query::run`].
    pub fn partial(&self, frame: &Frame) -> Result<Partial, QueryError> {
        let plan = self.plan(frame)?;
        let shape = self.shape_of(frame)?;
        let met = shape.apart.met(self, frame)?;
        shape.apart.check(&met)?;
        let part = match plan {
            Some(plan) => Partial::of(shape, &plan, Finished::unrounded(&plan, plan.scan()?)?),
            None => self.partial_by_rows(shape, frame)?,
        };
        Ok(part.with_met(met))
    }

    /// What the partials of a query have in common.
    pub(crate) fn shape_of(&self, frame: &Frame) -> Result<Shape, QueryError> {
        let rates =
            self.presentation.as_ref().map(|it| digest(it.rates.iter().map(|rate| rate.id().as_str())));
        Shape::of(self, frame, rates.as_deref().unwrap_or_default())
    }
}

impl Partial {
    /// The format in which this crate writes partials, and the one it reads: all workers of an answer are of one version. It stands first in
    /// what is written, and another is refused by its name.
    pub const FORMAT: &'static str = "vientro-partial/1";

    pub(crate) fn of(shape: Shape, plan: &Plan<'_>, finished: Finished) -> Self {
        let Finished { cells, rows, mut unrounded } = finished;
        let keys: &[KeyPlan] = plan.keys.get(..plan.asked).unwrap_or_default();
        let mut groups = BTreeMap::new();
        let mut distinct: BTreeMap<(usize, u32), BTreeSet<KeyValue>> = BTreeMap::new();
        for it in &plan.measures {
            let Action::Distinct { key, list } = &it.action else { continue };
            if let Some(List::Distinct { pairs, .. }) = cells.lists.get(*list) {
                for (group, digit) in pairs {
                    distinct.entry((*list, *group)).or_default().insert(key.value(*digit));
                }
            }
        }
        for FinishedRow { combination, group, .. } in rows {
            let values =
                keys.iter().zip(plan.digits(combination)).map(|(key, digit)| key.value(digit)).collect();
            let place = |slot: usize| at(group).saturating_mul(plan.slots).saturating_add(slot);
            let mut states = Vec::with_capacity(plan.measures.len());
            for (measure, it) in plan.measures.iter().enumerate() {
                states.push(match &it.action {
                    Action::Count { slot } | Action::Unknown { slot, .. } => {
                        State::Count(u64::try_from(cells.number(place(*slot)).unwrap_or(0)).unwrap_or(0))
                    }
                    Action::Difference { .. } => State::Difference,
                    Action::Distinct { list, .. } => {
                        State::Distinct(distinct.remove(&(*list, group)).unwrap_or_default())
                    }
                    Action::Sum { lane, .. } if plan.is_rounded_once(*lane) => State::Total {
                        sum: unrounded.remove(&(group, measure)).unwrap_or_default(),
                        side: cells.sides.get(&(group, measure)).copied().unwrap_or_default(),
                        currency: plan.currency_of(*lane, combination),
                    },
                    Action::Sum { lane, slot } => State::Amount {
                        sum: cells.wide_number(place(*slot)),
                        side: cells.sides.get(&(group, measure)).copied().unwrap_or_default(),
                        currency: plan.currency_of(*lane, combination),
                    },
                    Action::Dated { lane, list, last, days } => {
                        let best = match cells.lists.get(*list) {
                            Some(List::Dated { best, .. }) => best.get(&group).copied(),
                            _ => None,
                        };
                        // slots are of this frame; the number of the day is of all
                        let best = best.map(|it| Dated { day: days.number(it.day), ..it });
                        State::Dated { last: *last, best, currency: plan.currency_of(*lane, combination) }
                    }
                    Action::Extreme { lane, list, max } => {
                        let best = match cells.lists.get(*list) {
                            Some(List::Extreme { best, .. }) => best.get(&group).copied(),
                            _ => None,
                        };
                        State::Ends { max: *max, best, currency: plan.currency_of(*lane, combination) }
                    }
                });
            }
            groups.insert(values, states);
        }
        Self::of_groups(shape, groups)
    }

    pub(crate) fn of_groups(shape: Shape, groups: BTreeMap<Vec<KeyValue>, Vec<State>>) -> Self {
        Self { shape, groups, met: Met::default() }
    }

    /// With what its rows have of the columns that are kept apart.
    pub(crate) fn with_met(self, met: Met) -> Self {
        Self { met, ..self }
    }

    /// Both together.
    ///
    /// # Errors
    ///
    /// [`QueryError::OtherQuery`] for partials of two queries or rate books, [`QueryError::Mixed`] where a sum would be of two currencies
    /// and [`QueryError::Bases`] where it would be of two bases.
    pub fn merge(mut self, other: &Self) -> Result<Self, QueryError> {
        if !self.shape.is_of(&other.shape) {
            return Err(QueryError::OtherQuery);
        }
        for (keys, states) in &other.groups {
            match self.groups.get_mut(keys) {
                None => {
                    self.groups.insert(keys.clone(), states.clone());
                }
                Some(known) => merge_states(&self.shape, keys, known, states)?,
            }
        }
        self.met.merge(&other.met);
        self.shape.apart.check(&self.met)?;
        Ok(self)
    }

    /// Number of groups.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// True without groups.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The answer.
    ///
    /// # Errors
    ///
    /// [`QueryError::Overflow`] names the cell whose sum leaves 128 bits; [`QueryError::Mixed`] a subtotal of two currencies.
    pub fn table(&self) -> Result<Table, QueryError> {
        let kept = self.shape.kept()?;
        let table = if kept.is_empty() {
            self.plain_table()
        } else {
            self.clone().with_subtotals(&kept)?.plain_table()
        };
        self.shape.apart.tell(table?, &self.met)
    }

    fn plain_table(&self) -> Result<Table, QueryError> {
        let mut rows: Vec<(&Vec<KeyValue>, &Vec<State>)> = self.groups.iter().collect();
        // stable: what has no declared place stays in the order of its values
        rows.sort_by_cached_key(|(keys, _)| self.shape.ranks(keys));
        Table::of_states(&self.shape, &rows)
    }
}

/// Takes states into states of the same group.
pub(crate) fn merge_states(
    shape: &Shape,
    keys: &[KeyValue],
    known: &mut [State],
    more: &[State],
) -> Result<(), QueryError> {
    for ((known, more), measure) in known.iter_mut().zip(more).zip(&shape.measures) {
        known.merge(more).map_err(|(left, right)| QueryError::Mixed {
            column: measure.name.clone(),
            cell: shape.cell_text(keys),
            left,
            right,
        })?;
    }
    Ok(())
}

impl Shape {
    /// `rates` tells the rate book from others, where partials of several books could meet.
    pub(crate) fn of(query: &Query<'_>, frame: &Frame, rates: &str) -> Result<Self, QueryError> {
        let mut shape = Self::of_query(query, Apart::of(query, frame.apart())?, rates);
        for (shape, key) in shape.keys.iter_mut().zip(&query.keys) {
            shape.order = key.declared(frame);
        }
        Ok(shape)
    }

    /// Where no value is declared to come first.
    pub(crate) fn of_query(query: &Query<'_>, apart: Apart, rates: &str) -> Self {
        let Query { keys, measures, filters, presentation, subtotals, within, across: _, budget: _ } = query;
        let once = presentation.as_ref().filter(|it| it.policy.rounding_scope() == RoundingScope::Total);
        let once = once.map(|it| (it.to, it.policy.rounding()));
        let presentation = presentation.as_ref().map(|it| (it.to, it.date, it.policy));
        // the text is only ever compared
        let asked = format!("{keys:?} {measures:?} {filters:?} {presentation:?}");
        let digest = digest([asked.as_str(), rates]);
        let keys = keys.iter().map(|key| ShapeKey {
            name: key.name.clone(),
            order: Vec::new(),
            within: within.contains(&key.name),
        });
        let place = |name: &String| measures.iter().position(|measure| measure.name == *name);
        let measures = measures.iter().map(|measure| ShapeMeasure {
            name: measure.name.clone(),
            difference: match &measure.what {
                What::Difference(of, less) => place(of).zip(place(less)),
                _ => None,
            },
        });
        Self {
            query: digest,
            keys: keys.collect(),
            measures: measures.collect(),
            subtotals: *subtotals,
            apart,
            once,
        }
    }

    /// Would a frame have the same shape, whose query is the same?
    pub(crate) fn fits(&self, query: &Query<'_>, frame: &Frame) -> bool {
        self.apart.columns().eq(frame.apart())
            && query.keys.iter().zip(&self.keys).all(|(key, shape)| key.declares(frame, &shape.order))
    }

    /// A sum rounded once; `None` past 128 bits.
    pub(crate) fn rounded(&self, sum: &Unrounded) -> Option<i128> {
        let (to, rounding) = self.once?;
        sum.rounded(to, rounding)
    }

    /// For each kind of subtotal, which keys it keeps.
    pub(crate) fn kept(&self) -> Result<Vec<Vec<bool>>, QueryError> {
        let within: Vec<bool> = self.keys.iter().map(|key| key.within).collect();
        self.subtotals.kept(&within)
    }

    /// Are they of one query? What was declared first may differ where one of them has seen no rows.
    pub(crate) fn is_of(&self, other: &Self) -> bool {
        self == other
    }

    /// Where each value comes in answers: subtotals last, missing values before them.
    pub(crate) fn ranks(&self, keys: &[KeyValue]) -> Vec<(usize, KeyValue)> {
        let rank = |(key, value): (&ShapeKey, &KeyValue)| {
            let declared = key.order.iter().position(|it| it == value);
            (declared.unwrap_or(key.order.len()), value.clone())
        };
        self.keys.iter().zip(keys).map(rank).collect()
    }

    pub(crate) fn cell_text(&self, keys: &[KeyValue]) -> String {
        let text: Vec<String> =
            self.keys.iter().zip(keys).map(|(key, value)| format!("{} {value}", key.name)).collect();
        if text.is_empty() { "all rows".to_owned() } else { text.join(", ") }
    }
}

/// SHA-256 of lines, in hexadecimal.
fn digest<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for line in lines {
        hash.update(line);
        hash.update("\n");
    }
    hash.finalize().iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// The serialised form.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    /// Before all that may differ between versions.
    format: Format,
    shape: Shape,
    groups: Vec<(Vec<KeyValue>, Vec<State>)>,
    #[serde(default)]
    met: Met,
}

#[cfg(feature = "serde")]
impl From<Partial> for Parts {
    fn from(partial: Partial) -> Self {
        let Partial { shape, groups, met } = partial;
        Self { format: Format, shape, groups: groups.into_iter().collect(), met }
    }
}

/// The version of the serialised form, [`Partial::FORMAT`].
#[cfg(feature = "serde")]
#[derive(Clone, Copy, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
struct Format;

#[cfg(feature = "serde")]
impl From<Format> for &'static str {
    fn from(_: Format) -> Self {
        Partial::FORMAT
    }
}

#[cfg(feature = "serde")]
impl TryFrom<String> for Format {
    type Error = QueryError;

    fn try_from(found: String) -> Result<Self, QueryError> {
        if found == Partial::FORMAT {
            return Ok(Self);
        }
        Err(QueryError::Format { found: found.chars().take(FOUND_MAX).collect() })
    }
}

/// The longest piece of a format's name an error tells, in characters.
#[cfg(feature = "serde")]
const FOUND_MAX: usize = 40;

#[cfg(feature = "serde")]
impl TryFrom<Parts> for Partial {
    type Error = QueryError;

    /// Every group has a value for each key and a state for each measure, and stands once.
    fn try_from(parts: Parts) -> Result<Self, QueryError> {
        let Parts { format: Format, shape, groups, met } = parts;
        let count = groups.len();
        let fits = |(keys, states): &(Vec<KeyValue>, Vec<State>)| {
            keys.len() == shape.keys.len() && states.len() == shape.measures.len()
        };
        let measures = shape.measures.len();
        let differences = shape.measures.iter().filter_map(|it| it.difference);
        let points = differences.flat_map(|(of, less)| [of, less]).all(|it| it < measures);
        let whole = points && groups.iter().all(fits) && met.is_of(&shape.apart);
        let groups: BTreeMap<_, _> = groups.into_iter().collect();
        if whole && groups.len() == count {
            Ok(Self { shape, groups, met })
        } else {
            Err(QueryError::OtherQuery)
        }
    }
}
