//! What sheets say that is no fact of a reporter: approvals, certificates, confirmations and rates of others.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{Figure, Finding, Language, RowId};
use vientro_currency::{Currency, Money, Rate, RateBook, RateKind, Standing};
use vientro_model::{
    AidForm, Approval, Certificate, FngoRegistration, ItemId, OrgId, Organisation, OrganisationKind,
    regime_for_aid,
};
use vientro_vi::fold;

use crate::bind::{Binder, Refusal, amounts, by_semicolon, form_of, tail, told_amount, unit_code};
use crate::codes;
use crate::grid::GridRow;
use crate::header::{Column, words};
use crate::sheet::{ReadDay, Sheet, in_both};
use crate::{Field, SheetKind};

/// What others keep about the same aid: to be compared with the facts, never added to them.
///
/// ```
/// use vientro_intake::{Options, Source, read_union};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let text = "Ngày;Số chứng từ;Người chuyển tiền;Số tiền;Loại tiền\n05/3/2025;FT25064001;Tổ chức A;12.500;USD\n";
/// let reading = read_union(&[Source::new("bao-co.csv", text.as_bytes())], &Options::for_year(2025))?;
/// let confirmed = &reading.papers().confirmations()[0];
/// assert_eq!((confirmed.payer(), confirmed.reference()), ("Tổ chức A", "FT25064001"));
/// assert_eq!(confirmed.amount().known().map(ToString::to_string).as_deref(), Some("12500.00 USD"));
/// // money that a bank confirms is no second disbursement
/// assert_eq!(reading.facts().flows().count(), 0);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Papers {
    approvals: Vec<ListedApproval>,
    confirmations: Vec<BankConfirmation>,
    rates: RateBook,
    registrations: Vec<FngoRegistration>,
    /// The organisations by the words of their names.
    #[cfg_attr(feature = "serde", serde(skip))]
    names: BTreeMap<String, OrgId>,
}

impl Papers {
    /// True if no sheet held any.
    pub fn is_empty(&self) -> bool {
        self.approvals.is_empty()
            && self.confirmations.is_empty()
            && self.rates.is_empty()
            && self.registrations.is_empty()
    }

    /// Approvals as the approving body lists them, in the order they were read.
    pub fn approvals(&self) -> &[ListedApproval] {
        &self.approvals
    }

    /// Money received as a bank or the Treasury confirms it, in the order it was read.
    pub fn confirmations(&self) -> &[BankConfirmation] {
        &self.confirmations
    }

    /// The exchange rates.
    pub const fn rates(&self) -> &RateBook {
        &self.rates
    }

    /// The certificates of foreign NGOs; the organisations are among the facts.
    pub fn registrations(&self) -> &[FngoRegistration] {
        &self.registrations
    }
}

/// A decision that approves an aid item, as the approving body lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ListedApproval {
    approval: Approval,
    title: String,
    donor: String,
    owner: String,
    values: Vec<Figure<Money>>,
    form: Option<AidForm>,
    regime: String,
    row: RowId,
}

impl ListedApproval {
    /// Number and day of the decision.
    pub const fn approval(&self) -> &Approval {
        &self.approval
    }

    /// What it approves, as written.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Who gives, as written; empty if nothing is.
    pub fn donor(&self) -> &str {
        &self.donor
    }

    /// Who owns the item, as written; empty if nothing is.
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// The approved value, once for each currency it is written in.
    pub fn values(&self) -> &[Figure<Money>] {
        &self.values
    }

    /// The form of aid, if it is written and known.
    pub const fn form(&self) -> Option<AidForm> {
        self.form
    }

    /// The decree it was approved under, as written; empty if nothing is.
    pub fn regime(&self) -> &str {
        &self.regime
    }

    /// The row it was read from.
    pub const fn row(&self) -> &RowId {
        &self.row
    }
}

/// Money received, as a bank or the Treasury confirms it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BankConfirmation {
    date: Option<NaiveDate>,
    reference: String,
    payer: String,
    amount: Figure<Money>,
    account: String,
    content: String,
    item: Option<ItemId>,
    row: RowId,
}

impl BankConfirmation {
    /// The day of the entry, if it is known.
    pub const fn date(&self) -> Option<NaiveDate> {
        self.date
    }

