#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]
#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects, clippy::float_arithmetic))]

pub mod account;
pub mod balances;
pub mod bridge;
pub mod check;
pub mod compare;
pub mod consolidate;
pub mod entry;
pub mod export;
pub mod frame;
pub mod guard;
pub mod journal;
pub mod plan;
pub mod query;
mod sum;
pub mod totals;
mod vectors;

pub use account::{Account, AccountKind, Book, Side};
pub use balances::{AccountBalance, BalanceFigure, CommitmentPosition, Tell, balances, commitments};
pub use bridge::{Bridge, BridgeCause, BridgeError, BridgeStep, Position, Stage};
pub use check::{
    CheckOptions, PrintedCheck, RULES, Rule, check, check_statements, printed_against_computed,
    scope_conflicts,
};
pub use compare::{
    Comparand, Comparison, ComparisonBasis, ComparisonError, PerHead, compare, count_agrees, implied_whole,
    per_head,
};
pub use consolidate::{
    Claim, ConsolidatedLine, Consolidation, ConsolidationContext, ConsolidationError, Elimination, Part,
    consolidate,
};
pub use entry::{Entry, EntryDraft, EntryHash, EntrySource, Line, Valued};
pub use export::{to_beancount, to_hledger};
pub use guard::{AcrossSum, Addend, Conflict, GuardError, GuardedSum, add, add_across_bases, add_statements};
pub use journal::{Journal, JournalError, PostingContext, PostingReport, Unposted, UnpostedReason};
pub use plan::{
    ImpliedPlan, MemoLine, PlanError, PlanLine, SumWithMemo, actual_from_plan, attainment, growth,
    implied_plan, plan_lines,
};
pub use totals::{Dimension, Group, Selection, Sum, Totals};
