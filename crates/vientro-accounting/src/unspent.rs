//! What was received and is not used yet, or advanced and not settled, and since when.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::NaiveDate;
use vientro_currency::{Currency, Money, MoneyError};
use vientro_model::ItemId;

use crate::account::{Account, AccountKind};
use crate::balances::{AccountBalance, Tell, balances};
use crate::journal::Journal;

/// A part of an aid account, of goods in stock, or of an advance, that came in on one day and is still there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Unspent {
    account: Account,
    amount: Money,
    since: NaiveDate,
    age_days: i64,
    entry: u64,
}

impl Unspent {
    /// The account.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// The item.
    pub fn item(&self) -> Option<&ItemId> {
        self.account.item()
    }

    /// What is left of it, in its own currency.
    pub fn amount(&self) -> &Money {
        &self.amount
    }

    /// The day it came in.
    pub fn since(&self) -> NaiveDate {
        self.since
    }

    /// How many days it has been there.
    pub fn age_days(&self) -> i64 {
        self.age_days
    }

    /// The entry it came in by.
    pub fn entry(&self) -> u64 {
        self.entry
    }
}

/// What came in: when, how much of it is left, and by which entry.
type Held = VecDeque<(NaiveDate, i128, u64)>;

/// What the aid accounts and the stock of goods hold on `as_of`, by the days it came in, oldest first in each account.
///
/// What is used is taken from what came in first. Accounts that hold an amount that is hedged or unknown are left out,
/// since it cannot be said what of it is left; so is what was used before it came in.
///
/// # Errors
///
/// [`MoneyError::Overflow`].
///
/// # Source
///
/// First in, first out: Circular 111/2016/TT-BTC, Article 15(3), has it for advances; that it holds for all aid accounts
/// is our own choice.
pub fn unspent(journal: &Journal, as_of: NaiveDate) -> Result<Vec<Unspent>, MoneyError> {
    aged(journal, as_of, &[AccountKind::AidAccount, AccountKind::InKindStock])
}

/// What of the advances is not settled or returned on `as_of`, by the days they were paid, oldest first in each account;
/// counterpart funds stand under accounts of their own.
///
/// It is a part of what [`unspent`] tells of the aid accounts, which an advance does not leave. What is settled is taken
/// from what was advanced first; accounts are left out as there.
///
/// # Errors
///
/// [`MoneyError::Overflow`].
///
/// # Source
///
/// First in, first out: Circular 111/2016/TT-BTC, Article 15(3). No instrument was read that says by when an advance is
/// settled: the age is told and not judged.
pub fn unsettled(journal: &Journal, as_of: NaiveDate) -> Result<Vec<Unspent>, MoneyError> {
    aged(journal, as_of, &[AccountKind::Advance, AccountKind::CounterpartAdvance])
}

fn aged(journal: &Journal, as_of: NaiveDate, kinds: &[AccountKind]) -> Result<Vec<Unspent>, MoneyError> {
    let index = journal.index();
    let mut parts: BTreeMap<(&Account, Currency), Held> = BTreeMap::new();
    let mut movements: Vec<_> = index.postings().iter().filter(|posting| posting.date <= as_of).collect();
    // by day; what came in on a day may be used on it
    movements.sort_by_key(|it| (it.date, it.is_debit == it.is_withdrawn));
    for posting in movements {
        let account = usize::try_from(posting.account).ok().and_then(|it| index.accounts().get(it));
        let account = account.filter(|it| kinds.contains(&it.kind()));
        let (Some(account), Some(exact)) = (account, posting.exact) else {
            continue;
        };
        let held = parts.entry((account.as_ref(), exact.currency)).or_default();
        let mut minor = i128::from(exact.original);
        if posting.is_debit != posting.is_withdrawn {
            let entry = journal.numbers_of(&[posting.entry]).first().copied().unwrap_or_default();
            held.push_back((posting.date, minor, entry));
            continue;
        }
        while let Some((_, left, _)) = held.front_mut().filter(|_| minor > 0) {
            let taken = minor.min(*left);
            *left = left.saturating_sub(taken);
            minor = minor.saturating_sub(taken);
            if *left == 0 {
                held.pop_front();
            }
        }
    }
    let day = vientro_core::Period::try_new(as_of, as_of, vientro_core::Ending::Closed);
    let told = balances(journal, day.ok().as_ref(), Tell::Original)?;
    // an unknown amount may be of any currency the account holds
    let doubtful: BTreeSet<&Account> =
        told.iter().filter(|it| it.closing().unknown() > 0).map(AccountBalance::account).collect();
    let mut unspent = Vec::new();
    for balance in &told {
        let account = balance.account();
        let is_exact = balance.closing().figure().known().is_some() && !doubtful.contains(account);
        let Some(held) = parts.remove(&(account, balance.currency())).filter(|_| is_exact) else { continue };
        for (since, minor, entry) in held {
            unspent.push(Unspent {
                account: account.clone(),
                amount: Money::from_minor(minor, balance.currency())?,
                since,
                age_days: as_of.signed_duration_since(since).num_days(),
                entry,
            });
        }
    }
    Ok(unspent)
}
