//! Lists that the threads of the caller's pool make together, where they are long enough.

/// What `work` makes of each item, in order; a thread has no fewer than `least` of them.
pub(crate) fn list<T: Sync, R: Send>(
    items: &[T],
    least: usize,
    work: impl Fn(&T) -> R + Send + Sync,
) -> Vec<R> {
    #[cfg(feature = "rayon")]
    if items.len() / 2 > least && rayon::current_num_threads() > 1 {
        use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
        return items.par_iter().with_min_len(least).map(work).collect();
    }
    #[cfg(not(feature = "rayon"))]
    let _ = least;
    items.iter().map(work).collect()
}

/// Changes each number by that in the same place.
pub(crate) fn zip(to: &mut [i64], from: &[i64], change: impl Fn(&mut i64, &i64) + Send + Sync) {
    let change = |(to, from): (&mut [i64], &[i64])| {
        for (to, from) in to.iter_mut().zip(from) {
            change(to, from);
        }
    };
    #[cfg(feature = "rayon")]
    if to.len() / 2 > NUMBERS_LEAST && rayon::current_num_threads() > 1 {
        use rayon::iter::{IndexedParallelIterator, ParallelIterator};
        use rayon::slice::{ParallelSlice, ParallelSliceMut};
        to.par_chunks_mut(NUMBERS_LEAST).zip(from.par_chunks(NUMBERS_LEAST)).for_each(change);
        return;
    }
    change((to, from));
}

/// Fewer numbers are read or added by one thread before another has begun.
pub(crate) const NUMBERS_LEAST: usize = 1 << 13;
