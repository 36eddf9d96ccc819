//! Goal: formats, splits, minor units and values agree with tools we did not write, but for differences that have a reason. Method:
//! their answers, kept in `testdata/currency` by the scripts in `benches/peers`; each difference is explained by a rule here or
//! fails. `docs/COMPARE.md` shows the counts.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vientro_core::{Apportioning, Language};
use vientro_currency::{
    Cents, Conversion, Currency, Direction, Fallback, MarkPlace, Money, MoneyParseOptions, MoneyStyle,
    NegativeStyle, Policy, RateBook, RateKind, Rounding, Strictness, format_money, parse_money_with,
};

use crate::support::{decimal, rate, repository_file, rows};

/// How many answers of one tool are ours too, and why the others are not.
#[derive(Default)]
struct Agreement {
    same: usize,
    differing: BTreeMap<&'static str, usize>,
}

impl Agreement {
    #[track_caller]
    fn count(&mut self, same: bool, reason: Option<&'static str>, case: &str) {
        if same {
            self.same += 1;
            return;
        }
        assert!(reason.is_some(), "no reason for the difference: {case}");
        *self.differing.entry(reason.unwrap()).or_default() += 1;
    }

    /// The row of the table in `docs/COMPARE.md`.
    fn row(&self, title: &str) -> String {
        let cases = self.same + self.differing.values().sum::<usize>();
        let mut row = format!("| {title} | {cases} | {} | ", self.same);
        for (position, (reason, count)) in self.differing.iter().enumerate() {
            let separator = if position == 0 { "" } else { "; " };
            let _ = write!(row, "{separator}{count} {reason}");
        }
        row.push_str(" |");
        row
    }
}

#[track_caller]
fn shown_in_compare(row: &str) {
    let Some(page) = repository_file("docs/COMPARE.md") else { return };
    let page = String::from_utf8(page).unwrap();
    assert!(page.lines().any(|line| line == row), "docs/COMPARE.md does not show\n{row}");
}

#[test]
fn formats_are_those_of_the_cldr() {
    let Some(file) = repository_file("testdata/currency/formats.csv") else { return };
    let mut tables: BTreeMap<String, Agreement> = BTreeMap::new();
    for [tool, locale, display, amount, code, theirs] in rows(&file) {
        let language = if locale == "vi-VN" { Language::Vi } else { Language::En };
        let money = Money::try_new(decimal(&amount), code.parse().unwrap()).unwrap();
        let place = if language == Language::Vi { MarkPlace::After } else { MarkPlace::Before };
        let style = match display.as_str() {
            "symbol" => MoneyStyle::symbol().with_negative(NegativeStyle::Hyphen),
            "name" => MoneyStyle::name().with_negative(NegativeStyle::Hyphen),
            "code" => MoneyStyle::code().with_place(place).with_negative(NegativeStyle::Hyphen),
            "compact" => MoneyStyle::code().fitting(1, Rounding::HalfUp).with_negative(NegativeStyle::Hyphen),
            _ => MoneyStyle::symbol().with_negative(NegativeStyle::Parentheses),
        };
        let ours = format_money(&money, language, style.with_cents(Cents::Always));
        // a scale word is asked for without its currency, and their spaces do not break
        let ours = if display == "compact" { ours.replace(" VND", "") } else { ours };
        let theirs = theirs.replace('\u{a0}', " ");
        let case = format!("{tool} {locale} {display} {amount} {code}: `{ours}`, theirs `{theirs}`");
        let reason = format_reason(&tool, language, &display, &code, &money);
        let table = tables.entry(format!("formats {locale}, {tool}")).or_default();
        table.count(ours == theirs, reason, &case);
        // what they write is read, strictly where they write as we do
        if display == "compact" || (display == "name" && matches!(code.as_str(), "BTN" | "KWD")) {
            continue;
        }
        let shown = if matches!(code.as_str(), "IDR" | "LAK") { 0 } else { money.currency().decimals() };
        let expected = Money::try_new(Rounding::HalfUp.round(money.amount(), shown), money.currency());
        let options = MoneyParseOptions::strict(language).with_parentheses_negative();
        let read = parse_money_with(&theirs, options)
            .or_else(|_| parse_money_with(&theirs, options.with_strictness(Strictness::Lenient)));
        assert_eq!(read.ok(), expected.ok(), "{case}");
    }
    for (title, table) in tables {
        shown_in_compare(&table.row(&title));
    }
}

