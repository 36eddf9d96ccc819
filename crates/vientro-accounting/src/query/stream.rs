//! Answers from a file that is not kept.
//!
//! Blocks of the file become cells as they are read, by a plan made from a sketch: the names, currencies and ranges met so far. A block
//! with something the sketch does not know waits; when many wait, or at the end, the sketch is widened, a new plan made and the cells
//! moved to their places in it.

use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::apart::{Apart, Met};
use super::block::Worker;
use super::cells::Cells;
use super::finish::Finished;
use super::key::KeyValue;
use super::partial::Partial;
use super::plan::{Lane, LaneCurrency, Plan};
use super::table::Table;
use super::{Query, QueryError};
use crate::frame::{
    Chunk, Column, CsvError, CsvLayout, CsvOptions, CsvReader, Decoder, Frame, Part, Register, at,
};

impl Query<'_> {
    /// The answer over all rows of a CSV file, as [`Frame::from_csv`] and [`Query::run`] give it, without keeping the file or its rows:
    /// memory is that of the groups, of the names and of some blocks for each thread. Ask so where one question is asked; for
    /// several, read the frame once.
    ///
    /// * Sums that are rounded on their total, measures that look at single amounts (least, largest, first, last, distinct) and keys
    ///   whose values lie too far apart to be counted by distance need all rows: they are kept until the answer is made.
    /// * With the feature `rayon` the threads of the caller's pool read and sum together.
    /// * What the layout keeps apart ([`CsvLayout::keep_apart`]) is kept apart here too.
    ///
    /// ```
    /// use vientro_accounting::frame::{CsvLayout, CsvOptions};
    /// use vientro_accounting::query::{Key, Measure, Query};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let text = "province,amount,currency,date\n79,250000000,VND,2025-03-01\n40,10000.50,USD,2025-11-20\n79,,VND,2025-12-01\n";
    /// let layout = CsvLayout::new().names("province").amounts("amount", "currency");
    /// let query = Query::new().group_by(Key::column("province")).group_by(Key::currency("amount")).measure(Measure::sum("amount"));
    /// let table = query.run_csv(text.as_bytes(), &layout, &CsvOptions::default())?;
    /// let lines: Vec<String> = table
    ///     .rows()
    ///     .map(|row| format!("{} {} {:?}", row.key(0), row.key(1), row.amount(0).map(|it| (it.minor(), it.unknown()))))
    ///     .collect();
    /// assert_eq!(lines, ["40 USD Some((Some(1000050), 0))", "79 VND Some((Some(250000000), 1))"]);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`QueryError::Csv`] as [`Frame::from_csv`], and what [`Query::run`] has; a file that cannot be read is told first.
    pub fn run_csv<R: Read + Send>(
        &self,
        source: R,
        layout: &CsvLayout,
        options: &CsvOptions,
    ) -> Result<Table, QueryError> {
        let mut options = options.clone();
        // a block, where its fields stand and its columns stay together in the second cache
        options.block_bytes = options.block_bytes.min(BLOCK_BYTES_MAX);
        let reader = CsvReader::new(source, layout, &options)?;
        let stream = Stream::new(self, &reader)?;
        let gathered = stream.gather(None, Vec::new(), WAITING_MIN)?;
        if gathered.ended || self.keeps_rows(&reader.frame()) {
            return stream.run_kept(gathered.waiting);
        }
        stream.run(gathered.waiting)
    }

    /// Do sums or measures need all rows at once? A query that has no plan gets its error there.
    fn keeps_rows(&self, frame: &Frame) -> bool {
        let rounds_totals = |plan: &Plan<'_>| plan.lanes.iter().any(|lane| lane.total.is_some());
        self.has_lists() || Plan::of(self, frame).map_or(true, |plan| rounds_totals(&plan))
    }
}

/// A query being answered from a file.
struct Stream<'s, 'q, R> {
    query: &'s Query<'q>,
    reader: &'s CsvReader<R>,
    /// What is kept apart, and the query that counts it.
    apart: Apart,
    counting: Option<Query<'q>>,
    /// Shared by all threads, so that a code means the same in every block.
    register: Register,
    /// One for each thread.
    decoders: Vec<Mutex<Decoder>>,
    /// Rows by number of the block.
    rows: Mutex<Vec<usize>>,
    /// Of the errors met so far that of the first row, with its block and the row in it.
    error: Mutex<Option<(usize, usize, QueryError)>>,
}

