//! Rows of the other sheets of a year.

use rust_decimal::Decimal;
use vientro_core::{Bilingual, Figure, Interval, Language, Period, RowId};
use vientro_currency::{Currency, Money};
use vientro_model::{
    Activity, ActivityId, AidItem, Award, AwardId, Basis, Delegation, DelegationId, Direction, Flow, FlowId,
    FlowKind, Gift, GiftId, Inference, Modality, ModelError, Output, OutputId, OutputKind, Quantity,
    SourceClass, Target, TargetId, Validity,
};
use vientro_vi::fold;

use super::amount::told_amount;
use super::{Binder, Refusal, tail};
use crate::Field;
use crate::codes;
use crate::grid::GridRow;
use crate::header::{currency_of, words};
use crate::sheet::Sheet;

impl Binder {
    pub(super) fn disbursement(
        &mut self,
        sheet: &mut Sheet<'_>,
        row: &GridRow,
        id: &RowId,
    ) -> Result<(), Refusal> {
        let amount = told_amount(sheet, row, Field::Amount);
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

    pub(super) fn gift(&mut self, sheet: &mut Sheet<'_>, row: &GridRow, id: &RowId) -> Result<(), Refusal> {
        let content = sheet.text(row, Field::Title).ok_or(Refusal::Empty(Field::Title, "nội dung"))?;
        let value = told_amount(sheet, row, Field::Amount);
        let day = sheet.day(row, Field::Date);
        let donor = sheet.text(row, Field::Donor).unwrap_or_default();
        let quantity = sheet.number(row, Field::Quantity);
        let mut gift = Gift::try_new(GiftId::try_new(tail(id.as_str()))?, content, value)?
            .with_branch(sheet.text(row, Field::Branch).unwrap_or_default())
            .with_place(sheet.text(row, Field::Place).unwrap_or_default())
            .with_note(sheet.text(row, Field::Note).unwrap_or_default())
            .with_donor(donor)
            .with_donor_country(sheet.text(row, Field::Country).unwrap_or_default())
            .with_rows([id.clone()]);
        if let Some(unit) = sheet.text(row, Field::Unit) {
            gift = gift.with_quantity(Quantity::try_new(quantity, unit)?);
        }
        if let Some(day) = day.exact() {
            gift = gift.with_date(day);
        }
        let assumed = gift.direction_finding();
        self.facts.add_gift(gift)?;
        if let Some(finding) = assumed {
            self.assumed.get_or_insert_with(|| (finding, Vec::new())).1.push(row.number());
        }
        Ok(())
    }

    /// Tells once for a sheet, with the rows, that nothing says from where its gifts come.
    pub(super) fn tell_assumed(&mut self, sheet: &mut Sheet<'_>) {
        let Some((finding, rows)) = self.assumed.take() else { return };
        let plural = if rows.len() > 1 { "s" } else { "" };
        let rows = runs_of(&rows);
        let rows = Bilingual::new(format!("dòng {rows}"), format!("row{plural} {rows}"));
        let mut told = codes::DIRECTION_ASSUMED
            .says(finding.message().clone(), sheet.grid.location())
            .found_in_both(rows);
        if let (Some(vi), Some(en)) =
            (finding.expected_text(Language::Vi), finding.expected_text(Language::En))
        {
            told = told.expected_in_both(Bilingual::new(vi, en));
        }
        sheet.findings.push(told);
    }

    pub(super) fn output(&mut self, sheet: &mut Sheet<'_>, row: &GridRow, id: &RowId) -> Result<(), Refusal> {
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

    pub(super) fn activity(
        &mut self,
        sheet: &mut Sheet<'_>,
        row: &GridRow,
        id: &RowId,
    ) -> Result<(), Refusal> {
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

    pub(super) fn delegation(
        &mut self,
        sheet: &mut Sheet<'_>,
        row: &GridRow,
        id: &RowId,
    ) -> Result<(), Refusal> {
        let name = sheet.text(row, Field::Title).ok_or(Refusal::Empty(Field::Title, "tên đoàn"))?;
        let size = sheet.number(row, Field::Heads);
        let direction = direction_of(sheet, row);
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

    pub(super) fn target(&mut self, sheet: &mut Sheet<'_>, row: &GridRow, id: &RowId) -> Result<(), Refusal> {
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

    pub(super) fn award(&mut self, sheet: &mut Sheet<'_>, row: &GridRow, id: &RowId) -> Result<(), Refusal> {
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

fn parts(text: &str) -> Vec<String> {
    text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

pub(crate) fn by_semicolon(text: &str) -> Vec<String> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
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

/// Numbers that rise, those in a row as one: `3, 5–9`; at most twenty parts.
fn runs_of(numbers: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*number) => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let run = |(first, last): &(u32, u32)| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    };
    let more = if runs.len() > 20 { ", …" } else { "" };
    format!("{}{more}", runs.iter().take(20).map(run).collect::<Vec<_>>().join(", "))
}

/// Half of the last printed place on both sides of a value.
fn band(value: Decimal, place: Option<Decimal>) -> Option<Interval> {
    let half = place.unwrap_or(Decimal::ONE).checked_div(Decimal::TWO)?;
    let (low, high) = (value.checked_sub(half)?, value.checked_add(half)?);
    Interval::try_new(std::ops::Bound::Included(low), std::ops::Bound::Excluded(high)).ok()
}

/// Whether a delegation goes out or comes in: as its cell says; where that says neither, or both, in, and it is told.
/// That a sheet has no such column is told once, for the whole sheet.
fn direction_of(sheet: &mut Sheet<'_>, row: &GridRow) -> Direction {
    let text = sheet.text(row, Field::Direction);
    let said = text.as_deref().map(|text| words(&fold(text))).unwrap_or_default();
    let says = |any: &[&str]| said.iter().any(|word| any.contains(&word.as_str()));
    match (
        says(&["di", "out", "outbound", "outward", "ra"]),
        says(&["den", "in", "inbound", "inward", "vao"]),
    ) {
        (true, false) => Direction::Outward,
        (false, true) => Direction::Inward,
        _ => {
            if sheet.header.column(Field::Direction).is_some() {
                let at = sheet.at_field(row, Field::Direction);
                let told = codes::DIRECTION_ASSUMED.at(at).expected("đoàn ra, đoàn vào");
                sheet.findings.push(match text {
                    Some(text) => told.found(text),
                    None => told,
                });
            }
            Direction::Inward
        }
    }
}
