//! The days something holds.

use chrono::NaiveDate;

use crate::ModelError;

/// From a day to a day, both inside; an open end is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Parts", into = "Parts"))]
pub struct Validity {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl Validity {
    /// Without beginning and end.
    pub const ALWAYS: Self = Self { from: None, to: None };

    /// From `from` to `to`, both inside.
    ///
    /// # Errors
    ///
    /// [`ModelError::Order`] if `to` lies before `from`.
    pub fn try_new(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<Self, ModelError> {
        match (from, to) {
            (Some(first), Some(last)) if last < first => {
                Err(ModelError::Order { what: "the validity", from: first.to_string(), to: last.to_string() })
            }
            _ => Ok(Self { from, to }),
        }
    }

    /// For tables of this crate whose tests check the order.
    pub(crate) const fn of(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Self {
        Self { from, to }
    }

    /// The first day.
    pub const fn from(&self) -> Option<NaiveDate> {
        self.from
    }

    /// The last day.
    pub const fn to(&self) -> Option<NaiveDate> {
        self.to
    }

    /// Has it neither beginning nor end?
    pub const fn is_always(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// Does it hold on `day`?
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Parts {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<NaiveDate>,
}

#[cfg(feature = "serde")]
impl From<Validity> for Parts {
    fn from(Validity { from, to }: Validity) -> Self {
        Self { from, to }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Parts> for Validity {
    type Error = ModelError;

    fn try_from(Parts { from, to }: Parts) -> Result<Self, ModelError> {
        Self::try_new(from, to)
    }
}
