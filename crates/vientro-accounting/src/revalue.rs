//! Foreign holdings at a closing rate, posted as exchange differences, and what of a change the rate did.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use vientro_core::{Bilingual, Figure, Finding, FindingCode, Language, Location, Severity};
use vientro_currency::{
    Conversion, Currency, DifferenceSplit, Money, RateError, Revaluation, format_figure, split_difference,
};
use vientro_model::{AmountKey, Basis};

use crate::account::{Account, AccountKind, Side};
use crate::entry::{Entry, EntryDraft, EntrySource, Line};
use crate::error::JournalError;
use crate::journal::Journal;
use crate::posting::PostingContext;
use crate::sum::FigureSum;
use crate::valued::Valued;

/// One holding at its closing rate.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Revalued {
    account: Account,
    revaluation: Revaluation,
    entry: Option<u64>,
}

impl Revalued {
    /// The account.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// The holding, what it stood in the books at, what it is worth, and the difference.
    pub fn revaluation(&self) -> &Revaluation {
        &self.revaluation
    }

    /// The entry that posts the difference; `None` where there is none to post.
    pub fn entry(&self) -> Option<u64> {
        self.entry
    }
}

/// What a change of value of a holding comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ValuationChange {
    account: Account,
    earlier: Conversion,
    later: Conversion,
    split: DifferenceSplit,
}

impl ValuationChange {
    /// The account.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// The holding on the earlier day, at the rate of that day.
    pub fn earlier(&self) -> &Conversion {
        &self.earlier
    }

    /// The holding on the later day, at the rate of that day.
    pub fn later(&self) -> &Conversion {
        &self.later
    }

    /// How much of the change the rate did, and how much really changed.
    pub fn split(&self) -> &DifferenceSplit {
        &self.split
    }
}

/// What an account holds in a foreign currency, and what that stands in the books at.
struct Holding {
    original: FigureSum,
    booked: FigureSum,
}

type Holdings = BTreeMap<(Account, Currency), Holding>;

impl Journal {
    /// Values what the aid accounts hold, and what donors still owe, in foreign currencies at the rate of `closing`, and
    /// posts the differences: exchange adjustment against exchange difference, a gain in credit.
    ///
    /// Nothing that was posted is changed: original amounts stay, and the difference stands in the book of valuation.
    /// Done again it finds no difference. Goods are not money and stay at their stated value. A holding that is hedged
    /// or unknown is left out with a finding; so is one that was revalued on that day and has changed since, which the
    /// next closing day takes in.
    ///
    /// * `context`: the rates, and the policy that picks the closing rate.
    ///
    /// # Errors
    ///
    /// [`JournalError::Rate`] where no rate holds on the day: nothing is posted then. Otherwise as [`Journal::append`].
    ///
    /// # Source
    ///
    /// Revaluation honours its own date and cannot be posted twice: what other ledgers were asked for
    /// (`docs/DESIGN.md`). Which accounts are money is our own choice.
    pub fn revalue(
        &mut self,
        closing: NaiveDate,
        context: &PostingContext<'_>,
    ) -> Result<(Vec<Revalued>, Vec<Finding>), JournalError> {
        let mut findings = Vec::new();
        let mut planned = Vec::new();
        for ((account, currency), holding) in self.holdings(closing, context)? {
            let Some((balance, booked)) = exact(&holding) else {
                findings.push(not_exact(&account, &holding.original.known_part()));
                continue;
            };
            let revaluation =
                context.rates.revalue(&balance, &booked, closing, context.policy).map_err(Box::new)?;
            planned.push((account, currency, revaluation));
        }
        let mut revalued = Vec::with_capacity(planned.len());
        for (account, currency, revaluation) in planned {
            let entry = if revaluation.difference().is_zero() {
                None
            } else {
                let draft = draft(&account, currency, &revaluation, context.posted_on);
                match self.append(draft) {
                    Ok(number) => Some(number),
                    Err(JournalError::SameSource { entry, .. }) => {
                        findings.push(outdated(&account, entry, revaluation.difference()));
                        continue;
                    }
                    Err(error) => return Err(error),
                }
            };
            revalued.push(Revalued { account, revaluation, entry });
        }
        Ok((revalued, findings))
    }

    /// How the value of each foreign holding changed from one closing day to another: what the rate did, and what
    /// really changed. Holdings that are not exact on both days are left out.
    ///
    /// # Errors
    ///
    /// [`JournalError::Rate`], [`JournalError::Money`].
    pub fn valuation_changes(
        &self,
        from: NaiveDate,
        to: NaiveDate,
        context: &PostingContext<'_>,
    ) -> Result<Vec<ValuationChange>, JournalError> {
        let (mut earlier, later) = (self.holdings(from, context)?, self.holdings(to, context)?);
        let mut changes = Vec::new();
        for ((account, currency), holding) in later {
            let before = match earlier.remove(&(account.clone(), currency)) {
                Some(before) => exact(&before).map(|(balance, _)| balance),
                // nothing was held yet
                None => Some(Money::zero(currency)?),
            };
            let (Some(before), Some((after, _))) = (before, exact(&holding)) else { continue };
            let convert = |amount: &Money, day| {
                context.rates.convert(amount, context.presentation, day, context.policy)
            };
            let change = || -> Result<ValuationChange, RateError> {
                let (earlier, later) = (convert(&before, from)?, convert(&after, to)?);
                let split = split_difference(&earlier, &later)?;
                Ok(ValuationChange { account: account.clone(), earlier, later, split })
            };
            changes.push(change().map_err(Box::new)?);
        }
        Ok(changes)
    }

