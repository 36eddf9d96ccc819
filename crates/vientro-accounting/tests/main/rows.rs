//! Random rows with missing values, unknown and hedged amounts and amounts up to the limits of 64 and 128 bits, and their frame.

use std::ops::Bound;

use chrono::NaiveDate;
use proptest::prelude::*;
use vientro_accounting::frame::{
    Column, DateColumn, FlagColumn, Frame, IntegerColumn, MoneyColumn, NameColumn,
};
use vientro_core::Interval;
use vientro_currency::{Currency, Money};

pub(crate) const KINDS: [&str; 4] = ["commitment", "amendment", "disbursement", "refund"];
pub(crate) const CURRENCIES: [Currency; 4] = [Currency::VND, Currency::USD, Currency::EUR, Currency::JPY];

#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) day: Option<NaiveDate>,
    pub(crate) kind: Option<&'static str>,
    pub(crate) donor: Option<String>,
    pub(crate) project: Option<i64>,
    pub(crate) flag: Option<bool>,
    pub(crate) amount: Amount,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Amount {
    Known(i128, Currency),
    /// From the first to the second.
    Hedged(i128, i128, Currency),
    Unknown(Option<Currency>),
}

impl Amount {
    pub(crate) fn currency(self) -> Option<Currency> {
        match self {
            Self::Known(_, currency) | Self::Hedged(_, _, currency) => Some(currency),
            Self::Unknown(currency) => currency,
        }
    }
}

/// Small, of the middle, at the limits of 64 bits or of 128.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Size {
    Money,
    Narrow,
    Wide,
}

pub(crate) fn minor(size: Size) -> BoxedStrategy<i128> {
    let near =
        |limit: i128| (0_i128..3).prop_map(move |less| if limit < 0 { limit + less } else { limit - less });
    let small = prop_oneof![-1_000_i128..1_000, -10_i128.pow(14)..10_i128.pow(14)];
    match size {
        Size::Money => prop_oneof![8 => small, 1 => -10_i128.pow(22)..10_i128.pow(22)].boxed(),
        Size::Narrow => {
            prop_oneof![4 => small, 1 => near(i64::MIN.into()), 1 => near(i64::MAX.into())].boxed()
        }
        Size::Wide => {
            prop_oneof![4 => small, 1 => near(i128::MIN), 1 => near(i128::MAX), 1 => near(1 << 64)].boxed()
        }
    }
}

pub(crate) fn amounts(size: Size, hedges: bool) -> BoxedStrategy<Amount> {
    let currency = prop::sample::select(&CURRENCIES);
    let known = (minor(size), currency.clone()).prop_map(|(minor, currency)| Amount::Known(minor, currency));
    let unknown = prop::option::of(currency.clone()).prop_map(Amount::Unknown);
    let hedged = (-10_i128.pow(9)..10_i128.pow(9), 1_i128..10_i128.pow(6), currency)
        .prop_map(|(low, width, currency)| Amount::Hedged(low, low + width, currency));
    if hedges {
        prop_oneof![6 => known, 1 => unknown, 2 => hedged].boxed()
    } else {
        prop_oneof![9 => known, 1 => unknown].boxed()
    }
}

/// Rows cut into chunks.
pub(crate) fn chunks(amount: BoxedStrategy<Amount>, dated: bool) -> impl Strategy<Value = Vec<Vec<Row>>> {
    let day = (0_i32..2_200).prop_map(|day| {
        NaiveDate::from_ymd_opt(2019, 11, 20).unwrap() + chrono::Days::new(day.unsigned_abs().into())
    });
    // no rate is of a day at an end of the calendar
    let far = prop::sample::select(&[NaiveDate::MIN, NaiveDate::MAX][..]);
    let any_day = prop_oneof![30 => day.clone(), 1 => far];
    let day = if dated { day.prop_map(Some).boxed() } else { prop::option::weighted(0.9, any_day).boxed() };
    let row = (
        day,
        prop::option::weighted(0.9, prop::sample::select(&KINDS)),
        prop::option::weighted(0.9, "[ab]{1,2}"),
        prop::option::weighted(0.9, prop_oneof![8 => 0_i64..9, 1 => any::<i64>()]),
        prop::option::weighted(0.9, any::<bool>()),
        amount,
    )
        .prop_map(|(day, kind, donor, project, flag, amount)| Row {
            day,
            kind,
            donor,
            project,
            flag,
            amount,
        });
    prop::collection::vec(prop::collection::vec(row, 0..40), 1..4)
}

pub(crate) fn frame(chunks: &[Vec<Row>]) -> Frame {
    let mut frame = Frame::default();
    for rows in chunks {
        frame.append(columns(rows)).unwrap();
    }
    frame
}

pub(crate) fn columns(rows: &[Row]) -> [(&'static str, Column); 6] {
    let (mut kinds, mut donors) = (NameColumn::new(KINDS), NameColumn::default());
    let (mut days, mut projects) = (DateColumn::new(), IntegerColumn::new());
    let (mut flags, mut amounts) = (FlagColumn::new(), MoneyColumn::new());
    for row in rows {
        days.push(row.day);
        kinds.push(row.kind);
        donors.push(row.donor.as_deref());
        projects.push(row.project);
        flags.push(row.flag);
        match row.amount {
            Amount::Known(minor, currency) => amounts.push_minor(minor, currency),
            Amount::Hedged(low, high, currency) => {
                let money = |minor| Money::from_minor(minor, currency).unwrap();
                let ends = (Bound::Included(money(low)), Bound::Excluded(money(high)));
                amounts.push_interval(&Interval::try_new(ends.0, ends.1).unwrap());
            }
            Amount::Unknown(currency) => amounts.push_unknown(currency),
        }
    }
    [
        ("day", days.into()),
        ("kind", kinds.into()),
        ("donor", donors.into()),
        ("project", projects.into()),
        ("flag", flags.into()),
        ("amount", amounts.into()),
    ]
}
