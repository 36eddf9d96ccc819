//! Goal: the books as a caller meets them. Method: golden checks under their names, properties over random
//! programmes of flows, and two plain-text accounting tools as oracles where they are installed.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests fail the test, and say why one is skipped"
)]

mod accounts;
mod advances;
mod bases;
mod books;
mod checks;
mod closings;
mod clustered;
mod consolidations;
mod csv;
mod cubes;
mod drill;
mod explain;
mod filters;
mod frames;
mod frames_of_books;
mod golden;
mod keys;
mod limits;
mod oracles;
mod order;
mod revaluation;
mod rows;
#[cfg(feature = "serde")]
mod serial;
mod side_by_side;
mod stream;
mod subtotals;
mod support;
#[cfg(feature = "rayon")]
mod threads;
mod wide;
mod widths;
