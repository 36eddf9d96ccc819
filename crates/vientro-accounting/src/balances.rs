//! Balances of accounts, and commitments with what is left of them.

use std::collections::{BTreeMap, BTreeSet};

use vientro_core::{
    Bilingual, Figure, Finding, FindingCode, Interval, Location, Period, RowId, Severity, Verdict,
};
use vientro_currency::{Currency, Money, MoneyError};
use vientro_model::{FlowKind, ItemId};

use crate::account::{Account, AccountKind, Side};
use crate::entry::{EntrySource, Line, figure_text};
use crate::journal::Journal;
use crate::sum::FigureSum;

/// In which currency balances are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[expect(clippy::exhaustive_enums, reason = "the two amounts every line has")]
pub enum Tell {
    /// Each amount in its own currency; one account may have several balances.
    #[default]
    Original,
    /// In the presentation currency of the journal.
    Presentation,
}

/// One side of a balance: what was known, and how many amounts were not.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BalanceFigure {
    figure: Figure<Money>,
    unknown: usize,
}

impl BalanceFigure {
    /// The sum of what was known or hedged.
    pub fn figure(&self) -> &Figure<Money> {
        &self.figure
    }

    /// How many amounts were unknown.
    pub fn unknown(&self) -> usize {
        self.unknown
    }

    /// The whole: unknown as soon as one amount was.
    pub fn complete(&self) -> Figure<Money> {
        if self.unknown == 0 { self.figure.clone() } else { Figure::Unknown }
    }
}

/// Balance of one account in one currency.
///
/// Opening, debit, credit and closing are told on the debit side: closing = opening + debit − credit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AccountBalance {
    account: Account,
    currency: Currency,
    opening: BalanceFigure,
    debit: BalanceFigure,
    credit: BalanceFigure,
    closing: BalanceFigure,
    rows: Vec<RowId>,
}

impl AccountBalance {
    /// The account.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// The currency.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// Debits less credits before the period.
    pub fn opening(&self) -> &BalanceFigure {
        &self.opening
    }

    /// Debits in the period.
    pub fn debit(&self) -> &BalanceFigure {
        &self.debit
    }

    /// Credits in the period.
    pub fn credit(&self) -> &BalanceFigure {
        &self.credit
    }

    /// Debits less credits up to the end of the period.
    pub fn closing(&self) -> &BalanceFigure {
        &self.closing
    }

    /// The closing balance on the account's normal side.
    pub fn on_normal_side(&self) -> Figure<Money> {
        match self.account.kind().normal_side() {
            Side::Debit => self.closing.complete(),
            Side::Credit => crate::totals::negated(&self.closing.complete()),
        }
    }

    /// The rows of all lines up to the end of the period.
    pub fn rows(&self) -> &[RowId] {
        &self.rows
    }
}

#[derive(Clone)]
struct Sides {
    debit: FigureSum,
    credit: FigureSum,
}

impl Sides {
    fn empty(currency: Currency) -> Result<Self, MoneyError> {
        let empty = FigureSum::empty(currency)?;
        Ok(Self { debit: empty.clone(), credit: empty })
    }

    fn take(&mut self, line: &Line, figure: &Figure<Money>) -> Result<(), MoneyError> {
        let sum = if line.side() == Side::Debit { &mut self.debit } else { &mut self.credit };
        if line.is_withdrawn() { sum.withdraw(figure) } else { sum.add(figure) }
    }

    fn net(&self) -> Result<BalanceFigure, MoneyError> {
        Ok(BalanceFigure {
            figure: self.debit.known_part().checked_sub(&self.credit.known_part())?,
            unknown: self.debit.unknown().saturating_add(self.credit.unknown()),
        })
    }
}

fn told(sum: &FigureSum) -> BalanceFigure {
    BalanceFigure { figure: sum.known_part(), unknown: sum.unknown() }
}

