//! A rate with its papers.

use std::fmt;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use vientro_core::{Language, Period};

use crate::error::{DAYS, ONE_LINE};
use crate::text::{format_day, format_number};
use crate::{Currency, RateError, RateKind};

/// The longest text a rate keeps in one of its fields, in characters.
const TEXT_MAX: usize = 1000;

/// An exchange rate as published: 1 `base` = `value` `quote`, of a kind, by a publisher, for some days.
///
/// The value and its direction are never changed: the other way divides by it. A clone is cheap; the papers are shared.
///
/// ```
/// use chrono::NaiveDate;
/// use rust_decimal::Decimal;
/// use vientro_currency::{Currency, Rate, RateKind};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).ok_or("no such day");
/// let july = Rate::builder(Currency::USD, Currency::VND, Decimal::from(22_415), RateKind::TreasuryAccounting)
///     .publisher("Kho bạc Nhà nước")
///     .notice("3081/TB-KBNN", Some(day(2017, 6, 30)?))
///     .days(day(2017, 7, 1)?, day(2017, 7, 31)?)
///     .source("notice of the State Treasury")
///     .build()?;
/// assert_eq!(july.id().as_str(), "USD/VND treasury-accounting Kho bạc Nhà nước 2017-07-01..2017-07-31 3081/TB-KBNN = 22415");
/// assert!(july.covers(day(2017, 7, 15)?));
/// # Ok(()) }
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Parts", into = "Parts"))]
pub struct Rate(Arc<Papers>);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Papers {
    id: RateId,
    parts: Parts,
}

/// What a rate is made of, and its serialised form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Parts {
    base: Currency,
    quote: Currency,
    #[cfg_attr(feature = "serde", serde(with = "crate::serial::decimal"))]
    value: Decimal,
    kind: RateKind,
    publisher: String,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    notice: Option<String>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    notice_date: Option<NaiveDate>,
    valid_from: NaiveDate,
    valid_to: NaiveDate,
    source: String,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    note: Option<String>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    known_on: Option<NaiveDate>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Standing::is_published"))]
    standing: Standing,
}

impl Rate {
    /// Begins a rate: 1 `base` = `value` `quote`.
    pub fn builder(base: Currency, quote: Currency, value: Decimal, kind: RateKind) -> RateBuilder {
        RateBuilder {
            base,
            quote,
            value,
            kind,
            publisher: String::new(),
            notice: None,
            notice_date: None,
            days: None,
            source: String::new(),
            note: None,
            known_on: None,
            standing: Standing::Published,
        }
    }

    fn try_from_parts(mut parts: Parts) -> Result<Self, RateError> {
        let Parts { base, quote, value, .. } = parts;
        if base == quote {
            return Err(RateError::SameCurrency { currency: base });
        }
        if value <= Decimal::ZERO {
            return Err(RateError::NotPositive { base, quote, value });
        }
        if parts.valid_to < parts.valid_from {
            return Err(RateError::Days { from: parts.valid_from, to: parts.valid_to });
        }
        // files are read without the blanks around a cell; a rate made otherwise is kept the same way
        for text in [&mut parts.publisher, &mut parts.source] {
            trim(text);
        }
        check_text("publisher", &parts.publisher, true)?;
        check_text("source", &parts.source, false)?;
        for (field, text) in [("notice", &mut parts.notice), ("note", &mut parts.note)] {
            if let Some(text) = text {
                trim(text);
            }
            if text.as_ref().is_some_and(String::is_empty) {
                *text = None;
            }
            check_text(field, text.as_deref().unwrap_or_default(), false)?;
        }
        let id = RateId::derive(&parts);
        Ok(Self(Arc::new(Papers { id, parts })))
    }

    /// A stable id made of what tells this rate from every other: pair, kind, publisher, days, notice, value, and the day
    /// it became known where that was given.
    pub fn id(&self) -> &RateId {
        &self.0.id
    }

    /// The currency one unit of which is quoted.
    pub fn base(&self) -> Currency {
        self.0.parts.base
    }

    /// The currency the value is in.
    pub fn quote(&self) -> Currency {
        self.0.parts.quote
    }

    /// How many units of the quote currency one unit of the base currency is, exactly as published.
    pub fn value(&self) -> Decimal {
        self.0.parts.value
    }

    /// What kind of rate it is.
    pub fn kind(&self) -> RateKind {
        self.0.parts.kind
    }

    /// Who publishes it.
    pub fn publisher(&self) -> &str {
        &self.0.parts.publisher
    }

