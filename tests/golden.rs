//! The thirty golden checks, each under its own name, through the facade: printed sentences of five articles and what
//! must follow from them. The figures come from `examples/data/published`, the rates from `examples/data/rates`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "the helpers of tests fail as the tests do")]

use std::ops::Bound;
use std::sync::LazyLock;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro::accounting::check::scope_conflicts;
use vientro::accounting::{
    Addend, Claim, Comparand, ComparisonBasis, ComparisonError, Consolidation, ConsolidationContext,
    MemoLine, PlanLine, actual_from_plan, add_across_bases, add_statements, attainment, compare, consolidate,
    count_agrees, growth, implied_plan, implied_whole, per_head,
};
use vientro::core::{
    Apportioning, Bilingual, Ending, Figure, Hedge, HedgeConvention, Interval, Language, Period,
    PeriodWarning, Printed, Total, Verdict, When, percentages,
};
use vientro::currency::{
    Currency, DateRule, Money, Policy, PrintedAmount, RateBand, RateBook, RateKind, rate_band,
};
use vientro::intake::{StatementOptions, read_statements};
use vientro::model::{
    AidItem, Amendment, AmountKey, Anniversary, Basis, Congress, Direction, ItemId, Partition, SourceClass,
    Standing, StatedFigure, Term, unit_cost,
};
use vientro::vi::date::{DateContext, read_date};
use vientro::vi::{extract, read, repair, rounded_phrase};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

static FIGURES: LazyLock<Vec<StatedFigure>> = LazyLock::new(|| {
    let bytes = std::fs::read(format!("{ROOT}/examples/data/published/figures.csv")).unwrap();
    let read = read_statements("figures.csv", &bytes, &StatementOptions::default());
    assert!(read.findings.is_empty(), "{:?}", read.findings);
    read.figures
});

static RATES: LazyLock<RateBook> = LazyLock::new(|| {
    let mut book = RateBook::new();
    for file in ["sbv_central.csv", "bank_quotes.csv", "treasury_accounting.csv"] {
        book.read_csv(std::fs::File::open(format!("{ROOT}/examples/data/rates/{file}")).unwrap(), file);
    }
    book
});

fn stated(id: &str) -> &'static StatedFigure {
    FIGURES.iter().find(|stated| stated.id().as_str() == id).unwrap()
}

fn figure(id: &str) -> Figure {
    stated(id).figure().clone()
}

fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

fn billion(text: &str) -> Decimal {
    decimal(text) * Decimal::from(1_000_000_000)
}

