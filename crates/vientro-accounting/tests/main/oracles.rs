//! hledger and beancount read the exported books and must find the balances we find, to the last unit.
//!
//! Skipped with a printed reason where a tool is not installed.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use rust_decimal::Decimal;
use vientro_accounting::{Journal, Side, to_beancount, to_hledger};

use crate::support::{post, programme};

fn run(program: &str, arguments: &[&str], input: &str) -> Option<std::process::Output> {
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        println!("skipped: {program} is not installed");
        return None;
    };
    // the pipe closes at the end of this statement, and the tool goes on
    child.stdin.take().into_iter().for_each(|mut pipe| pipe.write_all(input.as_bytes()).unwrap_or_default());
    child.wait_with_output().ok()
}

fn journals(count: usize) -> Vec<Journal> {
    let mut runner = TestRunner::deterministic();
    (0..count)
        .map(|_| {
            let facts = programme().new_tree(&mut runner).unwrap().current();
            let mut journal = Journal::new();
            post(&mut journal, &facts);
            journal
        })
        .collect()
}

/// Debits less credits at the lower ends, by account and currency; what nets to nothing is left out.
fn ours(journal: &Journal) -> BTreeMap<(String, String), Decimal> {
    let mut sums = BTreeMap::new();
    for line in journal.entries().iter().flat_map(vientro_accounting::Entry::lines) {
        let Some(money) = line.value().original().low() else { continue };
        let negative = (line.side() == Side::Credit) != line.is_withdrawn();
        let amount = if negative { -money.amount() } else { money.amount() };
        let key = (line.account().to_string(), money.currency().code().to_owned());
        *sums.entry(key).or_insert(Decimal::ZERO) += amount;
    }
    sums.retain(|_, sum| !sum.is_zero());
    sums
}

#[test]
fn hledger_finds_the_same_balances() {
    compare_with_hledger(50);
}

#[test]
fn beancount_accepts_the_same_books() {
    compare_with_beancount(50);
}

/// Both programs, run on a thousand programmes each.
#[test]
#[ignore = "minutes; asked for with the other slow tests"]
fn both_find_the_same_balances_of_a_thousand_programmes() {
    compare_with_hledger(1_000);
    compare_with_beancount(1_000);
}

fn compare_with_hledger(programmes: usize) {
    for journal in journals(programmes) {
        let text = to_hledger(&journal);
        let arguments = ["-f", "-", "balance", "--flat", "--no-total", "-O", "csv", "--layout", "bare"];
        let Some(output) = run("hledger", &arguments, &text) else { return };
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}\n{text}");
        let mut theirs = BTreeMap::new();
        for line in String::from_utf8(output.stdout).unwrap().lines().skip(1) {
            let cells: Vec<&str> = line.trim_matches('"').split("\",\"").collect();
            let amount = Decimal::from_str_exact(cells[2]).unwrap();
            if !amount.is_zero() {
                theirs.insert((cells[0].to_owned(), cells[1].to_owned()), amount);
            }
        }
        assert_eq!(theirs, ours(&journal), "{text}");
    }
}

fn compare_with_beancount(programmes: usize) {
    for (number, journal) in journals(programmes).into_iter().enumerate() {
        // a balance assertion for each account and currency makes the tool compare to the last unit
        let mut text = to_beancount(&journal);
        let names: BTreeMap<String, String> = journal
            .entries()
            .iter()
            .flat_map(vientro_accounting::Entry::lines)
            .map(vientro_accounting::Line::account)
            .map(|account| {
                let root = match account.kind().normal_side() {
                    Side::Debit => "Assets",
                    Side::Credit => "Liabilities",
                };
                let capital = |word: &str| format!("{}{}", word[..1].to_uppercase(), &word[1..]);
                let words: Vec<String> = account.to_string().split(':').take(3).map(capital).collect();
                let item = account.item().map(|item| format!(":I{item}")).unwrap_or_default();
                let kept_on = account.kept_on().map(|account| format!(":A{account}")).unwrap_or_default();
                (account.to_string(), format!("{root}:{}{item}{kept_on}", words.join(":")))
            })
            .collect();
        let ours = ours(&journal);
        for (account, currency) in ours.keys() {
            // an assertion of beancount is of an account with all below it
            let below = format!("{account}:");
            let amount: Decimal = ours
                .iter()
                .filter(|((other, of), _)| of == currency && (other == account || other.starts_with(&below)))
                .map(|(_, amount)| *amount)
                .sum();
            text = format!("{text}2030-01-01 balance {}  {amount} {currency}\n", names[account]);
        }
        let path = std::env::temp_dir().join(format!("vientro-{}-{number}.beancount", std::process::id()));
        std::fs::write(&path, &text).unwrap();
        let output = run("bean-check", &[path.to_str().unwrap()], "");
        std::fs::remove_file(&path).unwrap();
        let Some(output) = output else { return };
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && errors.is_empty(), "{errors}\n{text}");
    }
}
