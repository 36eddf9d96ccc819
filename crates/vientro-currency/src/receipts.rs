//! First in, first out: what money spent from a foreign account had cost when it came in.

use std::collections::VecDeque;
use std::sync::Arc;

use chrono::NaiveDate;
use vientro_core::Language;

use crate::exact::Exact;
use crate::text::{format_day, format_money_plain};
use crate::{Conversion, Currency, Money, MoneyError, Rate, Rounding};

/// Why a receipt or a spending is refused. The account is then unchanged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReceiptsError {
    /// The amount is of another currency than the account, or out of range.
    #[error("the amount does not fit the account")]
    Money(#[from] MoneyError),
    /// The amount is zero or negative.
    #[error("`{amount}` is zero or below, expected an amount above zero")]
    NotPositive {
        /// The amount.
        amount: Money,
    },
    /// The receipt is older than the last one, or a stored part is of another day than its receipt.
    #[error("received on {date}, before the last receipt of {last}; enter receipts in order of days")]
    OutOfOrder {
        /// Day of the receipt.
        date: NaiveDate,
        /// Day of the last one.
        last: NaiveDate,
    },
    /// More is spent than came in.
    #[error("`{amount}` is more than the `{left}` left")]
    Short {
        /// The amount to be spent.
        amount: Money,
        /// What is left.
        left: Money,
    },
}

impl ReceiptsError {
    /// The error as a sentence, its cause included.
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::Money(cause), Language::Vi) => {
                format!("số tiền không hợp với tài khoản: {}", cause.text(language))
            }
            (Self::Money(cause), Language::En) => format!("{self}: {}", cause.text(language)),
            (Self::NotPositive { amount }, Language::Vi) => {
                format!("`{amount}` bằng 0 hoặc âm, cần số tiền lớn hơn 0")
            }
            (Self::OutOfOrder { date, last }, Language::Vi) => format!(
                "nhận ngày {}, trước lần nhận cuối ngày {}; hãy nhập các lần nhận theo thứ tự ngày",
                format_day(*date),
                format_day(*last)
            ),
            (Self::Short { amount, left }, Language::Vi) => {
                format!("`{amount}` nhiều hơn số còn lại `{left}`")
            }
            (_, Language::En) => self.to_string(),
        }
    }
}

/// What is left of the receipts into a foreign account, oldest first, each with the value it was booked at.
///
/// ```
/// use chrono::NaiveDate;
/// use vientro_currency::{Currency, Money, Policy, RateBook, Receipts};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let file = "base,quote,value,kind,publisher,valid_from,valid_to
/// USD,VND,25000,bank-buying,Vietcombank,2025-03-03,2025-03-03
/// USD,VND,26000,bank-buying,Vietcombank,2025-09-01,2025-09-01";
/// let (book, _) = RateBook::from_csv(file.as_bytes(), "rates.csv");
/// let day = |m, d| NaiveDate::from_ymd_opt(2025, m, d).ok_or("no such day");
/// let hundred = Money::from_minor(10_000, Currency::USD)?;
/// let mut account = Receipts::new(Currency::USD, Currency::VND)?;
/// for day in [day(3, 3)?, day(9, 1)?] {
///     account.receive(&book.convert(&hundred, Currency::VND, day, &Policy::bank_buying("Vietcombank"))?)?;
/// }
/// // 150 dollars: all of March's hundred and half of September's
/// let spent = account.spend(&Money::from_minor(15_000, Currency::USD)?)?;
/// assert_eq!(spent.value(), &Money::vnd(2_500_000 + 1_300_000));
/// assert_eq!(account.left(), (Money::from_minor(5_000, Currency::USD)?, Money::vnd(1_300_000)));
/// # Ok(()) }
/// ```
///
/// # Source
///
/// Circular 111/2016/TT-BTC, Article 15, clause 3: money advanced in đồng counts at the bank's rate of the day of the advance, first in, first
/// out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Receipts {
    lots: VecDeque<Lot>,
    last: Option<NaiveDate>,
    left: (Money, Money),
}

/// A part of a receipt: the foreign amount, what that was booked at, and the conversion of the whole receipt with its rates.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "LotParts", into = "LotParts"))]
pub struct Lot {
    amount: Money,
    value: Money,
    receipt: Arc<Conversion>,
}

