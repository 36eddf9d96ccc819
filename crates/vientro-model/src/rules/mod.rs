//! Rules as data: instruments, articles, reporting duties, authorities, limits and cut-offs, keyed by instrument and date.
//!
//! No text here claims compliance: a row says from which instrument and article a rule was taken, and how sure that
//! is. Where a newer instrument was not read, the rule of the one it replaced is given, and its source says so.

mod authority;
mod cut_off;
mod duty;
mod instrument;
mod limit;

use chrono::NaiveDate;
use vientro_core::Language;

use crate::Validity;

pub use authority::{ApprovalCase, Authority, AuthorityRule, authority};
pub use cut_off::{CutOff, cut_offs, reporting_year};
pub use duty::{Due, Duty, Reporter, due, duties};
pub use instrument::{Article, Instrument, articles, instrument, instruments, regime_for_aid};
pub use limit::{Limit, LimitUnit, limit, limits};

coded! {
    /// How sure a rule is.
    #[expect(clippy::exhaustive_enums, reason = "the four marks of the tables")]
    Sureness "sureness" {
        /// Read in the full text of the instrument.
        A = "A", "đọc toàn văn", "read in full text";
        /// Read in a text that cites the instrument.
        B = "B", "đọc qua văn bản dẫn chiếu", "read in a text that cites it";
        /// Inferred from A or B.
        C = "C", "suy luận", "inferred";
        /// General knowledge, to be checked.
        D = "D", "hiểu biết chung, cần kiểm tra", "general knowledge, to be checked";
    }
}

/// Where a row of a table was taken from. A row holds on the days its instrument is in force, if nothing else is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Citation {
    /// Number of the instrument; empty for a practice without one.
    instrument: &'static str,
    /// The article, appendix or form; empty where it was not noted.
    place: &'static str,
    sureness: Sureness,
    /// What a reader must know, Vietnamese and English; empty if nothing.
    note: (&'static str, &'static str),
}

impl Citation {
    const fn new(instrument: &'static str, place: &'static str, sureness: Sureness) -> Self {
        Self { instrument, place, sureness, note: ("", "") }
    }

    const fn noting(mut self, vi: &'static str, en: &'static str) -> Self {
        self.note = (vi, en);
        self
    }

    /// The source of the row on `day`, if the row answers for that day: its instrument is in force, or was replaced by
    /// one that is and whose rule was not read.
    fn on(self, day: NaiveDate) -> Option<RuleSource> {
        let Some(taken_from) = instrument(self.instrument) else {
            return Some(RuleSource { citation: self, taken_from: None, in_force: None });
        };
        let mut in_force = Some(taken_from);
        while let Some(candidate) = in_force {
            if candidate.in_force().contains(day) {
                return Some(RuleSource { citation: self, taken_from: Some(taken_from), in_force });
            }
            // before its first day nothing of it holds
            if candidate.in_force().from().is_some_and(|from| day < from) {
                return None;
            }
            in_force = candidate.successor();
        }
        None
    }

    /// The days the row may answer for, those of its successors included.
    fn days(self) -> Validity {
        let from = instrument(self.instrument).and_then(|it| it.in_force().from());
        Validity::of(from, None)
    }
}

/// The source of an answer: the instrument in force on the day asked for, the row it was taken from, and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleSource {
    citation: Citation,
    taken_from: Option<&'static Instrument>,
    in_force: Option<&'static Instrument>,
}

