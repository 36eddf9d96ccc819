//! Identifiers that others gave: decision numbers, registrations, tax codes, IATI ids.

use crate::Validity;

coded! {
    /// Who gives identifiers of this kind.
    #[non_exhaustive]
    Scheme "scheme" {
        /// Number of a decision.
        Decision = "decision", "số quyết định", "decision number";
        /// Registration of a foreign non-governmental organisation.
        FngoRegistration = "fngo-registration", "số giấy đăng ký", "registration number";
        /// File number of a province.
        File = "file", "số hồ sơ", "file number";
        /// GLIDE number of a disaster.
        Glide = "glide", "mã thảm họa GLIDE", "GLIDE number";
        /// IATI identifier of an organisation or activity.
        Iati = "iati", "mã IATI", "IATI identifier";
        /// Any other scheme.
        Other = "other", "mã khác", "other identifier";
        /// Tax code.
        TaxCode = "tax-code", "mã số thuế", "tax code";
    }
}

/// An identifier of a scheme, with the days it holds. A record may have any number of them; none is its key.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct OutsideId {
    scheme: Scheme,
    value: String,
    #[cfg_attr(feature = "serde", serde(default))]
    validity: Validity,
}

impl OutsideId {
    /// A value of a scheme, for all days.
    pub fn new(scheme: Scheme, value: impl Into<String>) -> Self {
        Self { scheme, value: value.into(), validity: Validity::ALWAYS }
    }

    /// During some days.
    #[must_use]
    pub fn during(mut self, validity: Validity) -> Self {
        self.validity = validity;
        self
    }

    /// The scheme.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The value as given.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The days it holds.
    pub fn validity(&self) -> Validity {
        self.validity
    }
}
