//! What an account at the Treasury or a bank shows: opening, increase, decrease, closing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use vientro_core::{Figure, Period, RowId};
use vientro_currency::{Currency, Money, MoneyError, Policy, Rate, RateBook, RateError};
use vientro_model::{AccountId, AidAccount, Facts, KeeperKind};

use crate::account::Book;
use crate::balances::{BalanceFigure, Sides, told};
use crate::entry::{Entry, Line};
use crate::journal::Journal;

/// One account in one currency over a period: closing = opening + increase − decrease.
///
/// Unlike the aid account of the books, on which an advance stays until it is settled, it shows what is there: an advance
/// has left it. Interest, and what came from or went to other accounts, are in it too.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AccountStatement {
    account: AccountId,
    book: Book,
    currency: Currency,
    opening: BalanceFigure,
    increase: BalanceFigure,
    decrease: BalanceFigure,
    closing: BalanceFigure,
    aside: usize,
    until: NaiveDate,
    rows: Vec<RowId>,
}

impl AccountStatement {
    /// The account.
    pub fn account(&self) -> &AccountId {
        &self.account
    }

    /// Whose money: aid on its way, or counterpart funds, which are never added to it.
    pub fn book(&self) -> Book {
        self.book
    }

    /// The currency.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// What stood there before the period.
    pub fn opening(&self) -> &BalanceFigure {
        &self.opening
    }

    /// What came in the period (phát sinh tăng).
    pub fn increase(&self) -> &BalanceFigure {
        &self.increase
    }

    /// What left in the period (phát sinh giảm).
    pub fn decrease(&self) -> &BalanceFigure {
        &self.decrease
    }

    /// What stands there at the end of the period.
    pub fn closing(&self) -> &BalanceFigure {
        &self.closing
    }

    /// How many facts up to the end of the period name the account and are kept aside, undated or without a rate: what
    /// they did to it is not in the figures.
    pub fn aside(&self) -> usize {
        self.aside
    }

    /// The rows of all that moved on it up to the end of the period.
    pub fn rows(&self) -> &[RowId] {
        &self.rows
    }

    /// The same in another currency, at the rate that `policy` picks for the last day of the period.
    ///
    /// # Errors
    ///
    /// As [`RateBook::convert`].
    ///
    /// # Source
    ///
    /// Circular 23/2022/TT-BTC, Article 22: the bank reports in the currency of the account, in dollars and in đồng, at its
    /// own buying rate of the end of the period. That opening and movements take the same rate as the closing is our
    /// reading: so the columns still sum.
    pub fn presented_in(
        &self,
        currency: Currency,
        rates: &RateBook,
        policy: &Policy,
    ) -> Result<PresentedStatement, RateError> {
        let mut used: Vec<Rate> = Vec::new();
        let mut convert = |side: &BalanceFigure| {
            let (figure, rates) = rates.convert_figure(&side.complete(), currency, self.until, policy)?;
            used.extend(rates.into_iter().filter(|rate| !used.contains(rate)).collect::<Vec<_>>());
            Ok::<_, RateError>(figure)
        };
        let (opening, increase) = (convert(&self.opening)?, convert(&self.increase)?);
        let (decrease, closing) = (convert(&self.decrease)?, convert(&self.closing)?);
        let summed = opening.checked_add(&increase)?.checked_sub(&decrease)?;
        let exact = closing.known().zip(summed.known());
        let rounding = exact.map(|(closing, summed)| closing.checked_sub(summed)).transpose()?;
        Ok(PresentedStatement { currency, opening, increase, decrease, closing, rounding, rates: used })
    }
}

/// A statement in another currency, each figure converted by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PresentedStatement {
    currency: Currency,
    opening: Figure<Money>,
    increase: Figure<Money>,
    decrease: Figure<Money>,
    closing: Figure<Money>,
    rounding: Option<Money>,
    rates: Vec<Rate>,
}

impl PresentedStatement {
    /// The currency.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// What stood there before the period.
    pub fn opening(&self) -> &Figure<Money> {
        &self.opening
    }

    /// What came in the period.
    pub fn increase(&self) -> &Figure<Money> {
        &self.increase
    }

    /// What left in the period.
    pub fn decrease(&self) -> &Figure<Money> {
        &self.decrease
    }

    /// What stands there at the end.
    pub fn closing(&self) -> &Figure<Money> {
        &self.closing
    }

    /// Closing less what opening and movements make, both converted: what rounding left, two of the smallest unit at most.
    /// `None` where a figure is not exact.
    pub fn rounding(&self) -> Option<&Money> {
        self.rounding.as_ref()
    }

    /// The rates used.
    pub fn rates(&self) -> &[Rate] {
        &self.rates
    }
}

/// A row of the bank's or the Treasury's report: an account with its statement, presented in dollars and in đồng.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow<'a> {
    account: Option<&'a AidAccount>,
    statement: AccountStatement,
    presented: [Result<PresentedStatement, RateError>; 2],
}

impl AccountRow<'_> {
    /// The account with keeper, number and holder; `None` for one that no fact tells of.
    pub fn account(&self) -> Option<&AidAccount> {
        self.account
    }

    /// The figures in the currency of the money.
    pub fn statement(&self) -> &AccountStatement {
        &self.statement
    }

    /// In dollars.
    ///
    /// # Errors
    ///
    /// The rate that is missing; an account no fact tells of has no keeper whose rate could be taken.
    pub fn in_dollars(&self) -> Result<&PresentedStatement, &RateError> {
        self.presented[0].as_ref()
    }

    /// In đồng.
    ///
    /// # Errors
    ///
    /// As [`AccountRow::in_dollars`].
    pub fn in_dong(&self) -> Result<&PresentedStatement, &RateError> {
        self.presented[1].as_ref()
    }
}

