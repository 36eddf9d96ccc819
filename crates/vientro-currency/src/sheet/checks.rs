//! What is checked of rates as they are loaded: band, spread, direction, neighbours.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use vientro_core::{Bilingual, Language, Severity};

use super::{Row, Sheet, about};
use crate::exact::Exact;
use crate::{Currency, Rate, RateBook, RateKind, Rounding};

/// From where on a loaded rate is told as doubtful; all limits are ours, none is law.
///
/// ```
/// use rust_decimal::Decimal;
/// use vientro_currency::{RateBook, RateChecks};
///
/// let mut checks = RateChecks::default();
/// checks.jump_percent_max = Decimal::TWO;
/// let file = "base,quote,value,kind,publisher,valid_from,valid_to
/// USD,VND,25120,central,P,2025-11-03,2025-11-03
/// USD,VND,26120,central,P,2025-11-04,2025-11-04
/// USD,VND,25130,central,P,2025-11-05,2025-11-05";
/// let mut book = RateBook::new();
/// let findings = book.read_csv_with(file.as_bytes(), "rates.csv", &checks);
/// assert_eq!((findings[0].code().as_str(), findings[0].location().line()), ("rate-jump", Some(3)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateChecks {
    /// How many units of the quote currency a printed ceiling or floor may lie off rate × (1 ± band). One đồng: the State Bank's
    /// releases cut or round it.
    pub band_off_max: Decimal,
    /// The largest share a bank's selling rate may lie above its buying rate, in percent. 3: the largest of 37 printed days of two banks is
    /// 1.6 %, the misprinted one 5.2 %.
    pub spread_percent_max: Decimal,
    /// How far a rate may lie above both its neighbours in the series, or below both, in percent. 10: of
    /// eleven currencies since 2010 two months do, the franc after its cap fell (February 2015) and a misprinted riel, 43 % below both.
    pub jump_percent_max: Decimal,
    /// How many days a neighbour may be away to be compared with.
    pub jump_days_max: u32,
    /// How far a rate may lie from what others publish for the pair, in percent. 10: central and market rates of the dollar lay up to
    /// 5 % apart. Contract, donor's and house rates are not compared.
    pub far_percent_max: Decimal,
    /// How many days the rates of others may be away to be compared with.
    pub far_days_max: u32,
    /// Refuse a rate that is right the other way round.
    pub turned: bool,
}

impl Default for RateChecks {
    fn default() -> Self {
        Self {
            band_off_max: Decimal::ONE,
            spread_percent_max: Decimal::from(3),
            jump_percent_max: Decimal::TEN,
            jump_days_max: 45,
            far_percent_max: Decimal::TEN,
            far_days_max: 31,
            turned: true,
        }
    }
}

