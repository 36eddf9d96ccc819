//! Golden checks of the five articles, each with the sentence it comes from.

use rust_decimal::Decimal;
use vientro_accounting::{
    Addend, Claim, Comparand, ComparisonBasis, ComparisonError, Conflict, ConsolidationContext, GuardError,
    add, add_across_bases, add_statements, compare, consolidate, count_agrees, implied_whole, per_head,
};
use vientro_core::{
    Bilingual, Ending, Figure, Hedge, HedgeConvention, Period, Printed, Share, Verdict, When,
};
use vientro_currency::{Currency, DateRule, Money, Policy, RateBook, RateKind};
use vientro_model::{AmountKey, Basis, Direction, JointClaim, KeyField, SourceClass};

use crate::support::{billion, date, decimal, disbursed, hedged, stated, usd_rate, vnd};

fn committed_in_hcmc() -> vientro_model::StatedFigure {
    stated("S0-016", "aid-value", "hơn 400 tỉ đồng", hedged(Some(Hedge::MoreThan), billion("400")), "VND")
        .with_organisation("Liên hiệp các tổ chức hữu nghị TP.HCM")
        .with_basis(Basis::Committed)
        .with_direction(Direction::Inward)
        .with_source(SourceClass::ForeignNgo)
}

fn disbursed_in_an_giang() -> vientro_model::StatedFigure {
    let figure = hedged(Some(Hedge::MoreThan), billion("18"));
    disbursed("S2-028", "An Giang", "hơn 18 tỷ đồng", figure, "VND")
}

/// "đạt hơn 400 tỉ đồng" (cam kết) and "giải ngân hơn 18 tỷ đồng"
#[test]
fn g14_committed_and_disbursed_do_not_add() {
    let error = add_statements(&[&committed_in_hcmc(), &disbursed_in_an_giang()]).unwrap_err();
    assert_eq!(
        error.conflicts(),
        [Conflict::Key { field: KeyField::Basis, left: Some("committed"), right: Some("disbursed") }]
    );
    assert_eq!(error.to_string(), "`S0-016` and `S2-028` do not add: two bases (`committed`, `disbursed`)");
}

/// "\"Mặt trời không biên giới\" dành cho Cuba", "\"Việc tốt từ trái tim\" với Thái Lan"
#[test]
fn g15_outward_programmes_stay_outside_aid_received() {
    let cuba = stated("S0-020", "aid-value", "", Figure::Unknown, "").with_direction(Direction::Outward);
    let blood = stated("S0-021", "output:blood-unit", "", Figure::Unknown, "blood-unit")
        .with_direction(Direction::Outward);
    for outward in [&cuba, &blood] {
        let error = add_statements(&[&committed_in_hcmc(), outward]).unwrap_err();
        assert!(
            error.conflicts().iter().any(|it| matches!(it, Conflict::Key { field: KeyField::Direction, .. })),
            "{error}"
        );
        assert_eq!(outward.money().ok().flatten().and_then(|money| money.known().copied()), None);
    }
    assert!(matches!(add_statements(&[&cuba]), Err(GuardError::NotStated { field: KeyField::Basis, .. })));
}

/// "đạt giải ngân 20 tỷ đồng", "tài trợ trong nước đạt 1 tỷ đồng" (2026)
#[test]
fn g16_targets_by_source() {
    let foreign =
        Addend::new("S2-036", Figure::Known(billion("20")), "VND", Basis::Disbursed, Direction::Inward)
            .with_source(SourceClass::ForeignNgo);
    let domestic =
        Addend::new("S2-037", Figure::Known(billion("1")), "VND", Basis::Mobilised, Direction::Domestic)
            .with_source(SourceClass::Domestic);
    let both = [foreign, domestic];
    assert!(add(&both).is_err());
    assert!(add_across_bases(&both, Bilingual::same("")).is_err());
    let sum =
        add_across_bases(&both, Bilingual::new("chỉ tiêu 2026, gộp", "targets of 2026 together")).unwrap();
    assert_eq!(sum.sum().total().complete(), Figure::Known(billion("21")));
    let codes: Vec<&str> = sum.warnings().iter().map(|it| it.code().as_str()).collect();
    assert_eq!(codes, ["mixed-basis", "mixed-direction", "mixed-source"]);
}

