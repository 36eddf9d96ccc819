//! Figures that are known, hedged or unknown, and the arithmetic that never forgets which.

mod hedge;
mod interval;
mod outward;
mod quantity;
mod total;

pub use hedge::{
    About, Hedge, HedgeConvention, MoreThan, Plain, Precision, Printed, place_of_last_nonzero_digit,
};
pub use interval::Interval;
pub use outward::Toward;
pub use quantity::Quantity;
pub use total::Total;

use core::ops::Bound;

use rust_decimal::Decimal;

use crate::language::Language;
use crate::prelude::*;
use crate::verdict::{Doubt, Verdict};

/// What arithmetic on figures can run into.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FigureError {
    /// The divisor is zero, or its interval contains zero.
    #[error("cannot divide by `{divisor}`: it is or may be zero")]
    DivisionByZero {
        /// The divisor, printed.
        divisor: String,
    },
    /// No value lies in the interval.
    #[error("the interval from `{low}` to `{high}` is empty")]
    EmptyInterval {
        /// Lower end, printed.
        low: String,
        /// Upper end, printed.
        high: String,
    },
    /// The printed figure cannot carry the hedge: a range without its upper end, or a negative place value.
    #[error("`{printed}` cannot be read as an interval: {}", reason.text(Language::En))]
    Hedge {
        /// The printed value.
        printed: String,
        /// What is wrong with it.
        reason: HedgeFault,
    },
    /// The two ends cannot be compared, for example two currencies.
    #[error("`{low}` and `{high}` cannot be compared")]
    NotComparable {
        /// Lower end, printed.
        low: String,
        /// Upper end, printed.
        high: String,
    },
    /// The bounds of a hedged figure contradict what was printed, whatever the convention.
    #[error("the interval {interval} contradicts the printed `{printed}`")]
    NotAsPrinted {
        /// The bounds, printed.
        interval: String,
        /// The printed value.
        printed: String,
    },
    /// The result has more than 28 significant digits or leaves the range of a decimal.
    #[error("the result of `{}` is outside the range of a 96-bit decimal", operation.text(Language::En))]
    Overflow {
        /// The operation.
        operation: Operation,
    },
    /// A sum says that more of its inputs were unknown than it had.
    #[error("`{unknown}` unknown inputs of a total, expected at most its `{inputs}` inputs")]
    UnknownInputs {
        /// How many were unknown.
        unknown: usize,
        /// How many there were.
        inputs: usize,
    },
    /// The sum of what is known is itself unknown.
    #[error("the known part of a total is unknown, expected a figure")]
    UnknownPart,
}

impl FigureError {
    /// The error as a sentence.
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::DivisionByZero { divisor }, Language::Vi) => {
                format!("không chia được cho `{divisor}`: số này bằng hoặc có thể bằng 0")
            }
            (Self::EmptyInterval { low, high }, Language::Vi) => {
                format!("khoảng từ `{low}` đến `{high}` không có giá trị nào")
            }
            (Self::Hedge { printed, reason }, Language::Vi) => {
                format!("không đọc được `{printed}` thành khoảng giá trị: {}", reason.text(language))
            }
            (Self::NotComparable { low, high }, Language::Vi) => {
                format!("không so sánh được `{low}` với `{high}`")
            }
            (Self::NotAsPrinted { interval, printed }, Language::Vi) => {
                format!("khoảng {interval} trái với số `{printed}` đã in")
            }
            (Self::UnknownInputs { unknown, inputs }, Language::Vi) => {
                format!(
                    "`{unknown}` số liệu chưa biết trong tổng, nhiều nhất chỉ có `{inputs}` số liệu đưa vào"
                )
            }
            (Self::UnknownPart, Language::Vi) => {
                "phần đã biết của tổng lại chưa biết, cần một số liệu".to_owned()
            }
            (Self::Overflow { operation }, Language::Vi) => {
                format!("kết quả của phép {} vượt phạm vi số thập phân 96 bit", operation.text(language))
            }
            (_, Language::En) => self.to_string(),
        }
    }
}

