//! Two printed amounts that stand for one another: which rates make both true.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Bound;

use rust_decimal::Decimal;
use vientro_core::{Doubt, FigureError, HedgeConvention, Interval, Language, Period, Printed, Verdict};

use crate::exact::Exact;
use crate::text::{MoneyTextError, read_money};
use crate::{Amount, Currency, Money, MoneyError, Rate, RateBook, RateId, Rounding};

/// Why a pair of amounts cannot be checked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PairError {
    /// The bands are of different currencies, so they have no rate in common.
    #[error("a band of `{base}/{quote}` cannot be set against one of another pair")]
    Different {
        /// Base currency of the first band.
        base: Currency,
        /// Quote currency of the first band.
        quote: Currency,
    },
    /// There is no band to intersect.
    #[error("there is no band")]
    Empty,
    /// The printed figures give no interval.
    #[error("the printed amounts give no interval of rates")]
    Figure(#[from] FigureError),
    /// The result is no money.
    #[error("the amount cannot be money")]
    Money(#[from] MoneyError),
    /// An amount is or may be zero or negative.
    #[error("`{amount}` is or may be zero or below, expected an amount above zero")]
    NotPositive {
        /// The amount, printed.
        amount: String,
    },
    /// A number leaves the range of a decimal.
    #[error("the amounts are too large")]
    Overflow,
    /// Both amounts are in one currency.
    #[error("both amounts are in `{currency}`, expected two currencies")]
    SameCurrency {
        /// The currency.
        currency: Currency,
    },
}

impl PairError {
    /// The error as a sentence, its cause included.
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::Different { base, quote }, Language::Vi) => {
                format!(
                    "không đối chiếu được khoảng tỷ giá `{base}/{quote}` với khoảng của cặp đồng tiền khác"
                )
            }
            (Self::Empty, Language::Vi) => "chưa có khoảng tỷ giá nào".to_owned(),
            (Self::Figure(cause), Language::Vi) => {
                format!("hai số tiền đã in không cho khoảng tỷ giá nào: {}", cause.text(language))
            }
            (Self::Money(cause), Language::Vi) => format!("không thành số tiền: {}", cause.text(language)),
            (Self::NotPositive { amount }, Language::Vi) => {
                format!("`{amount}` bằng hoặc có thể bằng 0 hay âm, cần số tiền lớn hơn 0")
            }
            (Self::Overflow, Language::Vi) => "số tiền quá lớn".to_owned(),
            (Self::SameCurrency { currency }, Language::Vi) => {
                format!("cả hai số tiền đều bằng `{currency}`, cần hai đồng tiền khác nhau")
            }
            (Self::Figure(cause), Language::En) => format!("{self}: {}", cause.text(language)),
            (Self::Money(cause), Language::En) => format!("{self}: {}", cause.text(language)),
            (_, Language::En) => self.to_string(),
        }
    }
}

/// An amount as printed, with its hedge: `gần 26 triệu USD`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct PrintedAmount {
    figure: Printed<Decimal>,
    currency: Currency,
}

impl PrintedAmount {
    /// A printed figure in whole units of `currency`.
    pub const fn new(figure: Printed<Decimal>, currency: Currency) -> Self {
        Self { figure, currency }
    }

    /// Reads an amount with its hedge: `hơn 457.800 USD`, `khoảng 275,7 tỷ đồng`.
    ///
    /// # Errors
    ///
    /// As [`read_money`].
    pub fn read(text: &str, default: Option<Currency>) -> Result<Self, MoneyTextError> {
        read_money(text, default)
    }

    /// The figure as printed.
    pub fn figure(&self) -> &Printed<Decimal> {
        &self.figure
    }

    /// The currency.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    fn bounds(&self, convention: HedgeConvention) -> Result<Interval, PairError> {
        let interval = convention.interval(&self.figure)?;
        let zero = Interval::exactly(Decimal::ZERO);
        if zero.is_below(&interval).is_yes() {
            Ok(interval)
        } else {
            Err(PairError::NotPositive { amount: self.to_string() })
        }
    }

    /// Digits from the first to the last that is not zero: 4 for 457 800.
    fn significant_digits(&self) -> usize {
        let digits = self.figure.value().normalize().mantissa().unsigned_abs().to_string();
        digits.trim_end_matches('0').len()
    }
}

