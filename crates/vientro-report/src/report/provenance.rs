//! What a report says about its sources and about how it was made.

use chrono::NaiveDate;
use vientro_core::Bilingual;
use vientro_currency::Rate;

/// A source of the report: a register, a decision, an article.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct SourceNote {
    text: Bilingual,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    reference: Option<String>,
}

impl SourceNote {
    /// A source by its name.
    pub fn new(text: Bilingual) -> Self {
        Self { text, reference: None }
    }

    /// Where to find it: file, number of the decision, address. Printed as text, never as a link.
    #[must_use]
    pub fn at(mut self, reference: impl Into<String>) -> Self {
        self.reference = Some(reference.into());
        self
    }

    /// The name.
    pub fn text(&self) -> &Bilingual {
        &self.text
    }

    /// Where to find it.
    pub fn reference(&self) -> Option<&str> {
        self.reference.as_deref()
    }
}

/// A file the report was made from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Input {
    name: String,
    hash: String,
}

impl Input {
    /// A file by its name, with the hash the caller took of it, such as `sha256:…`.
    pub fn new(name: impl Into<String>, hash: impl Into<String>) -> Self {
        Self { name: name.into(), hash: hash.into() }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The hash as the caller gave it.
    pub fn hash(&self) -> &str {
        &self.hash
    }
}

/// What a report was made from and how: enough to make it again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct Provenance {
    template: Option<String>,
    period: Option<Bilingual>,
    policy: Option<Bilingual>,
    rates: Vec<Rate>,
    as_known_on: Option<NaiveDate>,
    inputs: Vec<Input>,
    generator: Option<String>,
}

impl Provenance {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The template with its version, such as `union-year 2`.
    #[must_use]
    pub fn template(mut self, name: impl Into<String>) -> Self {
        self.template = Some(name.into());
        self
    }

    /// The period, with whether its last day counts.
    #[must_use]
    pub fn period(mut self, text: Bilingual) -> Self {
        self.period = Some(text);
        self
    }

    /// The policy by which rates were chosen.
    #[must_use]
    pub fn policy(mut self, text: Bilingual) -> Self {
        self.policy = Some(text);
        self
    }

    /// Adds a rate used, with its papers.
    #[must_use]
    pub fn rate(mut self, rate: Rate) -> Self {
        self.rates.push(rate);
        self
    }

    /// The day up to which facts were known.
    #[must_use]
    pub fn as_known_on(mut self, date: NaiveDate) -> Self {
        self.as_known_on = Some(date);
        self
    }

    /// Adds a file it was made from.
    #[must_use]
    pub fn input(mut self, input: Input) -> Self {
        self.inputs.push(input);
        self
    }

    /// The program and version that made it.
    #[must_use]
    pub fn generator(mut self, name: impl Into<String>) -> Self {
        self.generator = Some(name.into());
        self
    }

    /// The template with its version.
    pub fn template_name(&self) -> Option<&str> {
        self.template.as_deref()
    }

    /// The period.
    pub fn period_text(&self) -> Option<&Bilingual> {
        self.period.as_ref()
    }

    /// The policy by which rates were chosen.
    pub fn policy_text(&self) -> Option<&Bilingual> {
        self.policy.as_ref()
    }

    /// The rates used.
    pub fn rates(&self) -> &[Rate] {
        &self.rates
    }

    /// The day up to which facts were known.
    pub fn known_on(&self) -> Option<NaiveDate> {
        self.as_known_on
    }

    /// The files it was made from.
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// The program that made it.
    pub fn generator_name(&self) -> Option<&str> {
        self.generator.as_deref()
    }
}
