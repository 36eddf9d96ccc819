//! Sums that say how many of their inputs were unknown.

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

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    #[test]
    fn a_refused_input_changes_nothing() {
        let mut total = Total::of(Decimal::ZERO, &[Figure::Known(Decimal::MAX)]).unwrap();
        let before = total.clone();
        assert!(total.push(&Figure::Known(Decimal::MAX)).is_err());
        assert_eq!(total, before);
    }

    #[test]
    fn nothing_sums_to_zero_with_nothing_unknown() {
        let total = Total::of(Decimal::ZERO, &[]).unwrap();
        assert_eq!(total.complete(), Figure::Known(Decimal::ZERO));
        assert_eq!((total.inputs(), total.unknown()), (0, 0));
    }
}