/// What keeps a printed figure from being read as an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HedgeFault {
    /// A range needs its upper end.
    NoUpperEnd,
    /// The place of the last digit must be positive.
    PlaceNotPositive,
}

impl HedgeFault {
    /// The fault as a phrase.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::NoUpperEnd, Language::Vi) => "khoảng cần có đầu trên",
            (Self::NoUpperEnd, Language::En) => "a range needs its upper end",
            (Self::PlaceNotPositive, Language::Vi) => "hàng của chữ số cuối phải lớn hơn 0",
            (Self::PlaceNotPositive, Language::En) => "the place of the last digit must be positive",
        }
    }
}

/// The four operations on figures.
#[expect(clippy::exhaustive_enums, reason = "the four operations of arithmetic")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// A sum.
    Add,
    /// A quotient.
    Divide,
    /// A product.
    Multiply,
    /// A difference.
    Subtract,
}

impl Operation {
    /// The operation as a word.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Add, Language::Vi) => "cộng",
            (Self::Add, Language::En) => "add",
            (Self::Divide, Language::Vi) => "chia",
            (Self::Divide, Language::En) => "divide",
            (Self::Multiply, Language::Vi) => "nhân",
            (Self::Multiply, Language::En) => "multiply",
            (Self::Subtract, Language::Vi) => "trừ",
            (Self::Subtract, Language::En) => "subtract",
        }
    }
}

/// A figure that is known exactly, known within bounds, or not known.
///
/// Unknown is not zero, and a hedge is never dropped: every operation keeps the weakest knowledge of its inputs.
///
/// ```
/// use rust_decimal::Decimal;
/// use vientro_core::{Figure, Hedge, HedgeConvention, Printed, Verdict};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // "hơn 18 tỷ đồng" against a plan of 12 billion
/// let convention = HedgeConvention::default();
/// let disbursed = convention.figure(&Printed::new(Decimal::from(18_000_000_000_i64)).hedged(Hedge::MoreThan))?;
/// let plan = Figure::Known(Decimal::from(12_000_000_000_i64));
/// assert_eq!(disbursed.is_more_than(&plan), Verdict::Yes);
/// assert_eq!(disbursed.checked_add(&Figure::Unknown)?, Figure::Unknown);
/// # Ok(()) }
/// ```
#[expect(
    clippy::exhaustive_enums,
    reason = "known, hedged or unknown is complete; callers match on all three"
)]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(bound = "T: schemars::JsonSchema", rename = "FigureOf{T}"))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(
        rename_all = "kebab-case",
        bound(
            serialize = "T: serde::Serialize + Clone",
            deserialize = "T: serde::Deserialize<'de> + PartialOrd + core::fmt::Debug"
        )
    )
)]
pub enum Figure<T = Decimal> {
    /// Somewhere in an interval.
    Hedged(Hedged<T>),
    /// Exactly this.
    Known(T),
    /// Not known; not zero.
    Unknown,
}

/// A figure within bounds, with its printed form if it was read from print.
///
/// It points to its bounds: most figures are known, and none is to take the room of two bounds and a print.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(bound = "T: schemars::JsonSchema", rename = "HedgedOf{T}"))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(
        try_from = "HedgedParts<T>",
        bound(
            serialize = "T: serde::Serialize + Clone",
            deserialize = "T: serde::Deserialize<'de> + PartialOrd + core::fmt::Debug"
        )
    )
)]
pub struct Hedged<T = Decimal>(Box<HedgedParts<T>>);

