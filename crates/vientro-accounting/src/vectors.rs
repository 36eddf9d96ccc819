//! The widest vectors of the machine.

/// Numbers that begin a line of the cache, so that no vector of them lies across two lines: what is read soon after it was written comes
/// straight from the writes only where it does not.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct Aligned<T>(pub(crate) T);

/// Runs `work` compiled for the widest vectors of the machine, or as it is. What it calls is compiled so only as far as it is inlined.
#[inline]
pub(crate) fn vectors<R>(work: impl FnOnce() -> R) -> R {
    #[cfg(feature = "simd")]
    {
        pulp::Arch::new().dispatch(work)
    }
    #[cfg(not(feature = "simd"))]
    {
        work()
    }
}
