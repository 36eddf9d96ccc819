//! What is known of the rows of a file before all of them are read.

use super::{Chunk, Column, DateColumn, Field, Frame, Kind, Part, Register};

impl Frame {
    /// True for what is known of rows that are not here.
    pub(crate) fn is_sketch(&self) -> bool {
        self.rows > 0 && self.chunks.is_empty()
    }

    /// The columns of this frame, without rows but as wide as those of `parts` besides its own, and as if it had `rows` rows. Codes are
    /// those of `register`.
    pub(crate) fn sketch(&self, parts: &[Part], register: &Register, rows: usize) -> Self {
        let mut sketch = Self { chunks: Vec::new(), rows, ..self.clone() };
        sketch.take_register(register);
        for (place, field) in sketch.fields.iter_mut().enumerate() {
            // it would be asked of each chunk by itself
            (field.ascending, field.runs) = (false, None);
            for column in parts.iter().filter_map(|part| part.columns.get(place)) {
                field.missing = field.missing.saturating_add(column.missing());
                if let (Kind::Dates { range } | Kind::Integers { range }, Some((min, max))) =
                    (&mut field.kind, column.range())
                {
                    *range = Some(range.map_or((min, max), |(low, high)| (low.min(min), high.max(max))));
                }
            }
        }
        sketch
    }

    /// Takes all names and currencies of a register; those the frame has come first in it.
    pub(crate) fn take_register(&mut self, register: &Register) {
        for (place, field) in self.fields.iter_mut().enumerate() {
            let Some(met) = register.met(place) else { continue };
            match &mut field.kind {
                Kind::Names { dictionary } => {
                    for name in met.names.names() {
                        dictionary.code_or_add(name);
                    }
                }
                Kind::Money { currencies, .. } => currencies.clone_from(&met.currencies),
                Kind::Dates { .. } | Kind::Flags | Kind::Integers { .. } => {}
            }
        }
    }

    /// The same with numbers a sixteenth further apart on both sides, so that the next rows are likely within.
    #[must_use]
    pub(crate) fn with_margins(mut self) -> Self {
        for field in &mut self.fields {
            if let Kind::Integers { range: Some((min, max)) } = &mut field.kind {
                let margin = max.saturating_sub(*min) / 16;
                (*min, *max) = (min.saturating_sub(margin), max.saturating_add(margin));
            }
        }
        self
    }

    /// Does the sketch know all that stands in a part?
    pub(crate) fn covers(&self, part: &Part) -> bool {
        let columns = self.fields.iter().zip(&part.columns).zip(&part.last_codes);
        columns.into_iter().all(|((field, column), last)| field.covers(column, *last))
    }

    /// Adds the rows of a part, whose codes are those of the frame, at the row `first_row` of the file.
    pub(crate) fn push_part(&mut self, part: Part, first_row: usize) {
        let chunks = self.chunks.len();
        self.push_coded(part.columns);
        if let Some(chunk) = self.chunks.get_mut(chunks) {
            chunk.first_row = first_row;
        }
    }
}

impl Field {
    fn covers(&self, column: &Column, last_code: u32) -> bool {
        let codes = match &self.kind {
            Kind::Names { dictionary } => dictionary.names().len(),
            Kind::Money { currencies, .. } => currencies.len(),
            Kind::Dates { range } | Kind::Integers { range } => {
                let within = match (range, column.range()) {
                    (_, None) => true,
                    (None, Some(_)) => false,
                    (Some((low, high)), Some((min, max))) => *low <= min && max <= *high,
                };
                if !within {
                    return false;
                }
                usize::MAX
            }
            Kind::Flags => usize::MAX,
        };
        super::at(last_code) <= codes && (self.missing > 0 || column.missing() == 0)
    }
}

impl Column {
    /// Rows without a value; of money, rows without a currency.
    fn missing(&self) -> usize {
        match self {
            Self::Dates(DateColumn(column)) | Self::Integers(column) => column.missing,
            Self::Flags(column) => column.missing,
            Self::Money(column) => column.without_currency(),
            Self::Names(column) => column.missing,
        }
    }

    fn range(&self) -> Option<(i64, i64)> {
        match self {
            Self::Dates(DateColumn(column)) | Self::Integers(column) => column.range(),
            Self::Flags(_) | Self::Money(_) | Self::Names(_) => None,
        }
    }
}

impl From<Part> for Chunk {
    fn from(part: Part) -> Self {
        let Part { columns, .. } = part;
        Self {
            first_row: 0,
            rows: columns.first().map_or(0, Column::len),
            columns,
            zones: Vec::new(),
            given: None,
        }
    }
}