    /// The bank's reference; empty if nothing is written.
    pub fn reference(&self) -> &str {
        &self.reference
    }

    /// Who paid, as written; empty if nothing is.
    pub fn payer(&self) -> &str {
        &self.payer
    }

    /// How much.
    pub const fn amount(&self) -> &Figure<Money> {
        &self.amount
    }

    /// The account it went to; empty if nothing is written.
    pub fn account(&self) -> &str {
        &self.account
    }

    /// What for, as written; empty if nothing is.
    pub fn content(&self) -> &str {
        &self.content
    }

    /// The item it names by code.
    pub const fn item(&self) -> Option<&ItemId> {
        self.item.as_ref()
    }

    /// The row it was read from.
    pub const fn row(&self) -> &RowId {
        &self.row
    }
}

impl Binder {
    /// A row of a kind whose records are papers.
    pub(crate) fn paper(&mut self, sheet: &mut Sheet<'_>, row: &GridRow, id: &RowId) -> Result<(), Refusal> {
        match sheet.kind() {
            SheetKind::Approvals => self.listed_approval(sheet, row, id),
            SheetKind::BankConfirmations => {
                self.confirmation(sheet, row, id);
                Ok(())
            }
            SheetKind::FngoRegister => self.registration(sheet, row, id),
            SheetKind::Rates => self.rate(sheet, row),
            _ => Err(Refusal::Told),
        }
    }

    fn listed_approval(&mut self, sheet: &mut Sheet<'_>, row: &GridRow, id: &RowId) -> Result<(), Refusal> {
        let number =
            sheet.text(row, Field::Decision).ok_or(Refusal::Empty(Field::Decision, "123/QĐ-UBND"))?;
        let title =
            sheet.text(row, Field::Title).ok_or(Refusal::Empty(Field::Title, "tên khoản viện trợ"))?;
        let mut approval = Approval::try_new(number)?;
        let day = sheet.day(row, Field::Date).exact();
        if let Some(day) = day {
            approval = approval.with_date(day);
        }
        let values =
            amounts(sheet, row, Field::Amount).into_iter().map(|(_, amount)| amount.figure).collect();
        let form = sheet.text(row, Field::Form);
        let found = form.as_deref().and_then(form_of);
        if let (Some(form), None) = (form, found) {
            let at = sheet.at_field(row, Field::Form);
            let finding = codes::UNKNOWN_FORM.at(at).found(form);
            sheet.findings.push(finding.expected("dự án, phi dự án, chương trình, cứu trợ"));
        }
        let regime = sheet.text(row, Field::Regime).unwrap_or_default();
        if let Some(expected) = day.and_then(regime_for_aid)
            && let Some(number) = expected.number().split('/').next()
            && !regime.is_empty()
            && !words(&regime).iter().any(|word| word == number)
        {
            let at = sheet.at_field(row, Field::Regime);
            let finding = codes::REGIME_MISMATCH.at(at).found(regime.as_str()).expected(expected.number());
            sheet.findings.push(finding.suggest(expected.number()).by_rule(expected.text(Language::Vi)));
        }
        let text = |field| sheet.text(row, field).unwrap_or_default();
        self.papers.approvals.push(ListedApproval {
            approval,
            title,
            donor: text(Field::Donor),
            owner: text(Field::Owner),
            values,
            form: found,
            regime,
            row: id.clone(),
        });
        Ok(())
    }

    fn confirmation(&mut self, sheet: &mut Sheet<'_>, row: &GridRow, id: &RowId) {
        let amount = told_amount(sheet, row, Field::Amount);
        let date = sheet.day(row, Field::Date).exact();
        let item = self.item_of(sheet, row);
        let text = |field| sheet.text(row, field).unwrap_or_default();
        self.papers.confirmations.push(BankConfirmation {
            date,
            reference: text(Field::Evidence),
            payer: text(Field::Payer),
            amount,
            account: text(Field::Account),
            content: text(Field::Title),
            item,
            row: id.clone(),
        });
    }