/// "hơn 100 hoạt động, sự kiện"
#[test]
fn g18_count_bound() {
    let printed = Printed::new(Decimal::ONE_HUNDRED).hedged(Hedge::MoreThan);
    for (counted, verdict) in [(0, Verdict::No), (100, Verdict::No), (101, Verdict::Yes), (900, Verdict::Yes)]
    {
        assert_eq!(count_agrees(&printed, counted), Ok(verdict), "{counted}");
    }
}

/// "từ 01/01/2021 đến 01/12/2021" against the year 2022
#[test]
fn g21_unequal_periods_carry_a_warning() {
    let side = |label: &str, period: Period| {
        Comparand::new(label, Figure::Known(Decimal::from(70)), "item").when(When::During(period))
    };
    let year = side("2022", Period::calendar_year(2022).unwrap());
    for (ending, text) in [(Ending::HalfOpen, "334 of 365 days"), (Ending::Closed, "335 of 365 days")] {
        let eleven = Period::try_new(date("2021-01-01"), date("2021-12-01"), ending).unwrap();
        let comparison = compare(&side("2021", eleven), &year, None).unwrap();
        assert!(comparison.warnings().iter().any(|it| it.message().en() == text), "{comparison:?}");
    }
    let stock =
        Comparand::new("129", Figure::Known(Decimal::ONE), "item").when(When::AsOf(date("2021-11-11")));
    assert!(matches!(compare(&stock, &year, None), Err(ComparisonError::StockAgainstFlow { .. })));
}

/// TP.HCM 2024 against "đạt hơn 400 tỉ đồng" of 2025, after the merger of 1 July 2025
#[test]
fn g22_changed_territory_asks_for_a_basis() {
    let year = |year| When::During(Period::calendar_year(year).unwrap());
    // the figure of 2024 is not printed in the articles; it stands for any
    let earlier =
        Comparand::new("2024", Figure::Known(billion("300")), "VND").when(year(2024)).of_place("TP.HCM");
    let later = Comparand::from_statement(&committed_in_hcmc().with_place("TP.HCM"));
    let refused = compare(&earlier, &later, None).unwrap_err();
    assert!(matches!(refused, ComparisonError::BasisNeeded { .. }), "{refused}");
    assert!(refused.to_string().contains("as reported"), "{refused}");
    assert_eq!(refused.message().en(), refused.to_string());
    let vi = "địa giới của `TP.HCM` thay đổi từ 01/07/2025 (Thành phố Hồ Chí Minh, Tỉnh Bà Rịa - Vũng Tàu, Tỉnh Bình Dương)";
    assert!(refused.message().vi().starts_with(vi), "{}", refused.message().vi());
    assert!(refused.message().vi().contains("như đã báo cáo"), "{}", refused.message().vi());
    let reported = compare(&earlier, &later, Some(ComparisonBasis::AsReported)).unwrap();
    assert_eq!(reported.warnings()[0].code().as_str(), "territory-as-reported");
    assert_eq!(reported.earlier().known(), Some(&billion("300")));
    let missing = compare(&earlier, &later, Some(ComparisonBasis::PresentUnits)).unwrap_err();
    assert!(matches!(missing, ComparisonError::MissingPart { .. }), "{missing}");
    let whole = earlier
        .with_part("Bình Dương", Figure::Known(billion("50")))
        .with_part("Bà Rịa - Vũng Tàu", Figure::Known(billion("20")));
    let restated = compare(&whole, &later, Some(ComparisonBasis::PresentUnits)).unwrap();
    assert_eq!(restated.earlier().known(), Some(&billion("370")));
    assert_eq!(restated.basis(), Some(ComparisonBasis::PresentUnits));
    assert_eq!(restated.grew(), Verdict::Yes);
}