/// Why a format differs on purpose.
fn format_reason(
    tool: &str,
    language: Language,
    display: &str,
    code: &str,
    money: &Money,
) -> Option<&'static str> {
    let symbol = matches!(display, "symbol" | "accounting");
    match (display, code) {
        ("accounting", _) if language == Language::Vi && money.is_negative() => {
            Some("parentheses, for which the Vietnamese CLDR has no pattern")
        }
        (_, "IDR" | "LAK") => Some("decimals of ISO 4217, none in the CLDR"),
        (_, "VND") if symbol => Some("đ, the sign by law, after the number, where the CLDR has ₫"),
        ("name", "VND") => Some("đồng alone, the CLDR says đồng Việt Nam"),
        ("name", "BTN" | "KWD") => Some("code for a currency without a name here"),
        ("name", _) if tool == "Babel" && language == Language::En && money.amount() == Decimal::ONE => {
            Some("`1.00 US dollars`, which is one there and many in the CLDR's rule")
        }
        ("name", "AUD" | "CHF" | "INR" | "PHP" | "TWD") if language == Language::Vi => {
            Some("Vietnamese name in another spelling")
        }
        (_, "SGD" | "THB" | "KHR" | "MYR" | "PHP") if symbol => Some("symbol where the CLDR has the code"),
        (_, "CHF") if symbol && tool == "Babel" => Some("space between code and digits"),
        _ => None,
    }
}

/// Dinero gives the units left over to the largest weights, we to the largest remainders; both keep the sum.
#[test]
fn allocations_keep_the_sum_and_differ_by_policy_alone() {
    let Some(file) = repository_file("testdata/currency/allocations.csv") else { return };
    let mut table = Agreement::default();
    for [_, whole, weights, parts] in rows(&file) {
        let numbers = |text: &str| text.split(' ').map(|n| n.parse().unwrap()).collect::<Vec<i64>>();
        let (weights, theirs) = (numbers(&weights), numbers(&parts));
        let whole: i64 = whole.parse().unwrap();
        let decimals: Vec<Decimal> = weights.iter().copied().map(Decimal::from).collect();
        let ours = Money::vnd(whole).allocate(&decimals, Apportioning::LargestRemainder).unwrap();
        assert_eq!(Money::sum(Currency::VND, &ours), Ok(Money::vnd(whole)));
        assert_eq!(theirs.iter().sum::<i64>(), whole);
        // floors of the magnitudes, and one more for each of the largest weights, the earlier first
        let total: i64 = weights.iter().sum();
        let mut by_weight: Vec<i64> = weights.iter().map(|weight| whole.abs() * weight / total).collect();
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by_key(|position| std::cmp::Reverse(weights[*position]));
        let rest = usize::try_from(whole.abs() - by_weight.iter().sum::<i64>()).unwrap();
        for position in order.iter().take(rest) {
            by_weight[*position] += 1;
        }
        for part in &mut by_weight {
            *part *= whole.signum();
        }
        assert_eq!(theirs, by_weight, "{whole} by {weights:?}");
        let same = ours == theirs.into_iter().map(Money::vnd).collect::<Vec<_>>();
        table.count(
            same,
            Some("units left over go to the largest weights there, to the largest remainders here"),
            "",
        );
    }
    shown_in_compare(&table.row("split by weights, Dinero.js"));
}

#[test]
fn minor_units_are_those_of_iso() {
    let Some(file) = repository_file("testdata/currency/minor_units.csv") else { return };
    let mut tables: BTreeMap<String, Agreement> = BTreeMap::new();
    for [tool, code, digits] in rows(&file) {
        let case = format!("{tool} {code} {digits}");
        let table = tables.entry(format!("minor units, {tool}")).or_default();
        let Ok(currency) = code.parse::<Currency>() else {
            // the guilder of the Antilles gave way to XCG in 2025
            assert_eq!(code, "ANG");
            table.count(false, Some("withdrawn code"), &case);
            continue;
        };
        if !currency.has_minor_unit() {
            // not applicable in ISO 4217: metals, drawing rights, codes for tests
            assert!(matches!(digits.as_str(), "0" | "-1" | "2"), "{case}");
            assert!(Money::zero(currency).is_err());
            table.count(
                digits == "-1",
                Some("codes without a minor unit, which have 0 or 2 decimals there"),
                &case,
            );
            continue;
        }
        let reason =
            (tool == "CLDR" && digits == "0").then_some("without decimals in the CLDR, 2 or 3 in ISO 4217");
        table.count(currency.decimals().to_string() == digits, reason, &case);
    }
    assert_eq!(tables.len(), 5);
    for (title, table) in tables {
        shown_in_compare(&table.row(&title));
    }
}