impl fmt::Display for PrintedAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(hedge) = self.figure.hedge() {
            write!(f, "{} ", vientro_vi::hedge_word(hedge, Language::Vi))?;
        }
        write!(f, "{} {}", self.figure.value(), self.currency)
    }
}

/// The rates that make two printed amounts true at once.
///
/// ```
/// use vientro_core::HedgeConvention;
/// use vientro_core::Language;
/// use vientro_currency::{PrintedAmount, rate_band};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // "giải ngân hơn 457.800 USD (tương đương gần 12 tỷ đồng)", Hải Phòng 2025
/// let dollars = PrintedAmount::read("hơn 457.800 USD", None)?;
/// let dong = PrintedAmount::read("gần 12 tỷ đồng", None)?;
/// let band = rate_band(&dong, &dollars, &HedgeConvention::default())?;
/// assert_eq!(band.text(Language::En), "24,023 to 26,212 VND per USD");
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Parts", into = "Parts"))]
pub struct RateBand {
    parts: Parts,
    interval: Interval,
    inverse: Interval,
}

/// What a band is made of, and its serialised form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Parts {
    quote: PrintedAmount,
    base: PrintedAmount,
    convention: HedgeConvention,
}

/// The interval of rates, in units of the currency of `quote` for one of that of `base`, for which both amounts are true.
///
/// * `quote`: the amount in the currency rates are quoted in, đồng for a Vietnamese pair.
/// * `base`: the amount whose currency is counted as one, dollars.
/// * `convention`: what a hedge says; the default takes a figure without hedge as exact.
///
/// # Errors
///
/// [`PairError::SameCurrency`], [`PairError::NotPositive`], [`PairError::Figure`].
///
/// # Source
///
/// Our own check, of the kind auditors do by hand; the convention is a setting ([`HedgeConvention`]).
pub fn rate_band(
    quote: &PrintedAmount,
    base: &PrintedAmount,
    convention: &HedgeConvention,
) -> Result<RateBand, PairError> {
    RateBand::try_from(Parts { quote: quote.clone(), base: base.clone(), convention: *convention })
}

impl RateBand {
    /// Rates in units of the quote currency for one of the base currency.
    pub fn interval(&self) -> &Interval {
        &self.interval
    }

    /// The currency one unit of which is quoted.
    pub fn base(&self) -> Currency {
        self.parts.base.currency
    }

    /// The currency the rates are in.
    pub fn quote(&self) -> Currency {
        self.parts.quote.currency
    }

    /// The printed amount in the base currency.
    pub fn base_amount(&self) -> &PrintedAmount {
        &self.parts.base
    }

    /// The printed amount in the quote currency.
    pub fn quote_amount(&self) -> &PrintedAmount {
        &self.parts.quote
    }

    /// The convention the hedges were read by.
    pub fn convention(&self) -> HedgeConvention {
        self.parts.convention
    }

    /// The rates all of `bands` have in common; `None` if they have none, so that one rate cannot have made them all.
    ///
    /// # Errors
    ///
    /// [`PairError::Empty`] for no band, [`PairError::Different`] for bands of two pairs.
    pub fn intersect(bands: &[Self]) -> Result<Option<Interval>, PairError> {
        let (first, rest) = bands.split_first().ok_or(PairError::Empty)?;
        let mut common = Some(first.interval.clone());
        for band in rest {
            if (band.base(), band.quote()) != (first.base(), first.quote()) {
                return Err(PairError::Different { base: first.base(), quote: first.quote() });
            }
            common = common.and_then(|common| common.intersect(&band.interval));
        }
        Ok(common)
    }

    /// Can this rate have made the pair?
    ///
    /// * `Yes`: some values within both printed amounts have exactly this ratio.
    /// * `No`: the rate contradicts the pair.
    /// * `CannotTell`: the rate is of other currencies.
    ///
    /// A rate published in the other direction is compared with the ratio turned round.
    pub fn check(&self, rate: &Rate) -> Verdict {
        let pair = (rate.base(), rate.quote());
        if pair == (self.base(), self.quote()) {
            Verdict::from_bool(self.interval.contains(&rate.value()))
        } else if pair == (self.quote(), self.base()) {
            Verdict::from_bool(self.inverse.contains(&rate.value()))
        } else {
            Verdict::CannotTell(Doubt::Unknown)
        }
    }

