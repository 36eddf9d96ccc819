//! The letter that sends a reporter's sheets back with what has to be mended, cell by cell.

use chrono::NaiveDate;
use vientro_core::{Bilingual, Finding, Language, Location, Severity};
use vientro_model::UnionProfile;
use vientro_vi::{DateStyle, format_date};

use super::cells::{i128_of, label};
use super::edition::{Template, form};
use super::words::{sentence, table, words};
use super::{Edition, TemplateError};
use crate::{Cell, Report, RowGroup, TableRow};

const TEMPLATE: Template = Template { name: "return-letter", version: 2 };

/// What a reporter has to mend before the figures can be used: for each sheet the cells with what was found, what was
/// expected and what could be written instead. Notes need no answer and are only counted.
#[derive(Clone, Debug)]
pub struct ReturnLetter<'a> {
    sender: &'a UnionProfile,
    addressee: Bilingual,
    findings: &'a [Finding],
    answer_by: Option<NaiveDate>,
    edition: Edition,
}

impl<'a> ReturnLetter<'a> {
    /// A letter of `sender` to `addressee` about the findings on what it sent.
    pub fn new(sender: &'a UnionProfile, addressee: Bilingual, findings: &'a [Finding]) -> Self {
        Self { sender, addressee, findings, answer_by: None, edition: Edition::new() }
    }

    /// The last day for an answer.
    #[must_use]
    pub fn answer_by(mut self, day: NaiveDate) -> Self {
        self.answer_by = Some(day);
        self
    }

    /// Made with this: from these files, by this program.
    #[must_use]
    pub fn of_edition(mut self, edition: Edition) -> Self {
        self.edition = edition;
        self
    }

    /// The whole letter.
    ///
    /// # Errors
    ///
    /// [`TemplateError::Report`] if a finding has no text in one language.
    pub fn report(&self) -> Result<Report, TemplateError> {
        let of = |severity| self.findings.iter().filter(move |finding| finding.severity() == severity);
        let count = |severity| Cell::integer(i128_of(of(severity).count()));
        let open: Vec<&Finding> = of(Severity::Error).chain(of(Severity::Warning)).collect();
        let title = label(
            "Về việc kiểm tra và hoàn thiện số liệu báo cáo viện trợ",
            "Checking and mending the figures of the aid report",
        );
        let mut report = Report::new("return-letter", title).form(
            form(self.sender, "TB", label("Thông báo", "Notice"))
                .addressee(self.addressee.clone())
                .recipient(label("Như trên", "as above"))
                .recipient(label("Lưu: VT", "archive")),
        );
        let (sender, addressee) =
            (Cell::text(self.sender.name().clone()), Cell::text(self.addressee.clone()));
        if open.is_empty() {
            let paragraph = sentence(
                "Sau khi kiểm tra, {} thông báo: số liệu của {} không có ô nào phải sửa.",
                "The {} has checked the figures of the {} and found no cell to mend.",
                [sender, addressee],
            );
            return self.edition.finish(report.paragraph(paragraph), self.edition.provenance(TEMPLATE));
        }
        report = report.paragraph(sentence(
            "Sau khi kiểm tra, {} thông báo về số liệu do {} gửi: có {} chỗ phải sửa, {} chỗ đề nghị xem lại và {} điều cần biết thêm.",
            "The {} has checked the figures sent by the {}. Places to mend: {}, to look at again: {}, to know of: {}.",
            [sender, addressee, count(Severity::Error), count(Severity::Warning), count(Severity::Note)],
        ));
        let day = |language| self.answer_by.map(|day| format_date(day, language, DateStyle::Long));
        let ask = match (day(Language::Vi), day(Language::En)) {
            (Some(vi), Some(en)) => label(
                format!(
                    "Đề nghị đơn vị sửa trực tiếp vào các ô nêu dưới đây và gửi lại trước hết {vi}; những dòng không sai vẫn được giữ nguyên."
                ),
                format!(
                    "Please mend the cells named below in the sheets themselves and send them again by {en}; rows without a fault are kept as they are."
                ),
            ),
            _ => label(
                "Đề nghị đơn vị sửa trực tiếp vào các ô nêu dưới đây và gửi lại; những dòng không sai vẫn được giữ nguyên.",
                "Please mend the cells named below in the sheets themselves and send them again; rows without a fault are kept as they are.",
            ),
        };
        report = report.paragraph(ask);
        let mut list = table(
            "cells",
            ("Các ô cần sửa hoặc xem lại", "Cells to mend or to look at again"),
            ("Ô", "Cell"),
            [
                words("Mức", "Level"),
                words("Vấn đề", "What is wrong"),
                words("Đang ghi", "Found"),
                words("Cần ghi", "Expected"),
                words("Gợi ý", "Could be"),
                words("Căn cứ", "Rule"),
            ],
        );
        let mut sheets: Vec<(Bilingual, Vec<TableRow>)> = Vec::new();
        for finding in open {
            let sheet = sheet(finding.location());
            let row = row(finding);
            match sheets.iter_mut().find(|(name, _)| *name == sheet) {
                Some((_, rows)) => rows.push(row),
                None => sheets.push((sheet, vec![row])),
            }
        }
        let places = i128_of(sheets.iter().map(|(_, rows)| rows.len()).sum());
        for (sheet, rows) in sheets {
            list = list.group(rows.into_iter().fold(RowGroup::new(sheet), RowGroup::row));
        }
        let mut total = vec![Cell::empty(); list.columns().len()];
        if let Some(problems) = total.get_mut(1) {
            *problems = Cell::integer(places);
        }
        list = list.total(TableRow::new(label("Số chỗ", "Places"), total));
        self.edition.finish(report.table(list), self.edition.provenance(TEMPLATE))
    }
}

/// File and sheet a finding is about.
fn sheet(location: &Location) -> Bilingual {
    match (location.file(), location.sheet()) {
        (Some(file), Some(sheet)) => {
            label(format!("{file}, trang tính {sheet}"), format!("{file}, sheet {sheet}"))
        }
        (Some(file), None) => Bilingual::same(file),
        (None, Some(sheet)) => label(format!("Trang tính {sheet}"), format!("Sheet {sheet}")),
        (None, None) => label("Toàn bộ số liệu", "The figures as a whole"),
    }
}

fn row(finding: &Finding) -> TableRow {
    let location = finding.location();
    let place = match (location.cell(), location.line(), location.record()) {
        (Some(cell), ..) => Bilingual::same(cell),
        (None, Some(line), _) => label(format!("dòng {line}"), format!("line {line}")),
        (None, None, Some(record)) => Bilingual::same(record),
        (None, None, None) => Bilingual::same("–"),
    };
    let severity = finding.severity();
    let both = |text: &dyn Fn(Language) -> Option<String>| match (text(Language::Vi), text(Language::En)) {
        (Some(vi), Some(en)) if !vi.is_empty() && !en.is_empty() => Cell::text(label(vi, en)),
        _ => Cell::empty(),
    };
    TableRow::new(
        place,
        [
            Cell::text(label(severity.text(Language::Vi), severity.text(Language::En))),
            Cell::text(finding.message().clone()),
            both(&|language| finding.found_text(language).map(str::to_owned)),
            both(&|language| finding.expected_text(language).map(str::to_owned)),
            both(&|_| finding.suggestion().map(str::to_owned)),
            both(&|_| finding.source().map(str::to_owned)),
        ],
    )
}
