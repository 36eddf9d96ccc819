//! Advances to those who carry out the work: what was settled or returned, and what is still out.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use vientro_core::{Figure, Finding, Interval, RowId, Verdict};
use vientro_currency::{Currency, Money, MoneyError};
use vientro_model::{FlowKind, ItemId, Standing};

use crate::account::{Account, AccountKind};
use crate::balances::{Sides, told};
use crate::check::OVER_SETTLED;
use crate::entry::{EntrySource, Line};
use crate::journal::Journal;
use crate::posting::Unposted;
use crate::valued::figure_text;

/// The advances of one account, what of them was settled or returned, and what is still out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AdvancePosition {
    account: Account,
    currency: Currency,
    advanced: Figure<Money>,
    cleared: Figure<Money>,
    outstanding: Figure<Money>,
    over_settled: Verdict,
    in_presentation: bool,
    rows: Vec<RowId>,
}

impl AdvancePosition {
    /// The account: of one item or of none, of aid or of counterpart funds.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// The item.
    pub fn item(&self) -> Option<&ItemId> {
        self.account.item()
    }

    /// Currency of the three figures.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// What was paid in advance.
    pub fn advanced(&self) -> &Figure<Money> {
        &self.advanced
    }

    /// What of it was settled with documents or came back.
    pub fn cleared(&self) -> &Figure<Money> {
        &self.cleared
    }

    /// Advanced less cleared; below zero where more was settled than advanced.
    pub fn outstanding(&self) -> &Figure<Money> {
        &self.outstanding
    }

    /// Was more settled and returned than advanced?
    pub fn over_settled(&self) -> Verdict {
        self.over_settled
    }

    /// True if advances and settlements are in several currencies, so that the figures are in the presentation
    /// currency and move with its rates.
    pub fn is_in_presentation(&self) -> bool {
        self.in_presentation
    }

    /// The rows of its advances, settlements and returns.
    pub fn rows(&self) -> &[RowId] {
        &self.rows
    }

    /// The finding for what was settled over the advance, with its amount; `None` if there is none for sure.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`].
    pub fn finding(&self) -> Result<Option<Finding>, MoneyError> {
        if !self.over_settled.is_yes() {
            return Ok(None);
        }
        let over = self.cleared.checked_sub(&self.advanced)?;
        let about = self.item().map_or_else(|| self.account.to_string(), ToString::to_string);
        Ok(Some(
            OVER_SETTLED
                .finding(&about)
                .found(format!("{} (+{})", figure_text(&self.cleared), figure_text(&over)))
                .expected(format!("≤ {}", figure_text(&self.advanced))),
        ))
    }
}

/// The advances up to a day, by account.
///
/// Figures are in the one currency that advances and settlements share, or else in the presentation currency. An advance
/// that is kept aside, undated or without a rate, leaves what was advanced open above, and a settlement or return kept
/// aside what was cleared.
///
/// # Errors
///
/// [`MoneyError::Overflow`].
pub fn advances(journal: &Journal, as_of: NaiveDate) -> Result<Vec<AdvancePosition>, MoneyError> {
    #[derive(Default)]
    struct OfAccount<'a> {
        currencies: BTreeSet<Currency>,
        lines: Vec<&'a Line>,
        rows: BTreeSet<RowId>,
    }
    let mut by_account: BTreeMap<&Account, OfAccount<'_>> = BTreeMap::new();
    for entry in journal.entries().iter().filter(|entry| entry.date() <= as_of) {
        for line in entry.lines() {
            if matches!(line.account().kind(), AccountKind::Advance | AccountKind::CounterpartAdvance) {
                let found = by_account.entry(line.account()).or_default();
                found.currencies.extend(line.value().currency());
                found.lines.push(line);
                found.rows.extend(entry.rows().iter().cloned());
            }
        }
    }
    let mut positions = Vec::new();
    for (account, OfAccount { currencies, lines, rows }) in by_account {
        let mut several = currencies.iter();
        let (currency, in_presentation) = match (several.next(), several.next()) {
            (Some(one), None) => (*one, false),
            _ => (journal.presentation(), true),
        };
        let mut sides = Sides::empty(currency)?;
        for line in lines {
            let figure = if in_presentation { line.value().presentation() } else { line.value().original() };
            sides.take(line, figure)?;
        }
        let is_aside = |kinds: &[FlowKind]| {
            journal.unposted().any(|unposted| is_of(unposted, account, as_of) && has_kind(unposted, kinds))
        };
        // what is kept aside happened all the same, of whatever amount in this currency
        let with_aside = |figure: Figure<Money>, aside: bool| match figure.low() {
            Some(low) if aside => Figure::within(Interval::at_least(*low)),
            _ => figure,
        };
        let advanced = with_aside(told(&sides.debit).complete(), is_aside(&[FlowKind::Advance]));
        let cleared = with_aside(
            told(&sides.credit).complete(),
            is_aside(&[FlowKind::AdvanceReturn, FlowKind::AdvanceSettlement]),
        );
        positions.push(AdvancePosition {
            account: account.clone(),
            currency,
            outstanding: advanced.checked_sub(&cleared)?,
            over_settled: cleared.is_more_than(&advanced),
            advanced,
            cleared,
            in_presentation,
            rows: rows.into_iter().collect(),
        });
    }
    Ok(positions)
}

/// Would it stand on this account, on or before the day?
fn is_of(unposted: &Unposted, account: &Account, as_of: NaiveDate) -> bool {
    let is_counterpart = account.kind() == AccountKind::CounterpartAdvance;
    unposted.item() == account.item()
        && unposted.key().direction() == account.direction()
        && (unposted.key().standing() == Standing::Counterpart) == is_counterpart
        && unposted.date().is_none_or(|day| day <= as_of)
}

fn has_kind(unposted: &Unposted, kinds: &[FlowKind]) -> bool {
    matches!(unposted.source(), EntrySource::Flow { kind, .. } if kinds.contains(kind))
}
