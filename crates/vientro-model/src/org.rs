//! Organisations: unions, associations, donors, authorities.

use vientro_core::Language;

use crate::macros::Checked;
use crate::text::words;
use crate::{ModelError, OrgId, OutsideId, Validity};

/// A country by the two letters of ISO 3166-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("pattern" = "^[A-Za-z]{2}$")))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
pub struct CountryCode([char; 2]);

impl CountryCode {
    /// Two letters, in any case. Whether ISO has given them to a country is not asked.
    ///
    /// # Errors
    ///
    /// [`ModelError::Country`] for anything but two letters from A to Z.
    pub fn try_new(code: &str) -> Result<Self, ModelError> {
        let mut letters = code.chars();
        match (letters.next(), letters.next(), letters.next()) {
            (Some(a), Some(b), None) if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Ok(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => Err(ModelError::Country { found: code.chars().take(40).collect() }),
        }
    }
}

impl std::fmt::Display for CountryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [a, b] = self.0;
        write!(f, "{a}{b}")
    }
}

impl std::str::FromStr for CountryCode {
    type Err = ModelError;

    fn from_str(code: &str) -> Result<Self, ModelError> {
        Self::try_new(code)
    }
}

impl TryFrom<String> for CountryCode {
    type Error = ModelError;

    fn try_from(code: String) -> Result<Self, ModelError> {
        Self::try_new(&code)
    }
}

impl From<CountryCode> for String {
    fn from(code: CountryCode) -> Self {
        code.to_string()
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for CountryCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::macros::read_code(deserializer)
    }
}

coded! {
    /// What an organisation is. What it does for an item stands on the item: one body is adviser, owner and giver.
    #[non_exhaustive]
    OrganisationKind "kind of organisation" {
        /// People's Committee.
        Authority = "authority", "ủy ban nhân dân", "people's committee";
        /// Branch of an association.
        Branch = "branch", "chi hội", "branch";
        /// An association of companies.
        BusinessAssociation = "business-association", "hiệp hội doanh nghiệp", "business association";
        /// The central union (VUFO), COMINGO, PACCOM.
        Central = "central", "cơ quan trung ương", "central body";
        /// A company.
        Company = "company", "doanh nghiệp", "company";
        /// Embassy, consulate general, consulate.
        Consulate = "consulate", "đại sứ quán, lãnh sự quán", "embassy or consulate";
        /// A department of a province.
        Department = "department", "sở", "department";
        /// School, college, university.
        Education = "education", "cơ sở giáo dục", "educational institution";
        /// A foreign non-governmental organisation.
        ForeignNgo = "foreign-ngo", "tổ chức phi chính phủ nước ngoài", "foreign non-governmental organisation";
        /// A friendship association.
        FriendshipAssociation = "friendship-association", "hội hữu nghị", "friendship association";
        /// The Fatherland Front.
        Front = "front", "Mặt trận Tổ quốc", "Fatherland Front";
        /// Hospital, clinic.
        Health = "health", "cơ sở y tế", "health institution";
        /// An international organisation.
        International = "international", "tổ chức quốc tế", "international organisation";
        /// A ministry.
        Ministry = "ministry", "bộ", "ministry";
        /// Another body.
        Other = "other", "tổ chức khác", "other body";
        /// Another foreign donor.
        OtherForeign = "other-foreign", "tổ chức nước ngoài khác", "other foreign body";
        /// A Union of Friendship Organisations.
        Union = "union", "liên hiệp các tổ chức hữu nghị", "union of friendship organisations";
    }
}

coded! {
    /// Where an organisation stands in the order of places.
    #[non_exhaustive]
    OrganisationLevel "level" {
        /// A branch below a commune or at work.
        Branch = "branch", "chi hội", "branch";
        /// The whole country.
        Central = "central", "trung ương", "central";
        /// A commune.
        Commune = "commune", "cấp xã", "commune";
        /// A province or city.
        Province = "province", "cấp tỉnh", "province";
    }
}

coded! {
    /// What a name is to its organisation.
    #[non_exhaustive]
    NameKind "kind of name" {
        /// A former name.
        Former = "former", "tên cũ", "former name";
        /// The whole name.
        Full = "full", "tên đầy đủ", "full name";
        /// A wrong spelling that was met and is known.
        Misspelt = "misspelt", "viết sai", "misspelt";
        /// A short name.
        Short = "short", "tên viết tắt", "short name";
        /// A name it trades or is known under.
        Trade = "trade", "tên giao dịch", "trade name";
    }
}

/// A name as written, with its kind, language and days.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct OrganisationName {
    text: String,
    kind: NameKind,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    language: Option<Language>,
    #[cfg_attr(feature = "serde", serde(default))]
    validity: Validity,
}

impl OrganisationName {
    /// A name of a kind, in no stated language, for all days.
    pub fn new(text: impl Into<String>, kind: NameKind) -> Self {
        Self { text: text.into(), kind, language: None, validity: Validity::ALWAYS }
    }