impl RuleSource {
    /// The instrument in force on the day asked for; `None` for a practice without one.
    pub const fn instrument(&self) -> Option<&'static Instrument> {
        self.in_force
    }

    /// The instrument the rule was read in: an older one, where that of the newer was not read.
    pub const fn taken_from(&self) -> Option<&'static Instrument> {
        self.taken_from
    }

    /// The article with its clause, such as `13(9)`, or the appendix or form by name; empty where it was not noted.
    pub const fn place(&self) -> &'static str {
        self.citation.place
    }

    /// Is it the rule of an older instrument that stands in for one not read?
    pub fn is_carried_over(&self) -> bool {
        self.taken_from != self.in_force
    }

    /// How sure the rule is; a rule carried over is inferred at best.
    pub fn sureness(&self) -> Sureness {
        let sureness = self.citation.sureness;
        if self.is_carried_over() { sureness.max(Sureness::C) } else { sureness }
    }

    /// The source in words, such as `Nghị định 80/2020/NĐ-CP, Điều 13(9)`.
    pub fn text(&self, language: Language) -> String {
        let mut text = self.taken_from.map(|it| it.text(language)).unwrap_or_default();
        let place = self.citation.place;
        if !place.is_empty() {
            text.push_str(match (place.starts_with(|it: char| it.is_ascii_digit()), language) {
                (true, Language::Vi) => ", Điều ",
                (true, Language::En) => ", article ",
                (false, _) => ", ",
            });
            text.push_str(place);
        }
        let carried = self.in_force.filter(|_| self.is_carried_over()).map(|it| match language {
            Language::Vi => format!("chưa đọc quy định tương ứng của {}", it.text(language)),
            Language::En => format!("the rule of {} was not read", it.text(language)),
        });
        let (vi, en) = self.citation.note;
        let note = match language {
            Language::Vi => vi,
            Language::En => en,
        };
        for part in carried.as_deref().into_iter().chain([note]).filter(|part| !part.is_empty()) {
            if !text.is_empty() {
                text.push_str("; ");
            }
            text.push_str(part);
        }
        text
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for RuleSource {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut source = serializer.serialize_struct("RuleSource", 5)?;
        source.serialize_field("instrument", &self.in_force.map(Instrument::number))?;
        source.serialize_field("taken_from", &self.taken_from.map(Instrument::number))?;
        source.serialize_field("place", self.citation.place)?;
        source.serialize_field("sureness", &self.sureness())?;
        source.serialize_field(
            "text",
            &vientro_core::Bilingual::new(self.text(Language::Vi), self.text(Language::En)),
        )?;
        source.end()
    }
}

/// Every citation of every table, for the tests that hold for all.
#[cfg(test)]
fn citations() -> Vec<Citation> {
    let duties = duty::citations();
    let limits = limit::citations();
    duties.chain(limits).chain(authority::citations()).chain(cut_off::citations()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_source() {
        let all = citations();
        assert!(all.len() > 60, "{} rows", all.len());
        for citation in all {
            if citation.instrument.is_empty() {
                // a practice says whose, and is no law
                assert!(citation.sureness == Sureness::D && !citation.note.0.is_empty(), "{citation:?}");
                continue;
            }
            assert!(instrument(citation.instrument).is_some(), "{citation:?}");
            let listed = articles().iter().any(|article| {
                (article.instrument(), article.place()) == (citation.instrument, citation.place)
            });
            assert!(citation.place.is_empty() || listed, "{citation:?} is in no list of articles");
            assert_eq!(citation.note.0.is_empty(), citation.note.1.is_empty(), "{citation:?}");
        }
    }

    /// Of Decree 313/2025/NĐ-CP no rule of a table was read, so none cites it; its days are answered by what it replaced.
    #[test]
    fn rules_not_read_are_carried_over_and_say_so() {
        assert!(citations().iter().all(|it| it.instrument != "313/2025/NĐ-CP"));
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let rule = Citation::new("80/2020/NĐ-CP", "13(9)", Sureness::A);
        let older = rule.on(day(2025, 12, 7)).unwrap();
        assert_eq!((older.is_carried_over(), older.sureness()), (false, Sureness::A));
        assert_eq!(older.text(Language::Vi), "Nghị định 80/2020/NĐ-CP, Điều 13(9)");
        let newer = rule.on(day(2025, 12, 8)).unwrap();
        assert_eq!((newer.is_carried_over(), newer.sureness()), (true, Sureness::C));
        assert_eq!(newer.instrument().map(Instrument::number), Some("313/2025/NĐ-CP"));
        assert_eq!(
            newer.text(Language::En),
            "Decree 80/2020/NĐ-CP, article 13(9); the rule of Decree 313/2025/NĐ-CP was not read"
        );
        assert_eq!(rule.on(day(2020, 9, 16)), None);
        // general knowledge does not become surer by being carried over
        let known = Citation::new("80/2020/NĐ-CP", "", Sureness::D);
        assert_eq!(known.on(day(2026, 1, 1)).map(|it| it.sureness()), Some(Sureness::D));
    }
}
