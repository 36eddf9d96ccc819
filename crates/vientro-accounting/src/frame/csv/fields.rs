//! Where the fields of a block begin and end.

use csv_core::{ReadRecordResult, Reader};
use memchr::memchr_iter;

use super::blocks::{Block, MARGIN, grow};
use super::vectors::{CHUNK, Marker, Vectors, Work};

/// The fields of some records of one width.
///
/// A block without quotes is not copied: its commas and line ends are found 64 bytes at a time. Any other goes through
/// `csv-core`, which takes the quotes off. Both ways give the same fields.
#[derive(Debug, Default)]
pub(super) struct Fields {
    /// The fields' text, with [`MARGIN`] bytes on either side, if it had to be copied.
    copy: Vec<u8>,
    copied: bool,
    /// `stride` places for each record, the place `gap` bytes before its first field and the ends of its fields, of which the last may stand
    /// first in those of the next record; what stands behind is of a block before.
    bounds: Vec<u32>,
    stride: usize,
    /// Records that were found, and those of them that are shown.
    found: usize,
    records: usize,
    /// Bytes between the end of one field and the beginning of the next.
    gap: u32,
    /// Bytes by which a line end is longer than one.
    carriage_return: u32,
    width: usize,
    /// Lines of the block above each record, where they are not the number of records.
    lines: Vec<usize>,
}

/// A record that does not have as many fields as the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WidthError {
    /// Lines of the block above it.
    pub(super) line: usize,
    pub(super) found: usize,
}

impl Fields {
    /// Finds the fields of `block`, of which the first `skip` bytes are another's; after an error, those of the records before it.
    pub(super) fn find(
        &mut self,
        block: &Block,
        skip: usize,
        width: usize,
        vectors: Vectors,
    ) -> Result<(), WidthError> {
        self.width = width;
        self.lines.clear();
        let begin = MARGIN.saturating_add(skip);
        let plain = !block.quoted && width > 1 && self.find_plain(block, begin, vectors);
        let found = if plain { Ok(()) } else { self.find_any(block.text().get(skip..).unwrap_or_default()) };
        self.records = self.found;
        // so that of the last record, too, each field has as many places from its first on
        grow(&mut self.bounds, self.found.saturating_add(1).saturating_mul(self.stride));
        found
    }

    /// The text that the bounds point into.
    pub(super) fn bytes<'a>(&'a self, block: &'a Block) -> &'a [u8] {
        if self.copied { &self.copy } else { block.bytes() }
    }

    /// Number of records.
    pub(super) fn records(&self) -> usize {
        self.records
    }

    /// Shows only the first `records` of the records that were found.
    pub(super) fn set_records(&mut self, records: usize) {
        self.records = records.min(self.found);
    }

    /// Lines of the block above the record `row`.
    pub(super) fn line(&self, row: usize) -> usize {
        self.lines.get(row).copied().unwrap_or(row)
    }

    /// How many lines `block` has behind its first `skip` bytes.
    pub(super) fn lines(&self, block: &Block, skip: usize) -> u64 {
        if self.copied { lines(block, skip) } else { u64::try_from(self.records()).unwrap_or(u64::MAX) }
    }

