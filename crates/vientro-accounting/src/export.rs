//! The same books as text for others: hledger, beancount, and CSV.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
use vientro_core::{Figure, RowId};
use vientro_currency::Money;

use crate::account::{Account, Side};
use crate::entry::{Entry, Line};
use crate::journal::Journal;
use crate::valued::{currency_of, figure_text};

/// The journal as hledger text, amounts in their own currencies.
///
/// A hedged amount stands at its lower end with its bounds in a comment; an amount that is unknown, or has no lower
/// end, stands in a comment alone. The text balances because every entry does.
///
/// # Source
///
/// hledger journal format, hledger manual 1.25.
pub fn to_hledger(journal: &Journal) -> String {
    let mut text = String::new();
    for entry in journal.entries() {
        let _ =
            writeln!(text, "{} ({}) {}", entry.date(), entry.number(), one_line(&entry.source().to_string()));
        for line in entry.lines() {
            let account = hledger_account(line.account());
            let _ = match amount(line) {
                Some(money) => writeln!(text, "    {account}  {money}{}", hedge_comment(line)),
                None => writeln!(text, "    ; {account}  {}", figure_text(line.value().original())),
            };
        }
        text.push('\n');
    }
    text
}

/// The journal as beancount text, amounts in their own currencies; hedged and unknown amounts as in [`to_hledger`].
///
/// Accounts with a normal debit balance stand under `Assets`, the others under `Liabilities`. Item ids are reduced to
/// letters, digits and hyphens; where that changes them, eight digits of their hash keep them apart. So are the ids of
/// accounts at the Treasury or a bank, which stand below the item and begin with `A`, an item with `I`.
///
/// # Source
///
/// Beancount language syntax, version 3.
pub fn to_beancount(journal: &Journal) -> String {
    let mut text = String::new();
    if let Some(first) = journal.entries().iter().map(Entry::date).min() {
        let accounts: BTreeSet<String> = journal
            .entries()
            .iter()
            .flat_map(Entry::lines)
            .map(|line| beancount_account(line.account()))
            .collect();
        for account in accounts {
            let _ = writeln!(text, "{first} open {account}");
        }
        text.push('\n');
    }
    for entry in journal.entries() {
        let narration = one_line(&entry.source().to_string()).replace('\\', "\\\\").replace('"', "\\\"");
        let _ = writeln!(text, "{} * \"{narration}\"", entry.date());
        for line in entry.lines() {
            let account = beancount_account(line.account());
            let _ = match amount(line) {
                Some(money) => writeln!(text, "  {account}  {money}{}", hedge_comment(line)),
                None => writeln!(text, "  ; {account}  {}", figure_text(line.value().original())),
            };
        }
        text.push('\n');
    }
    text
}

/// The journal as CSV, a row for each line of an entry, under the header
/// `entry,date,known_on,source,item,account,side,red,amount,currency,presented,presented_currency,rates,rows,hash`.
///
/// * `amount` and `presented` are in whole units, on the side the line stands on; `red` is `1` for a line that takes one
///   back. A hedged amount is written as its interval, one that is unknown as nothing.
/// * `rates` and `rows` are ids, joined by `; `; `hash` is that of the entry.
///
/// A text that a spreadsheet would take for a formula has an apostrophe before it.
///
/// # Source
///
/// RFC 4180 for quotes and line ends.
pub fn to_csv(journal: &Journal) -> String {
    let mut text = String::from(
        "entry,date,known_on,source,item,account,side,red,amount,currency,presented,presented_currency,rates,rows,hash\r\n",
    );
    for entry in journal.entries() {
        for line in entry.lines() {
            let value = line.value();
            let rates: Vec<&str> = value.rates().iter().map(|rate| rate.id().as_str()).collect();
            let rows: Vec<&str> = entry.rows().iter().map(RowId::as_str).collect();
            let code = |figure| currency_of(figure).map_or("", |currency| currency.code()).to_owned();
            let cells = [
                entry.number().to_string(),
                entry.date().to_string(),
                entry.recorded_on().to_string(),
                entry.source().to_string(),
                entry.item().map_or_else(String::new, ToString::to_string),
                line.account().to_string(),
                if line.side() == Side::Debit { "debit" } else { "credit" }.to_owned(),
                if line.is_withdrawn() { "1" } else { "" }.to_owned(),
                number(value.original()),
                code(value.original()),
                number(value.presentation()),
                code(value.presentation()),
                rates.join("; "),
                rows.join("; "),
                entry.hash().to_string(),
            ];
            let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        }
    }
    text
}

fn number(figure: &Figure<Money>) -> String {
    match figure {
        Figure::Known(money) => money.amount().to_string(),
        Figure::Hedged(_) => figure_text(figure),
        Figure::Unknown => String::new(),
    }
}

fn csv_cell(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '@', '\t'])
        || (cell.starts_with('-') && cell.parse::<Decimal>().is_err());
    let cell = if is_formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// The amount on the debit side, at the lower end of its figure.
fn amount(line: &Line) -> Option<Money> {
    let money = line.value().original().low()?;
    let negative = (line.side() == Side::Credit) != line.is_withdrawn();
    Some(if negative { money.negated() } else { *money })
}

fn hedge_comment(line: &Line) -> String {
    match line.value().original() {
        figure @ Figure::Hedged(_) => format!("  ; hedged {}", figure_text(figure)),
        _ => String::new(),
    }
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || c == ';' { ' ' } else { c }).collect()
}

/// Two spaces or a semicolon would end the name, a colon would split it, brackets at its ends would make it virtual.
fn hledger_account(account: &Account) -> String {
    let word = |id: &str| {
        let plain = id.chars().map(|c| if c.is_alphanumeric() || "-_./".contains(c) { c } else { '_' });
        distinct(id, plain.collect())
    };
    let mut path = format!("{}:{}:{}", account.book().as_str(), account.direction(), account.kind().as_str());
    if let Some(item) = account.item() {
        let _ = write!(path, ":{}", word(item.as_str()));
    }
    // no item has a name that begins so
    if let Some(kept_on) = account.kept_on() {
        let _ = write!(path, ":@{}", word(kept_on.as_str()));
    }
    path
}

fn beancount_account(account: &Account) -> String {
    let root = match account.kind().normal_side() {
        Side::Debit => "Assets",
        Side::Credit => "Liabilities",
    };
    let mut path = root.to_owned();
    for word in [account.book().as_str(), account.direction().as_str(), account.kind().as_str()] {
        let _ = write!(path, ":{}", capitalised(word));
    }
    // a part begins with a capital or a digit
    let item = account.item().map(|item| ('I', item.as_str()));
    let kept_on = account.kept_on().map(|kept_on| ('A', kept_on.as_str()));
    for (mark, id) in item.into_iter().chain(kept_on) {
        let plain: String = id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let named = format!("{mark}{plain}");
        let _ = write!(path, ":{}", if plain == id { named } else { distinct(id, named) });
    }
    path
}

/// `plain`, with a piece of the hash of `original` if the two differ.
fn distinct(original: &str, plain: String) -> String {
    if original == plain {
        return plain;
    }
    let hash: String =
        Sha256::digest(original.as_bytes()).iter().take(4).fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
    format!("{plain}-{hash}")
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}
