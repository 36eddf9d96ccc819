//! The figures of a period as they were sealed, and as they are after what became known later.

use std::collections::BTreeSet;

use vientro_accounting::{Correction, Seal, SealedFigure};
use vientro_core::{Bilingual, Location, RowId};
use vientro_model::Facts;

use super::cells::{i128_of, label};
use super::edition::{Template, period_text, profile, report_form, source_rows};
use super::words::{numbers, sentence, table};
use super::{Edition, TemplateError};
use crate::{Cell, MissingReason, Report, SourceRow, TableRow};

const TEMPLATE: Template = Template { name: "sealed-figures", version: 2 };

/// The figures of a closed period as sealed, or with a correction as they are now. [`ChangedFigures`] of the two lists
/// what a correction must name.
///
/// ```
/// use vientro_accounting::{Journal, PostingContext, ReportedFigures, Selection, Totals};
/// use vientro_core::{Bilingual, Figure, Period};
/// use vientro_currency::{Currency, Money, Policy, RateBook};
/// use vientro_model::{AmountKey, Basis, Direction, Facts, Flow, FlowId, FlowKind, SourceClass, UnionProfile};
/// use vientro_report::template::{ChangedFigures, SealedFigures};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let flow = |id: &str, dong| -> Result<Flow, Box<dyn std::error::Error>> {
///     let (id, amount) = (FlowId::try_new(id)?, Figure::Known(Money::vnd(dong)));
///     let flow = Flow::try_new(id, FlowKind::Disbursement, amount, Direction::Inward, SourceClass::ForeignNgo)?;
///     Ok(flow.with_date("2025-11-20".parse()?).with_recorded_on("2025-11-20".parse()?))
/// };
/// let union = Bilingual::new("Liên hiệp minh họa", "Illustrative Union");
/// let mut facts = Facts::new(UnionProfile::new(union, "Nơi minh họa", 2025, "LHHN"));
/// facts.add_flow(flow("1", 18_048_000_000)?)?;
/// let (rates, policy) = (RateBook::new(), Policy::treasury_accounting());
/// let context = PostingContext::new(&rates, &policy, Currency::VND);
/// let mut journal = Journal::new();
/// journal.post(&facts, &context)?;
///
/// let year = Period::administrative_year(2025)?;
/// let disbursed = Selection::new(AmountKey::new(Basis::Disbursed, Direction::Inward));
/// let name = Bilingual::new("Giải ngân", "Disbursed");
/// let figures = ReportedFigures::new(Bilingual::new("năm 2025", "2025"), year).with_line("disbursed", name, disbursed);
/// journal.cut_off(year, "2025-12-14".parse()?)?;
/// let seal = journal.seal(&figures, &facts, "2025-12-18".parse()?, None)?.clone();
///
/// // a disbursement of November turns up in January
/// facts.add_flow(flow("2", 640_000_000)?.with_recorded_on("2026-01-12".parse()?))?;
/// journal.post(&facts, &context.posted_on("2026-01-12".parse()?))?;
/// let correction = seal.correction(&Totals::new(&journal, &facts), None)?;
///
/// let sealed = SealedFigures::new(&facts, &seal);
/// let (before, now) = (sealed.report()?, sealed.clone().corrected(&correction).report()?);
/// let changes = ChangedFigures::new(&before, &now).report()?;
/// assert_eq!(changes.tables().next().map(|list| list.body_rows().count()), Some(1));
/// # Ok(()) }
/// ```
///
/// [`ChangedFigures`]: super::ChangedFigures
#[derive(Clone, Debug)]
pub struct SealedFigures<'a> {
    facts: &'a Facts,
    seal: &'a Seal,
    correction: Option<&'a Correction>,
    edition: Edition,
}

impl<'a> SealedFigures<'a> {
    /// The figures of `seal`; `facts` say who reports and hold the rows.
    pub fn new(facts: &'a Facts, seal: &'a Seal) -> Self {
        Self { facts, seal, correction: None, edition: Edition::new() }
    }

    /// As they are after `correction`, which must be one of the same seal.
    #[must_use]
    pub fn corrected(mut self, correction: &'a Correction) -> Self {
        self.correction = Some(correction);
        self
    }

    /// Made with this: from these files, by this program.
    #[must_use]
    pub fn of_edition(mut self, edition: Edition) -> Self {
        self.edition = edition;
        self
    }

