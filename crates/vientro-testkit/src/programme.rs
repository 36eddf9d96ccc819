//! Random programmes of aid in plain numbers, and a ledger of them that knows nothing of entries.
//!
//! The second ledger takes each fact by itself and adds it to its accounts; there is no journal, no reversal and no
//! hash. Where it and `vientro-accounting` agree, a fault would have to be in both.
//!
//! ```
//! use vientro_testkit::programme::Programme;
//!
//! let programme = Programme::of_seed(7);
//! assert_eq!(programme, Programme::of_seed(7));
//! assert!(programme.balances(0, 364).keys().all(|(account, currency)| account.contains(':') && currency.len() == 3));
//! ```

use std::collections::BTreeMap;

/// Days are counted from 1 January 2025; this is 31 December, the last day with a rate of the dollar.
pub const LAST_DAY_WITH_RATE: u16 = 364;

/// An amount in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Amount {
    /// This or more.
    AtLeast(i64),
    /// From the first to the second, both included.
    Between(i64, i64),
    /// Exactly this.
    Exact(i64),
    /// Not known.
    Unknown,
}

/// An item with all versions of its commitment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Item {
    /// Its id.
    pub id: String,
    /// Code of its currency.
    pub currency: &'static str,
    /// The day each version became known, and its amount.
    pub versions: Vec<(u16, Amount)>,
}

/// A flow.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Flow {
    /// Its id.
    pub id: String,
    /// Code of what happened.
    pub kind: &'static str,
    /// Id of its item.
    pub item: Option<String>,
    /// Code of its direction.
    pub direction: &'static str,
    /// Code of its currency.
    pub currency: &'static str,
    /// How much.
    pub amount: Amount,
    /// When.
    pub day: Option<u16>,
    /// Code of its standing: own, memo or counterpart.
    pub standing: &'static str,
    /// Goods and not money?
    pub is_in_kind: bool,
    /// The account at a keeper that it names.
    pub account: Option<&'static str>,
}

/// Interest, or money that goes from one account at a keeper to another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Movement {
    /// Its id.
    pub id: String,
    /// The account it left; none for interest.
    pub from: Option<&'static str>,
    /// The account it came to.
    pub to: &'static str,
    /// Id of its item.
    pub item: Option<String>,
    /// Code of its direction.
    pub direction: &'static str,
    /// Code of the currency that came.
    pub currency: &'static str,
    /// How much came.
    pub amount: Amount,
    /// How much left, in the other of the two currencies.
    pub sent: Option<Amount>,
    /// When.
    pub day: Option<u16>,
}

/// One side of an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Side {
    /// Sum of the lower ends.
    pub low: i128,
    /// Sum of the upper ends of those that have one.
    pub high: i128,
    /// How many have no upper end; fewer than none where the period takes back what was there before it.
    pub open: i64,
    /// How many are unknown.
    pub unknown: i64,
}

/// Debit and credit of an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Balance {
    /// Nợ.
    pub debit: Side,
    /// Có.
    pub credit: Side,
}

/// A programme of aid.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Programme {
    /// Its items.
    pub items: Vec<Item>,
    /// Its flows.
    pub flows: Vec<Flow>,
    /// What moves on accounts.
    pub movements: Vec<Movement>,
}

/// Balances by path of the account, such as `committed:inward:commitment:AG-1`, and currency.
pub type Balances = BTreeMap<(String, String), Balance>;

const KINDS: [&str; 13] = [
    "advance",
    "advance-return",
    "advance-settlement",
    "commitment",
    "disbursement",
    "expenditure",
    "in-kind-distribution",
    "in-kind-receipt",
    "mobilisation",
    "pledge",
    "receipt",
    "recording",
    "refund",
];
const DIRECTIONS: [&str; 3] = ["inward", "outward", "domestic"];
/// Most flows are the Union's own.
const STANDINGS: [&str; 8] = ["own", "own", "own", "own", "own", "own", "memo", "counterpart"];
const CURRENCIES: [&str; 3] = ["VND", "VND", "USD"];
/// Accounts at the Treasury or a bank.
pub const ACCOUNTS: [&str; 3] = ["KB-1", "NH-1", "NH-2 USD"];