/// Balances of all accounts of a journal, by account and currency.
///
/// * `period`: what lies before it is opening, what lies after it is left out; without one everything counts and
///   nothing is opening.
///
/// An unknown amount has no currency of its own; it counts as unknown in the presentation currency.
///
/// # Errors
///
/// [`MoneyError::Overflow`].
///
/// # Source
///
/// Opening, received, used, closing: Circular 23/2022/TT-BTC, appendix 1, form 01.
pub fn balances(
    journal: &Journal,
    period: Option<&Period>,
    tell: Tell,
) -> Result<Vec<AccountBalance>, MoneyError> {
    struct Running {
        before: Sides,
        during: Sides,
        all: Sides,
        rows: BTreeSet<RowId>,
    }
    let presentation = journal.presentation();
    let mut running: BTreeMap<(Account, Currency), Running> = BTreeMap::new();
    for entry in journal.entries() {
        if period.is_some_and(|period| entry.date() > period.last()) {
            continue;
        }
        let before = period.is_some_and(|period| entry.date() < period.from());
        for line in entry.lines() {
            let (figure, currency) = match tell {
                Tell::Original => (line.value().original(), line.value().currency().unwrap_or(presentation)),
                Tell::Presentation => (line.value().presentation(), presentation),
            };
            let slot = match running.entry((line.account().clone(), currency)) {
                std::collections::btree_map::Entry::Occupied(slot) => slot.into_mut(),
                std::collections::btree_map::Entry::Vacant(slot) => {
                    let empty = Sides::empty(currency)?;
                    slot.insert(Running {
                        before: empty.clone(),
                        during: empty.clone(),
                        all: empty,
                        rows: BTreeSet::new(),
                    })
                }
            };
            if before {
                slot.before.take(line, figure)?;
            } else {
                slot.during.take(line, figure)?;
            }
            slot.all.take(line, figure)?;
            slot.rows.extend(entry.rows().iter().cloned());
        }
    }
    running
        .into_iter()
        .filter(|(_, it)| !(it.all.debit.is_nothing() && it.all.credit.is_nothing()))
        .map(|((account, currency), it)| {
            Ok(AccountBalance {
                account,
                currency,
                opening: it.before.net()?,
                debit: told(&it.during.debit),
                credit: told(&it.during.credit),
                closing: it.all.net()?,
                rows: it.rows.into_iter().collect(),
            })
        })
        .collect()
}

/// A commitment as amended, what was disbursed of it, and what is left.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CommitmentPosition {
    item: ItemId,
    currency: Currency,
    committed: Figure<Money>,
    drawn: Figure<Money>,
    remainder: Figure<Money>,
    over_disbursed: Verdict,
    in_presentation: bool,
    rows: Vec<RowId>,
}

impl CommitmentPosition {
    /// The item.
    pub fn item(&self) -> &ItemId {
        &self.item
    }

    /// Currency of the three figures.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The commitment as amended.
    pub fn committed(&self) -> &Figure<Money> {
        &self.committed
    }

    /// Disbursed less refunded.
    pub fn drawn(&self) -> &Figure<Money> {
        &self.drawn
    }

    /// Committed less drawn; below zero for an over-disbursement.
    pub fn remainder(&self) -> &Figure<Money> {
        &self.remainder
    }

    /// Was more disbursed than committed?
    pub fn over_disbursed(&self) -> Verdict {
        self.over_disbursed
    }

    /// True if commitment and disbursements are in several currencies, so that the figures are in the presentation
    /// currency and move with its rates.
    pub fn is_in_presentation(&self) -> bool {
        self.in_presentation
    }

    /// The rows of the item's commitment and disbursements.
    pub fn rows(&self) -> &[RowId] {
        &self.rows
    }

    /// The finding for an over-disbursement, with its amount; `None` if there is none for sure.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`].
    pub fn finding(&self) -> Result<Option<Finding>, MoneyError> {
        if !self.over_disbursed.is_yes() {
            return Ok(None);
        }
        let over = self.drawn.checked_sub(&self.committed)?;
        let text = figure_text(&over);
        Ok(Some(
            Finding::new(
                FindingCode::new("over-disbursed"),
                Severity::Error,
                Bilingual::new(
                    format!("giải ngân vượt cam kết {text}"),
                    format!("disbursed over the commitment by {text}"),
                ),
            )
            .at(Location::new().about(self.item.as_str()))
            .found(figure_text(&self.drawn))
            .expected(format!("≤ {}", figure_text(&self.committed)))
            .by_rule("disbursed − refunded ≤ committed as amended"),
        ))
    }
}

