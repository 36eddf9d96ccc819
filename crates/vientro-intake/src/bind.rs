//! Rows become facts.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{Bilingual, Ending, Figure, Finding, Interval, Location, Period, RowId};
use vientro_currency::{Currency, Money, format_figure};
use vientro_model::{
    Activity, ActivityId, AidForm, AidItem, Amendment, Approval, Award, AwardId, Basis, Delegation,
    DelegationId, Direction, Facts, Flow, FlowId, FlowKind, Gazetteer, Gift, GiftId, Inference, ItemId,
    Modality, ModelError, Output, OutputId, OutputKind, PlaceError, Quantity, SourceClass, SourceRow, Target,
    TargetId, UnionProfile, UnitCode, Validity,
};
use vientro_vi::{fold, read_date};

use crate::codes;
use crate::grid::{Grid, GridRow};
use crate::header::{Column, currency_of, words};
use crate::papers::Papers;
use crate::reading::Reading;
use crate::sheet::{ReadAmount, ReadDay, Sheet, in_both};
use crate::{Field, SheetKind};
use crate::{Options, check, gaps, groups, order};

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
        check::duplicates(&binder, &mut sheets, options);
        let mut reading = Reading { facts: binder.facts, papers: binder.papers, ..Reading::default() };
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
            sheet.findings.push(codes::DIRECTION_ASSUMED.at(at));
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

    fn item(
        &mut self,
        sheet: &mut Sheet<'_>,
        row: &GridRow,
        id: &RowId,
        index: usize,
    ) -> Result<(), Refusal> {
        let title =
            sheet.text(row, Field::Title).ok_or(Refusal::Empty(Field::Title, "tên khoản viện trợ"))?;
        let item_id = match sheet.text(row, Field::Code) {
            Some(code) => ItemId::try_new(code)?,
            None => ItemId::try_new(tail(id.as_str()))?,
        };
        if self.facts.item(&item_id).is_some() {
            let at = sheet.at_field(row, Field::Code);
            sheet.findings.push(codes::DUPLICATE_CODE.at(at).found(item_id.as_str()));
            return Err(Refusal::Told);
        }
        let mut item = AidItem::new(item_id.clone(), title, Direction::Inward, SourceClass::ForeignNgo)
            .with_rows([id.clone()]);
        let text = |field| sheet.text(row, field).unwrap_or_default();
        item = item
            .with_donor(text(Field::Donor))
            .with_donor_country(text(Field::Country))
            .with_place(text(Field::Place))
            .with_owner(text(Field::Owner))
            .with_note(text(Field::Note));
        if let Some(sector) = sheet.text(row, Field::Sector) {
            item = item.with_sectors(
                sector.split(';').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()),
            );
        }
        if let Some(form) = sheet.text(row, Field::Form) {
            if let Some(form) = form_of(&form) {
                item = item.with_form(form);
            } else {
                let at = sheet.at_field(row, Field::Form);
                sheet.findings.push(
                    codes::UNKNOWN_FORM
                        .at(at)
                        .found(form)
                        .expected("dự án, phi dự án, chương trình, cứu trợ"),
                );
            }
        }
        let term = sheet.text(row, Field::Term).and_then(|text| {
            let period = sheet.days_between(&text).and_then(|(first, last)| period_of(first, last));
            if period.is_none() {
                let at = sheet.at_field(row, Field::Term);
                sheet.findings.push(codes::UNKNOWN_TERM.at(at).found(text).expected("02/2025 - 12/2025"));
            }
            period
        });
        if let Some(term) = term {
            item = item.with_term(term);
        }
        let mut decided = None;
        if let Some(text) = sheet.text(row, Field::Decision) {
            let (number, day) = decision(sheet, row, &text);
            decided = day.exact();
            let mut approval = Approval::try_new(number)?;
            if let Some(day) = decided {
                approval = approval.with_date(day);
            }
            item = item.with_approval(approval);
        }
        let year_start = self.year.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
        if let Some(code) = sheet.text(row, Field::UnitCode) {
            let day = decided.or_else(|| NaiveDate::from_ymd_opt(self.year?, 12, 31));
            let at = sheet.at_field(row, Field::UnitCode);
            if let Some(unit) = day.and_then(|day| unit_code(sheet, &code, day, at)) {
                item = item.with_unit(unit);
            }
        }
        let committed = amounts(sheet, row, Field::Committed);
        if let (true, Some(column)) = (committed.is_empty(), sheet.header.column(Field::Committed)) {
            let at = sheet.at(row, column);
            sheet.findings.push(codes::AMOUNT_MISSING.at(at));
        }
        if let Some((column, amount)) = chosen(sheet, row, &committed) {
            let since = decided.or_else(|| term.map(|term| term.from())).or(year_start);
            if let (None, Some(since)) = (decided, since) {
                let decision = sheet.text(row, Field::Decision);
                // a decision without its day is told where it stands, none at all beside the amount
                let place = sheet.header.column(Field::Decision).filter(|_| decision.is_some()).cloned();
                let place = place.unwrap_or(column);
                let at = sheet.at(row, &place);
                let message = Bilingual::new(
                    format!(
                        "không có ngày quyết định; cam kết được coi là có từ ngày {}",
                        since.format("%d/%m/%Y")
                    ),
                    format!("no day of decision; the commitment is taken as known since {since}"),
                );
                let mut finding =
                    codes::DATE_ASSUMED.says(message, at).expected("123/QĐ-UBND ngày dd/mm/yyyy");
                if let Some(text) = decision {
                    finding = finding.found(text);
                }
                sheet.findings.push(finding);
            }
            if let Some(since) = since {
                item = item.with_commitment(amount.figure, since)?;
            }
        }
        let disbursed = amounts(sheet, row, Field::Disbursed);
        self.registered.push(Registered {
            item: item_id,
            sheet: index,
            row: id.clone(),
            row_number: row.number(),
            disbursed,
            period: title_period(sheet),
        });
        self.facts.add_item(item)?;
        Ok(())
    }

    /// The item a row names by its code.
    pub(crate) fn item_of(&self, sheet: &mut Sheet<'_>, row: &GridRow) -> Option<ItemId> {
        let code = sheet.text(row, Field::Code)?;
        let found = ItemId::try_new(code.as_str()).ok().filter(|id| self.facts.item(id).is_some());
        if found.is_none() {
            // 1 for 001 is a frequent slip of spreadsheets; it is suggested and not taken
            let near = self
                .facts
                .items()
                .take(2_000)
                .map(|item| item.id().as_str())
                .find(|id| id.trim_start_matches('0') == code.trim_start_matches('0'));
            let at = sheet.at_field(row, Field::Code);
            let mut finding = codes::UNKNOWN_ITEM.at(at).found(code);
            let known: Vec<&str> = self.facts.items().take(3).map(|item| item.id().as_str()).collect();
            if !known.is_empty() {
                let more = if self.facts.items().len() > known.len() { ", …" } else { "" };
                finding = finding.expected(format!("{}{more}", known.join(", ")));
            }
            if let Some(near) = near {
                finding = finding.suggest(near);
            }
            sheet.findings.push(finding);
        }
        found
    }

    fn disbursement(&mut self, sheet: &mut Sheet<'_>, row: &GridRow, id: &RowId) -> Result<(), Refusal> {
        let amount = told_amount(sheet, row);
        let item = self.item_of(sheet, row);
        let day = sheet.day(row, Field::Date);
        let content = sheet.text(row, Field::Title).unwrap_or_default();
        let folded = fold(&content);
        let negative = amount.known().is_some_and(Money::is_negative);
        let returned = ["hoan tra", "hoan lai", "thu hoi", "refund"].iter().any(|word| folded.contains(word));
        let kind = if negative || returned { FlowKind::Refund } else { FlowKind::Disbursement };
        let amount = match amount {
            Figure::Known(money) => Figure::Known(money.abs()),
            other => other,
        };
        let in_kind = sheet
            .text(row, Field::InKind)
            .is_some_and(|mark| !matches!(fold(&mark).as_str(), "khong" | "no" | "0" | "-"));
        let source =
            item.as_ref().and_then(|id| self.facts.item(id)).map_or(SourceClass::ForeignNgo, AidItem::source);
        let mut flow =
            Flow::try_new(FlowId::try_new(tail(id.as_str()))?, kind, amount, Direction::Inward, source)?
                .with_modality(if in_kind { Modality::InKind } else { Modality::Cash })
                .with_evidence(sheet.text(row, Field::Evidence).unwrap_or_default())
                .with_note(content)
                .with_rows([id.clone()]);
        if let Some(day) = day.exact() {
            flow = flow.with_date(day);
        }
        if let Some(item) = item {
            flow = flow.with_item(item);
        }
        self.facts.add_flow(flow)?;
        Ok(())
    }

    fn amendment(&mut self, sheet: &mut Sheet<'_>, row: &GridRow, id: &RowId) -> Result<(), Refusal> {
        let before = row_amount(sheet, row, Field::Before);
        let after = row_amount(sheet, row, Field::After);
        let Some(item) = self.item_of(sheet, row) else { return Err(Refusal::Told) };
        let mut day = sheet.day(row, Field::Date).latest();
        let mut amendment_decision = None;
        if let Some(text) = sheet.text(row, Field::Decision) {
            let (_, decided) = decision(sheet, row, &text);
            day = day.or(decided.latest());
            amendment_decision = Some(text);
        }
        let at = sheet.at_field(row, Field::Before);
        let Some(day) = day else {
            let at = sheet.at_field(row, Field::Date);
            sheet.findings.push(codes::UNKNOWN_DATE.at(at).expected("dd/mm/yyyy"));
            return Err(Refusal::Told);
        };
        let mut amendment = Amendment::new(day, before.clone(), after)
            .with_reason(sheet.text(row, Field::Reason).unwrap_or_default())
            .with_rows([id.clone()]);
        if let Some(decision) = amendment_decision {
            amendment = amendment.with_decision(decision);
        }
        let in_force = self.facts.item(&item).and_then(|item| item.commitment_now()).map(format_figure);
        let after = amendment.after().clone();
        match self.facts.amend_item(&item, amendment) {
            Ok(()) => {
                if is_leap(&before, &after) {
                    let at = sheet.at_field(row, Field::After);
                    let finding = codes::AMENDMENT_IMPLAUSIBLE.at(at).found_in_both(format_figure(&after));
                    sheet.findings.push(finding.expected_in_both(format_figure(&before)));
                }
                Ok(())
            }
            Err(error) => {
                let finding = match (&error, in_force) {
                    (ModelError::AmendmentBefore { .. }, Some(in_force)) => {
                        codes::AMENDMENT_MISMATCH.at(at).expected_in_both(in_force)
                    }
                    _ => codes::AMENDMENT_MISMATCH.because(&error.message(), at),
                };
                sheet.findings.push(finding.found_in_both(format_figure(&before)));
                Err(Refusal::Told)
            }
        }
    }

    fn gift(&mut self, sheet: &mut Sheet<'_>, row: &GridRow, id: &RowId) -> Result<(), Refusal> {
        let content = sheet.text(row, Field::Title).ok_or(Refusal::Empty(Field::Title, "nội dung"))?;
        let value = told_amount(sheet, row);
        let day = sheet.day(row, Field::Date);
        let donor = sheet.text(row, Field::Donor).unwrap_or_default();
        let quantity = sheet.number(row, Field::Quantity);
        let mut gift = Gift::try_new(GiftId::try_new(tail(id.as_str()))?, content, value)?
            .with_branch(sheet.text(row, Field::Branch).unwrap_or_default())
            .with_place(sheet.text(row, Field::Place).unwrap_or_default())
            .with_note(sheet.text(row, Field::Note).unwrap_or_default())
            .with_donor(donor)
            .with_rows([id.clone()]);
        if let Some(unit) = sheet.text(row, Field::Unit) {
            gift = gift.with_quantity(Quantity::try_new(quantity, unit)?);
        }
        if let Some(day) = day.exact() {
            gift = gift.with_date(day);
        }
        self.facts.add_gift(gift)?;
        Ok(())
    }

    fn output(&mut self, sheet: &mut Sheet<'_>, row: &GridRow, id: &RowId) -> Result<(), Refusal> {
        let content = sheet.text(row, Field::Title).ok_or(Refusal::Empty(Field::Title, "nội dung"))?;
        let quantity = sheet.number(row, Field::Quantity);
        let kind = output_kind(&content, &sheet.text(row, Field::Unit).unwrap_or_default());
        let mut output = Output::try_new(OutputId::try_new(tail(id.as_str()))?, content, kind, quantity)?
            .with_unit(sheet.text(row, Field::Unit).unwrap_or_default())
            .with_place(sheet.text(row, Field::Place).unwrap_or_default())
            .with_note(sheet.text(row, Field::Note).unwrap_or_default())
            .with_rows([id.clone()]);
        if let Some(item) = self.item_of(sheet, row) {
            output = output.with_item(item);
        }
        self.facts.add_output(output)?;
        Ok(())
    }

    fn activity(&mut self, sheet: &mut Sheet<'_>, row: &GridRow, id: &RowId) -> Result<(), Refusal> {
        let title = sheet.text(row, Field::Title).ok_or(Refusal::Empty(Field::Title, "tên hoạt động"))?;
        let day = sheet.day(row, Field::Date);
        let heads = sheet.number(row, Field::Heads);
        let list =
            |field| -> Vec<String> { sheet.text(row, field).map(|text| parts(&text)).unwrap_or_default() };
        let mut activity = Activity::new(ActivityId::try_new(tail(id.as_str()))?, title)
            .with_heads(heads)?
            .with_audience(sheet.text(row, Field::Audience).unwrap_or_default())
            .with_place(sheet.text(row, Field::Place).unwrap_or_default())
            .with_note(sheet.text(row, Field::Note).unwrap_or_default())
            .with_countries(list(Field::Country))
            .with_organisers(
                sheet.text(row, Field::Organiser).map(|text| by_semicolon(&text)).unwrap_or_default(),
            )
            .with_partners(
                sheet.text(row, Field::Partners).map(|text| by_semicolon(&text)).unwrap_or_default(),
            )
            .with_rows([id.clone()]);
        if let Some(day) = day.exact() {
            activity = activity.with_date(day);
        }
        self.facts.add_activity(activity)?;
        Ok(())
    }

    fn delegation(&mut self, sheet: &mut Sheet<'_>, row: &GridRow, id: &RowId) -> Result<(), Refusal> {
        let name = sheet.text(row, Field::Title).ok_or(Refusal::Empty(Field::Title, "tên đoàn"))?;
        let size = sheet.number(row, Field::Heads);
        let said = sheet.text(row, Field::Direction).map(|text| fold(&text)).unwrap_or_default();
        let out = words(&said).iter().any(|word| matches!(word.as_str(), "ra" | "out" | "outward" | "di"));
        let direction = if out { Direction::Outward } else { Direction::Inward };
        let mut delegation = Delegation::new(DelegationId::try_new(tail(id.as_str()))?, name, direction)
            .with_size(size)?
            .with_country(sheet.text(row, Field::Country).unwrap_or_default())
            .with_head_post(sheet.text(row, Field::Head).unwrap_or_default())
            .with_purpose(sheet.text(row, Field::Purpose).unwrap_or_default())
            .with_note(sheet.text(row, Field::Note).unwrap_or_default())
            .with_rows([id.clone()]);
        if let Some(text) = sheet.text(row, Field::Days) {
            let days =
                sheet.days_between(&text).and_then(|(from, to)| Validity::try_new(Some(from), Some(to)).ok());
            if let Some(days) = days {
                delegation = delegation.with_days(days);
            } else {
                let at = sheet.at_field(row, Field::Days);
                sheet
                    .findings
                    .push(codes::UNKNOWN_DATE.at(at).found(text).expected("dd/mm/yyyy - dd/mm/yyyy"));
            }
        }
        self.facts.add_delegation(delegation)?;
        Ok(())
    }

    fn target(&mut self, sheet: &mut Sheet<'_>, row: &GridRow, id: &RowId) -> Result<(), Refusal> {
        let indicator =
            sheet.text(row, Field::Indicator).ok_or(Refusal::Empty(Field::Indicator, "chỉ tiêu"))?;
        let unit = sheet.text(row, Field::Unit);
        let currency = unit.as_deref().and_then(|unit| {
            currency_of(&words(unit)).map_or_else(|| unit.parse().ok(), |code| code.parse::<Currency>().ok())
        });
        let column = sheet.header.column(Field::Value).cloned();
        let is_money = currency.is_some() || unit.is_none();
        let (value, unit, place) = if is_money {
            let amount = column.as_ref().and_then(|column| sheet.amount(row, column, currency));
            let unit = amount.as_ref().and_then(|amount| amount.currency).or(currency);
            let unit = unit.map_or_else(|| sheet.options.currency.clone(), |currency| currency.to_string());
            let place = amount.as_ref().and_then(|amount| amount.place);
            let value = amount.map_or(Figure::Unknown, |amount| amount.figure);
            let value = value.try_map(|money| Ok::<_, ModelError>(money.amount()))?;
            (value, unit, place)
        } else {
            (sheet.number(row, Field::Value), unit.unwrap_or_default(), None)
        };
        // a cell that slipped by one column has a figure where the unit should stand
        if !unit.chars().any(char::is_alphabetic) && unit != "%" {
            let at = sheet.at_field(row, Field::Unit);
            sheet.findings.push(codes::UNKNOWN_CURRENCY.at(at).found(unit).expected("VND, USD, KRW"));
            return Err(Refusal::Told);
        }
        let source =
            source_of(&format!("{} {indicator}", sheet.text(row, Field::Source).unwrap_or_default()));
        let basis_text = sheet.text(row, Field::Basis);
        let basis = basis_text.as_deref().and_then(basis_of);
        let Some(basis) = basis else {
            let at = sheet.at_field(row, Field::Basis);
            let found = basis_text.unwrap_or_default();
            sheet.findings.push(
                codes::UNKNOWN_BASIS.at(at).found(found).expected("giải ngân, cam kết, vận động, tiếp nhận"),
            );
            return Err(Refusal::Told);
        };
        let Some(year) = sheet.year_of(row).or(self.year) else {
            return Err(Refusal::Empty(Field::Year, "năm"));
        };
        let period = Period::calendar_year(year).map_err(ModelError::from)?;
        let inferred = ["suy ra", "inferred"].iter().any(|word| fold(&indicator).contains(word));
        let mut target = Target::try_new(
            TargetId::try_new(tail(id.as_str()))?,
            indicator.clone(),
            basis,
            source,
            period,
            value.clone(),
            unit,
        )?
        .with_note(sheet.text(row, Field::Note).unwrap_or_default())
        .with_owner(self.facts.profile().map(|profile| profile.name().vi().to_owned()).unwrap_or_default())
        .with_rows([id.clone()]);
        if inferred {
            let at = sheet.at_field(row, Field::Indicator);
            sheet.findings.push(codes::INFERRED_TARGET.at(at).found(indicator.clone()));
            if let Some(band) = value.known().and_then(|value| band(*value, place)) {
                let method = Bilingual::new(
                    indicator,
                    "inferred by the reporter, as the indicator says; the band is that of its last printed digit",
                );
                target = target.with_inference(Inference::new(method, band));
            }
        }
        self.facts.add_target(target)?;
        Ok(())
    }

    fn award(&mut self, sheet: &mut Sheet<'_>, row: &GridRow, id: &RowId) -> Result<(), Refusal> {
        let form = sheet.text(row, Field::Form).ok_or(Refusal::Empty(Field::Form, "hình thức"))?;
        let recipient = sheet.text(row, Field::Recipient).unwrap_or_default();
        let day = sheet.day(row, Field::Date);
        let mut award = Award::new(AwardId::try_new(tail(id.as_str()))?, form, recipient)
            .with_giver(sheet.text(row, Field::Giver).unwrap_or_default())
            .with_decision(sheet.text(row, Field::Decision).unwrap_or_default())
            .with_note(sheet.text(row, Field::Note).unwrap_or_default())
            .with_rows([id.clone()]);
        if let Some(year) = sheet.year_of(row) {
            award = award.with_year(year);
        }
        if let Some(day) = day.exact() {
            award = award.with_date(day);
        }
        self.facts.add_award(award)?;
        Ok(())
    }
}