    /// The rates of `book` between the two currencies that hold for a day of `dates`, best first.
    ///
    /// Each converts the amount that is printed with more digits (457.800 rather than 12 tỷ; at a tie the base amount).
    /// Those that fit come first, by their distance from the other printed value: the first is the best candidate. Then those that
    /// contradict, nearest first.
    ///
    /// # Errors
    ///
    /// [`PairError::Overflow`] if an amount leaves the range of a decimal.
    pub fn candidates(&self, book: &RateBook, dates: &Period) -> Result<Vec<Candidate>, PairError> {
        let holds = |rate: &&Rate| rate.valid_from() <= dates.last() && dates.from() <= rate.valid_to();
        let mut candidates = book
            .between(self.base(), self.quote())
            .filter(holds)
            .map(|rate| self.candidate(rate))
            .collect::<Result<Vec<_>, _>>()?;
        candidates.sort_by(Candidate::order);
        Ok(candidates)
    }

    fn candidate(&self, rate: &Rate) -> Result<Candidate, PairError> {
        let (base, quote) = (&self.parts.base, &self.parts.quote);
        let from_quote = quote.significant_digits() > base.significant_digits();
        let (from, to) = if from_quote { (quote, base) } else { (base, quote) };
        let exact = Exact::new(*from.figure.value());
        let exact =
            if rate.base() == from.currency { exact.mul(rate.value()) } else { exact.div(rate.value()) };
        let amount = exact.and_then(Exact::to_decimal).ok_or(PairError::Overflow)?;
        let distance = amount.checked_sub(*to.figure.value()).ok_or(PairError::Overflow)?.abs();
        let verdict = self.check(rate);
        Ok(Candidate { rate: rate.clone(), amount: Amount::new(amount, to.currency), verdict, distance })
    }

    /// Can a rate of `value`, in units of the quote currency for one of the base currency, have made the pair?
    pub fn allows(&self, value: Decimal) -> Verdict {
        Verdict::from_bool(self.interval.contains(&value))
    }

    /// The band for people, ends rounded as by [`interval_text`]: `từ 24.023 đến 26.212 VND/USD`.
    pub fn text(&self, language: Language) -> String {
        let (quote, base) = (self.quote(), self.base());
        if let Some(value) = self.interval.exact() {
            let value = end_text(&Bound::Included(*value), language).unwrap_or_default();
            return match language {
                Language::Vi => format!("đúng {value} {quote}/{base}"),
                Language::En => format!("exactly {value} {quote} per {base}"),
            };
        }
        let ends = (end_text(self.interval.low(), language), end_text(self.interval.high(), language));
        match (ends, language) {
            ((Some(low), Some(high)), Language::Vi) => format!("từ {low} đến {high} {quote}/{base}"),
            ((Some(low), Some(high)), Language::En) => format!("{low} to {high} {quote} per {base}"),
            ((Some(low), None), Language::Vi) => format!("từ {low} {quote}/{base} trở lên"),
            ((Some(low), None), Language::En) => format!("{low} {quote} per {base} and more"),
            ((None, Some(high)), Language::Vi) => format!("đến {high} {quote}/{base}"),
            ((None, Some(high)), Language::En) => format!("up to {high} {quote} per {base}"),
            ((None, None), Language::Vi) => "mọi tỷ giá".to_owned(),
            ((None, None), Language::En) => "any rate".to_owned(),
        }
    }
}

/// An interval of rates for people, ends rounded half up to whole units from 1 000 on, else to five digits or so:
/// `(22.971 ; 23.780)`.
pub fn interval_text(interval: &Interval, language: Language) -> String {
    let end = |bound| end_text(bound, language).unwrap_or_else(|| "∞".to_owned());
    let low = if matches!(interval.low(), Bound::Included(_)) { '[' } else { '(' };
    let high = if matches!(interval.high(), Bound::Included(_)) { ']' } else { ')' };
    format!("{low}{} ; {}{high}", end(interval.low()), end(interval.high()))
}

fn end_text(bound: &Bound<Decimal>, language: Language) -> Option<String> {
    let (Bound::Included(value) | Bound::Excluded(value)) = bound else { return None };
    let decimals = if value.abs() >= Decimal::ONE_THOUSAND {
        0
    } else if value.abs() >= Decimal::ONE {
        4
    } else {
        8
    };
    Some(vientro_vi::format_decimal(Rounding::HalfUp.round(*value, decimals), language))
}

impl From<RateBand> for Parts {
    fn from(band: RateBand) -> Self {
        band.parts
    }
}

impl TryFrom<Parts> for RateBand {
    type Error = PairError;