/// "hơn 400 tỉ đồng", "dân số trên 14 triệu người"
#[test]
fn g23_per_head() {
    let bounds = HedgeConvention::bounds_only();
    let people = bounds.figure(&Printed::new(Decimal::from(14_000_000)).hedged(Hedge::MoreThan)).unwrap();
    let exact = per_head(&Figure::Known(billion("400")), &people).unwrap();
    let most = exact.at_most().unwrap();
    assert!(most > decimal("28571") && most < decimal("28572"), "{most}");
    assert_eq!(exact.at_least(), None);
    let both = bounds.figure(&Printed::new(billion("400")).hedged(Hedge::MoreThan)).unwrap();
    assert!(per_head(&both, &people).unwrap().cannot_bound());
}

/// "GRDP ước đạt 120 tỷ USD", "gần 1/4 GDP cả nước"
#[test]
fn g24_share_of_the_whole() {
    let part = Figure::Known(billion("120"));
    let quarter = Printed::new(decimal("0.25")).hedged(Hedge::Nearly);
    for convention in [HedgeConvention::default(), HedgeConvention::bounds_only()] {
        let whole = implied_whole(&part, &convention.figure(&quarter).unwrap()).unwrap();
        assert_eq!(whole.is_more_than(&Figure::Known(billion("480"))), Verdict::Yes, "{whole:?}");
    }
    assert!(implied_whole(&part, &Figure::Known(Decimal::TWO)).is_err());
}

/// "giải ngân hơn 18 tỷ đồng", "giải ngân hơn 457.800 USD", "3 dự án … gần 5 tỷ đồng" (vận động)
#[test]
fn g25_consolidated_disbursed() {
    let closing = date("2025-12-18");
    let hai_phong = disbursed(
        "S2-049",
        "Hải Phòng",
        "hơn 457.800 USD",
        hedged(Some(Hedge::MoreThan), decimal("457800")),
        "USD",
    );
    let nghe_an =
        stated("S2-009", "aid-value", "gần 5 tỷ đồng", hedged(Some(Hedge::Nearly), billion("5")), "VND")
            .with_organisation("Nghệ An")
            .with_basis(Basis::Mobilised)
            .with_direction(Direction::Inward)
            .with_source(SourceClass::ForeignNgo);
    let claims: Vec<Claim> = [&disbursed_in_an_giang(), &hai_phong, &nghe_an]
        .map(|stated| Claim::from_statement(stated).unwrap())
        .to_vec();
    let book = RateBook::from_rates([
        usd_rate("25151", RateKind::Central, closing, closing),
        usd_rate("26148", RateKind::BankBuying, closing, closing),
    ])
    .unwrap();
    let key = AmountKey::new(Basis::Disbursed, Direction::Inward).with_source(SourceClass::ForeignNgo);
    for (kind, value, at_least) in
        [(RateKind::Central, "25151", 29_514_127_800_i64), (RateKind::BankBuying, "26148", 29_970_554_400)]
    {
        let policy = Policy::of_kind(kind).with_date_rule(DateRule::ClosingDay(closing)).unwrap();
        let context = ConsolidationContext::new(
            &book,
            &policy,
            Currency::VND,
            &["An Giang", "Hải Phòng", "Nghệ An", "TP.HCM"],
        );
        let result = consolidate(&claims, &context).unwrap();
        let line = result.line(&key).unwrap();
        assert_eq!(line.printable().low(), Some(&Money::vnd(at_least)));
        assert_eq!(line.parts()[1].rates()[0].value(), decimal(value));
        let mobilised =
            AmountKey::new(Basis::Mobilised, Direction::Inward).with_source(SourceClass::ForeignNgo);
        assert_eq!(
            result.line(&mobilised).unwrap().total().known_part().high(),
            Some(&Money::vnd(5_000_000_000))
        );
        // 51.5 = 18 + 16.5 + 12 + 5 adds what never adds
        let no_line_reaches = |line: &vientro_accounting::ConsolidatedLine| {
            line.total().known_part().allows(&Money::vnd(51_500_000_000)) == Verdict::No
        };
        assert!(result.lines().iter().all(no_line_reaches));
        assert_eq!(result.missing(), ["TP.HCM"]);
    }
}

