//! Which rate the instruments name for which purpose: a table with sources, a row for each rule and the days it was read for.

use chrono::NaiveDate;
use vientro_core::{Bilingual, Language};

use crate::{Choice, Currency, DateRule, Policy, Purpose, RateKind};

/// Does the aid belong to the revenue of the state budget?
///
/// The receiver's class decides it, not the donor's: an organisation of the state or a mass organisation, or another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[expect(clippy::exhaustive_enums, reason = "it belongs to it or not")]
pub enum BudgetRegime {
    /// Not state-budget revenue (không thuộc nguồn thu ngân sách nhà nước).
    OutsideBudget,
    /// State-budget revenue (thuộc nguồn thu ngân sách nhà nước).
    StateBudget,
}

impl BudgetRegime {
    /// The regime as a phrase.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::OutsideBudget, Language::Vi) => "không thuộc nguồn thu ngân sách nhà nước",
            (Self::OutsideBudget, Language::En) => "not state-budget revenue",
            (Self::StateBudget, Language::Vi) => "thuộc nguồn thu ngân sách nhà nước",
            (Self::StateBudget, Language::En) => "state-budget revenue",
        }
    }
}

/// One row of the table: for a purpose under a regime, the kinds of rates and the day that count, and who says so.
///
/// ```
/// use chrono::NaiveDate;
/// use vientro_core::Language;
/// use vientro_currency::{BudgetRegime, DateRule, Purpose, RateKind, RateRule};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let day = NaiveDate::from_ymd_opt(2025, 11, 14).ok_or("no such day")?;
/// let rule = Purpose::InKindBudget.rule(day).ok_or("no rule for that day")?;
/// assert_eq!(rule.kinds(), [RateKind::TreasuryAccounting]);
/// assert_eq!((rule.date_rule(), rule.sureness()), (DateRule::MonthOf, 'A'));
/// assert!(rule.source().text(Language::En).contains("23/2022"));
/// // aid outside the budget: no instrument names a rate
/// let outside: Vec<&RateRule> = RateRule::all().iter().filter(|rule| rule.regime() == BudgetRegime::OutsideBudget).collect();
/// assert!(outside.iter().all(|rule| rule.kinds().is_empty()));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RateRule {
    purpose: Purpose,
    regime: BudgetRegime,
    kinds: &'static [RateKind],
    date_rule: DateRule,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    vi: &'static str,
    en: &'static str,
    sureness: char,
    note_vi: &'static str,
    note_en: &'static str,
}

impl RateRule {
    /// The whole table, by purpose, older rules first.
    pub const fn all() -> &'static [Self] {
        &TABLE
    }

    /// What the amount is converted for.
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Whose aid it is about.
    pub const fn regime(&self) -> BudgetRegime {
        self.regime
    }

    /// The kinds of rates, the preferred one first; empty where no instrument names one.
    pub const fn kinds(&self) -> &'static [RateKind] {
        self.kinds
    }

    /// Which day counts.
    pub const fn date_rule(&self) -> DateRule {
        self.date_rule
    }

    /// The first day the instrument is known to be in force; `None` where that was not read.
    pub const fn from(&self) -> Option<NaiveDate> {
        self.from
    }

    /// The last day; `None` while no end is known.
    pub const fn to(&self) -> Option<NaiveDate> {
        self.to
    }

    /// Instrument and article.
    pub fn source(&self) -> Bilingual {
        Bilingual::new(self.vi, self.en)
    }

    /// How surely it was read: `A` in the text of the instrument, `B` in a page that cites it, `C` inferred by analogy or kept
    /// while the instrument that replaced it was not read.
    pub const fn sureness(&self) -> char {
        self.sureness
    }

    /// What a reader must know; `None` if nothing.
    pub fn note(&self) -> Option<Bilingual> {
        (!self.note_en.is_empty()).then(|| Bilingual::new(self.note_vi, self.note_en))
    }

    /// Was it read for this day?
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// The rule as a policy; `None` where no rate is named, or a bank's is and no bank is given.
    pub(crate) fn policy(&self, bank: Option<&str>) -> Option<Policy> {
        let of_bank = self.kinds.iter().any(|kind| {
            matches!(kind, RateKind::BankBuying | RateKind::BankBuyingTransfer | RateKind::BankSelling)
        });
        let choices: Vec<Choice> = if of_bank {
            let bank = bank?;
            self.kinds.iter().map(|kind| Choice::new(*kind).by(bank)).collect()
        } else if self.kinds == TREASURY {
            // what the Treasury does not announce goes to the dollar by customs rates
            Policy::treasury_accounting().choices().to_vec()
        } else {
            self.kinds.iter().copied().map(Choice::new).collect()
        };
        let policy = Policy::try_new(self.purpose.code(), choices, self.source()).ok()?;
        let policy = policy.with_date_rule(self.date_rule).ok()?;
        if self.kinds == TREASURY {
            policy.with_bridges(vec![Currency::USD, Currency::GBP]).ok()
        } else {
            Some(policy)
        }
    }
}