impl Sheet<'_> {
    /// Checks the printed band; false if the rate itself is in doubt.
    pub(super) fn band(
        &mut self,
        line: u32,
        rate: &Rate,
        band: Option<Decimal>,
        ceiling: Option<Decimal>,
        floor: Option<Decimal>,
    ) -> bool {
        let Some(share) = band.and_then(|band| band.checked_div(Decimal::ONE_HUNDRED)) else { return true };
        let off_max = self.checks.band_off_max;
        let edge = |printed: Option<Decimal>, factor: Option<Decimal>| {
            let expected = rate.value().checked_mul(factor?)?.normalize();
            let off = printed?.checked_sub(expected)?.abs() > off_max;
            Some((off, expected))
        };
        let over = Decimal::ONE.checked_add(share);
        let under = Decimal::ONE.checked_sub(share);
        let (top, bottom) = (edge(ceiling, over), edge(floor, under));
        let broken = [top, bottom].map(|edge| edge.is_some_and(|(off, _)| off));
        if broken == [false, false] {
            return true;
        }
        let list = |values: [Option<Decimal>; 2]| {
            let named = ["ceiling", "floor"].into_iter().zip(values).zip(broken);
            let named: Vec<String> = named
                .filter_map(|((name, value), broken)| {
                    value.filter(|_| broken).map(|value| format!("{name} {value}"))
                })
                .collect();
            named.join(", ")
        };
        let in_doubt = broken == [true, true];
        let message = if in_doubt {
            Bilingual::new(
                "tỷ giá không khớp với cả trần lẫn sàn đã in; không dùng dòng này",
                "the rate agrees with neither printed ceiling nor floor; the row is left out",
            )
        } else {
            Bilingual::new(
                "trần hoặc sàn đã in không khớp với tỷ giá và biên độ",
                "a printed ceiling or floor does not follow from rate and band",
            )
        };
        let severity = if in_doubt { Severity::Error } else { Severity::Warning };
        let found = list([ceiling, floor]);
        let expected = list([top.map(|edge| edge.1), bottom.map(|edge| edge.1)]);
        // where both edges agree on another rate, the rate is the misprint
        let implied = |printed: Option<Decimal>, factor: Option<Decimal>| printed?.checked_div(factor?);
        let suggestion = match (implied(ceiling, over), implied(floor, under)) {
            (Some(high), Some(low)) if in_doubt => {
                let apart = high.checked_sub(low).map(|apart| apart.abs());
                let mean = high.checked_add(low).and_then(|sum| sum.checked_div(Decimal::TWO));
                apart.filter(|apart| *apart <= Decimal::TWO).and(mean)
            }
            _ => None,
        };
        self.push("band-broken", severity, line, message, |finding| {
            let finding = finding
                .found(found)
                .expected(expected)
                .by_rule("Circular 02/2021/TT-NHNN, Article 5: ceiling and floor are rate × (1 ± band)");
            match suggestion {
                Some(value) => finding.suggest(Rounding::HalfUp.round(value, 0).to_string()),
                None => finding,
            }
        });
        !in_doubt
    }

    /// Checks buying against selling of one bank on one day; returns the positions of rows that cannot stand.
    pub(super) fn spreads(&mut self, rows: &[Row]) -> Vec<usize> {
        let mut selling = BTreeMap::new();
        let limit = self.checks.spread_percent_max;
        for (position, Row { rate, .. }) in rows.iter().enumerate() {
            if rate.kind() == RateKind::BankSelling {
                let key = (rate.base(), rate.quote(), rate.publisher(), rate.valid_from());
                // of two for one day the second is a conflict
                selling.entry(key).or_insert(position);
            }
        }
        let mut refused = Vec::new();
        for (position, Row { line, record, rate: buying }) in rows.iter().enumerate() {
            let is_buying = matches!(
                buying.kind(),
                RateKind::BankBuying | RateKind::BankBuyingCash | RateKind::BankBuyingTransfer
            );
            let key = (buying.base(), buying.quote(), buying.publisher(), buying.valid_from());
            let Some((other, selling)) =
                selling.get(&key).filter(|_| is_buying).and_then(|other| Some((*other, rows.get(*other)?)))
            else {
                continue;
            };
            let spread = percent_off(selling.rate.value(), buying.value());
            let (severity, message) = match spread {
                Some(spread) if spread < Decimal::ZERO => (
                    Severity::Error,
                    Bilingual::new(
                        "giá mua cao hơn giá bán cùng ngày; không dùng cả hai dòng",
                        "the bank buys dearer than it sells on the same day; both rows are left out",
                    ),
                ),
                Some(spread) if spread > limit => (
                    Severity::Warning,
                    Bilingual::new(
                        "chênh lệch mua bán lớn bất thường; một trong hai số có thể in sai",
                        "the spread is implausible; one of the two figures may be misprinted",
                    ),
                ),
                _ => continue,
            };
            if severity == Severity::Error {
                refused.extend([position, other]);
            }
            let found = format!("{} / {} (line {})", buying.value(), selling.rate.value(), selling.line);
            let record = if record.is_empty() {
                format!("{} {}", buying.publisher(), buying.valid_from())
            } else {
                record.clone()
            };
            self.push("spread-impossible", severity, *line, message, |finding| {
                about(finding, record).found(found).expected(format!("selling 0 to {limit} % above buying"))
            });
        }
        refused
    }

    /// Positions of the rows whose figure is right the other way round.
    pub(super) fn turned(&mut self, rows: &[Row], book: &RateBook) -> Vec<usize> {
        if !self.checks.turned {
            return Vec::new();
        }
        let mut beside = RateBook::new();
        for row in rows.iter().filter(|row| !of_dong(&row.rate)) {
            // a conflict is told when the row is loaded
            let _ = beside.insert(row.rate.clone());
        }
        let mut refused = Vec::new();
        for (position, Row { line, record, rate }) in rows.iter().enumerate() {
            let against =
                if of_dong(rate) { Some(None) } else { self.turned_against(rate, book, &beside).map(Some) };
            let Some(against) = against else { continue };
            refused.push(position);
            let (base, quote) = (rate.base(), rate.quote());
            let message = Bilingual::new(
                format!(
                    "chiều yết giá bị ngược: 1 {base} không thể bằng {} {quote}; không dùng dòng này",
                    rate.value()
                ),
                format!(
                    "the quotation is turned round: 1 {base} cannot be {} {quote}; the row is left out",
                    rate.value()
                ),
            );
            let expected = against.map_or_else(
                || format!("1 {quote} = {} {base}", rate.value()),
                |other| other.text(Language::En),
            );
            self.push("rate-turned", Severity::Error, *line, message, |finding| {
                about(finding, record.clone())
                    .found(format!("{base}/{quote} {}", rate.value()))
                    .expected(expected)
                    .suggest(format!("{quote}/{base} {}", rate.value()))
            });
        }
        refused
    }

    /// The rate that shows that `rate` is turned round: most of those others publish nearby, or without any both its neighbours.
    fn turned_against(&self, rate: &Rate, book: &RateBook, beside: &RateBook) -> Option<Rate> {
        let mut references: Vec<&Rate> = [book, beside]
            .into_iter()
            .flat_map(|book| others(book, rate, self.checks.far_days_max))
            .collect();
        if references.is_empty() {
            for neighbours in [book.beside(rate), beside.beside(rate)] {
                references.extend(neighbours.into_iter().flatten());
            }
        }
        let all = references.len();
        references.retain(|other| is_turned(rate, other));
        // more than half of them say so
        (references.len().saturating_mul(2) > all)
            .then(|| references.first().map(|other| (*other).clone()))
            .flatten()
    }

    /// Tells of days that the rate shares with others of its series.
    pub(super) fn overlap(&mut self, row: &Row, book: &RateBook) {
        let rate = &row.rate;
        if book.overlapping(rate).any(|other| other.id() == rate.id()) {
            return;
        }
        let corrects = rate.known_on_as_given().is_some() || rate.notice_date().is_some();
        let other = book.overlapping(rate).find(|other| {
            let later = other.known_on_as_given().is_some() || other.notice_date().is_some();
            other.known_on() != rate.known_on() && !corrects && !later
        });
        let Some(other) = other else { return };
        let message = Bilingual::new(
            "trùng ngày với một tỷ giá khác cùng loại, cùng nơi công bố mà không ghi đính chính; từ ngày đầu của dòng muộn hơn, dòng đó được dùng",
            "it shares days with another rate of its kind and publisher and nothing says it corrects it; from its first day on the later one is taken",
        );
        let (found, expected) = (rate.id().to_string(), other.id().to_string());
        self.push("rate-overlap", Severity::Warning, row.line, message, |finding| {
            about(finding, row.record.clone()).found(found).expected(expected)
        });
    }

    /// Tells of a rate that the book has already.
    pub(super) fn duplicate(&mut self, row: &Row) {
        let message = Bilingual::new("tỷ giá này đã có", "the book has this very rate already");
        let found = row.rate.id().to_string();
        self.push("rate-duplicate", Severity::Note, row.line, message, |finding| {
            about(finding, row.record.clone()).found(found)
        });
    }

    /// Tells of a rate far above, or far below, both its neighbours.
    pub(super) fn jump(&mut self, row: &Row, book: &RateBook) {
        let rate = &row.rate;
        let near = |other: &&Rate| days_apart(rate, other) <= i64::from(self.checks.jump_days_max);
        let neighbours: Vec<&Rate> = book.beside(rate).into_iter().flatten().filter(near).collect();
        let off: Vec<Decimal> =
            neighbours.iter().filter_map(|other| percent_off(rate.value(), other.value())).collect();
        let (Some(least), Some(most)) = (off.iter().min(), off.iter().max()) else { return };
        let limit = self.checks.jump_percent_max;
        let Some(below) = Decimal::ZERO.checked_sub(limit) else { return };
        if *least <= limit && *most >= below {
            return;
        }
        // the first or last of a series stands off a neighbour that stands off its own next: that one is told
        if let [only] = neighbours.as_slice()
            && self.stands_off(only, book)
        {
            return;
        }
        let message = Bilingual::new(
            "lệch xa các tỷ giá liền trước và liền sau; có thể in sai một chữ số",
            "it lies far from the rates before and after it; a digit may be misprinted",
        );
        let expected: Vec<String> =
            neighbours.iter().map(|other| format!("{} ({})", other.value(), other.valid_from())).collect();
        self.push("rate-jump", Severity::Warning, row.line, message, |finding| {
            about(finding, row.record.clone()).found(rate.value().to_string()).expected(expected.join(", "))
        });
    }

    /// Does it lie far from both its neighbours, on one side of them?
    fn stands_off(&self, rate: &Rate, book: &RateBook) -> bool {
        let off = |other: Option<&Rate>| percent_off(rate.value(), other?.value());
        let [Some(before), Some(after)] = book.beside(rate).map(off) else { return false };
        let limit = self.checks.jump_percent_max;
        before.abs() > limit && after.abs() > limit && before.is_sign_negative() == after.is_sign_negative()
    }

    /// Tells of a rate far from what all others publish.
    pub(super) fn far(&mut self, row: &Row, book: &RateBook) {
        let rate = &row.rate;
        let others = others(book, rate, self.checks.far_days_max);
        let Some(first) = others.first() else { return };
        let is_far = |other: &&Rate| {
            let off = in_direction(other, rate).and_then(|other| percent_off(rate.value(), other));
            off.is_some_and(|off| off.abs() > self.checks.far_percent_max)
        };
        if !others.iter().all(is_far) {
            return;
        }
        let message = Bilingual::new(
            "lệch xa tỷ giá của mọi nơi công bố khác trong những ngày đó",
            "it lies far from what all others publish for these days",
        );
        let expected = first.text(Language::En);
        self.push("rate-far", Severity::Warning, row.line, message, |finding| {
            about(finding, row.record.clone()).found(rate.value().to_string()).expected(expected)
        });
    }
}

