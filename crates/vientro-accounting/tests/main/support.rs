//! Shared by the tests: dates, amounts, rates, and random programmes of aid.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use rust_decimal::Decimal;
use vientro_accounting::{Journal, PostingContext, PostingReport};
use vientro_core::{Figure, Hedge, HedgeConvention, Interval, Period, Printed, RowId, When};
use vientro_currency::{Currency, Money, Policy, Rate, RateBook, RateKind};
use vientro_model::{
    AccountId, AccountMovement, AidForm, AidItem, Amendment, Basis, Direction, Facts, Flow, FlowId, FlowKind,
    Gift, GiftId, ItemId, MovementId, SourceClass, StatedFigure, StatementId,
};

pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

pub(crate) fn billion(text: &str) -> Decimal {
    decimal(text) * Decimal::from(1_000_000_000)
}

pub(crate) fn hedged(hedge: Option<Hedge>, value: Decimal) -> Figure {
    let printed = Printed::new(value);
    let printed = hedge.into_iter().fold(printed, Printed::hedged);
    HedgeConvention::default().figure(&printed).unwrap()
}

/// A stated amount or count of 2025.
pub(crate) fn stated(id: &str, measure: &str, printed: &str, figure: Figure, unit: &str) -> StatedFigure {
    StatedFigure::try_new(StatementId::try_new(id).unwrap(), measure, printed, figure, unit)
        .unwrap()
        .with_when(When::During(Period::calendar_year(2025).unwrap()))
}

pub(crate) fn disbursed(id: &str, body: &str, printed: &str, figure: Figure, unit: &str) -> StatedFigure {
    stated(id, "aid-value", printed, figure, unit)
        .with_organisation(body)
        .with_basis(Basis::Disbursed)
        .with_direction(Direction::Inward)
        .with_source(SourceClass::ForeignNgo)
}

pub(crate) fn usd_rate(value: &str, kind: RateKind, from: NaiveDate, to: NaiveDate) -> Rate {
    Rate::builder(Currency::USD, Currency::VND, decimal(value), kind)
        .publisher("P")
        .days(from, to)
        .build()
        .unwrap()
}

/// One accounting rate for the whole of 2025, no rate in the other years.
pub(crate) fn rates() -> RateBook {
    let rate = usd_rate("25120", RateKind::TreasuryAccounting, date("2025-01-01"), date("2025-12-31"));
    RateBook::from_rates([rate]).unwrap()
}

pub(crate) fn post(journal: &mut Journal, facts: &Facts) -> PostingReport {
    let (rates, policy) = (rates(), Policy::treasury_accounting());
    journal.post(facts, &PostingContext::new(&rates, &policy, Currency::VND)).unwrap()
}

#[expect(clippy::needless_pass_by_value, reason = "callers make the figure in place")]
pub(crate) fn vnd(figure: Figure) -> Figure<Money> {
    figure.try_map(|value| Money::try_new(*value, Currency::VND)).unwrap()
}

fn amount() -> impl Strategy<Value = Figure<Money>> {
    let usd = |cents: i64| Money::from_minor(cents.into(), Currency::USD).unwrap();
    prop_oneof![
        5 => (1i64..9_000_000_000).prop_map(|amount| Figure::Known(Money::vnd(amount))),
        3 => (1i64..9_000_000).prop_map(move |cents| Figure::Known(usd(cents))),
        2 => (1i64..900, prop_oneof![Just(Hedge::MoreThan), Just(Hedge::Nearly), Just(Hedge::AtLeast)]).prop_map(
            |(millions, hedge)| vnd(hedged(Some(hedge), Decimal::from(millions) * Decimal::from(1_000_000)))
        ),
        1 => (1i64..900).prop_map(move |dollars| {
            Figure::within(Interval::at_least(usd(dollars * 100)))
        }),
        1 => Just(Figure::Unknown),
    ]
}

/// A programme: items with commitments, some amended, flows of all kinds, some on accounts, gifts, interest and transfers.
/// Some flows have no date, some lie in a year without rates.
pub(crate) fn programme() -> impl Strategy<Value = Facts> {
    let item = (amount(), proptest::option::of(amount()), 0u64..300, 0usize..3);
    let flow = (
        0usize..FlowKind::ALL.len(),
        amount(),
        proptest::option::weighted(0.9, 0u64..420),
        0usize..6,
        0usize..3,
        0usize..5,
    );
    let movement = (
        amount(),
        proptest::option::of(amount()),
        proptest::option::weighted(0.9, 0u64..420),
        0usize..6,
        0usize..3,
        any::<bool>(),
    );
    let gift = (amount(), proptest::option::weighted(0.9, 0u64..360));
    (
        proptest::collection::vec(item, 0..5),
        proptest::collection::vec(flow, 0..25),
        proptest::collection::vec(gift, 0..5),
        proptest::collection::vec(movement, 0..5),
    )
        .prop_map(|(items, flows, gifts, movements)| {
            let mut facts = facts_of(items, flows, gifts);
            add_movements(&mut facts, movements);
            facts
        })
}

