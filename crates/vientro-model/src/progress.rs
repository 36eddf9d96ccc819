//! The states a record goes through, each with its day: only moves of a table are made.

use chrono::NaiveDate;

use crate::ModelError;

/// A state a record can be in, with the states that may follow.
pub trait State: Copy + Eq + 'static {
    /// The state a record begins in.
    const FIRST: Self;

    /// The states that may follow, in the order of their names.
    fn next(self) -> &'static [Self];

    /// Its stable code.
    fn code(self) -> &'static str;
}

/// Coded states with the states that may follow each.
macro_rules! states {
    (
        $(#[$meta:meta])*
        $name:ident $what:literal from $first:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $code:literal, $vi:literal, $en:literal => [$($next:ident),*]; )+
        }
    ) => {
        coded! {
            $(#[$meta])*
            #[non_exhaustive]
            $name $what { $( $(#[$variant_meta])* $variant = $code, $vi, $en; )+ }
        }

        impl crate::progress::State for $name {
            const FIRST: Self = Self::$first;

            fn next(self) -> &'static [Self] {
                match self {
                    $( Self::$variant => &[$(Self::$next),*], )+
                }
            }

            fn code(self) -> &'static str {
                self.as_str()
            }
        }
    };
}

/// The states of a record with their days, oldest first.
///
/// ```
/// use chrono::NaiveDate;
/// use vientro_model::{AgreementState, Progress};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let day = |year, month| NaiveDate::from_ymd_opt(year, month, 1).ok_or("no such day");
/// let mut agreement = Progress::<AgreementState>::new(day(2023, 3)?);
/// assert_eq!(
///     agreement.advance(AgreementState::Expired, day(2023, 4)?).unwrap_err().to_string(),
///     "from `negotiating` there is no way to `expired`; it may go to `abandoned`, `signed`"
/// );
/// agreement.advance(AgreementState::Signed, day(2023, 6)?)?;
/// assert_eq!(agreement.state_on(day(2023, 5)?), Some(AgreementState::Negotiating));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(
        try_from = "ProgressParts<S>",
        into = "ProgressParts<S>",
        bound(serialize = "S: State + serde::Serialize", deserialize = "S: State + serde::Deserialize<'de>")
    )
)]
pub struct Progress<S> {
    began_on: NaiveDate,
    moves: Vec<(S, NaiveDate)>,
}

impl<S: State> Progress<S> {
    /// Begins in the first state.
    pub fn new(began_on: NaiveDate) -> Self {
        Self { began_on, moves: Vec::new() }
    }

    /// Moves to another state.
    ///
    /// # Errors
    ///
    /// [`ModelError::State`] names the states that may follow; [`ModelError::Earlier`] refuses a day before the last
    /// move. The progress is then unchanged.
    pub fn advance(&mut self, to: S, on: NaiveDate) -> Result<(), ModelError> {
        let from = self.state();
        if !from.next().contains(&to) {
            let allowed: Vec<String> = from.next().iter().map(|next| format!("`{}`", next.code())).collect();
            return Err(ModelError::State { from: from.code(), to: to.code(), allowed: allowed.join(", ") });
        }
        let last = self.moves.last().map_or(self.began_on, |(_, day)| *day);
        if on < last {
            return Err(ModelError::Earlier { what: "a state", on, newest: last });
        }
        self.moves.push((to, on));
        Ok(())
    }

    /// The day it began.
    pub const fn began_on(&self) -> NaiveDate {
        self.began_on
    }

    /// The moves made with their days, oldest first.
    pub fn moves(&self) -> &[(S, NaiveDate)] {
        &self.moves
    }

    /// The state now.
    pub fn state(&self) -> S {
        self.moves.last().map_or(S::FIRST, |(state, _)| *state)
    }

    /// The state at the end of `day`; `None` before it began.
    pub fn state_on(&self, day: NaiveDate) -> Option<S> {
        if day < self.began_on {
            return None;
        }
        Some(self.moves.iter().rev().find(|(_, on)| *on <= day).map_or(S::FIRST, |(state, _)| *state))
    }
}

