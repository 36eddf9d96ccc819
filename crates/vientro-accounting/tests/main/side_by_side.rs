//! Totals side by side (P10): each bridge sums exactly, and two bridges in a row make the one over both.

use proptest::prelude::*;
use vientro_accounting::{Journal, PostingContext, Selection, Totals, side_by_side, year_ends};
use vientro_core::{Bilingual, Language, Period};
use vientro_currency::{Currency, Money, Policy, RateBook, RateKind};
use vientro_model::{AmountKey, Basis, Direction};

use crate::support::{date, post, programme, usd_rate};

#[test]
fn the_years_end_on_three_days() {
    let years = year_ends(2025).unwrap();
    let ends: Vec<String> = years.iter().map(|(_, period)| period.last().to_string()).collect();
    assert_eq!(ends, ["2025-12-14", "2025-12-31", "2026-01-31"]);
    assert_eq!(years[1].0.text(Language::Vi), "năm 2025");
    assert!(year_ends(i32::MAX).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn bridges_sum_and_follow_each_other(facts in programme(), basis in 0usize..Basis::ALL.len()) {
        let mut journal = Journal::new();
        post(&mut journal, &facts);
        // the same facts at another rate, as a bank has it
        let bank = usd_rate("26000", RateKind::BankBuyingTransfer, date("2025-01-01"), date("2025-12-31"));
        let (book, policy) = (RateBook::from_rates([bank]).unwrap(), Policy::bank_buying("P"));
        let mut other = Journal::new();
        other.post(&facts, &PostingContext::new(&book, &policy, Currency::VND)).unwrap();
        let (totals, others) = (Totals::new(&journal, &facts), Totals::new(&other, &facts));

        let selection = Selection::new(AmountKey::new(Basis::ALL[basis], Direction::Inward));
        let mut columns: Vec<(Bilingual, Totals<'_>, Selection)> = year_ends(2025)
            .unwrap()
            .map(|(label, period)| (label, totals, selection.clone().during(period)))
            .to_vec();
        let known = selection.clone().during(Period::calendar_year(2025).unwrap()).as_known_on(date("2025-06-30"));
        columns.push((Bilingual::same("known in June"), totals, known.clone()));
        columns.push((Bilingual::same("bank"), others, known.from_donor("donor 1")));
        let table = side_by_side(columns.clone()).unwrap();

        prop_assert_eq!((table.columns().len(), table.bridges().len()), (5, 10));
        prop_assert!(table.bridge(1, 0).is_none() && table.bridge(0, 5).is_none());
        for it in table.bridges() {
            let end = |place: usize| {
                let (_, totals, selection) = &columns[place];
                totals.total(selection).unwrap().figure().known_part().low().copied().unwrap_or(Money::vnd(0))
            };
            prop_assert_eq!(it.bridge().start().low(), end(it.from()));
            prop_assert_eq!(it.bridge().end().low(), end(it.to()));
            let steps: i128 = it.bridge().steps().iter().map(|step| step.change().low().minor()).sum();
            prop_assert_eq!(steps, end(it.to()).minor() - end(it.from()).minor());
        }
        let change = |from, to| {
            let bridge = table.bridge(from, to).unwrap();
            (bridge.end().low().minor() - bridge.start().low().minor(), bridge.end().unknown() - bridge.start().unknown())
        };
        for (from, by, to) in [(0, 1, 2), (0, 2, 4), (1, 3, 4)] {
            let (first, second) = (change(from, by), change(by, to));
            prop_assert_eq!(change(from, to), (first.0 + second.0, first.1 + second.1));
        }
    }
}