    fn try_from(parts: Parts) -> Result<Self, PairError> {
        if parts.quote.currency == parts.base.currency {
            return Err(PairError::SameCurrency { currency: parts.base.currency });
        }
        let quote = parts.quote.bounds(parts.convention)?;
        let base = parts.base.bounds(parts.convention)?;
        let (interval, inverse) = (quote.checked_div(&base)?, base.checked_div(&quote)?);
        Ok(Self { parts, interval, inverse })
    }
}

/// A known rate held against a printed pair.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Candidate {
    rate: Rate,
    amount: Amount,
    verdict: Verdict,
    distance: Decimal,
}

impl Candidate {
    /// The rate.
    pub fn rate(&self) -> &Rate {
        &self.rate
    }

    /// What the amount printed with more digits comes to at this rate, before rounding.
    pub fn amount(&self) -> Amount {
        self.amount
    }

    /// Yes: it fits; no: it contradicts the pair.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// How far the amount is from the other printed value, in its currency.
    pub fn distance(&self) -> Decimal {
        self.distance
    }

    fn order(&self, other: &Self) -> Ordering {
        let rank = |candidate: &Self| match candidate.verdict {
            Verdict::Yes => 0,
            Verdict::CannotTell(_) => 1,
            Verdict::No => 2,
        };
        let id = |candidate: &Self| -> RateId { candidate.rate.id().clone() };
        rank(self)
            .cmp(&rank(other))
            .then(self.distance.cmp(&other.distance))
            .then_with(|| id(self).cmp(&id(other)))
    }
}

/// Two exact amounts that somebody stated to be the same: 457,800 USD and its 11,970,554,400 đồng.
///
/// The pair is what was authored; a unit rate made from it and rounded comes back 146,400 đồng short. Converting one side gives the
/// other exactly, any other amount its exact proportion.
///
/// ```
/// use vientro_currency::{Currency, Money, Rounding, StatedPair};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let pair = StatedPair::try_new(Money::from_minor(45_780_000, Currency::USD)?, Money::vnd(12_000_000_000))?;
/// let there = pair.convert(pair.left(), Rounding::HalfUp)?;
/// assert_eq!(there, Money::vnd(12_000_000_000));
/// assert_eq!(&pair.convert(&there, Rounding::HalfUp)?, pair.left());
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "[Money; 2]", into = "[Money; 2]"))]
pub struct StatedPair {
    left: Money,
    right: Money,
}

impl StatedPair {
    /// Two amounts above zero in two currencies.
    ///
    /// # Errors
    ///
    /// [`PairError::SameCurrency`], [`PairError::NotPositive`].
    pub fn try_new(left: Money, right: Money) -> Result<Self, PairError> {
        if left.currency() == right.currency() {
            return Err(PairError::SameCurrency { currency: left.currency() });
        }
        for amount in [left, right] {
            if amount.is_negative() || amount.is_zero() {
                return Err(PairError::NotPositive { amount: amount.to_string() });
            }
        }
        Ok(Self { left, right })
    }

    /// The first amount.
    pub const fn left(&self) -> &Money {
        &self.left
    }

    /// The second amount.
    pub const fn right(&self) -> &Money {
        &self.right
    }

    /// `amount` in the other currency of the pair, in exact proportion, rounded once.
    ///
    /// # Errors
    ///
    /// [`PairError::Money`] for an amount of a third currency, [`PairError::Overflow`].
    pub fn convert(&self, amount: &Money, rounding: Rounding) -> Result<Money, PairError> {
        let (this, other) = if amount.currency() == self.left.currency() {
            (self.left, self.right)
        } else if amount.currency() == self.right.currency() {
            (self.right, self.left)
        } else {
            return Err(MoneyError::Mixed { left: amount.currency(), right: self.left.currency() }.into());
        };
        let exact = Exact::of_money(amount).mul(other.amount()).and_then(|exact| exact.div(this.amount()));
        let money = exact.and_then(|exact| exact.to_money(other.currency(), rounding));
        Ok(money.ok_or(PairError::Overflow)??)
    }
}

impl From<StatedPair> for [Money; 2] {
    fn from(pair: StatedPair) -> Self {
        [pair.left, pair.right]
    }
}

impl TryFrom<[Money; 2]> for StatedPair {
    type Error = PairError;

    fn try_from([left, right]: [Money; 2]) -> Result<Self, PairError> {
        Self::try_new(left, right)
    }
}