/// Plans of the query and of that which counts what is kept apart.
struct Plans<'f> {
    main: Plan<'f>,
    counting: Option<Plan<'f>>,
}

/// What both have summed.
#[derive(Clone)]
struct Sums {
    main: Cells,
    counting: Option<Cells>,
}

impl Plans<'_> {
    fn empty(&self) -> Sums {
        Sums { main: Cells::new(&self.main), counting: self.counting.as_ref().map(Cells::new) }
    }

    /// What narrower plans have summed, laid out for these.
    fn moved(&self, sums: Sums, from: &Plans<'_>) -> Result<Sums, QueryError> {
        let counting = match (sums.counting, &from.counting, &self.counting) {
            (Some(cells), Some(from), Some(to)) => Some(moved(cells, from, to)?),
            _ => None,
        };
        Ok(Sums { main: moved(sums.main, &from.main, &self.main)?, counting })
    }
}

impl Sums {
    fn merge(&mut self, other: Self) {
        self.main.merge(other.main);
        if let (Some(counting), Some(more)) = (&mut self.counting, other.counting) {
            counting.merge(more);
        }
    }
}

/// What came of some blocks.
struct Gathered {
    sums: Option<Sums>,
    /// The blocks that the sketch does not cover, in their order.
    waiting: Vec<Part>,
    /// Is the whole file read?
    ended: bool,
}

impl<'s, 'q, R: Read + Send> Stream<'s, 'q, R> {
    fn new(query: &'s Query<'q>, reader: &'s CsvReader<R>) -> Result<Self, QueryError> {
        #[cfg(feature = "rayon")]
        let threads = rayon::current_num_threads();
        #[cfg(not(feature = "rayon"))]
        let threads = 1;
        let apart = Apart::of(query, reader.frame().apart())?;
        let counting = apart.counting(query);
        Ok(Self {
            query,
            reader,
            apart,
            counting,
            register: reader.register(),
            decoders: (0..threads).map(|_| Mutex::new(reader.decoder())).collect(),
            rows: Mutex::default(),
            error: Mutex::default(),
        })
    }

