//! The same books as text for plain-text accounting tools: hledger and beancount.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use vientro_core::Figure;
use vientro_currency::Money;

use crate::account::{Account, Side};
use crate::entry::{Entry, Line, figure_text};
use crate::journal::Journal;

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
/// letters, digits and hyphens; where that changes them, eight digits of their hash keep them apart.
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
    let item = account.item().map(|item| {
        let plain: String = item
            .as_str()
            .chars()
            .map(|c| if c.is_alphanumeric() || "-_./".contains(c) { c } else { '_' })
            .collect();
        distinct(item.as_str(), plain)
    });
    let path = format!("{}:{}:{}", account.book().as_str(), account.direction(), account.kind().as_str());
    item.map_or(path.clone(), |item| format!("{path}:{item}"))
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
    if let Some(item) = account.item() {
        let plain: String =
            item.as_str().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        // a part begins with a capital or a digit
        let named = format!("I{plain}");
        let expected = item.as_str().chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let _ = write!(path, ":{}", if expected { named } else { distinct(item.as_str(), named) });
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
