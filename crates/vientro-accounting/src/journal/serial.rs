//! Journals as they are stored: read back, everything is checked again.

use chrono::NaiveDate;
use vientro_core::Period;
use vientro_currency::Currency;

use super::{ENTRIES_MAX, ENTRY, Journal};
use crate::chain::EntryHash;
use crate::closing::Seal;
use crate::entry::Entry;
use crate::error::JournalError;
use crate::posting::Unposted;

/// The serialised form of a journal: entries with their hashes, and the hash it ends at.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JournalParts {
    presentation: Option<Currency>,
    entries: Vec<Entry>,
    unposted: Vec<Unposted>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    superseded: Vec<Unposted>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    cut_offs: Vec<(Period, NaiveDate)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    seals: Vec<Seal>,
    head: EntryHash,
}

impl From<Journal> for JournalParts {
    fn from(journal: Journal) -> Self {
        Self {
            presentation: journal.presentation,
            head: journal.head(),
            entries: journal.entries,
            unposted: journal.unposted.into_values().collect(),
            superseded: journal.superseded,
            cut_offs: journal.cut_offs,
            seals: journal.seals,
        }
    }
}

impl TryFrom<JournalParts> for Journal {
    type Error = JournalError;

    fn try_from(parts: JournalParts) -> Result<Self, JournalError> {
        let mut journal = Self { presentation: parts.presentation, ..Self::default() };
        for (entry, index) in parts.entries.into_iter().zip(0_u32..ENTRIES_MAX) {
            let hash = journal.index.seed().of_source(entry.source());
            journal.index.take(&entry, index, hash);
            journal.entries.push(entry);
        }
        (journal.cut_offs, journal.seals) = (parts.cut_offs, parts.seals);
        journal.superseded = parts.superseded;
        // the first entry found wrong is named; a journal cut short has all its entries right
        if let Some(finding) = journal.audit(Some(&parts.head)).first() {
            let named =
                finding.location().record().and_then(|record| record.strip_prefix(ENTRY)?.parse().ok());
            return Err(JournalError::Tampered { entry: named.unwrap_or_else(|| journal.newest()) });
        }
        for unposted in parts.unposted {
            let fact = unposted.source().to_string();
            let its = journal.entry_of(unposted.source()).map(Entry::recorded_on);
            if its != unposted.settled_on {
                return Err(JournalError::PostedAndAside { fact });
            }
            if journal.unposted.insert(fact.clone(), unposted).is_some() {
                return Err(JournalError::AsideTwice { fact });
            }
        }
        Ok(journal)
    }
}