    fn plans<'f>(&self, sketch: &'f Frame) -> Result<Plans<'f>, QueryError> {
        let counting = self.counting.as_ref().map(|query| Plan::of(query, sketch)).transpose()?;
        Ok(Plans { main: Plan::of(self.query, sketch)?, counting })
    }

    /// Plan after plan, until no block waits.
    fn run(&self, waiting: Vec<Part>) -> Result<Table, QueryError> {
        let (mut waiting, mut sketch, mut sums) = (waiting, self.reader.frame(), None::<Sums>);
        let mut waiting_max = WAITING_MIN;
        loop {
            let rows = lock(&self.rows).iter().fold(0_usize, |sum, rows| sum.saturating_add(*rows));
            let wider = sketch.sketch(&waiting, &self.register, rows.saturating_mul(4)).with_margins();
            let moved = self.plans(&wider).and_then(|plans| {
                let moved = match &sums {
                    Some(sums) => plans.moved(sums.clone(), &self.plans(&sketch)?)?,
                    None => plans.empty(),
                };
                Ok((plans, moved))
            });
            let (plans, moved) = match moved {
                Ok(moved) => moved,
                Err(QueryError::TooManyGroups) => return self.run_rest(&sketch, sums, waiting),
                Err(error) => {
                    // what cannot be read is told first
                    self.gather(None, Vec::new(), usize::MAX)?;
                    return Err(error);
                }
            };
            let gathered = self.gather(Some((&plans, &wider)), waiting, waiting_max)?;
            let mut total = moved;
            if let Some(more) = gathered.sums {
                total.merge(more);
            }
            if gathered.ended && gathered.waiting.is_empty() {
                return self.finish(&plans, total);
            }
            drop(plans);
            // so that even a file in the order of its days or names has few plans
            waiting_max = waiting_max.saturating_mul(2).min(WAITING_MAX);
            (waiting, sketch, sums) = (gathered.waiting, wider, Some(total));
        }
    }

    fn finish(&self, plans: &Plans<'_>, sums: Sums) -> Result<Table, QueryError> {
        let Sums { main: cells, counting } = sums;
        let met = self.met(plans, counting)?;
        self.apart.check(&met)?;
        self.first_error()?;
        self.apart.tell(Table::of(&plans.main, Finished::of(&plans.main, cells)?)?, &met)
    }

    /// What the rows that are summed have of the columns that are kept apart.
    fn met(&self, plans: &Plans<'_>, cells: Option<Cells>) -> Result<Met, QueryError> {
        let (Some(plan), Some(cells)) = (&plans.counting, cells) else { return Ok(Met::default()) };
        Ok(self.apart.met_of(&Table::of(plan, Finished::of(plan, cells)?)?))
    }

    /// All rows are kept, and none is summed yet.
    fn run_kept(&self, waiting: Vec<Part>) -> Result<Table, QueryError> {
        self.query.run(&self.rest(waiting)?)
    }

    /// The rows that are not summed are kept, and their answer is merged with what was summed before.
    fn run_rest(&self, sketch: &Frame, sums: Option<Sums>, waiting: Vec<Part>) -> Result<Table, QueryError> {
        let Some(Sums { main: cells, counting }) = sums else { return self.run_kept(waiting) };
        let rest = self.rest(waiting)?;
        let plans = self.plans(sketch)?;
        let summed_met = self.met(&plans, counting)?;
        let mut met = summed_met.clone();
        met.merge(&self.apart.met(self.query, &rest)?);
        self.apart.check(&met)?;
        let plan = &plans.main;
        let summed = self.query.shape_of(sketch).and_then(|shape| {
            Ok(Partial::of(shape, plan, Finished::unrounded(plan, cells)?).with_met(summed_met))
        });
        let kept = self.query.partial(&rest);
        match (self.first_error(), kept) {
            (Err(summed), Err(kept)) if kept.row().is_some_and(|row| Some(row) < summed.row()) => Err(kept),
            (Err(error), _) | (Ok(()), Err(error)) => Err(error),
            (Ok(()), Ok(kept)) => summed?.merge(&kept)?.table(),
        }
    }

    /// The rows that wait and those that are not read yet.
    fn rest(&self, mut waiting: Vec<Part>) -> Result<Frame, QueryError> {
        waiting.extend(self.gather(None, Vec::new(), usize::MAX)?.waiting);
        waiting.sort_by_key(|part| part.number);
        let mut frame = self.reader.frame();
        frame.take_register(&self.register);
        let rows = lock(&self.rows);
        let (mut first_row, mut number) = (0_usize, 0);
        for part in waiting {
            let before = rows.get(number..part.number).unwrap_or_default();
            first_row = before.iter().fold(first_row, |sum, rows| sum.saturating_add(*rows));
            number = part.number;
            frame.push_part(part, first_row);
        }
        Ok(frame)
    }

    /// Takes the parts given, then further ones, until so many wait or the file ends. Without a plan all of them wait.
    fn gather(
        &self,
        plans: Option<(&Plans<'_>, &Frame)>,
        given: Vec<Part>,
        waiting_max: usize,
    ) -> Result<Gathered, CsvError> {
        let (given, waiting, ended) = (Mutex::new(given), Mutex::new(Vec::new()), AtomicBool::new(false));
        let work = |thread: usize| -> Result<Option<Sums>, CsvError> {
            let Some(decoder) = self.decoders.get(thread) else { return Ok(None) };
            let mut decoder = lock(decoder);
            let mut workers = plans.map(|(plans, sketch)| {
                (Worker::new(&plans.main), plans.counting.as_ref().map(Worker::new), sketch)
            });
            loop {
                let old = lock(&given).pop();
                let part = match old {
                    Some(part) => part,
                    None if lock(&waiting).len() >= waiting_max => break,
                    None => {
                        let Some(part) = self.reader.next_part(&mut decoder, &self.register)? else {
                            ended.store(true, Ordering::Relaxed);
                            break;
                        };
                        self.count(&part);
                        part
                    }
                };
                match &mut workers {
                    Some((worker, counter, sketch)) if sketch.covers(&part) => {
                        let (number, chunk) = (part.number, Chunk::from(part));
                        let counted =
                            counter.as_mut().map_or(Ok(()), |it| it.take_rows(&chunk, 0, chunk.rows));
                        if let Err((row, error)) = worker.take_rows(&chunk, 0, chunk.rows).and(counted) {
                            self.note(number, row, error);
                        }
                    }
                    _ => lock(&waiting).push(part),
                }
            }
            Ok(workers.map(|(worker, counter, _)| Sums {
                main: worker.into_cells(),
                counting: counter.map(Worker::into_cells),
            }))
        };
        #[cfg(feature = "rayon")]
        let done = rayon::broadcast(|context| work(context.index()));
        #[cfg(not(feature = "rayon"))]
        let done = [work(0)];
        let (mut sums, mut first) = (None::<Sums>, None::<CsvError>);
        for done in done {
            match done {
                Ok(None) => {}
                Ok(Some(more)) => match &mut sums {
                    None => sums = Some(more),
                    Some(sums) => sums.merge(more),
                },
                // an error of the source has no line, and comes after all records before it
                Err(error) => {
                    let line = |error: &CsvError| error.line().unwrap_or(u64::MAX);
                    if first.as_ref().is_none_or(|first| line(&error) < line(first)) {
                        first = Some(error);
                    }
                }
            }
        }
        if let Some(error) = first {
            return Err(error);
        }
        let mut waiting = waiting.into_inner().unwrap_or_else(PoisonError::into_inner);
        waiting.sort_by_key(|part: &Part| part.number);
        Ok(Gathered { sums, waiting, ended: ended.into_inner() })
    }

    fn count(&self, part: &Part) {
        let mut rows = lock(&self.rows);
        if rows.len() <= part.number {
            rows.resize(part.number.saturating_add(1), 0);
        }
        if let Some(entry) = rows.get_mut(part.number) {
            *entry = part.columns.first().map_or(0, Column::len);
        }
    }

    /// Keeps the error of the first row.
    fn note(&self, number: usize, row: usize, error: QueryError) {
        let mut first = lock(&self.error);
        if first.as_ref().is_none_or(|(block, first, _)| (number, row) < (*block, *first)) {
            *first = Some((number, row, error));
        }
    }

    /// The error of the first row, if there is one.
    fn first_error(&self) -> Result<(), QueryError> {
        let Some((number, _, error)) = lock(&self.error).take() else { return Ok(()) };
        let rows = lock(&self.rows);
        let before = rows.get(..number).unwrap_or_default();
        Err(error.below(before.iter().fold(0, |sum, rows| sum.saturating_add(*rows))))
    }
}

