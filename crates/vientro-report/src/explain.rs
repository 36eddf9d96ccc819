//! A figure explained in one sentence: what it is, its rows, its rates and rule, its rounding, what it leaves out.

use rust_decimal::RoundingStrategy;
use vientro_core::{Bilingual, Language};
use vientro_currency::Rate;

use crate::print::{self, word};
use crate::text::one_line;
use crate::{Cell, CellValue, Report};

/// So many rows are named by their places; of more it is said how many.
const NAMED: usize = 3;

impl Report {
    /// What a figure was made from, in one sentence: its rows with file, sheet and cell, its rates with the papers and
    /// the policy they were chosen by, its other rules, how it is rounded in print, and its footnote.
    ///
    /// * `cell`: a cell of this report; rows of other reports are not named.
    ///
    /// ```
    /// use vientro_core::{Bilingual, Language, Location, RowId};
    /// use vientro_currency::Money;
    /// use vientro_report::{Cell, Paragraph, Report, SourceRow};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let row = RowId::try_new("vien-tro.xlsx/Giải ngân/12")?;
    /// let place = Location::new().in_file("vien-tro.xlsx").in_sheet("Giải ngân").at_cell("F12");
    /// let cell = Cell::money(Money::vnd(1_250_000_000))
    ///     .row(row.clone())
    ///     .because(Bilingual::new("1 USD = 25.000 đồng", "1 USD = 25,000 VND"));
    /// let report = Report::new("r", Bilingual::new("Báo cáo", "Report"))
    ///     .paragraph(Paragraph::new().cell(cell.clone()))
    ///     .row(SourceRow::new(row, place, Bilingual::same("Nhà ở")))
    ///     .build()?;
    /// assert_eq!(
    ///     report.explain(&cell, Language::Vi),
    ///     "1.250.000.000 đồng lập từ 1 dòng (vien-tro.xlsx [Giải ngân] F12); theo 1 USD = 25.000 đồng."
    /// );
    /// # Ok(()) }
    /// ```
    pub fn explain(&self, cell: &Cell, language: Language) -> String {
        self.explainer(language).sentence(cell)
    }

    /// Explains many figures; looks each row up once.
    pub(crate) fn explainer(&self, language: Language) -> Explainer<'_> {
        let provenance = self.provenance();
        let rates = provenance.map_or(&[][..], |provenance| provenance.rates());
        Explainer {
            report: self,
            numbers: self.row_numbers(),
            rates: rates.iter().map(|rate: &Rate| rate.text(language)).collect(),
            policy: provenance.and_then(|provenance| provenance.policy_text()),
            language,
        }
    }
}

#[derive(Debug)]
pub(crate) struct Explainer<'a> {
    report: &'a Report,
    numbers: std::collections::BTreeMap<&'a vientro_core::RowId, usize>,
    rates: std::collections::BTreeSet<String>,
    policy: Option<&'a Bilingual>,
    language: Language,
}

