//! The hash chain: the bytes an entry is hashed by, and the hash that ties it to the entry before.

use std::fmt;
use std::ops::Bound;
use std::str::FromStr;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use sha2::{Digest, Sha256};
use vientro_core::Figure;
use vientro_currency::Money;
use vientro_model::ItemId;

use crate::account::{Account, Side};
use crate::entry::{EntryDraft, EntrySource, LineView};
use crate::error::JournalError;
use crate::valued::Valued;

/// SHA-256 over the bytes of an entry, in which the hash of the entry before it stands
/// ([`Entry::to_bytes`](crate::Entry::to_bytes)).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
pub struct EntryHash([u8; 32]);

impl EntryHash {
    /// What stands before the first entry.
    pub const START: Self = Self([0; 32]);

    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The hash of [written](write) bytes, once the place of the entry in the chain is known.
    pub(crate) fn tie(bytes: &mut [u8], number: u64, previous: &Self) -> Self {
        write_place(bytes, number, previous);
        Self::of(bytes)
    }
}

impl fmt::Display for EntryHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for EntryHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EntryHash({self})")
    }
}

impl FromStr for EntryHash {
    type Err = JournalError;

    /// Reads 64 hexadecimal digits, in capitals too.
    fn from_str(text: &str) -> Result<Self, JournalError> {
        let wrong = || JournalError::Hash { found: text.chars().take(80).collect() };
        if text.len() != 64 {
            return Err(wrong());
        }
        let mut bytes = [0; 32];
        let digit = |c: char| Some(u8::try_from(c.to_digit(16)?).unwrap_or_default());
        let mut digits = text.chars().map(digit);
        for byte in &mut bytes {
            let (high, low) = digits.next().flatten().zip(digits.next().flatten()).ok_or_else(wrong)?;
            *byte = (high << 4) | low;
        }
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for EntryHash {
    type Error = JournalError;

    fn try_from(text: String) -> Result<Self, JournalError> {
        text.parse()
    }
}

impl From<EntryHash> for String {
    fn from(hash: EntryHash) -> Self {
        hash.to_string()
    }
}

/// The bytes of an entry: its place in the chain, what it says, and the values it is presented at.
pub(crate) fn bytes_of(number: u64, previous: &EntryHash, draft: &EntryDraft) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(ENTRY_BYTES);
    write(&mut bytes, draft, draft.item(), draft.views());
    write_place(&mut bytes, number, previous);
    bytes
}

/// Appends the bytes of an entry before its place in the chain is known: room for that stands first. The item and the lines
/// come beside the draft, which may not have them yet.
pub(crate) fn write<'a>(
    bytes: &mut Vec<u8>,
    draft: &EntryDraft,
    item: Option<&ItemId>,
    lines: impl Iterator<Item = LineView<'a>> + Clone,
) {
    bytes.extend_from_slice(&[0; PLACE_BYTES]);
    let mut bytes = Bytes(bytes);
    bytes.facts(draft, draft.recorded(), item, lines.clone());
    let mut before = None;
    for line in lines {
        if !is_repeated(&mut before, line.value, Valued::eq) {
            bytes.presented(line.value);
        }
    }
}

/// What an entry says without its place in the chain and without rates: posting the same fact again finds it
/// unchanged, whatever the rates. `recorded` is the day it became known, if that is said.
pub(crate) fn facts_of<'a>(
    draft: &EntryDraft,
    recorded: Option<NaiveDate>,
    item: Option<&ItemId>,
    lines: impl Iterator<Item = LineView<'a>> + Clone,
) -> Vec<u8> {
    let mut bytes = Vec::new();
    Bytes(&mut bytes).facts(draft, recorded, item, lines);
    bytes
}

fn write_place(bytes: &mut [u8], number: u64, previous: &EntryHash) {
    let place = number.to_le_bytes().into_iter().chain(previous.0);
    for (byte, of_place) in bytes.iter_mut().zip(place) {
        *byte = of_place;
    }
}

/// Number and hash of the entry before, at the front of the bytes.
const PLACE_BYTES: usize = 40;

/// Most entries take 150 to 350 bytes.
pub(crate) const ENTRY_BYTES: usize = 384;

/// Has the line the value of the line before it? Lines of one fact share theirs.
fn is_repeated<'a>(
    before: &mut Option<&'a Arc<Valued>>,
    value: &'a Arc<Valued>,
    alike: impl Fn(&Valued, &Valued) -> bool,
) -> bool {
    let last = before.replace(value);
    last.is_some_and(|last| Arc::ptr_eq(last, value) || alike(last, value))
}

/// Numbers are in LEB128, signed ones in zigzag; texts have their length before them; what may be absent has a mark.
/// So no two entries share their bytes.
struct Bytes<'a>(&'a mut Vec<u8>);

