//! Goal: the rate checks G8 to G12 of the published figures. Method: the sentences as printed, read by the crate itself.

use vientro_core::{HedgeConvention, Language, Period, Verdict};
use vientro_currency::{PrintedAmount, RateBand, RateKind, interval_text, rate_band};

use crate::support::{date, decimal, whole_book};

fn band(dong: &str, dollars: &str) -> RateBand {
    let dong = PrintedAmount::read(dong, None).unwrap();
    let dollars = PrintedAmount::read(dollars, None).unwrap();
    rate_band(&dong, &dollars, &HedgeConvention::default()).unwrap()
}

/// TP.HCM 2021: "tổng trị giá viện trợ cam kết … 594,5 tỷ đồng (tương đương gần 26 triệu USD)".
#[test]
fn g08_rate_check_first_pair() {
    let band = band("594,5 tỷ đồng", "gần 26 triệu USD");
    assert_eq!(interval_text(band.interval(), Language::En), "(22,865 ; 23,780)");
    assert!(band.interval().contains(&decimal("23112")));
    assert!(!band.interval().contains(&decimal("22865")));
    assert!(!band.interval().contains(&decimal("23780")));
}

/// TP.HCM 2021: "khoảng 275,7 tỷ đồng (tương đương gần 12 triệu USD)".
#[test]
fn g09_rate_check_second_pair() {
    let band = band("khoảng 275,7 tỷ đồng", "gần 12 triệu USD");
    assert_eq!(interval_text(band.interval(), Language::En), "(22,971 ; 25,068)");
}

/// One rate for both pairs of the same text.
#[test]
fn g10_one_rate_for_both() {
    let bands = [band("594,5 tỷ đồng", "gần 26 triệu USD"), band("khoảng 275,7 tỷ đồng", "gần 12 triệu USD")];
    let common = RateBand::intersect(&bands).unwrap().unwrap();
    assert_eq!(interval_text(&common, Language::En), "(22,971 ; 23,780)");
    // the State Bank's rate of November 2021 made both; the bank's buying rate of that day made neither
    let Some(book) = whole_book() else { return };
    let day = date(2021, 11, 22);
    let (usd, vnd) = (bands[0].base(), bands[0].quote());
    let central = book.lookup(usd, vnd, RateKind::Central, None, day).unwrap();
    let buying = book.lookup(usd, vnd, RateKind::BankBuying, Some("Vietcombank"), day).unwrap();
    for band in &bands {
        assert_eq!((band.check(central), band.check(buying)), (Verdict::Yes, Verdict::No));
    }
    let apart = [bands[0].clone(), band("25 tỷ đồng", "1 triệu USD")];
    assert_eq!(RateBand::intersect(&apart), Ok(None));
}

/// Hải Phòng 2025: "giải ngân hơn 457.800 USD (tương đương gần 12 tỷ đồng)".
#[test]
fn g11_rate_check_hai_phong() {
    let band = band("gần 12 tỷ đồng", "hơn 457.800 USD");
    assert_eq!(interval_text(band.interval(), Language::Vi), "(24.023 ; 26.212)");
    assert_eq!(band.text(Language::Vi), "từ 24.023 đến 26.212 VND/USD");
}

/// The rates of 18 December 2025 against the pair of Hải Phòng: central fits, buying fits best, selling contradicts "gần 12".
#[test]
fn g12_candidate_rates() {
    let Some(book) = whole_book() else { return };
    let day = date(2025, 12, 18);
    let dates = Period::try_new(day, day, vientro_core::Ending::Closed).unwrap();
    let candidates = band("gần 12 tỷ đồng", "hơn 457.800 USD").candidates(&book, &dates).unwrap();
    let told: Vec<(String, String, String, Verdict)> = candidates
        .iter()
        .map(|candidate| {
            let rate = candidate.rate();
            let billions = (candidate.amount().value() / decimal("1000000000"))
                .round_dp_with_strategy(3, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
            (rate.value().to_string(), rate.kind().to_string(), billions.to_string(), candidate.verdict())
        })
        .collect();
    let row = |value: &str, kind: &str, billions: &str, verdict| {
        (value.to_owned(), kind.to_owned(), billions.to_owned(), verdict)
    };
    assert_eq!(
        told,
        [
            row("26148", "bank-buying", "11.971", Verdict::Yes),
            row("26130", "bank-buying", "11.962", Verdict::Yes),
            row("25151", "central", "11.514", Verdict::Yes),
            row("25118", "treasury-accounting", "11.499", Verdict::Yes),
            // Vietcombank and BIDV sell at the same price
            row("26408", "bank-selling", "12.090", Verdict::No),
            row("26408", "bank-selling", "12.090", Verdict::No),
        ]
    );
}
