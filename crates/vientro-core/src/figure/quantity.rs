//! What can be added and compared inside a figure.

use core::fmt;

use rust_decimal::Decimal;

use super::FigureError;

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
}

impl Quantity for Decimal {
    type Error = FigureError;

    fn checked_plus(&self, other: &Self) -> Result<Self, FigureError> {
        self.checked_add(*other).ok_or(FigureError::Overflow { operation: "add" })
    }

    fn checked_minus(&self, other: &Self) -> Result<Self, FigureError> {
        self.checked_sub(*other).ok_or(FigureError::Overflow { operation: "subtract" })
    }
}
