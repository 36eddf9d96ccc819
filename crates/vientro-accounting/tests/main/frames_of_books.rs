//! Queries over frames of a journal against the totals of the same journal, over random programmes.

use proptest::prelude::*;
use vientro_accounting::frame::Frame;
use vientro_accounting::query::{Filter, Key, KeyValue, Measure, Query};
use vientro_accounting::{Dimension, EntrySource, Journal, Selection, Totals};
use vientro_core::{Bilingual, Figure};
use vientro_currency::{Currency, Money};
use vientro_model::{AmountKey, Basis, Direction, Standing};

use crate::support::{date, post, programme};

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_frame_of_the_journal_sums_as_totals_do(facts in programme(), reversed in proptest::collection::vec(any::<bool>(), 30)) {
        let mut journal = Journal::new();
        post(&mut journal, &facts);
        let numbers: Vec<u64> = journal
            .entries()
            .iter()
            .filter(|entry| matches!(entry.source(), EntrySource::Flow { .. }))
            .zip(reversed)
            .filter(|(_, reversed)| *reversed)
            .map(|(entry, _)| entry.number())
            .collect();
        for number in numbers {
            let day = date("2025-12-31");
            journal.reverse(number, day, day, "entered twice", None).unwrap();
        }
        let totals = Totals::new(&journal, &facts);
        let frame = Frame::from_journal(&totals).unwrap();
        for basis in Basis::ALL {
            for direction in Direction::ALL {
                let selection = Selection::new(AmountKey::new(*basis, *direction));
                let groups = totals.grouped(&selection, Dimension::Donor).unwrap();
                let table = Query::new()
                    .group_by(Key::column("donor"))
                    .measure(Measure::sum("presented"))
                    .filter(Filter::is_in("basis", [basis.as_str()]))
                    .filter(Filter::is_in("direction", [direction.as_str()]))
                    .filter(Filter::is_in("standing", [Standing::Own.as_str()]))
                    .run(&frame)
                    .unwrap();
                // facts kept aside have no row in the books
                let groups: Vec<_> = groups.iter().filter(|group| !group.sum().entries().is_empty()).collect();
                prop_assert_eq!(table.len(), groups.len());
                for (row, group) in table.rows().zip(groups) {
                    let key = group.key().map_or(KeyValue::Missing, |key| KeyValue::Name(key.into()));
                    prop_assert_eq!(row.key(0), key);
                    let cell = row.amount(0).unwrap();
                    let (figure, unknown) = (group.sum().figure().known_part(), group.sum().figure().unknown());
                    prop_assert_eq!(usize::try_from(cell.unknown()).unwrap(), unknown);
                    if cell.currency().is_some() {
                        prop_assert_eq!(cell.known_part().unwrap().interval(), figure.interval());
                    }
                }
            }
        }
    }

    #[test]
    fn a_frame_of_flows_has_them_all(facts in programme()) {
        let frame = Frame::from_flows(&facts).unwrap();
        prop_assert_eq!(frame.rows(), facts.flows().len());
        if frame.rows() == 0 {
            return Ok(());
        }
        let query = Query::new().group_by(Key::column("kind")).group_by(Key::currency("amount"));
        let query = query.across_bases(Bilingual::new("mọi chiều", "in every direction"));
        let table = query.measure(Measure::sum("amount")).measure(Measure::unknown("amount")).run(&frame).unwrap();
        for row in table.rows() {
            let kept: Vec<Figure<_>> = facts
                .flows()
                .filter(|flow| KeyValue::Name(flow.kind().as_str().into()) == row.key(0))
                .map(|flow| flow.amount().clone())
                .filter(|amount| {
                    let currency = amount.low().or_else(|| amount.high()).map(Money::currency);
                    currency.map_or(KeyValue::Missing, KeyValue::Currency) == row.key(1)
                })
                .collect();
            let KeyValue::Currency(currency) = row.key(1) else {
                prop_assert_eq!(row.count(1), u64::try_from(kept.len()).ok());
                continue;
            };
            let zero = Money::zero(currency).unwrap();
            let total = vientro_core::Total::of(zero, &kept).unwrap();
            prop_assert_eq!(row.amount(0).unwrap().known_part().unwrap().interval(), total.known_part().interval());
            prop_assert!([Currency::VND, Currency::USD].contains(&currency));
        }
    }
}