    /// The whole report.
    ///
    /// # Errors
    ///
    /// [`TemplateError::OtherSeal`] for the correction of another seal; see [`TemplateError`].
    pub fn report(&self) -> Result<Report, TemplateError> {
        let profile = profile(self.facts)?;
        let (seal, title) = (self.seal, self.seal.title());
        if self.correction.is_some_and(|correction| correction.seal() != seal.hash()) {
            return Err(TemplateError::OtherSeal { seal: seal.hash().to_string() });
        }
        let title = match self.correction {
            None => title.clone(),
            Some(_) => {
                label(format!("{} (sau đính chính)", title.vi()), format!("{} (corrected)", title.en()))
            }
        };
        let mut list = table(
            "figures",
            ("Số liệu của kỳ", "Figures of the period"),
            ("Nội dung", "What"),
            [numbers("Giá trị", "Value"), numbers("Số khoản chưa biết", "Amounts not known")],
        );
        let (mut rows, mut left_out) = (Vec::new(), 0_usize);
        for sealed in seal.figures() {
            let changes = self.correction.into_iter().flat_map(Correction::changes);
            let figure = changes
                .into_iter()
                .find(|change| change.before().id() == sealed.id())
                .map_or(sealed, |change| change.after());
            rows.extend(figure.rows().iter().cloned());
            left_out = left_out.saturating_add(figure.left_out());
            list = list.row(line(figure));
        }
        if seal.figures().len() > 1 {
            // figures of several bases are not added; what is not known of any of them is
            let total = [Cell::missing(MissingReason::NotApplicable), Cell::integer(i128_of(left_out))];
            list = list.total(TableRow::new(label("Tổng cộng", "Total"), total));
        }
        let hash = seal.hash().to_string();
        // short enough for one line of the page
        list = list.note(label(format!("mã chốt SHA-256 {hash}"), format!("seal, SHA-256 {hash}")));
        let report = Report::new("sealed-figures", title)
            .subtitle(profile.name().clone())
            .form(report_form(profile))
            .paragraph(sentence(
                "Số liệu biết đến hết ngày {}, chốt ngày {}, lần thứ {}.",
                "As known on {}, sealed on {}, edition {}.",
                [Cell::date(seal.cut_off()), Cell::date(seal.sealed_on()), Cell::integer(seal.edition())],
            ))
            .table(list);
        let provenance = self.edition.provenance(TEMPLATE).period(period_text(seal.period()));
        let provenance = match self.correction {
            None => provenance.as_known_on(seal.cut_off()),
            // the edition says up to when
            Some(_) => provenance,
        };
        self.edition.finish(report.rows(self.source_rows(rows)), provenance)
    }

    /// The rows of the figures, each once; of one the facts do not have, nothing but its name is known.
    fn source_rows(&self, rows: Vec<RowId>) -> impl Iterator<Item = SourceRow> {
        let mut wanted: BTreeSet<RowId> = rows.into_iter().collect();
        let known: Vec<SourceRow> = source_rows(self.facts).filter(|row| wanted.remove(row.id())).collect();
        let bare = wanted.into_iter().map(|id| {
            let name = Bilingual::same(id.as_str());
            SourceRow::new(id, Location::new(), name)
        });
        known.into_iter().chain(bare)
    }
}

/// A figure with what of it is known, and how much is not.
fn line(figure: &SealedFigure) -> TableRow {
    let rows = || figure.rows().iter().cloned();
    let nothing = figure.known().known().is_some_and(|money| money.amount().is_zero());
    let value = match figure.left_out() {
        0 if figure.entries().is_empty() => Cell::missing(MissingReason::NothingOccurred),
        0 => Cell::money_figure(figure.known()),
        // nothing of it is known: that is no zero
        count if nothing => Cell::missing(MissingReason::Unknown).footnote(left_out_text(count)),
        count => Cell::money_figure(figure.known()).footnote(left_out_text(count)),
    };
    TableRow::new(
        figure.label().clone(),
        [value.rows(rows()), Cell::integer(i128_of(figure.left_out())).rows(rows())],
    )
}

fn left_out_text(count: usize) -> Bilingual {
    let (is, amounts) = if count == 1 { ("is", "amount") } else { ("are", "amounts") };
    label(
        format!("chưa gồm {count} khoản chưa biết"),
        format!("{count} {amounts} that {is} not known {is} not included"),
    )
}