/// An amount that no article prints: Cuba, delegations, aid in article 003
#[test]
fn g29_missing_is_not_zero() {
    let silent = stated("S3-016", "aid-value", "", Figure::Unknown, "")
        .with_basis(Basis::Disbursed)
        .with_direction(Direction::Inward)
        .with_source(SourceClass::ForeignNgo);
    let sum = add_statements(&[&disbursed_in_an_giang(), &silent]).unwrap();
    assert_eq!((sum.total().inputs(), sum.total().unknown(), sum.unit()), (2, 1, "VND"));
    assert_eq!(sum.total().complete(), Figure::Unknown);
    assert_eq!(sum.total().known_part().low(), Some(&billion("18")));
}

/// "phối hợp với Ủy ban MTTQ": the Tzu Chi houses, 4.22 billion, claimed by the union and by the Front
#[test]
fn g30_a_joint_claim_counts_once() {
    let key = AmountKey::new(Basis::Committed, Direction::Inward).with_source(SourceClass::ForeignNgo);
    let claim = |body: &str, id: &str, amount: &str| {
        Claim::new(body, id, key, vnd(Figure::Known(billion(amount))), date("2025-12-31"))
    };
    let (union, front) = ("Liên hiệp Nghệ An", "MTTQ Nghệ An");
    let claims = [
        claim(front, "M-7", "4.22").jointly("tzu-chi-2025", Some(union)),
        claim(union, "NA-1", "4.22").jointly("tzu-chi-2025", Some(union)),
        claim(union, "NA-2", "0.78"),
    ];
    let (book, policy) = (RateBook::new(), Policy::treasury_accounting());
    let expected = [union, front];
    let context = ConsolidationContext::new(&book, &policy, Currency::VND, &expected);
    let result = consolidate(&claims, &context).unwrap();
    assert_eq!(result.line(&key).unwrap().total().complete(), Figure::Known(Money::vnd(5_000_000_000)));
    assert_eq!(result.shown_under(front).map(|part| part.claim().id()).collect::<Vec<_>>(), ["M-7"]);
    assert_eq!(result.shown_under(union).count(), 2);
    let elimination = &result.eliminations()[0];
    assert_eq!((elimination.counted_under(), elimination.shown_under()), (union, front));
    assert!(result.findings().is_empty() && result.missing().is_empty());
    // a lead that reports other amounts but not this one does not make it vanish
    let elsewhere = [claims[0].clone(), claims[2].clone()];
    let result = consolidate(&elsewhere, &context).unwrap();
    assert_eq!(result.line(&key).unwrap().total().complete(), Figure::Known(Money::vnd(5_000_000_000)));
    // the lead is who any claimant says it is
    let later = [claim(front, "M-7", "3.4").jointly("tzu-chi-2025", None), claims[1].clone()];
    let result = consolidate(&later, &context).unwrap();
    assert_eq!(result.line(&key).unwrap().total().complete(), Figure::Known(Money::vnd(4_220_000_000)));
    // the same claims with two values: still once, and the difference is told
    let claims = [claims[1].clone(), claim(front, "M-7", "3.4").jointly("tzu-chi-2025", Some(union))];
    let result = consolidate(&claims, &context).unwrap();
    assert_eq!(result.line(&key).unwrap().total().complete(), Figure::Known(Money::vnd(4_220_000_000)));
    assert_eq!(result.findings()[0].code().as_str(), "joint-claim-differs");
}

