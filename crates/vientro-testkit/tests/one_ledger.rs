//! One ledger, four reports (story N1): the yearly form, a province's letter, the donor's report and the transactions of
//! the calendar year are sums of the same lines, and the bridge between any two of them is exact.

use rust_decimal::Decimal;
use vientro_accounting::{BridgeCause, Journal, PostingContext, Selection, Totals, side_by_side};
use vientro_core::{Bilingual, Figure, Period};
use vientro_currency::{Currency, Money, Policy, Rate, RateBook, RateKind};
use vientro_intake::{
    AccountRule, LedgerColumns, LedgerMapping, Options, ProjectRule, Source, read_csv, read_ledger,
};
use vientro_model::{AidItem, AmountKey, Basis, Direction, Facts, FlowKind, ItemId, SourceClass, UnitCode};

const LEDGER: &str = "\
Date,Account,Project,Amount,Currency,Memo
2025-01-08,4100,VN-01,-40000,USD,grant
2025-02-10,5100,VN-01,10000,USD,water pumps
2025-03-11,5100,VN-02,251200000,VND,school desks
2025-06-20,5100,VN-01,2500.50,USD,training
2025-12-20,5200,VN-02,1000,USD,after the yearly form
2026-01-15,5200,VN-02,500,USD,next calendar year
2025-07-01,1200,VN-01,3000,USD,advance to the partner
2025-08-01,1300,VN-01,-2800,USD,settled
2025-08-02,1210,VN-01,-200,USD,returned
2025-12-31,1010,VN-01,-9000,USD,bank
2025-12-31,9000,HQ,4000,USD,head office
";

fn facts() -> Facts {
    let item = |id: &str, title: &str, unit: &str, donor: &str| {
        AidItem::new(ItemId::try_new(id).unwrap(), title, Direction::Inward, SourceClass::ForeignNgo)
            .with_unit(UnitCode::try_new(unit).unwrap())
            .with_donor(donor)
    };
    let columns = LedgerColumns {
        currency: Some("Currency".to_owned()),
        memo: Some("Memo".to_owned()),
        ..LedgerColumns::new("Date", "Account", "Project", "Amount")
    };
    let mapping = LedgerMapping::try_new(
        "A",
        columns,
        [
            AccountRule::new("4100").negative(FlowKind::Receipt),
            AccountRule::new("5*").positive(FlowKind::Expenditure),
            AccountRule::new("1200").positive(FlowKind::Advance),
            AccountRule::new("1210").negative(FlowKind::AdvanceReturn),
            AccountRule::new("1300").negative(FlowKind::AdvanceSettlement),
            AccountRule::ignored(
                "1010",
                Bilingual::new("bên kia của bút toán", "the other side of the entry"),
            ),
            AccountRule::ignored("9*", Bilingual::new("ngoài Việt Nam", "not in Viet Nam")),
        ],
        [
            ProjectRule::new("VN-01", item("A-01", "Nước sạch", "91", "Quỹ B")),
            ProjectRule::new("VN-02", item("A-02", "Trường học", "40", "Quỹ C")),
        ],
    )
    .unwrap();
    let grid = read_csv(&Source::new("ledger.csv", LEDGER.as_bytes()), &Options::default()).unwrap();
    let ledger = read_ledger(&grid, &mapping);
    assert_eq!(ledger.findings(), []);
    let mut facts = Facts::default();
    assert_eq!(ledger.add_to(&mut facts).unwrap(), 9);
    facts
}

#[test]
fn one_ledger_four_reports() {
    let facts = facts();
    let rate =
        Rate::builder(Currency::USD, Currency::VND, Decimal::from(25_120), RateKind::TreasuryAccounting)
            .publisher("P")
            .days("2025-01-01".parse().unwrap(), "2026-01-31".parse().unwrap())
            .build()
            .unwrap();
    let (rates, policy) = (RateBook::from_rates([rate]).unwrap(), Policy::treasury_accounting());
    let mut journal = Journal::new();
    let context = PostingContext::new(&rates, &policy, Currency::VND);
    assert_eq!(journal.post(&facts, &context).unwrap().posted.len(), 9);
    // the same export again changes nothing
    let again = journal.post(&facts, &context).unwrap();
    assert_eq!((again.posted.len(), again.findings.len()), (0, 0));

    let totals = Totals::new(&journal, &facts);
    let spent = Selection::new(AmountKey::new(Basis::Spent, Direction::Inward));
    let (calendar, form) = (Period::calendar_year(2025).unwrap(), Period::administrative_year(2025).unwrap());
    let reports = [
        ("Form 05", spent.clone().during(form)),
        ("province 91", spent.clone().during(calendar).in_unit(UnitCode::try_new("91").unwrap())),
        ("donor C", spent.clone().from_donor("Quỹ C")),
        ("transactions", spent.during(calendar)),
    ];
    let columns = reports.map(|(label, selection)| (Bilingual::same(label), totals, selection));
    let table = side_by_side(columns).unwrap();
    // 10,000 + 10,000 + 2,500.50 + 2,800 in Form 05; advance and return are no use
    let dollars = |cents: i64| Figure::Known(Money::vnd(cents * 25_120 / 100));
    let sums: Vec<Figure<Money>> = table.columns().iter().map(|column| column.sum().printable()).collect();
    assert_eq!(
        sums,
        [dollars(2_530_050), dollars(1_530_050), dollars(1_150_000), dollars(2_630_050)],
        "{table:#?}"
    );
    for it in table.bridges() {
        let steps: i128 = it.bridge().steps().iter().map(|step| step.change().low().minor()).sum();
        assert_eq!(steps, it.bridge().end().low().minor() - it.bridge().start().low().minor());
    }
    let steps: Vec<(BridgeCause, i128)> = table
        .bridge(0, 1)
        .unwrap()
        .steps()
        .iter()
        .map(|step| (step.cause(), step.change().low().minor() / 25_120))
        .collect();
    assert_eq!(steps, [(BridgeCause::Period, 1_000), (BridgeCause::Territory, -11_000)]);
}
