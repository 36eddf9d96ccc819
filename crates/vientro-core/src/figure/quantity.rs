//! What can be added and compared inside a figure.

use core::fmt;

use rust_decimal::Decimal;

use super::{FigureError, Operation, Toward, outward};

/// A value figures can be made of: ordered, and added and subtracted with a check.
///
/// `partial_cmp` answers `None` for values that must not be compared, such as two currencies.
pub trait Quantity: Clone + PartialOrd + fmt::Debug {
    /// Why an addition is refused.
    type Error;

    /// `self + other`.
    ///
    /// # Errors
    ///
    /// The sum is out of range, or the two are of different kinds.
    fn checked_plus(&self, other: &Self) -> Result<Self, Self::Error>;

    /// `self - other`.
    ///
    /// # Errors
    ///
    /// The difference is out of range, or the two are of different kinds.
    fn checked_minus(&self, other: &Self) -> Result<Self, Self::Error>;

    /// `self + other` as the end of an interval, rounded `toward` where the sum has too many digits to be held.
    ///
    /// A value that is never rounded, such as money in whole minor units, needs nothing here.
    ///
    /// # Errors
    ///
    /// As [`Quantity::checked_plus`].
    fn checked_plus_toward(&self, other: &Self, toward: Toward) -> Result<Self, Self::Error> {
        let _ = toward;
        self.checked_plus(other)
    }

    /// `self - other` as the end of an interval, rounded `toward` where the difference has too many digits to be held.
    ///
    /// # Errors
    ///
    /// As [`Quantity::checked_minus`].
    fn checked_minus_toward(&self, other: &Self, toward: Toward) -> Result<Self, Self::Error> {
        let _ = toward;
        self.checked_minus(other)
    }
}

impl Quantity for Decimal {
    type Error = FigureError;

    fn checked_plus(&self, other: &Self) -> Result<Self, FigureError> {
        self.checked_add(*other).ok_or(FigureError::Overflow { operation: Operation::Add })
    }

    fn checked_minus(&self, other: &Self) -> Result<Self, FigureError> {
        self.checked_sub(*other).ok_or(FigureError::Overflow { operation: Operation::Subtract })
    }

    fn checked_plus_toward(&self, other: &Self, toward: Toward) -> Result<Self, FigureError> {
        outward::sum(*self, *other, toward).ok_or(FigureError::Overflow { operation: Operation::Add })
    }

    fn checked_minus_toward(&self, other: &Self, toward: Toward) -> Result<Self, FigureError> {
        let minus = Self::ZERO.checked_sub(*other);
        let difference = minus.and_then(|minus| outward::sum(*self, minus, toward));
        difference.ok_or(FigureError::Overflow { operation: Operation::Subtract })
    }
}
