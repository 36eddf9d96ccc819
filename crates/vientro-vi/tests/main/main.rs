//! The readers and writers of `vientro-vi` through its public functions.

mod collation;
mod corpus;
mod dates;
mod golden;
mod phrases;
mod round_trip;
mod running;
mod serial;
mod unseen;
