//! Properties of the books over random programmes.

use proptest::prelude::*;
use rust_decimal::Decimal;
use vientro_accounting::{
    Book, Dimension, Entry, Journal, Line, Selection, Side, Tell, Totals, balances, commitments, to_csv,
    unspent,
};
use vientro_core::{Doubt, Figure, Hedge, Location, Period, RowId, Verdict};
use vientro_currency::{Currency, Money};
use vientro_model::{
    AidItem, Amendment, AmountKey, Basis, Direction, Facts, Flow, FlowId, FlowKind, ItemId, SourceClass,
    SourceRow, Standing,
};

use crate::support::{billion, date, hedged, post, programme, vnd};

const DIMENSIONS: [Dimension; 11] = [
    Dimension::Currency,
    Dimension::Donor,
    Dimension::DonorCountry,
    Dimension::Form,
    Dimension::Item,
    Dimension::Modality,
    Dimension::Month,
    Dimension::Place,
    Dimension::Province,
    Dimension::Sector,
    Dimension::SourceClass,
];

fn keys() -> Vec<AmountKey> {
    let bases =
        Basis::ALL.iter().flat_map(|basis| Direction::ALL.iter().map(|to| AmountKey::new(*basis, *to)));
    bases.flat_map(|key| [key, key.with_standing(Standing::Memo)]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_fact_is_posted_or_kept_aside(facts in programme()) {
        let mut journal = Journal::new();
        let report = post(&mut journal, &facts);
        let told_twice = report.findings.iter().filter(|it| it.code().as_str() == "commitment-told-twice").count();
        let versions: usize =
            facts.items().map(|item| item.commitment().map_or(0, |history| history.versions().count())).sum();
        let facts_in = facts.flows().len() + facts.gifts().len() + facts.movements().len() + versions;
        prop_assert_eq!(report.posted.len() + journal.unposted().count() + told_twice, facts_in);
        prop_assert_eq!(journal.audit(Some(&journal.head())), []);
    }

    #[test]
    fn every_entry_balances_in_each_book_and_currency(facts in programme()) {
        let mut journal = Journal::new();
        post(&mut journal, &facts);
        for entry in journal.entries() {
            // a plain recount at the lower ends, apart from the check that built the entry
            let mut sums = std::collections::BTreeMap::<(Book, Option<Currency>), i128>::new();
            for line in entry.lines() {
                let sign = if (line.side() == Side::Debit) == line.is_withdrawn() { -1 } else { 1 };
                let low = line.value().original().low().map_or(1, Money::minor);
                *sums.entry((line.account().book(), line.value().currency())).or_default() += sign * low;
            }
            prop_assert!(sums.values().all(|sum| *sum == 0), "{:?}", entry);
        }
    }

    #[test]
    fn posting_twice_changes_nothing(facts in programme()) {
        let mut journal = Journal::new();
        let first = post(&mut journal, &facts);
        let once = journal.clone();
        let again = post(&mut journal, &facts);
        prop_assert!(again.posted.is_empty());
        prop_assert_eq!(again.skipped_same_id.len(), first.posted.len());
        prop_assert!(again.findings.iter().all(|it| it.code().as_str() != "changed-since-posted"));
        prop_assert_eq!(journal, once);
    }

    #[test]
    fn groups_sum_to_the_total(facts in programme(), first_half in any::<bool>()) {
        let mut journal = Journal::new();
        post(&mut journal, &facts);
        let totals = Totals::new(&journal, &facts);
        for key in keys() {
            let mut selection = Selection::new(key);
            if first_half {
                selection = selection.during(Period::half_year(2025, 1).unwrap());
            }
            let total = totals.total(&selection).unwrap();
            for dimension in DIMENSIONS {
                let groups = totals.grouped(&selection, dimension).unwrap();
                let mut known = Figure::Known(Money::vnd(0));
                for group in &groups {
                    known = known.checked_add(group.sum().figure().known_part()).unwrap();
                }
                prop_assert_eq!(&known, total.figure().known_part(), "{:?} {:?}", key, dimension);
                let count = |f: fn(&vientro_accounting::Sum) -> usize| groups.iter().map(|it| f(it.sum())).sum::<usize>();
                prop_assert_eq!(count(|sum| sum.figure().inputs()), total.figure().inputs());
                prop_assert_eq!(count(|sum| sum.figure().unknown()), total.figure().unknown());
                prop_assert_eq!(count(vientro_accounting::Sum::undated), total.undated());
                prop_assert_eq!(count(vientro_accounting::Sum::unconverted), total.unconverted());
            }
        }
    }

    #[test]
    fn totals_agree_with_a_plain_loop_over_the_facts(facts in programme()) {
        let mut journal = Journal::new();
        post(&mut journal, &facts);
        let totals = Totals::new(&journal, &facts);
        for basis in [Basis::Disbursed, Basis::Received, Basis::Spent, Basis::Pledged, Basis::Mobilised, Basis::Given] {
            let key = AmountKey::new(basis, Direction::Inward);
            let sum = totals.total(&Selection::new(key)).unwrap();
            let (mut low, mut unknown) = (0_i128, 0);
            for flow in facts.flows().filter(|flow| key.selects(&flow.key())) {
                let Some(day) = flow.date() else { continue };
                let figure = flow.amount_signed();
                match figure.low().or_else(|| figure.high()).map(Money::currency) {
                    None => unknown += 1,
                    // 25,120 đồng for a dollar, to the đồng, half up
                    Some(Currency::USD) if day <= date("2025-12-31") => {
                        let convert = |cents: i128| (cents.abs() * 25_120 + 50) / 100 * cents.signum();
                        low += figure.low().map_or(i128::MIN / 4, |money| convert(money.minor()));
                    }
                    Some(Currency::VND) => low += figure.low().map_or(i128::MIN / 4, Money::minor),
                    Some(_) => {}
                }
            }
            prop_assert_eq!(sum.figure().unknown(), unknown);
            match sum.figure().known_part().low() {
                Some(money) => prop_assert_eq!(money.minor(), low),
                None => prop_assert!(low < i128::MIN / 8),
            }
        }
    }

    #[test]
    fn a_reversal_brings_balances_back(facts in programme(), which in any::<prop::sample::Index>()) {
        let mut journal = Journal::new();
        post(&mut journal, &facts);
        prop_assume!(!journal.entries().is_empty());
        let entry = journal.entries()[which.index(journal.entries().len())].clone();
        // an amendment stands on the version before it: take back the newest only
        let newest = journal.entries().iter().filter(|it| it.item() == entry.item()).map(Entry::number).max();
        prop_assume!(newest == Some(entry.number()) || entry.lines().iter().all(|line| !line.is_withdrawn()));
        let mut without = Journal::new();
        for other in journal.entries().iter().filter(|it| it.number() != entry.number()) {
            let lines = other.lines().to_vec();
            let draft = vientro_accounting::EntryDraft::new(other.source().clone(), *other.key(), other.date(), lines);
            without.append(draft).unwrap();
        }
        let before = journal.head();
        journal.reverse(entry.number(), date("2026-01-10"), date("2026-01-10"), "nhập nhầm", None).unwrap();
        prop_assert!(journal.reverse(entry.number(), date("2026-01-11"), date("2026-01-11"), "", None).is_err());
        prop_assert_ne!(before, journal.head());
        for tell in [Tell::Original, Tell::Presentation] {
            let told = |journal: &Journal| -> Vec<String> {
                balances(journal, None, tell)
                    .unwrap()
                    .iter()
                    .map(|it| format!("{} {} {:?}", it.account(), it.currency(), it.closing().complete()))
                    .collect()
            };
            prop_assert_eq!(told(&journal), told(&without));
        }
        let totals = (Totals::new(&journal, &facts), Totals::new(&without, &facts));
        for key in keys() {
            let selection = Selection::new(key);
            let (left, right) = (totals.0.total(&selection).unwrap(), totals.1.total(&selection).unwrap());
            prop_assert_eq!(left.figure().known_part(), right.figure().known_part());
        }
    }

    #[test]
    fn closing_is_opening_and_movements(facts in programme()) {
        let mut journal = Journal::new();
        post(&mut journal, &facts);
        let half = Period::half_year(2025, 2).unwrap();
        for balance in balances(&journal, Some(&half), Tell::Original).unwrap() {
            let (Some(opening), Some(debit), Some(credit), Some(closing)) = (
                balance.opening().figure().known(),
                balance.debit().figure().known(),
                balance.credit().figure().known(),
                balance.closing().figure().known(),
            ) else { continue };
            let sum = opening.checked_add(debit).unwrap().checked_sub(credit).unwrap();
            prop_assert_eq!(&sum, closing, "{}", balance.account());
        }
        for (tell, period) in [(Tell::Original, Some(&half)), (Tell::Presentation, None)] {
            for balance in balances(&journal, period, tell).unwrap() {
                let is_its = |line: &Line| {
                    let currency = if tell == Tell::Original { line.value().currency() } else { None };
                    line.account() == balance.account()
                        && currency.unwrap_or(journal.presentation()) == balance.currency()
                };
                let counts = |entry: &&Entry| {
                    period.is_none_or(|period| entry.date() <= period.last()) && entry.lines().iter().any(is_its)
                };
                let expected: Vec<u64> = journal.entries().iter().filter(counts).map(Entry::number).collect();
                prop_assert_eq!(journal.entries_of(&balance), expected, "{}", balance.account());
            }
        }
    }

    #[test]
    fn bridge_steps_sum_and_knowledge_grows(facts in programme(), day in 0u64..400) {
        let mut journal = Journal::new();
        post(&mut journal, &facts);
        let totals = Totals::new(&journal, &facts);
        let key = AmountKey::new(Basis::Disbursed, Direction::Inward);
        let from = Selection::new(key).during(Period::administrative_year(2025).unwrap()).as_known_on(date("2025-06-30"));
        let to = Selection::new(key).during(Period::calendar_year(2025).unwrap()).from_donor("donor 1");
        let bridge = totals.bridge(&from, &totals, &to).unwrap();
        let steps: i128 = bridge.steps().iter().map(|step| step.change().low().minor()).sum();
        prop_assert_eq!(bridge.end().low().minor() - bridge.start().low().minor(), steps);
        let known = date("2025-01-01") + chrono::Days::new(day);
        let early = journal.as_known_on(known).unwrap();
        let late = journal.as_known_on(known + chrono::Days::new(1)).unwrap();
        let sources = |journal: &Journal| -> Vec<String> {
            journal.entries().iter().map(|entry| entry.source().to_string()).collect()
        };
        let later = sources(&late);
        prop_assert!(sources(&early).iter().all(|source| later.contains(source)));
        prop_assert_eq!(early.audit(None), []);
        prop_assert!(early.entries().iter().all(|entry| entry.recorded_on() <= known));
    }
}

fn item(id: &str, committed: &str) -> AidItem {
    let id = ItemId::try_new(id).unwrap();
    AidItem::new(id, "20 căn nhà", Direction::Inward, SourceClass::ForeignNgo)
        .with_commitment(vnd(Figure::Known(billion(committed))), date("2025-03-01"))
        .unwrap()
}

fn flow(id: &str, kind: FlowKind, amount: Figure<Money>, day: &str) -> Flow {
    let id = FlowId::try_new(id).unwrap();
    Flow::try_new(id, kind, amount, Direction::Inward, SourceClass::ForeignNgo).unwrap().with_date(date(day))
}

/// "tăng từ 3,4 tỷ đồng lên 4,22 tỷ đồng": disbursed in two tranches, one refund
#[test]
fn a_commitment_is_amended_drawn_and_exceeded() {
    let mut tzu_chi = item("NA-1", "3.4");
    let (before, after) = (vnd(Figure::Known(billion("3.4"))), vnd(Figure::Known(billion("4.22"))));
    tzu_chi.amend(Amendment::new(date("2025-06-20"), before, after)).unwrap();
    let id = tzu_chi.id().clone();
    let mut facts = Facts::default();
    facts.add_item(tzu_chi).unwrap();
    for (number, kind, amount) in [
        ("1", FlowKind::Disbursement, "3"),
        ("2", FlowKind::Disbursement, "1"),
        ("3", FlowKind::Refund, "0.5"),
    ] {
        let amount = vnd(Figure::Known(billion(amount)));
        facts.add_flow(flow(number, kind, amount, "2025-09-01").with_item(id.clone())).unwrap();
    }
    let mut journal = Journal::new();
    post(&mut journal, &facts);
    let position = &commitments(&journal).unwrap()[0];
    assert_eq!(position.committed(), &Figure::Known(Money::vnd(4_220_000_000)));
    assert_eq!(position.drawn(), &Figure::Known(Money::vnd(3_500_000_000)));
    assert_eq!(position.remainder(), &Figure::Known(Money::vnd(720_000_000)));
    assert_eq!(position.over_disbursed(), Verdict::No);
    let june = &commitments(&journal.as_known_on(date("2025-06-01")).unwrap()).unwrap()[0];
    assert_eq!(june.committed(), &Figure::Known(Money::vnd(3_400_000_000)));

    let late =
        flow("4", FlowKind::Disbursement, vnd(Figure::Known(billion("1"))), "2025-10-01").with_item(id);
    facts.add_flow(late).unwrap();
    post(&mut journal, &facts);
    let finding = commitments(&journal).unwrap()[0].finding().unwrap().unwrap();
    assert_eq!(finding.code().as_str(), "over-disbursed");
    assert!(finding.message().en().contains("280000000 VND"), "{finding:?}");
}

#[test]
fn a_hedged_commitment_is_amended_without_widening() {
    let mut item =
        AidItem::new(ItemId::try_new("H").unwrap(), "x", Direction::Inward, SourceClass::ForeignNgo)
            .with_commitment(vnd(hedged(Some(Hedge::MoreThan), billion("18"))), date("2025-03-01"))
            .unwrap();
    let before = item.commitment_now().unwrap().clone();
    item.amend(Amendment::new(date("2025-06-20"), before, vnd(Figure::Known(billion("20"))))).unwrap();
    let mut facts = Facts::default();
    facts.add_item(item).unwrap();
    let mut journal = Journal::new();
    post(&mut journal, &facts);
    assert_eq!(commitments(&journal).unwrap()[0].committed(), &Figure::Known(Money::vnd(20_000_000_000)));
    let key = AmountKey::new(Basis::Committed, Direction::Inward);
    let sum = Totals::new(&journal, &facts).total(&Selection::new(key)).unwrap();
    assert_eq!(sum.figure().known_part(), &Figure::Known(Money::vnd(20_000_000_000)));
}

#[test]
fn a_changed_fact_is_found_and_not_written_over() {
    let mut facts = Facts::default();
    facts
        .add_flow(flow("1", FlowKind::Disbursement, vnd(Figure::Known(billion("1"))), "2025-09-01"))
        .unwrap();
    let mut journal = Journal::new();
    post(&mut journal, &facts);
    let mut changed = Facts::default();
    changed
        .add_flow(flow("1", FlowKind::Disbursement, vnd(Figure::Known(billion("2"))), "2025-09-01"))
        .unwrap();
    let report = post(&mut journal, &changed);
    assert_eq!(report.findings[0].code().as_str(), "changed-since-posted");
    assert_eq!(journal.entries().len(), 1);
    assert_eq!(journal.entries()[0].lines()[0].value().original(), &Figure::Known(Money::vnd(1_000_000_000)));
}

#[test]
fn a_flow_without_date_or_rate_is_kept_aside_and_counted() {
    let mut facts = Facts::default();
    let usd = Figure::Known(Money::from_minor(45_780_000, Currency::USD).unwrap());
    facts.add_flow(flow("1", FlowKind::Disbursement, usd.clone(), "2025-09-01")).unwrap();
    facts.add_flow(flow("2", FlowKind::Disbursement, usd.clone(), "2026-02-01")).unwrap();
    let id = FlowId::try_new("3").unwrap();
    let undated =
        Flow::try_new(id, FlowKind::Disbursement, usd, Direction::Inward, SourceClass::ForeignNgo).unwrap();
    facts.add_flow(undated).unwrap();
    let mut journal = Journal::new();
    let report = post(&mut journal, &facts);
    let codes: Vec<&str> = report.findings.iter().map(|it| it.code().as_str()).collect();
    assert_eq!(codes, ["flow-no-rate", "flow-undated"]);
    let key = AmountKey::new(Basis::Disbursed, Direction::Inward);
    let sum = Totals::new(&journal, &facts).total(&Selection::new(key)).unwrap();
    assert_eq!(sum.figure().complete(), Figure::Known(Money::vnd(11_499_936_000)));
    assert_eq!((sum.undated(), sum.unconverted(), sum.is_complete()), (1, 1, false));
    assert_eq!(sum.printable().low(), Some(&Money::vnd(11_499_936_000)));
    assert_eq!(sum.printable().high(), None);
    assert_eq!(sum.rates().len(), 1);
}

#[test]
fn an_amendment_kept_aside_leaves_no_lower_bound() {
    let usd = |cents| Figure::Known(Money::from_minor(cents, Currency::USD).unwrap());
    let mut item =
        AidItem::new(ItemId::try_new("1").unwrap(), "x", Direction::Inward, SourceClass::ForeignNgo)
            .with_commitment(usd(45_780_000), date("2025-09-01"))
            .unwrap();
    // there is no rate on that day, so the reduction is kept aside
    item.amend(Amendment::new(date("2026-02-01"), usd(45_780_000), usd(20_000_000))).unwrap();
    let mut facts = Facts::default();
    facts.add_item(item).unwrap();
    let mut journal = Journal::new();
    assert_eq!(post(&mut journal, &facts).findings.len(), 1);
    let selection = Selection::new(AmountKey::new(Basis::Committed, Direction::Inward));
    let sum = Totals::new(&journal, &facts).total(&selection).unwrap();
    assert_eq!(sum.unconverted(), 1);
    assert_eq!(sum.printable(), Figure::Unknown);
}

#[test]
fn a_refund_kept_aside_leaves_no_lower_bound() {
    let mut facts = Facts::default();
    facts
        .add_flow(flow("1", FlowKind::Disbursement, vnd(Figure::Known(billion("2"))), "2025-09-01"))
        .unwrap();
    let id = FlowId::try_new("2").unwrap();
    let amount = vnd(Figure::Known(billion("1")));
    let undated =
        Flow::try_new(id, FlowKind::Refund, amount, Direction::Inward, SourceClass::ForeignNgo).unwrap();
    facts.add_flow(undated).unwrap();
    let mut journal = Journal::new();
    post(&mut journal, &facts);
    let selection = Selection::new(AmountKey::new(Basis::Disbursed, Direction::Inward));
    let totals = Totals::new(&journal, &facts);
    let sum = totals.total(&selection).unwrap();
    // two billion are posted, but one of them went back on some day: "at least two" would be false
    assert_eq!(sum.figure().known_part(), &Figure::Known(Money::vnd(2_000_000_000)));
    assert_eq!((sum.undated(), sum.printable()), (1, Figure::Unknown));
    let groups = totals.grouped(&selection, Dimension::Currency).unwrap();
    assert_eq!(groups.iter().map(|group| group.sum().undated()).sum::<usize>(), 1);
}

#[test]
fn a_disbursement_kept_aside_leaves_the_remainder_open() {
    let mut facts = Facts::default();
    let id = ItemId::try_new("AG-1").unwrap();
    let item = AidItem::new(id.clone(), "nước sạch", Direction::Inward, SourceClass::ForeignNgo)
        .with_commitment(vnd(Figure::Known(billion("5"))), date("2025-01-02"))
        .unwrap();
    facts.add_item(item).unwrap();
    let paid = flow("1", FlowKind::Disbursement, vnd(Figure::Known(billion("2"))), "2025-09-01");
    facts.add_flow(paid.with_item(id.clone())).unwrap();
    let undated = |name: &str, kind| {
        let amount = vnd(Figure::Known(billion("4")));
        Flow::try_new(
            FlowId::try_new(name).unwrap(),
            kind,
            amount,
            Direction::Inward,
            SourceClass::ForeignNgo,
        )
        .unwrap()
        .with_item(id.clone())
    };
    facts.add_flow(undated("2", FlowKind::Disbursement)).unwrap();
    let mut journal = Journal::new();
    post(&mut journal, &facts);
    let position = &commitments(&journal).unwrap()[0];
    // two of five billion are posted, four more were paid on some day
    assert_eq!(position.drawn().low(), Some(&Money::vnd(2_000_000_000)));
    assert_eq!(position.drawn().high(), None);
    assert_eq!(position.remainder().known(), None);
    assert_eq!(position.over_disbursed(), Verdict::CannotTell(Doubt::Overlap));
    facts.add_flow(undated("3", FlowKind::Refund)).unwrap();
    let mut journal = Journal::new();
    post(&mut journal, &facts);
    assert_eq!(commitments(&journal).unwrap()[0].drawn(), &Figure::Unknown);
}

#[test]
fn a_reversal_takes_back_its_own_entry() {
    let row = |id: &str| RowId::try_new(id).unwrap();
    let mut facts = Facts::default();
    let first = flow("1", FlowKind::Receipt, vnd(Figure::Known(billion("1"))), "2024-09-01");
    let second = flow("2", FlowKind::Receipt, vnd(Figure::Known(billion("1"))), "2025-09-01");
    facts.add_flow(first.with_rows([row("a")])).unwrap();
    facts.add_flow(second.with_rows([row("b")])).unwrap();
    let mut journal = Journal::new();
    post(&mut journal, &facts);
    journal.reverse(1, date("2025-10-01"), date("2025-10-01"), "sai", None).unwrap();
    let totals = Totals::new(&journal, &facts);
    let all = Selection::new(AmountKey::new(Basis::Received, Direction::Inward));
    // what is left is the other receipt, with its row
    assert_eq!(totals.total(&all).unwrap().rows(), [row("b")]);
    let year = all.during(Period::calendar_year(2025).unwrap());
    let sum = totals.total(&year).unwrap();
    assert_eq!(sum.figure().complete(), Figure::Known(Money::vnd(0)));
    assert_eq!(sum.rows(), [row("a"), row("b")]);
}

#[test]
fn what_is_kept_aside_is_told_at_its_cell() {
    let row = RowId::try_new("vien-tro.xlsx/Giải ngân/17").unwrap();
    let mut facts = Facts::default();
    let amount = vnd(Figure::Known(billion("1")));
    let id = FlowId::try_new("GN-7").unwrap();
    let undated =
        Flow::try_new(id, FlowKind::Receipt, amount, Direction::Inward, SourceClass::ForeignNgo).unwrap();
    facts.add_flow(undated.with_rows([row.clone()])).unwrap();
    let told = |facts: &Facts| post(&mut Journal::new(), facts).findings[0].location().to_string();
    assert_eq!(told(&facts), "<flow:GN-7 vien-tro.xlsx/Giải ngân/17>");
    let place = Location::new().in_file("vien-tro.xlsx").in_sheet("Giải ngân").at_cell("A17");
    facts.add_row(row, SourceRow::new(place, "dòng 17")).unwrap();
    assert_eq!(told(&facts), "vien-tro.xlsx [Giải ngân] A17 <GN-7>");
}

#[test]
fn the_presentation_of_a_journal_is_one_currency() {
    let mut facts = Facts::default();
    facts.add_flow(flow("1", FlowKind::Pledge, vnd(Figure::Known(billion("1"))), "2025-09-01")).unwrap();
    let mut journal = Journal::new();
    post(&mut journal, &facts);
    let (rates, policy) = (crate::support::rates(), vientro_currency::Policy::treasury_accounting());
    let context = vientro_accounting::PostingContext::new(&rates, &policy, Currency::USD);
    assert!(journal.post(&facts, &context).is_err());
}

#[cfg(feature = "serde")]
#[test]
fn json_of_a_journal_is_audited_again() {
    let mut facts = Facts::default();
    for number in ["1", "2", "3"] {
        let amount = vnd(Figure::Known(billion(number)));
        facts.add_flow(flow(number, FlowKind::Disbursement, amount, "2025-09-01")).unwrap();
    }
    let mut journal = Journal::new();
    post(&mut journal, &facts);
    let text = serde_json::to_string(&journal).unwrap();
    assert_eq!(serde_json::from_str::<Journal>(&text).unwrap(), journal);
    // another amount in every place it stands, so that the entry still balances
    assert!(serde_json::from_str::<Journal>(&text.replace("2000000000", "2000000001")).is_err());
    let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let entries = value["entries"].as_array_mut().unwrap();
    for fault in ["cut", "swap", "twice"] {
        let mut faulty = entries.clone();
        match fault {
            "cut" => drop(faulty.pop()),
            "swap" => faulty.swap(0, 1),
            _ => faulty.push(faulty[2].clone()),
        }
        let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
        value["entries"] = serde_json::Value::Array(faulty);
        assert!(serde_json::from_value::<Journal>(value).is_err(), "{fault}");
    }
}

#[test]
fn books_as_csv_sum_to_the_balances() {
    let mut facts = Facts::default();
    facts.add_item(item("AG-1", "3.4")).unwrap();
    let usd = Figure::Known(Money::from_minor(45_780_050, Currency::USD).unwrap());
    let paid = flow("=1", FlowKind::Disbursement, usd, "2025-09-01");
    let rows = ["a, b.csv/1", "a, b.csv/2"].map(|id| RowId::try_new(id).unwrap());
    facts.add_flow(paid.with_item(ItemId::try_new("AG-1").unwrap()).with_rows(rows)).unwrap();
    let mut journal = Journal::new();
    post(&mut journal, &facts);
    let text = to_csv(&journal);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let cells: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    assert_eq!(cells.len(), 6);
    assert!(cells.iter().all(|row| row.len() == 15));
    let last = &cells[5];
    assert_eq!((&last[0], &last[6], &last[8], &last[9]), ("2", "credit", "457800.50", "USD"));
    assert_eq!((&last[10], &last[11], &last[13]), ("11499948560", "VND", "a, b.csv/1; a, b.csv/2"));
    assert_eq!(&last[14], journal.head().to_string());
    // each entry balances as it is written, in either currency
    for (amount, currency) in [(8, 9), (10, 11)] {
        let mut sums = std::collections::BTreeMap::<_, Decimal>::new();
        for row in &cells {
            let sign = if &row[6] == "debit" { Decimal::ONE } else { Decimal::NEGATIVE_ONE };
            let amount: Decimal = row[amount].parse().unwrap();
            *sums.entry((row[0].to_owned(), row[currency].to_owned())).or_default() += sign * amount;
        }
        assert!(sums.values().all(Decimal::is_zero), "{sums:?}");
    }
}

#[test]
fn what_is_not_spent_has_an_age() {
    let mut facts = Facts::default();
    for (id, kind, amount, day) in [
        ("1", FlowKind::Receipt, "3", "2025-02-01"),
        ("2", FlowKind::Receipt, "2", "2025-06-01"),
        ("3", FlowKind::Expenditure, "3.5", "2025-07-01"),
        ("4", FlowKind::Receipt, "1", "2026-01-01"),
    ] {
        facts.add_flow(flow(id, kind, vnd(Figure::Known(billion(amount))), day)).unwrap();
    }
    let mut journal = Journal::new();
    post(&mut journal, &facts);
    let told = |day: &str| -> Vec<(i128, i64, u64)> {
        let parts = unspent(&journal, date(day)).unwrap();
        parts.iter().map(|it| (it.amount().minor(), it.age_days(), it.entry())).collect()
    };
    // the first receipt is used up, and half a billion of the second
    assert_eq!(told("2025-12-31"), [(1_500_000_000, 213, 2)]);
    assert_eq!(told("2025-06-30"), [(3_000_000_000, 149, 1), (2_000_000_000, 29, 2)]);
    // what the parts hold is what the account holds
    let sum: i128 = told("2026-02-01").iter().map(|(minor, ..)| minor).sum();
    assert_eq!(sum, 2_500_000_000);
    facts.add_flow(flow("5", FlowKind::Receipt, Figure::Unknown, "2025-03-01")).unwrap();
    let mut journal = Journal::new();
    post(&mut journal, &facts);
    assert_eq!(unspent(&journal, date("2025-12-31")).unwrap(), []);
}