    /// The field `column` of each record.
    pub(super) fn column(&self, column: usize) -> FieldColumn<'_> {
        let last = column.saturating_add(1) == self.width;
        let end = self.records.saturating_mul(self.stride).saturating_add(column);
        FieldColumn {
            bounds: self.bounds.get(column..end).unwrap_or_default(),
            stride: self.stride,
            gap: self.gap,
            shorter: if last { self.carriage_return } else { 0 },
        }
    }

    /// False if the block is not what the fast way reads: a record of another width, an empty line, mixed line ends.
    fn find_plain(&mut self, block: &Block, begin: usize, vectors: Vectors) -> bool {
        let (bytes, end) = (block.bytes(), block.end());
        let (Ok(before), Ok(behind)) = (u32::try_from(begin.saturating_sub(1)), u32::try_from(end)) else {
            return false;
        };
        (self.copied, self.gap, self.stride) = (false, 1, self.width);
        self.set_bound(0, before);
        let text = bytes.get(begin..end).unwrap_or_default();
        let delimiters = Delimiters { text, base: before.wrapping_add(1), places: &mut self.bounds };
        let Found { mut ends, mut line_ends, returns } = vectors.run(delimiters);
        if text.last().is_some_and(|&byte| byte != b'\n') {
            self.set_bound(ends, behind);
            ends = ends.wrapping_add(1);
            line_ends = line_ends.wrapping_add(1);
        }
        let Some(fields) = self.bounds.get(1..ends) else { return false };
        let records = fields.chunks_exact(self.width);
        self.found = records.len();
        // where as many lines end as there are records, and one at the end of each record, none ends elsewhere
        if !records.remainder().is_empty() || records.len() != line_ends {
            return false;
        }
        // a carriage return elsewhere ends a record, as csv-core reads it
        if returns != 0 && returns != line_ends {
            return false;
        }
        self.carriage_return = (returns > 0).into();
        let mut ordered = true;
        for record in records {
            let end = record.last().copied().unwrap_or_default();
            ordered &= end == behind || bytes.get(size(end)) == Some(&b'\n');
            if returns > 0 {
                ordered &= bytes.get(size(end.wrapping_sub(1))) == Some(&b'\r');
            }
        }
        ordered
    }

    fn set_bound(&mut self, place: usize, bound: u32) {
        match self.bounds.get_mut(place) {
            Some(known) => *known = bound,
            None => self.bounds.push(bound),
        }
    }

    /// Through `csv-core`.
    fn find_any(&mut self, text: &[u8]) -> Result<(), WidthError> {
        (self.copied, self.gap, self.carriage_return) = (true, 0, 0);
        (self.stride, self.found) = (self.width.saturating_add(1), 0);
        self.copy.clear();
        self.copy.resize(MARGIN.saturating_add(text.len()).saturating_add(MARGIN), 0);
        let mut reader = Reader::new();
        let mut ends = vec![0; self.width];
        let (mut read, mut written, mut line, mut counted) = (0, MARGIN, 0, 0);
        loop {
            let (mut fields, start) = (0_usize, written);
            // empty lines are passed over
            let rest = text.get(read..).unwrap_or_default();
            let empty = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
            let begun = read.saturating_add(empty);
            line = usize::saturating_add(line, line_ends(text.get(counted..begun).unwrap_or_default()));
            counted = begun;
            loop {
                let mut further = [0; 16];
                let places = match ends.get_mut(fields..) {
                    Some(places) if !places.is_empty() => places,
                    _ => &mut further,
                };
                let output = self.copy.get_mut(written..).unwrap_or_default();
                let input = text.get(read..).unwrap_or_default();
                let (result, taken, wrote, ended) = reader.read_record(input, output, places);
                read = read.saturating_add(taken);
                written = written.saturating_add(wrote);
                fields = fields.saturating_add(ended);
                match result {
                    // the next call is given no input, and ends the record
                    ReadRecordResult::InputEmpty | ReadRecordResult::OutputEndsFull => {}
                    ReadRecordResult::OutputFull => self.copy.resize(self.copy.len().saturating_mul(2), 0),
                    ReadRecordResult::Record => break,
                    ReadRecordResult::End => return Ok(()),
                }
            }
            if fields != self.width {
                return Err(WidthError { line, found: fields });
            }
            let first = self.found.saturating_mul(self.stride);
            for (place, end) in (first..).zip([0].iter().chain(&ends)) {
                self.set_bound(place, u32::try_from(start.saturating_add(*end)).unwrap_or(u32::MAX));
            }
            self.found = self.found.saturating_add(1);
            self.lines.push(line);
        }
    }
}

/// One field of each record.
#[derive(Clone, Copy, Debug)]
pub(super) struct FieldColumn<'a> {
    /// For each record `stride` places, of which the first two are the end of the field before and that of the field.
    bounds: &'a [u32],
    stride: usize,
    gap: u32,
    shorter: u32,
}