    /// In a language.
    #[must_use]
    pub fn in_language(mut self, language: Language) -> Self {
        self.language = Some(language);
        self
    }

    /// During some days.
    #[must_use]
    pub fn during(mut self, validity: Validity) -> Self {
        self.validity = validity;
        self
    }

    /// The name as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its kind.
    pub fn kind(&self) -> NameKind {
        self.kind
    }

    /// Its language.
    pub fn language(&self) -> Option<Language> {
        self.language
    }

    /// The days it is the name.
    pub fn validity(&self) -> Validity {
        self.validity
    }
}

record! {
    /// An organisation with all its names.
    ///
    /// ```
    /// use vientro_model::{NameKind, OrgId, Organisation, OrganisationKind, OrganisationName};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let union = Organisation::new(
    ///     OrgId::try_new("hufo")?,
    ///     OrganisationKind::Union,
    ///     "Liên hiệp các tổ chức hữu nghị TP.HCM",
    /// )
    /// .with_names([OrganisationName::new("HUFO", NameKind::Short)]);
    /// assert!(union.is_named("Hufo"));
    /// # Ok(()) }
    /// ```
    Organisation
    need {
        id: OrgId,
        kind: OrganisationKind,
        name: String,
    }
    text {
        /// The place of its seat, as written.
        place with_place,
    }
    copy {
        /// Its home country.
        country with_country: CountryCode,
        /// Where it stands in the order of places.
        level with_level: OrganisationLevel,
        /// The days it exists.
        validity with_validity: Validity,
    }
    maybe {
        /// The body it is a member or branch of.
        parent with_parent: OrgId,
        /// The body it went into by a merger.
        successor with_successor: OrgId,
    }
    list {
        /// The identifiers others gave it.
        identifiers with_identifiers: OutsideId,
        /// Its other names.
        names with_names: OrganisationName,
    }
}

impl Organisation {
    /// An organisation of a kind under its main name.
    pub fn new(id: OrgId, kind: OrganisationKind, name: impl Into<String>) -> Self {
        Self::bare(id, kind, name.into())
    }

    /// The identifier.
    pub fn id(&self) -> &OrgId {
        &self.id
    }

    /// What it is.
    pub fn kind(&self) -> OrganisationKind {
        self.kind
    }

    /// Its main name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Is `text` one of its names, marks, case and punctuation aside?
    pub fn is_named(&self, text: &str) -> bool {
        let key = words(text);
        !key.is_empty() && self.all_names().any(|name| words(name) == key)
    }

    /// As [`Organisation::is_named`], by the names of a day; outside its own days it has none.
    pub fn is_named_on(&self, text: &str, day: chrono::NaiveDate) -> bool {
        let key = words(text);
        let exists = self.validity.is_none_or(|validity| validity.contains(day));
        let others = self.names.iter().filter(|name| name.validity.contains(day)).map(OrganisationName::text);
        exists
            && !key.is_empty()
            && std::iter::once(self.name.as_str()).chain(others).any(|name| words(name) == key)
    }

    /// How alike `text` is to its nearest name, 0 to 1. A likeness is a suggestion for a person, never a match.
    pub fn likeness(&self, text: &str) -> rust_decimal::Decimal {
        let key = words(text);
        self.all_names().map(|name| vientro_vi::similarity(&key, &words(name))).max().unwrap_or_default()
    }

    fn all_names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.names.iter().map(OrganisationName::text))
    }
}

impl Checked for Organisation {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelling_is_alike_and_not_the_same() {
        let union = Organisation::new(
            OrgId::try_new("hufo").unwrap(),
            OrganisationKind::Union,
            "Liên hiệp các tổ chức hữu nghị TP.HCM",
        )
        .with_names([OrganisationName::new("Hufo", NameKind::Short)]);
        for name in [
            "HUFO",
            "hufo",
            "Liên hiệp Các tổ chức Hữu nghị TP. HCM",
            "lien hiep cac to chuc huu nghi tp.hcm",
        ] {
            assert!(union.is_named(name), "{name}");
        }
        let misspelt = "Liên hiệp các tổ chức hữu nghị TP.HM";
        assert!(!union.is_named(misspelt));
        assert!(union.likeness(misspelt) > rust_decimal::Decimal::new(9, 1));
        assert!(!union.is_named("") && !union.is_named("…"));
        let known = union.with_names([OrganisationName::new(misspelt, NameKind::Misspelt)]);
        assert!(known.is_named(misspelt));
    }

    #[test]
    fn a_country_is_two_letters() {
        assert_eq!(CountryCode::try_new("jp").unwrap().to_string(), "JP");
        for wrong in ["", "J", "JPN", "J1", "Đà"] {
            assert!(CountryCode::try_new(wrong).is_err(), "{wrong}");
        }
    }
}