/// "The Fatherland Front and we both report the same houses": at agreed shares it is still one item
#[test]
fn g30_agreed_shares_make_the_item_once() {
    let key = AmountKey::new(Basis::Committed, Direction::Inward).with_source(SourceClass::ForeignNgo);
    let bodies = ["Liên hiệp Nghệ An", "MTTQ Nghệ An", "Hội Chữ thập đỏ"];
    let share = |percent: i64| Share::from_percent(Decimal::from(percent)).unwrap();
    let agreed = JointClaim::try_new("tzu-chi-2025", bodies)
        .unwrap()
        .with_shares([share(50), share(30), share(20)])
        .unwrap();
    let claim = |body: &str, amount: i64| {
        let amount = Figure::Known(Money::vnd(amount));
        Claim::new(body, format!("{body}-1"), key, amount, date("2025-12-31")).agreed(&agreed)
    };
    let (book, policy) = (RateBook::new(), Policy::treasury_accounting());
    let context = ConsolidationContext::new(&book, &policy, Currency::VND, &bodies);
    // an amount that no share divides: the parts make it all the same
    let all = bodies.map(|body| claim(body, 4_220_000_001));
    let result = consolidate(&all, &context).unwrap();
    let line = result.line(&key).unwrap();
    assert_eq!(line.total().complete(), Figure::Known(Money::vnd(4_220_000_001)));
    assert!(line.parts().iter().all(|part| part.is_counted() && part.counts() != part.value()));
    assert_eq!(result.eliminations()[0].counted_under(), "Hội Chữ thập đỏ; MTTQ Nghệ An");
    assert!(result.findings().is_empty());
    // one of them is silent: the item is still whole, and the report says why
    let result = consolidate(&all[..2], &context).unwrap();
    let line = result.line(&key).unwrap();
    assert_eq!(line.total().complete(), Figure::Known(Money::vnd(4_220_000_001)));
    let codes: Vec<&str> = result.findings().iter().map(|it| it.code().as_str()).collect();
    assert_eq!(codes, ["joint-shares-open", "reporter-missing"]);
}

#[test]
fn coverage_is_told_by_reporters_and_by_value() {
    let key = AmountKey::new(Basis::Disbursed, Direction::Inward).with_source(SourceClass::ForeignNgo);
    let billion = |amount: i64| Figure::Known(Money::vnd(amount * 1_000_000_000));
    let bodies = ["An Giang", "Hải Phòng", "Nghệ An"];
    let amounts = [("An Giang", billion(18)), ("Hải Phòng", billion(12)), ("Nghệ An", billion(5))];
    let (book, policy) = (RateBook::new(), Policy::treasury_accounting());
    let context = ConsolidationContext::new(&book, &policy, Currency::VND, &bodies);
    let claims = [
        Claim::new("An Giang", "1", key, billion(18), date("2025-12-31")),
        Claim::new("Nghệ An", "2", key, Figure::Unknown, date("2025-12-31")),
    ];
    let covered = consolidate(&claims, &context.with_amounts(&amounts)).unwrap();
    assert_eq!((covered.coverage().reported(), covered.coverage().expected()), (2, 3));
    let percent = covered.coverage().percent_of_value().unwrap().known().copied().unwrap();
    assert_eq!(
        percent.round_dp_with_strategy(1, rust_decimal::RoundingStrategy::MidpointAwayFromZero),
        decimal("65.7")
    );
    // without what one of them may be expected to report the share of the value is unknown
    let open = consolidate(&claims, &context.with_amounts(&amounts[..2])).unwrap();
    assert_eq!(open.coverage().percent_of_value(), Some(&Figure::Unknown));
    assert_eq!(consolidate(&claims, &context).unwrap().coverage().percent_of_value(), None);
    // an unknown amount can only add, an unknown refund may take away
    assert_eq!(covered.line(&key).unwrap().printable().low(), Some(&Money::vnd(18_000_000_000)));
    let refund = Claim::new("Nghệ An", "3", key, Figure::Unknown, date("2025-12-31")).against();
    let lowered = consolidate(&[claims[0].clone(), refund], &context).unwrap();
    assert_eq!(lowered.line(&key).unwrap().printable(), Figure::Unknown);
}