/// What the accounts of a journal show in `period`, by account, book and currency.
///
/// # Errors
///
/// [`MoneyError::Overflow`].
///
/// # Source
///
/// Circular 23/2022/TT-BTC, Appendix 3 (the bank's report by account), by its content; the printed headings have not been
/// read.
pub fn account_statements(journal: &Journal, period: &Period) -> Result<Vec<AccountStatement>, MoneyError> {
    struct OfAccount<'a> {
        before: Sides,
        during: Sides,
        rows: BTreeSet<&'a RowId>,
    }
    let mut found: BTreeMap<(&AccountId, Book, Currency), OfAccount<'_>> = BTreeMap::new();
    for entry in journal.entries().iter().filter(|entry| entry.date() <= period.last()) {
        for line in entry.lines() {
            let Some(account) = line.account().kept_on().filter(|_| !is_cancelled(line, entry)) else {
                continue;
            };
            let currency = line.value().currency().unwrap_or(journal.presentation());
            let empty = Sides::empty(currency)?;
            let of_account = found
                .entry((account, line.account().book(), currency))
                .or_insert_with(|| OfAccount { before: empty.clone(), during: empty, rows: BTreeSet::new() });
            let is_before = entry.date() < period.from();
            let sides = if is_before { &mut of_account.before } else { &mut of_account.during };
            sides.take(line, line.value().original())?;
            of_account.rows.extend(entry.rows());
        }
    }
    let mut statements = Vec::with_capacity(found.len());
    for ((account, book, currency), OfAccount { before, during, rows }) in found {
        statements.push(AccountStatement {
            account: account.clone(),
            book,
            currency,
            opening: before.net()?,
            increase: told(&during.debit),
            decrease: told(&during.credit),
            closing: before.with(&during)?.net()?,
            aside: aside(journal, account, period),
            until: period.last(),
            rows: rows.into_iter().cloned().collect(),
        });
    }
    Ok(statements)
}

/// The settlement of an advance leaves the aid account of the books and the advances held at once: nothing moves there.
fn is_cancelled(line: &Line, entry: &Entry) -> bool {
    entry.lines().iter().any(|other| {
        other.account().kept_on() == line.account().kept_on()
            && other.account().book() == line.account().book()
            && other.side() != line.side()
            && other.is_withdrawn() == line.is_withdrawn()
            && other.value() == line.value()
    })
}

/// The rows of the report of the bank or the Treasury: every account that was open in `period` or holds anything, by id.
///
/// * `policy`: which rate an account is presented at, such as [`keeper_policy`]; the day is the last of the period.
///
/// # Errors
///
/// [`MoneyError::Overflow`]. A missing rate is told by the row that needs it.
///
/// # Source
///
/// As [`account_statements`] and [`AccountStatement::presented_in`].
pub fn account_rows<'a>(
    facts: &'a Facts,
    journal: &Journal,
    period: &Period,
    rates: &RateBook,
    policy: impl Fn(Option<&AidAccount>) -> Policy,
) -> Result<Vec<AccountRow<'a>>, MoneyError> {
    let mut statements = account_statements(journal, period)?;
    for account in facts.accounts() {
        let is_open = account.validity().is_none_or(|days| {
            days.from().is_none_or(|from| from <= period.last())
                && days.to().is_none_or(|to| to >= period.from())
        });
        if is_open && !statements.iter().any(|it| it.account() == account.id()) {
            statements.push(empty(account, journal, period)?);
        }
    }
    statements.sort_by(|a, b| (&a.account, a.book, a.currency).cmp(&(&b.account, b.book, b.currency)));
    let rows = statements.into_iter().map(|statement| {
        let account = facts.account(statement.account());
        let policy = policy(account);
        let presented =
            [Currency::USD, Currency::VND].map(|currency| statement.presented_in(currency, rates, &policy));
        AccountRow { account, statement, presented }
    });
    Ok(rows.collect())
}

/// The rate the keeper of an account reports at: the bank's own buying rate, under the keeper's name as it stands in the
/// rates; the State Treasury's accounting rate for its own accounts and for those no fact tells of.
///
/// # Source
///
/// Circular 23/2022/TT-BTC, Article 22, for banks. For the Treasury no article was read: that it takes its own rate is our
/// own choice.
pub fn keeper_policy(account: Option<&AidAccount>) -> Policy {
    match account {
        Some(account) if account.kind() == KeeperKind::Bank => Policy::bank_buying(account.keeper().name()),
        _ => Policy::treasury_accounting(),
    }
}

fn aside(journal: &Journal, account: &AccountId, period: &Period) -> usize {
    let aside = journal.unposted().filter(|it| it.date().is_none_or(|day| day <= period.last()));
    aside.filter(|it| it.accounts().contains(account)).count()
}

/// An account on which nothing moved.
fn empty(account: &AidAccount, journal: &Journal, period: &Period) -> Result<AccountStatement, MoneyError> {
    let nothing = told(&Sides::empty(account.currency())?.debit);
    Ok(AccountStatement {
        account: account.id().clone(),
        book: Book::Disbursed,
        currency: account.currency(),
        opening: nothing.clone(),
        increase: nothing.clone(),
        decrease: nothing.clone(),
        closing: nothing,
        aside: aside(journal, account.id(), period),
        until: period.last(),
        rows: account.rows().to_vec(),
    })
}
