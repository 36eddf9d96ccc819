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
mod vectors;

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

pub use error::CsvError;
pub use layout::CsvLayout;

use super::{Column, Frame, at};
use blocks::{Block, Blocks};
use decode::Plan;
pub(crate) use decode::{Decoder, Register};

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
    spare: Vec<Block>,
}

/// A block's columns, with codes of a [`Register`].
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) number: usize,
    pub(crate) columns: Vec<Column>,
    /// The largest code of each column.
    pub(crate) last_codes: Vec<u32>,
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
    /// [`CsvError::Header`] for a column that is missing or there twice, [`CsvError::Layout`], [`CsvError::Apart`], [`CsvError::Source`].
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
        let register = self.register();
        let Some(part) = self.next_part(&mut self.decoder(), &register)? else { return Ok(None) };
        let number = part.number;
        let mut assembly = Assembly::new(self.frame(), 1);
        assembly.append(0, part, &register);
        Ok(Some(CsvChunk { number, frame: assembly.frame }))
    }

    /// A frame of the columns without rows.
    pub(crate) fn frame(&self) -> Frame {
        // the layout gives each column a name of its own, and the plan knows what may be kept apart
        let mut frame = Frame::from_columns(self.plan.columns()).unwrap_or_default();
        let _ = frame.keep_apart(self.plan.apart());
        frame
    }

    pub(crate) fn register(&self) -> Register {
        self.plan.register()
    }

    pub(crate) fn decoder(&self) -> Decoder {
        self.plan.decoder()
    }

    /// As [`CsvReader::next_chunk`]. A decoder is always given the same register.
    pub(crate) fn next_part(
        &self,
        decoder: &mut Decoder,
        register: &Register,
    ) -> Result<Option<Part>, CsvError> {
        let mut shared = self.lock();
        if shared.stopped {
            return Ok(None);
        }
        let mut block = shared.spare.pop().unwrap_or_default();
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
        let decoded = self.plan.decode(&block, skip, decoder, register);
        let number = block.number;
        let lines = decoded.as_ref().map_or_else(|_| fields::lines(&block, skip), |decoded| decoded.lines);
        let mut shared = self.lock();
        shared.spare.push(block);
        if let Some(place) = shared.lines.get_mut(number) {
            *place = Some(lines);
        }
        self.done.notify_all();
        match decoded {
            Ok(decoded) => {
                Ok(Some(Part { number, columns: decoded.columns, last_codes: decoded.last_codes }))
            }
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
        #[cfg(feature = "rayon")]
        let threads = rayon::current_num_threads();
        #[cfg(not(feature = "rayon"))]
        let threads = 1;
        // each thread numbers names as it meets them; the frame as they stand in the file
        let registers: Vec<Register> = (0..threads).map(|_| reader.register()).collect();
        let assembly = Mutex::new(Assembly::new(reader.frame(), threads));
        let read = |thread: usize| -> Result<(), CsvError> {
            let Some(register) = registers.get(thread) else { return Ok(()) };
            let mut decoder = reader.decoder();
            while let Some(part) = reader.next_part(&mut decoder, register)? {
                assembly.lock().unwrap_or_else(PoisonError::into_inner).take(thread, part, &registers);
            }
            Ok(())
        };
        #[cfg(feature = "rayon")]
        let done = rayon::broadcast(|context| read(context.index()));
        #[cfg(not(feature = "rayon"))]
        let done = [read(0)];
        // an error of the source has no line, and comes after all records before it
        let line = |error: &CsvError| error.line().unwrap_or(u64::MAX);
        match done.into_iter().filter_map(Result::err).min_by_key(line) {
            Some(error) => Err(error),
            None => Ok(assembly.into_inner().unwrap_or_else(PoisonError::into_inner).frame),
        }
    }
}

/// Blocks put together in their order, whatever the order in which they are done and the thread that did them.
#[derive(Debug)]
struct Assembly {
    frame: Frame,
    next: usize,
    /// Threads and their parts.
    waiting: BTreeMap<usize, (usize, Part)>,
    /// For each thread and column, the frame's codes by the thread's.
    tables: Vec<Vec<Vec<u32>>>,
}

impl Assembly {
    fn new(frame: Frame, threads: usize) -> Self {
        let tables = vec![vec![vec![0]; frame.names().count()]; threads];
        Self { frame, next: 0, waiting: BTreeMap::new(), tables }
    }

    fn take(&mut self, thread: usize, part: Part, registers: &[Register]) {
        self.waiting.insert(part.number, (thread, part));
        while let Some((thread, part)) = self.waiting.remove(&self.next) {
            if let Some(register) = registers.get(thread) {
                self.append(thread, part, register);
            }
            self.next = self.next.saturating_add(1);
        }
    }

    fn append(&mut self, thread: usize, part: Part, register: &Register) {
        let Part { mut columns, last_codes, .. } = part;
        let tables = self.tables.get_mut(thread).into_iter().flatten();
        for (((place, column), table), last) in columns.iter_mut().enumerate().zip(tables).zip(last_codes) {
            let Some(met) = register.met(place) else { continue };
            // only what this block and those before it have met, so that the frame's order is that of the file
            for number in table.len()..=at(last) {
                let position = number.saturating_sub(1);
                let code = match (met.names.names().get(position), met.currencies.get(position)) {
                    (Some(name), _) => self.frame.code_of_name(place, name),
                    (None, Some(currency)) => self.frame.code_of_currency(place, *currency),
                    (None, None) => 0,
                };
                table.push(code);
            }
            if table.iter().zip(0..).any(|(code, own)| *code != own) {
                column.recode(table);
            }
        }
        self.frame.push_coded(columns);
    }
}
