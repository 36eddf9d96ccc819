//! An organisation's own ledger, exported as a table, read into flows of aid by a table of what its accounts mean.

mod line;
mod mapping;

use std::collections::BTreeMap;

use vientro_core::{Finding, RowId};
use vientro_currency::{Currency, Money};
use vientro_model::{AidItem, Facts, Flow, ModelError, SourceRow};

pub use line::{LedgerLine, LedgerOutcome};
pub use mapping::{
    AccountRule, DonorRule, LedgerColumns, LedgerFx, LedgerMapping, LedgerMappingError, ProjectRule,
};

use crate::codes;
use crate::grid::{Grid, GridRow};
use crate::header::words;
use crate::ledger::line::Reader;

/// A ledger as read: every line with what became of it, the flows, and sums that prove that none is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Ledger {
    lines: Vec<LedgerLine>,
    flows: Vec<Flow>,
    sums: Vec<LedgerSum>,
    findings: Vec<Finding>,
    items: Vec<AidItem>,
    rows: BTreeMap<RowId, SourceRow>,
}

/// The lines of one currency: what the file sums to, and where it went, each with the signs of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LedgerSum {
    file: Money,
    mapped: Money,
    ignored: Money,
    refused: Money,
}

impl LedgerSum {
    /// The sum of all its lines: that of the three others.
    pub const fn file(&self) -> Money {
        self.file
    }

    /// The sum of the lines that became flows.
    pub const fn mapped(&self) -> Money {
        self.mapped
    }

    /// The sum of the lines a rule leaves out.
    pub const fn ignored(&self) -> Money {
        self.ignored
    }

    /// The sum of the lines the table does not explain.
    pub const fn refused(&self) -> Money {
        self.refused
    }

    /// The currency.
    pub const fn currency(&self) -> Currency {
        self.file.currency()
    }
}

impl Ledger {
    /// Every line below the header, in the order of the file.
    pub fn lines(&self) -> &[LedgerLine] {
        &self.lines
    }

    /// The flows of the lines that became one.
    pub fn flows(&self) -> &[Flow] {
        &self.flows
    }

    /// The sums, by currency. A line without an amount or currency that can be read is in none: it is refused.
    pub fn sums(&self) -> &[LedgerSum] {
        &self.sums
    }

    /// What is missing, at its line.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Adds items, flows and their rows to `facts`, and returns how many flows are new.
    ///
    /// What is there already is left as it is, so that the same export, or a longer one, changes nothing that was read.
    ///
    /// # Errors
    ///
    /// [`ModelError::Duplicate`] if a row of another source has the id of a flow.
    pub fn add_to(&self, facts: &mut Facts) -> Result<usize, ModelError> {
        for item in &self.items {
            if facts.item(item.id()).is_none() {
                facts.add_item(item.clone())?;
            }
        }
        let mut new = 0_usize;
        for flow in &self.flows {
            if facts.flow(flow.id()).is_some() {
                continue;
            }
            for (id, row) in flow.rows().iter().filter_map(|id| Some((id, self.rows.get(id)?))) {
                facts.add_row(id.clone(), row.clone())?;
            }
            facts.add_flow(flow.clone())?;
            new = new.saturating_add(1);
        }
        Ok(new)
    }
}