/// What a hedged figure holds, and its serialised form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(bound = "T: schemars::JsonSchema"))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(
        deny_unknown_fields,
        bound(
            serialize = "T: serde::Serialize + Clone",
            deserialize = "T: serde::Deserialize<'de> + PartialOrd + core::fmt::Debug"
        )
    )
)]
struct HedgedParts<T> {
    interval: Interval<T>,
    #[cfg_attr(feature = "serde", serde(default = "none", skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(default = "none::<T>"))]
    printed: Option<Printed<T>>,
}

#[cfg(feature = "serde")]
impl<T: PartialOrd + core::fmt::Debug> TryFrom<HedgedParts<T>> for Hedged<T> {
    type Error = FigureError;

    /// The printed value lies in the interval or at its end; where the hedge points to one side, at an end; both of a range do.
    /// Which side a hedge points to is not known of a value without a sign, and how far it reaches is the convention's.
    fn try_from(parts: HedgedParts<T>) -> Result<Self, FigureError> {
        let HedgedParts { interval, printed } = &parts;
        if let Some(printed) = printed {
            let is_end = |value: &T| {
                [interval.low(), interval.high()]
                    .into_iter()
                    .any(|end| matches!(end, Bound::Included(end) | Bound::Excluded(end) if end == value))
            };
            let holds = |value: &T| is_end(value) || interval.contains(value);
            let value = printed.value();
            let agrees = match (printed.hedge(), printed.to()) {
                (_, Some(to)) => holds(value) && holds(to),
                (Some(Hedge::AtLeast | Hedge::AtMost | Hedge::MoreThan | Hedge::Nearly), None) => {
                    is_end(value)
                }
                (Some(Hedge::Between), None) => false,
                (Some(Hedge::About | Hedge::Estimated) | None, None) => holds(value),
            };
            if !agrees {
                return Err(FigureError::NotAsPrinted {
                    interval: format!("{interval:?}"),
                    printed: format!("{value:?}"),
                });
            }
        }
        Ok(Self(Box::new(parts)))
    }
}

#[cfg(feature = "serde")]
fn none<T>() -> Option<Printed<T>> {
    None
}

impl<T> Hedged<T> {
    /// Bounds that come from a calculation.
    pub fn new(interval: Interval<T>) -> Self {
        Self(Box::new(HedgedParts { interval, printed: None }))
    }

    /// Bounds that come from a printed figure.
    pub fn from_print(interval: Interval<T>, printed: Printed<T>) -> Self {
        Self(Box::new(HedgedParts { interval, printed: Some(printed) }))
    }

    /// The bounds.
    pub fn interval(&self) -> &Interval<T> {
        &self.0.interval
    }

    /// The printed form; a calculated figure has none.
    pub fn printed(&self) -> Option<&Printed<T>> {
        self.0.printed.as_ref()
    }

    /// The hedge word's meaning, if the figure was printed with one.
    pub fn hedge(&self) -> Option<Hedge> {
        self.printed().and_then(Printed::hedge)
    }
}

impl<T> Figure<T> {
    /// True for [`Figure::Unknown`].
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// The exact value, if there is one.
    pub const fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Hedged(_) | Self::Unknown => None,
        }
    }

    /// The hedge of the printed form, if there is one.
    pub fn hedge(&self) -> Option<Hedge> {
        match self {
            Self::Hedged(hedged) => hedged.hedge(),
            Self::Known(_) | Self::Unknown => None,
        }
    }

    /// Applies `f` to every value the figure is made of; `f` must keep their order.
    ///
    /// # Errors
    ///
    /// The first error of `f`.
    pub fn try_map<U, E>(&self, mut f: impl FnMut(&T) -> Result<U, E>) -> Result<Figure<U>, E> {
        Ok(match self {
            Self::Known(value) => Figure::Known(f(value)?),
            Self::Hedged(hedged) => Figure::Hedged(Hedged(Box::new(HedgedParts {
                interval: hedged.interval().try_map(&mut f)?,
                printed: hedged.printed().map(|printed| printed.try_map(&mut f)).transpose()?,
            }))),
            Self::Unknown => Figure::Unknown,
        })
    }
}

