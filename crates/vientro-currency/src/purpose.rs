//! What an amount is converted for, and the policy the rules name for it.

use chrono::NaiveDate;
use vientro_core::{Bilingual, Language};

use crate::{Policy, RateRule};

/// What an amount is converted for.
///
/// ```
/// use vientro_core::Language;
/// use vientro_currency::{DateRule, Purpose};
///
/// let settlement = Purpose::YearSettlement.policy(None).ok_or("a bank has to be named")?;
/// assert_eq!(settlement.date_rule(), DateRule::YearAverageOfMonths);
/// assert!(Purpose::BankReport.policy(None).is_none()); // whose buying rate?
/// // the decree that replaced this rule was not read
/// assert_eq!(Purpose::OutsideBudget.sureness(), 'C');
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Purpose {
    /// Money advanced in đồng and settled later.
    Advance,
    /// The serving bank's monthly report on an aid account.
    BankReport,
    /// State-budget revenue or spending in foreign currency.
    BudgetFlow,
    /// Paid by the donor directly in đồng.
    DonorPaidDong,
    /// Paid by the donor directly in foreign currency.
    DonorPaidForeign,
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
    pub const ALL: [Self; 10] = [
        Self::Advance,
        Self::BankReport,
        Self::BudgetFlow,
        Self::DonorPaidDong,
        Self::DonorPaidForeign,
        Self::Estimate,
        Self::InKindBudget,
        Self::OutsideBudget,
        Self::SpecialAccount,
        Self::YearSettlement,
    ];

    /// The rule for `day`; `None` before the first instrument that was read.
    pub fn rule(self, day: NaiveDate) -> Option<&'static RateRule> {
        RateRule::all().iter().find(|rule| rule.purpose() == self && rule.holds_on(day))
    }

    /// The newest rule.
    fn newest(self) -> Option<&'static RateRule> {
        RateRule::all().iter().rfind(|rule| rule.purpose() == self)
    }

    /// The policy the newest rule names; for aid outside the budget, where it names none, the accounting rate as our own proposal.
    ///
    /// * `bank`: the bank that keeps the account.
    /// * `None` where a bank's rate is meant and no bank is given.
    ///
    /// # Source
    ///
    /// [`Purpose::source`] says it for each; [`RateRule::all`] is the table.
    pub fn policy(self, bank: Option<&str>) -> Option<Policy> {
        let rule = self.newest()?;
        if !rule.kinds().is_empty() {
            return rule.policy(bank);
        }
        let treasury = Policy::treasury_accounting();
        let policy = Policy::try_new(self.code(), treasury.choices().to_vec(), self.source()).ok()?;
        policy.with_date_rule(rule.date_rule()).ok()?.with_bridges(treasury.bridges().to_vec()).ok()
    }

    /// The code used in files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Advance => "advance",
            Self::BankReport => "bank-report",
            Self::BudgetFlow => "budget-flow",
            Self::DonorPaidDong => "donor-paid-dong",
            Self::DonorPaidForeign => "donor-paid-foreign",
            Self::Estimate => "estimate",
            Self::InKindBudget => "in-kind-budget",
            Self::OutsideBudget => "outside-budget",
            Self::SpecialAccount => "special-account",
            Self::YearSettlement => "year-settlement",
        }
    }

    /// Instrument and article of the newest rule.
    pub fn source(self) -> Bilingual {
        // every purpose has a row, which a test holds
        self.newest().map_or_else(|| Bilingual::same(self.code()), RateRule::source)
    }

    /// How surely the rule was read: `A` in the text of the instrument, `B` in a page that cites it, `C` inferred by analogy or kept while
    /// the instrument that replaced it was not read.
    pub fn sureness(self) -> char {
        self.newest().map_or('C', RateRule::sureness)
    }

    /// The purpose as a phrase.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Advance, Language::Vi) => "tạm ứng bằng đồng",
            (Self::Advance, Language::En) => "advance in đồng",
            (Self::BankReport, Language::Vi) => "báo cáo tháng của ngân hàng phục vụ",
            (Self::BankReport, Language::En) => "monthly report of the serving bank",
            (Self::BudgetFlow, Language::Vi) => "thu, chi ngân sách nhà nước bằng ngoại tệ",
            (Self::BudgetFlow, Language::En) => "state-budget revenue or spending in foreign currency",
            (Self::DonorPaidDong, Language::Vi) => "nhà tài trợ trả thẳng bằng đồng",
            (Self::DonorPaidDong, Language::En) => "paid by the donor directly in đồng",
            (Self::DonorPaidForeign, Language::Vi) => "nhà tài trợ trả thẳng bằng ngoại tệ",
            (Self::DonorPaidForeign, Language::En) => "paid by the donor directly in foreign currency",
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
            let bank = matches!(purpose, Purpose::Advance | Purpose::BankReport | Purpose::SpecialAccount);
            assert_eq!(purpose.policy(None).is_none(), bank, "{purpose:?}");
            let policy = purpose.policy(Some("Vietcombank")).unwrap();
            assert_eq!((policy.id(), policy.source()), (purpose.code(), &purpose.source()));
            assert_eq!(policy.choices()[0].publisher().is_some(), bank);
        }
        assert!(Purpose::ALL.is_sorted());
    }
}
