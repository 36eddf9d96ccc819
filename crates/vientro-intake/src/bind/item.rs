//! Items of the register, their amendments, and what tells where and since when they are.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{Bilingual, Ending, Figure, Location, Period, RowId};
use vientro_currency::{Money, format_figure};
use vientro_model::{
    AidForm, AidItem, Amendment, Approval, Direction, Gazetteer, ItemId, ModelError, PlaceError, SourceClass,
    UnitCode,
};
use vientro_vi::{fold, read_date};

use super::amount::{amounts, chosen, told_amount};
use super::{Binder, Refusal, Registered, tail};
use crate::Field;
use crate::codes;
use crate::grid::GridRow;
use crate::sheet::{ReadDay, Sheet};

impl Binder {
    pub(super) fn item(
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
        self.cumulate(sheet, row, &item, &disbursed);
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

    pub(super) fn amendment(
        &mut self,
        sheet: &mut Sheet<'_>,
        row: &GridRow,
        id: &RowId,
    ) -> Result<(), Refusal> {
        let before = told_amount(sheet, row, Field::Before);
        let after = told_amount(sheet, row, Field::After);
        if sheet.text(row, Field::Code).is_none() {
            return Err(Refusal::Empty(Field::Code, "mã khoản"));
        }
        let Some(item) = self.item_of(sheet, row) else { return Err(Refusal::Told) };
        let mut day = sheet.day(row, Field::Date).latest();
        let mut amendment_decision = None;
        if let Some(text) = sheet.text(row, Field::Decision) {
            let (_, decided) = decision(sheet, row, &text);
            day = day.or(decided.latest());
            amendment_decision = Some(text);
        } else if let Some(reason) = sheet.text(row, Field::Reason).filter(|reason| reason.contains("/QĐ")) {
            // not every amendment has a decision of its own, but this one stands in the column beside
            let at = sheet.at_field(row, Field::Decision);
            sheet.findings.push(codes::CELL_MISSING.at(at).found(reason));
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
pub(crate) fn title_period(sheet: &Sheet<'_>) -> Option<(NaiveDate, NaiveDate)> {
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
