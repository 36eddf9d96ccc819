//! Kinds of exchange rates: whose figure it is and what for.

use std::fmt;
use std::str::FromStr;

use vientro_core::Language;

/// What kind of rate a figure is.
///
/// On one day Viet Nam has at least four lawful figures for the dollar; in 2025 they lay up to 5 % apart. A rate without
/// its kind says nothing.
///
/// # Source
///
/// Treasury accounting rate: Law on the State Budget 83/2015/QH13, Article 13. Central rate: Circular
/// 02/2021/TT-NHNN, Article 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum RateKind {
    /// A bank's buying rate, cash or transfer not said.
    BankBuying,
    /// A bank's buying rate for banknotes.
    BankBuyingCash,
    /// A bank's buying rate for transfers.
    BankBuyingTransfer,
    /// A bank's selling rate.
    BankSelling,
    /// The State Bank's central rate (tỷ giá trung tâm).
    Central,
    /// Agreed in a contract or a grant agreement.
    Contract,
    /// A customs authority's rate.
    Customs,
    /// The donor's own rate.
    Donor,
    /// The reporter's own round figure.
    House,
    /// Published by the International Monetary Fund.
    Imf,
    /// A market or reference rate that a foreign central bank or a data service publishes: ECB, NBP, the Federal Reserve.
    Market,
    /// The State Treasury's monthly accounting rate (tỷ giá hạch toán).
    TreasuryAccounting,
    /// The United Nations operational rate of exchange.
    UnOperational,
}

impl RateKind {
    /// Every kind, in the order of their names.
    pub const ALL: [Self; 13] = [
        Self::BankBuying,
        Self::BankBuyingCash,
        Self::BankBuyingTransfer,
        Self::BankSelling,
        Self::Central,
        Self::Contract,
        Self::Customs,
        Self::Donor,
        Self::House,
        Self::Imf,
        Self::Market,
        Self::TreasuryAccounting,
        Self::UnOperational,
    ];

    /// The code used in files: lower case words joined by hyphens.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BankBuying => "bank-buying",
            Self::BankBuyingCash => "bank-buying-cash",
            Self::BankBuyingTransfer => "bank-buying-transfer",
            Self::BankSelling => "bank-selling",
            Self::Central => "central",
            Self::Contract => "contract",
            Self::Customs => "customs",
            Self::Donor => "donor",
            Self::House => "house",
            Self::Imf => "imf",
            Self::Market => "market",
            Self::TreasuryAccounting => "treasury-accounting",
            Self::UnOperational => "un-operational",
        }
    }

    /// The kind as a phrase for people.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::BankBuying, Language::Vi) => "tỷ giá mua vào của ngân hàng",
            (Self::BankBuying, Language::En) => "bank buying rate",
            (Self::BankBuyingCash, Language::Vi) => "tỷ giá mua tiền mặt của ngân hàng",
            (Self::BankBuyingCash, Language::En) => "bank buying rate for banknotes",
            (Self::BankBuyingTransfer, Language::Vi) => "tỷ giá mua chuyển khoản của ngân hàng",
            (Self::BankBuyingTransfer, Language::En) => "bank buying rate for transfers",
            (Self::BankSelling, Language::Vi) => "tỷ giá bán ra của ngân hàng",
            (Self::BankSelling, Language::En) => "bank selling rate",
            (Self::Central, Language::Vi) => "tỷ giá trung tâm",
            (Self::Central, Language::En) => "central rate",
            (Self::Contract, Language::Vi) => "tỷ giá theo thỏa thuận",
            (Self::Contract, Language::En) => "contract rate",
            (Self::Customs, Language::Vi) => "tỷ giá hải quan",
            (Self::Customs, Language::En) => "customs rate",
            (Self::Donor, Language::Vi) => "tỷ giá của nhà tài trợ",
            (Self::Donor, Language::En) => "donor's rate",
            (Self::House, Language::Vi) => "tỷ giá quy ước nội bộ",
            (Self::House, Language::En) => "house rate",
            (Self::Imf, Language::Vi) => "tỷ giá IMF",
            (Self::Imf, Language::En) => "IMF rate",
            (Self::Market, Language::Vi) => "tỷ giá tham khảo thị trường",
            (Self::Market, Language::En) => "market reference rate",
            (Self::TreasuryAccounting, Language::Vi) => "tỷ giá hạch toán",
            (Self::TreasuryAccounting, Language::En) => "accounting rate",
            (Self::UnOperational, Language::Vi) => "tỷ giá hoạt động của Liên hợp quốc",
            (Self::UnOperational, Language::En) => "UN operational rate",
        }
    }
}

impl fmt::Display for RateKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text is no code of a kind of rate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown kind of rate `{found}`, expected a code such as `treasury-accounting` or `central`")]
#[non_exhaustive]
pub struct RateKindError {
    /// The text as given, cut to 40 characters.
    pub found: String,
}

impl FromStr for RateKind {
    type Err = RateKindError;

    /// Reads a code.
    ///
    /// # Errors
    ///
    /// [`RateKindError`] for any other text.
    fn from_str(code: &str) -> Result<Self, RateKindError> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.code() == code)
            .ok_or_else(|| RateKindError { found: code.chars().take(40).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back_and_are_in_order() {
        assert!(RateKind::ALL.is_sorted());
        for kind in RateKind::ALL {
            assert_eq!(kind.code().parse(), Ok(kind));
            #[cfg(feature = "serde")]
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.code()));
        }
        assert!("Central".parse::<RateKind>().is_err());
    }
}
