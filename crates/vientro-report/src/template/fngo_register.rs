//! The register of foreign non-governmental organisations on a day.

use chrono::NaiveDate;
use vientro_core::{Bilingual, Language, RowId};
use vientro_model::{
    Facts, FngoPresence, FngoRegistration, Gazetteer, OrgId, Presence, PresenceCount, UnitCode,
};
use vientro_vi::{DateStyle, collation_key, format_date};

use super::cells::{i128_of, joined, label, text_cell};
use super::edition::{Template, profile, report_form, source_rows};
use super::regions::country_of;
use super::words::{days, numbers, sentence, table, words};
use super::{Edition, TemplateError};
use crate::{Cell, MissingReason, Report, ReportBuilder, Table, TableRow};

const TEMPLATE: Template = Template { name: "fngo-register", version: 2 };

/// The certificates of foreign organisations with their days, provinces and sectors, whether each holds on a day, and
/// the three counts that are not one: registered, active, in relation with the Union.
///
/// # Source
///
/// Decree 58/2022/NĐ-CP: terms of certificates, and files for renewal at least 60 days before the last day.
#[derive(Clone, Debug)]
pub struct FngoRegister<'a> {
    facts: &'a Facts,
    as_of: NaiveDate,
    edition: Edition,
}

impl<'a> FngoRegister<'a> {
    /// The register in `facts` as of a day.
    pub fn new(facts: &'a Facts, as_of: NaiveDate) -> Self {
        Self { facts, as_of, edition: Edition::new() }
    }

    /// Made with this: from these files, by this program.
    #[must_use]
    pub fn of_edition(mut self, edition: Edition) -> Self {
        self.edition = edition;
        self
    }

    /// The whole register.
    ///
    /// # Errors
    ///
    /// See [`TemplateError`].
    pub fn report(&self) -> Result<Report, TemplateError> {
        let profile = profile(self.facts)?;
        let day = |language| format_date(self.as_of, language, DateStyle::Long);
        let title = label(
            format!("Danh sách tổ chức phi chính phủ nước ngoài đến {}", day(Language::Vi)),
            format!("Register of foreign non-governmental organisations on {}", day(Language::En)),
        );
        let mut report =
            Report::new("fngo-register", title).subtitle(profile.name().clone()).form(report_form(profile));
        let sorted = self.sorted();
        report = self.certificates(report, &sorted);
        report = self.counts(report)?;
        if !sorted.is_empty() {
            // ten columns stand on pages that lie
            report = report
                .annex(label("Danh sách giấy đăng ký", "List of the certificates"))
                .table(self.list(&sorted));
        }
        let provenance = self.edition.provenance(TEMPLATE);
        self.edition.finish(report.rows_named(source_rows(self.facts)), provenance)
    }

    /// The certificates by the names of their holders.
    fn sorted(&self) -> Vec<(String, &FngoRegistration)> {
        let mut sorted: Vec<(String, &FngoRegistration)> = self
            .facts
            .registrations()
            .iter()
            .map(|registration| (self.name(registration.organisation()), registration))
            .collect();
        sorted.sort_by_cached_key(|(name, registration)| (collation_key(name), registration.from()));
        sorted
    }

    fn certificates(&self, report: ReportBuilder, sorted: &[(String, &FngoRegistration)]) -> ReportBuilder {
        let report = report.section(&label("GIẤY ĐĂNG KÝ", "CERTIFICATES"));
        if sorted.is_empty() {
            return report.paragraph(label("Sổ chưa ghi giấy đăng ký nào.", "No certificate is on record."));
        }
        let count = |wanted: &dyn Fn(&FngoRegistration) -> bool| {
            let found = sorted.iter().filter(|(_, registration)| wanted(registration));
            let rows: Vec<RowId> = found.clone().flat_map(|(_, it)| it.rows().iter().cloned()).collect();
            Cell::integer(i128_of(found.count())).rows(rows)
        };
        let holds = |registration: &FngoRegistration| registration.holds_on(self.as_of);
        let due =
            |registration: &FngoRegistration| holds(registration) && registration.renewal_due() < self.as_of;
        report.paragraph(sentence(
            "Có {} giấy đăng ký, trong đó {} giấy còn hiệu lực; số giấy còn hiệu lực nhưng đã qua hạn nộp hồ sơ gia hạn: {}. Danh sách kèm theo tại phụ lục.",
            "Certificates on record: {}, in force: {}; in force and past the last day to file for renewal: {}. They are listed in the appendix.",
            [count(&|_| true), count(&holds), count(&due)],
        ))
    }