impl<'a> FieldColumn<'a> {
    pub(super) fn records(&self) -> usize {
        self.bounds.len().checked_div(self.stride).unwrap_or_default()
    }

    /// First byte, and byte behind the last, of each field.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = (usize, usize)> + Clone + use<'a> {
        self.from(0)
    }

    /// The same from the record `row` on.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    pub(super) fn from(&self, row: usize) -> impl ExactSizeIterator<Item = (usize, usize)> + Clone + use<'a> {
        let (gap, shorter) = (self.gap, self.shorter);
        let bounds = self.bounds.get(row.saturating_mul(self.stride)..).unwrap_or_default();
        // a record with a field has two places at least
        bounds.chunks_exact(self.stride.max(2)).map(move |bounds| match bounds {
            [before, end, ..] => (size(before.wrapping_add(gap)), size(end.wrapping_sub(shorter))),
            _ => (MARGIN, MARGIN),
        })
    }
}

/// The first record of a source.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) fields: Vec<Vec<u8>>,
    /// How much of the source it takes, with its line end.
    pub(super) bytes: usize,
    pub(super) lines: u64,
}

/// Reads the first record of `text`, which may begin with a mark of UTF-8.
pub(super) fn header(text: &[u8]) -> Header {
    let mark = if text.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let mut reader = Reader::new();
    let mut output = vec![0; text.len()];
    let (mut read, mut written, mut fields, mut begun) = (mark, 0, Vec::new(), 0);
    loop {
        let mut ends = [0; 64];
        let (input, room) =
            (text.get(read..).unwrap_or_default(), output.get_mut(written..).unwrap_or_default());
        let (result, taken, wrote, ended) = reader.read_record(input, room, &mut ends);
        read = read.saturating_add(taken);
        written = written.saturating_add(wrote);
        for &end in ends.iter().take(ended) {
            fields.push(output.get(begun..end).unwrap_or_default().to_vec());
            begun = end;
        }
        if matches!(result, ReadRecordResult::Record | ReadRecordResult::End) {
            break;
        }
    }
    if read > mark && text.get(read.saturating_sub(1)..=read) == Some(b"\r\n") {
        read = read.saturating_add(1);
    }
    let lines = line_ends(text.get(..read).unwrap_or_default());
    Header { fields, bytes: read, lines: u64::try_from(lines).unwrap_or(u64::MAX) }
}

/// Finds the commas and line ends of `text`, which begins at `base`, and sets their places into `places` in their order from its second
/// on.
///
/// 64 bytes become one number with a bit for each delimiter.
struct Delimiters<'a> {
    text: &'a [u8],
    base: u32,
    places: &'a mut Vec<u32>,
}

/// What stands in a text.
struct Found {
    /// Number of places that are set.
    ends: usize,
    line_ends: usize,
    returns: usize,
}

impl Work for Delimiters<'_> {
    type Output = Found;

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled anew for each kind of vectors")]
    fn run<M: Marker>(self, marker: M) -> Found {
        let Self { text, base, places } = self;
        let mut found = Found { ends: 1, line_ends: 0, returns: 0 };
        let (chunks, rest) = text.as_chunks::<CHUNK>();
        let mut last = [0; CHUNK];
        for (to, from) in last.iter_mut().zip(rest) {
            *to = *from;
        }
        let mut base = base;
        for chunk in chunks.iter().chain([&last]) {
            let marks = marker.marks(chunk);
            let bits = marks.commas | marks.line_ends;
            found.line_ends = found.line_ends.wrapping_add(size(marks.line_ends.count_ones()));
            found.returns = found.returns.wrapping_add(size(marks.returns.count_ones()));
            if places.len() < found.ends.wrapping_add(CHUNK) {
                places.resize(found.ends.wrapping_add(CHUNK).wrapping_mul(2), 0);
            }
            if let Some(room) = places.get_mut(found.ends..).and_then(<[u32]>::first_chunk_mut::<CHUNK>) {
                marker.places(bits, base, room);
            }
            found.ends = found.ends.wrapping_add(size(bits.count_ones()));
            base = base.wrapping_add(64);
        }
        found
    }
}

