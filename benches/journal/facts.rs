//! What the benches of the journal post.

use std::error::Error;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use vientro::core::{Figure, RowId};
use vientro::currency::{Currency, Money, Rate, RateBook, RateKind};
use vientro::model::{Direction, Facts, Flow, FlowId, FlowKind, ItemId, SourceClass};
use vientro_benches::SplitMix64;

/// Items the flows are of.
const ITEMS: u32 = 2_000;

/// Receipts, disbursements and expenditures of 2,000 items over 2025, each read from a row of its own; one in fifty
/// has no amount.
pub(super) fn facts(flows: u32, currency: Currency) -> Result<Facts, Box<dyn Error>> {
    let mut numbers = SplitMix64::new(7);
    let mut facts = Facts::default();
    let kinds = [FlowKind::Disbursement, FlowKind::Receipt, FlowKind::Expenditure];
    for number in 0..flows {
        let amount = match numbers.below(50) {
            0 => Figure::Unknown,
            _ => Figure::Known(Money::from_minor(i128::from(numbers.below(1_000_000_000)) + 1, currency)?),
        };
        let id = FlowId::try_new(format!("NA-2025-GN-{number:07}"))?;
        let kind = *numbers.choose(&kinds).ok_or("no kind")?;
        let flow = Flow::try_new(id, kind, amount, Direction::Inward, SourceClass::ForeignNgo)?
            .with_item(ItemId::try_new(format!("NA-2025-{:04}", numbers.below(ITEMS)))?)
            .with_date(first_day()? + Days::new(numbers.below(365).into()))
            .with_rows([RowId::try_new(format!("vien-tro-2025.xlsx/{number}"))?]);
        facts.add_flow(flow)?;
    }
    Ok(facts)
}

/// A central rate of the dollar for each day of 2025.
pub(super) fn rates() -> Result<RateBook, Box<dyn Error>> {
    let mut book = RateBook::new();
    for day in 0..365 {
        let value = Decimal::from(24_300 + day);
        let rate = Rate::builder(Currency::USD, Currency::VND, value, RateKind::Central);
        book.insert(rate.publisher("seed").day(first_day()? + Days::new(day)).build()?)?;
    }
    Ok(book)
}

fn first_day() -> Result<NaiveDate, &'static str> {
    NaiveDate::from_ymd_opt(2025, 1, 1).ok_or("no such day")
}