impl Explainer<'_> {
    pub(crate) fn sentence(&self, cell: &Cell) -> String {
        let language = self.language;
        let figure = one_line(&print::in_sentence(cell, language));
        let mut parts = vec![match cell.source_rows().len() {
            0 => figure,
            count => format!("{figure} {}", self.rows(cell, count)),
        }];
        let said = |text: &Bilingual| one_line(text.text(language));
        let (rates, rules): (Vec<String>, Vec<String>) =
            cell.reasons().iter().map(said).partition(|reason| self.rates.contains(reason));
        if !rates.is_empty() {
            let mut text =
                format!("{} {}", word(("quy đổi theo", "converted at"), language), rates.join(", "));
            if let Some(policy) = self.policy {
                text = format!("{text}, {} {}", word(("chọn theo", "chosen by"), language), said(policy));
            }
            parts.push(text);
        }
        if !rules.is_empty() {
            parts.push(format!("{} {}", word(("theo", "by"), language), rules.join(", ")));
        }
        parts.extend(self.rounding(cell));
        if let Some(note) = cell.note() {
            let note = said(note);
            parts.push(format!("{}: {}", word(("lưu ý", "note"), language), note.trim_end_matches('.')));
        }
        format!("{}.", parts.join("; "))
    }

    fn rows(&self, cell: &Cell, count: usize) -> String {
        let language = self.language;
        let row = |id| self.report.rows().get(self.numbers.get(id)?.checked_sub(1)?);
        let places = cell.source_rows().iter().filter_map(row).take(NAMED);
        let mut places: Vec<String> = places.map(|row| one_line(&row.place())).collect();
        if count > NAMED {
            let rest = count.saturating_sub(NAMED);
            places.push(match language {
                Language::Vi => format!("và {rest} dòng khác"),
                Language::En => format!("and {rest} more"),
            });
        }
        let rows = match (language, count) {
            (Language::Vi, _) => format!("lập từ {count} dòng"),
            (Language::En, 1) => "comes from 1 row".to_owned(),
            (Language::En, _) => format!("comes from {count} rows"),
        };
        if places.is_empty() { rows } else { format!("{rows} ({})", places.join("; ")) }
    }

    /// Said only where print shows another number than the value.
    fn rounding(&self, cell: &Cell) -> Option<String> {
        let (CellValue::Decimal { value, decimals } | CellValue::Percent { value, decimals }) = cell.value()
        else {
            return None;
        };
        let shown = value.round_dp_with_strategy(*decimals, RoundingStrategy::MidpointAwayFromZero);
        (shown != *value).then(|| match (self.language, *decimals) {
            (Language::Vi, 0) => "in làm tròn nửa lên đến hàng đơn vị".to_owned(),
            (Language::Vi, count) => format!("in làm tròn nửa lên đến {count} chữ số thập phân"),
            (Language::En, 0) => "printed rounded half up to a whole number".to_owned(),
            (Language::En, 1) => "printed rounded half up to 1 decimal".to_owned(),
            (Language::En, count) => format!("printed rounded half up to {count} decimals"),
        })
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;
    use vientro_core::{Location, RowId};
    use vientro_currency::{Currency, RateKind};

    use super::*;
    use crate::{MissingReason, Paragraph, Provenance, SourceRow};

    #[test]
    fn a_figure_in_one_sentence() {
        let rate = Rate::builder(Currency::USD, Currency::VND, 25_154.into(), RateKind::TreasuryAccounting)
            .publisher("Kho bạc Nhà nước")
            .notice("TB 25/TB-KBNN", "2025-03-01".parse().ok())
            .day("2025-03-01".parse().unwrap())
            .build()
            .unwrap();
        let ids: Vec<RowId> = (1..=5).map(|at| RowId::try_new(format!("a.xlsx/1/F{at}")).unwrap()).collect();
        let third = Decimal::ONE_HUNDRED / Decimal::from(3);
        let reason = Bilingual::new(rate.text(Language::Vi), rate.text(Language::En));
        let cell = Cell::percent(third, 1)
            .rows(ids.iter().cloned())
            .because(reason)
            .because(Bilingual::new("phần đã biết chia cho kế hoạch", "the known part over the plan"));
        let cell = cell.footnote(Bilingual::new("Chưa gồm 1 khoản.", "Without 1 amount."));
        let missing = Cell::missing(MissingReason::Unknown);
        let rows = ids.iter().map(|id| {
            let place = Location::new().in_file("a.xlsx").at_cell(id.as_str().rsplit('/').next().unwrap());
            SourceRow::new(id.clone(), place, Bilingual::same("x"))
        });
        let report = Report::new("r", Bilingual::new("Báo cáo", "Report"))
            .paragraph(Paragraph::new().cell(cell.clone()).cell(missing.clone()))
            .rows(rows)
            .provenance(
                Provenance::new()
                    .rate(rate)
                    .policy(Bilingual::new("tỷ giá hạch toán", "the accounting rate")),
            )
            .build()
            .unwrap();
        insta::assert_snapshot!(report.explain(&cell, Language::Vi), @"33,3% lập từ 5 dòng (a.xlsx F1; a.xlsx F2; a.xlsx F3; và 2 dòng khác); quy đổi theo 1 USD = 25.154 VND (tỷ giá hạch toán, Kho bạc Nhà nước, ngày 01/03/2025, thông báo TB 25/TB-KBNN ngày 01/03/2025), chọn theo tỷ giá hạch toán; theo phần đã biết chia cho kế hoạch; in làm tròn nửa lên đến 1 chữ số thập phân; lưu ý: Chưa gồm 1 khoản.");
        insta::assert_snapshot!(report.explain(&cell, Language::En), @"33.3% comes from 5 rows (a.xlsx F1; a.xlsx F2; a.xlsx F3; and 2 more); converted at 1 USD = 25,154 VND (accounting rate, Kho bạc Nhà nước, 01/03/2025, notice TB 25/TB-KBNN of 01/03/2025), chosen by the accounting rate; by the known part over the plan; printed rounded half up to 1 decimal; note: Without 1 amount.");
        assert_eq!(report.explain(&missing, Language::En), "not known.");
    }
}