    /// Number of the notice that published it.
    pub fn notice(&self) -> Option<&str> {
        self.0.parts.notice.as_deref()
    }

    /// Day of the notice.
    pub fn notice_date(&self) -> Option<NaiveDate> {
        self.0.parts.notice_date
    }

    /// The first day it holds for.
    pub fn valid_from(&self) -> NaiveDate {
        self.0.parts.valid_from
    }

    /// The last day it holds for.
    pub fn valid_to(&self) -> NaiveDate {
        self.0.parts.valid_to
    }

    /// Where the figure was read.
    pub fn source(&self) -> &str {
        &self.0.parts.source
    }

    /// A remark.
    pub fn note(&self) -> Option<&str> {
        self.0.parts.note.as_deref()
    }

    /// The day it became known: as given, else the day of its notice, else the first day it holds for.
    pub fn known_on(&self) -> NaiveDate {
        let parts = &self.0.parts;
        parts.known_on.or(parts.notice_date).unwrap_or(parts.valid_from)
    }

    /// The day it became known, if it was given with the rate.
    pub fn known_on_as_given(&self) -> Option<NaiveDate> {
        self.0.parts.known_on
    }

    /// How near the figure is to what was published.
    pub fn standing(&self) -> Standing {
        self.0.parts.standing
    }

    /// How far the value can be from the one it was rounded from, as a share of it: half a unit of its last printed digit. A
    /// cross through a rate of few digits is no surer than this.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use rust_decimal::Decimal;
    /// use vientro_currency::{Rate, RateKind};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// // the Polish central bank prints the đồng with five digits
    /// let value = Decimal::from_str_exact("0.00015030")?;
    /// let day = NaiveDate::from_ymd_opt(2026, 10, 21).ok_or("no such day")?;
    /// let rate = Rate::builder("VND".parse()?, "PLN".parse()?, value, RateKind::Market).publisher("NBP").day(day).build()?;
    /// assert_eq!(rate.roundness().round_sf(2), Some(Decimal::new(33, 6)));
    /// # Ok(()) }
    /// ```
    pub fn roundness(&self) -> Decimal {
        let value = self.value();
        // at most 28 decimals, so that half a unit of the last has a decimal to itself or is below any that counts
        let half = Decimal::try_new(5, value.scale().saturating_add(1)).unwrap_or_default();
        half.checked_div(value).unwrap_or_default()
    }

    /// Does it hold on `day`?
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.valid_from() <= day && day <= self.valid_to()
    }

    /// The days it holds for as a phrase: `ngày 18/12/2025`, `tháng 11/2025`, `từ … đến …`.
    pub fn days_text(&self, language: Language) -> String {
        let (from, to) = (self.valid_from(), self.valid_to());
        let month = Period::month(from.year(), from.month()).ok();
        let whole_month = month.is_some_and(|month| month.from() == from && month.last() == to);
        match language {
            Language::Vi if from == to => format!("ngày {}", format_day(from)),
            Language::En if from == to => format_day(from),
            Language::Vi if whole_month => format!("tháng {:02}/{}", from.month(), from.year()),
            Language::En if whole_month => from.format("%B %Y").to_string(),
            Language::Vi => format!("từ {} đến {}", format_day(from), format_day(to)),
            Language::En => format!("{} to {}", format_day(from), format_day(to)),
        }
    }

    /// The papers in one phrase without the figure: kind, publisher, days, notice.
    pub fn papers_text(&self, language: Language) -> String {
        let mut text =
            format!("{}, {}, {}", self.kind().text(language), self.publisher(), self.days_text(language));
        if let Some(notice) = self.notice() {
            let (word, of) = match language {
                Language::Vi => ("thông báo", "ngày"),
                Language::En => ("notice", "of"),
            };
            text = format!("{text}, {word} {notice}");
            if let Some(date) = self.notice_date() {
                text = format!("{text} {of} {}", format_day(date));
            }
        }
        if self.standing() != Standing::Published {
            text = format!("{text}, {}", self.standing().text(language));
        }
        text
    }

    /// The rate with its papers: `1 USD = 25.120 VND (tỷ giá hạch toán, Kho bạc Nhà nước, tháng 11/2025)`.
    pub fn text(&self, language: Language) -> String {
        format!(
            "1 {} = {} {} ({})",
            self.base(),
            format_number(self.value(), language),
            self.quote(),
            self.papers_text(language)
        )
    }
}

