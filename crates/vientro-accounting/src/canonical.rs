//! Canonical JSON: one way to write a value, so that its hash means something.

use std::collections::BTreeMap;
use std::fmt;

/// A value without fractions: amounts are texts.
#[derive(Clone, Debug)]
pub(crate) enum Json {
    List(Vec<Self>),
    Null,
    Number(u64),
    Object(BTreeMap<&'static str, Self>),
    Text(String),
}

impl Json {
    pub(crate) fn text(text: impl fmt::Display) -> Self {
        Self::Text(text.to_string())
    }

    pub(crate) fn maybe(text: Option<impl fmt::Display>) -> Self {
        text.map_or(Self::Null, Self::text)
    }

    pub(crate) fn texts(texts: impl IntoIterator<Item = impl fmt::Display>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }

    pub(crate) fn count(count: usize) -> Self {
        Self::Number(u64::try_from(count).unwrap_or(u64::MAX))
    }

    pub(crate) fn object<const N: usize>(members: [(&'static str, Self); N]) -> Self {
        Self::Object(members.into())
    }
}

impl fmt::Display for Json {
    /// Members in the order of their names, no blanks, escapes only where JSON asks for them.
    ///
    /// # Source
    ///
    /// RFC 8785, JSON Canonicalization Scheme; our names are ASCII, for which the order of bytes is that of the scheme.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => quoted(text, f),
            Self::List(items) => {
                f.write_str("[")?;
                for (place, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if place == 0 { "" } else { "," })?;
                }
                f.write_str("]")
            }
            Self::Object(members) => {
                f.write_str("{")?;
                for (place, (name, value)) in members.iter().enumerate() {
                    f.write_str(if place == 0 { "" } else { "," })?;
                    quoted(name, f)?;
                    write!(f, ":{value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

fn quoted(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    for c in text.chars() {
        match c {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\u{8}' => f.write_str("\\b")?,
            '\t' => f.write_str("\\t")?,
            '\n' => f.write_str("\\n")?,
            '\u{c}' => f.write_str("\\f")?,
            '\r' => f.write_str("\\r")?,
            c if c < ' ' => write!(f, "\\u{:04x}", u32::from(c))?,
            c => write!(f, "{c}")?,
        }
    }
    f.write_str("\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ordered_and_texts_escaped() {
        let json = Json::object([
            ("b", Json::texts(["a\"\\\u{1}\n", "tỷ"])),
            ("a", Json::Number(7)),
            ("ab", Json::maybe(None::<&str>)),
        ]);
        let text = json.to_string();
        assert_eq!(text, r#"{"a":7,"ab":null,"b":["a\"\\\u0001\n","tỷ"]}"#);
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["b"][0], "a\"\\\u{1}\n");
    }
}
