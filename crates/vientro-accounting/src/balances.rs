//! Balances of accounts, and commitments with what is left of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use vientro_core::{
    Bilingual, Figure, Finding, FindingCode, Interval, Location, Period, RowId, Severity, Verdict,
};
use vientro_currency::{Currency, Money, MoneyError};
use vientro_model::{FlowKind, ItemId, Standing};

use crate::account::{Account, AccountKind, Side};
use crate::entry::{EntrySource, Line};
use crate::index::Posting;
use crate::journal::Journal;
use crate::sum::FigureSum;
use crate::valued::{Valued, figure_text};

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
    account: Arc<Account>,
    currency: Currency,
    opening: BalanceFigure,
    debit: BalanceFigure,
    credit: BalanceFigure,
    closing: BalanceFigure,
    tell: Tell,
    /// The last day that counts; every day does without one.
    until: Option<NaiveDate>,
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
}

impl Journal {
    /// The numbers of the entries that a balance of this journal was made from, up to the end of its period, in their
    /// order. [`Journal::rows_of`] opens them.
    pub fn entries_of(&self, balance: &AccountBalance) -> Vec<u64> {
        let mut entries = Vec::new();
        for posting in self.index().lines_of(&balance.account) {
            let counts = balance.until.is_none_or(|until| posting.date <= until)
                && self.currency_told(posting, balance.tell) == balance.currency;
            if counts && entries.last() != Some(&posting.entry) {
                entries.push(posting.entry);
            }
        }
        entries.reverse();
        self.numbers_of(&entries)
    }

    /// The currency whose balance a line belongs to.
    fn currency_told(&self, posting: &Posting, tell: Tell) -> Currency {
        match (tell, posting.exact) {
            (Tell::Presentation, _) => self.presentation(),
            (Tell::Original, Some(exact)) => exact.currency,
            // what is not exact stands in the line alone
            (Tell::Original, None) => {
                let value = self.line_of(posting).map(Line::value);
                value.and_then(Valued::currency).unwrap_or_else(|| self.presentation())
            }
        }
    }
}

#[derive(Clone)]
pub(crate) struct Sides {
    pub(crate) debit: FigureSum,
    pub(crate) credit: FigureSum,
}

impl Sides {
    pub(crate) fn empty(currency: Currency) -> Result<Self, MoneyError> {
        let empty = FigureSum::empty(currency)?;
        Ok(Self { debit: empty.clone(), credit: empty })
    }

    pub(crate) fn take(&mut self, line: &Line, figure: &Figure<Money>) -> Result<(), MoneyError> {
        let sum = if line.side() == Side::Debit { &mut self.debit } else { &mut self.credit };
        if line.is_withdrawn() { sum.withdraw(figure) } else { sum.add(figure) }
    }

    pub(crate) fn with(&self, other: &Self) -> Result<Self, MoneyError> {
        Ok(Self { debit: self.debit.with(&other.debit)?, credit: self.credit.with(&other.credit)? })
    }

    fn is_nothing(&self) -> bool {
        self.debit.is_nothing() && self.credit.is_nothing()
    }

    pub(crate) fn net(&self) -> Result<BalanceFigure, MoneyError> {
        Ok(BalanceFigure {
            figure: self.debit.known_part().checked_sub(&self.credit.known_part())?,
            unknown: self.debit.unknown().saturating_add(self.credit.unknown()),
        })
    }
}