impl<T: PartialOrd + Clone> Figure<T> {
    /// A figure from bounds: known if both ends are the same closed value.
    pub fn within(interval: Interval<T>) -> Self {
        match interval.exact() {
            Some(value) => Self::Known(value.clone()),
            None => Self::Hedged(Hedged::new(interval)),
        }
    }

    /// The bounds; a known value bounds itself, an unknown one has none.
    pub fn interval(&self) -> Option<Interval<T>> {
        match self {
            Self::Known(value) => Some(Interval::exactly(value.clone())),
            Self::Hedged(hedged) => Some(hedged.interval().clone()),
            Self::Unknown => None,
        }
    }

    /// The smallest value the figure can have or come near to, if it is bounded below.
    pub fn low(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Hedged(hedged) => match hedged.interval().low() {
                Bound::Included(value) | Bound::Excluded(value) => Some(value),
                Bound::Unbounded => None,
            },
            Self::Unknown => None,
        }
    }

    /// The largest value the figure can have or come near to, if it is bounded above.
    pub fn high(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Hedged(hedged) => match hedged.interval().high() {
                Bound::Included(value) | Bound::Excluded(value) => Some(value),
                Bound::Unbounded => None,
            },
            Self::Unknown => None,
        }
    }

    /// Is this figure more than `other`, for every value both can have?
    pub fn is_more_than(&self, other: &Self) -> Verdict {
        other.is_less_than(self)
    }

    /// Is this figure less than `other`, for every value both can have?
    pub fn is_less_than(&self, other: &Self) -> Verdict {
        self.compare(other, Interval::is_below)
    }

    /// Is this figure the same as `other`?
    ///
    /// Two hedged figures are never surely equal: overlapping bounds give "cannot tell".
    pub fn equals(&self, other: &Self) -> Verdict {
        self.compare(other, Interval::equals)
    }

    /// Can `value` be what this figure says?
    ///
    /// Yes and no are answers of a known or hedged figure; an unknown one cannot tell, nor one of another currency. This is the check of a
    /// recount against a printed figure.
    pub fn allows(&self, value: &T) -> Verdict {
        match self.interval() {
            None => Verdict::CannotTell(Doubt::Unknown),
            Some(interval) if !interval.compares_with(&Interval::exactly(value.clone())) => {
                Verdict::CannotTell(Doubt::NotComparable)
            }
            Some(interval) => Verdict::from_bool(interval.contains(value)),
        }
    }

    fn compare(&self, other: &Self, question: impl Fn(&Interval<T>, &Interval<T>) -> Verdict) -> Verdict {
        match (self.interval(), other.interval()) {
            (Some(left), Some(right)) => question(&left, &right),
            _ => Verdict::CannotTell(Doubt::Unknown),
        }
    }
}

impl<T: Quantity> Figure<T> {
    /// Sum of two figures; unknown if one is.
    ///
    /// # Errors
    ///
    /// What `T` refuses: overflow, two currencies.
    pub fn checked_add(&self, other: &Self) -> Result<Self, T::Error> {
        match (self, other) {
            (Self::Known(left), Self::Known(right)) => Ok(Self::Known(left.checked_plus(right)?)),
            _ => self.combine(other, Interval::checked_add),
        }
    }

    /// Difference of two figures; unknown if one is.
    ///
    /// # Errors
    ///
    /// What `T` refuses: overflow, two currencies.
    pub fn checked_sub(&self, other: &Self) -> Result<Self, T::Error> {
        match (self, other) {
            (Self::Known(left), Self::Known(right)) => Ok(Self::Known(left.checked_minus(right)?)),
            _ => self.combine(other, Interval::checked_sub),
        }
    }
}