/// Cells laid out for a wider plan of the query.
fn moved(cells: Cells, from: &Plan<'_>, to: &Plan<'_>) -> Result<Cells, QueryError> {
    // for each key of the wider plan, a key of the narrower one and its digits there, or the one digit of all
    let mut tables: Vec<(Option<usize>, Vec<Option<u32>>)> = Vec::with_capacity(to.keys.len());
    for (place, key) in to.keys.iter().enumerate() {
        if place < to.asked {
            let table = from.keys.get(place).map(|it| it.digits_in(key));
            tables.push((Some(place), table.unwrap_or_default()));
            continue;
        }
        // a key that keeps currencies apart: there was none while a single one was met
        let is_kept = |lane: &Lane| matches!(lane.currency, LaneCurrency::OfKey(key) if key == place);
        let lane = to.lanes.iter().position(is_kept).and_then(|lane| from.lanes.get(lane));
        tables.push(match lane.map(|lane| lane.currency) {
            Some(LaneCurrency::OfKey(old)) => {
                (Some(old), from.keys.get(old).map(|it| it.digits_in(key)).unwrap_or_default())
            }
            Some(LaneCurrency::One(currency)) => {
                let value = currency.map_or(KeyValue::Missing, KeyValue::Currency);
                (None, vec![key.digit(&value)])
            }
            None => (None, Vec::new()),
        });
    }
    let combination = |combination: u64| {
        let old: Vec<u32> = from.digits(combination).collect();
        tables.iter().zip(&to.strides).try_fold(0_u64, |sum, ((key, table), stride)| {
            let digit = key.map_or(Some(0), |key| old.get(key).copied())?;
            let digit = table.get(at(digit)).copied().flatten()?;
            Some(sum.wrapping_add(u64::from(digit).wrapping_mul(*stride)))
        })
    };
    // a wider plan has all values of the narrower one
    cells.moved(from, to, combination).ok_or(QueryError::TooManyGroups)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The largest block.
const BLOCK_BYTES_MAX: usize = 256 << 10;
/// Blocks that wait before the first plan is made, and before others at most.
const WAITING_MIN: usize = 32;
const WAITING_MAX: usize = 128;