    /// The organisation goes among the facts, once for each name; its certificate among the papers.
    fn registration(&mut self, sheet: &mut Sheet<'_>, row: &GridRow, id: &RowId) -> Result<(), Refusal> {
        let name = sheet.text(row, Field::Title).ok_or(Refusal::Empty(Field::Title, "tên tổ chức"))?;
        let number = sheet
            .text(row, Field::Registration)
            .ok_or(Refusal::Empty(Field::Registration, "số giấy đăng ký"))?;
        let certificate = sheet.text(row, Field::Certificate);
        let Some(certificate) = certificate.as_deref().and_then(certificate_of) else {
            let at = sheet.at_field(row, Field::Certificate);
            let finding = codes::UNKNOWN_CERTIFICATE.at(at);
            let finding = finding.expected("hoạt động, văn phòng đại diện, văn phòng dự án");
            sheet.findings.push(with_found(finding, certificate));
            return Err(Refusal::Told);
        };
        let from = sheet.day(row, Field::From).exact().ok_or(Refusal::Empty(Field::From, "dd/mm/yyyy"))?;
        let to = sheet.day(row, Field::To).exact().ok_or(Refusal::Empty(Field::To, "dd/mm/yyyy"))?;
        let key = words(&name).join(" ");
        let organisation = match self.papers.names.get(&key) {
            Some(known) => known.clone(),
            None => OrgId::try_new(tail(id.as_str()))?,
        };
        let codes: Vec<String> = sheet
            .text(row, Field::UnitCode)
            .map(|text| {
                let parts = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
                parts.map(str::to_owned).collect()
            })
            .unwrap_or_default();
        let mut provinces = Vec::new();
        for code in codes {
            let at = sheet.at_field(row, Field::UnitCode);
            provinces.extend(unit_code(sheet, &code, from, at));
        }
        let sectors = sheet.text(row, Field::Sector).map(|text| by_semicolon(&text)).unwrap_or_default();
        let registration = FngoRegistration::try_new(organisation.clone(), certificate, number, from, to)?
            .with_issuer(sheet.text(row, Field::Issuer).unwrap_or_default())
            .with_provinces(provinces)
            .with_sectors(sectors)
            .with_rows([id.clone()]);
        if self.papers.names.insert(key, organisation.clone()).is_none() {
            let place = sheet.text(row, Field::Place).unwrap_or_default();
            let record =
                Organisation::new(organisation, OrganisationKind::ForeignNgo, name).with_place(place);
            self.facts.add_organisation(record)?;
        }
        self.papers.registrations.push(registration);
        Ok(())
    }

    /// One rate a row, or one for each currency that has a column of its own.
    fn rate(&mut self, sheet: &mut Sheet<'_>, row: &GridRow) -> Result<(), Refusal> {
        let written = sheet.text(row, Field::RateKind);
        let kind = written.as_deref().and_then(rate_kind_of);
        let Some(kind) = kind.or_else(|| rate_kind_of_titles(sheet).filter(|_| written.is_none())) else {
            let at = sheet.at_field(row, Field::RateKind);
            let finding = codes::UNKNOWN_RATE_KIND.at(at);
            let finding = finding.expected("hạch toán, trung tâm, mua chuyển khoản, bán ra");
            sheet.findings.push(with_found(finding, written));
            return Err(Refusal::Told);
        };
        let Ok(base) = sheet.row_currency(row) else { return Err(Refusal::Told) };
        let mut values: Vec<(Column, Currency, Decimal)> = Vec::new();
        for column in sheet.header.columns_of(Field::Rate).cloned().collect::<Vec<_>>() {
            let named = column.currency().and_then(|code| code.parse().ok());
            let base = base.or(named).ok_or(Refusal::Empty(Field::Currency, "USD"))?;
            if let Some(value) = sheet.number_in(row, &column).known() {
                values.push((column, base, *value));
            }
        }
        if values.is_empty() {
            return Err(Refusal::Empty(Field::Rate, "25151"));
        }
        let told = sheet.findings.len();
        let (first, last) = match sheet.day(row, Field::Date) {
            ReadDay::Day(day) => (day, day),
            ReadDay::Within(first, last) => {
                // a month without a day is what a monthly rate holds for
                sheet.findings.truncate(told);
                (first, last)
            }
            ReadDay::None => return Err(Refusal::Empty(Field::Date, "dd/mm/yyyy")),
        };
        let last = sheet.day(row, Field::To).latest().unwrap_or(last);
        let publisher = sheet.text(row, Field::Publisher).or_else(|| {
            let only = match kind {
                RateKind::Central => "Ngân hàng Nhà nước Việt Nam",
                RateKind::TreasuryAccounting => "Kho bạc Nhà nước",
                _ => return None,
            };
            Some(only.to_owned())
        });
        let publisher = publisher.ok_or(Refusal::Empty(Field::Publisher, "Vietcombank"))?;
        let notice = sheet.text(row, Field::Notice);
        // a table typed by hand that names no notice is the word of who typed it
        let standing = if notice.is_some() { Standing::Published } else { Standing::SecondHand };
        let note = sheet.text(row, Field::Note);
        let mut kept = false;
        for (column, base, value) in values {
            let mut rate = Rate::builder(base, Currency::VND, value, kind)
                .publisher(publisher.as_str())
                .days(first, last)
                .source(sheet.at(row, &column).to_string())
                .standing(standing);
            if let Some(notice) = &notice {
                rate = rate.notice(notice.as_str(), None);
            }
            if let Some(note) = &note {
                rate = rate.note(note.as_str());
            }
            match rate.build().and_then(|rate| self.papers.rates.insert(rate)) {
                Ok(_) => kept = true,
                Err(error) => {
                    let at = sheet.at(row, &column);
                    let finding = codes::RATE_REFUSED.because(&in_both(|language| error.text(language)), at);
                    sheet.findings.push(finding.found(value.to_string()));
                }
            }
        }
        if kept { Ok(()) } else { Err(Refusal::Told) }
    }
}