impl<T: PartialOrd + Clone> Figure<T> {
    fn combine<E>(
        &self,
        other: &Self,
        operation: impl Fn(&Interval<T>, &Interval<T>) -> Result<Interval<T>, E>,
    ) -> Result<Self, E> {
        match (self.interval(), other.interval()) {
            (Some(left), Some(right)) => Ok(Self::within(operation(&left, &right)?)),
            _ => Ok(Self::Unknown),
        }
    }
}

impl Figure<Decimal> {
    /// Product of two figures; unknown if one is. Two known values give a known one, rounded to 28 significant digits.
    ///
    /// # Errors
    ///
    /// [`FigureError::Overflow`] if an end of the product leaves the range of a decimal.
    pub fn checked_mul(&self, other: &Self) -> Result<Self, FigureError> {
        match (self, other) {
            (Self::Known(left), Self::Known(right)) => {
                let product = left.checked_mul(*right);
                let product = product.ok_or(FigureError::Overflow { operation: Operation::Multiply })?;
                Ok(Self::Known(product.normalize()))
            }
            _ => self.combine(other, Interval::checked_mul),
        }
    }

    /// This figure times a number, such as a conversion of units or a share.
    ///
    /// # Errors
    ///
    /// As [`Figure::checked_mul`].
    pub fn checked_scale(&self, factor: Decimal) -> Result<Self, FigureError> {
        self.checked_mul(&Self::Known(factor))
    }

    /// Ratio of two figures; unknown if one is. Two known values give a known one, rounded to 28 significant digits.
    ///
    /// # Errors
    ///
    /// [`FigureError::DivisionByZero`] if `other` is or may be zero, [`FigureError::Overflow`] if an end leaves
    /// the range of a decimal.
    pub fn checked_div(&self, other: &Self) -> Result<Self, FigureError> {
        match (self, other) {
            (Self::Known(left), Self::Known(right)) if !right.is_zero() => {
                let quotient = left.checked_div(*right);
                let quotient = quotient.ok_or(FigureError::Overflow { operation: Operation::Divide })?;
                Ok(Self::Known(quotient.normalize()))
            }
            _ => self.combine(other, Interval::checked_div),
        }
    }

    /// This figure in percent of `whole`.
    ///
    /// # Errors
    ///
    /// As [`Figure::checked_div`].
    pub fn percent_of(&self, whole: &Self) -> Result<Self, FigureError> {
        self.checked_scale(Decimal::ONE_HUNDRED)?.checked_div(whole)
    }

