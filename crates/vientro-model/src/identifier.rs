//! Identifiers that others gave: decision numbers, registrations, tax codes, IATI ids.

use chrono::NaiveDate;
use vientro_core::Language;

use crate::{ModelError, Validity};

coded! {
    /// Who gives identifiers of this kind.
    #[non_exhaustive]
    Scheme "scheme" {
        /// Number of a decision.
        Decision = "decision", "số quyết định", "decision number";
        /// Reference of a donor for a transaction or grant.
        DonorReference = "donor-reference", "mã tham chiếu của nhà tài trợ", "donor's reference";
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
#[cfg_attr(feature = "serde", serde(try_from = "Parts", into = "Parts"))]
pub struct OutsideId {
    scheme: Scheme,
    value: String,
    issued_on: Option<NaiveDate>,
    validity: Validity,
}

impl OutsideId {
    /// A value of a scheme, for all days.
    ///
    /// # Errors
    ///
    /// [`ModelError::Id`] for an empty text, one over 200 characters, or one with a control character.
    pub fn try_new(scheme: Scheme, value: impl Into<String>) -> Result<Self, ModelError> {
        let value: String = value.into();
        let fits = !value.trim().is_empty()
            && value.chars().nth(200).is_none()
            && !value.chars().any(char::is_control);
        if fits {
            Ok(Self { scheme, value, issued_on: None, validity: Validity::ALWAYS })
        } else {
            Err(ModelError::Id { kind: scheme.text(Language::En), found: value.chars().take(40).collect() })
        }
    }

    /// Given on a day, as a decision is.
    #[must_use]
    pub const fn issued_on(mut self, day: NaiveDate) -> Self {
        self.issued_on = Some(day);
        self
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

    /// The day it was given, if said.
    pub const fn issue_date(&self) -> Option<NaiveDate> {
        self.issued_on
    }

    /// The days it holds.
    pub fn validity(&self) -> Validity {
        self.validity
    }
}

#[cfg(feature = "serde")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    scheme: Scheme,
    value: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    issued_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Validity::is_always")]
    validity: Validity,
}

#[cfg(feature = "serde")]
impl From<OutsideId> for Parts {
    fn from(OutsideId { scheme, value, issued_on, validity }: OutsideId) -> Self {
        Self { scheme, value, issued_on, validity }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Parts> for OutsideId {
    type Error = ModelError;

    fn try_from(Parts { scheme, value, issued_on, validity }: Parts) -> Result<Self, ModelError> {
        Ok(Self { issued_on, validity, ..Self::try_new(scheme, value)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_says_something_and_when() {
        let day = NaiveDate::from_ymd_opt(2025, 3, 5).unwrap();
        let decision = OutsideId::try_new(Scheme::Decision, "3382/QĐ-UBND").unwrap().issued_on(day);
        assert_eq!((decision.issue_date(), decision.validity()), (Some(day), Validity::ALWAYS));
        for wrong in ["", " ", "a\nb"] {
            let message = OutsideId::try_new(Scheme::TaxCode, wrong).unwrap_err().to_string();
            assert!(message.contains("tax code"), "{message}");
        }
        #[cfg(feature = "serde")]
        {
            let text = serde_json::to_string(&decision).unwrap();
            assert_eq!(text, r#"{"scheme":"decision","value":"3382/QĐ-UBND","issued_on":"2025-03-05"}"#);
            assert_eq!(serde_json::from_str::<OutsideId>(&text).unwrap(), decision);
            assert!(serde_json::from_str::<OutsideId>(&text.replace("3382/QĐ-UBND", " ")).is_err());
        }
    }
}