type ItemSeed = (Figure<Money>, Option<Figure<Money>>, u64, usize);
type FlowSeed = (usize, Figure<Money>, Option<u64>, usize, usize, usize);
type MovementSeed = (Figure<Money>, Option<Figure<Money>>, Option<u64>, usize, usize, bool);

const ACCOUNTS: [&str; 3] = ["KB-1", "NH-1", "NH-2"];

fn facts_of(items: Vec<ItemSeed>, flows: Vec<FlowSeed>, gifts: Vec<(Figure<Money>, Option<u64>)>) -> Facts {
    let start = date("2025-01-01");
    let row = |kind: &str, number: usize| RowId::try_new(format!("a.csv/{kind}/{number}")).unwrap();
    let mut facts = Facts::default();
    for (number, (amount, amended, day, form)) in items.into_iter().enumerate() {
        let day = start + Days::new(day);
        let id = ItemId::try_new(format!("AG-{number}")).unwrap();
        let mut item =
            AidItem::new(id, format!("khoản {number}"), Direction::Inward, SourceClass::ForeignNgo)
                .with_rows([row("item", number)])
                .with_donor(format!("donor {}", number % 2));
        if let Some(form) = AidForm::ALL.get(form) {
            item = item.with_form(*form);
        }
        item = item.with_commitment(amount.clone(), day).unwrap();
        if let Some(after) = amended {
            // an amendment in another currency is refused by the model
            let _ = item.amend(Amendment::new(day + Days::new(30), amount, after));
        }
        facts.add_item(item).unwrap();
    }
    for (number, (kind, amount, day, item, direction, account)) in flows.into_iter().enumerate() {
        let id = FlowId::try_new(format!("F-{number}")).unwrap();
        let direction = Direction::ALL[direction];
        let mut flow = Flow::try_new(id, FlowKind::ALL[kind], amount, direction, SourceClass::ForeignNgo)
            .unwrap()
            .with_rows([row("flow", number)]);
        if let Some(day) = day {
            flow = flow.with_date(start + Days::new(day));
        }
        let item = ItemId::try_new(format!("AG-{item}")).unwrap();
        if facts.item(&item).is_some() {
            flow = flow.with_item(item);
        }
        if let Some(account) = ACCOUNTS.get(account) {
            flow = flow.with_account(AccountId::try_new(*account).unwrap());
        }
        facts.add_flow(flow).unwrap();
    }
    for (number, (value, day)) in gifts.into_iter().enumerate() {
        let id = GiftId::try_new(format!("G-{number}")).unwrap();
        let mut gift = Gift::try_new(id, "gạo", value).unwrap().with_rows([row("gift", number)]);
        if let Some(day) = day {
            gift = gift.with_date(start + Days::new(day));
        }
        facts.add_gift(gift).unwrap();
    }
    facts
}

fn add_movements(facts: &mut Facts, movements: Vec<MovementSeed>) {
    let start = date("2025-01-01");
    let account = |place: usize| AccountId::try_new(ACCOUNTS[place % ACCOUNTS.len()]).unwrap();
    for (number, (amount, sent, day, item, place, is_interest)) in movements.into_iter().enumerate() {
        let id = MovementId::try_new(format!("C-{number}")).unwrap();
        let (to, from, inward) = (account(place), account(place + 1), Direction::Inward);
        let exchange = sent.map(|sent| {
            AccountMovement::exchange(id.clone(), (from.clone(), sent), (to.clone(), amount.clone()), inward)
        });
        let mut movement = match exchange {
            _ if is_interest => AccountMovement::interest(id, to, amount, inward).unwrap(),
            Some(Ok(exchange)) => exchange,
            // two amounts in one currency
            _ => AccountMovement::transfer(id, from, to, amount, inward).unwrap(),
        };
        if let Some(day) = day {
            movement = movement.with_date(start + Days::new(day));
        }
        let item = ItemId::try_new(format!("AG-{item}")).unwrap();
        if facts.item(&item).is_some() {
            movement = movement.with_item(item);
        }
        facts.add_movement(movement).unwrap();
    }
}
