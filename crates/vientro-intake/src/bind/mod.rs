//! Rows become facts.

mod amount;
mod item;
mod record;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use vientro_core::{Bilingual, Finding, Location, RowId};
use vientro_model::{Facts, ItemId, ModelError, SourceRow, UnionProfile};
use vientro_vi::fold;

use crate::codes;
use crate::cumulative::Cumulated;
use crate::grid::{Grid, GridRow};
use crate::header::Column;
use crate::papers::Papers;
use crate::reading::Reading;
use crate::sheet::{ReadAmount, Sheet};
use crate::{Field, SheetKind};
use crate::{Options, check, cumulative, gaps, groups, order};

pub(crate) use amount::{amounts, chosen, told_amount};
pub(crate) use item::{form_of, title_period, unit_code};
pub(crate) use record::by_semicolon;

/// The row of an item in the register: what later checks compare with.
#[derive(Clone, Debug)]
pub(crate) struct Registered {
    pub(crate) item: ItemId,
    pub(crate) sheet: usize,
    pub(crate) row: RowId,
    pub(crate) row_number: u32,
    pub(crate) disbursed: Vec<(Column, ReadAmount)>,
    pub(crate) period: Option<(NaiveDate, NaiveDate)>,
}

/// The facts on their way.
#[derive(Debug)]
pub(crate) struct Binder {
    pub(crate) facts: Facts,
    pub(crate) registered: Vec<Registered>,
    pub(crate) year: Option<i32>,
    pub(crate) papers: Papers,
    pub(crate) cumulated: Vec<Cumulated>,
    /// What is to be told of the gifts of the sheet at hand whose direction is assumed, and their rows.
    assumed: Option<(Finding, Vec<u32>)>,
}

/// Why a row makes no record.
pub(crate) enum Refusal {
    /// A finding was already made.
    Told,
    /// The cells that would make it a record are empty.
    Empty(Field, &'static str),
    /// The model refuses it.
    Model(ModelError),
}

impl From<ModelError> for Refusal {
    fn from(error: ModelError) -> Self {
        Self::Model(error)
    }
}

/// What later rows refer to is read first.
const ORDER: &[SheetKind] = &[
    SheetKind::UnionProfile,
    SheetKind::AidRegister,
    SheetKind::Amendments,
    SheetKind::Disbursements,
    SheetKind::AssociationGifts,
    SheetKind::Outputs,
    SheetKind::Activities,
    SheetKind::Delegations,
    SheetKind::Plan,
    SheetKind::Awards,
    SheetKind::FngoRegister,
    SheetKind::Approvals,
    SheetKind::Rates,
    SheetKind::BankConfirmations,
];

impl Binder {
    pub(crate) fn read(files: &[Result<Vec<Grid>, Finding>], options: &Options) -> Reading {
        let grids: Vec<&Grid> = files.iter().filter_map(|file| file.as_ref().ok()).flatten().collect();
        let mut sheets: Vec<Sheet<'_>> = grids.iter().map(|grid| Sheet::new(grid, options)).collect();
        let mut binder = Self {
            facts: Facts::default(),
            registered: Vec::new(),
            year: options.year,
            papers: Papers::default(),
            cumulated: Vec::new(),
            assumed: None,
        };
        for kind in ORDER {
            for index in 0..sheets.len() {
                if let Some(sheet) = sheets.get_mut(index).filter(|sheet| sheet.kind() == *kind) {
                    sheet.year = binder.year;
                    binder.bind(sheet, index);
                }
            }
        }
        for sheet in &mut sheets {
            gaps::columns(sheet);
            check::totals(sheet);
            groups::sums(sheet);
            order::days(sheet);
            check::units(sheet);
        }
        check::disbursed(&mut binder, &mut sheets);
        cumulative::over(&binder, &mut sheets);
        check::duplicates(&binder, &mut sheets, options);
        let mut reading = Reading {
            facts: binder.facts,
            papers: binder.papers,
            cumulated: binder.cumulated,
            ..Reading::default()
        };
        let mut sheets = sheets.into_iter();
        for file in files {
            match file {
                Err(finding) => reading.findings.push(finding.clone()),
                Ok(grids) => {
                    for mut sheet in sheets.by_ref().take(grids.len()) {
                        let s = &mut sheet.summary;
                        s.rows = [s.records, s.titles, s.headers, s.totals, s.notes, s.refused]
                            .into_iter()
                            .fold(0, u32::saturating_add);
                        // downwards, as a person goes through the sheet; what concerns the whole sheet first
                        sheet.findings.sort_by_key(|finding| row_number(finding.location()));
                        sheet.summary.columns = sheet.header.columns().to_vec();
                        reading.findings.append(&mut sheet.findings);
                        reading.sheets.push(sheet.summary);
                    }
                }
            }
        }
        reading
    }