/// How near a figure is to what its publisher printed.
///
/// A rate that is not as published says so wherever its papers are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Standing {
    /// Worked out from another publication, such as "44 above June".
    Derived,
    /// Read in the publication, in a kept copy of its data, or in a report of it that names publisher and day.
    #[default]
    Published,
    /// Read where somebody says they copied it; the publication was not seen.
    SecondHand,
}

impl Standing {
    /// Every standing, in the order of their names.
    pub const ALL: [Self; 3] = [Self::Derived, Self::Published, Self::SecondHand];

    /// The code used in files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Derived => "derived",
            Self::Published => "published",
            Self::SecondHand => "second-hand",
        }
    }

    /// The standing as a phrase.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Derived, Language::Vi) => "số suy ra",
            (Self::Derived, Language::En) => "derived",
            (Self::Published, Language::Vi) => "số công bố",
            (Self::Published, Language::En) => "as published",
            (Self::SecondHand, Language::Vi) => "số dẫn lại, chưa đối chiếu bản gốc",
            (Self::SecondHand, Language::En) => "second hand, the original not seen",
        }
    }

    #[cfg(feature = "serde")]
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the form serde asks for")]
    const fn is_published(&self) -> bool {
        matches!(self, Self::Published)
    }
}

impl std::str::FromStr for Standing {
    type Err = RateError;

    /// Reads a code.
    ///
    /// # Errors
    ///
    /// [`RateError::Field`] for any other text.
    fn from_str(code: &str) -> Result<Self, RateError> {
        let found = Self::ALL.into_iter().find(|standing| standing.code() == code);
        found.ok_or_else(|| RateError::Field {
            field: "standing",
            found: code.chars().take(40).collect(),
            expected: "published, derived, second-hand",
        })
    }
}

impl fmt::Debug for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rate({})", self.id())
    }
}

impl From<Rate> for Parts {
    fn from(rate: Rate) -> Self {
        rate.0.parts.clone()
    }
}

impl TryFrom<Parts> for Rate {
    type Error = RateError;

    fn try_from(parts: Parts) -> Result<Self, RateError> {
        Self::try_from_parts(parts)
    }
}

/// Builds a [`Rate`]; [`RateBuilder::build`] checks the whole.
#[derive(Clone, Debug)]
#[must_use]
pub struct RateBuilder {
    base: Currency,
    quote: Currency,
    value: Decimal,
    kind: RateKind,
    publisher: String,
    notice: Option<String>,
    notice_date: Option<NaiveDate>,
    days: Option<(NaiveDate, NaiveDate)>,
    source: String,
    note: Option<String>,
    known_on: Option<NaiveDate>,
    standing: Standing,
}

impl RateBuilder {
    /// Who publishes it. Required.
    pub fn publisher(mut self, publisher: impl Into<String>) -> Self {
        self.publisher = publisher.into();
        self
    }

    /// The notice that published it, with its day where known.
    pub fn notice(mut self, number: impl Into<String>, date: Option<NaiveDate>) -> Self {
        self.notice = Some(number.into());
        self.notice_date = date;
        self
    }

    /// Holds on this one day.
    pub fn day(self, day: NaiveDate) -> Self {
        self.days(day, day)
    }

    /// Holds from the first to the last day, both included. Required, here or as [`RateBuilder::day`].
    pub fn days(mut self, from: NaiveDate, to: NaiveDate) -> Self {
        self.days = Some((from, to));
        self
    }

    /// Where the figure was read.
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = source.into();
        self
    }

    /// A remark.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// The day it became known, where that is not the day of its notice or its first day: a correction.
    pub fn known_on(mut self, day: NaiveDate) -> Self {
        self.known_on = Some(day);
        self
    }

    /// How near the figure is to what was published; without this call it is as published.
    pub fn standing(mut self, standing: Standing) -> Self {
        self.standing = standing;
        self
    }

    /// The rate.
    ///
    /// # Errors
    ///
    /// [`RateError::NotPositive`], [`RateError::SameCurrency`], [`RateError::Days`] for days that end before they begin,
    /// [`RateError::Field`] for a missing publisher, missing days, or a text that is too long or has control characters.
    pub fn build(self) -> Result<Rate, RateError> {
        let (valid_from, valid_to) =
            self.days.ok_or(RateError::Field { field: "days", found: String::new(), expected: DAYS })?;
        Rate::try_from_parts(Parts {
            base: self.base,
            quote: self.quote,
            value: self.value,
            kind: self.kind,
            publisher: self.publisher,
            notice: self.notice,
            notice_date: self.notice_date,
            valid_from,
            valid_to,
            source: self.source,
            note: self.note,
            known_on: self.known_on,
            standing: self.standing,
        })
    }
}

