//! Values that change, with the time they hold for and the time they became known.

use chrono::NaiveDate;

use crate::language::Language;
use crate::period::date_vi;
use crate::prelude::*;

/// One version of a value: what it is, since when it holds, when it was recorded, and why.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(bound = "T: schemars::JsonSchema", rename = "VersionOf{T}"))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "Parts<T>", bound(deserialize = "T: serde::Deserialize<'de>"))
)]
pub struct Version<T> {
    value: T,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    valid_from: Option<NaiveDate>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    valid_to: Option<NaiveDate>,
    recorded_on: NaiveDate,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    actor: Option<String>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    reason: Option<String>,
}

impl<T> Version<T> {
    /// A value recorded on `recorded_on`, holding for all time.
    pub fn new(value: T, recorded_on: NaiveDate) -> Self {
        Self { value, valid_from: None, valid_to: None, recorded_on, actor: None, reason: None }
    }

    /// Holds from this day on.
    #[must_use]
    pub fn valid_from(mut self, day: NaiveDate) -> Self {
        self.valid_from = Some(day);
        self
    }

    /// Holds up to and including this day.
    #[must_use]
    pub fn valid_to(mut self, day: NaiveDate) -> Self {
        self.valid_to = Some(day);
        self
    }

    /// Says who recorded it.
    #[must_use]
    pub fn by(mut self, actor: impl Into<String>) -> Self {
        self.actor = Some(actor.into());
        self
    }

    /// Says why.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// The value.
    pub const fn value(&self) -> &T {
        &self.value
    }

    /// The day it became known.
    pub const fn recorded_on(&self) -> NaiveDate {
        self.recorded_on
    }

    /// The first day it holds for; `None` is always.
    pub const fn first_day(&self) -> Option<NaiveDate> {
        self.valid_from
    }

    /// The last day it holds for; `None` is without end.
    pub const fn last_day(&self) -> Option<NaiveDate> {
        self.valid_to
    }

    /// Who recorded it.
    pub fn actor(&self) -> Option<&str> {
        self.actor.as_deref()
    }

    /// Why it was recorded.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// Does it hold on `day`?
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// Why a version cannot be recorded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HistoryError {
    /// The history has no version at all.
    #[error("a history needs at least one version")]
    Empty,
    /// The version was recorded before the newest one: the past cannot be rewritten.
    #[error(
        "recorded on {recorded_on}, before the newest version of {newest}; a history is only appended to"
    )]
    OutOfOrder {
        /// The day given.
        recorded_on: NaiveDate,
        /// The day of the newest version.
        newest: NaiveDate,
    },
    /// The version ends before it begins.
    #[error("valid from {from} to {to}: no day lies between")]
    Validity {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
}

impl HistoryError {
    /// The error as a sentence.
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::Empty, Language::Vi) => "lịch sử cần ít nhất một phiên bản".to_owned(),
            (Self::OutOfOrder { recorded_on, newest }, Language::Vi) => format!(
                "ghi ngày {}, trước phiên bản mới nhất ngày {}; lịch sử chỉ được ghi thêm",
                date_vi(*recorded_on),
                date_vi(*newest)
            ),
            (Self::Validity { from, to }, Language::Vi) => {
                format!("hiệu lực từ {} đến {} không có ngày nào", date_vi(*from), date_vi(*to))
            }
            (_, Language::En) => self.to_string(),
        }
    }
}

/// All versions of a value, oldest record first. Versions are appended, never edited or erased.
///
/// ```
/// use chrono::NaiveDate;
/// use vientro_core::{History, Version};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).ok_or("no such day");
/// let mut commitment = History::new(Version::new(3_400_000_000_i64, day(2025, 3, 5)?))?;
/// commitment.record(Version::new(4_220_000_000, day(2025, 9, 30)?).because("khảo sát thực tế"))?;
/// assert_eq!(commitment.as_known_on(day(2025, 6, 30)?).map(Version::value), Some(&3_400_000_000));
/// assert_eq!(commitment.latest().value(), &4_220_000_000);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(bound = "T: schemars::JsonSchema", rename = "HistoryOf{T}", extend("minItems" = 1)))]
#[cfg_attr(feature = "schema", schemars(try_from = "Vec<Version<T>>"))]
pub struct History<T> {
    first: Version<T>,
    later: Vec<Version<T>>,
}

impl<T> History<T> {
    /// Begins with a first version.
    ///
    /// # Errors
    ///
    /// [`HistoryError::Validity`] if the version ends before it begins.
    pub fn new(first: Version<T>) -> Result<Self, HistoryError> {
        check_validity(&first)?;
        Ok(Self { first, later: Vec::new() })
    }

    /// Appends a version. Where it holds, it supersedes the older ones; they stay readable.
    ///
    /// # Errors
    ///
    /// [`HistoryError::OutOfOrder`] if it was recorded before the newest version, [`HistoryError::Validity`] if it
    /// ends before it begins.
    pub fn record(&mut self, version: Version<T>) -> Result<(), HistoryError> {
        check_validity(&version)?;
        let newest = self.latest().recorded_on;
        if version.recorded_on < newest {
            return Err(HistoryError::OutOfOrder { recorded_on: version.recorded_on, newest });
        }
        self.later.push(version);
        Ok(())
    }

