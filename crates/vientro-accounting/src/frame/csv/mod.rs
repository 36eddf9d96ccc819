//! CSV files read into frames.
//!
//! The source is cut into blocks of whole records; several threads may take blocks at the same time, and each block becomes
//! a chunk of its own, so that the frame is the same whatever the number of threads.

mod blocks;
mod cells;
mod decode;
mod error;
mod fields;
mod layout;
mod names;

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

pub use error::CsvError;
pub use layout::CsvLayout;

use super::{Column, Frame};
use blocks::{Block, Blocks};
use decode::Plan;
use fields::Fields;

/// How a CSV file is read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CsvOptions {
    /// Bytes read at once; each becomes a chunk of the frame. 1 MiB unless set.
    pub block_bytes: usize,
    /// The longest record, in bytes; a longer one is an error. 64 MiB unless set.
    pub record_bytes_max: usize,
}

impl Default for CsvOptions {
    fn default() -> Self {
        Self { block_bytes: 1 << 20, record_bytes_max: 64 << 20 }
    }
}

/// A CSV file being read, a block of records at a time.
///
/// The file has a header, commas between fields, fields in double quotes where they hold a comma, a quote (doubled) or a line
/// end, and `\n` or `\r\n` at the end of a line; empty lines are passed over.
///
/// # Source
///
/// RFC 4180 of October 2005, section 2, with either line end.
#[derive(Debug)]
pub struct CsvReader<R> {
    plan: Plan,
    shared: Mutex<Shared<R>>,
    /// Told whenever a block is done.
    done: Condvar,
}

#[derive(Debug)]
struct Shared<R> {
    blocks: Blocks<R>,
    /// The block with the header, and where the header ends.
    first: Option<(Block, usize)>,
    /// Lines of each block that is done; those of the header stand with the first.
    lines: Vec<Option<u64>>,
    header_lines: u64,
    stopped: bool,
    /// Memory of blocks that are done.
    spare: Vec<(Block, Fields)>,
}

/// A block's columns.
#[derive(Debug)]
struct Part {
    number: usize,
    columns: Vec<(String, Column)>,
}

/// The records of one block.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CsvChunk {
    /// Its number among the blocks of the file, from 0.
    pub number: usize,
    /// Its records, in their order.
    pub frame: Frame,
}

impl<R: Read> CsvReader<R> {
    /// Reads the header of `source` and finds the columns of `layout` in it.
    ///
    /// # Errors
    ///
    /// [`CsvError::Header`] for a column that is missing or there twice, [`CsvError::Layout`], [`CsvError::Source`].
    pub fn new(source: R, layout: &CsvLayout, options: &CsvOptions) -> Result<Self, CsvError> {
        let mut blocks = Blocks::new(
            source,
            options.block_bytes.max(1),
            options.record_bytes_max.max(options.block_bytes),
        );
        let mut block = Block::default();
        blocks.next(&mut block).map_err(|error| CsvError::from_source(&error))?;
        let header = fields::header(block.text());
        let plan = Plan::new(layout, &header.fields)?;
        let shared = Shared {
            blocks,
            first: Some((block, header.bytes)),
            lines: Vec::new(),
            header_lines: header.lines,
            stopped: false,
            spare: Vec::new(),
        };
        Ok(Self { plan, shared: Mutex::new(shared), done: Condvar::new() })
    }

    /// The next records; `None` at the end, and after an error. Several threads may ask: one reads while others decode.
    ///
    /// # Errors
    ///
    /// [`CsvError::Field`] and [`CsvError::Width`] tell the first bad record of the block, [`CsvError::Source`] a failure to read.
    /// Where several threads get an error, that with the smallest line is the file's first.
    pub fn next_chunk(&self) -> Result<Option<CsvChunk>, CsvError> {
        let Some(Part { number, columns }) = self.next_part()? else { return Ok(None) };
        // columns of one block have one length, and the layout gives each a name of its own
        let frame = Frame::from_columns(columns).unwrap_or_default();
        Ok(Some(CsvChunk { number, frame }))
    }