impl Lot {
    /// The day it came in.
    pub fn date(&self) -> NaiveDate {
        self.receipt.date()
    }

    /// The foreign amount.
    pub const fn amount(&self) -> &Money {
        &self.amount
    }

    /// What it was booked at.
    pub const fn value(&self) -> &Money {
        &self.value
    }

    /// The whole receipt it is part of, with its rates.
    pub fn receipt(&self) -> &Conversion {
        &self.receipt
    }
}

/// What a spending took from which receipts; the parts sum to the whole.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "SpendingParts"))]
pub struct Spending {
    amount: Money,
    value: Money,
    parts: Vec<Lot>,
}

impl Spending {
    /// The foreign amount spent.
    pub const fn amount(&self) -> &Money {
        &self.amount
    }

    /// What it had been booked at.
    pub const fn value(&self) -> &Money {
        &self.value
    }

    /// From which receipts, oldest first.
    pub fn parts(&self) -> &[Lot] {
        &self.parts
    }

    /// Every rate of the receipts it was taken from, in order.
    pub fn rates(&self) -> impl Iterator<Item = &Rate> {
        self.parts.iter().flat_map(|part| part.receipt.rates())
    }

    /// One sentence that names every receipt and rate: `150 USD = 3.800.000 VND, nhập trước, xuất trước: …`.
    pub fn explain(&self, language: Language) -> String {
        let parts: Vec<String> = self
            .parts
            .iter()
            .map(|part| {
                let (amount, value) =
                    (format_money_plain(&part.amount, language), format_money_plain(&part.value, language));
                let (day, rates) = (format_day(part.date()), part.receipt.footnote(language));
                match language {
                    Language::Vi => format!("{amount} nhận ngày {day} = {value} ({rates})"),
                    Language::En => format!("{amount} received on {day} = {value} ({rates})"),
                }
            })
            .collect();
        let (amount, value) =
            (format_money_plain(&self.amount, language), format_money_plain(&self.value, language));
        let words = match language {
            Language::Vi => "nhập trước, xuất trước",
            Language::En => "first in, first out",
        };
        format!("{amount} = {value}, {words}: {}", parts.join("; "))
    }
}

impl Receipts {
    /// An empty account in `currency`, booked in `booked`.
    ///
    /// # Errors
    ///
    /// [`ReceiptsError::Money`] for a currency without a minor unit.
    pub fn new(currency: Currency, booked: Currency) -> Result<Self, ReceiptsError> {
        Ok(Self { lots: VecDeque::new(), last: None, left: (Money::zero(currency)?, Money::zero(booked)?) })
    }

    /// Takes in a converted amount, on the conversion's date.
    ///
    /// # Errors
    ///
    /// [`ReceiptsError::NotPositive`], [`ReceiptsError::OutOfOrder`], [`ReceiptsError::Money`].
    pub fn receive(&mut self, receipt: &Conversion) -> Result<(), ReceiptsError> {
        let (date, amount, value) = (receipt.date(), *receipt.from(), *receipt.to());
        positive(&amount)?;
        if let Some(last) = self.last.filter(|last| date < *last) {
            return Err(ReceiptsError::OutOfOrder { date, last });
        }
        self.left = (self.left.0.checked_add(&amount)?, self.left.1.checked_add(&value)?);
        self.last = Some(date);
        self.lots.push_back(Lot { amount, value, receipt: Arc::new(receipt.clone()) });
        Ok(())
    }