    /// The version recorded last.
    pub fn latest(&self) -> &Version<T> {
        self.later.last().unwrap_or(&self.first)
    }

    /// The version recorded first.
    pub fn first(&self) -> &Version<T> {
        &self.first
    }

    /// All versions, oldest record first.
    pub fn versions(&self) -> impl DoubleEndedIterator<Item = &Version<T>> {
        core::iter::once(&self.first).chain(&self.later)
    }

    /// The newest version known at the end of `known`; `None` if nothing was known then.
    pub fn as_known_on(&self, known: NaiveDate) -> Option<&Version<T>> {
        self.versions().rev().find(|version| version.recorded_on <= known)
    }

    /// What was believed on `known` about the state on `day`; `None` if nothing was known then of that day.
    pub fn at(&self, day: NaiveDate, known: NaiveDate) -> Option<&Version<T>> {
        self.versions().rev().find(|version| version.recorded_on <= known && version.holds_on(day))
    }
}

fn check_validity<T>(version: &Version<T>) -> Result<(), HistoryError> {
    match (version.valid_from, version.valid_to) {
        (Some(from), Some(to)) if to < from => Err(HistoryError::Validity { from, to }),
        _ => Ok(()),
    }
}

/// The serialised form of a version.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(bound = "T: schemars::JsonSchema"))]
#[serde(deny_unknown_fields)]
struct Parts<T> {
    value: T,
    #[serde(default)]
    valid_from: Option<NaiveDate>,
    #[serde(default)]
    valid_to: Option<NaiveDate>,
    recorded_on: NaiveDate,
    #[serde(default)]
    actor: Option<String>,
    #[serde(default)]
    reason: Option<String>,
}

#[cfg(feature = "serde")]
impl<T> TryFrom<Parts<T>> for Version<T> {
    type Error = HistoryError;

    fn try_from(parts: Parts<T>) -> Result<Self, HistoryError> {
        let Parts { value, valid_from, valid_to, recorded_on, actor, reason } = parts;
        let version = Self { value, valid_from, valid_to, recorded_on, actor, reason };
        check_validity(&version)?;
        Ok(version)
    }
}

#[cfg(feature = "serde")]
impl<T: serde::Serialize> serde::Serialize for History<T> {
    /// The list of versions, oldest record first.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.versions())
    }
}

#[cfg(feature = "serde")]
impl<'de, T: serde::Deserialize<'de>> serde::Deserialize<'de> for History<T> {
    /// Replays the versions as they come: most histories have one, which needs no list.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Versions<T>(core::marker::PhantomData<T>);

        impl<'de, T: serde::Deserialize<'de>> serde::de::Visitor<'de> for Versions<T> {
            type Value = History<T>;

            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("a list of versions")
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<History<T>, A::Error> {
                let refuse = <A::Error as serde::de::Error>::custom::<HistoryError>;
                let first = list.next_element()?.ok_or_else(|| refuse(HistoryError::Empty))?;
                let mut history = History::new(first).map_err(refuse)?;
                while let Some(version) = list.next_element()? {
                    history.record(version).map_err(refuse)?;
                }
                Ok(history)
            }
        }

        deserializer.deserialize_seq(Versions(core::marker::PhantomData))
    }
}

impl<T> From<History<T>> for Vec<Version<T>> {
    fn from(history: History<T>) -> Self {
        let mut versions = vec![history.first];
        versions.extend(history.later);
        versions
    }
}

impl<T> TryFrom<Vec<Version<T>>> for History<T> {
    type Error = HistoryError;