    /// Change from `base` to this figure, in percent of `base`.
    ///
    /// # Errors
    ///
    /// As [`Figure::checked_div`].
    pub fn percent_change_from(&self, base: &Self) -> Result<Self, FigureError> {
        self.percent_of(base)?.checked_sub(&Self::Known(Decimal::ONE_HUNDRED))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn errors_speak_both_languages() {
        let range = Printed::new(Decimal::TWO).hedged(Hedge::Between);
        let open = HedgeConvention::default().interval(&range).unwrap_err();
        let place = Printed::new(Decimal::ZERO).to_place(Decimal::ZERO).hedged(Hedge::Nearly);
        let place = HedgeConvention::default().interval(&place).unwrap_err();
        let zero = Figure::Known(Decimal::ONE).checked_div(&Figure::Known(Decimal::ZERO)).unwrap_err();
        let huge = Figure::Known(Decimal::MAX).checked_add(&Figure::Known(Decimal::MAX)).unwrap_err();
        for (error, vi) in [
            (FigureError::UnknownPart, "phần đã biết của tổng lại chưa biết, cần một số liệu"),
            (
                FigureError::UnknownInputs { unknown: 3, inputs: 2 },
                "`3` số liệu chưa biết trong tổng, nhiều nhất chỉ có `2` số liệu đưa vào",
            ),
            (
                FigureError::NotAsPrinted { interval: "[18, 19)".to_owned(), printed: "20".to_owned() },
                "khoảng [18, 19) trái với số `20` đã in",
            ),
            (open, "không đọc được `2` thành khoảng giá trị: khoảng cần có đầu trên"),
            (place, "không đọc được `0` thành khoảng giá trị: hàng của chữ số cuối phải lớn hơn 0"),
            (zero, "không chia được cho `[0, 0]`: số này bằng hoặc có thể bằng 0"),
            (huge, "kết quả của phép cộng vượt phạm vi số thập phân 96 bit"),
        ] {
            assert_eq!(error.text(Language::Vi), vi);
            assert_eq!(error.text(Language::En), error.to_string());
        }
    }

    fn more_than(value: i64) -> Figure {
        HedgeConvention::default()
            .figure(&Printed::new(Decimal::from(value)).hedged(Hedge::MoreThan))
            .unwrap()
    }

    #[test]
    fn unknown_absorbs() {
        let known = Figure::Known(Decimal::TEN);
        assert_eq!(known.checked_add(&Figure::Unknown), Ok(Figure::Unknown));
        assert_eq!(Figure::Unknown.checked_mul(&known), Ok(Figure::Unknown));
        assert_eq!(Figure::<Decimal>::Unknown.is_more_than(&known), Verdict::CannotTell(Doubt::Unknown));
        assert_eq!(Figure::<Decimal>::Unknown.allows(&Decimal::ZERO), Verdict::CannotTell(Doubt::Unknown));
    }

    /// Stands for an amount in one of several currencies.
    #[derive(Clone, Debug, PartialEq)]
    struct Tagged(i32, &'static str);

    impl PartialOrd for Tagged {
        fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
            (self.1 == other.1).then(|| self.0.cmp(&other.0))
        }
    }

    #[test]
    fn what_does_not_compare_is_neither_more_nor_less() {
        let (dollars, dong) = (Figure::Known(Tagged(5, "USD")), Figure::Known(Tagged(7, "VND")));
        let cannot = Verdict::CannotTell(Doubt::NotComparable);
        assert_eq!(dollars.is_less_than(&dong), cannot);
        assert_eq!(dollars.is_more_than(&dong), cannot);
        assert_eq!(dollars.equals(&dong), cannot);
        assert_eq!(dollars.allows(&Tagged(5, "VND")), cannot);
        let at_least = Figure::within(Interval::at_least(Tagged(5, "USD")));
        assert_eq!(at_least.is_less_than(&dong), cannot);
        assert_eq!(at_least.is_less_than(&dollars), Verdict::No);
        assert_eq!(at_least.allows(&Tagged(6, "USD")), Verdict::Yes);
    }

    #[test]
    fn hedged_against_known() {
        let about_eighteen = more_than(18);
        assert_eq!(about_eighteen.is_more_than(&Figure::Known(decimal("17.999"))), Verdict::Yes);
        assert_eq!(about_eighteen.is_less_than(&Figure::Known(decimal("18"))), Verdict::No);
        assert_eq!(about_eighteen.is_less_than(&Figure::Known(decimal("19"))), Verdict::Yes);
        assert_eq!(
            about_eighteen.is_more_than(&Figure::Known(decimal("18.5"))),
            Verdict::CannotTell(Doubt::Overlap)
        );
        assert_eq!(about_eighteen.allows(&decimal("18.048")), Verdict::Yes);
        assert_eq!(about_eighteen.allows(&decimal("19")), Verdict::No);
    }

    #[test]
    fn scalars_and_ratios() {
        let more_than_18 = more_than(18);
        let bounds = |figure: Figure| figure.interval().unwrap().to_string();
        assert_eq!(bounds(more_than_18.checked_scale(Decimal::from(1000)).unwrap()), "[18000, 19000)");
        assert_eq!(bounds(more_than_18.checked_scale(Decimal::NEGATIVE_ONE).unwrap()), "(-19, -18]");
        assert_eq!(more_than_18.checked_scale(Decimal::ZERO), Ok(Figure::Known(Decimal::ZERO)));
        assert_eq!(Figure::Unknown.checked_scale(Decimal::ZERO), Ok(Figure::Unknown));
        assert_eq!(
            bounds(more_than_18.percent_of(&Figure::Known(Decimal::from(12))).unwrap()),
            "[150, 158.33333333333333333333333334)"
        );
        let (three, eight) = (Figure::Known(Decimal::from(3)), Figure::Known(Decimal::from(8)));
        assert_eq!(three.checked_div(&eight), Ok(Figure::Known(decimal("0.375"))));
        assert_eq!(three.percent_change_from(&eight), Ok(Figure::Known(decimal("-62.5"))));
        assert_eq!(three.percent_of(&Figure::Unknown), Ok(Figure::Unknown));
        // a whole that may be nothing gives no ratio, whatever the part
        let up_to_three = Figure::within(Interval::at_most(Decimal::from(3)));
        assert!(matches!(three.percent_of(&up_to_three), Err(FigureError::DivisionByZero { .. })));
    }

    #[test]
    fn percent_change_keeps_the_band() {
        let growth = Figure::Known(Decimal::from(20)).percent_change_from(&more_than(18)).unwrap();
        assert_eq!(growth.allows(&decimal("11")), Verdict::Yes);
        assert_eq!(growth.allows(&decimal("11.12")), Verdict::No);
        assert_eq!(growth.allows(&decimal("5")), Verdict::No);
    }

    #[test]
    fn dividing_by_what_may_be_zero_is_refused() {
        let around_zero = Figure::within(
            Interval::try_new(Bound::Included(Decimal::NEGATIVE_ONE), Bound::Included(Decimal::ONE)).unwrap(),
        );
        assert!(matches!(
            Figure::Known(Decimal::ONE).checked_div(&around_zero),
            Err(FigureError::DivisionByZero { .. })
        ));
        assert!(matches!(
            Figure::Known(Decimal::ONE).checked_div(&Figure::Known(Decimal::ZERO)),
            Err(FigureError::DivisionByZero { .. })
        ));
    }

    /// Whatever the convention, bounds read from print touch the printed value: at an end where the hedge has a direction.
    #[cfg(feature = "serde")]
    #[test]
    fn json_refuses_bounds_that_contradict_the_print() {
        let read = |bounds: &str, printed: &str| {
            let text = format!(r#"{{"hedged":{{"interval":{{{bounds}}},"printed":{{{printed}}}}}}}"#);
            serde_json::from_str::<Figure>(&text).map_err(|error| error.to_string())
        };
        let from_18_to_19 = r#""low":"18","low_included":true,"high":"19","high_included":false"#;
        let from_18 = r#""low":"18","low_included":true,"high":null,"high_included":false"#;
        let none = r#""low":null,"low_included":false,"high":null,"high_included":false"#;
        for (bounds, printed, agrees) in [
            (from_18_to_19, r#""value":"18","hedge":"more-than""#, true),
            (from_18_to_19, r#""value":"18.0","hedge":"more-than""#, true),
            (from_18_to_19, r#""value":"18.5","hedge":"more-than""#, false),
            (from_18_to_19, r#""value":"17","hedge":"at-least""#, false),
            (from_18_to_19, r#""value":"19","hedge":"nearly""#, true),
            (from_18_to_19, r#""value":"20","hedge":"nearly""#, false),
            (from_18_to_19, r#""value":"18.5","hedge":"about""#, true),
            (from_18_to_19, r#""value":"18.5""#, true),
            (from_18_to_19, r#""value":"20","hedge":"estimated""#, false),
            (from_18_to_19, r#""value":"18","hedge":"between","to":"19""#, true),
            (from_18_to_19, r#""value":"18.5","hedge":"between","to":"20""#, false),
            (from_18_to_19, r#""value":"18","hedge":"between""#, false),
            (from_18, r#""value":"18","hedge":"at-least""#, true),
            (from_18, r#""value":"19","hedge":"at-least""#, false),
            (none, r#""value":"18","hedge":"at-most""#, false),
            (none, r#""value":"18","hedge":"about""#, true),
        ] {
            let figure = read(bounds, printed);
            assert_eq!(figure.is_ok(), agrees, "{bounds} {printed}: {figure:?}");
            if let Err(error) = figure {
                assert!(error.contains("contradicts the printed"), "{error}");
            }
        }
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_goes_through_the_checks() {
        for figure in [Figure::Known(decimal("4.22")), more_than(18), Figure::Unknown] {
            let text = serde_json::to_string(&figure).unwrap();
            assert_eq!(serde_json::from_str::<Figure>(&text).unwrap(), figure, "{text}");
        }
        let empty =
            r#"{"hedged":{"interval":{"low":"5","low_included":true,"high":"4","high_included":true}}}"#;
        assert!(serde_json::from_str::<Figure>(empty).unwrap_err().to_string().contains("is empty"));
    }

    proptest! {
        /// Whatever values the inputs have inside their bounds, the result's bounds hold the result.
        #[test]
        fn arithmetic_contains_every_pointwise_result(
            (a, b, c, d) in (-9999i64..9999, 0i64..999, 1i64..9999, 0i64..999),
            (x, y) in (0i64..=1000, 0i64..=1000),
            open in any::<[bool; 2]>(),
        ) {
            let left = interval(a, b, open[0]);
            let right = interval(c, d, open[1]);
            // points inside: low + t * width, kept off the open end
            let inside = |low: i64, width: i64, t: i64, open: bool| {
                let t = if open { t.min(999) } else { t };
                Decimal::from(low) + Decimal::from(width) * Decimal::from(t) / Decimal::from(1000)
            };
            let (p, q) = (inside(a, b, x, open[0]), inside(c, d, y, open[1]));
            prop_assume!(left.contains(&p) && right.contains(&q));
            let (l, r) = (Figure::within(left), Figure::within(right));
            prop_assert_eq!(l.checked_add(&r).unwrap().allows(&(p + q)), Verdict::Yes);
            prop_assert_eq!(l.checked_sub(&r).unwrap().allows(&(p - q)), Verdict::Yes);
            prop_assert_eq!(l.checked_mul(&r).unwrap().allows(&(p * q)), Verdict::Yes);
            let quotient = l.checked_div(&r).unwrap();
            // the exact quotient lies between its two roundings; neither leaves the band by more than the last digit
            let last = Decimal::new(1, 20);
            prop_assert!(quotient.low().is_none_or(|low| *low <= p / q + last));
            prop_assert!(quotient.high().is_none_or(|high| *high >= p / q - last));
            prop_assert_eq!(quotient.checked_mul(&r).unwrap().allows(&p), Verdict::Yes);
        }

        /// A verdict of yes or no about bounds is true for every pair of values in them.
        #[test]
        fn verdicts_hold_pointwise((a, b, c, d) in (-99i64..99, 0i64..50, -99i64..99, 0i64..50)) {
            let (left, right) = (interval(a, b, false), interval(c, d, false));
            let verdict = Figure::within(left).is_less_than(&Figure::within(right));
            let (mut some, mut all) = (false, true);
            for x in a..=a + b {
                for y in c..=c + d {
                    some |= x < y;
                    all &= x < y;
                }
            }
            let expected = if all { Verdict::Yes } else if some { Verdict::CannotTell(Doubt::Overlap) } else { Verdict::No };
            prop_assert_eq!(verdict, expected);
        }
    }

    fn interval(low: i64, width: i64, open: bool) -> Interval<Decimal> {
        let (low, high) = (Decimal::from(low), Decimal::from(low + width));
        let high = if open && width > 0 { Bound::Excluded(high) } else { Bound::Included(high) };
        Interval::try_new(Bound::Included(low), high).unwrap()
    }
}