    /// Spends an amount, from the oldest receipt on.
    ///
    /// A part of a receipt takes its share of the booked value, rounded half up; what is left keeps the rest, so that all spendings of
    /// a receipt sum to its value.
    ///
    /// # Errors
    ///
    /// [`ReceiptsError::NotPositive`], [`ReceiptsError::Short`], [`ReceiptsError::Money`].
    pub fn spend(&mut self, amount: &Money) -> Result<Spending, ReceiptsError> {
        positive(amount)?;
        let left = self.left.0.checked_sub(amount)?;
        if left.is_negative() {
            return Err(ReceiptsError::Short { amount: *amount, left: self.left.0 });
        }
        let (mut parts, mut open, mut used_up) = (Vec::new(), *amount, 0_usize);
        let mut broken = None;
        for lot in &self.lots {
            if open.is_zero() {
                break;
            }
            let rest = lot.amount.checked_sub(&open)?;
            if !rest.is_negative() && !rest.is_zero() {
                // the share of the value, exact until it is rounded
                let share = Exact::of_money(&lot.value).mul(open.amount());
                let share = share.and_then(|share| share.div(lot.amount.amount()));
                let currency = lot.value.currency();
                let share = share.and_then(|share| share.to_money(currency, Rounding::HalfUp));
                let value = share.ok_or(MoneyError::Overflow { currency })??;
                parts.push(Lot { amount: open, value, receipt: lot.receipt.clone() });
                broken = Some((rest, lot.value.checked_sub(&value)?));
                break;
            }
            open = open.checked_sub(&lot.amount)?;
            used_up = used_up.saturating_add(1);
            parts.push(lot.clone());
        }
        let value = Money::sum(self.left.1.currency(), parts.iter().map(Lot::value))?;
        self.left = (left, self.left.1.checked_sub(&value)?);
        self.lots.drain(..used_up);
        if let (Some((amount, value)), Some(lot)) = (broken, self.lots.front_mut()) {
            (lot.amount, lot.value) = (amount, value);
        }
        Ok(Spending { amount: *amount, value, parts })
    }

    /// What is left, and what it is booked at.
    pub const fn left(&self) -> (Money, Money) {
        self.left
    }

    /// What is left of each receipt, oldest first.
    pub fn lots(&self) -> impl Iterator<Item = &Lot> {
        self.lots.iter()
    }
}

/// The serialised form of a part of a receipt.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct LotParts {
    date: NaiveDate,
    amount: Money,
    value: Money,
    receipt: Conversion,
}

#[cfg(feature = "serde")]
impl From<Lot> for LotParts {
    fn from(lot: Lot) -> Self {
        Self { date: lot.date(), amount: lot.amount, value: lot.value, receipt: (*lot.receipt).clone() }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<LotParts> for Lot {
    type Error = ReceiptsError;

    /// A part is no more than its receipt.
    fn try_from(parts: LotParts) -> Result<Self, ReceiptsError> {
        let LotParts { date, amount, value, receipt } = parts;
        positive(&amount)?;
        // a small amount may be booked at nothing, never at less
        if value.is_negative() {
            return Err(ReceiptsError::NotPositive { amount: value });
        }
        if date != receipt.date() {
            return Err(ReceiptsError::OutOfOrder { date, last: receipt.date() });
        }
        for (part, whole) in [(amount, *receipt.from()), (value, *receipt.to())] {
            if whole.checked_sub(&part)?.is_negative() {
                return Err(ReceiptsError::Short { amount: part, left: whole });
            }
        }
        Ok(Self { amount, value, receipt: Arc::new(receipt) })
    }
}

/// The serialised form of a spending.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct SpendingParts {
    amount: Money,
    value: Money,
    parts: Vec<Lot>,
}

#[cfg(feature = "serde")]
impl TryFrom<SpendingParts> for Spending {
    type Error = String;

    /// Oldest first, and the parts sum to both wholes.
    fn try_from(read: SpendingParts) -> Result<Self, String> {
        let SpendingParts { amount, value, parts } = read;
        let refused = |error: &dyn std::error::Error| error.to_string();
        positive(&amount).map_err(|error| refused(&error))?;
        for (whole, sum) in [
            (amount, Money::sum(amount.currency(), parts.iter().map(Lot::amount))),
            (value, Money::sum(value.currency(), parts.iter().map(Lot::value))),
        ] {
            let sum = sum.map_err(|error| refused(&error))?;
            if sum != whole {
                return Err(format!("the parts of a spending sum to `{sum}`, expected `{whole}`"));
            }
        }
        if !parts.is_sorted_by_key(Lot::date) {
            return Err("the parts of a spending are out of order, expected the oldest first".to_owned());
        }
        Ok(Self { amount, value, parts })
    }
}

fn positive(amount: &Money) -> Result<(), ReceiptsError> {
    if amount.is_negative() || amount.is_zero() {
        return Err(ReceiptsError::NotPositive { amount: *amount });
    }
    Ok(())
}