    /// The foreign holdings of money up to `closing`, with what earlier revaluations added to their book value.
    fn holdings(&self, closing: NaiveDate, context: &PostingContext<'_>) -> Result<Holdings, JournalError> {
        let mut holdings = Holdings::new();
        let mut adjusted: BTreeMap<(Account, Currency), FigureSum> = BTreeMap::new();
        for entry in self.entries().iter().filter(|entry| entry.date() <= closing) {
            let of = self.revalued_by(entry);
            for line in entry.lines() {
                let figures = (line.value().original(), line.value().presentation());
                let debit = (line.side() == Side::Debit) != line.is_withdrawn();
                let sign = if debit { 1 } else { -1 };
                match (line.account().kind(), &of) {
                    (AccountKind::ExchangeAdjustment, Some(of)) => {
                        let empty = FigureSum::empty(context.presentation)?;
                        adjusted.entry(of.clone()).or_insert(empty).take(figures.1, sign)?;
                    }
                    (AccountKind::AidAccount | AccountKind::DonorReceivable, _) => {
                        let currency = line.value().currency().filter(|its| *its != context.presentation);
                        let Some(currency) = currency else { continue };
                        let empty = Holding {
                            original: FigureSum::empty(currency)?,
                            booked: FigureSum::empty(context.presentation)?,
                        };
                        let key = (line.account().clone(), currency);
                        let holding = holdings.entry(key).or_insert(empty);
                        holding.original.take(figures.0, sign)?;
                        holding.booked.take(figures.1, sign)?;
                    }
                    _ => {}
                }
            }
        }
        for (key, holding) in &mut holdings {
            if let Some(sum) = adjusted.get(key) {
                holding.booked = holding.booked.with(sum)?;
            }
        }
        Ok(holdings)
    }

    /// The account and currency a revaluation, or its reversal, is of.
    fn revalued_by(&self, entry: &Entry) -> Option<(Account, Currency)> {
        match entry.source() {
            EntrySource::Revaluation { account, currency, .. } => Some((account.clone(), *currency)),
            EntrySource::Reversal { of } => {
                self.revalued_by(self.entry(*of).filter(|it| it.number() < entry.number())?)
            }
            _ => None,
        }
    }
}

/// Balance and book value, if both are exact.
fn exact(holding: &Holding) -> Option<(Money, Money)> {
    let is_whole = holding.original.unknown() == 0 && holding.booked.unknown() == 0;
    let (original, booked) = (holding.original.known_part(), holding.booked.known_part());
    original.known().copied().zip(booked.known().copied()).filter(|_| is_whole)
}

fn draft(
    account: &Account,
    currency: Currency,
    revaluation: &Revaluation,
    posted_on: Option<NaiveDate>,
) -> EntryDraft {
    let closing = revaluation.closing();
    let is_gain = revaluation.difference().minor() > 0;
    let amount = if is_gain { *revaluation.difference() } else { revaluation.difference().negated() };
    let rates = revaluation.conversion().rates().cloned().collect();
    let value = Arc::new(Valued::hedged(Figure::Known(amount), Figure::Known(amount), rates));
    let side = if is_gain { Side::Debit } else { Side::Credit };
    let line = |kind, side| {
        let account = Account::new(kind, account.direction())
            .of_item(account.item().cloned())
            .on_account(account.kept_on().cloned());
        Line::new(account, side, Arc::clone(&value))
    };
    let lines = vec![
        line(AccountKind::ExchangeAdjustment, side),
        line(AccountKind::ExchangeDifference, side.other()),
    ];
    let source = EntrySource::Revaluation { closing, account: account.clone(), currency };
    // no line of it counts in a total; the key says which aid it belongs to
    EntryDraft::new(source, AmountKey::new(Basis::Received, account.direction()), closing, lines)
        .recorded_on(posted_on.filter(|day| *day > closing))
        .of_item(account.item().cloned())
        .because(Some(revaluation.explain(Language::Vi)))
}

fn not_exact(account: &Account, held: &Figure<Money>) -> Finding {
    Finding::new(
        FindingCode::new("revaluation-not-exact"),
        Severity::Warning,
        Bilingual::new(
            "số dư ngoại tệ không chính xác nên không đánh giá lại được",
            "the foreign holding is not exact and is not revalued",
        ),
    )
    .at(Location::new().about(account.to_string()))
    .found_in_both(format_figure(held))
}

fn outdated(account: &Account, entry: u64, difference: &Money) -> Finding {
    Finding::new(
        FindingCode::new("revaluation-outdated"),
        Severity::Warning,
        Bilingual::new(
            format!("đã đánh giá lại ở bút toán {entry}, sau đó số dư thay đổi; kỳ sau sẽ ghi chênh lệch"),
            format!("revalued by entry {entry} and changed since; the next closing day takes it in"),
        ),
    )
    .at(Location::new().about(account.to_string()))
    .found_in_both(format_figure(&Figure::Known(*difference)))
}
