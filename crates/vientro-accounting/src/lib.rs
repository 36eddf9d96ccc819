#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]
#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects, clippy::float_arithmetic))]

pub mod account;
pub mod advances;
pub mod balances;
pub mod bridge;
mod canonical;
mod chain;
pub mod check;
pub mod closing;
pub mod compare;
pub mod consolidate;
pub mod entry;
mod error;
pub mod export;
pub mod frame;
pub mod guard;
mod index;
pub mod journal;
pub mod plan;
mod posting;
mod prepared;
pub mod query;
pub mod revalue;
mod selection;
pub mod side_by_side;
pub mod statement;
mod sum;
pub mod totals;
pub mod unspent;
mod valued;
mod vectors;

pub use account::{Account, AccountKind, Book, Side};
pub use advances::{AdvancePosition, advances};
pub use balances::{
    AccountBalance, BalanceFigure, CommitmentPosition, Tell, balances, balances_where, commitments,
};
pub use bridge::{Bridge, BridgeCause, BridgeError, BridgeStep, Position, Stage};
pub use chain::EntryHash;
pub use check::{
    CheckOptions, PrintedCheck, RULES, ReportOwed, Rule, check, check_reports, check_statements,
    coverage_of_reports, printed_against_computed, scope_conflicts,
};
pub use closing::{ChangedFigure, Correction, PeriodState, ReportedFigures, Seal, SealedFigure};
pub use compare::{
    Comparand, Comparison, ComparisonBasis, ComparisonError, PerHead, compare, count_agrees, implied_whole,
    per_head,
};
pub use consolidate::{
    Claim, ConsolidatedLine, Consolidation, ConsolidationContext, ConsolidationError, Coverage, Elimination,
    LevelTotals, Part, ReportingBody, consolidate, consolidate_levels,
};
pub use entry::{Entry, EntryDraft, EntrySource, Line};
pub use error::{JournalError, PeriodFault, PeriodStep};
pub use export::{to_beancount, to_csv, to_hledger};
pub use guard::{AcrossSum, Addend, Conflict, GuardError, GuardedSum, add, add_across_bases, add_statements};
pub use journal::Journal;
pub use plan::{
    ImpliedPlan, MemoLine, PlanError, PlanLine, SumWithMemo, actual_from_plan, attainment, growth,
    implied_plan, plan_lines,
};
pub use posting::{PostingContext, PostingReport, Unposted, UnpostedReason};
pub use revalue::{Revalued, ValuationChange};
pub use selection::Selection;
pub use side_by_side::{SideBridge, SideBySide, SideColumn, side_by_side, year_ends};
pub use statement::{
    AccountRow, AccountStatement, PresentedStatement, account_rows, account_statements, keeper_policy,
};
pub use totals::{Dimension, Group, Sum, Totals};
pub use unspent::{Unspent, unsettled, unspent};
pub use valued::Valued;
