//! What every edition of every report is told besides its facts, and the frame all templates share.

use chrono::NaiveDate;
use vientro_core::{Bilingual, Language, Period};
use vientro_currency::Policy;
use vientro_model::{Facts, UnionProfile};

use super::TemplateError;
use super::cells::label;
use crate::{
    AdministrativeForm, Authority, FormProfile, Input, Provenance, Report, ReportBuilder, Signature,
    SourceNote, SourceRow,
};

/// What an edition of a report was made with: the day its figures were known, the files, the program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Edition {
    known_on: Option<NaiveDate>,
    inputs: Vec<Input>,
    generator: Option<String>,
    number: Option<u32>,
    dated: Option<NaiveDate>,
    profile: FormProfile,
    unissued: bool,
}

impl Edition {
    /// With everything that is known, from files that are not named.
    pub fn new() -> Self {
        Self::default()
    }

    /// As known on a day: what was recorded later is left out.
    #[must_use]
    pub fn as_known_on(mut self, day: Option<NaiveDate>) -> Self {
        self.known_on = day;
        self
    }

    /// With the files it was made from and their hashes.
    #[must_use]
    pub fn with_inputs(mut self, inputs: impl IntoIterator<Item = Input>) -> Self {
        self.inputs.extend(inputs);
        self
    }

    /// With the name and version of the program that makes it.
    #[must_use]
    pub fn made_by(mut self, generator: impl Into<String>) -> Self {
        self.generator = Some(generator.into());
        self
    }

    /// Issued under this number of the registry; without one its place stays open.
    #[must_use]
    pub const fn numbered(mut self, number: u32) -> Self {
        self.number = Some(number);
        self
    }

    /// Issued on this day; without one its place stays open.
    #[must_use]
    pub const fn dated(mut self, day: NaiveDate) -> Self {
        self.dated = Some(day);
        self
    }

    /// In the form of this profile.
    #[must_use]
    pub fn in_profile(mut self, profile: FormProfile) -> Self {
        self.profile = profile;
        self
    }

    /// Without the form: a text to be read or spoken, without head, recipients and signature. Its title begins with the
    /// kind of document it would be.
    #[must_use]
    pub const fn without_form(mut self) -> Self {
        self.unissued = true;
        self
    }

    /// The day up to which facts count.
    pub const fn known_on(&self) -> Option<NaiveDate> {
        self.known_on
    }

    /// Was something of `day` known?
    pub(super) fn knows(&self, day: NaiveDate) -> bool {
        self.known_on.is_none_or(|known_on| day <= known_on)
    }

    /// Where a report was made from, as far as the edition says.
    pub(super) fn provenance(&self, template: Template) -> Provenance {
        let mut provenance = Provenance::new().template(template.to_text());
        if let Some(day) = self.known_on {
            provenance = provenance.as_known_on(day);
        }
        if let Some(generator) = &self.generator {
            provenance = provenance.generator(generator.clone());
        }
        self.inputs.iter().cloned().fold(provenance, Provenance::input)
    }

    /// Builds the report with its files as sources.
    pub(super) fn finish(
        &self,
        report: ReportBuilder,
        provenance: Provenance,
    ) -> Result<Report, TemplateError> {
        let sources = self.inputs.iter().map(|input| SourceNote::new(Bilingual::same(input.name())));
        let report = if self.unissued { report.unissued() } else { report };
        let report = report.issued(|form| {
            let form = form.in_profile(self.profile.clone());
            let form = self.number.into_iter().fold(form, AdministrativeForm::number);
            self.dated.into_iter().fold(form, AdministrativeForm::dated)
        });
        Ok(report.sources(sources).provenance(provenance).build()?)
    }
}

/// A kind of report and the version of its words and tables. The version grows when a reader would see another report
/// made from the same facts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Template {
    pub(super) name: &'static str,
    pub(super) version: u16,
}

impl Template {
    pub(super) fn to_text(self) -> String {
        format!("{} {}", self.name, self.version)
    }
}

/// The rows of the facts as rows of a report.
pub(super) fn source_rows(facts: &Facts) -> impl Iterator<Item = SourceRow> {
    facts.rows().map(|(id, row)| {
        let source = SourceRow::new(id.clone(), row.location().clone(), Bilingual::same(row.label()));
        row.fields().iter().fold(source, |source, (name, value)| source.field(Bilingual::same(name), value))
    })
}

/// Who reports.
pub(super) fn profile(facts: &Facts) -> Result<&UnionProfile, TemplateError> {
    facts.profile().ok_or(TemplateError::NoProfile)
}

/// The form of a Union's document of a kind, such as `BC` for a report; a kind without letters has the symbol of the body
/// alone. Addressees and recipients are added to it.
///
/// # Source
///
/// Decree 30/2020/NĐ-CP, Appendix I and, for the letters of each kind of document, Appendix III.
pub(super) fn form(profile: &UnionProfile, letters: &str, kind: Bilingual) -> AdministrativeForm {
    let signature = Signature::new(label("Chủ tịch", "President"))
        .authority(Authority::OnBehalf, label("Ban Chấp hành", "the Executive Committee"));
    let body = profile.symbol();
    let symbol = if letters.is_empty() { body.to_owned() } else { format!("{letters}-{body}") };
    let place = Bilingual::same(profile.place());
    let form = AdministrativeForm::new(profile.name().clone(), symbol, place, kind, signature);
    match profile.parent() {
        Some(parent) => form.parent(Bilingual::same(parent)),
        None => form,
    }
}

/// The form of a report to the province.
pub(super) fn report_form(profile: &UnionProfile) -> AdministrativeForm {
    form(profile, "BC", label("Báo cáo", "Report"))
        .recipient(label("Ủy ban nhân dân cấp tỉnh", "the provincial People's Committee"))
        .recipient(label(
            "Liên hiệp các tổ chức hữu nghị Việt Nam",
            "Viet Nam Union of Friendship Organisations",
        ))
        .recipient(label("Lưu: VT", "archive"))
}

/// The period in words.
pub(super) fn period_text(period: &Period) -> Bilingual {
    label(period.text(Language::Vi), period.text(Language::En))
}

/// The policy in words, with the rounding of what it converts.
pub(super) fn policy_text(policy: &Policy) -> Bilingual {
    let (vi, en) = (policy.rounding().text(Language::Vi), policy.rounding().text(Language::En));
    label(
        format!("{}; mỗi khoản quy đổi {vi}", policy.text(Language::Vi)),
        format!("{}; each conversion {en}", policy.text(Language::En)),
    )
}
