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
use crate::entry::{Entry, EntrySource, Line};
use crate::index::{Holding, Posting, Told};
use crate::journal::Journal;
use crate::sum::FigureSum;
use crate::valued::figure_text;

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
        let told =
            |currency: Option<Currency>| self.currency_told(currency, balance.tell) == balance.currency;
        let lines = self.index().lines_of(&balance.account, told);
        let counts = |line: &&Posting| balance.until.is_none_or(|until| line.date <= until);
        let mut entries: Vec<u32> = lines.filter(counts).map(|line| line.entry).collect();
        entries.sort_unstable();
        entries.dedup();
        self.numbers_of(&entries)
    }

    /// What an entry was made from; of a reversal, what the entry was made from that it takes back.
    pub fn origin_of<'a>(&'a self, entry: &'a Entry) -> &'a EntrySource {
        let mut entry = entry;
        // what is taken back is an earlier entry, so that this ends
        while let EntrySource::Reversal { of } = entry.source()
            && let Some(earlier) = self.entry(*of).filter(|it| it.number() < entry.number())
        {
            entry = earlier;
        }
        entry.source()
    }

    /// The currency whose balance lines in a currency belong to; those in none count in the presentation currency.
    fn currency_told(&self, currency: Option<Currency>, tell: Tell) -> Currency {
        currency.filter(|_| tell == Tell::Original).unwrap_or_else(|| self.presentation())
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
    told_by(journal, period, tell, |_| true)
}

/// As [`balances`], of what was made from the sources that `admits` admits alone: receipts without interest, say. A reversal goes with
/// the entry it takes back ([`Journal::origin_of`]). [`Journal::entries_of`] opens such a balance to all entries of its account.
///
/// # Errors
///
/// [`MoneyError::Overflow`].
pub fn balances_where(
    journal: &Journal,
    period: Option<&Period>,
    tell: Tell,
    admits: impl Fn(&EntrySource) -> bool,
) -> Result<Vec<AccountBalance>, MoneyError> {
    let is_admitted: Vec<bool> = journal.entries().iter().map(|it| admits(journal.origin_of(it))).collect();
    let entry = |posting: &Posting| usize::try_from(posting.entry).ok();
    told_by(journal, period, tell, |posting| {
        entry(posting).and_then(|entry| is_admitted.get(entry)).is_some_and(|is_admitted| *is_admitted)
    })
}

fn told_by(
    journal: &Journal,
    period: Option<&Period>,
    tell: Tell,
    admits: impl Fn(&Posting) -> bool,
) -> Result<Vec<AccountBalance>, MoneyError> {
    let index = journal.index();
    let (mut slots, places) = slots(journal, tell);
    let (first, last) = period.map_or((NaiveDate::MIN, NaiveDate::MAX), |it| (it.from(), it.last()));
    for posting in index.postings().iter().filter(|posting| posting.date <= last && admits(posting)) {
        let place = usize::try_from(posting.holding).ok().and_then(|holding| places.get(holding));
        let Some(slot) = place.and_then(|place| slots.get_mut(*place)) else { continue };
        let before = posting.date < first;
        let sign = if posting.is_withdrawn { -1 } else { 1 };
        match posting.told {
            Told::Exact => {
                let minor = if tell == Tell::Original { posting.original } else { posting.presentation };
                let tally = slot.tally(before, posting.is_debit);
                tally.minor = tally.minor.wrapping_add(i128::from(minor).wrapping_mul(sign.into()));
                tally.inputs = tally.inputs.wrapping_add(sign);
            }
            Told::Unknown => {
                let tally = slot.tally(before, posting.is_debit);
                tally.inputs = tally.inputs.wrapping_add(sign);
                tally.unknown = tally.unknown.wrapping_add(sign);
            }
            Told::InLine => {
                let Some(value) = journal.line_of(posting).map(Line::value) else { continue };
                let figure = if tell == Tell::Original { value.original() } else { value.presentation() };
                slot.take_figure(before, posting.is_debit, figure, sign)?;
            }
        }
    }
    let mut balances = Vec::with_capacity(slots.len());
    for slot in slots.iter().filter(|slot| slot.is_met()) {
        let [before, during] = slot.sides()?;
        // what was there before the period and taken back in it leaves nothing, and is told all the same
        if before.is_nothing() && during.is_nothing() {
            continue;
        }
        let all = before.with(&during)?;
        balances.push(AccountBalance {
            account: slot.account.clone(),
            currency: slot.currency,
            opening: before.net()?,
            debit: told(&during.debit),
            credit: told(&during.credit),
            closing: all.net()?,
            tell,
            until: period.map(Period::last),
        });
    }
    Ok(balances)
}

