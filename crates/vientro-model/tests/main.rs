//! The model through its public API: golden checks, places, refusals, serde doors and properties.

#![expect(clippy::unwrap_used, reason = "helpers of tests, outside the test functions themselves")]

#[cfg(feature = "schema")]
mod formats;
mod gazetteer;
mod golden;
mod invariants;
mod properties;
mod published;
mod refusals;
#[cfg(feature = "serde")]
mod refusals_all;
#[cfg(feature = "serde")]
mod seed_facts;
#[cfg(feature = "serde")]
mod serde_doors;
mod sizes;
mod stories;
mod strategies;
mod things;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{Figure, Hedge, HedgeConvention, Printed};
use vientro_currency::Money;
use vientro_model::{AidItem, Direction, Flow, FlowId, FlowKind, ItemId, SourceClass, UnitCode};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn vnd(amount: i64) -> Figure<Money> {
    Figure::Known(Money::vnd(amount))
}

fn count(value: i64) -> Figure<Decimal> {
    Figure::Known(Decimal::from(value))
}

fn more_than(value: i64) -> Figure<Decimal> {
    HedgeConvention::default().figure(&Printed::new(Decimal::from(value)).hedged(Hedge::MoreThan)).unwrap()
}

fn code(code: &str) -> UnitCode {
    UnitCode::try_new(code).unwrap()
}

fn item(id: &str) -> AidItem {
    AidItem::new(ItemId::try_new(id).unwrap(), "Xây 20 căn nhà", Direction::Inward, SourceClass::ForeignNgo)
}

fn flow(id: &str, kind: FlowKind, amount: Figure<Money>) -> Flow {
    Flow::try_new(FlowId::try_new(id).unwrap(), kind, amount, Direction::Inward, SourceClass::ForeignNgo)
        .unwrap()
}