    fn next_part(&self) -> Result<Option<Part>, CsvError> {
        let mut shared = self.lock();
        if shared.stopped {
            return Ok(None);
        }
        let (mut block, mut fields) = shared.spare.pop().unwrap_or_default();
        let mut skip = 0;
        if let Some((first, header)) = shared.first.take() {
            (block, skip) = (first, header);
        } else {
            match shared.blocks.next(&mut block) {
                Ok(true) => {}
                Ok(false) => {
                    shared.stopped = true;
                    return Ok(None);
                }
                Err(error) => {
                    shared.stopped = true;
                    return Err(CsvError::from_source(&error));
                }
            }
        }
        shared.lines.push(None);
        drop(shared);
        let decoded = self.plan.decode(&block, skip, &mut fields);
        let number = block.number;
        let lines = decoded.as_ref().map_or_else(|_| fields::lines(&block, skip), |decoded| decoded.lines);
        let mut shared = self.lock();
        shared.spare.push((block, fields));
        if let Some(place) = shared.lines.get_mut(number) {
            *place = Some(lines);
        }
        self.done.notify_all();
        match decoded {
            Ok(decoded) => Ok(Some(Part { number, columns: decoded.columns })),
            Err(error) => {
                shared.stopped = true;
                // the blocks before, which other threads have in hand, tell how many lines they have
                loop {
                    let before = shared.lines.get(..number).unwrap_or_default();
                    let lines = before
                        .iter()
                        .copied()
                        .try_fold(shared.header_lines, |sum, lines| Some(sum.saturating_add(lines?)));
                    if let Some(lines) = lines {
                        return Err(error.below(lines));
                    }
                    shared = self.done.wait(shared).unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Shared<R>> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Frame {
    /// Reads the columns of `layout` from a CSV file; see [`CsvReader`] for its form. With the feature `rayon` the threads of the
    /// caller's pool read together, and the frame is the same.
    ///
    /// ```
    /// use vientro_accounting::frame::{CsvLayout, CsvOptions, Frame};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let text = "amount,currency,date\n250000000,VND,2025-03-01\n10000.50,USD,2025-11-20\n,USD,2025-12-01\n";
    /// let layout = CsvLayout::new().dates("date").amounts("amount", "currency");
    /// let frame = Frame::from_csv(text.as_bytes(), &layout, &CsvOptions::default())?;
    /// assert_eq!(frame.rows(), 3);
    ///
    /// let wrong = Frame::from_csv("amount,currency,date\n457.800,USD,2025-03-01\n".as_bytes(), &layout, &CsvOptions::default());
    /// let error = wrong.err().map(|error| error.to_string());
    /// let told = "line 2, column `amount`: found `457.800`, expected an amount with at most 2 decimals, such as `-1250.5`";
    /// assert_eq!(error.as_deref(), Some(told));
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`CsvError`]: of all bad records the first is told.
    pub fn from_csv<R: Read + Send>(
        source: R,
        layout: &CsvLayout,
        options: &CsvOptions,
    ) -> Result<Self, CsvError> {
        let reader = CsvReader::new(source, layout, options)?;
        let assembly = Mutex::new(Assembly::default());
        let read = || -> Result<(), CsvError> {
            while let Some(part) = reader.next_part()? {
                assembly.lock().unwrap_or_else(PoisonError::into_inner).take(part);
            }
            Ok(())
        };
        #[cfg(feature = "rayon")]
        let done = rayon::broadcast(|_| read());
        #[cfg(not(feature = "rayon"))]
        let done = [read()];
        // an error of the source has no line, and comes after all records before it
        let line = |error: &CsvError| error.line().unwrap_or(u64::MAX);
        match done.into_iter().filter_map(Result::err).min_by_key(line) {
            Some(error) => Err(error),
            None => Ok(assembly.into_inner().unwrap_or_else(PoisonError::into_inner).frame),
        }
    }
}

/// Blocks put together in their order, whatever the order in which they are done.
#[derive(Debug, Default)]
struct Assembly {
    frame: Frame,
    next: usize,
    waiting: BTreeMap<usize, Vec<(String, Column)>>,
}

impl Assembly {
    fn take(&mut self, part: Part) {
        self.waiting.insert(part.number, part.columns);
        while let Some(columns) = self.waiting.remove(&self.next) {
            // blocks of one layout have columns of the same kinds
            let appended = self.frame.append(columns);
            debug_assert!(appended.is_ok(), "{appended:?}");
            self.next = self.next.saturating_add(1);
        }
    }
}
