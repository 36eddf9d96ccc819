//! Totals of one set of facts side by side, with the bridge from each to every later one.

use vientro_core::{Bilingual, Period, PeriodError};

use crate::bridge::{Bridge, BridgeError};
use crate::selection::Selection;
use crate::totals::{Sum, Totals};

/// Several totals of one set of facts, and the bridge between any two of them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SideBySide {
    columns: Vec<SideColumn>,
    bridges: Vec<SideBridge>,
}

/// One total with what it is called and what it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SideColumn {
    label: Bilingual,
    selection: Selection,
    sum: Sum,
}

impl SideColumn {
    /// What it is called.
    pub fn label(&self) -> &Bilingual {
        &self.label
    }

    /// What it is of.
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// The total, with its rows and rates.
    pub fn sum(&self) -> &Sum {
        &self.sum
    }
}

/// The bridge between two columns.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SideBridge {
    from: usize,
    to: usize,
    bridge: Bridge,
}

impl SideBridge {
    /// The place of the column it starts from, counted from zero.
    pub fn from(&self) -> usize {
        self.from
    }

    /// The place of the column it leads to, behind the other.
    pub fn to(&self) -> usize {
        self.to
    }

    /// The steps, which sum exactly.
    pub fn bridge(&self) -> &Bridge {
        &self.bridge
    }
}

impl SideBySide {
    /// The totals, in the order given.
    pub fn columns(&self) -> &[SideColumn] {
        &self.columns
    }

    /// The bridges: n × (n − 1) / 2 for n columns, by the first column, then by the second.
    pub fn bridges(&self) -> &[SideBridge] {
        &self.bridges
    }

    /// The bridge from a column to a later one, by their places.
    pub fn bridge(&self, from: usize, to: usize) -> Option<&Bridge> {
        self.bridges.iter().find(|it| (it.from, it.to) == (from, to)).map(SideBridge::bridge)
    }
}

/// Puts totals side by side, with the bridge from each to every later one.
///
/// * `columns`: what each total is called, the books it is of, and what of them it sums. Books posted at other rates are
///   other totals; all must present in one currency.
///
/// # Errors
///
/// [`BridgeError::Money`] on overflow or for books that present in two currencies.
///
/// # Examples
///
/// ```
/// use vientro_accounting::{Journal, PostingContext, Selection, Totals, side_by_side, year_ends};
/// use vientro_core::Figure;
/// use vientro_currency::{Currency, Money, Policy, RateBook};
/// use vientro_model::{AmountKey, Basis, Direction, Facts, Flow, FlowId, FlowKind, SourceClass};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut facts = Facts::default();
/// for (id, day, amount) in [("1", "2025-03-05", 5_000_000), ("2", "2025-12-20", 800_000), ("3", "2026-01-15", 70_000)] {
///     let amount = Figure::Known(Money::vnd(amount));
///     let id = FlowId::try_new(id)?;
///     let flow = Flow::try_new(id, FlowKind::Disbursement, amount, Direction::Inward, SourceClass::ForeignNgo)?;
///     facts.add_flow(flow.with_date(day.parse()?))?;
/// }
/// let (rates, policy) = (RateBook::new(), Policy::treasury_accounting());
/// let mut journal = Journal::new();
/// journal.post(&facts, &PostingContext::new(&rates, &policy, Currency::VND))?;
///
/// let totals = Totals::new(&journal, &facts);
/// let disbursed = Selection::new(AmountKey::new(Basis::Disbursed, Direction::Inward));
/// let columns = year_ends(2025)?.map(|(label, period)| (label, totals, disbursed.clone().during(period)));
/// let table = side_by_side(columns)?;
/// let bridge = table.bridge(0, 2).ok_or("three columns")?;
/// assert_eq!((bridge.start().low(), bridge.end().low()), (Money::vnd(5_000_000), Money::vnd(5_870_000)));
/// # Ok(()) }
/// ```
pub fn side_by_side<'a>(
    columns: impl IntoIterator<Item = (Bilingual, Totals<'a>, Selection)>,
) -> Result<SideBySide, BridgeError> {
    let given: Vec<_> = columns.into_iter().collect();
    let mut columns = Vec::with_capacity(given.len());
    let mut bridges = Vec::new();
    for (from, (label, totals, selection)) in given.iter().enumerate() {
        let sum = totals.total(selection)?;
        columns.push(SideColumn { label: label.clone(), selection: selection.clone(), sum });
        for (to, (_, others, other)) in given.iter().enumerate().skip(from.saturating_add(1)) {
            bridges.push(SideBridge { from, to, bridge: totals.bridge(selection, others, other)? });
        }
    }
    Ok(SideBySide { columns, bridges })
}

/// The three years that end differently, in the order of their last days, each with what it is called: to 14 December, to
/// 31 December, to 31 January.
///
/// # Errors
///
/// [`PeriodError`] for a year outside the calendar.
///
/// # Source
///
/// Decree 58/2022/NĐ-CP (15 December to 14 December), Decree 80/2020/NĐ-CP (the calendar year), Circular
/// 23/2022/TT-BTC (to 31 January of the next year).
pub fn year_ends(year: i32) -> Result<[(Bilingual, Period); 3], PeriodError> {
    let named = |period: Period| {
        let text = |language| period.text(language);
        (Bilingual::new(text(vientro_core::Language::Vi), text(vientro_core::Language::En)), period)
    };
    let years =
        [Period::administrative_year(year)?, Period::calendar_year(year)?, Period::budget_year(year)?];
    Ok(years.map(named))
}