impl Programme {
    /// The programme of a seed: up to five items, some amended, and up to thirty flows of all kinds, some without a
    /// day, some after the last day with a rate, and up to five movements on accounts.
    pub fn of_seed(seed: u64) -> Self {
        let mut numbers = Numbers(seed);
        let items = (0..numbers.below(6))
            .map(|number| {
                let mut day = numbers.small(300);
                let versions = (0..=numbers.below(3))
                    .map(|_| {
                        day = day.saturating_add(numbers.small(40)).saturating_add(1);
                        (day, numbers.amount())
                    })
                    .collect();
                Item { id: format!("AG-{number}"), currency: numbers.choose(&CURRENCIES), versions }
            })
            .collect::<Vec<_>>();
        let flows = (0..numbers.below(31))
            .map(|number| Flow {
                id: format!("F-{number}"),
                kind: numbers.choose(&KINDS),
                item: (numbers.below(3) > 0).then(|| numbers.item(&items)).flatten(),
                direction: numbers.choose(&DIRECTIONS),
                currency: numbers.choose(&CURRENCIES),
                amount: numbers.amount(),
                day: (numbers.below(10) > 0).then(|| numbers.small(420)),
                standing: numbers.choose(&STANDINGS),
                is_in_kind: numbers.below(4) == 0,
                account: (numbers.below(2) == 0).then(|| numbers.choose(&ACCOUNTS)),
            })
            .collect();
        let movements = (0..numbers.below(6)).map(|number| numbers.movement(number, &items)).collect();
        Self { items, flows, movements }
    }

    /// The balances of what happened from one day to another, both included, in the currencies of the amounts.
    ///
    /// An unknown amount has no currency and counts in đồng. What has no day, and dollars on a day without a rate, are
    /// in no account; nor is the commitment of an item told once more by a flow.
    pub fn balances(&self, from: u16, to: u16) -> Balances {
        let mut balances = Balances::new();
        let mut post = |day: u16, paths: [String; 2], amount: Amount, currency: &str, takes_back: bool| {
            if day < from || day > to {
                return;
            }
            let currency = if amount == Amount::Unknown { "VND" } else { currency };
            let [debit, credit] = paths;
            take(&mut balances.entry((debit, currency.to_owned())).or_default().debit, amount, takes_back);
            take(&mut balances.entry((credit, currency.to_owned())).or_default().credit, amount, takes_back);
        };
        for item in &self.items {
            let paths = || {
                ["commitment-remainder", "commitment"]
                    .map(|it| path("committed", "inward", it, Some(&item.id)))
            };
            let mut before = None;
            for (day, amount) in &item.versions {
                if !has_rate(*day, *amount, item.currency) {
                    break;
                }
                // the version before is taken back on the day of the new one
                if let Some(before) = before.replace(*amount) {
                    post(*day, paths(), before, item.currency, true);
                }
                post(*day, paths(), *amount, item.currency, false);
            }
        }
        for flow in &self.flows {
            let Some(day) = flow.day.filter(|day| has_rate(*day, flow.amount, flow.currency)) else {
                continue;
            };
            if flow.kind == "commitment" && flow.item.is_some() && flow.standing != "counterpart" {
                continue;
            }
            for (book, debit, credit) in accounts(flow) {
                let paths = [debit, credit].map(|account| {
                    let path = path(book, flow.direction, account, flow.item.as_deref());
                    kept(path, account, flow.account.filter(|_| moves(flow)))
                });
                post(day, paths, flow.amount, flow.currency, false);
            }
        }
        for movement in &self.movements {
            let other = if movement.currency == "VND" { "USD" } else { "VND" };
            let Some(day) = movement.day.filter(|day| {
                has_rate(*day, movement.amount, movement.currency)
                    && movement.sent.is_none_or(|sent| has_rate(*day, sent, other))
            }) else {
                continue;
            };
            let of = |account: &str, on: Option<&str>| {
                let path = path("disbursed", movement.direction, account, movement.item.as_deref());
                kept(path, account, on)
            };
            let to = of("aid-account", Some(movement.to));
            let Some(from) = movement.from.map(|from| of("aid-account", Some(from))) else {
                post(day, [to, of("interest", None)], movement.amount, movement.currency, false);
                continue;
            };
            match movement.sent {
                None => post(day, [to, from], movement.amount, movement.currency, false),
                Some(sent) => {
                    let exchange = || of("currency-exchange", None);
                    post(day, [to, exchange()], movement.amount, movement.currency, false);
                    post(day, [exchange(), from], sent, other, false);
                }
            }
        }
        balances.retain(|_, balance| *balance != Balance::default());
        balances
    }
}

