//! The readers and writers of `vientro-vi` through its public functions.

mod collation;
mod corpus;
mod golden;
mod round_trip;
mod serial;
mod unseen;