/// Reads the lines of a ledger by the table of its office.
///
/// * `grid`: the export, of [`crate::read_csv`] or a sheet of [`crate::read_workbook`]; the header may stand below a
///   title.
///
/// Every line becomes a flow, is ignored for the reason a rule gives, or is refused with a finding that says what is
/// missing. The sums per currency of the three are that of the file. Amounts stay in the currency of their line, and the
/// rate it was booked at is kept beside it as stated.
///
/// The id of a line follows from its day, account, project, donor and amount, and, for lines that say the same, from which
/// of them it is: rows that are put above it, another order of columns or another memo do not change it.
///
/// # Examples
///
/// ```
/// use vientro_core::Bilingual;
/// use vientro_currency::Currency;
/// use vientro_intake::{
///     AccountRule, LedgerColumns, LedgerMapping, Options, ProjectRule, Source, read_csv, read_ledger,
/// };
/// use vientro_model::{AidItem, Direction, Facts, FlowKind, ItemId, SourceClass};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let item = ItemId::try_new("A-01")?;
/// let mapping = LedgerMapping::try_new(
///     "A",
///     LedgerColumns::new("Date", "Account", "Project", "Amount"),
///     [
///         AccountRule::new("4100").negative(FlowKind::Receipt).positive(FlowKind::Refund),
///         AccountRule::ignored("1*", Bilingual::new("bên kia của bút toán", "the other side of the entry")),
///     ],
///     [ProjectRule::new("VN-01", AidItem::new(item, "Nước sạch", Direction::Inward, SourceClass::ForeignNgo))],
/// )?
/// .in_currency(Currency::USD);
/// let export = "Date,Account,Project,Amount\n2025-03-05,4100,VN-01,-457800\n2025-03-05,1010,VN-01,457800\n\
///               2025-04-01,5100,VN-01,120.50\n";
/// let grid = read_csv(&Source::new("ledger.csv", export.as_bytes()), &Options::default())?;
/// let ledger = read_ledger(&grid, &mapping);
///
/// assert_eq!(ledger.flows()[0].amount().known().map(ToString::to_string).as_deref(), Some("457800.00 USD"));
/// assert_eq!(ledger.findings()[0].code().as_str(), "account-unmapped");
/// assert_eq!(ledger.findings()[0].location().line(), Some(4));
/// let sum = ledger.sums()[0];
/// assert_eq!((sum.file().to_string(), sum.refused().to_string()), ("120.50 USD".to_owned(), "120.50 USD".to_owned()));
///
/// let mut facts = Facts::default();
/// assert_eq!((ledger.add_to(&mut facts)?, ledger.add_to(&mut facts)?), (1, 0));
/// # Ok(()) }
/// ```
pub fn read_ledger(grid: &Grid, mapping: &LedgerMapping) -> Ledger {
    let mut ledger = Ledger {
        lines: Vec::new(),
        flows: Vec::new(),
        sums: Vec::new(),
        findings: Vec::new(),
        items: mapping.items().cloned().collect(),
        rows: BTreeMap::new(),
    };
    let Some((header, places)) = header(grid, mapping) else {
        let first = grid.rows().first();
        let seen = first.map_or_else(String::new, |row| {
            let cells = row.cells().iter().map(|cell| cell.value().text().into_owned());
            cells.filter(|text| !text.is_empty()).take(20).collect::<Vec<_>>().join(" | ")
        });
        let at = first.map_or_else(|| grid.location(), |row| grid.location_of(row, 0));
        let expected: Vec<&str> = mapping.columns().all().collect();
        ledger.findings.push(codes::LEDGER_UNREAD.at(at).found(seen).expected(expected.join(" | ")));
        return ledger;
    };
    let mut reader = Reader::new(grid, mapping, places);
    for row in grid.rows().iter().filter(|row| row.number() > header && !row.is_empty()) {
        let read = reader.line(row, &mut ledger.findings);
        let outcome = read.line.outcome().clone();
        if let Some(amount) = read.line.amount() {
            ledger.take(*amount, &outcome);
        }
        if let (LedgerOutcome::Flow(_), Some((flow, source))) = (&outcome, read.flow) {
            ledger.rows.extend(flow.rows().first().cloned().map(|id| (id, source)));
            ledger.flows.push(flow);
        }
        ledger.lines.push(read.line);
    }
    ledger.sums.sort_by_key(LedgerSum::currency);
    ledger
}

impl Ledger {
    fn take(&mut self, amount: Money, outcome: &LedgerOutcome) {
        if self.sums.iter().all(|sum| sum.currency() != amount.currency())
            && let Ok(zero) = Money::zero(amount.currency())
        {
            self.sums.push(LedgerSum { file: zero, mapped: zero, ignored: zero, refused: zero });
        }
        let Some(sum) = self.sums.iter_mut().find(|sum| sum.currency() == amount.currency()) else { return };
        let part = match outcome {
            LedgerOutcome::Flow(_) => &mut sum.mapped,
            LedgerOutcome::Ignored(_) => &mut sum.ignored,
            LedgerOutcome::Refused => &mut sum.refused,
        };
        // the reader refuses amounts so large that those of a whole sheet could leave the range of money
        for side in [part, &mut sum.file] {
            *side = side.checked_add(&amount).unwrap_or(*side);
        }
    }
}

/// The number of the row that has all headings, and the column of each.
fn header(grid: &Grid, mapping: &LedgerMapping) -> Option<(u32, Places)> {
    grid.rows().iter().take(HEADER_ROWS_MAX).find_map(|row| {
        let found = |heading: &str| place_of(row, heading);
        let maybe = |heading: &Option<String>| match heading {
            Some(heading) => found(heading).map(Some),
            None => Some(None),
        };
        let columns = mapping.columns();
        let places = Places {
            date: found(&columns.date)?,
            account: found(&columns.account)?,
            project: found(&columns.project)?,
            amount: found(&columns.amount)?,
            currency: maybe(&columns.currency)?,
            donor: maybe(&columns.donor)?,
            fx: maybe(&columns.fx)?,
            memo: maybe(&columns.memo)?,
        };
        Some((row.number(), places))
    })
}

fn place_of(row: &GridRow, heading: &str) -> Option<usize> {
    let wanted = words(heading);
    (0..row.cells().len()).find(|column| words(&row.text(*column)) == wanted)
}

/// Where the columns are, counted from zero.
#[derive(Clone, Copy, Debug)]
struct Places {
    date: usize,
    account: usize,
    project: usize,
    amount: usize,
    currency: Option<usize>,
    donor: Option<usize>,
    fx: Option<usize>,
    memo: Option<usize>,
}

/// How many rows from the top are searched for the headings.
const HEADER_ROWS_MAX: usize = 40;