/// Book, account in debit, account in credit.
fn accounts(flow: &Flow) -> Vec<(&'static str, &'static str, &'static str)> {
    let goods = flow.is_in_kind;
    if flow.standing == "counterpart" {
        return of_counterpart(flow.kind, flow.account.is_some() && !goods);
    }
    if flow.standing == "memo" {
        let (gift, giver) = ("memo-gift", "memo-contributor");
        return vec![if flow.kind == "refund" || flow.kind == "advance-return" {
            ("memo", giver, gift)
        } else {
            ("memo", gift, giver)
        }];
    }
    let drawn = |debit, credit| flow.item.is_some().then_some(("committed", debit, credit));
    match flow.kind {
        "commitment" => vec![("committed", "commitment-remainder", "commitment")],
        "disbursement" => [("disbursed", "donor-receivable", "disbursed")]
            .into_iter()
            .chain(drawn("commitment-drawn", "commitment-remainder"))
            .collect(),
        "refund" if flow.account.is_some() && !goods => [("disbursed", "disbursed", "aid-account")]
            .into_iter()
            .chain(drawn("commitment-remainder", "commitment-drawn"))
            .collect(),
        "refund" => [("disbursed", "disbursed", "donor-receivable")]
            .into_iter()
            .chain(drawn("commitment-remainder", "commitment-drawn"))
            .collect(),
        "advance" => vec![("disbursed", "advance", "advance-held")],
        "advance-return" => vec![("disbursed", "advance-held", "advance")],
        "advance-settlement" => vec![
            ("disbursed", "used", if goods { "in-kind-stock" } else { "aid-account" }),
            ("disbursed", "advance-held", "advance"),
        ],
        "expenditure" if goods => vec![("disbursed", "used", "in-kind-stock")],
        "expenditure" => vec![("disbursed", "used", "aid-account")],
        "in-kind-distribution" => vec![("disbursed", "used", "in-kind-stock")],
        "in-kind-receipt" => vec![("disbursed", "in-kind-stock", "donor-receivable")],
        "receipt" if goods => vec![("disbursed", "in-kind-stock", "donor-receivable")],
        "receipt" => vec![("disbursed", "aid-account", "donor-receivable")],
        "mobilisation" => vec![("mobilised", "mobilised-expected", "mobilised")],
        "pledge" => vec![("pledged", "pledge-outstanding", "pledge")],
        _ => vec![("memo", "memo-gift", "memo-contributor")],
    }
}

/// Counterpart funds have a book of their own, where money and goods are not told apart.
fn of_counterpart(kind: &str, has_account: bool) -> Vec<(&'static str, &'static str, &'static str)> {
    let pairs: &[_] = match kind {
        "advance" => &[("advance", "advance-held")],
        "advance-return" => &[("advance-held", "advance")],
        "advance-settlement" => &[("used", "fund"), ("advance-held", "advance")],
        "commitment" | "mobilisation" | "pledge" => &[("expected", "commitment")],
        "disbursement" => &[("receivable", "provided")],
        "refund" if has_account => &[("provided", "fund")],
        "refund" => &[("provided", "receivable")],
        "expenditure" | "in-kind-distribution" => &[("used", "fund")],
        _ => &[("fund", "receivable")],
    };
    let full = |short: &str| match short {
        "advance" => "counterpart-advance",
        "advance-held" => "counterpart-advance-held",
        "commitment" => "counterpart-commitment",
        "expected" => "counterpart-expected",
        "fund" => "counterpart-fund",
        "provided" => "counterpart-provided",
        "receivable" => "counterpart-receivable",
        _ => "counterpart-used",
    };
    pairs.iter().map(|(debit, credit)| ("counterpart", full(debit), full(credit))).collect()
}