/// How many line ends `block` has behind its first `skip` bytes.
pub(super) fn lines(block: &Block, skip: usize) -> u64 {
    u64::try_from(line_ends(block.text().get(skip..).unwrap_or_default())).unwrap_or(u64::MAX)
}

fn line_ends(text: &[u8]) -> usize {
    memchr_iter(b'\n', text).count()
}

/// Places fit in a word.
#[inline]
fn size(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Fields, WidthError};
    use crate::frame::csv::blocks::{Block, Blocks};
    use crate::frame::csv::vectors::Vectors;

    fn block(text: &[u8]) -> Block {
        let mut block = Block::default();
        Blocks::new(text, text.len() + 1, 1 << 20).next(&mut block).expect("a slice can be read");
        block
    }

    fn rows_by(
        text: &[u8],
        width: usize,
        quoted: bool,
        vectors: Vectors,
    ) -> Result<Vec<Vec<Vec<u8>>>, WidthError> {
        let mut block = block(text);
        block.quoted |= quoted;
        let mut fields = Fields::default();
        fields.find(&block, 0, width, vectors)?;
        let mut rows = vec![Vec::new(); fields.records()];
        for column in 0..width {
            for (row, (from, to)) in rows.iter_mut().zip(fields.column(column).iter()) {
                row.push(fields.bytes(&block)[from..to].to_vec());
            }
        }
        Ok(rows)
    }

    fn rows(text: &[u8], width: usize, quoted: bool) -> Result<Vec<Vec<Vec<u8>>>, WidthError> {
        rows_by(text, width, quoted, Vectors::of_machine())
    }

    #[test]
    fn quotes_line_ends_and_empty_lines() {
        let expected = [["a", "b,\"\nc", ""], ["", "d", "e"]]
            .map(|row| row.map(|cell| cell.as_bytes().to_vec()).to_vec());
        let quoted = b"a,\"b,\"\"\nc\",\n\n,d,\"e\"";
        assert_eq!(rows(quoted, 3, false), Ok(expected.to_vec()));
        for text in ["a,b\nc,d\n", "a,b\nc,d", "a,b\r\nc,d\r\n", "a,b\n\nc,d\n\n", "a,b\r\nc,d\n", "a,b\rc,d"]
        {
            let expected =
                [["a", "b"], ["c", "d"]].map(|row| row.map(|cell| cell.as_bytes().to_vec()).to_vec());
            assert_eq!(rows(text.as_bytes(), 2, false), Ok(expected.to_vec()), "{text:?}");
        }
    }

    #[test]
    fn a_record_of_another_width_is_told_with_its_line() {
        assert_eq!(rows(b"a,b\n\nc\n", 2, false), Err(WidthError { line: 2, found: 1 }));
        assert_eq!(rows(b"a,b\n\"c\nd\",e\nf,g,h,i,j\n", 2, false), Err(WidthError { line: 3, found: 5 }));
    }

    proptest! {
        #[test]
        fn the_fast_way_finds_what_csv_core_finds(
            cells in proptest::collection::vec(proptest::collection::vec("[a-c \"]{0,70}", 3), 0..20),
            ends in proptest::collection::vec(prop_oneof![8 => Just("\n"), 1 => Just("\r\n"), 1 => Just("\r"), 1 => Just("\n\n")], 20),
            quotes in any::<bool>(),
        ) {
            let mut text = String::new();
            for (row, end) in cells.iter().zip(ends) {
                text.push_str(&row.join(","));
                text.push_str(end);
            }
            if !quotes {
                text = text.replace('"', "");
            }
            let expected = rows(text.as_bytes(), 3, true);
            for vectors in Vectors::all() {
                prop_assert_eq!(&rows_by(text.as_bytes(), 3, false, vectors), &expected);
            }
        }
    }
}