const TREASURY: &[RateKind] = &[RateKind::TreasuryAccounting];
const BANK: &[RateKind] = &[RateKind::BankBuyingTransfer, RateKind::BankBuying];
const JUNE: DateRule = DateRule::NamedMonth { month: 6, year: None };

const fn row(
    purpose: Purpose,
    regime: BudgetRegime,
    kinds: &'static [RateKind],
    date_rule: DateRule,
) -> RateRule {
    let (from, to) = (None, None);
    RateRule {
        purpose,
        regime,
        kinds,
        date_rule,
        from,
        to,
        vi: "",
        en: "",
        sureness: 'C',
        note_vi: "",
        note_en: "",
    }
}

impl RateRule {
    const fn said(mut self, vi: &'static str, en: &'static str, sureness: char) -> Self {
        (self.vi, self.en, self.sureness) = (vi, en, sureness);
        self
    }

    const fn days(mut self, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Self {
        (self.from, self.to) = (from, to);
        self
    }

    const fn noting(mut self, vi: &'static str, en: &'static str) -> Self {
        (self.note_vi, self.note_en) = (vi, en);
        self
    }
}

const fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

/// # Source
///
/// Each row names its own. The dates in force were read where they are given; an open row holds as far as is known.
static TABLE: [RateRule; 11] = [
    row(Purpose::Advance, BudgetRegime::StateBudget, BANK, DateRule::Receipts)
        .said("Thông tư 111/2016/TT-BTC, Điều 15 khoản 3", "Circular 111/2016/TT-BTC, Article 15(3)", 'B')
        .noting(
            "tạm ứng bằng đồng: tỷ giá ngân hàng ngày tạm ứng, nhập trước xuất trước",
            "money advanced in đồng: the bank's rate of the day of the advance, first in, first out",
        ),
    row(Purpose::BankReport, BudgetRegime::StateBudget, BANK, DateRule::TransactionDay)
        .said("Thông tư 23/2022/TT-BTC, Điều 22", "Circular 23/2022/TT-BTC, Article 22", 'A')
        .days(day(2022, 5, 20), None)
        .noting("tỷ giá mua của chính ngân hàng, cuối kỳ", "the bank's own buying rate, at the end of the period"),
    row(Purpose::BudgetFlow, BudgetRegime::StateBudget, TREASURY, DateRule::MonthOf)
        .said(
            "Luật Ngân sách nhà nước 83/2015/QH13, Điều 13 khoản 1",
            "Law on the State Budget 83/2015/QH13, Article 13(1)",
            'A',
        )
        .noting(
            "Luật 89/2025: Thông tư 26/2026/TT-BTC nhắc lại cho thu ngân sách",
            "under the new Law 89/2025, Circular 26/2026/TT-BTC says the same of revenue",
        ),
    row(Purpose::DonorPaidDong, BudgetRegime::StateBudget, &[RateKind::Donor], DateRule::TransactionDay)
        .said("Thông tư 111/2016/TT-BTC, Điều 15 khoản 3", "Circular 111/2016/TT-BTC, Article 15(3)", 'B')
        .noting(
            "nhà tài trợ trả thẳng bằng đồng: tỷ giá thực tế của nhà tài trợ; quy định thay thế chưa được đọc",
            "the donor pays directly in đồng: its actual rate; the article that replaces this one was not read",
        ),
    row(Purpose::DonorPaidForeign, BudgetRegime::StateBudget, TREASURY, DateRule::MonthOf)
        .said("Thông tư 111/2016/TT-BTC, Điều 15 khoản 3", "Circular 111/2016/TT-BTC, Article 15(3)", 'B')
        .noting(
            "nhà tài trợ trả thẳng bằng ngoại tệ: tỷ giá hạch toán khi thanh toán; quy định thay thế chưa được đọc",
            "the donor pays directly in foreign currency: the accounting rate at payment; the article that replaces this one was not read",
        ),
    row(Purpose::Estimate, BudgetRegime::StateBudget, TREASURY, JUNE).said(
        "Nghị định 129/2026/NĐ-CP (tỷ giá hạch toán tháng 6), áp dụng tương tự",
        "Decree 129/2026/NĐ-CP (accounting rate of June), by analogy",
        'C',
    ),
    row(Purpose::InKindBudget, BudgetRegime::StateBudget, TREASURY, DateRule::MonthOf)
        .said("Thông tư 23/2022/TT-BTC, Điều 14 khoản 2", "Circular 23/2022/TT-BTC, Article 14(2)", 'A')
        .days(day(2022, 5, 20), None)
        .noting("tại thời điểm ghi thu, ghi chi", "at the time of the entry in the budget"),
    row(Purpose::OutsideBudget, BudgetRegime::OutsideBudget, &[], DateRule::MonthOf)
        .said(
            "Nghị định 80/2020/NĐ-CP, Điều 23 khoản 9 không nêu tỷ giá; tỷ giá hạch toán là đề xuất của thư viện",
            "Decree 80/2020/NĐ-CP, Article 23(9) names no rate; the accounting rate is this library's proposal",
            'A',
        )
        .days(day(2020, 9, 17), day(2025, 12, 7))
        .noting(
            "theo pháp luật kế toán, điều lệ của bên tiếp nhận và thỏa thuận với nhà tài trợ",
            "accounting law, the receiver's charter and the agreement with the donor decide",
        ),
    row(Purpose::OutsideBudget, BudgetRegime::OutsideBudget, &[], DateRule::MonthOf)
        .said(
            "Nghị định 80/2020/NĐ-CP, Điều 23 khoản 9 không nêu tỷ giá; tỷ giá hạch toán là đề xuất của thư viện",
            "Decree 80/2020/NĐ-CP, Article 23(9) names no rate; the accounting rate is this library's proposal",
            'C',
        )
        .days(day(2025, 12, 8), None)
        .noting(
            "Nghị định 313/2025/NĐ-CP thay Nghị định 80/2020/NĐ-CP; điều tương ứng chưa được đọc",
            "Decree 313/2025/NĐ-CP replaces 80/2020/NĐ-CP; its own article was not read",
        ),
    row(Purpose::SpecialAccount, BudgetRegime::StateBudget, BANK, DateRule::TransactionDay)
        .said("Thông tư 111/2016/TT-BTC, Điều 15 khoản 3", "Circular 111/2016/TT-BTC, Article 15(3)", 'B')
        .noting(
            "chi từ tài khoản đặc biệt: tỷ giá mua chuyển khoản của ngân hàng phục vụ khi thanh toán",
            "spent from the special account: the serving bank's transfer buying rate at payment",
        ),
    row(Purpose::YearSettlement, BudgetRegime::StateBudget, TREASURY, DateRule::YearAverageOfMonths).said(
        "Nghị định 129/2026/NĐ-CP (bình quân 12 tháng tỷ giá hạch toán), áp dụng tương tự",
        "Decree 129/2026/NĐ-CP (mean of the twelve monthly accounting rates), by analogy",
        'C',
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn every_purpose_has_rules_in_order_with_sources() {
        assert!(TABLE.is_sorted_by_key(|rule| (rule.purpose, rule.from)));
        for purpose in Purpose::ALL {
            let rule = purpose.rule(date(2026, 7, 1)).unwrap();
            assert_eq!(rule.purpose(), purpose);
            assert!(!rule.source().vi().is_empty() && !rule.source().en().is_empty(), "{purpose:?}");
            assert!(('A'..='C').contains(&rule.sureness()), "{purpose:?}");
        }
    }

    #[test]
    fn one_rule_holds_on_a_day_and_none_before_the_first() {
        for year in 2016..2027 {
            for purpose in Purpose::ALL {
                let day = date(year, 12, 8);
                let holding = TABLE.iter().filter(|rule| rule.purpose == purpose && rule.holds_on(day));
                assert!(holding.count() <= 1, "{purpose:?} {year}");
            }
        }
        assert!(Purpose::InKindBudget.rule(date(2022, 5, 19)).is_none());
        assert!(Purpose::InKindBudget.rule(date(2022, 5, 20)).is_some());
        // the decree was replaced on 8 December 2025, and what replaced it was not read
        let rule = |day| Purpose::OutsideBudget.rule(day).unwrap();
        assert_eq!((rule(date(2025, 12, 7)).sureness(), rule(date(2025, 12, 8)).sureness()), ('A', 'C'));
        assert!(rule(date(2025, 12, 8)).note().unwrap().en().contains("313/2025"));
    }

    #[test]
    fn what_no_instrument_names_no_rule_gives() {
        let day = date(2025, 11, 14);
        assert!(Purpose::OutsideBudget.rule(day).unwrap().policy(Some("Vietcombank")).is_none());
        assert!(Purpose::Advance.rule(day).unwrap().policy(None).is_none());
        let advance = Purpose::Advance.rule(day).unwrap().policy(Some("Vietcombank")).unwrap();
        assert_eq!(advance.date_rule(), DateRule::Receipts);
        let donor = Purpose::DonorPaidDong.rule(day).unwrap().policy(None).unwrap();
        assert_eq!(donor.choices(), [Choice::new(RateKind::Donor)]);
    }
}