fn money(billions: &str) -> Figure<Money> {
    Figure::Known(Money::try_new(billion(billions), Currency::VND).unwrap())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The ends of an interval at so many decimals, and whether they belong to it.
fn ends(interval: &Interval, unit: Decimal) -> (Decimal, Decimal) {
    let end = |bound: &Bound<Decimal>| match bound {
        Bound::Included(value) | Bound::Excluded(value) => {
            vientro::currency::Rounding::HalfUp.round_to(*value, unit).unwrap()
        }
        Bound::Unbounded => panic!("no end"),
    };
    (end(interval.low()), end(interval.high()))
}

/// "50,4%" as a rounded figure.
fn over_plan() -> Figure {
    let printed = Printed::new(*stated("S2-029").figure().known().unwrap());
    HedgeConvention::default().with_rounded_plain().figure(&printed).unwrap()
}

fn band(dong: &str, dollars: &str) -> RateBand {
    let amount = |id: &str| PrintedAmount::read(stated(id).printed(), stated(id).currency()).unwrap();
    rate_band(&amount(dong), &amount(dollars), &HedgeConvention::default()).unwrap()
}

/// "là 129 tổ chức; … Châu Mỹ là 47 …, Châu Âu là 50 …, Châu Á Thái Bình Dương là 32"
#[test]
fn g01_partition() {
    let parts = ["S1-008", "S1-009", "S1-010"];
    let mut blocs = Partition::new("PCPNN", figure("S1-007"));
    for id in parts {
        blocs = blocs.with_part(id, *figure(id).known().unwrap());
    }
    let proof = blocs.prove().unwrap();
    assert!(proof.is_exact());
    assert_eq!(proof.sum(), Decimal::from(129));
    let without = Partition::new("PCPNN", figure("S1-007")).with_part("Châu Mỹ", Decimal::from(47));
    assert!(!without.prove().unwrap().is_exact());
}

#[test]
fn g02_rounded_shares() {
    let blocs = ["S1-008", "S1-009", "S1-010"].map(|id| *figure(id).known().unwrap());
    let shares = percentages(&blocs, 1, Apportioning::LargestRemainder).unwrap();
    assert_eq!(shares, [decimal("36.4"), decimal("38.8"), decimal("24.8")]);
    assert_eq!(shares.iter().sum::<Decimal>(), decimal("100.0"));
}

/// "giá trị giải ngân hơn 18 tỷ đồng, vượt 50,4% kế hoạch năm"
#[test]
fn g03_implied_plan() {
    let plan = implied_plan(&figure("S2-028"), &over_plan()).unwrap().unwrap();
    assert_eq!(ends(plan.band(), billion("0.01")), (billion("11.96"), billion("12.64")));
    let exactly =
        implied_plan(&Figure::Known(billion("18")), &Figure::Known(decimal("50.4"))).unwrap().unwrap();
    let at_exactly_18 = exactly.at_low().unwrap();
    assert_eq!(
        vientro::currency::Rounding::HalfUp.round_to(at_exactly_18, billion("0.01")),
        Some(billion("11.97"))
    );
    assert_eq!(plan.nearest_round(), Some(billion("12")));
}

#[test]
fn g04_attainment() {
    let result = actual_from_plan(&Figure::Known(billion("12")), &Figure::Known(decimal("50.4"))).unwrap();
    assert_eq!(result, Figure::Known(billion("18.048")));
    assert_eq!(rounded_phrase(billion("18.048"), billion("1"), Language::Vi), "hơn 18 tỷ");
    assert_eq!(figure("S2-028").allows(&billion("18.048")), Verdict::Yes);
}

/// "điều chỉnh mức hỗ trợ tăng từ 3,4 tỷ đồng lên 4,22 tỷ đồng"
#[test]
fn g05_amendment() {
    let mut houses = AidItem::new(
        ItemId::try_new("NA-2025-01").unwrap(),
        "Nhà cho vùng thiên tai",
        Direction::Inward,
        SourceClass::ForeignNgo,
    )
    .with_commitment(money("3.4"), day("2025-03-01"))
    .unwrap();
    let amendment =
        Amendment::new(day("2025-10-01"), money("3.4"), money("4.22")).with_reason("khảo sát thực tế");
    assert_eq!(amendment.difference().unwrap(), money("0.82"));
    let percent = amendment.percent_change().unwrap();
    assert_eq!(
        percent.known().map(
            |value| value.round_dp_with_strategy(1, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
        ),
        Some(decimal("24.1"))
    );
    houses.amend(amendment).unwrap();
    assert_eq!(houses.commitment_now(), Some(&money("4.22")));
    for earlier in ["2025-03-01", "2025-06-30", "2025-09-30"] {
        assert_eq!(houses.commitment_as_known_on(day(earlier)), Some(&money("3.4")), "{earlier}");
    }
    let other = Amendment::new(day("2025-11-01"), money("3.4"), money("5"));
    assert!(houses.amend(other).is_err(), "the value before must be the one in force");
}

#[test]
fn g06_unit_cost() {
    let houses = figure("S2-019");
    let each = |billions| unit_cost(money(billions).known().unwrap(), &houses).unwrap();
    assert_eq!(each("4.22"), Figure::Known(decimal("211000000")));
    assert_eq!(each("3.4"), Figure::Known(decimal("170000000")));
}

/// "20 căn nhà, 1.000 suất học bổng, 1.000 suất quà Tết …, khoảng 4,2 tỷ đồng" beside "4,22 tỷ đồng, … 20 căn nhà"
#[test]
fn g07_scope_conflict() {
    let before = FIGURES.clone();
    let findings = scope_conflicts(&FIGURES.iter().collect::<Vec<_>>());
    assert_eq!(findings.len(), 1, "{findings:?}");
    let text = format!("{:?}", findings[0]);
    assert!(text.contains("S2-014") && text.contains("S2-018"), "{text}");
    assert_eq!(*FIGURES, before, "nothing is changed");
    let alone: Vec<&StatedFigure> = FIGURES.iter().filter(|it| it.id().as_str() != "S2-014").collect();
    assert!(scope_conflicts(&alone).is_empty());
}

/// "594,5 tỷ đồng – gần 26 triệu USD"
#[test]
fn g08_rate_check_pair_1() {
    let band = band("S1-019", "S1-020");
    assert_eq!(ends(band.interval(), Decimal::ONE), (decimal("22865"), decimal("23780")));
}

/// "khoảng 275,7 tỷ đồng – gần 12 triệu USD"
#[test]
fn g09_rate_check_pair_2() {
    let band = band("S1-022", "S1-023");
    assert_eq!(ends(band.interval(), Decimal::ONE), (decimal("22971"), decimal("25068")));
}

#[test]
fn g10_one_rate_for_both() {
    let common = RateBand::intersect(&[band("S1-019", "S1-020"), band("S1-022", "S1-023")]).unwrap().unwrap();
    assert_eq!(ends(&common, Decimal::ONE), (decimal("22971"), decimal("23780")));
}

/// "hơn 457.800 USD, tương đương gần 12 tỷ đồng"
#[test]
fn g11_rate_check_hai_phong() {
    let band = band("S2-050", "S2-049");
    assert_eq!(ends(band.interval(), Decimal::ONE), (decimal("24023"), decimal("26212")));
}

#[test]
fn g12_candidate_rates() {
    let band = band("S2-050", "S2-049");
    let on = Period::try_new(day("2025-12-18"), day("2025-12-18"), Ending::Closed).unwrap();
    let candidates = band.candidates(&RATES, &on).unwrap();
    let of = |kind: RateKind, value: &str| {
        let found = candidates
            .iter()
            .find(|it| it.rate().kind() == kind && it.rate().value() == decimal(value))
            .unwrap();
        let millions =
            vientro::currency::Rounding::HalfUp.round_to(found.amount().value(), decimal("1000000")).unwrap();
        (millions, found.verdict())
    };
    assert_eq!(of(RateKind::Central, "25151"), (billion("11.514"), Verdict::Yes));
    assert_eq!(of(RateKind::BankBuying, "26148"), (billion("11.971"), Verdict::Yes));
    assert_eq!(of(RateKind::BankSelling, "26408"), (billion("12.090"), Verdict::No));
    assert_eq!(candidates[0].rate().value(), decimal("26148"), "fits best");
}

/// "Ngoài ra, các Hội hữu nghị thành viên … đạt giá trị giải ngân hơn 16,5 tỷ đồng"
#[test]
fn g13_apart_not_added() {
    let members = stated("S2-031");
    assert_eq!(members.standing(), Standing::Memo);
    let line =
        PlanLine::try_new(Bilingual::same("2025"), "VND", Figure::Known(billion("12")), figure("S2-028"))
            .unwrap()
            .with_memo(MemoLine::new(Bilingual::same("hội thành viên"), members.figure().clone()));
    let alone = attainment(&figure("S2-028"), &Figure::Known(billion("12"))).unwrap();
    assert_eq!(line.attainment(), &alone);
    assert_eq!(line.memo()[0].figure(), members.figure());
    let asked = line.sum_with_memo(Bilingual::new("kể cả phần ghi riêng", "memo included")).unwrap();
    assert_eq!(asked.figure().low(), Some(&billion("34.5")));
    assert_eq!(asked.label().en(), "memo included");
    assert!(line.sum_with_memo(Bilingual::same("")).is_err(), "a sum with memo lines needs a label");
    assert!(add_statements(&[stated("S2-028"), members]).is_err());
}

/// "cam kết … đạt hơn 400 tỉ đồng" and "giải ngân hơn 18 tỷ đồng"
#[test]
fn g14_basis_guard() {
    let error = add_statements(&[stated("S0-016"), stated("S2-028")]).unwrap_err();
    let said = error.to_string();
    assert!(said.contains("committed") && said.contains("disbursed") && !said.contains("418"), "{said}");
}

/// "Mặt trời không biên giới" for Cuba, "Việc tốt từ trái tim" with Thailand
#[test]
fn g15_direction_guard() {
    for id in ["S0-020", "S0-021"] {
        let programme = stated(id);
        assert_eq!(programme.direction(), Some(Direction::Outward));
        assert!(programme.figure().is_unknown(), "no value is made up");
        assert!(add_statements(&[programme, stated("S0-016")]).is_err());
    }
    assert_eq!(stated("S0-021").currency(), None, "blood units are not money");
    let (inward, outward) =
        (AmountKey::new(Basis::Given, Direction::Inward), AmountKey::new(Basis::Given, Direction::Outward));
    assert!(inward.may_add(&outward).is_err());
}

/// "phi chính phủ nước ngoài đạt giải ngân 20 tỷ đồng. Vận động tài trợ trong nước đạt 1 tỷ đồng"
#[test]
fn g16_target_by_source() {
    let targets = [stated("S2-036"), stated("S2-037")];
    assert_eq!(
        targets.map(StatedFigure::source),
        [Some(SourceClass::ForeignNgo), Some(SourceClass::Domestic)]
    );
    assert_eq!(targets.map(StatedFigure::basis), [Some(Basis::Disbursed), Some(Basis::Mobilised)]);
    assert!(add_statements(&targets).is_err());
    let asked = add_across_bases(&targets.map(Addend::from), Bilingual::new("tổng", "total")).unwrap();
    assert_eq!(asked.sum().total().complete(), Figure::Known(billion("21")));
    let warnings: Vec<&str> = asked.warnings().iter().map(|finding| finding.code().as_str()).collect();
    assert!(warnings.contains(&"mixed-basis"), "{warnings:?}");
}

#[test]
fn g17_growth_of_target() {
    let one = |value: &Decimal| {
        value.round_dp_with_strategy(1, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
    };
    let against_actual = growth(&figure("S2-036"), &figure("S2-028")).unwrap();
    assert_eq!(against_actual.high().map(one), Some(decimal("11.1")));
    let against_plan = growth(&figure("S2-036"), &Figure::Known(billion("12"))).unwrap();
    assert_eq!(against_plan.known().map(one), Some(decimal("66.7")));
}

/// "hơn 100 hoạt động, sự kiện"
#[test]
fn g18_count_bound() {
    let printed = read("hơn 100 hoạt động").unwrap().printed().clone();
    for (counted, verdict) in
        [(0, Verdict::No), (99, Verdict::No), (100, Verdict::No), (101, Verdict::Yes), (250, Verdict::Yes)]
    {
        assert_eq!(count_agrees(&printed, counted).unwrap(), verdict, "{counted}");
        assert_eq!(figure("S0-013").allows(&Decimal::from(counted)), verdict, "{counted}");
    }
}

#[test]
fn g19_anniversary() {
    for (from, years) in [(1950, 75), (1955, 70), (1975, 50)] {
        assert_eq!(Anniversary::try_new(from, 2025, years).unwrap().years(), years);
        assert!(Anniversary::try_new(from, 2025, years + 1).is_err());
    }
}

/// "lần thứ IV – Nhiệm kỳ 2021 – 2026", a year later "lần thứ IV, nhiệm kỳ 2023-2028"
#[test]
fn g20_term_history() {
    let term = |from, to| Term::try_new(from, to).unwrap();
    let mut congress = Congress::try_new("HUFO", 4, term(2021, 2026), day("2022-01-20")).unwrap();
    congress.restate(term(2023, 2028), day("2023-02-15"), "hoãn đại hội").unwrap();
    assert_eq!(congress.term().versions().count(), 2);
    assert_eq!(congress.term_as_known_on(day("2022-12-31")), Some(term(2021, 2026)));
    assert_eq!(congress.term_as_known_on(day("2023-02-15")), Some(term(2023, 2028)));
    assert_eq!(congress.term().first().recorded_on(), day("2022-01-20"));
}

/// "Tính từ ngày 01/01/2021 đến ngày 01/12/2021"
#[test]
fn g21_period_guard() {
    let (from, to) = (day("2021-01-01"), day("2021-12-01"));
    let year = Period::calendar_year(2022).unwrap();
    let half_open = Period::try_new(from, to, Ending::HalfOpen).unwrap();
    let closed = Period::try_new(from, to, Ending::Closed).unwrap();
    let lengths = |period: &Period| {
        let all = period.compare_with(&year);
        all.warnings()
            .iter()
            .filter_map(
                |it| if let PeriodWarning::Length { days, of } = it { Some((*days, *of)) } else { None },
            )
            .collect::<Vec<_>>()
    };
    assert_eq!(lengths(&half_open), [(334, 365)]);
    assert_eq!(lengths(&closed), [(335, 365)]);
    let side = |period| {
        Comparand::new("TP.HCM", Figure::Known(Decimal::TEN), "USD")
            .when(When::During(period))
            .of_place("TP.HCM")
    };
    let comparison = compare(&side(half_open), &side(year), None).unwrap();
    assert!(comparison.warnings().iter().any(|it| it.message().en().contains("334 of 365 days")));
}

/// "từ ngày 1-7-2025, TPHCM mới"
#[test]
fn g22_territory_guard() {
    let side = |year: i32, billions: &str| {
        Comparand::new(format!("{year}"), Figure::Known(billion(billions)), "VND")
            .when(When::During(Period::calendar_year(year).unwrap()))
            .of_place("TP.HCM")
    };
    let (before, after) = (side(2024, "475"), side(2025, "400"));
    let error = compare(&before, &after, None).unwrap_err();
    assert!(
        matches!(&error, ComparisonError::BasisNeeded { changed_on, .. } if *changed_on == day("2025-07-01")),
        "{error}"
    );
    let reported = compare(&before, &after, Some(ComparisonBasis::AsReported)).unwrap();
    assert!(!reported.warnings().is_empty(), "the warning stays");
    let missing = compare(&before, &after, Some(ComparisonBasis::PresentUnits)).unwrap_err();
    assert!(matches!(missing, ComparisonError::MissingPart { .. }), "{missing}");
    let whole = before
        .with_part("Bình Dương", Figure::Known(billion("20")))
        .with_part("Bà Rịa - Vũng Tàu", Figure::Known(billion("5")));
    let restated = compare(&whole, &after, Some(ComparisonBasis::PresentUnits)).unwrap();
    assert_eq!(restated.earlier(), &Figure::Known(billion("500")));
    assert_eq!(restated.change_percent().and_then(Figure::known), Some(&decimal("-20")));
}

/// "hơn 400 tỉ đồng", "dân số trên 14 triệu người"
#[test]
fn g23_per_head() {
    let bounds = HedgeConvention::bounds_only();
    let people = bounds.figure(&Printed::new(decimal("14000000")).hedged(Hedge::MoreThan)).unwrap();
    let exact = per_head(&Figure::Known(billion("400")), &people).unwrap();
    let hundreds = vientro::currency::Rounding::HalfUp.round_to(exact.at_most().unwrap(), decimal("100"));
    assert_eq!(hundreds, Some(decimal("28600")));
    let aid = bounds.figure(&Printed::new(billion("400")).hedged(Hedge::MoreThan)).unwrap();
    assert!(per_head(&aid, &people).unwrap().cannot_bound());
}

/// "GRDP ước đạt 120 tỷ USD, đóng góp gần 1/4 GDP cả nước"
#[test]
fn g24_share() {
    let whole = implied_whole(&Figure::Known(billion("120")), &figure("S3-011")).unwrap();
    assert_eq!(whole.low(), Some(&billion("480")));
    assert_eq!(whole.allows(&billion("480")), Verdict::No, "above, not at");
}

fn three_unions(policy: Policy) -> Consolidation {
    let policy = policy.with_date_rule(DateRule::ClosingDay(day("2025-12-18"))).unwrap();
    let claims: Vec<Claim> =
        ["S2-009", "S2-028", "S2-049"].iter().map(|id| Claim::from_statement(stated(id)).unwrap()).collect();
    consolidate(&claims, &ConsolidationContext::new(&RATES, &policy, Currency::VND, &[])).unwrap()
}

#[test]
fn g25_consolidated_disbursed() {
    for (policy, least, rate) in
        [(Policy::central(), "29.51", "25151"), (Policy::bank_buying("Vietcombank"), "29.97", "26148")]
    {
        let all = three_unions(policy);
        assert_eq!(all.lines().len(), 2, "disbursed and mobilised stay apart");
        let of = |basis| all.lines().iter().find(|line| line.key().basis() == basis).unwrap();
        let disbursed = of(Basis::Disbursed);
        let low = disbursed.printable().low().unwrap().amount();
        assert_eq!(vientro::currency::Rounding::HalfUp.round_to(low, billion("0.01")), Some(billion(least)));
        let rates: Vec<Decimal> = disbursed
            .parts()
            .iter()
            .flat_map(vientro::accounting::Part::rates)
            .map(vientro::currency::Rate::value)
            .collect();
        assert_eq!(rates, [decimal(rate)], "the rate is named");
        assert_eq!(of(Basis::Mobilised).parts().len(), 1);
        for line in all.lines() {
            let total = line.printable();
            assert_eq!(total.allows(&Money::vnd(51_500_000_000)), Verdict::No, "51.5 is never printed");
        }
    }
}

#[test]
fn g26_parse() {
    for (text, value, unit) in [
        ("594,5 tỷ", "594500000000", None),
        ("457.800 USD", "457800", Some("USD")),
        ("1.000 suất", "1000", Some("suất")),
        ("50,4%", "50.4", Some("percent")),
        ("6.770km²", "6770", Some("km2")),
        ("120 tỷ USD", "120000000000", Some("USD")),
        ("400 tỉ đồng", "400000000000", Some("VND")),
        ("1/4", "0.25", Some("ratio")),
    ] {
        let reading = read(text).unwrap();
        assert_eq!(reading.value(), decimal(value), "{text}");
        assert_eq!(reading.unit().map(vientro::vi::Unit::code), unit, "{text}");
    }
    // 50,4% as a share of one
    let share = vientro::core::Share::from_percent(read("50,4%").unwrap().value()).unwrap();
    assert_eq!(share.value(), decimal("0.504"));
}

/// "Chiều 16.1, Liên hiệp …" and the slug of a picture
#[test]
fn g27_not_a_number() {
    let context = DateContext::new().in_year(2026);
    assert_eq!(read_date("Chiều 16.1", &context).unwrap().date(), day("2026-01-16"));
    let found: Vec<_> = extract("Chiều 16.1, Liên hiệp tổ chức hội nghị").collect();
    assert!(found.len() == 1 && found[0].date().is_some() && found[0].figure().is_none());
    assert_eq!(
        extract("10 thang nam 2025 ha noi don 2822 trieu luot khach")
            .filter(|it| it.figure().is_some())
            .count(),
        0
    );
    assert!(stated("S2-063").figure().is_unknown());
}

#[test]
fn g28_text_repair() {
    let words = ["bằng khen", "hội nghị", "TP.HCM"];
    for (text, repaired) in [("b ằng khen", "bằng khen"), ("hôi nghị", "hội nghị"), ("TP.HM", "TP.HCM")]
    {
        let repairs = repair(text, &words);
        assert_eq!(repairs.iter().map(vientro::vi::Repair::suggestion).collect::<Vec<_>>(), [repaired]);
        assert_eq!(repairs[0].found(), text, "the original is kept");
        assert!(repairs[0].score() > decimal("0.5") && repairs[0].score() < Decimal::ONE);
    }
}

/// No amount for Cuba, "nhiều đoàn khách quốc tế", no aid figure in article 003
#[test]
fn g29_missing_is_not_zero() {
    let told = ["S0-020", "S0-015", "S3-016"].map(figure);
    assert!(told.iter().all(|figure| figure.is_unknown() && *figure != Figure::Known(Decimal::ZERO)));
    let inputs = [figure("S0-016"), told[2].clone(), told[0].clone()];
    let total = Total::of(Decimal::ZERO, &inputs).unwrap();
    assert_eq!((total.inputs(), total.unknown()), (3, 2));
    assert_eq!(total.complete(), Figure::Unknown);
    assert_eq!(total.known_part().low(), Some(&billion("400")));
}

/// "Liên hiệp … và Ủy ban MTTQ … đã phối hợp với Tổ chức Tzu Chi"
#[test]
fn g30_joint_claim() {
    let item = stated("S2-018");
    let bodies: Vec<&str> = item.organisations().collect();
    assert_eq!(bodies.len(), 2);
    let claim = |body: &str| {
        let value = item.money().unwrap().unwrap();
        Claim::new(body, format!("{} {body}", item.id()), item.key().unwrap(), value, day("2025-12-31"))
    };
    let policy = Policy::central();
    let context = ConsolidationContext::new(&RATES, &policy, Currency::VND, &[]);
    let joint: Vec<Claim> =
        bodies.iter().map(|body| claim(body).jointly("nhà Tzu Chi", Some(bodies[0]))).collect();
    let all = consolidate(&joint, &context).unwrap();
    assert_eq!(all.lines()[0].printable(), money("4.22"), "once in the total");
    for body in &bodies {
        assert_eq!(all.shown_under(body).count(), 1, "shown under {body}");
    }
    assert_eq!(all.eliminations().len(), 1);
    let apart: Vec<Claim> = bodies.iter().map(|body| claim(body)).collect();
    assert_eq!(
        consolidate(&apart, &context).unwrap().lines()[0].printable(),
        money("8.44"),
        "without the group it counts twice"
    );
}
