//! One line of a ledger: what it says, and what the table makes of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
use vientro_core::{Bilingual, Figure, Finding, Location, RowId};
use vientro_currency::{Currency, Money, Rate};
use vientro_model::{AidItem, Flow, FlowId, FlowKind, SourceRow};
use vientro_vi::{DateContext, ReadOptions, nfc, read_date, read_with};

use super::Places;
use super::mapping::LedgerMapping;
use crate::codes::{self, Code};
use crate::grid::{CellValue, Grid, GridRow};
use crate::sheet::in_both;

/// A line of a ledger and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LedgerLine {
    location: Location,
    amount: Option<Money>,
    rate: Option<Rate>,
    outcome: LedgerOutcome,
}

impl LedgerLine {
    /// Where it stands.
    pub const fn location(&self) -> &Location {
        &self.location
    }

    /// Its amount with the sign of the file; `None` where amount or currency cannot be read.
    pub const fn amount(&self) -> Option<&Money> {
        self.amount.as_ref()
    }

    /// The rate it was booked at, as stated.
    pub const fn rate(&self) -> Option<&Rate> {
        self.rate.as_ref()
    }

    /// What became of it.
    pub const fn outcome(&self) -> &LedgerOutcome {
        &self.outcome
    }
}

/// What became of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[expect(clippy::exhaustive_enums, reason = "a line is taken, left out by a rule, or not explained")]
pub enum LedgerOutcome {
    /// It is this flow.
    Flow(FlowId),
    /// A rule leaves it out, for this reason.
    Ignored(Bilingual),
    /// The table does not explain it; a finding says what is missing.
    Refused,
}

/// A line with its flow, if it became one, and the row the flow is opened to.
pub(super) struct ReadLine {
    pub(super) line: LedgerLine,
    pub(super) flow: Option<(Flow, SourceRow)>,
}