/// A slot for each account and currency told, in their order, and the place among them of each holding.
fn slots(journal: &Journal, tell: Tell) -> (Vec<Slot<'_>>, Vec<usize>) {
    let (accounts, holdings) = (journal.index().accounts(), journal.index().holdings());
    let account_of = |holding: &Holding| usize::try_from(holding.account).unwrap_or(usize::MAX);
    // accounts are compared once and not for each of their currencies
    let mut order: Vec<usize> = (0..accounts.len()).collect();
    order.sort_unstable_by_key(|number| accounts.get(*number));
    let mut ranks = vec![0; accounts.len()];
    for (rank, number) in order.iter().enumerate() {
        if let Some(its) = ranks.get_mut(*number) {
            *its = rank;
        }
    }
    let key = |holding: &Holding| {
        (ranks.get(account_of(holding)).copied(), journal.currency_told(holding.currency, tell))
    };
    let mut keys: Vec<_> = holdings.iter().map(key).zip(0_usize..).collect();
    keys.sort_unstable();
    let mut slots: Vec<Slot<'_>> = Vec::with_capacity(holdings.len());
    let mut places = vec![0; holdings.len()];
    let mut last = None;
    for (key, holding) in keys {
        let Some(account) = holdings.get(holding).and_then(|it| accounts.get(account_of(it))) else {
            continue;
        };
        if last.replace(key) != Some(key) {
            slots.push(Slot { account, currency: key.1, tallies: [[Tally::default(); 2]; 2], others: None });
        }
        if let Some(place) = places.get_mut(holding) {
            *place = slots.len().saturating_sub(1);
        }
    }
    (slots, places)
}

/// What an account holds in one currency, while it is summed.
struct Slot<'a> {
    account: &'a Arc<Account>,
    currency: Currency,
    /// Debit and credit before the period, then in it.
    tallies: [[Tally; 2]; 2],
    /// The sums of what is neither exact nor unknown, before the period and in it.
    others: Option<Box<[Sides; 2]>>,
}

/// One side of a slot.
#[derive(Clone, Copy, Default)]
struct Tally {
    /// Sum of the exact amounts. They have 64 bits and lines 32, so that no sum leaves 128; whether it is money is asked at
    /// the end.
    minor: i128,
    /// How many amounts, unknown ones too.
    inputs: i64,
    unknown: i64,
}

impl Slot<'_> {
    fn tally(&mut self, before: bool, is_debit: bool) -> &mut Tally {
        let [earlier, during] = &mut self.tallies;
        let [debit, credit] = if before { earlier } else { during };
        if is_debit { debit } else { credit }
    }

    /// Does it have to be looked at? Others may yet come to nothing.
    fn is_met(&self) -> bool {
        let nothing = |it: &Tally| (it.minor, it.inputs) == (0, 0);
        self.others.is_some() || !self.tallies.as_flattened().iter().all(nothing)
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
        for (sides, [debit, credit]) in [&mut earlier, &mut during].into_iter().zip(&self.tallies) {
            sides.debit.take_sum(debit.minor, debit.inputs, debit.unknown)?;
            sides.credit.take_sum(credit.minor, credit.inputs, credit.unknown)?;
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