    fn bind(&mut self, sheet: &mut Sheet<'_>, index: usize) {
        if sheet.kind() == SheetKind::UnionProfile {
            self.profile(sheet);
            return;
        }
        if sheet.kind() == SheetKind::Delegations
            && sheet.header.column(Field::Direction).is_none()
            && !sheet.body.is_empty()
        {
            let at = sheet.grid.location();
            let message = Bilingual::new(
                "không có cột đoàn ra hay đoàn vào; các đoàn được coi là đoàn vào",
                "no column says in or out; the delegations are taken as inward",
            );
            sheet.findings.push(codes::DIRECTION_ASSUMED.says(message, at));
        }
        for row in sheet.body.clone() {
            let Some(id) = sheet.row_id(row) else {
                refuse(sheet, row, Refusal::Empty(Field::Title, "1-400"));
                continue;
            };
            let result = match sheet.kind() {
                SheetKind::Activities => self.activity(sheet, row, &id),
                SheetKind::AidRegister => self.item(sheet, row, &id, index),
                SheetKind::Amendments => self.amendment(sheet, row, &id),
                SheetKind::AssociationGifts => self.gift(sheet, row, &id),
                SheetKind::Awards => self.award(sheet, row, &id),
                SheetKind::Delegations => self.delegation(sheet, row, &id),
                SheetKind::Disbursements => self.disbursement(sheet, row, &id),
                SheetKind::Outputs => self.output(sheet, row, &id),
                SheetKind::Plan => self.target(sheet, row, &id),
                SheetKind::Approvals
                | SheetKind::BankConfirmations
                | SheetKind::FngoRegister
                | SheetKind::Rates => self.paper(sheet, row, &id),
                SheetKind::UnionProfile | SheetKind::Unknown => Err(Refusal::Told),
            };
            self.keep_row(sheet, row, id);
            match result {
                Ok(()) => {
                    sheet.summary.records = sheet.summary.records.saturating_add(1);
                    gaps::cells(sheet, row);
                }
                Err(refusal) => refuse(sheet, row, refusal),
            }
        }
        self.tell_assumed(sheet);
    }

    fn keep_row(&mut self, sheet: &Sheet<'_>, row: &GridRow, id: RowId) {
        let source =
            SourceRow::new(sheet.grid.location_of(row, 0), sheet.label(row)).with_fields(sheet.fields(row));
        // ids are unique by file, sheet and row; only names cut to their limit could meet
        let _ = self.facts.add_row(id, source);
    }

    fn profile(&mut self, sheet: &mut Sheet<'_>) {
        let mut values: BTreeMap<String, String> = BTreeMap::new();
        let mut notes = Vec::new();
        for row in sheet.body.clone() {
            if let Some(id) = sheet.row_id(row) {
                self.keep_row(sheet, row, id);
            }
            sheet.summary.records = sheet.summary.records.saturating_add(1);
            let key = sheet.text(row, Field::Key).map(|key| fold(&key)).unwrap_or_default();
            let Some(value) = sheet.text(row, Field::Value) else { continue };
            if key == "note" {
                notes.push(value);
            } else {
                values.insert(key, value);
            }
        }
        let year = values.get("year").and_then(|year| year.parse::<i32>().ok()).or(self.year);
        let mut missing = Vec::new();
        for key in ["name_vi", "name_en", "place", "symbol"] {
            if !values.contains_key(key) {
                missing.push(key);
            }
        }
        if year.is_none() {
            missing.push("year");
        }
        if !missing.is_empty() {
            let at = sheet.grid.location();
            sheet.findings.push(codes::PROFILE_INCOMPLETE.at(at).expected(missing.join(", ")));
        }
        self.year = year.or(self.year);
        let (Some(name), Some(year)) = (values.get("name_vi").or_else(|| values.get("name_en")), year) else {
            return;
        };
        let text = |key: &str| values.get(key).cloned().unwrap_or_default();
        let english = values.get("name_en").unwrap_or(name);
        let mut profile = UnionProfile::new(
            Bilingual::new(name.clone(), english.clone()),
            text("place"),
            year,
            text("symbol"),
        )
        .with_parent(text("parent"))
        .with_notes(notes);
        let last_day = NaiveDate::from_ymd_opt(year, 12, 31);
        if let (Some(code), Some(day)) = (values.get("unit_code"), last_day) {
            let row = sheet
                .body
                .iter()
                .copied()
                .find(|row| sheet.text(row, Field::Key).is_some_and(|key| fold(&key) == "unit_code"));
            if let Some(unit) = row.and_then(|row| {
                let at = sheet.at_field(row, Field::Value);
                unit_code(sheet, code, day, at)
            }) {
                profile = profile.with_unit(unit);
            }
        }
        self.facts.set_profile(profile);
    }
}

/// The row of an A1 style address.
pub(crate) fn row_number(location: &Location) -> u32 {
    let cell = location.cell().unwrap_or_default();
    cell.trim_start_matches(|letter: char| letter.is_ascii_alphabetic()).parse().unwrap_or(0)
}

fn refuse(sheet: &mut Sheet<'_>, row: &GridRow, refusal: Refusal) {
    sheet.summary.refused = sheet.summary.refused.saturating_add(1);
    let found: Vec<String> = sheet.fields(row).into_iter().take(6).map(|field| field.1).collect();
    let finding = match refusal {
        Refusal::Told => return,
        Refusal::Empty(field, expected) => {
            codes::ROW_REFUSED.at(sheet.at_field(row, field)).expected(expected)
        }
        Refusal::Model(error) => codes::ROW_REFUSED.because(&error.message(), sheet.grid.location_of(row, 0)),
    };
    sheet.findings.push(finding.found(found.join(" | ")));
}

/// Identifiers are at most 200 characters; the end of a row's id is what tells rows apart.
pub(crate) fn tail(id: &str) -> String {
    let length = id.chars().count();
    id.chars().skip(length.saturating_sub(200)).collect()
}
