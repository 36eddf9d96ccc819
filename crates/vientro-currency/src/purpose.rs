//! What an amount is converted for, and the policy the rules name for it.

use vientro_core::{Bilingual, Language};

use crate::{Choice, Currency, DateRule, Policy, RateKind};

/// What an amount is converted for.
///
/// ```
/// use vientro_core::Language;
/// use vientro_currency::{DateRule, Purpose};
///
/// let settlement = Purpose::YearSettlement.policy(None).ok_or("a bank has to be named")?;
/// assert_eq!(settlement.date_rule(), DateRule::YearAverageOfMonths);
/// assert!(Purpose::BankReport.policy(None).is_none()); // whose buying rate?
/// assert_eq!(Purpose::OutsideBudget.sureness(), 'A');
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Purpose {
    /// The serving bank's monthly report on an aid account.
    BankReport,
    /// State-budget revenue or spending in foreign currency.
    BudgetFlow,
    /// Estimates, by analogy with the budgets of missions abroad.
    Estimate,
    /// Aid in kind, goods and services, that is state-budget revenue.
    InKindBudget,
    /// Aid that is not state-budget revenue: no rate is named.
    OutsideBudget,
    /// Money spent from a project's special account.
    SpecialAccount,
    /// The settlement of a year, by analogy with the budgets of missions abroad.
    YearSettlement,
}

impl Purpose {
    /// Every purpose, in the order of their names.
    pub const ALL: [Self; 7] = [
        Self::BankReport,
        Self::BudgetFlow,
        Self::Estimate,
        Self::InKindBudget,
        Self::OutsideBudget,
        Self::SpecialAccount,
        Self::YearSettlement,
    ];

    /// The policy the rules name; for aid outside the budget, where they name none, the accounting rate as our own proposal.
    ///
    /// * `bank`: the bank that keeps the account.
    /// * `None` where a bank's rate is meant and no bank is given.
    ///
    /// # Source
    ///
    /// [`Purpose::source`] says it for each.
    pub fn policy(self, bank: Option<&str>) -> Option<Policy> {
        let treasury = Policy::treasury_accounting();
        let rule = match self {
            Self::BankReport | Self::SpecialAccount => {
                let kinds = [RateKind::BankBuyingTransfer, RateKind::BankBuying];
                let choices = kinds.into_iter().map(|kind| Choice::new(kind).by(bank.unwrap_or_default()));
                let policy = Policy::try_new(self.code(), choices.collect(), self.source());
                return bank.and(policy.ok());
            }
            Self::Estimate => DateRule::NamedMonth { month: 6, year: None },
            Self::YearSettlement => DateRule::YearAverageOfMonths,
            Self::BudgetFlow | Self::InKindBudget | Self::OutsideBudget => DateRule::MonthOf,
        };
        let policy = Policy::try_new(self.code(), treasury.choices().to_vec(), self.source()).ok()?;
        policy.with_date_rule(rule).ok()?.with_bridges(vec![Currency::USD, Currency::GBP]).ok()
    }

    /// The code used in files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BankReport => "bank-report",
            Self::BudgetFlow => "budget-flow",
            Self::Estimate => "estimate",
            Self::InKindBudget => "in-kind-budget",
            Self::OutsideBudget => "outside-budget",
            Self::SpecialAccount => "special-account",
            Self::YearSettlement => "year-settlement",
        }
    }

    /// Instrument and article.
    pub fn source(self) -> Bilingual {
        let (vi, en) = match self {
            Self::BankReport => ("Thông tư 23/2022/TT-BTC, Điều 22", "Circular 23/2022/TT-BTC, Article 22"),
            Self::BudgetFlow => (
                "Luật Ngân sách nhà nước 83/2015/QH13, Điều 13 khoản 1",
                "Law on the State Budget 83/2015/QH13, Article 13(1)",
            ),
            Self::Estimate => (
                "Nghị định 129/2026/NĐ-CP (tỷ giá hạch toán tháng 6), áp dụng tương tự",
                "Decree 129/2026/NĐ-CP (accounting rate of June), by analogy",
            ),
            Self::InKindBudget => {
                ("Thông tư 23/2022/TT-BTC, Điều 14 khoản 2", "Circular 23/2022/TT-BTC, Article 14(2)")
            }
            Self::OutsideBudget => (
                "Nghị định 80/2020/NĐ-CP, Điều 23 khoản 9 không nêu tỷ giá; tỷ giá hạch toán là đề xuất của thư viện",
                "Decree 80/2020/NĐ-CP, Article 23(9) names no rate; the accounting rate is this library's proposal",
            ),
            Self::SpecialAccount => {
                ("Thông tư 111/2016/TT-BTC, Điều 15 khoản 3", "Circular 111/2016/TT-BTC, Article 15(3)")
            }
            Self::YearSettlement => (
                "Nghị định 129/2026/NĐ-CP (bình quân 12 tháng tỷ giá hạch toán), áp dụng tương tự",
                "Decree 129/2026/NĐ-CP (mean of the twelve monthly accounting rates), by analogy",
            ),
        };
        Bilingual::new(vi, en)
    }

    /// How surely the rule was read: `A` in the text of the instrument, `B` in a page that cites it, `C` inferred by analogy.
    pub const fn sureness(self) -> char {
        match self {
            Self::BankReport | Self::BudgetFlow | Self::InKindBudget | Self::OutsideBudget => 'A',
            Self::SpecialAccount => 'B',
            Self::Estimate | Self::YearSettlement => 'C',
        }
    }

    /// The purpose as a phrase.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::BankReport, Language::Vi) => "báo cáo tháng của ngân hàng phục vụ",
            (Self::BankReport, Language::En) => "monthly report of the serving bank",
            (Self::BudgetFlow, Language::Vi) => "thu, chi ngân sách nhà nước bằng ngoại tệ",
            (Self::BudgetFlow, Language::En) => "state-budget revenue or spending in foreign currency",
            (Self::Estimate, Language::Vi) => "lập dự toán",
            (Self::Estimate, Language::En) => "estimates",
            (Self::InKindBudget, Language::Vi) => "viện trợ bằng hiện vật thuộc nguồn thu ngân sách",
            (Self::InKindBudget, Language::En) => "aid in kind that is state-budget revenue",
            (Self::OutsideBudget, Language::Vi) => "viện trợ không thuộc nguồn thu ngân sách",
            (Self::OutsideBudget, Language::En) => "aid that is not state-budget revenue",
            (Self::SpecialAccount, Language::Vi) => "chi từ tài khoản đặc biệt của dự án",
            (Self::SpecialAccount, Language::En) => "spending from a project's special account",
            (Self::YearSettlement, Language::Vi) => "quyết toán năm",
            (Self::YearSettlement, Language::En) => "settlement of the year",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_purpose_has_its_policy_and_only_banks_need_a_name() {
        for purpose in Purpose::ALL {
            let bank = matches!(purpose, Purpose::BankReport | Purpose::SpecialAccount);
            assert_eq!(purpose.policy(None).is_none(), bank, "{purpose:?}");
            let policy = purpose.policy(Some("Vietcombank")).unwrap();
            assert_eq!((policy.id(), policy.source()), (purpose.code(), &purpose.source()));
            assert_eq!(policy.choices()[0].publisher().is_some(), bank);
        }
        assert!(Purpose::ALL.is_sorted());
    }
}
