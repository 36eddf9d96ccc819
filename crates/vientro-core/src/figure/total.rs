//! Sums that say how many of their inputs were unknown.

#[cfg(feature = "serde")]
use super::FigureError;
use super::{Figure, Quantity};

/// Sum of figures, with the count of inputs and of those that were unknown.
///
/// ```
/// use rust_decimal::Decimal;
/// use vientro_core::{Figure, Total};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let amounts = [Figure::Known(Decimal::from(5)), Figure::Unknown, Figure::Known(Decimal::from(7))];
/// let total = Total::of(Decimal::ZERO, &amounts)?;
/// assert_eq!(total.known_part(), &Figure::Known(Decimal::from(12)));
/// assert_eq!((total.inputs(), total.unknown()), (3, 1));
/// assert_eq!(total.complete(), Figure::Unknown); // 12 is not the whole
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(
        try_from = "Parts<T>",
        bound(
            serialize = "T: serde::Serialize + Clone",
            deserialize = "T: serde::Deserialize<'de> + PartialOrd + core::fmt::Debug"
        )
    )
)]
pub struct Total<T> {
    known_part: Figure<T>,
    inputs: usize,
    unknown: usize,
}

impl<T: Quantity> Total<T> {
    /// The empty sum; `zero` fixes the kind (the currency of money).
    pub fn empty(zero: T) -> Self {
        Self { known_part: Figure::Known(zero), inputs: 0, unknown: 0 }
    }

    /// Sums `figures`, starting from `zero`.
    ///
    /// # Errors
    ///
    /// What `T` refuses: overflow, two currencies.
    pub fn of<'a>(zero: T, figures: impl IntoIterator<Item = &'a Figure<T>>) -> Result<Self, T::Error>
    where
        T: 'a,
    {
        let mut total = Self::empty(zero);
        for figure in figures {
            total.push(figure)?;
        }
        Ok(total)
    }

    /// Takes one more figure into the sum.
    ///
    /// # Errors
    ///
    /// What `T` refuses: overflow, two currencies. The sum is then unchanged.
    pub fn push(&mut self, figure: &Figure<T>) -> Result<(), T::Error> {
        if figure.is_unknown() {
            self.unknown = self.unknown.saturating_add(1);
        } else {
            self.known_part = self.known_part.checked_add(figure)?;
        }
        self.inputs = self.inputs.saturating_add(1);
        Ok(())
    }

    /// Takes another sum in whole, with its counts.
    ///
    /// A sum of sums made this way still says how many single figures are unknown.
    ///
    /// # Errors
    ///
    /// What `T` refuses: overflow, two currencies. The sum is then unchanged.
    pub fn merge(&mut self, other: &Self) -> Result<(), T::Error> {
        self.known_part = self.known_part.checked_add(&other.known_part)?;
        self.inputs = self.inputs.saturating_add(other.inputs);
        self.unknown = self.unknown.saturating_add(other.unknown);
        Ok(())
    }

    /// Sum of the inputs that were known or hedged.
    pub fn known_part(&self) -> &Figure<T> {
        &self.known_part
    }

    /// Sum of all inputs: unknown as soon as one was.
    pub fn complete(&self) -> Figure<T> {
        if self.unknown == 0 { self.known_part.clone() } else { Figure::Unknown }
    }

    /// How many figures were summed, unknown ones included.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// How many of them were unknown.
    pub fn unknown(&self) -> usize {
        self.unknown
    }
}

/// The serialised form of a total.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(
    deny_unknown_fields,
    bound(deserialize = "T: serde::Deserialize<'de> + PartialOrd + core::fmt::Debug")
)]
struct Parts<T> {
    known_part: Figure<T>,
    inputs: usize,
    unknown: usize,
}

#[cfg(feature = "serde")]
impl<T> TryFrom<Parts<T>> for Total<T> {
    type Error = FigureError;

    fn try_from(parts: Parts<T>) -> Result<Self, FigureError> {
        let Parts { known_part, inputs, unknown } = parts;
        if unknown > inputs {
            return Err(FigureError::UnknownInputs { unknown, inputs });
        }
        if known_part.is_unknown() {
            return Err(FigureError::UnknownPart);
        }
        Ok(Self { known_part, inputs, unknown })
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    #[cfg(feature = "serde")]
    use crate::prelude::*;

    #[test]
    fn a_refused_input_changes_nothing() {
        let mut total = Total::of(Decimal::ZERO, &[Figure::Known(Decimal::MAX)]).unwrap();
        let before = total.clone();
        assert!(total.push(&Figure::Known(Decimal::MAX)).is_err());
        assert_eq!(total, before);
    }

    #[test]
    fn sums_of_sums_count_single_figures() {
        let (a, b) = ([Figure::Known(Decimal::ONE), Figure::Unknown], [Figure::Unknown, Figure::Unknown]);
        let mut total = Total::of(Decimal::ZERO, &a).unwrap();
        total.merge(&Total::of(Decimal::ZERO, &b).unwrap()).unwrap();
        assert_eq!(total, Total::of(Decimal::ZERO, a.iter().chain(&b)).unwrap());
        assert_eq!((total.inputs(), total.unknown()), (4, 3));
    }

    #[test]
    fn nothing_sums_to_zero_with_nothing_unknown() {
        let total = Total::of(Decimal::ZERO, &[]).unwrap();
        assert_eq!(total.complete(), Figure::Known(Decimal::ZERO));
        assert_eq!((total.inputs(), total.unknown()), (0, 0));
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_refuses_more_unknown_than_inputs() {
        let total = Total::of(Decimal::ZERO, &[Figure::Known(Decimal::TEN), Figure::Unknown]).unwrap();
        let text = serde_json::to_string(&total).unwrap();
        assert_eq!(text, r#"{"known_part":{"known":"10"},"inputs":2,"unknown":1}"#);
        assert_eq!(serde_json::from_str::<Total<Decimal>>(&text).unwrap(), total);
        for (from, to, words) in [
            (r#""unknown":1"#, r#""unknown":3"#, "at most"),
            (r#"{"known":"10"}"#, r#""unknown""#, "expected a figure"),
            (r#""inputs":2"#, r#""inputs":2,"complete":true"#, "unknown field"),
        ] {
            assert!(text.contains(from), "{from}");
            let error =
                serde_json::from_str::<Total<Decimal>>(&text.replace(from, to)).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
    }
}