/// The kind of rate that the titles above the header tell: "Tỷ giá hạch toán tháng 3/2025".
fn rate_kind_of_titles(sheet: &Sheet<'_>) -> Option<RateKind> {
    let header = sheet.header.rows().first().copied()?;
    let titles = sheet.grid.rows().iter().take_while(|row| row.number() < header);
    let texts = titles.flat_map(GridRow::cells).map(|cell| cell.value().text().into_owned());
    let mut texts = sheet.grid.sheet().map(str::to_owned).into_iter().chain(texts);
    texts.find_map(|text| {
        // what follows at once: "Ủy ban" in a title is no selling rate ("bán ra")
        let said = words(&text).join(" ");
        let (_, rest) = said.split_once("ty gia ").or_else(|| said.split_once("ti gia "))?;
        RATE_KINDS.into_iter().find(|(word, _)| rest.starts_with(word)).map(|found| found.1)
    })
}

fn with_found(finding: Finding, found: Option<String>) -> Finding {
    match found {
        Some(found) => finding.found(found),
        None => finding,
    }
}

fn certificate_of(text: &str) -> Option<Certificate> {
    let text = fold(text);
    let has = |word: &str| text.contains(word);
    if has("du an") || has("project") {
        Some(Certificate::ProjectOffice)
    } else if has("van phong") || has("dai dien") || has("vpdd") || has("office") {
        Some(Certificate::Office)
    } else if has("hoat dong") || has("activity") {
        Some(Certificate::Activity)
    } else {
        None
    }
}

fn rate_kind_of(text: &str) -> Option<RateKind> {
    let text = fold(text);
    text.parse()
        .ok()
        .or_else(|| RATE_KINDS.into_iter().find(|(word, _)| text.contains(word)).map(|found| found.1))
}

const RATE_KINDS: [(&str, RateKind); 13] = [
    ("hach toan", RateKind::TreasuryAccounting),
    ("trung tam", RateKind::Central),
    ("mua chuyen khoan", RateKind::BankBuyingTransfer),
    ("mua ck", RateKind::BankBuyingTransfer),
    ("mua tien mat", RateKind::BankBuyingCash),
    ("mua tm", RateKind::BankBuyingCash),
    ("mua", RateKind::BankBuying),
    ("ban", RateKind::BankSelling),
    ("thoa thuan", RateKind::Contract),
    ("hop dong", RateKind::Contract),
    ("hai quan", RateKind::Customs),
    ("nha tai tro", RateKind::Donor),
    ("lien hop quoc", RateKind::UnOperational),
];