/// Reads lines and counts those that say the same.
pub(super) struct Reader<'a> {
    grid: &'a Grid,
    mapping: &'a LedgerMapping,
    places: Places,
    /// How many lines had these words for their id.
    seen: BTreeMap<String, u32>,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(grid: &'a Grid, mapping: &'a LedgerMapping, places: Places) -> Self {
        Self { grid, mapping, places, seen: BTreeMap::new() }
    }

    pub(super) fn line(&mut self, row: &GridRow, findings: &mut Vec<Finding>) -> ReadLine {
        let amount = self.amount(row, findings);
        let mut line = LedgerLine {
            location: self.grid.location_of(row, self.places.amount),
            amount,
            rate: None,
            outcome: LedgerOutcome::Refused,
        };
        let Some(amount) = amount else { return ReadLine { line, flow: None } };
        let (item, kind) = match self.meaning(row, &amount) {
            Ok(meaning) => meaning,
            Err(NoFlow::Ignored(reason)) => {
                line.outcome = LedgerOutcome::Ignored(reason);
                return ReadLine { line, flow: None };
            }
            Err(NoFlow::Refused(finding)) => {
                findings.push(*finding);
                return ReadLine { line, flow: None };
            }
        };
        let day = self.day(row, findings);
        line.rate = self.rate(row, day, amount.currency(), findings);
        let donor = self.places.donor.map(|column| text(row, column)).unwrap_or_default();
        let id = self.id(row, day, &donor, &amount);
        let source = self.mapping.source_of(&donor).unwrap_or(item.source());
        let flow = FlowId::try_new(id.as_str())
            .and_then(|id| Flow::try_new(id, kind, Figure::Known(amount.abs()), item.direction(), source));
        let (flow, row_id) = match (flow, RowId::try_new(id)) {
            (Ok(flow), Ok(row_id)) => (flow, row_id),
            (Err(error), _) => {
                findings.push(codes::ROW_REFUSED.because(&error.message(), line.location.clone()));
                return ReadLine { line, flow: None };
            }
            // an id of a flow is one of a row
            (Ok(_), Err(_)) => return ReadLine { line, flow: None },
        };
        line.outcome = LedgerOutcome::Flow(flow.id().clone());
        let mut flow = flow.with_item(item.id().clone()).with_rows([row_id]);
        if let Some(day) = day {
            flow = flow.with_date(day);
        }
        let memo = self.places.memo.map(|column| text(row, column)).unwrap_or_default();
        let source = SourceRow::new(line.location.clone(), memo.clone()).with_fields(self.fields(row));
        ReadLine { line, flow: Some((flow.with_note(memo), source)) }
    }

    /// The item and kind of flow the table gives for account, project and sign.
    fn meaning(&self, row: &GridRow, amount: &Money) -> Result<(&'a AidItem, FlowKind), NoFlow> {
        let (account, project) = (text(row, self.places.account), text(row, self.places.project));
        let missing = |code: &Code, column: usize, found: &str| {
            NoFlow::Refused(Box::new(code.at(self.grid.location_of(row, column)).found(found)))
        };
        let rule = self.mapping.account(&account);
        let rule = rule.ok_or_else(|| missing(&codes::ACCOUNT_UNMAPPED, self.places.account, &account))?;
        if let Some(reason) = rule.reason() {
            return Err(NoFlow::Ignored(reason.clone()));
        }
        let of_project = self.mapping.project(&project);
        if let Some(reason) = of_project.and_then(super::ProjectRule::reason) {
            return Err(NoFlow::Ignored(reason.clone()));
        }
        if amount.is_zero() {
            return Err(NoFlow::Ignored(Bilingual::new("số tiền bằng không", "the amount is nothing")));
        }
        let item = of_project.and_then(super::ProjectRule::item);
        let item = item.ok_or_else(|| missing(&codes::PROJECT_UNMAPPED, self.places.project, &project))?;
        let kind = rule.kind(amount.is_negative());
        let kind = kind.ok_or_else(|| {
            missing(&codes::SIGN_UNMAPPED, self.places.amount, &format!("{account}: {amount}"))
        })?;
        Ok((item, kind))
    }

    /// The amount with its sign, in the currency of the line.
    fn amount(&self, row: &GridRow, findings: &mut Vec<Finding>) -> Option<Money> {
        let currency = self.currency(row, findings)?;
        let at = self.grid.location_of(row, self.places.amount);
        let found = text(row, self.places.amount);
        let finding = match self.number(row, self.places.amount) {
            Ok(number) => match Money::try_new(number, currency) {
                Ok(money) if money.minor().unsigned_abs() < MINOR_MAX => return Some(money),
                Ok(_) => codes::AMOUNT_IMPLAUSIBLE.at(at),
                Err(error) => codes::NOT_A_NUMBER.because(&in_both(|language| error.text(language)), at),
            },
            Err(true) => codes::AMBIGUOUS_NUMBER.at(at),
            Err(false) if found.is_empty() => codes::AMOUNT_MISSING.at(at),
            Err(false) => codes::NOT_A_NUMBER.at(at),
        };
        findings.push(finding.found(found));
        None
    }

    fn currency(&self, row: &GridRow, findings: &mut Vec<Finding>) -> Option<Currency> {
        let column = self.places.currency.unwrap_or(self.places.amount);
        let code = self.places.currency.map(|column| text(row, column)).unwrap_or_default();
        let currency = if code.is_empty() { self.mapping.currency() } else { code.parse().ok() };
        if currency.is_none() {
            let at = self.grid.location_of(row, column);
            findings.push(codes::UNKNOWN_CURRENCY.at(at).found(text(row, column)).expected("VND; USD; EUR"));
        }
        currency
    }

    /// A plain number; the error says whether it can be read in two ways.
    fn number(&self, row: &GridRow, column: usize) -> Result<Decimal, bool> {
        if let CellValue::Number(number) = row.value(column) {
            return Ok(*number);
        }
        let found = text(row, column);
        // as programs write it, whatever the style
        let options =
            ReadOptions::default().with_style(self.mapping.numbers()).strictly().with_parentheses_negative();
        let reading = read_with(&found, &options).map_err(|_| false)?;
        match (reading.hedge(), reading.unit(), reading.is_fraction()) {
            (None, None, false) if reading.alternatives().is_empty() => Ok(reading.value()),
            (None, None, false) => Err(true),
            _ => Err(false),
        }
    }

    /// The day; a line without one is kept, its flow has none either.
    fn day(&self, row: &GridRow, findings: &mut Vec<Finding>) -> Option<NaiveDate> {
        if let CellValue::Date(day) = row.value(self.places.date) {
            return Some(*day);
        }
        let found = text(row, self.places.date);
        let context = DateContext::new().for_date_cells().ordered(self.mapping.dates());
        let day = read_date(&found, &context).ok().map(|reading| reading.date());
        if day.is_none() {
            let at = self.grid.location_of(row, self.places.date);
            let code = if found.is_empty() { &codes::DATE_MISSING } else { &codes::UNKNOWN_DATE };
            findings.push(code.at(at).found(found).expected("2025-03-05"));
        }
        day
    }

    /// The rate as stated; one of a line in the currency of the ledger says nothing.
    fn rate(
        &self,
        row: &GridRow,
        day: Option<NaiveDate>,
        currency: Currency,
        findings: &mut Vec<Finding>,
    ) -> Option<Rate> {
        let (fx, column) = (self.mapping.fx()?, self.places.fx?);
        let found = text(row, column);
        if fx.ledger == currency || found.is_empty() {
            return None;
        }
        let at = self.grid.location_of(row, column);
        let Ok(value) = self.number(row, column) else {
            findings.push(codes::RATE_REFUSED.at(at).found(found));
            return None;
        };
        let (base, quote) = if fx.is_line_for_one { (fx.ledger, currency) } else { (currency, fx.ledger) };
        // the finding about the day is told already
        let day = day?;
        let rate = Rate::builder(base, quote, value, fx.kind)
            .publisher(fx.publisher.as_str())
            .day(day)
            .source(format!("{} {}", self.mapping.name(), row.number()))
            .build();
        rate.map_err(|error| {
            let why = in_both(|language| error.text(language));
            findings.push(codes::RATE_REFUSED.because(&why, at).found(found));
        })
        .ok()
    }

    /// The id of a line: the name of the ledger, 16 digits of a hash of what it says, and its number among those that
    /// say the same.
    fn id(&mut self, row: &GridRow, day: Option<NaiveDate>, donor: &str, amount: &Money) -> String {
        let day = day.map_or_else(|| text(row, self.places.date), |day| day.to_string());
        let account = text(row, self.places.account);
        let project = text(row, self.places.project);
        // what cells hold has no control characters at its ends, so that none can pass for the next
        let says = [day, account, project, donor.to_owned(), amount.to_string()].join("\u{0}");
        let digits = Sha256::digest(says.as_bytes()).iter().take(8).fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        let place = self.seen.entry(digits.clone()).or_default();
        *place = place.saturating_add(1);
        format!("{}/{digits}/{place}", self.mapping.name())
    }

    /// Heading and content of the cells the table names.
    fn fields(&self, row: &GridRow) -> Vec<(String, String)> {
        let columns = self.mapping.columns();
        let needed = [
            (&columns.date, self.places.date),
            (&columns.account, self.places.account),
            (&columns.project, self.places.project),
            (&columns.amount, self.places.amount),
        ];
        let maybe = [
            (&columns.currency, self.places.currency),
            (&columns.donor, self.places.donor),
            (&columns.fx, self.places.fx),
            (&columns.memo, self.places.memo),
        ];
        let maybe = maybe.into_iter().filter_map(|(heading, column)| Some((heading.as_ref()?, column?)));
        let cells = needed.into_iter().chain(maybe);
        let cells = cells.map(|(heading, column)| (heading.clone(), text(row, column)));
        cells.filter(|(_, content)| !content.is_empty()).collect()
    }
}

/// Why a line is no flow.
enum NoFlow {
    Ignored(Bilingual),
    Refused(Box<Finding>),
}

fn text(row: &GridRow, column: usize) -> String {
    let text = row.text(column);
    nfc(text.trim()).into_owned()
}

/// An amount of this many minor units or more cannot be. All rows a sheet can number sum to less than the range of
/// money.
const MINOR_MAX: u128 = 1_000_000_000_000_000_000;