/// The commitments of all items of a journal, by item id.
///
/// A disbursement that is kept aside, undated or without a rate, leaves what was drawn open above; a refund or a version of the commitment
/// kept aside leaves it unknown.
///
/// Figures are in the one currency that commitment and disbursements share, or else in the presentation currency.
///
/// # Errors
///
/// [`MoneyError::Overflow`].
pub fn commitments(journal: &Journal) -> Result<Vec<CommitmentPosition>, MoneyError> {
    #[derive(Default)]
    struct OfItem<'a> {
        currencies: BTreeSet<Currency>,
        lines: Vec<&'a Line>,
        rows: BTreeSet<RowId>,
    }
    #[derive(Clone, Copy, Default)]
    struct Aside {
        commitment: bool,
        disbursement: bool,
        refund: bool,
    }
    let mut by_item: BTreeMap<ItemId, OfItem<'_>> = BTreeMap::new();
    for entry in journal.entries() {
        for line in entry.lines() {
            let is_ours =
                matches!(line.account().kind(), AccountKind::Commitment | AccountKind::CommitmentDrawn);
            let Some(item) = line.account().item().filter(|_| is_ours) else { continue };
            let found = by_item.entry(item.clone()).or_default();
            found.currencies.extend(line.value().currency());
            found.lines.push(line);
            found.rows.extend(entry.rows().iter().cloned());
        }
    }
    let mut aside: BTreeMap<&ItemId, Aside> = BTreeMap::new();
    for unposted in journal.unposted() {
        let Some(item) = unposted.item() else { continue };
        let found = aside.entry(item).or_default();
        match unposted.source() {
            EntrySource::Commitment { .. } | EntrySource::Flow { kind: FlowKind::Commitment, .. } => {
                found.commitment = true;
            }
            EntrySource::Flow { kind: FlowKind::Disbursement, .. } => found.disbursement = true,
            EntrySource::Flow { kind: FlowKind::Refund, .. } => found.refund = true,
            _ => {}
        }
    }
    let mut positions = Vec::new();
    for (item, OfItem { currencies, lines, rows }) in by_item {
        let mut several = currencies.iter();
        let (currency, in_presentation) = match (several.next(), several.next()) {
            (Some(one), None) => (*one, false),
            _ => (journal.presentation(), true),
        };
        let mut committed = Sides::empty(currency)?;
        let mut drawn = Sides::empty(currency)?;
        let mut has_commitment = false;
        for line in lines {
            let figure = if in_presentation { line.value().presentation() } else { line.value().original() };
            if line.account().kind() == AccountKind::Commitment {
                has_commitment = true;
                committed.take(line, figure)?;
            } else {
                drawn.take(line, figure)?;
            }
        }
        // an item without a commitment in the books has none to exceed: it is not known
        let aside = aside.get(&item).copied().unwrap_or_default();
        let committed = if has_commitment && !aside.commitment {
            crate::totals::negated(&committed.net()?.complete())
        } else {
            Figure::Unknown
        };
        let drawn = drawn.net()?.complete();
        // what is kept aside was disbursed or refunded all the same, of whatever amount in this currency
        let drawn = match drawn.low() {
            _ if aside.refund => Figure::Unknown,
            Some(low) if aside.disbursement => Figure::within(Interval::at_least(*low)),
            _ => drawn,
        };
        positions.push(CommitmentPosition {
            over_disbursed: drawn.is_more_than(&committed),
            remainder: committed.checked_sub(&drawn)?,
            item,
            currency,
            committed,
            drawn,
            in_presentation,
            rows: rows.into_iter().collect(),
        });
    }
    Ok(positions)
}