/// Stable id of a [`Rate`], derived from its papers; readable, so that it can stand in a report.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct RateId(String);

impl RateId {
    fn derive(parts: &Parts) -> Self {
        let mut id =
            format!("{}/{} {} {} {}", parts.base, parts.quote, parts.kind, parts.publisher, parts.valid_from);
        if parts.valid_to != parts.valid_from {
            id = format!("{id}..{}", parts.valid_to);
        }
        if let Some(notice) = &parts.notice {
            id = format!("{id} {notice}");
        }
        if let Some(known_on) = parts.known_on {
            id = format!("{id} known {known_on}");
        }
        Self(format!("{id} = {}", parts.value))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn trim(text: &mut String) {
    let trimmed = text.trim();
    if trimmed.len() != text.len() {
        *text = trimmed.to_owned();
    }
}

fn check_text(field: &'static str, text: &str, required: bool) -> Result<(), RateError> {
    let empty = required && text.trim().is_empty();
    if empty || text.chars().any(char::is_control) || text.chars().nth(TEXT_MAX).is_some() {
        return Err(RateError::Field { field, found: text.chars().take(40).collect(), expected: ONE_LINE });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn dollar(value: &str) -> RateBuilder {
        let value = Decimal::from_str_exact(value).unwrap();
        Rate::builder(Currency::USD, Currency::VND, value, RateKind::Central)
            .publisher("Ngân hàng Nhà nước Việt Nam")
            .day(date(2025, 12, 18))
            .source("a newspaper")
    }

    #[test]
    fn a_rate_is_positive_and_between_two_currencies() {
        // other libraries build a negative rate without a word
        for value in ["0", "-25151", "0.000"] {
            assert!(matches!(dollar(value).build(), Err(RateError::NotPositive { .. })), "{value}");
        }
        let same = Rate::builder(Currency::USD, Currency::USD, Decimal::ONE, RateKind::House);
        assert!(matches!(
            same.publisher("x").day(date(2025, 1, 1)).build(),
            Err(RateError::SameCurrency { .. })
        ));
    }

    #[test]
    fn days_and_texts_are_checked() {
        assert!(matches!(
            dollar("25151").days(date(2025, 2, 1), date(2025, 1, 1)).build(),
            Err(RateError::Days { .. })
        ));
        assert!(matches!(
            dollar("25151").publisher(" ").build(),
            Err(RateError::Field { field: "publisher", .. })
        ));
        assert!(matches!(dollar("25151").note("a\nb").build(), Err(RateError::Field { field: "note", .. })));
        let no_days = Rate::builder(Currency::USD, Currency::VND, Decimal::ONE, RateKind::House);
        assert!(matches!(no_days.publisher("x").build(), Err(RateError::Field { field: "days", .. })));
    }

    #[test]
    fn the_value_is_kept_as_published() {
        // 5,489.11 became 5,500 elsewhere: the digits of a rate are not ours to round
        let rate = dollar("5489.110").build().unwrap();
        assert_eq!(rate.value().to_string(), "5489.110");
        assert_eq!(
            rate.text(Language::En),
            "1 USD = 5,489.110 VND (central rate, Ngân hàng Nhà nước Việt Nam, 18/12/2025)"
        );
    }

    #[test]
    fn known_on_falls_back_to_notice_then_first_day() {
        assert_eq!(dollar("25151").build().unwrap().known_on(), date(2025, 12, 18));
        let notice = dollar("25151").notice("1/TB", Some(date(2025, 12, 17)));
        assert_eq!(notice.clone().build().unwrap().known_on(), date(2025, 12, 17));
        assert_eq!(notice.known_on(date(2026, 1, 5)).build().unwrap().known_on(), date(2026, 1, 5));
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_goes_through_the_checks() {
        let rate = dollar("25151").notice("1/TB", None).build().unwrap();
        let text = serde_json::to_string(&rate).unwrap();
        assert_eq!(serde_json::from_str::<Rate>(&text).unwrap(), rate);
        assert!(serde_json::from_str::<Rate>(&text.replace("\"25151\"", "\"-1\"")).is_err());
        assert!(serde_json::from_str::<Rate>(&text.replace("USD", "VND")).is_err());
        // 30 digits: the decimal's own reader would round them
        let long = "25151.0000000000000000000000001";
        assert!(serde_json::from_str::<Rate>(&text.replace("\"25151\"", &format!("\"{long}\""))).is_err());
    }
}
