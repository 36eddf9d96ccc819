//! The rows of a frame in another order.

use std::borrow::Cow;

use super::{Chunk, Column, Field, Frame, Kind, Runs, at};

/// Rows of a chunk that is made anew, so that one long amount widens no more than these.
const CHUNK_ROWS: usize = 1 << 20;

impl Frame {
    /// A column in another order, cut as the chunks of [`Frame::rearranged`] are; `order` has the position of each row once.
    pub(crate) fn gathered(&self, place: usize, order: &[u32]) -> Vec<Column> {
        let mut parts = self.chunks.iter().filter_map(|chunk| chunk.columns.get(place));
        let Some(first) = parts.next() else { return Vec::new() };
        let whole = parts.fold(Cow::Borrowed(first), |mut whole, part| {
            whole.to_mut().take_rows(part, 0..part.len());
            whole
        });
        let gather = |rows: &[u32]| {
            let mut column = whole.without_rows();
            column.take_rows(&whole, rows.iter().map(|row| at(*row)));
            column
        };
        order.chunks(CHUNK_ROWS).map(gather).collect()
    }

    /// The rows in another order.
    ///
    /// * `gathered`: each column by [`Frame::gathered`].
    pub(crate) fn rearranged(&self, order: &[u32], gathered: Vec<Vec<Column>>) -> Self {
        let mut frame =
            Self { fields: self.fields.iter().map(Field::without_rows).collect(), ..Self::default() };
        let given: Option<Vec<u32>> = self.is_rearranged().then(|| self.given_rows().collect());
        let mut gathered: Vec<_> = gathered.into_iter().map(Vec::into_iter).collect();
        for rows in order.chunks(CHUNK_ROWS) {
            frame.push_coded(gathered.iter_mut().filter_map(Iterator::next).collect());
            if let Some(chunk) = frame.chunks.last_mut() {
                let known =
                    |row: &u32| given.as_ref().map_or(Some(*row), |given| given.get(at(*row)).copied());
                chunk.given = Some(rows.iter().filter_map(known).collect());
            }
        }
        frame
    }

    /// Do some rows stand elsewhere than they were given?
    pub(crate) fn is_rearranged(&self) -> bool {
        self.chunks.iter().any(|chunk| chunk.given.is_some())
    }

    /// The position of each row as it was given.
    fn given_rows(&self) -> impl Iterator<Item = u32> + '_ {
        let of_chunk = |chunk: &Chunk, row: usize| super::short(chunk.given_row(row));
        self.chunks.iter().flat_map(move |chunk| (0..chunk.rows).map(move |row| of_chunk(chunk, row)))
    }
}

impl Chunk {
    /// The position of a row, counted in the chunk, as it was given: counted in the frame before its rows were rearranged.
    pub(crate) fn given_row(&self, row: usize) -> usize {
        let given = self.given.as_ref().and_then(|given| given.get(row));
        given.map_or_else(|| self.first_row.saturating_add(row), |row| at(*row))
    }
}

impl Field {
    /// The same before the first row; an order that was declared was that of the rows.
    fn without_rows(&self) -> Self {
        let kind = match &self.kind {
            Kind::Dates { .. } => Kind::Dates { range: None },
            Kind::Integers { .. } => Kind::Integers { range: None },
            kind @ (Kind::Flags | Kind::Money { .. } | Kind::Names { .. }) => kind.clone(),
        };
        Self {
            ascending: matches!(kind, Kind::Dates { .. } | Kind::Integers { .. }),
            runs: self.is_coded().then(Runs::default),
            kind,
            missing: 0,
            last: None,
            declared: None,
            name: self.name.clone(),
            apart: self.apart,
        }
    }
}