    fn list(&self, sorted: &[(String, &FngoRegistration)]) -> Table {
        let mut list = table(
            "certificates",
            (
                "Giấy đăng ký của tổ chức phi chính phủ nước ngoài",
                "Certificates of foreign non-governmental organisations",
            ),
            ("Tổ chức", "Organisation"),
            [
                words("Nước", "Country"),
                words("Loại giấy", "Certificate"),
                words("Số", "Number"),
                days("Từ ngày", "From"),
                days("Đến ngày", "To"),
                days("Hạn nộp hồ sơ gia hạn", "File for renewal by"),
                words("Địa bàn", "Provinces"),
                words("Lĩnh vực", "Sectors"),
                words("Hiệu lực", "In force"),
            ],
        );
        let holds = |registration: &FngoRegistration| registration.holds_on(self.as_of);
        for (name, registration) in sorted {
            let rows = || registration.rows().iter().cloned();
            let country = self
                .facts
                .organisation(registration.organisation())
                .and_then(vientro_model::Organisation::country);
            let kind = registration.certificate();
            let state = registration.progress().and_then(|progress| progress.state_on(self.as_of));
            let in_force = match (holds(registration), state) {
                (true, _) => label("còn hiệu lực", "in force"),
                (false, Some(state)) if !state.may_work() => {
                    label(state.text(Language::Vi), state.text(Language::En))
                }
                _ if self.as_of < registration.from() => label("chưa đến ngày hiệu lực", "not yet"),
                _ => label("hết hạn", "expired"),
            };
            list = list.row(TableRow::new(
                Bilingual::same(name),
                [
                    country.map_or_else(
                        || Cell::missing(MissingReason::Unknown),
                        |code| Cell::text(country_of(code)),
                    ),
                    Cell::text(label(kind.text(Language::Vi), kind.text(Language::En))),
                    text_cell(Some(registration.number())),
                    Cell::date(registration.from()).rows(rows()),
                    Cell::date(registration.to()).rows(rows()),
                    Cell::date(registration.renewal_due()).rows(rows()),
                    text_cell(joined(&provinces(registration)).as_deref()),
                    text_cell(joined(registration.sectors()).as_deref()),
                    Cell::text(in_force),
                ],
            ));
        }
        let all = sorted.iter().flat_map(|(_, registration)| registration.rows().iter().cloned());
        let mut total = vec![Cell::empty(); list.columns().len()];
        if let Some(numbers) = total.get_mut(2) {
            *numbers = Cell::integer(i128_of(sorted.len())).rows(all);
        }
        list.total(TableRow::new(label("Số giấy", "Certificates"), total)).note(label(
            "Hạn nộp hồ sơ gia hạn là 60 ngày trước ngày cuối (Nghị định 58/2022/NĐ-CP).",
            "Files for renewal are due 60 days before the last day (Decree 58/2022/NĐ-CP).",
        ))
    }

    /// The three counts, each for itself.
    fn counts(&self, report: ReportBuilder) -> Result<ReportBuilder, TemplateError> {
        let presences: Vec<&FngoPresence> =
            self.facts.presences().iter().filter(|presence| presence.as_of() == self.as_of).collect();
        if presences.is_empty() {
            return Ok(report);
        }
        let mut counts = table(
            "counts",
            ("Ba cách đếm, không cộng và không thay cho nhau", "Three counts, neither added nor exchanged"),
            ("Đếm theo", "Counted as"),
            [numbers("Số tổ chức", "Organisations")],
        );
        for presence in Presence::ALL {
            let count = PresenceCount::of(*presence, self.as_of, presences.iter().copied())?;
            let counted = presences.iter().filter(|entry| entry.counts_as(*presence) != Some(false));
            let rows: Vec<RowId> = counted.flat_map(|entry| entry.rows().iter().cloned()).collect();
            counts = counts.row(TableRow::new(
                label(presence.text(Language::Vi), presence.text(Language::En)),
                [Cell::figure(count.count().clone(), None).rows(rows)],
            ));
        }
        let counts = counts.note(label(
            "Tổ chức mà sổ không nói rõ làm cho số đếm thành một khoảng.",
            "Organisations of which the register does not say make a count a range.",
        ));
        Ok(report.section(&label("SỐ TỔ CHỨC", "COUNTS")).table(counts))
    }

    fn name(&self, id: &OrgId) -> String {
        self.facts.organisation(id).map_or_else(|| id.to_string(), |found| found.name().to_owned())
    }
}

/// The provinces a certificate names, as they were called on its first day.
fn provinces(registration: &FngoRegistration) -> Vec<String> {
    let gazetteer = Gazetteer::viet_nam();
    let name = |code: &UnitCode| match gazetteer.by_code(code, registration.from()) {
        Ok(province) => province.name().to_owned(),
        Err(_) => code.to_string(),
    };
    registration.provinces().iter().map(name).collect()
}