    /// Replays the versions in their order.
    ///
    /// # Errors
    ///
    /// As [`History::record`], and [`HistoryError::Empty`] for no version.
    fn try_from(versions: Vec<Version<T>>) -> Result<Self, HistoryError> {
        let mut versions = versions.into_iter();
        let mut history = Self::new(versions.next().ok_or(HistoryError::Empty)?)?;
        for version in versions {
            history.record(version)?;
        }
        Ok(history)
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn two_axes() {
        let mut term = History::new(Version::new("2021-2026", date(2022, 1, 20))).unwrap();
        term.record(Version::new("2023-2028", date(2023, 2, 15)).valid_from(date(2023, 1, 1))).unwrap();
        assert_eq!(term.at(date(2022, 6, 1), date(2024, 1, 1)).unwrap().value(), &"2021-2026");
        assert_eq!(term.at(date(2023, 6, 1), date(2024, 1, 1)).unwrap().value(), &"2023-2028");
        assert_eq!(term.at(date(2023, 6, 1), date(2022, 12, 31)).unwrap().value(), &"2021-2026");
        assert_eq!(term.at(date(2023, 6, 1), date(2021, 1, 1)), None);
    }

    #[test]
    fn the_past_is_not_rewritten() {
        let mut history = History::new(Version::new(1, date(2025, 6, 1))).unwrap();
        let error = history.record(Version::new(2, date(2025, 5, 31))).unwrap_err();
        assert_eq!(
            error.to_string(),
            "recorded on 2025-05-31, before the newest version of 2025-06-01; a history is only appended to"
        );
        let backward =
            Version::new(3, date(2025, 7, 1)).valid_from(date(2025, 7, 2)).valid_to(date(2025, 7, 1));
        assert!(matches!(history.record(backward), Err(HistoryError::Validity { .. })));
        assert_eq!(history.versions().count(), 1);
    }

    #[test]
    fn errors_speak_both_languages() {
        let day = date(2025, 6, 1);
        let mut history = History::new(Version::new(1, day)).unwrap();
        let backward = Version::new(2, day).valid_from(day).valid_to(date(2025, 5, 1));
        for (error, vi) in [
            (History::<i32>::try_from(Vec::new()).unwrap_err(), "lịch sử cần ít nhất một phiên bản"),
            (
                history.record(Version::new(2, date(2025, 5, 31))).unwrap_err(),
                "ghi ngày 31/05/2025, trước phiên bản mới nhất ngày 01/06/2025; lịch sử chỉ được ghi thêm",
            ),
            (
                history.record(backward).unwrap_err(),
                "hiệu lực từ 01/06/2025 đến 01/05/2025 không có ngày nào",
            ),
        ] {
            assert_eq!(error.text(Language::Vi), vi);
            assert_eq!(error.text(Language::En), error.to_string());
        }
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_is_replayed() {
        let mut history = History::new(Version::new(1, date(2025, 6, 1)).by("officer")).unwrap();
        history.record(Version::new(2, date(2025, 6, 1)).because("survey")).unwrap();
        let text = serde_json::to_string(&history).unwrap();
        assert_eq!(serde_json::from_str::<History<i32>>(&text).unwrap(), history);
        assert!(serde_json::from_str::<History<i32>>("[]").is_err());
        for (from, to, words) in [
            ("2025-06-01", "2025-06-02", "only appended to"),
            (
                r#""actor":"officer""#,
                r#""valid_from":"2025-06-01","valid_to":"2025-05-31""#,
                "no day lies between",
            ),
            (r#""actor":"officer""#, r#""actor":"officer","erased":true"#, "unknown field"),
            ("2025-06-01", "2025-02-29", "out of range"),
            (r#""recorded_on""#, r#""recorded""#, "unknown field"),
        ] {
            assert!(text.contains(from), "{from}");
            let error = serde_json::from_str::<History<i32>>(&text.replacen(from, to, 1)).unwrap_err();
            assert!(error.to_string().contains(words), "{error}");
        }
    }

    #[test]
    fn a_version_supersedes_only_where_it_holds() {
        // a plan known in January; in July the second half is revised; in August March turns out to be wrong
        let mut plan = History::new(Version::new("plan", date(2025, 1, 5))).unwrap();
        plan.record(Version::new("revised", date(2025, 7, 10)).valid_from(date(2025, 7, 1))).unwrap();
        let march =
            Version::new("march", date(2025, 8, 1)).valid_from(date(2025, 3, 1)).valid_to(date(2025, 3, 31));
        plan.record(march).unwrap();
        let at = |day, known| plan.at(day, known).map(|version| *version.value());
        for (day, known, value) in [
            (date(2025, 3, 15), date(2025, 7, 31), "plan"),
            (date(2025, 3, 15), date(2025, 8, 1), "march"),
            (date(2025, 4, 1), date(2025, 8, 1), "plan"),
            (date(2025, 7, 1), date(2025, 7, 9), "plan"),
            (date(2025, 7, 1), date(2025, 7, 10), "revised"),
        ] {
            assert_eq!(at(day, known), Some(value), "{day} as known on {known}");
        }
        assert_eq!(at(date(2025, 3, 15), date(2025, 1, 4)), None);
        assert_eq!(
            plan.versions().map(|version| *version.value()).collect::<Vec<_>>(),
            ["plan", "revised", "march"]
        );
    }

    proptest! {
        /// What is known never shrinks: a later look sees every version an earlier look saw.
        #[test]
        fn knowledge_grows(gaps in proptest::collection::vec(0u64..5, 1..12), look in 0u64..60) {
            let mut day = date(2025, 1, 1);
            let mut history = History::new(Version::new(0usize, day)).unwrap();
            for (number, gap) in gaps.iter().enumerate() {
                day = day + Days::new(*gap);
                history.record(Version::new(number + 1, day)).unwrap();
            }
            let early = date(2025, 1, 1) + Days::new(look);
            let late = early + Days::new(1);
            let seen = |at| history.as_known_on(at).map(|version| *version.value());
            prop_assert!(seen(early) <= seen(late));
            prop_assert_eq!(seen(day), Some(gaps.len()));
        }
    }
}