/// Prices quoted in both directions: we take the newest of either, as beancount does. hledger prefers older quotes in the direction
/// asked for, even a chain of them, to a newer one that has to be turned.
#[test]
fn values_at_prices_in_both_directions() {
    let Some(prices) = repository_file("testdata/currency/prices.csv") else { return };
    let Some(asked) = repository_file("testdata/currency/valuations.csv") else { return };
    let mut books: BTreeMap<String, RateBook> = BTreeMap::new();
    let mut quotes: Vec<(String, NaiveDate, String, String)> = Vec::new();
    for [_, case, date, base, value, quote] in rows(&prices) {
        let day = date.parse().unwrap();
        let rate = rate(&format!("{base}/{quote}"), &value, RateKind::House, day, day);
        books.entry(case.clone()).or_default().insert(rate).unwrap();
        quotes.push((case, day, base, quote));
    }
    let (mut hledgers, mut beancounts) = (Agreement::default(), Agreement::default());
    for [_, case, date, amount, from, to, hledger, beancount] in rows(&asked) {
        let day: NaiveDate = date.parse().unwrap();
        let (from, to): (Currency, Currency) = (from.parse().unwrap(), to.parse().unwrap());
        let bridges = ["EUR", "USD", "VND"].map(|code| code.parse().unwrap());
        let bridges = bridges.into_iter().filter(|bridge| *bridge != from && *bridge != to).collect();
        let policy = Policy::of_kind(RateKind::House).with_fallback(Fallback::PreviousWithin { days: 60 });
        let policy = policy.with_bridges(bridges).unwrap();
        let money = Money::try_new(decimal(&amount), from).unwrap();
        let ours = books[&case].convert(&money, to, day, &policy).ok();
        let told = |text: &str| (!text.is_empty()).then(|| Money::try_new(decimal(text), to).unwrap());
        let title = format!("{case} {date} {money} {to}: {ours:?}, hledger {hledger}, beancount {beancount}");

        let cross = ours.as_ref().is_some_and(|conversion| conversion.steps().len() > 1);
        let ours_told = ours.as_ref().map(|conversion| *conversion.to());
        let reason = cross.then_some("has no cross rates");
        beancounts.count(ours_told == told(&beancount), reason, &title);
        assert!(!cross || beancount.is_empty(), "{title}");

        // a turned quote of ours, and others in the direction asked for, one or a chain of two
        let quoted = |base: &str, quote: &str| {
            quotes.iter().any(|(table, on, b, q)| *table == case && *on <= day && b == base && q == quote)
        };
        let stale = |conversion: &Conversion| {
            conversion.steps().iter().filter(|step| step.direction() == Direction::Inverse).any(|step| {
                let (base, quote) = (step.rate().quote().code(), step.rate().base().code());
                quoted(base, quote)
                    || ["EUR", "USD", "VND"]
                        .iter()
                        .any(|bridge| quoted(base, bridge) && quoted(bridge, quote))
            })
        };
        let half = |conversion: &Conversion| {
            let value = conversion.unrounded().value();
            let even = Rounding::HalfEven.round(value, to.decimals());
            even != conversion.to().amount() && Some(Money::try_new(even, to).unwrap()) == told(&hledger)
        };
        let reason = ours.as_ref().and_then(|conversion| match conversion {
            conversion if half(conversion) => Some("rounds a half to even"),
            conversion if stale(conversion) => {
                Some("prefers older forward quotes, even a chain of them, to a newer reverse one")
            }
            _ => None,
        });
        hledgers.count(ours_told == told(&hledger), reason, &title);
    }
    shown_in_compare(&hledgers.row("values at prices in both directions, hledger"));
    shown_in_compare(&beancounts.row("values at prices in both directions, beancount"));
}
