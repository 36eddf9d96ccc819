//! Answers that may be "cannot tell".

use core::fmt;
use core::ops::Not;

use crate::language::Language;

/// Answer to a question about figures that may be hedged or unknown.
///
/// A hedged figure is an interval: "more than 18 billion" is not below 12 billion, but whether it is above
/// 18.5 billion cannot be told. The third answer carries its [`Doubt`], so that a reader learns what is missing.
#[expect(clippy::exhaustive_enums, reason = "three-valued logic is complete")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Verdict {
    /// True for every value the figures can have.
    Yes,
    /// False for every value the figures can have.
    No,
    /// True for some and false for others, or a figure is not known at all.
    CannotTell(Doubt),
}

/// Why a [`Verdict`] cannot be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Doubt {
    /// The figures are of kinds that do not compare, such as two currencies.
    NotComparable,
    /// The intervals allow both answers.
    Overlap,
    /// At least one figure is unknown.
    Unknown,
}

impl Verdict {
    /// `Yes` for true, `No` for false.
    pub const fn from_bool(answer: bool) -> Self {
        if answer { Self::Yes } else { Self::No }
    }

    /// True only for [`Verdict::Yes`].
    pub const fn is_yes(self) -> bool {
        matches!(self, Self::Yes)
    }

    /// True only for [`Verdict::No`].
    pub const fn is_no(self) -> bool {
        matches!(self, Self::No)
    }

    /// Both must hold: one `No` decides, else one doubt remains (strong Kleene logic).
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::CannotTell(doubt), _) | (_, Self::CannotTell(doubt)) => Self::CannotTell(doubt),
            (Self::Yes, Self::Yes) => Self::Yes,
        }
    }

    /// One must hold: one `Yes` decides, else one doubt remains (strong Kleene logic).
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Yes, _) | (_, Self::Yes) => Self::Yes,
            (Self::CannotTell(doubt), _) | (_, Self::CannotTell(doubt)) => Self::CannotTell(doubt),
            (Self::No, Self::No) => Self::No,
        }
    }

    /// The answer as a phrase, with the reason where there is a doubt.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Yes, Language::Vi) => "có",
            (Self::Yes, Language::En) => "yes",
            (Self::No, Language::Vi) => "không",
            (Self::No, Language::En) => "no",
            (Self::CannotTell(Doubt::NotComparable), Language::Vi) => {
                "không kết luận được (các số liệu không cùng loại để so sánh)"
            }
            (Self::CannotTell(Doubt::NotComparable), Language::En) => {
                "cannot tell (the figures are not of one kind)"
            }
            (Self::CannotTell(Doubt::Overlap), Language::Vi) => {
                "không kết luận được (các khoảng giá trị chồng lên nhau)"
            }
            (Self::CannotTell(Doubt::Overlap), Language::En) => "cannot tell (the intervals overlap)",
            (Self::CannotTell(Doubt::Unknown), Language::Vi) => "không kết luận được (có số liệu chưa biết)",
            (Self::CannotTell(Doubt::Unknown), Language::En) => "cannot tell (a figure is unknown)",
        }
    }

    /// Why it cannot be told; `None` for yes and no.
    pub const fn doubt(self) -> Option<Doubt> {
        match self {
            Self::CannotTell(doubt) => Some(doubt),
            Self::Yes | Self::No => None,
        }
    }
}

impl Not for Verdict {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::CannotTell(doubt) => Self::CannotTell(doubt),
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text(Language::En))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Verdict; 3] = [Verdict::Yes, Verdict::No, Verdict::CannotTell(Doubt::Overlap)];

    #[test]
    fn de_morgan_holds_everywhere() {
        for a in ALL {
            assert_eq!(!!a, a);
            for b in ALL {
                assert_eq!(!a.and(b), (!a).or(!b), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn each_doubt_has_its_words() {
        let doubts = [Doubt::NotComparable, Doubt::Overlap, Doubt::Unknown];
        for language in [Language::Vi, Language::En] {
            for (position, doubt) in doubts.into_iter().enumerate() {
                let verdict = Verdict::CannotTell(doubt);
                assert_eq!(verdict.doubt(), Some(doubt));
                for other in &doubts[..position] {
                    assert_ne!(verdict.text(language), Verdict::CannotTell(*other).text(language));
                }
            }
        }
        assert_eq!(Verdict::Yes.doubt(), None);
    }

    #[test]
    fn a_doubt_never_becomes_an_answer() {
        let doubt = Verdict::CannotTell(Doubt::Unknown);
        assert_eq!(doubt.and(Verdict::Yes), doubt);
        assert_eq!(doubt.or(Verdict::No), doubt);
        assert_eq!(doubt.and(Verdict::No), Verdict::No);
        assert_eq!(doubt.or(Verdict::Yes), Verdict::Yes);
    }
}
