//! What is told otherwise of the same thing elsewhere.

use std::collections::BTreeSet;

use vientro_core::{Bilingual, Finding, Language, Location};

use super::ReasonKind;
use crate::codes;
use crate::sheet::in_both;

/// What one side says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Said {
    pub(super) body: String,
    pub(super) location: Location,
    pub(super) text: Bilingual,
}

impl Said {
    /// The body that says it.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Its cell; the beginning of its row if the cell is not known.
    pub const fn location(&self) -> &Location {
        &self.location
    }

    /// What it says, as it is written in each language.
    pub const fn text(&self) -> &Bilingual {
        &self.text
    }
}

/// One thing that two sides or more say otherwise of the same aid.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Difference {
    pub(super) kind: ReasonKind,
    pub(super) said: Vec<Said>,
}

impl Difference {
    /// What is told otherwise.
    pub const fn kind(&self) -> ReasonKind {
        self.kind
    }

    /// What each side says, at least two.
    pub fn said(&self) -> &[Said] {
        &self.said
    }

    /// A finding at the cell of each side, with what those say that say otherwise as expected; a warning, for words a note.
    pub fn findings(&self) -> Vec<Finding> {
        let is_words = matches!(
            self.kind,
            ReasonKind::Content | ReasonKind::Donor | ReasonKind::Owner | ReasonKind::Place
        );
        let finding = |said: &Said| {
            // of three sides two may agree
            let others = || self.said.iter().filter(|other| other.text != said.text);
            let places: Vec<String> =
                others().map(|other| format!("{} ({})", other.location, other.body)).collect();
            let (vi, en) = (self.kind.text(Language::Vi), self.kind.text(Language::En));
            let places = places.join(", ");
            let message = Bilingual::new(
                format!("{vi} khác với {places}"),
                format!("the {en} is not that of {places}"),
            );
            let told = in_both(|language| {
                let texts: BTreeSet<&str> = others().map(|other| other.text.text(language)).collect();
                texts.into_iter().collect::<Vec<_>>().join(" | ")
            });
            let place = said.location.clone();
            let finding = if is_words {
                codes::TOLD_OTHERWISE.as_note(message, place)
            } else {
                codes::TOLD_OTHERWISE.says(message, place)
            };
            finding.found_in_both(said.text.clone()).expected_in_both(told)
        };
        self.said.iter().map(finding).collect()
    }
}
