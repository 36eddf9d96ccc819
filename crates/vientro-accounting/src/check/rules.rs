//! The rules: values that say what is asked, how grave a breach is, and where it comes from.

use chrono::NaiveDate;
use vientro_core::{Bilingual, Finding, FindingCode, Location, Severity};

/// A rule: what it is called, how grave a breach is, where it comes from, and from when to when it applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Rule {
    /// Stable code, the code of its findings.
    pub code: &'static str,
    /// How grave a breach is.
    pub severity: Severity,
    /// What it asks, in Vietnamese.
    pub vi: &'static str,
    /// What it asks, in English.
    pub en: &'static str,
    /// Instrument and article, or whose decision it is.
    pub source: &'static str,
    /// First day it applies to; none: always did.
    pub from: Option<NaiveDate>,
    /// Last day it applies to; none: still does.
    pub to: Option<NaiveDate>,
}

impl Rule {
    /// Does it apply to something of `day`?
    pub fn applies_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    pub(crate) fn finding(&self, about: &str) -> Finding {
        Finding::new(FindingCode::new(self.code), self.severity, Bilingual::new(self.vi, self.en))
            .at(Location::new().about(about))
            .by_rule(self.source)
    }
}

const OURS: &str = "vientro: a question to a person, no rule of law";
/// The instrument depends on the duty and stands in each finding, as do the periods it applies to.
const DUTIES: &str = "the reporting duties of the model, each with its instrument";
const INVARIANTS: &str = "vientro: invariants of the model, docs/DESIGN.md";
const ARTICLE_7: &str =
    "Decree 80/2020/NĐ-CP (nothing received or used before approval), kept by 313/2025/NĐ-CP";
const CIRCULAR_23_ACCOUNTS: &str =
    "Circular 23/2022/TT-BTC, Article 12 (an account for each aid item; its opening reported within 15 days)";
const IN_FORCE_23: Option<NaiveDate> = NaiveDate::from_ymd_opt(2022, 5, 20);
const IN_FORCE_58: Option<NaiveDate> = NaiveDate::from_ymd_opt(2022, 11, 1);
const IN_FORCE_80: Option<NaiveDate> = NaiveDate::from_ymd_opt(2020, 9, 17);

const fn rule(
    code: &'static str,
    severity: Severity,
    vi: &'static str,
    en: &'static str,
    source: &'static str,
) -> Rule {
    Rule { code, severity, vi, en, source, from: None, to: None }
}

pub(super) const ACCOUNT_CLOSED: Rule = rule(
    "account-not-open",
    Severity::Warning,
    "tài khoản chưa mở hoặc đã đóng vào ngày đó",
    "the account is not open on that day",
    INVARIANTS,
);
pub(super) const ACCOUNT_CURRENCY: Rule = rule(
    "account-currency",
    Severity::Warning,
    "số tiền khác loại tiền của tài khoản",
    "the amount is not in the currency of the account",
    INVARIANTS,
);
pub(super) const ACCOUNT_OF_OTHER: Rule = Rule {
    from: IN_FORCE_23,
    ..rule(
        "account-of-other-item",
        Severity::Warning,
        "tài khoản mở cho khoản viện trợ khác",
        "the account was opened for another item",
        CIRCULAR_23_ACCOUNTS,
    )
};
pub(super) const ACCOUNT_REPORTED_LATE: Rule = Rule {
    from: IN_FORCE_23,
    ..rule(
        "account-reported-late",
        Severity::Warning,
        "thông báo mở tài khoản chậm",
        "the opening of the account was reported late",
        CIRCULAR_23_ACCOUNTS,
    )
};
pub(super) const ACCOUNT_UNKNOWN: Rule = rule(
    "account-unknown",
    Severity::Error,
    "tài khoản không có trong danh sách",
    "the account is not on record",
    INVARIANTS,
);
pub(super) const AMENDMENT: Rule = rule(
    "amendment-chain",
    Severity::Warning,
    "điều chỉnh cam kết phải có quyết định và không sớm hơn phê duyệt",
    "an amendment needs a decision and is not older than the approval",
    "Decree 80/2020/NĐ-CP, Article 16",
);
pub(super) const APPROVAL_MISSING: Rule = Rule {
    from: IN_FORCE_80,
    ..rule(
        "approval-missing",
        Severity::Warning,
        "đã giải ngân mà chưa thấy quyết định phê duyệt",
        "disbursed without an approval on record",
        ARTICLE_7,
    )
};
pub(super) const COVERAGE: Rule = rule(
    "coverage-partial",
    Severity::Warning,
    "tổng chưa đủ: còn đơn vị quá hạn chưa gửi báo cáo",
    "the totals are not whole: reports that are due have not come",
    INVARIANTS,
);
pub(super) const DUPLICATE: Rule = rule(
    "duplicate-candidate",
    Severity::Warning,
    "hai dòng có thể là một khoản",
    "two records may be one",
    OURS,
);
pub(super) const BEFORE_APPROVAL: Rule = Rule {
    from: IN_FORCE_80,
    ..rule(
        "flow-before-approval",
        Severity::Warning,
        "tiếp nhận hoặc sử dụng trước ngày phê duyệt",
        "received or used before the day of approval",
        ARTICLE_7,
    )
};
pub(super) const CERTIFICATE: Rule = Rule {
    from: IN_FORCE_58,
    ..rule(
        "certificate-expired",
        Severity::Warning,
        "tổ chức tài trợ không có giấy đăng ký còn hiệu lực vào ngày đó",
        "no certificate of the donor is in force on that day",
        "Decree 58/2022/NĐ-CP (a foreign NGO works within the term of its certificate)",
    )
};
pub(super) const IDLE: Rule = Rule {
    from: IN_FORCE_80,
    ..rule(
        "idle-six-months",
        Severity::Note,
        "quá sáu tháng sau phê duyệt chưa có giao dịch nào",
        "no flow for more than six months after approval",
        "Decree 80/2020/NĐ-CP (an item not started within six months may lose its approval)",
    )
};
pub(super) const LATE: Rule =
    rule("report-late", Severity::Warning, "báo cáo gửi chậm", "the report came late", DUTIES);