/// Does money of it move on the account it names?
fn moves(flow: &Flow) -> bool {
    let kinds = ["advance", "advance-return", "advance-settlement", "expenditure", "receipt", "refund"];
    kinds.contains(&flow.kind) && !flow.is_in_kind
}

/// The path of an account, where it is money kept on one at a keeper.
fn kept(path: String, account: &str, on: Option<&str>) -> String {
    let money = ["advance-held", "aid-account", "counterpart-advance-held", "counterpart-fund"];
    match on.filter(|_| money.contains(&account)) {
        Some(on) => format!("{path}:@{on}"),
        None => path,
    }
}

fn path(book: &str, direction: &str, account: &str, item: Option<&str>) -> String {
    let item = item.map(|item| format!(":{item}")).unwrap_or_default();
    format!("{book}:{direction}:{account}{item}")
}

fn has_rate(day: u16, amount: Amount, currency: &str) -> bool {
    amount == Amount::Unknown || currency == "VND" || day <= LAST_DAY_WITH_RATE
}

fn take(side: &mut Side, amount: Amount, takes_back: bool) {
    let (low, high, open, unknown) = match amount {
        Amount::AtLeast(low) => (low, 0, 1, 0),
        Amount::Between(low, high) => (low, high, 0, 0),
        Amount::Exact(exact) => (exact, exact, 0, 0),
        Amount::Unknown => (0, 0, 0, 1),
    };
    if takes_back {
        side.low -= i128::from(low);
        side.high -= i128::from(high);
        side.open -= open;
        side.unknown -= unknown;
    } else {
        side.low += i128::from(low);
        side.high += i128::from(high);
        side.open += open;
        side.unknown += unknown;
    }
}

/// The `SplitMix64` generator.
///
/// # Source
///
/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn small(&mut self, limit: u16) -> u16 {
        u16::try_from(self.below(limit.into())).unwrap_or_default()
    }

    fn choose(&mut self, choices: &[&'static str]) -> &'static str {
        let place =
            usize::try_from(self.below(u64::try_from(choices.len()).unwrap_or(1))).unwrap_or_default();
        choices.get(place).copied().unwrap_or_default()
    }

    fn item(&mut self, items: &[Item]) -> Option<String> {
        let place = self.below(u64::try_from(items.len()).ok()?.max(1));
        items.get(usize::try_from(place).ok()?).map(|item| item.id.clone())
    }

    fn movement(&mut self, number: u64, items: &[Item]) -> Movement {
        let place = usize::try_from(self.below(3)).unwrap_or_default();
        let at = |place: usize| ACCOUNTS.get(place % ACCOUNTS.len()).copied().unwrap_or_default();
        let is_transfer = self.below(3) > 0;
        let from = is_transfer.then(|| at(place + 1));
        Movement {
            id: format!("C-{number}"),
            from,
            to: at(place),
            item: (self.below(3) > 0).then(|| self.item(items)).flatten(),
            direction: self.choose(&DIRECTIONS),
            currency: self.choose(&CURRENCIES),
            amount: self.amount(),
            sent: (is_transfer && self.below(2) == 0).then(|| self.amount()),
            day: (self.below(10) > 0).then(|| self.small(420)),
        }
    }

    fn amount(&mut self) -> Amount {
        let mut minor = || i64::try_from(self.below(9_000_000_000)).unwrap_or_default() + 1;
        let (low, more) = (minor(), minor());
        match self.below(10) {
            0 => Amount::Unknown,
            1 => Amount::AtLeast(low),
            2 => Amount::Between(low, low + more),
            _ => Amount::Exact(low),
        }
    }
}