/// The row of an A1 style address.
fn row_number(location: &Location) -> u32 {
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

/// The amount of a field, in the currency the row names; unknown for an empty cell.
fn row_amount(sheet: &mut Sheet<'_>, row: &GridRow, field: Field) -> Figure<Money> {
    let Some(column) = sheet.header.column(field).cloned() else { return Figure::Unknown };
    let Ok(currency) = sheet.row_currency(row) else { return Figure::Unknown };
    sheet.amount(row, &column, currency).map_or(Figure::Unknown, |amount| amount.figure)
}

/// The amount of a row that is there to give one: a blank cell is told, and so is a currency that is assumed.
pub(crate) fn told_amount(sheet: &mut Sheet<'_>, row: &GridRow) -> Figure<Money> {
    let Some(column) = sheet.header.column(Field::Amount).cloned() else { return Figure::Unknown };
    let Ok(currency) = sheet.row_currency(row) else { return Figure::Unknown };
    let Some(amount) = sheet.amount(row, &column, currency) else {
        let at = sheet.at(row, &column);
        sheet.findings.push(codes::AMOUNT_MISSING.at(at));
        return Figure::Unknown;
    };
    let named = currency.is_some()
        || column.currency().is_some()
        || currency_of(&words(&row.text(column.index()))).is_some();
    if let (false, Some(place), Some(assumed)) =
        (named, sheet.header.column(Field::Currency).cloned(), amount.currency)
        && amount.figure != Figure::Unknown
    {
        let at = sheet.at(row, &place);
        sheet.findings.push(codes::CURRENCY_ASSUMED.at(at).suggest(assumed.to_string()));
    }
    amount.figure
}

/// The amounts of all columns of a field that are not empty.
pub(crate) fn amounts(sheet: &mut Sheet<'_>, row: &GridRow, field: Field) -> Vec<(Column, ReadAmount)> {
    let columns: Vec<Column> = sheet.header.columns_of(field).cloned().collect();
    columns
        .into_iter()
        .filter_map(|column| sheet.amount(row, &column, None).map(|amount| (column, amount)))
        .collect()
}

/// One amount where a row gives one in several currencies: the foreign one, of which the other is the equivalent.
pub(crate) fn chosen(
    sheet: &mut Sheet<'_>,
    row: &GridRow,
    amounts: &[(Column, ReadAmount)],
) -> Option<(Column, ReadAmount)> {
    let foreign =
        amounts.iter().find(|(_, amount)| amount.currency.is_some_and(|currency| currency != Currency::VND));
    let found = foreign.or_else(|| amounts.first())?;
    if amounts.len() > 1 {
        let at = sheet.at(row, &found.0);
        let told: Vec<Bilingual> = amounts.iter().map(|(_, amount)| format_figure(&amount.figure)).collect();
        let all = in_both(|language| {
            told.iter().map(|amount| amount.text(language)).collect::<Vec<_>>().join("; ")
        });
        sheet.findings.push(codes::TWO_CURRENCIES.at(at).found_in_both(all));
    }
    Some(found.clone())
}

/// Is one of two known amounts ten times the other or more?
fn is_leap(before: &Figure<Money>, after: &Figure<Money>) -> bool {
    let (Some(before), Some(after)) = (before.known(), after.known()) else { return false };
    let tenfold =
        |small: Decimal, large: Decimal| small.checked_mul(Decimal::TEN).is_some_and(|it| it <= large);
    tenfold(before.amount(), after.amount()) || tenfold(after.amount(), before.amount())
}

/// Number and day of `214/QĐ-UBND ngày 22/01/2025`.
fn decision(sheet: &mut Sheet<'_>, row: &GridRow, text: &str) -> (String, ReadDay) {
    let Some((number, rest)) = text.split_once("ngày").or_else(|| bare_date(text)) else {
        return (text.to_owned(), ReadDay::None);
    };
    let number = number.trim().trim_end_matches([',', ';', '(']).trim();
    let rest = rest.trim_end_matches([')', '.', ' ']);
    let number = if number.is_empty() { text } else { number };
    if let Ok(reading) = read_date(rest, &sheet.date_context()) {
        let day = ReadDay::Day(reading.date());
        let at = sheet.at_field(row, Field::Decision);
        sheet.doubt(day, text, at);
        (number.to_owned(), day)
    } else {
        let at = sheet.at_field(row, Field::Decision);
        sheet.findings.push(codes::UNKNOWN_DATE.at(at).found(text).expected("123/QĐ-UBND ngày dd/mm/yyyy"));
        (number.to_owned(), ReadDay::None)
    }
}

/// Number and day of `214/QĐ-UBND, 22/01/2025`: three numbers at the end, for a decision may bear a number and a year.
fn bare_date(text: &str) -> Option<(&str, &str)> {
    let (number, last) = text.rsplit_once([' ', ',', ';', '('])?;
    let parts: Vec<&str> = last.trim_end_matches([')', '.']).split(['/', '-', '.']).collect();
    let digits =
        |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    (parts.len() == 3 && parts.iter().all(digits)).then_some((number, last))
}

/// A unit code that was in force on a day.
pub(crate) fn unit_code(sheet: &mut Sheet<'_>, text: &str, day: NaiveDate, at: Location) -> Option<UnitCode> {
    // a code typed as a number lost its leading zero
    let padded = if text.len() == 1 { format!("0{text}") } else { text.to_owned() };
    let Ok(code) = UnitCode::try_new(padded) else {
        sheet.findings.push(codes::UNKNOWN_UNIT_CODE.at(at).found(text).expected("01-96"));
        return None;
    };
    match Gazetteer::viet_nam().by_code(&code, day) {
        Ok(_) => Some(code),
        Err(error) => {
            let finding = match &error {
                PlaceError::NotInForce { replaced_by, .. } => {
                    let finding = codes::UNIT_CODE_OUTDATED.says(error.message(), at).found(text);
                    // of a unit that was divided only a person knows which part is meant
                    match replaced_by.as_slice() {
                        [successor] => finding.suggest(successor.as_str()),
                        _ => finding,
                    }
                }
                _ => codes::UNKNOWN_UNIT_CODE.says(error.message(), at).found(text).expected("01-96"),
            };
            sheet.findings.push(finding.by_rule("Decision 19/2025/QĐ-TTg; Resolution 202/2025/QH15"));
            None
        }
    }
}

/// The period a title row names: `Kỳ này: 01/01/2025 - 31/12/2025`.
fn title_period(sheet: &Sheet<'_>) -> Option<(NaiveDate, NaiveDate)> {
    let first = sheet.header.rows().first().copied()?;
    let mut titles = sheet.grid.rows().iter().take_while(|row| row.number() < first);
    titles.find_map(|row| {
        let text = row.text(0);
        let (_, period) = text.split_once(':')?;
        sheet.days_between(period.trim())
    })
}

fn period_of(first: NaiveDate, last: NaiveDate) -> Option<Period> {
    Period::try_new(first, last, Ending::Closed).ok()
}

/// Identifiers are at most 200 characters; the end of a row's id is what tells rows apart.
pub(crate) fn tail(id: &str) -> String {
    let length = id.chars().count();
    id.chars().skip(length.saturating_sub(200)).collect()
}

fn parts(text: &str) -> Vec<String> {
    text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

pub(crate) fn by_semicolon(text: &str) -> Vec<String> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

pub(crate) fn form_of(text: &str) -> Option<AidForm> {
    let text = fold(text);
    let has = |word: &str| text.contains(word);
    if has("cuu tro") || has("khan cap") || has("khac phuc") || has("relief") {
        Some(AidForm::Relief)
    } else if has("phi du an") || has("non-project") {
        Some(AidForm::NonProject)
    } else if has("chuong trinh") || has("programme") {
        Some(AidForm::Programme)
    } else if has("du an") || has("project") {
        Some(AidForm::Project)
    } else {
        None
    }
}

fn source_of(text: &str) -> SourceClass {
    let text = fold(text);
    let has = |word: &str| text.contains(word);
    if has("thanh vien") || has("chi hoi") {
        SourceClass::MemberAssociation
    } else if has("trong nuoc") || has("domestic") {
        SourceClass::Domestic
    } else if has("kieu bao") || has("viet nam o nuoc ngoai") {
        SourceClass::OverseasVietnamese
    } else if has("doanh nghiep") {
        SourceClass::Company
    } else {
        SourceClass::ForeignNgo
    }
}

fn basis_of(text: &str) -> Option<Basis> {
    let folded = fold(text);
    let table = [
        ("giai ngan", Basis::Disbursed),
        ("cam ket", Basis::Committed),
        ("van dong", Basis::Mobilised),
        ("tiep nhan", Basis::Received),
        ("phe duyet", Basis::Approved),
        ("trien khai", Basis::Implemented),
        ("to chuc", Basis::Held),
        ("trao", Basis::Given),
        ("ghi nhan", Basis::Recorded),
    ];
    let found = table.into_iter().find(|(word, _)| folded.contains(word)).map(|found| found.1);
    found.or_else(|| folded.parse().ok())
}

fn output_kind(content: &str, unit: &str) -> OutputKind {
    let words = words(&format!("{content} {unit}"));
    let text = words.join(" ");
    let has = |word: &str| format!(" {text} ").contains(&format!(" {word} "));
    if has("hoc bong") {
        OutputKind::Scholarship
    } else if has("don vi mau") || has("mau") && has("don vi") {
        OutputKind::BloodUnit
    } else if has("nha") && !has("nha ve sinh") {
        OutputKind::House
    } else if has("qua") || has("suat qua") {
        OutputKind::Gift
    } else if has("lop") || has("khoa") || has("tap huan") {
        OutputKind::Course
    } else if has("truong") || has("tram") || has("cau") || has("gieng") || has("cong trinh") {
        OutputKind::Works
    } else if has("may") || has("thiet bi") || has("xe lan") {
        OutputKind::Equipment
    } else if has("gao") || has("hang") || has("nhu yeu pham") {
        OutputKind::Goods
    } else {
        OutputKind::Other
    }
}

/// Half of the last printed place on both sides of a value.
fn band(value: Decimal, place: Option<Decimal>) -> Option<Interval> {
    let half = place.unwrap_or(Decimal::ONE).checked_div(Decimal::TWO)?;
    let (low, high) = (value.checked_sub(half)?, value.checked_add(half)?);
    Interval::try_new(std::ops::Bound::Included(low), std::ops::Bound::Excluded(high)).ok()
}