pub(super) const OUTLIER: Rule = rule(
    "outlier",
    Severity::Note,
    "khác xa các số cùng cột",
    "far from the other figures of its column",
    OURS,
);
pub(super) const OVER_DISBURSED: Rule = rule(
    "over-disbursed",
    Severity::Error,
    "giải ngân vượt cam kết",
    "disbursed over the commitment",
    INVARIANTS,
);
pub(crate) const OVER_SETTLED: Rule = rule(
    "over-settled",
    Severity::Error,
    "thanh toán và hoàn tạm ứng nhiều hơn số đã tạm ứng",
    "more of an advance was settled and returned than was advanced",
    INVARIANTS,
);
pub(super) const PARTITION: Rule = rule(
    "partition-failed",
    Severity::Error,
    "các phần không bằng tổng",
    "the parts do not make the whole",
    INVARIANTS,
);
pub(super) const PRINTED: Rule = rule(
    "printed-contradicts-books",
    Severity::Error,
    "số đã công bố mâu thuẫn với sổ",
    "the printed figure contradicts the books",
    INVARIANTS,
);
pub(super) const RATE_PAIR: Rule = rule(
    "rate-pair-contradiction",
    Severity::Warning,
    "không tỷ giá nào đã biết trong kỳ khớp với cặp số in ra",
    "no known rate of the period fits the printed pair",
    INVARIANTS,
);
pub(super) const SCOPE: Rule = rule(
    "scope-conflict",
    Severity::Warning,
    "hai giá trị cho cùng một nội dung không thể cùng đúng phạm vi đã nêu",
    "two values of the same content cannot both have the scope they state",
    INVARIANTS,
);
pub(super) const SILENT: Rule =
    rule("report-missing", Severity::Error, "chưa gửi báo cáo", "the report was not sent", DUTIES);
pub(super) const UNIT_CODE: Rule = rule(
    "unit-code-outdated",
    Severity::Warning,
    "mã tỉnh không có hiệu lực vào ngày đó",
    "the province code is not in force on that day",
    "Resolution 202/2025/QH15; Decision 19/2025/QĐ-TTg",
);
pub(super) const UNIT_ERROR: Rule = rule(
    "unit-error-suspected",
    Severity::Warning,
    "nghi sai đơn vị tính (nghìn, triệu, tỷ)",
    "a wrong unit is suspected (thousand, million, billion)",
    OURS,
);

/// All rules, by code.
pub const RULES: [Rule; 23] = [
    ACCOUNT_CURRENCY,
    ACCOUNT_CLOSED,
    ACCOUNT_OF_OTHER,
    ACCOUNT_REPORTED_LATE,
    ACCOUNT_UNKNOWN,
    AMENDMENT,
    APPROVAL_MISSING,
    CERTIFICATE,
    COVERAGE,
    DUPLICATE,
    BEFORE_APPROVAL,
    IDLE,
    OUTLIER,
    OVER_DISBURSED,
    OVER_SETTLED,
    PARTITION,
    PRINTED,
    RATE_PAIR,
    LATE,
    SILENT,
    SCOPE,
    UNIT_CODE,
    UNIT_ERROR,
];