/// What others publish for the pair at most `days` away, in either direction, agreed and own rates aside.
fn others<'a>(book: &'a RateBook, rate: &Rate, days: u32) -> Vec<&'a Rate> {
    let agreed = [RateKind::Contract, RateKind::Donor, RateKind::House];
    if agreed.contains(&rate.kind()) {
        return Vec::new();
    }
    book.others_near(rate, days).into_iter().filter(|other| !agreed.contains(&other.kind())).collect()
}

/// Is a rate of the đồng turned by its size alone? No currency is worth less than a hundredth of a đồng.
fn of_dong(rate: &Rate) -> bool {
    let (least, most) = (Decimal::new(1, 2), Decimal::ONE_HUNDRED);
    (rate.quote() == Currency::VND && rate.value() < least)
        || (rate.base() == Currency::VND && rate.value() > most)
}

/// Is `rate` a tenth off at most the other way round, and further off as it stands?
fn is_turned(rate: &Rate, other: &Rate) -> bool {
    let (Some(same), Some(inverse)) = (in_direction(other, rate), inverse(rate.value())) else {
        return false;
    };
    let off = |value| percent_off(value, same).map(|off| off.abs());
    let (Some(as_it_stands), Some(turned)) = (off(rate.value()), off(inverse)) else {
        // one of the two is beyond the range of a decimal: as far off as can be
        return percent_off(inverse, same).is_some_and(|off| off.abs() <= Decimal::TEN);
    };
    turned <= Decimal::TEN && as_it_stands > Decimal::from(20)
}

/// The value of `other` in the direction of `rate`.
fn in_direction(other: &Rate, rate: &Rate) -> Option<Decimal> {
    if other.base() == rate.base() { Some(other.value()) } else { inverse(other.value()) }
}

fn inverse(value: Decimal) -> Option<Decimal> {
    Exact::new(Decimal::ONE).div(value).and_then(Exact::to_decimal)
}

/// How many percent `value` lies above `other`, below zero if it lies below.
fn percent_off(value: Decimal, other: Decimal) -> Option<Decimal> {
    value.checked_sub(other)?.checked_div(other)?.checked_mul(Decimal::ONE_HUNDRED)
}

/// Days between the nearest days of two rates.
fn days_apart(one: &Rate, other: &Rate) -> i64 {
    let (earlier, later) = if one.valid_from() <= other.valid_from() { (one, other) } else { (other, one) };
    later.valid_from().signed_duration_since(earlier.valid_to()).num_days().max(0)
}
