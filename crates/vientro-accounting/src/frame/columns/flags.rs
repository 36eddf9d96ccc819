//! Columns of yes and no.

use crate::frame::codes::Codes;

/// A column of yes and no.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlagColumn {
    /// 0 missing, 1 no, 2 yes.
    pub(crate) codes: Codes,
    pub(crate) missing: usize,
}

impl FlagColumn {
    /// An empty column.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an answer, or a missing one.
    #[inline]
    pub fn push(&mut self, flag: Option<bool>) {
        self.missing = self.missing.saturating_add(usize::from(flag.is_none()));
        self.codes.push(match flag {
            None => 0,
            Some(false) => 1,
            Some(true) => 2,
        });
    }
}
