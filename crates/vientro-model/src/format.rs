//! The written form of facts, with its version.
//!
//! A file says in its first field which version of the form it has. This crate reads the version it writes and every
//! older one; reading and writing again is the upgrade. A newer version is refused by its number, not by the first
//! field that is not known.

use std::fmt;

use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::{SerializeStruct as _, Serializer};
use serde::{Deserialize, Serialize};

use crate::{Facts, ModelError};

/// Facts as they are kept in a file: `{"format": "vientro-facts/1", "facts": {…}}`.
///
/// ```
/// use vientro_model::{AidItem, Direction, Facts, FactsFile, ItemId, SourceClass};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut facts = Facts::default();
/// facts.add_item(AidItem::new(ItemId::try_new("AG-01")?, "Nước sạch", Direction::Inward, SourceClass::ForeignNgo))?;
/// let text = serde_json::to_string(&FactsFile::new(facts.clone()))?;
/// assert!(text.starts_with(r#"{"format":"vientro-facts/1","facts":{"items":[{"id":"AG-01""#));
/// assert_eq!(serde_json::from_str::<FactsFile>(&text)?.into_facts(), facts);
///
/// let newer = serde_json::from_str::<FactsFile>(&text.replace("facts/1", "facts/2")).unwrap_err();
/// assert!(newer.to_string().starts_with("`vientro-facts/2` is newer than `vientro-facts/1`"));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactsFile(Facts);

impl FactsFile {
    /// The format this crate writes.
    pub const FORMAT: &'static str = "vientro-facts/1";
    /// The name before the version.
    const NAME: &'static str = "vientro-facts/";
    /// The version this crate writes, and the newest it reads.
    const VERSION: u32 = 1;

    /// Facts to be written.
    pub const fn new(facts: Facts) -> Self {
        Self(facts)
    }

    /// The facts.
    pub const fn facts(&self) -> &Facts {
        &self.0
    }

    /// The facts, without a copy.
    pub fn into_facts(self) -> Facts {
        self.0
    }

    /// The version of a format by its name.
    ///
    /// # Errors
    ///
    /// [`ModelError::Format`] for a newer version, and for a name of something else.
    pub fn version_of(format: &str) -> Result<u32, ModelError> {
        let version = format.strip_prefix(Self::NAME).and_then(|version| version.parse().ok());
        // `+1` and `01` are read as numbers and written by nobody
        let version = version.filter(|version| *version > 0 && format == format!("{}{version}", Self::NAME));
        match version {
            Some(version) if version <= Self::VERSION => Ok(version),
            version => Err(ModelError::Format {
                found: format.chars().take(40).collect(),
                newest: Self::FORMAT,
                is_newer: version.is_some(),
            }),
        }
    }
}

impl From<Facts> for FactsFile {
    fn from(facts: Facts) -> Self {
        Self(facts)
    }
}

impl Serialize for FactsFile {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut file = serializer.serialize_struct("FactsFile", 2)?;
        file.serialize_field("format", Self::FORMAT)?;
        file.serialize_field("facts", &self.0)?;
        file.end()
    }
}

impl<'de> Deserialize<'de> for FactsFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct("FactsFile", &["format", "facts"], FileVisitor)
    }
}

struct FileVisitor;

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Field {
    Format,
    Facts,
}

impl<'de> Visitor<'de> for FileVisitor {
    type Value = FactsFile;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a file of the format `{}`", FactsFile::FORMAT)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<FactsFile, A::Error> {
        let mut version = None;
        let mut facts = None;
        while let Some(field) = map.next_key::<Field>()? {
            match field {
                Field::Format if version.is_some() => return Err(A::Error::duplicate_field("format")),
                Field::Format => {
                    let format: String = map.next_value()?;
                    version = Some(FactsFile::version_of(&format).map_err(A::Error::custom)?);
                }
                Field::Facts if facts.is_some() => return Err(A::Error::duplicate_field("facts")),
                // how the facts are read depends on the version, so it stands before them
                Field::Facts if version.is_none() => {
                    map.next_value::<IgnoredAny>()?;
                    return Err(A::Error::custom(ModelError::FormatAfterFacts {
                        expected: FactsFile::FORMAT,
                    }));
                }
                // version 1; an older one will be read by its own shapes here
                Field::Facts => facts = Some(map.next_value::<Facts>()?),
            }
        }
        version.ok_or_else(|| A::Error::missing_field("format"))?;
        facts.map(FactsFile).ok_or_else(|| A::Error::missing_field("facts"))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for FactsFile {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "FactsFile".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let facts = generator.subschema_for::<Facts>();
        schemars::json_schema!({
            "description": "Facts as they are kept in a file; `format` stands first.",
            "type": "object",
            "properties": { "format": { "const": Self::FORMAT }, "facts": facts },
            "required": ["format", "facts"],
            "additionalProperties": false
        })
    }
}

#[cfg(feature = "proptest")]
crate::strategies::sampled!(FactsFile, crate::strategies::draw().prop_map(Self));

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        serde_json::from_str::<FactsFile>(text).unwrap_err().to_string()
    }

    #[test]
    fn only_known_versions_are_read() {
        assert_eq!(FactsFile::version_of(FactsFile::FORMAT), Ok(FactsFile::VERSION));
        for newer in ["vientro-facts/2", "vientro-facts/4294967295"] {
            assert!(
                matches!(FactsFile::version_of(newer), Err(ModelError::Format { is_newer: true, .. })),
                "{newer}"
            );
        }
        for wrong in [
            "",
            "vientro-facts",
            "vientro-facts/",
            "vientro-facts/0",
            "vientro-facts/01",
            "iati/1",
            "vientro-facts/1 ",
        ] {
            assert!(
                matches!(FactsFile::version_of(wrong), Err(ModelError::Format { is_newer: false, .. })),
                "{wrong}"
            );
        }
    }

    #[test]
    fn the_version_is_asked_before_the_facts() {
        assert!(serde_json::from_str::<FactsFile>(r#"{"format":"vientro-facts/1","facts":{}}"#).is_ok());
        // what a newer version added would be refused as unknown; the number says more
        let newer = refusal(r#"{"format":"vientro-facts/9","facts":{"wonders":[]}}"#);
        assert!(newer.contains("is newer than `vientro-facts/1`"), "{newer}");
        assert!(refusal(r#"{"facts":{},"format":"vientro-facts/1"}"#).contains("stands before the facts"));
        assert!(refusal(r#"{"format":"vientro-facts/1"}"#).contains("missing field `facts`"));
        assert!(refusal(r#"{"format":"vientro-facts/1","format":"vientro-facts/1"}"#).contains("duplicate"));
        assert!(refusal(r#"{"format":"vientro-facts/1","facts":{},"more":1}"#).contains("unknown field"));
        assert!(refusal(r#"{"items":[]}"#).contains("unknown field"));
    }
}