/// The serialised form of a progress.
#[cfg(feature = "serde")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "S: serde::Deserialize<'de>"))]
struct ProgressParts<S> {
    began_on: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    moves: Vec<(S, NaiveDate)>,
}

#[cfg(feature = "serde")]
impl<S> From<Progress<S>> for ProgressParts<S> {
    fn from(Progress { began_on, moves }: Progress<S>) -> Self {
        Self { began_on, moves }
    }
}

#[cfg(feature = "serde")]
impl<S: State> TryFrom<ProgressParts<S>> for Progress<S> {
    type Error = ModelError;

    /// Makes the moves again.
    fn try_from(parts: ProgressParts<S>) -> Result<Self, ModelError> {
        let mut progress = Self::new(parts.began_on);
        for (to, on) in parts.moves {
            progress.advance(to, on)?;
        }
        Ok(progress)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ActivityState, AgreementState, AwardState, DirectiveState, InKindState, OutputState,
        RegistrationState, TargetState,
    };

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 3, day).unwrap()
    }

    /// From the first state every state is reached, and every sequence of up to four moves is taken exactly if each
    /// of its pairs is in the table.
    fn walk<S: State + std::fmt::Debug>(all: &[S]) {
        let mut reached = vec![S::FIRST];
        let mut next = 0;
        while let Some(state) = reached.get(next).copied() {
            for to in state.next() {
                assert!(*to != state, "{state:?} to itself");
                if !reached.contains(to) {
                    reached.push(*to);
                }
            }
            next += 1;
        }
        assert_eq!(reached.len(), all.len(), "{reached:?}");

        let mut paths = vec![Progress::<S>::new(day(1))];
        for step in 2..=5 {
            let mut longer = Vec::new();
            for path in &paths {
                for to in all {
                    let mut after = path.clone();
                    if path.state().next().contains(to) {
                        after.advance(*to, day(step)).unwrap();
                        assert_eq!((after.state(), after.state_on(day(step))), (*to, Some(*to)));
                        assert_eq!(after.state_on(day(step - 1)), Some(path.state()));
                        longer.push(after);
                    } else {
                        assert!(matches!(after.advance(*to, day(step)), Err(ModelError::State { .. })));
                        assert_eq!(after, *path);
                    }
                }
            }
            paths = longer;
        }
    }

    #[test]
    fn every_state_is_reached_by_moves_of_its_table_only() {
        walk(ActivityState::ALL);
        walk(AgreementState::ALL);
        walk(AwardState::ALL);
        walk(DirectiveState::ALL);
        walk(InKindState::ALL);
        walk(OutputState::ALL);
        walk(RegistrationState::ALL);
        walk(TargetState::ALL);
    }

    #[test]
    fn days_do_not_go_back() {
        let mut progress = Progress::<AgreementState>::new(day(10));
        assert!(matches!(progress.advance(AgreementState::Signed, day(9)), Err(ModelError::Earlier { .. })));
        assert_eq!(progress.state_on(day(9)), None);
        progress.advance(AgreementState::Signed, day(10)).unwrap();
        assert_eq!(progress.moves(), [(AgreementState::Signed, day(10))]);
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_is_walked_again() {
        let mut progress = Progress::<AgreementState>::new(day(1));
        progress.advance(AgreementState::Signed, day(2)).unwrap();
        let text = serde_json::to_string(&progress).unwrap();
        assert_eq!(text, r#"{"began_on":"2025-03-01","moves":[["signed","2025-03-02"]]}"#);
        assert_eq!(serde_json::from_str::<Progress<AgreementState>>(&text).unwrap(), progress);
        for (from, to) in [("signed", "expired"), ("03-02", "02-02")] {
            assert!(serde_json::from_str::<Progress<AgreementState>>(&text.replace(from, to)).is_err());
        }
    }
}
