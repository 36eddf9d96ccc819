//! Flows prepared together while those before them are taken in.

use std::mem::swap;

use vientro_model::{Facts, Flow, FlowKind, Standing};

use super::Journal;
use crate::chain::ENTRY_BYTES;
use crate::error::JournalError;
use crate::index::Seed;
use crate::posting::{PostingContext, PostingReport, told_twice_finding};
use crate::prepared::Made;

impl Journal {
    /// Posts all flows in their order. With the feature `rayon` the threads of the caller's pool prepare the next flows while one
    /// of them takes in those before: each entry is tied to the one before it.
    pub(super) fn take_flows(
        &mut self,
        facts: &Facts,
        context: &PostingContext<'_>,
        report: &mut PostingReport,
    ) -> Result<(), JournalError> {
        let seed = self.index.seed().clone();
        let mut flows = facts.flows();
        if flows.len() < AT_ONCE || threads() < 2 {
            let mut bytes = Vec::with_capacity(ENTRY_BYTES);
            return flows.try_for_each(|flow| {
                bytes.clear();
                let made = make(flow, facts, context, &seed, &mut bytes);
                self.take_made(flow, made, &mut bytes, facts, context, report)
            });
        }
        let (mut made, mut next) = (Batch::default(), Batch::default());
        loop {
            let make = || next.make(&mut flows, facts, context, &seed);
            let (is_any, taken) = join(make, || self.take_batch(&mut made, facts, context, report));
            taken?;
            if !is_any {
                return Ok(());
            }
            swap(&mut made, &mut next);
        }
    }

    fn take_batch(
        &mut self,
        batch: &mut Batch<'_>,
        facts: &Facts,
        context: &PostingContext<'_>,
        report: &mut PostingReport,
    ) -> Result<(), JournalError> {
        for piece in &mut batch.0 {
            let mut bytes = piece.bytes.as_mut_slice();
            for (flow, (made, length)) in piece.flows.drain(..).zip(piece.made.drain(..)) {
                let (own, others) = bytes.split_at_mut(length.min(bytes.len()));
                bytes = others;
                self.take_made(flow, made, own, facts, context, report)?;
            }
        }
        Ok(())
    }

    fn take_made(
        &mut self,
        flow: &Flow,
        made: Option<Made<'_>>,
        bytes: &mut [u8],
        facts: &Facts,
        context: &PostingContext<'_>,
        report: &mut PostingReport,
    ) -> Result<(), JournalError> {
        if let Some(made) = made {
            return self.take_located(flow, made, bytes, facts, context, report);
        }
        report.findings.push(told_twice_finding(flow));
        Ok(())
    }
}

/// What is made in one go, by as many threads as there are.
struct Batch<'a>([Piece<'a>; PIECES]);

/// What one thread makes before it looks for more.
#[derive(Default)]
struct Piece<'a> {
    flows: Vec<&'a Flow>,
    /// What is made of each flow, with the length of its bytes.
    made: Vec<(Option<Made<'a>>, usize)>,
    bytes: Vec<u8>,
}

impl Default for Batch<'_> {
    fn default() -> Self {
        Self(std::array::from_fn(|_| Piece::default()))
    }
}

impl<'a> Batch<'a> {
    /// Makes what comes next of `flows`. Is there anything?
    fn make(
        &mut self,
        flows: &mut impl Iterator<Item = &'a Flow>,
        facts: &Facts,
        context: &PostingContext<'_>,
        seed: &Seed,
    ) -> bool {
        for piece in &mut self.0 {
            piece.flows.extend(flows.take(PIECE));
        }
        each(&mut self.0, |piece| piece.make(facts, context, seed));
        self.0.iter().any(|piece| !piece.flows.is_empty())
    }
}

impl Piece<'_> {
    fn make(&mut self, facts: &Facts, context: &PostingContext<'_>, seed: &Seed) {
        self.bytes.clear();
        for &flow in &self.flows {
            let before = self.bytes.len();
            let made = make(flow, facts, context, seed, &mut self.bytes);
            self.made.push((made, self.bytes.len().saturating_sub(before)));
        }
    }
}

/// What posting makes of a flow: nothing of a commitment that its item tells already.
fn make<'a>(
    flow: &'a Flow,
    facts: &Facts,
    context: &PostingContext<'_>,
    seed: &Seed,
    bytes: &mut Vec<u8>,
) -> Option<Made<'a>> {
    let told_twice = flow.kind() == FlowKind::Commitment
        && flow.standing() != Standing::Counterpart
        && flow.item().and_then(|id| facts.item(id)).is_some_and(|item| item.commitment().is_some());
    (!told_twice).then(|| Made::of_flow(flow, context, seed, bytes))
}

/// Flows of a piece: what is made of them stays in the cache of the core that makes it.
const PIECE: usize = 64;

/// Pieces of a batch: enough that threads seldom wait for each other at its end.
const PIECES: usize = 32;

/// Fewer flows are posted by one thread.
const AT_ONCE: usize = 2 * PIECE;

fn threads() -> usize {
    #[cfg(feature = "rayon")]
    return rayon::current_num_threads();
    #[cfg(not(feature = "rayon"))]
    1
}

/// Does both, at once where there are threads for it.
fn join<A: Send, B: Send>(first: impl FnOnce() -> A + Send, second: impl FnOnce() -> B + Send) -> (A, B) {
    #[cfg(feature = "rayon")]
    return rayon::join(first, second);
    #[cfg(not(feature = "rayon"))]
    (first(), second())
}

fn each<T: Send>(items: &mut [T], work: impl Fn(&mut T) + Send + Sync) {
    #[cfg(feature = "rayon")]
    {
        use rayon::iter::{IntoParallelRefMutIterator, ParallelIterator};
        items.par_iter_mut().for_each(work);
    }
    #[cfg(not(feature = "rayon"))]
    items.iter_mut().for_each(work);
}
