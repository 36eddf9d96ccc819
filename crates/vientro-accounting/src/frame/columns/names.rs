//! Columns of names.

use std::collections::HashMap;

use crate::frame::codes::{Codes, at, short};

/// The names of a dictionary column: declared ones in their order, further ones as they come.
///
/// Code 0 is a missing name; the first name has code 1. Answers list declared names in the order they were declared, then others
/// in the order of their bytes, so that no answer depends on the order of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dictionary {
    names: Vec<String>,
    declared: usize,
    places: HashMap<String, u32>,
}

impl Dictionary {
    /// A dictionary of `declared` names; a name given twice counts once.
    pub fn new<S: Into<String>>(declared: impl IntoIterator<Item = S>) -> Self {
        let mut dictionary = Self::default();
        for name in declared {
            let name: String = name.into();
            dictionary.code_or_add(&name);
        }
        dictionary.declared = dictionary.names.len();
        dictionary
    }

    /// The code of a name, which is added if it is new.
    pub fn code_or_add(&mut self, name: &str) -> u32 {
        if let Some(code) = self.places.get(name) {
            return *code;
        }
        self.names.push(name.to_owned());
        let code = short(self.names.len());
        self.places.insert(name.to_owned(), code);
        code
    }

    /// The code of a name.
    pub fn code(&self, name: &str) -> Option<u32> {
        self.places.get(name).copied()
    }

    /// The name of a code; `None` for 0, a missing name, and for codes that are not used.
    pub fn name(&self, code: u32) -> Option<&str> {
        self.names.get(at(code.checked_sub(1)?)).map(String::as_str)
    }

    /// All names by code, from code 1.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How many names were declared.
    pub fn declared(&self) -> usize {
        self.declared
    }
}

/// A column of names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameColumn {
    pub(crate) dictionary: Dictionary,
    pub(crate) codes: Codes,
    pub(crate) missing: usize,
    last: u32,
}

impl NameColumn {
    /// An empty column whose answers list `declared` names in this order.
    pub fn new<S: Into<String>>(declared: impl IntoIterator<Item = S>) -> Self {
        Self { dictionary: Dictionary::new(declared), ..Self::default() }
    }

    /// With room for `rows`.
    #[must_use]
    pub fn with_capacity(mut self, rows: usize) -> Self {
        self.codes = Codes::with_capacity(rows);
        self
    }

    /// A column of `codes` of `dictionary`. A code the dictionary does not have counts as missing.
    pub fn from_codes(dictionary: Dictionary, codes: Codes) -> Self {
        let known = short(dictionary.names.len());
        let mut codes = codes;
        if codes.iter().any(|code| code > known) {
            let table: Vec<u32> = (0..=known).collect();
            codes.recode(&table);
        }
        let missing = codes.iter().filter(|code| *code == 0).count();
        Self { dictionary, codes, missing, last: 0 }
    }

    /// Adds a name, or a missing one.
    pub fn push(&mut self, name: Option<&str>) {
        let code = match name {
            None => 0,
            // rows of one kind often follow each other
            Some(name) if self.dictionary.name(self.last) == Some(name) => self.last,
            Some(name) => self.dictionary.code_or_add(name),
        };
        self.last = code;
        self.missing = self.missing.saturating_add(usize::from(code == 0));
        self.codes.push(code);
    }

    /// Adds a name by its code in [`NameColumn::dictionary`]; false for a code that has no name, which is not added.
    #[inline]
    pub fn push_code(&mut self, code: u32) -> bool {
        if at(code) > self.dictionary.names.len() {
            return false;
        }
        self.missing = self.missing.saturating_add(usize::from(code == 0));
        self.codes.push(code);
        true
    }

    /// The dictionary.
    pub fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }

    /// `codes` are of a dictionary kept elsewhere; `missing` of them are 0.
    pub(crate) fn of_codes(codes: Codes, missing: usize) -> Self {
        Self { dictionary: Dictionary::default(), codes, missing, last: 0 }
    }
}