pub(crate) fn told(sum: &FigureSum) -> BalanceFigure {
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
    let index = journal.index();
    let mut slots: Vec<Slot> = Vec::new();
    // the newest slot of each account; the others hang on it, one for each currency
    let mut newest: Vec<usize> = vec![NONE; index.accounts().len()];
    for posting in index.postings() {
        if period.is_some_and(|period| posting.date > period.last()) {
            continue;
        }
        let currency = journal.currency_told(posting, tell);
        let Some(head) = usize::try_from(posting.account).ok().and_then(|it| newest.get_mut(it)) else {
            continue;
        };
        let mut place = *head;
        while let Some(slot) = slots.get(place).filter(|slot| slot.currency != currency) {
            place = slot.older;
        }
        if place == NONE {
            place = slots.len();
            slots.push(Slot::empty(posting.account, currency, std::mem::replace(head, place))?);
        }
        let Some(slot) = slots.get_mut(place) else { continue };
        let before = period.is_some_and(|period| posting.date < period.from());
        let sign = if posting.is_withdrawn { -1 } else { 1 };
        match (posting.exact, tell) {
            (Some(exact), Tell::Original) => slot.take(before, posting.is_debit, exact.original, sign),
            (Some(exact), Tell::Presentation) => {
                slot.take(before, posting.is_debit, exact.presentation, sign);
            }
            (None, tell) => {
                let Some(value) = journal.line_of(posting).map(Line::value) else { continue };
                let figure = if tell == Tell::Original { value.original() } else { value.presentation() };
                slot.take_figure(before, posting.is_debit, figure, sign)?;
            }
        }
    }
    let mut balances = Vec::with_capacity(slots.len());
    for slot in slots {
        let [before, during] = slot.sides()?;
        let all = before.with(&during)?;
        let account = usize::try_from(slot.account).ok().and_then(|it| index.accounts().get(it));
        // what was there before the period and taken back in it leaves nothing, and is told all the same
        let Some(account) = account.filter(|_| !(before.is_nothing() && during.is_nothing())) else {
            continue;
        };
        balances.push(AccountBalance {
            account: account.clone(),
            currency: slot.currency,
            opening: before.net()?,
            debit: told(&during.debit),
            credit: told(&during.credit),
            closing: all.net()?,
            tell,
            until: period.map(Period::last),
        });
    }
    balances.sort_by(|a, b| (&a.account, a.currency).cmp(&(&b.account, b.currency)));
    Ok(balances)
}

/// No slot.
const NONE: usize = usize::MAX;

/// What an account holds in one currency, while it is summed.
struct Slot {
    account: u32,
    currency: Currency,
    /// The slot of another currency of the same account.
    older: usize,
    /// Sums of the exact amounts, and how many they are: debit and credit before the period, then in it. Amounts have
    /// 64 bits and lines 32, so that no sum leaves 128; whether it is money is asked at the end.
    minor: [[i128; 2]; 2],
    inputs: [[i64; 2]; 2],
    /// The sums of all others, before the period and in it.
    others: Option<Box<[Sides; 2]>>,
}

impl Slot {
    fn empty(account: u32, currency: Currency, older: usize) -> Result<Self, MoneyError> {
        Money::zero(currency)?;
        let (minor, inputs) = ([[0; 2]; 2], [[0; 2]; 2]);
        Ok(Self { account, currency, older, minor, inputs, others: None })
    }

    fn take(&mut self, before: bool, debit: bool, minor: i64, sign: i64) {
        let [earlier, during] = &mut self.minor;
        let [debits, credits] = if before { earlier } else { during };
        let sum = if debit { debits } else { credits };
        *sum = sum.wrapping_add(i128::from(minor).wrapping_mul(sign.into()));
        let [earlier, during] = &mut self.inputs;
        let [debits, credits] = if before { earlier } else { during };
        let inputs = if debit { debits } else { credits };
        *inputs = inputs.wrapping_add(sign);
    }

    fn take_figure(
        &mut self,
        before: bool,
        debit: bool,
        figure: &Figure<Money>,
        sign: i64,
    ) -> Result<(), MoneyError> {
        if self.others.is_none() {
            let empty = Sides::empty(self.currency)?;
            self.others = Some(Box::new([empty.clone(), empty]));
        }
        let Some([earlier, during]) = self.others.as_deref_mut() else { return Ok(()) };
        let sides = if before { earlier } else { during };
        let sum = if debit { &mut sides.debit } else { &mut sides.credit };
        sum.take(figure, sign)
    }

    /// Both sides before the period and in it.
    fn sides(&self) -> Result<[Sides; 2], MoneyError> {
        let empty = Sides::empty(self.currency)?;
        let [mut earlier, mut during] =
            self.others.as_deref().cloned().unwrap_or_else(|| [empty.clone(), empty]);
        for (sides, (minor, inputs)) in
            [&mut earlier, &mut during].into_iter().zip(self.minor.iter().zip(&self.inputs))
        {
            let ([debit, credit], [debits, credits]) = (minor, inputs);
            sides.debit.take_sum(*debit, *debits)?;
            sides.credit.take_sum(*credit, *credits)?;
        }
        Ok([earlier, during])
    }
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
    for unposted in journal.unposted().filter(|it| it.key().standing() == Standing::Own) {
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
