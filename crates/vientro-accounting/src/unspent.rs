//! What was received and is not used yet, or advanced and not settled, and since when.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::NaiveDate;
use vientro_currency::{Currency, Money, MoneyError};
use vientro_model::{ItemId, MovementKind};

use crate::account::{Account, AccountKind};
use crate::balances::{AccountBalance, Tell, balances};
use crate::entry::EntrySource;
use crate::index::{Posting, Told};
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
/// What is used is taken from what came in first, and what goes to another account keeps the day it came in; money of
/// another currency begins anew on the day of the exchange. Accounts that hold an amount that is hedged or unknown are left out,
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
    // by day; what came in on a day may go to another account on it, and what is on an account may be used
    let moved = |posting: &Posting| {
        let account = index.account_of(posting);
        let entry = usize::try_from(posting.entry).ok().and_then(|it| journal.entries().get(it));
        account.is_some_and(|it| it.kept_on().is_some())
            && entry.is_some_and(|it| {
                matches!(it.source(), EntrySource::Movement { kind: MovementKind::Transfer, .. })
            })
    };
    movements.sort_by_key(|it| {
        let goes_out = it.is_debit == it.is_withdrawn;
        // of a transfer what left comes before what arrived
        if moved(it) {
            (it.date, 1, it.entry, !goes_out)
        } else {
            (it.date, if goes_out { 2 } else { 0 }, 0, false)
        }
    });
    // what the transfer that is looked at took from the account it left
    let mut on_the_way: Option<(u32, Currency, Held)> = None;
    for posting in movements {
        let Some(holding) = index.holding_of(posting).filter(|_| posting.told == Told::Exact) else {
            continue;
        };
        let account = index.account_of(posting).filter(|it| kinds.contains(&it.kind()));
        let (Some(account), Some(currency)) = (account, holding.currency) else { continue };
        let held = parts.entry((account, currency)).or_default();
        let mut minor = i128::from(posting.original);
        if posting.is_debit != posting.is_withdrawn {
            let is_its = |it: &(u32, Currency, Held)| (it.0, it.1) == (posting.entry, currency);
            for part in on_the_way.take().filter(is_its).map(|it| it.2).unwrap_or_default() {
                minor = minor.saturating_sub(part.1);
                let place = held.partition_point(|it| it.0 <= part.0);
                held.insert(place, part);
            }
            if minor == 0 {
                continue;
            }
            let entry = journal.numbers_of(&[posting.entry]).first().copied().unwrap_or_default();
            held.push_back((posting.date, minor, entry));
            continue;
        }
        let mut left_now = Held::new();
        while let Some((since, left, entry)) = held.front_mut().filter(|_| minor > 0) {
            let taken = minor.min(*left);
            *left = left.saturating_sub(taken);
            minor = minor.saturating_sub(taken);
            left_now.push_back((*since, taken, *entry));
            if *left == 0 {
                held.pop_front();
            }
        }
        on_the_way = moved(posting).then_some((posting.entry, currency, left_now));
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