impl Bytes<'_> {
    fn facts<'a>(
        &mut self,
        draft: &EntryDraft,
        recorded: Option<NaiveDate>,
        item: Option<&ItemId>,
        lines: impl Iterator<Item = LineView<'a>> + Clone,
    ) {
        self.source(draft.source());
        let key = draft.key();
        self.text(key.basis().as_str());
        self.text(key.direction().as_str());
        self.text(key.standing().as_str());
        self.text(key.source().map_or("", |source| source.as_str()));
        self.text(key.modality().map_or("", |modality| modality.as_str()));
        self.date(draft.date());
        self.maybe(recorded, Self::date);
        self.maybe(item.map(ItemId::as_str), Self::text);
        self.maybe(draft.actor(), Self::text);
        self.maybe(draft.reason(), Self::text);
        self.maybe(draft.evidence(), Self::text);
        self.length(draft.rows().len());
        for row in draft.rows() {
            self.text(row.as_str());
        }
        self.length(lines.clone().count());
        let mut before = None;
        for line in lines {
            let same = is_repeated(&mut before, line.value, |last, this| last.original() == this.original());
            let own_direction = line.direction != key.direction();
            let (of_item, of_other) = (line.item == item, line.item.is_some());
            // the highest bit came later: without an account at a keeper the byte is what it was before there were any
            let marks = [
                line.kept_on.is_some(),
                line.side == Side::Debit,
                line.is_withdrawn,
                line.is_principal,
                own_direction,
                of_item,
                of_other,
                same,
            ];
            self.0.push(marks.into_iter().fold(0, |byte, mark| (byte << 1) | u8::from(mark)));
            self.0.push(line.kind.code());
            if own_direction {
                self.text(line.direction.as_str());
            }
            if !of_item && let Some(other) = line.item {
                self.text(other.as_str());
            }
            if let Some(kept_on) = line.kept_on {
                self.text(kept_on.as_str());
            }
            if !same {
                self.figure(line.value.original());
            }
        }
    }

    fn presented(&mut self, value: &Valued) {
        if value.is_as_it_is() {
            self.0.push(0);
            return;
        }
        self.0.push(1);
        self.figure(value.presentation());
        self.length(value.rates().len());
        for rate in value.rates() {
            self.text(rate.id().as_str());
        }
        self.maybe(value.conversion(), |bytes, conversion| {
            bytes.text(conversion.policy());
            bytes.date(conversion.date());
        });
    }

    fn source(&mut self, source: &EntrySource) {
        match source {
            EntrySource::Commitment { item, version } => {
                self.0.push(1);
                self.text(item.as_str());
                self.number((*version).into());
            }
            EntrySource::Flow { id, kind } => {
                self.0.push(2);
                self.text(id.as_str());
                self.text(kind.as_str());
            }
            EntrySource::Manual { id } => {
                self.0.push(3);
                self.text(id);
            }
            EntrySource::Revaluation { closing, account, currency } => {
                self.0.push(4);
                self.date(*closing);
                self.account(account);
                self.text(currency.code());
            }
            EntrySource::Reversal { of } => {
                self.0.push(5);
                self.number((*of).into());
            }
            EntrySource::Movement { id, kind } => {
                self.0.push(6);
                self.text(id.as_str());
                self.text(kind.as_str());
            }
        }
    }

    fn account(&mut self, account: &Account) {
        // codes leave the highest bit free
        let kept = if account.kept_on().is_some() { 0x80 } else { 0 };
        self.0.push(account.kind().code() | kept);
        self.text(account.direction().as_str());
        self.maybe(account.item().map(ItemId::as_str), Self::text);
        if let Some(kept_on) = account.kept_on() {
            self.text(kept_on.as_str());
        }
    }

    fn figure(&mut self, figure: &Figure<Money>) {
        match figure {
            Figure::Unknown => self.0.push(0),
            Figure::Known(money) => {
                self.0.push(1);
                self.money(money);
            }
            Figure::Hedged(hedged) => {
                self.0.push(2);
                for bound in [hedged.interval().low(), hedged.interval().high()] {
                    match bound {
                        Bound::Unbounded => self.0.push(0),
                        Bound::Included(money) => {
                            self.0.push(1);
                            self.money(money);
                        }
                        Bound::Excluded(money) => {
                            self.0.push(2);
                            self.money(money);
                        }
                    }
                }
                self.maybe(hedged.printed(), |bytes, printed| {
                    bytes.money(printed.value());
                    bytes.maybe(printed.place(), Self::money);
                    bytes.maybe(printed.to(), Self::money);
                    bytes.maybe(printed.hedge(), |bytes, hedge| bytes.text(&format!("{hedge:?}")));
                });
            }
        }
    }

    fn money(&mut self, money: &Money) {
        self.0.extend_from_slice(money.currency().code().as_bytes());
        let minor = money.minor();
        self.number((minor.unsigned_abs() << 1) | u128::from(minor < 0));
    }

    fn date(&mut self, day: NaiveDate) {
        self.0.extend_from_slice(&day.num_days_from_ce().to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.length(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    fn maybe<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.0.push(value.is_some().into());
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn length(&mut self, length: usize) {
        self.number(u128::try_from(length).unwrap_or(u128::MAX));
    }

    fn number(&mut self, mut number: u128) {
        while number >= 0x80 {
            let [low, ..] = number.to_le_bytes();
            self.0.push(low | 0x80);
            number >>= 7;
        }
        let [low, ..] = number.to_le_bytes();
        self.0.push(low);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_64_hexadecimal_digits() {
        let text = "0a".repeat(32);
        let hash: EntryHash = text.parse().unwrap();
        assert_eq!(hash.to_string(), text);
        assert_eq!("0A".repeat(32).parse(), Ok(hash));
        // a sign before a digit is no hexadecimal digit
        let signed = "+f".repeat(32);
        for wrong in ["", "0a", &"0g".repeat(32), &signed, &"0a".repeat(33), &"đ".repeat(32)] {
            assert!(wrong.parse::<EntryHash>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn numbers_and_texts_do_not_run_together() {
        let written = |texts: &[&str]| {
            let mut bytes = Vec::new();
            for text in texts {
                Bytes(&mut bytes).text(text);
            }
            bytes
        };
        assert_ne!(written(&["ab", "c"]), written(&["a", "bc"]));
        assert_eq!(written(&[&"x".repeat(300)])[..2], [0xac, 0x02]);
    }
}
