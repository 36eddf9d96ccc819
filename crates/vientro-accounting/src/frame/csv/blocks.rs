//! A source of bytes cut into blocks that end with a record.

use std::io::{self, Read};

use memchr::{memchr, memrchr};

/// Bytes before and behind the text of a block, so that a field can be loaded as a whole word from either of its ends.
pub(super) const MARGIN: usize = 64;

/// Some whole records, at least [`MARGIN`] bytes of anything on either side.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// Its number among the blocks of the source, from 0.
    pub(super) number: usize,
    bytes: Vec<u8>,
    end: usize,
    /// True if a quote stands in it.
    pub(super) quoted: bool,
}

impl Block {
    /// Where the text ends.
    pub(super) fn end(&self) -> usize {
        self.end
    }

    /// The text, from [`MARGIN`] on, and what stands around it.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn text(&self) -> &[u8] {
        self.bytes.get(MARGIN..self.end).unwrap_or_default()
    }
}

/// Cuts a source into blocks.
#[derive(Debug)]
pub(super) struct Blocks<R> {
    source: R,
    size: usize,
    size_max: usize,
    /// What was read behind the last record end.
    rest: Vec<u8>,
    number: usize,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(source: R, size: usize, size_max: usize) -> Self {
        Self { source, size, size_max, rest: Vec::new(), number: 0, ended: false }
    }

    /// Fills `block` with the next records; false if there are none.
    ///
    /// A record that is longer than the largest block is an error of kind [`io::ErrorKind::InvalidData`].
    pub(super) fn next(&mut self, block: &mut Block) -> io::Result<bool> {
        let rest = std::mem::take(&mut self.rest);
        let mut filled = MARGIN.saturating_add(rest.len());
        // memory of a block before is not cleared, only written over
        grow(&mut block.bytes, filled.max(self.size.saturating_add(MARGIN)).saturating_add(MARGIN));
        if let Some(room) = block.bytes.get_mut(MARGIN..filled) {
            room.copy_from_slice(&rest);
        }
        self.rest = rest;
        self.rest.clear();
        let mut wanted = self.size;
        let end = loop {
            grow(&mut block.bytes, wanted.saturating_add(MARGIN).saturating_add(MARGIN));
            let goal = wanted.saturating_add(MARGIN);
            self.fill(&mut block.bytes, &mut filled, goal)?;
            let text = block.bytes.get(MARGIN..filled).unwrap_or_default();
            if self.ended {
                block.quoted = memchr(b'"', text).is_some();
                break filled;
            }
            let (end, quoted) = last_end(text);
            block.quoted = quoted;
            if let Some(end) = end {
                break end.saturating_add(MARGIN);
            }
            if wanted >= self.size_max {
                return Err(io::Error::new(io::ErrorKind::InvalidData, TOO_LONG));
            }
            wanted = wanted.saturating_mul(2).min(self.size_max);
        };
        self.rest.extend_from_slice(block.bytes.get(end..filled).unwrap_or_default());
        block.end = end;
        block.number = self.number;
        self.number = self.number.saturating_add(1);
        Ok(!block.text().is_empty())
    }

    /// Reads until `goal` bytes are filled or the source ends.
    fn fill(&mut self, bytes: &mut [u8], filled: &mut usize, goal: usize) -> io::Result<()> {
        while let Some(room) = bytes.get_mut(*filled..goal).filter(|room| !room.is_empty()) {
            match self.source.read(room) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(read) => *filled = filled.saturating_add(read),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

/// Makes a list at least so long.
pub(super) fn grow<T: Clone + Default>(list: &mut Vec<T>, length: usize) {
    if list.len() < length {
        list.resize(length, T::default());
    }
}

/// Where the last whole record of `text` ends, and whether a quote stands in the text. A line end between quotes ends no
/// record; a quote opens only at the beginning of a field.
fn last_end(text: &[u8]) -> (Option<usize>, bool) {
    let line_end = |from: usize, to: usize| {
        let part = text.get(from..to).unwrap_or_default();
        memrchr(b'\n', part).map(|place| from.saturating_add(place).saturating_add(1))
    };
    let next_quote = |from: usize| {
        let part = text.get(from..).unwrap_or_default();
        memchr(b'"', part).map(|place| from.saturating_add(place))
    };
    let Some(mut quote) = next_quote(0) else {
        return (line_end(0, text.len()), false);
    };
    let (mut plain, mut last) = (0, None);
    loop {
        let before = quote.checked_sub(1).and_then(|place| text.get(place));
        let mut next = quote.saturating_add(1);
        if matches!(before, None | Some(b',' | b'\n' | b'\r')) {
            last = line_end(plain, quote).or(last);
            // up to the quote that closes; two in a row are one of the text
            loop {
                let Some(closing) = next_quote(next) else { return (last, true) };
                next = closing.saturating_add(1);
                if text.get(next) != Some(&b'"') {
                    break;
                }
                next = next.saturating_add(1);
            }
            plain = next;
        }
        match next_quote(next) {
            Some(found) => quote = found,
            None => return (line_end(plain, text.len()).or(last), true),
        }
    }
}

const TOO_LONG: &str = "a record is longer than the largest block";

#[cfg(test)]
mod tests {
    use super::{Block, Blocks, last_end};

    #[test]
    fn a_line_end_between_quotes_ends_no_record() {
        assert_eq!(last_end(b"a,b\nc"), (Some(4), false));
        assert_eq!(last_end(b"a,b"), (None, false));
        assert_eq!(last_end(b"a,\"b\nc"), (None, true));
        assert_eq!(last_end(b"a\nb,\"c\nd"), (Some(2), true));
        assert_eq!(last_end(b"a\n\"b\n\"\"\n\"\nc"), (Some(10), true));
        assert_eq!(last_end(b"5\" pipe\nc,\"d\n\",e"), (Some(8), true));
    }

    #[test]
    fn blocks_hold_whole_records() {
        let text = b"a,b\n\"c\nd\",e\nff,gg\nh,i";
        for size in 1..30 {
            let mut blocks = Blocks::new(text.as_slice(), size, 64);
            let (mut block, mut all, mut numbers) = (Block::default(), Vec::new(), Vec::new());
            while blocks.next(&mut block).expect("no block is too small") {
                all.extend_from_slice(block.text());
                numbers.push(block.number);
                let ends = all.ends_with(b"b\n") || all.ends_with(b"e\n") || all.ends_with(b"g\n");
                assert!(ends || all.len() == text.len(), "{size}");
            }
            assert_eq!(all, text);
            assert!(numbers.iter().copied().eq(0..numbers.len()));
        }
        let mut blocks = Blocks::new(text.as_slice(), 1, 4);
        assert!(blocks.next(&mut Block::default()).expect("the first record fits"));
        assert!(blocks.next(&mut Block::default()).is_err());
    }
}
